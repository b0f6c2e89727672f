"""Why an answer is empty: the reason for questions and parameters, for every form of pattern, in both languages, in time."""

import shutil
import time

import pledgegraph as pg
import pytest
from conftest import ROOT
from pledgegraph import emptiness, questions

QUESTIONS = [  # question, day, parameters, and of each reason: kind, parameter, nearest, rows
    ("who-committed-troops", "2020-01-01", {}, [("day", None, "2025-08-31", None)]),
    ("positions-of", "2020-01-01", {"actor": "id:germany"}, [("day", None, "2025-08-31", None)]),
    ("who-committed-troops", "2025-09-30", {}, [("day", None, "2026-01-06", 2), ("parameter", "at_least", "pg:NotPlanned", 1)]),
    ("who-committed-troops", None, {"place": "id:berlin"}, [("parameter", "place", "id:ukraine", 2)]),
    ("who-plans-bases", None, {"place": "Paris"}, [("parameter", "place", "id:ukraine", 2)]),
    ("who-plans-bases", None, {"place": "Paris", "at_least": "pg:Excluded"}, [("parameter", "place", "id:ukraine", 2)]),
    ("what-it-depends-on", None, {"actor": "Merz"}, [("parameter", "actor", "id:germany", 21)]),
    ("alarm-to-assistance", None, {"mechanism": "id:verification"}, [("parameter", "mechanism", "id:alarm-to-assistance", 9)]),
    ("positions-of", None, {"actor": "id:bundestag"}, [("parameter", "actor", "id:germany", 9)]),
]


@pytest.mark.parametrize(("name", "day", "parameters", "expected"), QUESTIONS)
def test_the_reason_of_a_question(kg, name, day, parameters, expected):
    answer = (kg.at(day) if day else kg).ask(name, **parameters)
    assert [(r.kind, r.parameter, r.nearest, r.rows) for r in answer.why_empty()] == expected


def test_days_the_wrong_way_round_are_said_to_be(kg):
    (reason,) = kg.ask("what-changed", since="2026-01-07", until="2025-01-01").why_empty()
    rows = len(kg.ask("what-changed", since="2025-01-01", until="2026-01-07"))
    assert (reason.kind, reason.parameter, reason.value, reason.nearest, reason.rows) == (
        "order",
        "since",
        "2026-01-07",
        "2025-01-01",
        rows,
    )
    assert reason.en == (
        f"the days are the wrong way round: since = 2026-01-07 is after until = 2025-01-01; the other way round there are {rows} rows"
    )
    assert reason.de == f"die Tage sind vertauscht: since = 2026-01-07 liegt nach until = 2025-01-01; andersherum gibt es {rows} Zeilen"


def test_days_that_give_nothing_either_way_round_are_still_said_to_be(kg):
    (reason,) = kg.ask("what-changed", since="2020-01-07", until="2020-01-01").why_empty()
    assert reason.kind == "order" and reason.rows is None and "andersherum" not in reason.de


def test_one_day_is_no_span_the_wrong_way_round(kg):
    assert all(r.kind != "order" for r in kg.ask("what-changed", since="2020-01-01", until="2020-01-01").why_empty())


PATTERNS = [  # WHERE and what follows, and the pattern that each reason blames
    ("{ ?x a pg:Basng }", ["?x a pg:Basng"]),
    ("{ ?x a pg:Basing ; pg:actor id:germany }", ["?x a pg:Basing", "?x pg:actor id:germany"]),
    ("{ { ?x pg:actor id:nobody } UNION { ?x pg:place id:nowhere } }", ["?x pg:actor id:nobody", "?x pg:place id:nowhere"]),
    ("{ ?x a pg:State . { { ?x pg:actor id:nobody } UNION { ?x pg:place id:nowhere } } }", ["?x pg:actor id:nobody", "?x pg:place id:nowhere"]),
    ("{ ?x a pg:Basing OPTIONAL { ?x pg:end ?e } FILTER (BOUND(?e)) }", ["FILTER (BOUND(?e))"]),
    ("{ ?x a pg:Basing FILTER NOT EXISTS { ?x pg:actor ?a } }", ["FILTER NOT EXISTS { ?x pg:actor ?a }"]),
    ("{ ?x a pg:Basing MINUS { ?x pg:actor ?a } }", ["MINUS { ?x pg:actor ?a }"]),
    ("{ ?x pg:partOf+/pg:within id:ukraine }", ["?x pg:partOf+/pg:within id:ukraine"]),
    ("{ ?x a pg:Basing . { SELECT ?x (COUNT(?y) AS ?n) { ?x pg:nothing ?y } GROUP BY ?x } }", ["?x pg:nothing ?y"]),
    ("{ ?x a pg:Basing . { SELECT ?x { ?x pg:actor ?y } GROUP BY ?x HAVING (COUNT(?y) > 9) } }", ["HAVING (COUNT(?y) > 9)"]),
    ("{ ?x a pg:Basing } GROUP BY ?x HAVING (COUNT(*) > 9) ORDER BY ?x", ["HAVING (COUNT(*) > 9)"]),
    ("{ ?x a pg:Basing } LIMIT 0", ["LIMIT 0"]),
    ("{ VALUES ?x { id:france } ?x a pg:Person }", ["?x a pg:Person"]),
    ("{ ?x pg:actor id:germany . ?x a pg:Basing . ?x pg:place id:berlin }", ["?x a pg:Basing"]),
    ("{ ?x a pg:State . ?x pg:iso2 ?c . ?x a pg:Person . FILTER (?c = 'DE') FILTER (?c = 'FR') }", ["?x a pg:Person"]),
]  # fmt: skip


@pytest.mark.parametrize(("where", "blamed"), PATTERNS)
def test_the_pattern_that_nothing_fits(kg, where, blamed):
    answer = kg.sparql(f"SELECT ?x WHERE {where}")
    reasons = answer.why_empty()
    assert [r.pattern for r in reasons] == blamed
    for reason in reasons:
        assert all(p in reason.text(lang) for p in blamed if p == reason.pattern for lang in ("en", "de"))
        assert reason.en != reason.de


def test_a_term_that_occurs_nowhere_is_named_with_the_nearest(kg):
    (reason,) = kg.sparql("SELECT ?x WHERE { ?x pg:actor id:germny }").why_empty()
    assert reason.nearest == "id:germany"
    assert "id:germny occurs nowhere, did you mean id:germany?" in reason.en


def test_the_values_beside_a_blamed_pattern_are_said(kg):
    (reason,) = kg.sparql("SELECT ?x WHERE { VALUES ?x { id:france } ?x a pg:Person }").why_empty()
    assert reason.en == "nothing fits ?x a pg:Person (line 1) where VALUES ?x { id:france }"


def test_the_parameters_of_a_blamed_pattern_are_said(kg):
    query = "SELECT ?x {\n# parameters\nVALUES (?who) { (id:france) }\n?x pg:heldBy ?who ; a pg:State }"
    assert kg.sparql(query).why_empty()[0].en == "nothing fits ?x pg:heldBy ?who (line 4) where who = France (id:france)"


def test_facts_without_any_claim(tmp_path):
    shutil.copy(ROOT / "seeds" / "actors.ttl", tmp_path)
    reasons = pg.load(tmp_path, only=True).ask("who-committed-troops").why_empty()
    assert reasons[0].pattern == "?measure a pg:TroopDeployment"


def test_what_was_published_later_or_left_out_is_a_reason(kg):
    later = kg.at(known_on="2025-09-04").ask("who-plans-bases").why_empty()
    assert later[0].kind == "known-on"
    assert later[0].rows == 2
    left = kg.at(without=[f"id:article-{a}" for a in ("7cade0f4", "3ffc4ecf", "6077d9c4", "a3cfe95f")]).ask("who-plans-bases").why_empty()
    assert left[0].kind == "without"


def test_an_answer_with_rows_needs_no_reason(kg):
    assert kg.ask("who-committed-troops").why_empty() == []


def test_a_page_after_the_last_row_says_so(kg):
    (reason,) = kg.ask("positions-of", offset=100).why_empty()
    assert (reason.kind, reason.rows) == ("page", len(kg.ask("positions-of")))


def test_the_search_ends_in_time(kg):
    slow = "SELECT ?a { ?a a pg:Claim . ?b a pg:Claim . ?c a pg:Claim FILTER (STRLEN(STR(?a)) + STRLEN(STR(?b)) + STRLEN(STR(?c)) < 0) }"
    start = time.monotonic()
    reasons = emptiness.why(kg, kg.store, slow, None, 0.3)
    assert time.monotonic() - start < 5
    assert [r.kind for r in reasons] == ["time"]


@pytest.mark.parametrize("question", questions.every(), ids=lambda q: q.name)
def test_every_question_says_why_it_is_empty_on_a_day_before_everything(kg, question):
    answer = kg.at("2020-01-01").ask(question.name)
    if not len(answer):
        assert answer.why_empty()
