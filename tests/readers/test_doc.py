"""Old Word files: the same text as the new ones hold, what programs other than LibreOffice write, and hostile files."""

from __future__ import annotations

import random
import time
from pathlib import Path
from struct import pack

import pytest
from olefile import OleFileIO
from support import DATA

import simcheck
from simcheck import errors
from simcheck.formats import Format
from simcheck.readers import decode
from simcheck.readers.office import doc, libreoffice, numbering
from simcheck.readers.office.fields import overstruck

SAVED = sorted((DATA / "documents").glob("*.doc"))

# A writer of .doc files, section by section of [MS-DOC] and [MS-CFB]: what LibreOffice never writes must be read too

SECTOR = 512
START = 1024
"""Where the words begin in their stream: behind the header."""
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

STYLES, FOOTNOTE_MARKS, FOOTNOTES, SECTIONS, PIECES, SHAPES, BOXES, KINDS, OVERRIDES = 1, 2, 3, 6, 33, 40, 56, 73, 74


def compound(**streams: bytes) -> bytes:
    """A compound file with these streams ("WordDocument" is one without a digit in front, "_1Table" one with)."""
    chains: list[int] = []
    sectors: list[bytes] = []

    def add(content: bytes) -> int:
        content += bytes(-len(content) % SECTOR)
        first = len(sectors)
        sectors.extend(content[at : at + SECTOR] for at in range(0, len(content), SECTOR))
        chains.extend([*range(first + 1, len(sectors)), END])
        return first

    entries = [entry("Root Entry", 5, 1, END, 0)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content += bytes(max(4096 - len(content), 0))  # what is shorter stands elsewhere
        entries.append(
            entry(name.lstrip("_"), 2, number + 1 if number < len(streams) else FREE, add(content), len(content))
        )
    directory = add(b"".join(entries))
    tables = -(-(len(sectors) + 4) // 128)
    first = len(sectors)
    chains += [TABLE] * tables + [FREE] * (128 * tables - len(chains) - tables)
    packed = pack(f"<{len(chains)}I", *chains)
    places = [*range(first, first + tables)] + [FREE] * (109 - tables)
    header = pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += pack("<9I", 0, tables, directory, 0, 4096, END, 0, END, 0)
    return header + pack("<109I", *places) + b"".join(sectors) + packed


def entry(name: str, kind: int, following: int, first: int, size: int) -> bytes:
    letters = name.encode("utf-16-le")
    link, child = (FREE, following) if kind == 5 else (following, FREE)
    return pack("<64sHBB3I36xII4x", letters, len(letters) + 2, kind, 1, FREE, link, child, first, size)


def plc(places: list[int], *entries: bytes) -> bytes:
    return pack(f"<{len(places)}I", *places) + b"".join(entries)


def rule(code: int, value: int) -> bytes:
    """A modifier with its value."""
    return pack("<H", code) + value.to_bytes((1, 1, 2, 4)[code >> 13], "little")


def piece(start: int, compressed: bool = False, rule: int = 0) -> bytes:
    return pack("<HIH", 0, start * 2 | 0x40000000 if compressed else start, rule)


def sized(rules: bytes) -> bytes:
    """The formatting of a paragraph behind its size, which is written in one of two ways."""
    return (pack("<B", (len(rules) + 1) // 2) if len(rules) % 2 else pack("<BB", 0, len(rules) // 2)) + rules


def page(bounds: list[int], rules: list[bytes], wide: int) -> bytes:
    """A page of formatting: what it is for, then ``wide`` bytes each of where it stands, then the rules."""
    at, offsets, body = SECTOR - 1, b"", bytearray(SECTOR)
    for each in rules:
        if each:
            each = sized(each) if wide > 1 else pack("<B", len(each)) + each
            at = (at - len(each)) & ~1
            body[at : at + len(each)] = each
        offsets += pack("<B", at // 2 if each else 0) + bytes(wide - 1)
    front = pack(f"<{len(bounds)}I", *bounds) + offsets
    body[: len(front)] = front
    body[-1] = len(rules)
    return bytes(body)


def written(
    text: str,
    *,
    paragraphs: dict[int, bytes] | None = None,
    characters: list[tuple[int, int, bytes]] | None = None,
    parts: dict[int, bytes] | None = None,
    lengths: dict[int, int] | None = None,
    words: bytes | None = None,
    prefix: bytes = b"",
    flags: int = 0x200,
    version: int = 0xC1,
    mark: int = 0xA5EC,
    data: bytes = b"",
    tail: bytes = b"",
) -> bytes:
    """A .doc with this text.

    ``paragraphs`` are the istd and modifiers of paragraphs by number, ``characters`` the modifiers between two places;
    ``parts`` what else stands in the table stream, ``lengths`` those of the parts of the text but the body's;
    ``words`` and the pieces among the parts another way to store the same text. ``prefix`` stands before the pieces,
    ``tail`` behind the lists.
    """
    units = len(text.encode("utf-16-le")) // 2
    stored = text.encode("utf-16-le") if words is None else words
    ends = [at + 1 for at, sign in enumerate(text) if sign in "\r\7\f"][:29]
    formats = [(paragraphs or {}).get(number, b"\0\0") for number in range(len(ends))]
    bounds = [START + 2 * place for place in [0, *ends]]
    stream = bytes(START) + stored
    stream += bytes(-len(stream) % SECTOR)
    spans = sorted(characters or [])
    edges = sorted({0, units} | {place for start, end, _ in spans for place in (start, end)})
    values = [next((value for start, end, value in spans if start <= edge < end), b"") for edge in edges[:-1]]
    content = {
        PIECES: prefix + b"\2" + pack("<I", 16) + plc([0, units], piece(START)),
        12: plc([START, START + 2 * units], pack("<I", len(stream) // SECTOR)),
        13: plc([START, START + 2 * units], pack("<I", len(stream) // SECTOR + 1)),
        **(parts or {}),
    }
    stream += page([START + 2 * edge for edge in edges], values, 1) + page(bounds, formats, 13)
    others = lengths or {}
    table, pairs = b"", dict.fromkeys(range(93), (0, 0))
    for number, part in content.items():
        size = len(part)
        if number == KINDS:  # its levels stand behind it and do not count
            size = 2 + 28 * int.from_bytes(part[:2], "little")
        pairs[number] = (len(table), size)
        table += part
    head = pack("<HH6xH20xH28xH", mark, version, flags, 14, 22)
    counts = [units - sum(others.values()), *(others.get(number, 0) for number in range(1, 8))]
    head += pack("<12x8i44xH", *counts, 93) + b"".join(pack("<II", *pairs[number]) for number in range(93))
    stream = head + stream[len(head) :]
    extra = {"Data": data} if data else {}
    return compound(WordDocument=stream, **{"_1Table" if flags & 0x200 else "_0Table": table + tail}, **extra)


def lines(file: bytes) -> list[str]:
    return decode("a.doc", file).text.split("\n")


def notes(file: bytes) -> list[tuple[str, object]]:
    return [(note.code, note.facts["count"]) for note in decode("a.doc", file).notes]


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_an_old_document_says_what_the_new_one_says(path: Path) -> None:
    old, new = simcheck.read(path), simcheck.read(path.with_suffix(".docx"))
    assert old.text == new.text
    assert [(note.code, note.facts["count"]) for note in old.notes] == [
        (note.code, note.facts["count"]) for note in new.notes
    ]
    assert old.pages == ()


def test_there_is_a_saved_document_for_each_kind_of_thing() -> None:
    assert [path.stem for path in SAVED] == ["lists", "parts", "revisions", "tables"]
    assert all(path.stat().st_size < 20_000 for path in SAVED)


def test_a_document_is_read_whatever_its_name_is() -> None:
    for name in ("a.doc", "a.dot", "a.docx", "a.txt", "-"):
        assert decode(name, SAVED[0].read_bytes()).text.startswith("青石镇2024年工作总结\n一、抓党建")


def test_the_table_stream_may_be_either_of_two() -> None:
    assert lines(written("今年\r", flags=0)) == lines(written("今年\r", flags=0x200)) == ["今年"]


def test_pieces_of_one_byte_and_of_two_a_character_in_any_order() -> None:
    words = b"3.5% \x93GDP\x94 \x80" + b"\0\0" + "今年增长\r".encode("utf-16-le")
    clx = plc([0, 4, 17, 18], piece(START + 14), piece(START, True), piece(START + 22))
    text = "今年增长3.5% “GDP” €\r"
    made = written(text, words=words, parts={PIECES: b"\2" + pack("<I", len(clx)) + clx})
    assert lines(made) == ["今年增长3.5% “GDP” €"]


def test_formatting_is_found_in_pieces_out_of_order() -> None:
    words = "乙乙\r甲甲".encode("utf-16-le")
    clx = plc([0, 2, 5], piece(START + 6), piece(START))
    made = written(
        "甲甲乙乙\r",
        words=words,
        characters=[(1, 4, rule(0x083C, 1))],
        parts={PIECES: b"\2" + pack("<I", len(clx)) + clx},
    )
    assert lines(made) == ["甲乙"]
    assert notes(made) == [("hidden-text", 2)]


def test_a_piece_may_be_hidden_or_deleted_as_a_whole() -> None:
    prefix = b"\1" + pack("<H", 3) + rule(0x0800, 1)
    rules = (0, 0x5C << 1 | 1 << 8, 1, 0x5C << 1, 0x41 << 1 | 1 << 8, 3)
    clx = plc([0, 2, 4, 6, 8, 10, 13], *(piece(START + 4 * n, rule=short) for n, short in enumerate(rules)))
    made = written("看见藏着删去看见删了看见\r", parts={PIECES: prefix + b"\2" + pack("<I", len(clx)) + clx})
    assert lines(made) == ["看见看见看见"]
    assert notes(made) == [("hidden-text", 2), ("deleted-text", 4)]


def test_signs_of_word_become_signs_of_text() -> None:
    assert lines(written("一\x0b二\x0e三\x1e四\x1f五\t六\x01\x02\x05\x08\0七\xa0八\r")) == [
        "一",
        "二",
        "三-四五\t六七\xa0八",
    ]


def test_characters_beyond_the_first_plane_count_once_and_halves_of_them_are_replaced() -> None:
    made = written("𠮷祥𠮷祥\r", characters=[(3, 6, rule(0x083C, 1))])
    assert lines(made) == ["𠮷祥"]
    assert notes(made) == [("hidden-text", 2)]
    half = "半\r".encode("utf-16-le") + b"\x42\xd8\r\0"
    assert lines(written("半\r半\r", words=half)) == ["半", "\ufffd"]


def test_only_the_result_of_a_field_is_text() -> None:
    nested = "\x13 IF \x13 PAGE \x143\x15 = 3 \x14第\x13 PAGE \x143\x15页\x15"
    assert lines(written(f"见{nested}，\x13 TC 目录 \x15完\r")) == ["见第3页，完"]
    assert lines(written("开\x13头\r有\x14分\x15\x15\x14隔\r没有\x13尾\r")) == ["开", "分隔", "没有尾"]
    assert lines(written("开\x13头\r没\x13有尾\r")) == ["开头", "没有尾"]


def test_a_symbol_of_a_font_is_no_bracket() -> None:
    symbol = rule(0x6A09, 0xF0FC0001)
    assert lines(written("完成(，(下同)\r", characters=[(1, 5, symbol)])) == ["完成，下同)"]


def test_a_marked_deletion_is_not_counted_as_hidden_too() -> None:
    both = rule(0x0800, 1) + rule(0x083C, 1)
    made = written("留下删去\t留下\r", characters=[(2, 5, both)])
    assert (lines(made), notes(made)) == (["留下留下"], [("deleted-text", 2)])
    assert notes(written("看见\r", characters=[(0, 2, rule(0x083C, 0))])) == []


def test_a_section_ends_a_paragraph_and_a_page_does_not() -> None:
    numbered = pack("<H", 0) + rule(0x260A, 0) + rule(0x460B, 1)
    made = written(
        "页前\f页后\r节末\f下节\r",
        paragraphs=dict.fromkeys(range(4), numbered),
        parts={**one_list(level("\0、", 37)), SECTIONS: plc([0, 9, 12], bytes(24))},
    )
    assert lines(made) == ["一、页前", "页后", "二、节末", "三、下节"]


# Tables

IN_TABLE, ROW_END, DEPTH, CELL_END, INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
CELL = b"\0\0" + rule(IN_TABLE, 1)
ROW = CELL + rule(ROW_END, 1)


def test_tables_as_word_97_wrote_them() -> None:
    made = written(
        "前\r甲\7乙\7\7丙一\r丙二\7丁\7\7后\r", paragraphs={1: CELL, 2: CELL, 3: ROW, 4: CELL, 5: CELL, 6: CELL, 7: ROW}
    )
    assert lines(made) == ["前", "甲\t乙", "丙一", "丙二", "丁", "后"]


def test_a_table_in_a_table_in_a_table() -> None:
    deep = [b"\0\0" + rule(IN_TABLE, 1) + rule(DEPTH, depth) for depth in (1, 2, 3)]
    end, over = rule(CELL_END, 1), rule(INNER_ROW_END, 1)
    paragraphs = dict(
        enumerate([deep[2] + end, deep[2] + end, deep[2] + end + over, deep[1] + end, deep[1] + end + over])
    )
    paragraphs |= {5: deep[0], 6: deep[0], 7: deep[0] + rule(ROW_END, 1)}
    assert lines(written("里\r层\r\r中\r\r外一\7外二\7\7完\r", paragraphs=paragraphs)) == [
        "里\t层",
        "中",
        "外一",
        "外二",
        "完",
    ]


def test_a_table_whose_end_is_missing_is_still_read() -> None:
    assert lines(written("甲\7乙\7丙\r后\r", paragraphs={0: CELL, 1: CELL, 2: CELL})) == ["甲\t乙\t丙", "后"]
    deep = b"\0\0" + rule(IN_TABLE, 1) + rule(DEPTH, 0x7FFFFFFF)
    assert lines(written("甲\r乙\r", paragraphs={0: deep, 1: ROW})) == ["甲", "乙"]


def test_long_formatting_stands_in_a_stream_of_its_own() -> None:
    tabs = pack("<HBB", 0xC615, 255, 2) + bytes(8) + b"\1" + bytes(3)
    row = pack("<HH", 0xD608, 5) + bytes(4)
    rules = tabs + row + rule(IN_TABLE, 1) + rule(ROW_END, 1)
    data = bytes(7) + pack("<H", len(rules)) + rules
    made = written("甲\7乙\7\7后\r", paragraphs={0: CELL, 1: CELL, 2: b"\0\0" + rule(0x6646, 7)}, data=data)
    assert lines(made) == ["甲\t乙", "后"]
    assert lines(written("甲\7", paragraphs={0: b"\0\0" + rule(0x6646, 7)})) == ["甲"]


# Lists


def level(text: str, format: int, start: int = 1, flags: int = 0, above: int = 0) -> bytes:
    return pack("<iBB20xBxH", start, format, flags, above, len(text)) + text.encode("utf-16-le")


def kind(id: int, *levels: bytes) -> tuple[bytes, bytes]:
    """A list of one level or nine."""
    return pack("<i22xBx", id, len(levels) == 1), b"".join(levels)


def all_lists(kinds: list[tuple[bytes, bytes]], *overrides: tuple[int, int, bytes]) -> dict[int, bytes]:
    """The parts for these kinds of lists and lists of them: id, number of levels that differ, and how."""
    rest = b"".join(pack("<I", FREE) + what for _, _, what in overrides)
    return {
        KINDS: pack("<h", len(kinds)) + b"".join(head for head, _ in kinds) + b"".join(body for _, body in kinds),
        OVERRIDES: pack("<I", len(overrides)) + b"".join(pack("<i8xB3x", id, n) for id, n, _ in overrides) + rest,
    }


def one_list(*levels: bytes) -> dict[int, bytes]:
    return all_lists([kind(7, *levels)], (7, 0, b""))


def numbered(list: int, depth: int = 0) -> bytes:
    return b"\0\0" + rule(0x260A, depth) + rule(0x460B, list)


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


def style(base: int, rules: bytes = b"", sort: int = 1) -> bytes:
    name = pack("<H", 2) + "样式\0".encode("utf-16-le")
    upx = pack("<HH", 2 + len(rules), 0) + rules
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


# Text boxes and notes


def box(shape: int, spare: bool = False) -> bytes:
    return pack("<8xHIII", spare, 0, shape, 0)


def test_text_boxes_follow_their_paragraphs_and_those_of_a_group_the_body() -> None:
    parts = {
        BOXES: plc([0, 2, 5, 8, 10, 12, 13], box(31), box(32), box(0, True), box(99), box(33), box(0)),
        SHAPES: plc([1, 4, 6, 9], *(pack("<I22x", shape) for shape in (31, 32, 33))),
    }
    body, boxes = "前\x08\r后\x08\r藏\x08\r", "甲\r乙\r\r剩余\r组\r丙\r\r"
    hidden = [(6, 8, rule(0x083C, 1))]
    made = written(body + boxes, parts=parts, lengths={6: len(boxes)}, characters=hidden)
    assert lines(made) == ["前", "甲", "后", "乙", "", "组"]


def test_a_text_box_in_a_cell_belongs_to_the_cell() -> None:
    parts = {BOXES: plc([0, 2, 3], box(31), box(0)), SHAPES: plc([1, 4], pack("<I22x", 31))}
    made = written("格\x08\7邻\7\7完\r框\r\r", paragraphs={0: CELL, 1: CELL, 2: ROW}, parts=parts, lengths={6: 3})
    assert lines(made) == ["格", "框", "邻", "完"]


def test_a_note_whose_mark_was_deleted_is_left_out() -> None:
    parts = {FOOTNOTE_MARKS: plc([1, 3, 5], bytes(4)), FOOTNOTES: plc([0, 4, 8, 9])}
    text = "甲\x02乙\x02\r\x02注一\r\x02注二\r\r"
    assert lines(written(text, parts=parts, lengths={1: 9})) == ["甲乙", "注一", "注二"]
    gone = [(1, 2, rule(0x0800, 1))]
    assert lines(written(text, parts=parts, lengths={1: 9}, characters=gone)) == ["甲乙", "注二"]


def test_headers_and_comments_are_neither_text_nor_counted() -> None:
    hidden = [(3, 9, rule(0x083C, 1))]
    made = written("正文\r页眉\r批注\r", lengths={2: 3, 4: 3}, characters=hidden)
    assert (lines(made), notes(made)) == (["正文"], [])


# Files that are something else, damaged or hostile


def test_what_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    with pytest.raises(errors.Encrypted):
        decode("a.doc", written("密\r", flags=0x300))
    for version, mark in ((104, 0xA5DC), (101, 0xA5EC), (0x5F, 0xA699)):
        with pytest.raises(errors.NotText) as caught:
            decode("a.doc", written("旧\r", version=version, mark=mark))
        assert caught.value.looks_like == Format.WORD_6
    with pytest.raises(errors.Damaged):
        decode("a.doc", compound(Inside="WordDocument".encode("utf-16-le")))
    with pytest.raises(errors.Empty):
        decode("a.doc", written(" \r\x01\r"))


@pytest.mark.usefixtures("in_this_process")
def test_a_document_beyond_all_measure_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "MOST", 10_000)
    with pytest.raises(errors.TooLarge):
        decode("a.doc", written("一" * 5000 + "\r"))


HUGE = 0x7FFFFFF0
WRONG = {
    "header": written("甲\r", mark=0xA5ED),
    "lengths": written("甲\r", lengths={1: -1}),
    "more text than pieces": written("甲\r", lengths={1: -5, 6: 50}),
    "no pieces": written("甲\r", parts={PIECES: b""}),
    "no end of pieces": written("甲\r", parts={PIECES: b"\1\0\0"}),
    "piece outside": written("甲\r", parts={PIECES: b"\2\x10\0\0\0" + plc([0, 2], piece(HUGE >> 2))}),
    "piece too long": written("甲\r", parts={PIECES: b"\2\x10\0\0\0" + plc([0, HUGE], piece(START))}),
    "pieces backwards": written("甲\r", parts={PIECES: b"\2\x1c\0\0\0" + plc([0, 5, 2], piece(START), piece(START))}),
    "no table stream": compound(WordDocument=written("甲\r")[SECTOR : SECTOR + 4096]),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_file_that_contradicts_itself_is_damaged(what: str) -> None:
    with pytest.raises(errors.Damaged):
        decode("a.doc", WRONG[what])


def test_compound_files_that_promise_too_much_are_refused_at_once() -> None:
    good = written("甲\r" * 2000)
    directory = int.from_bytes(good[48:52], "little") * SECTOR + SECTOR
    first_chain = int.from_bytes(good[76:80], "little") * SECTOR + SECTOR
    patches = {
        "sectors of a byte": {30: pack("<H", 0)},
        "sectors larger than the file": {30: pack("<H", 0xFFFF)},
        "a table of tables that is its own successor": {44: pack("<I", HUGE), 68: pack("<II", 0, HUGE // 127)},
        "small tables without end": {64: pack("<I", HUGE)},
        "a root without end": {directory + 120: pack("<I", HUGE)},
        "a stream that is its own successor": {first_chain: pack("<I", 0), directory + 128 + 120: pack("<I", HUGE)},
    }
    for what, patch in patches.items():
        file = bytearray(good)
        for at, content in patch.items():
            file[at : at + len(content)] = content
        started = time.perf_counter()
        with pytest.raises(errors.Damaged):
            decode("a.doc", bytes(file))
        assert time.perf_counter() - started < 2, what


def test_the_library_still_looks_for_streams_in_one_place_by_the_name_that_is_replaced() -> None:
    assert callable(OleFileIO._check_duplicate_stream)


def test_formatting_that_overlaps_is_not_read_again_and_again() -> None:
    rules = [b"\0\0" + rule(0x6646, place) for place in range(28)]
    data = pack("<H", 0x3FFF) * 0x1000
    with pytest.raises(errors.Damaged, match="overlaps"):
        decode("a.doc", written("甲\r" * 28, paragraphs=dict(enumerate(rules)), data=data))


def test_a_page_of_formatting_counts_once_however_often_it_is_named() -> None:
    good = written("甲乙\r", characters=[(0, 1, rule(0x083C, 1))])
    number = (START + SECTOR) // SECTOR
    for part in (12, 13):
        names = plc(list(range(5001)), *[pack("<I", number + part - 12)] * 5000)
        made = written("甲乙\r", characters=[(0, 1, rule(0x083C, 1))], parts={part: names})
        assert (lines(made), notes(made)) == (lines(good), notes(good)) == (["乙"], [("hidden-text", 1)])


def test_characters_over_each_other_are_those_below() -> None:
    sound = '\x13 EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(xīn),鑫)\x15'
    ring = "\x13eq \\o\\ac(○,1)\x14\x15"
    other = "\x13 EQ \\f(1,2) \x15\x13 SEQ 图 \x147\x15"
    assert lines(written(f"张{sound}同志{ring}{other}\r")) == ["张鑫同志17"]


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (" EQ \\o(\\s\\up 7(a(b)),鑫)", "鑫"),
        ("eq \\o\\ac(□,大)", "大"),
        ("EQ \\o\\ac( ○ ; 十 )", "十"),
        ("EQ \\o(a,\\s\\do 3(b))", "b"),
        ("EQ \\o(x,\\()", "\\("),
        ("EQ \\o(鑫", "鑫"),
        ("EQ \\o()", ""),
        ("EQ \\f(1,2)", None),
        ("EQUAL \\o(1,2)", None),
        ("SEQ \\o(1,2)", None),
    ],
)
def test_what_an_overstrike_shows(instruction: str, shown: str | None) -> None:
    found = overstruck(instruction)
    assert (None if found is None else instruction[slice(*found)]) == shown


def test_fields_without_end_are_read_in_time_or_refused() -> None:
    assert lines(written("始" + "\x13\x14\x15" * 100_000 + "终\r")) == ["始终"]
    assert lines(written("始" + "\x13" * 1000 + "\x15" * 2000 + "终\r")) == ["始终"]
    with pytest.raises(errors.Damaged, match="nested"):
        decode("a.doc", written("始" + "\x13" * 1001 + "终\r"))


def test_a_file_cut_anywhere_is_whole_or_an_error_of_ours() -> None:
    for path in SAVED:
        good = path.read_bytes()
        whole = decode("a.doc", good)
        for size in range(8, len(good), 211):
            try:
                assert decode("a.doc", good[:size]) == whole
            except errors.UnreadableDocument:
                continue
            assert size > len(good) - 3 * SECTOR


def test_bytes_changed_at_random_give_a_text_or_an_error_of_ours() -> None:
    chance = random.Random(20240815)
    for path in SAVED:
        good = path.read_bytes()
        for _ in range(150):
            changed = bytearray(good)
            for _ in range(chance.choice((1, 3, 10))):
                changed[chance.randrange(8, len(changed))] = chance.choice(
                    (0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256))
                )
            try:
                assert decode("a.doc", bytes(changed)).text
            except errors.UnreadableDocument:
                continue
