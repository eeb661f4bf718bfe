"""Which words and pictures stand in a drawing of an Office document, and which of several ways to show it is shown?

Word, Excel and PowerPoint draw with the same elements (DrawingML, and VML before it). A drawing often says everything
twice, for newer and for older programs; it is read as the newer show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES: Final = f"{_MC}AlternateContent"
"""What says the same in several ways (ECMA-376 part 3)."""

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"

_UNDERSTOOD: Final = re.compile(
    r"(?:a|p|w|wp|wps|wpg|wpi|wpc|wne|cx|am3d|aink|c|v|o|m|r|x|xdr|sle|tsle)\d*(?:se|cid|cex|sdtdh|sdtfl|du)?"
)
"""Prefixes of what the programs of Office understand; who asks for anything else gets what they show instead."""


def chosen(alternatives: Element) -> Element:
    """The first of several ways that asks only for prefixes that are understood, else the fallback.

    One without words counts for less than another with words: rather read than lost.
    """
    choices, fallback = alternatives.findall(f"{_MC}Choice"), alternatives.findall(f"{_MC}Fallback")
    known = [each for each in choices if all(map(_UNDERSTOOD.fullmatch, each.get("Requires", "").split()))]
    ways = [*known, *fallback, *choices]
    return next(filter(_says, ways), ways[0] if ways else alternatives)


def _says(element: Element) -> bool:
    """Whether there are words in it, or again several ways to say them; of something large that is believed."""
    for number, each in enumerate(element.iter()):
        if number == _LOOKED_AT or each.tag == ALTERNATIVES or (each.tag == TEXTPATH and each.get("string")):
            return True
        if each.text and str(each.tag).endswith("}t") and each.text.strip():
            return True
    return False


TEXTPATH: Final = "{urn:schemas-microsoft-com:vml}textpath"
"""The words of WordArt."""
_LOOKED_AT: Final = 2_000


def shown(element: Element) -> Iterator[Element]:
    """An element and all that is in it, in order; of several ways to say the same the chosen one."""
    left = [element]
    while left:
        each = left.pop()
        if each.tag == ALTERNATIVES:
            left += reversed(chosen(each))
        else:
            yield each
            left += reversed(each)


_INVISIBLE: Final = re.compile(r"(?:visibility\s{0,9}:\s{0,9}hidden|display\s{0,9}:\s{0,9}none)")


def is_hidden(shape: Element) -> bool:
    """Whether a shape, a group or a drawing says of itself that it is not shown."""
    if _INVISIBLE.search(shape.get("style", "")):
        return True
    for child in shape:
        name = str(child.tag).rpartition("}")[2]
        if name.startswith("nv") and name.endswith("Pr"):
            child = next((each for each in child if str(each.tag).endswith("}cNvPr")), child)
            name = "cNvPr"
        if name in ("docPr", "cNvPr"):
            # a control of a form is hidden from programs that would show its words only
            return child.get("hidden", "0") in ("1", "true") and not any(
                str(each.tag).endswith("}compatExt") for each in child.iter()
            )
    return False


_WATERMARK: Final = "PowerPlusWaterMark"
"""How Word and WPS call the shapes of watermarks, in one or another of their names."""


def is_watermark(shape: Element) -> bool:
    """Whether an element is called as the shapes of watermarks are."""
    return any(name.startswith(_WATERMARK) for name in shape.attrib.values())


def paragraphs_of(parent: Element) -> list[str]:
    """The paragraphs of DrawingML inside an element that say something, as lines."""
    found = []
    for paragraph in shown(parent):
        if paragraph.tag == f"{A}p":
            found += lines_of(paragraph)
    return found


def lines_of(paragraph: Element) -> list[str]:
    """The lines of one such paragraph."""
    return [line.strip() for line in "".join(_words(paragraph)).split("\n") if line.strip()]


def _words(paragraph: Element) -> Iterator[str]:
    left = list(reversed(paragraph))
    while left:
        child = left.pop()
        if child.tag == f"{A}r" or (child.tag == f"{A}fld" and child.get("type") != "slidenum"):
            yield from (text.text or "" for text in child.iterfind(f"{A}t"))
        elif child.tag == f"{A}br":
            yield "\n"
        elif child.tag == ALTERNATIVES:
            left += reversed(chosen(child))


def boxes_of(shapes: Element) -> tuple[list[str], int]:
    """The lines of the shapes inside that are shown, and the characters of those that are not."""
    lines: list[str] = []
    hidden = 0
    left = [shapes]
    while left:
        shape = left.pop()
        if shape.tag == ALTERNATIVES:
            left += reversed(chosen(shape))
        elif shape.tag == f"{A}p":
            lines += lines_of(shape)
        elif is_hidden(shape):
            hidden += characters(paragraphs_of(shape))
        else:
            left += reversed(shape)
    return lines, hidden


def characters(lines: Iterable[str]) -> int:
    """How many characters lines have, without white space."""
    return sum(len("".join(line.split())) for line in lines)


def words_of_diagram(data: Element | None) -> list[str]:
    """The words of SmartArt, in the order in which its points are kept, which is mostly that in which they are seen."""
    return [line for each in data.iter(f"{_DIAGRAM}t") for line in paragraphs_of(each)] if data is not None else []
