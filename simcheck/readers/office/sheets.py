"""The text of a workbook (.xlsx, .xls, .et, .xlsb, XML of 2003): its sheets in their order, rows as tables of Word.

calamine reads the cells, formulas as the values that were last calculated. Words in boxes on the sheets follow at the
end; what is hidden is left out and told.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from math import isfinite
from typing import Any, Final

from simcheck.errors import Encrypted, TooLarge
from simcheck.model import Note
from simcheck.readers.extract import Extract, Input, broken
from simcheck.readers.office.drawings import characters
from simcheck.readers.office.sheet_xml import Range
from simcheck.readers.office.sheets_2003 import Workbook2003
from simcheck.readers.office.workbook import Compound, Hidden, Workbook
from simcheck.readers.passed import Passed, told

CELLS: Final = 5_000_000
"""Cells with something in them that are read of a workbook: a register of a county has some hundred thousand."""

CHARACTERS: Final = 20_000_000

AREA: Final = 50_000_000
"""Cells, empty ones with them, between the outermost that a sheet has: so many take a gigabyte and more."""


def extract(given: Input) -> Extract:
    """The rows of all sheets that are shown, and notes on what is hidden or is none.

    An encoding says nothing here. Raises ``Encrypted``, ``TooLarge``, and ``ValueError`` for what is damaged.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    beside = _opened(given)
    found = _Found(given, beside)
    sheets = beside.sheets()
    if isinstance(beside, Workbook2003):
        for sheet in sheets:
            found.read(sheet.file, sheet.is_shown, None)
        return found.extract()
    try:
        with _library():
            book = CalamineWorkbook.from_filelike(io.BytesIO(beside.readable()))
    except PasswordError as error:
        raise Encrypted(given.path) from error
    except (CalamineError, ValueError) as error:
        if not sheets:
            raise ValueError(str(error)) from error
        # what it does not know for a workbook may be one nevertheless
        for sheet in sheets:
            found.read(sheet.file, sheet.is_shown, None, error)
        return found.extract()
    about = book.sheets_metadata
    by_name = {sheet.name: sheet.file for sheet in sheets}
    # it asks for sheets by their names, of which there may be two
    is_plain = len(by_name) == len(sheets)
    for number, each in enumerate(about):
        if each.typ == SheetTypeEnum.ChartSheet:
            continue
        if each.typ in (SheetTypeEnum.Vba, SheetTypeEnum.MacroSheet):
            found.passed[Passed.MACRO] += 1
            continue
        file = sheets[number].file if len(about) == len(sheets) else by_name.get(each.name, "")
        is_shown = each.visible == SheetVisibleEnum.Visible
        found.read(file, is_shown, partial(book.get_sheet_by_index, number) if is_plain else None)
    return found.extract()


def _opened(given: Input) -> Workbook | Workbook2003 | Compound:
    if given.data.startswith(b"PK"):
        return Workbook(given)
    return Compound(given) if given.data.startswith(b"\xd0\xcf") else Workbook2003(given)


@contextmanager
def _library() -> Iterator[None]:
    """Mistakes of calamine's, which are no Exceptions, as ``ValueError``."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise ValueError("its reader broke off") from error
        raise


class _Found:
    """What is read of a workbook, sheet by sheet."""

    def __init__(self, given: Input, beside: Workbook | Workbook2003 | Compound) -> None:
        self._given = given
        self._beside = beside
        self.passed = beside.passed()
        self._lines: list[str] = []
        self._hidden = self._cells = self._characters = 0
        self._shown: list[str] = []
        self._unshown: list[str] = []
        self._error: Exception | None = None

    def read(
        self, file: str, is_shown: bool, by_calamine: Callable[[], Any] | None, error: Exception | None = None
    ) -> None:
        """Add a sheet; one that nobody can read is counted.

        ``by_calamine`` reads it, if that is not left to its XML; ``error`` says why it is.
        """
        from python_calamine import CalamineError

        about = self._beside.about(file)
        gone = about.hidden if is_shown else Hidden()
        self.passed[Passed.FORMULA] += about.unknown
        (self._shown if is_shown else self._unshown).append(file)
        rows: Iterable[tuple[list[str], bool]] | None = None
        if by_calamine is not None and not about.is_sparse:
            try:
                with _library():
                    rows = _rows(by_calamine(), gone, about.percentages)
            except (CalamineError, ValueError) as caught:
                error = caught
        sheet = None
        try:
            sheet = self._beside.cells(file) if rows is None else None
        except broken() as caught:
            error = caught
        if sheet is not None:
            rows = _told(sheet.rows(), sheet.columns, sheet.merged, gone, about.percentages)
            self.passed[Passed.BROKEN] += sheet.broken
        if rows is None:
            self.passed[Passed.BROKEN if self._beside.has(file) else Passed.MISSING] += 1
            self._error = self._error or error
            return
        self._add(rows, is_shown)
        self.passed[Passed.SHEET] += not is_shown
        self._hidden += gone.characters

    def _add(self, rows: Iterable[tuple[list[str], bool]], is_shown: bool) -> None:
        path = self._given.path
        for row, is_hidden in rows:
            self._cells += sum(map(bool, row))
            self._characters += sum(map(len, row))
            if self._cells > CELLS:
                raise TooLarge(path, self._cells, CELLS, "cells")
            if self._characters > CHARACTERS:
                raise TooLarge(path, self._characters, CHARACTERS, "characters")
            if is_hidden or not is_shown:
                self._hidden += characters(row)
            else:
                self._lines += lines_of_row(row)

    def extract(self) -> Extract:
        """All of it, with what is drawn on the sheets. Raises ``ValueError`` if no sheet could be read."""
        given, boxes = self._given, self._beside.boxes(self._shown, self._unshown)
        lines = [*self._lines, *boxes.lines]
        hidden = self._hidden + boxes.hidden
        if self._error is not None and not lines and not hidden:
            raise ValueError(str(self._error)) from self._error
        self.passed.update(boxes.passed)
        text = "\n".join(lines)
        notes = [Note("hidden-text", None, {"document": given.name, "count": hidden})] if hidden else []
        return Extract(text, (*notes, *told(given.name, self.passed, text)), facts=self._beside.facts())


def lines_of_row(cells: Sequence[str]) -> list[str]:
    """A row of a table: one line with tabs, or the lines of its cells if one has several paragraphs."""
    last = max((number for number, cell in enumerate(cells) if cell.strip()), default=-1)
    cells = cells[: last + 1]
    if not cells:
        return []
    if not any("\n" in cell for cell in cells):
        return ["\t".join(cell.strip() for cell in cells)]
    return [line.strip() for cell in cells for line in cell.split("\n") if line.strip()]


# Cells


def _rows(sheet: Any, gone: Hidden, percentages: Mapping[tuple[int, int], int]) -> Iterator[tuple[list[str], bool]]:
    """The rows of a sheet of calamine's with the words of their cells, and whether they are hidden.

    ``percentages`` are the decimals of cells that show a part of a hundred, by row and column.
    """
    if sheet.start is None:
        return iter(())
    if sheet.width * sheet.height > AREA:
        raise ValueError(f"a sheet of {sheet.height} × {sheet.width} cells")
    left = sheet.start[1]
    columns = range(left, left + sheet.width)
    # the rows before the first filled one are among them, empty
    return _told(enumerate(sheet.iter_rows()), columns, sheet.merged_cell_ranges or (), gone, percentages)


def _told(
    rows: Iterable[tuple[int, Sequence[Any]]],
    columns: Sequence[int],
    merged: Iterable[Range],
    gone: Hidden,
    percentages: Mapping[tuple[int, int], int],
) -> Iterator[tuple[list[str], bool]]:
    """The same of rows by their numbers, of which each has the values of the first of the ``columns``."""
    hidden = {column for column in columns if gone.columns and gone.hides(column)}
    merged = list(merged)
    aside, below = _covered(merged, columns[-1] if columns else 0)
    # a cell is seen as long as one of the columns is that it was merged with
    seen = defaultdict(set)
    for (row, first), (_, last) in merged if hidden else ():
        if first in hidden and not hidden.issuperset(range(first, min(last, columns[-1]) + 1)):
            seen[row].add(first)
    for number, values in rows:
        if not any(value != "" for value in values):
            continue
        cells = [words_of_value(value) for value in values]
        if percentages:
            for at, value in enumerate(values):
                decimals = percentages.get((number, columns[at]))
                if decimals is not None and isinstance(value, float):
                    cells[at] = _percentage(value, decimals)
        out = (hidden | aside[number]) - seen[number] if number in aside else hidden
        under = below.get(number, _NONE)
        if out or under:
            placed = list(zip(columns, cells, strict=False))
            gone.characters += characters(cell for column, cell in placed if column in out or column in under)
            cells = ["" if column in under else cell for column, cell in placed if column not in out]
        yield cells, number in gone.rows


_NONE: Final[Set[int]] = frozenset()


def _covered(merged: Iterable[Range], last_column: int) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """The columns that a merged cell covers to its right, and those that it covers below, by rows."""
    aside: dict[int, set[int]] = defaultdict(set)
    below: dict[int, set[int]] = defaultdict(set)
    left = _MERGED
    for (first_row, first), (last_row, end) in merged:
        last = min(end, last_column)
        left -= (last_row - first_row + 1) * max(last - first + 1, 1)
        if left < 0:
            break
        for row in range(first_row, last_row + 1):
            if last > first:
                aside[row].update(range(first + 1, last + 1))
            if row > first_row:
                below[row].add(first)
    return aside, below


_MERGED: Final = 3_000_000
"""Cells of a sheet that merged ones cover, as far as they are followed."""


def words_of_value(value: Any) -> str:
    """A cell as the usual formats show it; which one it has, calamine does not say."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        day = f"{value.year}/{value.month}/{value.day}"
        clock = f"{value.hour}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")
        return f"{day} {clock}" if value.time() != time() else day
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}" + (f":{value.second:02}" if value.second else "")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def _percentage(value: float, decimals: int) -> str:
    if not abs(value) < _LARGEST:
        return _number(value)
    return f"{(100 * Decimal(repr(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"


_LARGEST: Final = 1e9
"""Part of a whole that is written as a percentage at most."""


def _number(value: float) -> str:
    """With the fifteen digits that spreadsheets keep, and without an exponent where it would be read as one number."""
    if not isfinite(value):
        return ""
    said = f"{value:.15g}"
    if "e" in said and 1e-6 < abs(value) < 1e21:
        said = f"{Decimal(said):f}"
    return said
