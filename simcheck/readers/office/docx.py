"""The text of a Word document (.docx): what a reader of the page sees, paragraph by paragraph.

A zip of XML. Headings, paragraphs, lists with the numbers that Word would count, tables row by row, text boxes, content
controls and tracked insertions are text; footnotes and endnotes follow at the end. What was deleted, hidden text,
comments, headers and footers are not. Nothing outside the document is ever asked for, and its size is bounded.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element

from simcheck.errors import NotText
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.detect import looks_like
from simcheck.readers.extract import PAGE, Extract, Facts, Input, paged
from simcheck.readers.facts import facts, together
from simcheck.readers.office.fields import overstruck
from simcheck.readers.office.numbering import LINEAGE, Numbering, value
from simcheck.readers.package import Package, in_usual_names, said_in

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SYMBOL: Final = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


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
    return _text(parts, body)._replace(facts=_facts(parts))


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


class Parts:
    """The files in a document by what they are to it, whatever their names."""

    def __init__(self, given: Input, package: Package) -> None:
        self.given = given
        self.package = package
        self.start = {kind: name for _, kind, name in _related(package, "")}
        """The names of the files that belong to the document as a whole."""
        self.main = self.start.get("officeDocument", "")
        if not package.has(self.main):
            self.main = "word/document.xml"
        self._by_kind: dict[str, str] = {}
        self.by_id: dict[str, str] = {}
        """The names of the files that the body names by an id."""
        for id, kind, name in _related(package, self.main):
            self._by_kind[kind] = self.by_id[id] = name

    def body(self) -> Element | None:
        """The root of the file with the text; None if there is none."""
        return self.package.tree(self.main, in_usual_names)

    def tree(self, kind: str) -> Element | None:
        """The root of the file that is the ``kind`` ("numbering") of this document."""
        return self.package.tree(self.name(kind), in_usual_names)

    def name(self, kind: str) -> str:
        return self._by_kind.get(kind, f"word/{kind}.xml")


_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def _related(package: Package, name: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and name of the files that belong to one, or to the package itself (ECMA-376 part 2, 9.3).

    Without them, or with such as cannot be read, a document still has its words.
    """
    folder, base = posixpath.split(name)
    try:
        root = package.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
    except (SyntaxError, ValueError):
        return
    for each in root.iter(_RELATIONSHIP) if root is not None else ():
        if each.get("TargetMode") != "External":
            target = posixpath.join("/", folder, each.get("Target", "").replace("\\", "/"))
            yield each.get("Id", ""), each.get("Type", "").rpartition("/")[2], posixpath.normpath(target).lstrip("/")


def _facts(parts: Parts) -> Facts:
    """What Word and WPS say of who wrote it when with what, and the numbers of the sessions in which it was edited."""
    aside, start = parts.package.aside, parts.start
    core = said_in(aside(start.get("core-properties", "docProps/core.xml")))
    # the strict form has another name for it
    app = start.get("extended-properties") or start.get("extendedProperties", "docProps/app.xml")
    program = said_in(aside(app))
    # other programs than Word write their own version into their name, and beside it that of a Word that is like them
    application = program.get("Application", "")
    settings = aside(parts.name("settings"))
    numbers = (
        value
        for each in (settings.iter() if settings is not None else ())
        if isinstance(each.tag, str) and each.tag.rpartition("}")[2] in ("rsid", "rsidRoot")
        for name, value in each.items()
        if name.rpartition("}")[2] == "val"
    )
    return facts(
        author=core.get("creator"),
        editor=core.get("lastModifiedBy"),
        software=application if re.search("[0-9]", application) else together(application, program.get("AppVersion")),
        created=core.get("created"),
        modified=core.get("modified"),
        revisions=numbers,
    )


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
    fields: list[list[str]] = field(default_factory=list)
    """The instructions of the fields that are open, as far as their results have not begun."""

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
        _blocks(body, page)
    for kind in ("footnote", "endnote"):
        # one note, however often the text refers to it
        wanted = list(dict.fromkeys(id for each, id in page.notes if each == kind))
        tree = parts.tree(f"{kind}s") if wanted else None
        by_id = {note.get(f"{_W}id"): note for note in tree.iter(f"{_W}{kind}")} if tree is not None else {}
        for id in wanted:
            if id in by_id:
                _blocks(by_id[id], page)
    notes = []
    for code, count in (("hidden-text", page.hidden), ("deleted-text", page.deleted)):
        if count:
            notes.append(Note(code, None, {"document": parts.given.name, "count": count}))
    return paged("\n".join(page.lines), tuple(notes))


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


def _blocks(parent: Element, page: _Page) -> None:
    """The paragraphs and tables inside an element, as lines."""
    for child in parent:
        if child.tag == f"{_W}p":
            _paragraph(child, page)
        elif child.tag == f"{_W}tbl":
            page.lines += _rows(child, page)
        elif child.tag in _HOLDERS:
            _blocks(child, page)
        elif child.tag == f"{_MC}AlternateContent":
            _blocks(_choice(child), page)
        elif child.tag == f"{_W}altChunk":
            page.lines += _chunk(page.parts, page.parts.by_id.get(child.get(f"{_R}id", ""), ""))


_CHUNKS: Final = frozenset({Format.DOCX, Format.HTML, Format.MHTML, Format.RTF})
_NESTED: Final = 3
"""Documents in documents; who merges them by program has one level."""


def _chunk(parts: Parts, name: str) -> list[str]:
    """The lines of a document of another format inside this one, as programs of the web make them.

    Word takes it apart when it opens the document.
    """
    data = parts.package.content(name) or b""
    what = looks_like(data, posixpath.splitext(name)[1])
    if what is None or what not in _CHUNKS or parts.package.depth == _NESTED:
        return []
    given = parts.given._replace(name=name, data=data, encoding=None)
    if what == Format.DOCX:
        # its bytes count with those of the document around it
        inner = Parts(given, Package(given.path, data, parts.package))
        root = inner.body()
        chunk = _text(inner, root) if root is not None else Extract("")
    else:
        chunk = given.extract(given, what)
    return chunk.text.split("\n")


def _paragraph(paragraph: Element, page: _Page) -> None:
    boxes: list[Element] = []
    page.is_hidden = bool(page.hiding) and value(paragraph.find(f"{_W}pPr/{_W}pStyle")) in page.hiding
    words = "".join(_runs(paragraph, page, boxes))
    # Word counts a paragraph whose mark was deleted with the next one; so rare that it is a line of its own here
    is_blank = _is_blank(words)
    is_gone = is_blank and paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
    number = "" if is_gone else page.numbering.of(paragraph)
    # one without words is counted, and its number says nothing
    page.lines += (words if is_blank else f"{number}{words}").split("\n")
    for box in boxes:
        _blocks(box, page)


def _runs(parent: Element, page: _Page, boxes: list[Element]) -> Iterator[str]:
    """The words of a paragraph; text boxes in it are put aside, to follow it."""
    for child in parent:
        if child.tag == f"{_W}r":
            yield from _run(child, page, boxes)
        elif child.tag in _HOLDERS:
            yield from _runs(child, page, boxes)
        elif child.tag in _GONE:
            page.deleted += sum(len(text.text or "") for text in child.iter() if text.tag in _TEXTS)
        elif child.tag == f"{_MC}AlternateContent":
            yield from _runs(_choice(child), page, boxes)


_TEXTS: Final = frozenset({f"{_W}t", f"{_W}delText"})

_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}ptab": "\t",
    f"{_W}lastRenderedPageBreak": PAGE,
}


def _run(run: Element, page: _Page, boxes: list[Element]) -> Iterator[str]:
    if _hides(run, page):
        page.hidden += sum(len(text.text or "") for text in run.iter(f"{_W}t"))
    else:
        yield from _content(run, page, boxes)


def _content(parent: Element, page: _Page, boxes: list[Element]) -> Iterator[str]:
    """The words of a run."""
    for child in parent:
        if child.tag == f"{_W}t":
            yield page.words(child)
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            page.notes.append((child.tag.removeprefix(_W).removesuffix("Reference"), child.get(f"{_W}id", "")))
        elif child.tag in (f"{_W}drawing", f"{_W}pict", f"{_W}object"):
            boxes += _boxes(child)
        elif child.tag == f"{_MC}AlternateContent":
            yield from _content(_choice(child), page, boxes)
        elif child.tag == f"{_W}ruby":
            # its sound stands above it and says the same
            for base in child.findall(f"{_W}rubyBase"):
                yield from _runs(base, page, boxes)
        elif child.tag in (f"{_W}sym", f"{_SYMBOL}symEx"):
            yield _symbol(child)
        elif child.tag == f"{_W}fldChar":
            yield _field(child.get(f"{_W}fldCharType", ""), page.fields)
        elif child.tag == f"{_W}instrText" and page.fields:
            page.fields[-1].append(child.text or "")


def _boxes(drawing: Element) -> Iterator[Element]:
    """The text boxes in a drawing; those inside them are found when they are read."""
    left = [drawing]
    while left:
        element = left.pop()
        if element.tag == f"{_W}txbxContent":
            yield element
        else:
            left += reversed(_choice(element) if element.tag == f"{_MC}AlternateContent" else element)


def _field(sign: str, fields: list[list[str]]) -> str:
    """What a field shows that is no result of it, told by one of its three signs."""
    if sign == "begin":
        fields.append([])
    elif fields:
        instruction = "".join(fields[-1])
        if sign == "end":
            fields.pop()
        else:
            fields[-1] = []
        shown = overstruck(instruction)
        return instruction[slice(*shown)] if shown is not None else ""
    return ""


def _symbol(symbol: Element) -> str:
    """The character of a symbol; nothing for one that is a place in a font of pictures."""
    number = symbol.get(f"{_W}char") or symbol.get(f"{_SYMBOL}char") or ""
    code = int(number, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", number) else 0
    known = code > 0x20 and not 0xD800 <= code <= 0xF8FF and code < 0x110000
    return chr(code) if known else ""


def _hides(run: Element, page: _Page) -> bool:
    """Whether a run is hidden, by itself or by its style or the paragraph's."""
    switch = run.find(f"{_W}rPr/{_W}vanish")
    if switch is not None or not page.hiding:
        return _is_on(switch)
    return page.is_hidden or value(run.find(f"{_W}rPr/{_W}rStyle")) in page.hiding


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true") not in ("0", "false", "off", "none")


_KNOWN: Final = re.compile(r"(?:w|wp|wps|wpg|wpi|wpc|wne|cx|am3d|aink|a|c|v|o|m|r)\d*(?:se|cid|cex|sdtdh|sdtfl|du)?")
"""Prefixes of what Word's programs understand; who asks for anything else gets what they show instead."""


def _choice(alternatives: Element) -> Element:
    """The first of several ways to say the same that is understood; the last is the fallback."""
    for child in alternatives:
        if child.tag == f"{_MC}Choice" and all(map(_KNOWN.fullmatch, child.get("Requires", "").split())):
            return child
        if child.tag == f"{_MC}Fallback":
            return child
    return alternatives


_INMOST: Final = 32
"""Tables inside each other whose rows are lines: what is further in is read paragraph by paragraph, so that no line is
handed on more often. Word stops at 31."""


def _rows(table: Element, page: _Page) -> list[str]:
    """A table row by row: one line with tabs, or the lines of its cells if one has several paragraphs."""
    lines: list[str] = []
    for row in _inside(table, f"{_W}tr"):
        cells = []
        for cell in _inside(row, f"{_W}tc"):
            if page.depth == _INMOST:
                _blocks(cell, page)
                continue
            # what a cell says is collected like a page of its own, with the same counts
            inner = _Page(page.numbering, page.parts, notes=page.notes, seen=page.seen, hiding=page.hiding)
            inner.depth = page.depth + 1
            _blocks(cell, inner)
            page.hidden, page.deleted = page.hidden + inner.hidden, page.deleted + inner.deleted
            cells.append([line for line in inner.lines if not _is_blank(line)])
        if not cells and page.depth == _INMOST:
            continue
        if all(len(cell) <= 1 for cell in cells):
            lines.append("\t".join(cell[0] if cell else "" for cell in cells))
        else:
            lines += [line for cell in cells for line in cell]
    return lines


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The children with a tag, also inside what says nothing itself."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS:
            yield from _inside(child, tag)
