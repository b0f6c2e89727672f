"""A question mark at the end of `%ask`, in a real shell: asked by the magic, and no other line is touched."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

HELP = "get_ipython().run_line_magic('pinfo', {!r})\n"
ASK = "get_ipython().run_line_magic({!r}, {!r})\n"


@pytest.fixture
def shell():
    running = InteractiveShell.instance()
    running.run_line_magic("load_ext", "pledgegraph")
    yield running
    running.run_line_magic("unload_ext", "pledgegraph")
    InteractiveShell.clear_instance()


ASKED = [
    ("%ask Who spoke on Ukrainian soil?", ASK.format("ask", "Who spoke on Ukrainian soil?")),
    ("%ask Who spoke??", ASK.format("ask", "Who spoke??")),
    ("%ask who-spoke?", ASK.format("ask", "who-spoke?")),
    ("answer = %ask Who spoke?", "answer = " + ASK.format("ask", "Who spoke?")),
    ("for i in x:\n    a = %ask Who spoke?\n", "for i in x:\n    a = " + ASK.format("ask", "Who spoke?")),
    ("%pledge ask Who spoke?", ASK.format("pledge", "ask Who spoke?")),
    ("a = 1\n%ask Who spoke?\nb?\n%ask Who?", f"a = 1\n{ASK.format('ask', 'Who spoke?')}{HELP.format('b')}{ASK.format('ask', 'Who?')}"),
]
LEFT = [
    "%ask?",
    "%ask??",
    "%pledge?",
    "?%ask",
    "answer = %ask?",
    "%timeit spoke?",
    "print?",
    "a = x %ask\nb?",
    "text = '''\n%ask Who spoke?\n'''\n",
    "# %ask Who spoke?\n",
    "%%sparql\nSELECT ?x\n%ask Who spoke?\n",
    "!pledge ask leaders",
    "1 +",
    "",
]


@pytest.mark.parametrize(("code", "run"), ASKED)
def test_a_sentence_reaches_the_magic_whole(shell, code, run):
    assert [line.rstrip() for line in shell.transform_cell(code).replace(" ')", "')").splitlines()] == run.rstrip().splitlines()


@pytest.mark.parametrize("code", LEFT)
def test_every_other_line_is_as_without_the_extension(shell, code):
    loaded = shell.transform_cell(code)
    shell.run_line_magic("unload_ext", "pledgegraph")
    assert loaded == shell.transform_cell(code)


def test_the_answer_is_shown(shell):
    done = shell.run_cell("%ask Who committed troops on Ukrainian soil?")
    assert [row["actor"] for row in done.result] == ["id:france", "id:united-kingdom"]


def test_help_is_still_help(shell, capsys):
    shell.run_cell("%ask?")
    assert "Answer a question" in capsys.readouterr().out


def test_loading_twice_adds_it_once_and_unloading_takes_it_away(shell):
    before = [t.__name__ for t in shell.input_transformer_manager.token_transformers]
    assert before.count("Sentence") == 1
    shell.run_line_magic("reload_ext", "pledgegraph")
    assert [t.__name__ for t in shell.input_transformer_manager.token_transformers] == before
    shell.run_line_magic("unload_ext", "pledgegraph")
    assert "Sentence" not in [t.__name__ for t in shell.input_transformer_manager.token_transformers]
    assert shell.transform_cell("%ask Who spoke?") == HELP.format("spoke")
