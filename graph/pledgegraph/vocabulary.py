"""What the vocabulary owes its readers: a name and a definition in both languages, no circle, no idle class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from pledgegraph import resources
from pledgegraph.errors import Fault
from pledgegraph.namespaces import LABEL, PREF_LABEL, PREFIXES, TYPE, curie

_PG, _OWL = PREFIXES["pg"], PREFIXES["owl"]
DEFINITION = NamedNode(PREFIXES["skos"] + "definition")
SUB_CLASS, EQUIVALENT = NamedNode(PREFIXES["rdfs"] + "subClassOf"), NamedNode(_OWL + "equivalentClass")
CLASS = NamedNode(_OWL + "Class")
_KINDS = {NamedNode(_OWL + n) for n in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")}


class Lapse(NamedTuple):
    """A term of the vocabulary and what it lacks."""

    focus: str
    fault: Fault


def lapses(quads: Iterable[Quad]) -> Iterator[Lapse]:
    """The terms of our vocabulary that lack a label or a definition, or are defined by themselves."""
    quads = list(quads)
    terms = sorted({_ours(q.subject) for q in quads if q.predicate == TYPE and q.object in _KINDS} - {""})
    labels, definitions = _texts(quads, {LABEL, PREF_LABEL}), _texts(quads, {DEFINITION})
    for term in terms:
        for lang, language in (("en", "English"), ("de", "German")):
            label, definition = labels.get((term, lang)), definitions.get((term, lang))
            if not label:
                yield Lapse(term, Fault("error", "vocab.label", f"{curie(term)} has no {language} label", f"add one tagged @{lang}"))
            if not definition:
                what = f"{curie(term)} has no {language} definition"
                yield Lapse(term, Fault("error", "vocab.definition", what, f"add a skos:definition tagged @{lang}"))
            elif label and circular(label, definition):
                what = f"the {language} definition of {curie(term)} uses the word {label!r} that it is to explain"
                yield Lapse(term, Fault("warning", "vocab.circular", what, "say the wider kind and what sets this one apart"))


def circular(label: str, definition: str) -> bool:
    """Whether a definition begins with the very word that it defines, as its genus: there it explains nothing.

    >>> circular("pledge", "A pledge that was made."), circular("state", "A country that is a state party.")
    (True, False)
    """
    genus = re.split(r"[,;:]| that | which | of | who | whose | by | in | with ", definition, maxsplit=1)[0]
    return re.search(rf"\b{re.escape(label)}\b", genus, re.IGNORECASE) is not None


def idle(quads: Iterable[Quad], records: Iterable[Quad]) -> Iterator[Lapse]:
    """Classes that no seed uses, by themselves or a class below, and no question, derivation or rule asks about."""
    quads = list(quads)
    above: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == SUB_CLASS and _ours(quad.subject) and _ours(quad.object):
            above.setdefault(_ours(quad.subject), set()).add(_ours(quad.object))
    used = {_ours(q.object) for q in (*records, *quads) if q.predicate == TYPE}
    for path in (*resources.question_files(), *resources.derivation_files(), *resources.check_files()):
        with open(path, encoding="utf-8") as file:
            used |= {_PG + name for name in re.findall(r"\bpg:(\w+)", file.read())}
    queue = list(used)
    while queue:
        for parent in above.get(queue.pop(), ()):
            if parent not in used:
                used.add(parent)
                queue.append(parent)
    classes = {_ours(q.subject) for q in quads if q.predicate == TYPE and q.object == CLASS} - {""}
    for term in sorted(classes - used):
        what = f"no seed uses {curie(term)} and no question asks about it"
        yield Lapse(term, Fault("warning", "vocab.idle", what, "code something with it, ask about it, or deprecate it"))


def short_counts(records: Iterable[Quad]) -> Iterator[Lapse]:
    """Classes with fewer members than the counts file promises: most likely a seed file was lost."""
    counts = Counter(q.object.value for q in records if q.predicate == TYPE and isinstance(q.object, NamedNode))
    with open(resources.counts_file(), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    for name, least in rows:
        have = counts[_PG + name]
        if have < int(least):
            what = f"the record has {have} of pg:{name} and had at least {least}"
            fix = "bring back what was lost, or lower the count in seeds/counts.tsv"
            yield Lapse(_PG + name, Fault("error", "record.count", what, fix))


def _ours(term: object) -> str:
    """The IRI of a term of our vocabulary, else an empty text."""
    return term.value if isinstance(term, NamedNode) and term.value.startswith(_PG) else ""


def _texts(quads: list[Quad], predicates: set[NamedNode]) -> dict[tuple[str, str], str]:
    return {
        (q.subject.value, q.object.language): q.object.value
        for q in quads
        if q.predicate in predicates and isinstance(q.object, Literal) and q.object.language and isinstance(q.subject, NamedNode)
    }
