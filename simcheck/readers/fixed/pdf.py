"""The text of a PDF: its lines from PDFium, joined to paragraphs; which pages are only pictures.

Native code reads files that anybody may have made: it runs in a process of its own (``sandbox``), which may break off
or be broken off.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from simcheck.data import shipped
from simcheck.errors import Damaged, Encrypted, NoTextLayer, TooLarge
from simcheck.model import Note, ranges
from simcheck.readers.detect import FRONT
from simcheck.readers.extract import PAGE, Extract, Facts, Input, paged
from simcheck.readers.facts import facts, together
from simcheck.readers.fixed.lines import STRANGE, UNREAD, Page
from simcheck.readers.fixed.pdf_layers import has_layers, without_hidden
from simcheck.readers.fixed.pdf_objects import NOTHING, Beside, attached, beside, counted_in, has_drawing
from simcheck.readers.fixed.pdf_rows import characters_of, drawn
from simcheck.readers.fixed.reflow import paragraphs
from simcheck.readers.fixed.running_heads import without_edges
from simcheck.readers.passed import Passed, told

PAGES: Final = 10_000
"""Pages of one document: what has more is an archive."""

MOST: Final = 20_000_000
"""Characters of one document."""

_FEW: Final = 5
"""Characters on a page with a picture that are a page number or a stamp, and no text."""

_BARE: Final = 100
"""Characters on a page below which a picture as large as it is no mere ground to them (see ``passed.told``)."""

_HEAD: Final = 200
"""Characters on a page below which they may all be running heads."""


def extract(given: Input) -> Extract:
    """The paragraphs of a PDF and where its pages begin; notes on pages without text.

    Raises ``Encrypted``, ``NoTextLayer`` if there is no text on any page, or none that says characters, ``TooLarge``
    and ``Damaged``.
    """
    with _own_fonts():
        return _read(given.path, given.name, _from_its_beginning(given.data))


def _from_its_beginning(data: bytes) -> bytes:
    """A PDF without what stands before it, where PDFium would not look for it."""
    begun = data.find(b"%PDF-", 0, FRONT)
    return data[begun:] if begun > _LOOKED_AT else data


_LOOKED_AT: Final = 1000
"""Bytes in which it does, at least."""


def _read(path: str, name: str, data: bytes) -> Extract:
    document = _opened(path, data)
    hidden = 0
    try:
        count = len(document)
        if count > PAGES:
            raise TooLarge(path, count, PAGES, "pages")
        said, passed = _facts(document), attached(document)
        cleared = without_hidden(data) if has_layers(data) else None
        if cleared is not None:
            hidden = _visible(document)
            document.close()
            document = _opened(path, cleared)
            hidden -= _visible(document)
        pages: list[_Read] = []
        characters = 0
        # a picture is no part of another object: its entry stands in plain bytes
        has_pictures = b"/Image" in data
        for number in range(count):
            read = _page(document, number, has_pictures=has_pictures)
            pages.append(read)
            characters += sum(len(line.words) for page in (read.page, *read.page.apart) for line in page.lines)
            if characters > MOST:
                raise TooLarge(path, characters, MOST, "characters")
    finally:
        document.close()
    kept = without_edges([read.page._replace(has_picture=read.has_picture) for read in pages])
    text = paragraphs(kept)
    # a running head, or a stamp, on a picture is no text of it either
    shown = text.split(PAGE)
    garbled = [number for number, read in enumerate(pages, 1) if read.is_garbled]
    pictures = [
        number
        for number, (read, words) in enumerate(zip(pages, shown, strict=True), 1)
        if read.has_picture and not read.is_garbled and not words.strip()
    ]
    if (pictures or garbled) and not text.strip():
        raise NoTextLayer(path, count)
    notes = []
    for code, numbers in (("no-text-layer", pictures), ("garbled-pages", garbled)):
        if numbers:
            notes.append(
                Note(code, None, {"document": name, "pages": ", ".join(ranges(numbers)), "count": len(numbers)})
            )
    for code, number in (
        ("hidden-text", max(hidden, 0) + sum(read.hidden for read in pages)),
        ("turned", sum(len(part.lines) for page in kept for part in page.apart)),
    ):
        if number:
            notes.append(Note(code, None, {"document": name, "count": number}))
    # the picture of a page that is one has been told
    aside = (
        read.beside._replace(pictures=()) if number in pictures else read.beside for number, read in enumerate(pages, 1)
    )
    notes += told(name, passed + counted_in(aside), text)
    return paged(text, tuple(notes))._replace(facts=said)


def _opened(path: str, data: bytes) -> Any:
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise Encrypted(path) from error
        raise Damaged(path, str(error)) from error


def _visible(document: Any) -> int:
    """The characters of all pages that are not white space."""
    from pypdfium2 import raw

    count = 0
    for number in range(len(document)):
        if handle := raw.FPDF_LoadPage(document.raw, number):
            if text := raw.FPDFText_LoadPage(handle):
                count += len("".join(characters_of(text).split()))
                raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(handle)
    return count


def _facts(document: Any) -> Facts:
    """What the Info dictionary says (ISO 32000-1, 14.3.3): the program that wrote the text, then the one that made a
    PDF of it."""
    said = functools.partial(_said, document)
    return facts(
        author=said("Author"),
        software=together(said("Creator"), said("Producer")),
        created=said("CreationDate"),
        modified=said("ModDate"),
    )


def _said(document: Any, key: str) -> str:
    from pypdfium2 import raw

    name = key.encode()
    size = raw.FPDF_GetMetaText(document.raw, name, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_GetMetaText(document.raw, name, buffer, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


@contextlib.contextmanager
def _own_fonts() -> Iterator[None]:
    """Fonts that are not embedded come from us and not from the system: the text is the same on every machine.

    In the meantime PDFium knows no other source of fonts; one that somebody else set is gone.
    """
    from pypdfium2 import raw

    raw.FPDF_SetSystemFontInfo(_source())
    while _systems:
        raw.FPDF_FreeDefaultSystemFontInfo(_systems.pop())
    try:
        yield
    finally:
        # whoever else uses the library in this process may want to draw pages with them
        if system := raw.FPDF_GetDefaultSystemFontInfo():
            _systems.append(system)
            raw.FPDF_SetSystemFontInfo(system)


_systems: Final[list[Any]] = []
"""The system's font source, as long as PDFium uses it."""

_STANDARD: Final = {
    "Courier-Bold": "Courier",
    "Courier-BoldOblique": "Courier",
    "Courier-Oblique": "Courier",
    "Helvetica-BoldOblique": "Helvetica-Bold",
    "Helvetica-Oblique": "Helvetica",
}
"""Fonts whose widths a PDF need not say, as PDFium calls them, and one that is as wide: see ``tools/make_boxes.py``."""


@functools.cache
def _source() -> Any:
    """A source of fonts of boxes. It is kept, with its functions, for as long as the library may call them."""
    from pypdfium2 import raw

    # all of it at once: processes that fork would share where they are in the file
    archive = zipfile.ZipFile(io.BytesIO(shipped("boxes.zip").read_bytes()))
    names = [name.removesuffix(".ttf") for name in archive.namelist()]

    def find(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int:
        """The number of a font, from 1."""
        name = (ctypes.cast(face, ctypes.c_char_p).value or b"").decode("latin-1")
        name = _STANDARD.get(name, name)
        return 1 + names.index(name if name in names else "boxes")

    @functools.cache
    def content(number: int) -> bytes:
        return archive.read(archive.namelist()[number - 1])

    def name_of(number: int) -> bytes:
        # PDFium keeps fonts by name, and may still have one of the system's
        return f"simcheck {names[number - 1]}".encode()

    def hand_out(what: bytes, buffer: Any, size: int) -> int:
        if buffer and size >= len(what):
            ctypes.memmove(buffer, what, len(what))
        return len(what)

    source = raw.FPDF_SYSFONTINFO(version=1)
    functions = {
        "MapFont": find,
        # a table is asked for only to see whether the font is one of a collection
        "GetFontData": lambda _, font, table, buffer, size: 0 if table else hand_out(content(font), buffer, size),
        "GetFaceName": lambda _, font, buffer, size: hand_out(name_of(font), buffer, size),
        "DeleteFont": lambda _, font: None,
    }
    for name, kind in source._fields_:
        if name in functions:
            setattr(source, name, kind(functions[name]))
    return source


class _Read(NamedTuple):
    """What was read of a page."""

    page: Page
    hidden: int = 0
    has_picture: bool = False
    """Whether pictures, or drawings of many lines, may hold words; asked only of a page with few of its own."""
    is_garbled: bool = False
    """Whether its words are none."""
    beside: Beside = NOTHING


def _page(document: Any, number: int, *, has_pictures: bool) -> _Read:
    from pypdfium2 import raw

    handle = raw.FPDF_LoadPage(document.raw, number)
    if not handle:
        return _Read(Page(0, 0, ()), is_garbled=True)
    text = None
    try:
        text = raw.FPDFText_LoadPage(handle)
        words = characters_of(text) if text else ""
        visible = len("".join(words.split()))
        strange = len(STRANGE.findall(words))
        is_gibberish = 5 * strange > visible
        has_picture = visible < _HEAD and has_drawing(handle)
        if is_gibberish or (has_picture and visible <= _FEW):
            page = Page(raw.FPDF_GetPageWidthF(handle), raw.FPDF_GetPageHeightF(handle), ())
            return _Read(page, 0, has_picture, bool(visible) and is_gibberish)
        page, hidden = drawn(handle, text, words) if text else (Page(0, 0, ()), 0)
        others = beside(handle, number, has_pictures=has_pictures, is_bare=visible < _BARE)
        if strange and (unread := len(UNREAD.findall(words))):
            # a font of a few words, without a table of its characters
            others = others._replace(passed=(*others.passed, (Passed.BROKEN, unread)))
        return _Read(page, hidden, has_picture, beside=others)
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(handle)
