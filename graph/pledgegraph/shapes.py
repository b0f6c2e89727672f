"""The adapter to pyshacl: what the shapes say of a graph, as focus node, fault and the value that offends."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from pledgegraph import resources
from pledgegraph.errors import Fault
from pledgegraph.namespaces import TYPE
from pledgegraph.rules import SUB_CLASS
from pledgegraph.store import read_quads

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "info"}


class Violation(NamedTuple):
    """A shape that a node does not fit; the shape's name is the rule."""

    focus: str
    fault: Fault


def violations(quads: Iterable[Quad], focus_nodes: Collection[str] | None = None) -> list[Violation]:
    """What of `shapes.ttl` the statements do not fit, each once, by focus node and rule; of some nodes only, where they are given."""
    import logging

    import pyshacl
    from rdflib import RDF, SH, Graph, URIRef

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # the door has said already which literals are wrong

    shapes = Graph().parse(resources.shapes_file())
    only: list[str | URIRef] | None = list(sorted(focus_nodes)) if focus_nodes is not None else None
    _, report, _ = pyshacl.validate(_graph(quads), shacl_graph=shapes, focus_nodes=only, inference="none", advanced=False, inplace=True)
    found: dict[tuple[str, str], Violation] = {}
    assert isinstance(report, Graph)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, shape = report.value(result, SH.focusNode), report.value(result, SH.sourceShape)
        message, severity = report.value(result, SH.resultMessage), report.value(result, SH.resultSeverity)
        what, _, fix = str(message or "a shape is not met").partition("; ")
        rule = str(shape).rpartition("#")[2] if isinstance(shape, URIRef) else "shape"
        level = _LEVELS.get(str(severity).rpartition("#")[2], "error")
        found.setdefault((str(focus), rule), Violation(str(focus), Fault(level, rule, what, fix or "see shapes.ttl")))
    return [found[key] for key in sorted(found)]


def touched(asserted: Iterable[Quad], inferred: Iterable[Quad]) -> set[str]:
    """The nodes about which inference adds something that a shape may look at.

    A type that only follows from the class hierarchy is none: shapes see through the hierarchy as it is.
    """
    with open(resources.shapes_file(), "rb") as file:
        mentioned = {q.object for q in read_quads(file.read(), resources.shapes_file()) if isinstance(q.object, NamedNode)}
    asserted = list(asserted)
    known = set(asserted)
    parents: dict[object, list[object]] = {}
    types: dict[object, set[object]] = {}
    for quad in asserted:
        if quad.predicate == SUB_CLASS:
            parents.setdefault(quad.subject, []).append(quad.object)
        elif quad.predicate == TYPE:
            types.setdefault(quad.subject, set()).add(quad.object)
    found: set[str] = set()
    for quad in inferred:
        if quad in known or (quad.predicate not in mentioned and (quad.predicate != TYPE or quad.object not in mentioned)):
            continue
        if quad.predicate == TYPE and quad.object in _above(types.get(quad.subject, set()), parents):
            continue
        found |= {term.value for term in (quad.subject, quad.object) if isinstance(term, NamedNode) and quad.predicate != TYPE}
        if isinstance(quad.subject, NamedNode):
            found.add(quad.subject.value)
    return found


def _above(classes: set[object], parents: dict[object, list[object]]) -> set[object]:
    seen, queue = set(classes), list(classes)
    while queue:
        for parent in parents.get(queue.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                queue.append(parent)
    return seen


def _graph(quads: Iterable[Quad]) -> Graph:
    from rdflib import Graph

    graph = Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: object) -> Node:
    from rdflib import BNode, URIRef
    from rdflib import Literal as Text

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return Text(term.value, lang=term.language)
    return Text(term.value, datatype=URIRef(term.datatype.value), normalize=False)
