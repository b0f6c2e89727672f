"""Answers as text: CSV and TSV for programs, JSON, Markdown and terminal tables for people."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pledgegraph.answer import Answer, Value

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "md")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def render(answer: Answer, form: str) -> str:
    """The answer in one of `FORMATS`, ready to be written out."""
    if form in ("csv", "tsv"):
        return delimited(answer, "," if form == "csv" else "\t")
    if form in ("json", "jsonl"):
        return _json(answer, lines=form == "jsonl")
    return markdown(answer) if form == "md" else terminal(answer)


def plain(value: Value) -> str:
    """A cell as programs read it: a list is its values with spaces between; nothing that a spreadsheet would run."""
    if isinstance(value, tuple):
        return " ".join(value)
    text = _truth(value) if isinstance(value, bool) else "" if value is None else str(value)
    # A spreadsheet would run a text that starts like a formula; the apostrophe keeps it text.
    return "'" + text if isinstance(value, str) and text.startswith(_DANGEROUS) else text


def _truth(value: bool) -> str:
    return "true" if value else "false"


def delimited(answer: Answer, delimiter: str) -> str:
    """The rows of an answer with a header line, CURIEs and plain values, safe to open in a spreadsheet."""
    return lines(answer.columns, answer.rows, delimiter)


def lines(columns: Sequence[str], rows: Iterable[Sequence[Value]], delimiter: str) -> str:
    """Rows of plain values with a header line, safe to open in a spreadsheet."""

    def quote(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in (delimiter, '"', "\n", "\r")) else text

    table = [list(columns), *([plain(v) for v in row] for row in rows)]
    return "".join(delimiter.join(map(quote, line)) + "\n" for line in table)


def _json(answer: Answer, *, lines: bool) -> str:
    import json

    rows = [json.dumps(row, ensure_ascii=False) for row in answer]
    return "".join(r + "\n" for r in rows) if lines else "[" + ",".join("\n  " + r for r in rows) + "\n]\n"


def head(name: str, lang: str = "en", question: str = "") -> str:
    """A column's name for readers; one name may be two words in German, by its question."""
    german = _german() if lang == "de" else {}
    return german.get(f"{question}/{name}") or german.get(name) or name.replace("_", " ")


@cache
def _german() -> dict[str, str]:
    from pledgegraph.resources import columns_file

    with open(columns_file(), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip()]
    return {row[0]: row[1] for row in rows[1:]}


def shown_columns(answer: Answer) -> list[int]:
    """The columns a reader needs: the claim's own id is for programs, and empty columns say nothing; of raw SPARQL, all."""
    if not answer.texts:
        return list(range(len(answer.columns)))
    said = [i for i, name in enumerate(answer.columns) if name in answer.blanks]
    full = [i for i in range(len(answer.columns)) if i in said or any(row[i] not in (None, "", ()) for row in answer.rows)]
    return [i for i in full if answer.columns[i] not in answer.quiet] or full


def shown_cells(answer: Answer) -> list[list[str]]:
    """The shown columns of each row as labels; a report as the number of its note, and behind what rests on it."""
    numbers = {report: f"[{n}]" for n, report in enumerate(answer.reports(), 1)}

    def text(row: int, column: str, value: Value) -> str:
        parts = value if isinstance(value, tuple) else (value,)
        if parts and all(p in numbers for p in parts):
            return " ".join(numbers[str(p)] for p in parts)
        if value in (None, "", ()):
            return answer.blanks.get(column, "")
        lines = answer.label(value).split("\n")
        if len(lines) == len(parts):
            marks = (answer.marks.get((row, column, str(p)), ()) for p in parts)
            lines = [" ".join([line, *(numbers[m] for m in found if m in numbers)]) for line, found in zip(lines, marks, strict=True)]
        return "\n".join(lines)

    return [[text(n, answer.columns[i], row[i]) for i in shown_columns(answer)] for n, row in enumerate(answer.rows)]


def notes(answer: Answer) -> list[str]:
    """What stands under a table: how many rows, as of which day, and what each passage says in a sentence."""
    from pledgegraph.evidence import passage_line

    return [
        status(answer),
        *answer.remarks,
        *(f"[{n}] {passage_line(answer.store, r, answer.lang)}" for n, r in enumerate(answer.reports(), 1)),
    ]


def status(answer: Answer) -> str:
    """How many rows an answer has, as of which day, and what was left out of the view."""
    german = answer.lang == "de"
    line = f"{_counted(answer, german)}, {'Stand' if german else 'as of'} {answer.day}"
    if answer.known_on:
        line += f", {'bekannt am' if german else 'known on'} {answer.known_on}"
    if answer.without:
        line += f", {'ohne' if german else 'without'} {', '.join(answer.without)}"
    return line


def _counted(answer: Answer, german: bool) -> str:
    """How many rows there are, and of a page which they are: rows 11–20 of 37."""
    count = len(answer)
    if count and count != answer.total:
        first, last = answer.offset + 1, answer.offset + count
        which = f"{first}–{last}" if count > 1 else f"{first}"
        return f"{_rows(count, german)} {which} {'von' if german else 'of'} {answer.total}"
    return (
        f"{count} {_rows(count, german)}" if count == answer.total else f"0 {'von' if german else 'of'} {answer.total} {_rows(2, german)}"
    )


def _rows(count: int, german: bool) -> str:
    return ("Zeile" if count == 1 else "Zeilen") if german else ("row" if count == 1 else "rows")


def markdown(answer: Answer) -> str:
    """A GitHub table with labels, then the passages it rests on."""

    def safe(text: str) -> str:
        for mark in "\\`*_[]<>|$&":
            text = text.replace(mark, "\\" + mark)
        return text.replace("\n", "<br>")

    names = [head(answer.columns[i], answer.lang, answer.name) for i in shown_columns(answer)]
    lines = [names, ["---"] * len(names), *([safe(c) for c in row] for row in shown_cells(answer))]
    table = "".join("| " + " | ".join(line) + " |\n" for line in lines)
    return table + "".join("\n" + safe(line) + "\n" for line in notes(answer))


def terminal(answer: Answer, *, colour: bool = False, width: int | None = None) -> str:
    """The rows for a terminal, with labels, then the passages they rest on; a block a row where a table is too wide."""
    import io

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    out = io.StringIO()
    # In a notebook too it is text that is wanted, and no output of the library's own.
    console = Console(file=out, width=width or 120, color_system="standard" if colour else None, force_terminal=colour, force_jupyter=False)
    names, cells = [head(answer.columns[i], answer.lang, answer.name) for i in shown_columns(answer)], shown_cells(answer)
    least = [max(len(w) for row in [names, *cells] for w in row[n].split() or [""]) for n in range(len(names))]
    if sum(least) + 3 * len(names) > console.width:
        for row in cells:
            console.print(Text(" · ".join(c for c in row[:2] if c), style="bold"))
            for name, text in zip(names[2:], row[2:], strict=True):
                if text:
                    console.print(Text(f"  {name}: {'; '.join(text.splitlines())}"))
    elif cells:
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold" if colour else "")
        for name, size in zip(names, least, strict=True):
            table.add_column(name, min_width=size)
        for row in cells:
            table.add_row(*map(Text, row))
        console.print(table)
    for line in notes(answer):
        console.print(Text(line))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
