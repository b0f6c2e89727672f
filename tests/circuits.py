"""Small circuits for the tests: builders, a hypothesis strategy, and the same circuit as OWL."""

from hypothesis import strategies as st
from pledgegraph.circuit import Circuit, Commitment, Condition


def condition(op="atom", parts=(), presupposes=(), truth=None, pledges=()):
    return Condition(op, tuple(parts), tuple(presupposes), truth, tuple(pledges))


def position(needs=(), triggers=(), ends=(), *, name="p", measure="m", committed=True, decision=False, settled=None, overdue=False):
    stance = "pg:Intends" if committed else "pg:Willing"
    deadline = "2026-01-01" if overdue else None
    ways = (tuple(needs), (), tuple(triggers), tuple(ends))
    return Commitment(name, measure, "h", stance, "pg:Said", committed, *ways, decision, settled, deadline, overdue)


@st.composite
def circuits(draw, *, negation=True, circles=True, pledges=True, most=5, assessments=False):
    """A circuit of a few atoms and compounds of them; presuppositions may run in circles, pledges need what lies below,
    and with `assessments` somebody may have said how a compound stands."""
    atoms = [f"a{n}" for n in range(draw(st.integers(2, most)))]
    conditions, names = {}, list(atoms)
    truths = st.sampled_from([None, None, None, "Met", "Failed", "NotYet"])
    for name in atoms:
        earlier = atoms if circles else names[: names.index(name)]
        presupposes = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        presupposes = [p for p in presupposes if p != name]
        # What the record settles stays settled here; that an assumption overrides it has tests of its own.
        conditions[name] = condition(presupposes=presupposes, truth=None if presupposes else draw(truths))
    for n in range(draw(st.integers(0, 3))):
        op = draw(st.sampled_from(["all", "any", "not"] if negation else ["all", "any"]))
        size = 1 if op == "not" else 2
        parts = draw(st.lists(st.sampled_from(names), min_size=size, max_size=size, unique=True))
        assessed = draw(st.sampled_from([*[None] * 5, "Met", "Failed"])) if assessments else None
        conditions[f"c{n}"] = condition(op, parts, truth=assessed)
        names.append(f"c{n}")
    positions = [position([draw(st.sampled_from(names))], [], [])]
    if pledges and draw(st.booleans()):
        needs = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        conditions["pledged"] = condition(presupposes=needs, pledges=("q",))
        positions.append(position(needs, name="q", measure="backing"))
        names.append("pledged")
    goals = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    positions[0] = position(goals)
    return Circuit(conditions, tuple(positions))


def owl(circuit, truth, prefix=""):
    """The circuit as an OWL ontology in Turtle, and what is fixed (name → Met or Failed): what it entails is the scenario.

    A compound is met when all, or some, of its parts are: an open world cannot count them, so each is named.
    """
    lines = []

    def some(edge, inner):
        return f"[ a owl:Restriction ; owl:onProperty :{edge} ; owl:someValuesFrom {inner} ]"

    def both(*parts):
        return f"[ a owl:Class ; owl:intersectionOf ( {' '.join(parts)} ) ]"

    def one(name):
        return f"[ a owl:Class ; owl:oneOf ( :{prefix}{name} ) ]"

    for name, held in circuit.conditions.items():
        lines.append(f":{prefix}{name} a owl:NamedIndividual , :Thing .")
        if truth.get(name) in ("Met", "Failed"):
            lines.append(f":{prefix}{name} a :{truth[name]} .")
            continue
        if name in truth:
            continue
        edges = [(p, "part") for p in held.parts] + [(p, "presupposes") for p in held.presupposes]
        lines += [f":{prefix}{name} :{edge} :{prefix}{p} ." for p, edge in edges]
        ready = [some("presupposes", both(one(p), ":Met")) for p in held.presupposes]
        if held.presupposes:
            lines.append(f"{both(one(name), some('presupposes', ':Failed'))} rdfs:subClassOf :Failed .")
        if held.pledges:
            lines.append(f"{both(one(name), *ready)} rdfs:subClassOf :Met ." if ready else f":{prefix}{name} a :Met .")
        each = {value: [some("part", both(one(p), f":{value}")) for p in held.parts] for value in ("Met", "Failed")}
        if held.op == "all":
            lines.append(f"{both(one(name), *each['Met'], *ready)} rdfs:subClassOf :Met .")
            lines.append(f"{both(one(name), some('part', ':Failed'))} rdfs:subClassOf :Failed .")
        if held.op == "any":
            lines.append(f"{both(one(name), some('part', ':Met'), *ready)} rdfs:subClassOf :Met .")
            lines.append(f"{both(one(name), *each['Failed'])} rdfs:subClassOf :Failed .")
        if held.op == "not":
            lines.append(f"{both(one(name), *each['Failed'], *ready)} rdfs:subClassOf :Met .")
            lines.append(f"{both(one(name), some('part', ':Met'))} rdfs:subClassOf :Failed .")
    for c in circuit.commitments:
        needs = (*c.needs, *c.inherited)
        me = f"{prefix}{c.position}"
        lines.append(f":{me} a owl:NamedIndividual .")
        lines += [f":{me} :needs :{prefix}{n} ." for n in needs]
        ready = [some("needs", both(one(n), ":Met")) for n in needs]
        lines.append(f"{both(one(c.position), *ready)} rdfs:subClassOf :Ready ." if needs else f":{me} a :Ready .")
        lines.append(f"{both(one(c.position), some('needs', ':Failed'))} rdfs:subClassOf :Blocked .")
    return "\n".join(lines)


OWL_HEAD = """@prefix : <urn:test:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:part a owl:ObjectProperty . :presupposes a owl:ObjectProperty . :needs a owl:ObjectProperty .
:Thing a owl:Class . :Met a owl:Class . :Failed a owl:Class . :Ready a owl:Class . :Blocked a owl:Class .
"""
