"""The text of a Word document (.docx): what a reader of the page sees, paragraph by paragraph.

A zip of XML. Headings, paragraphs, lists with the numbers that Word would count, tables row by row, text boxes, content
controls and tracked insertions are text; footnotes and endnotes follow at the end. What was deleted, hidden text,
comments, headers and footers are not. Nothing outside the document is ever asked for, and its size is bounded.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any, Final
from xml.etree.ElementTree import Element

from simcheck.errors import Damaged, Encrypted, NotText, UnreadableDocument
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.detect import looks_like
from simcheck.readers.extract import PAGE, Extract, Input, broken, paged
from simcheck.readers.office import heads
from simcheck.readers.office.controls import Prompts
from simcheck.readers.office.docx_parts import Parts, facts_in
from simcheck.readers.office.docx_runs import (
    FORMULA,
    MARK,
    Boxes,
    Page,
    R,
    W,
    boxes_in,
    field_sign,
    formula,
    hides,
    hiding_styles,
    is_blank,
    is_on,
    length,
    pass_by,
    symbol,
)
from simcheck.readers.office.drawings import ALTERNATIVES, chosen, shown
from simcheck.readers.office.numbering import Numbering, value
from simcheck.readers.package import Package
from simcheck.readers.passed import Passed, counted, told
from simcheck.readers.plain import text as plain

_SYMBOL: Final = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"


def extract(given: Input) -> Extract:
    """The text of a .docx with its pages as Word last laid them out, and notes on what was left out of it.

    An encoding says nothing here. Raises ``NotText`` for another kind of zip, and what ``Package`` raises.
    """
    return extracted(Parts(given, Package(given.path, given.data)))


def extracted(parts: Parts) -> Extract:
    """The same of a document whose files are at hand, however they were packed."""
    body = parts.body()
    if body is None:
        raise NotText(parts.given.path, Format.ZIP)
    return _text(parts, body)._replace(facts=facts_in(parts))


def traced(given: Input, root: Any) -> tuple[Extract, list[tuple[int, Any]]]:
    """The same extract, and where in its text the words of each ``w:t`` begin, in the order of the text.

    ``root`` is the root of the body's XML, parsed by whomever: elements of ElementTree and of lxml are asked alike.
    """
    seen: list[Any] = []
    marked = _text(Parts(given, Package(given.path, given.data)), root, seen)
    places, parts, at, length = [], [], 0, 0
    for mark in MARK.finditer(marked.text):
        parts.append(marked.text[at : mark.start()])
        length += len(parts[-1])
        places.append((length, seen[int(mark.group(1))]))
        at = mark.end()
    text = "".join(parts) + marked.text[at:]
    return marked._replace(text=text), places


def _part(parts: Parts, kind: str, passed: Counter[Passed]) -> Element | None:
    """The root of another file of the document; one that cannot be read costs its own words."""
    try:
        return parts.tree(kind)
    except broken():
        passed[Passed.BROKEN] += 1
        return None


def _text(parts: Parts, root: Element, seen: list[Any] | None = None) -> Extract:
    passed: Counter[Passed] = Counter()
    styles = cache(lambda: _part(parts, "styles", passed))
    lists = _part(parts, "numbering", passed)
    # styles are many; only of lists and of hidden words there is anything to know
    numbering = Numbering(lists, styles() if lists is not None else None)
    prompts = Prompts(styles, lambda: _part(parts, "glossaryDocument", passed))
    hiding = cache(lambda: _hiding(parts, styles))
    page = Page(numbering, parts, prompts, seen=seen, hiding=hiding, passed=passed)
    bodies = root.findall(f"{W}body")
    for body in bodies or [root]:
        _story(body, page)
    for kind in ("footnote", "endnote"):
        # one note, however often the text refers to it
        wanted = list(dict.fromkeys(id for each, id in page.notes if each == kind))
        before = passed[Passed.BROKEN]
        tree = _part(parts, f"{kind}s", passed) if wanted else None
        is_broken = passed[Passed.BROKEN] > before
        by_id = {note.get(f"{W}id"): note for note in tree.iter(f"{W}{kind}")} if tree is not None else {}
        for id in wanted:
            if id in by_id:
                _story(by_id[id], page)
            else:
                passed[Passed.MISSING] += not is_broken
    page.lines += _heads(parts, page)
    page.passed[Passed.MACRO] += parts.has("vbaProject")
    page.passed[Passed.BROKEN] += parts.package.doubled
    notes = []
    for code, count in (("hidden-text", page.hidden), ("deleted-text", page.deleted)):
        if count:
            notes.append(Note(code, None, {"document": parts.given.name, "count": count}))
    text = "\n".join(page.lines)
    return paged(text, (*notes, *told(parts.given.name, page.passed, text)))


def _heads(parts: Parts, page: Page) -> list[str]:
    """The lines of what stands at the edges of the pages, if it is more than what runs there."""
    if sum(map(parts.package.letters, parts.heads)) <= heads.MOST:
        return []
    inner = Page(page.numbering, parts, page.prompts, hiding=page.hiding)
    for name in parts.heads:
        root = parts.package.aside(name)
        _story(root if root is not None else (), inner)
    return heads.text_of(inner.lines)


def _hiding(parts: Parts, styles: Callable[[], Element | None]) -> frozenset[str]:
    """The styles whose text is hidden; asked where a style is named."""
    try:
        may_hide = parts.package.holds(parts.name("styles"), b"vanish")
    except broken():
        may_hide = True
    return hiding_styles(styles()) if may_hide else frozenset()


_HOLDERS: Final = frozenset(
    f"{W}{tag}"
    for tag in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
"""What holds paragraphs or runs and says nothing itself."""

_GONE: Final = frozenset(f"{W}{tag}" for tag in ("del", "moveFrom"))


def _story(blocks: Iterable[Element], page: Page) -> None:
    """The paragraphs and tables of a body, a cell, a box, as lines."""
    before, page.carried = page.carried, None
    _blocks(blocks, page)
    _flush(page)
    page.carried = before


def _blocks(parent: Iterable[Element], page: Page) -> None:
    stray: list[Element] = []
    for child in parent:
        if child.tag in _INLINE:
            # no such thing may stand here; programs that make documents write it
            stray.append(child)
            continue
        if stray:
            _stray(stray, page)
            stray = []
        if child.tag == _PARAGRAPH:
            _paragraph(child, page)
        elif child.tag == _TABLE:
            _flush(page)
            page.lines += _rows(child, page)
        elif child.tag in _HOLDERS:
            if not _prompts(child, page):
                _blocks(child, page)
        elif child.tag == ALTERNATIVES:
            _blocks(chosen(child), page)
        elif child.tag == f"{W}altChunk":
            page.lines += _chunk(page, child.get(f"{R}id", ""))
        elif child.tag in _GONE:
            page.deleted += length(child)
        elif child.tag in _FORMULAS:
            page.lines += filter(None, [formula(child, page)])
        elif child.tag == f"{W}subDoc":
            page.passed[Passed.MISSING] += 1
        elif len(child) and child.tag != _SECTION:
            # what nobody knows may hold paragraphs, and says nothing itself
            _blocks(child, page)
    if stray:
        _stray(stray, page)


_INLINE: Final = frozenset({f"{W}r", f"{W}fldSimple", f"{W}hyperlink"})


def _stray(runs: Iterable[Element], page: Page) -> None:
    """Runs that stand in no paragraph are one."""
    pieces: list[str] = []
    boxes: Boxes = []
    _runs(runs, page, pieces, boxes)
    page.lines += "".join(pieces).split("\n")
    _behind(boxes, page)


def _flush(page: Page) -> None:
    """Write the paragraph whose mark was deleted and that no other follows."""
    if page.carried is not None:
        paragraph, words = page.carried
        page.carried = None
        _write(paragraph, words, page)


def _prompts(holder: Element, page: Page) -> bool:
    """Whether this is a content control that nobody has filled in; if so it is counted."""
    if holder.tag != f"{W}sdt" or not is_on(holder.find(f"{W}sdtPr/{W}showingPlcHdr")):
        return False
    inside = [each for each in shown(holder) if each.tag in _SAYING and (each.text or each.tag != f"{W}t")]
    if not any(each.tag == f"{W}t" for each in inside):
        # a picture, or nothing
        return not inside
    is_prompt = page.prompts.shows(holder)
    page.passed[Passed.PLACEHOLDER] += is_prompt
    return is_prompt


_SAYING: Final = frozenset(f"{W}{tag}" for tag in ("t", "drawing", "pict", "object", "sym", "footnoteReference"))


_CHUNKS: Final = frozenset({Format.DOCX, Format.HTML, Format.MHTML, Format.RTF, Format.WORD_XML})
_NESTED: Final = 3
"""Documents in documents; who merges them by program has one level."""


def _chunk(page: Page, id: str) -> list[str]:
    """The lines of a document of another format inside this one, as programs of the web make them.

    Word takes it apart when it opens the document.
    """
    chunk = _document_inside(page, page.parts.by_id.get(id, ""))
    if chunk is None:
        return []
    page.passed += counted(chunk.notes)
    counts = {note.code: note.facts.get("count") for note in chunk.notes}
    hidden, deleted = counts.get("hidden-text"), counts.get("deleted-text")
    page.hidden += hidden if isinstance(hidden, int) else 0
    page.deleted += deleted if isinstance(deleted, int) else 0
    return chunk.text.split("\n")


def _document_inside(page: Page, name: str) -> Extract | None:
    """What a document inside says; None if it is missing, cannot be read, or is none, which is counted."""
    parts = page.parts
    lost = Passed.MISSING
    try:
        data = parts.package.content(name)
        if data:
            lost = Passed.EMBEDDED
            what = looks_like(data, posixpath.splitext(name)[1])
            if what is None:
                with suppress(UnreadableDocument):
                    return plain.extract(parts.given._replace(name=name, data=data, encoding=None))
            if what in _CHUNKS and parts.package.depth < _NESTED:
                given = parts.given._replace(name=name, data=data, encoding=None)
                if what != Format.DOCX:
                    return given.extract(given, what)
                # its bytes count with those of the document around it
                inner = Parts(given, Package(given.path, data, parts.package))
                root = inner.body()
                return _text(inner, root) if root is not None else Extract("")
    except (Damaged, Encrypted, NotText):
        lost = Passed.BROKEN
    except broken():
        lost = Passed.BROKEN
    page.passed[lost] += 1
    return None


def _paragraph(paragraph: Element, page: Page) -> None:
    boxes: list[Iterable[Element] | str] = []
    # tag by tag: paths take four times as long
    properties = paragraph.find(_PROPERTIES)
    style = properties.find(_STYLE) if properties is not None else None
    page.is_hidden = style is not None and value(style) in page.hiding()
    pieces: list[str] = []
    _runs(paragraph, page, pieces, boxes)
    words = pieces[0] if len(pieces) == 1 else "".join(pieces)
    if page.carried is not None:
        words = page.carried[1] + words
        page.carried = None
    mark = properties.find(_OF_RUN) if properties is not None else None
    if mark is not None and len(mark) and any(each.tag in _GONE for each in mark):
        # the words belong to the next paragraph, and so does what their list says; without any it is gone
        if is_blank(words):
            page.lines += words.split("\n")
        else:
            page.carried = paragraph, words
    else:
        _write(paragraph, words, page)
    _behind(boxes, page)


def _behind(boxes: Boxes, page: Page) -> None:
    """What stands in a paragraph and follows it."""
    for box in boxes:
        if isinstance(box, str):
            page.lines += box.split("\n")
        else:
            _story(box, page)


def _write(paragraph: Element, words: str, page: Page) -> None:
    number = page.numbering.of(paragraph)
    # one without words is counted, and its number says nothing
    page.lines += (words if is_blank(words) else f"{number}{words}").split("\n")


def _runs(parent: Iterable[Element], page: Page, words: list[str], boxes: Boxes) -> None:
    """The words of a paragraph; text boxes in it are put aside, to follow it."""
    for child in parent:
        tag = child.tag
        if tag == _RUN:
            if hides(child, page):
                pass_by(child, page, words)
            else:
                _content(child, page, words, boxes)
        elif tag == _PROPERTIES:
            continue
        elif tag in _HOLDERS:
            if not _prompts(child, page):
                _runs(child, page, words, boxes)
        elif tag in _GONE:
            page.deleted += length(child)
        elif tag == ALTERNATIVES:
            _runs(chosen(child), page, words, boxes)
        elif tag in _FORMULAS:
            words.append(formula(child, page))
        elif tag == _OTHER_DOCUMENT:
            page.passed[Passed.MISSING] += 1
        elif tag in (_PARAGRAPH, _TABLE):
            # no such thing may stand here; programs that fill in templates write it, and Word shows it
            boxes.append((child,))
        elif tag == _WORDS:
            words.append(page.words(child))
        elif len(child):
            # what nobody knows may hold runs, and says nothing itself
            _runs(child, page, words, boxes)


_FORMULAS: Final = frozenset(f"{space}{tag}" for space in FORMULA for tag in ("oMath", "oMathPara"))


_PARAGRAPH: Final = f"{W}p"
_TABLE: Final = f"{W}tbl"
_RUN: Final = f"{W}r"
_WORDS: Final = f"{W}t"
_PROPERTIES: Final = f"{W}pPr"
_SECTION: Final = f"{W}sectPr"
_STYLE: Final = f"{W}pStyle"
_OF_RUN: Final = f"{W}rPr"
_OTHER_DOCUMENT: Final = f"{W}subDoc"
_NOTES: Final = {f"{W}{kind}Reference": kind for kind in ("footnote", "endnote")}
_DRAWN: Final = frozenset(f"{W}{tag}" for tag in ("drawing", "pict", "object"))

_SIGNS: Final = {
    f"{W}tab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}ptab": "\t",
    f"{W}lastRenderedPageBreak": PAGE,
}


def _content(parent: Iterable[Element], page: Page, words: list[str], boxes: Boxes) -> None:
    """The words of a run."""
    for child in parent:
        tag = child.tag
        if tag == _WORDS:
            words.append(page.words(child))
            if page.fields:
                page.fields[-1].instructs(child)
        elif tag == _OF_RUN:
            continue
        elif tag in _SIGNS:
            words.append(_SIGNS[tag])
        elif tag in _NOTES:
            page.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
        elif tag in _DRAWN:
            boxes += boxes_in(child, page, words)
        elif tag == ALTERNATIVES:
            _content(chosen(child), page, words, boxes)
        elif tag == f"{W}ruby":
            # its sound stands above it and says the same
            for base in child.findall(f"{W}rubyBase"):
                _runs(base, page, words, boxes)
        elif tag in (f"{W}sym", f"{_SYMBOL}symEx"):
            words.append(symbol(child))
        elif tag == f"{W}fldChar":
            field_sign(child.get(f"{W}fldCharType", ""), page, words)
        elif tag == f"{W}instrText" and page.fields:
            page.fields[-1].instructs(child)
        elif tag == f"{W}commentReference":
            page.passed[Passed.COMMENT] += 1
        elif tag == f"{W}delText":
            page.deleted += len(child.text or "")


_INMOST: Final = 32
"""Tables inside each other whose rows are lines: what is further in is read paragraph by paragraph, so that no line is
handed on more often. Word stops at 31."""


def _rows(table: Element, page: Page) -> list[str]:
    """A table row by row: one line with tabs, or the lines of its cells if one has several paragraphs."""
    lines: list[str] = []
    for row, _ in _inside(table, f"{W}tr", page):
        if row.find(f"{W}trPr/{W}del") is not None:
            page.deleted += length(row)
            continue
        cells = []
        for cell, is_prompt in _inside(row, f"{W}tc", page):
            if cell.find(f"{W}tcPr/{W}cellDel") is not None:
                page.deleted += length(cell)
                continue
            if page.depth == _INMOST:
                _story(cell, page)
                continue
            # what a cell says is collected like a page of its own, with the same counts
            inner = Page(page.numbering, page.parts, page.prompts, notes=page.notes, seen=page.seen)
            inner.hiding, inner.depth, inner.passed = page.hiding, page.depth + 1, page.passed
            _story(() if is_prompt else cell, inner)
            page.hidden, page.deleted = page.hidden + inner.hidden, page.deleted + inner.deleted
            cells.append([line for line in inner.lines if not is_blank(line)])
        if not cells:
            continue
        if all(len(cell) <= 1 for cell in cells):
            lines.append("\t".join(cell[0] if cell else "" for cell in cells))
        else:
            lines += [line for cell in cells for line in cell]
    return lines


def _inside(parent: Element, tag: str, page: Page, is_prompt: bool = False) -> Iterator[tuple[Element, bool]]:
    """The children with a tag, also inside what says nothing itself, and whether they are there to be filled in."""
    for child in parent:
        if child.tag == tag:
            yield child, is_prompt
        elif child.tag in _HOLDERS:
            yield from _inside(child, tag, page, is_prompt or _prompts(child, page))
        elif child.tag == ALTERNATIVES:
            yield from _inside(chosen(child), tag, page, is_prompt)
        elif child.tag in _GONE:
            page.deleted += length(child)
        elif child.tag in (_PARAGRAPH, _RUN) and length(child):
            # here are rows and cells only, and Word opens no other document
            page.passed[Passed.BROKEN] += 1
