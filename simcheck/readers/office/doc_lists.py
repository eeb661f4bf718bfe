"""What the paragraphs of an old Word file (.doc) are: in which list, how deep in tables; and the numbers of its lists.

Names and sections are those of [MS-DOC], Microsoft's description of the format. Numbers are counted and written as
``numbering`` does it for a .docx. Style sheet and list tables may break off: the words of a document are worth more
than its numbers, so what can be read of them counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from struct import error as StructError
from struct import unpack_from
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.readers.office.numbering import LEVELS, LONGEST, Counting, Level

Places = npt.NDArray[np.int64]
"""Places in a text (CP) or in the stream that holds its words (FC)."""

# Modifiers of characters (2.6.1): sprmCFVanish, sprmCIstd
HIDES: Final = 0x083C
CHARACTER_STYLE: Final = 0x4A30

# Modifiers of paragraphs (2.6.2)
_STYLE: Final = 0x4600
_LEVEL: Final = 0x260A
_LIST: Final = 0x460B
_IN_TABLE: Final = 0x2416
_ROW_END: Final = 0x2417
_INNER_CELL_END: Final = 0x244B
_INNER_ROW_END: Final = 0x244C
_DEPTH: Final = 0x6649

_SIZES: Final = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by the highest three bits of its modifier (2.2.5.1); those of 0 begin with their own size."""
_TABLE_ROW: Final = 0xD608
_TABS: Final = 0xC615
"""The two that count their size in their own way (TDefTableOperand, PChgTabsOperand)."""

_HUGE: Final = (0x6646, 0x6645)
"""Modifiers that say where in the stream "Data" those of a paragraph stand which are too long for a page."""

_PAGE: Final = 512
"""Bytes of a page of formatting (ChpxFkp, 2.9.33, and PapxFkp, 2.9.174)."""
_PARAGRAPHS: Final = 29
"""How many paragraphs a page has room for."""

_LISTS: Final = 0x7FE
"""The last list that a paragraph can name; the numbers above it say that it was in one and is no more (2.6.2)."""
_NO_STYLE: Final = 0xFFF
_DEEPEST: Final = 32
"""Tables inside each other, and styles based on each other; Word stops at 31 and at 11."""

FORMATS: Final = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    5: "ordinal",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    44: "koreanDigital2",
    255: "none",
}
"""The formats that ``written`` knows by their number in a .doc ([MS-OSHARED] 2.2.1.3); the others become digits."""


class Kind(NamedTuple):
    """What is to be known of a paragraph beside its words."""

    list: int = 0
    """The number of its list in the table of lists, from 1; 0 if it is in none."""
    level: int = 0
    depth: int = 0
    """How many tables it is in."""
    ends_cell: bool = False
    ends_row: bool = False
    hides: bool = False
    """Whether its style hides its words."""


PLAIN: Final = Kind()


class Modifiers:
    """The modifiers in lists of them (grpprl, 2.2.5.2), each list read once.

    In a file that overlaps itself there may be any number of long lists, so there is a bound to what is read.
    """

    def __init__(self, most: int) -> None:
        """``most`` is the size of what the lists stand in."""
        self._room = most
        self._known: dict[bytes, dict[int, int]] = {}

    def of(self, rules: bytes) -> dict[int, int]:
        """The values of the modifiers that are numbers; the last of several counts. ``ValueError`` beyond the bound."""
        if rules not in self._known:
            self._room -= len(rules)
            if self._room < 0:
                raise ValueError("formatting that overlaps")
            self._known[rules] = _modifiers(rules)
        return self._known[rules]


def _modifiers(rules: bytes) -> dict[int, int]:
    found = {}
    at = 0
    while at + 2 < len(rules):
        code = rules[at] | rules[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if size:
            found[code] = int.from_bytes(rules[at : at + size], "little")
        elif code == _TABLE_ROW:
            size = int.from_bytes(rules[at : at + 2], "little") + 1
        elif code == _TABS and rules[at] == 0xFF:
            deleted = int.from_bytes(rules[at + 1 : at + 2], "little")
            size = 3 + 4 * deleted + 3 * int.from_bytes(rules[at + 2 + 4 * deleted : at + 3 + 4 * deleted], "little")
        else:
            size = rules[at] + 1
        at += size
    return found


def pages(words: bytes, places: bytes) -> Iterator[bytes]:
    """The pages of formatting in the stream of the words, as PlcBteChpx or PlcBtePapx (2.8.5) names them, each once."""
    count = max(len(places) - 4, 0) // 8
    numbers = (np.frombuffer(places, "<u4", count, 4 * (count + 1)) & 0x3FFFFF).tolist() if count else []
    for number in dict.fromkeys(numbers):
        page = words[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE:
            yield page


class Paragraphs:
    """What the paragraphs are, by where in the stream of the words they stand."""

    def __init__(self, words: bytes, places: bytes, sheet: bytes, data: Callable[[], bytes]) -> None:
        """From PlcBtePapx, the style sheet, and how the stream "Data" is had if it is needed."""
        self._styles = _Styles(sheet)
        self.hiding = self._styles.hiding()
        """The styles, of paragraphs and of characters, that hide words."""
        self._modifiers = Modifiers(len(words))
        self._data = data
        self._huge: Modifiers | None = None
        self._known: dict[bytes, int] = {}
        self._kinds = [PLAIN]
        starts: list[int] = []
        ends: list[int] = []
        kinds: list[int] = []
        for page in pages(words, places):
            count = min(page[-1], _PARAGRAPHS)
            bounds = unpack_from(f"<{count + 1}I", page)
            starts += bounds[:-1]
            ends += bounds[1:]
            kinds += (self._kind(page, 2 * at) for at in page[4 * (count + 1) : 4 * (count + 1) + 13 * count : 13])
        order = np.argsort(np.array(starts, np.int64), kind="stable")
        self._starts: Places = np.array(starts, np.int64)[order]
        self._ends: Places = np.array(ends, np.int64)[order]
        self._runs: Places = np.array(kinds, np.int64)[order]

    def _kind(self, page: bytes, at: int) -> int:
        """The number of the kind of paragraph whose formatting (PapxInFkp, 2.9.175) stands here in a page."""
        size = page[at] if at else 0
        rules = page[at + 1 : at + 2 * size] if size else page[at + 2 : at + 2 + 2 * page[at + 1]] if at else b""
        if rules not in self._known:
            own = self._modifiers.of(rules[2:])
            for code in _HUGE:
                if code in own:
                    own = self._of_data(own[code]) | own
            style = own.get(_STYLE, int.from_bytes(rules[:2], "little"))
            kind = self._styles.kind(style, own)._replace(hides=style in self.hiding)
            self._known[rules] = len(self._kinds) if kind != PLAIN else 0
            self._kinds += [kind] if kind != PLAIN else []
        return self._known[rules]

    def _of_data(self, place: int) -> dict[int, int]:
        """The modifiers that stand in the stream "Data" (PrcData, 2.9.210)."""
        data = self._data()
        self._huge = self._huge or Modifiers(len(data))
        size = int.from_bytes(data[place : place + 2], "little")
        return self._huge.of(data[place + 2 : place + 2 + size])

    def kinds(self, positions: Places) -> tuple[list[Kind], Places]:
        """The kinds that there are, the first of them plain; and which of them the paragraphs ending here each have."""
        if not len(self._starts):
            return self._kinds, np.zeros(len(positions), np.int64)
        runs = np.searchsorted(self._starts, positions, "right") - 1
        return self._kinds, np.where((runs >= 0) & (positions < self._ends[runs]), self._runs[runs], 0)


class _Styles:
    """The style sheet of a document, as far as it puts paragraphs into lists and hides words."""

    def __init__(self, sheet: bytes) -> None:
        """From the STSH (2.9.271), which may be empty."""
        self._sheet = sheet
        self._places: list[tuple[int, int]] = []
        """Where each style stands in the sheet."""
        try:
            size, count, self._base = unpack_from("<HHH", sheet)
            at = 2 + size
            for _ in range(count):
                (size,) = unpack_from("<H", sheet, at)
                self._places.append((at + 2, at + 2 + size))
                at += 2 + size + size % 2
        except StructError:
            pass
        self._rules: dict[int, dict[int, int]] = {}

    def kind(self, style: int, own: dict[int, int]) -> Kind:
        """What a paragraph of a style is that has these modifiers of its own."""
        list, level = own.get(_LIST), own.get(_LEVEL)
        for _ in range(_DEEPEST):
            if list is not None and level is not None:
                break
            base, rules = self._style(style)
            list = rules.get(_LIST) if list is None else list
            level = rules.get(_LEVEL) if level is None else level
            style = base
        depth = own.get(_DEPTH, 0) or own.get(_IN_TABLE, 0)
        return Kind(
            list if list is not None and list <= _LISTS else 0,
            min(level or 0, LEVELS - 1),
            min(depth, _DEEPEST),
            depth > 0 and own.get(_INNER_CELL_END, 0) == 1,
            depth > 0 and (own.get(_ROW_END, 0) == 1 or own.get(_INNER_ROW_END, 0) == 1),
        )

    def hiding(self) -> frozenset[int]:
        """The styles that hide words, by themselves or by what they are based on."""
        if HIDES.to_bytes(2, "little") not in self._sheet:
            return frozenset()
        own: dict[int, int] = {}
        based: dict[int, int] = {}
        for style, (start, end) in enumerate(self._places):
            definition = self._sheet[start:end]
            try:
                (sort,) = unpack_from("<H", definition, 2)
                based[style] = sort >> 4
                rules = _modifiers(_character_rules(definition, self._base, sort & 0xF))
            except StructError:
                continue
            if rules.get(HIDES) in (0, 1):
                own[style] = rules[HIDES]

        def hides(style: int) -> bool:
            for _ in range(_DEEPEST):
                if style in own or style not in based:
                    break
                style = based[style]
            return own.get(style) == 1

        return frozenset(filter(hides, based))

    def _style(self, style: int) -> tuple[int, dict[int, int]]:
        """The style that one is based on, and its modifiers of paragraphs."""
        if style >= len(self._places):
            return _NO_STYLE, {}
        start, end = self._places[style]
        definition = self._sheet[start:end]
        try:
            (sort,) = unpack_from("<H", definition, 2)
            if style not in self._rules:
                self._rules[style] = _modifiers(_paragraph_rules(definition, self._base)) if sort & 0xF == 1 else {}
            return sort >> 4, self._rules[style]
        except StructError:
            return _NO_STYLE, {}


def _paragraph_rules(definition: bytes, base: int) -> bytes:
    """The grpprl for paragraphs in the definition of a paragraph style (STD): behind its name."""
    (letters,) = unpack_from("<H", definition, base)
    at = base + 2 + 2 * (letters + 1)
    (size,) = unpack_from("<H", definition, at)
    return definition[at + 4 : at + 2 + size]


def _character_rules(definition: bytes, base: int, sort: int) -> bytes:
    """The grpprl for characters in the definition of a style, which in one of paragraphs stands behind theirs."""
    (letters,) = unpack_from("<H", definition, base)
    at = base + 2 + 2 * (letters + 1)
    if sort == 1:
        (size,) = unpack_from("<H", definition, at)
        at += 2 + size + size % 2
    if sort not in (1, 2):
        return b""
    (size,) = unpack_from("<H", definition, at)
    return definition[at + 2 : at + 2 + size]


class Lists:
    """The lists of a document, counting as its paragraphs come; works without any."""

    def __init__(self, table: bytes, lists: tuple[int, int], overrides: tuple[int, int]) -> None:
        """From the table stream and where in it PlfLst (2.9.201) and PlfLfo (2.9.200) stand, with their sizes."""
        self._table = table
        self._kinds: dict[int, dict[int, Level]] = {}
        """Levels by the id of a list; a paragraph names an entry of those that follow, from 1."""
        self._levels: list[dict[int, Level]] = []
        self._kind: list[int] = []
        """The ids of their kinds: lists of one kind count together."""
        self._counting = Counting()
        try:
            if lists[1]:
                self._read(*lists)
            if overrides[1]:
                self._read_overrides(*overrides)
        except StructError:
            pass

    def _read(self, start: int, size: int) -> None:
        (count,) = unpack_from("<h", self._table, start)
        at = start + size
        for place in range(start + 2, start + 2 + 28 * count, 28):
            id, flags = unpack_from("<i22xB", self._table, place)
            levels = self._kinds.setdefault(id, {})
            for number in range(1 if flags & 1 else LEVELS):
                levels[number], at = self._level(at)

    def _read_overrides(self, start: int, size: int) -> None:
        (count,) = unpack_from("<I", self._table, start)
        at = start + 4 + 16 * count
        for number in range(min(count, size // 16)):
            place = start + 4 + 16 * number
            (id,) = unpack_from("<i", self._table, place)
            levels = self._kinds.get(id, {})
            self._levels.append(levels)
            self._kind.append(id)
        for number in range(len(self._levels)):
            overridden = self._table[start + 4 + 16 * number + 12]
            levels = dict(self._levels[number]) if overridden else self._levels[number]
            self._levels[number] = levels
            at += 4
            for _ in range(overridden):
                begins, what = unpack_from("<iI", self._table, at)
                at += 8
                depth = what & 0xF
                if what & 0x20:
                    level, at = self._level(at)
                    levels[depth] = replace(level, anew=bool(what & 0x10))
                elif what & 0x10 and depth in levels:
                    levels[depth] = replace(levels[depth], start=begins, anew=True)

    def _level(self, at: int) -> tuple[Level, int]:
        """The level (LVL, 2.9.149) that stands at a place in the table stream, and where it ends."""
        start, format, flags, characters, paragraphs, above = unpack_from("<iBB18xBBBx", self._table, at)
        at += 28 + paragraphs + characters
        (length,) = unpack_from("<H", self._table, at)
        at += 2
        text = self._table[at : at + 2 * length].decode("utf-16-le", "replace") if length <= LONGEST else ""
        above = above if flags & 8 else LEVELS
        return Level(FORMATS.get(format, ""), text, start, bool(flags & 4), above), at + 2 * length

    def number(self, list: int, depth: int) -> str:
        """The number of the next paragraph of a list on a level, as ``Counting`` writes it."""
        if not 0 < list <= len(self._levels):
            return ""
        return self._counting.number(self._kind[list - 1], list, self._levels[list - 1], depth)
