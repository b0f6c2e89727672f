"""The command line: every user's mistake is one clear message and the right exit code; every verb works."""

import json
import os
import subprocess
import sys
import threading

import pytest
from conftest import ROOT
from pledgegraph import sandbox


def pledge(*args, stdin=None, **env):
    done = subprocess.run(
        [sys.executable, "-m", "pledgegraph", *map(str, args)],
        input=stdin,
        capture_output=True,
        timeout=60,
        env={**os.environ, "COLUMNS": "120", **env},
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def files(tmp_path):
    (tmp_path / "empty").mkdir()
    head = "@prefix id: <https://w3id.org/pledgegraph/id/> .\n@prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
    xsd = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    contents = {
        "syntax.ttl": head + "id:x a pg:State ;\n  pg:holder .. .\n",
        "predicate.ttl": head + '# pg:holdr in a comment\nid:x a pg:State ;\n  pg:note "pg:holdr" ;\n  pg:holdr id:y .\n',
        "class.ttl": head + "id:x a pg:Sate .\n",
        "value.ttl": head + "id:x pg:stance pg:Intend .\n",
        "date.ttl": head + xsd + 'id:x pg:date "2024-02-30"^^xsd:date .\n',
        "owl.ttl": head + "@prefix owl: <http://www.w3.org/2002/07/owl#> .\nid:x owl:sameAs id:y .\n",
        "bad.rq": "SELECT ?x WHERE { ?x a }\n",
        "words.txt": "hello",
    }
    for name, text in contents.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "latin1.ttl").write_bytes(head.encode() + 'id:x pg:note "é" .\n'.encode("latin-1"))
    return tmp_path


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (
            ["ask", "who-comitted-troops"],
            2,
            "there is no question 'who-comitted-troops'; did you mean one of these?\n  who-committed-troops:",
        ),
        (["ask", "who-committed-troops", "-p", "atleast=x"], 2, "no parameter 'atleast'; did you mean at_least?"),
        (["ask", "who-committed-troops", "-p", "at_least"], 2, "has no value; write -p name=value"),
        (["ask", "who-committed-troops", "-p", "place=id:ukrain"], 2, "there is no thing 'id:ukrain'; did you mean id:ukraine?"),
        (["ask", "who-committed-troops", "--as-of", "2025-02-30"], 2, "'2025-02-30' is no day"),
        (["ask", "who-committed-troops", "--known-on", "soon"], 2, "'soon' is no day"),
        (["ask", "who-committed-troops", "--only"], 2, "--only leaves nothing to ask"),
        (["ask", "who-committed-troops", "--facts", "{}/none.ttl"], 3, "none.ttl:1:1: file.missing: "),
        (["ask", "who-committed-troops", "--facts", "{}/empty"], 3, "empty:1:1: file.empty: "),
        (["ask", "who-committed-troops", "--facts", "{}/words.txt"], 3, "words.txt:1:1: file.format: "),
        (["ask", "who-committed-troops", "--facts", "{}/syntax.ttl"], 3, "syntax.ttl:4:13: syntax: "),
        (
            ["ask", "who-committed-troops", "--facts", "{}/predicate.ttl"],
            3,
            "predicate.ttl:6:3: vocab.unknown: pg:holdr is no predicate of the vocabulary; did you mean pg:holder?",
        ),
        (
            ["ask", "who-committed-troops", "--facts", "{}/class.ttl"],
            3,
            "class.ttl:3:8: vocab.unknown: pg:Sate is no class of the vocabulary; did you mean pg:State?",
        ),
        (["ask", "who-committed-troops", "--facts", "{}/value.ttl"], 3, "did you mean pg:Intends?"),
        (["ask", "who-committed-troops", "--facts", "{}/date.ttl"], 3, "date.ttl:4:14: lit.date: "),
        (["ask", "who-committed-troops", "--facts", "{}/latin1.ttl"], 3, "latin1.ttl:3:15: enc.utf8: byte 0xe9"),
        (["ask", "who-committed-troops", "--facts", "{}/owl.ttl"], 3, "owl.construct: owl:sameAs is not compiled"),
        (["sparql", "{}/bad.rq"], 2, "bad.rq:1:25: syntax: "),
        (["sparql", "-q", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"], 2, "net.service: SERVICE is not allowed"),
        (["sparql", "-q", "DELETE WHERE { ?s ?p ?o }"], 2, "readonly: DELETE would change the graph"),
        (["sparql", "-q", "  "], 2, "the query is empty"),
        (["sparql", "-q", "SELECT (<http://x/f>(1) AS ?y) WHERE { ?s ?p ?o }"], 2, "func.unknown: The custom function <http://x/f>"),
        (["sparql", "{}/none.rq"], 3, "none.rq:1:1: file.missing"),
        (["sparql", "-q", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "--timeout", "2"], 4, "limit.time"),
        (["show", "Merzz"], 2, "there is no thing 'Merzz'; did you mean Merz?"),
        (["why", "id:france"], 2, "id:france is no claim of this view"),
        (["why", "id:france-on-french-troops-in-ukraine-signed", "--articles", "{}/none"], 3, "file.missing"),
        (["export", "--as-of", "2025-09-30"], 2, "add --view"),
        (["ask", "who-committed-troops", "--as-of", "2026-W02-3"], 2, "'2026-W02-3' is no day"),
        (["ask", "who-committed-troops", "--as-of", ""], 2, "'' is no day"),
        (["ask", "who-committed-troops", "-p", "place=<http://a b>"], 2, "there is no thing '<http://a b>'"),
        (["show", "http://a b"], 2, "there is no thing 'http://a b'"),
        (["show", "id:ukraine%"], 2, "there is no thing 'id:ukraine%'"),
        (["why", "<relative>"], 2, "there is no claim '<relative>'"),
        (["sparql", "-q", "ASK {}", "--timeout", "inf"], 2, "Invalid value for '--timeout'"),
        (["shwo"], 2, "there is no command 'shwo'; did you mean show?"),
        (["ask", "leaders", "-o", "{}/no/such/folder.csv"], 2, "cannot be written"),
    ],
)
def test_a_mistake_is_one_message(files, args, code, message):
    status, out, err = pledge(*(a.replace("{}", str(files)) for a in args))
    assert (status, out) == (code, "")
    assert message in err.replace(f"{files}/", "") or message in err
    assert "Traceback" not in err


def test_the_caret_points_at_the_place(files):
    _, _, err = pledge("sparql", files / "bad.rq")
    line, caret = err.splitlines()[-2:]
    assert line.strip() == "SELECT ?x WHERE { ?x a }"
    assert caret.index("^") == line.index("a }") + 3


def test_all_findings_of_all_files_at_once(files):
    _, _, err = pledge("ask", "leaders", "--facts", files / "predicate.ttl", "--facts", files / "date.ttl", "--facts", files / "syntax.ttl")
    assert len(err.splitlines()) == 3


def test_own_facts_beside_and_instead_of_ours():
    own = ROOT / "tests/valid/conflict.ttl"
    _, beside, _ = pledge("show", "State", "--facts", own, "-f", "json")
    _, only, _ = pledge("show", "State", "--facts", own, "--only", "-f", "json")
    assert {"id:freedonia", "id:france"} < {r["id"] for r in json.loads(beside)}
    assert {r["id"] for r in json.loads(only)} == {"id:freedonia", "id:sylvania"}


def test_a_device_or_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe, seen = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: seen.append(pipe.read_text()), daemon=True)
    reader.start()
    assert pledge("ask", "leaders", "-f", "csv", "-o", pipe)[0] == 0
    assert pipe.is_fifo()
    reader.join(10)
    assert seen[0].startswith("person,")


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    assert pledge("ask", "leaders", "-f", "csv", "-o", tmp_path / "link.csv")[0] == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("person,")


def test_a_query_reads_facts_from_standard_input(tmp_path):
    (tmp_path / "query.rq").write_text("SELECT ?x { ?x a pg:Step ; pg:note 'mine' }")
    facts = b"""@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> .
        id:my-step a pg:Step ; pg:note 'mine' ."""
    code, out, _ = pledge("sparql", tmp_path / "query.rq", "-f", "csv", "--facts", "-", stdin=facts)
    assert (code, out.split()) == (0, ["x", "https://w3id.org/pledgegraph/id/my-step"])


def test_a_query_runs_no_module_of_the_folder_it_is_asked_in(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert sandbox.run(sandbox.Task("ASK {}", "tsv")) == b"true"


def test_a_table_of_raw_sparql_shows_every_column():
    query = "SELECT ?claim ?nothing ('x'^^xsd:integer AS ?odd) { ?claim a pg:CommitmentToUkrainianSoil }"
    code, out, _ = pledge("sparql", "-q", query)
    assert code == 0
    assert out.split()[:3] == ["claim", "nothing", "odd"]
    assert "France · French soldiers stationed in Ukraine" in out


@pytest.mark.parametrize(
    "facts",
    [
        'id:x pg:rank "high"',
        'id:x pg:evidence "words"',
        'id:x a pg:Article ; pg:date "soon"',
        'id:x a pg:Position ; pg:date "2026-01-06" ; pg:evidence id:r . id:r a pg:Report ; pg:paragraph "two"',
    ],
)
def test_odd_values_in_facts_break_nothing(tmp_path, facts):
    head = "@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
    (tmp_path / "odd.ttl").write_text(f"{head}{facts} .\n")
    for args in (["ask", "who-committed-troops", "-f", "md"], ["why", "id:x"]):
        code, out, err = pledge(*args, "--facts", tmp_path / "odd.ttl")
        assert code in (0, 2)
        assert "Traceback" not in err
        assert args[0] == "why" or "2 rows, as of 2026-01-07" in out


def test_facts_from_standard_input():
    text = (ROOT / "tests/valid/conflict.ttl").read_bytes()
    status, out, _ = pledge("ask", "positions-of", "-p", "actor=Freedonia", "--facts", "-", "--only", "-f", "csv", stdin=text)
    assert status == 0
    assert out.count("\n") == 3


def test_the_german_sentence_finds_the_question():
    status, out, err = pledge("ask", "wer hat Truppen auf ukrainischem Boden zugesagt", "-f", "csv")
    assert status == 0
    assert err.startswith("who-committed-troops: ")
    assert [line.split(",")[0] for line in out.splitlines()] == ["actor", "id:france", "id:united-kingdom"]


def test_output_is_written_only_on_success(tmp_path):
    target = tmp_path / "out.csv"
    assert pledge("ask", "leaders", "-f", "csv", "-o", target)[0] == 0
    before = target.read_bytes()
    assert before.startswith(b"person,")
    assert pledge("ask", "leaders", "-p", "x=y", "-o", target)[0] == 2
    assert target.read_bytes() == before
    assert os.listdir(tmp_path) == ["out.csv"]


@pytest.mark.parametrize(
    ("query", "form", "start"),
    [
        ('SELECT ?s WHERE { ?s pg:iso2 "FR" }', "csv", "s\r\nhttps://w3id.org/pledgegraph/id/france"),
        ('SELECT ?s WHERE { ?s pg:iso2 "FR" }', "json", '{"head":{"vars":["s"]}'),
        ('SELECT ?s WHERE { ?s pg:iso2 "FR" }', "xml", '<?xml version="1.0"'),
        ('SELECT ?s WHERE { ?s pg:iso2 "FR" }', "table", "s\n──────\nFrance\n"),
        ("ASK { id:france a pg:State }", "table", "true\n"),
        ("ASK { id:france a pg:Person }", "json", '{"head":{},"boolean":false}'),
        ("CONSTRUCT WHERE { id:france pg:iso2 ?code }", "nt", "<https://w3id.org/pledgegraph/id/france>"),
        ("DESCRIBE id:paris", "turtle", "@prefix"),
    ],
)
def test_sparql_forms(query, form, start):
    status, out, err = pledge("sparql", "-f", form, stdin=query.encode())
    assert (status, err) == (0, "")
    assert out.startswith(start)


def test_tables_print_the_day():
    assert "rows, as of 2026-01-07" in pledge("ask", "who-committed-troops")[1]
    assert "0 rows, as of 2025-09-30" in pledge("ask", "who-committed-troops", "--as-of", "2025-09-30")[1]
    assert "Zeilen, Stand 2026-01-07" in pledge("ask", "who-committed-troops", "--lang", "de")[1]


@pytest.mark.parametrize("width", ["60", "80", "120", "200"])
def test_no_width_cuts_a_word(width):
    """Every label of the answer can be read whole, whether it is laid out as a table or as blocks."""
    out = pledge("ask", "who-committed-troops", "-p", "at_least=pg:NotExcluded", "--lang", "de", COLUMNS=width)[1]
    for word in ("Waffenstillstandsabkommen", "unterzeichnet", "beabsichtigt", "Bundestages", "Unterstützung"):
        assert word in out


def test_show_and_why_name_the_evidence():
    _, card, _ = pledge("show", "id:france-on-french-troops-in-ukraine-signed", "-f", "json")
    assert json.loads(card)["evidence"][0].startswith("id:7cade0f4-p02-")
    _, kinds, _ = pledge("show")
    assert "  pg:Position  " in kinds
    _, chain, _ = pledge("why", "id:turkey-on-turkish-maritime-support-2026-01-06", "-f", "json")
    (link,) = json.loads(chain)["links"]
    assert (link["relayed_by"], link["speaker"], link["paragraph"]) == ("Emmanuel Macron", "Emmanuel Macron", 5)
    assert link["office"] == "President of the French Republic"


def test_the_question_can_be_shown():
    out = pledge("ask", "who-committed-troops", "--show")[1]
    assert "place = id:ukraine" in out
    assert "VALUES (?place ?at_least)" in out


def test_without_a_question_they_are_listed():
    out = pledge("ask")[1]
    assert "who-committed-troops " in out
    assert "Who committed troops on Ukrainian soil?" in out


def test_the_hot_path_imports_nothing_heavy():
    code = (
        "import sys; from pledgegraph.record import read_ahead; read_ahead(); from pledgegraph.cli import main\n"
        "try: main(['ask', 'who-committed-troops', '-f', 'csv'])\nexcept SystemExit: pass\n"
        "print([m for m in ('rdflib','rich','networkx','owlready2','pandas','pyshacl','rapidfuzz','json','logging') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith("actor,")
    assert done.stdout.splitlines()[-1] == "[]"


def test_version_names_the_day_of_the_record():
    assert pledge("--version")[1] == "pledge 0.1.0, record of 2026-01-07\n"


def test_spreadsheets_do_not_run_a_text():
    facts = (
        "@prefix id: <https://w3id.org/pledgegraph/id/> .\n@prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
        'id:x a pg:Instrument ; pg:date "=1+1" .\n'
    )
    out = pledge("ask", "texts-and-signatories", "--facts", "-", "--only", "-f", "csv", stdin=facts.encode())[1]
    assert "'=1+1" in out


def test_without_says_what_the_answer_rests_on():
    _, _, err = pledge("ask", "who-plans-bases", "-f", "csv", "--without", "pg:DirectQuote")
    went, came = [line for line in err.splitlines() if line.startswith("went:")], [x for x in err.splitlines() if x.startswith("came")]
    assert len(went) == len(came) == 2
    assert went[0].startswith("went: France · French ") and "intends" in went[0] and "conceivable" in came[0]
    assert "nothing in this answer rests on" in pledge("ask", "guarantee-pillars", "-f", "csv", "--without", "pg:Poll")[2]
    german = pledge("ask", "who-plans-bases", "-f", "csv", "--without", "pg:DirectQuote", "--lang", "de")[2].splitlines()
    assert {line.split(":")[0] for line in german} == {"entfällt", "kommt zurück"}
