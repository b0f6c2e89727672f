"""Answers as text: CSV and TSV for programs, JSON, Markdown and terminal tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def _plain(value: Value) -> str:
    if isinstance(value, tuple):
        return " ".join(value)
    text = _truth(value) if isinstance(value, bool) else "" if value is None else str(value)
    # A spreadsheet would run a text that starts like a formula; the apostrophe keeps it text.
    return "'" + text if isinstance(value, str) and text.startswith(_DANGEROUS) else text


def _truth(value: bool) -> str:
    return "true" if value else "false"


def delimited(answer: Answer, delimiter: str) -> str:
    """The rows with a header line, CURIEs and plain values, safe to open in a spreadsheet."""

    def quote(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if any(c in text for c in (delimiter, '"', "\n", "\r")) else text

    lines = [answer.columns, *([_plain(v) for v in row] for row in answer.rows)]
    return "".join(delimiter.join(map(quote, line)) + "\n" for line in lines)


def _json(answer: Answer, *, lines: bool) -> str:
    import json

    rows = [json.dumps(row, ensure_ascii=False) for row in answer]
    return "".join(r + "\n" for r in rows) if lines else "[" + ",".join("\n  " + r for r in rows) + "\n]\n"


def head(name: str) -> str:
    """A column's name for readers."""
    return name.replace("_", " ")


def shown_columns(answer: Answer) -> list[int]:
    """The columns a reader needs: the claim's own id is for programs, and empty columns say nothing; of raw SPARQL, all."""
    if not answer.texts:
        return list(range(len(answer.columns)))
    full = [i for i in range(len(answer.columns)) if any(row[i] not in (None, "", ()) for row in answer.rows)]
    return [i for i in full if answer.columns[i] != "claim"] or full


def shown_cells(answer: Answer) -> list[list[str]]:
    """The shown columns of each row as labels; a report as the number of its note."""
    numbers = {report: f"[{n}]" for n, report in enumerate(answer.reports(), 1)}

    def text(value: Value) -> str:
        parts = value if isinstance(value, tuple) else (value,)
        if parts and all(p in numbers for p in parts):
            return " ".join(numbers[str(p)] for p in parts)
        return answer.label(value)

    return [[text(row[i]) for i in shown_columns(answer)] for row in answer.rows]


def notes(answer: Answer) -> list[str]:
    """What stands under a table: how many rows, as of which day, and what each passage says in a sentence."""
    from pledgegraph.evidence import passage_line

    count, german = len(answer), answer.lang == "de"
    rows = ("Zeile" if count == 1 else "Zeilen") if german else ("row" if count == 1 else "rows")
    lines = [f"{count} {rows}, {'Stand' if german else 'as of'} {answer.day}"]
    if answer.known_on:
        lines[0] += f", {'bekannt am' if german else 'known on'} {answer.known_on}"
    return lines + [f"[{n}] {passage_line(answer.store, r, answer.lang)}" for n, r in enumerate(answer.reports(), 1)]


def markdown(answer: Answer) -> str:
    """A GitHub table with labels, then the passages it rests on."""

    def safe(text: str) -> str:
        for mark in "\\`*_[]<>|":
            text = text.replace(mark, "\\" + mark)
        return text.replace("\n", "<br>")

    names = [head(answer.columns[i]) for i in shown_columns(answer)]
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
    console = Console(file=out, width=width or 120, color_system="standard" if colour else None, force_terminal=colour)
    names, cells = [head(answer.columns[i]) for i in shown_columns(answer)], shown_cells(answer)
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


def html_table(answer: Answer) -> str:
    """A table for a notebook: labels with their ids as hover text, then the passages; everything escaped."""
    from html import escape

    columns = shown_columns(answer)
    names = "".join(f"<th>{escape(head(answer.columns[i]))}</th>" for i in columns)
    rows = ""
    for row, labels in zip(answer.rows, shown_cells(answer), strict=True):
        hovers = (escape(_plain(row[i])) for i in columns)
        texts = (escape(label).replace("\n", "<br>") for label in labels)
        rows += "<tr>" + "".join(f'<td title="{hover}">{text}</td>' for hover, text in zip(hovers, texts, strict=True)) + "</tr>"
    below = "<br>".join(map(escape, notes(answer)))
    return f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table><p>{below}</p>"
