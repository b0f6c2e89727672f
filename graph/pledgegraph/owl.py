"""The adapter to owlready2: a view as Python classes and individuals, and HermiT's opinion of it.

owlready2 runs Python code that an ontology names and fetches imports, so it is handed nothing but statements that
pledgegraph itself has serialised, in a world of its own, and it reasons in a child process.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Quad

from pledgegraph.errors import EngineError
from pledgegraph.export import dump
from pledgegraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from owlready2 import Ontology

_RUNS_PYTHON = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"
_IMPORTS = PREFIXES["owl"] + "imports"


class Opinion(NamedTuple):
    """What a reasoner found: whether it met a contradiction, and the members of each class it was asked about."""

    contradiction: bool
    members: dict[str, list[str]]


def ontology(quads: Iterable[Quad]) -> Ontology:
    """The statements as an owlready2 ontology in a fresh World: classes as Python classes, individuals by name."""
    from owlready2 import World

    safe = [q for q in quads if q.predicate.value != _IMPORTS and not q.predicate.value.startswith(_RUNS_PYTHON)]
    world = World()
    result = world.get_ontology(PREFIXES["pg"])
    return result.load(fileobj=io.BytesIO(dump(safe, "rdfxml")), only_local=True)


def hermit(quads: Iterable[Quad], classes: Iterable[str], timeout: float = 120) -> Opinion:
    """HermiT's opinion of the statements, from a child process; `classes` are IRIs.

    Raises `EngineError` where Java is missing, HermiT refuses the ontology, or the time is up.
    """
    task = json.dumps({"nt": dump(quads, "nt").decode(), "classes": list(classes)})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "pledgegraph.owl"], input=task, capture_output=True, text=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise EngineError(f"HermiT did not answer within {timeout:g} s") from None
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise EngineError(f"HermiT failed: {last[0]}")
    return Opinion(**json.loads(done.stdout))


def _reason(task: dict[str, Any]) -> Opinion:
    from owlready2 import OwlReadyInconsistentOntologyError, sync_reasoner_hermit
    from pyoxigraph import RdfFormat, parse

    onto = ontology(parse(task["nt"].encode(), RdfFormat.N_TRIPLES))
    world = onto.world
    try:
        with onto:
            sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except OwlReadyInconsistentOntologyError:
        return Opinion(True, {})
    return Opinion(False, {c: sorted(i.iri for i in world[c].instances(world=world)) for c in task["classes"]})


def _main() -> None:
    opinion = _reason(json.load(sys.stdin))
    json.dump(opinion._asdict(), sys.stdout)


if __name__ == "__main__":
    _main()
