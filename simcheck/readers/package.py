"""The zip of XML files that many documents are, opened so that no such file can do harm.

What is read of it is bounded in bytes and in depth, whatever it says of itself; nothing is ever written to disk, and
nothing outside of it is asked for: documents with entities or a document type are refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from struct import unpack_from
from typing import IO, Final, cast
from xml.etree.ElementTree import Element, XMLParser
from zipfile import ZIP_DEFLATED, BadZipFile, ZipExtFile, ZipFile, ZipInfo
from zlib import MAX_WBITS, crc32, decompressobj
from zlib import error as ZlibError

from simcheck.errors import Encrypted, TooLarge
from simcheck.readers.extract import broken
from simcheck.readers.markup import WIDE, prolog
from simcheck.readers.zips import zip_file

MOST: Final = 40_000_000
"""Bytes that are read of one document: a thousand pages have five million, and a tree of forty takes 400 MB."""

ASIDE: Final = 4_000_000
"""Bytes of a file that says something of the document: Word writes 120 kB of one with four thousand revisions."""

DIRECTORY: Final = 4_000_000
"""Bytes of a document's directory: the largest have a few thousand pictures, a hundred bytes each."""

_ENCRYPTED: Final = 1
"""The bit of a zip member's flags that says so."""


_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
_PURL: Final = b"//purl.oclc.org/"
_USUAL: Final = rb"http://schemas.openxmlformats.org/\1/2006/"
"""How the strict form of Word's format (ISO/IEC 29500-1) and the usual one (29500-4) name the same things."""


def is_strict(data: bytes) -> bool:
    """Whether an XML file of a Word document uses the names of the strict form."""
    return _STRICT.search(data) is not None


def in_usual_names(data: bytes) -> bytes:
    """An XML file of a Word document with the names of the usual form: for a reader of its text all that differs."""
    data = in_utf_8(data)
    return _STRICT.sub(_USUAL, data) if _PURL in data else data


class Package:
    """The files inside, read one by one and not beyond ``MOST`` bytes together.

    What is no zip raises one of the errors of ``zipfile``, which whoever called the reader explains.
    """

    def __init__(self, path: str, data: bytes, within: Package | None = None) -> None:
        """``within`` is the document that this one was found in: both together are bounded."""
        self.path = path
        self._within = within
        self._read = 0
        self._open(data)

    doubled = 0
    """Files of a name that another has before them: not read, and programs differ in which of them they open."""

    def _open(self, data: bytes) -> None:
        self._data = data
        self._archive = zip_file(BytesIO(data), DIRECTORY)
        self._members: dict[str, ZipInfo] = {}
        for member in self._archive.infolist():
            first = self._members.setdefault(known_as(member.filename), member)
            self.doubled += first.CRC != member.CRC

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return known_as(name) in self._members

    @property
    def names(self) -> list[str]:
        """The names of the files as ``known_as`` says them, in the order of the directory."""
        return list(self._members)

    def size(self, name: str) -> int:
        """The bytes of a file, as the package says; 0 if there is none."""
        member = self._members.get(known_as(name))
        return member.file_size if member else 0

    def content(self, name: str) -> bytes | None:
        """The bytes of a file; None if there is no such file. Raises ``TooLarge`` and ``Encrypted``."""
        member = self._members.get(known_as(name))
        if member is None:
            return None
        if member.flag_bits & _ENCRYPTED:
            raise Encrypted(self.path)
        return self._counted(self._content(member, MOST - self._outermost._read + 1))

    def _content(self, member: ZipInfo, most: int) -> bytes:
        """The first so many bytes of a file."""
        data = _whole(self._data, member, most)
        if data is None:
            with opened(self._archive, member) as file:
                data = file.read(most)
        return data

    def _counted(self, data: bytes) -> bytes:
        read = self._outermost._read = self._outermost._read + len(data)
        if read > MOST:
            raise TooLarge(self.path, read, MOST)
        return data

    @property
    def depth(self) -> int:
        """In how many other documents this one is."""
        return self._within.depth + 1 if self._within is not None else 0

    @property
    def _outermost(self) -> Package:
        return self._within._outermost if self._within is not None else self

    def tree(self, name: str, said: Callable[[bytes], bytes] = bytes) -> Element | None:
        """The root of an XML file, of what ``said`` makes of its bytes; None if there is no such file."""
        data = self.content(name)
        return None if data is None else parsed(said(data))

    def aside(self, name: str) -> Element | None:
        """The root of an XML file on which the text does not hang; None if there is none, or none that can be read.

        It is not counted with the others.
        """
        try:
            data = self.content_aside(name, ASIDE)
            return None if data is None else parsed(data)
        except broken():
            return None

    def holds(self, name: str, word: bytes) -> bool:
        """Whether a file may hold a word."""
        return self.has(name) and word in (self.content_aside(name, ASIDE) or word)

    def letters(self, name: str) -> int:
        """About how many characters an XML file has beside its tags."""
        try:
            data = self.content_aside(name, ASIDE) or b""
            return len(_MARKUP.sub(b"", in_utf_8(data)).decode("utf-8", "replace"))
        except broken():
            return 0

    def found(self, name: str, pattern: re.Pattern[bytes]) -> list[str]:
        """What an expression in ASCII finds in an XML file on which the text does not hang."""
        try:
            return [each.decode("ascii") for each in pattern.findall(self.content_aside(name, ASIDE) or b"")]
        except broken():
            return []

    @property
    def said(self) -> list[str]:
        """The names of the files as the package says them."""
        return [member.filename for member in self._members.values()]

    def content_aside(self, name: str, most: int, *, cut: bool = False) -> bytes | None:
        """The bytes of such a file; None if there is none, or more than so many of them, unless it may be ``cut``."""
        member = self._members.get(known_as(name))
        if member is None:
            return None
        data = self._content(member, most + 1)
        return data[:most] if cut or len(data) <= most else None


_MARKUP: Final = re.compile(rb"<[^<>]*+>")


def known_as(name: str) -> str:
    """By which name a file in a package is looked up: programs that every office suite reads write backslashes, a
    slash or a dot in front, two slashes, or other capitals."""
    name = name.replace("\\", "/").casefold()
    return _SLASHES.sub("/", f"/{name}")[1:]


_SLASHES: Final = re.compile(r"/(?:\.?/)++")
"""What leads nowhere; two dots stay, and are no more than a part of the name."""


def opened(archive: ZipFile, member: ZipInfo) -> IO[bytes]:
    """A file in a zip, also one that its own header calls otherwise than the directory: that is another program's
    encoding, or its slashes, and every other reader goes by the directory."""
    try:
        return archive.open(member)
    except (BadZipFile, UnicodeDecodeError):
        header = _at(archive, member.header_offset, _HEADER)
        if not header.startswith(b"PK\3\4"):
            raise
        content = member.header_offset + _HEADER + sum(unpack_from("<HH", header, _HEADER - 4))
        found = ZipExtFile(BytesIO(_at(archive, content, member.compress_size)), "r", member)
        return cast(IO[bytes], found)


def _whole(data: bytes, member: ZipInfo, most: int) -> bytes | None:
    """What is packed as nearly everything is, taken out at once: ``zipfile`` takes as long for what is around a small
    file as for the file. None for anything else, and for whatever is not as the directory says."""
    place, size = member.header_offset, member.file_size
    usual = member.compress_type == ZIP_DEFLATED and not member.flag_bits & _ENCRYPTED and size < most
    if not usual or not 0 <= place <= len(data) - _HEADER or not data.startswith(b"PK\3\4", place):
        return None
    start = place + _HEADER + sum(unpack_from("<HH", data, place + _HEADER - 4))
    unpacking = decompressobj(-MAX_WBITS)
    try:
        content = unpacking.decompress(data[start : start + member.compress_size], size + 1)
    except ZlibError:
        return None
    is_told = len(content) == size and unpacking.eof and crc32(content) == member.CRC
    return content if is_told else None


_HEADER: Final = 30
"""Bytes of the header in front of a file and its name, of which the last four tell how long the name is, and what
follows it (APPNOTE 4.3.7)."""


def _at(archive: ZipFile, place: int, size: int) -> bytes:
    file = archive.fp
    if file is None:
        raise BadZipFile("closed")
    file.seek(place)
    return file.read(size)


def parsed(data: bytes) -> Element:
    """The root of an XML document without entities; ``ValueError`` or ``ParseError`` for what is none."""
    data = in_utf_8(data)
    try:
        return _tree(data)
    except SyntaxError:
        otherwise = _undeclared(data)
        if otherwise is None:
            raise
        return _tree(otherwise)


def _tree(data: bytes) -> Element:
    # entities can be declared nowhere else: inside of the root the same signs are words
    if data.startswith(b"<!", prolog(data)):
        raise ValueError("a document type, which no such document has")
    # the bytes are what ``in_utf_8`` made of them, whatever they declare
    parser = XMLParser(encoding="utf-8")
    # programs that fill in pages leave lines empty before it
    parser.feed(data.lstrip(b" \t\r\n") if data[:1].isspace() else data)
    root: Element = parser.close()
    return root


_DECLARED: Final = re.compile(rb"""\s*+<\?xml\s[^<>]*?encoding\s*+=\s*+["']([\w.:-]+)""")
_DECLARATION: Final = 200
"""Bytes in which a file declares its encoding."""


def in_utf_8(data: bytes) -> bytes:
    """An XML file in UTF-8, whose declaration then counts for nothing.

    It goes by the mark in front, by how wide characters begin, or by what is declared: the parser itself knows no
    encoding of several bytes. Raises ``ValueError`` for bytes that are not what they are said to be.
    """
    for begins, encoding in WIDE:
        if data.startswith(begins):
            return data.decode(encoding).encode()
    declared = _DECLARED.match(data, 0, _DECLARATION)
    name = declared[1].decode().lower() if declared else "utf-8"
    if name in ("utf-8", "us-ascii"):
        return data
    try:
        data.decode()
    except UnicodeDecodeError:
        # what is called GB2312 has characters of its successors
        codec = codecs.lookup("gb18030" if name.startswith("gb") or name in _GB else name)
        if not codec._is_text_encoding:
            raise
        return data.decode(codec.name).encode()
    return data


_GB: Final = frozenset({"x-gbk", "x-gb2312", "cp936", "ms936", "936", "windows-936", "euc-cn", "euccn"})
"""What else programs call the encoding of Windows in China."""


def _undeclared(data: bytes) -> bytes | None:
    """A file that declares UTF-8 and is written in what Windows in China writes; None if it is not."""
    from simcheck.readers.plain.legible import bits, is_legible

    try:
        data.decode()
    except UnicodeDecodeError:
        with suppress(UnicodeDecodeError):
            words = data.decode("gb18030")
            return words.encode() if is_legible(bits(words[:_SAMPLE])) else None
    return None


_SAMPLE: Final = 1 << 16
"""Characters by which it is judged whether a file is in an encoding that it does not declare."""


def said_in(root: Element | None) -> dict[str, str]:
    """What the elements inside say that hold words and nothing else, by their names without namespaces; of several
    with one name the first."""
    found: dict[str, str] = {}
    for each in root.iter() if root is not None else ():
        if isinstance(each.tag, str) and each.text and each.text.strip():
            found.setdefault(each.tag.rpartition("}")[2], each.text)
    return found
