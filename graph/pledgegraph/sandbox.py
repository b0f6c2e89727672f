"""Queries that are not ours, run in a child process that can be killed: a deadline, a memory cap, no way out."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from pledgegraph.children import MEMORY, cap, child
from pledgegraph.errors import EngineError, PledgeError, UsageError

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, Store, Triple

    from pledgegraph.knowledge import Knowledge

DEADLINE = 5.0


class Task(NamedTuple):
    """A query and the view it runs on."""

    text: str
    form: str
    facts: tuple[str, ...] = ()
    only: bool = False
    day: str | None = None
    known_on: str | None = None
    without: tuple[str, ...] = ()
    name: str = "query"
    lang: str = "en"
    colour: bool = False
    width: int = 120


def run(task: Task, deadline: float = DEADLINE, memory: int = MEMORY) -> bytes:
    """The serialised result of the query.

    Raises `UsageError` for a bad query and `EngineError` when the deadline (seconds) or the memory cap (bytes) is passed.
    """
    # After the line with the task comes what the child shall find on its standard input: facts, where - names them.
    return _child(task._asdict(), sys.stdin.buffer.read() if "-" in task.facts else b"", deadline, memory)


def solve(store: Store, text: str, name: str, deadline: float, memory: int = MEMORY) -> QuerySolutions | QueryBoolean | list[Triple]:
    """The result of the query on a copy of the store, statements for one that constructs them; raises as `run` does."""
    from pyoxigraph import DefaultGraph, QueryResultsFormat, RdfFormat, parse, parse_query_results

    view = store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    form, _, result = _child({"text": text, "name": name}, view or b"", deadline, memory).partition(b"\n")
    if form == b"nt":
        return [quad.triple for quad in parse(result, RdfFormat.N_TRIPLES)]
    return parse_query_results(result, format=QueryResultsFormat.JSON)


def _child(task: dict[str, Any], data: bytes, deadline: float, memory: int) -> bytes:
    data = json.dumps(task).encode() + b"\n" + data
    code, out, err = child("pledgegraph.sandbox", [str(memory)], data, deadline)
    if code is None:
        raise EngineError(f"limit.time: the query did not end within {deadline:g} s; narrow it or raise --timeout")
    if code == 0:
        return out
    message = err.decode("utf-8", "replace").rpartition("\0")[2].strip()
    if code in (2, 3, 4) and b"\0" in err:
        error = UsageError(message) if code == 2 else PledgeError(message)
        error.exit_code = code
        raise error
    if code == -signal.SIGSEGV:
        raise EngineError("limit.depth: the query took the engine down; flatten it")
    raise EngineError(f"limit.memory: the query needed more than {memory >> 20} MiB and was stopped; narrow it")


def _main() -> None:
    task = json.loads(sys.stdin.buffer.readline())
    cap(int(sys.argv[1]))
    try:
        data = _answer(task) if "form" in task else _solve(task["text"], task["name"])
    except PledgeError as error:
        sys.stderr.write("\0" + str(error))
        sys.stderr.flush()
        os._exit(error.exit_code)
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
    os._exit(0)


def _solve(text: str, name: str) -> bytes:
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, parse, serialize

    from pledgegraph.store import new_store, query, query_failed

    store = new_store(parse(sys.stdin.buffer.read(), RdfFormat.N_TRIPLES))
    result = query(store, text, name)
    try:
        if isinstance(result, QueryTriples):
            return b"nt\n" + (serialize(result, format=RdfFormat.N_TRIPLES) or b"")
        return b"json\n" + (result.serialize(format=QueryResultsFormat.JSON) or b"")
    except RuntimeError as error:
        raise query_failed(error, text, name) from None


def _answer(task: dict[str, Any]) -> bytes:
    from pyoxigraph import Quad, QuerySolutions, QueryTriples

    from pledgegraph.export import dump
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.record import Record
    from pledgegraph.sparql import guard
    from pledgegraph.store import query, query_failed

    text = task["text"]
    guard(text, task["name"])
    record = Record.load(task["facts"], only=task["only"])
    kg = Knowledge(record, task["day"], task["known_on"], task["without"])
    try:
        result = query(kg.store, text, task["name"])
        if isinstance(result, QueryTriples):
            return dump([Quad(t.subject, t.predicate, t.object) for t in result], graph_form(task["form"]))
        if task["form"] == "table":
            return _table(kg, result, task).encode()
        return result.serialize(format=result_format(task["form"], boolean=not isinstance(result, QuerySolutions))) or b""
    except RuntimeError as error:
        raise query_failed(error, text, task["name"]) from None


def _table(kg: Knowledge, result: QuerySolutions | QueryBoolean, task: dict[str, Any]) -> str:
    from pyoxigraph import QuerySolutions

    from pledgegraph.answer import Answer, cell
    from pledgegraph.tables import terminal

    if not isinstance(result, QuerySolutions):
        return "true\n" if result else "false\n"
    columns = [v.value for v in result.variables]
    rows = [[cell(solution[c]) for c in columns] for solution in result]
    answer = Answer("sparql", columns, rows, kg.store, day=kg.day, lang=task["lang"])
    return terminal(answer, colour=task["colour"], width=task["width"])


def graph_form(form: str) -> str:
    """The graph format that a result format stands for when the query constructs a graph."""
    return {"table": "turtle", "json": "jsonld", "xml": "rdfxml"}.get(form, form)


def result_format(form: str, *, boolean: bool) -> Any:
    """The engine's name for a W3C result format."""
    from pyoxigraph import QueryResultsFormat

    forms = {"json": QueryResultsFormat.JSON, "table": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
    forms |= {"csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
    if form not in forms:
        raise UsageError(f"a SELECT or ASK has no form {form!r}; use table, csv, tsv, json or xml")
    if boolean and form == "csv":
        return QueryResultsFormat.TSV
    return forms[form]


if __name__ == "__main__":
    _main()
