"""`pledge check`: everything that can be found wrong with the shipped record and with files beside it, collected and sorted."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import NamedNode, Quad, Store

from pledgegraph import audits, gate, pointers, reasoners, resources, shapes, vocabulary
from pledgegraph.clashes import Clash, clashes, justified, told
from pledgegraph.errors import Fault, Finding, InputError, PledgeError, UsageError
from pledgegraph.evidence import passage_line
from pledgegraph.namespaces import TYPE, curie, pg
from pledgegraph.record import expand
from pledgegraph.rules import EQUIVALENT, infer
from pledgegraph.store import flat, match, new_store, read_quads, values
from pledgegraph.view import derive

# What a reasoner is not given: what it would fetch, run or never come to the end of.
_NOT_TO_REASON_OVER = ("net.", "limit.", "rdf.", "owl.python_module")


def check(paths: Iterable[str] = (), *, articles: str | None = None, reasoner: str = "none") -> list[Finding]:
    """Every finding in the shipped record, or in `paths` read together with it; `articles` is a folder of article texts.

    Raises `InputError` for a path that does not exist and `EngineError` where a reasoner asked for by name is missing.
    """
    return examine(paths, articles=articles, reasoner=reasoner)[0]


def examine(
    paths: Iterable[str] = (), *, articles: str | None = None, reasoner: str = "none"
) -> tuple[list[Finding], list[reasoners.Opinion]]:
    """Every finding, and what each reasoner that was asked said."""
    if reasoner not in reasoners.REASONERS:
        raise UsageError(f"there is no reasoner {reasoner!r}; use one of {', '.join(reasoners.REASONERS)}")
    reasoners.require(reasoner)  # before anything that takes time
    run = _Check(expand(paths), articles, reasoner)
    return run.findings(), run.opinions


def engines(reasoner: str, opinions: Iterable[reasoners.Opinion]) -> str:
    """What looked for contradictions, in words, a line for each engine: none sees them all."""
    own = "pledgegraph: looked for the contradictions that queries/clashes describes"
    if reasoner == "none":
        return f"{own}; --reasoner rl, dl, hermit or all looks further"
    return "\n".join([own, *(opinion.text() for opinion in opinions)])


class _Check:
    def __init__(self, paths: list[str], articles: str | None, reasoner: str) -> None:
        self.articles, self.reasoner = articles, reasoner
        self.opinions: list[reasoners.Opinion] = []
        ontology, shipped = resources.ontology_files(), resources.seed_files()
        names = {os.path.realpath(path) for path in paths}
        beside = [path for path in (*ontology, *shipped) if os.path.realpath(path) not in names]
        looked = gate.inspect([*paths, *beside], ontology)
        self.files = looked
        self.own = set(paths)
        self.ontology = [q for path in ontology for q in _quads(looked, path)]

    def findings(self) -> list[Finding]:
        """Each step's findings, the files in the order they were named, in each from top to bottom."""
        found = [f for file in self.files for f in file.findings]
        if all(file.places for file in self.files):  # what could not be read would be missed everywhere else
            more = [self._finding(focus, fault) for focus, fault in self._faults()]
            if any(f.rule == "owl.consistency" for f in more):  # told in full, what the door told in short goes
                found = [f for f in found if f.rule != "owl.consistency"]
            found += more
        found = [f for f in found if self._concerns(f)]
        order = {file.name: i for i, file in enumerate(self.files)}
        found.sort(key=lambda f: (order.get(f.file, -1), f.line, f.column, f.rule))
        return list(dict.fromkeys(f._replace(file=_shown(f.file)) for f in found))

    def _concerns(self, finding: Finding) -> bool:
        """Whether a finding is the asker's: where own files are checked, remarks on the shipped record alone are not."""
        if not self.own or finding.file in self.own or finding.level == "error":
            return True
        return any(name in self.named for name in re.findall(r"\bid:[\w-]+", finding.what))

    @cached_property
    def named(self) -> set[str]:
        """The things that the asker's own files describe."""
        return {
            curie(q.subject.value) for file in self.files if file.name in self.own for q in file.quads if isinstance(q.subject, NamedNode)
        }

    def _faults(self) -> Iterator[tuple[str, Fault]]:
        asserted = shapes.violations(self.quads)
        yield from asserted
        refused = any(f.rule.startswith(("owl.", "rdf.")) and f.level == "error" for file in self.files for f in file.findings)
        if not refused:
            seen = {(v.focus, v.fault.rule) for v in asserted}
            touched = shapes.touched(self.quads, self.inferred)
            for focus, fault in shapes.violations(self.inferred, touched) if touched else ():
                if (focus, fault.rule) not in seen:
                    yield focus, fault._replace(what=f"{fault.what} (once inferences are drawn)")
        yield from pointers.strays(self.store, self.articles)
        yield from vocabulary.lapses(self.ontology)
        yield from vocabulary.idle(self.ontology, [*self.quads, *self._derived()])
        if not self.own:
            yield from vocabulary.short_counts(self.quads)
        for audit in audits.every():
            yield from audits.run(audit, self.store)
        yield from self._contradictions()

    def _contradictions(self) -> Iterator[tuple[str, Fault]]:
        """What cannot be true together, with the facts that clash; what the reasoners say, and where they part."""
        errors = [f.rule for file in self.files for f in file.findings if f.level == "error"]
        if any(rule.startswith(_NOT_TO_REASON_OVER) for rule in errors):
            return
        found = clashes(self.quads)
        if self.reasoner != "none":
            self.opinions = reasoners.ask(self.reasoner, self._derived_edges, self._defined)
            if not found and any(o.contradiction for o in self.opinions) and (clash := justified(self.quads)):
                found = [clash]
        for clash in found:
            what = told(clash, self._place, self._passages)
            yield self._focus(clash), Fault("error", "owl.consistency", what, "take one of them back")
        yield from self._opinions(bool(found))

    def _opinions(self, found: bool) -> Iterator[tuple[str, Fault]]:
        yes = [o.engine for o in self.opinions if o.contradiction]
        no = [o for o in self.opinions if o.contradiction is False]
        if yes and not found:
            what = f"{', '.join(yes)} finds a contradiction that no engine here can explain"
            yield "", Fault("error", "owl.consistency", what, "leave files out until it is gone; the last one left out holds it")
        if (yes or found) and no:
            what = f"{', '.join(yes or ['pledgegraph'])} finds a contradiction and {', '.join(o.engine for o in no)} finds none"
            level = "warning" if any(o.complete for o in no) else "info"
            yield "", Fault(level, "owl.disagreement", what, "docs/reasoners.md says what each engine passes over")
        if not yes and not found:
            yield from self._memberships()

    def _memberships(self) -> Iterator[tuple[str, Fault]]:
        """The defined classes whose members an engine sees otherwise than the compiled rules do."""
        if not any(o.members for o in self.opinions):
            return
        store = new_store(self._derived_edges)
        infer(store)
        for opinion in self.opinions:
            for name, members in (opinion.members or {}).items():
                own = {q.subject.value for q in match(store, None, TYPE, NamedNode(name)) if isinstance(q.subject, NamedNode)}
                for has, lacks, which in (
                    (opinion.engine, "pledgegraph", set(members) - own),
                    ("pledgegraph", opinion.engine, own - set(members)),
                ):
                    if which:
                        level = "info" if lacks == opinion.engine and not opinion.complete else "warning"
                        what = f"{has} has {', '.join(sorted(map(curie, which)))} in {curie(name)} and {lacks} has not"
                        yield "", Fault(level, "owl.disagreement", what, "docs/reasoners.md says what each engine passes over")

    def _focus(self, clash: Clash) -> str:
        """The thing at whose block a contradiction is shown: the asker's own, where it touches one."""
        things = [clash.thing, *(f.subject.value for f in clash.facts if isinstance(f.subject, NamedNode))]
        return next((t for t in things if curie(t) in self.named), clash.thing)

    @cached_property
    def _derived_edges(self) -> list[Quad]:
        """The statements with the short edges of every claim, nothing inferred."""
        store = new_store(self.quads)
        derive(store)
        return list(store)

    @cached_property
    def _defined(self) -> list[str]:
        """The classes that a definition fills."""
        return sorted({q.subject.value for q in self.quads if q.predicate == EQUIVALENT and isinstance(q.subject, NamedNode)})

    @cached_property
    def quads(self) -> list[Quad]:
        """All statements of all files, as asserted."""
        return [q for file in self.files for q in file.quads]

    @cached_property
    def store(self) -> Store:
        """The asserted statements in the engine."""
        return new_store(self.quads)

    def _derived(self) -> list[Quad]:
        """What follows once the short edges of every claim are drawn too, for the classes that only a reasoner fills."""
        store = new_store(self.quads)
        try:
            derive(store)
            infer(store)
        except InputError:
            return []
        return list(store)

    @cached_property
    def inferred(self) -> list[Quad]:
        """The statements and what follows from them, literals as the files write them."""
        from pledgegraph.export import verbatim

        store = new_store(self.quads)
        infer(store)
        return verbatim(store, self.quads)

    def _place(self, quad: Quad) -> str:
        """The file and line of a statement, the asker's own files first."""
        if not isinstance(quad.subject, NamedNode):
            return ""
        for file in self.files:
            if file.places and any(q == quad for q in file.quads):
                value = getattr(quad.object, "value", None) if isinstance(quad.object, NamedNode) else None
                at = file.places.of(quad.subject.value, value)
                return f"{_shown(file.name)}:{at[0] if at else 1}"
        return ""

    def _passages(self, quad: Quad) -> list[str]:
        """The passages behind a statement, where it is a claim's or a report's."""
        reports = {o for o in values(self.store, quad.subject, pg("evidence")) if isinstance(o, NamedNode)}
        if values(self.store, quad.subject, pg("article")) and isinstance(quad.subject, NamedNode):
            reports = {quad.subject}
        return sorted(passage_line(self.store, curie(r.value), "en") for r in reports)

    def _finding(self, focus: str, fault: Fault) -> Finding:
        """The finding at the line where the block of its focus begins, with the passage that a claim rests on."""
        what = fault.what if not focus or curie(focus) in fault.what else f"{curie(focus)}: {fault.what}"
        for file in self.files:
            if file.places and (at := file.places.of(focus)):
                return Finding(file.name, *at, fault.rule, what, fault.fix, fault.level, self._passage(focus))
        return Finding(self.files[0].name, 1, 1, fault.rule, what, fault.fix, fault.level)

    def _passage(self, focus: str) -> str:
        """Article and paragraph of a report, or of a claim's first report, where there is one."""
        node = NamedNode(focus)
        reports = sorted((o for o in values(self.store, node, pg("evidence")) if isinstance(o, NamedNode)), key=str)
        for report in [node, *reports]:
            article = next((o for o in values(self.store, report, pg("article")) if isinstance(o, NamedNode)), None)
            paragraph = next(iter(values(self.store, report, pg("paragraph"))), None)
            if article and paragraph is not None:
                return f"{curie(article.value)} ¶{getattr(paragraph, 'value', paragraph)}"
        return ""


def _quads(files: list[gate.Admitted], path: str) -> list[Quad]:
    for file in files:
        if os.path.realpath(file.name) == os.path.realpath(path):
            return file.quads
    with open(path, "rb") as source:
        return flat(read_quads(source.read(), path))


def _shown(name: str) -> str:
    """A file's name from here, where it lies below here."""
    try:
        relative = os.path.relpath(name)
    except ValueError:
        return name
    return name if relative.startswith(os.pardir) else relative


def render(findings: Iterable[Finding], form: str) -> str:
    """The findings as lines for people (`table`), as JSON, or as the annotations of GitHub's CI (`github`)."""
    if form not in _FORMS:
        raise PledgeError(f"findings have no form {form!r}; use one of {', '.join(_FORMS)}")
    return _FORMS[form](list(findings))


def _lines(findings: list[Finding]) -> str:
    def line(f: Finding) -> str:
        passage = f" [{f.passage}]" if f.passage else ""
        return f"{f.file}:{f.line}:{f.column}: {f.level}: {f.rule}: {f.what}{passage}; {f.fix}\n"

    return "".join(map(line, findings))


def _json(findings: list[Finding]) -> str:
    import json

    return json.dumps([f._asdict() for f in findings], ensure_ascii=False, indent=2) + "\n"


def _github(findings: list[Finding]) -> str:
    kinds = {"error": "error", "warning": "warning", "info": "notice"}

    def escape(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return escape(text).replace(":", "%3A").replace(",", "%2C")

    return "".join(
        f"::{kinds[f.level]} file={value(f.file)},line={f.line},col={f.column},title={value(f.rule)}"
        f"::{escape(f.what + (f' [{f.passage}]' if f.passage else '') + '; ' + f.fix)}\n"
        for f in findings
    )


_FORMS = {"table": _lines, "json": _json, "github": _github}
