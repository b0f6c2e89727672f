"""Every notebook runs from a clean kernel, and what is stored in it is what it prints."""

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def shown(notebook):
    """What a reader sees of each code cell: texts, HTML and printed lines."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            outputs = []
            for output in cell.outputs:
                data = output.get("data", {})
                outputs.append((output.output_type, output.get("text"), data.get("text/plain"), data.get("text/html")))
            cells.append((cell.source, outputs))
    return cells


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
@pytest.mark.filterwarnings("default")
def test_the_stored_outputs_are_fresh(path):
    stored = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    NotebookClient(fresh, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    assert shown(fresh) == shown(stored), "run 'make notebooks' and look at what changed"
    assert not [o for _, outputs in shown(fresh) for o in outputs if o[0] == "error"]
