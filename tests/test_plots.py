"""The pictures: they show what the record says, in both languages, told apart in any print, without a script, the same bytes every time."""

import itertools
import re
from collections import Counter
from xml.etree import ElementTree

import pledgegraph as pg
import pytest
from pledgegraph import palette, plots
from pledgegraph.picture import Picture

SVG = "{http://www.w3.org/2000/svg}"
ALL = {
    "matrix": plots.matrix,
    "stances": plots.stances,
    "timeline": plots.timeline,
    "conditions": plots.conditions,
}


@pytest.fixture(scope="module", params=list(ALL))
def drawn(request, kg):
    return request.param, ALL[request.param](kg)


def words(picture):
    return [text.text for text in ElementTree.fromstring(picture.svg).iter(SVG + "text")]


def test_a_picture_is_static_and_says_what_it_shows(drawn):
    _, picture = drawn
    data, metadata = picture._repr_mimebundle_()
    root = ElementTree.fromstring(data["image/svg+xml"])
    assert set(data) == {"image/svg+xml", "text/plain"} and data["text/plain"] == picture.alt
    assert root.get("role") == "img" and root.get("aria-label") == picture.alt == metadata["image/svg+xml"]["alt"]
    assert root.find(SVG + "title").text == picture.title and "2026-01-07" in picture.title
    assert "<script" not in picture.svg and not re.search(r'(href|src|url\()="?\w+:', picture.svg)


def test_the_same_graph_is_the_same_bytes(drawn, kg):
    name, picture = drawn
    assert ALL[name](pg.load()).svg == picture.svg


def test_labels_come_in_german(kg):
    for draw in ALL.values():
        picture = draw(kg, lang="de")
        assert "Stand 2026-01-07" in picture.title and not {"intends", "needed directly", "France"} & set(words(picture))
    assert {"Frankreich", "beabsichtigt"} <= set(words(plots.matrix(kg, lang="de"))) and "Säule" in plots.matrix(kg, lang="de").title


def test_the_matrix_has_every_position_of_a_state_once_in_each_of_its_pillars(kg):
    rows = kg.sparql(
        "SELECT DISTINCT ?c ?p WHERE { ?h a pg:State . ?c a pg:Position ; pg:holder ?h ; pg:about ?m . OPTIONAL { ?m pg:partOf+ ?p . ?p a pg:Pillar } }"
    )
    glyphs = {"✕", "▽", "○", "◔", "◑", "●"}
    assert Counter(w for w in words(plots.matrix(kg)) if w in glyphs).total() == len(rows) + 6  # the legend
    assert "7 of 16 hold no position in the record: Australia, Canada" in plots.matrix(kg).alt
    assert "France: " in plots.matrix(kg).alt and "French soldiers stationed in Ukraine intends" in plots.matrix(kg).alt


def test_the_matrix_follows_the_day(kg):
    then = plots.matrix(kg.at("2025-09-30"))
    assert "French soldiers" not in then.alt and "as of 2025-09-30" in then.title
    assert "Germany: " in then.alt


def test_stances_are_drawn_of_an_answer_too(kg):
    picture = plots.stances(kg.ask("who-committed-troops", at_least="pg:NotExcluded", lang="de"))
    assert "Deutschland: nicht ausgeschlossen 1" in picture.alt and "Frankreich: beabsichtigt 1" in picture.alt
    assert {"Deutschland", "Frankreich", "Vereinigtes Königreich"} <= set(words(picture))
    by = plots.stances(kg.ask("positions-of"), by="measure")
    assert "German soldiers in Ukraine: not excluded 1" in by.alt


def test_counts_are_those_of_the_record(kg):
    held = Counter(row["s"] for row in kg.sparql("SELECT ?c ?s WHERE { ?c a pg:Position ; pg:holder id:germany ; pg:stance ?s }"))
    assert (
        f"Germany: not planned {held['pg:NotPlanned']}, not excluded {held['pg:NotExcluded']}, conceivable {held['pg:Conceivable']}"
        in plots.stances(kg).alt
    )


def test_the_timeline_shows_who_moved(kg):
    picture = plots.timeline(kg, moved=True)
    assert picture.alt.endswith("Germany · German soldiers in Ukraine: 2025-08-31 not planned, 2026-01-06 not excluded")
    every = plots.timeline(kg)
    assert {"2025-08-31", "2025-09-03", "2026-01-06"} <= set(words(every)) and "France · French soldiers" in every.alt
    assert "2026-01-06" not in words(plots.timeline(kg.at("2025-09-30")))


def test_conditions_are_counted_once_a_matter(kg):
    needs = kg.sparql("SELECT DISTINCT ?m WHERE { ?c a pg:Commitment ; pg:about ?m . ?m pg:needs id:ceasefire }")
    assert re.search(rf"A ceasefire: {len(needs)} needed directly", plots.conditions(kg).alt)
    assert "Bundestag" in plots.conditions(kg, at_least="pg:NotExcluded").alt and "Bundestag" not in plots.conditions(kg).alt


def test_nothing_to_draw_is_said(kg):
    for draw in ALL.values():
        picture = draw(kg.at("2020-01-01"))
        assert "nothing to draw" in picture.alt and ElementTree.fromstring(picture.svg).get("role") == "img"


def test_hostile_labels_stay_text(tmp_path):
    path = tmp_path / "x.ttl"
    hostile = "</text><script>alert(1)</script>\\\\\\\"'+datum.x+' ]]>"
    path.write_text(
        "@prefix id: <https://w3id.org/pledgegraph/id/> .\n@prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f'id:x a pg:State ; skos:prefLabel "{hostile}"@en .\nid:m a pg:Funding ; pg:actor id:x ; skos:prefLabel "{hostile}"@en .\n'
        'id:c a pg:Position ; pg:holder id:x ; pg:about id:m ; pg:stance pg:Intends ; pg:form pg:Said ; pg:date "2030-01-01"^^xsd:date ; pg:evidence id:r .\n'
        "id:r a pg:Report .\n",
        encoding="utf-8",
    )
    kg = pg.load(path, only=True)
    for draw in (plots.matrix, plots.stances, plots.timeline):
        picture = draw(kg)
        assert "<script" not in picture.svg and any("<script>alert(1)</script>" in (w or "") for w in words(picture))


def test_a_picture_is_saved(kg, tmp_path):
    picture = plots.conditions(kg)
    for name, start in (("x.svg", b"<svg"), ("x.png", b"\x89PNG"), ("x.pdf", b"%PDF")):
        picture.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    assert repr(picture) == f"<Picture: {picture.title}>" and isinstance(picture, Picture)


# Colour blindness as matrices on linear light (Machado, Oliveira and Fernandes 2009, severity 1).
SEEN = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(colour, matrix):
    """A colour as somebody sees it, in CIE L*a*b*."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    r, g, b = (min(1, max(0, sum(m * c for m, c in zip(row, light, strict=True)))) for row in matrix)
    x, y, z = 0.4124 * r + 0.3576 * g + 0.1805 * b, 0.2126 * r + 0.7152 * g + 0.0722 * b, 0.0193 * r + 0.1192 * g + 0.9505 * b
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("eyes", SEEN)
def test_stances_are_told_apart_by_any_eyes(eyes):
    for one, other in itertools.combinations(palette.STANCES, 2):
        distance = sum((a - b) ** 2 for a, b in zip(lab(one, SEEN[eyes]), lab(other, SEEN[eyes]), strict=True)) ** 0.5
        assert distance > 15, (one, other)


def test_stances_are_told_apart_in_grey_and_by_their_signs(kg):
    greys = sorted(palette.lightness(colour) for colour in palette.STANCES)
    assert min(b - a for a, b in itertools.pairwise(greys)) > 8
    steps = palette.stances(kg.store, "en")
    assert steps[0].id == "pg:Excluded" and len({step.glyph for step in steps} - {""}) == 6


def test_a_sign_reads_on_its_colour(kg):
    def luminance(colour):
        return ((palette.lightness(colour) + 16) / 116) ** 3

    for step in palette.stances(kg.store, "en"):
        light, dark = sorted((luminance(step.colour), luminance(step.ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) > 4.5
