"""Inference: what each construct adds, what is refused, and that the shipped ontology stays within the profile."""

import pytest
from pledgegraph import resources
from pledgegraph.errors import InputError
from pledgegraph.rules import infer, unknown_constructs
from pledgegraph.store import new_store, read_quads
from pyoxigraph import RdfFormat, parse

HEAD = "@prefix : <urn:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


def inferred(text):
    quads = list(parse((HEAD + text).encode(), RdfFormat.TURTLE))
    store = new_store(quads)
    infer(store)
    new = {f"{q.subject.value} {q.predicate.value.rpartition('#')[2]} {q.object.value}" for q in store if q not in set(quads)}
    return {line.replace("urn:", "") for line in new}


@pytest.mark.parametrize(
    ("axioms", "facts", "expected"),
    [
        (":B rdfs:subClassOf :A . :C rdfs:subClassOf :B .", ":x a :C .", {"x type B", "x type A"}),
        (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":x :p :y .", {"x q y", "x r y"}),
        (":p owl:inverseOf :q .", ":x :p :y . :u :q :v .", {"y q x", "v p u"}),
        (":p a owl:TransitiveProperty .", ":x :p :y . :y :p :z .", {"x p z"}),
        (":p a owl:TransitiveProperty . :s rdfs:subPropertyOf :p .", ":x :s :y . :y :p :z .", {"x p y", "x p z"}),
        (
            ":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :q owl:inverseOf :r .",
            ":x :p :y . :y :p :z .",
            {"x p z", "x q y", "y q z", "x q z", "y r x", "z r y", "z r x"},
        ),
        (":D owl:equivalentClass [ owl:intersectionOf ( :A :B ) ] .", ":x a :A , :B . :y a :A .", {"x type D"}),
        (":D owl:equivalentClass [ owl:unionOf ( :A :B ) ] .", ":x a :A . :y a :C .", {"x type D"}),
        (":D owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :v ] .", ":x :p :v . :y :p :w .", {"x type D"}),
        (
            ":D owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] .",
            ":x :p :y . :y a :A . :u :p :v .",
            {"x type D"},
        ),
        (
            ":E owl:equivalentClass [ owl:intersectionOf ( :D :B ) ] . :D owl:equivalentClass [ owl:unionOf ( :A :C ) ] .",
            ":x a :A , :B .",
            {"x type D", "x type E"},
        ),
        (":D owl:equivalentClass [ owl:unionOf ( :A :C ) ] ; rdfs:subClassOf :F .", ":x a :A .", {"x type D", "x type F"}),
        (
            ":D owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom [ owl:unionOf ( :A"
            " [ a owl:Restriction ; owl:onProperty :q ; owl:someValuesFrom :A ] ) ] ] .",
            ":x :p :y . :y :q :z . :z a :A . :u :p :w .",
            {"x type D"},
        ),
    ],
)
def test_each_construct(axioms, facts, expected):
    assert inferred(axioms + facts) == expected


def test_a_circle_of_definitions_is_refused():
    with pytest.raises(InputError, match="defined in a circle"):
        inferred(":D owl:equivalentClass [ owl:unionOf ( :E :A ) ] . :E owl:equivalentClass [ owl:unionOf ( :D :B ) ] .")


@pytest.mark.parametrize(
    ("axiom", "named"),
    [
        (":x owl:sameAs :y .", "owl:sameAs"),
        (":p rdfs:domain :A .", "rdfs:domain"),
        (":p owl:propertyChainAxiom ( :q :r ) .", "owl:propertyChainAxiom"),
        (":D owl:equivalentClass [ owl:complementOf :A ] .", "owl:complementOf"),
        (":D owl:equivalentClass [ owl:oneOf ( :a ) ] .", "owl:oneOf"),
        (":D owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :A ] .", "owl:allValuesFrom"),
        (":p a owl:SymmetricProperty .", "owl:SymmetricProperty"),
        (":p a owl:FunctionalProperty , owl:ObjectProperty .", "a functional object property"),
        (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .", "an anonymous superclass"),
        (":x a [ a owl:Class ; owl:unionOf ( :A :B ) ] .", "an anonymous class as a type"),
    ],
)
def test_what_is_not_compiled_is_named(axiom, named):
    (first, *_) = unknown_constructs(list(parse((HEAD + axiom).encode(), RdfFormat.TURTLE)))
    assert first[1].startswith(named)


def test_the_shipped_ontology_stays_within_the_profile():
    quads = []
    for path in resources.ontology_files():
        with open(path, "rb") as file:
            quads += read_quads(file.read(), path)
    assert unknown_constructs(quads) == []


@pytest.mark.parametrize(
    "text",
    [
        ":D owl:equivalentClass [ a owl:Restriction ; owl:someValuesFrom :A ] .",
        ":D owl:equivalentClass [ a owl:Restriction ; owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :A ] .",
        ":D owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue [ ] ] .",
        ":D owl:equivalentClass [ owl:intersectionOf _:l ] . _:l rdf:first :A ; rdf:rest _:l .",
        ":D owl:equivalentClass [ owl:intersectionOf [ rdf:first :A ] ] .",
        ":D owl:equivalentClass _:d . _:d owl:intersectionOf ( :A _:d ) .",
    ],
)
def test_a_broken_class_expression_is_refused(text):
    with pytest.raises(InputError, match=r"owl\.construct"):
        inferred("@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n" + text + " :x a :A .")


def test_every_definition_of_a_class_counts():
    assert inferred(":D owl:equivalentClass [ owl:unionOf ( :A ) ] , [ owl:unionOf ( :B ) ] . :x a :A . :y a :B .") == {
        "x type D",
        "y type D",
    }
