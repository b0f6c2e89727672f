"""The chain of evidence: from a claim through speaker, relay and outlet to the paragraph and the passage."""

from __future__ import annotations

import hashlib
import os
from typing import Any, NamedTuple

from pyoxigraph import NamedNode, Store

from pledgegraph.errors import Finding, InputError, UsageError
from pledgegraph.namespaces import PREFIXES, TYPE, curie, expand, pg
from pledgegraph.store import Term, values
from pledgegraph.things import label, report_place, resolve, superclasses

CLAIM = pg("Claim")


class Link(NamedTuple):
    """One report in a chain: who said it in which office, who passed it on, where it stands and what it says."""

    report: str
    speaker: str | None
    office: str | None
    on_behalf_of: str | None
    relayed_by: str | None
    outlet: str
    article: str
    article_date: str
    paragraph: int
    start: int
    end: int
    mode: str
    source_kind: str
    tense: str
    hedge: str | None
    reads_as: str | None
    gist: str
    passage: str | None
    before: str
    after: str


class _Why(NamedTuple):
    claim: str
    kind: str
    says: tuple[tuple[str, str], ...]
    date: str | None
    links: tuple[Link, ...]


class Why(_Why):
    """A claim in words with the reports it rests on; it keeps the view it was read from, to show itself in a notebook."""

    store: Store
    lang: str

    def _repr_html_(self) -> str:
        from pledgegraph.markup import why_html

        return why_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(chain_text(self.store, self, self.lang).rstrip())


_SAYS = (
    "holder",
    "about",
    "agent",
    "performs",
    "stance",
    "standingForm",
    "form",
    "attitude",
    "requires",
    "role",
    "truth",
    "claimsActivation",
    "occurs",
)


def _one(store: Store, node: NamedNode, name: str) -> Term | None:
    return next(iter(sorted(values(store, node, pg(name)), key=str)), None)


def _text(store: Store, node: NamedNode, name: str, lang: str) -> str | None:
    found = values(store, node, pg(name))
    if not found:
        return None
    if isinstance(found[0], NamedNode):
        return ", ".join(sorted(label(store, term, lang) for term in found))
    by_lang = {getattr(o, "language", None): o for o in found}
    term = by_lang.get(lang) or by_lang.get("en") or min(found, key=str)
    return label(store, term, lang)


def why(store: Store, claim: str, lang: str = "en", articles: str | None = None) -> Why:
    """The chain of evidence of a claim; with a folder of articles, the passages too.

    Raises `UsageError` where the thing is no claim and `InputError` where an article does not match its pointer.
    """
    node = resolve(store, claim, "claim")
    reports = [o for o in values(store, node, pg("evidence")) if isinstance(o, NamedNode)]
    if not reports:
        raise UsageError(f"{curie(node.value)} is no claim of this view; 'pledge show {curie(node.value)}' tells what it is")
    library = Library(articles) if articles else None
    links = sorted((link(store, r, lang, library) for r in reports), key=lambda one: (one.article, one.start))
    says = tuple((name, text) for name in _SAYS if (text := _text(store, node, name, lang)))
    date = _one(store, node, "date")
    chain = Why(curie(node.value), label(store, _kind(store, node), lang), says, date.value if date else None, tuple(links))
    chain.store, chain.lang = store, lang
    return chain


def _kind(store: Store, node: NamedNode) -> NamedNode:
    """The most special class of claims that a node is in; a class that only a definition fills stands below none."""
    kinds = {k for k in values(store, node, TYPE) if k != CLAIM and CLAIM in superclasses(store, k)}
    special = [k for k in kinds if not any(k in superclasses(store, other) for other in kinds - {k})]
    return min(special, key=str, default=CLAIM)


def link(store: Store, report: NamedNode, lang: str, library: Library | None) -> Link:
    """One report as a link of a chain; with a library, the passage too, verified."""
    utterance, article = _one(store, report, "reports"), _one(store, report, "article")
    said = utterance if isinstance(utterance, NamedNode) else report
    paper = article if isinstance(article, NamedNode) else report
    tenure, date, digest = _one(store, said, "inCapacity"), _one(store, paper, "date"), _one(store, paper, "sha256")
    numbers = [_one(store, report, n) for n in ("paragraph", "spanStart", "spanEnd")]
    paragraph, start, end = (int(n.value) if n and n.value.isdecimal() else 0 for n in numbers)
    span = _one(store, report, "spanHash")
    passage, before, after = None, "", ""
    if library and digest and span:
        passage = library.passage(digest.value, start, end, span.value, curie(report.value))
        before, after = library.context(digest.value, start, end)
    return Link(
        curie(report.value),
        _text(store, said, "speaker", lang),
        _text(store, tenure, "post", lang) if isinstance(tenure, NamedNode) else None,
        _text(store, said, "onBehalfOf", lang),
        _text(store, report, "relayedBy", lang),
        _text(store, paper, "publisher", lang) or "",
        curie(paper.value),
        date.value if date else "",
        paragraph,
        start,
        end,
        _text(store, report, "mode", lang) or "",
        _text(store, report, "sourceKind", lang) or "",
        _text(store, report, "tense", lang) or "",
        _text(store, report, "hedge", lang),
        _text(store, report, "readsAs", lang),
        _text(store, report, "gist", lang) or "",
        passage,
        before,
        after,
    )


def passage_line(store: Store, report: str, lang: str) -> str:
    """One line for a report: where it stands and what it says in our words."""
    node = NamedNode(expand(report) or PREFIXES["id"] + report)
    return f"{report_place(store, node)}  {_text(store, node, 'gist', lang) or ''}".rstrip()


class Library:
    """A reader's own folder of article texts, found by their SHA-256."""

    def __init__(self, folder: str) -> None:
        if not os.path.isdir(folder):
            raise InputError([Finding(folder, 1, 1, "file.missing", "there is no such folder", "name the folder of the article texts")])
        self.folder = folder
        self._texts: dict[str, tuple[str, str]] = {}
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    data = file.read()
                self._texts[hashlib.sha256(data).hexdigest()] = (name, data.decode("utf-8", "replace"))

    def text(self, digest: str) -> str | None:
        """The text of the article with that SHA-256, or None where the folder has no such file."""
        found = self._texts.get(digest)
        return found[1] if found else None

    def passage(self, digest: str, start: int, end: int, span_hash: str, report: str) -> str | None:
        """The characters from start to end, checked against the span's hash; None where the article is not there."""
        text = self.text(digest)
        if text is None:
            return None
        passage = text[start:end]
        if hashlib.sha256(passage.encode()).hexdigest()[:8] != span_hash:
            name = os.path.join(self.folder, self._texts[digest][0])
            raise InputError([Finding(name, 1, 1, "evidence.span", f"{report} points at other text than was coded", "correct its offsets")])
        return passage

    def context(self, digest: str, start: int, end: int, most: int = 160) -> tuple[str, str]:
        """What stands before and after the passage in its paragraph, at most so many characters on either side."""
        text = self.text(digest) or ""
        low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        high = len(text) if high < 0 else high
        before, after = text[low:start], text[end:high]
        return ("…" + before[-most:] if len(before) > most else before), (after[:most] + "…" if len(after) > most else after)


def chain_text(store: Store, chain: Why, lang: str = "en") -> str:
    """The chain as lines for a reader."""
    lines = [f"{chain.claim}  ({chain.kind}{', ' + chain.date if chain.date else ''})"]
    lines += [f"  {label(store, pg(name), lang)}: {text}" for name, text in chain.says]
    for link in chain.links:
        steps, how, gist = link_lines(link, lang)
        lines += ["", f"  {link.report}", "    " + "\n    → ".join(steps), f"    {how}", f"    {gist}"]
        if link.passage:
            lines.append(f"    {_WORDS['de' if lang == 'de' else 'en']['passage']}: {link.before}⟦{link.passage}⟧{link.after}")
    return "\n".join(lines) + "\n"


def link_lines(link: Link, lang: str = "en") -> tuple[list[str], str, str]:
    """A report for a reader: the steps from the speaker to the paragraph, how it is told, and what it says."""
    words = _WORDS["de" if lang == "de" else "en"]
    steps = [_speaker(link, words), *([f"{words['relayed']} {link.relayed_by}"] if link.relayed_by else [])]
    steps.append(f"{link.outlet}, {link.article_date}".strip(", "))
    steps.append(f"{link.article} ¶{link.paragraph} [{link.start}–{link.end}]")
    how = [link.mode, link.source_kind, link.tense, *([f"{words['hedge']} “{link.hedge}”"] if link.hedge else [])]
    told = f"{words['how']}: {', '.join(how)}" + (f"; {words['reads']} {link.reads_as}" if link.reads_as else "")
    return steps, told, f"{words['gist']}: {link.gist}"


def _speaker(link: Link, words: dict[str, str]) -> str:
    """Who said it, in which office and for whom."""
    who = " · ".join(x for x in (link.speaker, link.office) if x) or words["nobody"]
    return f"{who} ({words['for']} {link.on_behalf_of})" if link.on_behalf_of else who


def inert(text: str) -> str:
    """A text as Markdown with no HTML and no link in it; emphasis stays."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("](", "]\\(")


def chain_markdown(store: Store, chain: Why, lang: str = "en") -> str:
    """The chain as Markdown, ready to paste: the claim, what it says, and its reports as a list."""
    words = _WORDS["de" if lang == "de" else "en"]

    lines = [f"**{chain.claim}** ({inert(chain.kind)}{', ' + chain.date if chain.date else ''})", ""]
    lines += [f"- {inert(label(store, pg(name), lang))}: {inert(text)}" for name, text in chain.says]
    lines += [""] * bool(chain.says)
    for number, link in enumerate(chain.links, 1):
        who = _speaker(link, words)
        relay = f", {words['relayed']} {link.relayed_by}" if link.relayed_by else ""
        place = f"{link.article.rsplit('-', 1)[-1]} ¶{link.paragraph} {link.start}–{link.end}"
        lines.append(f"{number}. {inert(who + relay)}; {inert(link.outlet)}, {link.article_date}, {place}: {inert(link.gist)}")
        if link.passage:
            lines += [f"   > {inert(line)}" for line in link.passage.splitlines()]
    return "\n".join(lines) + "\n"


_WORDS = {
    "en": {
        "nobody": "no speaker named",
        "for": "for",
        "relayed": "relayed by",
        "hedge": "hedged",
        "how": "how",
        "reads": "alone it reads",
        "gist": "says",
        "passage": "passage",
    },
    "de": {
        "nobody": "niemand genannt",
        "for": "für",
        "relayed": "weitergegeben von",
        "hedge": "eingeschränkt",
        "how": "wie",
        "reads": "für sich gelesen",
        "gist": "sagt",
        "passage": "Stelle",
    },
}
