"""What keeps a thing out of a class: the parts of its definition that nothing recorded fits."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from pledgegraph.namespaces import PREFIXES, TYPE
from pledgegraph.proofs import Statement
from pledgegraph.rules import EQUIVALENT, HAS_VALUE, INTERSECTION, ON_PROPERTY, SOME, SUB_CLASS, UNION, listed
from pledgegraph.store import Fact, Subject, Term, match, values
from pledgegraph.things import label
from pledgegraph.words import Words

_SHOWN = 3


class Lacks(NamedTuple):
    """What is missing in words, and the recorded facts that those words speak of."""

    texts: tuple[str, ...]
    facts: tuple[Fact, ...]


def lacks(store: Store, words: Words, statement: Statement) -> Lacks:
    """What is missing for a thing to be a member of a class; nothing where it is one."""
    search = _Search(store, words)
    texts = search.of(statement.subject, statement.value)
    return Lacks(tuple(dict.fromkeys(texts)), tuple(dict.fromkeys(search.facts)))


class _Search:
    def __init__(self, store: Store, words: Words) -> None:
        self.store, self.words = store, words
        self.facts: list[Fact] = []

    def fits(self, thing: Subject, expression: Term) -> bool:
        """Whether a thing fits a class expression, by what the view holds."""
        if isinstance(expression, NamedNode):
            return Quad(thing, TYPE, expression) in self.store
        if parts := values(self.store, expression, INTERSECTION):
            return all(self.fits(thing, p) for p in listed(self.store, parts[0]))
        if parts := values(self.store, expression, UNION):
            return any(self.fits(thing, p) for p in listed(self.store, parts[0]))
        prop, wanted, filler = self._restriction(expression)
        found = values(self.store, thing, prop)
        return any(v == wanted if filler is None else isinstance(v, NamedNode | BlankNode) and self.fits(v, filler) for v in found)

    def _restriction(self, expression: Term) -> tuple[NamedNode, Term | None, Term | None]:
        prop = values(self.store, expression, ON_PROPERTY)[0]
        wanted, filler = values(self.store, expression, HAS_VALUE), values(self.store, expression, SOME)
        return prop, wanted[0] if wanted else None, filler[0] if filler else None

    def of(self, thing: Subject, expression: Term) -> list[str]:
        """Sentences on what is missing for a thing to fit an expression."""
        if self.fits(thing, expression):
            return []
        if isinstance(expression, NamedNode):
            found = [self.of(thing, d) for d in values(self.store, expression, EQUIVALENT)]
            if found:
                return min(found, key=lambda texts: (len(texts), texts))
            below = any(True for _ in match(self.store, None, SUB_CLASS, expression))
            text = self.words.said["not below" if below else "not"]
            return [text.format(self.words.name(thing), self.words.kind(expression))]
        if parts := values(self.store, expression, INTERSECTION):
            return [text for p in listed(self.store, parts[0]) for text in self.of(thing, p)]
        if parts := values(self.store, expression, UNION):
            return self._nearest([self.of(thing, p) for p in listed(self.store, parts[0])])
        prop, wanted, filler = self._restriction(expression)
        found_values = sorted((v for v in values(self.store, thing, prop)), key=str)
        if not found_values:
            return [self.words.said["nothing"].format(label(self.store, prop, self.words.lang), self.words.name(thing))]
        texts = [self._told(Statement(thing, prop, value), wanted, filler) for value in found_values[:_SHOWN]]
        return [*texts, *self._more(found_values)]

    def _told(self, edge: Statement, wanted: Term | None, filler: Term | None) -> str:
        """A sentence that says a statement and in what it falls short."""
        self.facts.append(edge.quad())
        if wanted is None:
            ends = self.tail(edge.value, filler)
        else:
            name = self.words.name(wanted)
            term = isinstance(wanted, NamedNode) and wanted.value.startswith(PREFIXES["pg"])
            ends = self.words.said["not value"].format(f"*{name}*" if term else name)
        return f"{self.words.sentence(edge)}, {ends}"

    def _more(self, found: list[Term]) -> list[str]:
        """How many further values do not fit either."""
        more = len(found) - _SHOWN
        return [self.words.said["one more" if more == 1 else "and more"].format(more)] if more > 0 else []

    def _nearest(self, ways: list[list[str]]) -> list[str]:
        """The ways that lack least, as one sentence."""
        least = min(len(texts) for texts in ways)
        first, *rest = dict.fromkeys(self.words.said["and"].join(texts) for texts in ways if len(texts) == least)
        if not rest:
            return [first]
        return ["; ".join([self.words.said["one way"].format(first), *(self.words.said["another"].format(r) for r in rest)])]

    def tail(self, thing: Term, expression: Term | None) -> str:
        """How a sentence that ended on a thing tells what it lacks."""
        if not isinstance(thing, NamedNode | BlankNode) or expression is None:
            return ""
        if isinstance(expression, NamedNode):
            deeper = self.of(thing, expression) if values(self.store, expression, EQUIVALENT) else []
            ends = self.words.lack(Statement(thing, TYPE, expression))
            return f"{ends}: {self.words.said['and'].join(deeper)}" if deeper else ends
        if parts := values(self.store, expression, INTERSECTION) or values(self.store, expression, UNION):
            members = [p for p in listed(self.store, parts[0]) if not self.fits(thing, p)]
            return self.words.said["and which"].join(dict.fromkeys(self.tail(thing, p) for p in members))
        prop, wanted, filler = self._restriction(expression)
        if wanted is not None:
            return self.words.lack(Statement(thing, prop, wanted))
        found = sorted((v for v in values(self.store, thing, prop)), key=str)
        if not found:
            return self.words.said["where nothing"].format(label(self.store, prop, self.words.lang))
        edges = [Statement(thing, prop, value) for value in found[:_SHOWN]]
        self.facts += [edge.quad() for edge in edges]
        told = [", ".join(filter(None, (self.words.after(e), self.tail(e.value, filler)))) for e in edges]
        return self.words.said["and which"].join([*told, *self._more(found)])
