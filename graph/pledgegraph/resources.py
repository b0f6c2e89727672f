"""Where the shipped data lies: the ontology, the seeds and the queries, each a package of data files."""

from __future__ import annotations

import os


def _folder(package: str) -> str:
    module = __import__(f"pledgegraph.{package}", fromlist=["__path__"])
    return next(iter(module.__path__))


def _files(package: str, ending: str, *under: str) -> list[str]:
    folder = os.path.join(_folder(package), *under)
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(ending)]


def ontology_files() -> list[str]:
    """The files that every graph starts from: the vocabulary and its scales."""
    folder = _folder("ontology")
    return [os.path.join(folder, name) for name in ("pledgegraph.ttl", "scales.ttl")]


def shapes_file() -> str:
    """The SHACL shapes for what is asserted."""
    return os.path.join(_folder("ontology"), "shapes.ttl")


def seed_files() -> list[str]:
    """The files of the shipped record, in the order of their names."""
    return _files("seeds", ".ttl")


def question_files() -> list[str]:
    """The files of the named questions."""
    return _files("queries", ".rq")


def derivation_files() -> list[str]:
    """The files that derive the short edges of a view, in the order they run."""
    return _files("queries", ".rq", "derive")


def check_files() -> list[str]:
    """The files of the record's own rules, each a query whose rows are faults."""
    return _files("queries", ".rq", "checks")


def counts_file() -> str:
    """The least number of members that each class has in the shipped record."""
    return os.path.join(_folder("seeds"), "counts.tsv")
