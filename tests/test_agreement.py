"""The page on agreement has the figures that its script prints, and a line for every disagreement in the table."""

import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "agreement.md").read_text(encoding="utf-8")
sys.path.insert(0, str(DOCS))
import agreement  # noqa: E402

ROWS = agreement.rows()


@pytest.mark.parametrize("part", agreement.report(ROWS).strip().split("\n\n"), ids=["positions", "stances", "likeness", "others", "alone"])
def test_the_page_has_the_figures_of_the_script(part):
    assert part in PAGE


def test_kappa():
    """Worked by hand: 3 of 4 agree, chance agreement is 1/2, so kappa is 1/2; where all is one value there is none."""
    assert agreement.kappa([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]) == pytest.approx(0.5)
    assert agreement.kappa([("a", "a"), ("a", "a")]) is None
    assert agreement.kappa([("a", "b"), ("b", "a")]) == pytest.approx(-1)


def test_every_disagreement_has_its_line():
    sections = {
        kind: PAGE.split(f"disagreement on {word}")[1].split("\n## ")[0]
        for kind, word in (("Position", "a position"), ("Attitude", "an attitude"), ("Requirement", "a requirement"))
    }
    for row in ROWS:
        if row["type"] in sections and any(row["a_" + f] != row["b_" + f] for f in agreement.FIELDS):
            line = f"| {row['article']} ¶{row['paragraph']} | " + (f"`{row['claim']}`" if row["claim"] else "dropped")
            assert line in sections[row["type"]]


def test_the_table_points_at_claims_of_the_record(kg):
    base = "https://w3id.org/pledgegraph/id/"
    known = {str(s).removeprefix(base) for s in kg.record.rdf.subjects()}
    assert {row["claim"] for row in ROWS if row["claim"]} <= known


def test_the_table_holds_no_text():
    assert all(len(value.split()) == 1 for row in ROWS for value in row.values() if value)
