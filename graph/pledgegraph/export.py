"""The graph for other tools: the record as its files say it, or a view, in a fixed order, same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, Store, serialize

from pledgegraph.errors import UsageError
from pledgegraph.namespaces import PREFIXES, TYPE
from pledgegraph.store import flat, new_store

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}

EVERY = (*FORMATS, "graphml", "gexf", "csv", "parquet")

_NAME_AT_END = re.compile(r"[^\W\d][\w.-]*\Z")  # RDF/XML writes a predicate as the name of an element


def export(quads: Iterable[Quad], form: str) -> bytes:
    """The statements in one of `EVERY` form: as RDF, as a graph of things for Gephi and its kin, or as a zip of tables."""
    if form not in EVERY:
        raise UsageError(f"there is no format {form!r}; use one of {', '.join(EVERY)}")
    if form in FORMATS:
        return dump(quads, form)
    if form in ("csv", "parquet"):
        from pledgegraph import sheets

        return sheets.dump(flat(quads), form)
    from pledgegraph.interchange import dump as as_xml
    from pledgegraph.network import network

    return as_xml(network(new_store(flat(quads))), form)


def dump(quads: Iterable[Quad], form: str) -> bytes:
    """The statements in one of `FORMATS`, sorted, blank nodes named canonically (RDFC-1.0), graph names dropped."""
    dataset = Dataset(flat(quads))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted(dataset, key=_order)
    triples = [q.triple for q in ordered]
    if form == "rdfxml":
        for quad in ordered:
            if not _NAME_AT_END.search(quad.predicate.value):
                raise UsageError(f"RDF/XML has no way to write the predicate {quad.predicate}; export another format")
    rdf_format = FORMATS[form]
    return serialize(ordered if rdf_format.supports_datasets else triples, format=rdf_format, prefixes=PREFIXES) or b""


def _order(quad: Quad) -> tuple[str, bool, str, str]:
    return str(quad.subject), quad.predicate != TYPE, str(quad.predicate), str(quad.object)


def verbatim(view: Store, asserted: Iterable[Quad]) -> list[Quad]:
    """The statements of a view with the literals of asserted ones as their files write them.

    The engine keeps values, not spellings: it would hand out "1.50" as "1.5".
    """
    asserted = list(asserted)
    literals = sorted({q.object for q in asserted if isinstance(q.object, Literal)}, key=str)
    probe = NamedNode("urn:literal")
    respelled: dict[Literal, Literal] = {}
    for literal in literals:
        stored = next(iter(new_store([Quad(probe, probe, literal)]))).object if _may_change(literal) else literal
        if stored != literal and isinstance(stored, Literal):
            respelled.setdefault(stored, literal)
    written = {(q.subject, q.predicate, q.object) for q in asserted}

    def restore(quad: Quad) -> Quad:
        literal = respelled.get(quad.object) if isinstance(quad.object, Literal) else None
        if literal is not None and (quad.subject, quad.predicate, literal) in written:
            return Quad(quad.subject, quad.predicate, literal)
        return quad

    return [restore(quad) for quad in view]


def _may_change(literal: Literal) -> bool:
    return literal.language is None and literal.datatype.value != PREFIXES["xsd"] + "string"
