"""Questions on cases that the shipped record does not have: small facts in tests/questions, and the rows they must give."""

import pledgegraph as pg
import pytest
from conftest import ROOT

CASES = ROOT / "tests" / "questions"
LOADED = {}


def ask(name, question, **parameters):
    if name not in LOADED:
        LOADED[name] = pg.load(str(CASES / f"{name}.ttl"), only=True)
    return LOADED[name].ask(question, **parameters)


def cells(answer, *columns):
    return [tuple(str(row[c]).removeprefix("id:").removeprefix("pg:") if row[c] is not None else "" for c in columns) for row in answer]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("firmer", [("StanceChanged", "Hardening", "NotPlanned", "Willing", "Said", "Said", "firmer-1", "firmer-2")]),
        ("weaker", [("StanceChanged", "Softening", "Intends", "Conceivable", "Signed", "Signed", "weaker-1", "weaker-2")]),
        ("fresh", [("NewPosition", "", "", "Intends", "", "Said", "", "fresh-1")]),
        ("same", [("Reaffirmed", "", "Willing", "Willing", "Said", "Said", "same-1", "same-2")]),
        ("signed", [("FormChanged", "", "Intends", "Intends", "Said", "Signed", "signed-1", "signed-2")]),
        ("back", [("FormRevoked", "Softening", "Intends", "Excluded", "Signed", "Said", "back-1", "back-2")]),
        ("kept", []),
        ("there-and-back", [("Reaffirmed", "", "Willing", "Willing", "Said", "Said", "there-and-back-1", "there-and-back-3")]),
        ("unsigned", [("FormRevoked", "", "Intends", "Intends", "Signed", "Said", "unsigned-1", "unsigned-2")]),
        ("quiet", []),
        ("beside", [("StanceChanged", "Hardening", "Willing", "Intends", "Said", "Said", "beside-1", "beside-2")]),
        ("late", []),
    ],
)
def test_what_changed(measure, expected):
    answer = ask("change", "what-changed", since="2030-03-31", until="2030-07-31")
    columns = ("measure", "change", "direction", "before", "now", "form_before", "form_now", "earlier", "claim")
    assert [row[1:] for row in cells(answer, *columns) if row[0] == measure] == expected


def test_both_reports_stand_beside_each_other():
    (row,) = [r for r in ask("change", "what-changed", since="2030-03-31", until="2030-07-31") if r["measure"] == "id:firmer"]
    assert (row["before_evidence"], row["evidence"]) == (("id:report-firmer-1",), ("id:report-firmer-2",))


@pytest.mark.parametrize(
    ("since", "until", "changes"),
    [
        ("2030-01-10", "2030-01-10", set()),
        ("2030-01-09", "2030-01-10", {"NewPosition"}),
        ("2030-05-09", "2030-05-10", {"StanceChanged"}),
        ("2030-07-31", "2030-03-31", set()),
    ],
)
def test_the_first_day_is_before_and_the_second_included(since, until, changes):
    assert {c for (c,) in cells(ask("change", "what-changed", since=since, until=until), "change")} == changes


def test_the_history_keeps_what_was_retracted_or_only_told_later():
    (error, kept) = sorted(
        cells(ask("change", "history-of-a-measure", measure="id:kept"), "claim", "current_from", "superseded_on", "retracted")
    )
    assert error == ("error-1", "", "", "Another state said so.")
    assert kept == ("kept-1", "2030-01-10", "", "")
    assert cells(ask("change", "history-of-a-measure", measure="id:quiet"), "date", "current_from") == [("2030-06-10", "")]


def test_a_claim_is_superseded_by_what_counts_only():
    pairs = cells(ask("change", "superseded-claims"), "earlier", "claim", "before", "now")
    assert ("firmer-1", "firmer-2", "NotPlanned", "Willing") in pairs
    assert "kept-1" not in {p[0] for p in pairs}


def test_a_retracted_claim_is_told_with_the_reason():
    assert cells(ask("change", "retracted-claims"), "claim", "reason") == [("error-1", "Another state said so.")]


def test_figures_conflict_only_on_one_day_in_one_unit_of_one_denominator_and_beyond_their_bounds():
    found = cells(ask("figures", "conflicting-figures"), "claim")
    assert found == [("plain-1",), ("plain-2",), ("third-1",), ("third-2",)]


@pytest.mark.parametrize(("tolerance", "conflict"), [("0", True), ("7", True), ("8", False), ("10", False)])
def test_a_hedged_figure_spans_as_much_as_the_tolerance(tolerance, conflict):
    found = {c for (c,) in cells(ask("figures", "conflicting-figures", tolerance=tolerance), "claim")}
    assert ({"hedged-1", "hedged-2"} <= found) == conflict
    assert {"plain-1", "plain-2"} <= found


def test_the_figures_of_one_quantity():
    rows = cells(ask("figures", "figures", quantity="id:hedged"), "value", "unit", "hedge")
    assert rows == [("1000", "km", "about"), ("1080", "km", "")]


def test_silence_counts_the_states_that_spoke_of_anything():
    assert cells(ask("silence", "silent-states", pillar="id:corps"), "state", "silent", "of_states") == [("sylvania", "1", "3")]
    rows = cells(ask("silence", "silent-states", pillar="id:watch"), "state", "silent", "of_states")
    assert rows == [("freedonia", "3", "3"), ("ruritania", "3", "3"), ("sylvania", "3", "3")]


def test_a_mixed_cell_shows_both_ends():
    columns = ("actor", "pillar", "strongest", "weakest", "positions")
    assert cells(ask("silence", "state-pillar-matrix", framework="id:package"), *columns) == [
        ("freedonia", "corps", "Intends", "NotPlanned", "2")
    ]
    wider = cells(ask("silence", "state-pillar-matrix", framework="id:package", actor_kind="pg:Agent"), *columns)
    assert ("alliance", "corps", "Intends", "Intends", "1") in wider


def test_the_pillars_in_numbers():
    columns = ("pillar", "positions", "with_position", "committed", "without_position", "of_states")
    assert cells(ask("silence", "pillars-in-numbers"), *columns) == [("corps", "2", "1", "1", "2", "3"), ("watch", "0", "0", "0", "3", "3")]


@pytest.mark.parametrize(
    ("day", "claims"),
    [
        ("2030-03-31", ["by-then", "learnt"]),
        ("2030-03-15", ["known", "learnt"]),
        ("2030-07-01", ["by-then"]),
        ("2030-06-15", ["by-then", "learnt", "said-later"]),
        ("2030-12-31", []),
    ],
)
def test_what_was_learnt_later(day, claims):
    assert sorted(c for (c,) in cells(ask("learnt", "learnt-later", day=day), "claim")) == claims


def test_it_was_learnt_with_the_first_article():
    rows = cells(ask("learnt", "learnt-later", day="2030-03-15"), "claim", "published")
    assert sorted(rows) == [("known", "2030-03-31"), ("learnt", "2030-06-30")]


def test_a_forecast_has_the_outcome_that_is_provably_later():
    rows = cells(ask("forecasts", "forecasts"), "about", "outcome", "outcome_on")
    assert rows == [
        ("m", "", ""),
        ("summit", "TookPlace", "2030-05-01"),
        ("truce", "Met", "2030-09-10"),
        ("vote", "", ""),
        ("weather", "", ""),
    ]


@pytest.mark.parametrize(
    ("question", "parameters", "claims"),
    [
        ("rests-on-one-outlet", {}, ["one-article", "one-outlet"]),
        ("rests-on-one-outlet", {"kind": "pg:Claim"}, ["mixed", "one-article", "one-outlet"]),
        ("rests-on-one-article", {}, ["mixed", "one-article"]),
        ("only-unnamed-sources", {}, ["one-article"]),
        ("claims-by-source-kind", {"source_kind": "pg:Expert"}, ["mixed"]),
        ("second-hand", {}, ["mixed"]),
        ("what-rests-on-an-article", {"article": "id:summer"}, ["one-outlet"]),
    ],
)
def test_what_claims_rest_on(question, parameters, claims):
    assert sorted(c for (c,) in cells(ask("sources", question, **parameters), "claim")) == claims


def test_alone_means_nothing_else_supports_it():
    rows = dict(cells(ask("sources", "what-rests-on-an-article", article="id:autumn"), "claim", "alone"))
    assert rows == {"two-outlets": "False", "one-article": "True", "mixed": "True"}
    assert cells(ask("sources", "claims-by-source-kind", source_kind="pg:Unnamed"), "claim", "alone") == [
        ("one-article", "True"),
        ("mixed", "False"),
    ]


def test_conflicts_are_two_values_at_once():
    assert cells(ask("conflicts", "conflicting-positions"), "claim") == [("f-1",), ("f-2",), ("m-1",), ("m-2",)]


@pytest.mark.parametrize(
    ("parameters", "measures"),
    [
        ({}, ["alliance-corps", "freedonian-corps"]),
        ({"kind": "pg:Measure"}, ["alliance-corps", "freedonian-corps", "sylvanian-money"]),
        ({"kind": "pg:Measure", "at_least": "pg:Excluded"}, ["alliance-corps", "freedonian-corps", "freedonian-ships", "sylvanian-money"]),
        ({"place": "id:sylvania"}, []),
        ({"form": "pg:Signed"}, []),
    ],
)
def test_who_is_at_or_above(parameters, measures):
    assert sorted(m for (m,) in cells(ask("silence", "who-at-or-above", **parameters), "measure")) == measures


def test_a_relay_is_named_though_another_report_has_none():
    rows = {c: relays for c, relays in ((r["claim"], r["relayed_by"]) for r in ask("sources", "who-offers-troops-or-ships"))}
    assert rows["id:one-article"] == ("id:sylvania",)
    assert rows["id:one-outlet"] == ()


def test_who_doubts_and_who_is_confident(kg):
    doubts = {row["holder"] for row in kg.ask("who-doubts-the-guarantee")}
    assert "id:arnold" in doubts and "id:macron" not in doubts
    assert "id:macron" in {row["holder"] for row in kg.ask("who-doubts-the-guarantee", tendency="confident")}
