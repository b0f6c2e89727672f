"""Assumptions: what names a condition, which clash, and that the solver and the evaluation see the same clashes."""

import pytest
from circuits import circuits, condition
from hypothesis import given, settings
from hypothesis import strategies as st
from pledgegraph.assumptions import assume
from pledgegraph.circuit import Circuit
from pledgegraph.errors import UsageError
from pledgegraph.scenario import combine
from pledgegraph.store import new_store


@pytest.mark.parametrize(
    "text",
    [
        "id:ceasefire",
        "ceasefire",
        "A ceasefire",
        "a CEASEFIRE",
        " Ein Waffenstillstand ",
        "Waffenruhe",
        "waffenstillstand",
        "<https://w3id.org/pledgegraph/id/ceasefire>",
    ],
)
def test_a_condition_by_its_names(kg, text):
    assert assume(kg.store, kg.circuit, met=text).met == ("id:ceasefire",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id:france", "id:france is no condition; 'pledge conditions' lists them"),
        ("France", "id:france is no condition"),
        ("ceasfire", "did you mean ceasefire"),
        ("Approval by the Bundestg", "did you mean approval by the bundestag"),
        ("", "is no condition"),
        ("xyzzy", "'xyzzy' is no condition"),
    ],
)
def test_what_names_no_condition(kg, text, message):
    with pytest.raises(UsageError, match=message):
        assume(kg.store, kg.circuit, met=[text])


BOTH, US, LAW = "id:us-guarantee-and-support", "id:us-support", "id:legally-binding-guarantee"
NO, YES = "id:no-agreement-acceptable-to-russia", "id:agreement-acceptable-to-russia"


@pytest.mark.parametrize(
    ("met", "failed", "unknown", "named"),
    [
        ([US], [US], [], [US, "both met and failed"]),
        ([US], [], [US], [US, "both met and unknown"]),
        ([BOTH], [US], [], [BOTH, US, "is all of"]),
        ([US, LAW], [BOTH], [], [BOTH, US, LAW]),
        ([US, LAW], [], [BOTH], [BOTH, "then it is met, not unknown"]),
        ([], [US], [BOTH], [BOTH, US, "then it is failed, not unknown"]),
        ([NO, YES], [], [], [NO, YES]),
        ([], [NO, YES], [], [NO, YES]),
        (
            ["id:bundestag-approval"],
            ["id:german-government-proposal"],
            [],
            ["id:bundestag-approval presupposes id:german-government-proposal"],
        ),
        (["id:ceasefire-or-peace-agreement"], ["id:ceasefire", "id:peace-agreement"], [], ["is any of"]),
        (
            ["id:peace-agreement"],
            ["id:robust-security-guarantees"],
            [],
            ["id:ukrainian-referendum presupposes id:robust-security-guarantees"],
        ),
    ],
)
def test_what_cannot_stand_together_is_refused_by_name(kg, met, failed, unknown, named):
    with pytest.raises(UsageError) as refused:
        assume(kg.store, kg.circuit, met, failed, unknown)
    assert all(name in str(refused.value) for name in named), str(refused.value)


@pytest.mark.parametrize(
    ("met", "failed"),
    [
        ([BOTH], []),
        ([US], [LAW]),
        ([], [BOTH, US]),
        ([BOTH, US, LAW], []),
        (["id:peace-agreement"], []),
        ([], ["id:peace-agreement", "id:ceasefire-or-peace-agreement", "id:ceasefire"]),
    ],
)
def test_what_can_stand_together(kg, met, failed):
    assert assume(kg.store, kg.circuit, met, failed) == (tuple(met), tuple(failed), ())


def test_a_clash_names_no_bystander(kg):
    with pytest.raises(UsageError) as refused:
        assume(kg.store, kg.circuit, [BOTH, "id:ceasefire"], [US, "id:bundestag-approval"])
    assert "id:ceasefire" not in str(refused.value) and "bundestag" not in str(refused.value)


RECORDED = Circuit(
    {
        "id:all": condition("all", ("id:a", "id:b")),
        "id:a": condition(truth="Failed"),
        "id:b": condition(truth="Met"),
        "id:later": condition(presupposes=("id:a",)),
        "id:held": condition(truth="Met", presupposes=("id:b",)),
        "id:c": condition(truth="Failed"),
        "id:any": condition("any", ("id:a", "id:c")),
        "id:neither": condition("all", ("id:a", "id:c")),
        "id:either": condition("any", ("id:b", "id:held")),
        "id:way": condition("any", ("id:neither", "id:c")),
    },
    (),
)


@pytest.mark.parametrize(
    ("met", "failed", "message"),
    [
        (["id:all"], [], r"the record stands against.*add --met id:a$"),
        (["id:later"], [], r"id:later presupposes id:a.*add --met id:a$"),
        (["id:all", "id:a"], [], None),
        (["id:a"], ["id:all"], r"add --failed id:b$"),
        ([], ["id:b"], None),
        (["id:any"], [], r"add --met id:a or --met id:c; one of them is enough$"),
        (["id:neither"], [], r"\(id:a\) is failed.*add --met id:[ac] --met id:[ac]$"),
        (["id:way"], [], r"add --met id:c$"),
        ([], ["id:either"], r"add --failed id:b --failed id:held$|add --failed id:held --failed id:b$"),
        (["id:any", "id:c"], [], None),
    ],
)
def test_against_the_record(met, failed, message):
    store = new_store()
    if message is None:
        assert assume(store, RECORDED, met, failed).met == tuple(met)
        return
    with pytest.raises(UsageError, match=message):
        assume(store, RECORDED, met, failed)


@pytest.mark.parametrize(("met", "failed"), [(["id:any"], []), (["id:neither"], []), (["id:way"], []), ([], ["id:either"])])
def test_what_a_refusal_advises_is_accepted(met, failed):
    with pytest.raises(UsageError) as refused:
        assume(new_store(), RECORDED, met, failed)
    advice = str(refused.value).rpartition("add ")[2].partition(" or ")[0].split()
    more = {option: [n for o, n in zip(advice[::2], advice[1::2], strict=True) if o == option] for option in ("--met", "--failed")}
    assert assume(new_store(), RECORDED, [*met, *more["--met"]], [*failed, *more["--failed"]])


ALONE = Circuit(
    {
        "id:a": condition(),
        "id:not-a": condition("not", ("id:a",)),
        "id:both": condition("all", ("id:a", "id:not-a", "id:x")),
        "id:one": condition("any", ("id:a", "id:not-a")),
        "id:late": condition(presupposes=("id:both",)),
        "id:x": condition("any", ("id:y", "id:a")),
        "id:y": condition(),
    },
    (),
)
NOT_A = "id:not-a is met exactly when this has failed: id:a"


@pytest.mark.parametrize(
    ("assumed", "message"),
    [
        ({"met": "id:both"}, f"(id:both) can never be met: id:both is all of id:a, id:not-a, id:x; {NOT_A}; take it back"),
        ({"met": "id:late"}, f"(id:late) can never be met: id:late presupposes id:both; id:both is all of id:a, id:not-a, id:x; {NOT_A}"),
        ({"failed": "id:one"}, f"(id:one) can never fail: id:one is any of id:a, id:not-a; {NOT_A}; take it back"),
        ({"unknown": "id:both"}, f"(id:both) is always failed, never unknown: id:both is all of id:a, id:not-a, id:x; {NOT_A}"),
        ({"unknown": "id:one"}, f"(id:one) is always met, never unknown: id:one is any of id:a, id:not-a; {NOT_A}"),
        ({"met": ["id:both", "id:y"]}, "(id:both) can never be met"),
    ],
)
def test_what_is_impossible_by_itself_says_by_which_definitions(assumed, message):
    with pytest.raises(UsageError) as refused:
        assume(new_store(), ALONE, **assumed)
    assert message in str(refused.value)
    assert "id:x is any of" not in str(refused.value), "a definition that plays no part"


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_refused_exactly_where_no_world_fits(data):
    """By brute force over all two-valued worlds of the conditions."""
    circuit = data.draw(circuits(most=4, pledges=False))
    circuit = Circuit(
        {
            f"id:{n}": c._replace(truth=None, parts=tuple(f"id:{p}" for p in c.parts), presupposes=tuple(f"id:{p}" for p in c.presupposes))
            for n, c in circuit.conditions.items()
        },
        (),
    )
    names = sorted(circuit.conditions)
    assumed = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(["Met", "Failed"]), max_size=4))

    def fits(bits):
        world = {n: "Met" if bits >> i & 1 else "Failed" for i, n in enumerate(names)}
        for n, c in circuit.conditions.items():
            ready = all(world[p] == "Met" for p in c.presupposes)
            formula = combine(c.op, (world[p] for p in c.parts))
            if world[n] == "Met" and not (ready and formula in ("Met", "Unknown")):
                return False
            if c.op != "atom" and world[n] == "Failed" and ready and formula == "Met":
                return False
        return all(world[n] == t for n, t in assumed.items())

    possible = any(fits(bits) for bits in range(2 ** len(names)))
    try:
        assume(new_store(), circuit, *([n for n, t in assumed.items() if t == v] for v in ("Met", "Failed")))
    except UsageError:
        assert not possible
    else:
        assert possible
