"""`pledge why … --met … --failed …`: why a position stands as it does, each step with its passage."""

import json

import pytest
from click.testing import CliRunner
from pledgegraph.cli import main
from pledgegraph.errors import UsageError
from pledgegraph.scenario import evaluate

FRANCE = "id:france-on-french-troops-in-ukraine-signed"
GERMANY = "id:germany-on-german-troops-in-ukraine-2026-01-06"
OPEN = ["id:ceasefire", "id:ceasefire-agreement", "id:us-guarantee-and-support"]


@pytest.mark.parametrize(
    ("claim", "assumed", "lang", "state", "says"),
    [
        (FRANCE, {}, "en", "waiting", "is *waiting*, because it needs “A ceasefire”, which is open (last assessed: not yet); and"),
        (
            FRANCE,
            {},
            "de",
            "waiting",
            "ist im Stand *wartet*, denn es braucht „Ein Waffenstillstand“, und das ist offen (letzte Einschätzung: noch nicht)",
        ),
        (
            FRANCE,
            {"failed": ["id:ceasefire"]},
            "en",
            "blocked",
            "is *blocked*, because it needs “A ceasefire”, which is failed by assumption",
        ),
        (
            GERMANY,
            {"failed": ["id:bundestag-approval"]},
            "en",
            "blocked",
            "because it needs “Approval by the Bundestag”, which is failed by assumption.",
        ),
        (
            GERMANY,
            {"failed": ["id:german-government-proposal"]},
            "en",
            "blocked",
            "which is failed because of “The German government proposes a mission to the Bundestag”",
        ),
        (FRANCE, {"met": OPEN}, "en", "due", "is *due*, because it needs “A ceasefire”, which is met by assumption; and"),
        (GERMANY, {"met": [*OPEN, "id:bundestag-approval"]}, "en", "unblocked", "is *unblocked*, because "),
    ],
)
def test_the_sentence_names_the_state_and_what_it_hangs_on(kg, claim, assumed, lang, state, says):
    (found,) = kg.why_state(claim, **assumed, lang=lang)
    assert state in found.goal
    assert says in found.summary, found.summary
    assert "{" not in found.text()


def test_every_step_rests_on_earlier_ones_and_every_claim_has_its_passages(kg):
    for found in kg.why_state():
        assert found.holds and found.passages
        for line in found.lines:
            assert all(n < line.number for n in line.rests_on)
            assert line.rests_on or line.passages or line.place or ": open" in line.text or " is open" in line.text, line


def test_the_states_are_those_of_the_scenario(kg):
    circuit = kg.circuit
    for assumed in ({}, {"met": OPEN}, {"failed": OPEN[:1]}):
        states = evaluate(circuit, assumed.get("met", ()), assumed.get("failed", ())).states
        found = {e.thing: e.goal for e in kg.why_state(**assumed)}
        assert found == {p: g for p, g in found.items() if g.startswith(f"state: {states[p].state}")}
        assert set(found) == {c.position for c in circuit.commitments if c.committed or c.settled}


def test_a_measure_stands_for_all_positions_on_it(kg):
    found = kg.why_state("id:german-troops-in-ukraine")
    assert {e.thing for e in found} >= {GERMANY}


def test_what_is_no_position_and_what_is_no_condition_is_said(kg):
    with pytest.raises(UsageError, match="is no position of this view"):
        kg.why_state("id:france")
    with pytest.raises(UsageError, match="id:france is no condition"):
        kg.why_state(FRANCE, met=["id:france"])


def test_the_passages_of_the_articles_are_shown(kg, articles):
    (found,) = kg.why_state(FRANCE, failed=["id:ceasefire"], articles=str(articles))
    assert found.passages and all(p.passage for p in found.passages)


def test_the_command():
    run = lambda *args: CliRunner().invoke(main, ["why", *args])
    assert "is *blocked*, because" in run(FRANCE, "--failed", "id:ceasefire").output
    assert run("--what-if", "-f", "md").output.count("**“") > 15
    data = json.loads(run(FRANCE, "--what-if", "-f", "json").output)
    assert data["goal"] == "state: waiting" and data["passages"]
