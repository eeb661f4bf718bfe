"""What a reader of a .docx sees and does not see: fields, WordArt, boxes, revisions, prompts; what is passed over."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from support.word import NAMES, level, lines, numbered, p, packed, r

from simcheck import Document
from simcheck.readers import decode
from simcheck.readers.extract import Input
from simcheck.readers.office import docx
from simcheck.readers.registry import extract

VML = 'xmlns:o="urn:schemas-microsoft-com:office:office"'


def sign(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def asks(words: str) -> str:
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


def field(instruction: str, *result: str) -> str:
    begun = sign("begin") + (instruction if instruction.startswith("<") else asks(instruction))
    return begun + (sign("separate") + "".join(map(r, result)) if result else "") + sign("end")


def shape(inside: str, more: str = "") -> str:
    return f"<w:r><w:pict><v:shape {more}>{inside}</v:shape></w:pict></w:r>"


def box(*paragraphs: str) -> str:
    return f"<v:textbox><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></v:textbox>"


def passed(document: Document) -> dict[str, Any]:
    facts = [dict(note.facts) for note in document.notes if note.code in ("not-read", "passed-over")]
    return {name: count for each in facts for name, count in each.items() if name != "document"}


def deleted(document: Document) -> int:
    return next((int(note.facts["count"]) for note in document.notes if note.code == "deleted-text"), 0)


# fields


@pytest.mark.parametrize(
    ("runs", "wanted"),
    [
        (field(asks("IF ") + field("MERGEFIELD 村", "柳湾") + asks(' = "柳湾" "已完成"'), "已完成"), "甲已完成乙"),
        (field(asks("IF ") + field("X", "藏") + field(asks("Y") + field("Z", "深"), "里"), "外"), "甲外乙"),
        (field("HYPERLINK", "见", field("PAGEREF x", "三"), "页"), "甲见三页乙"),
        (field(asks("IF ") + field("MERGEFIELD 村", "柳湾") + asks(" = 1")), "甲乙"),
        (field(r"eq \o\ac(○,1)"), "甲1乙"),
        (field(asks(r"eq \o\ac(○,") + field("=1+1", "2") + asks(")")), "甲2乙"),
        (sign("begin") + asks("PAGE") + r("没有完的域"), "甲没有完的域乙"),
        (sign("end") + r("多出来的") + sign("separate"), "甲多出来的乙"),
        (f'<w:fldSimple w:instr="IF">{field(asks("IF ") + field("X", "藏"), "外")}</w:fldSimple>', "甲外乙"),
    ],
)
def test_fields_inside_fields(runs: str, wanted: str) -> None:
    assert lines(p("甲", runs, "乙")) == [wanted]


def test_a_field_over_several_paragraphs() -> None:
    first = p(sign("begin"), asks("TOC "), field("X", "藏"), sign("separate"), "一、水利")
    assert lines(first + p("二、教育") + p(sign("end"), "正文")) == ["一、水利", "二、教育", "正文"]
    # an instruction that is never closed hides nothing of what follows
    assert lines(p("甲", sign("begin"), asks("IF")) + p("乙") + p(sign("end"), "丙")) == ["甲", "乙", "丙"]


# WordArt and boxes


def test_word_art_is_a_line() -> None:
    art = shape('<v:textpath style="font-family:宋体" string="石坡县人民政府文件"/>', 'type="#_x0000_t136"')
    assert lines(p(art) + p("正文")) == ["", "石坡县人民政府文件", "正文"]
    two = shape('<v:textpath string="石坡县&#10;人民政府"/>')
    assert lines(p("前", f"<w:r><w:pict><v:group>{two}</v:group></w:pict></w:r>")) == ["前", "石坡县", "人民政府"]


def test_word_art_is_read_once_and_watermarks_are_not() -> None:
    new = f"<w:drawing><wps:wsp><wps:txbx><w:txbxContent>{p('红头')}</w:txbxContent></wps:txbx></wps:wsp></w:drawing>"
    old = '<w:pict><v:shape><v:textpath string="红头"/></v:shape></w:pict>'
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )
    water = shape('<v:textpath string="机密"/>', 'id="PowerPlusWaterMarkObject357476642"')
    empty = shape('<v:textpath on="t" string=""/>')
    assert lines(p(both, water, empty) + p("正文")) == ["", "红头", "正文"]


def test_boxes_inside_boxes_are_read_once() -> None:
    inner = p(shape(box(p("内框"), p(shape(box(p("最里")))))))
    assert [line for line in lines(p(shape(box(p("外框"), inner))) + p("正文")) if line] == [
        "外框",
        "内框",
        "最里",
        "正文",
    ]


def test_paragraphs_and_tables_inside_a_paragraph() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('渠道')}</w:tc><w:tc>{p('两条')}</w:tc></w:tr></w:tbl>"
    assert lines(f"<w:p>{r('前')}{table}{p('里')}</w:p>" + p("后")) == ["前", "渠道\t两条", "里", "后"]


# revisions


def row(*cells: str, gone: bool = False) -> str:
    properties = '<w:trPr><w:del w:id="1"/></w:trPr>' if gone else ""
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def cell(*paragraphs: str, gone: bool = False) -> str:
    properties = '<w:tcPr><w:cellDel w:id="1"/></w:tcPr>' if gone else ""
    return f"<w:tc>{properties}{''.join(paragraphs)}</w:tc>"


def test_deleted_rows_and_cells() -> None:
    table = (
        row(cell(p("项目")), cell(p("旧数"), gone=True), cell(p("新数")))
        + row(cell(p("作废")), cell(p("一百二十")), gone=True)
        + f"<w:sdt><w:sdtContent>{row(cell(p('撤销')), gone=True)}</w:sdtContent></w:sdt>"
        + row(cell(f"<w:tbl>{row(cell(p('里面')), gone=True)}</w:tbl>", p("渠道")), cell(p("两条")))
    )
    document = decode("a.docx", packed(f"<w:tbl>{table}</w:tbl>" + p("正文")))
    assert document.text.split("\n") == ["项目\t新数", "渠道\t两条", "正文"]
    assert deleted(document) == len("旧数作废一百二十撤销里面")
    marked = row(cell("<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"), gone=True)
    assert deleted(decode("a.docx", packed(f"<w:tbl>{marked}</w:tbl>" + p("正文")))) == 1


def joined(*runs: str, number: bool = False, mark: str = "del") -> str:
    properties = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if number else ""
    return f'<w:p><w:pPr>{properties}<w:rPr><w:{mark} w:id="1"/></w:rPr></w:pPr>{"".join(map(r, runs))}</w:p>'


def test_a_deleted_mark_joins_paragraphs() -> None:
    assert lines(joined("收入稳步") + p("增长，") + p("下一步")) == ["收入稳步增长，", "下一步"]
    assert lines(joined("一") + joined("二", mark="moveFrom") + f"<w:ins>{p('三')}</w:ins>") == ["一二三"]
    table = f"<w:tbl>{row(cell(joined('格')))}</w:tbl>"
    assert lines(joined("末") + table + joined("完")) == ["末", "格", "完"]
    framed = shape(box(joined("框"), p("里")))
    assert lines(joined("前", framed) + p("后")) == ["框里", "前后"]


def test_a_deleted_mark_takes_its_number_along() -> None:
    rules = numbered(level(0, "decimal", "%1."))
    body = p("一", number=(1, 0)) + joined("二", number=True) + p("三", number=(1, 0)) + joined("四", number=True)
    assert lines(body, numbering=rules) == ["1.一", "2.二三", "3.四"]


def test_words_of_joined_paragraphs_are_traced() -> None:
    body = joined("收入") + p("增长", field(asks("IF ") + field("X", "藏"), "外"))
    root = fromstring(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
    found, places = docx.traced(Input("a", "a", packed(body), None, extract), root)
    assert found.text == "收入增长外"
    assert [(place, element.text) for place, element in places] == [(0, "收入"), (2, "增长"), (4, "外")]


# prompts


def control(*content: str, prompt: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{prompt}</w:sdtPr><w:sdtContent>{''.join(content)}</w:sdtContent></w:sdt>"


def test_prompts_of_forms_are_no_text() -> None:
    body = (
        control(p("单击此处输入全年工作完成情况。"))
        + p("日期：", control(r("单击以输入日期。")), "止")
        + f"<w:tbl><w:tr>{cell(p('姓名'))}{control(cell(p('填姓名')))}</w:tr></w:tbl>"
        + control(p("填好了"), prompt='<w:showingPlcHdr w:val="0"/>')
        + control(p(""))
    )
    document = decode("a.docx", packed(body))
    assert document.text.split("\n") == ["日期：止", "姓名\t", "填好了"]
    assert passed(document) == {"placeholders": 3}


def test_what_a_program_filled_in_is_text_whatever_it_is_called() -> None:
    report = "今年修渠两条，灌溉面积增加三千亩，群众拍手称快。" * 10
    assert lines(control(p(report), p("完"))) == [report, "完"]


# what is passed over


def test_what_is_passed_over_is_counted() -> None:
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    pictured = f'<w:drawing><d:pic xmlns:d="{drawing}/picture"/></w:drawing>'
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{pictured}</mc:Choice><mc:Fallback><w:pict><v:imagedata/>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    body = (
        p("正文" * 100, both, f"<w:r>{pictured}</w:r>")
        + p(f'<w:r><w:drawing><c:chart xmlns:c="{drawing}/chart"/></w:drawing></w:r>')
        + p(f'<w:r><w:drawing><d:relIds xmlns:d="{drawing}/diagram"/></w:drawing></w:r>')
        + p(f'<m:oMath xmlns:m="{math}"/>', f'<m:oMathPara xmlns:m="{math}"><m:oMath/></m:oMathPara>')
        + p(f'<w:r><w:object {VML}><v:imagedata/><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>')
        + p(f'<w:r><w:object {VML}><o:OLEObject ProgID="Equation.3"/></w:object></w:r>')
        + p('<w:r><w:commentReference w:id="1"/></w:r>', '<w:r><w:footnoteReference w:id="7"/></w:r>')
        + '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="r9"/>'
    )
    document = decode("a.docx", packed(body))
    assert passed(document) == {
        "pictures": 2, "formulas": 3, "charts": 1, "diagrams": 1, "embedded": 1, "missing": 2, "comments": 1,
    }  # fmt: skip
    assert [note.code for note in document.notes] == ["not-read"]


def test_what_a_document_inside_passes_over_counts_too() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    picture = p(
        "里面",
        "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>",
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>",
    )
    related = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/aFChunk" Target="inner.docx"/>'
        f'<Relationship Id="r2" Type="{office}/vbaProject" Target="v.bin"/>'
        "</Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        body = p("外面") + f'<w:altChunk xmlns:r="{office}" r:id="r1"/>'
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", related)
        archive.writestr("word/inner.docx", packed(picture))
    document = decode("a.docx", out.getvalue())
    assert document.text == "外面\n里面"
    assert passed(document) == {"pictures": 1, "macros": 1}
    assert deleted(document) == 1
