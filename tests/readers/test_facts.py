"""What files say of themselves is known, format by format."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from struct import pack

import docx
import pytest
from support import doc, odt, word
from support.facts import LINE, NOTHING, SAID, kept, said, settings, word_file

import simcheck
from benchmarks.reading import printing
from simcheck.model import WORDS, FileFacts
from simcheck.readers import archive, decode


def test_of_plain_text_only_the_bytes_are_known(tmp_path: Path) -> None:
    data = LINE.encode("gb18030")
    file = kept("a.txt", data)
    assert file == FileFacts(sha256(data).hexdigest(), len(data))
    (tmp_path / "a.txt").write_bytes(data)
    assert simcheck.read(tmp_path / "a.txt").file == file


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.dotx", "a.doc"])
def test_word(name: str) -> None:
    file = kept(name, word_file(sessions=settings("00F00001", "000000A1", "f00001", "00000000", "kein", "123456789")))
    assert file.format == "docx"
    assert said(file) == (
        "张三",
        "李四",
        "Microsoft Office Word 16.0000",
        "2023-12-03T00:30:00Z",
        "2024-01-05T17:02:11+08:00",
    )
    assert file.revisions == ("000000A1", "00AB12CD", "00F00001")


def test_word_by_other_names_and_of_the_strict_form() -> None:
    out = io.BytesIO(word.packed(word.p(LINE)))
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties"'
        ' Target="meta/program.xml"/>'
        '<Relationship Id="b" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="/meta/who.xml"/></Relationships>'
    )
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr("_rels/.rels", relations)
        parts.writestr("meta/who.xml", SAID)
        parts.writestr(
            "meta/program.xml", "<Properties><Application>WPS Office_12.1.0.16929</Application></Properties>"
        )
        names = word.NAMES.replace(
            "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml"
        )
        parts.writestr("word/settings.xml", f'<w:settings {names}><w:rsid w:val="00AB12CE"/></w:settings>')
    file = kept("a.docx", out.getvalue())
    assert (file.author, file.software, file.revisions) == ("张三", "WPS Office_12.1.0.16929", ("00AB12CE",))


def summary(page: int, *properties: tuple[int, bytes]) -> bytes:
    """The stream of [MS-OLEPS] with these properties behind the code page."""
    every = [(1, pack("<HxxHxx", 2, page)), *properties]
    at, places, values = 8 + 8 * len(every), b"", b""
    for id, value in every:
        places += pack("<II", id, at + len(values))
        values += value + bytes(-len(value) % 4)
    head = pack("<HHI16xI16xI", 0xFFFE, 0, 0x20006, 1, 48)
    return head + pack("<II", at + len(values), len(every)) + places + values


def old_word(stream: bytes) -> bytes:
    """A .doc with such a stream; the others are those of one without it."""
    from olefile import OleFileIO

    with OleFileIO(io.BytesIO(doc.written(LINE + "\r"))) as ole:
        streams = {name: ole.openstream(name).read() for (name,) in ole.listdir()}
    names = {"_" + name if name[0].isdigit() else name: content for name, content in streams.items()}
    return doc.compound(**names, **{"\x05SummaryInformation": stream})


def narrow(words: bytes) -> bytes:
    return pack("<HxxI", 0x1E, len(words) + 1) + words + b"\0"


def ticks(moment: int) -> bytes:
    return pack("<HxxQ", 0x40, moment)


MOMENT_2023 = (datetime(2023, 12, 3, 0, 30) - datetime(1601, 1, 1)) // timedelta(microseconds=1) * 10
"""2023-12-03 00:30:00 UTC."""


def test_old_word() -> None:
    wide = "李四".encode("utf-16-le")
    file = kept(
        "a.doc",
        old_word(
            summary(
                936,
                (4, narrow("张三".encode("gbk"))),
                (8, pack("<HxxI", 0x1F, 3) + wide + b"\0\0"),
                (12, ticks(MOMENT_2023)),
                (13, ticks(0)),
                (18, narrow(b"Microsoft Office Word")),
            )
        ),
    )
    assert file.format == "doc"
    assert said(file) == ("张三", "李四", "Microsoft Office Word", "2023-12-03T00:30:00Z", None)
    assert kept("a.wps", old_word(summary(65001, (4, narrow("张三".encode()))))).author == "张三"
    assert kept("a.wps", old_word(summary(60999, (4, narrow("张三".encode("gbk")))))).author == "张三"


@pytest.mark.parametrize(
    "stream",
    [
        b"",
        bytes(4096),
        b"\xff" * 5000,
        summary(936, (4, narrow(b"x")))[:60],
        summary(936, (4, pack("<HxxI", 0x1E, 0xFFFFFFFF))),
        summary(936, (4, pack("<HxxI", 0x1F, 0xFFFFFFFF)), (12, ticks(0xFFFFFFFFFFFFFFFF))),
        summary(936, (4, narrow(b"x")))[:52] + pack("<I", 0xFFFFFFFF),
        summary(936, (4, narrow(b"\x1b\x07\0y"))),
    ],
    ids=range(8),
)
def test_old_word_with_a_damaged_summary(stream: bytes) -> None:
    assert said(kept("a.doc", old_word(stream))) == NOTHING


def test_opendocument() -> None:
    out = io.BytesIO(odt.packed(odt.p(LINE)))
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr(
            "meta.xml",
            f'<office:document-meta {odt.NAMES} xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><meta:initial-creator>张三</meta:initial-creator>'
            "<dc:creator>李四</dc:creator><meta:generator>LibreOffice/7.4</meta:generator>"
            "<meta:creation-date>2023-12-03T08:30:00.123456789</meta:creation-date><dc:date>2024-01-05T17:02:11</dc:date>"
            "</office:meta></office:document-meta>",
        )
    file = kept("a.odt", out.getvalue())
    assert file.format == "odt"
    assert said(file) == ("张三", "李四", "LibreOffice/7.4", "2023-12-03T08:30:00", "2024-01-05T17:02:11")


RICH = (
    r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}{\*\generator Msftedit 5.41.21.2510;}"
    r"{\*\rsidtbl \rsid11211469\rsid15728641\rsid0}%s\f0 %s\par}"
)
INFO = (
    r"{\info{\title x}{\author \'d5\'c5\'c8\'fd}{\operator {\f0 \u26446?\u22235?}}"
    r"{\creatim\yr2023\mo12\dy3\hr8\min30}{\revtim\yr2024\mo1\dy5\hr17\min2\sec11}{\version2}}"
)
SPELLED = "".join(f"\\u{ord(c)}?" for c in LINE)


def rich(info: str) -> bytes:
    return (RICH % (info, SPELLED)).encode()


def test_rich_text() -> None:
    file = kept("a.rtf", rich(INFO))
    assert file.format == "rtf"
    assert said(file) == ("张三", "李四", "Msftedit 5.41.21.2510", "2023-12-03T08:30", "2024-01-05T17:02:11")
    # the same numbers as in a .docx
    assert file.revisions == ("00AB12CD", "00F00001")


@pytest.mark.parametrize(
    "info",
    [
        r"{\info{\author {{{{ x}}}}}}",
        r"{\info{\author \\}{\operator \}}}",
        r"{\info{\author " + "x" * 10_000_000 + "}}",
        r"{\info{\author " + "{" * 5000 + "}" * 5000 + "}}",
        r"{\info{\creatim\yr99999\mo1\dy1}{\revtim\yr0\mo0\dy0\hr0\min0}}",
        r"{\info{\creatim\yr2024\mo13\dy1}{\revtim}}",
    ],
    ids=range(6),
)
def test_rich_text_with_odd_words_about_itself(info: str) -> None:
    file = kept("a.rtf", rich(info))
    assert file.created is None
    assert file.modified is None
    assert len(file.author or "") <= WORDS


def page(info: bytes) -> bytes:
    """A PDF of one line with this dictionary."""
    line = b"BT /F 12 Tf 20 200 Td (Roads were built.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(line), line),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        info,
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Info 6 0 R/Size 7>>\n%%EOF"


def wide(words: str) -> bytes:
    return b"<" + (b"\xfe\xff" + words.encode("utf-16-be")).hex().encode() + b">"


def of_pdf(info: bytes) -> tuple[str | None, ...]:
    document = decode("a.pdf", page(info))
    assert document.text == "Roads were built."
    assert document.file
    assert document.file.format == "pdf"
    return said(document.file)


def test_pdf() -> None:
    info = b"<</Author %s/Creator(WPS \\266\\324)/Producer(PDFlib)/CreationDate(D:20231203083000+08'00')" % wide("张三")
    author, editor, software, created, modified = of_pdf(info + b"/ModDate(D:20240105)>>")
    assert (author, editor, created, modified) == ("张三", None, "2023-12-03T08:30:00+08:00", "2024-01-05")
    assert software is not None
    assert software.startswith("WPS ")
    assert software.endswith(" PDFlib")


@pytest.mark.parametrize(
    "info",
    [
        b"<<>>",
        b"[1 2]",
        b"<</Author 5/CreationDate[1]/ModDate(D:99999)>>",
        b"<</Author(\x07\x08)/Creator<FEFFD800>/CreationDate(D:20241301000000)>>",
        b"<</Author <FFFE>/Producer <EFBBBF>/ModDate(yesterday)>>",
        b"<</Author 6 0 R>>",
    ],
    ids=range(6),
)
def test_pdf_with_odd_words_about_itself(info: bytes) -> None:
    assert of_pdf(info) == NOTHING


def test_pdf_with_a_very_long_author() -> None:
    assert of_pdf(b"<</Author(" + b"x" * 10_000_000 + b")>>")[0] == "x" * WORDS


def test_ofd() -> None:
    data = printing.ofd(printing.printed([LINE]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "OFD.xml":
                info = "<ofd:DocInfo><ofd:Author>张三</ofd:Author><ofd:Creator>数科</ofd:Creator>"
                info += "<ofd:CreatorVersion>2.0</ofd:CreatorVersion><ofd:CreationDate>2023-12-03</ofd:CreationDate>"
                info += "<ofd:ModDate>2024-01-05</ofd:ModDate></ofd:DocInfo>"
                content = content.replace(b"<ofd:DocInfo/>", info.encode())
            new.writestr(name, content)
    file = kept("a.ofd", out.getvalue())
    assert (file.format, *said(file)) == ("ofd", "张三", None, "数科 2.0", "2023-12-03", "2024-01-05")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            '<meta property="dcterms:modified">2024-01-05T17:02:11Z</meta><meta name="generator" content="calibre 5"/>',
            ("张三; 李四", None, "calibre 5", None, "2024-01-05T17:02:11Z"),
        ),
        (
            '<dc:date opf:event="creation">2023-12</dc:date><dc:date opf:event="modification">2024</dc:date>'
            "<dc:date>1990</dc:date>",
            ("张三; 李四", None, None, "2023-12", "2024"),
        ),
    ],
    ids=["3", "2"],
)
def test_a_book(more: str, expected: tuple[str | None, ...]) -> None:
    metadata = (
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"<dc:creator>张三</dc:creator><dc:creator>李四</dc:creator>{more}</metadata><manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(printing.book([LINE]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"<manifest>", metadata.encode()) if name.endswith(".opf") else content)
    assert said(kept("a.epub", out.getvalue())) == expected


def web(head: str) -> str:
    return f'<html><head><meta charset="utf-8">{head}</head><body><p>{LINE}</p></body></html>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "<meta name=Generator content='Microsoft Word 15'><!--[if gte mso 9]><xml><o:DocumentProperties>"
            "<o:Author>张三</o:Author><o:LastAuthor>李四</o:LastAuthor><o:Created>2023-12-03T00:30:00Z</o:Created>"
            "<o:LastSaved>2024-01-05T09:02:00Z</o:LastSaved></o:DocumentProperties></xml><![endif]-->",
            ("张三", "李四", "Microsoft Word 15", "2023-12-03T00:30:00Z", "2024-01-05T09:02:00Z"),
        ),
        (
            '<META NAME="author" CONTENT="张三 &amp; 王五"/><meta name="created" content="2023-12-03T08:30:00"/>'
            '<meta name="changedby" content="李四"/><meta name="changed" content="2024-01-05T17:02:11"/>',
            ("张三 & 王五", "李四", None, "2023-12-03T08:30:00", "2024-01-05T17:02:11"),
        ),
        (
            '<meta name="author"><meta content="x"><meta name=author content="&#27;[2J">',
            ("[2J", None, None, None, None),
        ),
        ("<meta " * 30_000, NOTHING),
    ],
    ids=["word", "libreoffice", "odd", "endless"],
)
def test_a_web_page(head: str, expected: tuple[str | None, ...]) -> None:
    if head.startswith("<meta <meta"):
        document = decode("a.html", web(head).encode())
        assert document.file
        assert said(document.file) == expected
    else:
        assert said(kept("a.html", web(head).encode())) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Sun, 3 Dec 2023 08:30:00 +0800", "2023-12-03T08:30:00+08:00"),
        ("Sun, 3 Dec 2023 00:30:00 -0000", "2023-12-03T00:30:00"),
        ("Sun, 3 Dec 99999 00:30:00", None),
        ("gestern", None),
        ("", None),
    ],
)
def test_a_saved_web_page(date: str, expected: str | None) -> None:
    mail = EmailMessage()
    mail.set_content(web("<meta name='generator' content='a browser'>"), subtype="html")
    data = (f"Date: {date}\n" if date else "").encode() + mail.as_bytes()
    file = kept("a.mht", data)
    assert (file.format, *said(file)) == ("mht", None, None, "a browser", expected, None)


def test_a_member_of_an_archive_has_the_facts_of_its_own_bytes(tmp_path: Path) -> None:
    data = word_file()
    (tmp_path / "各村.zip").write_bytes(printing.zipped({"甲村/总结.docx": data}))
    document = archive.read(str(tmp_path / "各村.zip"), ("甲村/总结.docx",))
    assert document.file == kept("a.docx", data)


@pytest.mark.skipif(bool(printing.NO_LIBREOFFICE), reason=printing.NO_LIBREOFFICE)
@pytest.mark.parametrize("suffix", ["odt", "rtf", "doc", "pdf", "html", "fodt"])
def test_what_libreoffice_writes(tmp_path: Path, suffix: str) -> None:
    made = docx.Document()
    made.add_paragraph(LINE)
    made.core_properties.author = "张三"
    made.core_properties.created = datetime(2023, 12, 3, 0, 30)
    made.save(str(tmp_path / "a.docx"))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, suffix, "--outdir", tmp_path, tmp_path / "a.docx"], check=True, capture_output=True)
    file = kept(f"a.{suffix}", (tmp_path / f"a.{suffix}").read_bytes())
    assert (file.format, file.author) == (suffix, "张三")
    if suffix != "pdf":
        assert (file.created or "").removesuffix("Z") in ("2023-12-03T00:30:00", "2023-12-03T00:30")
    # what converts for us is not what wrote it
    assert (file.software is None) == (suffix in ("fodt", "doc"))
    assert suffix != "fodt" or not (file.created or "").endswith("Z")
