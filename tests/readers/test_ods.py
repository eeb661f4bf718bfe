"""Workbooks of OpenDocument: each cell as it is shown, and what is hidden is left out and told."""

from __future__ import annotations

import io
import zipfile

import pytest

from simcheck import Document, errors
from simcheck.readers import decode
from simcheck.readers.office import ods, sheets

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("manifest", "manifest"),
    )
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"
TITLE = "全年新建高标准农田三千二百亩。"


def packed(*tables: str, manifest: str = "", styles: str = "") -> bytes:
    out = io.BytesIO()
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND)
        entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {NAMES}>{entry}{manifest}</manifest:manifest>")
        head = f"<office:automatic-styles>{styles}</office:automatic-styles>"
        archive.writestr("content.xml", f"<office:document-content {NAMES}>{head}{body}</office:document-content>")
    return out.getvalue()


def read(*tables: str, manifest: str = "", styles: str = "") -> Document:
    return decode("a.ods", packed(*tables, manifest=manifest, styles=styles))


def told(document: Document) -> dict[str, object]:
    facts = {k: v for note in document.notes for k, v in note.facts.items() if k != "document"}
    return {"hidden" if k == "count" else k: v for k, v in facts.items()}


def table(*rows: str, more: str = "") -> str:
    return f'<table:table table:name="表"{more}>{"".join(rows)}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def cell(words: str = "", more: str = "", tag: str = "table-cell") -> str:
    inside = words if words.startswith("<") or not words else f"<text:p>{words}</text:p>"
    return f"<table:{tag}{more}>{inside}</table:{tag}>"


def covered(words: str = "") -> str:
    return cell(words, tag="covered-table-cell")


def spans(rows: int, columns: int) -> str:
    return f' table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'


def times(of: str, count: int | str) -> str:
    return f' table:number-{of}-repeated="{count}"'


GONE = ' table:visibility="collapse"'


# what a cell says


@pytest.mark.parametrize(
    ("inside", "lines"),
    [
        ("<text:p>没有类型的格</text:p>", ["没有类型的格"]),
        ("<text:p>甲<text:line-break/>乙<text:tab/>丙</text:p><text:p>第二段</text:p>", ["甲", "乙\t丙", "第二段"]),
        ("<text:p>甲<text:s text:c='2'/>乙<text:span>丙</text:span><text:a>丁</text:a></text:p>", ["甲  乙丙丁"]),
        (
            "<text:p><text:ruby><text:ruby-base>鑫</text:ruby-base><text:ruby-text>xīn</text:ruby-text></text:ruby>尾</text:p>",
            ["鑫尾"],
        ),
        ("<office:annotation><text:p>批</text:p></office:annotation><text:p>格</text:p>", ["格"]),
        ("<text:list><text:list-item><text:p>列</text:p></text:list-item></text:list>", ["列"]),
    ],
    ids=["no type", "breaks", "spaces", "ruby", "comment", "list"],
)
def test_a_cell_is_read_as_a_text_is(inside: str, lines: list[str]) -> None:
    assert read(table(row(cell(inside)))).text.split("\n") == lines


@pytest.mark.parametrize(
    ("kind", "value", "shown", "words"),
    [
        ("percentage", 'value="0.125"', "12.5%", "12.5%"),
        ("date", 'date-value="2024-03-05"', "2024年3月5日", "2024年3月5日"),
        ("float", 'value="7"', "007", "007"),
        ("currency", 'value="12"', "￥12", "￥12"),
        ("percentage", 'value="0.125"', "", "12.5%"),
        ("date", 'date-value="2024-03-05"', "", "2024/3/5"),
        ("date", 'date-value="去年"', "", "去年"),
        ("float", 'value="1234.50"', "", "1234.5"),
        ("float", 'value="很多"', "", "很多"),
        ("boolean", 'boolean-value="true"', "", "TRUE"),
        ("string", 'string-value="柳湾"', "", "柳湾"),
        ("time", 'time-value="PT08H30M00S"', "", "PT08H30M00S"),
    ],
)
def test_a_value_is_as_it_is_shown_or_as_usual(kind: str, value: str, shown: str, words: str) -> None:
    about = f' office:value-type="{kind}" office:{value}'
    assert read(table(row(cell(shown, about)))).text == words


# rows, columns and what covers them


def test_rows_are_those_of_tables_of_word() -> None:
    rows = [row(cell("序号"), cell("项目")), row(cell(), cell("乙")), row(cell()), row(cell("甲", times("columns", 2)))]
    header = f"<table:table-header-rows>{row(cell('表头'))}</table:table-header-rows>"
    group = f"<table:table-row-group>{row(cell('组里'))}</table:table-row-group>"
    end = row(cell(more=times("columns", 16384)), more=times("rows", 1048576))
    assert read(table(header, *rows, group, end)).text.split("\n") == ["表头", "序号\t项目", "\t乙", "甲\t甲", "组里"]


def test_what_merged_cells_cover_is_hidden_and_told() -> None:
    rows = [
        row(cell("标题", spans(1, 3)), covered("盖一"), covered(), cell("外")),
        row(cell("水利", spans(2, 2)), covered(), cell("渠道")),
        row(covered("盖二"), covered("盖三"), cell("水库")),
        row(cell("丙"), cell("丁")),
    ]
    document = read(table(*rows))
    assert document.text.split("\n") == ["标题\t外", "水利\t渠道", "\t水库", "丙\t丁"]
    assert told(document) == {"hidden": 6}


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_rows_columns_and_sheets_are_left_out_and_told(how: str) -> None:
    gone = f' table:visibility="{how}"'
    columns = f"<table:table-column/><table:table-column{gone}{times('columns', 2)}/><table:table-column/>"
    rows = [
        row(cell("甲"), cell("藏一"), cell("藏二"), cell("丁")),
        row(cell("藏行"), more=gone + times("rows", 2)),
        row(cell("跨", spans(1, 4)), covered(), covered(), covered()),
        row(cell(), cell("藏三", spans(1, 3)), covered(), covered("盖")),
    ]
    shown = '<style:table-properties table:display="false"/>'
    style = f'<style:style style:name="ta2" style:family="table">{shown}</style:style>'
    hidden = table(row(cell("藏表")), more=' table:style-name="ta2"')
    document = read(table(columns, *rows), hidden, table(row(cell(TITLE))), styles=style)
    assert document.text.split("\n") == ["甲\t丁", "跨", "\t藏三", TITLE]
    assert told(document) == {"hidden": 11, "sheets": 1}


def test_boxes_follow_their_row_or_the_sheet() -> None:
    box = "<draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>形状里</text:p></draw:custom-shape>"
    picture = '<draw:frame><draw:image xmlns:x="http://www.w3.org/1999/xlink" x:href="a.png"/></draw:frame>'
    rows = [row(cell(box.format("框里") + f"<text:p>{TITLE * 10}</text:p>"), cell(picture)), row(cell("下一行"))]
    shapes = f"<table:shapes>{box.format('表上的框')}{shape}</table:shapes>"
    document = read(table(shapes, *rows))
    assert document.text.split("\n") == [TITLE * 10, "框里", "下一行", "表上的框", "形状里"]
    assert told(document) == {"pictures": 1}


# bounds


def test_repetitions_are_bounded() -> None:
    rows = row(cell("重复", times("columns", "9" * 20)), more=times("rows", "9" * 20))
    assert 1 < len(read(table(rows)).text) < 3_000_000
    assert read(table(rows.replace("重复", ""), row(cell(TITLE)))).text == TITLE


@pytest.mark.usefixtures("in_this_process")
def test_more_cells_than_any_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CELLS", 20)
    with pytest.raises(errors.TooLarge):
        read(table(row(*[cell("甲")] * 30)))
    with pytest.raises(errors.TooLarge):
        read(table(row(covered() * 30)))


@pytest.mark.usefixtures("in_this_process")
def test_one_too_large_for_a_tree_is_read_by_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ods, "MOST", 500)
    value = cell("12.5%", ' office:value-type="percentage" office:value="0.125"')
    assert read(table(row(cell(TITLE, ' office:value-type="string"'), value))).text == f"{TITLE}\t0.125"


def test_a_password_is_told() -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(errors.Encrypted):
        read(table(row(cell(TITLE))), manifest=entry)
