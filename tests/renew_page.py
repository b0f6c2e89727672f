"""Makes the short script and style of the atlas from their sources in `graph/pledgegraph/page/`; `make page` does.

A test says when they are stale.
"""

from pathlib import Path

import minify
from pledgegraph.atlas import SCRIPTS

PAGE = Path(__file__).parent.parent / "graph" / "pledgegraph" / "page"


def fresh() -> dict[str, str]:
    """The files that are made, by name: comments, spaces and long names are for readers of the sources only."""
    script = "'use strict';(() => {" + "\n".join((PAGE / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS) + "})();"
    style = (PAGE / "atlas.css").read_text(encoding="utf-8")
    return {"made.js": minify.string("application/javascript", script), "made.css": minify.string("text/css", style)}


if __name__ == "__main__":
    for name, text in fresh().items():
        (PAGE / name).write_text(text + "\n", encoding="utf-8")
        print(f"{name}: {len(text.encode()):,} bytes")
