"""What becomes of commitments under assumptions, as rows: state, what is missing or has failed, and the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from pyoxigraph import Store

from pledgegraph.answer import Answer, Value
from pledgegraph.assumptions import Assumptions
from pledgegraph.circuit import Circuit, Commitment
from pledgegraph.errors import UsageError
from pledgegraph.grounds import Grounds
from pledgegraph.namespaces import TYPE, curie, pg
from pledgegraph.scenario import Logic, Scenario, State, because, evaluate
from pledgegraph.store import match, values

UNFALSIFIABLE = "pg:Unfalsifiable"
_COLUMNS = ["actor", "measure", "stance", "form", "state", "missing", "failed", "because", "trigger", "ended_by", "finding"]
_SECOND = [f"against_{name}" for name in ("state", "missing", "failed", "because", "trigger", "ended_by")]


@cache
def state_name(state: str) -> str:
    """A state as the vocabulary's term for it.

    >>> state_name("awaiting decision")
    'pg:AwaitingDecision'
    """
    return "pg:" + state.title().replace(" ", "")


def finding(commitment: Commitment) -> str | None:
    """What is to be noticed about a commitment: with neither trigger nor deadline it can never be broken."""
    open_ended = commitment.committed and not commitment.settled and not commitment.triggers and not commitment.deadline
    return UNFALSIFIABLE if open_ended else None


def chosen(store: Store, circuit: Circuit, at_least: str = "pg:Intends") -> list[Commitment]:
    """The positions from a stance upwards, and the commitments that were taken back; by actor and measure."""
    rank = {
        curie(q.subject.value): int(q.object.value)
        for q in match(store, None, pg("rank"))
        if pg("Stance") in values(store, q.subject, TYPE)
    }
    least = _stance(store, at_least, rank)
    found = [c for c in circuit.commitments if rank.get(c.stance, -1) >= least or c.settled]
    return sorted(found, key=lambda c: (c.holder, c.measure, c.position))


def _stance(store: Store, name: str, rank: dict[str, int]) -> int:
    from pledgegraph.things import resolve

    short = curie(resolve(store, name, "stance").value)
    if short not in rank:
        raise UsageError(f"{short} is no stance; use one of {', '.join(sorted(rank, key=lambda s: rank[s]))}")
    return rank[short]


def outcomes(
    grounds: Grounds,
    circuit: Circuit,
    made: Assumptions,
    against: Assumptions | None = None,
    *,
    at_least: str = "pg:Intends",
    changed: bool = False,
    lang: str = "en",
) -> Answer:
    """Every commitment with its state and why; with a second set of assumptions, side by side; or only those whose state is
    another than under the second set, or than in the record where there is none."""
    first = evaluate(circuit, *made)
    second = evaluate(circuit, *against) if against is not None else None
    store = grounds.edges.store
    shown = chosen(store, circuit, at_least)
    if changed:
        other = (second or evaluate(circuit)).states
        shown = [c for c in shown if first.states[c.position].state != other[c.position].state]
    columns = [*_COLUMNS, *(_SECOND if second else []), "evidence", "condition_evidence", "claim"]
    rows: list[list[Value]] = []
    marks: dict[tuple[int, str, str], tuple[str, ...]] = {}
    causes = {prefix: _Causes(circuit, s.truth) for prefix, s in (("", first), ("against_", second)) if s}
    for n, commitment in enumerate(shown):
        state, reports = first.states[commitment.position].state, list[str]()
        row: dict[str, Value] = {
            "actor": commitment.holder,
            "measure": commitment.measure,
            "stance": commitment.stance,
            "form": commitment.form,
            "state": state_name(state),
            "finding": finding(commitment),
            "evidence": grounds.evidence(commitment.position),
            "claim": commitment.position,
        }
        for prefix, scenario in (("", first), ("against_", second)):
            if scenario is None:
                continue
            name = scenario.states[commitment.position].state
            row[prefix + "state"] = state_name(name)
            if said := grounds.of_state(commitment.measure, name):
                marks[n, prefix + "state", state_name(name)] = said
                reports += said
            for column, conditions in _why(causes[prefix], grounds, commitment, scenario).items():
                row[prefix + column] = tuple(conditions)
                for condition, found in conditions.items():
                    marks[n, prefix + column, condition] = found
                    reports += found
        row["condition_evidence"] = tuple(dict.fromkeys(reports))
        rows.append([row[c] for c in columns])
    answer = Answer("what-if", columns, rows, store, texts={"en": "What if?", "de": "Was wäre, wenn?"}, lang=lang)
    answer.marks = marks
    same = {row[columns.index("stance")] for row in rows}
    answer.quiet = ("claim", "condition_evidence", "form", *(["stance"] if len(same) == 1 else []))
    answer.remarks = _remarks(store, circuit, made, first, shown, lang)
    if not shown:
        answer.remarks.append(_nothing(store, changed and bool(chosen(store, circuit, at_least)), second is not None, at_least, lang))
    if against is not None and second is not None:
        answer.remarks += _remarks(store, circuit, against, second, shown, lang, "against")
    return answer


class _Causes:
    """On what it lies that a need is open or has failed, worked out once for each need."""

    def __init__(self, circuit: Circuit, truth: dict[str, str]) -> None:
        self.circuit, self.truth = circuit, truth
        self.found: dict[str, list[tuple[str, str | None]]] = {}

    def of(self, need: str) -> list[tuple[str, str | None]]:
        if need not in self.found:
            self.found[need] = [(c, v) for c, v in because(self.circuit, self.truth, need).items() if c != need]
        return self.found[need]


def _why(causes: _Causes, grounds: Grounds, commitment: Commitment, scenario: Scenario) -> dict[str, dict[str, tuple[str, ...]]]:
    """The columns that say why: conditions with the passages by which they count."""
    state: State = scenario.states[commitment.position]
    over = commitment.settled is not None
    missing, failed = (() if over else state.missing), (() if over else state.failed)
    trigger = (state.fired or commitment.triggers) if state.state in ("standing", "due", "awaiting decision", "violated") else ()

    def rest_on(conditions: Iterable[str], *roles: str) -> dict[str, tuple[str, ...]]:
        return {c: grounds.reports(grounds.of_measure(commitment.measure, c, *roles)) for c in conditions}

    below = (cause for need in (*missing, *failed) for cause in causes.of(need))
    return {
        "missing": rest_on(missing, "pg:Entry", "pg:Approval"),
        "failed": rest_on(failed, "pg:Entry", "pg:Approval"),
        "because": {c: grounds.reports(grounds.of_condition(via, c)) if via else () for c, via in below},
        "trigger": rest_on(trigger, "pg:Trigger"),
        "ended_by": rest_on(state.ended, "pg:Termination"),
    }


_TEXT = {
    "en": {
        "assumed": "assumed",
        "against": "against",
        "nothing": "nothing beyond the record",
        "Met": "met",
        "Failed": "failed",
        "Unknown": "unknown",
        "before": "is taken as met before what it presupposes:",
        "follows": "from this follows",
        "no promise": "nothing had been promised by that day, as far as this view goes: no position is at least “{stance}”",
        "as recorded": "no state is another than in the record",
        "as beside": "no state is another than in the second scenario",
    },
    "de": {
        "assumed": "angenommen",
        "against": "dagegen",
        "nothing": "nichts über den Bestand hinaus",
        "Met": "erfüllt",
        "Failed": "gescheitert",
        "Unknown": "unbekannt",
        "before": "gilt als erfüllt vor seiner Vorbedingung:",
        "follows": "daraus folgt",
        "no promise": "bis zu diesem Tag war nichts zugesagt, soweit diese Ansicht reicht: keine Position ist mindestens „{stance}“",
        "as recorded": "kein Stand ist ein anderer als im Bestand",
        "as beside": "kein Stand ist ein anderer als im zweiten Szenario",
    },
}


def _nothing(store: Store, unchanged: bool, beside: bool, at_least: str, lang: str) -> str:
    """Why there is no commitment to show."""
    from pledgegraph.things import label, resolve

    words = _TEXT["de" if lang == "de" else "en"]
    if unchanged:
        return words["as beside" if beside else "as recorded"]
    return words["no promise"].format(stance=label(store, resolve(store, at_least, "stance"), lang))


def _remarks(
    store: Store, circuit: Circuit, made: Assumptions, scenario: Scenario, shown: Iterable[Commitment], lang: str, which: str = "assumed"
) -> list[str]:
    """What was assumed, what follows from it for conditions, and how many commitments stand in which state."""
    words, assumed = _TEXT["de" if lang == "de" else "en"], made.truth()

    def call(name: str) -> str:
        from pledgegraph.things import called

        return called(store, name, lang)

    told = "; ".join(f"{call(n)} – {words[t]}" for n, t in sorted(assumed.items()))
    lines = [f"{words[which]}: {told or words['nothing']}"]
    baseline = Logic(circuit).truths() if assumed else scenario.truth
    follows = [n for n, t in scenario.truth.items() if t != baseline[n] and n not in assumed]
    if follows:
        lines.append(f"{words['follows']}: " + "; ".join(f"{call(n)} – {words[scenario.truth[n]]}" for n in follows))
    for name in sorted(made.met):
        early = [p for p in circuit.conditions[name].presupposes if scenario.truth[p] != "Met"]
        if early:
            lines.append(f"{call(name)} {words['before']} {', '.join(map(call, early))}")
    counts = Counter(state_name(scenario.states[c.position].state) for c in shown)
    if counts:
        lines.append(" · ".join(f"{count} {call(state)}" for state, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))))
    return lines
