"""The adapter to pyshacl: what the shapes say of a graph, as focus node, fault and the value that offends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from pledgegraph import resources
from pledgegraph.errors import Fault

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "info"}


class Violation(NamedTuple):
    """A shape that a node does not fit; the shape's name is the rule."""

    focus: str
    fault: Fault


def violations(quads: Iterable[Quad]) -> list[Violation]:
    """What of `shapes.ttl` the statements do not fit, each once, by focus node and rule."""
    import pyshacl
    from rdflib import RDF, SH, Graph, URIRef

    shapes = Graph().parse(resources.shapes_file())
    _, report, _ = pyshacl.validate(_graph(quads), shacl_graph=shapes, inference="none", advanced=False, js=False, do_owl_imports=False)
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
    return Text(term.value, lang=term.language) if term.language else Text(term.value, datatype=URIRef(term.datatype.value), normalize=False)
