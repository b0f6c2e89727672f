"""What a picture of a view shows: things as nodes, and as links the claims between two things and the statements that structure them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, QuerySolutions, Store

from pledgegraph import resources
from pledgegraph.evidence import CLAIM, passage_line
from pledgegraph.looks import kind_of
from pledgegraph.namespaces import TYPE, curie, pg
from pledgegraph.store import Term, match, values
from pledgegraph.things import ABOUT, AGENT, HOLDER, label, superclasses

if TYPE_CHECKING:
    from collections.abc import Callable

    import networkx

EVIDENCE, DATE, TRUTH, VOICED_BY = map(pg, ("evidence", "date", "currentTruth", "voicedBy"))
_SAYS_FOR = {"en": "says", "de": "sagt"}


class Row(NamedTuple):
    """One row of a file of links: from where to where, what it says, in which tone, by which claim."""

    source: NamedNode
    target: NamedNode
    key: NamedNode
    extra: Term | None
    tone: str
    claim: NamedNode | None


def rows(store: Store) -> list[Row]:
    """Every link of the view, in a fixed order."""
    found: list[Row] = []
    for path in resources.link_files():
        with open(path, encoding="utf-8") as file:
            solutions = store.query(file.read())
        assert isinstance(solutions, QuerySolutions)
        for s in solutions:
            if all(isinstance(s[name], NamedNode) for name in ("source", "target", "key")):
                tone = curie(s["tone"].value) if isinstance(s["tone"], NamedNode) else s["tone"].value
                claim = s["claim"] if isinstance(s["claim"], NamedNode) else None
                found.append(Row(s["source"], s["target"], s["key"], s["with"], tone, claim))
    return sorted(found, key=lambda row: tuple(map(str, row)))


def scene(store: Store, lang: str = "en") -> networkx.MultiDiGraph:
    """Everything that a view has to draw.

    A node has `label`, `kind` (which look it has), `kinds` and `lines` (text on it that is on no link); a link has `label`, `tone`,
    `claims` and `lines` (its evidence), and as its key what it says.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    name = cache(lambda term: label(store, term, lang))
    found = _spoken_of(store, rows(store))
    stated = {(row.source, row.target) for row in found if row.claim}
    for row in found:
        if row.tone == "actor" and (row.source, row.target) in stated:
            continue
        source, target, key = curie(row.source.value), curie(row.target.value), curie(row.key.value)
        if not graph.has_edge(source, target, key=key):
            text = name(row.key) + (f" · {name(row.extra)}" if row.extra else "")
            graph.add_edge(source, target, key=key, label=text, tone=row.tone, claims=[], lines=[])
        if row.claim and curie(row.claim.value) not in graph.edges[source, target, key]["claims"]:
            edge = graph.edges[source, target, key]
            edge["claims"].append(curie(row.claim.value))
            edge["lines"] += _claim_lines(store, row.claim, row.source, lang, name)
    drawn = {claim for _, _, claims in graph.edges(data="claims") for claim in claims}
    for node in graph:
        _describe(store, graph, node, drawn, lang, name)
    return graph


def _spoken_of(store: Store, found: list[Row]) -> list[Row]:
    """The links of claims, and of the rest those that lead on from what a claim of the view speaks of or who voices one.

    A measure, a condition or an office that nobody has spoken of by the day of the view is in the record, not in the picture.
    """
    kept: set[Term] = {end for row in found if row.claim for end in (row.source, row.target)}
    kept |= {q.object for p in (ABOUT, AGENT, HOLDER, VOICED_BY) for q in match(store, None, p)}
    standing = [row for row in found if not row.claim]
    while True:
        reached = {row.target for row in standing if row.source in kept and row.tone != "actor"}
        reached |= {row.source for row in standing if row.target in kept and row.tone == "frame"}
        if reached <= kept:
            break
        kept |= reached
    return [row for row in found if row.claim or (row.target in kept if row.tone == "actor" else row.source in kept)]


def _claim_lines(store: Store, claim: NamedNode, source: NamedNode, lang: str, name: Callable[[Term], str]) -> list[str]:
    """When a claim was made, by whom where that is not where its link begins, and the passages it rests on."""
    dates = sorted(d.value for d in values(store, claim, DATE))
    holders = [name(h) for h in sorted(values(store, claim, HOLDER), key=str) if h != source]
    head = ", ".join([*dates, *(f"{_SAYS_FOR[lang]} {holder}" for holder in holders)])
    passages = [passage_line(store, curie(r.value), lang) for r in sorted(values(store, claim, EVIDENCE), key=str)]
    return ([head] if head else []) + passages


def _describe(store: Store, graph: networkx.MultiDiGraph, node: str, drawn: set[str], lang: str, name: Callable[[Term], str]) -> None:
    from pledgegraph.namespaces import expand

    term = NamedNode(expand(node) or node[1:-1])
    types = {o for o in values(store, term, TYPE) if isinstance(o, NamedNode) and o.value.startswith(pg("").value)}
    below = {c for kind in types for c in superclasses(store, kind)}
    special = sorted(types - below, key=str)
    state = [name(o) for o in sorted(values(store, term, TRUTH), key=str)]
    lines = [", ".join([*map(name, special), *state])] if special or state else []
    claims = {q.subject for p in (ABOUT, AGENT) for q in match(store, None, p, term)}
    for claim in sorted((c for c in claims if curie(c.value) not in drawn and CLAIM in values(store, c, TYPE)), key=str):
        lines += _claim_lines(store, claim, term, lang, name)
    graph.nodes[node].update(
        label=name(term), kind=kind_of({curie(t.value) for t in types}), kinds=[curie(t.value) for t in special], lines=lines
    )
