"""Several processes and threads have one corpus open."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import ROOT
from support.faults import (
    QUESTION,
    Made,
    document,
    is_tidy,
    is_whole,
    named,
    needs_posix,
    segments,
)

from benchmarks.texts import text_of
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CorpusBusy,
)
from simcheck.index import segment
from simcheck.index.segment import Segment
from simcheck.store import catalogue, lock, snapshot, transaction

# Several processes


HOLDER = """
import sys
from pathlib import Path
from simcheck.store import lock
with lock.writer(Path(sys.argv[1]) / ".simcheck"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def held_by_another(home: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDER, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield holder
        holder.kill()


def test_a_second_writer_waits_and_then_says_who_holds_it(
    home: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus.open(home) as waiting, held_by_another(home) as holder:
        monkeypatch.setattr(lock, "PATIENCE", 0.2)
        for change in (
            lambda: waiting.add(document(20)),
            lambda: waiting.remove("d1"),
            lambda: waiting.rebuild(),
        ):
            with pytest.raises(CorpusBusy) as refused:
                change()
            error = refused.value
            assert (error.path, error.process) == (str(home), holder.pid)
            assert error.holder
            assert error.since.startswith("20")
        # readers do not wait, neither those that have it open nor new ones
        assert waiting.check(QUESTION).to_json() == made.answer
        with Corpus.open(home) as reader:
            assert reader.check(QUESTION).to_json() == made.answer


def test_a_second_writer_gets_its_turn(home: Path) -> None:
    with Corpus.open(home) as waiting, held_by_another(home) as holder:
        told = []

        def release() -> None:
            told.append(True)
            assert holder.stdin
            holder.stdin.close()

        with lock.writer(home / ".simcheck", patience=60, on_wait=release):
            pass
        assert told == [True]
        waiting.add(document(20))


def test_a_killed_holder_holds_nothing(home: Path, made: Made) -> None:
    with held_by_another(home) as holder:
        holder.kill()
        holder.wait()
        assert is_whole(home, made.held)


def test_what_stands_in_the_lock_is_not_believed_blindly(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("", "[]", "{}", '{"process": "x"}', "\0" * 600):
        with lock.writer(home / ".simcheck", patience=0):
            (home / ".simcheck" / "lock").write_text(said)
            with pytest.raises(CorpusBusy) as refused, lock.writer(home / ".simcheck", patience=0):
                pass
        assert refused.value.process == 0


READER = """
import sys, threading
from simcheck import Corpus
stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
count = 0
with Corpus.open(sys.argv[1]) as made:
    print("ready", flush=True)
    while not stop.is_set():
        report = made.check(sys.argv[2])
        assert report.sources["d2"].text[:300] in report.document.text
        assert report.share_of("d2").part > 250 and report.share_of("d4").part > 150
        assert all(each.text for each in made)
        made.summary
        count += 1
print(count)
"""


def test_readers_are_not_disturbed_by_a_writer(home: Path) -> None:
    command = [sys.executable, "-c", READER, str(home), QUESTION]
    readers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)
    ]
    try:
        for reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "ready\n"
        with Corpus.open(home) as changing:
            for turn in range(24):
                changing.add(document(100 + turn))
                if turn % 3 == 2:
                    changing.remove(f"d{100 + turn - 2}", f"d{100 + turn - 1}")
                if turn % 8 == 7:
                    changing.rebuild()
        for reader in readers:
            counted, _ = reader.communicate()
            assert reader.returncode == 0
            assert int(counted) > 0
    finally:
        for reader in readers:
            reader.kill()
            reader.communicate()


def test_a_reader_looks_again_if_a_merge_was_quicker(home: Path, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    merges = 0

    def merged_first(path: Path, size: int) -> Segment:
        nonlocal merges
        if merges < 2:
            merges += 1
            with Corpus.open(home) as other:
                other.add(document(50 + merges))
                other.remove(f"d{50 + merges}")
                with other._store.writing():
                    transaction._merge(home / ".simcheck", other._catalogue, *other._catalogue.files())
        return Segment(path, size)

    # nothing that is removed can be wiped while we read, so do not wait for it
    monkeypatch.setattr(catalogue.Catalogue.wipe, "__kwdefaults__", {"patience": 0.05})
    with Corpus.open(home) as reader:
        monkeypatch.setattr(snapshot, "Segment", merged_first)
        assert reader.check(QUESTION).to_json() == made.answer
        assert merges == 2


def test_an_iteration_outlives_changes(home: Path) -> None:
    with Corpus.open(home) as made:
        seen: list[tuple[str, str]] = []
        for each in made:
            if not seen:
                made.remove("d4")
                made.add(document(5, text=55))
            seen.append((each.id, each.text))
    assert seen == [("d1", text_of(1)), ("d2", text_of(2)), ("d5", text_of(55)), ("d6", text_of(6)), ("d7", text_of(7))]


def test_two_may_create_one_corpus_at_once(tmp_path: Path) -> None:
    made: list[Corpus] = []
    threads = [
        threading.Thread(target=lambda: made.append(Corpus.open(tmp_path / "corpus", create=True))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    for number, each in enumerate(made):
        each.add(document(number))
    assert all(len(each) == 4 for each in made)
    for each in made:
        each.close()


FORKING = """
import os, sys
from simcheck import Document
from simcheck import Corpus
folder, question = sys.argv[1:]
with Corpus.open(folder) as made:
    before = made.check(question).to_json()
    made.add(Document("f", "f", "库"))
    made.remove("f")
    for turn in range(3):
        child = os.fork()
        if not child:
            status = 1
            try:
                assert made.check(question).to_json() == before
                made.add(Document(f"f{turn}", "f", "分叉以后的另一个进程也要能够写入这个语料库。" * (turn + 1)))
                made.close()
                status = 0
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        assert f"f{turn}" in made
        assert made.check(question).sources.keys()
        made.remove(f"f{turn}")
    assert made.check(question).to_json() == before
    made.verify()
"""


@needs_posix
def test_a_process_that_was_forked_may_use_what_was_open(home: Path, made: Made) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKING, str(home), QUESTION], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stderr == ""
    assert is_whole(home, made.held)


@needs_posix
def test_a_fork_does_not_keep_the_lock(home: Path) -> None:
    code = """
import os, sys, time
from pathlib import Path
from simcheck.store import lock
home = Path(sys.argv[1]) / ".simcheck"
with lock.writer(home):
    child = os.fork()
    if not child:
        sys.stdin.read()
        os._exit(0)
with lock.writer(home, patience=0):
    print("mine")
os.close(0)
os.kill(child, 9)
os.waitpid(child, 0)
"""
    command = [sys.executable, "-c", code, str(home)]
    done = subprocess.run(command, stdin=subprocess.PIPE, capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("mine\n", "")


def test_a_closed_corpus_says_so_and_nothing_else_breaks(home: Path) -> None:
    made = Corpus.open(home)
    failed: list[BaseException] = []
    begun = threading.Barrier(5)

    def check() -> None:
        begun.wait()
        try:
            while True:
                made.check(QUESTION)
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    threads = [threading.Thread(target=check) for _ in range(4)]
    for thread in threads:
        thread.start()
    begun.wait()
    made.check(QUESTION)
    made.close()
    for thread in threads:
        thread.join()
    assert [(type(error), str(error)) for error in failed] == [(ValueError, "the corpus is closed")] * 4
    with pytest.raises(ValueError, match="closed"):
        len(made)
    made.close()


def test_closing_does_not_wait_for_a_reader_that_waits_for_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Corpus.open(home)
    reading, closing = threading.Event(), threading.Event()
    look = made._catalogue.files

    def files() -> Any:
        # closed right here: between the look at the catalogue and at the files that it names
        named = look()
        reading.set()
        closing.wait(10)
        time.sleep(0.2)
        return named

    def read() -> None:
        with contextlib.suppress(ValueError), made._store.reading():
            pass

    monkeypatch.setattr(made._catalogue, "files", files)
    threads = [threading.Thread(target=each, daemon=True) for each in (read, made.close)]
    threads[0].start()
    reading.wait(10)
    threads[1].start()
    closing.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert made._store._snapshot is None


def test_threads_that_have_ended_hold_nothing_open(home: Path) -> None:
    with Corpus.open(home) as made:
        for _ in range(10):
            thread = threading.Thread(target=made.check, args=(QUESTION,))
            thread.start()
            thread.join()
        assert len(made._catalogue._every) <= 2


# Where mapped files can be neither renamed nor deleted


def test_files_that_cannot_be_deleted_go_another_time(home: Path, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        unlink = os.unlink

        def refuse(path: Any, *arguments: Any, **options: Any) -> None:
            if str(path).endswith(segment.SUFFIX):
                raise PermissionError(errno.EACCES, "being used by another process", str(path))
            unlink(path, *arguments, **options)

        patch.setattr(os, "unlink", refuse)
        with Corpus.open(home) as windows, Corpus.open(home) as reader:
            reader.check(QUESTION)
            for number in range(100, 108):
                windows.add(document(number))
            windows.remove(*(f"d{number}" for number in range(100, 108)))
            windows.rebuild()
            assert windows.check(QUESTION).to_json() == made.answer
            assert reader.check(QUESTION).to_json() == made.answer
            windows.verify()
        with Corpus.open(home) as windows:
            assert windows.check(QUESTION).to_json() == made.answer
        assert len(segments(home)) > len(named(home))
    with Corpus.open(home):
        assert is_tidy(home)


def test_no_file_that_may_be_mapped_is_renamed_or_written_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError

    before = {path.name: path.read_bytes() for path in segments(home)}
    with Corpus.open(home) as made:
        monkeypatch.setattr(os, "replace", refuse)
        monkeypatch.setattr(os, "rename", refuse)
        for number in range(100, 106):
            made.add(document(number))
            for path in segments(home):
                assert path.read_bytes() == before.setdefault(path.name, path.read_bytes())
        made.remove("d100", "d101")
        made.rebuild()
