"""What a stranger may have put where our files are: nothing outside of a corpus is touched, and nothing in it runs."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.foreign import QUESTION, catalogue_of, document, every_use, folder, needs_posix, postings

from benchmarks.reading import fuzz_corpus, fuzz_places
from simcheck.cli import main
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CorpusBusy,
    CorpusReplaced,
    IndexDamaged,
    TooLarge,
    UnsafeCorpus,
)
from simcheck.store import lock

# What is no file of ours


OURS = ["catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm", "catalogue.sqlite-journal", "lock"]


def link(path: Path, victim: Path) -> None:
    path.symlink_to(victim / "report.txt")


def link_to_folder(path: Path, victim: Path) -> None:
    path.symlink_to(victim)


def link_to_nothing(path: Path, victim: Path) -> None:
    path.symlink_to(victim / "new.txt")


def hard_link(path: Path, victim: Path) -> None:
    path.hardlink_to(victim / "report.txt")


def pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path, _: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(path.parent):
        one.bind(path.name)


ELSE = [link, link_to_folder, link_to_nothing, hard_link, pipe, unix_socket, folder]


@needs_posix
@pytest.mark.parametrize("name", [*OURS, "phrases.txt", "segments"])
@pytest.mark.parametrize("put", ELSE, ids=lambda put: put.__name__)
def test_what_is_no_file_of_ours_is_refused_and_left_alone(
    there: Path, victim: Path, name: str, put: Callable[[Path, Path], None]
) -> None:
    path = there / ".simcheck" / name
    if (put, name) in ((folder, "segments"), (hard_link, "phrases.txt")):
        pytest.skip("what it is anyway")
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    put(path, victim)
    inode = path.lstat().st_ino
    assert every_use(there) == {"unsafe-corpus"}
    with pytest.raises(UnsafeCorpus) as refused:
        Corpus.open(there)
    assert (refused.value.folder, refused.value.file) == (str(there), str(path))
    assert path.lstat().st_ino == inode


@needs_posix
def test_a_linked_home_is_refused_and_a_linked_corpus_is_not(there: Path, tmp_path: Path, whole: Path) -> None:
    (tmp_path / "linked").symlink_to(there)
    with Corpus.open(tmp_path / "linked") as made:
        made.add(document(9))
        assert len(made) == 6
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".simcheck").symlink_to(there / ".simcheck")
    assert every_use(tmp_path / "other") == {"unsafe-corpus"}
    with Corpus.open(there) as made:
        assert len(made) == 6
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / ".simcheck").write_text("x")
    assert every_use(tmp_path / "file") == {"unsafe-corpus"}


@needs_posix
@pytest.mark.parametrize("put", [each for each in ELSE if each is not hard_link], ids=lambda put: put.__name__)
def test_something_else_in_place_of_a_file_of_postings_is_damage_and_mended(
    there: Path, victim: Path, put: Callable[[Path, Path], None]
) -> None:
    path = postings(there)[0]
    path.unlink()
    put(path, victim)
    with Corpus.open(there) as made:
        for use in (lambda: made.check(QUESTION), made.verify, made.phrases):
            with pytest.raises(IndexDamaged) as refused:
                use()
            assert refused.value.file == str(path)
        made.rebuild()
        made.verify()
        assert made.check(QUESTION).share().ratio > 0.9


@needs_posix
def test_what_lies_beside_our_files_is_never_deleted_or_written(there: Path, victim: Path) -> None:
    place = there / ".simcheck"
    (place / "segments" / "letter.txt").write_text("mine")
    (place / "segments" / "000000009-abcdef01.postings").mkdir()
    (place / "segments" / "000000009-abcdef01.postings" / "x").write_text("mine")
    (place / "segments" / "000000010-abcdef01.postings").write_text("what a kill left")
    (place / "phrases.txt.new").symlink_to(victim / "report.txt")
    (place / ".gitignore").unlink()
    (place / ".gitignore").symlink_to(victim / "report.txt")
    assert every_use(there) == set()
    assert (place / "segments" / "letter.txt").read_text() == "mine"
    assert (place / "segments" / "000000009-abcdef01.postings" / "x").read_text() == "mine"
    assert not (place / "segments" / "000000010-abcdef01.postings").exists()
    assert not (place / "phrases.txt").is_symlink()


@needs_posix
def test_a_corpus_is_not_made_through_links(tmp_path: Path, victim: Path) -> None:
    place = tmp_path / "new" / ".simcheck"
    for name, target in (
        ("catalogue.sqlite.new", "report.txt"),
        (".gitignore", "report.txt"),
        (".gitignore.new", "new.txt"),
        ("catalogue.sqlite.new-journal", "deep/more.txt"),
        ("catalogue.sqlite.new-wal", "new.txt"),
    ):
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
        place.mkdir(parents=True)
        (place / name).symlink_to(victim / target)
        with Corpus.open(tmp_path / "new", create=True) as made:
            made.add(document(1))
            made.verify()


def test_a_journal_that_names_a_file_to_be_deleted_is_refused(there: Path, victim: Path) -> None:
    path = there / ".simcheck" / "catalogue.sqlite-journal"
    path.write_bytes(fuzz_places._journal(victim / "report.txt"))
    assert every_use(there) == {"unsafe-corpus"}
    # such a journal works
    db = victim.parent / "plain.sqlite"
    with contextlib.closing(sqlite3.connect(db)) as plain:
        plain.execute("CREATE TABLE t (a)")
    doomed = victim.parent / "doomed.txt"
    doomed.write_text("x")
    db.with_name("plain.sqlite-journal").write_bytes(fuzz_places._journal(doomed))
    with contextlib.closing(sqlite3.connect(db)) as plain, contextlib.suppress(sqlite3.Error):
        plain.execute("SELECT * FROM t").fetchall()
    assert not doomed.exists()


# Another corpus in its place


def moved(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def deleted(folder: Path) -> None:
    shutil.rmtree(folder)


def replaced(folder: Path) -> None:
    shutil.rmtree(folder)
    with Corpus.open(folder, create=True) as other:
        other.add(document(1))


def restored(folder: Path) -> None:
    copy = shutil.copytree(folder, folder.with_name("copy"))
    shutil.rmtree(folder)
    Path(copy).rename(folder)


@needs_posix
@pytest.mark.parametrize("what", [moved, deleted, replaced, restored], ids=lambda what: what.__name__)
@pytest.mark.parametrize("thread", [False, True], ids=["", "another thread"])
def test_a_handle_whose_folder_was_replaced_refuses_to_read_and_write(
    there: Path, what: Callable[[Path], None], thread: bool
) -> None:
    made = Corpus.open(there)
    made.check(QUESTION)
    what(there)
    before = fuzz_corpus._listing(there) if there.exists() else {}
    failed: list[BaseException] = []

    def use() -> None:
        for call in (
            lambda: made.check(QUESTION),
            lambda: made.add(document(9)),
            lambda: made.remove("d1"),
            made.rebuild,
            lambda: list(made),
            lambda: made.summary,
            made.verify,
        ):
            with pytest.raises(CorpusReplaced) as refused:
                call()
            assert refused.value.folder == str(there)

    def told() -> None:
        try:
            use()
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    if thread:
        one = threading.Thread(target=told)
        one.start()
        one.join()
    else:
        told()
    assert failed == []
    assert (fuzz_corpus._listing(there) if there.exists() else {}) == before
    made.close()
    if what in (replaced, restored):
        with Corpus.open(there) as other:
            other.add(document(9))


def test_a_corpus_without_an_identity_is_given_one_when_it_is_written(there: Path) -> None:
    with catalogue_of(there) as db:
        db.execute("DELETE FROM facts WHERE name = 'identity'")
    with Corpus.open(there) as reader, Corpus.open(there) as made:
        assert "identity" not in reader._catalogue.facts()
        made.check(QUESTION)
        assert "identity" not in reader._catalogue.facts()
        made.add(document(9))
        given = reader._catalogue.facts()["identity"]
        assert len(given) == 32
        reader.add(document(10))
        assert reader._catalogue.facts()["identity"] == given
    # the same file, in which another corpus stands by now
    with Corpus.open(there) as made:
        with catalogue_of(there) as db:
            db.execute("UPDATE facts SET value = 'other' WHERE name = 'identity'")
        failed = []

        def use() -> None:
            try:
                made.check(QUESTION)
            except CorpusReplaced as error:
                failed.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        assert len(failed) == 1


# The lock, the phrases, the modes


@pytest.mark.parametrize(
    "said",
    [
        {"holder": "\x1b[2J", "process": 7, "since": "2026-01-01T00:00:00"},
        {"holder": "pc\u202e", "process": 10**400, "since": "\x1b[2J"},
        {"holder": ["x"], "process": -1, "since": 5},
        {"holder": "x" * 450, "process": True, "since": ""},
    ],
    ids=str,
)
def test_what_a_stranger_wrote_into_the_lock_is_shown_safely(
    there: Path, said: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    with lock.writer(there / ".simcheck"):
        (there / ".simcheck" / "lock").write_text(json.dumps(said, ensure_ascii=False))
        with Corpus.open(there) as made, pytest.raises(CorpusBusy) as refused:
            made.add(document(9))
        assert len(refused.value.holder) <= 100
        assert (refused.value.holder + refused.value.since).isprintable()
        assert 0 <= refused.value.process < 1 << 32
        assert main.main(["corpus", "remove", "d1", "--yes", "--corpus", str(there), "--lang", "en"]) == 2
    assert "corpus-busy" in capsys.readouterr().err
    with lock.writer(there / ".simcheck"):
        (there / ".simcheck" / "lock").write_text("[" * 500)
        with pytest.raises(CorpusBusy), lock.writer(there / ".simcheck", patience=0):
            pass


def test_a_list_of_phrases_without_end_is_refused(there: Path) -> None:
    with (there / ".simcheck" / "phrases.txt").open("wb") as file:
        file.truncate(10_000_000_000)
    with Corpus.open(there) as made:
        with pytest.raises(TooLarge):
            made.check(QUESTION)
        with pytest.raises(TooLarge):
            made.tell_phrases(add=["打造湖畔云上茶乡"])


@needs_posix
def test_a_corpus_that_others_could_reach_is_closed_again(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = there / ".simcheck"
    for mode in (0o755, 0o777, 0o710, 0o707):
        place.chmod(mode)
        with Corpus.open(there) as made:
            assert made.is_exposed is False
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
        with Corpus.open(there) as made:
            assert made.is_exposed is None
    place.chmod(0o755)
    with monkeypatch.context() as patch:
        # somebody else's
        patch.setattr(os, "geteuid", lambda: place.stat().st_uid + 1)
        with Corpus.open(there) as made:
            assert made.is_exposed is True
    assert stat.S_IMODE(place.stat().st_mode) == 0o755
