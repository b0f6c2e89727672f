"""The atlas in real Chromium: what a reader sees, presses and types; no request, no error, nothing hostile comes alive."""

import csv
import hashlib
import io
import json
import random
import re
from collections import Counter

import pledgegraph as pg
import pytest
from atlas_facts import ARTICLE, DIGEST, HEAD, INVENTED, PAYLOADS, hostile
from pledgegraph.assumptions import assume
from pledgegraph.errors import UsageError
from pledgegraph.scenario import evaluate
from pledgegraph.store import read_quads
from test_atlas import of_view

DESKTOP, PHONE = {"width": 1400, "height": 1000}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, kg):
    folder = tmp_path_factory.mktemp("atlas")
    kg.atlas(folder / "atlas.html")
    for name, facts in (("invented", INVENTED), ("hostile", hostile())):
        (folder / f"{name}.ttl").write_text(facts, encoding="utf-8")
        pg.load(folder / f"{name}.ttl", only=True).atlas(folder / f"{name}.html")
    return folder


class Watch:
    """A page that keeps what must not happen: requests, errors, dialogs, new windows."""

    def __init__(self, browser, folder, name="atlas", fragment="", **options):
        self.context = browser.new_context(**{"viewport": DESKTOP, "accept_downloads": True, **options})
        self.page = self.context.new_page()
        self.bad = []
        self.page.on("console", lambda m: self.bad.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.bad.append(str(e)))
        self.page.on("dialog", lambda d: (self.bad.append(d.message), d.dismiss()))
        self.page.on("request", lambda r: None if r.url.startswith(("file:", "blob:", "data:image/")) else self.bad.append(r.url))
        self.context.on("page", lambda p: self.bad.append(f"window {p.url}") if p is not self.page else None)
        self.url = (folder / f"{name}.html").as_uri()
        self.page.goto(self.url + (f"#{fragment}" if fragment else ""))

    def __getattr__(self, name):
        return getattr(self.page, name)

    def state(self):
        return self.page.evaluate("atlas.state")

    def open(self, fragment):
        self.page.evaluate("text => atlas.open(text)", fragment)

    def text(self, selector):
        return self.page.locator(selector).inner_text()

    def done(self):
        self.context.close()
        assert self.bad == []


@pytest.fixture(scope="module")
def shared(browser, folder):
    """One page for every test that leaves it as it found it."""
    watch = Watch(browser, folder)
    yield watch
    watch.done()


@pytest.fixture
def page(shared):
    shared.open("")
    shared.evaluate("scrollTo(0, 0)")
    return shared


def saved(page, name, form="SVG"):
    with page.expect_download() as waiting:
        page.locator(f'[data-k="{form} {name}"]').click()
    return waiting.value.path().read_text(encoding="utf-8-sig")


# ── What is on the page ──


def test_the_matrix_shows_what_stands(page):
    assert page.text("h1") == "Who pledges what"
    cell = page.locator('[data-k="cell id:france id:multinational-force"]')
    assert (
        cell.get_attribute("aria-label")
        == "France, Multinational force for Ukraine: 3 positions intends: 2 signed, 1 said; waits for a condition"
    )
    assert cell.evaluate("node => getComputedStyle(node).borderTopStyle") == "dashed"
    silence = page.locator('[data-k="cell id:france id:verification"]')
    assert "silence, not refusal" in silence.get_attribute("aria-label")
    mixed = page.locator('[data-k="cell id:germany id:multinational-force"]')
    assert mixed.locator(".glyph").all_inner_texts() == ["◔", "○"]


def test_a_cell_says_how_many_have_its_form_and_its_condition(page):
    france, russia, estonia = (page.locator(f'[data-k="cell id:{name}"]') for name in CELLS)
    assert france.inner_text().split() == ["●", "✎", "2/3"]
    assert russia.get_attribute("aria-label").endswith("; 1 of 6 conditional: waits for a condition")
    borders = "node => ['Top', 'Bottom'].map((side) => getComputedStyle(node)[`border${side}Style`])"
    assert russia.evaluate(borders) == ["none", "dashed"]
    assert estonia.evaluate(borders) == ["dashed", "dashed"]


CELLS = ("france id:multinational-force", "russia outside", "estonia id:multinational-force")
FIGURES = """() => [...document.querySelectorAll('#matrix .cell')].map((cell) => [cell.dataset.k, cell.innerText.split(/\\s+/).join(''),
  [cell, ...cell.children].every((n) => n.scrollWidth <= n.clientWidth + 2 && n.scrollHeight <= n.clientHeight + 2)])"""


@pytest.mark.parametrize(("width", "media"), [(390, "screen"), (718, "print")])
def test_no_cell_drops_a_figure_where_it_is_narrow(page, width, media):
    page.open("A=f.id:ceasefire")
    wide = page.evaluate(FIGURES)
    try:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media=media)
        narrow = page.evaluate(FIGURES)
    finally:
        page.set_viewport_size(DESKTOP)
        page.emulate_media(media="screen")
    assert [row[:2] for row in narrow] == [row[:2] for row in wide]
    assert [row for row in narrow if not row[2]] == []


def test_a_saved_matrix_has_its_whole_key(page):
    page.open("A=f.id:ceasefire")
    drawing = saved(page, "matrix")
    for text in page.locator("#legend li").all_inner_texts():
        if "several stances" not in text:
            assert " ".join(text.split()) in drawing, text
    for text in [*page.locator("#matrix .group th").all_inner_texts(), page.text("#matrix .note"), "✎ 2/3"]:
        assert text in drawing, text
    assert drawing.count("url(#hatch)") == page.locator("#matrix .blocked:not(.partly)").count() + 1


def test_a_pledge_beside_a_refusal_never_hides(page):
    cell = page.locator('[data-k="cell id:russia outside"]')
    assert cell.locator(".glyph").all_inner_texts() == ["●", "◑", "◔", "▽"]
    assert cell.locator(".r1").count() == 1


@pytest.mark.parametrize("clock", ["said", "published"])
def test_every_day_of_the_scrubber_shows_the_view_of_that_day(kg, page, clock):
    days = page.evaluate("clock => JSON.parse(document.getElementById('data').textContent).clocks[clock].days", clock)
    for day in days:
        page.open(f"clock={clock}&day={day}")
        view = kg.at(day) if clock == "said" else kg.at(known_on=day)
        found = {name: tuple(value) for name, value in page.evaluate("atlas.standing()").items()}
        assert found == of_view(view.store)
        positions = sum(1 for value, _, _ in found.values() if value and f"pg:{value[3:]}" in {s for s in STANCES})
        assert page.text("#daybar .sum").startswith(f"Standing positions: {positions},")


STANCES = {f"pg:{n}" for n in ("Excluded", "NotPlanned", "NotExcluded", "Conceivable", "Willing", "Intends")}


def test_the_scrubber_moves_every_view(page):
    views = ["#matrix", "#timeline", "#chain", "#evidence", "#scenario", "#circuit"]
    page.open("row=&col=id:multinational-force&claim=")
    before = {view: page.text(view) for view in views}
    page.locator('[data-k="slider"]').focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert page.text("output.day") == "4 September 2025"
    assert "day=2025-09-04" in page.page.url
    after = {view: page.text(view) for view in views}
    assert [view for view in views if view != "#timeline" and before[view] == after[view]] == []
    assert page.locator("#timeline .veil").count() == 1


def test_sorting_and_filtering(page):
    names = lambda: page.locator("#matrix tbody th[scope=row]").all_inner_texts()
    assert names()[:3] == ["Estonia", "France", "Germany"]
    page.locator('[data-k="sort"]').select_option("count")
    assert names()[0] == "Coalition of the Willing (Ukraine)"
    page.locator('[data-k="sort"]').select_option("in.id:verification")
    assert names()[0] == "United States of America"
    page.locator('[data-k="find"]').fill("no such thing")
    assert names() == []
    assert page.text("#matrix .note") == "Nothing matches these filters"
    page.locator('[data-k="find"]').fill("kingdom")
    assert names() == ["United Kingdom"]
    page.locator('[data-k="find"]').fill("")
    page.locator('[data-k="silent"]').check()
    assert "Japan" in names()
    page.locator('[data-k="summary hr"]').click()
    page.locator('[data-k="hr id:japan"]').uncheck()
    assert "Japan" not in names()
    page.locator('[data-k="summary hc"]').click()
    page.locator('[data-k="hc id:verification"]').uncheck()
    assert page.locator('[data-k="col id:verification"]').count() == 0
    page.locator('[data-k="stance pg:Intends"]').click()
    assert page.locator("#matrix .s3").count() == 0


def test_what_a_filter_hides_is_not_called_silence(page):
    notes = page.text("#matrix .note")
    page.open("hs=pg:NotPlanned&row=id:germany&col=id:security-guarantees&claim=")
    cell = page.locator('[data-k="cell id:germany id:security-guarantees"]')
    assert (cell.inner_text(), cell.get_attribute("aria-label").split(": ")[1]) == ("…2", "2 hidden by the filter")
    text = page.text("#evidence")
    assert "0 positions · 2 hidden by the filter" in text and "Silence" not in text
    assert page.text("#chain") == "2 hidden by the filter"
    assert "The filter hides – Stances: not planned" in page.text("#matrix .filtered")
    drawing = saved(page, "matrix")
    assert "The filter hides – Stances: not planned" in drawing and "…2" in drawing
    page.locator('[data-k="unhide"]').click()
    assert "2 positions" in page.text("#evidence .selection") and page.locator("#matrix .filtered").count() == 0
    for fragment in ("hs=pg:NotPlanned&hs=pg:Intends", "hc=id:multinational-force"):
        page.open(fragment)
        shown = page.text("#matrix .note")
        assert re.search(r"\d+ more (has|have) positions that the filter hides · " + re.escape(notes), shown), shown


def test_the_timeline_has_a_mark_for_each_position(kg, page):
    assert page.locator("#timeline .mark").count() == len(kg.sparql("SELECT ?p WHERE { ?p a pg:Position }")) + 1


def test_the_timeline_joins_only_an_earlier_word_to_a_later_one(page):
    assert page.locator("#timeline .thread:not(.timekey *)").count() == 1
    page.open("row=id:germany&col=&claim=id:germany-on-german-troops-in-ukraine-2026-01-06")
    assert page.locator("#timeline .thread.on:not(.timekey *)").count() == 1
    page.open("row=id:united-states&col=&claim=")
    assert page.locator("#timeline .thread.on:not(.timekey *)").count() == 0


def test_the_timeline_marks_where_its_axis_leaves_out_time_and_has_a_key(page):
    bands = page.locator("#timeline .band").evaluate_all("nodes => nodes.map((n) => n.querySelector('.hit').x.baseVal.value)")
    breaks = page.locator("#timeline .break:not(.timekey *)").evaluate_all(
        "nodes => nodes.map((n) => n.getBBox()).map((b) => b.x + b.width / 2)"
    )
    middles = [round(x) for x in breaks]
    assert len(bands) == 5 and middles == [round(bands[n]) for n in (1, 3)]
    texts = ["hangs on a condition", "on that day at the latest", "said later", "no longer current", "not chosen", "to a later word"]
    texts.append("time without an entry left out, the axis is not to scale")
    assert page.locator("#timeline .timekey").all_text_contents() == texts
    drawing = saved(page, "timeline")
    assert all(text in drawing for text in texts)
    page.open("clock=published")
    assert "on that day at the latest" not in page.locator("#timeline .timekey").all_text_contents()


def test_the_chain_names_what_is_cut(page):
    page.open("row=&col=id:multinational-force&claim=")
    assert re.search(r"9 of 17 positions, \d+ of \d+ reports shown", page.text("#chain"))
    page.locator('#chain [data-k="more"]').click()
    assert re.search(r"17 of 17 positions, (\d+) of \1 reports shown", page.text("#chain"))


def test_the_evidence_says_who_in_which_office_and_where(page):
    page.open("row=id:france&col=id:multinational-force&claim=id:france-on-french-bases-in-ukraine-2026-01-06")
    text = page.text("#evidence")
    for part in (
        "Keir Starmer",
        "Prime Minister of the United Kingdom (6 January 2026)",
        "direct quote",
        "paragraph 4, characters",
        "Article 7cade0f4",
    ):
        assert part in text, part


def test_competing_readings_stand_beside_each_other(page):
    page.open("row=id:germany&col=id:multinational-force&claim=id:germany-on-german-troops-in-ukraine-2026-01-06")
    sides = page.locator("#evidence .sides section")
    assert sides.count() == 2
    boxes = [sides.nth(n).bounding_box() for n in range(2)]
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] != boxes[1]["x"]
    page.open("row=id:united-states&col=id:verification&claim=id:united-states-on-us-monitoring-of-peace-agreement-2026-01-06")
    assert {s.split("\n")[-1] for s in page.locator("#evidence .sides h5").all_inner_texts()} == {"willing", "intends"}


# ── Scenarios ──


@pytest.mark.parametrize(
    ("clock", "day"), [("said", "2026-01-07"), ("said", "2025-09-04"), ("published", "2025-09-04"), ("said", "2026-01-06")]
)
def test_the_page_agrees_with_the_command_on_random_scenarios(kg, page, clock, day):
    view = kg.at(day) if clock == "said" else kg.at(known_on=day)
    whole = view.circuit
    page.open(f"clock={clock}&day={day}")
    chance = random.Random(f"{clock} {day}")
    names = sorted(whole.conditions)
    tried = [
        {n: chance.choice(("Met", "Failed", "Unknown")) for n in chance.sample(names, chance.randint(0, min(len(names), 8)))}
        for _ in range(120)
    ]
    found = page.evaluate("sets => sets.map((s) => atlas.evaluate(s))", tried)
    for assumed, result in zip(tried, found, strict=True):
        lists = [[n for n, v in assumed.items() if v == value] for value in ("Met", "Failed", "Unknown")]
        try:
            assume(view.store, whole, *lists)
            refused = False
        except UsageError:
            refused = True
        assert bool(result["clash"]) == refused, assumed
        expected = evaluate(whole, *lists)
        assert result["truth"] == expected.truth, assumed
        assert result["states"] == {name: s.state for name, s in expected.states.items()}, assumed


def test_the_page_agrees_on_circuits_of_every_shape(page):
    """Circuits that the record does not have: compounds within compounds, circles, pledges, deadlines, ends."""
    from pledgegraph.circuit import Circuit, Commitment, Condition

    chance = random.Random(6)

    def some(names, most=2):
        return tuple(sorted(chance.sample(names, chance.randint(0, min(most, len(names))))))

    for _ in range(60):
        names = [f"id:c{n}" for n in range(chance.randint(2, 9))]
        held = [f"id:p{n}" for n in range(chance.randint(1, 5))]
        conditions = {}
        for name in names:
            others = [n for n in names if n != name]
            op = chance.choice(("atom", "atom", "all", "any", "not"))
            parts = (
                () if op == "atom" else tuple(sorted(chance.sample(others, 1 if op == "not" else min(len(others), chance.randint(1, 3)))))
            )
            pledges = some(held) if chance.random() < 0.3 else ()
            conditions[name] = Condition(
                op, parts, some(others, 1), chance.choice((None, None, "Met", "NotYet", "Failed", "Unknown")), pledges
            )
        commitments = []
        for name in held:
            committed = chance.random() < 0.8
            settled = chance.choice((None, None, None, "discharged", "cancelled"))
            overdue = chance.random() < 0.2
            commitments.append(
                Commitment(
                    *(
                        name,
                        f"{name}m",
                        "id:h",
                        "pg:Intends",
                        "pg:Said",
                        committed,
                        some(names),
                        some(names, 1),
                        some(names, 1),
                        some(names, 1),
                    ),
                    *(chance.random() < 0.3, settled, "2020-01-01" if overdue else None, overdue),
                )
            )
        whole = Circuit(conditions, tuple(commitments))
        assumed = {n: chance.choice(("Met", "Failed", "Unknown")) for n in some(names, 4)}
        lists = ([n for n, v in assumed.items() if v == value] for value in ("Met", "Failed", "Unknown"))
        expected = evaluate(whole, *lists)
        found = page.evaluate("([assumed, data]) => atlas.evaluate(assumed, data)", [assumed, whole.data()])
        assert found["truth"] == expected.truth
        assert found["states"] == {name: s.state for name, s in expected.states.items()}


def test_switching_a_condition_changes_the_count_and_every_view(page):
    assert page.text("#live") == "23 commitments: 12 due, 11 waiting"
    views = ["#matrix table", "#chain", "#evidence", "#circuit"]
    before = {view: page.locator(view).inner_html() for view in views}
    page.locator('#scenario [data-k="switch A f id:ceasefire-agreement"]').click()
    assert page.text("#live") == "23 commitments: 12 due, 2 waiting, 9 blocked"
    assert [view for view in views if page.locator(view).inner_html() == before[view]] == []
    assert page.locator('[data-k="cell id:france id:multinational-force"]').get_attribute("class").split()[1] == "blocked"
    for name in ("ceasefire", "ceasefire-agreement", "us-support", "legally-binding-guarantee"):
        page.locator(f'#scenario [data-k="switch A m id:{name}"]').click()
    assert page.locator('[data-k="cell id:france id:multinational-force"]').get_attribute("class").split()[1] == "opens"


def test_the_count_is_what_the_command_prints(kg, page):
    page.open("A=m.id:ceasefire&A=f.id:us-support")
    rows = list(kg.what_if(met="id:ceasefire", failed="id:us-support"))
    states = Counter(row["state"] for row in rows)
    shown = dict(reversed(part.split(" ", 1)) for part in page.text("#live").split(": ")[1].split(", "))
    assert {f"pg:{name.title().replace(' ', '')}": int(n) for name, n in shown.items()} == states


def test_what_cannot_stand_together_is_refused_by_name(page):
    page.locator('#scenario [data-k="switch A m id:us-guarantee-and-support"]').click()
    page.locator('#scenario [data-k="switch A f id:us-support"]').click()
    assert "cannot stand together" in page.text("#scenario .warning")
    assert "Support of the United States" in page.text("#scenario .warning")
    assert page.state() == "A=m.id%3Aus-guarantee-and-support"
    page.open("A=m.id:us-guarantee-and-support&A=f.id:us-support")
    assert "cannot stand together" in page.text("#scenario .warning")
    assert page.text("#live") == "23 commitments: 12 due, 11 waiting"


def test_what_is_assumed_is_said_wherever_its_outcome_is_shown(browser, folder):
    fragment = "A=f.id%3Aceasefire&A=m.id%3Aceasefire-agreement"
    page = Watch(browser, folder, fragment=fragment, permissions=["clipboard-read", "clipboard-write"])
    words = "Assumed: A ceasefire failed, A ceasefire agreement between Ukraine and Russia met"
    assert page.text("#daybar .assuming .short") == words
    evidence = page.text("#evidence")
    assert "A ceasefire failed · assumed" in evidence and "blocked" in evidence
    assert f"{words}. The record says: waiting" in evidence
    cell = page.locator('[data-k="cell id:france id:multinational-force"]')
    assert "a condition has failed" in cell.get_attribute("aria-label") and cell.get_attribute("aria-label").endswith("(assumed)")
    for name in ("matrix", "timeline", "chain", "circuit"):
        assert words in re.sub(r"</text><text[^>]*>", " ", saved(page, name)), name
    table = list(csv.DictReader(io.StringIO(saved(page, "matrix", "CSV"))))
    assert {row["assumed"] for row in table} == {words.split(": ")[1]}
    page.locator('[data-k="copyview"]').click()
    page.locator("#said", has_text="View copied").wait_for(state="attached")
    assert f"7 January 2026 · {words} · #" in page.evaluate("navigator.clipboard.readText()")
    page.emulate_media(media="print")
    assert words in page.text("caption.print") and page.locator("#daybar .assuming .print").is_visible()
    page.emulate_media(media="screen")
    page.open("")
    assert page.locator(".assuming").count() == 0 and "assumed" not in page.text("#evidence")
    page.done()


def test_two_scenarios_are_compared(page):
    page.open("A=m.id:ceasefire&A=f.id:us-support&cmp=1")
    table = page.locator("#scenario table")
    assert "A ceasefire: met; Support of the United States: failed" in table.inner_text()
    rows = table.locator("tbody tr").all_inner_texts()
    assert any("blocked" in row and "waiting" in row for row in rows)
    page.locator('[data-k="tab B"]').click()
    assert page.text("#live") == "23 commitments: 12 due, 11 waiting"


def test_a_comparison_names_what_cannot_stand_together_in_each_scenario(page):
    page.open("cmp=1&A=m.id:ceasefire&B=m.id:us-guarantee-and-support&B=f.id:us-support")
    (warning,) = page.locator("#scenario .warning").all_inner_texts()
    assert warning.startswith("Scenario B: These assumptions cannot stand together: ") and "Support of the United States" in warning
    assert "ends up the same" not in page.text("#scenario")
    page.open("cmp=1&which=B&A=m.id:us-guarantee-and-support&A=f.id:us-support&B=m.id:us-guarantee-and-support&B=f.id:us-support")
    assert [w.split(":")[0] for w in page.locator("#scenario .warning").all_inner_texts()] == ["Scenario A", "Scenario B"]


# ── The circuit, and a circle ──


def test_a_circle_is_a_ring_whose_links_name_article_and_paragraph(browser, folder):
    page = Watch(browser, folder, "invented")
    assert page.locator("#circuit .edge.ring").count() == 2
    labels = page.locator("#circuit .ringlink text").all_text_contents()
    assert sorted(labels) == [f"↑ {DIGEST[:8]} ¶4", f"↓ {DIGEST[:8]} ¶4"]
    node = page.locator('#circuit [data-k="wire id:truce"]')
    node.focus()
    page.keyboard.press("Enter")
    assert page.text("#live") == "1 commitment: 1 due"
    page.locator("#circuit .ringlink").first.press("Enter")
    assert "claim=id%3A" in page.page.url and "needs" in page.page.url
    page.done()


def test_circles_have_the_count_and_the_numbers_of_the_command(kg, page):
    links = Counter(row["circle"] for row in kg.circles())
    assert len(links) == 2 and f"{len(links)} circles, " in page.text("#circuit .note")
    labels = page.locator("#circuit .ringlink text").all_text_contents()
    assert Counter(int(n) for text in labels for n in re.match(r"\((.*?)\) ", text)[1].split(", ")) == links
    data = page.evaluate("JSON.parse(document.getElementById('data').textContent)")
    names = [row[0] for row in data["terms"]]
    for n, day in enumerate(data["clocks"]["said"]["days"]):
        (found,) = [value for start, end, value in data["circuit"]["circles"]["said"] if start <= n < end]
        rows = [(row["circle"], row["condition"]) for row in kg.at(day).circles()]
        assert [(c + 1, names[t]) for c, ring in enumerate(found) for t in ring] == rows


# ── The article ──


WIRES = """() => {
  const links = [...document.querySelectorAll('#circuit .edge')].map(e => e.getAttribute('class')).sort();
  const names = [...document.querySelectorAll('#circuit [data-k^="wire "]')].map(n => n.getAttribute('data-k').split(' of ')[0]);
  return [links.filter(l => l.includes('ring')).length, [...new Set(names)].sort()];
}"""


def test_on_a_phone_the_circuit_stands_below_itself_with_every_node_and_ring(browser, folder):
    wide, phone = Watch(browser, folder), Watch(browser, folder, viewport=PHONE)
    assert phone.evaluate(WIRES) == wide.evaluate(WIRES)
    for name in ("circuit", "timeline", "chain"):
        assert phone.evaluate(
            "name => { const s = document.querySelector(`#${name} .scroll`); return s.scrollWidth <= s.clientWidth }", name
        )
    names = phone.locator("#circuit .ringlink text").all_text_contents()
    assert len(names) == len(wide.locator("#circuit .ringlink text").all_text_contents()) > 0
    node = phone.locator('#circuit [data-k^="wire id:ceasefire-agreement of"]').first
    node.press("Enter")
    assert "A=m.id%3Aceasefire-agreement" in phone.state()
    wide.done()
    phone.done()


def test_with_very_many_claims_the_rows_below_the_screen_follow(browser, folder):
    text = (folder / "atlas.html").read_text(encoding="utf-8")
    head, data, tail = re.split(r'(?<=id="data">)(.*?)(?=</script>)', text, maxsplit=1, flags=re.DOTALL)
    many = json.loads(data)
    few = len(many["rows"])
    many["claims"] *= 3001 // len(many["claims"]) + 1
    (folder / "many.html").write_text(head + json.dumps(many).replace("<", "\\u003c") + tail, encoding="utf-8")
    page = Watch(browser, folder, "many", "silent=1")
    rows = page.locator("#matrix tbody tr:not(.group)")
    page.wait_for_function(f"document.querySelectorAll('#matrix tbody tr:not(.group)').length === {few}")
    assert few > 20
    at_once = page.evaluate("() => { atlas.open('silent=1&sort=firm'); return document.querySelectorAll('#matrix tbody tr').length }")
    assert at_once == 20
    page.wait_for_function(f"document.querySelectorAll('#matrix tbody tr').length === {few}")
    last = rows.last.locator(".cell").last
    key = last.get_attribute("data-k")
    last.press("Enter")
    assert page.evaluate("document.activeElement.dataset.k") == key
    assert rows.count() == few
    page.done()


def test_an_article_dropped_on_the_page_is_proved_and_coloured(browser, folder, tmp_path):
    (tmp_path / "gazette.txt").write_bytes(ARTICLE.encode())
    page = Watch(browser, folder, "invented", reduced_motion="reduce")
    page.locator("#file").set_input_files(tmp_path / "gazette.txt")
    page.wait_for_selector("#article mark")
    assert "all 5 passages stand where the record says" in page.text("#article")
    assert page.locator("#article .num").all_inner_texts() == ["¶1", "¶2", "¶3", "¶4"]
    marked = "".join(page.locator("#article mark").evaluate_all("nodes => nodes.map((n) => n.firstChild.textContent)"))
    assert (
        marked
        == "“We 👨‍👩‍👧 shall send a flotilla 🚢 once there is a truce.”"
        + "A truce, he added 🎩, needs a guarantee"
        + "𝔸 guarantee needs a truce"
    )
    assert "Nobody coded this sentence." in page.text("#article")
    assert page.locator("#article .para").nth(2).locator("mark").count() == 0
    page.locator("#article mark", has_text="added").press("Enter")
    assert "claim=id%3Atruce-needs" in page.page.url
    assert page.evaluate("document.activeElement.id") == "claimname"
    inside = "() => { const b = document.activeElement.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"
    assert page.evaluate(inside)
    assert "no position, but another claim" in page.text("#article .legend") and "intends" in page.text("#article .legend")
    page.locator('#evidence [data-k="jump id:r4"]').click()
    assert page.evaluate("document.activeElement.textContent") == "A truce, he added 🎩, needs a guarantee"
    wrong = tmp_path / "other.txt"
    wrong.write_bytes(ARTICLE.encode() + b" ")
    page.locator("#file").set_input_files(wrong)
    page.wait_for_selector("#article .warning")
    assert hashlib.sha256(wrong.read_bytes()).hexdigest() in page.text("#article")
    drop = "text => { const d = new DataTransfer(); d.items.add(new File([text], 'dropped.txt')); return d; }"
    page.dispatch_event("#article .drop", "drop", {"dataTransfer": page.evaluate_handle(drop, ARTICLE)})
    page.wait_for_selector("#article mark")
    page.done()


def test_the_coded_articles_are_proved_too(articles, kg, page):
    total = past = 0
    for path in sorted(articles.glob("*.txt")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        reports = len(kg.record.rdf.query(f"SELECT ?r WHERE {{ ?r pg:article id:article-{digest[:8]} ; a pg:Report }}"))
        total += reports
        page.locator("#file").set_input_files(path)
        page.locator("#article .proof strong", has_text=digest[:8]).wait_for()
        assert f"all {reports} passages stand" in page.text("#article .proof")
        past += page.locator("#article mark.never").count()
        if digest.startswith("6077d9c4"):
            mark = page.locator('#article mark[data-from="1300"]')
            assert "(current on no day)" in mark.get_attribute("aria-label")
            mark.press("Enter")
            assert "claim=id%3Agermany-on-german-troops-in-ukraine-by-2026-01-06" in page.state()
            assert "not current on 7 January 2026" in page.text("#evidence")
    assert total == len(kg.record.rdf.query("SELECT ?r WHERE { ?r a pg:Report }")) and past >= 5


# ── The address bar ──


STATE = (
    "lang=de&theme=dark&clock=published&day=2026-01-06&sort=in.id%3Averification&find=u&scope=chosen&which=B&row=id%3Agermany&col=id%3Amilitary-support"
    "&claim=id%3Agermany-on-german-participation-2026-01-06&cond=id%3Aceasefire&silent=1&cmp=1&wide=1&every=1&hr=id%3Aspain&hc=id%3Averification"
    "&hs=pg%3AWilling&A=m.id%3Aceasefire&B=f.id%3Aus-support&B=u.id%3Apeace-agreement"
)


def test_the_address_bar_holds_the_whole_state(browser, folder):
    first = Watch(browser, folder, fragment=STATE)
    assert first.state() == STATE
    shown = first.text("main")
    assert first.evaluate("document.documentElement.lang") == "de"
    second = Watch(browser, folder)
    assert second.state() == ""
    second.evaluate("text => { location.hash = text; }", STATE)
    second.locator("h1", has_text="Wer was zusagt").wait_for()
    assert second.text("main") == shown
    second.locator('[data-k="tab A"]').click()
    assert second.page.url.split("#")[1] == STATE.replace("&which=B", "")
    first.done()
    second.done()


def test_a_copied_view_opens_the_same_elsewhere(browser, folder):
    page = Watch(browser, folder, fragment="row=id%3Agermany&col=&A=m.id%3Aceasefire", permissions=["clipboard-read", "clipboard-write"])
    page.locator('[data-k="copyview"]').click()
    page.locator("#said", has_text="View copied").wait_for(state="attached")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("Who pledges what · as said by 7 January 2026 · Assumed: A ceasefire met · #row=id%3Agermany")
    page.open("")
    page.locator('[data-k="pastesum"]').click()
    page.locator("#pasted").fill(text)
    page.locator('[data-k="open"]').click()
    assert page.state() == text.split("#")[1]
    page.locator("#pasted").fill("nothing of the kind")
    page.locator('[data-k="open"]').click()
    page.locator("#said", has_text="no copied view").wait_for(state="attached")
    page.done()


def test_a_view_pasted_as_mail_carries_it_is_whole_or_says_what_is_lost(page):
    state = "row=id%3Agermany&col=&A=m.id%3Aceasefire&A=f.id%3Alegally-binding-guarantee&A=u.id%3Aus-support"
    text = f"Who pledges what · as said by 7 January 2026 · #{state}"
    url = page.page.url.split("#")[0] + f"#{state}"
    wrapped = "\n".join(text[n : n + 76] for n in range(0, len(text), 76))
    said = page.locator("#pasteSaid")
    page.locator('[data-k="pastesum"]').click()

    def paste(mail):
        page.open("")
        page.locator("#pasted").fill(mail)
        page.locator('[data-k="open"]').click()
        return said.inner_text()

    for mail in (
        *(f"{text}\n\nBest regards", f"{text}\nThanks", f"{wrapped}\n\nBest #1", f"\n  {text}  \n"),
        "> " + wrapped.replace("\n", "\n> ") + "\n> \n> Best",
        *(f"Look ‹{url}› there", f"<{url}>", f"{url} see this", f"{url}.", "> > " + wrapped.replace("\n", "\r\n> > ")),
    ):
        assert (paste(mail), page.state()) == ("View opened", state), mail
    assert paste(f"{text}x&tone=loud\n\nBest") == "View opened, but this part was not understood: A=u.id:us-supportx, tone=loud"
    assert page.state() == state.rpartition("&")[0]
    assert paste("Re: #x=1") == "This is no copied view"
    page.keyboard.press("Escape")


def test_the_skip_link_leaves_the_state_in_the_address_bar(browser, folder):
    page = Watch(browser, folder, fragment="lang=de")
    page.locator("#skip").press("Enter")
    assert page.page.url.endswith("#lang=de")
    assert page.evaluate("document.activeElement.id") == "h-matrix"
    page.done()


def test_a_copied_citation_names_the_day_of_the_view(browser, folder):
    page = Watch(browser, folder, fragment="clock=published&day=2026-01-06", permissions=["clipboard-read", "clipboard-write"])
    page.locator('[data-k="cite"]').click()
    page.locator("#said", has_text="Citation copied").wait_for(state="attached")
    text = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"^pledgegraph \d\S*, France: .*<https://\S+>, as published by 6 January 2026\. ", text)
    page.done()


def test_nonsense_in_the_address_bar_is_no_harm(browser, folder):
    page = Watch(browser, folder, fragment="day=2026-99-99&row=__proto__&A=x.__proto__&A=m.constructor&sort=in.toString&lang=xx")
    for fragment in ("%%%&&&===", "claim=id:nowhere&cond=id:nowhere", "row=pg:Position&col=outside", ""):
        assert page.locator("#matrix tbody tr").count() > 10
        page.evaluate("text => { location.hash = text; }", fragment)
    page.done()


# ── Copies and files ──


def test_the_turtle_of_a_claim_says_what_the_record_says(kg, page):
    record = {str(q) for q in kg._record.quads()}
    names = page.evaluate("Object.keys(atlas.standing())")
    for name in names[:: max(1, len(names) // 60)]:
        text = page.evaluate("name => atlas.turtle(name)", name)
        quads = {str(q) for q in read_quads(text.encode(), "claim.ttl")}
        assert quads <= record and len(quads) > 6


def test_what_is_shown_can_be_saved(page, tmp_path):
    for name in ("matrix", "timeline", "chain", "circuit"):
        with page.expect_download() as waiting:
            page.locator(f'[data-k="SVG {name}"]').click()
        text = waiting.value.path().read_text(encoding="utf-8")
        assert waiting.value.suggested_filename == f"atlas-{name}-2026-01-07.svg"
        assert "as said by 7 January 2026" in text and "● intends" in text and "var(" not in text
    with page.expect_download() as waiting:
        page.locator('[data-k="PNG matrix"]').click()
    assert waiting.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    with page.expect_download() as waiting:
        page.locator('[data-k="CSV chain"]').click()
    rows = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("claim,holder,matter,pillar,stance,form,date,state") and len(rows) == 4
    assert "id:france-on-french-troops-in-ukraine-signed,France," in "\n".join(rows)


def test_print_has_legend_and_date_and_no_controls(page):
    page.emulate_media(media="print")
    try:
        assert page.locator("caption.print").is_visible() and "7 January 2026" in page.text("caption.print")
        assert page.locator("#legend").is_visible()
        assert not page.locator("#tools").is_visible() and not page.locator("#filters").is_visible()
    finally:
        page.emulate_media(media="screen")


# ── Everyone ──


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, folder, size, scheme):
    Axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe
    page = Watch(browser, folder, fragment="cmp=1&A=m.id:ceasefire&B=f.id:us-support&silent=1", viewport=size, color_scheme=scheme)
    found = Axe().run(page.page)
    assert [(v["id"], [n["html"][:150] for n in v["nodes"][:3]]) for v in found.response["violations"]] == []
    page.done()


def test_axe_finds_nothing_in_a_read_article(browser, folder, tmp_path):
    Axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe
    (tmp_path / "gazette.txt").write_bytes(ARTICLE.encode())
    page = Watch(browser, folder, "invented", fragment="lang=de")
    page.locator("#file").set_input_files(tmp_path / "gazette.txt")
    page.wait_for_selector("#article mark")
    found = Axe().run(page.page)
    assert [(v["id"], [n["html"][:150] for n in v["nodes"][:3]]) for v in found.response["violations"]] == []
    page.done()


@pytest.mark.parametrize("width", [390, 900, 1400])
@pytest.mark.parametrize("lang", ["en", "de"])
def test_nothing_runs_over_the_edge(page, width, lang):
    page.set_viewport_size({"width": width, "height": 900})
    try:
        page.open(f"lang={lang}&silent=1&cmp=1&A=m.id:ceasefire")
        for name in ("summary hr", "summary hc", "pastesum"):
            page.locator(f'[data-k="{name}"]').press("Enter")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.getAttribute('data-k')") == "pastesum"
        assert page.locator("details[open]").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        page.set_viewport_size(DESKTOP)


def test_the_keyboard_reaches_and_works_everything(page):
    press = page.keyboard.press
    active = lambda: page.evaluate("(n => n.getAttribute('data-k') || n.id || n.textContent)(document.activeElement)")
    page.locator("#skip").focus()
    seen = ["skip"]
    for _ in range(140):
        press("Tab")
        name = active()
        if name in seen[:1] or page.evaluate("document.activeElement === document.body"):
            break
        seen.append(name)
    stops = " | ".join(seen)
    for wanted in (
        "skip",
        "search",
        "lang",
        "copyview",
        "clock said",
        "slider",
        "sort",
        "summary hr",
        "corner",
        "stance pg:Intends",
        "chosen id:",
        "cite",
        "turtle",
    ):
        assert wanted in stops, wanted
    for wanted in ("mark id:", "link id:", "tab A", "switch A m id:", "scope all", "wire id:", "file", "SVG matrix", "CSV scenario"):
        assert wanted in stops, wanted
    assert sum(name.startswith("mark ") for name in seen) + sum(name.startswith("cell ") for name in seen) <= 2
    page.locator('[data-k="corner"]').focus()
    for key, name in (
        ("ArrowRight", "col id:verification"),
        ("ArrowDown", "cell id:estonia id:verification"),
        ("ArrowDown", "cell id:france id:verification"),
        ("End", "cell id:france outside"),
        ("Home", "row id:france"),
        ("Control+End", "cell id:merz outside"),
        ("Control+Home", "corner"),
    ):
        press(key)
        assert active() == name
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        press(key)
    assert active() == "cell id:germany id:multinational-force"
    press("Enter")
    assert active() == "cell id:germany id:multinational-force"
    assert "Germany" in page.text("#evidence .selection") and "row=id%3Agermany" in page.page.url
    page.locator('#timeline [tabindex="0"]').focus()
    press("End")
    press("Enter")
    assert active().startswith("mark ")


def test_on_a_phone_what_is_chosen_is_said_and_one_press_away(browser, folder):
    page = Watch(browser, folder, viewport=PHONE, reduced_motion="reduce")
    cell = page.locator('[data-k="cell id:germany id:security-guarantees"]')
    cell.click()
    page.locator("#said", has_text="Evidence: Germany · Security guarantees for Ukraine · 2 positions").wait_for(state="attached")
    inside = "n => { const b = n.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"
    jump, heading = page.locator('[data-k="jump"]'), page.locator("#h-evidence")
    assert jump.inner_text() == "Evidence: 2 ↓" and jump.evaluate(inside) and not heading.evaluate(inside)
    jump.press("Enter")
    assert heading.evaluate(inside) and heading.bounding_box()["y"] >= page.locator("#daybar").bounding_box()["height"]
    assert page.evaluate("document.activeElement.id") == "h-evidence"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.k") == "cell id:germany id:security-guarantees"
    page.set_viewport_size(DESKTOP)
    assert not jump.is_visible()
    page.done()


def test_search_finds_labels_and_aliases_in_both_languages(page):
    box = page.locator("#search")
    box.fill("schutztruppe")
    assert page.locator("#hits li").first.inner_text().startswith("Multinational force for Ukraine")
    page.keyboard.press("Enter")
    assert page.state() == "row=&claim=id%3Acoalition-willing-on-multinational-force-deployment-2026-01-06"
    box.fill("ceasefire")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "hit1"
    page.keyboard.press("Escape")
    assert not page.locator("#hits").is_visible()
    box.fill("soldiers stationed")
    page.keyboard.press("Enter")
    assert "French soldiers stationed in Ukraine" in page.text("#evidence h3") or "British soldiers" in page.text("#evidence h3")


def test_a_record_without_claims_says_so_and_offers_nothing_to_choose(browser, tmp_path):
    (tmp_path / "none.ttl").write_text(HEAD + 'id:nowhere a pg:State ; skos:prefLabel "Nowhere"@en , "Nirgends"@de .', encoding="utf-8")
    pg.load(tmp_path / "none.ttl", only=True).atlas(tmp_path / "none.html")
    page = Watch(browser, tmp_path, "none")
    assert page.text("main") == "There are no claims in this record."
    assert page.page.title() == "Who pledges what" and "record until" not in page.text("#foot")
    assert not page.locator("#daybar").is_visible() and not page.locator("#nav").is_visible() and page.locator("#search").is_disabled()
    page.locator('[data-k="lang"]').click()
    assert page.text("main") == "In diesem Bestand gibt es keine Aussagen."
    assert page.state() == "lang=de"
    page.done()


def test_search_finds_speakers_and_leads_to_what_they_voiced(kg, page):
    ways = ("pg:evidence/pg:reports/pg:speaker", "pg:evidence/pg:relayedBy", "pg:holder", "pg:agent")
    union = " UNION ".join(f"{{ ?c {way} id:starmer ; pg:evidence ?r }}" for way in ways)
    voiced = kg.sparql(f"SELECT DISTINCT ?c WHERE {{ {union} }}")
    page.locator("#search").fill("Starmer")
    assert page.locator("#hits li").first.inner_text() == "Keir Starmer · speaker"
    page.keyboard.press("Enter")
    assert page.state().startswith("row=&col=&claim=id%3A") and page.state().endswith("&voice=id%3Astarmer")
    assert page.text("#evidence .selection") == f"Keir Starmer · {len(voiced)} claims held or voiced"
    assert "Keir Starmer" in page.text("#evidence .report >> nth=0")
    page.locator('[data-k="row id:france"]').click()
    assert "voice" not in page.state() and page.text("#evidence .selection").startswith("France")


def test_text_is_whole_in_both_languages(page):
    texts = "[...document.querySelectorAll('h2, .deck, button:not([data-k^=row]), dt, .check, .note, thead th')].map((n) => n.textContent.trim())"
    english = set(page.evaluate(texts))
    page.open("lang=de")
    same = {text for text in page.evaluate(texts) if text in english and re.search(r"[a-zäöü]{4}", text)}
    assert same <= {"Matrix", "Matrix ↑"}, same
    assert page.evaluate("document.documentElement.lang") == "de"


def test_no_animation_is_needed(browser, folder):
    page = Watch(browser, folder, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0
    page.done()


def test_without_javascript_matrix_and_claims_are_there(browser, folder):
    page = Watch(browser, folder, java_script_enabled=False)
    assert page.page.locator("noscript table").is_visible()
    assert "French soldiers stationed in Ukraine" in page.page.locator("noscript ul").inner_text()
    assert not page.page.locator("#daybar").is_visible()
    assert page.page.locator("h1").inner_text() == "Who pledges what"
    page.done()


def test_without_javascript_the_matrix_keeps_its_words_whole_on_a_phone(browser, folder):
    page = Watch(browser, folder, java_script_enabled=False, viewport=PHONE)
    box = page.page.locator("noscript .scroll").bounding_box()
    table = page.page.locator("noscript table").bounding_box()
    assert box["x"] + box["width"] <= PHONE["width"] < table["width"]
    assert page.page.locator("noscript thead th", has_text="Verification").bounding_box()["width"] > 75
    page.done()


# ── Hostile graphs ──


def test_no_label_turns_the_drawing_round_and_a_blank_one_gives_way_to_the_id(browser, folder, tmp_path):
    facts = INVENTED.replace('"Freedonia"', '" \u200b "').replace('"A truce"', '"\u202elive"')
    (tmp_path / "turned.ttl").write_text(facts, encoding="utf-8")
    pg.load(tmp_path / "turned.ttl", only=True).atlas(tmp_path / "turned.html")
    page = Watch(browser, tmp_path, "turned")
    drawn = "".join(page.locator("svg text, svg title").all_text_contents())
    assert "\ufffdlive" in drawn and not re.search("[\u202a-\u202e\u2066-\u2069]", drawn)
    assert "id:freedonia" in page.text("#matrix") and "id:freedonia:" in drawn
    page.done()


def test_a_hostile_graph_stays_text(browser, folder):
    page = Watch(browser, folder, "hostile", viewport=DESKTOP)
    assert page.locator("#matrix tbody th[scope=row]").count() == len(PAYLOADS)
    rows = [
        text.replace("\u00ad", "")
        for text in page.locator("#matrix tbody th[scope=row] button").evaluate_all("nodes => nodes.map((n) => n.textContent)")
    ]
    assert sorted(rows) == sorted(PAYLOADS)
    for n in range(len(PAYLOADS)):
        page.open(f"row=&col=&claim=id:position-{n}&cond=")
        assert PAYLOADS[n] in page.locator("#evidence .report .gist").first.evaluate("node => node.textContent")
    for n in range(0, len(PAYLOADS), 5):
        page.open(f"row=&col=&claim=&cond=id:condition-{n}&lang=de&A=m.id:condition-{n}")
    page.locator("#search").fill("script")
    for name in ("matrix", "circuit"):
        with page.expect_download() as waiting:
            page.locator(f'[data-k="SVG {name}"]').click()
        drawing = waiting.value.path().read_text(encoding="utf-8")
        assert not re.search(r"<script|<img|onerror=[^&]*\"|<foreignObject", re.sub(r">[^<]*<", "><", drawing))
    table = page.evaluate("atlas.csv('matrix')")
    assert "'=HYPERLINK" in table and not re.search(r"(?m)(^|,)\"?=", table)
    links = page.evaluate("[...document.querySelectorAll('a')].map((a) => a.protocol)")
    assert set(links) <= {"file:", "https:", "http:"}
    assert page.evaluate("window.hacked") is None
    assert (
        page.evaluate("document.querySelectorAll('iframe, img, object, embed, base, [onerror], [onload], [onclick], [style]').length") == 0
    )
    assert page.evaluate("({}).hacked === undefined && Object.keys(Object.prototype).length === 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
    assert len(json.dumps(rows)) > 5000
    page.done()
