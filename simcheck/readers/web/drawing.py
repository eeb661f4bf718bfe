"""What does a drawing in a web page (SVG) say? Programs that show documents page by page make such pages.

Words have places there, and are joined like those of a PDF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from simcheck.readers.extract import PAGE
from simcheck.readers.fixed.lines import Line, Page, lines_of, rows_of
from simcheck.readers.fixed.reflow import reflowed

_TEXTS: Final = frozenset(("text", "tspan", "textpath", "tref", "foreignobject"))
_SILENT: Final = frozenset(
    ("clippath", "defs", "desc", "marker", "mask", "metadata", "pattern", "script", "style", "symbol", "title")
)
"""What is drawn elsewhere, if at all, or only told."""

_MOST: Final = 20_000
"""Pieces of words of one drawing: a page of single characters has two thousand."""

_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})(?:[eE][-+]?[0-9]{1,2})?")
_TRANSFORM: Final = re.compile(r"(matrix|translate|scale)\s{0,9}\(([^()]{0,200})\)")
_SIZE: Final = re.compile(r"font-size\s{0,9}:\s{0,9}([0-9.]{1,9})")
_USUAL: Final = 16.0
_WHITE: Final = re.compile(r"[ \t\r\n\f]+")

Scale = tuple[float, float, float, float]
"""How far things are stretched along and down, and moved: what turns them is not asked for."""


class Drawing:
    """The words of a drawing, collected while its elements are told one by one."""

    def __init__(self, attributes: Mapping[str, str]) -> None:
        self.depth = 1
        """How many elements are open, the drawing itself among them."""
        self._silent = 0
        self._scales: list[Scale] = [(1.0, 1.0, 0.0, 0.0)]
        self._sizes = [_USUAL]
        self._texts = 0
        self._pieces: list[tuple[list[str], float, float, float]] = []
        """Words, where they begin and stand, and their size."""
        box = _numbers(attributes.get("viewbox", ""))
        self._wide, self._high = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)

    @property
    def says(self) -> bool:
        """Whether words that come now are seen."""
        return self._texts > 0 and not self._silent

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self._silent or tag in _SILENT:
            self._silent += 1
            return
        self._scales.append(_scaled(self._scales[-1], attributes.get("transform", "")))
        size = _SIZE.search(attributes.get("style", "")[:1000])
        told = _numbers(size[1] if size else attributes.get("font-size", ""))
        self._sizes.append(told[0] if told else self._sizes[-1])
        if tag in _TEXTS or self._texts:
            self._texts += 1
            if tag in _TEXTS:
                self._place(attributes, tag == "text" or tag == "foreignobject")

    def _place(self, attributes: Mapping[str, str], anew: bool) -> None:
        along, down = _numbers(attributes.get("x", "")), _numbers(attributes.get("y", ""))
        if not (anew or along or down):
            return
        if len(self._pieces) == _MOST:
            raise ValueError("more words than a drawing has")
        wide, high, right, below = self._scales[-1]
        last = self._pieces[-1] if self._pieces and not anew else None
        size = abs(high) * self._sizes[-1]
        left = right + wide * along[0] if along else last[1] if last else right
        base = below + high * down[0] if down else last[2] if last else below
        self._pieces.append(([], left, base, size))

    def end(self) -> None:
        """An element ends."""
        self.depth -= 1
        if self._silent:
            self._silent -= 1
        elif self.depth:
            self._scales.pop()
            self._sizes.pop()
            self._texts -= self._texts > 0

    def data(self, words: str) -> None:
        """Words inside of it."""
        if self.says and self._pieces:
            self._pieces[-1][0].append(words)

    def paragraphs(self) -> list[str]:
        """What it says, when it is complete."""
        lines = []
        for parts, left, base, size in self._pieces:
            words = _WHITE.sub(" ", "".join(parts)).strip(" ")
            if words:
                width = sum(size * (0.5 if sign.isascii() else 1) for sign in words)
                lines.append(Line(words, left, left + width, base - 0.88 * size, base + 0.12 * size))
        if not lines:
            return []
        wide = max(self._wide, *(line.right for line in lines))
        high = max(self._high, *(line.bottom for line in lines))
        # pieces of a line may be drawn in any order
        drawn = [line for row in rows_of(lines) for line in sorted(row, key=lambda line: line.left)]
        return reflowed([Page(wide, high, list(lines_of(drawn)))]).replace(PAGE, "").split("\n")


def _numbers(words: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(words[:200])]


def _scaled(scale: Scale, transform: str) -> Scale:
    wide, high, right, below = scale
    for kind, inside in _TRANSFORM.findall(transform[:1000]):
        numbers = _numbers(inside)
        if kind == "matrix" and len(numbers) == 6:
            across, down, along, further = numbers[0], numbers[3], numbers[4], numbers[5]
        elif kind == "translate" and numbers:
            across, down, along, further = 1.0, 1.0, numbers[0], (*numbers, 0.0)[1]
        elif kind == "scale" and numbers:
            across, down, along, further = numbers[0], numbers[-1], 0.0, 0.0
        else:
            continue
        right, below = right + wide * along, below + high * further
        wide, high = wide * across, high * down
    return wide, high, right, below
