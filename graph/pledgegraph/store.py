"""The adapter to the embedded engine: parsing, storing and querying with pyoxigraph, its errors made ours."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)

from pledgegraph.errors import EngineError, Finding, InputError, UsageError
from pledgegraph.namespaces import PREFIXES

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal
Fact = Any
"""A `Quad`. (Untyped, since the engine's types allow RDF-star, and the door does not.)"""

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}

_SYNTAX = (
    ("has not been declared", "syntax.prefix", "declare it with @prefix before its first use"),
    ("No scheme found", "iri.relative", "write the whole IRI"),
    ("IRI", "iri.syntax", "mend the IRI"),
    ("remote context", "net.context", "write the context into the file"),
    ("", "syntax", "mend the syntax there"),
)
_DEFAULT = DefaultGraph()
_LONG = 160
_PARSE_NOISE = r"Parser error at line \d+ (?:column \d+|between columns? \d+ and (?:column )?\d+)?:? ?| \(line \d+\)$"


def read_quads(data: bytes, name: str, base: str | None = None) -> list[Quad]:
    """Every statement of a file's bytes, all or none; `name` tells the format by its ending and stands in errors;
    relative IRIs are read against `base`.

    Named graphs are kept on the quads. Raises `InputError` with line and column when the syntax is wrong.
    """
    rdf_format = FORMATS[os.path.splitext(name)[1].lower()]
    try:
        return list(parse(data, rdf_format, base_iri=base))
    except SyntaxError as error:
        what = re.sub(_PARSE_NOISE, "", str(error)).strip()
        rule, fix = next((rule, fix) for word, rule, fix in _SYNTAX if word in what)
        raise InputError([Finding(name, error.lineno or 1, _column(data, error), rule, what, fix)]) from None


def _column(data: bytes, error: SyntaxError) -> int:
    """The engine's column, pulled back to the line's end where it lies past it."""
    from pledgegraph.tokens import line_at

    line = line_at(data.decode("utf-8", "replace"), error.lineno or 1)
    return max(1, min(error.offset or 1, len(line) + 1))


def new_store(quads: Iterable[Quad] = ()) -> Store:
    """A store in memory with those statements, all in its default graph."""
    store = Store()
    store.bulk_extend(quads)
    return store


def flat(quads: Iterable[Quad]) -> list[Quad]:
    """The same statements without their graph names."""
    return [q if q.graph_name == _DEFAULT else Quad(q.subject, q.predicate, q.object) for q in quads]


@contextmanager
def uncollected() -> Iterator[None]:
    """Switches the collector of cycles off: rows of plain values have none, and on a large graph it would look through them
    again and again, for a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def match(store: Store, subject: Any = None, predicate: Any = None, value: Any = None) -> Iterator[Any]:
    """The statements with these parts, None standing for any. (Untyped, since the engine's types allow RDF-star, and
    the door does not.)"""
    return store.quads_for_pattern(subject, predicate, value)


def values(store: Store, subject: Any, predicate: NamedNode) -> list[Any]:
    """The objects of a subject's predicate."""
    return [q.object for q in store.quads_for_pattern(subject, predicate, None)]


def query(store: Store, text: str, name: str = "query") -> QuerySolutions | QueryTriples | QueryBoolean:
    """The engine's own result of a query that has passed `sparql.guard`; our prefixes need no declaration."""
    try:
        # Without the white space at its end, a query that stops short is faulted where it stops.
        return store.query(text.rstrip(), prefixes=PREFIXES)
    except SyntaxError as error:
        raise bad_query(text, str(error), name) from None
    except RuntimeError as error:
        raise query_failed(error, text, name) from None


def query_failed(error: BaseException, text: str = "", name: str = "query") -> UsageError | EngineError:
    """Our error for one that the engine raised while it evaluated a query."""
    message = str(error)
    if "custom function" in message:
        from pledgegraph.tokens import place

        function = re.search(r"<[^>]*>", message)
        line, column = place(text, max(0, text.find(function[0]) if function else 0))
        return UsageError(f"{name}:{line}:{column}: func.unknown: {message.rstrip('.')}; use a function of SPARQL 1.1")
    return EngineError(f"the query engine failed: {message}")


def bad_query(text: str, message: str, name: str) -> UsageError:
    """The error for a query with bad syntax: line, column and a caret under the place."""
    from pledgegraph.tokens import line_at

    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not match:
        return UsageError(f"{name}:1:1: syntax: {message}; mend the query")
    line, column, what = int(match[1]), int(match[2]), match[3].replace("[_]", "white space")
    if not text.strip():
        return UsageError(f"{name}:1:1: syntax: the query is empty; write a SELECT, ASK, CONSTRUCT or DESCRIBE")
    shown = line_at(text, line)
    if len(what) > _LONG:  # the engine lists every character that could stand there
        rest = shown[column - 1 :].split()
        what = f"{rest[0][:40]!r} does not fit here" if rest else "the query stops short"
    start = max(0, column - 61)
    caret = " " * (column - 1 - start) + "^"
    return UsageError(f"{name}:{line}:{column}: syntax: {what}; mend the query at the caret\n  {shown[start : start + 120]}\n  {caret}")
