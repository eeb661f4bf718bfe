"""The numbers of lists, as Word would write them: 一、 （二） 3. — counted, because the file holds only the rule."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.readers.numerals import written

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS: Final = 9
"""Levels of a list, in every program."""

LINEAGE: Final = 32
"""Styles based on each other; Word stops at 11."""

LONGEST: Final = 255
"""Characters of the text around a number; Word's own dialogue takes fewer. What every item repeats must be short."""

MOST: Final = 2_000_000
"""Characters of all numbers of a document, ten times those of a thousand pages: a small file could ask for any."""

_PLACE: Final = re.compile("[\0-\x08]")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written: the format of its number, its text, in which U+0000 to U+0008 stand for the
    numbers of the levels, and where it starts."""

    format: str
    text: str
    start: int
    legal: bool = False
    """Whether the numbers of higher levels are written in digits here, whatever their own format."""
    above: int = LEVELS
    """It starts again behind a paragraph on a level less than this, and less than its own."""
    anew: bool = False
    """Whether the list says that it starts here, whatever the lists that it counts together with have come to."""


class Counting:
    """Counts the paragraphs of lists as they come."""

    def __init__(self) -> None:
        self._counts: dict[Hashable, list[int | None]] = {}
        self._begun: set[tuple[Hashable, int]] = set()
        self._written = 0

    def number(self, counted: Hashable, list: Hashable, levels: Mapping[int, Level], depth: int) -> str:
        """The number of the next paragraph on a level of a list, as it is written before it; empty if it has none.

        Lists that are ``counted`` as one go on counting where another of them has come to. Raises ``ValueError`` when
        the numbers of a document become more than any document has.
        """
        if depth not in levels:
            return ""
        level = levels[depth]
        counts = self._counts.setdefault(counted, [None] * LEVELS)
        last = counts[depth]
        if level.anew and (list, depth) not in self._begun:
            self._begun.add((list, depth))
            last = None
        counts[depth] = level.start if last is None else last + 1
        for deeper in range(depth + 1, LEVELS):
            if deeper not in levels or depth < levels[deeper].above:
                counts[deeper] = None
        if level.format in ("bullet", "none"):
            return ""

        def count(place: re.Match[str]) -> str:
            number = ord(place[0])
            if number not in levels:
                return ""
            format = "decimal" if level.legal and number < depth else levels[number].format
            reached = counts[number]
            return written(levels[number].start if reached is None else reached, format)

        words = _PLACE.sub(count, level.text)
        self._written += len(words)
        if self._written > MOST:
            raise ValueError("more numbers of lists than text")
        return words


class Numbering:
    """The lists of a .docx, counting as its paragraphs come; works without any."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """From the roots of numbering.xml and styles.xml, either of which may be missing."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._kind: dict[str, str] = {}
        """The kind of each list (abstractNum): lists of one kind count together."""
        self._styled: dict[str, dict[str, int]] = {}
        """By list, the levels that belong to styles."""
        self._styles: dict[str, tuple[str | None, int | None]] = {}
        """List and level that a style has of its own."""
        self._based: dict[str, str] = {}
        self._counting = Counting()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read(numbering)

    def _read(self, root: Element) -> None:
        kinds = {each.get(f"{_W}abstractNumId", ""): each for each in root.iter(f"{_W}abstractNum")}
        lists = {each.get(f"{_W}numId", ""): each for each in root.iter(f"{_W}num")}
        names = {id: value(each.find(f"{_W}abstractNumId")) for id, each in lists.items()}
        # any number of lists may be of one kind, which is read once
        links = {name: value(kind.find(f"{_W}numStyleLink")) for name, kind in kinds.items()}
        known = {name: (_levels(kind), _linked(kind)) for name, kind in kinds.items()}
        for id, each in lists.items():
            of = names[id]
            if links.get(of):
                # the levels are those of another list, which a style of lists names
                of = names.get(self._styles.get(links[of], (None, None))[0] or "", "")
            levels: dict[int, Level] = {}
            if of in known:
                levels, self._styled[id] = dict(known[of][0]), known[of][1]
            for override in each.iterfind(f"{_W}lvlOverride"):
                number = _number(override.get(f"{_W}ilvl"))
                inner = override.find(f"{_W}lvl")
                if inner is not None and number < LEVELS:
                    levels[number] = _level(inner)
                start = override.find(f"{_W}startOverride")
                if start is not None and number in levels:
                    levels[number] = replace(levels[number], start=_number(value(start)), anew=True)
            self._kind[id] = names[id]
            self._levels[id] = levels

    def _read_styles(self, root: Element) -> None:
        for style in root.iter(f"{_W}style"):
            id = style.get(f"{_W}styleId", "")
            based = style.find(f"{_W}basedOn")
            if based is not None:
                self._based[id] = value(based)
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                self._styles[id] = _rule(found)

    def of(self, paragraph: Element) -> str:
        """The number of a paragraph as it is written before it, counted; empty for one that has none."""
        if not self._levels:
            return ""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return ""
        own = properties.find(f"{_W}numPr")
        list, depth = _rule(own) if own is not None else (None, None)
        style = value(properties.find(f"{_W}pStyle"))
        for _ in range(LINEAGE):
            if not style or (list is not None and depth is not None):
                break
            of_style, level = self._styles.get(style, (None, None))
            if list is None and of_style is not None:
                list, level = of_style, self._styled.get(of_style, {}).get(style, level)
            depth = level if depth is None else depth
            style = self._based.get(style, "")
        if list in (None, "", "0"):
            return ""
        kind, levels = self._kind.get(list), self._levels.get(list, {})
        return self._counting.number(kind, list, levels, min(depth or 0, LEVELS - 1))


def _rule(properties: Element) -> tuple[str | None, int | None]:
    """The list and the level that a ``w:numPr`` names, each if it does."""
    list, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    return None if list is None else value(list), None if level is None else _number(value(level))


def _levels(parent: Element) -> dict[int, Level]:
    levels = ((_number(level.get(f"{_W}ilvl")), level) for level in parent.iterfind(f"{_W}lvl"))
    return {number: _level(level) for number, level in levels if number < LEVELS}


def _linked(parent: Element) -> dict[str, int]:
    """The levels that belong to styles."""
    levels = ((level.find(f"{_W}pStyle"), level) for level in parent.iterfind(f"{_W}lvl"))
    return {value(style): _number(level.get(f"{_W}ilvl")) for style, level in levels if style is not None}


_WRITTEN_PLACE: Final = re.compile("%([1-9])")


def _level(level: Element) -> Level:
    restart = level.find(f"{_W}lvlRestart")
    text = value(level.find(f"{_W}lvlText"))
    return Level(
        value(level.find(f"{_W}numFmt")) or "decimal",
        _WRITTEN_PLACE.sub(lambda place: chr(int(place[1]) - 1), text) if len(text) <= LONGEST else "",
        _number(value(level.find(f"{_W}start"))),  # 0 if it does not say (17.9.25)
        level.find(f"{_W}isLgl") is not None,
        LEVELS if restart is None else _number(value(restart)),
    )


def value(element: Element | None) -> str:
    """What an element says in its ``w:val``; nothing if it is missing."""
    return element.get(f"{_W}val", "") if element is not None else ""


def _number(words: str | None) -> int:
    """A small number; what is none is 0."""
    return int(words) if words and words.isdecimal() and len(words) < 6 else 0
