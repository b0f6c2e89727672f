"""Why a commitment stands as it does under some assumptions: which needs failed or are open, and on which passages that rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from pledgegraph.circuit import Circuit, Commitment
from pledgegraph.errors import UsageError
from pledgegraph.explanation import Explanation
from pledgegraph.namespaces import PREF_LABEL, TYPE, curie, named_node, pg
from pledgegraph.proofs import Statement
from pledgegraph.scenario import FAILED, MET, UNKNOWN, Scenario, State, evaluate
from pledgegraph.steps import DEFINITION, Steps
from pledgegraph.store import match, values
from pledgegraph.things import label, resolve

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge

_OPERATORS = {"all": "includes", "any": "anyOf", "not": "negates"}


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
    return [_Reasons(kg, circuit, scenario, made.truth(), lang, articles).of(c) for c in _asked(kg, circuit, claim)]


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

    def __init__(
        self, kg: Knowledge, circuit: Circuit, scenario: Scenario, assumed: dict[str, str], lang: str, articles: str | None
    ) -> None:
        self.kg, self.circuit, self.scenario, self.assumed = kg, circuit, scenario, assumed
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
        text = self.said["is"].format(self.words.name(position), label(self.kg.store, named, self.words.lang) if named else state.state)
        self.out.add(
            ("state", commitment.position), text, self.words.said["follows"], self.definition(named), tuple(dict.fromkeys(lines)), (), ""
        )
        because = self.words.said["and"].join(dict.fromkeys(clauses)) or self.said["nothing needed"]
        made = self.out.done(Statement(position, pg("state"), Literal(state.state)), True, f"{text}, {self.said['because']} {because}", "")
        return made._replace(goal=f"{self.said['state']}: {state.state}{self.assumptions()}")

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
                yield (
                    self.said[role]
                    .format(self.words.name(named_node(name)), self.value(self.scenario.truth[name]), self.why(name))
                    .rstrip()
                )
        if commitment.overdue:
            yield self.said["overdue"].format(commitment.deadline)
        if commitment.decision and not (state.failed or state.missing):
            lines.append(self.out.fact(Statement(named_node(commitment.measure), pg("activation"), pg("ByDecision")).quad()))
            yield self.said["decision"]

    def settled(self, commitment: Commitment, lines: list[int]) -> Iterator[str]:
        measure, position = named_node(commitment.measure), named_node(commitment.position)
        if commitment.settled == "cancelled":
            for before in values(self.kg.store, position, pg("previousStance")):
                statement = Statement(position, pg("previousStance"), before)
                lines.append(self.out.fact(statement.quad()))
                yield self.words.sentence(statement)
            return
        deed = pg("breaches" if commitment.settled == "violated" else "carriesOut")
        things = [measure, *(q.subject for q in match(self.kg.store, None, deed, measure))]
        for claim in (q.subject for q in match(self.kg.store, None, pg("occurs"), pg("TookPlace"))):
            if any(t in things for t in values(self.kg.store, claim, pg("about"))):
                lines.append(self.out.claim(claim))
                yield self.words.said["says"].format(label(self.kg.store, claim, self.words.lang))

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
        if name in self.assumed:
            return
        for quad in match(self.kg.store, named_node(name), pg("currentTruth")):
            yield self.out.fact(quad)
        for edge, other in self.decisive(name):
            yield self.out.fact(Statement(named_node(name), pg(edge), named_node(other)).quad())
            yield self.condition(other)
        for position in self.pledges(name):
            yield self.out.claim(named_node(position))

    def decisive(self, name: str) -> list[tuple[str, str]]:
        """The parts and presuppositions that a condition's truth comes from: those that failed, else those open, else all."""
        condition, truth = self.circuit.conditions[name], self.scenario.truth
        value = truth[name]
        part = _OPERATORS.get(condition.op, "")
        wanted = {MET: FAILED, FAILED: MET}.get(value, value) if condition.op == "not" else value
        parts = [(part, p) for p in condition.parts if truth[p] == wanted]
        before = [("presupposes", p) for p in condition.presupposes if truth[p] == value]
        one = value == FAILED or (value == MET and condition.op == "any")
        if value == FAILED and before:
            return before[:1]
        if one and condition.op in ("all", "any") and (value == FAILED) == (condition.op == "all"):
            return parts[:1]
        return [*parts, *(before if value != FAILED else [])]

    def pledges(self, name: str) -> list[str]:
        condition = self.circuit.conditions[name]
        return list(condition.pledges) if self.scenario.truth[name] == MET and condition.truth != MET else []

    def why(self, name: str) -> str:
        """In a word or two, where a condition's truth comes from."""
        if name in self.assumed:
            return self.said["by assumption"]
        condition, value = self.circuit.conditions[name], self.scenario.truth[name]
        if condition.truth == value != UNKNOWN:
            return self.said["as assessed"]
        if value == UNKNOWN and condition.truth:
            return f"({self.said['recorded'].format(self.value(condition.truth))})"
        if self.pledges(name):
            return self.said["pledged"]
        named = [self.words.name(named_node(other)) for _, other in self.decisive(name)]
        if named:
            return self.said["by others"].format(", ".join(named))
        return "" if value == UNKNOWN else self.said["by assumptions"]

    def value(self, value: str | None) -> str:
        return self.said["open"] if value in (None, UNKNOWN) else label(self.kg.store, pg(str(value)), self.words.lang)


_TEXTS = {
    "en": {
        "is": "{} is *{}*",
        "because": "because",
        "state": "state",
        "assumed": "assumed",
        "need": "it needs {}, which is {} {}",
        "trigger": "it is set off by {}, which is {} {}",
        "ended": "{} ends it, which is {} {}",
        "overdue": "its deadline of {} has passed",
        "decision": "it falls due only by a further decision",
        "nothing needed": "no condition is recorded that it needs or is set off by",
        "stands": "{} is {}",
        "by assumption": "by assumption",
        "by assumptions": "as the assumptions have it",
        "as assessed": "as last assessed",
        "open": "open",
        "recorded": "last assessed: {}",
        "pledged": "because somebody pledges it",
        "by others": "because of {}",
    },
    "de": {
        "is": "{} ist im Stand *{}*",
        "because": "denn",
        "state": "Stand",
        "assumed": "angenommen",
        "need": "es braucht {}, und das ist {} {}",
        "trigger": "es wird ausgelöst durch {}, und das ist {} {}",
        "ended": "{} beendet es, und das ist {} {}",
        "overdue": "die Frist bis {} ist verstrichen",
        "decision": "es wird erst durch eine weitere Entscheidung fällig",
        "nothing needed": "es ist keine Bedingung verzeichnet, die es braucht oder die es auslöst",
        "stands": "{} ist {}",
        "by assumption": "laut Annahme",
        "by assumptions": "wie aus den Annahmen folgt",
        "as assessed": "laut letzter Einschätzung",
        "open": "offen",
        "recorded": "letzte Einschätzung: {}",
        "pledged": "weil es jemand zusagt",
        "by others": "wegen {}",
    },
}
