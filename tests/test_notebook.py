"""The magics, in a real kernel: what a cell shows, what Tab offers, and that a mistake is a short message."""

import sys

import pytest
from jupyter_client.manager import KernelManager

pytestmark = pytest.mark.filterwarnings("default")


class Kernel:
    """A running IPython kernel, spoken to as a notebook does."""

    def __init__(self, folder):
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(cwd=str(folder))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def stop(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()

    def _reply(self, sent):
        while (reply := self.client.get_shell_msg(timeout=60))["parent_header"].get("msg_id") != sent:
            pass
        return reply["content"]

    def run(self, code):
        """The outputs of a cell: their data, or of an error its lines."""
        sent = self.client.execute(code)
        shown, messages = [], iter(lambda: self.client.get_iopub_msg(timeout=60), None)
        for message in messages:
            if message["parent_header"].get("msg_id") != sent:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            if kind in ("execute_result", "display_data"):
                shown.append(content["data"])
            elif kind == "stream":
                shown.append({"text/plain": content["text"]})
            elif kind == "error":
                shown.append({"error": "\n".join(content["traceback"]), "name": content["ename"]})
        self._reply(sent)
        return shown

    def complete(self, code):
        """What Tab offers at the end of the code, as whole texts."""
        content = self._reply(self.client.complete(code, len(code)))
        return [code[: content["cursor_start"]] + match for match in content["matches"]]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "bad.ttl").write_text("id:x a pg:State .\n")
    running = Kernel(folder)
    running.run("import pledgegraph as pg\nfrom pledgegraph import plots")
    yield running
    running.stop()


@pytest.fixture
def cell(kernel):
    """Runs cells in a notebook that has loaded the extension and has no variable of its own."""
    kernel.run("get_ipython().user_ns.pop('kg', None)\n%reload_ext pledgegraph")
    return kernel.run


def test_loading_the_extension_imports_nothing_heavy(kernel):
    code = """
    import subprocess, sys
    code = '''
    import sys
    from IPython.core.interactiveshell import InteractiveShell
    shell = InteractiveShell.instance()
    before = set(sys.modules)
    shell.run_line_magic("load_ext", "pledgegraph")
    print([m for m in sorted(set(sys.modules) - before) if not m.startswith(("pledgegraph", "IPython"))])
    '''
    print(subprocess.run([sys.executable, "-c", code.replace("\\n    ", "\\n")], capture_output=True, text=True).stdout)
    """
    import textwrap

    assert kernel.run(textwrap.dedent(code))[0]["text/plain"].strip() == "[]"


def test_a_question_shows_a_table(cell):
    [shown] = cell("%ask who-committed-troops")
    assert '<td title="id:france">France</td>' in shown["text/html"]
    assert "2 rows, as of 2026-01-07" in shown["text/html"]
    assert shown["text/markdown"].startswith("| actor | measure |")
    assert "[1] 7cade0f4 ¶2 402–565" in shown["text/plain"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("%ask who committed troops on Ukrainian soil", ["id:france", "id:united-kingdom"]),
        ("%ask wer hat Truppen auf ukrainischem Boden zugesagt", ["id:france", "id:united-kingdom"]),
        ("%ask who-committed-troops at_least=pg:NotExcluded", ["id:france", "id:germany", "id:united-kingdom"]),
        ('%ask who-committed-troops place="Ukraine" at_least="not excluded"', ["id:france", "id:germany", "id:united-kingdom"]),
        ("%ask who-committed-troops --as-of 2025-09-30", []),
        ("%ask who-committed-troops --as-of=2025-09-30", []),
        ("%ask who-committed-troops --known-on 2025-09-30", []),
        ("%ask who-committed-troops --without 7cade0f4", []),
        ("%ask who-committed-troops --limit 1", ["id:france"]),
        ("%ask who-committed-troops --limit 1 --offset 1", ["id:united-kingdom"]),
        ("%ask who-committed-troops at_least={floor} --limit 2", ["id:france", "id:germany"]),
    ],
)
def test_a_line_asks_what_it_says(cell, line, expected):
    [shown] = cell(f"floor = 'pg:NotExcluded'\nanswer = {line}\nprint([row['actor'] for row in answer])")
    assert shown["text/plain"] == f"{expected}\n"


@pytest.mark.parametrize(
    "line",
    [
        "%ask Who committed troops on Ukrainian soil?",
        "%ask Wer hat Truppen auf ukrainischem Boden zugesagt?",
        "%ask Who committed troops on Ukrainian soil??",
        "%ask Who committed troops on Ukrainian soil ?",
        "%ask Who committed troops on Ukraine's soil?",
        "%ask Who committed troops \\\n  on Ukrainian soil?",
        "%ask who-committed-troops?",
        "%pledge ask Who committed troops on Ukrainian soil?",
        "%pledge ask who-committed-troops at_least=pg:Intends",
    ],
)
def test_a_question_mark_belongs_to_the_question(cell, line):
    [shown] = cell(line)
    assert "2 rows, as of 2026-01-07" in shown["text/html"]
    [shown] = cell(f"for _ in range(1):\n    answer = {line}\n    print([row['actor'] for row in answer])")
    assert shown["text/plain"] == "['id:france', 'id:united-kingdom']\n"


def test_the_language_is_the_lines_or_the_notebooks(cell):
    assert "Frankreich" in cell("%ask who-committed-troops --lang de")[0]["text/html"]
    assert "Frankreich" not in cell("%ask who-committed-troops")[0]["text/html"]
    cell("%pledge --lang de")
    assert "Frankreich" in cell("%ask who-committed-troops")[0]["text/html"]
    cell("%pledge")
    assert "Frankreich" not in cell("%ask who-committed-troops")[0]["text/html"]


def test_without_a_question_the_questions_are_listed(cell):
    [shown] = cell("%ask")
    assert "who-committed-troops" in shown["text/html"] and "at_least, place" in shown["text/plain"].replace(
        "place, at_least", "at_least, place"
    )


def test_the_variable_kg_is_what_the_magics_ask(cell):
    cell("kg = pg.load().at('2025-09-30')")
    assert "as of 2025-09-30" in cell("%ask positions-of")[0]["text/html"]
    assert "as of 2025-09-04" in cell("%ask positions-of --as-of 2025-09-04")[0]["text/html"]
    assert "as of 2025-09-30, without Merz" in cell("%ask positions-of --without Merz")[0]["text/html"]
    cell("kg = 70  # kilograms")
    assert "as of 2026-01-07" in cell("%ask positions-of")[0]["text/html"]


def test_pledge_makes_that_variable(cell, tmp_path):
    facts = tmp_path / "mine.ttl"
    facts.write_text("<https://w3id.org/pledgegraph/id/my-thing> a <https://w3id.org/pledgegraph/ontology#Step> .")
    [shown] = cell(f'%pledge --facts "{facts}" --as-of 2026-01-06')
    assert shown["text/plain"] == "<Knowledge as of 2026-01-06>"
    assert cell("kg.show('my-thing').kinds")[0]["text/plain"] == "('pg:Step',)"
    cell(f'%pledge --only --facts "{facts}"')
    assert cell("len(kg.ask('leaders'))")[0]["text/plain"] == "0"
    cell("%pledge --without pg:Unnamed --known-on 2026-01-06")
    assert cell("kg")[0]["text/plain"] == "<Knowledge as of 2026-01-07, known on 2026-01-06, without pg:Unnamed>"


def test_sparql_shows_rows_a_truth_or_a_picture(cell):
    [rows] = cell("%%sparql --lang de\nSELECT ?x WHERE { ?x pg:iso2 'FR' }")
    assert ">Frankreich</td>" in rows["text/html"]
    assert cell("%%sparql\nASK { id:france a pg:State }")[0]["text/plain"] == "True"
    [picture] = cell("%%sparql\nCONSTRUCT { ?a pg:next ?b } WHERE { ?a pg:next ?b }")
    assert picture["image/svg+xml"].startswith("<svg") and "Attributing" in picture["image/svg+xml"]
    assert picture["text/plain"].startswith("Graph of 6 things and 5 statements. Attributing responsibility next")
    assert "text/html" not in picture
    [nothing] = cell("%%sparql --as-of 2020-01-01\nCONSTRUCT { ?a pg:leads ?b } WHERE { ?a pg:leads ?b }")
    assert nothing["text/plain"] == "The query constructed no statement."


def test_sparql_can_be_kept_and_limited(cell):
    assert cell("%%sparql --into states --limit 3\nSELECT ?x WHERE { ?x a pg:State } ORDER BY ?x") == []
    assert cell("len(states), states.total")[0]["text/plain"] == "(3, 16)"
    cell("%%sparql --into steps\nCONSTRUCT { ?a pg:next ?b } WHERE { ?a pg:next ?b }")
    assert cell("len(steps.graph)")[0]["text/plain"] == "5"


BAD = [
    ("kg.ask('who-comitted-troops')", "there is no question 'who-comitted-troops'; did you mean"),
    ("kg.ask(5)", "a question is given as text, not as int: 5"),
    ("kg.ask('leaders', lang='fr')", "there are no labels in the language 'fr'; use en or de"),
    ("kg.ask('who-committed-troops', place='Ukrain')", "there is no thing 'Ukrain'; did you mean Ukraine?"),
    ("kg.ask('who-committed-troops', plase='x')", "who-committed-troops has no parameter 'plase'; did you mean place?"),
    ("kg.ask('who-committed-troops', at_least='id:france')", "id:france is no stance; use one of"),
    ("kg.ask('leaders')[99]", "there is no row 99; the answer has"),
    ("kg.ask('leaders')['holder']", "there is no row 'holder'; the answer has"),
    ("kg.ask('leaders').head('x')", "'x' is no number of rows"),
    ("kg.ask('leaders').select('colour')", "leaders has no column 'colour'; it has"),
    ("kg.ask('leaders').to_csv('no/such/folder.csv')", "no/such/folder.csv: cannot be written: "),
    ("kg.at('soon')", "'soon' is no day; write a day that exists as YYYY-MM-DD"),
    ("kg.at('2025-02-30')", "'2025-02-30' is no day"),
    ("kg.at(5)", "'5' is no day"),
    ("kg.at(known_on='x')", "'x' is no day"),
    ("kg.at(without=5)", "what is left out is given as text, not as int: 5"),
    ("kg.at(without='Nobody Known')", "there is no thing 'Nobody Known'"),
    ("kg.show('Mertz')", "there is no thing 'Mertz'; did you mean Merz?"),
    ("kg.show(None)", "a thing is given as text, not as NoneType: None"),
    ("kg.why('id:france')", "id:france is no claim of this view"),
    ("kg.why('id:france-on-french-troops-in-ukraine-signed', articles='nowhere')", "nowhere:1:1: file.missing: there is no such folder"),
    ("kg.sparql('SELECT')", "query:1:"),
    ("kg.sparql(None)", "a query is given as text, not as NoneType: None"),
    ("kg.sparql('DROP ALL')", "query:1:1: readonly: DROP would change the graph"),
    ("kg.sparql('ASK {}', timeout='x')", "'x' is no time limit"),
    ("kg.export('xls')", "there is no format 'xls'; use one of turtle"),
    ("kg.what_if(met='cease')", "'cease' is no condition; did you mean ceasefire?"),
    ("kg.what_if(met=5)", "a condition is given as text, not as int: 5"),
    ("kg.what_if(against=5)", "against is a mapping with met, failed and unknown"),
    ("kg.what_if(against={'mett': 'ceasefire'})", "against is a mapping with met, failed and unknown"),
    ("kg.what_if(met='ceasefire', failed='ceasefire')", "“A ceasefire” (id:ceasefire) is assumed both met and failed"),
    ("kg.unlock('id:france')", "id:france"),
    ("kg.unlock(5)", "a thing is given as text, not as int: 5"),
    ("pg.load('missing.ttl')", "missing.ttl:1:1: file.missing: there is no such file or folder"),
    ("pg.load('bad.ttl')", "bad.ttl:1:"),
    ("pg.load(5)", "a file or folder of facts is given as text, not as int: 5"),
    ("plots.matrix(5)", "a picture is drawn from a graph or an answer, not from int"),
    ("plots.matrix(kg.ask('leaders'))", "this picture is drawn from a graph, not from Answer"),
    ("plots.matrix(kg, kind='id:france')", "id:france is no kind of thing"),
    ("plots.matrix(kg, lang='fr')", "there are no labels in the language 'fr'"),
    ("plots.stances(kg.ask('leaders'))", "leaders has no stances beside a column"),
    ("plots.conditions(kg, at_least='pg:Said')", "pg:Said is no stance; use one of pg:Excluded"),
    ("plots.matrix(kg).save('matrix.gif')", "matrix.gif: a picture is saved as .svg, .png or .pdf"),
    ("%ask who-comitted-troops", "there is no question 'who-comitted-troops'"),
    ("%ask what is the weather in Berlin", "there is no question 'what is the weather in Berlin'"),
    ("%ask who-committed-troops place=", "there is no thing ''"),
    ("%ask who-committed-troops place=Ukrain", "there is no thing 'Ukrain'"),
    ("%ask who-committed-troops plase=Ukraine", "who-committed-troops has no parameter 'plase'; did you mean place?"),
    ("%ask who-committed-troops place=id:ukraine place=id:france", "place is given twice"),
    ("%ask leaders lang=de", "no question has a parameter 'lang'; an option is written --lang de"),
    ("%ask leaders --offset x", "'x' is no number of rows; write --offset N"),
    ("kg.ask('leaders', limit='many')", "there is no page of many rows"),
    ("%ask place=id:ukraine", "there is no question before the parameters"),
    ("%ask leaders --as-off 2025-09-30", "%ask has no option --as-off; did you mean --as-of?"),
    ("%ask leaders --as-of", "--as-of has no value; write --as-of VALUE"),
    ("%ask leaders --as-of --lang de", "--as-of has no value"),
    ("%ask leaders --as-of tomorrow", "'tomorrow' is no day"),
    ("%ask leaders --as-of 2025-09-30 --as-of 2025-09-30", "--as-of is given twice"),
    ("%ask leaders --limit many", "'many' is no number of rows"),
    ("%ask leaders --limit -1", "'-1' is no number of rows"),
    ("%ask leaders --lang fr", "there are no labels in the language 'fr'"),
    ("%ask leaders --without X", "there is no thing 'X'"),
    ('%ask leaders "to', "a quotation mark is not closed in: leaders"),
    ("%pledge --facts missing.ttl", "missing.ttl:1:1: file.missing: "),
    ("%pledge --facts bad.ttl", "bad.ttl:1:"),
    ("%pledge --only", "--only leaves nothing to ask"),
    ("%pledge --as-of 2025-02-30", "'2025-02-30' is no day"),
    ("%pledge --without Nobody", "there is no thing 'Nobody'"),
    ("%pledge yesterday", "%pledge takes options only, not 'yesterday'"),
    ("%%sparql\nSELECT ?x WHERE { ?x a", "cell:1:23: syntax: the query stops short; mend the query at the caret"),
    ("%%sparql\n# nothing yet", "cell:1:"),
    ("%%sparql\nSELECT * { SERVICE <http://x/> { ?s ?p ?o } }", "cell:1:12: net.service: SERVICE is not allowed"),
    ("%%sparql\nDELETE WHERE { ?s ?p ?o }", "cell:1:1: readonly: DELETE would change the graph"),
    ("%%sparql\nSELECT (<urn:f>(1) AS ?x) {}", "cell:1:9: func.unknown: "),
    ("%%sparql\nASK " + "{" * 500, "cell:1:69: limit.depth: nests deeper than 64"),
    ("%%sparql --timeout 1\nSELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "limit.time: the query did not end within 1 s"),
    ("%%sparql --timeout soon\nASK {}", "'soon' is no time limit"),
    ("%%sparql who\nASK {}", "%%sparql takes options only, not 'who'"),
    ("%%sparql --into 5x\nASK {}", "'5x' cannot name a variable"),
]


@pytest.mark.parametrize(("code", "message"), BAD, ids=[code.partition("\n")[0] + f" {i}" for i, (code, _) in enumerate(BAD)])
def test_a_mistake_is_a_short_message(cell, code, message):
    cell("kg = pg.load()")
    # The view of a graph is built when it is first asked for, which showing it is not.
    shown = cell(code)
    if not shown or "error" not in shown[-1]:
        shown = cell("_.day")
    assert shown[-1]["error"].startswith(f"pledgegraph: {message}")
    assert len(shown[-1]["error"].splitlines()) <= 6
    assert "Traceback" not in shown[-1]["error"] and ".py" not in shown[-1]["error"]


def test_a_mistake_is_short_without_the_extension_too(kernel):
    kernel.run("%unload_ext pledgegraph")
    [shown] = kernel.run("pg.load().ask('nonsense')")
    assert shown["error"].startswith("pledgegraph: there is no question 'nonsense'") and "Traceback" not in shown["error"]
    assert shown["name"] == "UsageError"


def test_unloaded_magics_are_gone(kernel):
    kernel.run("%reload_ext pledgegraph\n%unload_ext pledgegraph")
    assert "not found" in kernel.run("%ask leaders")[-1]["text/plain" if "error" not in kernel.run("%ask leaders")[-1] else "error"]
    assert kernel.complete("%ask lead") == []


OFFERED = [
    ("%ask who-comm", ["%ask who-committed-troops"]),
    ("answer = %ask who-comm", ["answer = %ask who-committed-troops"]),
    ("%pledge ask who-comm", ["%pledge ask who-committed-troops"]),
    ("%ask committed", ["%ask who-committed-troops"]),
    ("%ask who-committed-troops pl", ["%ask who-committed-troops place="]),
    ("%ask who-committed-troops ", ["%ask who-committed-troops at_least=", "%ask who-committed-troops place="]),
    ("%ask who-committed-troops place=id:ukraine ", ["%ask who-committed-troops place=id:ukraine at_least="]),
    ("%ask who-committed-troops place=id:fran", ["%ask who-committed-troops place=id:france"]),
    ("%ask who-committed-troops place=Frankr", ["%ask who-committed-troops place=id:france"]),
    ('%ask who-committed-troops place="United K', ["%ask who-committed-troops place=id:united-kingdom"]),
    (
        "%ask who-committed-troops at_least=pg:Not",
        ["%ask who-committed-troops at_least=pg:NotExcluded", "%ask who-committed-troops at_least=pg:NotPlanned"],
    ),
    ("%ask leaders --as", ["%ask leaders --as-of"]),
    ("%ask leaders --as-of 2025", ["%ask leaders --as-of 2025-09-04"]),
    ("%ask leaders --lang ", ["%ask leaders --lang de", "%ask leaders --lang en"]),
    ("%ask leaders --without pg:Unn", ["%ask leaders --without pg:Unnamed"]),
    ("%pledge --on", ["%pledge --only"]),
    ("%%sparql\nSELECT ?x { ?x a pg:Pill", ["%%sparql\nSELECT ?x { ?x a pg:Pillar"]),
    ("%%sparql\nSELECT ?x { ?x pg:holder id:franc", ["%%sparql\nSELECT ?x { ?x pg:holder id:france"]),
]


@pytest.mark.parametrize(("code", "expected"), OFFERED, ids=[code for code, _ in OFFERED])
def test_tab_offers_what_may_come_next(kernel, cell, code, expected):
    offered = kernel.complete(code)
    assert (
        sorted(o for o in offered if not (code.startswith("%%sparql") and len(o) > len(expected[0]) + 1 and o.startswith(expected[0])))
        == expected
    )


def test_python_is_completed_as_before(kernel, cell):
    assert "import json" in kernel.complete("import jso")
    cell("somebody = 1")
    assert "someb" in "".join(kernel.complete("print(someb"))


def test_the_kernel_is_this_python(kernel):
    assert kernel.run("import sys; print(sys.executable)")[0]["text/plain"].strip() == sys.executable
