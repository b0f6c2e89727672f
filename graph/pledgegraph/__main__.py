"""The `pledge` command, also as `python -m pledgegraph`: begins to read the record, then parses the command line."""

from __future__ import annotations

import os
import sys

_READERS = {"ask", "atlas", "conditions", "export", "network", "show", "unlock", "what-if", "why"}


def main() -> None:
    """Runs the command line; reading the record and importing the parser of options take turns on two cores."""
    if sys.argv[1:] and sys.argv[1] in _READERS:
        from pledgegraph.record import read_ahead

        read_ahead()
    from pledgegraph.cli import main as command

    try:
        command(prog_name="pledge")
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        _leave(end.code or 0)


def _leave(code: int) -> None:
    """Ends the process at once: taking the store and the modules down one by one costs a tenth of the whole run."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    os._exit(code)


if __name__ == "__main__":
    main()
