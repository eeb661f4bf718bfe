"""The frozen folder (``tools/freeze.py``), from what is clicked to a report, without the Python that froze it.

``SIMCHECK_FROZEN`` names a folder that was made; otherwise one is made where PyInstaller is, which takes a minute.
"""

from __future__ import annotations

import ast
import configparser
import importlib.util
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support import ROOT, SAMPLES
from support.commands import THIS
from support.pdf import drawn, show
from support.serving import Server

from tools import freeze

LACKING: Final = "no frozen folder: PyInstaller is not installed, and SIMCHECK_FROZEN names none"

WORDS: Final = "全镇上下齐心协力推进农村道路硬化完成投资三百五十万元新修村组道路二十六公里"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = os.environ.get("SIMCHECK_FROZEN")
    if made:
        return Path(made).resolve()
    if importlib.util.find_spec("PyInstaller") is None or freeze.lacking():
        pytest.skip(LACKING)
    return freeze.freeze(tmp_path_factory.mktemp("frozen"))


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """A user who has no Python, nor anything of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "DISPLAY") if name in os.environ}
    return {**kept, "HOME": str(tmp_path), "LANG": "C.UTF-8", "SIMCHECK_LANG": "zh"}


def ran(frozen: Path, surroundings: dict[str, str], *args: str | Path) -> subprocess.CompletedProcess[str]:
    words = [str(frozen / "simcheck"), *map(str, args)]
    return subprocess.run(
        words, capture_output=True, text=True, env=surroundings, cwd=surroundings["HOME"], check=False
    )


def pdf(path: Path) -> Path:
    path.write_bytes(drawn([[show(WORDS[at : at + 18], 60, 780 - 24 * at / 18) for at in range(0, len(WORDS), 18)]]))
    return path


def test_it_reads_compares_and_writes(frozen: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    """With what lies beside the modules: dictionary, tables, templates, the library that reads PDF, children."""
    (tmp_path / "乙.txt").write_text(f"乙镇种茶百亩。{WORDS}。", encoding="utf-8")
    outputs = [word for form in ("html", "docx", "xlsx", "json", "md") for word in ("-o", f"结果.{form}")]
    done = ran(frozen, surroundings, "compare", pdf(tmp_path / "甲.pdf"), "乙.txt", "-q", *outputs)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(path.stat().st_size > 1000 for path in tmp_path.glob("结果.*"))
    assert len(list(tmp_path.glob("结果.*"))) == 5
    assert WORDS[:18] in (tmp_path / "结果.md").read_text(encoding="utf-8").replace("\n", "")


def test_a_corpus_is_kept_and_checked_against(frozen: Path, surroundings: dict[str, str], tmp_path: Path) -> None:
    assert ran(frozen, surroundings, "corpus", "add", SAMPLES, "-q").returncode == 0
    done = ran(frozen, surroundings, "check", SAMPLES / THIS, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert ran(frozen, surroundings, "cross", SAMPLES, "-q", "-o", "互查.xlsx").returncode == 0


def test_its_core_is_compiled_if_ours_is(frozen: Path, surroundings: dict[str, str]) -> None:
    inside = (frozen / "_internal" / "simcheck" / "compiled" / "core.bin").exists()
    assert ("compiled core" in ran(frozen, surroundings, "--version").stdout) == inside


@pytest.fixture
def clicked(frozen: Path, surroundings: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """What runs after ``查重.sh`` was clicked, but for the browser."""
    if not sys.platform.startswith("linux"):
        pytest.skip("what is clicked is for Linux")
    pipe = subprocess.PIPE
    words = [str(frozen / "查重.sh"), "--no-browser", "--port", "0"]
    process = subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, env=surroundings, start_new_session=True)
    try:
        assert process.stdout
        address = process.stdout.readline().split()[-1]
        yield Server(process, address, tmp_path / ".local/share/simcheck/corpus", tmp_path / ".local/state/simcheck")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=60)


def test_from_the_click_to_a_report(clicked: Server, tmp_path: Path) -> None:
    data = pdf(tmp_path / "甲.pdf").read_bytes()
    job = clicked.carried_out([("甲.pdf", data), ("乙.txt", f"乙镇种茶百亩。{WORDS}。".encode())], kind="cross")
    assert (job["state"], job["documents"], job["failed"]) == ("done", 2, 0)
    assert clicked.corpus.is_dir()


def test_nothing_is_left_out_that_the_program_imports() -> None:
    """By the program itself, at any time: not by name, which is how what a user may have or lack is looked for."""
    imported: set[str] = set()
    for path in (ROOT / "simcheck").rglob("*.py"):
        for node in _unconditional(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(str(node.module).partition(".")[0])
    assert {"jieba", "sklearn", "starlette"} <= imported
    # what only a cluster needs: the folder computes where it is
    assert not (imported - {"pandas", "pyarrow", "pyspark"}) & set(freeze.UNWANTED)


def _unconditional(node: ast.AST) -> Iterator[ast.AST]:
    """All that is in it but for what type checkers alone read."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield child
            yield from _unconditional(child)


def test_what_is_clicked_is_well_formed(tmp_path: Path) -> None:
    freeze.start(tmp_path)
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(tmp_path / "simcheck-serve.desktop", encoding="utf-8")
    about = entry["Desktop Entry"]
    assert {"Type", "Name", "Name[zh_CN]", "Exec"} <= set(about)
    # strings of such files are unescaped before words are told apart, which is as a shell does it
    line = about["Exec"].replace("\\\\", "\\")
    assert line.endswith(" %k")
    place = tmp_path / "a b"
    place.mkdir()
    (place / "查重.sh").write_text("#!/bin/sh\necho clicked\n", encoding="utf-8")
    (place / "查重.sh").chmod(0o755)
    line = line.replace("%k", shlex.quote(str(place / "x.desktop")))
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.stdout == "clicked\n"
    for path in tmp_path.glob("*.sh"):
        assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0
        assert path.stat().st_mode & 0o111


def test_it_leaves_to_others_what_was_theirs(tmp_path: Path) -> None:
    """Programs that it starts find their own libraries, not those of the folder."""
    before = freeze.ENTRY.partition("from simcheck")[0]
    told = 'print(os.environ.get("LD_LIBRARY_PATH"), os.environ.get("DYLD_LIBRARY_PATH"))'
    environ = {"LD_LIBRARY_PATH": "ours", "LD_LIBRARY_PATH_ORIG": "theirs", "DYLD_LIBRARY_PATH": "ours"}
    words = [sys.executable, "-c", f"{before}\n{told}"]
    done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **environ}, check=True)
    assert done.stdout == "theirs None\n"
