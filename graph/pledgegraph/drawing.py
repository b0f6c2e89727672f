"""A drawing of the network: what is shown, where it stands, and the forms it can be written in; in a notebook it shows itself."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pledgegraph.errors import UsageError
from pledgegraph.lettering import Block, block, clean
from pledgegraph.looks import LOOKS, MOST_LINES, WORDS, Look, Stroke, stroke

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx

    from pledgegraph.positions import Box

FORMATS = ("html", "svg", "graphml", "gexf")
PADDING = {"pill": (26, 14), "ellipse": (34, 18), "hexagon": (36, 14), "slant": (38, 14)}


class Spot(NamedTuple):
    """A thing in a drawing: where it stands, how it looks, what its label reads and what there is to say of it."""

    id: str
    box: Box
    block: Block
    look: Look
    label: str
    lines: tuple[str, ...]


class Line(NamedTuple):
    """A link in a drawing: from where to where, what it says, how it looks and how far it bends (0 is straight)."""

    source: str
    target: str
    key: str
    label: str
    tone: str
    stroke: Stroke
    lines: tuple[str, ...]
    bend: float


class Drawing:
    """A part of the network with a place for everything in it.

    `graph` is a networkx MultiDiGraph with `x` and `y` (upwards) on its nodes; `shown` counts its things and links and those of the
    whole view.
    """

    def __init__(
        self, graph: networkx.MultiDiGraph, title: str, note: str, shown: tuple[int, int, int, int], legend: Legend, lang: str
    ) -> None:
        self.graph, self.title, self.note, self.shown, self.legend, self.lang = graph, title, note, shown, legend, lang
        for name, spot in self.spots.items():
            self.graph.nodes[name].update(x=spot.box.x, y=-spot.box.y, colour=spot.look.rim)
        for _, _, data in self.graph.edges(data=True):
            data["colour"] = stroke(data["tone"]).colour

    @cached_property
    def spots(self) -> dict[str, Spot]:
        """The things by id, in the order of their ids."""
        from pledgegraph.positions import place

        blocks = {name: block(data["label"]) for name, data in self.graph.nodes(data=True)}
        looks = {name: LOOKS[data["kind"]] for name, data in self.graph.nodes(data=True)}
        sizes = {
            n: (b.width + PADDING.get(looks[n].shape, (22, 14))[0], b.height + PADDING.get(looks[n].shape, (22, 14))[1])
            for n, b in blocks.items()
        }
        boxes = place(self.graph, sizes)
        nodes = self.graph.nodes
        return {n: Spot(n, boxes[n], blocks[n], looks[n], clean(nodes[n]["label"]), tuple(nodes[n]["lines"])) for n in sorted(boxes)}

    @cached_property
    def lines(self) -> list[Line]:
        """The links in a fixed order, those between the same two things bent apart."""
        beside: dict[frozenset[str], int] = {}
        lines = []
        every = sorted(self.graph.edges(keys=True))
        count = {ends: sum(1 for a, b, _ in every if frozenset((a, b)) == ends) for ends in {frozenset((a, b)) for a, b, _ in every}}
        for source, target, key in every:
            data, ends = self.graph.edges[source, target, key], frozenset((source, target))
            beside[ends] = beside.get(ends, 0) + 1
            bend = (beside[ends] - (count[ends] + 1) / 2) * (0.2 if source < target else -0.2)
            lines.append(Line(source, target, key, clean(data["label"]), data["tone"], stroke(data["tone"]), tuple(data["lines"]), bend))
        return lines

    @cached_property
    def labelled(self) -> dict[int, tuple[float, float, float]]:
        """The links, by number, that have room for what they say, and where (see `still.label_places`)."""
        from pledgegraph.still import label_places

        return label_places(self)

    def words(self, name: str) -> str:
        """A word of the drawing in its language."""
        return WORDS[self.lang][name]

    def brief(self, lines: tuple[str, ...]) -> list[str]:
        """The first lines of evidence, and how many more there are."""
        kept = [clean(line) for line in lines[:MOST_LINES]]
        return kept + ([self.words("more").format(len(lines) - MOST_LINES)] if len(lines) > MOST_LINES else [])

    def svg(self) -> str:
        """A still of the drawing: no script, everything as text."""
        from pledgegraph.still import svg

        return svg(self)

    def html(self) -> str:
        """A page on which the things can be dragged; it needs nothing but itself."""
        from pledgegraph.draggable import html

        return html(self)

    def graphml(self) -> bytes:
        """Exactly what is shown, as GraphML with places and colours."""
        from pledgegraph.interchange import dump

        return dump(self.graph, "graphml")

    def gexf(self) -> bytes:
        """Exactly what is shown, as GEXF with places and colours for Gephi."""
        from pledgegraph.interchange import dump

        return dump(self.graph, "gexf")

    def render(self, form: str) -> bytes:
        """The drawing in one of `FORMATS`."""
        forms: dict[str, Callable[[], str | bytes]] = {"html": self.html, "svg": self.svg, "graphml": self.graphml, "gexf": self.gexf}
        if form not in forms:
            raise UsageError(f"a drawing has no form {form!r}; use one of {', '.join(FORMATS)}")
        data = forms[form]()
        return data if isinstance(data, bytes) else data.encode("utf-8")

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the drawing to a file, in the form that its ending names."""
        from pledgegraph.files import save

        save(path, self.render(form_of(os.fspath(path))))

    def __repr__(self) -> str:
        return f"<Drawing {self.title}: {self.note}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from html import escape

        title, page = escape(clean(self.title)), escape(self.html())
        frame = f'<iframe title="{title}" width="100%" height="720" sandbox="allow-scripts" srcdoc="{page}"></iframe>'
        return {"text/html": frame, "image/svg+xml": self.svg(), "text/plain": repr(self)}


class Legend(NamedTuple):
    """The kinds of things and tones of links that a drawing has, each with its words."""

    kinds: tuple[tuple[str, str], ...]
    tones: tuple[tuple[str, str], ...]


def form_of(path: str) -> str:
    """The form that a file's ending names; raises `UsageError` where it names none."""
    ending = os.path.splitext(path)[1].lower()
    if ending.removeprefix(".") not in FORMATS:
        endings = ", ".join(f".{f}" for f in FORMATS)
        raise UsageError(f"{path}: {f'{ending} is no form of a drawing' if ending else 'the name has no ending'}; use one of {endings}")
    return ending.removeprefix(".")
