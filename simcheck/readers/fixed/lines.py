"""What stands on a page: words in lines and the boxes around them; which lines stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

ACROSS, UP, OVER, DOWN, SLANTED = range(5)
"""Which way words run: the first four are quarters by which the page is turned to read them."""


class Line(NamedTuple):
    """Words in one line of a page and the box around them, in points from the page's upper left corner."""

    words: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


class Page(NamedTuple):
    """The lines of a page in the order in which they were drawn."""

    width: float
    height: float
    lines: Sequence[Line]
    apart: tuple[Page, ...] = ()
    """What is written in other directions on it, as pages that are turned to be read."""
    has_picture: bool = False
    """Whether a picture may hold the words of a page that has few others."""


STRANGE: Final = re.compile("[\0-\x01\x03-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""What a font without a table of its characters gives instead of text."""


UNREAD: Final = re.compile(f"{STRANGE.pattern}{{4,}}")
"""Several of them in a row: a bullet is one."""


def is_garbled(words: str) -> bool:
    """Whether the words of a page are none: one in five of their characters says nothing."""
    return 5 * len(STRANGE.findall(words)) > len("".join(words.split()))


def rows_of(lines: Iterable[Line]) -> list[list[Line]]:
    """The lines that stand beside each other, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.top + line.bottom):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].top < middle < rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


GRID: Final = 4
"""Points within which places are the same: a tenth of an inch is what a different digit moves a centred line."""


def overlap(before: Line, after: Line) -> bool:
    _, _, _, top, bottom = before
    _, _, _, other_top, other_bottom = after
    # written out: this is asked of every two lines
    common = (bottom if bottom < other_bottom else other_bottom) - (top if top > other_top else other_top)
    return common > 0.5 * (bottom - top) or common > 0.5 * (other_bottom - other_top)


def lines_of(fragments: Iterable[Line]) -> Iterator[Line]:
    """Fragments that follow each other closely in a row, as one line each."""
    last: Line | None = None
    words: list[str] = []
    for one in fragments:
        _, left, _, top, bottom = one
        height = bottom - top
        if last is not None and -0.5 * height < left - last.right < 0.6 * height and overlap(last, one):
            gap = left - last.right > 0.2 * height
            latin = words[-1][-1:].isascii() and one.words[:1].isascii()
            words += filter(None, (" " if gap and latin else "", one.words))
            last = Line("", last.left, one.right, min(last.top, top), max(last.bottom, bottom))
        else:
            if last is not None:
                yield last if len(words) == 1 else last._replace(words="".join(words))
            last, words = one, [one.words]
    if last is not None:
        yield last if len(words) == 1 else last._replace(words="".join(words))
