"""The adapter to rdflib: a store as an ordinary rdflib Graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Store

from pledgegraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph


def graph(store: Store) -> Graph:
    """An rdflib Graph with the statements of the store and our prefixes bound; a copy, so changing it is safe."""
    from oxrdflib import OxigraphStore
    from rdflib import Graph
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    copy = Store()
    copy.bulk_extend(store)
    result = Graph(store=OxigraphStore(store=copy), identifier=DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")
    for prefix, base in PREFIXES.items():
        result.bind(prefix, base, override=True, replace=True)
    return result
