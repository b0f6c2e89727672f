"""The ready Turtle of a report: which passage of which article, with a plain TODO wherever only a reader can decide."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import Literal, Store

from pledgegraph.errors import Finding, InputError, UsageError
from pledgegraph.namespaces import PREFIXES, curie, expand, named_node, pg
from pledgegraph.passage import Passage, hedges, in_context, nearest, places, quotation
from pledgegraph.record import Record
from pledgegraph.store import values
from pledgegraph.things import members

_ID = re.compile(r"(?:article-)?([0-9a-f]{8})\Z")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
# What remains to choose, by how the passage stands to quotation marks; "said" leaves no choice.
_MODES = {
    "said": ("DirectQuote",),
    "quoted": ("DirectQuote", "OfficialText"),
    "mixed": ("DirectQuote", "OfficialText", "IndirectSpeech", "OutletVoice"),
    "": ("IndirectSpeech", "OutletVoice"),
}
_WHY = {
    "quoted": "the passage stands in quotation marks, spoken or from a paper",
    "mixed": "the passage is partly in quotation marks",
    "": "the passage stands outside quotation marks: somebody's words retold, or the outlet's own",
}


class Citation(NamedTuple):
    """A report to be: its id, its article, its passage, the passage's hash, and all of it as Turtle."""

    report: str
    article: str
    passage: Passage
    span_hash: str
    turtle: str


class _Document(NamedTuple):
    name: str
    digest: str
    text: str

    @property
    def short(self) -> str:
        return self.digest[:8]


def cite(
    article: str,
    passage: str,
    articles: str | None = None,
    *,
    paragraph: int | None = None,
    claim: str | None = None,
    facts: Iterable[str] = (),
) -> Citation:
    """The report for a passage of an article (a file, or an id with the folder `articles`), and the article where it is new.

    Raises `UsageError` where the passage is absent, with the nearest there is, or stands at several places, with all of them.
    """
    slug = _slug(claim)
    document = _document(article, articles)
    found = _the_one(document, passage.strip(), paragraph)
    store = Record.load(facts).store()
    paper = f"id:article-{document.short}"
    known = any(store.quads_for_pattern(named_node(paper), pg("sha256"), None))
    if known and Literal(document.digest) not in values(store, named_node(paper), pg("sha256")):
        what = f"the record has another text as {paper}"
        raise InputError([Finding(document.name, 1, 1, "article.hash", what, "cite from the text whose SHA-256 the record names")])
    report = _new_id(store, f"id:{document.short}-p{found.paragraph:02}-{slug or 'TODO'}")
    span_hash = hashlib.sha256(found.text.encode()).hexdigest()[:8]
    turtle = _report(store, report, paper, found, span_hash, quotation(document.text, found))
    if slug:
        turtle = f"# id:{slug} needs pg:evidence {report}\n{turtle}"
    if not known:
        turtle = _article(document) + "\n" + turtle
    return Citation(report, paper, found, span_hash, turtle)


def _slug(claim: str | None) -> str | None:
    slug = claim.removeprefix("id:") if claim is not None else None
    if slug is not None and not _SLUG.match(slug):
        raise UsageError(f"{claim!r} is no id of a claim; write lower-case letters, digits and single hyphens")
    return slug


def _new_id(store: Store, report: str) -> str:
    """The id, numbered where the record has it already: ids are never reused."""
    number, free = 1, report
    while any(store.quads_for_pattern(named_node(free), None, None)):
        number += 1
        free = f"{report}-{number}"
    return free


def _document(article: str, articles: str | None) -> _Document:
    if os.path.isfile(article):
        return _read(article)
    local = (expand(article) or article).removeprefix(PREFIXES["id"])
    named = _ID.match(local)
    if not named:
        raise UsageError(f"{article!r} is neither a file nor the id of an article; write id:article-7cade0f4, its 8 hex digits, or a path")
    if not articles:
        raise UsageError(f"the text of {article} is not shipped; say with --articles DIR where your articles are")
    if not os.path.isdir(articles):
        raise InputError([Finding(articles, 1, 1, "file.missing", "there is no such folder", "name the folder of the article texts")])
    for name in sorted(os.listdir(articles)):
        path = os.path.join(articles, name)
        if os.path.isfile(path) and _digest(path).startswith(named[1]):
            return _read(path)
    raise UsageError(f"no file in {articles} has a SHA-256 that begins with {named[1]}; name the file itself")


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise InputError([Finding(path, 1, 1, "file.unreadable", error.strerror or str(error), "check the file")]) from None


def _digest(path: str) -> str:
    return hashlib.sha256(_bytes(path)).hexdigest()


def _read(path: str) -> _Document:
    data = _bytes(path)
    try:
        # No line end is translated and no mark removed: offsets count the characters that the hash stands for.
        return _Document(path, hashlib.sha256(data).hexdigest(), data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", "replace")) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise InputError([Finding(path, line, column, "enc.utf8", what, "save the article as UTF-8")]) from None


def _the_one(document: _Document, wanted: str, paragraph: int | None) -> Passage:
    """The place of the passage; raises `UsageError` unless there is exactly one, in that paragraph where one is given."""
    if not wanted:
        raise UsageError("the passage is empty; copy it from the article")
    everywhere = places(document.text, wanted)
    found = [p for p in everywhere if paragraph in (None, p.paragraph)]
    if len(found) == 1:
        return found[0]
    if not everywhere:
        near = nearest(document.text, wanted)
        hint = f"\n  {near}\n  copy the passage from there" if near else "; nothing in it is near, check that it is the right article"
        raise UsageError(f"the passage does not stand in {document.name}{hint}")
    listed = "".join(f"\n  {in_context(document.text, p)}" for p in found or everywhere)
    if not found:
        raise UsageError(f"the passage does not stand in paragraph {paragraph} of {document.name}, but at:{listed}")
    alone = [p for p in found if sum(1 for q in found if q.paragraph == p.paragraph) == 1]
    fix = "choose with --paragraph N" if alone and paragraph is None else "take a longer passage"
    raise UsageError(f"the passage stands at {len(found)} places of {document.name}; {fix}:{listed}")


def _choice(names: Iterable[str], why: str = "") -> list[str]:
    return [f"# choose {', '.join(names)}{': ' + why if why else ''}"]


def _report(store: Store, report: str, paper: str, passage: Passage, span_hash: str, quoted: str) -> str:
    modes = [f"pg:{name}" for name in _MODES[quoted]]
    kinds = [curie(node.value) for node in members(store, pg("SourceKind"))]
    tenses = [curie(node.value) for node in members(store, pg("Tense"))]
    hedged = [f'# {word!r} may be a hedge; where it qualifies the claim, add pg:hedge "{word}"@de' for word in hedges(passage)]
    lines = [
        f"{report} a pg:Report ;",
        f"pg:article {paper} ;",
        f"pg:paragraph {passage.paragraph} ;",
        f"pg:spanStart {passage.start} ;",
        f"pg:spanEnd {passage.end} ;",
        f'pg:spanHash "{span_hash}" ;',
        *([f"pg:mode {modes[0]} ;"] if len(modes) == 1 else [*_choice(modes, _WHY[quoted]), "pg:mode pg:TODO ;"]),
        *_choice(kinds, "who stands behind it; the outlet's own voice is pg:OutletSource"),
        "pg:sourceKind pg:TODO ;",
        *_choice(tenses, "as seen from the day of the article"),
        "pg:tense pg:TODO ;",
        *hedged,
        "# what it says, in one sentence of your own in each language",
        'pg:gist "TODO"@en ,',
        '    "TODO"@de .',
    ]
    return "\n    ".join(lines) + "\n"


def _article(document: _Document) -> str:
    """The start of a file for an article that the record does not know yet."""
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("id", "pg", "skos", "xsd"))
    short = document.short
    return f"""{prefixes}
# the outlet; where the record has it already, delete this block and point pg:publisher at it
id:outlet-{short} a pg:Outlet ;
    skos:prefLabel "TODO"@en , "TODO"@de .

id:article-{short} a pg:Article ;
    skos:prefLabel "Article {short}, TODO"@en , "Artikel {short}, TODO"@de ;
    pg:publisher id:outlet-{short} ;
    # the day it was published; where it prints none, pg:earliest or pg:latest, and a pg:note that says how the day is known
    pg:date "TODO"^^xsd:date ;
    pg:sha256 "{document.digest}" .
"""
