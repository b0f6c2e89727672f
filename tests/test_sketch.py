"""The drawing of a constructed graph: well-formed, labelled, small, and the same every time."""

from xml.etree import ElementTree

import pytest
from pledgegraph.sketch import MOST, sketch

SVG = "{http://www.w3.org/2000/svg}"


def drawn(kg, construct, lang="en"):
    picture = sketch(kg.sparql(construct), kg.store, lang)
    return picture, ElementTree.fromstring(picture.svg)


def texts(root):
    return [" ".join(span.text or "" for span in text) or text.text for text in root.iter(SVG + "text")]


def test_things_are_boxes_and_statements_arrows(kg):
    picture, root = drawn(kg, "CONSTRUCT { ?a pg:next ?b } WHERE { ?a pg:next ?b }")
    assert len(root.findall(SVG + "rect")) == 1 + 6 and len(root.findall(SVG + "path")) == 5
    assert "Political decision on assistance" in texts(root) and texts(root).count("next step") == 5
    assert picture.title == "Graph of 6 things and 5 statements" and picture.graph is not None
    assert "Attributing responsibility next step Political decision on assistance" in picture.alt


def test_what_points_stands_left_of_what_it_points_at(kg):
    _, root = drawn(kg, "CONSTRUCT { ?a pg:next ?b } WHERE { ?a pg:next ?b }")
    left = {
        " ".join(span.text for span in text): float(text[0].get("x"))
        for text in root.findall(SVG + "text")
        if text.get("font-style") is None
    }
    assert left["Monitoring of the contact line"] < left["Verifying a breach"] < left["Attributing responsibility"] < left["Assistance"]


def test_labels_come_in_the_language(kg):
    _, root = drawn(kg, "CONSTRUCT { ?a pg:next ?b } WHERE { ?a pg:next ?b }", "de")
    assert "nächster Schritt" in texts(root)


@pytest.mark.parametrize(
    ("construct", "boxes"),
    [
        ("CONSTRUCT { id:a pg:next id:b . id:b pg:next id:a . id:b pg:next id:c . id:c pg:next id:c } WHERE {}", 3),
        ('CONSTRUCT { id:france pg:note "\\u0001<b>&\\"]]>" , "" , 5 , true } WHERE {}', 5),
        ("CONSTRUCT { _:x pg:next _:y . <http://example.org/a%20b?c=d&e> pg:next _:x } WHERE {}", 3),
        ("DESCRIBE id:france-on-french-troops-in-ukraine-signed", 13),
    ],
)
def test_any_graph_is_well_formed(kg, construct, boxes):
    _, root = drawn(kg, construct)
    assert len(root.findall(SVG + "rect")) == 1 + boxes
    width, height = float(root.get("width")), float(root.get("height"))
    for rect in root.findall(SVG + "rect"):
        x, y, w, h = (float(rect.get(n, 0)) for n in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height


def test_boxes_do_not_overlap(kg):
    _, root = drawn(kg, "CONSTRUCT { ?a pg:needs ?b } WHERE { ?a pg:needs ?b }")
    boxes = [tuple(float(r.get(n)) for n in ("x", "y", "width", "height")) for r in root.findall(SVG + "rect")[1:]]
    for i, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[:i]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_of_a_big_graph_the_best_connected_part_is_drawn(kg):
    picture, root = drawn(kg, "CONSTRUCT WHERE { ?a pg:evidence ?b }")
    assert 2 <= len(root.findall(SVG + "rect")) - 1 <= MOST
    assert f"of {len(set(picture.graph.all_nodes()))} things are drawn" in picture.title
    assert len(picture.alt) < 4000


def test_nothing_is_said_to_be_nothing(kg):
    picture, root = drawn(kg, "CONSTRUCT { ?a pg:next ?b } WHERE { ?a pg:next ?b . FILTER (false) }")
    assert texts(root) == ["The query constructed no statement."] == [picture.alt]


def test_the_same_graph_is_the_same_picture(kg):
    text = "CONSTRUCT { ?a pg:needs ?b ; pg:partOf ?c } WHERE { ?a pg:needs ?b ; pg:partOf ?c }"
    assert drawn(kg, text)[0].svg == drawn(kg, text)[0].svg


def test_it_has_a_name_for_those_who_cannot_see_it_and_no_script(kg):
    picture, root = drawn(kg, "CONSTRUCT { ?a pg:next ?b } WHERE { ?a pg:next ?b }")
    assert root.get("role") == "img" and root.get("aria-label") == picture.alt
    assert root.find(SVG + "title").text == picture.title
    assert "<script" not in picture.svg and "href" not in picture.svg
