"""An answer: named columns and rows of plain values, and the forms it takes outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from pledgegraph.errors import NoSuchRow, UsageError
from pledgegraph.namespaces import PREFIXES, TYPE, curie, expand, pg
from pledgegraph.store import values

if TYPE_CHECKING:
    import pandas

    from pledgegraph.search import Reason

Value = str | int | bool | tuple[str, ...] | None
_XSD = PREFIXES["xsd"]
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}\Z")  # Python refuses to read more digits


class Typed(str):
    """The text of a literal that is no plain text, such as a day or a decimal number, with its datatype as a CURIE."""

    datatype: str

    def __new__(cls, text: str, datatype: str) -> Typed:
        self = super().__new__(cls, text)
        self.datatype = datatype
        return self

    def __reduce__(self) -> tuple[type[Typed], tuple[str, str]]:
        return Typed, (str(self), self.datatype)


_PATIENCE = 10.0  # seconds; what a slow machine does not find in time is left out, and stored outputs shall not differ
_PLAIN = {_XSD + "string", PREFIXES["rdf"] + "langString"}


def cell(term: Any) -> Value:
    """A term as a plain value: an IRI as its CURIE, whole numbers and truth values as such, other literals as text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return curie(term.value)
    if isinstance(term, Literal):
        if term.datatype.value == _XSD + "integer" and _INTEGER.match(term.value):
            return int(term.value)
        if term.datatype.value == _XSD + "boolean":
            return term.value in ("true", "1")
        if term.datatype.value not in _PLAIN:
            return Typed(term.value, curie(term.datatype.value))
    return str(term.value)


class Answer:
    """The rows that answer a question on one view. Iterating gives each row as a dict of plain values.

    Of a page, `total` counts all rows and `offset` those before it; `query` is the SPARQL that was run.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[Value]],
        store: Store,
        *,
        texts: Mapping[str, str] | None = None,
        day: str = "",
        lang: str = "en",
    ) -> None:
        self.name, self.columns, self.rows = name, list(columns), [list(r) for r in rows]
        self.store, self.texts, self.day, self.lang = store, dict(texts or {}), day, lang
        self.known_on: str | None = None
        self.without: tuple[str, ...] = ()
        self.query = ""
        self.total, self.offset = len(self.rows), 0
        self.explain: Callable[[float], list[Reason]] | None = None
        self.remarks: list[str] = []  # sentences that stand under the table
        self.quiet: tuple[str, ...] = ("claim",)  # columns for programs, left out of tables
        self.named: dict[str, str] = {}  # what the sentence that was asked names, by parameter
        self.given: dict[str, str] = {}  # what was asked for other than by parameters of a query
        self.blanks: dict[str, str] = {}  # column → what a table says where it is empty
        self.marks: dict[tuple[int, str, str], tuple[str, ...]] = {}  # row, column, value → the reports it rests on

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> dict[str, Value]:
        if not isinstance(index, int) or not -len(self.rows) <= index < len(self.rows):
            raise NoSuchRow(f"there is no row {index!r}; the answer has {len(self.rows)}, counted from 0; .df has columns, .head(n) a part")
        return dict(zip(self.columns, self.rows[index], strict=True))

    def __repr__(self) -> str:
        return f"<Answer {self.name}: {len(self.rows)} rows as of {self.day}>"

    @property
    def df(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame (the `notebook` extra): days, whole numbers, truth values and scales as such, lists as tuples."""
        return self.frame()

    def frame(self, *, labels: bool = False) -> pandas.DataFrame:
        """The rows as a pandas DataFrame, with ids as `df` has them or with `labels` in the answer's language."""
        from pledgegraph.frame import frame

        return frame(self, labels=labels)

    def head(self, count: int) -> Answer:
        """The first so many rows as an answer of their own, which says how many there are."""
        import copy

        if not isinstance(count, int) or count < 0:
            raise UsageError(f"{count!r} is no number of rows; give a whole number from 0")
        short = copy.copy(self)
        short.rows = self.rows[:count]
        return short

    def where(self, test: Callable[[dict[str, Value]], object]) -> Answer:
        """The rows that pass a test, as an answer of their own: `answer.where(lambda row: row["stance"] == "pg:Intends")`."""
        import copy

        kept = [i for i, row in enumerate(self) if test(row)]
        part = copy.copy(self)
        part.rows, part.total, part.offset, part.explain = [self.rows[i] for i in kept], len(kept), 0, None
        part.marks = {(kept.index(row), column, value): found for (row, column, value), found in self.marks.items() if row in kept}
        part.__dict__.pop("_reasons", None)
        return part

    def select(self, *columns: str) -> Answer:
        """The same rows with these columns only, in this order."""
        import copy

        for name in columns:
            if name not in self.columns:
                raise UsageError(f"{self.name} has no column {name!r}; it has {', '.join(self.columns)}")
        part = copy.copy(self)
        places = [self.columns.index(name) for name in columns]
        part.columns, part.rows, part.quiet = list(columns), [[row[i] for i in places] for row in self.rows], ()
        return part

    def citation(self, lang: str | None = None) -> str:
        """How to cite the answer: project, question, parameters, day of the view, version, and the reports it rests on."""
        from pledgegraph.citation import citation

        return citation(self, lang or self.lang)

    def to_csv(self, path: str | None = None) -> str | None:
        """The rows as CSV text, or written to a file; a list is its values with spaces between."""
        from pledgegraph.tables import delimited

        text = delimited(self, ",")
        if path is None:
            return text
        from pledgegraph.files import save

        save(path, text.encode())
        return None

    def label(self, value: Value) -> str:
        """A cell for a reader: CURIEs by their labels in the answer's language."""
        if isinstance(value, tuple):
            return "\n".join(("· " if len(value) > 1 else "") + self.label(v) for v in value)
        if isinstance(value, str) and (iri := expand(value)) and value[:4] != "http":
            from pledgegraph.things import label

            return label(self.store, NamedNode(iri), self.lang)
        return "" if value is None else str(value)

    def in_words(self, row: Mapping[str, Value]) -> str:
        """A row for a reader in one line: its labels, the claim's id aside."""
        labels = (self.label(value).replace("\n", ", ") for name, value in row.items() if name != "claim")
        return " · ".join(label for label in labels if label)

    def beside(self, other: Answer) -> tuple[list[dict[str, Value]], list[dict[str, Value]]]:
        """The rows of the other answer that this one lacks, and the rows that only this one has, evidence aside."""
        here, there = self._bare(), other._bare()
        return [row for row in there if row not in here], [row for row in here if row not in there]

    def _bare(self) -> list[dict[str, Value]]:
        return [{name: value for name, value in row.items() if not name.endswith("evidence")} for row in self]

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters with the values that were asked for, as CURIEs and plain text."""
        from pledgegraph.sparql import parameters

        bound = parameters(self.query).items()
        return self.given | {n: curie(iri) if (iri := expand(v)) else v.rpartition("^^")[0].strip('"') or v for n, v in bound}

    def why_empty(self, seconds: float = 3.0) -> list[Reason]:
        """Why there is no row: the day, the parameter value or the pattern that nothing fits; nothing where there are rows.

        What is not found within that many seconds is not said.
        """
        if self.rows or self.explain is None:
            return []
        if self.total:
            from pledgegraph.search import Reason

            en, de = f"there are {self.total} rows, none after the first {self.offset}", f"es sind {self.total} Zeilen"
            return [Reason("page", en, f"{de}, keine nach den ersten {self.offset}", rows=self.total)]
        return self.explain(seconds)

    @cached_property
    def _reasons(self) -> list[str]:
        """Why there is no row, in the answer's language; found once, though a notebook shows an answer in three forms."""
        return [reason.text(self.lang) for reason in self.why_empty(_PATIENCE)]

    def reports(self) -> list[str]:
        """The evidence of all rows, each report's CURIE once, in the order of the rows."""
        columns = [i for i, name in enumerate(self.columns) if name.endswith("evidence")] if self.texts else self._of_reports()
        cells = [row[i] for row in self.rows for i in columns]
        return list(dict.fromkeys(r for cell in cells for r in (cell if isinstance(cell, tuple) else (cell,)) if isinstance(r, str)))

    def _of_reports(self) -> list[int]:
        """The columns of a query of the user's own that hold reports."""
        first = [next((row[i] for row in self.rows if row[i] is not None), None) for i in range(len(self.columns))]
        nodes = [NamedNode(iri) if isinstance(c, str) and (iri := expand(c)) else None for c in first]
        return [i for i, node in enumerate(nodes) if node and pg("Report") in values(self.store, node, TYPE)]

    def _repr_html_(self) -> str:
        from pledgegraph.markup import answer_html

        return answer_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        from pledgegraph.tables import terminal

        printer.text("\n".join([terminal(self, width=110).rstrip(), *self._reasons]))

    def _repr_markdown_(self) -> str:
        from pledgegraph.tables import markdown

        return "\n".join([markdown(self), *self._reasons])
