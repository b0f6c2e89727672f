"""How long every question takes on a view of 100,000 and of 1,000,000 triples, and the ratio of the two.

    python tests/bench/questions.py [--cpu] [--runs N] [QUESTION …]

The records are made by generate.py (which says how they grow) and kept in the folder for temporary files. Each is loaded once,
past the door, its view of the newest day is built, and every question is asked with its defaults, once to warm up and then N
times (7) on the small and the large graph in turn. The table shows the medians in milliseconds, the rows, the ratio and whether
both bounds hold: at most 12 times as long on ten times the data, and at most 1 s on the large one. Times below a millisecond
count as one. With --cpu the processor's time is taken instead of the wall clock's, for a machine that others use too.
"""

import argparse
import hashlib
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generate import write
from pledgegraph import questions, resources
from pledgegraph.history import mark
from pledgegraph.record import Record
from pledgegraph.view import build
from pyoxigraph import Store

SIZES = (100_000, 1_000_000)
RATIO, SECONDS = 12, 1.0


def made(size: int) -> str:
    """The file of a generated record; made anew when the generator, the seeds or the ontology changed."""
    sources = [str(Path(__file__).with_name("generate.py")), *resources.ontology_files(), *resources.seed_files()]
    digest = hashlib.sha256(b"".join(Path(path).read_bytes() for path in sources)).hexdigest()[:12]
    path = os.path.join(tempfile.gettempdir(), f"pledgegraph-{size}-{digest}.nt")
    if not os.path.exists(path):
        write(size, path + ".part")
        os.replace(path + ".part", path)
    return path


def loaded(size: int) -> dict[str, Store]:
    """The view and the record of a size; says how long each took."""
    record = Record([*resources.ontology_files(), made(size)], [])
    start = time.perf_counter()
    whole = record.store()
    read = time.perf_counter()
    mark(whole)
    marked = time.perf_counter()
    view, moment = build(record)
    built = time.perf_counter()
    print(
        f"{size:>9,}: record {len(whole):,} triples read in {read - start:.1f} s, superseding pass {marked - read:.2f} s; "
        f"view of {moment.day} {len(view):,} triples, read and built in {built - marked:.1f} s",
        flush=True,
    )
    return {"record": whole, "view": view}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cpu", action="store_true")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("question", nargs="*")
    options = parser.parse_args()
    clock: Callable[[], float] = time.process_time if options.cpu else time.perf_counter
    stores = [loaded(size) for size in SIZES]
    wanted = [q for q in questions.every() if not options.question or q.name in options.question]
    print(f"\n{'question':34} {'10^5 ms':>8} {'10^6 ms':>8} {'ratio':>6} {'rows':>6} {'rows':>7}")
    slow = []
    for question in wanted:
        times: list[list[float]] = [[], []]
        rows = [0, 0]
        for run in range(options.runs + 1):
            for i, store in enumerate(stores):
                start = clock()
                rows[i] = len(questions.run(question, store[question.scope], {}))
                if run:
                    times[i].append(clock() - start)
            if run == 1 and times[1][0] > 20:
                break  # it fails anyway
        small, large = (max(statistics.median(t), 0.001) for t in times)
        fits = large / small <= RATIO and large <= SECONDS
        slow += [] if fits else [question.name]
        line = f"{question.name:34} {small * 1000:8.1f} {large * 1000:8.1f} {large / small:6.1f} {rows[0]:6} {rows[1]:7}"
        print(line + ("" if fits else "  too slow"), flush=True)
    print(
        f"\n{len(wanted) - len(slow)} of {len(wanted)} within {RATIO} times and {SECONDS:g} s"
        + (f"; not {', '.join(slow)}" if slow else "")
    )


if __name__ == "__main__":
    main()
