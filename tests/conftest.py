"""Shared fixtures; and what a run left out for want of a tool is said plainly at its end.

Where PLEDGEGRAPH_STRICT is set, as in CI, nothing may be left out: a missing tool fails the test that needs it.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pledgegraph as pg
import pytest

ROOT = Path(__file__).parent.parent
MISSING = "Skipped: no "

# A busy machine makes anything take a second; what is said then is tested in test_terminal.py.
os.environ["PLEDGEGRAPH_PATIENCE"] = "600"


def need(present: bool, what: str) -> None:
    """Leaves the test out, or fails it where everything must run."""
    if present:
        return
    if os.environ.get("PLEDGEGRAPH_STRICT"):
        pytest.fail(f"{what} is missing, and nothing may be left out here")
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


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    need(path is not None, "Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


def shown(page: str) -> list[tuple[str, str]]:
    """The commands of a page, each with what is shown below it."""
    return re.findall(r"```console\n\$ (.*)\n((?:.*\n)*?)```", page)


def printed(command: str) -> tuple[int, str]:
    """The exit code of a `pledge` command and what it prints; what it says on standard error where it fails."""
    name, *arguments = shlex.split(command)
    assert name == "pledge"
    line = [sys.executable, "-m", "pledgegraph", *arguments]
    done = subprocess.run(line, capture_output=True, timeout=60, check=False, env={**os.environ, "COLUMNS": "120"})
    return done.returncode, (done.stdout if done.returncode == 0 else done.stderr).decode().rstrip("\n")


def pytest_terminal_summary(terminalreporter) -> None:
    # Read off the reports, which come from every worker, so that nothing is forgotten where tests run side by side.
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()) if isinstance(report.longrepr, tuple)]
    left_out = Counter(reason.removeprefix(MISSING) for reason in reasons if reason.startswith(MISSING))
    for what, count in sorted(left_out.items()):
        terminalreporter.write_line(f"left out: {count} {'check' if count == 1 else 'checks'} for want of a {what}")
    if not left_out:
        terminalreporter.write_line("left out: nothing for want of a tool")
