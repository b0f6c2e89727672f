"""The still of a drawing: SVG without script or style sheet, every label and piece of evidence as text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pledgegraph.lettering import LEADING, SIZE, block, clean, width
from pledgegraph.looks import LOOKS, stroke

if TYPE_CHECKING:
    from pledgegraph.drawing import Drawing, Line, Spot
    from pledgegraph.positions import Box

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
MARGIN, INK, PAPER = 24, "#1b1f24", "#ffffff"
SMALL = 11
MANY = 30  # links, above which what the legend says of the quiet ones is not said beside each
QUIET = {"structure", "actor"}

Point = tuple[float, float]


def svg(drawing: Drawing) -> str:
    """The drawing as a standing picture: title, legend, links, things."""
    boxes = [spot.box for spot in drawing.spots.values()]
    right, bottom = max(b.x + b.width / 2 for b in boxes), max(b.y + b.height / 2 for b in boxes)
    wide = max(right, 560.0) + 2 * MARGIN
    head, top = _head(drawing, wide)
    shift = max(0.0, (560 - right) / 2)
    high = top + bottom + MARGIN
    body = [
        *(_link(drawing, line) for line in drawing.lines),
        *_labels(drawing),
        *(_thing(drawing, spot) for spot in drawing.spots.values()),
    ]
    title, description = escape(clean(drawing.title)), escape(clean(drawing.note))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(wide)}" height="{_n(high)}" viewBox="0 0 {_n(wide)} {_n(high)}" '
        f'role="img" aria-labelledby="title description" lang="{drawing.lang}" font-family="{FONT}" font-size="{SIZE}">\n'
        f'<title id="title">{title}</title>\n<desc id="description">{description}</desc>\n'
        f'<rect width="{_n(wide)}" height="{_n(high)}" fill="{PAPER}"/>\n{head}'
        f'<g transform="translate({_n(MARGIN + shift)} {_n(top)})">\n' + "".join(body) + "</g>\n</svg>\n"
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _text(x: float, y: float, text: str, size: int = SIZE, extra: str = "") -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" fill="{INK}"{extra}>{escape(clean(text))}</text>'


def _head(drawing: Drawing, wide: float) -> tuple[str, float]:
    """Title, note and legend in as many rows as they need, and where the picture begins."""
    out, y = [], MARGIN + 18.0
    for line in block(drawing.title, (wide - 2 * MARGIN) * SIZE / 20).lines:
        out.append(_text(MARGIN, y, line, 20, ' font-weight="bold"'))
        y += 26
    for line in block(drawing.note, wide - 2 * MARGIN).lines:
        out.append(_text(MARGIN, y, line))
        y += LEADING + 2
    x, y = float(MARGIN), y + 12
    entries = [(_swatch, kind, words) for kind, words in drawing.legend.kinds] + [
        (_sample, tone, words) for tone, words in drawing.legend.tones
    ]
    before = None
    for sign, name, words in entries:
        step = 44 + width(words) + 18
        if (x > MARGIN and x + step > wide - MARGIN) or (before and before is not sign):
            x, y = float(MARGIN), y + 24
        out += [sign(name, x, y - 4), _text(x + 44, y, words)]
        x, before = x + step, sign
    return "\n".join(out) + "\n", y + 30


def _swatch(kind: str, x: float, y: float) -> str:
    look = LOOKS[kind]
    return outline(look.shape, x + 18, y, 36, 16, f'fill="{look.fill}" stroke="{look.rim}" stroke-width="1.5"')


def _sample(tone: str, x: float, y: float) -> str:
    return f'<path d="M{_n(x)} {_n(y)}h36" {_pen(tone)}/>'


def _pen(tone: str) -> str:
    pen = stroke(tone)
    dashes = f' stroke-dasharray="{" ".join(map(str, pen.dashes))}"' if pen.dashes else ""
    return f'fill="none" stroke="{pen.colour}" stroke-width="{pen.width}"{dashes}'


def outline(shape: str, x: float, y: float, w: float, h: float, paint: str) -> str:
    """The outline of a shape around a middle, as SVG."""
    left, top, right, bottom = x - w / 2, y - h / 2, x + w / 2, y + h / 2
    if shape == "ellipse":
        return f'<ellipse cx="{_n(x)}" cy="{_n(y)}" rx="{_n(w / 2)}" ry="{_n(h / 2)}" {paint}/>'
    if shape in ("hexagon", "slant", "page"):
        cut = min(12.0, h / 3)
        corners = {
            "hexagon": [(left + cut, top), (right - cut, top), (right, y), (right - cut, bottom), (left + cut, bottom), (left, y)],
            "slant": [(left + cut, top), (right, top), (right - cut, bottom), (left, bottom)],
            "page": [(left, top), (right - cut, top), (right, top + cut), (right, bottom), (left, bottom)],
        }[shape]
        return f'<polygon points="{" ".join(f"{_n(a)},{_n(b)}" for a, b in corners)}" {paint}/>'
    round_ = {"pill": h / 2, "box": 4}.get(shape, 0)
    rect = f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(w)}" height="{_n(h)}" rx="{_n(round_)}" {paint}/>'
    if shape != "frame":
        return rect
    return rect + f'<rect x="{_n(left + 3)}" y="{_n(top + 3)}" width="{_n(w - 6)}" height="{_n(h - 6)}" {paint}/>'


def _thing(drawing: Drawing, spot: Spot) -> str:
    box, look = spot.box, spot.look
    first = box.y - spot.block.height / 2 + LEADING - 4
    lines = "".join(_text(box.x, first + i * LEADING, line, extra=' text-anchor="middle"') for i, line in enumerate(spot.block.lines))
    paint = f'fill="{look.fill}" stroke="{look.rim}" stroke-width="1.5"'
    said = escape("\n".join([spot.label, *drawing.brief(spot.lines)]))
    return f"<g><title>{said}</title>{outline(look.shape, box.x, box.y, box.width, box.height, paint)}{lines}</g>\n"


def _link(drawing: Drawing, line: Line) -> str:
    start, middle, end = ends(drawing, line)
    said = escape("\n".join([says(drawing, line), *drawing.brief(line.lines)]))
    back = math.atan2(end[1] - middle[1], end[0] - middle[0])
    wings = [(end[0] - 10 * math.cos(back + turn), end[1] - 10 * math.sin(back + turn)) for turn in (0.4, -0.4)]
    head = " ".join(f"{_n(x)},{_n(y)}" for x, y in [end, *wings])
    curve = f"M{_n(start[0])} {_n(start[1])}Q{_n(middle[0])} {_n(middle[1])} {_n(end[0])} {_n(end[1])}"
    return f'<g><title>{said}</title><path d="{curve}" {_pen(line.tone)}/><polygon points="{head}" fill="{line.stroke.colour}"/></g>\n'


def says(drawing: Drawing, line: Line) -> str:
    """A link in words: from where, what it says, to where."""
    return f"{drawing.spots[line.source].label} → {line.label} → {drawing.spots[line.target].label}"


def ends(drawing: Drawing, line: Line) -> tuple[Point, Point, Point]:
    """Where a link leaves its first thing, the point that bends it, and where it meets its second."""
    a, b = drawing.spots[line.source].box, drawing.spots[line.target].box
    middle = ((a.x + b.x) / 2 - (b.y - a.y) * line.bend, (a.y + b.y) / 2 + (b.x - a.x) * line.bend)
    return _rim(a, middle, 0), middle, _rim(b, middle, 2)


def _rim(box: Box, towards: Point, gap: float) -> Point:
    dx, dy = towards[0] - box.x, towards[1] - box.y
    reach = min((box.width / 2 + gap) / abs(dx) if dx else math.inf, (box.height / 2 + gap) / abs(dy) if dy else math.inf, 1.0)
    return box.x + dx * reach, box.y + dy * reach


def _labels(drawing: Drawing) -> list[str]:
    out = []
    for number, (_, x, y) in drawing.labelled.items():
        text = drawing.lines[number].label
        wide = width(text) * SMALL / SIZE + 2
        out.append(
            f'<rect x="{_n(x - wide / 2)}" y="{_n(y - SMALL / 2 - 1)}" width="{_n(wide)}" height="{SMALL + 3}" '
            f'fill="{PAPER}" fill-opacity="0.88"/>' + _text(x, y + SMALL / 2 - 2, text, SMALL, ' text-anchor="middle"') + "\n"
        )
    return out


def label_places(drawing: Drawing) -> dict[int, tuple[float, float, float]]:
    """Where links say what they say: on those, by number, where it stands free of every thing and every other such label.

    A place is how far along the link it is (0.5 is the middle), and its two coordinates.
    """
    from pledgegraph.positions import Box

    taken, places = [spot.box for spot in drawing.spots.values()], {}
    for number, line in sorted(enumerate(drawing.lines), key=lambda each: (-each[1].stroke.width, each[0])):
        if len(drawing.lines) > MANY and line.tone in QUIET:
            continue
        wide = width(line.label) * SMALL / SIZE + 4
        start, middle, end = ends(drawing, line)
        for t in (0.5, 0.4, 0.6, 0.3, 0.7):
            x, y = (start[i] * (1 - t) ** 2 + 2 * middle[i] * t * (1 - t) + end[i] * t * t for i in (0, 1))
            room = Box(x, y, wide, SMALL + 3)
            if not any(_meet(room, other) for other in taken):
                taken.append(room)
                places[number] = (t, x, y)
                break
    return dict(sorted(places.items()))


def _meet(a: Box, b: Box) -> bool:
    return abs(a.x - b.x) < (a.width + b.width) / 2 and abs(a.y - b.y) < (a.height + b.height) / 2
