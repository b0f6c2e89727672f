"""The verbs that ask: `pledge ask` and `pledge sparql`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from pledgegraph.errors import UsageError
from pledgegraph.terminal import LANG, OUTPUT, colour, knowledge, on_view, width, write

if TYPE_CHECKING:
    from pledgegraph.answer import Answer


@click.command()
@click.argument("question", required=False)
@click.option("-p", "--param", multiple=True, metavar="NAME=VALUE", help="Set a parameter of the question; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print at most N rows.")
@click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out the first N rows.")
@click.option("--tag", metavar="TAG", help="List only the questions with that tag.")
@click.option("--show", is_flag=True, help="Print the question's text, parameters and SPARQL instead of asking it.")
@click.option(
    "-f", "--format", "form", type=click.Choice(["table", "csv", "tsv", "json", "jsonl", "md"]), default="table", show_default=True
)
@OUTPUT
@LANG
@on_view
def ask(
    question: str | None,
    param: tuple[str, ...],
    limit: int | None,
    offset: int,
    tag: str | None,
    show: bool,
    form: str,
    output: str | None,
    lang: str,
    **options: Any,
) -> None:
    """Answer a named QUESTION, or the one a sentence in English or German means; without one, list them."""
    from pledgegraph import questions

    if question is None:
        from pledgegraph.catalogue import listing

        write(listing(lang, tag), output)
        return
    if tag is not None:
        raise UsageError("--tag lists questions; leave it out to ask one")
    found = questions.find(question)
    if show:
        defaults = "".join(f"  {name} = {default}\n" for name, default in found.parameters.items())
        write(f"{found.name}: {found.title(lang)}\nparameters:\n{defaults or '  none' + chr(10)}\n{found.text}", output)
        return
    if question != found.name:
        click.echo(f"{found.name}: {found.title(lang)}", err=True)
    kg, given = knowledge(options), _parameters(param)
    answer = kg.ask(question, lang=lang, limit=limit, offset=offset, **given)
    given = {**answer.named, **given}
    if form != "table":
        for line in answer.remarks:
            click.echo(line, err=True)
    if options["without"]:
        whole = kg.at(without=()).ask(found.name, lang=lang, **given)
        rest = answer if limit is None and not offset else kg.ask(found.name, lang=lang, **given)
        click.echo(_rests_on(rest, whole, lang), err=True)
    for reason in answer.why_empty():
        click.echo(reason.text(lang), err=True)
    if form == "table":
        from pledgegraph.tables import terminal

        coloured = colour() and not output
        write(terminal(answer, colour=coloured, width=width()), output)
        return
    from pledgegraph.tables import render

    write(render(answer, form), output)


_LEFT_OUT = {
    "en": ("nothing in this answer rests on what was left out", "went:", "came back:"),
    "de": ("nichts in dieser Antwort stützt sich auf das Ausgelassene", "entfällt:", "kommt zurück:"),
}


def _rests_on(answer: Answer, whole: Answer, lang: str) -> str:
    """What leaving reports out changes: the rows that went, and those that came back."""
    nothing, gone, back = _LEFT_OUT["de" if lang == "de" else "en"]
    went, came = answer.beside(whole)
    lines = [f"{mark} {answer.in_words(row)}" for mark, rows in ((gone, went), (back, came)) for row in rows]
    return "\n".join(lines) or nothing


def _parameters(given: tuple[str, ...]) -> dict[str, Any]:
    pairs = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"-p {text!r} has no value; write -p name=value")
        pairs[name] = value
    return pairs


@click.command()
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
@OUTPUT
@LANG
@on_view
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
        colour=colour() and not output,
        width=width(),
    )
    data = sandbox.run(task, timeout)
    write(data, output)


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
