"""Which pairs of a corpus are compared, what is left out of the background for each, and what comes out.

A pair may be compared under several tables: as shipped, without its own two reports, without all reports of the year.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.detection import counted, pan
from benchmarks.detection.engines import Engine
from benchmarks.detection.pan import CorpusError, Detection, Finding, Pair, Score, Span, Verdict

HOST_GRAM: Final = 13
"""Characters of a gram when looking for the host: two reports share few phrases of that length."""

HOST_SHARE: Final = 0.1
"""A host gave most of the text: measured on 320 documents made from 31 reports, at least .46 of
their 13-grams, and no other report but the source more than .06."""


SHIPPED: Final = "as shipped"
OWN: Final = "own two out"
YEAR: Final = "year out"


@dataclass(frozen=True, slots=True)
class Task:
    """A pair, the names of the reports to take out of the background, and what such a table is called."""

    pair: Pair
    without: tuple[str, ...] = ()
    table: str = SHIPPED


@dataclass(frozen=True, slots=True)
class Bench:
    """What every process needs to know."""

    corpus: Path
    reports: Path | None
    settings: Mapping[str, Any]
    engine: Engine


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pair came to under a table; ``seconds`` of processor time inside compare.

    ``of_upper`` is the same of the findings of the upper grade alone, None if none of the findings has a grade.
    """

    pair: Pair
    verdict: Verdict
    score: Score
    seconds: float
    table: str = SHIPPED
    of_upper: tuple[Verdict, Score] | None = None


# The pairs and what is left out for each


def select(corpus: Path, wanted: Sequence[str] | None, every: int | None, limit: int | None) -> tuple[Pair, ...]:
    known = pan.kinds(corpus)
    unknown = sorted(set(wanted or ()) - set(known))
    if unknown:
        raise CorpusError(f"no kind {', '.join(unknown)} in {corpus}; it has {', '.join(known)}")
    pairs: list[Pair] = []
    for kind in known:
        if not wanted or kind in wanted:
            pairs += pan.load(corpus, kind)[:limit][::every]
    if not pairs:
        raise CorpusError(f"no pairs in {corpus}")
    return tuple(pairs)


def plan(corpus: Path, reports: Path | None, pairs: Sequence[Pair]) -> tuple[Task, ...]:
    if reports is None:
        return tuple(Task(pair) for pair in pairs)
    if not reports.is_dir():
        raise CorpusError(f"no such folder: {reports}")
    names = sorted(path.name for path in reports.glob("*.txt"))
    strange = sorted({pair.source for pair in pairs} - set(names))
    if strange:
        raise CorpusError(f"{reports} has no report {', '.join(strange[:3])}")
    grams = _grams_of_reports(reports, names)
    # Of a document: it has one host, and in other corpora many sources.
    shared: dict[str, tuple[int, Counter[int]]] = {}
    tasks = []
    for pair in pairs:
        if pair.suspicious not in shared:
            text = pan.read_text(corpus / "susp" / pair.suspicious)
            own = _grams(text)
            counts = Counter(report for gram in own for report in grams.get(gram, ()))
            shared[pair.suspicious] = (len(own), counts)
        total, counts = shared[pair.suspicious]
        others = [(-n, names[i]) for i, n in counts.items() if names[i] != pair.source]
        best, host = min(others, default=(0, ""))
        found = host and -best >= HOST_SHARE * total
        tasks.append(Task(pair, (pair.source, host) if found else (pair.source,), OWN))
    return tuple(tasks)


def year_out(reports: Path, tasks: Sequence[Task]) -> tuple[Task, ...]:
    """The same pairs with all reports of the folder taken out."""
    names = tuple(sorted(path.name for path in reports.glob("*.txt")))
    return tuple(Task(task.pair, names, YEAR) for task in tasks)


def _grams_of_reports(reports: Path, names: Sequence[str]) -> dict[str, list[int]]:
    grams: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        for gram in _grams(pan.read_text(reports / name)):
            grams.setdefault(gram, []).append(i)
    return grams


def _grams(text: str) -> set[str]:
    # White space differs between editions of a report; nothing else needs folding to tell the host.
    dense = "".join(text.split())
    return {dense[i : i + HOST_GRAM] for i in range(len(dense) - HOST_GRAM + 1)}


@cache  # a few dozen reports, each named by many pairs
def _report(reports: Path, name: str) -> str:
    return pan.read_text(reports / name)


# Running


def run(bench: Bench, tasks: Sequence[Task], jobs: int) -> tuple[Outcome, ...]:
    return tuple(record.outcomes(_outcome, tasks, jobs, _start, bench, tasks[0]))


_bench: Bench | None = None
"""Of this process: sent once, when it starts, and not with every pair."""


def _start(bench: Bench, first: Task) -> None:
    global _bench
    _bench = bench
    _all_out.cache_clear()
    # The first call of a process also pays for imports and tables, which is not the speed sought.
    try:
        _outcome(first)
    except Exception:  # noqa: BLE001
        # A pool would start such a process again for ever. The pair fails again as a task, where
        # it is reported.
        return


def _outcome(task: Task) -> Outcome:
    assert _bench is not None
    pair, engine = task.pair, _bench.engine
    try:
        left, right = pan.texts(_bench.corpus, pair)
        prepared = _all_out(task.without) if task.table == YEAR else _prepared(task.without)
        start = time.process_time()
        result = engine.compare(left, right, prepared)
        seconds = time.process_time() - start
        findings = [
            Finding(Detection(pair.suspicious, found.left, pair.source, found.right), found.set_aside, found.grade)
            for found in engine.findings(result)
        ]
    except Exception as error:
        error.add_note(f"while comparing {pair.suspicious} with {pair.source} ({pair.kind})")
        raise
    verdict = pan.judge(pair, findings)
    of_upper = None
    if any(finding.grade is not None for finding in findings):
        best = pan.judge(pair, [f for f in findings if f.grade == counted.UPPER])
        of_upper = best, pan.score(pair.cases, best.scored)
    return Outcome(pair, verdict, pan.score(pair.cases, verdict.scored), seconds, task.table, of_upper)


def _prepared(without: Sequence[str]) -> Any:
    assert _bench is not None
    out = [_report(_bench.reports, name) for name in without] if _bench.reports else []
    return _bench.engine.prepare(_bench.settings, out)


_all_out = cache(_prepared)
"""Of this process: the table without a whole year is the same for every pair."""


def detections(pair: Pair, report: Any) -> list[Finding]:
    """The findings of a report as detections of a pair."""
    return [
        Finding(
            Detection(
                pair.suspicious,
                Span(f.match.left.start, f.match.left.end),
                pair.source,
                Span(f.match.right.start, f.match.right.end),
            ),
            counted.set_aside(f),
            counted.grade(f),
        )
        for f in report.findings
    ]
