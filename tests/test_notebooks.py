"""Every notebook runs from a clean kernel, and what is stored in it is what it shows, pictures too, wherever no script runs."""

import copy
import getpass
import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from renew_notebooks import FOLDER, fresh

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
STATIC = {"image/svg+xml", "image/png", "image/jpeg"}
TEXT = {"text/plain", "text/html", "text/markdown", "text/latex"}
NEEDS_JAVA = {"04-conditions"}


def shown(notebook):
    """What a reader sees of each code cell, kind by kind: every output with all its data."""
    cells = [cell for cell in copy.deepcopy(notebook.cells) if cell.cell_type == "code"]
    return [(cell.source, [{k: v for k, v in output.items() if k != "execution_count"} for output in cell.outputs]) for cell in cells]


def outputs(path):
    """The outputs that are stored in a notebook, with the cell they belong to."""
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", ()):
            yield cell, output


def texts(output):
    """Everything in an output as text."""
    parts = [output.get("text", ""), *output.get("data", {}).values(), *output.get("traceback", ())]
    return "\n".join("".join(part) if isinstance(part, list) else str(part) for part in parts)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


def test_there_are_the_six():
    assert [p.stem for p in NOTEBOOKS] == [
        "01-first-steps",
        "02-who-promised-what",
        "03-how-positions-moved",
        "04-conditions",
        "05-bring-your-own-facts",
        "06-reasoning",
    ]


@pytest.mark.filterwarnings("default")
def test_the_stored_outputs_are_fresh(path, request):
    if path.stem in NEEDS_JAVA:
        request.getfixturevalue("java")
    stored = nbformat.read(path, as_version=4)
    assert shown(fresh(stored)) == shown(stored), "run 'make notebooks' and look at what changed"


@pytest.mark.parametrize(
    "change",
    [
        lambda output: output["data"].update({"image/svg+xml": output["data"]["image/svg+xml"] + " "}),
        lambda output: output["data"].update({"text/plain": "something else"}),
        lambda output: output["data"].update({"image/png": "AAAA"}),
        lambda output: output["metadata"].clear(),
        lambda output: output.update({"output_type": "display_data"}),
    ],
)
def test_a_stale_picture_is_not_taken_for_a_fresh_one(change):
    stored = nbformat.read(FOLDER / "02-who-promised-what.ipynb", as_version=4)
    before = shown(stored)
    assert before == shown(nbformat.read(FOLDER / "02-who-promised-what.ipynb", as_version=4))
    change(next(o for c in stored.cells for o in c.get("outputs", ()) if "image/svg+xml" in o.get("data", {})))
    assert shown(stored) != before


def test_an_error_is_shown_only_where_it_is_meant_and_is_short(path):
    for cell, output in outputs(path):
        if output.output_type == "error":
            assert "raises-exception" in cell.metadata.get("tags", ())
            assert "Traceback" not in texts(output) and len(texts(output).splitlines()) <= 6
        assert output.get("name") != "stderr", texts(output)


def test_every_picture_has_a_static_form_and_a_text(path):
    for _, output in outputs(path):
        data = output.get("data", {})
        if set(data) - TEXT:
            assert STATIC & set(data)
            assert data["text/plain"] and output.metadata.get("image/svg+xml", {}).get("alt") == data["text/plain"]


class Fetches(HTMLParser):
    """What in a piece of HTML or SVG would run or be fetched."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [tag] * (tag in ("script", "iframe", "object", "embed", "link", "img", "image", "foreignobject"))
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "href", "xlink:href") or "url(http" in (value or ""):
                self.found.append(f"{name}={value}")

    def handle_decl(self, decl):
        self.found.append(decl)


def test_no_output_runs_or_fetches_anything(path):
    for _, output in outputs(path):
        data = output.get("data", {})
        assert not set(data) - TEXT - STATIC
        for kind in ("text/html", "image/svg+xml"):
            assert Fetches("".join(data.get(kind, ""))).found == []
            assert "@import" not in data.get(kind, "")


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "<img src='x'>", "<p onclick='x'>", "<a href='http://x'>", "<g style='fill:url(http://x)'/>"]
)
def test_what_fetches_is_found(text):
    assert Fetches(text).found


def test_no_output_tells_of_this_machine_or_of_the_time(path):
    machine = {str(ROOT), str(Path.home()), tempfile.gettempdir() + "/", f"/{getpass.getuser()}/", "site-packages"}
    for _, output in outputs(path):
        assert not [name for name in machine if name in texts(output)]
        assert not re.search(r"\b\d\d:\d\d:\d\d\b|0x[0-9a-f]{8,}", texts(output))


def test_a_notebook_stores_nothing_else(path):
    notebook = nbformat.read(path, as_version=4)
    assert set(notebook.metadata) == {"kernelspec", "language_info"} and dict(notebook.metadata.language_info) == {"name": "python"}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)
    assert [cell.id for cell in notebook.cells] == [f"cell-{n:02}" for n in range(1, len(notebook.cells) + 1)]
