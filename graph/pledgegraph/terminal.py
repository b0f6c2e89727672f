"""What the verbs of the `pledge` command share: their common options, the graph these ask for, and how a result is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pledgegraph.errors import UsageError

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge

F = TypeVar("F", bound=Callable[..., Any])

_VIEW_OPTIONS = (
    click.option(
        "--facts", multiple=True, metavar="PATH", help="Your own facts (file or folder) beside the shipped ones; may be repeated."
    ),
    click.option("--only", is_flag=True, help="Leave the shipped record out; use --facts alone."),
    click.option("--as-of", metavar="DAY", help="See the graph as of a day (YYYY-MM-DD), by what had been said or had happened."),
    click.option("--known-on", metavar="DAY", help="Count only what had been published by that day."),
    click.option(
        "--without",
        multiple=True,
        metavar="X",
        help="Leave out reports of an article, a person, or of a mode, source kind or tense; may be repeated.",
    ),
)
OUTPUT = click.option("-o", "--output", metavar="FILE", help="Write to FILE, only on success; - is standard output.")
LANG = click.option("--lang", type=click.Choice(["en", "de"]), default="en", show_default=True, help="The language of labels and gists.")


def on_view(command: F) -> F:
    """Adds the options that say which facts are seen, and as of when."""
    for option in reversed(_VIEW_OPTIONS):
        command = option(command)
    return command


def knowledge(options: dict[str, Any]) -> Knowledge:
    """The graph that the options of `on_view` ask for."""
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.record import Record

    if options["only"] and not options["facts"]:
        raise UsageError("--only leaves nothing to ask; name your own facts with --facts PATH")
    record = Record.load(options["facts"], only=options["only"])
    return Knowledge(record, options["as_of"], options["known_on"], options["without"])


def write(data: str | bytes, output: str | None) -> None:
    """Writes a result to standard output, or whole to a file; raises `UsageError` where it cannot."""
    if Busy.now:
        Busy.now.end()
    raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    if output and output != "-":
        target = os.path.realpath(output)
        # What is no file, such as /dev/null or a pipe, is written to; to put a file in its place would take it away.
        special = os.path.exists(target) and not os.path.isfile(target)
        temporary = target if special else f"{target}.{os.getpid()}.part"
        try:
            with open(temporary, "wb") as file:
                file.write(raw)
            if not special:
                os.replace(temporary, target)
        except OSError as error:
            if not special and os.path.exists(temporary):
                os.unlink(temporary)
            raise UsageError(f"{output}: cannot be written: {error.strerror}; choose another file") from None
        return
    sys.stdout.buffer.write(raw)
    sys.stdout.flush()


def colour() -> bool:
    """Whether standard output is a terminal that may be coloured."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


class Busy:
    """Says on standard error what is going on once that has taken a second (or PLEDGEGRAPH_PATIENCE seconds): a sign that moves on
    a terminal, else one plain line."""

    now: Busy | None = None

    def __init__(self, text: str) -> None:
        from threading import Lock, Timer

        self.text = text
        self._over, self._sign, self._lock = False, None, Lock()
        self._timer = Timer(_patience(), self._show)
        self._timer.daemon = True

    def __enter__(self) -> Busy:
        Busy.now = self
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def say(self, text: str) -> None:
        """Says more exactly what is going on, now or once the second is over."""
        self.text = text
        with self._lock:
            if self._sign is not None:
                self._sign.update(text)

    def end(self) -> None:
        """Takes the sign away; nothing is said from now on."""
        Busy.now = None
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._sign is not None:
                self._sign.stop()
                self._sign = None

    def _show(self) -> None:
        sign = _sign(self.text)  # rich is imported here, by who waits, and only on a terminal
        with self._lock:
            if self._over:
                return
            if sign is None:
                with suppress(OSError, ValueError):  # standard error may be closed
                    click.echo(self.text, err=True)
            else:
                self._sign = sign
                sign.start()


def _patience() -> float:
    given = os.environ.get("PLEDGEGRAPH_PATIENCE", "")
    return float(given) if given.isdecimal() else 1.0


def say(text: str) -> None:
    """Says how far a long thing has come, where one is going on."""
    if Busy.now is not None:
        Busy.now.say(text)


def busy(text: str) -> AbstractContextManager[object]:
    """What to do a long thing in, so that it is said to go on; within another, it only says it better."""
    if Busy.now is None:
        return Busy(text)
    Busy.now.say(text)
    return nullcontext()


def _sign(text: str) -> Any:
    """What moves on a terminal, without colour where NO_COLOR asks for none; nothing where there is no such terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        return None
    from rich.console import Console
    from rich.status import Status

    return Status(text, console=Console(stderr=True))


def width() -> int:
    """The columns of the terminal, at least 60."""
    import shutil

    return max(60, shutil.get_terminal_size((120, 40)).columns)


def json_text(value: Any) -> str:
    """A value as JSON for people and programs."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
