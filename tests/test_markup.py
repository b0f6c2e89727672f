"""What a notebook shows of answers, cards and chains: readable without a script, safe with hostile labels, in both languages."""

from html.parser import HTMLParser

import pledgegraph as pg
import pytest
from pledgegraph.answer import Answer

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> $x$ &amp; [a](javascript:b) `c` |d|"


class Page(HTMLParser):
    """The elements, texts and titles of a piece of HTML; fails where an end does not fit."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.texts, self.titles = [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"class", "title", "scope"}
        self.titles += [value for name, value in attrs if name == "title"]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture
def hostile(tmp_path):
    path = tmp_path / "x.ttl"
    label = HOSTILE.replace('"', '\\"')
    path.write_text(
        "@prefix id: <https://w3id.org/pledgegraph/id/> .\n@prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
        f'@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\nid:x a pg:Instrument ; skos:prefLabel "{label}"@en ; skos:altLabel "{label}"@en .\n'
        f'id:c a pg:Assessment ; pg:holder id:x ; pg:about id:x ; pg:evidence id:r ; pg:verdict "{label}"@en .\n'
        f'id:r a pg:Report ; pg:article id:x ; pg:paragraph 1 ; pg:spanStart 1 ; pg:spanEnd 2 ; pg:gist "{label}"@en ; pg:hedge "{label}"@de .\n',
        encoding="utf-8",
    )
    return pg.load(path, only=True)


def test_an_answer_is_a_table_with_a_caption_and_scopes(kg):
    html = kg.ask("who-committed-troops")._repr_html_()
    page = Page(html)
    assert "<caption>Who committed troops on Ukrainian soil?</caption>" in html and '<th scope="col">' in html
    assert "2 rows, as of 2026-01-07" in page.texts
    assert "script" not in page.tags and "http" not in html


def test_evidence_is_read_on_hover_and_in_a_list_below(kg):
    html = kg.ask("who-committed-troops")._repr_html_()
    gist = "7cade0f4 ¶2 402–565  France confirms that it means to place soldiers in Ukraine once the fighting has stopped."
    assert f'<abbr title="{gist}">[1]</abbr>' in html
    assert f"<li>{gist}</li>" in html and "<summary>6 passages</summary>" in html


def test_reports_of_a_query_of_ones_own_are_read_on_hover_too(kg):
    html = kg.sparql("SELECT ?r WHERE { id:france-on-french-troops-in-ukraine-signed pg:evidence ?r } ORDER BY ?r")._repr_html_()
    assert '<abbr title="7cade0f4 ¶2 402–565  France confirms' in html


def test_an_empty_answer_says_day_rows_and_why(kg):
    page = Page(kg.at("2025-09-30").ask("who-committed-troops")._repr_html_())
    assert "table" not in page.tags
    assert page.texts[1:3] == ["Who committed troops on Ukrainian soil?", "0 rows, as of 2025-09-30"]
    assert page.texts[3] == kg.at("2025-09-30").ask("who-committed-troops").why_empty()[0].en


def test_a_long_answer_is_cut_and_says_so(kg):
    answer = Answer("x", ["n"], [[n] for n in range(1000)], kg.store, day="2026-01-07")
    page = Page(answer._repr_html_())
    assert page.tags.count("tr") == 201
    assert "1000 rows, as of 2026-01-07" in page.texts and any("ends after 200 rows" in text for text in page.texts)


def test_the_first_rows_say_how_many_there_are(kg):
    assert "row 1 of 2" in kg.ask("who-committed-troops").head(1)._repr_html_()
    assert "Zeile 1 von 2" in kg.ask("who-committed-troops", lang="de").head(1)._repr_html_()


def test_hostile_labels_stay_text(hostile):
    shown = [
        hostile.ask("texts-and-signatories"),
        hostile.sparql("SELECT ?x ?label ?r WHERE { ?x skos:prefLabel ?label . FILTER (?x = id:x) ?c pg:evidence ?r }"),
        hostile.show("id:x"),
        hostile.show("id:c"),
        hostile.why("id:c"),
    ]
    for thing in shown:
        page = Page(thing._repr_html_())
        assert not {"script", "img", "a"} & set(page.tags)
        assert HOSTILE in " ".join(page.texts)
        assert "mathjax_ignore" in thing._repr_html_()


def test_hostile_labels_stay_text_in_markdown(hostile):
    text = hostile.ask("texts-and-signatories")._repr_markdown_()
    assert r"\<script\>alert(1)\</script\>" in text and r"\$x\$ \&amp; \[a\](javascript:b) \`c\` \|d\|" in text


def test_a_card_shows_facts_mentions_passages_and_citation(kg):
    card = kg.show("id:france-on-french-troops-in-ukraine-signed")
    page = Page(card._repr_html_())
    assert "id:france" in page.titles and "has stance" in page.texts and "2 passages" in page.texts
    assert any(text.startswith("cite: pledgegraph, France · ") for text in page.texts)
    assert "besagt" in Page(kg.show(card.id, lang="de")._repr_html_()).texts
    assert set(card._asdict()) == set(card._fields) and "store" not in repr(card)


def test_a_chain_goes_from_speaker_to_passage(kg):
    page = Page(kg.why("id:germany-on-german-troops-in-ukraine-2026-01-06")._repr_html_())
    assert any("Friedrich Merz · Federal Chancellor of Germany (for Germany) → " in text for text in page.texts)
    assert page.tags.count("li") == len(kg.why("id:germany-on-german-troops-in-ukraine-2026-01-06").links)


def test_a_terminal_of_ipython_shows_text(kg):
    from IPython.lib.pretty import pretty

    assert "2 rows, as of 2026-01-07" in pretty(kg.ask("who-committed-troops"))
    assert pretty(kg.show("Merz")).startswith("Friedrich Merz  (id:merz)")
    assert pretty(kg.why("id:france-on-french-troops-in-ukraine-signed")).startswith("id:france-on-french-troops")


def test_an_answer_can_be_narrowed_and_keeps_its_notes(kg):
    answer = kg.what_if(failed="id:us-support")
    blocked = answer.where(lambda row: row["state"] == "pg:Blocked")
    assert 0 < len(blocked) == blocked.total < len(answer)
    page = Page(blocked.select("actor", "failed", "condition_evidence")._repr_html_())
    assert any("support of the United States" in text for text in page.texts) and "abbr" in page.tags
    assert Page(blocked.select("actor", "failed")._repr_html_()).tags.count("abbr") == 0
    assert "0 rows" in answer.where(lambda row: False)._repr_html_()
    assert blocked.citation() != answer.citation() and "failed = Support of the United States" in blocked.citation().replace(
        "id:us-support", "Support of the United States"
    )
