"""Boxes in columns and named arrows between them, as SVG: what points stands left of what it points at."""

from __future__ import annotations

import itertools
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx

_MARGIN, _LINE, _PAD, _ROW = 8, 15, 6, 16
_LINES, _FEW = 4, 6
_LETTER, _SMALL = 6.4, 5.6  # the width of a letter of 12 and of 11 pixels, more or less


class _Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    lines: list[str]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw(statements: Iterable[tuple[str, str, str]], names: Mapping[str, str]) -> str:
    """The statements (from, by, to) as SVG; `names` says what is written for each of the three."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for start, by, end in statements:
        graph.add_edge(start, end)
        said[start, end].append(names[by])
    texts = {pair: textwrap.wrap(", ".join(words), 20)[:3] for pair, words in said.items()}
    columns = _columns(graph)
    alike = len(texts) > _FEW and len({tuple(text) for text in texts.values()}) == 1
    gap = 60 if alike else round(max(len(line) for lines in texts.values() for line in lines) * _SMALL) + 48
    boxes = _boxes(columns, names, gap + 6 * max(map(len, columns)))
    lines, labels = "", ""
    for (start, end), text in texts.items():
        fans_in = graph.in_degree(end) > graph.out_degree(start)
        path, x, y = _arrow(boxes[start], boxes[end], 0.38 if fans_in else 0.62)
        lines += f'<path d="{path}" fill="none" stroke="#5b6b7b" marker-end="url(#pg-arrow)"/>'
        labels += "" if alike else _label(text, x, y)
    nodes = "".join(_node(box, graph.out_degree(name) > 0) for name, box in boxes.items())
    width = max(box.x + box.width for box in boxes.values()) + _MARGIN
    if any(boxes[start].x >= boxes[end].x for start, end in texts):
        width += gap / 2
    height = max(box.y + box.height for box in boxes.values()) + _MARGIN
    if alike:  # one name for all arrows is said once, below
        labels = _label(["→ " + " ".join(next(iter(texts.values())))], width / 2, height + 4)
        height += 16
    return page(lines + nodes + labels, width, height)


def _columns(graph: networkx.DiGraph[str]) -> list[list[str]]:
    """The things in columns, so that arrows go to the right (within a circle, up and down), with few crossings."""
    import networkx

    parts = networkx.condensation(graph)
    columns = [sorted(n for part in layer for n in parts.nodes[part]["members"]) for layer in networkx.topological_generations(parts)]
    for order in (columns, columns[::-1]) * 4:
        for fixed, moved in itertools.pairwise(order):
            place = {n: i for i, n in enumerate(fixed)}
            sides = {n: [place[m] for m in (*graph.pred[n], *graph.succ[n]) if m in place] for n in moved}
            rank = {n: (sum(side) / len(side) if side else float(i), n) for i, (n, side) in enumerate(sides.items())}
            moved.sort(key=rank.__getitem__)
    return columns


def _boxes(columns: list[list[str]], names: Mapping[str, str], gap: float) -> dict[str, _Box]:
    wrap = 24 if len(columns) <= 3 else 17
    lines = {n: _wrapped(names[n], wrap) for column in columns for n in column}
    height = {n: len(lines[n]) * _LINE + 2 * _PAD for n in lines}
    tall = max(sum(height[n] + _ROW for n in column) for column in columns)
    boxes, x = {}, float(_MARGIN)
    for column in columns:
        width = round(max(len(line) for n in column for line in lines[n]) * _LETTER) + 20
        # A short column beside a long one is spread out, so that its arrows do not run into one bundle.
        row = min((tall - sum(height[n] for n in column)) / len(column), 4 * _ROW)
        y = _MARGIN + (tall - sum(height[n] + row for n in column) + row - _ROW) / 2
        for n in column:
            boxes[n] = _Box(x, round(y), width, height[n], lines[n])
            y += height[n] + row
        x += width + gap
    return boxes


def _wrapped(text: str, width: int) -> list[str]:
    lines = textwrap.wrap(text, width) or [""]
    return lines if len(lines) <= _LINES else [*lines[: _LINES - 1], lines[_LINES - 1][: width - 1] + "…"]


def _node(box: _Box, points: bool) -> str:
    fill, x = "#e3eef8" if points else "#ffffff", box.x + box.width / 2
    rows = "".join(f'<tspan x="{x:g}" y="{box.y + _PAD + 11 + i * _LINE:g}">{escape(text)}</tspan>' for i, text in enumerate(box.lines))
    frame = f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="4" fill="{fill}" stroke="#5b6b7b"/>'
    return f'{frame}<text text-anchor="middle">{rows}</text>'


def _arrow(start: _Box, end: _Box, at: float) -> tuple[str, float, float]:
    """The path of an arrow and the place of its name, a part of the way along; round the right where it does not go right."""
    x1, y1, x2, y2 = start.x + start.width, start.middle, end.x, end.middle
    bend = (x2 - x1) / 2
    if end.x <= start.x:
        x2, y2, bend, at = end.x + end.width, y2 + (8 if end is start else 0), 40, 0.5
    back = x2 + bend if end.x <= start.x else x2 - bend
    path = f"M{x1:g} {y1:g} C{x1 + bend:g} {y1:g} {back:g} {y2:g} {x2:g} {y2:g}"
    rest = 1 - at
    x = rest**3 * x1 + 3 * rest**2 * at * (x1 + bend) + 3 * rest * at**2 * back + at**3 * x2
    y = (rest**3 + 3 * rest**2 * at) * y1 + (3 * rest * at**2 + at**3) * y2
    return path, round(x), round(y)


def _label(lines: list[str], x: float, y: float) -> str:
    top = y + 4 - (len(lines) - 1) * 6
    rows = "".join(f'<tspan x="{x:g}" y="{top + i * 12:g}">{escape(text)}</tspan>' for i, text in enumerate(lines))
    halo = 'fill="#333333" stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return f'<text text-anchor="middle" font-size="11" font-style="italic" {halo}>{rows}</text>'


def page(inside: str, width: float, height: float) -> str:
    """An SVG of that size with a white ground, fit for print."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        'font-family="Liberation Sans, Arial, Helvetica, sans-serif" font-size="12">'
    )
    arrow = '<defs><marker id="pg-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    arrow += '<path d="M0 0L8 4L0 8z" fill="#5b6b7b"/></marker></defs>'
    return f'{head}{arrow}<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>{inside}</svg>'
