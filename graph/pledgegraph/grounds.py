"""What the edges of a circuit rest on: the requirements that somebody holds, their reports, and who would have to act."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from pledgegraph.circuit import DEEDS
from pledgegraph.edges import Edges

_LEADING = {"pg:Leads", "pg:CoLeads"}


class Ground(NamedTuple):
    """A requirement: the claim, who holds it, what it is about, in which role it is required."""

    claim: str
    holder: str
    about: str
    role: str


class Grounds:
    """The requirements, assessments and actors of a view, looked up by what they say."""

    def __init__(self, edges: Edges) -> None:
        self.edges = edges

    @cached_property
    def _requirements(self) -> dict[tuple[str, str], list[Ground]]:
        about, holder, role = (self.edges.of(p) for p in ("about", "holder", "role"))
        found: dict[tuple[str, str], list[Ground]] = {}
        for claim, required in self.edges.of("requires").items():
            for thing in about.get(claim, ()):
                ground = Ground(claim, holder.get(claim, ("",))[0], thing, role.get(claim, ("",))[0])
                for condition in required:
                    found.setdefault((thing, condition), []).append(ground)
        for grounds in found.values():
            if len(grounds) > 1:
                grounds.sort()
        return found

    @cached_property
    def _wholes(self) -> dict[str, list[str]]:
        """Measure → all that it is part of, at any remove."""
        part_of, found = self.edges.of("partOf"), {}
        for part in part_of:
            seen: dict[str, None] = {}
            queue = [part]
            while queue:
                new = [w for w in part_of.get(queue.pop(), ()) if w not in seen]
                seen.update(dict.fromkeys(new))
                queue += new
            found[part] = sorted(seen)
        return found

    @cached_property
    def _leads(self) -> set[tuple[str, str]]:
        agent, about = self.edges.of("agent"), self.edges.of("about")
        claims = [c for c, ps in self.edges.of("performs").items() if _LEADING.intersection(ps)]
        return {(a, t) for c in claims for a in agent.get(c, ()) for t in about.get(c, ())}

    @cached_property
    def _instruments(self) -> set[str]:
        return self.edges.members("Instrument")

    def of_measure(self, measure: str, condition: str, *roles: str) -> list[Ground]:
        """Why a measure depends on a condition in one of the roles: what its actor, a plan or a lead requires, and every approval."""
        actors = self.edges.of("actor").get(measure, ())
        found = []
        for thing in (measure, *self._wholes.get(measure, ())):
            for ground in self._requirements.get((thing, condition), ()):
                leads = (ground.holder, thing) in self._leads and thing != measure and ground.role == "pg:Entry"
                binds = ground.role == "pg:Approval" or ground.holder in actors or ground.holder in self._instruments or leads
                if ground.role in roles and binds:
                    found.append(ground)
        return found

    def of_condition(self, condition: str, earlier: str) -> list[Ground]:
        """Why a condition presupposes another: what is required of it, or of the measure or mechanism that realises it."""
        found = list(self._requirements.get((condition, earlier), ()))
        for thing in self.edges.of("realisedBy").get(condition, ()):
            measures = self.of_measure(thing, earlier, "pg:Entry", "pg:Approval")
            found += measures or self._requirements.get((thing, earlier), ())
        return [g for g in found if g.role in ("pg:Entry", "pg:Approval")]

    @cached_property
    def _states(self) -> dict[tuple[str, str], list[str]]:
        about, found = self.edges.of("about"), defaultdict[tuple[str, str], list[str]](list)
        for claim in sorted(c for c, said in self.edges.of("claimsActivation").items() if "pg:ByDecision" in said):
            for measure in about.get(claim, ()):
                found[measure, "awaiting decision"] += self.evidence(claim)
        for claim in sorted(self.edges.subjects("occurs", "TookPlace")):
            for event in about.get(claim, ()):
                for state, deed in DEEDS.items():
                    for measure in self.edges.of(deed).get(event, ()):
                        found[measure, state] += self.evidence(claim)
        return found

    def of_state(self, measure: str, state: str) -> tuple[str, ...]:
        """The reports that tell of a decision yet to take, of the deed or of a breach, where that makes its state."""
        return tuple(dict.fromkeys(self._states.get((measure, state), ())))

    def reports(self, grounds: list[Ground]) -> tuple[str, ...]:
        """The reports of some requirements, each once."""
        return tuple(dict.fromkeys(r for g in grounds for r in self.evidence(g.claim)))

    def evidence(self, claim: str) -> tuple[str, ...]:
        """The reports of a claim."""
        return self.edges.of("evidence").get(claim, ())

    @cached_property
    def assessments(self) -> dict[str, tuple[str, ...]]:
        """Condition → the reports of its current assessments."""
        about = self.edges.of("about")
        found: dict[str, list[str]] = defaultdict(list)
        for claim in sorted(self.edges.of("truth")):
            for condition in about.get(claim, ()):
                found[condition] += self.evidence(claim)
        return {condition: tuple(reports) for condition, reports in found.items()}

    @cached_property
    def _acting(self) -> dict[str, list[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for condition, agents in self.edges.of("decidedBy").items():
            found[condition].update(agents)
        actor = self.edges.of("actor")
        for predicate in ("satisfiedBy", "realisedBy"):
            for condition, things in self.edges.of(predicate).items():
                found[condition].update(a for t in things for a in actor.get(t, ()))
        about, agent = self.edges.of("about"), self.edges.of("agent")
        for claim in self.edges.of("performs"):
            for thing in about.get(claim, ()):
                found[thing].update(agent.get(claim, ()))
        return {condition: sorted(agents) for condition, agents in found.items()}

    def who(self, condition: str) -> tuple[str, ...]:
        """Who has to act for a condition: who decides it, brings it about or has a role in it; empty where nobody is named."""
        return tuple(self._acting.get(condition, ()))
