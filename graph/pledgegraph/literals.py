"""What a literal may be: its datatype's own spelling, a length, and characters that people can see."""

from __future__ import annotations

import base64
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator

from pyoxigraph import Literal

from pledgegraph.errors import Fault
from pledgegraph.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
MAX_LITERAL = 64 * 1024
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATE = re.compile("[\ud800-\udfff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HIGH_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_INVISIBLE = re.compile("[\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef" + "".join(f"{chr(p * 0x10000 + 0xFFFE)}{chr(p * 0x10000 + 0xFFFF)}" for p in range(17)) + "]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SCRIPTS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH"}

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_DAY = re.compile(rf"({_YEAR})-(\d\d)-(\d\d)(?:T({_TIME}|24:00:00(?:\.0+)?))?({_ZONE})\Z")
_FORMS = {
    "boolean": r"true|false|0|1",
    "integer": r"[+-]?\d+",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonth": rf"--(?:0[1-9]|1[0-2]){_ZONE}",
    "gMonthDay": rf"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    "gDay": rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    "time": rf"(?:{_TIME}|24:00:00(?:\.0+)?){_ZONE}",
    "duration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "yearMonthDuration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": r"-?P(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
}
_FORMS["float"] = _FORMS["double"]
_COMPILED = {name: re.compile(f"(?:{form})\\Z", re.ASCII) for name, form in _FORMS.items()}
_RANGES: dict[str, tuple[float, float]] = {
    "nonNegativeInteger": (0, float("inf")),
    "positiveInteger": (1, float("inf")),
    "nonPositiveInteger": (float("-inf"), 0),
    "negativeInteger": (float("-inf"), -1),
    **{name: (-(1 << bits - 1), (1 << bits - 1) - 1) for name, bits in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))},
    **{f"unsigned{name}": (0, (1 << bits) - 1) for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))},
}
_FREE = {"string", "anyURI", "normalizedString", "token", "Name", "NCName", "NMTOKEN", "anyAtomicType", "QName"}
_DATES = {"date", "dateTime", "dateTimeStamp"}
_ISO = "write a day that exists as YYYY-MM-DD"


def faults(literal: Literal) -> Iterator[Fault]:
    """What is wrong with a literal: its characters, its length, its spelling."""
    text, datatype = literal.value, literal.datatype.value
    yield from text_faults(text)
    if len(text) > MAX_LITERAL:
        yield Fault("error", "limit.literal", f"a text of {len(text)} characters is over {MAX_LITERAL}", "shorten it")
    elif datatype.startswith(_XSD):
        yield from _typed(text, datatype[len(_XSD) :])


def text_faults(text: str) -> Iterator[Fault]:
    """What is wrong with the characters of a text, whatever it stands for."""
    if match := CONTROL.search(text):
        yield Fault("error", "enc.control", f"a text holds the control character U+{ord(match[0]):04X}", "remove it")
    if text.isascii():
        return
    if SURROGATE.search(text):
        yield Fault("error", "enc.surrogate", "a text holds half a surrogate pair", "write the whole character")
    for pattern, rule, what in (
        (_NONCHARACTER, "enc.nonchar", "a text holds the noncharacter U+{:04X}"),
        (_HIGH_CONTROL, "enc.control", "a text holds U+{:04X}, most likely from a file of another encoding"),
        (BIDI, "text.bidi", "a text holds U+{:04X}, which turns the reading direction"),
        (_INVISIBLE, "text.invisible", "a text holds U+{:04X}, which nobody sees"),
    ):
        if match := pattern.search(text):
            yield Fault("warning", rule, what.format(ord(match[0])), "remove it")
    if word := mixed(text):
        yield Fault("warning", "text.confusable", f"{word!r} mixes letters of two scripts", "write it in one script")


def mixed(text: str) -> str | None:
    """The first word whose letters come from scripts that look alike, or None."""
    for word in _WORD.findall(text):
        if not word.isascii() and len({_script(c) for c in word} & _SCRIPTS) > 1:
            return str(word)
    return None


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0]


def _typed(text: str, name: str) -> Iterator[Fault]:
    if name in _DATES:
        yield from _date(text, name)
        return
    ok = _check(name)
    if ok is None:
        yield Fault("error", "lit.type", f"there is no datatype xsd:{name}", "use one of XML Schema's")
    elif not ok(text):
        rule = "lit.date" if name == "time" or name.startswith("g") else "lit.type"
        yield Fault("error", rule, f"{text[:60]!r} is no xsd:{name}", "mend the value or its datatype")
    elif name == "time" and text.startswith("24"):
        yield _midnight(text)


def _check(name: str) -> Callable[[str], object] | None:
    if name in _COMPILED:
        return _COMPILED[name].match
    if name in _FREE:
        return lambda text: True
    if name in _RANGES:
        low, high = _RANGES[name]
        return lambda text: _COMPILED["integer"].match(text) and len(text) < 4000 and low <= int(text) <= high
    return _is_base64 if name == "base64Binary" else None


def _is_base64(text: str) -> bool:
    try:
        return base64.b64decode("".join(text.split(" ")), validate=True) is not None
    except ValueError:
        return False


def _date(text: str, name: str) -> Iterator[Fault]:
    match = _DAY.match(text)
    if not match or (name == "date") != (match[4] is None) or (name == "dateTimeStamp" and not match[5]) or not _exists(match):
        yield Fault("error", "lit.date", f"{text[:60]!r} is no {'date' if name == 'date' else f'xsd:{name}'}", _ISO)
    elif match[4] and match[4].startswith("24"):
        yield _midnight(text)


def _midnight(text: str) -> Fault:
    return Fault("warning", "lit.lexical", f"{text!r} is 00:00:00 of the next day to some engines", "write it as that")


def _exists(match: re.Match[str]) -> bool:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    try:
        datetime.date(2000 + year % 400, month, day)  # the calendar repeats every 400 years
    except ValueError:
        return False
    return True
