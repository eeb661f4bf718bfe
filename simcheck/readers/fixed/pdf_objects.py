"""What stands on a page of a PDF beside its words: pictures, drawings, annotations?"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from simcheck.readers.passed import Passed

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


class Beside(NamedTuple):
    """What stands on a page that has words."""

    pictures: tuple[tuple[int, ...], ...] = ()
    """Their edges, in points."""
    passed: tuple[tuple[Passed, int], ...] = ()


NOTHING: Final = Beside()

_SMALL: Final = 30
"""Points: what is narrower or lower is a line, a bullet or a sign."""

_WHOLE: Final = 0.8
"""The part of the page that a picture behind its words covers: the paper, or a scan whose words were recognized."""


def beside(page: Any, *, has_pictures: bool, is_bare: bool = False) -> Beside:
    """The pictures of a page with words, if there are any in the document, and what is written onto it.

    One as large as the page is what its words were recognised from, or a ground to them; where they are too few for a
    page (``is_bare``) it is a scan with a title, and counts.
    """
    from pypdfium2 import raw

    whole = raw.FPDF_GetPageWidthF(page) * raw.FPDF_GetPageHeightF(page)
    found = []
    if has_pictures:
        edges = [ctypes.c_float() for _ in range(4)]
        into = [ctypes.byref(edge) for edge in edges]
        get, kind, image = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_IMAGE
        for at in range(min(raw.FPDFPage_CountObjects(page), _MOST)):
            one = get(page, at)
            if kind(one) == image and raw.FPDFPageObj_GetBounds(one, *into):
                left, bottom, right, top = (edge.value for edge in edges)
                width, height = right - left, top - bottom
                if min(width, height) >= _SMALL and (is_bare or width * height < _WHOLE * whole):
                    found.append((round(left), round(bottom), round(right), round(top)))
    written = _annotations(page)
    return Beside(tuple(found), tuple(written.items())) if found or written else NOTHING


def counted_in(pages: Iterable[Beside]) -> Counter[Passed]:
    """What is passed over on all pages; a picture in one place on several of them, as in a letterhead, is one."""
    pictures: set[tuple[int, ...]] = set()
    passed: Counter[Passed] = Counter()
    for page in pages:
        pictures.update(page.pictures)
        for kind, count in page.passed:
            passed[kind] += count
    if pictures:
        passed[Passed.PICTURE] = len(pictures)
    return passed


def _annotations(page: Any) -> Counter[Passed]:
    """Boxes and stamps on a page, fields that are filled, and remarks."""
    from pypdfium2 import raw

    found: Counter[Passed] = Counter()
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        one = raw.FPDFPage_GetAnnot(page, at)
        if not one:
            continue
        kind = raw.FPDFAnnot_GetSubtype(one)
        is_filled = kind == raw.FPDF_ANNOT_WIDGET and _says(one, b"V")
        if is_filled or kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP):
            found[Passed.ANNOTATION] += 1
        elif kind in _REMARKS and _says(one, b"Contents"):
            found[Passed.COMMENT] += 1
        elif kind in (raw.FPDF_ANNOT_SOUND, raw.FPDF_ANNOT_MOVIE, raw.FPDF_ANNOT_SCREEN, raw.FPDF_ANNOT_RICHMEDIA):
            found[Passed.MEDIA] += 1
        elif kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            found[Passed.EMBEDDED] += 1
        raw.FPDFPage_CloseAnnot(one)
    return found


_REMARKS: Final = frozenset({1, 9, 10, 11, 12, 14})
"""Notes, and notes to words that are marked, underlined or struck out (``FPDF_ANNOT_TEXT`` and others)."""


def _says(annotation: Any, key: bytes) -> bool:
    from pypdfium2 import raw

    # a string of nothing is its end, two bytes
    return bool(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0) > 2)


def attached(document: Any) -> Counter[Passed]:
    """Files inside of a document, and programs."""
    from pypdfium2 import raw

    found: Counter[Passed] = Counter()
    for kind, count in (
        (Passed.EMBEDDED, raw.FPDFDoc_GetAttachmentCount(document.raw)),
        (Passed.MACRO, raw.FPDFDoc_GetJavaScriptActionCount(document.raw)),
    ):
        if count > 0:
            found[kind] = count
    return found
