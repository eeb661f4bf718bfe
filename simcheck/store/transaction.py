"""What changes a corpus, step by step: a new file of postings is complete on disk before the catalogue names it, and an
old one is deleted after the catalogue has forgotten it. A kill between any two steps leaves files that nobody names,
which ``tidy`` deletes."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from simcheck.errors import CannotWrite, IndexDamaged, NoAccess, SimcheckError, UnsafeCorpus
from simcheck.files import home
from simcheck.index import merging, segment, writing
from simcheck.index.features import Batch
from simcheck.index.segment import Segment
from simcheck.index.sketching import sketching
from simcheck.store import lock
from simcheck.store.catalogue import Catalogue
from simcheck.store.changes import now, put_fact, put_file, put_text
from simcheck.store.rows import File, Text
from simcheck.store.scheme import facts_of_index
from simcheck.text.fingerprint import Ints

SEGMENTS: Final = home.SEGMENTS

FAN: Final = 6
"""Files of about one size that are merged into one: a look-up in seven files costs hardly more than in one, and every
text is written again once for each power of six."""

GONE: Final = 0.1
"""The share of texts in a file that may be gone before it is written anew without them."""

Record = Callable[[sqlite3.Connection, Sequence[int]], None]
"""What else belongs into the transaction that adds texts: it is given their numbers."""


def tidy(folder: Path, catalogue: Catalogue) -> None:
    """Delete the files of postings that the catalogue does not name, and what the log still has of removed texts; only
    for who holds the lock. What is called as we call no file of ours stays."""
    home.delete_left_aside(folder)
    # of names that are not ours nothing can be concluded
    with contextlib.suppress(IndexDamaged):
        named = {file.name for file in catalogue.files()[0]}
        for name in home.files_of_postings(folder):
            if name not in named:
                _delete(folder / SEGMENTS / name)
    if not catalogue.is_wiped:
        catalogue.wipe(patience=0)


def _delete(path: Path) -> None:
    # where a mapped file cannot be deleted, a later ``tidy`` will
    with contextlib.suppress(OSError, UnsafeCorpus):
        home.delete(path)


Part = tuple[Sequence[Text], Batch]
"""Texts and what they are found by, in the same order."""


def add(folder: Path, catalogue: Catalogue, parts: Sequence[Part], record: Record) -> None:
    """Store new texts with their postings, and whatever ``record`` stores, in one transaction."""
    first = catalogue.next_number()
    texts = [text for some, _ in parts for text in some]
    numbers = range(first, first + len(texts))
    with _new_file(folder, first, catalogue) as path:
        file = None
        if texts:
            size = writing.write(path, list(_numbered(parts, first)))
            _sync(path.parent)
            file = File(path.name, size, len(texts))
        with catalogue.writing() as db:
            for number, text in zip(numbers, texts, strict=True):
                put_text(db, number, text)
            record(db, numbers)
            if file:
                put_file(db, file)


def _numbered(parts: Sequence[Part], first: int) -> Iterator[tuple[range, Batch]]:
    for texts, batch in parts:
        if texts:
            yield range(first, first + len(texts)), batch
        first += len(texts)


def merge(folder: Path, catalogue: Catalogue, *, everything: bool = False) -> None:
    """Merge files of about one size until there are few, and write those anew of whose texts many are gone.

    What cannot be merged, because it is damaged or there is no room, stays as it is: nobody asked for a merge, and
    whoever reads a damaged file is told.
    """
    with contextlib.suppress(CannotWrite, IndexDamaged, NoAccess):
        while True:
            files, removed = catalogue.files()
            chosen = files if everything and (len(files) > 1 or removed) else _due(folder, files, removed)
            if not chosen:
                return
            everything = False
            _merge(folder, catalogue, chosen, removed)


def renew(folder: Path, catalogue: Catalogue) -> bool:
    """Write files of postings of an older format anew; whether there were any. Raises what reading and writing them
    raises."""
    files, removed = catalogue.files()
    older = [file for file in files if _is_older(folder, file)]
    for file in older:
        _merge(folder, catalogue, [file], removed)
    return bool(older)


def _is_older(folder: Path, file: File) -> bool:
    one = Segment(folder / SEGMENTS / file.name, file.size)
    is_older = one.format < segment.FORMAT
    one.close()
    return is_older


def _merge(folder: Path, catalogue: Catalogue, chosen: Sequence[File], removed: set[int]) -> None:
    """Write some files as one, without the texts that were removed."""
    gone = np.array(sorted(removed), dtype=np.int64)
    segments: list[Segment] = []
    try:
        segments += (Segment(folder / SEGMENTS / file.name, file.size) for file in chosen)
        held = np.concatenate([s.numbers for s in segments])
        if not len(held):
            # nothing to be merged, and nothing that we wrote
            raise IndexDamaged("", str(folder / SEGMENTS / chosen[0].name), "contents")
        with _new_file(folder, int(held.min()), catalogue) as path:
            size, kept = merging.merge(path, segments, gone)
            _sync(path.parent)
            with catalogue.writing() as db:
                dropped = held[np.isin(held, gone)].tolist()
                put_file(db, File(path.name, size, len(kept)), [f.name for f in chosen], dropped)
            if not kept:
                _delete(path)
    finally:
        for each in segments:
            each.close()
    for file in chosen:
        _delete(folder / SEGMENTS / file.name)


def _due(folder: Path, files: Sequence[File], removed: set[int]) -> list[File]:
    """The next files that should become one: ``FAN`` of about one size, or one with many texts gone."""
    tiers: dict[int, list[File]] = {}
    for file in files:
        tiers.setdefault(file.size.bit_length() * 2 // 5, []).append(file)
    for _, tier in sorted(tiers.items()):
        if len(tier) >= FAN:
            return tier
    if removed:
        for file in files:
            numbers = _numbers(folder, file)
            if np.isin(numbers, list(removed)).sum() > GONE * len(numbers):
                return [file]
    return []


def _numbers(folder: Path, file: File) -> Ints:
    one = Segment(folder / SEGMENTS / file.name, file.size)
    numbers = one.numbers.copy()
    one.close()
    return numbers


@contextlib.contextmanager
def _new_file(folder: Path, number: int, catalogue: Catalogue) -> Iterator[Path]:
    """A path for a new file; if what is done with it fails, the file is deleted."""
    # Never the name of a file that somebody may still have mapped; ``home`` knows such names again.
    path = folder / SEGMENTS / f"{number:09d}-{os.urandom(4).hex()}{segment.SUFFIX}"
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _sync(folder)
        yield path
    except BaseException as error:
        # an interruption may come right after the catalogue has named it
        with contextlib.suppress(SimcheckError):
            if path.name not in {file.name for file in catalogue.files()[0]}:
                _delete(path)
        if isinstance(error, OSError):
            raise lock.refused(error, folder) from error
        raise


def _sync(folder: Path) -> None:
    """Make sure that the names in a folder are on disk, where folders can be asked that."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace_all(folder: Path, catalogue: Catalogue, files: Sequence[File], facts: Mapping[str, str]) -> None:
    """Put new files in place of all that there are, and the facts that go with them: the last step of a rebuild."""
    with catalogue.writing() as db:
        db.execute("DELETE FROM segments")
        db.execute("DELETE FROM removed")
        for file in files:
            put_file(db, file)
        for name, value in facts.items():
            put_fact(db, name, value)
    tidy(folder, catalogue)


def write_file(folder: Path, catalogue: Catalogue, parts: Sequence[tuple[Sequence[int], Batch]]) -> File:
    """A file of postings for texts that the catalogue has already; nobody names it yet."""
    with _new_file(folder, parts[0][0][0], catalogue) as path:
        size = writing.write(path, parts)
        _sync(path.parent)
        return File(path.name, size, sum(len(numbers) for numbers, _ in parts))


def create_in(folder: Path) -> None:
    place = folder / home.FOLDER
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with lock.writer(place):
            if not os.path.lexists(place / ".gitignore"):
                home.replace(place / ".gitignore", b"*\n")
            if not (place / home.CATALOGUE).exists():
                Catalogue.create(place, facts_of_index(sketching()) | {"created": now(), "updated": now()})
    except OSError as error:
        raise lock.refused(error, place) from error
