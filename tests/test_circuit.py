"""The circuit of a view: what is read from claims, and the states that events, deadlines and revisions make."""

import json

import pledgegraph as pg
import pytest
from pledgegraph.circuit import circuit
from pledgegraph.errors import InputError

HEAD = """@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:freedonia a pg:State ; skos:prefLabel "Freedonia"@en , "Freedonien"@de .
id:sylvania a pg:State ; skos:prefLabel "Sylvania"@en , "Sylvanien"@de .
id:article-00000000 a pg:Article ; skos:prefLabel "A"@en , "A"@de ; pg:date "2030-03-31"^^xsd:date .
id:ships a pg:MaritimeSupport ; pg:actor id:freedonia ; skos:prefLabel "Ships"@en , "Schiffe"@de .
id:truce a pg:Ceasefire ; skos:prefLabel "Truce"@en , "Ruhe"@de .
id:storm a pg:Condition ; skos:prefLabel "Storm"@en , "Sturm"@de .
"""
NEEDS = 'id:ships-need-truce a pg:Requirement ; pg:holder id:freedonia ; pg:about id:ships ; pg:requires id:truce ; pg:role pg:Entry ; pg:date "2030-01-10"^^xsd:date ; pg:evidence id:r2 .'
MET = 'id:truce-met a pg:ConditionAssessment ; pg:holder id:freedonia ; pg:about id:truce ; pg:truth pg:Met ; pg:date "2030-01-20"^^xsd:date ; pg:evidence id:r3 .'


def said(name, value, kind="Position", day="2030-01-10", holder="freedonia", about="ships", more=""):
    return (
        f'id:{name} a pg:{kind} ; pg:holder id:{holder} ; pg:about id:{about} ; {value} ; pg:date "{day}"^^xsd:date {more} ; pg:evidence id:r-{name} .\n'
        f"id:r-{name} a pg:Report ; pg:article id:article-00000000 ; pg:paragraph 1 ; pg:spanStart 1 ; pg:spanEnd 5 ; pg:tense pg:Current .\n"
    )


SAILING = 'id:sailing a pg:Event ; skos:prefLabel "Sailing"@en , "Fahrt"@de ; pg:carriesOut id:ships .'
TURNING_BACK = 'id:turning-back a pg:Event ; skos:prefLabel "Turning back"@en , "Umkehr"@de ; pg:breaches id:ships .'
OFFER = said("offer", "pg:stance pg:Intends ; pg:form pg:Said")


def read(tmp_path, text, day=None):
    path = tmp_path / "facts.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return pg.load(str(path), only=True).at(day)


def state(kg, claim="id:offer", **assumed):
    return next((r["state"] for r in kg.what_if(**assumed) if r["claim"] == claim), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OFFER, "pg:Due"),
        (OFFER + NEEDS, "pg:Waiting"),
        (OFFER + NEEDS + MET, "pg:Due"),
        (OFFER + NEEDS + MET.replace("pg:Met", "pg:Failed"), "pg:Blocked"),
        (OFFER + NEEDS + MET.replace("pg:Met", "pg:NotYet"), "pg:Waiting"),
        (OFFER + NEEDS + MET.replace("id:truce-met a", "id:two a").replace("pg:Met", "pg:Failed") + MET, "pg:Waiting"),  # sources disagree
        (OFFER + said("mind-storm", "pg:requires id:storm ; pg:role pg:Trigger", "Requirement"), "pg:Standing"),
        (
            OFFER
            + said("mind-storm", "pg:requires id:storm ; pg:role pg:Trigger", "Requirement")
            + said("blows", "pg:truth pg:Met", "ConditionAssessment", about="storm"),
            "pg:Due",
        ),
        (OFFER + said("decide", "pg:claimsActivation pg:ByDecision", "ActivationClaim", holder="sylvania"), "pg:AwaitingDecision"),
        (
            OFFER
            + said("mind-storm", "pg:requires id:storm ; pg:role pg:Termination", "Requirement")
            + said("blows", "pg:truth pg:Met", "ConditionAssessment", about="storm"),
            "pg:Expired",
        ),
        (
            OFFER + SAILING + said("sailed", "pg:occurs pg:TookPlace", "OccurrenceClaim", about="sailing"),
            "pg:Discharged",
        ),
        (
            OFFER + SAILING + said("sails", "pg:occurs pg:Planned", "OccurrenceClaim", about="sailing"),
            "pg:Due",
        ),
        (
            OFFER + TURNING_BACK + said("turned", "pg:occurs pg:TookPlace", "OccurrenceClaim", about="turning-back"),
            "pg:Violated",
        ),
        (
            OFFER + TURNING_BACK + said("turns", "pg:occurs pg:Planned", "OccurrenceClaim", about="turning-back"),
            "pg:Due",
        ),
        (said("offer", "pg:stance pg:Intends ; pg:form pg:Said", more='; pg:deadline "2030-02-28"^^xsd:date'), "pg:Violated"),
        (said("offer", "pg:stance pg:Intends ; pg:form pg:Said", more='; pg:deadline "2030-02-28"^^xsd:date') + NEEDS, "pg:Expired"),
        (said("offer", "pg:stance pg:Intends ; pg:form pg:Said", more='; pg:deadline "2030-03-31"^^xsd:date'), "pg:Due"),
    ],
)
def test_the_state_of_an_offer(tmp_path, text, expected):
    assert state(read(tmp_path, text)) == expected


def test_what_was_never_promised_cannot_be_broken(tmp_path):
    text = OFFER.replace("pg:Intends", "pg:Willing")
    text += TURNING_BACK
    kg = read(tmp_path, text + said("turned", "pg:occurs pg:TookPlace", "OccurrenceClaim", about="turning-back"))
    assert state(kg, at_least="pg:Willing") == "pg:Unblocked"


def test_a_breach_names_the_passage_that_tells_of_it(tmp_path):
    text = OFFER + TURNING_BACK
    kg = read(tmp_path, text + said("turned", "pg:occurs pg:TookPlace", "OccurrenceClaim", about="turning-back"))
    (row,) = kg.what_if()
    assert row["state"] == "pg:Violated" and "id:r-turned" in row["condition_evidence"]


def test_a_commitment_that_is_taken_back_is_cancelled(tmp_path):
    later = said("retreat", "pg:stance pg:NotPlanned ; pg:form pg:Said", day="2030-02-10", more="; pg:supersedes id:offer")
    kg = read(tmp_path, OFFER + later)
    assert state(kg, "id:retreat") == "pg:Cancelled"
    assert state(kg) is None
    assert state(kg.at("2030-01-31")) == "pg:Due"


def test_what_others_demand_gates_nothing(tmp_path):
    assert state(read(tmp_path, OFFER + NEEDS.replace("pg:holder id:freedonia", "pg:holder id:sylvania"))) == "pg:Due"


def test_a_deadline_counts_by_what_had_been_published(tmp_path):
    text = said("offer", "pg:stance pg:Intends ; pg:form pg:Said", more='; pg:deadline "2030-02-28"^^xsd:date')
    kg = read(tmp_path, text)
    assert state(kg) == "pg:Violated"
    assert state(kg.at("2030-02-01")) == "pg:Due"


BACKING = (
    'id:umbrella a pg:Backstop ; pg:actor id:sylvania ; skos:prefLabel "Umbrella"@en , "Schirm"@de .\n'
    'id:backing a pg:Backing ; skos:prefLabel "Backing"@en , "Deckung"@de ; pg:realisedBy id:umbrella .\n'
    + said("needs-backing", "pg:requires id:backing ; pg:role pg:Entry", "Requirement")
    + said("umbrella-needs-truce", "pg:requires id:truce ; pg:role pg:Entry", "Requirement", holder="sylvania", about="umbrella")
)
PLEDGE = said("pledge", "pg:stance pg:Intends ; pg:form pg:Said", holder="sylvania", about="umbrella")


def test_a_condition_that_is_another_actors_commitment(tmp_path):
    without = read(tmp_path, OFFER + BACKING)
    assert state(without, met="id:truce") == "pg:Waiting"
    kg = read(tmp_path, OFFER + BACKING + PLEDGE)
    assert kg.circuit.conditions["id:backing"].pledges == ("id:pledge",)
    assert [state(kg), state(kg, met="id:truce"), state(kg, failed="id:truce")] == ["pg:Waiting", "pg:Due", "pg:Blocked"]
    assert [p["condition"] for p in kg.unlock("id:ships")] == ["id:truce"]
    assert [p["condition"] for p in without.unlock("id:ships")] == ["id:truce", "id:backing"]


def test_the_pledge_ends_and_the_need_fails(tmp_path):
    ends = said("umbrella-ends", "pg:requires id:storm ; pg:role pg:Termination", "Requirement", holder="sylvania", about="umbrella")
    kg = read(tmp_path, OFFER + BACKING + PLEDGE + ends)
    assert state(kg, met="id:truce") == "pg:Due"
    assert state(kg, met=["id:truce", "id:storm"]) == "pg:Blocked"
    assert state(kg, "id:pledge", met=["id:truce", "id:storm"]) == "pg:Expired"


def test_a_measure_inherits_no_condition_that_it_realises_itself(kg):
    (mine,) = {c.inherited for c in kg.circuit.commitments if c.measure == "id:us-backing-of-multinational-force"}
    assert mine == ("id:ceasefire-agreement",)
    (french,) = {c.inherited for c in kg.circuit.commitments if c.measure == "id:french-troops-in-ukraine"}
    assert "id:us-guarantee-and-support" in french


def test_nested_all_ofs_keep_their_own_parts(tmp_path):
    text = """id:outer a pg:AllOf ; pg:includes id:inner , id:truce . id:inner a pg:AllOf ; pg:includes id:storm , id:calm .
    id:calm a pg:Condition ; skos:prefLabel "Calm"@en , "Stille"@de ."""
    kg = read(tmp_path, text)
    assert kg.circuit.conditions["id:outer"].parts == ("id:inner", "id:truce")
    assert kg.what_if(met=["id:outer"]).remarks[1].count("–") == 4


def test_the_circuit_is_plain_data(kg):
    data = json.loads(json.dumps(kg.circuit.data()))
    assert data["conditions"]["id:us-guarantee-and-support"]["parts"] == ["id:legally-binding-guarantee", "id:us-support"]
    assert [c["position"] for c in data["commitments"]] == sorted(c.position for c in kg.circuit.commitments)
    assert data == circuit(kg.store, kg.day).data()
    assert set(data["commitments"][0]) == {
        "position", "measure", "holder", "stance", "form", "committed", "needs", "inherited", "triggers", "ends", "decision", "settled", "deadline", "overdue",
    }  # fmt: skip


def test_nobody_writes_a_state_down(tmp_path):
    from pledgegraph import checks

    path = tmp_path / "facts.ttl"
    path.write_text(HEAD + OFFER + "id:offer pg:hedge pg:Due .", encoding="utf-8")
    try:
        rules = {f.rule for f in checks.check([str(path)])}
    except InputError as error:
        rules = {f.rule for f in error.findings}
    assert "state-stored" in rules
