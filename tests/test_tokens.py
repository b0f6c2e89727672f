"""The tokens of Turtle and SPARQL: what is one token, and that no text takes more than its length."""

import time

import pytest
from pledgegraph.tokens import place, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e:s e:p e:o.", ["e:s", "e:p", "e:o", "."]),
        ("_:x.y _:z.", ["_:x.y", "_:z", "."]),
        ("e:a..b e:c..", ["e:a..b", "e:c", ".", "."]),
        ("e:a\\~b e:c.\\~ e:%20", ["e:a\\~b", "e:c.\\~", "e:%20"]),
        ("e:हिन्दी ü.x:ö :a :", ["e:हिन्दी", "ü.x:ö", ":a", ":"]),
        ("1.50 .5 5.e1 5. +1", ["1.50", ".5", "5.e1", "5", ".", "+", "1"]),
        ("'a#b' \"c\\\"\" '''d'e\n''' # f", ["'a#b'", '"c\\""', "'''d'e\n'''", "# f"]),
        ('"x"@en-GB "x"^^e:t <urn:a#b>', ['"x"', "@en-GB", '"x"', "^^", "e:t", "<urn:a#b>"]),
        ("?a!=$b&&c", ["?a", "!=", "$b", "&&", "c"]),
        ("@prefix e: <urn:e> .", ["@prefix", "e:", "<urn:e>", "."]),
    ],
)
def test_what_is_one_token(text, expected):
    assert [token.text for token in tokens(text)] == expected


@pytest.mark.parametrize(
    "text",
    ["a." * 20000, "—" * 40000, "a:." * 20000, "a:" + "." * 40000 + "a", '"""' + "a\\" * 20000, "'''" + "''" * 20000],
    ids=["dotted", "dashes", "colons", "dots", "unclosed", "quotes"],
)
def test_no_text_takes_more_than_its_length(text):
    start = time.perf_counter()
    assert "".join(token.text for token in tokens(text)) == text
    assert time.perf_counter() - start < 5


def test_places_count_every_kind_of_line_end():
    assert [place("a\r\nb\rc\nd", offset) for offset in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]
