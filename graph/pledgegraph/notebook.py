"""The magics of a notebook: `%ask`, `%%sparql` and `%pledge`, with completion."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from pledgegraph.errors import UsageError, language

if TYPE_CHECKING:
    from pledgegraph.answer import Answer
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.picture import Picture

_WORD = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_GIVEN = re.compile(r"[A-Za-z_]\w*=")
_VIEW = ("--as-of", "--known-on", "--without")
# The options of each magic; those in `_MANY` may be repeated, those in `_BARE` take no value.
OPTIONS = {
    "ask": (*_VIEW, "--lang", "--limit", "--offset"),
    "sparql": (*_VIEW, "--lang", "--limit", "--into", "--timeout"),
    "pledge": ("--facts", "--only", *_VIEW, "--lang"),
}
_MANY, _BARE = {"--facts", "--without"}, {"--only"}
NAME = "kg"


class Request(NamedTuple):
    """What a line asks for: its words, its parameters, its options."""

    words: list[str]
    given: dict[str, str]
    options: dict[str, list[str]]

    def one(self, option: str) -> str | None:
        """The value of an option that may be given once."""
        return self.options[option][-1] if option in self.options else None


def split(line: str) -> list[str]:
    """The words of a line; double quotes keep together what has blanks."""
    return [word.replace('"', "") for word in _WORD.findall(line)]


def read(line: str, magic: str) -> Request:
    """The line of a magic taken apart; raises `UsageError` for what the magic does not know."""
    if line.count('"') % 2:
        raise UsageError(f'a quotation mark is not closed in: {line.strip()}\n  close it with another "')
    words, options = split(line), dict[str, list[str]]()
    rest: list[str] = []
    while words:
        word = words.pop(0)
        if not word.startswith("--"):
            rest.append(word)
            continue
        option, equals, value = word.partition("=")
        if option not in OPTIONS[magic]:
            raise _unknown(option, magic)
        if option in _BARE:
            options[option] = []
            continue
        if not equals:
            if not words or words[0].startswith("--"):
                raise UsageError(f"{option} has no value; write {option} VALUE")
            value = words.pop(0)
        if option in options and option not in _MANY:
            raise UsageError(f"{option} is given twice; leave one out")
        options.setdefault(option, []).append(value)
    given = dict[str, str]()
    for word in rest:
        if _GIVEN.match(word):
            name, _, value = word.partition("=")
            if name in given:
                raise UsageError(f"{name} is given twice; leave one out")
            given[name] = value
    return Request([w for w in rest if not _GIVEN.match(w)], given, options)


def _unknown(option: str, magic: str) -> UsageError:
    from pledgegraph.spelling import nearest

    near = nearest(option, OPTIONS[magic])
    hint = f"did you mean {near}?" if near else f"it has {', '.join(OPTIONS[magic])}"
    return UsageError(f"%{magic} has no option {option}; {hint}")


class Notebook:
    """The magics of one running shell."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.lang = "en"

    @cached_property
    def _shipped(self) -> Knowledge:
        from pledgegraph import load

        return load()

    def graph(self, request: Request | None = None) -> Knowledge:
        """The graph that the magics ask: the variable `kg` where it is one, else the shipped record; on the day a line names."""
        from pledgegraph.knowledge import Knowledge

        found = self.shell.user_ns.get(NAME)
        kg = found if isinstance(found, Knowledge) else self._shipped
        if request is None or not any(option in request.options for option in _VIEW):
            return kg
        return kg.at(request.one("--as-of"), known_on=request.one("--known-on"), without=request.options.get("--without"))

    def _lang(self, request: Request) -> str:
        return language(request.one("--lang") or self.lang)

    def ask(self, line: str) -> Answer:
        """Answer a question: %ask QUESTION [name=value …] [--as-of DAY] [--known-on DAY] [--without X] [--lang de] [--limit N] [--offset N]

        QUESTION is a name or a sentence in English or German; without one, the questions are listed. Tab completes names,
        parameters and values; double quotes keep a value with blanks together, and {python} is put in. The variable `kg` is
        asked where it holds a graph, else the shipped record. `answer = %ask …` keeps the answer.
        """
        request = read(line, "ask")
        kg, lang = self.graph(request), self._lang(request)
        limit, offset = _count(request.one("--limit"), "--limit"), _count(request.one("--offset"), "--offset")
        if not any(word.strip("?") for word in request.words):
            if request.given:
                raise UsageError("there is no question before the parameters; %ask alone lists the questions")
            return _questions(kg, lang)
        for name in request.given.keys() & {"self", "question", "lang", "limit", "offset"}:
            raise UsageError(f"no question has a parameter {name!r}; an option is written --{name} {request.given[name]}")
        # A name with a question mark is still that name.
        return kg.ask(" ".join(request.words).rstrip(" ?"), lang=lang, limit=limit, offset=offset or 0, **request.given)

    def sparql(self, line: str, cell: str) -> Answer | Picture | bool | None:
        """Run the cell as SPARQL: %%sparql [--as-of DAY] [--known-on DAY] [--without X] [--lang de] [--limit N] [--into NAME] [--timeout S]

        SELECT shows a table, CONSTRUCT and DESCRIBE a picture whose `.graph` is the rdflib Graph, ASK a truth value. `--into`
        keeps the result in a variable instead of showing it. The prefixes id:, pg:, skos: … need no declaration. A query that
        needs more than 10 seconds, or `--timeout`, or too much memory, is stopped, and the notebook goes on.
        """
        from pledgegraph.answer import Answer
        from pledgegraph.sketch import sketch

        request = read(line, "sparql")
        if request.words or request.given:
            raise UsageError(
                f"%%sparql takes options only, not {' '.join([*request.words, *request.given])!r}; the query stands in the cell"
            )
        kg, lang, limit, into = self.graph(request), self._lang(request), _count(request.one("--limit"), "--limit"), request.one("--into")
        if into is not None and not into.isidentifier():
            raise UsageError(f"{into!r} cannot name a variable; write --into NAME")
        result = kg.sparql(cell, "cell", lang=lang, timeout=_seconds(request.one("--timeout")))
        if isinstance(result, Answer):
            shown: Answer | Picture | bool = result if limit is None else result.head(limit)
        else:
            shown = result if isinstance(result, bool) else sketch(result, kg.store, lang)
        if into is None:
            return shown
        self.shell.user_ns[into] = shown
        return None

    def pledge(self, line: str) -> Knowledge | Answer:
        """Say which graph the magics ask: %pledge [--facts PATH]… [--only] [--as-of DAY] [--known-on DAY] [--without X]… [--lang de]

        Makes the variable `kg` that graph; without options, the shipped record on its newest day. `--lang` is the language of
        what later magics show. `%pledge ask …` is `%ask …`, as on the command line.
        """
        from pledgegraph import load

        first, _, rest = line.strip().partition(" ")
        if first == "ask":
            return self.ask(rest)
        request = read(line, "pledge")
        if request.words or request.given:
            raise UsageError(f"%pledge takes options only, not {' '.join([*request.words, *request.given])!r}")
        lang, facts = self._lang(request), request.options.get("--facts", [])
        if "--only" in request.options and not facts:
            raise UsageError("--only leaves nothing to ask; name your own facts with --facts PATH")
        kg = load(facts, only="--only" in request.options) if facts else self._shipped
        kg = kg.at(request.one("--as-of"), known_on=request.one("--known-on"), without=request.options.get("--without", []))
        _ = kg.store  # what cannot be seen is refused here, not in a later cell
        self.lang = lang if "--lang" in request.options else "en"
        self.shell.user_ns[NAME] = kg
        return kg

    def complete(self, context: Any) -> dict[str, Any]:
        """What may come next on the line of a magic, for IPython's completer."""
        from IPython.core.completer import SimpleCompletion

        from pledgegraph.completion import suggest
        from pledgegraph.errors import PledgeError

        try:
            fragment, found = suggest(context.text_until_cursor, context.full_text, self.graph)
        except PledgeError:
            fragment, found = "", []
        completions = [SimpleCompletion(text=text, type=kind) for text, kind in found]
        return {"completions": completions, "matched_fragment": fragment, "suppress": bool(found)}


def _count(text: str | None, option: str) -> int | None:
    if text is None or (text.isascii() and text.isdigit() and len(text) < 10):
        return None if text is None else int(text)
    raise UsageError(f"{text!r} is no number of rows; write {option} N")


def _seconds(text: str | None) -> float:
    try:
        return 10.0 if text is None else float(text)
    except ValueError:
        raise UsageError(f"{text!r} is no time limit; write --timeout SECONDS") from None


def _questions(kg: Knowledge, lang: str) -> Answer:
    from pledgegraph.answer import Answer

    rows = [(q.name, q.title(lang), ", ".join(q.parameters)) for q in kg.questions()]
    answer = Answer("questions", ["name", "question", "parameters"], rows, kg.store, day=kg.day, lang=lang)
    return answer


_MAGICS = (("ask", "line"), ("pledge", "line"), ("sparql", "cell"))


def load(shell: Any) -> None:
    """Adds the magics and their completion to a running IPython."""
    from IPython.core.completer import completion_matcher

    from pledgegraph.sentences import Sentence

    unload(shell)
    notebook = Notebook(shell)
    for name, kind in _MAGICS:
        shell.register_magic_function(getattr(notebook, name), kind, name)

    # Before IPython's own matchers, which know nothing of questions.
    @completion_matcher(identifier="pledgegraph", priority=200, api_version=2)  # type: ignore[untyped-decorator]
    def complete(context: Any) -> dict[str, Any]:
        return notebook.complete(context)

    shell.Completer.custom_matchers.append(complete)
    shell.input_transformer_manager.token_transformers.append(Sentence)


def unload(shell: Any) -> None:
    """Takes them away again."""
    for name, kind in _MAGICS:
        shell.magics_manager.magics[kind].pop(name, None)
    matchers = shell.Completer.custom_matchers
    matchers[:] = [m for m in matchers if getattr(m, "matcher_identifier", "") != "pledgegraph"]
    transformers = shell.input_transformer_manager.token_transformers
    # By name, since a reloaded package has another class of that name.
    transformers[:] = [t for t in transformers if t.__module__ != "pledgegraph.sentences"]
