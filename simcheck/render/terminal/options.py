"""How is a report to be shown: on which terminal, in which view, how much of it? What was typed became a ``Screen``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simcheck.environment import Language
from simcheck.model import Flag, Grade

NARROWEST: Final = 50
"""The screen is taken to have at least so many columns."""

PAPER: Final = 100
"""Columns where there is no screen: in .txt files, and in pipes if COLUMNS does not say."""

SIDE_FROM: Final = 100
"""With 46 cells (23 字) a side the two columns read well; below that one column does."""


class View(StrEnum):
    """How the findings are shown."""

    INLINE = "inline"
    SIDE = "side"
    LIST = "list"
    PARAGRAPHS = "paragraphs"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Screen:
    """How a report is to be shown: on what, in which words, and how much of it.

    ``limit`` is how many passages, None the longest of each kind; with ``every`` nothing is left out, neither passages
    nor the middle of one. ``grade`` is the lowest of passages and sources that are listed; it changes no number.
    ``all_notes``: however many there are. Without ``words`` nothing is quoted of the texts.
    """

    lang: Language
    width: int
    view: View
    colour: bool = False
    limit: int | None = None
    every: bool = False
    without: frozenset[Flag] = frozenset()
    grade: Grade | None = None
    all_notes: bool = False
    words: bool = True
    hints: bool = True
    command: str = ""
    """What was typed, without the options about the screen; the hint for the next step begins with it."""

    @property
    def columns(self) -> int:
        return max(NARROWEST, self.width)
