"""The text of a workbook of OpenDocument (.ods): its sheets in their order, a row a line, each cell as it is shown.

Cells hold paragraphs as a text does, with what the program showed of a number, and are read as one. What a sheet, a
row or a column hides is left out and told; boxes follow the row in which they hang.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from simcheck.errors import Encrypted, NotText, TooLarge
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.extract import PAGE, Extract, Input
from simcheck.readers.office import sheets
from simcheck.readers.office.drawings import characters
from simcheck.readers.office.odt import DRAW, TABLE, Flow, Shown, blocks, lines_of_box
from simcheck.readers.office.odt_lists import OFFICE, Lists, Styles, small_number
from simcheck.readers.office.odt_parts import facts_in, objects_in
from simcheck.readers.package import MOST, Package
from simcheck.readers.passed import Passed, told

_CELL: Final = f"{TABLE}table-cell"
_COVERED: Final = f"{TABLE}covered-table-cell"
_MOST_COLUMNS: Final = 16_384
"""Columns of a sheet, as LibreOffice has them."""
_GONE: Final = frozenset({"collapse", "filter"})
"""How rows and columns are hidden."""


def extract(given: Input) -> Extract:
    """The rows of all sheets that are shown, and notes on what is hidden or is none.

    An encoding says nothing here. Raises ``Encrypted`` for a workbook with a password, ``NotText`` for another kind of
    zip, and what ``Package`` raises. One too large to be read as a tree is read by ``sheets``.
    """
    package = Package(given.path, given.data)
    manifest = package.content("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Encrypted(given.path)
    if package.size("content.xml") > MOST - len(manifest):
        return sheets.extract(given)
    root = package.tree("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}spreadsheet") if root is not None else None
    if root is None or body is None:
        raise NotText(given.path, Format.ZIP)
    styles = Styles(package.tree("styles.xml"), root)
    shown = Shown(styles, Lists(styles), objects_in(manifest))
    lines: list[str] = []
    for table in body.iterfind(f"{TABLE}table"):
        found = list(_Sheet(table, shown, given.path).lines())
        if styles.told("table", table.get(f"{TABLE}style-name", ""), f"{TABLE}display") != "false":
            lines += found
        else:
            shown.hidden += characters(found)
            shown.passed[Passed.SHEET] += 1
    text = "\n".join(lines).replace(PAGE, "")
    notes = [Note("hidden-text", None, {"document": given.name, "count": shown.hidden})] if shown.hidden else []
    return Extract(text, (*notes, *told(given.name, shown.passed, text)), facts=facts_in(package))


class _Sheet:
    """One sheet, row by row."""

    def __init__(self, table: Element, shown: Shown, path: str) -> None:
        self._table = table
        self._shown = shown
        self._path = path
        self._hidden = sorted(set(_hidden_columns(table)))
        self._steps = 0
        self._merged: dict[int, tuple[int, int]] = {}
        """For the columns in which a merged cell stands how many more rows it covers, and how many columns."""

    def lines(self) -> Iterator[str]:
        """The lines of all rows that are shown; boxes follow their row, or the sheet."""
        for row in _inside(self._table, f"{TABLE}table-row"):
            boxes: list[Element] = []
            lines = sheets.lines_of_row(list(self._cells(row, boxes)))
            if lines:
                times = self._shown.repeated(row.get(f"{TABLE}number-rows-repeated"), sum(map(len, lines)) + 1)
                if row.get(f"{TABLE}visibility") in _GONE:
                    self._shown.hidden += times * characters(lines)
                else:
                    yield from lines * times
            yield from self._boxes(boxes)
        for shapes in self._table.iterfind(f"{TABLE}shapes"):
            yield from self._boxes(shapes)

    def _boxes(self, boxes: Iterable[Element]) -> Iterator[str]:
        for box in boxes:
            yield from (line for line in lines_of_box(box, self._shown) if line.strip())

    def _cells(self, row: Element, boxes: list[Element]) -> Iterator[str]:
        """The words of the cells of a row that are shown, up to the last that has some.

        What a merged cell covers to its right is nothing; below it, an empty cell stands for it.
        """
        column = covered = empty = 0
        for cell in row:
            if cell.tag not in (_CELL, _COVERED):
                continue
            words = self._words(cell, boxes)
            times = min(int(said[:6]) if (said := cell.get(_REPEATED, "")).isdecimal() else 1, _MOST_COLUMNS)
            rows, columns = (small_number(cell.get(name)) or 1 for name in _SPANS)
            if cell.tag == _CELL and not words and rows == columns == 1:
                # most rows end with thousands of these
                hidden = bisect_left(self._hidden, column + times) - bisect_left(self._hidden, column)
                empty, column, covered = empty + times - hidden, column + times, 0
                continue
            if words:
                times = min(times, self._shown.repeated(str(times), len(words) + 1))
            for _ in range(times):
                self._count()
                is_seen, said = True, words
                if cell.tag == _CELL:
                    self._merged[column] = rows - 1, columns
                    covered = columns - 1
                    is_seen = not self._hides(column, columns)
                elif covered:
                    covered -= 1
                    is_seen = False
                else:
                    below, columns = self._merged.get(column, (0, 1))
                    self._merged[column] = max(below - 1, 0), columns
                    covered = columns - 1
                    is_seen = not self._hides(column, columns)
                    self._shown.hidden += characters([words])
                    said = ""
                if not is_seen:
                    self._shown.hidden += characters([said])
                elif said:
                    yield from [""] * empty
                    empty = 0
                    yield said
                else:
                    empty += 1
                column += 1

    def _hides(self, column: int, columns: int) -> bool:
        """Whether all the columns are hidden over which a cell stands."""
        hidden = bisect_left(self._hidden, column + columns) - bisect_left(self._hidden, column)
        return hidden >= columns

    def _count(self) -> None:
        self._steps += 1
        if self._steps > sheets.CELLS:
            raise TooLarge(self._path, self._steps, sheets.CELLS, "cells")

    def _words(self, cell: Element, boxes: list[Element]) -> str:
        """What a cell says: its paragraphs, or its value if the program that wrote it left these to the next."""
        flow = Flow(self._shown, inner=True)
        for child in cell:
            if str(child.tag).startswith(DRAW):
                boxes.append(child)
            else:
                blocks((child,), flow)
        return "\n".join(line for line in flow.lines if line.strip()) or _value(cell)


_REPEATED: Final = f"{TABLE}number-columns-repeated"
_SPANS: Final = (f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned")


def _value(cell: Element) -> str:
    """The value of a cell that shows none, as the usual formats show it."""
    kind = cell.get(f"{OFFICE}value-type", "")
    said = cell.get(f"{OFFICE}{_VALUES.get(kind, 'value')}", "")
    with suppress(ValueError):
        if kind in ("float", "currency", "percentage"):
            number = float(said) * (100 if kind == "percentage" else 1)
            return sheets.words_of_value(number) + ("%" if kind == "percentage" else "")
        if kind == "date":
            return sheets.words_of_value(datetime.fromisoformat(said))
        if kind == "boolean":
            return sheets.words_of_value(said == "true")
    return said


_VALUES: Final = {
    "string": "string-value",
    "date": "date-value",
    "time": "time-value",
    "boolean": "boolean-value",
}


def _hidden_columns(table: Element) -> Iterator[int]:
    at = 0
    for column in _inside(table, f"{TABLE}table-column"):
        times = min(int(said[:6]) if (said := column.get(_REPEATED, "")).isdecimal() else 1, _MOST_COLUMNS)
        if column.get(f"{TABLE}visibility") in _GONE:
            yield from range(at, at + times)
        at += times
        if at > _MOST_COLUMNS:
            return


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The children with a tag, also in groups."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _GROUPS:
            yield from _inside(child, tag)


_GROUPS: Final = frozenset(
    f"{TABLE}table-{kind}" for kind in ("header-rows", "rows", "row-group", "header-columns", "columns", "column-group")
)
