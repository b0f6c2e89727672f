"""Prints the figures of docs/agreement.md from docs/agreement.csv: python docs/agreement.py

A row of the table is one claim that both coders found, or one of them; a coder's columns are empty where the coder has no such claim.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

FIELDS = ("holder", "actor", "kind", "place", "value", "form", "date")
ARTICLES = ("6077d9c4", "3ffc4ecf", "abaf51ac", "7cade0f4", "a3cfe95f")
STANCES = ("Excluded", "NotPlanned", "NotExcluded", "Conceivable", "Willing", "Intends")
Row = dict[str, str]


def rows() -> list[Row]:
    """The rows of the table."""
    with Path(__file__).with_name("agreement.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def has(row: Row, coder: str) -> bool:
    """Whether the coder has the claim."""
    return any(row[f"{coder}_{field}"] for field in FIELDS)


def split(table: list[Row]) -> tuple[list[Row], int, int]:
    """The rows that both coders have, and how many one of them has alone."""
    both = [r for r in table if has(r, "a") and has(r, "b")]
    return both, sum(not has(r, "b") for r in table), sum(not has(r, "a") for r in table)


def agree(both: list[Row], *fields: str) -> int:
    """In how many rows the coders agree in all of the fields."""
    return sum(all(r["a_" + f] == r["b_" + f] for f in fields) for r in both)


def kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two codings of the same cases; None where chance alone agrees, so that it has no value."""
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[v] * second[v] for v in first) / n**2
    return None if chance == 1 else (observed - chance) / (1 - chance)


def table(header: str, lines: list[list[object]]) -> str:
    """A Markdown table."""
    rule = "|".join(["---"] * header.count("|"))
    return "\n".join([f"| {header}", f"|{rule}|", *("| " + " | ".join(map(str, line)) + " |" for line in lines)])


def positions(every: list[Row]) -> str:
    """How often the coders agree on positions, per article and overall."""
    lines: list[list[object]] = []
    for article in (*ARTICLES, "all"):
        mine = [r for r in every if r["type"] == "Position" and article in (r["article"], "all")]
        both, a, b = split(mine)
        value = kappa([(r["a_value"], r["b_value"]) for r in both])
        counts = [agree(both, *f) for f in (("holder",), ("actor", "kind", "place"), ("value",), ("form",), ("date",))]
        lines.append([article, len(both), a, b, *counts, "–" if value is None else f"{value:.2f}"])
    return table("article | both | A alone | B alone | holder | matter | stance | form | date | kappa |", lines)


def stances(every: list[Row]) -> str:
    """How many positions that both coders found carry each stance, by coder."""
    both, _, _ = split([r for r in every if r["type"] == "Position"])
    a, b = (Counter(r[c] for r in both) for c in ("a_value", "b_value"))
    return table("stance | A | B |", [[s, a[s], b[s]] for s in STANCES])


def likeness(every: list[Row]) -> str:
    """How alike the coders work: the same characters marked, the same name given to the matter."""
    both, _, _ = split([r for r in every if r["type"] == "Position"])
    span, name = (sum(r[field] == "yes" for r in both) for field in ("same_span", "same_name"))
    return table("positions that both found | a passage marked alike | the matter named alike |", [[len(both), span, name]])


def others(every: list[Row]) -> str:
    """How often the coders agree on the other types of claim."""
    value = {
        "Attitude": "attitude",
        "Requirement": "role",
        "RoleClaim": "performs",
        "ConditionAssessment": "truth",
        "QuantityReport": "figure",
        "Activation": "activation",
    }
    lines: list[list[object]] = []
    for kind in dict.fromkeys(r["type"] for r in every if r["type"] != "Position"):
        both, a, b = split([r for r in every if r["type"] == kind])
        holder = "–" if kind == "Event" else agree(both, "holder")
        says = f"{agree(both, 'value')} ({value[kind]})" if kind in value else "–"
        of_kind = agree(both, "kind") if kind in ("Attitude", "Requirement", "Event") else "–"
        lines.append([kind, len(both), a, b, holder, of_kind, says, agree(both, "date")])
    return table("type | both | A alone | B alone | holder | kind | value | date |", lines)


def alone(every: list[Row]) -> str:
    """How many claims of one coder alone rest on words that the other coder points at too, with another claim."""
    lone = [r for r in every if not (has(r, "a") and has(r, "b"))]
    shared = sum(r["elsewhere"] == "yes" for r in lone)
    return table("claims of one coder alone | on words the other points at too |", [[len(lone), shared]])


def report(every: list[Row]) -> str:
    """All tables, as the page has them."""
    return "\n\n".join([positions(every), stances(every), likeness(every), others(every), alone(every)]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report(rows()))
