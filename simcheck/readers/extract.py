"""What a reader hands on: the text of a file, what there is to say about it, and where its pages begin; and by which
exceptions it says that the bytes are not what they should be."""

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


def broken() -> tuple[type[Exception], ...]:
    """What readers, and the libraries they use, raise when bytes are not what they should be.

    Whatever a damaged file says of itself, it is wrong in one of these ways. Nesting too deep is a ``RuntimeError``,
    bad XML a ``SyntaxError``.
    """
    # here, because an error about a picture needs none of them
    from struct import error as StructError
    from zipfile import BadZipFile
    from zlib import error as ZlibError

    general = (ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError)
    return (BadZipFile, StructError, ZlibError, *general)
