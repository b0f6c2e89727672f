"""The nodes of a view as people name them: labels, look-up by id, label or alias, and what is known of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from pledgegraph.errors import UsageError
from pledgegraph.namespaces import ALT_LABEL, LABEL, PREF_LABEL, PREFIXES, TYPE, curie, expand, is_iri, named_node, pg
from pledgegraph.rules import SUB_CLASS
from pledgegraph.store import Subject, Term, match, values

_ID, _PG = PREFIXES["id"], PREFIXES["pg"]
CLASS = NamedNode(PREFIXES["owl"] + "Class")
AGENT, HOLDER, ABOUT, SAYS = map(pg, ("agent", "holder", "about", "says"))
ARTICLE, PARAGRAPH, SPAN_START, SPAN_END = map(pg, ("article", "paragraph", "spanStart", "spanEnd"))


def label(store: Store, term: Term, lang: str = "en") -> str:
    """What to call a term for a reader: its label in the language, else in any, else its CURIE; a report's place."""
    if not isinstance(term, NamedNode):
        return term.value
    for predicate in (PREF_LABEL, LABEL):
        found = {o.language: o.value for o in values(store, term, predicate) if isinstance(o, Literal)}
        if found:
            return found.get(lang) or found.get("en") or found[min(found, key=str)]
    return report_place(store, term) or claim_text(store, term, lang) or curie(term.value)


def called(store: Store, name: str, lang: str = "en") -> str:
    """What to call the thing that a CURIE names."""
    return label(store, named_node(name), lang)


def claim_text(store: Store, claim: NamedNode, lang: str = "en") -> str:
    """A claim in short: who, about what, says what; nothing for what is no claim."""
    parts = [values(store, claim, p) for p in (AGENT, HOLDER)]
    who, about, said = next((p for p in parts if p), []), values(store, claim, ABOUT), values(store, claim, SAYS)
    if not who or not about:
        return ""
    text = f"{label(store, who[0], lang)} · {label(store, about[0], lang)}"
    return f"{text} · {label(store, said[0], lang)}" if said else text


def report_place(store: Store, report: NamedNode) -> str:
    """Where a report points: `7cade0f4 ¶2 402–565` (article, paragraph, characters), or nothing for no report."""
    where = [values(store, report, p) for p in (ARTICLE, PARAGRAPH, SPAN_START, SPAN_END)]
    if not all(where):
        return ""
    article, paragraph, start, end = (w[0].value for w in where)
    return f"{article.rsplit('-', 1)[-1]} ¶{paragraph} {start}–{end}"


def resolve(store: Store, text: str, what: str = "thing", among: Collection[str] | None = None) -> NamedNode:
    """The node that a text names: a CURIE, an IRI, the last part of an id, an article's eight digits, a label or an alias.

    Raises `UsageError` where nothing or more than one thing has that name; the nearest names are shown, of the CURIEs in `among`.
    """
    text = text.strip()
    # Tables call an article by its digits alone.
    if (article := _article(text)) and _known(store, article):
        return article
    if iri := expand(text):
        return _existing(store, NamedNode(iri), text, what, among)
    for base in (_ID, _PG):
        node = NamedNode(base + text) if text and is_iri(base + text) else None
        if node and _known(store, node):
            return node
    wanted = text.casefold()
    hits = {n for name, nodes in names(store).items() if name.casefold() == wanted for n in nodes}
    if len(hits) == 1:
        return hits.pop()
    if hits:
        listed = ", ".join(sorted(curie(h.value) for h in hits))
        raise UsageError(f"{text!r} names more than one thing: {listed}; say which by its id")
    raise _unknown(store, text, what, among)


_GRAMMAR = {"a", "an", "the", "ein", "eine", "der", "die", "das"}
SOURCES = tuple(pg(n) for n in ("Article", "Outlet", "Person", "UnnamedSource", "Group", "Mode", "SourceKind", "Tense"))


def resolve_source(store: Store, text: str) -> NamedNode:
    """What a report can come from or be: an article (its eight digits do), an outlet, a speaker, a mode, source kind or tense.

    Raises `UsageError` for anything else, since nothing would be left out.
    """
    node = resolve(store, text)
    if not set(SOURCES) & set(values(store, node, TYPE)):
        kinds = "an article, an outlet, a person, or a mode, source kind or tense"
        near = [
            curie(q.subject.value)
            for kind in SOURCES[5:]
            for q in match(store, None, TYPE, kind)
            if text.lower() in q.subject.value.lower()
        ]
        raise UsageError(f"{curie(node.value)} is no source of reports; name {kinds}" + (f"; did you mean {near[0]}?" if near else ""))
    return node


def _article(text: str) -> NamedNode | None:
    """The article that eight digits, as they stand in tables, would be."""
    digits = text.removeprefix("id:")
    return NamedNode(f"{_ID}article-{digits}") if len(digits) == 8 and not set(digits) - set("0123456789abcdef") else None


def _known(store: Store, node: NamedNode) -> bool:
    return any(True for _ in match(store, node, None, None)) or any(True for _ in match(store, None, None, node))


def _existing(store: Store, node: NamedNode, text: str, what: str, among: Collection[str] | None) -> NamedNode:
    if _known(store, node):
        return node
    raise _unknown(store, text, what, among)


def _unknown(store: Store, text: str, what: str, among: Collection[str] | None) -> UsageError:
    from pledgegraph.spelling import nearest

    ids = {curie(n.value) for n in nodes(store)} if among is None else set(among)
    called_so = {name for name, found in names(store).items() if among is None or any(curie(n.value) in ids for n in found)}
    articles = {i.removeprefix("id:article-") for i in ids}
    every = ids if expand(text) else {i.split(":")[-1] for i in ids} | articles | called_so
    near = nearest(text, sorted(every))
    hint = f"did you mean {near}?" if near else "'pledge show' lists the kinds of things there are"
    return UsageError(f"there is no {what} {text!r}; {hint}")


def nodes(store: Store) -> set[NamedNode]:
    """Every named subject of our two namespaces."""
    return {
        q.subject for q in match(store, None, TYPE, None) if isinstance(q.subject, NamedNode) and q.subject.value.startswith((_ID, _PG))
    }


def names(store: Store) -> dict[str, set[NamedNode]]:
    """Every label and alias with the nodes that bear it."""
    found: dict[str, set[NamedNode]] = {}
    for predicate in (PREF_LABEL, ALT_LABEL, LABEL):
        for quad in match(store, None, predicate, None):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.object.value, set()).add(quad.subject)
    return found


def without_article(name: str) -> str:
    """A name without the article that it begins with, in English or German.

    >>> without_article("A ceasefire"), without_article("Die Europäer"), without_article("France")
    ('ceasefire', 'Europäer', 'France')
    """
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in _GRAMMAR else name


class Kind(NamedTuple):
    """A class with how many members it has in the view."""

    node: NamedNode
    members: int


def kinds(store: Store) -> list[Kind]:
    """The classes of our vocabulary that have members, by name."""
    counts = Counter(q.object for q in match(store, None, TYPE, None))
    ours = [n for n in counts if isinstance(n, NamedNode) and n.value.startswith(_PG)]
    return [Kind(n, counts[n]) for n in sorted(ours, key=str)]


def superclasses(store: Store, kind: NamedNode) -> set[NamedNode]:
    """The named classes above a class, itself aside."""
    seen: set[NamedNode] = set()
    queue = [kind]
    while queue:
        for parent in values(store, queue.pop(), SUB_CLASS):
            if isinstance(parent, NamedNode) and parent not in seen and parent != kind:
                seen.add(parent)
                queue.append(parent)
    return seen


def is_kind(store: Store, node: NamedNode) -> bool:
    """Whether a node is a class."""
    return CLASS in values(store, node, TYPE)


def members(store: Store, kind: NamedNode) -> list[NamedNode]:
    """The members of a class, by id."""
    found = {q.subject for q in match(store, None, TYPE, kind)}
    return sorted((n for n in found if isinstance(n, NamedNode)), key=str)


def facts(store: Store, node: Subject) -> list[tuple[NamedNode, Term]]:
    """What a node says: predicate and value, in a fixed order; kinds first, labels next."""
    rank = {TYPE: 0, PREF_LABEL: 1, LABEL: 1, ALT_LABEL: 2}
    found = {(q.predicate, q.object) for q in match(store, node, None, None)}
    return sorted(
        ((p, o) for p, o in found if not isinstance(o, BlankNode)),
        key=lambda po: (rank.get(po[0], 3), str(po[0]), str(po[1])),
    )


def mentions(store: Store, node: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
    """Who points at a node: subject and predicate, in a fixed order."""
    found = {(q.subject, q.predicate) for q in match(store, None, None, node) if isinstance(q.subject, NamedNode)}
    return sorted(found, key=lambda sp: (str(sp[1]), str(sp[0])))
