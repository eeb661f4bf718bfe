"""A workbook that is one XML file, as Excel 2003 saves it and programs of offices make it (often called .xls).

It is asked like the other workbooks: see ``workbook``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.errors import NotText, TooLarge
from simcheck.formats import Format
from simcheck.readers.extract import Facts, Input
from simcheck.readers.facts import facts
from simcheck.readers.office.sheet_xml import Cells, Range, Value
from simcheck.readers.office.workbook import PERCENT, About, Boxes, Hidden, Sheet
from simcheck.readers.package import MOST, parsed, said_in
from simcheck.readers.passed import Passed

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X: Final = "{urn:schemas-microsoft-com:office:excel}"
_INDEX: Final = f"{_SS}Index"

_GROUPS: Final = 1000
"""Groups of hidden columns that are followed."""
_ROWS: Final = 1 << 20
_COLUMNS: Final = 1 << 14
"""Rows and columns of a sheet; what is further out stands behind the one before it."""


class Workbook2003:
    """The sheets are known by their numbers."""

    def __init__(self, given: Input) -> None:
        """Raises ``TooLarge``, ``NotText`` for other XML, and what ``parsed`` raises."""
        if len(given.data) > MOST:
            raise TooLarge(given.path, len(given.data), MOST)
        self._root = parsed(given.data)
        if self._root.tag != f"{_SS}Workbook":
            raise NotText(given.path, Format.XML)
        self._sheets = list(self._root.iterfind(f"{_SS}Worksheet"))

    def passed(self) -> Counter[Passed]:
        """Comments; a file of this kind has neither pictures nor programs."""
        return +Counter({Passed.COMMENT: sum(1 for _ in self._root.iter(f"{_SS}Comment"))})

    def facts(self) -> Facts:
        """What it says of itself."""
        said = said_in(next((each for each in self._root if each.tag.endswith("}DocumentProperties")), None))
        return facts(
            author=said.get("Author"),
            editor=said.get("LastAuthor"),
            created=said.get("Created"),
            modified=said.get("LastSaved"),
        )

    def readable(self) -> bytes:
        """Nothing: no library reads it."""
        return b""

    def sheets(self) -> list[Sheet]:
        """The sheets in their order."""
        shown = (each.findtext(f"{_X}WorksheetOptions/{_X}Visible", "") for each in self._sheets)
        return [
            Sheet(each.get(f"{_SS}Name", ""), not how.startswith("SheetHidden") and how != "SheetVeryHidden", str(at))
            for at, (each, how) in enumerate(zip(self._sheets, shown, strict=True))
        ]

    def has(self, name: str) -> bool:
        """Whether there is such a sheet."""
        return int(name) < len(self._sheets)

    def about(self, name: str) -> About:
        """The hidden rows and columns, and the decimals of percentages."""
        sheet = self._sheets[int(name)]
        rows = [number for number, row in _numbered(sheet, "Row", _ROWS) if row.get(f"{_SS}Hidden") == "1"]
        columns = [
            (number, number + _small(column.get(f"{_SS}Span")))
            for number, column in _numbered(sheet, "Column", _COLUMNS)
            if column.get(f"{_SS}Hidden") == "1"
        ]
        percentages = {
            (number, at): decimals
            for number, row in _numbered(sheet, "Row", _ROWS)
            for at, cell in _cells(row)
            if (decimals := self._percent.get(cell.get(f"{_SS}StyleID", row.get(f"{_SS}StyleID", "")))) is not None
        }
        return About(Hidden(rows, columns[:_GROUPS]), percentages)

    @cached_property
    def _percent(self) -> dict[str, int]:
        """The decimals of the styles that show percentages."""
        found = {}
        for style in self._root.iterfind(f"{_SS}Styles/{_SS}Style"):
            format = style.find(f"{_SS}NumberFormat")
            code = format.get(f"{_SS}Format", "") if format is not None else ""
            said = PERCENT.search(code)
            if code == "Percent" or said:
                found[style.get(f"{_SS}ID", "")] = len(said.group(1) or ".") - 1 if said else 2
        return found

    def cells(self, name: str) -> Cells | None:
        """The cells of a sheet."""
        merged: list[Range] = []
        rows = []
        for number, row in _numbered(self._sheets[int(name)], "Row", _ROWS):
            found: dict[int, Value] = {}
            for at, cell in _cells(row):
                across, down = _small(cell.get(f"{_SS}MergeAcross")), _small(cell.get(f"{_SS}MergeDown"))
                if across or down:
                    merged.append(((number, at), (number + down, at + across)))
                value = _value(cell)
                if value != "":
                    found[at] = value
            rows.append((number, found))
        return Cells(rows, merged)

    def boxes(self, shown: Iterable[str], hidden: Iterable[str]) -> Boxes:
        """Nothing: it has none."""
        return Boxes()


def _numbered(sheet: Element, tag: str, most: int) -> Iterator[tuple[int, Element]]:
    """The rows or columns of a sheet by their numbers from 0; they say them only where some are left out."""
    at = 0
    for each in sheet.iterfind(f"{_SS}Table/{_SS}{tag}"):
        at = _placed(each, at, most)
        yield at, each
        at += 1 + _small(each.get(f"{_SS}Span"))


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    at = 0
    for cell in row.iterfind(f"{_SS}Cell"):
        at = _placed(cell, at, _COLUMNS)
        yield at, cell
        at += 1 + _small(cell.get(f"{_SS}MergeAcross"))


def _placed(element: Element, at: int, most: int) -> int:
    said = _small(element.get(_INDEX))
    return said - 1 if at < said <= most else at


def _small(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < _DIGITS else 0


_DIGITS: Final = 8


def _value(cell: Element) -> Value:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return ""
    said, kind = "".join(data.itertext()), data.get(f"{_SS}Type", "String")
    with suppress(ValueError):
        if kind == "Number":
            return float(said)
        if kind == "DateTime":
            return datetime.fromisoformat(said)
    if kind == "Boolean":
        return said == "1"
    return "" if kind == "Error" else said
