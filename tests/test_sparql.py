"""What is done to query text: parameter rows are found and swapped by tokens; what must not run is refused."""

import pytest
from pledgegraph.errors import UsageError
from pledgegraph.sparql import bind, guard, parameter_rows

ROW = "SELECT * {{\n  # parameters\n  VALUES (?a ?b) {{ ({}) }}\n  ?s ?p ?a }}"


@pytest.mark.parametrize(
    ("row", "defaults"),
    [
        ("id:x pg:Y", ["id:x", "pg:Y"]),
        ('"a) } b" id:x', ['"a) } b"', "id:x"]),
        ('"2025-01-01"^^xsd:date "x"@en', ['"2025-01-01"^^xsd:date', '"x"@en']),
        ("<http://x/#y> 12", ["<http://x/#y>", "12"]),
        ("'# parameters' id:x", ["'# parameters'", "id:x"]),
    ],
)
def test_defaults_are_read_by_tokens(row, defaults):
    (found,) = parameter_rows(ROW.format(row))
    assert found.names == ["a", "b"]
    assert found.defaults == defaults


@pytest.mark.parametrize("row", ["id:x pg:Y", '"a) } b" id:x', '"2025-01-01"^^xsd:date "x"@en'])
def test_the_row_and_nothing_else_is_swapped(row):
    assert bind(ROW.format(row), {"a": "<urn:1>", "b": "<urn:2>"}) == ROW.format("<urn:1> <urn:2>")
    assert bind(ROW.format(row), {}) == ROW.format(" ".join(parameter_rows(ROW.format(row))[0].defaults))


def test_every_row_is_swapped():
    text = ROW.format("id:x id:y") + "\n" + ROW.format("id:x id:y")
    assert bind(text, {"a": "id:z"}).count("(id:z id:y)") == 2


@pytest.mark.parametrize(
    "text",
    ["# parameters\nSELECT", "# parameters\nVALUES (?a) { (1 2) }", "# parameters\nVALUES (?a) { (1", "# parameters"],
)
def test_a_broken_row_is_refused(text):
    with pytest.raises(UsageError):
        parameter_rows(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "net.service"),
        ("SELECT * { service silent ?x { ?s ?p ?o } }", "net.service"),
        ("INSERT DATA { <a:a> <b:b> 1 }", "readonly"),
        ("PREFIX x: <http://x/> drop all", "readonly"),
        ("SELECT * { FILTER(" + "(" * 100 + "1" + ")" * 100 + ") }", "limit.depth"),
        ("SELECT * { FILTER(" + "!" * 100 + "true) }", "limit.depth"),
    ],
)
def test_refused(text, rule):
    with pytest.raises(UsageError, match=rf":\d+:\d+: {rule}: "):
        guard(text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE" } # SERVICE',
        "SELECT ?service WHERE { ?service a <http://x/SERVICE> }",
        "PREFIX load: <http://x/> SELECT * { ?s load:drop ?o }",
        "SELECT (COUNT(*) AS ?add) { ?s ?p ?o }",
        "SELECT * { " + "{ ?s ?p ?o } UNION " * 200 + "{ ?s ?p ?o } }",
    ],
)
def test_not_refused(text):
    guard(text)
