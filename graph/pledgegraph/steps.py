"""The steps of an explanation: what is recorded, what was read off claims, what follows, each with its passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from pledgegraph.evidence import Library, link
from pledgegraph.explanation import Explanation, Line, Passage
from pledgegraph.namespaces import PREFIXES, TYPE, curie, pg
from pledgegraph.origins import CARRIED, Origin, origin, rule_text
from pledgegraph.places import Places
from pledgegraph.proofs import Fit, Prover, Statement, Step
from pledgegraph.store import Fact, Subject, match, new_store, values
from pledgegraph.things import label
from pledgegraph.words import Words

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge

EVIDENCE, ABOUT, ARTICLE = pg("evidence"), pg("about"), pg("article")
DEFINITION = NamedNode(PREFIXES["skos"] + "definition")
_ALSO = 3
_DATES = (("date", ""), ("latest", "≤ "), ("earliest", "≥ "))


def given_of(kg: Knowledge) -> Store:
    """What the rules start from: the facts of the day and the short edges derived from them."""
    from pledgegraph.view import derive

    store = new_store(kg.stated)
    derive(store)
    return store


class Steps:
    """Gathers the lines and passages of one explanation, in the order in which they rest on each other."""

    def __init__(self, kg: Knowledge, lang: str, articles: str | None, given: Store | None = None) -> None:
        self.kg, self.lang, self.given = kg, lang, given
        self.words = Words(kg.store, lang)
        self.library = Library(articles) if articles else None
        self.places = Places(kg.files)
        self.prover: Prover | None = None
        self.lines: list[Line] = []
        self.passages: dict[str, Passage] = {}
        self.number: dict[object, int] = {}

    def done(self, statement: Statement, holds: bool, summary: str, by: str) -> Explanation:
        goal = curie(statement.value.value) if statement.predicate == TYPE else f"{curie(statement.predicate.value)} {_short(statement)}"
        return Explanation(
            curie(statement.subject.value),
            goal,
            holds,
            self.kg.day,
            summary + ".",
            tuple(self.lines),
            tuple(self.passages.values()),
            0,
            False,
            by,
            self.words.lang,
        )

    def add(self, key: object, text: str, how: str, because: str, rests_on: tuple[int, ...], passages: tuple[int, ...], place: str) -> int:
        if key not in self.number:
            self.number[key] = len(self.lines) + 1
            self.lines.append(Line(self.number[key], text, how, because, rests_on, passages, place))
        return self.number[key]

    def step(self, step: Step) -> int:
        """The line of a conclusion, after those it rests on."""
        assert isinstance(step.goal, Statement)
        if step.goal in self.number:
            return self.number[step.goal]
        if step.rule == "stated":
            return self.fact(step.goal.quad())
        below = tuple(dict.fromkeys(self.step(p) for p in statements(step.premises)))
        return self.add(step.goal, self.words.sentence(step.goal), self.words.said["follows"], self.rule(step), below, (), "")

    def rule(self, step: Step) -> str:
        """The axiom of a step in words."""
        axiom: Fact = step.axiom
        said = self.words.said
        assert axiom is not None
        if step.rule == "definition":
            found = {o.language: o.value for o in values(self.kg.store, axiom.subject, DEFINITION) if isinstance(o, Literal)}
            text = found.get(self.words.lang) or found.get("en") or curie(axiom.subject.value)
            return said["definition"].format(label(self.kg.store, axiom.subject, self.lang), text.rstrip("."))
        other = self.words.kind(axiom.object) if step.rule == "subclass" else label(self.kg.store, axiom.object, self.lang)
        return said[step.rule].format(label(self.kg.store, axiom.subject, self.lang), other)

    def fact(self, quad: Fact) -> int:
        """The line of a fact: recorded, part of the vocabulary, or a short edge with the claims it was read off."""
        key = Statement(quad.subject, quad.predicate, quad.object)
        if key in self.number:
            return self.number[key]
        said, text = self.words.said, self.words.sentence(key)
        if quad.predicate.value in CARRIED and isinstance(quad.subject, NamedNode):
            return self.add(key, text, said["derived"], said["carried"], tuple(self.earlier(quad)), (), "")
        if source := self.origin(quad):
            because, below = rule_text(source.path, self.words.lang).rstrip("."), dict.fromkeys(self.origins(source.facts))
            return self.add(key, text, said["derived"], because, tuple(below), (), "")
        if proof := self.proof(key):
            return self.step(proof)
        how = said["vocabulary"] if quad.subject.value.startswith(PREFIXES["pg"]) else said["recorded"]
        cited = quad.object if quad.predicate == EVIDENCE and isinstance(quad.object, NamedNode) else quad.subject
        return self.add(key, text, how, "", (), self.cited(cited), self.places.of(quad))

    def proof(self, statement: Statement) -> Step | None:
        """How a statement follows by the axioms; None for what is recorded as it stands."""
        if statement.quad() in self.kg.stated:
            return None
        if self.given is None:
            self.given = given_of(self.kg)
        if statement.quad() in self.given:
            return None
        self.prover = self.prover or Prover(self.given, self.kg.store)
        return self.prover.proof(statement)

    def origin(self, quad: Fact) -> Origin | None:
        """Where a short edge comes from; None for what is recorded as it stands."""
        if quad in self.kg.stated or quad.predicate.value in CARRIED:
            return None
        if self.given is None:
            self.given = given_of(self.kg)
        return origin(self.given, quad)

    def origins(self, facts: tuple[Fact, ...]) -> Iterator[int]:
        """The lines of the facts behind a short edge; all that one claim says is one line."""
        for quad in facts:
            if self.reports(quad.subject):
                yield self.claim(quad.subject)
            elif not quad.subject.value.startswith(PREFIXES["pg"]):
                yield self.fact(quad)

    def claim(self, claim: Subject) -> int:
        """The line of a claim."""
        text = f"{label(self.kg.store, claim, self.lang)} ({self.words.kind_of(claim)}, {curie(claim.value)})"
        place = self.places.of(Quad(claim, TYPE, TYPE)) if isinstance(claim, NamedNode) else ""
        return self.add(claim, text, self.words.said["recorded"], "", (), self.cited(claim), place)

    def earlier(self, quad: Fact) -> Iterator[int]:
        """What a position keeps: its own form, or what the claim said that it superseded; that is in the record and not in the view."""
        whole, prop = self.kg.record.store, pg(CARRIED[quad.predicate.value])
        own = Quad(quad.subject, prop, quad.object)
        if quad.predicate == pg("standingForm") and own in self.kg.stated:
            yield self.fact(own)
            return
        queue, seen = [quad.subject], {quad.subject}
        while queue:
            for older in (o for o in values(whole, queue.pop(0), pg("supersedes")) if o not in seen):
                seen.add(older)
                queue.append(older)
                said = values(whole, older, prop)
                if quad.object in said or isinstance(quad.object, Literal):
                    words = Words(self.kg.store, self.lang, whole)
                    dates = [(sign, d.value) for p, sign in _DATES for d in values(whole, older, pg(p))]
                    date = "".join(dates[0]) if dates else ""
                    text = f"{date}: " + "; ".join(words.sentence(Statement(older, prop, v)) for v in said)
                    place = self.places.of(Quad(older, TYPE, TYPE))
                    yield self.add(older, text, self.words.said["recorded"], "", (), self.cited(older, whole), place)
                    return

    # ── Passages ──

    def reports(self, thing: Subject, store: Store | None = None) -> list[NamedNode]:
        store = store or self.kg.store
        own = [thing] if values(store, thing, ARTICLE) else values(store, thing, EVIDENCE)
        return sorted((r for r in own if isinstance(r, NamedNode)), key=str)

    def cited(self, thing: Subject, store: Store | None = None) -> tuple[int, ...]:
        """The numbers of the passages that a claim, or a report itself, rests on."""
        numbers = []
        for report in self.reports(thing, store):
            name = curie(report.value)
            if name not in self.passages:
                found = link(store or self.kg.store, report, self.lang, self.library)
                place = f"{found.article.rsplit('-', 1)[-1]} ¶{found.paragraph} {found.start}–{found.end}"
                self.passages[name] = Passage(len(self.passages) + 1, name, place, found.gist, found.passage, found.before, found.after)
            numbers.append(self.passages[name].number)
        return tuple(numbers)

    def also(self, thing: Subject) -> None:
        """Where no step has a passage, some claims about the thing, for facts about matters are filed, not quoted."""
        if self.passages:
            return
        claims = sorted((q.subject for q in match(self.kg.store, None, ABOUT, thing) if isinstance(q.subject, NamedNode)), key=str)
        for claim in claims[:_ALSO]:
            text = f"{label(self.kg.store, claim, self.lang)} ({self.words.kind_of(claim)}, {curie(claim.value)})"
            self.add(claim, text, self.words.said["also"], "", (), self.cited(claim), "")


def statements(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps that conclude a statement, unnamed class expressions passed over."""
    for step in steps:
        if isinstance(step.goal, Fit):
            yield from statements(step.premises)
        else:
            yield step


def _short(statement: Statement) -> str:
    value = statement.value
    return curie(value.value) if isinstance(value, NamedNode) else value.value if not isinstance(value, BlankNode) else ""
