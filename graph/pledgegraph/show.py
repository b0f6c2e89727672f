"""The card of one thing: its labels and facts, the claims about it with their passages, and how to cite it."""

from __future__ import annotations

from typing import Any, NamedTuple

from pyoxigraph import NamedNode, Store

from pledgegraph.evidence import passage_line
from pledgegraph.namespaces import ALT_LABEL, LABEL, PREF_LABEL, TYPE, curie, pg
from pledgegraph.store import Term, values
from pledgegraph.things import facts, label, mentions, resolve

EVIDENCE = pg("evidence")


class _Card(NamedTuple):
    id: str
    label: str
    kinds: tuple[str, ...]
    aliases: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    mentions: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]
    citation: str


class Card(_Card):
    """Everything known of one thing. Facts and mentions are pairs of CURIEs or plain text. It keeps the view it was read
    from, to show itself in a notebook."""

    store: Store
    lang: str

    def _repr_html_(self) -> str:
        from pledgegraph.markup import card_html

        return card_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(card_text(self.store, self, self.lang).rstrip())


def _plain(term: Term) -> str:
    return curie(term.value) if isinstance(term, NamedNode) else term.value


def card(store: Store, name: str, lang: str = "en") -> Card:
    """The card of the thing with that id, label or alias; raises `UsageError` where there is none."""
    node = resolve(store, name)
    known = facts(store, node)
    skip = {TYPE, PREF_LABEL, LABEL, ALT_LABEL, EVIDENCE}
    pairs = [(curie(p.value), _plain(o)) for p, o in known if p not in skip and _speaks(o, lang)]
    reports = [o for o in values(store, node, EVIDENCE) if isinstance(o, NamedNode)]
    shown = Card(
        curie(node.value),
        label(store, node, lang),
        tuple(curie(o.value) for p, o in known if p == TYPE),
        tuple(o.value for p, o in known if p == ALT_LABEL),
        tuple(pairs),
        tuple((curie(s.value), curie(p.value)) for s, p in mentions(store, node) if p != pg("evidenceOf")),
        tuple(sorted(curie(r.value) for r in reports)),
        citation(store, node, reports, lang),
    )
    shown.store, shown.lang = store, lang
    return shown


def _speaks(term: Term, lang: str) -> bool:
    return getattr(term, "language", None) in (None, lang)


def citation(store: Store, node: NamedNode, reports: list[NamedNode], lang: str) -> str:
    """How to cite the thing: its IRI, and for a claim the articles and paragraphs that carry it."""
    cites = "; ".join(passage_line(store, curie(r.value), lang) for r in sorted(reports, key=str))
    return f"pledgegraph, {label(store, node, lang)}, <{node.value}>" + (f". {cites}" if cites else "")


def card_text(store: Store, shown: Card, lang: str = "en") -> str:
    """The card as lines for a reader."""

    def name(value: str) -> str:
        from pledgegraph.namespaces import expand

        iri = expand(value)
        text = label(store, NamedNode(iri), lang) if iri and not value.startswith("http") else value
        return text if text == value else f"{text}  ({value})"

    lines = [f"{shown.label}  ({shown.id})", f"  kinds: {', '.join(shown.kinds)}"]
    if shown.aliases:
        lines.append(f"  also called: {', '.join(shown.aliases)}")
    lines += [f"  {name(p).split('  (')[0]}: {name(o)}" for p, o in shown.facts]
    lines += [f"  passage: {passage_line(store, r, lang)}" for r in shown.evidence]
    if shown.mentions:
        lines.append("  mentioned by:")
        lines += [f"    {name(s)}  as {name(p).split('  (')[0]}" for s, p in shown.mentions]
    lines.append(f"  cite: {shown.citation}")
    return "\n".join(lines) + "\n"
