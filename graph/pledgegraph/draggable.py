"""The draggable page of a drawing: pyvis draws, places are ours, and the page needs nothing but itself.

pyvis puts two links to Bootstrap and a doubled heading on its page and turns a tooltip with "href" in it into HTML. So only its library
and its drawing are taken over; tooltips are made of text nodes, and a policy lets no other script run and no request out.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from pledgegraph.errors import EngineError
from pledgegraph.lettering import clean
from pledgegraph.looks import LOOKS, MOST_LINES, stroke
from pledgegraph.resources import page_part
from pledgegraph.still import says

if TYPE_CHECKING:
    from pledgegraph.drawing import Drawing

OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shapeProperties": {"borderRadius": 4}, "font": {"size": 13}},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.6}}, "selectionWidth": 1.5, "hoverWidth": 1},
    "interaction": {"hover": True, "tooltipDelay": 150, "keyboard": {"enabled": True, "bindToWindow": False}},
}


def html(drawing: Drawing) -> str:
    """The page of a drawing, whole."""
    library, sheet, script = _pyvis(drawing)
    scripts, sheets = [library, script, page_part("network.js")], [sheet, page_part("network.css")]
    policy = f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(sheets)}; img-src data:; base-uri 'none'; "
    policy += "form-action 'none'"
    words = {name: drawing.words(name) for name in ("canvas", "nothing", "more")} | {"most": MOST_LINES}
    title = escape(clean(drawing.title))
    return (
        f'<!doctype html>\n<html lang="{drawing.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        + "".join(f"<style>{text}</style>\n" for text in sheets)
        + f"</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{escape(clean(drawing.note))}</p>\n{_tools(drawing)}{_legend(drawing)}"
        f'<div class="stage">\n<div id="mynetwork"></div>\n'
        f'<section id="said" aria-live="polite" aria-label="{escape(drawing.words("evidence"))}" tabindex="0">'
        f"<h2>{escape(drawing.words('evidence'))}</h2><p>{escape(drawing.words('hint'))}</p></section>\n</div>\n{_tables(drawing)}</main>\n"
        f'<script type="application/json" id="words">{_data(words)}</script>\n'
        + "".join(f"<script>{text}</script>\n" for text in scripts)
        + "</body>\n</html>\n"
    )


def _pyvis(drawing: Drawing) -> tuple[str, str, str]:
    """The library, its style sheet and the drawing, as pyvis writes them."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", height="100%")
    network.set_options(json.dumps(OPTIONS))
    for spot in drawing.spots.values():
        look = spot.look
        network.add_node(
            spot.id,
            label="\n".join(spot.block.lines),
            shape="box",
            color=look.fill,
            x=spot.box.x,
            y=spot.box.y,
            name=spot.label,
            rows=spot.block.lines,
            form=look.shape,
            wide=spot.box.width,
            high=spot.box.height,
            day=look.fill,
            night=look.night,
            rim=look.rim,
            said=[clean(line) for line in spot.lines],
        )
    beside = {number for number, (along, _, _) in drawing.labelled.items() if along == 0.5}  # pyvis knows no other place
    for number, line in enumerate(drawing.lines):
        bent = {"enabled": True, "type": "curvedCCW" if line.bend > 0 else "curvedCW", "roundness": abs(line.bend)}
        network.add_edge(
            line.source,
            line.target,
            id=f"link-{number}",
            width=line.stroke.width,
            dashes=list(line.stroke.dashes) or False,
            smooth=bent if line.bend else False,
            name=says(drawing, line),
            day=line.stroke.colour,
            night=line.stroke.night,
            said=[clean(text) for text in line.lines],
            **({"label": line.label} if number in beside else {}),
        )
    page = network.generate_html(notebook=False)
    scripts = [text for text in re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL) if text.strip()]
    sheets = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    if len(scripts) != 3 or not sheets:
        raise EngineError("pyvis writes another page than the one known; install pyvis 0.3.2")
    return scripts[1], sheets[0], scripts[2]


def _hashes(texts: list[str]) -> str:
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts)


def _data(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _tools(drawing: Drawing) -> str:
    names = "".join(f'<option value="{escape(label)}">' for label in sorted({spot.label for spot in drawing.spots.values()}))
    buttons = "".join(f'<button type="button" id="{name}">{escape(drawing.words(name))}</button>' for name in ("all", "nearer", "farther"))
    search = escape(drawing.words("search"))
    return (
        f'<div class="tools"><label for="search">{search}</label><input id="search" type="search" list="names" autocomplete="off">'
        f'<datalist id="names">{names}</datalist>{buttons}</div>\n'
    )


def _legend(drawing: Drawing) -> str:
    from pledgegraph.still import outline

    items = []
    for kind, words in drawing.legend.kinds:
        look = LOOKS[kind]
        swatches = (
            outline(look.shape, 20, 10, 36, 16, f'class="{when}" fill="{fill}" stroke="{look.rim}" stroke-width="1.5"')
            for when, fill in (("day", look.fill), ("night", look.night))
        )
        items.append(_entry("".join(swatches), words))
    for tone, words in drawing.legend.tones:
        pen = stroke(tone)
        dashes = f' stroke-dasharray="{" ".join(map(str, pen.dashes))}"' if pen.dashes else ""
        lines = (
            f'<path class="{when}" d="M2 10h36" stroke="{colour}" stroke-width="{pen.width}"{dashes}/>'
            for when, colour in (("day", pen.colour), ("night", pen.night))
        )
        items.append(_entry("".join(lines), words))
    return f'<ul class="legend" aria-label="{escape(drawing.words("legend"))}">\n' + "".join(items) + "</ul>\n"


def _entry(sign: str, words: str) -> str:
    return f'<li><svg width="40" height="20" viewBox="0 0 40 20" aria-hidden="true">{sign}</svg>{escape(clean(words))}</li>\n'


def _tables(drawing: Drawing) -> str:
    """Everything that is shown, as tables: for screen readers, for search, and where no script runs."""
    kinds = {kind: words for kind, words in drawing.legend.kinds}
    nodes = drawing.graph.nodes
    things = [(spot.label, kinds.get(nodes[name]["kind"], ""), spot.lines) for name, spot in drawing.spots.items()]
    links = [(drawing.spots[x.source].label, x.label, drawing.spots[x.target].label, x.lines) for x in drawing.lines]
    heads = [drawing.words(n).split("|") for n in ("thing_columns", "link_columns")]
    return (
        f"<details><summary>{escape(drawing.words('tables'))}</summary>\n"
        + _table(drawing.words("things"), heads[0], sorted(things))
        + _table(drawing.words("links"), heads[1], links)
        + "</details>\n"
    )


def _table(title: str, columns: list[str], rows: list[Any]) -> str:
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = ""
    for *cells, lines in rows:
        evidence = "".join(f'<p dir="auto">{escape(clean(line))}</p>' for line in lines)
        body += "<tr>" + "".join(f'<td dir="auto">{escape(clean(c))}</td>' for c in cells) + f"<td>{evidence}</td></tr>\n"
    return (
        f'<h2>{escape(title)}</h2>\n<div class="wide" tabindex="0" role="region" aria-label="{escape(title)}"><table>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n"
    )
