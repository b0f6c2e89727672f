"""A knowledge graph of who promised what for Ukraine's security, how firmly, on which condition, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledgegraph.knowledge import Knowledge

__version__ = "0.1.0"
__all__ = ["load"]


def load(facts: str | Iterable[str] = (), *, only: bool = False) -> Knowledge:
    """The knowledge graph of the shipped record, with `facts` (files or folders) beside it or `only` them.

    Raises `pledgegraph.errors.InputError`, which lists every finding, when a file is refused; nothing is then loaded.
    """
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.record import Record

    paths = [facts] if isinstance(facts, str) else list(facts)
    return Knowledge(Record.load(paths, only=only))
