"""Why a thing is in a class or has a short edge, or what is missing for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from pledgegraph.clauses import Clauses
from pledgegraph.errors import UsageError
from pledgegraph.explanation import Explanation
from pledgegraph.lacks import lacks
from pledgegraph.minimal import MOST, Justifications, Trial, justifications, ordered
from pledgegraph.namespaces import PREFIXES, TYPE, curie
from pledgegraph.origins import derivations_of, rule_text
from pledgegraph.proofs import Prover, Statement
from pledgegraph.steps import Steps, given_of
from pledgegraph.store import Fact, match, values
from pledgegraph.things import is_kind, label, resolve

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge

_PROPERTIES = {NamedNode(PREFIXES["owl"] + n) for n in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


def explain(
    kg: Knowledge, thing: str, goal: str, value: str | None = None, *, lang: str = "en", articles: str | None = None, engine: str = ""
) -> list[Explanation]:
    """Why a thing is in a class, or stands in a short edge to a value; one explanation for each minimal justification.

    `engine` is "own" for our own rules alone; else rustdl justifies where it is installed. Raises `UsageError` for what is
    neither a class nor a property.
    """
    statement = target(kg.store, thing, goal, value)
    if statement is None or statement.quad() not in kg.store:
        return [_missing(Steps(kg, lang, articles), thing, goal, statement)]
    given = given_of(kg)
    prover = Prover(given, kg.store)
    found, by = _justified(prover, statement, engine)
    total = len(found.found)
    return [
        _explained(Steps(kg, lang, articles, given), statement, one, by)._replace(others=total - 1, more=found.more) for one in found.found
    ]


def target(store: Store, thing: str, goal: str, value: str | None) -> Statement | None:
    """The statement that is asked about; None where it is of a property that has no value there."""
    subject, term = resolve(store, thing), resolve(store, goal, "class or property")
    if is_kind(store, term):
        if value:
            raise UsageError(f"{curie(term.value)} is a class and takes no value; leave {value!r} out")
        return Statement(subject, TYPE, term)
    if not _PROPERTIES & set(values(store, term, TYPE)):
        raise UsageError(f"{curie(term.value)} is neither a class nor a property; name one, such as pg:Commitment or pg:needs")
    found = sorted((v for v in values(store, subject, term) if not isinstance(v, BlankNode)), key=str)
    if value:
        text = next((v for v in found if isinstance(v, Literal) and v.value == value), None)
        return Statement(subject, term, text or resolve(store, value))
    if len(found) > 1:
        listed = ", ".join(sorted(curie(v.value) if isinstance(v, NamedNode) else v.value for v in found))
        raise UsageError(f"{curie(subject.value)} has more than one {curie(term.value)}; say which: {listed}")
    return Statement(subject, term, found[0]) if found else None


def _justified(prover: Prover, statement: Statement, engine: str) -> tuple[Justifications, str]:
    """Minimal justifications, from the reasoner that gives them where it is there and they hold, else by our own rules."""
    if engine != "own" and statement.predicate == TYPE and isinstance(statement.subject, NamedNode):
        from pledgegraph import reasoners
        from pledgegraph.manchester import Reader

        trial = Trial(prover.given, statement, prover.module(statement))
        module = trial.statements(list(trial.module))
        quads = [*module, *declarations(prover.given, module)]
        said = reasoners.justify(quads, ["instance", statement.subject.value, str(getattr(statement.value, "value", ""))], MOST + 1)
        if said:
            reader = Reader(trial.module)
            read = [reader.read(axioms) for axioms in said]
            sets = ordered(r for r in read if r is not None and trial.minimal(r) == r)
            if len(sets) == len(said):
                return Justifications(tuple(sets[:MOST]), len(sets) > MOST), reasoners.JUSTIFIES
    return justifications(prover, statement), "pledgegraph"


def declarations(given: Store, quads: Iterable[Fact]) -> list[Fact]:
    """What kind of term each name in some statements is, which reasoners want to be told."""
    names = {t for q in quads for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode)}
    owl = PREFIXES["owl"]
    told = [q for n in names for q in match(given, n, TYPE) if isinstance(q.object, NamedNode) and q.object.value.startswith(owl)]
    things = {t for q in quads for t in (q.subject, q.object) if isinstance(t, NamedNode)} - {q.subject for q in told}
    things -= {q.object for q in quads if q.predicate == TYPE}
    return [*told, *(Quad(t, TYPE, NamedNode(owl + "NamedIndividual")) for t in things)]


def _explained(steps: Steps, statement: Statement, leaves: frozenset[Fact], by: str) -> Explanation:
    assert steps.given is not None
    step = Trial(steps.given, statement, leaves).closure(leaves).proof(statement)
    assert step is not None
    steps.step(step)
    steps.also(statement.subject)
    name = steps.words.name(statement.subject)
    reasons = steps.words.said["and"].join(dict.fromkeys(Clauses(steps).reasons(step, statement.subject)))
    summary = f"{steps.words.sentence(statement, name)}, {'denn' if steps.words.lang == 'de' else 'because'} {reasons}"
    return steps.done(statement, True, summary, by)


def _missing(steps: Steps, thing: str, goal: str, statement: Statement | None) -> Explanation:
    """What would have to hold, and does not."""
    kg, said = steps.kg, steps.words.said
    subject = resolve(kg.store, thing)
    if statement is None or statement.predicate != TYPE:
        term = statement.predicate if statement else resolve(kg.store, goal)
        what = steps.words.name(statement.value) if statement else ""
        rules = [rule_text(path, steps.words.lang) for path in derivations_of(term)]
        text = said["no edge"].format(steps.words.name(subject), label(kg.store, term, steps.lang), what)
        text = text.rstrip() + "".join(f". {said['rule']}: {rule.rstrip('.')}" for rule in rules)
        return steps.done(statement or Statement(subject, term, Literal("")), False, text, "pledgegraph")
    found = lacks(kg.store, steps.words, statement)
    for fact in found.facts:
        steps.fact(fact)
    for text in found.texts:
        steps.add(("missing", text), text, said["missing"], "", (), (), "")
    steps.also(subject)
    summary = said["not a"].format(steps.words.name(subject), steps.words.kind(statement.value), said["and"].join(found.texts))
    return steps.done(statement, False, summary, "pledgegraph")
