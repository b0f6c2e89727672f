"""Scenarios: what follows from assumptions, and each state of a commitment."""

import random

import pytest
from circuits import OWL_HEAD, circuits, condition, owl, position
from hypothesis import given, settings
from hypothesis import strategies as st
from pledgegraph.circuit import Circuit
from pledgegraph.scenario import combine, evaluate
from pyoxigraph import RdfFormat, parse


@pytest.mark.parametrize(
    ("op", "parts", "value"),
    [
        ("all", ("Met", "Met"), "Met"),
        ("all", ("Met", "Unknown"), "Unknown"),
        ("all", ("Unknown", "Failed"), "Failed"),
        ("any", ("Unknown", "Met"), "Met"),
        ("any", ("Failed", "Unknown"), "Unknown"),
        ("any", ("Failed", "Failed"), "Failed"),
        ("not", ("Met",), "Failed"),
        ("not", ("Unknown",), "Unknown"),
        ("not", ("Failed",), "Met"),
        ("atom", (), "Unknown"),
    ],
)
def test_kleene(op, parts, value):
    assert combine(op, parts) == value


SMALL = {
    "a": condition(),
    "b": condition(),
    "both": condition("all", "ab"),
    "either": condition("any", "ab"),
    "no-a": condition("not", "a"),
    "later": condition(presupposes="a"),
    "held": condition(truth="Met", presupposes="b"),
    "lost": condition(truth="Failed"),
    "round": condition("all", ("a", "about")),
    "about": condition("all", ("b", "round")),
}


@pytest.mark.parametrize(
    ("met", "failed", "expected"),
    [
        ("a", "", {"a": "Met", "b": "Unknown", "both": "Unknown", "either": "Met", "no-a": "Failed", "later": "Unknown"}),
        ("", "a", {"both": "Failed", "either": "Unknown", "no-a": "Met", "later": "Failed"}),
        ("a b", "", {"both": "Met", "either": "Met", "round": "Unknown", "about": "Unknown"}),
        ("both", "", {"a": "Met", "b": "Met", "either": "Met"}),
        ("", "either", {"a": "Failed", "b": "Failed", "both": "Failed", "later": "Failed", "held": "Failed"}),
        ("either", "a", {"b": "Met"}),
        ("no-a", "", {"a": "Failed", "later": "Failed"}),
        ("later", "", {"later": "Met", "a": "Unknown"}),
        ("lost", "", {"lost": "Met"}),
        ("", "", {"held": "Met", "lost": "Failed", "round": "Unknown"}),
        ("", "b", {"held": "Failed", "round": "Failed", "about": "Failed"}),
    ],
)
def test_what_follows(met, failed, expected):
    truth = evaluate(Circuit(SMALL, ()), met.split(), failed.split()).truth
    assert {name: truth[name] for name in expected} == expected


def test_an_assumption_that_a_condition_is_open_overrides_the_record():
    assert evaluate(Circuit(SMALL, ()), unknown=["held"]).truth["held"] == "Unknown"


ATOMS = {"need": condition(), "trigger": condition(), "end": condition()}


@pytest.mark.parametrize(
    ("met", "failed", "kind", "state"),
    [
        ("", "need", {}, "blocked"),
        ("", "", {}, "waiting"),
        ("need", "", {}, "standing"),
        ("need trigger", "", {}, "due"),
        ("need", "", {"triggers": ()}, "due"),
        ("need trigger", "", {"decision": True}, "awaiting decision"),
        ("need", "", {"decision": True}, "standing"),
        ("", "", {"settled": "discharged"}, "discharged"),
        ("", "", {"settled": "cancelled", "committed": False}, "cancelled"),
        ("need trigger", "", {"overdue": True}, "violated"),
        ("need", "", {"overdue": True}, "expired"),
        ("need trigger", "", {"overdue": True, "decision": True}, "expired"),
        ("need trigger end", "", {}, "expired"),
        ("", "need", {"committed": False}, "blocked"),
        ("", "", {"committed": False}, "waiting"),
        ("need", "", {"committed": False}, "unblocked"),
    ],
)
def test_each_state(met, failed, kind, state):
    held = position(**{"needs": ("need",), "triggers": ("trigger",), "ends": ("end",), **kind})
    assert evaluate(Circuit(ATOMS, (held,)), met.split(), failed.split()).states["p"].state == state


@pytest.mark.parametrize(
    ("kind", "met", "failed", "truth"),
    [
        ({}, "", "", "Unknown"),
        ({}, "need", "", "Met"),
        ({}, "", "need", "Failed"),
        ({}, "need end", "", "Failed"),
        ({}, "backing", "", "Met"),
        ({}, "need", "backing", "Failed"),
        ({"settled": "cancelled", "committed": False}, "need", "", "Failed"),
        ({"overdue": True}, "need", "", "Failed"),
    ],
)
def test_a_condition_that_is_a_pledge_is_met_while_the_pledge_stands(kind, met, failed, truth):
    conditions = {**ATOMS, "backing": condition(presupposes=("need",), pledges=("p",))}
    held = position(("need",), (), ("end",), **kind)
    assert evaluate(Circuit(conditions, (held,)), met.split(), failed.split()).truth["backing"] == truth


ORDER = {"blocked": 0, "waiting": 1, "standing": 2, "awaiting decision": 3, "due": 3, "unblocked": 3}


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_meeting_more_never_takes_back_a_monotone_commitment(data):
    circuit = data.draw(circuits(negation=False))
    names = sorted(circuit.conditions)
    some = data.draw(st.sets(st.sampled_from(names)))
    more = some | data.draw(st.sets(st.sampled_from(names)))
    before, after = evaluate(circuit, met=some), evaluate(circuit, met=more)
    rank = {"Failed": 0, "Unknown": 1, "Met": 2}
    assert all(rank[after.truth[n]] >= rank[before.truth[n]] for n in names)
    assert all(ORDER[after.states[p].state] >= ORDER[before.states[p].state] for p in before.states)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_what_was_known_stays_when_more_is_assumed(data):
    """Kleene's order of information: an open condition may become known, a known one keeps its truth."""
    circuit = data.draw(circuits())
    known = evaluate(circuit).truth
    free = sorted(n for n, c in circuit.conditions.items() if known[n] == "Unknown" and c.op == "atom" and not c.pledges)
    if not free:
        return
    value = data.draw(st.sampled_from(["met", "failed"]))
    after = evaluate(circuit, **{value: [data.draw(st.sampled_from(free))]}).truth
    assert all(after[n] == t for n, t in known.items() if t != "Unknown")


def test_the_page_order_of_names_does_not_matter():
    draw = random.Random(7)
    conditions = {f"x{n}": condition("any", (f"x{n + 1}", f"x{n + 2}")) for n in range(30)}
    conditions |= {"x30": condition(), "x31": condition(truth="Met")}
    expected = evaluate(Circuit(conditions, ())).truth
    for _ in range(5):
        names = list(conditions)
        draw.shuffle(names)
        assert evaluate(Circuit({n: conditions[n] for n in names}, ())).truth == expected


def deep(depth):
    """A nest of that depth whose truth is that of its innermost atom."""
    conditions = {"leaf": condition(), "met": condition(), "lost": condition()}
    below = "leaf"
    for n in range(depth):
        op, parts = [("all", (below, "met")), ("any", (below, "lost")), ("not", (below,)), ("not", (f"n{n - 1}",))][n % 4]
        conditions[f"n{n}"] = condition(op, parts)
        below = f"n{n}"
    return conditions, below


@pytest.mark.parametrize("depth", [48, 1000])
def test_deep_nests(depth):
    conditions, top = deep(depth)
    for value in ("met", "failed"):
        for given_, follows in (("leaf", top), (top, "leaf")):
            assumed = {"met": ["met"], "failed": ["lost"]}
            assumed[value].append(given_)
            assert evaluate(Circuit(conditions, ()), **assumed).truth[follows] == {"met": "Met", "failed": "Failed"}[value]


def test_python_and_hermit_agree_on_small_circuits(java):
    """HermiT is given the scenario as a graph with the definitions as axioms, and has to find the same."""
    from pledgegraph.reasoners import ask

    found, lines = [], [OWL_HEAD]
    draw = random.Random(11)
    for n in range(25):
        circuit = _random(draw)
        assumed = {a: draw.choice(["Met", "Failed"]) for a in draw.sample(sorted(a for a in circuit.conditions if a[0] == "a"), 2)}
        scenario = evaluate(circuit, *([a for a, t in assumed.items() if t == v] for v in ("Met", "Failed")))
        recorded = {a: c.truth for a, c in circuit.conditions.items() if c.op == "atom" and c.truth in ("Met", "Failed")}
        downward = {a: scenario.truth[a] for a in recorded if scenario.truth[a] != recorded[a]}
        lines.append(owl(circuit, {**recorded, **downward, **assumed}, f"k{n}-"))
        found.append((f"urn:test:k{n}-", circuit, scenario))
    quads = list(parse("\n".join(lines).encode(), RdfFormat.TURTLE))
    (opinion,) = ask("hermit", quads, [f"urn:test:{c}" for c in ("Met", "Failed", "Ready", "Blocked")])
    assert not opinion.contradiction
    members = {c.removeprefix("urn:test:"): set(m) for c, m in opinion.members.items()}
    for prefix, circuit, scenario in found:
        for name, truth in scenario.truth.items():
            theirs = "Met" if prefix + name in members["Met"] else "Failed" if prefix + name in members["Failed"] else "Unknown"
            assert theirs == truth, (prefix, name, circuit)
        for name, state in scenario.states.items():
            assert (prefix + name in members["Ready"]) == (not state.missing and not state.failed)
            assert (prefix + name in members["Blocked"]) == (state.state == "blocked")


def test_python_and_hermit_agree_on_the_record(java, kg):
    from pledgegraph.reasoners import ask

    plain = {n.removeprefix("id:"): _bare(c) for n, c in kg.circuit.conditions.items()}
    held = Circuit(plain, tuple(_bare(c) for c in kg.circuit.commitments))
    given = [
        ({}, "s0-"),
        ({"ceasefire-agreement": "Met", "us-support": "Failed"}, "s1-"),
        ({"ceasefire-agreement": "Met", "ceasefire": "Met"}, "s2-"),
    ]
    lines = [OWL_HEAD, *(owl(held, assumed, prefix) for assumed, prefix in given)]
    (opinion,) = ask(
        "hermit",
        list(parse("\n".join(lines).encode(), RdfFormat.TURTLE)),
        ["urn:test:Met", "urn:test:Failed", "urn:test:Blocked", "urn:test:Ready"],
    )
    members = {c.removeprefix("urn:test:"): set(m) for c, m in opinion.members.items()}
    for assumed, prefix in given:
        scenario = evaluate(held, *([n for n, t in assumed.items() if t == v] for v in ("Met", "Failed")))
        for value in ("Met", "Failed"):
            names = {f"urn:test:{prefix}{n}" for n, t in scenario.truth.items() if t == value}
            assert {m for m in members[value] if m.startswith(f"urn:test:{prefix}")} == names
        for c in held.commitments:
            state = scenario.states[c.position]
            assert (f"urn:test:{prefix}{c.position}" in members["Blocked"]) == bool(state.failed)
            assert (f"urn:test:{prefix}{c.position}" in members["Ready"]) == (not state.failed and not state.missing)


def _bare(row):
    """A condition or position whose names are good as local names."""
    short = {f: tuple(v.removeprefix("id:") for v in value) for f, value in row._asdict().items() if isinstance(value, tuple)}
    if hasattr(row, "position"):
        short["position"] = row.position.removeprefix("id:")
    return row._replace(**short)


def _random(draw):
    """A circuit without circles of presuppositions: HermiT, too, would leave those open."""
    names = [f"a{n}" for n in range(5)]
    conditions = {
        name: condition(
            presupposes=draw.sample(names[:n], draw.choice([0, 0, 1]) if n else 0), truth=draw.choice([None, None, "Met", "Failed"])
        )
        for n, name in enumerate(names)
    }
    for n in range(4):
        op = draw.choice(["all", "any", "not"])
        conditions[f"c{n}"] = condition(op, draw.sample(names, 1 if op == "not" else 2))
        names.append(f"c{n}")
    needs = draw.sample(names, 2)
    conditions["pledged"] = condition(presupposes=needs, pledges=("q",))
    return Circuit(conditions, (position([*draw.sample(names, 1), "pledged"]), position(needs, name="q")))


BLOCKED = """
SELECT DISTINCT ?m WHERE { ?m pg:needs/(pg:includes|pg:presupposes)* ?c . ?c pg:currentTruth pg:Failed . FILTER NOT EXISTS { ?c a pg:Not } }"""
READY = """
SELECT DISTINCT ?m WHERE {
  ?m pg:needs ?some .
  FILTER NOT EXISTS {
    ?m pg:needs/pg:includes* ?c . FILTER NOT EXISTS { ?c pg:currentTruth pg:Met } FILTER NOT EXISTS { ?c pg:includes ?part }
  }
}"""


@pytest.mark.parametrize(
    ("met", "failed"),
    [
        ((), ()),
        (("id:ceasefire", "id:ceasefire-agreement", "id:legally-binding-guarantee"), ()),
        (("id:ceasefire",), ("id:us-support",)),
        ((), ("id:peace-agreement",)),
        ((), ("id:ceasefire-agreement", "id:bundestag-approval")),
        (("id:national-parliaments-approval",), ("id:putin-ready-to-compromise",)),
    ],
)
def test_python_and_sparql_agree_on_the_record(kg, met, failed):
    """Over the inferred view with the scenario's truths of atoms: a need blocks through what it includes and presupposes."""
    from pledgegraph.namespaces import PREFIXES, expand, pg
    from pledgegraph.store import match, new_store, query
    from pyoxigraph import NamedNode, Quad

    scenario = evaluate(kg.circuit, met, failed)
    store = new_store(kg.store)
    for quad in list(match(store, None, pg("currentTruth"))):
        store.remove(quad)
    for name, truth in scenario.truth.items():
        if kg.circuit.conditions[name].op == "atom":
            store.add(Quad(NamedNode(expand(name)), pg("currentTruth"), pg(truth)))
    for text, wanted in ((BLOCKED, lambda s: bool(s.failed)), (READY, lambda s: not s.failed and not s.missing)):
        theirs = {row["m"].value.removeprefix(PREFIXES["id"]) for row in query(store, text)}
        for c in kg.circuit.commitments:
            needs = (*c.needs, *c.inherited)
            if needs and not any(kg.circuit.conditions[n].op in ("any", "not") for n in needs):
                assert (c.measure[3:] in theirs) == wanted(scenario.states[c.position]), c.measure
