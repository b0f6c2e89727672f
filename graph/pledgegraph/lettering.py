"""How much room a label takes in a picture: cleaned of what cannot be drawn, broken into lines, measured without a font."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

SIZE, LEADING = 13, 16
MOST_LINES = 5

# Controls, halves of pairs, non-characters and marks that turn the reading direction round: XML refuses some, a reader is fooled by others.
_UNDRAWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]")
_NARROW, _WIDE = set("iIjl.,:;'|![]()ftr· "), set("mwMWGOQ@%—")


class Block(NamedTuple):
    """A label broken into lines, with its width and height in pixels."""

    lines: tuple[str, ...]
    width: float
    height: float


def clean(text: str) -> str:
    """The text with a replacement character for whatever no picture can show."""
    return _UNDRAWN.sub("\ufffd", text)


def width(text: str) -> float:
    """About how many pixels a line takes at size 13, rather too many than too few."""
    return sum(map(_advance, text)) * SIZE


def _advance(char: str) -> float:
    if unicodedata.combining(char):
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    if char in _NARROW:
        return 0.37
    return 0.95 if char in _WIDE else 0.69 if char.isupper() else 0.605 if char.isascii() or char.isalpha() else 0.8


def block(text: str, most: float = 150) -> Block:
    """A label in lines of about `most` pixels, at most five; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in clean(text).split():
        for piece in _pieces(word, most):
            if lines and width(f"{lines[-1]} {piece}") <= most:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]
    lines = lines or [" "]
    return Block(tuple(lines), max(map(width, lines)), len(lines) * LEADING)


def _pieces(word: str, most: float) -> list[str]:
    """A word cut where it is much longer than a line."""
    pieces = [""]
    if width(word) <= 1.4 * most:
        return [word]
    for char in word:
        if width(pieces[-1] + char) > most:
            pieces.append("")
            if len(pieces) > MOST_LINES + 1:
                break
        pieces[-1] += char
    return pieces
