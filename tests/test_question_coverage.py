"""Every class and every property of the vocabulary is touched by a question.

A property is touched when a question names it in its SPARQL: as a predicate, in a path, or as an alternative or a default that a
predicate or a relation column takes. Comments, literals and the header do not count, and neither does standing in an answer.

A class is touched when a question names it likewise; or when it stands as a value in the golden answer of a question that names
one of its superclasses, so that the question leads from there to it and the record shows that it does. Being one of many
subclasses that a question could reach is not enough.
"""

import csv
from collections.abc import Iterable, Mapping

import pytest
import rdflib
from conftest import ROOT
from pledgegraph import questions
from pledgegraph.namespaces import PREFIXES, curie, expand
from pledgegraph.tokens import tokens
from rdflib import OWL, RDF, RDFS

GOLDEN = ROOT / "tests" / "golden"
PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
TEXTS = {q.name: q.text for q in questions.every()}


@pytest.fixture(scope="module")
def ontology():
    return rdflib.Graph().parse(ROOT / "ontology" / "pledgegraph.ttl")


@pytest.fixture(scope="module")
def answers():
    """The values that stand in the golden answer of each question, each value of a list for itself."""
    found = {}
    for path in GOLDEN.glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as file:
            found[path.stem] = {value for row in list(csv.reader(file))[1:] for cell in row for value in cell.split(" ")}
    return found


def terms(ontology: rdflib.Graph, *kinds: rdflib.URIRef) -> set[str]:
    return {curie(str(s)) for kind in kinds for s in ontology.subjects(RDF.type, kind) if str(s).startswith(PREFIXES["pg"])}


def named(text: str) -> set[str]:
    """The names a query uses: no comment, no literal, no header."""
    return {token.text for token in tokens(text) if token.kind == "name"}


def untouched_properties(wanted: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    touched = {name for text in texts.values() for name in named(text)}
    return sorted(set(wanted) - touched)


def untouched_classes(
    ontology: rdflib.Graph, wanted: Iterable[str], texts: Mapping[str, str], answers: Mapping[str, set[str]]
) -> list[str]:
    names = {question: named(text) for question, text in texts.items()}
    left = []
    for term in sorted(wanted):
        above = {curie(str(s)) for s in ontology.transitive_objects(rdflib.URIRef(expand(term)), RDFS.subClassOf)} - {term}
        reached = any(term in answers.get(q, ()) and names[q] & above for q in texts)
        if not reached and not any(term in found for found in names.values()):
            left.append(term)
    return left


def test_every_property_is_touched_by_a_question(ontology):
    # The sentence templates of words.ttl are no part of the graph that is asked.
    templates = {"pg:inWords", "pg:inWordsAfter", "pg:inWordsNot", "pg:inWordsOfGroup"}
    assert untouched_properties(terms(ontology, *PROPERTIES) - templates, TEXTS) == []


def test_every_class_is_touched_by_a_question(ontology, answers):
    assert untouched_classes(ontology, terms(ontology, OWL.Class), TEXTS, answers) == []


@pytest.mark.parametrize(
    ("text", "touches"),
    [
        ("SELECT ?s WHERE { ?s pg:iso2 ?o }", True),
        ("SELECT ?s WHERE { ?s (pg:about/pg:iso2)* ?o }", True),
        ("SELECT ?s WHERE { VALUES ?p { pg:iso2 } ?s ?p ?o }", True),
        ("#+ summary: pg:iso2\nSELECT ?s WHERE { ?s ?p ?o } # pg:iso2", False),
        ('SELECT ?s WHERE { ?s ?p "pg:iso2" }', False),
        ("SELECT ?s WHERE { ?s pg:iso2x ?o }", False),
    ],
)
def test_what_touches_a_property(text, touches):
    assert (untouched_properties({"pg:iso2"}, {"q": text}) == []) is touches


@pytest.mark.parametrize(
    ("text", "answer", "touches"),
    [
        ("SELECT ?s WHERE { ?s a pg:ThinkTank }", set(), True),
        ("SELECT ?s ?kind WHERE { ?s a pg:Organisation , ?kind }", {"pg:ThinkTank"}, True),
        ("SELECT ?s ?kind WHERE { ?s a pg:Agent , ?kind }", {"pg:ThinkTank"}, True),
        ("SELECT ?s ?kind WHERE { ?s a pg:Organisation , ?kind }", {"pg:Party"}, False),
        ("SELECT ?s ?kind WHERE { ?s a pg:Measure , ?kind }", {"pg:ThinkTank"}, False),
        ("SELECT ?s ?kind WHERE { ?kind rdfs:subClassOf* pg:Organisation . ?s a ?kind }", set(), False),
    ],
)
def test_what_touches_a_class(ontology, text, answer, touches):
    assert (untouched_classes(ontology, {"pg:ThinkTank"}, {"q": text}, {"q": answer}) == []) is touches


def test_a_question_less_is_seen(ontology, answers):
    fewer = {name: text for name, text in TEXTS.items() if name not in ("states-and-their-codes", "organisations-and-members")}
    assert "pg:iso3" in untouched_properties(terms(ontology, *PROPERTIES), fewer)
    assert "pg:ThinkTank" in untouched_classes(ontology, terms(ontology, OWL.Class), fewer, answers)
