"""How big the atlas is, and how fast it stands and answers in Chromium.

    python tests/bench/atlas.py [CLAIMS]

A  the page without a record                      under 130,000 bytes
B  the page of the shipped record                 under 600,000 bytes; stable within 1 s
C  the page of a record of CLAIMS claims (10,000) usable within 3 s; filters within 100 ms

Times are medians of five, of the main thread's own work in Chromium (threadTicks), since the machine may be shared; beside them
the wall clock. Stable is when nothing is left to be drawn; a filter has answered when the rows that a screen holds have been laid
out anew, and its matrix is whole when the rows below them have been too.
"""

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pledgegraph as pg
from generate import write
from playwright.sync_api import Page, sync_playwright

NOTHING = "<https://w3id.org/pledgegraph/id/nowhere> a <https://w3id.org/pledgegraph/ontology#State> .\n"
FILTERS = {"a stance": "hs=pg:Willing", "a column": "hc=id:verification", "the order": "sort=firm", "rows by name": "find={first}"}
TRIPLES_A_CLAIM = 26
RUNS = 5
# The milliseconds until the filter has answered, and until further rows have come, 0 where none do.
ANSWER = """async text => {
  const start = performance.now();
  const since = () => { document.body.offsetHeight; return performance.now() - start; };
  atlas.open(text);
  const answered = since();
  const rows = document.querySelector('#matrix tbody');
  const whole = new Promise(done => new MutationObserver(() => done(since())).observe(rows, { childList: true }));
  return [answered, await Promise.race([whole, new Promise(done => setTimeout(done, 1000, 0))])];
}"""


def work(page: Page) -> float:
    """The seconds that the main thread has worked so far."""
    metrics = page.session.send("Performance.getMetrics")["metrics"]
    return next(m["value"] for m in metrics if m["name"] == "TaskDuration")


def opened(browser, path: Path) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.session = page.context.new_cdp_session(page)
    page.session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    page.wait_for_selector("body.ready #matrix table", state="attached")
    page.locator("#article *").first.wait_for(state="attached")
    return page


def measure(browser, path: Path) -> None:
    stand, wall = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        page = opened(browser, path)
        wall.append(time.perf_counter() - start)
        stand.append(work(page))
        page.close()
    print(f"   stands after {statistics.median(stand) * 1000:5.0f} ms of work, {statistics.median(wall) * 1000:5.0f} ms by the clock")
    page = opened(browser, path)
    first = page.evaluate("document.querySelector('#matrix tbody th[scope=row]').textContent.slice(0, 4)")
    for name, fragment in FILTERS.items():
        took = []
        for _ in range(RUNS):
            page.evaluate("atlas.open('')")
            page.wait_for_timeout(600)
            took.append(page.evaluate(ANSWER, fragment.format(first=first)))
        answers, wholes = zip(*took, strict=True)
        whole = f"{statistics.median(wholes):5.0f} ms until the matrix is whole" if max(wholes) else "the matrix is whole then"
        print(
            f"   filter {name}: {statistics.median(answers):5.0f} ms by the clock, from {min(answers):.0f} to {max(answers):.0f}; {whole}"
        )
    page.close()


def main(claims: int) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        path = Path(folder)
        (path / "nothing.ttl").write_text(NOTHING, encoding="utf-8")
        print(f"A  {len(pg.load(path / 'nothing.ttl', only=True).atlas(path / 'a.html').encode()):9,} bytes")
        print(f"B  {len(pg.load().atlas(path / 'b.html').encode()):9,} bytes")
        measure(browser, path / "b.html")
        write(claims * TRIPLES_A_CLAIM, str(path / "big.nt"))
        start = time.perf_counter()
        kg = pg.load(path / "big.nt", only=True)
        text = kg.atlas(path / "c.html", tick=lambda done, of: print(f"   day {done} of {of}", file=sys.stderr))
        print(f"C  {len(text.encode()):9,} bytes, made in {time.perf_counter() - start:.0f} s")
        measure(browser, path / "c.html")
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
