"""What a corpus is after a fault: kills, full disks, damage, other versions, two writers, and texts that must go."""

from __future__ import annotations

import contextlib
import errno
import json
import mmap
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Any

import pytest
from support import ROOT

from benchmarks import crash
from benchmarks.crash import text_of
from simcheck import Document, SimcheckError
from simcheck.corpus import addition, collection, crew
from simcheck.corpus.collection import Corpus
from simcheck.errors import (
    CannotWrite,
    CatalogueDamaged,
    CorpusBusy,
    IndexDamaged,
    IndexMismatch,
    NewerFormat,
    NoAccess,
    NoCorpus,
    UnknownRecord,
)
from simcheck.index import segment
from simcheck.index.segment import Segment
from simcheck.store import catalogue, lock, scheme, tables, transaction
from simcheck.text.normalize import folded

POSIX = os.name == "posix"

needs_posix = pytest.mark.skipif(not POSIX, reason="modes, forks and signals of POSIX")


def document(number: int, text: int | None = None) -> Document:
    return Document(f"d{number}", f"{number}.txt", text_of(number if text is None else text))


QUESTION = text_of(2)[:300] + text_of(4)[100:300] + text_of(900)[:300]


@dataclass(frozen=True)
class Made:
    """A corpus of seven documents in three files, one of them removed, and what it answers."""

    folder: Path
    answer: str
    held: dict[str, str]

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.folder, to)
        return to


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    with Corpus.open(folder, create=True) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "FAN", 100)
        # so that a file still has what the catalogue says is gone
        patch.setattr(transaction, "GONE", 2)
        for number in range(1, 8):
            made.add(document(number))
        with made._writing():
            files, _ = made._catalogue.files()
            for some in (files[:4], files[4:6]):
                transaction._merge(folder / ".simcheck", made._catalogue, some, set())
        made.remove("d3")
        return Made(folder, made.check(QUESTION).to_json(), contents(made))


@pytest.fixture
def home(made: Made, tmp_path: Path) -> Path:
    return made.copy(tmp_path / "corpus")


def contents(made: Corpus) -> dict[str, str]:
    return {each.id: each.text for each in made}


def segments(home: Path) -> list[Path]:
    return sorted((home / ".simcheck" / "segments").glob("*"))


def named(home: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(home / ".simcheck" / "catalogue.sqlite")) as db:
        return {name for (name,) in db.execute("SELECT file FROM segments")}


def is_tidy(home: Path) -> bool:
    return {path.name for path in segments(home)} == named(home)


def is_whole(home: Path, held: dict[str, str]) -> bool:
    """Whether a corpus opens, holds exactly these texts, is what was written to the last byte, and can be written."""
    with Corpus.open(home) as made:
        made.verify()
        for id, text in list(held.items())[-2:]:
            assert text in {source.text for source in made.check(text[:60]).sources.values()}, id
        with lock.writer(home / ".simcheck", patience=0):
            pass
        return contents(made) == held and is_tidy(home)


# Kills


@pytest.fixture(scope="module")
def nursery() -> Iterator[crash.Nursery]:
    with crash.Nursery() as nursery:
        yield nursery


def told_good(story: crash.Story, verdict: crash.Verdict) -> None:
    assert not story.refused, story
    assert verdict.is_good, (story.during, story.step, verdict)


def test_nothing_is_lost_by_a_kill_at_a_random_moment(nursery: crash.Nursery, tmp_path: Path) -> None:
    kills = []

    def tell(story: crash.Story, verdict: crash.Verdict) -> None:
        told_good(story, verdict)
        kills.append(story.during)

    crash.kill_at_random(nursery, tmp_path, 56, 11, tell)
    assert len(kills) >= 50
    # most of them hit something
    assert sum(map(bool, kills)) > 30


@pytest.mark.parametrize("operation", crash.OPERATIONS)
def test_nothing_is_lost_by_a_kill_at_any_step(nursery: crash.Nursery, tmp_path: Path, operation: str) -> None:
    steps = []

    def tell(story: crash.Story, verdict: crash.Verdict) -> None:
        told_good(story, verdict)
        steps.append(story.step)

    # every step is killed before in benchmarks/crash.py
    crash.kill_at_every_step(nursery, tmp_path, operation, tell, stride={"create": 1}.get(operation, 4))
    assert {"create": {"open", "replace"}, "merge": {"unlink"}}.get(operation, {"execute"}) <= set(steps)
    assert len(steps) >= 8


CREW = """
import sys, threading
from pathlib import Path
from simcheck.corpus import addition, collection, crew
crew.WORTHWHILE, crew.CHUNK, collection.JOBS = 0, 2000, 2
begun = crew._Hand.__init__
def begin(self, *arguments):
    begun(self, *arguments)
    print(self._worker._process.pid, flush=True)
crew._Hand.__init__ = begin
with collection.Corpus.open(sys.argv[1], create=True) as made:
    made.add_all([sys.argv[2]], on_progress=lambda _: print("progress", flush=True))
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text(text_of(number), encoding="utf-8")
    (folder / "empty.txt").write_text("")
    return folder


@needs_posix
def test_a_killed_writer_takes_its_helpers_along(tmp_path: Path, papers: Path) -> None:
    command = [sys.executable, "-c", CREW, str(tmp_path / "corpus"), str(papers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        helpers = [int(process.stdout.readline()) for _ in range(2)]
        assert process.stdout.readline() == "progress\n"
        process.kill()
    for helper in helpers:
        deadline = time.monotonic() + 30
        while _is_alive(helper) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not _is_alive(helper)
    assert is_whole(tmp_path / "corpus", {})


def _is_alive(process: int) -> bool:
    # one that nobody has waited for is no longer alive either
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return not Path("/proc/self").exists()


@pytest.mark.parametrize("is_killed", [False, True], ids=["well", "killed"])
def test_helpers_do_what_one_process_does_even_if_they_are_killed(
    tmp_path: Path, papers: Path, monkeypatch: pytest.MonkeyPatch, is_killed: bool
) -> None:
    with Corpus.open(tmp_path / "alone", create=True) as alone:
        done = alone.add_all([papers])
        answer = alone.check(QUESTION).to_json()
        held = contents(alone)
    monkeypatch.setattr(crew, "WORTHWHILE", 0)
    monkeypatch.setattr(crew, "CHUNK", 4000)
    monkeypatch.setattr(collection, "JOBS", 2)
    hands = []
    begin, ask = crew._Hand.__init__, crew._Hand._asked

    def begun(self: crew._Hand, *arguments: Any) -> None:
        begin(self, *arguments)
        hands.append(self)

    def asked(self: crew._Hand, *arguments: Any) -> Any:
        if is_killed and self is hands[0]:
            self._worker._process.kill()
            self._worker._process.wait()
        return ask(self, *arguments)

    monkeypatch.setattr(crew._Hand, "__init__", begun)
    monkeypatch.setattr(crew._Hand, "_asked", asked)
    with Corpus.open(tmp_path / "helped", create=True) as helped:
        together = helped.add_all([papers])
        assert helped.check(QUESTION).to_json() == answer
        assert contents(helped) == held
    assert len(hands) == 2
    assert (together.added, together.known) == (done.added, done.known)
    assert [(place, error.code) for place, error in together.unreadable] == [
        (place, error.code) for place, error in done.unreadable
    ]


# Interruptions


class Interruption:
    """Ctrl-C before the n-th line that the corpus executes."""

    FILES = tuple(
        str(Path("simcheck", name))
        for name in (
            *("corpus/addition.py", "corpus/collection.py", "corpus/inputs.py", "index/merging.py", "index/segment.py"),
            *("store/catalogue.py", "store/changes.py", "store/rows.py", "store/snapshot.py", "store/transaction.py"),
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
    ],
    ids=["add", "change", "remove", "rebuild"],
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
    monkeypatch.setattr(crew, "CHUNK", 100)
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


# Full disks


class FullDisk:
    """After ``room`` writes, flushes and new files of postings there is no space left on the device."""

    def __init__(self, patch: pytest.MonkeyPatch, room: int) -> None:
        self.room = room
        self.is_full = False
        patch.setattr(segment, "open", self._open, raising=False)
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
    nursery: crash.Nursery, made: Made, tmp_path: Path, operation: str
) -> None:
    # the limit holds for whatever is written, by SQLite too
    before = {id: int(text[1 : text.index("号")]) for id, text in made.held.items()}
    refusals = set()
    for limit in (0, 500, 5_000, 20_000, 34_000, 50_000, 70_000, 10_000_000):
        home = tmp_path / f"new{limit}" if operation == "create" else made.copy(tmp_path / str(limit))
        nursery.begin(home, [operation], fresh=100, limit=limit)
        story = crash.Story({} if operation == "create" else before)
        for event in nursery.events():
            story.hear(event)
        if story.refused:
            refusals.add(limit)
            assert story.refused == "cannot-write"
        assert not story.failed, (limit, story)
        verdict = crash.judge(home, story.states, create=operation == "create", chooser=random.Random(limit))
        assert verdict.is_good, (limit, verdict)
    assert 0 in refusals
    assert 10_000_000 not in refusals


# Nothing may be written


READ_ONLY = """
import json, os, sys
from simcheck import Document, SimcheckError
from simcheck import Corpus
import tempfile
with tempfile.TemporaryDirectory() as warm, Corpus.open(warm, create=True) as made:
    made.add(Document("a", "a", "全镇上下齐心协力推进农村道路硬化，今年修了三条路。"))
    made.check("全镇上下齐心协力推进农村道路硬化，今年修了三条路。")
    # with edits, so that everything is imported that another user may not be able to read
    made.add(Document("q", "q", "".join(c if n % 19 else "某某" for n, c in enumerate(sys.argv[2]))))
    made.check(sys.argv[2])
    import rapidfuzz.distance
    import rapidfuzz.fuzz
if not os.getuid():
    os.setuid(65534)
folder, question = sys.argv[1:]
result = {}
def told(name, call):
    try:
        result[name] = call()
    except SimcheckError as error:
        result[name] = [error.code, str(getattr(error, "reason", ""))]
def opened():
    with Corpus.open(folder) as made:
        told("held", lambda: {each.id: each.text for each in made})
        told("check", lambda: made.check(question).to_json())
        told("verify", made.verify)
        told("add", lambda: made.add(Document("x", "x", question)))
        told("remove", lambda: made.remove("d1"))
        told("rebuild", made.rebuild)
told("open", opened)
told("create", lambda: Corpus.open(folder, create=True).close())
print(json.dumps(result))
"""


@pytest.fixture
def reachable(made: Made) -> Iterator[Path]:
    """A copy of the corpus in a folder that every user can reach."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    yield made.copy(top / "corpus")
    for path in top.rglob("*"):
        path.chmod(0o700)
    shutil.rmtree(top)


def look(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, str(folder), QUESTION], capture_output=True, text=True, cwd=ROOT
    )
    assert done.stderr == ""
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def make_read_only(home: Path) -> None:
    for path in home.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    home.chmod(0o555)


@needs_posix
def test_a_corpus_that_may_only_be_read_is_listed_and_checked_and_says_why_it_cannot_grow(
    reachable: Path, made: Made
) -> None:
    make_read_only(reachable)
    before = sorted(path.name for path in reachable.rglob("*"))
    seen = look(reachable)
    assert seen.pop("held") == made.held
    assert seen.pop("check") == made.answer
    refused = ["cannot-write", "no-permission"]
    assert seen == dict.fromkeys(("open", "create", "verify")) | dict.fromkeys(("add", "remove", "rebuild"), refused)
    assert sorted(path.name for path in reachable.rglob("*")) == before


@needs_posix
@pytest.mark.parametrize("is_open", [False, True], ids=["killed", "open"])
def test_a_corpus_whose_log_nobody_brought_in_may_still_be_read(reachable: Path, made: Made, is_open: bool) -> None:
    with contextlib.ExitStack() as stack:
        grown = stack.enter_context(Corpus.open(reachable))
        grown.add(document(20))
        assert (reachable / ".simcheck" / "catalogue.sqlite-wal").stat().st_size
        looked = reachable
        if not is_open:
            looked = reachable.with_name("killed")
            shutil.copytree(reachable, looked)
        make_read_only(looked)
        seen = look(looked)
        assert seen["held"] == made.held | {"d20": text_of(20)}
        assert seen["add"] == ["cannot-write", "no-permission"]
        for path in looked.rglob("*"):
            path.chmod(0o700)


@needs_posix
def test_a_corpus_that_may_not_be_read_at_all_says_so(reachable: Path) -> None:
    (reachable / ".simcheck").chmod(0o700)
    if os.getuid():
        (reachable / ".simcheck").chmod(0)
    refused = ["no-access", "no-read-permission"]
    assert look(reachable)["open"] == refused
    (reachable / ".simcheck").chmod(0o755)
    (reachable / ".simcheck" / "catalogue.sqlite").chmod(0o600 if not os.getuid() else 0)
    assert look(reachable)["open"] == refused


def test_a_folder_that_cannot_hold_a_corpus_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite) as refused:
        Corpus.open(tmp_path / "file", create=True)
    assert refused.value.path == str(tmp_path / "file")
    with pytest.raises(NoCorpus):
        Corpus.open(tmp_path / "file")


def test_a_system_that_cannot_lock_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    with Corpus.open(home) as made:
        monkeypatch.setattr(lock, "_lock", refuse)
        with pytest.raises(CannotWrite) as refused:
            made.add(document(20))
    assert not isinstance(refused.value, CorpusBusy)
    assert refused.value.reason == os.strerror(errno.ENOLCK)


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
    head = data[end:-16].replace(b'"format": 1', b'"format": 7')
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


def tell(home: Path, name: str, value: str) -> None:
    with contextlib.closing(sqlite3.connect(home / ".simcheck" / "catalogue.sqlite")) as db, db:
        db.execute("UPDATE facts SET value = ? WHERE name = ?", (value, name))


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
                with other._writing():
                    transaction._merge(home / ".simcheck", other._catalogue, *other._catalogue.files())
        return Segment(path, size)

    # nothing that is removed can be wiped while we read, so do not wait for it
    monkeypatch.setattr(catalogue.Catalogue.wipe, "__kwdefaults__", {"patience": 0.05})
    with Corpus.open(home) as reader:
        monkeypatch.setattr(collection, "Segment", merged_first)
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
        with contextlib.suppress(ValueError), made._catalogue.reading():
            made._current()

    monkeypatch.setattr(made._catalogue, "files", files)
    threads = [threading.Thread(target=each, daemon=True) for each in (read, made.close)]
    threads[0].start()
    reading.wait(10)
    threads[1].start()
    closing.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    assert made._snapshot is None


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


# Private


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


SECRET = "".join(map(chr, random.Random(3).choices(range(0x4E00, 0x9FA0), k=1500)))


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
    nursery: crash.Nursery, home: Path
) -> None:
    gone = 0
    with Corpus.open(home) as made:
        made.add(document(8))
        made.add(document(9))
    for step in range(1, 100, 3):
        copy = home.with_name(f"copy{step}")
        shutil.copytree(home, copy)
        nursery.begin(copy, ["change"], seed=1, fresh=20, step=step)
        story = crash.Story({})
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
