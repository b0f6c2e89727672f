"""Every question: its header, its golden answer, its answer on rdflib's own engine, and how sentences find it."""

import csv
import inspect
import io
import re

import pytest
import rdflib
from conftest import ROOT
from pledgegraph import questions, resources
from pledgegraph.errors import PledgeError, UsageError
from pledgegraph.knowledge import Knowledge
from pledgegraph.namespaces import PREFIXES, curie
from pledgegraph.sparql import parameter_rows
from pledgegraph.tables import markdown, notes

NAMES = [q.name for q in questions.every()]
GOLDEN = ROOT / "tests" / "golden"


def test_there_are_questions():
    assert len(NAMES) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_golden(kg, name):
    golden = GOLDEN / f"{name}.csv"
    assert kg.ask(name).to_csv() == golden.read_text(encoding="utf-8"), f"compare with 'pledge ask {name} -f csv'"


def test_no_golden_without_its_question():
    assert sorted(p.stem for p in GOLDEN.glob("*.csv")) == sorted(NAMES)


@pytest.fixture(scope="module")
def plain(kg):
    """The view and the record, each in rdflib's own memory store, asked with rdflib's own engine."""
    return {scope: rdflib.Graph() + graph for scope, graph in (("view", kg.rdf), ("record", kg.record.rdf))}


@pytest.mark.parametrize("name", NAMES)
def test_same_answer_on_rdflib(kg, plain, name):
    question, answer = questions.named(name), kg.ask(name)
    rows = []
    for row in plain[question.scope].query(question.text):
        cells = []
        for column, term in zip(answer.columns, row, strict=True):
            if column in question.lists:
                cells.append(" ".join(sorted(curie(iri) for iri in str(term or "").split())))
            else:
                cells.append("" if term is None else curie(str(term)) if isinstance(term, rdflib.URIRef) else str(term))
        rows.append(cells)
    ours = list(csv.reader(io.StringIO(answer.to_csv())))[1:]
    assert sorted(rows) == sorted(ours)


@pytest.mark.parametrize("name", NAMES)
def test_form(name):
    text = questions.named(name).text
    used = set(re.findall(r"\b([a-z]+):\w", re.sub(r"<[^>]*>|#.*", "", text)))
    declared = re.findall(r"^PREFIX (\w+): <([^>]*)>$", text, re.MULTILINE)
    assert [p for p, _ in declared] == sorted(used), "only the prefixes in use, alphabetical"
    assert all(PREFIXES[p] == iri for p, iri in declared)
    assert "ORDER BY" in text
    assert "DISTINCT" in text or "GROUP BY" in text
    assert re.search(r"(?<![?\w])(select|where|optional|filter|prefix)\b", re.sub(r"#.*", "", text)) is None, "keywords in upper case"


@pytest.mark.parametrize("name", NAMES)
def test_a_sub_select_carries_the_parameters_it_uses(name):
    text = questions.named(name).text
    names = {n for row in parameter_rows(text) for n in row.names}
    for body in re.findall(r"\{\s*SELECT(.*?)\n  \}", text, re.DOTALL):
        if names & set(re.findall(r"\?(\w+)", body)):
            assert "# parameters" in body


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("#+ summery: x", "no header line"),
        ("#+ summary: x", "lacks"),
        ("#+ summary", "no header line"),
    ],
)
def test_bad_header(tmp_path, head, message):
    path = tmp_path / "q.rq"
    path.write_text(head + "\nSELECT * WHERE { ?s ?p ?o }\n")
    with pytest.raises(PledgeError, match=message):
        questions.read(str(path))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("who-committed-troops", "who-committed-troops"),
        ("who committed troops on Ukrainian soil", "who-committed-troops"),
        ("wer hat Truppen auf ukrainischem Boden zugesagt", "who-committed-troops"),
        ("Wer hat Truppen auf ukrainischem Boden zugesagt?", "who-committed-troops"),
        ("what are the guarantee pillars and who leads each", "guarantee-pillars"),
        ("welche Säulen haben die Garantien und wer führt sie", "guarantee-pillars"),
        ("who offers troops or ships", "who-offers-troops-or-ships"),
        ("Which countries pledged soldiers on Ukrainian soil?", "who-committed-troops"),
        ("was sind die Garantiepfeiler und wer führt jeden", "guarantee-pillars"),
        ("who committed bases on Ukrainian soil", "who-plans-bases"),
        ("whose approval does each measure need", "whose-approval"),
    ],
)
def test_a_sentence_finds_its_question(sentence, name):
    assert questions.find(sentence).name == name


@pytest.mark.parametrize("text", ["who-comitted-troop", "how is the weather", "", "?", "Who did not commit troops on Ukrainian soil"])
def test_an_unknown_question_lists_candidates(text):
    with pytest.raises(UsageError, match="did you mean one of these"):
        questions.find(text)


def test_an_unknown_parameter_names_the_nearest(kg):
    with pytest.raises(UsageError, match=r"no parameter 'atleast'; did you mean at_least"):
        kg.ask("who-committed-troops", atleast="pg:Intends")


@pytest.mark.parametrize("value", ["pg:NotExcluded", "NotExcluded", "not excluded", "nicht ausgeschlossen"])
def test_a_parameter_takes_an_id_or_a_label(kg, value):
    assert {row["actor"] for row in kg.ask("who-committed-troops", at_least=value)} == {"id:france", "id:germany", "id:united-kingdom"}


@pytest.mark.parametrize("value", ["pg:Intend", "id:ukrain", "x> } DROP ALL #", '" } #', ""])
def test_a_parameter_that_is_nothing_is_refused(kg, value):
    with pytest.raises(UsageError, match="there is no thing"):
        kg.ask("who-committed-troops", at_least=value)


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_of_an_answer_are_its_rows(kg, name):
    whole = kg.ask(name)
    size = max(1, len(whole) // 3)
    pages = [kg.ask(name, limit=size, offset=at) for at in range(0, len(whole), size)]
    assert [row for page in pages for row in page.rows] == whole.rows
    assert {page.total for page in pages} <= {len(whole)}


@pytest.mark.parametrize(
    ("limit", "offset", "lang", "line"),
    [
        (3, 3, "en", "rows 4–6 of 9"),
        (1, 8, "en", "row 9 of 9"),
        (4, 6, "de", "Zeilen 7–9 von 9"),
        (None, 7, "de", "Zeilen 8–9 von 9"),
        (9, 0, "en", "9 rows"),
        (5, 20, "en", "0 of 9 rows"),
    ],
)
def test_a_page_says_which_rows_it_shows(kg, limit, offset, lang, line):
    answer = kg.ask("positions-of", actor="id:germany", limit=limit, offset=offset, lang=lang)
    assert notes(answer)[0].startswith(line + ",")


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (-1, 0), (3, -1)])
def test_a_page_that_cannot_be_is_refused(kg, limit, offset):
    with pytest.raises(UsageError, match="no page"):
        kg.ask("positions-of", limit=limit, offset=offset)


def test_no_parameter_is_called_like_an_option_of_ask():
    taken = set(inspect.signature(Knowledge.ask).parameters)
    assert not [q.name for q in questions.every() if taken & q.parameters.keys()]


def test_every_column_has_a_german_heading(kg):
    with open(resources.columns_file(), encoding="utf-8") as file:
        table = [line.rstrip("\n").split("\t") for line in file]
    answers = [*map(kg.ask, NAMES), kg.what_if(against={}), kg.unlock("id:french-troops-in-ukraine"), kg.conditions(), kg.circles()]
    pairs = {(a.name, column) for a in answers for column in a.columns if column != "claim"}
    # Where one name is two words in German, the question's own row stands beside the common one.
    own = {row[0] for row in table[1:] if "/" in row[0]}
    assert table[0] == ["column", "de"]
    assert own <= {f"{name}/{column}" for name, column in pairs}
    used = own | {column for _, column in pairs}
    assert [row[0] for row in table[1:]] == sorted(used), "a row for every column of an answer, sorted, and no other"
    assert all(len(row) == 2 and row[1] for row in table)


def test_headings_are_in_the_language_and_data_is_not(kg):
    answer = kg.ask("positions-of", lang="de")
    assert markdown(answer).startswith("| Maßnahme | Haltung | Form |")
    assert answer.to_csv() == kg.ask("positions-of").to_csv()
