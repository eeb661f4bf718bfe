"""The cells of one sheet of an .xlsx, read from its XML where calamine cannot or should not read them.

calamine makes a table of everything between the outermost cells, so that one cell far out costs gigabytes, and gives a
whole sheet up for one bad reference. Here cells are kept as they stand, however far apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

Value = str | bool | float | datetime | date | time | timedelta
Range = tuple[tuple[int, int], tuple[int, int]]
"""Row and column of the first cell and of the last, from 0."""


class Strings(NamedTuple):
    """What cells name by numbers: words, and how numbers are shown."""

    shared: Sequence[str]
    dates: frozenset[int]
    """The styles that show a number as a day or a time."""
    is_1904: bool
    """Whether days are counted from 1904."""


class Cells:
    """The cells of a sheet that say something, by rows, and the ranges of cells that are one."""

    def __init__(self, rows: Iterable[tuple[int, dict[int, Value]]], merged: Sequence[Range]) -> None:
        """Of the values by their columns of rows by their numbers, all from 0."""
        self._rows = sorted((row for row in rows if row[1]), key=lambda row: row[0])
        used = sorted({column for _, row in self._rows for column in row})
        is_narrow = used and used[-1] - used[0] < _NARROW
        self.columns: Sequence[int] = range(used[0], used[-1] + 1) if is_narrow else used
        """Those between the outermost cells; of a wide sheet only those in which something stands."""
        self.merged = merged
        self.broken = 0
        """How many cells have words that are not there."""

    def rows(self) -> Iterator[tuple[int, list[Value]]]:
        """Each row in which something stands, by its number from 0, with what stands in ``columns``; '' for nothing."""
        for number, row in self._rows:
            last = bisect_left(self.columns, max(row))
            yield number, [row.get(column, "") for column in self.columns[: last + 1]]


_NARROW: Final = 100
"""Columns of a sheet of which the empty ones are seen."""


class SheetXml(Cells):
    """Those of a sheet of an .xlsx."""

    def __init__(self, root: Element, strings: Strings) -> None:
        """Of the root of a sheet's file."""
        self._space = root.tag.rpartition("}")[0] + "}" if "}" in root.tag else ""
        self._strings = strings
        self._days = frozenset(map(str, strings.dates))
        self._lost = 0
        rows = [(number, self._cells(row)) for number, row in self._numbered_rows(root)]
        super().__init__(rows, [found for each in root.iter(f"{self._space}mergeCell") if (found := _range(each))])
        self.broken = self._lost

    def _numbered_rows(self, root: Element) -> Iterator[tuple[int, Element]]:
        at = -1
        for data in root.iterfind(f"{self._space}sheetData"):
            for row in data.iterfind(f"{self._space}row"):
                said = row.get("r", "")
                # a row without a number, or with one that no sheet has, is the next one
                at = int(said) - 1 if _ROW.fullmatch(said) else at + 1
                yield at, row

    def _cells(self, row: Element) -> dict[int, Value]:
        """The values of a row by their columns."""
        found: dict[int, Value] = {}
        at = -1
        for cell in row.iterfind(f"{self._space}c"):
            said = _PLACE.fullmatch(cell.get("r", ""))
            at = column(said.group(1)) if said else at + 1
            value = self._value(cell)
            if not isinstance(value, str) or value.strip():
                # of two in one place none is lost
                while at in found:
                    at += 1
                found[at] = value
        return found

    def _value(self, cell: Element) -> Value:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inside = cell.find(f"{self._space}is")
            return words_of(inside, self._space) if inside is not None else ""
        said = cell.findtext(f"{self._space}v") or ""
        if kind == "s":
            if said.isdecimal() and len(said) < _DIGITS and int(said) < len(self._strings.shared):
                return self._strings.shared[int(said)]
            self._lost += bool(said)
            return ""
        if kind == "b":
            return said == "1"
        if kind == "e":
            return ""
        if kind == "d":
            with suppress(ValueError):
                return datetime.fromisoformat(said)
        if kind in ("str", "d"):
            return said
        try:
            number = float(said)
        except ValueError:
            return said
        return self._day(number) if cell.get("s") in self._days and isfinite(number) else number

    def _day(self, number: float) -> Value:
        if not 0 <= number < _LAST_DAY:
            return number
        if number < 1:
            return (datetime.min + timedelta(days=number)).time()
        return (_FIRST_DAY_OF_1904 if self._strings.is_1904 else _FIRST_DAY) + timedelta(days=number)


_ROW: Final = re.compile(r"0*+[1-9][0-9]{0,6}")
_PLACE: Final = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
_DIGITS: Final = 10
_FIRST_DAY: Final = datetime(1899, 12, 30)
_FIRST_DAY_OF_1904: Final = datetime(1904, 1, 1)
_LAST_DAY: Final = 2_958_466
"""After the last day of the year 9999."""


def column(letters: str) -> int:
    """The number of a column, from 0: A, B, …, Z, AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")


def _range(merged: Element) -> Range | None:
    said = _RANGE.fullmatch(merged.get("ref", ""))
    if said is None:
        return None
    first, first_row, last, last_row = said.groups()
    return (int(first_row) - 1, column(first)), (int(last_row) - 1, column(last))


def words_of(text: Element, space: str) -> str:
    """The words of a string, without how they are pronounced (ECMA-376 part 1, 18.4)."""
    pieces = [each.text or "" for each in text.iterfind(f"{space}t")]
    pieces += [each.text or "" for run in text.iterfind(f"{space}r") for each in run.iterfind(f"{space}t")]
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), "".join(pieces))


_ESCAPED: Final = re.compile("_x(00[0-9A-Fa-f]{2})_")
"""How characters are written that XML cannot hold."""


def shows_days(code: str) -> bool:
    """Whether a format of numbers is one of days or times (18.8.31)."""
    bare = _ASIDE.sub("", code.lower())
    return any(letter in bare for letter in "ymdhs年月日时") and "general" not in bare


_ASIDE: Final = re.compile(r'"[^"]*+"|\\.|\[[^\[\]]*+\]|_.|\*.')
"""Words, escapes, colours and conditions in a format."""

OF_DAYS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""The formats that need no code (18.8.30)."""


def styles_of_days(root: Element | None) -> frozenset[int]:
    """The styles of cells that show days or times, by the root of the file of styles."""
    if root is None:
        return frozenset()
    space = root.tag.rpartition("}")[0] + "}"
    codes: Mapping[str, str] = {
        each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iterfind(f"{space}numFmts/{space}numFmt")
    }
    formats = (each.get("numFmtId", "") for each in root.iterfind(f"{space}cellXfs/{space}xf"))
    return frozenset(
        style
        for style, id in enumerate(formats)
        if (shows_days(codes[id]) if id in codes else id.isdecimal() and len(id) < _DIGITS and int(id) in OF_DAYS)
    )
