"""The text of a presentation (.pptx): its slides in their order, each a page; then what is said to them.

A zip of XML, read as a Word document is. Titles, boxes, tables row by row and the words of SmartArt are text; the
speaker's notes follow at the end. Numbers and dates of slides, and what is hidden, are not.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any, Final
from xml.etree.ElementTree import Element

from simcheck.errors import NotText, TooLarge
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.extract import PAGE, Extract, Input, broken, paged
from simcheck.readers.office import heads
from simcheck.readers.office.docx_parts import Parts, facts_in, related
from simcheck.readers.office.drawings import (
    ALTERNATIVES,
    A,
    characters,
    chosen,
    is_hidden,
    paragraphs_of,
    shown,
    words_of_diagram,
)
from simcheck.readers.package import Package, in_usual_names
from simcheck.readers.passed import Passed, told

_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

SLIDES: Final = 5_000


def extract(given: Input) -> Extract:
    """The paragraphs of all slides that are shown, where each begins, and notes on what is hidden or is no text.

    An encoding says nothing here. Raises ``NotText`` for another kind of zip, and what ``Package`` raises.
    """
    package = Package(given.path, given.data)
    parts = Parts(given, package)
    main = parts.main if package.has(parts.main) else "ppt/presentation.xml"
    root = package.tree(main, in_usual_names)
    if root is None:
        raise NotText(given.path, Format.ZIP)
    files = {id: name for id, _, name in related(package, main)}
    ids = [each.get(f"{_R}id", "") for each in root.iterfind(f"{_P}sldIdLst/{_P}sldId")]
    if len(ids) > SLIDES:
        raise TooLarge(given.path, len(ids), SLIDES, "pages")
    passed: Counter[Passed] = Counter()
    pages: list[list[str]] = []
    spoken: list[str] = []
    hidden = 0
    error: Exception | None = None
    for id in ids:
        try:
            slide = _Slide(package, files.get(id, ""))
        except broken() as caught:
            # one that cannot be read costs its own words
            error = caught
            passed[Passed.BROKEN] += 1
            pages.append([])
            continue
        hidden += slide.hidden
        if slide.is_shown:
            passed += slide.passed
            pages.append(slide.lines)
            spoken += slide.spoken
        else:
            passed[Passed.SHEET] += 1
            hidden += characters((*slide.lines, *slide.spoken))
            pages.append([])
    if error is not None and not (any(pages) or spoken or hidden):
        raise error
    passed[Passed.MACRO] += package.has("ppt/vbaProject.bin")
    written = [*pages, spoken] if spoken else pages
    text = _together(written, len(pages))
    said = [Note("hidden-text", None, {"document": given.name, "count": hidden})] if hidden else []
    read = paged(text, tuple(said))
    return read._replace(notes=(*read.notes, *told(given.name, passed, read.text)), facts=facts_in(parts))


def _together(pages: list[list[str]], count: int) -> str:
    """The lines of all pages, ``PAGE`` where each of the first ``count`` begins; what follows them is of the last."""
    parts: list[str] = []
    has_words = False
    for number, lines in enumerate(pages):
        if 0 < number < count:
            parts.append(PAGE)
        for line in lines:
            parts += ("\n" if has_words else "", line)
            has_words = True
    return "".join(parts)


class _Slide:
    """What is read of a slide: the shapes in the order in which they are drawn, and what is said to it."""

    def __init__(self, package: Package, name: str) -> None:
        """Raises what ``Package`` raises for one that cannot be read; one that is not there has no words."""
        self._package = package
        self._files = [(id, kind, name) for id, kind, name in related(package, name)] if name else []
        self.lines: list[str] = []
        self.hidden = 0
        self.passed: Counter[Passed] = Counter()
        tree = package.tree(name, in_usual_names) if name else None
        if tree is None:
            self.passed[Passed.MISSING] += 1
        self.is_shown = tree is None or tree.get("show", "1") not in ("0", "false")
        self._read(tree.find(f"{_P}cSld/{_P}spTree") if tree is not None else None)
        self.spoken = self._spoken()
        self._comments()

    def _read(self, shapes: Element | None) -> None:
        left: list[Any] = list(reversed(shapes)) if shapes is not None else []
        while left:
            shape = left.pop()
            tag = shape.tag
            if tag == ALTERNATIVES:
                left += reversed(chosen(shape))
            elif is_hidden(shape):
                self.hidden += characters(paragraphs_of(shape))
            elif tag == f"{_P}grpSp":
                left += reversed(shape)
            elif tag in (f"{_P}sp", f"{_P}cxnSp"):
                if _is_text(shape):
                    self.passed[Passed.FORMULA] += sum(each.tag == f"{_MATH}oMath" for each in shown(shape))
                    self.passed[Passed.PICTURE] += shape.find(f"{_P}spPr/{A}blipFill") is not None
                    self.lines += paragraphs_of(shape)
            elif tag == f"{_P}pic":
                media = shape.find(f".//{A}videoFile"), shape.find(f".//{A}audioFile")
                self.passed[Passed.MEDIA if any(one is not None for one in media) else Passed.PICTURE] += 1
            elif tag == f"{_P}graphicFrame":
                self._frame(shape)
            elif tag == f"{_P}contentPart":
                self.passed[Passed.PICTURE] += 1
            else:
                # what nobody knows may hold shapes
                left += reversed(shape)

    def _frame(self, frame: Element) -> None:
        """A table, a chart, SmartArt, or a document of another program."""
        data = frame.find(f"{A}graphic/{A}graphicData")
        if data is None:
            return
        for table in data.iter(f"{A}tbl"):
            for row in table.iterfind(f"{A}tr"):
                cells = []
                for cell in row.iterfind(f"{A}tc"):
                    lines = paragraphs_of(cell)
                    # what a merged cell covers; below it its row has an empty one
                    is_aside, is_below = (cell.get(name, "0") in ("1", "true") for name in ("hMerge", "vMerge"))
                    if is_aside or is_below:
                        self.hidden += characters(lines)
                        lines = []
                    if not is_aside:
                        cells.append("\n".join(lines))
                self.lines += _row(cells)
        kind = data.get("uri", "").rpartition("/")[2]
        if kind == "diagram":
            relation = data.find(f"{_DIAGRAM}relIds")
            words = self._diagram(relation.get(f"{_R}dm", "") if relation is not None else "")
            self.lines += words
            self.passed[Passed.DIAGRAM] += not words
        elif kind in ("chart", "chartex"):
            self.passed[Passed.CHART] += 1
        elif kind == "ole":
            self.passed[Passed.EMBEDDED] += 1
        elif kind != "table":
            # a slide of another place, a model in space, a drawing of another program
            words = paragraphs_of(data)
            self.lines += words
            self.passed[Passed.PICTURE] += not words

    def _diagram(self, id: str) -> list[str]:
        """The words of SmartArt, in the order in which its points are kept."""
        name = next((name for each, _, name in self._files if each == id), "")
        with suppress(*broken()):
            return words_of_diagram(self._package.tree(name, in_usual_names))
        return []

    def _spoken(self) -> list[str]:
        """What the speaker is to say, and whatever else stands below the slide."""
        lines: list[str] = []
        for name in (name for _, kind, name in self._files if kind == "notesSlide"):
            try:
                root = self._package.tree(name, in_usual_names)
            except broken():
                self.passed[Passed.BROKEN] += 1
                continue
            if root is None:
                self.passed[Passed.MISSING] += 1
                continue
            for shape in (each for each in shown(root) if each.tag in (f"{_P}sp", f"{_P}graphicFrame")):
                if _is_text(shape):
                    lines += paragraphs_of(shape)
        return lines

    def _comments(self) -> None:
        for name in (name for _, kind, name in self._files if kind == "comments"):
            root = self._package.aside(name)
            every = root.iter() if root is not None else ()
            self.passed[Passed.COMMENT] += sum(str(each.tag).endswith("}cm") for each in every)


_OF_PAGE: Final = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
"""Placeholders for the date, the foot and the number of a slide."""


def _is_text(shape: Element) -> bool:
    """Whether a shape is no foot of a slide, or says more than one does."""
    return _placeholder(shape) not in _OF_PAGE or characters(paragraphs_of(shape)) > heads.MOST


def _placeholder(shape: Element) -> str:
    found = shape.find(f".//{_P}nvPr/{_P}ph")
    return "" if found is None else found.get("type", "obj")


def _row(cells: list[str]) -> list[str]:
    """A row of a table: one line with tabs, or the lines of its cells if one has several paragraphs."""
    if any("\n" in cell for cell in cells):
        return [line for cell in cells for line in cell.split("\n") if line]
    return ["\t".join(cells)] if any(cells) else []
