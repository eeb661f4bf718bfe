"""How well ``simcheck.compare`` finds reused passages, on corpora with known cases.

    python -m benchmarks quality CORPUS_DIR
    python -m benchmarks quality CORPUS_DIR --kinds light heavy --every 4 --worst 3
    python -m benchmarks quality CORPUS_DIR CORPUS_DIR CORPUS_DIR --reports REPORTS_DIR --jobs 2 --out RESULTS.md

CORPUS_DIR is a corpus in the format of the PAN text-alignment task (see pan.py): folders susp and
src, and a folder for each kind of pair. The corpus of 2013 is published by PAN (pan.webis.de,
"PAN13 text alignment"); tune on its training half only. Chinese corpora in the same format work
alike. Several are draws of one kind of corpus: each is told by itself, then their mean and spread.

For every kind, and for all pairs pooled, the table gives PAN's measures over the cases of these
pairs:
  recall       mean over cases of the characters found, both sides;
  precision    mean over findings of the characters that belong to a case, both sides;
  granularity  mean number of findings of a detected case;
  plagdet      F1 / log2(1 + granularity).
Findings flagged as boilerplate, scattered or public are left out: on a true case that is a miss. So
is a finding that touches no case and lies at least half in features named "natural", what two
documents share by themselves. Below the table: how many pairs without a case have a finding
nevertheless, and the speed: pairs per second of processor time inside compare.

A second table counts the findings of the upper grade alone, and says how many of the characters of
the cases it keeps, both sides:
  of found     of those that all counted findings hold;
  of planted   of all.

The shipped background counts phrases of public reports. If the corpus was made from reports that
are among them, the truth would leak into the counts: a passage looks common because its own two
documents were counted. With --reports DIR, the folder of those reports as they were published, every
pair is compared under two tables:
  own two out  without the source, which has the same file name, and the host, the other report that
               shares most 13-grams with the suspicious document;
  year out     without any report of the folder, as a report of a year is met that nobody counted.
"""

from __future__ import annotations

import argparse
import ast
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any, Final

from benchmarks import record
from benchmarks.detection import counted, engines, pan
from benchmarks.detection.engines import Engine, Simcheck
from benchmarks.detection.pan import CorpusError, Pair, Score, Verdict
from benchmarks.detection.quality_pairs import SHIPPED, YEAR, Bench, Outcome, Task, plan, run, select, year_out
from benchmarks.detection.quality_worst import worst


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; of the characters of its cases, how many there are, are found, and are kept by the upper
    grade."""

    name: str
    pairs: int
    score: Score
    planted: int = 0
    found: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Draw:
    """A corpus and what came of its pairs, by table."""

    name: str
    outcomes: Mapping[str, Sequence[Outcome]]


def main(arguments: Sequence[str] | None = None, engine: Engine | None = None) -> int:
    options = _options(arguments)
    engine = engine or Simcheck()
    try:
        chosen = [(c, select(c, options.kinds, options.every, options.limit)) for c in options.corpora]
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
    try:
        planned = [(corpus, plan(corpus, options.reports, pairs)) for corpus, pairs in chosen]
        draws = []
        for corpus, tasks in planned:
            draw, summary = _measured(options, engine, settings, corpus, tasks)
            draws.append(draw)
            title = f"### {draw.name}\n\n" if len(planned) > 1 else ""
            # The lines stand apart by list marks, so that a terminal and Markdown show the same.
            _tell(options, f"{title}{summary}", first=len(draws) == 1)
    except CorpusError as error:
        return record.refuse("quality", str(error))
    if len(draws) > 1:
        _tell(options, _spread(draws))
    return 0


def _tell(options: argparse.Namespace, section: str, *, first: bool = False) -> None:
    """Print a section and write it down at once: the next draw may take an hour."""
    print(section if first else f"\n{section}", flush=True)
    if options.out is not None:
        record.append(options.out, (f"{_heading(options)}\n" if first else "") + f"{section}\n")


def _measured(
    options: argparse.Namespace, engine: Engine, settings: Mapping[str, Any], corpus: Path, tasks: Sequence[Task]
) -> tuple[Draw, str]:
    """What comes of one corpus, and the section that tells it."""
    start = time.perf_counter()
    every = [*tasks, *year_out(options.reports, tasks)] if options.reports else tasks
    outcomes = run(Bench(corpus, options.reports, settings, engine), every, options.jobs)
    wall = time.perf_counter() - start
    by_table = {
        table: [outcome for outcome in outcomes if outcome.table == table]
        for table in dict.fromkeys(task.table for task in every)
    }
    parts = []
    for table, of_table in by_table.items():
        if table != SHIPPED:
            parts.append(f"**{table}**")
        parts.append(_summary(of_table, _background(table, settings, tasks)))
    parts[-1] += f"\n- {wall:.1f} s wall"
    if options.engines:
        # under the first table only: others have no background
        others = _others(options, corpus, tasks)
        parts.append(_compared({"simcheck": next(iter(by_table.values())), **others}))
    if options.worst:
        for table, of_table in by_table.items():
            parts += [f"**{table}**"] * (len(by_table) > 1)
            parts.append(worst(corpus, of_table, options.worst))
    return Draw(corpus.resolve().name, by_table), "\n\n".join(parts)


def _others(options: argparse.Namespace, corpus: Path, tasks: Sequence[Task]) -> dict[str, tuple[Outcome, ...]]:
    """What other engines make of the same pairs."""
    found = {}
    for name in options.engines:
        record.step(name)
        bench = Bench(corpus, options.reports, {}, engines.engine(name))
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
    parser.add_argument("corpora", type=Path, nargs="+", metavar="CORPUS_DIR")
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="only these kinds")
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--every", type=record.positive, metavar="N", help="every Nth pair of a kind")
    some.add_argument("--limit", type=record.positive, metavar="N", help="the first N pairs of a kind")
    parser.add_argument("--jobs", type=record.positive, default=1, metavar="N", help="processes")
    parser.add_argument("--reports", type=Path, metavar="DIR", help="leave two out, then all, see above")
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


def _summary(outcomes: Sequence[Outcome], background: str) -> str:
    judged = [(outcome.pair, outcome.verdict) for outcome in outcomes]
    aside = Counter(flag for _, verdict in judged for flag, _ in verdict.set_aside)
    neutral = sum(len(verdict.neutral) for _, verdict in judged)
    seconds = sum(outcome.seconds for outcome in outcomes)
    speed = f"{len(outcomes) / seconds:.1f}" if seconds else "–"
    left_out = ", ".join(f"{aside[flag]} {flag}" for flag in counted.SET_ASIDE if aside[flag] or flag == "boilerplate")
    lines = [
        _table(_rows(outcomes)),
        "",
        f"- pairs without a case flagged: {_clean(judged)}",
        f"- findings left out: {left_out}, {neutral} natural",
        f"- background: {background}",
        f"- {speed} pairs per second and core",
        "",
    ]
    best = _upper(outcomes)
    if best is None:
        lines.append(f"- upper grade: {counted.NO_GRADES}")
    else:
        lines += [
            "Findings of the upper grade alone:",
            "",
            _table(_rows(outcomes, best), upper=True),
            "",
            f"- pairs without a case flagged: {_clean([(o.pair, o.verdict) for o in best])}",
        ]
    return "\n".join(lines)


def _clean(judged: Sequence[tuple[Pair, Verdict]]) -> str:
    """How many of the pairs without a case are flagged, together and by kind."""
    wrong, clean = pan.flagged(judged)
    names = sorted({pair.kind for pair, _ in judged})
    of_kinds = {n: pan.flagged((p, v) for p, v in judged if p.kind == n) for n in names}
    detail = ", ".join(f"{name} {n} of {m}" for name, (n, m) in of_kinds.items() if m)
    return f"{wrong} of {clean}" + (f" ({detail})" if clean else "")


def _upper(outcomes: Sequence[Outcome]) -> list[Outcome] | None:
    """The same outcomes with the findings of the upper grade alone; None if nothing was graded."""
    if not any(outcome.of_upper for outcome in outcomes):
        return None
    best = []
    for outcome in outcomes:
        verdict, score = outcome.of_upper or (Verdict((), (), ()), pan.score(outcome.pair.cases, ()))
        best.append(replace(outcome, verdict=verdict, score=score))
    return best


def _rows(outcomes: Sequence[Outcome], best: Sequence[Outcome] | None = None) -> list[Row]:
    """A row for every kind and one for all, of the findings of ``best`` if that is given."""
    shown = outcomes if best is None else best
    rows = []
    for kind in (*sorted({outcome.pair.kind for outcome in outcomes}), "all"):
        of_kind = [n for n, outcome in enumerate(outcomes) if kind in (outcome.pair.kind, "all")]
        cases = [outcomes[n].pair.cases for n in of_kind]
        rows.append(
            Row(
                kind,
                len(of_kind),
                sum((shown[n].score for n in of_kind), Score()),
                sum(pan.size(each) for each in cases),
                sum(pan.reached(outcomes[n].pair.cases, outcomes[n].verdict.scored) for n in of_kind),
                sum(pan.reached(shown[n].pair.cases, shown[n].verdict.scored) for n in of_kind),
            )
        )
    return rows


def _table(rows: Sequence[Row], *, upper: bool = False) -> str:
    head = ["kind", "pairs", "cases", "plagdet", "recall", "precision", "granularity", "findings"]
    cells = [head + ["of found", "of planted"] * upper] + [_cells(row, upper=upper) for row in rows]
    return record.table(cells)


def _cells(row: Row, *, upper: bool) -> list[str]:
    score = row.score
    measures = [score.plagdet, score.recall, score.precision, score.granularity]
    # Without a case nothing can be right: 0 or 1 by definition would only look like a measurement.
    shown = [f"{measure:.4f}" if score.cases else "–" for measure in measures]
    kept = [f"{row.kept / whole:.3f}" if whole else "–" for whole in (row.found, row.planted)] if upper else []
    return [row.name, str(row.pairs), str(score.cases), *shown, str(score.detections), *kept]


def _spread(draws: Sequence[Draw]) -> str:
    """By table: plagdet of every draw, their mean, and how far the best is from the worst; then of the upper grade."""
    parts = []
    for table in draws[0].outcomes:
        every = [draw.outcomes[table] for draw in draws]
        named = f" ({table})" if table != SHIPPED else ""
        plain = [_rows(outcomes) for outcomes in every]
        parts += [f"### {len(draws)} draws{named}", _across(draws, plain, every, lambda row: row.score.plagdet)]
        best = [_upper(outcomes) for outcomes in every]
        graded = [each for each in best if each is not None]
        if len(graded) < len(best):
            parts.append(f"- upper grade: {counted.NO_GRADES}")
            continue
        kept = [_rows(outcomes, of_upper) for outcomes, of_upper in zip(every, graded, strict=True)]
        for title, value in _OF_UPPER.items():
            parts += [f"{title}:", _across(draws, kept, graded, value)]
    return "\n\n".join(parts)


_OF_UPPER: Final[Mapping[str, Callable[[Row], float]]] = {
    "Upper grade alone": lambda row: row.score.plagdet,
    "Characters that the upper grade keeps of those found": lambda row: row.kept / row.found if row.found else 0.0,
    "Characters that the upper grade keeps of those planted": lambda row: row.kept / row.planted,
}


def _across(
    draws: Sequence[Draw],
    rows: Sequence[Sequence[Row]],
    outcomes: Sequence[Sequence[Outcome]],
    value: Callable[[Row], float],
) -> str:
    """A table of one value by kind and draw; a last row for the clean pairs that are flagged."""
    names = sorted({row.name for of_draw in rows for row in of_draw if row.score.cases and row.name != "all"})
    lines = [["kind", *(draw.name for draw in draws), "mean", "spread"]]
    for name in (*names, "all"):
        of_kind = [next((row for row in of_draw if row.name == name), None) for of_draw in rows]
        values = [value(row) for row in of_kind if row is not None and row.score.cases]
        cells = [f"{value(row):.4f}" if row is not None and row.score.cases else "–" for row in of_kind]
        lines.append(
            [name, *cells, *([f"{fmean(values):.4f}", f"{max(values) - min(values):.4f}"] if values else "––")]
        )
    flagged = [pan.flagged((o.pair, o.verdict) for o in of_draw) for of_draw in outcomes]
    cells = [f"{wrong} of {clean}" for wrong, clean in flagged]
    together = f"{sum(wrong for wrong, _ in flagged)} of {sum(clean for _, clean in flagged)}"
    lines.append(["clean pairs flagged", *cells, together, "–"])
    return record.table(lines)


def _background(table: str, settings: Mapping[str, Any], tasks: Sequence[Task]) -> str:
    if table == SHIPPED:
        return "as set by --settings" if "background" in settings else "the shipped table as it is"
    if table == YEAR:
        return "the shipped table without any report of the folder"
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
    return record.heading(", ".join(corpus.resolve().name for corpus in options.corpora), record.machine(), chosen)
