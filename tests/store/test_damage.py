"""Damage is named and mended; what another version made is refused or opened."""

from __future__ import annotations

import contextlib
import errno
import json
import mmap
import os
import random
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.faults import (
    POSIX,
    QUESTION,
    SECRET,
    Made,
    contents,
    document,
    is_tidy,
    is_whole,
    segments,
    tell,
)

from benchmarks.texts import text_of
from simcheck import Document
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CatalogueDamaged,
    IndexDamaged,
    IndexMismatch,
    NewerFormat,
    NoAccess,
)
from simcheck.store import scheme, tables

# Damage


def regions(path: Path) -> dict[str, int]:
    """A byte of every region of a file of postings, by what it is."""
    data = path.read_bytes()
    length = int.from_bytes(data[-16:-12], "little")
    head = json.loads(data[-16 - length : -16])
    at: dict[str, int] = {"magic": 3, "padding": 2000, "directory": len(data) - 16 - length // 2}
    at |= {"length": len(data) - 16, "check of the directory": len(data) - 10, "last": len(data) - 1}
    at["checks"] = head["checks"][0] + 2
    for name, fields in head["sections"].items():
        size = fields["count"] * int(fields["dtype"][-1])
        if size:
            at |= {f"{name} {where}": fields["offset"] + n for where, n in (("begins", 0), ("ends", size - 1))}
            at[f"{name} middle"] = fields["offset"] + size // 2
    return at


def flip(path: Path, at: int, bit: int = 4) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


def test_a_flipped_byte_in_a_file_of_postings_is_found_and_mended(made: Made, tmp_path: Path) -> None:
    largest = max(segments(made.folder), key=lambda path: path.stat().st_size).name
    found_by_check = []
    for region, at in regions(made.folder / ".simcheck" / "segments" / largest).items():
        home = made.copy(tmp_path / region)
        path = home / ".simcheck" / "segments" / largest
        flip(path, at)
        with Corpus.open(home) as damaged:
            found: IndexDamaged | None = None
            try:
                assert damaged.check(QUESTION).to_json() == made.answer, region
            except IndexDamaged as error:
                found = error
            if found:
                assert (found.folder, found.file, found.texts) == (str(home), str(path), 6)
                assert found.reason in ("check", "directory", "format")
                found_by_check.append(region)
            with pytest.raises(IndexDamaged) as refused:
                damaged.verify()
            assert (refused.value.folder, refused.value.file) == (str(home), str(path)), region
            assert contents(damaged) == made.held
            # what is added while it is damaged is there, too
            damaged.add(document(20))
            damaged.rebuild()
            damaged.verify()
            damaged.remove("d20")
            assert damaged.check(QUESTION).to_json() == made.answer
        assert is_tidy(home)
        shutil.rmtree(home)
    assert {"directory", "checks", "last", "texts.start middle", "fingerprints.first begins"} <= set(found_by_check)


def test_pages_that_a_check_reads_are_checked_when_they_are_read(made: Made, home: Path) -> None:
    with Corpus.open(home) as damaged:
        damaged.check("全镇上下")
        for path in segments(home):
            for region, at in regions(path).items():
                if region.startswith("fingerprints.places"):
                    # in the file that is mapped
                    with path.open("r+b") as file:
                        file.seek(at)
                        byte = file.read(1)[0]
                        file.seek(at)
                        file.write(bytes([byte ^ 1]))
        with pytest.raises(IndexDamaged):
            damaged.check(QUESTION)


def deleted(path: Path) -> None:
    path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def shortened(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def of_zeros(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def of_another_version(path: Path) -> None:
    data = path.read_bytes()
    end = data[: len(data) - 16].rindex(b'{"format"')
    head = data[end:-16].replace(b'"format": 2', b'"format": 7')
    path.write_bytes(data[:end] + head + data[-16:-12] + zlib.crc32(head).to_bytes(4, "little") + data[-8:])


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (deleted, "missing"),
        (emptied, "size"),
        (halved, "size"),
        (shortened, "size"),
        (longer, "size"),
        (of_zeros, "directory"),
        (of_another_version, "format"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_file_of_postings_that_is_not_what_it_was_is_named_and_mended(
    home: Path, made: Made, damage: Callable[[Path], None], reason: str
) -> None:
    path = segments(home)[0]
    damage(path)
    with Corpus.open(home) as damaged:
        for ask in (lambda: damaged.check(QUESTION), damaged.verify):
            with pytest.raises(IndexDamaged) as refused:
                ask()
            error = refused.value
            assert (error.folder, error.file, error.reason, error.texts) == (str(home), str(path), reason, 6)
        # lists, additions and removals do not need it
        assert contents(damaged) == made.held
        damaged.add(document(20))
        damaged.remove("d20", "d7")
        with pytest.raises(IndexDamaged):
            damaged.check(QUESTION)
        damaged.rebuild()
        damaged.add(document(7))
        damaged.verify()
        assert damaged.check(QUESTION).to_json() == made.answer
    assert is_whole(home, made.held)


@pytest.mark.skipif(not POSIX or not os.getuid(), reason="the superuser may read everything")
def test_a_file_of_postings_that_may_not_be_read_says_so(home: Path) -> None:
    segments(home)[0].chmod(0)
    with Corpus.open(home) as closed, pytest.raises(NoAccess):
        closed.check(QUESTION)


def test_a_file_of_postings_that_the_system_refuses_is_an_error_of_ours(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    with Corpus.open(home) as made:
        monkeypatch.setattr(mmap, "mmap", refuse)
        with pytest.raises(NoAccess) as refused:
            made.check(QUESTION)
    assert refused.value.reason == os.strerror(errno.EMFILE)


def test_an_altered_text_is_named_and_the_others_are_still_there(home: Path) -> None:
    path = home / ".simcheck" / "catalogue.sqlite"
    flip(path, path.read_bytes().index(text_of(2)[30:50].encode()))
    with Corpus.open(home) as damaged:
        for ask in (lambda: damaged["d2"], lambda: damaged.check(QUESTION), damaged.verify, damaged.rebuild):
            with pytest.raises(CatalogueDamaged) as refused:
                ask()
            error = refused.value
            assert (error.folder, error.file, error.reason) == (str(home), str(path), "text of d2")
        assert damaged["d4"].text == text_of(4)
        damaged.add(Document("s", "s.txt", SECRET))
        assert damaged.check(SECRET).share().ratio == 1
        damaged.remove("s")
        # the document from elsewhere mends it
        damaged.remove("d2")
        damaged.add(document(2))
        damaged.verify()
        assert damaged["d2"].text == text_of(2)


def test_an_altered_record_is_named_and_can_be_replaced(home: Path) -> None:
    path = home / ".simcheck" / "catalogue.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE records SET name = '3.txt' WHERE id = 'd2'")
    with Corpus.open(home) as damaged:
        for ask in (lambda: list(damaged), lambda: damaged.check(QUESTION), damaged.verify):
            with pytest.raises(CatalogueDamaged) as refused:
                ask()
            assert (refused.value.file, refused.value.reason) == (str(path), "record d2")
        damaged.remove("d2")
        damaged.add(document(2))
        damaged.verify()


def test_a_flipped_byte_anywhere_in_the_catalogue_is_an_error_of_ours_or_changes_nothing(
    made: Made, tmp_path: Path
) -> None:
    whole = (made.folder / ".simcheck" / "catalogue.sqlite").read_bytes()
    chooser = random.Random(5)
    seen = set()
    for turn in range(120):
        home = made.copy(tmp_path / str(turn))
        flip(home / ".simcheck" / "catalogue.sqlite", chooser.randrange(len(whole)), chooser.randrange(8))
        try:
            with Corpus.open(home) as damaged:
                is_same = damaged.check(QUESTION).to_json() == made.answer and contents(damaged) == made.held
                with contextlib.suppress(CatalogueDamaged):
                    damaged.verify()
                    assert is_same
                    seen.add("")
        except (CatalogueDamaged, IndexDamaged, IndexMismatch, NewerFormat) as error:
            seen.add(error.code)
        shutil.rmtree(home)
    assert {"", "catalogue-damaged"} <= seen


def test_other_functions_are_noticed_and_mended(home: Path, made: Made) -> None:
    with contextlib.closing(sqlite3.connect(home / ".simcheck" / "catalogue.sqlite")) as db, db:
        db.execute("UPDATE facts SET value = replace(value, '7', '3') WHERE name = 'sketching'")
    with Corpus.open(home) as damaged:
        for ask in (lambda: damaged.check(QUESTION), lambda: damaged.add(document(20)), damaged.verify):
            with pytest.raises(IndexDamaged):
                ask()
        damaged.rebuild()
        damaged.verify()
        assert damaged.check(QUESTION).to_json() == made.answer


@pytest.mark.parametrize("length", [0, 10, 100, 4096, 20_000], ids=str)
def test_a_truncated_catalogue_is_an_error_of_ours(home: Path, length: int) -> None:
    path = home / ".simcheck" / "catalogue.sqlite"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(CatalogueDamaged) as refused, Corpus.open(home) as damaged:
        damaged.verify()
    assert refused.value.file == str(path)


def test_something_else_in_place_of_the_catalogue_is_an_error_of_ours(home: Path) -> None:
    (home / ".simcheck" / "catalogue.sqlite").write_text("全镇上下齐心协力" * 1000)
    with pytest.raises(CatalogueDamaged):
        Corpus.open(home)
    with pytest.raises(CatalogueDamaged):
        Corpus.open(home, create=True)


# Other versions


def test_the_corpus_of_a_newer_version_is_refused_and_left_alone(home: Path) -> None:
    (home / ".simcheck" / "segments" / "something.new").write_text("")
    tell(home, "format", "9")
    for create in (False, True):
        with pytest.raises(NewerFormat) as refused:
            Corpus.open(home, create=create)
        error = refused.value
        assert (error.folder, error.version, error.supported) == (str(home), 9, tables.FORMAT)
    assert (home / ".simcheck" / "segments" / "something.new").exists()


@pytest.mark.parametrize("value", ["", "x", "0"])
def test_a_format_that_is_no_number_is_damage(home: Path, value: str) -> None:
    tell(home, "format", value)
    with pytest.raises(CatalogueDamaged):
        Corpus.open(home)


def test_an_index_of_other_settings_is_refused_by_name_and_rebuilt(home: Path, made: Made) -> None:
    there = scheme.settings_of_index()
    tell(home, "settings", json.dumps({**there, "gram": 7, "words": "jieba-0.1"}))
    with Corpus.open(home) as other:
        for ask in (lambda: other.check(QUESTION), lambda: other.add(document(20))):
            with pytest.raises(IndexMismatch) as refused:
                ask()
            error = refused.value
            assert (error.folder, error.texts) == (str(home), 6)
            assert error.differences == (
                ("gram", "7", str(there["gram"])),
                ("words", "jieba-0.1", str(there["words"])),
            )
        assert not other.summary.is_current
        assert contents(other) == made.held
        other.remove("d7")
        other.rebuild()
        assert other.summary.is_current
        other.add(document(7))
        assert other.check(QUESTION).to_json() == made.answer
    tell(home, "settings", "[")
    with Corpus.open(home) as other, pytest.raises(IndexMismatch):
        other.check(QUESTION)
