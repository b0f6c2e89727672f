"""Shared fixtures; and what a run left out for want of a tool is said plainly at its end.

Where PLEDGEGRAPH_STRICT is set, as in CI, nothing may be left out: a missing tool fails the test that needs it.
"""

import os
import shutil
from pathlib import Path

import pledgegraph as pg
import pytest

ROOT = Path(__file__).parent.parent
LEFT_OUT: dict[str, int] = {}


def need(present: bool, what: str) -> None:
    """Leaves the test out, or fails it where everything must run."""
    if present:
        return
    if os.environ.get("PLEDGEGRAPH_STRICT"):
        pytest.fail(f"{what} is missing, and nothing may be left out here")
    LEFT_OUT[what] = LEFT_OUT.get(what, 0) + 1
    pytest.skip(f"no {what}")


@pytest.fixture(scope="session")
def kg():
    return pg.load()


@pytest.fixture
def java():
    need(shutil.which("java") is not None, "Java (for HermiT)")


@pytest.fixture
def articles() -> Path:
    folder = os.environ.get("PLEDGEGRAPH_ARTICLES", "")
    need(bool(folder) and Path(folder).is_dir(), "folder of the article texts (set PLEDGEGRAPH_ARTICLES)")
    return Path(folder)


def pytest_terminal_summary(terminalreporter) -> None:
    for what, count in sorted(LEFT_OUT.items()):
        terminalreporter.write_line(f"left out: {count} {'check' if count == 1 else 'checks'} for want of a {what}")
    if not LEFT_OUT:
        terminalreporter.write_line("left out: nothing for want of a tool")
