"""What-if, unlock and conditions on the shipped record: golden answers, hand counts, refusals, other days."""

import pytest
from conftest import ROOT
from pledgegraph.errors import UsageError

FOLDER = ROOT / "tests" / "scenarios"
FORCE = ["id:ceasefire", "id:ceasefire-agreement", "id:legally-binding-guarantee"]
ATTACK = ["id:verification-in-place", "id:national-parliaments-approval", "id:russian-attack"]
GOLDEN = {
    "as-recorded": lambda kg: kg.what_if(),
    "ceasefire-and-guarantee": lambda kg: kg.what_if(met=FORCE),
    "no-us-support": lambda kg: kg.what_if(failed="Support of the United States"),
    "bundestag-says-no": lambda kg: kg.what_if(FORCE, "bundestag-approval", at_least="NotExcluded"),
    "attack": lambda kg: kg.what_if(met=ATTACK),
    "ceasefire-against-record": lambda kg: kg.what_if(met=FORCE, against={}),
    "unlock-french-troops": lambda kg: kg.unlock("French soldiers stationed in Ukraine"),
    "unlock-german-troops": lambda kg: kg.unlock("id:germany-on-german-troops-in-ukraine-2026-01-06"),
    "unlock-binding-commitments": lambda kg: kg.unlock("id:coalition-binding-commitments"),
    "unlock-peace-agreement": lambda kg: kg.unlock("A peace agreement"),
    "conditions": lambda kg: kg.conditions(),
    "circles": lambda kg: kg.circles(),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(kg, name):
    assert GOLDEN[name](kg).to_csv() == (FOLDER / f"{name}.csv").read_text(encoding="utf-8")


def test_no_golden_without_its_scenario():
    assert {p.stem for p in FOLDER.glob("*.csv")} == set(GOLDEN)


def states(answer):
    return {row["measure"]: row["state"] for row in answer}


def test_as_recorded(kg):
    found = states(kg.what_if())
    assert len(found) == 23
    assert found["id:french-troops-in-ukraine"] == "pg:Waiting"
    assert found["id:us-backing-of-multinational-force"] == "pg:Waiting"
    assert found["id:us-submission-to-congress"] == "pg:Due"


def test_the_force_needs_the_backing_and_the_backing_is_a_pledge(kg):
    """Nobody assumes the support of the United States: it follows from their pledge once there is a ceasefire agreement."""
    given = kg.what_if(met=FORCE)
    assert states(given)["id:french-troops-in-ukraine"] == "pg:Due"
    assert states(given)["id:us-backing-of-multinational-force"] == "pg:Standing"
    lost = kg.what_if(met=FORCE, failed="id:us-support")
    assert states(lost)["id:french-troops-in-ukraine"] == "pg:Blocked"
    assert states(lost)["id:us-backing-of-multinational-force"] == "pg:Standing"
    gone = kg.at(without="id:article-3ffc4ecf").what_if(met=FORCE)
    assert states(gone)["id:french-troops-in-ukraine"] == "pg:Waiting", "without the article there is no pledge"


def test_an_attack_leaves_the_clause_to_a_decision(kg):
    assert states(kg.what_if(met=ATTACK))["id:coalition-binding-commitments"] == "pg:AwaitingDecision"
    assert states(kg.what_if(met=ATTACK[:2]))["id:coalition-binding-commitments"] == "pg:Standing"


def test_germany_is_at_most_unblocked(kg):
    row = "id:german-troops-in-ukraine"
    assert states(kg.what_if(FORCE, at_least="NotExcluded"))[row] == "pg:Waiting"
    assert states(kg.what_if([*FORCE, "id:bundestag-approval"], at_least="NotExcluded"))[row] == "pg:Unblocked"
    assert states(kg.what_if(FORCE, "id:bundestag-approval", at_least="NotExcluded"))[row] == "pg:Blocked"
    assert row not in states(kg.what_if())


def test_each_need_comes_with_its_passage(kg):
    answer = kg.what_if(failed="id:ceasefire-agreement")
    (row,) = [r for r in answer if r["measure"] == "id:french-troops-in-ukraine"]
    assert row["failed"] == ("id:ceasefire-agreement", "id:us-guarantee-and-support")
    assert row["missing"] == ("id:ceasefire",)
    assert row["because"] == ("id:ceasefire-agreement",), "through the support of the United States, which presupposes it"
    assert "id:7cade0f4-p02-french-troops-require-ceasefire" in row["condition_evidence"]


def test_a_dated_appointment_can_be_broken_and_the_rest_is_unfalsifiable(kg):
    rows = {r["measure"]: r for r in kg.what_if()}
    assert rows["id:french-consultation-of-parties"]["finding"] is None
    assert rows["id:us-backing-of-multinational-force"]["finding"] is None, "it has a trigger"
    assert rows["id:french-troops-in-ukraine"]["finding"] == "pg:Unfalsifiable"


def test_a_deadline_that_no_article_can_tell_of_is_not_late(kg):
    assert states(kg.at("2026-06-01").what_if())["id:french-consultation-of-parties"] == "pg:Due"


def test_another_day(kg):
    then = kg.at("2025-09-30").what_if()
    assert then.day == "2025-09-30"
    assert "id:french-troops-in-ukraine" not in states(then)
    assert len(then) == 5


# By hand: see the table in docs/conditions.md.
HAND = {
    "id:ceasefire": (4, 0),
    "id:ceasefire-agreement": (9, 1),
    "id:legally-binding-guarantee": (8, 0),
    "id:us-support": (8, 0),
    "id:national-parliaments-approval": (2, 1),
    "id:verification-in-place": (1, 0),
    "id:peace-agreement": (1, 0),
    "id:russian-attack": (0, 0),
}


def test_what_falls_and_what_it_alone_unlocks(kg):
    rows = {r["condition"]: r for r in kg.conditions()}
    assert {name: (rows[name]["falls"], rows[name]["unlocks"]) for name in HAND} == HAND
    assert rows["id:ceasefire-agreement"]["unlocking"] == ("id:united-states-on-us-backing-of-multinational-force-2026-01-06",)
    assert rows["id:us-support"]["who"] == ("id:united-states",)
    assert rows["id:ceasefire"]["who"] == ()
    assert {n for n in rows if rows[n]["circles"]} == {
        "id:peace-agreement",
        "id:reliable-security-guarantees",
        "id:robust-security-guarantees",
        "id:ukrainian-referendum",
        "id:verification-in-place",
    }


def test_the_circle_is_four_passages_from_three_articles(kg):
    told = "\n".join(kg.conditions().remarks)
    assert "circle 2, only together; 4 passages from 3 articles:" in told
    rows = [r for r in kg.circles() if r["circle"] == 2]
    assert [r["condition"] for r in rows] == [
        "id:peace-agreement",
        "id:ukrainian-referendum",
        "id:robust-security-guarantees",
        "id:verification-in-place",
    ]
    assert {r["way"] for r in rows} == {"pg:OnlyTogether"}


def test_two_scenarios_side_by_side(kg):
    answer = kg.what_if(met=FORCE, against={"failed": ["id:ceasefire-agreement"]})
    (row,) = [r for r in answer if r["measure"] == "id:french-troops-in-ukraine"]
    assert (row["state"], row["against_state"]) == ("pg:Due", "pg:Blocked")
    assert "id:ceasefire-agreement" in row["against_failed"]


def test_only_what_changes(kg):
    assert states(kg.what_if(met="id:ceasefire-agreement", changed=True)) == {"id:us-backing-of-multinational-force": "pg:Standing"}
    lost = kg.what_if(failed="id:us-support", changed=True)
    assert len(lost) == 8
    assert set(states(lost).values()) == {"pg:Blocked"}
    both = kg.what_if(met=FORCE, against={"failed": ["id:us-support"]}, changed=True)
    assert {(r["state"], r["against_state"]) for r in both} == {("pg:Due", "pg:Blocked"), ("pg:Standing", "pg:Waiting")}


@pytest.mark.parametrize(
    ("thing", "message"),
    [
        ("id:france", "has no needs of its own"),
        ("id:multinational-force", "has no needs of its own"),
        ("id:nothing-here", "there is no thing"),
    ],
)
def test_what_cannot_be_unlocked(kg, thing, message):
    with pytest.raises(UsageError, match=message):
        kg.unlock(thing)


def test_no_stance(kg):
    with pytest.raises(UsageError, match="is no stance"):
        kg.what_if(at_least="pg:Signed")


def test_german(kg):
    answer = kg.what_if(met="Ein Waffenstillstand", lang="de")
    assert answer.remarks[0] == "angenommen: Ein Waffenstillstand – erfüllt"
    assert "wartet" in answer._repr_html_()


@pytest.mark.parametrize(
    ("day", "asked", "en", "de"),
    [
        (
            "2020-01-01",
            {},
            "nothing had been promised by that day, as far as this view goes: no position is at least “intends”",
            "bis zu diesem Tag war nichts zugesagt, soweit diese Ansicht reicht: keine Position ist mindestens „beabsichtigt“",
        ),
        ("2020-01-01", {"changed": True}, "nothing had been promised by that day", "bis zu diesem Tag war nichts zugesagt"),
        (
            None,
            {"met": "ceasefire", "changed": True},
            "no state is another than in the record",
            "kein Stand ist ein anderer als im Bestand",
        ),
        (
            None,
            {"met": "ceasefire", "against": {"met": "ceasefire"}, "changed": True},
            "no state is another than in the second scenario",
            "kein Stand ist ein anderer als im zweiten Szenario",
        ),
    ],
)
def test_without_a_row_it_is_said_why(kg, day, asked, en, de):
    for lang, reason in (("en", en), ("de", de)):
        answer = kg.at(day).what_if(**asked, lang=lang)
        assert len(answer) == 0 and any(line.startswith(reason) for line in answer.remarks), answer.remarks
