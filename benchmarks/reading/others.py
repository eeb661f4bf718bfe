"""How documents that other programs saved are read, beside what LibreOffice makes of them.

    python -m benchmarks others FOLDER [FOLDER…] --texts CACHE --out benchmarks/results/others.md

All files below the folders whose names end like documents are read, in two processes, LibreOffice left out; and
LibreOffice writes each as plain text into CACHE, which takes some minutes the first time. Programs bring such files to
test themselves with: Debian's source packages of LibreOffice (sw/qa, writerfilter/qa) and of Apache POI (test-data)
hold some 3,500, saved by Word of all versions and by others, many of them damaged on purpose.

Found: of the characters of LibreOffice's text that are neither white space nor bullets, those that are in ours, in
order; complete: files of which none is missing. Compared are files of which both have a text, without those that hide
or delete some (LibreOffice's shows that too) and those with the words of an exploit in their names (crash, CVE …). What
ours has more (notes and text boxes, which LibreOffice's mostly lacks) does not count. --show lists the files that
differ most.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import record

SUFFIXES: Final = (".doc", ".docm", ".docx", ".dotx", ".odt", ".rtf")
HOSTILE: Final = re.compile(r"CVE|EDB|LIBREOFFICE-|crash|forcepoint|hang|ofz|/fail/")
_BULLETS: Final = frozenset("\ufffc•●■◆▪□○◦➢✓✔·üØ§−–*‣◼►❖♦")
_BATCH: Final = 25
_PATIENCE: Final = 60
_AGAIN: Final = 3
_LONG: Final = 2.0
"""Seconds of a file from which it is read again."""
_LONGEST: Final = 300_000
"""Characters of a text; comparing longer ones takes minutes."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks others", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--texts", type=Path, required=True, metavar="CACHE", help="where LibreOffice's texts are kept")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="list the N files that differ most")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    options = parser.parse_args(arguments)
    soffice = shutil.which("soffice")
    if soffice is None:
        return record.refuse("others", "LibreOffice (soffice) is not installed")
    every = (path for folder in options.folders for path in folder.rglob("*"))
    paths = sorted(path for path in every if path.suffix.lower() in SUFFIXES and path.is_file())
    if not paths:
        return record.refuse("others", "no documents in " + ", ".join(map(str, options.folders)))
    record.step(f"LibreOffice reads {len(paths)} files")
    theirs = _of_libreoffice(soffice, paths, options.texts)
    record.step("reading them here")
    with ProcessPoolExecutor(2) as pool:
        read = list(pool.map(_read, paths, theirs, chunksize=20))
    rows = _rows(read)
    for one in sorted(read, key=lambda one: one.found - one.theirs)[: options.show]:
        print(f"{one.theirs - one.found} of {one.theirs} missing, {one.ours - one.found} more: {one.path} {one.what}")
    version = subprocess.run([soffice, "--version"], capture_output=True, text=True, check=False)
    about = [" ".join(version.stdout.split()[:2]), f"slowest {max(one.seconds for one in read):.1f} s"]
    head = record.heading("documents that other programs saved", record.machine(), about)
    section = f"{head}\n{record.table([*rows])}\n"
    print(section)
    if options.out:
        record.append(options.out, section)
    return 0


def _of_libreoffice(soffice: str, paths: list[Path], cache: Path) -> list[Path]:
    """Where LibreOffice's text of each file is, if it made one."""
    links = cache / "files"
    links.mkdir(parents=True, exist_ok=True)
    wanted = []
    for number, path in enumerate(paths):
        link = links / f"{number:05d}{path.suffix.lower()}"
        if not link.is_symlink():
            link.symlink_to(path.resolve())
        wanted.append(link)
    texts = [cache / f"{link.stem}.txt" for link in wanted]
    if not (cache / "done").exists():
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda half: _convert(soffice, wanted[half::2], cache, half), range(2)))
        (cache / "done").touch()
    return texts


def _convert(soffice: str, links: list[Path], cache: Path, half: int) -> None:
    for start in range(0, len(links), _BATCH):
        batch = links[start : start + _BATCH]
        while batch:
            _run([soffice, f"-env:UserInstallation={(cache / f'profile{half}').resolve().as_uri()}", "--headless",
                  "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(cache), *map(str, batch)])  # fmt: skip
            left = [link for link in batch if not (cache / f"{link.stem}.txt").exists()]
            # the first that is left made it stop
            batch = left[1:] if left != batch or len(batch) > 1 else []


def _run(command: list[str]) -> None:
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


class _Read(NamedTuple):
    path: Path
    what: str
    """"read", the kind of an error of ours, or the name of an exception that is none."""
    seconds: float
    is_compared: bool
    ours: int = 0
    theirs: int = 0
    found: int = 0


def _read(path: Path, their: Path) -> _Read:
    from rapidfuzz.distance import LCSseq

    import simcheck
    from simcheck.readers.office import libreoffice

    libreoffice.program = lambda: None
    seconds = float(_PATIENCE)
    # once more what took long: the machine may have done something else
    for _ in range(_AGAIN):
        start = time.perf_counter()
        try:
            document = simcheck.read(path)
            what, text = "read", document.text
            apart = any(note.code in ("deleted-text", "hidden-text") for note in document.notes)
        except simcheck.errors.UnreadableDocument as error:
            what, text, apart = type(error).__name__, "", False
        except Exception as error:  # noqa: BLE001 - it is what is counted
            what, text, apart = f"! {type(error).__name__}", "", False
        seconds = min(seconds, time.perf_counter() - start)
        if seconds < _LONG:
            break
    if what != "read" or apart or not their.exists() or HOSTILE.search(str(path)):
        return _Read(path, what, seconds, False)
    ours, theirs = _bare(text), _bare(their.read_text("utf-8", "replace"))
    if max(len(ours), len(theirs)) > _LONGEST:
        return _Read(path, what, seconds, False)
    found = len(ours) if ours == theirs else LCSseq.similarity(ours, theirs)
    return _Read(path, what, seconds, True, len(ours), len(theirs), found)


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("\u2010", "-")
    return "".join(
        sign for sign in folded if not sign.isspace() and unicodedata.category(sign)[0] != "C" and sign not in _BULLETS
    )


def _rows(read: list[_Read]) -> Iterator[tuple[str, ...]]:
    yield "format", "files", "read", "empty", "refused", "other exceptions", "compared", "complete", "found", "hostile"
    groups: dict[str, list[_Read]] = defaultdict(list)
    for one in read:
        groups[one.path.suffix.lower()[1:]].append(one)
    for format, all in sorted(groups.items()):
        hostile = [one for one in all if HOSTILE.search(str(one.path))]
        mine = [one for one in all if one not in hostile]
        compared = [one for one in mine if one.is_compared]
        total = sum(one.theirs for one in compared)
        whats = [one.what for one in mine]
        known = sum(what in ("read", "Empty") or what.startswith("!") for what in whats)
        yield (
            format, str(len(mine)), str(whats.count("read")), str(whats.count("Empty")), str(len(whats) - known),
            str(sum(one.what.startswith("!") for one in all)), str(len(compared)),
            str(sum(one.found == one.theirs for one in compared)),
            f"{sum(one.found for one in compared) / total:.2%}" if total else "–", str(len(hostile)),
        )  # fmt: skip
