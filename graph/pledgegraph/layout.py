"""The one way Turtle is laid out: the order of predicates, which is declared here and nowhere else, and the lines they fill."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from pledgegraph.namespaces import PREFIXES
from pledgegraph.turtle import Block, Directive, Entry, Series, Term

WIDTH = 140
_INDENT = 4

_NAMESPACES = PREFIXES | {"sh": "http://www.w3.org/ns/shacl#"}

# One list serves the vocabulary, its shapes and the record, for no predicate wants two places.
# What is not in it follows, by the alphabet; notes come last of all.
_ORDER = """
    rdf:type
    owl:versionIRI dcterms:title dcterms:description dcterms:creator dcterms:created dcterms:license
    vann:preferredNamespacePrefix vann:preferredNamespaceUri
    sh:targetClass sh:targetSubjectsOf sh:targetObjectsOf sh:targetNode sh:path sh:inversePath sh:alternativePath
    sh:nodeKind sh:class sh:datatype sh:minCount sh:maxCount sh:qualifiedValueShape sh:qualifiedMinCount sh:qualifiedMaxCount
    sh:node sh:not sh:and sh:or sh:xone sh:equals sh:disjoint sh:lessThan sh:lessThanOrEquals sh:minInclusive sh:maxInclusive
    sh:pattern sh:flags sh:languageIn sh:uniqueLang sh:hasValue sh:in sh:severity sh:message sh:property
    owl:equivalentClass rdfs:subClassOf rdfs:subPropertyOf owl:inverseOf schema:domainIncludes schema:rangeIncludes
    owl:intersectionOf owl:unionOf owl:onProperty owl:someValuesFrom owl:hasValue owl:members
    pg:derived pg:key pg:edge pg:rank pg:atLeast pg:atMost pg:glyph
    pg:inWords pg:inWordsAfter pg:inWordsNot pg:inWordsOfGroup
    rdfs:label skos:prefLabel skos:altLabel skos:definition skos:scopeNote skos:example rdfs:isDefinedBy
    pg:codedBy pg:checkedBy
    pg:article pg:paragraph pg:spanStart pg:spanEnd pg:spanHash pg:mode pg:sourceKind pg:tense pg:hedge pg:relayedBy pg:reports
    pg:readsAs pg:gist
    pg:holder pg:about pg:agent pg:performs pg:planned pg:stance pg:form pg:attitude pg:requires pg:role pg:truth
    pg:claimsActivation pg:occurs pg:value pg:minimum pg:maximum pg:unit pg:denominator pg:verdict pg:tendency
    pg:publisher pg:speaker pg:inCapacity pg:onBehalfOf pg:occasion
    pg:actor pg:beneficiary pg:decidedBy pg:place pg:partOf pg:framework pg:step pg:next pg:isDecision pg:synthesis
    pg:bringsAbout pg:modelledOn pg:activation pg:anyOf pg:includes pg:negates pg:presupposes pg:satisfiedBy
    pg:realisedBy pg:carriesOut pg:breaches pg:legalForce
    pg:heldBy pg:post pg:postOf pg:memberOf pg:ofState pg:within pg:iso2 pg:iso3
    pg:date pg:earliest pg:latest pg:deadline pg:start pg:end pg:sha256
    pg:isCounterpartOf pg:supersedes pg:revokes pg:retracted pg:evidence
    skos:exactMatch skos:closeMatch skos:broadMatch skos:relatedMatch
"""
_LAST = "pg:note"
_LANGUAGES = ("en", "de")
# A pair of these shares a line: what a thing is and what it is called is read at one glance.
_PAIRS = (
    *("rdf:type", "rdfs:subClassOf", "schema:domainIncludes", "schema:rangeIncludes", "pg:key", "pg:atLeast"),
    *("rdfs:label", "skos:prefLabel", "dcterms:title"),
)


def _iri(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return _NAMESPACES[prefix] + local


ORDER = tuple(map(_iri, _ORDER.split()))
LAST = tuple(map(_iri, _LAST.split()))
_RANK = {iri: rank for rank, iri in enumerate(ORDER)} | {iri: len(ORDER) + 1 + rank for rank, iri in enumerate(LAST)}
_ON_ONE_LINE = frozenset(map(_iri, _PAIRS))


def render(items: Iterable[Directive | Block], tail: list[str]) -> str:
    """The text of the items in their order, a blank line between blocks, and the comments that follow them."""
    pieces: list[str] = []
    for is_directive, group in groupby(items, lambda item: isinstance(item, Directive)):
        if is_directive:
            pieces.append(_directives([d for d in group if isinstance(d, Directive)]))
        else:
            pieces += [_block(b) for b in group if isinstance(b, Block)]
    if tail:
        pieces.append("\n".join(tail).rstrip("\n"))
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _directives(group: list[Directive]) -> str:
    """Prefixes by their names, but none across a base, which changes what a relative IRI means."""
    ordered: list[Directive] = []
    for _, run in groupby(group, lambda d: bool(d.name)):
        ordered += sorted(run, key=lambda d: d.name)
    first, lines = group[0], list(group[0].above)
    for d in ordered:
        lines += ([] if d is first else [line for line in d.above if line]) + d.own
        if d is ordered[0] and lines and lines[-1]:
            lines.append("")
        lines.append(f"@prefix {d.name} {d.iri} ." if d.name else f"@base {d.iri} .")
    return "\n".join(lines)


def _block(block: Block) -> str:
    entries = _ordered(block.entries)
    above = block.above + (entries[0].comments if entries else [])
    subject = _put(block.subject, 0, 0)
    lines = [subject] if not entries else []
    for number, entry in enumerate(entries):
        if number:
            lines += [" " * _INDENT + comment for comment in entry.comments]
        lines.append(_entry(entry, _INDENT, " " * _INDENT if number else subject + " ") + (" ;" if entry is not entries[-1] else ""))
    return "\n".join([*above, *lines]) + " ."


def _ordered(entries: list[Entry]) -> list[Entry]:
    """One entry for each predicate, in the fixed order."""
    merged: dict[str, Entry] = {}
    for entry in entries:
        if entry.iri in merged:
            merged[entry.iri].objects += entry.objects
            merged[entry.iri].comments += entry.comments
        else:
            merged[entry.iri] = Entry(entry.verb, entry.iri, list(entry.objects), list(entry.comments))
    return sorted(merged.values(), key=lambda e: (_RANK.get(e.iri, len(ORDER)), e.verb))


def _entry(entry: Entry, indent: int, start: str) -> str:
    """The line or lines of an entry; `start` is what stands on the first line before the predicate."""
    objects = _by_language(entry.objects)
    head = f"{start}{entry.verb} "
    column = len(head) - head.rfind("\n") - 1
    if len(objects) == 1:
        return head + _put(objects[0], indent, column)
    if len(objects) == 2 and entry.iri in _ON_ONE_LINE:
        pair = [_inline(o) for o in objects]
        line = " , ".join(text for text in pair if text)
        if None not in pair and column + len(line) + 2 <= WIDTH:
            return head + line
    deeper = indent + _INDENT
    texts = [_put(o, deeper, column if number == 0 else deeper) for number, o in enumerate(objects)]
    return head + f" ,\n{' ' * deeper}".join(texts)


def _by_language(objects: list[Term]) -> list[Term]:
    """Texts in the order of their languages; other objects, and mixtures, as the curator has them."""
    keys = [_language(o) for o in objects]
    if None in keys:
        return objects
    return [o for _, o in sorted(zip(keys, objects, strict=True), key=lambda pair: pair[0] or (0, ""))]


def _language(term: Term) -> tuple[int, str] | None:
    if not isinstance(term, str) or term[0] not in "\"'":
        return None
    tag = term[max(term.rfind('"'), term.rfind("'")) + 1 :].lower()
    if not tag.startswith("@"):
        return None
    main = tag[1:].split("-")[0]
    return (_LANGUAGES.index(main) if main in _LANGUAGES else len(_LANGUAGES), tag)


def _inline(term: Term) -> str | None:
    """The term on one line, or None where it holds a comment or a text of several lines."""
    if isinstance(term, str):
        return None if "\n" in term or "\r" in term else term
    if isinstance(term, Series):
        items = [_inline(item) for item in term.items]
        return None if None in items else f"( {' '.join(i for i in items if i)} )"
    parts = []
    for entry in _ordered(term.entries):
        objects = [_inline(o) for o in _by_language(entry.objects)]
        if entry.comments or None in objects:
            return None
        parts.append(f"{entry.verb} {' , '.join(o for o in objects if o)}")
    return f"[ {' ; '.join(parts)} ]"


def _put(term: Term, indent: int, column: int) -> str:
    """The term as it stands at that column: on the line where it fits, else opened over several."""
    if isinstance(term, str):
        return term
    line = _inline(term)
    if line is not None and column + len(line) + 2 <= WIDTH:
        return line
    deeper = indent + _INDENT
    space = " " * deeper
    if isinstance(term, Series):
        inner = "\n".join(space + _put(item, deeper, deeper) for item in term.items)
        return f"(\n{inner}\n{' ' * indent})"
    entries = _ordered(term.entries)
    lines = []
    for entry in entries:
        lines += [space + comment for comment in entry.comments]
        lines.append(_entry(entry, deeper, space) + (" ;" if entry is not entries[-1] else ""))
    inner = "\n".join(lines)
    return f"[\n{inner}\n{' ' * indent}]"
