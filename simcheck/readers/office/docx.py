"""The text of a Word document (.docx): what a reader of the page sees, paragraph by paragraph.

A zip of XML. Headings, paragraphs, lists with the numbers that Word would count, tables row by row, text boxes, content
controls and tracked insertions are text; footnotes and endnotes follow at the end. What was deleted, hidden text,
comments, headers and footers are not. Nothing outside the document is ever asked for, and its size is bounded.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element

from simcheck.errors import NotText
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.detect import looks_like
from simcheck.readers.extract import PAGE, Extract, Input, paged
from simcheck.readers.office.docx_parts import ALTERNATIVES, Parts, chosen, facts_in
from simcheck.readers.office.fields import Field
from simcheck.readers.office.numbering import LINEAGE, Numbering, value
from simcheck.readers.package import Package
from simcheck.readers.passed import Passed, counted, told

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SYMBOL: Final = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"
_V: Final = "{urn:schemas-microsoft-com:vml}"


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
    for mark in _MARK.finditer(marked.text):
        parts.append(marked.text[at : mark.start()])
        length += len(parts[-1])
        places.append((length, seen[int(mark.group(1))]))
        at = mark.end()
    text = "".join(parts) + marked.text[at:]
    return marked._replace(text=text), places


_MARK: Final = re.compile("\ufdd0([0-9]+)\ufdd1")
"""Stands before the words of an element while they are traced; the two code points are no characters."""


def _is_blank(words: str) -> bool:
    return not words.strip() or ("\ufdd0" in words and not _MARK.sub("", words).strip())


@dataclass
class _Page:
    """What is collected on the way through a document."""

    numbering: Numbering
    parts: Parts
    lines: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind and id of the foot- and endnotes that the text refers to."""
    seen: list[Any] | None = None
    """The elements whose words were taken, if they are traced."""
    hidden: int = 0
    deleted: int = 0
    hiding: frozenset[str] = frozenset()
    """The styles whose text is hidden."""
    is_hidden: bool = False
    """Whether that of the paragraph is one of them."""
    depth: int = 0
    """In how many tables this is."""
    fields: list[Field] = field(default_factory=list)
    """Those that are open."""
    carried: tuple[Element, str] | None = None
    """A paragraph whose mark was deleted, and its words, which belong to the next."""
    passed: Counter[Passed] = field(default_factory=Counter)

    def words(self, element: Element) -> str:
        if self.seen is None or not element.text:
            return element.text or ""
        self.seen.append(element)
        return f"\ufdd0{len(self.seen) - 1}\ufdd1{element.text}"


def _text(parts: Parts, root: Element, seen: list[Any] | None = None) -> Extract:
    styles = parts.tree("styles")
    page = _Page(Numbering(parts.tree("numbering"), styles), parts, seen=seen, hiding=_hiding(styles))
    bodies = root.findall(f"{_W}body")
    for body in bodies or [root]:
        _story(body, page)
    for kind in ("footnote", "endnote"):
        # one note, however often the text refers to it
        wanted = list(dict.fromkeys(id for each, id in page.notes if each == kind))
        tree = parts.tree(f"{kind}s") if wanted else None
        by_id = {note.get(f"{_W}id"): note for note in tree.iter(f"{_W}{kind}")} if tree is not None else {}
        for id in wanted:
            if id in by_id:
                _story(by_id[id], page)
            else:
                page.passed[Passed.MISSING] += 1
    page.passed[Passed.MACRO] += parts.has("vbaProject")
    notes = []
    for code, count in (("hidden-text", page.hidden), ("deleted-text", page.deleted)):
        if count:
            notes.append(Note(code, None, {"document": parts.given.name, "count": count}))
    text = "\n".join(page.lines)
    return paged(text, (*notes, *told(parts.given.name, page.passed, text)))


def _hiding(styles: Element | None) -> frozenset[str]:
    """The styles whose text is hidden, as that of 窗体顶端 is, which is left when a page of the web is copied."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        id = style.get(f"{_W}styleId", "")
        switch, base = style.find(f"{_W}rPr/{_W}vanish"), style.find(f"{_W}basedOn")
        if switch is not None:
            own[id] = _is_on(switch)
        if base is not None:
            based[id] = value(base)
    if True not in own.values():
        return frozenset()

    def hides(id: str) -> bool:
        for _ in range(LINEAGE):
            if id in own or id not in based:
                break
            id = based[id]
        return own.get(id, False)

    return frozenset(filter(hides, {*own, *based}))


_HOLDERS: Final = frozenset(
    f"{_W}{tag}"
    for tag in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo")
)
"""What holds paragraphs or runs and says nothing itself."""

_GONE: Final = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom"))


def _story(blocks: Iterable[Element], page: _Page) -> None:
    """The paragraphs and tables of a body, a cell, a box, as lines."""
    before, page.carried = page.carried, None
    _blocks(blocks, page)
    _flush(page)
    page.carried = before


def _blocks(parent: Iterable[Element], page: _Page) -> None:
    for child in parent:
        if child.tag == f"{_W}p":
            _paragraph(child, page)
        elif child.tag == f"{_W}tbl":
            _flush(page)
            page.lines += _rows(child, page)
        elif child.tag in _HOLDERS:
            if not _prompts(child, page):
                _blocks(child, page)
        elif child.tag == ALTERNATIVES:
            _blocks(chosen(child, _KNOWN), page)
        elif child.tag == f"{_W}altChunk":
            page.lines += _chunk(page, child.get(f"{_R}id", ""))


def _flush(page: _Page) -> None:
    """Write the paragraph whose mark was deleted and that no other follows."""
    if page.carried is not None:
        paragraph, words = page.carried
        page.carried = None
        _write(paragraph, words, page)


_PROMPT: Final = 200
"""Characters of what asks to be replaced; programs that fill in a form may leave it called so."""


def _prompts(holder: Element, page: _Page) -> bool:
    """Whether this is a content control that nobody has filled in; if so it is counted."""
    if holder.tag != f"{_W}sdt" or not _is_on(holder.find(f"{_W}sdtPr/{_W}showingPlcHdr")):
        return False
    length = sum(len(text.text or "") for text in holder.iter(f"{_W}t"))
    page.passed[Passed.PLACEHOLDER] += 0 < length <= _PROMPT
    return length <= _PROMPT


_CHUNKS: Final = frozenset({Format.DOCX, Format.HTML, Format.MHTML, Format.RTF})
_NESTED: Final = 3
"""Documents in documents; who merges them by program has one level."""


def _chunk(page: _Page, id: str) -> list[str]:
    """The lines of a document of another format inside this one, as programs of the web make them.

    Word takes it apart when it opens the document.
    """
    parts = page.parts
    name = parts.by_id.get(id, "")
    data = parts.package.content(name) or b""
    what = looks_like(data, posixpath.splitext(name)[1])
    if what is None or what not in _CHUNKS or parts.package.depth == _NESTED:
        page.passed[Passed.EMBEDDED if data else Passed.MISSING] += 1
        return []
    given = parts.given._replace(name=name, data=data, encoding=None)
    if what == Format.DOCX:
        # its bytes count with those of the document around it
        inner = Parts(given, Package(given.path, data, parts.package))
        root = inner.body()
        chunk = _text(inner, root) if root is not None else Extract("")
    else:
        chunk = given.extract(given, what)
    page.passed += counted(chunk.notes)
    counts = {note.code: note.facts.get("count") for note in chunk.notes}
    hidden, deleted = counts.get("hidden-text"), counts.get("deleted-text")
    page.hidden += hidden if isinstance(hidden, int) else 0
    page.deleted += deleted if isinstance(deleted, int) else 0
    return chunk.text.split("\n")


def _paragraph(paragraph: Element, page: _Page) -> None:
    boxes: list[Iterable[Element] | str] = []
    # tag by tag: paths take four times as long
    properties = paragraph.find(f"{_W}pPr")
    style = properties.find(f"{_W}pStyle") if properties is not None and page.hiding else None
    page.is_hidden = style is not None and value(style) in page.hiding
    pieces: list[str] = []
    _runs(paragraph, page, pieces, boxes)
    words = "".join(pieces)
    if page.carried is not None:
        words = page.carried[1] + words
        page.carried = None
    mark = properties.find(f"{_W}rPr") if properties is not None else None
    if mark is not None and any(mark.find(tag) is not None for tag in _GONE):
        # the words belong to the next paragraph, and so does what their list says; without any it is gone
        if _is_blank(words):
            page.lines += words.split("\n")
        else:
            page.carried = paragraph, words
    else:
        _write(paragraph, words, page)
    for box in boxes:
        if isinstance(box, str):
            page.lines += box.split("\n")
        else:
            _story(box, page)


def _write(paragraph: Element, words: str, page: _Page) -> None:
    number = page.numbering.of(paragraph)
    # one without words is counted, and its number says nothing
    page.lines += (words if _is_blank(words) else f"{number}{words}").split("\n")


_Boxes = list[Iterable[Element] | str]
"""What stands in a paragraph and is read behind it: paragraphs, or a line."""


def _runs(parent: Iterable[Element], page: _Page, words: list[str], boxes: _Boxes) -> None:
    """The words of a paragraph; text boxes in it are put aside, to follow it."""
    for child in parent:
        if child.tag == f"{_W}r":
            if _hides(child, page):
                page.hidden += sum(len(text.text or "") for text in child.iter(f"{_W}t"))
            else:
                _content(child, page, words, boxes)
        elif child.tag in _HOLDERS:
            if not _prompts(child, page):
                _runs(child, page, words, boxes)
        elif child.tag in _GONE:
            page.deleted += _length(child)
        elif child.tag == ALTERNATIVES:
            _runs(chosen(child, _KNOWN), page, words, boxes)
        elif child.tag in _FORMULAS:
            page.passed[Passed.FORMULA] += 1
        elif child.tag in (f"{_W}p", f"{_W}tbl"):
            # no such thing may stand here; programs that fill in templates write it, and Word shows it
            boxes.append((child,))


def _length(element: Element) -> int:
    """The characters inside, deleted or not."""
    return sum(len(text.text or "") for text in element.iter() if text.tag in _TEXTS)


_TEXTS: Final = frozenset({f"{_W}t", f"{_W}delText"})
_FORMULAS: Final = frozenset({f"{_M}oMath", f"{_M}oMathPara"})

_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": "\t",
    f"{_W}lastRenderedPageBreak": PAGE,
}


def _content(parent: Iterable[Element], page: _Page, words: list[str], boxes: _Boxes) -> None:
    """The words of a run."""
    for child in parent:
        if child.tag == f"{_W}t":
            words.append(page.words(child))
            if page.fields:
                page.fields[-1].instructs(child)
        elif child.tag in _SIGNS:
            words.append(_SIGNS[child.tag])
        elif child.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            page.notes.append((child.tag.removeprefix(_W).removesuffix("Reference"), child.get(f"{_W}id", "")))
        elif child.tag in (f"{_W}drawing", f"{_W}pict", f"{_W}object"):
            boxes += _boxes(child, page.passed)
        elif child.tag == ALTERNATIVES:
            _content(chosen(child, _KNOWN), page, words, boxes)
        elif child.tag == f"{_W}ruby":
            # its sound stands above it and says the same
            for base in child.findall(f"{_W}rubyBase"):
                _runs(base, page, words, boxes)
        elif child.tag in (f"{_W}sym", f"{_SYMBOL}symEx"):
            words.append(_symbol(child))
        elif child.tag == f"{_W}fldChar":
            _field(child.get(f"{_W}fldCharType", ""), page.fields, words)
        elif child.tag == f"{_W}instrText" and page.fields:
            page.fields[-1].instructs(child)
        elif child.tag == f"{_W}commentReference":
            page.passed[Passed.COMMENT] += 1


_SHAPES: Final = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": Passed.PICTURE,
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": Passed.CHART,
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": Passed.CHART,
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": Passed.DIAGRAM,
    f"{_V}imagedata": Passed.PICTURE,
}
_WATERMARK: Final = "PowerPlusWaterMark"
"""How Word calls the shapes of watermarks."""


def _boxes(drawing: Element, passed: Counter[Passed]) -> Iterator[Iterable[Element] | str]:
    """The text boxes in a drawing, and its WordArt; those inside them are found when they are read."""
    inside = next((each for each in drawing if each.tag == f"{_O}OLEObject"), None)
    if inside is not None:
        # the picture beside it shows what it is
        passed[Passed.FORMULA if inside.get("ProgID", "").startswith("Equation") else Passed.EMBEDDED] += 1
    left = [drawing]
    while left:
        element = left.pop()
        if element.tag == f"{_W}txbxContent":
            yield element
        elif element.tag == f"{_V}textpath" and element.get("string", "").strip():
            yield element.get("string", "")
        elif element.tag in _SHAPES and inside is None:
            passed[_SHAPES[element.tag]] += 1
        elif not element.get("id", "").startswith(_WATERMARK):
            left += reversed(chosen(element, _KNOWN) if element.tag == ALTERNATIVES else element)


def _field(sign: str, fields: list[Field], words: list[str]) -> None:
    """One of the three signs of a field: what stands between the first and the second is no text but what it asks."""
    if sign == "begin":
        fields.append(Field(words))
    elif fields:
        if fields[-1].is_asking:
            fields[-1].answer(words)
        if sign == "end":
            done = fields.pop()
            if fields:
                fields[-1].asks("".join(done.result(words)))


def _symbol(symbol: Element) -> str:
    """The character of a symbol; nothing for one that is a place in a font of pictures."""
    number = symbol.get(f"{_W}char") or symbol.get(f"{_SYMBOL}char") or ""
    code = int(number, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", number) else 0
    known = code > 0x20 and not 0xD800 <= code <= 0xF8FF and code < 0x110000
    return chr(code) if known else ""


def _hides(run: Element, page: _Page) -> bool:
    """Whether a run is hidden, by itself or by its style or the paragraph's."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return page.is_hidden
    switch = properties.find(f"{_W}vanish")
    if switch is not None or not page.hiding:
        return _is_on(switch)
    return page.is_hidden or value(properties.find(f"{_W}rStyle")) in page.hiding


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in ("0", "false", "off", "none")


_KNOWN: Final = re.compile(r"(?:w|wp|wps|wpg|wpi|wpc|wne|cx|am3d|aink|a|c|v|o|m|r)\d*(?:se|cid|cex|sdtdh|sdtfl|du)?")
"""Prefixes of what Word's programs understand; who asks for anything else gets what they show instead."""


_INMOST: Final = 32
"""Tables inside each other whose rows are lines: what is further in is read paragraph by paragraph, so that no line is
handed on more often. Word stops at 31."""


def _rows(table: Element, page: _Page) -> list[str]:
    """A table row by row: one line with tabs, or the lines of its cells if one has several paragraphs."""
    lines: list[str] = []
    for row, _ in _inside(table, f"{_W}tr", page):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            page.deleted += _length(row)
            continue
        cells = []
        for cell, is_prompt in _inside(row, f"{_W}tc", page):
            if cell.find(f"{_W}tcPr/{_W}cellDel") is not None:
                page.deleted += _length(cell)
                continue
            if page.depth == _INMOST:
                _story(cell, page)
                continue
            # what a cell says is collected like a page of its own, with the same counts
            inner = _Page(page.numbering, page.parts, notes=page.notes, seen=page.seen, hiding=page.hiding)
            inner.depth, inner.passed = page.depth + 1, page.passed
            _story(() if is_prompt else cell, inner)
            page.hidden, page.deleted = page.hidden + inner.hidden, page.deleted + inner.deleted
            cells.append([line for line in inner.lines if not _is_blank(line)])
        if not cells:
            continue
        if all(len(cell) <= 1 for cell in cells):
            lines.append("\t".join(cell[0] if cell else "" for cell in cells))
        else:
            lines += [line for cell in cells for line in cell]
    return lines


def _inside(parent: Element, tag: str, page: _Page, is_prompt: bool = False) -> Iterator[tuple[Element, bool]]:
    """The children with a tag, also inside what says nothing itself, and whether they are there to be filled in."""
    for child in parent:
        if child.tag == tag:
            yield child, is_prompt
        elif child.tag in _HOLDERS:
            yield from _inside(child, tag, page, is_prompt or _prompts(child, page))
