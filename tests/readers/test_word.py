"""Word documents: everything a page shows, in order; what it does not show apart; and files that are none."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from support import SAMPLES
from support.word import NAMES, level, lines, numbered, p, packed, r

import simcheck
from simcheck import Flag, errors
from simcheck.readers import decode, package


def test_a_word_document_is_its_plain_text() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        text = simcheck.read(path).text.replace("\r\n", "\n").replace("&", "＆").replace("<", "＜").rstrip("\n")
        body = "".join(p(line) if line else p() for line in text.split("\n"))
        assert decode("a.docx", packed(body)).text == text


def test_findings_are_those_of_the_plain_text(tmp_path: Path) -> None:
    this, last = (simcheck.read(SAMPLES / f"青石镇{year}年工作总结.txt") for year in (2024, 2023))
    path = tmp_path / "青石镇2024年工作总结.docx"
    path.write_bytes(packed("".join(p(line) for line in this.text.splitlines())))
    plain, word_ = simcheck.compare(this, last), simcheck.compare(simcheck.read(path), last)
    assert [(f.kind, f.flags, f.evidence) for f in plain.findings] == [
        (f.kind, f.flags, f.evidence) for f in word_.findings
    ]
    assert plain.share(without={Flag.BOILERPLATE}) == word_.share(without={Flag.BOILERPLATE})


def test_runs_breaks_tabs_and_fields() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE \\* MERGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(p("今年", "<w:r><w:tab/><w:t>全镇</w:t><w:br/><w:t>共有</w:t></w:r>", field, "户")) == [
        "今年\t全镇",
        "共有12户",
    ]


def test_tables_row_by_row_merged_and_nested() -> None:
    def cell(*content: str, merged: str = "") -> str:
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{''.join(content)}</w:tc>"

    nested = f"<w:tbl><w:tr>{cell(p('内一'))}{cell(p('内二'))}</w:tr></w:tbl>"
    first = '<w:vMerge w:val="restart"/>'
    table = (
        f"<w:tbl><w:tr>{cell(p('项目'), merged=first)}{cell(p('数量'))}</w:tr>"
        f"<w:tr>{cell(p(), merged='<w:vMerge/>')}{cell(p('三座'))}</w:tr>"
        f"<w:tr>{cell(p('说明'))}{cell(nested, p('表后'))}</w:tr></w:tbl>"
    )
    assert lines(p("表前") + table) == ["表前", "项目\t数量", "\t三座", "说明", "内一\t内二", "表后"]


def test_a_text_box_in_a_text_box_is_read_once() -> None:
    body = ""
    for number in range(40):
        body = f"<w:p><w:r><w:pict><w:txbxContent>{p(f'框{number}')}{body}</w:txbxContent></w:pict></w:r></w:p>"
    assert [line for line in lines(body) if line] == [f"框{number}" for number in reversed(range(40))]


def test_of_several_ways_to_say_the_same_inside_a_drawing_one_is_read() -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    ways = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    drawing = f"<w:drawing><mc:AlternateContent>{ways}</mc:AlternateContent></w:drawing>"
    assert lines(f"<w:p><w:r>{drawing}</w:r></w:p>") == ["", "框"]


def test_a_note_that_is_named_twice_is_read_once() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="2">{p("注里的话")}</w:footnote></w:footnotes>'
    assert lines(p("正文", note, note), footnotes=notes) == ["正文", "注里的话"]


def test_tables_deeper_than_any_are_read_paragraph_by_paragraph() -> None:
    before, behind = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    row = f"<w:tbl><w:tr><w:tc>{p('一')}</w:tc><w:tc>{p('二')}</w:tc></w:tr></w:tbl>"
    assert lines(before * 31 + row + behind * 31) == ["一\t二"]
    assert lines(before * 32 + row + behind * 32) == ["一", "二"]
    assert lines(before * 60 + row + behind * 60) == ["一", "二"]


def test_text_boxes_content_controls_and_notes() -> None:
    box = f"<wps:txbx><w:txbxContent>{p('框里的字')}</w:txbxContent></wps:txbx>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox><w:txbxContent>{p('框里的字')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    control = f"<w:sdt><w:sdtContent>{p('控件里的段')}</w:sdtContent></w:sdt>"
    inline = "<w:sdt><w:sdtContent><w:r><w:t>姓名</w:t></w:r></w:sdtContent></w:sdt>"
    link = '<w:hyperlink w:anchor="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:id="1">{p("没有引用的")}</w:footnote>'
        f'<w:footnote w:id="2">{p("注里的话")}</w:footnote></w:footnotes>'
    )
    body = p("前", twice, inline, link, note, "后") + control
    header = f"<w:hdr {NAMES}>{p('页眉')}</w:hdr>"
    assert lines(body, footnotes=notes, header1=header) == ["前姓名链接后", "框里的字", "控件里的段", "注里的话"]


def test_revisions_and_hidden_text_are_set_apart_and_told() -> None:
    inserted = "<w:ins><w:r><w:t>添上的</w:t></w:r></w:ins>"
    gone = "<w:del><w:r><w:delText>删去的字</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    seen = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r>'
    table = f"<w:tbl><w:tr><w:tc>{p('格', hidden)}</w:tc></w:tr></w:tbl>"
    document = decode("a.docx", packed(p(inserted, gone, moved, hidden, seen) + table))
    assert document.text == "添上的移来看得见\n格"
    assert [(note.code, note.facts["count"]) for note in document.notes] == [("hidden-text", 4), ("deleted-text", 6)]


def test_a_document_of_another_program_and_name_is_read_alike(tmp_path: Path) -> None:
    strict = packed(p("严格的格式"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, data)
    for name in ("a.docx", "a.wps", "a.docm", "a.txt"):
        path = tmp_path / name
        path.write_bytes(out.getvalue())
        assert simcheck.read(path).text == "严格的格式"


def test_words_that_run_the_other_way_are_read() -> None:
    body = f'<w:p><w:bdo w:val="ltr">{r("全镇")}</w:bdo><w:dir w:val="ltr">{r("工作")}</w:dir></w:p>'
    assert lines(body) == ["全镇工作"]


def test_of_alternatives_that_nobody_understands_the_fallback_is_read() -> None:
    body = (
        '<w:p><mc:AlternateContent><mc:Choice Requires="zzz"><w:r><w:t>假</w:t></w:r></mc:Choice><mc:Fallback>'
        "<w:r><w:t>真</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert lines(body) == ["真"]


@pytest.mark.parametrize("name", ["a.docx", "a.txt"])
@pytest.mark.usefixtures("in_this_process")
def test_damaged_and_hostile_files_are_errors_of_ours(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = packed(p("今年以来全镇共有三千户") * 50)
    for size in range(4, len(good), 97):
        with pytest.raises(errors.UnreadableDocument):
            decode(name, good[:size])
    deep = "<w:sdt><w:sdtContent>" * 5000
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    for body in (deep, "</w:body>", "\0", "&a;"):
        with pytest.raises(errors.Damaged):
            decode(name, packed(body))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"{bomb}<w:document {NAMES}><w:body>{p('&a;')}</w:body></w:document>")
    with pytest.raises(errors.Damaged):
        decode(name, out.getvalue())
    monkeypatch.setattr(package, "MOST", 10_000)
    with pytest.raises(errors.TooLarge):
        decode(name, packed(p("一" * 20_000)))
    with pytest.raises(errors.Empty):
        decode(name, packed(p(" ")))


def test_the_error_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(packed(p("今年以来"))[:200])
    done = subprocess.run(
        [sys.executable, "-m", "simcheck", "compare", str(path), str(path), "--lang", "zh"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "坏.docx" in done.stderr
    assert "Traceback" not in done.stderr


# what programs write that is not the usual way


RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OF_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(**kinds: str) -> str:
    inner = "".join(
        f'<Relationship Id="{kind}" Type="{OF_OFFICE}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in kinds.items()
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{inner}</Relationships>'


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def document(body: str) -> str:
    return f'<w:document {NAMES} xmlns:r="{OF_OFFICE}"><w:body>{body}</w:body></w:document>'


def test_the_files_of_a_document_may_have_any_names() -> None:
    made = zipped(
        {
            "[Content_Types].xml": '<Types><Override PartName="/word/document2.xml" ContentType="application/vnd.'
            'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": related(officeDocument="/word/document2.xml"),
            "word/document2.xml": document(p("抓党建", number=(1, 0), style="") + p(FOOTNOTE_MARK)),
            "word/_rels/document2.xml.rels": related(numbering="lists/n.xml", footnotes="../notes.xml"),
            "word/lists/n.xml": numbered(level(0, "chineseCounting", "%1、")),
            "notes.xml": f'<w:footnotes {NAMES}><w:footnote w:id="2">{p("据县统计局")}</w:footnote></w:footnotes>',
        }
    )
    assert decode("a.docx", made).text == "一、抓党建\n\n据县统计局"


FOOTNOTE_MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'


@pytest.mark.parametrize("relations", ["", "<a", "<!DOCTYPE a>" + related(officeDocument="x")])
def test_a_document_whose_files_are_named_nowhere_has_its_words(relations: str) -> None:
    made = zipped({"word/document.xml": document(p("全镇")), "_rels/.rels": relations})
    assert decode("a.docx", made).text == "全镇"


@pytest.mark.parametrize(
    ("name", "chunk"),
    [
        ("a.htm", "<html><body><p>今年以来</p><p>新建水渠两条</p></body></html>".encode()),
        (
            "a.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; "
            b'charset="utf-8"\r\n\r\n<!DOCTYPE html><html><body><p>'
            + "今年以来</p><p>新建水渠两条".encode()
            + b"\r\n--x--",
        ),
        ("a.rtf", rb"{\rtf1\ansi\ansicpg936 " + "今年以来\\par 新建水渠两条".encode("gbk") + b"}"),
        ("a.docx", packed(p("今年以来") + p("新建水渠两条"))),
    ],
)
def test_a_document_inside_is_read_where_it_stands(name: str, chunk: bytes) -> None:
    made = zipped(
        {
            "word/document.xml": document(p("前") + '<w:altChunk r:id="aFChunk1"/><w:altChunk r:id="x"/>' + p("后")),
            "word/_rels/document.xml.rels": related(aFChunk1=name),
            f"word/{name}": chunk,
        }
    )
    assert decode("a.docx", made).text.split("\n") == ["前", "今年以来", "新建水渠两条", "后"]


@pytest.mark.usefixtures("in_this_process")
def test_documents_inside_each_other_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def around(inner: bytes, times: int) -> bytes:
        body = p("外") + '<w:altChunk r:id="aFChunk1"/>' * times
        relations = related(aFChunk1="a.docx")
        files = {"word/document.xml": document(body), "word/_rels/document.xml.rels": relations}
        return zipped({**files, "word/a.docx": inner})

    inner = packed(p("内" * 20_000))
    assert decode("a.docx", around(inner, 2)).text.count("内") == 40_000
    deep = inner
    for _ in range(4):
        deep = around(deep, 1)
    assert decode("a.docx", deep).text.split("\n") == ["外"] * 4
    monkeypatch.setattr(package, "MOST", 1_000_000)
    assert len(around(inner, 100)) < 10_000
    with pytest.raises(errors.TooLarge):
        decode("a.docx", around(inner, 100))


def test_words_that_stand_otherwise_in_a_run() -> None:
    ruby = (
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>xīn</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>鑫</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    emoji = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:font="Segoe UI Emoji" '
        'w16se:char="1F600" xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"/></mc:Choice>'
        "<mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    signs = (
        '<w:r><w:sym w:font="宋体" w:char="2103"/><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:char="x"/></w:r>'
    )
    ring = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> eq \\o\\ac(○,</w:instrText></w:r>'
        '<w:r><w:instrText>1)</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(p("张", ruby, "同志", emoji, "气温25", signs, ring)) == ["张鑫同志😀气温25℃1"]


def test_a_document_of_several_bodies_has_the_words_of_all() -> None:
    made = zipped({"word/document.xml": document(p("一") + f"</w:body><w:body>{p('二')}")})
    assert decode("a.docx", made).text == "一\n二"


def test_text_is_hidden_by_a_style_too() -> None:
    styles = (
        f'<w:styles {NAMES}><w:style w:styleId="z"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="z1"><w:basedOn w:val="z"/></w:style>'
        '<w:style w:styleId="shown"><w:basedOn w:val="z1"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
        '<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style></w:styles>'
    )

    def run(words: str, properties: str) -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"

    cell = f"<w:tbl><w:tr><w:tc>{p('窗体', style='z')}{p('格', style='loop')}</w:tc></w:tr></w:tbl>"
    body = (
        p("窗体顶端", style="z1")
        + p("全镇", run("（内部）", '<w:rStyle w:val="z"/>'), run("增收", '<w:rStyle w:val="shown"/>'))
        + p(run("显", '<w:vanish w:val="false"/>'), "隐", style="z")
        + p("共计", style="shown")
        + cell
    )
    document = decode("a.docx", packed(body, styles=styles))
    assert document.text.split("\n") == ["", "全镇增收", "显", "共计", "格"]
    assert [(note.code, note.facts["count"]) for note in document.notes] == [("hidden-text", 11)]
