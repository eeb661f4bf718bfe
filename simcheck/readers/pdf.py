"""The text of a PDF: its lines from PDFium, joined to paragraphs; which pages are only pictures.

Native code reads files that anybody may have made: it runs in a process of its own (``apart``), which may break off or
be broken off.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, Final

from simcheck.errors import Damaged, Encrypted, NoTextLayer, TooLarge
from simcheck.model import Note
from simcheck.readers.extract import Extract, paged
from simcheck.readers.reflow import Line, Page, ranges, reflowed

PAGES: Final = 10_000
"""Pages of one document: what has more is an archive."""

MOST: Final = 20_000_000
"""Characters of one document."""

_FEW: Final = 5
"""Characters on a page with a picture that are a page number or a stamp, and no text."""

_STRANGE: Final = re.compile("[\0-\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""What a font without a table of its characters gives instead of text."""


def from_bytes(path: str, name: str, data: bytes, encoding: str | None) -> Extract:
    """The paragraphs of a PDF and where its pages begin; notes on pages without text.

    Raises ``Encrypted``, ``NoTextLayer`` if there is no text on any page, ``TooLarge`` and ``Damaged``.
    """
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise Encrypted(path) from error
        raise Damaged(path, str(error)) from error
    try:
        count = len(document)
        if count > PAGES:
            raise TooLarge(path, len(data), PAGES)
        pages: list[Page] = []
        pictures, garbled = [], []
        characters = 0
        for number in range(count):
            page, is_picture, is_garbled = _page(document, number)
            pages.append(page)
            characters += sum(len(line.words) for line in page.lines)
            if characters > MOST:
                raise TooLarge(path, characters, MOST)
            if is_picture:
                pictures.append(number + 1)
            if is_garbled:
                garbled.append(number + 1)
    finally:
        document.close()
    text = reflowed(pages)
    if pictures and not text.strip():
        raise NoTextLayer(path, count)
    notes = []
    for code, numbers in (("no-text-layer", pictures), ("garbled-pages", garbled)):
        if numbers:
            facts: dict[str, str | int] = {"document": name, "pages": ranges(numbers), "count": len(numbers)}
            notes.append(Note(code, None, facts))
    return paged(text, tuple(notes))


def _page(document: Any, number: int) -> tuple[Page, bool, bool]:
    """A page, whether it is a picture without text, and whether its text is none."""
    from pypdfium2 import raw

    handle = raw.FPDF_LoadPage(document.raw, number)
    if not handle:
        return Page(0, 0, ()), False, True
    text = None
    try:
        width, height = raw.FPDF_GetPageWidthF(handle), raw.FPDF_GetPageHeightF(handle)
        text = raw.FPDFText_LoadPage(handle)
        words = _characters(text) if text else ""
        visible = len("".join(words.split()))
        is_garbled = len(_STRANGE.findall(words)) * 5 > visible
        lines = (
            [] if is_garbled else list(_lines(text, words, _turned(raw.FPDFPage_GetRotation(handle), width, height)))
        )
        is_picture = visible <= _FEW and _has_picture(handle)
        return Page(width, height, [] if is_picture else lines), is_picture, bool(visible) and is_garbled
    finally:
        if text:
            raw.FPDFText_ClosePage(text)
        raw.FPDF_ClosePage(handle)


def _characters(text: Any) -> str:
    """The characters of a page, one for each of PDFium's."""
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, buffer)
    words = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
    if len(words) == count:
        return words
    # some have no character, or one of two units: then places and characters are matched one by one
    return "".join(map(_character, (raw.FPDFText_GetUnicode(text, at) for at in range(count))))


def _character(point: int) -> str:
    return chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else "\ufffd"


_WORDS: Final = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
"""A line; PDFium writes U+FFFE or U+0002 for a hyphen at its end, and then no line break."""
_SPACES: Final = re.compile(r"[ \xa0]+")
_NARROW: Final = 0.6
_GAP: Final = 1.2
"""In heights of a line: less is the space that is set between an ideograph and a figure, more is the next cell."""


def _lines(text: Any, words: str, turned: Any) -> Iterator[Line]:
    from pypdfium2 import raw

    rectangle = raw.FS_RECTF()

    def box(at: int) -> tuple[float, float, float, float]:
        raw.FPDFText_GetLooseCharBox(text, at, rectangle)
        result: tuple[float, float, float, float] = turned(
            rectangle.left, rectangle.right, rectangle.top, rectangle.bottom
        )
        return result

    for row in _WORDS.finditer(words):
        bare = row.group().strip()
        if not bare:
            continue
        start = row.start() + row.group().index(bare[0])
        end = start + len(bare)
        parts: list[str] = []
        first = at = start
        left, right, top, bottom = box(first)
        for space in _SPACES.finditer(words, start, end):
            _, before, *_ = box(space.start() - 1)
            after, _, after_top, after_bottom = box(space.end())
            gap = (after - before) / max(bottom - top, 0.1)
            parts.append(words[at : space.start()])
            at = space.end()
            if gap > _GAP or gap < -_GAP:
                yield Line("".join(parts), left, before, top, bottom)
                parts = []
                left, top, bottom = after, after_top, after_bottom
            elif gap > _NARROW or (words[space.start() - 1].isascii() and words[at].isascii()):
                parts.append(" ")
        parts.append(words[at:end])
        _, right, *_ = box(end - 1)
        # PDFium gives 一 or a figure a lower box than others: several tell how high the line is
        tops, bottoms = zip((top, bottom), *(box(one)[2:] for one in ((at + end) // 2, end - 1)), strict=True)
        top, bottom = min(tops), max(bottoms)
        yield Line("".join(parts), left, right, top, bottom)


def _turned(turns: int, width: float, height: float) -> Any:
    """From PDF's coordinates, whose y goes up on the unturned page, to those of the page as it is seen."""

    def seen(left: float, right: float, top: float, bottom: float) -> tuple[float, float, float, float]:
        match turns:
            case 1:
                return bottom, top, left, right
            case 2:
                return width - right, width - left, bottom, top
            case 3:
                return width - top, width - bottom, height - right, height - left
        return left, right, height - top, height - bottom

    return seen


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    objects = (raw.FPDFPage_GetObject(page, at) for at in range(min(raw.FPDFPage_CountObjects(page), 1000)))
    # a form may hold the picture; what else would a page without words show?
    return any(raw.FPDFPageObj_GetType(one) in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) for one in objects)
