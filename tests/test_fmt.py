"""Turtle laid out one way: twins of files, random documents, and what is refused is left alone."""

import os
import re

import pytest
from click.testing import CliRunner
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from pledgegraph import fmt as layouts
from pledgegraph import resources
from pledgegraph.cli import main
from pledgegraph.errors import InputError
from pledgegraph.layout import LAST, ORDER
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

VALID, INVALID = ROOT / "tests/valid/fmt", ROOT / "tests/invalid/fmt"
TWINS = sorted(path.name for path in INVALID.glob("*.ttl"))
SHIPPED = [*resources.ontology_files(), resources.shapes_file(), str(ROOT / "ontology/alignments.ttl"), *resources.seed_files()]
HEAD = "@prefix e: <urn:e#> .\n"


def canonical(data: bytes) -> Dataset:
    """The oracle: RDFC-1.0 of the engine, which shares no line with the comparison inside the formatter."""
    dataset = Dataset(parse(data, RdfFormat.TURTLE))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def laid(text: str) -> str:
    return layouts.layout((HEAD + text).encode()).decode().removeprefix(HEAD).lstrip("\n")


@pytest.mark.parametrize("name", TWINS)
def test_twins(name):
    rough, laid_out = (INVALID / name).read_bytes(), (VALID / name).read_bytes()
    assert layouts.layout(rough) == laid_out
    assert layouts.layout(laid_out) == laid_out
    assert canonical(rough) == canonical(laid_out)


def test_every_twin_is_there():
    assert sorted(path.name for path in VALID.glob("*.ttl")) == TWINS
    assert len(TWINS) >= 2


@pytest.mark.parametrize("path", SHIPPED, ids=os.path.basename)
def test_every_predicate_in_use_has_its_place(path):
    with open(path, "rb") as file:
        used = {triple.predicate.value for triple in parse(file, RdfFormat.TURTLE)}
    lists = {f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}" for name in ("first", "rest")}
    assert not used - lists - {*ORDER, *LAST, "http://www.w3.org/2000/01/rdf-schema#seeAlso"}


def test_no_predicate_has_two_places():
    assert len({*ORDER, *LAST}) == len(ORDER) + len(LAST)


@pytest.mark.parametrize(
    ("rough", "expected"),
    [
        ("e:s e:p e:o.", "e:s e:p e:o .\n"),
        ("e:s e:q 1 ; e:p 2 .", "e:s e:p 2 ;\n    e:q 1 .\n"),
        ('e:s e:p "b"@de , "a"@EN .', 'e:s e:p "a"@EN ,\n        "b"@de .\n'),
        ('e:s e:p "b"@de , e:x , "a"@en .', 'e:s e:p "b"@de ,\n        e:x ,\n        "a"@en .\n'),
        ("e:s e:p 1 ; e:p 2 .", "e:s e:p 1 ,\n        2 .\n"),
        ("e:s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> e:T .", "e:s a e:T .\n"),
        ("e:s e:p 1.50 , +1 , 1e0 , .5 , 5.e1 .", "e:s e:p 1.50 ,\n        +1 ,\n        1e0 ,\n        .5 ,\n        5.e1 .\n"),
        ('e:s e:p "2030-01-01+02:00"^^e:date .', 'e:s e:p "2030-01-01+02:00"^^e:date .\n'),
        ("e:s e:p e:a\\~b , e:c.d , e:हिन्दी .", "e:s e:p e:a\\~b ,\n        e:c.d ,\n        e:हिन्दी .\n"),
        ("e:s e:p '''a\r\nb''' .\r\n", "e:s e:p '''a\r\nb''' .\n"),
        ("e:s e:p e:o .\r\n# end\r\n", "e:s e:p e:o .\n\n# end\n"),
        ("e:s e:p e:o . # end", "# end\ne:s e:p e:o .\n"),
        ("e:s # 1\r e:p # 2\r e:o # 3\r ; # 4\r e:q 1 .", "# 1\n# 2\n# 3\n# 4\ne:s e:p e:o ;\n    e:q 1 .\n"),
        ("e:s e:p ( 1 # one\n 2 ) .", "# one\ne:s e:p ( 1 2 ) .\n"),
        ("e:s e:p ( # none\n ) , [ # nobody\n ] .", "# none\n# nobody\ne:s e:p () ,\n        [] .\n"),
    ],
)
def test_small_documents(rough, expected):
    assert laid(rough) == expected
    assert laid(expected) == expected


def test_a_document_of_nothing_or_of_comments():
    assert layouts.layout(b"") == b""
    assert layouts.layout(b"\xef\xbb\xbf# a  \r\n\r\n\r\n# b") == b"# a\n\n# b\n"


def test_a_new_fact_is_one_new_line():
    before = laid("e:s a e:T ; e:p 1 , 2 ; e:q 3 .").splitlines()
    after = laid("e:s a e:T ; e:p 1 , 2 ; e:oo 0 ; e:q 3 .").splitlines()
    assert [line for line in after if line not in before] == ["    e:oo 0 ;"]
    assert not [line for line in before if line not in after]


IRIS = ["e:a", "e:b", "<urn:e#c>", "e:d\\-e", "_:x", "_:y.z"]
PLAIN = ["1", "-1.50", "+.5", "2E3", "true", '"a # b"', '"x"@en', '"y"@de', '"z"@de-AT', "'q'^^e:t", '"""l\n"m" \\u00e9"""', "()", "[]"]
GAPS = [" ", "  ", "\n", "\r\n", "\n\n", " #{}\n", "\n#{}\r\n", "\n\n# {}\n\n\n", "\n#{}\n#{}\n"]


@st.composite
def documents(draw):
    """A random document as text: nested nodes, repeated predicates, and comments in any place."""
    pick, random = (lambda options: draw(st.sampled_from(options))), draw(st.randoms(use_true_random=False))

    def term(depth):
        kind = pick(["iri", "plain", "bag", "list"]) if depth else pick(["iri", "plain"])
        if kind == "bag":
            return ["[", *entries(depth - 1), "]"]
        if kind == "list":
            return ["(", *(token for _ in range(draw(st.integers(1, 3))) for token in term(depth - 1)), ")"]
        return [pick(IRIS if kind == "iri" else PLAIN)]

    def entries(depth):
        found = []
        for _ in range(draw(st.integers(1, 3))):
            found += [";" if found else "", pick(["a", "e:p", "e:q", "<urn:e#p>"])]
            for number in range(draw(st.integers(1, 3))):
                found += ["," if number else "", *term(depth)]
        return [*found, *([";"] if draw(st.booleans()) else [])]

    count = 0

    def gap():
        nonlocal count
        text = random.choice(GAPS)
        count += text.count("{}")
        return text.format(*(f"c{count - n}" for n in range(text.count("{}"))))

    parts = [HEAD]
    for _ in range(draw(st.integers(0, 3))):
        subject = pick([[pick(IRIS)], ["[]"], ["[", *entries(1), "]"], ["(", *term(1), ")"]])
        block = [*subject, *entries(2), "."]
        if draw(st.integers(0, 4)) == 0:
            block = ["@prefix", pick(["z:", "f:"]), pick(["<urn:z#>", "<urn:y#>"]), ".", *block]
        parts += [token + gap() for token in block if token]
    return "".join(parts), count


@settings(max_examples=120, deadline=None)
@given(documents())
def test_any_document_keeps_its_triples_and_comments(document):
    text, comments = document
    once = layouts.layout(text.encode())
    assert layouts.layout(once) == once
    assert canonical(once) == canonical(text.encode())
    kept = re.findall(r"# ?c(\d+)$", once.decode(), re.MULTILINE)
    assert sorted(map(int, kept)) == list(range(1, comments + 1))
    assert not re.search(r"[^\s].*# ?c\d+$", once.decode(), re.MULTILINE)


def run(*args, text=None):
    return CliRunner().invoke(main, ["fmt", *map(str, args)], input=text)


def test_the_command_writes_and_says_so(tmp_path):
    rough, good, other = tmp_path / "rough.ttl", tmp_path / "good.ttl", tmp_path / "other.nt"
    rough.write_text(HEAD + "e:s e:p 1.", encoding="utf-8")
    good.write_text(HEAD + "\ne:s e:p 1 .\n", encoding="utf-8")
    other.write_text("<urn:s>   <urn:p> <urn:o> .", encoding="utf-8")
    rough.chmod(0o640)
    stamp = good.stat().st_mtime_ns
    check = run("--check", tmp_path)
    assert check.exit_code == 1
    assert f"{rough}:2:1: fmt.layout: " in check.stderr
    assert "good.ttl" not in check.stderr
    assert rough.read_text(encoding="utf-8").endswith("1.")
    done = run(tmp_path)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"laid out {rough}\n")
    assert rough.read_bytes() == good.read_bytes()
    assert rough.stat().st_mode & 0o777 == 0o640
    assert good.stat().st_mtime_ns == stamp
    assert run("--check", tmp_path).exit_code == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["good.ttl", "other.nt", "rough.ttl"]


def test_standard_input_goes_to_standard_output():
    assert run("-", text=HEAD + "e:s e:p 1.").stdout == HEAD + "\ne:s e:p 1 .\n"
    assert run("-", "--check", text="").exit_code == 2


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ("e:s e:p 1 ; .\r\ne:s e:p", "3:8", "syntax"),
        ("e:s f:p 1 .", "2:5", "syntax.prefix"),
        ("e:s e:p <relative> .", "2:9", "iri.relative"),
        ("e:s e:p \x01 .", "2:9", "enc.control"),
        ("e:s e:p <<( e:a e:b e:c )>> .", "2:9", "fmt.unknown"),
        ("e:s e:p 1 {| e:q 2 |} .", "2:11", "fmt.unknown"),
        ("e:s e:p " + "(" * 80 + ")" * 80 + " .", "2:73", "limit.depth"),
    ],
)
def test_what_is_refused_is_left_alone(tmp_path, text, place, rule):
    bad, rough = tmp_path / "bad.ttl", tmp_path / "rough.ttl"
    bad.write_bytes((HEAD + text).encode())
    rough.write_text("# rough  ", encoding="utf-8")
    result = run(bad, rough)
    assert result.exit_code == 3
    assert f"{bad}:{place}: {rule}: " in result.stderr
    assert bad.read_bytes() == (HEAD + text).encode()
    assert rough.read_text(encoding="utf-8") == "# rough  "


def test_other_formats_and_missing_files_are_refused(tmp_path):
    (tmp_path / "a.nt").write_text("", encoding="utf-8")
    assert "file.format" in run(tmp_path / "a.nt").stderr
    assert "file.missing" in run(tmp_path / "b.ttl").stderr


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(" 1 ", " 2 "),
        lambda text: text.replace("# kept", ""),
        lambda text: text.replace("( 3 )", "( 3 3 )"),
        lambda text: text.replace("[] ,\n        []", "[]"),
        lambda text: text + ".",
    ],
)
def test_a_layout_that_would_change_the_meaning_is_refused(monkeypatch, spoil):
    text = HEAD + "e:s e:p 1 ; e:q ( 3 ) ; e:r [] , [] . # kept"
    render = layouts.render
    assert "( 3 )" in layouts.layout(text.encode()).decode()
    monkeypatch.setattr(layouts, "render", lambda items, tail: spoil(render(items, tail)))
    with pytest.raises(InputError, match=r"fmt\.meaning"):
        layouts.layout(text.encode())


def test_like_nodes_do_not_hang():
    text = HEAD + "[] e:p " + " , ".join(["[]"] * 200) + " ."
    assert layouts.layout(text.encode()).count(b"[]") == 201


@pytest.mark.parametrize("path", SHIPPED, ids=os.path.basename)
def test_what_is_shipped_is_laid_out(path):
    assert not [str(laid.finding()) for laid in layouts.lay_out([path]) if laid.differs]
