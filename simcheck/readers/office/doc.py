"""The text of an old Word document (.doc), which WPS also writes as .wps: what a reader of the page sees.

A compound file of streams, described by Microsoft in [MS-DOC], whose names and sections are used here. What is text and
what is not is the same as in a .docx (``docx``): lists with their numbers, tables row by row, the results of fields,
text boxes after the paragraph that holds them, foot- and endnotes at the end are; what was deleted, hidden text,
comments, headers and footers are not. Where pages begin the format does not tell.

Whatever a file says of itself, time and memory stay in proportion to its size: nothing that overlaps is read.

One file for one format, but for the numbers of lists (``doc_lists``): the streams, their tables and the story that is
told from them share the places (CP) in which everything is measured.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from struct import unpack_from
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from olefile import OleFileIO

from simcheck.errors import Encrypted, NotText, TooLarge
from simcheck.formats import Format
from simcheck.model import Note
from simcheck.readers.detect import head
from simcheck.readers.extract import Extract, Facts, Input, broken
from simcheck.readers.office import heads
from simcheck.readers.office.doc_lists import CHARACTER_STYLE, HIDES, Lists, Modifiers, Paragraphs, Places, pages
from simcheck.readers.office.doc_shapes import shapes_in
from simcheck.readers.office.fields import LONGEST, is_button, overstruck
from simcheck.readers.office.summary import STREAM, facts_in
from simcheck.readers.passed import Passed, told

MOST: Final = 20_000_000
"""Bytes that are read of the words and of the tables of a document: a thousand pages have some four million. Pictures
stand apart and do not count."""

Units = npt.NDArray[np.uint16]
"""Text in UTF-16 code units: the places of [MS-DOC] (CP) are counted in them."""

Stretch = tuple[int, int]
"""Where a part of the text begins and ends, as places (CP)."""


def extract(given: Input) -> Extract:
    """The text of a .doc, and notes on what was left out of it; an encoding says nothing here.

    Raises ``Encrypted``, ``TooLarge``, ``NotText`` for what Word 97 could not read, and for what is damaged one of the
    general errors, which whoever called the reader explains.
    """
    file = _File(given.path, given.data)
    story = _Story(file)
    lines = story.lines()
    notes = []
    for code, flag in (("hidden-text", _HIDDEN), ("deleted-text", _DELETED)):
        count = story.count(flag)
        if count:
            notes.append(Note(code, None, {"document": given.name, "count": count}))
    text = "\n".join(lines)
    return Extract(text, (*notes, *told(given.name, story.passed(), text)), facts=_facts(file))


def _facts(file: _File) -> Facts:
    try:
        return facts_in(file.stream(STREAM))
    except TooLarge:
        return Facts()
    except broken():
        return Facts()


# The compound file


def _opened(data: bytes) -> OleFileIO:
    """The compound file, if its header promises nothing that would take long to find wrong.

    ``olefile`` believes a header that names more tables than the file has room for, and looks for streams that begin
    in the same place by comparing each with all.
    """
    if len(data) < 1536:
        raise ValueError("cut short")
    sector, small = unpack_from("<HH", data, 30)
    (tables,) = unpack_from("<I", data, 44)
    (small_tables,) = unpack_from("<I", data, 64)
    if sector not in (9, 12) or small != 6:
        raise ValueError("not a compound file")
    sectors = len(data) >> sector
    if tables > 109 + 2 * (sectors >> sector - 2) or small_tables > sectors:
        raise ValueError("more tables than the file has room for")
    file = OleFileIO()
    file._check_duplicate_stream = lambda *_, **__: None
    file.open(BytesIO(data))
    if file.root.size > len(data):
        raise ValueError("a stream larger than the file")
    return file


# Of FibRgFcLcb97 (2.5.6) the pairs, by their number, of where in the table stream something stands, and its size
_STYLES: Final = 1
_FOOTNOTE_MARKS: Final = 2
_FOOTNOTES: Final = 3
_SECTIONS: Final = 6
_CHARACTERS: Final = 12
_PARAGRAPHS: Final = 13
_PIECES: Final = 33
_SHAPES: Final = 40
_ENDNOTE_MARKS: Final = 46
_ENDNOTES: Final = 47
_DRAWN: Final = 50
_BOXES: Final = 56
_LIST_KINDS: Final = 73
_LIST_OVERRIDES: Final = 74

_MARK: Final = 0xA5EC
_OLD_MARKS: Final = (0xA5DC, 0xA697, 0xA698, 0xA699)
"""How the header begins (wIdent, 2.5.2) since Word 97, and before; the last three are those of Asian editions."""
_OLDEST: Final = 0xC0
"""The version (nFib, 2.5.2) of Word 97, or one lower: some of its editions wrote that."""


class _File:
    """The streams that hold words and tables, and the header (Fib, 2.5.1) that says where in them what stands."""

    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._ole = _opened(data)
        self._size = len(data)
        if not self._ole.exists("WordDocument") and self._ole.root.kids:
            raise ValueError("no words in it")
        self.words = self.stream("WordDocument")
        mark, version = unpack_from("<HH", self.words)
        if mark != _MARK and mark not in _OLD_MARKS:
            raise ValueError("not the header of a Word document")
        if version < _OLDEST or mark in _OLD_MARKS:
            raise NotText(path, Format.WORD_6, head(data))
        (flags,) = unpack_from("<H", self.words, 10)
        if flags & 0x100:
            raise Encrypted(path)
        self.table = self.stream("1Table" if flags & 0x200 else "0Table")
        self.lengths: tuple[int, ...] = unpack_from("<8i", self.words, 0x4C)
        """Of the body, footnotes, headers, macros, comments, endnotes, text boxes, those in headers (2.5.4)."""
        if min(self.lengths) < 0:
            raise ValueError("a text shorter than none")

    def stream(self, name: str) -> bytes:
        """The content of a stream."""
        if not self._ole.exists(name):
            raise ValueError(f"no stream {name}")
        size = self._ole.get_size(name)
        if size > self._size:
            raise ValueError("a stream larger than the file")
        if size > MOST and name != "Data":
            raise TooLarge(self._path, size, MOST)
        content: bytes = self._ole.openstream(name).read()
        return content

    @property
    def has_macros(self) -> bool:
        """Whether it brings programs along."""
        return bool(self._ole.exists("Macros"))

    @cached_property
    def data(self) -> bytes:
        """The stream that holds pictures and what was too long for its place; hardly any document has or needs it."""
        return self.stream("Data") if self._ole.exists("Data") else b""

    def place(self, number: int) -> tuple[int, int]:
        """Where something stands in the table stream, and its size."""
        start, size = unpack_from("<II", self.words, 0x9A + 8 * number)
        return start, size

    def part(self, number: int) -> bytes:
        """What stands there; nothing if it is missing."""
        start, size = self.place(number)
        return self.table[start : start + size]

    def places(self, number: int, size: int) -> tuple[Places, bytes]:
        """The ascending places of a PLC (2.2.2), one more than there are entries, and the entries of ``size`` bytes."""
        plc = self.part(number)
        count = max(len(plc) - 4, 0) // (4 + size)
        places = np.frombuffer(plc[: 4 * (count + 1)], "<u4").astype(np.int64) if count else np.empty(0, np.int64)
        return np.maximum.accumulate(places), plc[4 * (count + 1) :]


# Words and where in the stream they stand

_HIDDEN: Final = 1
_DELETED: Final = 2
_UNSEEN: Final = 4
"""What is no text of its own: the instructions of fields, and characters that stand for a symbol of a font."""

_SAID: Final = 8
"""What says itself that it is seen, whatever its paragraph's style says."""

# Modifiers of characters (2.6.1): sprmCFRMarkDel, sprmCSymbol
_DELETES: Final = 0x0800
_SYMBOL: Final = 0x6A09
_FLAGGED: Final = tuple(code.to_bytes(2, "little") for code in (_DELETES, HIDES, _SYMBOL))
_OF_PIECES: Final = {0x41: _DELETES, 0x5C: HIDES}
"""Their short form, which a piece may have (Prm0, 2.9.215)."""

_RUNS: Final = 101
"""How many runs of characters a page of formatting has room for (ChpxFkp, 2.9.33)."""


class _Runs(NamedTuple):
    """Stretches of the stream in ascending order, none of which overlap, and what each of them is."""

    starts: Places
    ends: Places
    values: list[int]


class _Pieces:
    """The pieces that the text is made of, in order (Clx, 2.9.38)."""

    def __init__(self, file: _File) -> None:
        clx = file.part(_PIECES)
        at, rules = 0, []
        while clx[at : at + 1] == b"\1":
            (size,) = unpack_from("<H", clx, at + 1)
            rules.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if clx[at : at + 1] != b"\2":
            raise ValueError("no pieces of text")
        (size,) = unpack_from("<I", clx, at + 1)
        plc = clx[at + 5 : at + 5 + size]
        count = max(len(plc) - 4, 0) // 12
        self.places: Places = np.frombuffer(plc, "<u4", count + 1).astype(np.int64)
        """Where each piece begins in the text, and where the last one ends."""
        entries = np.frombuffer(plc, [("", "<u2"), ("from", "<u4"), ("rule", "<u2")], count, 4 * (count + 1))
        compressed = entries["from"] & 0x40000000 != 0
        starts = (entries["from"] & 0x3FFFFFFF).astype(np.int64)
        self.starts: Places = np.where(compressed, starts // 2, starts)
        """Where each begins in the stream."""
        self.widths: Places = np.where(compressed, 1, 2)
        if self.places[0] or np.any(np.diff(self.places) < 0) or self.places[-1] > len(file.words):
            raise ValueError("pieces of text that overlap")
        read = Modifiers(len(clx))
        flags = {short: _flags(_rule(short, rules, read)) for short in np.unique(entries["rule"]).tolist()}
        self.flags: list[int] = [flags[short] for short in entries["rule"].tolist()]
        """What the formatting that a piece has as a whole means for its characters."""

    def units(self, words: bytes) -> Units:
        """The text of all pieces. Raises ``ValueError`` for one that lies outside of the stream."""
        parts = [np.empty(0, np.uint16)]
        lengths = np.diff(self.places)
        for start, width, length in zip(self.starts.tolist(), self.widths.tolist(), lengths.tolist(), strict=True):
            if length and width == 1:
                parts.append(_ANSI[np.frombuffer(words, np.uint8, length, start)])
            elif length:
                parts.append(np.frombuffer(words, "<u2", length, start))
        return np.concatenate(parts)

    def positions(self, places: Places) -> Places:
        """Where in the stream the characters at these places of the text stand."""
        piece = np.searchsorted(self.places, places, "right") - 1
        return self.starts[piece] + (places - self.places[piece]) * self.widths[piece]

    def mark(self, flags: npt.NDArray[np.uint8], runs: _Runs) -> None:
        """Add to the flags of the characters those of the runs in which they stand, and of their pieces."""
        ends = self.starts + np.diff(self.places) * self.widths
        first = np.searchsorted(runs.ends, self.starts, "right")
        last = np.searchsorted(runs.starts, ends, "left")
        for piece in np.flatnonzero(last > first).tolist():
            start, width, place = int(self.starts[piece]), int(self.widths[piece]), int(self.places[piece])
            for run in range(first[piece], last[piece]):
                begin = max(int(runs.starts[run]) - start, 0) // width
                end = (min(int(runs.ends[run]), int(ends[piece])) - start) // width
                flags[place + begin : place + end] |= runs.values[run]
        for piece in np.flatnonzero(self.flags).tolist():
            flags[self.places[piece] : self.places[piece + 1]] |= self.flags[piece]


_ANSI: Final = np.frombuffer(bytes(range(256)).decode("cp1252", "replace").encode("utf-16-le"), "<u2")
"""What a byte of a compressed piece stands for (FcCompressed, 2.9.73)."""


def _rule(short: int, rules: list[bytes], read: Modifiers) -> dict[int, int]:
    """The modifiers that a piece has, by its short form or by their number among those of the text (Prm, 2.9.214)."""
    if short & 1:
        return read.of(rules[short >> 1]) if short >> 1 < len(rules) else {}
    code = _OF_PIECES.get(short >> 1 & 0x7F)
    return {code: short >> 8} if code else {}


def _flags(found: dict[int, int], hiding: frozenset[int] = frozenset()) -> int:
    """``hiding`` are the styles that hide words."""
    deleted, hidden = found.get(_DELETES, 0) & 1, found.get(HIDES, 0x80)
    if hidden & 0x80:
        # as the style does (0x80), or other than it (0x81)
        by_style = found.get(CHARACTER_STYLE) in hiding
        hidden = (by_style != bool(hidden & 1)) if hiding else hidden & 1
        said = 0
    else:
        said = 0 if hidden else _SAID
    return deleted * _DELETED | bool(hidden) * _HIDDEN | (_SYMBOL in found) * _UNSEEN | (said if hiding else 0)


def _character_runs(words: bytes, places: bytes, hiding: frozenset[int]) -> _Runs:
    """Where in the stream characters stand that are hidden, deleted, or no text (PlcBteChpx)."""
    read = Modifiers(len(words))
    found: list[tuple[int, int, int]] = []
    known = {b"": 0}
    asked = (*_FLAGGED, *([CHARACTER_STYLE.to_bytes(2, "little")] if hiding else []))
    for page in pages(words, places):
        if not any(code in page for code in asked):
            continue
        count = min(page[-1], _RUNS)
        bounds = unpack_from(f"<{count + 1}I", page)
        for run, place in enumerate(page[4 * (count + 1) : 4 * (count + 1) + count]):
            size = page[2 * place] if place else 0
            rules = page[2 * place + 1 : 2 * place + 1 + size]
            flags = known.get(rules, -1)
            if flags < 0:
                flags = known[rules] = _flags(read.of(rules), hiding)
            if flags:
                found.append((bounds[run], bounds[run + 1], flags))
    starts, ends, values = [], [], []
    last = 0
    for start, end, flags in sorted(found):
        if max(start, last) < end:
            starts.append(max(start, last))
            ends.append(end)
            values.append(flags)
            last = end
    return _Runs(np.array(starts, np.int64), np.array(ends, np.int64), values)


# The text

_SIGNS: Final = np.arange(0x10000, dtype=np.uint16)
"""What becomes of a character (2.4.1, 2.6.1 sprmCFSpec): 0 for what says nothing, as pictures and marks of notes do."""
_SIGNS[:0x20] = 0
_SIGNS[0x09] = 0x09
_SIGNS[[0x0A, 0x0B, 0x0C, 0x0E]] = 0x0A
_SIGNS[[0x07, 0x0D]] = 0x0D
_SIGNS[0x1E] = ord("-")

_DEEPEST: Final = 1000
"""Fields inside each other, more than anybody writes."""
_AT_ONCE: Final = 1 << 16
"""Signs of fields that are looked at together, so that a file full of them does not become large."""


def _instructions(units: Units) -> npt.NDArray[np.uint8]:
    """The flags of characters: unseen from the sign that begins a field to the one that parts it from its result."""
    places = np.flatnonzero((units >= 0x13) & (units <= 0x15))
    if not len(places):
        return np.zeros(len(units), np.uint8)
    depth = np.zeros(len(units) + 1, np.int32)
    shown: list[Stretch] = []
    begins: list[int] = []  # of the fields that are open; -1 for one whose result has begun
    for some in np.split(places, range(_AT_ONCE, len(places), _AT_ONCE)):
        for place, sign in zip(some.tolist(), units[some].tolist(), strict=True):
            if sign == 0x13:
                begins.append(place)
                if len(begins) > _DEEPEST:
                    raise ValueError("fields nested too deeply")
            elif begins:
                begin = begins.pop()
                if begin >= 0:
                    depth[begin] += 1
                    depth[place + 1] -= 1
                    shown += _shown(units, begin + 1, place)
                if sign == 0x14:
                    begins.append(-1)
    flags: npt.NDArray[np.uint8] = np.where(np.cumsum(depth[:-1]) > 0, np.uint8(_UNSEEN), np.uint8(0))
    for start, stop in shown:
        flags[start:stop] = 0
    return flags


_TOLD: Final = frozenset(map(ord, "EGMgm"))
"""Letters with which fields begin that hold a document or show a prompt; there are thousands of others."""
_EQ: Final = re.compile(r"\s*eq\s", re.IGNORECASE)


def _shown(units: Units, start: int, stop: int) -> list[Stretch]:
    """What is seen of the instruction of a field that stands here."""
    if not _EQ.match("".join(map(chr, units[start : start + 9].tolist()))):
        return []
    found = overstruck("".join(map(chr, units[start : min(stop, start + LONGEST)].tolist())))
    return [(start + found[0], start + found[1])] if found is not None else []


@dataclass
class _Row:
    """A row of a table that is being read: the lines of its cells, and those of the cell that has not ended yet."""

    cells: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def end_cell(self) -> None:
        """The cell ends here; what was empty in it is left out."""
        self.cells.append([line for line in self.lines if line.strip()])
        self.lines = []

    def text(self) -> list[str]:
        """One line with tabs, or the lines of the cells if one has several paragraphs."""
        if any(line.strip() for line in self.lines):
            self.end_cell()
        if all(len(cell) <= 1 for cell in self.cells):
            return ["\t".join(cell[0] if cell else "" for cell in self.cells)]
        return [line for cell in self.cells for line in cell]


class _Story:
    """The parts of a text, one after the other (2.3), cut into paragraphs."""

    def __init__(self, file: _File) -> None:
        self._file = file
        pieces = _Pieces(file)
        self._units = pieces.units(file.words)
        stops = np.cumsum(file.lengths)
        if stops[-1] > len(self._units):
            raise ValueError("a text longer than its pieces")
        bounds = list(zip((stops - file.lengths).tolist(), stops.tolist(), strict=True))
        self._body, self._footnotes, self._endnotes, self._boxes = bounds[0], bounds[1], bounds[5], bounds[6]
        self._shown = (self._body, self._footnotes, self._endnotes, self._boxes)
        paragraphs = Paragraphs(file.words, file.part(_PARAGRAPHS), file.part(_STYLES), lambda: file.data)
        marks = self._marks(stops)
        self._ends = np.flatnonzero(marks)
        """Where the paragraphs end."""
        self._kinds, self._kind = paragraphs.kinds(pieces.positions(self._ends))
        self._flags = np.zeros(len(self._units), np.uint8)
        pieces.mark(self._flags, _character_runs(file.words, file.part(_CHARACTERS), paragraphs.hiding))
        if paragraphs.hiding:
            self._hide_by_style()
        # a symbol is a bracket that stands for it; words that were formatted like one are words
        self._flags[self._units != ord("(")] &= _HIDDEN | _DELETED
        self._heads = bounds[2] if file.lengths[2] > heads.MOST else (0, 0)
        """What stands at the edges of the pages, if it may be more than what runs there."""
        for start, stop in (*self._shown, self._heads):
            self._flags[start:stop] |= _instructions(self._units[start:stop])
        seen = _SIGNS[self._units]
        seen[marks] = 0x0D
        seen = seen[(seen != 0) & (self._flags == 0) | marks]
        self._words: list[str] = seen.astype("<u2").tobytes().decode("utf-16-le", "replace").split("\r")
        """What each of them says."""
        self._lists = Lists(file.table, file.place(_LIST_KINDS), file.place(_LIST_OVERRIDES))
        self._anchored: dict[int, list[Stretch]] = {}
        """The text boxes by the number of the paragraph that they follow."""
        self._adrift: list[Stretch] = []
        """Those that none holds, as in a group of shapes."""
        self._art: dict[int, list[str]] = {}
        """The lines of WordArt by the number of the paragraph that they follow."""
        self._find_boxes()
        self._joined = (self._flags[self._ends] & _DELETED != 0) & (self._units[self._ends] == 0x0D)
        """Which of the paragraphs have lost their mark, so that their words belong to the next."""
        special = (self._kind != 0) | self._joined
        special[[*self._anchored, *self._art]] = True
        self._special = np.flatnonzero(special)
        """The numbers of the paragraphs that are not just words."""

    def _hide_by_style(self) -> None:
        """Mark the words of paragraphs whose style hides them, but those that say otherwise themselves."""
        hides = np.array([kind.hides for kind in self._kinds])[self._kind]
        starts = np.concatenate(([0], self._ends[:-1] + 1))
        for start, stop in zip(starts[hides].tolist(), self._ends[hides].tolist(), strict=True):
            words = self._flags[start:stop]
            words[words & _SAID == 0] |= _HIDDEN

    def _marks(self, stops: Places) -> npt.NDArray[np.bool_]:
        """Which characters end a paragraph (2.4.2): a page break does not, the same character after a section does."""
        marks: npt.NDArray[np.bool_] = (self._units == 0x0D) | (self._units == 0x07)
        sections = self._file.places(_SECTIONS, 12)[0] - 1
        sections = sections[(sections >= 0) & (sections < self._body[1])]
        marks[sections[self._units[sections] == 0x0C]] = True
        # each part ends with a paragraph, also if its file does not say so
        marks[stops[stops > 0] - 1] = True
        return marks

    def lines(self) -> list[str]:
        """What is seen, line by line: the body with its text boxes, then foot- and endnotes."""
        lines = self._blocks(self._body)
        for box in self._adrift:
            lines += self._box(box)
        lines += self._notes(self._footnotes, _FOOTNOTE_MARKS, _FOOTNOTES)
        lines += self._notes(self._endnotes, _ENDNOTE_MARKS, _ENDNOTES)
        return lines + heads.text_of(self._blocks(self._heads))

    def count(self, flag: int) -> int:
        """How many characters were left out because they are deleted, or because they are hidden and not deleted."""
        left_out = (self._flags & (flag | _DELETED | _UNSEEN)) == flag
        left_out &= (self._units >= 0x20) & (self._units & 0xFC00 != 0xDC00)
        return sum(int(np.count_nonzero(left_out[start:stop])) for start, stop in self._shown)

    def passed(self) -> Counter[Passed]:
        """What stands in the text and is not in words; of shapes the text does not say what they are."""
        found: Counter[Passed] = Counter()
        low = np.flatnonzero(self._units <= 0x13)
        signs, flags = self._units[low], self._flags[low]
        inside = np.logical_or.reduce([(low >= start) & (low < stop) for start, stop in self._shown])
        seen = inside & (flags & (_HIDDEN | _DELETED) == 0)
        found[Passed.COMMENT] += int(np.count_nonzero(seen & (signs == 0x05)))
        shown = int(np.count_nonzero(inside & (signs == 0x01) & (flags == 0)))
        for at in low[seen & (signs == 0x13)].tolist():
            instruction = self._units[at + 1 : at + 30]
            if not _TOLD.intersection(instruction[:2].tolist()):
                continue
            words = "".join(map(chr, instruction.tolist())).split("\x14")[0]
            kind, *program = words.split() or [""]
            if is_button(words):
                found[Passed.PLACEHOLDER] += 1
            elif kind == "EMBED":
                is_formula = bool(program) and program[0].startswith("Eq")
                found[Passed.FORMULA if is_formula else Passed.EMBEDDED] += 1
                # its picture shows what it is
                shown -= 1
        found[Passed.PICTURE] += max(shown + self._pictures, 0)
        found[Passed.MACRO] += self._file.has_macros
        return +found

    def _find_boxes(self) -> None:
        """Give the text boxes (2.3.6) to the paragraphs that hold them."""
        places, entries = self._file.places(_BOXES, 22)
        anchors, shapes = self._file.places(_SHAPES, 26)
        by_id = {shapes[at : at + 4]: int(anchors[at // 26]) for at in range(0, len(shapes) - 25, 26)}
        drawn = shapes_in(self._file.part(_DRAWN))
        self._pictures = sum(self._is_seen(by_id.get(shape, self._body[1])) for shape in drawn.pictures)
        for shape, words in drawn.words.items():
            anchor = by_id.get(shape, self._body[1])
            if self._is_seen(anchor):
                self._art.setdefault(int(np.searchsorted(self._ends, anchor)), []).extend(words.split("\n"))
        for number in range(len(places) - 2):  # the last is a spare
            entry = entries[22 * number : 22 * (number + 1)]
            if entry[8] & 1:  # another spare
                continue
            box = self._part(self._boxes, places, number)
            anchor = by_id.get(entry[14:18], self._body[1])
            if anchor >= self._body[1]:
                self._adrift.append(box)
            elif not self._flags[anchor] & (_HIDDEN | _DELETED):
                self._anchored.setdefault(int(np.searchsorted(self._ends, anchor)), []).append(box)

    def _is_seen(self, anchor: int) -> bool:
        """Whether this is a place in the body that is neither hidden nor deleted."""
        return anchor < self._body[1] and not self._flags[anchor] & (_HIDDEN | _DELETED)

    def _notes(self, whole: Stretch, marks: int, texts: int) -> list[str]:
        """The lines of the foot- or endnotes (2.3.2, 2.3.5) whose marks are seen in the body."""
        at, _ = self._file.places(marks, 2)
        places, _ = self._file.places(texts, 0)
        lines = []
        for number in range(min(len(at), len(places)) - 1):
            if at[number] < self._body[1] and not self._flags[at[number]] & (_HIDDEN | _DELETED):
                lines += self._blocks(self._part(whole, places, number))
        return lines

    def _part(self, whole: Stretch, places: Places, number: int) -> Stretch:
        """A stretch between two places that are counted from the beginning of a part of the text."""
        start, stop = (min(whole[0] + int(place), whole[1]) for place in places[number : number + 2])
        return start, stop

    def _box(self, part: Stretch) -> list[str]:
        """The lines of a text box; whether the last, empty one is its own, programs do not agree."""
        lines = self._blocks(part)
        while lines and not lines[-1].strip():
            lines.pop()
        return lines

    def _blocks(self, part: Stretch) -> list[str]:
        """The paragraphs and tables of a part, as lines."""
        at, last = np.searchsorted(self._ends, part).tolist()
        lines: list[str] = []
        rows: list[_Row] = []  # that are open, of the outermost table first
        carried = ""  # the words of paragraphs that have lost their marks
        for paragraph in self._special[slice(*np.searchsorted(self._special, (at, last)))].tolist():
            if at < paragraph:
                _close(rows, 0, lines)
                lines.append(carried + self._words[at])
                lines += self._words[at + 1 : paragraph]
                carried = ""
            at = paragraph + 1
            kind = self._kinds[self._kind[paragraph]]
            words, carried = carried + self._words[paragraph], ""
            _close(rows, kind.depth - kind.ends_row, lines)
            if kind.ends_row and not words.strip():
                continue
            rows += [_Row() for _ in range(kind.depth - len(rows))]
            into = rows[-1].lines if rows else lines
            is_joined = bool(self._joined[paragraph]) and bool(words.strip())
            if kind.list and not (self._flags[self._ends[paragraph]] & _DELETED):
                number = self._lists.number(kind.list, kind.level)
                words = number + words if words.strip() else words
            if is_joined:
                carried = words
            else:
                into += words.split("\n")
            into += self._art.get(paragraph, ())
            for box in self._anchored.get(paragraph, ()):
                into += self._box(box)
            if kind.ends_cell or (kind.depth == 1 and self._units[self._ends[paragraph]] == 0x07):
                rows[-1].end_cell()
        _close(rows, 0, lines)
        rest = self._words[at:last]
        if carried:
            rest = [carried + rest[0], *rest[1:]] if rest else [carried]
        return lines + rest


def _close(rows: list[_Row], depth: int, lines: list[str]) -> None:
    """End the rows that are deeper than that; each becomes lines of the cell around it, the outermost one of a page."""
    while len(rows) > depth:
        text = rows.pop().text()
        (rows[-1].lines if rows else lines).extend(text)
