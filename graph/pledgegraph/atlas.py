"""The atlas: one self-contained page that shows who pledges what, how firmly, on which condition, since when, says who.

The page is put together from the files of `page/`; its script and style are made shorter beforehand (`make page`). It asks
nothing of any server, and its policy lets no other script run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Callable
from html import escape
from string import Template
from typing import Any

from pledgegraph import __version__
from pledgegraph.atlas_data import LANGS
from pledgegraph.atlas_data import data as atlas_data
from pledgegraph.atlas_plain import plain
from pledgegraph.record import Record
from pledgegraph.view import Moment

# The sources of `made.js`, in their order.
SCRIPTS = (
    *("dom", "text", "model", "state", "logic", "matrix", "timeline", "chain"),
    *("scenario", "circuit", "evidence", "article", "search", "export", "main"),
)
_POLICY = "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data: blob:; base-uri 'none'; form-action 'none'"
_FOLDER = os.path.join(os.path.dirname(__file__), "page")


def page(record: Record, moment: Moment, lang: str = "en", tick: Callable[[int, int], None] = lambda done, of: None) -> str:
    """The page for a record up to a moment, opening in a language; the same text every time. `tick` counts the days."""
    return assemble(atlas_data(record, moment, tick), lang)


def assemble(data: dict[str, Any], lang: str = "en") -> str:
    """The page for what `atlas_data.data` found."""
    words = texts()

    def text(key: str, **values: str) -> str:
        return words[key][lang].format(**values)

    script, style = _read("made.js"), _read("made.css")
    block = {**data, "lang": lang, "version": __version__, "text": {key: list(entry.values()) for key, entry in words.items()}}
    names = [data["terms"][n] for n in data["frameworks"]]
    about = " · ".join(str((row[LANGS.index(lang) + 1 :] or row)[0] or row[0]) for row in names)
    parts = {
        "lang": lang,
        "policy": _POLICY.format(script=_digest(script), style=_digest(style)),
        "style": style,
        "script": script,
        # A block of data needs no hash, and without "<" nothing in it can end it.
        "data": json.dumps(block, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        "plain": plain(data, text, lang),
        **{name: escape(text(name)) for name in ("title", "standfirst", "skip")},
        "about": escape(about),
        "head": escape(" – ".join(filter(None, (text("title"), about)))),
        "foot": escape(text("foot", version=__version__, until=data["day"] and text("foot.until", day=data["day"]))),
    }
    return Template(_read("atlas.html")).substitute(parts)


def texts() -> dict[str, dict[str, str]]:
    """Every text of the page by its key, in each language."""
    found: dict[str, dict[str, str]] = json.loads(_read("text.json"))
    return found


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
