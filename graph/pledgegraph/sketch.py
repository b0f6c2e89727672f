"""A constructed graph as a small picture: which of its things are drawn, what they are called, and the text that says the same."""

from __future__ import annotations

from collections import Counter
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Store

from pledgegraph.boxes import draw, page
from pledgegraph.picture import Picture
from pledgegraph.things import label

if TYPE_CHECKING:
    import rdflib

MOST = 24
_TOLD = 12
_WORDS = {
    "en": {
        "empty": "The query constructed no statement.",
        "graph": "Graph of {} things and {} statements",
        "cut": "{} of {} things are drawn, the best connected",
        "more": "and {} more",
    },
    "de": {
        "empty": "Die Abfrage ergab keine Aussage.",
        "graph": "Graph mit {} Dingen und {} Aussagen",
        "cut": "gezeichnet sind {} von {} Dingen, die am besten verbundenen",
        "more": "und {} weitere",
    },
}


def sketch(graph: rdflib.Graph, store: Store, lang: str = "en") -> Picture:
    """The graph as a picture with labels from the store; of more than `MOST` things, the best connected."""
    words = _WORDS["de" if lang == "de" else "en"]
    names = {term.n3(): _name(term, store, lang) for triple in graph for term in triple}
    statements = sorted((s.n3(), p.n3(), o.n3()) for s, p, o in graph)
    if not statements:
        return Picture(page(f'<text x="8" y="24">{words["empty"]}</text>', 320, 40), words["empty"], graph=graph)
    every = {end for s, _, o in statements for end in (s, o)}
    drawn = _best(statements)
    shown = [(s, p, o) for s, p, o in statements if s in drawn and o in drawn]
    title = words["graph"].format(len(every), len(statements))
    if len(drawn) < len(every):
        title += "; " + words["cut"].format(len(drawn), len(every))
    told = "; ".join(" ".join(shorten(names[term], 80, placeholder="…") for term in triple) for triple in shown[:_TOLD])
    rest = f"; {words['more'].format(len(shown) - _TOLD)}" if len(shown) > _TOLD else ""
    return Picture(draw(shown, names), title, f"{told}{rest}", graph=graph)


def _name(term: Any, store: Store, lang: str) -> str:
    from rdflib import RDF, BNode, URIRef

    if term == RDF.type:
        return "ist" if lang == "de" else "is"
    text = label(store, NamedNode(str(term)), lang) if isinstance(term, URIRef) else "[ ]" if isinstance(term, BNode) else str(term)
    # Control characters would make the SVG unreadable.
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _best(statements: list[tuple[str, str, str]]) -> set[str]:
    """At most `MOST` things: those of the statements between the best connected ones."""
    degree = Counter(end for s, _, o in statements for end in (s, o))
    chosen: set[str] = set()
    for s, _, o in sorted(statements, key=lambda t: (-degree[t[0]] - degree[t[2]], t)):
        if len(chosen | {s, o}) <= MOST:
            chosen |= {s, o}
    return chosen
