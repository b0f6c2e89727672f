"""Where a short edge comes from: the derivation that yields it, and the fewest facts it does so from."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import NamedNode, Store

from pledgegraph import resources
from pledgegraph.matches import finds, parsed, unified
from pledgegraph.namespaces import pg
from pledgegraph.store import Fact

# What a revised position keeps of the ones before it, and the property of theirs that it comes from.
CARRIED = {pg(a).value: b for a, b in (("previousStance", "stance"), ("standingForm", "form"), ("revisedOn", "stance"))}


class Origin(NamedTuple):
    """A file of `queries/derive` and the facts from which it yields an edge."""

    path: str
    facts: tuple[Fact, ...]


def origin(store: Store, quad: Fact) -> Origin | None:
    """The derivation of a short edge from the fewest facts of a store that holds all short edges; None where there is none."""
    best: tuple[int, str, Origin] | None = None
    for path in resources.derivation_files():
        text = _read(path)
        for bound in unified(parsed(text), quad):
            for find in finds(text, store, bound):
                one = (len(find.facts), str(find.facts), Origin(path, find.facts))
                best = one if best is None else min(best, one, key=lambda o: o[:2])
                break
    return best[2] if best else None


def rule_text(path: str, lang: str) -> str:
    """What a derivation does, as the comment at the head of its file says."""
    lines = _read(path).splitlines()
    german = [line.removeprefix("#+ summary_de:").strip() for line in lines if line.startswith("#+ summary_de:")]
    if lang == "de" and german:
        return german[0]
    head = []
    for line in lines:
        if not line.startswith("# "):
            break
        head.append(line[2:].strip())
    return " ".join(head)


def derivations_of(term: NamedNode) -> list[str]:
    """The files of `queries/derive` that yield a short edge with a property or one below it, by what they construct."""
    return [p for p in resources.derivation_files() if any(str(pattern[1]) == term.value for pattern in parsed(_read(p)).head)]


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
