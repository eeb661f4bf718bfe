"""A full disk is a clear error, and nothing is lost."""

from __future__ import annotations

import errno
import os
import random
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest
from support.faults import (
    QUESTION,
    Made,
    contents,
    document,
    is_tidy,
    is_whole,
    needs_posix,
)

from benchmarks.running import crash_story
from benchmarks.texts import text_of
from simcheck import Document
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CannotWrite,
)
from simcheck.index import writing


class FullDisk:
    """After ``room`` writes, flushes and new files of postings there is no space left on the device."""

    def __init__(self, patch: pytest.MonkeyPatch, room: int) -> None:
        self.room = room
        self.is_full = False
        patch.setattr(writing, "open", self._open, raising=False)
        patch.setattr(tempfile, "TemporaryFile", self._temporary(tempfile.TemporaryFile))
        patch.setattr(os, "fsync", lambda _: self.take())

    def take(self) -> None:
        self.room -= 1
        if self.room < 0:
            self.is_full = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _open(self, path: Path, mode: str, **options: Any) -> Any:
        self.take()
        return _Shrinking(open(path, mode, **options), self)

    def _temporary(self, make: Callable[..., Any]) -> Callable[..., Any]:
        def temporary(**options: Any) -> _Shrinking:
            self.take()
            return _Shrinking(make(**options), self)

        return temporary


class _Shrinking:
    def __init__(self, file: IO[bytes], disk: FullDisk) -> None:
        self._file, self._disk = file, disk

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        if self._disk.room <= 1:
            # as much as still fits
            self._file.write(data[: len(data) // 2])
        self._disk.take()
        return self._file.write(data)

    def __enter__(self) -> _Shrinking:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


@pytest.mark.parametrize(
    ("change", "is_refused"),
    [
        (lambda made: made.add(document(20)), True),
        (lambda made: made.add(document(1, text=21)), True),
        (lambda made: made.rebuild(), True),
        # what was asked for does not need the files of postings: they are merged another time
        (lambda made: made.remove("d1", "d2"), False),
    ],
    ids=["add", "change", "rebuild", "remove"],
)
def test_a_full_disk_is_a_clear_error_and_nothing_is_lost(
    made: Made, tmp_path: Path, change: Callable[[Corpus], object], is_refused: bool
) -> None:
    room = 0
    while True:
        home = made.copy(tmp_path / str(room))
        with Corpus.open(home) as full:
            with pytest.MonkeyPatch.context() as patch:
                disk = FullDisk(patch, room)
                refused = None
                try:
                    change(full)
                except CannotWrite as error:
                    refused = error
            if refused:
                assert is_refused
                assert (refused.path, refused.reason) == (str(home), "disk-full")
                assert contents(full) == made.held
                assert full.check(QUESTION).to_json() == made.answer
            assert is_tidy(home)
            full.verify()
            if not disk.is_full:
                break
            if refused:
                change(full)
                full.verify()
        shutil.rmtree(home)
        room += 1 if room < 6 else 3
    assert room > 10


def test_a_disk_that_is_full_for_the_catalogue_is_a_clear_error_and_nothing_is_lost(home: Path, made: Made) -> None:
    with Corpus.open(home) as full:
        full._catalogue.facts()
        db = full._catalogue._local.held.db
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        long = "".join(map(text_of, range(20, 40)))
        for room in (0, 1, 2, 5):
            db.execute(f"PRAGMA max_page_count = {pages + room}")
            with pytest.raises(CannotWrite) as refused:
                full.add(Document("long", "long.txt", long))
            assert (refused.value.path, refused.value.reason) == (str(home), "disk-full")
            assert contents(full) == made.held
            assert is_tidy(home)
            full.verify()
        db.execute(f"PRAGMA max_page_count = {pages + 100}")
        full.add(Document("long", "long.txt", long))
    assert is_whole(home, made.held | {"long": long})


@needs_posix
@pytest.mark.parametrize("operation", ["add", "several", "rebuild", "create"])
def test_files_that_may_not_grow_are_a_clear_error_and_nothing_is_lost(
    nursery: crash_story.Nursery, made: Made, tmp_path: Path, operation: str
) -> None:
    # the limit holds for whatever is written, by SQLite too
    before = {id: int(text[1 : text.index("号")]) for id, text in made.held.items()}
    refusals = set()
    for limit in (0, 500, 5_000, 20_000, 34_000, 50_000, 70_000, 10_000_000):
        home = tmp_path / f"new{limit}" if operation == "create" else made.copy(tmp_path / str(limit))
        nursery.begin(home, [operation], fresh=100, limit=limit)
        story = crash_story.Story({} if operation == "create" else before)
        for event in nursery.events():
            story.hear(event)
        if story.refused:
            refusals.add(limit)
            assert story.refused == "cannot-write"
        assert not story.failed, (limit, story)
        verdict = crash_story.judge(home, story.states, create=operation == "create", chooser=random.Random(limit))
        assert verdict.is_good, (limit, verdict)
    assert 0 in refusals
    assert 10_000_000 not in refusals
