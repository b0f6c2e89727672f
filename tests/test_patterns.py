"""How a query is split into its patterns: every part, and a query put together again from its parts that answers the same."""

import pytest
from pledgegraph import questions
from pledgegraph.patterns import joined, split
from pledgegraph.store import query

SHAPES = [
    ("{ ?a pg:p ?b . ?b pg:q ?c }", ["triple ?a pg:p ?b", "triple ?b pg:q ?c"]),
    ("{ ?a pg:p ?b , 5 ; a pg:T ;; . }", ["triple ?a pg:p ?b", "triple ?a pg:p 5", "triple ?a a pg:T"]),
    ('{ ?a pg:p|^pg:q/(pg:r*)+ "x;y"@en, -3.5 }', ['triple ?a pg:p|^pg:q/(pg:r*)+ "x;y"@en', "triple ?a pg:p|^pg:q/(pg:r*)+ -3.5"]),
    ('{ ?a !(pg:p|^a)? "2026-01-06"^^xsd:date . ?b ?c true }', ['triple ?a !(pg:p|^a)? "2026-01-06"^^xsd:date', "triple ?b ?c true"]),
    ("{ [] pg:x ?y ; pg:z ?w . ?z pg:l ( 1 2 ), [ pg:a pg:b ] }", ["triple [] pg:x ?y ; pg:z ?w", "triple ?z pg:l ( 1 2 )", "triple ?z pg:l [ pg:a pg:b ]"]),
    ("{ ?a ?b ?c # no } here\n OPTIONAL { ?a pg:p ?d } ?e ?f ?g }", ["triple ?a ?b ?c", "optional OPTIONAL { ?a pg:p ?d }", "triple ?e ?f ?g"]),
    ('{ FILTER regex(?x, "}") FILTER (?a IN (1,2)) FILTER NOT EXISTS { ?a ?b ?c } }', ["filter FILTER regex(?x, \"}\")", "filter FILTER (?a IN (1,2))", "filter FILTER NOT EXISTS { ?a ?b ?c }"]),
    ("{ VALUES ?k { pg:A pg:B } VALUES (?a ?b) { (1 2) } BIND (?a AS ?z) MINUS { ?a ?b ?c } }", ["values VALUES ?k { pg:A pg:B }", "values VALUES (?a ?b) { (1 2) }", "bind BIND (?a AS ?z)", "minus MINUS { ?a ?b ?c }"]),
    ("{ { ?a ?b ?c } UNION { ?d ?e ?f . ?g ?h ?i } { ?j ?k ?l } }", ["union { ?a ?b ?c } UNION { ?d ?e ?f . ?g ?h ?i }", "group { ?j ?k ?l }"]),
    ("{ GRAPH ?g { ?a ?b ?c } { SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?a } }", ["graph GRAPH ?g { ?a ?b ?c }", "select { SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?a }"]),
    ("{}", []),
]  # fmt: skip


@pytest.mark.parametrize(("where", "parts"), SHAPES)
def test_every_pattern_is_a_part(where, parts):
    group = split(f"PREFIX pg: <http://x/#> SELECT ?a (EXISTS {{ ?a a pg:X }} AS ?is) WHERE {where} ORDER BY ?a").group
    assert [f"{p.kind} {p.text}" for p in group.parts] == parts
    assert group.modifiers == "ORDER BY ?a"


def test_a_part_knows_its_line_its_variables_and_the_groups_within():
    union = split("SELECT * {\n ?a ?b ?c .\n { ?a ?d 1 } UNION\n { SELECT ?e { ?e ?f ?g } HAVING (?e > 1) } }").group.parts[1]
    assert union.line == 3
    assert union.variables == set("adefg")
    assert [joined(g.parts) for g in union.groups[0:1]] == ["{ ?a ?d 1 . }"]
    assert union.groups[1].parts[0].groups[0].modifiers == "HAVING (?e > 1)"


@pytest.mark.parametrize("question", questions.every(), ids=lambda q: q.name)
def test_a_question_put_together_from_its_parts_has_a_match_where_it_has_rows(kg, question):
    store = kg.store if question.scope == "view" else kg.record.store
    whole = split(question.text)
    assert bool(query(store, f"{whole.prologue} ASK {joined(whole.group.parts)}")) or not len(kg.ask(question.name))


@pytest.mark.parametrize("text", ["", "SELECT", "SELECT * {", "SELECT * { ?a", "SELECT * { ?a ?b", "}{", "SELECT * { { ?a } UNION }"])
def test_text_that_is_no_query_ends(text):
    split(text)
