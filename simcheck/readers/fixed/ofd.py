"""The text of an OFD document, the fixed layout of Chinese offices (GB/T 33190-2016): a zip of XML pages.

Words have places and no paragraphs, as in a PDF, and are joined the same way. What a template puts on every page, and
annotations such as seals, is not text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.errors import NoTextLayer, TooLarge
from simcheck.model import Note, ranges
from simcheck.readers.extract import Extract, Facts, Input, paged
from simcheck.readers.facts import facts, together
from simcheck.readers.fixed.lines import Line, Page, lines_of
from simcheck.readers.fixed.reflow import reflowed
from simcheck.readers.package import Package, said_in

PAGES: Final = 10_000

_POINTS: Final = 72 / 25.4
"""OFD measures in millimetres."""

_A4: Final = (0.0, 0.0, 210.0, 297.0)


def extract(given: Input) -> Extract:
    """The paragraphs of an OFD document and where its pages begin; a note on pages that are only pictures.

    An encoding says nothing here. Raises ``NoTextLayer``, ``TooLarge``, and what ``Package`` raises.
    """
    package = Package(given.path, given.data)
    pages: list[Page] = []
    pictures = []
    for document in _documents(package):
        for box, root in _pages(package, document):
            if len(pages) == PAGES:
                raise TooLarge(given.path, PAGES + 1, PAGES, "pages")
            left, top, width, height = box
            lines = list(lines_of(_fragments(root, left, top)))
            pages.append(Page(width * _POINTS, height * _POINTS, lines))
            if not lines and any(_tag(each) == "ImageObject" for each in root.iter()):
                pictures.append(len(pages))
    if pictures and not any(page.lines for page in pages):
        raise NoTextLayer(given.path, len(pages))
    told: dict[str, str | int] = {"document": given.name, "pages": ", ".join(ranges(pictures)), "count": len(pictures)}
    notes = (Note("no-text-layer", None, told),) if pictures else ()
    return paged(reflowed(pages), notes)._replace(facts=_facts(package))


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


def _documents(package: Package) -> Iterator[tuple[str, Element]]:
    """The documents in a file, mostly one: where each one's root is, and the root."""
    for place in _children(package.tree("OFD.xml"), "DocBody", "DocRoot"):
        name = _name("", place.text)
        root = package.tree(name)
        if root is not None:
            yield name, root


def _pages(package: Package, document: tuple[str, Element]) -> Iterator[tuple[tuple[float, ...], Element]]:
    """The boxes (left, top, width, height in mm) and roots of the pages."""
    name, root = document
    usual = next((_numbers(box.text) for box in _children(root, "CommonData", "PageArea", "PhysicalBox")), _A4)
    for page in _children(root, "Pages", "Page"):
        content = package.tree(_name(posixpath.dirname(name), page.get("BaseLoc")))
        if content is not None:
            own = next((_numbers(box.text) for box in _children(content, "Area", "PhysicalBox")), usual)
            yield (own if len(own) == 4 else _A4), content


def _name(folder: str, place: str | None) -> str:
    """The name of a member: places are seen from the file that names them, or from the top."""
    place = (place or "").strip()
    return posixpath.normpath(posixpath.join(folder, place)).lstrip("/") if place else ""


def _numbers(words: str | None) -> tuple[float, ...]:
    return tuple(map(float, (words or "").split()))


def _fragments(page: Element, left: float, top: float) -> Iterator[Line]:
    """The pieces of text of a page in the order in which they are drawn."""
    for layer in _children(page, "Content", "Layer"):
        for one in layer.iter():
            if _tag(one) == "TextObject" and one.get("Visible") != "false":
                yield from _codes(one, left, top)


def _codes(text: Element, left: float, top: float) -> Iterator[Line]:
    size = float(text.get("Size", "0"))
    x, y, *extent = _numbers(text.get("Boundary")) or (0.0, 0.0)
    a, b, c, d, e, f = _numbers(text.get("CTM")) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    along = down = 0.0
    for code in _children(text, "TextCode"):
        words = code.text or ""
        # places that are not given go on from those before
        along, down = float(code.get("X", along)), float(code.get("Y", down))
        if not words.strip():
            continue
        width = _advance(words, code.get("DeltaX"), size)
        if width is None:
            width = extent[0] / a if extent and a else size * len(words)
        start, end = (a * at + c * down + e for at in (along, along + width))
        base = b * along + d * down + f
        height = abs(d or b) * size
        box = (x + start - left, x + end - left, y + base - 0.88 * height - top, y + base + 0.12 * height - top)
        bare = words.strip()
        yield Line(bare, *(number * _POINTS for number in (min(box[:2]), max(box[:2]), *box[2:])))


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
