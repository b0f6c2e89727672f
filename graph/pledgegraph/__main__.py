"""The `pledge` command, also as `python -m pledgegraph`: begins to read the record, then parses the command line."""

from __future__ import annotations

import sys

_READERS = {"ask", "show", "why", "export"}


def main() -> None:
    """Runs the command line; reading the record and importing the parser of options take turns on two cores."""
    if sys.argv[1:] and sys.argv[1] in _READERS:
        from pledgegraph.record import read_ahead

        read_ahead()
    from pledgegraph.cli import main as command

    command(prog_name="pledge")


if __name__ == "__main__":
    main()
