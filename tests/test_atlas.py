"""The atlas without a browser: its data against the views they are taken from, its text, its policy, its static part."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from configparser import ConfigParser
from html.parser import HTMLParser

import pledgegraph as pg
import pytest
from atlas_facts import HEAD, INVENTED, PAYLOADS, hostile
from conftest import ROOT
from pledgegraph import atlas, atlas_days
from pledgegraph.circuit import circuit
from pledgegraph.errors import UsageError
from pledgegraph.namespaces import curie
from pledgegraph.namespaces import pg as term
from pledgegraph.store import match, values
from renew_page import fresh

NOTHING = HEAD + 'id:nowhere a pg:State ; skos:prefLabel "Nowhere"@en , "Nirgends"@de .\n'
PAGE = ROOT / "graph" / "pledgegraph" / "page"


@pytest.fixture(scope="module")
def page(kg):
    return kg.atlas()


@pytest.fixture(scope="module")
def data(page):
    return block(page)


def block(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def at(flat, day):
    return next((flat[n + 2] for n in range(0, len(flat), 3) if flat[n] <= day < flat[n + 1]), None)


def standing(data, clock, day):
    """What the page's data say stands on a day: claim → value, form, value before."""
    names = [row[0] for row in data["terms"]]
    found = {}
    for row in data["claims"]:
        n = at(row[3 + ("said", "published").index(clock)], day)
        if n is not None:
            found[names[row[0]]] = tuple(names[v] if v >= 0 else "" for v in data["values"][n])
    return found


def of_view(store):
    """The same, read from a view."""
    found = {}
    for claim in {q.subject for q in match(store, None, term("evidence"))}:
        value = [v for p in ("stance", "attitude", "truth") for v in values(store, claim, term(p))]
        rest = [values(store, claim, term(p)) for p in ("standingForm", "previousStance")]
        found[curie(claim.value)] = tuple(curie(v[0].value) if v else "" for v in (value, *rest))
    return found


@pytest.mark.parametrize("clock", ["said", "published"])
def test_every_day_is_the_view_of_that_day(kg, data, clock):
    days = data["clocks"][clock]["days"]
    assert len(days) == data["clocks"][clock]["of"] == {"said": 6, "published": 3}[clock]
    for n, day in enumerate(days):
        view = kg.at(day) if clock == "said" else kg.at(known_on=day)
        assert standing(data, clock, n) == of_view(view.store)


def test_the_circuit_of_every_day_is_the_circuit_of_the_view(kg, data):
    names = [row[0] for row in data["terms"]]

    def named(value):
        return [named(v) for v in value] if isinstance(value, list) else names[value] if type(value) is int else value

    for n, day in enumerate(data["clocks"]["said"]["days"]):
        expected = circuit(kg.at(day).store, day).data()
        for part in ("conditions", "commitments"):
            found = {
                names[t]: data["circuit"][f"{part[:-1]}States"][s] for t, said, _ in data["circuit"][part] if (s := at(said, n)) is not None
            }
            listed = expected[part] if part == "conditions" else {c["position"]: c for c in expected[part]}
            assert {k: {f: named(v) for f, v in c.items()} for k, c in found.items()} == {
                k: {f: v for f, v in c.items() if f != "position"} for k, c in listed.items()
            }


def test_a_view_of_an_earlier_day_knows_nothing_later(kg):
    data = block(kg.at("2025-09-30").atlas())
    assert data["day"] == "2025-09-30"
    assert data["clocks"]["said"]["days"][-1] == data["clocks"]["published"]["days"][-1] == "2025-09-30"
    texts = json.dumps(data)
    assert "2026-01-06" not in re.sub(r'"id:[^"]*"', "", json.dumps([c[2] for c in data["claims"]]))
    assert "id:france-on-french-troops-in-ukraine-signed" not in texts


def test_what_is_left_out_is_not_in_the_page(kg):
    data = block(kg.at(without="id:article-7cade0f4").atlas())
    assert not [row for row in data["terms"] if row[0].startswith("id:7cade0f4-")]
    assert standing(data, "said", len(data["clocks"]["said"]["days"]) - 1) == of_view(kg.at(without="id:article-7cade0f4").store)


def test_every_report_of_the_record_is_there_and_an_earlier_view_has_none_of_later_claims(kg, data):
    every = {str(row["r"]) for row in pg.load().record.rdf.query("SELECT ?r WHERE { ?r a pg:Report }")}
    assert len(data["reports"]) == len(every)
    idle = [row for row in data["claims"] if not row[3] and not row[4]]
    assert len(idle) == 19 and data["undated"] == len(idle)
    early = block(kg.at("2025-09-04").atlas())
    names = [row[0] for row in early["terms"]]
    said = [v[0] for row in early["claims"] for p, v in zip(row[2][::2], row[2][1::2], strict=True) if names[p] == "pg:date"]
    assert max(said) <= "2025-09-04" and any(not row[3] for row in early["claims"])


def test_it_opens_with_a_signed_pledge_that_hangs_on_something(data):
    assert [data["terms"][n][0] for n in data["story"]] == [
        "id:france",
        "id:multinational-force",
        "id:france-on-french-troops-in-ukraine-signed",
    ]


def test_the_pillars_stand_in_the_order_of_the_plan(data):
    names = [data["terms"][n][0] if n >= 0 else "" for n in data["columns"]]
    assert names == [
        *("id:verification", "id:military-support", "id:multinational-force", "id:article-5-like-clause"),
        *("id:long-term-defence-cooperation", "id:security-guarantees", ""),
    ]


def test_days_are_thinned_evenly_and_the_last_stays():
    assert atlas_days.thin([str(n) for n in range(10)], 4) == ["0", "3", "6", "9"]


def test_a_record_without_facts_still_makes_a_page(tmp_path):
    (tmp_path / "one.ttl").write_text(NOTHING, encoding="utf-8")
    data = block(pg.load(tmp_path, only=True).atlas())
    assert data["claims"] == []
    assert data["story"] == [None, None, None]
    page = pg.load(tmp_path, only=True).atlas()
    assert "There are no claims in this record." in page.split("<noscript>")[1] and "record until" not in page.split("</footer>")[0]


def test_it_is_named_after_the_framework_of_the_record(page, tmp_path):
    assert "<title>Who pledges what – Security guarantees for Ukraine</title>" in page
    assert "<title>Wer was zusagt – Sicherheitsgarantien für die Ukraine</title>" in pg.load().at("2025-09-04").atlas(lang="de")
    (tmp_path / "one.ttl").write_text(INVENTED, encoding="utf-8")
    assert "<title>Who pledges what</title>" in pg.load(tmp_path, only=True).atlas()
    (tmp_path / "two.ttl").write_text(HEAD + 'id:pact a pg:Framework ; skos:prefLabel "Pact <b>"@en .', encoding="utf-8")
    own = pg.load(tmp_path, only=True).atlas(lang="de")
    assert "<title>Wer was zusagt – Pact &lt;b&gt;</title>" in own and 'id="kicker">Pact &lt;b&gt;</p>' in own


def test_the_same_bytes_every_time(kg, page):
    code = "import sys, pledgegraph; sys.stdout.buffer.write(pledgegraph.load().atlas().encode())"
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": "7"}).stdout
    assert hashlib.sha256(again).hexdigest() == hashlib.sha256(page.encode()).hexdigest()


# ── Text ──


def test_every_text_is_there_in_both_languages():
    texts = atlas.texts()
    for key, entry in texts.items():
        assert set(entry) == {"en", "de"} and all(v.strip() for v in entry.values()), key
        assert re.findall(r"{\w+}", entry["en"]) == re.findall(r"{\w+}", entry["de"]), key


def test_every_text_that_the_scripts_name_is_there_and_none_is_idle():
    texts = set(atlas.texts())
    scripts = "".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in atlas.SCRIPTS) + (PAGE / "atlas.html").read_text()
    python = "".join((ROOT / "graph" / "pledgegraph" / f"{n}.py").read_text(encoding="utf-8") for n in ("atlas", "atlas_plain"))
    named = set(re.findall(r"\bt\('([^']+)'", scripts))
    counted = set(re.findall(r"\bcount\('([^']+)'", scripts))
    named |= counted
    assert all(text.count("¦") == (key in counted) for key in counted for text in atlas.texts()[key].values())
    assert named <= texts, named - texts
    stems = {stem for stem in re.findall(r"\bt\(`([\w.]+\.)\$", scripts)}
    words = set(re.findall(r"'([\w. -]+)'", scripts)) | set(re.findall(r"[\"']([\w.]+)[\"']", python))
    idle = {key for key in texts - named - words if not any(key.startswith(stem) for stem in stems)}
    assert not idle


def test_every_truth_has_its_text_and_every_state_its_term(data):
    texts = atlas.texts()
    from pledgegraph import scenario

    assert {f"truth.{t}" for t in (scenario.MET, scenario.FAILED, scenario.UNKNOWN)} <= set(texts)
    named = {row[0] for row in data["terms"] if len(row) > 2}
    states = re.findall(r"'([\w ]+)'", re.search(r"const STATES = \[(.*?)\]", (PAGE / "scenario.js").read_text(encoding="utf-8"))[1])
    assert len(states) == 10 and {"pg:" + state.title().replace(" ", "") for state in states} <= named


# ── The page ──


def test_its_policy_lets_its_own_script_and_style_run_and_nothing_else(page):
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    parts = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert parts[name] == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    assert not re.search(r"unsafe-|https?:", policy)


def test_the_short_script_and_style_are_fresh():
    stale = [name for name, text in fresh().items() if (PAGE / name).read_text(encoding="utf-8") != text + "\n"]
    assert not stale, "run make page"


def test_its_scripts_never_turn_text_into_markup():
    for path in PAGE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\('style'|fetch\(|XMLHttp|import\(",
            text,
        ), path
    assert " style=" not in (PAGE / "atlas.html").read_text(encoding="utf-8")


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += [name for name, _ in attrs]


def test_hostile_labels_stay_text_in_the_static_part(tmp_path):
    (tmp_path / "hostile.ttl").write_text(hostile(), encoding="utf-8")
    page = pg.load(tmp_path, only=True).atlas()
    static = page.split("<noscript>")[1].split("</noscript>")[0]
    tags = Tags()
    tags.feed(static)
    assert set(tags.seen) <= {"p", "h2", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "b", "br", "bdi", "div"}
    assert set(tags.attributes) <= {"class", "scope"}
    assert page.count("<script") == 2 and page.count("</noscript>") == 1
    assert len(PAYLOADS) >= 20


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["France", "intends", "Multinational force"]), ("de", ["Frankreich", "beabsichtigt", "Multinationale Truppe"])],
)
def test_the_static_part_has_the_matrix_and_every_current_claim(kg, lang, words):
    page = kg.atlas(lang=lang)
    assert f'<html lang="{lang}">' in page
    static = page.split("<noscript>")[1]
    assert all(word in static for word in words)
    assert static.count("<li>") == len({q.subject for q in match(kg.store, None, term("evidence"))})
    assert "7cade0f4 ¶2 402–565" in static


def test_it_is_small_enough(page, tmp_path):
    assert len(page.encode()) < 600_000
    (tmp_path / "one.ttl").write_text(NOTHING, encoding="utf-8")
    assert len(pg.load(tmp_path, only=True).atlas().encode()) < 130_000


def test_the_wheel_has_its_files():
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    assert "page/*" in config["options.package_data"]["pledgegraph"]
    assert {p.stem for p in PAGE.glob("*.js")} == {*atlas.SCRIPTS, "made"}


# ── The command, and Python ──


def test_the_command_writes_what_python_writes(kg, tmp_path):
    kg.at("2025-09-30").atlas(tmp_path / "a.html", lang="de")
    run = [sys.executable, "-m", "pledgegraph", "atlas", "-o", str(tmp_path / "b.html"), "--lang", "de", "--as-of", "2025-09-30"]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_a_path_that_cannot_be_written_is_said(kg, tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        kg.at("2025-09-30").atlas(tmp_path / "none" / "a.html")


def test_the_invented_record_has_what_the_page_tests_need(tmp_path):
    (tmp_path / "facts.ttl").write_text(INVENTED, encoding="utf-8")
    kg = pg.load(tmp_path, only=True)
    conditions = circuit(kg.store, kg.day).data()["conditions"]
    assert (conditions["id:truce"]["presupposes"], conditions["id:guarantee"]["presupposes"]) == (["id:guarantee"], ["id:truce"])
