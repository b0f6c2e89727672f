"""The marks on the whole record say the same as a view of each day."""

import pledgegraph as pg
import pytest
from conftest import ROOT

VALID = ROOT / "tests" / "valid"
FIELDS = ("holder", "measure", "stance", "form", "claim")


def rows(answer):
    return sorted(tuple(row[f] for f in FIELDS) for row in answer)


@pytest.mark.parametrize("day", ["2025-08-30", "2025-09-04", "2025-12-31", "2026-01-06", "2026-01-07"])
def test_a_day_of_the_record_is_the_view_of_that_day(kg, day):
    assert rows(kg.ask("positions-on", day=day)) == rows(kg.at(day).ask("where-everyone-stands"))


@pytest.mark.parametrize("name", ["moves", "conflict", "retracted"])
@pytest.mark.parametrize("day", ["2030-01-09", "2030-01-10", "2030-02-15", "2030-03-10", "2030-04-15"])
def test_so_is_a_day_of_any_record(name, day):
    other = pg.load(str(VALID / f"{name}.ttl"), only=True)
    assert rows(other.ask("positions-on", day=day)) == rows(other.at(day).ask("where-everyone-stands"))


CHAIN = """
@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:position-5 a pg:Position ; pg:holder id:freedonia ; pg:about id:freedonian-troops-in-sylvania ;
    pg:stance pg:NotPlanned ; pg:form pg:Said ; pg:date "2030-02-20"^^xsd:date ; pg:evidence id:report-5 ;
    pg:supersedes id:position-2 ; pg:retracted "Somebody else said so."@en .
id:report-5 a pg:Report ; pg:article id:article-gazette ; pg:paragraph 5 ; pg:spanStart 50 ; pg:spanEnd 55 ; pg:spanHash "0123abcd" ;
    pg:mode pg:IndirectSpeech ; pg:sourceKind pg:Named ; pg:tense pg:Current ;
    pg:gist "Freedonia says where it stands."@en , "Freedonien sagt, wo es steht."@de .
id:withdrawal a pg:RoleClaim ; pg:holder id:outlet-gazette ; pg:about id:paper ; pg:performs pg:Signs ; pg:agent id:freedonia ;
    pg:planned false ; pg:date "2030-01-20"^^xsd:date ; pg:revokes id:position-1 ; pg:evidence id:report-6 .
id:report-6 a pg:Report ; pg:article id:article-gazette ; pg:paragraph 6 ; pg:spanStart 60 ; pg:spanEnd 65 ; pg:spanHash "0123abcd" ;
    pg:mode pg:OutletVoice ; pg:sourceKind pg:OutletSource ; pg:tense pg:Current ;
    pg:gist "Freedonia takes its signature back."@en , "Freedonien zieht seine Unterschrift zurück."@de .
id:paper a pg:Instrument ; skos:prefLabel "Paper"@en , "Papier"@de ; pg:legalForce pg:Political .
"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """The moves, with a retracted position in between and a signature that another kind of claim takes back."""
    folder = tmp_path_factory.mktemp("chain")
    (folder / "chain.ttl").write_text(CHAIN, encoding="utf-8")
    (folder / "moves.ttl").write_bytes((VALID / "moves.ttl").read_bytes())
    return pg.load(str(folder), only=True)


@pytest.mark.parametrize(
    ("day", "stance", "form"),
    [
        ("2030-01-15", "pg:Intends", "pg:Signed"),
        ("2030-01-25", "pg:Intends", "pg:Said"),
        ("2030-02-25", "pg:Willing", "pg:Said"),
        ("2030-03-15", "pg:Excluded", "pg:Said"),
    ],
)
def test_what_is_retracted_moves_nothing_and_what_is_revoked_is_still_said(chain, day, stance, form):
    for answer in (chain.ask("positions-on", day=day), chain.at(day).ask("where-everyone-stands")):
        assert [(row["stance"], row["form"]) for row in answer] == [(stance, form)]


def test_a_claim_counts_from_its_day_until_the_first_that_supersedes_it(chain):
    query = "SELECT ?claim ?from ?until WHERE { ?claim a pg:Position OPTIONAL { ?claim pg:currentFrom ?from } OPTIONAL { ?claim pg:supersededOn ?until } }"
    days = {str(c)[-1]: (str(f), str(u)) for c, f, u in chain.record.rdf.query(query)}
    assert days == {
        "1": ("2030-01-10", "2030-02-10"),
        "2": ("2030-02-10", "2030-03-10"),
        "3": ("2030-03-10", "2030-04-10"),
        "4": ("2030-04-10", "None"),
        "5": ("None", "None"),
    }


def test_a_retracted_report_supports_nothing(tmp_path):
    text = (
        (VALID / "conflict.ttl")
        .read_text(encoding="utf-8")
        .replace("id:report-2 a pg:Report ;", 'id:report-2 a pg:Report ; pg:retracted "It speaks of ships."@en ;')
    )
    path = tmp_path / "report.ttl"
    path.write_text(text, encoding="utf-8")
    other = pg.load(str(path), only=True)
    for answer in (other.ask("positions-on", day="2030-01-10"), other.ask("where-everyone-stands")):
        assert [row["claim"] for row in answer] == ["id:position-1"]
    (row,) = other.ask("retracted-claims")
    assert (row["claim"], row["retracted"], row["evidence"]) == ("id:position-2", "id:report-2", ("id:report-2",))
