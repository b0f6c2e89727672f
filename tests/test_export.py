"""Exports: the same bytes, the same graph in every library, literals as the files spell them, HermiT's opinion."""

import subprocess
import sys

import pledgegraph as pg
import pytest
import rdflib
from conftest import ROOT
from pledgegraph.errors import UsageError
from pledgegraph.export import FORMATS, dump, verbatim
from pledgegraph.namespaces import TYPE
from pledgegraph.owl import ontology
from pledgegraph.reasoners import ask
from pledgegraph.rules import EQUIVALENT
from pledgegraph.store import new_store
from pyoxigraph import Dataset, NamedNode, RdfFormat, parse
from rdflib.compare import isomorphic


@pytest.mark.parametrize("view", [False, True])
@pytest.mark.parametrize("form", FORMATS)
def test_same_bytes_in_another_process(kg, form, view):
    code = f"import sys, pledgegraph; sys.stdout.buffer.write(pledgegraph.load().export({form!r}, view={view}))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60, env={"PYTHONHASHSEED": "7"})
    assert other.stdout == kg.export(form, view=view)


def rdflib_graph(data, form):
    names = {"turtle": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}
    target = rdflib.Dataset(default_union=True) if form in ("trig", "nq") else rdflib.Graph()
    target.parse(data=data, format=names[form])
    graph = rdflib.Graph()
    graph += [(s, p, o) for s, p, o in target.triples((None, None, None))]
    return graph


@pytest.fixture(scope="module")
def reference(kg):
    return {view: rdflib_graph(kg.export("nt", view=view), "nt") for view in (False, True)}


@pytest.mark.parametrize("view", [False, True])
@pytest.mark.parametrize("form", ["turtle", "trig", "nq", "jsonld", "rdfxml"])
def test_isomorphic_in_both_libraries(kg, reference, form, view):
    data = kg.export(form, view=view)
    assert isomorphic(rdflib_graph(data, form), reference[view])
    again = dump(parse(data, FORMATS[form]), "nt")
    assert again == kg.export("nt", view=view)


def test_the_record_keeps_every_claim_the_view_the_standing_ones(kg):
    earlier = NamedNode("https://w3id.org/pledgegraph/id/germany-on-german-troops-in-ukraine-earlier").value
    assert earlier.encode() in kg.export("nt")
    assert earlier.encode() not in kg.export("nt", view=True)
    assert b"ontology#CommitmentToUkrainianSoil> .\n" in kg.export("nt", view=True)


def test_literals_keep_the_spelling_of_their_file():
    text = (
        b'<urn:a> <urn:p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> , "01"^^<http://www.w3.org/2001/XMLSchema#integer> , '
        b'"2025-01-01+02:00"^^<http://www.w3.org/2001/XMLSchema#date> , "x"@en .'
    )
    quads = list(parse(text, RdfFormat.TURTLE))
    assert set(verbatim(new_store(quads), quads)) == set(quads)


def test_view_and_plain_store_agree_on_what_is_asserted(kg):
    asserted = Dataset(parse(kg.export("nq"), RdfFormat.N_QUADS))
    assert len(asserted) > 10_000


def test_owlready2_loads_the_view(kg):
    onto = kg.owl()
    world = onto.world
    france = world["https://w3id.org/pledgegraph/id/france"]
    assert france.iso2 == ["FR"]
    assert world["https://w3id.org/pledgegraph/ontology#State"] in france.is_a


def test_owlready2_calls_things_by_their_names(kg):
    onto = kg.owl()
    assert onto.Leader in onto.id.merz.is_a
    assert onto.id.france.iso2 == ["FR"]


def test_owlready2_without_what_follows_leaves_it_to_a_reasoner(kg):
    onto = kg.owl(inferred=False)
    assert onto.Leader not in onto.id.merz.is_a
    assert onto.Person in onto.id.merz.is_a
    assert onto.id.french_troops_in_ukraine is None and onto.id["french-troops-in-ukraine"].directlyNeeds


def test_owlready2_runs_no_code_that_a_graph_names():
    text = (
        b'<urn:o> <http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module> "antigravity" ; '
        b"<http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x> ; a <http://www.w3.org/2002/07/owl#Ontology> ."
    )
    ontology(parse(text, RdfFormat.TURTLE))
    assert "antigravity" not in sys.modules


def members(kg, iri):
    return sorted(q.subject.value for q in kg.store.quads_for_pattern(None, TYPE, NamedNode(iri)))


def test_hermit_agrees_on_every_defined_class(kg, java):
    classes = sorted(q.subject.value for q in kg.store.quads_for_pattern(None, EQUIVALENT, None))
    (opinion,) = ask("hermit", kg.store, classes)
    assert not opinion.contradiction
    assert opinion.members == {c: members(kg, c) for c in classes}
    softening = "https://w3id.org/pledgegraph/ontology#Softening"
    assert [c for c in classes if not opinion.members[c]] == [softening], "every other class has a witness in the record"


def test_hermit_agrees_on_a_softening(java):
    kg = pg.load(str(ROOT / "tests/valid/moves.ttl"), only=True).at("2030-02-15")
    softening = "https://w3id.org/pledgegraph/ontology#Softening"
    (opinion,) = ask("hermit", kg.store, [softening])
    assert opinion.members[softening] == members(kg, softening) != []


def test_hermit_finds_a_planted_contradiction(kg, java):
    planted = parse(b"<https://w3id.org/pledgegraph/id/france> a <https://w3id.org/pledgegraph/ontology#Person> .", RdfFormat.TURTLE)
    assert ask("hermit", [*kg.store, *planted])[0].contradiction


@pytest.mark.parametrize("predicate", ["http://example.org/p#", "http://example.org/1"])
def test_rdfxml_refuses_a_predicate_that_it_cannot_name(predicate):
    quads = list(parse(f"<urn:a> <{predicate}> <urn:b> .".encode(), RdfFormat.N_TRIPLES))
    with pytest.raises(UsageError, match="no way to write the predicate"):
        dump(quads, "rdfxml")
    assert predicate.encode() in dump(quads, "turtle")
