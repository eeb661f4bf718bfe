"""Word documents that are one XML file, and XML that is no document at all."""

from __future__ import annotations

import base64

import pytest
from support.word import NAMES, level, numbered, p

import simcheck
from simcheck import errors
from simcheck.formats import Format
from simcheck.readers import decode
from simcheck.readers.detect import looks_like

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>\n'
NAMES_2003 = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" '
    'xmlns:st1="urn:schemas-microsoft-com:office:smarttags" xmlns:own="urn:county"'
)
FONTS = '<w:fonts><w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/></w:font></w:fonts>'
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def of_2003(body: str, *more: str) -> str:
    about = (
        "<o:DocumentProperties><o:Author>陶小满</o:Author><o:LastAuthor>石镇长</o:LastAuthor></o:DocumentProperties>"
    )
    return (
        f"{DECLARED}<w:wordDocument {NAMES_2003}>{about}{FONTS}{''.join(more)}<w:body>{body}</w:body></w:wordDocument>"
    )


def part(name: str, content: str, kind: str = "document.main") -> str:
    return (
        f'<pkg:part pkg:name="/word/{name}.xml" pkg:contentType="{TYPE}.{kind}+xml">'
        f"<pkg:xmlData>{content}</pkg:xmlData></pkg:part>"
    )


def flat(*parts: str) -> str:
    return f'{DECLARED}<pkg:package xmlns:pkg="{PACKAGE}">{"".join(parts)}</pkg:package>'


def document(body: str) -> str:
    return part("document", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")


def lines(name: str, markup: str, encoding: str = "utf-8") -> list[str]:
    return decode(name, markup.encode(encoding)).text.split("\n")


@pytest.mark.parametrize("name", ["总结.doc", "总结.xml", "总结.docx", "总结"])
def test_a_document_of_2003(name: str) -> None:
    said = decode(
        name,
        of_2003(
            f"<wx:sect>{p('今年修渠两条')}<wx:sub-section>{p('，', '打井四眼')}</wx:sub-section></wx:sect>"
        ).encode(),
    )
    assert said.text == "今年修渠两条\n，打井四眼"
    assert said.file is not None
    assert (said.file.format, said.file.author, said.file.editor) == ("word-xml", "陶小满", "石镇长")


def test_unrelated_documents_of_2003_share_nothing() -> None:
    mine = decode("甲.doc", of_2003(p("今年修渠两条，灌溉面积增加三千亩，群众拍手称快。")).encode())
    other = decode("乙.doc", of_2003(p("学校走访学生家庭二百户，添置图书五千册。")).encode())
    assert simcheck.compare(mine, other).findings == ()


def test_tables_lists_notes_and_revisions_of_2003() -> None:
    lists = (
        '<w:lists><w:listDef w:listDefId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="39"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="3"/></w:list></w:lists>'
    )
    item = '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/></w:listPr></w:pPr>{}</w:p>'
    note = f"<w:r><w:footnote>{p('按户籍人口算。')}</w:footnote></w:r>"
    cells = "".join(f"<w:tc>{p(words)}</w:tc>" for words in ("渠道", "两条"))

    def change(kind: str, words: str) -> str:
        text = words if words.startswith("<") else f"<w:r><w:t>{words}</w:t></w:r>"
        return f'<aml:annotation aml:id="1" w:type="Word.{kind}"><aml:content>{text}</aml:content></aml:annotation>'

    said = decode(
        "a.xml",
        of_2003(
            item.format("<w:r><w:t>水利</w:t></w:r>")
            + item.format("<w:r><w:t>人均</w:t></w:r>" + note)
            + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
            + p("今年", change("Insertion", "新修"), change("Deletion", "<w:r><w:delText>旧数</w:delText></w:r>"))
            + p(
                "见",
                "<w:hlink><w:r><w:t>公示栏</w:t></w:r></w:hlink>",
                "<st1:date><w:r><w:t>五月</w:t></w:r></st1:date>",
            )
            + f"<own:报表>{p('附表')}</own:报表>"
            + f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('框里')}</w:txbxContent></v:textbox></v:shape>"
            "</w:pict></w:r></w:p>" + p("完"),
            lists,
        ).encode(),
    )
    wanted = [
        "一、水利",
        "二、人均",
        "渠道\t两条",
        "今年新修",
        "见公示栏五月",
        "附表",
        "",
        "框里",
        "完",
        "按户籍人口算。",
    ]
    assert said.text.split("\n") == wanted
    assert [(note.code, note.facts["count"]) for note in said.notes] == [("deleted-text", 2)]


def test_a_package_in_one_file() -> None:
    numbering = numbered(level(0, "chineseCountingThousand", "%1、"))
    chunk = base64.b64encode("<html><body><p>网页里的一段</p></body></html>".encode()).decode()
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = (
        f'<pkg:part pkg:name="/word/_rels/document.xml.rels"><pkg:xmlData><Relationships '
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{related}/aFChunk" Target="/word/c.html"/></Relationships></pkg:xmlData></pkg:part>',
        f'<pkg:part pkg:name="/word/c.html"><pkg:binaryData>{chunk}</pkg:binaryData></pkg:part>',
        document(
            p("抓水利", number=(1, 0)) + p("抓教育", number=(1, 0)) + f'<w:altChunk xmlns:r="{related}" r:id="r1"/>'
        ),
        part("numbering", numbering, "numbering"),
    )
    assert lines("a.doc", flat(*parts)) == ["一、抓水利", "二、抓教育", "网页里的一段"]


@pytest.mark.parametrize(("mark", "encoding"), [("", "utf-8"), ("\ufeff", "utf-8"), ("\ufeff", "utf-16"), ("", "gbk")])
@pytest.mark.parametrize("make", [of_2003, lambda body: flat(document(body))])
def test_in_other_encodings(make: object, mark: str, encoding: str) -> None:
    assert callable(make)
    markup = make(p("今年修渠两条")).replace("UTF-8", encoding)
    assert lines("a.xml", mark.removesuffix("\ufeff" if encoding == "utf-16" else "") + markup, encoding) == [
        "今年修渠两条"
    ]


def test_pictures_inside_do_not_make_it_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simcheck.readers.sandbox.read", lambda given, what, **_: given.extract(given, what))
    monkeypatch.setattr("simcheck.readers.office.word_xml.MOST", 5000)
    picture = f'<w:p><w:r><w:pict><w:binData w:name="a.png">{"QUJD" * 5000}</w:binData></w:pict></w:r></w:p>'
    assert lines("a.doc", of_2003(picture + p("今年修渠两条"))) == ["", "今年修渠两条"]
    with pytest.raises(errors.TooLarge):
        lines("a.doc", of_2003(p("今年修渠两条" * 1000)))


@pytest.mark.parametrize(
    "markup",
    [
        of_2003("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>").replace("<w:w", '<!DOCTYPE w [<!ENTITY a "一">]><w:w', 1),
        of_2003("<w:sdt>" * 200_000),
        of_2003("<w:sdt>" * 20_000 + p("今年") + "</w:sdt>" * 20_000),
        of_2003(p("今年"))[:-30],
    ],
    ids=["entity", "open", "deep", "cut"],
)  # fmt: skip
def test_hostile_ones_are_damaged(markup: str) -> None:
    with pytest.raises(errors.Damaged):
        decode("a.doc", markup.encode())


DATA = [
    '<?xml version="1.0" encoding="UTF-8"?><报表><行>今年修渠两条</行></报表>',
    '<?xml version="1.0"?>\n<!-- 导出 -->\n<rss version="2.0"><channel><title>今年</title></channel></rss>',
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>今年</Worksheet></Workbook>',
    '\ufeff  <?xml version="1.0"?><!DOCTYPE a [<!ELEMENT a ANY>]><a>今年</a>',
    flat('<pkg:part pkg:name="/xl/workbook.xml"><pkg:xmlData><a/></pkg:xmlData></pkg:part>'),
]


@pytest.mark.parametrize("markup", DATA)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["a.xml", "a.txt", "a.doc"])
def test_other_xml_is_never_prose(name: str, markup: str, encoding: str) -> None:
    with pytest.raises(errors.NotText) as caught:
        decode(name, markup.removeprefix("\ufeff" if encoding == "utf-16" else "").encode(encoding))
    assert caught.value.looks_like == Format.XML


@pytest.mark.parametrize(
    "words",
    [
        "<通知>各村：今年修渠两条</通知>",
        "<p>今年</p> 这样的标签不必写",
        "本文说明 <?xml version='1.0'?> 怎么写",
        "<doc>\n今年修渠两条\n</doc>\n<doc>\n打井四眼\n</doc>\n",
    ],
)
def test_texts_with_angle_brackets_stay_texts(words: str) -> None:
    assert looks_like(words.encode(), ".txt") is None
    assert decode("a.txt", words.encode()).text == words


def test_a_page_that_is_xml_is_a_page() -> None:
    page = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>今年修渠两条</p></body></html>'
    assert looks_like(page.encode(), ".xml") == Format.HTML
    assert decode("a.xml", page.encode()).text == "今年修渠两条"
