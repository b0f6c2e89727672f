"""What the atlas shows, as plain data: who, on what, how firmly, on which condition, since when, says who.

Terms stand once in a table and are named by their place in it. Nothing is computed here that a view does not say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from pledgegraph.atlas_days import CLOCKS, Clock, Spell, clocks, spells
from pledgegraph.circles import rounds
from pledgegraph.namespaces import ALT_LABEL, LABEL, PREF_LABEL, PREFIXES, TYPE, curie, expand, pg
from pledgegraph.record import Record
from pledgegraph.store import flat, match, new_store, values
from pledgegraph.view import EVIDENCE, Moment, Past, build

LANGS = ("en", "de")
# The rows of the matrix stand in these groups; who is in none of them stands under the last.
GROUPS = ("State", "Organisation", "Group", "Person", "Agent")
# What is known of an utterance, in the order in which it is handed to the page.
_UTTERANCE = ("speaker", "onBehalfOf", "inCapacity", "date")
_XSD = PREFIXES["xsd"]


class Terms:
    """The table of terms: each IRI once, with its labels and aliases."""

    def __init__(self, store: Store) -> None:
        self._labels: dict[str, dict[str | None, str]] = {}
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for predicate in (LABEL, PREF_LABEL):  # a preferred label wins
            for quad in match(store, None, predicate):
                if isinstance(quad.object, Literal):
                    self._labels.setdefault(quad.subject.value, {})[quad.object.language] = quad.object.value
        for quad in match(store, None, ALT_LABEL):
            if isinstance(quad.object, Literal):
                self._aliases[quad.subject.value].append(quad.object.value)
        self._place: dict[str, int] = {}
        self._of: dict[str, int] = {}

    def of(self, node: Any) -> int:
        """The place of an IRI in the table."""
        if (place := self._of.get(node.value)) is None:
            place = self._of[node.value] = self.named(curie(node.value))
        return place

    def named(self, name: str) -> int:
        """The place of a CURIE in the table."""
        return self._place.setdefault(name, len(self._place))

    def label(self, name: str, lang: str) -> str:
        """What a CURIE is called: in the language, else in English, else in the first there is; else itself."""
        found = self._labels.get(expand(name) or name.strip("<>"), {})
        return found.get(lang) or found.get("en") or (found[min(found, key=str)] if found else name)

    def table(self) -> list[list[Any]]:
        """Of every term its CURIE, and where it has them its labels and aliases."""
        rows: list[list[Any]] = []
        for name in self._place:
            iri = expand(name) or name.strip("<>")
            row: list[Any] = [name]
            if iri in self._labels:
                row += [self.label(name, lang) for lang in LANGS]
            if self._aliases.get(iri):
                row += [None] * (3 - len(row)) + [sorted(self._aliases[iri])]
            rows.append(row)
        return rows


def data(record: Record, moment: Moment, tick: Callable[[int, int], None] = lambda done, of: None) -> dict[str, Any]:
    """Everything that the page of the atlas shows of a record, with every day up to a moment."""
    return _Data(record, moment, tick).data()


class _Data:
    def __init__(self, record: Record, moment: Moment, tick: Callable[[int, int], None]) -> None:
        self.moment = moment
        self.quads = flat(record.quads())
        self.store = new_store(self.quads)
        self.view, _ = build(record, moment.day or None, moment.known_on, moment.without)
        self.terms = Terms(self.store)
        self.clocks = clocks(record, moment, tick)
        self.shown = self._shown()

    def _shown(self) -> dict[str, list[str]]:
        """The claims and reports up to the moment: those of any day, and what is current on none (superseded, retracted, retrospective)."""
        gone = Past(self.store).thinning(self.moment).gone
        found = {kind: {n for c in self.clocks.values() for n in getattr(c, kind)} for kind in ("claims", "reports")}
        for quad in match(self.store, None, EVIDENCE):
            if isinstance(quad.object, NamedNode) and quad.subject not in gone and quad.object not in gone:
                found["claims"].add(curie(quad.subject.value))
                found["reports"].add(curie(quad.object.value))
        return {kind: sorted(names) for kind, names in found.items()}

    def data(self) -> dict[str, Any]:
        values_: dict[Any, int] = {}
        blocks = self._blocks()
        found = {
            "day": self.moment.day,
            "knownOn": self.moment.known_on,
            "without": [self.terms.named(curie(iri)) for iri in self.moment.without],
            "clocks": {name: {"days": clock.days, "of": clock.of} for name, clock in self.clocks.items()},
            "claims": [self._claim(name, blocks[name], values_) for name in self.shown["claims"]],
            "values": [[self.terms.named(v) if v else -1 for v in value] for value in values_],
            "reports": [self._report(name, blocks[name]) for name in self.shown["reports"]],
            "rows": self._rows(),
            "columns": self._columns(),
            "frameworks": self._frameworks(),
            "matters": self._matters(),
            "realised": self._realised(),
            "stances": self._scale("Stance"),
            "forms": self._scale("Form"),
            "attitudes": self._scale("AttitudeValue"),
            "states": self._scale("CommitmentState"),
            "open": self.terms.named("pg:NotExcluded"),
            "articles": self._articles(),
            "utterances": self._utterances(),
            "circuit": self._circuit(),
            "groups": [self.terms.named(f"pg:{group}") for group in GROUPS],
            "undated": self._undated(),
            "story": self._story(),
        }
        table = self.terms.table()
        used = {row[0].partition(":")[0] for row in table}
        return found | {"terms": table, "prefixes": {p: base for p, base in PREFIXES.items() if p in used}}

    def _blocks(self) -> dict[str, list[Quad]]:
        """What the files say of each claim and report that is shown, without pointers to reports that are left out."""
        out = set(self.shown["reports"])
        blocks: dict[str, list[Quad]] = {name: [] for kind in self.shown.values() for name in kind}
        names: dict[Any, str] = {}
        for quad in self.quads:
            if (name := names.get(quad.subject)) is None:
                name = names[quad.subject] = curie(quad.subject.value) if isinstance(quad.subject, NamedNode) else ""
            dropped = quad.predicate == EVIDENCE and isinstance(quad.object, NamedNode) and curie(quad.object.value) not in out
            if name in blocks and not dropped:
                blocks[name].append(quad)
        return blocks

    def _claim(self, name: str, block: list[Quad], values_: dict[Any, int]) -> list[Any]:
        kind = next((q.object for q in block if q.predicate == TYPE), pg("Claim"))
        times = [_flat(self.clocks[c].claims.get(name, []), values_) for c in CLOCKS]
        return [self.terms.named(name), self.terms.of(kind), self._props(block), *times]

    def _report(self, name: str, block: list[Quad]) -> list[Any]:
        return [self.terms.named(name), self._props(block), *(_flat(self.clocks[c].reports.get(name, [])) for c in CLOCKS)]

    def _props(self, block: list[Quad]) -> list[Any]:
        """Predicate, value, predicate, value …: an IRI as its place, a whole number in a list, a text, or text with language or type."""
        found: list[Any] = []
        for quad in block:
            found += [self.terms.of(quad.predicate), self._value(quad.object)]
        return found

    def _value(self, value: Any) -> Any:
        if isinstance(value, NamedNode):
            return self.terms.of(value)
        if not isinstance(value, Literal):
            return str(value)
        if value.language:
            return [value.value, value.language]
        if value.datatype.value == _XSD + "string":
            return value.value
        plain = value.datatype.value == _XSD + "integer" and value.value.isdecimal() and value.value == str(int(value.value))
        return [int(value.value)] if plain and len(value.value) < 16 else [value.value, self.terms.of(value.datatype)]

    def _rows(self) -> list[list[int]]:
        """Who takes a position, and states and organisations that only appear: the term and its group."""
        holders = {o for p in match(self.store, None, TYPE, pg("Position")) for o in values(self.store, p.subject, pg("holder"))}
        others = {o for name in ("holder", "agent") for q in match(self.store, None, pg(name)) for o in [q.object]} - holders
        rows = []
        for node in sorted(holders | others, key=str):
            kinds = set(values(self.view, node, TYPE))
            group = next((n for n, g in enumerate(GROUPS) if pg(g) in kinds), len(GROUPS) - 1)
            if node in holders or (group < 2 and pg("Outlet") not in kinds):
                rows.append([self.terms.of(node), group])
        return rows

    def _columns(self) -> list[int]:
        """The pillars as the files list them, then the frameworks as a whole; -1 for what is outside of both."""
        self._column: dict[Any, int] = {}
        for kind in ("Pillar", "Framework"):
            for quad in self.quads:
                if quad.predicate == TYPE and quad.object == pg(kind):
                    self._column.setdefault(quad.subject, len(self._column))
        return [*(self.terms.of(node) for node in self._column), -1]

    def _frameworks(self) -> list[int]:
        """The frameworks that are part of no other, the first few: what the record is about."""
        nodes = [n for n in self._column if pg("Framework") in values(self.store, n, TYPE) and not values(self.store, n, pg("partOf"))]
        return [self.terms.of(node) for node in nodes[:3]]

    def _wholes(self, measure: Any) -> list[Any]:
        """What a measure is part of, near or far."""
        found: list[Any] = []
        queue = [measure]
        while queue:
            new = [w for w in values(self.store, queue.pop(0), pg("partOf")) if w not in found and w != measure]
            found += new
            queue += new
        return found

    def _matters(self) -> list[list[Any]]:
        """Each measure that somebody takes a position on, with its columns and what it is part of."""
        about = {o for p in match(self.store, None, TYPE, pg("Position")) for o in values(self.store, p.subject, pg("about"))}
        about |= {q.object for q in match(self.store, None, pg("about")) if values(self.store, q.object, pg("actor"))}
        found = []
        for measure in sorted(about, key=str):
            wholes = self._wholes(measure)
            inside = sorted(self._column[w] for w in wholes if w in self._column)
            pillars = [c for c in inside if pg("Pillar") in values(self.store, list(self._column)[c], TYPE)]
            columns = pillars or inside or [len(self._column)]
            actors = [self.terms.of(a) for a in values(self.store, measure, pg("actor"))]
            found.append([self.terms.of(measure), actors, columns, [self.terms.of(w) for w in wholes]])
        return found

    def _realised(self) -> list[list[Any]]:
        """Each condition that consists in a measure or a mechanism, with these."""
        found: dict[int, list[int]] = defaultdict(list)
        for quad in sorted(match(self.store, None, pg("realisedBy")), key=str):
            found[self.terms.of(quad.subject)].append(self.terms.of(quad.object))
        return [[n, things] for n, things in found.items()]

    def _scale(self, kind: str) -> list[list[Any]]:
        """The values of a scale from the lowest to the highest, with glyph and rank."""
        found = []
        for quad in match(self.store, None, TYPE, pg(kind)):
            rank, glyph = (next((v.value for v in values(self.store, quad.subject, pg(n))), "") for n in ("rank", "glyph"))
            found.append([self.terms.of(quad.subject), glyph, int(rank) if rank.isdecimal() else -1])
        return sorted(found, key=lambda row: (row[2], row[0]))

    def _articles(self) -> list[list[Any]]:
        """The articles that shown reports point into: date, SHA-256 and outlet."""
        nodes = {q.object for q in self._of_reports("article")}
        found = []
        for node in sorted(nodes, key=str):
            texts = [next((v.value for v in values(self.store, node, pg(n))), "") for n in ("date", "earliest", "sha256")]
            outlet = next(iter(values(self.store, node, pg("publisher"))), None)
            found.append([self.terms.of(node), texts[0] or texts[1], texts[2], -1 if outlet is None else self.terms.of(outlet)])
        return found

    def _of_reports(self, name: str) -> Iterator[Any]:
        """What the reports that are shown say by one predicate."""
        shown = set(self.shown["reports"])
        return (q for q in match(self.store, None, pg(name)) if isinstance(q.object, NamedNode) and curie(q.subject.value) in shown)

    def _utterances(self) -> list[list[Any]]:
        """Who spoke, on whose behalf, in which office, on which day."""
        nodes = {q.object for q in self._of_reports("reports")}
        found = []
        for node in sorted(nodes, key=str):
            row: list[Any] = [self.terms.of(node)]
            for name in _UTTERANCE:
                node_values = values(self.store, node, pg(name))
                if name == "inCapacity":
                    node_values = [post for tenure in node_values for post in values(self.store, tenure, pg("post"))]
                row.append([v.value if isinstance(v, Literal) else self.terms.of(v) for v in sorted(node_values, key=str)])
            found.append(row)
        return found

    def _circuit(self) -> dict[str, Any]:
        """The conditions and commitments of every day, each distinct state of them once."""
        found: dict[str, Any] = {}
        for part in ("conditions", "commitments"):
            states: dict[Any, int] = {}
            names = sorted({n for clock in self.clocks.values() for n in getattr(clock, part)})
            times = [[self.terms.named(n), *(_flat(getattr(self.clocks[c], part).get(n, []), states) for c in CLOCKS)] for n in names]
            found[part] = times
            found[part[:-1] + "States"] = [self._thawed(dict(state)) for state in states]
        found["circles"] = {name: self._circles(clock) for name, clock in self.clocks.items()}
        return found

    def _circles(self, clock: Clock) -> list[list[Any]]:
        """From which day to before which day there were which circles of conditions, in the order of `pledge conditions --circles`."""
        links: list[dict[str, set[str]]] = [{} for _ in clock.days]
        for name, times in clock.conditions.items():
            for start, end, state in times:
                parts = dict(state)
                for day in links[start:end]:
                    day[name] = {*parts["parts"], *parts["presupposes"]}
        known: dict[Any, Any] = {}
        days: list[dict[str, Any]] = []
        for day in links:
            key = frozenset((name, frozenset(others)) for name, others in day.items() if others)
            if key not in known:
                known[key] = tuple(rounds(day)[0])
            days.append({"": known[key]})
        return [[start, end, self._placed(found)] for start, end, found in spells(days).get("", [])]

    def _thawed(self, state: dict[str, Any]) -> dict[str, Any]:
        """A state as the circuit says it, with the places of terms for their names."""
        return {k: self._placed(v) for k, v in state.items() if k != "position"}

    def _placed(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return [self._placed(v) for v in value]
        return self.terms.named(value) if isinstance(value, str) and ":" in value else value

    def _undated(self) -> int:
        """How many claims of the record stand on no day that can be chosen."""
        claims = {q.subject for q in match(self.store, None, EVIDENCE)}
        return len(claims) - len({n for c in self.clocks.values() for n in c.claims})

    def _story(self) -> list[int | None]:
        """What the page opens with: of the commitments that hang on something, the one with the strongest form and most reports."""
        rank = {n: r for n, _, r in self._scale("Form")}
        best: list[tuple[int, int, int, str]] = []
        for claim in match(self.view, None, TYPE, pg("Commitment")):
            measure = next(iter(values(self.view, claim.subject, pg("about"))), None)
            form = max((rank.get(self.terms.of(f), 0) for f in values(self.view, claim.subject, pg("standingForm"))), default=0)
            reports = len(values(self.view, claim.subject, pg("evidence")))
            best.append((-bool(measure and values(self.view, measure, pg("needs"))), -form, -reports, curie(claim.subject.value)))
        if not best:
            return [None, None, None]
        name = min(best)[-1]
        node = NamedNode(expand(name) or name.strip("<>"))
        holder, about = (self.terms.of(values(self.view, node, pg(p))[0]) for p in ("holder", "about"))
        columns = next((m[2] for m in self._matters() if m[0] == about), [len(self._column)])
        return [holder, [*map(self.terms.of, self._column), -1][columns[0]], self.terms.named(name)]


def _flat(times: Iterable[Spell], values_: dict[Any, int] | None = None) -> list[int]:
    return list(_numbers(times, values_))


def _numbers(times: Iterable[Spell], values_: dict[Any, int] | None) -> Iterator[int]:
    for start, end, value in times:
        yield from (start, end)
        if values_ is not None:
            yield values_.setdefault(value, len(values_))


__all__ = ["GROUPS", "LANGS", "Clock", "Terms", "data"]
