"""The verbs about conditions: `pledge what-if`, `pledge unlock` and `pledge conditions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pledgegraph.errors import UsageError
from pledgegraph.terminal import LANG, OUTPUT, busy, colour, knowledge, on_view, width, write

if TYPE_CHECKING:
    from pledgegraph.answer import Answer

_FORM = click.option(
    "-f", "--format", "form", type=click.Choice(["table", "csv", "tsv", "json", "jsonl", "md"]), default="table", show_default=True
)
_KINDS = ("met", "failed", "unknown")


def _print(answer: Answer, form: str, output: str | None) -> None:
    if form == "table":
        from pledgegraph.tables import terminal

        write(terminal(answer, colour=colour() and not output, width=width()), output)
        return
    from pledgegraph.tables import render

    write(render(answer, form), output)
    if form != "md":
        for line in answer.remarks:
            click.echo(line, err=True)


@click.command("what-if")
@click.option("--met", multiple=True, metavar="C", help="Take condition C (id, label or alias) as met; may be repeated.")
@click.option("--failed", multiple=True, metavar="C", help="Take condition C as failed for good; may be repeated.")
@click.option("--unknown", multiple=True, metavar="C", help="Take condition C as open, whatever the record says; may be repeated.")
@click.option("--at-least", default="pg:Intends", show_default=True, metavar="STANCE", help="From which stance down to show positions.")
@click.option(
    "--against",
    multiple=True,
    metavar="KIND=C",
    help="A second scenario beside the first: met=C, failed=C or unknown=C, with commas between or repeated; 'record' assumes nothing.",
)
@click.option("--changed", is_flag=True, help="Only those whose state differs from the second scenario, or from the record.")
@_FORM
@OUTPUT
@LANG
@on_view
def what_if(
    met: tuple[str, ...],
    failed: tuple[str, ...],
    unknown: tuple[str, ...],
    at_least: str,
    against: tuple[str, ...],
    changed: bool,
    form: str,
    output: str | None,
    lang: str,
    **options: Any,
) -> None:
    """Show every commitment under assumptions: due, standing, waiting for what, blocked by what."""
    kg = knowledge(options)
    answer = kg.what_if(met, failed, unknown, against=_second(against), at_least=at_least, changed=changed, lang=lang)
    _print(answer, form, output)


def _second(given: tuple[str, ...]) -> dict[str, list[str]] | None:
    """The second scenario as written: pieces after a comma without a kind of their own belong to the label before them."""
    if not given:
        return None
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for text in given:
        if text.strip() == "record":
            continue
        kind = ""
        for piece in text.split(","):
            word, equals, name = piece.partition("=")
            if equals and word.strip() in _KINDS:
                kind = word.strip()
                found[kind].append(name.strip())
            elif kind:
                found[kind][-1] += "," + piece
            else:
                raise UsageError(f"--against {text!r} names no kind; write met=C, failed=C or unknown=C, or record")
    return found


@click.command()
@click.argument("thing")
@click.option("--limit", type=click.IntRange(1, 10000), default=20, show_default=True, help="Show at most so many sets.")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 3600),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop the search after that long.",
)
@_FORM
@OUTPUT
@LANG
@on_view
def unlock(thing: str, limit: int, timeout: float, form: str, output: str | None, lang: str, **options: Any) -> None:
    """Show the minimal sets of conditions that make all needs of THING (a measure, position or condition) met."""
    kg = knowledge(options)
    with busy("searching …"):
        answer = kg.unlock(thing, limit=limit, timeout=timeout, lang=lang)
    _print(answer, form, output)


@click.command()
@click.option("--circles", is_flag=True, help="Show the circles of conditions link by link instead.")
@_FORM
@OUTPUT
@LANG
@on_view
def conditions(circles: bool, form: str, output: str | None, lang: str, **options: Any) -> None:
    """Show every condition: how it stands, who has to act, what falls with it, what it alone unlocks, its circles."""
    kg = knowledge(options)
    with busy("working out …"):
        answer = kg.circles(lang=lang) if circles else kg.conditions(lang=lang)
    _print(answer, form, output)
