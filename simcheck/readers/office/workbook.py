"""What does a workbook hold beside the values of its cells: pictures, charts, boxes of words, hidden rows, percentages?

calamine reads the values. Here is looked for the rest, of an .xlsx in its XML, as far as it can be told at once.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import Final

from simcheck.errors import TooLarge
from simcheck.readers.extract import Facts, Input, broken
from simcheck.readers.office import odt, summary
from simcheck.readers.office.docx_parts import Parts, facts_in
from simcheck.readers.office.drawings import paragraphs_of
from simcheck.readers.package import MOST, Package, in_usual_names, parsed
from simcheck.readers.passed import Passed


class Hidden:
    """Which rows and columns of a sheet are hidden, from 0; ``characters`` counts what is left out by columns."""

    def __init__(self, rows: Iterable[int] = (), columns: Iterable[tuple[int, int]] = ()) -> None:
        self.rows = frozenset(rows)
        self.columns = tuple(columns)
        self.characters = 0

    def hides(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.columns)


class Compound:
    """A workbook of Excel 97 or WPS (.xls, .et): a compound file, in which little can be told."""

    def __init__(self, given: Input) -> None:
        self._given = given

    @cached_property
    def _streams(self) -> list[list[str]]:
        import olefile

        with olefile.OleFileIO(io.BytesIO(self._given.data)) as file:
            return list(file.listdir(streams=True, storages=False))

    def passed(self) -> Counter[Passed]:
        """Programs, and documents of others."""
        found: Counter[Passed] = Counter()
        with suppress(*broken()):
            tops = {stream[0] for stream in self._streams if len(stream) > 1}
            found[Passed.MACRO] = "_VBA_PROJECT_CUR" in tops
            found[Passed.EMBEDDED] = sum(top.startswith("MBD") for top in tops)
        return found

    def facts(self) -> Facts:
        import olefile

        with suppress(*broken()), olefile.OleFileIO(io.BytesIO(self._given.data)) as file:
            return summary.facts_in(file.openstream(summary.STREAM).read(_SUMMARY))
        return Facts()

    def hidden(self, sheet: str) -> Hidden:
        """Nothing: rows and columns that are hidden here are read like others."""
        return Hidden()

    def percentages(self, sheet: str) -> dict[tuple[int, int], int]:
        return {}

    def boxes(self) -> list[str]:
        return []


_SUMMARY: Final = 1 << 16


class Workbook:
    """A workbook that is a zip (.xlsx, .xlsb, .ods)."""

    def __init__(self, given: Input) -> None:
        """Raises ``TooLarge`` if the parts that are read are, by what the package says of them."""
        self._package = package = Package(given.path, given.data)
        self._parts = Parts(given, package)
        size = sum(package.size(name) for name in package.names if not name.startswith(_NOT_READ))
        if size > _LARGE:
            raise TooLarge(given.path, size, _LARGE)

    def facts(self) -> Facts:
        """What it says of itself."""
        return odt.facts_in(self._package) if self._package.has("meta.xml") else facts_in(self._parts)

    def passed(self) -> Counter[Passed]:
        """Pictures and the like, by the names of their files."""
        found: Counter[Passed] = Counter()
        for name in self._package.names:
            for kind, pattern in _KINDS:
                if pattern.fullmatch(name):
                    found[kind] += 1
            if _OBJECT.fullmatch(name):
                content = self._package.content_aside(name, _GLANCE_MOST) or b""
                found[Passed.CHART if b"<office:chart" in content else Passed.EMBEDDED] += 1
            elif _COMMENTS.fullmatch(name):
                found[Passed.COMMENT] += len(_COMMENT.findall(self._package.content_aside(name, MOST) or b""))
        return found

    def boxes(self) -> list[str]:
        """The words of boxes that are drawn on the sheets of an .xlsx."""
        lines: list[str] = []
        names = filter(_DRAWING.fullmatch, self._package.names)
        for name in sorted(names, key=lambda name: (len(name), name)):
            with suppress(SyntaxError, ValueError):
                lines += paragraphs_of(parsed(in_usual_names(self._package.content(name) or b"")))
        return lines

    def hidden(self, sheet: str) -> Hidden:
        """The hidden rows and columns of an .xlsx's sheet; none if they cannot be told."""
        with suppress(*broken()):
            content = self._content(sheet)
            rows, at = [], 0
            for row in _ROW.findall(content):
                # a row without a number is the next one
                said_number = _NUMBER.search(row)
                at = int(said_number.group(1)) if said_number else at + 1
                if _IS_HIDDEN.search(row):
                    rows.append(at - 1)
            columns = []
            for column in _COLUMN.findall(content):
                said = dict(_ATTRIBUTE.findall(column))
                if _IS_HIDDEN.search(column) and b"min" in said and b"max" in said:
                    columns.append((int(said[b"min"]) - 1, int(said[b"max"]) - 1))
            return Hidden(rows, columns[:_COLUMNS])
        return Hidden()

    def percentages(self, sheet: str) -> dict[tuple[int, int], int]:
        """The decimals of the cells of an .xlsx's sheet that show a percentage, by row and column from 0."""
        styles = self._percent
        if not styles:
            return {}
        found = {}
        with suppress(*broken()):
            for cell in _CELL.finditer(self._content(sheet)):
                style = _STYLE.search(cell.group())
                if style and int(style.group(1)) in styles and (place := _PLACE.search(cell.group())):
                    found[int(place.group(2)) - 1, _column(place.group(1))] = styles[int(style.group(1))]
        return found

    @cached_property
    def _percent(self) -> dict[int, int]:
        """The decimals of percentages by the styles that show them (ECMA-376 part 1, 18.8.10 and 18.8.30)."""
        root = self._package.aside("xl/styles.xml")
        if root is None:
            return {}
        name = root.tag.rpartition("}")[0] + "}"
        decimals = {9: 0, 10: 2}
        for one in root.iterfind(f"{name}numFmts/{name}numFmt"):
            if (said := _PERCENT.search(one.get("formatCode", ""))) and one.get("numFmtId", "").isdecimal():
                decimals[int(one.get("numFmtId", ""))] = len(said.group(1) or ".") - 1
        formats = enumerate(one.get("numFmtId", "") for one in root.iterfind(f"{name}cellXfs/{name}xf"))
        return {style: decimals[int(one)] for style, one in formats if one.isdecimal() and int(one) in decimals}

    def _content(self, sheet: str) -> bytes:
        name = self._names.get(sheet)
        content = (self._package.content_aside(name, MOST) if name else None) or b""
        # what a comment or a cell says of rows is said of none
        return _NOT_MARKUP.sub(b"", in_usual_names(content))

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names of the files of an .xlsx's sheets by those of the sheets."""
        book = self._package.aside(self._parts.main)
        return {
            each.get("name", ""): self._parts.by_id.get(next((v for k, v in each.items() if k.endswith("}id")), ""), "")
            for each in (book.iter() if book is not None else ())
            if isinstance(each.tag, str) and each.tag.endswith("}sheet")
        }


def _column(letters: bytes) -> int:
    """The number of a column, from 0: A, B, …, Z, AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


_LARGE: Final = 200_000_000
"""Bytes of XML, of which calamine keeps the words only."""
_NOT_READ: Final = ("xl/media/", "xl/embeddings/", "pictures/", "thumbnails/", "object")

_KINDS: Final = (
    (Passed.PICTURE, re.compile(r"(?:xl/media|pictures)/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp)")),
    (Passed.CHART, re.compile(r"xl/charts/chart(?:ex)?\d*\.xml")),
    (Passed.DIAGRAM, re.compile(r"xl/diagrams/data\d*\.xml")),
    (Passed.EMBEDDED, re.compile(r"xl/embeddings/[^/]+")),
    (Passed.MACRO, re.compile(r"xl/vbaproject\.bin")),
)
_OBJECT: Final = re.compile(r"object \d+/content\.xml")
_GLANCE_MOST: Final = 4_000_000
_COMMENTS: Final = re.compile(r"xl/(?:comments/)?comments?\d*\.xml")
_COMMENT: Final = re.compile(rb"<(?:\w+:)?comment\s")
_DRAWING: Final = re.compile(r"xl/drawings/drawing\d*\.xml")

_ROW: Final = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]*+>")
_COLUMN: Final = re.compile(rb"<(?:\w{1,20}:)?col\s[^<>]*+>")
_CELL: Final = re.compile(rb"<(?:\w{1,20}:)?c\s[^<>]*+>")
_NOT_MARKUP: Final = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_NUMBER: Final = re.compile(rb"""\sr\s?=\s?["'](\d{1,7})["']""")
_PLACE: Final = re.compile(rb"""\sr\s?=\s?["']([A-Z]{1,3})(\d{1,7})["']""")
_IS_HIDDEN: Final = re.compile(rb"""\shidden\s?=\s?["'](?:1|true)["']""")
_ATTRIBUTE: Final = re.compile(rb"""\s(\w{1,20})\s?=\s?["'](\d{1,7})["']""")
_STYLE: Final = re.compile(rb"""\ss\s?=\s?["'](\d{1,6})["']""")
_PERCENT: Final = re.compile(r"\A[#,0]*0(\.0{1,10})?%")
_COLUMNS: Final = 1000
"""Groups of hidden columns that are followed."""
