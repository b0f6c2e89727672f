"""What hangs on a condition: counted by hand on small records."""

import pytest
from test_circuit import MET, NEEDS, OFFER, read, said


def weights(kg):
    return {r["condition"]: (r["falls"], r["unlocks"]) for r in kg.conditions()}


def test_a_need_that_opens_and_closes_one_offer(tmp_path):
    assert weights(read(tmp_path, OFFER + NEEDS)) == {"id:truce": (1, 1), "id:storm": (0, 0)}


def test_what_is_met_unlocks_nothing_more_and_can_still_be_lost(tmp_path):
    assert weights(read(tmp_path, OFFER + NEEDS + MET)) == {"id:truce": (1, 0), "id:storm": (0, 0)}


def test_what_is_blocked_already_does_not_fall_again(tmp_path):
    also = said("ships-need-storm", "pg:requires id:storm ; pg:role pg:Entry", "Requirement")
    kg = read(tmp_path, OFFER + NEEDS + also + MET.replace("pg:Met", "pg:Failed"))
    assert weights(kg) == {"id:truce": (0, 0), "id:storm": (0, 0)}


def test_two_needs_unlock_nothing_alone(tmp_path):
    also = said("ships-need-storm", "pg:requires id:storm ; pg:role pg:Entry", "Requirement")
    assert weights(read(tmp_path, OFFER + NEEDS + also)) == {"id:truce": (1, 0), "id:storm": (1, 0)}


def test_a_willing_offer_is_no_commitment_and_does_not_count(tmp_path):
    assert weights(read(tmp_path, OFFER.replace("Intends", "Willing") + NEEDS))["id:truce"] == (0, 0)


def test_what_presupposes_something_open_is_not_met_alone(tmp_path):
    later = said("truce-needs-storm", "pg:requires id:storm ; pg:role pg:Entry", "Requirement", about="truce")
    assert weights(read(tmp_path, OFFER + NEEDS + later)) == {"id:truce": (1, 0), "id:storm": (1, 0)}


def test_who_has_to_act(tmp_path):
    text = "id:truce pg:decidedBy id:sylvania . id:storm pg:satisfiedBy id:ships ."
    rows = {r["condition"]: r["who"] for r in read(tmp_path, OFFER + text).conditions()}
    assert rows == {"id:truce": ("id:sylvania",), "id:storm": ("id:freedonia",)}


def test_nobody_is_named(tmp_path):
    from pledgegraph.tables import terminal

    assert "nobody is named" in terminal(read(tmp_path, OFFER + NEEDS).conditions())


@pytest.mark.parametrize(
    ("article", "span", "english", "german"),
    [
        ("00000000", 1, "1 passage from 1 article:", "1 Stelle aus 1 Artikel:"),
        ("00000000", 3, "2 passages from 1 article:", "2 Stellen aus 1 Artikel:"),
        ("11111111", 3, "2 passages from 2 articles:", "2 Stellen aus 2 Artikeln:"),
    ],
)
def test_one_passage_is_no_passages(tmp_path, article, span, english, german):
    other = 'id:article-11111111 a pg:Article ; skos:prefLabel "B"@en , "B"@de ; pg:date "2030-03-31"^^xsd:date .\n'
    there = said("truce-needs-storm", "pg:requires id:storm ; pg:role pg:Entry", "Requirement", about="truce")
    back = said("storm-needs-truce", "pg:requires id:truce ; pg:role pg:Entry", "Requirement", about="storm")
    back = back.replace("article-00000000", f"article-{article}").replace("spanStart 1", f"spanStart {span}")
    kg = read(tmp_path, other + there + back)
    assert kg.circles().remarks[0].endswith(english)
    assert kg.circles(lang="de").remarks[0].endswith(german)
