"""How kinds of things and tones of links look in every picture of the network, and the words of the pictures."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple


class Look(NamedTuple):
    """How a kind of thing is drawn: its outline, and fill and rim by day and by night (hexadecimal colours)."""

    shape: str
    fill: str
    rim: str
    night: str


class Stroke(NamedTuple):
    """How a tone of link is drawn: its colour by day and by night, its width and the lengths of its dashes."""

    colour: str
    night: str
    width: float
    dashes: tuple[int, ...] = ()


# The first class that a thing is in decides; text on a fill is always dark, so that fills serve by day and by night.
LOOKS = {
    "pg:Person": Look("ellipse", "#fde9f3", "#a0457c", "#eac4da"),
    "pg:State": Look("pill", "#dbe9f8", "#1f5f99", "#b5d2ee"),
    "pg:Agent": Look("pill", "#eef3f8", "#5b7894", "#ccd9e5"),
    "pg:Measure": Look("box", "#fff4d1", "#8a6d0b", "#f3e0a0"),
    "pg:Condition": Look("hexagon", "#e3f4e4", "#2e7738", "#bfe2c3"),
    "pg:Framework": Look("frame", "#ece4f8", "#63439b", "#d3c2ee"),
    "pg:Pillar": Look("frame", "#ece4f8", "#63439b", "#d3c2ee"),
    "pg:Mechanism": Look("frame", "#ece4f8", "#63439b", "#d3c2ee"),
    "pg:Step": Look("frame", "#ece4f8", "#63439b", "#d3c2ee"),
    "pg:Document": Look("page", "#f1efec", "#6b6358", "#d8d3cb"),
    "pg:Event": Look("slant", "#fbe6da", "#a4501c", "#efc9b2"),
    "": Look("box", "#f2f2f2", "#6a6a6a", "#d0d0d0"),
}

STROKES = {
    "pg:Intends": Stroke("#08478f", "#7db8ff", 3),
    "pg:Willing": Stroke("#2f80c3", "#5d9fe0", 2.4),
    "pg:Conceivable": Stroke("#5f8fb5", "#8fb3d1", 2, (9, 4)),
    "pg:NotExcluded": Stroke("#6f7f8c", "#a3b1bd", 2, (3, 4)),
    "pg:NotPlanned": Stroke("#b5651d", "#e39a55", 2.4, (9, 4)),
    "pg:Excluded": Stroke("#b3261e", "#ff8a80", 3),
    "for": Stroke("#2e7d32", "#7fcb84", 1.8),
    "against": Stroke("#a3195b", "#f48fb8", 1.8, (6, 4)),
    "needed": Stroke("#7a5c00", "#e0bd4a", 2.2),
    "demanded": Stroke("#7a5c00", "#e0bd4a", 1.6, (3, 4)),
    "role": Stroke("#5e3fa0", "#b9a1ef", 1.6),
    "office": Stroke("#a0457c", "#e39ac4", 1.4),
    "actor": Stroke("#7b8794", "#98a4b1", 1.2, (2, 4)),
    "frame": Stroke("#8f7db5", "#9a8bc4", 1.2),
    "structure": Stroke("#9aa5b1", "#7d8894", 1.2),
}

PLAIN = Stroke("#7b8794", "#98a4b1", 1.4)

MOST_LINES = 8  # of evidence in one tooltip; the panel and the tables of a page have them all

WORDS = {
    "en": {
        "for": "is for it",
        "against": "is against it",
        "needed": "needs, is triggered or ended by",
        "demanded": "others demand it first",
        "role": "has a role in",
        "office": "holds an office of",
        "actor": "would do it; nothing said",
        "frame": "is in the framework of",
        "structure": "belongs together",
        "": "other things",
        "title": "Network of pledges",
        "around": "around “{}”, {}",
        "steps": "{} links deep",
        "step": "one link deep",
        "pillar": "pillar “{}”",
        "as_of": "as of {}",
        "known_on": "known on {}",
        "shown": "{} of {} things and {} of {} links shown",
        "cut": "{} more were asked for and left out for want of room",
        "more": "and {} more",
        "things": "Things",
        "links": "Links",
        "legend": "Legend",
        "evidence": "Evidence",
        "hint": "Choose a thing or a link to read what it rests on. Things can be dragged.",
        "canvas": "Network. Things can be dragged with the mouse; arrow keys move the view. The tables below say the same.",
        "nothing": "Nothing here has that name.",
        "search": "Find",
        "all": "Show all",
        "nearer": "Zoom in",
        "farther": "Zoom out",
        "tables": "Everything shown, as tables",
        "thing_columns": "Thing|Kind|What is said of it",
        "link_columns": "From|says|To|Evidence",
    },
    "de": {
        "for": "ist dafür",
        "against": "ist dagegen",
        "needed": "braucht, wird ausgelöst oder beendet durch",
        "demanded": "andere fordern das zuvor",
        "role": "hat eine Aufgabe bei",
        "office": "hat ein Amt von",
        "actor": "würde es tun; nichts gesagt",
        "frame": "steht im Rahmenwerk",
        "structure": "gehört zusammen",
        "": "anderes",
        "title": "Netz der Zusagen",
        "around": "um „{}“, {}",
        "steps": "{} Verbindungen tief",
        "step": "eine Verbindung tief",
        "pillar": "Säule „{}“",
        "as_of": "Stand {}",
        "known_on": "bekannt am {}",
        "shown": "{} von {} Dingen und {} von {} Verbindungen gezeigt",
        "cut": "{} weitere waren verlangt und fehlen aus Platzgründen",
        "more": "und {} weitere",
        "things": "Dinge",
        "links": "Verbindungen",
        "legend": "Legende",
        "evidence": "Belege",
        "hint": "Wählen Sie ein Ding oder eine Verbindung, um zu lesen, worauf es beruht. Dinge lassen sich ziehen.",
        "canvas": "Netz. Dinge lassen sich mit der Maus ziehen; Pfeiltasten bewegen die Ansicht. Die Tabellen darunter sagen dasselbe.",
        "nothing": "Hier heißt nichts so.",
        "search": "Suchen",
        "all": "Alles zeigen",
        "nearer": "Vergrößern",
        "farther": "Verkleinern",
        "tables": "Alles Gezeigte als Tabellen",
        "thing_columns": "Ding|Art|Was darüber gesagt wird",
        "link_columns": "Von|sagt|Zu|Belege",
    },
}


def kind_of(types: Set[str]) -> str:
    """The first class of `LOOKS` that is among the classes (CURIEs) of a thing, or nothing."""
    return next((kind for kind in LOOKS if kind in types), "")


def stroke(tone: str) -> Stroke:
    """How links of that tone are drawn; a tone that nobody has given a look is drawn plainly."""
    return STROKES.get(tone, PLAIN)
