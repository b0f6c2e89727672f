"""The verbs that draw: `pledge atlas` and `pledge network`."""

from __future__ import annotations

from typing import Any

import click

from pledgegraph.errors import UsageError
from pledgegraph.terminal import LANG, OUTPUT, knowledge, on_view, say, write


@click.command()
@click.option("--around", metavar="THING", help="Only what is linked to a thing (id, label or alias), a claim, or the members of a kind.")
@click.option("--depth", type=int, metavar="N", help="How many links from there; 1 where nothing is said.")
@click.option("--pillar", metavar="P", help="Only what is part of a pillar, and what is linked to that.")
@click.option("--most", type=int, metavar="N", help="Show at most N things, the nearest first (300 where nothing is said).")
@click.option(
    "-f", "--format", "form", type=click.Choice(["html", "svg", "graphml", "gexf"]), help="Instead of what the file's ending says."
)
@OUTPUT
@LANG
@on_view
def network(
    around: str | None,
    depth: int | None,
    pillar: str | None,
    most: int | None,
    form: str | None,
    output: str | None,
    lang: str,
    **options: Any,
) -> None:
    """Draw who pledges what on which condition as a network that can be pulled at.

    The ending of the file says what is written: .html a page on which things can be dragged, .svg a still, .graphml or .gexf exactly
    what is shown, with its places, for Gephi.
    """
    from pledgegraph.drawing import FORMATS, form_of

    if form is None:
        if output in (None, "-"):
            endings = ", ".join(f".{f}" for f in FORMATS)
            raise UsageError(f"what should be drawn? name a file with -o FILE, its ending one of {endings}, or a form with -f")
        form = form_of(output)
    drawing = knowledge(options).draw(around, depth, pillar, most=most, lang=lang)
    write(drawing.render(form), output)
    click.echo(f"{drawing.title}, {drawing.note}", err=True)


@click.command()
@OUTPUT
@LANG
@on_view
def atlas(output: str | None, lang: str, **options: Any) -> None:
    """Write the atlas: one page that shows who pledges what, how firmly, on which condition, says who. Needs no network."""
    page = knowledge(options).atlas(lang=lang, tick=lambda done, of: say(f"drawing the atlas … day {done} of {of}"))
    write(page, output)
