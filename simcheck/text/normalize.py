"""Normalization (归一): what counts as the same character, and where did each one come from?

One table over code points (``data/folding.txt``, made by ``tools/make_folding.py``) turns a text into the letters and
digits that are compared: width, case, traditional and simplified forms, radicals and compatibility forms are folded;
punctuation, symbols, white space and invisible characters vanish. One character becomes 0, 1 or more. The inverse is an
array, so that every position in the normalized text names exactly one character of the original.

This alone defines the guarantee (``settings.MIN_LENGTH``); folding of numbers comes later, in ``tokens``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.data import shipped
from simcheck.model import Span

Codes = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

FOLDING_VERSION: Final = 1

_VANISHES: Final = 0  # U+0000 itself vanishes, so it is free to say so
_SEVERAL: Final = 0xFFFFFFFF
_END: Final = 0x33480 + 1
"""Past the last ideograph: tags, private planes and unassigned code points, which print nothing, share the last row."""

# What a vanishing character is; letters and digits are 0.
_MARK, _BLANK, _INVISIBLE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class _Table:
    fold: Codes
    """By code point: the folded character, ``_VANISHES`` or ``_SEVERAL``."""
    several: dict[int, tuple[int, ...]]
    role: npt.NDArray[np.uint8]
    spaced: Mask
    """By code point: a letter of a script that puts spaces between words."""

    def for_core(self) -> list[npt.NDArray[Any]]:
        """What the compiled core reads: ``fold``, ``role``, ``spaced``; the characters that become several
        (ascending), all that they become, and from where to where in that each of them does."""
        points = sorted(self.several)
        counts = [len(self.several[point]) for point in points]
        parts = [part for point in points for part in self.several[point]]
        several, became = np.array(points, dtype=np.uint32), np.array(parts, dtype=np.uint32)
        return [self.fold, self.role, self.spaced, several, became, np.cumsum([0, *counts], dtype=np.int64)]


@dataclass(frozen=True, eq=False, repr=False)
class Normalized:
    """A text as it is compared.

    ``codes`` (n) are the folded characters, ``origin`` (n, ascending) the offset in ``text`` that each came from,
    ``spaced`` (n) whether it is a letter of a spaced script, ``broken`` (n) whether punctuation or a line break (or,
    between letters and digits of spaced scripts, any white space) stood before it.
    """

    text: str
    codes: Codes
    origin: Positions
    spaced: Mask
    broken: Mask

    def __len__(self) -> int:
        return len(self.codes)

    def span(self, start: int, end: int) -> Span:
        """The original characters from the first to the last of a normalized interval."""
        if start >= end:
            at = int(self.origin[start]) if start < len(self.origin) else len(self.text)
            return Span(at, at)
        return Span(int(self.origin[start]), int(self.origin[end - 1]) + 1)

    def interval(self, span: Span) -> tuple[int, int]:
        """The normalized interval of the characters that came from inside ``span``."""
        # of the type of the origins: for any other one numpy would copy them all
        places = np.array((span.start, span.end), dtype=self.origin.dtype)
        start, end = np.searchsorted(self.origin, places).tolist()
        return start, end

    def cuts(self, at: int) -> bool:
        """Whether a position lies inside one original character, which became several (㎡ is m2)."""
        return 0 < at < len(self.origin) and bool(self.origin[at] == self.origin[at - 1])

    def string(self) -> str:
        """The normalized text itself."""
        return self.string_of(0, len(self.codes))

    def string_of(self, start: int, end: int) -> str:
        """A normalized interval as a string."""
        return self.codes[start:end].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def code_points(text: str) -> Codes:
    """The code points of ``text``, one number each; a lone surrogate is kept as it is."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)


def _rows(text: str) -> Codes:
    """The row of ``_Table`` for every character of ``text``."""
    return np.minimum(code_points(text), _END - 1)


def normalize(text: str) -> Normalized:
    """Fold ``text``; linear in its length."""
    found = _by_core(text)
    if found is not None:
        return found
    table = _table()
    points = _rows(text)
    codes = table.fold[points]
    keep = np.flatnonzero(codes != _VANISHES).astype(np.int32)
    codes, origin = codes[keep], keep
    if (codes == _SEVERAL).any():
        codes, origin = _expand(codes, origin, points, table.several)
    return Normalized(text, codes, origin, table.spaced[codes], _broken(points, codes, origin, table))


def _by_core(text: str) -> Normalized | None:
    """The same as the compiled core gives it; None without it."""
    compiled = core()
    if compiled is None:
        return None
    points = np.ascontiguousarray(code_points(text))
    fold, role, spaced, several, became, first = _for_core()
    at = addresses(points, fold, role, spaced, several, became, first)
    given = at[0], len(points), *at[1:4], len(fold), *at[4:], len(several)
    # hardly any text becomes longer
    room = len(points)
    while True:
        codes, origin = np.empty(room, dtype=np.uint32), np.empty(room, dtype=np.int32)
        is_spaced, broken = np.empty(room, dtype=np.bool_), np.empty(room, dtype=np.bool_)
        count = compiled.sc_normalize(*given, room, *addresses(codes, origin, is_spaced, broken))
        if count <= room:
            return Normalized(text, codes[:count], origin[:count], is_spaced[:count], broken[:count])
        room = count


@cache
def _for_core() -> list[npt.NDArray[Any]]:
    return [np.ascontiguousarray(each) for each in _table().for_core()]


def normalize_all(texts: Sequence[str]) -> list[Normalized]:
    """The same for many texts at once, several times as fast if they are short."""
    # a line break between two texts parts their words, and is not compared
    together = normalize("\n".join(texts))
    begin = np.cumsum([0] + [len(text) + 1 for text in texts])
    edges = np.searchsorted(together.origin, begin).tolist()
    result = []
    for text, offset, a, b in zip(texts, begin.tolist(), edges, edges[1:], strict=False):
        origin = together.origin[a:b] - np.int32(offset)
        result.append(Normalized(text, together.codes[a:b], origin, together.spaced[a:b], together.broken[a:b]))
    return result


def folded(text: str) -> str:
    """``text`` as it is compared, as a string."""
    return normalize(text).string()


def compared(text: str) -> Mask:
    """By character: whether it is compared (有效字): a letter, a digit, an ideograph; all else folding drops."""
    return np.asarray(_roles(text) == 0)


def _roles(text: str) -> npt.NDArray[np.uint8]:
    """The role of every character of ``text``; those beyond the table have that of its last row."""
    return _table().role.take(code_points(text), mode="clip")


def visible(text: str) -> Mask:
    """By character: whether it is seen, that is, neither white space nor invisible: how long a text is."""
    return np.asarray(_seen()[_rows(text)])


@cache
def _seen() -> Mask:
    """By code point: whether it is seen."""
    role = _table().role
    return np.asarray((role != _BLANK) & (role != _INVISIBLE))


def visible_length(text: str) -> int:
    """How long a text is: its characters that are seen, as word processors count them without blanks."""
    return int(visible(text).sum())


def stretches(mask: Mask) -> list[tuple[int, int]]:
    """Where a mask is true: half-open intervals, in order."""
    between = np.zeros(len(mask) + 2, dtype=np.bool_)
    between[1:-1] = mask
    edges = np.flatnonzero(between[1:] != between[:-1]).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def invisible(text: str) -> Mask:
    """By character: whether it prints nothing and is no white space either; line and tab controls are white space."""
    return np.asarray(_roles(text) == _INVISIBLE)


def traditional(text: str) -> Mask:
    """By character: whether it is an ideograph that is compared as another one (traditional and variant forms)."""
    points = code_points(text)
    return np.asarray((points >= 0x3400) & (points <= 0x9FFF) & (_table().fold[_rows(text)] != points))


def look_alikes(text: str) -> Mask:
    """By character: whether it stands in for another that looks the same.

    Radicals and compatibility ideographs always do; Greek and Cyrillic letters only where the text has no letter of
    that script that could not be mistaken, that is, where nobody is writing Greek or Russian.
    """
    points, fold = code_points(text), _table().fold[_rows(text)]
    found = (fold != points) & (((points >= 0x2E80) & (points <= 0x2FDF)) | ((points >= 0xF900) & (points <= 0xFAFF)))
    found |= (fold != points) & (points >= 0x2F800) & (points <= 0x2FA1F)
    for first, last in ((0x370, 0x3FF), (0x400, 0x52F)):
        script = (points >= first) & (points <= last)
        if script.any() and bool((fold[script] < 0x80).all()):
            found |= script
    return np.asarray(found)


def _expand(
    codes: Codes, origin: Positions, points: Codes, several: dict[int, tuple[int, ...]]
) -> tuple[Codes, Positions]:
    """Put in the characters that one character became."""
    counts = np.ones(len(codes), dtype=np.int64)
    where = np.flatnonzero(codes == _SEVERAL)
    parts = [several[int(points[origin[i]])] for i in where]
    counts[where] = [len(part) for part in parts]
    starts = np.cumsum(counts) - counts
    result = np.repeat(codes, counts)
    for i, part in zip(where, parts, strict=True):
        result[starts[i] : starts[i] + len(part)] = part
    return result, np.repeat(origin, counts)


def _broken(points: Codes, codes: Codes, origin: Positions, table: _Table) -> Mask:
    broken = np.zeros(len(codes), dtype=np.bool_)
    if not len(codes):
        return broken
    # only where something was left out can anything have been between
    gap = np.flatnonzero(np.diff(origin) > 1)
    before, here = origin[gap], origin[gap + 1]
    role = table.role[points]
    marks = _counted((role == _MARK) | (points == 10) | (points == 13))
    blanks = _counted(role == _BLANK)
    first, second = codes[gap], codes[gap + 1]
    digits = (first >= 48) & (first <= 57), (second >= 48) & (second <= 57)
    western = (table.spaced[first] | digits[0]) & (table.spaced[second] | digits[1])
    parted = (marks[here] > marks[before + 1]) | ((blanks[here] > blanks[before]) & western)
    # 1,234 and 3.5 are one number: a single mark between digits does not break
    mark = points[before + 1]
    point = (mark == 0x2C) | (mark == 0x2E) | (mark == 0xFF0C) | (mark == 0xFF0E)
    broken[gap + 1] = parted & ~((here - before == 2) & point & digits[0] & digits[1])
    broken[0] = True
    return broken


def _counted(mask: Mask) -> Positions:
    """How many before each position."""
    total = np.zeros(len(mask) + 1, dtype=np.int32)
    np.cumsum(mask, out=total[1:])
    return total


@cache
def _table() -> _Table:
    lines = shipped("folding.txt").read_text(encoding="utf-8").split("\n")
    firsts, lasts, sources, targets, several_line, blank, invisible_line = lines[1:8]
    # Ranges of characters that stay as they are: how many have begun and not ended at each code point.
    open_ranges = np.zeros(_END + 1, dtype=np.int8)
    open_ranges[code_points(firsts)] += 1
    open_ranges[code_points(lasts) + 1] -= 1
    same = np.cumsum(open_ranges[:-1], dtype=np.int8) > 0
    fold = np.where(same, np.arange(_END, dtype=np.uint32), np.uint32(_VANISHES))
    role = np.where(same, np.uint8(0), np.uint8(_MARK))
    one = code_points(sources)
    fold[one] = code_points(targets)
    role[one] = 0
    several = {}
    for entry in several_line.split(" "):
        point, result = entry.split("=")
        several[int(point, 16)] = tuple(map(ord, result))
    fold[list(several)] = _SEVERAL
    role[list(several)] = 0
    for value, line in ((_BLANK, blank), (_INVISIBLE, invisible_line)):
        for first, last in _ranges(line):
            role[first : last + 1] = value
    role[_END - 1] = _INVISIBLE
    spaced = role == 0
    spaced[0x30:0x3A] = False
    for first, last in _UNSPACED:
        spaced[first : last + 1] = False
    return _Table(fold, several, role, spaced)


def _ranges(line: str) -> list[tuple[int, int]]:
    return [(int(a, 16), int(b, 16)) for a, b in (entry.split("-") for entry in line.split(" "))]


# Scripts written without spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer; CJK from radicals through kana,
# bopomofo and ideographs; compatibility ideographs; half-width kana; supplementary ideographs. (Hangul puts spaces.)
_UNSPACED: Final = (
    (0x0E00, 0x0FFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0xA4CF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9D),
    (0x1B000, 0x1B2FF),
    (0x20000, 0x3FFFF),
)
