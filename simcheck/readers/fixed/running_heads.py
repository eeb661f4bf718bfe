"""Which lines of a page are not its text: running heads, page numbers, and what is printed across the words.

Such a line stands in the same place on several pages, or is a number at the edge; what only one page has is text, and
what is larger than the text is a title: of several that are the same the first is text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Final

from simcheck.readers.fixed.lines import GRID, Line, Page, rows_of

_EDGE: Final = 2
"""Rows at the top and at the bottom of a page that may be a running head, a page number or both."""

_NUMBER: Final = re.compile(
    r"[\s\-—–―－_·.~|〔\[(（]*(?:第\s*)?(?:\d{1,4}|[ivxlcIVXLC]{1,7}|[一二三四五六七八九十百〇]{1,5})(?:\s*页)?"
    r"(?:\s*[,，/／|of共]+\s*(?:第\s*)?\d{1,4}\s*页?)?[\s\-—–―－_·.~|〕\])）]*"
)
_BARE_NUMBER: Final = re.compile(r"[\s\-—–―－·]*\d{1,4}[\s\-—–―－·]*")

_REPEATED: Final = 3
"""Pages on which something has to stand in the same place to be a running head; in shorter documents both of two."""

_SPACES: Final = re.compile(r"\s+")
_PAGE_NUMBER: Final = re.compile(
    r"第\d{1,4}页|共\d{1,4}页|\d{1,4}[/／]\d{1,4}(?!\d)|[Pp]age\d{1,4}(?:of\d{1,4})?|[-—–·|]\d{1,4}[-—–·|]"
)
"""A number that says itself that it is that of a page, between the other words of a running head."""
_COUNTED: Final = re.compile(
    r"^\d{1,4}(?![\d年月日.．、])|(?<![\d表图件章节例组号期篇册卷集之第.])(?<!able)(?<!igure)(?<!hapter)(?<!nnex)(?<!art)\d{1,4}$"
)
"""A number with which a running head begins or ends; titles count too (附表 1), but are as large as the text."""

_APART: Final = 1.3
"""How much further than lines of text from each other what stands at the edge of a page is from the text."""

_SMALLER: Final = 0.9
"""How high its letters are, if they are smaller."""


_LARGER: Final = 1.15
"""How much higher than the text the letters of a title are."""

_LOOKED_AT: Final = 20_000_000
"""Pairs of lines of a document that are compared to find what is printed across; two thousand pages of forms have as
many, and they take some seconds."""


def without_edges(pages: Sequence[Page]) -> list[Page]:
    """The pages without running heads, page numbers, and what is printed across the text of most; where nothing would
    be left of any of them, with all but numbers."""
    rows = [rows_of(page.lines) for page in pages]
    pitch, height = _usual(rows)
    # what is written in other directions stands at the edge, or is the running head of a page that is turned itself
    aside = [{line for part in page.apart for line in part.lines} for page in pages]
    edges = [_edges(each, pitch, height) | others for each, others in zip(rows, aside, strict=True)]
    seen: Counter[tuple[str, int]] = Counter()
    for edge in edges:
        seen.update({_running(line, height) for line in edge})
    often = max(_REPEATED, (len(pages) + 1) // 2)
    said: Counter[str] = Counter()
    for page in pages:
        said.update({line.words for line in page.lines})
    repeated = {words for words, times in said.items() if times >= often}
    stamped: Counter[tuple[str, int, int]] = Counter()
    for page in pages if repeated else ():
        stamped.update({_stamp(line) for line in page.lines if line.words in repeated})
    marks = _across(pages, {stamp for stamp, times in stamped.items() if times >= often})
    enough = min(_REPEATED, max(2, len(pages)))
    gone = []
    for page, edge in zip(pages, edges, strict=True):
        alone = _Alone(page)
        found = {
            line
            for line in edge
            if (_NUMBER.fullmatch(line.words) and (len(pages) > 1 or alone.is_apart(line)))
            or (len(pages) > 1 and sum(seen[key] for key in _near(_running(line, height))) >= enough)
        }
        gone.append(found)
    titles = _titles(pages, gone, height)
    if marks:
        across = [{line for line in page.lines if _stamp(line) in marks} for page in pages]
        gone = [found | stamps for found, stamps in zip(gone, across, strict=True)]
        titles = {number: first - across[number] for number, first in titles.items()}
    kept = [_without(page, found) for page, found in zip(pages, gone, strict=True)]
    if any(page.lines or page.apart for page in kept):
        for number, first in titles.items():
            kept[number] = _without(pages[number], gone[number] - first)
        return kept
    # pages of one line each, as certificates or slides: it is their text, unless a picture holds it
    return [
        left if page.has_picture else _without(page, {line for line in page.lines if _NUMBER.fullmatch(line.words)})
        for page, left in zip(pages, kept, strict=True)
    ]


def _titles(pages: Sequence[Page], gone: Sequence[Set[Line]], height: float) -> dict[int, set[Line]]:
    """Of the lines that would go those that are titles, where each first stands: by the number of the page."""
    titles: dict[int, set[Line]] = {}
    known: set[str] = set()
    for number, (page, found) in enumerate(zip(pages, gone, strict=True)):
        for line in page.lines if found else ():
            is_title = line in found and line.height > _LARGER * height and not _NUMBER.fullmatch(line.words)
            if is_title and line.words not in known:
                known.add(line.words)
                titles.setdefault(number, set()).add(line)
    return titles


def _without(page: Page, gone: Set[Line]) -> Page:
    if not gone:
        return page
    parts = (_without(part, gone) for part in page.apart)
    lines = [line for line in page.lines if line not in gone]
    return page._replace(lines=lines, apart=tuple(part for part in parts if part.lines))


def _usual(pages: Sequence[Sequence[Sequence[Line]]]) -> tuple[float, float]:
    """How far apart the rows of pages mostly are, and how high."""
    steps = [below[0].top - above[0].top for page in pages for above, below in pairwise(page)]
    heights = [line.height for page in pages for row in page for line in row]
    return (median(steps) if steps else 0.0), (median(heights) if heights else 0.0)


def _edges(rows: list[list[Line]], pitch: float, height: float) -> set[Line]:
    """The first and the last rows of a page, as far as they stand apart from its text."""
    found: set[Line] = set()
    for ordered in (rows, rows[::-1]):
        for number in range(min(_EDGE, len(ordered) - 1), 0, -1):
            outer, inner = ordered[number - 1], ordered[number]
            gap = abs(inner[0].top - outer[0].top)
            if gap > _APART * pitch or max(line.height for line in outer) < _SMALLER * height:
                found |= {line for row in ordered[:number] for line in row}
                break
    return found | (set(rows[0]) if len(rows) == 1 else set())


def _across(pages: Sequence[Page], repeated: Set[tuple[str, int, int]]) -> set[tuple[str, int, int]]:
    """Which of the stamps that stand on many pages are printed over other words."""
    found: set[tuple[str, int, int]] = set()
    left = _LOOKED_AT
    for page in pages:
        for line in page.lines:
            stamp = _stamp(line)
            if stamp in repeated and stamp not in found:
                left -= len(page.lines)
                if left < 0:
                    return found
                if _is_across(line, page):
                    found.add(stamp)
    return found


def _is_across(line: Line, page: Page) -> bool:
    """Whether other words stand where it stands: then it was printed over them."""
    return any(
        other is not line
        and min(line.right, other.right) - max(line.left, other.left) > 0.3 * line.height
        and min(line.bottom, other.bottom) - max(line.top, other.top) > 0.3 * other.height
        for other in page.lines
    )


def _running(line: Line, height: float) -> tuple[str, int]:
    """What a line says wherever it is repeated, and where it stands; ``height`` is that of the text."""
    words = _SPACES.sub("", line.words)
    if line.height > _LARGER * height:
        return words, round(line.top / GRID)
    words = _PAGE_NUMBER.sub("#", words)
    if line.height < _SMALLER * height:
        words = _COUNTED.sub("#", words)
    return words, round(line.top / GRID)


def _near(key: tuple[str, int]) -> list[tuple[str, int]]:
    words, top = key
    return [(words, top - 1), key, (words, top + 1)]


def _stamp(line: Line) -> tuple[str, int, int]:
    return line.words, round(line.top / GRID), round(line.left / GRID)


class _Alone:
    """The numbers that stand by themselves on a page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def _others(self) -> tuple[float, float] | None:
        """Where what is no number begins and ends."""
        others = [line for line in self._page.lines if not _NUMBER.fullmatch(line.words)]
        return (min(line.top for line in others), max(line.bottom for line in others)) if others else None

    def is_apart(self, number: Line) -> bool:
        """Whether a number stands at the edge: nothing beyond it, and more than a line away from the rest."""
        if self._others is None:
            return bool(_BARE_NUMBER.fullmatch(number.words))
        top, bottom = self._others
        return max(top - number.bottom, number.top - bottom) > 0.3 * number.height
