"""How to cite an answer: what was asked, of which view, and which passages it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store

from pledgegraph import __version__
from pledgegraph.namespaces import named_node, pg
from pledgegraph.store import values

if TYPE_CHECKING:
    from pledgegraph.answer import Answer

_HOME = "https://w3id.org/pledgegraph/"
_WORDS = {
    "en": {
        "query": "SPARQL query",
        "asked": "“{}” ({})",
        "rests": "Rests on {} of {}: {}.",
        "passage": "passage|passages",
        "article": "article|articles",
        "none": "It names no passage.",
        "undated": "undated",
        "from": "{} or later",
        "to": "{} or earlier",
    },
    "de": {
        "query": "SPARQL-Abfrage",
        "asked": "„{}“ ({})",
        "rests": "Beruht auf {} aus {}: {}.",
        "passage": "Stelle|Stellen",
        "article": "Artikel|Artikeln",
        "none": "Sie nennt keine Stelle.",
        "undated": "ohne Datum",
        "from": "{} oder später",
        "to": "{} oder früher",
    },
}


def citation(answer: Answer, lang: str) -> str:
    """A text that lets somebody else ask the same again: project, version, question, parameters, view, rows, passages."""
    import copy

    from pledgegraph.tables import status

    words = _WORDS["de" if lang == "de" else "en"]
    answer = copy.copy(answer)
    answer.lang = lang
    return f"pledgegraph {__version__}, {_HOME}. {_asked(answer, words)}; {status(answer)}. {_rests(answer, words)}"


def _asked(answer: Answer, words: dict[str, str]) -> str:
    if not answer.texts:
        from hashlib import sha256

        return f"{words['query']} {sha256(answer.query.encode()).hexdigest()[:8]}"
    given = ", ".join(f"{name} = {_named(answer, value)}" for name, value in answer.parameters.items())
    title = answer.texts.get(answer.lang) or answer.texts["en"]
    return words["asked"].format(title, f"{answer.name}{': ' if given else ''}{given}")


def _named(answer: Answer, value: str) -> str:
    text = answer.label(value)
    return text if text == value else f"{text} ({value})"


def _rests(answer: Answer, words: dict[str, str]) -> str:
    places: dict[NamedNode, list[tuple[int, int, int]]] = {}
    for report in answer.reports():
        node = named_node(report)
        paper = next((p for p in values(answer.store, node, pg("article")) if isinstance(p, NamedNode)), node)
        where = (_number(answer.store, node, n) for n in ("paragraph", "spanStart", "spanEnd"))
        places.setdefault(paper, []).append((next(where), next(where), next(where)))
    if not places:
        return words["none"]
    papers = sorted(places, key=lambda paper: (_day(answer.store, paper, words), str(paper)))
    listed = "; ".join(
        f"{paper.value.rsplit('-', 1)[-1]} ({_day(answer.store, paper, words)}) "
        + ", ".join(f"¶{paragraph} {start}–{end}" for paragraph, start, end in sorted(set(places[paper])))
        for paper in papers
    )
    passages = sum(len(set(spans)) for spans in places.values())
    return words["rests"].format(_count(passages, words["passage"]), _count(len(places), words["article"]), listed)


def _number(store: Store, report: NamedNode, name: str) -> int:
    return next((int(n.value) for n in values(store, report, pg(name)) if n.value.isdecimal()), 0)


def _count(number: int, names: str) -> str:
    return f"{number} {names.split('|')[number != 1]}"


def _day(store: Store, paper: NamedNode, words: dict[str, str]) -> str:
    for name, form in (("date", "{}"), ("earliest", words["from"]), ("latest", words["to"])):
        for day in values(store, paper, pg(name)):
            return form.format(day.value)
    return words["undated"]
