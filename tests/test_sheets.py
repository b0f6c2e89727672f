"""The graph as tables: nothing lost, safe to open in a spreadsheet, the same bytes every time."""

import csv
import io
import subprocess
import sys
import zipfile

import pytest
from conftest import need
from pledgegraph.namespaces import PREFIXES
from pledgegraph.sheets import dump, sheets
from pyoxigraph import RdfFormat, parse


def read(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {n: list(csv.DictReader(io.StringIO(archive.read(n).decode(), newline=""))) for n in archive.namelist()}


@pytest.fixture(scope="module")
def tables(kg):
    return read(kg.export("csv"))


def test_a_table_for_each_kind_and_one_of_links(tables):
    assert {"agent.csv", "measure.csv", "condition.csv", "position.csv", "role-claim.csv", "report.csv", "links.csv"} <= set(tables)
    assert "claim.csv" not in tables, "claims are in the tables of their kinds"
    assert "commitment.csv" not in tables, "what only a definition fills has no table"
    assert all(rows for rows in tables.values())


def test_a_claim_is_a_row(tables):
    row = next(r for r in tables["position.csv"] if r["id"] == "id:france-on-french-troops-in-ukraine-signed")
    assert (row["holder"], row["about"], row["stance"], row["form"]) == (
        "id:france",
        "id:french-troops-in-ukraine",
        "pg:Intends",
        "pg:Signed",
    )
    assert row["evidence"].split() == [
        "id:7cade0f4-p02-france-on-french-troops-in-ukraine-signed",
        "id:7cade0f4-p03-france-on-french-troops-in-ukraine-signed",
    ]
    french = next(r for r in tables["measure.csv"] if r["id"] == row["about"])
    assert french["label_de"] == "Französische Soldaten in der Ukraine"
    force = next(r for r in tables["pillar.csv"] if r["id"] == "id:multinational-force")
    assert "Schutztruppe" in force["alias_de"].splitlines()


def test_the_record_is_whole_and_the_view_is_inferred(kg, tables):
    ids = {r["id"] for rows in tables.values() for r in rows if "id" in r}
    record = {q.subject.value for q in parse(kg.export("nt"), RdfFormat.N_TRIPLES) if q.subject.value.startswith(PREFIXES["id"])}
    assert {i for i in ids if i.startswith("id:")} == {"id:" + r.removeprefix(PREFIXES["id"]) for r in record}
    view = read(kg.export("csv", view=True))
    assert "id:germany-on-german-troops-in-ukraine-by-2025-08-31" in {r["id"] for r in tables["position.csv"]}
    assert "id:germany-on-german-troops-in-ukraine-by-2025-08-31" not in {r["id"] for r in view["position.csv"]}
    france = next(r for r in view["position.csv"] if r["id"] == "id:france-on-french-troops-in-ukraine-signed")
    assert "pg:CommitmentToUkrainianSoil" in france["kinds"].split()
    assert "commitment-to-ukrainian-soil.csv" not in view
    leads = {"source": "id:united-states", "property": "pg:leads", "target": "id:verification"}
    assert leads in view["links.csv"] and leads not in tables["links.csv"]


def test_links_lead_from_row_to_row(tables):
    ids = {r["id"] for rows in tables.values() for r in rows if "id" in r}
    assert all(r["source"] in ids and r["target"] in ids for r in tables["links.csv"])
    assert {"source": "id:france-on-french-troops-in-ukraine-signed", "property": "pg:holder", "target": "id:france"} in tables["links.csv"]


def test_a_spreadsheet_runs_no_text():
    text = f"""@prefix pg: <{PREFIXES["pg"]}> . @prefix skos: <{PREFIXES["skos"]}> .
    <{PREFIXES["id"]}x> a pg:Step ; skos:prefLabel "=1+1"@en ; skos:altLabel "@SUM(A1)"@en , "-2"@en ; pg:note "+3" , "\\t4" ; pg:rank 5 ."""
    (row,) = read(dump(parse(text, RdfFormat.TURTLE), "csv"))["step.csv"]
    assert row == {"id": "id:x", "kinds": "pg:Step", "label_en": "'=1+1", "alias_en": "'-2\n@SUM(A1)", "note": "'\t4\n+3", "rank": "5"}


def test_a_thing_of_two_kinds_stands_in_both_tables(kg):
    names = {s.name for s in sheets(kg.store) if any(row[0] == "id:france" for row in s.rows)}
    assert names == {"agent", "place", "links"}


def test_the_same_bytes_in_another_process(kg):
    code = "import sys, pledgegraph; sys.stdout.buffer.write(pledgegraph.load().export('csv'))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60, env={"PYTHONHASHSEED": "7"})
    assert other.stdout == kg.export("csv")


def test_parquet_says_the_same(kg, tables):
    try:
        import pyarrow.parquet
    except ImportError:
        need(False, "pyarrow")
    with zipfile.ZipFile(io.BytesIO(kg.export("parquet"))) as archive:
        assert {n.removesuffix(".parquet") for n in archive.namelist()} == {n.removesuffix(".csv") for n in tables}
        reports = pyarrow.parquet.read_table(io.BytesIO(archive.read("report.parquet")))
        positions = pyarrow.parquet.read_table(io.BytesIO(archive.read("position.parquet")))
    assert reports.num_rows == len(tables["report.csv"])
    assert str(reports.schema.field("spanStart").type) == "int64"
    assert str(positions.schema.field("evidence").type).startswith("list<")
    row = next(r for r in positions.to_pylist() if r["id"] == "id:france-on-french-troops-in-ukraine-signed")
    assert len(row["evidence"]) == 2
    assert kg.export("parquet") == kg.export("parquet")


def test_parquet_without_pyarrow_says_how_to_get_it(kg, monkeypatch):
    from pledgegraph.errors import UsageError

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'pledgegraph\[tables\]'"):
        kg.export("parquet")
