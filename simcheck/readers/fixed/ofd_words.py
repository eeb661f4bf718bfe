"""Where do the words of an OFD stand on its page, and which way do they run? Of what is outside of the page nobody
sees anything.

Measures that are none are passed over: words with a place that is guessed are better than none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from simcheck.readers.fixed.lines import ACROSS, DOWN, OVER, SLANTED, UP, Line, Page, lines_of

POINTS: Final = 72 / 25.4
"""OFD measures in millimetres."""

Matrix = tuple[float, float, float, float, float, float]
"""Where places are on a page that are (x, y) inside of something: (ax + cy + e, bx + dy + f)."""

_NUMBER: Final = re.compile(r"[-+]?(?:\d{1,6}(?:\.\d{0,12})?|\.\d{1,12})(?:[eE][-+]?\d{1,2})?(?![\d.])")
_FAR: Final = 1e6
"""Millimetres: what is said to be further away is nowhere."""
_USUAL: Final = 3.7
"""Millimetres that letters are high of which it is not said: 五号."""


def tag(element: Element) -> str:
    """Without its namespace: some programs write others than the standard's."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def within(outer: Matrix, inner: Matrix) -> Matrix:
    """Of something that stands inside of something else."""
    a, b, c, d, e, f = outer
    g, h, i, j, x, y = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * x + c * y + e, b * x + d * y + f


def placed(element: Element) -> Matrix:
    """Where a graphic object puts what is in it."""
    x, y, *_ = (*numbers(element.get("Boundary")), 0.0, 0.0)
    given = numbers(element.get("CTM"))
    a, b, c, d, e, f = given if len(given) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + x, f + y


def numbers(words: str | None) -> tuple[float, ...]:
    """The numbers in a list of some; 0 for each that is none."""
    try:
        found = tuple(map(float, (words or "").split()))
    except ValueError:
        found = tuple(_number(one, 0.0) for one in (words or "").replace(",", " ").split())
    return (
        found if all(-_FAR < one < _FAR for one in found) else tuple(one if abs(one) < _FAR else 0.0 for one in found)
    )


def _number(words: str | None, otherwise: float) -> float:
    """The number with which an attribute begins."""
    found = _NUMBER.match((words or "").strip())
    number = float(found.group()) if found else otherwise
    return number if abs(number) < _FAR else otherwise


class Sheet:
    """The words of a page, collected as they are drawn: by the way they run, as pages of their own turned to be
    read."""

    def __init__(self, width: float, height: float) -> None:
        """In millimetres; a page without any is as large as what is on it."""
        self._width, self._height = width, height
        self._pieces: dict[int, list[Line]] = defaultdict(list)
        self.hidden = 0
        """Characters outside of the page."""

    def add(self, text: Element, place: Matrix) -> None:
        """The words of a text object."""
        for way, line in self._codes(text, place):
            self._pieces[way].append(line)

    def lines(self) -> dict[int, list[Line]]:
        """The lines so far by the way they run; those that follow are others."""
        found = {way: list(lines_of(pieces)) for way, pieces in self._pieces.items()}
        self._pieces.clear()
        return found

    def page(self, lines: dict[int, list[Line]]) -> Page:
        """The page that such lines make: turned as most of its characters are, the others apart."""
        pages = [Page(*self._size(way), found) for way, found in lines.items() if found]
        pages.sort(key=lambda page: -sum(len(line.words) for line in page.lines))
        if not pages:
            return Page(*self._size(ACROSS), lines.setdefault(ACROSS, []))
        return pages[0]._replace(apart=tuple(pages[1:]))

    def _size(self, way: int) -> tuple[float, float]:
        width, height = self._width * POINTS, self._height * POINTS
        return (height, width) if way in (UP, DOWN) else (width, height)

    def _codes(self, text: Element, place: Matrix) -> Iterator[tuple[int, Line]]:
        size = _number(text.get("Size"), _USUAL)
        matrix = within(place, placed(text))
        along = down = 0.0
        for code in text:
            if tag(code) != "TextCode":
                continue
            words = code.text or ""
            # places that are not given go on from those before
            along, down = _number(code.get("X"), along), _number(code.get("Y"), down)
            if not words.strip():
                continue
            across, below = (_steps(code.get(name), len(words)) for name in ("DeltaX", "DeltaY"))
            if across is None and below is None and len(words) > 1 and text.get("ReadDirection") in ("90", "270"):
                below = [size] * (len(words) - 1)
            is_down = below is not None and sum(map(abs, below)) > sum(map(abs, across or ()))
            ends = _ends_of(words, size, below if is_down else across, None if is_down else _room(text))
            yield from self._seen(_Run(matrix, along, down, size, is_down), words, ends)

    def _seen(self, run: _Run, words: str, ends: tuple[list[float], float]) -> Iterator[tuple[int, Line]]:
        """As much of some words as is on the page."""
        begins, length = ends
        whole = length
        if self._width > 0 and self._height > 0 and not all(map(self._is_inside, run.line(0.0, length))):
            if not begins:
                # how far the words reach is a guess
                begins, length = [0.0] * len(words), run.size
            places = [*begins, length]
            middles = [run.middle((start + end) / 2) for start, end in pairwise(places)]
            seen = [at for at, middle in enumerate(middles) if self._is_inside(middle)]
            kept = words[seen[0] : seen[-1] + 1] if seen else ""
            self.hidden += sum(map(len, words.split())) - sum(map(len, kept.split()))
            if not kept.strip():
                return
            if kept != words:
                yield self._boxed(run, kept, places[seen[0]], places[seen[-1] + 1])
                return
        yield self._boxed(run, words, 0.0, whole)

    def _is_inside(self, point: tuple[float, float]) -> bool:
        return 0 <= point[0] <= self._width and 0 <= point[1] <= self._height

    def _boxed(self, run: _Run, words: str, start: float, end: float) -> tuple[int, Line]:
        way = run.way
        (x, base), (further, _) = (self._turned(way, *point) for point in run.line(start, end))
        height = run.height(way)
        box = (min(x, further), max(x, further), base - 0.88 * height, base + 0.12 * height)
        return way, Line(words.strip(), *(number * POINTS for number in box))

    def _turned(self, way: int, x: float, y: float) -> tuple[float, float]:
        """A place on the page as it is turned to read words that run this way."""
        if way == UP:
            return self._height - y, x
        if way == OVER:
            return self._width - x, self._height - y
        if way == DOWN:
            return y, self._width - x
        return x, y


class _Run(NamedTuple):
    """Where words are drawn one after the other: the place of the first in its object, and which way they go on."""

    matrix: Matrix
    along: float
    down: float
    size: float
    is_down: bool

    def line(self, start: float, end: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """The places on the page between which they stand, those of their line."""
        return self._at(start, 0.12), self._at(end, 0.12)

    def middle(self, at: float) -> tuple[float, float]:
        """The middle of a character."""
        return self._at(at, 0.5)

    def _at(self, at: float, above: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        if self.is_down:
            x, y = self.along + above * self.size, self.down - 0.88 * self.size + at
        else:
            x, y = self.along + at, self.down - (above - 0.12) * self.size
        return a * x + c * y + e, b * x + d * y + f

    @property
    def way(self) -> int:
        x, y = self.matrix[2:4] if self.is_down else self.matrix[:2]
        if min(abs(x), abs(y)) > 0.4 * max(abs(x), abs(y)):
            return SLANTED
        if abs(x) >= abs(y):
            # what is only mirrored is read from left to right
            return OVER if x < 0 and self.matrix[3] < 0 else ACROSS
        return DOWN if y > 0 else UP

    def height(self, way: int) -> float:
        a, b, c, d, *_ = self.matrix
        beside = max(abs(a), abs(b)) if self.is_down else abs(c) if way in (UP, DOWN) else abs(d or b)
        return beside * self.size


def _room(text: Element) -> float | None:
    """How wide the box of a text object is, in its own measure."""
    extent = numbers(text.get("Boundary"))[2:]
    scale = (*numbers(text.get("CTM")), 1.0)[0]
    return extent[0] / scale if extent and scale else None


def _ends_of(words: str, size: float, steps: list[float] | None, room: float | None) -> tuple[list[float], float]:
    """Where each of the words' characters begins, if that is told, and where the last one ends."""
    if steps is None and len(words) > 1:
        if room is None:
            return [], size * len(words)
        return [room * at / len(words) for at in range(len(words))], room
    begins = list(accumulate((steps or [])[: len(words) - 1], initial=0.0))
    begins += [begins[-1]] * (len(words) - len(begins))
    if len(words) == 1 and steps is None:
        return begins, size
    return begins, sum(steps or ()) + size * (0.5 if words[-1:].isascii() else 1)


def _steps(said: str | None, most: int) -> list[float] | None:
    """How far it is from one character to the next, ``most`` of them; None if it is not said.

    "g 20 5.6" stands for twenty steps of 5.6.
    """
    if said is None:
        return None
    fields = said.split()
    found: list[float] = []
    at = 0
    while at < len(fields) and len(found) < most:
        count, step = 1, fields[at]
        if step == "g":
            if at + 2 >= len(fields):
                break
            count, step = int(_number(fields[at + 1], 1.0)), fields[at + 2]
            at += 2
        at += 1
        found += [_number(step, 0.0)] * min(count, most - len(found))
    return found
