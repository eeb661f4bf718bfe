"""What does a workbook hold beside the values of its cells: pictures, charts, boxes of words, hidden rows, percentages?

calamine reads the values. Here is looked for the rest, of an .xlsx in its XML, as far as it can be told at once.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from simcheck.errors import TooLarge
from simcheck.readers.extract import Facts, Input, broken
from simcheck.readers.markup import WIDE
from simcheck.readers.office import odt_parts, summary
from simcheck.readers.office.docx_parts import Parts, facts_in, related
from simcheck.readers.office.drawings import boxes_of, characters, words_of_diagram
from simcheck.readers.office.sheet_xml import Cells, SheetXml, Strings, column, styles_of_days, words_of
from simcheck.readers.package import MOST, Package, in_usual_names, in_utf_8, known_as, parsed
from simcheck.readers.passed import Passed


class Hidden:
    """Which rows and columns of a sheet are hidden, from 0; ``characters`` counts what is left out by columns."""

    def __init__(self, rows: Iterable[int] = (), columns: Iterable[tuple[int, int]] = ()) -> None:
        self.rows = frozenset(rows)
        self.columns = tuple(columns)
        self.characters = 0

    def hides(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.columns)


class Sheet(NamedTuple):
    """What a workbook says of a sheet: its name, whether it is shown, and the name of its file."""

    name: str
    is_shown: bool
    file: str


class About(NamedTuple):
    """What the file of a sheet says beside its words."""

    hidden: Hidden
    percentages: Mapping[tuple[int, int], int] = {}
    """The decimals of the cells that show a percentage, by row and column from 0."""
    is_sparse: bool = False
    """Whether so few cells stand so far apart that a table of them is out of the question."""
    unknown: int = 0
    """Formulas whose values nobody has calculated: programs that make workbooks leave that to Excel."""


class Boxes(NamedTuple):
    """The lines of boxes on sheets, the characters of those that are hidden, and what is passed over more, or less."""

    lines: Sequence[str] = ()
    hidden: int = 0
    passed: Mapping[Passed, int] = {}


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

    def readable(self) -> bytes:
        """The file as calamine reads it."""
        return self._given.data

    def sheets(self) -> list[Sheet]:
        """Nothing: calamine knows."""
        return []

    def has(self, name: str) -> bool:
        """Whether the file of a sheet is there, as far as it can be told."""
        return True

    def about(self, name: str) -> About:
        """Nothing: rows and columns that are hidden here are read like others."""
        return About(Hidden())

    def cells(self, name: str) -> Cells | None:
        """Nothing, but for calamine."""
        return None

    def boxes(self, shown: Iterable[str], hidden: Iterable[str]) -> Boxes:
        """Nothing: words in boxes are not read."""
        return Boxes()


_SUMMARY: Final = 1 << 16


class Workbook:
    """A workbook that is a zip (.xlsx, .xlsb, .ods)."""

    def __init__(self, given: Input) -> None:
        """Raises ``TooLarge`` if the parts that are read are, by what the package says of them."""
        self._data = given.data
        self._package = package = Package(given.path, given.data)
        self._parts = Parts(given, package)
        size = sum(package.size(name) for name in package.names if not name.startswith(_NOT_READ))
        if size > _LARGE:
            raise TooLarge(given.path, size, _LARGE)

    def facts(self) -> Facts:
        """What it says of itself."""
        return odt_parts.facts_in(self._package) if self._package.has("meta.xml") else facts_in(self._parts)

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

    def readable(self) -> bytes:
        """The file as calamine reads it: it looks for names without a slash in front, and knows UTF-8 only."""
        package = self._package
        if not any(name.startswith(_ODD) or "//" in name for name in package.said) and all(
            _is_plain(package.content_aside(name, _HEAD, cut=True) or b"")
            for name in package.names
            if _XML.search(name)
        ):
            return self._data
        out = io.BytesIO()
        with ZipFile(out, "w") as archive:
            for name in package.names:
                content = package.content_aside(name, _LARGE) or b""
                if _XML.search(name):
                    with suppress(ValueError):
                        content = _DECLARATION.sub(b"", in_utf_8(content), count=1)
                archive.writestr(name, content)
        return out.getvalue()

    def sheets(self) -> list[Sheet]:
        """The sheets of an .xlsx in their order; none of another workbook."""
        return self._sheets

    @cached_property
    def _sheets(self) -> list[Sheet]:
        book = self._package.aside(self._parts.main)
        return [
            Sheet(
                each.get("name", ""),
                each.get("state", "visible") not in ("hidden", "veryHidden"),
                self._parts.by_id.get(next((v for k, v in each.items() if k.endswith("}id")), ""), ""),
            )
            for each in (book.iter() if book is not None else ())
            if isinstance(each.tag, str) and each.tag.endswith("}sheet")
        ]

    def cells(self, name: str) -> Cells | None:
        """The cells of an .xlsx's sheet by the name of its file, from its XML; None if there is none.

        Raises what ``parsed`` raises.
        """
        content = self._package.content_aside(name, MOST) if name else None
        return SheetXml(parsed(in_usual_names(content)), self._strings) if content else None

    @cached_property
    def _strings(self) -> Strings:
        shared: list[str] = []
        with suppress(*broken()):
            name = self._parts.name("sharedStrings", "xl/sharedStrings.xml")
            root = parsed(in_usual_names(self._package.content_aside(name, MOST) or b""))
            space = root.tag.rpartition("}")[0] + "}"
            shared = [words_of(each, space) for each in root.iterfind(f"{space}si")]
        book = self._package.aside(self._parts.main)
        about = next((each for each in book if each.tag.endswith("}workbookPr")), None) if book is not None else None
        is_1904 = about is not None and about.get("date1904", "0") in ("1", "true")
        return Strings(shared, styles_of_days(self._styles), is_1904)

    def boxes(self, shown: Iterable[str], hidden: Iterable[str]) -> Boxes:
        """The words of boxes and SmartArt that are drawn on the sheets of an .xlsx, by the names of their files."""
        lines: list[str] = []
        passed: Counter[Passed] = Counter()
        count = 0
        drawings = {known_as(each): True for name in shown for each in self._drawings(name)}
        for name in hidden:
            for each in self._drawings(name):
                drawings.setdefault(known_as(each), False)
        # of which sheet the others are, nobody says
        rest = filter(_DRAWING.fullmatch, self._package.names)
        for name in sorted(rest, key=lambda name: (len(name), name)):
            drawings.setdefault(name, True)
        for name, is_shown in drawings.items():
            try:
                found, unseen = boxes_of(parsed(in_usual_names(self._package.content(name) or b"")))
            except broken():
                passed[Passed.BROKEN] += 1
                continue
            for _, kind, data in related(self._package, name):
                if kind == "diagramData":
                    with suppress(*broken()):
                        words = words_of_diagram(self._package.tree(data, in_usual_names))
                        found += words
                        passed[Passed.DIAGRAM] -= bool(words)
            lines += found if is_shown else ()
            count += unseen + (0 if is_shown else characters(found))
        return Boxes(lines, count, passed)

    def _drawings(self, sheet: str) -> list[str]:
        return [name for _, kind, name in related(self._package, sheet) if kind == "drawing"] if sheet else []

    def has(self, name: str) -> bool:
        """Whether the file of an .xlsx's sheet is there."""
        return self._package.has(name)

    def about(self, name: str) -> About:
        """What an .xlsx says of a sheet by the name of its file; nothing if it cannot be told."""
        with suppress(*broken()):
            content = (self._package.content_aside(name, MOST) if name else None) or b""
            # what a comment or a cell says of rows is said of none
            content = _NOT_MARKUP.sub(b"", in_usual_names(content))
            if content:
                unknown = len(_UNKNOWN.findall(content))
                return About(_hidden(content), self._percentages(content), _is_sparse(content), unknown)
        return About(Hidden())

    def _percentages(self, content: bytes) -> dict[tuple[int, int], int]:
        styles = self._percent
        found = {}
        for cell in _CELL.finditer(content) if styles else ():
            style = _STYLE.search(cell.group())
            if style and int(style.group(1)) in styles and (place := _PLACE.search(cell.group())):
                found[int(place.group(2)) - 1, column(place.group(1).decode())] = styles[int(style.group(1))]
        return found

    @cached_property
    def _styles(self) -> Element | None:
        return self._package.aside(self._parts.name("styles", "xl/styles.xml"))

    @cached_property
    def _percent(self) -> dict[int, int]:
        """The decimals of percentages by the styles that show them (ECMA-376 part 1, 18.8.10 and 18.8.30)."""
        root = self._styles
        if root is None:
            return {}
        name = root.tag.rpartition("}")[0] + "}"
        decimals = {9: 0, 10: 2}
        for one in root.iterfind(f"{name}numFmts/{name}numFmt"):
            if (said := PERCENT.search(one.get("formatCode", ""))) and one.get("numFmtId", "").isdecimal():
                decimals[int(one.get("numFmtId", ""))] = len(said.group(1) or ".") - 1
        formats = enumerate(one.get("numFmtId", "") for one in root.iterfind(f"{name}cellXfs/{name}xf"))
        return {style: decimals[int(one)] for style, one in formats if one.isdecimal() and int(one) in decimals}


_UNKNOWN: Final = re.compile(rb"(?:</(?:\w+:)?f|<(?:\w+:)?f(?:/|\s[^<>]*+(?<=/)))>\s*+</(?:\w+:)?c>")
"""A cell that ends with its formula."""


def _hidden(content: bytes) -> Hidden:
    """The hidden rows and columns of a sheet."""
    rows, at = [], 0
    for row in _ROW.findall(content):
        # a row without a number is the next one
        said_number = _NUMBER.search(row)
        at = int(said_number.group(1)) if said_number else at + 1
        if _IS_HIDDEN.search(row):
            rows.append(at - 1)
    columns = []
    for each in _COLUMN.findall(content):
        said = dict(_ATTRIBUTE.findall(each))
        if _IS_HIDDEN.search(each) and b"min" in said and b"max" in said:
            columns.append((int(said[b"min"]) - 1, int(said[b"max"]) - 1))
    return Hidden(rows, columns[:_COLUMNS])


def _is_sparse(content: bytes) -> bool:
    """Whether cells stand in places that no sheet has, or more than a hundred empty ones are between each two."""
    rows = [int(number[:_DIGITS]) for number in _ROW_NUMBER.findall(content)]
    if max(rows, default=0) * _WIDEST < _SMALL and not _FAR.search(content):
        return False
    places = set(_PLACES.findall(content))
    height = max((int(number[:_DIGITS]) for _, number in places), default=0)
    width = max((column(letters[:_DIGITS].decode()) + 1 for letters, _ in places if letters), default=0)
    if height > _TALLEST or width > _WIDEST:
        return True
    return height * width > _SMALL and height * width > _APART * len(_CELL.findall(content))


def _is_plain(head: bytes) -> bool:
    """Whether XML is in UTF-8, by how it begins."""
    declared = _ENCODING.search(head)
    return not head.startswith(_OTHERS) and (declared is None or declared[1].lower() in (b"utf-8", b"us-ascii"))


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

_ODD: Final = ("/", "\\", "./", ".\\")
_XML: Final = re.compile(r"\.(?:xml|rels)\Z")
_HEAD: Final = 200
"""Bytes in which a file declares its encoding."""
_OTHERS: Final = tuple(begins for begins, _ in WIDE)
_ENCODING: Final = re.compile(rb"""<\?xml\s[^<>]*?encoding\s*+=\s*+["']([\w.:-]+)""")
_DECLARATION: Final = re.compile(rb"\A\s*+<\?xml\s[^<>]*+\?>")

_TALLEST: Final = 1 << 20
_WIDEST: Final = 1 << 14
"""Rows and columns of a sheet (18.3.1.73)."""
_SMALL: Final = 8_000_000
"""Cells of a table, empty ones among them, that take no second."""
_APART: Final = 100
_DIGITS: Final = 9
_PLACES: Final = re.compile(rb"""\sr\s?=\s?["']([A-Z]{0,20}+)(\d{1,20}+)["']""")
"""Where rows and cells stand."""
_ROW_NUMBER: Final = re.compile(rb"""<(?:\w{1,20}:)?row\s+r\s?=\s?["'](\d{1,20}+)""")
_FAR: Final = re.compile(rb"""\sr\s?=\s?["'](?:[A-Z]{0,20}+\d{7}|[A-Z]{4})""")

_ROW: Final = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]*+>")
_COLUMN: Final = re.compile(rb"<(?:\w{1,20}:)?col\s[^<>]*+>")
_CELL: Final = re.compile(rb"<(?:\w{1,20}:)?c\s[^<>]*+>")
_NOT_MARKUP: Final = re.compile(rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_NUMBER: Final = re.compile(rb"""\sr\s?=\s?["'](\d{1,7})["']""")
_PLACE: Final = re.compile(rb"""\sr\s?=\s?["']([A-Z]{1,3})(\d{1,7})["']""")
_IS_HIDDEN: Final = re.compile(rb"""\s(?:hidden\s?=\s?["'](?:1|true)|(?:ht|width)\s?=\s?["']0(?:\.0{1,20})?)["']""")
"""By a word, or by being of no height or width."""
_ATTRIBUTE: Final = re.compile(rb"""\s(\w{1,20})\s?=\s?["'](\d{1,7})["']""")
_STYLE: Final = re.compile(rb"""\ss\s?=\s?["'](\d{1,6})["']""")
PERCENT: Final = re.compile(r"\A[#,0]*0(\.0{1,10})?%")
_COLUMNS: Final = 1000
"""Groups of hidden columns that are followed."""
