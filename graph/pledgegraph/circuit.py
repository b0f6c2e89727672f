"""The circuit of a view: its conditions as a logic, and its positions as what that logic opens, sets off and ends.

Read once from the short edges of a view into plain data, so that a scenario is worked out without the store.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from pyoxigraph import Store

from pledgegraph.edges import Edges

# What makes a condition a compound, and how its parts are put together.
_OPERATORS = (("includes", "all"), ("anyOf", "any"), ("negates", "not"))
_KNOWN = ("Met", "Failed")
# How an event settles a commitment, and the property that says so.
DEEDS = {"violated": "breaches", "discharged": "carriesOut"}


class Condition(NamedTuple):
    """A condition: how it is put together, what it presupposes, how it stands in the record, whose pledge it is."""

    op: str
    parts: tuple[str, ...]
    presupposes: tuple[str, ...]
    truth: str | None
    pledges: tuple[str, ...]


class Commitment(NamedTuple):
    """A standing position on a measure, with the conditions that open it, set it off and end it."""

    position: str
    measure: str
    holder: str
    stance: str
    form: str | None
    committed: bool
    needs: tuple[str, ...]
    inherited: tuple[str, ...]
    triggers: tuple[str, ...]
    ends: tuple[str, ...]
    decision: bool
    settled: str | None
    deadline: str | None
    overdue: bool


class Circuit(NamedTuple):
    """The conditions by id and the positions by claim, both sorted."""

    conditions: dict[str, Condition]
    commitments: tuple[Commitment, ...]

    def data(self) -> dict[str, Any]:
        """The circuit as plain data, ready for JSON: all that an evaluator needs."""
        return {
            "conditions": {name: _plain(c) for name, c in self.conditions.items()},
            "commitments": [_plain(c) for c in self.commitments],
        }


def _plain(row: Condition | Commitment) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row._asdict().items()}


def circuit(store: Store, day: str = "", edges: Edges | None = None) -> Circuit:
    """The circuit of a view; `day` is the last one that the record can know of, from which deadlines count as passed."""
    edges = edges or Edges(store)
    commitments = _commitments(edges, day)
    return Circuit(_conditions(edges, commitments), tuple(commitments))


def _commitments(edges: Edges, day: str) -> list[Commitment]:
    about, holder, stance, form = (edges.of(p) for p in ("about", "holder", "stance", "standingForm"))
    previous, activation = edges.of("previousStance"), edges.of("activation")
    direct, inherited, triggers, ends = (edges.of(p) for p in ("directlyNeeds", "inheritsNeed", "trigger", "terminatedBy"))
    committing, deadline = _committing(edges), edges.texts("deadline")
    broken, done = (_happened(edges, deed) for deed in DEEDS.values())
    found = []
    for position in sorted(edges.members("Position")):
        if position not in about or position not in stance:
            continue
        measure, value = about[position][0], stance[position][0]
        committed = value in committing
        needs = direct.get(measure, ())
        settled = "violated" if committed and measure in broken else "discharged" if measure in done else None
        if not settled and not committed and set(previous.get(position, ())) & committing:
            settled = "cancelled"
        limit = deadline.get(position)
        found.append(
            Commitment(
                position,
                measure,
                holder.get(position, ("",))[0],
                value,
                (form.get(position) or (None,))[0],
                committed,
                needs,
                tuple(n for n in inherited.get(measure, ()) if n not in needs),
                triggers.get(measure, ()),
                ends.get(measure, ()),
                "pg:ByDecision" in activation.get(measure, ()),
                settled,
                limit,
                bool(limit and day and limit < day),
            )
        )
    return found


def _committing(edges: Edges) -> set[str]:
    """The stances that make a position a commitment: at least Intends."""
    return edges.subjects("atLeast", "Intends") | {"pg:Intends"}


def _happened(edges: Edges, deed: str) -> set[str]:
    """The measures that are carried out, or breached, by an event which, as a claim of the view says, took place."""
    about, carried = edges.of("about"), edges.of(deed)
    events = (event for claim in edges.subjects("occurs", "TookPlace") for event in about.get(claim, ()))
    return {measure for event in events for measure in carried.get(event, ())}


def _conditions(edges: Edges, commitments: list[Commitment]) -> dict[str, Condition]:
    parts = {op: edges.of(predicate) for predicate, op in _OPERATORS}
    parts["all"] = _direct(parts["all"])
    presupposes, truth, realised = edges.of("presupposes"), edges.of("currentTruth"), edges.of("realisedBy")
    by_measure: dict[str, list[str]] = defaultdict(list)
    for c in commitments:
        if c.committed or c.settled:
            by_measure[c.measure].append(c.position)
    brought, done = edges.of("satisfiedBy"), _happened(edges, DEEDS["discharged"])
    named = edges.members("Condition") | set(presupposes) | set(truth) | {n for op in parts.values() for n in op}
    named |= {n for ns in (*presupposes.values(), *(p for op in parts.values() for p in op.values())) for n in ns}
    named |= {n for c in commitments for ns in (c.needs, c.inherited, c.triggers, c.ends) for n in ns}
    found = {}
    for name in sorted(named):
        op = next((o for o in ("all", "any", "not") if parts[o].get(name)), "atom")
        known = {t.removeprefix("pg:") for t in truth.get(name, ())}
        # Where current sources disagree, they leave it open.
        value = known.pop() if len(known) == 1 else "Unknown" if known else None
        if value not in _KNOWN and done.intersection(brought.get(name, ())):
            value = "Met"
        pledges = tuple(sorted(p for m in realised.get(name, ()) for p in by_measure[m]))
        found[name] = Condition(op, parts.get(op, {}).get(name, ()), presupposes.get(name, ()), value, pledges)
    return found


def _direct(includes: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """All-of → its own parts: `includes` is transitive, and a part of a part says nothing more."""
    found = {}
    for whole, parts in includes.items():
        nested = [p for p in parts if p in includes and whole not in includes[p]]
        below = {p for q in nested for p in includes[q] if q not in includes.get(p, ())}
        found[whole] = tuple(p for p in parts if p not in below)
    return found
