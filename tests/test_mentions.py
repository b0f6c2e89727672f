"""What a sentence names becomes a parameter; what it does not name is said to be the default, and what nobody knows is said too."""

import pytest
from click.testing import CliRunner
from pledgegraph import questions
from pledgegraph.cli import main
from pledgegraph.errors import UsageError
from pledgegraph.mentions import Mentions


@pytest.mark.parametrize(
    ("question", "sentence", "named"),
    [
        ("what-a-person-said", "What did Macron say?", {"person": "id:macron"}),
        ("what-a-person-said", "Was hat Keir Starmer gesagt?", {"person": "id:starmer"}),
        ("what-a-person-said", "What did somebody say?", {}),
        ("positions-of", "What positions does France hold?", {"actor": "id:france"}),
        ("positions-of", "Wie steht das Vereinigte Königreich dazu?", {"actor": "id:united-kingdom"}),
        ("positions-of", "Frankreichs Haltungen", {"actor": "id:france"}),
        ("silent-states", "Which states are silent on verification?", {"pillar": "id:verification"}),
        ("silent-states", "Which states are silent on the multinational force?", {"pillar": "id:multinational-force"}),
        ("passages-that-mention", "Which passages mention nuclear weapons?", {"word": "nuclear weapons"}),
        ("passages-that-mention", 'Which passages mention "the Bundestag"?', {"word": "the Bundestag"}),
        ("what-changed", "What changed between 2025-09-04 and 2026-01-06?", {"since": "2025-09-04", "until": "2026-01-06"}),
        ("who-committed-troops", "Who committed troops on Ukrainian soil?", {}),
        ("who-committed-troops", "Who committed troops in Berlin?", {"place": "id:berlin"}),
    ],
)
def test_what_a_sentence_names(kg, question, sentence, named):
    assert Mentions(questions.named(question), kg.store, sentence).named() == named


def test_two_of_a_kind_are_not_guessed_between(kg):
    with pytest.raises(UsageError, match="more than one actor: id:france, id:germany"):
        kg.ask("What positions do Germany and France hold?")


def test_a_sentence_is_answered_for_what_it_names(kg):
    answer = kg.ask("What did Macron say?")
    assert answer.remarks == ["asked with person = Emmanuel Macron"]
    assert answer.rows == kg.ask("what-a-person-said", person="id:macron").rows


def test_a_parameter_beats_the_sentence(kg):
    assert kg.ask("What did Macron say?", person="id:starmer").parameters["person"] == "id:starmer"
    assert kg.ask("What positions do Germany and France hold?", actor="id:france").parameters["actor"] == "id:france"


@pytest.mark.parametrize(
    ("sentence", "lang", "remark"),
    [
        ("What positions does Poland hold?", "en", "asked with actor = Germany (default); not understood: Poland"),
        ("Welche Haltungen hat Polen?", "de", "gefragt mit actor = Deutschland (Vorgabe); nicht verstanden: Polen"),
        ("What positions does Germany hold?", "en", "asked with actor = Germany"),
        ("Which documents did Starmer sign?", "en", "not used: Keir Starmer"),
        ("What did Zelenskyy say on 2026-01-06?", "en", "asked with person = Volodymyr Zelenskyy; not used: 2026-01-06"),
    ],
)
def test_what_is_not_named_is_said_to_be_the_default(kg, sentence, lang, remark):
    assert kg.ask(sentence, lang=lang).remarks == [remark]


def test_the_questions_own_sentence_means_its_defaults(kg):
    assert kg.ask("who committed troops on Ukrainian soil").remarks == []
    assert kg.ask("Who commits troops on Ukrainian soil?").remarks == ["asked with place = Ukraine (default), at_least = intends (default)"]


def test_a_name_is_asked_without_a_word_about_it(kg):
    assert kg.ask("positions-of").remarks == []


def test_the_command_says_it_beside_csv():
    done = CliRunner().invoke(main, ["ask", "What did Macron say?", "-f", "csv"])
    assert "asked with person = Emmanuel Macron" in done.stderr and "id:merz" not in done.stdout


@pytest.mark.parametrize(
    ("question", "parameter", "value", "message"),
    [
        ("silent-states", "pillar", "id:france", "id:france is no pillar"),
        ("who-plans-bases", "place", "id:merz", "id:merz is no place"),
        ("what-rests-on-an-article", "article", "id:macron", "id:macron is no article"),
        ("who-at-or-above", "form", "pg:Intends", "pg:Intends is no form"),
        ("measures-by-kind", "kind", "id:france", "id:france is no "),
    ],
)
def test_a_parameter_wants_things_of_its_kind(kg, question, parameter, value, message):
    with pytest.raises(UsageError, match=message):
        kg.ask(question, **{parameter: value})


def test_every_parameter_for_things_has_its_kind():
    known = {name for name in (questions.kind_of(n) and n for q in questions.every() for n in q.parameters) if name}
    things = {n for q in questions.every() for n, default in q.parameters.items() if default.startswith(("id:", "<"))}
    assert things - known <= {"matter"}
