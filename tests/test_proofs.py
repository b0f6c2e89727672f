"""Proofs and minimal justifications: each rule, the cheapest way, nothing that can be left out, every way there is."""

import pytest
from conftest import need
from pledgegraph import reasoners
from pledgegraph.explain import _justified, declarations
from pledgegraph.minimal import Trial, justifications
from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.proofs import Prover, Statement
from pledgegraph.rules import EQUIVALENT, infer
from pledgegraph.steps import given_of
from pledgegraph.store import match, new_store
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

HEAD = "@prefix : <urn:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
SOME = "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ]"


def prover(text):
    quads = list(parse((HEAD + text).encode(), RdfFormat.TURTLE))
    closure = new_store(quads)
    infer(closure)
    return Prover(new_store(quads), closure)


def goal(text):
    subject, predicate, value = text.split()
    return Statement(NamedNode("urn:" + subject), TYPE if predicate == "a" else NamedNode("urn:" + predicate), NamedNode("urn:" + value))


def told(found):
    short = lambda t: "[]" if isinstance(t, BlankNode) else t.value.replace("urn:", "").rpartition("#")[2] or t.value.replace("urn:", "")
    return sorted({f"{short(q.subject)} {short(q.predicate)} {short(q.object)}" for q in one} for one in found)


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        (":x a :C .", "x a C", [{"x type C"}]),
        (":B rdfs:subClassOf :C . :A rdfs:subClassOf :B . :x a :A .", "x a C", [{"x type A", "A subClassOf B", "B subClassOf C"}]),
        (":p rdfs:subPropertyOf :q . :x :p :y .", "x q y", [{"x p y", "p subPropertyOf q"}]),
        (":p owl:inverseOf :q . :x :p :y .", "y q x", [{"x p y", "p inverseOf q"}]),
        (":p a owl:TransitiveProperty . :x :p :y . :y :p :z .", "x p z", [{"x p y", "y p z", "p type TransitiveProperty"}]),
        # What stands there already needs no rule, and a longer way beside it is not minimal.
        (":p a owl:TransitiveProperty . :x :p :y , :z . :y :p :z .", "x p z", [{"x p z"}, {"x p y", "y p z", "p type TransitiveProperty"}]),
        # A circle proves nothing by itself.
        (":p a owl:TransitiveProperty . :x :p :y . :y :p :x .", "x p x", [{"x p y", "y p x", "p type TransitiveProperty"}]),
        (f":D owl:equivalentClass {SOME} . :x :p :y . :y a :B .", "x a D", [{"x p y", "y type B", "D equivalentClass []"}]),
        (
            f":D owl:equivalentClass {SOME} . :x :p :y , :z . :y a :B . :z a :B .",
            "x a D",
            [{"x p y", "y type B", "D equivalentClass []"}, {"x p z", "z type B", "D equivalentClass []"}],
        ),
        (
            ":D owl:equivalentClass [ owl:unionOf ( :A :B ) ] . :x a :A , :B .",
            "x a D",
            [{"x type A", "D equivalentClass []"}, {"x type B", "D equivalentClass []"}],
        ),
        (
            ":D owl:equivalentClass [ owl:intersectionOf ( :A [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :v ] ) ] . :x a :A ; :p :v .",
            "x a D",
            [{"x type A", "x p v", "D equivalentClass []"}],
        ),
        (":D owl:equivalentClass [ owl:unionOf ( :A ) ] . :x a :B .", "x a D", []),
    ],
)
def test_every_minimal_justification_is_found(text, asked, expected):
    found = justifications(prover(text), goal(asked))
    assert told(found.found) == sorted(expected, key=sorted) or sorted(map(sorted, told(found.found))) == sorted(map(sorted, expected))
    assert not found.more
    assert [len(f) for f in found.found] == sorted(len(f) for f in found.found)


def test_where_there_are_too_many_it_says_so():
    text = f":D owl:equivalentClass {SOME} . " + " ".join(f":x :p :y{i} . :y{i} a :B ." for i in range(12))
    found = justifications(prover(text), goal("x a D"))
    assert len(found.found) == 10 and found.more


@pytest.fixture(scope="module")
def given(kg):
    return given_of(kg)


@pytest.fixture(scope="module")
def members(kg):
    """Every member of every defined class."""
    classes = sorted({q.subject for q in match(kg.store, None, EQUIVALENT)}, key=str)
    return [Statement(q.subject, TYPE, c) for c in classes for q in sorted(match(kg.store, None, TYPE, c), key=str)]


def test_no_justification_has_a_fact_too_many(kg, given, members):
    assert len({s.value for s in members}) == 11, "every defined class has a witness but pg:Softening"
    prover = Prover(given, kg.store)
    for statement in members:
        found = justifications(prover, statement)
        assert found.found and not found.more, statement
        trial = Trial(given, statement, prover.module(statement))
        for one in found.found:
            assert trial.closure(one).holds(statement)
            assert not [leaf for leaf in one if trial.closure(one - {leaf}).holds(statement)], statement


def test_the_reasoner_gives_the_same_justifications(kg, given, members):
    need(any(reasoners.version(e) for e in reasoners.ENGINES if e.name == reasoners.JUSTIFIES), "rustdl")
    prover = Prover(given, kg.store)
    seen = {}
    for statement in members:
        seen.setdefault(statement.value, []).append(statement)
    for several in seen.values():
        for statement in several[:2]:
            said, engine = _justified(prover, statement, "")
            assert engine == "rustdl", statement
            assert set(said.found) == set(justifications(prover, statement).found), statement


def test_the_referee_says_that_nothing_can_be_left_out(kg, given, members, java):
    """One run for all: each justification, and each with one axiom or fact less, as a world of its own with names of its own."""
    prover = Prover(given, kg.store)
    quads, wanted = [], {}
    first = {s.value: s for s in reversed(members)}
    for i, statement in enumerate(first.values()):
        trial = Trial(given, statement, prover.module(statement))
        one = justifications(prover, statement).found[0]
        for j, left_out in enumerate([None, *sorted(one, key=str)]):
            kept = [leaf for leaf in one if leaf != left_out]
            world = f"-{i}-{j}"
            rename = lambda t, world=world: (
                NamedNode(t.value + world)
                if isinstance(t, NamedNode) and t.value.startswith((PREFIXES["id"], PREFIXES["pg"]))
                else BlankNode(t.value + world.replace("-", "x"))
                if isinstance(t, BlankNode)
                else t
            )
            every = [*trial.statements(kept), *declarations(given, trial.statements(list(one)))]
            every.append(Quad(statement.value, TYPE, NamedNode(PREFIXES["owl"] + "Class")))
            if left_out is not None:  # what declares a property transitive declares it a property too; only the first is left out
                every = [q for q in every if q != left_out]
            quads += [Quad(rename(q.subject), rename(q.predicate), rename(q.object)) for q in every]
            wanted[rename(statement.value).value] = [rename(statement.subject).value] if left_out is None else []
    (opinion,) = reasoners.ask("hermit", quads, sorted(wanted), 280)
    assert opinion.contradiction is False, opinion.note
    assert opinion.members == wanted, [curie(c) for c in wanted if opinion.members[c] != wanted[c]]
