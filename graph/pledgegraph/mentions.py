"""What a sentence names: values for the parameters of the question that it means, such as the person in "What did Macron say?"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, Store

from pledgegraph.errors import UsageError
from pledgegraph.matching import fold, is_common, stem, terms, words
from pledgegraph.namespaces import PREFIXES, curie, expand, pg
from pledgegraph.questions import Question, fits, kind_of, phrases
from pledgegraph.things import label, names, nodes

_QUOTED = re.compile(r"[\"“„«‚‘](.+?)[\"”“»‘’]")
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_ARTICLES = {"a", "an", "the", "ein", "eine", "der", "die", "das"}


def named(question: Question, store: Store, sentence: str, given: Iterable[str] = ()) -> dict[str, str]:
    """Parameter → the value that the sentence names for it, but for those `given`; raises `UsageError` where it names several.

    Things go by label, alias or id; days are written YYYY-MM-DD; a word to look for stands in quotation marks, or is what no
    sentence for the question has.
    """
    found: dict[str, str] = {}
    days = _DAY.findall(sentence)
    called = _Called(store, sentence)
    for name, default in question.parameters.items():
        if name in given:
            continue
        if default.endswith("xsd:date"):
            if days:
                found[name] = days.pop(0)
        elif default[:1] in "\"'":
            if word := _word(question, sentence):
                found[name] = word
        elif (kind := kind_of(name)) and kind != PREFIXES["owl"] + "Class":
            things = called.of(NamedNode(kind))
            if len(things) > 1:
                listed = ", ".join(curie(t.value) for t in things)
                raise UsageError(f"the sentence names more than one {name}: {listed}; ask for one at a time, {question.name} -p {name}=…")
            if things:
                found[name] = curie(things[0].value)
    return found


def told(question: Question, store: Store, sentence: str, asked: dict[str, str], given: Iterable[str], lang: str = "en") -> str:
    """With which parameters a sentence was asked, in words: those not `given` are the question's own; and what of it was not used."""
    german, given = lang == "de", set(given)

    def shown(value: str) -> str:
        iri = expand(value)
        return label(store, NamedNode(iri), lang) if iri else value

    own = "Vorgabe" if german else "default"
    # A class of things as a value means any of them.
    anything = {curie(kind) for name in asked if (kind := kind_of(name)) and kind != PREFIXES["owl"] + "Class"}
    pairs = [f"{name} = {shown(value)}" + ("" if name in given else f" ({own})") for name, value in asked.items() if value not in anything]
    line = f"{'gefragt mit' if german else 'asked with'} {', '.join(pairs)}" if pairs else ""
    word = any(default[:1] in "\"'" and not default.endswith("xsd:date") for default in question.parameters.values())
    if strange := [] if word else unknown(question, store, sentence):
        line += f"; {'nicht verstanden' if german else 'not understood'}: {', '.join(strange)}"
    if left := unused(question, store, sentence, asked.values()):
        line += f"; {'nicht verwendet' if german else 'not used'}: {', '.join(map(shown, left))}"
    return line.removeprefix("; ")


def unused(question: Question, store: Store, sentence: str, asked: Iterable[str]) -> list[str]:
    """The agents and days that a sentence names, and that neither a parameter nor the question's own sentences take up."""
    own = {stem(word) for phrase in phrases(question) for word in words(phrase)}
    called = _Called(store, sentence)
    taken = set(asked) | {curie(node.value) for s, e, node in called.hits if own.issuperset(called.stems[s:e])}
    agents = [curie(node.value) for node in called.of(pg("Agent")) if curie(node.value) not in taken]
    return [*agents, *(day for day in _DAY.findall(sentence) if day not in taken)]


def is_own(question: Question, sentence: str) -> bool:
    """Whether a sentence is one of the question's own."""
    return words(sentence) in map(words, phrases(question))


def _word(question: Question, sentence: str) -> str:
    """The quoted words of a sentence, else its longest run of words that the question's own sentences lack."""
    if quoted := _QUOTED.search(sentence):
        return quoted[1]
    own = {term for phrase in phrases(question) for term in (*terms(phrase), *map(stem, words(phrase)))}
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[\w-]+", sentence):
        if is_common(word) or own.intersection((*terms(word), *map(stem, words(word)))):
            runs.append([])
        else:
            runs[-1].append(word)
    return " ".join(sorted(runs, key=len)[-1])


def unknown(question: Question, store: Store, sentence: str) -> list[str]:
    """The names in a sentence, written with a capital, that neither the record nor the question's own sentences know."""
    own = {term for phrase in phrases(question) for term in (*terms(phrase), *map(stem, words(phrase)))}
    called = _Called(store, sentence)
    known = {stem_ for start, end, _ in called.hits for stem_ in called.stems[start:end]}
    # A country that means "an actor" to a question may be none that the record knows.
    read = (own | known) - {"=actor"}
    every = re.findall(r"[^\W\d][\w-]*", _QUOTED.sub(" ", sentence))[1:]
    return [w for w in every if w[0].isupper() and not is_common(w) and not read.intersection((*terms(w), *map(stem, words(w))))]


class _Called:
    """The things of a store whose names a sentence holds, with where they stand in it."""

    def __init__(self, store: Store, sentence: str) -> None:
        every_word = words(sentence)
        self.store, self.stems = store, [stem(w) for w in every_word]
        # Most names share the beginning of no word with the sentence, and need not be taken apart.
        begins = {w[:4] for w in every_word if not is_common(w)}
        every: dict[str, set[NamedNode]] = names(store)
        for node in nodes(store):
            if node.value.startswith(PREFIXES["id"]):
                every.setdefault(node.value.removeprefix(PREFIXES["id"]).replace("-", " "), set()).add(node)
        self.hits: list[tuple[int, int, NamedNode]] = []
        for name, bearers in every.items():
            plain = fold(name)
            if not any(b in plain for b in begins):
                continue
            parts = words(name)
            if parts and parts[0] in _ARTICLES:
                parts = parts[1:]
            if not parts or stem(parts[0]) not in self.stems or all(len(p) < 3 for p in parts):
                continue
            stems = [stem(w) for w in parts]
            for start in range(len(self.stems) - len(stems) + 1):
                if self.stems[start : start + len(stems)] == stems:
                    self.hits += [(start, start + len(stems), node) for node in bearers]

    def of(self, kind: NamedNode) -> list[NamedNode]:
        """The things of a kind, without those named within a longer name of one."""
        fitting = [hit for hit in self.hits if fits(self.store, hit[2], kind, classes=False)]
        inner = {(s, e) for s, e, _ in fitting for a, b, _ in fitting if a <= s and e <= b and (a, b) != (s, e)}
        return sorted({node for s, e, node in fitting if (s, e) not in inner}, key=str)
