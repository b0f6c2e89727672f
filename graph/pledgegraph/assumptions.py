"""Assumptions about conditions as people name them, and those that cannot stand together, refused by name.

Whether assumptions can stand together is a question of satisfiability, so clingo answers it: the definitions and
presuppositions of a circuit become a program, the assumptions are put to its solver, and the core that it gives back names
the ones that clash. Nothing of the kind is done by hand.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, NamedTuple

from pyoxigraph import Store

from pledgegraph.circuit import Circuit
from pledgegraph.errors import EngineError, UsageError
from pledgegraph.namespaces import PREFIXES, curie, expand
from pledgegraph.scenario import FAILED, FLIP, MET

# Every condition is met or is not; a defined compound is met exactly when its formula and all that it presupposes are.
_LOGIC = """
{ met(C) } :- condition(C).
ready(C) :- condition(C), met(P) : presupposes(C,P).
formula(C) :- all(C), met(P) : part(C,P).
formula(C) :- any(C), part(C,P), met(P).
formula(C) :- not_so(C), not met(P) : part(C,P).
compound(C) :- all(C). compound(C) :- any(C). compound(C) :- not_so(C).
:- defined(C), met(C), not ready(C).
:- defined(C), compound(C), met(C), not formula(C).
:- defined(C), compound(C), formula(C), ready(C), not met(C).
"""
_ALL, _ANY = "defined(C) :- condition(C).", "{ defined(C) } :- condition(C)."
SECONDS = 5.0
_FEW, _SHOWN, _ROUNDS = 200, 8, 20
_KINDS = {"all": "all", "any": "any", "not": "not_so"}
_WORDS = {"Met": "met", "Failed": "failed", "Unknown": "unknown"}


class Assumptions(NamedTuple):
    """Which conditions are taken as met, failed or open, by id."""

    met: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def truth(self) -> dict[str, str]:
        """Condition → what is assumed of it."""
        return {**dict.fromkeys(self.unknown, "Unknown"), **dict.fromkeys(self.failed, "Failed"), **dict.fromkeys(self.met, "Met")}


def facts(circuit: Circuit, number: dict[str, int]) -> str:
    """The circuit as facts of an answer-set program, each condition by its number."""
    lines = []
    for name, condition in circuit.conditions.items():
        n = number[name]
        lines.append(f"condition({n}).")
        if condition.op in _KINDS:
            lines.append(f"{_KINDS[condition.op]}({n}).")
        lines += [f"part({n},{number[p]})." for p in condition.parts]
        lines += [f"presupposes({n},{number[p]})." for p in condition.presupposes]
    return "\n".join(lines)


def numbers(circuit: Circuit) -> dict[str, int]:
    """Condition → its number in answer-set programs."""
    return {name: n for n, name in enumerate(circuit.conditions)}


def named(store: Store, circuit: Circuit, texts: str | Iterable[str]) -> tuple[str, ...]:
    """The conditions that texts name, by id, label or alias; raises `UsageError` where one names none."""
    given = [texts] if isinstance(texts, str) else texts
    return tuple(dict.fromkeys(_named(store, circuit, text) for text in given))


def _named(store: Store, circuit: Circuit, text: str) -> str:
    from pledgegraph.spelling import nearest
    from pledgegraph.things import names, nodes, without_article

    text = text.strip()
    iri = expand(text)
    if (short := curie(iri) if iri else f"id:{text}") in circuit.conditions:
        return short
    called: dict[str, set[str]] = {}
    for name, bearers in names(store).items():
        called.setdefault(name.casefold(), set()).update(curie(node.value) for node in bearers)
    conditions = {name: found for name, bearers in called.items() if (found := bearers & circuit.conditions.keys())}
    for name, found in list(conditions.items()):
        # "A ceasefire" answers to "ceasefire".
        if (bare := without_article(name)) != name:
            conditions[bare] = conditions.get(bare, set()) | found
    if len(found := conditions.get(text.casefold(), set())) == 1:
        return found.pop()
    known = {curie(n.value) for n in nodes(store)}
    if short in known or (text.casefold() in called and text.casefold() not in conditions):
        other = short if short in known else min(called[text.casefold()])
        raise UsageError(f"{other} is no condition; 'pledge conditions' lists them")
    if found:
        raise UsageError(f"{text!r} names more than one condition: {', '.join(sorted(found))}; say which by its id")
    near = nearest(text.casefold(), sorted({*conditions, *(name.removeprefix("id:") for name in circuit.conditions)}))
    raise UsageError(f"{text!r} is no condition; " + (f"did you mean {near}?" if near else "'pledge conditions' lists them"))


def assume(
    store: Store, circuit: Circuit, met: str | Iterable[str] = (), failed: str | Iterable[str] = (), unknown: str | Iterable[str] = ()
) -> Assumptions:
    """The assumptions that texts make; raises `UsageError` by name where they cannot stand together or with the record."""
    made = Assumptions(*(named(store, circuit, texts) for texts in (met, failed, unknown)))
    words = dict(zip(_WORDS.values(), made, strict=True))
    for first, second in (("met", "failed"), ("met", "unknown"), ("failed", "unknown")):
        for name in (n for n in words[first] if n in words[second]):
            raise UsageError(f"{_call(store, name)} is assumed both {first} and {second}; decide for one")
    _check(store, circuit, made)
    return made


def _check(store: Store, circuit: Circuit, made: Assumptions) -> None:
    assumed = made.truth()
    if len(assumed) == 0:
        return
    solver = _Solver(circuit)
    known = {name: truth for name, truth in assumed.items() if truth != "Unknown"}
    core = solver.clash(known)
    if len(core) == 1:
        ((name, truth),) = core.items()
        never = "be met" if truth == "Met" else "fail"
        raise UsageError(f"{_call(store, name)} can never {never}: {_always(circuit, name, truth)}; take it back")
    if core:
        raise UsageError(f"assumptions that cannot stand together: {_told(store, circuit, core)}; take one of them back")
    for name in made.unknown:
        for truth, opposite in (("Met", "Failed"), ("Failed", "Met")):
            if core := solver.clash({**known, name: opposite}):
                rest = {n: t for n, t in core.items() if n != name}
                if not rest:
                    why = _always(circuit, name, opposite)
                    raise UsageError(f"{_call(store, name)} is always {_WORDS[truth]}, never unknown: {why}; take it back")
                told = _told(store, circuit, {name: "Unknown", **rest})
                raise UsageError(f"assumptions that cannot stand together: {told}; then it is {_WORDS[truth]}, not unknown")
    recorded = {n: str(circuit.conditions[n].truth) for n in _below(circuit, known) if n not in assumed}
    recorded = {n: t for n, t in recorded.items() if t in (MET, FAILED)}
    if core := solver.clash(known, recorded):
        mine, theirs = {n: t for n, t in core.items() if n in known}, {n: t for n, t in core.items() if n not in known}
        enough = [n for n in theirs if solver.possible(*_overridden(known, recorded, [n]))]
        for _ in range(0 if enough else _ROUNDS):
            more = solver.clash(*_overridden(known, recorded, theirs))
            theirs |= {n: t for n, t in more.items() if n in recorded and n not in theirs}
            if not more:
                break
        told = ", ".join(f"{_call(store, n)} is {_WORDS[t]}" for n, t in theirs.items())
        options = [f"--{_WORDS[FLIP[recorded[n]]]} {n}" for n in enough or theirs]
        option = (" or " if enough else " ").join(options) + ("; one of them is enough" if len(enough) > 1 else "")
        raise UsageError(
            f"an assumption that the record stands against: {_told(store, circuit, mine, theirs)}; in the record {told}: "
            f"to override that too, add {option}"
        )


def _overridden(known: dict[str, str], recorded: dict[str, str], names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is assumed with the opposite of the record for some conditions, and what is left of the record."""
    turned = {n: FLIP[recorded[n]] for n in names}
    return {**known, **turned}, {n: t for n, t in recorded.items() if n not in turned}


def _always(circuit: Circuit, name: str, truth: str) -> str:
    """The fewest definitions by which a condition alone cannot have a truth, in words."""
    below = {n: circuit.conditions[n] for n in (name, *_below(circuit, [name]))}
    needed = _Solver(circuit._replace(conditions=below), _ANY).definitions(name, truth)
    ties = [tie for n in below if n in needed for tie in _ties(circuit, n)]
    return "; ".join([*ties[:_SHOWN], *(["…"] if len(ties) > _SHOWN else [])])


def _below(circuit: Circuit, names: Iterable[str]) -> list[str]:
    """All that conditions consist in or presuppose, at any remove."""
    found: dict[str, None] = {}
    queue = list(names)
    while queue:
        condition = circuit.conditions[queue.pop()]
        new = [n for n in (*condition.parts, *condition.presupposes) if n not in found]
        found.update(dict.fromkeys(new))
        queue += new
    return sorted(found)


class _Solver:
    """clingo with the logic of one circuit."""

    def __init__(self, circuit: Circuit, defined: str = _ALL) -> None:
        import clingo

        self.number = numbers(circuit)
        self.control = clingo.Control(["--warn=none"])
        self.control.add("base", [], _LOGIC + defined + facts(circuit, self.number))
        self.control.ground([("base", [])])
        atoms = (a for what in ("met", "defined") for a in self.control.symbolic_atoms.by_signature(what, 1))
        self.literals = {(a.symbol.name, a.symbol.arguments[0].number): a.literal for a in atoms}

    def clash(self, assumed: dict[str, str], recorded: dict[str, str] | None = None) -> dict[str, str]:
        """A smallest-by-inclusion set of these truths that cannot hold at once; empty where all can."""
        everything = {**(recorded or {}), **assumed}
        core = self._core(everything)
        for name in sorted(core or (), key=lambda n: n in assumed):
            fewer = {n: t for n, t in (core or {}).items() if n != name}
            smaller = self._core(fewer)
            core = smaller if smaller is not None else core
        return core or {}

    def definitions(self, name: str, truth: str) -> set[str]:
        """A smallest-by-inclusion set of conditions whose definitions keep one from having a truth, where they may be left out."""
        fixed = {self._literal("met", name, truth): ""}
        needed = self._used({**fixed, **{self._literal("defined", n): n for n in self.number}}) or set()
        # Of very many definitions only the first are shown, so it is not worth the time to find the fewest.
        for left_out in sorted(needed - {""}) if len(needed) <= _FEW else ():
            fewer = {self._literal("defined", n): n for n in sorted(needed - {"", left_out})}
            smaller = self._used({**fixed, **fewer})
            needed = smaller if smaller is not None else needed
        return needed - {""}

    def _literal(self, what: str, name: str, truth: str = "Met") -> int:
        literal = self.literals[what, self.number[name]]
        return literal if truth == "Met" else -literal

    def possible(self, assumed: dict[str, str], recorded: dict[str, str]) -> bool:
        """Whether these truths can hold at once."""
        return self._core({**recorded, **assumed}) is None

    def _core(self, truths: dict[str, str]) -> dict[str, str] | None:
        """The truths themselves, fewer where the solver needs fewer, if they clash; else None."""
        used = self._used({self._literal("met", name, truth): name for name, truth in truths.items()})
        return None if used is None else {n: t for n, t in truths.items() if n in used}

    def _used(self, literal: dict[int, str]) -> set[str] | None:
        """The names of those literals that the solver needs to show that they cannot hold at once; None where they can."""
        with self.control.solve(assumptions=list(literal), async_=True) as handle:
            if not handle.wait(SECONDS):
                handle.cancel()
                raise EngineError(f"whether the assumptions can stand together was not found out within {SECONDS:g} s; make fewer")
            result: Any = handle.get()
            if result.satisfiable:
                return None
            return {literal[n] for n in handle.core() if n in literal}


def _call(store: Store, name: str) -> str:
    """A condition for a reader of a message: label and id."""
    from pyoxigraph import NamedNode

    from pledgegraph.things import label

    return f"“{label(store, NamedNode(expand(name) or PREFIXES['id']))}” ({name})"


def _told(store: Store, circuit: Circuit, core: dict[str, str], others: dict[str, str] | None = None) -> str:
    """The clashing truths in words, and what ties them to each other."""
    truths = ", ".join(f"{_call(store, name)} {_WORDS[truth]}" for name, truth in core.items())
    pairs = [(a, b) for a in core for b in {**core, **(others or {})} if a != b]
    pairs.sort(key=lambda pair: core[pair[0]] != "Met")
    ties: dict[tuple[str, str], str] = {}
    for a, b in pairs:
        if (b, a) not in ties and (tie := _tie(circuit, a, b)):
            ties[a, b] = tie
    return truths + (f" – {'; '.join(dict.fromkeys(ties.values()))}" if ties else "")


_TIES = {"all": "is all of", "any": "is any of", "not": "is met exactly when this has failed:"}


def _tie(circuit: Circuit, upper: str, lower: str) -> str:
    """How one condition leads down to another, step by step; empty where it does not."""
    import networkx

    graph = networkx.DiGraph([(n, p) for n, c in circuit.conditions.items() for p in (*c.parts, *c.presupposes)])
    if upper not in graph or lower not in graph or not networkx.has_path(graph, upper, lower):
        return ""
    path = networkx.shortest_path(graph, upper, lower)
    return ", ".join(_step(circuit, whole, part) for whole, part in itertools.pairwise(path))


def _step(circuit: Circuit, whole: str, part: str) -> str:
    """How one condition leads to one that it consists in or presupposes."""
    condition = circuit.conditions[whole]
    return f"{whole} {_TIES[condition.op]} {', '.join(condition.parts)}" if part in condition.parts else f"{whole} presupposes {part}"


def _ties(circuit: Circuit, name: str) -> list[str]:
    """All that a condition consists in and presupposes."""
    condition = circuit.conditions[name]
    return list(dict.fromkeys(_step(circuit, name, part) for part in (*condition.parts, *condition.presupposes)))
