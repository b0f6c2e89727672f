"""`pledge why … --met … --failed …`: why a position stands as it does, each step with its passage."""

import json

import pledgegraph as pg
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
            "wartet",
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
    assert found.goal.startswith(("Stand: " if lang == "de" else "state: ") + state)
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


# ── A need that a pledge which is over, or an event, has settled ──

HEAD = """
@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:aland a pg:State ; skos:prefLabel "Aland"@en , "Aland"@de . id:beria a pg:State ; skos:prefLabel "Beria"@en , "Beria"@de .
id:article-00000000 a pg:Article ; skos:prefLabel "A"@en , "A"@de ; pg:date "2030-03-31"^^xsd:date .
id:ships a pg:MaritimeSupport ; pg:actor id:aland ; skos:prefLabel "ships"@en , "Schiffe"@de .
id:umbrella a pg:Backstop ; pg:actor id:beria ; skos:prefLabel "umbrella"@en , "Schirm"@de .
id:cover a pg:Backing ; skos:prefLabel "cover"@en , "Deckung"@de ; pg:realisedBy id:umbrella .
id:plan a pg:Condition ; skos:prefLabel "plan"@en , "Plan"@de ; pg:satisfiedBy id:umbrella .
id:end a pg:Condition ; skos:prefLabel "end"@en , "Ende"@de .
"""


def claim(name, kind, says, holder="beria", about="umbrella", more=""):
    """A claim with a report of its own, whose gist is its name."""
    at = 10 * (1 + sum(name.encode()) % 97)
    return (
        f'id:{name} a pg:{kind} ; pg:holder id:{holder} ; pg:about id:{about} ; {says} ; pg:date "2030-01-10"^^xsd:date ; '
        f"{more} pg:evidence id:r-{name} .\n"
        f"id:r-{name} a pg:Report ; pg:article id:article-00000000 ; pg:paragraph 1 ; pg:spanStart {at} ; pg:spanEnd {at + 5} ; "
        f'pg:spanHash "aaaaaaaa" ; pg:mode pg:OutletVoice ; pg:gist "{name}"@en , "{name}"@de ; pg:tense pg:Current .\n'
    )


def event(deed):
    """That an event carried out, or breached, what was pledged."""
    return f'id:act a pg:Event ; skos:prefLabel "the act"@en , "die Tat"@de ; pg:{deed} id:umbrella .\n' + claim(
        "occurred", "OccurrenceClaim", "pg:occurs pg:TookPlace", about="act"
    )


INTENDS, FORM = "pg:stance pg:Intends", "pg:form pg:Said ;"
PLEDGE = claim("pledge", "Position", INTENDS, more=FORM)


@pytest.mark.parametrize(
    ("need", "facts", "met", "english", "german", "cites"),
    [
        ("cover", PLEDGE, [], "met because somebody pledges it", "erfüllt, weil es jemand zusagt", "pledge"),
        (
            "cover",
            PLEDGE
            + claim("refusal", "Position", "pg:stance pg:Excluded", more=FORM + " pg:supersedes id:pledge ;").replace("-01-10", "-02-01"),
            [],
            "failed because the pledge of it was withdrawn",
            "gescheitert, weil die Zusage zurückgezogen wurde",
            "pledge refusal",
        ),
        (
            "cover",
            claim("pledge", "Position", INTENDS, more=FORM + ' pg:deadline "2030-02-28"^^xsd:date ;'),
            [],
            "failed because the deadline of the pledge of it, 2030-02-28, has passed",
            "gescheitert, weil die Frist der Zusage, 2030-02-28, verstrichen ist",
            "pledge",
        ),
        (
            "cover",
            PLEDGE + event("breaches"),
            [],
            "failed because the pledge of it was broken: “the act”",
            "gescheitert, weil die Zusage gebrochen wurde: „die Tat“",
            "occurred pledge",
        ),
        (
            "cover",
            PLEDGE + claim("until", "Requirement", "pg:requires id:end", more="pg:role pg:Termination ;"),
            ["id:end"],
            "failed because “end” ended the pledge of it",
            "gescheitert, weil „Ende“ die Zusage beendet hat",
            "pledge until",
        ),
        (
            "cover",
            claim("pledge", "Position", "pg:stance pg:Willing", more=FORM) + event("carriesOut"),
            [],
            "met because it was carried out: “the act”",
            "erfüllt, weil es ausgeführt wurde: „die Tat“",
            "occurred pledge",
        ),
        ("plan", event("carriesOut"), [], "met because of the event “the act”", "erfüllt wegen des Ereignisses „die Tat“", "occurred"),
    ],
    ids=["pledged", "withdrawn", "deadline", "breach", "ended", "carried-out", "event"],
)
def test_the_reason_is_what_became_of_the_pledge(tmp_path, need, facts, met, english, german, cites):
    offer = claim("offer", "Position", INTENDS, "aland", "ships", FORM)
    asks = claim("asks", "Requirement", f"pg:requires id:{need}", "aland", "ships", "pg:role pg:Entry ;")
    path = tmp_path / "facts.ttl"
    path.write_text(HEAD + offer + asks + facts, encoding="utf-8")
    kg = pg.load(str(path), only=True)
    for lang, says in (("en", english), ("de", german)):
        (found,) = kg.why_state("id:offer", met=met, lang=lang)
        assert says in found.summary, found.text()
        assert {p.gist for p in found.passages} == {"offer", "asks", *cites.split()}, found.text()
        stands = next(line for line in found.lines if line.because and says.endswith(line.because))
        assert stands.rests_on, found.text()


def test_a_deadline_that_has_passed_stands_with_its_passage(tmp_path):
    path = tmp_path / "facts.ttl"
    path.write_text(HEAD + claim("pledge", "Position", INTENDS, more=FORM + ' pg:deadline "2030-02-28"^^xsd:date ;'), encoding="utf-8")
    (found,) = pg.load(str(path), only=True).why_state("id:pledge")
    assert "because its deadline of 2030-02-28 has passed" in found.summary
    assert next(line for line in found.lines if "2030-02-28" in line.text).passages == (1,)
