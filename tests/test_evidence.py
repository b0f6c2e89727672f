"""Evidence: every pointer of the record is right against the articles, and no sentence of theirs is in the repository."""

import hashlib
import re
import subprocess

import pytest
from conftest import ROOT
from pledgegraph.errors import InputError, UsageError
from pledgegraph.evidence import Library, chain_markdown, chain_text

REPORTS = """
SELECT ?report ?digest ?paragraph ?start ?end ?hash WHERE {
  ?report pg:article/pg:sha256 ?digest ; pg:paragraph ?paragraph ; pg:spanStart ?start ; pg:spanEnd ?end ; pg:spanHash ?hash .
}
"""


def paragraphs(text):
    """Start and end of each non-empty line, counted from 1."""
    spans, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((position, position + len(line)))
        position += len(line) + 1
    return spans


def test_every_pointer_slices_the_passage_that_was_coded(kg, articles):
    library = Library(str(articles))
    rows = list(kg.record.rdf.query(REPORTS))
    assert len(rows) > 400
    for report, digest, paragraph, start, end, span in rows:
        text = library.text(str(digest))
        start, end = int(start), int(end)
        low, high = paragraphs(text)[int(paragraph) - 1]
        assert low <= start < end <= high, report
        assert hashlib.sha256(text[start:end].encode()).hexdigest()[:8] == str(span), report


def test_no_sentence_of_an_article_is_in_the_repository(articles):
    """No run of 60 characters, white space folded, in any file that git tracks."""

    def fold(text):
        return re.sub(r"\s+", " ", text)

    shingles = set()
    for path in articles.glob("*.txt"):
        text = fold(path.read_text(encoding="utf-8"))
        shingles |= {text[i : i + 60] for i in range(len(text) - 59)}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    for name in filter(None, tracked):
        try:
            text = fold((ROOT / name).read_text(encoding="utf-8"))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        hit = next((text[i : i + 60] for i in range(len(text) - 59) if text[i : i + 60] in shingles), None)
        assert hit is None, f"{name}: {hit}"


def test_the_chain_shows_the_passage(kg, articles):
    chain = kg.why("id:france-on-french-troops-in-ukraine-signed", articles=str(articles))
    assert [(link.paragraph, link.start, link.end) for link in chain.links] == [(2, 402, 565), (3, 729, 921)]
    assert all(link.passage and len(link.passage) == link.end - link.start for link in chain.links)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["no speaker named", "intends", "signed", "¶2 [402–565]"]), ("de", ["niemand genannt", "beabsichtigt", "unterzeichnet"])],
)
def test_the_chain_in_both_languages(kg, lang, words):
    text = chain_text(kg.store, kg.why("id:france-on-french-troops-in-ukraine-signed", lang=lang), lang)
    assert all(word in text for word in words)


def test_speaker_office_and_relay(kg):
    (link,) = kg.why("id:spain-on-spanish-troops-2026-01-06").links
    assert (link.speaker, link.office, link.on_behalf_of) == ("Pedro Sánchez", "Prime Minister of Spain", "Spain")


def test_a_chain_in_markdown_says_for_whom_and_quotes_every_line(kg):
    chain = kg.why("id:spain-on-spanish-troops-2026-01-06")
    two_lines = chain._replace(links=[chain.links[0]._replace(passage="One line.\nAnother.")])
    text = chain_markdown(kg.store, two_lines)
    assert "Pedro Sánchez · Prime Minister of Spain (for Spain)" in text
    assert "   > One line.\n   > Another.\n" in text


def test_a_folder_with_other_texts_shows_no_passage(kg, tmp_path):
    (tmp_path / "other.txt").write_text("Something else.", encoding="utf-8")
    chain = kg.why("id:france-on-french-troops-in-ukraine-signed", articles=str(tmp_path))
    assert [link.passage for link in chain.links] == [None, None]


def test_a_pointer_that_does_not_fit_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("Freedonia will send soldiers.", encoding="utf-8")
    digest = hashlib.sha256(b"Freedonia will send soldiers.").hexdigest()
    library = Library(str(tmp_path))
    good = hashlib.sha256(b"Freedonia").hexdigest()[:8]
    assert library.passage(digest, 0, 9, good, "id:r") == "Freedonia"
    with pytest.raises(InputError, match=r"evidence\.span: id:r points at other text"):
        library.passage(digest, 1, 10, good, "id:r")


@pytest.mark.parametrize("name", ["id:france", "id:french-troops-in-ukraine", "id:ceasefire"])
def test_what_is_no_claim_has_no_chain(kg, name):
    with pytest.raises(UsageError, match="is no claim of this view"):
        kg.why(name)


def test_a_passage_is_shown_in_its_paragraph(tmp_path):
    text = "First line.\n" + "a" * 200 + "Freedonia" + "b" * 200 + "\nLast line.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    start = text.index("Freedonia")
    assert Library(str(tmp_path)).context(digest, start, start + 9) == ("…" + "a" * 160, "b" * 160 + "…")
    assert Library(str(tmp_path)).context(digest, 0, 5) == ("", " line.")
