"""What stands on a page of a PDF beside its words: pictures, drawings, annotations?"""

from __future__ import annotations

from typing import Any, Final

_MOST: Final = 1000
"""Objects of a page that are looked at."""

_OUTLINES: Final = 500
"""Points of lines on a page without words from which they may be words that were turned into curves: a character has
some twenty, a frame five."""


def has_drawing(page: Any) -> bool:
    """Whether a page without words shows something that may hold some: a picture, or lines upon lines."""
    from pypdfium2 import raw

    points = 0
    for at in range(min(raw.FPDFPage_CountObjects(page), _MOST)):
        one = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(one)
        # a form may hold the picture; what else would a page without words show?
        if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
            return True
        if kind == raw.FPDF_PAGEOBJ_PATH:
            points += max(0, raw.FPDFPath_CountSegments(one))
            if points >= _OUTLINES:
                return True
    return False
