"""Nothing that lies where the user stands is run, and nothing that is not a file holds the program up."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest

import simcheck
from benchmarks.reading import printing
from simcheck import worker
from simcheck.errors import Damaged, NoAccess
from simcheck.readers import decode, sandbox

ROOT = Path(simcheck.__file__).parent.parent
WORDS = "全镇上下齐心协力，扎实推进农村道路硬化、厕所改造和垃圾分类三项工作，群众满意度明显提高。"
needs_posix = pytest.mark.skipif(os.name != "posix", reason="pipes and signals of POSIX")

MARK = """
import os
with open(os.environ["SIMCHECK_TRAP"], "a") as file:
    file.write(__name__ + "\\n")
"""


def command() -> list[str]:
    """The installed command, or what its script does."""
    script = Path(sys.executable).with_name("simcheck")
    if script.exists():
        return [str(script)]
    return [sys.executable, "-P", "-c", "from simcheck.__main__ import enter; enter()"]


def trap(folder: Path) -> None:
    """Modules by every name that the program could look for, each of which would leave its name."""
    names = {name for name in sys.stdlib_module_names if name.isidentifier()} - {"__main__"}
    for distribution in metadata.distributions():
        top = (distribution.read_text("top_level.txt") or "").split()
        names |= {name for name in top if name.isidentifier()} | {re.sub("[-.]", "_", distribution.metadata["Name"])}
    names |= {"simcheck", "sitecustomize", "usercustomize", "docx", "rjieba", "msgspec", "numpy", "olefile", "lxml"}
    for name in names:
        (folder / f"{name}.py").write_text(MARK)


def spawn(folder: Path, *arguments: str | Path, program: list[str] | None = None) -> subprocess.CompletedProcess[bytes]:
    path = os.pathsep.join([str(ROOT)])
    return subprocess.run(
        [*(program or command()), *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "SIMCHECK_TRAP": str(folder.parent / "sprung"), "PYTHONPATH": path},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    folder = tmp_path / "下载"
    folder.mkdir()
    trap(folder)
    (folder / "a.txt").write_text(WORDS * 3, encoding="utf-8")
    (folder / "b.txt").write_text(f"开头。{WORDS}结尾。", encoding="utf-8")
    (folder / "c.pdf").write_bytes(printing.pdf(printing.printed([WORDS])))
    (folder / "d.docx").write_bytes(printing.word([WORDS]))
    # enough for other processes to be worth their start
    papers = folder / "历年"
    papers.mkdir()
    for number in range(9):
        (papers / f"{number}.txt").write_text(f"{number}号村的话。" * 60_000 + WORDS, encoding="utf-8")
    return folder


def test_nothing_of_the_folder_where_the_user_stands_is_run(trapped: Path) -> None:
    for arguments in (
        ("compare", "a.txt", "b.txt", "-o", "r.json", "-o", "r.docx", "-q"),
        ("compare", "c.pdf", "d.docx", "-q"),
        ("corpus", "add", "历年", "c.pdf", "d.docx", "--corpus", "k"),
        ("check", "b.txt", "--corpus", "k", "-q"),
        ("corpus", "phrases", "--corpus", "k"),
        ("corpus", "public", "--add", "b.txt", "--corpus", "k", "-q"),
        ("corpus", "stats", "--corpus", "k", "--verify"),
        ("corpus", "rebuild", "--corpus", "k", "-q"),
        ("corpus", "list", "--corpus", "k"),
        ("corpus", "remove", "a" * 12, "--corpus", "k", "--yes"),
        ("show", "r.json", "-q"),
        ("background", "build", "历年", "-o", "t.npz", "--phrases", "none", "-q"),
        ("--help",),
    ):
        done = spawn(trapped, *arguments)
        assert done.returncode == (2 if "remove" in arguments else 0), done.stderr.decode()
        sprung = trapped.parent / "sprung"
        assert not sprung.exists(), (arguments, sprung.read_text())


def test_python_m_takes_nothing_from_there_either(trapped: Path) -> None:
    """But what Python itself takes from there before it comes to us, and what is called like us."""
    own = [sys.executable, "-I", "-c", "import runpy, sys; print(*sys.modules)"]
    loaded = subprocess.run(own, capture_output=True, text=True, check=True).stdout.split()
    for name in {"simcheck", *(name.partition(".")[0] for name in loaded)}:
        (trapped / f"{name}.py").unlink(missing_ok=True)
    done = spawn(trapped, "compare", "c.pdf", "d.docx", program=[sys.executable, "-m", "simcheck"])
    assert done.returncode == 0, done.stderr.decode()
    assert not (trapped.parent / "sprung").exists(), (trapped.parent / "sprung").read_text()


def test_the_trap_works(trapped: Path) -> None:
    done = spawn(trapped, program=[sys.executable, "-c", "import pickle"])
    assert done.returncode == 0
    assert (trapped.parent / "sprung").read_text() == "pickle\n"


@needs_posix
def test_a_frozen_program_reads_by_its_own_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no interpreter to be called, the program calls itself."""
    program = tmp_path / "simcheck.bin"
    asked = tmp_path / "asked"
    program.write_text(f'#!/bin/sh\necho "$*" >> "{asked}"\nexec "{sys.executable}" -P -m simcheck "$@"\n')
    program.chmod(0o755)
    sandbox.dismiss()
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(worker, "_is_ours", True)
    assert decode("c.pdf", printing.pdf(printing.printed([WORDS]))).text == WORDS
    sandbox.dismiss()
    assert asked.read_text().startswith("--worker read ")
    # somebody else's program, which knows no such word, reads by itself
    monkeypatch.setattr(worker, "_is_ours", False)
    assert decode("c.pdf", printing.pdf(printing.printed([WORDS]))).text == WORDS
    assert asked.read_text().count("\n") == 1


def test_a_child_cannot_be_asked_for_anything_else() -> None:
    for arguments in (["--worker"], ["--worker", "os", "0"], ["--worker", "read"]):
        done = subprocess.run(
            [sys.executable, "-m", "simcheck", *arguments], cwd=ROOT, capture_output=True, timeout=60, check=False
        )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "answer",
    [b"", b"\xff" * 40, (1).to_bytes(8, "little") + (1 << 40).to_bytes(8, "little")],
    ids=["nothing", "noise", "a frame without end"],
)
def test_an_answer_that_is_none_is_a_damaged_document(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that took the reader over can say what it likes, and is damaged."""
    sandbox.dismiss()
    code = f"import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write({answer!r}); sys.stdout.flush()"
    monkeypatch.setattr(worker, "_command", lambda: [sys.executable, "-c", code])
    with pytest.raises(Damaged):
        decode("c.pdf", printing.pdf(printing.printed([WORDS])))
    monkeypatch.undo()
    assert decode("c.pdf", printing.pdf(printing.printed([WORDS]))).text == WORDS


def framed(*frames: bytes) -> bytes:
    head = [len(frames), *map(len, frames)]
    return b"".join(number.to_bytes(8, "little") for number in head) + b"".join(frames)


@pytest.mark.parametrize(
    "frames",
    [
        (b"\x93\x90\x90\xc0",),
        (b"\x93\x90\x91\x64\xc0", b"text"),
        (b"\x93\x90\x92\x02\x01\xc0", b"text"),
        (b"\x93\x90\x90\x92\xa4evil\x80",),
        (b"\x93\x90\x90\x92\xa7damaged\x81\xa5other\x01",),
        (b"\x93\x91\x93\xa1x\x92\x05\x01\x80\x90\xc0", b"text"),
        (b"\x93\x90\x90\xc0", b"\xff\xfe"),
        (b"\x93\x91\x93\xa4evil\xc0\x80\x90\xc0", b"text"),
        (b"\x93\x91\x93\xa7slipped\x92\x00\x09\x80\x90\xc0", b"text"),
        (b"\x93\x90\x90\x92\xa7damaged\x82\xa4path\xc4\x01a\xa6reason\x91\xc4\x01x",),
        (),
    ],
    ids=["no text", "page outside", "pages backwards", "no such error", "no such fact", "span backwards", "no UTF-8"]
    + ["no such note", "note outside", "another fact", "no frame"],
)
def test_an_answer_of_another_form_is_a_damaged_document(frames: tuple[bytes, ...]) -> None:
    with pytest.raises(Damaged):
        sandbox._extract("c.pdf", frames)


@needs_posix
def test_a_reader_that_is_left_alone_with_an_endless_file_ends(tmp_path: Path) -> None:
    """Killed while it reads, the program leaves nobody behind who goes on for ever."""
    spinning = (
        "import sys; from simcheck import worker; worker._bound(0); worker.GRACE = 0.5\n"
        "worker._watch(0.5); print('on', flush=True)\nwhile True: pass"
    )
    done = subprocess.run([sys.executable, "-c", spinning], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert done.stdout == b"on\n"
    assert done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


INTERRUPTED = """
import os, signal, sys
module = sys.argv[1]
signal.signal(signal.SIGINT, signal.default_int_handler)
class Finder:
    @staticmethod
    def find_spec(name, *_):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
sys.argv = ["simcheck", "corpus", "add", "a.txt", "--corpus", "k"]
from simcheck.__main__ import enter
sys.meta_path.insert(0, Finder)
enter()
"""


@needs_posix
@pytest.mark.parametrize(
    "module",
    [
        "simcheck.worker",
        "simcheck.cli.main",
        "click",
        "simcheck.i18n.messages",
        "simcheck.corpus.collection",
        "numpy",
        "sklearn",
    ],
)
def test_ctrl_c_leaves_no_traceback_however_early(tmp_path: Path, module: str) -> None:
    """While modules are imported nobody else listens."""
    (tmp_path / "a.txt").write_text(WORDS * 400, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-c", INTERRUPTED, module],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    assert done.returncode == 130


@needs_posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "arguments", ["compare a.txt b.txt", "check - --corpus k", "compare - b.txt", "compare c.pdf b.txt"]
)
def test_closed_streams(tmp_path: Path, closed: str, arguments: str) -> None:
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "b.txt").write_text(WORDS, encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(printing.pdf(printing.printed([WORDS])))
    spawn(tmp_path, "corpus", "add", "a.txt", "--corpus", "k")
    line = f"{shlex.join(command())} {arguments} {closed}"
    done = spawn(tmp_path, "-c", line, program=["sh"])
    assert done.returncode in (0, 2)
    assert b"Traceback" not in done.stderr
    assert "意外".encode() not in done.stderr


@needs_posix
def test_an_installation_below_the_folder_is_not_that_folder(tmp_path: Path) -> None:
    """Whoever stands in the project that holds the environment."""
    below = tmp_path / "下载" / "env"
    below.mkdir(parents=True)
    os.symlink(ROOT / "simcheck", below / "simcheck")
    (tmp_path / "下载" / "click.py").write_text(MARK)
    done = spawn(tmp_path / "下载", "--help", program=[sys.executable, "-m", "simcheck"])
    assert done.returncode == 0, done.stderr.decode()
    assert not (tmp_path / "sprung").exists()


def test_a_path_with_the_sign_that_parts_paths_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, f"/somewhere{os.pathsep}relative"])
    assert not [entry for entry in os.pathsep.join(worker._path()).split(os.pathsep) if not os.path.isabs(entry)]
    monkeypatch.setattr(worker, "_root", lambda: f"/a{os.pathsep}b")
    assert not worker.is_possible()


@needs_posix
def test_a_folder_that_was_deleted_is_nobodys_place(tmp_path: Path) -> None:
    path = tmp_path / "d.docx"
    path.write_bytes(printing.word([WORDS]))
    code = (
        "import os, sys, simcheck; os.mkdir('gone'); os.chdir('gone'); os.rmdir('../gone')\n"
        "print(len(simcheck.read(sys.argv[1]).text) > 40)"
    )
    done = spawn(tmp_path, "-c", code, path, program=[sys.executable])
    assert done.stdout == b"True\n", done.stderr.decode()


@needs_posix
def test_standard_input_that_does_not_wait_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(WORDS, encoding="utf-8")
    ours, theirs = os.pipe()
    os.set_blocking(ours, False)
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "simcheck", "compare", "-", "b.txt", "--json"],
        cwd=tmp_path,
        stdin=ours,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        os.close(ours)
        for part in (WORDS[:20], WORDS[20:]):
            time.sleep(0.5)
            os.write(theirs, part.encode())
        os.close(theirs)
        said, _ = process.communicate(timeout=60)
    assert json.loads(said)["document"]["text"] == WORDS


def test_a_system_that_starts_no_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    sandbox.dismiss()
    monkeypatch.setattr(subprocess, "Popen", refuse)
    with pytest.raises(NoAccess) as caught:
        decode("d.docx", printing.word([WORDS]))
    assert caught.value.reason == "no-process"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here")
def test_a_fork_while_another_thread_reads_can_read(tmp_path: Path) -> None:
    code = (
        "import os, sys, warnings; warnings.simplefilter('ignore')\n"
        "from simcheck.readers import read, sandbox\n"
        "sandbox._only.acquire()\n"
        "child = os.fork()\n"
        "if not child: os._exit(0 if read(sys.argv[1]).text else 1)\n"
        "os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    (tmp_path / "d.docx").write_bytes(printing.word([WORDS]))
    assert spawn(tmp_path, "-c", code, "d.docx", program=[sys.executable]).returncode == 0


def test_a_reader_that_is_too_late_is_told_as_that() -> None:
    child = worker.Worker("read")
    os.kill(child._process.pid, signal.SIGSTOP)
    child._has_answered = True
    child.send([b"", b""], patience=0.2)
    with pytest.raises(worker.BrokenOff) as caught:
        child.receive()
    assert caught.value.late


def test_what_another_process_leaves_out_of_its_answer_is_noticed() -> None:
    from simcheck.corpus import parcels
    from simcheck.corpus.ingest import ReadOptions, ingested
    from simcheck.corpus.inputs import Incoming
    from simcheck.index.sketching import sketching

    documents = [simcheck.Document(str(n), "a", f"{n}{WORDS}") for n in range(3)]
    chunk = [Incoming(each.id, each.name, 10, document=each) for each in documents]
    asked = parcels.question_of(parcels.packed_question(chunk, ReadOptions(), sketching()))
    whole = list(parcels.packed_answer(ingested(*asked)))
    assert [each.incoming for each in parcels.answer_of(whole, chunk).done] == chunk
    for wrong in (chunk[:2], [*chunk, chunk[0]]):
        with pytest.raises(parcels.MALFORMED):
            parcels.answer_of(whole, wrong)
