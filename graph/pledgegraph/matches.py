"""What a query found, as the statements it found it by: the triple patterns of its text, filled in by a solution.

So that a query file, such as the ones that derive short edges, is also its own explanation. Parsed by rdflib, run by the store.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from pledgegraph.errors import EngineError
from pledgegraph.store import Fact, Term, match

Pattern = tuple[Any, Any, Any]


class Query(NamedTuple):
    """A query: what it constructs, the alternatives of its pattern, and its text as a SELECT of everything."""

    head: tuple[Pattern, ...]
    ways: tuple[tuple[Pattern, ...], ...]
    select: str


class Find(NamedTuple):
    """One solution: what each variable stands for, and the statements that make it one."""

    bindings: dict[str, Term]
    facts: tuple[Fact, ...]


@lru_cache(maxsize=64)
def parsed(text: str) -> Query:
    """A query's text in parts; cached, for the text is a file's."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    algebra = translateQuery(parseQuery(text)).algebra
    head = tuple(algebra.get("template") or ())
    select = re.sub(r"\bCONSTRUCT\s*\{[^{}]*\}|\bSELECT\b(?:\s+DISTINCT)?[^{]*?(?=\bWHERE\b)", "SELECT DISTINCT * ", text, count=1)
    return Query(head, tuple(tuple(way) for way in _ways(algebra.p)), select)


def _ways(node: Any) -> list[list[Pattern]]:
    if node.name == "BGP":
        return [list(node.triples)]
    if node.name == "Union":
        return [*_ways(node.p1), *_ways(node.p2)]
    if node.name == "Join":
        return [[*a, *b] for a, b in product(_ways(node.p1), _ways(node.p2))]
    if node.name in ("LeftJoin", "Minus"):
        return _ways(node.p1)
    if node.name in ("ToMultiSet", "values"):
        return [[]]
    if "p" in node:  # projections, filters, orders
        return _ways(node.p)
    raise EngineError(f"a query with {node.name} has no explanation; write it with basic patterns, UNION and FILTER")


def finds(text: str, store: Store, bindings: Mapping[str, Term] | None = None) -> Iterator[Find]:
    """The solutions of a query with the statements they rest on, in a fixed order; `bindings` fix some variables."""
    query = parsed(text)
    given: dict[Variable, Any] = {Variable(name): value for name, value in (bindings or {}).items()}
    rows = store.query(query.select, substitutions=given)
    assert isinstance(rows, QuerySolutions)
    names = [v.value for v in rows.variables]
    found: dict[tuple[Fact, ...], Find] = {}
    for row in rows:
        bound = {n: row[n] for n in names if row[n] is not None} | dict(bindings or {})
        for way in query.ways:
            facts = _filled(way, bound, store)
            if facts is not None:
                found.setdefault(facts, Find(bound, facts))
    yield from sorted(found.values(), key=lambda f: (len(f.facts), str(f.facts)))


def unified(query: Query, quad: Fact) -> Iterator[dict[str, Term]]:
    """How the variables of a query would have to be bound for it to construct a statement."""
    for pattern in query.head:
        bound: dict[str, Term] = {}
        for part, term in zip(pattern, (quad.subject, quad.predicate, quad.object), strict=True):
            name = _variable(part)
            if (name is None and _term(part) != term) or (name in bound and bound[name] != term):
                break
            if name is not None:
                bound[name] = term
        else:
            yield bound


def _filled(way: Iterable[Pattern], bound: Mapping[str, Term], store: Store) -> tuple[Fact, ...] | None:
    """The statements of one alternative, or None where the solution came another way."""
    facts: list[Fact] = []
    for subject, path, value in way:
        ends = [bound.get(name) if (name := _variable(part)) is not None else _term(part) for part in (subject, value)]
        if ends[0] is None or ends[1] is None:
            return None
        steps = _walk(store, ends[0], path, ends[1], bound)
        if steps is None:
            return None
        facts += steps
    return tuple(dict.fromkeys(facts))


def _walk(store: Store, start: Term, path: Any, end: Term, bound: Mapping[str, Term]) -> list[Fact] | None:
    """The fewest statements that lead from one term to another along a property or a path."""
    name = _variable(path)
    if name is None and type(path).__name__ != "URIRef":
        return _reached(store, start, path).get(end)
    predicate = bound.get(name) if name is not None else _term(path)
    quad = Quad(start, predicate, end) if isinstance(start, NamedNode | BlankNode) and isinstance(predicate, NamedNode) else None
    return [quad] if quad is not None and quad in store else None


def _reached(store: Store, start: Term, path: Any) -> dict[Term, list[Fact]]:
    """Where a path leads from a term, each with the statements on the way."""
    kind = type(path).__name__
    if kind == "AlternativePath":
        either: dict[Term, list[Fact]] = {}
        for part in path.args:
            either = {**_reached(store, start, part), **either}
        return either
    if kind == "SequencePath":
        so_far: dict[Term, list[Fact]] = {start: []}
        for part in path.args:
            onward: dict[Term, list[Fact]] = {}
            for node, steps in so_far.items():
                for end, more in _reached(store, node, part).items():
                    onward.setdefault(end, [*steps, *more])
            so_far = onward
        return so_far
    if kind == "MulPath":
        return _repeated(store, start, path.path, empty=path.zero)
    if kind == "InvPath":
        found = match(store, None, _term(path.arg), start)
        return {q.subject: [q] for q in sorted(found, key=lambda q: str(q.subject))}
    if isinstance(start, Literal):
        return {}
    return {q.object: [q] for q in sorted(match(store, start, _term(path)), key=lambda q: str(q.object))}


def _repeated(store: Store, start: Term, path: Any, *, empty: bool) -> dict[Term, list[Fact]]:
    found: dict[Term, list[Fact]] = {start: []} if empty else {}
    queue: deque[tuple[Term, list[Fact]]] = deque([(start, [])])
    while queue:
        node, steps = queue.popleft()
        for end, more in _reached(store, node, path).items():
            if end not in found:
                found[end] = [*steps, *more]
                queue.append((end, found[end]))
    return found


def _variable(part: Any) -> str | None:
    return str(part) if type(part).__name__ in ("Variable", "BNode") else None


def _term(part: Any) -> Term:
    """rdflib's term as the store's."""
    kind = type(part).__name__
    if kind == "URIRef":
        return NamedNode(str(part))
    if kind == "Literal":
        return (
            Literal(str(part), language=part.language)
            if part.language
            else Literal(str(part), datatype=NamedNode(str(part.datatype or "http://www.w3.org/2001/XMLSchema#string")))
        )
    raise EngineError(f"a path with {kind} has no explanation; write it with properties, / + and *")
