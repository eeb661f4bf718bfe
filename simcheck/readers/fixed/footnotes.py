"""Which lines at the foot of a page are its footnotes? They stand between the halves of a paragraph that goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from simcheck.readers.fixed.lines import Line, rows_of

_SMALLER: Final = 0.92
"""How high their letters are at most, measured by those of the text: 小五 under 五号 are 0.86 of it, 10 points under 12
0.83."""

_MARK: Final = re.compile(
    r"\s*+(?:[①-⑳㉑-㉟*†‡]|[\[〔［【(（]\s*+\d{1,3}+\s*+[\]〕］】)）]|\d{1,3}(?![\d.,%年月日个项名])|注\s*+\d{0,3}+\s*+[:：])"
)
"""How a footnote begins."""


def without_footnotes(column: Sequence[Line], height: float) -> tuple[list[Line], list[list[Line]]]:
    """The lines of a column, where the text is so high, and those of each footnote below it."""
    at = len(column)
    while at and column[at - 1].height < _SMALLER * height:
        at -= 1
    if not 0 < at < len(column):
        return list(column), []
    above, rows = column[:at], rows_of(column[at:])
    # what a column ends with is below all the rest of it; three beside each other are cells of a table
    is_below = min(line.top for line in rows[0]) > max((line.top + line.bottom) / 2 for line in above)
    if not is_below or not _begins(rows[0]) or any(len(row) > 2 for row in rows):
        return list(column), []
    notes: list[list[Line]] = []
    for row in rows:
        if _begins(row):
            notes.append([])
        notes[-1] += sorted(row, key=lambda line: line.left)
    return list(above), notes


def _begins(row: Sequence[Line]) -> bool:
    return _MARK.match("".join(line.words for line in sorted(row, key=lambda line: line.left))) is not None
