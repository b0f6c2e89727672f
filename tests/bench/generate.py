"""A record of any size in the shape of the shipped one, as N-Triples (which is Turtle too); the same bytes every time.

    python tests/bench/generate.py TRIPLES [-o FILE.nt]

The shipped record is the pattern; it grows in three ways at once:

theatre  A copy of everything that claims are about and that speaks: actors, persons, posts and tenures, outlets, measures,
         conditions, mechanisms, instruments, topics, quantities. Theatre 0 is the shipped one with the shipped ids, so that
         the defaults of the questions mean something; the others bear their number (id:france-t7, "France (7)").
round    A copy of what is dated within a theatre: articles, reports, utterances, events, claims, 150 days apart; the last
         one has the shipped dates. A claim with a superseding key supersedes the one of the round before, so that every
         such key has a chain. Stances, attitudes and truths are drawn anew as often as each occurs in the shipped record, in
         theatre 0 too, which at 100,000 triples is half of all and would otherwise hold fewer rows than the rest.
shared   Places, the framework and its five pillars exist once. Every theatre's Ukraine lies within Ukraine; a measure that
         is part of a pillar, or of the framework, is part of the theatre's own branch of it too, which bears what is
         required (else each theatre's demands would weigh on every other's measures, and their product would grow as the
         square); what is assessed, and every second theatre's roles, are the shared pillar's; every theatre requires the
         one ceasefire.

With five rounds a theatre, 100,000 triples hold 2.2 theatres (48 states, 55 articles, 4,000 claims) and 1,000,000 hold 22 (368
states, 550 articles, 40,000 claims): no actor has more claims in the one than in the other, while places, pillars and the
ceasefire have ten times as many. The last theatre is cut off at the wanted size: it lacks some claims, in all of their rounds.
"""

import datetime
import hashlib
import itertools
import sys
from collections import defaultdict
from collections.abc import Iterator

from pledgegraph import resources
from pledgegraph.namespaces import PREFIXES, TYPE, pg
from pledgegraph.store import read_quads
from pyoxigraph import Literal, NamedNode, Quad

ROUNDS, APART = 5, 150
ID, XSD, SKOS = PREFIXES["id"], PREFIXES["xsd"], PREFIXES["skos"]
VALUES = [pg(n) for n in ("stance", "attitude", "truth")]
DATED = [pg(n) for n in ("Article", "Report", "Utterance", "Event", "Meeting", "Signing")]
ONCE = {pg("iso2"), pg("iso3"), NamedNode(SKOS + "exactMatch")}
LABELS = {NamedNode(SKOS + "prefLabel"), NamedNode(SKOS + "altLabel")}
DAYS = {pg(n) for n in ("date", "earliest", "latest")}
EVIDENCE, READS_AS, PART_OF, WITHIN, REQUIRES, ABOUT = map(pg, ("evidence", "readsAs", "partOf", "within", "requires", "about"))
SUPERSEDES, SHA256, FRAMEWORK, KEY = map(pg, ("supersedes", "sha256", "framework", "key"))
WHOLE = {pg("Pillar"), pg("Framework")}
UKRAINE, CEASEFIRE = NamedNode(ID + "ukraine"), NamedNode(ID + "ceasefire")


def read(path: str) -> list[Quad]:
    """The statements of a file."""
    with open(path, "rb") as file:
        return read_quads(file.read(), path)


def number(*key: object) -> int:
    """A number that looks random and is the same for the same key."""
    return int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=6).digest(), "big")


class Pattern:
    """The shipped record, sorted into what is shared, what a theatre has, and what a round has."""

    def __init__(self) -> None:
        quads = [q for path in resources.seed_files() for q in read(path)]
        self.blocks: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in quads:
            self.blocks[quad.subject].append(quad)
        kinds = {s: {q.object for q in block if q.predicate == TYPE} for s, block in self.blocks.items()}
        self.claims = [s for s, block in self.blocks.items() if any(q.predicate == EVIDENCE for q in block)]
        self.pillars = {s for s in self.blocks if kinds[s] & WHOLE}
        self.shared = {s for s in self.blocks if pg("Place") in kinds[s]}
        self.instants = {s for s in self.blocks if kinds[s] & set(DATED)} | set(self.claims)
        rest = [s for s in self.blocks if s not in self.instants and s not in self.shared]
        self.theatre = sorted(rest, key=str)
        of_claim = {r for c in self.claims for r in self.reports(c)}
        self.round = sorted(self.instants - set(self.claims) - of_claim, key=str)
        self.drawn = {p: sorted((q.object for q in quads if q.predicate == p), key=str) for p in VALUES}
        self.chains = self._chains(kinds)
        self.is_role = {s for s in self.claims if pg("RoleClaim") in kinds[s]}
        self.is_requirement = {s for s in self.claims if pg("Requirement") in kinds[s]}

    def reports(self, claim: NamedNode) -> list[NamedNode]:
        return [q.object for q in self.blocks[claim] if q.predicate == EVIDENCE]

    def _chains(self, kinds: dict[NamedNode, set[NamedNode]]) -> dict[NamedNode, list[NamedNode]]:
        """For each first claim of a key, the last claims of that key: those it supersedes of the round before."""
        keys: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for quad in (q for path in resources.ontology_files() for q in read(path) if q.predicate == KEY):
            keys[quad.subject].append(quad.object)
        groups: dict[tuple[object, ...], list[NamedNode]] = defaultdict(list)
        for claim in self.claims:
            facts = {q.predicate: q.object for q in self.blocks[claim]}
            for kind in kinds[claim] & keys.keys():
                if all(k in facts for k in keys[kind]) and any(d in facts for d in DAYS):
                    groups[(kind, *(facts[k] for k in keys[kind]))].append(claim)
        chains = {}
        for group in groups.values():
            older = {q.object for c in group for q in self.blocks[c] if q.predicate == SUPERSEDES}
            first = [c for c in group if not any(q.predicate == SUPERSEDES for q in self.blocks[c])]
            if first:
                chains[first[0]] = [c for c in group if c not in older]
        return chains


class Copy:
    """The pattern in one theatre and one round."""

    def __init__(self, pattern: Pattern, theatre: int, turn: int) -> None:
        self.pattern, self.number, self.turn = pattern, theatre, turn
        self.last = turn == ROUNDS - 1

    def named(self, node: NamedNode, turn: int | None = None) -> NamedNode:
        """The copy of a thing."""
        turn = self.turn if turn is None else turn
        if not node.value.startswith(ID) or node in self.pattern.shared:
            return node
        dated = node in self.pattern.instants and turn != ROUNDS - 1
        if not self.number and not dated:
            return node
        suffix = f"t{self.number}r{turn}" if dated else f"t{self.number}"
        if "article-" in node.value and node in self.pattern.instants:
            return NamedNode(f"{ID}article-{hashlib.sha256(f'{node.value} {suffix}'.encode()).hexdigest()[:8]}")
        return NamedNode(f"{node.value}-{suffix}")

    def of(self, subject: NamedNode) -> Iterator[Quad]:
        """The statements of a thing's copy."""
        new = self.named(subject)
        drawn = self._drawn(subject)
        for quad in self.pattern.blocks[subject]:
            if new != subject and (quad.predicate in ONCE or quad.predicate == FRAMEWORK):
                continue
            if new != subject and quad.object in WHOLE:
                yield Quad(new, TYPE, pg("Mechanism"))
                continue
            yield Quad(new, quad.predicate, self._value(subject, quad, drawn))
        if subject == UKRAINE and self.number:
            yield Quad(new, WITHIN, UKRAINE)
        for quad in self.pattern.blocks[subject]:
            if self.number and quad.predicate == PART_OF and quad.object in self.pattern.pillars:
                yield Quad(new, PART_OF, quad.object)

    def claim(self, claim: NamedNode) -> Iterator[Quad]:
        """A claim after its reports, and what it supersedes of the round before."""
        old, new = next(((q.object, v) for q in self.pattern.blocks[claim] if (v := self._drawn(claim).get(q.predicate))), (None, None))
        for report in self.pattern.reports(claim):
            for quad in self.of(report):
                same = quad.predicate == READS_AS and quad.object == old and new
                yield Quad(quad.subject, READS_AS, new) if same else quad
        yield from self.of(claim)
        if self.turn:
            for earlier in self.pattern.chains.get(claim, ()):
                yield Quad(self.named(claim), SUPERSEDES, self.named(earlier, self.turn - 1))

    def _drawn(self, subject: NamedNode) -> dict[NamedNode, NamedNode]:
        pick = number(self.number, self.turn, subject.value)
        return {p: found[pick % len(found)] for p, found in self.pattern.drawn.items()}

    def _of_the_pillar(self, claim: NamedNode) -> bool:
        """Whether what a claim says of a pillar is said of the shared one, and not of the theatre's own branch."""
        branch = claim in self.pattern.is_requirement or (claim in self.pattern.is_role and self.number % 2 == 0)
        return not branch

    def _value(self, subject: NamedNode, quad: Quad, drawn: dict[NamedNode, NamedNode]) -> object:
        value, predicate = quad.object, quad.predicate
        if isinstance(value, NamedNode):
            if predicate in drawn:
                return drawn[predicate]
            if predicate == REQUIRES and value == CEASEFIRE:
                return value
            if predicate == ABOUT and value in self.pattern.pillars and self._of_the_pillar(subject):
                return value
            return self.named(value)
        if predicate in DAYS and subject in self.pattern.instants and not self.last:
            day = datetime.date.fromisoformat(value.value) - datetime.timedelta(days=APART * (ROUNDS - 1 - self.turn))
            return Literal(day.isoformat(), datatype=value.datatype)
        if predicate == SHA256 and self.named(subject) != subject:
            begin = self.named(subject).value[-8:]
            return Literal(begin + hashlib.sha256(begin.encode()).hexdigest()[8:], datatype=value.datatype)
        if predicate in LABELS and (new := self.named(subject)) != subject:
            where = f"{self.number}.{self.turn}" if subject in self.pattern.instants else f"{self.number}"
            assert new
            return Literal(f"{value.value} ({where})", language=value.language)
        return value


def statements() -> Iterator[list[Quad]]:
    """The record without end, a thing or a claim with its reports at a time."""
    pattern = Pattern()
    for subject in sorted(pattern.shared, key=str):
        yield pattern.blocks[subject]
    for theatre in itertools.count():
        for subject in pattern.theatre:
            yield list(Copy(pattern, theatre, ROUNDS - 1).of(subject))
        copies = [Copy(pattern, theatre, turn) for turn in range(ROUNDS)]
        for copy in copies:
            for subject in pattern.round:
                yield list(copy.of(subject))
        for claim in pattern.claims:
            for copy in copies:
                yield list(copy.claim(claim))


def generate(size: int) -> Iterator[Quad]:
    """The first statements of the record, about as many as wanted."""
    done = 0
    for block in statements():
        yield from block
        done += len(block)
        if done >= size:
            return


def write(size: int, path: str) -> None:
    """Writes a record of that size to a file of N-Triples."""
    with open(path, "w", encoding="utf-8") as file:
        for q in generate(size):
            file.write(f"{q.subject} {q.predicate} {q.object} .\n")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4) or not sys.argv[1].isdecimal() or sys.argv[2:3] not in ([], ["-o"]):
        sys.exit(__doc__)
    write(int(sys.argv[1]), sys.argv[3] if len(sys.argv) == 4 else "/dev/stdout")
