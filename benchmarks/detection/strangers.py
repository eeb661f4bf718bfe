"""How many pairs of texts that have nothing to do with each other are flagged.

    python -m benchmarks strangers REPORTS_DIR LAWS_DIR news.jsonl
    python -m benchmarks strangers REPORTS_DIR LAWS_DIR news.jsonl --pairs 2000 --seed 1 --out RESULTS.md
    python -m benchmarks strangers REPORTS_DIR --full --seed 5 6 7 -v

Pairs are drawn at random from all texts; with --in-turn kinds of texts have equal parts: both from the first path, one
from the first and one from the second, and so on. A pair that shares one in a hundred of the shorter text's runs of 16
characters (punctuation aside) is no pair of strangers and is drawn again. Flagged is a pair with a finding that is
counted: none flagged as boilerplate, scattered or public. Both texts are taken out of the shipped background, as if its
first collection had counted them.

With --full the texts are full reports of one year by different offices, 40 pairs for each seed, and all of the folder
are taken out: what these offices share are the formulas of a year that nobody has counted. Left out are pairs that
share one in twenty runs, not one in a hundred: the formulas of a year alone make up to .02.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, combinations_with_replacement, cycle
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import record
from benchmarks.detection import counted, pan
from benchmarks.detection.left_out import reports_out

if TYPE_CHECKING:
    from simcheck import Background, Finding

SHINGLE: Final = 16
KIN: Final = 0.01
"""The part of the shorter text's shingles from which two texts are no strangers."""

FULL_KIN: Final = 0.05
"""The same for full reports of one year: the 465 pairs of 31 provinces share .002 to .020, with nothing between that
and what is really copied. With .01 the quarter that shares most formulas, the hardest, would be left out.
"""

SHORTEST: Final = 300
"""Characters of a text that is worth comparing."""

PAIRS: Final = 2000
FULL_PAIRS: Final = 40

SHOWN: Final = 80
"""Characters of either side of a finding that are printed."""


@dataclass(slots=True)
class Tally:
    """Pairs of a kind: drawn, with a counted finding, with one of the upper grade; and the findings of either."""

    drawn: int = 0
    flagged: int = 0
    upper: int = 0
    findings: int = 0
    of_upper: int = 0
    grades: Counter[str] = field(default_factory=Counter)

    def add(self, findings: Sequence[Finding]) -> None:
        """Count a pair by what was found in it."""
        these, best = counted.counted(findings), counted.upper(findings)
        self.drawn += 1
        self.flagged += bool(these)
        self.upper += bool(best)
        self.findings += len(these)
        self.of_upper += len(best)
        self.grades.update(grade for f in findings if (grade := counted.grade(f)) is not None)

    def merge(self, other: Tally) -> None:
        """Take in the pairs of another."""
        self.drawn += other.drawn
        self.flagged += other.flagged
        self.upper += other.upper
        self.findings += other.findings
        self.of_upper += other.of_upper
        self.grades.update(other.grades)

    def cells(self) -> list[str]:
        graded = bool(self.grades)
        return [
            str(self.drawn),
            str(self.flagged),
            str(self.upper) if graded else "–",
            str(self.findings),
            str(self.of_upper) if graded else "–",
        ]


COLUMNS: Final = ("pairs", "flagged", "upper grade", "findings", "of the upper grade")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks strangers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="folders of .txt or .md, or lists (.jsonl)")
    parser.add_argument("--pairs", type=record.positive, metavar="N", help=f"{PAIRS}; with --full {FULL_PAIRS}")
    parser.add_argument("--seed", type=int, nargs="+", default=[1], metavar="N", help="1; several are several draws")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--in-turn", action="store_true", help="as many pairs of every two paths")
    how.add_argument("--full", action="store_true", help="full reports of one folder, all of them left out")
    parser.add_argument("-v", "--show", action="store_true", help="print what was found")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    if options.full and (len(options.paths) > 1 or not options.paths[0].is_dir()):
        return record.refuse("strangers", "--full takes one folder of reports")
    missing = [str(path) for path in options.paths if not path.exists()]
    if missing:
        return record.refuse("strangers", f"no such file or folder: {', '.join(missing)}")
    collections = {path.name: _texts(path) for path in options.paths}
    empty = [name for name, texts in collections.items() if len(texts) < 2]
    if empty:
        return record.refuse("strangers", f"fewer than two texts in {', '.join(empty)}")
    if options.full:
        section = _full(options)
    else:
        section = "\n\n".join(_mixed(options, collections, seed) for seed in options.seed)
    print(section)
    if options.out is not None:
        seeds = " ".join(map(str, options.seed))
        chosen = [
            f"seed {seeds}",
            "in turn" if options.in_turn else "",
            "full reports, year out" if options.full else "",
        ]
        record.append(options.out, f"{record.heading('strangers', record.machine(), chosen)}\n{section}\n")
    return 0


def _mixed(options: argparse.Namespace, collections: dict[str, list[str]], seed: int) -> str:
    """Pairs of texts of every kind."""
    rng = random.Random(seed)
    kinds = list(combinations_with_replacement(collections, 2))
    tallies = {kind: Tally() for kind in kinds}
    pairs, drawn, kin = options.pairs or PAIRS, 0, 0
    turns = cycle(kinds)
    every = [(name, text) for name, texts in collections.items() for text in texts]
    while drawn < pairs:
        if options.in_turn:
            kind = next(turns)
            left, right = (rng.choice(collections[name]) for name in kind)
        else:
            (one, left), (other, right) = rng.choice(every), rng.choice(every)
            kind = (one, other) if (one, other) in kinds else (other, one)
        if left == right or _containment(left, right) >= KIN:
            kin += 1
            continue
        drawn += 1
        tallies[kind].add(_compared(left, right, reports_out(left, right), show=options.show))
        record.progress(drawn, pairs)
    total = Tally()
    rows = [["left", "right", *COLUMNS]]
    for kind, tally in tallies.items():
        rows.append([*kind, *tally.cells()])
        total.merge(tally)
    rows.append(["all", "", *total.cells()])
    return "\n".join(
        [
            record.table(rows),
            "",
            f"- {total.flagged / total.drawn:.2%} of the pairs flagged",
            f"- {kin} further pairs drawn that share 1 % or more, and left out",
            *([] if total.grades else [f"- upper grade: {counted.NO_GRADES}"]),
        ]
    )


def _full(options: argparse.Namespace) -> str:
    """Pairs of full reports of one folder, none of which is in the table; a row for every seed."""
    reports = full_reports(options.paths[0])
    background = reports_out(*reports.values())
    strangers, every = unrelated(reports)
    rows = [["seed", *COLUMNS]]
    total = Tally()
    for seed in options.seed:
        pairs = sampled(strangers, seed, options.pairs or FULL_PAIRS)
        tally = Tally()
        for done, (a, b) in enumerate(pairs, 1):
            if options.show:
                print(f"seed {seed}: {a}, {b}")
            tally.add(_compared(reports[a], reports[b], background, show=options.show))
            record.progress(done, len(pairs))
        rows.append([str(seed), *tally.cells()])
        total.merge(tally)
    rows.append(["all", *total.cells()])
    return "\n".join(
        [
            record.table(rows),
            "",
            f"- {len(reports)} reports, all of them left out of the table; {every - len(strangers)} of "
            f"{every} pairs share {100 * FULL_KIN:g} % or more, and are left out",
            *([] if total.grades else [f"- upper grade: {counted.NO_GRADES}"]),
        ]
    )


def full_reports(folder: Path) -> dict[str, str]:
    """The reports of a folder that are worth comparing, by their names."""
    reports = {path.name: pan.read_text(path) for path in sorted(folder.rglob("*.txt"))}
    return {name: text for name, text in reports.items() if len(text) >= SHORTEST}


def unrelated(reports: Mapping[str, str]) -> tuple[list[tuple[str, str]], int]:
    """The pairs of full reports that have nothing to do with each other, and how many pairs there are."""
    shingles = {name: _shingles(text) for name, text in reports.items()}
    every = list(combinations(reports, 2))
    return [(a, b) for a, b in every if _contained(shingles[a], shingles[b]) < FULL_KIN], len(every)


def sampled(pairs: Sequence[tuple[str, str]], seed: int, count: int = FULL_PAIRS) -> list[tuple[str, str]]:
    """Some of the pairs, by chance."""
    return random.Random(seed).sample(pairs, min(count, len(pairs)))


def _compared(left: str, right: str, background: Background, *, show: bool) -> Sequence[Finding]:
    import simcheck

    findings = simcheck.compare(left, right, settings=simcheck.Settings(background=background)).findings
    for finding in counted.counted(findings) if show else ():
        grade = counted.grade(finding)
        print(
            f"  {grade + ' ' if grade else ''}{finding.kind} {finding.evidence.bits:.1f}:",
            " ".join(finding.match.left.of(left)[:SHOWN].split()),
            "|",
            " ".join(finding.match.right.of(right)[:SHOWN].split()),
        )
    return findings


def _texts(path: Path) -> list[str]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in (".txt", ".md"))
        found = [pan.read_text(file) for file in files]
    else:
        records = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
        found = [str(each.get("text") or each.get("content") or "") for each in records]
    return [text for text in found if len(text) >= SHORTEST]


def _containment(left: str, right: str) -> float:
    return _contained(_shingles(left), _shingles(right))


def _contained(mine: set[str], theirs: set[str]) -> float:
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _shingles(text: str) -> set[str]:
    bare = "".join(filter(str.isalnum, text))
    return {bare[n : n + SHINGLE] for n in range(len(bare) - SHINGLE + 1)}
