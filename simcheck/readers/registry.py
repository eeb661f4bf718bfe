"""Which reader reads what, and what it means when one of them breaks off."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from simcheck.errors import Encrypted, NotText
from simcheck.formats import Format
from simcheck.readers.detect import head
from simcheck.readers.extract import Extract, Input, Reader, broken, damaged

READERS: Final = {
    Format.DOC: "office.doc",
    Format.DOCX: "office.docx",
    Format.EPUB: "web.epub",
    Format.HTML: "web.html",
    Format.MHTML: "web.mhtml",
    Format.OFD: "fixed.ofd",
    Format.ODT: "office.odt",
    Format.ODS: "office.ods",
    Format.PDF: "fixed.pdf",
    Format.PPTX: "office.slides",
    Format.RTF: "office.rtf",
    Format.XLS: "office.sheets",
    Format.XLSB: "office.sheets",
    Format.XLSX: "office.sheets",
    Format.WORD_XML: "office.word_xml",
}
"""The module whose ``extract`` reads a format; each is imported only where it is needed, because of its libraries."""

CONVERTED: Final = frozenset(
    {Format.FODT, Format.OLE, Format.SXW, Format.UOF, Format.WORD_2, Format.WORD_6, Format.WPD}
)
"""What LibreOffice makes a .docx of, where it is installed; nobody here reads it."""


def extract(given: Input, what: Format) -> Extract:
    """The extract of content that is ``what`` (``detect.looks_like``), read in this process.

    Raises ``Damaged`` for what breaks off, ``NotText`` for what nobody here reads, and what its reader raises.
    """
    if what == Format.ENCRYPTED:
        raise Encrypted(given.path)
    if what not in READERS:
        raise NotText(given.path, what, head(given.data))
    try:
        return reader(what)(given)
    except broken() as error:
        raise damaged(given.path, error) from error


def reader(what: Format) -> Reader:
    """The reader of a format of ``READERS``."""
    entry: Reader = import_module(f"simcheck.readers.{READERS[what]}").extract
    return entry
