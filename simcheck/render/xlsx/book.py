"""A workbook (.xlsx) that can be filtered, printed on A4 and sent: sheets of rows under one head.

Whatever comes from documents is text: never a formula, a number or a link, without what a cell cannot hold. What was
left out or altered for that is counted and said on the last sheet. The same sheets give the same bytes: there is no
clock in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from simcheck.environment import Language
from simcheck.i18n.messages import text
from simcheck.i18n.printable import percent, printable

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Worksheet

ROWS: Final = 100_000
"""Rows of a sheet at most: more take minutes to open, and a sheet has a million at most."""

CELL: Final = 32_767
"""UTF-16 units that a cell holds, by its format."""

READ: Final = 600
"""Characters of a passage in a cell: a row is no higher than 409 points, some 24 lines."""

_LINES: Final = 24
_ENDS: Final = 280
"""Characters that stay at either end of a longer one, fewer if they have more lines."""

_FEWEST: Final = 20

Cell = str | int | float | None
"""A float is a share (0–1)."""


class Sort(Enum):
    """How a column looks."""

    COUNT = "count"
    """A small number, in the middle."""
    NUMBER = "number"
    PERCENT = "percent"
    WORD = "word"
    """Short text, in the middle."""
    NAME = "name"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, how it looks, and its width in digits."""

    head: str
    sort: Sort
    width: float

    @property
    def room(self) -> float:
        """The width that words have in it."""
        return self.width - (_INDENT if self.sort in (Sort.NAME, Sort.TEXT) else 0)


class Book:
    """The sheets that were added, in their order; ``content`` ends it."""

    def __init__(self, lang: Language, title: str) -> None:
        from xlsxwriter import Workbook

        self._lang, self._out = lang, BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(self._out, {**options, "strings_to_numbers": False})
        self._book.set_properties({"title": _held(title)[0]})
        self._title = _held(title)[0].replace("&", "&&")[:80]
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cut = self._altered = 0
        self._said: list[str] = []

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        above: Sequence[str] = (),
        fixed: int = 1,
        of_rows: int | None = None,
    ) -> None:
        """A sheet of rows; columns in which nothing stands are left out. ``above`` are lines before the head, the first
        of them the title; ``fixed`` columns stay where the rest is scrolled. ``of_rows`` is how many rows there are in
        all, of which ``rows`` may be the first."""
        kept = list(islice(rows, ROWS))
        total = len(kept) if of_rows is None else of_rows
        if total > len(kept):
            self._said.append(text(self._lang, "book.rows", sheet=name, rows=len(kept), total=total))
        used = [at for at in range(len(columns)) if any(row[at] not in (None, "") for row in kept)] or [0]
        used = used if kept else list(range(len(columns)))
        sheet = self._sheet(name)
        top = self._above(sheet, above, [columns[at].width for at in used])
        sheet.set_row(top, _height((columns[n].head, columns[n].width + 1) for n in used))
        for at, n in enumerate(used):
            column = columns[n]
            sheet.set_column(at, at, column.width)
            self._text(sheet, top, at, column.head, _HEAD)
        for line, given in enumerate(kept, top + 1):
            row = [self._shown(value, column) for value, column in zip(given, columns, strict=True)]
            # not every program finds out for itself how high a row has to be
            sheet.set_row(line, _height((row[n], columns[n].room) for n in used))
            for at, n in enumerate(used):
                self._cell(sheet, line, at, row[n], columns[n].sort)
        last = top + max(len(kept), 1)
        sheet.autofilter(top, 0, last, len(used) - 1)
        sheet.freeze_panes(top + 1, min(fixed, len(used) - 1))
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, last, len(used) - 1)
        for at, n in enumerate(used):
            if columns[n].sort is Sort.PERCENT:
                sheet.conditional_format(top + 1, at, last, at, dict(_BAR))

    def about(self, name: str, lines: Iterable[str]) -> None:
        """The last sheet: how it was counted, and what no cell could hold."""
        sheet = self._sheet(name)
        sheet.set_column(0, 0, _ABOUT)
        for at, words in enumerate((*lines, *self._told())):
            sheet.set_row(at, _height([(words, _ABOUT)]))
            self._text(sheet, at, 0, words, _LINE)

    def content(self) -> bytes:
        """The bytes of the workbook, which is closed by it."""
        self._book.close()
        out = BytesIO()
        with ZipFile(self._out) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                part = old.read(name)
                if name == "docProps/core.xml":
                    # no time is no untrue time
                    part = _TIMES.sub(b"", part)
                new.writestr(ZipInfo(name, _EPOCH), part, ZIP_DEFLATED)
        return out.getvalue()

    def _told(self) -> Iterator[str]:
        yield from self._said
        if self._cut:
            yield text(self._lang, "book.cut", n=self._cut, most=READ)
        if self._altered:
            yield text(self._lang, "book.altered", n=self._altered)

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        sheet.set_header(f"&L{self._title}&R&A")
        sheet.set_footer(f"&L{text(self._lang, 'book.foot')}&R{text(self._lang, 'book.page', page='&P', pages='&N')}")
        return sheet

    def _above(self, sheet: Worksheet, lines: Sequence[str], widths: Sequence[float]) -> int:
        """Write lines before the head, each over all columns; returns the row of the head."""
        for at, words in enumerate(lines):
            look = _TITLE if not at else _LINE
            held = self._held(words)
            if len(widths) > 1:
                sheet.merge_range(at, 0, at, len(widths) - 1, "", self._format(look))
            sheet.write_string(at, 0, held, self._format(look))
            sheet.set_row(at, 28 if not at else _height([(held, sum(widths))]))
        return len(lines)

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Cell, sort: Sort) -> None:
        look = _LOOKS[sort]
        if value is None or value == "":
            sheet.write_blank(row, column, None, self._format(look))
        elif isinstance(value, str):
            self._text(sheet, row, column, value, look)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._format(look))
        else:
            sheet.write_number(row, column, value, self._format({**look, "num_format": _percentage(value)}))

    def _text(self, sheet: Worksheet, row: int, column: int, words: str, look: dict[str, Any]) -> None:
        held = self._held(words)
        # for a program that looks at a cell again when somebody has edited it
        look = {**look, "quote_prefix": True} if held.lstrip()[:1] in _SIGNS else look
        sheet.write_string(row, column, held, self._format(look))

    def _shown(self, value: Cell, column: Column) -> Cell:
        return self._readable(value, column.room) if column.sort is Sort.TEXT and isinstance(value, str) else value

    def _readable(self, words: str, room: float) -> str:
        """Words without their middle, if no row is high enough for all of them."""
        words = printable(words)
        if len(words) <= READ and _lines(words, room) <= _LINES:
            return words
        self._cut += 1
        ends = min(_ENDS, len(words) // 3)
        while True:
            left_out = text(self._lang, "left-out", n=len(words) - 2 * ends)
            shown = f"{words[:ends]}{left_out}{words[len(words) - ends :]}"
            if ends <= _FEWEST or _lines(shown, room) <= _LINES:
                return shown
            ends = ends * 3 // 4

    def _held(self, words: str) -> str:
        held, is_altered = _held(words)
        self._altered += is_altered
        return held

    def _format(self, look: dict[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            font = {"font_name": _FONTS[self._lang]} if self._lang in _FONTS else {}
            self._formats[key] = self._book.add_format({**font, **look})
        return self._formats[key]


def _held(words: str) -> tuple[str, bool]:
    """Words as a cell can hold them, and whether something had to go: what prints nothing, halves of characters."""
    held = printable(words).replace("\ufffe", "?").replace("\uffff", "?")
    is_altered = held != words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\xa0", " ")
    while len(held.encode("utf-16-le")) // 2 > CELL:
        held = held[: CELL // 2]
    return held, is_altered


def _percentage(share: float) -> str:
    """The format in which a share reads as everywhere: what is not quite all never is 100 %."""
    shown = percent(share)
    return "0.0%" if shown == f"{share:.1%}" else f'"{shown}"'


def _height(cells: Iterable[tuple[Cell, float]]) -> float:
    """The points of a row that shows all of its cells, each of so many digits in width; no row is higher than 409."""
    lines = 1
    for value, width in cells:
        if isinstance(value, str):
            lines = max(lines, _lines(value[: 2 * READ], width))
    return min(_POINTS * lines + 6, 409)


def _lines(words: str, width: float) -> int:
    """The lines of a text in a column of so many digits, nearly."""
    room = int(max(width - 0.5, 2))
    return sum(max(1, -(-_cells(line) // room)) for line in words.split("\n"))


def _cells(words: str) -> int:
    """The width of a text in digits, nearly."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in words)


_A4: Final = 9
_INDENT: Final = 1.5
_ABOUT: Final = 104
"""Width of the sheet that says how it was counted, in digits."""

_POINTS: Final = 15.5
"""Height of a line of 11 points, in points."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can have."""

_TIMES: Final = re.compile(rb"<dcterms:(created|modified)[^<>]*>[^<>]*</dcterms:\1>")
_SIGNS: Final = frozenset("=+-@＝＋－＠")
_FONTS: Final[dict[Language, str]] = {"zh": "宋体"}

_EDGE: Final = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
_HEAD: Final = {
    **_EDGE,
    "bold": True,
    "bg_color": "#E7E6E6",
    "text_wrap": True,
    "align": "center",
    "valign": "vcenter",
}
_TITLE: Final = {"bold": True, "font_size": 15, "valign": "vcenter"}
_LINE: Final = {"text_wrap": True, "valign": "top"}
_LOOKS: Final[dict[Sort, dict[str, Any]]] = {
    Sort.COUNT: {**_EDGE, "num_format": "0", "align": "center"},
    Sort.NUMBER: {**_EDGE, "num_format": "#,##0", "align": "right", "indent": 1},
    Sort.PERCENT: {**_EDGE, "num_format": "0.0%"},
    Sort.WORD: {**_EDGE, "align": "center", "text_wrap": True},
    Sort.NAME: {**_EDGE, "text_wrap": True, "align": "left", "indent": 1},
    Sort.TEXT: {**_EDGE, "text_wrap": True, "align": "left", "indent": 1},
}
_BAR: Final = {
    "type": "data_bar",
    "bar_color": "#C9D8EE",
    "bar_solid": True,
    "min_type": "num",
    "max_type": "num",
    "min_value": 0,
    "max_value": 1,
}
