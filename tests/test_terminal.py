"""What a verb says while it works: nothing within a second, then one line, or a moving sign on a terminal; nothing on standard output."""

import os
import pty
import subprocess
import sys
import threading
import time

import pytest
from pledgegraph.cli import _DOING, _VERBS
from pledgegraph.terminal import Busy, busy, write

SLOW = """
import sys, time
from pledgegraph import cli, {module}
from pledgegraph.record import Record
load = Record.load
def slow(*args, **options):
    time.sleep({seconds})
    return load(*args, **options)
Record.load = slow
cli.main({args!r}, prog_name="pledge")
"""
READERS = {
    "ask": ["ask", "leaders", "-f", "csv"],
    "export": ["export", "-f", "nt"],
    "network": ["network", "-f", "svg", "--around", "France"],
    "show": ["show", "France"],
    "why": ["why", "id:france-on-french-troops-in-ukraine-signed"],
}


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    monkeypatch.delenv("PLEDGEGRAPH_PATIENCE")


def slow(verb, seconds, **options):
    code = SLOW.format(module=_VERBS[verb], seconds=seconds, args=READERS[verb])
    return [sys.executable, "-c", code], {"timeout": 60, **options}


@pytest.mark.parametrize("verb", READERS)
def test_after_a_second_one_plain_line_on_standard_error(verb):
    command, options = slow(verb, 1.5)
    done = subprocess.run(command, capture_output=True, **options)
    line = f"{_DOING.get(verb, 'working')} …"
    assert done.stderr.decode().splitlines().count(line) == 1
    assert b"\x1b" not in done.stderr
    assert line.encode() not in done.stdout and done.stdout
    assert done.returncode == 0


def test_within_a_second_nothing(capfd):
    with busy("working …"):
        time.sleep(0.1)
    time.sleep(1.2)
    assert capfd.readouterr() == ("", "")


def test_what_is_written_ends_it(capfd):
    with busy("working …"):
        write("done\n", None)
        assert Busy.now is None
        time.sleep(1.2)
    assert capfd.readouterr() == ("done\n", "")


def test_within_another_it_only_says_it_better(capfd, monkeypatch):
    monkeypatch.setenv("PLEDGEGRAPH_PATIENCE", "1")
    with busy("working …"), busy("checking …"):
        time.sleep(1.5)
    assert capfd.readouterr().err == "checking …\n"


def test_an_error_ends_it(capfd):
    with pytest.raises(ValueError, match="x"), busy("working …"):
        raise ValueError("x")
    time.sleep(1.2)
    assert capfd.readouterr().err == ""


def on_terminal(command, **env):
    """What a command writes to standard error where that is a terminal, and to its standard output."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm-256color", **env})
    os.close(theirs)
    seen = []

    def read():
        while True:
            try:
                data = os.read(ours, 4096)
            except OSError:
                return
            if not data:
                return
            seen.append(data)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    out, _ = running.communicate(timeout=60)
    reader.join(10)
    os.close(ours)
    return b"".join(seen).decode(), out


def test_on_a_terminal_a_sign_moves_and_goes():
    command, _ = slow("ask", 2.0)
    err, out = on_terminal(command)
    assert "asking …" in err and "\x1b[?25l" in err and "\x1b[?25h" in err, "a sign, the cursor hidden and shown again"
    assert err.rstrip().endswith("\x1b[2K"), "the sign is gone at the end"
    assert out.startswith(b"person,") and b"asking" not in out


def test_no_colour_where_none_is_wanted():
    command, _ = slow("ask", 2.0)
    assert "\x1b[32m" in on_terminal(command)[0]
    assert "\x1b[3" not in on_terminal(command, NO_COLOR="1")[0].replace("\x1b[?", "")


def test_patience_can_be_longer(capfd, monkeypatch):
    monkeypatch.setenv("PLEDGEGRAPH_PATIENCE", "60")
    with busy("working …"):
        time.sleep(1.3)
    assert capfd.readouterr().err == ""


def test_a_dumb_terminal_gets_the_line():
    command, _ = slow("ask", 1.5)
    assert on_terminal(command, TERM="dumb")[0] == "asking …\r\n"


def test_a_big_file_of_facts_is_said_to_be_read(tmp_path):
    head = "@prefix id: <https://w3id.org/pledgegraph/id/> .\n@prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
    facts = (f'id:step-{n} a pg:Step ; pg:note "a text of step {n}" .\n' for n in range(40_000))
    (tmp_path / "big.ttl").write_text(head + "".join(facts))
    command = [sys.executable, "-m", "pledgegraph", "ask", "leaders", "-f", "csv", "--only", "--facts", str(tmp_path / "big.ttl")]
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        line = running.stderr.readline()
        said = time.monotonic() - start
        out, rest = running.communicate(timeout=250)
    assert line.decode() == "asking …\n"
    assert 1 < said < time.monotonic() - start
    assert out.startswith(b"person,") and b"asking" not in rest
