"""Numbers of lists in Word documents, counted and written as Word does."""

from __future__ import annotations

import pytest
from support.word import NAMES, level, lines, numbered, p

from simcheck.readers.numerals import chinese, written

NUMBERING = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num></w:numbering>"
)
STYLES = (
    f'<w:styles {NAMES}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:styleId="H3"><w:basedOn w:val="H2"/></w:style></w:styles>'
)


def test_automatic_numbers_are_counted_as_word_counts_them() -> None:
    body = (
        p("党建", style="H1")
        + p("学习", style="H2")
        + p("制度", style="H3")
        + p("细则", number=(1, 2))
        + p("项目", style="H1")
        + p("招商", style="H2")
        + p("圆点", number=(2, 0))
        + p("没有", style="H1", number=(0, 0))
        + p("另起", number=(3, 0))
        + p(style="H1")
        + p("民生", style="H1")
    )
    assert lines(body, numbering=NUMBERING, styles=STYLES) == [
        "一、党建",
        "（一）学习",
        "（二）制度",
        "1.2.1细则",
        "二、项目",
        "（一）招商",
        "圆点",
        "没有",
        "五、另起",
        "",
        "七、民生",
    ]


def test_a_list_may_begin_with_nought_and_does_if_it_does_not_say() -> None:
    body = p("总则", number=(1, 0)) + p("目标", number=(1, 0)) + p("细则", number=(1, 1)) + p("分则", number=(1, 1))
    rules = numbered(level(0, "decimal", "%1.", start=0), level(1, "decimal", "%1.%2", start=None))
    assert lines(body, numbering=rules) == ["0.总则", "1.目标", "1.0细则", "1.1分则"]


def test_a_level_starts_again_where_it_says() -> None:
    rules = numbered(
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "图%3 ", '<w:lvlRestart w:val="0"/>'),
        level(3, "decimal", "表%4 ", '<w:lvlRestart w:val="1"/>'),
    )
    order = (0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3)
    body = "".join(p("某", number=(1, depth)) for depth in order)
    assert lines(body, numbering=rules) == [
        "一、某", "（一）某", "图1 某", "表1 某", "（二）某", "图2 某", "表2 某",
        "二、某", "（一）某", "图3 某", "表1 某",
    ]  # fmt: skip


def test_a_paragraph_without_words_is_counted_but_not_one_that_was_deleted() -> None:
    rules = numbered(level(0, "decimal", "%1."))
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        '<w:del w:id="2"><w:r><w:delText>撤销</w:delText></w:r></w:del></w:p>'
    )
    body = p("一", number=(1, 0)) + gone + p("二", number=(1, 0)) + p(number=(1, 0)) + p("四", number=(1, 0))
    assert lines(body, numbering=rules) == ["1.一", "", "2.二", "", "4.四"]


def test_lists_of_one_kind_count_together_also_behind_one_that_starts_again() -> None:
    lists = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    rules = numbered(level(0, "decimal", "%1."), lists=lists)
    body = "".join(p(str(list), number=(list, 0)) for list in (1, 1, 2, 1, 2, 1))
    assert lines(body, numbering=rules) == ["1.1", "2.1", "1.2", "2.1", "3.2", "4.1"]


def test_the_level_of_a_style_and_its_list_are_each_its_own_or_inherited() -> None:
    styles = (
        f'<w:styles {NAMES}><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="C"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    rules = numbered(
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3.", '<w:pStyle w:val="C"/>'),
    )
    body = p("章", style="A") + p("节", style="B") + p("条", style="C") + p("条", style="C")
    assert lines(body, numbering=rules, styles=styles) == ["一、章", "（一）节", "1.条", "2.条"]


def test_a_kind_of_list_may_be_that_of_a_style_of_lists() -> None:
    lists = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="无"/></w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>'
    )
    styles = (
        f'<w:styles {NAMES}><w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style></w:styles>"
    )
    rules = numbered(level(0, "chineseLegalSimplified", "%1、"), lists=lists)
    body = p("甲", number=(2, 0)) + p("乙", number=(2, 0)) + p("丙", number=(3, 0))
    assert lines(body, numbering=rules, styles=styles) == ["壹、甲", "贰、乙", "丙"]


@pytest.mark.parametrize(
    ("format", "numbers"),
    [
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰", 20: "贰拾", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {2: "貳", 11: "壹拾壹"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographDigital", {9: "九", 10: "一〇", 12: "一二"}),
        ("koreanDigital2", {10: "一零"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 112: "112th", 121: "121st"}),
        ("somethingNew", {7: "7"}),
    ],
)
def test_numbers_in_the_formats_of_word(format: str, numbers: dict[int, str]) -> None:
    assert {number: written(number, format) for number in numbers} == numbers


def test_numbers_in_words() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 35, 100, 105, 110, 999)] == [
        "一", "十", "十一", "二十", "三十五", "一百", "一百〇五", "一百一十", "九百九十九",
    ]  # fmt: skip
    formats = ("upperRoman", "lowerLetter", "decimalEnclosedCircle", "ideographTraditional", "unknown")
    assert [written(14, format) for format in formats] == ["XIV", "n", "⑭", "14", "14"]


def test_lists_of_one_kind_have_its_levels_and_their_own_starts() -> None:
    levels = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="5"/>{start}</w:num></w:numbering>'
    )
    body = p("甲", number=(1, 0)) + p("乙", number=(2, 0)) + p("丙", number=(1, 0))
    assert lines(body, numbering=numbering) == ["1.甲", "7.乙", "8.丙"]


def test_a_number_longer_than_any_is_left_out() -> None:
    level = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{"第" * 300}"/></w:lvl>'
    kind = f'<w:abstractNum w:abstractNumId="5">{level}</w:abstractNum>'
    numbering = f'<w:numbering {NAMES}>{kind}<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    assert lines(p("甲", number=(1, 0)), numbering=numbering) == ["甲"]
