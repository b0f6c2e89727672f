"""The statements of a view as plain look-ups: a predicate is read once, and things go by their short names."""

from __future__ import annotations

from pyoxigraph import NamedNode, Store

from pledgegraph.namespaces import TYPE, curie, pg
from pledgegraph.store import match


class Edges:
    """The edges of one view, by predicate, as CURIEs; what has been read is kept."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._short: dict[str, str] = {}
        self._read: dict[str, dict[str, tuple[str, ...]]] = {}

    def name(self, iri: str) -> str:
        """The short name of an IRI."""
        return self._short.get(iri) or self._short.setdefault(iri, curie(iri))

    def of(self, predicate: str) -> dict[str, tuple[str, ...]]:
        """Subject → the things that it points at with a predicate of ours, sorted."""
        if (found := self._read.get(predicate)) is None:
            short, pairs, several = self._short, dict[str, tuple[str, ...]](), set[str]()
            quads = match(self.store, None, pg(predicate))
            for one, other in [(q.subject.value, thing.value) for q in quads if type(thing := q.object) is NamedNode]:
                subject, value = short.get(one), short.get(other)
                if subject is None:
                    subject = short[one] = curie(one)
                if value is None:
                    value = short[other] = curie(other)
                if subject in pairs:
                    pairs[subject] += (value,)
                    several.add(subject)
                else:
                    pairs[subject] = (value,)
            for subject in several:
                pairs[subject] = tuple(sorted(set(pairs[subject])))
            found = self._read[predicate] = pairs
        return found

    def one(self, predicate: str, subject: str) -> str | None:
        """The first thing that a subject points at, or None."""
        return next(iter(self.of(predicate).get(subject, ())), None)

    def texts(self, predicate: str) -> dict[str, str]:
        """Subject → its literal; the first in order where there are several."""
        found: dict[str, str] = {}
        for quad in match(self.store, None, pg(predicate)):
            name, text = self.name(quad.subject.value), quad.object.value
            found[name] = min(found.get(name, text), text)
        return found

    def members(self, kind: str) -> set[str]:
        """The members of a class of ours."""
        return {self.name(q.subject.value) for q in match(self.store, None, TYPE, pg(kind))}

    def subjects(self, predicate: str, value: str) -> set[str]:
        """Who points at a term of ours with a predicate of ours."""
        return {self.name(q.subject.value) for q in match(self.store, None, pg(predicate), pg(value))}
