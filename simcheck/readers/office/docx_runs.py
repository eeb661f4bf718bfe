"""What stands in the runs of a Word document beside words (drawings, fields, symbols), and what of it is hidden?

What is read on the way through a document is collected in a ``Page``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element

from simcheck.readers.extract import broken
from simcheck.readers.office.controls import Prompts
from simcheck.readers.office.docx_parts import Parts
from simcheck.readers.office.drawings import (
    ALTERNATIVES,
    TEXTPATH,
    A,
    chosen,
    is_hidden,
    is_watermark,
    lines_of,
    shown,
    words_of_diagram,
)
from simcheck.readers.office.fields import Field
from simcheck.readers.office.numbering import LINEAGE, Numbering, value
from simcheck.readers.package import in_usual_names
from simcheck.readers.passed import Passed

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SYMBOL: Final = "{http://schemas.microsoft.com/office/word/2015/wordml/symex}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"
_V: Final = "{urn:schemas-microsoft-com:vml}"


@dataclass
class Page:
    """What is collected on the way through a document."""

    numbering: Numbering
    parts: Parts
    prompts: Prompts
    lines: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind and id of the foot- and endnotes that the text refers to."""
    seen: list[Any] | None = None
    """The elements whose words were taken, if they are traced."""
    hidden: int = 0
    deleted: int = 0
    hiding: Callable[[], frozenset[str]] = frozenset
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


MARK: Final = re.compile("\ufdd0([0-9]+)\ufdd1")
"""Stands before the words of an element while they are traced; the two code points are no characters."""


def is_blank(words: str) -> bool:
    return not words.strip() or ("\ufdd0" in words and not MARK.sub("", words).strip())


Boxes = list[Iterable[Element] | str]
"""What stands in a paragraph and is read behind it: paragraphs, or a line."""


def hiding_styles(styles: Element | None) -> frozenset[str]:
    """The styles whose text is hidden, as that of 窗体顶端 is, which is left when a page of the web is copied."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        id = style.get(f"{W}styleId", "")
        switch, base = style.find(f"{W}rPr/{W}vanish"), style.find(f"{W}basedOn")
        if switch is not None:
            own[id] = is_on(switch)
        if base is not None:
            based[id] = value(base)
    if True not in own.values():
        return frozenset()

    def hides_words(id: str) -> bool:
        for _ in range(LINEAGE):
            if id in own or id not in based:
                break
            id = based[id]
        return own.get(id, False)

    return frozenset(filter(hides_words, {*own, *based}))


def length(element: Element) -> int:
    """The characters inside, deleted or not."""
    return sum(len(text.text or "") for text in shown(element) if text.tag in _TEXTS)


_TEXTS: Final = frozenset({f"{W}t", f"{W}delText", f"{A}t"})


def pass_by(element: Element, page: Page, words: list[str]) -> None:
    """Count what is hidden. A sign of a field that is hidden is one nevertheless."""
    for each in shown(element):
        if each.tag in (f"{W}t", f"{A}t"):
            page.hidden += len(each.text or "")
        elif each.tag == TEXTPATH:
            page.hidden += len(each.get("string", ""))
        elif each.tag in _SHAPES:
            page.passed[_SHAPES[each.tag]] += 1
        elif each.tag == f"{W}fldChar":
            field_sign(each.get(f"{W}fldCharType", ""), page, words)


_SHAPES: Final = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": Passed.PICTURE,
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": Passed.CHART,
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": Passed.CHART,
    f"{_V}imagedata": Passed.PICTURE,
    # a shape that is filled with a picture
    f"{A}blipFill": Passed.PICTURE,
    # what a form of the web asks
    f"{W}control": Passed.ANNOTATION,
}


def boxes_in(drawing: Element, page: Page, words: list[str]) -> Iterator[Iterable[Element] | str]:
    """The text boxes in a drawing, and its lines; those inside boxes are found when they are read."""
    passed = page.passed
    inside = next((each for each in drawing if each.tag == f"{_O}OLEObject"), None)
    if inside is not None:
        # the picture beside it shows what it is
        passed[Passed.FORMULA if inside.get("ProgID", "").startswith("Equation") else Passed.EMBEDDED] += 1
    boxed: set[str] = set()
    left = [drawing]
    while left:
        element = left.pop()
        if element.tag == ALTERNATIVES:
            left += reversed(chosen(element))
        elif element.tag == f"{W}txbxContent":
            # LibreOffice writes the words of WordArt into a box as well
            said = "".join(each.text or "" for each in shown(element) if each.tag == f"{W}t")
            boxed.add("".join(said.split()))
            yield element
        elif element.tag == f"{A}p":
            yield from lines_of(element)
        elif element.tag == TEXTPATH:
            if element.get("on", "t") in ("f", "false"):
                pass_by(element, page, words)
            elif (string := element.get("string", "")).strip() and "".join(string.split()) not in boxed:
                yield string
        elif element.tag == _DIAGRAM:
            yield from _diagram(element.get(f"{R}dm", ""), page)
        elif element.tag in _SHAPES:
            passed[_SHAPES[element.tag]] += inside is None
        elif element.tag == f"{_V}fill" and f"{R}id" in element.attrib:
            passed[Passed.PICTURE] += 1
        elif is_hidden(element):
            pass_by(element, page, words)
        elif not is_watermark(element):
            left += reversed(element)


_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"


def _diagram(id: str, page: Page) -> list[str]:
    """The words of SmartArt."""
    found: list[str] = []
    with suppress(*broken()):
        found = words_of_diagram(page.parts.package.tree(page.parts.by_id.get(id, ""), in_usual_names))
    page.passed[Passed.DIAGRAM] += not found
    return found


FORMULA: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://schemas.microsoft.com/office/omml/2004/12/core}",
)
"""How the elements of formulas begin, today and in 2003."""

_IN_FORMULAS: Final = tuple(f"{space}t" for space in FORMULA)
_SENTENCE: Final = re.compile("[\u3400-\u9fff，。、；：（）“”]{10}")


def formula(element: Element, page: Page) -> str:
    """The words of a formula that holds some in a row, as they stand in it; any other is counted."""
    words = "".join(each.text or "" for each in shown(element) if each.tag in _IN_FORMULAS)
    if _SENTENCE.search(words):
        return words
    page.passed[Passed.FORMULA] += 1
    return ""


def field_sign(sign: str, page: Page, words: list[str]) -> None:
    """One of the three signs of a field: what stands between the first and the second is no text but what it asks."""
    fields = page.fields
    if sign == "begin":
        fields.append(Field(words))
    elif fields:
        if fields[-1].is_asking:
            page.passed[Passed.PLACEHOLDER] += fields[-1].answer(words)
        if sign == "end":
            done = fields.pop()
            if fields:
                fields[-1].asks("".join(done.result(words)))


def symbol(element: Element) -> str:
    """The character of a symbol; nothing for one that is a place in a font of pictures."""
    number = element.get(f"{W}char") or element.get(f"{_SYMBOL}char") or ""
    code = int(number, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", number) else 0
    known = code > 0x20 and not 0xD800 <= code <= 0xF8FF and code < 0x110000
    return chr(code) if known else ""


_PROPERTIES: Final = f"{W}rPr"
_STYLE: Final = f"{W}rStyle"
_VANISH: Final = f"{W}vanish"


def hides(run: Element, page: Page) -> bool:
    """Whether a run is hidden, by itself or by its style or the paragraph's."""
    properties = run.find(_PROPERTIES)
    if properties is None:
        return page.is_hidden
    if not len(properties):
        return page.is_hidden
    switch = properties.find(_VANISH)
    if switch is not None:
        return is_on(switch)
    style = properties.find(_STYLE)
    return page.is_hidden or (style is not None and value(style) in page.hiding())


def is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "true") not in ("0", "false", "off", "none")
