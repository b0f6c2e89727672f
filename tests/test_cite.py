"""The report for a passage, on an invented article: where it stands, what is left to choose, and what is refused."""

import hashlib

import pledgegraph as pg
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pledgegraph.cite import cite
from pledgegraph.cli import main
from pledgegraph.errors import InputError, UsageError
from pledgegraph.fmt import layout
from pledgegraph.namespaces import PREFIXES
from pledgegraph.passage import places, stretch
from pyoxigraph import RdfFormat, parse

ARTICLE = """Freedonien hilft Sylvanien

Freedonien wolle etwa 300 Soldaten schicken, hieß es am Montag. Das Parlament müsse zustimmen.
„Wir schicken unsere Besten“, sagte Ministerpräsident Firefly. Sylvanien – so heißt es – wartet.

Am Montag hatte er gesagt: „Niemals gehen wir allein.“ In der Erklärung steht: „Die Hilfe beginnt nach der Waffenruhe.“
Das Parlament müsse zustimmen. Das Parlament müsse zustimmen, sonst „gar nichts“.
"""
DIGEST = hashlib.sha256(ARTICLE.encode()).hexdigest()
SHORT = DIGEST[:8]
OTHER = "Ein anderer Text.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one.txt").write_text(ARTICLE, encoding="utf-8", newline="")
    (tmp_path / "two.txt").write_text(OTHER, encoding="utf-8", newline="")
    return tmp_path


@pytest.fixture
def facts(folder):
    """The article and one report of it, as a curator's own file that is already there."""
    found = cite(str(folder / "one.txt"), "Sylvanien – so heißt es – wartet", claim="old")
    path = folder / "facts" / "own.ttl"
    path.parent.mkdir()
    path.write_text(filled(found.turtle), encoding="utf-8")
    return str(path)


def filled(turtle):
    for predicate, value in {"mode": "OutletVoice", "sourceKind": "OutletSource", "tense": "Current"}.items():
        turtle = turtle.replace(f"pg:{predicate} pg:TODO", f"pg:{predicate} pg:{value}")
    return turtle.replace('"TODO"^^', '"2030-01-10"^^').replace("TODO", "Words of our own")


def one(folder, passage, **options):
    return cite(str(folder / "one.txt"), passage, **options)


@pytest.mark.parametrize(
    ("passage", "paragraph"),
    [
        ("Freedonien hilft Sylvanien", 1),
        ("etwa 300 Soldaten", 2),
        ("  etwa 300 Soldaten\n", 2),
        ("„Wir schicken unsere Besten“", 3),
        ("Sylvanien – so heißt es – wartet", 3),
        ("Niemals gehen wir allein", 4),
        ("sonst „gar nichts“.", 5),
        ("wartet.\n\nAm Montag", 3),
    ],
)
def test_where_it_stands(folder, passage, paragraph):
    found = one(folder, passage)
    start = ARTICLE.index(passage.strip())
    assert found.passage == (paragraph, start, start + len(passage.strip()), passage.strip())
    assert found.span_hash == hashlib.sha256(passage.strip().encode()).hexdigest()[:8]
    assert found.report == f"id:{SHORT}-p{paragraph:02}-TODO"


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_offsets_count_every_character_of_the_file(tmp_path, ends):
    text = "\ufeffErste.\n\nZweite 😀 Zeile.\n".replace("\n", ends)
    (tmp_path / "a.txt").write_bytes(text.encode())
    found = cite(str(tmp_path / "a.txt"), "Zeile")
    assert found.passage[:3] == (2, text.index("Zeile"), text.index("Zeile") + 5)


@given(st.lists(st.text(alphabet="ab \n", max_size=8)).map("\n".join), st.text(alphabet="ab", min_size=1, max_size=2))
def test_places_and_paragraphs_agree_with_a_plain_count(text, wanted):
    plain = [i for i in range(len(text)) if text.startswith(wanted, i)]
    assert [p.start for p in places(text, wanted)] == plain
    for start in plain:
        upto = text[: text.find("\n", start) if "\n" in text[start:] else len(text)]
        assert stretch(text, start, start + 1).paragraph == len([line for line in upto.split("\n") if line.strip()])


@pytest.mark.parametrize("name", ["id:article-{}", "article-{}", "{}", "https://w3id.org/pledgegraph/id/article-{}"])
def test_an_article_by_its_id(folder, name):
    assert cite(name.format(SHORT), "300 Soldaten", str(folder)).turtle == one(folder, "300 Soldaten").turtle


@pytest.mark.parametrize(
    ("passage", "mode", "choices"),
    [
        ("Wir schicken unsere Besten", "pg:DirectQuote", None),
        ("„Niemals gehen wir allein.“", "pg:TODO", "pg:DirectQuote, pg:OfficialText"),
        ("Die Hilfe beginnt nach der Waffenruhe", "pg:TODO", "pg:DirectQuote, pg:OfficialText"),
        ("sonst „gar nichts“", "pg:TODO", "pg:DirectQuote, pg:OfficialText, pg:IndirectSpeech, pg:OutletVoice"),
        ("Das Parlament müsse zustimmen, sonst", "pg:TODO", "pg:IndirectSpeech, pg:OutletVoice"),
    ],
)
def test_the_mode_is_only_guessed_where_it_is_certain(folder, passage, mode, choices):
    turtle = one(folder, passage).turtle
    assert f"    pg:mode {mode} ;" in turtle
    assert (f"# choose {choices}: " in turtle) if choices else ("OfficialText" not in turtle)


def test_a_hedge_is_pointed_out(folder):
    assert 'pg:hedge "etwa"@de' in one(folder, "etwa 300 Soldaten").turtle
    assert "pg:hedge" not in one(folder, "300 Soldaten").turtle


@pytest.mark.parametrize("claim", [None, "freedonia-on-troops", "id:freedonia-on-troops"])
def test_a_new_article_is_the_start_of_a_file(folder, claim):
    found = one(folder, "Wir schicken unsere Besten", claim=claim)
    every = parse(found.turtle.encode(), RdfFormat.TURTLE)
    triples = {(t.subject.value.rsplit("/")[-1], t.predicate.value.rsplit("#")[-1]): t.object for t in every}
    assert triples[f"article-{SHORT}", "sha256"].value == DIGEST
    report = f"{SHORT}-p03-freedonia-on-troops" if claim else f"{SHORT}-p03-TODO"
    assert triples[report, "paragraph"].value == "3"
    assert layout(found.turtle.encode()).decode() == found.turtle
    assert ("# id:freedonia-on-troops needs pg:evidence id:" in found.turtle) == bool(claim)
    assert "Besten" not in found.turtle


def test_nothing_loads_until_every_todo_is_filled(folder):
    turtle = one(folder, "300 Soldaten", claim="x").turtle
    path = folder / "new.ttl"
    path.write_text(filled(turtle), encoding="utf-8")
    assert pg.load(str(path), only=True).sparql(f"ASK {{ id:{SHORT}-p02-x a pg:Report }}")
    full = filled(turtle).splitlines(keepends=True)
    tried = 0
    for number, line in enumerate(turtle.splitlines(keepends=True)):
        if "TODO" in line:
            tried += 1
            path.write_text("".join([*full[:number], line, *full[number + 1 :]]), encoding="utf-8")
            with pytest.raises(InputError) as caught:
                pg.load(str(path), only=True)
            assert {f.rule for f in caught.value.findings} == {"text.todo"}
            assert {f.line for f in caught.value.findings} == {number + 1}
    assert tried == 8


def test_a_known_article_is_not_repeated_and_no_id_is_given_twice(folder, facts):
    found = one(folder, "Sylvanien – so heißt es", claim="old", facts=[facts])
    assert found.report == f"id:{SHORT}-p03-old-2"
    assert "@prefix" not in found.turtle
    assert "pg:sha256" not in found.turtle
    prefixes = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in ("id", "pg"))
    assert layout((prefixes + "\n" + found.turtle).encode()).decode() == prefixes + "\n" + found.turtle


def test_another_text_with_the_same_digits_is_refused(folder, facts):
    with open(facts, encoding="utf-8") as file:
        text = file.read()
    with open(facts, "w", encoding="utf-8") as file:
        file.write(text.replace(DIGEST, SHORT + "0" * 56))
    with pytest.raises(InputError, match=r"article\.hash"):
        one(folder, "300 Soldaten", facts=[facts])


@pytest.mark.parametrize(
    ("passage", "says"),
    [
        ('"Wir schicken unsere Besten"', "only quotation marks differ): „Wir schicken unsere Besten“"),
        ("etwa  300\nSoldaten", "only white space differ): etwa 300 Soldaten"),
        ("etwa 300\u00a0Soldaten", "only white space differ"),
        ("Sylvanien - so", "only dashes differ): Sylvanien – so"),
        ("mu\u0308sse zustimmen, sonst", "only accents as characters of their own differ): müsse"),
        ("ETWA 300", "only upper and lower case differ): etwa 300"),
        ("sonst  »gar nichts«", "only white space and quotation marks differ): sonst „gar nichts“"),
        ("Freedonien will etwa 300 Soldaten senden", "% alike): Freedonien wolle etwa 300 Soldaten"),
    ],
)
def test_what_is_absent_shows_the_nearest(folder, passage, says):
    with pytest.raises(UsageError) as caught:
        one(folder, passage)
    message = str(caught.value)
    assert says in message
    assert "the nearest is ¶" in message
    start = next(iter(places(message, "¶"))).end
    paragraph, offsets = message[start:].split(" (")[0].split(" ")
    first, last = map(int, offsets.split("–"))
    assert stretch(ARTICLE, first, last).paragraph == int(paragraph)
    assert " ".join(ARTICLE[first:last].split()) in message


def test_nothing_near_is_said(folder):
    with pytest.raises(UsageError, match="nothing in it is near"):
        one(folder, "0123456789 xyz 0123456789")


def test_an_ambiguous_passage_lists_its_places(folder):
    wanted = "Das Parlament müsse zustimmen"
    with pytest.raises(UsageError, match=r"stands at 3 places .*; choose with --paragraph N") as caught:
        one(folder, wanted)
    assert all(f"{p.start}–{p.end}" in str(caught.value) for p in places(ARTICLE, wanted))
    assert one(folder, wanted, paragraph=2).passage.start == ARTICLE.index(wanted)
    with pytest.raises(UsageError, match=r"stands at 2 places .*; take a longer passage"):
        one(folder, wanted, paragraph=5)
    with pytest.raises(UsageError, match=r"not stand in paragraph 3 .*, but at:"):
        one(folder, wanted, paragraph=3)


@pytest.mark.parametrize(
    ("article", "passage", "options", "says"),
    [
        ("00000000", "x", {"articles": True}, "no file in"),
        (SHORT, "x", {}, "--articles DIR"),
        ("article-xyz", "x", {"articles": True}, "neither a file nor the id"),
        (SHORT, " \n", {"articles": True}, "the passage is empty"),
        (SHORT, "300", {"articles": True, "claim": "Not A Slug"}, "is no id of a claim"),
    ],
)
def test_what_is_no_use_is_refused(folder, article, passage, options, says):
    if options.get("articles"):
        options = {**options, "articles": str(folder)}
    with pytest.raises(UsageError, match=says):
        cite(article, passage, **options)


def test_an_article_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / "a.txt").write_bytes("eins\nzwölf".encode("latin-1"))
    with pytest.raises(InputError, match=r"a\.txt:2:3: enc\.utf8: "):
        cite(str(tmp_path / "a.txt"), "eins")


def test_the_command(folder):
    run = lambda *args, **more: CliRunner().invoke(main, ["cite", *map(str, args)], **more)
    shown = run(SHORT, "300 Soldaten", "--articles", folder, "--claim", "x")
    assert (shown.exit_code, shown.stdout) == (0, one(folder, "300 Soldaten", claim="x").turtle)
    assert f"id:{SHORT}-p02-x points at id:article-{SHORT} ¶2" in shown.stderr
    assert run(folder / "one.txt", "-", input="300 Soldaten\n").exit_code == 0
    target = folder / "out.ttl"
    missing = run(SHORT, "400 Soldaten", "--articles", folder, "-o", target)
    assert missing.exit_code == 2
    assert missing.stderr.startswith("pledge: the passage does not stand in ")
    assert not target.exists()
    assert run(SHORT, "300 Soldaten", "--articles", folder, "-o", target).stdout == ""
    assert target.read_text(encoding="utf-8").startswith("@prefix id:")


def test_every_report_of_the_record_is_found_again(kg, articles):
    """Citing the passage that a shipped report points at gives back its paragraph, offsets and hash."""
    rows = list(
        kg.sparql(
            "SELECT ?report ?article ?p ?start ?end ?hash WHERE { ?report pg:article ?article ; pg:paragraph ?p ; "
            "pg:spanStart ?start ; pg:spanEnd ?end ; pg:spanHash ?hash }"
        )
    )
    texts = {hashlib.sha256(p.read_bytes()).hexdigest()[:8]: p.read_bytes().decode() for p in articles.iterdir() if p.is_file()}
    assert len(rows) > 400
    for row in rows:
        text = texts[row["article"].rsplit("-")[-1]]
        passage = text[int(row["start"]) : int(row["end"])]
        again = stretch(text, int(row["start"]), int(row["end"]))
        assert again in places(text, passage)
        assert again.paragraph == int(row["p"])
        assert hashlib.sha256(passage.encode()).hexdigest()[:8] == row["hash"]
