"""Presentations: slides in their order, each a page; what is said to them at the end; what is no text is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from support.slides import diagram, frame, packed, paragraph, shape, table

import simcheck
from simcheck import errors
from simcheck.model import Document
from simcheck.readers import decode

FIRST = "全年新建高标准农田三千二百亩，整修渠道十八公里。"
SECOND = "下一步，继续抓好秋冬季农田水利建设。"


def read(data: bytes) -> Document:
    return decode("a.pptx", data)


def told(document: Document) -> list[tuple[str, dict[str, object]]]:
    return [(note.code, {k: v for k, v in note.facts.items() if k != "document"}) for note in document.notes]


def test_slides_are_pages_in_the_order_in_which_they_are_shown() -> None:
    slides = [shape(f"第{n}部分", kind="title") + shape(FIRST, SECOND) for n in "一二三"]
    document = read(packed(slides, order=[3, 1, 2]))
    assert document.text.split("\n") == [line for n in "三一二" for line in (f"第{n}部分", FIRST, SECOND)]
    assert [document.text[at:].split("\n")[1] for at in document.pages[1:]] == ["第一部分", "第二部分"]
    assert document.page(document.text.index("第二")) == 3
    assert document.notes == ()


@pytest.mark.parametrize("strict", [False, True])
def test_groups_tables_and_lines_in_boxes(strict: bool) -> None:
    group = f"<p:grpSp><p:nvGrpSpPr/>{shape('组里的字')}<p:grpSp>{shape('组里组里的字')}</p:grpSp></p:grpSp>"
    run = "<a:r><a:t>{}</a:t></a:r>"
    broken = f"<p:sp><p:nvSpPr/><p:txBody><a:p>{run.format('上')}<a:br/>{run.format('下')}</a:p></p:txBody></p:sp>"
    rows = table([("序号", "项目"), ("1", "红石沟村\n道路"), ("合计", "<"), ("", "")])
    document = read(packed([group + broken + rows], strict=strict))
    assert document.text.split("\n") == [
        "组里的字",
        "组里组里的字",
        "上",
        "下",
        "序号\t项目",
        "1",
        "红石沟村",
        "道路",
        "合计",
    ]


def test_only_one_of_several_ways_to_say_the_same_is_read() -> None:
    def both(wanted: str) -> str:
        choice = f'<mc:Choice Requires="{wanted}">{shape("新的写法")}</mc:Choice>'
        return f"<mc:AlternateContent>{choice}<mc:Fallback>{shape('旧的写法')}</mc:Fallback></mc:AlternateContent>"

    assert read(packed([both("p14")])).text == "新的写法"
    assert read(packed([both("from-the-future")])).text == "旧的写法"


def test_what_the_speaker_says_follows_at_the_end() -> None:
    document = read(packed([shape(FIRST), shape(SECOND)], notes={1: "先讲水利。", 2: "再讲明年。"}))
    assert document.text.split("\n") == [FIRST, SECOND, "先讲水利。", "再讲明年。"]
    assert len(document.pages) == 2


def test_numbers_dates_and_feet_of_slides_are_no_text() -> None:
    slide = shape("12", kind="sldNum") + shape("2024年3月5日", kind="dt") + shape("内部资料", kind="ftr") + shape(FIRST)
    assert read(packed([slide])).text == FIRST


def test_what_is_hidden_is_left_out_and_told() -> None:
    document = read(packed([shape(FIRST), shape("旧稿"), shape(SECOND)], hidden=[2], notes={2: "不讲"}))
    assert document.text.split("\n") == [FIRST, SECOND]
    assert document.page(document.text.index(SECOND)) == 3
    assert told(document) == [("hidden-text", {"count": 4}), ("passed-over", {"sheets": 1})]
    assert read(packed([shape(FIRST) + shape("看不见", is_hidden=True)])).text == FIRST


def test_words_of_smart_art_are_read_and_only_without_them_it_is_told() -> None:
    art = frame('<dgm:relIds r:dm="d"/>', "diagram")
    related = {1: [("d", "diagramData", "../diagrams/data1.xml")]}
    document = read(
        packed([shape(FIRST) + art], related=related, more={"ppt/diagrams/data1.xml": diagram("规划", "实施")})
    )
    assert document.text.split("\n") == [FIRST, "规划", "实施"]
    assert document.notes == ()
    for more in ({}, {"ppt/diagrams/data1.xml": "<dgm:dataModel"}):
        assert told(read(packed([shape(FIRST) + art], related=related, more=more))) == [("not-read", {"diagrams": 1})]


def test_what_is_no_text_is_counted() -> None:
    picture = "<p:pic><p:nvPicPr><p:nvPr/></p:nvPicPr></p:pic>"
    film = "<p:pic><p:nvPicPr><p:nvPr><a:videoFile/></p:nvPr></p:nvPicPr></p:pic>"
    slide = shape(FIRST * 20) + picture * 2 + film + frame("<c:chart xmlns:c='c'/>", "chart")
    assert told(read(packed([slide]))) == [("passed-over", {"pictures": 2, "charts": 1, "media": 1})]
    assert told(read(packed([shape(FIRST) + picture]))) == [("not-read", {"pictures": 1})]
    assert told(read(packed([shape(FIRST) + frame("<p:oleObj/>", "ole")]))) == [("not-read", {"embedded": 1})]
    with pytest.raises(errors.Empty) as caught:
        read(packed([picture] * 3))
    assert caught.value.passed == 3


def test_slides_that_are_missing_are_told() -> None:
    document = read(packed([shape(FIRST)], order=[1, 7]))
    assert document.text == FIRST
    assert told(document) == [("not-read", {"missing": 1})]


def test_a_package_without_a_presentation_is_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("ppt/presentation.xml", "")
    with pytest.raises(errors.Damaged):
        read(out.getvalue())


def test_a_bomb_costs_an_error() -> None:
    with pytest.raises(errors.TooLarge):
        read(packed([shape("字" * 15_000_000)]))


def test_slides_and_a_text_that_say_the_same_are_found(tmp_path: Path) -> None:
    words = [f"{FIRST}{SECOND}第{n}项工作按期完成，群众满意率明显提高。" for n in "一二三四"]
    (tmp_path / "a.pptx").write_bytes(packed([shape(line) for line in words]))
    (tmp_path / "b.txt").write_text("\n".join(words), encoding="utf-8")
    report = simcheck.compare(simcheck.read(tmp_path / "a.pptx"), simcheck.read(tmp_path / "b.txt"))
    assert report.share().part == report.share().whole


# what is easily lost without a word


def named(words: str, hidden: str, inside: str) -> str:
    return f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="9" name="{words}" hidden="{hidden}"/></p:nvGrpSpPr>{inside}</p:grpSp>'


@pytest.mark.parametrize("mark", ["1", "true"])
def test_what_stands_in_a_hidden_group_is_hidden_and_told(mark: str) -> None:
    deep = named("外", mark, shape("藏一") + named("里", "0", shape("藏二")))
    document = read(packed([shape(FIRST) + deep + named("明", "0", shape("看得见"))]))
    assert document.text.split("\n") == [FIRST, "看得见"]
    assert told(document) == [("hidden-text", {"count": 4})]
    assert told(read(packed([shape(FIRST) + shape("藏着", is_hidden=True)]))) == [("hidden-text", {"count": 2})]


def merged(*cells: tuple[str, str]) -> str:
    """A row of cells with their attributes."""
    inside = "".join(f"<a:tc {more}><a:txBody>{paragraph(words)}</a:txBody></a:tc>" for words, more in cells)
    return f"<a:tr>{inside}</a:tr>"


@pytest.mark.parametrize("mark", ["1", "true"])
def test_what_merged_cells_cover_is_hidden_and_told(mark: str) -> None:
    rows = merged(("水利", 'rowSpan="2"'), ("渠道", "")) + merged(("旧", f'vMerge="{mark}"'), ("水库", ""))
    rows += merged(("合计", 'gridSpan="2"'), ("盖住", f'hMerge="{mark}"'))
    document = read(packed([shape(FIRST) + frame(f"<a:tbl>{rows}</a:tbl>", "table")]))
    assert document.text.split("\n") == [FIRST, "水利\t渠道", "\t水库", "合计"]
    assert told(document) == [("hidden-text", {"count": 3})]


@pytest.mark.parametrize("bad", ["<p:unclosed>", "<!DOCTYPE a>", "", "\0"])
def test_a_slide_that_cannot_be_read_costs_its_own_words(bad: str) -> None:
    slides = [shape(FIRST), shape("旧"), shape(SECOND)]
    document = read(packed(slides, more={"ppt/slides/slide2.xml": bad}))
    assert document.text.split("\n") == [FIRST, SECOND]
    assert document.page(document.text.index(SECOND)) == 3
    assert told(document) == [("not-read", {"broken": 1})]
    with pytest.raises(errors.Damaged):
        read(packed(slides[:1], more={"ppt/slides/slide1.xml": bad}))


def test_notes_that_cannot_be_read_are_told() -> None:
    document = read(
        packed([shape(FIRST)], notes={1: "先讲水利。"}, more={"ppt/notesSlides/notesSlide1.xml": "<p:notes"})
    )
    assert (document.text, told(document)) == (FIRST, [("not-read", {"broken": 1})])


def test_boxes_below_a_slide_are_read_and_its_comments_counted() -> None:
    names = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    body = (
        shape("先讲水利。", kind="body") + shape("再讲明年。") + shape("3", kind="sldNum") + shape("题", kind="sldImg")
    )
    more = {
        "ppt/notesSlides/n.xml": f"<p:notes {names} {A_NAME}><p:cSld><p:spTree>{body}</p:spTree></p:cSld></p:notes>",
        "ppt/comments/c.xml": f"<p:cmLst {names}><p:cm><p:text>改</p:text></p:cm><p:cm/></p:cmLst>",
    }
    related = {1: [("n", "notesSlide", "../notesSlides/n.xml"), ("c", "comments", "../comments/c.xml")]}
    document = read(packed([shape(FIRST)], related=related, more=more))
    assert document.text.split("\n") == [FIRST, "先讲水利。", "再讲明年。"]
    assert told(document) == [("passed-over", {"comments": 2})]


A_NAME = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def test_shapes_that_are_pictures_are_counted() -> None:
    filled = "<p:sp><p:nvSpPr/><p:spPr><a:blipFill><a:blip/></a:blipFill></p:spPr></p:sp>"
    document = read(packed([shape(FIRST * 20) + filled + frame("<a/>", "slidezoom")]))
    assert told(document) == [("passed-over", {"pictures": 2})]


def test_alternatives_thousands_deep_are_read() -> None:
    begin, end = '<mc:AlternateContent><mc:Choice Requires="a14">', "</mc:Choice></mc:AlternateContent>"
    deep = (
        f"<p:sp><p:nvSpPr/><p:txBody><a:p>{begin * 2000}<a:r><a:t>深处</a:t></a:r>{end * 2000}</a:p></p:txBody></p:sp>"
    )
    assert read(packed([shape(FIRST) + deep])).text.split("\n") == [FIRST, "深处"]


@pytest.mark.parametrize("kind", ["presentation", "slideshow", "template"])
def test_the_main_file_may_have_any_name(kind: str) -> None:
    data = packed([shape(FIRST)])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name).decode().replace("ppt/presentation.xml", "ppt/main.xml")
            if name == "[Content_Types].xml":
                content = f'<Types><Override ContentType="a.presentationml.{kind}.main+xml"/></Types>'
            after.writestr(name.replace("presentation.xml", "main.xml"), content)
    assert read(out.getvalue()).text == FIRST


def test_a_foot_that_says_more_than_one_does_is_text() -> None:
    document = read(packed([shape(FIRST) + shape("2024 年总结", kind="ftr") + shape(SECOND * 60, kind="ftr")]))
    assert document.text.split("\n") == [FIRST, SECOND * 60]


def test_words_in_drawings_and_elements_that_nobody_knows_are_text() -> None:
    inside = f"<a:sp><a:txSp><a:txBody>{paragraph(SECOND)}</a:txBody></a:txSp></a:sp>"
    wrapped = f'<x:y xmlns:x="urn:x">{shape(SECOND)}</x:y>'
    document = read(packed([shape(FIRST) + frame(inside, "lockedCanvas") + wrapped]))
    assert document.text.split("\n") == [FIRST, SECOND, SECOND]
    assert document.notes == ()
