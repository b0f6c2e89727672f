"""Answers, cards and chains of evidence as HTML for a notebook: it reads without a script, and every text in it is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from pledgegraph.evidence import passage_line
from pledgegraph.namespaces import expand, pg
from pledgegraph.things import label

if TYPE_CHECKING:
    from pledgegraph.answer import Answer, Value
    from pledgegraph.evidence import Link, Why
    from pledgegraph.show import Card

MOST = 200
_NUMBER = re.compile(r"\[([0-9]{1,6})\]")
# Notebooks set numbers right and everything else with them; GitHub drops the style and sets text left anyway.
_STYLE = (
    "<style>.pledgegraph th,.pledgegraph td{text-align:left;vertical-align:top}"
    ".pledgegraph caption{text-align:left;font-weight:bold;caption-side:top}</style>"
)
_WORDS = {
    "en": {
        "more": "The table ends after {} rows; `.df` and `.to_csv()` have them all.",
        "passages": "passage|passages",
        "kinds": "kinds",
        "aliases": "also called",
        "mentioned": "mentioned by",
        "cite": "cite",
        "as": "as",
    },
    "de": {
        "more": "Die Tabelle endet nach {} Zeilen; `.df` und `.to_csv()` haben alle.",
        "passages": "Stelle|Stellen",
        "kinds": "Arten",
        "aliases": "auch genannt",
        "mentioned": "erwähnt von",
        "cite": "Zitierweise",
        "as": "als",
    },
}


def _words(lang: str) -> dict[str, str]:
    return _WORDS["de" if lang == "de" else "en"]


def _box(inside: str) -> str:
    # A label with dollar signs is no formula.
    return f'<div class="pledgegraph tex2jax_ignore mathjax_ignore">{_STYLE}{inside}</div>'


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def answer_html(answer: Answer) -> str:
    """A table with labels, ids and gists as hover text, then how many rows as of which day, then the passages."""
    from pledgegraph.tables import head, plain, shown_cells, shown_columns, status

    shown = answer.head(MOST) if len(answer) > MOST else answer
    columns, reports = shown_columns(shown), shown.reports()
    gists = [passage_line(answer.store, report, answer.lang) for report in reports]
    rows = ""
    for row, texts in zip(shown.rows, shown_cells(shown), strict=True):
        cells = (
            _cell(row[i], text, plain(row[i]), reports, gists, marked=bool(answer.marks)) for i, text in zip(columns, texts, strict=True)
        )
        rows += f"<tr>{''.join(cells)}</tr>"
    title = answer.texts.get(answer.lang) or answer.texts.get("en", "")
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    names = "".join(f'<th scope="col">{escape(head(answer.columns[i], answer.lang, answer.name))}</th>' for i in columns)
    table = f"<table>{caption}<thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>" if rows else f"<p><b>{escape(title)}</b></p>"
    below = [status(answer)]
    if len(shown) < len(answer):
        below.append(_words(answer.lang)["more"].format(MOST))
    below += shown.remarks
    below += answer._reasons
    return _box(table + "<p>" + "<br>".join(map(_text, below)) + "</p>" + _listed(gists, answer.lang))


def _cell(value: Value, text: str, hover: str, reports: list[str], gists: list[str], *, marked: bool) -> str:
    """A cell with its ids as hover text; the numbers of passages have what these say instead."""
    parts = value if isinstance(value, tuple) else (value,)
    evidence = bool(parts) and all(part in reports for part in parts)
    inside = _NUMBER.sub(lambda n: _note(n, gists), _text(text)) if evidence or marked else _text(text)
    return f"<td>{inside}</td>" if evidence else f'<td title="{escape(hover)}">{inside}</td>'


def _note(number: re.Match[str], gists: list[str]) -> str:
    place = int(number[1]) - 1
    return f'<abbr title="{escape(gists[place])}">{number[0]}</abbr>' if 0 <= place < len(gists) else number[0]


def _listed(lines: Iterable[str], lang: str) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    count = items.count("<li>")
    name = _words(lang)["passages"].split("|")[count != 1]
    return f"<details><summary>{count} {name}</summary><ol>{items}</ol></details>" if count else ""


def card_html(card: Card) -> str:
    """The card of a thing: its facts and who mentions it with labels, ids as hover text, its passages, how to cite it."""
    store, lang = card.store, card.lang
    words = _words(lang)

    def named(value: str) -> str:
        iri = expand(value)
        if not iri or value.startswith("http"):
            return _text(value)
        return f'<span title="{escape(value)}">{_text(label(store, NamedNode(iri), lang))}</span>'

    rows = [(words["kinds"], ", ".join(map(named, card.kinds)))]
    if card.aliases:
        rows.append((words["aliases"], _text(", ".join(card.aliases))))
    rows += [(named(p), named(value)) for p, value in card.facts]
    table = "".join(f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' for name, value in rows)
    mentions = "".join(f"<li>{named(s)} {words['as']} {named(p)}</li>" for s, p in card.mentions)
    title = f"<p><b>{_text(card.label)}</b> <code>{escape(card.id)}</code></p>"
    more = f"<details><summary>{words['mentioned']} ({len(card.mentions)})</summary><ul>{mentions}</ul></details>" if mentions else ""
    passages = _listed((passage_line(store, r, lang) for r in card.evidence), lang)
    return _box(f"{title}<table><tbody>{table}</tbody></table>{passages}{more}<p>{words['cite']}: {_text(card.citation)}</p>")


def why_html(chain: Why) -> str:
    """The chain of evidence of a claim: what it says, then each report from the speaker to the paragraph."""
    store, lang = chain.store, chain.lang
    rows = "".join(
        f'<tr><th scope="row">{_text(label(store, pg(name), lang))}</th><td>{_text(text)}</td></tr>' for name, text in chain.says
    )
    title = f"<p><b>{_text(chain.kind)}{', ' + escape(chain.date) if chain.date else ''}</b> <code>{escape(chain.claim)}</code></p>"
    links = "".join(f"<li>{_link(link, lang)}</li>" for link in chain.links)
    return _box(f"{title}<table><tbody>{rows}</tbody></table><ol>{links}</ol>")


def _link(link: Link, lang: str) -> str:
    from pledgegraph.evidence import link_lines

    steps, how, gist = link_lines(link, lang)
    lines = [" → ".join(map(_text, steps)), _text(how), _text(gist)]
    if link.passage:
        lines.append(f"{_text(link.before)}<mark>{_text(link.passage)}</mark>{_text(link.after)}")
    return "<br>".join(lines)
