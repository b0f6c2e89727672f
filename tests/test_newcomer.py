"""The invented article, coded with the page for newcomers alone: its pointers, its shapes, its gaps, and the page's own words."""

import hashlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pledgegraph as pg
import pytest
from conftest import ROOT
from rdflib import Graph, Namespace

PG = Namespace("https://w3id.org/pledgegraph/ontology#")
FOLDER = ROOT / "tests" / "newcomer"
TEXT = (FOLDER / "article.txt").read_text(encoding="utf-8")
CODING = (FOLDER / "article.ttl").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "add-an-article.md").read_text(encoding="utf-8")
GRAPH = Graph().parse(data=CODING, format="turtle")
SPANS = {r: (int(GRAPH.value(r, PG.spanStart)), int(GRAPH.value(r, PG.spanEnd))) for r in GRAPH.subjects(PG.spanHash)}
CONSOLE = re.findall(r"```console\n\$ (pledge (?:ask|cite) .*)\n([^`]+)```", PAGE)


def test_the_name_is_the_hash():
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert [str(o) for o in GRAPH.objects(None, PG.sha256)] == [digest]
    assert f"id:article-{digest[:8]} a pg:Article" in CODING
    assert digest in PAGE


@pytest.mark.parametrize("report", sorted(SPANS), ids=lambda r: r.rsplit("/")[-1])
def test_every_pointer_is_right(report):
    start, end = SPANS[report]
    assert hashlib.sha256(TEXT[start:end].encode()).hexdigest()[:8] == str(GRAPH.value(report, PG.spanHash))
    lines = [line for line in TEXT[:end].split("\n") if line.strip()]
    assert int(GRAPH.value(report, PG.paragraph)) == len(lines)


def test_every_sentence_but_the_heading_has_a_claim():
    sentences = [m for m in re.finditer(r"[^\n]+?(?:[.](?= |\n)|\n)", TEXT)]
    bare = [m[0].strip() for m in sentences if not any(start < m.end() and m.start() < end for start, end in SPANS.values())]
    assert len(sentences) == 11
    assert bare == [TEXT.split("\n")[2]]


def test_the_shapes_accept_it():
    pyshacl = pytest.importorskip("pyshacl")
    graph = sum((Graph().parse(ROOT / "ontology" / name) for name in ("pledgegraph.ttl", "scales.ttl")), GRAPH)
    conforms, _, text = pyshacl.validate(graph, shacl_graph=Graph().parse(ROOT / "ontology" / "shapes.ttl"))
    assert conforms, text


def test_it_loads_beside_the_seeds():
    kg = pg.load(str(FOLDER / "article.ttl"))
    (row,) = kg.ask("positions-of", actor="id:velmaria")
    assert (row["stance"], row["form"], row["date"], row["voiced_by"]) == ("pg:Intends", "pg:Said", "2031-05-05", ("id:lindt",))
    assert len(row["evidence"]) == 2


def test_the_gists_are_not_the_article():
    words = re.findall(r"\w+", TEXT.lower())
    runs = {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    for gist in GRAPH.objects(None, PG.gist):
        own = re.findall(r"\w+", str(gist).lower())
        assert not runs & {tuple(own[i : i + 8]) for i in range(len(own) - 7)}


def test_the_page_shows_blocks_of_the_coding():
    blocks = re.findall(r"```turtle\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 4
    assert all(part.strip() in CODING for block in blocks for part in block.split("\n\n"))
    examples = re.findall(r"^\| `.* \| `(id:[\w-]+)` \|$", PAGE, re.MULTILINE)
    assert len(examples) == 7
    assert all(f"{name} a pg:" in CODING for name in examples)


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=["cite", "positions", "conditions"])
def test_the_page_shows_what_the_commands_print(command, shown):
    run = [sys.executable, "-m", "pledgegraph", *shlex.split(command)[1:]]
    done = subprocess.run(run, cwd=Path(ROOT), capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.replace("\r\n", "\n").strip() == shown.strip()


def test_the_check_has_nothing_to_say():
    from pledgegraph.checks import check

    assert check([str(FOLDER / "article.ttl")], articles=str(FOLDER)) == []


def test_a_gist_that_copies_the_article_is_found(tmp_path):
    from pledgegraph.checks import check

    sentence = max(re.findall(r"[^.\n]+", TEXT), key=len).strip()
    gist = next(str(o) for o in GRAPH.objects(None, PG.gist) if o.language == "de")
    copied = tmp_path / "article.ttl"
    copied.write_text(CODING.replace(f'"{gist}"@de', f'"{sentence.replace(chr(34), chr(39))}"@de'), encoding="utf-8")
    assert {f.rule for f in check([str(copied)], articles=str(FOLDER)) if f.level == "error"} == {"evidence.copied"}
