"""What a name refers to: an article by the digits that tables show, for whatever takes a thing."""

import pytest
from pledgegraph.errors import UsageError
from pledgegraph.things import resolve, resolve_source

ARTICLE = "https://w3id.org/pledgegraph/id/article-abaf51ac"


@pytest.mark.parametrize("text", ["abaf51ac", " abaf51ac ", "id:abaf51ac", "article-abaf51ac", "id:article-abaf51ac", f"<{ARTICLE}>"])
def test_an_article_by_its_digits(kg, text):
    assert resolve(kg.store, text).value == resolve_source(kg.store, text).value == ARTICLE


def test_a_question_and_a_card_take_the_digits_too(kg):
    whole = kg.ask("what-rests-on-an-article", article="id:article-7cade0f4")
    assert len(whole) and kg.ask("what-rests-on-an-article", article="7cade0f4").rows == whole.rows
    assert kg.show("7cade0f4").kinds == kg.show("article-7cade0f4").kinds


@pytest.mark.parametrize("find", [resolve, resolve_source])
def test_digits_of_no_article_lead_to_the_nearest(kg, find):
    with pytest.raises(UsageError, match="there is no thing 'abaf51ad'; did you mean abaf51ac"):
        find(kg.store, "abaf51ad")
