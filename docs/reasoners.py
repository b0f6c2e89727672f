"""Prints the table of docs/reasoners.md: what each installed reasoner makes of tests/conformance: python docs/reasoners.py

Verdicts and members only; how long an engine takes is a matter of the machine.
"""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

from pledgegraph import reasoners
from pledgegraph.clashes import clashes
from pledgegraph.namespaces import TYPE
from pledgegraph.rules import infer, unknown_constructs
from pledgegraph.store import match, new_store, read_quads
from pyoxigraph import NamedNode

FOLDER = Path(__file__).parent.parent / "tests" / "conformance"
BASE = "https://example.org/c#"
OWN = "pledgegraph"


class Case(NamedTuple):
    """A small ontology with what is right of it: the verdict, and the members of some classes."""

    name: str
    verdict: str
    members: dict[str, list[str]]
    what: str

    def task(self) -> reasoners.Task:
        """The ontology as a reasoner is given it."""
        path = FOLDER / f"{self.name}.ttl"
        return reasoners.Task(reasoners.logical(read_quads(path.read_bytes(), str(path))), [BASE + name for name in self.members])


def cases() -> list[Case]:
    """Every case of the folder, in the order of its table."""
    with (FOLDER / "expected.tsv").open(encoding="utf-8", newline="") as file:
        return [Case(r["case"], r["verdict"], members(r["members"]), r["what"]) for r in csv.DictReader(file, delimiter="\t")]


def members(text: str) -> dict[str, list[str]]:
    """The members of each class, as the table writes them: `A: x y; B: z`."""
    parts = [part.partition(":") for part in text.split(";") if part.strip()]
    return {name.strip(): sorted(listed.split()) for name, _, listed in parts}


def outcome(case: Case, opinion: reasoners.Opinion) -> str:
    """What an engine made of a case, in a word or two."""
    said = {name.removeprefix(BASE): sorted(i.removeprefix(BASE) for i in found) for name, found in (opinion.members or {}).items()}
    if opinion.contradiction is None and opinion.members is None and not opinion.note.startswith("it fills"):
        return "refuses"
    if case.verdict == "refused":
        return "answers"
    if case.verdict == "contradiction":
        return {True: "right", False: "misses it", None: "no verdict"}[opinion.contradiction]
    if opinion.contradiction:
        return "WRONG: contradiction"
    extra = [f"{c} {i}" for c, found in said.items() for i in found if i not in case.members[c]]
    fewer = [f"{c} {i}" for c, wanted in case.members.items() for i in wanted if i not in said.get(c, ())]
    if extra:
        return f"WRONG: {', '.join(extra)}"
    return f"misses {', '.join(fewer)}" if fewer else "right"


def outcomes() -> dict[str, list[str]]:
    """What each engine that is installed made of every case."""
    every = cases()
    tasks = [case.task() for case in every]
    found = {OWN: [own(case) for case in every]}
    for engine in reasoners.ENGINES:
        if reasoners.version(engine):
            opinions = reasoners.opinions(engine, tasks, 600)
            found[engine.name] = [outcome(case, opinion) for case, opinion in zip(every, opinions, strict=True)]
    return found


def own(case: Case) -> str:
    """What pledgegraph itself makes of a case: by its compiled rules and its clash queries, where its door lets the case in."""
    quads = case.task().quads
    clash = bool(clashes(quads))
    if unknown_constructs(quads) and not clash:
        return "refuses"
    store = new_store(quads)
    found: dict[str, list[str]] | None = None
    if not clash:
        infer(store)
        found = {c: [q.subject.value for q in match(store, None, TYPE, NamedNode(BASE + c))] for c in case.members}
        found = {BASE + c: iris for c, iris in found.items()}
    return outcome(case, reasoners.Opinion("pledgegraph", "own", "", clash, found, 0.0, (), True, ""))


def heading(engine: reasoners.Engine) -> str:
    """An engine with its version, as the table heads its column."""
    return f"{engine.name} {reasoners.version(engine) or ''}".strip()


def table(found: dict[str, list[str]]) -> str:
    """The table in Markdown, with a last line that counts what each engine got right."""
    engines = [e for e in reasoners.ENGINES if e.name in found]
    names = [OWN, *(e.name for e in engines)]
    every = cases()
    head = ["case", "what it tests", "is", OWN, *map(heading, engines)]
    rows = [[f"`{c.name}`", c.what, c.verdict, *(found[name][i] for name in names)] for i, c in enumerate(every)]
    judged = [i for i, c in enumerate(every) if c.verdict != "refused"]
    right = [f"{sum(found[name][i] == 'right' for i in judged)} of {len(judged)}" for name in names]
    lines = [head, ["---"] * len(head), *rows, ["", "right", "", *right]]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table(outcomes()))
