"""How labels are cleaned, broken and measured."""

import pytest
from hostile import PAYLOADS
from pledgegraph.lettering import MOST_LINES, block, clean, width


@pytest.mark.parametrize("text", PAYLOADS)
def test_whatever_a_label_holds_it_fits(text):
    found = block(text, 150)
    assert 1 <= len(found.lines) <= MOST_LINES
    assert found.width <= 150 * 1.4 + width(" …")
    assert "\x00" not in "".join(found.lines) and "\u202e" not in "".join(found.lines)


def test_a_word_is_broken_only_where_it_is_much_too_long():
    assert "Waffenstillstandsabkommen" in block("Ein Waffenstillstandsabkommen zwischen beiden").lines
    assert len(block("x" * 60).lines) > 1


def test_what_does_not_fit_ends_in_an_ellipsis():
    assert block("word " * 100).lines[-1].endswith(" …")
    assert not block("two words").lines[-1].endswith("…")


def test_clean_keeps_letters_of_every_script():
    assert clean("漢字 שלום Ünïcode 𝕏 e\u0301\n") == "漢字 שלום Ünïcode 𝕏 e\u0301\n"
    assert clean("a\x00b\u202ec\ufffed") == "a\ufffdb\ufffdc\ufffdd"


def test_wide_letters_count_double():
    assert width("漢") > width("a") > width("i")
    assert width("e\u0301") == width("e")
