"""The atlas without a script: the matrix of the day, and every current claim with what its reports say and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from html import escape
from typing import Any

Say = Callable[..., str]


def plain(data: dict[str, Any], text: Say, lang: str) -> str:
    """The day of the view as a table and a list, as HTML; everything in it escaped."""
    return _Plain(data, text, lang).html()


class _Plain:
    def __init__(self, data: dict[str, Any], text: Say, lang: str) -> None:
        self.data, self.text, self.lang = data, text, 2 if lang == "de" else 1
        self.tag = lang
        self.place = {row[0]: n for n, row in enumerate(data["terms"])}
        self.glyph = {n: glyph for scale in ("stances", "forms") for n, glyph, _ in data[scale]}
        self.reports = {report[0]: report[1] for report in data["reports"]}
        self.standing = [claim for claim in data["claims"] if claim[3] and claim[3][-2] == len(data["clocks"]["said"]["days"])]

    def label(self, n: Any) -> str:
        if n == -1:
            return escape(self.text("outside"))
        row = self.data["terms"][n]
        name = str((row[self.lang] if len(row) > self.lang else None) or "")
        return f"<bdi>{escape(name if name.strip() else str(row[0]))}</bdi>"

    def values(self, block: list[Any], name: str) -> list[Any]:
        predicate = self.place.get(f"pg:{name}", -2)
        return [block[n + 1] for n in range(0, len(block), 2) if block[n] == predicate]

    def one(self, block: list[Any], name: str) -> Any:
        return next(iter(self.values(block, name)), None)

    def said(self, block: list[Any], name: str) -> str:
        found = {v[1]: v[0] for v in self.values(block, name) if isinstance(v, list) and len(v) == 2}
        return str(found.get(self.tag) or found.get("en") or next(iter(found.values()), ""))

    def value(self, claim: list[Any]) -> list[int]:
        return [n for n in self.data["values"][claim[3][-1]][:2] if n >= 0]

    def html(self) -> str:
        if not self.data["claims"]:
            return f"<p>{escape(self.text('noClaims'))}</p>"
        return f"<p>{escape(self.text('plain.note'))}</p>\n{self.matrix()}\n<h2>{escape(self.text('plain.claims'))}</h2>\n{self.claims()}"

    def matrix(self) -> str:
        cells: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
        columns = {matter[0]: matter[2] for matter in self.data["matters"]}
        for claim in self.standing:
            holder, about, value = self.one(claim[2], "holder"), self.one(claim[2], "about"), self.value(claim)
            if value and value[0] in self.glyph:
                for column in columns.get(about, [len(self.data["columns"]) - 1]):
                    cells[holder, column].append(value)
        order = {n: rank for n, _, rank in self.data["stances"]}
        rows = ""
        for holder, _ in self.data["rows"]:
            if any((holder, c) in cells for c in range(len(self.data["columns"]))):
                found = "".join(f"<td>{self.cell(cells.get((holder, c), []), order)}</td>" for c in range(len(self.data["columns"])))
                rows += f'<tr><th scope="row">{self.label(holder)}</th>{found}</tr>\n'
        head = "".join(f'<th scope="col">{self.label(n)}</th>' for n in self.data["columns"])
        first = f'<th scope="col">{escape(self.text("who"))}</th>'
        return f'<div class="scroll"><table class="plain"><thead><tr>{first}{head}</tr></thead><tbody>\n{rows}</tbody></table></div>'

    def cell(self, values: list[list[int]], order: dict[int, int]) -> str:
        if not values:
            return "·"
        values.sort(key=lambda v: -order.get(v[0], 0))
        return "<br>".join(" · ".join(f"{self.glyph.get(n, '')} {self.label(n)}".strip() for n in v) for v in values)

    def claims(self) -> str:
        return "<ul>\n" + "".join(f"<li>{self.claim(claim)}</li>\n" for claim in self.standing) + "</ul>"

    def claim(self, claim: list[Any]) -> str:
        block = claim[2]
        who = self.one(block, "agent") if self.one(block, "agent") is not None else self.one(block, "holder")
        parts = [self.label(n) for n in (who, self.one(block, "about")) if isinstance(n, int)]
        says = [self.label(n) for n in self.value(claim)] or [
            self.label(n) for n in self.values(block, "performs") + self.values(block, "requires")
        ]
        date = next((v[0] for name in ("date", "latest", "earliest") for v in self.values(block, name) if isinstance(v, list)), "")
        proofs = "".join(f"<br>{self.report(r)}" for r in self.values(block, "evidence") if r in self.reports)
        return f"<b>{': '.join(parts)}</b> · {' · '.join([*says, escape(str(date))])}{proofs}"

    def report(self, n: int) -> str:
        block = self.reports[n]
        article = self.one(block, "article")
        name = self.data["terms"][article][0].rsplit("-", 1)[-1] if isinstance(article, int) else ""
        numbers = [self.one(block, name_) for name_ in ("paragraph", "spanStart", "spanEnd")]
        paragraph, start, end = (escape(str(n[0])) if isinstance(n, list) else "" for n in numbers)
        return f"<bdi>{escape(self.said(block, 'gist'))}</bdi> ({escape(name)} ¶{paragraph} {start}–{end})"
