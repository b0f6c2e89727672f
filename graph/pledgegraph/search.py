"""What the search for the reason of an empty answer has in hand: the query, to be asked again with something changed, and the time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store

from pledgegraph.namespaces import curie, expand
from pledgegraph.patterns import Part, joined, split
from pledgegraph.store import query
from pledgegraph.things import label

if TYPE_CHECKING:
    from pledgegraph.questions import Question


class Reason(NamedTuple):
    """One reason: its kind (day, known-on, without, order, parameter, defaults, pattern or time), what it is in words, and as data the
    parameter, its value, the nearest value with rows and how many, or the pattern and its line in the query."""

    kind: str
    en: str
    de: str
    parameter: str | None = None
    value: str | None = None
    nearest: str | None = None
    rows: int | None = None
    pattern: str | None = None
    line: int | None = None

    def text(self, lang: str = "en") -> str:
        """The reason as a sentence."""
        return self.de if lang == "de" else self.en


class Late(Exception):
    """The time is over."""


class Search:
    """A query whose parameters are bound, the store it was asked of, its question if it has one, and until when to look."""

    def __init__(self, store: Store, text: str, question: Question | None, seconds: float) -> None:
        self.store, self.text, self.question = store, text, question
        self.end = time.monotonic() + seconds
        self.split = split(text)

    def in_time(self) -> None:
        """Raises `Late` once the time is over."""
        if time.monotonic() > self.end:
            raise Late

    def rows(self, store: Store, text: str | None = None) -> list[dict[str, object]]:
        """The rows of the query, or of another text, on a store."""
        self.in_time()
        solutions = query(store, text or self.text)
        assert isinstance(solutions, QuerySolutions)
        names = [v.value for v in solutions.variables]
        return [{n: s[n] for n in names} for s in solutions]

    def any(self, parts: Iterable[Part]) -> bool:
        """Whether some parts of the query have a match together."""
        self.in_time()
        result = query(self.store, f"{self.split.prologue} ASK {joined(list(parts))}")
        assert isinstance(result, QueryBoolean)
        return bool(result)

    def shown(self, term: str, lang: str) -> str:
        """A serialised term for a reader: its label and CURIE, or its text."""
        iri = expand(plain(term))
        if not iri:
            return plain(term)
        name = label(self.store, NamedNode(iri), lang)
        return name if name == curie(iri) else f"{name} ({curie(iri)})"


def plain(term: str) -> str:
    """A serialised term as a reader writes it: a CURIE, or the text of a literal."""
    if term.startswith("<"):
        return curie(term[1:-1])
    return term[1 : term.rfind(term[0])] if term[:1] in "\"'" else term


def same(one: str, other: str) -> bool:
    """Whether two serialised terms are read as one."""
    return plain(one) == plain(other)


def counted(count: int, lang: str = "en") -> str:
    """So many rows, in words."""
    word, ending = ("Zeile", "n") if lang == "de" else ("row", "s")
    return f"{count} {word}{'' if count == 1 else ending}"
