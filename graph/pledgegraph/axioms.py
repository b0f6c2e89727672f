"""What statements say against each other or against a reader: circles, endless lists and chains, shapes with side effects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from pledgegraph.contradictions import Complaint, Node, Short, Where, contradictions, iri_of
from pledgegraph.errors import Fault, UsageError
from pledgegraph.namespaces import PREFIXES, TYPE
from pledgegraph.rules import FIRST, NIL, REST, SUB_CLASS, TRANSITIVE

_OWL, _RDFS, _SH = PREFIXES["owl"], PREFIXES["rdfs"], "http://www.w3.org/ns/shacl#"
SUB_PROPERTY = NamedNode(_RDFS + "subPropertyOf")
_PATHS = {NamedNode(_SH + n) for n in ("inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")}
_QUERIES = {NamedNode(_SH + n) for n in ("select", "ask", "construct", "update")}
_CODE = {NamedNode(_SH + n) for n in ("jsLibrary", "jsFunctionName", "jsLibraryURL")}
_PYTHON = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"
_RESERVED = (
    "urn:x-rdflib",
    "urn:meta:",
    "urn:x-arq:",
    "http://www.openlinksw.com/",
    "http://www.ontotext.com/",
    "http://rdf4j.org/",
    "http://www.openrdf.org/",
    "tag:stardog:",
    PREFIXES["pg"],
    PREFIXES["id"],
    "https://w3id.org/pledgegraph",
)
_ORDER = (("start", "end"), ("startDate", "endDate"), ("earliest", "latest"), ("validFrom", "validUntil"), ("begin", "end"))
MAX_CHAIN = 256


def complaints(quads: list[Quad], background: Iterable[Quad], short: Short, where: Where) -> Iterator[Complaint]:
    """All that is wrong among the statements of one file; `background` are the axioms they are read with."""
    yield from _dangerous(quads)
    yield from _backwards(quads, short)
    yield from _lists(quads)
    for predicate, noun in ((SUB_CLASS, "class"), (SUB_PROPERTY, "property")):
        yield from _hierarchy(quads, predicate, noun, short)
    yield from _chains(quads)
    yield from contradictions(quads, background, short, where)


def _dangerous(quads: list[Quad]) -> Iterator[Complaint]:
    from pledgegraph.sparql import guard

    for quad in quads:
        graph = getattr(quad.graph_name, "value", "")
        if isinstance(quad.graph_name, NamedNode) and graph.startswith(_RESERVED):
            what = f"the graph <{graph}> is reserved"
            yield Complaint(graph, graph, Fault("error", "graph.reserved", what, "write to a graph of your own"))
        if quad.predicate.value.startswith(_PYTHON):
            what = "an ontology that names Python code to be run on load"
            yield Complaint(iri_of(quad.subject), quad.predicate.value, Fault("error", "owl.python_module", what, "remove the statement"))
        if quad.predicate.value == _OWL + "imports":
            what = f"{quad.object} would be fetched"
            fix = "load that file with --facts too"
            yield Complaint(iri_of(quad.subject), quad.predicate.value, Fault("error", "net.imports", what, fix))
        if quad.predicate in _CODE:
            what = "a shape that runs JavaScript"
            yield Complaint(iri_of(quad.subject), quad.predicate.value, Fault("error", "shacl.code", what, "remove it"))
        if quad.predicate in _QUERIES and isinstance(quad.object, Literal):
            try:
                guard(quad.object.value, "shape")
            except UsageError as error:
                rule = next((r for r in ("net.service", "limit.depth") if r in str(error)), "shacl.query")
                what = "a shape whose query is refused: " + str(error).split(": ", 2)[-1].split(";")[0]
                yield Complaint(iri_of(quad.subject), quad.predicate.value, Fault("error", rule, what, "ask the local graph, read-only"))


def _backwards(quads: list[Quad], short: Short) -> Iterator[Complaint]:
    """A thing that ends before it starts, in any vocabulary: pairs of predicates in one namespace, known by their names."""
    names = {name for pair in _ORDER for name in pair}
    dates: dict[Node, dict[tuple[str, str], str]] = defaultdict(dict)
    for quad in quads:
        name = quad.predicate.value.replace("#", "/").rpartition("/")[2]
        if name in names and isinstance(quad.object, Literal) and quad.object.value[:4].isdigit():
            dates[quad.subject][quad.predicate.value[: -len(name)], name] = quad.object.value
    for subject, found in dates.items():
        for (space, name), first in found.items():
            for last_name in (b for a, b in _ORDER if a == name):
                last = found.get((space, last_name), "")
                size = min(len(first), len(last), 10)
                if last and last[:size] < first[:size]:
                    what = f"{short(iri_of(subject))} has {name} {first} after {last_name} {last}"
                    yield Complaint(iri_of(subject), space + last_name, Fault("error", "shacl.order", what, "exchange or correct them"))


def _lists(quads: list[Quad]) -> Iterator[Complaint]:
    rest: dict[Node, list[Node]] = defaultdict(list)
    for quad in quads:
        if quad.predicate == REST:
            rest[quad.subject].append(quad.object)
    if loop := _circle({s: [o for o in os if not isinstance(o, Literal)] for s, os in rest.items()}):
        owl_list = any(q.object in loop and q.predicate.value.startswith(_OWL) for q in quads)
        level = "error" if owl_list else "warning"
        yield Complaint("", REST.value, Fault(level, "rdf.list", "a list that runs in a circle", "end it with rdf:nil"))
    heads = {q.subject for q in quads if q.predicate == FIRST} | rest.keys()
    ends = [o for os in rest.values() for o in os]
    if any(len(os) != 1 for os in rest.values()) or not heads <= rest.keys() or any(o != NIL and o not in heads for o in ends):
        yield Complaint("", REST.value, Fault("warning", "rdf.list", "a list with a missing or doubled end", "write it in round brackets"))
    paths: dict[Node, list[Node]] = defaultdict(list)
    for quad in quads:
        if quad.predicate in _PATHS or quad.predicate in (FIRST, REST):
            paths[quad.subject].append(quad.object)
    at_path = {q.subject for q in quads if q.predicate in _PATHS}
    if at_path & _circle(paths):
        yield Complaint("", _SH + "inversePath", Fault("error", "shacl.path", "a property path that contains itself", "write the path out"))


def _circle(edges: dict[Node, list[Node]]) -> set[Node]:
    """The nodes of one circle, or none; walks without recursion, for a file may be deep on purpose."""
    state: dict[Node, int] = {}
    for root in edges:
        stack: list[tuple[Node, int]] = [(root, 0)]
        while stack:
            node, step = stack.pop()
            following = edges.get(node, []) if not isinstance(node, Literal) else []
            if step == 0:
                if state.get(node):
                    continue
                state[node] = 1
            if step < len(following):
                stack.append((node, step + 1))
                after = following[step]
                if state.get(after) == 1:
                    nodes = [n for n, _ in stack]
                    return set(nodes[nodes.index(after) :])
                if not state.get(after):
                    stack.append((after, 0))
            else:
                state[node] = 2
    return set()


def _hierarchy(quads: list[Quad], predicate: NamedNode, noun: str, short: Short) -> Iterator[Complaint]:
    edges: dict[Node, list[Node]] = defaultdict(list)
    for quad in quads:
        if quad.predicate == predicate and isinstance(quad.object, NamedNode) and quad.object != quad.subject:
            edges[quad.subject].append(quad.object)
    if loop := _circle(edges):
        nodes = sorted(iri_of(n) for n in loop)
        many = "classes" if noun == "class" else "properties"
        what = f"{', '.join(short(n) for n in nodes[:4])} are {many} above each other in a circle"
        yield Complaint(nodes[0], predicate.value, Fault("warning", "owl.cycle", what, "say owl:equivalentClass, or break the circle"))
    elif (length := _longest(edges)) > MAX_CHAIN:
        what = f"a {noun} hierarchy of {length} levels is over {MAX_CHAIN}"
        yield Complaint("", predicate.value, Fault("error", "limit.depth", what, "flatten it"))


def _chains(quads: list[Quad]) -> Iterator[Complaint]:
    """Chains so long that following them to their ends, as inference does, would take for ever."""
    edges: dict[NamedNode, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
    transitive = {q.subject for q in quads if q.predicate == TYPE and q.object == TRANSITIVE}
    for quad in quads:
        if isinstance(quad.object, NamedNode) and (quad.predicate.value.startswith(PREFIXES["pg"]) or quad.predicate in transitive):
            edges[quad.predicate][quad.subject].append(quad.object)
    for predicate, graph in edges.items():
        if len(graph) > MAX_CHAIN:
            graph = {node: [o for o in following if o != node] for node, following in graph.items()}
            length = len(_circle(graph)) or _longest(graph)
            if length > MAX_CHAIN:
                what = f"a chain of {length} links is over {MAX_CHAIN}"
                yield Complaint("", predicate.value, Fault("error", "limit.depth", what, "shorten it"))


def _longest(edges: dict[Node, list[Node]]) -> int:
    """The longest chain in edges without a circle."""
    length: dict[Node, int] = {}
    for root in edges:
        stack: list[Node] = [root]
        while stack:
            following = edges.get(stack[-1], [])
            waiting = [n for n in following if n not in length]
            if waiting:
                stack += waiting
            else:
                length[stack[-1]] = 1 + max((length[n] for n in following), default=0)
                stack.pop()
    return max(length.values(), default=0)
