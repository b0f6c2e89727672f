"""The named questions: one `.rq` file each, its header, its parameters, and which one a sentence means."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import NamedNode, QuerySolutions, Store

from pledgegraph import resources
from pledgegraph.answer import Answer, Value, cell
from pledgegraph.errors import UsageError
from pledgegraph.headers import header
from pledgegraph.namespaces import PREFIXES, TYPE, curie, expand
from pledgegraph.rules import SUB_CLASS
from pledgegraph.store import query, uncollected, values

if TYPE_CHECKING:
    from pledgegraph.matching import Index


_KEYS = {"summary", "summary_de", "tags", "scope", "lists", "also"}
CONCEPT = NamedNode(PREFIXES["skos"] + "Concept")
# Answered is what fits this well and by so much better than the next; the better it fits, the less.
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
SURE = ((50.0, 10.0), (65.0, 4.0))


class Question(NamedTuple):
    """A named question: its header and its SPARQL."""

    name: str
    summary: str
    summary_de: str
    tags: tuple[str, ...]
    scope: str
    lists: tuple[str, ...]
    also: tuple[str, ...]
    text: str

    @property
    def parameters(self) -> dict[str, str]:
        """The names of the parameters with their defaults as the query writes them."""
        from pledgegraph.sparql import parameters

        return parameters(self.text)

    def title(self, lang: str) -> str:
        """The question as a sentence in that language."""
        return self.summary_de if lang == "de" else self.summary


def _list(value: str) -> tuple[str, ...]:
    inner = value.removeprefix("[").removesuffix("]")
    return tuple(v.strip() for v in inner.split(",") if v.strip())


def read(path: str) -> Question:
    """The question in a file; raises `PledgeError` where its header is wrong."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    head = header(text, path, _KEYS, {"summary", "summary_de", "tags", "scope"})
    name = os.path.splitext(os.path.basename(path))[0]
    lists = _list(head["lists"]) if "lists" in head else ()
    also = tuple(t.strip() for t in head.get("also", "").split("|") if t.strip())
    return Question(name, head["summary"], head["summary_de"], _list(head["tags"]), head["scope"], lists, also, text)


def every() -> list[Question]:
    """All shipped questions, by name."""
    return sorted((read(path) for path in resources.question_files()), key=lambda question: question.name)


def named(name: str) -> Question | None:
    """The question with exactly that name, or None; reads no other file."""
    path = next((p for p in resources.question_files() if os.path.basename(p) == name + ".rq"), None)
    return read(path) if path else None


def find(text: str) -> Question:
    """The question with that name, or the one that a sentence in English or German means.

    Raises `UsageError` with the nearest candidates where no question is near enough.
    """
    if exact := named(text):
        return exact
    ranked = candidates(DAY.sub(" ", text))
    is_sentence = " " in text.strip()
    best, second = ranked[0][1], ranked[1][1]
    if is_sentence and any(best >= least and best - second >= margin for least, margin in SURE):
        return ranked[0][0]
    listed = "".join(f"\n  {q.name}: {q.summary}" for q, _ in ranked[:3])
    raise UsageError(f"there is no question {text!r}; did you mean one of these?{listed}")


def phrases(question: Question) -> tuple[str, ...]:
    """The sentences that stand for a question."""
    return (question.name.replace("-", " "), question.summary, question.summary_de, *question.also)


@cache
def _indexed() -> tuple[list[Question], Index]:
    """The shipped questions, ready to be compared with a sentence; a run may compare several."""
    from pledgegraph.matching import Index

    found = every()
    return found, Index([phrases(q) for q in found])


def candidates(text: str) -> list[tuple[Question, float]]:
    """The questions with how well (0 to 100) a sentence fits their name or summaries, best first."""
    found, index = _indexed()
    return sorted(zip(found, index.scores(text), strict=True), key=lambda pair: (-pair[1], pair[0].name))


def bound(question: Question, store: Store, given: Mapping[str, str]) -> str:
    """The question's SPARQL with the given parameter values in place; raises `UsageError` for what does not fit."""
    if not given:
        return question.text
    from pledgegraph.sparql import bind

    terms, parameters = {}, question.parameters
    for name, value in given.items():
        if name not in parameters:
            from pledgegraph.spelling import nearest

            near = nearest(name, parameters, 40)
            hint = f"did you mean {near}?" if near else f"it has {', '.join(parameters) or 'none'}"
            raise UsageError(f"{question.name} has no parameter {name!r}; {hint}")
        terms[name] = _term(store, str(value), parameters[name], name)
    return bind(question.text, terms)


@cache
def _kinds() -> dict[str, str]:
    with open(resources.parameters_file(), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip()][1:]
    return {name: expand(kind) or kind for name, kind in rows}


def kind_of(parameter: str) -> str | None:
    """The class that the values of a parameter are of (IRI), or None where they are of a scale, or no things at all."""
    return _kinds().get(parameter)


def fits(store: Store, node: NamedNode, kind: NamedNode, *, classes: bool = True) -> bool:
    """Whether a thing is of a class; with `classes`, also whether it is a class below or above that one."""
    from pledgegraph.things import is_kind, superclasses

    if kind.value == PREFIXES["owl"] + "Class" or (classes and is_kind(store, node)):
        return is_kind(store, node) and (
            kind.value == PREFIXES["owl"] + "Class"
            or node == kind
            or kind in superclasses(store, node)
            or node in superclasses(store, kind)
        )
    return any(k == kind or kind in superclasses(store, k) for k in values(store, node, TYPE) if isinstance(k, NamedNode))


def _term(store: Store, value: str, default: str, name: str) -> str:
    """A parameter value as a SPARQL term of the default's kind."""
    if default.endswith("xsd:date"):
        from pledgegraph.view import check_day

        return f'"{check_day(value)}"^^<{PREFIXES["xsd"]}date>'
    if default[:1] in "\"'":
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        return f'"{escaped}"'
    if default[:1].isdigit():
        if not value.lstrip("-").isdigit():
            raise UsageError(f"{value!r} is no number; write digits")
        return value
    from pledgegraph.things import resolve

    node = resolve(store, value)
    _same_scale(store, expand(default), node)
    if (kind := kind_of(name)) and not fits(store, node, NamedNode(kind)):
        from pledgegraph.things import label

        anything = kind == PREFIXES["owl"] + "Class"
        wanted = "class" if anything else label(store, NamedNode(kind))
        listed = f"'pledge show{'' if anything else ' ' + curie(kind)}' lists them"
        raise UsageError(f"{curie(node.value)} is no {wanted}, as {name} wants; {listed}")
    return str(node)


def _same_scale(store: Store, default: str | None, node: NamedNode) -> None:
    """Raises `UsageError` where a parameter wants a value of a scale, such as a stance, and gets something else."""
    wanted = values(store, NamedNode(default), TYPE) if default else []
    scales = [kind for kind in wanted if CONCEPT in values(store, kind, SUB_CLASS)]
    if scales and not set(scales) & set(values(store, node, TYPE)):
        from pledgegraph.things import label, members

        allowed = ", ".join(curie(m.value) for m in members(store, scales[0]))
        raise UsageError(f"{curie(node.value)} is no {label(store, scales[0])}; use one of {allowed}")


def _rows(question: Question, solutions: object, limit: int | None, offset: int) -> tuple[list[str], list[list[Value]], int]:
    """The columns, the rows of the page, and how many rows there are in all."""
    assert isinstance(solutions, QuerySolutions)
    columns = [variable.value for variable in solutions.variables]
    lists = [i for i, name in enumerate(columns) if name in question.lists]
    rows: list[list[Value]] = []
    total, end = 0, None if limit is None else offset + limit
    for total, solution in enumerate(solutions, 1):
        if total <= offset or (end is not None and total > end):
            continue
        row = [cell(term) for term in solution]
        for i in lists:
            row[i] = tuple(sorted(map(curie, str(row[i] or "").split())))
        rows.append(row)
    return columns, rows, total


def run(question: Question, store: Store, given: Mapping[str, str], limit: int | None = None, offset: int = 0) -> Answer:
    """The answer of a question on a store: one row per solution, list columns sorted; of all rows `limit` after `offset`."""
    if not isinstance(offset, int) or not isinstance(limit, int | None) or offset < 0 or (limit is not None and limit < 1):
        raise UsageError(f"there is no page of {limit} rows after {offset}; a limit is 1 or more, an offset 0 or more")
    text = bound(question, store, given)
    with uncollected():
        columns, rows, total = _rows(question, query(store, text), limit, offset)
    answer = Answer(question.name, columns, rows, store, texts={"en": question.summary, "de": question.summary_de})
    answer.query, answer.total, answer.offset = text, total, offset
    return answer
