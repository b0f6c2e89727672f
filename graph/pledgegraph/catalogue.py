"""The questions as a page to read: by tag, each with its parameters, its columns and a command to try."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, QuerySolutions, Store

from pledgegraph.errors import UsageError
from pledgegraph.namespaces import PREFIXES, TYPE, expand
from pledgegraph.questions import CONCEPT, Question, every
from pledgegraph.rules import EQUIVALENT, SUB_CLASS
from pledgegraph.store import query, values
from pledgegraph.things import is_kind, label

_HEAD = """# The questions

Written by `make docs` from the files in [queries/](../queries); change those, not this page.

{count} questions, by what they are about. `pledge ask NAME` answers one, and so does a sentence that means it; `-p name=value` sets a
parameter, by id or by label. What a *view* answers stood on a day (`--as-of`); what the *record* answers spans
all days up to it. `--known-on` and `--without` leave the same out of both.
A parameter that is a kind stands for all that are of it: `pg:Claim` for every claim.
"""


def by_tag(tag: str | None = None) -> dict[str, list[Question]]:
    """The questions under their first tag, or under one tag those that bear it; raises `UsageError` where none does."""
    found: dict[str, list[Question]] = {}
    for question in every():
        for name in [question.tags[0]] if tag is None else [t for t in question.tags if t == tag]:
            found.setdefault(name, []).append(question)
    if tag is not None and not found:
        from pledgegraph.spelling import nearest

        tags = sorted({t for question in every() for t in question.tags})
        near = nearest(tag, tags)
        raise UsageError(f"no question has the tag {tag!r}; " + (f"did you mean {near}?" if near else f"use one of {', '.join(tags)}"))
    return dict(sorted(found.items()))


def columns(question: Question) -> list[str]:
    """The columns of a question's answer."""
    solutions = query(Store(), question.text)
    assert isinstance(solutions, QuerySolutions)
    return [variable.value for variable in solutions.variables]


def listing(lang: str = "en", tag: str | None = None) -> str:
    """The names and sentences of the questions, under their tags, for a terminal."""
    groups = by_tag(tag)
    longest = max(len(q.name) for questions in groups.values() for q in questions)
    blocks = ("".join(f"  {q.name:{longest}}  {q.title(lang)}\n" for q in questions) for questions in groups.values())
    return "\n".join(f"{name}\n{block}" for name, block in zip(groups, blocks, strict=True))


def kind_of(store: Store, default: str) -> str:
    """What a parameter with that default takes, in words."""
    if default.endswith("xsd:date"):
        return "a day"
    if default[:1] in "\"'":
        return "a text"
    if default[:1].isdigit():
        return "a number"
    node = NamedNode(expand(default) or "")
    if is_kind(store, node):
        return f"a kind, {label(store, node)} or below it"
    kinds = [k for k in values(store, node, TYPE) if k.value.startswith(PREFIXES["pg"])]
    if scales := sorted(label(store, k) for k in kinds if CONCEPT in values(store, k, SUB_CLASS)):
        return f"a value of the scale {scales[0]}"
    defined = {k for k in kinds if values(store, k, EQUIVALENT)}
    above = {parent for k in kinds for parent in values(store, k, SUB_CLASS)}
    return f"a thing ({' and '.join(sorted(label(store, k) for k in set(kinds) - defined - above))})"


def markdown(store: Store) -> str:
    """The page of all questions; `store` is a view, which knows of what kind a default is."""
    groups = by_tag()
    lines = [_HEAD.format(count=sum(map(len, groups.values())))]
    for tag, questions in groups.items():
        lines.append(f"## {tag}\n")
        for question in questions:
            lines += _entry(question, store)
    return "\n".join(lines)


def _entry(question: Question, store: Store) -> Iterable[str]:
    yield f"### {question.name}\n"
    yield f"{question.summary}  \n*{question.summary_de}*\n"
    yield f"- {', '.join(question.tags)} · asks the {question.scope}"
    for name, default in question.parameters.items():
        yield f"- `{name}`: {kind_of(store, default)}; `{default}` if not given"
    yield f"- columns: {', '.join(f'`{c}`' for c in columns(question))}\n"
    given = "".join(f" -p {name}={_written(default)}" for name, default in question.parameters.items())
    yield f"```sh\npledge ask {question.name}{given}\n```\n"


def _written(default: str) -> str:
    """A default as the command line takes it."""
    import shlex

    text = default[1 : default.rfind(default[0])] if default[:1] in "\"'" else default
    return shlex.quote(text)
