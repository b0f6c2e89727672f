"""What cannot be true together, explained: the fewest facts that clash, where each stands, and the passages behind them.

Each file of `queries/clashes` says what one kind of contradiction looks like. Its solutions over all that follows are traced
back to stated facts and axioms, of which none can be left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from pledgegraph import resources
from pledgegraph.errors import InputError
from pledgegraph.headers import header
from pledgegraph.matches import Find, finds
from pledgegraph.minimal import Trial, quad_key
from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.proofs import Prover, Statement
from pledgegraph.rules import EQUIVALENT, FIRST, REST, infer
from pledgegraph.store import Fact, Term, match, new_store

_AXIOMS = (PREFIXES["owl"], PREFIXES["rdfs"])
_DECLARATIONS = {PREFIXES["owl"] + n for n in ("Class", "ObjectProperty", "DatatypeProperty", "NamedIndividual", "AllDisjointClasses")}
_BRACES = re.compile(r"\{(\w+)\}")


class Clash(NamedTuple):
    """A contradiction in words, the fewest stated facts and axioms that make it, and who found it."""

    thing: str
    what: str
    facts: tuple[Fact, ...]
    found_by: str


def clashes(quads: Iterable[Fact]) -> list[Clash]:
    """Every contradiction of a known kind among some statements and what follows from them, once for each set of facts."""
    given = new_store(quads)
    closure = _closed(given)
    found: dict[frozenset[Fact], Clash] = {}
    for path in resources.clash_files():
        with open(path, encoding="utf-8") as file:
            text = file.read()
        words = header(text, path, {"summary"}, {"summary"})["summary"]
        for find in finds(text, closure):
            facts = _least(given, closure, text, find)
            if not any(known <= facts for known in found):
                thing = find.bindings.get("thing")
                shown = tuple(sorted((f for f in facts if _tells(f)), key=_facts_first))
                found[facts] = Clash(thing.value if isinstance(thing, NamedNode) else "", _filled(words, find), shown, "pledgegraph")
    return sorted(found.values(), key=lambda c: (c.thing, c.what))


def justified(quads: Iterable[Fact]) -> Clash | None:
    """A contradiction of any kind as the justifying reasoner explains it; None where it is missing or finds none."""
    from pledgegraph import reasoners
    from pledgegraph.manchester import Reader

    quads = reasoners.logical(quads)
    said = reasoners.justify(quads, ["inconsistent"], 1)
    if not said:
        return None
    facts = Reader(quads).read(said[0])
    if facts is None:
        return Clash("", "these cannot be true together: " + "; ".join(said[0]), (), reasoners.JUSTIFIES)
    told = tuple(sorted((f for f in facts if _tells(f)), key=_facts_first))
    thing = next((f.subject.value for f in told if isinstance(f.subject, NamedNode)), "")
    return Clash(thing, "these cannot be true together", told, reasoners.JUSTIFIES)


def _closed(given: Store) -> Store:
    """All that follows; where a definition is of no compiled kind, what follows from the rest."""
    closure = new_store(given)
    try:
        infer(closure)
    except InputError:
        closure = new_store(q for q in given if q.predicate != EQUIVALENT)
        infer(closure)
        closure.extend(match(given, None, EQUIVALENT))
    return closure


def _least(given: Store, closure: Store, text: str, find: Find) -> frozenset[Fact]:
    """The stated facts and axioms behind a solution, as few as still make one of its kind."""
    prover = Prover(given, closure)
    leaves: set[Fact] = set()
    for fact in find.facts:
        step = None if fact in given else prover.proof(Statement(fact.subject, fact.predicate, fact.object))
        leaves |= step.leaves() if step else {fact}
    trial = Trial(given, Statement(find.facts[0].subject, TYPE, TYPE), leaves)
    kept = frozenset(leaves)
    for leaf in sorted(leaves, key=quad_key):
        if _tells(leaf) and any(True for _ in finds(text, _closed(new_store(trial.statements(list(kept - {leaf})))))):
            kept -= {leaf}
    return kept


def _tells(quad: Fact) -> bool:
    """Whether a statement says something to a reader, other than how a list is strung together or what kind of term a name is."""
    declared = quad.predicate == TYPE and isinstance(quad.object, NamedNode) and quad.object.value in _DECLARATIONS
    return quad.predicate not in (FIRST, REST) and not isinstance(quad.subject, BlankNode) and not declared


def _facts_first(quad: Fact) -> tuple[bool, tuple[str, str, str]]:
    parts = (quad.predicate, quad.object) if quad.predicate == TYPE else (quad.predicate,)
    return any(isinstance(p, NamedNode) and p.value.startswith(_AXIOMS) and p != TYPE for p in parts), quad_key(quad)


def _filled(words: str, find: Find) -> str:
    return _BRACES.sub(lambda m: shown(find.bindings[m[1]]) if m[1] in find.bindings else m[0], words)


def shown(term: Term) -> str:
    """A term as it is written in a finding."""
    return curie(term.value) if isinstance(term, NamedNode) else f"“{term.value}”" if isinstance(term, Literal) else "an unnamed class"


def told(clash: Clash, place: Callable[[Fact], str], passages: Callable[[Fact], Iterable[str]]) -> str:
    """A contradiction with its facts, where each stands, and the passages that the claims among them rest on."""
    return f"{clash.what}: {'; '.join(_lines(clash, place, passages))}"


def _lines(clash: Clash, place: Callable[[Fact], str], passages: Callable[[Fact], Iterable[str]]) -> Iterator[str]:
    told: set[str] = set()
    for number, fact in enumerate(clash.facts, 1):
        predicate = "a" if fact.predicate == TYPE else curie(fact.predicate.value)
        where, quoted = place(fact), [line for line in passages(fact) if line not in told]
        told.update(quoted)
        rests = f" [{' | '.join(quoted)}]" if quoted else ""
        yield f"({number}) {shown(fact.subject)} {predicate} {shown(fact.object)}{f' at {where}' if where else ''}{rests}"
