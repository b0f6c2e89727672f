"""The façade: what Python users are promised."""

import datetime

import networkx
import pandas
import pledgegraph as pg
import pytest
import rdflib
from pledgegraph.errors import UsageError

ID = rdflib.Namespace("https://w3id.org/pledgegraph/id/")
PG = rdflib.Namespace("https://w3id.org/pledgegraph/ontology#")


def test_importing_loads_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, pledgegraph; print([m for m in ('pyoxigraph', 'rdflib', 'click') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_rdf_is_a_normal_rdflib_graph(kg):
    graph = kg.rdf
    assert isinstance(graph, rdflib.Graph)
    assert (ID.france, rdflib.RDF.type, PG.State) in graph
    assert (ID["united-states"], PG.leads, ID.verification) in graph
    assert (ID["french-troops-in-ukraine"], PG.needs, ID.ceasefire) in graph
    rows = graph.query("SELECT ?x WHERE { ?x a pg:CommitmentToUkrainianSoil }")
    assert len(rows) == 2
    assert str(graph.namespace_manager.qname(ID.france)) == "id:france"


def test_changing_the_graph_does_not_change_the_view(kg):
    graph = kg.rdf
    graph.add((ID.x, ID.y, ID.z))
    graph.remove((ID.france, None, None))
    assert len(kg.ask("who-committed-troops")) == 2
    assert (ID.x, ID.y, ID.z) not in kg.rdf


def test_the_record_is_not_cut(kg):
    assert (ID["germany-on-german-troops-in-ukraine-by-2025-08-31"], PG.stance, PG.NotPlanned) in kg.record.rdf
    assert (ID["germany-on-german-troops-in-ukraine-by-2025-08-31"], None, None) not in kg.rdf


def test_at_is_the_same_object_on_another_day(kg):
    then = kg.at("2025-09-05")
    assert type(then) is type(kg)
    assert then.day == "2025-09-05"
    assert kg.day == "2026-01-07"
    assert then.at("2026-01-06").day == "2026-01-06"


def test_at_keeps_what_is_not_given(kg):
    then = kg.at("2026-01-06", without="id:article-7cade0f4")
    narrower = then.at(known_on="2026-01-07")
    assert narrower.day == "2026-01-06"
    assert narrower.ask("who-committed-troops").rows == []
    assert len(narrower.at(without=()).ask("who-committed-troops")) == 2


def test_an_answer_is_rows_and_a_frame(kg, tmp_path):
    answer = kg.ask("who-committed-troops", place="id:ukraine")
    assert [row["actor"] for row in answer] == ["id:france", "id:united-kingdom"]
    assert answer[0]["evidence"][0].startswith("id:7cade0f4-p02")
    assert isinstance(answer.df, pandas.DataFrame)
    assert list(answer.df.actor) == ["id:france", "id:united-kingdom"]
    answer.to_csv(str(tmp_path / "x.csv"))
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == answer.to_csv()
    assert '<td title="id:france">France</td>' in answer._repr_html_()
    assert "2 rows, as of 2026-01-07" in answer._repr_html_()


def test_sparql_gives_rows_a_truth_or_a_graph(kg):
    assert [r["s"] for r in kg.sparql('SELECT ?s WHERE { ?s pg:iso2 "FR" }')] == ["id:france"]
    assert kg.sparql("ASK { id:france a pg:State }") is True
    assert isinstance(kg.sparql("CONSTRUCT WHERE { id:france pg:iso2 ?c }"), rdflib.Graph)
    with pytest.raises(UsageError, match="syntax"):
        kg.sparql("SELECT ?s WHERE { ?s a }")
    with pytest.raises(UsageError, match=r"net\.service"):
        kg.sparql("SELECT * { SERVICE <http://x/> { ?s ?p ?o } }")


@pytest.mark.parametrize(
    "name", ["Merz", "id:merz", "merz", "Friedrich Merz", "CDU-Vorsitzender", "<https://w3id.org/pledgegraph/id/merz>"]
)
def test_a_thing_is_found_by_id_label_or_alias(kg, name):
    card = kg.show(name)
    assert (card.id, card.label) == ("id:merz", "Friedrich Merz")
    assert "pg:Leader" in card.kinds


def test_a_card_cites_its_claim(kg):
    card = kg.show("id:france-on-french-troops-in-ukraine-signed")
    assert "7cade0f4 ¶2 402–565" in card.citation
    assert card.citation.startswith("pledgegraph, France · ")


def test_the_network_has_things_and_statements(kg):
    graph = kg.network()
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.nodes["id:france"]["label"] == "France"
    assert "pg:State" in graph.nodes["id:france"]["kinds"]
    assert graph.has_edge("id:united-states", "id:verification", key="pg:leads")


@pytest.mark.parametrize("choice", [{"around": "id:france"}, {"around": "id:france", "depth": 2}, {"pillar": "id:verification"}])
def test_a_part_of_the_network_is_the_part_that_is_drawn(kg, choice):
    whole, part, drawn = kg.network(), kg.network(**choice), kg.draw(**choice).graph
    assert set(drawn) <= set(part) < set(whole)
    claims = {claim for *_, carried in drawn.edges(data="claims") for claim in carried}
    assert {name for name in part if name.startswith("id:")} == {*drawn, *claims}
    assert all(whole.has_edge(*edge) for edge in part.edges(keys=True))


def test_the_network_of_a_day_has_what_was_said_by_then(kg):
    early, late = (k.network(around="id:france") for k in (kg.at("2025-09-30"), kg))
    assert 0 < len(early) < len(late)
    with pytest.raises(UsageError, match="depth counts links"):
        kg.network(depth=2)


def test_a_hostile_label_stays_text(tmp_path):
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix id: <https://w3id.org/pledgegraph/id/> .\n@prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
        '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\nid:x a pg:Instrument ; skos:prefLabel "<script>alert(1)</script>|*x*"@en .\n',
        encoding="utf-8",
    )
    answer = pg.load(str(path), only=True).ask("texts-and-signatories")
    assert "<script>" not in answer._repr_html_()
    from pledgegraph.tables import markdown

    assert r"\<script\>alert(1)\</script\>\|\*x\*" in markdown(answer)


def test_a_day_may_be_a_date_and_facts_a_path(kg, tmp_path):
    assert kg.at(datetime.date(2025, 9, 5)).day == "2025-09-05"
    facts = tmp_path / "mine.ttl"
    facts.write_text("<https://w3id.org/pledgegraph/id/my-thing> a <https://w3id.org/pledgegraph/ontology#Step> .")
    assert pg.load(facts, only=True).show("my-thing").kinds == pg.load([facts]).show("my-thing").kinds == ("pg:Step",)
