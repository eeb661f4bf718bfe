"""Which reader reads what, and what it means when one of them breaks off."""

from __future__ import annotations

from collections.abc import Callable

from simcheck.errors import Damaged, Encrypted, NotText
from simcheck.readers import signature
from simcheck.readers.extract import Extract

Reader = Callable[[str, str, bytes, str | None], Extract]
"""From path (for errors), name (for notes), content and the user's encoding to the extract."""


def extract(path: str, name: str, data: bytes, encoding: str | None, what: str) -> Extract:
    """The extract of content that is ``what`` (``signature.looks_like``).

    Raises ``Damaged`` for what breaks off, ``NotText`` for what nobody here reads, and what its reader raises.
    """
    if what == signature.ENCRYPTED:
        raise Encrypted(path)
    reader = _reader(what)
    try:
        if reader is None:
            raise NotText(path, what, signature.head(data))
        return reader(path, name, data, encoding)
    except NotText as error:
        if error.looks_like not in signature.OF_OFFICES:
            raise
        from simcheck.readers import office

        converted = office.converted(path, name, data, error.looks_like)
        if converted is None:
            raise
        return converted
    except broken() as error:
        raise Damaged(path, str(error) or type(error).__name__) from error


def _reader(what: str) -> Reader | None:
    """The reader of a format; each is imported only where it is needed, because of its libraries."""
    match what:
        case signature.DOC:
            from simcheck.readers import doc

            return doc.from_bytes
        case signature.DOCX:
            from simcheck.readers import word

            return word.from_bytes
        case signature.EPUB:
            from simcheck.readers import epub

            return epub.from_bytes
        case signature.HTML:
            from simcheck.readers import html

            return html.from_bytes
        case signature.MHTML:
            from simcheck.readers import html

            return html.from_saved_page
        case signature.OFD:
            from simcheck.readers import ofd

            return ofd.from_bytes
        case signature.ODT:
            from simcheck.readers import odt

            return odt.from_bytes
        case signature.PDF:
            from simcheck.readers import apart

            return apart.from_bytes
        case signature.RTF:
            from simcheck.readers import rtf

            return rtf.from_bytes
    return None


def broken() -> tuple[type[Exception], ...]:
    """What readers, and the libraries they use, raise when bytes are not what they should be.

    Whatever a damaged file says of itself, it is wrong in one of these ways. Nesting too deep is a ``RuntimeError``,
    bad XML a ``SyntaxError``.
    """
    # here, because an error about a picture needs none of them
    from struct import error as StructError
    from zipfile import BadZipFile
    from zlib import error as ZlibError

    general = (ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError)
    return (BadZipFile, StructError, ZlibError, *general)
