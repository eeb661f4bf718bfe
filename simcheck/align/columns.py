"""Tables turned over (转置): which cells follow each other down the columns of one text and in the lines of the other?

A run of figures is no evidence by itself, and a table that is copied cell by cell down its columns has no run at all
and nothing else: but forty cells in the order of a column are no coincidence. Cells that stand once in both texts say
how far apart the cells of a column are; the columns are what is equal at that distance. Serial numbers tell nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.alignment import Passage, Piece, Texts
from simcheck.align.prepare import Ints, Prepared
from simcheck.align.tables import lines
from simcheck.settings import Settings
from simcheck.text.fingerprint import Hashes, distinct, interval_hashes

_WIDEST: Final = 60
"""Cells of a row, at most."""

_LEAST: Final = 8
"""Cells of a column that are looked at, and of those that say how far apart its cells are."""

_ALTERED: Final = 2
"""Cells at either end of a column that may be other ones."""

_DIGIT: Final = float(np.log2(10))

_CHANCE: Final = 8.0
"""Bits by which a column must be rarer than the best of all places where one could begin."""

_PARTED: Final = re.compile(r"[\s,，;；、|｜]")
_COUNTED: Final = re.compile(r"(\d{1,4})(\D*)")


class _Cells(NamedTuple):
    """The cells in the lines of a text: where they begin and end, and their hashes."""

    start: Ints
    end: Ints
    hash: Hashes


def turned(texts: Texts, settings: Settings) -> list[Passage]:
    """The columns that two texts share, as one passage; none if no text has them in its lines."""
    if not (lines(texts.a).any() and lines(texts.b).any()):
        return []
    a, b = _cells(texts.a), _cells(texts.b)
    if min(len(a.start), len(b.start)) < _LEAST:
        return []
    asked = float(np.log2(len(a.start)) + np.log2(len(b.start)) + np.log2(_WIDEST)) + _CHANCE
    rarity = _rarity(texts.a, a), _rarity(texts.b, b)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    total = 0.0
    for is_left, one, other in ((True, a, b), (False, b, a)):
        sure = []
        for column in _columns(one, other):
            cells = column.cells if is_left else [(j, i) for i, j in column.cells]
            bits = _bits(cells, texts.a, a, rarity)
            if bits >= asked:
                sure.append(column)
                total += bits
        for column in [*sure, *_beside(sure, one, other)]:
            for i, j in column.cells if is_left else [(j, i) for i, j in column.cells]:
                if i not in pairs and j not in taken:
                    pairs[i] = j
                    taken.add(j)
    if not pairs:
        return []
    pieces = [Piece(int(a.start[i]), int(a.end[i]), int(b.start[j]), int(b.end[j])) for i, j in sorted(pairs.items())]
    words = (
        _words(texts.a, [(piece.left, piece.left_end) for piece in pieces]),
        _words(texts.b, sorted((piece.right, piece.right_end) for piece in pieces)),
    )
    return [Passage(tuple(pieces), total - asked + settings.evidence, words)]


def _cells(text: Prepared) -> _Cells:
    inside = lines(text)
    origin = text.normalized.origin
    parted = np.zeros(len(text.normalized.text) + 1, dtype=np.int64)
    parted[[match.end() for match in _PARTED.finditer(text.normalized.text)]] = 1
    before = np.cumsum(parted)[origin]
    begins = np.flatnonzero(np.diff(before, prepend=-1) > 0)
    ends = np.append(begins[1:], len(text.normalized))[: len(begins)]
    edges = np.append(text.sentence_starts, len(text.normalized)).astype(np.int64)
    keep = inside[np.maximum(np.searchsorted(edges, begins, side="right") - 1, 0).clip(max=max(0, len(inside) - 1))]
    begins, ends = begins[keep], ends[keep]
    return _Cells(begins, ends, interval_hashes(text.normalized.codes, begins, ends))


class _Column(NamedTuple):
    """Cells that follow each other in one text and stand ``step`` cells apart in the other."""

    step: int
    cells: list[tuple[int, int]]

    @property
    def rows(self) -> int:
        return self.cells[-1][0] - self.cells[0][0] + 1


def _columns(one: _Cells, other: _Cells) -> Iterator[_Column]:
    """The columns that cells which come once in both texts lead to."""
    first, second = _once(one.hash), _once(other.hash)
    both = sorted((i, second[key]) for key, i in first.items() if key in second)
    stretches: dict[tuple[int, int], list[list[int]]] = {}
    for (i, j), (i1, j1) in pairwise(both):
        step, rest = divmod(j1 - j, i1 - i)
        if rest or not 1 < step <= _WIDEST:
            continue
        of_column = stretches.setdefault((step, j - step * i), [])
        if of_column and i - of_column[-1][1] <= _WIDEST:
            of_column[-1][1:] = i1, of_column[-1][2] + 1
        else:
            of_column.append([i, i1, 1])
    for (step, shift), found in sorted(stretches.items()):
        for start, end, count in found:
            if count >= _LEAST - 1:
                yield _Column(step, _equal(one, other, step, shift, start - _ALTERED, end + 1 + _ALTERED))


def _equal(one: _Cells, other: _Cells, step: int, shift: int, start: int, end: int) -> list[tuple[int, int]]:
    """The cells from ``start`` to ``end`` that are equal to those a ``step`` apart, as far as nothing parts them."""
    start = max(start, 0, -(shift // step))
    end = min(end, len(one.hash), (len(other.hash) - 1 - shift) // step + 1)
    while start > 0 and start * step + shift >= step and one.hash[start - 1] == other.hash[(start - 1) * step + shift]:
        start -= 1
    while (
        end < len(one.hash) and end * step + shift < len(other.hash) and one.hash[end] == other.hash[end * step + shift]
    ):
        end += 1
    at = np.arange(start, end)
    at = at[one.hash[at] == other.hash[at * step + shift]]
    return list(zip(at.tolist(), (at * step + shift).tolist(), strict=True))


def _beside(sure: Sequence[_Column], one: _Cells, other: _Cells) -> Iterator[_Column]:
    """The other columns of the tables of some: serial numbers and what is the same in every row."""
    if not sure:
        return
    # the step at which most is known; the next column begins a table's rows further and one cell beside
    step = Counter(column.step for column in sure).most_common(1)[0][0]
    known = sorted(column.cells[0] for column in sure if column.step == step)
    longest = max((column for column in sure if column.step == step), key=lambda column: len(column.cells))
    i, j = longest.cells[0]
    rows = longest.rows
    for (i0, j0), (i1, j1) in pairwise(known):
        aside = (j1 - j0) % step
        if aside and (i1 - i0 - (j1 - j0 - aside) // step) % aside == 0:
            rows = max(rows, (i1 - i0 - (j1 - j0 - aside) // step) // aside)
    for aside in range(1 - step, step):
        shift = j + aside - step * (i + aside * rows)
        start = i + aside * rows
        cells = _equal(one, other, step, shift, start, start + rows) if 0 <= start < len(one.hash) else []
        if 2 * len(cells) > rows:
            yield _Column(step, cells)


def _once(hashes: Hashes) -> dict[int, int]:
    """The hashes that come once, and where."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    differs = np.concatenate(([True], ordered[1:] != ordered[:-1], [True]))
    once = differs[1:] & differs[:-1]
    return dict(zip(ordered[once].tolist(), order[once].tolist(), strict=True))


def _rarity(text: Prepared, cells: _Cells) -> list[float]:
    """The bits of each cell: those of its characters, and no more than its frequency in the text."""
    digits = (text.normalized.codes >= ord("0")) & (text.normalized.codes <= ord("9"))
    bits = np.minimum(text.bits, np.where(digits, _DIGIT, np.inf))
    total = np.concatenate(([0.0], np.cumsum(bits)))
    number = np.searchsorted(distinct(cells.hash), cells.hash)
    frequency = np.log2(len(cells.hash) / np.maximum(np.bincount(number)[number] - 1, 1))
    rarity: list[float] = np.minimum(total[cells.end] - total[cells.start], frequency).tolist()
    return rarity


def _bits(column: Sequence[tuple[int, int]], text: Prepared, cells: _Cells, rarity: tuple[list[float], ...]) -> float:
    """The bits of the cells of a column in their order; what counts up or stays the same has none."""
    total = 0.0
    last = None
    for i, j in column:
        written = text.normalized.string_of(int(cells.start[i]), int(cells.end[i]))
        counted = _COUNTED.fullmatch(written)
        now = (int(counted[1]), counted[2]) if counted else (0, written)
        if last is None or now not in (last, (last[0] + 1, last[1])):
            total += min(rarity[0][i], rarity[1][j])
        last = now
    return total


def _words(text: Prepared, intervals: Sequence[tuple[int, int]]) -> Ints:
    return np.concatenate([np.arange(*text.words_in(start, end)) for start, end in intervals])
