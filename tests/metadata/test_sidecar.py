"""The table beside documents: read however it was saved, refused with its line."""

from __future__ import annotations

import sys
from datetime import date as Day
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import DAYS

from simcheck.errors import InvalidSettings, IsFolder, NotFound, TooLarge
from simcheck.metadata import sidecar
from simcheck.metadata.sidecar import sheet

TABLE = "文件,标题,单位,日期,作者,密级\n青禾镇/总结.txt,年终总结,青禾镇,2018年12月3日,张三,内部\n计划.txt,,,,,\n"


EXPECTED = {
    "青禾镇/总结.txt": {"title": "年终总结", "unit": "青禾镇", "date": "2018-12-03", "author": "张三", "密级": "内部"},
    "计划.txt": {},
}


def table(folder: Path, content: str | bytes) -> Path:
    path = folder / "元数据.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_table_is_read_however_it_was_saved(tmp_path: Path, encoding: str, delimiter: str, newline: str) -> None:
    content = TABLE.replace(",", delimiter).replace("\n", newline).encode(encoding)
    assert sheet(table(tmp_path, content)) == EXPECTED
    assert sheet(str(table(tmp_path, content))) == EXPECTED


@pytest.mark.parametrize("column", ["file", "File", "文件", "文件名", "name"])
def test_the_first_column_may_have_several_names(tmp_path: Path, column: str) -> None:
    assert sheet(table(tmp_path, f"{column},题目,时间,姓名,Unit\na.txt,甲,2018,乙,丙")) == {
        "a.txt": {"title": "甲", "date": "2018", "author": "乙", "unit": "丙"}
    }


@pytest.mark.parametrize("written", ["青禾镇\\总结.txt", "./青禾镇/总结.txt", "青禾镇//总结.txt", " 青禾镇/总结.txt "])
def test_paths_are_normalised(tmp_path: Path, written: str) -> None:
    assert sheet(table(tmp_path, f"file,unit\n{written},甲\n")) == {"青禾镇/总结.txt": {"unit": "甲"}}


def test_cells_may_hold_delimiters_and_lines(tmp_path: Path) -> None:
    content = 'file,标题,备注\na.txt,"上,下","第一行\n第二行\u2028"\n\n,,\nb.txt,丙\n'
    assert sheet(table(tmp_path, content)) == {
        "a.txt": {"title": "上,下", "备注": "第一行\n第二行"},
        "b.txt": {"title": "丙"},
    }


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("标题,文件\n甲,a.txt\n", 1, "no-file-column"),
        ("\n\n标题\n", 3, "no-file-column"),
        ("file,date\na.txt,2018\nb.txt,去年\n", 3, "bad-date"),
        ("file,日期\na.txt,2018年2月30日\n", 2, "bad-date"),
        ("file,unit\na.txt,甲\n\n./a.txt,乙\n", 4, "twice"),
        ('file,备注,date\na.txt,"一\n二",2018\nb.txt,三,昨天\n', 4, "bad-date"),
        ("file,单位,unit\na.txt,甲,乙\n", 1, "column-twice"),
        ("file,unit\n,甲\n", 2, "no-file"),
        ("file,unit\na.txt,甲,乙\n", 2, "not-a-table"),
        ("file,unit,\na.txt,甲,乙\n", 2, "not-a-table"),
        ('file,unit\na.txt,"甲\n', 2, "not-a-table"),
        ("", 1, "not-a-table"),
        (" \n", 1, "not-a-table"),
        (b"file,unit\na.txt,\xff\xff\n", 1, "not-a-table"),
        ("file,unit\na.txt,甲\n".encode("utf-16"), 1, "not-a-table"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, reason: str
) -> None:
    path = table(tmp_path, content)
    with pytest.raises(InvalidSettings) as caught:
        sheet(path)
    assert (caught.value.name, caught.value.value, caught.value.reason) == ("metadata", f"{path}:{line}", reason)


def test_a_table_has_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of rows, cells and bytes; what is larger is said with its line."""
    path = table(tmp_path, "file,unit\n" + "".join(f"{n}.txt,甲\n" for n in range(9)))
    assert len(sheet(path)) == 9
    for name, most, line, reason in (("ROWS", 8, 10, "too-many-rows"), ("LONGEST", 4, 2, "too-long")):
        with monkeypatch.context() as patch:
            patch.setattr(sidecar, name, most)
            with pytest.raises(InvalidSettings) as caught:
                sheet(path)
        assert (caught.value.value, caught.value.reason) == (f"{path}:{line}", reason)
    monkeypatch.setattr(sidecar, "LIMIT", 20)
    with pytest.raises(TooLarge):
        sheet(path)


@pytest.mark.parametrize(
    "content",
    [
        "file,unit\na.txt," + "甲" * 200_000,
        'file,unit\na.txt,"' + "甲\n" * 10_000,
        "file,unit\n" + "," * 100_000 + "甲",
        "file" + ",x" * 100_000,
        "\0file,unit\na.txt,甲",
        "file,date\na.txt," + "2024" + " " * 9_000 + "x",
        "file,date\na.txt," + "二" * 9_000,
    ],
    ids=["a giant cell", "a quotation without end", "many cells", "many columns", "NUL", "no date", "no date either"],
)
def test_tables_that_nobody_would_write_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InvalidSettings):
        sheet(table(tmp_path, content))


def test_what_a_table_names_is_only_looked_up(tmp_path: Path) -> None:
    """Paths that lead away, absolute ones and formulas are words: nothing is opened by them."""
    names = ["../../etc/passwd", "C:/a.txt", "a/../../b.txt", "=cmd|' /C calc'!A0", "\u202ea.txt"]
    said = sheet(table(tmp_path, "file,unit\n" + "".join(f"{name},=1+1\n" for name in names)))
    assert list(said) == ["../../etc/passwd", "C:/a.txt", "../b.txt", "=cmd|' /C calc'!A0", "\u202ea.txt"]
    assert set(map(tuple, (each.items() for each in said.values()))) == {(("unit", "=1+1"),)}


def test_a_table_that_is_not_there_is_an_error_of_its_path(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        sheet(tmp_path / "无.csv")
    assert caught.value.path == str(tmp_path / "无.csv")
    if sys.platform != "win32":
        with pytest.raises(IsFolder):
            sheet(tmp_path)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}(/[a-z]{1,5})?\.txt", fullmatch=True), DAYS, min_size=1))
def test_every_row_comes_back(days: dict[str, Day]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        rows = "".join(f"{name};{day.year}/{day.month}/{day.day}\n" for name, day in days.items())
        assert sheet(table(Path(folder), "文件名;日期\n" + rows)) == {
            n: {"date": d.isoformat()} for n, d in days.items()
        }
