"""How the pictures look: tiles that carry a stance by colour and sign, bars, a legend, a title; altair draws them as SVG."""

from __future__ import annotations

import io
import json
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pledgegraph.palette import GREY, Step
from pledgegraph.picture import Picture

if TYPE_CHECKING:
    import altair

Row = dict[str, Any]
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
TILE = 26
_SIDE = 95  # letters of a row's name


class Sheet(NamedTuple):
    """What a picture is drawn on: the view's day, the words of the language, the stances by id, and what gives a thing's label."""

    day: str
    words: dict[str, str]
    steps: dict[str, tuple[int, Step]]
    label: Callable[[Any], str]


class Column(NamedTuple):
    """A column of a picture of tiles: where it begins, how wide it is, its name."""

    x: float
    width: float
    name: str


def tile(sheet: Sheet, stance: str, x: float, y: str, *, firm: bool = False, count: str = "") -> Row:
    """A stance as a tile at a place; `firm` where it is more than said."""
    step = sheet.steps[stance][1]
    edge, thick = ("#000000", 2.5) if firm else ("#9aa5b1", 0.8)
    return {"x": x, "y": y, "colour": step.colour, "ink": step.ink, "glyph": step.glyph, "edge": edge, "thick": thick, "count": count}


def tiled(
    sheet: Sheet,
    title: Sequence[str],
    columns: Sequence[Column],
    order: Sequence[str],
    tiles: list[Row],
    told: Iterable[str],
    lines: Sequence[Row] = (),
    label: Callable[[str], str] | None = None,
) -> Picture:
    """Rows of tiles on a ground of columns, with the scale as the legend below; `told` says the same in words."""
    import altair as alt

    if not tiles:
        return empty(sheet, title[0])
    width = columns[-1].x + columns[-1].width
    x, y = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False, zero=False), axis=None), _side(order, label or sheet.label)
    names = [textwrap.wrap(column.name, max(10, int(column.width / 7)), break_long_words=False) for column in columns]
    most = max(map(len, names))
    ground = [
        {"x": c.x, "x2": c.x + c.width, "middle": c.x + c.width / 2, "name": "\n".join([" "] * (most - len(n)) + n), "fill": fill}
        for c, n, fill in zip(columns, names, ["#ffffff", "#f1f3f6"] * len(columns), strict=False)
    ]
    base = alt.Chart(alt.InlineData(values=ground)).encode(x=x)
    layers = [base.mark_rect().encode(x2="x2:Q", color=alt.Color("fill:N", scale=None))]
    heads = base.mark_text(lineBreak="\n", baseline="bottom", lineHeight=13)
    middle = alt.X("middle:Q", scale=alt.Scale(domain=[0, width], nice=False, zero=False), axis=None)
    layers.append(heads.encode(x=middle, y=alt.value(-8 - 13 * (most - 1)), text="name:N"))
    if lines:
        layers.append(alt.Chart(alt.InlineData(values=list(lines))).mark_rule(color=GREY).encode(x=x, x2="x2:Q", y=y))
    layers += _signs(tiles, x, y)
    if any(row["count"] for row in tiles):
        layers.append(alt.Chart(alt.InlineData(values=tiles)).mark_text(align="left", dx=14).encode(x=x, y=y, text="count:N"))
    body = alt.layer(*layers).properties(width=width, height=alt.Step(TILE + 6))
    return _finished(sheet, alt.vconcat(body, _scale(sheet)), title, told)


def _signs(tiles: list[Row], x: altair.X, y: altair.Y) -> list[altair.Chart]:
    import altair as alt

    base = alt.Chart(alt.InlineData(values=tiles)).encode(x=x, y=y)
    squares = base.mark_point(shape="square", filled=True, size=20 * 20, opacity=1).encode(
        color=alt.Color("colour:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
    )
    return [squares, base.mark_text(fontSize=14).encode(text="glyph:N", color=alt.Color("ink:N", scale=None))]


def _scale(sheet: Sheet) -> Any:
    import altair as alt

    rows = [{**tile(sheet, key, 16 + 150 * (i % 3), f"{i // 3}"), "name": step.label} for key, (i, step) in sheet.steps.items()]
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, 460], nice=False), axis=None)
    y = alt.Y("y:O", axis=None)
    names = alt.Chart(alt.InlineData(values=rows)).mark_text(align="left", dx=15).encode(x=x, y=y, text="name:N")
    edge = (
        alt.Chart(alt.InlineData(values=[{"x": 6, "y": "2", "name": sheet.words["firm"]}]))
        .mark_text(align="left")
        .encode(x=x, y=y, text="name:N")
    )
    return alt.layer(*_signs(rows, x, y), names, edge).properties(width=460, height=alt.Step(TILE))


def bars(
    sheet: Sheet, title: Sequence[str], order: Sequence[str], pieces: list[Row], legend: Sequence[tuple[str, str]], told: Iterable[str]
) -> Picture:
    """A bar for each row, in pieces (`y`, `x`, `x2`, `colour`, `ink`, `count`); the legend is pairs of a colour and its meaning."""
    import altair as alt

    if not pieces:
        return empty(sheet, title[0])
    base = alt.Chart(alt.InlineData(values=[{**p, "middle": (p["x"] + p["x2"]) / 2} for p in pieces])).encode(y=_side(order, sheet.label))
    x = alt.X("x:Q", axis=alt.Axis(title=None, tickMinStep=1, format="d", gridColor="#e3e6ea"))
    drawn = base.mark_bar(stroke=GREY, height=18).encode(x=x, x2="x2:Q", color=alt.Color("colour:N", scale=None))
    counts = base.mark_text().encode(x="middle:Q", text="count:N", color=alt.Color("ink:N", scale=None))
    body = (drawn + counts).properties(width=440, height=alt.Step(26))
    rows = [{"x": 0, "y": f"{i}", "name": name, "colour": colour} for i, (colour, name) in enumerate(legend)]
    key = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-10, 430])), y=alt.Y("y:O", axis=None)
    )
    squares = key.mark_point(shape="square", filled=True, size=200, opacity=1, stroke=GREY, strokeWidth=0.8)
    below = squares.encode(color=alt.Color("colour:N", scale=None)) + key.mark_text(align="left", dx=14).encode(text="name:N")
    return _finished(sheet, alt.vconcat(body, below.properties(width=440, height=alt.Step(22))), title, told)


def _side(order: Sequence[str], label: Callable[[str], str]) -> altair.Y:
    """The rows of a picture by their ids, shown by their labels, whatever these contain."""
    import altair as alt

    names = {key: textwrap.shorten(label(key), _SIDE, placeholder="…") for key in order}
    # Room for a reader's font that is wider than ours.
    room = min(660, 12 + 7 * max((len(name) for name in names.values()), default=0))
    # A label is looked up in this table and never read as an expression.
    shown = f"({json.dumps(names)})[datum.value]"
    axis = alt.Axis(title=None, ticks=False, domain=False, labelLimit=660, labelPadding=8, labelExpr=shown, minExtent=room)
    return alt.Y("y:N", sort=list(order), scale=alt.Scale(domain=list(order)), axis=axis)


def empty(sheet: Sheet, title: str) -> Picture:
    """A picture that says that there is nothing to draw."""
    from html import escape

    from pledgegraph.boxes import page

    text = f"{title}, {sheet.words['as of']} {sheet.day}: {sheet.words['nothing']}"
    return Picture(page(f'<text x="8" y="24">{escape(text)}</text>', 16 + 7 * len(text), 40), text)


def _finished(sheet: Sheet, chart: altair.VConcatChart, title: Sequence[str], told: Iterable[str]) -> Picture:
    import altair as alt

    head = f"{title[0]}, {sheet.words['as of']} {sheet.day}"
    below = [line for text in title[1:] for line in textwrap.wrap(text, 100)]
    chart = chart.properties(title=alt.TitleParams(text=head, subtitle=below, anchor="start", fontSize=14, subtitleFontSize=11, offset=12))
    chart = chart.configure(font=FONT, background="#ffffff").configure_view(stroke=None).configure_axis(labelFontSize=12)
    chart = chart.configure_text(fontSize=12).configure_concat(spacing=16)
    out = io.StringIO()
    chart.save(out, format="svg")
    return Picture(out.getvalue(), head, ". ".join([*title[1:], "; ".join(told)]), chart=chart)
