"""The one sentence that an explanation begins with: the steps that matter as clauses, each going on from the one before."""

from __future__ import annotations

from collections.abc import Iterator

from pledgegraph.namespaces import TYPE
from pledgegraph.proofs import Statement, Step
from pledgegraph.steps import Steps, statements
from pledgegraph.store import Subject
from pledgegraph.things import label


class Clauses:
    """Tells a proof in clauses, with the words of the steps it goes with."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps

    def reasons(self, step: Step, thing: Subject) -> Iterator[str]:
        """What a conclusion comes down to, as clauses; what kind of thing it is goes without saying where more is to be said."""
        if step.rule == "definition":
            clauses = list(self.clauses(step.premises[0], thing))
            yield from clauses or [self.clause(p, thing) for p in statements(step.premises)]
        elif step.rule in ("subclass", "subproperty", "inverse", "transitive"):
            for premise in step.premises:
                yield ": ".join((self.clause(premise, thing), *([] if step.rule == "subclass" else self.told(premise))))
        else:
            yield from self.told(step) or [self.steps.words.said["it is recorded"]]

    def told(self, step: Step) -> list[str]:
        """That some claims say so, where a short edge was read off them."""
        fact = step.goal.quad() if step.rule == "stated" and isinstance(step.goal, Statement) else None
        source = self.steps.origin(fact) if fact is not None else None
        claims = dict.fromkeys(q.subject for q in source.facts if self.steps.reports(q.subject)) if source else ()
        return [self.steps.words.said["says"].format(label(self.steps.kg.store, c, self.steps.lang)) for c in claims]

    def clause(self, step: Step, thing: Subject) -> str:
        assert isinstance(step.goal, Statement)
        short = step.goal.subject == thing and not self.steps.words.proper(thing)
        return self.steps.words.sentence(step.goal, self.steps.words.said["it"] if short else None)

    def clauses(self, step: Step, thing: Subject) -> Iterator[str]:
        if isinstance(step.goal, Statement):
            if step.goal.predicate == TYPE and step.rule == "definition":
                yield from self.clauses(step.premises[0], thing)
            return
        if step.rule == "value":
            yield self.clause(step.premises[0], thing)
        elif step.rule == "some":
            edge, rest = step.premises
            tail = self.tail(rest)
            yield self.clause(edge, thing) + (f", {tail}" if tail else "")
            if not tail and isinstance(rest.goal, Statement):
                yield from self.clauses(rest, thing)
        else:
            for premise in step.premises:
                yield from self.clauses(premise, thing)

    def tail(self, step: Step) -> str:
        """How a sentence goes on about the value it ended on."""
        if isinstance(step.goal, Statement):
            return "" if step.rule == "definition" else self.steps.words.after(step.goal)
        if step.rule == "value":
            return ", ".join(self.steps.words.after(s) for s in _path(step.premises[0]))
        if step.rule == "some":
            edge, rest = step.premises
            return ", ".join(filter(None, (*(self.steps.words.after(s) for s in _path(edge)), self.tail(rest))))
        return ", ".join(filter(None, map(self.tail, step.premises)))


def _path(step: Step) -> list[Statement]:
    """The single statements that a transitive step is made of, in order."""
    if step.rule == "transitive":
        return [s for premise in step.premises for s in _path(premise)]
    return [step.goal] if isinstance(step.goal, Statement) else []
