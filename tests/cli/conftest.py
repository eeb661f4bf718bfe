"""Commands as a person runs them, and folders to run them in."""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path

import pytest
from support.commands import Run, Screen, copied
from support.screens import sample

from simcheck.cli import main, talk
from simcheck.corpus.collection import Corpus


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs are told of one time: a second that passes between them is no difference of theirs."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command at a terminal of 80 columns where a person may type: the last line of what is shown is last."""

    def command(*args: str | Path, columns: int = 80, typed: str = "") -> tuple[int, str, str]:
        out, err = Screen(), Screen()
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", str(columns))
            patch.setenv("NO_COLOR", "1")
            patch.setattr(sys, "stdin", Screen(typed))
            # what is shown must not depend on how busy the machine is
            patch.setattr(talk, "UNTOLD", 600)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main.main([str(arg) for arg in args])
        return code, out.getvalue(), err.getvalue()

    return command


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that lies beside its documents, so that it may be copied."""
    folder = tmp_path_factory.mktemp("made") / "corpus"
    paths = copied("*.txt", folder)
    with Corpus.open(folder, create=True) as corpus:
        corpus.add_all(paths)
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the corpus in ``corpus``."""
    shutil.copytree(made, tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, without a corpus."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until it is moved."""
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A saved result."""
    path = tmp_path / "结果.json"
    path.write_text(sample().to_json(), encoding="utf-8")
    return path


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two short documents that share a sentence."""
    shared = "坚持每周召开信访维稳工作调度会议，每天研究矛盾纠纷隐患排查化解情况。"
    paths = tmp_path / "甲.txt", tmp_path / "乙.txt"
    paths[0].write_text(f"甲镇新修公路三里。\n{shared}\n", encoding="utf-8")
    paths[1].write_text(f"{shared}\n乙镇种茶百亩。\n", encoding="utf-8")
    return paths
