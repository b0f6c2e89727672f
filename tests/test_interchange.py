"""GraphML and GEXF: read back by networkx, they are exactly what is shown; exported, they are the whole graph."""

import io
import subprocess
import sys
from xml.etree import ElementTree

import networkx
import pytest
from hostile import PAYLOADS, hostile
from pledgegraph.interchange import FORMATS
from pledgegraph.lettering import clean
from pledgegraph.network import draw
from pledgegraph.view import Moment

READ = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_shown_comes_back(kg, form):
    drawing = kg.draw("France", 2)
    back = READ[form](io.BytesIO(drawing.render(form)))
    assert back.is_directed() and back.is_multigraph()
    assert set(back) == set(drawing.graph)
    there = sorted((a, b, data["says"], data["label"]) for a, b, data in back.edges(data=True))
    assert there == sorted((a, b, key, data["label"]) for a, b, key, data in drawing.graph.edges(keys=True, data=True))
    for name, data in drawing.graph.nodes(data=True):
        assert back.nodes[name]["label"] == data["label"]
        assert back.nodes[name]["kind"] == data["kind"]
        place = back.nodes[name] if form == "graphml" else back.nodes[name]["viz"]["position"]
        assert (place["x"], place["y"]) == (data["x"], data["y"])
    link = next(d for a, b, d in back.edges(data=True) if b == "id:french-troops-in-ukraine" and a == "id:france")
    assert "7cade0f4 ¶2 402–565" in link["lines"]
    assert link["claims"] == "id:france-on-french-troops-in-ukraine-signed"


def test_gephi_finds_colours_and_places(kg):
    drawing = kg.draw("France")
    node = networkx.read_gexf(io.BytesIO(drawing.gexf())).nodes["id:france"]
    assert node["viz"]["color"] == {"r": 0x1F, "g": 0x5F, "b": 0x99, "a": 1.0}
    assert networkx.read_graphml(io.BytesIO(drawing.graphml())).nodes["id:france"]["b"] == 0x99


@pytest.mark.parametrize("form", FORMATS)
def test_links_are_numbered_once(kg, form):
    tree = ElementTree.fromstring(kg.draw().render(form))
    numbers = [e.get("id") for e in tree.iter() if e.tag.endswith("}edge")]
    assert len(numbers) == len(set(numbers)) == kg.draw().graph.number_of_edges()


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_texts_make_no_bad_file(form):
    back = READ[form](io.BytesIO(draw(hostile(), Moment("2026-01-07")).render(form)))
    labels = {data.get("label", "").replace("\r", "\n") for _, data in back.nodes(data=True)}
    assert {clean(p).replace("\r", "\n") for p in PAYLOADS if p.strip()} <= labels


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("view", [False, True])
def test_an_export_is_the_whole_graph_in_the_same_bytes(kg, form, view):
    code = f"import sys, pledgegraph; sys.stdout.buffer.write(pledgegraph.load().export({form!r}, view={view}))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120, env={"PYTHONHASHSEED": "7"})
    data = kg.export(form, view=view)
    assert other.stdout == data
    back = READ[form](io.BytesIO(data))
    assert back.nodes["id:france"]["label"] == "France"
    links = {(a, b, d["says"]) for a, b, d in back.edges(data=True)}
    assert ("id:france-on-french-troops-in-ukraine-signed", "id:france", "pg:holder") in links
    assert (("id:united-states", "id:verification", "pg:leads") in links) is view
    gist = back.nodes["id:7cade0f4-p02-france-on-french-troops-in-ukraine-signed"]["pg:gist@en"]
    assert gist.startswith("France confirms")
