"""Whatever is put where a file is expected, the program neither waits for it nor is filled by it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from zipfile import ZipFile

import pytest
from support import ROOT
from support.commands import Run

from simcheck.corpus import inputs
from simcheck.errors import NoAccess, TooLarge
from simcheck.files import given

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices of POSIX")

WORDS = "全镇上下齐心协力，扎实推进农村道路硬化、厕所改造和垃圾分类三项工作，群众满意度明显提高。"
GIGABYTES = 10_000_000_000


class Waited(BaseException):
    """The program waits; no ``Exception``, lest somebody takes it for damage."""


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(WORDS, encoding="utf-8")
    Path("b.txt").write_text(WORDS, encoding="utf-8")
    Path("k").mkdir()
    Path("k/c.txt").write_text(WORDS, encoding="utf-8")

    def late(_: int, __: FrameType | None) -> None:
        raise Waited

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    os.symlink("/dev/zero", path)


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        here = os.getcwd()
        os.chdir(path.parent)
        try:
            server.bind(path.name)
        finally:
            os.chdir(here)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(GIGABYTES)


def folder(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    os.symlink(path.name, path)


THINGS = [pipe, device, bound, sparse, folder, loop]

INPUTS = {
    "a document": ("x.txt", ("compare", "x.txt", "b.txt")),
    "a source": ("x.docx", ("compare", "a.txt", "x.docx")),
    "a template": ("x.txt", ("compare", "a.txt", "b.txt", "--template", "x.txt")),
    "a public text": ("x.txt", ("compare", "a.txt", "b.txt", "--public", "x.txt")),
    "a checked document": ("x.txt", ("check", "x.txt", "--corpus", "k")),
    "one of several": ("x.txt", ("check", "a.txt", "x.txt", "--corpus", "k")),
    "a table of frequencies": ("x.npz", ("compare", "a.txt", "b.txt", "--background", "x.npz")),
    "a saved result": ("x.json", ("show", "x.json")),
    "what is counted": ("x.txt", ("background", "build", "x.txt", "-o", "t.npz")),
    "a list that is counted": ("x.jsonl", ("background", "build", "x.jsonl", "-o", "t.npz")),
    "phrases": ("x.txt", ("background", "build", "a.txt", "-o", "t.npz", "--phrases", "x.txt")),
    "metadata": ("x.csv", ("corpus", "add", "a.txt", "--metadata", "x.csv", "--corpus", "k")),
    "phrases of a corpus": ("k/.simcheck/phrases.txt", ("check", "a.txt", "--corpus", "k")),
    "public texts of a corpus": ("k/.simcheck/public.runs", ("check", "a.txt", "--corpus", "k")),
}


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("name", INPUTS)
def test_what_is_no_file_is_refused(run: Run, name: str, thing: Callable[[Path], None]) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    path, arguments = INPUTS[name]
    thing(Path(path))
    if name in ("what is counted", "a list that is counted") and thing is folder:
        pytest.skip("a folder may be counted")
    code, out, said = run(*arguments)
    assert code == 2, out
    assert "意外" not in said
    assert "原因" in said or "建议" in said


ADDED = {
    "a document": "x.txt",
    "a list": "x.jsonl",
    "an archive": "x.zip",
    "a Word document": "x.docx",
    "a table of metadata": "metadata.csv",
}


@pytest.mark.parametrize("thing", [pipe, device, bound, sparse, loop])
@pytest.mark.parametrize("name", ADDED)
def test_what_is_no_file_keeps_nobody_else_out(run: Run, name: str, thing: Callable[[Path], None]) -> None:
    """Of a folder, everything else is added and the thing is told; a table that cannot be read is told at once."""
    Path("m").mkdir()
    Path("m/d.txt").write_text(f"又一篇。{WORDS}", encoding="utf-8")
    thing(Path("m") / ADDED[name])
    code, out, said = run("corpus", "add", "m", "--corpus", "k", "-v")
    # a link to a device leads out of the folder
    assert code == (0 if thing is device else 2)
    assert "意外" not in said
    assert ADDED[name] in out + said
    if name != "a table of metadata":
        assert "收录 1 篇" in out
    assert run("corpus", "add", f"m/{ADDED[name]}", "--corpus", "k")[0] == 2


def test_a_list_with_a_line_without_end_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("m.jsonl").write_bytes(b'{"text": "' + WORDS.encode() + b'"}\n{"text": "' + b"x" * 5000 + b'"}\n')
    monkeypatch.setattr(inputs, "LIMIT", 2000)
    code, out, _ = run("corpus", "add", "m.jsonl", "--corpus", "k")
    assert code == 2
    assert "收录 1 篇" in out
    assert "太大" in out


@pytest.mark.parametrize("arguments", ["compare - b.txt", "check - --corpus k", "show -"])
def test_standard_input_without_end_is_bounded(run: Run, arguments: str) -> None:
    run("corpus", "add", "k", "--corpus", "k")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000,) * 2)\n"
        "from simcheck.files import given\n"
        "for f in (given.content, given.standard_input): f.__defaults__ = (20_000_000,)\n"
        "from simcheck.cli.commands import show; show.RESULT = 20_000_000\n"
        "from simcheck.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    with subprocess.Popen(["yes", "全镇上下"], stdout=subprocess.PIPE) as endless:
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments.split()],
            stdin=endless.stdout,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        endless.kill()
    assert done.returncode == 2
    assert "太大".encode() in done.stderr


def test_closed_standard_input_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(NoAccess):
        given.standard_input()


def test_no_more_is_read_than_may_be(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1001)
    assert len(given.content(path, 1001)) == 1001
    with pytest.raises(TooLarge) as caught:
        given.content(path, 1000)
    assert (caught.value.size, caught.value.limit) == (1001, 1000)
    # what has no size of its own is read and counted
    if os.path.exists("/proc/self/status"):
        assert given.content("/proc/self/status", 1_000_000)
        with pytest.raises(TooLarge):
            given.content("/proc/self/status", 10)


def test_a_zip_with_a_directory_of_millions_is_damaged(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from simcheck.readers import archive, package

    with ZipFile("many.zip", "w") as made:
        for number in range(3000):
            made.writestr(f"{number}.txt", "x")
    monkeypatch.setattr(archive, "DIRECTORY", 100_000)
    assert Path("many.zip").stat().st_size > 100_000
    code, out, _ = run("corpus", "add", "many.zip", "--corpus", "k")
    assert code == 2
    assert "many.zip" in out
    Path("many.zip").rename("many.docx")
    monkeypatch.setattr(package, "DIRECTORY", 100_000)
    assert run("compare", "many.docx", "b.txt")[0] == 2
