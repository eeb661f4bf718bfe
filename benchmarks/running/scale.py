"""How fast a corpus is built and asked, what it takes of memory and disk, and how that grows.

    python -m benchmarks scale PATH...
    python -m benchmarks scale PATH... --skip growth --runs 5 --slice 4
    python -m benchmarks scale PATH... --check DRAFTS_DIR --sizes 1000,10000,100000 --out RESULTS.md

PATH are folders of texts and lists of documents (.jsonl), as ``Corpus.add_all`` takes them. Everything that is written
goes to a scratch folder, which is deleted at the end (--keep keeps it); the largest size of the growth takes about two
gigabytes there. The sections, any of which --skip leaves out:

index     All texts are added to a new corpus, by a process of its own from its start to its end: seconds, speed in
          UTF-8 bytes of the texts, bytes of the files of postings ("index") and of the catalogue, which has the texts.
          Of memory, the largest process and the sum of it and its children (resident, pages of mapped files with it;
          looked at twenty times a second; "–" without /proc).
baseline  The pipeline that everybody writes first, at the end of this file: jieba cuts, every line is a passage,
          datasketch makes a MinHash of 128 functions of its shingles of three words, word by word as its manual does,
          and puts it into a MinHashLSH. On a slice, as it is slow: a random choice of documents of --slice megabytes.
          simcheck is measured on the same slice too, where its start is most of the time.
check     Documents of about 10,000 characters cut from the texts themselves, the records that they were cut from left
          out of the question, and the files of --check: in a process that has the corpus open (its first call apart)
          and as a command of its own from start to end. Files are in the system's cache.
growth    Documents of 8 to 40 sentences drawn from the texts, so that every sentence stands in several of them; the
          same questions to corpora of each of --sizes. Documents that are asked about are left out of the mixture, but
          for those "planted", into which 300 characters of one mixed document were put.
remove    Random documents, one call for each and one call for as many others.

Needs a Unix system.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import record

if TYPE_CHECKING:
    from simcheck.corpus.collection import Corpus

SECTIONS: Final = ("index", "baseline", "check", "growth", "remove")

ASKED: Final = 10_000
"""Characters of a document that is asked about: a long work report."""

PLANTED: Final = 300
"""Characters of a mixed document that are put into one that is asked about."""

PLANTINGS: Final = 5

REMOVED: Final = 100

SAMPLING: Final = 0.05
"""Seconds between two looks at the memory of a process."""

HELD_OUT: Final = 0.25
"""The part of the characters that may be kept out of the mixture to ask about."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process from start to end: wall and processor seconds, peak of memory in bytes, and what it printed."""

    seconds: float
    processor: float
    largest: int
    together: int | None
    output: str

    @property
    def value(self) -> Any:
        return json.loads(self.output)


@dataclass(frozen=True, slots=True)
class Question:
    """A document to be checked, and the ids of the records that it was cut from."""

    path: Path
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """A corpus that was built, several times over, and its sizes in bytes."""

    runs: tuple[Run, ...]
    documents: int
    unreadable: int
    text: int
    index: int
    catalogue: int


def main(arguments: Sequence[str] | None = None) -> int:
    if arguments and arguments[0] == "--child":
        _, name, *rest = arguments
        json.dump(CHILDREN[name](*rest), sys.stdout)
        return 0
    options = _options(arguments)
    missing = [str(path) for path in (*options.paths, *options.check) if not path.exists()]
    if missing:
        return record.refuse("scale", f"no such file or folder: {', '.join(missing)}")
    unreadable = _unreadable(_files(options.check))
    if unreadable:
        return record.refuse("scale", f"cannot be read: {', '.join(unreadable)}")
    if options.out is not None and not options.out.absolute().parent.is_dir():
        # Said now, because a run can take an hour.
        return record.refuse("scale", f"no such folder: {options.out.parent}")
    told = _heading(options)
    with record.scratch(options.keep) as folder:
        try:
            for part in _sections(options, folder):
                print(f"{part}\n", flush=True)
                told += f"\n{part}\n"
        except ValueError as error:
            return record.refuse("scale", str(error))
    if options.out is not None:
        record.append(options.out, told)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--skip", type=_sections_named, default=(), metavar="SECTION,...", help=", ".join(SECTIONS))
    parser.add_argument("--runs", type=record.positive, default=3, metavar="N", help="of index and baseline: 3")
    parser.add_argument("--slice", type=float, default=2.0, metavar="MB", help="for the baseline: 2")
    parser.add_argument("--documents", type=record.positive, default=20, metavar="N", help="to ask about: 20")
    parser.add_argument("--check", type=Path, nargs="+", default=[], metavar="FILE", help="files or folders to check")
    parser.add_argument("--sizes", type=_numbers, default=(1000, 10_000, 100_000), metavar="N,...", help="of growth")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of every random choice: 1")
    parser.add_argument("--keep", action="store_true", help="do not delete the scratch folder")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    return parser.parse_args(arguments)


def _sections_named(text: str) -> tuple[str, ...]:
    names = tuple(filter(None, text.split(",")))
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    return names


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(sorted(record.positive(word) for word in text.split(",")))


def _heading(options: argparse.Namespace) -> str:
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    chosen = [
        # Folder names only: a path says nothing to another reader and too much about this machine.
        " ".join(path.resolve().name for path in options.paths),
        f"runs {options.runs}",
        f"slice {options.slice:g} MB",
        f"documents {options.documents}",
        f"sizes {','.join(map(str, options.sizes))}",
        f"check {' '.join(path.resolve().name for path in options.check)}" if options.check else "",
        f"seed {options.seed}",
        f"without {' '.join(options.skip)}" if options.skip else "",
    ]
    return record.heading("scale", f"{record.machine()}, {record.memory()}{load}", chosen)


def _sections(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The tables, each as soon as it is measured."""
    wanted = [name for name in SECTIONS if name not in options.skip]
    home = folder / "corpus"
    record.step("index")
    whole = _build(home, options.paths, options.runs if "index" in wanted else 1)
    if not whole.documents:
        raise ValueError("no documents in " + ", ".join(map(str, options.paths)))
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        if "index" in wanted or "baseline" in wanted:
            sliced = _slices(corpus, options, folder) if "baseline" in wanted else None
            yield _index_table(whole if "index" in wanted else None, sliced)
        if "check" in wanted:
            record.step("check")
            yield _check_table(corpus, options, folder)
        if "growth" in wanted:
            yield _growth_table(corpus, options, folder)
        if "remove" in wanted:
            record.step("remove")
            yield _remove_table(corpus, options.seed)


# Processes


_AGAIN: Final = (sys.executable, "-m", "benchmarks", "scale", "--child")
"""This benchmark as a process of its own, for one of ``CHILDREN``."""


def _child(name: str, *rest: str | Path) -> Run:
    return _measured([*_AGAIN, name, *map(str, rest)])


def _measured(command: Sequence[str]) -> Run:
    """Run a command to its end; raises ``CalledProcessError`` if it fails, with its complaints on stderr."""
    path = os.pathsep.join(filter(None, [str(record.ROOT), os.environ.get("PYTHONPATH")]))
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, env={**os.environ, "PYTHONPATH": path})
        with _Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        output.seek(0)
        printed = output.read().decode()
    # The kernel's own figure counts what this process had when it started the other, so it is second best.
    largest = watch.largest or usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    # one process at its highest may have been so between two looks
    together = max(watch.together, largest) if watch.together else None
    return Run(seconds, usage.ru_utime + usage.ru_stime, largest, together, printed)


class _Watch:
    """Looks at the memory of a process and its descendants until it ends."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.largest = self.together = 0

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(SAMPLING):
            found = [_memory(pid) for pid in _family(self._pid)]
            self.largest = max([self.largest, *(high for _, high in found)])
            self.together = max(self.together, sum(now for now, _ in found))


def _family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
    return found


def _memory(pid: int) -> tuple[int, int]:
    """What a process has resident now and had at most, in bytes; nothing if it is gone."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        fields = dict(line.split(":", 1) for line in lines if line.startswith(("VmRSS", "VmHWM")))
        if len(fields) == 2:
            now, high = (int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
            return now, high
    return 0, 0


# Building


def _build(home: Path, paths: Sequence[Path], runs: int) -> Built:
    """Build a corpus from files as often as is asked; the last one stays."""
    done = []
    for _ in range(runs):
        shutil.rmtree(home, ignore_errors=True)
        done.append(_child("index", home, *(path.resolve() for path in paths)))
    index = sum(file.stat().st_size for file in record.postings(home))
    catalogue = sum(file.stat().st_size for file in record.inside(home).glob("catalogue.sqlite*"))
    facts = done[-1].value
    return Built(tuple(done), facts["documents"], facts["unreadable"], _text_size(home), index, catalogue)


def _text_size(home: Path) -> int:
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        return sum(len(document.text.encode("utf-8", "surrogatepass")) for document in corpus)


def _index_here(home: str, *paths: str) -> dict[str, int]:
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home, create=True) as corpus:
        added = corpus.add_all(paths)
    return {"documents": len(added.added), "unreadable": len(added.unreadable)}


@dataclass(frozen=True, slots=True)
class Sliced:
    """simcheck and the baseline on the same slice."""

    ours: Built
    theirs: tuple[Run, ...]


def _slices(corpus: Corpus, options: argparse.Namespace, folder: Path) -> Sliced:
    path = folder / "slice.jsonl"
    rows = list(corpus.rows())
    random.Random(f"{options.seed}-slice").shuffle(rows)
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            if size >= options.slice * 1e6:
                break
            text = corpus[row.id].text
            size += len(text.encode("utf-8", "surrogatepass"))
            file.write(json.dumps({"id": row.id, "text": text}) + "\n")
    record.step("index of the slice")
    ours = _build(folder / "sliced", [path], options.runs)
    record.step("baseline")
    return Sliced(ours, tuple(_child("baseline", path) for _ in range(options.runs)))


def _index_table(whole: Built | None, sliced: Sliced | None) -> str:
    measures = ["documents", "text MB", "s, median", "s, best", "MB/s, median", "MB/s, best", "documents/s"]
    measures += ["processor s", "largest process MB", "all processes MB", "index MB", "catalogue MB", "index/text"]
    columns = [["", *measures, "× baseline"]]
    notes = []
    slow = _speed(sliced.theirs, sliced.ours.text) if sliced else None
    for name, built in (("all texts", whole), ("slice", sliced.ours if sliced else None)):
        if built is None:
            continue
        sizes = [_mb(built.index), _mb(built.catalogue), f"{built.index / max(1, built.text):.2f}"]
        ratio = f"{_speed(built.runs, built.text) / slow:.1f}" if slow else "–"
        columns.append([name, *_run_cells(built.runs, built.documents, built.text), *sizes, ratio])
        if built.unreadable:
            notes.append(f"- {name}: {built.unreadable} could not be read")
        notes.append(f"- {name}: runs: {len(built.runs)}")
    if sliced:
        cells = _run_cells(sliced.theirs, sliced.ours.documents, sliced.ours.text)
        columns.append(["baseline on the slice", *cells, "–", "–", "–", "1.0"])
        start = statistics.median(run.value["start"] for run in sliced.theirs)
        notes.append(
            f"- baseline: {sliced.theirs[-1].value['passages']} passages; {start:.1f} s of its time are imports and"
            " jieba's dictionary"
        )
        notes.append("- × baseline: medians of whole processes, each against the baseline on the slice")
    return "\n".join(["### index", "", record.table(_turned(columns)), "", *notes])


def _turned(columns: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip(*columns, strict=True))


def _speed(runs: Sequence[Run], size: int) -> float:
    """Bytes per second, by the median."""
    return size / statistics.median(run.seconds for run in runs)


def _run_cells(runs: Sequence[Run], documents: int, size: int) -> list[str]:
    median, best = statistics.median(run.seconds for run in runs), min(run.seconds for run in runs)
    together = [run.together for run in runs if run.together]
    return [
        str(documents),
        _mb(size),
        f"{median:.2f}",
        f"{best:.2f}",
        f"{size / median / 1e6:.2f}",
        f"{size / best / 1e6:.2f}",
        f"{documents / median:.0f}",
        f"{statistics.median(run.processor for run in runs):.2f}",
        _mb(max(run.largest for run in runs)),
        _mb(max(together)) if together else "–",
    ]


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f}"


# Asking


def _check_table(corpus: Corpus, options: argparse.Namespace, folder: Path) -> str:
    cuts = _cuts(corpus, options.documents, options.seed, folder / "questions")
    given = [Question(path) for path in _files(options.check)]
    cold, told = _cold(corpus.folder)
    head = ["", "documents", "characters, median", "sources, median", "first s", "open s, median", "open s, 95 %"]
    rows = [[*head, "command s, median", "command s, 95 %"]]
    for name, questions in (("cut from the texts", cuts), ("given", given)):
        if not questions:
            continue
        answers, first, opened = _asked(corpus.folder, questions)
        seconds = [answer["seconds"] for answer in answers]
        alone = [_measured(cold(question)).seconds for question in questions]
        rows.append(
            [
                name,
                str(len(questions)),
                f"{statistics.median(answer['characters'] for answer in answers):.0f}",
                f"{statistics.median(len(answer['sources']) for answer in answers):.0f}",
                f"{first + opened:.3f}",
                *_median_and_tail(seconds),
                *_median_and_tail(alone),
            ]
        )
    notes = [f"- corpus of {len(corpus)} documents", "- first: opening the corpus and the first check", told]
    return "\n".join(["### check", "", record.table(rows), "", *notes])


def _median_and_tail(seconds: Sequence[float]) -> list[str]:
    return [f"{statistics.median(seconds):.3f}", f"{record.percentile(seconds, 0.95):.3f}"]


def _files(paths: Sequence[Path]) -> list[Path]:
    found = []
    for path in paths:
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in inside if not p.name.startswith((".", "~"))]
    return found


def _unreadable(paths: Sequence[Path]) -> list[str]:
    import simcheck

    found = []
    for path in paths:
        try:
            simcheck.read(path)
        except simcheck.SimcheckError:
            found.append(path.name)
    return found


def _cuts(corpus: Corpus, number: int, seed: int, folder: Path) -> list[Question]:
    """Documents of about ``ASKED`` characters: a part of a long text, or several short ones one after the other."""
    rng = random.Random(f"{seed}-questions")
    rows = list(corpus.rows())
    rng.shuffle(rows)
    folder.mkdir()
    found: list[Question] = []
    while rows and len(found) < number:
        text = ""
        used = []
        while rows and len(text) < ASKED:
            used.append(rows.pop().id)
            more = corpus[used[-1]].text.strip()
            start = rng.randrange(max(1, len(more) - ASKED))
            text += more[start : start + ASKED] + "\n"
        path = folder / f"{len(found):03d}.txt"
        path.write_text(text[:ASKED], encoding="utf-8", errors="replace")
        found.append(Question(path, tuple(used)))
    return found


def _asked(home: Path, questions: Sequence[Question]) -> tuple[list[dict[str, Any]], float, float]:
    """The answers of a process that has the corpus open, the seconds of its first one, and those of opening."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump([(str(question.path), question.without) for question in questions], file)
        file.flush()
        value = _child("checks", home, file.name).value
    return value["answers"], value["first"], value["opened"]


def _checks_here(home: str, listing: str) -> dict[str, Any]:
    questions = json.loads(Path(listing).read_text(encoding="utf-8"))
    start = time.perf_counter()
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        opened = time.perf_counter() - start
        first = _answer(corpus, *questions[0])["seconds"]
        return {"opened": opened, "first": first, "answers": [_answer(corpus, *each) for each in questions]}


def _answer(corpus: Corpus, path: str, without: Sequence[str]) -> dict[str, Any]:
    start = time.perf_counter()
    document = corpus.read(path)
    report = corpus.check(document, exclude=without)
    seconds = time.perf_counter() - start
    names = [source.name for source in report.sources.values()]
    return {"seconds": seconds, "characters": len(document.text), "sources": names}


def _cold(home: Path) -> tuple[Callable[[Question], list[str]], str]:
    """The command that checks a document, and what to say of it."""
    python = [sys.executable, "-m", "simcheck", "check"]
    tried = subprocess.run([*python, "--help"], capture_output=True, text=True, cwd=record.ROOT)
    if tried.returncode == 0 and "--corpus" in tried.stdout and "--exclude" in tried.stdout:

        def command(question: Question) -> list[str]:
            without = [word for id in question.without for word in ("--exclude", id)]
            return [*python, str(question.path), "--corpus", str(home), "--json", *without]

        return command, "- command: simcheck check FILE --corpus DIR --json"

    def script(question: Question) -> list[str]:
        return [*_AGAIN, "check", str(home), str(question.path), *question.without]

    return script, "- command: a script that opens the corpus, checks and makes the JSON"


def _check_here(home: str, path: str, *without: str) -> int:
    from simcheck.corpus.collection import Corpus

    with Corpus.open(home) as corpus:
        return len(corpus.check(corpus.read(path), exclude=without).to_json())


# Growing

_SENTENCE: Final = re.compile(r"[^。！？；\n]{10,120}[。！？；]")


def _growth_table(corpus: Corpus, options: argparse.Namespace, folder: Path) -> str:
    room = sum(row.characters for row in corpus.rows()) * HELD_OUT
    held = _cuts(corpus, max(1, min(options.documents, int(room / ASKED))), options.seed, folder / "held")
    out = {id for question in held for id in question.without}
    pool = [s for document in corpus if document.id not in out for s in _SENTENCE.findall(document.text)]
    if len(pool) < 100:
        raise ValueError("too few sentences for the growth; give more texts or --skip growth")
    plain = [Question(question.path) for question in held]
    planted, hosts = _plantings(held, pool, options, folder / "planted")
    measures = ["documents", "text MB", "s", "MB/s", "documents/s", "largest process MB", "all processes MB"]
    measures += ["index MB", "catalogue MB", "check s, median", "check s, 95 %", "× per tenfold documents"]
    columns = [[*measures, "planted: check s, median", "planted: source found"]]
    last: tuple[int, float] | None = None
    for size in options.sizes:
        record.step(f"growth: {size} documents")
        listing, home = folder / "mixed.jsonl", folder / "grown"
        _write_mixed(listing, pool, size, options.seed)
        built = _build(home, [listing], 1)
        answers, _, _ = _asked(home, plain)
        seconds = [answer["seconds"] for answer in answers]
        others, _, _ = _asked(home, planted)
        found = sum(
            any(name.endswith(f"#{host}") for name in answer["sources"])
            for answer, host in zip(others, hosts, strict=True)
        )
        median = statistics.median(seconds)
        grown = "–"
        if last and size > last[0]:
            grown = f"{(median / last[1]) ** (1 / math.log10(size / last[0])):.2f}"
        last = size, median
        run = built.runs[0]
        columns.append(
            [
                str(built.documents),
                _mb(built.text),
                f"{run.seconds:.1f}",
                f"{built.text / run.seconds / 1e6:.2f}",
                f"{built.documents / run.seconds:.0f}",
                _mb(run.largest),
                _mb(run.together) if run.together else "–",
                _mb(built.index),
                _mb(built.catalogue),
                *_median_and_tail(seconds),
                grown,
                f"{statistics.median(answer['seconds'] for answer in others):.3f}",
                f"{found} of {len(planted)}",
            ]
        )
        shutil.rmtree(home)
        listing.unlink()
    notes = [
        f"- {len(pool)} sentences to mix; {len(plain)} documents to ask about that are not in the mixture, and"
        f" {len(planted)} with {PLANTED} characters of a mixed document",
        "- checks in a process that has the corpus open, its first call left out",
    ]
    return "\n".join(["### growth", "", record.table(_turned(columns)), "", *notes])


def _write_mixed(path: Path, pool: Sequence[str], number: int, seed: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for n in range(number):
            text = _mixed(pool, n, seed)
            file.write(json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n")


def _mixed(pool: Sequence[str], number: int, seed: int) -> str:
    """The mixed document of a number: the same in corpora of all sizes."""
    rng = random.Random(f"{seed}-mixed-{number}")
    sentences = [rng.choice(pool) for _ in range(rng.randint(8, 40))]
    return "\n".join("".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def _plantings(
    held: Sequence[Question], pool: Sequence[str], options: argparse.Namespace, folder: Path
) -> tuple[list[Question], list[int]]:
    """Documents with a passage of a mixed one, and the numbers of these: such as corpora of all sizes have."""
    rng = random.Random(f"{options.seed}-planted")
    folder.mkdir()
    fitting = [n for n in range(min(1000, *options.sizes)) if len(_mixed(pool, n, options.seed)) > PLANTED]
    hosts = rng.sample(fitting, min(PLANTINGS, len(fitting)))
    questions = []
    for turn, number in enumerate(hosts):
        source = _mixed(pool, number, options.seed)
        start = rng.randrange(len(source) - PLANTED)
        text = held[turn % len(held)].path.read_text(encoding="utf-8")
        at = text.find("\n", len(text) // 2) + 1
        path = folder / f"{number}.txt"
        path.write_text(f"{text[:at]}{source[start : start + PLANTED]}\n{text[at:]}", encoding="utf-8")
        questions.append(Question(path))
    return questions, hosts


# Removing


def _remove_table(corpus: Corpus, seed: int) -> str:
    ids = [row.id for row in corpus.rows()]
    held = len(ids)
    number = min(REMOVED, held // 2)
    if not number:
        raise ValueError("too few documents to remove any; use --skip remove")
    chosen = random.Random(f"{seed}-removed").sample(ids, 2 * number)
    seconds = []
    for id in chosen[:number]:
        start = time.perf_counter()
        corpus.remove(id)
        seconds.append(time.perf_counter() - start)
    start = time.perf_counter()
    corpus.remove(*chosen[number:])
    together = time.perf_counter() - start
    rows = [
        ["", "documents", "s in all", "a call s, median", "a call s, 95 %"],
        ["one by one", str(number), f"{sum(seconds):.3f}", *_median_and_tail(seconds)],
        ["all at once", str(number), f"{together:.3f}", "–", "–"],
    ]
    return "\n".join(["### remove", "", record.table(rows), "", f"- corpus of {held} documents"])


# The baseline


def _baseline_here(listing: str) -> dict[str, float]:
    """Index the passages of a list of documents for near-duplicates, as one would write it on the first day."""
    import warnings

    start = time.perf_counter()
    with warnings.catch_warnings():
        # with some versions of setuptools jieba warns that pkg_resources is old
        warnings.simplefilter("ignore")
        import jieba
    from datasketch import MinHash, MinHashLSH

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    started = time.perf_counter() - start
    index = MinHashLSH(threshold=0.5, num_perm=128)
    passages = 0
    with Path(listing).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            for at, words in enumerate(_by_line(jieba.cut(json.loads(line)["text"]))):
                signature = MinHash(num_perm=128)
                for n in range(max(1, len(words) - 2)):
                    signature.update("".join(words[n : n + 3]).encode())
                index.insert((number, at), signature)
                passages += 1
    return {"passages": passages, "start": started}


def _by_line(words: Iterator[str]) -> Iterator[list[str]]:
    """The words of every line that has any."""
    line: list[str] = []
    for word in words:
        if "\n" in word:
            if line:
                yield line
            line = []
        elif not word.isspace():
            line.append(word)
    if line:
        yield line


CHILDREN: Final[dict[str, Callable[..., Any]]] = {
    "index": _index_here,
    "checks": _checks_here,
    "check": _check_here,
    "baseline": _baseline_here,
}
