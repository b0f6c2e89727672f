"""What of the network is shown: around a thing, of a pillar, and how many things are left out."""

import networkx
import pytest
from pledgegraph.errors import UsageError


def shown(kg, *args, **options):
    return set(kg.draw(*args, **options).graph)


@pytest.mark.parametrize("name", ["France", "id:france", "france", "Frankreich", "<https://w3id.org/pledgegraph/id/france>"])
def test_a_thing_by_any_of_its_names(kg, name):
    assert shown(kg, name) == shown(kg, "id:france")
    assert {"id:france", "id:french-troops-in-ukraine", "id:macron"} < shown(kg, name)
    assert "id:ceasefire" not in shown(kg, name)


def test_depth_counts_links_whichever_way_they_point(kg):
    assert shown(kg, "France", 0) == {"id:france"}
    assert shown(kg, "France", 1) == shown(kg, "France") < shown(kg, "France", 2) < shown(kg, "France", 3)
    assert "id:ceasefire" in shown(kg, "France", 2)
    assert "id:france" in shown(kg, "ceasefire", 2)
    assert shown(kg, "France", 99) <= shown(kg)


def test_every_link_between_what_is_shown_is_shown(kg):
    whole, part = kg.draw().graph, kg.draw("France", 2).graph
    assert set(part.edges(keys=True)) == {(a, b, k) for a, b, k in whole.edges(keys=True) if a in part and b in part}


def test_a_claim_stands_for_both_its_ends_and_a_report_for_its_claim(kg):
    ends = {"id:france", "id:french-troops-in-ukraine"}
    assert shown(kg, "id:france-on-french-troops-in-ukraine-signed", 0) == ends
    assert shown(kg, "id:7cade0f4-p02-france-on-french-troops-in-ukraine-signed", 0) == ends


def test_a_kind_stands_for_its_members(kg):
    assert {"id:bundestag", "id:us-congress"} == shown(kg, "Parliament", 0)


def test_a_pillar_is_what_is_part_of_it_and_what_that_is_linked_to(kg):
    graph = kg.draw(pillar="Multinational force for Ukraine").graph
    assert {"id:multinational-force", "id:german-troops-in-ukraine", "id:bundestag-approval", "id:spd-left-wing"} <= set(graph)
    assert "id:german-training-of-ukrainian-army" not in graph
    parts = {a for a, b, key in graph.edges(keys=True) if key == "pg:partOf"} | {"id:multinational-force"}
    assert all(a in parts or b in parts for a, b in graph.edges())
    assert "id:german-training-of-ukrainian-army" in shown(kg, pillar="military-support")


def test_around_and_pillar_together(kg):
    assert shown(kg, "Germany", 1, "multinational-force") < shown(kg, "Germany", 1)


def test_the_view_of_the_day_is_drawn(kg):
    assert "id:french-bases-in-ukraine" in shown(kg, "France")
    assert "id:french-bases-in-ukraine" not in shown(kg.at("2025-09-05"), "France")
    assert "2025-09-05" in kg.at("2025-09-05").draw("France").note
    assert "known on 2026-01-06" in kg.at(known_on="2026-01-06").draw("France").note


def test_what_is_left_out_is_counted(kg):
    drawing, reach = kg.draw("France", 2, most=10), len(kg.draw("France", 2).graph)
    things, of_things, links, of_links = drawing.shown
    assert (things, of_things) == (10, len(kg.draw().graph))
    assert f"10 of {of_things} things and {links} of {of_links} links shown" in drawing.note
    assert f"{reach - 10} more were asked for and left out" in drawing.note
    assert "left out" not in kg.draw("France", 2).note
    cut = kg.draw(most=20).graph
    assert networkx.is_weakly_connected(cut), "the whole is cut to what hangs together"
    nearest = shown(kg, "France", 1)
    assert set(drawing.graph) < nearest, "the nearest stay"
    assert f"{reach - 10} weitere" in kg.draw("France", 2, most=10, lang="de").note


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"around": "Frnce"}, "there is no thing 'Frnce'; did you mean France?"),
        ({"around": "nosuch"}, "there is no thing 'nosuch'; 'pledge show' lists"),
        ({"around": "id:paris"}, "Paris (id:paris) is linked to nothing in this view; 'pledge show id:paris'"),
        ({"around": ""}, "there is no thing ''"),
        ({"around": "France", "depth": -1}, "a depth of -1 leads nowhere"),
        ({"depth": 2}, "say from which with --around"),
        ({"pillar": "France"}, "id:france is no pillar; the pillars are id:article-5-like-clause (Article-5-like clause), "),
        ({"pillar": "multinational-forc"}, "there is no pillar 'multinational-forc'; did you mean multinational-force?"),
        ({"around": "Russia", "pillar": "military-support"}, "'Russia' does not belong to the pillar 'military-support'"),
        ({"most": 0}, "a picture of 0 things is empty"),
    ],
)
def test_what_there_is_not_is_said(kg, options, message):
    with pytest.raises(UsageError) as error:
        kg.draw(**options)
    assert message in str(error.value)


def test_a_graph_without_links_is_said_to_have_none(tmp_path):
    import pledgegraph as pg

    (tmp_path / "x.ttl").write_text("<https://w3id.org/pledgegraph/id/x> a <https://w3id.org/pledgegraph/ontology#State> .")
    with pytest.raises(UsageError, match="nothing in this view is linked"):
        pg.load(tmp_path / "x.ttl", only=True).draw()
