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


def words_file() -> str:
    """The sentence templates of the vocabulary's terms."""
    return os.path.join(_folder("ontology"), "words.ttl")


def seed_files() -> list[str]:
    """The files of the shipped record, in the order of their names."""
    return _files("seeds", ".ttl")


def question_files() -> list[str]:
    """The files of the named questions."""
    return _files("queries", ".rq")


def columns_file() -> str:
    """What the columns of the questions are called in German."""
    return os.path.join(_folder("queries"), "columns.tsv")


def types_file() -> str:
    """Which columns of the answers hold days, numbers or truth values."""
    return os.path.join(_folder("queries"), "types.tsv")


def parameters_file() -> str:
    """Of which class the values of the questions' parameters are."""
    return os.path.join(_folder("queries"), "parameters.tsv")


def synonyms_file() -> str:
    """Words of one meaning, for finding the question that a sentence means."""
    return os.path.join(_folder("queries"), "synonyms.tsv")


def derivation_files() -> list[str]:
    """The files that derive the short edges of a view, in the order they run."""
    return _files("queries", ".rq", "derive")


def link_files() -> list[str]:
    """The files that say which links a picture of the network has, each a query whose rows are links."""
    return _files("queries", ".rq", "draw")


def check_files() -> list[str]:
    """The files of the record's own rules, each a query whose rows are faults."""
    return _files("queries", ".rq", "checks")


def clash_files() -> list[str]:
    """The files that say what cannot be true together, each a query whose rows are contradictions."""
    return _files("queries", ".rq", "clashes")


def counts_file() -> str:
    """The least number of members that each class has in the shipped record."""
    return os.path.join(_folder("seeds"), "counts.tsv")


def page_part(name: str) -> str:
    """The text of a script or style sheet of our pages."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return file.read()
