"""Which reader reads what, and what it means when one of them breaks off."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from simcheck.errors import Damaged, Encrypted, NotText
from simcheck.readers import signature
from simcheck.readers.extract import Extract, broken

Reader = Callable[[str, str, bytes, str | None], Extract]
"""From path (for errors), name (for notes), content and the user's encoding to the extract."""

READERS: Final = {
    signature.DOC: ("doc", "from_bytes"),
    signature.DOCX: ("word", "from_bytes"),
    signature.EPUB: ("epub", "from_bytes"),
    signature.HTML: ("html", "from_bytes"),
    signature.MHTML: ("html", "from_saved_page"),
    signature.OFD: ("ofd", "from_bytes"),
    signature.ODT: ("odt", "from_bytes"),
    signature.PDF: ("pdf", "from_bytes"),
    signature.RTF: ("rtf", "from_bytes"),
}
"""The module and the function that reads a format; each is imported only where it is needed, because of its
libraries."""


def extract(path: str, name: str, data: bytes, encoding: str | None, what: str) -> Extract:
    """The extract of content that is ``what`` (``signature.looks_like``), read in this process.

    Raises ``Damaged`` for what breaks off, ``NotText`` for what nobody here reads, and what its reader raises.
    """
    if what == signature.ENCRYPTED:
        raise Encrypted(path)
    if what not in READERS:
        raise NotText(path, what, signature.head(data))
    module, function = READERS[what]
    try:
        reader: Reader = getattr(import_module(f"simcheck.readers.{module}"), function)
        return reader(path, name, data, encoding)
    except broken() as error:
        raise Damaged(path, str(error) or type(error).__name__) from error
