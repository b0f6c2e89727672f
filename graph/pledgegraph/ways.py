"""What would have to come about for a thing, as rows: each minimal set, its conditions by step, and who has to act for each."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Store

from pledgegraph.answer import Answer, Value
from pledgegraph.circuit import Circuit
from pledgegraph.errors import UsageError
from pledgegraph.grounds import Grounds
from pledgegraph.namespaces import TYPE, curie, pg
from pledgegraph.scenario import MET, Logic
from pledgegraph.store import values
from pledgegraph.things import called, resolve
from pledgegraph.unlock import LIMIT, SECONDS, unlock

_COLUMNS = ["set", "way", "step", "condition", "now", "becomes", "who", "evidence"]


class Goal(NamedTuple):
    """What is to be unlocked: the thing, the measure where it is one's, and the conditions that have to be met."""

    thing: str
    measure: str | None
    conditions: tuple[str, ...]


def goal(store: Store, circuit: Circuit, text: str) -> Goal:
    """The goal that a text names: a measure, a position on one, or a condition; raises `UsageError` for anything else."""
    node = resolve(store, text, "thing")
    name, kinds = curie(node.value), set(values(store, node, TYPE))
    if name in circuit.conditions:
        return Goal(name, None, (name,))
    measure = next(iter(values(store, node, pg("about"))), node) if pg("Position") in kinds else node
    if pg("Measure") not in set(values(store, measure, TYPE)):
        raise UsageError(f"{name} has no needs of its own; name a measure, a position or a condition")
    found = {curie(o.value) for edge in ("directlyNeeds", "inheritsNeed") for o in values(store, measure, pg(edge))}
    return Goal(name, curie(measure.value), tuple(sorted(found)))


def ways(grounds: Grounds, circuit: Circuit, thing: str, *, limit: int = LIMIT, seconds: float = SECONDS, lang: str = "en") -> Answer:
    """The minimal sets of conditions that make all needs of a thing met, smallest first, a row for each condition of a set."""
    store = grounds.edges.store
    wanted, words = goal(store, circuit, thing), _TEXT["de" if lang == "de" else "en"]
    found = unlock(circuit, wanted.conditions, limit=limit, seconds=seconds)
    truth = Logic(circuit).truths()
    rows: list[list[Value]] = []
    for n, way in enumerate(found.ways, 1):
        kind = "pg:InOrder" if way.in_order else "pg:OnlyTogether"
        for part in way.parts:
            condition = circuit.conditions[part.condition]
            now = "pg:" + (condition.truth if truth[part.condition] == "Unknown" and condition.truth else truth[part.condition])
            reports = _reports(circuit, grounds, wanted, part.condition)
            rows.append([n, kind, part.step, part.condition, now, f"pg:{part.becomes}", grounds.who(part.condition), reports])
    answer = Answer("unlock", _COLUMNS, rows, store, texts={"en": "What unlocks it?", "de": "Was macht es möglich?"}, lang=lang)
    answer.blanks = {"who": words["nobody"]}

    def call(name: str) -> str:
        return called(store, name, lang)

    met = [c for c in wanted.conditions if truth[c] == MET]
    answer.remarks = []
    if wanted.measure:
        answer.remarks.append(f"{call(wanted.thing)}: {words['needs']} {'; '.join(map(call, wanted.conditions)) or words['none']}")
    if met:
        answer.remarks.append(f"{words['met']}: {'; '.join(map(call, met))}")
    for name, who, measure in _pledged(circuit, wanted, truth):
        answer.remarks.append(f"{call(name)}: {words['pledged']} {call(who)} ({call(measure)})")
    sizes = [len(way.parts) for way in found.ways]
    if found.ways and not sizes[0]:
        answer.remarks.append(words["open"])
    elif not found.ways:
        answer.remarks.append(words["deadlock"])
    else:
        answer.remarks.append(f"{len(sizes)} {words['set'] if len(sizes) == 1 else words['sets']}")
    if any(part.reversal for way in found.ways for part in way.parts):
        answer.remarks.append(words["reversal"])
    if found.more:
        answer.remarks.append(words["late"].format(seconds=f"{seconds:g}") if found.stopped else words["more"].format(limit=limit))
    return answer


def _reports(circuit: Circuit, grounds: Grounds, wanted: Goal, condition: str) -> tuple[str, ...]:
    """The passages by which the goal, or a condition on the way to it, depends on this one."""
    found: list[str] = []
    queue, seen = [condition], {condition}
    while queue:  # a part of a need is needed by the passage that says so of the whole
        here = queue.pop()
        if wanted.measure:
            found += grounds.reports(grounds.of_measure(wanted.measure, here, "pg:Entry", "pg:Approval"))
        wholes = [w for w, c in circuit.conditions.items() if here in c.parts and w not in seen]
        seen.update(wholes)
        queue += wholes
    if not found:
        for other, held in circuit.conditions.items():
            if condition in held.presupposes:
                found += grounds.reports(grounds.of_condition(other, condition))
    return tuple(dict.fromkeys(found))


def _pledged(circuit: Circuit, wanted: Goal, truth: dict[str, str]) -> list[tuple[str, str, str]]:
    """The conditions below the goal that are somebody's standing pledge: the condition, who pledged, the measure."""
    by_position = {c.position: c for c in circuit.commitments}
    seen = dict.fromkeys(wanted.conditions)
    queue, found = list(seen), []
    while queue:
        name = queue.pop(0)
        condition = circuit.conditions[name]
        for position in condition.pledges[:1]:
            pledge = by_position[position]
            if truth[name] == "Unknown":
                found.append((name, pledge.holder, pledge.measure))
        new = [n for n in (*condition.parts, *condition.presupposes) if n not in seen]
        seen.update(dict.fromkeys(new))
        queue += new
    return found


_TEXT = {
    "en": {
        "nobody": "nobody is named",
        "needs": "needs",
        "none": "nothing that is recorded",
        "met": "met already",
        "pledged": "pledged already, and met as soon as what it presupposes is: by",
        "open": "all its needs are met; nothing has to come about",
        "deadlock": "no set works: neither in order nor together",
        "set": "minimal set",
        "sets": "minimal sets",
        "reversal": "no set works unless something is undone: what has failed, or is met or pledged now and has to fail",
        "more": "more sets exist; --limit shows more than {limit}",
        "late": "the search was stopped after {seconds} s; more sets may exist, and --timeout allows more time",
    },
    "de": {
        "nobody": "niemand ist genannt",
        "needs": "braucht",
        "none": "nichts, was verzeichnet ist",
        "met": "schon erfüllt",
        "pledged": "schon zugesagt und erfüllt, sobald die Vorbedingungen es sind: von",
        "open": "alles Nötige ist erfüllt; nichts muss mehr eintreten",
        "deadlock": "keine Menge genügt: weder der Reihe nach noch zugleich",
        "set": "kleinste Menge",
        "sets": "kleinste Mengen",
        "reversal": "keine Menge genügt, wenn nichts rückgängig wird: Gescheitertes, oder Erfülltes und Zugesagtes, das scheitern muss",
        "more": "es gibt weitere Mengen; --limit zeigt mehr als {limit}",
        "late": "die Suche endete nach {seconds} s; es kann weitere Mengen geben, --timeout erlaubt mehr Zeit",
    },
}
