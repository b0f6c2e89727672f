"""The adapter to networkx: a view as a graph of things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.things import label

if TYPE_CHECKING:
    import networkx

_ID, _PG = PREFIXES["id"], PREFIXES["pg"]


def network(store: Store) -> networkx.MultiDiGraph:
    """Things as nodes (`label`, `kinds`) and each statement of our vocabulary between two things as an edge (`key`)."""
    import networkx

    graph = networkx.MultiDiGraph()
    for quad in sorted(store, key=str):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not subject.value.startswith(_ID) or not isinstance(value, NamedNode):
            continue
        node = curie(subject.value)
        graph.add_node(node, label=label(store, subject))
        if quad.predicate == TYPE and value.value.startswith(_PG):
            graph.nodes[node].setdefault("kinds", []).append(curie(value.value))
        elif quad.predicate.value.startswith(_PG) and value.value.startswith((_ID, _PG)):
            graph.add_node(curie(value.value), label=label(store, value))
            graph.add_edge(node, curie(value.value), key=curie(quad.predicate.value))
    return graph
