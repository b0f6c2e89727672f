"""What is exported is read by a parser that shares nothing with ours (rapper, of Debian's raptor2-utils)."""

import re
import shutil
import subprocess

import pytest
from conftest import need


@pytest.mark.parametrize("view", [False, True])
@pytest.mark.parametrize(("form", "syntax"), [("turtle", "turtle"), ("trig", "trig"), ("nt", "ntriples"), ("rdfxml", "rdfxml")])
def test_rapper_reads_every_statement(kg, tmp_path, form, syntax, view):
    need(shutil.which("rapper") is not None, "rapper (Debian's raptor2-utils)")
    path = tmp_path / "graph"
    path.write_bytes(kg.export(form, view=view))
    run = subprocess.run(["rapper", "-i", syntax, "-o", "ntriples", str(path)], capture_output=True, text=True, timeout=60, check=True)
    assert re.search(r"warning|error", run.stderr, re.IGNORECASE) is None, run.stderr
    assert len(set(run.stdout.splitlines())) == len(set(kg.export("nt", view=view).decode().splitlines()))
