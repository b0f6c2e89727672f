"""What a picture shows of a view: claims as links with their evidence, conflicts side by side, demands apart from gates."""

import networkx
import pledgegraph as pg
import pytest
from conftest import ROOT
from pledgegraph.looks import LOOKS, STROKES, WORDS


@pytest.fixture(scope="module")
def graph(kg):
    return kg.draw().graph


def test_a_claim_is_one_link_with_its_evidence(graph):
    link = graph.edges["id:france", "id:french-troops-in-ukraine", "pg:Intends"]
    assert link["label"] == "intends · signed"
    assert link["claims"] == ["id:france-on-french-troops-in-ukraine-signed"]
    assert link["lines"][0] == "2026-01-06"
    assert link["lines"][1].startswith("7cade0f4 ¶2 402–565  France confirms")


def test_claims_and_reports_are_no_things_of_their_own(graph, kg):
    claims = {r["c"] for r in kg.sparql("SELECT ?c { { ?c a pg:Claim } UNION { ?c a pg:Report } }")}
    assert claims.isdisjoint(graph)


def test_every_standing_position_attitude_requirement_and_role_is_drawn(graph, kg):
    drawn = {claim for *_, claims in graph.edges(data="claims") for claim in claims}
    for kind in ("Position", "Attitude", "Requirement", "RoleClaim"):
        assert {r["c"] for r in kg.sparql(f"SELECT ?c {{ ?c a pg:{kind} }}")} <= drawn, kind


def test_two_stances_stand_side_by_side(graph):
    keys = set(graph["id:united-states"]["id:us-monitoring-of-peace-agreement"])
    assert keys == {"pg:Intends", "pg:Willing"}


def test_who_says_a_requirement_is_told_and_a_demand_is_no_gate(graph):
    plan = graph.edges["id:multinational-force", "id:ceasefire-agreement", "pg:Entry"]
    assert plan["tone"] == "needed"
    assert any("says Plan for security guarantees" in line for line in plan["lines"])
    assert graph.edges["id:us-backing-of-multinational-force", "id:ceasefire", "pg:Entry"]["tone"] == "demanded"
    assert graph.edges["id:french-troops-in-ukraine", "id:ceasefire", "pg:Entry"]["tone"] == "needed"


def test_what_nobody_has_spoken_of_by_the_day_is_not_drawn(kg):
    then = kg.at("2025-09-05").draw().graph
    assert {"id:french-bases-in-ukraine", "id:bundestag-approval", "id:rubio"}.isdisjoint(then)
    assert {"id:coalition-willing", "id:political-approval"} < set(then)


def test_the_framework_is_drawn_whole_where_any_of_it_is(graph):
    assert {a for a, b, key in graph.edges(keys=True) if key == "pg:framework"} >= {"id:long-term-defence-cooperation", "id:verification"}
    assert sum(1 for *_, key in graph.edges(keys=True) if key == "pg:step") == 6


def test_the_actor_is_drawn_only_where_no_position_says_it(graph):
    assert graph.has_edge("id:ukraine", "id:ukraine-renouncing-nato-membership", key="pg:actor")
    assert not graph.has_edge("id:france", "id:french-troops-in-ukraine", key="pg:actor")


def test_what_is_on_no_link_is_on_the_thing(graph):
    lines = graph.nodes["id:ceasefire"]["lines"]
    assert lines[0] == "ceasefire, not yet"
    assert any("There is no ceasefire as yet" in line for line in lines)


def test_both_languages_are_whole(kg):
    german = kg.draw("Bundestag", 2, lang="de")
    assert german.graph.nodes["id:bundestag"]["label"] == "Deutscher Bundestag"
    assert german.title == "Netz der Zusagen: um „Deutscher Bundestag“, 2 Verbindungen tief"
    assert WORDS["en"].keys() == WORDS["de"].keys()
    assert all(WORDS["en"][tone] != WORDS["de"][tone] for tone in STROKES if tone in WORDS["en"])


def test_every_kind_and_tone_of_the_record_has_a_look(graph):
    assert {kind for _, kind in graph.nodes(data="kind")} <= LOOKS.keys()
    assert {tone for *_, tone in graph.edges(data="tone")} <= STROKES.keys()
    stances = {"pg:" + s for s in ("Excluded", "NotPlanned", "NotExcluded", "Conceivable", "Willing", "Intends")}
    assert stances <= STROKES.keys()


def test_own_facts_are_drawn_too():
    drawing = pg.load(str(ROOT / "tests/valid/conflict.ttl"), only=True).draw("Freedonia")
    assert isinstance(drawing.graph, networkx.MultiDiGraph)
    assert drawing.graph.number_of_edges() >= 2
