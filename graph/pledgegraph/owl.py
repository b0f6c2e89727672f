"""The adapter to owlready2: a view as Python classes and individuals by name, ready for its reasoners.

owlready2 runs Python code that an ontology names and fetches imports, so it is handed nothing but statements that
pledgegraph itself has serialised, in a world of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pledgegraph.export import dump
from pledgegraph.namespaces import PREFIXES
from pledgegraph.store import Fact

if TYPE_CHECKING:
    from owlready2 import Ontology

_RUNS_PYTHON = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"
_IMPORTS = PREFIXES["owl"] + "imports"


def ontology(quads: Iterable[Fact]) -> Ontology:
    """The statements as an owlready2 ontology in a fresh World: `.Commitment` is a class, `.id.france` an individual.

    A name that Python cannot write stands in brackets: `.id["united-kingdom"]`.
    """
    from owlready2 import World

    safe = [q for q in quads if q.predicate.value != _IMPORTS and not q.predicate.value.startswith(_RUNS_PYTHON)]
    world = World()
    result = world.get_ontology(PREFIXES["pg"])
    result.load(fileobj=io.BytesIO(dump(safe, "rdfxml")), only_local=True)
    result.id = world.get_namespace(PREFIXES["id"])
    return result
