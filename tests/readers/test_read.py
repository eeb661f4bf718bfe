"""Reading: every bad input ends in a named error or in the right text, and nothing is wrong in silence."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq
from support import DATA, SAMPLES

from simcheck.errors import (
    Damaged,
    Empty,
    InvalidSettings,
    IsFolder,
    NoAccess,
    NotFound,
    NotText,
    SimcheckError,
    TooLarge,
    UnknownEncoding,
    UnreadableDocument,
)
from simcheck.formats import Format
from simcheck.model import Document, Note
from simcheck.readers import LIMIT, decode, read
from simcheck.readers.office import libreoffice
from simcheck.readers.plain.legible import slips

BAD = DATA / "bad"


def note(document: Document, code: str) -> Note | None:
    return next((note for note in document.notes if note.code == code), None)


def encoding(document: Document) -> str:
    """The encoding that was announced; UTF-8 goes without saying."""
    found = note(document, "encoding")
    return str(found.facts["encoding"]) if found else "UTF-8"


# The folder of bad inputs


@dataclass(frozen=True)
class Fails:
    error: type[UnreadableDocument]
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reads:
    encoding: str
    begins: str
    replaced: int = 0
    ends: str = ""


REPORT = "一、道路养护\n今年上半年，红石沟村"
END = "借出去的书有十几本没有收回来。\n"

EXPECTED: dict[str, Fails | Reads] = {
    "empty.txt": Fails(Empty, {"size": 0}),
    "blank.txt": Fails(Empty, {"size": 14}),
    "hidden-only.txt": Fails(Empty, {"size": 21}),
    "bom-only.txt": Fails(Empty, {"size": 2}),
    "zeros.txt": Fails(NotText, {"looks_like": Format.BINARY, "head": "00 00 00 00 00 00 00 00"}),
    "photo.txt": Fails(NotText, {"looks_like": Format.PNG, "head": "89 50 4E 47 0D 0A 1A 0A"}),
    "program.txt": Fails(NotText, {"looks_like": Format.ELF}),
    "archive.txt": Fails(NotText, {"looks_like": Format.ZIP}),
    "report.docx": Reads("UTF-8", "红石沟村"),
    "report-cut.docx": Fails(Damaged),
    "old.doc": Fails(Damaged),
    "rich.txt": Reads("UTF-8", "红石"),
    "scan.pdf": Fails(Damaged),
    "scrambled.txt": Fails(NotText, {"looks_like": Format.BINARY}),
    "scrambled-high.txt": Fails(UnknownEncoding, {"tried": ("UTF-8", "GB18030", "Big5", "UTF-16"), "offset": 0}),
    "glued.txt": Fails(UnknownEncoding),
    "one-character.txt": Reads("UTF-8", "好"),
    "text.png": Reads("UTF-8", REPORT, ends=END),
    "line-ends.txt": Reads("UTF-8", "第一行\r\n第二行\r第三行\n第四行\u2028第五行"),
    "bom.txt": Reads("UTF-8", REPORT, ends=END),
    "nul.txt": Reads("UTF-8", REPORT, ends=END),
    "mixed.txt": Reads("UTF-8", REPORT, 3, END),
    "gb18030.txt": Reads("GB18030", REPORT, ends=END),
    "bom-gb18030.txt": Reads("GB18030", REPORT, ends=END),
    "half.txt": Reads("GB18030", REPORT, 1, "没有收\ufffd"),
    "half-front.txt": Reads("GB18030", "\ufffd道路养护\n今年上半年", 1, END),
    "slipped.txt": Reads("GB18030", REPORT, 1, END),
    "big5.txt": Reads("Big5", "一、道路養護\n今年上半年，紅石溝村"),
    "utf16-nobom.txt": Reads("UTF-16 LE", REPORT, ends=END),
    "utf16-be.txt": Reads("UTF-16 BE", REPORT, ends=END),
    "utf16-bom.txt": Reads("UTF-16 LE", REPORT, ends=END),
    "utf16-english.txt": Reads("UTF-16 LE", "Forty chairs, two tables, one lamp.\r\n"),
    "latin.txt": Reads("Windows-1252", "Meeting notes, Tuesday. The café", ends="three new helpers.\n"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_input_ends_as_its_row_says(name: str) -> None:
    expected = EXPECTED[name]
    path = str(BAD / name)
    if isinstance(expected, Fails):
        with pytest.raises(expected.error) as caught:
            read(path)
        assert caught.value.path == path
        assert {fact: getattr(caught.value, fact) for fact in expected.facts} == expected.facts
        return
    document = read(path)
    assert document.name == name
    assert document.text.startswith(expected.begins)
    assert document.text.endswith(expected.ends)
    assert encoding(document) == expected.encoding
    replaced = note(document, "replaced")
    assert (int(replaced.facts["count"]) if replaced else 0) == expected.replaced
    assert (replaced is None) == ("\ufffd" not in document.text)


def test_every_bad_input_has_its_row() -> None:
    files = {path.name for path in BAD.iterdir()} - {"README.md", ".gitattributes"}
    rows = [line.split("|")[1:4] for line in (BAD / "README.md").read_text("utf-8").splitlines() if line[:2] == "| "]
    told = {file.strip(): result for file, _, result in rows[1:]}
    assert files == set(EXPECTED) == set(told)
    for name, expected in EXPECTED.items():
        if isinstance(expected, Fails):
            assert expected.error.code in told[name]
            assert str(expected.facts.get("looks_like", "")) in told[name]
        else:
            assert expected.encoding in told[name]
            assert (f"补 {expected.replaced} 处" in told[name]) == bool(expected.replaced)


def test_nothing_else_is_changed() -> None:
    assert read(BAD / "line-ends.txt").text == "第一行\r\n第二行\r第三行\n第四行\u2028第五行"
    assert "\0\0图书室" in read(BAD / "nul.txt").text
    assert read(BAD / "bom.txt").text == read(BAD / "text.png").text


# Encodings

SHORT = "我镇今年修了三条路，明年再修两条桥。"
LONG = (
    "一、春耕备耕\n"
    "三月初，柳沟、大坪、石嘴三个村先后开会，把种子、化肥、农膜的需要数报到镇里，农技站按户核对，差的部分由供销社补齐。\n"
    "二、防汛\n"
    "汛期之前，我们把沿河的十一处险段走了一遍，清理了被杂物堵住的涵洞六个，加固河堤四百二十米。值班表贴在每个村的公示栏，"
    "谁值哪一天、电话多少，群众都看得见。七月那场大雨下了两天，没有一户进水。\n"
    "三、教育\n"
    "中心小学换了新课桌，操场重新铺过；放学后有老师留下来陪孩子写作业，家在外地打工的也放心。\n"
) * 4
TRADITIONAL = (
    "本鄉今年整修了三處老舊活動中心，長輩白天可以來吃飯、下棋、量血壓。志工排班由社區發展協會負責，"
    "每週五開會檢討，主任委員瑪麗‧林也常到場。明年預計增購一輛接送車，讓住得遠的鄉親也能參加。\n"
)
MIXED = "本周完成 API 接口联调，修复 bug 12 个；CPU 占用由 85% 降到 40%，v2.3 版 README.md 已更新。Next: 压力测试。\n"
LISTS = "参会人员：赵秀兰、钱国栋、孙晓燕、欧阳宏、诸葛亮亮、邹佩琪、龚鑫、闫蕊、祁连生、佟瑶、Wang Lei①②③■●→℃㎡\n"
WITH_NULS = "表三\0一季度完成情况\0\0修路八里，栽树两千棵，打井三眼，通电十九户。"

KINDS = {
    "short": SHORT,
    "long": LONG,
    "traditional": TRADITIONAL,
    "mixed": MIXED,
    "lists": LISTS,
    "nuls": WITH_NULS,
    "crlf": LONG.replace("\n", "\r\n"),
}

# codec, what is announced, the kinds that it can write, whether it sets a mark
CODECS = {
    "utf-8": ("UTF-8", tuple(KINDS), ""),
    "utf-8-sig": ("UTF-8", tuple(KINDS), ""),
    "gb18030": ("GB18030", tuple(KINDS), ""),
    "cp950": ("Big5", ("traditional",), ""),
    "utf-16-le": ("UTF-16 LE", tuple(KINDS), ""),
    "utf-16-be": ("UTF-16 BE", tuple(KINDS), ""),
    "utf-16 with mark, le": ("UTF-16 LE", tuple(KINDS), "utf-16-le"),
    "utf-16 with mark, be": ("UTF-16 BE", tuple(KINDS), "utf-16-be"),
    "utf-32 with mark, le": ("UTF-32 LE", tuple(KINDS), "utf-32-le"),
    "utf-32 with mark, be": ("UTF-32 BE", tuple(KINDS), "utf-32-be"),
}
CASES = [(codec, kind) for codec, (_, kinds, _) in CODECS.items() for kind in kinds]


def encoded(codec: str, text: str) -> bytes:
    marked = CODECS[codec][2]
    return ("\ufeff" + text).encode(marked) if marked else text.encode(codec)


@pytest.mark.parametrize(("codec", "kind"), CASES)
def test_a_whole_text_is_read_exactly(codec: str, kind: str) -> None:
    document = decode("报告.txt", encoded(codec, KINDS[kind]))
    assert document.text == KINDS[kind]
    assert encoding(document) == CODECS[codec][0]
    assert note(document, "replaced") is None


@pytest.mark.parametrize("bad", [1, 3])
@pytest.mark.parametrize(("codec", "kind"), [case for case in CASES if "16" not in case[0] and "32" not in case[0]])
def test_bad_bytes_are_replaced_and_announced(codec: str, kind: str, bad: int) -> None:
    text = KINDS[kind]
    clean = encoded(codec, text)
    data = bytearray(clean)
    places = [len(data) * (2 * n + 1) // (2 * bad) for n in range(bad)]
    for place in places:
        data[place] = 0xFF
    document = decode("报告.txt", bytes(data))
    assert encoding(document) == CODECS[codec][0]
    announced(document, bad, places[0])
    # A byte belongs to one character; around a damaged one its neighbour may be misread, no more.
    assert len(text) - common(text, document.text) <= 2 * bad


@pytest.mark.parametrize("kind", ["short", "long", "mixed"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_lone_surrogate_is_replaced_and_announced(codec: str, kind: str) -> None:
    text = KINDS[kind]
    middle = len(text) // 2
    broken = text[:middle] + "\udc80" + text[middle + 1 :]
    document = decode("报告.txt", broken.encode(codec, "surrogatepass"))
    assert document.text == broken.replace("\udc80", "\ufffd")
    announced(document, 1, 2 * middle)


@pytest.mark.parametrize("codec", ["gb18030", "cp950"])
@pytest.mark.parametrize("change", ["lost", "added", "question mark"])
def test_one_changed_byte_does_not_shift_the_rest_of_the_line(codec: str, change: str) -> None:
    text = (TRADITIONAL if codec == "cp950" else LONG).replace("\n", "")[:160]
    data = text.encode(codec)
    at = len(data) // 2 // 2 * 2
    changed = (
        data[:at] + {"lost": b"", "added": b"\xff" + data[at : at + 1], "question mark": b"?"}[change] + data[at + 1 :]
    )
    document = decode("报告.txt", changed)
    assert len(text) - common(text, document.text) <= 3


@pytest.mark.parametrize("codec", ["gb18030", "big5"])
def test_a_lost_byte_that_leaves_characters_is_told(codec: str) -> None:
    """Each pair behind a lost byte may be another character, up to one whose second byte is a letter's."""
    data = TRADITIONAL.replace("\n", "").encode(codec, "ignore")
    whole = data.decode(codec)
    told, quiet = [], 0
    for at in range(2, len(data)):
        document = decode("報告.txt", data[:at] + data[at + 1 :])
        if len(whole) - common(whole, document.text) > 2:
            slipped = note(document, "slipped")
            told += [(document, slipped)] if slipped else []
            quiet += not slipped and not note(document, "replaced")
    assert len(told) >= 4
    assert quiet <= 1
    for document, slipped in told:
        assert slipped.span is not None
        assert slipped.facts["line"] == 1
        assert slips(document.text)[0] == slipped.span.start


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("客土覆綠、掛蘛Q播、截排", [7]),
        ("導隊連夜在龍\x16箮X、鷹嘴", [6, 8]),
        ("完成廢棄幼だq山生態", [6]),
        ("分離器，【喎欠⊕裆包c2處", [10]),
        ("获评A级景区两家，建成T型路口，卡拉OK、K线、e镇、X光机，5G，iPhone，Ａ区B座", []),
        ("镕A1号", [1]),
        ("A\tB\r\n\x1a", []),
    ],
)
def test_where_a_byte_may_be_missing(text: str, at: list[int]) -> None:
    assert slips(text) == at


def test_letters_between_ideographs_are_no_lost_bytes() -> None:
    text = "获评A级景区两家，建成T型路口，实施B区改造，完成C类危房改造。X光机、K线、e镇、卡拉OK。\n" * 4
    for codec in ("gb18030", "gbk", "utf-16", "utf-8"):
        assert note(decode("报告.txt", text.encode(codec)), "slipped") is None
    for path in (SAMPLES).glob("*.txt"):
        assert note(decode("a.txt", read(path).text.encode("gb18030")), "slipped") is None


def announced(document: Document, bad: int, offset: int) -> None:
    """There is one note; it points at the first replaced character and near the first bad byte."""
    replaced = note(document, "replaced")
    assert replaced is not None
    assert replaced.span is not None
    assert replaced.span.of(document.text) == "\ufffd"
    assert "\ufffd" not in document.text[: replaced.span.start]
    assert 1 <= int(replaced.facts["count"]) <= 2 * bad
    assert offset - 4 <= int(replaced.facts["offset"]) <= offset
    assert replaced.facts["document"] == document.name


def common(a: str, b: str) -> int:
    """How many characters they have in common, in order."""
    return LCSseq.similarity(a, b)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1))
def test_what_is_utf_8_is_read_as_such(text: str) -> None:
    try:
        document = decode("a.txt", text.encode())
    except (Empty, NotText):
        return
    assert document.text == text.removeprefix("\ufeff")
    assert document.notes == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_an_error_of_ours(data: bytes) -> None:
    try:
        with pytest.MonkeyPatch.context() as patch:
            # LibreOffice takes its seconds, and has tests of its own
            patch.setattr(libreoffice, "program", lambda: None)
            document = decode("a.txt", data)
    except UnreadableDocument as error:
        told = error.path
    else:
        told = document.name
        assert document.text
    assert told == "a.txt"


def test_a_text_that_lost_characters_before_is_not_blamed_again() -> None:
    document = decode("a.txt", ("这里\ufffd早就坏了。" * 30).encode())
    assert document.notes == ()
    damaged = decode("a.txt", ("这里\ufffd早就坏了。" * 30).encode()[:-1])
    replaced = note(damaged, "replaced")
    assert replaced is not None
    assert replaced.facts["count"] == 1
    assert replaced.span is not None
    assert replaced.span.end == len(damaged.text)


@pytest.mark.parametrize("share", [0.03, 0.2])
def test_many_bad_bytes_are_refused(share: float) -> None:
    generator = random.Random(3)
    for codec in ("utf-8", "gb18030"):
        data = bytearray(LONG.encode(codec))
        for place in generator.sample(range(len(data)), int(len(data) * share)):
            data[place] = 0xFF
        with pytest.raises(UnknownEncoding) as caught:
            decode("a.txt", bytes(data))
        assert "UTF-8" in caught.value.tried
        assert data[caught.value.offset] >= 0x80


FOREIGN = {
    "cp1251": "В этом году посёлок починил дорогу и прочистил канавы. Жители помогали, и работа кончилась в срок.",
    "cp932": "今年度は道路を直し、水路をきれいにしました。予定どおりに終わりました。",
    # a few words of Korean pass for Chinese, so that it takes some
    "cp949": "올해 우리 마을은 길을 고치고 도랑을 새로 냈습니다. 주민들이 토요일마다 도와서 일을 제때 마쳤습니다. "
    "내년에는 도서관을 짓고 아이들이 마음 놓고 배울 수 있는 곳을 늘리겠습니다. 강가에는 나무를 삼백 그루 심었습니다.",
    "cp1252": "Cette année, la commune a refait la route. L’été prochain, les élèves auront une bibliothèque.",
}


@pytest.mark.parametrize("codec", FOREIGN)
def test_other_languages_are_read_too_and_announced(codec: str) -> None:
    document = decode("a.txt", FOREIGN[codec].encode(codec))
    assert document.text == FOREIGN[codec]
    assert encoding(document) != "UTF-8"


# The encoding that the user names


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb18030", "gb18030"),
        ("UTF-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
    ],
)
def test_a_named_encoding_is_used(name: str, codec: str) -> None:
    document = decode("a.txt", (SHORT + "镕喆").encode(codec), encoding=name)
    assert document.text == SHORT + "镕喆"
    assert document.notes == ()


def test_a_named_encoding_is_used_even_against_the_bytes() -> None:
    document = decode("a.txt", "道路".encode(), encoding="gb18030")
    assert document.text == "道路".encode().decode("gb18030")


def test_bad_bytes_in_a_named_encoding_are_announced() -> None:
    document = decode("a.txt", b"caf\xe9, th\xe9, No\xebl", encoding="ascii")
    assert document.text == "caf\ufffd, th\ufffd, No\ufffdl"
    replaced = note(document, "replaced")
    assert replaced is not None
    assert replaced.facts == {"count": 3, "offset": 3, "document": "a.txt"}


@pytest.mark.parametrize(
    "name", ["klingon", "", "base64", "rot13", "punycode", "idna", "undefined", "国标", "a\0b", "../x"]
)
def test_an_unknown_encoding_is_an_invalid_setting(name: str) -> None:
    with pytest.raises(InvalidSettings) as caught:
        read(BAD / "gb18030.txt", encoding=name)
    assert (caught.value.name, caught.value.value, caught.value.reason) == ("encoding", name, "unknown-encoding")


# What is not text

HEADS = {
    Format.JPEG: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    Format.GIF: b"GIF89a\x01\x00\x01\x00",
    Format.BMP: b"BM" + (70).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + (40).to_bytes(4, "little"),
    Format.WEBP: b"RIFF\x1a\0\0\0WEBPVP8L",
    Format.WINDOWS_PROGRAM: b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0",
    Format.MACH_O: b"\xcf\xfa\xed\xfe\x07\0\0\x01",
    Format.WORD_2: b"\xdb\xa5-\x001@\x09\x04\0\0\0\0",
    Format.GZIP: b"\x1f\x8b\x08\0\0\0\0\0",
    Format.SEVEN_ZIP: b"7z\xbc\xaf\x27\x1c\0\4",
    Format.RAR: b"Rar!\x1a\x07\1\0",
    Format.XZ: b"\xfd7zXZ\0\0\4",
    Format.MP3: b"ID3\4\0\0\0\0\0\x23TSSE",
    Format.MP4: b"\0\0\0\x20ftypisom\0\0\2\0",
    Format.SQLITE: b"SQLite format 3\0\x10\0",
    Format.XLS: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"),
}


@pytest.mark.parametrize("looks_like", HEADS)
def test_content_is_named_by_how_it_begins(looks_like: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    with pytest.raises(NotText) as caught:
        decode("a.txt", HEADS[looks_like])
    assert caught.value.looks_like == looks_like
    assert caught.value.head == HEADS[looks_like][:8].hex(" ").upper()


@pytest.mark.parametrize(
    "text", ["MZ 是两个字母", "BM 报名表", "ID3 标签怎么改", "RIFF 的意思", "PK 赛结果", "GIF 图太多"]
)
def test_letters_that_a_format_begins_with_are_still_letters(text: str) -> None:
    assert decode("a.txt", text.encode()).text == text
    assert decode("a.txt", text.encode("gb18030")).text == text


# Paths


def test_a_document_has_a_stable_id_and_the_file_name(tmp_path: Path) -> None:
    (tmp_path / "总结.md").write_bytes(SHORT.encode())
    document = read(tmp_path / "总结.md")
    assert (document.name, document.text, dict(document.metadata)) == ("总结.md", SHORT, {})
    assert document == decode("总结.md", SHORT.encode())
    assert document.id == decode("总结.md", SHORT.encode("utf-16")).id == "409c9d6e0664"
    assert document.id != decode("另一份.md", SHORT.encode()).id
    assert document.id != decode("总结.md", (SHORT + "。").encode()).id


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("工作总洁.docx", "工作总结.docx"),
        ("工作总结.txt", "工作总结.docx"),
        ("ｒｅｐｏｒｔ２.txt", "report2.txt"),
        ("REPORT2.TXT ", "report2.txt"),
    ],
)
def test_a_missing_file_suggests_its_neighbours(tmp_path: Path, asked: str, found: str) -> None:
    for name in ("工作总结.docx", "report2.txt", "会议纪要.txt", ".工作总洁.docx.swp"):
        (tmp_path / name).write_text("x")
    (tmp_path / "工作总结").mkdir()
    with pytest.raises(NotFound) as caught:
        read(tmp_path / asked)
    assert caught.value.similar[0] == found
    assert "会议纪要.txt" not in caught.value.similar


@pytest.mark.parametrize("path", ["", "a\0b.txt", "没有/这个/目录/a.txt", "\ud800.txt", "长" * 300 + ".txt"])
def test_a_path_that_cannot_be_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "好.txt").write_text("x")
    with pytest.raises(NotFound) as caught:
        read(path)
    assert caught.value.path == path


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(NotFound):
        read(tmp_path / "a.txt" / "b.txt")


def test_a_folder_lists_its_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.docx", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "more").mkdir()
    with pytest.raises(IsFolder) as caught:
        read(tmp_path)
    assert caught.value.entries == ("a.docx", "b.txt")


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with pytest.raises(NotFound):
        read(tmp_path / "dangling.txt")
    with pytest.raises(NoAccess) as caught:
        read(tmp_path / "loop.txt")
    assert caught.value.reason


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_or_a_device_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(NotText) as caught:
        read(tmp_path / "pipe.txt")
    assert caught.value.looks_like == Format.PIPE
    with pytest.raises(NotText) as caught:
        read("/dev/zero")
    assert caught.value.looks_like == Format.DEVICE
    short = Path(tempfile.mkdtemp())  # the name of a socket has 100 bytes at most
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(short / "s"))
        with pytest.raises(NotText) as caught:
            read(short / "s")
    assert caught.value.looks_like == Format.SOCKET


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_file_that_becomes_a_pipe_does_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    regular = os.stat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(os, "stat", lambda *_, **__: regular)
    with pytest.raises(NotText):
        read(path)


def test_a_file_that_vanishes_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    regular = os.stat(path)
    path.unlink()
    monkeypatch.setattr(os, "stat", lambda *_, **__: regular)
    with pytest.raises(NotFound):
        read(path)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such permissions here")
def test_a_locked_file_is_no_access() -> None:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    locked = folder / "锁住.txt"
    locked.write_text("x")
    locked.chmod(0)
    if os.geteuid() == 0:  # the administrator may read anything, so somebody else has to try
        code = reader_without_rights(locked)
    else:
        with pytest.raises(NoAccess) as caught:
            read(locked)
        code = f"{caught.value.code} {bool(caught.value.reason)}"
    assert code == "no-access True"


def reader_without_rights(path: Path) -> str:
    """What ``read`` says to the user "nobody"; in a child, which cannot take its rights back."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setuid(65534)
            read(path)
        except NoAccess as error:
            os.write(send, f"{error.code} {bool(error.reason)}".encode())
        finally:
            os._exit(0)
    os.close(send)
    os.waitpid(child, 0)
    with open(receive, "rb") as answer:
        return answer.read().decode()


def test_a_file_of_the_system_is_read_to_its_end() -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc here")
    assert "Name:" in read("/proc/self/status").text  # its size is said to be 0


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)  # takes no room on the disk
    with pytest.raises(TooLarge) as caught:
        read(path)
    assert (caught.value.size, caught.value.limit) == (LIMIT + 1, LIMIT)


# Cost


@pytest.fixture(scope="module", params=["utf-8", "gb18030"])
def line(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """50 MB of Chinese without a line break."""
    path = tmp_path_factory.mktemp("large") / "line.txt"
    unit = LONG.replace("\n", "").encode(request.param)
    path.write_bytes(unit * (50_000_000 // len(unit)))
    yield path
    path.unlink()


# not ru_maxrss: a process inherits that of the one it was started from, and pytest's own may be large by now
PEAK = """
import re, sys, time
from pathlib import Path
from simcheck.readers import read
start = time.perf_counter()
characters = len(read(sys.argv[1]).text)
seconds = time.perf_counter() - start
print(characters, seconds, re.search("VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")
def test_a_line_of_50_megabytes_is_read(line: Path) -> None:
    done = subprocess.run([sys.executable, "-c", PEAK, line], capture_output=True, text=True, check=True, timeout=120)
    characters, seconds, kilobytes = map(float, done.stdout.split())
    assert characters > 15_000_000
    assert seconds < 20  # takes 0.5 and 2; the machine may be busy
    assert kilobytes < 600_000  # takes 190,000 and 270,000


def test_a_report_is_read_in_no_time() -> None:
    data = (LONG * 10)[:10_000].encode()
    decode("a.txt", data)
    best = min(timed(data) for _ in range(20))
    assert best < 0.002


def timed(data: bytes) -> float:
    start = time.perf_counter()
    decode("a.txt", data)
    return time.perf_counter() - start


def test_an_error_costs_no_heavy_module() -> None:
    program = (
        "import sys\n"
        "from simcheck.errors import UnreadableDocument\n"
        "from simcheck.readers import read\n"
        "for path in sys.argv[1:]:\n"
        "    try: read(path)\n"
        "    except UnreadableDocument: pass\n"
        "print([name for name in ('numpy', 'charset_normalizer', 'zipfile') if name in sys.modules])\n"
    )
    paths = [BAD / "gone.txt", BAD, BAD / "empty.txt", BAD / "photo.txt"]
    done = subprocess.run([sys.executable, "-c", program, *paths], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert done.stderr == ""


def test_an_error_is_one_of_the_tree() -> None:
    for path in (BAD, BAD / "gone.txt", BAD / "photo.txt"):
        with pytest.raises(SimcheckError):
            read(path)


def test_a_named_encoding_is_for_the_file_that_is_not_recognised() -> None:
    text = "全镇今年修通了十二公里的村道，又清了三条河。"
    assert decode("a.txt", text.encode(), encoding="gb18030").text == text
    assert decode("b.txt", text.encode("gb18030"), encoding="gb18030").text == text
