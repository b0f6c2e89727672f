"""The reasoners: which there are, what each can be trusted with, and what they say of some statements.

None is needed to use pledgegraph, and none is believed alone: an answer names the engine, what it did not look at, and
whether it would have found everything.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from pyoxigraph import NamedNode, Quad

from pledgegraph.children import child
from pledgegraph.engines import individuals
from pledgegraph.errors import EngineError
from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.store import Fact

_OWL, _RDFS, _RDF = PREFIXES["owl"], PREFIXES["rdfs"], PREFIXES["rdf"]
DEADLINE = 120.0


class Engine(NamedTuple):
    """A reasoner: its family, what it needs, the constructs it passes over, and how many statements it can take."""

    name: str
    family: str
    needs: str
    skips: frozenset[str]
    limits: str
    """What it may miss even where it skips nothing; empty where it misses nothing."""
    verdict_up_to: int
    members_up_to: int


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COUNTS = _names("owl:minCardinality owl:minQualifiedCardinality owl:cardinality owl:qualifiedCardinality")
_FIGURES = frozenset(("functional data property", "range of a data property"))

# tests/conformance measures what is written here; docs/reasoners.md shows it. The sizes are those that take about a minute.
ENGINES = (
    Engine(
        "owlrl",
        "rl",
        "owlrl",
        _COUNTS | _names("owl:AllDifferent owl:distinctMembers owl:hasSelf") | _FIGURES,
        "OWL 2 RL finds nothing that needs a case distinction or an unnamed thing",
        10_000,
        10_000,
    ),
    Engine(
        "reasonable",
        "rl",
        "reasonable",
        _COUNTS | _names("owl:oneOf owl:propertyChainAxiom owl:hasSelf") | _FIGURES,
        "it fills classes and never reports a contradiction",
        200_000,
        200_000,
    ),
    Engine("rustdl", "dl", "rustdl", _COUNTS, "sound, but not proved to find everything", 50_000, 1_000),
    Engine("pyhermit", "dl", "pyhermit", _COUNTS, "", 2_500, 150),
    Engine("HermiT", "hermit", "java", frozenset(), "", 50_000, 50_000),
)
FAMILIES = ("rl", "dl", "hermit")
REASONERS = ("none", *FAMILIES, "all")


class Opinion(NamedTuple):
    """What one engine said: `contradiction` is None where it gave no verdict, and `members` where it named none."""

    engine: str
    family: str
    version: str
    contradiction: bool | None
    members: dict[str, list[str]] | None
    seconds: float
    dropped: tuple[str, ...]
    complete: bool
    note: str

    def text(self) -> str:
        """One line for people: never that something is consistent, only what was not found and not looked at."""
        name = f"{self.engine} {self.version}".strip()
        if self.contradiction is None and self.members is None:
            return f"{name} ({self.family}): {self.note}"
        found = {True: "finds a contradiction", False: "finds no contradiction", None: "looks for no contradiction"}[self.contradiction]
        dropped = f"dropped {', '.join(self.dropped)}" if self.dropped else "dropped nothing but annotations"
        whole = "answer complete" if self.complete else "answer not complete"
        return f"{name} ({self.family}): {found}; {dropped}; {whole}{': ' + self.note if self.note else ''}; {self.seconds:.1f} s"


def of(reasoner: str) -> list[Engine]:
    """The engines that an option names: one family's, or all."""
    return [e for e in ENGINES if reasoner in ("all", e.family, e.name)]


def version(engine: Engine) -> str | None:
    """The version of an engine as installed, or None where it is not."""
    import importlib.metadata
    import shutil

    if engine.needs == "java":
        return f"in owlready2 {importlib.metadata.version('owlready2')}" if shutil.which("java") else None
    try:
        return importlib.metadata.version(engine.needs)
    except importlib.metadata.PackageNotFoundError:
        return None


def missing(engine: Engine) -> str:
    """How to get an engine that is not there."""
    how = "install Java (a headless runtime does)" if engine.needs == "java" else "pip install 'pledgegraph[dl]'"
    return f"it is not installed; {how}"


def require(reasoner: str) -> None:
    """Raises `EngineError` where a family of engines is asked for by name and none of it is installed."""
    engines = of(reasoner)
    if reasoner not in ("none", "all") and not any(version(e) for e in engines):
        raise EngineError("; ".join(f"{e.name}: {missing(e)}" for e in engines))


def ask(reasoner: str, quads: Iterable[Fact], classes: Iterable[str] = (), deadline: float = DEADLINE) -> list[Opinion]:
    """The opinions of one family of engines, or of all that there are; `classes` are the IRIs whose members are asked for.

    Raises `EngineError` where no engine of a family that was asked for by name is installed.
    """
    require(reasoner)
    engines, wanted = of(reasoner), list(classes)
    statements = logical(quads)
    return [_ask(engine, statements, wanted, deadline) for engine in engines]


class Task(NamedTuple):
    """What one engine is asked: some statements, and the classes (IRIs) whose members are wanted."""

    quads: list[Fact]
    classes: list[str]


def _ask(engine: Engine, quads: list[Fact], classes: list[str], deadline: float) -> Opinion:
    return opinions(engine, [Task(quads, classes)], deadline)[0]


def opinions(engine: Engine, tasks: list[Task], deadline: float = DEADLINE) -> list[Opinion]:
    """An engine's opinions of several tasks, one child process for all; `deadline` is in seconds, and theirs together."""
    known = version(engine)
    blank = Opinion(engine.name, engine.family, known or "", None, None, 0.0, (), False, "")
    if known is None:
        return [blank._replace(note=f"left out: {missing(engine)}") for _ in tasks]
    small = {i: t for i, t in enumerate(tasks) if len(t.quads) <= engine.verdict_up_to}
    start = time.monotonic()
    said, ended = _run([_plain(engine, t) for t in small.values()], deadline)
    seconds = time.monotonic() - start
    answers = dict(zip(small, said, strict=True))
    found = []
    for number, task in enumerate(tasks):
        if number not in answers:
            size, most = f"{len(task.quads):,}", f"{engine.verdict_up_to:,}"
            found.append(blank._replace(note=f"not asked: {size} statements are over the {most} that it takes in a minute"))
            continue
        answer = answers[number]
        if "contradiction" not in answer:
            note = f"refused: {answer['refused']}" if "refused" in answer else ended
            found.append(blank._replace(seconds=seconds, note=note))
            continue
        found.append(_opinion(engine, task, answer, deadline)._replace(version=known, seconds=seconds))
    return found


def _opinion(engine: Engine, task: Task, answer: dict[str, Any], deadline: float) -> Opinion:
    verdict, members = answer["contradiction"], answer.get("members")
    dropped = tuple(sorted({*constructs(task.quads) & engine.skips, *(f"{k} ({n})" for k, n in answer.get("dropped", {}).items())}))
    notes = [engine.limits] if engine.limits and not verdict else []
    asked = len(task.quads) <= engine.members_up_to
    if task.classes and members is None and not verdict:
        notes.append(f"no members within {deadline:g} s" if asked else f"members not asked for over {engine.members_up_to:,} statements")
    # A contradiction that was found is one, whatever else was passed over.
    complete = verdict is True or not (dropped or notes)
    shown = members if task.classes and asked else None
    return Opinion(engine.name, engine.family, "", verdict, shown, 0.0, dropped, complete, "; ".join(notes))


def _plain(engine: Engine, task: Task) -> dict[str, Any]:
    from pledgegraph.export import dump

    asked = task.classes if len(task.quads) <= engine.members_up_to else []
    return {"engine": engine.name, "nt": dump(task.quads, "nt").decode(), "classes": asked}


def _run(tasks: list[dict[str, Any]], deadline: float) -> tuple[list[dict[str, Any]], str]:
    """What a child process answered to each task, and why it may have answered no more."""
    if not tasks:
        return [], ""
    code, out, err = child("pledgegraph.engines", [], json.dumps(tasks).encode(), deadline)
    said: list[dict[str, Any]] = [{} for _ in tasks]
    for line in out.splitlines():
        try:
            answer = json.loads(line)
        except ValueError:  # cut off by the deadline, or something that an engine printed
            continue
        if isinstance(answer, dict) and "task" in answer:
            said[answer["task"]] |= answer
    lines = err.decode("utf-8", "replace").strip().splitlines()
    return said, f"no answer within {deadline:g} s" if code is None else f"failed: {(lines or [f'it ended with {code}'])[-1][:240]}"


def logical(quads: Iterable[Fact]) -> list[Fact]:
    """The statements that have a meaning in OWL, without annotations; every thing declared, as some engines want it."""
    quads = [Quad(q.subject, q.predicate, q.object) for q in quads]
    notes = {q.subject for q in quads if q.predicate == TYPE and q.object == NamedNode(_OWL + "AnnotationProperty")}
    notes |= {NamedNode(_RDFS + n) for n in ("label", "comment", "isDefinedBy", "seeAlso")}
    notes |= {NamedNode(_OWL + n) for n in ("imports", "versionIRI", "versionInfo", "priorVersion", "deprecated")}
    kept = [q for q in quads if q.predicate not in notes and q.subject not in notes]
    declared = {q.subject for q in kept if q.predicate == TYPE and q.object.value.startswith(_OWL)}
    things = [NamedNode(iri) for iri in individuals(kept)]
    return [*dict.fromkeys(kept), *(Quad(t, TYPE, NamedNode(_OWL + "NamedIndividual")) for t in things if t not in declared)]


def constructs(quads: Iterable[Fact]) -> set[str]:
    """The OWL and RDFS terms that some statements use, as CURIEs, and what is made of two of them in words."""
    quads = list(quads)
    kinds: dict[str, set[object]] = {}
    for quad in quads:
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            kinds.setdefault(quad.object.value, set()).add(quad.subject)
    found = {curie(iri) for iri in {q.predicate.value for q in quads} | kinds.keys() if iri.startswith((_OWL, _RDFS))}
    figures = kinds.get(_OWL + "DatatypeProperty", set())
    if figures & kinds.get(_OWL + "FunctionalProperty", set()):
        found.add("functional data property")
    if any(q.predicate == NamedNode(_RDFS + "range") and q.subject in figures for q in quads):
        found.add("range of a data property")
    return found


def justify(quads: Iterable[Fact], query: list[str], most: int, deadline: float = DEADLINE) -> list[list[str]] | None:
    """Minimal justifications by the engine that gives them, as axioms in Manchester syntax; None where it is missing or gave none."""
    from pledgegraph.export import dump

    if not any(version(e) for e in ENGINES if e.name == JUSTIFIES):
        return None
    said, _ = _run([{"nt": dump(logical(quads), "nt").decode(), "justify": query, "most": most}], deadline)
    return [list(axioms) for axioms in said[0].get("justifications", ())] or None


JUSTIFIES = "rustdl"
