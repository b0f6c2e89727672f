"""The `pledge` command: it parses, calls one function of the library, and prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pledgegraph import __version__
from pledgegraph.errors import PledgeError, UsageError

if TYPE_CHECKING:
    from pledgegraph.answer import Answer
    from pledgegraph.knowledge import Knowledge

F = TypeVar("F", bound=Callable[..., Any])

_VIEW_OPTIONS = (
    click.option(
        "--facts", multiple=True, metavar="PATH", help="Your own facts (file or folder) beside the shipped ones; may be repeated."
    ),
    click.option("--only", is_flag=True, help="Leave the shipped record out; use --facts alone."),
    click.option("--as-of", metavar="DAY", help="See the graph as of a day (YYYY-MM-DD), by what had been said or had happened."),
    click.option("--known-on", metavar="DAY", help="Count only what had been published by that day."),
    click.option(
        "--without",
        multiple=True,
        metavar="X",
        help="Leave out reports of an article, a person, or of a mode, source kind or tense; may be repeated.",
    ),
)
_OUTPUT = click.option("-o", "--output", metavar="FILE", help="Write to FILE, only on success; - is standard output.")
_LANG = click.option("--lang", type=click.Choice(["en", "de"]), default="en", show_default=True, help="The language of labels and gists.")


def _on_view(command: F) -> F:
    for option in reversed(_VIEW_OPTIONS):
        command = option(command)
    return command


def _knowledge(options: dict[str, Any]) -> Knowledge:
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.record import Record

    if options["only"] and not options["facts"]:
        raise UsageError("--only leaves nothing to ask; name your own facts with --facts PATH")
    record = Record.load(options["facts"], only=options["only"])
    return Knowledge(record, options["as_of"], options["known_on"], options["without"])


def _write(data: str | bytes, output: str | None) -> None:
    raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    if output and output != "-":
        target = os.path.realpath(output)
        # What is no file, such as /dev/null or a pipe, is written to; to put a file in its place would take it away.
        special = os.path.exists(target) and not os.path.isfile(target)
        temporary = target if special else f"{target}.{os.getpid()}.part"
        try:
            with open(temporary, "wb") as file:
                file.write(raw)
            if not special:
                os.replace(temporary, target)
        except OSError as error:
            if not special and os.path.exists(temporary):
                os.unlink(temporary)
            raise UsageError(f"{output}: cannot be written: {error.strerror}; choose another file") from None
        return
    sys.stdout.buffer.write(raw)
    sys.stdout.flush()


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _busy(text: str) -> AbstractContextManager[object]:
    """A sign on the terminal, where there is one, that something longer is going on."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text)


class _Pledge(click.Group):
    """A group whose library errors become one clear message and their exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except PledgeError as error:
            click.echo(f"pledge: {error}", err=True)
            sys.exit(error.exit_code)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from pledgegraph.spelling import nearest

            near = nearest(args[0], self.list_commands(ctx), 50)
            raise UsageError(f"there is no command {args[0]!r}; " + (f"did you mean {near}?" if near else "see 'pledge --help'"))
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from pledgegraph import load

        click.echo(f"pledge {__version__}, record of {load().day}")
        ctx.exit()


_LIMITS = (
    "The record rests on five German-language articles of September 2025 and January 2026; docs/limits.md says what it "
    "cannot show and how to report a coding error."
)


@click.group(cls=_Pledge, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_LIMITS)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="The version and the record's day.")
def main() -> None:
    """Ask who promised what for Ukraine's security, how firmly, on which condition, and who says so."""


@main.command()
@click.argument("question", required=False)
@click.option("-p", "--param", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the question; may be repeated.")
@click.option("--show", is_flag=True, help="Print the question's text, parameters and SPARQL instead of asking it.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["table", "csv", "tsv", "json", "jsonl", "md"]), default="table", show_default=True
)
@_OUTPUT
@_LANG
@_on_view
def ask(question: str | None, param: tuple[str, ...], show: bool, form: str, output: str | None, lang: str, **options: Any) -> None:
    """Answer a named QUESTION, or the one a sentence in English or German means; without one, list them."""
    from pledgegraph import questions

    if question is None:
        width = max(len(q.name) for q in questions.every())
        _write("".join(f"{q.name:{width}}  {q.title(lang)}\n" for q in questions.every()), output)
        return
    found = questions.find(question)
    if show:
        defaults = "".join(f"  {name} = {default}\n" for name, default in found.parameters.items())
        _write(f"{found.name}: {found.title(lang)}\nparameters:\n{defaults or '  none' + chr(10)}\n{found.text}", output)
        return
    if question != found.name:
        click.echo(f"{found.name}: {found.title(lang)}", err=True)
    kg, given = _knowledge(options), _parameters(param)
    answer = kg.ask(found.name, lang=lang, **given)
    if options["without"]:
        whole = kg.at(options["as_of"], known_on=options["known_on"]).ask(found.name, lang=lang, **given)
        click.echo(_rests_on(answer, whole), err=True)
    if form == "table":
        from pledgegraph.tables import terminal

        colour = _colour() and not output
        _write(terminal(answer, colour=colour, width=_width()), output)
        return
    from pledgegraph.tables import render

    _write(render(answer, form), output)


def _rests_on(answer: Answer, whole: Answer) -> str:
    """What leaving reports out changes: the rows that went, and those that came back."""
    went, came = answer.beside(whole)
    if not went and not came:
        return "nothing in this answer rests on what was left out"
    lines = [f"{mark} {answer.in_words(row)}" for mark, rows in (("went:", went), ("came back:", came)) for row in rows]
    return "\n".join(lines)


def _width() -> int:
    import shutil

    return max(60, shutil.get_terminal_size((120, 40)).columns)


def _parameters(given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"-p {text!r} has no value; write -p name=value")
        pairs[name] = value
    return pairs


@main.command()
@click.argument("file", required=False, default="-")
@click.option("-q", "--query", help="The query as text, instead of a file.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "turtle", "nt", "jsonld", "rdfxml"]),
    default="table",
    show_default=True,
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 86400),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop the query after that long.",
)
@_OUTPUT
@_LANG
@_on_view
def sparql(file: str, query: str | None, form: str, timeout: float, output: str | None, lang: str, **options: Any) -> None:
    """Run SPARQL as given from FILE or standard input (SELECT, ASK, CONSTRUCT or DESCRIBE; read-only)."""
    from pledgegraph import sandbox

    name = "query" if query is not None or file == "-" else file
    text = query if query is not None else _read_query(file)
    if "-" in options["facts"] and file == "-" and query is None:
        raise UsageError("the query and the facts cannot both come from standard input; give one of them a file")
    task = sandbox.Task(
        text,
        form,
        facts=options["facts"],
        only=options["only"],
        day=options["as_of"],
        known_on=options["known_on"],
        without=options["without"],
        name=name,
        lang=lang,
        colour=_colour() and not output,
        width=_width(),
    )
    with _busy("asking …"):
        data = sandbox.run(task, timeout)
    _write(data, output)


_MAX_QUERY = 1 << 20


def _read_query(file: str) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(_MAX_QUERY + 1)
        else:
            with open(file, "rb") as source:
                data = source.read(_MAX_QUERY + 1)
        if len(data) > _MAX_QUERY:
            raise UsageError(f"{file}:1:1: limit.size: the query is over {_MAX_QUERY >> 20} MiB; shorten it")
        return data.decode("utf-8-sig")
    except OSError as error:
        from pledgegraph.errors import Finding, InputError

        raise InputError([Finding(file, 1, 1, "file.missing", error.strerror or "unreadable", "name a file with a query")]) from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}:1:1: enc.utf8: the query is not UTF-8; save it as UTF-8") from None


@main.command()
@click.argument("thing", required=False)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_OUTPUT
@_LANG
@_on_view
def show(thing: str | None, form: str, output: str | None, lang: str, **options: Any) -> None:
    """Show everything known of a THING (id, label or alias) or the members of a KIND; without one, the kinds."""
    from pledgegraph import things
    from pledgegraph.namespaces import curie
    from pledgegraph.show import card, card_text

    store = _knowledge(options).store
    node = things.resolve(store, thing) if thing else None
    if node is None:
        rows = [{"kind": curie(k.node.value), "label": things.label(store, k.node, lang), "count": k.members} for k in things.kinds(store)]
        text = "".join(f"{r['count']:6}  {r['kind']}  {r['label']}\n" for r in rows)
    elif things.is_kind(store, node):
        rows = [{"id": curie(m.value), "label": things.label(store, m, lang)} for m in things.members(store, node)]
        text = "".join(f"{r['id']}  {r['label']}\n" for r in rows)
    else:
        shown = card(store, curie(node.value), lang)
        rows = shown._asdict()  # type: ignore[assignment]
        text = card_text(store, shown, lang)
    _write(_json(rows) if form == "json" else text, output)


@main.command()
@click.argument("claim")
@click.option("--articles", metavar="DIR", help="A folder with the article texts; then the passages are shown and verified.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_OUTPUT
@_LANG
@_on_view
def why(claim: str, articles: str | None, form: str, output: str | None, lang: str, **options: Any) -> None:
    """Show the chain of evidence of a CLAIM: speaker, relay, outlet, paragraph, passage."""
    from pledgegraph.evidence import chain_text

    kg = _knowledge(options)
    chain = kg.why(claim, lang=lang, articles=articles)
    if form == "json":
        _write(_json({**chain._asdict(), "says": dict(chain.says), "links": [link._asdict() for link in chain.links]}), output)
    else:
        _write(chain_text(kg.store, chain, lang), output)


def _json(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


@main.command()
@click.option(
    "-f", "--format", "form", type=click.Choice(["turtle", "trig", "nt", "nq", "jsonld", "rdfxml"]), default="turtle", show_default=True
)
@click.option("--view", is_flag=True, help="The view of a day, inferred, instead of the whole record.")
@_OUTPUT
@_on_view
def export(form: str, view: bool, output: str | None, **options: Any) -> None:
    """Export the record (every claim ever made), or with --view the graph of a day with what follows from it."""
    if not view and (options["as_of"] or options["known_on"] or options["without"]):
        raise UsageError("--as-of, --known-on and --without cut a view; add --view to export it")
    _write(_knowledge(options).export(form, view=view), output)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--check", is_flag=True, help="Change nothing; name the files that differ and exit with 1 if there are any.")
@click.pass_context
def fmt(ctx: click.Context, paths: tuple[str, ...], check: bool) -> None:
    """Lay out Turtle files and folders one way; - lays standard input out on standard output.

    Comments stay, those at the end of a line move above it; blocks keep their order, predicates get a fixed one. No triple and no
    spelling changes. A file that is malformed is refused, and then none is written.
    """
    from pledgegraph import fmt as layouts

    if "-" in paths:
        if check or len(paths) > 1:
            raise UsageError("- lays standard input out on standard output; give it alone and without --check")
        _write(layouts.layout(sys.stdin.buffer.read()), None)
        return
    if check:
        differ = [str(laid.finding()) for laid in layouts.lay_out(paths) if laid.differs]
        click.echo("".join(f"{line}\n" for line in differ), nl=False, err=True)
        ctx.exit(1 if differ else 0)
    for name in layouts.fmt(paths):
        click.echo(f"laid out {name}", err=True)


@main.command()
@click.argument("article")
@click.argument("passage")
@click.option("--articles", metavar="DIR", help="The folder with the article texts, where ARTICLE is an id.")
@click.option("--paragraph", type=click.IntRange(min=1), metavar="N", help="Take the place in paragraph N (non-empty lines from 1).")
@click.option("--claim", metavar="SLUG", help="The claim that the report is for; its id ends the report's.")
@click.option("--facts", multiple=True, metavar="PATH", help="Your own facts, so that ids in them are not given twice; may be repeated.")
@_OUTPUT
def cite(
    article: str, passage: str, articles: str | None, paragraph: int | None, claim: str | None, facts: tuple[str, ...], output: str | None
) -> None:
    """Print the Turtle of a report for a PASSAGE of an ARTICLE (id, its 8 hex digits, or a file); - reads the passage.

    What only a reader can decide is TODO, with the choices above it; facts with a TODO are refused until it is filled. For an
    article that the record does not know, prefixes and the article come first: the start of a new file.
    """
    from pledgegraph import cite as citing

    if passage == "-":
        passage = sys.stdin.buffer.read().decode("utf-8", "replace")
    found = citing.cite(article, passage, articles, paragraph=paragraph, claim=claim, facts=facts)
    _write(found.turtle, output)
    click.echo(f"{found.report} points at {found.article} {found.passage}", err=True)


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--articles", metavar="DIR", help="A folder with the article texts; then every pointer into them is verified.")
@click.option(
    "--reasoner", type=click.Choice(["none", "hermit"]), default="none", show_default=True, help="Look for contradictions with it too."
)
@click.option(
    "--fail-on", type=click.Choice(["info", "warning", "error"]), default="error", show_default=True, help="The lowest level that fails."
)
@click.option("-f", "--format", "form", type=click.Choice(["table", "json", "github"]), default="table", show_default=True)
@_OUTPUT
def check(paths: tuple[str, ...], articles: str | None, reasoner: str, fail_on: str, form: str, output: str | None) -> None:
    """Check the shipped record, or the facts in PATHs together with it: syntax, literals, shapes, evidence, vocabulary, rules."""
    from collections import Counter

    from pledgegraph import checks
    from pledgegraph.errors import LEVELS

    with _busy("checking …"):
        found = checks.check(paths, articles=articles, reasoner=reasoner)
    _write(checks.render(found, form), output)
    levels = Counter(f.level for f in found)
    click.echo(", ".join(f"{levels[level]} {level}" for level in reversed(LEVELS)) + f"; {checks.engine(reasoner)}", err=True)
    if any(LEVELS.index(f.level) >= LEVELS.index(fail_on) for f in found):
        sys.exit(1)
