"""Which characters of a PDF are cut away? A path that is drawn through shows nothing outside of it."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from simcheck.readers.fixed.pdf_calls import FOUR, calls

Box = tuple[float, float, float, float]
"""Left, right, top and bottom in points."""


class _Cut(NamedTuple):
    """Of an object that draws characters, which part is shown: from where to where in its width, from 0 to 1."""

    object: int
    start: float
    end: float


class Clipping:
    """What the paths of a page cut away."""

    def __init__(self, text: int) -> None:
        """``text`` is the address of a page of text."""
        self._text = text
        self._calls = calls()
        *_, self._object, self._path, self._count, self._bounds, _, _, _ = self._calls
        self._floats = (ctypes.c_float * 4)()
        start, size = ctypes.addressof(self._floats), ctypes.sizeof(ctypes.c_float)
        self._into = [start + size * at for at in range(4)]

    def cuts(self, start: int, end: int) -> bool:
        """Whether what draws the first or the last of some characters is cut."""
        first = self._object(self._text, start)
        if self._has_path(first) and self._cut(start) is not None:
            return True
        last = self._object(self._text, end - 1)
        return last != first and self._has_path(last) and self._cut(end - 1) is not None

    def _has_path(self, one: int | None) -> bool:
        path = self._path(one) if one else None
        return path is not None and self._count(path) > 0

    def cut(self, start: int, end: int, places: Sequence[Box], shown: list[bool]) -> None:
        """Say of the characters from ``start``, which stand in these places, which are not shown."""
        for cut, group in groupby(range(start, end), key=self._cut):
            if cut is None:
                continue
            found = [at - start for at in group]
            left = min(places[at][0] for at in found)
            width = max(places[at][1] for at in found) - left
            for at in found:
                middle = (places[at][0] + places[at][1]) / 2 - left
                shown[at] &= cut.start * width < middle < cut.end * width

    def _cut(self, at: int) -> _Cut | None:
        """How what a character is drawn with is cut by its paths, by their boxes; None if it is not."""
        one = self._object(self._text, at)
        path = self._path(one) if one else None
        if not one or not path or (count := self._count(path)) <= 0 or not self._bounds(one, *self._into):
            return None
        left, bottom, right, top = FOUR(self._floats)
        start, end = left, right
        for number in range(min(count, _PATHS)):
            box = self._box(path, number)
            if not box:
                continue
            if right <= box[0] or box[1] <= left or bottom >= box[2] or top <= box[3]:
                return _Cut(0, 0.0, 0.0)
            start, end = max(start, box[0]), min(end, box[1])
        if start <= left + _LITTLE and end >= right - _LITTLE:
            return None
        width = max(right - left, _LITTLE)
        return _Cut(one, (start - left) / width, (end - left) / width)

    def _box(self, path: int, number: int) -> Box | None:
        count = self._calls.segments(path, number)
        if not 3 <= count <= _SEGMENTS:
            return None
        # three corners of a rectangle, as nearly all are, tell where it is
        across, up = self._points(path, number, range(3))
        if count > 5 or len(across) < 3 or not _is_right(across, up):
            across, up = self._points(path, number, range(count))
        return (min(across), max(across), max(up), min(up)) if across else None

    def _points(self, path: int, number: int, places: range) -> tuple[list[float], list[float]]:
        segment, point, (x, y, *_) = self._calls.segment, self._calls.point, self._into
        across, up = [], []
        for at in places:
            one = segment(path, number, at)
            if not one or not point(one, x, y):
                return [], []
            across.append(self._floats[0])
            up.append(self._floats[1])
        return across, up


def _is_right(x: Sequence[float], y: Sequence[float]) -> bool:
    """Whether three points are corners of a rectangle that stands upright, in its order."""
    return (x[0] == x[1] and y[1] == y[2] and x[1] != x[2]) or (y[0] == y[1] and x[1] == x[2] and y[1] != y[2])


_LITTLE: Final = 1.0
"""Points that a frame may be narrower than what it shows: letters reach out of their boxes."""
_PATHS: Final = 8
"""Paths inside each other that are looked at."""
_SEGMENTS: Final = 40
"""What has more is a drawing and no frame."""
