"""Styles and lists of an OpenDocument text: what a paragraph inherits, and the number that stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.readers.numerals import written

OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE: Final = f"{{{OASIS}:office:1.0}}"
TEXT: Final = f"{{{OASIS}:text:1.0}}"
STYLE: Final = f"{{{OASIS}:style:1.0}}"
_LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_XML_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"

_LEVELS: Final = 10
"""Of a list and of headings, as OpenDocument programs have them."""

_LABEL: Final = 100
"""Characters of a number with what stands around it, which every item of a list repeats; what has more is none."""

_LINEAGE: Final = 50
"""Styles that inherit from each other; more than that go round in a circle."""


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


class Styles:
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
                for style in root.iterfind(f"{OFFICE}{kind}/*") if root is not None else ():
                    self._read(style)

    def _read(self, style: Element) -> None:
        name = style.get(f"{STYLE}name", "")
        if style.tag == f"{TEXT}list-style":
            self.lists[name] = _levels(style)
        elif style.tag == f"{TEXT}outline-style":
            self.outline = name or self.outline
            self.lists[self.outline] = _levels(style)
        elif style.tag == f"{STYLE}style":
            key = (style.get(f"{STYLE}family", ""), name)
            self._parents[key] = style.get(f"{STYLE}parent-style-name", "")
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
    return {(small_number(level.get(f"{TEXT}level")) or 1) - 1: _level(level) for level in style}


def _level(level: Element) -> _Level:
    start = small_number(level.get(f"{TEXT}start-value"))
    counted = level.tag in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")
    return _Level(
        level.get(f"{STYLE}num-format", "")[:_LABEL] if counted else None,
        level.get(f"{STYLE}num-prefix", ""),
        level.get(f"{STYLE}num-suffix", ""),
        small_number(level.get(f"{TEXT}display-levels")) or 1,
        1 if start is None else start,
        level.get(f"{STYLE}num-list-format") or level.get(f"{_LOEXT}num-list-format") or "",
        level.get(f"{STYLE}num-letter-sync") == "true",
    )


def small_number(words: str | None) -> int | None:
    """A small number; what is none, or has more digits than anything in a document, is None."""
    return int(words) if words and words.isdecimal() and len(words) < 6 else None


class Lists:
    """The lists of a document, counting as its paragraphs come."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._continued: dict[str, str] = {}
        """By the id of a list, the one that it continues."""
        self._last: dict[str, str] = {}
        """By style, the counting of the list before."""

    def opened(self, element: Element, style: str) -> str:
        """The counting that the items of an outermost list take part in: one of their own, unless it continues one."""
        id = element.get(_XML_ID) or f"{len(self._continued)}."
        given = element.get(f"{TEXT}continue-list")
        if style == self._styles.outline:
            counting = style
        elif given is not None:
            counting = self._continued.get(given, id)
        elif element.get(f"{TEXT}continue-numbering") == "true":
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
