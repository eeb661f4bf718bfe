"""PDFium's functions that are asked about every line, without what ctypes does around a call: half the time of each.

Objects are their addresses, and results are read from bytes. The functions are short, so that the interpreter's lock is
held while they run.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable
from struct import Struct
from typing import Any, Final, NamedTuple


class Calls(NamedTuple):
    """The functions, by the names that PDFium gives them without the first part."""

    text: Callable[[int, int, int, int], int]
    """GetText: page of text, first character, how many, where to."""
    box: Callable[[int, int, int], int]
    """GetLooseCharBox: page of text, character, where to."""
    object: Callable[[int, int], int | None]
    """GetTextObject: page of text, character."""
    path: Callable[[int], int | None]
    """GetClipPath of an object."""
    count: Callable[[int], int]
    """CountPaths of what cuts it."""
    bounds: Callable[[int, int, int, int, int], int]
    """GetBounds: object, left, bottom, right, top."""
    segments: Callable[[int, int], int]
    """CountPathSegments of what cuts, of one of its paths."""
    segment: Callable[[int, int, int], int | None]
    """GetPathSegment: what cuts, path, number."""
    point: Callable[[int, int, int], int]
    """GetPoint of a segment: x, y."""


@functools.cache
def calls() -> Calls:
    """The functions of the library that is loaded."""
    from pypdfium2 import raw

    address, number = ctypes.c_void_p, ctypes.c_int

    def plain(function: Any, result: Any, *arguments: Any) -> Any:
        return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, address).value or 0)

    return Calls(
        plain(raw.FPDFText_GetText, number, address, number, number, address),
        plain(raw.FPDFText_GetLooseCharBox, number, address, number, address),
        plain(raw.FPDFText_GetTextObject, address, address, number),
        plain(raw.FPDFPageObj_GetClipPath, address, address),
        plain(raw.FPDFClipPath_CountPaths, number, address),
        plain(raw.FPDFPageObj_GetBounds, number, *[address] * 5),
        plain(raw.FPDFClipPath_CountPathSegments, number, address, number),
        plain(raw.FPDFClipPath_GetPathSegment, address, address, number, number),
        plain(raw.FPDFPathSegment_GetPoint, number, address, address, address),
    )


def address_of(handle: Any) -> int:
    """Where what a handle of pypdfium2 stands for is; 0 if there is none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


FOUR: Final = Struct("=4f").unpack_from
"""Four floats in a buffer: of a rectangle left, top, right and bottom."""
