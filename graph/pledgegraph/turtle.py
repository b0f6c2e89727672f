"""Turtle text as a tree of directives and blocks that keeps what a parser of triples drops: comments, order, spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin

from pledgegraph.errors import Finding, InputError
from pledgegraph.namespaces import TYPE
from pledgegraph.tokens import Token, place

MAX_DEPTH = 64


@dataclass
class Entry:
    """One predicate of a block with its objects, and the comments that belong to its line."""

    verb: str
    iri: str
    objects: list[Term]
    comments: list[str]


class Bag(NamedTuple):
    """A nameless node with its own predicates: `[ … ]`."""

    entries: list[Entry]


class Series(NamedTuple):
    """A collection: `( … )`."""

    items: list[Term]


Term = str | Bag | Series


@dataclass
class Directive:
    """A prefix (its name, colon included) or, without a name, a base; `above` are the comments over it, "" a blank line."""

    name: str
    iri: str
    above: list[str]
    own: list[str] = field(default_factory=list)


@dataclass
class Block:
    """Everything said of one subject up to the full stop; `above` are the comments over it, "" a blank line."""

    subject: Term
    entries: list[Entry]
    above: list[str]


class Comment(NamedTuple):
    """A comment: does code stand before it on its line, and does a blank line follow it?"""

    text: str
    trailing: bool
    gap: bool


class Lexeme(NamedTuple):
    """A token of code with the comments that stand between it and the one before."""

    token: Token
    before: list[Comment]


def lexemes(text: str, read: list[Token]) -> list[Lexeme]:
    """The tokens of code in order, each with the comments before it; an empty token closes the list."""
    found: list[Lexeme] = []
    before: list[Comment] = []
    every = [*read, Token("end", "", len(text))]
    last = 0  # where the token before ends
    for token, after in zip(every, [*every[1:], every[-1]], strict=True):
        if token.kind == "comment":
            trailing = last > 0 and not re.search(r"[\r\n]", text[last : token.start])
            gap = len(re.findall(r"\r\n|\r|\n", text[token.end : after.start])) > 1
            before.append(Comment(token.text.rstrip(), trailing, gap))
        else:
            found.append(Lexeme(token, before))
            before = []
        last = token.end
    return found


class Reader:
    """Reads Turtle that an engine has accepted; raises `InputError` for the parts of RDF 1.2 that have no layout here."""

    def __init__(self, text: str, name: str, read: list[Token]) -> None:
        self.text, self.name = text, name
        self.code = lexemes(text, read)
        self.at = 0
        self.held: list[Comment] = []
        self.prefixes: dict[str, str] = {}
        self.base = ""

    def read(self) -> tuple[list[Directive | Block], list[str]]:
        """The directives and blocks in order, and the comments after the last."""
        items: list[Directive | Block] = []
        while True:
            before = self.code[self.at].before
            while items and before and before[0].trailing:
                _keep(items[-1], before.pop(0).text)
            above = [line for c in before for line in ([c.text, ""] if c.gap else [c.text])]
            before.clear()
            if self._peek().kind == "end":
                return items, above
            items.append(self._directive(above) if self._is_directive() else self._block(above))

    def _peek(self) -> Token:
        return self.code[self.at].token

    def _take(self, text: str = "") -> Token:
        lexeme = self.code[self.at]
        if lexeme.token.kind == "end" or (text and lexeme.token.text != text):
            raise self._stuck()
        self.held += lexeme.before
        self.at += 1
        return lexeme.token

    def _stuck(self) -> InputError:
        what = f"there is no layout for {self._peek().text!r} here"
        line, column = place(self.text, self._peek().start)
        return InputError([Finding(self.name, line, column, "fmt.unknown", what, "say it in the Turtle of RDF 1.1")])

    def _claim(self) -> list[str]:
        texts = [c.text for c in self.held]
        self.held = []
        return texts

    def _is_directive(self) -> bool:
        token = self._peek()
        return token.text in ("@prefix", "@base") or (token.kind == "word" and token.text.lower() in ("prefix", "base"))

    def _directive(self, above: list[str]) -> Directive:
        keyword = self._take().text
        name = self._take().text if keyword.lower().endswith("prefix") else ""
        iri = self._take().text
        if keyword.startswith("@"):
            self._take(".")
        if name:
            self.prefixes[name[:-1]] = self._resolved(iri)
        else:
            self.base = self._resolved(iri)
        return Directive(name, iri, above, self._claim())

    def _block(self, above: list[str]) -> Block:
        subject = self._term()
        if isinstance(subject, Bag) and self._peek().text == ".":
            entries: list[Entry] = []
            self._take(".")
        else:
            entries = self._entries(".")
        return Block(subject, entries, above + self._claim())

    def _entries(self, end: str) -> list[Entry]:
        entries: list[Entry] = []
        while self._peek().text != end:
            token = self._take()
            if entries:
                entries[-1].comments += [c.text for c in self.held if c.trailing]
                self.held = [c for c in self.held if not c.trailing]
            if token.text == ";" and entries:
                continue
            iri = TYPE.value if token.text == "a" else self._resolved(token.text)
            objects = [self._term()]
            while self._peek().text == ",":
                self._take()
                objects.append(self._term())
            if self._peek().text == ";":
                self._take()
            elif self._peek().text != end:
                raise self._stuck()
            entries.append(Entry("a" if iri == TYPE.value else token.text, iri, objects, self._claim()))
        self._take(end)
        if entries:
            entries[-1].comments += self._claim()
        return entries

    def _term(self) -> Term:
        token = self._take()
        if token.text == "[":
            outer, self.held = self.held, []
            entries = self._entries("]")
            self.held = outer + self.held
            return Bag(entries) if entries else "[]"
        if token.text == "(":
            items: list[Term] = []
            while self._peek().text != ")":
                items.append(self._term())
            self._take()
            return Series(items) if items else "()"
        if token.text in ("+", "-") and self._peek().kind == "number":
            return token.text + self._take().text
        if token.kind == "string" and self._peek().text == "^^":
            return token.text + self._take().text + self._take().text
        if token.kind == "string" and self._peek().kind == "tag":
            return token.text + self._take().text
        if token.kind in ("iri", "name", "string", "number", "word"):
            return token.text
        self.at -= 1
        raise self._stuck()

    def _resolved(self, text: str) -> str:
        """The IRI that an IRI or a prefixed name stands for at this place."""
        if text.startswith("<"):
            iri = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", lambda m: chr(int(m[1] or m[2], 16)), text[1:-1])
            return urljoin(self.base, iri)
        prefix, _, local = text.partition(":")
        return self.prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def _keep(item: Directive | Block, comment: str) -> None:
    """Moves a comment that ends the last line of an item to the item."""
    (item.own if isinstance(item, Directive) else item.above).append(comment)


def check_depth(text: str, name: str, read: list[Token]) -> None:
    """Refuses nesting that could exhaust a parser; raises `InputError` with the bracket that goes too deep."""
    depth = 0
    for token in read:
        depth += (token.text in ("[", "(")) - (token.text in ("]", ")"))
        if depth > MAX_DEPTH:
            line, column = place(text, token.start)
            what = f"brackets nest deeper than {MAX_DEPTH}"
            raise InputError([Finding(name, line, column, "limit.depth", what, "give the inner nodes names")])
