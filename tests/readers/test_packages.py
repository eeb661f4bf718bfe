"""Zips and compound files whose names, headers and encodings are not what the formats ask for."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from support.word import NAMES, level, numbered, p, packed

from benchmarks.reading import printing
from simcheck import errors
from simcheck.readers import archive, decode
from simcheck.readers.package import MOST, in_utf_8, parsed

DATA = Path(__file__).parents[1] / "data" / "documents"


def files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def renamed(data: bytes, name: Callable[[str], str]) -> bytes:
    return printing.zipped({name(old): content for old, content in files(data).items()})


OFFICE = packed(p("修渠", number=(1, 0)), numbering=numbered(level(0, "decimal", "%1. ")))
OTHERS: Mapping[str, Callable[[str], str]] = {
    "backslashes": lambda name: name.replace("/", "\\"),
    "a slash in front": lambda name: f"/{name}",
    "capitals": str.upper,
    "small letters": str.lower,
    "a backslash in front": lambda name: "\\" + name.replace("/", "\\"),
    "a dot in front": lambda name: f"./{name}",
    "two slashes": lambda name: name.replace("/", "//"),
    "dots between": lambda name: name.replace("/", "/./"),
}


@pytest.mark.parametrize("how", OTHERS)
def test_names_in_a_package(how: str) -> None:
    assert decode("a.docx", renamed(OFFICE, OTHERS[how])).text == "1. 修渠"
    for name in ("report.odt", "report.docx"):
        data = (DATA / name).read_bytes()
        assert decode(name, renamed(data, OTHERS[how])).text == decode(name, data).text
    fixed = printing.ofd(printing.printed(["今年修渠两条，打井四眼。"]))
    assert decode("a.ofd", renamed(fixed, OTHERS[how])).text == decode("a.ofd", fixed).text


def test_relationships_with_backslashes() -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="word\\document2.xml"/></Relationships>'
    )
    types = (
        '<Types><Override PartName="/word/document2.xml" ContentType="x.wordprocessingml.document.main+xml"/></Types>'
    )
    body = f"<w:document {NAMES}><w:body>{p('修渠')}</w:body></w:document>"
    members = {"[Content_Types].xml": types, "_rels\\.rels": rels, "word\\document2.xml": body}
    assert decode("a.docx", printing.zipped({name: each.encode() for name, each in members.items()})).text == "修渠"


def test_the_directory_counts_and_not_the_header_of_a_file() -> None:
    data = OFFICE.replace(b"word/document.xml", b"word\\document.xml", 1)
    assert decode("a.docx", data).text == "1. 修渠"


WORDS = f"<w:document {NAMES}><w:body>{p('镕基同志修渠')}</w:body></w:document>"
DECLARED = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("GB2312", "gbk"),
        ("GBK", "gbk"),
        ("gb18030", "gb18030"),
        ("x-gbk", "gbk"),
        ("Big5", "utf-8"),
        ("GBK", "utf-8"),
        ("UTF-8", "gbk"),
        ("utf8", "utf-8"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("UTF-16", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("utf-32", "utf-32-le"),
        ("windows-936", "gbk"),
        ("CP936", "gbk"),
    ],
)
def test_encodings_of_xml(declared: str, encoding: str) -> None:
    content = (DECLARED.format(declared) + WORDS).encode(encoding)
    data = printing.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": content})
    assert decode("a.docx", data).text == "镕基同志修渠"


def test_an_ofd_in_gbk() -> None:
    fixed = printing.ofd(printing.printed(["今年修渠两条，打井四眼。"]))
    members = {
        name: (DECLARED.format("GB2312") + content.decode().rpartition("?>")[2]).encode("gbk")
        for name, content in files(fixed).items()
    }
    assert decode("a.ofd", printing.zipped(members)).text == decode("a.ofd", fixed).text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_entities_are_refused_in_every_encoding(encoding: str) -> None:
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "{"一" * 100}"><!ENTITY c "{"&b;" * 100}">]><a>&c;</a>'
    with pytest.raises(ValueError, match="document type"):
        parsed(bomb.encode(encoding))


@pytest.mark.parametrize("declared", ["hex", "zip", "nonsense", "utf-7", "idna"])
def test_what_is_declared_is_no_way_in(declared: str) -> None:
    data = (DECLARED.format(declared) + "<a>修渠</a>").encode("gbk")
    with pytest.raises((LookupError, SyntaxError, ValueError)):
        parsed(data)
    assert in_utf_8((DECLARED.format(declared) + "<a/>").encode()).endswith(b"<a/>")


def test_streams_of_a_compound_file_in_other_capitals() -> None:
    data = (DATA / "parts.doc").read_bytes()
    for name in ("WordDocument", "1Table", "0Table"):
        data = data.replace(name.encode("utf-16-le"), name.upper().encode("utf-16-le"))
    assert decode("a.doc", data).text == decode("a.doc", (DATA / "parts.doc").read_bytes()).text


# archives


def beside(name: str, raw: bytes, *, version: int = 1) -> bytes:
    words = name.encode()
    return struct.pack("<HHBI", 0x7075, 5 + len(words), version, zlib.crc32(raw)) + words


def zipped(path: Path, entries: Mapping[bytes, bytes], *, flags: int = 0) -> Path:
    """An archive of files with these names in bytes, and what stands beside each; all say "修渠"."""
    out, directory = b"", b""
    content = "修渠".encode()
    for name, extra in entries.items():
        about = struct.pack(
            "<HHHHHIIIHH", 20, flags, 0, 0, 33, zlib.crc32(content), *(2 * [len(content)]), len(name), len(extra)
        )
        directory += b"PK\1\2\x14\0" + about + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name + extra
        out += b"PK\3\4" + about + name + extra + content
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    path.write_bytes(out + directory + end)
    return path


def named(path: Path) -> list[str]:
    return ["/".join(member.inside) for member in archive.members(str(path))]


def test_names_beside_names(tmp_path: Path) -> None:
    big5 = "丙村/彙報.txt".encode("big5")
    path = zipped(
        tmp_path / "a.zip",
        {big5: beside("丙村/彙報.txt", big5), b"b.txt": b"\x55\x54\1\0\0" + beside("乙.txt", b"b.txt")},
    )
    assert named(path) == ["丙村/彙報.txt", "乙.txt"]
    assert archive.read(str(path), ("丙村/彙報.txt",)).text == "修渠"


@pytest.mark.parametrize(
    "extra",
    [beside("丙.txt", b"other"), beside("丙.txt", b"a.txt", version=2)],
)
def test_names_beside_others_are_not_believed(tmp_path: Path, extra: bytes) -> None:
    assert named(zipped(tmp_path / "a.zip", {b"a.txt": extra})) == ["a.txt"]


def field(kind: int, content: bytes, *, said: int | None = None) -> bytes:
    return struct.pack("<HH", kind, len(content) if said is None else said) + content


@pytest.mark.parametrize(
    "extra",
    [
        beside("丙.txt", b"a.txt")[:-1] + b"\xff",
        beside("丙.txt", b"a.txt")[:-2],
        beside("", b"a.txt"),
        field(0x7075, b"\1\0"),
        field(0x5455, b"\1", said=9),
        field(0x9999, b"", said=0xFFFF),
        field(0x5455, b"\1") + beside("丙.txt", b"a.txt")[:7],
    ],
)
def test_a_broken_field_beside_a_name_says_nothing(tmp_path: Path, extra: bytes) -> None:
    path = zipped(tmp_path / "a.zip", {b"a.txt": extra, b"b.txt": beside("乙.txt", b"b.txt")})
    assert named(path) == ["a.txt", "乙.txt"]
    assert [archive.read(str(path), (name,)).text for name in ("a.txt", "乙.txt")] == ["修渠"] * 2


@pytest.mark.parametrize("extra", [field(1, b""), field(1, b"\0" * 7), field(1, b"\0" * 8, said=60)])
def test_a_file_whose_size_is_not_told_is_one_bad_file(tmp_path: Path, extra: bytes) -> None:
    path = zipped(tmp_path / "a.zip", {b"a.txt": extra, b"b.txt": b""})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\1\2")
    data[at + 20 : at + 28] = b"\xff" * 8
    path.write_bytes(data)
    assert named(path) == ["a.txt", "b.txt"]
    assert archive.read(str(path), ("b.txt",)).text == "修渠"
    with pytest.raises(errors.Damaged):
        archive.read(str(path), ("a.txt",))


@pytest.mark.parametrize(("place", "readable"), [(6, True), (10, False)])
def test_a_file_that_asks_for_a_newer_program_is_one_file(tmp_path: Path, place: int, readable: bool) -> None:
    path = zipped(tmp_path / "a.zip", {b"a.txt": b"", b"b.txt": b""})
    data = bytearray(path.read_bytes())
    # the version of the format, the way of packing
    data[data.index(b"PK\1\2") + place] = 99
    path.write_bytes(data)
    assert named(path) == ["a.txt", "b.txt"]
    assert archive.read(str(path), ("b.txt",)).text == "修渠"
    if readable:
        assert archive.read(str(path), ("a.txt",)).text == "修渠"
    else:
        with pytest.raises(errors.Damaged):
            archive.read(str(path), ("a.txt",))


def test_a_document_with_a_broken_name_is_read() -> None:
    content = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    content += "<w:t>修渠</w:t></w:r></w:p></w:body></w:document>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        picture = zipfile.ZipInfo("word/a.png")
        picture.extra = beside("图.png", b"word/a.png")
        made.writestr(picture, b"")
        made.writestr("word/document.xml", content)
    data = out.getvalue()
    assert data.count("图".encode()) == 2
    assert decode("a.docx", data.replace("图".encode(), "图".encode("gbk") + b"\xff")).text == "修渠"


def test_names_beside_lead_nowhere(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", {b"a.txt": beside("../../etc/甲.txt", b"a.txt"), b"b.txt": beside("/乙.txt", b"b.txt")}
    )
    assert named(path) == ["etc/甲.txt", "乙.txt"]


def test_a_name_that_is_not_what_its_flag_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"甲.txt".encode(): b"", "乙.txt".encode("gbk"): b"", b"c.txt": b""}, flags=0x800)
    assert sorted(named(path)) == sorted(["甲.txt", "乙.txt", "c.txt"])
    assert [archive.read(str(path), (name,)).text for name in ("甲.txt", "乙.txt", "c.txt")] == ["修渠"] * 3


def test_an_archive_behind_a_program_with_such_a_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"甲.txt".encode(): b"", "乙.txt".encode("gbk"): b""}, flags=0x800)
    path.write_bytes(b"PK" + b"\0" * 1000 + path.read_bytes())
    assert sorted(named(path)) == sorted(["甲.txt", "乙.txt"])


def test_a_file_whose_two_names_differ_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {b"a.txt": b"", b"b.txt": b""})
    data = path.read_bytes()
    path.write_bytes(data.replace(b"a.txt", b"A.TXT", 1))
    assert archive.read(str(path), ("a.txt",)).text == "修渠"
    path.write_bytes(data.replace("修渠".encode(), "修路".encode(), 1).replace(b"a.txt", b"A.TXT", 1))
    with pytest.raises(errors.Damaged):
        archive.read(str(path), ("a.txt",))


def test_a_bomb_whose_two_names_differ_is_bounded() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", b" " * (MOST + 1))
    with pytest.raises(errors.TooLarge):
        decode("a.docx", out.getvalue().replace(b"word/document.xml", b"word\\document.xml", 1))
