"""Proofs by the compiled rules: which axioms and facts a conclusion rests on, step by step.

A conclusion is proved backwards over the graph of all conclusions: every way in which a rule yields it is looked at, and
the cheapest taken.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from pledgegraph.namespaces import TYPE
from pledgegraph.rules import (
    EQUIVALENT,
    HAS_VALUE,
    INTERSECTION,
    INVERSE,
    ON_PROPERTY,
    SOME,
    SUB_CLASS,
    SUB_PROPERTY,
    TRANSITIVE,
    UNION,
    listed,
)
from pledgegraph.store import Fact, Subject, Term, match, values


class Statement(NamedTuple):
    """A subject, a predicate and a value."""

    subject: Subject
    predicate: NamedNode
    value: Term

    def quad(self) -> Quad:
        """The same as a statement of a store."""
        return Quad(self.subject, self.predicate, self.value)


class Fit(NamedTuple):
    """That a thing fits an unnamed class expression."""

    thing: Subject
    expression: BlankNode


Goal = Statement | Fit


class Way(NamedTuple):
    """One way in which a rule yields a conclusion: the axiom it applies, and what else must hold."""

    rule: str
    axiom: Quad | None
    premises: tuple[Goal, ...]


class Step(NamedTuple):
    """A conclusion in a proof, the rule and the axiom that yield it, and the steps it rests on."""

    goal: Goal
    rule: str
    axiom: Quad | None
    premises: tuple[Step, ...]

    def leaves(self) -> frozenset[Fact]:
        """The facts and axioms that the step rests on."""
        own = {self.goal.quad()} if self.rule == "stated" and isinstance(self.goal, Statement) else set()
        own |= {self.axiom} if self.axiom else set()
        return frozenset(own.union(*(p.leaves() for p in self.premises)))


class Prover:
    """Proofs over the statements that are `given`; `closure` holds all that follows from them."""

    def __init__(self, given: Store, closure: Store) -> None:
        self.given, self.closure = given, closure
        self.narrower: dict[Term, list[Fact]] = defaultdict(list)
        for predicate in (SUB_PROPERTY, SUB_CLASS):
            for quad in match(given, None, predicate):
                self.narrower[quad.object].append(quad)
        self.inverse: dict[Term, list[tuple[NamedNode, Quad]]] = defaultdict(list)
        for quad in match(given, None, INVERSE):
            self.inverse[quad.subject].append((quad.object, quad))
            self.inverse[quad.object].append((quad.subject, quad))
        self.transitive = {q.subject: q for q in match(given, None, TYPE, TRANSITIVE)}

    def holds(self, goal: Statement) -> bool:
        """Whether the statement follows."""
        return goal.quad() in self.closure

    def proof(self, goal: Goal) -> Step | None:
        """The proof from the fewest axioms and facts, counted with repeats; None where the conclusion does not follow."""
        best = _cheapest(self.reach(goal))
        return _unfold(goal, best) if goal in best else None

    def reach(self, goal: Goal) -> dict[Goal, list[Way]]:
        """Every conclusion that some proof could pass through, with its ways, the asked one first."""
        ways: dict[Goal, list[Way]] = {}
        queue: deque[Goal] = deque([goal])
        while queue:
            at = queue.popleft()
            if at not in ways:
                ways[at] = list(self._ways(at))
                queue.extend(p for way in ways[at] for p in way.premises)
        return ways

    def module(self, goal: Goal) -> frozenset[Fact]:
        """The facts and axioms that any proof of the conclusion uses."""
        ways = self.reach(goal)
        proved = _cheapest(ways)
        found: set[Fact] = set()
        queue, seen = [goal], {goal}
        while queue:
            at = queue.pop()
            for way in ways[at]:
                if all(p in proved for p in way.premises):
                    found |= {way.axiom} if way.axiom else set()
                    found |= {at.quad()} if way.rule == "stated" and isinstance(at, Statement) else set()
                    queue += [p for p in way.premises if p not in seen]
                    seen.update(way.premises)
        return frozenset(found)

    def _ways(self, goal: Goal) -> Iterator[Way]:
        if isinstance(goal, Fit):
            yield from self._fits(goal.thing, goal.expression)
            return
        if not self.holds(goal):
            return
        if goal.quad() in self.given:
            yield Way("stated", None, ())
        yield from self._member(goal) if goal.predicate == TYPE else self._edge(goal)

    def _member(self, goal: Statement) -> Iterator[Way]:
        for axiom in _in_order(self.narrower[goal.value]):
            if isinstance(axiom.subject, NamedNode):
                yield Way("subclass", axiom, (Statement(goal.subject, TYPE, axiom.subject),))
        for axiom in _in_order(match(self.given, goal.value, EQUIVALENT)):
            yield Way("definition", axiom, (_fit(goal.subject, axiom.object),))

    def _edge(self, goal: Statement) -> Iterator[Way]:
        subject, predicate, value = goal
        for axiom in _in_order(self.narrower[predicate]):
            if isinstance(axiom.subject, NamedNode):
                yield Way("subproperty", axiom, (Statement(subject, axiom.subject, value),))
        if isinstance(value, Literal):
            return
        for other, axiom in sorted(self.inverse[predicate], key=str):
            yield Way("inverse", axiom, (Statement(value, other, subject),))
        if predicate in self.transitive:
            for middle in sorted(values(self.closure, subject, predicate), key=str):
                first, second = Statement(subject, predicate, middle), Statement(middle, predicate, value)
                if goal not in (first, second) and self.holds(second):
                    yield Way("transitive", self.transitive[predicate], (first, second))

    def _fits(self, thing: Subject, expression: BlankNode) -> Iterator[Way]:
        if parts := values(self.given, expression, INTERSECTION):
            yield Way("all", None, tuple(_fit(thing, member) for member in listed(self.given, parts[0])))
        elif parts := values(self.given, expression, UNION):
            for member in listed(self.given, parts[0]):
                yield Way("any", None, (_fit(thing, member),))
        for predicate in values(self.given, expression, ON_PROPERTY):
            for value in values(self.given, expression, HAS_VALUE):
                yield Way("value", None, (Statement(thing, predicate, value),))
            for filler in values(self.given, expression, SOME):
                for value in sorted(values(self.closure, thing, predicate), key=str):
                    if not isinstance(value, Literal):
                        yield Way("some", None, (Statement(thing, predicate, value), _fit(value, filler)))


def _cheapest(ways: dict[Goal, list[Way]]) -> dict[Goal, tuple[int, Way]]:
    """The cheapest way of every conclusion that can be proved, with its cost; a circle proves nothing, for it never gets cheaper."""
    best: dict[Goal, tuple[int, Way]] = {}
    users: dict[Goal, list[Goal]] = defaultdict(list)
    for user, found in ways.items():
        for premise in dict.fromkeys(p for way in found for p in way.premises):
            users[premise].append(user)
    queue = deque(reversed(ways))
    while queue:
        at = queue.popleft()
        costs = [(1 + sum(best[p][0] for p in w.premises), i) for i, w in enumerate(ways[at]) if all(p in best for p in w.premises)]
        if costs and (at not in best or min(costs)[0] < best[at][0]):
            cost, i = min(costs)
            best[at] = (cost, ways[at][i])
            queue.extend(users[at])
    return best


def _fit(thing: Subject, expression: Term) -> Goal:
    return Fit(thing, expression) if isinstance(expression, BlankNode) else Statement(thing, TYPE, expression)


def _in_order(quads: Iterable[Fact]) -> list[Fact]:
    return sorted(quads, key=lambda q: (str(q.subject), isinstance(q.object, BlankNode) or str(q.object)))


def _unfold(goal: Goal, best: dict[Goal, tuple[int, Way]]) -> Step:
    _, way = best[goal]
    return Step(goal, way.rule, way.axiom, tuple(_unfold(p, best) for p in way.premises))
