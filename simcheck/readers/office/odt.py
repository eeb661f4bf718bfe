"""The text of an OpenDocument text (.odt): what a reader of the page sees, paragraph by paragraph.

A zip of XML. Headings, paragraphs, lists with the numbers that the writing program would count, tables row by row, text
boxes, indexes and tracked insertions are text; footnotes and endnotes follow at the end. What was deleted, hidden text
and sections, comments, headers and footers are not. Repetitions, which the format writes as a number, are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.errors import Encrypted, NotText
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.extract import PAGE, Extract, Input, paged
from simcheck.readers.numerals import written
from simcheck.readers.package import Package

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
_OFFICE: Final = f"{{{_OASIS}:office:1.0}}"
_TEXT: Final = f"{{{_OASIS}:text:1.0}}"
_TABLE: Final = f"{{{_OASIS}:table:1.0}}"
_DRAW: Final = f"{{{_OASIS}:drawing:1.0}}"
_STYLE: Final = f"{{{_OASIS}:style:1.0}}"
_FO: Final = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
_LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"

_P: Final = f"{_TEXT}p"
_H: Final = f"{_TEXT}h"
_LIST: Final = f"{_TEXT}list"
_SOFT_BREAK: Final = f"{_TEXT}soft-page-break"

_SPARE: Final = 1_000_000
"""Characters that a document may have by repetition: a line of spaces repeats a hundred, a table in a text nothing."""

_LEVELS: Final = 10
"""Of a list and of headings, as OpenDocument programs have them."""

_LABEL: Final = 100
"""Characters of a number with what stands around it, which every item of a list repeats; what has more is none."""

_LINEAGE: Final = 50
"""Styles that inherit from each other; more than that go round in a circle."""


def extract(given: Input) -> Extract:
    """The text of an .odt, its pages if the program that wrote it left a trace of them, and notes on what was left out.

    An encoding says nothing here. Raises ``Encrypted`` for a document with a password, ``NotText`` for another kind of
    zip, and what ``Package`` raises.
    """
    parts = Package(given.path, given.data)
    # not parsed: old programs write a document type into it
    if b"encryption-data" in (parts.content("META-INF/manifest.xml") or b""):
        raise Encrypted(given.path)
    root = parts.tree("content.xml")
    body = root.find(f"{_OFFICE}body/{_OFFICE}text") if root is not None else None
    if root is None or body is None:
        raise NotText(given.path, Format.ZIP)
    return _text(body, _Styles(parts.tree("styles.xml"), root), given.name)


def _text(body: Element, styles: _Styles, name: str) -> Extract:
    shown = _Shown(styles, _Lists(styles))
    flow = _Flow(shown)
    _blocks(body, flow)
    for kind in ("footnote", "endnote"):
        for note in shown.notes[kind]:
            flow.lines += _inner(note, shown)
    notes = []
    for code, count in (("hidden-text", shown.hidden), ("deleted-text", shown.deleted)):
        if count:
            notes.append(Note(code, None, {"document": name, "count": count}))
    text = "\n".join(flow.lines)
    if not shown.laid_out:
        text = text.replace(PAGE, "")
    return paged(text, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is written; a bullet has no ``format``, an invisible number an empty one."""

    format: str | None
    prefix: str
    suffix: str
    shown: int
    """How many levels, from this one up, are written."""
    start: int
    template: str
    """The whole number with "%2%" for the one of a level, as newer programs write it; empty from older ones."""
    doubled: bool
    """Whether Z is followed by AA, BB and not by AA, AB."""


class _Styles:
    """What the styles of a document say of its text; works without any."""

    def __init__(self, *roots: Element | None) -> None:
        """From the roots of styles.xml and content.xml; what comes later takes precedence."""
        self.lists: dict[str, dict[int, _Level]] = {}
        self.outline = "Outline"
        """The name by which headings outside of lists are numbered."""
        self._told: dict[tuple[str, str], dict[str, str]] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._found: dict[tuple[str, str, str], str | None] = {}
        for root in roots:
            # the automatic styles of styles.xml are those of headers and footers: names may be there twice
            for kind in ("automatic-styles", "styles"):
                for style in root.iterfind(f"{_OFFICE}{kind}/*") if root is not None else ():
                    self._read(style)

    def _read(self, style: Element) -> None:
        name = style.get(f"{_STYLE}name", "")
        if style.tag == f"{_TEXT}list-style":
            self.lists[name] = _levels(style)
        elif style.tag == f"{_TEXT}outline-style":
            self.outline = name or self.outline
            self.lists[self.outline] = _levels(style)
        elif style.tag == f"{_STYLE}style":
            key = (style.get(f"{_STYLE}family", ""), name)
            self._parents[key] = style.get(f"{_STYLE}parent-style-name", "")
            # the style itself and its properties, which have no attribute in common that is asked for
            self._told[key] = {each: value for part in (style, *style) for each, value in part.items()}

    def told(self, family: str, name: str, attribute: str) -> str | None:
        """What a style, or the nearest one that it inherits from, says; None if none of them says anything."""
        key = (family, name, attribute)
        if key not in self._found:
            self._found[key] = self._nearest(family, name, attribute)
        return self._found[key]

    def _nearest(self, family: str, name: str, attribute: str) -> str | None:
        for _ in range(_LINEAGE):
            found = self._told.get((family, name), {}).get(attribute)
            if found is not None:
                return found
            name = self._parents.get((family, name), "")
            if not name:
                break
        return None


def _levels(style: Element) -> dict[int, _Level]:
    return {(_number(level.get(f"{_TEXT}level")) or 1) - 1: _level(level) for level in style}


def _level(level: Element) -> _Level:
    start = _number(level.get(f"{_TEXT}start-value"))
    counted = level.tag in (f"{_TEXT}list-level-style-number", f"{_TEXT}outline-level-style")
    return _Level(
        level.get(f"{_STYLE}num-format", "")[:_LABEL] if counted else None,
        level.get(f"{_STYLE}num-prefix", ""),
        level.get(f"{_STYLE}num-suffix", ""),
        _number(level.get(f"{_TEXT}display-levels")) or 1,
        1 if start is None else start,
        level.get(f"{_STYLE}num-list-format") or level.get(f"{_LOEXT}num-list-format") or "",
        level.get(f"{_STYLE}num-letter-sync") == "true",
    )


def _number(words: str | None) -> int | None:
    """A small number; what is none, or has more digits than anything in a document, is None."""
    return int(words) if words and words.isdecimal() and len(words) < 6 else None


class _Lists:
    """The lists of a document, counting as its paragraphs come."""

    def __init__(self, styles: _Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._continued: dict[str, str] = {}
        """By the id of a list, the one that it continues."""
        self._last: dict[str, str] = {}
        """By style, the counting of the list before."""

    def opened(self, element: Element, style: str) -> str:
        """The counting that the items of an outermost list take part in: one of their own, unless it continues one."""
        id = element.get(_XML_ID) or f"{len(self._continued)}."
        given = element.get(f"{_TEXT}continue-list")
        if style == self._styles.outline:
            counting = style
        elif given is not None:
            counting = self._continued.get(given, id)
        elif element.get(f"{_TEXT}continue-numbering") == "true":
            # also when another list stands between: Word writes each paragraph as a list
            counting = self._last.get(style, id)
        else:
            counting = id
        self._continued[id] = counting
        self._last[style] = counting
        return counting

    def number(self, counting: str, style: str, depth: int, start: int | None) -> str:
        """The next number of a counting as it is written before its paragraph; empty for a bullet."""
        levels = self._styles.lists.get(style, {})
        if depth >= _LEVELS:
            return ""
        counts = self._counts.setdefault(counting, [None] * _LEVELS)
        for upper in range(depth):
            if counts[upper] is None:
                # an item that has only items: it is counted, though nobody sees it
                counts[upper] = levels[upper].start if upper in levels else 1
        own = counts[depth]
        if start is not None:
            counts[depth] = start
        elif own is not None:
            counts[depth] = own + 1
        else:
            counts[depth] = levels[depth].start if depth in levels else 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        label = _label(levels[depth], levels, counts, depth) if depth in levels else ""
        return label if len(label) <= _LABEL else ""


def _label(level: _Level, levels: dict[int, _Level], counts: list[int | None], depth: int) -> str:
    if level.format is None or max(map(len, (level.prefix, level.suffix, level.template))) > _LABEL:
        return ""

    def one(number: int) -> str:
        return _written(counts[number] or 0, levels[number]) if number in levels and number <= depth else ""

    if level.template:
        return _PLACE.sub(lambda place: one(int(place[1]) - 1), level.template)
    first = max(0, depth - level.shown + 1)
    # a level without a format leaves no dot
    seen = (number for number in range(first, depth + 1) if number in levels and levels[number].format != "")
    return level.prefix + ".".join(map(one, seen)) + level.suffix


_PLACE: Final = re.compile("%([1-9]|10)%")

_SMALL: Final = "零一二三四五六七八九", "十百千万"
_CAPITAL: Final = "零壹贰叁肆伍陆柒捌玖", "拾佰仟万"
_CAPITAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖", "拾佰仟萬"
_CHINESE: Final = {"一": _SMALL, "壹": _CAPITAL}

_CIRCLED: Final = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
"""① to ㊿, which stand in three places."""

_OF_WORD: Final = {
    "A": "upperLetter",
    "a": "lowerLetter",
    "I": "upperRoman",
    "i": "lowerRoman",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "１": "decimalFullWidth",
}
"""Formats that are written as in Word, by their first number; the others are told by it too: "一, 二, 三, ..."."""


def _written(count: int, level: _Level) -> str:
    """A number in the format of a level; what is not known is written in digits."""
    if not level.format:
        return ""
    first = level.format.split(",")[0].strip()
    if first in _CHINESE and count > 0:
        words = _counted(count, *(_CAPITAL_TRADITIONAL if "貳" in level.format else _CHINESE[first]))
        # eleven is 十一, but a hundred and eleven 一百一十一, and 壹拾壹 in capitals
        return words.removeprefix("一") if count < 20 and len(words) > 1 else words
    if first in ("A", "a") and not level.doubled and count > 0:
        return _letters(count, first)
    if first == "①" and 0 < count <= len(_CIRCLED):
        return _CIRCLED[count - 1]
    if first.isdecimal():
        # "01", "001"
        return str(count).zfill(len(first)) if first.isascii() else written(count, "decimalFullWidth")
    return written(count, _OF_WORD.get(first, "decimal"))


def _counted(count: int, digits: str, units: str) -> str:
    """二十一, 一百零五, 二千零一十, 一万二千."""
    if count >= 10_000:
        more, rest = divmod(count, 10_000)
        gap = digits[0] if 0 < rest < 1000 else ""
        return _counted(more, digits, units) + units[3] + gap + (_counted(rest, digits, units) if rest else "")
    words = ""
    for power in (3, 2, 1, 0):
        digit = count // 10**power % 10
        if digit:
            words += digits[digit] + (units[power - 1] if power else "")
        elif words and not words.endswith(digits[0]) and count % 10**power:
            words += digits[0]
    return words


def _letters(count: int, first: str) -> str:
    """A … Z, AA, AB …"""
    words = ""
    while count > 0:
        count, letter = divmod(count - 1, 26)
        words = chr(ord(first) + letter) + words
    return words


@dataclass
class _Shown:
    """What is known and counted on the way through a document."""

    styles: _Styles
    lists: _Lists
    notes: dict[str, list[Element]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    hidden: int = 0
    deleted: int = 0
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
class _Flow:
    """Lines that follow each other: those of a document, of a cell, of a text box."""

    shown: _Shown
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
        elif side == "before" and told(family, style, f"{_STYLE}master-page-name"):
            # other margins or headers from here on, hence a new page
            self.broken = True


def _inner(element: Element, shown: _Shown) -> list[str]:
    """The lines of a note or a text box; on what page they stand is that of the text around."""
    flow = _Flow(shown, inner=True)
    _blocks(element, flow)
    return [line.replace(PAGE, "") for line in flow.lines]


_UNSEEN: Final = frozenset(
    {
        *(
            f"{_TEXT}{kind}-source"
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
        *(f"{_TEXT}{tag}" for tag in ("note-citation", "number", "ruby-text", "script")),
        *(f"{_OFFICE}{tag}" for tag in ("annotation", "forms", "change-info", "event-listeners")),
        f"{_DRAW}object",
    }
)
"""What holds words that no page shows, or not as words."""


def _blocks(parent: Element, flow: _Flow) -> None:
    """The paragraphs, lists and tables inside an element, as lines."""
    for child in parent:
        _block(child, flow)


def _block(element: Element, flow: _Flow) -> None:
    shown = flow.shown
    if element.tag == _P:
        _paragraph(element, flow, "")
    elif element.tag == _H:
        _paragraph(element, flow, _of_heading(element, shown))
    elif element.tag == _LIST:
        style = element.get(f"{_TEXT}style-name", "")
        _list(element, flow, shown.lists.opened(element, style), style, 0)
    elif element.tag == f"{_TEXT}numbered-paragraph":
        _numbered(element, flow)
    elif element.tag == f"{_TABLE}table":
        _table(element, flow)
    elif element.tag == _SOFT_BREAK:
        flow.broken = True
    elif element.tag == f"{_TEXT}tracked-changes":
        shown.deleted += sum(map(_size, element.iterfind(f"{_TEXT}changed-region/{_TEXT}deletion")))
    elif element.tag == f"{_TEXT}section" and _is_hidden(element):
        shown.hidden += _size(element)
    elif element.tag not in _UNSEEN:
        _blocks(element, flow)


def _size(element: Element) -> int:
    """The characters of the paragraphs in an element, without the white space between its tags."""
    who_and_when = {id(each) for info in element.iter(f"{_OFFICE}change-info") for each in info.iter()}
    sizes = (
        len(words)
        for each in element.iter()
        if id(each) not in who_and_when
        for words in (each.text, each.tail if each is not element else None)
        if words and words.strip()
    )
    return sum(sizes)


def _is_hidden(element: Element) -> bool:
    how = element.get(f"{_TEXT}display")
    return how == "none" or (how == "condition" and element.get(f"{_TEXT}is-hidden") == "true")


def _of_heading(heading: Element, shown: _Shown) -> str:
    """The number of a heading outside of any list."""
    style = heading.get(f"{_TEXT}style-name", "")
    outline = shown.styles.outline
    named = shown.styles.told("paragraph", style, f"{_STYLE}list-style-name")
    # a style that names another list, even none, has left the numbering of headings
    if heading.get(f"{_TEXT}is-list-header") == "true" or named not in (None, outline):
        return ""
    start = _number(heading.get(f"{_TEXT}start-value")) or 1
    depth = (_number(heading.get(f"{_TEXT}outline-level")) or 1) - 1
    restarts = heading.get(f"{_TEXT}restart-numbering") == "true"
    return shown.lists.number(outline, outline, depth, start if restarts else None)


def _list(element: Element, flow: _Flow, counting: str, style: str, depth: int) -> None:
    for item in element:
        if item.tag == _SOFT_BREAK:
            flow.broken = True
            continue
        counted = item.tag == f"{_TEXT}list-item"
        for child in item:
            if child.tag == _LIST:
                own = child.get(f"{_TEXT}style-name", style)
                _list(child, flow, counting, own, depth + 1)
            elif child.tag in (_P, _H):
                number = ""
                if counted and child.get(f"{_TEXT}is-list-header") != "true":
                    number = _of_item(item, child, flow.shown, counting, style, depth)
                # further paragraphs of an item have no number
                counted = False
                _paragraph(child, flow, number)
            else:
                _block(child, flow)


def _of_item(item: Element, paragraph: Element, shown: _Shown, counting: str, style: str, depth: int) -> str:
    named = item.get(f"{_TEXT}style-override") or style
    if not named:
        own = paragraph.get(f"{_TEXT}style-name", "")
        named = shown.styles.told("paragraph", own, f"{_STYLE}list-style-name") or ""
    return shown.lists.number(counting, named, depth, _number(item.get(f"{_TEXT}start-value")))


def _numbered(element: Element, flow: _Flow) -> None:
    """A paragraph that says itself of which list it is."""
    style = element.get(f"{_TEXT}style-name", "")
    depth = (_number(element.get(f"{_TEXT}level")) or 1) - 1
    for child in element:
        if child.tag in (_P, _H):
            number = _of_item(element, child, flow.shown, element.get(f"{_TEXT}list-id", ""), style, depth)
            _paragraph(child, flow, number)


@dataclass
class _Words:
    """The words of a paragraph as they come; text boxes in it are put aside, to follow it."""

    shown: _Shown
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


def _paragraph(paragraph: Element, flow: _Flow, number: str) -> None:
    shown, style = flow.shown, paragraph.get(f"{_TEXT}style-name", "")
    flow.breaks("paragraph", style, "before")
    words = _Words(shown)
    _say(paragraph, words, shown.styles.told("paragraph", style, f"{_TEXT}display") == "none")
    line = "".join(words.parts)
    if words.hides:
        shown.hidden += len(line)
        line = ""
    # a number without words is counted, but nobody wrote it
    flow.add(line, number if line.strip() else "")
    for box in words.boxes:
        flow.lines += _inner(box, shown)
    flow.breaks("paragraph", style, "after")


def _say(element: Element, words: _Words, hidden: bool) -> None:
    """The words inside an element, its own and those of what it holds."""
    words.say(element.text, hidden)
    for child in element:
        tag = child.tag
        if tag == f"{_TEXT}span":
            how = words.shown.styles.told("text", child.get(f"{_TEXT}style-name", ""), f"{_TEXT}display")
            _say(child, words, how == "none" if how else hidden)
        elif tag == f"{_TEXT}s":
            _spaces(child, words, hidden)
        elif tag in _SIGNS:
            if not hidden:
                words.sign(_SIGNS[tag])
        elif tag == _SOFT_BREAK:
            words.shown.laid_out = words.shown.laid_out or (words.parts != [] and words.parts[-1] != PAGE)
            words.parts.append(PAGE)
        elif tag == f"{_TEXT}note":
            if not hidden:
                _note(child, words.shown)
        elif tag == f"{_TEXT}hidden-text":
            _conditional(child, words, hidden)
        elif tag == f"{_TEXT}hidden-paragraph":
            words.hides = words.hides or child.get(f"{_TEXT}is-hidden") == "true"
        elif tag.startswith(_DRAW):
            if not hidden:
                words.boxes.append(child)
        elif tag not in _UNSEEN and child.get(f"{_TEXT}display") != "none":
            _say(child, words, hidden)
        words.say(child.tail, hidden)


_SIGNS: Final = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def _spaces(element: Element, words: _Words, hidden: bool) -> None:
    if not hidden:
        words.sign(" " * words.shown.repeated(element.get(f"{_TEXT}c"), 1))


def _note(note: Element, shown: _Shown) -> None:
    kind = "endnote" if note.get(f"{_TEXT}note-class") == "endnote" else "footnote"
    shown.notes[kind] += note.iterfind(f"{_TEXT}note-body")


def _conditional(element: Element, words: _Words, hidden: bool) -> None:
    """Words that a condition hides; hidden, they are kept in an attribute."""
    if element.get(f"{_TEXT}is-hidden") == "true":
        words.shown.hidden += len(element.get(f"{_TEXT}string-value", ""))
    else:
        _say(element, words, hidden)


def _table(table: Element, flow: _Flow) -> None:
    """A table row by row: one line with tabs, or the lines of its cells if one has several paragraphs."""
    style = table.get(f"{_TABLE}style-name", "")
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
        for _ in range(flow.shown.repeated(row.get(f"{_TABLE}number-rows-repeated"), size)):
            flow.add("\n".join(lines))
    flow.breaks("table", style, "after")


def _rows(parent: Element) -> Iterator[Element]:
    """The rows and the ends of pages between them, also inside what says nothing itself."""
    for child in parent:
        if child.tag in (f"{_TABLE}table-row", _SOFT_BREAK):
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


_ROWS: Final = frozenset(f"{_TABLE}{tag}" for tag in ("table-header-rows", "table-rows", "table-row-group"))


def _cells(row: Element, flow: _Flow, merged: dict[int, tuple[int, int]]) -> Iterator[list[str]]:
    """The cells of a row, each as its lines.

    What a merged cell covers to its right is nothing; below it, an empty cell stands for it, as in a Word document.
    ``merged`` keeps for the column of such a cell how many more rows it covers, and how many columns.
    """
    column = covered = 0
    for cell in row:
        times = cell.get(f"{_TABLE}number-columns-repeated")
        if cell.tag == f"{_TABLE}table-cell":
            inner = _Flow(flow.shown, inner=True)
            _blocks(cell, inner)
            lines = [line for line in inner.lines if line.strip()]
            # a page that ends with nothing in this cell
            flow.broken = flow.broken or any(PAGE in line for line in inner.lines if not line.strip())
            rows, columns = (_number(cell.get(f"{_TABLE}number-{which}-spanned")) or 1 for which in ("rows", "columns"))
            if rows > 1:
                merged[column] = rows - 1, columns
            covered = columns - 1
            for _ in range(flow.shown.repeated(times, sum(map(len, lines)) + 1)):
                column += 1
                yield lines
        elif cell.tag == f"{_TABLE}covered-table-cell":
            for _ in range(flow.shown.repeated(times, 1)):
                rows, columns = merged.get(column, (0, 0))
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
