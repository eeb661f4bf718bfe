"""The text of an OFD document, the fixed layout of Chinese offices (GB/T 33190-2016): a zip of XML pages.

Words have places and no paragraphs, as in a PDF, and are joined the same way. Text is also what a page shows of its
template and of drawings that the document keeps for several pages (composite objects). What a template of several pages
has at their edges, and what was put onto pages (annotations, seals), is not text; the latter is counted.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from simcheck.errors import NoTextLayer, TooLarge
from simcheck.model import Note, ranges
from simcheck.readers.extract import Extract, Facts, Input, paged
from simcheck.readers.facts import facts, together
from simcheck.readers.fixed.lines import Line, Page, lines_of
from simcheck.readers.fixed.reflow import reflowed
from simcheck.readers.package import Package, said_in
from simcheck.readers.passed import Passed, told

PAGES: Final = 10_000

_POINTS: Final = 72 / 25.4
"""OFD measures in millimetres."""

_A4: Final = (0.0, 0.0, 210.0, 297.0)


def extract(given: Input) -> Extract:
    """The paragraphs of an OFD document and where its pages begin; notes on pages that are only pictures, and on what
    was passed over.

    An encoding says nothing here. Raises ``NoTextLayer``, ``TooLarge``, ``ValueError`` for more objects than a document
    has, and what ``Package`` raises.
    """
    package = Package(given.path, given.data)
    pages: list[Page] = []
    pictures: list[int] = []
    passed: Counter[Passed] = Counter()
    for name, root in _documents(package, passed):
        document = _Document(package, name, root, passed)
        for page in document.pages():
            if len(pages) == PAGES:
                raise TooLarge(given.path, PAGES + 1, PAGES, "pages")
            pages.append(page.drawn)
            if page.pictures and not page.drawn.lines:
                pictures.append(len(pages))
            else:
                passed[Passed.PICTURE] += page.pictures
        document.count_aside()
    if pictures and not any(page.lines for page in pages):
        raise NoTextLayer(given.path, len(pages))
    about: dict[str, str | int] = {"document": given.name, "pages": ", ".join(ranges(pictures)), "count": len(pictures)}
    text = reflowed(pages)
    notes = (Note("no-text-layer", None, about),) if pictures else ()
    return paged(text, (*notes, *told(given.name, passed, text)))._replace(facts=_facts(package))


def _facts(package: Package) -> Facts:
    """What the first document says of itself."""
    said = said_in(next(_children(package.aside("OFD.xml"), "DocBody", "DocInfo"), None))
    return facts(
        author=said.get("Author"),
        software=together(said.get("Creator"), said.get("CreatorVersion")),
        created=said.get("CreationDate"),
        modified=said.get("ModDate"),
    )


def _tag(element: Element) -> str:
    """Without its namespace: some programs write others than the standard's."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _children(parent: Element | None, *way: str) -> Iterator[Element]:
    """The elements that are reached by these tags, each inside the one before."""
    if parent is None:
        return
    for child in parent:
        if _tag(child) == way[0]:
            if len(way) == 1:
                yield child
            else:
                yield from _children(child, *way[1:])


def _documents(package: Package, passed: Counter[Passed]) -> Iterator[tuple[str, Element]]:
    """The documents in a file, mostly one: where each one's root is, and the root."""
    for body in _children(package.tree("OFD.xml"), "DocBody"):
        for place in _children(body, "DocRoot"):
            name = _name("", place.text)
            root = package.tree(name)
            if root is not None:
                yield name, root
            else:
                passed[Passed.MISSING] += 1
        for place in _children(body, "Signatures"):
            seals = _children(package.aside(_name("", place.text)), "Signature")
            passed[Passed.ANNOTATION] += sum(seal.get("Type", "Seal") == "Seal" for seal in seals)


class _Sheet(NamedTuple):
    """A page, and how many pictures are on it."""

    drawn: Page
    pictures: int


Matrix = tuple[float, float, float, float, float, float]
"""Where places are on a page that are (x, y) inside of something: (ax + cy + e, bx + dy + f)."""


def _within(outer: Matrix, inner: Matrix) -> Matrix:
    """Of something that stands inside of something else."""
    a, b, c, d, e, f = outer
    g, h, i, j, x, y = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * x + c * y + e, b * x + d * y + f


def _placed(element: Element) -> Matrix:
    """Where a graphic object puts what is in it."""
    x, y, *_ = (*_numbers(element.get("Boundary")), 0.0, 0.0)
    given = _numbers(element.get("CTM"))
    a, b, c, d, e, f = given if len(given) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + x, f + y


_EDGE: Final = 0.1
"""Part of a page's height at its top and at its foot, where a template of several pages has their running heads."""

_DRAWN: Final = 500_000
"""Objects that are drawn as parts of others: each stands once in the file, and may be asked for any number of times."""
_DEEPEST: Final = 32
"""Objects inside each other."""


class _Document:
    """One document of a file, and what its pages share."""

    def __init__(self, package: Package, name: str, root: Element, passed: Counter[Passed]) -> None:
        self._package = package
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
        self._pictures = 0

    def pages(self) -> Iterator[_Sheet]:
        """The pages in their order; one that is missing is empty."""
        usual = next(
            (_numbers(box.text) for box in _children(self._root, "CommonData", "PageArea", "PhysicalBox")), _A4
        )
        for page in _children(self._root, "Pages", "Page"):
            name = _name(self._folder, page.get("BaseLoc"))
            content = self._package.tree(name)
            if content is None:
                self._passed[Passed.MISSING] += 1
            own = next((_numbers(box.text) for box in _children(content, "Area", "PhysicalBox")), usual)
            left, top, width, height = own if len(own) == 4 else _A4
            self._pictures = 0
            place = (1.0, 0.0, 0.0, 1.0, -left, -top)
            behind: list[Line] = []
            before: list[Line] = []
            for each in _children(content, "Template"):
                (before if each.get("ZOrder") == "Foreground" else behind).extend(
                    self._template(each.get("TemplateID", ""), place, height * _POINTS)
                )
            lines = [*behind, *lines_of(self._fragments(content, name, place)), *before]
            self._found.append(lines)
            yield _Sheet(Page(width * _POINTS, height * _POINTS, lines), self._pictures)
        # of one page it would be the head of a letter
        heads = {id(line) for name, found in self._heads.items() if self._used[name] > 1 for line in found}
        for lines in self._found if heads else ():
            lines[:] = (line for line in lines if id(line) not in heads)

    def _template(self, id: str, place: Matrix, height: float) -> list[Line]:
        """The lines of a template, where it first stands: on the pages that follow they are the same."""
        self._used[id] += 1
        if self._used[id] > 1:
            return []
        name = self._templates.get(id, "")
        tree = self._package.tree(name) if name else None
        if tree is None:
            self._passed[Passed.MISSING] += 1
        lines = list(lines_of(self._fragments(tree, name, place)))
        edge = _EDGE * height
        self._heads[id] = [line for line in lines if line.top < edge or line.bottom > height - edge]
        return lines

    def _fragments(self, page: Element | None, name: str, place: Matrix) -> Iterator[Line]:
        """The pieces of text of a page in the order in which they are drawn."""
        for layer in _children(page, "Content", "Layer"):
            yield from self._objects(layer, place, (), (page, name))

    def _objects(
        self, block: Element, place: Matrix, inside: tuple[str, ...], page: tuple[Element | None, str]
    ) -> Iterator[Line]:
        """The pieces of text among the objects of a block; ``inside`` are the drawings that it is part of."""
        for one in block:
            tag = _tag(one)
            if inside:
                self._drawn += 1
                if self._drawn > _DRAWN:
                    raise ValueError("more objects than a document has")
            if one.get("Visible") == "false":
                continue
            if tag == "TextObject":
                yield from _codes(one, place)
            elif tag == "ImageObject":
                self._pictures += 1
            elif tag == "PageBlock":
                yield from self._objects(one, place, inside, page)
            elif tag == "CompositeObject":
                id = one.get("ResourceID", "")
                unit = self._unit(id, *page)
                if unit is None:
                    self._passed[Passed.MISSING] += 1
                elif id not in inside and len(inside) < _DEEPEST:
                    within = _within(place, _placed(one))
                    for content in _children(unit, "Content"):
                        yield from self._objects(content, within, (*inside, id), page)

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
        for unit in _children(self._package.tree(name), "CompositeGraphicUnits", "CompositeGraphicUnit"):
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
    return annotation.get("Type") == "Stamp" or any(_tag(each) == "TextObject" for each in annotation.iter())


def _name(folder: str, place: str | None) -> str:
    """The name of a member: places are seen from the file that names them, or from the top."""
    place = (place or "").strip()
    return posixpath.normpath(posixpath.join(folder, place)).lstrip("/") if place else ""


def _numbers(words: str | None) -> tuple[float, ...]:
    return tuple(map(float, (words or "").split()))


def _codes(text: Element, place: Matrix) -> Iterator[Line]:
    size = float(text.get("Size", "0"))
    extent = _numbers(text.get("Boundary"))[2:]
    scale = (*_numbers(text.get("CTM")), 1.0)[0]
    a, b, c, d, e, f = _within(place, _placed(text))
    along = down = 0.0
    for code in _children(text, "TextCode"):
        words = code.text or ""
        # places that are not given go on from those before
        along, down = float(code.get("X", along)), float(code.get("Y", down))
        if not words.strip():
            continue
        width = _advance(words, code.get("DeltaX"), size)
        if width is None:
            width = extent[0] / scale if extent and scale else size * len(words)
        start, end = (a * at + c * down + e for at in (along, along + width))
        base = b * along + d * down + f
        height = abs(d or b) * size
        box = (min(start, end), max(start, end), base - 0.88 * height, base + 0.12 * height)
        yield Line(words.strip(), *(number * _POINTS for number in box))


def _advance(words: str, steps: str | None, size: float) -> float | None:
    """How far the words reach, by the steps between their characters; None if those are not given.

    "g 20 5.6" stands for twenty steps of 5.6.
    """
    if steps is None:
        return size if len(words) == 1 else None
    fields = steps.split()
    total, number, at = 0.0, 0, 0
    while at < len(fields) and number < len(words):
        count, step = 1, fields[at]
        if step == "g":
            count, step = int(fields[at + 1]), fields[at + 2]
            at += 2
        at += 1
        count = min(count, len(words) - number)
        total += count * float(step)
        number += count
    return total + size * (0.5 if words[-1:].isascii() else 1)
