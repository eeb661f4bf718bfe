"""Whether one report is the same text in every format that it is saved in.

    python -m benchmarks formats WORD_DIR TEXT_DIR
    python -m benchmarks formats WORD_DIR TEXT_DIR --convert doc,pdf,odt,rtf,html --out benchmarks/results/formats.md

WORD_DIR holds .docx files, TEXT_DIR the same texts as .txt, with the same names or as the only file whose name is
part of the other's. LibreOffice (soffice) converts the .docx files. Each copy is read, and compared with the .docx as
it is read: characters are those that are not white space, in order; paragraph breaks are places between characters.
Recall is the part of what should be there, precision the part of what is there that should be. The last columns are
how many of all comparisons (each report with the one that follows it) find the same, but for places, and files that one
process reads in a second, and two, by the clock; and in a second of processor time, which hangs less on what else the
machine does (the best of five times). For PDF the head tells what PDFium alone takes of it. --show prints what differs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record

FILTERS: Final = {"doc": "doc:MS Word 97"}
"""What LibreOffice calls a format, where its suffix does not say it."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks formats", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("word", type=Path, metavar="WORD_DIR", help="a folder of .docx files")
    parser.add_argument("text", type=Path, metavar="TEXT_DIR", help="a folder of the same texts as .txt")
    parser.add_argument("--convert", default="doc,pdf,odt,rtf,html", metavar="LIST", help="doc,pdf,odt,rtf,html")
    parser.add_argument("--show", action="store_true", help="print what differs")
    parser.add_argument("--keep", action="store_true", help="keep the converted files")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    pairs = _pairs(options.word, options.text)
    if not pairs:
        return record.refuse("formats", f"no .docx of {options.word} has its text in {options.text}")
    soffice = shutil.which("soffice")
    if soffice is None and options.convert:
        return record.refuse("formats", "LibreOffice (soffice) is not installed")
    with record.scratch(options.keep) as folder:
        folders = {"txt": [text for _, text in pairs], "docx": [word for word, _ in pairs]}
        for format in filter(None, options.convert.split(",")):
            record.step(f"converting to {format}")
            folders[format] = _converted(soffice or "", folders["docx"], format, folder)
        texts = {format: _Texts.read(paths) for format, paths in folders.items()}
        rows: list[tuple[str, ...]] = [_HEAD]
        beside: list[str] = []
        wanted = texts["txt"].texts
        kinds = _findings(wanted)
        for format, read in texts.items():
            truth = wanted if format == "docx" else texts["docx"].texts
            told = [_compared(*pair) for pair in zip(truth, read.texts, strict=True)]
            if options.show:
                for path, one in zip(folders[format], told, strict=True):
                    for words in one.differences:
                        print(f"{format} {path.stem}: {words}")
            same = sum(a == b for a, b in zip(kinds, _findings(read.texts), strict=True))
            ratios = [
                _ratio(sum(one.numbers[a] for one in told), sum(one.numbers[b] for one in told)) for a, b in _RATIOS
            ]
            taken = min(_processor(folders[format]) for _ in range(5))
            pace = (len(read.texts) / read.seconds, _added(folders[format], folder), len(read.texts) / taken)
            rows.append((format, str(len(told)), *ratios, f"{same} of {len(kinds)}", *(f"{one:.0f}" for one in pace)))
            if format == "pdf":
                beside = [f"PDF {taken:.2f} s, of which PDFium {min(_pdfium(folders[format]) for _ in range(5)):.2f}"]
        version = _version(soffice) if soffice else "no LibreOffice"
        head = record.heading("one text in several formats", record.machine(), [version, *beside])
        section = f"{head}\n{record.table(rows)}\n"
        print(section)
        if options.out:
            record.append(options.out, section)
    return 0


_HEAD: Final = (
    *("format", "files", "characters", "precision", "breaks", "precision"),
    *("same findings", "files/s", "by two processes", "a processor second"),
)


def _pairs(words: Path, texts: Path) -> list[tuple[Path, Path]]:
    """The documents and their texts, by name."""
    every = sorted(texts.glob("*.txt"))
    found = []
    for word in sorted(words.glob("*.docx")):
        mine = [text for text in every if text.stem == word.stem or text.stem in word.stem]
        mine = mine or [text for text in every if _core(text.stem) and _core(text.stem) in word.stem]
        if len(mine) == 1:
            found.append((word, mine[0]))
    return found


def _core(name: str) -> str:
    """A name without years and the words for what it is."""
    return re.sub(r"[\d\s_()（）.-]+|年|省|市|自治区|政府工作报告|壮族|回族|维吾尔", "", name)


def _converted(soffice: str, paths: Sequence[Path], format: str, folder: Path) -> list[Path]:
    target = folder / format
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, FILTERS.get(format, format), "--outdir", target, *paths], check=True, capture_output=True)
    return [target / f"{path.stem}.{format}" for path in paths]


def _version(soffice: str) -> str:
    done = subprocess.run([soffice, "--version"], capture_output=True, text=True, check=False)
    return " ".join(done.stdout.split()[:2])


class _Texts(NamedTuple):
    """Files as they were read, and how long that took."""

    texts: list[str]
    seconds: float

    @staticmethod
    def read(paths: Sequence[Path]) -> _Texts:
        import simcheck

        simcheck.read(paths[0])
        # the time by the clock: a PDF is read by another process
        begun = time.perf_counter()
        texts = [simcheck.read(path).text for path in paths]
        return _Texts(texts, time.perf_counter() - begun)


def _processor(paths: Sequence[Path]) -> float:
    """Seconds of processor time in which the readers read the files, in this process."""
    from simcheck.readers import registry
    from simcheck.readers.detect import looks_like
    from simcheck.readers.extract import Input
    from simcheck.readers.plain import text as plain

    taken = 0.0
    for path in paths:
        given = Input(str(path), path.name, path.read_bytes(), None, registry.extract)
        begun = time.process_time()
        what = looks_like(given.data, path.suffix)
        _ = plain.extract(given) if what is None else registry.extract(given, what)
        taken += time.process_time() - begun
    return taken


def _pdfium(paths: Sequence[Path]) -> float:
    """The same of PDFium alone, which loads the pages and their text."""
    from benchmarks.reading.pdfs import pages_loaded

    taken = 0.0
    for path in paths:
        data = path.read_bytes()
        begun = time.process_time()
        pages_loaded(data)
        taken += time.process_time() - begun
    return taken


def _added(paths: Sequence[Path], folder: Path) -> float:
    """Files a second that two processes read for a corpus: they and nothing else, without what is made of the texts."""
    from multiprocessing import get_context

    many = [str(path) for path in paths] * (1 + 400 // len(paths))
    with get_context("spawn").Pool(2) as pool:
        pool.map(_length, [str(paths[0])] * 4, chunksize=1)
        begun = time.perf_counter()
        pool.map(_length, many, chunksize=8)
        return len(many) / (time.perf_counter() - begun)


def _length(path: str) -> int:
    import simcheck

    return len(simcheck.read(path).text)


class _Compared(NamedTuple):
    numbers: tuple[int, int, int, int, int, int]
    """Characters that are the same, that should be there, that are there; the same of breaks."""
    differences: list[str]


_RATIOS: Final = ((0, 1), (0, 2), (3, 4), (3, 5))
"""Which of the numbers make recall and precision of characters and of breaks."""


def _compared(wanted: str, found: str) -> _Compared:
    from rapidfuzz.distance import Indel

    (left, ends), (right, other_ends) = map(_squeezed, (wanted, found))
    place: dict[int, int] = {}
    same, differences = 0, []
    for step in Indel.opcodes(left, right):
        if step.tag == "equal":
            same += step.src_end - step.src_start
            place.update({step.dest_start + n: step.src_start + n for n in range(step.src_end - step.src_start + 1)})
        else:
            differences.append(f"{left[step.src_start : step.src_end]!r} → {right[step.dest_start : step.dest_end]!r}")
    mapped = {place[end] for end in other_ends if end in place}
    differences += [f"no break after {left[max(0, end - 12) : end]!r}" for end in sorted(ends - mapped)]
    differences += [f"a break after {left[max(0, end - 12) : end]!r}" for end in sorted(mapped - ends)]
    numbers = (same, len(left), len(right), len(ends & mapped), len(ends), len(other_ends))
    return _Compared(numbers, differences)


def _squeezed(text: str) -> tuple[str, set[int]]:
    """The characters that are not white space, and after how many of them a paragraph ends."""
    lines = ["".join(line.split()) for line in text.split("\n")]
    whole, ends = "", set()
    for line in filter(None, lines):
        whole += line
        ends.add(len(whole))
    return whole, ends - {len(whole)}


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.2%}" if whole else "–"


def _findings(texts: Sequence[str]) -> list[object]:
    """What each text shares with the one after it, without where it stands."""
    from simcheck import Document, compare

    found: list[object] = []
    for here, there in zip(texts, [*texts[1:], texts[0]], strict=True):
        report = compare(Document("a", "a", here), Document("b", "b", there))
        found.append(
            (report.share().part, [(f.kind, f.flags, "".join(f.match.left.of(here).split())) for f in report.findings])
        )
    return found
