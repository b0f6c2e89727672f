"""A citation lets somebody else ask the same again."""

import pledgegraph
import pytest


def test_it_names_project_version_question_parameters_day_and_reports(kg):
    assert kg.ask("who-committed-troops", at_least="intends").citation() == (
        f"pledgegraph {pledgegraph.__version__}, https://w3id.org/pledgegraph/. “Who committed troops on Ukrainian soil?” "
        "(who-committed-troops: place = Ukraine (id:ukraine), at_least = intends (pg:Intends)); 2 rows, as of 2026-01-07. "
        "Rests on 3 passages of 1 article: 7cade0f4 (2026-01-06 or later) ¶2 402–565, ¶2 473–565, ¶3 729–921."
    )


def test_it_is_said_in_german(kg):
    text = kg.ask("who-committed-troops", lang="de").citation()
    assert "„Wer hat Truppen auf ukrainischem Boden zugesagt?“" in text and "2 Zeilen, Stand 2026-01-07" in text
    assert "Beruht auf 3 Stellen aus 1 Artikel: 7cade0f4 (2026-01-06 oder später)" in text
    assert kg.ask("who-committed-troops").citation("de") == text


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ({"day": "2026-01-06"}, "as of 2026-01-06."),
        ({"known_on": "2026-01-06"}, "as of 2026-01-07, known on 2026-01-06."),
        ({"without": ["7cade0f4", "Merz"]}, "without 7cade0f4, Merz."),
    ],
)
def test_it_names_the_view(kg, view, said):
    assert said in kg.at(**view).ask("positions-of").citation()


def test_a_query_of_ones_own_is_named_by_its_digest(kg):
    import hashlib

    text = "SELECT ?r WHERE { id:france-on-french-troops-in-ukraine-signed pg:evidence ?r }"
    cited = kg.sparql(text).citation()
    assert f"SPARQL query {hashlib.sha256(text.encode()).hexdigest()[:8]}; 2 rows" in cited
    assert "Rests on 2 passages of 1 article" in cited


def test_an_answer_without_evidence_says_so(kg):
    assert kg.sparql("SELECT ?x WHERE { ?x a pg:State }").citation().endswith("It names no passage.")
    assert "0 rows" in kg.at("2020-01-01").ask("who-committed-troops").citation()
