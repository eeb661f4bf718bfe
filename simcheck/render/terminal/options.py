"""All that a screen depends on besides the report: the terminal, what the user asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from simcheck.environment import Language
from simcheck.model import Flag

NARROWEST: Final = 50
"""The screen is taken to have at least so many columns."""

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
class Look:
    """How the user wants to see a report; ``limit`` None means the longest of each kind."""

    lang: Language
    width: int
    view: View
    colour: bool = False
    limit: int | None = None
    every: bool = False
    without: frozenset[Flag] = frozenset()
    hints: bool = True
    command: str = ""
    """What was typed, without the options about looks; the hint for the next step begins with it."""

    @property
    def columns(self) -> int:
        return max(NARROWEST, self.width)

    @property
    def ways(self) -> Ways:
        return Ways(self.lang, self.columns, self.colour, self.every)


@dataclass(frozen=True, slots=True)
class Ways:
    """How passages are shown; ``unfolded`` ones have nothing left out in the middle."""

    lang: Language
    width: int
    colour: bool
    unfolded: bool
