"""The draggable page in a real browser: no request, no complaint, no script but ours, everything in it as text."""

import json
import re

import pytest
from conftest import need
from hostile import PAYLOADS, hostile
from pledgegraph.lettering import clean
from pledgegraph.network import draw
from pledgegraph.view import Moment


@pytest.fixture(scope="module")
def pages(kg, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    drawings = {"france": kg.draw("France", 2), "german": kg.draw("Bundestag", 2, lang="de"), "whole": kg.draw()}
    drawings["hostile"] = draw(hostile(), Moment("2026-01-07"))
    for name, drawing in drawings.items():
        (folder / f"{name}.html").write_text(drawing.html(), encoding="utf-8")
    return folder


def until(page, expression):
    """Waits for an expression of a page to be true; Playwright's own way evaluates text, which the policy forbids."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


class Opened:
    """A page that was opened, with what it asked for and complained of."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "offline": True, **options})
        self.page = self.context.new_page()
        self.requests, self.complaints, self.booms = [], [], []
        self.page.expose_function("boom", lambda *_: self.booms.append(1))
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: self.booms.append(d.message))
        self.page.goto(path.as_uri())
        until(self.page, "window.network && network.getScale() > 0")


@pytest.fixture
def opened(browser, pages):
    contexts = []

    def start(name, **options):
        found = Opened(browser, pages / f"{name}.html", **options)
        contexts.append(found.context)
        return found

    yield start
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["france", "german", "whole", "hostile"])
def test_no_request_and_no_complaint(opened, name, pages):
    found = opened(name)
    found.page.mouse.move(500, 500)
    found.page.mouse.wheel(0, 100)
    found.page.get_by_text(re.compile("tables|Tabellen")).first.click()
    found.page.wait_for_timeout(200)
    assert found.requests == [(pages / f"{name}.html").as_uri()]
    assert (found.complaints, found.booms) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", ["france", "german"])
def test_axe_finds_nothing(opened, name, size, scheme):
    need(_axe() is not None, "axe-playwright-python")
    found = opened(name, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, bypass_csp=True)
    found.page.locator("summary").click()
    result = _axe().run(found.page)
    assert result.violations_count == 0, result.generate_report()
    assert found.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"


def _axe():
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        return None
    return Axe()


def canvas_place(page, name):
    """Where a thing stands on the screen."""
    return page.evaluate(
        """id => { const at = network.canvasToDOM(network.getPositions([id])[id]);
        const box = document.querySelector("#mynetwork canvas").getBoundingClientRect(); return [box.x + at.x, box.y + at.y]; }""",
        name,
    )


def test_a_thing_can_be_dragged_and_nothing_else_moves(opened):
    page = opened("france").page
    before = page.evaluate("network.getPositions()")
    x, y = canvas_place(page, "id:france")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 40, steps=6)
    page.mouse.up()
    after = page.evaluate("network.getPositions()")
    assert after["id:france"]["x"] > before["id:france"]["x"] + 40
    assert {n: p for n, p in after.items() if n != "id:france"} == {n: p for n, p in before.items() if n != "id:france"}


def test_nothing_moves_by_itself(opened, kg):
    page = opened("france").page
    page.wait_for_timeout(400)
    places = {n: (round(s.box.x), round(s.box.y)) for n, s in kg.draw("France", 2).spots.items()}
    now = page.evaluate("network.getPositions()")
    assert all(abs(now[n]["x"] - x) <= 1 and abs(now[n]["y"] - y) <= 1 for n, (x, y) in places.items())
    assert page.evaluate("network.physics.physicsEnabled") is False


def test_a_tooltip_is_text_with_evidence(opened):
    page = opened("france").page
    x, y = canvas_place(page, "id:ceasefire")
    page.mouse.move(x - 1, y)
    page.mouse.move(x, y)
    tip = page.locator(".vis-tooltip")
    tip.get_by_text("There is no ceasefire as yet").wait_for(timeout=3000)
    assert tip.inner_text().startswith("A ceasefire\nceasefire, not yet")


def test_choosing_a_thing_tells_what_it_rests_on(opened):
    page = opened("france").page
    x, y = canvas_place(page, "id:french-troops-in-ukraine")
    page.mouse.click(x, y)
    panel = page.locator("#said")
    panel.get_by_text("France → intends · signed → French soldiers stationed in Ukraine").wait_for(timeout=3000)
    assert panel.get_attribute("aria-live") == "polite"


def test_a_link_tells_its_passages(opened):
    page = opened("france").page
    place = page.evaluate(
        """() => {
          const edge = edges.get().find((e) => e.name.startsWith("France → intends · signed → French soldiers"));
          const from = network.getPositions()[edge.from], to = network.getPositions()[edge.to];
          const box = document.querySelector("#mynetwork canvas").getBoundingClientRect();
          for (let t = 0.2; t < 0.8; t += 0.01) {
            const at = network.canvasToDOM({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t });
            if (network.getNodeAt(at) === undefined && network.getEdgeAt(at) === edge.id) return [box.x + at.x, box.y + at.y];
          }
        }"""
    )
    page.mouse.click(*place)
    page.locator("#said").get_by_text("7cade0f4 ¶2 402–565").wait_for(timeout=3000)


def test_search_and_keys(opened):
    page = opened("german").page
    page.get_by_label("Suchen").fill("bundestag")
    page.keyboard.press("Enter")
    page.locator("#said h2").get_by_text("Deutscher Bundestag").wait_for(timeout=3000)
    page.get_by_label("Suchen").fill("Atlantis")
    page.keyboard.press("Enter")
    page.locator("#said h2").get_by_text("Hier heißt nichts so.").wait_for(timeout=3000)
    before = page.evaluate("network.getScale()")
    page.get_by_role("button", name="Vergrößern").click()
    page.wait_for_timeout(100)
    assert page.evaluate("network.getScale()") > before
    page.get_by_role("application").focus()
    held = page.evaluate("network.getViewPosition()")
    page.keyboard.down("ArrowRight")
    page.wait_for_timeout(200)
    page.keyboard.up("ArrowRight")
    assert page.evaluate("network.getViewPosition()") != held


def test_day_and_night_change_the_picture(opened):
    page = opened("france", color_scheme="light").page
    colour = "edges.get().find(e => e.name.includes('intends')).color.color"
    assert page.evaluate(colour) == "#08478f"
    page.emulate_media(color_scheme="dark")
    until(page, f"{colour} === '#7db8ff'")


def test_without_script_the_tables_are_there(browser, pages, kg):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((pages / "german.html").as_uri())
    page.locator("summary").click()
    text = page.locator("details").inner_text()
    drawing = kg.draw("Bundestag", 2, lang="de")
    assert all(spot.label in text for spot in drawing.spots.values())
    assert "nicht ausgeschlossen · gesagt" in text and "3ffc4ecf ¶1" in text
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.title() == drawing.title
    context.close()


def test_hostile_texts_have_no_effect(opened):
    found = opened("hostile")
    page = found.page
    for number in range(len(PAYLOADS)):
        name = f"<https://example.org/measure{number}/&'();=>"
        page.evaluate("id => network.focus(id, {scale: 1})", name)
        x, y = canvas_place(page, name)
        page.mouse.click(x, y)
        page.mouse.move(x + 1, y)
    page.wait_for_timeout(400)
    page.locator("summary").click()
    assert (found.booms, found.complaints) == ([], [])
    assert page.evaluate("document.querySelectorAll('#said *:not(h2):not(ul):not(li), .vis-tooltip *:not(div):not(strong)').length") == 0
    assert page.evaluate("document.querySelectorAll('iframe, img, a, base, object, form, meta[http-equiv=refresh]').length") == 0
    shown = page.locator("details").text_content()
    for payload in PAYLOADS:
        words = clean(payload).replace("\r", "\n")
        assert words in shown.replace("\r", "\n")


def test_the_policy_stops_what_is_not_ours(opened):
    found = opened("france")
    found.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=boom()>')")
    found.page.evaluate("() => { const s = document.createElement('script'); s.textContent = 'boom()'; document.body.append(s); }")
    found.page.wait_for_timeout(300)
    assert found.booms == []
    assert any("Content Security Policy" in c for c in found.complaints)


def test_the_page_is_whole_and_its_own(kg):
    page = kg.draw("France").html()
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert page.count("<h1>") == 1
    for foreign in ("bootstrap", "cdnjs", "jsdelivr", "<link", " src=", "onclick", "utils.js"):
        assert foreign not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert page == kg.draw("France").html(), "the same bytes again"
    assert json.loads(re.search(r'id="words">(.*?)</script>', page)[1])["most"] == 8


def test_a_notebook_shows_the_page_and_the_still(kg):
    drawing = kg.draw("France")
    bundle = drawing._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/svg+xml", "text/plain"}
    assert bundle["text/html"].startswith('<iframe title="Network of pledges: around “France”, one link deep"')
    assert 'sandbox="allow-scripts"' in bundle["text/html"] and bundle["text/html"].count("<") == 2
    assert bundle["image/svg+xml"] == drawing.svg()


def test_the_page_works_in_the_frame_of_a_notebook(browser, pages, kg, tmp_path):
    (tmp_path / "notebook.html").write_text("<!doctype html><meta charset=utf-8>" + kg.draw("France")._repr_mimebundle_()["text/html"])
    context = browser.new_context(offline=True)
    page = context.new_page()
    complaints = []
    page.on("console", lambda m: complaints.append(m.text))
    page.goto((tmp_path / "notebook.html").as_uri())
    frame = page.frames[1]
    until(frame, "window.network && network.getScale() > 0")
    assert frame.evaluate("Object.keys(network.getPositions()).length") == len(kg.draw("France").spots)
    assert complaints == []
    context.close()
