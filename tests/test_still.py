"""The still: well-formed, without script, whole in text, with every label inside its outline and no two on one another."""

import re
from xml.etree import ElementTree

import pytest
from hostile import PAYLOADS, hostile
from pledgegraph.lettering import clean
from pledgegraph.network import draw
from pledgegraph.view import Moment

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def tree(kg):
    return ElementTree.fromstring(kg.draw("France", 2).svg())


def test_it_names_and_describes_itself(tree, kg):
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby").split() == [tree.find(f"{SVG}title").get("id"), tree.find(f"{SVG}desc").get("id")]
    assert tree.find(f"{SVG}title").text == "Network of pledges: around “France”, 2 links deep"
    assert "as of 2026-01-07 · " in tree.find(f"{SVG}desc").text
    assert ElementTree.fromstring(kg.draw("France", lang="de").svg()).get("lang") == "de"


def test_everything_shown_is_in_it_as_text(tree, kg):
    drawing = kg.draw("France", 2)
    titles = [t.text for t in tree.iter(f"{SVG}title")]
    assert len(titles) == 1 + len(drawing.spots) + len(drawing.lines)
    assert any(t.startswith("France → intends · signed → French soldiers stationed in Ukraine\n2026-01-06\n7cade0f4 ¶2") for t in titles)
    texts = " ".join(t.text for t in tree.iter(f"{SVG}text"))
    for words in ("French soldiers", "A ceasefire", "measure", "condition", "intends", "is for it", "others demand it first"):
        assert words in texts


def test_nothing_in_it_runs_or_fetches(tree):
    allowed = {"svg", "title", "desc", "rect", "g", "path", "polygon", "ellipse", "text"}
    assert {e.tag.removeprefix(SVG) for e in tree.iter()} <= allowed
    names = {name for e in tree.iter() for name in e.attrib}
    assert not [n for n in names if n.startswith("on") or "href" in n or n == "style"]


def test_what_links_say_stands_on_no_thing_and_on_no_other(kg):
    from pledgegraph.lettering import SIZE, width
    from pledgegraph.positions import Box
    from pledgegraph.still import SMALL
    from test_positions import overlap

    drawing = kg.draw("France", 2)
    assert len(drawing.labelled) > 30
    rooms = {f"label {n}": Box(x, y, width(drawing.lines[n].label) * SMALL / SIZE, SMALL) for n, (_, x, y) in drawing.labelled.items()}
    assert overlap(rooms | {name: spot.box for name, spot in drawing.spots.items()}) == []


@pytest.mark.parametrize("around", [None, "<https://example.org/'onclick=boom()//>"])
def test_hostile_texts_stay_text(around):
    text = draw(hostile(), Moment("2026-01-07"), around).svg()
    tree = ElementTree.fromstring(text)
    titles = "\n".join(t.text or "" for t in tree.iter(f"{SVG}title"))
    for payload in PAYLOADS:
        assert clean(payload).replace("\r", "\n") in titles.replace("\r", "\n")
    assert {e.tag.removeprefix(SVG) for e in tree.iter()} <= {"svg", "title", "desc", "rect", "g", "path", "polygon", "ellipse", "text"}
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_the_same_bytes_again(kg):
    assert kg.draw("ceasefire", 2).svg() == kg.draw("ceasefire", 2).svg()
