"""Workbooks as a spreadsheet program reads them: cells of each sheet, and what the parts say of them."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

Cell = object


def sheets(data: bytes) -> dict[str, list[list[Cell]]]:
    """The rows of each sheet, in their order."""
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: [[*row] for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def table(rows: list[list[Cell]], head: int = 0) -> list[dict[str, Cell]]:
    """The rows below the head, each by the names of its columns."""
    names = [str(cell) for cell in rows[head]]
    return [dict(zip(names, row, strict=True)) for row in rows[head + 1 :]]


def parts(data: bytes) -> dict[str, str]:
    """The XML of a workbook by the names of its parts."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def formulas(data: bytes) -> list[str]:
    """Everything that a program would compute or follow."""
    names = "".join(parts(data).values())
    return re.findall(r"<f[ >].*?</f>|<hyperlink[^>]*>", names)
