"""Answers as DataFrames: every kind of value has its dtype, and nothing is lost on the way."""

import datetime

import pandas
import pledgegraph
import pytest
from conftest import ROOT
from pledgegraph import questions, resources
from pledgegraph.answer import Answer, Typed


def sparql(kg, columns, rows):
    """An answer to a query that gives those columns and rows as SPARQL writes them."""
    names = " ".join("?" + c for c in columns)
    return kg.sparql(f"SELECT {names} WHERE {{ VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }} }}")


def test_a_question_has_days_scales_lists_and_texts(kg):
    df = kg.ask("who-committed-troops").df
    assert str(df.date.dtype) == "datetime64[s]" and df.date[0] == datetime.datetime(2026, 1, 6)
    assert df.stance.dtype == pandas.CategoricalDtype(
        ["pg:Excluded", "pg:NotPlanned", "pg:NotExcluded", "pg:Conceivable", "pg:Willing", "pg:Intends"], ordered=True
    )
    assert list(df.form.cat.categories) == ["pg:Said", "pg:Signed", "pg:TextAgreed", "pg:Ratified", "pg:InForce"] and df.form.cat.ordered
    assert (df.stance > "pg:Willing").all() and not (df.form > "pg:Signed").any()
    assert df.inherited[0] == ("id:ceasefire-agreement", "id:us-guarantee-and-support")
    assert isinstance(df.evidence[0], tuple) and df.approvals[0] == ()
    assert df.actor.dtype == "string"


@pytest.mark.parametrize(
    ("rows", "dtype", "values"),
    [
        (["1", "UNDEF", "-3"], "Int64", [1, None, -3]),
        (["true", "UNDEF", "false"], "boolean", [True, None, False]),
        (["1.5", "UNDEF"], "Float64", [1.5, None]),
        (["1.5e3", "2.5"], "Float64", [1500.0, 2.5]),
        (['"2026-01-06"^^xsd:date', "UNDEF"], "datetime64[s]", [pandas.Timestamp("2026-01-06"), None]),
        (['"1648-10-24"^^xsd:date'], "datetime64[s]", [pandas.Timestamp("1648-10-24")]),
        (['"2026-01-06"'], "string", ["2026-01-06"]),
        (['"a"@en', '"b"'], "string", ["a", "b"]),
        (["UNDEF"], "object", [None]),
        (["1", '"a"'], "object", [1, "a"]),
        (["99999999999999999999"], "object", [99999999999999999999]),
        (["id:france", "UNDEF"], "string", ["id:france", None]),
        (["pg:Intends", "id:france"], "string", ["pg:Intends", "id:france"]),
        (["<http://example.org/x>"], "string", ["<http://example.org/x>"]),
    ],
)
def test_a_column_has_the_type_of_its_values(kg, rows, dtype, values):
    df = sparql(kg, ["x"], rows).df
    assert str(df.x.dtype) == dtype
    assert [None if pandas.isna(v) else v for v in df.x] == values


@pytest.mark.parametrize(("value", "ordered"), [("pg:Intends", True), ("pg:DirectQuote", True), ("pg:Demands", False), ("pg:Named", False)])
def test_a_scale_is_ordered_where_it_has_an_order(kg, value, ordered):
    column = sparql(kg, ["x"], [value]).df.x
    assert column.dtype == "category" and column.cat.ordered is ordered and len(column.cat.categories) > 1


def test_an_impossible_day_stays_text():
    answer = Answer("x", ["day"], [[Typed("-99999999999999-01-01", "xsd:date")]], None)
    assert list(answer.df.day) == ["-99999999999999-01-01"] and answer.df.day.dtype == "string"


def test_labels_come_in_the_answers_language(kg):
    df = kg.ask("who-committed-troops", lang="de").frame(labels=True)
    assert list(df.actor) == ["Frankreich", "Vereinigtes Königreich"]
    assert list(df.stance.cat.categories)[-1] == "beabsichtigt" and df.stance.cat.ordered
    assert df.conditions[0] == ("Ein Waffenstillstand",)
    assert str(df.date.dtype) == "datetime64[s]"


def test_no_rows_and_columns_of_one_name_are_fine(kg):
    assert list(kg.at("2020-01-01").ask("who-committed-troops").df.columns) == kg.ask("who-committed-troops").columns
    assert Answer("x", [], [], kg.store).df.shape == (0, 0)
    assert Answer("x", ["a", "a"], [[1, "b"]], kg.store).df.shape == (1, 2)


def test_an_empty_answer_has_the_types_of_a_full_one(kg):
    df = kg.at("2025-09-30").ask("who-committed-troops").df
    assert len(df) == 0 and str(df.date.dtype) == "datetime64[s]"
    assert list(df["date"].dt.year) == []
    nothing = kg.at("2020-01-01")
    assert nothing.ask("passages-of-an-article").df.start.dtype == "Int64"
    assert nothing.ask("figures").df.maximum.dtype == "Float64"
    assert kg.what_if().where(lambda row: False).df.state.dtype == "object"
    assert kg.sparql("SELECT ?date WHERE { ?date a pg:Nothing }").df.date.dtype == "object"


def test_a_column_without_a_value_has_its_type_in_a_full_answer(kg):
    rows = [[None if name == "date" else cell for name, cell in row.items()] for row in kg.ask("who-committed-troops")]
    answer = Answer("who-committed-troops", kg.ask("who-committed-troops").columns, rows, kg.store, texts={"en": "Who?"})
    assert list(answer.df.date.dt.year.isna()) == [True, True]


def test_the_declared_types_are_those_of_the_values(kg):
    """Every column that comes out with one of these types on the shipped record or on the small ones is declared, and no other."""
    kinds = {"datetime64[s]": "date", "Int64": "integer", "Float64": "decimal", "boolean": "boolean"}
    with open(resources.types_file(), encoding="utf-8") as file:
        table = [tuple(line.rstrip("\n").split("\t")) for line in file]
    assert table[0] == ("column", "type") and table[1:] == sorted(set(table[1:]))
    declared, used = dict(table[1:]), set()
    small = [pledgegraph.load(path, only=True) for path in sorted((ROOT / "tests" / "questions").glob("*.ttl"))]
    answers = [graph.ask(question.name) for graph in (kg, *small) for question in questions.every()]
    for answer in [*answers, kg.what_if(), kg.unlock("id:french-troops-in-ukraine"), kg.conditions(), kg.circles()]:
        df = answer.df
        for column in (c for i, c in enumerate(answer.columns) if any(row[i] is not None for row in answer.rows)):
            key = next((k for k in (f"{answer.name}/{column}", column) if k in declared), None)
            assert kinds.get(str(df[column].dtype)) == declared.get(key), f"{answer.name}/{column}"
            used.add(key)
    assert used - {None} == declared.keys()


def test_a_typed_text_survives_a_copy():
    import copy
    import pickle

    day = Typed("2026-01-06", "xsd:date")
    for again in (copy.deepcopy(day), pickle.loads(pickle.dumps(day))):
        assert (again, again.datatype) == ("2026-01-06", "xsd:date")
