"""``simcheck watch``: what comes into a folder is checked once, whole, with a report beside it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from support import ROOT, SAMPLES
from support.commands import SPEECH, THIS, Run

from simcheck.cli import watching
from simcheck.cli.watching import Memory, Seen, Waiting, kept, looked
from simcheck.corpus.collection import Corpus
from simcheck.errors import CannotWrite, IndexDamaged, StateInUse
from simcheck.report import stamp

pytestmark = pytest.mark.usefixtures("plain_surroundings")

ONCE = ("--once", "--every", "0", "--state", "state")


@pytest.fixture
def inbox(place: Path) -> Path:
    folder = place / "收件"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, sample: str = THIS) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(SAMPLES / sample, path))


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_is_new_or_changed_is_checked_once(run: Run, inbox: Path) -> None:
    put(inbox, "甲.txt")
    put(inbox, "下面/乙.txt", SPEECH)
    code, out, err = run("watch", "收件", *ONCE)
    assert (code, err.count("\n")) == (0, 1)
    assert names(inbox) == {"甲.txt", "甲.txt.查重.html", "下面/乙.txt", "下面/乙.txt.查重.html"}
    lines = [line.split("\t") for line in out.splitlines()]
    assert [(line[1], line[3]) for line in lines] == [
        ("甲.txt", f"收件{os.sep}甲.txt.查重.html"),
        ("下面/乙.txt", os.path.join("收件", "下面", "乙.txt.查重.html")),
    ]
    assert "总复制比 100.0%" in lines[0][2]
    assert lines[0][0][:2] == "20"
    # neither the documents again nor their reports
    assert run("watch", "收件", *ONCE)[:2] == (0, "")
    changed = put(inbox, "甲.txt", SPEECH)
    os.utime(changed, (1, 1))
    _, out, _ = run("watch", "收件", *ONCE)
    assert [line.split("\t")[1] for line in out.splitlines()] == ["甲.txt"]


def test_hidden_and_locked_files_results_and_links_are_passed_over(run: Run, inbox: Path) -> None:
    for name in (".藏.txt", "~$甲.docx", ".~甲.docx", "甲.txt~", ".里/乙.txt", "Thumbs.db"):
        put(inbox, name)
    (inbox / "连.txt").symlink_to(SAMPLES / THIS)
    (inbox / "连夹").symlink_to(SAMPLES)
    put(inbox, "甲.txt")
    run("check", "收件/甲.txt", "-q", *(word for form in ("md", "docx") for word in ("-o", f"收件/结果.{form}")))
    before = names(inbox)
    code, out, err = run("watch", "收件", *ONCE)
    assert code == 0
    assert "2 个链接不查" in err
    assert [line.split("\t")[1] for line in out.splitlines()] == ["甲.txt"]
    assert names(inbox) - before == {"甲.txt.查重.html"}


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(run: Run, inbox: Path) -> None:
    (inbox / "坏.docx").write_bytes(bytes(range(256)) * 9)
    (inbox / "空.txt").touch()
    put(inbox, "甲.txt")
    code, out, err = run("watch", "收件", *ONCE)
    assert code == 2
    assert ("[not-text]" in err, "[empty]" in err) == (True, True)
    assert [line.split("\t")[1] for line in out.splitlines()] == ["甲.txt"]
    assert run("watch", "收件", *ONCE)[:2] == (0, "")


@pytest.mark.parametrize("form", ["json", "xlsx", "docx", ".md"])
def test_the_format_is_chosen(run: Run, inbox: Path, form: str) -> None:
    put(inbox, "甲.txt")
    assert run("watch", "收件", *ONCE, "-o", form)[0] == 0
    report = inbox / f"甲.txt.查重.{form.removeprefix('.')}"
    assert stamp.written(report.read_bytes()) is not None
    assert run("watch", "收件", *ONCE, "-o", form)[:2] == (0, "")


def test_an_archive_has_one_report_and_a_line_a_document(run: Run, inbox: Path) -> None:
    with ZipFile(inbox / "各村.zip", "w") as archive:
        for name in (THIS, SPEECH):
            archive.write(SAMPLES / name, name)
        archive.writestr("坏.docx", bytes(range(256)) * 9)
    code, out, err = run("watch", "收件", *ONCE)
    assert code == 2
    assert "坏.docx" in err
    assert [line.split("\t")[1] for line in out.splitlines()] == [f"各村.zip/{SPEECH}", f"各村.zip/{THIS}"]
    assert names(inbox) == {"各村.zip", "各村.zip.查重.html"}


def test_what_is_in_the_place_of_a_report_stays(run: Run, inbox: Path) -> None:
    put(inbox, "甲.txt")
    (inbox / "甲.txt.查重.html").write_text("我写的", encoding="utf-8")
    code, out, err = run("watch", "收件", *ONCE)
    assert (code, "[would-overwrite]" in err) == (2, True)
    assert (inbox / "甲.txt.查重.html").read_text(encoding="utf-8") == "我写的"
    assert "甲.txt\t" not in out
    # that may pass: it is tried again
    (inbox / "甲.txt.查重.html").unlink()
    assert "甲.txt\t" in run("watch", "收件", *ONCE)[1]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("没有",), "[not-found]"),
        (("收件/甲.txt",), "不是文件夹"),
        (("收件", "-o", "报告.html"), "不认识 报告.html"),
        (("收件", "--corpus", "没有"), "[no-corpus]"),
        (("收件", "--encoding", "nonsense"), "[invalid-settings]"),
    ],
)
def test_what_cannot_be_watched_is_refused(run: Run, inbox: Path, args: tuple[str, ...], said: str) -> None:
    put(inbox, "甲.txt")
    code, out, err = run("watch", *args, *ONCE)
    assert (code, out, said in err) == (2, "", True), err
    assert names(inbox) == {"甲.txt"}


def test_a_long_name_has_a_report_too(run: Run, inbox: Path) -> None:
    for end in "甲乙":
        put(inbox, f"{'长' * 80}{end}.txt")
    code, out, _ = run("watch", "收件", *ONCE)
    assert (code, out.count("\n"), len(names(inbox))) == (0, 2, 4)


def test_what_may_pass_is_told_once_and_tried_again(
    run: Run, inbox: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "甲.txt")
    report = inbox / "甲.txt.查重.html"
    report.write_text("我写的", encoding="utf-8")

    def later(seconds: float) -> None:
        """Ten seconds pass at every look; after some failures the way is free."""
        clock[0] += 10
        is_ours = report.exists() and stamp.written(report.read_bytes()) is not None
        if is_ours or clock[0] > 5000:
            raise KeyboardInterrupt
        if clock[0] > 300:
            report.unlink(missing_ok=True)

    monkeypatch.setattr("time.sleep", later)
    code, out, err = run("watch", "收件", "--state", "state")
    assert code == 130
    assert err.count("[would-overwrite]") == 1
    assert out.count("甲.txt\t") == 1


def test_files_wait_while_there_is_no_corpus(
    run: Run, place: Path, inbox: Path, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "甲.txt")
    steps = iter(["away", "", "", "back", "", "", "end"])

    def later(seconds: float) -> None:
        clock[0] += 1000
        step = next(steps)
        if step == "away":
            (place / "corpus").rename(place / "away")
        elif step == "back":
            (place / "away").rename(place / "corpus")
        elif step == "end":
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", later)
    code, out, err = run("watch", "收件", "--state", "state")
    assert (code, err.count("[no-corpus]"), out.count("甲.txt\t")) == (130, 1, 1)


def test_a_corpus_that_is_damaged_is_no_fault_of_the_file(
    run: Run, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "甲.txt")

    def damaged(*_: object, **__: object) -> None:
        raise IndexDamaged("corpus", "x", "cut")

    with monkeypatch.context() as patch:
        patch.setattr(Corpus, "check", damaged)
        code, out, err = run("watch", "收件", *ONCE)
    assert (code, out, err.count("[index-damaged]")) == (2, "", 1)
    assert "甲.txt\t" in run("watch", "收件", *ONCE)[1]


# --- going on ---------------------------------------------------------------------------------------------------------


def started(folder: Path) -> subprocess.Popen[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "SIMCHECK_LANG": "en"}
    words = ["watch", "收件", "--every", "0.05", "--state", "state"]
    pipe = subprocess.PIPE
    # tests that run in the background of a shell ignore Ctrl-C, and so would what they start
    return subprocess.Popen(
        [sys.executable, "-m", "simcheck", *words],
        cwd=folder,
        env=environ,
        stdout=pipe,
        stderr=pipe,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_goes_on_until_it_is_ended(place: Path, inbox: Path, sign: signal.Signals) -> None:
    put(inbox, "甲.txt")
    process = started(place)
    assert process.stdout
    assert "甲.txt" in process.stdout.readline()
    (inbox / "坏.docx").write_bytes(bytes(range(256)) * 9)
    put(inbox, "乙.txt", SPEECH)
    assert "乙.txt" in process.stdout.readline()
    process.send_signal(sign)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Ended." in err
    assert "Traceback" not in err


def test_after_a_kill_nothing_is_checked_twice(run: Run, place: Path, inbox: Path) -> None:
    put(inbox, "甲.txt")
    process = started(place)
    assert process.stdout
    assert "甲.txt" in process.stdout.readline()
    # by the time that the next is told, that one is noted
    put(inbox, "乙.txt", SPEECH)
    assert "乙.txt" in process.stdout.readline()
    put(inbox, "丙.txt")
    process.kill()
    process.communicate()
    code, out, _ = run("watch", "收件", *ONCE)
    assert code == 0
    assert "甲.txt\t" not in out
    assert "丙.txt\t" in out or "丙.txt.reuse.html" in names(inbox)
    assert run("watch", "收件", *ONCE)[:2] == (0, "")


def test_two_do_not_watch_the_same(run: Run, place: Path, inbox: Path) -> None:
    put(inbox, "甲.txt")
    process = started(place)
    assert process.stdout
    process.stdout.readline()
    code, out, err = run("watch", "收件", *ONCE)
    process.kill()
    process.communicate()
    assert (code, out, f"进程 {process.pid}" in err) == (2, "", True)


def test_a_file_in_which_the_program_ends_is_left_at_last(run: Run, place: Path, inbox: Path) -> None:
    path = put(inbox, "甲.txt")
    put(inbox, "乙.txt", SPEECH)
    run("watch", "收件", *ONCE)
    journal = next((place / "state").glob("*/done.jsonl"))
    status = path.stat()
    line = json.dumps(["甲.txt", status.st_size, status.st_mtime_ns, watching.TRIES])
    journal.write_text(line + "\n", encoding="utf-8")
    code, out, err = run("watch", "收件", *ONCE)
    assert (code, "甲.txt：查了 3 次" in err) == (2, True)
    assert [row.split("\t")[1] for row in out.splitlines()] == ["乙.txt"]
    assert run("watch", "收件", *ONCE)[:2] == (0, "")


# --- looks and memory -------------------------------------------------------------------------------------------------


def test_a_file_is_whole_when_two_looks_agree(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("甲", encoding="utf-8")
    waiting = Waiting(lambda name, seen: False)
    assert waiting.ready(looked(str(tmp_path))) == []
    path.write_text("甲乙", encoding="utf-8")
    assert waiting.ready(looked(str(tmp_path))) == []
    assert waiting.growing == 1
    assert [name for name, _ in waiting.ready(looked(str(tmp_path)))] == ["甲.txt"]
    assert waiting.growing == 0


def test_pipes_and_folders_that_went_away_are_no_files(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管.txt")
    assert looked(str(tmp_path)).files == {}
    gone = looked(str(tmp_path / "没有"))
    assert (gone.files, [*gone.failed]) == ({}, [str(tmp_path / "没有")])


def test_memory_survives_what_was_cut_off_or_is_nonsense(tmp_path: Path) -> None:
    path = tmp_path / "done.jsonl"
    memory = Memory(path)
    memory.begin("甲", Seen(1, 2))
    memory.end("甲", Seen(1, 2))
    memory.begin("乙", Seen(3, 4))
    memory.close()
    with path.open("ab") as file:
        file.write(b'{"a":1}\n[1,2,3,4]\n["x",null,1,0]\n' + b"[" * 100_000 + b'\n["\xff')
    memory = Memory(path)
    assert memory.is_done("甲", Seen(1, 2))
    assert not memory.is_done("甲", Seen(1, 3))
    assert memory.tries("乙", Seen(3, 4)) == 1
    memory.give_back("乙", Seen(3, 4))
    memory.end("丙\udcff", Seen(5, 6))
    memory.close()
    memory = Memory(path)
    assert memory.tries("乙", Seen(3, 4)) == 0
    assert memory.is_done("丙\udcff", Seen(5, 6))
    assert path.read_bytes().count(b"\n") == 2
    assert (path.stat().st_mode & 0o777, list(tmp_path.iterdir())) == (0o600, [path])
    memory.close()


def test_a_memory_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite), kept(tmp_path / "file" / "x", "a"):
        pass
    with kept(tmp_path / "x", "a"), pytest.raises(StateInUse), kept(tmp_path / "x", "a"):
        pass


def test_the_journal_does_not_grow_with_every_start(tmp_path: Path) -> None:
    sizes = []
    for _ in range(3):
        memory = Memory(tmp_path / "done.jsonl")
        for number in range(20):
            memory.begin(str(number), Seen(1, 1))
            memory.end(str(number), Seen(1, 1))
        memory.close()
        sizes.append((tmp_path / "done.jsonl").stat().st_size)
    assert sizes[1] == sizes[2]
