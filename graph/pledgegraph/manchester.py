"""What an engine that justifies gives back, axioms in Manchester syntax, as the statements that were handed to it."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad

from pledgegraph.contradictions import DISJOINT, disjoint_pairs
from pledgegraph.namespaces import PREFIXES, TYPE
from pledgegraph.rules import EQUIVALENT, INVERSE, SUB_CLASS, SUB_PROPERTY
from pledgegraph.store import Fact, Term

_OWL = PREFIXES["owl"]
_FRAMES = {
    SUB_CLASS: "SubClassOf",
    EQUIVALENT: "EquivalentTo",
    SUB_PROPERTY: "SubPropertyOf",
    INVERSE: "InverseOf",
    DISJOINT: "DisjointWith",
    NamedNode(_OWL + "propertyDisjointWith"): "DisjointWith",
    NamedNode(_OWL + "sameAs"): "SameAs",
    NamedNode(_OWL + "differentFrom"): "DifferentFrom",
    NamedNode(PREFIXES["rdfs"] + "domain"): "Domain",
    NamedNode(PREFIXES["rdfs"] + "range"): "Range",
}
_PROPERTY = "Property"


class Reader:
    """Finds each axiom among the statements that an engine was given."""

    def __init__(self, quads: Iterable[Fact]) -> None:
        self.exact: dict[str, Fact] = {}
        self.begins: dict[str, Fact] = {}
        quads = list(quads)
        for quad in quads:
            for text in _spellings(quad):
                self.exact.setdefault(text, quad)
            if isinstance(quad.object, BlankNode) and quad.predicate in _FRAMES:
                self.begins.setdefault(f"{quad.subject} {_FRAMES[quad.predicate]} ", quad)
        for quad in quads:
            if quad.predicate == NamedNode(_OWL + "members"):
                apart = disjoint_pairs([q for q in quads if q.predicate not in (DISJOINT, quad.predicate)] + [quad])
                for pair in apart:
                    one, other = sorted(map(str, pair))
                    for text in (f"{one} DisjointWith {other}", f"{other} DisjointWith {one}"):
                        self.exact.setdefault(text, quad)

    def read(self, axioms: Iterable[str]) -> frozenset[Fact] | None:
        """The statements that stand for the axioms, or None where one of them is not to be found."""
        found = [self._one(axiom) for axiom in axioms]
        return None if None in found else frozenset(q for q in found if q is not None)

    def _one(self, axiom: str) -> Quad | None:
        return self.exact.get(axiom) or next((q for start, q in self.begins.items() if axiom.startswith(start)), None)


def _spellings(quad: Fact) -> list[str]:
    subject, value = quad.subject, _text(quad.object)
    if quad.predicate == TYPE:
        kind = str(getattr(quad.object, "value", ""))
        if kind.startswith(_OWL) and kind.endswith(_PROPERTY):
            return [f"{subject} Characteristics: {kind[len(_OWL) : -len(_PROPERTY)]}"]
        return [f"{subject} Type {value}"]
    frame = _FRAMES.get(quad.predicate)
    if frame is None:
        return [f"{subject} {quad.predicate} {value}"]
    return [f"{subject} {frame} {value}", f"{value} {frame} {subject}"]


def _text(term: Term) -> str:
    return str(term)
