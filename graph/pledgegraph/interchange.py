"""A networkx graph for Gephi and its kin: GraphML and GEXF, the same bytes every time, nothing in them that XML refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pledgegraph.lettering import clean

if TYPE_CHECKING:
    import networkx

FORMATS = ("graphml", "gexf")
# The day on which a file was written, and by which version of a library, are not in what it says.
_STAMP = re.compile(r' lastmodifieddate="[^"]*"|\s*<creator>[^<]*</creator>')


def dump(graph: networkx.MultiDiGraph, form: str) -> bytes:
    """The graph in one of `FORMATS`.

    Links are numbered, and what a link says is its attribute `says`; lists become lines of text. Nodes with a place (`x`, `y`,
    upwards) and a `colour` keep both: as columns that Gephi knows in GraphML, as `viz` in GEXF.
    """
    import networkx

    flat = networkx.MultiDiGraph()
    for name in sorted(graph):
        flat.add_node(clean(name), **_seen(_scalars(graph.nodes[name]), form))
    for number, (source, target, key) in enumerate(sorted(graph.edges(keys=True)), 1):
        link = f"link-{number}"
        data = _scalars(graph.edges[source, target, key]) | {"says": clean(key)} | ({"id": link} if form == "gexf" else {})
        flat.add_edge(clean(source), clean(target), key=link, **_seen(data, form))
    lines = networkx.generate_graphml(flat) if form == "graphml" else networkx.generate_gexf(flat, version="1.2draft")
    return (_STAMP.sub("", "\n".join(lines)) + "\n").encode("utf-8")


def _scalars(data: dict[str, Any]) -> dict[str, Any]:
    """Attributes as a table's cells: numbers stay, lists become lines, empty ones go."""
    plain = {n: "\n".join(map(str, v)) if isinstance(v, list | tuple) else v for n, v in sorted(data.items())}
    return {n: v if isinstance(v, int | float) else clean(str(v)) for n, v in plain.items() if v not in ("", None)}


def _seen(data: dict[str, Any], form: str) -> dict[str, Any]:
    """The attributes with colour and place as the format's readers know them."""
    colour = data.pop("colour", None)
    rgb = {name: int(colour[i : i + 2], 16) for name, i in (("r", 1), ("g", 3), ("b", 5))} if colour else {}
    if form == "graphml":
        return data | rgb
    viz: dict[str, Any] = {"color": rgb | {"a": 1.0}} if rgb else {}
    if "x" in data:
        viz |= {"position": {"x": data.pop("x"), "y": data.pop("y"), "z": 0.0}, "size": 10.0}
    return data | ({"viz": viz} if viz else {})
