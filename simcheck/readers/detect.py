"""What content is when it is not text, told by how it begins; its name only decides between look-alikes."""

from __future__ import annotations

import re
from typing import Final

from simcheck.formats import Format
from simcheck.readers.markup import in_ascii, prolog

_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"\xff\xd8\xff", Format.JPEG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
    (b"8BPS\0", Format.PSD),
    (b"\0\0\1\0", Format.ICON),
    (b"%PDF-", Format.PDF),
    (b"{\\rtf", Format.RTF),
    (b"\xffWPC", Format.WPD),
    (b"CAJ\0", Format.CAJ),
    (b"\x7fELF", Format.ELF),
    (b"\xca\xfe\xba\xbe\0\0\0", Format.MACH_O),
    (b"\xfe\xed\xfa\xce\0", Format.MACH_O),
    (b"\xfe\xed\xfa\xcf\0", Format.MACH_O),
    (b"\xce\xfa\xed\xfe", Format.MACH_O),
    (b"\xcf\xfa\xed\xfe", Format.MACH_O),
    (b"\0asm", Format.WASM),
    (b"\x1f\x8b\x08", Format.GZIP),
    (b"BZh91AY&SY", Format.BZIP2),
    (b"\xfd7zXZ\0", Format.XZ),
    (b"\x28\xb5\x2f\xfd", Format.ZSTD),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (b"Rar!\x1a\x07", Format.RAR),
    (b"MSCF\0\0\0\0", Format.CABINET),
    (b"PK\5\6", Format.ZIP),
    (b"PK\7\x08PK\3\4", Format.ZIP),
    (b"SQLite format 3\0", Format.SQLITE),
    (b"OggS\0", Format.OGG),
    (b"fLaC\0", Format.FLAC),
    (b"\xff\xfb", Format.MP3),
    (b"\xff\xf3", Format.MP3),
    (b"\xff\xf2", Format.MP3),
    (b"\x1a\x45\xdf\xa3", Format.MATROSKA),
    (b"L\0\0\0\1\x14\2\0", Format.SHORTCUT),
    (b"\0\1\0\0\0", Format.FONT),
    (b"OTTO\0", Format.FONT),
    (b"wOFF\0", Format.FONT),
    (b"wOF2\0", Format.FONT),
)

_RIFF: Final = {b"WEBP": Format.WEBP, b"WAVE": Format.WAV, b"AVI ": Format.AVI}

_MEMBERS: Final = (
    # as ``known_as`` says them
    ("word/document.xml", Format.DOCX),
    ("xl/workbook.xml", Format.XLSX),
    ("xl/workbook.bin", Format.XLSB),
    ("ppt/presentation.xml", Format.PPTX),
    ("ofd.xml", Format.OFD),
    ("uof.xml", Format.UOF),
    ("meta-inf/container.xml", Format.EPUB),
    ("meta-inf/manifest.mf", Format.JAR),
)
_MIMETYPES: Final = {
    b"application/vnd.oasis.opendocument.text": Format.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Format.ODS,
    b"application/vnd.oasis.opendocument.presentation": Format.ODP,
    b"application/vnd.sun.xml.writer": Format.SXW,
    b"application/epub+zip": Format.EPUB,
}

_STREAMS: Final = (
    # an encrypted document first: it keeps the streams of what it was to itself
    ("EncryptedPackage", Format.ENCRYPTED),
    ("WordDocument", Format.DOC),
    ("PowerPoint Document", Format.PPT),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
    ("__properties_version1.0", Format.MSG),
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
_MAIL_OF_WORDS: Final = re.compile(
    rb"^Content-Type:\s*(?:multipart/|text/(?:html|plain)\b)", re.IGNORECASE | re.MULTILINE
)
_MAIL_HEAD: Final = 1 << 13
"""Bytes of the headers of a saved page, or of a letter."""


def looks_like(data: bytes, suffix: str = "") -> Format | None:
    """What ``data`` is, None if it may be text; ``suffix`` (".html") parts look-alikes."""
    for beginning, what in _BEGINNINGS:
        if data.startswith(beginning):
            return what
    if data.startswith(b"PK\3\4"):
        return _in_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _in_ole(data)
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data[4:8] == b"ftyp" and data.startswith(b"\0"):
        return Format.HEIC if data[8:12] in (b"heic", b"heix", b"mif1", b"avif") else Format.MP4
    if data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"%PDF-"):
        # every program reads what has a few bytes too many in front
        return Format.PDF
    return _by_header(data) or _behind_words(data) or _in_xml(data, suffix) or _by_markup(data, suffix)


FRONT: Final = 1 << 16
"""Bytes in which a PDF begins: what a server, a printer, a mail or another program said may stand before it. Programs
that show PDFs look at 1024 (ISO 32000-1, implementation note 13)."""
_VERSION: Final = re.compile(rb"%PDF-[12]\.[0-9](?=\s)")
_OBJECT: Final = re.compile(rb"[^\r\n]*+\s*+(?:%[^\r\n]*+\s*+)*+[0-9]{1,10}\s+[0-9]{1,5}\s+obj\b\s*+[<\[(0-9]")
"""The first object, below the version and remarks, with something in it; a text that speaks of PDF has none there."""


def _behind_words(data: bytes) -> Format | None:
    """A PDF before which something else stands."""
    for begun in _VERSION.finditer(data, 0, FRONT):
        first = _OBJECT.match(data, begun.end())
        if first and data.find(b"endobj", first.end()) > 0:
            return Format.PDF
    return None


def is_binary(data: bytes) -> bool:
    """Whether so many of the bytes are NULs and controls that this is no text in an encoding that extends ASCII."""
    rest = data.translate(None, delete=_CONTROLS)
    return (len(data) - len(rest)) * _DENSE > len(data)


def controlled(text: str) -> bool:
    """Whether so many of the characters are NULs and controls that nobody wrote this."""
    # in UTF-8 they are single bytes, and bytes are counted all at once
    data = text.encode("utf-8", "surrogatepass")
    return (len(data) - len(data.translate(None, delete=_CONTROLS))) * _DENSE_IN_TEXT > len(text)


def head(data: bytes) -> str:
    """The first eight bytes in hex, as tools print them."""
    return data[:8].hex(" ").upper()


def _by_header(data: bytes) -> Format | None:
    """Formats that begin with two or three letters, which a text may do too: the fields that follow must agree."""
    if data.startswith(b"BM") and data[6:10] == bytes(4) and data[15:18] == bytes(3):
        return Format.BMP
    if data.startswith(b"MZ") and b"\0" in data[2:64]:
        return Format.WINDOWS_PROGRAM
    if data.startswith(b"ID3") and len(data) > 10 and data[3] < 0x10 and max(data[6:10]) < 0x80:
        return Format.MP3
    if data.startswith((b"\xdb\xa5-\0", b"\xdc\xa5-\0")):
        return Format.WORD_2
    if data[257:262] == b"ustar":
        return Format.TAR
    return None


_ROOT: Final = re.compile(
    rb"""<(?:([A-Za-z_\x80-\xff][\w.\x80-\xff-]*+):)?([A-Za-z_\x80-\xff][\w.\x80-\xff-]*+)(?=[\s/>])([^<>]*+)"""
)
"""Prefix and name of a root, its attributes."""
_SPACES: Final = re.compile(rb"""xmlns(?::([\w.\x80-\xff-]++))?+\s*+=\s*+["']([^"']*)""")
_OF_PAGES: Final = frozenset((b"html", b"head", b"body"))
_IN_PAGES: Final = frozenset(
    b"a article b br center div font h1 h2 h3 h4 h5 h6 i main ol p pre section span strong table ul".split()
)
"""What a piece of a web page is in."""
_EXCEL: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_DATA: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?Data[\s>]")
"""What cells say in a workbook that is one XML file."""
_XHTML: Final = b"http://www.w3.org/1999/xhtml"
_WORD: Final = tuple("wordprocessingml.".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
"""What a package in one file says of its parts, if it is a document of Word."""

_DOCTYPE: Final = re.compile(rb"""<!DOCTYPE[^\[<>]*+(?:\[[^\]]*+\]\s*+)?+>""", re.IGNORECASE)


def _in_xml(data: bytes, suffix: str) -> Format | None:
    """Documents that are one XML file; what has another root is data, and its tags are nobody's words."""
    if not in_ascii(data[:_GLANCE]).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    data = in_ascii(data)
    at = prolog(data)
    is_declared = data.find(b"<?xml", 0, at) >= 0
    while doctype := _DOCTYPE.match(data, at):
        at = prolog(data, doctype.end())
    found = _ROOT.match(data, at)
    if found is None:
        return None
    prefix, name, attributes = found.groups()
    of = dict(_SPACES.findall(attributes)).get(prefix or b"", b"")
    if name == b"wordDocument" and of.endswith(b"/wordml"):
        return Format.WORD_XML
    if name == b"Workbook" and of == _EXCEL and _DATA.search(data):
        return Format.XLS
    if name == b"package" and of.endswith(b"/xmlPackage"):
        return Format.WORD_XML if any(word in data for word in _WORD) else Format.XML
    if name == b"document" and (prefix == b"office" or b":xmlns:office" in of):
        return Format.FODT
    if name == b"UOF":
        return Format.UOF
    if name.lower() in _OF_PAGES:
        # a page whose tags have a prefix is none that a browser of pages shows
        return Format.XML if prefix and of == _XHTML else None
    if suffix in _PAGES:
        if name == b"svg":
            return Format.HTML
        return _by_markup(data, suffix) or (Format.XML if is_declared else None)
    if is_declared or of or suffix == ".xml":
        return Format.XML
    if not _is_tree(data, at, found.group()):
        return None
    return Format.HTML if name.lower() in _IN_PAGES and not prefix else Format.XML


def _is_tree(data: bytes, at: int, opened: bytes) -> bool:
    """Whether what begins with a tag ends with it, and is made of others: people write 〈通知〉 in the signs of the
    keyboard too, but no tree of tags."""
    name = opened[1:].split(None, 1)[0]
    tail = data[-_TAIL:].rstrip()
    if not (tail.endswith(b">") and tail.removesuffix(b">").rstrip().endswith(b"</" + name)):
        return False
    from xml.parsers.expat import ExpatError, ParserCreate

    parser = ParserCreate("us-ascii")
    tags = 0

    def count(*_: object) -> None:
        nonlocal tags
        tags += 1

    parser.StartElementHandler = count
    try:
        parser.Parse(data[at:].translate(_IN_ASCII), True)
    except ExpatError:
        return False
    return tags > 1


_IN_ASCII: Final = bytes(range(128)) + b"x" * 128
"""Whatever the encoding, what is no ASCII is a letter."""
_GLANCE: Final = 1 << 14
"""Bytes in which something stands: programs that fill in pages leave lines empty before it."""
_TAIL: Final = 2000
"""Bytes in which a tree of tags ends."""


def _by_markup(data: bytes, suffix: str) -> Format | None:
    """Web pages, also one in a mail as browsers save it, and mail."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = in_ascii(data[:_MAIL_HEAD])
    if _PAGE.match(data):
        return Format.HTML
    if _MAIL.match(data):
        head = re.split(rb"\r?\n\r?\n", data[:_MAIL_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t "), maxsplit=1)[0]
        if _MAIL_VERSION.search(head) and _MAIL_OF_WORDS.search(head):
            return Format.MHTML
    return Format.HTML if suffix in _PAGES and _TAG.search(data) else None


_TYPES: Final = (
    # what the main file of a document is, if it has not its usual name
    ("[content_types].xml", b"wordprocessingml.document.main+xml", Format.DOCX),
    ("[content_types].xml", b"wordprocessingml.template.main+xml", Format.DOCX),
    ("[content_types].xml", b"application/vnd.ms-word.document.macroEnabled.main+xml", Format.DOCX),
    ("[content_types].xml", b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", Format.DOCX),
    ("[content_types].xml", b"spreadsheetml.sheet.main+xml", Format.XLSX),
    ("[content_types].xml", b"spreadsheetml.template.main+xml", Format.XLSX),
    ("[content_types].xml", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml", Format.XLSX),
    ("[content_types].xml", b"presentationml.presentation.main+xml", Format.PPTX),
    ("[content_types].xml", b"presentationml.slideshow.main+xml", Format.PPTX),
    ("[content_types].xml", b"presentationml.template.main+xml", Format.PPTX),
    ("[content_types].xml", b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", Format.PPTX),
    ("meta-inf/manifest.xml", b'"application/vnd.oasis.opendocument.text"', Format.ODT),
    ("meta-inf/manifest.xml", b'"application/vnd.oasis.opendocument.spreadsheet"', Format.ODS),
    ("meta-inf/manifest.xml", b'"application/vnd.sun.xml.writer"', Format.SXW),
)
_TOLD: Final = 1 << 16
"""Bytes in which the files of a document say what they are; a thousand pictures take more, and stand behind it."""

_MIMETYPE: Final = 100
"""Bytes that say what a zip is; the longest name that is known has seventy."""


def _in_zip(data: bytes) -> Format:
    from io import BytesIO

    from simcheck.readers.extract import broken
    from simcheck.readers.package import DIRECTORY, known_as, opened
    from simcheck.readers.zips import zip_file

    told = data[30:100].removeprefix(b"mimetype")
    types: dict[str, bytes] = {}
    try:
        with zip_file(BytesIO(data), DIRECTORY) as archive:
            members = {known_as(member.filename): member for member in archive.infolist()}
            if "mimetype" in members:
                with opened(archive, members["mimetype"]) as file:
                    told = file.read(_MIMETYPE)
            if members.keys().isdisjoint(member for member, _ in _MEMBERS):
                for member in members.keys() & {member for member, _, _ in _TYPES}:
                    with opened(archive, members[member]) as file:
                        types[member] = file.read(_TOLD)
    except broken():
        # cut short: the directory at its end is missing, the names before each member are still there
        there = data.replace(b"\\", b"/").lower()
        return next((what for member, what in _MEMBERS if member.encode() in there), Format.ZIP)
    for mimetype, what in _MIMETYPES.items():
        # stored as the first member, as both formats ask for, or as programs that pack them anew leave it
        if told.startswith(mimetype):
            return what
    by_type = (what for member, kind, what in _TYPES if kind in types.get(member, b""))
    return next((what for member, what in _MEMBERS if member in members), next(by_type, Format.ZIP))


def _in_ole(data: bytes) -> Format:
    names = [(stream.encode("utf-16-le"), what) for stream, what in _STREAMS]
    found = next((what for stream, what in names if stream in data), None)
    if found is None:
        # small letters and capitals are the same in them, but hardly anybody writes others
        data = data.lower()
        found = next((what for stream, what in names if stream.lower() in data), Format.OLE)
    return found
