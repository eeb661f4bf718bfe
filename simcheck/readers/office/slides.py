"""The text of a presentation (.pptx): its slides in their order, each a page; then what is said to them.

A zip of XML, read as a Word document is. Titles, boxes, tables row by row and the words of SmartArt are text; the
speaker's notes follow at the end. Numbers and dates of slides, and what is hidden, are not.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element

from simcheck.errors import NotText, TooLarge
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.extract import PAGE, Extract, Input, broken, paged
from simcheck.readers.office.docx_parts import Parts, facts_in, related
from simcheck.readers.office.drawings import ALTERNATIVES, A, chosen, is_hidden, paragraphs_of, words_of_diagram
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
    for id in ids:
        name = files.get(id, "")
        tree = package.tree(name, in_usual_names) if name else None
        if tree is None:
            passed[Passed.MISSING] += 1
            pages.append([])
            continue
        slide = _Slide(package, name)
        slide.read(tree.find(f"{_P}cSld/{_P}spTree"))
        notes = slide.notes()
        if tree.get("show", "1") in ("0", "false"):
            passed[Passed.SHEET] += 1
            hidden += sum(len("".join(line.split())) for line in (*slide.lines, *notes))
            pages.append([])
        else:
            passed += slide.passed
            pages.append(slide.lines)
            spoken += notes
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


@dataclass
class _Slide:
    """What is collected of a slide."""

    package: Package
    name: str
    lines: list[str] = field(default_factory=list)
    passed: Counter[Passed] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._files = {id: (kind, name) for id, kind, name in related(self.package, self.name)}

    def read(self, shapes: Element | None) -> None:
        """The shapes in the order in which they are drawn, groups with what is in them."""
        left: list[Any] = list(reversed(shapes)) if shapes is not None else []
        while left:
            shape = left.pop()
            tag = shape.tag
            if tag == f"{_P}grpSp":
                left += reversed(shape)
            elif tag == ALTERNATIVES:
                left += reversed(chosen(shape))
            elif is_hidden(shape):
                continue
            elif tag in (f"{_P}sp", f"{_P}cxnSp"):
                if _placeholder(shape) not in _OF_PAGE:
                    self.passed[Passed.FORMULA] += sum(1 for _ in shape.iter(f"{_MATH}oMath"))
                    self.lines += paragraphs_of(shape)
            elif tag == f"{_P}pic":
                media = shape.find(f".//{A}videoFile"), shape.find(f".//{A}audioFile")
                self.passed[Passed.MEDIA if any(one is not None for one in media) else Passed.PICTURE] += 1
            elif tag == f"{_P}graphicFrame":
                self._frame(shape)
            elif tag == f"{_P}contentPart":
                self.passed[Passed.PICTURE] += 1

    def _frame(self, frame: Element) -> None:
        """A table, a chart, SmartArt, or a document of another program."""
        data = frame.find(f"{A}graphic/{A}graphicData")
        if data is None:
            return
        for table in data.iter(f"{A}tbl"):
            for row in table.iterfind(f"{A}tr"):
                cells = [
                    "\n".join(paragraphs_of(cell))
                    for cell in row.iterfind(f"{A}tc")
                    # what a merged cell covers; below it its row has an empty one
                    if cell.get("hMerge", "0") not in ("1", "true")
                ]
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

    def _diagram(self, id: str) -> list[str]:
        """The words of SmartArt, in the order in which its points are kept."""
        name = self._files.get(id, ("", ""))[1]
        with suppress(*broken()):
            return words_of_diagram(self.package.tree(name, in_usual_names))
        return []

    def notes(self) -> list[str]:
        """What the speaker is to say."""
        for kind, name in self._files.values():
            if kind == "notesSlide":
                try:
                    root = self.package.tree(name, in_usual_names)
                except (SyntaxError, ValueError):
                    return []
                shapes = root.iter(f"{_P}sp") if root is not None else iter(())
                return [line for shape in shapes if _placeholder(shape) == "body" for line in paragraphs_of(shape)]
        return []


_OF_PAGE: Final = frozenset({"dt", "ftr", "sldNum", "hdr"})
"""Placeholders for the date, the foot and the number of a slide."""


def _placeholder(shape: Element) -> str:
    found = shape.find(f".//{_P}nvPr/{_P}ph")
    return "" if found is None else found.get("type", "obj")


def _row(cells: list[str]) -> list[str]:
    """A row of a table: one line with tabs, or the lines of its cells if one has several paragraphs."""
    if any("\n" in cell for cell in cells):
        return [line for cell in cells for line in cell.split("\n") if line]
    return ["\t".join(cells)] if any(cells) else []
