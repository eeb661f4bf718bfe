"""The zip of XML files that many documents are, opened so that no such file can do harm.

What is read of it is bounded in bytes and in depth, whatever it says of itself; nothing is ever written to disk, and
nothing outside of it is asked for: documents with entities or a document type are refused.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import IO, Final
from xml.etree.ElementTree import Element, XMLParser
from zipfile import BadZipFile, ZipFile

from simcheck.errors import Encrypted, TooLarge
from simcheck.readers.extract import broken

MOST: Final = 40_000_000
"""Bytes that are read of one document: a thousand pages have five million, and a tree of forty takes 400 MB."""

ASIDE: Final = 4_000_000
"""Bytes of a file that says something of the document: Word writes 120 kB of one with four thousand revisions."""

DIRECTORY: Final = 4_000_000
"""Bytes of a document's directory: the largest have a few thousand pictures, a hundred bytes each."""

_ENCRYPTED: Final = 1
"""The bit of a zip member's flags that says so."""

_DOCTYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
_USUAL: Final = rb"http://schemas.openxmlformats.org/\1/2006/"
"""How the strict form of Word's format (ISO/IEC 29500-1) and the usual one (29500-4) name the same things."""


def is_strict(data: bytes) -> bool:
    """Whether an XML file of a Word document uses the names of the strict form."""
    return _STRICT.search(data) is not None


def in_usual_names(data: bytes) -> bytes:
    """An XML file of a Word document with the names of the usual form: for a reader of its text all that differs."""
    return _STRICT.sub(_USUAL, data)


class Package:
    """The files inside, read one by one and not beyond ``MOST`` bytes together.

    What is no zip raises one of the errors of ``zipfile``, which whoever called the reader explains.
    """

    def __init__(self, path: str, data: bytes, within: Package | None = None) -> None:
        """``within`` is the document that this one was found in: both together are bounded."""
        self.path = path
        self._archive = zip_file(BytesIO(data), DIRECTORY)
        self._within = within
        self._read = 0

    @property
    def names(self) -> list[str]:
        """The names of the files in the order of the directory."""
        return self._archive.namelist()

    def content(self, name: str) -> bytes | None:
        """The bytes of a file; None if there is no such file. Raises ``TooLarge`` and ``Encrypted``."""
        try:
            member = self._archive.getinfo(name)
        except KeyError:
            return None
        if member.flag_bits & _ENCRYPTED:
            raise Encrypted(self.path)
        with self._archive.open(member) as file:
            data = file.read(MOST - self._outermost._read + 1)
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

    def tree(self, name: str) -> Element | None:
        """The root of an XML file; None if there is no such file."""
        data = self.content(name)
        return None if data is None else parsed(data)

    def aside(self, name: str) -> Element | None:
        """The root of an XML file on which the text does not hang; None if there is none, or none that can be read.

        It is not counted with the others.
        """
        try:
            with self._archive.open(name) as file:
                data = file.read(ASIDE + 1)
            return parsed(data) if len(data) <= ASIDE else None
        except broken():
            return None


def parsed(data: bytes) -> Element:
    """The root of an XML document without entities; ``ValueError`` or ``ParseError`` for what is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        # the declaration, which would name this encoding, is cut off with its mark
        data = re.sub(r"^<\?xml[^>]*\?>", "", data.decode("utf-16")).encode()
    if _DOCTYPE.search(data):
        raise ValueError("a document type, which no such document has")
    parser = XMLParser()
    parser.feed(data)
    root: Element = parser.close()
    return root


def said_in(root: Element | None) -> dict[str, str]:
    """What the elements inside say that hold words and nothing else, by their names without namespaces; of several
    with one name the first."""
    found: dict[str, str] = {}
    for each in root.iter() if root is not None else ():
        if isinstance(each.tag, str) and each.text and each.text.strip():
            found.setdefault(each.tag.rpartition("}")[2], each.text)
    return found


def zip_file(file: IO[bytes], directory: int) -> ZipFile:
    """The zip in ``file``; ``BadZipFile`` for one whose directory has more than so many bytes.

    ``zipfile`` makes an object of a kilobyte out of every entry, of which two hundred megabytes may hold four million.
    """
    # the very function by which it will find the directory itself: another one might be shown another directory
    told = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if told and told[_DIRECTORY_SIZE] > directory:
        raise BadZipFile("too many entries")
    file.seek(0)
    return ZipFile(file)


_DIRECTORY_SIZE: Final = 5
"""Where that function has it (``zipfile._ECD_SIZE``)."""
