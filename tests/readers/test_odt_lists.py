"""Numbers of lists and headings in OpenDocument texts."""

from __future__ import annotations

import pytest
from support.odt import DIGITS, cell, item, items, level, lines, list_style, p, paragraph_style

CHINESE = list_style(
    "甲",
    level(1, "一, 二, 三, ...", after="、"),
    level(2, "一, 二, 三, ...", before="（", after="）"),
    level(3, "1", after="."),
)


def test_automatic_numbers_are_counted_as_they_are_shown() -> None:
    body = (
        items(item("党建", items("学习", item("制度", items("细则", "附则")))), item("项目", items("招商")), style="甲")
        + p("中间的话")
        + items("民生", style="甲", more='text:continue-numbering="true"')
        + items("另起", style="甲")
    )
    assert lines(body, CHINESE) == [
        "一、党建",
        "（一）学习",
        "（二）制度",
        "1.细则",
        "2.附则",
        "二、项目",
        "（一）招商",
        "中间的话",
        "三、民生",
        "一、另起",
    ]


def test_numbers_of_several_levels_and_of_levels_that_nobody_sees() -> None:
    assert lines(items(item("甲", items(item("乙", items("丙", "丁")))), style="乙"), DIGITS) == [
        "1.甲",
        "1.1.乙",
        "1.1.1)丙",
        "1.1.2)丁",
    ]
    # an item with nothing but items is counted
    assert lines(items(item(items(item(items("深")), "中")), "浅", style="乙"), DIGITS) == [
        "1.1.1)深",
        "1.2.中",
        "2.浅",
    ]
    # no dot after a level without a format, but after a bullet
    bullet = '<text:list-level-style-bullet text:level="1" text:bullet-char="●"/>'
    for first, label in ((level(1, ""), "1"), (bullet, ".1")):
        style = list_style("丙", first, level(2, "1", text__display_levels=2))
        assert lines(items(item("甲", items("乙")), style="丙"), style) == ["甲", f"{label}乙"]
    template = list_style("丁", level(1, "I", template="第%1%章"), level(2, "1", template="（%1%-%2%-%3%）"))
    assert lines(items(item("甲", items("乙", "丙")), style="丁"), template) == ["第I章甲", "（I-1-）乙", "（I-2-）丙"]


def test_lists_continue_others_and_start_where_they_say() -> None:
    body = (
        items("一", "二", style="乙", more='xml:id="先"')
        + items("又", style="甲")
        + items("三", style="乙", more='xml:id="后" text:continue-list="先"')
        + items("别", style="甲", more='text:continue-numbering="true"')
        + items("四", item("九", more='text:start-value="9"'), "十", style="乙", more='text:continue-list="后"')
        + items("新", style="乙", more='text:continue-list="没有"')
    )
    assert lines(body, CHINESE + DIGITS) == [
        "1.一",
        "2.二",
        "一、又",
        "3.三",
        "二、别",
        "4.四",
        "9.九",
        "10.十",
        "1.新",
    ]
    start = list_style("丙", level(1, "1", text__start_value=3), level(2, "1", text__start_value=0))
    assert lines(items(item(items("零", "一")), "四", style="丙"), start) == ["0零", "1一", "4四"]


def test_what_is_in_a_list_without_a_number_of_its_own() -> None:
    body = items(
        "<text:list-header>" + p("题头") + "</text:list-header>",
        item("甲", "甲的第二段", f"<table:table><table:table-row>{cell('表')}</table:table-row></table:table>"),
        item(),
        item(p("<text:span/>")),
        item("丙", more='text:style-override="甲"'),
        item('<text:h text:is-list-header="true">不编号</text:h>'),
        "丁",
        style="乙",
    )
    assert lines(body, CHINESE + DIGITS) == ["题头", "1.甲", "甲的第二段", "表", "", "三、丙", "不编号", "4.丁"]
    assert lines(items("甲", style="没有") + items("乙")) == ["甲", "乙"]


def test_a_paragraph_brings_the_list_of_its_style_and_paragraphs_may_be_numbered_alone() -> None:
    styles = paragraph_style("甲段", more='style:list-style-name="甲"') + paragraph_style("甲子段", parent="甲段")
    assert lines(items(item(p("一", "甲段")), item(p("二", "甲子段"))), CHINESE, styles) == ["一、一", "二、二"]
    # outside of a list it says nothing
    assert lines(p("三", "甲段"), CHINESE, styles) == ["三"]
    numbered = "".join(
        f'<text:numbered-paragraph text:list-id="x" text:style-name="乙" text:level="{level}">{p(words)}'
        "</text:numbered-paragraph>"
        for level, words in ((1, "甲"), (2, "乙"), (1, "丙"))
    )
    assert lines(numbered, DIGITS) == ["1.甲", "1.1.乙", "2.丙"]


def test_headings_are_numbered_by_their_own_rule() -> None:
    def h(words: str, depth: int, style: str = "", more: str = "") -> str:
        return f'<text:h text:style-name="{style}" text:outline-level="{depth}" {more}>{words}</text:h>'

    outline = (
        '<text:outline-style style:name="Outline">'
        '<text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>'
    )
    styles = paragraph_style("不编", more='style:list-style-name=""') + paragraph_style(
        "编", more='style:list-style-name="Outline"'
    )
    body = (
        h("党建", 1)
        + h("学习", 2)
        + h("无号", 1, "不编")
        + h("题头", 1, more='text:is-list-header="true"')
        + h("项目", 1, "编")
        + items(item(h("民生", 1)), style="Outline")
        + h("", 2)
        + h("就业", 2)
        + h("另起", 1, more='text:restart-numbering="true" text:start-value="9"')
        + h("深", 3)
        + h("太深", 11)
    )
    assert lines(body, styles=outline + styles) == [
        "一、党建",
        "一.1学习",
        "无号",
        "题头",
        "二、项目",
        "三、民生",
        "",
        "三.2就业",
        "九、另起",
        "深",
        "太深",
    ]


@pytest.mark.parametrize(
    ("format", "counts", "numbers"),
    [
        ("一, 二, 三, ...", (1, 10, 11, 20, 35), "一 十 十一 二十 三十五"),
        ("一, 二, 三, ...", (100, 105, 110, 111, 1000, 1010), "一百 一百零五 一百一十 一百一十一 一千 一千零一十"),
        ("一, 二, 三, ...", (10000, 10010, 12345, 20000), "一万 一万零一十 一万二千三百四十五 二万"),
        ("壹, 贰, 叁, ...", (3, 10, 11, 105, 2000), "叁 壹拾 壹拾壹 壹佰零伍 贰仟"),
        ("壹, 貳, 參, ...", (3, 12, 10000), "參 壹拾貳 壹萬"),
        ("甲, 乙, 丙, ...", (1, 10, 11), "甲 癸 11"),
        ("子, 丑, 寅, ...", (1, 12, 13), "子 亥 13"),
        ("①, ②, ③, ...", (1, 20, 21, 35, 36, 50, 51, 0), "① ⑳ ㉑ ㉟ ㊱ ㊿ 51 0"),
        ("１, ２, ３, ...", (1, 12), "１ １２"),
        ("01, 02, 03, ...", (1, 12, 123), "01 12 123"),
        ("A", (1, 26, 27, 52, 703), "A Z AA AZ AAA"),
        ("a", (0, 28), "0 ab"),
        ("i", (4, 40), "iv xl"),
        ("I", (9, 1999), "IX MCMXCIX"),
        ("1", (0, 12), "0 12"),
        ("이, 삼, ...", (3,), "3"),
    ],
)
def test_numbers_are_written_in_the_format_of_their_level(format: str, counts: tuple[int, ...], numbers: str) -> None:
    body = items(*(item("。", more=f'text:start-value="{count}"') for count in counts), style="丙")
    assert lines(body, list_style("丙", level(1, format))) == [f"{number}。" for number in numbers.split()]
    if format == "A":
        doubled = list_style("丙", level(1, format, style__num_letter_sync="true"))
        assert lines(body, doubled)[2] == "AA。"
        assert lines(body, doubled)[3] == "ZZ。"
