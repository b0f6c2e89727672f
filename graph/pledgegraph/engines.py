"""The adapters to the reasoners: each reads N-Triples, says whether they contradict each other, and names members.

This module runs as a child process, one per engine and task, so that an engine that hangs or falls takes nothing along. It
answers in lines of JSON, the verdict first, so that what came before the deadline counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from pledgegraph.namespaces import PREFIXES, TYPE
from pledgegraph.rules import FIRST, REST
from pledgegraph.store import Fact, Term

_OWL = PREFIXES["owl"]
_MEMBERS, _DISJOINT = NamedNode(_OWL + "members"), NamedNode(_OWL + "disjointWith")
_ALL_DISJOINT = NamedNode(_OWL + "AllDisjointClasses")

Answer = dict[str, Any]


def _owlrl(quads: list[Fact], classes: list[str]) -> Iterator[Answer]:
    import owlrl
    import rdflib

    graph = rdflib.Graph().parse(data=_text(quads), format="nt")
    closure = owlrl.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    closure.closure()
    yield {"contradiction": bool(closure.error_messages), "said": sorted(map(str, closure.error_messages))[:5]}
    yield {"members": {c: _named(graph.subjects(rdflib.RDF.type, rdflib.URIRef(c))) for c in classes}}


def _reasonable(quads: list[Fact], classes: list[str]) -> Iterator[Answer]:
    import rdflib
    import reasonable

    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(rdflib.Graph().parse(data=_text(quads), format="nt"))
    closed = reasoner.reason()
    yield {"contradiction": None}  # it derives and never says that something cannot be
    wanted: dict[str, list[Any]] = {c: [] for c in classes}
    for subject, predicate, value in closed:
        if predicate == rdflib.RDF.type and str(value) in wanted:
            wanted[str(value)].append(subject)
    yield {"members": {c: _named(found) for c, found in wanted.items()}}


def _named(terms: Iterable[Any]) -> list[str]:
    return sorted({str(t) for t in terms if type(t).__name__ == "URIRef"})


def _rustdl(quads: list[Fact], classes: list[str]) -> Iterator[Answer]:
    import os
    import tempfile
    import warnings

    import rustdl

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        path = os.path.join(folder, "facts.rdf")
        with open(path, "wb") as file:
            file.write(_xml(pairwise(quads)))
        contradiction = not rustdl.is_consistent(path)
        yield {"contradiction": contradiction, "dropped": dict(rustdl.dropped_axioms(path)), "said": [str(w.message) for w in said]}
        if not contradiction:
            yield {"members": {c: sorted(rustdl.instances_of(path, c)) for c in classes}}


def _pyhermit(quads: list[Fact], classes: list[str]) -> Iterator[Answer]:
    from pyhermit import Reasoner
    from pyowl_core import IRI, Class, ClassAssertion, DocumentFormat, LoadOptions, NamedIndividual, load_snapshot

    view = load_snapshot(_xml(quads), options=LoadOptions(format=DocumentFormat.RDF_XML))
    with Reasoner(view) as reasoner:
        contradiction = not reasoner.is_consistent()
        yield {"contradiction": contradiction}
        if contradiction:
            return
        things = individuals(quads)
        members = {c: [i for i in things if reasoner.entails(ClassAssertion(Class(IRI(c)), NamedIndividual(IRI(i))))] for c in classes}
        yield {"members": members}


def _hermit(quads: list[Fact], classes: list[str]) -> Iterator[Answer]:
    from owlready2 import OwlReadyInconsistentOntologyError, sync_reasoner_hermit

    from pledgegraph.owl import ontology

    onto = ontology(quads)
    try:
        with onto:
            sync_reasoner_hermit(onto.world, infer_property_values=False, debug=0)
    except OwlReadyInconsistentOntologyError:
        yield {"contradiction": True}
        return
    yield {"contradiction": False}
    known = {c: onto.world[c] for c in classes}
    yield {"members": {c: sorted(i.iri for i in k.instances(world=onto.world)) if k else [] for c, k in known.items()}}


ADAPTERS: dict[str, Callable[[list[Fact], list[str]], Iterator[Answer]]] = {
    "owlrl": _owlrl,
    "reasonable": _reasonable,
    "rustdl": _rustdl,
    "pyhermit": _pyhermit,
    "HermiT": _hermit,
}


def justify(quads: list[Fact], query: list[str], most: int) -> list[list[str]]:
    """Minimal justifications by rustdl, each as axioms in Manchester syntax."""
    import rustdl

    prepared = rustdl.prepare_bytes(_xml(pairwise(quads)), format="rdf-xml")
    return [list(found) for found in prepared.justify_all(query, max=most)]


def individuals(quads: Iterable[Fact]) -> list[str]:
    """The named things that are no part of a vocabulary, sorted."""
    quads = list(quads)
    schema = {
        q.subject for q in quads if q.predicate == TYPE and q.object.value.startswith(_OWL) and q.object.value != _OWL + "NamedIndividual"
    }
    found = {q.subject for q in quads if q.predicate == TYPE and q.subject not in schema}
    return sorted(n.value for n in found if isinstance(n, NamedNode))


def pairwise(quads: list[Fact]) -> list[Fact]:
    """The same with lists of disjoint classes written out two by two, for an engine that skips the lists in RDF."""
    first = {q.subject: q.object for q in quads if q.predicate == FIRST}
    rest = {q.subject: q.object for q in quads if q.predicate == REST}
    lists = {q.subject: q.object for q in quads if q.predicate == _MEMBERS}
    apart = {q.subject for q in quads if q.predicate == TYPE and q.object == _ALL_DISJOINT} & lists.keys()
    found = [q for q in quads if q.subject not in apart]
    for axiom in apart:
        classes: list[Term] = []
        node: Term | None = lists[axiom]
        while node in first:
            classes.append(first[node])
            node = rest.get(node)
        found += [Quad(a, _DISJOINT, b) for i, a in enumerate(classes) for b in classes[i + 1 :] if not isinstance(a, Literal)]
        spent = lists[axiom]
        while isinstance(spent, BlankNode):
            cell, spent = spent, rest.get(spent)
            found = [q for q in found if q.subject != cell]
    return found


def _text(quads: list[Fact]) -> str:
    from pledgegraph.export import dump

    return dump(quads, "nt").decode()


def _xml(quads: list[Fact]) -> bytes:
    from pledgegraph.export import dump

    return dump(quads, "rdfxml")


def _main() -> None:
    """Reads tasks, and answers each in lines of JSON that name it by number; a task that fails leaves the others alone."""
    for number, task in enumerate(json.load(sys.stdin)):
        try:
            for answer in _answers(task):
                print(json.dumps({"task": number, **answer}), flush=True)  # noqa: T201
        except Exception as error:
            lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
            said = next((line for line in lines if "Exception:" in line), lines[0])
            print(json.dumps({"task": number, "refused": said[:300]}), flush=True)  # noqa: T201


def _answers(task: dict[str, Any]) -> Iterator[Answer]:
    quads = list(parse(task["nt"].encode(), RdfFormat.N_TRIPLES))
    if "justify" in task:
        yield {"justifications": justify(quads, task["justify"], task["most"])}
    else:
        yield from ADAPTERS[task["engine"]](quads, task["classes"])


if __name__ == "__main__":
    _main()
