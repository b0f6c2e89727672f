"""Where things stand: none on top of another, the same in every run, disconnected parts beside one another."""

import subprocess
import sys

import networkx
import pytest
from pledgegraph.positions import place


def overlap(boxes):
    names = sorted(boxes)
    return [
        (a, b)
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if abs(boxes[a].x - boxes[b].x) < (boxes[a].width + boxes[b].width) / 2
        and abs(boxes[a].y - boxes[b].y) < (boxes[a].height + boxes[b].height) / 2
    ]


GRAPHS = {
    "one": networkx.empty_graph(1),
    "three apart": networkx.empty_graph(3),
    "two": networkx.path_graph(2),
    "star": networkx.star_graph(60),
    "path": networkx.path_graph(40),
    "grid": networkx.grid_2d_graph(8, 8),
    "complete": networkx.complete_graph(25),
    "parts": networkx.disjoint_union_all([networkx.star_graph(n) for n in (2, 9, 5, 1)]),
    "random": networkx.gnm_random_graph(120, 200, seed=1),
    "tree": networkx.balanced_tree(3, 4),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_stands_on_another(name):
    graph = networkx.relabel_nodes(GRAPHS[name], str)
    boxes = place(graph, {n: (60 + 13 * (i % 11), 30 + 16 * (i % 4)) for i, n in enumerate(graph)})
    assert set(boxes) == set(graph)
    assert overlap(boxes) == []
    assert all(box.x >= box.width / 2 - 0.1 and box.y >= box.height / 2 - 0.1 for box in boxes.values())


@pytest.mark.parametrize("choice", [{"around": "France", "depth": 2}, {"pillar": "multinational-force", "lang": "de"}, {}])
def test_nothing_stands_on_another_in_the_record(kg, choice):
    drawing = kg.draw(**choice)
    assert overlap({name: spot.box for name, spot in drawing.spots.items()}) == []


def test_what_is_linked_stands_near():
    graph = networkx.relabel_nodes(networkx.path_graph(12), lambda n: f"{n:02}")
    boxes = place(graph, dict.fromkeys(graph, (80, 30)))

    def apart(a, b):
        return (boxes[a].x - boxes[b].x) ** 2 + (boxes[a].y - boxes[b].y) ** 2

    assert max(apart(f"{n:02}", f"{n + 1:02}") for n in range(11)) < apart("00", "11") / 4


def test_the_same_places_in_another_process(kg):
    code = "import pledgegraph; print([(s.id, s.box) for s in pledgegraph.load().draw('France', 2).spots.values()])"
    other = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, env={"PYTHONHASHSEED": "7"}
    )
    assert other.stdout.strip() == str([(s.id, s.box) for s in kg.draw("France", 2).spots.values()])
