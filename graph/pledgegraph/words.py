"""Statements in words: the sentence templates of the vocabulary's own terms, filled with labels, in English or German.

A template stands on a property (`pg:inWords`; `pg:inWordsOfGroup`, where the holder is a group; `pg:inWordsAfter`, where it
goes on about the value before; `pg:inWordsNot`, where it does so and does not hold) or on a value (`pg:inWords`, its phrase).
In braces: {subject}, {object}, {phrase} of the object, {kind} of the subject, or any property of the subject in our
vocabulary, such as {holder}.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Store

from pledgegraph import resources
from pledgegraph.namespaces import LABEL, PREFIXES, TYPE, pg
from pledgegraph.proofs import Statement
from pledgegraph.rules import SUB_CLASS
from pledgegraph.store import Term, match, values
from pledgegraph.things import label, report_place

IN_WORDS, AFTER, NOT, OF_GROUP, EDGE = (pg(n) for n in ("inWords", "inWordsAfter", "inWordsNot", "inWordsOfGroup", "edge"))
_BRACES = re.compile(r"\{(\w+)\}")


class Words:
    """Sentences about the things of a store in one language."""

    def __init__(self, store: Store, lang: str = "en", facts: Store | None = None) -> None:
        """`facts` is where the properties of a subject are looked up, where that is not the store with the labels."""
        self.store, self.lang = store, "de" if lang == "de" else "en"
        self.facts = store if facts is None else facts
        self.shipped = _shipped()
        self.said = TEXTS[self.lang]

    def name(self, term: Term) -> str:
        """What to call a thing; a matter in quotation marks, since its name is half a sentence."""
        if not isinstance(term, NamedNode):
            return label(self.store, term, self.lang)
        if place := report_place(self.store, term):
            return self.said["report"].format(place)
        return label(self.store, term, self.lang) if self.proper(term) else self.said["quoted"].format(label(self.store, term, self.lang))

    def proper(self, term: Term) -> bool:
        """Whether a thing goes by a name of its own, as people, states and places do, or is a term of the vocabulary."""
        return isinstance(term, NamedNode) and (
            term.value.startswith(PREFIXES["pg"]) or not _PROPER.isdisjoint(values(self.store, term, TYPE))
        )

    def sentence(self, statement: Statement, subject: str | None = None) -> str:
        """A whole sentence for a statement; `subject` may stand for the label of its subject."""
        name = subject or self.name(statement.subject)
        if statement.predicate == TYPE:
            return self.template(statement.value, AFTER, statement, name) or self.said["is"].format(name, self.kind(statement.value))
        verb = any(True for _ in match(self.store, None, EDGE, statement.predicate))  # a performance's edge is a verb
        return self.template(statement.predicate, IN_WORDS, statement, name) or self.said["verb" if verb else "default"].format(
            name, label(self.store, statement.predicate, self.lang), self._object(statement)
        )

    def after(self, statement: Statement) -> str:
        """How a sentence that ended on the statement's subject goes on with it."""
        if statement.predicate == TYPE:
            return self.said["which is"].format(self.kind(statement.value))
        return self.template(statement.predicate, AFTER, statement) or self.sentence(statement, self.said["which"])

    def lack(self, statement: Statement) -> str:
        """How a sentence that ended on the statement's subject goes on where the statement does not hold."""
        if statement.predicate == TYPE:
            return self.said["which is not"].format(self.kind(statement.value))
        return self.template(statement.predicate, NOT, statement) or self.said["which not"].format(
            label(self.store, statement.predicate, self.lang), self._object(statement)
        )

    def kind(self, kind: Term) -> str:
        """A class with its article, where the language has one that needs no gender."""
        name = label(self.store, kind, self.lang)
        if self.lang == "de":
            return f"„{name}“"
        return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"

    def template(self, term: Term, which: NamedNode, statement: Statement, subject: str = "") -> str:
        """The template of a term, filled; empty where it has none."""
        of_group = which == IN_WORDS and self._of_group(statement.subject) and self._text(term, OF_GROUP)
        text = of_group or self._text(term, which)
        return _BRACES.sub(lambda m: self._fill(m[1], statement, subject), text) if text else ""

    def _of_group(self, claim: Term) -> bool:
        """Whether the one who holds a claim may go by a plural, as "the Europeans" do."""
        return any(not _GROUPS.isdisjoint(values(self.store, h, TYPE)) for h in values(self.facts, claim, pg("holder")))

    def _text(self, term: Term, which: NamedNode) -> str:
        every = [*values(self.store, term, which), *values(self.shipped, term, which)]
        found = {o.language: o.value for o in every if isinstance(o, Literal)}
        return found.get(self.lang) or found.get("en") or ""

    def _fill(self, name: str, statement: Statement, subject: str) -> str:
        if name == "subject":
            return subject or self.name(statement.subject)
        if name == "object":
            return self._object(statement)
        if name == "phrase":
            return self._text(statement.value, IN_WORDS) or self._object(statement)
        if name == "kind":
            return self.kind_of(statement.subject)
        found = sorted(values(self.facts, statement.subject, pg(name)), key=str)
        return ", ".join(self.name(f) for f in found) or self.said["unknown"]

    def _object(self, statement: Statement) -> str:
        same = statement.value == statement.subject and statement.predicate in self._reflexive
        return self.said["itself"] if same else self.name(statement.value)

    @property
    def _reflexive(self) -> set[NamedNode]:
        return {pg("within")}

    def kind_of(self, thing: Term) -> str:
        """The label of the most special class of a thing that no definition fills."""
        kinds = [k for k in values(self.store, thing, TYPE) if values(self.store, k, LABEL)]
        defined = {k for k in kinds if values(self.store, k, _EQUIVALENT)}
        wide = {p for k in kinds for p in values(self.store, k, SUB_CLASS)}
        special = sorted((k for k in kinds if k not in wide and k not in defined), key=str)
        return label(self.store, special[0], self.lang) if special else self.said["thing"]


@lru_cache(maxsize=1)
def _shipped() -> Store:
    """The templates for our vocabulary, which nothing but an explanation needs."""
    store = Store()
    store.load(path=resources.words_file())
    return store


_PROPER = {pg("Agent"), pg("Place")}
_GROUPS = {pg("Group"), pg("UnnamedSource")}
_EQUIVALENT = NamedNode("http://www.w3.org/2002/07/owl#equivalentClass")

TEXTS = {
    "en": {
        "quoted": "“{}”",
        "is": "{} is {}",
        "default": "{}: {} {}",
        "verb": "{} {} {}",
        "which": "which",
        "which is": "which is {}",
        "which is not": "which is not {}",
        "which not": "for which this does not hold: {} {}",
        "nothing": "nothing is recorded under “{}” of {}",
        "not": "{} is not recorded as {}",
        "itself": "itself",
        "unknown": "nobody named",
        "thing": "thing",
        "report": "the report at {}",
        "and": "; and ",
        "one way": "one way to it fails: {}",
        "another": "another: {}",
        "it": "it",
        "not below": "{} is recorded neither as {} nor as anything below that",
        "not value": "where {} would be needed",
        "one more": "{} more of the kind does not fit either",
        "and more": "{} more of the kind do not fit either",
        "and which": " and ",
        "where nothing": "for which nothing is recorded under “{}”",
        "no edge": "no claim of this view yields: {} – {} {}",
        "rule": "Such an edge is drawn so",
        "missing": "missing",
        "not a": "{} is not {}: {}",
        "follows": "follows",
        "definition": "{}, by definition: {}",
        "subclass": "every {} is {}",
        "subproperty": "“{}” is a way of “{}”",
        "inverse": "“{}” and “{}” are one statement read from either end",
        "transitive": "“{0}” carries on from step to step",
        "vocabulary": "vocabulary",
        "recorded": "recorded",
        "derived": "read off claims",
        "carried": "a revised position keeps what the earlier ones said",
        "also": "see also",
        "says": "so says the claim “{}”",
        "it is recorded": "it is recorded so",
    },
    "de": {
        "quoted": "„{}“",
        "is": "{} ist als {} eingeordnet",
        "default": "{}: {} {}",
        "verb": "{} {} {}",
        "which": "dies",
        "which is": "eingeordnet als {}",
        "which is not": "nicht eingeordnet als {}",
        "which not": "wofür nicht gilt: {} {}",
        "nothing": "unter „{}“ von {} ist nichts verzeichnet",
        "not": "{} ist nicht als {} verzeichnet",
        "itself": "sich selbst",
        "unknown": "niemand genannt",
        "thing": "Sache",
        "report": "der Bericht {}",
        "and": "; und ",
        "one way": "ein Weg dahin scheitert: {}",
        "another": "ein anderer: {}",
        "it": "es",
        "not below": "{} ist weder als {} noch als etwas darunter verzeichnet",
        "not value": "nötig wäre {}",
        "one more": "{} weiteres der Art passt auch nicht",
        "and more": "{} weitere der Art passen auch nicht",
        "and which": " und ",
        "where nothing": "wofür unter „{}“ nichts verzeichnet ist",
        "no edge": "keine Aussage dieser Ansicht ergibt: {} – {} {}",
        "rule": "Eine solche Kante entsteht so",
        "missing": "fehlt",
        "not a": "{} ist nicht als {} eingeordnet: {}",
        "follows": "folgt",
        "definition": "{}, laut Definition: {}",
        "subclass": "was „{}“ ist, ist {}",
        "subproperty": "„{}“ ist eine Art von „{}“",
        "inverse": "„{}“ und „{}“ sind eine Angabe, von beiden Enden gelesen",
        "transitive": "„{0}“ setzt sich von Schritt zu Schritt fort",
        "vocabulary": "Vokabular",
        "recorded": "verzeichnet",
        "derived": "aus Aussagen abgelesen",
        "carried": "eine revidierte Position behält, was die früheren besagten",
        "also": "siehe auch",
        "says": "so die Aussage „{}“",
        "it is recorded": "es ist so verzeichnet",
    },
}
