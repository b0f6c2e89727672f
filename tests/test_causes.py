"""Where the truth of a condition comes from: every truth has a cause that is so, and no cause leads back to itself."""

import pytest
from circuits import circuits, condition, position
from hypothesis import given, settings
from hypothesis import strategies as st
from pledgegraph.causes import Causes
from pledgegraph.circuit import Circuit
from pledgegraph.scenario import UNKNOWN, evaluate


def causes(circuit, met=(), failed=(), unknown=()):
    assumed = {**dict.fromkeys(unknown, "Unknown"), **dict.fromkeys(failed, "Failed"), **dict.fromkeys(met, "Met")}
    return Causes(circuit, evaluate(circuit, met, failed, unknown), assumed)


def told(cause):
    return cause.kind, " ".join(f"{e.condition}-{e.other}" for e in cause.edges), " ".join(how for _, how in cause.pledges)


def pledged(ends=(), **became):
    """A condition that is pledged, and what became of the pledge."""
    return Circuit({"e": condition(), "x": condition(pledges=["q"])}, (position((), (), ends, name="q", **became),))


@pytest.mark.parametrize(
    ("circuit", "assumed", "name", "expected"),
    [
        (pledged(), {}, "x", ("pledges", "", "standing")),
        (pledged(settled="cancelled"), {}, "x", ("pledges", "", "cancelled")),
        (pledged(settled="violated"), {}, "x", ("pledges", "", "violated")),
        (pledged(settled="discharged"), {}, "x", ("pledges", "", "discharged")),
        (pledged(overdue=True), {}, "x", ("pledges", "", "overdue")),
        (pledged(), {"met": ["x"]}, "x", ("assumed", "", "")),
        (pledged(["e"]), {"met": ["e"]}, "x", ("pledges", "", "ended")),
        # what ends the pledge is itself pledged
        (
            Circuit(
                {"e": condition(pledges=["r"]), "x": condition(pledges=["q"])},
                (position((), (), ["e"], name="q"), position(name="r", measure="n")),
            ),
            {},
            "x",
            ("pledges", "", "ended"),
        ),
        # what is pledged presupposes what a pledge that is over leaves failed
        (
            Circuit(
                {"b": condition(presupposes="c", pledges=["q"]), "c": condition(pledges=["r"])},
                (position(name="q"), position(name="r", measure="n", overdue=True)),
            ),
            {},
            "b",
            ("conditions", "b-c", ""),
        ),
        # one of two parts is met: that is not why the whole counts as pledged
        (
            Circuit({"a": condition(truth="Met"), "b": condition(), "x": condition("all", "ab", pledges=["q"])}, (position(name="q"),)),
            {},
            "x",
            ("pledges", "", "standing"),
        ),
        # b fails because a does, so a fails because of c alone
        (
            Circuit({"a": condition(presupposes="bc"), "b": condition(presupposes="a"), "c": condition(truth="Failed")}, ()),
            {},
            "a",
            ("conditions", "a-c", ""),
        ),
        (Circuit({"a": condition(truth="Failed"), "x": condition("all", "a")}, ()), {"met": ["x"]}, "a", ("whole", "x-a", "")),
        (Circuit({"a": condition(truth="NotYet"), "x": condition("all", "a")}, ()), {}, "x", ("open", "x-a", "")),
    ],
)
def test_the_cause(circuit, assumed, name, expected):
    assert told(causes(circuit, **assumed).of(name)) == expected


@settings(deadline=None, max_examples=300)
@given(circuits(), st.data())
def test_every_truth_has_a_cause_and_none_leads_back_to_itself(circuit, data):
    names = sorted(circuit.conditions)
    became = data.draw(st.sampled_from([{}, {"overdue": True}, {"settled": "violated"}, {"ends": (names[0],)}]))
    held = tuple(c._replace(**became) if c.position == "q" else c for c in circuit.commitments)
    circuit = circuit._replace(commitments=held)
    met = data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    failed = [n for n in data.draw(st.lists(st.sampled_from(names), max_size=1)) if n not in met]
    found = causes(circuit, met, failed)
    done = set()
    left = [n for n in names if found.truth[n] != UNKNOWN]
    while left:
        rest = [n for n in left if not {e.condition if e.other == n else e.other for e in found.of(n).edges} <= done]
        assert len(rest) < len(left), [(n, found.of(n)) for n in rest]
        done |= set(left) - set(rest)
        left = rest
    for name in names:
        assert found.of(name).kind != "assumptions", name
        kept = {how in ("discharged", "standing") for _, how in found.of(name).pledges}
        assert kept <= {found.truth[name] == "Met"}
        assert met or failed or found.of(name).kind not in ("assumed", "whole")
