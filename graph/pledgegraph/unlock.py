"""What would have to come about for something to be possible: the minimal sets of conditions, found by clingo.

A set works *together* where, all of it being met at once, what each presupposes is met as well. It works *in order* where
its conditions can be met one after the other, each after what it presupposes. Sets are enumerated smallest first: the
solver finds the least size, then all sets of that size, then these and all that contain them are ruled out.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from pledgegraph.assumptions import facts, numbers
from pledgegraph.circuit import Circuit
from pledgegraph.errors import EngineError
from pledgegraph.scenario import FAILED, FLIP, MET, Logic

LIMIT = 20
SECONDS = 5.0

# What the record settles of atoms is a fact. The assessment of a compound is believed where neither the facts nor what is made
# decide its formula (m1, f1: what they decide by themselves, before any pledge and any belief). A compound that is made met,
# against an assessment, has its parts met by definition, and what is made to fail takes with it what presupposes it.
_LOGIC = """
{ make(C,met) } :- free(C).
{ make(C,failed) } :- free(C), turned(C).
{ make(C,failed) } :- undone(C).
:- make(C,met), make(C,failed).
lost(C) :- make(C,failed).
lost(C) :- presupposes(C,P), lost(P), not make(C,met).
lost(C) :- all(C), part(C,P), lost(P).
lost(C) :- any(C), lost(P) : part(C,P).
lost(C) :- not_so(C), part(C,P), make(P,met).
m1(C) :- fact(C,met), not lost(C).
m1(C) :- make(C,met).
r1(C) :- condition(C), m1(P) : presupposes(C,P).
m1(C) :- all(C), r1(C), m1(P) : part(C,P).
m1(C) :- any(C), r1(C), part(C,P), m1(P).
m1(C) :- not_so(C), r1(C), f1(P) : part(C,P).
f1(C) :- fact(C,failed), not make(C,met).
f1(C) :- lost(C).
f1(C) :- all(C), part(C,P), f1(P).
f1(C) :- any(C), f1(P) : part(C,P).
f1(C) :- not_so(C), part(C,P), m1(P).
f1(C) :- presupposes(C,P), f1(P), not fact(C,met).
believed(C) :- assessed(C,_), not m1(C), not f1(C).
open(C) :- condition(C), not fact(C,met), not fact(C,failed), not believed(C).
open(C) :- fact(C,failed), make(C,met).
met(C) :- fact(C,met), not lost(C).
met(C) :- believed(C), assessed(C,met).
failed(C) :- fact(C,failed), not make(C,met).
failed(C) :- believed(C), assessed(C,failed).
ready(C) :- open(C), met(P) : presupposes(C,P).
met(C) :- open(C), all(C), ready(C), met(P) : part(C,P).
met(C) :- open(C), any(C), ready(C), part(C,P), met(P).
met(C) :- open(C), not_so(C), ready(C), failed(P) : part(C,P).
met(C) :- open(C), pledged(C), ready(C), not ended(C), not make(C,failed).
failed(C) :- lost(C).
failed(C) :- open(C), all(C), part(C,P), failed(P).
failed(C) :- open(C), any(C), failed(P) : part(C,P).
failed(C) :- open(C), not_so(C), part(C,P), met(P).
failed(C) :- open(C), presupposes(C,P), failed(P).
failed(C) :- open(C), pledged(C), ended(C), not made(C).
made(C) :- free(C), make(C,met).
m1(P) :- made(C), all(C), part(C,P).
f1(P) :- made(C), not_so(C), part(C,P).
met(P) :- made(C), all(C), part(C,P).
failed(P) :- made(C), not_so(C), part(C,P).
ended(C) :- pledged(C), pledge(C,_), over(P) : pledge(C,P).
over(P) :- ends(P,E), met(E).
:- met(C), failed(C).
:- make(C,met), presupposes(C,P), not met(P).
:- goal(C), not met(C).
#minimize { 1,C : make(C,T) }.
#show make/2.
"""
_ORDER = "met(C) :- make(C,met), ready(C). :- make(C,met), not met(C)."
_TOGETHER = "met(C) :- make(C,met). { make(C,met) } :- pledged(C), open(C)."


class Part(NamedTuple):
    """One condition of a set: whether it is to be met or to fail, whether it failed before, and in which step its turn comes."""

    condition: str
    becomes: str
    reversal: bool
    step: int


class Way(NamedTuple):
    """A minimal set: its parts by step, and whether it works in order or only together."""

    parts: tuple[Part, ...]
    in_order: bool


class Ways(NamedTuple):
    """The minimal sets found, smallest first, whether more may exist, and why the search ended early."""

    ways: tuple[Way, ...]
    more: bool
    stopped: bool


def unlock(circuit: Circuit, goals: Iterable[str], *, limit: int = LIMIT, seconds: float = SECONDS) -> Ways:
    """The minimal sets of atomic conditions that make all goals met; where none does, those that undo what has failed, is met or pledged.

    Raises `EngineError` where not even one set was found in time.
    """
    wanted = tuple(dict.fromkeys(goals))
    problem = _Problem(circuit, wanted, frozenset())
    found = _search(problem, limit, time.monotonic() + seconds)
    if not found.ways and not found.more and (lost := _lost(circuit, problem.now, wanted) | problem.in_the_way()):
        found = _search(_Problem(circuit, wanted, lost), limit, time.monotonic() + seconds)
    if found.stopped and not found.ways:
        raise EngineError(f"no set was found within {seconds:g} s, and none was ruled out; allow more time with --timeout")
    return found


def _search(problem: _Problem, limit: int, deadline: float) -> Ways:
    ways: list[Way] = []
    stopped = more = False
    for logic in (_TOGETHER, _ORDER):
        if logic is _ORDER and all(way.in_order for way in ways):
            break
        sets, done, late = problem.sets(logic, limit, deadline)
        more, stopped = more or not done, stopped or late
        known = {way.parts for way in ways}
        ways += [way for way in map(problem.way, filter(problem.suffices, sets)) if way.parts not in known]
    ways.sort(key=lambda way: (sum(p.reversal for p in way.parts), len(way.parts), not way.in_order, way.parts))
    return Ways(tuple(ways[:limit]), more or len(ways) > limit, stopped)


def attainability(circuit: Circuit, goals: Iterable[str], seconds: float = SECONDS) -> str | None:
    """How goals can be met at all: pg:InOrder, pg:OnlyTogether, or pg:Deadlock where no set works; None where time ran out."""
    problem, deadline = _Problem(circuit, tuple(goals), frozenset()), time.monotonic() + seconds
    for logic, name in ((_ORDER, "pg:InOrder"), (_TOGETHER, "pg:OnlyTogether")):
        models, late = problem.solve(problem.control(logic), "ignore", 1, deadline)
        if models or late:
            return name if models else None
    return "pg:Deadlock"


def _lost(circuit: Circuit, truth: dict[str, str], goals: Iterable[str]) -> frozenset[str]:
    """The conditions below the goals that have failed of themselves, not through others."""
    found = set()
    for name in _region(circuit, goals):
        condition = circuit.conditions[name]
        if truth[name] == FAILED and not any(truth[p] == FAILED for p in condition.presupposes):
            parts = {truth[p] for p in condition.parts}
            through = {"all": FAILED in parts, "any": parts == {FAILED}, "not": MET in parts}.get(condition.op, False)
            if not through:
                found.add(name)
    return frozenset(found)


def _region(circuit: Circuit, goals: Iterable[str]) -> list[str]:
    """The goals and all that they consist in or presuppose, and what ends the pledges among them."""
    ends = {c.position: c.ends for c in circuit.commitments}
    seen = dict.fromkeys(goals)
    queue = list(seen)
    while queue:
        condition = circuit.conditions[queue.pop()]
        below = (*condition.parts, *condition.presupposes, *(e for p in condition.pledges for e in ends[p]))
        new = [n for n in dict.fromkeys(below) if n not in seen]
        seen.update(dict.fromkeys(new))
        queue += new
    return list(seen)


class _Problem:
    """One search: the part of a circuit that the goals hang on, as an answer-set program."""

    def __init__(self, circuit: Circuit, goals: tuple[str, ...], reversed_: frozenset[str]) -> None:
        self.goals, self.reversed = goals, reversed_
        region = sorted(_region(circuit, goals))
        self.circuit = Circuit({n: circuit.conditions[n] for n in region}, circuit.commitments)
        self.logic = Logic(self.circuit)
        self.pledges = self.logic.pledges
        self.now = self.logic.truths()
        # What is reversed was met or is pledged and shall fail, or failed and shall be met.
        self.undone = frozenset(n for n in reversed_ if self._holds(n))
        self.number = numbers(self.circuit)
        self.names = {n: name for name, n in self.number.items()}

    def _facts(self) -> str:
        number, lines = self.number, [facts(self.circuit, self.number)]
        turned = self._turned()
        for name, condition in self.circuit.conditions.items():
            n, told = number[name], condition.truth in (MET, FAILED)
            if told:
                lines.append(f"{'fact' if condition.op == 'atom' else 'assessed'}({n},{'met' if condition.truth == MET else 'failed'}).")
            elif condition.pledges:
                lines.append(f"pledged({n}).")
                for p, position in enumerate(condition.pledges):
                    pledge = self.pledges[position]
                    over = pledge.overdue or pledge.settled not in (None, "discharged")
                    lines.append(f"pledge({n},p({n},{p})).{f' over(p({n},{p})).' if over else ''}")
                    lines += [f"ends(p({n},{p}),{number[e]})." for e in pledge.ends if pledge.settled is None]
            if name in self.undone:
                lines.append(f"undone({n}).")
            elif name in self.reversed or (condition.op == "atom" and not told and not condition.pledges):
                lines.append(f"free({n})." + (f" turned({n})." if name in turned and name not in self.reversed else ""))
        return "\n".join([*lines, *(f"goal({number[g]})." for g in self.goals)])

    def _holds(self, name: str) -> bool:
        condition = self.circuit.conditions[name]
        return condition.op == "atom" and condition.truth != FAILED and (condition.truth == MET or bool(condition.pledges))

    def in_the_way(self) -> frozenset[str]:
        """The conditions that are met or pledged, and whose failing can serve a goal."""
        return frozenset(n for n in self._turned() if self._holds(n))

    def _turned(self) -> set[str]:
        """The conditions whose failing can serve a goal: those under a negation."""
        seen: set[tuple[str, str]] = set()
        queue = [(goal, MET) for goal in self.goals]
        while queue:
            name, want = queue.pop()
            if (name, want) in seen:
                continue
            seen.add((name, want))
            condition = self.circuit.conditions[name]
            queue += [(p, FLIP[want] if condition.op == "not" else want) for p in condition.parts]
            queue += [(p, want) for p in condition.presupposes]
        return {name for name, want in seen if want == FAILED}

    def control(self, logic: str) -> Any:
        """clingo with the program of this search in one of the two readings."""
        import clingo

        control = clingo.Control(["--warn=none", "--opt-strategy=usc"])
        control.add("base", [], _LOGIC + logic + self._facts())
        control.ground([("base", [])])
        return control

    def sets(self, logic: str, limit: int, deadline: float) -> tuple[list[dict[str, str]], bool, bool]:
        """Minimal sets, smallest first, at most one more than the limit; whether these are all, and whether time ran out."""
        control = self.control(logic)
        found: list[dict[str, str]] = []
        while len(found) <= limit:
            best, late = self.solve(control, "opt", 0, deadline)
            if late or not best:
                return found, not late, late
            size = len(best[-1])
            models, late = self.solve(control, f"enum,{size}", limit + 1 - len(found), deadline)
            models = models or best[-1:]
            found += sorted(models, key=sorted)
            if late or size == 0:
                return found, not late, late
            self._rule_out(control, models)
        return found[:limit], False, False

    def solve(self, control: Any, mode: str, most: int, deadline: float) -> tuple[list[dict[str, str]], bool]:
        """The sets of the models that an optimisation mode gives, at most so many (0: no cap), and whether time ran out."""
        control.configuration.solve.opt_mode = mode
        control.configuration.solve.project = "show" if mode.startswith("enum") else "no"
        control.configuration.solve.models = most
        found: list[dict[str, str]] = []

        def keep(model: Any) -> None:
            shown = (symbol.arguments for symbol in model.symbols(shown=True))
            found.append({self.names[c.number]: MET if t.name == "met" else FAILED for c, t in shown})

        with control.solve(on_model=keep, async_=True) as handle:
            if not handle.wait(max(0.0, deadline - time.monotonic())):
                handle.cancel()
                return found, True
            handle.get()
        return found, False

    def _rule_out(self, control: Any, models: Iterable[dict[str, str]]) -> None:
        import clingo

        with control.backend() as backend:
            for model in models:
                atoms = []
                for name, becomes in model.items():
                    term = clingo.Function("met" if becomes == MET else "failed")
                    symbol = clingo.Function("make", [clingo.Number(self.number[name]), term])
                    atoms.append(control.symbolic_atoms[symbol].literal)
                backend.add_rule([], atoms)

    def suffices(self, chosen: dict[str, str]) -> bool:
        """Whether a scenario that assumes the set has every goal met; a belief about a compound that another one overrides may not."""
        truth = self.logic.truths(*([n for n, t in chosen.items() if t == value] for value in (MET, FAILED)))
        return all(truth[goal] == MET for goal in self.goals)

    def way(self, chosen: dict[str, str]) -> Way:
        """The set as steps, each of which can be taken once those before it are."""
        step = self.logic.in_turn(chosen)[1]
        last = max(step.values(), default=0) + 1
        parts = [Part(n, t, n in self.reversed, step.get(n, last)) for n, t in chosen.items()]
        return Way(tuple(sorted(parts, key=lambda p: (p.step, p.condition))), len(step) == len(chosen))
