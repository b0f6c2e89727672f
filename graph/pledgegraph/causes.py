"""Where a condition's truth in a scenario comes from: assumptions, the record, what it is made of, or pledges and how they ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from pledgegraph.circuit import Circuit, Commitment
from pledgegraph.scenario import FAILED, FLIP, MET, UNKNOWN, Scenario, combine, evaluate

_PREDICATES = {"all": "includes", "any": "anyOf", "not": "negates"}


class Edge(NamedTuple):
    """A condition, how it hangs on another, and that other."""

    condition: str
    predicate: str
    other: str


class Cause(NamedTuple):
    """What kind of cause it is, the edges to the conditions that it names, and the pledges, each with what became of it."""

    kind: str
    edges: tuple[Edge, ...] = ()
    pledges: tuple[tuple[Commitment, str], ...] = ()


class Causes:
    """The causes of all truths of one scenario, found in the order in which it is worked out, so that none leads back to itself."""

    def __init__(self, circuit: Circuit, scenario: Scenario, assumed: dict[str, str]) -> None:
        self.conditions, self.truth, self.assumed = circuit.conditions, scenario.truth, assumed
        self.commitments = {c.position: c for c in circuit.commitments}
        self.users: dict[str, list[str]] = {}
        for name, condition in self.conditions.items():
            for other in (*condition.parts, *condition.presupposes):
                self.users.setdefault(other, []).append(name)
        bare = {n: c._replace(truth=None, pledges=()) for n, c in self.conditions.items()} if assumed else {}
        met, failed, unknown = ([n for n, t in assumed.items() if t == value] for value in (MET, FAILED, UNKNOWN))
        self.alone = evaluate(Circuit(bare, ()), met, failed, unknown).truth
        self.found: dict[str, Cause] = {}
        for how in (self._by_assumption, self._by_others, self._by_pledge):
            self._find(how)

    def of(self, name: str) -> Cause:
        """The cause of a condition's truth."""
        if name in self.found:
            return self.found[name]
        if self.truth[name] == UNKNOWN:
            return Cause("open", (*self._parts(name), *self._before(name)))
        return Cause("assumptions")

    def _find(self, how: Callable[[str], Cause | None]) -> None:
        """Look for causes in one way, again wherever one that was found may be a cause itself."""
        queue = deque(self.conditions)
        while queue:
            name = queue.popleft()
            if name not in self.found and (name in self.assumed or self.truth[name] != UNKNOWN) and (cause := how(name)):
                self.found[name] = cause
                queue.extend((*self.users.get(name, ()), *self.conditions[name].parts))

    def _by_assumption(self, name: str) -> Cause | None:
        """That it is assumed, or that an assumed compound says by definition how this part of it stands."""
        if name in self.assumed:
            return Cause("assumed")
        for whole in self.users.get(name, ()):
            if whole in self.found and name in self.conditions[whole].parts and self._forces(whole, name):
                return Cause("whole", (Edge(whole, _PREDICATES[self.conditions[whole].op], name),))
        return None

    def _forces(self, whole: str, part: str) -> bool:
        condition, value = self.conditions[whole], self.alone[whole]
        if value == UNKNOWN or (value == FAILED and condition.presupposes):
            return False
        own = FLIP[value] if condition.op == "not" else value
        shared = MET if condition.op == "all" else FAILED
        if self.truth[part] != own:
            return False
        return own == shared or all(self.alone[p] == shared for p in condition.parts if p != part)

    def _by_others(self, name: str) -> Cause | None:
        """What the record says of an atom; else what it presupposes and, where it is a compound, its parts."""
        condition, value = self.conditions[name], self.truth[name]
        if condition.op == "atom" and condition.truth == value:
            return Cause("recorded")
        before, parts = self._before(name), self._parts(name)
        if value == FAILED and (known := self._known(before)):
            return Cause("conditions", known[:1])
        if condition.op == "atom" or combine(condition.op, (self.truth[p] for p in condition.parts)) != value:
            return None
        needed = () if value == FAILED else before
        one = value == (FAILED if condition.op in ("all", "not") else MET)
        chosen = self._known(parts)[:1] if one else parts
        return Cause("conditions", (*chosen, *needed)) if chosen and self._known((*chosen, *needed)) == (*chosen, *needed) else None

    def _by_pledge(self, name: str) -> Cause | None:
        """An assessment of a compound, or the pledges of a condition; or what hangs on such."""
        if self.conditions[name].truth == self.truth[name]:
            return Cause("recorded")
        before = () if self.truth[name] == FAILED else self._before(name)
        if self._known(before) == before and (pledges := self._pledges(name)):
            return Cause("pledges", before, pledges)
        return self._by_others(name)

    def _known(self, edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
        return tuple(e for e in edges if e.other in self.found)

    def _parts(self, name: str) -> tuple[Edge, ...]:
        """The parts that make a compound what it is."""
        condition, value = self.conditions[name], self.truth[name]
        wanted = FLIP[value] if condition.op == "not" else value
        return tuple(Edge(name, _PREDICATES[condition.op], p) for p in condition.parts if self.truth[p] == wanted)

    def _before(self, name: str) -> tuple[Edge, ...]:
        """The presuppositions that stand as the condition does."""
        return tuple(Edge(name, "presupposes", p) for p in self.conditions[name].presupposes if self.truth[p] == self.truth[name])

    def _pledges(self, name: str) -> tuple[tuple[Commitment, str], ...]:
        """The pledges that make a condition what it is, each with what became of it."""
        every = [(c, self._became(c)) for c in (self.commitments[p] for p in self.conditions[name].pledges)]
        if self.truth[name] == FAILED:
            return () if any(how in ("discharged", "standing") for _, how in every) else tuple(every)
        kept = [tuple((c, how) for c, how in every if how == wanted) for wanted in ("discharged", "standing")]
        return kept[0] or kept[1]

    def _became(self, commitment: Commitment) -> str:
        if commitment.settled:
            return commitment.settled
        ended = any(self.truth[e] == MET for e in commitment.ends)
        return "overdue" if commitment.overdue else "ended" if ended else "standing"
