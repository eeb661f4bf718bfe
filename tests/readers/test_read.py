"""Reading: every bad input ends in a named error or in the right text, and nothing is wrong in silence."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.documents import BAD, LONG, encoding, note

from simcheck.errors import Damaged, Empty, NotText, SimcheckError, UnknownEncoding, UnreadableDocument
from simcheck.formats import Format
from simcheck.readers import decode, detect, read, registry
from simcheck.readers.office import libreoffice

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
    assert detect.looks_like(HEADS[looks_like]) == looks_like
    if looks_like in registry.READERS:
        # there is no more of it than its beginning
        with pytest.raises(Damaged):
            decode("a.txt", HEADS[looks_like])
        return
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
