"""When is what stands at the top and at the foot of the pages no running head, but a part of the text?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

MOST: Final = 1000
"""Characters in all heads and feet of the pages, each line counted once, up to which they run there: those of a
university, with its addresses, have five hundred."""


def text_of(lines: Iterable[str]) -> list[str]:
    """The lines that a page has at its edges, each once, if they say more than what runs there; else nothing."""
    found = list(dict.fromkeys(line for line in lines if line.strip()))
    return found if sum(map(len, found)) > MOST else []
