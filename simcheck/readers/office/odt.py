"""The text of an OpenDocument text (.odt): what a reader of the page sees, paragraph by paragraph.

A zip of XML. Headings, paragraphs, lists with the numbers that the writing program would count, tables row by row, text
boxes, indexes and tracked insertions are text; footnotes and endnotes follow at the end. What was deleted, hidden text
and sections, comments, headers and footers are not. Repetitions, which the format writes as a number, are bounded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.errors import Encrypted, NotText
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.extract import PAGE, Extract, Input, paged
from simcheck.readers.office import heads
from simcheck.readers.office.controls import asks
from simcheck.readers.office.odt_lists import OASIS, OFFICE, STYLE, TEXT, Lists, Styles, small_number
from simcheck.readers.office.odt_parts import facts_in, objects_in
from simcheck.readers.package import Package
from simcheck.readers.passed import Passed, told

TABLE: Final = f"{{{OASIS}:table:1.0}}"
DRAW: Final = f"{{{OASIS}:drawing:1.0}}"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_FO: Final = f"{{{OASIS}:xsl-fo-compatible:1.0}}"

_P: Final = f"{TEXT}p"
_H: Final = f"{TEXT}h"
_LIST: Final = f"{TEXT}list"
_SOFT_BREAK: Final = f"{TEXT}soft-page-break"

_SPARE: Final = 1_000_000
"""Characters that a document may have by repetition: a line of spaces repeats a hundred, a table in a text nothing."""


def extract(given: Input) -> Extract:
    """The text of an .odt, its pages if the program that wrote it left a trace of them, and notes on what was left out.

    An encoding says nothing here. Raises ``Encrypted`` for a document with a password, ``NotText`` for another kind of
    zip, and what ``Package`` raises.
    """
    parts = Package(given.path, given.data)
    # not parsed: old programs write a document type into it
    manifest = parts.content("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Encrypted(given.path)
    root = parts.tree("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise NotText(given.path, Format.ZIP)
    styles = parts.tree("styles.xml")
    shown = Shown(known := Styles(styles, root), Lists(known), objects_in(manifest))
    return _text(body, shown, given.name, _heads(styles))._replace(facts=facts_in(parts))


def _heads(styles: Element | None) -> list[Element]:
    """What stands at the edges of the pages, if it may be more than what runs there."""
    masters = styles.find(f"{OFFICE}master-styles") if styles is not None else None
    if masters is None or sum(map(len, masters.itertext())) <= heads.MOST:
        return []
    return [each for page in masters.iter(f"{STYLE}master-page") for each in page]


def _text(body: Element, shown: Shown, name: str, edges: Iterable[Element]) -> Extract:
    flow = Flow(shown)
    blocks(body, flow)
    for kind in ("footnote", "endnote"):
        for note in shown.notes[kind]:
            flow.lines += lines_in(note, shown)
    if edges:
        apart = Shown(shown.styles, shown.lists, shown.objects)
        flow.lines += heads.text_of(line for edge in edges for line in lines_in(edge, apart))
    notes = []
    for code, count in (("hidden-text", shown.hidden), ("deleted-text", shown.deleted)):
        if count:
            notes.append(Note(code, None, {"document": name, "count": count}))
    text = "\n".join(flow.lines)
    if not shown.laid_out:
        text = text.replace(PAGE, "")
    return paged(text, (*notes, *told(name, shown.passed, text)))


@dataclass
class Shown:
    """What is known and counted on the way through a document."""

    styles: Styles
    lists: Lists
    objects: dict[str, str]
    """The kinds of the documents inside it."""
    notes: dict[str, list[Element]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    hidden: int = 0
    deleted: int = 0
    passed: Counter[Passed] = field(default_factory=Counter)
    spare: int = _SPARE
    laid_out: bool = False
    """Whether a page ends inside a paragraph.

    LibreOffice run without a window writes pages too, though it has not set a single line: 5 of them where there are
    31, each of which begins with a paragraph. Nor does a break that the writer asked for tell of the pages between.
    """

    def repeated(self, times: str | None, size: int) -> int:
        """How often to show something of a size that a document wants shown so often: within bounds."""
        wanted = int(times[:9]) if times and times.isdecimal() else 1
        allowed = 1 + min(max(wanted, 1) - 1, self.spare // size)
        self.spare -= (allowed - 1) * size
        return allowed


@dataclass
class Flow:
    """Lines that follow each other: those of a document, of a cell, of a text box."""

    shown: Shown
    inner: bool = False
    """Whether this stands inside something, where styles begin no page."""
    lines: list[str] = field(default_factory=list)
    broken: bool = False
    """Whether the next line begins a page."""

    def add(self, words: str, number: str = "") -> None:
        """A paragraph; its number goes before it, but not before the page that it begins."""
        begin = PAGE if self.broken or words.startswith(PAGE) else ""
        self.broken = False
        self.lines += f"{begin}{number}{words.removeprefix(PAGE)}".split("\n")

    def breaks(self, family: str, style: str, side: str) -> None:
        """Take notice of a page that a style asks for, ``side`` of what has it."""
        told = self.shown.styles.told
        if self.inner or not style or not self.lines:
            return
        if told(family, style, f"{_FO}break-{side}") == "page":
            self.broken = True
        elif side == "before" and told(family, style, f"{STYLE}master-page-name"):
            # other margins or headers from here on, hence a new page
            self.broken = True


def _count(frame: Element, shown: Shown) -> None:
    """Count what a frame shows that is not in words: of several ways to show it the first."""
    inside = next((each for each in frame if each.tag.startswith(DRAW)), None)
    if inside is None:
        return
    tag = inside.tag.removeprefix(DRAW)
    if tag == "object":
        held = next(iter(inside), None)
        name = inside.get(_LINK, "").removeprefix("./")
        kind = (held.tag if held is not None else "") or shown.objects.get(name.rstrip("/"), "")
        is_formula, is_chart = kind.endswith(("math", "formula")), kind.endswith("chart")
        shown.passed[Passed.FORMULA if is_formula else Passed.CHART if is_chart else Passed.EMBEDDED] += 1
    elif tag in ("object-ole", "plugin", "floating-frame"):
        shown.passed[Passed.EMBEDDED] += 1
    elif tag == "image":
        shown.passed[Passed.PICTURE] += 1


def lines_in(element: Element, shown: Shown) -> list[str]:
    """The lines of a note or a text box; on what page they stand is that of the text around."""
    flow = Flow(shown, inner=True)
    blocks(element, flow)
    return [line.replace(PAGE, "") for line in flow.lines]


def lines_of_box(box: Element, shown: Shown) -> list[str]:
    """The lines of a text box or of another shape; what it shows that is not in words is counted."""
    if box.tag == f"{DRAW}frame":
        _count(box, shown)
    return lines_in(box, shown)


_UNSEEN: Final = frozenset(
    {
        *(
            f"{TEXT}{kind}-source"
            for kind in (
                "table-of-content",
                "illustration-index",
                "table-index",
                "object-index",
                "user-index",
                "alphabetical-index",
                "bibliography",
            )
        ),
        *(f"{TEXT}{tag}" for tag in ("note-citation", "number", "ruby-text", "script")),
        *(f"{OFFICE}{tag}" for tag in ("annotation", "forms", "change-info", "event-listeners")),
        f"{DRAW}object",
    }
)
"""What holds words that no page shows, or not as words."""


def blocks(parent: Iterable[Element], flow: Flow) -> None:
    """The paragraphs, lists and tables inside an element, as lines."""
    for child in parent:
        _block(child, flow)


def _block(element: Element, flow: Flow) -> None:
    shown = flow.shown
    if element.tag == _P:
        _paragraph(element, flow, "")
    elif element.tag == _H:
        _paragraph(element, flow, _of_heading(element, shown))
    elif element.tag == _LIST:
        style = element.get(f"{TEXT}style-name", "")
        _list(element, flow, shown.lists.opened(element, style), style, 0)
    elif element.tag == f"{TEXT}numbered-paragraph":
        _numbered(element, flow)
    elif element.tag == f"{TABLE}table":
        _table(element, flow)
    elif element.tag == _SOFT_BREAK:
        flow.broken = True
    elif element.tag == f"{TEXT}tracked-changes":
        shown.deleted += sum(map(_size, element.iterfind(f"{TEXT}changed-region/{TEXT}deletion")))
    elif element.tag == f"{TEXT}section" and _is_hidden(element):
        shown.hidden += _size(element)
    elif element.tag not in _UNSEEN:
        if element.tag == f"{DRAW}frame":
            _count(element, shown)
        elif element.tag == f"{TEXT}section" and element.find(f"{TEXT}section-source") is not None:
            # a part of another file, of which mostly a copy stands here
            shown.passed[Passed.MISSING] += not _size(element)
        blocks(element, flow)
    elif element.tag == f"{OFFICE}annotation":
        shown.passed[Passed.COMMENT] += 1
    elif element.tag == f"{OFFICE}forms":
        filled = (each.get(f"{_FORM}current-value", "") for each in element.iter() if each.tag in _FIELDS)
        shown.passed[Passed.ANNOTATION] += sum(map(bool, filled))


_FORM: Final = f"{{{OASIS}:form:1.0}}"
_FIELDS: Final = frozenset(f"{_FORM}{tag}" for tag in ("text", "textarea", "formatted-text"))


def _size(element: Element) -> int:
    """The characters of the paragraphs in an element, without the white space between its tags."""
    who_and_when = {id(each) for info in element.iter(f"{OFFICE}change-info") for each in info.iter()}
    sizes = (
        len(words)
        for each in element.iter()
        if id(each) not in who_and_when
        for words in (each.text, each.tail if each is not element else None)
        if words and words.strip()
    )
    return sum(sizes)


def _is_hidden(element: Element) -> bool:
    how = element.get(f"{TEXT}display")
    return how == "none" or (how == "condition" and element.get(f"{TEXT}is-hidden") == "true")


def _of_heading(heading: Element, shown: Shown) -> str:
    """The number of a heading outside of any list."""
    style = heading.get(f"{TEXT}style-name", "")
    outline = shown.styles.outline
    named = shown.styles.told("paragraph", style, f"{STYLE}list-style-name")
    # a style that names another list, even none, has left the numbering of headings
    if heading.get(f"{TEXT}is-list-header") == "true" or named not in (None, outline):
        return ""
    start = small_number(heading.get(f"{TEXT}start-value")) or 1
    depth = (small_number(heading.get(f"{TEXT}outline-level")) or 1) - 1
    restarts = heading.get(f"{TEXT}restart-numbering") == "true"
    return shown.lists.number(outline, outline, depth, start if restarts else None)


def _list(element: Element, flow: Flow, counting: str, style: str, depth: int) -> None:
    for item in element:
        if item.tag == _SOFT_BREAK:
            flow.broken = True
            continue
        counted = item.tag == f"{TEXT}list-item"
        for child in item:
            if child.tag == _LIST:
                own = child.get(f"{TEXT}style-name", style)
                _list(child, flow, counting, own, depth + 1)
            elif child.tag in (_P, _H):
                number = ""
                if counted and child.get(f"{TEXT}is-list-header") != "true":
                    number = _of_item(item, child, flow.shown, counting, style, depth)
                # further paragraphs of an item have no number
                counted = False
                _paragraph(child, flow, number)
            else:
                _block(child, flow)


def _of_item(item: Element, paragraph: Element, shown: Shown, counting: str, style: str, depth: int) -> str:
    named = item.get(f"{TEXT}style-override") or style
    if not named:
        own = paragraph.get(f"{TEXT}style-name", "")
        named = shown.styles.told("paragraph", own, f"{STYLE}list-style-name") or ""
    return shown.lists.number(counting, named, depth, small_number(item.get(f"{TEXT}start-value")))


def _numbered(element: Element, flow: Flow) -> None:
    """A paragraph that says itself of which list it is."""
    style = element.get(f"{TEXT}style-name", "")
    depth = (small_number(element.get(f"{TEXT}level")) or 1) - 1
    for child in element:
        if child.tag in (_P, _H):
            number = _of_item(element, child, flow.shown, element.get(f"{TEXT}list-id", ""), style, depth)
            _paragraph(child, flow, number)


@dataclass
class _Words:
    """The words of a paragraph as they come; text boxes in it are put aside, to follow it."""

    shown: Shown
    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    spaced: bool = True
    """Whether another space would be one too many, as it is after a space and at the beginning."""
    hides: bool = False
    """Whether a condition hides the whole paragraph."""

    def say(self, words: str | None, hidden: bool) -> None:
        """Words of the file, in which all white space together is one space."""
        if not words:
            return
        words = _WHITE.sub(" ", words)
        if self.spaced:
            words = words.removeprefix(" ")
        if hidden:
            self.shown.hidden += len(words)
        elif words:
            self.parts.append(words)
            self.spaced = words.endswith(" ")

    def sign(self, sign: str) -> None:
        """A sign that stands for itself."""
        self.parts.append(sign)
        self.spaced = False


_WHITE: Final = re.compile("[ \t\r\n]+")
"""Only these: an ideographic space is a character like any other."""


def _paragraph(paragraph: Element, flow: Flow, number: str) -> None:
    shown, style = flow.shown, paragraph.get(f"{TEXT}style-name", "")
    flow.breaks("paragraph", style, "before")
    words = _Words(shown)
    _say(paragraph, words, shown.styles.told("paragraph", style, f"{TEXT}display") == "none")
    line = "".join(words.parts)
    if words.hides:
        shown.hidden += len(line)
        line = ""
    # a number without words is counted, but nobody wrote it
    flow.add(line, number if line.strip() else "")
    for box in words.boxes:
        flow.lines += lines_of_box(box, shown)
    flow.breaks("paragraph", style, "after")


def _say(element: Element, words: _Words, hidden: bool) -> None:
    """The words inside an element, its own and those of what it holds."""
    words.say(element.text, hidden)
    for child in element:
        tag = child.tag
        if tag == f"{TEXT}span":
            how = words.shown.styles.told("text", child.get(f"{TEXT}style-name", ""), f"{TEXT}display")
            _say(child, words, how == "none" if how else hidden)
        elif tag == f"{TEXT}s":
            _spaces(child, words, hidden)
        elif tag in _SIGNS:
            if not hidden:
                words.sign(_SIGNS[tag])
        elif tag == _SOFT_BREAK:
            words.shown.laid_out = words.shown.laid_out or (words.parts != [] and words.parts[-1] != PAGE)
            words.parts.append(PAGE)
        elif tag == f"{TEXT}note":
            if not hidden:
                _note(child, words.shown)
        elif tag == f"{TEXT}hidden-text":
            _conditional(child, words, hidden)
        elif tag == f"{TEXT}hidden-paragraph":
            words.hides = words.hides or child.get(f"{TEXT}is-hidden") == "true"
        elif tag.startswith(DRAW):
            if not hidden:
                words.boxes.append(child)
        elif tag == f"{TEXT}placeholder" or (child.get(_PROMPTS) == "true" and asks("".join(child.itertext()))):
            words.shown.passed[Passed.PLACEHOLDER] += not hidden
        elif tag == f"{OFFICE}annotation":
            words.shown.passed[Passed.COMMENT] += not hidden
        elif tag not in _UNSEEN and child.get(f"{TEXT}display") != "none":
            _say(child, words, hidden)
        words.say(child.tail, hidden)


_PROMPTS: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}showing-place-holder"
"""What LibreOffice says of a content control that nobody has filled in; programs that do fill it in leave it so."""

_SIGNS: Final = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}


def _spaces(element: Element, words: _Words, hidden: bool) -> None:
    if not hidden:
        words.sign(" " * words.shown.repeated(element.get(f"{TEXT}c"), 1))


def _note(note: Element, shown: Shown) -> None:
    kind = "endnote" if note.get(f"{TEXT}note-class") == "endnote" else "footnote"
    shown.notes[kind] += note.iterfind(f"{TEXT}note-body")


def _conditional(element: Element, words: _Words, hidden: bool) -> None:
    """Words that a condition hides; hidden, they are kept in an attribute."""
    if element.get(f"{TEXT}is-hidden") == "true":
        words.shown.hidden += len(element.get(f"{TEXT}string-value", ""))
    else:
        _say(element, words, hidden)


def _table(table: Element, flow: Flow) -> None:
    """A table row by row: one line with tabs, or the lines of its cells if one has several paragraphs."""
    style = table.get(f"{TABLE}style-name", "")
    flow.breaks("table", style, "before")
    merged: dict[int, tuple[int, int]] = {}
    for row in _rows(table):
        if row.tag == _SOFT_BREAK:
            flow.broken = True
            continue
        cells = _of_one_page(list(_cells(row, flow, merged)))
        if all(len(cell) <= 1 for cell in cells):
            lines = ["\t".join(cell[0] if cell else "" for cell in cells)]
        else:
            lines = [line for cell in cells for line in cell]
        size = sum(map(len, lines)) + len(lines)
        for _ in range(flow.shown.repeated(row.get(f"{TABLE}number-rows-repeated"), size)):
            flow.add("\n".join(lines))
    flow.breaks("table", style, "after")


def _rows(parent: Element) -> Iterator[Element]:
    """The rows and the ends of pages between them, also inside what says nothing itself."""
    for child in parent:
        if child.tag in (f"{TABLE}table-row", _SOFT_BREAK):
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


_ROWS: Final = frozenset(f"{TABLE}{tag}" for tag in ("table-header-rows", "table-rows", "table-row-group"))


def _cells(row: Element, flow: Flow, merged: dict[int, tuple[int, int]]) -> Iterator[list[str]]:
    """The cells of a row, each as its lines.

    What a merged cell covers to its right is nothing; below it, an empty cell stands for it, as in a Word document.
    ``merged`` keeps for the column of such a cell how many more rows it covers, and how many columns.
    """
    column = covered = 0
    for cell in row:
        times = cell.get(f"{TABLE}number-columns-repeated")
        if cell.tag == f"{TABLE}table-cell":
            inner = Flow(flow.shown, inner=True)
            blocks(cell, inner)
            lines = [line for line in inner.lines if line.strip()]
            # a page that ends with nothing in this cell
            flow.broken = flow.broken or any(PAGE in line for line in inner.lines if not line.strip())
            rows, columns = (
                small_number(cell.get(f"{TABLE}number-{which}-spanned")) or 1 for which in ("rows", "columns")
            )
            if rows > 1:
                merged[column] = rows - 1, columns
            covered = columns - 1
            for _ in range(flow.shown.repeated(times, sum(map(len, lines)) + 1)):
                column += 1
                yield lines
        elif cell.tag == f"{TABLE}covered-table-cell":
            for _ in range(flow.shown.repeated(times, 1)):
                rows, columns = merged.get(column, (0, 0))
                # what a program left in it before it was merged
                flow.shown.hidden += _size(cell)
                if covered:
                    covered -= 1
                elif rows:
                    merged[column] = rows - 1, columns
                    covered = columns - 1
                    yield []
                column += 1


def _of_one_page(cells: list[list[str]]) -> list[list[str]]:
    """The cells of a row that a page ends in once, though each of them says so."""
    ends = [sum(line.count(PAGE) for line in cell) for cell in cells]
    if sum(ends) == max(ends, default=0):
        return cells
    kept = ends.index(max(ends))
    return [cell if at == kept else [line.replace(PAGE, "") for line in cell] for at, cell in enumerate(cells)]
