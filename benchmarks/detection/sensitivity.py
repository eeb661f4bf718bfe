"""How much the quality hangs on each number.

    python -m benchmarks sensitivity CORPUS_DIR --reports REPORTS_DIR --jobs 2
    python -m benchmarks sensitivity CORPUS_DIR --every 4 --out RESULTS.md

CORPUS_DIR is a corpus in the format of pan.py (see quality). The first table has the plagdet of all pairs with every
number that was tuned 20 % lower and 20 % higher: those of ``Settings``, and those that stand in the modules of
``simcheck.align``. The length of a run, of the fingerprints and their windows are not tuned.

The second splits the pairs by their source documents into two halves, takes for each half the best of all settings
tried (one number changed by 10, 20 or 40 %, and the best changes together), and measures it on the other half.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import multiprocessing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from unittest import mock

from benchmarks import record
from benchmarks.detection import pan, quality_pairs
from benchmarks.detection.pan import CorpusError, Score

SETTINGS: Final = (
    "word_bits", "character_bits", "choice_bits", "word_cost", "phrase_cost", "seed_bits", "seed_dice", "gap", "drop",
    "growth", "join", "near", "evidence",
)  # fmt: skip
CONSTANTS: Final = (
    "sentences._SMOOTHING", "blocks._MOVED", "blocks._ENOUGH", "blocks._FRAGMENT_BITS", "blocks._NEAR",
    "blocks._BLOCK_BITS", "blocks._MOVED_BITS", "blocks._TRIM_BITS", "regions._LINK_BITS", "regions._ONWARD",
    "summaries._WIDE", "summaries._WHERE", "summaries._SHARED_PART", "summaries._SPREAD", "summaries._BY_ITSELF",
    "summaries._MOST_DRAWN", "extension._REACH", "extension._STEP_BITS", "extension._STEP", "extension._LEFT_OUT",
    "extension._NOTHING", "extension._OVER", "extension._MOSTLY", "passages._BRIDGE", "passages._MUCH_BETTER",
    "passages._MOSTLY", "passages._BY_ITSELF", "passages._BESIDE",
)  # fmt: skip

Changes = Mapping[str, float]
"""Numbers by name, and what to multiply them with."""


class Halves(NamedTuple):
    """The scores of the pairs of either half of the sources."""

    a: Score
    b: Score

    @property
    def all(self) -> Score:
        return self.a + self.b


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks sensitivity",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus", type=Path, metavar="CORPUS_DIR")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="leave two out, as quality does")
    parser.add_argument("--every", type=record.positive, metavar="N", help="every Nth pair of a kind")
    parser.add_argument("--jobs", type=record.positive, default=1, metavar="N", help="processes")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    try:
        pairs = quality_pairs.select(options.corpus, None, options.every, None)
        tasks = quality_pairs.plan(options.corpus, options.reports, pairs)
    except CorpusError as error:
        return record.refuse("sensitivity", str(error))
    names = [*SETTINGS, *CONSTANTS]
    tried: list[dict[str, float]] = [{}]
    tried += [{name: by} for name in names for by in (0.8, 1.2)]
    tried += [{name: by} for name in SETTINGS for by in (0.6, 0.9, 1.1, 1.4)]
    with multiprocessing.get_context("spawn").Pool(
        options.jobs, _start, (options.corpus, options.reports, tasks)
    ) as pool:
        scores = _all(pool, tried)
        best = [_combined(tried, scores, half) for half in (0, 1)]
        more = _all(pool, best)
    summary = _summary(names, tried + best, scores + more)
    print(summary)
    if options.out is not None:
        title = f"sensitivity: {options.corpus.resolve().name}"
        chosen = [f"every {options.every}" if options.every else "", "reports left out" if options.reports else ""]
        record.append(options.out, f"{record.heading(title, record.machine(), chosen)}\n{summary}\n")
    return 0


def _all(pool: multiprocessing.pool.Pool, tried: Sequence[Changes]) -> list[Halves]:
    found = []
    for halves in pool.imap(_scored, tried):
        found.append(halves)
        record.progress(len(found), len(tried))
    return found


def _combined(tried: Sequence[Changes], scores: Sequence[Halves], half: int) -> dict[str, float]:
    """The three changes that help a half most, together."""
    ranked = sorted(range(len(tried)), key=lambda n: -scores[n][half].plagdet)
    chosen: dict[str, float] = {}
    for n in ranked:
        if scores[n][half].plagdet <= scores[0][half].plagdet or len(chosen) == 3:
            break
        for name, by in tried[n].items():
            chosen.setdefault(name, by)
    return chosen


_pairs: list[tuple[quality_pairs.Task, str, str, object]] = []
_first: frozenset[str] = frozenset()


def _start(corpus: Path, reports: Path | None, tasks: Sequence[quality_pairs.Task]) -> None:
    global _first
    from simcheck import Background

    sources = sorted({task.pair.source for task in tasks})
    _first = frozenset(sources[::2])
    for task in tasks:
        out = [pan.read_text(reports / name) for name in task.without] if reports else []
        background = Background.default().without(*out) if out else "shipped"
        _pairs.append((task, *pan.texts(corpus, task.pair), background))


def _scored(changes: Changes) -> Halves:
    import simcheck

    defaults = simcheck.Settings()
    values = {
        name: type(getattr(defaults, name))(round(getattr(defaults, name) * by, 6))
        for name, by in changes.items()
        if name in SETTINGS
    }
    halves = [Score(), Score()]
    with contextlib.ExitStack() as stack:
        for name, by in changes.items():
            if name in CONSTANTS:
                module, _, constant = name.partition(".")
                value = getattr(importlib.import_module(f"simcheck.align.{module}"), constant)
                stack.enter_context(mock.patch(f"simcheck.align.{name}", type(value)(value * by)))
        for task, left, right, background in _pairs:
            pair = task.pair
            settings = simcheck.Settings(**values, background=background)  # type: ignore[arg-type]
            findings = quality_pairs.detections(pair, simcheck.compare(left, right, settings=settings))
            verdict = pan.judge(pair, findings)
            halves[pair.source not in _first] += pan.score(pair.cases, verdict.scored)
    return Halves(*halves)


def _summary(names: Sequence[str], tried: Sequence[Changes], scores: Sequence[Halves]) -> str:
    by_change = {tuple(sorted(changes.items())): halves for changes, halves in zip(tried, scores, strict=True)}
    base = by_change[()].all.plagdet
    rows = [["number", "− 20 %", "+ 20 %"]]
    worst = 0.0
    for name in names:
        cells = []
        for by in (0.8, 1.2):
            lost = base - by_change[((name, by),)].all.plagdet
            worst = max(worst, lost)
            cells.append(f"{-lost:+.4f}")
        rows.append([name, *cells])
    best = [max(range(len(tried)), key=lambda n: scores[n][half].plagdet) for half in (0, 1)]
    split = [["tuned on", "changes", "on A", "on B"]]
    for label, n in (("nothing more", 0), ("half A", best[0]), ("half B", best[1])):
        words = ", ".join(f"{name} × {by}" for name, by in tried[n].items()) or "–"
        split.append([label, words, f"{scores[n].a.plagdet:.4f}", f"{scores[n].b.plagdet:.4f}"])
    lost_a = scores[best[0]].a.plagdet - scores[best[1]].a.plagdet
    lost_b = scores[best[1]].b.plagdet - scores[best[0]].b.plagdet
    return "\n".join(
        [
            record.table(rows),
            "",
            f"- as shipped: {base:.4f}; the most that 20 % of one number costs: {worst:.4f}",
            "",
            record.table(split),
            "",
            f"- tuned on the other half, A loses {lost_a:.4f} and B {lost_b:.4f}",
        ]
    )
