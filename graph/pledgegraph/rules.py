"""Inference rules compiled from the ontology's own OWL axioms to ordered SPARQL updates.

The profile is small on purpose and strict: named classes and properties in hierarchies, inverse and transitive
properties, and classes defined by intersections, unions, existential and value restrictions. `unknown_constructs`
names what lies outside it, so that it is refused, never ignored: what the axioms say and what is inferred cannot part.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from pledgegraph.errors import Finding, InputError
from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.store import Subject, Term, match, values

_OWL, _RDF, _RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
FIRST, REST, NIL = (NamedNode(_RDF + n) for n in ("first", "rest", "nil"))
EQUIVALENT, INTERSECTION, UNION, ON_PROPERTY, SOME, HAS_VALUE, INVERSE = (
    NamedNode(_OWL + n) for n in ("equivalentClass", "intersectionOf", "unionOf", "onProperty", "someValuesFrom", "hasValue", "inverseOf")
)
DATA_PROPERTY = NamedNode(_OWL + "DatatypeProperty")
FUNCTIONAL = NamedNode(_OWL + "FunctionalProperty")
TRANSITIVE = NamedNode(_OWL + "TransitiveProperty")
SUB_PROPERTY = NamedNode(_RDFS + "subPropertyOf")
SUB_CLASS = NamedNode(_RDFS + "subClassOf")

# What an ontology may say. Disjointness is for reasoners that look for contradictions; it infers no membership here.
KNOWN_PREDICATES = {
    _OWL + n
    for n in (
        "equivalentClass",
        "intersectionOf",
        "unionOf",
        "onProperty",
        "someValuesFrom",
        "hasValue",
        "inverseOf",
        "disjointWith",
        "members",
        "versionIRI",
        "versionInfo",
        "priorVersion",
        "deprecated",
    )
} | {_RDFS + n for n in ("subClassOf", "subPropertyOf", "label", "comment", "isDefinedBy", "seeAlso")}
KNOWN_TYPES = {
    _OWL + n
    for n in (
        "Ontology",
        "Class",
        "Restriction",
        "ObjectProperty",
        "DatatypeProperty",
        "AnnotationProperty",
        "NamedIndividual",
        "TransitiveProperty",
        "FunctionalProperty",
        "AllDisjointClasses",
    )
}

_HIERARCHY = f"""
INSERT {{ ?s ?q ?o }} WHERE {{ ?p <{_RDFS}subPropertyOf>+ ?q . ?s ?p ?o }} ;
INSERT {{ ?o ?q ?s }} WHERE {{ ?p <{_OWL}inverseOf> ?q . ?s ?p ?o }} ;
INSERT {{ ?o ?p ?s }} WHERE {{ ?p <{_OWL}inverseOf> ?q . ?s ?q ?o }}"""
_SUBCLASS = f"INSERT {{ ?x a ?d }} WHERE {{ ?c <{_RDFS}subClassOf>+ ?d . FILTER(isIRI(?d)) ?x a ?c }}"


def infer(store: Store) -> None:
    """Adds to the store what follows from its axioms; the same statements as an OWL reasoner adds, within the profile."""
    transitive = [f"INSERT {{ ?s {p} ?o }} WHERE {{ ?s {p}+ ?o }}" for p in store_subjects(store, TYPE, TRANSITIVE)]
    properties = " ;\n".join([_HIERARCHY, *transitive])
    store.update(properties)
    size = len(store) if _feeds_back(store) else None
    while size is not None:
        store.update(properties)
        size = len(store) if size != len(store) else None
    store.update(" ;\n".join([_SUBCLASS, *definitions(store)]))


def _feeds_back(store: Store) -> bool:
    """Whether what inverses and transitivity add can feed the hierarchy or each other, so that one pass may not do."""
    pairs = [(q.subject, q.object) for q in match(store, None, INVERSE)]
    partners = [p for pair in pairs for p in set(pair)]
    transitive = set(store_subjects(store, TYPE, TRANSITIVE))
    has_parent = {q.subject for q in match(store, None, SUB_PROPERTY)}
    return (
        bool(has_parent & (transitive | set(partners)))
        or len(partners) != len(set(partners))
        or any((a in transitive) != (b in transitive) for a, b in pairs)
    )


def store_subjects(store: Store, predicate: NamedNode, value: Term) -> list[NamedNode]:
    """The named subjects of a predicate and value, sorted."""
    found = (q.subject for q in match(store, None, predicate, value))
    return sorted({s for s in found if isinstance(s, NamedNode)}, key=str)


def definitions(store: Store) -> list[str]:
    """One INSERT per defined class, each after the classes that its definition uses, then their parents."""
    defined: dict[Subject, list[tuple[str, set[Subject]]]] = {}
    for quad in match(store, None, EQUIVALENT, None):
        defined.setdefault(quad.subject, []).append(_Pattern(store).of(quad.object))
    patterns = {c: ([text for text, _ in found], set().union(*(uses for _, uses in found))) for c, found in defined.items()}
    done: list[Subject] = []
    waiting = sorted(patterns, key=str)
    while waiting:
        ready = [c for c in waiting if not any(u in waiting and u != c for u in patterns[c][1]) and c not in patterns[c][1]]
        if not ready:
            raise _refuse(f"{', '.join(curie(c.value) for c in waiting)} are defined in a circle", "define each by others")
        done += ready
        waiting = [c for c in waiting if c not in ready]
    inserts = [f"INSERT {{ ?x a {c} }} WHERE {{ {text} }}" for c in done for text in sorted(patterns[c][0])]
    inherited = any(values(store, c, SUB_CLASS) for c in done)
    return [*inserts, _SUBCLASS] if inherited else inserts


class _Pattern:
    """Translates one class expression to a graph pattern over ?x and collects the named classes it uses."""

    def __init__(self, store: Store) -> None:
        self._store, self._fresh = store, 0
        self._uses: set[Subject] = set()
        self._within: list[Term] = []  # the expressions around the one at hand

    def of(self, expression: Term) -> tuple[str, set[Subject]]:
        return self._text(expression, "?x"), self._uses

    def _text(self, expression: Term, variable: str) -> str:
        if isinstance(expression, NamedNode):
            self._uses.add(expression)
            return f"{variable} a {expression} . "
        if not isinstance(expression, BlankNode):
            raise _refuse(f"{expression} is no class expression", "use a class or a restriction")
        if expression in self._within:
            raise _refuse("a class expression holds itself", "define it by others")
        self._within.append(expression)
        text = self._nameless(expression, variable)
        self._within.pop()
        return text

    def _nameless(self, expression: BlankNode, variable: str) -> str:
        if parts := values(self._store, expression, INTERSECTION):
            return "".join(self._text(member, variable) for member in listed(self._store, parts[0]))
        if parts := values(self._store, expression, UNION):
            return " UNION ".join(f"{{ {self._text(member, variable)} }}" for member in listed(self._store, parts[0])) + " "
        properties = values(self._store, expression, ON_PROPERTY)
        if not properties:
            raise _refuse("a definition by an anonymous class of no known kind", "use an intersection, a union or a restriction")
        if len(properties) != 1 or not isinstance(prop := properties[0], NamedNode):
            raise _refuse("a restriction on an inverse or anonymous property is not compiled", "give the property a name")
        value = values(self._store, expression, HAS_VALUE)
        if value and not isinstance(value[0], BlankNode):
            return f"{variable} {prop} {value[0]} . "
        if filler := values(self._store, expression, SOME):
            self._fresh += 1
            inner = f"?y{self._fresh}"
            return f"{variable} {prop} {inner} . {self._text(filler[0], inner)}"
        raise _refuse(f"a restriction on {prop} is of no known kind", "use someValuesFrom or hasValue")


def listed(store: Store, head: Term) -> list[Term]:
    """The members of an RDF list; raises `InputError` for one that does not end."""
    members: list[Term] = []
    seen: set[Term] = set()
    while head != NIL:
        first, rest = values(store, head, FIRST), values(store, head, REST)
        if head in seen or len(first) != 1 or len(rest) != 1:
            raise _refuse("a list in a definition does not end", "write it in round brackets")
        seen.add(head)
        members += first
        head = rest[0]
    return members


def unknown_constructs(quads: Iterable[Quad]) -> list[tuple[str, str]]:
    """The OWL and RDFS constructs among the statements that are not compiled: the IRI, and what is wrong."""
    bad: dict[str, str] = {}
    data_properties = {q.subject for q in quads if q.predicate == TYPE and q.object == DATA_PROPERTY}
    for quad in quads:
        iri, value = quad.predicate.value, quad.object
        if iri.startswith((_OWL, _RDFS)) and iri not in KNOWN_PREDICATES:
            bad.setdefault(iri, f"{curie(iri)} is not compiled")
        elif quad.predicate == SUB_CLASS and isinstance(value, BlankNode):
            bad.setdefault(iri, "an anonymous superclass is not compiled")
        elif quad.predicate == TYPE and isinstance(value, BlankNode):
            bad.setdefault(iri, "an anonymous class as a type is not compiled")
        elif quad.predicate == TYPE and isinstance(value, NamedNode) and value.value.startswith(_OWL):
            if value.value not in KNOWN_TYPES:
                bad.setdefault(value.value, f"{curie(value.value)} is not compiled")
            elif value == FUNCTIONAL and quad.subject not in data_properties:
                # On a data property it can only contradict; on an object property it would make two things one.
                bad.setdefault(value.value, "a functional object property is not compiled")
    return sorted(bad.items())


def _refuse(what: str, fix: str) -> InputError:
    return InputError([Finding("ontology", 1, 1, "owl.construct", what, fix)])
