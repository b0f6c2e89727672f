"""Every atomic condition of a view: how it stands, who has to act, what hangs on it alone, and the circles it stands in."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import NamedNode, Store

from pledgegraph.answer import Answer, Value
from pledgegraph.circles import Circle, circles
from pledgegraph.circuit import Circuit, Commitment
from pledgegraph.grounds import Grounds
from pledgegraph.namespaces import curie, named_node
from pledgegraph.scenario import MET, UNKNOWN, Logic, state
from pledgegraph.things import called

_COLUMNS = ["condition", "truth", "who", "falls", "unlocks", "circles", "evidence", "circle_evidence", "falling", "unlocking"]
_CIRCLE = ["circle", "way", "link", "condition", "through", "next", "holder", "who", "evidence", "claim"]


_OPEN = ("standing", "due", "awaiting decision")


class _Weight:
    """What hangs on one condition: the commitments that fall with it, and those that it alone unlocks."""

    def __init__(self, circuit: Circuit) -> None:
        self.logic = Logic(circuit)
        self.truth = self.logic.truths()
        self.by_need: dict[str, list[Commitment]] = defaultdict(list)
        for commitment in circuit.commitments:
            if commitment.committed and not commitment.settled:
                for need in (*commitment.needs, *commitment.inherited):
                    self.by_need[need].append(commitment)
        self.before = {c.position: state(c, self.truth).state for cs in self.by_need.values() for c in cs}

    def _touched(self, truth: dict[str, str]) -> dict[str, str]:
        """Position → its new state, for those that need a condition whose truth is another now."""
        touched = {c.position: c for n, t in truth.items() if t != self.truth[n] for c in self.by_need.get(n, ())}
        return {position: state(c, truth).state for position, c in touched.items()}

    def falling(self, name: str) -> tuple[str, ...]:
        """The commitments that are blocked once the condition fails, and are not yet."""
        after = self._touched(self.logic.truths(failed=[name]))
        return tuple(sorted(p for p, now in after.items() if now == "blocked" != self.before[p]))

    def unlocking(self, name: str) -> tuple[str, ...]:
        """The waiting commitments that wait no longer once the condition, and nothing else, is met."""
        if self.truth[name] != UNKNOWN:
            return ()
        after = self._touched(self.logic.in_turn({name: MET})[0])
        return tuple(sorted(p for p, now in after.items() if now in _OPEN and self.before[p] == "waiting"))


def conditions(grounds: Grounds, circuit: Circuit, *, lang: str = "en") -> Answer:
    """A row for each atomic condition: truth, who has to act, how many commitments fall with it and it alone unlocks, its circles."""
    store, weight = grounds.edges.store, _Weight(circuit)
    found, more = circles(circuit)
    rows: list[list[Value]] = []
    for name, condition in circuit.conditions.items():
        if condition.op != "atom":
            continue
        value = weight.truth[name]
        truth = "pg:" + (condition.truth or value if value == "Unknown" else value)
        falling, unlocking = weight.falling(name), weight.unlocking(name)
        inside = [n for n, circle in enumerate(found, 1) if name in circle.conditions]
        reports = [r for n in inside for link in found[n - 1].links() for r in grounds.reports(grounds.of_condition(*link))]
        rows.append(
            [
                name,
                truth,
                grounds.who(name),
                len(falling),
                len(unlocking),
                tuple(map(str, inside)),
                grounds.assessments.get(name, ()),
                tuple(dict.fromkeys(reports)),
                falling,
                unlocking,
            ]
        )
    answer = Answer("conditions", _COLUMNS, rows, store, texts={"en": "Conditions", "de": "Bedingungen"}, lang=lang)
    answer.quiet = ("circle_evidence", "falling", "unlocking")
    answer.blanks = {"who": _TEXT["de" if lang == "de" else "en"]["nobody"]}
    numbers = {report: n for n, report in enumerate(answer.reports(), 1)}
    answer.remarks = [line for n, circle in enumerate(found, 1) for line in _told(store, grounds, circle, n, numbers, lang)]
    if more:
        answer.remarks.append(_TEXT["de" if lang == "de" else "en"]["more"])
    return answer


def circle_rows(grounds: Grounds, circuit: Circuit, *, lang: str = "en") -> Answer:
    """A row for each link of each circle: which condition hangs on which, who says so and where, and who has to act."""
    store, words = grounds.edges.store, _TEXT["de" if lang == "de" else "en"]
    found, more = circles(circuit)
    rows: list[list[Value]] = []
    for n, circle in enumerate(found, 1):
        for step, (name, following) in enumerate(circle.links(), 1):
            said = grounds.of_condition(name, following)
            through = tuple(dict.fromkeys(g.about for g in said if g.about != name))
            holders, claims = (tuple(dict.fromkeys(part)) for part in ([g.holder for g in said], [g.claim for g in said]))
            rows.append([n, circle.way, step, name, through, following, holders, grounds.who(name), grounds.reports(said), claims])
    answer = Answer("circles", _CIRCLE, rows, store, texts={"en": "Circles", "de": "Kreise"}, lang=lang)
    answer.quiet = ("link", "claim")
    answer.blanks = {"who": words["nobody"], "holder": words["definition"]}
    numbers = {report: n for n, report in enumerate(answer.reports(), 1)}
    answer.remarks = [line for n, circle in enumerate(found, 1) for line in _told(store, grounds, circle, n, numbers, lang)]
    answer.remarks += [words["more"]] if more else []
    answer.remarks += [] if found else [words["none"]]
    return answer


def _told(store: Store, grounds: Grounds, circle: Circle, n: int, numbers: dict[str, int], lang: str) -> list[str]:
    """A circle as a readable chain, with the numbers of its passages and those who could break it."""
    words = _TEXT["de" if lang == "de" else "en"]

    def call(name: str) -> str:
        return called(store, name, lang)

    def listed(names: list[str]) -> str:
        return "; ".join(map(call, dict.fromkeys(names))) or words["nobody"]

    lines, holders, reports = [], list[str](), list[str]()
    for name, following in circle.links():
        said = grounds.of_condition(name, following)
        through = [g.about for g in said if g.about != name]
        marks = "".join(f" [{numbers[r]}]" for r in grounds.reports(said) if r in numbers)
        here = f"{call(name)} ({call(through[0])})" if through else call(name)
        lines.append(f"  {here} {words['needs']} {call(following)}{marks or ' ' + words['by definition']}")
        holders += [g.holder for g in said]
        reports += grounds.reports(said)
    places = {_place(store, report) for report in reports}
    counts = {"passages": len(places), "articles": len({article for article, *_ in places})}
    told = words["told"].format(**{what: _count(n, words[what]) for what, n in counts.items()})
    acting = [agent for name in circle.conditions for agent in grounds.who(name)]
    return [
        f"{words['circle']} {n}, {call(circle.way) if circle.way else words['late']}; {told}:",
        *lines,
        f"  {words['act']}: {listed(acting)}",
        f"  {words['drop']}: {listed(holders)}",
    ]


def _count(n: int, forms: str) -> str:
    """A number with its noun, in the singular or the plural."""
    return f"{n} {forms.split('|')[n != 1]}"


def _place(store: Store, report: str) -> tuple[str, ...]:
    """Where a report points: article, start and end, so that two reports of one passage count once."""
    from pledgegraph.namespaces import pg
    from pledgegraph.store import values

    node = named_node(report)
    found = (next(iter(values(store, node, pg(p))), None) for p in ("article", "spanStart", "spanEnd"))
    return tuple(curie(term.value) if isinstance(term, NamedNode) else term.value if term else "" for term in found)


_TEXT = {
    "en": {
        "nobody": "nobody is named",
        "definition": "by definition",
        "by definition": "by definition",
        "circle": "circle",
        "late": "not worked out in time",
        "needs": "needs",
        "told": "{passages} from {articles}",
        "passages": "passage|passages",
        "articles": "article|articles",
        "act": "could break it by acting first",
        "drop": "could break it by asking for less",
        "more": "more circles exist than are listed",
        "none": "no condition waits for itself",
    },
    "de": {
        "nobody": "niemand ist genannt",
        "definition": "durch Definition",
        "by definition": "durch Definition",
        "circle": "Kreis",
        "late": "nicht rechtzeitig berechnet",
        "needs": "braucht",
        "told": "{passages} aus {articles}",
        "passages": "Stelle|Stellen",
        "articles": "Artikel|Artikeln",
        "act": "könnte ihn brechen, indem er zuerst handelt",
        "drop": "könnte ihn brechen, indem er weniger verlangt",
        "more": "es gibt mehr Kreise, als aufgeführt sind",
        "none": "keine Bedingung wartet auf sich selbst",
    },
}
