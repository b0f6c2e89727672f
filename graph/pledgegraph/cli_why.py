"""The verb that gives reasons: `pledge why`, from a claim to its passages, and from facts to a class, an edge or a state."""

from __future__ import annotations

from typing import Any

import click

from pledgegraph.errors import UsageError
from pledgegraph.terminal import LANG, OUTPUT, json_text, knowledge, on_view, write


@click.command()
@click.argument("thing", required=False)
@click.argument("goal", required=False, metavar="[CLASS | PROPERTY]")
@click.argument("value", required=False)
@click.option("--articles", metavar="DIR", help="A folder with the article texts; then the passages are shown and verified.")
@click.option("--what-if", "what_if", is_flag=True, help="Explain the state of a position, or of every commitment, as things stand.")
@click.option("--met", multiple=True, metavar="C", help="Assume that condition C is met, and explain the state; may be repeated.")
@click.option("--failed", multiple=True, metavar="C", help="Assume that condition C has failed, and explain the state; may be repeated.")
@click.option("--unknown", multiple=True, metavar="C", help="Assume that condition C is open, and explain the state; may be repeated.")
@click.option("--all", "every", is_flag=True, help="Every minimal justification, not the smallest alone.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "md", "json"]), default="text", show_default=True)
@OUTPUT
@LANG
@on_view
def why(
    thing: str | None,
    goal: str | None,
    value: str | None,
    articles: str | None,
    what_if: bool,
    met: tuple[str, ...],
    failed: tuple[str, ...],
    unknown: tuple[str, ...],
    every: bool,
    form: str,
    output: str | None,
    lang: str,
    **options: Any,
) -> None:
    """Show what THING rests on.

    For a claim: speaker, relay, outlet, paragraph, passage. With a CLASS, why THING is in it, or what is missing; with a
    PROPERTY (and its VALUE, where there are several), why THING has it. With --what-if, --met, --failed or --unknown, why a
    position (or every commitment) is blocked, waiting, due … Each step stands with its passage.
    """
    kg = knowledge(options)
    if what_if or met or failed or unknown:
        if goal:
            raise UsageError(f"a state is explained of a position alone; leave {goal!r} out, or the assumptions")
        found = kg.why_state(thing, met=met, failed=failed, unknown=unknown, lang=lang, articles=articles)
    elif thing is None:
        raise UsageError("name a claim, or a thing and a class: 'pledge why id:… pg:Commitment'; --what-if explains every commitment")
    elif goal is None:
        _chain(kg, thing, form, output, lang, articles)
        return
    else:
        found = kg.explain(thing, goal, value, lang=lang, articles=articles)[: None if every else 1]
    if form == "json":
        rows = [one.data() for one in found]
        write(json_text(rows if every or thing is None or len(rows) != 1 else rows[0]), output)
    else:
        write(("\n---\n\n" if form == "md" else "\n\n").join(one.markdown() if form == "md" else one.text() for one in found), output)


def _chain(kg: Any, claim: str, form: str, output: str | None, lang: str, articles: str | None) -> None:
    from pledgegraph.evidence import chain_markdown, chain_text

    chain = kg.why(claim, lang=lang, articles=articles)
    if form == "json":
        write(json_text({**chain._asdict(), "says": dict(chain.says), "links": [link._asdict() for link in chain.links]}), output)
    else:
        write((chain_markdown if form == "md" else chain_text)(kg.store, chain, lang), output)
