"""Workbooks that are one XML file: cells where they stand, what is hidden is left out and told."""

from __future__ import annotations

import pytest

from simcheck import Document, errors
from simcheck.formats import Format
from simcheck.readers import decode
from simcheck.readers.detect import looks_like

TITLE = "全年新建高标准农田三千二百亩。"
NAMES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"'
)
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'


def sheet(*rows: str, before: str = "", how: str = "") -> str:
    options = f"<x:WorksheetOptions><x:Visible>{how}</x:Visible></x:WorksheetOptions>" if how else ""
    return f'<Worksheet ss:Name="表"><Table>{before}{"".join(rows)}</Table>{options}</Worksheet>'


def book(*sheets: str, styles: str = "") -> str:
    office = "urn:schemas-microsoft-com:office:office"
    about = f'<DocumentProperties xmlns="{office}"><Author>陶小满</Author></DocumentProperties>'
    return f"{DECLARED}<Workbook {NAMES}>{about}<Styles>{styles}</Styles>{''.join(sheets)}</Workbook>"


def row(*cells: str, more: str = "") -> str:
    return f"<Row{more}>{''.join(cells)}</Row>"


def cell(words: str = "", kind: str = "String", more: str = "") -> str:
    data = f'<Data ss:Type="{kind}">{words}</Data>' if words else ""
    return f"<Cell{more}>{data}</Cell>"


def read(markup: str, encoding: str = "utf-8", name: str = "a.xls") -> Document:
    return decode(name, markup.encode(encoding))


def told(document: Document) -> dict[str, object]:
    facts = {k: v for note in document.notes for k, v in note.facts.items() if k != "document"}
    return {"hidden" if k == "count" else k: v for k, v in facts.items()}


@pytest.mark.parametrize("name", ["a.xls", "a.xml", "a"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_sheets_follow_each_other(name: str, encoding: str) -> None:
    markup = book(sheet(row(cell("序号"), cell("项目"))), sheet(row(cell(TITLE))))
    document = read(markup.replace("UTF-8", encoding), encoding, name)
    assert document.text.split("\n") == ["序号\t项目", TITLE]
    assert document.file is not None
    assert (document.file.format, document.file.author) == (Format.XLS, "陶小满")


def test_values_are_as_in_other_workbooks() -> None:
    formats = {"p": "0.0%", "q": "Percent"}
    styles = "".join(f'<Style ss:ID="{id}"><NumberFormat ss:Format="{f}"/></Style>' for id, f in formats.items())
    cells = [
        cell("1234.50", "Number"),
        cell("2024-03-05T00:00:00.000", "DateTime"),
        cell("1", "Boolean"),
        cell("0.125", "Number", ' ss:StyleID="p"'),
        cell("0.5", "Number", ' ss:StyleID="q"'),
        cell("很多", "Number"),
        cell("#N/A", "Error"),
        cell("<html:B>粗</html:B>体", more=""),
    ]
    assert read(book(sheet(row(*cells)), styles=styles)).text == "1234.5\t2024/3/5\tTRUE\t12.5%\t50.00%\t很多\t\t粗体"


def test_cells_stand_where_they_say_and_merged_ones_are_one() -> None:
    rows = [
        row(cell("标题", more=' ss:MergeAcross="2"'), cell("外")),
        row(cell("丙", more=' ss:Index="3"')),
        row(cell("水利", more=' ss:MergeDown="1"'), cell("渠道"), more=' ss:Index="9"'),
        row(cell("水库", more=' ss:Index="2"')),
    ]
    assert read(book(sheet(*rows))).text.split("\n") == ["标题\t外", "\t\t丙", "水利\t渠道", "\t水库"]


def test_what_is_hidden_is_left_out_and_told() -> None:
    columns = '<Column/><Column ss:Hidden="1" ss:Span="1"/><Column/>'
    rows = [
        row(cell("甲"), cell("藏一"), cell("藏二"), cell("丁")),
        row(cell("藏行"), more=' ss:Hidden="1"'),
        row(cell("戊") + "<Cell><Comment><Data>批</Data></Comment></Cell>"),
    ]
    hidden = [sheet(row(cell("藏表")), how=how) for how in ("SheetHidden", "SheetVeryHidden")]
    document = read(book(sheet(*rows, before=columns), *hidden))
    assert document.text.split("\n") == ["甲\t丁", "戊"]
    assert told(document) == {"hidden": 10, "sheets": 2, "comments": 1}


@pytest.mark.parametrize("index", ["0", "-1", "99999999", "9" * 30, "字", "1"])
def test_places_that_no_sheet_has_are_the_next(index: str) -> None:
    rows = [row(cell("甲"), cell("乙", more=f' ss:Index="{index}"')), row(cell("丙"), more=f' ss:Index="{index}"')]
    assert read(book(sheet(*rows))).text.split("\n") == ["甲\t乙", "丙"]


def test_ranges_without_end_cost_nothing() -> None:
    wide = cell(TITLE, more=' ss:MergeAcross="9999999" ss:MergeDown="9999999"')
    assert (
        read(book(sheet(row(wide) * 50, before='<Column ss:Hidden="0" ss:Span="9999999"/>'))).text.split("\n")[0]
        == TITLE
    )


@pytest.mark.parametrize("bad", ["</Row>", "&a;"])
def test_a_broken_one_is_damaged(bad: str) -> None:
    with pytest.raises(errors.Damaged):
        read(book(sheet(row(cell(TITLE)))).replace("<Row>", f"{bad}<Row>"))
    with pytest.raises(errors.Damaged):
        read(book(sheet(row(cell(TITLE)))).replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook'))


def test_only_one_that_has_cells_is_one() -> None:
    assert looks_like(book(sheet()).encode(), ".xls") == Format.XML
    assert looks_like(book(sheet(row(cell("甲")))).encode(), ".xml") == Format.XLS
