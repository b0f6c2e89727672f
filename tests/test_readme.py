"""The README shows what the commands print, and its Python runs."""

import re

import pytest
from conftest import ROOT, printed, shown

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = shown(README)


def test_the_readme_shows_output():
    assert len(SHOWN) >= 4


@pytest.mark.parametrize(("command", "output"), SHOWN, ids=[c for c, _ in SHOWN])
def test_what_is_shown_is_what_is_printed(command, output):
    assert printed(command) == (0, output.rstrip("\n"))


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_python_runs(code):
    exec(compile(code, "README.md", "exec"), {})


def test_every_module_is_on_the_map():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    modules = {p.stem for p in (ROOT / "graph" / "pledgegraph").glob("*.py")} - {"__init__", "__main__"}
    assert {m for m in modules if f"`{m}`" not in text} == set()
