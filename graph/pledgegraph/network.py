"""The adapter to networkx: a view as a graph of things, and the drawing of a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Store

from pledgegraph.namespaces import PREFIXES, TYPE, curie, expand
from pledgegraph.things import label, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    import networkx

    from pledgegraph.drawing import Drawing, Legend
    from pledgegraph.view import Moment

_ID, _PG = PREFIXES["id"], PREFIXES["pg"]


def network(store: Store, around: str | None = None, depth: int | None = None, pillar: str | None = None) -> networkx.MultiDiGraph:
    """Things as nodes (`label`, `kinds`, and their texts and numbers by CURIE), each statement of our vocabulary between two things
    as an edge (`key`): of the whole view, or of what `neighbourhood.choose` chooses of it, with the claims that link it and the
    values that these state."""
    whole = _statements(store)
    if around is None and depth is None and pillar is None:
        return whole
    from pledgegraph.neighbourhood import choose
    from pledgegraph.scene import scene

    drawn = scene(store)
    part, _ = choose(store, drawn, around, depth, pillar, max(1, len(drawn)))
    kept = {*part, *(claim for *_, claims in part.edges(data="claims") for claim in claims)} & set(whole)
    kept |= {value for name in kept for value in whole.successors(name) if value.startswith("pg:")}
    return whole.subgraph(kept).copy()


def _statements(store: Store) -> networkx.MultiDiGraph:
    import networkx

    graph = networkx.MultiDiGraph()
    for quad in sorted(store, key=str):
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or not subject.value.startswith(_ID):
            continue
        node, predicate = curie(subject.value), curie(quad.predicate.value)
        if node not in graph or "label" not in graph.nodes[node]:
            graph.add_node(node, label=label(store, subject))
        if isinstance(value, Literal):
            name = f"{predicate}@{value.language}" if value.language else predicate
            graph.nodes[node][name] = f"{graph.nodes[node][name]}\n{value.value}" if name in graph.nodes[node] else value.value
        elif not isinstance(value, NamedNode):
            continue
        elif quad.predicate == TYPE and value.value.startswith(_PG):
            graph.nodes[node].setdefault("kinds", []).append(curie(value.value))
        elif quad.predicate.value.startswith(_PG) and value.value.startswith((_ID, _PG)):
            graph.add_node(curie(value.value), label=label(store, value))
            graph.add_edge(node, curie(value.value), key=predicate)
    return graph


def draw(
    store: Store,
    moment: Moment,
    around: str | None = None,
    depth: int | None = None,
    pillar: str | None = None,
    *,
    most: int | None = None,
    lang: str = "en",
) -> Drawing:
    """The drawing of a view, or of what `neighbourhood.choose` chooses of it."""
    from pledgegraph.drawing import Drawing
    from pledgegraph.looks import WORDS
    from pledgegraph.neighbourhood import MOST, choose
    from pledgegraph.scene import scene

    whole = scene(store, lang)
    part, cut = choose(store, whole, around, depth, pillar, MOST if most is None else most)
    words = WORDS[lang]
    title = []
    if pillar is not None:
        title.append(words["pillar"].format(label(store, resolve(store, pillar), lang)))
    if around is not None:
        deep = words["step"] if depth in (None, 1) else words["steps"].format(depth)
        title.append(words["around"].format(label(store, resolve(store, around), lang), deep))
    counts = (len(part), len(whole), part.number_of_edges(), whole.number_of_edges())
    note = [words["as_of"].format(moment.day), *([words["known_on"].format(moment.known_on)] if moment.known_on else [])]
    note.append(words["shown"].format(*counts))
    if cut:
        note.append(words["cut"].format(cut))
    return Drawing(
        part,
        ": ".join([words["title"], *([", ".join(title)] if title else [])]),
        " · ".join(note),
        counts,
        _legend(store, part, lang),
        lang,
    )


def _legend(store: Store, part: networkx.MultiDiGraph, lang: str) -> Legend:
    from pledgegraph.drawing import Legend
    from pledgegraph.looks import LOOKS, STROKES, WORDS

    def words(name: str) -> str:
        iri = expand(name)
        return WORDS[lang].get(name) or (label(store, NamedNode(iri), lang) if iri else name)

    def merged(names: Iterable[str]) -> str:
        return ", ".join(map(words, names))

    kinds, tones = {kind for _, kind in part.nodes(data="kind")}, {tone for *_, tone in part.edges(data="tone")}
    return Legend(
        tuple((kind, merged(k for k in LOOKS if k in kinds and LOOKS[k] == LOOKS[kind])) for kind in _first_of_look(kinds)),
        tuple((tone, words(tone)) for tone in [*STROKES, *sorted(tones - STROKES.keys())] if tone in tones),
    )


def _first_of_look(kinds: Set[str]) -> list[str]:
    """Of the kinds that look alike, the first."""
    from pledgegraph.looks import LOOKS

    return list({LOOKS[kind]: kind for kind in reversed(LOOKS) if kind in kinds}.values())[::-1]
