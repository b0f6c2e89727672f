"""The tokens of Turtle and SPARQL text with their places; both languages share one lexical ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Names are told by the ASCII they may not hold. Nearly all beyond ASCII may stand in them, vowel signs included, which \w leaves
# out; the exact classes of the grammars would take longer to compile than a question takes to answer. A prefix of more than 100
# characters is none, so that a hostile text costs no more than its length.
_FIRST, _PREFIX, _LOCAL = r"[^\x00-@\[-`{-\x7f]", r"[^\x00-,/:-@\[-^`{-\x7f]", r"[^\x00-$&-,./;-@\[-^`{-\x7f]"
_TOKEN = re.compile(
    rf'''(?P<space>\s+)
  | (?P<comment>\#[^\n\r]*)
  | (?P<string>"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^'\\]++|\\.|'(?!\'\'))*+\'\'\'|"(?:[^"\\\n\r]++|\\.)*+"|'(?:[^'\\\n\r]++|\\.)*+')
  | (?P<iri><[^<>"{{}}|^`\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:--?[A-Za-z0-9]+)*)
  | (?P<name>(?:{_FIRST}{_PREFIX}{{0,99}}+|_)?:(?:{_LOCAL}|\\.|\.++(?={_LOCAL}|\\.))*)
  | (?P<word>[^\W\d_]\w*)
  | (?P<number>(?:\d+\.\d*(?=[eE][+-]?\d)|\d*\.\d+|\d+)(?:[eE][+-]?\d+)?)
  | (?P<punctuation>\^\^|&&|\|\||[<>!]=|.)''',
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of source text: its kind, its characters and where they start (code points from 0)."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of the text in order, comments included, white space left out; never fails."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind and kind != "space":
            yield Token(kind, match[0], match.start())


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and column, both from 1, of an offset; lines end at LF, CR LF or CR.

    >>> place("ab\\r\\ncd", 5)
    (2, 2)
    """
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def line_at(text: str, line: int) -> str:
    """The text of a line, counted from 1, without its end; empty where there is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[line - 1] if 0 < line <= len(lines) else ""
