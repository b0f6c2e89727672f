"""The days that the atlas can be set to, on both clocks, and what stands on each: read from the real view of every one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from pledgegraph.circuit import circuit
from pledgegraph.namespaces import PREFIXES, curie, pg
from pledgegraph.record import Record
from pledgegraph.rules import infer
from pledgegraph.store import match, new_store, values
from pledgegraph.view import ARTICLE, EVIDENCE, Moment, Past, derive, is_day, newest_day

CLOCKS = ("said", "published")
# A view costs more the more claims there are; so many claims, times days, are cut before the days are thinned out.
_CLAIM_DAYS, _FEWEST = 60_000, 8
_VALUES, _FORM, _BEFORE = tuple(map(pg, ("stance", "attitude", "truth"))), pg("standingForm"), pg("previousStance")
_TEXTS = {NamedNode(PREFIXES["xsd"] + "string"), NamedNode(PREFIXES["rdf"] + "langString")}

Spell = tuple[int, int, Any]
"""From which day to before which day, as indexes into the days of a clock, and the value in that time."""


class Clock(NamedTuple):
    """The days that can be chosen on a clock, how many there are in all, and what stands on which of them."""

    days: tuple[str, ...]
    of: int
    claims: dict[str, list[Spell]]
    reports: dict[str, list[Spell]]
    conditions: dict[str, list[Spell]]
    commitments: dict[str, list[Spell]]


def clocks(record: Record, moment: Moment, tick: Callable[[int, int], None] = lambda done, of: None) -> dict[str, Clock]:
    """What stands on every day up to a moment, by when it was said and by when it was published; `tick` counts the days."""
    store = record.store()
    claims = {q.subject for q in match(store, None, EVIDENCE)}
    articles = {q.object for q in match(store, None, ARTICLE)}
    most = max(_FEWEST, _CLAIM_DAYS // max(1, len(claims)))
    said = _days(store, claims, moment.day)
    published = _days(store, articles, moment.known_on or moment.day)
    plans: dict[str, tuple[list[str], int, Callable[[str], Moment]]] = {
        "said": (thin(said, most), len(said), lambda day: Moment(day, moment.known_on, moment.without)),
        "published": (thin(published, most), len(published), lambda day: Moment(moment.day, day, moment.without)),
    }
    total, done = sum(len(days) for days, _, _ in plans.values()), 0
    found = {}
    eyes = _Eyes(store)
    for name, (days, of, at) in plans.items():
        seen: list[_Seen] = []
        for day in days:
            seen.append(eyes.see(at(day)))
            done += 1
            tick(done, total)
        found[name] = Clock(tuple(days), of, *(spells([getattr(s, part) for s in seen]) for part in _Seen._fields))
    return found


def _days(store: Store, subjects: Iterable[Any], last: str) -> list[str]:
    """The distinct days of those subjects, and the last day itself."""
    days = {last} if last else set()
    for subject in subjects:
        dates = [
            v.value[:10] for name in ("date", "latest", "earliest") for v in values(store, subject, pg(name)) if isinstance(v, Literal)
        ]
        if dates and is_day(dates[0]) and (not last or dates[0] <= last):
            days.add(dates[0])
    return sorted(days)


def thin(days: list[str], most: int) -> list[str]:
    """At most so many of the days, evenly spread, the last always among them.

    >>> thin(["1", "2", "3", "4", "5"], 3)
    ['1', '3', '5']
    """
    if len(days) <= most:
        return days
    return [days[round(n * (len(days) - 1) / (most - 1))] for n in range(most)]


class _Seen(NamedTuple):
    """What stands in one view: of claims the value, form and value before; of reports that they are there."""

    claims: dict[str, Hashable]
    reports: dict[str, Hashable]
    conditions: dict[str, Hashable]
    commitments: dict[str, Hashable]


class _Eyes:
    """Looks at a record on one day after another. What no position, form or condition is read from (reports, texts) is left at home."""

    def __init__(self, store: Store) -> None:
        self.past = Past(store)
        self.proofs = [(q, curie(q.subject.value), curie(q.object.value)) for q in match(store, None, EVIDENCE)]
        reports = {q.object for q, _, _ in self.proofs}
        self.quads = [q for q in store if q.subject not in reports and q.predicate != EVIDENCE and not _is_text(q.object)]

    def view(self, moment: Moment) -> tuple[Store, set[Any]]:
        """The view of a moment as far as it is needed here, and what is gone from it."""
        gone, out, new = self.past.change(moment)
        left = set(out)
        stays = (q for q in self.quads if q.subject not in gone and q.object not in gone and q not in left)
        store = new_store([*stays, *(q for q in new if q.subject not in gone)])
        derive(store)
        infer(store)
        return store, gone

    def see(self, moment: Moment) -> _Seen:
        moment = moment if moment.day else moment._replace(day=newest_day(self.past.store))
        store, gone = self.view(moment)
        claims: dict[str, Hashable] = {}
        reports: dict[str, Hashable] = {}
        for quad, name, report in self.proofs:
            if quad.subject in gone or quad.object in gone:
                continue
            reports[report] = True
            if name not in claims:
                value = [v for p in _VALUES for v in _curies(store, quad.subject, p)]
                form, before = (_curies(store, quad.subject, p) for p in (_FORM, _BEFORE))
                claims[name] = (min(value, default=""), min(form, default=""), min(before, default=""))
        # As `Knowledge.circuit` has it: a deadline has passed once an article is later.
        data = circuit(store, min((d for d in (moment.day, newest_day(store), moment.known_on) if d), default="")).data()
        commitments = {c["position"]: _frozen(c) for c in data["commitments"]}
        return _Seen(claims, reports, {name: _frozen(c) for name, c in data["conditions"].items()}, commitments)


def _is_text(value: Any) -> bool:
    return isinstance(value, Literal) and value.datatype in _TEXTS


def _curies(store: Store, subject: Any, predicate: NamedNode) -> list[str]:
    return [curie(v.value) for v in values(store, subject, predicate) if isinstance(v, NamedNode)]


def _frozen(value: Any) -> Hashable:
    if isinstance(value, dict):
        return tuple((k, _frozen(v)) for k, v in sorted(value.items()))
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def spells(days: list[dict[str, Hashable]]) -> dict[str, list[Spell]]:
    """For each thing, from which day to before which day it had which value.

    >>> spells([{"a": 1}, {"a": 1, "b": 7}, {"a": 2}])
    {'a': [(0, 2, 1), (2, 3, 2)], 'b': [(1, 2, 7)]}
    """
    found: dict[str, list[Spell]] = defaultdict(list)
    for n, day in enumerate(days):
        for name, value in day.items():
            last = found[name][-1] if found[name] else None
            if last and last[1] == n and last[2] == value:
                found[name][-1] = (last[0], n + 1, value)
            else:
                found[name].append((n, n + 1, value))
    return dict(found)
