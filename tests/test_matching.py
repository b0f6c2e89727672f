"""Which question a sentence means: sentences that must be answered, that must not be guessed, and the tables behind the rates."""

import csv
from collections import Counter

import pytest
from conftest import ROOT
from pledgegraph import questions
from pledgegraph.errors import UsageError
from pledgegraph.matching import Index, is_negated, terms

BENCH = ROOT / "tests" / "bench"


def rows(name):
    with open(BENCH / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ANSWERED = [
    ("who committed troops on Ukrainian soil", "who-committed-troops"),
    ("who comitted trops on ukrainian soil", "who-committed-troops"),
    ("on Ukrainian soil, who committed troops?", "who-committed-troops"),
    ("which states are silent on a pillar", "silent-states"),
    ("Wer hat die Erklärung unterzeichnet?", "texts-and-signatories"),
    ("conflicting figures", "conflicting-figures"),
    ("welche Zahlen widersprechen sich", "conflicting-figures"),
    ("what happens if Russia attacks again", "what-follows-an-attack"),
    ("claims that come only from anonymous sources", "only-unnamed-sources"),
    ("Welche Treffen gab es, und wer kam wie?", "meetings-and-who-came"),
    ("military bases in ukraine, who wants to build them", "who-plans-bases"),
    ("welche Voraussetzungen hat jede einzelne Zusage, auch geerbte", "what-each-commitment-needs"),
]

NOT_GUESSED = [
    "Who did NOT commit troops on Ukrainian soil?",
    "wer hat keine Truppen zugesagt",
    "who didn't sign the declaration",
    "recipe for borscht",
    "was kostet ein Liter Diesel",
    "troops",
    "?",
    "the of and",
    "",
]


@pytest.mark.parametrize(("sentence", "name"), ANSWERED)
def test_a_sentence_is_answered(sentence, name):
    assert questions.find(sentence).name == name


@pytest.mark.parametrize("sentence", NOT_GUESSED)
def test_a_sentence_that_no_question_answers_lists_candidates(sentence):
    with pytest.raises(UsageError, match="did you mean one of these"):
        questions.find(sentence)


@pytest.mark.parametrize("question", questions.every(), ids=lambda q: q.name)
def test_its_own_words_find_a_question(question):
    for sentence in (question.summary, question.summary_de):
        assert questions.candidates(sentence)[0][0].name == question.name


def test_every_question_has_two_paraphrases_that_are_none_of_its_own_sentences():
    table = rows("paraphrases.tsv")
    count = Counter(row["question"] for row in table)
    assert {q.name: count[q.name] >= 2 for q in questions.every()} == {q.name: True for q in questions.every()}
    assert set(count) == {q.name for q in questions.every()}
    own = {s.casefold().strip(" ?") for q in questions.every() for s in questions.phrases(q)}
    assert [row["sentence"] for row in table if row["sentence"].casefold().strip(" ?") in own] == []
    assert len(table) >= 120
    assert len(rows("unanswerable.tsv")) >= 25
    halves = Counter(row["half"] for row in table)
    assert set(halves) == {"tuned", "held-out"}
    assert abs(halves["tuned"] - halves["held-out"]) <= 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("pledges", "pledged"), ("Bedingungen", "Bedingung"), ("coders", "coder"), ("Säulen", "Saule"), ("offers", "offering")],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert terms(one) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("soldiers", "Truppen"), ("rules out", "schließt aus"), ("pledge", "Zusage")])
def test_words_of_one_meaning_are_one_term(one, other):
    assert terms(one) == terms(other)
    assert terms(one)[0].startswith("=")


@pytest.mark.parametrize(("text", "negated"), [("who did not", True), ("wer hat keine", True), ("who didn't", True), ("notes", False)])
def test_negation(text, negated):
    assert is_negated(text) is negated


def test_an_unknown_word_counts_against_all_and_a_misspelt_one_for_its_like():
    index = Index([["who sends soldiers"], ["who signs treaties"]])
    assert index.scores("who sends soldiers")[0] == pytest.approx(100)
    assert index.scores("who sends zebras")[0] < index.scores("who sends soldirs")[0] < 100
    assert index.scores("zebras") == [0, 0]


def test_a_compound_is_known_by_its_parts():
    index = Index([["a list of the pillars"], ["the troops"]])
    first, second = index.scores("Garantiepfeilertabelle der Säulenordnung")
    assert first > second


def test_no_word_has_two_meanings():
    with open(ROOT / "queries" / "synonyms.tsv", encoding="utf-8") as file:
        table = [line.rstrip("\n").split("\t") for line in file][1:]
    count = Counter(word for _, words in table for word in words.split("|"))
    assert [word for word, n in count.items() if n > 1] == []
    assert [concept for concept, _ in table] == sorted({concept for concept, _ in table})
