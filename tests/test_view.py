"""What stood on a day: the table of moments, and the small records that show one rule each."""

from pathlib import Path

import pledgegraph as pg
import pytest
from pledgegraph.errors import UsageError
from pledgegraph.namespaces import curie

VALID = Path(__file__).parent / "valid"
FR, UK, DE = "id:france", "id:united-kingdom", "id:germany"


def soil(kg, at_least="pg:Intends"):
    return [(r["actor"], r["stance"], r["form"], r["date"]) for r in kg.ask("who-committed-troops", at_least=at_least)]


def test_who_committed_troops(kg):
    assert kg.day == "2026-01-07"
    assert soil(kg) == [(FR, "pg:Intends", "pg:Signed", "2026-01-06"), (UK, "pg:Intends", "pg:Signed", "2026-01-06")]
    rows = list(kg.ask("who-committed-troops"))
    assert all(r["conditions"] == ("id:ceasefire",) and len(r["evidence"]) == 2 for r in rows)


def test_germany_is_not_excluded_with_the_bundestag(kg):
    rows = {r["actor"]: r for r in kg.ask("who-committed-troops", at_least="pg:NotExcluded")}
    assert set(rows) == {FR, UK, DE}
    assert rows[DE]["stance"] == "pg:NotExcluded"
    assert rows[DE]["approvals"] == ("id:bundestag-approval",)
    assert rows[DE]["measure"] == "id:german-troops-in-ukraine"


@pytest.mark.parametrize(
    ("day", "at_least", "actors"),
    [
        ("2025-08-01", "pg:Excluded", []),
        ("2025-09-30", "pg:Intends", []),
        ("2025-09-30", "pg:NotPlanned", [DE]),
        ("2026-01-05", "pg:Intends", []),
        ("2026-01-06", "pg:Intends", [FR, UK]),
        ("2026-01-06", "pg:NotPlanned", [FR, DE, UK]),
        ("2030-01-01", "pg:Intends", [FR, UK]),
    ],
)
def test_as_of(kg, day, at_least, actors):
    assert [row[0] for row in soil(kg.at(day), at_least)] == sorted(actors)


@pytest.mark.parametrize("known_on", ["2025-09-04", "2025-12-31"])
def test_known_on_goes_by_the_article(kg, known_on):
    then = kg.at(known_on=known_on)
    assert soil(then) == []
    assert [row[1] for row in soil(then, "pg:NotPlanned")] == ["pg:NotPlanned"]


def test_without_an_article_what_rests_on_it_goes_and_what_it_overrode_comes_back(kg):
    assert soil(kg.at(without="id:article-7cade0f4")) == []
    cut = kg.at(without=["id:article-3ffc4ecf", "id:article-7cade0f4", "id:article-a3cfe95f"])
    assert {row[1] for row in soil(cut, "pg:Excluded")} == {"pg:NotPlanned"}


def test_without_a_mode_the_value_falls_to_the_strongest_report_left(kg):
    bases = {r["actor"]: r["stance"] for r in kg.ask("who-plans-bases")}
    fallen = {r["actor"]: r["stance"] for r in kg.at(without="pg:DirectQuote").ask("who-plans-bases")}
    assert bases == {FR: "pg:Intends", UK: "pg:Intends"}
    assert fallen == {FR: "pg:Conceivable", UK: "pg:Conceivable"}


def test_without_a_person(kg):
    offers = {r["actor"] for r in kg.ask("who-offers-troops-or-ships")}
    without = {r["actor"] for r in kg.at(without="Macron").ask("who-offers-troops-or-ships")}
    assert "id:turkey" in offers
    assert "id:turkey" not in without


def test_offers_keep_their_own_stance_and_place(kg):
    rows = {(r["actor"], r["place"]): r["stance"] for r in kg.ask("who-offers-troops-or-ships")}
    assert rows[("id:estonia", None)] == "pg:Willing"
    assert rows[("id:spain", None)] == "pg:Conceivable"
    assert rows[("id:turkey", None)] == "pg:Intends"
    assert rows[(DE, "id:neighbouring-nato-territory")] == "pg:Conceivable"
    assert rows[(DE, "id:ukraine")] == "pg:NotExcluded"


def test_a_personal_word_is_not_the_states(kg):
    holders = {
        r["holder"]
        for r in kg.sparql("SELECT ?holder WHERE { ?c pg:about id:german-troops-in-ukraine ; a pg:Position ; pg:holder ?holder }")
    }
    assert holders == {DE, "id:merz"}
    assert "id:merz" not in {row[0] for row in soil(kg, "pg:Excluded")}


def test_told_in_retrospect_without_a_day_stays_in_the_record(kg):
    claim = "id:germany-on-german-troops-in-ukraine-earlier"
    assert not kg.sparql(f"ASK {{ {claim} ?p ?o }}")
    assert (pg_iri(kg, claim), None, None) in kg.record.rdf


def test_the_record_says_until_when_a_claim_was_current(kg):
    rows = kg.record.rdf.query("SELECT ?day WHERE { id:germany-on-german-troops-in-ukraine-by-2025-08-31 pg:supersededOn ?day }")
    assert [str(row.day) for row in rows] == ["2026-01-06"]


@pytest.mark.parametrize(
    ("cut", "question", "went"),
    [
        ({"day": "2025-09-30"}, "superseded-claims", 2),
        ({"known_on": "2025-12-01"}, "superseded-claims", 2),
        ({"without": "Merz"}, "superseded-claims", 1),
        ({"without": "article-abaf51ac"}, "superseded-claims", 1),
        ({"known_on": "2025-12-01"}, "articles-of-the-record", 4),
        ({"without": "article-abaf51ac"}, "articles-of-the-record", 1),
    ],
)
def test_questions_of_the_record_are_cut_like_those_of_the_view(kg, cut, question, went):
    whole, rest = kg.ask(question), kg.at(**cut).ask(question)
    assert len(whole) - len(rest) == went

    def names(rows):
        return {r.get("article") or (r["claim"], r["earlier"]) for r in rows}

    assert names(rest) < names(whole)


@pytest.mark.parametrize(
    ("cut", "question"),
    [
        ({"known_on": "2025-09-30"}, "who-spoke"),
        ({"known_on": "2025-09-30"}, "texts-and-signatories"),
        ({"known_on": "2025-09-30"}, "meetings-and-who-came"),
        ({"without": ["7cade0f4", "a3cfe95f", "6077d9c4", "3ffc4ecf"]}, "who-spoke"),
        ({"without": ["7cade0f4", "a3cfe95f", "6077d9c4", "3ffc4ecf"]}, "texts-and-signatories"),
        ({"without": ["7cade0f4", "a3cfe95f", "6077d9c4", "3ffc4ecf"]}, "who-had-a-hand-in-which-text"),
    ],
)
def test_what_nobody_tells_of_any_more_is_out(kg, cut, question):
    whole, rest = (str(view.ask(question).rows) for view in (kg, kg.at(**cut)))
    assert "2026-01-06" in whole and "2026-0" not in rest


def test_what_somebody_else_tells_of_stays(kg):
    texts = {r["document"] for r in kg.at(without="7cade0f4").ask("texts-and-signatories")}
    assert "id:paris-declaration" in texts


def test_what_a_lost_claim_had_superseded_is_superseded_by_the_next(tmp_path):
    text = "".join(
        f'id:c{n} a pg:Position ; pg:holder id:a ; pg:about id:m ; pg:stance pg:Willing ; pg:date "2030-0{n}-01"^^xsd:date ; '
        f"pg:evidence id:r{n} {f'; pg:supersedes id:c{n - 1}' if n > 1 else ''} .\n"
        f"id:r{n} a pg:Report ; pg:article id:art{n} .\n"
        for n in (1, 2, 3)
    )
    path = tmp_path / "facts.ttl"
    prefixes = "@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> . "
    articles = "".join(f'id:art{n} a pg:Article ; skos:prefLabel "Article {n}"@en .\n' for n in (1, 2, 3))
    more = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    path.write_text(prefixes + more + articles + text, encoding="utf-8")
    kg = pg.load(str(path), only=True)
    pairs = "SELECT ?newer ?older WHERE { ?newer pg:supersedes ?older }"
    whole = {tuple(r) for r in _pairs(kg.scope("record"), pairs)}
    without = {tuple(r) for r in _pairs(kg.at(without="id:art2").scope("record"), pairs)}
    assert (whole, without) == ({("id:c3", "id:c2"), ("id:c2", "id:c1")}, {("id:c3", "id:c1")})


def _pairs(store, text):
    return [[curie(term.value) for term in row] for row in store.query("PREFIX pg: <https://w3id.org/pledgegraph/ontology#> " + text)]


def pg_iri(kg, curie):
    return kg.record.rdf.namespace_manager.expand_curie(curie)


def test_the_revision_is_carried(kg):
    (row,) = [r for r in kg.ask("who-moved") if r["holder"] == DE]
    assert (row["before"], row["now"], row["revised_on"], row["direction"]) == (
        "pg:NotPlanned",
        "pg:NotExcluded",
        "2026-01-06",
        "pg:Hardening",
    )


@pytest.mark.parametrize(
    ("day", "stance", "form", "direction"),
    [
        ("2030-01-15", "pg:Intends", "pg:Signed", None),
        ("2030-02-15", "pg:Willing", "pg:Signed", "pg:Softening"),
        ("2030-03-15", "pg:Excluded", "pg:Said", "pg:Softening"),
        ("2030-04-15", "pg:Intends", "pg:Said", "pg:Hardening"),
    ],
)
def test_positions_move(day, stance, form, direction):
    """A later interview does not un-sign a declaration; only what is revoked is gone."""
    kg = pg.load(str(VALID / "moves.ttl"), only=True).at(day)
    (row,) = kg.ask("positions-of", actor="id:freedonia")
    assert (row["stance"], row["form"]) == (stance, form)
    moved = [r["direction"] for r in kg.ask("who-moved")]
    assert moved == ([direction] if direction else [])


def test_same_day_different_value_both_stand():
    kg = pg.load(str(VALID / "conflict.ttl"), only=True)
    assert sorted(r["stance"] for r in kg.ask("positions-of", actor="id:freedonia")) == ["pg:Conceivable", "pg:Willing"]


def test_a_retracted_claim_is_not_in_a_view():
    kg = pg.load(str(VALID / "retracted.ttl"), only=True)
    assert [r["stance"] for r in kg.ask("positions-of", actor="id:freedonia")] == ["pg:Willing"]


@pytest.mark.parametrize(("day", "offices"), [("2030-01-15", []), ("2030-02-15", ["id:prime-minister-of-freedonia"]), ("2030-03-15", [])])
def test_offices_are_cut_to_the_day(day, offices):
    kg = pg.load(str(VALID / "tenure.ttl"), only=True).at(day)
    assert [r["office"] for r in kg.ask("leaders")] == offices


@pytest.mark.parametrize("day", ["2025-02-30", "2025-9-4", "yesterday", "20250904", "2025-09-04T00:00:00"])
def test_a_bad_day_is_refused(kg, day):
    with pytest.raises(UsageError, match="is no day"):
        kg.at(day).day  # noqa: B018


def test_an_unknown_thing_to_leave_out_is_refused(kg):
    with pytest.raises(UsageError, match="did you mean"):
        kg.at(without="id:article-7cade0f5").day  # noqa: B018


@pytest.mark.parametrize("name", ["id:france", "pg:Outlet", "outlet", "id:ceasefire"])
def test_what_carries_no_report_cannot_be_left_out(kg, name):
    with pytest.raises(UsageError, match="is no source of reports"):
        kg.at(without=name).day  # noqa: B018


@pytest.mark.parametrize("name", ["7cade0f4", "id:article-7cade0f4", "id:outlet-7cade0f4"])
def test_an_article_is_left_out_by_its_digits_too(kg, name):
    assert soil(kg.at(without=name)) == []


def test_a_scale_takes_its_own_values_only(kg):
    with pytest.raises(UsageError, match=r"pg:Signed is no stance; use one of pg:Conceivable"):
        kg.ask("who-committed-troops", at_least="pg:Signed")
