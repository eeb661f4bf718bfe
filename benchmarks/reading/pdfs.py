"""What pdftotext finds in PDFs of others and we do not, and why; and how fast PDFium alone is.

    python -m benchmarks pdfs FOLDER [FOLDER…] --out benchmarks/results/pdfs.md

All files below the folders whose names end in .pdf are read here and by pdftotext (poppler), which knows no paragraphs.
Compared are characters, white space left out, of files of which both have a text. A line of pdftotext that is not in
ours has one of these causes, the first that holds: a number, or a line that pages have at their edges (running head); a
file of which pages are told to be pictures or gibberish; words that are told to be hidden; the same characters in
another order; other. Then the seconds of processor time for all files that were read: of PDFium alone (pages and
their text loaded), and of our reader, PDFium with it. --show lists the files that lack most.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record

_PATIENCE: Final = 60
_NUMBER: Final = re.compile(r"\W*\d{1,4}\W*(?:\d{1,4}\W*)?")
CAUSES: Final = ("running heads", "told pages", "hidden", "order", "other")


class _Read(NamedTuple):
    path: Path
    what: str
    """"read", the kind of an error of ours, or the name of an exception that is none."""
    seconds: float
    theirs: int = 0
    found: int = 0
    missing: tuple[tuple[str, int], ...] = ()
    """Characters of lines that are not in ours, by cause."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks pdfs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list the N files that lack most")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    if shutil.which("pdftotext") is None:
        return record.refuse("pdfs", "pdftotext (poppler-utils) is not installed")
    paths = sorted(path for folder in options.folders for path in folder.rglob("*.pdf") if path.is_file())
    if not paths:
        return record.refuse("pdfs", "no .pdf in " + ", ".join(map(str, options.folders)))
    record.step(f"reading {len(paths)} files")
    read = [_read(path) for path in paths]
    compared = [one for one in read if one.theirs and one.what == "read"]
    for one in sorted(compared, key=lambda one: one.found - one.theirs)[: options.show]:
        print(f"{one.theirs - one.found} of {one.theirs} missing: {one.path} {dict(one.missing)}")
    missing: Counter[str] = Counter()
    for one in compared:
        missing.update(dict(one.missing))
    kinds = Counter(one.what for one in read)
    exceptions = sum(count for what, count in kinds.items() if what not in ("read", *_KINDS))
    pages, alone, ours = _pace([one.path for one in read if one.what == "read"])
    theirs = sum(one.theirs for one in compared)
    rows = [
        (
            "files",
            "read",
            "refused",
            "other exceptions",
            "over 10 s",
            "compared",
            "found",
            *CAUSES,
            "pages",
            "PDFium s",
            "ours s",
        ),
        (
            *map(str, (len(read), kinds["read"], len(read) - kinds["read"] - exceptions, exceptions)),
            str(sum(one.seconds > 10 for one in read)),
            str(len(compared)),
            f"{sum(one.found for one in compared) / max(1, theirs):.2%}",
            *(f"{missing[cause]:,}" for cause in CAUSES),
            f"{pages:,}",
            f"{alone:.1f}",
            f"{ours:.1f}",
        ),
    ]
    slowest = max(one.seconds for one in read)
    head = record.heading("PDFs of others", record.machine(), [f"slowest {slowest:.1f} s"])
    section = f"{head}\n{record.table(rows)}\n"
    print(section)
    if options.out:
        record.append(options.out, section)
    return 1 if exceptions else 0


_KINDS: Final = ("Damaged", "Empty", "Encrypted", "NoTextLayer", "NotText", "TooLarge", "UnknownEncoding")


def _read(path: Path) -> _Read:
    import simcheck

    start = time.perf_counter()
    try:
        document = simcheck.read(path)
    except Exception as error:  # noqa: BLE001 whatever it is, it is counted by its name
        return _Read(path, type(error).__name__, time.perf_counter() - start)
    seconds = time.perf_counter() - start
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    try:
        said = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False).stdout
    except subprocess.TimeoutExpired:
        said = b""
    pages = said.decode("utf-8", "replace").split("\f")
    ours, theirs = _bare(document.text), _bare("".join(pages))
    found = sum((Counter(theirs) & Counter(ours)).values())
    codes = {note.code for note in document.notes}
    seen = Counter(words for page in pages for words in {_bare(line) for line in _edges(page)})
    letters, missing = Counter(ours), Counter[str]()
    for page in pages:
        edges = {_bare(line) for line in _edges(page)}
        for words in filter(None, map(_bare, page.split("\n"))):
            if words not in ours:
                is_head = words in edges and (_NUMBER.fullmatch(words) or seen[words] > 1 or _COUNTED.search(words))
                missing[_cause(words, letters, codes, is_head=bool(is_head))] += len(words)
    return _Read(path, "read", seconds, len(theirs), found, tuple(missing.items()))


_COUNTED: Final = re.compile(r"\A\d{1,4}\D|\D\d{1,4}\Z")


def _edges(page: str) -> list[str]:
    lines = [line for line in page.split("\n") if line.strip()]
    return lines[:3] + lines[-3:]


def _cause(words: str, letters: Counter[str], codes: set[str], *, is_head: bool) -> str:
    if is_head:
        return "running heads"
    if codes & {"no-text-layer", "garbled-pages"}:
        return "told pages"
    if "hidden-text" in codes:
        return "hidden"
    return "order" if not Counter(words) - letters else "other"


def _bare(words: str) -> str:
    return "".join(words.split())


def _pace(paths: Sequence[Path]) -> tuple[int, float, float]:
    """Pages, and seconds of processor time of PDFium alone, and of our reader in this process."""
    from simcheck.formats import Format
    from simcheck.readers import registry
    from simcheck.readers.detect import looks_like
    from simcheck.readers.extract import Input

    pages, alone, ours = 0, 0.0, 0.0
    for path in paths:
        data = path.read_bytes()
        if looks_like(data) != Format.PDF:
            continue
        start = time.process_time()
        pages += pages_loaded(data)
        between = time.process_time()
        registry.extract(Input(str(path), path.name, data, None, registry.extract), Format.PDF)
        alone, ours = alone + between - start, ours + time.process_time() - between
    return pages, alone, ours


def pages_loaded(data: bytes) -> int:
    """Have PDFium load every page of a document and its text, and nothing else; how many there are."""
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(data)
    count = len(document)
    for number in range(count):
        if page := raw.FPDF_LoadPage(document.raw, number):
            raw.FPDFText_ClosePage(raw.FPDFText_LoadPage(page))
            raw.FPDF_ClosePage(page)
    document.close()
    return count
