r"""RTF documents: everything a page shows, in order, in whatever encoding; what it does not show apart; and files that
are none.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from support import DATA, SAMPLES

import simcheck
from simcheck import Flag, errors
from simcheck.readers import decode
from simcheck.readers.office import rtf

SAVED = DATA / "documents"

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134{\*\panose 02010600030101010101}"
    r"\'cb\'ce\'cc\'e5{\*\falt SimSun};}{\f2\fnil\fcharset136 PMingLiU;}{\f3\fnil\fcharset2 Wingdings;}"
    r"{\f4\fnil\fcharset128 MS Mincho;}{\f5\fnil\fcharset1 Any;}{\f6\fnil\fcharset0\cpg1251 Any;}"
    r"{\f7\fnil\cpg99999 No;}}"
)


def written(body: str, head: str = r"\ansi\ansicpg936\deff0" + FONTS) -> bytes:
    r"""A document with this body, whose characters beyond ASCII are written as \uN with a question mark after them."""
    words = "".join(
        each if ord(each) < 128 else "".join(f"\\u{unit}?" for unit in units(each))
        for each in f"{{\\rtf1{head}\n{body}}}"
    )
    return words.encode("ascii")


def units(character: str) -> list[int]:
    """A character in the numbers of RTF, which are those of UTF-16 and below zero in its upper half."""
    data = character.encode("utf-16-le")
    return [int.from_bytes(data[at : at + 2], "little", signed=True) for at in range(0, len(data), 2)]


def hexed(words: str, encoding: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in words.encode(encoding))


def lines(body: str, head: str | None = None, encoding: str | None = None) -> list[str]:
    data = written(body) if head is None else written(body, head)
    return decode("a.rtf", data, encoding=encoding).text.split("\n")


def test_a_saved_document_says_what_the_word_document_says_that_it_was_made_of() -> None:
    saved, word = simcheck.read(SAVED / "report.rtf"), simcheck.read(SAVED / "report.docx")
    assert saved.text == word.text
    counts = [[(note.code, note.facts["count"]) for note in each.notes] for each in (saved, word)]
    assert counts[0] == counts[1] == [("hidden-text", 12), ("deleted-text", 7)]
    assert saved.pages == ()


def test_a_document_is_its_plain_text_however_it_is_written() -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        text = simcheck.read(path).text.replace("\r\n", "\n").rstrip("\n")
        escaped = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        assert decode("a.rtf", written(escaped.replace("\n", "\\par\n"))).text == text
        in_bytes = "\\par\n".join(hexed(line, "gb18030") for line in text.split("\n"))
        assert decode("a.rtf", written(in_bytes)).text == text
        raw = re.sub(rb"([\\{}])", rb"\\\1", text.encode("gb18030")).replace(b"\n", b"\\par\n")
        assert decode("a.rtf", rb"{\rtf1\ansicpg936 " + raw + b"}").text == text


def test_findings_are_those_of_the_plain_text(tmp_path: Path) -> None:
    this, last = (simcheck.read(SAMPLES / f"青石镇{year}年工作总结.txt") for year in (2024, 2023))
    path = tmp_path / "青石镇2024年工作总结.rtf"
    path.write_bytes(written("\\par\n".join(this.text.splitlines())))
    plain, rich = simcheck.compare(this, last), simcheck.compare(simcheck.read(path), last)
    assert [(f.kind, f.flags, f.evidence) for f in plain.findings] == [
        (f.kind, f.flags, f.evidence) for f in rich.findings
    ]
    assert plain.share(without={Flag.BOILERPLATE}) == rich.share(without={Flag.BOILERPLATE})


def test_paragraphs_breaks_and_signs() -> None:
    body = (
        r"今年\tab 全镇\line 共有\page 三千\par"
        "\n"
        r"甲\~乙\_丙\-丁\emdash\endash\lquote 戊\rquote\ldblquote 己\rdblquote\bullet\emspace\zwj\par"
        r"\{庚\}\\辛\par\par"
        "上一\r\n行接\n着\\\n斜杠换行\\\t制表\\|\\:\x07"
        r"\sect\sectd 第二节\column 栏\par"
    )
    assert lines(body) == [
        "今年\t全镇",
        "共有",
        "三千",
        "甲\xa0乙-丙丁—–‘戊’“己”•\u2003\u200d",
        "{庚}\\辛",
        "",
        "上一行接着",
        "斜杠换行\t制表",
        "第二节",
        "栏",
    ]


# characters


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f1 " + hexed("全镇"), "全镇"),
        (r"\f2 " + hexed("鄉鎮", "big5"), "鄉鎮"),
        (r"\f4 " + hexed("町村", "cp932"), "町村"),
        (r"\f5 " + hexed("全镇"), "全镇"),
        (r"\f6 \'ec\'e8\'f0", "мир"),
        (r"\f7 " + hexed("全镇"), "全镇"),
        (r"\f99 " + hexed("全镇"), "全镇"),
        # Chinese in a font of letters; and a letter in it, which is no Chinese
        (r"\f0 " + hexed("全镇"), "全镇"),
        (r"\f0 \'b7 caf\'e9 \'93", "· café “"),
        # the second byte of a character may be a letter, a brace, or stand on the next line
        (r"\f1 \'8bS\'81\{", b"\x8bS\x81{".decode("gbk")),
        ("\\f1 \\'c8\n\\'ab", "全"),
        (r"\f2 \'a5\\", b"\xa5\\".decode("cp950")),
        # the font of a group ends with it; that of the document comes back with \plain
        (r"{\f2 \'b6\'6d}" + hexed("乡"), "鄉乡"),
        (r"\f2\plain " + hexed("乡"), "乡"),
        # signs of a font of signs, as Word keeps them
        (r"{\f3 \'fe l}", "\uf0fe \uf06c"),
    ],
)
def test_bytes_are_read_in_the_encoding_of_their_font(body: str, text: str) -> None:
    assert lines(body + "。") == [text + "。"]


@pytest.mark.parametrize(
    ("head", "body", "encoding", "text"),
    [
        (r"\ansi\ansicpg950", hexed("鄉鎮", "big5"), None, "鄉鎮"),
        (r"\ansi\ansicpg65001", hexed("全镇", "utf-8"), None, "全镇"),
        (r"\ansi\ansicpg1252", r"caf\'e9", None, "café"),
        (r"\ansi\ansicpg10008", hexed("全镇"), None, "全镇"),
        # no encoding, or none that there is: Chinese, if it makes sense
        (r"\ansi", hexed("全镇"), None, "全镇"),
        (r"\ansi", r"\'95", None, "•"),
        (r"\ansi\ansicpg99999", hexed("全镇"), None, "全镇"),
        # the user knows better than the document, but not than its fonts
        (r"\ansi\ansicpg1252", hexed("鄉鎮", "big5"), "big5", "鄉鎮"),
        (r"\ansi\ansicpg1252" + FONTS, r"\f1 " + hexed("全镇"), "big5", "全镇"),
    ],
)
def test_other_bytes_are_read_in_the_encoding_of_the_document(
    head: str, body: str, encoding: str | None, text: str
) -> None:
    assert lines(body, head, encoding) == [text]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u20840\'c8\u38215\'d5", "全镇"),
        (r"\uc2\u20840\'c8\'ab\u38215\'d5\'f2 \uc1\u19968?", "全镇 一"),
        (r"\uc0\u20840\u38215 x", "全镇x"),
        (r"\uc0\u20840 \u38215", "全镇"),
        (r"\uc9\u20840 123456789\u38215 123456789", "全镇"),
        (r"\u20840?{\uc0\u38215}\u19968?", "全镇一"),
        (r"\u-10179?\u-8704?\u-30051?", "😀" + chr(65536 - 30051)),
        (r"\u-10179?{\b \u-8704?}", "😀"),
        (r"\u-10179?中", "\ufffd中"),
        (r"\u128512?\u99999999?\u-99999?", "😀\ufffd\ufffd"),
        # what should say the same is left out, or is a sign, or a word of its own
        (r"\u20840\u38215?", "全镇"),
        (r"\u20840{}?\u38215}"[:-1], "全?镇"),
        (r"\uc2\u20840\~\endash 。", "全。"),
        (r"\u20840\par 镇", "全\n镇"),
        (r"\u20840\line 镇", "全\n镇"),
        (r"\u 全", "全"),
    ],
)
def test_characters_by_number_and_what_says_the_same_to_old_programs(body: str, text: str) -> None:
    assert lines(body) == text.split("\n")


@pytest.mark.parametrize(
    ("head", "text"),
    [(r"\mac", "ÒÚÛ"), (r"\pc", "±≥≤"), (r"\pca", "±‗¾"), (r"\mac\ansicpg1251", "сту"), (r"\ansi", "ñòó")],
)
def test_a_document_may_name_an_old_machine(head: str, text: str) -> None:
    assert lines(r"\'f1\'f2\'f3" if text != "ñòó" else r"\'f1\b \'f2\b \'f3", head) == [text]


def test_a_character_of_two_bytes_has_nothing_between_them() -> None:
    assert lines(r"\f0 Windows\super\'ae\nosupersub XP") == ["Windows®XP"]


def test_bytes_that_are_no_characters_are_told_or_refused() -> None:
    good = hexed("今年以来全镇上下齐心协力")
    document = decode("a.rtf", written(rf"\f1 {good}\'ff推进\par {good}"))
    assert document.text == "今年以来全镇上下齐心协力\ufffd推进\n今年以来全镇上下齐心协力"
    (note,) = document.notes
    assert (note.code, note.facts["count"]) == ("replaced", 1)
    assert note.span is not None
    assert document.text[note.span.start : note.span.end] == "\ufffd"
    with pytest.raises(errors.UnknownEncoding) as caught:
        decode("a.rtf", written(r"\f1 \'ff{}\'ff{}\'ff" + good[:16]))
    assert caught.value.tried == ("gb18030",)


# numbers, tables, notes


def test_the_numbers_of_lists_stand_before_their_words() -> None:
    def listed(number: str, words: str, word: str = "listtext") -> str:
        return rf"\pard\plain{{\{word}\pard\plain {number}\tab}}\ls1\ilvl0 {words}\par "

    body = (
        listed("一、", "党建")
        + listed(r"\f1 " + hexed("（二）") + " ", "学习", "pntext")
        + listed("3.", "制度", r"*\listtext")
        + listed("①", "细则")
        + listed("●", "圆点")
        + listed(r"\f3 l", "方块")
        + listed(r"\f3 \u-3913?", "箭头")
        + listed("o", "圆圈")
        + listed("九、", r"{\v 隐}")
        + r"{\listtext 1\tab}\trowd\cellx1\intbl 一\cell{\listtext 2\tab}\row"
        + r"{\*\pn\pnlvlbody{\pntxta 、}}\pard 没有"
    )
    assert lines(body) == [
        "一、党建",
        "（二）学习",
        "3.制度",
        "①细则",
        "圆点",
        "方块",
        "箭头",
        "圆圈",
        "",
        "1一",
        "没有",
    ]


def test_tables_row_by_row_merged_and_nested() -> None:
    row = r"\trowd\cellx1000\cellx2000\pard\intbl "
    body = (
        r"表前\par "
        + row
        + r"项目\cell 数量\cell\row "
        + r"\trowd\clvmrg\cellx1000\cellx2000\pard\intbl \cell 三座\cell\row "
        + r"\trowd\clmgf\cellx1000\clmrg\cellx2000\pard\intbl 合计\cell\cell\row "
        + row
        + r"甲\par\pard\intbl 乙\cell 丙\cell\row "
        + row
        + r"说明\cell\pard\intbl 表里\par\pard\intbl\itap2 东片\nestcell 六百亩\nestcell"
        + r"{\*\nesttableprops\trowd\cellx1\cellx2\cellx3\nestrow}{\nonesttables\par}\pard\intbl\itap2 西片\nestcell"
        + r"{\*\nesttableprops\trowd\cellx1\nestrow}{\nonesttables\par}\pard\intbl 表后\cell\cell\cell"
        + r"\trowd\cellx1000\cellx2000\row "
        + row
        + r"\cell\cell\row\pard 完\par"
    )
    assert lines(body) == [
        "表前",
        "项目\t数量",
        "\t三座",
        "合计",
        "甲",
        "乙",
        "丙",
        "说明",
        "表里",
        "东片\t六百亩",
        "西片",
        "表后",
        "\t",
        "完",
    ]


def test_tables_whose_ends_are_missing() -> None:
    assert lines(r"\intbl 一\cell 二\cell\pard 三\par") == ["一\t二", "三"]
    assert lines(r"\intbl 一\cell 二\row 三\par") == ["一\t二", "三"]
    assert lines(r"\intbl 一\cell\row\row\intbl\itap3 二\nestcell\itap2 三\par 四") == ["一", "二", "三", "四"]
    assert lines(r"一\cell 二\cell\row\trowd\row 三") == ["一\t二", "三"]


def test_notes_stand_at_the_end_and_text_boxes_after_their_paragraph() -> None:
    note = r"{\super\chftn{\footnote\pard\plain{\super\chftn}按年报。\par 不含外来。}}"
    last = r"{\super\chftn{\*\footnote\ftnalt\chftn\pard\plain 据统计站。}}"
    box = (
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn wzName}{\sv 框}}{\shptxt\pard 全镇荣誉\par 文明乡镇\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext 全镇荣誉\par}}}}"
    )
    old = r"{\*\do\dobxcolumn\dptxbx{\dptxbxtext 旧框\par}\dpx0}"
    body = rf"今年{last}{box}全镇{note}上下{old}\par \trowd\cellx1\intbl 以上{box}\cell\row"
    assert lines(body) == [
        "今年全镇上下",
        "全镇荣誉",
        "文明乡镇",
        "旧框",
        "以上",
        "全镇荣誉",
        "文明乡镇",
        "按年报。",
        "不含外来。",
        "据统计站。",
    ]  # fmt: skip


def test_fields_show_their_results_and_other_groups_nothing() -> None:
    field = (
        r'{\field\fldedit{\*\fldinst{ HYPERLINK "http://x.example" }{\field{\*\fldinst X}{\fldrslt Y}}}'
        r"{\fldrslt{公示栏}}}"
    )
    picture = r"{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict\wmetafile8 0100}}"
    body = (
        r"{\info{\title 标题}}{\stylesheet{\s1 标题 1;}}{\header 页眉\par}{\footerl 页脚\par}{\*\generator 程序;}"
        rf"详见{field}{picture}{{\xe{{\v 索引}}}}{{\*\bkmkstart 书签}}"
        r"{\*\atnid 校}{\chatn{\*\annotation 数字再核}}{\upr{old}{\*\ud 新\u35828?}}{\*\unknown{\b 不认识}}"
        r"{\object{\*\objdata 0105}{\result 图表}}{\mmath{\*\moMath{\mr x}}}{\*  \unknown 未知}{\* *}{\other 其他}。"
    )
    assert lines(body) == ["详见公示栏新说图表 *其他。"]


def test_a_star_speaks_of_the_group_that_it_begins() -> None:
    # as OpenOffice.org writes links
    link = r'{\field{\*\fldinst HYPERLINK "a" }{\fldrslt \*\cs12\ul 县政府文件}}'
    assert lines(link + "{\r\n\\*\\unknown 不读}印发") == ["县政府文件印发"]


def test_characters_over_each_other_are_those_below() -> None:
    font = r"""EQ \\* jc2 \\* "Font:\'cb\'ce\'cc\'e5" \\* hps10 """
    sound = r"{\field{\*\fldinst {" + font + r"\\o\\ad(\\s\\up 9(x\u299?n),鑫)}}{\fldrslt}}"
    ring = r"{\field{\*\fldinst eq \\o\\ac(○,1)}{\fldrslt }}"
    other = r"{\field{\*\fldinst EQ \\f(1,2)}{\fldrslt }}{\field{\*\fldinst PAGE}{\fldrslt 7}}"
    assert lines("张" + sound + "同志" + ring + other) == ["张鑫同志17"]


def test_pictures_in_bytes_hide_no_text() -> None:
    def picture(content: bytes) -> bytes:
        return b"{\\pict\\wmetafile8{\\*\\blipuid 1}\\bin%d " % len(content) + content + b"}"

    data = written("前")[:-1] + picture(b"}}\\{") + picture(b"{\\bin9 {") + b"\\bin3 }}}" + written("后", "")[6:]
    assert decode("a.rtf", data).text == "前后"


def test_revisions_and_hidden_text_are_set_apart_and_told() -> None:
    body = (
        r"{\revised\revauth1 新建}{\deleted\revauthdel1 拟建}水渠{\v （待核）\v0 两条}{\mvf 移走}"
        r"{\b\v\deleted\deleted0 隐}\v 藏\plain 显{\deleted{\footnote 删注}{\shptxt 删框}}\par"
        r"\trowd\cellx1\intbl 格{\v 藏}\cell\row"
    )
    document = decode("a.rtf", written(body))
    assert document.text == "新建水渠两条显\n格"
    assert [(note.code, note.facts["count"]) for note in document.notes] == [("hidden-text", 7), ("deleted-text", 4)]


# files that are none


def test_what_breaks_off_is_damaged() -> None:
    good = written(r"{\b 今年以来}全镇{\pict 00}\par 共有三千户" * 5)
    assert decode("a.rtf", good + b"\r\n\0 }").text.startswith("今年以来全镇")
    for size in range(6, len(good)):
        with pytest.raises(errors.Damaged):
            decode("a.rtf", good[:size])


def test_what_follows_a_brace_too_many_is_read() -> None:
    begin = written(r"{\b 今年以来}全镇\par 共有")
    assert decode("a.rtf", begin + rb"{\*\generator x}{\b 3000}}\par}").text == "今年以来全镇\n共有3000"
    assert decode("a.rtf", begin + b"\n\\par\n}").text == "今年以来全镇\n共有"
    with pytest.raises(errors.Damaged):
        decode("a.rtf", begin + rb"{\b 3000\par")


@pytest.mark.parametrize(
    "hostile",
    [
        b"{" * 1_000_000,
        b"{\\shptxt " * 500,
        b"{\\pict" + b"{}" * 100_000,
        b"}" * 1_000_000 + b"\\par",
        b"\\par" * 200_000,
        b"\\bin999999999 ",
        b"\\bin0" * 200_000,
        b"{\\pict\\bin0}" * 100_000,
        b"\\u" + b"9" * 1_000_000,
        b"\\" + b"a" * 1_000_000,
        b"{\\field{\\*\\fldinst{" * 20_000,
        b"\\uc0" + b"\\u1" * 200_000,
        b"\\uc999999999\\u1 ?",
        b"\\itap999999999 \\nestcell" * 50_000 + b"\\nestrow" * 50_000,
        b"\\'" * 100_000,
    ],
)
@pytest.mark.usefixtures("in_this_process")
def test_hostile_files_do_no_harm(hostile: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "_MOST", 300_000)
    begun = time.perf_counter()
    for end in (b"", b"}", b"}" * 10_001):
        try:
            decode("a.rtf", b"{\\rtf1\\ansi x" + hostile + end)
        except (errors.Damaged, errors.Empty):
            continue
    assert time.perf_counter() - begun < 20


def test_words_that_are_of_the_document_are_none_of_groups() -> None:
    assert lines(r"\footnote\shptxt\header\*\unknown\fonttbl 今年\listtext 全镇") == ["今年全镇"]
    assert lines(r"{\shptxt 一\footnote 二\par}三\par") == ["三", "一二"]
    assert lines(r"\upr 一{\ftnalt 二}") == ["一二"]
    with pytest.raises(errors.Empty):
        decode("a.rtf", written(r"\par "))


def art(words: str) -> str:
    return r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 136}}{\sp{\sn gtextUNICODE}{\sv " + words + r"}}}}"


def test_word_art_is_a_line() -> None:
    red = "".join(rf"\u{ord(sign)} ?" for sign in "石坡县文件")
    assert lines(art(red) + r"\par " + hexed("正文") + r"\par") == ["", "石坡县文件", "正文"]
    assert lines(art("Plain art") + r"A\par B\par") == ["A", "Plain art", "B"]
    hidden = r"{\v " + art("Hidden") + r"}A\par"
    assert lines(hidden) == ["A"]


def test_a_deleted_mark_joins_paragraphs() -> None:
    assert lines(r"A{\deleted\par}B\par C\par") == ["AB", "C"]
    assert lines(r"A{\deleted\par}B{\deleted x\par}C\par") == ["ABC"]
    assert lines(r"A\par {\deleted x\par}B\par") == ["A", "", "B"]


def test_what_is_passed_over_is_counted() -> None:
    picture = r"{\*\shppict{\pict\pngblip 00}}{\nonshppict{\pict\wmetafile8 00}}"
    objects = r"{\object\objemb{\*\objdata 00}{\result x}}{\*\annotation y}{\mmath{\*\moMath z}}"
    header = r"{\header{\pict 00}}{\v{\pict 00}}"
    document = decode("a.rtf", written("A" * 300 + header + picture + r"{\pict 00}" + objects + r"\par"))
    facts = [{key: value for key, value in note.facts.items() if key != "document"} for note in document.notes]
    assert facts == [{"pictures": 2, "formulas": 1, "embedded": 1, "comments": 1}]


def test_fields_inside_fields_show_the_outer_result() -> None:
    inner = r"{\field{\*\fldinst MERGEFIELD x}{\fldrslt hidden}}"
    assert lines(r"A{\field{\*\fldinst IF " + inner + r' = 1 "B"}{\fldrslt B}}C\par') == ["ABC"]
    assert lines(r"A{\field{\*\fldinst HYPERLINK}{\fldrslt B" + inner + r"}}C\par") == ["ABhiddenC"]


@pytest.mark.parametrize("name", ["MACROBUTTON NoMacro [Click here]", "macrobutton AcceptAll x"])
def test_the_prompt_of_a_button_is_counted(name: str) -> None:
    document = decode("a.rtf", written(r"A{\field{\*\fldinst " + name + r"}{\fldrslt }}B\par"))
    assert (document.text, [note.facts.get("placeholders") for note in document.notes]) == ("AB", [1])
