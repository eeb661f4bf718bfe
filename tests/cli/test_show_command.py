"""``simcheck show``, and what every result has in common: files, screens, streams, exit codes, interruptions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.commands import Run, cells, spawn
from support.screens import sample

from simcheck.cli import output
from simcheck.cli.output import SUFFIXES
from simcheck.i18n import messages
from simcheck.report.serialise import FORMAT

pytestmark = pytest.mark.usefixtures("plain_surroundings")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("甲乙丙", "内容不是 JSON"),
        ("{}", "不是 simcheck 保存的结果"),
        ("[1]", "不是 simcheck 保存的结果"),
        (sample().to_json(texts=False), "--no-text"),
        (sample().to_json().replace(f'"format":{FORMAT}', '"format":9'), "更新版本"),
    ],
)
def test_results_that_cannot_be_shown(run: Run, tmp_path: Path, content: str, reason: str) -> None:
    """Each says why, and how to get one that can."""
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    code, out, err = run("show", path)
    assert (code, out) == (2, "")
    assert "错误[invalid-result]" in err
    assert reason in err


def test_all_kinds_of_files(run: Run, saved: Path, tmp_path: Path) -> None:
    """Every suffix has its format; -q keeps quiet about them."""
    paths = [tmp_path / f"r{suffix}" for suffix in SUFFIXES]
    code, _, err = run("show", saved, "-q", *(part for path in paths for part in ("-o", path)))
    assert (code, err) == (0, "")
    assert (tmp_path / "r.docx").read_bytes().startswith(b"PK")
    contents = {
        path.suffix: path.read_bytes().decode("utf-8") for path in paths if path.suffix not in (".docx", ".xlsx")
    }
    assert json.loads(contents[".json"])["format"] == FORMAT
    assert contents[".md"].startswith("# ")
    assert contents[".csv"].startswith("\ufeff")
    assert contents[".csv"].count("\r\n") == 8
    assert max(map(cells, contents[".txt"].split("\n"))) < 100
    assert contents[".txt"].count("\n 第 ") == 7
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_no_text_leaves_the_texts_out_of_tables(run: Run, saved: Path, tmp_path: Path) -> None:
    """Only where things stand."""
    run("show", saved, "--no-text", "-o", tmp_path / "r.csv", "-o", tmp_path / "r.json")
    assert "信访维稳" not in (tmp_path / "r.csv").read_text(encoding="utf-8")
    assert "信访维稳" not in (tmp_path / "r.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(("limit", "code"), [("0", 1), ("83", 1), ("84.5", 0), ("100", 0)])
def test_fail_above(run: Run, saved: Path, limit: str, code: int) -> None:
    """1 only if the total is above; the result is printed all the same."""
    done, out, err = run("show", saved, "--fail-above", limit)
    assert done == code
    assert "83.9%" in out
    assert ("--fail-above" in err) == bool(code)


def test_fail_above_counts_what_is_counted(run: Run, saved: Path) -> None:
    """--without changes the total that is compared: 491 of 585 characters with set phrases, 458 of 552 without."""
    assert run("show", saved, "--fail-above", "83.5")[0] == 1
    assert run("show", saved, "--fail-above", "83.5", "--without", "boilerplate")[0] == 0


@pytest.mark.parametrize(
    ("limit", "code", "said"),
    [
        ("high:53", 1, "证据强的 53.7%，高于 --fail-above high:53%"),
        ("强：53.5％", 1, "高于 --fail-above high:53.5%"),
        ("middle:64", 1, "证据强和中等的 65.0%，高于 --fail-above middle:64%"),
        ("中等:65", 0, ""),
        ("low:83.5%", 1, "总计 83.9%，高于 --fail-above low:83.5%"),
        ("高:54", 0, ""),
    ],
)
def test_fail_above_of_a_grade(run: Run, saved: Path, limit: str, code: int, said: str) -> None:
    """What is listed changes neither share."""
    for more in ((), ("--grade", "low"), ("--grade", "强")):
        done, _, err = run("show", saved, "--fail-above", limit, *more)
        assert done == code
        assert said in err
    assert run("show", saved, "--fail-above", "60", "--grade", "high")[0] == 1


@pytest.mark.parametrize("limit", ["strongest:30", "high:", "high:101", ":30:30", "high 30"])
def test_a_bound_that_is_none(run: Run, saved: Path, limit: str) -> None:
    code, out, err = run("show", saved, "--fail-above", limit)
    assert (code, out) == (2, "")
    assert "--fail-above" in err


def test_a_wrong_grade_is_told_the_words_of_the_screen(run: Run) -> None:
    code, _, err = run("show", "x.json", "--grade", "极强")
    assert code == 2
    assert "high middle low（强 中等 弱）" in err


@pytest.mark.parametrize("word", ["high", "HIGH", "强", "高", "strong"])
def test_a_grade_restricts_what_is_listed(run: Run, saved: Path, tmp_path: Path, word: str) -> None:
    """On the screen and in files that people read, under the same numbers; JSON is always whole."""
    paths = [tmp_path / f"r{suffix}" for suffix in SUFFIXES]
    code, out, err = run("show", saved, "--grade", word, *(part for path in paths for part in ("-o", path)))
    assert (code, "错误" in err) == (0, False)
    assert "只列证据强的 2 处，另有 5 处证据中等或者弱。" in out
    assert [line.split()[0] for line in out[out.index(" 处  证据") :].split("\n")[:3]] == ["处", "1", "3"]
    assert "总复制比     83.9%" in out
    contents = {
        path.suffix: path.read_bytes().decode("utf-8") for path in paths if path.suffix not in (".docx", ".xlsx")
    }
    assert contents[".csv"].count("\r\n") == 3
    assert re.findall(r"第 (\d) 处", contents[".md"]) == re.findall(r"第 (\d) 处", contents[".txt"]) == ["1", "3"]
    assert len(json.loads(contents[".json"])["findings"]) == 7
    with zipfile.ZipFile(tmp_path / "r.docx") as document:
        comments = document.read("word/comments.xml").decode()
    assert re.findall(r"第 (\d) 处", comments) == ["1", "3"]


@pytest.mark.parametrize("option", [("--grade", "low"), ("--fail-above", "high:30")])
def test_grades_that_are_not_there_are_not_made_up(run: Run, saved: Path, option: tuple[str, str]) -> None:
    """A result of an older version is shown as it is; whoever asks for grades is told that there are none."""
    value = json.loads(saved.read_text(encoding="utf-8"))
    for finding in value["findings"]:
        del finding["grade"]
    saved.write_text(json.dumps(value), encoding="utf-8")
    code, out, err = run("show", saved)
    assert (code, "证据" in out, err) == (0, False, "")
    code, out, err = run("show", saved, *option)
    assert (code, out) == (2, "")
    assert "错误[invalid-result]" in err
    assert "没有证据强弱" in err
    assert "重新运行 compare 或 check" in err
    several = saved.with_suffix(".jsonl.json")
    several.write_text(json.dumps(value) + "\n" + json.dumps(value) + "\n", encoding="utf-8")
    assert run("show", several)[0] == 0
    assert run("show", several, *option)[0] == 2


def test_limits(run: Run, saved: Path) -> None:
    """-n N are the N longest, --all is all of them in full."""
    assert run("show", saved, "--view", "inline", "-n", "2")[1].count("\n 第 ") == 2
    _, out, _ = run("show", saved, "--view", "inline", "--all")
    assert out.count("\n 第 ") == 7
    assert "略" not in out


def test_no_folder_to_write_to(run: Run, saved: Path, tmp_path: Path) -> None:
    """Said before anything is computed."""
    code, out, err = run("show", saved, "-o", tmp_path / "没有" / "r.md")
    assert (code, out) == (2, "")
    assert "错误[cannot-write]" in err
    assert "文件夹不存在" in err


def test_a_folder_of_the_name(run: Run, saved: Path, tmp_path: Path) -> None:
    """A folder called r.md is not overwritten."""
    (tmp_path / "r.md").mkdir()
    assert run("show", saved, "-o", tmp_path / "r.md")[0] == 2


def test_nothing_is_left_half_written(run: Run, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk fills up, the old file is still there and nothing else."""
    target = tmp_path / "r.md"
    run("show", saved, "-o", target)
    old = target.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    code, _, err = run("show", saved, "-o", target)
    assert code == 2
    assert "磁盘满了" in err
    assert target.read_bytes() == old
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.md", "结果.json"]


def test_a_closed_pipe_is_quiet(saved: Path) -> None:
    """As in ``simcheck … | head -1``."""
    command = f"{sys.executable} -m simcheck show '{saved}' --all --view inline; echo code $? >&2"
    done = subprocess.run(["bash", "-c", f"({command}) | true"], capture_output=True, text=True, check=False)
    assert done.stderr == "code 0\n"


def test_interrupted(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, 130, no traceback."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(output, "deliver", interrupt)
    code, out, err = run("show", saved)
    assert (code, out, err.strip()) == (130, "", messages.text("zh", "interrupted"))


def test_unexpected_errors(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Friendly, exit code 2, and a traceback only if it was asked for."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(output, "deliver", fail)
    code, out, err = run("show", saved)
    assert (code, out) == (2, "")
    assert err.startswith("意外错误：")
    assert "secret" not in err
    with pytest.raises(ZeroDivisionError):
        run("show", saved, "--debug")


@pytest.mark.parametrize("view", ["inline", "side", "list", "paragraphs"])
def test_the_code_page_of_chinese_windows(saved: Path, view: str) -> None:
    """Everything that simcheck draws exists in GBK; nothing crashes if a text has more."""
    done = spawn("show", saved, "--all", "--view", view, env={"PYTHONIOENCODING": "gbk"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "?" not in done.stdout.decode("gbk")


@pytest.mark.parametrize(
    ("environ", "option", "coloured"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({"TERM": "dumb"}, "always", True),
    ],
)
def test_colour(
    run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], option: str, coloured: bool
) -> None:
    """The option decides, then NO_COLOR, FORCE_COLOR, and whether anybody is watching."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run("show", saved, "--color", option, "--view", "inline")
    assert ("\x1b[" in out) == coloured
    assert ("[-" in out) != coloured


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_columns_are_honoured(run: Run, saved: Path, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """COLUMNS is the width of every view."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for view in ("inline", "side", "list", "paragraphs", "none"):
        _, out, _ = run("show", saved, "--view", view, "--all")
        assert max(map(cells, out.split("\n"))) < columns


def test_the_list_is_for_pipes(run: Run, saved: Path) -> None:
    """One line a finding where nobody is watching, every finding, stable columns."""
    _, out, _ = run("show", saved)
    lines = out[out.index(" 处  证据") :].split("\n")[:8]
    assert [line.split()[0] for line in lines] == ["处", "1", "2", "3", "4", "5", "6", "7"]
