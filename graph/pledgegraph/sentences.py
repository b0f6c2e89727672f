"""Sentences on the line of a magic: a question mark at the end belongs to the question, where IPython would ask for help."""

from __future__ import annotations

from collections.abc import Sequence
from tokenize import DEDENT, INDENT, TokenInfo

from IPython.core.inputtransformer2 import TokenTransformBase

MAGICS = ("ask", "pledge")


class Sentence(TokenTransformBase):
    """A line such as `%ask Who spoke?` or `answer = %ask Who spoke?`; `%ask?` has no sentence and stays a call for help."""

    priority = 1  # before IPython's own help, which would take the last word for a name

    def __init__(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        super().__init__(start)  # type: ignore[no-untyped-call]
        self.end_line, self.end_col = end[0] - 1, end[1]

    @classmethod
    def find(cls, tokens_by_line: Sequence[Sequence[TokenInfo]]) -> Sentence | None:
        """The first such line of a cell. What stands in a text or in another cell's magic is no token of its own."""
        for line in tokens_by_line:
            code = [t for t in line[:-1] if t.type not in (INDENT, DEDENT)]
            # A blank after the mark is what IPython leaves alone, so such a line needs nothing.
            if len(code) > 3 and code[-1].string == "?" and line[-1].start == code[-1].end and _asks(code):
                return cls(code[0].start, code[-1].end)
        return None

    def transform(self, lines: list[str]) -> list[str]:
        """The lines with a blank after the mark, so that the magic gets the line whole."""
        line = lines[self.end_line]
        return [*lines[: self.end_line], f"{line[: self.end_col]} {line[self.end_col :]}", *lines[self.end_line + 1 :]]


def _asks(code: Sequence[TokenInfo]) -> bool:
    """Whether a line is one of our magics, kept in a variable or not, with a word before the mark."""
    at = next((i for i, token in enumerate(code) if token.string == "%"), len(code))
    kept = at == 0 or code[at - 1].string == "="
    return kept and len(code) > at + 3 and code[at + 1].string in MAGICS and code[at + 2].string != "?"
