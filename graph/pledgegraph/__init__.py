"""A knowledge graph of who promised what for Ukraine's security, how firmly, on which condition, and who says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pledgegraph.knowledge import Knowledge

__version__ = "0.1.0"
__all__ = ["load"]


def load(facts: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (), *, only: bool = False) -> Knowledge:
    """The knowledge graph of the shipped record, with `facts` (files or folders) beside it or `only` them.

    Raises `pledgegraph.errors.InputError`, which lists every finding, when a file is refused; nothing is then loaded.
    """
    from pledgegraph.errors import said
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.record import Record

    several = [facts] if isinstance(facts, str | os.PathLike) or not hasattr(facts, "__iter__") else list(facts)
    paths = [said(path, "a file or folder of facts") for path in several]
    return Knowledge(Record.load(paths, only=only))


def load_ipython_extension(shell: Any) -> None:
    """What `%load_ext pledgegraph` calls: adds `%ask`, `%pledge` and `%%sparql` to the notebook."""
    from pledgegraph.notebook import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """What `%unload_ext pledgegraph` calls: takes them away again."""
    from pledgegraph.notebook import unload

    unload(shell)
