"""A passage in the text of an article: where it stands, and what is nearest to it where it does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\r|\n")
_LEAST_ALIKE = 50
_CONTEXT = 30


class Passage(NamedTuple):
    """A stretch of a text: its paragraph (non-empty lines from 1), its offsets (code points of the whole text), its characters."""

    paragraph: int
    start: int
    end: int
    text: str

    def __str__(self) -> str:
        return f"¶{self.paragraph} {self.start}–{self.end}"


def stretch(text: str, start: int, end: int) -> Passage:
    """The passage between two offsets.

    >>> stretch("One.\\n\\nTwo.", 6, 9)
    Passage(paragraph=2, start=6, end=9, text='Two')
    """
    lines = _LINE_END.split(text[:start])
    return Passage(sum(1 for line in lines[:-1] if line.strip()) + 1, start, end, text[start:end])


def places(text: str, wanted: str) -> list[Passage]:
    """Every place where the characters stand in the text, overlapping ones included."""
    return [stretch(text, m.start(), m.start() + len(wanted)) for m in re.finditer(f"(?={re.escape(wanted)})", text)]


def in_context(text: str, passage: Passage) -> str:
    """The passage between the words around it, on one line, for a reader who must choose."""
    before, after = text[max(0, passage.start - _CONTEXT) : passage.start], text[passage.end : passage.end + _CONTEXT]
    left = _LINE_END.split(before)[-1]
    right = _LINE_END.split(after)[0]
    return f"{passage}: …{left}[{' '.join(passage.text.split())}]{right}…"


def _space(char: str) -> str:
    return " " if char.isspace() else "" if char in "\u00ad\u200b\u2060\ufeff" else char


# Each way in which two texts look alike and are not the same characters.
_FOLDS = {
    "white space": _space,
    "quotation marks": lambda char: '"' if char in "„“”‟«»‚‘’‛‹›'`´" else char,
    "dashes": lambda char: "-" if char in "‐‑‒–—―−" else char,
    "an ellipsis": lambda char: "..." if char == "…" else char,
    "accents as characters of their own": lambda char: unicodedata.normalize("NFD", char),
    "upper and lower case": str.casefold,
}


def _folded(text: str, ways: Iterable[str]) -> tuple[str, list[int]]:
    """The text with those differences levelled, and for each of its characters the offset it comes from."""
    folds = [_FOLDS[way] for way in ways]
    spaces = "white space" in ways
    found: list[str] = []
    origin: list[int] = []
    for offset, char in enumerate(text):
        piece = char
        for fold in folds:
            piece = "".join(map(fold, piece))
        if spaces and piece == " " and (not found or found[-1] == " "):
            continue
        found += piece
        origin += [offset] * len(piece)
    return "".join(found), origin


def _levelled(text: str, wanted: str, ways: list[str]) -> Passage | None:
    level, origin = _folded(text, ways)
    needle = _folded(wanted, ways)[0]
    at = level.find(needle) if needle.strip() else -1
    return stretch(text, origin[at], origin[at + len(needle) - 1] + 1) if at >= 0 else None


class Near(NamedTuple):
    """The stretch of a text that is most like a passage, and in what they differ: by name, or in per cent alike."""

    passage: Passage
    differs_in: tuple[str, ...]
    alike: int

    def __str__(self) -> str:
        how = f"only {' and '.join(self.differs_in)} differ" if self.differs_in else f"{self.alike} % alike"
        return f"the nearest is {self.passage} ({how}): {' '.join(self.passage.text.split())}"


def nearest(text: str, wanted: str) -> Near | None:
    """What in the text is most like a passage that does not stand in it, or None where nothing is near."""
    ways = list(_FOLDS)
    if found := _levelled(text, wanted, ways):
        for way in list(ways):
            if fewer := _levelled(text, wanted, [w for w in ways if w != way]):
                ways.remove(way)
                found = fewer
        return Near(found, tuple(ways), 100)
    from rapidfuzz import fuzz

    hit = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=_LEAST_ALIKE)
    if hit is None or hit.dest_start == hit.dest_end:
        return None
    start, end = hit.dest_start, hit.dest_end
    while start < end and not text[start].isalnum() and wanted[0].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum() and wanted[-1].isalnum():
        end -= 1
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Near(stretch(text, start, end), (), round(hit.score))


_QUOTES = re.compile(r"„[^„“”\"]*[“”\"]|“[^“”]*”|»[^«»]*«|«[^«»]*»|\"[^\"]*\"")
_SAID = r"(?:sagte|sagt|said|says)\b"
_SAID_AFTER = re.compile(rf"[,.]?\s*{_SAID}")
_SAID_BEFORE = re.compile(rf"\b{_SAID}[^.!?„“\"]{{0,60}}:\s*\Z")


def quotation(text: str, passage: Passage) -> str:
    """How a passage stands to quotation marks: "said" (spoken words, certainly), "quoted", "mixed" or "" (none)."""
    first = max(text.rfind("\n", 0, passage.start), text.rfind("\r", 0, passage.start)) + 1
    end = _LINE_END.search(text, passage.end)
    last = end.start() if end else len(text)
    for quote in _QUOTES.finditer(text, first, last):
        if quote.start() <= passage.start and passage.end <= quote.end():
            said = _SAID_AFTER.match(text, quote.end(), last) or _SAID_BEFORE.search(text[first : quote.start()])
            return "said" if said else "quoted"
        if quote.start() < passage.end and passage.start < quote.end():
            return "mixed"
    return ""


# Words that weaken a German sentence; where one qualifies the claim it is recorded, not smoothed away.
_HEDGES = re.compile(
    r"\b(?:bis zu|mehr als|weniger als|mindestens|höchstens|k[öo]nnten?|sollen?|soll(?:t|te|ten)|dürften?|würden?|"
    r"wohl|zumindest|fast|etwa|rund|möglicherweise|voraussichtlich|vermutlich|wahrscheinlich)\b",
    re.IGNORECASE,
)


def hedges(passage: Passage) -> list[str]:
    """The words of a passage that may be hedges, each once, as written."""
    return list(dict.fromkeys(_HEDGES.findall(passage.text)))
