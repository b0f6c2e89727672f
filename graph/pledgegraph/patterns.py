"""The graph patterns of a SELECT query, split by tokens, so that they can be asked one by one."""

from __future__ import annotations

from typing import NamedTuple

from pledgegraph.tokens import Token, place, tokens

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_WITH_GROUP = {"OPTIONAL", "MINUS"}
_NAMED_GROUP = {"GRAPH", "SERVICE"}


class Part(NamedTuple):
    """One pattern of a group: its kind (triple, values, filter, bind, optional, minus, union, group, select, graph), its text,
    its line, the variables in it, and the groups within it."""

    kind: str
    text: str
    line: int
    variables: frozenset[str]
    groups: tuple[Group, ...] = ()


class Group(NamedTuple):
    """The patterns between two braces; of a sub-select those of its WHERE, with what follows that as `modifiers`."""

    parts: tuple[Part, ...]
    modifiers: str = ""


class Split(NamedTuple):
    """A query: its prefixes, and the patterns of its WHERE."""

    prologue: str
    group: Group


def split(text: str) -> Split:
    """The patterns of a SELECT query that the engine has accepted."""
    return _Reader(text).query()


def joined(parts: tuple[Part, ...] | list[Part]) -> str:
    """The patterns as the text of a group."""
    return "{ " + " ".join(part.text + (" ." if part.kind == "triple" else "") for part in parts) + " }"


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.tokens = [t for t in tokens(text) if t.kind != "comment"]

    def query(self) -> Split:
        while self.at < len(self.tokens) and self._word() != "SELECT":
            self.at += 1
        start = self.tokens[self.at].start if self.at < len(self.tokens) else 0
        return Split(self.text[:start], self._select())

    def _select(self) -> Group:
        """From SELECT to the end of the text or of the braces around it."""
        while self._text() not in ("{", ""):
            self._skip()
        group = self._group()
        first = self.at
        while self._text() not in ("}", ""):
            self._skip()
        return Group(group.parts, self._slice(first))

    def _group(self) -> Group:
        self.at += 1
        if self._word() == "SELECT":
            first = self.at
            inner = self._select()
            part = self._part("select", first, (inner,))
            self.at += 1
            return Group((part,))
        parts: list[Part] = []
        while self._text() not in ("}", ""):
            if self._text() == ".":
                self.at += 1
            else:
                parts += self._pattern()
        self.at += 1
        return Group(tuple(parts))

    def _pattern(self) -> list[Part]:
        first, word = self.at, self._word()
        if word in _WITH_GROUP:
            self.at += 1
            return [self._part(word.lower(), first, (self._group(),))]
        if word in _NAMED_GROUP:
            self.at += 2 + (self._word(1) == "SILENT")
            return [self._part("graph", first, (self._group(),))]
        if word == "FILTER":
            self.at += 1
            while self._text() not in ("(", "{", ""):
                self.at += 1
            self._skip()
            return [self._part("filter", first)]
        if word in ("BIND", "VALUES"):
            self.at += 1
            self._skip()
            if word == "VALUES":
                self._skip()
            return [self._part(word.lower(), first)]
        if self._text() == "{":
            groups = [self._group()]
            while self._word() == "UNION":
                self.at += 1
                groups.append(self._group())
            if len(groups) > 1:
                return [self._part("union", first, tuple(groups))]
            select = [p.kind for p in groups[0].parts] == ["select"]
            return [self._part("select" if select else "group", first, groups[0].parts[0].groups if select else tuple(groups))]
        return self._triples()

    def _triples(self) -> list[Part]:
        """One part for each triple of a subject; one for all where the subject is a blank node in brackets."""
        first = self.at
        whole = self._text() in ("[", "(")
        self._term()
        subject = self._slice(first)
        parts = []
        while self._text() not in (".", "}", "{", "") and self._word() not in _KEYWORDS:
            verb = self.at
            self._path()
            path = self._slice(verb)
            while True:
                value = self.at
                self._term()
                text = f"{subject} {path} {self._slice(value)}"
                parts.append(Part("triple", text, self._line(value), _variables(list(tokens(text)))))
                if self._text() != ",":
                    break
                self.at += 1
            while self._text() == ";":
                self.at += 1
            if self.at == verb:  # no triple after all: do not stay here for ever
                self.at += 1
        return [self._part("triple", first)] if whole or not parts else parts

    def _path(self) -> None:
        while True:
            while self._text() in ("^", "!"):
                self.at += 1
            self._skip()
            if self._text() in ("*", "+", "?"):
                self.at += 1
            if self._text() not in ("/", "|"):
                return
            self.at += 1

    def _term(self) -> None:
        if self._text() in ("+", "-"):
            self.at += 1
        literal = self.at < len(self.tokens) and self.tokens[self.at].kind == "string"
        self._skip()
        if literal and self._text() == "^^":
            self.at += 2
        elif literal and self.at < len(self.tokens) and self.tokens[self.at].kind == "tag":
            self.at += 1

    def _skip(self) -> None:
        """Past one token, or past a bracket and all up to the one that closes it."""
        depth = 0
        while self.at < len(self.tokens):
            text = self.tokens[self.at].text
            depth += (text in _BRACKETS) - (text in _BRACKETS.values())
            self.at += 1
            if depth <= 0:
                return

    def _text(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def _word(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].text.upper() if at < len(self.tokens) and self.tokens[at].kind == "word" else ""

    def _slice(self, first: int) -> str:
        last = min(self.at, len(self.tokens)) - 1
        return self.text[self.tokens[first].start : self.tokens[last].end] if last >= first else ""

    def _line(self, at: int) -> int:
        return place(self.text, self.tokens[min(at, len(self.tokens) - 1)].start)[0]

    def _part(self, kind: str, first: int, groups: tuple[Group, ...] = ()) -> Part:
        return Part(kind, self._slice(first), self._line(first), _variables(self.tokens[first : self.at]), groups)


_KEYWORDS = _WITH_GROUP | _NAMED_GROUP | {"FILTER", "BIND", "VALUES", "UNION"}


def _variables(ts: list[Token]) -> frozenset[str]:
    return frozenset(t.text[1:] for t in ts if t.kind == "variable")
