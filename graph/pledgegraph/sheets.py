"""The graph as tables: one for each kind of thing and one of the links between things, packed in one zip.

A row is a thing, a column a property. CURIEs stand for things; a cell with several has spaces between them, one with several texts
a line for each (in Parquet: a list). A thing of two kinds stands in both tables.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from pledgegraph.errors import UsageError
from pledgegraph.namespaces import PREFIXES, TYPE, curie, pg
from pledgegraph.rules import EQUIVALENT, SUB_CLASS

if TYPE_CHECKING:
    from pledgegraph.store import Subject

FORMATS = ("csv", "parquet")
SPLIT = pg("Claim")  # claims are of kinds that share few columns, so each kind below has its own table
_PG = PREFIXES["pg"]
_WHEN = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can name: the same in every run
_NUMBERS = {PREFIXES["xsd"] + name for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")}

Cell = str | int | tuple[str, ...] | None


class Sheet(NamedTuple):
    """One table: its name, its columns, and rows of plain values; several values of a cell are a tuple."""

    name: str
    columns: list[str]
    rows: list[list[Cell]]


def dump(quads: Iterable[Quad], form: str) -> bytes:
    """The tables of a graph in one of `FORMATS`, as a zip; the same bytes every time."""
    write = _csv if form == "csv" else _parquet()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets(quads):
            entry = zipfile.ZipInfo(f"{sheet.name}.{form}", _WHEN)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, write(sheet))
    return packed.getvalue()


def sheets(quads: Iterable[Quad]) -> list[Sheet]:
    """The tables of a graph by name, that of the links last."""
    quads = sorted({q.triple: q for q in quads}.values(), key=str)
    table = _tables(quads)
    facts: dict[Subject, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    kinds: dict[Subject, list[NamedNode]] = defaultdict(list)
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode) or subject.value.startswith(_PG) or not isinstance(value, NamedNode | Literal):
            continue
        if quad.predicate == TYPE and isinstance(value, NamedNode):
            kinds[subject].append(value)
        else:
            facts[subject][_column(quad)].append(value)
    members: dict[str, list[Subject]] = defaultdict(list)
    for subject, types in kinds.items():
        for name in {n for kind in types for n in table.get(kind, ())}:
            members[name].append(subject)
    found = [_sheet(name, sorted(things, key=str), facts, kinds) for name, things in sorted(members.items())]
    known = {subject for subject in kinds if any(table.get(kind) for kind in kinds[subject])}
    links: list[list[Cell]] = [
        [curie(q.subject.value), curie(q.predicate.value), curie(q.object.value)]
        for q in quads
        if isinstance(q.subject, NamedNode)
        and q.subject in known
        and q.predicate != TYPE
        and q.object in known
        and isinstance(q.object, NamedNode)
    ]
    return [*found, Sheet("links", ["source", "property", "target"], links)]


def _column(quad: Quad) -> str:
    name = curie(quad.predicate.value).removeprefix("pg:").replace("skos:prefLabel", "label").replace("skos:altLabel", "alias")
    return f"{name}_{quad.object.language}" if isinstance(quad.object, Literal) and quad.object.language else name


def _tables(quads: Iterable[Quad]) -> dict[NamedNode, set[str]]:
    """The names of the tables that members of a class stand in; classes that only a definition fills have none of their own."""
    above: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    defined, classes = set(), set()
    for quad in quads:
        if quad.predicate == EQUIVALENT:
            defined.add(quad.subject)
        if quad.predicate == SUB_CLASS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            above[quad.subject].add(quad.object)
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
            classes.add(quad.object)

    def roots(kind: NamedNode, seen: frozenset[NamedNode]) -> set[NamedNode]:
        parents = {p for p in above[kind] - seen if p.value.startswith(_PG)}
        if not parents or parents == {SPLIT}:
            return {kind}
        return {root for p in parents for root in roots(p, seen | {p})}

    ours = [c for c in classes - defined if c.value.startswith(_PG) and c != SPLIT]
    return {c: {_kebab(curie(root.value)) for root in roots(c, frozenset({c})) - {SPLIT}} for c in sorted(ours, key=str)}


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.removeprefix("pg:")).lower()


def _sheet(name: str, things: list[Any], facts: dict[Any, dict[str, list[Any]]], kinds: dict[Any, list[NamedNode]]) -> Sheet:
    columns = sorted({column for thing in things for column in facts[thing]}, key=lambda c: (not c.startswith("label"), c))
    rows: list[list[Cell]] = []
    for thing in things:
        types = tuple(sorted(curie(kind.value) for kind in kinds[thing]))
        rows.append([curie(thing.value), types, *(_cell(facts[thing].get(column, [])) for column in columns)])
    return Sheet(name, ["id", "kinds", *columns], rows)


def _cell(values: list[Any]) -> Cell:
    cells = [_value(value) for value in values]
    return cells[0] if len(cells) == 1 else tuple(sorted(map(str, cells))) or None


def _value(value: NamedNode | Literal) -> str | int:
    if isinstance(value, NamedNode):
        return curie(value.value)
    return int(value.value) if value.datatype.value in _NUMBERS and re.fullmatch(r"[+-]?\d{1,18}", value.value) else value.value


def _csv(sheet: Sheet) -> bytes:
    from pledgegraph.tables import lines

    def flat(cell: Cell) -> str | int | None:
        if not isinstance(cell, tuple):
            return cell
        return (" " if all(re.fullmatch(r"\w+:\S+|<\S+>", c) for c in cell) else "\n").join(cell)

    return lines(sheet.columns, [[flat(cell) for cell in row] for row in sheet.rows], ",").encode()


def _parquet() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet is written by pyarrow, which is not installed; pip install 'pledgegraph[tables]'") from None

    def write(sheet: Sheet) -> bytes:
        columns = {}
        for i, name in enumerate(sheet.columns):
            cells = [row[i] for row in sheet.rows]
            if any(isinstance(c, tuple) for c in cells):
                lists = [c if isinstance(c, tuple) or c is None else (str(c),) for c in cells]
                columns[name] = pyarrow.array([None if c is None else list(c) for c in lists], pyarrow.list_(pyarrow.string()))
            elif all(isinstance(c, int) or c is None for c in cells):
                columns[name] = pyarrow.array(cells, pyarrow.int64())
            else:
                columns[name] = pyarrow.array([None if c is None else str(c) for c in cells], pyarrow.string())
        out = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.table(columns), out, compression="zstd")
        return out.getvalue()

    return write
