"""Why an answer is empty: the day, the parameter value, or the pattern of the query that nothing fits."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from pledgegraph import spelling
from pledgegraph.namespaces import PREFIXES, TYPE, curie, expand, pg
from pledgegraph.patterns import Group, Part, joined, split
from pledgegraph.sparql import bind, parameter_rows
from pledgegraph.store import match, query, values
from pledgegraph.things import label, nodes
from pledgegraph.tokens import tokens
from pledgegraph.view import EVIDENCE, newest_day

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.questions import Question

SECONDS = 3.0
TRIES, FAR, BRANCHES = 12, 4, 200
_XSD_DATE = NamedNode(PREFIXES["xsd"] + "date")
_DAYS = [pg(n) for n in ("date", "latest", "earliest")]
_CORE = {"triple", "union", "group", "select", "graph"}
_KINDS = {
    "triple": ("nothing fits {0}", "nichts passt auf {0}"),
    "filter": ("all else has matches, but {0} lets none through", "alles andere trifft zu, aber {0} lässt nichts durch"),
    "minus": ("all else has matches, but {0} takes every one away", "alles andere trifft zu, aber {0} nimmt alles weg"),
    "together": ("all else has matches, but none that fits {0}", "alles andere trifft zu, aber nichts davon passt auf {0}"),
    "having": ("there are matches, but {0} lets none through", "es gibt Treffer, aber {0} lässt keinen durch"),
    "after": ("nothing fits {0} together with what stands before it", "nichts passt auf {0} zusammen mit dem, was davor steht"),
}


class Reason(NamedTuple):
    """One reason: its kind (day, known-on, without, parameter, defaults, pattern or time), what it is in words, and as data the parameter,
    its value, the nearest value with rows and how many, or the pattern and its line in the query."""

    kind: str
    en: str
    de: str
    parameter: str | None = None
    value: str | None = None
    nearest: str | None = None
    rows: int | None = None
    pattern: str | None = None
    line: int | None = None

    def text(self, lang: str = "en") -> str:
        """The reason as a sentence."""
        return self.de if lang == "de" else self.en


class _Late(Exception):
    """The time is over."""


def why(kg: Knowledge, store: Store, text: str, question: Question | None, seconds: float = SECONDS) -> list[Reason]:
    """Why a SELECT query, its parameters bound, has no row; the time it may take bounds what is found."""
    found: list[Reason] = []
    search = Thread(target=_collect, args=(_Search(kg, store, text, question, seconds), found), daemon=True)
    search.start()
    search.join(seconds)
    if search.is_alive() and not found:
        en, de = f"no reason was found within {seconds:g} s", f"in {seconds:g} s wurde kein Grund gefunden"
        return [Reason("time", en, de)]
    return list(found)


def _collect(search: _Search, found: list[Reason]) -> None:
    try:
        for reason in search.reasons():
            found.append(reason)
    except _Late:
        pass


class _Search:
    """Asks the query again and again with something changed, until it has rows."""

    def __init__(self, kg: Knowledge, store: Store, text: str, question: Question | None, seconds: float) -> None:
        self.kg, self.store, self.text, self.question = kg, store, text, question
        self.end = time.monotonic() + seconds
        self.split = split(text)

    def reasons(self) -> Iterator[Reason]:
        known = False
        for reason in (r for step in (self._moment, self._parameters) for r in step()):
            known = True
            yield reason
        if not known:
            yield from itertools.islice(self._patterns(self.split.group, []), 3)

    def _in_time(self) -> None:
        if time.monotonic() > self.end:
            raise _Late

    # ── the day ──

    def _moment(self) -> Iterator[Reason]:
        """What the same question gives on the newest day, or without what was left out."""
        if self.question is None:
            return
        scope = self.question.scope
        moment, whole = self.kg.moment, self.kg.record.store
        if moment.day < newest_day(whole):
            if not any(True for _ in match(self.store, None, EVIDENCE)):
                first = min(self._days_of(whole, {q.subject for q in match(whole, None, EVIDENCE)}), default="")
                en = f"nothing had been said by {moment.day}; the first statement is of {first}"
                de = f"bis {moment.day} war nichts gesagt; die erste Aussage ist vom {first}"
                yield Reason("day", en, de, value=moment.day, nearest=first)
                return
            newest = self.kg.at(newest_day(whole), known_on=newest_day(whole), without=())
            if rows := self._rows(newest.scope(scope)):
                first = self._first_day(newest.scope(scope), rows)
                en = f"nothing of this had been said by {moment.day}; as of {newest.day} there are {_rows(len(rows))}"
                de = f"bis {moment.day} war nichts davon gesagt; Stand {newest.day} gibt es {_zeilen(len(rows))}"
                if first:
                    en, de = f"{en}, the first of them of {first}", f"{de}, die erste vom {first}"
                yield Reason("day", en, de, value=moment.day, nearest=first or newest.day, rows=len(rows))
        for kind, given, en, de in (
            ("known-on", moment.known_on, "nothing of this had been published by {0}", "bis {0} war nichts davon veröffentlicht"),
            ("without", moment.without, "all of this rests on what was left out", "all das stützt sich auf das Ausgelassene"),
        ):
            if given and (rows := self._rows(self.kg.at(moment.day, known_on=newest_day(whole), without=()).scope(scope))):
                en, de = en.format(given), de.format(given)
                yield Reason(kind, f"{en}; else there are {_rows(len(rows))}", f"{de}; sonst gibt es {_zeilen(len(rows))}", rows=len(rows))

    def _rows(self, store: Store, text: str | None = None) -> list[dict[str, object]]:
        self._in_time()
        solutions = query(store, text or self.text)
        assert isinstance(solutions, QuerySolutions)
        names = [v.value for v in solutions.variables]
        return [{n: s[n] for n in names} for s in solutions]

    def _first_day(self, store: Store, rows: list[dict[str, object]]) -> str:
        """The earliest day of the claims in the rows, or in the rows themselves."""
        days = self._days_of(store, [row["claim"] for row in rows if row.get("claim") is not None])
        days = days or [v.value for row in rows for v in row.values() if isinstance(v, Literal) and v.datatype == _XSD_DATE]
        return min(days, default="")

    def _days_of(self, store: Store, claims: Iterable[object]) -> list[str]:
        return [o.value for c in claims for o in next(filter(None, (values(store, c, p) for p in _DAYS)), [])]

    # ── the parameters ──

    def _parameters(self) -> Iterator[Reason]:
        now = _terms(self.text)
        found = False
        for name, term in now.items():
            if reason := self._parameter(name, term):
                found = True
                yield reason
        defaults = self.question.parameters if self.question else {}
        changed = {n: d for n, d in defaults.items() if now.get(n) != d and not _same(now.get(n, ""), d)}
        if not found and len(changed) > 1 and (rows := self._rows(self.store, bind(self.text, changed))):
            en, de = f"with the defaults there are {_rows(len(rows))}", f"mit den Vorgaben gibt es {_zeilen(len(rows))}"
            yield Reason("defaults", en, de, rows=len(rows))

    def _parameter(self, name: str, term: str) -> Reason | None:
        """The nearest value of one parameter with which there are rows."""
        for other in self._candidates(name, term)[:TRIES]:
            if rows := self._rows(self.store, bind(self.text, {name: other})):
                en = f"there is no row with {name} = {self._shown(term, 'en')}; the nearest with rows is "
                de = f"mit {name} = {self._shown(term, 'de')} gibt es keine Zeile; der nächste Wert mit Zeilen ist "
                en, de = (f"{text}{self._shown(other, lang)}: {len(rows)}" for text, lang in ((en, "en"), (de, "de")))
                return Reason("parameter", en, de, name, _plain(term), _plain(other), len(rows))
        return None

    def _candidates(self, name: str, term: str) -> list[str]:
        """Other values that a parameter could take, nearest first: those the query itself allows, else of the same kind."""
        default = (self.question.parameters if self.question else {}).get(name, term)
        node = expand(_plain(term))
        found: set[str] = set()
        if node and (ranks := self._scale(NamedNode(node))):
            rank = ranks.pop(f"<{node}>", 0)
            return sorted(ranks, key=lambda other: (abs(ranks[other] - rank), other))
        if term.endswith(("date>", "xsd:date")):
            every = {q.object.value for p in (*_DAYS, pg("start"), pg("end")) for q in match(self.store, None, p)}
            return [f'"{d}"^^<{_XSD_DATE.value}>' for d in _outward(sorted(every), _plain(term))]
        found |= self._allowed(name)
        if not found and node:
            kinds = {k for n in (node, expand(_plain(default)) or "") if n for k in values(self.store, NamedNode(n), TYPE)}
            ours = sorted(k for k in kinds if k.value.startswith(PREFIXES["pg"]))
            found = {str(q.subject) for k in ours for q in match(self.store, None, TYPE, k) if isinstance(q.subject, NamedNode)}
        found |= {str(NamedNode(iri)) if (iri := expand(_plain(default))) else default}
        from rapidfuzz import fuzz

        near = {other: fuzz.ratio(self._shown(other, "en").lower(), self._shown(term, "en").lower()) for other in found}
        hops = self._hops(NamedNode(node)) if node else {}
        return sorted((o for o in found if not _same(o, term)), key=lambda other: (hops.get(other, FAR), -near[other], other))

    def _hops(self, node: NamedNode) -> dict[str, int]:
        """The things around a thing, with how many statements lie between."""
        hops, edge = {str(node): 0}, [node]
        for distance in range(1, FAR):
            around = {
                other
                for n in edge
                for triples in (match(self.store, n), match(self.store, None, None, n))
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
        if values(self.store, node, pg("rank")):
            for kind in values(self.store, node, TYPE):
                for quad in match(self.store, None, TYPE, kind):
                    ranks.update({str(quad.subject): int(r.value) for r in values(self.store, quad.subject, pg("rank"))})
        return ranks

    def _allowed(self, name: str) -> set[str]:
        """The values that the query's own patterns allow where the parameter stands, if it stands in its outermost group."""
        rows = [row for row in parameter_rows(self.text) if name in row.names]
        if len(rows) != 1:
            return set()
        parts = []
        for part in self.split.group.parts:
            if part.kind == "values" and name in part.variables:
                kept = [(n, d) for n, d in zip(rows[0].names, rows[0].defaults, strict=True) if n != name]
                if not kept:
                    continue
                names, terms = " ".join(f"?{n}" for n, _ in kept), " ".join(d for _, d in kept)
                part = part._replace(text=f"VALUES ({names}) {{ ({terms}) }}")
            if part.kind not in ("optional", "bind"):
                parts.append(part)
        text = f"{self.split.prologue} SELECT DISTINCT ?{name} WHERE {joined(parts)} LIMIT 1000"
        return {str(row[name]) for row in self._rows(self.store, text) if isinstance(row[name], NamedNode | Literal)}

    def _shown(self, term: str, lang: str) -> str:
        iri = expand(_plain(term))
        if not iri:
            return _plain(term)
        name = label(self.store, NamedNode(iri), lang)
        return name if name == curie(iri) else f"{name} ({curie(iri)})"

    # ── the patterns ──

    def _patterns(self, group: Group, context: list[Part]) -> Iterator[Reason]:
        """The patterns of a group that nothing fits, alone or beside the others."""
        given = [*context, *(p for p in group.parts if p.kind == "values")]
        core = [p for p in group.parts if p.kind in _CORE]
        alone = [p for p in core if not self._any([*given, p])]
        if alone:
            for part in alone:
                within = [r for inner in part.groups for r in self._patterns(inner, [] if part.kind == "select" else given)]
                yield from within or [self._blame("triple", part, given if self._any([part]) else [])]
            return
        whole = [*context, *group.parts]
        if self._any(whole):
            after = group.modifiers
            begin, end = after.find("HAVING"), after.find("ORDER BY")
            text = after[begin : end if end > begin else None] if begin >= 0 else after
            yield self._blame("having", Part("having", text, 0, frozenset()))
            return
        guilty = []
        for part in (p for p in group.parts if p.kind not in ("optional", "bind")):
            rest = [p for p in whole if p is not part]
            # FILTER and MINUS alone would let the empty match through.
            if any(p.kind in _CORE for p in rest) and self._any(rest):
                guilty.append(part)
                yield self._blame(part.kind if part.kind in ("filter", "minus") else "together", part)
        if not guilty:
            yield from self._first_after(whole)

    def _first_after(self, parts: list[Part]) -> Iterator[Reason]:
        """The first pattern that has no match together with those before it."""
        ordered = [*(p for p in parts if p.kind != "filter"), *(p for p in parts if p.kind == "filter")]
        for n, part in enumerate(ordered, 1):
            if part.kind not in ("optional", "bind") and not self._any(ordered[:n]):
                yield self._blame("after", part)
                return

    def _any(self, parts: Iterable[Part]) -> bool:
        self._in_time()
        result = query(self.store, f"{self.split.prologue} ASK {joined(list(parts))}")
        assert isinstance(result, QueryBoolean)
        return bool(result)

    def _blame(self, kind: str, part: Part, beside: Iterable[Part] = ()) -> Reason:
        """The reason that names a pattern, with the parameters in it, and a term in it that occurs nowhere."""
        text = " ".join(part.text.split())
        shown = text if len(text) <= 160 else text[:159] + "…"
        en, de = (sentence.format(shown) for sentence in _KINDS[kind])
        if part.line:
            en, de = f"{en} (line {part.line})", f"{de} (Zeile {part.line})"
        now = _terms(self.text)
        others = [" ".join(p.text.split()) for p in beside if p.variables & part.variables and not p.variables & now.keys()]
        if (used := [n for n in now if n in part.variables]) or others:
            en, de = (
                f"{text} {word} {', '.join([*(f'{n} = {self._shown(now[n], lang)}' for n in used), *others])}"
                for text, word, lang in ((en, "where", "en"), (de, "mit", "de"))
            )
        nearest = None
        for term in tokens(part.text) if part.kind == "triple" else ():
            iri = expand(term.text) if term.kind in ("name", "iri") else None
            if iri and not _known(self.store, NamedNode(iri)):
                nearest = spelling.nearest(curie(iri), sorted(curie(n.value) for n in nodes(self.store)))
                en, de = f"{en}; {curie(iri)} occurs nowhere", f"{de}; {curie(iri)} kommt nirgends vor"
                if nearest:
                    en, de = f"{en}, did you mean {nearest}?", f"{de}, war {nearest} gemeint?"
        return Reason("pattern", en, de, nearest=nearest, pattern=text, line=part.line or None)


def _known(store: Store, node: NamedNode) -> bool:
    return any(True for role in range(3) for _ in match(store, *(node if n == role else None for n in range(3))))


def _terms(text: str) -> dict[str, str]:
    return {n: d for row in parameter_rows(text) for n, d in zip(row.names, row.defaults, strict=True)}


def _plain(term: str) -> str:
    """A serialised term as a reader writes it: a CURIE, or the text of a literal."""
    if term.startswith("<"):
        return curie(term[1:-1])
    return term[1 : term.rfind(term[0])] if term[:1] in "\"'" else term


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


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


def _rows(count: int) -> str:
    return f"{count} row" + ("" if count == 1 else "s")


def _zeilen(count: int) -> str:
    return f"{count} Zeile" + ("" if count == 1 else "n")
