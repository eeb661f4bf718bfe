"""``simcheck check`` of several documents: one table, one file, one exit code."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from support.commands import LAST, SPEECH, THIS, Run, cells, checked, copied, rate, spawn, spreadsheet, stranger

from simcheck.cli.output import SUFFIXES
from simcheck.i18n import printable

pytestmark = pytest.mark.usefixtures("plain_surroundings")


def test_several_documents_are_one_table(watch: Run, place: Path) -> None:
    """On a terminal: those that share most first, and what to type next, wherever the corpus is."""
    os.rename("corpus", "库")
    names = [THIS, SPEECH, LAST]
    code, out, err = watch("check", *(f"库/{name}" for name in names), "--corpus", "库")
    assert (code, err) == (0, "")
    *rows, answer = [line for line in out.splitlines() if re.search(r"\d%", line)]
    assert len(rows) == 3
    assert answer == out.splitlines()[-1]
    shares = [float(re.findall(r"([\d.]+)%", row)[0]) for row in rows]
    assert re.findall(r"[\d.]+%", answer) == re.findall(r"[\d.]+%", rows[0])
    assert shares == sorted(shares, reverse=True)
    assert max(map(cells, out.splitlines())) < 80
    assert f"simcheck check 库/{LAST} --corpus 库 -n 5" in out
    assert "库/" not in "".join(rows)
    copied(THIS, place / "别处")
    out = watch("check", f"库/{THIS}", f"别处/{THIS}", "--corpus", "库", columns=120)[1]
    assert re.search(f"^ 别处/{THIS} ", out, re.MULTILINE)
    assert "第 1 处" not in out


def test_several_documents_for_programs(run: Run, place: Path) -> None:
    """A head, then a line for each, tabs between the columns, names as they were given."""
    names = [f"corpus/{name}" for name in (SPEECH, THIS, LAST)]
    code, out, err = run("check", *names)
    assert (code, err) == (0, "")
    rows = [line.split("\t") for line in out.splitlines()]
    assert rows[0][:4] == ["文稿", "证据强", "总复制比", "去除套话等"]
    assert sorted(row[0] for row in rows[1:]) == sorted(names)
    assert len({len(row) for row in rows}) == 1
    for row in rows[1:]:
        assert row[2] == printable.percent(rate(checked(run, row[0])))


def test_json_lines_stand_in_the_order_given(run: Run, place: Path) -> None:
    """One result a line, the same as each by itself."""
    names = [f"corpus/{name}" for name in (SPEECH, THIS, LAST)]
    code, out, err = run("check", *names, "--json", "--no-text")
    assert (code, err) == (0, "")
    results = [json.loads(line) for line in out.splitlines()]
    assert [result["document"]["name"] for result in results] == [SPEECH, THIS, LAST]
    assert results == [checked(run, name, "--no-text") for name in names]


def test_the_unreadable_among_several(run: Run, watch: Run, place: Path) -> None:
    """Explained as they come; the others have their results; 2 at the end, and how many it were."""
    (place / "空白.txt").write_bytes(b"")
    paths = [f"corpus/{THIS}", "空白.txt", "没有.txt", f"corpus/{LAST}"]
    code, out, err = run("check", *paths, "--fail-above", "10")
    assert code == 2
    assert len(out.splitlines()) == 3
    assert err.count("错误[") == 2
    assert err.endswith("有 2 份读不出，原因见前面\n")
    assert f"corpus/{LAST}：总计 " in err
    code, out, _ = run("check", *paths, "--json")
    assert (code, len(out.splitlines())) == (2, 2)
    code, out, err = run("check", "空白.txt", "没有.txt")
    assert (code, out, err.count("错误[")) == (2, "", 2)
    assert watch("check", *paths)[0] == 2


def test_any_document_above_fails(run: Run, place: Path) -> None:
    """Named on stderr; with -q only the code is left."""
    paths = [f"corpus/{THIS}", "corpus/安全生产工作汇报（临江新区）.txt"]
    code, _, err = run("check", *paths, "--fail-above", "50")
    assert code == 1
    assert err.count("高于") == 1
    assert err.startswith(f"corpus/{THIS}：总计 ")
    assert run("check", *paths, "--fail-above", "50", "-q") == (1, "", "")
    assert run("check", *paths, "--fail-above", "99", "-q") == (0, "", "")


def test_several_documents_one_after_the_other(run: Run, place: Path) -> None:
    """With -n or --all each has its own screen instead of a line in the table."""
    paths = [f"corpus/{THIS}", f"corpus/{LAST}"]
    out = run("check", *paths, "-n", "1", "--view", "inline")[1]
    assert len(re.findall("^ 总复制比", out, re.MULTILINE)) == 2
    assert len(re.findall("^ 第 ", out, re.MULTILINE)) == 2
    assert "\t" not in out


def test_several_documents_in_one_file(run: Run, place: Path) -> None:
    """JSON Lines, one table, or one report after the other."""
    paths = [f"corpus/{THIS}", f"corpus/{LAST}"]
    outputs = [f"r{suffix}" for suffix in SUFFIXES]
    code, out, err = run("check", *paths, "-q", *(part for name in outputs for part in ("-o", name)))
    assert (code, out, err) == (0, "", "")
    singles = [checked(run, path) for path in paths]
    results = [json.loads(line) for line in Path("r.json").read_text(encoding="utf-8").splitlines()]
    assert [result.pop("created")[:2] for result in results] == ["20", "20"]
    assert all(len(result.pop("digest")) == 16 for result in results)
    commands = [result.pop("circumstances")["command"] for result in results]
    assert commands == [["simcheck", "check", path] for path in paths]
    assert results == singles
    rows = spreadsheet("r.csv")
    assert len(rows) == 1 + sum(len(single["findings"]) for single in singles)
    assert {cell for row in rows for cell in row if cell in (THIS, LAST)} == {THIS, LAST}
    assert Path("r.md").read_text(encoding="utf-8").count("\n# ") == 1
    assert len(re.findall("^ 总复制比", Path("r.txt").read_text(encoding="utf-8"), re.MULTILINE)) == 2


def test_standard_input_among_files(place: Path) -> None:
    """Has its own name in the table."""
    done = spawn("check", f"corpus/{THIS}", "-", input=stranger(place).read_bytes())
    assert done.returncode == 0
    assert "标准输入\t" in done.stdout.decode()
