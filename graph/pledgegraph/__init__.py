"""A knowledge graph of who promised what for Ukraine's security, how firmly, on which condition, and who says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledgegraph.knowledge import Knowledge

__version__ = "0.1.0"
__all__ = ["load"]


def load(facts: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (), *, only: bool = False) -> Knowledge:
    """The knowledge graph of the shipped record, with `facts` (files or folders) beside it or `only` them.

    Raises `pledgegraph.errors.InputError`, which lists every finding, when a file is refused; nothing is then loaded.
    """
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.record import Record

    paths = [os.fspath(path) for path in ([facts] if isinstance(facts, str | os.PathLike) else facts)]
    return Knowledge(Record.load(paths, only=only))
