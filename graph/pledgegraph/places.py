"""Where a statement stands in the files of the record: file and line."""

from __future__ import annotations

import os

from pyoxigraph import NamedNode

from pledgegraph import resources
from pledgegraph.store import FORMATS, Fact, Term
from pledgegraph.tokens import place


class Places:
    """The files that a record was read from, each looked into when it is first asked about."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        shipped = [*resources.ontology_files(), *resources.seed_files()]
        self._shown = {name: "/".join(name.replace(os.sep, "/").split("/")[-2:]) for name in shipped}
        self._read: dict[str, tuple[str, object]] = {}

    def of(self, quad: Fact) -> str:
        """The file and line at which a statement, or else the block of its subject, stands; empty where it is nowhere."""
        if not isinstance(quad.subject, NamedNode):
            return ""
        best = ""
        for name in self.names:
            offset, exact = self._find(name, quad.subject.value, quad.object)
            if offset is not None:
                found = f"{self._shown.get(name, name)}:{place(self._text(name), offset)[0]}"
                if exact:
                    return found
                best = best or found
        return best

    def _text(self, name: str) -> str:
        if name not in self._read:
            if not os.path.isfile(name):  # standard input, which cannot be read twice
                return ""
            with open(name, encoding="utf-8", errors="replace") as file:
                self._read[name] = (file.read(), None)
        return self._read[name][0]

    def _find(self, name: str, subject: str, value: Term) -> tuple[int | None, bool]:
        from pledgegraph.outline import Outline

        text = self._text(name)
        local = subject.replace("#", "/").rpartition("/")[2]
        if local not in text:
            return None, False
        if FORMATS.get(os.path.splitext(name)[1].lower()) not in (FORMATS[".ttl"], FORMATS[".trig"]):
            at = text.find(subject)
            return (at if at >= 0 else None), False
        if self._read[name][1] is None:
            self._read[name] = (text, Outline(text))
        outline = self._read[name][1]
        assert isinstance(outline, Outline)
        blocks = outline.blocks.get(subject, ())
        spots = (outline.iris if isinstance(value, NamedNode) else outline.strings).get(value.value, ())
        for start, end in blocks:
            for at in spots:
                if start < at < end:
                    return at, True
        return (blocks[0][0], False) if blocks else (None, False)
