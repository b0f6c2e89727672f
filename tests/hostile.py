"""A small graph whose every text is hostile, for the tests of pictures and pages."""

from pledgegraph.namespaces import PREFIXES
from pledgegraph.store import new_store
from pyoxigraph import Literal, NamedNode, Quad, Store

PAYLOADS = (
    "<script>boom()</script>",
    "</script><script>boom()</script>",
    "<img src=x onerror=boom()>",
    '"><svg onload=boom()>',
    "'><iframe srcdoc='<script>parent.boom()</script>'>",
    '<a href="javascript:boom()">click</a>',
    'see <a href="https://example.org/">href</a>',
    "javascript:boom()",
    "href",
    "]]><script>boom()</script>",
    "<!-- <script>",
    "--><script>boom()</script>",
    "{{constructor.constructor('boom()')()}}",
    "${boom()}",
    "\\u003cscript\\u003eboom()\\u003c/script\\u003e",
    "&lt;script&gt;boom()&lt;/script&gt;",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://example.org/'>",
    "<base href=https://example.org/>",
    "<b>*bold*</b> _under_ `code`",
    "\u202egnp.exe\u202c turned round",
    "nul \x00 bell \x07 escape \x1b[31m",
    "\ufffe\uffff not a character",
    "line\nbreak\ttab\rreturn",
    "=HYPERLINK(\"https://example.org/\")",
    "x" * 3000,
    "__proto__",
    "constructor",
    "\U0001d54f\u0301 \u6f22\u5b57 \u05e9\u05dc\u05d5\u05dd",
    " ",
)  # fmt: skip


def hostile() -> Store:
    """A star of measures around one state, every label, gist and IRI of them a payload."""
    pg, skos = PREFIXES["pg"], PREFIXES["skos"]
    label, types = NamedNode(skos + "prefLabel"), NamedNode(PREFIXES["rdf"] + "type")
    state, intends = NamedNode("https://example.org/'onclick=boom()//"), NamedNode(pg + "Intends")
    quads = [Quad(state, types, NamedNode(pg + "State")), Quad(state, label, Literal("<script>boom()</script>", language="en"))]
    quads.append(Quad(intends, label, Literal("<i>intends</i>", language="en")))
    for number, payload in enumerate(PAYLOADS):
        measure, claim, report = (NamedNode(f"https://example.org/{kind}{number}/&'();=") for kind in ("measure", "claim", "report"))
        quads += [
            Quad(measure, types, NamedNode(pg + "Measure")),
            Quad(measure, label, Literal(payload, language=("en", "x-script", "en-onclick")[number % 3])),
            Quad(claim, types, NamedNode(pg + "Position")),
            Quad(claim, types, NamedNode(pg + "Claim")),
            Quad(claim, NamedNode(pg + "holder"), state),
            Quad(claim, NamedNode(pg + "about"), measure),
            Quad(claim, NamedNode(pg + "stance"), intends),
            Quad(claim, NamedNode(pg + "date"), Literal(payload)),
            Quad(claim, NamedNode(pg + "evidence"), report),
            Quad(report, NamedNode(pg + "gist"), Literal(payload, language="en")),
        ]
    return new_store(quads)
