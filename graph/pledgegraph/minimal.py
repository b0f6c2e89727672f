"""Minimal justifications: the axioms and facts that a conclusion rests on, of which none can be left out.

That nothing can be left out is tried with the rules themselves: without it, the conclusion does not follow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import BlankNode, Store

from pledgegraph.proofs import Prover, Statement
from pledgegraph.rules import infer
from pledgegraph.store import Fact, Term, match, new_store

MOST = 10
_TRIES = 400


class Justifications(NamedTuple):
    """Minimal justifications of one conclusion, the smallest first, and whether the search stopped before its end."""

    found: tuple[frozenset[Fact], ...]
    more: bool


def justifications(prover: Prover, goal: Statement, most: int = MOST) -> Justifications:
    """Minimal sets of facts and axioms that the conclusion follows from, at most so many.

    Reiter's hitting sets: what one justification needs is left out, one by one, and another is looked for.
    """
    if not prover.holds(goal):
        return Justifications((), False)
    trial = Trial(prover.given, goal, prover.module(goal))
    found: list[frozenset[Fact]] = []
    dead: list[frozenset[Fact]] = []
    queue: deque[frozenset[Fact]] = deque([frozenset()])
    seen = set(queue)
    tries = 0
    while queue and len(found) <= most and tries < _TRIES:
        without = queue.popleft()
        if any(d <= without for d in dead):
            continue
        one = next((f for f in found if not f & without), None)
        if one is None:
            tries += 1
            one = trial.minimal(trial.module - without)
            if one is None:
                dead.append(without)
                continue
            found.append(one)
        for leaf in sorted(one, key=quad_key):
            if (wider := without | {leaf}) not in seen:
                seen.add(wider)
                queue.append(wider)
    more = len(found) > most or (bool(queue) and tries >= _TRIES)
    return Justifications(tuple(ordered(found)[:most]), more)


def ordered(found: Iterable[frozenset[Fact]]) -> list[frozenset[Fact]]:
    """Justifications, the smallest first, those of one size by their statements."""
    return sorted(set(found), key=lambda f: (len(f), sorted(map(quad_key, f))))


def quad_key(quad: Fact) -> tuple[str, str, str]:
    """What orders statements; blank nodes, whose names mean nothing, count as equal."""
    return str(quad.subject), str(quad.predicate), "" if isinstance(quad.object, BlankNode) else str(quad.object)


class Trial:
    """Whether a conclusion follows from some of the facts and axioms of a module."""

    def __init__(self, given: Store, goal: Statement, module: Iterable[Fact]) -> None:
        self.given, self.goal, self.module = given, goal, frozenset(module)

    def statements(self, leaves: Iterable[Fact]) -> list[Fact]:
        """Facts and axioms with the unnamed class expressions that they point at."""
        found, queue = dict.fromkeys(leaves), [q.object for q in leaves]
        seen: set[Term] = set()
        while queue:
            node = queue.pop()
            if isinstance(node, BlankNode) and node not in seen:
                seen.add(node)
                below = list(match(self.given, node))
                found.update(dict.fromkeys(below))
                queue += [q.object for q in below]
        return list(found)

    def closure(self, leaves: Iterable[Fact]) -> Prover:
        """A prover over these facts and axioms alone."""
        quads = self.statements(list(leaves))
        store = new_store(quads)
        infer(store)
        return Prover(new_store(quads), store)

    def minimal(self, leaves: Iterable[Fact]) -> frozenset[Fact] | None:
        """A justification within the leaves of which nothing can be left out; None where the conclusion does not follow."""
        step = self.closure(leaves).proof(self.goal)
        if step is None:
            return None
        kept = step.leaves()
        for leaf in sorted(kept, key=quad_key):
            if self.closure(kept - {leaf}).holds(self.goal):
                kept -= {leaf}
        return kept
