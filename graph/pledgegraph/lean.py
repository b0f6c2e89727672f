"""Scripts and style sheets without what only their readers need: comments, indentation, spaces beside signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_WORD = re.compile(r"[\w$]+")
_SPACE = re.compile(r"\s+")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_COMMENT_IN_STYLE = re.compile(r"/\*.*?\*/", re.DOTALL)
_OWN = re.compile(r"--[\w-]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STRING = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"")
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
# After one of these a slash begins a pattern; after anything else it divides.
_BEFORE_REGEX = set("(,=:[!&|?{};+>") | {"return"}
_OPEN = set("{;,([&|?:=>")


def script(text: str) -> str:
    """A script that ends its statements with semicolons and has no empty ones, shorter and otherwise the same.

    >>> script("// why\\nconst a = `x ${b + 1}`;\\nconst g = (x) => f( a , /[/ ]/ );\\n")
    'const a=`x ${b + 1}`,g=x=>f(a,/[/ ]/);'
    """
    out: list[str] = []
    gap, before = "", ";"
    # Per bracket: whether the statement under way declares constants; the next declaration then joins it.
    declares = [False]
    for token in _tokens(text):
        if token.isspace():
            gap = "\n" if "\n" in token or gap == "\n" else " "
            continue
        last = out[-1][-1:] if out else ""
        if token == "const" and before == ";" and declares[-1] and out:
            out[-1], before, gap = ",", "const", ""
            continue
        if before == ";":
            declares[-1] = False
        if token == "const" and before in ";{}":
            declares[-1] = True
        if token in "([{":
            declares.append(False)
        elif token in ")]}" and len(declares) > 1:
            declares.pop()
        if gap == "\n" and last and last not in _OPEN and token[0] not in "})].?:&|,;=":
            out.append("\n")
        elif gap and last and ((_is_word(last) and _is_word(token[0])) or last + token[0] in ("++", "--")):
            out.append(" ")
        if (token == "}" and last in ";,") or (token in ")]" and last == ","):
            out.pop()
        out.append(token)
        gap, before = "", token
    return re.sub(r"(?<![\w$])\((\w+)\)=>", r"\1=>", "".join(out))


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "_$"


def _tokens(text: str) -> Iterator[str]:
    at, last = 0, ""
    while at < len(text):
        if text[at] == "`":
            token = text[at : _template(text, at)]
        elif comment := _COMMENT.match(text, at):
            at = comment.end()
            continue
        elif text[at] == "/" and (last in _BEFORE_REGEX or not last) and (regex := _REGEX.match(text, at)):
            token = regex[0]
        else:
            token = next((m[0] for p in (_SPACE, _WORD, _STRING) if (m := p.match(text, at))), text[at])
        at += len(token)
        last = last if token.isspace() else token
        yield token


def _template(text: str, at: int) -> int:
    """Where the template that begins here ends, others within it passed over."""
    at += 1
    depth = 0
    while text[at] != "`" or depth:
        if text[at] == "\\":
            at += 1
        elif text.startswith("${", at):
            depth += 1
            at += 1
        elif depth and text[at] in "{}":
            depth += 1 if text[at] == "{" else -1
        elif depth and text[at] == "`":
            at = _template(text, at) - 1
        elif depth and (string := _STRING.match(text, at)):
            at = string.end() - 1
        at += 1
    return at + 1


def style(text: str) -> str:
    """A style sheet, shorter and otherwise the same; its own properties get names of a letter or two.

    >>> style("a :hover { color: var(--ink); margin: 0 1px; }\\n/* why */\\nb, i { top: calc(1px + 2px); --ink: red }")
    'a :hover{color:var(--a);margin:0 1px}b,i{top:calc(1px + 2px);--a:red}'
    """
    text = _SPACE.sub(" ", _COMMENT_IN_STYLE.sub(" ", text))
    names = sorted(Counter(_OWN.findall(text)).items(), key=lambda item: (-item[1], item[0]))
    short = {name: f"--{_LETTERS[n % 26]}{n // 26 or ''}" for n, (name, _) in enumerate(names)}
    text = _OWN.sub(lambda m: short[m[0]], text)
    return re.sub(r" ?([{};,]) ?", r"\1", re.sub(r": (?=[^{}]*[;}])", ":", text)).replace(";}", "}").strip()
