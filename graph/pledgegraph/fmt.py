"""Turtle files laid out one way, so that adding a fact is a small diff; what they say never changes.

The layout is our own, over our own tokens. The serialisers of rdflib (longturtle), otsrdflib and diffable-rdf work from the triples
and so lose comments, the curator's order and spellings such as 1.50; turtlefmt keeps comments, but respells literals and
escapes, leaves predicates as they stand and puts all objects on one line.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import BlankNode, Quad

from pledgegraph.errors import Finding, InputError, UsageError
from pledgegraph.filetext import examine, text_of
from pledgegraph.layout import render
from pledgegraph.record import expand
from pledgegraph.store import read_quads
from pledgegraph.tokens import Token, tokens
from pledgegraph.turtle import Reader, check_depth


class Laid(NamedTuple):
    """A Turtle file as it is and as it is to be."""

    path: str
    before: bytes
    after: bytes

    @property
    def differs(self) -> bool:
        return self.before != self.after

    def finding(self) -> Finding:
        """The complaint that the file is not laid out, at its first line that differs."""
        old, new = self.before.split(b"\n"), self.after.split(b"\n")
        line = next((n for n, pair in enumerate(zip(old, new, strict=False), 1) if pair[0] != pair[1]), min(len(old), len(new)))
        return Finding(self.path, line, 1, "fmt.layout", "is not laid out the one way", f"run 'pledge fmt {self.path}'")


def lay_out(paths: Iterable[str]) -> list[Laid]:
    """The Turtle files that paths (files or folders) name, each with its layout; nothing is written.

    Raises `InputError` with the findings of all files that cannot be read, or that would not say the same afterwards.
    """
    laid: list[Laid] = []
    findings: list[Finding] = []
    for path in _turtle_files(paths):
        try:
            with open(path, "rb") as file:
                data = file.read()
            laid.append(Laid(path, data, layout(data, path)))
        except OSError as error:
            findings.append(Finding(path, 1, 1, "file.unreadable", error.strerror or str(error), "check the file"))
        except InputError as error:
            findings += error.findings
    if findings:
        raise InputError(findings)
    return laid


def fmt(paths: Iterable[str]) -> list[str]:
    """Lays out the Turtle files that paths name, and returns the names of those it changed; refuses all if it refuses one."""
    changed = [laid for laid in lay_out(paths) if laid.differs]
    for laid in changed:
        _replace(laid.path, laid.after)
    return [laid.path for laid in changed]


def layout(data: bytes, name: str = "stdin.ttl") -> bytes:
    """The bytes of a Turtle document laid out; raises `InputError` where it is malformed or could not keep its meaning."""
    text = text_of(data, name)
    if errors := [f for f in examine(text, name) if f.level == "error"]:
        raise InputError(errors)
    read = list(tokens(text))
    check_depth(text, name, read)
    quads = read_quads(text.encode(), name)
    new = render(*Reader(text, name, read).read())
    anew = list(tokens(new))
    try:
        same = _comments(anew) == _comments(read) and _meaning(read_quads(new.encode(), name), anew) == _meaning(quads, read)
    except InputError:
        same = False
    if not same:
        raise InputError([Finding(name, 1, 1, "fmt.meaning", "would not say the same when laid out", "report it; the file is as it was")])
    return new.encode()


def _turtle_files(paths: Iterable[str]) -> list[str]:
    wanted = list(paths)
    files = expand(wanted)
    named = [f for f in files if f in wanted and not f.lower().endswith(".ttl")]
    if named:
        raise InputError([Finding(f, 1, 1, "file.format", "only Turtle is laid out", "name a .ttl file or a folder") for f in named])
    return list(dict.fromkeys(f for f in files if f.lower().endswith(".ttl")))


def _comments(read: list[Token]) -> Counter[str]:
    return Counter(t.text.rstrip() for t in read if t.kind == "comment")


def _meaning(quads: list[Quad], read: list[Token]) -> Counter[tuple[str, ...]]:
    """The triples in a form that is equal for two documents exactly where these are isomorphic under the same labels.

    Labelled blank nodes keep their labels, and the others are trees, since only their own place can name them: so a node is
    known by all that hangs on it, and no search over permutations is needed, which a few like nodes can make endless.
    """
    labels = {t.text[2:] for t in read if t.kind == "name" and t.text.startswith("_:")}
    below: dict[str, list[Quad]] = {}
    for quad in quads:
        if name := _nameless(quad.subject, labels):
            below.setdefault(name, []).append(quad)
    known: dict[str, str] = {}

    def term(node: object) -> str:
        return known.get(_nameless(node, labels), "") or str(node)

    def visit(root: str) -> None:
        stack = [root]
        while stack:
            inside = [_nameless(q.object, labels) for q in below.get(stack[-1], ())]
            if waiting := [n for n in inside if n and n not in known]:
                stack += waiting
                continue
            shape = sorted((str(q.predicate), term(q.object)) for q in below.get(stack[-1], ()))
            known[stack.pop()] = "node " + hashlib.sha256(repr(shape).encode()).hexdigest()

    inner = {_nameless(q.object, labels) for q in quads} - {""}
    for name in below.keys() | inner:
        visit(name)
    facts = [q for q in quads if not _nameless(q.subject, labels)]
    named = {(str(q.subject), str(q.predicate), term(q.object), _nameless(q.object, labels)) for q in facts}
    return Counter([fact[:3] for fact in named] + [(known[name],) for name in below.keys() - inner])


def _nameless(node: object, labels: set[str]) -> str:
    """The engine's name for a blank node that has no label in the text, else nothing."""
    return node.value if isinstance(node, BlankNode) and node.value not in labels else ""


def _replace(path: str, data: bytes) -> None:
    """Puts the new bytes in the file's place at once, its mode kept, so that no reader sees half of it."""
    path = os.path.realpath(path)
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
        shutil.copymode(path, temporary)
        os.replace(temporary, path)
    except OSError as error:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise UsageError(f"{path}: cannot be written: {error.strerror}; make the file and its folder writable") from None
