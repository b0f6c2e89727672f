"""Facts for the tests of the atlas: a small invented record with a circle, an article full of emoji, and hostile labels."""

import hashlib

HEAD = """
@prefix id: <https://w3id.org/pledgegraph/id/> .
@prefix pg: <https://w3id.org/pledgegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

ARTICLE = (
    "Freedonia 🦆 speaks\n\n"
    "In the capital 🏛️ Firefly said: “We 👨‍👩‍👧 shall send a flotilla 🚢 once there is a truce.”\n"
    "Nobody coded this sentence.\n"
    "A truce, he added 🎩, needs a guarantee; 𝔸 guarantee needs a truce.\n"
)
DIGEST = hashlib.sha256(ARTICLE.encode()).hexdigest()


def quote(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def both(text: str) -> str:
    return f"{quote(text)}@en , {quote(text)}@de"


def report(name: str, passage: str, gist: str = "Freedonia says where it stands.", more: str = "") -> str:
    start = ARTICLE.index(passage)
    paragraph = sum(1 for line in ARTICLE[: start + 1].split("\n") if line.strip())
    span = hashlib.sha256(passage.encode()).hexdigest()[:8]
    return (
        f"id:{name} a pg:Report ; pg:article id:article-{DIGEST[:8]} ; pg:paragraph {paragraph} ; pg:spanStart {start} ; "
        f'pg:spanEnd {start + len(passage)} ; pg:spanHash "{span}" ; pg:mode pg:DirectQuote ; pg:sourceKind pg:Named ; '
        f"pg:tense pg:Current ;{more} pg:gist {both(gist)} .\n"
    )


def claim(name: str, kind: str, body: str, reports: str, day: str = "2030-01-10") -> str:
    return f'id:{name} a pg:{kind} ; {body} ; pg:date "{day}"^^xsd:date ; pg:evidence {reports} .\n'


# A circle: the truce needs a guarantee, the guarantee a truce; and a commitment that needs the truce.
INVENTED = f"""{HEAD}
id:freedonia a pg:State ; skos:prefLabel {both("Freedonia")} ; pg:ofState id:freedonia ; pg:within id:freedonia .
id:gazette a pg:Outlet ; skos:prefLabel {both("The Gazette")} .
id:article-{DIGEST[:8]} a pg:Article ; skos:prefLabel {both("The Gazette, January 2030")} ; pg:publisher id:gazette ;
    pg:date "2030-01-11"^^xsd:date ; pg:sha256 "{DIGEST}" .
id:flotilla a pg:MaritimeSupport ; skos:prefLabel {both("A flotilla")} ; pg:actor id:freedonia .
id:truce a pg:Ceasefire ; skos:prefLabel {both("A truce")} .
id:guarantee a pg:Backing ; skos:prefLabel {both("A guarantee")} .
""" + "".join(
    [
        claim(
            "sails", "Position", "pg:holder id:freedonia ; pg:about id:flotilla ; pg:stance pg:Intends ; pg:form pg:Said", "id:r1 , id:r2"
        ),
        report("r1", "“We 👨‍👩‍👧 shall send a flotilla 🚢 once there is a truce.”", more=" pg:readsAs pg:Intends ;"),
        report("r2", "flotilla 🚢", "Only a flotilla is named.", more=" pg:readsAs pg:Willing ;"),
        claim(
            "sails-if", "Requirement", "pg:holder id:freedonia ; pg:about id:flotilla ; pg:requires id:truce ; pg:role pg:Entry", "id:r3"
        ),
        report("r3", "once there is a truce"),
        claim(
            "truce-needs",
            "Requirement",
            "pg:holder id:freedonia ; pg:about id:truce ; pg:requires id:guarantee ; pg:role pg:Entry",
            "id:r4",
        ),
        report("r4", "A truce, he added 🎩, needs a guarantee"),
        claim(
            "guarantee-needs",
            "Requirement",
            "pg:holder id:freedonia ; pg:about id:guarantee ; pg:requires id:truce ; pg:role pg:Entry",
            "id:r5",
        ),
        report("r5", "𝔸 guarantee needs a truce"),
    ]
)

PAYLOADS = [
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "</title><svg onload=window.hacked=1>",
    "</style><style>*{display:none}</style>",
    "</noscript><iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "<!--<script>window.hacked=1</script>-->",
    "--><img src=x onerror=window.hacked=1>",
    "]]><script>window.hacked=1</script>",
    '"><svg/onload=window.hacked=1>',
    "' onmouseover='window.hacked=1",
    "javascript:window.hacked=1",
    "data:text/html,<script>window.hacked=1</script>",
    "${window.hacked=1}`${window.hacked=1}`",
    "{{constructor.constructor('window.hacked=1')()}}",
    "__proto__",
    "constructor",
    "toString",
    "$data $script ${policy} $$",
    "&lt;img src=x onerror=window.hacked=1&gt; &quot;&#x27;",
    "\u202egnihtemos\u202c right to left",
    "line\nbreak\tand\rreturn",
    '=HYPERLINK("http://127.0.0.1/")',
    "\u2028window.hacked=1\u2029",
    "W" * 5000,
    '<a href="javascript:window.hacked=1">press me</a>',
    "%3Cscript%3Ewindow.hacked=1%3C/script%3E#&row=x",
]
# IRIs that the door lets through and that no link may carry.
IRIS = ["javascript:window.hacked=1", "vbscript:hacked", "data:text/html,hacked", "https://example.org/__proto__", "urn:%3Cscript%3E"]
TAGS = ["x-script", "en-x-proto", "toString", "zz-onerror"]


def hostile() -> str:
    """A record in which every label, alias, gist, verdict and hedge is one of the payloads."""
    parts = [
        HEAD,
        f"id:outlet-h a pg:Outlet ; skos:prefLabel {both(PAYLOADS[0])} .\n",
        f"id:article-{DIGEST[:8]} a pg:Article ; skos:prefLabel {both(PAYLOADS[1])} ; pg:publisher id:outlet-h ; ",
        f'pg:date "2030-01-11"^^xsd:date ; pg:sha256 "{DIGEST}" .\n',
        f"id:pillar-h a pg:Pillar ; skos:prefLabel {both(PAYLOADS[2])} ; pg:framework id:frame-h .\n",
        f"id:frame-h a pg:Framework ; skos:prefLabel {both(PAYLOADS[3])} .\n",
    ]
    for n, payload in enumerate(PAYLOADS):
        state = f"<{IRIS[n]}>" if n < len(IRIS) else f"id:state-{n}"
        tag = f" , {quote(payload)}@{TAGS[n]}" if n < len(TAGS) else ""
        parts += [
            f"{state} a pg:State ; skos:prefLabel {both(payload)}{tag} ; skos:altLabel {quote('alias ' + payload)}@en ; pg:ofState {state} ; pg:within {state} .\n",
            f"id:measure-{n} a pg:Training ; skos:prefLabel {both('m ' + payload)} ; pg:actor {state} ; pg:partOf id:pillar-h .\n",
            f"id:condition-{n} a pg:Ceasefire ; skos:prefLabel {both('c ' + payload)} .\n",
            claim(
                f"position-{n}",
                "Position",
                f"pg:holder {state} ; pg:about id:measure-{n} ; pg:stance pg:Intends ; pg:form pg:Said",
                f"id:hr-{n}",
            ),
            report(f"hr-{n}", "flotilla", payload, f" pg:hedge {quote(payload)}@{TAGS[n % len(TAGS)]} ; pg:readsAs pg:Intends ;"),
            claim(
                f"needs-{n}",
                "Requirement",
                f"pg:holder {state} ; pg:about id:measure-{n} ; pg:requires id:condition-{n} ; pg:role pg:Entry",
                f"id:hq-{n}",
            ),
            report(f"hq-{n}", "truce", payload),
        ]
    return "".join(parts)
