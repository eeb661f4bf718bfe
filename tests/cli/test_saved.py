"""``simcheck show`` of the results of several documents: a table, one of them, what is wrong with some."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Final

import pytest
from support import DATA
from support.commands import Run, cells, spawn

from simcheck.cli import saved as saved_files
from simcheck.cli.saved import Saved

SHARED = "全镇上下齐心协力，扎实推进农村道路硬化、厕所改造和垃圾分类三项工作，群众满意度明显提高。"
NAMES = ["甲/总结.txt", "乙/总结.txt", "丙.txt", "𠮷村.txt"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four documents, the third of which shares most, and one result of all of them."""
    folder = tmp_path_factory.mktemp("made")
    for number, name in enumerate(NAMES):
        path = folder / "收" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        own = f"{name[0]}说的是自己的事情，和别处不一样。" * (number % 3 + 1 if name != "丙.txt" else 0)
        path.write_text(f"{own}\n{SHARED}\n", encoding="utf-8")
    (folder / "k").mkdir()
    (folder / "k/c.txt").write_text(f"去年的情况。\n{SHARED}\n", encoding="utf-8")
    for command in (
        ("corpus", "add", "k", "--corpus", "k", "-q"),
        ("check", *(f"收/{name}" for name in NAMES), "--corpus", "k", "-q", "-o", "几.json"),
        ("check", "收", "--corpus", "k", "-q", "-o", "夹.json"),
    ):
        assert spawn(*command, cwd=folder).returncode == 0
    return folder


@pytest.fixture(autouse=True)
def surroundings(plain_surroundings: None, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(made, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")


def rows(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


def test_several_are_the_table_of_the_check(run: Run, watch: Run) -> None:
    """The same figures, and the number of each in the file."""
    checked = rows(run("check", *(f"收/{name}" for name in NAMES), "--corpus", "k")[1])
    code, out, err = run("show", "几.json")
    assert (code, err) == (0, "")
    shown = rows(out)
    assert [row[2:] for row in shown] == [row[1:] for row in checked]
    assert shown[0][:2] == ["第几份", "文稿"]
    assert {row[0]: row[1] for row in shown[1:]} == {"1": "总结.txt", "2": "总结.txt", "3": "丙.txt", "4": "𠮷村.txt"}
    code, out, err = watch("show", "几.json")
    assert (code, err) == (0, "")
    assert "共 4 份文稿" in out
    assert "simcheck show 几.json 3 -n 5" in out
    assert max(map(cells, out.splitlines())) < 80


@pytest.mark.parametrize(
    ("which", "name"), [("1", "总结.txt"), ("3", "丙.txt"), ("丙.txt", "丙.txt"), ("丙", "丙.txt")]
)
def test_one_of_them_in_full(run: Run, which: str, name: str) -> None:
    code, out, err = run("show", "几.json", which, "--all")
    assert (code, err) == (0, "")
    assert out.lstrip().startswith(name)
    assert "\n 第 1 处" in out or "  1  " in out


@pytest.mark.parametrize("which", ["乙/总结.txt", "乙/总结"])
def test_documents_of_a_folder_are_called_as_in_it(run: Run, which: str) -> None:
    code, out, _ = run("show", "夹.json", which)
    assert code == 0
    assert out.lstrip().startswith("乙/总结.txt")


def test_one_of_them_is_saved(run: Run) -> None:
    """And shows the same by itself."""
    assert run("show", "几.json", "3", "-q", "-o", "一.json", "-o", "一.md", "-o", "一.docx")[0] == 0
    assert run("show", "一.json") == run("show", "几.json", "3")
    assert run("show", "一.json", "1")[0] == 0


def test_all_of_them_are_saved_in_other_forms(run: Run) -> None:
    code, out, err = run("show", "夹.json", "-q", "-o", "再.json", "-o", "再.csv", "-o", "批注.docx")
    assert (code, out, err) == (0, "", "")
    assert run("show", "再.json") == run("show", "夹.json")
    assert len(list(Path().glob("批注-*.docx"))) == 4


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("0", "里没有第 0 份，一共 4 份"),
        ("5", "里没有第 5 份，一共 4 份"),
        ("9" * 5000, "一共 4 份"),
        ("丁.txt", "里没有叫 丁.txt 的文稿"),
        ("总结.txt", "里有几份都叫 总结.txt：第 1、2 份"),
    ],
)
def test_what_is_not_there_is_told(run: Run, which: str, said: str) -> None:
    code, out, err = run("show", "几.json", which)
    assert (code, out) == (2, "")
    assert said in err
    assert "simcheck show 几.json" in err


def test_too_many_words(run: Run) -> None:
    assert "多出了参数 3" in run("show", "几.json", "1", "3")[2]


def test_each_in_turn_and_for_programs(run: Run) -> None:
    out = run("show", "几.json", "-n", "1", "--view", "inline")[1]
    assert len(re.findall("^ 总复制比", out, re.MULTILINE)) == 4
    out = run("show", "几.json", "--json")[1]
    assert len([json.loads(line) for line in out.splitlines()]) == 4
    assert run("show", "几.json", "-q", "--fail-above", "90")[0] == 1
    assert run("show", "几.json", "-q", "--fail-above", "100")[0] == 0


def test_what_json_printed_is_shown_too(run: Run) -> None:
    out = run("check", "收", "--corpus", "k", "--json")[1]
    Path("x.jsonl").write_text(out, encoding="utf-8")
    assert run("show", "x.jsonl")[1] == run("show", "夹.json")[1]
    done = spawn("show", "-", input=out.encode())
    assert done.stdout.decode() == run("show", "夹.json")[1]
    assert spawn("show", "-", "2", input=out.encode()).returncode == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_what_a_shell_of_windows_redirects(run: Run, encoding: str) -> None:
    """PowerShell writes UTF-16 with a mark, cmd the code page."""
    text = Path("夹.json").read_text(encoding="utf-8").replace("\n", "\r\n")
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    Path("x.jsonl").write_bytes((mark + text).encode(encoding))
    assert run("show", "x.jsonl")[1] == run("show", "夹.json")[1]
    assert run("show", "x.jsonl", "2") == run("show", "夹.json", "2")


def test_json_loses_nothing_in_the_code_page_of_windows(run: Run) -> None:
    """What the code page lacks is written as an escape, not as a question mark."""
    done = spawn("check", "收/𠮷村.txt", "--corpus", "k", "--json", env={"PYTHONIOENCODING": "gbk"})
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("gbk")) == json.loads(
        run("check", "收/𠮷村.txt", "--corpus", "k", "--json")[1]
    )


def test_what_is_wrong_with_some_keeps_nobody_from_the_rest(run: Run) -> None:
    lines = Path("几.json").read_text(encoding="utf-8").splitlines()
    bad = lines[1].replace('"kind":"identical"', '"kind":"copied"')
    assert bad != lines[1]
    Path("坏.json").write_text("\n".join([lines[0], bad, "", lines[2][:-5], bad, lines[3]]) + "\n", encoding="utf-8")
    code, out, err = run("show", "坏.json")
    assert code == 2
    assert sorted(row[0] for row in rows(out)) == ["1", "5", "第几份"]
    assert err.count("错误[invalid-result]") == 2
    assert "坏.json:2" in err
    assert "另有 1 份因为同样的原因不能显示（第 4 份）" in err
    assert run("show", "坏.json", "2")[0] == 2
    assert run("show", "坏.json", "1")[0] == 0


def test_all_of_them_without_their_texts(run: Run) -> None:
    """One error, not one for each."""
    run("check", "收", "--corpus", "k", "-q", "--no-text", "-o", "无.json")
    code, out, err = run("show", "无.json")
    assert (code, out) == (2, "")
    assert err.count("错误[invalid-result] 无.json ") == 1
    assert "--no-text" in err


def test_one_result_over_many_lines_is_one(run: Run) -> None:
    """As an editor lays it out."""
    line = Path("几.json").read_text(encoding="utf-8").splitlines()[2]
    Path("好看.json").write_text(json.dumps(json.loads(line), ensure_ascii=False, indent=2), encoding="utf-8")
    Path("一.json").write_text(line, encoding="utf-8")
    assert run("show", "好看.json") == run("show", "一.json")


def test_a_large_file_is_read_a_line_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = max(map(len, Path("几.json").read_bytes().splitlines(keepends=True)))
    assert Path("几.json").stat().st_size > longest * 2

    def whole(*_: object) -> bytes:
        raise AssertionError("read at once")

    monkeypatch.setattr(saved_files, "content", whole)
    assert len([line.report() for line in Saved("几.json", longest)]) == 4


OLDER: Final = "这是 0.2 保存的结果"


def test_older_results_are_said_to_be(run: Run, watch: Run) -> None:
    """Once, under the table; beside it where another program reads the table."""
    path = str(DATA / "made-by-0.2" / "several.json")
    code, out, err = run("show", path)
    assert (code, OLDER in out, err.count(OLDER)) == (0, False, 1)
    code, out, err = watch("show", path)
    assert (code, out.count(OLDER), err) == (0, 1, "")
