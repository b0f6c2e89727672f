"""A scenario: what holds in a circuit under a set of assumptions, in Kleene's three values.

The rules are few, so that a page can work them out as well:

1. An assumption stands. What follows from assumptions by definition stands too: the parts of an all-of that is met, an
   any-of with a part that is met …; and what presupposes something failed has failed.
2. Every other atom is as the record says, where it says met or failed.
3. Anything else is all of: its own formula, and what it presupposes; worked out to the least fixed point, so that a circle
   that nothing opens stays unknown.
4. Then what still is open and that somebody pledges is taken as pledged, unless the pledge has ended, and an assessment of
   a compound is believed; and rule 3 once more. What ends a pledge may come about only now: then that pledge does not count,
   and rule 4 begins anew, until no more pledges end. What two pledges that end each other realise stays open.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from pledgegraph.circuit import Circuit, Commitment, Condition

MET, FAILED, UNKNOWN = "Met", "Failed", "Unknown"
FLIP = {MET: FAILED, FAILED: MET, UNKNOWN: UNKNOWN}
# What a commitment that is over leaves of the condition that it was.
_AFTER = {"discharged": MET, "violated": FAILED, "expired": FAILED, "cancelled": FAILED}


class State(NamedTuple):
    """How a position stands: its state, the needs that are missing or have failed, what sets it off and what ended it."""

    state: str
    missing: tuple[str, ...]
    failed: tuple[str, ...]
    fired: tuple[str, ...]
    ended: tuple[str, ...]


class Scenario(NamedTuple):
    """The truth of every condition, and the state of every position by its claim."""

    truth: dict[str, str]
    states: dict[str, State]


def evaluate(circuit: Circuit, met: Iterable[str] = (), failed: Iterable[str] = (), unknown: Iterable[str] = ()) -> Scenario:
    """What holds under the assumptions that these conditions are met, have failed or are open; they are taken as they are."""
    truth = Logic(circuit).truths(met, failed, unknown)
    return Scenario(truth, {c.position: state(c, truth) for c in circuit.commitments})


class Logic:
    """A circuit made ready to be worked out more than once."""

    def __init__(self, circuit: Circuit) -> None:
        self.conditions, self.commitments = circuit.conditions, circuit.commitments
        pledges = {p for c in circuit.conditions.values() for p in c.pledges}
        self.pledges = {c.position: c for c in circuit.commitments if c.position in pledges} if pledges else {}
        self.endable = [c for c in self.pledges.values() if c.ends and not c.settled and not c.overdue]
        # Condition → those whose truth can hang on it.
        self.users: dict[str, list[str]] = {name: [] for name in circuit.conditions}
        for name, condition in circuit.conditions.items():
            for other in {*condition.parts, *condition.presupposes}:
                self.users[other].append(name)

    def truths(self, met: Iterable[str] = (), failed: Iterable[str] = (), unknown: Iterable[str] = ()) -> dict[str, str]:
        """The truth of every condition under the assumptions."""
        assumed = {**dict.fromkeys(unknown, UNKNOWN), **dict.fromkeys(failed, FAILED), **dict.fromkeys(met, MET)}
        return self._settled(_follows(self, assumed)).truth

    def in_turn(self, chosen: dict[str, str]) -> tuple[dict[str, str], dict[str, int]]:
        """What holds where conditions come about one after the other, each after what it presupposes; and in which step each
        does, left out where its turn never comes."""
        work = self._settled({}, chosen)
        truth = work.truth
        return truth, {name: work.step[name] for name, value in chosen.items() if truth[name] == value}

    def _settled(self, sure: dict[str, str], chosen: dict[str, str] | None = None) -> _Truth:
        """What holds once it is clear which pledges have ended: those that end even where as few as can be count, and those
        that end only where more do, which leave open what they realise."""
        surely: frozenset[str] = frozenset()
        for _ in range(len(self.endable) + 1):
            work = _Truth(self, sure, chosen, surely)
            perhaps = work.ended()
            if perhaps == surely:
                return work
            fewer = _Truth(self, sure, chosen, perhaps).ended()
            if fewer == surely:
                break
            surely = fewer
        return _Truth(self, sure, chosen, surely, perhaps - surely)


def combine(op: str, parts: Iterable[str]) -> str:
    """Kleene's all, any and not (none of) of some truth values; an atom's is unknown."""
    if op == "atom":
        return UNKNOWN
    found = set(parts)
    if op == "all":
        return FAILED if FAILED in found else UNKNOWN if UNKNOWN in found else MET
    value = MET if MET in found else UNKNOWN if UNKNOWN in found else FAILED
    return FLIP[value] if op == "not" else value


def _follows(logic: Logic, assumed: dict[str, str]) -> dict[str, str]:
    """The assumptions with what follows from them by definition, and through a presupposition that failed."""
    sure, conditions = dict(assumed), logic.conditions
    queue = deque(assumed)
    while queue:
        name = queue.popleft()
        follow: dict[str, str] = {}
        for other in (name, *logic.users.get(name, ())):
            condition = conditions.get(other)
            if condition is None:
                continue
            if other in sure:
                follow.update(_forced(condition, sure[other], sure))
            else:
                value = combine(condition.op, (sure.get(p, UNKNOWN) for p in condition.parts))
                before = FAILED if any(sure.get(p) == FAILED for p in condition.presupposes) else MET
                if (value := FAILED if FAILED in (value, before) else value) != UNKNOWN and not (value == MET and condition.presupposes):
                    follow[other] = value
        for other, value in follow.items():
            if other not in sure:
                sure[other] = value
                queue.append(other)
    return sure


def _forced(condition: Condition, value: str, sure: dict[str, str]) -> dict[str, str]:
    """What a compound's truth says of its parts: of all of them, or of the last one open."""
    if condition.op == "atom" or value == UNKNOWN:
        return {}
    if value == FAILED and condition.presupposes:
        return {}  # it may have failed for want of what it presupposes
    if condition.op == "not":
        value = FLIP[value]
    shared = MET if condition.op == "all" else FAILED
    if value == shared:
        return dict.fromkeys(condition.parts, shared)
    rest = [p for p in condition.parts if sure.get(p) != shared]
    return {rest[0]: FLIP[shared]} if len(rest) == 1 else {}


class _Truth:
    """The worklist: starts from what is fixed and works out the rest; `chosen` are to come about, each after what it presupposes;
    the pledges in `over` have ended, and of those in `doubtful` that is open."""

    def __init__(
        self,
        logic: Logic,
        sure: dict[str, str],
        chosen: dict[str, str] | None = None,
        over: frozenset[str] = frozenset(),
        doubtful: frozenset[str] = frozenset(),
    ) -> None:
        self.conditions, self.users, self.logic = logic.conditions, logic.users, logic
        self.chosen, self.over, self.doubtful = chosen or {}, over, doubtful
        atoms = {n: c.truth for n, c in self.conditions.items() if c.op == "atom" and c.truth in (MET, FAILED)}
        fixed = {**atoms, **sure}
        self.fixed = {n: str(t) for n, t in fixed.items() if n not in self.chosen}
        self.truth = {name: self.fixed.get(name, UNKNOWN) for name in self.conditions}
        self.pledged: dict[str, str] = {}
        self.step = dict.fromkeys(self.conditions, 0)
        self._work_out()

    def ended(self) -> frozenset[str]:
        """The pledges that something has ended."""
        return frozenset(c.position for c in self.logic.endable if any(self.truth[e] == MET for e in c.ends))

    def _work_out(self) -> None:
        self._settle([*self.chosen, *(u for n, t in self.fixed.items() if t != UNKNOWN for u in self.users.get(n, ()))])
        again = []
        for name, condition in self.conditions.items():
            if self.truth[name] != UNKNOWN or name in self.fixed:
                continue
            if condition.truth in (MET, FAILED):
                self.fixed[name] = self.truth[name] = str(condition.truth)
                again += self.users[name]
            elif condition.pledges:
                value = combine("any", (self._pledge(self.logic.pledges[p]) for p in condition.pledges))
                if value != UNKNOWN:
                    self.pledged[name] = value
                    again.append(name)
        self._settle(again)

    def _pledge(self, commitment: Commitment) -> str:
        if commitment.settled:
            return _AFTER[commitment.settled]
        if commitment.position in self.doubtful:
            return UNKNOWN
        return FAILED if commitment.overdue or commitment.position in self.over else MET

    def _settle(self, names: Iterable[str]) -> None:
        queue = deque(names)
        while queue:
            name = queue.popleft()
            if name in self.fixed or self.truth[name] != UNKNOWN:
                continue
            condition = self.conditions[name]
            own = self.chosen.get(name) or self.pledged.get(name) or combine(condition.op, (self.truth[p] for p in condition.parts))
            value = combine("all", (own, *(self.truth[p] for p in condition.presupposes)))
            if value != UNKNOWN:
                self.truth[name] = value
                self.step[name] = self._step(name, value)
                queue.extend(self.users[name])

    def _step(self, name: str, value: str) -> int:
        """In which step of the chosen ones a condition gets its truth: its own turn, or that of what it hangs on."""
        condition = self.conditions[name]
        if name in self.chosen:
            return 1 + (max((self.step[p] for p in condition.presupposes), default=0) if value == MET else 0)
        known = [self.step[p] for p in condition.parts if self.truth[p] != UNKNOWN]
        own = (min if condition.op == "any" else max)(known, default=0)
        return max([own, *(self.step[p] for p in condition.presupposes if self.truth[p] != UNKNOWN)])


def because(circuit: Circuit, truth: dict[str, str], name: str) -> dict[str, str | None]:
    """The conditions on which it lies that one is open or has failed, each with the condition that presupposes it, if one does.

    What is open lies on its open parts; what has failed lies on the parts and the presuppositions that made it fail.
    """
    found: dict[str, str | None] = {}
    seen, queue = {name}, deque([(name, None)])
    via: str | None
    while queue:
        here, via = queue.popleft()
        condition, value = circuit.conditions[here], truth[here]
        wanted = FLIP[value] if condition.op == "not" else value
        parts = [(p, None) for p in condition.parts if truth[p] == wanted]
        earlier = [(p, here) for p in condition.presupposes if value == truth[p] == FAILED]
        if not parts and not earlier:
            found[here] = via
        below: list[tuple[str, str | None]] = [*parts, *earlier]
        queue.extend((n, v) for n, v in below if n not in seen)  # type: ignore[misc]
        seen.update(n for n, _ in below)
    return found


def state(commitment: Commitment, truth: dict[str, str]) -> State:
    """How a position stands where the conditions stand so."""
    needs = (*commitment.needs, *commitment.inherited)
    missing = tuple(n for n in needs if truth[n] == UNKNOWN)
    failed = tuple(n for n in needs if truth[n] == FAILED)
    fired = tuple(t for t in commitment.triggers if truth[t] == MET)
    ended = tuple(e for e in commitment.ends if truth[e] == MET)
    return State(_name(commitment, missing, failed, fired, ended), missing, failed, fired, ended)


def _name(c: Commitment, missing: object, failed: object, fired: object, ended: object) -> str:
    if c.settled:
        return c.settled
    if not c.committed:
        return "blocked" if failed else "waiting" if missing else "unblocked"
    due = not missing and not failed and (fired or not c.triggers) and not c.decision
    if c.overdue:
        return "violated" if due and not ended else "expired"
    if ended:
        return "expired"
    if failed or missing:
        return "blocked" if failed else "waiting"
    if c.triggers and not fired:
        return "standing"
    return "awaiting decision" if c.decision else "due"
