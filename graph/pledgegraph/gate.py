"""The door: what a fact file must be before one statement of it is loaded."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable, Iterable

from pyoxigraph import Literal, NamedNode, Quad

from pledgegraph.errors import Finding, InputError
from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.rules import unknown_constructs
from pledgegraph.store import flat, read_quads
from pledgegraph.tokens import iri_places, place, tokens

_PG = PREFIXES["pg"]
_XSD = PREFIXES["xsd"]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INTEGER = re.compile(r"[+-]?\d+\Z")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)\Z")
_ZONE = re.compile(r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)\Z")
_TODO = re.compile(r"\bTODO\b")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z")
MAX_LITERAL = 64 * 1024


def admit(paths: Iterable[str], ontology: Iterable[str]) -> list[tuple[str, list[Quad]]]:
    """The statements of each file, once all of them pass; raises `InputError` with every finding of all files."""
    known = _known_terms(ontology)
    admitted: list[tuple[str, list[Quad]]] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            data = sys.stdin.buffer.read() if path == "-" else _read(path)
            name = "stdin.ttl" if path == "-" else path
            quads = _quads(data, name)
            found = list(_findings(quads, data.decode(), name, known))
            findings += found
            admitted.append((name, quads))
        except InputError as error:
            findings += error.findings
    if findings:
        raise InputError(findings)
    return admitted


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise InputError([Finding(path, 1, 1, "file.unreadable", error.strerror or str(error), "check the file")]) from None


def _quads(data: bytes, name: str) -> list[Quad]:
    return flat(read_quads(decoded(data, name).encode(), name))


def decoded(data: bytes, name: str) -> str:
    """The text of a file's bytes without a byte order mark; raises `InputError` where it is not plain UTF-8."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place(data[: error.start].decode("utf-8", "replace"), error.start)
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise InputError([Finding(name, line, column, "enc.utf8", what, "save the file as UTF-8")]) from None
    if bad := _CONTROL.search(text):
        what = f"control character U+{ord(bad[0]):04X}"
        raise InputError([Finding(name, *place(text, bad.start()), "enc.control", what, "remove it")])
    return text


def _known_terms(ontology: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for path in ontology:
        known |= {q.subject.value for q in read_quads(_read(path), path) if isinstance(q.subject, NamedNode)}
    return {iri for iri in known if iri.startswith(_PG)}


def _findings(quads: list[Quad], text: str, name: str, known: set[str]) -> Iterable[Finding]:
    yield from _placeholders(quads, text, name)
    unknown: dict[str, str] = {}
    for quad in quads:
        for term, kind in ((quad.predicate, "predicate"), (quad.object, "class" if quad.predicate == TYPE else "term"), (quad.subject, "term")):
            if isinstance(term, NamedNode) and term.value.startswith(_PG) and term.value not in known and not _is_todo(term):
                unknown.setdefault(term.value, kind)
    places = iri_places(text, set(unknown))
    for iri, kind in unknown.items():
        near = nearest(iri[len(_PG):], [k[len(_PG):] for k in known])
        fix = f"did you mean pg:{near}?" if near else "see the ontology for the terms there are"
        at = place(text, places.get(iri, max(0, text.find(iri))))
        yield Finding(name, *at, "vocab.unknown", f"{curie(iri)} is no {kind} of the vocabulary", fix)
    for iri, what in unknown_constructs(quads):
        at = place(text, iri_places(text, {iri}).get(iri, 0))
        yield Finding(name, *at, "owl.construct", what, "say it with the constructs that docs/inference.md lists")
    for quad in quads:
        if isinstance(quad.object, Literal) and not _is_todo(quad.object) and (fault := literal_fault(quad.object)):
            rule, what, fix = fault
            yield Finding(name, *place(text, _literal_offset(text, quad.object)), rule, what, fix)


def _placeholders(quads: list[Quad], text: str, name: str) -> Iterable[Finding]:
    """A finding for each TODO that `pledge cite` left for the curator to fill."""
    if "TODO" in text and any(_is_todo(term) for q in quads for term in (q.subject, q.predicate, q.object)):
        found = [t.start for t in tokens(text) if t.kind in ("string", "name") and _TODO.search(t.text)]
        for start in found or [text.index("TODO")]:
            yield Finding(name, *place(text, start), "text.todo", "a TODO is left", "write what belongs there")


def _is_todo(term: object) -> bool:
    """Whether a term is a placeholder: a text with the word TODO, or a thing or term of ours with it in its name."""
    if isinstance(term, NamedNode):
        return term.value.startswith((_PG, PREFIXES["id"])) and bool(_TODO.search(term.value))
    return isinstance(term, Literal) and bool(_TODO.search(term.value))


def _literal_offset(text: str, literal: Literal) -> int:
    for token in tokens(text):
        if token.kind == "string" and literal.value[:200] in token.text:
            return token.start
        if token.kind in ("number", "word") and token.text == literal.value:
            return token.start
    return 0


def literal_fault(literal: Literal) -> tuple[str, str, str] | None:
    """The rule, what is wrong and what to do about a literal that its datatype does not allow, or None."""
    text, datatype = literal.value, literal.datatype.value.removeprefix(_XSD)
    if _CONTROL.search(text):
        return "enc.control", "a text holds a control character", "remove it"
    if len(text) > MAX_LITERAL:
        return "limit.literal", f"a text of {len(text)} characters is over {MAX_LITERAL}", "shorten it"
    checks: dict[str, Callable[[str], object]] = {"date": _is_date, "gYearMonth": _MONTH.match, "integer": _INTEGER.match, "decimal": _DECIMAL.match}
    check = checks.get(datatype)
    if check is None or check(text):
        return None
    if datatype == "date":
        return "lit.date", f"{text!r} is no date", "write a day that exists as YYYY-MM-DD"
    return "lit.type", f"{text!r} is no xsd:{datatype}", "mend the value or its datatype"


def _is_date(text: str) -> bool:
    day, zone = text[:10], text[10:]
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return False
    return len(day) == 10 and (not zone or bool(_ZONE.match(zone)))


def nearest(word: str, known: Iterable[str], least: float = 60) -> str | None:
    """The known word most like the given one, or None where none is near."""
    from rapidfuzz import fuzz, process

    hit = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=least)
    return hit[0] if hit else None
