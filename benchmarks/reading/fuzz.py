"""Whether damaged files are read, or refused in the program's own words, quickly and in little memory.

    python -m benchmarks fuzz
    python -m benchmarks fuzz --files 20000 --seed 1 --jobs 2 --out benchmarks/results/fuzz.md
    python -m benchmarks fuzz --seconds 60 --seed 7
    python -m benchmarks fuzz FOLDER... --keep BAD_FILES
    python -m benchmarks fuzz --only postings places

Files are made from the samples in every format that is read, from those in tests/data/documents, and from those in each
FOLDER; bytes are changed, cut, repeated and put in, tags are nested, numbers made enormous, also inside of zips. Each
goes through the reader as it would from disk. Counted are those that were read, those refused by an error of ours, and
what must not be: any other exception, and any file that takes longer than ten seconds. Memory is the most that one
process and its reader of PDF ever took. The same seed makes the same files. Needs a Unix system.

Files of our own are damaged as well, as somebody would who wants to do damage: catalogues, files of postings and what
else lies in a corpus, with checks that are right; background tables. Commands are run over them, and nothing outside of
the corpus may change.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import random
import re
import resource
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record
from benchmarks.reading import fuzz_corpus, fuzz_results, printing
from benchmarks.reading.fuzz_catalogue import CatalogueBytes, CatalogueSchema, CatalogueValues
from benchmarks.reading.fuzz_places import Places, Words
from benchmarks.reading.fuzz_postings import Postings
from benchmarks.reading.fuzz_tables import Tables

HANG: Final = 10.0
"""Seconds."""

CORPORA: Final = (
    CatalogueBytes,
    CatalogueValues,
    CatalogueSchema,
    Postings,
    Places,
    Words,
    Tables,
)

KINDS: Final[Mapping[str, Callable[[fuzz_corpus.Damage], fuzz_corpus.Kind]]] = {
    **{kind.name: kind for kind in CORPORA},
    **{name: (lambda _, name=name: fuzz_results.Kind(name)) for name in fuzz_results.KINDS},  # type: ignore[misc]
}
"""What is no document, by name: each is made once in every process."""

FORMATS: Final = ("docx", "doc", "pdf", "ofd", "odt", "rtf", "html", "mht", "epub", "xlsx", "pptx", "txt", "zip")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="*", metavar="FOLDER", help="folders of files to begin with as well")
    parser.add_argument("--files", type=record.positive, default=20_000, metavar="N", help="20000")
    parser.add_argument("--seconds", type=record.positive, metavar="N", help="stop after so long instead")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="1")
    parser.add_argument("--jobs", type=record.positive, default=2, metavar="N", help="2")
    parser.add_argument("--only", nargs="+", choices=(*FORMATS, *KINDS), metavar="KIND", help="all")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="put the files that failed here")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    begun = seeds(options.paths)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    kinds = [kind for kind in (*sorted({format for format, _ in begun}), *KINDS) if kind in (options.only or [kind])]
    jobs = [
        _Job(begun, kinds, options.seed, number, options.jobs, options.files, options.seconds, options.keep)
        for number in range(options.jobs)
    ]
    with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
        results = pool.map(_run, jobs)
    told = _Result.sum(results)
    wanted = f"{options.seconds} s" if options.seconds else f"{options.files} files"
    head = record.heading(
        f"damaged files (seed {options.seed})", record.machine(), [wanted, f"{options.jobs} processes"]
    )
    section = f"{head}\n{told.table()}\n"
    print(section)
    for words in told.failures[:20]:
        print(words)
    if options.out:
        record.append(options.out, section)
    return 1 if told.failures else 0


# What is damaged


def seeds(folders: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Whole files by format: made from the samples, and found."""
    text = (record.ROOT / "corpus" / "青石镇2024年工作总结.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()][:24]
    sheets = printing.printed(lines, head="青石镇", foot="— # —")
    made = [
        ("pdf", printing.pdf(sheets)),
        ("pdf", printing.pdf(sheets[:2], compressed=False)),
        ("pdf", printing.pdf(printing.printed(lines, columns=2, size=9.0), compressed=False)),
        ("ofd", printing.ofd(sheets)),
        ("ofd", printing.ofd(sheets[:1], parted=True)),
        ("docx", printing.word(lines, numbered=True)),
        ("html", printing.page(lines).encode()),
        ("html", printing.page(lines).encode("gb18030")),
        ("mht", printing.saved_page(lines)),
        ("epub", printing.book(lines)),
        ("xlsx", printing.sheet(lines)),
        ("pptx", printing.slides(lines)),
        ("rtf", printing.rich(lines)),
        (
            "zip",
            printing.zipped(
                {"甲村/总结.txt": text.encode(), "乙村.zip": printing.zipped({"计划.docx": printing.word(lines[:4])})}
            ),
        ),
        *(("txt", text.encode(codec)) for codec in ("utf-8", "gb18030", "utf-16")),
    ]
    for folder in (record.ROOT / "tests" / "data" / "documents", *folders):
        for path in sorted(folder.rglob("*")):
            if path.suffix[1:].lower() in FORMATS:
                made.append((path.suffix[1:].lower(), path.read_bytes()))
    return made


# How


Change = Callable[[bytearray, random.Random], None]


def _repeat(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    part = bytes(data[at : at + rng.choice((4, 60, 900))])
    data[at:at] = part * rng.choice((1, 2, 50, 2000 if len(part) < 100 else 5))


def _move(data: bytearray, rng: random.Random) -> None:
    at, to = rng.randrange(len(data)), rng.randrange(len(data))
    part = data[at : at + rng.randrange(1, 400)]
    data[to : to + len(part)] = part


_ODD: Final = (
    b"\xff" * 4,
    b"\0" * 8,
    b"\xff\xff\xff\x7f",
    b"\x80",
    b"99999999999",
    b"-1",
    b"&a;",
    b"<",
    b">",
    b"{",
    b"}",
)


def _put(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    word = rng.choice(_ODD)
    data[at : at + rng.choice((0, len(word)))] = word * rng.choice((1, 1, 1, 30, 3000))


_NUMBER: Final = re.compile(rb"\d+")


def _enlarge(data: bytearray, rng: random.Random) -> None:
    """Numbers that are written out become enormous, or negative, or another one of the file."""
    found = list(_NUMBER.finditer(data, 0, 200_000))
    for match in rng.sample(found, min(len(found), rng.choice((1, 2, 8)))):
        if rng.random() < 0.5:
            data[match.start() : match.end()] = (b"9" * len(match.group()), match.group()[::-1])[rng.random() < 0.5]
            continue
        word = rng.choice((b"4294967295", b"2147483648", b"-1", b"0", b"1000000000", b"65536"))
        data[match.start() : match.end()] = word
        return


_TAG: Final = re.compile(rb"<[a-zA-Z][^<>]{0,200}>|\{\\[a-z]+|<<|\[")


def _nest(data: bytearray, rng: random.Random) -> None:
    """A tag, or whatever opens something, many times."""
    found = list(_TAG.finditer(data, 0, 200_000))
    if found:
        match = rng.choice(found)
        data[match.start() : match.start()] = match.group() * rng.choice((2, 40, 500, 5000))


_VALUE: Final = re.compile(rb'="[^"]*"')


def _revalue(data: bytearray, rng: random.Random) -> None:
    """What attributes say, so that the XML stays whole."""
    found = list(_VALUE.finditer(data, 0, 500_000))
    values = [b"-1", b"0", b"4294967296", b"1e308", b"nan", b"", b"../../a", b"%s%n", b"g 999999999 1", b"#", b"auto"]
    values += [match.group()[2:-1] for match in found[:200]]
    for match in sorted(rng.sample(found, min(len(found), rng.choice((1, 3, 30)))), key=lambda m: -m.start()):
        data[match.start() + 2 : match.end() - 1] = rng.choice(values)


CHANGES: Final[tuple[Change, ...]] = (
    fuzz_results.flip,
    fuzz_results.flip,
    fuzz_results.cut,
    _repeat,
    _move,
    _put,
    _enlarge,
    _nest,
)
"""Those for any bytes; a flip is what damage mostly is."""


def damaged(data: bytes, rng: random.Random) -> bytes:
    """One whole file, changed; a zip often inside, so that it can still be opened, if it can be opened at all."""
    if data.startswith(b"PK") and rng.random() < 0.75 and (files := _files(data)):
        return _inside(files, rng)
    return _changed(data, rng)


def _changed(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    if b"<" in data[:200] and rng.random() < 0.4:
        _revalue(changed, rng)
        return bytes(changed)
    for _ in range(rng.choice((1, 1, 2, 5))):
        if changed:
            rng.choice(CHANGES)(changed, rng)
    return bytes(changed)


def _files(data: bytes) -> dict[str, bytes]:
    """The files in a zip; none of one that was broken before, or that nobody can open without its password."""
    from simcheck.readers.extract import broken

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except broken():
        return {}


def _inside(files: dict[str, bytes], rng: random.Random) -> bytes:
    chosen = [name for name in files if files[name]]
    for name in rng.sample(chosen, min(len(chosen), rng.choice((1, 1, 2)))):
        files[name] = damaged(files[name], rng) if files[name].startswith(b"PK") else _changed(files[name], rng)
    return printing.zipped(files)


# What becomes of it


_HEAD: Final = ("format", "files", "read", "refused", "other exceptions", "over 10 s", "slowest")


class _Job(NamedTuple):
    seeds: list[tuple[str, bytes]]
    kinds: list[str]
    seed: int
    number: int
    of: int
    files: int
    seconds: float | None
    keep: Path | None


class _Result(NamedTuple):
    counts: Counter[tuple[str, str]]
    slowest: dict[str, float]
    peak: int
    seconds: float
    failures: list[str]

    @staticmethod
    def sum(results: Sequence[_Result]) -> _Result:
        counts: Counter[tuple[str, str]] = Counter()
        slowest: dict[str, float] = {}
        for result in results:
            counts.update(result.counts)
            for name, seconds in result.slowest.items():
                slowest[name] = max(slowest.get(name, 0.0), seconds)
        failures = [words for result in results for words in result.failures]
        return _Result(counts, slowest, max(r.peak for r in results), max(r.seconds for r in results), failures)

    def table(self) -> str:
        rows: list[tuple[str, ...]] = [_HEAD]
        for name in (*(f for f in (*FORMATS, *KINDS) if any(key[0] == f for key in self.counts)), "all"):
            mine: Counter[str] = Counter()
            for (format, what), count in self.counts.items():
                if name in (format, "all"):
                    mine[what] += count
            known = ("read", "traceback", "hang")
            refused = sum(count for what, count in mine.items() if what not in known)
            slow = self.slowest.get(name, max(self.slowest.values()))
            numbers = (sum(mine.values()) - mine["hang"], mine["read"], refused, mine["traceback"], mine["hang"])
            rows.append((name, *map(str, numbers), f"{slow:.2f} s"))
        codes: Counter[str] = Counter()
        for (_, what), count in self.counts.items():
            codes[what] += count
        told = ", ".join(f"{what} {count}" for what, count in codes.most_common() if what not in ("read", "hang"))
        return f"{record.table(rows)}\n\n- refused as: {told}\n- peak memory {self.peak} MB; {self.seconds:.0f} s"


def _cases(job: _Job) -> Iterator[tuple[str, random.Random, int]]:
    """The cases of one of several processes: kind, chooser and number."""
    number = job.number
    until = time.monotonic() + job.seconds if job.seconds else None
    while (time.monotonic() < until) if until else (number < job.files):
        yield job.kinds[number % len(job.kinds)], random.Random(f"{job.seed} {number}"), number
        number += job.of


class _Documents:
    """Documents of one format."""

    def __init__(self, name: str, seeds: Sequence[bytes]) -> None:
        self.name = name
        self._seeds = seeds
        self._last = b""

    def run(self, rng: random.Random) -> str:
        self._last = damaged(rng.choice(self._seeds), rng)
        return _read(self.name, self._last)

    def keep(self, to: Path) -> None:
        to.with_name(f"{to.name}.{self.name}").write_bytes(self._last)

    def close(self) -> None:
        """Nothing to be put away."""


def _run(job: _Job) -> _Result:
    counts: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, float] = {}
    failures: list[str] = []
    kinds: dict[str, fuzz_corpus.Kind] = {}
    for name in job.kinds:
        mine = [data for format, data in job.seeds if format == name]
        kinds[name] = KINDS[name](_changed) if name in KINDS else _Documents(name, mine)
    begun = time.monotonic()
    for name, rng, number in _cases(job):
        started = time.monotonic()
        try:
            what = kinds[name].run(rng)
        except Exception:  # noqa: BLE001 exactly what is looked for
            failures.append(f"{name} {job.seed} {number}\n{traceback.format_exc()}")
            what = "traceback"
        took = time.monotonic() - started
        counts[name, what] += 1
        slowest[name] = max(slowest.get(name, 0.0), took)
        if took > HANG:
            counts[name, "hang"] += 1
            failures.append(f"{name} {job.seed} {number}: {took:.1f} s")
        if job.keep and (what == "traceback" or took > HANG):
            kinds[name].keep(job.keep / f"{job.seed}-{number}")
    for kind in kinds.values():
        kind.close()
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    from simcheck.readers import sandbox

    # a process is counted once it has ended
    sandbox.dismiss()
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    peak = sum(resource.getrusage(one).ru_maxrss for one in who) // scale
    return _Result(counts, slowest, peak, time.monotonic() - begun, failures)


def _read(format: str, data: bytes) -> str:
    from simcheck.errors import SimcheckError
    from simcheck.readers import decode

    try:
        if format == "zip":
            _unpack(data)
        else:
            decode(f"a.{format}", data)
    except SimcheckError as error:
        return "broken off" if getattr(error, "reason", "") in _BROKEN_OFF else error.code
    return "read"


_BROKEN_OFF: Final = ("no end in sight", "its reader broke off", "out of memory")
"""What is said of a document whose reader crashed, or had to be ended."""


def _unpack(data: bytes) -> None:
    import tempfile

    from simcheck.errors import SimcheckError
    from simcheck.readers import archive

    last: SimcheckError | None = None
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "a.zip")
        Path(path).write_bytes(data)
        for member in archive.members(path):
            try:
                archive.read(path, member.inside)
            except SimcheckError as error:
                last = error
        archive.close()
    if last:
        raise last
