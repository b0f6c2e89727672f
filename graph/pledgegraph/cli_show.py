"""The verb that looks at one thing: `pledge show`."""

from __future__ import annotations

from typing import Any

import click

from pledgegraph.terminal import LANG, OUTPUT, json_text, knowledge, on_view, write


@click.command()
@click.argument("thing", required=False)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@OUTPUT
@LANG
@on_view
def show(thing: str | None, form: str, output: str | None, lang: str, **options: Any) -> None:
    """Show everything known of a THING (id, label or alias) or the members of a KIND; without one, the kinds."""
    from pledgegraph import things
    from pledgegraph.namespaces import curie
    from pledgegraph.show import card, card_text

    store = knowledge(options).store
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
    write(json_text(rows) if form == "json" else text, output)
