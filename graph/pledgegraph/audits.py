"""The record's own rules: one query each in `queries/checks`, whose every row is a fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, QuerySolutions, Store

from pledgegraph import resources
from pledgegraph.errors import LEVELS, Fault, PledgeError
from pledgegraph.headers import header
from pledgegraph.namespaces import curie
from pledgegraph.store import query

_KEYS = {"summary", "summary_de", "level", "fix"}


class Audit(NamedTuple):
    """A rule: what is wrong with each thing (`?this`) that its query finds, how bad it is, and what to do."""

    name: str
    summary: str
    summary_de: str
    level: str
    fix: str
    text: str


class Row(NamedTuple):
    """A thing that breaks a rule, and the fault."""

    focus: str
    fault: Fault


def read(path: str) -> Audit:
    """The rule in a file; raises `PledgeError` where its header is wrong."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    head = header(text, path, _KEYS, _KEYS)
    if head["level"] not in LEVELS:
        raise PledgeError(f"{path}: there is no level {head['level']!r}; use one of {', '.join(LEVELS)}")
    return Audit(os.path.splitext(os.path.basename(path))[0], text=text, **head)


def every() -> list[Audit]:
    """All rules, by name."""
    return [read(path) for path in resources.check_files()]


def run(audit: Audit, store: Store) -> Iterator[Row]:
    """The rows of a rule on a store of asserted statements; the columns beside `?this` are named in the fault."""
    solutions = query(store, audit.text, audit.name)
    assert isinstance(solutions, QuerySolutions)
    columns = [v.value for v in solutions.variables if v.value != "this"]
    for solution in solutions:
        this = solution["this"]
        parts = [f"{name.replace('_', ' ')} {_shown(solution[name])}" for name in columns if solution[name] is not None]
        what = f"{_shown(this)}: {audit.summary}" + (f" ({', '.join(parts)})" if parts else "")
        yield Row(this.value if isinstance(this, NamedNode) else "", Fault(audit.level, audit.name, what, audit.fix))


def _shown(term: object) -> str:
    return curie(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
