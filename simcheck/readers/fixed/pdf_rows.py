"""Which lines of words stand on a page of a PDF, and where: made of PDFium's characters and their boxes.

Words that do not run across the page, turned or one below the other, are lines of a page of their own; what is outside
of the page, or cut away by a path, nobody sees.
"""

from __future__ import annotations

import ctypes
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from simcheck.readers.fixed.lines import ACROSS, DOWN, OVER, SLANTED, UP, Line, Page, lines_of
from simcheck.readers.fixed.pdf_calls import FOUR, address_of, calls
from simcheck.readers.fixed.pdf_clips import Clipping

UNIT: Final = "\uffff"
"""Stands in the words of a page behind a character that PDFium counts as two."""


def characters_of(text: Any) -> str:
    """The characters of a page, one for each of PDFium's, which are units of UTF-16."""
    from pypdfium2 import raw

    count = raw.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    size = 2 * (2 * count + 1)
    room = _room() if size <= _USUAL else ctypes.create_string_buffer(size)
    written = calls().text(address_of(text), 0, count, ctypes.addressof(room))
    words = _decoded(ctypes.string_at(room, 2 * max(0, written - 1)))
    if len(words) != count:
        # some have no character: then places and characters are matched one by one
        units = (ctypes.c_ushort * count)(*(_unit(raw.FPDFText_GetUnicode(text, at)) for at in range(count)))
        words = _decoded(bytes(units))
    return words.translate(_BREAKS) if _BREAK.search(words) else words


@functools.cache
def _room() -> Any:
    """Bytes for the words of a page, which the next one uses again: ctypes makes a type for every size, which takes
    longer than to read them."""
    return ctypes.create_string_buffer(_USUAL)


_USUAL: Final = 1 << 16
"""Bytes that hold the words of nearly any page."""


def _decoded(units: bytes) -> str:
    try:
        words = units.decode("utf-16-le")
        if 2 * len(words) == len(units) and UNIT not in words:
            return words
    except UnicodeDecodeError:
        words = units.decode("utf-16-le", "surrogatepass")
    return _SURROGATE.sub("\ufffd", _PAIR.sub(rf"\g<0>{UNIT}", words.replace(UNIT, "\ufffd")))


def _unit(point: int) -> int:
    return point if 0 < point < 0x10000 else 0xFFFD


_PAIR: Final = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

_BREAKS: Final = dict.fromkeys((0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029), " ")
_BREAK: Final = re.compile("[" + "".join(map(chr, _BREAKS)) + "]")
"""What a font may claim to draw, and would part lines and pages that nobody parted."""

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
    goes_back: bool = False
    """Whether it ends to the left of where it begins."""

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


class Drawn(NamedTuple):
    """What stands on a page."""

    page: Page
    hidden: int = 0
    """Characters that are outside of the page or cut away."""


def drawn(handle: Any, text: Any, words: str) -> Drawn:
    """The lines of a page; words that were drawn later than those around them stand in their places.

    The page is turned as most of its characters are; lines of other directions are pages ``apart``.
    """
    from pypdfium2 import raw

    whole = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(handle, ctypes.byref(whole))
    if whole.left >= whole.right or whole.bottom >= whole.top:
        # what is said to be shown of it is elsewhere: then it is shown whole
        edges = [ctypes.c_float() for _ in range(4)]
        if raw.FPDFPage_GetMediaBox(handle, *map(ctypes.byref, edges)):
            whole.left, whole.bottom, whole.right, whole.top = (edge.value for edge in edges)
    rotation = raw.FPDFPage_GetRotation(handle)
    boxes = _Boxes(text, (whole.left, whole.right, whole.top, whole.bottom), rotation)
    rows: dict[int, list[_Row]] = {ACROSS: []}
    clipping = Clipping(address_of(text))
    across, (width, height), usual = boxes.of(ACROSS), boxes.size(ACROSS), rows[ACROSS]
    cuts = clipping.cuts
    hidden = 0
    for match in _WORDS.finditer(words):
        said = match.group()
        bare = said.strip()
        if not bare:
            continue
        start = match.start() + (0 if said[0] == bare[0] else said.index(bare[0]))
        end = start + len(bare)
        level = _level(words, start, end, across)
        if len(level) == 1 and _is_wide(row := level[0]):
            # nearly all lines, and nearly all of them are seen
            left, right, top, bottom = row.box
            is_on_page = left >= 0 and right <= width and 0 <= top + bottom <= 2 * height
            if is_on_page and not cuts(start, end):
                _put(row, usual)
                continue
        for way, row in _ways(words, start, end, level, boxes):
            seen = _seen(words, row, way, boxes, clipping)
            if seen is None:
                seen = (row,)
            else:
                hidden += _count(words, row) - sum(_count(words, one) for one in seen)
            for one in seen:
                _put(one, rows.setdefault(way, []))
    pages = []
    for way, of_way in rows.items():
        box = boxes.of(way)
        lines = lines_of(
            line for row in of_way for line in (_in_order(words, row) if row.is_ordered else _sorted(words, row, box))
        )
        found = [line._replace(words=line.words.replace(UNIT, "")) if UNIT in line.words else line for line in lines]
        if found:
            pages.append(Page(*boxes.size(way), found))
    pages.sort(key=lambda page: -sum(len(line.words) for line in page.lines))
    if not pages:
        return Drawn(Page(*boxes.size(ACROSS), ()), hidden)
    return Drawn(pages[0]._replace(apart=tuple(pages[1:])), hidden)


def _put(row: _Row, rows: list[_Row]) -> None:
    """Put a row among the others, into the line in which it stands."""
    _, _, top, bottom = row.box
    for number in _last(rows):
        _, _, other_top, other_bottom = rows[number].box
        if bottom > other_top and other_bottom > top and rows[number].crosses(row):
            rows[number] = rows[number].with_(row)
            return
    rows.append(row)


def _count(words: str, row: _Row) -> int:
    return sum(len("".join(words[start:end].split()).replace(UNIT, "")) for start, end in row.ranges)


def _seen(words: str, row: _Row, way: int, boxes: _Boxes, clipping: Clipping) -> Sequence[_Row] | None:
    """What is seen of a row; None if it is all of it."""
    (left, right, top, bottom), (width, height) = row.box, boxes.size(way)
    is_on_page = 0 <= left + right <= 2 * width and 0 <= top + bottom <= 2 * height
    if not is_on_page and boxes.is_outside(row):
        return ()
    ((start, end),) = row.ranges
    is_within = left >= 0 and right <= width
    is_cut = clipping.cuts(start, end)
    if is_within and not is_cut:
        return None
    box = boxes.of(way)
    places = [box(at) for at in range(start, end)]
    shown = [True] * (end - start)
    if not is_within and is_on_page:
        shown = [0 <= one[0] + one[1] <= 2 * width for one in places]
    if is_cut:
        clipping.cut(start, end, places, shown)
    # a character of two units is one
    for at in range(1, end - start):
        if words[start + at] == UNIT:
            shown[at] = shown[at - 1]
    if all(shown):
        return None
    found: list[_Row] = []
    for is_shown, group in groupby(range(start, end), key=lambda at: shown[at - start]):
        run = list(group)
        first, last = run[0], run[-1] + 1
        while first < last and words[first].isspace():
            first += 1
        while first < last and words[last - 1].isspace():
            last -= 1
        if is_shown and first < last:
            found += _level(words, first, last, box)
    return found


def _ways(words: str, start: int, end: int, level: Sequence[_Row], boxes: _Boxes) -> Iterator[tuple[int, _Row]]:
    """What PDFium gives as one line, parted where it is not into rows of one height, and which way each part runs."""
    if all(map(_is_wide, level)):
        for row in level:
            yield ACROSS, row
        return
    ways: list[int] = []
    for row in level:
        ((first, last),) = row.ranges
        # a few characters run the way of those before them
        is_few = last - first < _FEW and len(level) > 1
        ways.append(ACROSS if _is_wide(row) else -1 if is_few else _way(words, first, last, boxes))
    known = [way for way in ways if way >= 0]
    before = known[0] if known else _way(words, start, end, boxes)
    for at, way in enumerate(ways):
        before = ways[at] = before if way < 0 else way
    for way, group in groupby(zip(ways, level, strict=True), key=lambda one: one[0]):
        rows = [row for _, row in group]
        if way != ACROSS:
            rows = list(_level(words, rows[0].ranges[0][0], rows[-1].ranges[0][1], boxes.of(way)))
        for row in rows:
            yield way, row


_FEW: Final = 3
"""Characters of which fewer do not tell which way they run."""


class _Boxes:
    """Where characters stand on a page, seen from the upper left corner of what is shown of it."""

    def __init__(self, text: Any, whole: Box, rotation: int) -> None:
        from pypdfium2 import raw

        self._rotation = rotation
        self._left, self._right, self._top, self._bottom = whole
        self._text = text
        self._rectangle = ctypes.create_string_buffer(16)
        self._size = self._right - self._left, self._top - self._bottom
        self._of: dict[int, Callable[[int], Box]] = {}
        self._angle = raw.FPDFText_GetCharAngle
        self._origin = raw.FPDFText_GetCharOrigin

    def of(self, way: int) -> Callable[[int], Box]:
        """The box of a character on the page as words that run this way are read."""
        if way not in self._of:
            turns = (self._rotation + way) % 4
            self._of[way] = self._turned(turns) if turns else self._plain()
        return self._of[way]

    def _plain(self) -> Callable[[int], Box]:
        rectangle, measure = self._rectangle, calls().box
        text, into, unpacked = address_of(self._text), ctypes.addressof(rectangle), FOUR
        left, top = self._left, self._top

        def box(at: int) -> Box:
            measure(text, at, into)
            begin, upper, end, lower = unpacked(rectangle)
            return begin - left, end - left, top - upper, top - lower

        return box

    def _turned(self, turns: int) -> Callable[[int], Box]:
        rectangle, measure = self._rectangle, calls().box
        text, into = address_of(self._text), ctypes.addressof(rectangle)
        left, bottom = self._left, self._bottom
        width, height = self._right - left, self._top - bottom
        width, height = (height, width) if turns % 2 else (width, height)

        def box(at: int) -> Box:
            measure(text, at, into)
            begin, upper, end, lower = FOUR(rectangle)
            return _turned(turns, width, height, begin - left, end - left, upper - bottom, lower - bottom)

        return box

    def size(self, way: int) -> tuple[float, float]:
        """Width and height of the page as words that run this way are read."""
        width, height = self._size
        return (height, width) if (self._rotation + way) % 2 else (width, height)

    def is_over(self, at: int) -> bool:
        """Whether a character stands on its head on the page as it is seen."""
        if self._rotation % 2:
            return False
        is_turned = 2.8 < self._angle(self._text, at) < 3.5
        return bool(is_turned != bool(self._rotation))

    def is_outside(self, row: _Row) -> bool:
        """Whether neither end of a line whose box is not on the page begins on it: fonts tell where their boxes are."""
        return not any(self._is_on_page(at) for at in (row.ranges[0][0], row.ranges[-1][1] - 1))

    def _is_on_page(self, at: int) -> bool:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._origin(self._text, at, ctypes.byref(x), ctypes.byref(y))
        return bool(self._left <= x.value <= self._right and self._bottom <= y.value <= self._top)


def _is_wide(row: _Row) -> bool:
    """Whether a line runs across for certain: it is as wide as its ideographs beside each other."""
    ((start, end),) = row.ranges
    left, right, top, bottom = row.box
    return not row.goes_back and end - start > 8 and right - left > 0.6 * (end - start) * (bottom - top)


def _way(words: str, start: int, end: int, boxes: _Boxes) -> int:
    """Which way the words of a line run, by where its longest word begins and ends."""
    across = boxes.of(ACROSS)
    first = across(start)
    if end - start < 2:
        return ACROSS
    last = across(end - 1 - (words[end - 1] == UNIT))
    along, down = last[0] + last[1] - first[0] - first[1], last[2] + last[3] - first[2] - first[3]
    # a line of words of other heights goes up and down a little
    if along > 0 and abs(down) < along / 2:
        return ACROSS
    if _SPACES.search(words, start, end):
        # PDFium may have put together what stands in different lines
        word = max(_WORD.finditer(words, start, end), key=lambda one: one.end() - one.start())
        start, end = word.span()
        if end - start < 2 + (words[end - 1] == UNIT):
            return ACROSS
        first, last = across(start), across(end - 1 - (words[end - 1] == UNIT))
        along, down = last[0] + last[1] - first[0] - first[1], last[2] + last[3] - first[2] - first[3]
    high = 2 * max(first[3] - first[2], last[3] - last[2])
    if abs(down) < abs(along) / 2:
        # letters that are read from right to left stand upright
        return OVER if -along > high and boxes.is_over(start) else ACROSS
    if abs(along) < abs(down) / 2:
        # of two, one may be a small one above the other
        return ACROSS if end - start < 3 and abs(down) < 0.9 * high else UP if down < 0 else DOWN
    return SLANTED if end - start > 2 and abs(down) > 0.4 * high else ACROSS


_WORD: Final = re.compile(r"[^ \xa0]+")


def _last(rows: Sequence[_Row]) -> range:
    """The last few, the latest first: what belongs into a line is drawn soon after it."""
    return range(len(rows) - 1, max(-1, len(rows) - 4), -1)


def _level(words: str, start: int, end: int, box: Callable[[int], Box]) -> Sequence[_Row]:
    """What PDFium gives as one line, parted where it is not: at a space between different heights."""
    if words.find(" ", start, end) >= 0 or words.find("\xa0", start, end) >= 0:
        return list(_levels(words, start, end, box))
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


_IDEOGRAPH: Final = re.compile(
    "(?![二三四工口日曰八六小])[\u3400-\u4dff\u4e01-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""But 一 and those that are not as high as others, whose boxes some fonts make as flat as they are."""

_LATIN: Final = re.compile("[“”‘’…—·]")
"""Marks that Chinese fonts leave to Latin ones, which are drawn by themselves and not always in their turn."""


def _row(
    words: str, start: int, end: int, spaces: Sequence[tuple[int, int, Box, Box]], box: Callable[[int], Box]
) -> _Row:
    # written out: this is done for every line
    first, last = box(start), box(end - 1)
    left, right, top, bottom = first
    other_left, other_right, *_ = last
    goes_back = other_left < left
    left, right = other_left if goes_back else left, other_right if other_right > right else right
    gaps: tuple[tuple[int, int, float, float], ...] = ()
    for *_, before, after in spaces:
        left, right = min(left, before[0], after[0]), max(right, before[1], after[1])
    # PDFium gives 一 or a figure a lower box than others, and a Western font may claim a line for its figures twice as
    # high as that of the Chinese one beside it: an ideograph tells how high the line is, or several characters
    is_chinese = True
    if not _IDEOGRAPH.match(words, start):
        if found := _IDEOGRAPH.search(words, start, end):
            *_, top, bottom = box(found.start())
        else:
            is_chinese = False
            heights = [last, box((start + end) // 2)]
            for *_, before, after in spaces:
                heights += before, after
            for *_, upper, lower in heights:
                top, bottom = min(top, upper), max(bottom, lower)
    is_ordered = True
    if spaces:
        gaps = tuple([(space, next_, before[1], after[0]) for space, next_, before, after in spaces])
        least = _BACK * (bottom - top)
        for *_, ends, begins in gaps:
            is_ordered &= begins - ends > least
    if is_ordered and (mark := _LATIN.search(words, start + 1, end)):
        # one tells: in a line they are drawn together
        is_ordered = box(mark.start())[0] >= box(mark.start() - 1)[0]
    return _Row(((start, end),), (left, right, top, bottom), gaps, is_ordered, is_chinese, goes_back)


def _in_order(words: str, row: _Row) -> Iterator[Line]:
    ((start, end),) = row.ranges
    left, right, top, bottom = row.box
    if not row.gaps:
        yield Line(words[start:end], left, right, top, bottom)
        return
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
