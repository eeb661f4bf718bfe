"""How many forgotten names and years are told, and how many that stand rightly are told as forgotten.

    python -m benchmarks leftovers corpus
    python -m benchmarks leftovers corpus REPORTS_DIR --seeds 1 2 3 --each 40 --out RESULTS.md

A pair is made of a part of a text of the folders (see leftovers_made). A name that is told is right if it was forgotten
and if it and the name that it is said to have become are whole; a place is right as far as so many were forgotten.
With --held the sentences that served no development are drawn.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean, pstdev
from typing import Final

from benchmarks import record
from benchmarks.detection.leftovers_made import Made, make

SHORTEST: Final = 2500
LONGEST: Final = 6000
"""Characters of the text that a pair is made of."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks leftovers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="DIR", help="folders of .txt or .md")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], metavar="N", help="1 2 3")
    parser.add_argument("--each", type=record.positive, default=40, metavar="N", help="pairs of every seed: 40")
    parser.add_argument("--held", action="store_true", help="the sentences that were kept back")
    parser.add_argument("--show", action="store_true", help="print what is wrong or missing")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    texts = [text for path in options.paths for text in _texts(path)]
    if not texts:
        return record.refuse("leftovers", f"no text of {SHORTEST} characters in {' '.join(map(str, options.paths))}")
    rows = [["seed", "forgotten", "told", "right", "precision", "recall", "of places: precision", "recall"]]
    measured: list[tuple[float, ...]] = []
    for done, seed in enumerate(options.seeds, 1):
        counts: Counter[str] = Counter()
        for made in pairs(texts, seed, options.each, options.held):
            counts.update(_judged(made, options.show))
        figures = (
            _part(counts["right"], counts["told"]),
            _part(counts["right"], counts["forgotten"]),
            _part(counts["places right"], counts["places told"]),
            _part(counts["places right"], counts["places"]),
        )
        measured.append(figures)
        rows.append([str(seed), *(str(counts[key]) for key in ("forgotten", "told", "right")), *map(_shown, figures)])
        record.progress(done, len(options.seeds))
    columns = list(zip(*measured, strict=True))
    rows.append(["mean", "", "", "", *(_shown(mean(column)) for column in columns)])
    rows.append(["spread", "", "", "", *(_shown(pstdev(column)) for column in columns)])
    table = record.table(rows)
    print(table)
    if options.out is not None:
        chosen = [" ".join(path.name for path in options.paths), f"{options.each} pairs of every seed"]
        chosen.append("sentences kept back" if options.held else "")
        record.append(options.out, f"{record.heading('leftovers', record.machine(), chosen)}\n{table}\n")
    return 0


def _part(some: int, of: int) -> float:
    return some / of if of else 1.0


def _shown(part: float) -> str:
    return f"{part:.3f}"


def _texts(path: Path) -> list[str]:
    import simcheck

    files = sorted(file for file in path.rglob("*") if file.suffix in (".txt", ".md"))
    texts = [simcheck.read(file).text for file in files]
    return [text for text in texts if len(text) >= SHORTEST]


def pairs(texts: Sequence[str], seed: int, number: int, held: bool) -> Iterator[Made]:
    """So many pairs, the same for a seed."""
    rng = random.Random(seed)
    for _ in range(number):
        # titles and signatures would say of both that they are of one office
        lines = [line for line in rng.choice(texts).split("\n") if "。" in line]
        begin, part = rng.randrange(max(1, len(lines) // 2)), []
        for line in lines[begin:] + lines[:begin]:
            part.append(line)
            if sum(map(len, part)) > rng.randint(SHORTEST, LONGEST):
                break
        yield make(part, rng.randrange(2**31), held=held)


def _judged(made: Made, show: bool) -> Counter[str]:
    """What is told of a pair, against what was forgotten."""
    import simcheck

    counts: Counter[str] = Counter()
    report = simcheck.compare(made.document, made.source)
    told = [note.facts for note in report.notes if note.code == "left-behind"]
    counts["forgotten"] = len(made.forgotten)
    counts["places"] = made.forgotten.total()
    right = set()
    for facts in told:
        theirs, own, times = _bare(facts["theirs"]), _bare(facts["own"]), int(facts["count"])
        planted = made.forgotten[theirs]
        is_right = planted > 0 and own == made.owns[theirs]
        counts["told"] += 1
        counts["right"] += is_right
        counts["places told"] += times
        counts["places right"] += min(times, planted) if is_right else 0
        right |= {theirs} if is_right else set()
        if show and (not is_right or times > planted):
            print(f"told: {theirs} ← {own} ({times}, {planted} forgotten) {made.decoys.get(theirs, '')}")
    for name, times in made.forgotten.items() if show else ():
        if name not in right:
            print(f"missed: {name} → {made.owns[name]} ({times}) {made.decoys.get(name, '')}")
    return counts


def _bare(name: object) -> str:
    """Years without the word."""
    return re.sub(r"^(\d{4})年?$", r"\1", str(name))
