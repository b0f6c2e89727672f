"""Why an answer is empty: the day, the parameter value, or the pattern of the query that nothing fits."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from threading import Thread
from typing import TYPE_CHECKING

from pyoxigraph import Literal, Store

from pledgegraph.blame import Blame
from pledgegraph.namespaces import XSD_DATE
from pledgegraph.nearby import Nearby
from pledgegraph.search import Late, Reason, Search, counted
from pledgegraph.store import match, values
from pledgegraph.view import DAYS, EVIDENCE, newest_day

if TYPE_CHECKING:
    from pledgegraph.knowledge import Knowledge
    from pledgegraph.questions import Question

SECONDS = 3.0


def why(kg: Knowledge, store: Store, text: str, question: Question | None, seconds: float = SECONDS) -> list[Reason]:
    """Why a SELECT query, its parameters bound, has no row; the time it may take bounds what is found."""
    found: list[Reason] = []
    search = Thread(target=_collect, args=(_Empty(kg, Search(store, text, question, seconds)), found), daemon=True)
    search.start()
    search.join(seconds)
    if search.is_alive() and not found:
        en, de = f"no reason was found within {seconds:g} s", f"in {seconds:g} s wurde kein Grund gefunden"
        return [Reason("time", en, de)]
    return list(found)


def _collect(empty: _Empty, found: list[Reason]) -> None:
    try:
        for reason in empty.reasons():
            found.append(reason)
    except Late:
        pass


class _Empty:
    """Asks the query again and again with something changed, until it has rows."""

    def __init__(self, kg: Knowledge, search: Search) -> None:
        self.kg, self.search = kg, search

    def reasons(self) -> Iterator[Reason]:
        known = False
        for reason in itertools.chain(self._moment(), Nearby(self.search).reasons()):
            known = True
            yield reason
        if not known:
            yield from itertools.islice(Blame(self.search).reasons(self.search.split.group, []), 3)

    # ── the day ──

    def _moment(self) -> Iterator[Reason]:
        """What the same question gives on the newest day, or without what was left out."""
        if self.search.question is None:
            return
        scope = self.search.question.scope
        moment, whole = self.kg.moment, self.kg.record.store
        if moment.day < newest_day(whole):
            if not any(True for _ in match(self.search.store, None, EVIDENCE)):
                first = min(self._days_of(whole, {q.subject for q in match(whole, None, EVIDENCE)}), default="")
                en = f"nothing had been said by {moment.day}; the first statement is of {first}"
                de = f"bis {moment.day} war nichts gesagt; die erste Aussage ist vom {first}"
                yield Reason("day", en, de, value=moment.day, nearest=first)
                return
            newest = self.kg.at(newest_day(whole), known_on=newest_day(whole), without=())
            if rows := self.search.rows(newest.scope(scope)):
                first = self._first_day(newest.scope(scope), rows)
                en = f"nothing of this had been said by {moment.day}; as of {newest.day} there are {counted(len(rows))}"
                de = f"bis {moment.day} war nichts davon gesagt; Stand {newest.day} gibt es {counted(len(rows), 'de')}"
                if first:
                    en, de = f"{en}, the first of them of {first}", f"{de}, die erste vom {first}"
                yield Reason("day", en, de, value=moment.day, nearest=first or newest.day, rows=len(rows))
        for kind, given, en, de in (
            ("known-on", moment.known_on, "nothing of this had been published by {0}", "bis {0} war nichts davon veröffentlicht"),
            ("without", moment.without, "all of this rests on what was left out", "all das stützt sich auf das Ausgelassene"),
        ):
            if given and (rows := self.search.rows(self.kg.at(moment.day, known_on=newest_day(whole), without=()).scope(scope))):
                en = f"{en.format(given)}; else there are {counted(len(rows))}"
                de = f"{de.format(given)}; sonst gibt es {counted(len(rows), 'de')}"
                yield Reason(kind, en, de, rows=len(rows))

    def _first_day(self, store: Store, rows: list[dict[str, object]]) -> str:
        """The earliest day of the claims in the rows, or in the rows themselves."""
        days = self._days_of(store, [row["claim"] for row in rows if row.get("claim") is not None])
        days = days or [v.value for row in rows for v in row.values() if isinstance(v, Literal) and v.datatype == XSD_DATE]
        return min(days, default="")

    def _days_of(self, store: Store, claims: Iterable[object]) -> list[str]:
        return [o.value for c in claims for o in next(filter(None, (values(store, c, p) for p in DAYS)), [])]
