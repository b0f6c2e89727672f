"""The page on conditions shows what the commands print, names every state, and counts right."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from conftest import ROOT
from test_outcomes import HAND

PAGE = (ROOT / "docs" / "conditions.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ (.*)\n((?:.*\n)*?)```", PAGE)


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[c for c, _ in SHOWN])
def test_what_is_shown_is_what_is_printed(command, output):
    name, *arguments = shlex.split(command)
    assert name == "pledge"
    done = subprocess.run(
        [sys.executable, "-m", "pledgegraph", *arguments],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "COLUMNS": "120"},
    )
    printed = (done.stdout if done.returncode == 0 else done.stderr).decode()
    assert printed.rstrip("\n") == output.rstrip("\n")


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
