"""The nearest of the known words, for every "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], least: float = 60) -> str | None:
    """The known word most like the given one, or None where none is near (0 to 100, `least` at the least)."""
    from rapidfuzz import fuzz, process

    hit = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=least)
    return hit[0] if hit else None
