"""OpenDocument texts: everything a page shows, in order; what it does not show apart; and files that are none."""

from __future__ import annotations

import io
import zipfile

import pytest
from support import DATA, SAMPLES
from support.odt import (
    BREAK,
    COVERED,
    DIGITS,
    NAMES,
    cell,
    item,
    items,
    level,
    lines,
    list_style,
    p,
    packed,
    paragraph_style,
    row,
    starts,
    table,
)

import simcheck
from simcheck import errors
from simcheck.formats import Format
from simcheck.readers import decode, package
from simcheck.readers.office import libreoffice, odt_lists

SAVED = DATA / "documents"

REPORT = """白水乡2024年工作总结
一年来，全乡上下凝心聚力，各项工作取得新进展。
县级平安乡
县级文明乡
一、抓产业，稳增收
（一）种植业提质
1.推广良种一千二百亩；
2.新打机井四眼，新修渠道三公里。
①东渠
②西渠
（二）养殖业扩面
1.新建圈舍十二栋
投入与面积见下表：
项目\t数量
\t面积\t投入
水稻
分两片：
东片\t六百亩
西片\t四百亩
均已完成。
三十万元
合计
八十六万元
含自筹十二万元
二、抓民生，暖人心
全年办理实事：\t硬化入户路
改造“旱厕”——二百座…
发放救助资金
走访困难群众
𠮷祥村　便民服务中心  建成投用。
白水乡人民政府\t2024年12月
含订单面积。
乡农业服务中心统计。"""
"""What report.docx says, and whatever LibreOffice made of it."""


def test_a_saved_document_says_what_the_word_document_says_that_it_was_made_of() -> None:
    saved, word = simcheck.read(SAVED / "report.odt"), simcheck.read(SAVED / "report.docx")
    assert saved.text == word.text == REPORT
    counts = [[(note.code, note.facts["count"]) for note in each.notes] for each in (saved, word)]
    assert counts[0] == counts[1] == [("hidden-text", 12), ("deleted-text", 7)]
    # saved without being laid out
    assert saved.pages == ()


def test_pages_are_those_of_a_document_that_was_laid_out() -> None:
    document = simcheck.read(SAVED / "pages.odt")
    words = [document.text[at - 4 : at] + "|" + document.text[at : at + 7] for at in document.pages]
    assert words == [
        "|白水乡重点工作",
        "较好。对|照年初目标逐项",
        "服务点按|期建成，群众反",
        "落实。\n|附：责任分工",
    ]
    assert document.page(document.text.index("以上各项")) == 3


def test_a_document_with_a_password_is_told_from_a_damaged_one() -> None:
    old = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    locked = f"{old}<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    for data in ((SAVED / "locked.odt").read_bytes(), packed(p("今年"), manifest=locked)):
        with pytest.raises(errors.Encrypted):
            decode("a.odt", data)
    assert decode("a.odt", packed(p("今年"), manifest=f"{old}<manifest:manifest/>")).text == "今年"


def test_a_document_is_its_plain_text() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        text = simcheck.read(path).text.replace("\r\n", "\n").replace("&", "＆").replace("<", "＜").rstrip("\n")
        body = "".join(p(line.replace("  ", ' <text:s text:c="1"/>')) for line in text.split("\n"))
        assert decode("a.odt", packed(body)).text == text.replace("\n ", "\n")


def test_white_space_is_one_space_unless_it_is_said_otherwise() -> None:
    assert lines(p("  今年\n\t全镇 <text:span> 上 </text:span> 下　齐心")) == ["今年 全镇 上 下　齐心"]
    assert lines(p('一<text:s/> 二<text:s text:c="3"/>三<text:tab/> 四')) == ["一  二   三\t 四"]
    assert lines(p("今年<text:line-break/>全镇") + p()) == ["今年", "全镇", ""]


def test_links_fields_and_marks_are_as_the_page_shows_them() -> None:
    words = (
        "<text:a>公示栏</text:a><text:page-count>12</text:page-count>页"
        "<text:bookmark-start/><loext:content-control>张某</loext:content-control><text:bookmark-end/>"
        "<text:ruby><text:ruby-base>圩</text:ruby-base><text:ruby-text>xū</text:ruby-text></text:ruby>"
        '<text:variable-set text:display="none">7</text:variable-set><text:number>九、</text:number>'
        "<office:annotation><text:p>数字再核</text:p></office:annotation>"
        "<text:conditional-text>已办结</text:conditional-text>"
    )
    assert lines(p(words) + f"<text:h>标题{words}</text:h>") == ["公示栏12页张某圩已办结", "标题公示栏12页张某圩已办结"]


def test_notes_stand_at_the_end_and_text_boxes_after_their_paragraph() -> None:
    def note(kind: str, *paragraphs: str) -> str:
        body = "".join(map(p, paragraphs))
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>1</text:note-citation>'
            f"<text:note-body>{body}</text:note-body></text:note>"
        )

    box = f"<draw:frame><draw:text-box>{p('全镇荣誉')}{p('文明乡镇')}</draw:text-box></draw:frame>"
    shapes = f"<draw:g><draw:custom-shape>{p('图例')}</draw:custom-shape><draw:rect>{p('比例')}</draw:rect></draw:g>"
    formula = f"<draw:frame><draw:object><office:text>{p('公式')}</office:text></draw:object></draw:frame>"
    body = p(f"今年{note('endnote', '据年报')}{box}全镇{note('footnote', '含外出', '不含外来')}{shapes}{formula}")
    assert lines(body + f"<draw:frame>{p('页边')}</draw:frame>" + p("以上")) == [
        "今年全镇",
        "全镇荣誉",
        "文明乡镇",
        "图例",
        "比例",
        "页边",
        "以上",
        "含外出",
        "不含外来",
        "据年报",
    ]


def test_sections_and_indexes_are_text_but_not_what_indexes_are_made_of() -> None:
    index = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>目录</text:index-title-template>"
        f"{p('样式')}</text:table-of-content-source><text:index-body><text:index-title>{p('目录')}</text:index-title>"
        f"{p('一、党建<text:tab/>2')}</text:index-body></text:table-of-content>"
    )
    declared = f"<text:sequence-decls/><office:forms>{p('表单')}</office:forms>"
    assert lines(f"{declared}{index}<text:section>{p('节里')}</text:section>") == ["目录", "一、党建\t2", "节里"]


def test_tables_row_by_row_merged_and_nested() -> None:
    inner = table(row("东片", "六百亩"), row("西片", cell("四百亩", "待核")))
    high = cell("项目", more='table:number-rows-spanned="2"')
    body = table(
        f"<table:table-header-rows>{row(high, '数量')}</table:table-header-rows>",
        f"<table:table-rows>{row(COVERED, '三座')}</table:table-rows>",
        row(cell("合计", more='table:number-columns-spanned="2"'), COVERED),
        row(cell("说明", inner, "表后"), ""),
        row("", ""),
    )
    assert lines(p("表前") + body) == [
        "表前",
        "项目\t数量",
        "\t三座",
        "合计",
        "说明",
        "东片\t六百亩",
        "西片",
        "四百亩",
        "待核",
        "表后",
        "\t",
    ]
    wide = cell("大", more='table:number-rows-spanned="3" table:number-columns-spanned="2"')
    body = table(
        row(wide, COVERED, "甲"), row(COVERED, COVERED, "乙"), row(COVERED, COVERED, "丙"), row("一", "二", "三")
    )
    assert lines(body) == ["大\t甲", "\t乙", "\t丙", "一\t二\t三"]


def test_repetitions_are_read_within_bounds() -> None:
    twice = 'table:number-rows-repeated="2"'
    three = 'table:number-columns-repeated="3"'
    assert lines(table(row(cell("一", more=three), "二", more=twice))) == ["一\t一\t一\t二"] * 2
    endless = "9" * 30
    rows, columns = f'table:number-rows-repeated="{endless}"', f'table:number-columns-repeated="{endless}"'
    hostile = table(*[row(cell("一", more=columns), f"<table:covered-table-cell {columns}/>", more=rows)] * 20)
    spaces = p(f'今年<text:s text:c="{endless}"/>' * 20)
    for body in (hostile, table(row(cell(hostile, more=columns), more=rows)), spaces):
        assert len(decode("a.odt", packed(body)).text) < 2_000_000
    assert lines(p('一<text:s text:c="x"/>二<text:s text:c="0"/>三')) == ["一 二 三"]


# what is not shown, and pages


def test_revisions_and_hidden_text_are_set_apart_and_told() -> None:
    who = "<office:change-info><dc:creator xmlns:dc='dc'>校对</dc:creator></office:change-info>"
    deleted = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{who}{p('拟建<text:span>水渠</text:span>')}\n "
        f"{p('三条')}</text:deletion></text:changed-region><text:changed-region><text:insertion>{who}</text:insertion>"
        "</text:changed-region></text:tracked-changes>"
    )
    styles = (
        paragraph_style("藏", family="text", properties='<style:text-properties text:display="none"/>')
        + paragraph_style("藏子", family="text", parent="藏")
        + paragraph_style("显", family="text", properties='<style:text-properties text:display="true"/>')
        + paragraph_style("藏段", properties='<style:text-properties text:display="none"/>')
    )
    hide = 'text:is-hidden="true"'
    body = (
        deleted
        + p('新建<text:change-start/>水渠<text:span text:style-name="藏子">（待核）<text:tab/></text:span>两条')
        + p('隐段<text:span text:style-name="显">不隐</text:span>', "藏段")
        + p(f'甲<text:hidden-text text:string-value="密件" {hide}/><text:hidden-text>明</text:hidden-text>')
        + p(f"整段<text:hidden-paragraph {hide}/>") + p('显段<text:hidden-paragraph text:is-hidden="false"/>')
        + f'<text:section text:display="none">{p("隐节")}\n</text:section>'
        + f'<text:section text:display="condition" {hide}>{p("隐节")}</text:section>'
        + f'<text:section text:display="condition" text:is-hidden="false">{p("显节")}</text:section>'
    )  # fmt: skip
    document = decode("a.odt", packed(body, styles))
    assert document.text.split("\n") == ["新建水渠两条", "不隐", "甲明", "", "显段", "显节"]
    assert [(note.code, note.facts["count"]) for note in document.notes] == [("hidden-text", 14), ("deleted-text", 6)]


BREAKS = (
    paragraph_style("前", properties='<style:paragraph-properties fo:break-before="page"/>')
    + paragraph_style("前子", parent="前")
    + paragraph_style("后", properties='<style:paragraph-properties fo:break-after="page"/>')
    + paragraph_style("横", more='style:master-page-name="Landscape"')
    + paragraph_style("表", family="table", properties='<style:table-properties fo:break-before="page"/>')
)


def test_pages_begin_where_they_ended_by_themselves_or_were_told_to() -> None:
    # what begins the document begins no page but the first
    body = p("第一段", "横") + p(f"今年{BREAK}全镇上下") + p("附件之一", "前子") + p("附件之二", "后") + p("附件之三")
    body += BREAK + p("附件之四") + items(item(p(f"{BREAK}附件之五")), style="乙") + p("附件之六", "横")
    body += table(row("表一之首"), BREAK, row("表一之尾"), more='table:style-name="表"') + p("完")
    assert starts(body, BREAKS + DIGITS) == [
        "第一段\n",
        "全镇上下",
        "附件之一",
        "附件之三",
        "附件之四",
        "1.附件",
        "附件之六",
        "表一之首",
        "表一之尾",
    ]


def test_a_page_that_ends_in_a_row_ends_once() -> None:
    split = row(cell(f"甲一{BREAK}甲二"), cell(f"乙一{BREAK}乙二{BREAK}乙三"), cell(BREAK, "丙一"))
    document = decode("a.odt", packed(p("表前") + table(split, row("甲三"))))
    assert document.text.split("\n") == ["表前", "甲一甲二\t乙一乙二乙三\t丙一", "甲三"]
    assert [document.text[at : at + 2] for at in document.pages] == ["表前", "乙二", "乙三"]


def test_without_a_layout_there_are_no_pages() -> None:
    # as LibreOffice writes it without a window, as if each paragraph were one line
    for body in (p("今年") + p(f"{BREAK}全镇") + BREAK + p("上下"), p("今年") + p("附件", "前"), items(BREAK, "全镇")):
        document = decode("a.odt", packed(body, BREAKS))
        assert document.pages == ()
        assert "\f" not in document.text


# files that are none


def test_other_zips_and_other_documents_are_not_texts() -> None:
    def without(name: str, data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for each in old.infolist():
                if each.filename != name:
                    new.writestr(each, old.read(each))
        return out.getvalue()

    good = packed(p("今年"))
    with pytest.raises(errors.NotText):
        decode("a.odt", without("content.xml", good))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"<office:document-content {NAMES}><office:body/></office:document-content>")
    with pytest.raises(errors.NotText):
        decode("a.odt", out.getvalue())
    for name in ("styles.xml", "META-INF/manifest.xml"):
        assert decode("a.odt", without(name, good)).text == "今年"


@pytest.mark.parametrize("name", ["a.odt", "a.ott", "a.txt"])
@pytest.mark.usefixtures("in_this_process")
def test_damaged_and_hostile_files_are_errors_of_ours(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = packed(p("今年以来全镇共有三千户") * 50)
    for size in range(4, len(good), 97):
        with pytest.raises(errors.UnreadableDocument):
            decode(name, good[:size])
    for body in ("<text:span>" * 5000, "<text:section>" * 5000 + "</text:section>" * 5000, "</text:p>", "\0", "&a;"):
        with pytest.raises(errors.Damaged):
            decode(name, packed(body))
    monkeypatch.setattr(package, "MOST", 10_000)
    with pytest.raises(errors.TooLarge):
        decode(name, packed(p("一" * 20_000)))
    with pytest.raises(errors.Empty):
        decode(name, packed(p(" ")))


def test_styles_in_a_circle_and_endless_labels_do_no_harm() -> None:
    circle = paragraph_style("甲", parent="乙") + paragraph_style("乙", parent="甲")
    assert lines(p("今年", "甲"), circle) == ["今年"]
    for long in (level(1, "1", before="长" * 1000), level(1, "I", template="%1%" * 40, text__start_value=99999)):
        assert lines(items("今年", style="丙"), list_style("丙", long)) == ["今年"]
    first, *_ = lines(items(*["今年"] * 3, style="丙"), list_style("丙", level(1, "1" * 1000)))
    assert len(first) <= odt_lists._LABEL + 2


def test_a_document_that_was_packed_anew_is_still_one() -> None:
    """Programs that repair or sign zips deflate everything, and sort it."""
    good = packed("<text:p>全乡工作</text:p>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            new.writestr(name, old.read(name))
    assert decode("a.odt", out.getvalue()).text == decode("a.odt", good).text == "全乡工作"


def test_a_document_without_its_first_file_is_known_by_its_list_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    kind = "application/vnd.oasis.opendocument.text"
    manifest = f'<m:manifest xmlns:m="m"><m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    with zipfile.ZipFile(SAVED / "report.odt") as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name != "mimetype"}
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, manifest if name == "META-INF/manifest.xml" else content)
    assert decode("a.odt", bare.getvalue()).text == simcheck.read(SAVED / "report.odt").text
    old = io.BytesIO()
    with zipfile.ZipFile(old, "w") as archive:
        archive.writestr("content.xml", "<a/>")
        archive.writestr("META-INF/manifest.xml", manifest.replace(kind, "application/vnd.sun.xml.writer"))
    with pytest.raises(errors.NotText) as caught:
        decode("a.sxw", old.getvalue())
    assert caught.value.looks_like == Format.SXW


def test_prompts_are_counted_and_no_text() -> None:
    prompt = '<text:placeholder text:placeholder-type="text">&lt;填写单位&gt;</text:placeholder>'
    control = '<loext:content-control loext:showing-place-holder="true">单击此处</loext:content-control>'
    filled = "<loext:content-control>已填</loext:content-control>"
    document = decode("a.odt", packed(f"<text:p>单位：{prompt}，{control}，{filled}</text:p>"))
    assert document.text == "单位：，，已填"
    assert [dict(note.facts) for note in document.notes] == [{"document": "a.odt", "placeholders": 2}]


@pytest.mark.parametrize("words", ["全年修渠两条", "柳湾村", "[2024]3号，已经填了。"])
def test_what_a_program_filled_in_is_text_whatever_it_is_called(words: str) -> None:
    inside = f"<text:span>{words}</text:span>"
    control = f'<loext:content-control loext:showing-place-holder="true">{inside}</loext:content-control>'
    document = decode("a.odt", packed(f"<text:p>单位：{control}</text:p>"))
    assert (document.text, document.notes) == (f"单位：{words}", ())


def test_what_is_passed_over_is_counted() -> None:
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href'
    shown = "".join(
        f"<draw:frame>{inside}</draw:frame>"
        for inside in (
            f'<draw:image {link}="a.png"/><draw:image {link}="a.svg"/>',
            f'<draw:object {link}="./Object 1"/><draw:image/>',
            f'<draw:object {link}="./Object 2"/>',
            f'<draw:object {link}="./Object 3"/>',
            '<draw:object><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/></draw:object>',
            "<draw:object-ole/>",
            "<draw:text-box><text:p>框</text:p></draw:text-box>",
        )
    )
    kinds = "".join(
        f'<manifest:file-entry manifest:full-path="Object {number}/" '
        f'manifest:media-type="application/vnd.oasis.opendocument.{kind}"/>'
        for number, kind in ((1, "chart"), (2, "formula"), (3, "spreadsheet"))
    )
    note = "<office:annotation><text:p>批</text:p></office:annotation>"
    manifest = f"<manifest:manifest>{kinds}</manifest:manifest>"
    document = decode("a.odt", packed(f"<text:p>{'文' * 300}{shown}{note}</text:p>", manifest=manifest))
    assert document.text.split("\n") == ["文" * 300, "框"]
    facts = [{key: value for key, value in note.facts.items() if key != "document"} for note in document.notes]
    assert facts == [{"pictures": 1, "formulas": 2, "charts": 1, "embedded": 2, "comments": 1}]


@pytest.mark.parametrize(("count", "is_text"), [(3, False), (60, True)])
def test_a_head_that_says_more_than_what_runs_there_is_text(count: int, is_text: bool) -> None:
    said = [f"第{number}组的务工专线每周两班，没有一人掉队。" for number in range(count)]
    inside = "".join(map(p, said))
    head = f"<style:master-page><style:header>{inside}</style:header><style:footer>{inside}</style:footer>"
    masters = f"</office:styles><office:master-styles>{head}</style:master-page></office:master-styles><office:styles>"
    document = decode("a.odt", packed(p("今年"), styles=masters))
    assert document.text.split("\n") == ["今年", *said * is_text]
    assert document.notes == ()


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "<text:section><text:section-source xlink:href='b.odt' xmlns:xlink='http://www.w3.org/1999/xlink'/>"
            "</text:section>",
            {"missing": 1},
        ),
        (f"<text:section><text:section-source/>{p()}</text:section>", {"missing": 1}),
        (
            "<office:forms xmlns:form='urn:oasis:names:tc:opendocument:xmlns:form:1.0'>"
            "<form:form><form:textarea form:current-value='甲村'/><form:text/></form:form></office:forms>",
            {"annotations": 1},
        ),
        (
            table(row(cell(p("格")), f"<table:covered-table-cell>{p('盖住的字')}</table:covered-table-cell>")),
            {"count": 4},
        ),
    ],
)
def test_what_is_linked_filled_in_or_covered_is_told(body: str, wanted: dict[str, int]) -> None:
    document = decode("a.odt", packed(p("文") + body))
    (note,) = document.notes
    assert {key: value for key, value in note.facts.items() if key != "document"} == wanted
    assert "盖住" not in document.text


def test_a_linked_part_of_which_a_copy_stands_here_is_text() -> None:
    document = decode("a.odt", packed(f"<text:section><text:section-source/>{p('副本')}</text:section>"))
    assert (document.text, document.notes) == ("副本", ())
