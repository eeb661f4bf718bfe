"""Whether a check against a large corpus still finds what comparing with the right source finds.

    python -m benchmarks retrieval REUSE --distractors PATH...
    python -m benchmarks retrieval REUSE --distractors LAWS_DIR news.jsonl --every 4 --jobs 2 --out RESULTS.md

REUSE is a corpus in the format of the PAN text-alignment task (see pan.py); the sources in its folder src and all
distractors become one corpus, in a scratch folder or in --corpus DIR, which is built if there is none and used as it is
if there is one. Every suspicious document of every kind is checked against it. A kind's row:

  in report    pairs (with a case) whose source is among the sources of the report;
  found        cases that a finding in their source touches on both sides, set phrases not counted;
  top 1, 5     pairs whose source comes first, among the first five, of the report's sources; and the same without the
               host, the report that the document was made from: the source of the largest share, if that is at least a
               tenth of the document and it is not the planted one;
  plagdet      of the findings in the planted source, judged as quality judges them; beside it that of
               ``simcheck.compare`` on document and source, with the same settings;
  others       further sources (neither planted nor host) with a finding that is no set phrase, mean by pair;
  s            of a check, median, in a process that has the corpus open.

The sources are taken to be among the reports that the shipped background counts: for each document it is used without
its source and its host (as quality --reports finds it). --as-shipped leaves the background alone.

The second table says which channel of the index brings a source in: the share of pairs with a case whose source is
among the texts that would be compared in full, with all channels, with each alone and without each; below, how many
texts these are, and how long the look-up takes (the runs of the guarantee, which every look-up collects, with it). The
third says what the postings of each channel take.

Beside the kinds of REUSE there are harder ones, made here from its sources with --seed, --hard of each:

  sprinkled    every sixth to eighth character of a passage is another common one: no eight in a row are left;
  synonyms     60 % of the words of two characters or more are others of the same part of speech, from other sources;
  condensed    half of the clauses are left out, and in every second one of the others a word is another;
  shuffled     the clauses are in random order;
  near-copy    the whole source with a tenth of such words replaced; it has no host.

The others are passages of about 300 characters (condensed: 600 before) between paragraphs of another source.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from benchmarks import record
from benchmarks.detection import counted, engines, pan, quality_pairs
from benchmarks.detection.made import HARD, Maker, Task
from benchmarks.detection.pan import CorpusError, Detection, Finding, Pair, Score

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus
    from simcheck.index.candidates import Candidates
    from simcheck.report.report import Report
    from simcheck.settings import Settings


class Record(NamedTuple):
    """A source in the corpus: the id of its record and the number of its text."""

    id: str
    text: int


@dataclass(frozen=True, slots=True)
class Bench:
    """What every process needs to know; ``channels`` are the sets that are tried, by name."""

    reuse: Path
    home: Path
    records: Mapping[str, Record]
    channels: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Aligned:
    """What a look-up would have compared in full: whether the planted source, how many texts; its seconds."""

    hit: bool
    texts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a pair came to; ranks count from 1."""

    pair: Pair
    rank: int | None
    rank_without_host: int | None
    found: int
    others: int
    checked: Score
    compared: Score
    seconds: float
    aligned: Mapping[str, Aligned]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    missing = [str(path) for path in options.distractors if not path.exists()]
    if missing:
        return record.refuse("retrieval", f"no such file or folder: {', '.join(missing)}")
    if options.out is not None and not options.out.absolute().parent.is_dir():
        # Said now, because a run can take an hour.
        return record.refuse("retrieval", f"no such folder: {options.out.parent}")
    try:
        pairs = quality_pairs.select(options.reuse, options.kinds, options.every, None)
        with record.scratch(options.keep) as folder:
            told = _measure(options, pairs, options.corpus or folder / "corpus")
    except CorpusError as error:
        return record.refuse("retrieval", str(error))
    print(told)
    if options.out is not None:
        record.append(options.out, f"{_heading(options)}\n{told}\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks retrieval", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reuse", type=Path, metavar="REUSE")
    parser.add_argument("--distractors", type=Path, nargs="+", default=[], metavar="PATH", help="files or folders")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="use this corpus, or build it there")
    parser.add_argument("--kinds", nargs="+", metavar="KIND", help="only these kinds of REUSE")
    parser.add_argument("--every", type=record.positive, metavar="N", help="every Nth pair of a kind")
    parser.add_argument("--hard", type=int, default=40, metavar="N", help="cases of each kind made here: 40")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of what is made here: 1")
    parser.add_argument("--as-shipped", action="store_true", help="leave the background alone, see above")
    parser.add_argument("--jobs", type=record.positive, default=1, metavar="N", help="processes")
    parser.add_argument("--keep", action="store_true", help="do not delete the scratch folder")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    return parser.parse_args(arguments)


def _heading(options: argparse.Namespace) -> str:
    chosen = [
        # Folder names only: a path says nothing to another reader and too much about this machine.
        f"distractors {' '.join(path.resolve().name for path in options.distractors)}" if options.distractors else "",
        f"corpus {options.corpus.resolve().name}" if options.corpus else "",
        f"kinds {' '.join(options.kinds)}" if options.kinds else "",
        f"every {options.every}" if options.every else "",
        f"hard {options.hard}",
        f"seed {options.seed}",
        f"jobs {options.jobs}",
        "background as shipped" if options.as_shipped else "",
    ]
    title = f"retrieval · {options.reuse.resolve().name}"
    return record.heading(title, f"{record.machine()}, {record.memory()}", chosen)


def _measure(options: argparse.Namespace, pairs: Sequence[Pair], home: Path) -> str:
    from simcheck.corpus.collection import Corpus

    records, unreadable = _build(home, options.reuse, options.distractors)
    tasks = _given(options.reuse, pairs)
    if options.hard > 0:
        record.step("harder kinds")
        tasks += _made(options, records)
    if options.as_shipped:
        tasks = [Task(task.pair, (), task.text) for task in tasks]
    record.step(f"check: {len(tasks)} documents")
    start = time.perf_counter()
    bench = Bench(options.reuse, home, records, _channel_sets())
    outcomes = _run(bench, tasks, options.jobs)
    wall = time.perf_counter() - start
    with Corpus.open(home) as corpus:
        about = f"- corpus of {len(corpus)} documents, {len(records)} of them sources"
        if unreadable:
            about += f"; {unreadable} could not be read"
        return "\n\n".join(
            [
                _findings_table(outcomes),
                "\n".join([about, _clean(outcomes), f"- {wall:.1f} s wall"]),
                _channels_table(outcomes, bench.channels),
                _postings_table(corpus),
            ]
        )


# The corpus and the documents


def _build(home: Path, reuse: Path, distractors: Sequence[Path]) -> tuple[dict[str, Record], int]:
    """The records of the sources, by file name, and how many files could not be read."""
    from simcheck.corpus.collection import Corpus
    from simcheck.corpus.inputs import place_of

    there = record.inside(home).exists()
    unreadable = 0
    with Corpus.open(home, create=not there) as corpus:
        if not there:
            record.step("index")
            unreadable = len(corpus.add_all([reuse / "src", *distractors]).unreadable)
        by_place = {row.place: Record(row.id, row.text) for row in corpus.rows()}
        records = {}
        for path in sorted((reuse / "src").glob("*.txt")):
            found = by_place.get(place_of(path, home))
            # offsets count the characters of the file, so that those of the corpus must be the same
            if found is None or corpus[found.id].text != pan.read_text(path):
                raise CorpusError(f"{home} does not have the text of {path}")
            records[path.name] = found
    return records, unreadable


def _given(reuse: Path, pairs: Sequence[Pair]) -> list[Task]:
    return [Task(task.pair, task.without) for task in quality_pairs.plan(reuse, reuse / "src", pairs)]


def _made(options: argparse.Namespace, names: Iterable[str]) -> list[Task]:
    maker = Maker({name: pan.read_text(options.reuse / "src" / name) for name in sorted(names)})
    return [
        maker.task(kind, n, random.Random(f"{options.seed}-{kind}-{n}"))
        for kind in HARD
        for n in range(0, options.hard, options.every or 1)
    ]


# Running


def _channel_sets() -> dict[str, frozenset[str]]:
    from simcheck.index.candidates import CHANNELS
    from simcheck.index.features import FAMILIES

    alone = {f"only {name}": frozenset({name}) for name in FAMILIES}
    without = {f"no {name}": CHANNELS - {name} for name in FAMILIES}
    return {"all": CHANNELS, **alone, **without}


def _run(bench: Bench, tasks: Sequence[Task], jobs: int) -> list[Outcome]:
    outcomes = record.outcomes(_outcome, tasks, jobs, _start, bench, tasks[0])
    if _corpus is not None:
        # opened here, because there was one process only
        _corpus.close()
    return outcomes


_bench: Bench | None = None
_corpus: Corpus | None = None
"""Of this process: opened once, when it starts."""


def _start(bench: Bench, first: Task) -> None:
    global _bench, _corpus
    from simcheck.corpus.collection import Corpus

    _bench = bench
    # The first call of a process also pays for imports and tables, which is not the speed sought.
    try:
        _corpus = Corpus.open(bench.home)
        _outcome(first)
    except Exception:  # noqa: BLE001
        # A pool would start such a process again for ever. The pair fails again as a task, where
        # it is reported.
        return


def _outcome(task: Task) -> Outcome:
    try:
        return _checked(task)
    except Exception as error:
        error.add_note(f"while checking {task.pair.suspicious} for {task.pair.source} ({task.pair.kind})")
        raise


def _checked(task: Task) -> Outcome:
    import simcheck

    assert _bench is not None
    assert _corpus is not None
    pair = task.pair
    source = pan.read_text(_bench.reuse / "src" / pair.source)
    text = task.text if task.text is not None else pan.texts(_bench.reuse, pair)[0]
    out = [pan.read_text(_bench.reuse / "src" / name) for name in task.without]
    settings: Settings = engines.Simcheck().prepare({}, out)
    # Opening the corpus again for each background would measure the opening, too.
    _corpus.settings = settings
    with _listening() as asked:
        start = time.perf_counter()
        report = _corpus.check(text)
        seconds = time.perf_counter() - start
    planted = _holder(report, _bench.records[pair.source].id)
    host = _host(report, planted)
    order = list(report.sources)
    others = [id for id in order if id != host]
    mine = report.keep(lambda finding: finding.match.source == planted)
    checked = pan.judge(pair, _findings(pair, mine)).scored
    compared = pan.judge(pair, _findings(pair, simcheck.compare(text, source, settings=settings))).scored
    return Outcome(
        pair,
        order.index(planted) + 1 if planted else None,
        others.index(planted) + 1 if planted else None,
        sum(any(pan.touches(case, detection) for detection in checked) for case in pair.cases),
        len(_telling(report) - {planted, host}),
        pan.score(pair.cases, checked),
        pan.score(pair.cases, compared),
        seconds,
        _look_ups(asked, _bench.records[pair.source].text, _bench.channels),
    )


def _holder(report: Report, id: str) -> str | None:
    """The source of a report that is this record, or has the same text."""
    for source in report.sources:
        if id == source or any(id == copy.id for copy in report.copies.get(source, ())):
            return source
    return None


def _host(report: Report, planted: str | None) -> str | None:
    aside = counted.flags()
    shares = {id: report.share_of(id, without=aside).part for id in report.sources}
    host = max(shares, key=lambda id: shares[id], default=None)
    enough = host is not None and shares[host] >= quality_pairs.HOST_SHARE * report.share().whole
    return host if enough and host != planted else None


def _telling(report: Report) -> set[str | None]:
    """The sources with a finding that is counted."""
    return {finding.match.source for finding in counted.counted(report.findings)}


def _findings(pair: Pair, report: Report) -> list[Finding]:
    return [
        Finding(Detection(pair.suspicious, found.left, pair.source, found.right), found.set_aside)
        for found in engines.Simcheck().findings(report)
    ]


@contextlib.contextmanager
def _listening() -> Iterator[list[Callable[..., Candidates]]]:
    """The question that a check puts to the index, to be put again with other channels."""
    from simcheck.index.candidates import candidates

    asked: list[Callable[..., Candidates]] = []

    def listening(*given: Any, **named: Any) -> Candidates:
        asked.append(partial(candidates, *given, **named))
        return candidates(*given, **named)

    with mock.patch("simcheck.corpus.check.candidates", listening):
        yield asked


def _look_ups(
    asked: Sequence[Callable[..., Candidates]], number: int, channels: Mapping[str, frozenset[str]]
) -> dict[str, Aligned]:
    """What each set of channels would have compared in full; ``number`` is that of the planted text."""
    from simcheck.corpus.check import SOURCES, worth_comparing

    (ask,) = asked
    found = {}
    for name, some in channels.items():
        start = time.perf_counter()
        result = ask(channels=some)
        seconds = time.perf_counter() - start
        likely = [candidate.text for candidate in worth_comparing(result.ranked)][:SOURCES]
        found[name] = Aligned(number in likely, len(likely), seconds)
    return found


# Telling


def _groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """The outcomes of every kind, those of REUSE first, and of all kinds of REUSE and all made here."""
    kinds = sorted({outcome.pair.kind for outcome in outcomes} - set(HARD))
    for title, names in (("all given", kinds), ("all made", HARD)):
        of_all = [outcome for outcome in outcomes if outcome.pair.kind in names]
        for name in names:
            mine = [outcome for outcome in of_all if outcome.pair.kind == name]
            if mine:
                yield name, mine
        if of_all:
            yield title, of_all


def _findings_table(outcomes: Sequence[Outcome]) -> str:
    rows = [["kind", "pairs", "cases", "in report", "found", "top 1", "top 5", "no host: top 1", "top 5"]]
    rows[0] += ["plagdet", "of compare", "difference", "others", "s"]
    for name, some in _groups(outcomes):
        with_case = [outcome for outcome in some if outcome.pair.cases]
        cases = sum(len(outcome.pair.cases) for outcome in some)
        checked = sum((outcome.checked for outcome in some), Score())
        compared = sum((outcome.compared for outcome in some), Score())
        shares = [
            _share(o.rank is not None for o in with_case),
            f"{sum(o.found for o in with_case) / cases:.3f}" if cases else "–",
            *(_share(o.rank is not None and o.rank <= most for o in with_case) for most in (1, 5)),
            *(
                _share(o.rank_without_host is not None and o.rank_without_host <= most for o in with_case)
                for most in (1, 5)
            ),
        ]
        difference = checked.plagdet - compared.plagdet
        measures = [f"{checked.plagdet:.4f}", f"{compared.plagdet:.4f}", f"{difference:+.4f}"] if cases else ["–"] * 3
        rows.append(
            [
                name,
                str(len(some)),
                str(cases),
                *shares,
                *measures,
                f"{statistics.mean(outcome.others for outcome in some):.2f}",
                f"{statistics.median(outcome.seconds for outcome in some):.3f}",
            ]
        )
    return record.table(rows)


def _share(hits: Iterable[bool]) -> str:
    every = list(hits)
    return f"{sum(every) / len(every):.3f}" if every else "–"


def _clean(outcomes: Sequence[Outcome]) -> str:
    clean = [outcome for outcome in outcomes if not outcome.pair.cases]
    checked = sum(outcome.checked.detections > 0 for outcome in clean)
    compared = sum(outcome.compared.detections > 0 for outcome in clean)
    return f"- pairs without a case flagged: {checked} of {len(clean)} (by compare {compared})"


def _channels_table(outcomes: Sequence[Outcome], channels: Iterable[str]) -> str:
    rows = [["source would be compared", *channels]]
    for name, some in _groups([outcome for outcome in outcomes if outcome.pair.cases]):
        rows.append([name, *(_share(outcome.aligned[key].hit for outcome in some) for key in channels)])
    texts = [statistics.median(outcome.aligned[key].texts for outcome in outcomes) for key in channels]
    seconds = [statistics.median(outcome.aligned[key].seconds for outcome in outcomes) for key in channels]
    rows.append(["texts compared, median", *(f"{value:.0f}" for value in texts)])
    rows.append(["look-up s, median", *(f"{value:.4f}" for value in seconds)])
    return record.table(rows)


def _postings_table(corpus: Corpus) -> str:
    from simcheck.index.features import FAMILIES
    from simcheck.index.segment import Segment

    segments = [Segment(path, path.stat().st_size) for path in record.postings(corpus.folder)]
    whole = max(1, sum(segment.path.stat().st_size for segment in segments))
    text = max(1, sum(len(document.text.encode("utf-8", "surrogatepass")) for document in corpus))
    rows = [["channel", "postings", "MB", "of the index", "bytes by byte of text"]]
    for family in FAMILIES:
        number = sum(segment.rows(family) for segment in segments)
        # by the file's own directory, whatever a posting takes in this version
        sections = [each for segment in segments for each in segment._sections.items()]
        size = sum(array.nbytes for name, (array, _) in sections if name.startswith(f"{family}."))
        rows.append([family, str(number), f"{size / 1e6:.1f}", f"{size / whole:.3f}", f"{size / text:.3f}"])
    for segment in segments:
        segment.close()
    rows.append(["all files", "–", f"{whole / 1e6:.1f}", "1.000", f"{whole / text:.3f}"])
    return record.table(rows)
