"""The verbs about conditions: forms, options, refusals, and that they print what the library gives."""

import json

import pytest
from click.testing import CliRunner
from pledgegraph.cli import main

FORCE = ["--met", "id:ceasefire", "--met", "id:ceasefire-agreement", "--met", "id:legally-binding-guarantee"]


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["what-if", "-f", "csv"], lambda kg: kg.what_if()),
        (["what-if", *FORCE, "--failed", "bundestag-approval", "--at-least", "NotExcluded", "-f", "csv"],
         lambda kg: kg.what_if([a for a in FORCE if a != "--met"], "bundestag-approval", at_least="NotExcluded")),
        (["what-if", *FORCE, "--against", "record", "-f", "csv"], lambda kg: kg.what_if([a for a in FORCE if a != "--met"], against={})),
        (["what-if", "--against", "met=ceasefire,failed=A legally binding guarantee, and support of the United States,unknown=end-of-war", "-f", "csv"],
         lambda kg: kg.what_if(against={"met": "id:ceasefire", "failed": "id:us-guarantee-and-support", "unknown": "id:end-of-war"})),
        (["what-if", "--against", "met=ceasefire", "--against", "met=us-support", "-f", "csv"],
         lambda kg: kg.what_if(against={"met": ["id:ceasefire", "id:us-support"]})),
        (["what-if", "--as-of", "2025-09-30", "--without", "Macron", "-f", "csv"], lambda kg: kg.at("2025-09-30", without="Macron").what_if()),
        (["unlock", "french-troops-in-ukraine", "-f", "csv"], lambda kg: kg.unlock("id:french-troops-in-ukraine")),
        (["conditions", "-f", "csv"], lambda kg: kg.conditions()),
        (["conditions", "--circles", "-f", "csv"], lambda kg: kg.circles()),
    ],
)  # fmt: skip
def test_the_command_prints_what_the_library_gives(kg, arguments, answer):
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    assert done.stdout == answer(kg).to_csv()


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "jsonl", "md"])
@pytest.mark.parametrize("verb", [["what-if"], ["unlock", "id:ceasefire"], ["conditions"], ["conditions", "--circles"]])
def test_every_form(verb, form):
    done = run(*verb, "-f", form, "--lang", "de")
    assert done.exit_code == 0, done.output
    if form == "json":
        assert isinstance(json.loads(done.stdout), list)


def test_what_stands_under_a_table_goes_to_standard_error_beside_csv():
    done = run("what-if", "--met", "id:ceasefire", "-f", "csv")
    assert "assumed: A ceasefire – met" in done.stderr
    assert "assumed" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["what-if", "--met", "ceasefire", "--failed", "ceasefire"], "both met and failed"),
        (["what-if", "--met", "id:us-guarantee-and-support", "--failed", "us-support"], "cannot stand together"),
        (["what-if", "--met", "ceasfire"], "did you mean ceasefire"),
        (["what-if", "--against", "ceasefire"], "names no kind"),
        (["what-if", "--against", "met=id:us-guarantee-and-support,failed=us-support"], "cannot stand together"),
        (["what-if", "--at-least", "Signed"], "is no stance"),
        (["unlock", "id:france"], "has no needs of its own"),
        (["unlock", "xyzzy"], "there is no thing"),
    ],
)
def test_refusals(arguments, message):
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output


def test_a_cap_says_that_more_exist(tmp_path):
    lines = ["@prefix id: <https://w3id.org/pledgegraph/id/> . @prefix pg: <https://w3id.org/pledgegraph/ontology#> ."]
    lines.append("id:top a pg:AllOf ; pg:includes " + " , ".join(f"id:x{n}" for n in range(12)) + " .")
    for n in range(12):
        lines.append(f"id:x{n} a pg:AnyOf ; pg:anyOf id:a{n} , id:b{n} . id:a{n} a pg:Condition . id:b{n} a pg:Condition .")
    path = tmp_path / "many.ttl"
    path.write_text("\n".join(lines), encoding="utf-8")
    done = run("unlock", "id:top", "--facts", str(path), "--only", "--limit", "3", "-f", "csv")
    assert len({line.split(",")[0] for line in done.stdout.splitlines()[1:]}) == 3
    assert "more sets exist" in done.stderr


def test_nothing_to_unlock():
    assert "nothing has to come about" in run("unlock", "id:us-peace-efforts").stdout
