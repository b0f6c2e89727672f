"""Contradictions that can be seen without a reasoner: things in two classes that are stated to share no member."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from pledgegraph.errors import Fault
from pledgegraph.namespaces import PREFIXES, TYPE
from pledgegraph.rules import FIRST, NIL, REST, SUB_CLASS

_OWL = PREFIXES["owl"]
DISJOINT, MEMBERS = NamedNode(_OWL + "disjointWith"), NamedNode(_OWL + "members")
_NOTHING = NamedNode(_OWL + "Nothing")
Node = NamedNode | BlankNode | Literal | Triple
Short = Callable[[str], str]
Where = Callable[[str, str], str]


class Complaint(NamedTuple):
    """A fault with the subject and the value at whose statement it is to be shown."""

    subject: str
    value: str
    fault: Fault


def contradictions(quads: list[Quad], background: Iterable[Quad], short: Short, where: Where) -> Iterator[Complaint]:
    """Things that are in two classes that share no member, by the class hierarchy and the stated disjointness."""
    every = [*background, *quads]
    parents: dict[Node, list[Node]] = defaultdict(list)
    types: dict[Node, list[NamedNode]] = defaultdict(list)
    for quad in every:
        if quad.predicate == SUB_CLASS:
            parents[quad.subject].append(quad.object)
    for quad in quads:
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            types[quad.subject].append(quad.object)
    apart = disjoint_pairs(every)
    above: dict[Node, set[Node]] = {}
    for subject, classes in types.items():
        reach = [(c, d) for c in dict.fromkeys(classes) for d in sorted(_above(c, parents, above), key=str)]
        for i, (c, high) in enumerate(reach):
            if high == _NOTHING:
                what = f"{short(iri_of(subject))} is in {short(c.value)}, which can have no member"
                yield Complaint(iri_of(subject), c.value, Fault("error", "owl.consistency", what, "remove the type or the axiom"))
            clash = next(((d, low) for d, low in reach[i + 1 :] if frozenset((high, low)) in apart), None)
            if clash:
                d, low = clash
                reason = "" if (high, low) == (c, d) else f" (by {short(iri_of(high))} and {short(iri_of(low))})"
                what = (
                    f"{short(iri_of(subject))} is both {short(c.value)} ({where(iri_of(subject), c.value)}) and "
                    f"{short(d.value)} ({where(iri_of(subject), d.value)}), which share no member{reason}"
                )
                yield Complaint(iri_of(subject), c.value, Fault("error", "owl.consistency", what, "remove one of the two types"))
                break


def _above(node: Node, parents: dict[Node, list[Node]], known: dict[Node, set[Node]]) -> set[Node]:
    if node not in known:
        seen, queue = {node}, [node]
        while queue:
            for parent in parents.get(queue.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)
        known[node] = seen
    return known[node]


def disjoint_pairs(quads: Iterable[Quad]) -> set[frozenset[Node]]:
    """Every pair of classes that are stated to share no member, one by one or in a list."""
    quads = list(quads)
    first = {q.subject: q.object for q in quads if q.predicate == FIRST}
    rest = {q.subject: q.object for q in quads if q.predicate == REST}
    pairs: set[frozenset[Node]] = {frozenset((q.subject, q.object)) for q in quads if q.predicate == DISJOINT}
    for head in (q.object for q in quads if q.predicate == MEMBERS):
        members: list[Node] = []
        seen: set[Node] = set()
        node: Node = head
        while isinstance(node, NamedNode | BlankNode) and node in first and node not in seen:
            seen.add(node)
            members.append(first[node])
            node = rest.get(node, NIL)
        pairs |= {frozenset((a, b)) for i, a in enumerate(members) for b in members[i + 1 :] if a != b}
    return pairs


def iri_of(term: object) -> str:
    """The IRI of a named node, else an empty text."""
    return term.value if isinstance(term, NamedNode) else ""
