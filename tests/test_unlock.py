"""Unlocking: sets are sufficient and minimal by brute force, reversals, circles, caps and time limits."""

import time
from itertools import chain, combinations, product

import pytest
from circuits import circuits, condition, position
from hypothesis import given, settings
from hypothesis import strategies as st
from pledgegraph.circuit import Circuit
from pledgegraph.errors import EngineError
from pledgegraph.scenario import Logic
from pledgegraph.unlock import attainability, unlock


def sets(circuit, *goals, **options):
    """The sets as text: conditions by step, those that are to fail with a minus."""
    found = unlock(circuit, goals, **options)
    return [
        (
            " > ".join(
                " ".join(("-" if p.becomes == "Failed" else "") + p.condition for p in way.parts if p.step == step)
                for step in sorted({p.step for p in way.parts})
            ),
            "in order" if way.in_order else "together",
        )
        for way in found.ways
    ]


def small(**conditions):
    return Circuit(conditions, (position(),))


@pytest.mark.parametrize(
    ("conditions", "goals", "expected"),
    [
        ({"a": condition()}, "a", [("a", "in order")]),
        ({"a": condition(truth="Met")}, "a", [("", "in order")]),
        ({"a": condition(presupposes="b"), "b": condition()}, "a", [("b > a", "in order")]),
        ({"a": condition(presupposes="b"), "b": condition(truth="Met")}, "a", [("a", "in order")]),
        ({"a": condition(presupposes="b"), "b": condition(presupposes="a")}, "a", [("a b", "together")]),
        ({"x": condition("all", "ab"), "a": condition(), "b": condition()}, "x", [("a b", "in order")]),
        ({"x": condition("any", "ab"), "a": condition(), "b": condition()}, "x", [("a", "in order"), ("b", "in order")]),
        ({"x": condition("any", "ab"), "a": condition(truth="Failed"), "b": condition()}, "x", [("b", "in order")]),
        ({"x": condition("not", "a"), "a": condition()}, "x", [("-a", "in order")]),
        ({"x": condition("not", "a"), "a": condition()}, "xa", []),
        ({"x": condition("all", "xa"), "a": condition()}, "x", []),
        (
            # a circle with a way out: d stands in for b
            {
                "a": condition(presupposes="x"),
                "b": condition(presupposes="a"),
                "x": condition("any", "bd"),
                "d": condition(),
            },
            "a",
            [("d > a", "in order"), ("a b", "together")],
        ),
        (
            # the way out is no part of the smallest set that works together
            {"a": condition(presupposes="x"), "b": condition(presupposes="a"), "x": condition("any", "bd"), "d": condition()},
            "ab",
            [("a b", "together"), ("d > a > b", "in order")],
        ),
    ],
)
def test_small(conditions, goals, expected):
    assert sets(small(**conditions), *goals) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ({}, [("need", "in order")]),
        ({"ends": ("need",)}, []),
        ({"settled": "discharged"}, [("need", "in order")]),
    ],
)
def test_a_standing_pledge_needs_no_act_of_its_own(kind, expected):
    conditions = {"need": condition(), "backing": condition(presupposes=("need",), pledges=("p",))}
    assert sets(Circuit(conditions, (position(("need",), **kind),)), "backing") == expected


def test_two_pledges_that_wait_for_each_other_work_only_together():
    conditions = {"mine": condition(presupposes=("yours",), pledges=("p",)), "yours": condition(presupposes=("mine",), pledges=("q",))}
    circuit = Circuit(conditions, (position(("yours",)), position(("mine",), name="q")))
    assert sets(circuit, "mine") == [("mine", "together"), ("yours", "together")]


def test_what_has_failed_is_reversed_only_where_nothing_else_works():
    conditions = {
        "x": condition("any", "ab"),
        "a": condition(truth="Failed"),
        "b": condition(truth="Failed", presupposes="c"),
        "c": condition(),
    }
    circuit = small(**conditions)
    assert sets(circuit, "x") == [("a", "in order"), ("c > b", "in order")]
    assert all(any(p.reversal for p in way.parts) for way in unlock(circuit, ["x"]).ways)
    assert [p.reversal for p in unlock(circuit, ["b"]).ways[0].parts] == [False, True]


@pytest.mark.parametrize(
    ("goals", "way"), [("ab", "pg:OnlyTogether"), ("c", "pg:InOrder"), (("c", "no-c"), "pg:Deadlock")], ids=["circle", "free", "clash"]
)
def test_attainability(goals, way):
    conditions = {"a": condition(presupposes="b"), "b": condition(presupposes="a"), "c": condition(), "no-c": condition("not", "c")}
    assert attainability(small(**conditions), goals) == way


def works_together(logic, circuit, goals, chosen):
    truth = logic.truths(*([n for n, t in chosen.items() if t == v] for v in ("Met", "Failed")))
    firm = all(truth[p] == "Met" for n, t in chosen.items() if t == "Met" for p in circuit.conditions[n].presupposes)
    return firm and all(truth[g] == "Met" for g in goals)


def works_in_order(logic, circuit, goals, chosen):
    if any(circuit.conditions[n].pledges for n in chosen):
        return False
    done, before = {}, None
    while done != before:
        before = dict(done)
        truth = logic.truths(*([n for n, t in done.items() if t == v] for v in ("Met", "Failed")))
        for n, t in chosen.items():
            if t == "Failed" or all(truth[p] == "Met" for p in circuit.conditions[n].presupposes):
                done[n] = t
    return done == chosen and all(truth[g] == "Met" for g in goals)


def minimal(found):
    return {s for s in found if not any(other < s for other in found)}


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_sets_are_sufficient_and_minimal_by_brute_force(data):
    circuit = data.draw(circuits(most=4))
    goals = circuit.commitments[0].needs
    logic = Logic(circuit)
    now = logic.truths()
    free = [n for n, c in circuit.conditions.items() if now[n] == "Unknown" and (c.op == "atom")]
    subsets = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
    candidates = [
        dict(zip(names, values, strict=True))
        for names in subsets
        for values in product(("Met", "Failed"), repeat=len(names))
        if not any(circuit.conditions[n].pledges and v == "Failed" for n, v in zip(names, values, strict=True))
    ]
    together = minimal({frozenset(c.items()) for c in candidates if works_together(logic, circuit, goals, c)})
    in_order = minimal({frozenset(c.items()) for c in candidates if works_in_order(logic, circuit, goals, c)})
    found = unlock(circuit, goals, limit=10_000)
    ours = {(frozenset((p.condition, p.becomes) for p in way.parts), way.in_order) for way in found.ways}
    if not together:
        assert all(any(p.reversal for p in way.parts) for way in found.ways)
        return
    assert {s for s, ordered in ours if ordered} == in_order
    assert {s for s, ordered in ours if not ordered} == together - in_order
    assert [len(way.parts) for way in found.ways] == sorted(len(way.parts) for way in found.ways)
    assert not found.more


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_sets_are_sufficient_whatever_is_said_of_compounds(data):
    circuit = data.draw(circuits(most=4, assessments=True))
    goals, logic = circuit.commitments[0].needs, Logic(circuit)
    for way in unlock(circuit, goals, limit=50).ways:
        truth = logic.truths(*([p.condition for p in way.parts if p.becomes == t] for t in ("Met", "Failed")))
        assert all(truth[g] == "Met" for g in goals), way


@pytest.mark.parametrize(
    ("conditions", "goal", "expected"),
    [
        # the assessment of a compound is older than what is known of its part
        ({"x": condition("all", "ab", truth="Met"), "a": condition(), "b": condition(truth="Failed")}, "x", ["b"]),
        ({"x": condition("any", "ab", truth="Failed"), "a": condition(), "b": condition()}, "x", ["a", "b"]),
        # what stands in the way is met, or somebody's standing pledge
        ({"x": condition("not", "a"), "a": condition(truth="Met")}, "x", ["-a"]),
        ({"x": condition("not", "a"), "a": condition(pledges=("p",))}, "x", ["-a"]),
    ],
)
def test_what_the_record_says_can_be_outdone(conditions, goal, expected):
    assert [text for text, _ in sets(small(**conditions), goal)] == expected


def exponential(pairs):
    """All of many any-ofs of two: 2 to the power of pairs minimal sets."""
    conditions = {f"{side}{n}": condition() for n in range(pairs) for side in "ab"}
    conditions |= {f"x{n}": condition("any", (f"a{n}", f"b{n}")) for n in range(pairs)}
    return small(**conditions, top=condition("all", [f"x{n}" for n in range(pairs)]))


def test_enumeration_is_capped_and_says_so():
    found = unlock(exponential(40), ["top"], limit=25)
    assert (len(found.ways), found.more) == (25, True)
    assert {len(way.parts) for way in found.ways} == {40}
    few = unlock(exponential(3), ["top"], limit=8)
    assert (len(few.ways), few.more) == (8, False)
    assert unlock(exponential(3), ["top"], limit=7).more


def test_a_search_that_takes_too_long_is_stopped():
    start = time.monotonic()
    with pytest.raises(EngineError, match="allow more time"):
        unlock(exponential(400), ["top"], limit=5, seconds=0.0)
    assert time.monotonic() - start < 5


def test_a_thousand_conditions_and_a_nest_of_fifty():
    chain_ = {f"c{n}": condition(presupposes=(f"c{n + 1}",) if n < 999 else ()) for n in range(1000)}
    (way,) = unlock(small(**chain_), ["c0"], seconds=60).ways
    assert (len(way.parts), way.in_order, way.parts[0].condition, way.parts[0].step, way.parts[-1].step) == (1000, True, "c999", 1, 1000)
    nest = {"n0": condition(), **{f"n{d}": condition("all" if d % 2 else "any", (f"n{d - 1}", f"m{d}")) for d in range(1, 51)}}
    nest |= {f"m{d}": condition() for d in range(1, 51)}
    found = unlock(small(**nest), ["n50"], limit=30)
    assert found.ways[0].parts[0].condition == "m50"
    assert len(found.ways) == 26
