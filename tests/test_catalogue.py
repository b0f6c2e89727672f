"""The page of all questions is the one that the files make, and the list in the terminal has every question once."""

import shlex

import pytest
from conftest import ROOT
from pledgegraph import catalogue, questions
from pledgegraph.cli_ask import _parameters
from pledgegraph.errors import UsageError

PAGE = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")


def test_the_page_is_what_the_files_make(kg):
    assert catalogue.markdown(kg.store) == PAGE, "run 'make docs'"


@pytest.mark.parametrize("question", questions.every(), ids=lambda q: q.name)
def test_the_page_says_all_of_a_question(kg, question):
    entry = PAGE.split(f"### {question.name}\n")[1].split("### ")[0]
    assert question.summary in entry
    assert question.summary_de in entry
    assert all(tag in entry for tag in (*question.tags, question.scope))
    assert all(f"`{column}`" in entry for column in kg.ask(question.name).columns)
    assert all(f"`{name}`" in entry and f"`{default}`" in entry for name, default in question.parameters.items())


@pytest.mark.parametrize("line", [line for line in PAGE.splitlines() if line.startswith("pledge ask ")])
def test_the_example_command_answers_as_without_parameters(kg, line):
    _, _, name, *given = shlex.split(line)
    assert kg.ask(name, **_parameters(tuple(given[1::2]))).rows == kg.ask(name).rows


@pytest.mark.parametrize(
    ("question", "parameter", "kind"),
    [
        ("who-committed-troops", "at_least", "a value of the scale stance"),
        ("who-committed-troops", "place", "a thing (state)"),
        ("positions-on", "day", "a day"),
        ("passages-that-mention", "word", "a text"),
        ("measures-by-kind", "kind", "a kind, measure or below it"),
    ],
)
def test_a_parameter_has_its_kind_in_words(kg, question, parameter, kind):
    assert catalogue.kind_of(kg.store, questions.named(question).parameters[parameter]) == kind


def test_the_list_has_every_question_once_and_a_tag_those_that_bear_it():
    names = [q.name for group in catalogue.by_tag().values() for q in group]
    assert sorted(names) == sorted(q.name for q in questions.every())
    assert [q.name for q in catalogue.by_tag("bases")["bases"]] == [q.name for q in questions.every() if "bases" in q.tags]
    assert "Wer plant Stützpunkte in der Ukraine?" in catalogue.listing("de", "bases")


def test_an_unknown_tag_names_the_nearest():
    with pytest.raises(UsageError, match="no question has the tag 'base'; did you mean bases"):
        catalogue.by_tag("base")
