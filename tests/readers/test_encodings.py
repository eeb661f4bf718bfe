"""Plain text in every encoding: read exactly, or with what was lost told; the encoding that the user names."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import LCSseq
from support import SAMPLES
from support.documents import BAD, LONG, SHORT, encoding, note

from simcheck.errors import Empty, InvalidSettings, NotText, UnknownEncoding
from simcheck.model import Document
from simcheck.readers import decode, read
from simcheck.readers.plain.legible import slips

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


def test_a_named_encoding_is_for_the_file_that_is_not_recognised() -> None:
    text = "全镇今年修通了十二公里的村道，又清了三条河。"
    assert decode("a.txt", text.encode(), encoding="gb18030").text == text
    assert decode("b.txt", text.encode("gb18030"), encoding="gb18030").text == text
