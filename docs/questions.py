"""Writes docs/questions.md from the questions: python docs/questions.py"""

from pathlib import Path

import pledgegraph
from pledgegraph.catalogue import markdown

if __name__ == "__main__":
    Path(__file__).with_suffix(".md").write_text(markdown(pledgegraph.load().store), encoding="utf-8")
