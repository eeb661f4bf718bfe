"""The text of an OFD document, the fixed layout of Chinese offices (GB/T 33190-2016): a zip of XML pages.

Words have places and no paragraphs, as in a PDF, and are joined the same way. Text is also what a page shows of its
templates and of drawings that the document keeps for several pages (composite objects). What a template of several
pages has at their edges, and what was put onto pages (annotations, seals), is not text; the latter is counted. A part
that is broken is counted too, and the others are read.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from simcheck.errors import Encrypted, NoTextLayer, TooLarge
from simcheck.model import Note, ranges
from simcheck.readers.extract import Extract, Facts, Input, broken, paged
from simcheck.readers.facts import facts, together
from simcheck.readers.fixed.lines import ACROSS, Line, Page, is_garbled
from simcheck.readers.fixed.ofd_words import POINTS, Matrix, Sheet, numbers, placed, tag, within
from simcheck.readers.fixed.reflow import paragraphs
from simcheck.readers.fixed.running_heads import without_edges
from simcheck.readers.package import Package, said_in
from simcheck.readers.passed import Passed, told

PAGES: Final = 10_000

_A4: Final = (0.0, 0.0, 210.0, 297.0)


def extract(given: Input) -> Extract:
    """The paragraphs of an OFD document and where its pages begin; notes on pages that are only pictures, and on what
    was passed over.

    An encoding says nothing here. Raises ``NoTextLayer``, ``TooLarge``, ``ValueError`` for more objects than a document
    has, and what ``Package`` raises.
    """
    package = Package(given.path, given.data)
    sheets: list[_Sheet] = []
    passed: Counter[Passed] = Counter()
    wrong: list[Exception] = []
    for name, root in _documents(package, passed, wrong):
        document = _Document(package, name, root, passed, wrong)
        for sheet in document.pages():
            if len(sheets) == PAGES:
                raise TooLarge(given.path, PAGES + 1, PAGES, "pages")
            sheets.append(sheet)
        document.count_aside()
    garbled = {number for number, sheet in enumerate(sheets, 1) if is_garbled(_words_on(sheet.drawn))}
    drawn = [
        sheet.drawn._replace(lines=(), apart=()) if number in garbled else sheet.drawn
        for number, sheet in enumerate(sheets, 1)
    ]
    pictures = []
    for number, (sheet, page) in enumerate(zip(sheets, drawn, strict=True), 1):
        if number in garbled:
            continue
        if (sheet.pictures or sheet.points >= _OUTLINES) and not page.lines:
            pictures.append(number)
        else:
            passed[Passed.PICTURE] += sheet.pictures
    kept = without_edges(drawn)
    text = paragraphs(kept)
    if not text.strip():
        if wrong:
            raise wrong[0]
        if (pictures or garbled) and not any(page.lines for page in drawn):
            raise NoTextLayer(given.path, len(sheets))
    notes = []
    for code, found in (("no-text-layer", pictures), ("garbled-pages", sorted(garbled))):
        if found:
            said = ", ".join(ranges(found))
            notes.append(Note(code, None, {"document": given.name, "pages": said, "count": len(found)}))
    for code, count in (
        ("hidden-text", sum(sheet.hidden for sheet in sheets)),
        ("turned", sum(len(part.lines) for page in kept for part in page.apart)),
    ):
        if count:
            notes.append(Note(code, None, {"document": given.name, "count": count}))
    return paged(text, (*notes, *told(given.name, passed, text)))._replace(facts=_facts(package))


_OUTLINES: Final = 500
"""Lines and curves on a page without words from which they may be words that were drawn so."""


def _words_on(page: Page) -> str:
    return "".join(line.words for part in (page, *page.apart) for line in part.lines)


def _facts(package: Package) -> Facts:
    """What the first document says of itself."""
    said = said_in(next(_children(package.aside("OFD.xml"), "DocBody", "DocInfo"), None))
    return facts(
        author=said.get("Author"),
        software=together(said.get("Creator"), said.get("CreatorVersion")),
        created=said.get("CreationDate"),
        modified=said.get("ModDate"),
    )


def _children(parent: Element | None, *way: str) -> Iterator[Element]:
    """The elements that are reached by these tags, each inside the one before."""
    if parent is None:
        return
    for child in parent:
        if tag(child) == way[0]:
            if len(way) == 1:
                yield child
            else:
                yield from _children(child, *way[1:])


def _read(package: Package, name: str, passed: Counter[Passed], wrong: list[Exception]) -> Element | None:
    """The root of a part; None for one that is missing, or broken, which is counted and kept in ``wrong``."""
    if not package.has(name):
        passed[Passed.MISSING] += 1
        return None
    try:
        return package.tree(name)
    except (Encrypted, TooLarge):
        raise
    except broken() as error:
        passed[Passed.BROKEN] += 1
        wrong.append(error)
        return None


def _documents(package: Package, passed: Counter[Passed], wrong: list[Exception]) -> Iterator[tuple[str, Element]]:
    """The documents in a file, mostly one: where each one's root is, and the root."""
    for body in _children(package.tree("OFD.xml"), "DocBody"):
        for place in _children(body, "DocRoot"):
            name = _name("", place.text)
            root = _read(package, name, passed, wrong)
            if root is not None:
                yield name, root
        for place in _children(body, "Signatures"):
            seals = _children(package.aside(_name("", place.text)), "Signature")
            passed[Passed.ANNOTATION] += sum(seal.get("Type", "Seal") == "Seal" for seal in seals)


class _Sheet(NamedTuple):
    """A page, how many pictures are on it, and of how many lines and curves its drawings are made."""

    drawn: Page
    pictures: int
    points: int
    hidden: int
    """Characters that are not shown, or outside of the page."""


_EDGE: Final = 0.1
"""Part of a page's height at its top and at its foot, where a template of several pages has their running heads."""

_DRAWN: Final = 500_000
"""Objects that are drawn as parts of others: each stands once in the file, and may be asked for any number of times."""
_DEEPEST: Final = 32
"""Objects inside each other."""

_NOT: Final = frozenset(("false", "0"))
"""What says that an object is not visible (XML Schema, boolean)."""
_POINT: Final = 20
"""Characters that say where a point of a path is, at most."""


class _Endless(ValueError):
    """Drawings that ask for each other more often than any document does."""


class _Document:
    """One document of a file, and what its pages share."""

    def __init__(
        self, package: Package, name: str, root: Element, passed: Counter[Passed], wrong: list[Exception]
    ) -> None:
        self._package = package
        self._wrong = wrong
        self._name = name
        self._folder = posixpath.dirname(name)
        self._root = root
        self._passed = passed
        self._units: dict[str, Element] | None = None
        self._read: set[str] = set()
        self._templates = {
            page.get("ID", ""): _name(self._folder, page.get("BaseLoc"))
            for page in _children(root, "CommonData", "TemplatePage")
        }
        self._used: Counter[str] = Counter()
        """How many pages have each template."""
        self._heads: dict[str, list[Line]] = {}
        """What each has at the edges of a page."""
        self._found: list[list[Line]] = []
        self._drawn = 0
        self._sheet = Sheet(0.0, 0.0)
        """The page that is read, and what is on it."""
        self._pictures = self._points = self._hidden = 0

    def pages(self) -> Iterator[_Sheet]:
        """The pages in their order; one that is missing is empty."""
        usual = next((numbers(box.text) for box in _children(self._root, "CommonData", "PageArea", "PhysicalBox")), _A4)
        for page in _children(self._root, "Pages", "Page"):
            name = _name(self._folder, page.get("BaseLoc"))
            content = _read(self._package, name, self._passed, self._wrong)
            own = next((numbers(box.text) for box in _children(content, "Area", "PhysicalBox")), usual)
            left, top, width, height = own if len(own) == 4 else _A4
            self._sheet = Sheet(width, height)
            self._pictures = self._points = self._hidden = 0
            place = (1.0, 0.0, 0.0, 1.0, -left, -top)
            behind: list[Line] = []
            before: list[Line] = []
            aside: dict[int, list[Line]] = {}
            for each in _children(content, "Template"):
                template = each.get("TemplateID", "")
                self._used[template] += 1
                found = self._template(template, place, height * POINTS)
                (before if each.get("ZOrder") == "Foreground" else behind).extend(found.pop(ACROSS, []))
                _add(aside, found)
            _add(aside, self._lines_of(content, name, place))
            lines = [*behind, *aside.get(ACROSS, []), *before]
            self._found.append(lines)
            drawn = self._sheet.page({ACROSS: lines, **{way: others for way, others in aside.items() if way != ACROSS}})
            yield _Sheet(drawn, self._pictures, self._points, self._hidden + self._sheet.hidden)
        # of one page it would be the head of a letter
        heads = {id(line) for name, found_ in self._heads.items() if self._used[name] > 1 for line in found_}
        for lines in self._found if heads else ():
            lines[:] = (line for line in lines if id(line) not in heads)

    def _template(self, id: str, place: Matrix, height: float) -> dict[int, list[Line]]:
        """The lines of a template, where it first stands: on the pages that follow they are the same."""
        if id in self._heads:
            return {}
        # from here on: one that names itself is read once
        self._heads[id] = []
        name = self._templates.get(id, "")
        tree = _read(self._package, name, self._passed, self._wrong)
        lines: dict[int, list[Line]] = {}
        for each in _children(tree, "Template"):
            _add(lines, self._template(each.get("TemplateID", ""), place, height))
        _add(lines, self._lines_of(tree, name, place))
        edge = _EDGE * height
        self._heads[id] = [line for line in lines.get(ACROSS, ()) if line.top < edge or line.bottom > height - edge]
        return lines

    def _lines_of(self, page: Element | None, name: str, place: Matrix) -> dict[int, list[Line]]:
        """The lines of a page by the way they run; up to what is broken, if something is."""
        try:
            for content in _children(page, "Content"):
                self._draw(content, place, (), (page, name))
        except (Encrypted, TooLarge, _Endless):
            raise
        except broken() as error:
            self._passed[Passed.BROKEN] += 1
            self._wrong.append(error)
        return self._sheet.lines()

    def _draw(
        self,
        block: Element,
        place: Matrix,
        inside: tuple[str, ...],
        page: tuple[Element | None, str],
        is_hidden: bool = False,
    ) -> None:
        """Draw the objects of a block; ``inside`` are the drawings that it is part of."""
        for one in block:
            kind = tag(one)
            if inside:
                self._drawn += 1
                if self._drawn > _DRAWN:
                    raise _Endless("more objects than a document has")
            hides = is_hidden or one.get("Visible", "").strip().lower() in _NOT
            if kind == "TextObject":
                if hides:
                    self._hidden += sum(len("".join((code.text or "").split())) for code in _children(one, "TextCode"))
                else:
                    self._sheet.add(one, place)
            elif kind == "ImageObject":
                self._pictures += not hides
            elif kind == "PathObject":
                self._points += sum(map(len, (data.text or "" for data in _children(one, "AbbreviatedData")))) // _POINT
            elif kind in ("PageBlock", "Layer"):
                self._draw(one, place, inside, page, hides)
            elif kind == "CompositeObject":
                id = one.get("ResourceID", "")
                unit = self._unit(id, *page)
                if unit is None:
                    self._passed[Passed.MISSING] += 1
                elif id not in inside and len(inside) < _DEEPEST:
                    there = within(place, placed(one))
                    for content in _children(unit, "Content"):
                        self._draw(content, there, (*inside, id), page, hides)

    def _unit(self, id: str, page: Element | None, name: str) -> Element | None:
        """The drawing that a composite object shows."""
        if self._units is None:
            self._units = {}
            for kind in ("PublicRes", "DocumentRes"):
                for each in _children(self._root, "CommonData", kind):
                    self._resources(_name(self._folder, each.text))
        if id not in self._units:
            for each in _children(page, "PageRes"):
                self._resources(_name(posixpath.dirname(name), each.text))
        return self._units.get(id)

    def _resources(self, name: str) -> None:
        if name in self._read or self._units is None:
            return
        self._read.add(name)
        root = _read(self._package, name, self._passed, self._wrong) if self._package.has(name) else None
        for unit in _children(root, "CompositeGraphicUnits", "CompositeGraphicUnit"):
            self._units.setdefault(unit.get("ID", ""), unit)

    def count_aside(self) -> None:
        """Count what is put onto the pages, and the files that come with them."""
        for place in _children(self._root, "Annotations"):
            listed = _name(self._folder, place.text)
            for each in _children(self._package.aside(listed), "Page", "FileLoc"):
                notes = self._package.aside(_name(posixpath.dirname(listed), each.text))
                self._passed[Passed.ANNOTATION] += sum(map(_says, _children(notes, "Annot")))
        for place in _children(self._root, "Attachments"):
            files = _children(self._package.aside(_name(self._folder, place.text)), "Attachment")
            self._passed[Passed.EMBEDDED] += sum(1 for _ in files)


def _says(annotation: Element) -> bool:
    """Whether an annotation is more than a mark or a link."""
    return annotation.get("Type") == "Stamp" or any(tag(each) == "TextObject" for each in annotation.iter())


def _name(folder: str, place: str | None) -> str:
    """The name of a member: places are seen from the file that names them, or from the top."""
    place = (place or "").strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join(folder, place)).lstrip("/") if place else ""


def _add(lines: dict[int, list[Line]], more: dict[int, list[Line]]) -> None:
    for way, found in more.items():
        lines.setdefault(way, []).extend(found)
