"""Circles of conditions: what presupposes, through others, itself; found with networkx.

In small knots every circle is listed; in large ones, where there can be more circles than anybody reads, the shortest
through each condition.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from pledgegraph.circuit import Circuit
from pledgegraph.unlock import attainability

if TYPE_CHECKING:
    import networkx

LIMIT = 50
_SMALL = 12
SECONDS = 5.0


class Circle(NamedTuple):
    """Conditions each of which hangs on the next, and the last on the first; how they can be met at all, if that was found in time."""

    conditions: tuple[str, ...]
    way: str | None

    def links(self) -> list[tuple[str, str]]:
        """Each condition with the next, round to the first."""
        return list(pairwise((*self.conditions, self.conditions[0])))


def circles(circuit: Circuit, limit: int = LIMIT) -> tuple[list[Circle], bool]:
    """The circles, shortest first, and whether there may be more than were listed."""
    listed, more = rounds({name: {*c.parts, *c.presupposes} for name, c in circuit.conditions.items()}, limit)
    deadline = time.monotonic() + SECONDS
    return [Circle(cycle, attainability(circuit, cycle, max(0.0, deadline - time.monotonic()))) for cycle in listed], more


def rounds(links: Mapping[str, Iterable[str]], limit: int = LIMIT) -> tuple[list[tuple[str, ...]], bool]:
    """The circles of what hangs on what, shortest first, and whether there may be more than were listed."""
    import networkx

    graph = networkx.DiGraph()
    for name, others in links.items():
        graph.add_edges_from((name, other) for other in sorted(others))
    found: list[tuple[str, ...]] = []
    more = False
    for knot in sorted(map(sorted, networkx.strongly_connected_components(graph))):
        part = graph.subgraph(knot)
        if len(knot) <= _SMALL:
            some = list(islice(networkx.simple_cycles(part), limit + 1))
            more = more or len(some) > limit
        else:
            some, more = [_shortest(part, name) for name in knot[:limit]], True
        found += [_turned(cycle) for cycle in some]
    listed = sorted(set(found), key=lambda cycle: (len(cycle), cycle))
    return listed[:limit], more or len(listed) > limit


def _shortest(graph: networkx.DiGraph, start: str) -> list[str]:
    """The shortest circle through a node; every node of a knot has one."""
    import networkx

    paths = networkx.single_source_shortest_path(graph, start)
    return min((paths[before] for before in sorted(graph.predecessors(start))), key=lambda path: (len(path), path))


def _turned(cycle: list[str]) -> tuple[str, ...]:
    """The circle begun at its first condition in order, so that one circle has one name."""
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])
