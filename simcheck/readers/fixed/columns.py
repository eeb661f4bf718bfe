"""In which order are the lines of a page read: whether it is set in two columns, and where they part."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from simcheck.readers.fixed.lines import Line, Page, rows_of


def columns_of(page: Page) -> list[list[Line]]:
    """The lines in reading order, column by column; as they were drawn, unless that jumps back."""
    lines = [line for line in page.lines if line.words.strip()]
    if not lines:
        return []
    gutter = _gutter(page)
    if gutter is None:
        return [_in_order(lines)]
    columns: list[list[Line]] = []
    # what spans both columns, a title say, stands between what is above and what is below it
    band: list[Line] = []
    for row in rows_of(lines):
        spanning = [line for line in row if line.left < gutter < line.right]
        if spanning:
            columns += [*_halves(band, gutter), spanning]
            band = []
        else:
            band += row
    columns += _halves(band, gutter)
    return [column for column in columns if column]


def _halves(lines: Sequence[Line], gutter: float) -> list[list[Line]]:
    left = [line for line in lines if line.right <= gutter]
    return [_in_order(left), _in_order([line for line in lines if line.right > gutter])]


_PROSE: Final = 5
"""Rows that both columns must fill together before they are columns and not a table."""


def _gutter(page: Page) -> float | None:
    """Where the page is parted into two columns of prose; None if it is not."""
    lines = page.lines
    if len(lines) < 2 * _PROSE:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    width = right - left
    middle = (left + right) / 2
    # columns of text are filled; the cells of a table hardly ever are
    first = [line for line in lines if line.right < middle + 0.05 * width and line.right - line.left > 0.3 * width]
    second = [line for line in lines if line.left > middle - 0.05 * width and line.right - line.left > 0.3 * width]
    if min(len(first), len(second)) < _PROSE:
        return None
    edge, start = max(line.right for line in first), min(line.left for line in second)
    tops = sorted(line.top for line in second)

    def is_beside(line: Line) -> bool:
        at = bisect(tops, line.top)
        return any(abs(line.top - top) < line.height for top in tops[max(0, at - 1) : at + 1])

    beside = sum(map(is_beside, first))
    return (edge + start) / 2 if edge < start and 2 * beside > min(len(first), len(second)) else None


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines as they were drawn; from top to bottom if drawing went back up inside a column."""
    back = sum(
        after.bottom <= before.top and min(before.right, after.right) > max(before.left, after.left)
        for before, after in pairwise(lines)
    )
    return [line for row in rows_of(lines) for line in sorted(row, key=lambda one: one.left)] if back else lines
