"""The door: what a fact file must be before one statement of it is loaded."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from pledgegraph import axioms, filetext, iris, literals
from pledgegraph.contradictions import DISJOINT, MEMBERS
from pledgegraph.errors import Fault, Finding, InputError
from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.outline import Outline
from pledgegraph.rules import FIRST, REST, SUB_CLASS, definitions, unknown_constructs
from pledgegraph.spelling import nearest
from pledgegraph.store import flat, new_store, read_quads
from pledgegraph.tokens import place, tokens

_PG = PREFIXES["pg"]
_TODO = re.compile(r"\bTODO\b")


class Places(Protocol):
    """What knows the line and column of a subject, or of a value in its block."""

    def of(self, subject: str, value: str | None = None) -> tuple[int, int] | None:
        """The place, or None where the file does not describe that subject."""


class Admitted(NamedTuple):
    """A file that was looked at: its statements (none where it could not be read) and everything found in it."""

    name: str
    quads: list[Quad]
    findings: list[Finding]
    places: Places | None = None
    """Where its things stand; None where it could not be read."""


def admit(paths: Iterable[str], ontology: Iterable[str]) -> list[tuple[str, list[Quad]]]:
    """The statements of each file, once all of them pass; raises `InputError` with every finding of all files."""
    looked = inspect(paths, ontology)
    if errors := [f for file in looked for f in file.findings if f.level == "error"]:
        raise InputError(errors)
    return [(file.name, file.quads) for file in looked]


def inspect(paths: Iterable[str], ontology: Iterable[str]) -> list[Admitted]:
    """Each file with its findings, warnings included; a file that could not be read has no statements."""
    vocabulary = tuple(ontology)
    terms, axiom_quads = _vocabulary(vocabulary)
    return [_inspect("stdin.ttl" if path == "-" else path, path, terms, axiom_quads, shipped=path in vocabulary) for path in paths]


def _inspect(name: str, path: str, terms: frozenset[str], axiom_quads: tuple[Quad, ...], *, shipped: bool) -> Admitted:
    try:
        data = filetext.read(path)
        text = filetext.text_of(data, name)
        findings = filetext.examine(text, name)
        if any(f.level == "error" for f in findings):
            return Admitted(name, [], findings)
        if may_harm(text, name):
            from pledgegraph.probe import survive

            survive(text.encode("utf-8"), name)
        quads = read_quads(text.encode("utf-8"), name, base=iris.RELATIVE)
    except InputError as error:
        return Admitted(name, [], error.findings)
    door = _Door(name, text, quads, terms, axiom_quads)
    if not shipped:
        findings += door.redefinitions()
    findings += sorted(door.findings(), key=lambda f: (f.line, f.column))
    return Admitted(name, flat(q for q in quads if not isinstance(q.object, Triple)), findings, door)


def may_harm(text: str, name: str) -> bool:
    """Whether a text is first given to a parser in a child process: XML, JSON, and whatever has blank nodes.

    Naming blank nodes canonically takes for ever where many of them point at each other.
    """
    return os.path.splitext(name)[1].lower() not in filetext.TURTLE_LIKE or "_:" in text or "[" in text or "(" in text


@lru_cache(maxsize=4)
def _vocabulary(ontology: tuple[str, ...]) -> tuple[frozenset[str], tuple[Quad, ...]]:
    quads = [q for path in ontology for q in read_quads(filetext.read(path), path)]
    known = {q.subject.value for q in quads if isinstance(q.subject, NamedNode)}
    about = {SUB_CLASS, DISJOINT, MEMBERS, FIRST, REST}
    return frozenset(k for k in known if k.startswith(_PG)), tuple(q for q in quads if q.predicate in about)


class _Door:
    """The statements of one parsed file, looked at one rule after another."""

    def __init__(self, name: str, text: str, quads: list[Quad], terms: frozenset[str], axiom_quads: tuple[Quad, ...]) -> None:
        self.name, self.text, self.quads = name, text, quads
        self.terms, self.axiom_quads = terms, axiom_quads

    @cached_property
    def outline(self) -> Outline | None:
        """The places in Turtle text; other formats are searched as they stand."""
        turtle = os.path.splitext(self.name)[1].lower() in filetext.TURTLE_LIKE
        return Outline(self.text) if turtle else None

    def findings(self) -> Iterator[Finding]:
        yield from self._placeholders()
        yield from self._prefixes()
        yield from self._literals()
        yield from self._iris()
        yield from self._terms()
        yield from self._axioms()

    def _at(self, offset: int | None, fault: Fault) -> Finding:
        return Finding(self.name, *place(self.text, offset or 0), fault.rule, fault.what, fault.fix, fault.level)

    def _where_iri(self, iri: str) -> int:
        at = self.outline.iris.get(iri, [None])[0] if self.outline else None
        if at is not None:
            return at
        local = re.split(r"[/#:]", iri.removeprefix(iris.RELATIVE))[-1]
        return max(0, self.text.find(iri) if iri in self.text else self.text.find(local))

    def _placeholders(self) -> Iterator[Finding]:
        """Each TODO that `pledge cite` left for the curator to fill."""
        if "TODO" in self.text and any(_is_todo(term) for q in self.quads for term in (q.subject, q.predicate, q.object)):
            found = [t.start for t in tokens(self.text) if t.kind in ("string", "name") and _TODO.search(t.text)]
            for start in found or [self.text.index("TODO")]:
                yield self._at(start, Fault("error", "text.todo", "a TODO is left", "write what belongs there"))

    def _prefixes(self) -> Iterator[Finding]:
        if "prefix" not in self.text.lower() or not self.outline:
            return
        for name, old, new, at in self.outline.rebound:
            what = f"the prefix {name}: meant <{old}> and now means <{new}>"
            yield self._at(at, Fault("warning", "lint.prefix", what, "use another prefix"))
        for name, base in self.outline.prefixes.items():
            if PREFIXES.get(name, base) != base and name in ("pg", "id"):
                what = f"the prefix {name}: stands for <{base}>, everywhere else for <{PREFIXES[name]}>"
                yield self._at(self.text.find(base), Fault("warning", "lint.prefix", what, "use another prefix"))

    def _literals(self) -> Iterator[Finding]:
        seen: set[Literal] = set()
        for quad in self.quads:
            value = quad.object
            if not isinstance(value, NamedNode | BlankNode | Literal):
                what, fix = "a statement about a statement is not part of the record", "say it with a claim and its report"
                yield self._at(self._where_iri(quad.predicate.value), Fault("error", "syntax.triple", what, fix))
            elif isinstance(value, Literal) and value not in seen and not _is_todo(value):
                seen.add(value)
                for fault in literals.faults(value):
                    yield self._at(self._where_literal(value), fault)

    def _where_literal(self, literal: Literal) -> int:
        found = self.outline.strings.get(literal.value) if self.outline else None
        return found[0] if found else max(0, self.text.find(literal.value[:200]))

    def _iris(self) -> Iterator[Finding]:
        every = {iri for q in self.quads for iri in _named(q)}
        for iri in sorted(every):
            for fault in iris.faults(iri):
                yield self._at(self._where_iri(iri), fault)
            if iris.not_nfc(iri):
                what = f"<{iri}> is not in composed form (NFC), so it is another thing than it looks"
                yield self._at(self._where_iri(iri), Fault("warning", "iri.nfc", what, "write it composed"))
        for one, other in iris.twins(every):
            what = f"<{one}> and <{other}> look the same and are two things"
            yield self._at(self._where_iri(other), Fault("warning", "iri.nfc", what, "write one of them everywhere"))

    def redefinitions(self) -> Iterator[Finding]:
        """Terms of our vocabulary that a fact file describes anew: that would change what every fact says."""
        for iri in sorted({q.subject.value for q in self.quads if isinstance(q.subject, NamedNode)} & self.terms):
            what = f"{curie(iri)} is a term of the vocabulary, which a fact file may use and not change"
            yield self._at(self._where_iri(iri), Fault("error", "vocab.redefined", what, "say it of a term of your own"))

    def _terms(self) -> Iterator[Finding]:
        unknown: dict[str, str] = {}
        for quad in self.quads:
            for iri, kind in _roles(quad):
                if iri.startswith(_PG) and iri not in self.terms and not _TODO.search(iri):
                    unknown.setdefault(iri, kind)
        for iri, kind in unknown.items():
            near = nearest(iri[len(_PG) :], [k[len(_PG) :] for k in self.terms])
            fix = f"did you mean pg:{near}?" if near else "see the ontology for the terms there are"
            yield self._at(self._where_iri(iri), Fault("error", "vocab.unknown", f"{curie(iri)} is no {kind} of the vocabulary", fix))

    def _axioms(self) -> Iterator[Finding]:
        refused = False
        for complaint in axioms.complaints(self.quads, self.axiom_quads, self._short, self._line):
            refused = refused or complaint.fault.level == "error"
            yield self._at(self._where_statement(complaint.subject, complaint.value), complaint.fault)
        for iri, what in unknown_constructs(self.quads):
            if iri != PREFIXES["owl"] + "imports":  # that has a rule of its own
                refused = True
                fix = "say it with the constructs that docs/inference.md lists"
                yield self._at(self._where_iri(iri), Fault("error", "owl.construct", what, fix))
        if not refused:
            try:
                definitions(new_store(flat(self.quads)))
            except InputError as error:
                for f in error.findings:
                    yield self._at(self._where_iri(PREFIXES["owl"] + "equivalentClass"), Fault("error", f.rule, f.what, f.fix))

    def _short(self, iri: str) -> str:
        """The IRI as the file would write it; asked of a complaint only, since the outline of a long file takes seconds."""
        return self.outline.short(iri) if self.outline else curie(iri)

    def _where_statement(self, subject: str, value: str) -> int:
        found = self.outline.statement(subject, value) if self.outline else None
        return found if found is not None else self._where_iri(value)

    def of(self, subject: str, value: str | None = None) -> tuple[int, int] | None:
        """Where the block of a subject begins, or where a value stands in it; None where the file does not describe it."""
        if self.outline is None:
            at = self.text.find(subject)
            return place(self.text, at) if at >= 0 and any(_is(q.subject, subject) for q in self.quads) else None
        if subject not in self.outline.blocks:
            return None
        found = self.outline.statement(subject, value) if value else self.outline.of(subject)
        return place(self.text, found or 0)

    def _line(self, subject: str, value: str) -> str:
        return f"line {place(self.text, self._where_statement(subject, value))[0]}"


def _is_todo(term: object) -> bool:
    """Whether a term is a placeholder: a text with the word TODO, or a thing or term of ours with it in its name."""
    if isinstance(term, NamedNode):
        return term.value.startswith((_PG, PREFIXES["id"])) and bool(_TODO.search(term.value))
    return isinstance(term, Literal) and bool(_TODO.search(term.value))


def _is(term: object, iri: str) -> bool:
    return isinstance(term, NamedNode) and term.value == iri


def _named(quad: Quad) -> Iterator[str]:
    for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _roles(quad: Quad) -> Iterator[tuple[str, str]]:
    yield quad.predicate.value, "predicate"
    if isinstance(quad.object, NamedNode):
        yield quad.object.value, "class" if quad.predicate == TYPE else "term"
    elif isinstance(quad.object, Literal):
        yield quad.object.datatype.value, "datatype"
    if isinstance(quad.subject, NamedNode):
        yield quad.subject.value, "term"
