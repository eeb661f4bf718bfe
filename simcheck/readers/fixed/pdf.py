"""The text of a PDF: its lines from PDFium, joined to paragraphs; which pages are only pictures.

Native code reads files that anybody may have made: it runs in a process of its own (``sandbox``), which may break off
or be broken off.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from simcheck.data import shipped
from simcheck.errors import Damaged, Encrypted, NoTextLayer, TooLarge
from simcheck.model import Note, ranges
from simcheck.readers.extract import Extract, Facts, Input, paged
from simcheck.readers.facts import facts, together
from simcheck.readers.fixed.lines import Line, Page, lines_of
from simcheck.readers.fixed.reflow import reflowed

PAGES: Final = 10_000
"""Pages of one document: what has more is an archive."""

MOST: Final = 20_000_000
"""Characters of one document."""

_FEW: Final = 5
"""Characters on a page with a picture that are a page number or a stamp, and no text."""

_STRANGE: Final = re.compile("[\0-\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""What a font without a table of its characters gives instead of text."""


def extract(given: Input) -> Extract:
    """The paragraphs of a PDF and where its pages begin; notes on pages without text.

    Raises ``Encrypted``, ``NoTextLayer`` if there is no text on any page, or none that says characters, ``TooLarge``
    and ``Damaged``.
    """
    with _own_fonts():
        return _read(given.path, given.name, given.data)


def _read(path: str, name: str, data: bytes) -> Extract:
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
            raise TooLarge(path, count, PAGES, "pages")
        pages: list[Page] = []
        pictures, garbled = [], []
        characters = 0
        for number in range(count):
            page, is_picture, is_garbled = _page(document, number)
            pages.append(page)
            characters += sum(len(line.words) for line in page.lines)
            if characters > MOST:
                raise TooLarge(path, characters, MOST, "characters")
            if is_picture:
                pictures.append(number + 1)
            if is_garbled:
                garbled.append(number + 1)
        said = _facts(document)
    finally:
        document.close()
    text = reflowed(pages)
    if (pictures or garbled) and not text.strip():
        raise NoTextLayer(path, count)
    notes = []
    for code, numbers in (("no-text-layer", pictures), ("garbled-pages", garbled)):
        if numbers:
            told: dict[str, str | int] = {"document": name, "pages": ", ".join(ranges(numbers)), "count": len(numbers)}
            notes.append(Note(code, None, told))
    return paged(text, tuple(notes))._replace(facts=said)


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
            [] if is_garbled else list(lines_of(_lines(text, words, raw.FPDFPage_GetRotation(handle), width, height)))
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
        return words.translate(_BREAKS) if _BREAK.search(words) else words
    # some have no character, or one of two units: then places and characters are matched one by one
    return "".join(map(_character, (raw.FPDFText_GetUnicode(text, at) for at in range(count)))).translate(_BREAKS)


_BREAKS: Final = dict.fromkeys((0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), " ")
_BREAK: Final = re.compile("[" + "".join(map(chr, _BREAKS)) + "]")
"""What a font may claim to draw, and would part lines and pages that nobody parted."""


def _character(point: int) -> str:
    return chr(point) if 0 < point < 0x110000 and not 0xD800 <= point < 0xE000 else "\ufffd"


_WORDS: Final = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
"""A line; PDFium writes U+FFFE or U+0002 for a hyphen at its end, and then no line break."""
_SPACES: Final = re.compile(r"[ \xa0]+")

_NARROW: Final = 0.6
_GAP: Final = 1.2
"""In heights of a line: less is the space that is set between an ideograph and a figure, more is the next cell."""

_BACK: Final = -0.3
"""In heights of a line how far drawing goes back to the left when words were not drawn in their order."""

_TWICE: Final = 0.2
"""In widths of a character: nearer to itself it was drawn twice, to look bold."""

Box = tuple[float, float, float, float]
"""Left, right, top and bottom in points from the page's upper left corner."""


class _Row(NamedTuple):
    """Characters that were drawn in one line: their places, their box, and where spaces part them."""

    ranges: tuple[tuple[int, int], ...]
    box: Box
    gaps: tuple[tuple[int, int, float, float], ...] = ()
    """From where to where a space is, where the words before it end and those after it begin."""
    is_ordered: bool = True
    is_chinese: bool = False
    """Whether ideographs tell how high it is."""

    def crosses(self, other: _Row) -> bool:
        """Whether both stand in one line of the page and one inside the other, as words of another font do."""
        (left, right, top, bottom), (other_left, other_right, other_top, other_bottom) = self.box, other.box
        if bottom <= other_top or other_bottom <= top:
            return False
        height = max(0.1, min(bottom - top, other_bottom - other_top))
        is_level = abs(top + bottom - other_top - other_bottom) < 0.7 * height
        return is_level and min(right, other_right) - max(left, other_left) > -_BACK * height

    def with_(self, other: _Row) -> _Row:
        (left, right, top, bottom), (other_left, other_right, other_top, other_bottom) = self.box, other.box
        if self.is_chinese == other.is_chinese:
            top, bottom = min(top, other_top), max(bottom, other_bottom)
        elif other.is_chinese:
            top, bottom = other_top, other_bottom
        box = min(left, other_left), max(right, other_right), top, bottom
        return _Row((*self.ranges, *other.ranges), box, (), False, self.is_chinese or other.is_chinese)


def _lines(text: Any, words: str, turns: int, width: float, height: float) -> Iterator[Line]:
    """The lines of a page; words that were drawn later than those around them stand in their places."""
    from pypdfium2 import raw

    rectangle, measure = raw.FS_RECTF(), raw.FPDFText_GetLooseCharBox
    into = ctypes.byref(rectangle)

    def box(at: int) -> Box:
        measure(text, at, into)
        left, right, top, bottom = rectangle.left, rectangle.right, rectangle.top, rectangle.bottom
        if not turns:
            return left, right, height - top, height - bottom
        return _turned(turns, width, height, left, right, top, bottom)

    rows: list[_Row] = []
    for match in _WORDS.finditer(words):
        bare = match.group().strip()
        if bare:
            start = match.start() + match.group().index(bare[0])
            for row in _level(words, start, start + len(bare), box):
                for number in _last(rows):
                    if rows[number].crosses(row):
                        rows[number] = rows[number].with_(row)
                        break
                else:
                    rows.append(row)
    for row in rows:
        yield from _in_order(words, row) if row.is_ordered else _sorted(words, row, box)


def _last(rows: Sequence[_Row]) -> range:
    """The last few, the latest first: what belongs into a line is drawn soon after it."""
    return range(len(rows) - 1, max(-1, len(rows) - 4), -1)


def _level(words: str, start: int, end: int, box: Callable[[int], Box]) -> Iterable[_Row]:
    """What PDFium gives as one line, parted where it is not: at a space between different heights."""
    if _SPACES.search(words, start, end):
        return _levels(words, start, end, box)
    return (_row(words, start, end, (), box),)


def _levels(words: str, start: int, end: int, box: Callable[[int], Box]) -> Iterator[_Row]:
    here: list[tuple[int, int, Box, Box]] = []
    for space in _SPACES.finditer(words, start, end):
        before, after = box(space.start() - 1), box(space.end())
        height = max(0.1, before[3] - before[2], after[3] - after[2])
        if abs(before[2] + before[3] - after[2] - after[3]) > 1.4 * height:
            yield _row(words, start, space.start(), here, box)
            start, here = space.end(), []
        else:
            here.append((space.start(), space.end(), before, after))
    yield _row(words, start, end, here, box)


_IDEOGRAPH: Final = re.compile("[\u3400-\u4dff\u4e01-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""But 一, whose box is as flat as it is."""

_LATIN: Final = re.compile("[“”‘’…—·]")
"""Marks that Chinese fonts leave to Latin ones, which are drawn by themselves and not always in their turn."""


def _row(
    words: str, start: int, end: int, spaces: Sequence[tuple[int, int, Box, Box]], box: Callable[[int], Box]
) -> _Row:
    first, last = box(start), box(end - 1)
    left, right = min(first[0], last[0]), max(first[1], last[1])
    for *_, before, after in spaces:
        left, right = min(left, before[0], after[0]), max(right, before[1], after[1])
    # PDFium gives 一 or a figure a lower box than others, and a Western font may claim a line for its figures twice as
    # high as that of the Chinese one beside it: an ideograph tells how high the line is, or several characters
    if _IDEOGRAPH.match(words, start):
        is_chinese, heights = True, [first]
    elif found := _IDEOGRAPH.search(words, start, end):
        is_chinese, heights = True, [box(found.start())]
    else:
        is_chinese, heights = False, [first, last, box((start + end) // 2)]
        for *_, before, after in spaces:
            heights += before, after
    top, bottom = min([each[2] for each in heights]), max([each[3] for each in heights])
    gaps = tuple([(space, next_, before[1], after[0]) for space, next_, before, after in spaces])
    least = _BACK * (bottom - top)
    is_ordered = all(after - before > least for *_, before, after in gaps)
    if is_ordered and (mark := _LATIN.search(words, start + 1, end)):
        # one tells: in a line they are drawn together
        is_ordered = box(mark.start())[0] >= box(mark.start() - 1)[0]
    return _Row(((start, end),), (left, right, top, bottom), gaps, is_ordered, is_chinese)


def _in_order(words: str, row: _Row) -> Iterator[Line]:
    ((start, end),) = row.ranges
    left, right, top, bottom = row.box
    parts, at = [], start
    for space, next_, before, after in row.gaps:
        gap = (after - before) / max(bottom - top, 0.1)
        parts.append(words[at:space])
        at = next_
        if gap > _GAP:
            yield Line("".join(parts), left, before, top, bottom)
            parts, left = [], after
        elif gap > _NARROW or (words[space - 1].isascii() and words[at].isascii()):
            parts.append(" ")
    parts.append(words[at:end])
    yield Line("".join(parts), left, right, top, bottom)


def _sorted(words: str, row: _Row, box: Callable[[int], Box]) -> Iterator[Line]:
    """The characters of a row from left to right, whenever they were drawn."""
    places = [at for start, end in row.ranges for at in range(start, end) if not words[at].isspace()]
    signs = sorted(((box(at), words[at]) for at in places), key=lambda one: one[0][0] + one[0][1])
    *_, top, bottom = row.box
    height = max(bottom - top, 0.1)
    parts, begin, end = "", signs[0][0][0], signs[0][0][0]
    last, begin_of_last = "", begin
    for (left, right, *_), sign in signs:
        if sign == last and left - begin_of_last < _TWICE * (right - left):
            continue
        gap = (left - end) / height
        if parts and gap > _GAP:
            yield Line(parts, begin, end, top, bottom)
            parts, begin = "", left
        elif parts and (gap > _NARROW or (gap > 0.15 and last.isascii() and sign.isascii())):
            parts += " "
        parts += sign
        last, begin_of_last, end = sign, left, right
    yield Line(parts, begin, end, top, bottom)


def _turned(turns: int, width: float, height: float, left: float, right: float, top: float, bottom: float) -> Box:
    """From PDF's coordinates, whose y goes up on the unturned page, to those of the page as it is seen."""
    if turns == 1:
        return bottom, top, left, right
    if turns == 2:
        return width - right, width - left, bottom, top
    return width - top, width - bottom, height - right, height - left


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    objects = (raw.FPDFPage_GetObject(page, at) for at in range(min(raw.FPDFPage_CountObjects(page), 1000)))
    # a form may hold the picture; what else would a page without words show?
    return any(raw.FPDFPageObj_GetType(one) in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM) for one in objects)
