"""Ctrl-C anywhere leaves the old or the new; what was half made is made again."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from support.corpora import made_older
from support.faults import (
    Made,
    contents,
    document,
    is_tidy,
    is_whole,
)

from benchmarks.texts import text_of
from simcheck.corpus import addition, crew
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CannotWrite,
    NoCorpus,
)

# Interruptions


class Interruption:
    """Ctrl-C before the n-th line that the corpus executes."""

    FILES = tuple(
        str(Path("simcheck", name))
        for name in (
            *("corpus/addition.py", "corpus/collection.py", "corpus/inputs.py", "index/merging.py", "index/segment.py"),
            "index/writing.py",
            "corpus/upgrade.py",
            *("store/catalogue.py", "store/changes.py", "store/rows.py", "store/snapshot.py", "store/store.py"),
            *("store/database.py", "store/transaction.py"),
        )
    )

    def __init__(self, at: int) -> None:
        self.left = at

    def __enter__(self) -> None:
        self.before = sys.gettrace()
        sys.settrace(self._call)

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.before)

    def _call(self, frame: FrameType, event: str, _: Any) -> Any:
        return self._line if frame.f_code.co_filename.endswith(self.FILES) else None

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt
        return self._line


def upgraded(made: Corpus) -> None:
    made_older(made.folder)
    made.upgrade()


# a file that was being opened when the interruption came is closed by the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(
    ("change", "stride"),
    [
        (lambda made: made.add(document(20)), 40),
        (lambda made: made.add(document(1, text=21)), 40),
        (lambda made: made.remove("d1", "d2"), 30),
        (lambda made: made.rebuild(), 40),
        (upgraded, 25),
    ],
    ids=["add", "change", "remove", "rebuild", "upgrade"],
)
def test_an_interruption_anywhere_leaves_the_old_or_the_new_and_a_corpus_that_works(
    made: Made, tmp_path: Path, change: Callable[[Corpus], object], stride: int
) -> None:
    folder = made.copy(tmp_path / "new")
    with Corpus.open(folder) as whole:
        change(whole)
        after = contents(whole)
    chooser = random.Random(1)
    at, interrupted = 1, True
    while interrupted:
        home = made.copy(tmp_path / str(at))
        with Corpus.open(home) as cut:
            interrupted = False
            try:
                with Interruption(at):
                    change(cut)
            except KeyboardInterrupt:
                interrupted = True
            held = contents(cut)
            assert held in (made.held, after)
            cut.verify()
            cut.add(document(30))
            assert is_tidy(home)
            assert cut.check(text_of(30)[:60]).share().ratio == 1
        assert is_whole(home, held | {"d30": text_of(30)})
        shutil.rmtree(home)
        at += chooser.randint(1, 2 * stride)
    assert at > 10 * stride


def test_an_interrupted_addition_of_many_keeps_what_was_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "PARCEL", 100)
    (tmp_path / "list.jsonl").write_text("\n".join(json.dumps({"text": text_of(n)}) for n in range(6)))

    def stop(progress: addition.Progress) -> None:
        if progress.documents == 4:
            raise KeyboardInterrupt

    with Corpus.open(tmp_path, create=True) as made:
        with pytest.raises(KeyboardInterrupt):
            made.add_all([tmp_path / "list.jsonl"], on_progress=stop)
        held = contents(made)
    assert set(held.values()) == set(map(text_of, range(4)))
    assert is_whole(tmp_path, held)


# Half made


def test_a_corpus_that_was_half_made_is_made_again(tmp_path: Path) -> None:
    for number, leftovers in enumerate(
        (
            (),
            (".gitignore", "lock"),
            ("catalogue.sqlite.new",),
            ("catalogue.sqlite.new", "catalogue.sqlite.new-journal", "catalogue.sqlite.new-wal"),
            # of a catalogue that somebody deleted: it must not be taken for the new one's
            ("catalogue.sqlite-wal", "catalogue.sqlite-shm", "catalogue.sqlite-journal"),
        )
    ):
        folder = tmp_path / str(number)
        (folder / ".simcheck").mkdir(parents=True)
        for name in leftovers:
            (folder / ".simcheck" / name).write_text("something" * 100)
        with pytest.raises(NoCorpus) as refused:
            Corpus.open(folder)
        assert refused.value.folder == str(folder)
        with Corpus.open(folder, create=True) as made:
            assert len(made) == 0
            made.add(document(1))
            expected = {"lock", ".gitignore", "segments", "catalogue.sqlite", "catalogue.sqlite-wal"}
            assert {path.name for path in (folder / ".simcheck").iterdir()} <= expected | {"catalogue.sqlite-shm"}
        assert is_whole(folder, {"d1": text_of(1)})


def test_the_log_of_a_deleted_catalogue_is_not_read_into_the_next(home: Path, tmp_path: Path) -> None:
    with Corpus.open(home) as made:
        made.add(document(20))
        log = (home / ".simcheck" / "catalogue.sqlite-wal").read_bytes()
    assert log
    (home / ".simcheck" / "catalogue.sqlite").unlink()
    (home / ".simcheck" / "catalogue.sqlite-wal").write_bytes(log)
    with Corpus.open(home, create=True) as made:
        assert list(made) == []
        made.verify()
        assert is_tidy(home)


def test_a_disk_that_is_full_at_the_creation_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def tiny(*arguments: Any, **options: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*arguments, **options)
        db.execute("PRAGMA max_page_count = 3")
        return db

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", tiny)
        with pytest.raises(CannotWrite) as refused:
            Corpus.open(tmp_path, create=True)
    assert (refused.value.path, refused.value.reason) == (str(tmp_path), "disk-full")
    with pytest.raises(NoCorpus):
        Corpus.open(tmp_path)
    Corpus.open(tmp_path, create=True).close()
