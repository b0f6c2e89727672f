"""The header lines (`#+ key: value`) of the SPARQL files: questions and checks."""

from __future__ import annotations

from collections.abc import Set

from pledgegraph.errors import PledgeError


def header(text: str, path: str, known: Set[str], required: Set[str]) -> dict[str, str]:
    """The header of a file's text; raises `PledgeError` for a key that is unknown, empty or missing."""
    head: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#+"):
            break
        key, colon, value = line[2:].partition(":")
        if not colon or key.strip() not in known or not value.strip():
            raise PledgeError(f"{path}: {line!r} is no header line; use one of {', '.join(sorted(known))}")
        head[key.strip()] = value.strip()
    if missing := required - head.keys():
        raise PledgeError(f"{path}: the header lacks {', '.join(sorted(missing))}; add it")
    return head
