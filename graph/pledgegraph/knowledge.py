"""The knowledge graph as Python sees it: one object per view, with everything that can be asked of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, overload

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from pledgegraph import questions
from pledgegraph.answer import Answer, cell
from pledgegraph.errors import UsageError, language, said
from pledgegraph.record import Record
from pledgegraph.store import flat, new_store, query, uncollected
from pledgegraph.view import Moment, build, check_day, cut, thin

if TYPE_CHECKING:
    from datetime import date

    import networkx
    import owlready2
    import rdflib
    from pyoxigraph import Triple

    from pledgegraph.evidence import Why
    from pledgegraph.explanation import Explanation
    from pledgegraph.questions import Question
    from pledgegraph.search import Reason


class Knowledge:
    """The record seen on a day: short edges derived, classes inferred; every other day is one `at` away."""

    def __init__(self, record: Record, day: str | None = None, known_on: str | None = None, without: Iterable[str] = ()) -> None:
        self._record = record
        self._asked = (day, known_on, tuple(without))

    def __repr__(self) -> str:
        day, known_on, without = self._asked
        told = [f"as of {day or self.day}", *([f"known on {known_on}"] if known_on else []), *(f"without {name}" for name in without)]
        return f"<Knowledge {', '.join(told)}>"

    @cached_property
    def _left_out(self) -> tuple[str, ...]:
        without = self._asked[2]
        if not without:
            return ()
        from pledgegraph.things import resolve_source

        whole = self._record.store()
        return tuple(resolve_source(whole, name).value for name in without)

    @cached_property
    def _built(self) -> tuple[Store, Moment]:
        day, known_on, _ = self._asked
        return build(self._record, day, known_on, self._left_out)

    @cached_property
    def stated(self) -> Store:
        """What the view rests on: the facts of the day as recorded, nothing derived or inferred."""
        day, known_on, _ = self._asked
        return cut(self._record, day, known_on, self._left_out)[0]

    @property
    def files(self) -> list[str]:
        """The files that the record was read from."""
        return self._record.names

    @property
    def store(self) -> Store:
        """The view's statements in the embedded engine."""
        return self._built[0]

    @property
    def day(self) -> str:
        """The day of the view, YYYY-MM-DD; the newest article's where none was asked for."""
        return self._built[1].day

    @property
    def moment(self) -> Moment:
        """What the view is cut to."""
        return self._built[1]

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
        return Knowledge(
            self._record,
            kept_day if day is None else _day(day),
            kept_known_on if known_on is None else _day(known_on),
            kept_without if without is None else _names(without, "what is left out"),
        )

    def scope(self, name: str) -> Store:
        """What a question is asked of: the view, or the record with all that was superseded, as far as it had been said and
        published by the days that were asked for, and without what is left out."""
        return self.store if name == "view" else self._history

    @cached_property
    def _history(self) -> Store:
        from pledgegraph.history import mark

        day, known_on, _ = self._asked
        store = thin(self._record, day, known_on, self._left_out)
        mark(store)
        return store

    def questions(self) -> list[questions.Question]:
        """The named questions that `ask` answers."""
        return questions.every()

    def ask(self, question: str, *, lang: str = "en", limit: int | None = None, offset: int = 0, **parameters: str) -> Answer:
        """The answer of a named question, or of the one that a sentence means; parameters by name, or named in the sentence.

        With `limit` and `offset` only that many of its rows, after so many; `total` of the answer still counts all.
        """
        found = questions.find(said(question, "a question"))
        store = self.scope(found.scope)
        if found.name == question:
            return self._sign(questions.run(found, store, parameters, limit, offset), lang, store, found)
        from pledgegraph.mentions import Mentions

        mentions = Mentions(found, store, question)
        named = mentions.named(parameters)
        answer = questions.run(found, store, {**named, **parameters}, limit, offset)
        answer.named, given = named, {**named, **parameters}
        # The question's own sentence means its defaults.
        if given or not mentions.is_own():
            line = mentions.told(answer.parameters, given, language(lang))
            answer.remarks = [line] if line else []
        return self._sign(answer, lang, store, found)

    def _sign(self, answer: Answer, lang: str, store: Store, question: Question | None) -> Answer:
        """The answer with the view it was asked of."""
        answer.day, answer.known_on, answer.lang = self.day, self.moment.known_on, language(lang)
        answer.without = tuple(self._asked[2])
        answer.explain = partial(self._why_empty, store, answer.query, question)
        return answer

    def _why_empty(self, store: Store, text: str, question: Question | None, seconds: float) -> list[Reason]:
        from pledgegraph.emptiness import why

        return why(self, store, text, question, seconds)

    def sparql(self, text: str, name: str = "query", *, lang: str = "en", timeout: float | None = None) -> Answer | bool | rdflib.Graph:
        """The result of a SPARQL query on the view: rows, a truth value, or an rdflib Graph. Read-only, no SERVICE.

        With a `timeout` (seconds) it runs in a process of its own, and raises `EngineError` where it needs longer or much memory.
        """
        from pledgegraph.sparql import guard

        guard(said(text, "a query"), name)
        result = query(self.store, text, name) if timeout is None else self._sandboxed(text, name, timeout)
        if isinstance(result, QuerySolutions):
            columns = [v.value for v in result.variables]
            rows = [[cell(solution[c]) for c in columns] for solution in result]
            answer = Answer("sparql", columns, rows, self.store)
            answer.query = text
            return self._sign(answer, lang, self.store, None)
        if isinstance(result, QueryBoolean):
            return bool(result)
        from pyoxigraph import Quad

        from pledgegraph.rdf import graph

        return graph(new_store(Quad(t.subject, t.predicate, t.object) for t in result))

    def _sandboxed(self, text: str, name: str, timeout: float) -> QuerySolutions | QueryBoolean | list[Triple]:
        from pledgegraph.sandbox import solve

        if not isinstance(timeout, int | float) or not 0 < timeout <= 86400:
            raise UsageError(f"{timeout!r} is no time limit; give seconds, at most 86400")
        return solve(self.store, text, name, timeout)

    def show(self, thing: str, *, lang: str = "en") -> Card:
        """Everything the view knows of one thing, by id, label or alias."""
        from pledgegraph.show import card

        return card(self.store, said(thing, "a thing"), language(lang))

    @overload
    def why(self, claim: str, *, lang: str = "en", articles: str | None = None) -> Why: ...
    @overload
    def why(self, claim: str, goal: str, value: str | None = None, *, lang: str = "en", articles: str | None = None) -> Explanation: ...
    def why(
        self, claim: str, goal: str | None = None, value: str | None = None, *, lang: str = "en", articles: str | None = None
    ) -> Why | Explanation:
        """The chain of evidence of a claim; or why a thing is in a class (`goal`), or stands in a short edge to a value.

        `articles` is a folder of article texts, if you have them.
        """
        if goal is not None:
            return self.explain(claim, goal, value, lang=lang, articles=articles)[0]
        from pledgegraph.evidence import why

        return why(self.store, said(claim, "a claim"), language(lang), None if articles is None else said(articles, "a folder"))

    @cached_property
    def _grounds(self) -> Grounds:
        from pledgegraph.edges import Edges
        from pledgegraph.grounds import Grounds

        return Grounds(Edges(self.store))

    @cached_property
    def circuit(self) -> Circuit:
        """The conditions of the view as a logic, and its positions as what that logic opens, sets off and ends."""
        from pledgegraph.circuit import circuit
        from pledgegraph.view import newest_day

        # A deadline has passed once an article is later; what no article can tell of yet is not late.
        days = [d for d in (self.day, newest_day(self.store), self._built[1].known_on) if d]
        with uncollected():
            return circuit(self.store, min(days, default=""), self._grounds.edges)

    def what_if(
        self,
        met: str | Iterable[str] = (),
        failed: str | Iterable[str] = (),
        unknown: str | Iterable[str] = (),
        *,
        against: Mapping[str, str | Iterable[str]] | None = None,
        at_least: str = "pg:Intends",
        changed: bool = False,
        lang: str = "en",
    ) -> Answer:
        """Every commitment with its state where these conditions are met, have failed or are open, and why; `against` holds the
        `met`, `failed` and `unknown` of a second scenario, shown side by side; `changed` keeps those whose state differs from that
        scenario, or else from the record. Raises `UsageError` for what cannot stand together.
        """
        from pledgegraph.assumptions import assume
        from pledgegraph.outcomes import outcomes

        other = {} if against is None else against
        if not isinstance(other, Mapping) or set(other) - {"met", "failed", "unknown"}:
            raise UsageError("against is a mapping with met, failed and unknown, such as {'met': ['id:ceasefire']}")
        asked = {"met": met, "failed": failed, "unknown": unknown, **{f"against {name}": value for name, value in other.items()}}
        listed = {name: _names(value, "a condition") for name, value in asked.items()}
        with uncollected():
            first = assume(self.store, self.circuit, listed["met"], listed["failed"], listed["unknown"])
            second = None if against is None else assume(self.store, self.circuit, **{name: listed[f"against {name}"] for name in other})
            answer = self._dated(outcomes(self._grounds, self.circuit, first, second, at_least=at_least, changed=changed, lang=lang))
        answer.given = {name: ", ".join(values) for name, values in listed.items() if values} | {"at_least": at_least}
        return answer

    def unlock(self, thing: str, *, limit: int = 20, timeout: float = 5.0, lang: str = "en") -> Answer:
        """The minimal sets of conditions that make all needs of a measure, a position or a condition met; at most `limit` of
        them, found within `timeout` seconds."""
        from pledgegraph.ways import ways

        answer = self._dated(ways(self._grounds, self.circuit, said(thing, "a thing"), limit=limit, seconds=timeout, lang=lang))
        answer.given = {"thing": thing}
        return answer

    def conditions(self, *, lang: str = "en") -> Answer:
        """Every atomic condition: how it stands, who has to act, what falls with it, what it alone unlocks, its circles."""
        from pledgegraph.conditions import conditions

        return self._dated(conditions(self._grounds, self.circuit, lang=lang))

    def circles(self, *, lang: str = "en") -> Answer:
        """The circles of conditions, link by link, with who says so and how they can be met at all."""
        from pledgegraph.conditions import circle_rows

        return self._dated(circle_rows(self._grounds, self.circuit, lang=lang))

    def _dated(self, answer: Answer) -> Answer:
        answer.day, answer.known_on, answer.without = self.day, self.moment.known_on, tuple(self._asked[2])
        return answer

    def explain(
        self, thing: str, goal: str, value: str | None = None, *, lang: str = "en", articles: str | None = None, engine: str = ""
    ) -> list[Explanation]:
        """Why a thing is in a class or stands in a short edge to a value: every minimal justification, the smallest first.

        `engine` is "own" for our own rules alone; else rustdl justifies, where it is installed.
        """
        from pledgegraph.explain import explain

        return explain(self, thing, goal, value, lang=lang, articles=articles, engine=engine)

    def why_state(
        self,
        claim: str | None = None,
        *,
        met: Iterable[str] = (),
        failed: Iterable[str] = (),
        unknown: Iterable[str] = (),
        lang: str = "en",
        articles: str | None = None,
    ) -> list[Explanation]:
        """Why a position, or each commitment, is in the state that the assumptions leave it in."""
        from pledgegraph.reasons import explain_state

        return explain_state(self, claim, met, failed, unknown, lang=lang, articles=articles)

    def export(self, form: str = "turtle", *, view: bool = False) -> bytes:
        """The record, or the view, in one of `export.EVERY` form; csv and parquet are a zip of tables. The same bytes every time."""
        from pledgegraph import export

        quads = self._record.quads()
        return export.export(export.verbatim(self.store, flat(quads)) if view else quads, form)

    def atlas(
        self, path: str | os.PathLike[str] | None = None, *, lang: str = "en", tick: Callable[[int, int], None] = lambda done, of: None
    ) -> str:
        """The atlas of the view and of every day before it: a page that stands alone; written to `path` where one is given.

        `tick` is told how many of how many days are done.
        """
        from pledgegraph.atlas import page

        text = page(self._record, self._built[1], lang, tick)
        if path is not None:
            from pledgegraph.files import save

            save(path, text.encode())
        return text

    def owl(self, *, inferred: bool = True) -> owlready2.Ontology:
        """The view as an owlready2 ontology: `.Leader` is a class, `.id.merz` an individual; ready for `sync_reasoner`.

        Without `inferred`, the day's facts and short edges alone: what follows from them is left for a reasoner to find.
        """
        from pledgegraph.owl import ontology

        if inferred:
            return ontology(list(self.store))
        from pledgegraph.steps import given_of

        return ontology(list(given_of(self)))

    def network(self, around: str | None = None, depth: int | None = None, pillar: str | None = None) -> networkx.MultiDiGraph:
        """The view as a networkx graph: a node per thing, an edge per statement between two things.

        `around` (a thing, a claim or a kind, with `depth` links from there, else 1) and `pillar` choose a part of it, as they do for
        `pledge network` and for `draw`, which shows it; another day is `kg.at(day).network(…)`.
        """
        from pledgegraph.network import network

        return network(self.store, around, depth, pillar)

    def draw(
        self, around: str | None = None, depth: int | None = None, pillar: str | None = None, *, most: int | None = None, lang: str = "en"
    ) -> Drawing:
        """The network as a picture, a claim being one link: all of it, what is around a thing, or a pillar's; a notebook shows it.

        The choices are those of `pledge network`, and of `network`, which has the same part as statements; another day is
        `kg.at(day).draw(…)`. `most` things are shown, the nearest first, 300 where nothing is said. `.graph` is its networkx
        MultiDiGraph, `.save("x.html")` writes a page, .svg, .graphml or .gexf.
        """
        from pledgegraph.network import draw

        return draw(self.store, self._built[1], around, depth, pillar, most=most, lang=lang)


def _names(names: object, what: str) -> list[str]:
    return [said(name, what) for name in (names if isinstance(names, Iterable) and not isinstance(names, str) else [names])]


def _day(day: str | date) -> str:
    return check_day(str(day))


class RecordGraph:
    """The whole record, nothing cut and nothing derived but from when and until when each claim was current."""

    def __init__(self, record: Record) -> None:
        self._record = record

    @cached_property
    def store(self) -> Store:
        """The record's statements in the embedded engine."""
        from pledgegraph.history import mark

        store = self._record.store()
        mark(store)
        return store

    @property
    def rdf(self) -> rdflib.Graph:
        """The record as an rdflib Graph; a copy."""
        from pledgegraph.rdf import graph

        return graph(self.store)


if TYPE_CHECKING:
    from pledgegraph.circuit import Circuit
    from pledgegraph.drawing import Drawing
    from pledgegraph.grounds import Grounds
    from pledgegraph.show import Card

__all__ = ["Knowledge", "RecordGraph"]
