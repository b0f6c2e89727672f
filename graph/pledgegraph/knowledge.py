"""The knowledge graph as Python sees it: one object per view, with everything that can be asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from pledgegraph import questions
from pledgegraph.answer import Answer, cell
from pledgegraph.errors import UsageError
from pledgegraph.record import Record
from pledgegraph.store import flat, new_store, query
from pledgegraph.view import Moment, build, mark_superseded

if TYPE_CHECKING:
    from datetime import date

    import networkx
    import owlready2
    import rdflib

    from pledgegraph.evidence import Why


class Knowledge:
    """The record seen on a day: short edges derived, classes inferred; every other day is one `at` away."""

    def __init__(self, record: Record, day: str | None = None, known_on: str | None = None, without: Iterable[str] = ()) -> None:
        self._record = record
        self._asked = (day, known_on, tuple(without))

    @cached_property
    def _built(self) -> tuple[Store, Moment]:
        day, known_on, without = self._asked
        iris: tuple[str, ...] = ()
        if without:
            from pledgegraph.things import resolve_source

            whole = self._record.store()
            iris = tuple(resolve_source(whole, name).value for name in without)
        return build(self._record, day, known_on, iris)

    @property
    def store(self) -> Store:
        """The view's statements in the embedded engine."""
        return self._built[0]

    @property
    def day(self) -> str:
        """The day of the view, YYYY-MM-DD; the newest article's where none was asked for."""
        return self._built[1].day

    @property
    def record(self) -> RecordGraph:
        """The whole record, every claim ever made; `.rdf` is an rdflib Graph."""
        return RecordGraph(self._record)

    @property
    def rdf(self) -> rdflib.Graph:
        """The view as an rdflib Graph, inferred statements included; a copy."""
        from pledgegraph.rdf import graph

        return graph(self.store)

    def at(
        self, day: str | date | None = None, *, known_on: str | date | None = None, without: str | Iterable[str] | None = None
    ) -> Knowledge:
        """The same record on another day: by what had been said, by what had been published, without some reports.

        What is not given stays as it is; `without=()` brings back what was left out.
        """
        kept_day, kept_known_on, kept_without = self._asked
        names = kept_without if without is None else [without] if isinstance(without, str) else without
        return Knowledge(
            self._record,
            kept_day if day is None else str(day),
            kept_known_on if known_on is None else str(known_on),
            names,
        )

    def questions(self) -> list[questions.Question]:
        """The named questions that `ask` answers."""
        return questions.every()

    def ask(self, question: str, *, lang: str = "en", **parameters: str) -> Answer:
        """The answer of a named question, or of the one that a sentence means; parameters by name."""
        found = questions.find(question)
        store = self.store if found.scope == "view" else self.record.store
        answer = questions.run(found, store, parameters)
        answer.day, answer.known_on, answer.lang = self.day, self._built[1].known_on, lang
        return answer

    def sparql(self, text: str, name: str = "query") -> Answer | bool | rdflib.Graph:
        """The result of a SPARQL query on the view: rows, a truth value, or an rdflib Graph. Read-only, no SERVICE."""
        from pledgegraph.sparql import guard

        guard(text, name)
        result = query(self.store, text, name)
        if isinstance(result, QuerySolutions):
            columns = [v.value for v in result.variables]
            rows = [[cell(solution[c]) for c in columns] for solution in result]
            return Answer("sparql", columns, rows, self.store, day=self.day)
        if isinstance(result, QueryBoolean):
            return bool(result)
        assert isinstance(result, QueryTriples)
        from pyoxigraph import Quad

        from pledgegraph.rdf import graph

        return graph(new_store(Quad(t.subject, t.predicate, t.object) for t in result))

    def show(self, thing: str, *, lang: str = "en") -> Card:
        """Everything the view knows of one thing, by id, label or alias."""
        from pledgegraph.show import card

        return card(self.store, thing, lang)

    def why(self, claim: str, *, lang: str = "en", articles: str | None = None) -> Why:
        """The chain of evidence of a claim; `articles` is a folder of article texts, if you have them."""
        from pledgegraph.evidence import why

        return why(self.store, claim, lang, articles)

    def export(self, form: str = "turtle", *, view: bool = False) -> bytes:
        """The record, or the view, in one of `export.FORMATS`; the same bytes every time."""
        from pledgegraph import export

        if form not in export.FORMATS:
            raise UsageError(f"there is no format {form!r}; use one of {', '.join(export.FORMATS)}")
        quads = self._record.quads()
        return export.dump(export.verbatim(self.store, flat(quads)) if view else quads, form)

    def owl(self) -> owlready2.Ontology:
        """The view as an owlready2 ontology, ready for its reasoners."""
        from pledgegraph.owl import ontology

        return ontology(list(self.store))

    def network(self) -> networkx.MultiDiGraph:
        """The view as a networkx graph: a node per thing, an edge per statement between two things."""
        from pledgegraph.network import network

        return network(self.store)


class RecordGraph:
    """The whole record, nothing cut and nothing inferred but the days on which claims were superseded."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def store(self) -> Store:
        """The record's statements in the embedded engine."""
        store = self._record.store()
        mark_superseded(store)
        return store

    @property
    def rdf(self) -> rdflib.Graph:
        """The record as an rdflib Graph; a copy."""
        from pledgegraph.rdf import graph

        return graph(self.store)


if TYPE_CHECKING:
    from pledgegraph.show import Card

__all__ = ["Knowledge", "RecordGraph"]
