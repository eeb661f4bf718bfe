"""Which lines at the foot of a page are its footnotes? They stand between the halves of a paragraph that goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from simcheck.readers.fixed.lines import Line, rows_of

_SMALLER: Final = 0.92
"""How high their letters are at most, measured by those of the text: 小五 under 五号 are 0.86 of it, 10 points under 12
0.83."""

_MARK: Final = re.compile(
    r"\s*+(?:[①-⑳㉑-㉟*†‡]|[\[〔［【(（]\s*+\d{1,3}+\s*+[\]〕］】)）]|\d{1,3}(?![\d.,%年月日个项名])|注\s*+\d{0,3}+\s*+[:：])"
)
"""How a footnote begins."""


def without_footnotes(column: Sequence[Line], height: float, page: float) -> tuple[list[Line], list[list[Line]]]:
    """The lines of a column, where the text is so high, on a page that is so high, and those of each footnote below
    it."""
    at = len(column)
    while at and column[at - 1].height < _SMALLER * height:
        at -= 1
    if not 0 < at < len(column):
        return list(column), []
    above, rows = column[:at], rows_of(column[at:])
    # what a column ends with is below all the rest of it; three beside each other are cells of a table
    is_below = min(line.top for line in rows[0]) > max((line.top + line.bottom) / 2 for line in above)
    is_noted = _begins(rows[0]) or _is_set_off(above, rows, page)
    if not is_below or not is_noted or any(len(row) > 2 for row in rows):
        return list(column), []
    notes: list[list[Line]] = []
    for row in rows:
        if _begins(row) or not notes:
            notes.append([])
        notes[-1] += sorted(row, key=lambda line: line.left)
    return list(above), notes


def _is_set_off(above: Sequence[Line], rows: Sequence[Sequence[Line]], page: float) -> bool:
    """Whether rows without a mark stand at the foot of a page, apart from text that goes on elsewhere: it is prose, and
    ends in the middle of a sentence, at the end of a full line."""
    last, right = above[-1], max(line.right for line in above)
    full = [line for line in above if line.right > right - line.height]
    if len(above) < _PROSE or 2 * len(full) < len(above) or full[-1] is not last or _STOPPED.search(last.words):
        return False
    pitch = median(after.top - before.top for before, after in pairwise(above))
    step = min(line.top for line in rows[0]) - last.top
    return step > _GAP * pitch and max(line.bottom for line in rows[-1]) > _FOOT * page


_PROSE: Final = 3
"""Lines of text that tell where it ends."""
_GAP: Final = 1.5
"""How much further below the text than its lines from each other a note without a mark begins."""
_FOOT: Final = 0.8
"""The part of a page's height below which its foot is."""
_STOPPED: Final = re.compile(r"[。！？!?：:；;…][”’）)』」]*\Z")


def _begins(row: Sequence[Line]) -> bool:
    return _MARK.match("".join(line.words for line in sorted(row, key=lambda line: line.left))) is not None
