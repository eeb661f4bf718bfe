"""What a reader hands on: the text of a file, what there is to say about it, and where its pages begin."""

from __future__ import annotations

from itertools import accumulate
from typing import Final, NamedTuple

from simcheck.model import Note

PAGE: Final = "\f"
"""What readers write into their lines where a new page begins; no format has it inside its words."""


class Extract(NamedTuple):
    """``pages`` are offsets of ``text`` in ascending order, one a page, the first 0; empty if the format knows none."""

    text: str
    notes: tuple[Note, ...] = ()
    pages: tuple[int, ...] = ()


def paged(text: str, notes: tuple[Note, ...] = ()) -> Extract:
    """The extract of a text in which ``PAGE`` stands where a page begins; without any, the pages are not known."""
    parts = text.split(PAGE)
    if len(parts) == 1:
        return Extract(text, notes)
    return Extract("".join(parts), notes, tuple(accumulate(map(len, parts[:-1]), initial=0)))
