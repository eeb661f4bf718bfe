"""What strangers write about their files is cleaned, and costs no document its text."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from support.facts import kept, said, settings, word_file

from simcheck import errors
from simcheck.model import MOMENT, REVISIONS, WORDS, FileFacts
from simcheck.readers import decode, facts
from simcheck.readers.extract import Facts


@pytest.mark.parametrize(
    "core",
    [
        b"",
        b"<a>",
        b"\0" * 1000,
        b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 100 + b'">]><a><creator>&b;</creator></a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a><creator>x</creator></a>',
        b"<a>" * 200_000 + b"</a>" * 200_000,
        b"<a><creator>" + b"x" * 50_000_000 + b"</creator></a>",
        b"<a><creator>\xff\xfe</creator></a>",
    ],
    ids=["none", "cut", "zeros", "bomb", "elsewhere", "deep", "large", "no-utf8"],
)
def test_damaged_properties_cost_nothing_but_themselves(core: bytes) -> None:
    file = kept("a.docx", word_file(core, sessions=settings("00F00001")))
    assert said(file) == (None, None, "Microsoft Office Word 16.0000", None, None)
    assert file.revisions == ("00AB12CD", "00F00001")


def test_properties_that_are_locked_cost_nothing() -> None:
    data = bytearray(word_file())
    for sign, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.index(b"docProps/core.xml", data.index(sign))
        entry = (
            data.rindex(sign, 0, place) if sign == b"PK\3\4" else data.rindex(sign, 0, data.rindex(b"docProps/core"))
        )
        data[entry + at] |= 1
    assert said(kept("a.docx", bytes(data)))[0] is None


@pytest.mark.parametrize("name", ["docProps/core.xml", "word/document.xml"])
def test_parts_that_are_packed_in_another_way_and_broken(name: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as new:
        for each in old.namelist():
            new.writestr(each, old.read(each))
    data = bytearray(out.getvalue())
    at = data.index(name.encode()) + len(name) + 9
    data[at : at + 30] = b"\xff" * 30
    if name.startswith("word"):
        with pytest.raises(errors.Damaged):
            decode("a.docx", bytes(data))
    else:
        assert said(kept("a.docx", bytes(data)))[0] is None


def test_rich_text_with_a_million_revisions() -> None:
    many = "".join(f"\\rsid{number}" for number in range(1, 1_000_000))
    document = decode("a.rtf", (r"{\rtf1{\*\rsidtbl " + many + r"}{\info{\author x}} roads\par}").encode())
    assert document.text == " roads"
    assert document.file
    assert (document.file.author, document.file.revisions) == ("x", ())


def test_a_million_revisions_are_too_many_and_many_are_the_least_of_them() -> None:
    many = [f"{number:08X}" for number in range(1_000_000, 0, -1)]
    assert kept("a.docx", word_file(sessions=settings(*many))).revisions == ()
    some = kept("a.docx", word_file(sessions=settings(*many[-2 * REVISIONS :]))).revisions
    assert some == tuple(f"{number:08X}" for number in range(1, REVISIONS + 1))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (None, None),
        (" \t\n", None),
        ("\x1b[31m张三\x1b]0;x\x07\u202e\u200b", "[31m张三]0;x"),
        ("张\u3000三\r\n李四", "张 三 李四"),
        ("\ud800\ue000\U000f0000\u0378a", "a"),
        ("\u3164\u2800\xad", None),
        ("长" * 10_000_000, "长" * WORDS),
        ("a" * (WORDS - 1) + " b", "a" * (WORDS - 1)),
    ],
    ids=range(8),
)
def test_words_print_and_are_short(words: str | None, expected: str | None) -> None:
    assert facts.words(words) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-02-29", "2024-02-29"),
        ("2024", "2024"),
        ("2024-02-29T08:30", "2024-02-29T08:30"),
        ("2024-02-29T08:30:15.123Z", "2024-02-29T08:30:15Z"),
        ("2024-02-29T08:30:15+0800", "2024-02-29T08:30:15+08:00"),
        ("2024-02-29 08:30:15", "2024-02-29T08:30:15"),
        ("D:20240229083015Z00'00'", "2024-02-29T08:30:15Z"),
        ("D:20240229083015-05'30", "2024-02-29T08:30:15-05:30"),
        ("2024-02-29T08:30:15+99:00", "2024-02-29T08:30:15"),
        ("2023-02-29", None),
        ("2024-02-29T25:00", None),
        ("0000-00-00T00:00:00", None),
        ("1601-01-01T00:00:00Z", None),
        ("1899-12-30", None),
        ("99999-01-01", None),
        ("9999-12-31T23:59:59Z", None),
        ("２０２４-01-01", None),
        ("2024年2月", None),
        ("2024-02-29T08:30:15" + "0" * 10_000_000, None),
        ("", None),
    ],
)
def test_moments_are_dates_or_nothing(moment: str, expected: str | None) -> None:
    assert facts.moment(moment) == expected
    assert expected is None or MOMENT.fullmatch(expected)


@pytest.mark.parametrize("count", [0, -1, 1 << 63, 2650467743990000000])
def test_ticks_beyond_all_calendars(count: int) -> None:
    assert facts.since_1601(count) is None


WRONG: list[dict[str, Any]] = [
    {"sha256": "0" * 63},
    {"sha256": "A" * 64},
    {"size": -1},
    {"format": "\x1b"},
    {"author": ""},
    {"author": "a\nb"},
    {"editor": "\x1b[2J"},
    {"software": "x" * (WORDS + 1)},
    {"created": "gestern"},
    {"modified": "99999"},
    {"revisions": ("1",)},
    {"revisions": ("0000000B", "0000000A")},
    {"revisions": ("0000000A", "0000000A")},
    {"revisions": tuple(f"{n:08X}" for n in range(REVISIONS + 1))},
]


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_facts_are_sound_or_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not facts"):
        FileFacts(**{"sha256": "0" * 64, "size": 1, **wrong})


def test_whatever_is_cleaned_are_facts() -> None:
    told = facts.facts(author="\x1b" * 9, created="x", modified="1", revisions=["", "g", "1", "01"])
    assert told == Facts(revisions=("00000001",))
    assert facts.of_file(b"", None, told).revisions == ("00000001",)


def test_documents_are_what_they_say_whatever_file_says_it() -> None:
    one, other = decode("a.docx", word_file()), decode("a.docx", word_file(core=""))
    assert one.file != other.file
    assert (one, one.id) == (other, other.id)
    assert json.dumps(one.file.revisions if one.file else None) == '["00AB12CD"]'
