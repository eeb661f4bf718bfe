"""What the commands that ask a corpus have in common: where it is, languages, errors, what they load."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT
from support.commands import LAST, THIS, Run, copied, records, spawn, stranger

from simcheck.cli import corpora

SLOW = {"jieba", "sklearn", "datasketch", "scipy"}

pytestmark = pytest.mark.usefixtures("plain_surroundings")


COMMANDS: list[tuple[str, ...]] = [
    ("check", f"corpus/{THIS}"),
    ("corpus", "list"),
    ("corpus", "stats"),
    ("corpus", "remove", "abcd", "--yes"),
    ("corpus", "upgrade"),
    ("corpus", "rebuild"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_there_is_no_corpus_yet(run: Run, empty: Path, command: tuple[str, ...]) -> None:
    """Every command says so, where it looked, and how to make one; none makes one."""
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert err == (
        "错误[no-corpus] 这里还没有语料库\n  -->   corpus\n"
        "  建议  先收录：simcheck corpus add 历年文稿/     或用 --corpus 指明位置\n"
    )
    assert "simcheck corpus add documents/ --corpus 库 " in run(*command, "--corpus", "库/", "--lang", "en")[2]
    assert list(empty.iterdir()) == []


def test_the_option_then_the_environment_then_the_folder(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--corpus, SIMCHECK_CORPUS, ./corpus."""
    copied("青石镇*.txt", place / "文稿")
    monkeypatch.setenv("SIMCHECK_CORPUS", "别的")
    assert run("corpus", "add", "文稿")[0] == 0
    assert (place / "别的" / ".simcheck").exists()
    assert len(records(run)) == 2
    assert len(records(run, "--corpus", "corpus")) == 12
    assert "语料库 别的/   2 篇" in run("check", stranger(place))[1]
    monkeypatch.delenv("SIMCHECK_CORPUS")
    assert len(records(run)) == 12


def test_english(run: Run, watch: Run, place: Path) -> None:
    """Every screen; the names of files stay as they are."""
    (place / "空白.txt").write_bytes(b"")
    shutil.copy(place / "corpus" / THIS, place / "copy.txt")
    out = run("corpus", "add", stranger(place), "空白.txt", "copy.txt", "--lang", "en")[1]
    assert re.match(r"added 2 documents \([\d,]+ chars\), 1 unreadable\n \+  新稿.txt\n \+  copy.txt\n", out)
    assert "1 of them has the very same text as another" in out
    assert "The corpus in corpus/ now holds 14 documents. Time: " in out
    assert " !  空白.txt  no text in it\n" in out
    assert watch("corpus", "list", "--lang", "en")[1].split()[:3] == ["id", "name", "chars"]
    assert "fits the current settings" in run("corpus", "stats", "--lang", "en")[1]
    assert "shared in all" in run("check", stranger(place), "--lang", "en")[1]
    assert run("check", *place.glob("*.txt"), "--lang", "en")[1].startswith("checked\tstrong\tshared\t")
    assert "The index was rebuilt: 13 documents, " in run("corpus", "rebuild", "--lang", "en")[1]
    assert "Removed 1 document; the corpus holds 13." in run("corpus", "remove", "copy.txt", "--yes", "--lang", "en")[1]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_unexpected_errors(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    """Friendly, 2; the traceback only with --debug."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(corpora, "catalogue", fail)
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert err.startswith("意外错误：")
    assert "secret" not in err
    with pytest.raises(ZeroDivisionError):
        run(*command, "--debug")


@pytest.mark.parametrize(
    ("args", "absent"),
    [
        (["corpus", "list"], SLOW | {"numpy", "rjieba", "rapidfuzz"}),
        (["corpus", "list", "--json"], SLOW | {"numpy", "rjieba", "rapidfuzz"}),
        (["corpus", "stats"], SLOW),
        (["check", f"corpus/{THIS}"], SLOW | {"xlsxwriter"}),
        (["check", f"corpus/{THIS}", f"corpus/{LAST}", "--json"], SLOW),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_asking_loads_nothing_slow(place: Path, args: list[str], absent: set[str]) -> None:
    """Neither jieba nor scikit-learn for a check; for the list not even numpy. Nothing on stderr that is not ours."""
    code = f"import sys; from simcheck.cli.main import main; main({args!r}); print('\\n', *sys.modules)"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ)
    assert done.stderr == ""
    assert not {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()} & absent


@pytest.mark.parametrize(
    "command", [("check", f"corpus/{THIS}"), ("corpus", "list"), ("corpus", "stats"), ("cross", "corpus", "--all")]
)
def test_the_code_page_of_chinese_windows(place: Path, command: tuple[str, ...]) -> None:
    """Everything that is printed exists in GBK."""
    done = spawn(*command, env={"PYTHONIOENCODING": "gbk", "COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "?" not in done.stdout.decode("gbk")


def test_a_closed_pipe_is_quiet(place: Path) -> None:
    """As in ``simcheck corpus list | head -1``."""
    command = f"{sys.executable} -m simcheck corpus list; echo code $? >&2"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=False, env=environ
    )
    assert done.stderr == "code 0\n"
