"""Writing a file that a user named."""

from __future__ import annotations

import os

from pledgegraph.errors import UsageError, said


def save(path: str | os.PathLike[str], data: bytes) -> None:
    """Writes the file; raises `UsageError` where it cannot."""
    name = said(path, "a path")
    try:
        with open(name, "wb") as file:
            file.write(data)
    except OSError as error:
        raise UsageError(f"{name}: cannot be written: {error.strerror}; choose another file") from None
