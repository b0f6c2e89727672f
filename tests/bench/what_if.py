"""How long scenarios take on a large record, once it is loaded.

    python tests/bench/what_if.py [POSITIONS] [CONDITIONS]

A made-up record: measures with a position each, seven requirements to ten positions, as in the shipped record, conditions in
nests of depth 50 and in chains of presuppositions. Timed are reading the circuit, the first what-if, a second one on the same view, and its CSV; beside them,
in the same run, a bare pass over the store, since the machine may be shared.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

import pledgegraph as pg

HEAD = """@prefix id: <https://w3id.org/pledgegraph/id/> .
@prefix pg: <https://w3id.org/pledgegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:freedonia a pg:State ; skos:prefLabel "Freedonia"@en , "Freedonien"@de .
id:article-00000000 a pg:Article ; skos:prefLabel "A"@en , "A"@de ; pg:date "2030-01-31"^^xsd:date .
"""
REPORT = 'a pg:Report ; pg:article id:article-00000000 ; pg:paragraph 1 ; pg:spanStart 1 ; pg:spanEnd 5 ; pg:gist "x"@en , "x"@de .'
SAID = 'pg:holder id:freedonia ; pg:date "2030-01-10"^^xsd:date'


def record(positions: int, conditions: int) -> str:
    """The made-up record as Turtle; the same every time."""
    draw = random.Random(5)
    lines = [HEAD]
    for c in range(conditions):
        kind, parts = "pg:Condition", ""
        if c % 50:
            below, other = f"id:c{c - 1}", f"id:c{draw.randrange(c // 50 * 50, c)}"
            kind, parts = draw.choice(
                [
                    ("pg:AllOf", f" ; pg:includes {below} , {other}"),
                    ("pg:AnyOf", f" ; pg:anyOf {below} , {other}"),
                    ("pg:Not", f" ; pg:negates {below}"),
                    ("pg:Condition", f" ; pg:presupposes {below}"),
                ]
            )
        lines.append(f'id:c{c} a {kind} ; skos:prefLabel "c{c}"@en , "c{c}"@de{parts} .')
    for p in range(positions):
        stance = draw.choice(["Intends", "Intends", "Willing"])
        lines += [
            f'id:m{p} a pg:TroopDeployment ; pg:actor id:freedonia ; skos:prefLabel "m{p}"@en , "m{p}"@de .',
            f"id:p{p} a pg:Position ; {SAID} ; pg:about id:m{p} ; pg:stance pg:{stance} ; pg:form pg:Said ; pg:evidence id:r{p} .",
            f"id:r{p} {REPORT}",
        ]
        for n in range(draw.choices((0, 1, 2), (45, 40, 15))[0]):
            condition = draw.randrange(conditions)
            claim = f"a pg:Requirement ; {SAID} ; pg:about id:m{p} ; pg:requires id:c{condition} ; pg:role pg:Entry"
            lines += [f"id:q{p}-{n} {claim} ; pg:evidence id:s{p}-{n} .", f"id:s{p}-{n} {REPORT}"]
    return "\n".join(lines) + "\n"


def timed(name: str, call):
    start = time.perf_counter()
    value = call()
    print(f"{name:40} {time.perf_counter() - start:7.3f} s")
    return value


def main(positions: int, conditions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.ttl")
        path.write_text(record(positions, conditions), encoding="utf-8")
        kg = timed(f"load {positions} positions", lambda: pg.load(str(path), only=True))
        timed("view", lambda: kg.store)
        timed(f"a pass over {len(kg.store)} statements", lambda: sum(1 for _ in kg.store))
        answer = timed("first what-if, circuit included", lambda: kg.what_if(met=["id:c0"], failed=["id:c50"]))
        timed("second what-if", lambda: kg.what_if(met=["id:c100"]))
        timed(f"CSV of {len(answer)} rows", lambda: answer.to_csv())
        timed(f"conditions ({conditions})", lambda: kg.conditions())
        timed("unlock", lambda: kg.unlock("id:m0"))


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:]]
    main(*(given + [10_000, 1_000][len(given) :]))
