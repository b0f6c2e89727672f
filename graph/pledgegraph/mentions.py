"""What a sentence names: values for the parameters of the question that it means, such as the person in "What did Macron say?"."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import cached_property

from pyoxigraph import NamedNode, Store

from pledgegraph.errors import UsageError
from pledgegraph.matching import fold, is_common, stem, terms, words
from pledgegraph.namespaces import PREFIXES, curie, expand, pg
from pledgegraph.questions import DAY, Question, fits, kind_of, phrases
from pledgegraph.things import label, names, nodes, without_article

_QUOTED = re.compile(r"[\"“„«‚‘](.+?)[\"”“»‘’]")
_CLASS = PREFIXES["owl"] + "Class"


class Mentions:
    """A sentence that means a question: which things, days and words it names."""

    def __init__(self, question: Question, store: Store, sentence: str) -> None:
        self.question, self.store, self.sentence = question, store, sentence
        self.days = DAY.findall(sentence)

    def named(self, given: Container[str] = ()) -> dict[str, str]:
        """Parameter → the value that the sentence names for it, but for those `given`; raises `UsageError` where it names several.

        Things go by label, alias or id; days are written YYYY-MM-DD; a word to look for stands in quotation marks, or is what no
        sentence for the question has.
        """
        found: dict[str, str] = {}
        days = iter(self.days)
        for name, default in self.question.parameters.items():
            if name in given:
                continue
            if default.endswith("xsd:date"):
                value = next(days, "")
            elif default[:1] in "\"'":
                value = self._word()
            else:
                value = self._thing(name)
            if value:
                found[name] = value
        return found

    def told(self, asked: Mapping[str, str], given: Container[str], lang: str = "en") -> str:
        """With which parameters it was asked, in words: those not `given` are the question's own; and what of it was not used."""
        german = lang == "de"

        def shown(value: str) -> str:
            iri = expand(value)
            return label(self.store, NamedNode(iri), lang) if iri else value

        own = "Vorgabe" if german else "default"
        # A class of things as a value means any of them.
        anything = {curie(kind) for name in asked if (kind := kind_of(name)) and kind != _CLASS}
        stated = {name: value for name, value in asked.items() if value not in anything}
        pairs = [f"{name} = {shown(value)}" + ("" if name in given else f" ({own})") for name, value in stated.items()]
        line = f"{'gefragt mit' if german else 'asked with'} {', '.join(pairs)}" if pairs else ""
        if strange := self.unknown():
            line += f"; {'nicht verstanden' if german else 'not understood'}: {', '.join(strange)}"
        if left := self.unused(asked):
            line += f"; {'nicht verwendet' if german else 'not used'}: {', '.join(map(shown, left))}"
        return line.removeprefix("; ")

    def is_own(self) -> bool:
        """Whether the sentence is one of the question's own."""
        return words(self.sentence) in map(words, phrases(self.question))

    def unknown(self) -> list[str]:
        """The names in it, written with a capital, that neither the record nor the question's own sentences know; none where
        any word may be the one to look for."""
        defaults = self.question.parameters.values()
        if any(default[:1] in "\"'" and not default.endswith("xsd:date") for default in defaults):
            return []
        known = {s for start, end, _ in self._hits for s in self._stems[start:end]}
        # A country that means "an actor" to a question may be none that the record knows.
        read = (self._own | known) - {"=actor"}
        every = re.findall(r"[^\W\d][\w-]*", _QUOTED.sub(" ", self.sentence))[1:]
        return [w for w in every if w[0].isupper() and not is_common(w) and not read.intersection(_readings(w))]

    def unused(self, asked: Mapping[str, str]) -> list[str]:
        """The agents and days that it names, and that neither a parameter nor the question's own sentences take up."""
        taken = {*asked.values(), *(curie(node.value) for s, e, node in self._hits if self._own.issuperset(self._stems[s:e]))}
        agents = [curie(node.value) for node in self._things(pg("Agent"))]
        return [name for name in (*agents, *self.days) if name not in taken]

    def _thing(self, parameter: str) -> str:
        """The one thing of a parameter's kind that the sentence names; empty where it names none."""
        kind = kind_of(parameter)
        things = self._things(NamedNode(kind)) if kind and kind != _CLASS else []
        if len(things) > 1:
            listed, name = ", ".join(curie(t.value) for t in things), self.question.name
            raise UsageError(f"the sentence names more than one {parameter}: {listed}; ask for one at a time, {name} -p {parameter}=…")
        return curie(things[0].value) if things else ""

    def _word(self) -> str:
        """The quoted words of the sentence, else its longest run of words that the question's own sentences lack."""
        if quoted := _QUOTED.search(self.sentence):
            return quoted[1]
        runs: list[list[str]] = [[]]
        for word in re.findall(r"[\w-]+", self.sentence):
            if is_common(word) or self._own.intersection(_readings(word)):
                runs.append([])
            else:
                runs[-1].append(word)
        return " ".join(sorted(runs, key=len)[-1])

    def _things(self, kind: NamedNode) -> list[NamedNode]:
        """The things of a kind that it names, without those named within a longer name of one."""
        fitting = [hit for hit in self._hits if fits(self.store, hit[2], kind, classes=False)]
        inner = {(s, e) for s, e, _ in fitting for a, b, _ in fitting if a <= s and e <= b and (a, b) != (s, e)}
        return sorted({node for s, e, node in fitting if (s, e) not in inner}, key=str)

    @cached_property
    def _own(self) -> set[str]:
        """All that the question's own sentences say, as stems and meanings."""
        return {reading for phrase in phrases(self.question) for reading in _readings(phrase)}

    @cached_property
    def _stems(self) -> list[str]:
        return [stem(w) for w in words(self.sentence)]

    @cached_property
    def _hits(self) -> list[tuple[int, int, NamedNode]]:
        """The things whose names the sentence holds, with where they begin and end in it."""
        # Most names share the beginning of no word with the sentence, and need not be taken apart.
        begins = {w[:4] for w in words(self.sentence) if not is_common(w)}
        every: dict[str, set[NamedNode]] = names(self.store)
        for node in nodes(self.store):
            if node.value.startswith(PREFIXES["id"]):
                every.setdefault(node.value.removeprefix(PREFIXES["id"]).replace("-", " "), set()).add(node)
        found: list[tuple[int, int, NamedNode]] = []
        for name, bearers in every.items():
            plain = fold(name)
            if not any(b in plain for b in begins):
                continue
            parts = words(without_article(name))
            if not parts or stem(parts[0]) not in self._stems or all(len(p) < 3 for p in parts):
                continue
            stems = [stem(w) for w in parts]
            for start in range(len(self._stems) - len(stems) + 1):
                if self._stems[start : start + len(stems)] == stems:
                    found += [(start, start + len(stems), node) for node in bearers]
        return found


def _readings(text: str) -> set[str]:
    """The words of a text as stems and meanings."""
    return {*terms(text), *map(stem, words(text))}
