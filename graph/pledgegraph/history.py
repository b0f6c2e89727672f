"""The whole record, marked: from when and until when each claim was current, and in which form a position then stood.

A view is cut to one day; questions that compare days run on the record and read these marks instead of working them out.
"""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import Literal, Quad, Store

from pledgegraph.namespaces import XSD_DATE, pg
from pledgegraph.rules import SUB_PROPERTY, store_subjects
from pledgegraph.store import Subject, Term, match, values
from pledgegraph.view import DATE, EVIDENCE, FORM, RETRACTED, RETROSPECTIVE, REVOKES, SUPERSEDES, TENSE, chain, days, ranks, strongest

SAYS = pg("says")


def mark(store: Store) -> None:
    """Adds `currentFrom`, `supersededOn`, `standingForm` and what it `says` to the claims of a whole record."""
    since = _since(store)
    before = _before(store)
    until: dict[Subject, str] = {}
    for claim in since.keys() & before.keys():
        for older in before[claim]:
            until[older] = min(until.get(older, "9999"), since[claim])
    quads = [Quad(c, pg("currentFrom"), _day(day)) for c, day in since.items()]
    quads += [Quad(c, pg("supersededOn"), _day(day)) for c, day in until.items()]
    quads += [Quad(q.subject, SAYS, q.object) for p in store_subjects(store, SUB_PROPERTY, SAYS) for q in match(store, None, p)]
    quads += [Quad(c, pg("standingForm"), form) for c, form in _forms(store, since, before).items()]
    store.extend(quads)


def _day(text: str) -> Literal:
    return Literal(text, datatype=XSD_DATE)


def _since(store: Store) -> dict[Subject, str]:
    """The day from which each claim counts; none for what was retracted (or all its reports), or is told in retrospect only."""
    day = days(store)
    dated = {q.subject for q in match(store, None, DATE)}
    retracted = {q.subject for q in match(store, None, RETRACTED)}
    told = {q.subject for q in match(store, None, TENSE, RETROSPECTIVE)}
    only_told: dict[Subject, bool] = {}
    for quad in match(store, None, EVIDENCE):
        if quad.object not in retracted and quad.subject not in retracted:
            only_told[quad.subject] = quad.object in told and only_told.get(quad.subject, True)
    return {c: day[c] for c, late in only_told.items() if c in day and (c in dated or not late)}


def _before(store: Store) -> dict[Subject, list[Subject]]:
    """All that each claim supersedes, at whatever remove; nearest first."""
    direct: dict[Subject, list[Subject]] = defaultdict(list)
    for quad in match(store, None, SUPERSEDES):
        direct[quad.subject].append(quad.object)
    return {claim: chain(claim, direct) for claim in direct}


def _forms(store: Store, since: dict[Subject, str], before: dict[Subject, list[Subject]]) -> dict[Subject, Term]:
    """The strongest form of each position and those before it that nobody had revoked by the day it was taken."""
    revoked: dict[Subject, str] = {}
    for quad in match(store, None, REVOKES):
        if quad.subject in since:
            revoked[quad.object] = min(revoked.get(quad.object, "9999"), since[quad.subject])
    rank = ranks(store)
    forms: dict[Subject, Term] = {}
    for quad in match(store, None, FORM):
        if (claim := quad.subject) in since:
            line = [claim, *(c for c in before.get(claim, ()) if c in since)]
            held = [f for c in line if revoked.get(c, "9999") > since[claim] for f in values(store, c, FORM)]
            forms[claim] = strongest(held, rank)
    return forms
