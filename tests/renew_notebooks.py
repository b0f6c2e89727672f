"""Runs the notebooks from a clean kernel and stores what they print; `make notebooks` does. Look at what changed before you commit it."""

import copy
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"


def fresh(stored):
    """The notebook with the outputs of a new run, and nothing in it that differs from machine to machine or run to run."""
    notebook = copy.deepcopy(stored)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id = f"cell-{number:02}"
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.execute()
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    )
    return notebook


def main():
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not sys.argv[1:] or path.name in sys.argv[1:]:
            nbformat.write(fresh(nbformat.read(path, as_version=4)), path)
            print(path.name)


if __name__ == "__main__":
    main()
