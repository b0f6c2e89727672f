"""How long the draggable page takes to stand still in Chromium, at 300 things, beside pyvis as it comes.

    python tests/bench/network.py [RUNS [THINGS]]

A  a page of ours: places computed before, physics off
B  pyvis's own page of the same graph: its physics look for places in the browser (given up after 30 s)

Each is opened in turn, without a network; the time runs from the request for the page to the last frame drawn before nothing has been
drawn for half a second. What our page takes to be made is said too.
"""

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright
from pledgegraph.namespaces import PREFIXES
from pledgegraph.network import draw
from pledgegraph.store import new_store
from pledgegraph.view import Moment
from pyoxigraph import Literal, NamedNode, Quad, Store
from pyvis.network import Network

WATCH = """
window.frames_ = [];
const watch = setInterval(() => {
  if (!window.network) return;
  clearInterval(watch);
  network.on("afterDrawing", () => frames_.push(performance.now()));
  network.redraw();
}, 5);
"""
STILL = "() => window.frames_.length && performance.now() - frames_.at(-1) > 500 && frames_.at(-1)"


def graph(things: int) -> Store:
    """States with measures that need conditions, about as densely linked as the record."""
    pg, dice = PREFIXES["pg"], random.Random(1)

    def node(kind: str, number: int) -> NamedNode:
        return NamedNode(f"{PREFIXES['id']}{kind}-{number}")

    quads = []
    states, conditions = max(2, things // 12), max(2, things // 8)
    for kind, count in (("State", states), ("Condition", conditions), ("Measure", things - states - conditions)):
        for n in range(count):
            quads.append(Quad(node(kind, n), NamedNode(PREFIXES["rdf"] + "type"), NamedNode(pg + kind)))
            label = Literal(f"{kind} number {n} of many with a name", language="en")
            quads.append(Quad(node(kind, n), NamedNode(PREFIXES["skos"] + "prefLabel"), label))
    for n in range(things - states - conditions):
        facts = {
            "a": ("Position", "holder", node("State", dice.randrange(states)), "stance", NamedNode(pg + "Willing")),
            "b": ("Requirement", "holder", node("State", 0), "requires", node("Condition", dice.randrange(conditions))),
        }
        for letter, (kind, who, holder, says, value) in facts.items():
            claim, report = node(f"claim-{letter}", n), node(f"report-{letter}", n)
            quads += [
                Quad(claim, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(pg + kind)),
                Quad(claim, NamedNode(pg + who), holder),
                Quad(claim, NamedNode(pg + "about"), node("Measure", n)),
                Quad(claim, NamedNode(pg + says), value),
                Quad(claim, NamedNode(pg + "role"), NamedNode(pg + "Entry")),
                Quad(claim, NamedNode(pg + "evidence"), report),
                Quad(report, NamedNode(pg + "gist"), Literal(f"What claim {n} rests on, in a sentence of some length.", language="en")),
            ]
    return new_store(quads)


def main(runs: int, things: int) -> None:
    start = time.perf_counter()
    drawing = draw(graph(things), Moment("2026-01-07"), most=things)
    page = drawing.html()
    print(f"made in {time.perf_counter() - start:.1f} s: {len(drawing.spots)} things, {len(drawing.lines)} links, {len(page) >> 10} KB")
    shipped = Network(directed=True, cdn_resources="in_line")
    for name in drawing.spots:
        shipped.add_node(name, label=drawing.spots[name].label)
    for line in drawing.lines:
        shipped.add_edge(line.source, line.target)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        pages = {"A": page, "B": shipped.generate_html(notebook=False)}
        for name, text in pages.items():
            Path(folder, f"{name}.html").write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        times: dict[str, list[float]] = {name: [] for name in pages}
        for _ in range(runs):
            for name in pages:
                context = browser.new_context(offline=True, bypass_csp=True, viewport={"width": 1280, "height": 900})
                context.add_init_script(WATCH)
                tab = context.new_page()
                tab.goto(Path(folder, f"{name}.html").as_uri())
                try:
                    times[name].append(tab.wait_for_function(STILL, timeout=30_000).json_value() / 1000)
                except Exception:
                    times[name].append(30.0)
                context.close()
        browser.close()
    for name, seconds in times.items():
        print(f"{name}  median {statistics.median(seconds):5.2f} s, from {min(seconds):.2f} to {max(seconds):.2f}, of {runs} runs")
    print(f"A/B  median {statistics.median(a / b for a, b in zip(times['A'], times['B'], strict=True)):.3f}")


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]] + [3, 300][len(sys.argv) - 1 :]
    main(*numbers)
