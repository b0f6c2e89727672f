"""`pledge check`: every rule has a file that breaks it and a twin that obeys it; where findings stand; how they come out."""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, need
from pledgegraph import audits, checks, pointers, resources, shapes, vocabulary
from pledgegraph.cli import main
from pledgegraph.errors import Finding, InputError, PledgeError
from pledgegraph.store import new_store
from pyoxigraph import RdfFormat, parse

TESTS = Path(__file__).parent
RULES = sorted(path.stem for path in (TESTS / "invalid").glob("*.ttl"))
ID, PG = "https://w3id.org/pledgegraph/id/", "https://w3id.org/pledgegraph/ontology#"


def quads(text):
    prefixes = f"@prefix id: <{ID}> . @prefix pg: <{PG}> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    prefixes += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
    return list(parse((prefixes + text).encode(), RdfFormat.TURTLE))


@pytest.fixture(scope="module")
def shipped():
    """The findings in the shipped record, its pointers verified where the articles are at hand, and the seconds it took."""
    start = time.monotonic()
    return checks.check(articles=os.environ.get("PLEDGEGRAPH_ARTICLES") or None), time.monotonic() - start


@pytest.fixture(scope="module")
def broken():
    """What is found in all breaking files at once, by rule file; each uses ids of its own."""
    found = defaultdict(list)
    for finding in checks.check([str(TESTS / "invalid" / f"{rule}.ttl") for rule in RULES]):
        found[Path(finding.file).stem].append(finding)
    return found


@pytest.fixture(scope="module")
def obeyed():
    return checks.check([str(TESTS / "valid" / f"{rule}.ttl") for rule in RULES])


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_breaks_it(broken, rule):
    assert rule in {f.rule for f in broken[rule]}


def test_the_twins_obey_every_rule(obeyed):
    assert [f for f in obeyed if (TESTS / "valid") in Path(f.file).resolve().parents] == []


def test_every_shape_and_every_query_has_its_file():
    text = Path(resources.shapes_file()).read_text(encoding="utf-8")
    told = set()
    for block in re.split(r"\n(?=shape:)", text):
        if "sh:message" in block and not re.search(r"sh:nodeKind sh:IRI ;\s+sh:message", block):
            told.add(block.split(" ")[0].removeprefix("shape:"))
    told |= {audit.name for audit in audits.every()}
    derived_only = {"measure-activation"}  # pg:activation is derived, so typing it in is already refused
    same_as = {"no-same-as"}  # the door refuses owl:sameAs before any shape sees it
    assert told - derived_only - same_as - set(RULES) == set()


def test_the_shipped_record_passes(shipped):
    found, seconds = shipped
    assert [str(f) for f in found if f.level != "info"] == []
    assert seconds < 30  # some 7 s alone on the machine


def test_a_finding_stands_at_its_block_and_names_its_passage(broken):
    (finding,) = [f for f in broken["menu-is-no-promise"] if f.rule == "menu-is-no-promise"]
    lines = (TESTS / "invalid" / "menu-is-no-promise.ttl").read_text(encoding="utf-8").split("\n")
    assert lines[finding.line - 1].startswith("id:position-menu-is-no-promise-broken a pg:Position")
    assert re.fullmatch(r"id:article-[0-9a-f]{8} ¶1", finding.passage)


def test_a_contradiction_names_both_lines(broken):
    (finding,) = [f for f in broken["owl.consistency"] if f.rule == "owl.consistency"]
    assert re.search(r"which share no member: \(1\) \S+ a pg:Person at \S+:\d+; \(2\) \S+ a pg:State at \S+:\d+", finding.what)


def test_what_follows_is_checked_second():
    text = """
    id:a a pg:Report ; pg:evidenceOf id:c , id:d . id:c a pg:Claim ; pg:evidence id:a . id:d a pg:Claim .
    pg:evidenceOf owl:inverseOf pg:evidence ."""
    asserted = quads(text)
    store = new_store(asserted)
    from pledgegraph.rules import infer

    infer(store)
    touched = shapes.touched(asserted, list(store))
    assert ID + "a" in touched
    second = {(v.focus, v.fault.rule) for v in shapes.violations(list(store), touched)}
    first = {(v.focus, v.fault.rule) for v in shapes.violations(asserted)}
    assert (ID + "a", "report-supports-one-claim") in second - first


PAPER = "Heading\n\nFreedonia says that it will come. „So sei es“, said Sylvania.\nThe end.\n"
PASSAGE = "„So sei es“"
START = PAPER.index(PASSAGE)


@pytest.mark.parametrize(
    ("paragraph", "start", "end", "text", "rule"),
    [
        (2, START, START + len(PASSAGE), PASSAGE, None),
        (3, START, START + len(PASSAGE), PASSAGE, "evidence.paragraph"),
        (1, 0, 20, PAPER[0:20], "evidence.paragraph"),
        (2, START + 1, START + 1 + len(PASSAGE), PASSAGE, "evidence.span"),
        (2, START, 5000, PASSAGE, "evidence.offsets"),
    ],
)
def test_pointers(tmp_path, paragraph, start, end, text, rule):
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    digest = hashlib.sha256(PAPER.encode()).hexdigest()
    span = hashlib.sha256(text.encode()).hexdigest()[:8]
    store = new_store(
        quads(f"""
    id:article-{digest[:8]} a pg:Article ; pg:sha256 "{digest}" .
    id:r a pg:Report ; pg:article id:article-{digest[:8]} ; pg:paragraph {paragraph} ; pg:spanStart {start} ; pg:spanEnd {end} ; pg:spanHash "{span}" .""")
    )
    assert [s.fault.rule for s in pointers.strays(store, str(tmp_path))] == ([rule] if rule else [])
    assert list(pointers.strays(store)) == []


def test_an_article_that_is_not_in_the_folder(tmp_path):
    digest = "0" * 64
    store = new_store(
        quads(f'id:article-00000000 a pg:Article ; pg:sha256 "{digest}" . id:r a pg:Report ; pg:article id:article-00000000 .')
    )
    assert [s.fault.rule for s in pointers.strays(store, str(tmp_path))] == ["evidence.article-missing"]


def test_the_shipped_pointers(articles, shipped):
    found, _ = shipped
    assert [f for f in found if f.rule.startswith("evidence.")] == []


TERM = 'pg:X a owl:Class ; rdfs:label "pledge"@en , "Zusage"@de ; skos:definition "A word that is given."@en , "Ein Wort, das gegeben wird."@de .'


@pytest.mark.parametrize(
    ("old", "new", "rules"),
    [
        ("", "", []),
        ('"pledge"@en , ', "", ["vocab.label"]),
        (' , "Ein Wort, das gegeben wird."@de', "", ["vocab.definition"]),
        ("A word that is given", "A pledge that is given", ["vocab.circular"]),
        ("Ein Wort, das", "Eine Zusage, die", ["vocab.circular"]),
    ],
)
def test_the_vocabulary_explains_itself(old, new, rules):
    assert [x.fault.rule for x in vocabulary.lapses(quads(TERM.replace(old, new)))] == rules


def test_an_idle_class_is_found():
    ontology = quads("pg:X a owl:Class . pg:Y a owl:Class ; rdfs:subClassOf pg:X . pg:Z a owl:Class .")
    assert [x.focus for x in vocabulary.idle(ontology, quads("id:a a pg:Y ."))] == [PG + "Z"]


def test_a_lost_seed_file_fails():
    lost = [q for path in resources.seed_files() if "article-7cade0f4" not in path for q in parse(path=path)]
    assert "pg:Report" in " ".join(x.fault.what for x in vocabulary.short_counts(lost))
    assert list(vocabulary.short_counts([q for path in resources.seed_files() for q in parse(path=path)])) == []


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("#+ summery: x", "no header line"),
        ("#+ summary:", "no header line"),
        ("#+ summary: x", "lacks fix, level, summary_de"),
        ("#+ summary: x\n#+ summary_de: x\n#+ level: bad\n#+ fix: x", "no level 'bad'"),
    ],
)
def test_bad_header(tmp_path, head, message):
    path = tmp_path / "rule.rq"
    path.write_text(head + "\nSELECT ?this WHERE { ?this ?p ?o }\n")
    with pytest.raises(PledgeError, match=message):
        audits.read(str(path))


@pytest.mark.parametrize("audit", audits.every(), ids=lambda audit: audit.name)
def test_form_of_a_rule(audit):
    declared = re.findall(r"^PREFIX (\w+):", audit.text, re.MULTILINE)
    assert declared == sorted(set(re.findall(r"\b([a-z]+):\w*", re.sub(r"<[^>]*>|#.*|\"[^\"]*\"", "", audit.text))))
    assert "SELECT DISTINCT ?this" in audit.text
    assert "ORDER BY ?this" in audit.text


FOUND = [Finding("a, b.ttl", 3, 7, "lit.date", "100 % wrong\nhere", "mend it", "warning", "id:article-1 ¶2")]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("table", "a, b.ttl:3:7: warning: lit.date: 100 % wrong\nhere [id:article-1 ¶2]; mend it\n"),
        ("github", "::warning file=a%2C b.ttl,line=3,col=7,title=lit.date::100 %25 wrong%0Ahere [id:article-1 ¶2]; mend it\n"),
    ],
)
def test_forms(form, text):
    assert checks.render(FOUND, form) == text


def test_json_has_every_field():
    assert json.loads(checks.render(FOUND, "json")) == [FOUND[0]._asdict()]


def run(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "pledgegraph", "check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=cwd)


def test_the_command(tmp_path):
    bad = tmp_path / "bad.ttl"
    bad.write_text('@prefix ex: <http://example.org/> .\nex:a ex:b <javascript:x> .\nex:a ex:b "\\u0007" .\n')
    (tmp_path / "other.ttl").write_text(f"@prefix id: <{ID}> . @prefix pg: <{PG}> .\nid:france a pg:Person .\n")
    done = run("bad.ttl", "other.ttl", "-f", "json", cwd=tmp_path)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [(f["file"], f["line"], f["rule"]) for f in found][:2] == [("bad.ttl", 2, "iri.scheme"), ("bad.ttl", 3, "enc.control")]
    assert "--reasoner rl, dl, hermit or all looks further" in done.stderr
    (clash,) = [f for f in found if f["rule"] == "owl.consistency"]
    assert "other.ttl:2" in clash["what"]
    assert "actors.ttl:" in clash["what"]
    bad.write_text("ex:a")
    assert run(str(bad)).returncode == 1
    assert run(str(tmp_path / "missing.ttl")).returncode == 3
    assert run("--fail-on", "never").returncode == 2


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("info", 1)])
def test_fail_on(monkeypatch, level, code):
    monkeypatch.setattr(checks, "examine", lambda *paths, **options: (FOUND, []))
    assert CliRunner().invoke(main, ["check", "--fail-on", level]).exit_code == code


def test_the_hostile_files_in_one_go():
    folder = os.environ.get("PLEDGEGRAPH_HOSTILE", "")
    need(bool(folder) and Path(folder).is_dir(), "folder of hostile files (set PLEDGEGRAPH_HOSTILE)")
    start = time.monotonic()
    found = checks.check([str(Path(folder, "files"))])
    assert {"xml.dtd", "enc.utf8", "owl.consistency", "text.bidi"} <= {f.rule for f in found}
    assert time.monotonic() - start < 30


def test_a_folder_that_is_missing():
    with pytest.raises(InputError):
        checks.check(["/nowhere/at-all.ttl"])
