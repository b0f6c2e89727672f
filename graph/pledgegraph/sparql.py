"""What we do to query text: swap a parameter row, and refuse what a read-only graph must not run. By tokens."""

from __future__ import annotations

from collections.abc import Mapping

from pledgegraph.errors import UsageError
from pledgegraph.tokens import Token, place, tokens

MAX_DEPTH = 64
_OPEN, _CLOSE = "({[", ")}]"
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
_READS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


class Row:
    """One parameter row: `VALUES (?a ?b) { (id:x "y") }` under the line `# parameters`."""

    def __init__(self, names: list[str], defaults: list[str], start: int, end: int) -> None:
        self.names, self.defaults = names, defaults
        self.start, self.end = start, end  # of the inner row, brackets included


def _row(ts: list[Token], at: int) -> Row:
    def expect(index: int, text: str) -> int:
        if index >= len(ts) or ts[index].text.upper() != text:
            raise UsageError("a '# parameters' line must be followed by VALUES (?name …) { (default …) }")
        return index + 1

    at = expect(expect(at, "VALUES"), "(")
    names = []
    while at < len(ts) and ts[at].kind == "variable":
        names.append(ts[at].text[1:])
        at += 1
    at = expect(expect(expect(at, ")"), "{"), "(")
    start, terms = ts[at - 1].start, list[str]()
    while at < len(ts) and ts[at].text != ")":
        glue = bool(terms) and (ts[at].kind == "tag" or ts[at].text == "^^" or terms[-1].endswith("^^"))
        if glue:
            terms[-1] += ts[at].text
        else:
            terms.append(ts[at].text)
        at += 1
    end = expect(at, ")")
    expect(end, "}")
    if len(terms) != len(names):
        raise UsageError(f"a parameter row has {len(names)} names and {len(terms)} defaults")
    return Row(names, terms, start, ts[end - 1].end)


def parameters(text: str) -> dict[str, str]:
    """The parameters of a query with the terms that they are bound to."""
    return {n: d for row in parameter_rows(text) for n, d in zip(row.names, row.defaults, strict=True)}


def parameter_rows(text: str) -> list[Row]:
    """The parameter rows of a query in the order of the text; none where it has no parameters."""
    every = list(tokens(text))
    code = [t for t in every if t.kind != "comment"]
    rows = []
    for comment in every:
        if comment.kind == "comment" and comment.text.lstrip("#").strip() == "parameters":
            after = next((i for i, t in enumerate(code) if t.start > comment.start), len(code))
            rows.append(_row(code, after))
    return rows


def bind(text: str, given: Mapping[str, str]) -> str:
    """The query with each parameter row holding the given serialised terms, its defaults where none is given."""
    for row in reversed(parameter_rows(text)):
        terms = " ".join(given.get(name, default) for name, default in zip(row.names, row.defaults, strict=True))
        text = f"{text[: row.start]}({terms}){text[row.end :]}"
    return text


def guard(text: str, name: str = "query") -> None:
    """Refuses what must not reach the engine: updates, SERVICE, and nesting that could take the process down."""
    depth, run, form, previous = 0, 0, "", ""
    for token in tokens(text):
        if token.kind == "comment":
            continue
        word = token.text.upper()
        # A run of prefix operators nests as deep as brackets do, though it shows none.
        run = run + 1 if word in ("!", "-", "+", "^", "^^", "<") else 0
        depth += (word in _OPEN) - (word in _CLOSE)
        if max(depth, run) > MAX_DEPTH:
            raise _refused(text, token, name, "limit.depth", f"nests deeper than {MAX_DEPTH}", "flatten the query")
        if token.kind == "word" and previous != "AS":
            if word == "SERVICE":
                raise _refused(text, token, name, "net.service", "SERVICE is not allowed", "query the local graph")
            if word in _READS:
                form = form or word
            if word in _UPDATES and not form:
                raise _refused(
                    text, token, name, "readonly", f"{word} would change the graph", "write a SELECT, ASK, CONSTRUCT or DESCRIBE"
                )
        previous = word


def _refused(text: str, token: Token, name: str, rule: str, what: str, fix: str) -> UsageError:
    line, column = place(text, token.start)
    return UsageError(f"{name}:{line}:{column}: {rule}: {what}; {fix}")
