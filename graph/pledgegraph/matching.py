"""Which question a sentence in English or German means: words in common, weighed by how few questions have them.

Words are cut to their stems, and words of one meaning in both languages (`queries/synonyms.tsv`) count as one. A word that no
question knows stands for the known one it is spelt like, or for the known ones it is put together of, as German words are.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from pledgegraph import resources

_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "’": "'"})
_ENDINGS = """
ationen ations ation ischen ischer isches ungen ische lichen ments liche ment ings isch lich ung ing ern ers er en em es est ed ly
e s n t
"""
TURNED = 0.4  # how much of a likeness is left where one says no and the other does not
_NO = "not no nobody never none neither nor without nicht kein keine keinen keiner keinem keines niemand nie niemals ohne weder"
_COMMON = """
a an the of to in on at by for and or is are was were be been it its that this these those which what who whom whose how does do did
has have had each with from as than then there their they them he his we you i me my would could can will shall may any some
der die das den dem des ein eine einen einem einer eines und oder ist sind war waren sein es dass dies diese dieser dieses
welche welcher welches welchen was wer wen wem wessen wie tut hat haben hatte jede jeder jedes jeden mit von vom aus als zu zum zur
im am an auf fur bei sich ihr ihre er sie wir du ich man etwas noch nur only just also auch so es wird werden wurde
"""
_NEGATIONS, _STOP, _LONGEST_FIRST = frozenset(_NO.split()), frozenset(_COMMON.split()), _ENDINGS.split()


def fold(text: str) -> str:
    """A text in lower case, without accents."""
    return text.lower().translate(_FOLD)


def words(text: str) -> list[str]:
    """The words of a text in lower case, without accents."""
    return re.findall(r"[a-z0-9]+", fold(text))


@cache
def stem(word: str) -> str:
    """A word without its endings, English and German alike; crude, and the same for all.

    >>> stem("bedingungen") == stem("bedingung"), stem("pledges") == stem("pledged")
    (True, True)
    """
    for _ in range(2):
        fits = (e for e in _LONGEST_FIRST if word.endswith(e) and len(word) - len(e) >= (3 if e == "s" else 4))
        word = word.removesuffix(next(fits, ""))
    return word


def is_common(word: str) -> bool:
    """Whether a word is one that any sentence has."""
    return not _NEGATIONS.union(_STOP).isdisjoint(words(word))


def is_negated(text: str) -> bool:
    """Whether a sentence says no: a negation turns a question round, however alike the rest is."""
    return bool(_NEGATIONS.intersection(words(text))) or "n't" in text


@cache
def _synonyms() -> dict[tuple[str, ...], str]:
    """What stems, or runs of stems, stand for."""
    with open(resources.synonyms_file(), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip()][1:]
    return {tuple(map(stem, words(phrase))): f"={concept}" for concept, phrases in rows for phrase in phrases.split("|")}


_LONGEST = 5


def terms(text: str) -> list[str]:
    """The stems and meanings of a text, without the words that any question has."""
    every, known, found, at = words(text), _synonyms(), [], 0
    stems = [stem(w) for w in every]
    while at < len(stems):
        for length in range(min(_LONGEST, len(stems) - at), 0, -1):
            if meaning := known.get(tuple(stems[at : at + length])):
                if length > 1 or every[at] not in _STOP:
                    found.append(meaning)
                break
        else:
            length = 1
            if every[at] not in _STOP and every[at] not in _NEGATIONS:
                found.append(stems[at])
        at += length
    return found


class _Field(NamedTuple):
    terms: frozenset[str]
    negated: bool
    literal: str


class Index:
    """Texts of the questions, ready to be compared with a sentence."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        self._fields = [[_Field(frozenset(terms(t)), is_negated(t), " ".join(words(t))) for t in of_one] for of_one in texts]
        self._all = [set().union(*(field.terms for field in fields)) for fields in self._fields]
        found = Counter(term for every in self._all for term in every)
        count = len(self._all)
        self._weight = {term: math.log((count + 1) / (n + 0.5)) for term, n in found.items()}
        self._rare = math.log((count + 1) / 0.5)
        self._plain = sorted(term for term in found if not term.startswith("=") and len(term) > 3)
        self._plain_synonyms = {k[0]: v for k, v in _synonyms().items() if len(k) == 1 and len(k[0]) > 3 and v in found}

    def scores(self, sentence: str) -> list[float]:
        """How well the sentence fits each question, 0 to 100, in their order."""
        wanted = self._known(Counter(terms(sentence)))
        size = math.sqrt(sum(w * w for w in wanted.values()))
        if not size:
            return [0.0] * len(self._fields)
        negated, literal = is_negated(sentence), " ".join(words(sentence))
        return [100 * self._score(wanted, size, negated, literal, n) for n in range(len(self._fields))]

    def _score(self, wanted: dict[str, float], size: float, negated: bool, literal: str, n: int) -> float:
        """The likeness to the nearest sentence by weighed words and, a little, by letters; and how much all sentences cover."""
        from rapidfuzz import fuzz

        best = 0.0
        for field in self._fields[n]:
            common = sum(weight * self._weight[term] for term, weight in wanted.items() if term in field.terms)
            length = math.sqrt(sum(self._weight[term] ** 2 for term in field.terms)) or 1.0
            fair = 1.0 if negated == field.negated else TURNED if negated else 0.9
            alike = 0.85 * common / (size * length) + 0.15 * fuzz.token_sort_ratio(literal, field.literal) / 100 if common else 0.0
            best = max(best, fair * alike)
        covered = sum(weight * weight for term, weight in wanted.items() if term in self._all[n]) / (size * size)
        return 0.7 * best + 0.3 * covered * (TURNED if negated and not any(f.negated for f in self._fields[n]) else 1.0)

    def _known(self, wanted: Counter[str]) -> dict[str, float]:
        """The terms of a sentence with their weights, unknown ones by the known ones that they are like."""
        weights: dict[str, float] = {}
        for term in wanted:
            if term in self._weight:
                weights[term] = max(weights.get(term, 0.0), self._weight[term])
                continue
            for other, share in self._like(term) or [(term, 1.0)]:
                weights[other] = max(weights.get(other, 0.0), share * self._weight.get(other, self._rare))
        return weights

    def _like(self, term: str) -> list[tuple[str, float]]:
        """The known terms that an unknown one is spelt like, or is put together of."""
        from rapidfuzz import fuzz, process

        if term.startswith("=") or len(term) < 4:
            return []
        known = [*self._plain, *self._plain_synonyms]
        parts = {k for k in known if len(k) > 4 and k in term}
        whole = [k for k in parts if not any(k != other and k in other for other in parts)]
        if whole:
            return [(self._plain_synonyms.get(k, k), 0.8) for k in sorted(whole)]
        hit = process.extractOne(term, known, scorer=fuzz.ratio, score_cutoff=80)
        return [(self._plain_synonyms.get(hit[0], hit[0]), 0.8)] if hit else []
