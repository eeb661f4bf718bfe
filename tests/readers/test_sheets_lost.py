"""What of a workbook is easily lost: parts that calamine does not know, cells far apart, covered or hidden words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest

from simcheck import Document, errors
from simcheck.readers import decode

TITLE = "全年新建高标准农田三千二百亩。"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


def related(*targets: tuple[str, str, str]) -> str:
    every = "".join(f'<Relationship Id="{id}" Type="{KIND}/{kind}" Target="{place}"/>' for id, kind, place in targets)
    return f'{DECLARED}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{every}</Relationships>'


def parts(*sheets: str, states: Sequence[str] = (), names: Sequence[str] = (), strings: str = "") -> dict[str, str]:
    """The files of an .xlsx with these sheets."""
    numbers = range(1, len(sheets) + 1)
    state = dict(zip(numbers, states, strict=False))
    name = dict(zip(numbers, names, strict=False))
    listed = "".join(
        f'<sheet name="{name.get(n, f"表{n}")}" sheetId="{n}" state="{state.get(n, "visible")}" r:id="r{n}"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": f'{DECLARED}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": related(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{DECLARED}<workbook xmlns="{SPACE}" xmlns:r="{KIND}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(
            *((f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers),
            ("s", "sharedStrings", "sharedStrings.xml"),
            ("t", "styles", "styles.xml"),
        ),
        "xl/sharedStrings.xml": f'{DECLARED}<sst xmlns="{SPACE}">{strings}</sst>',
        "xl/styles.xml": f'{DECLARED}<styleSheet xmlns="{SPACE}"><numFmts><numFmt numFmtId="164" '
        'formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
        '<numFmt numFmtId="165" formatCode="0&quot;天&quot;"/>'
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
        '<xf numFmtId="10"/></cellXfs></styleSheet>',
        **{
            f"xl/worksheets/sheet{n}.xml": f'{DECLARED}<worksheet xmlns="{SPACE}" xmlns:r="{KIND}">{sheet}</worksheet>'
            for n, sheet in zip(numbers, sheets, strict=True)
        },
    }


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.filename = name
            archive.writestr(info, content)
    return out.getvalue()


def read(files: Mapping[str, str | bytes]) -> Document:
    return decode("a.xlsx", zipped(files))


def told(document: Document) -> dict[str, object]:
    facts = {k: v for note in document.notes for k, v in note.facts.items() if k != "document"}
    return {"hidden" if k == "count" else k: v for k, v in facts.items()}


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


def data(*rows: str) -> str:
    return f"<sheetData>{''.join(rows)}</sheetData>"


PLAIN = data(row(1, cell("A1", "项目"), cell("B1", "数")), row(2, cell("A2", TITLE), '<c r="B2"><v>12</v></c>'))
WANTED = ["项目\t数", f"{TITLE}\t12"]


# parts that calamine does not know


@pytest.mark.parametrize(
    "name",
    [lambda name: f"/{name}", lambda name: "\\" + name.replace("/", "\\"), lambda name: f"./{name}", str.upper],
    ids=["slash", "backslash", "dot", "capitals"],
)
def test_names_in_other_writing(name: Callable[[str], str]) -> None:
    files = parts(PLAIN)
    assert read({name(old): content for old, content in files.items()}).text.split("\n") == WANTED


@pytest.mark.parametrize("encoding", ["GBK", "GB2312", "UTF-16", "UTF-16LE", "Big5", "UTF-8"])
@pytest.mark.parametrize("which", ["xl/", "xl/worksheets/", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_parts_in_other_encodings(encoding: str, which: str) -> None:
    words = data(row(1, cell("A1", "全年新建"), '<c r="B1" t="s"><v>0</v></c>'))
    files: dict[str, str | bytes] = {
        name: content.replace("UTF-8", encoding).encode(encoding) if name.startswith(which) else content
        for name, content in parts(words, strings="<si><t>工作</t></si>").items()
    }
    assert read(files).text == "全年新建\t工作"


def test_a_sheet_that_is_missing_or_broken_costs_its_own_words() -> None:
    files = parts(PLAIN, PLAIN, PLAIN)
    del files["xl/worksheets/sheet2.xml"]
    files["xl/worksheets/sheet3.xml"] = "<worksheet><sheetData><row"
    document = read(files)
    assert (document.text.split("\n"), told(document)) == (WANTED, {"missing": 1, "broken": 1})
    with pytest.raises(errors.Damaged):
        read({**parts(PLAIN), "xl/worksheets/sheet1.xml": "<worksheet"})


def test_a_string_that_is_not_there_costs_its_own_cell() -> None:
    shared = '<c r="B1" t="s"><v>{}</v></c>'
    document = read(
        parts(
            data(row(1, cell("A1", TITLE), shared.format(7)), row(2, shared.format(0).replace("B1", "A2"))),
            strings='<si><r><t>村级</t></r><r><t xml:space="preserve"> 集体</t></r><rPh><t>ソン</t></rPh></si>',
        )
    )
    assert (document.text.split("\n"), told(document)) == ([TITLE, "村级 集体"], {"broken": 1})


def test_two_sheets_of_one_name_are_two() -> None:
    document = read(parts(PLAIN, data(row(1, cell("A1", "第二张"))), names=["表", "表"]))
    assert document.text.split("\n") == [*WANTED, "第二张"]


# cells far apart


@pytest.mark.parametrize("far", ["XFD1048576", "Z1048576", "J1048576", "XFD900000"])
@pytest.mark.parametrize("words", ["", " ", "远"])
def test_a_cell_far_out_refuses_no_workbook(far: str, words: str) -> None:
    number = int(far.lstrip("XFDZJ"))
    document = read(parts(data(row(1, cell("A1", TITLE)), row(2, cell("B2", "乙")), row(number, cell(far, words)))))
    # of a sheet that is wide without end only the columns are told in which something stands
    gap = {"J1048576": 9, "Z1048576": 25}.get(far, 2)
    rest = [] if not words.strip() else ["\t" * gap + "远"]
    assert document.text.split("\n") == [TITLE, "\t乙", *rest]


@pytest.mark.parametrize(
    ("place", "number"), [("A99999999999999999999", "99999999999999999999"), ("ZZZZZZZZ1", "1"), ("A4294967295", "2")]
)
def test_places_that_no_sheet_has_are_the_next(place: str, number: str) -> None:
    odd = f'<row r="{number}">{cell(place, "乙")}</row>'
    assert read(parts(data(row(1, cell("A1", TITLE)), odd))).text.split() == [TITLE, "乙"]


def test_days_and_numbers_far_apart_are_those_of_other_sheets() -> None:
    values = ['<c r="A1"><v>1234.5</v></c>', '<c r="B1" s="1"><v>45356</v></c>', '<c r="C1" s="2"><v>45356.5</v></c>']
    values += ['<c r="D1" s="3"><v>3</v></c>', '<c r="E1" s="4"><v>0.125</v></c>', '<c r="F1" t="b"><v>1</v></c>']
    values += ['<c r="G1" s="1"><v>0.5</v></c>', '<c r="H1" t="str"><f>x</f><v>甲</v></c>']
    near = read(parts(data(row(1, *values))))
    far = read(parts(data(row(1, *values), row(1048576, cell("XFD1048576", " ")))))
    assert near.text == far.text == "1234.5\t2024/3/5\t2024/3/5 12:00\t3\t12.50%\tTRUE\t12:00\t甲"


def test_hidden_and_merged_cells_far_apart() -> None:
    sheet = '<cols><col min="2" max="2" hidden="1"/></cols>' + data(
        row(1, cell("A1", "题"), cell("C1", "盖住")),
        row(2, cell("A2", TITLE), cell("B2", "藏列")),
        row(3, cell("A3", "藏行"), more=' hidden="1"'),
        row(1048576, cell("XFD1048576", " ")),
    )
    document = read(parts(sheet + '<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'))
    assert (document.text.split("\n"), told(document)) == (["题", TITLE], {"hidden": 6})


# covered and hidden words


def test_what_merged_cells_cover_is_hidden() -> None:
    sheet = data(
        row(1, cell("A1", "标题"), cell("B1", "盖住一"), cell("C1", "盖住二")),
        row(2, cell("A2", "水利"), cell("B2", "渠道")),
        row(3, cell("A3", "盖住三"), cell("B3", "水库")),
    )
    merged = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A2:A3"/><mergeCell ref="A9:XFD1048576"/></mergeCells>'
    document = read(parts(sheet + merged))
    assert document.text.split("\n") == ["标题", "水利\t渠道", "\t水库"]
    assert told(document) == {"hidden": 9}


def test_a_merged_cell_is_seen_as_long_as_one_of_its_columns_is() -> None:
    hidden = '<cols><col min="1" max="1" hidden="1"/></cols>'
    sheet = data(row(1, cell("A1", "标题")), row(2, cell("A2", "藏"), cell("B2", TITLE)))
    document = read(parts(f'{hidden}{sheet}<mergeCells><mergeCell ref="A1:C1"/></mergeCells>'))
    assert (document.text.split("\n"), told(document)) == (["标题", TITLE], {"hidden": 1})


@pytest.mark.parametrize("how", ['ht="0" customHeight="1"', 'ht="0.0"', 'hidden="true"'])
def test_a_row_without_height_is_hidden(how: str) -> None:
    document = read(parts(data(row(1, cell("A1", TITLE)), row(2, cell("A2", "藏着"), more=f" {how}"))))
    assert (document.text, told(document)) == (TITLE, {"hidden": 2})


def test_a_column_without_width_is_hidden() -> None:
    columns = '<cols><col min="2" max="3" width="0" customWidth="1"/></cols>'
    document = read(parts(columns + data(row(1, cell("A1", TITLE), cell("B1", "藏着"), cell("D1", "丁")))))
    assert (document.text, told(document)) == (f"{TITLE}\t丁", {"hidden": 2})


def box(words: str, more: str = "") -> str:
    about = f'<xdr:nvSpPr><xdr:cNvPr id="2" name="t"{more if more.startswith(" ") else ">"}'
    about += "/>" if more.startswith(" ") else f"{more}</xdr:cNvPr>"
    body = f"<xdr:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></xdr:txBody>"
    return f"<xdr:sp>{about}</xdr:nvSpPr>{body}</xdr:sp>"


def drawing(*shapes: str) -> str:
    names = (
        f'xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main" xmlns:dgm="{DRAWING}/diagram" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"'
    )
    anchored = "".join(f"<xdr:twoCellAnchor>{each}</xdr:twoCellAnchor>" for each in shapes)
    return f"{DECLARED}<xdr:wsDr {names}>{anchored}</xdr:wsDr>"


def drawn(on: Mapping[int, str], *sheets: str, states: Sequence[str] = ()) -> dict[str, str]:
    files = parts(*sheets, states=states)
    for number, content in on.items():
        files[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = related(
            ("d", "drawing", f"../drawings/drawing{number}.xml")
        )
        files[f"xl/drawings/drawing{number}.xml"] = content
    return files


def test_boxes_on_hidden_sheets_and_hidden_boxes_are_hidden() -> None:
    first = drawing(box("看得见"), box("藏框", ' hidden="1"'), f"<xdr:grpSp>{box('组里')}</xdr:grpSp>")
    files = drawn(
        {1: first, 2: drawing(box("藏表上"))}, PLAIN, data(row(1, cell("A1", "隐"))), states=["visible", "hidden"]
    )
    document = read(files)
    assert document.text.split("\n") == [*WANTED, "看得见", "组里"]
    assert told(document) == {"hidden": 6, "sheets": 1}


def test_boxes_follow_in_the_order_of_their_sheets_and_are_read_once() -> None:
    new, old = (f"<mc:{way}>{box('两种写法')}</mc:{way.split()[0]}>" for way in ('Choice Requires="a14"', "Fallback"))
    both = f"<mc:AlternateContent>{new}{old}</mc:AlternateContent>"
    files = drawn({n: drawing(box(f"框{n}")) for n in range(2, 12)} | {1: drawing(both)}, *[PLAIN] * 11)
    assert read(files).text.split("\n")[-11:] == ["两种写法", *(f"框{n}" for n in range(2, 12))]


def test_controls_of_forms_show_their_words() -> None:
    control = box("同意", '<a:ext><a14:compatExt spid="s"/></a:ext>').replace('name="t"', 'name="t" hidden="1"')
    document = read(drawn({1: drawing(control)}, PLAIN))
    assert (document.text.split("\n"), told(document)) == ([*WANTED, "同意"], {})


def test_drawings_that_are_broken_are_told() -> None:
    document = read(drawn({1: "<xdr:wsDr"}, PLAIN))
    assert (document.text.split("\n"), told(document)) == (WANTED, {"broken": 1})


def test_words_of_smart_art_on_a_sheet() -> None:
    names = f'xmlns:dgm="{DRAWING}/diagram" xmlns:a="{DRAWING}/main"'
    art = (
        f"<dgm:dataModel {names}><dgm:pt><dgm:t><a:p><a:r><a:t>摸底</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>"
    )
    files = drawn({1: drawing("<xdr:graphicFrame/>")}, PLAIN)
    files["xl/drawings/_rels/drawing1.xml.rels"] = related(("m", "diagramData", "../diagrams/data1.xml"))
    document = read({**files, "xl/diagrams/data1.xml": art})
    assert (document.text.split("\n"), told(document)) == ([*WANTED, "摸底"], {})
    assert told(read({**files, "xl/diagrams/data1.xml": "<dgm"})) == {"diagrams": 1}


def test_formulas_that_nobody_has_calculated_are_counted() -> None:
    cells = '<c r="A9"><f>SUM(B1:B2)</f></c><c r="B9"><f>1+1</f><v>2</v></c><c r="C9"><f t="shared" si="0"/></c>'
    empty = '<c r="D9" t="str"><f>""</f><v></v></c>'
    document = read(parts(data(row(1, cell("A1", TITLE)), row(9, cells, empty))))
    assert document.text == f"{TITLE}\n\t2"
    assert told(document) == {"formulas": 2}
