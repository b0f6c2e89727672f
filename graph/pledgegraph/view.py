"""The view of a day: the record cut to what stood then, with its short edges derived and its classes inferred.

Time is applied here and nowhere else; questions run on a view and never mention dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from pledgegraph import resources
from pledgegraph.errors import UsageError
from pledgegraph.namespaces import TYPE, XSD_DATE, pg
from pledgegraph.record import Record
from pledgegraph.rules import SUB_CLASS, infer
from pledgegraph.store import Subject, Term, match, values

EVIDENCE, DATE, LATEST, EARLIEST, START, END = map(pg, ("evidence", "date", "latest", "earliest", "start", "end"))
SUPERSEDES, RETRACTED, REVOKES, STANCE, FORM = map(pg, ("supersedes", "retracted", "revokes", "stance", "form"))
ABOUT, ARTICLE, RANK, READS_AS, MODE, SOURCE_KIND = map(pg, ("about", "article", "rank", "readsAs", "mode", "sourceKind"))
TENSE, RETROSPECTIVE = pg("tense"), pg("Retrospective")
# What gives a claim its day: its date, else the last it can be of, else the first.
DAYS = (DATE, LATEST, EARLIEST)


class Moment(NamedTuple):
    """What a view is cut to: the day of saying, the day of publishing, and what is left out (IRIs)."""

    day: str
    known_on: str | None = None
    without: tuple[str, ...] = ()


def newest_day(store: Store) -> str:
    """The day of the newest article; the last day of any claim where there is no article, else an empty text."""
    articles = (date for q in match(store, None, TYPE, pg("Article")) for date in values(store, q.subject, DATE))
    return _last(articles) or _last(q.object for q in match(store, None, DATE))


def _last(dates: Iterable[Term]) -> str:
    return max((d.value[:10] for d in dates if is_day(d.value[:10])), default="")


def is_day(text: str) -> bool:
    """Whether a text is a day that exists, written YYYY-MM-DD; the weeks of ISO 8601 (2026-W02-3) are not written so."""
    import datetime

    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def check_day(text: str) -> str:
    """The text itself when it is a day that exists, written YYYY-MM-DD; raises `UsageError` else."""
    if is_day(text):
        return text
    raise UsageError(f"{text!r} is no day; write a day that exists as YYYY-MM-DD, such as 2026-01-07")


def build(record: Record, day: str | None = None, known_on: str | None = None, without: tuple[str, ...] = ()) -> tuple[Store, Moment]:
    """The store of a view and the moment it shows; without a day, the newest article's."""
    store, moment = cut(record, day, known_on, without)
    derive(store)
    infer(store)
    return store, moment


def cut(record: Record, day: str | None = None, known_on: str | None = None, without: tuple[str, ...] = ()) -> tuple[Store, Moment]:
    """What stood on the day, as asserted: nothing derived yet but what a revised position keeps of the earlier ones."""
    store = record.store()
    moment = Moment(newest_day(store) if day is None else check_day(day), None if known_on is None else check_day(known_on), without)
    Past(store).change(moment).apply(store)
    return store, moment


def thin(record: Record, day: str | None = None, known_on: str | None = None, without: tuple[str, ...] = ()) -> Store:
    """The whole record but for what had not been said or published, or is left out; what was superseded or retracted stays."""
    store = record.store()
    moment = Moment("" if day is None else check_day(day), None if known_on is None else check_day(known_on), without)
    Past(store).thinning(moment).apply(store)
    return store


def derive(store: Store) -> None:
    """Adds the short edges that the files of `queries/derive` construct from claims, file by file."""
    for path in resources.derivation_files():
        with open(path, encoding="utf-8") as file:
            triples = store.query(file.read())
        assert isinstance(triples, QueryTriples)
        store.extend([Quad(t.subject, t.predicate, t.object) for t in triples])


def days(store: Store) -> dict[Subject, str]:
    """The day of everything that has one: its date, else the last it can be of, else the first."""
    return {q.subject: q.object.value for name in reversed(DAYS) for q in match(store, None, name)}


def ranks(store: Store) -> dict[Term, int]:
    """The rank of every value of a scale that has one."""
    return {q.subject: int(q.object.value) for q in match(store, None, RANK) if q.object.value.isdecimal()}


def strongest(forms: Sequence[Term], rank: Mapping[Term, int]) -> Term:
    """The strongest of the forms that nobody revoked; without one, said: what is revoked is the act."""
    return max(forms or [pg("Said")], key=lambda form: (rank.get(form, -1), str(form)))


def chain(claim: Subject, before: Mapping[Subject, Sequence[Subject]]) -> list[Subject]:
    """All that a claim supersedes at whatever remove, nearest first; `before` says what each supersedes itself."""
    found: dict[Subject, None] = {}
    level = [claim]
    while level:
        fresh = dict.fromkeys(older for c in level for older in before.get(c, ()) if older not in found and older != claim)
        found |= fresh
        level = list(fresh)
    return list(found)


class Change(NamedTuple):
    """What a cut does to the record: subjects that go with every statement that names them, statements that go, statements that come."""

    gone: set[Subject]
    out: list[Quad]
    new: list[Quad]

    def apply(self, store: Store) -> None:
        """Makes the change in a store of the record."""
        for quad in self.out:
            store.remove(quad)
        store.extend(self.new)
        for subject in self.gone:
            for quad in [*match(store, subject, None, None), *match(store, None, None, subject)]:
                store.remove(quad)


class Past:
    """The whole record as every cut of it asks for it; the store is only read."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reports: dict[Subject, list[Subject]] = defaultdict(list)
        for quad in match(store, None, EVIDENCE, None):
            if not isinstance(quad.object, Literal):
                self.reports[quad.subject].append(quad.object)
        self.date = days(store)
        self.before: dict[Subject, list[Subject]] = defaultdict(list)
        for quad in match(store, None, SUPERSEDES, None):
            self.before[quad.subject].append(quad.object)

    def change(self, moment: Moment) -> Change:
        """Takes out what had not been said, was no longer current, or is left out."""
        return _Cut(self, moment).change()

    def thinning(self, moment: Moment) -> Change:
        """Takes out what had not been said or published, or is left out."""
        return _Cut(self, moment).thin()


class _Cut:
    """The change under way for one moment."""

    def __init__(self, past: Past, moment: Moment) -> None:
        self.store, self.moment = past.store, moment
        self.reports, self.date, self.before = past.reports, past.date, past.before
        self.out: list[Quad] = []
        self.new: list[Quad] = []
        self.stance: dict[Subject, Term] = {}  # of claims that lost a report

    def _texts(self, predicate: NamedNode) -> dict[Subject, str]:
        return {q.subject: q.object.value for q in match(self.store, None, predicate, None)}

    def change(self) -> Change:
        retracted = {q.subject for q in match(self.store, None, RETRACTED, None)}
        dropped = self._dropped_reports() | (retracted - self.reports.keys())
        gone = {c for c, rs in self.reports.items() if all(r in dropped for r in rs)} if dropped else set()
        gone |= retracted
        gone |= self._told_later()
        day = self.moment.day
        current = {c for c in self.reports if c not in gone and (not day or self.date.get(c, "9999") <= day)}
        if dropped:
            self._revalue({c for c in current if not dropped.isdisjoint(self.reports[c])}, dropped)
        past = self._superseded_by(current)
        self._carry(current - past, gone, current)
        return self._keep(current - past, dropped)

    def thin(self) -> Change:
        dropped, day = self._dropped_reports(), self.moment.day
        lost = {c for c, rs in self.reports.items() if dropped.issuperset(rs) or (day and self.date.get(c, "") > day)}
        standing = self.reports.keys() - lost
        self._revalue({c for c in standing if not dropped.isdisjoint(self.reports[c])}, dropped)
        for claim in standing & self.before.keys():
            # What a lost claim had superseded is superseded by the next one.
            past = {older: list(self.before.get(older, ())) if older in lost else [] for older in self._predecessors(claim)}
            for older in chain(claim, {claim: self.before[claim], **past}):
                if older not in lost:
                    self._add(claim, SUPERSEDES, older)
        return self._keep(standing, dropped)

    def _keep(self, standing: set[Subject], dropped: set[Subject]) -> Change:
        """Removes every other claim, its reports, the reports that are dropped, and what had not happened yet."""
        remove = {c for c in self.reports if c not in standing}
        remove |= {r for c in remove for r in self.reports[c]} | dropped
        remove |= self._not_yet(standing - remove, dropped) | self._untold(dropped)
        return Change(remove, self.out, self.new)

    def _untold(self, dropped: set[Subject]) -> set[Subject]:
        """What nobody tells of any more: utterances, then texts, articles and events, all of whose reports and claims are dropped."""
        if not dropped:
            return set()
        lost = dropped | {c for c, rs in self.reports.items() if dropped.issuperset(rs)}
        tellers = self.reports.keys() | {r for rs in self.reports.values() for r in rs}
        found: set[Subject] = set()
        for kind in ("Utterance", "Document", "Event"):
            things = {q.subject for k in self._kinds(pg(kind)) for q in match(self.store, None, TYPE, k)}
            for thing in things:
                told = {q.subject for q in match(self.store, None, None, thing)} & tellers
                if told and lost.issuperset(told):
                    found.add(thing)
            tellers, lost = tellers | things, lost | found
        return found

    def _kinds(self, kind: NamedNode) -> set[Subject]:
        """A class and those below it."""
        found: set[Subject] = {kind}
        queue: list[Subject] = [kind]
        while queue:
            below = {q.subject for q in match(self.store, None, SUB_CLASS, queue.pop())} - found
            found |= below
            queue += below
        return found

    def _told_later(self) -> set[Subject]:
        """Claims that are only told in retrospect and have no day of their own: they stay in the record."""
        told = {q.subject for q in match(self.store, None, TENSE, RETROSPECTIVE)}
        if not told:
            return set()
        dated = {q.subject for q in match(self.store, None, DATE, None)}
        return {c for c, rs in self.reports.items() if c not in dated and told.issuperset(rs)}

    def _superseded_by(self, claims: set[Subject]) -> set[Subject]:
        """All that any of the claims supersedes, at whatever remove, through claims that are themselves gone."""
        found: set[Subject] = set()
        queue = list(claims)
        while queue:
            claim = queue.pop()
            fresh = {older for older in self.before.get(claim, ()) if older != claim} - found
            found |= fresh
            queue += fresh - claims
        return found

    def _predecessors(self, claim: Subject) -> list[Subject]:
        """All that a claim supersedes, nearest first, through claims that are themselves gone."""
        return chain(claim, self.before)

    def _carry(self, standing: set[Subject], gone: set[Subject], current: set[Subject]) -> None:
        """Keeps with a standing position what its revision would lose: the stance before, the day, the strongest form."""
        rank = ranks(self.store)
        revoked = {q.object for q in match(self.store, None, REVOKES, None) if q.subject in current}
        form = {q.subject: q.object for q in match(self.store, None, FORM, None)}
        for claim in form.keys() & standing:
            older = [c for c in self._predecessors(claim) if c in current]
            forms = [form[c] for c in [claim, *older] if c in form and c not in revoked]
            self._add(claim, pg("standingForm"), strongest(forms, rank))
            if older:
                earlier = self.stance.get(older[0])
                for stance in [earlier] if earlier else values(self.store, older[0], STANCE):
                    self._add(claim, pg("previousStance"), stance)
                if claim in self.date:
                    self._add(claim, pg("revisedOn"), Literal(self.date[claim], datatype=XSD_DATE))

    def _add(self, claim: Subject, predicate: NamedNode, value: Term) -> None:
        self.new.append(Quad(claim, predicate, value))

    def _dropped_reports(self) -> set[Subject]:
        without, known_on = set(self.moment.without), self.moment.known_on
        if not without and not known_on:
            return set()
        reports = {r for rs in self.reports.values() for r in rs}
        dropped = set()
        if known_on:
            late = {q.subject for q in match(self.store, None, ARTICLE) if self.date.get(q.object, "") > known_on}
            dropped |= reports & late
        if without:
            speaker, publisher = pg("speaker"), pg("publisher")
            for report in reports - dropped:
                facts = [q.object for q in match(self.store, report, None, None) if isinstance(q.object, NamedNode)]
                facts += [o for f in list(facts) for p in (speaker, publisher) for o in values(self.store, f, p)]
                if without.intersection(f.value for f in facts):
                    dropped.add(report)
        return dropped

    def _revalue(self, claims: set[Subject], dropped: set[Subject]) -> None:
        """A claim that lost a report takes the value of its strongest remaining one."""
        rank, value_properties = ranks(self.store), (STANCE, pg("attitude"), pg("truth"))

        def strength(report: Subject) -> tuple[int, int]:
            unnamed = pg("Unnamed") in values(self.store, report, SOURCE_KIND)
            mode = max((rank.get(m, 0) for m in values(self.store, report, MODE)), default=0)
            reads = max((rank.get(v, 0) for v in values(self.store, report, READS_AS)), default=0)
            return (-1 if unnamed else mode, -reads)

        for claim in claims:
            best = max((r for r in self.reports[claim] if r not in dropped), key=lambda r: (strength(r), str(r)))
            reads = values(self.store, best, READS_AS)
            for quad in (q for p in value_properties if reads for q in match(self.store, claim, p)):
                self.out.append(quad)
                self._add(claim, quad.predicate, reads[-1])
                if quad.predicate == STANCE:
                    self.stance[claim] = reads[-1]

    def _not_yet(self, standing: set[Subject], dropped: set[Subject]) -> set[Subject]:
        """Events, documents and tenures after the day; an article stays while a standing claim rests on it, and an event that is
        announced while a standing claim is about it."""
        day = self.moment.day
        if not day:
            return set()
        late = {s for s, d in self.date.items() if d > day and s not in self.reports}
        resting = {r for c in standing for r in self.reports[c] if r not in dropped} if late else set()
        used = {s for s in late if any(q.subject in resting for q in match(self.store, None, ARTICLE, s))}
        used |= {s for s in late if any(q.subject in standing for q in match(self.store, None, ABOUT, s))}
        late |= {s for s, d in self._texts(START).items() if d > day}
        self.out += [q for q in match(self.store, None, END, None) if q.object.value >= day]
        return late - used
