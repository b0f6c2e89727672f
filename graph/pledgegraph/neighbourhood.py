"""What of the network is shown: what lies around a thing, what belongs to a pillar, at most so many things."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from pledgegraph.errors import UsageError
from pledgegraph.namespaces import TYPE, curie, named_node, pg
from pledgegraph.store import values
from pledgegraph.things import is_kind, label, members, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx

MOST = 300
PILLAR, EVIDENCE_OF = pg("Pillar"), pg("evidenceOf")


def choose(
    store: Store,
    scene: networkx.MultiDiGraph,
    around: str | None = None,
    depth: int | None = None,
    pillar: str | None = None,
    most: int = MOST,
) -> tuple[networkx.MultiDiGraph, int]:
    """The part of a scene that is asked for, as a graph of its own, and how many things of that part `most` leaves out.

    `around` is a thing by id, label or alias, a claim (both its ends) or a kind (all its members); `depth` counts links from there,
    1 where nothing is said. Where there are more things than `most`, the nearest stay: to that thing, or to the one with the most links.
    Raises `UsageError` for what there is not, or is linked to nothing.
    """
    if depth is not None and around is None:
        raise UsageError("the depth counts links from a thing; say from which with --around THING")
    if depth is not None and depth < 0:
        raise UsageError(f"a depth of {depth} leads nowhere; use 0 for the thing alone, 1 for what it is linked to")
    if most < 1:
        raise UsageError(f"a picture of {most} things is empty; show at least 1")
    if not scene:
        raise UsageError("nothing in this view is linked to anything; choose other facts or another day")
    part = _of_pillar(store, scene, pillar) if pillar is not None else scene
    if around is not None:
        centre = [n for n in _centre(store, scene, around) if n in part]
        if not centre:
            raise UsageError(f"{around!r} does not belong to the pillar {pillar!r}; leave --pillar out to see what is around it")
        near = _within(part, centre, 1 if depth is None else depth)
    else:
        near = (
            _within(part, sorted(part, key=lambda n: (-part.degree(n), n))[:1], len(part)) if len(part) > most else dict.fromkeys(part, 0)
        )
        near |= {n: len(part) for n in part if n not in near}
    kept = sorted(near, key=lambda n: (near[n], -part.degree(n), n))[:most]
    return part.subgraph(kept).copy(), len(near) - len(kept)


def _centre(store: Store, scene: networkx.MultiDiGraph, name: str) -> list[str]:
    claimed = {claim for *_, carried in scene.edges(data="claims") for claim in carried}
    kinds = {curie(k.value) for n in scene for k in values(store, named_node(n), TYPE) if isinstance(k, NamedNode)}
    node = resolve(store, name, among={*scene, *claimed, *kinds})
    if is_kind(store, node):
        found = [curie(m.value) for m in members(store, node)]
    else:
        claims = {curie(n.value) for n in (node, *values(store, node, EVIDENCE_OF)) if isinstance(n, NamedNode)}
        ends = [end for a, b, carried in scene.edges(data="claims") if claims & set(carried) for end in (a, b)]
        found = ends or [curie(node.value)]
    if centre := sorted({n for n in found if n in scene}):
        return centre
    thing = curie(node.value)
    raise UsageError(f"{label(store, node)} ({thing}) is linked to nothing in this view; 'pledge show {thing}' tells what is known of it")


def _within(graph: networkx.MultiDiGraph, centre: Iterable[str], depth: int) -> dict[str, int]:
    """The nodes that so many links lead to, whichever way they point, each with its distance."""
    distance = dict.fromkeys(centre, 0)
    queue = deque(distance)
    while queue:
        node = queue.popleft()
        if distance[node] == depth:
            continue
        for other in sorted({*graph.successors(node), *graph.predecessors(node)}):
            if other not in distance:
                distance[other] = distance[node] + 1
                queue.append(other)
    return distance


def _of_pillar(store: Store, scene: networkx.MultiDiGraph, name: str) -> networkx.MultiDiGraph:
    """The pillar, all that is part of it, and the links that touch them."""
    node = resolve(store, name, "pillar")
    if PILLAR not in values(store, node, TYPE):
        pillars = ", ".join(f"{curie(p.value)} ({label(store, p)})" for p in members(store, PILLAR))
        raise UsageError(f"{curie(node.value)} is no pillar; " + (f"the pillars are {pillars}" if pillars else "this graph has none"))
    if curie(node.value) not in scene:
        raise UsageError(f"nothing in this view belongs to the pillar {curie(node.value)}; choose another or another day")
    core, queue = {curie(node.value)}, [curie(node.value)]
    while queue:
        here = queue.pop()
        below = [a for a, _, key in scene.in_edges(here, keys=True) if key == "pg:partOf"]
        below += [b for _, b, key in scene.out_edges(here, keys=True) if key == "pg:step"]
        queue += [n for n in below if n not in core]
        core.update(below)
    touching = [(a, b, key) for a, b, key in scene.edges(keys=True) if a in core or b in core]
    part = scene.edge_subgraph(touching).copy()
    part.add_nodes_from((n, scene.nodes[n]) for n in core)
    return part


__all__ = ["MOST", "choose"]
