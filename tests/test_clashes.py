"""Contradictions planted beside the record: each is explained by the fewest facts, where they stand, and their passages."""

import re
from pathlib import Path

import pytest
from conftest import need
from pledgegraph import checks, clashes, reasoners, resources
from pledgegraph.headers import header
from pledgegraph.record import Record
from pledgegraph.store import new_store
from pyoxigraph import BlankNode, RdfFormat, parse

PREFIXES = """@prefix id: <https://w3id.org/pledgegraph/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix pg: <https://w3id.org/pledgegraph/ontology#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
FRANCE = "id:france-on-french-troops-in-ukraine-signed"
REPORT = "id:7cade0f4-p02-france-on-french-troops-in-ukraine-signed"

# What is planted, and the facts that are named for it, in order; the record holds the rest.
PLANTED = {
    "disjoint-classes": (
        f"id:Soft a owl:Class ; owl:disjointWith pg:Commitment .\n{FRANCE} a id:Soft .",
        [
            f"{FRANCE} a id:Soft",
            f"{FRANCE} a pg:Position",
            f"{FRANCE} pg:stance pg:Intends",
            "pg:Intends pg:atLeast pg:Intends",
            "id:Soft owl:disjointWith pg:Commitment",
            "pg:Commitment owl:equivalentClass an unnamed class",
        ],
    ),
    "disjoint-class-lists": ("id:macron a pg:State .", ["id:macron a pg:Person", "id:macron a pg:State"]),
    "member-of-nothing": ("id:macron a owl:Nothing .", ["id:macron a owl:Nothing"]),
    "complement": (
        "id:Stateless a owl:Class ; owl:complementOf pg:State .\nid:france a id:Stateless .",
        ["id:france a id:Stateless", "id:france a pg:State", "id:Stateless owl:complementOf pg:State"],
    ),
    "same-and-different": (
        "id:france owl:sameAs id:germany ; owl:differentFrom id:germany .",
        ["id:france owl:differentFrom id:germany", "id:france owl:sameAs id:germany"],
    ),
    "same-in-a-list-of-different": (
        "id:list a owl:AllDifferent ; owl:distinctMembers ( id:france id:germany ) .\nid:france owl:sameAs id:germany .",
        ["id:france owl:sameAs id:germany", "id:list a owl:AllDifferent", "id:list owl:distinctMembers an unnamed class"],
    ),
    "same-in-disjoint-classes": (
        "id:macron owl:sameAs id:ceasefire .",
        [
            "id:ceasefire a pg:Ceasefire",
            "id:macron a pg:Person",
            "id:macron owl:sameAs id:ceasefire",
            "pg:Ceasefire rdfs:subClassOf pg:Condition",
            "pg:Person rdfs:subClassOf pg:Agent",
        ],
    ),
    "functional-values": (
        f"{REPORT} pg:paragraph 3 .",
        [f"{REPORT} pg:paragraph “2”", f"{REPORT} pg:paragraph “3”", "pg:paragraph a owl:FunctionalProperty"],
    ),
    "functional-things": (
        "id:only a owl:ObjectProperty , owl:FunctionalProperty .\nid:france id:only id:germany , id:spain .\nid:germany owl:differentFrom id:spain .",
        [
            "id:france id:only id:germany",
            "id:france id:only id:spain",
            "id:germany owl:differentFrom id:spain",
            "id:only a owl:FunctionalProperty",
        ],
    ),
    "irreflexive": (
        "pg:within a owl:IrreflexiveProperty .",
        ["id:ukraine pg:within id:ukraine", "pg:within a owl:IrreflexiveProperty"],
    ),
    "asymmetric": (
        "pg:partOf a owl:AsymmetricProperty .\nid:multinational-force pg:partOf id:french-troops-in-ukraine .",
        [
            "id:french-troops-in-ukraine pg:partOf id:multinational-force",
            "id:multinational-force pg:partOf id:french-troops-in-ukraine",
            "pg:partOf a owl:AsymmetricProperty",
        ],
    ),
    "disjoint-properties": (
        f"pg:holder owl:propertyDisjointWith id:doubts .\nid:doubts a owl:ObjectProperty .\n{FRANCE} id:doubts id:france .",
        [f"{FRANCE} id:doubts id:france", f"{FRANCE} pg:holder id:france", "pg:holder owl:propertyDisjointWith id:doubts"],
    ),
    "denied-statement": (
        f"id:denial a owl:NegativePropertyAssertion ; owl:sourceIndividual {FRANCE} ; owl:assertionProperty pg:holder ; owl:targetIndividual id:france .",
        [
            f"{FRANCE} pg:holder id:france",
            "id:denial a owl:NegativePropertyAssertion",
            "id:denial owl:assertionProperty pg:holder",
            f"id:denial owl:sourceIndividual {FRANCE}",
            "id:denial owl:targetIndividual id:france",
        ],
    ),
}


@pytest.fixture(scope="module")
def record():
    return Record.load().quads()


def planted(text):
    return list(parse((PREFIXES + text).encode(), RdfFormat.TURTLE))


def named(clash):
    return [re.sub(r"^\(\d+\) ", "", line) for line in clashes._lines(clash, lambda q: "", lambda q: [])]


def test_every_kind_of_contradiction_has_its_file():
    files = {Path(path).stem for path in resources.clash_files()}
    assert files == set(PLANTED)
    for path in resources.clash_files():
        assert header(Path(path).read_text(encoding="utf-8"), path, {"summary"}, {"summary"})["summary"]


def test_the_shipped_record_has_none(record):
    assert clashes.clashes(record) == []


@pytest.mark.parametrize("kind", sorted(PLANTED))
def test_a_planted_contradiction_is_explained_by_the_fewest_facts(record, kind):
    text, facts = PLANTED[kind]
    every = [*record, *planted(text)]
    all_found = clashes.clashes(every)
    found = [c for c in all_found if sorted(named(c)) == sorted(facts)]
    assert found, [named(c) for c in all_found]
    lists = [q for q in every if isinstance(q.subject, BlankNode)]
    for left_out in (None, *found[0].facts):  # with one fact less, it is none any more
        small = [*lists, *(f for f in found[0].facts if f != left_out)]
        declared = [q for q in every if q.subject in {f.subject for f in found[0].facts} and "#DatatypeProperty" in str(q.object)]
        assert bool(clashes.clashes([*small, *declared])) is (left_out is None), left_out


# As a reader gets it: a copy of the record, checked. Each must name file and line of what clashes; claims and reports, their passages.
SHOWN = [
    "disjoint-classes",
    "disjoint-class-lists",
    "same-and-different",
    "functional-values",
    "asymmetric",
    "disjoint-properties",
    "denied-statement",
]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the check says of the contradictions, one file for each, all in one run."""
    folder = tmp_path_factory.mktemp("copies")
    for kind in SHOWN:
        (folder / f"{kind}.ttl").write_text(PREFIXES + PLANTED[kind][0], encoding="utf-8")
    found = checks.check([str(folder)])
    assert {f.level for f in found if f.rule == "owl.consistency"} == {"error"}
    return [f.what for f in found if f.rule == "owl.consistency"]


@pytest.mark.parametrize("kind", SHOWN)
def test_check_names_the_facts_their_lines_and_their_passages(told, kind):
    text, facts = PLANTED[kind]
    (what,) = [t for t in told if all(f"{fact} at " in t or f"{fact};" in t for fact in facts)]
    assert what.count(" at ") >= len(facts) - 1
    assert re.search(rf"{kind}\.ttl:\d+", what) and re.search(r"(seeds|ontology)/[\w-]+\.ttl:\d+|disjoint|same", what)
    if FRANCE in text or REPORT in text:
        assert "[7cade0f4 ¶2 402–565  France confirms" in what


def test_what_our_own_pass_does_not_know_a_reasoner_explains(record):
    need(any(reasoners.version(e) for e in reasoners.ENGINES if e.name == reasoners.JUSTIFIES), "rustdl")
    small = planted(
        "id:A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty id:p ; owl:allValuesFrom id:B ] . id:p a owl:ObjectProperty .\n"
        "id:B a owl:Class ; owl:disjointWith id:C . id:C a owl:Class . id:x a id:A ; id:p id:y . id:y a id:C . id:z a id:C ."
    )
    assert clashes.clashes(small) == []
    clash = clashes.justified(small)
    assert clash.found_by == "rustdl"
    assert named(clash) == [
        "id:x a id:A",
        "id:x id:p id:y",
        "id:y a id:C",
        "id:A rdfs:subClassOf an unnamed class",
        "id:B owl:disjointWith id:C",
    ]
    assert clashes.justified([q for q in small if "allValuesFrom" not in str(q)]) is None


def test_a_definition_that_is_not_compiled_does_not_hide_the_rest():
    quads = planted("id:D owl:equivalentClass [ a owl:Class ; owl:oneOf ( id:x ) ] . id:A owl:disjointWith id:B . id:x a id:A , id:B .")
    assert [named(c) for c in clashes.clashes(quads)] == [["id:x a id:A", "id:x a id:B", "id:A owl:disjointWith id:B"]]
    assert len(new_store(quads)) > 5
