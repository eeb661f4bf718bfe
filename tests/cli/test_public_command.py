"""``--public`` and ``simcheck corpus public``, as a person and as a script meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.commands import Run
from support.labelled import SPECIFIC
from support.public import ARTICLE, OTHER

from simcheck.cli.main import main

pytestmark = pytest.mark.usefixtures("plain_surroundings")


@pytest.fixture(autouse=True)
def desk(empty: Path) -> Path:
    """Two regulations with an article of a statute, a folder of statutes, a corpus with one of the two."""
    for name, some in (("甲市条例.txt", SPECIFIC[:9]), ("库/乙市条例.txt", SPECIFIC[20:29])):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("。\n".join([*some[:5], ARTICLE, *some[5:]]), encoding="utf-8")
    Path("法规/行政").mkdir(parents=True)
    Path("法规/行政/渡口管理条例.txt").write_text(f"总则\n{ARTICLE}\n附则", encoding="utf-8")
    Path("法规/信访条例.txt").write_text(OTHER.text, encoding="utf-8")
    assert main(["corpus", "add", "库", "--corpus", "库", "-q"]) == 0
    return empty


def found(run: Run, *args: str) -> tuple[set[str], set[str], int]:
    """The flags of the findings, the public texts that are named, and how many were searched."""
    code, out, err = run(*args, "--json")
    assert (code, err) == (0, "")
    data = json.loads(out)
    flags = {flag for finding in data["findings"] for flag in finding["flags"]}
    names = {mark["facts"]["public"] for mark in data["marks"] if mark["flag"] == "public"}
    return flags, names, data.get("public", {}).get("texts", 0)


COMPARE = ("compare", "甲市条例.txt", "库/乙市条例.txt")
CHECK = ("check", "甲市条例.txt", "--corpus", "库")


@pytest.mark.parametrize("command", [COMPARE, CHECK], ids=["compare", "check"])
def test_files_folders_archives_lists_and_patterns(run: Run, command: tuple[str, ...]) -> None:
    with ZipFile("法规.zip", "w") as archive:
        archive.write("法规/行政/渡口管理条例.txt", "行政/渡口.txt")
    Path("法规.jsonl").write_text(json.dumps({"id": "渡", "text": ARTICLE}) + "\n", encoding="utf-8")
    assert found(run, *command) == (set(), set(), 0)
    for paths, name, count in (
        (["法规/行政/渡口管理条例.txt"], "渡口管理条例.txt", 1),
        (["法规"], "行政/渡口管理条例.txt", 2),
        (["法规.zip"], "法规.zip/行政/渡口.txt", 1),
        (["法规.jsonl", "法规/信访条例.txt"], "法规.jsonl#渡", 2),
        (["法规/**/*.txt"], "渡口管理条例.txt", 2),
        (["法规/信访条例.txt", "法规"], "行政/渡口管理条例.txt", 2),
    ):
        options = [word for path in paths for word in ("--public", path)]
        assert found(run, *command, *options) == ({"public"}, {name}, count), paths


@pytest.mark.parametrize("command", [COMPARE, CHECK], ids=["compare", "check"])
def test_the_screen_says_how_many_were_searched(run: Run, command: tuple[str, ...]) -> None:
    assert "公开文本" not in run(*command)[1]
    assert "对照了 1 份公开文本。" in run(*command, "--public", "法规/信访条例.txt")[1]
    out = run(*command, "--public", "法规", "--view", "list", "--all")[1]
    assert "对照了 2 份公开文本。" in out
    assert "2 public texts were searched" in " ".join(run(*command, "--public", "法规", "--lang", "en")[1].split())


@pytest.mark.parametrize("command", [COMPARE, CHECK], ids=["compare", "check"])
def test_what_cannot_be_read_is_told_and_nothing_is_compared(run: Run, command: tuple[str, ...]) -> None:
    """What only that text explains would look like somebody's own words."""
    Path("法规/图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(200)))
    Path("空").mkdir()
    for path, code in (("没有", "not-found"), ("法规", "not-text"), ("空", "no-match"), ("法规/*.doc", "no-match")):
        done = run(*command, "--public", path, "-o", "果.json")
        assert (done[0], done[1], f"错误[{code}]" in done[2]) == (2, "", True), (path, done)
    assert not Path("果.json").exists()


def test_results_in_a_folder_are_passed_over(run: Run) -> None:
    run(*COMPARE, "-o", "法规/果.md")
    code, _, err = run(*COMPARE, "--public", "法规")
    assert code == 0
    assert err == "1 份像是 simcheck 写的结果，没有当作公开文本：法规/果.md。要用就逐一写出文件名\n"


def test_they_are_kept_listed_and_removed(run: Run, watch: Run) -> None:
    assert "还没有公开文本" in run("corpus", "public", "--corpus", "库")[1]
    code, out, err = run("corpus", "public", "--add", "法规", "--corpus", "库")
    assert (code, out, err) == (0, "", "收录公开文本 2 份，内容已有的 0 份；现在共 2 份\n")
    shutil.rmtree("法规")
    assert found(run, *CHECK) == ({"public"}, {"行政/渡口管理条例.txt"}, 2)
    assert found(run, *CHECK, "--no-public") == (set(), set(), 0)
    code, out, _ = run("corpus", "public", "--corpus", "库")
    assert [line.split()[-1] for line in out.splitlines()[:2]] == ["信访条例.txt", "行政/渡口管理条例.txt"]
    assert "共 2 份" in out
    lines = run("corpus", "public", "--corpus", "库", "--json")[1].splitlines()
    assert [json.loads(line)["name"] for line in lines] == ["信访条例.txt", "行政/渡口管理条例.txt"]
    code, out, err = watch("corpus", "public", "--corpus", "库", "-n", "1")
    assert "另有 1 份" in out
    code, _, err = run("corpus", "public", "--remove", "渡口条例", "--corpus", "库")
    assert (code, "错误[unknown-public]" in err) == (2, True)
    assert run("corpus", "public", "--remove", "行政/*", "--corpus", "库") == (0, "", "移出公开文本 1 份\n")
    assert found(run, *CHECK) == (set(), set(), 1)
    assert run("corpus", "public", "--remove", "信访条例.txt", "-q", "--corpus", "库") == (0, "", "")
    assert found(run, *CHECK) == (set(), set(), 0)


def test_what_can_be_read_is_kept_and_the_rest_told(run: Run) -> None:
    Path("法规/图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(200)))
    code, _, err = run("corpus", "public", "--add", "法规", "--add", "没有", "--corpus", "库")
    assert code == 2
    assert "错误[not-text]" in err
    assert "错误[not-found]" in err
    assert "收录公开文本 2 份" in err
    assert found(run, *CHECK)[2] == 2


def test_a_damaged_file_is_told_with_what_to_do(run: Run) -> None:
    run("corpus", "public", "--add", "法规", "--corpus", "库", "-q")
    path = Path("库/.simcheck/public.runs")
    path.write_bytes(path.read_bytes()[:-8])
    for command in (CHECK, ("corpus", "public", "--corpus", "库"), ("corpus", "stats", "--verify", "--corpus", "库")):
        code, out, err = run(*command)
        assert (code, out, "错误[public-damaged]" in err) == (2, "", True)
    assert "corpus public --add" in err
    assert run(*CHECK, "--no-public")[0] == 0
    path.unlink()
    assert run("corpus", "public", "--add", "法规", "--corpus", "库")[0] == 0


def test_what_to_type_again_has_the_options(run: Run) -> None:
    out = "".join(run(*CHECK, "--public", "法规", "--no-public")[1].split())
    assert "--public法规--no-public" in out


def test_the_passage_names_the_text(run: Run) -> None:
    assert "渡口管理条例.txt" in run(*COMPARE, "--public", "法规", "--view", "inline", "--all")[1]


def test_standard_input_is_read_once(run: Run) -> None:
    code, _, err = run("check", "-", "--public", "-", "--corpus", "库")
    assert (code, "标准输入只能用一次" in err) == (2, True)
