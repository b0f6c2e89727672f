"""Whether every report points at the passage that was coded: article, paragraph, offsets, hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from pledgegraph.errors import Fault
from pledgegraph.evidence import Library
from pledgegraph.namespaces import TYPE, curie, pg
from pledgegraph.store import values

RUN = 8
"""So many words in a row are the article's and not ours."""


class Stray(NamedTuple):
    """A report or an article that points wrong, and how."""

    focus: str
    fault: Fault


def strays(store: Store, articles: str | None = None) -> Iterator[Stray]:
    """Reports that cannot be found again; with a folder of article texts, those that point at other text too."""
    library = Library(articles) if articles else None
    digests: dict[NamedNode, str] = {}
    for quad in store.quads_for_pattern(None, TYPE, pg("Article")):
        if isinstance(quad.subject, NamedNode):
            digest = _text(store, quad.subject, "sha256")
            digests[quad.subject] = digest or ""
            if digest and not quad.subject.value.endswith(digest[:8]):
                what = f"{curie(quad.subject.value)} does not end in the first eight digits of its SHA-256, {digest[:8]}"
                yield Stray(quad.subject.value, Fault("warning", "evidence.article-id", what, "correct the id or pg:sha256"))
            if library and digest and library.text(digest) is None and _cited(store, quad.subject):
                what = f"no file in the folder is {curie(quad.subject.value)} by its SHA-256"
                yield Stray(quad.subject.value, Fault("warning", "evidence.article-missing", what, "add the text as it was coded"))
    for quad in store.quads_for_pattern(None, TYPE, pg("Report")):
        report = quad.subject
        if not isinstance(report, NamedNode):
            continue
        article = next(iter(values(store, report, pg("article"))), None)
        if not isinstance(article, NamedNode):
            continue
        text = library.text(digests[article]) if library and digests.get(article) else None
        if text is not None:
            yield from (Stray(report.value, fault) for fault in _copied(store, report, text))
            numbers = [_number(store, report, name) for name in ("paragraph", "spanStart", "spanEnd")]
            span = _text(store, report, "spanHash")
            if None not in numbers and span:
                yield from (Stray(report.value, fault) for fault in _against(text, span, *(n or 0 for n in numbers)))


def _against(text: str, span: str, paragraph: int, start: int, end: int) -> Iterator[Fault]:
    if end > len(text):
        what = f"the passage ends at {end}, the article at {len(text)}"
        yield Fault("error", "evidence.offsets", what, "take the offsets from `pledge cite`")
        return
    digest = hashlib.sha256(text[start:end].encode()).hexdigest()[:8]
    if digest != span:
        what = f"the text from {start} to {end} has the hash {digest}, not {span}"
        yield Fault("error", "evidence.span", what, "take offsets and hash from `pledge cite`")
    elif (found := paragraph_of(text, start)) != paragraph or paragraph_of(text, end - 1) != paragraph:
        last = paragraph_of(text, end - 1)
        where = f"paragraph {found}" if last == found else f"paragraphs {found} to {last}"
        yield Fault("error", "evidence.paragraph", f"the passage stands in {where}, not in {paragraph}", "correct pg:paragraph")


def _copied(store: Store, report: NamedNode, text: str) -> Iterator[Fault]:
    """The gists that are not our own: they share a run of words with the article."""
    for gist in values(store, report, pg("gist")):
        if isinstance(gist, Literal) and (shared := _runs(gist.value) & _article_runs(text)):
            what = f"the gist shares {RUN} words in a row with the article: {min(shared)!r}"
            yield Fault("error", "evidence.copied", what, "say it in words of your own")


@lru_cache(maxsize=8)
def _article_runs(text: str) -> frozenset[str]:
    return _runs(text)


def _runs(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1))


def paragraph_of(text: str, offset: int) -> int:
    """The number, from 1, of the non-empty line that holds an offset; headings count.

    >>> paragraph_of("Head\\n\\nBody", 7)
    2
    """
    return sum(1 for line in text[: offset + 1].split("\n") if line.strip())


def _cited(store: Store, article: NamedNode) -> bool:
    return any(True for _ in store.quads_for_pattern(None, pg("article"), article))


def _text(store: Store, node: NamedNode, name: str) -> str | None:
    return next((o.value for o in values(store, node, pg(name)) if isinstance(o, Literal)), None)


def _number(store: Store, node: NamedNode, name: str) -> int | None:
    text = _text(store, node, name)
    return int(text) if text and text.isdigit() else None
