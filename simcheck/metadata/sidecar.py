"""The table beside documents (metadata.csv): what does the user say of title, unit, date and author?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from simcheck.entities.dates import date
from simcheck.errors import InvalidSettings, TooLarge

if TYPE_CHECKING:
    from pathlib import Path

FIELDS: Final = ("title", "unit", "date", "author")
"""What ``guess`` looks for, and the keys that ``sheet`` translates its headers to."""

DATE_BY: Final = "date_by"
"""By what evidence the date is known: signature, heading, title, name, or given, if somebody said so."""

_FILE: Final = frozenset({"file", "文件", "文件名", "name", "filename"})
_HEADERS: Final = {
    "标题": "title",
    "题目": "title",
    "单位": "unit",
    "日期": "date",
    "时间": "date",
    "作者": "author",
    "姓名": "author",
} | {field: field for field in FIELDS}


LIMIT: Final = 50_000_000
"""Bytes of a table: fifty for each of as many rows as it may have."""

ROWS: Final = 1_000_000
"""Rows of a table at most."""

LONGEST: Final = 10_000
"""Characters of a cell."""


def key(header: str) -> str:
    """The name of a field as records have it: 单位 is "unit"; what is not known stays as it is."""
    return _HEADERS.get(header.casefold(), header)


def given(said: Mapping[str, str]) -> dict[str, str]:
    """What somebody says of a document; a date that he says is given."""
    return ({DATE_BY: "given"} if "date" in said else {}) | dict(said)


def sheet(path: str | Path, data: bytes | None = None) -> dict[str, dict[str, str]]:
    """The metadata in a CSV table beside the documents, by the path of the document relative to the table's folder.

    ``data`` is its content where it is no file, as in an archive.

    Raises ``InvalidSettings`` that names the line for a table that cannot be understood, and a leaf of
    ``UnreadableDocument`` for a file that cannot be read.
    """
    import csv
    from io import StringIO

    if data is None:
        from simcheck.files.given import content as read_content

        data = read_content(path, LIMIT)
    if len(data) > LIMIT:
        raise TooLarge(str(path), len(data), LIMIT)
    content = _decoded(path, data)
    header = re.split(r"[\r\n]", content.lstrip(), maxsplit=1)[0]
    rows = csv.reader(StringIO(content, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    found: dict[str, dict[str, str]] = {}
    keys: list[str] = []
    line = 1
    try:
        for row in rows:
            if not any(map(str.strip, row)):
                pass
            elif keys:
                _add(found, keys, row)
            else:
                keys = _keys(row)
            line = rows.line_num + 1
        if not keys:
            line = 1
            raise _Malformed("not-a-table")
    except _Malformed as error:
        raise InvalidSettings("metadata", f"{path}:{line}", str(error)) from None
    except csv.Error as error:
        raise InvalidSettings("metadata", f"{path}:{line}", "not-a-table") from error
    return found


class _Malformed(Exception):
    """Why a row cannot be taken."""


def _decoded(path: str | Path, data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidSettings("metadata", f"{path}:1", "not-a-table")


def _keys(header: Sequence[str]) -> list[str]:
    """The metadata keys of the columns; the first names the file."""
    names = [name.strip() for name in header]
    if names[0].casefold() not in _FILE:
        raise _Malformed("no-file-column")
    keys = ["", *map(key, names[1:])]
    given = [key for key in keys if key]
    if len(set(given)) < len(given):
        raise _Malformed("column-twice")
    return keys


def _add(found: dict[str, dict[str, str]], keys: Sequence[str], row: Sequence[str]) -> None:
    from posixpath import normpath

    cells = [cell.strip() for cell in row]
    if any(len(cell) > LONGEST for cell in cells):
        raise _Malformed("too-long")
    if not cells[0]:
        raise _Malformed("no-file")
    # Cells that no header names would be lost without a word.
    if any(cells[len(keys) :]) or any(cell and not key for key, cell in zip(keys[1:], cells[1:], strict=False)):
        raise _Malformed("not-a-table")
    file = normpath(cells[0].replace("\\", "/"))
    if file in found:
        raise _Malformed("twice")
    if len(found) == ROWS:
        raise _Malformed("too-many-rows")
    values = {key: cell for key, cell in zip(keys[1:], cells[1:], strict=False) if cell}
    if "date" in values:
        day = date(values["date"])
        if day is None:
            raise _Malformed("bad-date")
        values["date"] = day
    found[file] = values
