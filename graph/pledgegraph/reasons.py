"""Why a commitment stands as it does under some assumptions: which needs failed or are open, and on which passages that rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from pledgegraph.causes import Cause, Causes
from pledgegraph.circuit import DEEDS, Circuit, Commitment
from pledgegraph.errors import UsageError
from pledgegraph.explanation import Explanation
from pledgegraph.namespaces import PREF_LABEL, TYPE, curie, named_node, pg
from pledgegraph.proofs import Statement
from pledgegraph.scenario import MET, UNKNOWN, Scenario, State, evaluate
from pledgegraph.steps import DEFINITION, Steps
from pledgegraph.store import match, values
from pledgegraph.things import label, resolve

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge

# The deed of an event that makes a commitment so.


def explain_state(
    kg: Knowledge,
    claim: str | None,
    met: Iterable[str] = (),
    failed: Iterable[str] = (),
    unknown: Iterable[str] = (),
    *,
    lang: str = "en",
    articles: str | None = None,
) -> list[Explanation]:
    """Why a position, or each commitment where none is named, is in the state that the assumptions leave it in.

    Raises `UsageError` for what is no position of the view, what is no condition, and for what cannot stand together.
    """
    from pledgegraph.assumptions import assume

    circuit = kg.circuit
    made = assume(kg.store, circuit, met, failed, unknown)
    scenario = evaluate(circuit, *made)
    causes = Causes(circuit, scenario, made.truth())
    return [_Reasons(kg, circuit, scenario, causes, lang, articles).of(c) for c in _asked(kg, circuit, claim)]


def _asked(kg: Knowledge, circuit: Circuit, claim: str | None) -> list[Commitment]:
    if claim is None:
        return [c for c in circuit.commitments if c.committed or c.settled]
    name = curie(resolve(kg.store, claim, "claim").value)
    found = [c for c in circuit.commitments if name in (c.position, c.measure)]
    if not found:
        raise UsageError(f"{name} is no position of this view, and nobody holds one on it; only what somebody would do has a state")
    return found


class _Reasons:
    """The explanation of one position's state, step by step."""

    def __init__(self, kg: Knowledge, circuit: Circuit, scenario: Scenario, causes: Causes, lang: str, articles: str | None) -> None:
        self.kg, self.circuit, self.scenario, self.causes, self.assumed = kg, circuit, scenario, causes, causes.assumed
        self.out = Steps(kg, lang, articles)
        self.words = self.out.words
        self.said = _TEXTS[self.words.lang]
        self.truth: dict[str, int] = {}

    def of(self, commitment: Commitment) -> Explanation:
        state = self.scenario.states[commitment.position]
        position = named_node(commitment.position)
        lines = [self.out.fact(Statement(position, pg("stance"), named_node(commitment.stance)).quad())]
        clauses = list(self.clauses(commitment, state, lines))
        named = self.state(state.state)
        called = label(self.kg.store, named, self.words.lang) if named else state.state
        text = self.said["is"].format(self.words.name(position), called)
        self.out.add(
            ("state", commitment.position), text, self.words.said["follows"], self.definition(named), tuple(dict.fromkeys(lines)), (), ""
        )
        because = self.words.said["and"].join(dict.fromkeys(clauses)) or self.said["nothing needed"]
        made = self.out.done(Statement(position, pg("state"), Literal(state.state)), True, f"{text}, {self.said['because']} {because}", "")
        return made._replace(goal=f"{self.said['state']}: {called}{self.assumptions()}")

    def assumptions(self) -> str:
        told = [f"{name} {self.value(value)}" for name, value in sorted(self.assumed.items())]
        return f"; {self.said['assumed']}: {', '.join(told)}" if told else ""

    def state(self, name: str) -> NamedNode | None:
        """The individual of the vocabulary that a state is."""
        found = [q.subject for q in match(self.kg.store, None, PREF_LABEL, Literal(name, language="en"))]
        return next((s for s in found if pg("CommitmentState") in values(self.kg.store, s, TYPE)), None)

    def definition(self, state: NamedNode | None) -> str:
        found = {o.language: o.value for o in values(self.kg.store, state, DEFINITION)} if state else {}
        return str(found.get(self.words.lang) or found.get("en") or "").rstrip(".")

    def clauses(self, commitment: Commitment, state: State, lines: list[int]) -> Iterator[str]:
        """The clauses of the sentence; each adds the steps it rests on to the lines."""
        if commitment.settled:
            yield from self.settled(commitment, lines)
            return
        needs = state.failed or state.missing or (*commitment.needs, *commitment.inherited)
        for role, names in (("ended", state.ended), ("need", needs), ("trigger", state.fired or commitment.triggers)):
            if role == "trigger" and (state.failed or state.missing):
                continue
            for name in names:
                lines += [self.edge(commitment, role, name), self.condition(name)]
                yield self.said[role].format(self.words.name(named_node(name)), self.stands(name))
        if commitment.overdue:
            lines += self.deadline(commitment)
            yield self.said["overdue"].format(commitment.deadline)
        if commitment.decision and not (state.failed or state.missing):
            lines.append(self.out.fact(Statement(named_node(commitment.measure), pg("activation"), pg("ByDecision")).quad()))
            yield self.said["decision"]

    def settled(self, commitment: Commitment, lines: list[int]) -> Iterator[str]:
        if commitment.settled == "cancelled":
            position = named_node(commitment.position)
            lines += self.earlier(commitment)
            for before in values(self.kg.store, position, pg("previousStance")):
                yield self.words.sentence(Statement(position, pg("previousStance"), before))
            return
        lines += self.happened(commitment)
        for _, _, claim in self.events(commitment.measure, DEEDS[str(commitment.settled)]):
            yield self.words.said["says"].format(label(self.kg.store, claim, self.words.lang))

    def earlier(self, commitment: Commitment) -> list[int]:
        """The lines of the stances that a position had before."""
        position = named_node(commitment.position)
        before = values(self.kg.store, position, pg("previousStance"))
        return [self.out.fact(Statement(position, pg("previousStance"), b).quad()) for b in before]

    def deadline(self, commitment: Commitment) -> list[int]:
        """The line of a position's deadline."""
        return [self.out.fact(q) for q in match(self.kg.store, named_node(commitment.position), pg("deadline"))]

    def events(self, measure: str, deed: str) -> list[tuple[NamedNode, Statement, NamedNode]]:
        """The events that carry a measure out or breach it and took place, each with that deed and a claim that says so."""
        found = []
        for event in (q.subject for q in match(self.kg.store, None, pg(deed), named_node(measure))):
            for claim in (q.subject for q in match(self.kg.store, None, pg("about"), event)):
                if pg("TookPlace") in values(self.kg.store, claim, pg("occurs")):
                    assert isinstance(event, NamedNode) and isinstance(claim, NamedNode)
                    found.append((event, Statement(event, pg(deed), named_node(measure)), claim))
        return sorted(found, key=str)

    def happened(self, commitment: Commitment) -> list[int]:
        """The lines of the events that settled a commitment: what each did, and that it took place."""
        events = self.events(commitment.measure, DEEDS[str(commitment.settled)])
        return [line for _, did, claim in events for line in (self.out.fact(did.quad()), self.out.claim(claim))]

    def edge(self, commitment: Commitment, role: str, name: str) -> int:
        """The line of the short edge from the measure to one of its conditions."""
        edges = {"ended": ("terminatedBy",), "trigger": ("trigger",), "need": ("directlyNeeds", "inheritsNeed")}[role]
        statements = [Statement(named_node(commitment.measure), pg(e), named_node(name)) for e in edges]
        return self.out.fact(next(s for s in statements if s.quad() in self.kg.store).quad())

    # ── Conditions ──

    def condition(self, name: str) -> int:
        """The line of how a condition stands, after those it rests on."""
        if name not in self.truth:
            self.truth[name] = 0  # a circle of presuppositions comes back here
            value = self.scenario.truth[name]
            below = [n for n in self.grounds(name) if n]
            text = self.said["stands"].format(self.words.name(named_node(name)), self.value(value))
            how = self.said["assumed"] if name in self.assumed else self.words.said["follows"]
            self.truth[name] = self.out.add(("truth", name), text, how, self.why(name), tuple(dict.fromkeys(below)), (), "")
        return self.truth[name]

    def grounds(self, name: str) -> Iterator[int]:
        """The lines that a condition's truth rests on."""
        cause = self.causes.of(name)
        for quad in match(self.kg.store, named_node(name), pg("currentTruth")):
            if cause.kind == "open" or (cause.kind == "recorded" and self.assessed(name)):
                yield self.out.fact(quad)
        if cause.kind == "recorded" and not self.assessed(name):
            for brings, did, claim in self.brought(name):
                yield from (self.out.fact(brings.quad()), self.out.fact(did.quad()), self.out.claim(claim))
        for edge in cause.edges:
            yield self.out.fact(Statement(named_node(edge.condition), pg(edge.predicate), named_node(edge.other)).quad())
            yield self.condition(edge.condition if edge.other == name else edge.other)
        for commitment, became in cause.pledges:
            yield from self.pledge(name, commitment, became)

    def pledge(self, name: str, commitment: Commitment, became: str) -> Iterator[int]:
        """The lines of the pledge of a condition, and of what became of it."""
        realised = Statement(named_node(name), pg("realisedBy"), named_node(commitment.measure))
        yield from (self.out.fact(realised.quad()), self.out.claim(named_node(commitment.position)))
        if became in DEEDS:
            yield from self.happened(commitment)
        elif became == "cancelled":
            yield from self.earlier(commitment)
        elif became == "overdue":
            yield from self.deadline(commitment)
        elif became == "ended":
            for end in self.ends(commitment):
                yield from (self.edge(commitment, "ended", end), self.condition(end))

    def ends(self, commitment: Commitment) -> list[str]:
        return [e for e in commitment.ends if self.scenario.truth[e] == MET]

    def assessed(self, name: str) -> bool:
        """Whether an assessment says what the record makes of a condition, and not an event that brought it about."""
        known = set(values(self.kg.store, named_node(name), pg("currentTruth")))
        return known == {pg(self.scenario.truth[name])}

    def brought(self, name: str) -> list[tuple[Statement, Statement, NamedNode]]:
        """What brought a condition about: the measure that does, the event that carried it out, a claim that it took place."""
        condition = named_node(name)
        measures = [m for m in values(self.kg.store, condition, pg("satisfiedBy")) if isinstance(m, NamedNode)]
        rows = [
            (Statement(condition, pg("satisfiedBy"), m), did, claim)
            for m in sorted(measures, key=str)
            for _, did, claim in self.events(curie(m.value), "carriesOut")
        ]
        return rows[:1]

    def why(self, name: str) -> str:
        """In a few words, where a condition's truth comes from."""
        cause, condition = self.causes.of(name), self.circuit.conditions[name]
        if cause.kind == "assumed":
            return self.said["by assumption"]
        if cause.kind == "open" and condition.truth:
            return f"({self.said['recorded'].format(self.value(condition.truth))})"
        if cause.kind == "recorded":
            return self.said["as assessed"] if self.assessed(name) else self.said["brought about"].format(self.brought_by(name))
        if cause.pledges:
            return self.words.said["and"].join(dict.fromkeys(self.told(c, became) for c, became in cause.pledges))
        return self.by_others(name, cause)

    def stands(self, name: str) -> str:
        """A condition's truth, and in a few words where it comes from."""
        value, why = self.value(self.scenario.truth[name]), self.why(name)
        return f"{value}, {why}" if why.startswith("weil ") else f"{value} {why}".rstrip()

    def by_others(self, name: str, cause: Cause) -> str:
        named = [self.words.name(named_node(e.condition if e.other == name else e.other)) for e in cause.edges]
        if named:
            return self.said["by others"].format(", ".join(named))
        return "" if cause.kind == "open" else self.said["by assumptions"]

    def brought_by(self, name: str) -> str:
        return ", ".join(dict.fromkeys(self.words.name(did.subject) for _, did, _ in self.brought(name)))

    def told(self, commitment: Commitment, became: str) -> str:
        """What became of a pledge, in a few words."""
        if became in DEEDS:
            events = dict.fromkeys(event for event, _, _ in self.events(commitment.measure, DEEDS[became]))
            return self.said[became].format(", ".join(map(self.words.name, events)))
        if became == "overdue":
            return self.said["overdue pledge"].format(commitment.deadline)
        if became == "ended":
            return self.said["ended pledge"].format(", ".join(self.words.name(named_node(e)) for e in self.ends(commitment)))
        return self.said[became]

    def value(self, value: str | None) -> str:
        return self.said["open"] if value in (None, UNKNOWN) else label(self.kg.store, pg(str(value)), self.words.lang)


_TEXTS = {
    "en": {
        "is": "{} is *{}*",
        "because": "because",
        "state": "state",
        "assumed": "assumed",
        "need": "it needs {}, which is {}",
        "trigger": "it is set off by {}, which is {}",
        "ended": "{} ends it, which is {}",
        "overdue": "its deadline of {} has passed",
        "decision": "it falls due only by a further decision",
        "nothing needed": "no condition is recorded that it needs or is set off by",
        "stands": "{} is {}",
        "by assumption": "by assumption",
        "by assumptions": "as the assumptions have it",
        "as assessed": "as last assessed",
        "open": "open",
        "recorded": "last assessed: {}",
        "brought about": "because of the event {}",
        "standing": "because somebody pledges it",
        "discharged": "because it was carried out: {}",
        "violated": "because the pledge of it was broken: {}",
        "cancelled": "because the pledge of it was withdrawn",
        "overdue pledge": "because the deadline of the pledge of it, {}, has passed",
        "ended pledge": "because {} ended the pledge of it",
        "by others": "because of {}",
    },
    "de": {
        "is": "{} ist im Stand *{}*",
        "because": "denn",
        "state": "Stand",
        "assumed": "angenommen",
        "need": "es braucht {}, und das ist {}",
        "trigger": "es wird ausgelöst durch {}, und das ist {}",
        "ended": "{} beendet es, und das ist {}",
        "overdue": "die Frist bis {} ist verstrichen",
        "decision": "es wird erst durch eine weitere Entscheidung fällig",
        "nothing needed": "es ist keine Bedingung verzeichnet, die es braucht oder die es auslöst",
        "stands": "{} ist {}",
        "by assumption": "laut Annahme",
        "by assumptions": "wie aus den Annahmen folgt",
        "as assessed": "laut letzter Einschätzung",
        "open": "offen",
        "recorded": "letzte Einschätzung: {}",
        "brought about": "wegen des Ereignisses {}",
        "standing": "weil es jemand zusagt",
        "discharged": "weil es ausgeführt wurde: {}",
        "violated": "weil die Zusage gebrochen wurde: {}",
        "cancelled": "weil die Zusage zurückgezogen wurde",
        "overdue pledge": "weil die Frist der Zusage, {}, verstrichen ist",
        "ended pledge": "weil {} die Zusage beendet hat",
        "by others": "wegen {}",
    },
}
