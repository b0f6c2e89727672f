"""The page on conditions shows what the commands print, names every state, and counts right."""

import re

import pytest
from conftest import ROOT, printed, shown
from test_outcomes import HAND

PAGE = (ROOT / "docs" / "conditions.md").read_text(encoding="utf-8")
SHOWN = shown(PAGE)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[c for c, _ in SHOWN])
def test_what_is_shown_is_what_is_printed(command, output):
    _, text = printed(command)
    assert text == output.rstrip("\n")


def test_every_state_is_on_the_page(kg):
    states = {r["state"] for r in kg.sparql("SELECT ?state WHERE { ?state a pg:CommitmentState }")}
    assert set(re.findall(r"^\| `(pg:\w+)` \| [a-z]", PAGE, re.MULTILINE)) & states == states
    assert len(states) == 10


def test_the_hand_count_is_that_of_the_tests():
    rows = re.findall(r"^\| `(id:[\w-]+)` \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE)
    assert {name: (int(falls), int(unlocks)) for name, falls, unlocks in rows} == HAND


def test_the_unfalsifiable_are_counted(kg):
    rows = list(kg.what_if())
    told = re.search(r"Of the (\d+) commitments of 7 January 2026 that holds for (\d+)\.", PAGE)
    assert (int(told[1]), int(told[2])) == (len(rows), sum(r["finding"] == "pg:Unfalsifiable" for r in rows))
