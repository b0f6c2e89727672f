"""The patterns of a query that are to blame for an empty answer: those that nothing fits, alone or beside the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Store

from pledgegraph import spelling
from pledgegraph.namespaces import curie, expand
from pledgegraph.patterns import Group, Part
from pledgegraph.search import Reason, Search
from pledgegraph.sparql import parameters
from pledgegraph.store import match
from pledgegraph.things import nodes
from pledgegraph.tokens import tokens

_CORE = {"triple", "union", "group", "select", "graph"}
_KINDS = {
    "triple": ("nothing fits {0}", "nichts passt auf {0}"),
    "filter": ("all else has matches, but {0} lets none through", "alles andere trifft zu, aber {0} lässt nichts durch"),
    "minus": ("all else has matches, but {0} takes every one away", "alles andere trifft zu, aber {0} nimmt alles weg"),
    "together": ("all else has matches, but none that fits {0}", "alles andere trifft zu, aber nichts davon passt auf {0}"),
    "having": ("there are matches, but {0} lets none through", "es gibt Treffer, aber {0} lässt keinen durch"),
    "after": ("nothing fits {0} together with what stands before it", "nichts passt auf {0} zusammen mit dem, was davor steht"),
}


class Blame:
    """Asks for the patterns of a query one by one, and without one another."""

    def __init__(self, search: Search) -> None:
        self.search = search

    def reasons(self, group: Group, context: list[Part]) -> Iterator[Reason]:
        """The patterns of a group that nothing fits, alone or beside the others."""
        given = [*context, *(p for p in group.parts if p.kind == "values")]
        core = [p for p in group.parts if p.kind in _CORE]
        alone = [p for p in core if not self.search.any([*given, p])]
        if alone:
            for part in alone:
                within = [r for inner in part.groups for r in self.reasons(inner, [] if part.kind == "select" else given)]
                yield from within or [self._blame("triple", part, given if self.search.any([part]) else [])]
            return
        whole = [*context, *group.parts]
        if self.search.any(whole):
            after = group.modifiers
            begin, end = after.find("HAVING"), after.find("ORDER BY")
            text = after[begin : end if end > begin else None] if begin >= 0 else after
            yield self._blame("having", Part("having", text, 0, frozenset()))
            return
        guilty = []
        for part in (p for p in group.parts if p.kind not in ("optional", "bind")):
            rest = [p for p in whole if p is not part]
            # FILTER and MINUS alone would let the empty match through.
            if any(p.kind in _CORE for p in rest) and self.search.any(rest):
                guilty.append(part)
                yield self._blame(part.kind if part.kind in ("filter", "minus") else "together", part)
        if not guilty:
            yield from self._first_after(whole)

    def _first_after(self, parts: list[Part]) -> Iterator[Reason]:
        """The first pattern that has no match together with those before it."""
        ordered = [*(p for p in parts if p.kind != "filter"), *(p for p in parts if p.kind == "filter")]
        for n, part in enumerate(ordered, 1):
            if part.kind not in ("optional", "bind") and not self.search.any(ordered[:n]):
                yield self._blame("after", part)
                return

    def _blame(self, kind: str, part: Part, beside: Iterable[Part] = ()) -> Reason:
        """The reason that names a pattern, with the parameters in it, and a term in it that occurs nowhere."""
        text = " ".join(part.text.split())
        shown = text if len(text) <= 160 else text[:159] + "…"
        en, de = (sentence.format(shown) for sentence in _KINDS[kind])
        if part.line:
            en, de = f"{en} (line {part.line})", f"{de} (Zeile {part.line})"
        now = parameters(self.search.text)
        others = [" ".join(p.text.split()) for p in beside if p.variables & part.variables and not p.variables & now.keys()]
        if (used := [n for n in now if n in part.variables]) or others:
            en, de = (
                f"{text} {word} {', '.join([*(f'{n} = {self.search.shown(now[n], lang)}' for n in used), *others])}"
                for text, word, lang in ((en, "where", "en"), (de, "mit", "de"))
            )
        nearest = None
        for term in tokens(part.text) if part.kind == "triple" else ():
            iri = expand(term.text) if term.kind in ("name", "iri") else None
            if iri and not _known(self.search.store, NamedNode(iri)):
                nearest = spelling.nearest(curie(iri), sorted(curie(n.value) for n in nodes(self.search.store)))
                en, de = f"{en}; {curie(iri)} occurs nowhere", f"{de}; {curie(iri)} kommt nirgends vor"
                if nearest:
                    en, de = f"{en}, did you mean {nearest}?", f"{de}, war {nearest} gemeint?"
        return Reason("pattern", en, de, nearest=nearest, pattern=text, line=part.line or None)


def _known(store: Store, node: NamedNode) -> bool:
    return any(True for role in range(3) for _ in match(store, *(node if n == role else None for n in range(3))))
