"""Where the things of a picture stand: near what they are linked to, none on top of another, the same in every run and on every machine.

networkx's own layouts need numpy, its Kamada-Kawai scipy too, and their last digits differ between processors. This is the
same energy (the distance on paper should be the distance along the links) descended pair by pair in plain arithmetic.
"""

from __future__ import annotations

import math
import random
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx

ROUNDS = 30
GAP = 24.0
SPREAD = 8
ASIDE, LARGE = 120, 12_000
STRETCH = 1.5  # labels are wider than high


class Box(NamedTuple):
    """The place of a thing: the middle, and how wide and high it is."""

    x: float
    y: float
    width: float
    height: float


def place(graph: networkx.Graph, sizes: dict[str, tuple[float, float]]) -> dict[str, Box]:
    """A box for every node: each connected part laid out by itself, then the parts set in rows below one another."""
    import networkx

    plain = networkx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in graph.edges() if a != b))
    parts = sorted(networkx.connected_components(plain), key=lambda part: (-len(part), min(part)))
    laid = [_part(plain.subgraph(sorted(part)).copy(), sizes) for part in parts]
    return _rows(laid)


def _part(plain: networkx.Graph, sizes: dict[str, tuple[float, float]]) -> dict[str, Box]:
    nodes = sorted(plain)
    index = {n: i for i, n in enumerate(nodes)}
    lines = [(index[a], index[b]) for a, b in sorted(map(sorted, plain.edges()))]
    points = _separate(nodes, _descend(nodes, _distances(plain, nodes)), sizes, lines)
    left, top = min(x - sizes[n][0] / 2 for n, (x, _) in points.items()), min(y - sizes[n][1] / 2 for n, (_, y) in points.items())
    return {n: Box(round(x - left, 1), round(y - top, 1), *sizes[n]) for n, (x, y) in points.items()}


def _distances(plain: networkx.Graph, nodes: list[str]) -> list[tuple[int, int, float]]:
    """How far apart every two nodes should be: the way between them, longer around nodes with many links."""
    import networkx

    degree = dict(plain.degree())
    for a, b in plain.edges():
        plain.edges[a, b]["length"] = 80 + 14 * math.sqrt(degree[a] + degree[b]) * (1 if min(degree[a], degree[b]) > 1 else 0.6)
    index = {n: i for i, n in enumerate(nodes)}
    return [
        (index[a], index[b], 100 * (d / 100) ** 0.85)
        for a in nodes
        for b, d in sorted(networkx.single_source_dijkstra_path_length(plain, a, weight="length").items())
        if index[a] < index[b]
    ]


def _descend(nodes: list[str], pairs: list[tuple[int, int, float]]) -> list[list[float]]:
    """Stochastic gradient descent on the stress: pair by pair, in smaller and smaller steps."""
    dice = random.Random(7)
    xs, ys = [dice.uniform(0, 500) for _ in nodes], [dice.uniform(0, 500) for _ in nodes]
    if not pairs:
        return [[x, y] for x, y in zip(xs, ys, strict=True)]
    longest, shortest = max(d for _, _, d in pairs), min(d for _, _, d in pairs)
    decay = math.log((longest / shortest) ** 2 / 0.02) / (ROUNDS - 1)
    dice.shuffle(pairs)
    for step in range(ROUNDS):
        rate = longest**2 * math.exp(-decay * step)
        cut = len(pairs) * step // ROUNDS  # another order in every round, without the cost of shuffling again
        for a, b, wanted in [*pairs[cut:], *pairs[:cut]]:
            dx, dy = xs[a] - xs[b], ys[a] - ys[b]
            apart = math.sqrt(dx * dx + dy * dy) or 1e-6
            share = rate / (wanted * wanted)
            move = (apart - wanted) / (2 * apart) * (share if share < 1 else 1)
            dx *= move
            dy *= move
            xs[a] -= dx
            ys[a] -= dy
            xs[b] += dx
            ys[b] += dy
    return [[x, y] for x, y in zip(xs, ys, strict=True)]


def _separate(
    nodes: list[str], points: list[list[float]], sizes: dict[str, tuple[float, float]], lines: list[tuple[int, int]]
) -> dict[str, tuple[float, float]]:
    """The points spread evenly until few boxes meet, then pushed until none comes nearer to another than the gap.

    In a picture that is not too large, boxes are pushed off the links of others too.
    """
    at = [[x * STRETCH, y] for x, y in points]
    half = [((sizes[n][0] + GAP) / 2, (sizes[n][1] + GAP) / 2) for n in nodes]
    for _ in range(SPREAD):
        if len(_meeting(at, half)) * 2 <= len(nodes):
            break
        at = [[x * 1.08, y * 1.08] for x, y in at]
    aside = ASIDE if len(nodes) * len(lines) <= LARGE else 0
    for step in range(2000):
        if step < aside:
            _step_aside(at, half, lines)
        elif step % 25 == 24:
            at = [[x * 1.04, y * 1.04] for x, y in at]
        meeting = _meeting(at, half)
        for i, j in meeting:
            _push_apart(at[i], at[j], half[i], half[j])
        if not meeting and step >= aside:
            break
    return {n: (at[i][0], at[i][1]) for i, n in enumerate(nodes)}


def _push_apart(p: list[float], q: list[float], half_p: tuple[float, float], half_q: tuple[float, float]) -> None:
    dx, dy = q[0] - p[0], q[1] - p[1]
    over_x, over_y = half_p[0] + half_q[0] - abs(dx), half_p[1] + half_q[1] - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return
    axis, over, sign = (0, over_x, dx >= 0) if over_x < over_y else (1, over_y, dy >= 0)
    push = (over / 2 + 0.5) * (1 if sign else -1)
    p[axis] -= push
    q[axis] += push


def _step_aside(at: list[list[float]], half: list[tuple[float, float]], lines: list[tuple[int, int]]) -> None:
    """Moves every box a little away from each line that runs through it to elsewhere."""
    for a, b in lines:
        (ax, ay), (bx, by) = at[a], at[b]
        dx, dy = bx - ax, by - ay
        long = math.sqrt(dx * dx + dy * dy) or 1.0
        for i, point in enumerate(at):
            along = ((point[0] - ax) * dx + (point[1] - ay) * dy) / (long * long)
            if i in (a, b) or not 0.05 < along < 0.95:
                continue
            side = ((point[0] - ax) * -dy + (point[1] - ay) * dx) / long
            room = (abs(dy) * half[i][0] + abs(dx) * half[i][1]) / long - GAP / 2
            if abs(side) < room:
                push = min(10.0, (room - abs(side)) / 3) * (1 if side >= 0 else -1)
                point[0] += push * -dy / long
                point[1] += push * dx / long


def _meeting(at: list[list[float]], half: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """The pairs of boxes that overlap, found by a sweep from left to right."""
    spans = sorted((x - w, x + w, y - h, y + h, i) for i, ((x, y), (w, h)) in enumerate(zip(at, half, strict=True)))
    found = []
    for place_, (_, right, top, bottom, i) in enumerate(spans, 1):
        for left, _, other_top, other_bottom, j in islice(spans, place_, None):
            if left >= right:
                break
            if other_top < bottom and top < other_bottom:
                found.append((i, j))
    return found


def _rows(parts: list[dict[str, Box]]) -> dict[str, Box]:
    """The parts in rows no wider than the first, the largest."""
    placed: dict[str, Box] = {}
    widest = max((_extent(part)[0] for part in parts[:1]), default=0)
    x = y = row = 0.0
    for part in parts:
        wide, high = _extent(part)
        if x and x + wide > widest:
            x, y, row = 0.0, y + row + 2 * GAP, 0.0
        placed |= {n: box._replace(x=box.x + x, y=box.y + y) for n, box in part.items()}
        x, row = x + wide + 2 * GAP, max(row, high)
    return placed


def _extent(part: dict[str, Box]) -> tuple[float, float]:
    return max(b.x + b.width / 2 for b in part.values()), max(b.y + b.height / 2 for b in part.values())
