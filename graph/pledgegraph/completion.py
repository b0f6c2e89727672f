"""What may come next on the line of a notebook's magic: questions, parameters, values, options, ids."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from pledgegraph import questions
from pledgegraph.namespaces import PREFIXES, TYPE, curie, expand, pg
from pledgegraph.notebook import OPTIONS, split
from pledgegraph.store import match, values

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge

Found = list[tuple[str, str]]  # a completion and its kind
_LINE = re.compile(r"\s*(?:[\w, ]+=\s*)?%(%?)(?:pledge\s+(?=ask\s))?(ask|pledge|sparql)(?:\s(.*))?\Z", re.DOTALL)
_FRAGMENT = re.compile(r'(?:[^\s"]|"[^"]*"?)*\Z')
_NAME = re.compile(r"(?:id|pg):[\w.-]*\Z")
# What nearly everything is, and so says nothing of what fits.
_ANYTHING = {"owl:NamedIndividual", "owl:Class", "skos:Concept"}


def suggest(before: str, cell: str, graph: Callable[[], Knowledge]) -> tuple[str, Found]:
    """The piece before the cursor that a completion replaces, and the completions; `graph` is fetched where values are needed."""
    line = _LINE.match(before)
    if not line:
        name = _NAME.search(before) if cell.lstrip().startswith("%%sparql") else None
        return (name[0], _things(graph().store, name[0])) if name else ("", [])
    magic, rest = line[2], line[3]
    if rest is None:
        return "", []
    fragment = _FRAGMENT.search(rest)[0]  # type: ignore[index]
    words = split(rest[: len(rest) - len(fragment)])
    if words and words[-1].startswith("--") and "=" not in words[-1] and words[-1] != "--only":
        return fragment, _fitting(fragment, _option_values(words[-1], graph))
    if fragment.startswith("-"):
        return fragment, _fitting(fragment, [(option, "option") for option in OPTIONS[magic]])
    return fragment, _asked(words, fragment, graph) if magic == "ask" else []


def _fitting(fragment: str, found: Found) -> Found:
    """Those that begin as typed, else those that contain it."""
    typed = fragment.replace('"', "").casefold()
    return [f for f in found if f[0].casefold().startswith(typed)] or [f for f in found if typed in f[0].casefold()]


def _asked(words: list[str], fragment: str, graph: Callable[[], Knowledge]) -> Found:
    question = next((q for word in words if (q := questions.named(word))), None)
    if not question:
        asked = [w for w in words if not w.startswith("--")]
        return [] if asked else _fitting(fragment, [(q.name, "question") for q in questions.every()])
    name, equals, typed = fragment.partition("=")
    if equals:
        default = question.parameters.get(name)
        found = _values(graph(), default, typed.replace('"', "")) if default else []
        return [(f"{name}={value}", kind) for value, kind in found]
    given = {word.partition("=")[0] for word in words}
    return _fitting(fragment, [(f"{name}=", "parameter") for name in question.parameters if name not in given])


def _values(kg: Knowledge, default: str, typed: str) -> Found:
    """The values that a parameter with that default can take: days, or things of the default's kind, by id or by label."""
    if default.endswith("xsd:date"):
        return _fitting(typed, [(day, "day") for day in _days(kg)])
    iri = expand(default)
    if not iri:
        return []
    kinds = {k for k in values(kg.store, NamedNode(iri), TYPE) if curie(k.value) not in _ANYTHING}
    alike = {q.subject for kind in kinds for q in match(kg.store, None, TYPE, kind) if isinstance(q.subject, NamedNode)}
    return _named(kg.store, alike, typed)


def _named(store: Store, nodes: set[NamedNode], typed: str) -> Found:
    from pledgegraph.namespaces import ALT_LABEL, LABEL, PREF_LABEL

    wanted = typed.casefold()

    def fits(node: NamedNode) -> bool:
        short = curie(node.value).casefold()
        if short.startswith(wanted) or short.partition(":")[2].startswith(wanted):
            return True
        return any(o.value.casefold().startswith(wanted) for p in (PREF_LABEL, ALT_LABEL, LABEL) for o in values(store, node, p))

    return sorted((curie(node.value), "thing") for node in nodes if fits(node))


def _things(store: Store, typed: str) -> Found:
    base = PREFIXES[typed[:2]]
    nodes = {q.subject for q in match(store, None, TYPE, None) if isinstance(q.subject, NamedNode) and q.subject.value.startswith(base)}
    return sorted((name, "thing") for node in nodes if (name := curie(node.value)).startswith(typed))


def _days(kg: Knowledge) -> list[str]:
    articles = {q.subject for q in match(kg.record.store, None, TYPE, pg("Article"))}
    return sorted({day.value for article in articles for day in values(kg.record.store, article, pg("date"))})


def _option_values(option: str, graph: Callable[[], Knowledge]) -> Found:
    if option in ("--as-of", "--known-on"):
        return [(day, "day") for day in _days(graph())]
    if option == "--lang":
        return [("de", "language"), ("en", "language")]
    if option == "--without":
        from pledgegraph.things import SOURCES

        store = graph().store
        return sorted({(curie(q.subject.value), "source") for kind in SOURCES for q in match(store, None, TYPE, kind)})
    return []
