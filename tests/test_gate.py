"""The door: what each hostile file or text must meet, and that nothing of a refused file is loaded."""

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

import pledgegraph as pg
import pytest
from conftest import need
from pledgegraph import resources
from pledgegraph.errors import InputError
from pledgegraph.gate import inspect

HEAD = "@prefix ex: <http://example.org/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


def xml(body: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}{RDF}{body}</rdf:RDF>'


def typed(value: str, datatype: str) -> str:
    return f'{HEAD}ex:a ex:b "{value}"^^xsd:{datatype} .'


PG = "@prefix pg: <https://w3id.org/pledgegraph/ontology#> . @prefix id: <https://w3id.org/pledgegraph/id/> .\n"
CLIQUE = HEAD + "".join(f"_:n{i} ex:p _:n{j} .\n" for i in range(40) for j in range(40) if i != j)
CHAIN = HEAD + "".join(f"ex:c{i} <http://www.w3.org/2000/01/rdf-schema#subClassOf> ex:c{i + 1} .\n" for i in range(2000))

# name, text or bytes, rule and level that must be among the findings (None: no error and no warning at all), line of the finding
TABLE = [
    ("plain.ttl", HEAD + 'ex:a ex:b "Grüße, 1 200 km – “so”"@de , 1 , 1.50 , true .', None, "", 0),
    ("bom.ttl", b"\xef\xbb\xbf" + HEAD.encode(), None, "", 0),
    ("two-boms.ttl", b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD.encode(), "enc.bom", "error", 1),
    ("utf16.ttl", HEAD.encode("utf-16"), "enc.utf8", "error", 1),
    ("utf16-bare.ttl", HEAD.encode("utf-16-le"), "enc.control", "error", 1),
    ("latin1.ttl", HEAD.encode() + 'ex:a ex:b "é" .'.encode("latin-1"), "enc.utf8", "error", 4),
    ("overlong.ttl", HEAD.encode() + b'ex:a ex:b "\xc0\xaf" .', "enc.utf8", "error", 4),
    ("raw-surrogate.ttl", HEAD.encode() + b'ex:a ex:b "\xed\xa0\x80" .', "enc.surrogate", "error", 4),
    ("escaped-surrogate.nt", '<urn:a> <urn:b> "\\uDFFF" .', "enc.surrogate", "error", 1),
    ("long-surrogate.nt", '<urn:a> <urn:b> "\\U0000D800" .', "enc.surrogate", "error", 1),
    ("surrogate.jsonld", '{"@id":"urn:a","urn:b":"\\ud800"}', "enc.surrogate", "error", 1),
    ("pair.jsonld", '{"@id":"urn:a","urn:b":"\\ud83d\\ude00"}', None, "", 0),
    ("nul.ttl", HEAD + 'ex:a ex:b "\x00" .', "enc.control", "error", 4),
    ("escape-1b.ttl", HEAD + 'ex:a ex:b "\\u001B[31m" .', "enc.control", "error", 4),
    ("escape.jsonld", '{"@id":"urn:a","urn:b":"\\u0007"}', "enc.control", "error", 1),
    ("tab.ttl", HEAD + 'ex:a ex:b "\\t\\r\\n" .', None, "", 0),
    ("c1.ttl", HEAD + 'ex:a ex:b "\x93so\x94" .', "enc.control", "warning", 4),
    ("nonchar.ttl", HEAD + 'ex:a ex:b "\\uFFFE" .', "enc.nonchar", "warning", 4),
    ("plane.ttl", HEAD + 'ex:a ex:b "\U0001ffff" .', "enc.nonchar", "warning", 4),
    ("cr.ttl", HEAD.replace("\n", "\r") + 'ex:a ex:b "2024-02-30"^^xsd:date .', "lit.date", "error", 4),
    ("crlf.ttl", HEAD.replace("\n", "\r\n") + "ex:a ex:b ;;. ex:c .", "syntax", "error", 4),
    ("page.nt", "\n<html><head></head></html>", "file.magic", "error", 1),
    ("page.rdf", "<!doctype HTML><html></html>", "file.magic", "error", 1),
    ("page.jsonld", "<html>", "file.magic", "error", 1),
    ("archive.ttl", b"PK\x03\x04rest", "file.magic", "error", 1),
    ("really-json.ttl", '{"@id": "urn:a"}', "file.magic", "error", 1),
    ("really-xml.ttl", xml(""), "file.magic", "error", 1),
    ("really-turtle.rdf", HEAD, "file.magic", "error", 1),
    ("empty.ttl", "", "file.empty", "warning", 1),
    ("merge.ttl", HEAD + "ex:a ex:b 1 .\n<<<<<<< ours\n=======\n>>>>>>> theirs\n", "syntax", "error", 5),
    ("dashes.ttl", HEAD + 'ex:a ex:b """\n=======\n""" .', None, "", 0),
    ("cut-string.ttl", HEAD + 'ex:a ex:b "no end', "syntax", "error", 4),
    ("cut-long-string.ttl", HEAD + 'ex:a ex:b """no end', "syntax", "error", 4),
    ("cut.jsonld", '{"@id":"urn:a","urn:b":', "syntax", "error", 1),
    ("cut.rdf", xml("")[:-5], "syntax", "error", 1),
    ("prefix.ttl", HEAD + "ex:a nope:b 1 .", "syntax.prefix", "error", 4),
    ("rebound.ttl", HEAD + "PREFIX ex: <http://other.example/>\nex:a ex:b 1 .", "lint.prefix", "warning", 4),
    ("same-prefix.ttl", HEAD + "PREFIX ex: <http://example.org/>\nex:a ex:b 1 .", None, "", 0),
    ("our-prefix.ttl", "@prefix pg: <http://evil.example/> . pg:a pg:b 1 .", "lint.prefix", "warning", 1),
    ("script.ttl", HEAD + "ex:a ex:b <javascript:alert(1)> .", "iri.scheme", "warning", 4),
    (
        "script.rdf",
        xml('<rdf:Description rdf:about="urn:a"><e:p rdf:resource="VBScript:x"/></rdf:Description>'),
        "iri.scheme",
        "warning",
        1,
    ),
    ("data.ttl", HEAD + "ex:a ex:b <DATA:text/html,x> .", "iri.scheme", "warning", 4),
    ("file.ttl", HEAD + "ex:a ex:b <file:///etc/passwd> .", "iri.scheme", "warning", 4),
    ("mail.ttl", HEAD + "ex:a ex:b <mailto:a@example.org> , <urn:isbn:1> .", None, "", 0),
    ("space.ttl", HEAD + "ex:a ex:b <http://example.org/a b> .", "iri.syntax", "error", 4),
    ("quote.jsonld", '{"@id":"http://e/\\"x","urn:b":1}', "iri.", "error", 1),
    ("percent.ttl", HEAD + "ex:a ex:b <http://example.org/%zz> .", "iri.syntax", "error", 4),
    ("long-iri.ttl", HEAD + f"ex:a ex:b <http://example.org/{'x' * 5000}> .", "limit.iri", "error", 4),
    ("decimal-host.ttl", HEAD + "ex:a ex:b <http://2130706433/> .", "iri.private", "warning", 4),
    ("hex-host.ttl", HEAD + "ex:a ex:b <http://0x7f.1/> .", "iri.private", "warning", 4),
    ("v6-host.ttl", HEAD + "ex:a ex:b <http://[::ffff:10.0.0.1]/> .", "iri.private", "warning", 4),
    ("name-host.ttl", HEAD + "ex:a ex:b <http://db.internal/> .", "iri.private", "warning", 4),
    ("public-host.ttl", HEAD + "ex:a ex:b <http://93.184.216.34/> .", None, "", 0),
    ("user-host.ttl", HEAD + "ex:a ex:b <http://gov.example@evil.example/> .", "iri.userinfo", "warning", 4),
    ("nfd.ttl", HEAD + "ex:a ex:b <http://example.org/cafe\u0301> .", "iri.nfc", "warning", 4),
    ("percent-twin.ttl", HEAD + "ex:a ex:b <http://example.org/caf%C3%A9> , <http://example.org/café> .", "iri.nfc", "warning", 4),
    ("relative.ttl", "<a> <urn:b> 1 .", "iri.relative", "error", 1),
    ("relative.jsonld", '{"@id":"a","urn:b":1}', "iri.relative", "error", 1),
    ("relative.rdf", xml('<rdf:Description rdf:about="a"><e:p>1</e:p></rdf:Description>'), "iri.relative", "error", 1),
    ("based.ttl", "@base <http://example.org/> . <a> <urn:b> 1 .", None, "", 0),
    ("bidi.ttl", HEAD + 'ex:a ex:b "\\u202Eexe" .', "text.bidi", "warning", 4),
    ("bidi-comment.ttl", HEAD + "# \u2066 hidden\nex:a ex:b 1 .", "text.bidi", "warning", 4),
    ("zero-width.ttl", HEAD + 'ex:a ex:b "Fr\u200bance" .', "text.invisible", "warning", 4),
    ("mixed.ttl", HEAD + 'ex:a ex:b "Frаnce" .', "text.confusable", "warning", 4),
    ("two-scripts.ttl", HEAD + 'ex:a ex:b "Киев (Kyiv)" .', None, "", 0),
    ("mixed-iri.ttl", HEAD + "ex:frаnce ex:b 1 .", "text.confusable", "warning", 4),
    ("long.ttl", HEAD + f'ex:a ex:b "{"ä" * 70000}" .', "limit.literal", "error", 4),
    ("date-1.ttl", typed("2023-02-29", "date"), "lit.date", "error", 4),
    ("date-2.ttl", typed("2024-02-29Z", "date"), None, "", 0),
    ("date-3.ttl", typed("2024-02-28+15:00", "date"), "lit.date", "error", 4),
    ("date-4.ttl", typed("20240228", "date"), "lit.date", "error", 4),
    ("date-5.ttl", typed("2024-02-28T00:00:00", "date"), "lit.date", "error", 4),
    ("date-6.ttl", typed("２０２４-02-28", "date"), "lit.date", "error", 4),
    ("date-7.ttl", typed(" 2024-02-28", "date"), "lit.date", "error", 4),
    ("date-8.ttl", typed("12024-02-28", "date"), None, "", 0),
    ("stamp-1.ttl", typed("2024-02-28T25:00:00", "dateTime"), "lit.date", "error", 4),
    ("stamp-2.ttl", typed("2024-02-28T23:59:60Z", "dateTime"), "lit.date", "error", 4),
    ("stamp-3.ttl", typed("2024-02-28T23:59:59", "dateTimeStamp"), "lit.date", "error", 4),
    ("stamp-4.ttl", typed("2024-02-28T24:00:00", "dateTime"), "lit.lexical", "warning", 4),
    ("time-1.ttl", typed("12:00", "time"), "lit.date", "error", 4),
    ("time-2.ttl", typed("12:00:00.5+02:00", "time"), None, "", 0),
    ("month.ttl", typed("2024-13", "gYearMonth"), "lit.date", "error", 4),
    ("integer.ttl", typed("1_000", "integer"), "lit.type", "error", 4),
    ("digits.ttl", typed("١٢", "integer"), "lit.type", "error", 4),
    ("big.ttl", typed("9" * 400, "integer"), None, "", 0),
    ("byte.ttl", typed("128", "byte"), "lit.type", "error", 4),
    ("boolean.ttl", typed("True", "boolean"), "lit.type", "error", 4),
    ("double.ttl", typed("Infinity", "double"), "lit.type", "error", 4),
    ("inf.ttl", typed("-INF", "double"), None, "", 0),
    ("hex.ttl", typed("abc", "hexBinary"), "lit.type", "error", 4),
    ("base64.ttl", typed("?", "base64Binary"), "lit.type", "error", 4),
    ("duration.ttl", typed("P", "duration"), "lit.type", "error", 4),
    ("no-such-type.ttl", typed("x", "dat"), "lit.type", "error", 4),
    ("our-type.ttl", '<urn:a> <urn:b> "x"^^<https://w3id.org/pledgegraph/ontology#kilo> .', "vocab.unknown", "error", 1),
    ("tag.ttl", HEAD + 'ex:a ex:b "x"@toolongatag .', "syntax", "error", 4),
    ("order.ttl", HEAD + 'ex:a ex:startDate "2024-05"^^xsd:gYearMonth ; ex:endDate "2024-04-30"^^xsd:date .', "shacl.order", "error", 4),
    ("in-order.ttl", HEAD + 'ex:a ex:start "2024-05"^^xsd:gYearMonth ; ex:end "2024-05-30"^^xsd:date .', None, "", 0),
    ("deep.ttl", HEAD + "ex:a ex:b " + "[ ex:b " * 5000 + "1" + "]" * 5000 + " .", "limit.depth", "error", 4),
    ("deep.jsonld", '{"@id":"urn:a","urn:b":' + '{"urn:b":' * 9000 + "1" + "}" * 9001, "limit.depth", "error", 1),
    ("deep.rdf", xml("<e:a><e:b>" * 3000 + "</e:b></e:a>" * 3000), "limit.depth", "error", 1),
    ("brackets-in-text.ttl", HEAD + f'ex:a ex:b "{"(" * 200}" . # {"[" * 200}', None, "", 0),
    ("long-list.ttl", HEAD + f"ex:a ex:b ( {' '.join(map(str, range(2000)))} ) .", None, "", 0),
    ("clique.ttl", CLIQUE, "limit.", "error", 1),
    ("chain.ttl", CHAIN, "limit.depth", "error", 4),
    ("within.ttl", PG + "".join(f"id:p{i} pg:within id:p{i + 1} .\n" for i in range(3000)), "limit.depth", "error", 2),
    ("within-circle.ttl", PG + "id:a pg:within id:b . id:b pg:within id:a .", None, "", 0),
    ("redefined.ttl", PG + "pg:Intends pg:rank 0 .", "vocab.redefined", "error", 2),
    (
        "inverse.ttl",
        HEAD + "ex:A owl:equivalentClass [ owl:onProperty [ owl:inverseOf ex:p ] ; owl:hasValue 1 ] .",
        "owl.construct",
        "error",
        4,
    ),
    ("comments.rdf", "<!-- a --> " * 20000 + "<x/>", "syntax", "error", 1),
    ("long-integer.jsonld", '{"@id":"urn:a","urn:b":' + "9" * 6000 + "}", None, "", 0),
    (
        "list.ttl",
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . <urn:a> rdf:first 1 ; rdf:rest <urn:b> . <urn:b> rdf:first 2 ; rdf:rest <urn:a> .",
        "rdf.list",
        "warning",
        1,
    ),
    (
        "list-in-class.ttl",
        HEAD
        + "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . ex:A owl:equivalentClass [ owl:intersectionOf _:l ] . _:l rdf:first ex:B ; rdf:rest _:l .",
        "rdf.list",
        "error",
        4,
    ),
    ("strange-class.ttl", HEAD + "ex:A owl:equivalentClass [ a owl:Class ] .", "owl.construct", "error", 4),
    ("circular-class.ttl", HEAD + "ex:A owl:equivalentClass ex:B . ex:B owl:equivalentClass ex:A .", "owl.construct", "error", 4),
    (
        "cycle.ttl",
        HEAD + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . ex:p rdfs:subPropertyOf ex:q . ex:q rdfs:subPropertyOf ex:p .",
        "owl.cycle",
        "warning",
        4,
    ),
    (
        "far-clash.ttl",
        HEAD
        + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . ex:C rdfs:subClassOf ex:A . ex:A owl:disjointWith ex:B .\nex:x a ex:C , ex:B .",
        "owl.consistency",
        "error",
        5,
    ),
    (
        "list-clash.ttl",
        HEAD + "[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ) .\nex:x a ex:B .\nex:x a ex:A .",
        "owl.consistency",
        "error",
        5,
    ),
    (
        "our-clash.ttl",
        "@prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n<urn:x> a pg:State , pg:Person .",
        "owl.consistency",
        "error",
        2,
    ),
    ("nothing.ttl", HEAD + "ex:x a owl:Nothing .", "owl.", "error", 4),
    ("same-as.ttl", HEAD + "ex:x owl:sameAs ex:y .", "owl.construct", "error", 4),
    ("imports.ttl", HEAD + "ex:o owl:imports <http://127.0.0.1:9/x> .", "net.imports", "error", 4),
    (
        "python.ttl",
        '<urn:o> <http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module> "os" .',
        "owl.python_module",
        "error",
        1,
    ),
    ("graph.nq", "<urn:a> <urn:b> <urn:c> <urn:x-rdflib:default> .", "graph.reserved", "error", 1),
    ("our-graph.trig", "<https://w3id.org/pledgegraph/id/x> { <urn:a> <urn:b> 1 }", "graph.reserved", "error", 1),
    ("own-graph.trig", "<http://example.org/g> { <urn:a> <urn:b> 1 }", None, "", 0),
    ("triple-term.ttl", "<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .", "syntax.triple", "error", 1),
    ("public.rdf", xml("", '<!DOCTYPE r PUBLIC "-//X" "http://127.0.0.1:9/x.dtd">'), "xml.dtd", "error", 1),
    ("laughs.rdf", xml("", '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'), "xml.dtd", "error", 1),
    ("laughs-2.rdf", xml("", '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'), "xml.entities", "error", 1),
    (
        "names.rdf",
        xml('<rdf:Description rdf:about="&ex;a"><e:p>1</e:p></rdf:Description>', '<!DOCTYPE rdf:RDF [<!ENTITY ex "http://example.org/">]>'),
        None,
        "",
        0,
    ),
    ("latin.rdf", '<?xml version="1.0" encoding="ISO-8859-1"?>' + RDF + "</rdf:RDF>", "enc.utf8", "error", 1),
    ("context.jsonld", '{"@context":[{"a":"urn:a"},"http://127.0.0.1:9/c"],"@id":"urn:a"}', "net.context", "error", 1),
    ("import.jsonld", '{"@context":{"@version":1.1,"@import":"c.jsonld"},"@id":"urn:a"}', "net.context", "error", 1),
    ("scoped.jsonld", '{"@context":{"a":{"@id":"urn:p","@context":"http://127.0.0.1:9/"}},"@id":"urn:a"}', "net.context", "error", 1),
    ("unmapped.jsonld", '{"@id":"urn:a","promise":"y"}', "vocab.unknown", "warning", 1),
    ("infinity.jsonld", '{"@id":"urn:a","urn:b":-Infinity}', "syntax", "error", 1),
    ("twice.jsonld", '{"@id":"urn:a","@id":"urn:b","urn:b":1}', "syntax", "error", 1),
    ("service.ttl", '<urn:s> <http://www.w3.org/ns/shacl#ask> "ASK { SERVICE ?s { } }" .', "net.service", "error", 1),
    ("update.ttl", '<urn:s> <http://www.w3.org/ns/shacl#update> "DROP ALL" .', "shacl.query", "error", 1),
    ("script.trig", '<urn:s> <http://www.w3.org/ns/shacl#jsFunctionName> "f" .', "shacl.code", "error", 1),
    (
        "path.ttl",
        "<urn:p> <http://www.w3.org/ns/shacl#alternativePath> <urn:q> . <urn:q> <http://www.w3.org/ns/shacl#inversePath> <urn:p> .",
        "shacl.path",
        "error",
        1,
    ),
]


@pytest.mark.parametrize(("name", "content", "rule", "level", "line"), TABLE, ids=[row[0] for row in TABLE])
def test_a_text_meets_its_rule(tmp_path, name, content, rule, level, line):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    start = time.monotonic()
    (file,) = inspect([str(path)], resources.ontology_files())
    assert time.monotonic() - start < 8
    if rule is None:
        assert [str(f) for f in file.findings if f.level != "info"] == []
        return
    met = [f for f in file.findings if f.rule.startswith(rule) and f.level == level]
    assert met, file.findings
    assert met[0].line == line
    if level == "error":
        with pytest.raises(InputError):
            pg.load(str(path), only=True)
    else:
        assert not [f for f in file.findings if f.level == "error"]


def test_nothing_is_half_loaded(tmp_path):
    (tmp_path / "good.ttl").write_text(HEAD + "ex:a ex:b 1 .")
    (tmp_path / "bad.ttl").write_text(HEAD + "ex:a ex:b .")
    (tmp_path / "worse.ttl").write_text(typed("x", "date"))
    with pytest.raises(InputError) as refused:
        pg.load(str(tmp_path))
    assert [Path(f.file).name for f in refused.value.findings] == ["bad.ttl", "worse.ttl"]


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.ttl")
    with pytest.raises(InputError, match=r"file\.special"):
        pg.load(str(tmp_path / "pipe.ttl"))


HOSTILE = os.environ.get("PLEDGEGRAPH_HOSTILE", "")
ROWS = []
if HOSTILE and Path(HOSTILE, "index.tsv").is_file():
    with open(Path(HOSTILE, "index.tsv"), encoding="utf-8", newline="") as index:
        ROWS = list(csv.DictReader(index, delimiter="\t"))


def of_kind(kind: str):
    rows = [r for r in ROWS if r["kind"] == kind] or [None]
    return pytest.mark.parametrize("row", rows, ids=[r["id"] if r else "none" for r in rows])


@of_kind("file")
def test_hostile_file(row):
    need(row is not None, "folder of hostile files (set PLEDGEGRAPH_HOSTILE)")
    path, start = str(Path(HOSTILE, row["path"])), time.monotonic()
    (file,) = inspect([path], resources.ontology_files())
    found = {(f.rule, f.level) for f in file.findings}
    if row["expect"] == "reject":
        assert (row["rule"], "error") in found
        with pytest.raises(InputError):
            pg.load(path, only=True)
    else:
        assert "error" not in {level for _, level in found}
        assert row["expect"] != "warn" or (row["rule"], "warning") in found
        assert len(pg.load(path, only=True).export("turtle", view=True)) > 0
    assert time.monotonic() - start < 5


CODES = {"accept": {0}, "safe": {0, 2}, "refuse": {2}, "timeout": {0, 4}}


@of_kind("query")
def test_hostile_query(row):
    """`timeout` is about what a query may cost: one that our small view answers within the deadline is answered."""
    need(row is not None, "folder of hostile files (set PLEDGEGRAPH_HOSTILE)")
    start = time.monotonic()
    command = [sys.executable, "-m", "pledgegraph", "sparql", str(Path(HOSTILE, row["path"])), "--timeout", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode in CODES[row["expect"]], done.stderr
    assert "Traceback" not in done.stderr
    if row["expect"] == "refuse" and row["rule"] != "html.escape":
        assert row["rule"] in done.stderr
    assert time.monotonic() - start < 10
