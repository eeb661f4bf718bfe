"""The text of a workbook (.xlsx, .xls, .et, .xlsb, .ods): its sheets in their order, a row a line, as tables of Word.

calamine reads the cells, formulas as the values that were last calculated. Words in boxes on the sheets follow at the
end; what is hidden is left out and told.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any, Final

from simcheck.errors import Encrypted, TooLarge
from simcheck.model import Note
from simcheck.readers.extract import Extract, Input
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

    beside = Workbook(given) if given.data.startswith(b"PK") else Compound(given)
    passed = beside.passed()
    hidden = cells = characters = 0
    lines: list[str] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(given.data))
        for number, about in enumerate(book.sheets_metadata):
            if about.typ == SheetTypeEnum.ChartSheet:
                continue
            if about.typ in (SheetTypeEnum.Vba, SheetTypeEnum.MacroSheet):
                passed[Passed.MACRO] += 1
                continue
            is_shown = about.visible == SheetVisibleEnum.Visible
            gone = beside.hidden(about.name) if is_shown else Hidden()
            for row, is_hidden in _rows(book.get_sheet_by_index(number), gone, beside.percentages(about.name)):
                cells += sum(map(bool, row))
                characters += sum(map(len, row))
                if cells > CELLS:
                    raise TooLarge(given.path, cells, CELLS, "cells")
                if characters > CHARACTERS:
                    raise TooLarge(given.path, characters, CHARACTERS, "characters")
                if is_hidden or not is_shown:
                    hidden += sum(len("".join(cell.split())) for cell in row)
                else:
                    lines += lines_of_row(row)
            passed[Passed.SHEET] += not is_shown
            hidden += gone.characters
    except PasswordError as error:
        raise Encrypted(given.path) from error
    except CalamineError as error:
        raise ValueError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            # a mistake of the library's, which is no Exception
            raise ValueError("its reader broke off") from error
        raise
    lines += beside.boxes()
    text = "\n".join(lines)
    notes = [Note("hidden-text", None, {"document": given.name, "count": hidden})] if hidden else []
    return Extract(text, (*notes, *told(given.name, passed, text)), facts=beside.facts())


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
    """The rows of a sheet with the words of their cells, and whether they are hidden.

    ``percentages`` are the decimals of cells that show a part of a hundred, by row and column.
    """
    if sheet.start is None:
        return
    if sheet.width * sheet.height > AREA:
        raise ValueError(f"a sheet of {sheet.height} × {sheet.width} cells")
    left = sheet.start[1]
    width = sheet.width
    covered: dict[int, set[int]] = defaultdict(set)
    for (first_row, first), (last_row, last) in (sheet.merged_cell_ranges or ())[:_MERGED]:
        if last > first and last_row - first_row < _MERGED:
            for row in range(first_row, last_row + 1):
                covered[row].update(range(first + 1, min(last + 1, left + width)))
    kept = [column for column in range(left, left + width) if not gone.columns or not gone.hides(column)]
    # the rows before the first filled one are among them, empty
    for number, values in enumerate(sheet.iter_rows()):
        if not any(value != "" for value in values):
            continue
        cells = [_words(value) for value in values]
        if percentages:
            for at, value in enumerate(values):
                decimals = percentages.get((number, left + at))
                if decimals is not None and isinstance(value, float):
                    cells[at] = _percentage(value, decimals)
        aside = covered.get(number, ())
        if len(kept) < width:
            shown = set(kept)
            for at, cell in enumerate(cells, left):
                if at not in shown:
                    gone.characters += len("".join(cell.split()))
        yield (
            [cells[column - left] for column in kept if column not in aside or cells[column - left]],
            number in gone.rows,
        )


_MERGED: Final = 100_000
"""Merged cells, and rows of one, that are followed."""


def _words(value: Any) -> str:
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
