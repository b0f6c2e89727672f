"""Answers as pandas DataFrames: each column with the type that its values have, or is declared to have where it has none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from pledgegraph.answer import Answer, Typed, Value
from pledgegraph.errors import UsageError
from pledgegraph.namespaces import PREFIXES, TYPE, curie, expand, pg
from pledgegraph.rules import SUB_CLASS
from pledgegraph.store import values
from pledgegraph.things import members

if TYPE_CHECKING:
    import pandas

_CONCEPT = NamedNode(PREFIXES["skos"] + "Concept")
_NUMBERS = {"xsd:decimal", "xsd:double", "xsd:float"}
_INT64 = 1 << 63
# Seconds, not nanoseconds: these would begin in 1677 and end in 2262.
_DAYS = "datetime64[s]"
_DTYPES = {"date": _DAYS, "integer": "Int64", "decimal": "Float64", "boolean": "boolean"}


def frame(answer: Answer, *, labels: bool = False) -> pandas.DataFrame:
    """The rows with days as datetime64, whole numbers as Int64, truth values as boolean, scales as (ordered) categoricals, lists as tuples.

    A column of a question without any value has the type that `queries/types.tsv` declares, so that code for full ones runs.
    Raises `UsageError` where pandas is not installed.
    """
    try:
        import pandas
    except ModuleNotFoundError:
        raise UsageError("a DataFrame needs pandas; install it with: pip install 'pledgegraph[notebook]'") from None
    columns = [_column(answer, name, [row[i] for row in answer.rows], labels) for i, name in enumerate(answer.columns)]
    # Built by position, since a query may name its columns as it likes.
    result = pandas.concat(columns, axis=1) if columns else pandas.DataFrame()
    result.columns = pandas.Index(answer.columns)
    return result


@cache
def _declared() -> dict[str, str]:
    """Column, or question/column where one name holds different things → dtype."""
    from pledgegraph.resources import types_file

    with open(types_file(), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip()]
    return {name: _DTYPES[kind] for name, kind in rows[1:]}


def _column(answer: Answer, name: str, cells: Sequence[Value], labels: bool) -> pandas.Series[Any]:
    import pandas

    present = [c for c in cells if c is not None]
    if not present and answer.texts:  # the columns of a query of the user's own are called as the user likes
        declared = _declared()
        return pandas.Series(cells, dtype=declared.get(f"{answer.name}/{name}") or declared.get(name, "object"))
    kinds = {type(c) for c in present}
    if kinds == {bool}:
        return pandas.Series(cells, dtype="boolean")
    if kinds == {int} and all(-_INT64 <= c < _INT64 for c in present if isinstance(c, int)):
        return pandas.Series(cells, dtype="Int64")
    if kinds == {Typed}:
        return _typed(cells, {c.datatype for c in present if isinstance(c, Typed)})
    if kinds == {str}:
        scale, ordered = steps(answer.store, {c for c in present if isinstance(c, str)})
        shown = [answer.label(c) if labels and c is not None else c for c in cells]
        if not scale:
            return pandas.Series(shown, dtype="string")
        names = [answer.label(c) if labels else c for c in scale]
        return pandas.Series(pandas.Categorical(shown, categories=list(dict.fromkeys(names)), ordered=ordered))
    if labels:
        cells = [tuple(map(answer.label, c)) if isinstance(c, tuple) else c if c is None else answer.label(c) for c in cells]
    return pandas.Series(cells, dtype="object")


def _typed(cells: Sequence[Value], datatypes: set[str]) -> pandas.Series[Any]:
    import pandas

    kind = _DAYS if datatypes == {"xsd:date"} else "Float64" if datatypes <= _NUMBERS else "string"
    plain = [None if c is None else str(c) for c in cells]
    try:
        return pandas.Series([None if c is None else float(c) for c in plain] if kind == "Float64" else plain, dtype=kind)
    except (ValueError, OverflowError):
        return pandas.Series(plain, dtype="string")  # a day that no calendar here has


def steps(store: Store, found: set[str]) -> tuple[list[str], bool]:
    """The whole scale that all these CURIEs are on, in its order, and whether it has one; nothing where they are on none."""
    scales: set[NamedNode] | None = None
    for text in found:
        iri = expand(text)
        kinds = set(values(store, NamedNode(iri), TYPE)) if iri and text[:4] != "http" else set()
        on = {k for k in kinds if _CONCEPT in values(store, k, SUB_CLASS)}
        scales = on if scales is None else scales & on
        if not scales:
            return [], False
    if not scales:
        return [], False
    steps = members(store, min(scales, key=str))
    rank = {s: int(r.value) for s in steps for r in values(store, s, pg("rank")) if isinstance(r, Literal)}
    ordered = len(set(rank.values())) == len(steps)
    return [curie(s.value) for s in sorted(steps, key=lambda s: (rank.get(s, 0), str(s)))], ordered
