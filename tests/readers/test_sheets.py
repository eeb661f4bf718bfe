"""Workbooks: sheets in their order, rows as those of tables of Word; what is hidden is left out and told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter
from support import ROOT

import simcheck
from simcheck import errors
from simcheck.formats import Format
from simcheck.model import Document
from simcheck.readers import decode
from simcheck.readers.detect import looks_like
from simcheck.readers.office import sheet_xml
from simcheck.readers.office.sheets import _number, _percentage, _rows, lines_of_row, words_of_value
from simcheck.readers.office.workbook import Hidden

TITLE = "高标准农田建设任务分解表"


def book(write: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    write(workbook)
    workbook.close()
    return out.getvalue()


def read(data: bytes) -> Document:
    return decode("a.xlsx", data)


def told(document: Document) -> list[tuple[str, dict[str, object]]]:
    return [(note.code, {k: v for k, v in note.facts.items() if k != "document"}) for note in document.notes]


def rows(*values: tuple[Any, ...]) -> bytes:
    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(values):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)

    return book(write)


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_old_and_open_workbooks_are_read_like_new_ones(suffix: str) -> None:
    document = simcheck.read(ROOT / "tests" / "data" / "sheets" / f"任务.{suffix}")
    assert document.text.split("\n") == [
        TITLE, "序号\t项目\t进展\t日期", "1\t红石沟村道路\t4.2\t2024/3/5", "2\t敬老院\t1234.5\t2469",
    ]  # fmt: skip
    assert told(document) == [("hidden-text", {"count": 2}), ("passed-over", {"sheets": 1})]
    assert document.file is not None
    assert (document.file.format, document.file.created is not None) == (suffix, True)
    data = (ROOT / "tests" / "data" / "sheets" / f"任务.{suffix}").read_bytes()
    assert decode("a.et", data).text == document.text


def test_rows_are_those_of_tables_of_word() -> None:
    data = rows(("序号", "项目", "进展"), (1, "红石沟村\n道路", "完成"), (), (2, None, "封顶"), (None, None, "合计"))
    assert read(data).text.split("\n") == ["序号\t项目\t进展", "1", "红石沟村", "道路", "完成", "2\t\t封顶", "\t\t合计"]
    assert lines_of_row(["", " ", ""]) == []
    assert lines_of_row(["甲 ", "", "乙", ""]) == ["甲\t\t乙"]


def test_sheets_follow_each_other_and_begin_where_something_stands() -> None:
    def write(workbook: Any) -> None:
        for name in ("二", "空", "一"):
            sheet = workbook.add_worksheet(name)
            if name != "空":
                sheet.write("D7", f"表{name}")

    assert read(book(write)).text.split("\n") == ["表二", "表一"]


def test_numbers_and_dates_are_as_they_are_shown() -> None:
    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        formats = {
            kind: workbook.add_format({"num_format": kind}) for kind in ("0%", "0.0%", "0.00%", "yyyy/m/d", "h:mm")
        }
        sheet.write_row("A1", [12, 0.1 + 0.2, 1234567.5, 1e15])
        for column, (value, kind) in enumerate(((0.285, "0%"), (0.125, "0.0%"), (1, "0.00%"), (-0.5, "0%"))):
            sheet.write(1, column, value, formats[kind])
        sheet.write_datetime("A3", datetime(2024, 3, 5), formats["yyyy/m/d"])
        sheet.write_datetime("B3", datetime(2024, 3, 5, 14, 30), formats["yyyy/m/d"])
        sheet.write_boolean("A4", boolean=True)
        sheet.write_formula("B4", "=A1*2", None, 24)

    assert read(book(write)).text.split("\n") == [
        "12\t0.3\t1234567.5\t1000000000000000", "29%\t12.5%\t100.00%\t-50%", "2024/3/5\t2024/3/5 14:30", "TRUE\t24",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (time(9, 5), "9:05"),
        (time(9, 5, 30), "9:05:30"),
        (timedelta(hours=26, minutes=4), "26:04"),
        (date(2024, 12, 31), "2024/12/31"),
        (datetime(2024, 1, 2, 3, 4, 5), "2024/1/2 3:04:05"),
        (False, "FALSE"),
        (7, "7"),
        ("甲\r\n乙\r丙\f", "甲\n乙\n丙 "),
    ],
)
def test_values_in_words(value: object, words: str) -> None:
    assert words_of_value(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (1e300, "1e+300"), (1e-9, "1e-09"), (0.00001, "0.00001"), (float("inf"), ""), (float("nan"), "")],
)
def test_numbers_in_words(value: float, words: str) -> None:
    assert _number(value) == words
    assert _percentage(float("nan"), 2) == ""
    assert _percentage(1e300, 2) == "1e+300"


def test_what_a_merged_cell_covers_is_no_cell() -> None:
    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:C1", TITLE)
        sheet.merge_range("A2:B3", "水利")
        sheet.write("C2", "渠道")
        sheet.write("C3", "水库")

    assert read(book(write)).text.split("\n") == [TITLE, "水利\t渠道", "\t水库"]


def test_hidden_sheets_rows_and_columns_are_left_out_and_told() -> None:
    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet("明")
        sheet.write_row("A1", ["序号", "旧列", "项目"])
        sheet.write_row("A2", ["一", "旧", "道路"])
        sheet.write_row("A3", ["二", "旧", "隐藏的行"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        for name, hide in (("暗", "hide"), ("更暗", "very_hidden")):
            other = workbook.add_worksheet(name)
            other.write("A1", "旧稿")
            getattr(other, hide)()

    document = read(book(write))
    assert document.text.split("\n") == ["序号\t项目", "一\t道路"]
    assert told(document) == [("hidden-text", {"count": 13}), ("passed-over", {"sheets": 2})]


def test_boxes_are_read_and_what_is_no_text_is_counted() -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fea735"
        "81840000000049454e44ae426082"
    )

    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        sheet.write("A1", TITLE * 10)
        sheet.insert_textbox("C3", "框里的一句话")
        sheet.insert_image("C9", "a.png", {"image_data": io.BytesIO(pixel)})
        sheet.write_comment("A1", "批注")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
        sheet.insert_chart("H1", chart)

    document = read(book(write))
    assert document.text.split("\n") == [TITLE * 10, "框里的一句话"]
    assert told(document) == [("passed-over", {"pictures": 1, "charts": 1, "comments": 1})]


# --- files that mean harm, or are damaged -----------------------------------------------------------------------------


def packed(sheet: str, strings: str = "") -> bytes:
    """An .xlsx of one sheet in XML."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{related}"><Relationship Id="r1" Type="{kind}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {space} xmlns:r="{kind}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{related}"><Relationship Id="r1" Type="{kind}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{kind}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {space}>{sheet}</worksheet>",
        "xl/sharedStrings.xml": f"<sst {space}>{strings}</sst>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def test_a_million_empty_cells_are_no_text() -> None:
    empty = "".join(f'<c r="{letters}1" s="0"/>' for letters in ("A", "XFD"))
    sheet = f'<cols><col min="1" max="16384" width="9"/></cols><sheetData><row r="1">{empty}</row>'
    sheet += f'<row r="3">{cell("B3", TITLE)}</row><row r="1048576"><c r="A1048576"/></row></sheetData>'
    assert read(packed(sheet)).text == TITLE


def test_two_cells_at_the_ends_of_a_sheet_are_two_cells() -> None:
    far = f'<row r="1">{cell("A1", TITLE)}</row><row r="1048576">{cell("XFD1048576", "远")}</row>'
    assert read(packed(f"<sheetData>{far}</sheetData>")).text.split("\n") == [TITLE, "\t远"]
    # and the next is read again
    assert read(packed(f'<sheetData><row r="1">{cell("A1", TITLE)}</row></sheetData>')).text == TITLE


def test_a_long_sheet_is_read_and_one_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Sheet:
        start, width, height, merged_cell_ranges = (0, 0), 16384, 1048576, None

    with pytest.raises(ValueError, match="cells"):
        list(_rows(Sheet(), Hidden(), {}))
    assert len(read(rows(*[(n, "甲") for n in range(3000)])).text.split("\n")) == 3000


def test_a_bomb_of_strings_costs_an_error() -> None:
    words = f"<si><t>{'字' * 80_000_000}</t></si>"
    with pytest.raises(errors.TooLarge):
        read(packed('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>', words))


def test_one_string_that_many_cells_show_costs_an_error() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 300))
    with pytest.raises(errors.TooLarge) as caught:
        read(packed(f"<sheetData>{cells}</sheetData>", f"<si><t>{'字' * 100_000}</t></si>"))
    assert caught.value.unit == "characters"


@pytest.mark.parametrize("at", range(0, 100, 9))
def test_a_cut_workbook_is_damaged_or_no_document(at: int) -> None:
    for data in (rows((TITLE, 1), ("甲", 2)), (ROOT / "tests" / "data" / "sheets" / "任务.xls").read_bytes()):
        with suppress(errors.Damaged, errors.NotText, errors.Empty):
            assert decode("a.xls", data[: 8 + len(data) * at // 100]).text.count(TITLE) <= 1


def test_errors_of_formulas_and_names_of_columns() -> None:
    error = '<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c>' + cell("B1", TITLE) + "</row>"
    assert TITLE in read(packed(f"<sheetData>{error}</sheetData>")).text
    assert [sheet_xml.column(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]


def test_a_result_of_ours_is_still_known_as_one(tmp_path: Any, run: Callable[..., tuple[int, str, str]]) -> None:
    (tmp_path / "a.txt").write_text(TITLE * 9, encoding="utf-8")
    assert run("compare", tmp_path / "a.txt", tmp_path / "a.txt", "-q", "-o", tmp_path / "r.xlsx")[0] in (0, 1)
    assert looks_like((tmp_path / "r.xlsx").read_bytes(), ".xlsx") == Format.XLSX
    with simcheck.Corpus.open(tmp_path / "corpus", create=True) as corpus:
        added = corpus.add_all([tmp_path])
        assert len(corpus) == 1, added


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with one of its files changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for entry in given.infolist():
            content = given.read(entry)
            if entry.filename == name:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            made.writestr(entry, content)
    return out.getvalue()


@pytest.mark.parametrize("above", [0, 1, 5])
def test_rows_have_their_numbers_wherever_a_sheet_begins(above: int) -> None:
    """Which row is hidden, and which cell is a percentage, does not depend on empty rows above."""

    def write(workbook: Any) -> None:
        sheet = workbook.add_worksheet()
        for number, words in enumerate(("渠道", "藏起来的一行", "水库", 0.125)):
            sheet.write(above + number, 1, words, workbook.add_format({"num_format": "0.0%"}))
        sheet.set_row(above + 1, None, None, {"hidden": True})

    document = read(book(write))
    assert document.text.split("\n") == ["渠道", "水库", "12.5%"]
    assert told(document) == [("hidden-text", {"count": 6})]


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="2"', '<row r="2" hidden="1"'),
        ('<row r="2"', "<row hidden = '1' r='2'"),
        ('<row r="2"', '<row hidden="true"'),
    ],
)
def test_a_row_is_hidden_however_it_is_written(old: str, new: str) -> None:
    data = changed(rows(("渠道",), ("藏起来的一行",), ("水库",)), SHEET, old, new)
    assert read(data).text == "渠道\n水库"


@pytest.mark.parametrize("said", ['<!-- <row r="2" hidden="1"> -->', '<!--<col min="1" max="9" hidden="1"/>'])
def test_what_a_comment_says_hides_nothing(said: str) -> None:
    said += "" if said.endswith("-->") else "-->"
    data = changed(rows(("渠道",), ("看得见的一行",), ("水库",)), SHEET, "<sheetData>", f"{said}<sheetData>")
    assert read(data).text == "渠道\n看得见的一行\n水库"
