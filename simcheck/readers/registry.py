"""Which reader reads what, and what it means when one of them breaks off."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from simcheck.errors import Damaged, Encrypted, NotText
from simcheck.readers import detect
from simcheck.readers.extract import Extract, broken

Reader = Callable[[str, str, bytes, str | None], Extract]
"""From path (for errors), name (for notes), content and the user's encoding to the extract."""

READERS: Final = {
    detect.DOC: ("office.doc", "from_bytes"),
    detect.DOCX: ("office.docx", "from_bytes"),
    detect.EPUB: ("web.epub", "from_bytes"),
    detect.HTML: ("web.html", "from_bytes"),
    detect.MHTML: ("web.html", "from_saved_page"),
    detect.OFD: ("fixed.ofd", "from_bytes"),
    detect.ODT: ("office.odt", "from_bytes"),
    detect.PDF: ("fixed.pdf", "from_bytes"),
    detect.RTF: ("office.rtf", "from_bytes"),
}
"""The module and the function that reads a format; each is imported only where it is needed, because of its
libraries."""


def extract(path: str, name: str, data: bytes, encoding: str | None, what: str) -> Extract:
    """The extract of content that is ``what`` (``signature.looks_like``), read in this process.

    Raises ``Damaged`` for what breaks off, ``NotText`` for what nobody here reads, and what its reader raises.
    """
    if what == detect.ENCRYPTED:
        raise Encrypted(path)
    if what not in READERS:
        raise NotText(path, what, detect.head(data))
    module, function = READERS[what]
    try:
        reader: Reader = getattr(import_module(f"simcheck.readers.{module}"), function)
        return reader(path, name, data, encoding)
    except broken() as error:
        raise Damaged(path, str(error) or type(error).__name__) from error
