"""The vocabulary: every term labelled and defined in both languages, used by the record or asked by a question."""

import re

import pytest
import rdflib
from conftest import ROOT
from rdflib import OWL, RDF, RDFS, SKOS

PG = rdflib.Namespace("https://w3id.org/pledgegraph/ontology#")
LANGUAGES = {"en", "de"}
DEFINED = {
    "Commitment",
    "DeploymentOnUkrainianSoil",
    "CommitmentToUkrainianSoil",
    "ConditionalMeasure",
    "ParliamentGated",
    "Leader",
    "DiscretionaryClause",
    "Article5LikeClause",
    "DependsOnTheUnitedStates",
    "RestsOnUnnamedSource",
    "Hardening",
    "Softening",
}


@pytest.fixture(scope="module")
def onto():
    graph = rdflib.Graph()
    for name in ("pledgegraph.ttl", "scales.ttl"):
        graph.parse(ROOT / "ontology" / name)
    return graph


@pytest.fixture(scope="module")
def seeds():
    graph = rdflib.Graph()
    for path in (ROOT / "seeds").glob("*.ttl"):
        graph.parse(path)
    return graph


def terms(onto):
    return sorted({s for s in onto.subjects(RDF.type) if str(s).startswith(PG)})


def test_labels_and_definitions(onto):
    assert len(terms(onto)) > 200
    for term in terms(onto):
        labels = [*onto.objects(term, RDFS.label), *onto.objects(term, SKOS.prefLabel)]
        assert {o.language for o in labels} == LANGUAGES and len(labels) == 2, term
        assert {o.language for o in onto.objects(term, SKOS.definition)} == LANGUAGES, term
        assert len(set(onto.objects(term, RDFS.isDefinedBy))) == 1, term


def test_no_two_terms_share_a_label_of_their_kind(onto):
    seen = {}
    for term in terms(onto):
        for label in [*onto.objects(term, RDFS.label), *onto.objects(term, SKOS.prefLabel)]:
            kind = tuple(sorted(set(onto.objects(term, RDF.type))))
            assert seen.setdefault((kind, label.lower(), label.language), term) == term, (term, label)


def test_labels_are_words_not_identifiers(onto):
    for term in terms(onto):
        for label in onto.objects(term, RDFS.label):
            assert not re.search(r"[a-z][A-Z]", label), label


def test_the_defined_classes(onto):
    assert {str(s).removeprefix(PG) for s in onto.subjects(OWL.equivalentClass)} == DEFINED


def test_every_class_is_used_or_asked_about(onto, seeds):
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "queries").rglob("*.rq"))
    parents = {c: set(onto.transitive_objects(c, RDFS.subClassOf)) for c in onto.subjects(RDF.type, OWL.Class)}
    asserted = set(seeds.objects(None, RDF.type)) | set(onto.objects(None, RDF.type))
    used = set().union(*(parents.get(c, {c}) for c in asserted))
    unused = []
    for term in onto.subjects(RDF.type, OWL.Class):
        name = str(term).removeprefix(PG)
        if str(term).startswith(PG) and term not in used and name not in DEFINED and not re.search(rf"pg:{name}\b", text):
            unused.append(name)
    assert unused == []


def test_the_record_conforms_to_the_shapes(onto, seeds):
    import pyshacl

    shapes = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    conforms, _, text = pyshacl.validate(onto + seeds, shacl_graph=shapes, inference="none")
    assert conforms, text


def test_alignments_are_well_formed():
    graph = rdflib.Graph().parse(ROOT / "ontology" / "alignments.ttl")
    matches = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
    assert len(graph) > 50
    assert OWL.sameAs not in set(graph.predicates())
    assert matches & set(graph.predicates())
