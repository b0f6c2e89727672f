"""Where things stand in Turtle and TriG text: its prefixes, the block of each subject, every IRI and every string."""

from __future__ import annotations

import re
from collections import defaultdict

from pledgegraph.tokens import Token, tokens

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_OPEN, _CLOSE = "([{", ")]}"


def unescape(text: str) -> str:
    """The characters that a Turtle string or IRI stands for.

    >>> unescape("caf\\\\u00e9")
    'café'
    """

    def character(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            return chr(min(int(code, 16), 0x10FFFF))
        return _LETTERS.get(match[3], match[3])

    return _ESCAPE.sub(character, text) if "\\" in text else text


class Outline:
    """The places (offsets in code points) in one text; made once, asked often."""

    def __init__(self, text: str) -> None:
        self.prefixes: dict[str, str] = {}
        self.rebound: list[tuple[str, str, str, int]] = []
        """A prefix that was given a second namespace: its name, the old one, the new one, and where."""
        self.blocks: dict[str, list[tuple[int, int]]] = defaultdict(list)
        """The statements that begin with a subject: from where to where."""
        self.iris: dict[str, list[int]] = defaultdict(list)
        self.strings: dict[str, list[int]] = defaultdict(list)
        self._read(text)

    def _read(self, text: str) -> None:
        depth, fresh, subject, start = 0, True, "", 0
        before: list[Token] = []
        for token in tokens(text):
            if token.kind == "comment":
                continue
            if token.kind in ("iri", "name"):
                iri = self._iri(token, before)
                self.iris[iri].append(token.start)
                if fresh:
                    subject, start, fresh = iri, token.start, False
            elif token.kind in ("string", "number", "word"):
                self.strings[_value(token)].append(token.start)
                fresh = fresh and token.text.upper() in ("PREFIX", "BASE", "GRAPH")
            elif token.text in _OPEN:
                depth, fresh = depth + 1, token.text == "{"
            elif token.text in _CLOSE:
                depth, fresh = depth - 1, token.text == "}"
            if token.text == "." or (token.text == "}" and subject):
                if subject:
                    self.blocks[subject].append((start, token.end))
                fresh, subject = True, ""
            before = [*before[-1:], token]
            if token.kind == "iri" and len(before) > 1 and before[0].kind == "name" and subject == self._declared:
                fresh, subject = True, ""

    _declared = "\0prefix"

    def _iri(self, token: Token, before: list[Token]) -> str:
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if before and before[-1].text.lower() in ("@prefix", "prefix"):
                return self._declared
            return self.prefixes.get(prefix, "\0") + re.sub(r"\\(.)", r"\1", local)
        iri = unescape(token.text[1:-1])
        if len(before) > 1 and before[-1].kind == "name" and before[-2].text.lower() in ("@prefix", "prefix"):
            name = before[-1].text[:-1]
            if self.prefixes.get(name, iri) != iri:
                self.rebound.append((name, self.prefixes[name], iri, before[-2].start))
            self.prefixes[name] = iri
        return iri

    def of(self, iri: str) -> int | None:
        """Where the block of a subject begins, or else where the IRI first stands."""
        if iri in self.blocks:
            return self.blocks[iri][0][0]
        return self.iris[iri][0] if iri in self.iris else None

    def statement(self, subject: str, value: str) -> int | None:
        """Where an IRI stands within the blocks of a subject."""
        for start, end in self.blocks.get(subject, ()):
            for at in self.iris.get(value, ()):
                if start < at < end:
                    return at
        return self.of(subject)

    def short(self, iri: str) -> str:
        """The IRI as this text would write it."""
        for prefix, base in self.prefixes.items():
            if base and iri.startswith(base) and re.fullmatch(r"[\w.-]*", iri[len(base) :]):
                return f"{prefix}:{iri[len(base) :]}"
        return f"<{iri}>"


def _value(token: Token) -> str:
    if token.kind != "string":
        return token.text
    quotes = 3 if token.text[:3] in ('"""', "'''") and len(token.text) >= 6 else 1
    return unescape(token.text[quotes:-quotes])
