"""The colours of the stances: two warm ones for refusal, four blues that deepen with the will; each has its own grey in print."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Store

from pledgegraph.frame import steps
from pledgegraph.namespaces import named_node, pg
from pledgegraph.store import values
from pledgegraph.things import label

# From the lowest step of the scale to the highest; told apart with any of the three colour blindnesses, and by lightness.
STANCES = ("#b35806", "#fdc57a", "#eef1f6", "#9dbad5", "#4d8fc7", "#08457e")
DARK, LIGHT, GREY = "#08457e", "#c9d9ea", "#5b6b7b"


class Step(NamedTuple):
    """A step of the stance scale as a picture shows it: its label, its sign, its colour, and the ink that reads on it."""

    id: str
    label: str
    glyph: str
    colour: str
    ink: str


def stances(store: Store, lang: str) -> list[Step]:
    """The steps of the stance scale, from exclusion to intention."""
    scale, _ = steps(store, {"pg:Intends"})
    found = []
    for colour, name in zip(STANCES, scale, strict=True):
        node = named_node(name)
        glyph = next((o.value for o in values(store, node, pg("glyph"))), "")
        found.append(Step(name, label(store, node, lang), glyph, colour, "#000000" if lightness(colour) > 50 else "#ffffff"))
    return found


def lightness(colour: str) -> float:
    """How light a colour is to the eye, 0 to 100 (CIE L*)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return float(116 * light ** (1 / 3) - 16) if light > 0.008856 else light * 903.3
