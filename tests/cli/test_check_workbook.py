"""``-o 汇总.xlsx``: the workbook of one check or of many, with the numbers of the table on the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.books import formulas, sheets, table
from support.commands import LAST, THIS, Run

pytestmark = pytest.mark.usefixtures("plain_surroundings")

HEAD = 2
"""Lines above the head of the first sheet."""


def test_the_workbook_of_several_has_the_numbers_of_the_table(run: Run, place: Path) -> None:
    code, out, err = run("check", f"corpus/{THIS}", f"corpus/{LAST}", "-o", "汇总.xlsx")
    assert code == 0
    assert "已保存 汇总.xlsx" in err
    data = Path("汇总.xlsx").read_bytes()
    read = sheets(data)
    assert list(read) == ["汇总", "来源", "明细", "说明"]
    assert formulas(data) == []
    head, *lines = (line.split("\t") for line in out.splitlines())
    rows = table(read["汇总"], HEAD)
    assert len(rows) == len(lines) == 2
    for line, row in zip((dict(zip(head, line, strict=True)) for line in lines), rows, strict=True):
        assert str(line["文稿"]).endswith(str(row["文稿"]))
        for name in ("证据强", "总复制比", "去除套话等"):
            assert f"{float(str(row[name])):.1%}" == line[name]
        assert row["最大来源"] == line["最大来源"]
        assert len(str(row["要留意"]).splitlines()) == int(line["要留意"])


def test_every_passage_and_every_source_has_a_row(run: Run, place: Path) -> None:
    assert run("check", f"corpus/{THIS}", "-o", "一份.xlsx", "-o", "一份.csv", "-q")[0] == 0
    read = sheets(Path("一份.xlsx").read_bytes())
    passages = table(read["明细"])
    assert len(passages) == Path("一份.csv").read_text(encoding="utf-8-sig").count("\r\n") - 1 or len(passages) > 10
    assert {row["文稿"] for row in passages} == {THIS}
    assert len(read["来源"]) == 1 + int(str(table(read["汇总"], HEAD)[0]["来源数"]).partition(".")[0])
    assert all(row["本文文字"] for row in passages)


def test_the_same_check_gives_the_same_workbook(run: Run, place: Path) -> None:
    for name in ("甲.xlsx", "乙.xlsx"):
        assert run("check", f"corpus/{THIS}", "-o", name, "-q")[0] == 0
    assert Path("甲.xlsx").read_bytes() == Path("乙.xlsx").read_bytes()


def test_without_texts(run: Run, place: Path) -> None:
    assert run("check", f"corpus/{THIS}", "-o", "x.xlsx", "--no-text", "-q")[0] == 0
    assert "本文文字" not in sheets(Path("x.xlsx").read_bytes())["明细"][0]


def test_a_workbook_of_ours_is_no_document(run: Run, place: Path) -> None:
    """Neither checked nor added: its cells repeat what others wrote."""
    assert run("check", f"corpus/{THIS}", "-o", "corpus/汇总.xlsx", "-q")[0] == 0
    code, _, err = run("check", "corpus")
    assert code == 0
    assert "1 份像是 simcheck 写的结果，没有查：corpus/汇总.xlsx" in err
    code, out, _ = run("corpus", "add", "corpus")
    assert "1 份像是 simcheck 写的结果，没有收录" in out


def test_in_english(run: Run, place: Path) -> None:
    assert run("check", f"corpus/{THIS}", "-o", "x.xlsx", "-q", "--lang", "en")[0] == 0
    assert list(sheets(Path("x.xlsx").read_bytes())) == ["summary", "sources", "passages", "about"]
