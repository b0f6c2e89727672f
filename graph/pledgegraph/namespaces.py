"""The namespaces of the project and how IRIs are written short (CURIEs) and long."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "id": "https://w3id.org/pledgegraph/id/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pg": "https://w3id.org/pledgegraph/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

XSD_DATE = NamedNode(PREFIXES["xsd"] + "date")
_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?\Z")
# Our own things first, since nearly all are; then the longest base, so that none hides another.
_OURS, _BEGIN = PREFIXES["id"], len(PREFIXES["id"])
_BY_LENGTH = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


def curie(iri: str) -> str:
    """The IRI as a CURIE where one of our prefixes fits, else in angle brackets.

    >>> curie("https://w3id.org/pledgegraph/id/france")
    'id:france'
    """
    if iri.startswith(_OURS) and _LOCAL.match(iri, _BEGIN):
        return "id:" + iri[_BEGIN:]
    for prefix, base in _BY_LENGTH:
        if iri.startswith(base) and _LOCAL.match(iri, len(base)):
            return f"{prefix}:{iri[len(base) :]}"
    return f"<{iri}>"


def expand(text: str) -> str | None:
    """The IRI that a CURIE with one of our prefixes, or an IRI in angle brackets, stands for, else None.

    >>> expand("id:france")
    'https://w3id.org/pledgegraph/id/france'
    """
    iri = text[1:-1] if text.startswith("<") and text.endswith(">") else text if text.startswith(("http://", "https://")) else ""
    prefix, colon, local = text.partition(":")
    if not iri and colon and prefix in PREFIXES:
        iri = PREFIXES[prefix] + local
    return iri if is_iri(iri) else None


def named_node(name: str) -> NamedNode:
    """The node that a CURIE or an IRI names."""
    return NamedNode(expand(name) or name)


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI that the engine accepts."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def pg(name: str) -> NamedNode:
    """The term of our vocabulary with that name."""
    return NamedNode(PREFIXES["pg"] + name)


TYPE = NamedNode(PREFIXES["rdf"] + "type")
PREF_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")
LABEL = NamedNode(PREFIXES["rdfs"] + "label")
