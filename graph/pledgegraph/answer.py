"""An answer: named columns and rows of plain values, and the forms it takes outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from pledgegraph.namespaces import PREFIXES, curie, expand

if TYPE_CHECKING:
    import pandas

Value = str | int | bool | tuple[str, ...] | None
_XSD = PREFIXES["xsd"]
_INTEGER = re.compile(r"[+-]?[0-9]{1,4000}\Z")  # Python refuses to read more digits


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
    return str(term.value)


class Answer:
    """The rows that answer a question on one view. Iterating gives each row as a dict of plain values."""

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

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> dict[str, Value]:
        return dict(zip(self.columns, self.rows[index], strict=True))

    def __repr__(self) -> str:
        return f"<Answer {self.name}: {len(self.rows)} rows as of {self.day}>"

    @property
    def df(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame (the `notebook` extra); list cells are tuples."""
        import pandas

        return pandas.DataFrame(list(self), columns=self.columns)

    def to_csv(self, path: str | None = None) -> str | None:
        """The rows as CSV text, or written to a file; a list is its values with spaces between."""
        from pledgegraph.tables import delimited

        text = delimited(self, ",")
        if path is None:
            return text
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
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

    def reports(self) -> list[str]:
        """The evidence of all rows, each report's CURIE once, in the order of the rows."""
        columns = [i for i, name in enumerate(self.columns) if name.endswith("evidence")]
        cells = [row[i] for row in self.rows for i in columns]
        return list(dict.fromkeys(report for cell in cells if isinstance(cell, tuple) for report in cell))

    def _repr_html_(self) -> str:
        from pledgegraph.tables import html_table

        return html_table(self)
