"""A fact file before any parser sees it: its encoding, its kind, and what could take a parser down or out of the house."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Iterator
from typing import Any

from pledgegraph.errors import Fault, Finding, InputError
from pledgegraph.iris import FORBIDDEN
from pledgegraph.literals import BIDI, CONTROL
from pledgegraph.tokens import place

MAX_DEPTH = 64
MAX_ENTITY = 1024
_BOM = b"\xef\xbb\xbf"
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_XML_START = re.compile(r"\s*<(?:\?xml\b|rdf:RDF\b|!DOCTYPE\b)")
_JSON_START = re.compile(r"\s*(?:\{\s*(?:\"|\})|\[\s*\{\s*\")")
_MERGE = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_TURTLE_BONES = re.compile(
    r'''"""(?:[^"\\]+|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]+|\\.|'(?!''))*\'\'\'|"(?:[^"\\\n\r]+|\\.)*"|'(?:[^'\\\n\r]+|\\.)*'''
    r"""'|#[^\n\r]*|<[^<>"{}|^`\x00-\x20]*>|(?P<bracket>[(\[{)\]}]|<<\(?|\)?>>)""",
    re.DOTALL,
)
_JSON_BONES = re.compile(r'"(?:[^"\\]+|\\.)*"|(?P<bracket>[\[{\]}])', re.DOTALL)
_SURROGATE_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\U0000[dD][89a-fA-F][0-9a-fA-F]{2})")
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+[^\s\[>]+\s*(?P<external>SYSTEM|PUBLIC)?[^\[>]*(?:\[(?P<subset>.*?)\]\s*)?>", re.DOTALL)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.:-]+)\s+(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<external>SYSTEM|PUBLIC))"""
)
_XML_ENCODING = re.compile(r"""\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']""")
TURTLE_LIKE, XML_LIKE, JSON_LIKE = {".ttl", ".trig", ".nt", ".nq"}, {".rdf", ".owl", ".xml"}, {".jsonld"}


def read(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; raises `InputError` for what is no ordinary file."""
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise InputError([Finding(path, 1, 1, "file.special", "this is no ordinary file", "name a file of facts")])
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise InputError([Finding(path, 1, 1, "file.unreadable", error.strerror or str(error), "check the file")]) from None


def text_of(data: bytes, name: str) -> str:
    """The text of a file's bytes without one byte order mark; raises `InputError` where it is no UTF-8 text."""
    for start, kind in _MAGIC:
        if data.startswith(start):
            rule = "enc.utf8" if "UTF" in kind else "file.magic"
            raise InputError([Finding(name, 1, 1, rule, f"this is {kind}, not UTF-8 text", "save the facts as UTF-8 text")])
    data = data.removeprefix(_BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        low, high = data[error.start : error.start + 1], data[error.start : error.start + 3]
        half = low == b"\xed" and len(high) == 3 and 0xA0 <= high[1] <= 0xBF
        rule, what = ("enc.surrogate", "half a surrogate pair") if half else ("enc.utf8", f"byte 0x{low[0]:02x} is not UTF-8")
        raise InputError([Finding(name, *place(before, len(before)), rule, what, "save the file as UTF-8")]) from None
    if text.startswith("\ufeff"):
        raise InputError([Finding(name, 1, 1, "enc.bom", "the file has two byte order marks", "save it with one or none")])
    return text


def examine(text: str, name: str) -> list[Finding]:
    """Everything that speaks against giving the text to a parser, and what a reader should be warned of."""
    ending = os.path.splitext(name)[1].lower()
    kinds = ((TURTLE_LIKE, _turtle), (XML_LIKE, _xml), (JSON_LIKE, _json))
    found = [*_characters(text), *_kind(text, ending)]
    if not any(fault.rule == "file.magic" for _, fault in found):
        found += next((list(look(text)) for endings, look in kinds if ending in endings), [])
    return [Finding(name, *place(text, at), f.rule, f.what, f.fix, f.level) for at, f in found]


Located = tuple[int, Fault]


def _characters(text: str) -> Iterator[Located]:
    if match := CONTROL.search(text):
        yield match.start(), Fault("error", "enc.control", f"control character U+{ord(match[0]):04X}", "remove it")
    if not text.isascii() and (match := BIDI.search(text)):
        what = f"U+{ord(match[0]):04X} turns the reading direction: the file is not what it looks like"
        yield match.start(), Fault("warning", "text.bidi", what, "remove it")


def _kind(text: str, ending: str) -> Iterator[Located]:
    kind = ""
    if _HTML.match(text):
        kind = "an HTML page"
    elif ending not in XML_LIKE and _XML_START.match(text):
        kind = "an XML document"
    elif ending in {".ttl", ".nt", ".nq"} and _JSON_START.match(text):
        kind = "JSON"
    elif ending in XML_LIKE and text.strip() and not text.lstrip().startswith("<"):
        kind = "no XML"
    elif ending in JSON_LIKE and text.strip() and text.lstrip()[0] not in '{["':
        kind = "no JSON"
    if kind:
        yield 0, Fault("error", "file.magic", f"the file is named *{ending} and holds {kind}", "name or save it as what it is")
    if not text.strip():
        yield 0, Fault("warning", "file.empty", "the file is empty", "write facts into it or leave it out")


def _turtle(text: str) -> Iterator[Located]:
    marks = list(_MERGE.finditer(text))
    if {"<", ">"} <= {m[0][0] for m in marks}:
        yield marks[0].start(), Fault("error", "syntax", f"a merge marker {marks[0][0][:7]}", "settle the merge")
    yield from _escapes(text, pairs=False)
    yield from _depth(text, _TURTLE_BONES)


def _escapes(text: str, *, pairs: bool) -> Iterator[Located]:
    """Half surrogate pairs written as escapes; in JSON two of them in a row are one character."""
    if "\\u" not in text and "\\U" not in text:
        return
    bare = _PAIR.sub(lambda m: " " * len(m[0]), text) if pairs else text
    if match := _SURROGATE_ESCAPE.search(bare):
        yield match.start(1), Fault("error", "enc.surrogate", f"{match[1]} is half a surrogate pair", "write the whole character")


def _depth(text: str, bones: re.Pattern[str]) -> Iterator[Located]:
    depth = 0
    for match in bones.finditer(text):
        if bracket := match["bracket"]:
            depth += 1 if bracket[0] in "([{<" else -1
            if depth > MAX_DEPTH:
                yield match.start(), Fault("error", "limit.depth", f"brackets nest deeper than {MAX_DEPTH}", "flatten it")
                return


def _xml(text: str) -> Iterator[Located]:
    encoding = _XML_ENCODING.match(text)
    if encoding and encoding[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        yield 0, Fault("error", "enc.utf8", f"the file says that it is {encoding[1]}", "save it as UTF-8 and say so")
    stopped = False
    for at, fault in _doctype(text):
        stopped = True
        yield at, fault
    if not stopped:
        yield from _elements(text)


def _doctype(text: str) -> Iterator[Located]:
    at = text.find("<!DOCTYPE")
    match = _DOCTYPE.search(text)
    if at < 0 and "<!ENTITY" not in text:
        return
    if not match or match["external"] or match.start() != at:
        yield max(at, 0), Fault("error", "xml.dtd", "a DOCTYPE that points outside the file", "remove the DOCTYPE")
        return
    entities = {}
    for entity in _ENTITY.finditer(match["subset"] or ""):
        value = entity["a"] if entity["a"] is not None else entity["b"]
        if entity["external"] or entity["parameter"]:
            yield at, Fault("error", "xml.dtd", f"the entity {entity['name']!r} is read from elsewhere", "remove the DOCTYPE")
            return
        if "&" in value or "%" in value:
            yield at, Fault("error", "xml.dtd", f"the entity {entity['name']!r} is built of other entities", "remove the DOCTYPE")
            yield at, Fault("error", "xml.entities", f"the entity {entity['name']!r} may grow without end", "write the text itself")
            return
        entities[entity["name"]] = value
    if (match["subset"] or "").count("<!ENTITY") != len(entities) or "<!ENTITY" in text[match.end() :]:
        yield at, Fault("error", "xml.dtd", "an entity declaration that cannot be read", "remove the DOCTYPE")
    long = [name for name, value in entities.items() if len(value) > MAX_ENTITY]
    grown = sum(len(value) * text.count(f"&{name};") for name, value in entities.items())
    if long or grown > 1 << 20:
        yield at, Fault("error", "xml.entities", f"entities would grow to {grown} characters", "write the text itself")


def _elements(text: str) -> Iterator[Located]:
    from xml.parsers.expat import ExpatError, ParserCreate

    parser, depth, deepest = ParserCreate(), 0, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)
        if depth > MAX_DEPTH:
            raise _TooDeepError

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(text.encode("utf-8"), True)
    except _TooDeepError:
        yield 0, Fault("error", "limit.depth", f"elements nest deeper than {MAX_DEPTH}", "flatten it")
    except (ExpatError, ValueError):
        return  # the RDF parser says what is wrong and where


class _TooDeepError(Exception):
    pass


def _json(text: str) -> Iterator[Located]:
    found = [*_escapes(text, pairs=True), *_depth(text, _JSON_BONES)]
    yield from found
    if found:
        return
    keys: list[str] = []

    def constant(word: str) -> Any:
        raise json.JSONDecodeError(f"{word} is no JSON", text, max(text.find(word), 0))

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [key for key, _ in items]
        keys.extend(key for key in names if names.count(key) > 1)
        return dict(items)

    try:
        document = json.loads(text, parse_constant=constant, parse_int=str, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        yield error.pos, Fault("error", "syntax", error.msg, "mend the JSON there")
        return
    except (ValueError, RecursionError) as error:
        yield 0, Fault("error", "syntax", str(error), "mend the JSON")
        return
    for key in sorted(set(keys)):
        yield text.find(f'"{key}"'), Fault("error", "syntax", f"the key {key!r} stands twice in one object", "keep one of them")
    for at, fault in _contexts(document):
        yield max(text.find(at), 0), fault


def _contexts(document: Any) -> Iterator[tuple[str, Fault]]:
    contexts: list[Any] = []
    used: dict[str, None] = {}
    named: list[Any] = []
    stack = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += node
        elif isinstance(node, dict):
            for key, value in node.items():
                if key == "@context":
                    contexts += value if isinstance(value, list) else [value]
                else:
                    used[key] = None
                    stack.append(value)
                if key in ("@id", "@type"):
                    named += value if isinstance(value, list) else [value]
    terms: set[str] = set()
    vocab = False
    for context in contexts:
        remote = context if isinstance(context, str) else context.get("@import") if isinstance(context, dict) else None
        if remote is not None:
            yield str(remote), Fault("error", "net.context", f"the context {str(remote)[:80]!r} would be fetched", "write it into the file")
        if isinstance(context, dict):
            terms |= context.keys()
            vocab = vocab or context.get("@vocab") is not None
            if any(isinstance(v, dict) and isinstance(v.get("@context"), str) for v in context.values()):
                yield "@context", Fault("error", "net.context", "a term's context would be fetched", "write it into the file")
    for iri in (*named, *(key for key in used if ":" in key)):
        if isinstance(iri, str) and (match := FORBIDDEN.search(iri)):
            what = f"{iri[:80]!r} holds {match[0]!r}, which no IRI may; the parser would leave it out"
            yield json.dumps(iri, ensure_ascii=False), Fault("error", "iri.syntax", what, "escape it in per cent")
    strange = [key for key in used if not key.startswith("@") and ":" not in key and key not in terms]
    if strange:
        fate = "is taken from @vocab" if vocab else "is mapped to nothing and left out"
        what = f"{', '.join(sorted(strange)[:8])} {fate}"
        yield f'"{min(strange)}"', Fault("warning", "vocab.unknown", what, "map each term in the @context")
