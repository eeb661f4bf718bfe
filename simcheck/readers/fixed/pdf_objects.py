"""What stands on a page of a PDF beside its words: pictures, drawings, annotations?"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
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


def beside(page: Any, number: int, *, has_pictures: bool, is_bare: bool = False) -> Beside:
    """The pictures of a page with words, if there are any in the document, and what is written onto it.

    One as large as the page is what its words were recognised from, or a ground to them; where they are too few for a
    page (``is_bare``) it is a scan with a title, and counts, as drawings do that may be words in curves.
    """
    from pypdfium2 import raw

    whole = raw.FPDF_GetPageWidthF(page) * raw.FPDF_GetPageHeightF(page)
    found: list[tuple[int, ...]] = []
    if has_pictures:
        for left, bottom, right, top in _Pictures(raw).on(page):
            width, height = right - left, top - bottom
            is_whole = width * height >= _WHOLE * whole
            if min(width, height) >= _SMALL and (is_bare or not is_whole):
                # what stands in one place on several pages is one, but for scans
                place = (round(left), round(bottom), round(right), round(top))
                found.append((*place, number) if is_whole else place)
    if is_bare and not found and _points(page) >= _CURVES:
        found.append((number,))
    written = _annotations(page)
    return Beside(tuple(found), tuple(written.items())) if found or written else NOTHING


_CURVES: Final = 1500
"""Points of lines on a page with a title from which they may be words, or a chart: a form of fifty lines has 250."""


def _points(page: Any) -> int:
    """Of how many points the lines of a page are made."""
    from pypdfium2 import raw

    points = 0
    for at in range(min(raw.FPDFPage_CountObjects(page), _MOST)):
        one = raw.FPDFPage_GetObject(page, at)
        if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_PATH:
            points += max(0, raw.FPDFPath_CountSegments(one))
    return points


class _Pictures:
    """The pictures of a page, also those that forms draw."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._into = [ctypes.byref(edge) for edge in self._edges]
        self._left = _MOST

    def on(self, page: Any) -> Iterator[Edges]:
        """Their edges in points: left, bottom, right, top."""
        count, get = self._raw.FPDFPage_CountObjects(page), self._raw.FPDFPage_GetObject
        yield from self._among(get, page, count, (), 0)

    def _among(
        self, get: Callable[[Any, int], Any], holder: Any, count: int, matrices: tuple[Any, ...], depth: int
    ) -> Iterator[Edges]:
        raw = self._raw
        kind, image, form = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
        for at in range(count):
            self._left -= 1
            if self._left < 0:
                return
            one = get(holder, at)
            what = kind(one)
            if what == image:
                if raw.FPDFPageObj_GetBounds(one, *self._into):
                    left, bottom, right, top = (edge.value for edge in self._edges)
                    yield _placed((left, bottom, right, top), matrices)
            elif what == form and depth < _DEEPEST:
                matrix = raw.FS_MATRIX()
                if raw.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix)):
                    inner = raw.FPDFFormObj_CountObjects(one)
                    yield from self._among(raw.FPDFFormObj_GetObject, one, inner, (matrix, *matrices), depth + 1)


Edges = tuple[float, float, float, float]

_DEEPEST: Final = 4
"""Forms inside each other that are looked into."""


def _placed(edges: Edges, matrices: tuple[Any, ...]) -> Edges:
    """Where something is on the page that stands in forms, of which the innermost comes first."""
    left, bottom, right, top = edges
    for by in matrices:
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        across = [by.a * x + by.c * y + by.e for x, y in corners]
        up = [by.b * x + by.d * y + by.f for x, y in corners]
        left, right, bottom, top = min(across), max(across), min(up), max(up)
    return left, bottom, right, top


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
    if raw.FPDF_GetFormType(document.raw) == raw.FORMTYPE_XFA_FULL:
        # pages that another program makes of XML, of which only the request to open it there is drawn
        found[Passed.EMBEDDED] += 1
    return found
