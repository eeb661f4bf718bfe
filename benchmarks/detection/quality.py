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
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.detection import engines, pan
from benchmarks.detection.engines import Engine, Simcheck
from benchmarks.detection.pan import CorpusError, Detection, Finding, Pair, Score, Span, Verdict

HOST_GRAM: Final = 13
"""Characters of a gram when looking for the host: two reports share few phrases of that length."""

HOST_SHARE: Final = 0.1
"""A host gave most of the text: measured on 320 documents made from 31 reports, at least .46 of
their 13-grams, and no other report but the source more than .06."""

SHOWN_PARTS: Final = 8
"""Missed and wrong parts printed for a pair, the longest: more than that nobody reads."""

SHOWN_CHARACTERS: Final = 160
SHOWN_CONTEXT: Final = 24


@dataclass(frozen=True, slots=True)
class Task:
    """A pair and the names of the reports to take out of the background."""

    pair: Pair
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What every process needs to know."""

    corpus: Path
    reports: Path | None
    settings: Mapping[str, Any]
    engine: Engine


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pair came to; ``seconds`` of processor time inside compare."""

    pair: Pair
    verdict: Verdict
    score: Score
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    pairs: int
    score: Score


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text that a reader should look at, with a remark on its other side."""

    text: str = field(repr=False)
    span: Span
    label: str


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
        outcomes = _run(Bench(options.corpus, options.reports, settings, engine), tasks, options.jobs)
    except CorpusError as error:
        return record.refuse("quality", str(error))
    wall = time.perf_counter() - start
    summary = _summary(outcomes, _background(options.reports, settings, tasks), wall)
    if options.engines:
        others = _measure(options, tasks)
        summary += "\n\n" + _compared({"simcheck": outcomes, **others})
    print(summary)
    if options.worst:
        print(f"\n{_worst(options.corpus, outcomes, options.worst)}")
    if options.out is not None:
        record.append(options.out, f"{_heading(options)}\n{summary}\n")
    return 0


def _measure(options: argparse.Namespace, tasks: Sequence[Task]) -> dict[str, tuple[Outcome, ...]]:
    """What other engines make of the same pairs."""
    found = {}
    for name in options.engines:
        record.step(name)
        bench = Bench(options.corpus, options.reports, {}, engines.engine(name))
        found[name] = _run(bench, tasks, options.jobs)
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
        tasks.append(Task(pair, (pair.source, host) if found else (pair.source,)))
    return tuple(tasks)


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


def _run(bench: Bench, tasks: Sequence[Task], jobs: int) -> tuple[Outcome, ...]:
    outcomes: list[Outcome] = []
    if jobs == 1:
        _start(bench, tasks[0])
        for task in tasks:
            outcomes.append(_outcome(task))
            record.progress(len(outcomes), len(tasks))
        return tuple(outcomes)
    with multiprocessing.get_context("spawn").Pool(jobs, _start, (bench, tasks[0])) as pool:
        for outcome in pool.imap(_outcome, tasks):
            outcomes.append(outcome)
            record.progress(len(outcomes), len(tasks))
    return tuple(outcomes)


_bench: Bench | None = None
"""Of this process: sent once, when it starts, and not with every pair."""


def _start(bench: Bench, first: Task) -> None:
    global _bench
    _bench = bench
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
        out = [_report(_bench.reports, name) for name in task.without] if _bench.reports else []
        prepared = engine.prepare(_bench.settings, out)
        start = time.process_time()
        result = engine.compare(left, right, prepared)
        seconds = time.process_time() - start
        findings = [
            Finding(Detection(pair.suspicious, one, pair.source, other), boilerplate)
            for one, other, boilerplate in engine.findings(result)
        ]
    except Exception as error:
        error.add_note(f"while comparing {pair.suspicious} with {pair.source} ({pair.kind})")
        raise
    verdict = pan.judge(pair, findings)
    return Outcome(pair, verdict, pan.score(pair.cases, verdict.scored), seconds)


def detections(pair: Pair, report: Any) -> list[Finding]:
    """The findings of a report as detections of a pair."""
    from simcheck import Flag

    return [
        Finding(
            Detection(
                pair.suspicious,
                Span(f.match.left.start, f.match.left.end),
                pair.source,
                Span(f.match.right.start, f.match.right.end),
            ),
            Flag.BOILERPLATE in f.flags,
        )
        for f in report.findings
    ]


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


# The worst pairs, to be read


def _worst(corpus: Path, outcomes: Sequence[Outcome], number: int) -> str:
    lines: list[str] = []
    for kind in sorted({outcome.pair.kind for outcome in outcomes}):
        bad = [o for o in outcomes if o.pair.kind == kind and o.score.plagdet < 1]
        for outcome in sorted(bad, key=_badness)[:number]:
            lines += [*_portrait(corpus, outcome), ""]
    return "\n".join(lines).rstrip() or "no pair with a fault"


def _badness(outcome: Outcome) -> tuple[float, int, str, str]:
    # Pairs without a case all have plagdet 0 here, so the size of the wrong findings decides.
    wrong = sum(d.left.end - d.left.start for d in outcome.verdict.scored)
    pair = outcome.pair
    return outcome.score.plagdet, -wrong, pair.suspicious, pair.source


def _portrait(corpus: Path, outcome: Outcome) -> list[str]:
    pair, score = outcome.pair, outcome.score
    texts = pan.texts(corpus, pair)
    parts = sorted(
        [*_missed(outcome, texts), *_wrong(outcome, texts)],
        key=lambda part: (part.span.start - part.span.end, part.label),
    )
    lines = [
        f"=== {pair.kind}: {pair.suspicious} from {pair.source}: plagdet {score.plagdet:.3f}, "
        f"recall {score.recall:.3f}, precision {score.precision:.3f}, "
        f"granularity {score.granularity:.2f}; {score.cases} cases, {score.detections} findings"
    ]
    for case in pair.cases:
        hits = sum(pan.touches(case, detection) for detection in outcome.verdict.scored)
        if hits > 1:
            lines.append(f"  {hits} findings of one case at {_range(case.left)}")
    for part in parts[:SHOWN_PARTS]:
        lines += [f"  {part.label}", f"    {_quote(part.text, part.span)}"]
    if len(parts) > SHOWN_PARTS:
        lines.append(f"  and {len(parts) - SHOWN_PARTS} shorter parts")
    return lines


def _missed(outcome: Outcome, texts: tuple[str, str]) -> list[Part]:
    parts = []
    for case in outcome.pair.cases:
        touching = [d for d in outcome.verdict.scored if pan.touches(case, d)]
        hidden = any(pan.touches(case, d) for d in outcome.verdict.boilerplate)
        of = f"of the case {_range(case.left)} from {_range(case.right)}"
        of += " (a finding here was flagged boilerplate)" if hidden else ""
        for side, text, whole, spans in (
            ("left", texts[0], case.left, [d.left for d in touching]),
            ("right", texts[1], case.right, [d.right for d in touching]),
        ):
            for span in pan.uncovered(whole, spans):
                how = "missed" if touching else "wholly missed"
                parts.append(Part(text, span, f"{how} {side} {_range(span)} {of}"))
    return parts


def _wrong(outcome: Outcome, texts: tuple[str, str]) -> list[Part]:
    parts = []
    for detection in outcome.verdict.scored:
        touching = [case for case in outcome.pair.cases if pan.touches(case, detection)]
        of = f"of the finding {_range(detection.left)} from {_range(detection.right)}"
        for side, text, whole, spans in (
            ("left", texts[0], detection.left, [c.left for c in touching]),
            ("right", texts[1], detection.right, [c.right for c in touching]),
        ):
            for span in pan.uncovered(whole, spans):
                how = "wrong" if touching else "wholly wrong"
                parts.append(Part(text, span, f"{how} {side} {_range(span)} {of}"))
    return parts


def _range(span: Span) -> str:
    return f"{span.start}–{span.end}"


def _quote(text: str, span: Span) -> str:
    """The span in brackets and what stands around it, on one line; a long one loses its middle."""
    inner = text[span.start : span.end]
    if len(inner) > SHOWN_CHARACTERS:
        half = SHOWN_CHARACTERS // 2
        inner = f"{inner[:half]} … {inner[-half:]}"
    before = text[max(0, span.start - SHOWN_CONTEXT) : span.start]
    after = text[span.end : span.end + SHOWN_CONTEXT]
    return " ".join(f"{before}【{inner}】{after}".replace("\n", " ⏎ ").split())
