"""How long the main question takes, as a whole process, beside two others in the same run.

    python tests/bench/ask.py [RUNS]

A  pledge ask who-committed-troops -f csv
B  python -c "import click, pyoxigraph"            what A cannot do without
C  a minimal rdflib script: the same Turtle, the same query, rdflib's own engine and no inference

They run in turn, A B C A B C …, since the machine may be shared and its speed may drift; the ratios are taken run by run.
Measure an ordinary installation (pip install .), not an editable one, whose import hook alone costs some milliseconds.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time

RDFLIB = """
from rdflib import Graph
from pledgegraph import resources
graph = Graph()
for path in [*resources.ontology_files(), *resources.seed_files()]:
    graph.parse(path, format="turtle")
text = open([p for p in resources.question_files() if p.endswith("who-committed-troops.rq")][0], encoding="utf-8").read()
for row in graph.query(text):
    print(*row, sep=",")
"""


def wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=os.path.sep)
    return time.perf_counter() - start


def main(runs: int) -> None:
    pledge = shutil.which("pledge", path=os.path.dirname(sys.executable)) or "pledge"
    commands = {
        "A": [pledge, "ask", "who-committed-troops", "-f", "csv"],
        "B": [sys.executable, "-c", "import click, pyoxigraph"],
        "C": [sys.executable, "-c", RDFLIB],
    }
    for command in commands.values():
        wall(command)
    times = [{name: wall(command) for name, command in commands.items()} for _ in range(runs)]
    for name in commands:
        print(f"{name}  median {statistics.median(t[name] for t in times) * 1000:6.0f} ms of {runs} runs")
    for other in "BC":
        ratios = sorted(t["A"] / t[other] for t in times)
        print(f"A/{other}  median {statistics.median(ratios):.2f}  from {ratios[0]:.2f} to {ratios[-1]:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
