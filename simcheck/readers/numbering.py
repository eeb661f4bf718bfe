"""The numbers of lists, as Word would write them: 一、 （二） 3. — counted, because the file holds only the rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS: Final = 9
"""Levels of a list, in every program."""

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


class Counting:
    """Counts the paragraphs of lists as they come."""

    def __init__(self) -> None:
        self._counts: dict[Hashable, list[int]] = {}
        self._written = 0

    def number(self, counted: Hashable, levels: Mapping[int, Level], depth: int) -> str:
        """The number of the next paragraph on a level of a list, as it is written before it; empty if it has none.

        Lists that are ``counted`` as one go on counting. Raises ``ValueError`` when the numbers of a document become
        more than any document has.
        """
        if depth not in levels:
            return ""
        counts = self._counts.setdefault(counted, [0] * LEVELS)
        counts[depth] = counts[depth] + 1 if counts[depth] else levels[depth].start
        counts[depth + 1 :] = [0] * (LEVELS - depth - 1)
        level = levels[depth]
        if level.format in ("bullet", "none"):
            return ""

        def count(place: re.Match[str]) -> str:
            number = ord(place[0])
            if number not in levels:
                return ""
            format = "decimal" if level.legal and number < depth else levels[number].format
            return written(counts[number] or levels[number].start, format)

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
        self._list: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._based: dict[str, str] = {}
        self._counting = Counting()
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, root: Element) -> None:
        abstract = {each.get(f"{_W}abstractNumId", ""): _levels(each) for each in root.iter(f"{_W}abstractNum")}
        for each in root.iter(f"{_W}num"):
            id = each.get(f"{_W}numId", "")
            kind = _value(each.find(f"{_W}abstractNumId"))
            levels = dict(abstract.get(kind, {}))
            for override in each.iter(f"{_W}lvlOverride"):
                number = _number(override.get(f"{_W}ilvl"))
                inner = override.find(f"{_W}lvl")
                if inner is not None:
                    levels[number] = _level(inner)
                start = override.find(f"{_W}startOverride")
                if start is not None and number in levels:
                    levels[number] = replace(levels[number], start=_number(_value(start)))
            overridden = each.find(f"{_W}lvlOverride") is not None
            # lists of one kind go on counting, but for those that say where they start
            self._list[id] = f"num {id}" if overridden else kind
            self._levels[id] = levels

    def _read_styles(self, root: Element) -> None:
        for style in root.iter(f"{_W}style"):
            id = style.get(f"{_W}styleId", "")
            based = style.find(f"{_W}basedOn")
            if based is not None:
                self._based[id] = _value(based)
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                self._styles[id] = _value(found.find(f"{_W}numId")), _number(_value(found.find(f"{_W}ilvl")))

    def of(self, paragraph: Element) -> str:
        """The number of a paragraph as it is written before it, counted; empty for one that has none."""
        found = self._rule(paragraph)
        if found is None:
            return ""
        id, depth = found
        return self._counting.number(self._list.get(id), self._levels.get(id, {}), depth)

    def _rule(self, paragraph: Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        inherited = self._of_style(style)
        if own is None:
            return inherited
        id = own.find(f"{_W}numId")
        depth = own.find(f"{_W}ilvl")
        number = _value(id) if id is not None else inherited[0] if inherited else ""
        return None if number in ("", "0") else (number, min(_number(_value(depth)), LEVELS - 1))

    def _of_style(self, style: str) -> tuple[str, int] | None:
        for _ in range(LEVELS):
            if style in self._styles:
                id, depth = self._styles[style]
                return None if id in ("", "0") else (id, min(depth, LEVELS - 1))
            if style not in self._based:
                return None
            style = self._based[style]
        return None


def _levels(parent: Element) -> dict[int, Level]:
    return {_number(level.get(f"{_W}ilvl")): _level(level) for level in parent.iter(f"{_W}lvl")}


_WRITTEN_PLACE: Final = re.compile("%([1-9])")


def _level(level: Element) -> Level:
    start = level.find(f"{_W}start")
    return Level(
        _value(level.find(f"{_W}numFmt")) or "decimal",
        _WRITTEN_PLACE.sub(lambda place: chr(int(place[1]) - 1), _value(level.find(f"{_W}lvlText"))),
        _number(_value(start)) if start is not None else 1,
        level.find(f"{_W}isLgl") is not None,
    )


def _value(element: Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""


def _number(words: str | None) -> int:
    """A small number; what is none is 0."""
    return int(words) if words and words.isdecimal() and len(words) < 6 else 0


_DIGITS: Final = "〇一二三四五六七八九"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def written(count: int, format: str) -> str:
    """A number in one of Word's formats; what is not known is written in digits."""
    return _FORMATS[format](count) if format in _FORMATS and count > 0 else str(count)


def chinese(count: int) -> str:
    """一, 十二, 三十, 一百〇五."""
    if count >= 1000:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        words += "〇"
    return words + (_DIGITS[ones] if ones else "")


def _letters(count: int) -> str:
    """A, B … Z, AA, BB …, as Word goes on."""
    return chr(ord("A") + (count - 1) % 26) * min(1 + (count - 1) // 26, 30)


def _roman(count: int) -> str:
    words = ""
    for value, letters in _ROMAN:
        while count >= value and len(words) < 40:
            words, count = words + letters, count - value
    return words


def _circled(count: int) -> str:
    return chr(ord("①") + count - 1) if count <= 20 else str(count)


_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "ideographDigital": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographTraditional": lambda count: _STEMS[(count - 1) % 10],
    "ideographZodiac": lambda count: _BRANCHES[(count - 1) % 12],
    "upperLetter": _letters,
    "lowerLetter": lambda count: _letters(count).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": lambda count: "".join(chr(ord(digit) + 0xFEE0) for digit in str(count)),
}
