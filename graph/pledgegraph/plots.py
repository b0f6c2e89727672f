"""The pictures of a notebook: who stands where, how firmly, when that changed, and on what it hangs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pledgegraph import palette
from pledgegraph.answer import Answer
from pledgegraph.charts import TILE, Column, Row, Sheet, bars, tile, tiled
from pledgegraph.errors import UsageError, language, said
from pledgegraph.knowledge import Knowledge
from pledgegraph.namespaces import curie
from pledgegraph.palette import DARK, LIGHT
from pledgegraph.picture import Picture

_WORDS = {
    "en": {
        "as of": "as of",
        "nothing": "nothing to draw",
        "firm": "thick edge: more than said (signed, agreed, ratified or in force)",
        "matrix": "Positions by pillar ({}); each sign is one position",
        "outside": "outside the pillars",
        "silent": "{} of {} hold no position in the record",
        "stances": "Positions on the scale of stances",
        "timeline": "Positions by the days on which one was voiced (not to scale)",
        "conditions": "How many matters, at least “{}”, need each condition",
        "pg:directlyNeeds": "needed directly",
        "pg:inheritsNeed": "inherited from what the matter is part of",
    },
    "de": {
        "as of": "Stand",
        "nothing": "nichts zu zeichnen",
        "firm": "dicker Rand: mehr als gesagt (unterzeichnet, vereinbart, ratifiziert oder in Kraft)",
        "matrix": "Positionen nach Säule ({}); jedes Zeichen ist eine Position",
        "outside": "außerhalb der Säulen",
        "silent": "{} von {} haben keine Position im Bestand",
        "stances": "Positionen auf der Skala der Haltungen",
        "timeline": "Positionen nach den Tagen, an denen eine geäußert wurde (nicht maßstäblich)",
        "conditions": "Wie viele Vorhaben, mindestens „{}“, jede Bedingung brauchen",
        "pg:directlyNeeds": "unmittelbar gebraucht",
        "pg:inheritsNeed": "geerbt von dem, wozu das Vorhaben gehört",
    },
}
_POSITIONS = """SELECT DISTINCT ?claim ?holder ?measure ?stance ?form ?pillar WHERE {
  ?holder a <%s> . ?claim pg:holder ?holder ; a pg:Position ; pg:about ?measure ; pg:stance ?stance ; pg:standingForm ?form .
  OPTIONAL { ?measure pg:partOf+ ?pillar . ?pillar a pg:Pillar }
} ORDER BY ?holder ?pillar ?measure ?claim"""
_NAMED = 12  # names of the silent that a title has room for


def matrix(kg: Knowledge, *, kind: str = "pg:State", lang: str = "en") -> Picture:
    """Who stands where: a row for each member of a kind that holds a position, a column for each pillar, a sign for each position."""
    sheet, node = _sheet(kg, lang), _kind(kg, kind)
    found = _rows(kg, _POSITIONS % node)
    held = Counter(row["holder"] for row in _once(found))
    order = sorted(held, key=lambda holder: (-held[holder], holder))
    tiles, columns, left = [], [], 0.0
    for pillar in [*(row["p"] for row in _rows(kg, "SELECT ?p WHERE { ?p a pg:Pillar } ORDER BY ?p")), None]:
        slots = Counter[str]()
        for row in sorted((r for r in found if r["pillar"] == pillar), key=lambda r: (-sheet.steps[r["stance"]][0], r["claim"])):
            tiles.append(tile(sheet, row["stance"], left + 8 + TILE * (slots[row["holder"]] + 0.5), row["holder"], firm=_firm(row)))
            slots[row["holder"]] += 1
        width = 16 + max(90, TILE * max(slots.values(), default=0))
        columns.append(Column(left, width, sheet.words["outside"] if pillar is None else sheet.label(pillar)))
        left += width
    title = [sheet.words["matrix"].format(sheet.label(curie(node)))]
    members = [row["x"] for row in _rows(kg, f"SELECT DISTINCT ?x WHERE {{ ?x a <{node}> }} ORDER BY ?x")]
    if silent := [sheet.label(m) for m in members if m not in held]:
        names = f": {', '.join(sorted(silent))}" if len(silent) <= _NAMED else ""
        title.append(sheet.words["silent"].format(len(silent), len(members)) + names)
    return tiled(sheet, title, columns, order, tiles, _told(sheet, order, _once(found)))


def _told(sheet: Sheet, order: Iterable[str], rows: list[Row]) -> list[str]:
    said = {holder: [f"{sheet.label(r['measure'])} {sheet.label(r['stance'])}" for r in rows if r["holder"] == holder] for holder in order}
    return [f"{sheet.label(holder)}: {', '.join(texts)}" for holder, texts in said.items()]


def stances(asked: Knowledge | Answer, *, by: str | None = None, lang: str | None = None) -> Picture:
    """How firmly: a row for each holder, a column for each stance, with counts; of an answer, a row for each value of its column `by`."""
    lang = lang or (asked.lang if isinstance(asked, Answer) else "en")
    sheet = _sheet(asked, lang)
    found = _of_answer(sheet, asked, by) if isinstance(asked, Answer) else _once(_rows(asked, _POSITIONS % _kind(asked, "pg:Agent")))
    count = Counter((str(r["holder"]), str(r["stance"]), _firm(r)) for r in found)
    both = {(holder, stance) for holder, stance, firm in count if firm and (holder, stance, False) in count}
    width = 112 if both else 88
    columns = [Column(width * i, width, step.label) for i, step in sheet.steps.values()]
    tiles = []
    for (holder, stance, firm), number in sorted(count.items()):
        aside = (width / 4 if firm else -width / 4) if (holder, stance) in both else 0
        x = width * (sheet.steps[stance][0] + 0.5) + aside - 8
        tiles.append(tile(sheet, stance, x, holder, firm=firm, count=f"×{number}" if number > 1 else ""))
    held = Counter[str]()
    for (holder, _, _), number in count.items():
        held[holder] += number
    firmest = {h: max(sheet.steps[stance][0] for holder, stance, _ in count if holder == h) for h in held}
    order = sorted(held, key=lambda h: (-firmest[h], -held[h], h))
    sums = {h: Counter(str(r["stance"]) for r in found if str(r["holder"]) == h) for h in order}
    told = [
        f"{sheet.label(h)}: " + ", ".join(f"{step.label} {sums[h][s]}" for s, (_, step) in sheet.steps.items() if sums[h][s]) for h in order
    ]
    return tiled(sheet, [sheet.words["stances"]], columns, order, tiles, told)


def _of_answer(sheet: Sheet, answer: Answer, by: str | None) -> list[Row]:
    column = next((c for i, c in enumerate(answer.columns) if any(str(row[i]) in sheet.steps for row in answer.rows)), None)
    by = by or next((c for c in answer.columns if c != column), "")
    if by not in answer.columns or (column is None and len(answer)):
        raise UsageError(f"{answer.name} has no stances beside a column {by!r}; its columns are {', '.join(answer.columns)}")
    return [{"holder": row[by], "stance": row[column], "form": row.get("form")} for row in answer if column and row[column] in sheet.steps]


def timeline(kg: Knowledge, *, kind: str = "pg:Agent", moved: bool = False, lang: str = "en") -> Picture:
    """When: a line for each holder and matter over the days on which a position was voiced; only those that `moved`, if wanted."""
    sheet, node = _sheet(kg, lang), _kind(kg, kind)
    days, width = _days(kg), 110
    seen: dict[tuple[str, str], dict[str, tuple[str, Row]]] = {}
    for day in days:
        for row in _once(_rows(kg.at(day), _POSITIONS % node)):
            seen.setdefault((row["holder"], row["measure"]), {}).setdefault(row["claim"], (day, row))
    lines = {f"{h} {m}": list(points.values()) for (h, m), points in seen.items() if not moved or len({d for d, _ in points.values()}) > 1}
    order = sorted(lines, key=lambda key: (lines[key][0][1]["holder"], lines[key][0][0], key))
    names = {key: f"{sheet.label(key.split()[0])} · {sheet.label(key.split()[1])}" for key in order}
    tiles, strokes = [], []
    for key in order:
        start = width * days.index(lines[key][0][0]) + width / 2
        strokes.append({"x": start, "x2": width * len(days), "y": key})
        for day in days:
            here = [row for d, row in lines[key] if d == day]
            middle = width * days.index(day) + width / 2 - TILE * (len(here) - 1) / 2
            tiles += [tile(sheet, row["stance"], middle + TILE * i, key, firm=_firm(row)) for i, row in enumerate(here)]
    columns = [Column(width * i, width, day) for i, day in enumerate(days)]
    told = [f"{names[key]}: " + ", ".join(f"{day} {sheet.label(row['stance'])}" for day, row in lines[key]) for key in order]
    return tiled(sheet, [sheet.words["timeline"]], columns, order, tiles, told, strokes, names.__getitem__)


def _days(kg: Knowledge) -> list[str]:
    """The days up to the view's on which a position was voiced, superseded ones included."""
    from pyoxigraph import QuerySolutions

    from pledgegraph.store import query

    text = """SELECT DISTINCT ?day WHERE { ?claim a pg:Position . FILTER NOT EXISTS { ?claim pg:retracted ?why }
      OPTIONAL { ?claim pg:date ?on } OPTIONAL { ?claim pg:latest ?by } OPTIONAL { ?claim pg:earliest ?from }
      BIND (STR(COALESCE(?on, ?by, ?from)) AS ?day) }"""
    found = query(kg.record.store, text)
    assert isinstance(found, QuerySolutions)
    return sorted({row["day"].value for row in found if row["day"] and row["day"].value <= kg.day})


def conditions(kg: Knowledge, *, at_least: str = "pg:Intends", lang: str = "en") -> Picture:
    """On what it hangs: each condition with how many matters of at least that stance need it, directly or by inheritance."""
    from pledgegraph.things import resolve

    sheet = _sheet(kg, lang)
    floor = curie(resolve(kg.store, said(at_least, "a stance"), "stance").value)
    if floor not in sheet.steps:
        raise UsageError(f"{floor} is no stance; use one of {', '.join(sheet.steps)}")
    text = f"""SELECT DISTINCT ?condition ?measure ?relation WHERE {{
      VALUES ?relation {{ pg:directlyNeeds pg:inheritsNeed }}
      ?claim a pg:Position ; pg:stance ?stance ; pg:about ?measure . ?stance pg:atLeast {floor} . ?measure ?relation ?condition
    }} ORDER BY ?condition ?measure ?relation"""
    needs: dict[tuple[str, str], str] = {}
    for row in _rows(kg, text):  # where a matter needs it in both ways, the direct one comes first and counts
        needs.setdefault((row["condition"], row["measure"]), row["relation"])
    count = Counter((condition, relation) for (condition, _), relation in needs.items())
    total = Counter(condition for condition, _ in needs)
    order = sorted(total, key=lambda c: (-total[c], c))
    colours = {"pg:directlyNeeds": (DARK, "#ffffff"), "pg:inheritsNeed": (LIGHT, "#000000")}
    pieces: list[Row] = []
    for condition in order:
        start = 0
        for relation, (colour, ink) in colours.items():
            if number := count[condition, relation]:
                pieces.append({"y": condition, "x": start, "x2": start + number, "colour": colour, "ink": ink, "count": str(number)})
                start += number
    told = [f"{sheet.label(c)}: " + ", ".join(f"{count[c, r]} {sheet.words[r]}" for r in colours if count[c, r]) for c in order]
    legend = [(colour, sheet.words[relation]) for relation, (colour, _) in colours.items()]
    return bars(sheet, [sheet.words["conditions"].format(sheet.steps[floor][1].label)], order, pieces, legend, told)


def _sheet(asked: Knowledge | Answer, lang: str) -> Sheet:
    try:
        import altair  # noqa: F401
    except ModuleNotFoundError:
        raise UsageError("the pictures need altair; install it with: pip install 'pledgegraph[notebook]'") from None
    if not isinstance(asked, Knowledge | Answer):
        raise UsageError(f"a picture is drawn from a graph or an answer, not from {type(asked).__name__}")
    steps = {step.id: (i, step) for i, step in enumerate(palette.stances(asked.store, language(lang)))}
    return Sheet(asked.day, _WORDS[lang], steps, Answer("", [], [], asked.store, lang=lang).label)


def _kind(kg: Knowledge, kind: str) -> str:
    from pledgegraph.things import is_kind, resolve

    if not isinstance(kg, Knowledge):
        raise UsageError(f"this picture is drawn from a graph, not from {type(kg).__name__}; give it kg, not kg.ask(…)")
    node = resolve(kg.store, said(kind, "a kind"), "kind")
    if not is_kind(kg.store, node):
        raise UsageError(f"{curie(node.value)} is no kind of thing; use one such as pg:State, pg:Agent or pg:Organisation")
    return node.value


def _rows(kg: Knowledge, text: str) -> list[Row]:
    answer = kg.sparql(text)
    assert isinstance(answer, Answer)
    return list(answer)


def _once(rows: Iterable[Row]) -> list[Row]:
    """Each claim once, though its matter may belong to two pillars."""
    return list({row["claim"]: row for row in rows}.values())


def _firm(row: Row) -> bool:
    return row["form"] not in ("pg:Said", None)
