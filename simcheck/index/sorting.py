"""Sorting (排序): in which order are rows of several columns of numbers, in the least time?"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Mask


def order_of(*columns: npt.NDArray[np.integer]) -> Ints:
    """The stable order of rows by columns, the first of which counts most; none has a number below 0.

    Columns and the place of the row are one number if they fit into 64 bits: nothing else is sorted as fast.
    """
    rows = len(columns[0])
    if not rows:
        return np.zeros(0, dtype=np.int64)
    widths = [int(column.max()).bit_length() for column in columns]
    if len(columns) == 1 and widths[0] <= _HALF:
        # counted instead of compared
        return np.argsort(columns[0].astype(np.uint16), kind="stable")
    compiled = core()
    if compiled and len(columns) == 1 and widths[0] <= _NUMBER and rows <= 1 << _NUMBER:
        numbers, order = np.ascontiguousarray(columns[0], dtype=np.uint32), np.empty(rows, dtype=np.int64)
        given, to = addresses(numbers, order)
        if not compiled.sc_order(given, rows, to):
            raise MemoryError
        return order
    own = (rows - 1).bit_length()
    if sum(widths) + own > _WORD:
        return np.lexsort(columns[::-1])
    packed = columns[0].astype(np.uint64)
    for column, width in zip(columns[1:], widths[1:], strict=True):
        packed <<= np.uint64(width)
        packed |= column.astype(np.uint64)
    packed <<= np.uint64(own)
    packed |= np.arange(rows, dtype=np.uint64)
    packed.sort()
    packed &= np.uint64((1 << own) - 1)
    return packed.astype(np.int64)


_HALF: Final = 16
_NUMBER: Final = 32
_WORD: Final = 64
"""Bits of the numbers that are sorted."""


def changes(*columns: npt.NDArray[Any]) -> Mask:
    """By row: whether any of the columns has another value than in the row before; the first has."""
    new = np.ones(len(columns[0]), dtype=np.bool_)
    new[1:] = columns[0][1:] != columns[0][:-1]
    for column in columns[1:]:
        new[1:] |= column[1:] != column[:-1]
    return new
