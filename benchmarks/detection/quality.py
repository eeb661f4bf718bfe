"""How well ``simcheck.compare`` finds reused passages, on a corpus with known cases.

    python -m benchmarks quality CORPUS_DIR
    python -m benchmarks quality CORPUS_DIR --kinds light heavy --every 4 --worst 3
    python -m benchmarks quality CORPUS_DIR --reports REPORTS_DIR --jobs 2 --out RESULTS.md

CORPUS_DIR is a corpus in the format of the PAN text-alignment task (see pan.py): folders susp and
src, and a folder for each kind of pair. The corpus of 2013 is published by PAN (pan.webis.de,
"PAN13 text alignment"); tune on its training half only. Chinese corpora in the same format work
alike.

For every kind, and for all pairs pooled, the table gives PAN's measures over the cases of these
pairs:
  recall       mean over cases of the characters found, both sides;
  precision    mean over findings of the characters that belong to a case, both sides;
  granularity  mean number of findings of a detected case;
  plagdet      F1 / log2(1 + granularity).
Findings flagged as boilerplate are left out: on a true case that is a miss. So is a finding that
touches no case and lies at least half in features named "natural", what two documents share by
themselves. Below the table: how many pairs without a case have a finding nevertheless, and the
speed: pairs per second of processor time inside compare, and the wall time of the whole run.

The shipped background counts phrases of public reports. If the corpus was made from reports that
are among them, the truth would leak into the counts: a passage looks common because its own two
documents were counted. --reports DIR, the folder of those reports as they were published, takes
them out again pair by pair: the source, which has the same file name, and the host, the other
report that shares most 13-grams with the suspicious document.
"""

from __future__ import annotations

import argparse
import ast
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import record
from benchmarks.detection import engines, pan
from benchmarks.detection.engines import Engine, Simcheck
from benchmarks.detection.pan import CorpusError, Score
from benchmarks.detection.quality_pairs import Bench, Outcome, Task, plan, run, select
from benchmarks.detection.quality_worst import worst


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    pairs: int
    score: Score


def main(arguments: Sequence[str] | None = None, engine: Engine | None = None) -> int:
    options = _options(arguments)
    engine = engine or Simcheck()
    try:
        pairs = select(options.corpus, options.kinds, options.every, options.limit)
        settings = _settings(options.settings)
        engine.check(settings)
        strange = sorted(set(options.engines or ()) - set(engines.NAMES))
        if strange:
            return record.refuse("quality", f"--engines: no {', '.join(strange)}; there are {', '.join(engines.NAMES)}")
    except CorpusError as error:
        return record.refuse("quality", str(error))
    except ValueError as error:
        return record.refuse("quality", f"--settings: {error}")
    if options.reports is not None and "background" in settings:
        return record.refuse("quality", "--reports decides the background; leave it out of --settings")
    if options.out is not None and not options.out.absolute().parent.is_dir():
        # Said now, because a run can take an hour.
        return record.refuse("quality", f"no such folder: {options.out.parent}")
    start = time.perf_counter()
    try:
        tasks = plan(options.corpus, options.reports, pairs)
        outcomes = run(Bench(options.corpus, options.reports, settings, engine), tasks, options.jobs)
    except CorpusError as error:
        return record.refuse("quality", str(error))
    wall = time.perf_counter() - start
    summary = _summary(outcomes, _background(options.reports, settings, tasks), wall)
    if options.engines:
        others = _measure(options, tasks)
        summary += "\n\n" + _compared({"simcheck": outcomes, **others})
    print(summary)
    if options.worst:
        print(f"\n{worst(options.corpus, outcomes, options.worst)}")
    if options.out is not None:
        record.append(options.out, f"{_heading(options)}\n{summary}\n")
    return 0


def _measure(options: argparse.Namespace, tasks: Sequence[Task]) -> dict[str, tuple[Outcome, ...]]:
    """What other engines make of the same pairs."""
    found = {}
    for name in options.engines:
        record.step(name)
        bench = Bench(options.corpus, options.reports, {}, engines.engine(name))
        found[name] = run(bench, tasks, options.jobs)
    return found


def _compared(by_engine: Mapping[str, Sequence[Outcome]]) -> str:
    """A table of plagdet by engine and kind; a last column for what is flagged and one for the speed."""
    names = sorted({outcome.pair.kind for outcomes in by_engine.values() for outcome in outcomes if outcome.pair.cases})
    rows = [["plagdet", *names, "all", "clean pairs flagged", "pairs/s and core"]]
    for engine, outcomes in by_engine.items():
        by_kind = {row.name: row.score for row in _rows(outcomes)}
        wrong, clean = pan.flagged([(outcome.pair, outcome.verdict) for outcome in outcomes])
        seconds = sum(outcome.seconds for outcome in outcomes)
        cells = [f"{by_kind[name].plagdet:.4f}" for name in (*names, "all")]
        rows.append([engine, *cells, f"{wrong} of {clean}", f"{len(outcomes) / seconds:.1f}" if seconds else "–"])
    return record.table(rows)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks quality",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus", type=Path, metavar="CORPUS_DIR")
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="only these kinds")
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--every", type=record.positive, metavar="N", help="every Nth pair of a kind")
    some.add_argument("--limit", type=record.positive, metavar="N", help="the first N pairs of a kind")
    parser.add_argument("--jobs", type=record.positive, default=1, metavar="N", help="processes")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="leave two out, see above")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    parser.add_argument("--engines", nargs="+", metavar="NAME", help="measure others as well: see engines.py")
    parser.add_argument("--worst", type=record.positive, metavar="N", help="show N worst pairs a kind")
    parser.add_argument("--settings", nargs="+", default=[], metavar="NAME=VALUE")
    return parser.parse_args(arguments)


def _settings(words: Iterable[str]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.isidentifier():
            raise ValueError(f"not NAME=VALUE: {word}")
        try:
            settings[name] = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            settings[name] = value  # a word without quotation marks, as one types it in a shell
    return settings


# Telling


def _summary(outcomes: Sequence[Outcome], background: str, wall: float) -> str:
    judged = [(outcome.pair, outcome.verdict) for outcome in outcomes]
    wrong, clean = pan.flagged(judged)
    names = sorted({outcome.pair.kind for outcome in outcomes})
    of_kinds = {n: pan.flagged((p, v) for p, v in judged if p.kind == n) for n in names}
    detail = ", ".join(f"{name} {n} of {m}" for name, (n, m) in of_kinds.items() if m)
    boilerplate = sum(len(verdict.boilerplate) for _, verdict in judged)
    neutral = sum(len(verdict.neutral) for _, verdict in judged)
    seconds = sum(outcome.seconds for outcome in outcomes)
    speed = f"{len(outcomes) / seconds:.1f}" if seconds else "–"
    # The lines stand apart by list marks, so that a terminal and Markdown show the same.
    return "\n".join(
        [
            _table(_rows(outcomes)),
            "",
            f"- pairs without a case flagged: {wrong} of {clean}" + (f" ({detail})" if clean else ""),
            f"- findings left out: {boilerplate} boilerplate, {neutral} natural",
            f"- background: {background}",
            f"- {speed} pairs per second and core, {wall:.1f} s wall",
        ]
    )


def _rows(outcomes: Sequence[Outcome]) -> list[Row]:
    rows = []
    for kind in sorted({outcome.pair.kind for outcome in outcomes}):
        scores = [outcome.score for outcome in outcomes if outcome.pair.kind == kind]
        rows.append(Row(kind, len(scores), sum(scores, Score())))
    every = [outcome.score for outcome in outcomes]
    rows.append(Row("all", len(every), sum(every, Score())))
    return rows


def _table(rows: Sequence[Row]) -> str:
    head = ["kind", "pairs", "cases", "plagdet", "recall", "precision", "granularity", "findings"]
    cells = [head] + [_cells(row) for row in rows]
    return record.table(cells)


def _cells(row: Row) -> list[str]:
    score = row.score
    measures = [score.plagdet, score.recall, score.precision, score.granularity]
    # Without a case nothing can be right: 0 or 1 by definition would only look like a measurement.
    shown = [f"{measure:.4f}" if score.cases else "–" for measure in measures]
    return [row.name, str(row.pairs), str(score.cases), *shown, str(score.detections)]


def _background(reports: Path | None, settings: Mapping[str, Any], tasks: Sequence[Task]) -> str:
    if reports is None:
        return "as set by --settings" if "background" in settings else "the shipped table as it is"
    hosts = sum(len(task.without) == 2 for task in tasks)
    return f"the shipped table without the source of each pair and its host (host found for {hosts} of {len(tasks)})"


def _heading(options: argparse.Namespace) -> str:
    chosen = [
        f"kinds {' '.join(options.kinds)}" if options.kinds else "",
        f"every {options.every}" if options.every else "",
        f"limit {options.limit}" if options.limit else "",
        f"jobs {options.jobs}",
        "reports left out" if options.reports else "",
        f"settings {' '.join(options.settings)}" if options.settings else "",
    ]
    # Folder names only: a path says nothing to another reader and too much about this machine.
    return record.heading(options.corpus.resolve().name, record.machine(), chosen)
