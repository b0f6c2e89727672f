"""A file that a parser may not survive, parsed first in a child process with a deadline and a memory cap."""

from __future__ import annotations

import os
import sys

from pledgegraph.children import MEMORY, cap, child
from pledgegraph.errors import Finding, InputError

DEADLINE = 5.0
PER_MEGABYTE = 1.0


def survive(data: bytes, name: str, deadline: float = DEADLINE, memory: int = MEMORY) -> None:
    """Returns when a child could read the bytes and order their blank nodes, or found their syntax wrong.

    Raises `InputError` where it did not end in time (seconds, and one more for each megabyte) or needed too much memory.
    """
    seconds = deadline + PER_MEGABYTE * (len(data) // (1 << 20))
    code, _, _ = child("pledgegraph.probe", [str(memory), os.path.splitext(name)[1].lower()], data, seconds)
    if code is None:
        what = f"reading the file takes more than {seconds:g} s"
        raise InputError([Finding(name, 1, 1, "limit.time", what, "make it simpler or split it")])
    if code:
        what = f"reading the file takes more than {memory >> 20} MiB or takes the parser down"
        raise InputError([Finding(name, 1, 1, "limit.memory", what, "make it simpler or split it")])


def _main() -> None:
    data = sys.stdin.buffer.read()
    cap(int(sys.argv[1]))
    from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, parse

    from pledgegraph.store import FORMATS

    try:
        quads = list(parse(data, FORMATS[sys.argv[2]], base_iri="http://relative.invalid/"))
    except SyntaxError:
        os._exit(0)  # the parent says where
    blank = [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
    if blank:
        Dataset(blank).canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    os._exit(0)


if __name__ == "__main__":
    _main()
