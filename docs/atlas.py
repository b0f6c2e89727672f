"""Draws docs/atlas.png, the picture of the atlas in the README, with Chromium.

python docs/atlas.py [FILE.png]
"""

import shutil
import sys
import tempfile
from pathlib import Path

import pledgegraph
from playwright.sync_api import sync_playwright

VIEW = "A=m.id%3Aceasefire&A=m.id%3Aceasefire-agreement"


def draw(target: Path) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is needed to draw the picture; install it, for example: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "atlas.html"
        pledgegraph.load().atlas(page_file)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 1480}, color_scheme="light", reduced_motion="reduce")
        page.goto(f"{page_file.as_uri()}#{VIEW}")
        page.locator("#circuit svg").wait_for()
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    draw(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "atlas.png")
