"""An explanation: its sentence, its steps and its passages, as data, as lines of text, and as Markdown that can be pasted."""

from __future__ import annotations

from typing import Any, NamedTuple

from pledgegraph.evidence import inert


class Passage(NamedTuple):
    """A passage that steps cite by number; the text of the article only where the reader has it."""

    number: int
    report: str
    place: str
    gist: str
    passage: str | None
    before: str
    after: str


class Line(NamedTuple):
    """One step: what it says, how it is known, the steps and passages it rests on, and where it is recorded."""

    number: int
    text: str
    how: str
    because: str
    rests_on: tuple[int, ...]
    passages: tuple[int, ...]
    place: str


class Explanation(NamedTuple):
    """Whether something holds and why, or what is missing; `others` counts further minimal justifications."""

    thing: str
    goal: str
    holds: bool
    day: str
    summary: str
    lines: tuple[Line, ...]
    passages: tuple[Passage, ...]
    others: int
    more: bool
    engine: str
    lang: str

    def text(self) -> str:
        """The explanation as lines for a reader."""
        return _text(self)

    def markdown(self) -> str:
        """The explanation as Markdown, ready to paste."""
        return _markdown(self)

    def data(self) -> dict[str, Any]:
        """The explanation as plain data, ready for JSON."""
        rows = {"lines": [line._asdict() for line in self.lines], "passages": [p._asdict() for p in self.passages]}
        return {**self._asdict(), **rows}

    def __str__(self) -> str:
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()


def _text(shown: Explanation) -> str:
    """The explanation as lines: the sentence, the steps by number, the passages, and how many other ways there are."""
    said = _WORDS[shown.lang]
    wide = len(str(len(shown.lines)))
    lines = [shown.summary, f"({shown.thing} · {shown.goal}{_day(shown)})", ""]
    lines += [f"  {line.number:>{wide}}  {_line(line, said)}" for line in shown.lines]
    if shown.passages:
        lines.append("")
    for passage in shown.passages:
        lines.append(f"  [{passage.number}] {passage.place}  {passage.gist}")
        if passage.passage:
            lines.append(f"      {passage.before}⟦{passage.passage}⟧{passage.after}")
    return "\n".join([*lines, *_end(shown, said)]) + "\n"


def _markdown(shown: Explanation) -> str:
    """The explanation as Markdown: the sentence, a numbered list of steps, a list of passages."""
    said = _WORDS[shown.lang]
    lines = [f"**{inert(shown.summary)}**", "", f"`{shown.thing}` · `{shown.goal}`{_day(shown)}", ""]
    lines += [f"{line.number}. {inert(_line(line, said))}" for line in shown.lines]
    lines += [""] * bool(shown.passages)
    lines += [f"- {_cite(passage)}" for passage in shown.passages]
    return "\n".join([*lines, *_end(shown, said)]) + "\n"


def _day(shown: Explanation) -> str:
    return f", {_WORDS[shown.lang]['as of']} {shown.day}" if shown.day else ""


def _line(line: Line, said: dict[str, str]) -> str:
    cites = "".join(f" [{n}]" for n in line.passages)
    place = f" ({line.place})" if line.place and not line.passages else ""
    rests = f" {said['from']} {', '.join(map(str, line.rests_on))}" if line.rests_on else ""
    why = f" – {line.how}{rests}{': ' + line.because if line.because else ''}" if rests or line.because else f" – {line.how}"
    return f"{line.text}{cites}{why}{place}"


def _cite(passage: Passage) -> str:
    quoted = [f"  > {inert(line)}" for line in (passage.passage or "").splitlines()]
    return "\n".join([f"[{passage.number}] {passage.place}: {inert(passage.gist)}", *quoted])


def _end(shown: Explanation, said: dict[str, str]) -> list[str]:
    if not shown.holds or not shown.engine:
        return []
    others = said["others"].format(f"{'≥ ' if shown.more else ''}{shown.others}") if shown.others else ""
    return ["", said["minimal"].format(shown.engine) + others]


_WORDS = {
    "en": {
        "as of": "as of",
        "from": "from",
        "minimal": "No recorded fact and no axiom can be left out of this (justification by {}).",
        "others": " Other minimal justifications: {}; --all shows them.",
    },
    "de": {
        "as of": "Stand",
        "from": "aus",
        "minimal": "Keine verzeichnete Angabe und kein Axiom kann hier fehlen (Begründung von {}).",
        "others": " Weitere minimale Begründungen: {}; --all zeigt sie.",
    },
}
