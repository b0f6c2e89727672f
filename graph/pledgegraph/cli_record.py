"""The verbs for curators and for other tools: `pledge check`, `cite`, `fmt` and `export`."""

from __future__ import annotations

import sys
from typing import Any

import click

from pledgegraph.errors import UsageError
from pledgegraph.terminal import OUTPUT, knowledge, on_view, write


@click.command()
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nt", "nq", "jsonld", "rdfxml", "graphml", "gexf", "csv", "parquet"]),
    default="turtle",
    show_default=True,
)
@click.option("--view", is_flag=True, help="The view of a day, inferred, instead of the whole record.")
@OUTPUT
@on_view
def export(form: str, view: bool, output: str | None, **options: Any) -> None:
    """Export the record (every claim ever made), or with --view the graph of a day with what follows from it.

    csv and parquet are a zip of tables: one for each kind of thing, and one of the links between things. graphml and gexf have a node
    for each thing, claims and reports included, and an edge for each statement between two.
    """
    if form in ("csv", "parquet") and output in (None, "-") and sys.stdout.isatty():
        raise UsageError(f"{form} is a zip of tables, nothing for a terminal; name a file with -o FILE.zip")
    if not view and (options["as_of"] or options["known_on"] or options["without"]):
        raise UsageError("--as-of, --known-on and --without cut a view; add --view to export it")
    write(knowledge(options).export(form, view=view), output)


@click.command()
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
        write(layouts.layout(sys.stdin.buffer.read()), None)
        return
    if check:
        differ = [str(laid.finding()) for laid in layouts.lay_out(paths) if laid.differs]
        click.echo("".join(f"{line}\n" for line in differ), nl=False, err=True)
        ctx.exit(1 if differ else 0)
    for name in layouts.fmt(paths):
        click.echo(f"laid out {name}", err=True)


@click.command()
@click.argument("article")
@click.argument("passage")
@click.option("--articles", metavar="DIR", help="The folder with the article texts, where ARTICLE is an id.")
@click.option("--paragraph", type=click.IntRange(min=1), metavar="N", help="Take the place in paragraph N (non-empty lines from 1).")
@click.option("--claim", metavar="SLUG", help="The claim that the report is for; its id ends the report's.")
@click.option("--facts", multiple=True, metavar="PATH", help="Your own facts, so that ids in them are not given twice; may be repeated.")
@OUTPUT
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
    write(found.turtle, output)
    click.echo(f"{found.report} points at {found.article} {found.passage}", err=True)


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--articles", metavar="DIR", help="A folder with the article texts; then every pointer into them is verified.")
@click.option(
    "--reasoner",
    type=click.Choice(["none", "rl", "dl", "hermit", "all"]),
    default="none",
    show_default=True,
    help="Let reasoners look for contradictions and fill the classes too: owlrl and reasonable, rustdl and pyhermit, HermiT, or all.",
)
@click.option(
    "--fail-on", type=click.Choice(["info", "warning", "error"]), default="error", show_default=True, help="The lowest level that fails."
)
@click.option("-f", "--format", "form", type=click.Choice(["table", "json", "github"]), default="table", show_default=True)
@OUTPUT
def check(paths: tuple[str, ...], articles: str | None, reasoner: str, fail_on: str, form: str, output: str | None) -> None:
    """Check the shipped record, or the facts in PATHs together with it: syntax, literals, shapes, evidence, vocabulary, rules."""
    from collections import Counter

    from pledgegraph import checks
    from pledgegraph.errors import LEVELS

    found, opinions = checks.examine(paths, articles=articles, reasoner=reasoner)
    write(checks.render(found, form), output)
    levels = Counter(f.level for f in found)
    click.echo(", ".join(f"{levels[level]} {level}" for level in reversed(LEVELS)) + f"\n{checks.engines(reasoner, opinions)}", err=True)
    if any(LEVELS.index(f.level) >= LEVELS.index(fail_on) for f in found):
        sys.exit(1)
