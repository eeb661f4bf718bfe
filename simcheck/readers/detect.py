"""What content is when it is not text, told by how it begins; its name only decides between look-alikes."""

from __future__ import annotations

import re
from typing import Final

DOC: Final = "Word document (.doc)"
DOCX: Final = "Word document (.docx)"
ENCRYPTED: Final = "encrypted Office document"
EPUB: Final = "EPUB book (.epub)"
FODT: Final = "OpenDocument text (.fodt)"
HTML: Final = "web page (.html)"
MHTML: Final = "saved web page (.mht)"
ODT: Final = "OpenDocument text (.odt)"
OLE: Final = "OLE document"
OFD: Final = "OFD document (.ofd)"
PDF: Final = "PDF document (.pdf)"
OLD_DOC: Final = "Word 6/95 document (.doc)"
OLDEST_DOC: Final = "Word 2 document (.doc)"
RTF: Final = "RTF document (.rtf)"
SXW: Final = "OpenOffice.org document (.sxw)"
UOF: Final = "UOF document (.uof)"
WPD: Final = "WordPerfect document (.wpd)"
ZIP: Final = "ZIP archive"

OF_OFFICES: Final = frozenset({FODT, OLD_DOC, OLDEST_DOC, OLE, SXW, UOF, WPD})
"""Documents that only LibreOffice reads."""

_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"8BPS\0", "Photoshop image"),
    (b"\0\0\1\0", "icon"),
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\xffWPC", WPD),
    (b"CAJ\0", "CAJ document (.caj)"),
    (b"\x7fELF", "program (ELF)"),
    (b"\xca\xfe\xba\xbe\0\0\0", "program (Mach-O)"),
    (b"\xfe\xed\xfa\xce\0", "program (Mach-O)"),
    (b"\xfe\xed\xfa\xcf\0", "program (Mach-O)"),
    (b"\xce\xfa\xed\xfe", "program (Mach-O)"),
    (b"\xcf\xfa\xed\xfe", "program (Mach-O)"),
    (b"\0asm", "program (WebAssembly)"),
    (b"\x1f\x8b\x08", "gzip archive"),
    (b"BZh91AY&SY", "bzip2 archive"),
    (b"\xfd7zXZ\0", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"MSCF\0\0\0\0", "cabinet archive"),
    (b"PK\5\6", ZIP),
    (b"PK\7\x08PK\3\4", ZIP),
    (b"SQLite format 3\0", "SQLite database"),
    (b"OggS\0", "Ogg audio"),
    (b"fLaC\0", "FLAC audio"),
    (b"\xff\xfb", "MP3 audio"),
    (b"\xff\xf3", "MP3 audio"),
    (b"\xff\xf2", "MP3 audio"),
    (b"\x1a\x45\xdf\xa3", "Matroska video"),
    (b"L\0\0\0\1\x14\2\0", "Windows shortcut (.lnk)"),
    (b"\0\1\0\0\0", "font"),
    (b"OTTO\0", "font"),
    (b"wOFF\0", "font"),
    (b"wOF2\0", "font"),
)

_RIFF: Final = {b"WEBP": "WEBP image", b"WAVE": "WAV audio", b"AVI ": "AVI video"}

_MEMBERS: Final = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", "Excel workbook (.xlsx)"),
    ("xl/workbook.bin", "Excel workbook (.xlsb)"),
    ("ppt/presentation.xml", "PowerPoint presentation (.pptx)"),
    ("OFD.xml", OFD),
    ("uof.xml", UOF),
    ("META-INF/container.xml", EPUB),
    ("META-INF/MANIFEST.MF", "Java archive (.jar)"),
)
_MIMETYPES: Final = {
    b"application/vnd.oasis.opendocument.text": ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet (.ods)",
    b"application/vnd.oasis.opendocument.presentation": "OpenDocument presentation (.odp)",
    b"application/vnd.sun.xml.writer": SXW,
    b"application/epub+zip": EPUB,
}

_STREAMS: Final = (
    # an encrypted document first: it keeps the streams of what it was to itself
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", DOC),
    ("PowerPoint Document", "PowerPoint presentation (.ppt)"),
    ("Workbook", "Excel workbook (.xls)"),
    ("Book", "Excel workbook (.xls)"),
    ("__properties_version1.0", "Outlook message (.msg)"),
)

_CONTROLS: Final = bytes(b for b in range(0x20) if b not in b"\t\n\v\f\r\x1a\x1b") + b"\x7f"
_DENSE: Final = 20
"""One byte in twenty: random bytes have one in nine, texts next to none."""
_DENSE_IN_TEXT: Final = 8
"""One character in eight, when the rest of them is legible: a text with a few NULs is still a text."""

_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\s|<!--.*?-->|<\?[^>]*>|<!\[[^>]*>)*+<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
"""How a web page begins; a text that only speaks of tags has words before them."""
_TAG: Final = re.compile(
    rb"<(?:a|article|b|br|center|div|font|h[1-6]|i|li|meta|ol|p|pre|section|span|strong|style|table|title|ul)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
"""What shows that a file by the name of a web page is one."""
_PAGES: Final = frozenset((".html", ".htm", ".xhtml", ".shtml"))
_MAIL: Final = re.compile(rb"[\s\xef\xbb\xbf]*+[A-Za-z-]+:")
_MAIL_VERSION: Final = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_MAIL_OF_PAGE: Final = re.compile(rb"^Content-Type:\s*(?:multipart/related|text/html)\b", re.IGNORECASE | re.MULTILINE)
_MAIL_HEAD: Final = 1 << 13
"""Bytes of the headers of a saved page."""


def looks_like(data: bytes, suffix: str = "") -> str | None:
    """A short English name of what ``data`` is, None if it may be text; ``suffix`` (".html") parts look-alikes."""
    for beginning, name in _BEGINNINGS:
        if data.startswith(beginning):
            return name
    if data.startswith(b"PK\3\4"):
        return _in_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(data)
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp" and data.startswith(b"\0"):
        return "HEIC image" if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "MP4 video"
    if data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"%PDF-"):
        # every program reads what has a few bytes too many in front
        return PDF
    return _by_header(data) or _in_xml(data) or _by_markup(data, suffix)


def is_binary(data: bytes) -> bool:
    """Whether so many of the bytes are NULs and controls that this is no text in an encoding that extends ASCII."""
    rest = data.translate(None, delete=_CONTROLS)
    return (len(data) - len(rest)) * _DENSE > len(data)


def controlled(text: str) -> bool:
    """Whether so many of the characters are NULs and controls that nobody wrote this."""
    return sum(text.count(chr(control)) for control in _CONTROLS) * _DENSE_IN_TEXT > len(text)


def head(data: bytes) -> str:
    """The first eight bytes in hex, as tools print them."""
    return data[:8].hex(" ").upper()


def _by_header(data: bytes) -> str | None:
    """Formats that begin with two or three letters, which a text may do too: the fields that follow must agree."""
    if data.startswith(b"BM") and data[6:10] == bytes(4) and data[15:18] == bytes(3):
        return "BMP image"
    if data.startswith(b"MZ") and b"\0" in data[2:64]:
        return "program (Windows)"
    if data.startswith(b"ID3") and len(data) > 10 and data[3] < 0x10 and max(data[6:10]) < 0x80:
        return "MP3 audio"
    if data.startswith((b"\xdb\xa5-\0", b"\xdc\xa5-\0")):
        return OLDEST_DOC
    if data[257:262] == b"ustar":
        return "tar archive"
    return None


_ROOTS: Final = {b"<office:document": FODT, b"<uof:UOF": UOF, "<uof:UOF".encode("utf-16-le"): UOF}


def _in_xml(data: bytes) -> str | None:
    """Documents that are one XML file."""
    if b"<?xml" not in data[:8] and not data.startswith((b"\xff\xfe<\0", b"<office:", b"<uof:")):
        return None
    return next((name for root, name in _ROOTS.items() if root in data[:2000]), None)


def _by_markup(data: bytes, suffix: str) -> str | None:
    """Web pages, also one in a mail as browsers save it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data[:_MAIL_HEAD].decode("utf-16", "ignore").encode("ascii", "replace")
    if _PAGE.match(data):
        return HTML
    if _MAIL.match(data):
        head = re.split(rb"\r?\n\r?\n", data[:_MAIL_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
        if _MAIL_VERSION.search(head) and _MAIL_OF_PAGE.search(head):
            return MHTML
    return HTML if suffix in _PAGES and _TAG.search(data) else None


_TYPES: Final = (
    # what the main file of a document is, if it has not its usual name
    ("[Content_Types].xml", b"wordprocessingml.document.main+xml", DOCX),
    ("[Content_Types].xml", b"wordprocessingml.template.main+xml", DOCX),
    ("[Content_Types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml", DOCX),
    ("[Content_Types].xml", b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", DOCX),
    ("META-INF/manifest.xml", b'"application/vnd.oasis.opendocument.text"', ODT),
    ("META-INF/manifest.xml", b'"application/vnd.sun.xml.writer"', SXW),
)
_TOLD: Final = 1 << 16
"""Bytes in which the files of a document say what they are; a thousand pictures take more, and stand behind it."""

_MIMETYPE: Final = 100
"""Bytes that say what a zip is; the longest name that is known has seventy."""


def _in_zip(data: bytes) -> str:
    from io import BytesIO

    from simcheck.readers.extract import broken
    from simcheck.readers.package import DIRECTORY, zip_file

    told = data[30:100].removeprefix(b"mimetype")
    types: dict[str, bytes] = {}
    try:
        with zip_file(BytesIO(data), DIRECTORY) as archive:
            members = set(archive.namelist())
            if "mimetype" in members:
                with archive.open("mimetype") as file:
                    told = file.read(_MIMETYPE)
            if members.isdisjoint(member for member, _ in _MEMBERS):
                for member in members.intersection(member for member, _, _ in _TYPES):
                    with archive.open(member) as file:
                        types[member] = file.read(_TOLD)
    except broken():
        # cut short: the directory at its end is missing, the names before each member are still there
        members = {member for member, _ in _MEMBERS if member.encode() in data}
    for mimetype, name in _MIMETYPES.items():
        # stored as the first member, as both formats ask for, or as programs that pack them anew leave it
        if told.startswith(mimetype):
            return name
    by_type = (name for member, kind, name in _TYPES if kind in types.get(member, b""))
    return next((name for member, name in _MEMBERS if member in members), next(by_type, ZIP))


def _in_ole(data: bytes) -> str:
    return next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in data), OLE)
