"""What the verbs of the `pledge` command share: their common options, the graph these ask for, and how a result is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
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


def busy(text: str) -> AbstractContextManager[object]:
    """A sign on the terminal, where there is one, that something longer is going on."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text)


def width() -> int:
    """The columns of the terminal, at least 60."""
    import shutil

    return max(60, shutil.get_terminal_size((120, 40)).columns)


def json_text(value: Any) -> str:
    """A value as JSON for people and programs."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
