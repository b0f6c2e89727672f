"""Circles of conditions: found, named once, bounded, and called a deadlock only where nothing works."""

import time

import pytest
from circuits import condition
from pledgegraph.circles import circles
from pledgegraph.circuit import Circuit


def found(conditions, **options):
    listed, more = circles(Circuit(conditions, ()), **options)
    return [(" ".join(c.conditions), c.way) for c in listed], more


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"a": condition(presupposes="b"), "b": condition()}, []),
        ({"a": condition(presupposes="a")}, [("a", "pg:OnlyTogether")]),
        ({"a": condition(presupposes="b"), "b": condition(presupposes="a")}, [("a b", "pg:OnlyTogether")]),
        (
            {"b": condition(presupposes="c"), "c": condition(presupposes="a"), "a": condition(presupposes="b")},
            [("a b c", "pg:OnlyTogether")],
        ),
        # a way out through an any-of: no deadlock
        (
            {"a": condition(presupposes="x"), "x": condition("any", "bd"), "b": condition(presupposes="a"), "d": condition()},
            [("a x b", "pg:InOrder")],
        ),
        # what has to fail for the one has to hold for the other
        ({"a": condition(presupposes="x"), "x": condition("not", "a")}, [("a x", "pg:Deadlock")]),
        ({"x": condition("all", "xa"), "a": condition()}, [("x", "pg:Deadlock")]),
        ({"a": condition(presupposes="b"), "b": condition(presupposes="a", truth="Failed")}, [("a b", "pg:Deadlock")]),
    ],
)
def test_circles(conditions, expected):
    assert found(conditions) == (expected, False)


def test_a_large_knot_is_bounded():
    names = [f"n{i:03}" for i in range(300)]
    dense = {n: condition(presupposes=[m for m in names if m != n][:40]) for n in names}
    start = time.process_time()
    listed, more = found(dense, limit=5)
    assert 0 < len(listed) <= 5 and more
    assert time.process_time() - start < 20


def test_a_long_ring_is_found():
    ring = {f"r{i:02}": condition(presupposes=(f"r{(i + 1) % 40:02}",)) for i in range(40)}
    listed, _ = found(ring)
    assert [len(names.split()) for names, _ in listed] == [40]


def test_the_same_circle_whatever_the_order():
    ring = {n: condition(presupposes=p) for n, p in zip("abcd", "bcda", strict=True)}
    assert found(dict(reversed(ring.items()))) == found(ring)


@pytest.mark.parametrize(("lang", "reason"), [("en", "no condition waits for itself"), ("de", "keine Bedingung wartet auf sich selbst")])
def test_without_a_circle_it_is_said(kg, lang, reason):
    answer = kg.at("2020-01-01").circles(lang=lang)
    assert (len(answer), answer.remarks) == (0, [reason])
    assert reason not in kg.circles(lang=lang).remarks
