"""A picture that needs no script: SVG with a text for those who cannot see it, which a notebook shows wherever it is read."""

from __future__ import annotations

import os
import re
from html import escape
from typing import TYPE_CHECKING, Any

from pledgegraph.errors import UsageError, said
from pledgegraph.files import save

if TYPE_CHECKING:
    import altair
    import rdflib

_ROOT = re.compile(r"<svg\b([^>]*)>", re.DOTALL)


class Picture:
    """An SVG with its title and, in `alt`, what it shows in words; `chart` (altair) or `graph` (rdflib) is what it was drawn from."""

    def __init__(
        self, svg: str, title: str, told: str = "", *, chart: altair.TopLevelMixin | None = None, graph: rdflib.Graph | None = None
    ) -> None:
        self.title, self.alt, self.chart, self.graph = title, f"{title}. {told}" if told else title, chart, graph
        named = f' role="img" aria-label="{escape(self.alt)}"><title>{escape(title, quote=False)}</title>'
        self.svg = _ROOT.sub(lambda root: f"<svg{root[1]}{named}", svg, count=1)

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict[str, str], dict[str, Any]]:
        return {"image/svg+xml": self.svg, "text/plain": self.alt}, {"image/svg+xml": {"alt": self.alt}}

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture as SVG, PNG or PDF, by the ending of the path."""
        name = said(path, "a path")
        ending = os.path.splitext(name)[1].lower()
        if ending not in (".svg", ".png", ".pdf"):
            raise UsageError(f"{name}: a picture is saved as .svg, .png or .pdf")
        save(name, self.svg.encode() if ending == ".svg" else _converted(self.svg, ending))


def _converted(svg: str, ending: str) -> bytes:
    try:
        import vl_convert
    except ModuleNotFoundError:
        raise UsageError("PNG and PDF need vl-convert-python; install it with: pip install 'pledgegraph[notebook]'") from None
    return bytes(vl_convert.svg_to_png(svg, scale=2.0) if ending == ".png" else vl_convert.svg_to_pdf(svg))
