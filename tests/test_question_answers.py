"""Questions on small records that hold what the shipped one lacks: `tests/questions/<facts>.ttl`, and beside it a folder of answers.

An answer is `<facts>/<question>.csv`, or `<facts>/<question> name=value.csv` where a parameter is given.
"""

import csv
import functools

import pledgegraph as pg
import pytest
import rdflib
from conftest import ROOT
from pledgegraph import questions
from pledgegraph.namespaces import curie

FOLDER = ROOT / "tests" / "questions"
CASES = sorted(path.relative_to(FOLDER).with_suffix("") for path in FOLDER.glob("*/*.csv"))


@functools.cache
def facts(name):
    return pg.load(str(FOLDER / f"{name}.ttl"), only=True)


def cell(term, listed):
    if listed:
        return " ".join(sorted(curie(iri) for iri in str(term or "").split()))
    return "" if term is None else curie(str(term)) if isinstance(term, rdflib.URIRef) else str(term)


def parameters(words):
    return dict(words[1].split("=", 1) for _ in words[1:])


def test_there_are_cases():
    assert len(CASES) >= 20
    assert {case.parent.name for case in CASES} <= {path.stem for path in FOLDER.glob("*.ttl")}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_answer(case):
    words = case.name.split(" ", 1)
    answer = facts(case.parent.name).ask(words[0], **parameters(words))
    with open(FOLDER / f"{case}.csv", encoding="utf-8", newline="") as file:
        assert answer.to_csv() == file.read()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_same_answer_on_rdflib(case):
    words = case.name.split(" ", 1)
    kg, question = facts(case.parent.name), questions.named(words[0])
    graph = rdflib.Graph() + (kg.rdf if question.scope == "view" else kg.record.rdf)
    result = graph.query(questions.bound(question, kg.store, parameters(words)))
    names = [str(variable) for variable in result.vars or ()]
    rows = [[cell(term, name in question.lists) for name, term in zip(names, row, strict=True)] for row in result]
    with open(FOLDER / f"{case}.csv", encoding="utf-8", newline="") as file:
        assert sorted(rows) == sorted(list(csv.reader(file))[1:])
