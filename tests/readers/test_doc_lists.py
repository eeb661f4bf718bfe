"""Numbers of lists in old Word documents: levels, kinds, styles."""

from __future__ import annotations

from struct import pack

import pytest
from support.doc import STYLES, all_lists, kind, level, lines, numbered, one_list, rule, written

from simcheck import errors
from simcheck.readers import decode
from simcheck.readers.office import numbering


def test_higher_levels_may_be_written_in_digits() -> None:
    levels = [level("\0、", 37), level("\0.\1", 0, flags=4), level("(\1)\2", 3), *[level("", 255)] * 6]
    depths = {
        0: numbered(1),
        1: numbered(1, 1),
        2: numbered(1, 2),
        3: numbered(1),
        4: numbered(1, 1),
        5: numbered(1, 8),
    }
    made = written("党建\r学习\r读书\r产业\r招商\r无号\r", paragraphs=depths, parts=one_list(*levels))
    assert lines(made) == ["一、党建", "1.1学习", "(1)A读书", "二、产业", "2.1招商", "无号"]


def test_lists_of_one_kind_go_on_also_behind_one_that_begins_again() -> None:
    begins = pack("<iI", 5, 0x10)
    writes = pack("<iI", 0, 0x20) + level("(\0)", 2, 3)
    both = pack("<iI", 0, 0x30) + level("(\0)", 2, 3)
    lists = [(7, 0, b""), (7, 0, b""), (7, 1, begins), (7, 1, writes), (9, 0, b""), (7, 1, both)]
    parts = all_lists([kind(7, level("\0.", 0))], *lists)
    order = dict(enumerate(numbered(number) for number in (1, 2, 3, 1, 3, 4, 6, 6, 5, 7, 0xF801)))
    made = written("甲\r" * 11, paragraphs=order, parts=parts)
    numbers = ["1.", "2.", "5.", "6.", "7.", "(viii)", "(iii)", "(iv)", "", "", ""]
    assert lines(made) == [f"{number}甲" for number in numbers]


def test_levels_start_again_where_they_say() -> None:
    never = level("图\2", 0, flags=8, above=0)
    levels = [level("\0、", 37), level("（\1）", 37), never, *[level("", 255)] * 6]
    depths = {at: numbered(1, depth) for at, depth in enumerate((0, 1, 2, 0, 1, 2))}
    made = written("甲\r" * 6, paragraphs=depths, parts=one_list(*levels))
    assert lines(made) == ["一、甲", "（一）甲", "图1甲", "二、甲", "（一）甲", "图2甲"]


def test_points_have_no_numbers_and_those_of_empty_paragraphs_are_not_written() -> None:
    parts = all_lists([kind(7, level("\uf0b7", 23)), kind(8, level("\0.", 0))], (7, 0, b""), (8, 0, b""))
    order = {0: numbered(1), 1: numbered(2), 2: numbered(2), 3: numbered(2)}
    assert lines(written("点\r一\r \r二\r", paragraphs=order, parts=parts)) == ["点", "1.一", " ", "3.二"]
    gone = [(4, 6, rule(0x0800, 1))]
    made = written("点\r一\r \r二\r", paragraphs=order, parts=parts, characters=gone)
    assert lines(made) == ["点", "1.一", "", "2.二"]


def style(base: int, rules: bytes = b"", sort: int = 1, characters: bytes = b"") -> bytes:
    """``rules`` are the modifiers of its paragraphs, of a style of other things all that it has."""
    name = pack("<H", 2) + "样式\0".encode("utf-16-le")
    upx = pack("<HH", 2 + len(rules), 0) + rules
    if characters:
        upx = (upx + bytes(len(upx) % 2) if sort == 1 else b"") + pack("<H", len(characters)) + characters
    return pack("<HHH4x", 0xFFE, sort | base << 4, 2) + name + upx


def sheet(*styles: bytes) -> dict[int, bytes]:
    each = b"".join(pack("<H", len(style)) + style + bytes(len(style) % 2) for style in styles)
    return {STYLES: pack("<HHH14x", 18, len(styles), 10) + each}


def test_a_style_may_put_its_paragraphs_into_a_list() -> None:
    levels = [level("\0、", 39), level("（\1）", 37), *[level("", 255)] * 7]
    styles = [
        style(0xFFF),
        b"",
        style(0, rule(0x460B, 1)),
        style(2, rule(0x260A, 1)),
        style(3),
        style(0, rule(0x460B, 1), 2),
    ]
    order = dict(enumerate(pack("<H", number) for number in (2, 3, 4, 5, 9)))
    order |= {5: pack("<H", 2) + rule(0x460B, 0), 6: pack("<H", 0) + rule(0x4600, 2)}
    made = written("甲\r乙\r丙\r丁\r戊\r己\r庚\r", paragraphs=order, parts={**one_list(*levels), **sheet(*styles)})
    assert lines(made) == ["一、甲", "（一）乙", "（二）丙", "丁", "戊", "己", "二、庚"]


def test_styles_that_go_in_circles_and_tables_that_break_off_cost_numbers_only() -> None:
    circle = sheet(style(1), style(0, rule(0x260A, 0)))
    assert lines(written("甲\r", paragraphs={0: pack("<H", 1)}, parts=circle)) == ["甲"]
    whole = {**all_lists([kind(7, level("\0.", 0))], (7, 0, b""), (7, 1, pack("<iI", 5, 0x10))), **sheet(style(0xFFF))}
    for number in whole:
        for size in range(len(whole[number])):
            made = written(
                "甲\r乙\r", paragraphs={0: numbered(1), 1: numbered(2)}, parts={**whole, number: whole[number][:size]}
            )
            assert [line[-1] for line in lines(made)] == ["甲", "乙"]


@pytest.mark.usefixtures("in_this_process")
def test_numbers_cannot_outgrow_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    long = level("多" * 256 + "\0", 0)
    assert lines(written("甲\r", paragraphs={0: numbered(1)}, parts=one_list(long))) == ["甲"]
    monkeypatch.setattr(numbering, "MOST", 30)
    made = written("甲\r" * 12, paragraphs=dict.fromkeys(range(12), numbered(1)), parts=one_list(level("第\0条", 0)))
    with pytest.raises(errors.Damaged, match="more numbers"):
        decode("a.doc", made)


HIDES, SHOWS, DELETED = rule(0x083C, 1), rule(0x083C, 0), rule(0x0800, 1)


def counts(made: bytes) -> dict[str, object]:
    return {note.code: note.facts.get("count") for note in decode("a.doc", made).notes}


def test_text_that_a_style_hides() -> None:
    """Paragraphs by their style and by what it is based on, characters by theirs; who says otherwise is seen."""
    styles = [style(0xFFF), style(0, b"", 1, HIDES), style(1), style(1, b"", 1, SHOWS), style(0xFFF, b"", 2, HIDES)]
    text = "正文\r藏一\r藏二见\r显\r半藏三\r"
    order = dict(enumerate(pack("<H", number) for number in (0, 1, 2, 3, 0)))
    spans = [(8, 9, SHOWS), (13, 14, rule(0x4A30, 4)), (0, 1, rule(0x083C, 0x80)), (1, 2, rule(0x4A30, 3))]
    made = written(text, paragraphs=order, characters=spans, parts=sheet(*styles))
    assert lines(made) == ["正文", "", "见", "显", "半三"]
    assert counts(made) == {"hidden-text": 5}
    circle = sheet(style(1, b"", 1, b""), style(0, b"", 1, b""), style(0xFFF, b"", 1, HIDES))
    assert lines(written("甲\r", paragraphs={0: pack("<H", 1)}, parts=circle)) == ["甲"]


def test_style_sheets_that_break_off_hide_nothing_that_they_do_not_say() -> None:
    whole = sheet(style(0xFFF), style(0, b"", 1, HIDES))[STYLES]
    for size in range(len(whole)):
        made = written("甲\r乙\r", paragraphs={1: pack("<H", 1)}, parts={STYLES: whole[:size]})
        assert lines(made)[0] == "甲"


def test_a_deleted_mark_joins_paragraphs_of_an_old_document() -> None:
    made = written("收入稳步\r增长，\r下一步\r", characters=[(4, 5, DELETED)])
    assert lines(made) == ["收入稳步增长，", "下一步"]
    assert lines(written("一\r二\r三\r", characters=[(1, 2, DELETED), (3, 4, DELETED)])) == ["一二三"]
    assert lines(written("一\r完\r", characters=[(3, 4, DELETED)])) == ["一", "完"]
    parts = one_list(level("\0.", 0), *[level("", 255)] * 8)
    items = dict.fromkeys(range(3), numbered(1))
    assert lines(written("一\r二\r三\r", paragraphs=items, characters=[(3, 4, DELETED)], parts=parts)) == [
        "1.一",
        "2.二三",
    ]


def test_what_an_old_document_passes_over() -> None:
    text = (
        "文" * 300 + "\1\5" + "\x13 EMBED Excel.Sheet.8 \x14\1\x15\x13 EMBED Equation.3\x14\1\x15\x13 PAGE \x14三\x15\r"
    )
    made = decode("a.doc", written(text))
    facts = [{key: value for key, value in note.facts.items() if key != "document"} for note in made.notes]
    assert facts == [{"pictures": 1, "formulas": 1, "embedded": 1, "comments": 1}]
