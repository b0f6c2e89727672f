"""The nearest value of a parameter with which an empty answer would have rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from pledgegraph.namespaces import PREFIXES, TYPE, XSD_DATE, expand, pg
from pledgegraph.patterns import joined
from pledgegraph.search import Reason, Search, counted, plain, same
from pledgegraph.sparql import bind, parameter_rows, parameters
from pledgegraph.store import match, values
from pledgegraph.view import DAYS

TRIES, FAR, BRANCHES = 12, 4, 200
# What the first and the last day of a span are called as parameters.
_SPANS = (("since", "until"), ("from", "to"), ("start", "end"))


class Nearby:
    """Tries other values of the parameters, one at a time, then the defaults of all."""

    def __init__(self, search: Search) -> None:
        self.search = search

    def reasons(self) -> Iterator[Reason]:
        """That a span ends before it begins; else a reason for each parameter with another value that has rows; else for the
        defaults together."""
        now = parameters(self.search.text)
        if turned := list(self._turned(now)):
            yield from turned
            return
        found = False
        for name, term in now.items():
            if reason := self._parameter(name, term):
                found = True
                yield reason
        defaults = self.search.question.parameters if self.search.question else {}
        changed = {n: d for n, d in defaults.items() if now.get(n) != d and not same(now.get(n, ""), d)}
        if not found and len(changed) > 1 and (rows := self.search.rows(self.search.store, bind(self.search.text, changed))):
            en, de = f"with the defaults there are {counted(len(rows))}", f"mit den Vorgaben gibt es {counted(len(rows), 'de')}"
            yield Reason("defaults", en, de, rows=len(rows))

    def _turned(self, now: dict[str, str]) -> Iterator[Reason]:
        """A reason for each span of days whose last day is before its first, with what the days give the other way round."""
        for first, last in _SPANS:
            if not all(_is_day(now.get(name, "")) for name in (first, last)):
                continue
            begin, end = plain(now[first]), plain(now[last])
            if begin <= end:
                continue
            en = f"the days are the wrong way round: {first} = {begin} is after {last} = {end}"
            de = f"die Tage sind vertauscht: {first} = {begin} liegt nach {last} = {end}"
            rows = self.search.rows(self.search.store, bind(self.search.text, {first: now[last], last: now[first]}))
            if rows:
                en = f"{en}; the other way round there {'is' if len(rows) == 1 else 'are'} {counted(len(rows))}"
                de = f"{de}; andersherum gibt es {counted(len(rows), 'de')}"
            yield Reason("order", en, de, first, begin, end, len(rows) or None)

    def _parameter(self, name: str, term: str) -> Reason | None:
        """The nearest value of one parameter with which there are rows."""
        for other in self._candidates(name, term)[:TRIES]:
            if rows := self.search.rows(self.search.store, bind(self.search.text, {name: other})):
                en = f"there is no row with {name} = {self.search.shown(term, 'en')}; the nearest with rows is "
                de = f"mit {name} = {self.search.shown(term, 'de')} gibt es keine Zeile; der nächste Wert mit Zeilen ist "
                en, de = (f"{text}{self.search.shown(other, lang)}: {len(rows)}" for text, lang in ((en, "en"), (de, "de")))
                return Reason("parameter", en, de, name, plain(term), plain(other), len(rows))
        return None

    def _candidates(self, name: str, term: str) -> list[str]:
        """Other values that a parameter could take, nearest first: those the query itself allows, else of the same kind."""
        default = (self.search.question.parameters if self.search.question else {}).get(name, term)
        node = expand(plain(term))
        found: set[str] = set()
        if node and (ranks := self._scale(NamedNode(node))):
            rank = ranks.pop(f"<{node}>", 0)
            return sorted(ranks, key=lambda other: (abs(ranks[other] - rank), other))
        if _is_day(term):
            every = {q.object.value for p in (*DAYS, pg("start"), pg("end")) for q in match(self.search.store, None, p)}
            return [f'"{d}"^^<{XSD_DATE.value}>' for d in _outward(sorted(every), plain(term))]
        found |= self._allowed(name)
        if not found and node:
            kinds = {k for n in (node, expand(plain(default)) or "") if n for k in values(self.search.store, NamedNode(n), TYPE)}
            ours = sorted(k for k in kinds if k.value.startswith(PREFIXES["pg"]))
            found = {str(q.subject) for k in ours for q in match(self.search.store, None, TYPE, k) if isinstance(q.subject, NamedNode)}
        found |= {str(NamedNode(iri)) if (iri := expand(plain(default))) else default}
        from rapidfuzz import fuzz

        near = {other: fuzz.ratio(self.search.shown(other, "en").lower(), self.search.shown(term, "en").lower()) for other in found}
        hops = self._hops(NamedNode(node)) if node else {}
        return sorted((o for o in found if not same(o, term)), key=lambda other: (hops.get(other, FAR), -near[other], other))

    def _hops(self, node: NamedNode) -> dict[str, int]:
        """The things around a thing, with how many statements lie between."""
        hops, edge = {str(node): 0}, [node]
        for distance in range(1, FAR):
            around = {
                other
                for n in edge
                for triples in (match(self.search.store, n), match(self.search.store, None, None, n))
                for q in itertools.islice(triples, BRANCHES)
                for other in (q.subject, q.object)
                if isinstance(other, NamedNode) and other.value.startswith(PREFIXES["id"]) and str(other) not in hops
            }
            hops.update(dict.fromkeys(map(str, around), distance))
            edge = sorted(around, key=str)[:BRANCHES]
        return hops

    def _scale(self, node: NamedNode) -> dict[str, int]:
        """The values of the scale that a value stands on, with their ranks."""
        ranks: dict[str, int] = {}
        if values(self.search.store, node, pg("rank")):
            for kind in values(self.search.store, node, TYPE):
                for quad in match(self.search.store, None, TYPE, kind):
                    ranks.update({str(quad.subject): int(r.value) for r in values(self.search.store, quad.subject, pg("rank"))})
        return ranks

    def _allowed(self, name: str) -> set[str]:
        """The values that the query's own patterns allow where the parameter stands, if it stands in its outermost group."""
        rows = [row for row in parameter_rows(self.search.text) if name in row.names]
        if len(rows) != 1:
            return set()
        parts = []
        for part in self.search.split.group.parts:
            if part.kind == "values" and name in part.variables:
                kept = [(n, d) for n, d in zip(rows[0].names, rows[0].defaults, strict=True) if n != name]
                if not kept:
                    continue
                names, terms = " ".join(f"?{n}" for n, _ in kept), " ".join(d for _, d in kept)
                part = part._replace(text=f"VALUES ({names}) {{ ({terms}) }}")
            if part.kind not in ("optional", "bind"):
                parts.append(part)
        text = f"{self.search.split.prologue} SELECT DISTINCT ?{name} WHERE {joined(parts)} LIMIT 1000"
        return {str(row[name]) for row in self.search.rows(self.search.store, text) if isinstance(row[name], NamedNode | Literal)}


def _is_day(term: str) -> bool:
    return term.endswith(("date>", "xsd:date"))


def _outward(days: list[str], day: str) -> list[str]:
    """Days by how near they are to one, by calendar."""
    import datetime

    def number(text: str) -> int:
        try:
            return datetime.date.fromisoformat(text[:10]).toordinal()
        except ValueError:
            return 0

    middle = number(day)
    return sorted((d for d in days if d != day), key=lambda d: (abs(number(d) - middle), d))
