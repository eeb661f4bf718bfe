"""Only its owner reads a corpus, and what was removed stands nowhere."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT
from support.faults import (
    SECRET,
    Made,
    contents,
    document,
    is_tidy,
    is_whole,
    needs_posix,
)

from benchmarks.running import crash_story
from benchmarks.texts import text_of
from simcheck import Document, SimcheckError
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CannotWrite,
    CatalogueDamaged,
    CorpusBusy,
    IndexDamaged,
    IndexMismatch,
    NewerFormat,
    NoAccess,
    UnknownRecord,
)
from simcheck.index.segment import Segment
from simcheck.store import catalogue
from simcheck.text.normalize import folded


@needs_posix
def test_only_the_owner_may_read_a_corpus(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Corpus.open(tmp_path, create=True) as made:
            made.add(document(1))
            home = tmp_path / ".simcheck"
            assert stat.S_IMODE(home.stat().st_mode) == 0o700
            assert stat.S_IMODE((home / "segments").stat().st_mode) == 0o700
            for name in ("catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm", "lock"):
                assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
    finally:
        os.umask(before)
    assert (home / ".gitignore").read_text() == "*\n"


def stands(text: str, home: Path) -> list[str]:
    """The files in which any part of a text stands, in any encoding, as it is or as it is compared."""
    parts = []
    for form in (text, folded(text)):
        for at in (0, len(form) // 3, len(form) // 2, len(form) - 8):
            parts += [form[at : at + 8].encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-32-le")]
    data = {path.name: path.read_bytes() for path in (home / ".simcheck").rglob("*") if path.is_file()}
    return [name for name, content in data.items() if any(part in content for part in parts)]


def test_a_removed_text_stands_nowhere(home: Path, made: Made) -> None:
    with Corpus.open(home) as wiped:
        wiped.add(Document("s", "s.txt", SECRET))
        wiped.add(Document("t", "t.txt", SECRET[::-1]))
        assert stands(SECRET, home) == ["catalogue.sqlite-wal"]
        wiped.remove("s")
        # at once, not only after it was closed
        assert stands(SECRET, home) == []
        assert stands(SECRET[::-1], home)
    with Corpus.open(home) as wiped:
        assert stands(SECRET, home) == []
        wiped.remove("t")
    assert stands(SECRET[::-1], home) == []
    assert is_whole(home, made.held)


def test_an_old_version_stands_nowhere(home: Path) -> None:
    with Corpus.open(home) as wiped:
        wiped.add(Document("s", "s.txt", SECRET))
        wiped.add(Document("s", "s.txt", text_of(40)))
        assert wiped["s"].text == text_of(40)
        assert stands(SECRET, home) == []


def test_a_text_that_another_record_has_stays(home: Path) -> None:
    with Corpus.open(home) as wiped:
        wiped.add(Document("s", "s.txt", SECRET))
        wiped.add(Document("t", "t.txt", SECRET))
        wiped.remove("s")
        assert wiped["t"].text == SECRET
        wiped.add(Document("t", "t.txt", text_of(40)))
        assert stands(SECRET, home) == []


HELD_OPEN = """
import sys
from simcheck import Corpus
with Corpus.open(sys.argv[1]) as made:
    with made._catalogue.reading():
        assert len(made) == 7
        print("reading", flush=True)
        sys.stdin.readline()
        assert len(made) == 7
    print("done", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("is_killed", [False, True], ids=["left", "killed"])
def test_a_text_that_was_removed_while_somebody_read_goes_when_he_has_gone(home: Path, is_killed: bool) -> None:
    with Corpus.open(home) as wiped:
        wiped.add(Document("s", "s.txt", SECRET))
        command = [sys.executable, "-c", HELD_OPEN, str(home)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as reader:
            assert reader.stdin
            assert reader.stdout
            assert reader.stdout.readline() == "reading\n"
            wiped.remove("s")
            assert "s" not in wiped
            if is_killed:
                reader.kill()
            else:
                reader.stdin.write("\n")
                reader.stdin.flush()
                assert reader.stdout.readline() == "done\n"
                # the reader has it open still: the next opening wipes what the removal could not
                Corpus.open(home).close()
                assert stands(SECRET, home) == []
    with Corpus.open(home):
        assert stands(SECRET, home) == []


def test_a_removal_that_could_not_be_wiped_is_wiped_by_the_next_change(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Corpus.open(home) as wiped, Corpus.open(home) as reader:
        wiped.add(Document("s", "s.txt", SECRET))
        with reader._catalogue.reading():
            len(reader)
            with monkeypatch.context() as patch:
                patch.setattr(catalogue.Catalogue.wipe, "__kwdefaults__", {"patience": 0.05})
                wiped.remove("s")
        assert stands(SECRET, home)
        wiped.add(document(20))
        assert stands(SECRET, home) == []


@needs_posix
def test_a_removal_that_was_killed_before_it_was_wiped_is_wiped_at_the_next_opening(
    nursery: crash_story.Nursery, home: Path
) -> None:
    gone = 0
    with Corpus.open(home) as made:
        made.add(document(8))
        made.add(document(9))
    for step in range(1, 100, 3):
        copy = home.with_name(f"copy{step}")
        shutil.copytree(home, copy)
        nursery.begin(copy, ["change"], seed=1, fresh=20, step=step)
        story = crash_story.Story({})
        for event in nursery.events():
            story.hear(event)
        with Corpus.open(copy) as made:
            kept = set(contents(made).values())
            for number in (1, 2, 4, 5, 6, 7, 8, 9):
                if text_of(number) not in kept:
                    gone += 1
                    assert stands(text_of(number), copy) == [], story.step
        shutil.rmtree(copy)
        if not story.step:
            break
    assert gone > 1


def test_no_posting_of_a_removed_text_survives_a_rebuild(home: Path) -> None:
    with Corpus.open(home) as made:
        files, removed = made._catalogue.files()
        assert removed == {3}
        made.rebuild()
        files, removed = made._catalogue.files()
        assert removed == set()
        held = [n for file in files for n in Segment(home / ".simcheck/segments" / file.name, file.size).numbers]
        assert sorted(held) == [1, 2, 4, 5, 6, 7]
        assert is_tidy(home)


def test_removing_an_unknown_record_removes_nothing(home: Path, made: Made) -> None:
    with Corpus.open(home) as kept:
        with pytest.raises(UnknownRecord) as refused:
            kept.remove("d1", "d99", "d2")
        assert refused.value.wanted == "d99"
        assert contents(kept) == made.held


def test_every_refusal_is_an_error_of_ours() -> None:
    for kind in (CannotWrite, CatalogueDamaged, CorpusBusy, IndexDamaged, IndexMismatch, NewerFormat, NoAccess):
        assert issubclass(kind, SimcheckError)
    assert signal.SIGTERM
