"""`pledge why THING CLASS`: the sentence, the steps and their passages, for every class, every short edge, and what is missing."""

import json

import pledgegraph as pg
import pytest
from click.testing import CliRunner
from conftest import ROOT
from pledgegraph import resources
from pledgegraph.cli import main
from pledgegraph.errors import UsageError
from pledgegraph.matches import parsed
from pledgegraph.namespaces import TYPE, curie
from pledgegraph.origins import CARRIED, origin, rule_text
from pledgegraph.rules import EQUIVALENT
from pledgegraph.steps import given_of
from pledgegraph.store import match
from pledgegraph.words import TEXTS
from pyoxigraph import BlankNode, NamedNode, Store

FRANCE = "id:france-on-french-troops-in-ukraine-signed"
GERMANY = "id:germany-on-german-troops-in-ukraine-2026-01-06"
EUROPEANS = "id:europeans-on-european-clarification-of-details-2025-09-03"


def why(kg, *asked, **options):
    return kg.explain(*asked, engine="own", **options)[0]


def pledge(*args):
    return CliRunner().invoke(main, ["why", *args])


# What the sentence says, and how many steps and passages stand under it.
@pytest.mark.parametrize(
    ("thing", "goal", "lang", "says", "passages"),
    [
        (FRANCE, "pg:CommitmentToUkrainianSoil", "en", "because France *intends* it, which is at least *intends*; and", 2),
        (FRANCE, "pg:CommitmentToUkrainianSoil", "en", "and the troop deployment is in Ukraine, which is within itself.", 2),
        (
            FRANCE,
            "pg:CommitmentToUkrainianSoil",
            "de",
            "denn die Haltung von Frankreich lautet *beabsichtigt*, also mindestens *beabsichtigt*",
            2,
        ),
        (FRANCE, "pg:CommitmentToUkrainianSoil", "de", "ist verortet in Ukraine, gelegen in sich selbst.", 2),
        (FRANCE, "pg:Position", "en", "is a position, because it is recorded so.", 2),
        (EUROPEANS, "pg:Commitment", "en", "because the stance of The Europeans is *intends*, which is at least *intends*", 1),
        (FRANCE, "pg:Claim", "en", "is a claim, because ", 2),
        (
            "id:german-troops-in-ukraine",
            "pg:ParliamentGated",
            "en",
            "because it needs “Approval by the Bundestag”, which is a parliamentary approval.",
            1,
        ),
        ("id:french-troops-in-ukraine", "pg:ConditionalMeasure", "en", "because it needs “A ceasefire", 1),
        ("id:merz", "pg:Leader", "en", "because Friedrich Merz is in office on the day of the view, as ", 0),
        (GERMANY, "pg:Hardening", "en", "Germany does *not exclude* it; and before, Germany does *not plan* it", 6),
        (GERMANY, "pg:Hardening", "de", "die frühere Haltung von Deutschland lautete *nicht geplant*", 6),
        ("id:ceasefire", "pg:Condition", "en", "“A ceasefire” is a condition, because ", 1),
    ],
)
def test_the_sentence(kg, thing, goal, lang, says, passages):
    found = why(kg, thing, goal, lang=lang)
    assert found.holds and says in found.summary
    assert len(found.passages) == passages


def test_a_place_within_a_place_is_told_step_by_step(tmp_path):
    facts = tmp_path / "odesa.ttl"
    facts.write_text(
        "@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'id:port a pg:Place ; skos:prefLabel "the port"@en ; pg:within id:odesa .\nid:odesa a pg:Place ; skos:prefLabel "Odesa"@en ; pg:within id:ukraine .\n'
        'id:marines a pg:TroopDeployment ; skos:prefLabel "Marines"@en ; pg:actor id:france ; pg:place id:port .\n',
        encoding="utf-8",
    )
    found = why(pg.load(str(facts)), "id:marines", "pg:DeploymentOnUkrainianSoil")
    assert "the troop deployment is in the port, which is within Odesa, which is within Ukraine." in found.summary
    assert [line.place.rpartition("/")[2] for line in found.lines if "within" in line.text and line.place] == ["odesa.ttl:3", "odesa.ttl:4"]


@pytest.mark.parametrize("lang", ["en", "de"])
def test_every_member_of_every_class_is_explained_from_recorded_facts(kg, lang):
    """Every step rests on earlier ones or on the record, and whatever a claim says carries its passages."""
    words = TEXTS[lang]
    for kind in sorted({q.subject for q in match(kg.store, None, EQUIVALENT)}, key=str):
        for quad in sorted(match(kg.store, None, TYPE, kind), key=str)[:3]:
            found = why(kg, curie(quad.subject.value), curie(kind.value), lang=lang)
            assert found.holds
            assert found.lines[-1].rests_on or any(line.how == words["also"] for line in found.lines)
            for line in found.lines:
                assert all(n < line.number for n in line.rests_on)
                if line.how in (words["recorded"], words["vocabulary"]):
                    assert line.place or line.passages, line
                    assert not line.rests_on
                elif line.how in (words["follows"], words["derived"]):
                    assert line.rests_on and line.because, line
            assert "{" not in found.text() and "  …" not in found.text()


def test_every_subclass_membership_of_a_claim_is_explained(kg):
    for name in (FRANCE, "id:united-states-leads-verification", "id:ceasefire-not-yet"):
        card = kg.show(name)
        for kind in card.kinds:
            assert why(kg, name, kind).holds, (name, kind)


def test_every_short_edge_names_the_claims_it_came_from(kg):
    """Each edge that a view has and the cut record has not is traced to facts; those of claims cite passages."""
    given = given_of(kg)
    stated = set(kg.stated)
    new = sorted(
        (q for q in given if q not in stated and not isinstance(q.subject, BlankNode) and not isinstance(q.object, BlankNode)), key=str
    )
    assert len({q.predicate for q in new}) > 15
    for quad in new:
        assert (found := origin(given, quad)), quad
        assert all(fact in given for fact in found.facts)
    by_predicate = {q.predicate: q for q in reversed(new)}
    for predicate, quad in by_predicate.items():
        shown = why(kg, curie(quad.subject.value), curie(predicate.value), curie(quad.object.value))
        assert shown.holds and shown.lines[-1].rests_on, quad
        if predicate.value.rpartition("#")[2] != "currentTenure":
            assert shown.passages, quad
            assert "so says the claim" in shown.summary, shown.summary


def test_what_a_revision_carries_is_told_with_the_older_claim(kg):
    for goal, value in (("pg:previousStance", "pg:NotPlanned"), ("pg:revisedOn", "2026-01-06")):
        shown = why(kg, GERMANY, goal, value)
        assert any(line.text.startswith("≤ 2026-01-06: Germany does *not plan* it") and line.passages for line in shown.lines), shown.text()
    shown = why(kg, FRANCE, "pg:standingForm")
    assert shown.lines[0].text.endswith(": has form signed") and shown.passages
    assert {p.value.rpartition("#")[2] for p in map(NamedNode, CARRIED)} == {"previousStance", "revisedOn", "standingForm"}


def test_every_derivation_tells_itself_in_both_languages():
    for path in resources.derivation_files():
        english, german = rule_text(path, "en"), rule_text(path, "de")
        assert english and german and english != german, path
        with open(path, encoding="utf-8") as file:
            assert parsed(file.read()).head


@pytest.mark.parametrize(
    ("thing", "goal", "lang", "says"),
    [
        (GERMANY, "pg:Commitment", "en", "is not a commitment: Germany does *not exclude* it, which is below *intends*."),
        (
            GERMANY,
            "pg:Commitment",
            "de",
            "ist nicht als „Zusage“ eingeordnet: die Haltung von Deutschland lautet *nicht ausgeschlossen*, also weniger als *beabsichtigt*.",
        ),
        ("id:france", "pg:Commitment", "en", "France is not recorded as a position; and nothing is recorded under “has stance” of France."),
        ("id:merz", "pg:State", "en", "Friedrich Merz is not recorded as a state."),
        ("id:merz", "pg:Organisation", "en", "is recorded neither as an organisation nor as anything below that."),
        (FRANCE, "pg:Hardening", "en", "nothing is recorded under “previous stance”"),
        (FRANCE, "pg:RestsOnUnnamedSource", "en", "whose source is not *voice without a name*"),
        ("id:german-troops-in-ukraine", "pg:DiscretionaryClause", "en", "nothing is recorded under “has activation”"),
        (
            GERMANY,
            "pg:Softening",
            "en",
            "is not a softening: one way to it fails: Germany does *not exclude* it, where *excluded* would be needed; "
            "another: before, Germany does *not plan* it, which is below *conceivable*.",
        ),
        (
            GERMANY,
            "pg:Softening",
            "de",
            "ein Weg dahin scheitert: die Haltung von Deutschland lautet *nicht ausgeschlossen*, nötig wäre *ausgeschlossen*; "
            "ein anderer: die frühere Haltung von Deutschland lautete *nicht geplant*, also weniger als *denkbar*.",
        ),
        (GERMANY, "pg:RestsOnUnnamedSource", "en", "whose source is not *voice without a name*; and 2 more of the kind do not fit either."),
        (GERMANY, "pg:RestsOnUnnamedSource", "de", "als *Stimme ohne Namen*; und 2 weitere der Art passen auch nicht."),
        (
            "id:french-troops-in-ukraine",
            "pg:ParliamentGated",
            "en",
            "which includes “A legally binding security guarantee”, which is not a parliamentary approval and "
            "which includes “Support of the United States”, which is not a parliamentary approval.",
        ),
        (
            "id:french-troops-in-ukraine",
            "pg:ParliamentGated",
            "en",
            "which is not a parliamentary approval and for which nothing is recorded under “includes”",
        ),
        ("id:macron", "pg:CommitmentToUkrainianSoil", "en", "is not recorded as a position"),
    ],
)
def test_what_is_missing_is_said(kg, thing, goal, lang, says):
    found = why(kg, thing, goal, lang=lang)
    assert not found.holds
    assert says in found.summary, found.summary
    assert "{" not in found.text()


@pytest.mark.parametrize(("lang", "needs"), [("en", " needs "), ("de", " braucht ")])
def test_what_follows_is_not_called_recorded_where_something_is_missing(kg, lang, needs):
    found, words = why(kg, "id:french-troops-in-ukraine", "pg:ParliamentGated", lang=lang), TEXTS[lang]
    edges = [line for line in found.lines if needs in line.text and line.how not in (words["missing"], words["derived"])]
    assert len(edges) == 3
    assert all(line.how == words["follows"] and line.rests_on and not line.place for line in edges), found.text()
    assert len(found.passages) == 4


def test_a_line_about_a_report_cites_that_report_alone(kg):
    found = why(kg, GERMANY, "pg:RestsOnUnnamedSource")
    told = [line for line in found.lines if line.text.endswith("supports it")]
    assert [line.passages for line in told] == [(1,), (2,), (3,)]
    assert all(found.passages[n - 1].place in line.text for line in told for n in line.passages)


def test_an_edge_that_is_not_there_is_told_with_its_rule(kg):
    found = why(kg, "id:germany", "pg:leads", "id:verification")
    assert not found.holds and "no claim of this view yields: Germany – leads “Verification of a ceasefire”" in found.summary
    missing = why(kg, "id:merz", "pg:needs")
    assert not missing.holds and missing.thing == "id:merz"


def test_the_passage_is_verified_and_shown(kg, articles):
    found = why(kg, FRANCE, "pg:Commitment", articles=str(articles))
    assert all(p.passage and len(p.passage) > 20 for p in found.passages)
    assert "⟦" in found.text() and "> " in found.markdown()


def test_german_needs_two_ways(kg):
    found = kg.explain("id:german-troops-in-ukraine", "pg:ParliamentGated", engine="own")
    assert [f.others for f in found] == [1, 1]
    assert {line.because for f in found for line in f.lines if line.how == "read off claims"} != set()
    assert "Other minimal justifications: 1" in found[0].text()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("id:merz", "id:france"), "is neither a class nor a property"),
        (("id:merz", "pg:Leader", "id:france"), "is a class and takes no value"),
        (("id:french-troops-in-ukraine", "pg:needs"), "say which: id:ceasefire, id:ceasefire-agreement"),
        (("id:nobody-at-all", "pg:Leader"), "there is no thing"),
        (("id:merz", "pg:Ledaer"), "did you mean pg:Leader"),
        ((), "name a claim"),
        ((FRANCE, "pg:Commitment", "--met", "id:ceasefire"), "a state is explained of a position alone"),
    ],
)
def test_what_cannot_be_explained_is_said_plainly(args, message):
    result = CliRunner().invoke(main, ["why", *args])
    assert isinstance(result.exception, UsageError) or result.exit_code == 2
    assert message in (result.output + str(result.exception))


def test_a_passage_of_two_lines_is_quoted_whole(kg):
    found = why(kg, FRANCE, "pg:Commitment")
    passages = tuple(p._replace(passage="One line.\nAnother.") for p in found.passages)
    assert "\n  > One line.\n  > Another.\n" in found._replace(passages=passages).markdown()


def test_the_command_prints_text_markdown_and_json(kg):
    text, markdown = pledge(FRANCE, "pg:Commitment").output, pledge(FRANCE, "pg:Commitment", "-f", "md").output
    assert "  [1] 7cade0f4 ¶2 402–565  " in text and "as of 2026-01-07" in text
    assert markdown.startswith("**“France") and "\n1. " in markdown and "\n- [1] 7cade0f4 ¶2 402–565: " in markdown
    data = json.loads(pledge(FRANCE, "pg:Commitment", "-f", "json").output)
    assert data["holds"] and data["lines"][-1]["rests_on"] and data["passages"][0]["report"].startswith("id:7cade0f4-p02")
    both = json.loads(pledge("id:german-troops-in-ukraine", "pg:ParliamentGated", "--all", "-f", "json").output)
    assert len(both) == 2
    chain = pledge(FRANCE, "-f", "md").output
    assert chain.startswith(f"**{FRANCE}**") and "\n1. " in chain


def test_the_same_bytes_every_time(kg):
    assert why(kg, FRANCE, "pg:CommitmentToUkrainianSoil").text() == why(kg, FRANCE, "pg:CommitmentToUkrainianSoil").text()


def test_a_hostile_label_stays_text(tmp_path):
    facts = tmp_path / "x.ttl"
    facts.write_text(
        "@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> .\n"
        '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\nid:x a pg:TroopDeployment ; skos:prefLabel "<script>alert(1)</script> {holder} [a](b)"@en .\n',
        encoding="utf-8",
    )
    found = why(pg.load(str(facts)), "id:x", "pg:Measure")
    assert "<script>" not in found.markdown() and "](b" not in found.markdown().replace("]\\(b", "")


def test_on_another_day_another_reason(kg):
    then = kg.at("2025-09-30")
    found = why(then, "id:germany-on-german-troops-in-ukraine-by-2025-08-31", "pg:Commitment")
    assert not found.holds and "does *not plan* it, which is below *intends*" in found.summary and found.day == "2025-09-30"


def test_every_template_names_a_term_of_the_vocabulary_in_both_languages():
    vocabulary, words = Store(), Store()
    for path in resources.ontology_files():
        vocabulary.load(path=path)
    words.load(path=resources.words_file())
    for quad in words:
        assert list(match(vocabulary, quad.subject, TYPE)), quad.subject
        languages = {q.object.language for q in match(words, quad.subject, quad.predicate)}
        assert languages == {"en", "de"}, quad.subject
    assert (ROOT / "ontology" / "words.ttl").exists()
