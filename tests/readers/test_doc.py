"""Old Word files: the same text as the new ones hold, what programs other than LibreOffice write, and hostile files."""

from __future__ import annotations

import random
import time
from pathlib import Path
from struct import pack

import pytest
from olefile import OleFileIO
from support import DATA
from support.doc import (
    BOXES,
    FOOTNOTE_MARKS,
    FOOTNOTES,
    PIECES,
    SECTIONS,
    SECTOR,
    SHAPES,
    START,
    compound,
    level,
    lines,
    notes,
    one_list,
    piece,
    plc,
    rule,
    written,
)

import simcheck
from simcheck import errors
from simcheck.formats import Format
from simcheck.readers import decode
from simcheck.readers.office import doc, libreoffice
from simcheck.readers.office.fields import overstruck

SAVED = sorted((DATA / "documents").glob("*.doc"))


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_an_old_document_says_what_the_new_one_says(path: Path) -> None:
    old, new = simcheck.read(path), simcheck.read(path.with_suffix(".docx"))
    assert old.text == new.text
    assert [(note.code, {**note.facts, "document": ""}) for note in old.notes] == [
        (note.code, {**note.facts, "document": ""}) for note in new.notes
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


def record(kind: int, content: bytes, instance: int = 0) -> bytes:
    return pack("<HHI", instance << 4 | 0xF, kind, len(content)) + content


def art(id: int, words: str, more: bytes = b"") -> bytes:
    """A shape with these words, behind the value of another property."""
    letters = (words + "\0").encode("utf-16-le") if words else b""
    properties = pack("<HIHIHI", 0x8145, 4, 0x0080, 1, 0x80C0, len(letters)) + b"abcd" + letters
    return record(0xF004, more + record(0xF00A, pack("<II", id, 0)) + record(0xF00B, properties, 3))


def drawn(*shapes: bytes, where: int = 0) -> bytes:
    return bytes([where]) + record(0xF002, record(0xF008, bytes(8)) + record(0xF003, b"".join(shapes)))


def with_art(content: bytes, *places: tuple[int, int]) -> bytes:
    anchors = plc([*(place for place, _ in places), 9], *(pack("<I22x", id) for _, id in places))
    return written("\x08\r正文\r\x08完\r", parts={SHAPES: anchors, 50: content})


HEAD = record(0xF000, bytes(20))


def test_word_art_is_a_line_behind_its_paragraph() -> None:
    content = (
        HEAD
        + drawn(art(7, "石坡县人民政府文件"), record(0xF003, art(8, "落款\r年月")))
        + drawn(art(9, "水印"), where=1)
    )
    assert lines(with_art(content, (0, 7), (5, 8))) == ["", "石坡县人民政府文件", "正文", "完", "落款", "年月"]
    # without a place, without words, in a header: nobody sees it in the text
    assert lines(
        with_art(HEAD + drawn(art(3, "无处"), art(7, "")) + drawn(art(8, "水印"), where=1), (0, 7), (5, 8))
    ) == [
        "",
        "正文",
        "完",
    ]


def test_drawings_that_break_off_or_lie_cost_their_words_only() -> None:
    content = HEAD + drawn(art(7, "文件"), art(8, "落款"))
    for size in range(0, len(content), 3):
        assert [line for line in lines(with_art(content[:size], (0, 7))) if line and line not in "文件"] == [
            "正文",
            "完",
        ]
    huge = content.replace(pack("<I", 6), pack("<I", 0xFFFFFFFF))
    assert "正文" in lines(with_art(huge, (0, 7)))
    deep = art(7, "文件")
    for _ in range(100):
        deep = record(0xF003, deep)
    assert lines(with_art(HEAD + drawn(deep), (0, 7))) == ["", "正文", "完"]


def picture(id: int, bits: int = 0, number: int = 1) -> bytes:
    """A shape that shows a picture of the document."""
    properties = pack("<HI", 0x4104, number)
    return record(0xF004, record(0xF00A, pack("<II", id, bits)) + record(0xF00B, properties, 1))


@pytest.mark.parametrize(
    ("shapes", "count"),
    [
        (picture(7), 1),
        (picture(7) + picture(8), 2),
        (record(0xF003, record(0xF004, record(0xF00A, pack("<II", 7, 0x201))) + picture(21) + picture(22)), 1),
        (record(0xF003, record(0xF004, record(0xF00A, pack("<II", 3, 0x201))) + picture(21)), 0),
        (picture(3), 0),
        (picture(7, 0x8), 0),
        (picture(7, 0x10), 0),
        (picture(7, number=0), 0),
    ],
    ids=["one", "two", "group", "group nowhere", "nowhere", "deleted", "object", "none"],
)
def test_pictures_that_float_are_counted(shapes: bytes, count: int) -> None:
    document = decode("a.doc", with_art(HEAD + drawn(shapes) + drawn(picture(30), where=1), (0, 7), (5, 8)))
    told = [dict(note.facts).get("pictures") for note in document.notes]
    assert told == ([count] if count else [])


@pytest.mark.parametrize("name", ["MACROBUTTON NoMacro 点击填写", "macrobutton AcceptAll x"])
def test_the_prompt_of_a_button_is_counted(name: str) -> None:
    document = decode("a.doc", written(f"甲\x13 {name} \x15乙\r"))
    assert (document.text, [note.facts.get("placeholders") for note in document.notes]) == ("甲乙", [1])


@pytest.mark.parametrize(("size", "is_text"), [(100, False), (400, True)])
def test_a_head_that_says_more_than_what_runs_there_is_text(size: int, is_text: bool) -> None:
    said = [sign * size for sign in "甲乙丙"]
    # heads of two sections, the second again that of the first, and a field
    head = "".join(f"{line}\r" for line in (*said, *said)) + "\x13PAGE\x143\x15\r\r"
    assert lines(written(f"今年\r{head}", lengths={2: len(head)})) == ["今年", *[*said, "3"] * is_text]
