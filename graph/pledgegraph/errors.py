"""What can go wrong, as a small tree: a root and one error per exit code."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One complaint about an input: where it is, which rule, what is wrong and what to do."""

    file: str
    line: int
    column: int
    rule: str
    what: str
    fix: str
    level: str = "error"
    passage: str = ""  # article and paragraph of the claim, where there is one

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {self.what}; {self.fix}"


LEVELS = ("info", "warning", "error")


class Fault(NamedTuple):
    """What is wrong with a piece of an input, before it is known where the piece stands."""

    level: str
    rule: str
    what: str
    fix: str


class PledgeError(Exception):
    """The root of every error that pledgegraph raises on purpose; its text is for people."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        """What a notebook's cell shows instead of a traceback (IPython asks for this name)."""
        return [f"pledgegraph: {self}"]


class UsageError(PledgeError):
    """Something was asked for that does not exist: a question, a parameter, a thing, a day, bad SPARQL."""

    exit_code = 2


class NoSuchRow(UsageError, IndexError):
    """An answer has no such row."""


class InputError(PledgeError):
    """An input was refused; `findings` says where and why, all at once."""

    exit_code = 3

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


class EngineError(PledgeError):
    """The query engine failed, or a query passed its deadline or its memory cap."""

    exit_code = 4


def said(value: object, what: str) -> str:
    """The value when it is text or a path; raises `UsageError` else, before anything stumbles over it."""
    import os

    if isinstance(value, str | os.PathLike):
        return str(os.fspath(value))
    raise UsageError(f"{what} is given as text, not as {type(value).__name__}: {value!r:.60}")


def language(lang: str) -> str:
    """The language when labels are written in it; raises `UsageError` else."""
    if lang in ("en", "de"):
        return lang
    raise UsageError(f"there are no labels in the language {lang!r}; use en or de")
