"""The reasoners: what each says of the conformance folder and of the record, and how one that is missing or slow is told of."""

import re
import sys

import pytest
from click.testing import CliRunner
from conftest import ROOT, need
from pledgegraph import checks, reasoners
from pledgegraph.cli import main
from pledgegraph.errors import EngineError, UsageError
from pledgegraph.namespaces import PREFIXES
from pyoxigraph import RdfFormat, parse

sys.path.insert(0, str(ROOT / "docs"))
import reasoners as page

PAGE = (ROOT / "docs" / "reasoners.md").read_text(encoding="utf-8")
HEAD = "@prefix : <https://example.org/c#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
CLASH = ":A a owl:Class ; owl:disjointWith :B . :B a owl:Class . :x a :A , :B ."


def quads(text):
    return list(parse((HEAD + text).encode(), RdfFormat.TURTLE))


def fake(**changes):
    """An engine of the table that is not the real one."""
    return next(e for e in reasoners.ENGINES if e.name == "rustdl")._replace(**changes)


@pytest.fixture(scope="module")
def outcomes():
    for engine in reasoners.ENGINES:
        need(reasoners.version(engine) is not None, engine.name)
    return page.outcomes()


def test_the_folder_covers_what_it_should():
    cases = page.cases()
    assert len(cases) >= 24
    assert {p.stem for p in page.FOLDER.glob("*.ttl")} == {c.name for c in cases}
    assert sum(c.verdict == "contradiction" for c in cases) >= 10 and sum(c.verdict == "consistent" for c in cases) >= 10
    for case in cases:
        assert case.task().quads, case.name


def test_the_referee_agrees_with_what_is_expected(outcomes):
    refused = {c.name for c in page.cases() if c.verdict == "refused"} | {"date-as-data"}
    for case, said in zip(page.cases(), outcomes["HermiT"], strict=True):
        assert said == ("refuses" if case.name in refused else "right"), case.name


def test_no_engine_invents_anything(outcomes):
    assert not [(name, said) for name, column in outcomes.items() for said in column if said.startswith("WRONG")]


def test_what_an_engine_misses_is_written_down(outcomes):
    """Whoever misses something names the construct it passes over, or says in words what it may miss."""
    for engine in reasoners.ENGINES:
        for case, said in zip(page.cases(), outcomes[engine.name], strict=True):
            if said.startswith("misses"):
                assert engine.skips & reasoners.constructs(case.task().quads) or engine.limits, (engine.name, case.name)
            if said.startswith("misses") and not engine.limits:
                assert engine.skips & reasoners.constructs(case.task().quads), (engine.name, case.name)


def test_the_page_has_the_table_of_the_script(outcomes):
    """Exactly, for the versions that the page names; another version may get more right, and nothing less."""
    lines = [
        [cell.strip() for cell in line.strip("| \n").split(" | ")] for line in PAGE.splitlines() if line.startswith(("| case ", "| `"))
    ]
    head = next(line for line in lines if line[0] == "case")
    rows = {line[0].strip("`"): line for line in lines if len(line) == len(head)}
    columns = {page.OWN: page.OWN} | {e.name: page.heading(e) for e in reasoners.ENGINES}
    for name, heading in columns.items():
        index = next(i for i, cell in enumerate(head) if cell.split(" ")[0] == name)
        for case, said in zip(page.cases(), outcomes[name], strict=True):
            told = rows[case.name][index]
            assert said == told or (head[index] != heading and told != "right"), (name, case.name)
    if head[3:] == list(columns.values()):
        assert page.table(outcomes) in PAGE


def test_the_option_names_the_engines_of_a_family():
    assert [e.name for e in reasoners.of("rl")] == ["owlrl", "reasonable"]
    assert [e.name for e in reasoners.of("dl")] == ["rustdl", "pyhermit"]
    assert [e.name for e in reasoners.of("hermit")] == ["HermiT"]
    assert {e.name for e in reasoners.of("all")} == {e.name for e in reasoners.ENGINES}
    for family in reasoners.FAMILIES:
        assert f"`{family}`" in PAGE


@pytest.mark.parametrize("family", ["rl", "dl", "hermit"])
def test_an_opinion_says_who_what_and_how_far(family):
    for engine in reasoners.of(family):
        need(reasoners.version(engine) is not None, engine.name)
    for opinion in reasoners.ask(family, quads(CLASH)):
        text = opinion.text()
        assert opinion.engine in text and opinion.version in text and "consistent" not in text
        if opinion.contradiction is not None:
            assert opinion.contradiction and opinion.complete
            assert re.search(r"finds a contradiction; dropped .*; answer complete; \d+\.\d s$", text)


def test_never_consistent():
    """An answer without a contradiction names what was dropped and whether it would have found one."""
    need(reasoners.version(reasoners.of("owlrl")[0]) is not None, "owlrl")
    (opinion,) = reasoners.ask("owlrl", quads(":d a owl:DatatypeProperty , owl:FunctionalProperty . :x a :A ; :d 1 , 2 ."))
    assert opinion.contradiction is False and not opinion.complete
    assert "finds no contradiction; dropped functional data property; answer not complete: OWL 2 RL" in opinion.text()


def test_what_is_missing_is_an_error_by_name_and_a_remark_in_all(monkeypatch):
    monkeypatch.setattr(reasoners, "ENGINES", (fake(needs="no-such-package"),))
    with pytest.raises(EngineError, match=r"rustdl: it is not installed; pip install 'pledgegraph\[dl\]'") as error:
        reasoners.ask("dl", quads(CLASH))
    assert error.value.exit_code == 4
    (opinion,) = reasoners.ask("all", quads(CLASH))
    assert opinion.contradiction is None and opinion.text() == "rustdl (dl): left out: it is not installed; pip install 'pledgegraph[dl]'"
    assert reasoners.justify(quads(CLASH), ["inconsistent"], 1) is None


def test_java_is_asked_for_by_name(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="HermiT: it is not installed; install Java"):
        reasoners.ask("hermit", [])
    assert CliRunner().invoke(main, ["check", "--reasoner", "hermit", str(ROOT / "tests/valid/tenure.ttl")]).exit_code == 4


def test_the_deadline_ends_an_engine():
    need(reasoners.version(reasoners.of("rustdl")[0]) is not None, "rustdl")
    (opinion,) = reasoners.opinions(reasoners.of("rustdl")[0], [reasoners.Task(quads(CLASH), [])], 0.01)
    assert opinion.contradiction is None and opinion.note == "no answer within 0.01 s"


def test_too_much_is_not_asked(monkeypatch):
    monkeypatch.setattr(reasoners, "ENGINES", (fake(verdict_up_to=3),))
    need(reasoners.version(reasoners.ENGINES[0]) is not None, "rustdl")
    (opinion,) = reasoners.ask("dl", quads(CLASH))
    assert "statements are over the 3 that it takes in a minute" in opinion.note


def test_an_unknown_reasoner_is_refused():
    with pytest.raises(UsageError, match="there is no reasoner 'pellet'"):
        checks.check(reasoner="pellet")


def test_annotations_are_not_handed_over():
    kept = reasoners.logical(quads(':n a owl:AnnotationProperty . :x a :A ; :n "2026-01-07" . :A a owl:Class .'))
    assert not [q for q in kept if q.predicate.value.endswith("#n")]
    assert any(q.object.value == PREFIXES["owl"] + "NamedIndividual" for q in kept)


class Opinions:
    """A stand-in for what engines say."""

    def __init__(self, *said):
        self.said = [
            reasoners.Opinion(f"engine{i}", "dl", "1", verdict, members, 0.1, (), complete, "")
            for i, (verdict, members, complete) in enumerate(said)
        ]

    def __call__(self, *_):
        return self.said


@pytest.mark.parametrize(
    ("said", "planted", "rule", "level", "what"),
    [
        (((False, None, True),), True, "owl.disagreement", "warning", "pledgegraph finds a contradiction and engine0 finds none"),
        (
            ((True, None, True), (False, None, False)),
            True,
            "owl.disagreement",
            "info",
            "engine0 finds a contradiction and engine1 finds none",
        ),
        (
            ((False, {"https://w3id.org/pledgegraph/ontology#Leader": []}, True),),
            False,
            "owl.disagreement",
            "warning",
            "pledgegraph has id:",
        ),
        (((False, {"https://w3id.org/pledgegraph/ontology#Leader": []}, False),), False, "owl.disagreement", "info", "pledgegraph has id:"),
        (
            ((False, {"https://w3id.org/pledgegraph/ontology#Softening": ["https://w3id.org/pledgegraph/id/france"]}, False),),
            False,
            "owl.disagreement",
            "warning",
            "engine0 has id:france in pg:Softening and pledgegraph has not",
        ),
    ],
)
def test_engines_that_disagree_are_a_finding(monkeypatch, tmp_path, said, planted, rule, level, what):
    monkeypatch.setattr(reasoners, "ask", Opinions(*said))
    mine = tmp_path / "mine.ttl"
    clash = "id:macron a pg:State ." if planted else ""
    mine.write_text(f"@prefix id: <{PREFIXES['id']}> .\n@prefix pg: <{PREFIXES['pg']}> .\n{clash}\n", encoding="utf-8")
    found = [f for _, f in checks._Check([str(mine)], None, "dl")._contradictions() if f.rule == rule]
    assert [(f.level, f.what.startswith(what)) for f in found] == [(level, True)], found


def test_a_contradiction_that_nobody_can_explain_is_still_told(monkeypatch, tmp_path):
    monkeypatch.setattr(reasoners, "ask", Opinions((True, None, True)))
    monkeypatch.setattr(checks, "justified", lambda quads: None)
    mine = tmp_path / "mine.ttl"
    mine.write_text(f"@prefix id: <{PREFIXES['id']}> .\n", encoding="utf-8")
    (found,) = [f for _, f in checks._Check([str(mine)], None, "dl")._contradictions()]
    assert found.what == "engine0 finds a contradiction that no engine here can explain"


def test_the_record_has_no_contradiction_for_the_referee(kg, java):
    """And it has the members that the compiled rules give every defined class, from the facts and short edges alone."""
    from pledgegraph.rules import EQUIVALENT
    from pledgegraph.steps import given_of
    from pledgegraph.store import match

    classes = sorted({q.subject.value for q in match(kg.store, None, EQUIVALENT)})
    (opinion,) = reasoners.ask("hermit", given_of(kg), classes, 280)
    assert opinion.contradiction is False and opinion.complete, opinion.note
    from pledgegraph.namespaces import TYPE
    from pyoxigraph import NamedNode

    assert opinion.members == {c: sorted(q.subject.value for q in match(kg.store, None, TYPE, NamedNode(c))) for c in classes}
