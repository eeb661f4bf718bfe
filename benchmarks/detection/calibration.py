"""Whether the number of chance matches that simcheck predicts is the number that there are.

    python -m benchmarks calibration REPORTS_DIR
    python -m benchmarks calibration REPORTS_DIR --jobs 2 --out RESULTS.md

REPORTS_DIR holds reports of one genre (.txt) of which none was taken from another; every pair of them is compared, the
two left out of the background (it is taken to count them), down to next to no evidence. Whatever two of them share is
chance, or what everybody writes. Half of the pairs fit the two slopes of ``simcheck.align.significance``; the table
holds the prediction against the other half: how many findings of so many bits or more a pair has, observed and
predicted, by the constants of this fit and by those that simcheck ships.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from benchmarks import record
from benchmarks.detection import pan

STEP: Final = 5
LEAST: Final = 4.0
"""Bits from which findings are asked for."""

FEWEST: Final = 1
"""Findings below which there is no frequency."""


class Decoys(NamedTuple):
    """Two texts that are not taken from each other: their sizes, and the bits of what they share."""

    left: int
    right: int
    bits: tuple[float, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks calibration",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("reports", type=Path, metavar="REPORTS_DIR")
    parser.add_argument("--jobs", type=record.positive, default=1, metavar="N", help="processes")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    texts = [pan.read_text(path) for path in sorted(options.reports.glob("*.txt"))]
    if len(texts) < 4:
        return record.refuse("calibration", f"{options.reports} has fewer than four reports")
    pairs = list(combinations(range(len(texts)), 2))
    with multiprocessing.get_context("spawn").Pool(options.jobs, _start, (texts,)) as pool:
        found = []
        for decoys in pool.imap(_compared, pairs, chunksize=4):
            found.append(decoys)
            record.progress(len(found), len(pairs))
    summary = _summary(found)
    print(summary)
    if options.out is not None:
        heading = record.heading(f"calibration: {options.reports.resolve().name}", record.machine(), ())
        record.append(options.out, f"{heading}\n{summary}\n")
    return 0


_texts: Sequence[str] = ()


def _start(texts: Sequence[str]) -> None:
    global _texts
    _texts = texts


def _compared(pair: tuple[int, int]) -> Decoys:
    import simcheck
    from simcheck.text.normalize import normalize

    one, other = (_texts[n] for n in pair)
    background = simcheck.Background.default().without(one, other)
    settings = simcheck.Settings(evidence=LEAST, near=LEAST, background=background)
    report = simcheck.compare(one, other, settings=settings)
    bits = tuple(finding.evidence.bits for finding in report.findings)
    return Decoys(len(normalize(one)), len(normalize(other)), bits)


def _summary(found: Sequence[Decoys]) -> str:
    from simcheck.align import significance

    fitted, kept = found[::2], found[1::2]
    parameters = _fit(fitted)
    rows = [["bits", "findings", "a pair observed", "predicted by the fit", "×", "as shipped", "×"]]
    worst = [1.0, 1.0]
    places = float(np.mean([d.left * d.right for d in kept]))
    for bits in range(STEP, 200, STEP):
        count = _above(kept, bits)
        if count < FEWEST:
            break
        observed = count / len(kept)
        mine = _rate(bits, *parameters) * places / significance.PAIRS
        shipped = float(np.mean([significance.expected(bits, d.left, d.right) for d in kept]))
        worst = [max(w, p / observed, observed / p) for w, p in zip(worst, (mine, shipped), strict=True)]
        cells = [
            f"{observed:.4f}",
            f"{mine:.4f}",
            f"{mine / observed:.2f}",
            f"{shipped:.4f}",
            f"{shipped / observed:.2f}",
        ]
        rows.append([str(bits), str(count), *cells])
    a, b, c, d = parameters
    sizes = sorted(found, key=lambda each: each.left * each.right)
    third = len(sizes) // 3
    thirds = []
    for some in (sizes[:third], sizes[third : 2 * third], sizes[2 * third :]):
        predicted = sum(significance.expected(10, each.left, each.right) for each in some)
        thirds.append(f"{_above(some, 10) / predicted:.2f}")
    return "\n".join(
        [
            record.table(rows),
            "",
            f"- {len(found)} pairs, every second one for the fit; × is predicted by observed",
            f"- fit: phrases ({a:.2f}, {b:.3f}), common ground ({c:.2f}, {d:.3f}); farthest off by {worst[0]:.2f} ×, "
            f"the shipped constants by {worst[1]:.2f} ×",
            f"- findings of 10 bits or more by predicted, thirds of the pairs by size: {', '.join(thirds)}",
        ]
    )


def _above(found: Sequence[Decoys], bits: float) -> int:
    return sum(sum(value >= bits for value in each.bits) for each in found)


def _rate(bits: Any, a: float, b: float, c: float, d: float) -> Any:
    return 2.0 ** (a - b * bits) + 2.0 ** (c - d * bits)


def _fit(found: Sequence[Decoys]) -> tuple[float, float, float, float]:
    """The two slopes by least squares over the logarithms of the tail."""
    from scipy.optimize import curve_fit

    from simcheck.align.significance import PAIRS

    places = sum(each.left * each.right for each in found) / PAIRS
    levels = [bits for bits in range(STEP, 200, STEP) if _above(found, bits) >= FEWEST]
    tail = np.log2([_above(found, bits) / places for bits in levels])

    def model(bits: Any, a: float, b: float, c: float, d: float) -> Any:
        return np.log2(_rate(bits, a, b, c, d))

    found_parameters, _ = curve_fit(model, np.array(levels, float), tail, p0=(8.0, 0.4, 2.0, 0.1), maxfev=20_000)
    a, b, c, d = map(float, found_parameters)
    return (a, b, c, d) if b > d else (c, d, a, b)
