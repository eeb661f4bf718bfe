"""The text of an RTF document (.rtf): what a reader of the page sees, paragraph by paragraph.

Control words, groups and bytes. Paragraphs, the numbers of lists, tables row by row, text boxes, results of fields and
tracked insertions are text; footnotes and endnotes follow at the end. What was deleted, hidden text, comments, headers
and footers are not. Read here and not by striprtf, which loses numbers, notes and text boxes, shows hidden and deleted
text, tears characters whose second byte is a letter, and takes 21 s for 400 kB of opened fields, four times that for
twice as many.

One file for one format: what a control word means hangs on the groups that it stands in, so that the machine that reads
them, the state of a group and the lines that it fills belong together.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from simcheck.errors import UnknownEncoding
from simcheck.model import Note, Span
from simcheck.readers.extract import Extract, Facts, Input
from simcheck.readers.facts import facts
from simcheck.readers.office.fields import is_button, overstruck
from simcheck.readers.package import ASIDE
from simcheck.readers.passed import Passed, told
from simcheck.readers.plain.text import codecs_named

_MOST: Final = 5_000_000
"""Control words, groups and pieces of text: a thousand pages have half a million, and five take some seconds."""

_DEEPEST: Final = 10_000
"""Groups inside each other; a table in a text box in a table has some thirty."""

_INMOST: Final = 100
"""Tables inside each other, or text boxes; Word has no more than some sixty."""

_BROKEN_OFF: Final = "it breaks off before the end of a group"

_RUN: Final = 1000
"""Characters by number that are taken at once, so that none of the lists on the way grows with the document."""

_WRONG: Final = 10
"""One character in ten that its bytes do not say: then they are in another encoding than the document says."""


def extract(given: Input) -> Extract:
    """The text of an RTF document, and notes on what was left out of it or could not be read; pages are not known.

    The encoding given is that of bytes of which no font says another one. Raises ``UnknownEncoding`` where the bytes
    are not in the encodings that the document names, ``ValueError`` where it breaks off or its groups are beyond all
    measure.
    """
    reading = _Reading(given.data, given.encoding)
    reading.read()
    lines = reading.flow.finished()
    for kind in (_FOOTNOTE, _ENDNOTE):
        lines += reading.notes[kind]
    text = _clean("\n".join(lines))
    notes = []
    if reading.lost:
        if reading.lost * _WRONG > len(text):
            raise UnknownEncoding(given.path, tuple(sorted(reading.used)), reading.first)
        at = max(text.find("\ufffd"), 0)
        facts: dict[str, str | int] = {"count": reading.lost, "offset": reading.first, "document": given.name}
        notes.append(Note("replaced", Span(at, at + 1), facts))
    for code, count in (("hidden-text", reading.hidden), ("deleted-text", reading.deleted)):
        if count:
            notes.append(Note(code, None, {"document": given.name, "count": count}))
    return Extract(text, (*notes, *told(given.name, reading.passed, text)), facts=_facts(reading))


_CONTROLS: Final = re.compile("[\0-\x08\x0b-\x1f\x7f]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def _clean(text: str) -> str:
    """The text without control characters, its halves of characters joined."""
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", text)


@dataclass
class _Flow:
    """Paragraphs that follow each other: those of a document, of a note, of a text box."""

    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """The words of the paragraph that is being read, its number and the text boxes that will follow it."""
    number: str = ""
    boxes: list[str] = field(default_factory=list)
    inside: dict[int, list[str]] = field(default_factory=dict)
    """By how deep in tables, the lines of the cell and the cells of the row that are being read."""
    cells: dict[int, list[list[str]]] = field(default_factory=dict)

    def paragraph(self, level: int) -> None:
        """The end of a paragraph, ``level`` tables deep."""
        if self.cells or self.inside:
            self._end_rows(level)
        words = "".join(self.parts)
        # a number without words: nobody wrote it
        number = self.number if words.strip() else ""
        to = self.inside.setdefault(level, []) if level else self.lines
        to += f"{number}{words}".split("\n")
        to += self.boxes
        self.parts, self.number, self.boxes = [], "", []

    def cell(self, level: int) -> None:
        """The end of a cell."""
        self.paragraph(level)
        self.cells.setdefault(level, []).append([line for line in self.inside.pop(level) if line.strip()])

    def row(self, level: int, covered: list[bool]) -> None:
        """The end of a row; ``covered`` says for each cell that was announced whether the one to its left covers it."""
        if "".join(self.parts).strip():
            # the end of its last cell is missing
            self.cell(level)
        self.number = ""
        self._row(level, covered)

    def _row(self, level: int, covered: list[bool]) -> None:
        """One line with tabs, or the lines of its cells if one has several paragraphs."""
        to = self.inside.setdefault(level - 1, []) if level > 1 else self.lines
        if level in self.inside:
            # of a cell that was never ended
            self.cells.setdefault(level, []).append([line for line in self.inside.pop(level) if line.strip()])
        cells = self.cells.pop(level, [])
        while covered and len(cells) > len(covered) and not cells[-1]:
            # LibreOffice writes the end of a cell once too often after a table inside it
            cells.pop()
        cells = [cell for at, cell in enumerate(cells) if not (at < len(covered) and covered[at])]
        if not cells:
            return
        if all(len(cell) <= 1 for cell in cells):
            lines = ["\t".join(cell[0] if cell else "" for cell in cells)]
        else:
            lines = [line for cell in cells for line in cell]
        to += lines

    def finished(self) -> list[str]:
        """All lines, when there are no more."""
        self._end_rows(0)
        if self.boxes or "".join(self.parts).strip():
            self.paragraph(0)
        return self.lines

    def _end_rows(self, level: int) -> None:
        """The end of rows deeper than ``level`` that were never ended."""
        while (inner := max((*self.inside, *self.cells), default=0)) > level:
            self._row(inner, [])


_FOOTNOTE, _ENDNOTE, _BOX, _NUMBER, _INSTRUCTION = "footnote", "endnote", "box", "number", "instruction"


@dataclass(slots=True)
class _Group:
    """What holds until the end of a group."""

    flow: _Flow
    kind: str = ""
    """What this group is to the flow around it; empty if it is nothing by itself."""
    font: int = -1
    fallback: int = 1
    """How many characters after one by number say the same to old programs."""
    hidden: bool = False
    deleted: bool = False
    level: int = 0
    """How deep in tables its paragraphs are."""
    nested: bool = False
    """Whether rows that are announced here are those of a table in a table."""

    def inner(self) -> _Group:
        """A group inside this one, in which the same holds until it says otherwise."""
        return _Group(self.flow, "", self.font, self.fallback, self.hidden, self.deleted, self.level, self.nested)


_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]++)(-?[0-9]{1,10}+)? ?"  # 1, 2: a control word and its number
    rb"|((?:\\'[0-9a-fA-F]{2})++)"  # 3: bytes by number
    rb"|\\([^a-zA-Z])"  # 4: a sign
    rb"|([{}])"  # 5
    rb"|([^\\{}\r\n]++)"  # 6: bytes that stand for themselves
    rb"|[\r\n]++|\\\Z",
    re.DOTALL,
)
_WORD, _ARGUMENT, _HEX, _SIGN, _BRACE, _PLAIN = range(1, 7)

_RUNS: Final = tuple(
    re.compile(rb"(?:\\u-?[0-9]{1,10}+ ?+" + rb"(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])" * after + rb"){1,%d}+" % _RUN)
    for after in range(5)
)
"""Characters by number, each with so many characters after it that say the same."""

_BY_NUMBER: Final = re.compile(rb"\\u(-?[0-9]++)")
_OPENED: Final = re.compile(rb"\s*\{")
_STARRED: Final = re.compile(rb"\s*\\([a-zA-Z]++)")
_ENDS: Final = re.compile(rb"([{}])|\\bin([0-9]{1,10}+) ?|\\[^a-zA-Z]", re.DOTALL)
_FONTS: Final = re.compile(rb"\\(fcharset|cpg|f)([0-9]{1,5}+)")

_READ_THOUGH_STARRED: Final = frozenset(
    (b"footnote", b"ud", b"shpinst", b"shptxt", b"shpgrp", b"nesttableprops", b"do", b"dptxbx", b"dptxbxtext")
    + (b"listtext", b"pntext", b"fldinst", b"fldrslt")
)
"""What may be marked as not to be read by programs that do not know it, and is known here."""

_UNREAD: Final = frozenset(
    b"annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart aftncn aftnsep aftnsepc "
    b"bkmkend bkmkstart colorschememapping colortbl comment datafield datastore docvar filetbl fldtype footer "
    b"footerf footerl footerr ftncn ftnsep ftnsepc generator header headerf headerl headerr info latentstyles "
    b"listoverridetable listtable mmath nonesttables nonshppict objalias objclass objdata objname objsect objtime "
    b"pgdsctbl pict pn pnseclvl pntxta pntxtb private protusertbl revtbl rsidtbl rxe shprslt sp stylesheet tc tcn "
    b"themedata txe userprops xe xmlnstbl".split()
)
"""Groups that no page shows, or not in its text."""

_PASSED: Final = {
    b"annotation": Passed.COMMENT,
    b"mmath": Passed.FORMULA,
    b"objdata": Passed.EMBEDDED,
    b"pict": Passed.PICTURE,
    b"shppict": Passed.PICTURE,
}
"""Groups that hold something which is not in words."""

_ART: Final = re.compile(rb"\{\\sn gtextUNICODE\}\s*\{\\sv (.*)\}\s*\Z", re.DOTALL)
"""The words of WordArt, a property of a shape."""

_SAYING: Final = frozenset((b"info", b"generator", b"rsidtbl"))
"""Those of them that say something of the document."""

_SAID: Final = {
    b"tab": "\t",
    b"line": "\n",
    b"page": "\n",
    b"column": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
}
_OPENING: Final = {
    b"footnote": _FOOTNOTE,
    b"shptxt": _BOX,
    b"dptxbxtext": _BOX,
    b"listtext": _NUMBER,
    b"pntext": _NUMBER,
    b"fldinst": _INSTRUCTION,
}
"""Groups that are something to the text around them."""

_APART: Final = frozenset(b"bin fonttbl upr".split())
_OF_TABLES: Final = frozenset(
    b"cell cellx clmrg intbl itap nestcell nestrow nesttableprops par pard row sect trowd".split()
)
_OF_GROUPS: Final = frozenset(b"ansicpg deff deleted f ftnalt mac mvf pc pca plain uc v".split())

_HEEDED: Final = frozenset((b"u", *_SAID, *_UNREAD, *_OPENING, *_APART, *_OF_TABLES, *_OF_GROUPS))
"""All others say how something looks."""

_SIGNS: Final = {b"~": "\xa0", b"_": "-", b"\t": "\t"}
_BREAKS: Final = frozenset((b"tab", b"line", b"page", b"column"))

_WESTERN, _CHINESE, _SYMBOLS = "cp1252", "gb18030", "symbols"
_CHARSETS: Final = {
    0: _WESTERN,
    2: _SYMBOLS,
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: _CHINESE,
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""The encodings of fonts; what is not here (1: as the document) says nothing."""

_PAGES: Final = {936: _CHINESE, 54936: _CHINESE, 10008: _CHINESE, 1361: "johab"}
"""Code pages that Python has by another name, or a larger one that agrees."""


_OLD_PAGES: Final = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
"""The encodings that a document may name instead of a code page."""


class _Reading:
    """A document on the way from its first byte to its last."""

    def __init__(self, data: bytes, encoding: str | None) -> None:
        self.flow = _Flow()
        self.notes: dict[str, list[str]] = {_FOOTNOTE: [], _ENDNOTE: []}
        self.hidden = self.deleted = 0
        self.passed: Counter[Passed] = Counter()
        self.lost = 0
        """Places where the bytes say no character; the first is at ``first``."""
        self.first = 0
        self.used: set[str] = set()
        """The encodings in which they say none."""
        self._data = data
        self._told = encoding is not None
        self._page = codecs_named(encoding)[0] if encoding is not None else ""
        """The encoding of the document; empty as long as it has named none."""
        self._fonts: dict[int, str] = {}
        self._usual = -1
        self._inside = 0
        """In how many notes, text boxes and numbers this is."""
        self._steps = 0
        self._group = _Group(self.flow)
        self._groups: list[_Group] = []
        self._ended = False
        """Whether the outermost group has ended; it stays open for what may follow."""
        self.aside: dict[bytes, bytes] = {}
        """What is in the groups that say something of the document."""
        self._last = data.rfind(b"\\par")
        """Where the last paragraph ends."""
        self._bytes = bytearray()
        """What stands for itself, until all bytes of a character are there; it began at ``_began``."""
        self._began = 0
        self._skip = 0
        """How many characters still say what the one by number before them has said."""
        self._covered: dict[bool, list[bool]] = {False: [], True: []}
        """For the rows of tables, and of tables inside tables: which of the cells that were announced are covered."""
        self._covers = False

    def read(self) -> None:
        """From the first byte to the end of the outermost group, or the last paragraph behind it."""
        at = 0
        while at < len(self._data):
            at = self._on(at)
        if self._groups and not (self._ended and len(self._groups) == 1):
            raise ValueError(_BROKEN_OFF)

    def _on(self, start: int) -> int:
        """Read from ``start`` up to where reading goes on elsewhere than at the next token, which is returned."""
        for token in _TOKEN.finditer(self._data, start):
            self._step()
            what = token.lastindex
            goes_on = None
            if what == _PLAIN:
                self._say_bytes(token[_PLAIN], token.start())
            elif what in (_WORD, _ARGUMENT):
                goes_on = self._word(token)
            elif what == _HEX:
                self._say_bytes(bytes.fromhex(token[_HEX].replace(b"\\'", b"").decode()), token.start())
            elif what == _BRACE:
                goes_on = self._brace(token[_BRACE], token.end())
            elif what == _SIGN:
                goes_on = self._sign(token[_SIGN], token.end())
            if goes_on is not None:
                return goes_on
        return len(self._data)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > _MOST:
            raise ValueError(f"more than {_MOST} control words and groups")

    # groups

    def _brace(self, brace: bytes, end: int) -> int | None:
        self._flush()
        self._skip = 0
        if brace == b"{":
            if len(self._groups) == _DEEPEST:
                raise ValueError(f"groups more than {_DEEPEST} deep")
            self._groups.append(self._group)
            self._group = self._group.inner()
            return None
        if len(self._groups) == 1:
            self._ended = True
            # a brace too many: some programs drop what follows, others read on, and nothing may be lost here
            return None if end <= self._last else len(self._data)
        inner, self._group = self._group, self._groups.pop()
        if inner.kind:
            self._close(inner)
        return None

    def _open(self, kind: str, end: int) -> int | None:
        """The rest of this group is a note, a text box or a number."""
        group = self._group
        if len(self._groups) <= 1 or group.kind:
            return None
        if group.hidden or group.deleted:
            return self._after(end)
        self._inside += 1
        if self._inside > _INMOST:
            raise ValueError(f"text boxes more than {_INMOST} deep")
        group.kind, group.flow, group.level = kind, _Flow(), 0
        return None

    def _close(self, inner: _Group) -> None:
        """What a note, a text box or a number is to the text around it, now that it is complete."""
        self._inside -= 1
        if inner.kind == _NUMBER:
            number = "".join(inner.flow.parts).strip()
            # letters and digits, in whatever script; everything else is a bullet, and so is the "o" of Courier
            if number != "o" and any(map(str.isalnum, number)):
                self._group.flow.number = number
        elif inner.kind == _INSTRUCTION:
            instruction = "".join(inner.flow.parts)
            self.passed[Passed.PLACEHOLDER] += is_button(instruction)
            shown = overstruck(instruction)
            if shown is not None:
                self._group.flow.parts.append(instruction[slice(*shown)])
        elif inner.kind == _BOX:
            self._group.flow.boxes += inner.flow.finished()
        else:
            self.notes[inner.kind] += inner.flow.finished()

    def _after(self, at: int) -> int:
        """Where the group ends in which ``at`` stands, before its brace."""
        depth = 1
        while at < len(self._data):
            for end in _ENDS.finditer(self._data, at):
                self._step()
                if end[1]:
                    depth += 1 if end[1] == b"{" else -1
                    if not depth:
                        return end.start()
                elif end[2]:
                    # so many bytes of a picture, which may be anything
                    at = end.end() + int(end[2])
                    break
            else:
                break
        raise ValueError(_BROKEN_OFF)

    def _pass_over(self, word: bytes, start: int, at: int) -> int:
        """The end of a group of this name that is no text, seen from ``at``; what is in it begins at ``start``."""
        end = self._after(at)
        group = self._group
        if not (group.hidden or group.deleted):
            if word in _PASSED:
                self.passed[_PASSED[word]] += 1
            elif word == b"sp" and end - start <= _LONGEST and (art := _ART.match(self._data[start:end].lstrip())):
                group.flow.boxes += self.words_in(art[1]).split("\n")
        if word in _SAYING and end - start <= ASIDE:
            self.aside.setdefault(word, self._data[start:end])
        return end

    def named(self, outer: bytes, word: bytes) -> bytes:
        """The beginning of the first group called ``word`` that stands in one of ``aside``."""
        data = self.aside.get(outer, b"")
        for found in _OF_INFO.finditer(data):
            if found[1] == word:
                inner = _Reading(data[found.end() :], None)
                return inner._data[: min(inner._after(0), _LONGEST)]
        return b""

    def words_in(self, said: bytes) -> str:
        """What these bytes say in the fonts and the encoding of the document."""
        inner = _Reading(b"{" + said[:_LONGEST] + b"}", None)
        inner._fonts, inner._page = self._fonts, self._page
        inner.read()
        return _clean("".join(inner.flow.finished()))

    # words

    def _word(self, token: re.Match[bytes]) -> int | None:
        word, end = token[_WORD], token.end()
        if word not in _HEEDED:
            # a character of two bytes has nothing between them
            self._flush()
            return None
        number = int(token[_ARGUMENT]) if token[_ARGUMENT] is not None else None
        if word == b"u":
            return self._by_number(token.start(), number)
        if word in _SAID:
            self._flush()
            if self._skip and word not in _BREAKS:
                self._skip -= 1
            else:
                self._say(_SAID[word])
        elif word in _UNREAD:
            # only as the name of a group, which the document itself is not
            return self._pass_over(word, end, end) if len(self._groups) > 1 else None
        else:
            self._flush()
            self._skip = 0
            if word in _OPENING:
                return self._open(_OPENING[word], end)
            if word in _APART:
                return self._read_apart(word, number, end)
            if word in _OF_TABLES:
                self._build(word, number)
            else:
                self._set(word, number)
        return None

    def _by_number(self, start: int, number: int | None) -> int | None:
        """Characters by number, as many as follow each other."""
        self._flush()
        after = self._group.fallback
        run = _RUNS[after].match(self._data, start) if after < len(_RUNS) else None
        if run is not None:
            self._skip = 0
            self._say("".join(map(_character, map(int, _BY_NUMBER.findall(run[0])))))
            return run.end()
        if number is not None:
            self._skip = after
            self._say(_character(number))
        return None

    def _sign(self, sign: bytes, end: int) -> int | None:
        if sign in b"\\{}":
            self._say_bytes(sign, end - 2)
        elif sign == b"*":
            word = _STARRED.match(self._data, end)
            if word is not None and word[1] not in _READ_THOUGH_STARRED and self._begins_group(end - 2):
                return self._pass_over(word[1], word.end(), end)
        elif sign in _SIGNS:
            self._flush()
            if self._skip:
                self._skip -= 1
            else:
                self._say(_SIGNS[sign])
        elif sign in b"\r\n":
            self._flush()
            self._group.flow.paragraph(self._group.level)
        return None

    def _begins_group(self, at: int) -> bool:
        """Whether nothing stands before this in its group, which is not the document: what is within one is read."""
        before = at - 1
        while before >= 0 and self._data[before] in b"\r\n":
            before -= 1
        return len(self._groups) > 1 and self._data[before : before + 1] == b"{"

    def _set(self, word: bytes, number: int | None) -> None:
        """What holds from here to the end of the group, or for the document."""
        group = self._group
        match word:
            case b"f":
                group.font = _or(number, -1)
            case b"plain":
                group.font = self._usual
                group.hidden = group.deleted = False
            case b"uc":
                group.fallback = max(_or(number, 1), 0)
            case b"v":
                group.hidden = number != 0
            case b"deleted" | b"mvf":
                group.deleted = number != 0
            case b"deff":
                self._usual = group.font = _or(number, -1)
            case b"ansicpg":
                if not self._told:
                    self._page = _codec(_or(number, 0)) or self._page
            case b"mac" | b"pc" | b"pca":
                self._page = self._page or _OLD_PAGES[word]
            case b"ftnalt":
                if group.kind == _FOOTNOTE:
                    group.kind = _ENDNOTE

    def _build(self, word: bytes, number: int | None) -> None:
        """The ends of paragraphs, cells and rows, and what is said of them."""
        group, flow = self._group, self._group.flow
        match word:
            case b"par":
                # the words of a paragraph without its mark belong to the next
                if not (group.deleted and "".join(flow.parts).strip()):
                    flow.paragraph(group.level)
            case b"pard":
                group.level = 0
            case b"sect":
                if flow.parts:
                    flow.paragraph(group.level)
            case b"intbl":
                group.level = max(group.level, 1)
            case b"itap":
                group.level = min(max(_or(number, 0), 0), _INMOST)
            case b"cell":
                flow.cell(1)
            case b"row":
                flow.row(1, self._covered[False])
            case b"nestcell":
                flow.cell(max(group.level, 2))
            case b"nestrow":
                flow.row(max((*flow.cells, 2)), self._covered[True])
            case b"nesttableprops":
                group.nested = True
            case b"trowd":
                self._covered[group.nested], self._covers = [], False
            case b"clmrg":
                self._covers = True
            case b"cellx":
                self._covered[group.nested].append(self._covers)
                self._covers = False

    def _read_apart(self, word: bytes, number: int | None, end: int) -> int | None:
        """What is not read token by token."""
        if word == b"bin":
            return end + max(_or(number, 0), 0)
        elif word == b"upr":
            # the same in two ways, of which the second is that of newer programs
            first = _OPENED.match(self._data, end)
            return self._after(first.end()) + 1 if first is not None else None
        elif word == b"fonttbl" and len(self._groups) > 1:
            ends = self._after(end)
            self._read_fonts(end, ends)
            return ends
        return None

    def _read_fonts(self, start: int, end: int) -> None:
        font = -1
        for found in _FONTS.finditer(self._data, start, end):
            value = int(found[2])
            if found[1] == b"f":
                font = value
            else:
                codec = _CHARSETS.get(value, "") if found[1] == b"fcharset" else _codec(value)
                self._fonts[font] = codec or self._fonts.get(font, "")

    # text

    def _say_bytes(self, said: bytes, at: int) -> None:
        if self._skip:
            skipped = min(self._skip, len(said))
            self._skip -= skipped
            said = said[skipped:]
        if said:
            if not self._bytes:
                self._began = at
            self._bytes += said

    def _flush(self) -> None:
        if self._bytes:
            said, self._bytes = bytes(self._bytes), bytearray()
            self._say(self._decoded(said))

    def _decoded(self, said: bytes) -> str:
        codec = self._fonts.get(self._group.font, "")
        if codec == _SYMBOLS:
            # as Word keeps them: what such a font shows is not the letter that the byte is elsewhere
            return "".join(chr(0xF000 + byte if byte > 0x20 else byte) for byte in said)
        if said.isascii():
            return said.decode("ascii")
        if codec in ("", _WESTERN):
            # Chinese may stand in a font of letters: as the document says, if that makes sense
            page = self._page or _CHINESE
            try:
                return said.decode(page)
            except UnicodeError:
                codec = _WESTERN if codec or not self._page else page
        text = said.decode(codec, "replace")
        if "\ufffd" in text and not (self._group.hidden or self._group.deleted):
            if not self.lost:
                self.first = self._began
            self.lost += text.count("\ufffd")
            self.used.add(codec)
        return text

    def _say(self, text: str) -> None:
        if self._group.deleted:
            self.deleted += len(text)
        elif self._group.hidden:
            self.hidden += len(text)
        else:
            self._group.flow.parts.append(text)


# what it says of itself

_LONGEST: Final = 20_000
"""Bytes of a name, or of a date, that are looked at."""

_OF_INFO: Final = re.compile(rb"\\(author|operator|creatim|revtim)(?![a-zA-Z])")
_TIME: Final = re.compile(rb"\\(yr|mo|dy|hr|min|sec)([0-9]{1,5}+)")
_REVISION: Final = re.compile(rb"\\rsid([0-9]{1,10}+)")


def _facts(reading: _Reading) -> Facts:
    """What the groups beside the text say: the numbers of sessions are those of a .docx, in another notation."""
    try:
        said = {word: reading.words_in(reading.named(b"info", word)) for word in (b"author", b"operator")}
        times = {word: _moment(reading.named(b"info", word)) for word in (b"creatim", b"revtim")}
        software = reading.words_in(reading.aside.get(b"generator", b"")).rstrip(";")
    except ValueError:
        return Facts()
    return facts(
        author=said[b"author"],
        editor=said[b"operator"],
        software=software,
        created=times[b"creatim"],
        modified=times[b"revtim"],
        revisions=(f"{int(number):X}" for number in _REVISION.findall(reading.aside.get(b"rsidtbl", b""))),
    )


def _moment(said: bytes) -> str:
    """The time of whoever wrote it, by his clock."""
    told = {part: int(number) for part, number in _TIME.findall(said)}
    day = "-".join(f"{told.get(part, 0):02}" for part in (b"yr", b"mo", b"dy"))
    clock = [f"{told[part]:02}" for part in (b"hr", b"min", b"sec") if part in told]
    return f"{day}T{':'.join(clock)}" if len(clock) > 1 else day


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number


def _character(number: int) -> str:
    """A character by the number that a document gives it, which is below zero for the second half of 65,536."""
    return chr(number % 0x10000 if number < 0 else number) if -0x10000 < number < 0x110000 else "\ufffd"


def _codec(page: int) -> str:
    """The codec of a Windows code page; empty if there is none."""
    try:
        return _PAGES.get(page) or codecs.lookup(f"cp{page}").name
    except LookupError:
        return ""
