"""The page on inference names the constructs that are compiled and the defined classes with their members."""

import re
from pathlib import Path

import pytest
from pledgegraph.errors import InputError
from pledgegraph.gate import admit
from pledgegraph.namespaces import curie
from pledgegraph.resources import ontology_files
from pledgegraph.rules import KNOWN_PREDICATES, KNOWN_TYPES

PAGE = (Path(__file__).parent.parent / "docs" / "inference.md").read_text(encoding="utf-8")
ALLOWED, _, REST = PAGE.partition("## Everything else is refused by name")
REFUSED = set(re.findall(r"`(owl:\w+|rdfs:(?:domain|range))`", REST.partition("## A property says")[0]))


def test_the_table_of_defined_classes_is_that_of_the_view(kg):
    counts = kg.sparql("""
        SELECT ?class (COUNT(DISTINCT ?x) AS ?members)
        WHERE { ?class owl:equivalentClass ?definition OPTIONAL { ?x a ?class } } GROUP BY ?class""")
    table = {name: int(n) for name, n in re.findall(r"^\| `(pg:\w+)` \| .* \| (\d+) \|$", PAGE, re.MULTILINE)}
    assert table == {row["class"]: row["members"] for row in counts}


def test_the_page_names_what_is_compiled_and_nothing_more():
    assert set(re.findall(r"`(owl:\w+|rdfs:\w+)`", ALLOWED)) == {curie(iri) for iri in KNOWN_PREDICATES | KNOWN_TYPES}


@pytest.mark.parametrize("construct", sorted(REFUSED - {"owl:FunctionalProperty", "owl:equivalentClass"}))
def test_what_the_page_calls_refused_is_refused(construct, tmp_path):
    file = tmp_path / "mine.ttl"
    kind = construct.endswith("Property")
    statement = f"id:a a {construct} ." if kind else f"id:a {construct} id:b ."
    prefixes = (
        "@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    file.write_text(prefixes + statement, encoding="utf-8")
    with pytest.raises(InputError, match=rf"{construct} is not compiled|net\.imports"):
        admit([str(file)], ontology_files())
