"""How often a sentence finds its question: the first place, and the first three.

    python tests/bench/matching.py [--misses]

`paraphrases.tsv` holds two sentences or more for each question, as an analyst would type them, English and German; one half
was looked at while the matching was tuned, the other was not; both were written before it, but by the one who then wrote the
synonyms. So a third figure: every `also` line of a question, written by others, asked after that line alone was taken out.
`unanswerable.tsv` holds sentences that no question answers.
For each half it prints how often `find` answers with the right question, with a wrong one, or lists candidates, and how often
the right one is among the first three. --misses names the sentences of the tuned half that went wrong, and of no other.
"""

import csv
import sys
from pathlib import Path

from pledgegraph import questions
from pledgegraph.errors import UsageError
from pledgegraph.matching import Index

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with open(HERE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def answered(sentence: str) -> str:
    """The question that a sentence is answered with, or nothing where candidates are listed."""
    try:
        return questions.find(sentence).name
    except UsageError:
        return ""


def left_out() -> tuple[int, int, int]:
    """How many `also` lines there are, and how many find their question first, and among three, when they are taken out."""
    every = questions.every()
    count = first = third = 0
    for question in every:
        for line in question.also:
            others = [q._replace(also=tuple(a for a in q.also if a != line)) for q in every]
            scores = Index([questions.phrases(q) for q in others]).scores(line)
            ranked = [every[n].name for n in sorted(range(len(every)), key=lambda n: (-scores[n], every[n].name))[:3]]
            count, first, third = count + 1, first + (ranked[0] == question.name), third + (question.name in ranked)
    return count, first, third


def main() -> None:
    misses = []
    for half in ("tuned", "held-out"):
        table = [row for row in rows("paraphrases.tsv") if row["half"] == half]
        first = third = right = wrong = 0
        for row in table:
            ranked = [q.name for q, _ in questions.candidates(row["sentence"])[:3]]
            first += ranked[:1] == [row["question"]]
            third += row["question"] in ranked
            found = answered(row["sentence"])
            right += found == row["question"]
            wrong += found not in ("", row["question"])
            if half == "tuned" and ranked[:1] != [row["question"]]:
                misses.append(f"  {row['sentence']!r} → {', '.join(ranked)}; it is {row['question']}")
        count = len(table)
        print(f"{half:9} {count} sentences: top-1 {first / count:.0%}, top-3 {third / count:.0%}", end="; ")
        print(f"answered rightly {right / count:.0%}, wrongly {wrong / count:.0%}, candidates {(count - right - wrong) / count:.0%}")
    count, first, third = left_out()
    print(f"also      {count} lines, each left out in turn: top-1 {first / count:.0%}, top-3 {third / count:.0%}")
    for half in ("tuned", "held-out"):
        table = [row for row in rows("unanswerable.tsv") if row["half"] == half]
        guessed = [row["sentence"] for row in table if answered(row["sentence"])]
        print(f"{half:9} {len(table)} sentences that no question answers: {len(table) - len(guessed)} list candidates")
        misses += [f"  {sentence!r} is answered" for sentence in guessed if half == "tuned"]
    if "--misses" in sys.argv:
        print(*misses, sep="\n")


if __name__ == "__main__":
    main()
