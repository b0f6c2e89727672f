"""What an IRI may be: a scheme that is safe to show, a public host, one spelling for one thing."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from pledgegraph.errors import Fault
from pledgegraph.literals import text_faults

SAFE = {"http", "https", "mailto", "urn", "tag", "doi", "info", "geo", "tel", "did"}
MAX_IRI = 4096
RELATIVE = "http://relative.invalid/"
"""The base that files are read against, so that a relative IRI is seen and never becomes a path of this machine."""

FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_PRIVATE_NAMES = re.compile(r"(?:^|\.)(?:localhost|local|internal|lan|home|corp|intranet)\.?$", re.IGNORECASE)
_NUMERIC = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}\.?\Z", re.IGNORECASE)


def faults(iri: str) -> Iterator[Fault]:
    """What is wrong with one IRI."""
    scheme, colon, _ = iri.partition(":")
    if iri.startswith(RELATIVE):
        yield Fault("error", "iri.relative", f"<{iri[len(RELATIVE) :][:80]}> is relative and the file has no base", "write the whole IRI")
        return
    if match := FORBIDDEN.search(iri):
        yield Fault("error", "iri.syntax", f"{iri[:80]!r} holds {match[0]!r}, which no IRI may", "escape it in per cent")
        return
    if len(iri) > MAX_IRI:
        yield Fault("error", "limit.iri", f"an IRI of {len(iri)} characters is over {MAX_IRI}", "shorten it")
        return
    if colon and scheme.lower() not in SAFE:
        what = f"<{iri[:80]}> has the scheme {scheme.lower()!r} and is only ever shown as text"
        yield Fault("warning", "iri.scheme", what, "use http or https")
    elif scheme.lower() in ("http", "https"):
        yield from _host(iri)
    yield from text_faults(iri if iri.isascii() else unquote(iri))


def _host(iri: str) -> Iterator[Fault]:
    try:
        parts = urlsplit(iri)
        host = parts.hostname or ""
    except ValueError:
        yield Fault("error", "iri.syntax", f"<{iri[:80]}> has no readable host", "mend the IRI")
        return
    if is_private(host):
        yield Fault("warning", "iri.private", f"<{iri[:80]}> names a host of a private network", "use a public address")
    if parts.username is not None:
        yield Fault("warning", "iri.userinfo", f"<{iri[:80]}> carries a user name before its host", "remove it")


def is_private(host: str) -> bool:
    """Whether a host is this machine or one of a private network, however its address is spelt."""
    if _PRIVATE_NAMES.search(host):
        return True
    try:
        address: ipaddress.IPv4Address | ipaddress.IPv6Address
        address = _ipv4(host) if _NUMERIC.match(host) else ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global


def _ipv4(host: str) -> ipaddress.IPv4Address:
    """An address as browsers read it: 0x7f.1, 2130706433 and 0177.0.0.1 are all 127.0.0.1."""
    parts = host.rstrip(".").lower().split(".")
    numbers = [int(p, 16 if p.startswith("0x") else 8 if p.startswith("0") and len(p) > 1 else 10) for p in parts]
    value = numbers.pop()
    for place, number in enumerate(numbers):
        value += number << (24 - 8 * place)
    return ipaddress.IPv4Address(value)


def twins(iris: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of IRIs that look the same and are not: composed and decomposed letters, per cent and plain."""
    seen: dict[str, str] = {}
    for iri in sorted(iris):
        if iri.isascii() and "%" not in iri:
            continue
        other = seen.setdefault(unicodedata.normalize("NFC", unquote(iri)), iri)
        if other != iri:
            yield other, iri


def not_nfc(iri: str) -> bool:
    """Whether an IRI is not in the composed form that everybody else writes."""
    return not iri.isascii() and not unicodedata.is_normalized("NFC", iri)
