"""The record: every file of the vocabulary, the shipped seeds and a user's own facts, kept whole and for ever."""

from __future__ import annotations

import os
from collections.abc import Iterable
from threading import Thread

from pyoxigraph import Quad, Store

from pledgegraph import resources
from pledgegraph.errors import Finding, InputError
from pledgegraph.store import FORMATS, read_quads


class Record:
    """The statements of all files, verbatim; a view of a day is cut from it.

    `names` are the fact files that were read, and `label` says in a word what the record holds.
    """

    def __init__(self, shipped: list[str], own: list[tuple[str, list[Quad]]]) -> None:
        self._shipped, self._own = shipped, own
        self.names = [*shipped, *(name for name, _ in own)]

    @classmethod
    def load(cls, facts: Iterable[str] = (), *, only: bool = False) -> Record:
        """The record of the shipped files with `facts` (files or folders) beside the seeds, or `only` them.

        Raises `InputError` with every finding when a fact file is refused; nothing is then loaded.
        """
        ontology = resources.ontology_files()
        paths = list(facts)
        own: list[tuple[str, list[Quad]]] = []
        if paths:
            from pledgegraph.gate import admit

            own = admit(expand(paths), ontology)
        return cls(ontology if only else [*ontology, *resources.seed_files()], own)

    def store(self) -> Store:
        """A new store with every statement of the record and nothing inferred."""
        store = _take(tuple(self._shipped))
        for _, quads in self._own:
            store.extend(quads)
        return store

    def quads(self) -> list[Quad]:
        """Every statement as its file writes it, literals untouched."""
        quads: list[Quad] = []
        for path in self._shipped:
            with open(path, "rb") as file:
                quads += read_quads(file.read(), path)
        for _, own in self._own:
            quads += own
        return quads


def _read(files: tuple[str, ...]) -> Store:
    store = Store()
    for path in files:
        store.load(path=path, lenient=True)  # CI has validated what is shipped
    return store


class _Reading(Thread):
    """Reads files in a thread of its own; the engine parses without the GIL. (A Future would import logging: 20 ms.)"""

    def __init__(self, files: tuple[str, ...]) -> None:
        super().__init__(daemon=True)
        self.files = files
        self.store: Store | None = None

    def run(self) -> None:
        self.store = _read(self.files)


_ahead: list[_Reading] = []


def read_ahead() -> None:
    """Begins to read the shipped record, for the first view that is made of it."""
    _ahead.append(_Reading((*resources.ontology_files(), *resources.seed_files())))
    _ahead[-1].start()


def _take(files: tuple[str, ...]) -> Store:
    """A store of shipped files: the one that was read ahead, once, else read now."""
    while _ahead:
        reading = _ahead.pop()
        if reading.files == files:
            reading.join()
            return reading.store or _read(files)
    return _read(files)


def expand(paths: Iterable[str]) -> list[str]:
    """The fact files that paths name: a file is itself, a folder the RDF files below it.

    Raises `InputError` for what is missing, is no RDF file, or is a folder without one.
    """
    files: list[str] = []
    findings: list[Finding] = []
    for path in paths:
        if os.path.isdir(path):
            below = sorted(
                os.path.join(folder, name)
                for folder, _, names in os.walk(path)
                for name in names
                if os.path.splitext(name)[1].lower() in FORMATS
            )
            if not below:
                findings.append(_no(path, "file.empty", "the folder holds no RDF file", "put a .ttl file there or name another"))
            files += below
        elif path != "-" and not os.path.exists(path):
            findings.append(_no(path, "file.missing", "there is no such file or folder", "check the path"))
        elif os.path.splitext(path)[1].lower() not in FORMATS and path != "-":
            findings.append(_no(path, "file.format", "the ending names no RDF format", f"use one of {' '.join(FORMATS)}"))
        else:
            files.append(path)
    if findings:
        raise InputError(findings)
    return files


def _no(path: str, rule: str, what: str, fix: str) -> Finding:
    return Finding(path, 1, 1, rule, what, fix)
