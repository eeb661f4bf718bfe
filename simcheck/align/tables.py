"""Tables (表格, 台账, 名册): what does a cell say to whoever knows the rest of its table, and which rows are the same?

Two ledgers of one form have the same words in their cells whoever stands in them: 已公示, 汉族, the nine villages of a
township, the surnames. Of thousands of rows some other has always a name, a village and a sum in common with this one.
Whether that says anything is a question of how the table itself is made: a character carries the bits that remain when
all other rows are known (prediction by partial matching, each place itself left out), and rows are the same only if
they share more than the best of so many pairs of rows would share by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from simcheck.align.prepare import Bits, Ints, Prepared
from simcheck.align.runs import Run
from simcheck.text.fingerprint import distinct, grams
from simcheck.text.normalize import Codes, Mask, Positions

_ROWS, _LINES = 16, 14
"""Sentences in a row, and how many of them must be lines without the end of a sentence for them to be a table."""

_OF_A_FORM: Final = 3.5
"""Bits that a character of a table carries at most, on average over ``_ROWS``, if it is a form: ledgers, registers and
price lists have one to three, reports about four, statutes, which never stand in lines, as little as three."""

_OF_LETTERS: Final = 1.2
"""The same for letters of a spaced script, of which every text predicts the next one."""

_CONTEXT: Final = 6
"""Characters by which the next one is predicted at most: two cells."""

_CHANCE: Final = 12.0
"""Bits by which what rows share must be rarer than the best of all pairs of rows, which may have something in common in
many ways: half of them are for the cells of a row."""

_TOGETHER: Final = 2.0
"""Bits more that many rows need together, because what chance gives to one it may give to several."""

_DIFFERENT: Final = 0.3
"""The part of their bits that rows of other people may share: a stretch of rows is the same if it shares more."""

_LEFT_OUT: Final = 4
"""Rows without a partner that may stand between two of one stretch."""

_FURTHER: Final = 9.0
"""Bits that it takes to say where the next run of a chain begins, a clause away on either side."""


@dataclass(frozen=True, eq=False, repr=False)
class Table:
    """Which sentences of a text are ``rows`` of forms, which characters are ``inside``, and the ``bits`` (characters
    + 1, cumulative) that each of those carries to whoever knows the other rows."""

    rows: Mask
    inside: Mask
    bits: Bits

    @cached_property
    def count(self) -> int:
        return int(self.rows.sum())

    def carried(self, start: int, end: int) -> float:
        """The bits of what of an interval stands in rows."""
        return float(self.bits[max(start, end)] - self.bits[start])

    def of_words(self, start: Positions, end: Positions) -> Bits:
        """The bits of words; infinite outside of rows."""
        bits: Bits = np.where(self.inside[start], self.bits[end] - self.bits[start], np.inf)
        return bits


@lru_cache(maxsize=4)
def table(text: Prepared) -> Table:
    """The rows of forms of a text; kept, because one text is often compared with many."""
    listed = lines(text)
    if not listed.any():
        return _without_rows(text)
    n = len(text.normalized)
    edges = np.append(text.sentence_starts, n).astype(np.int64)
    edges[0] = 0
    inside, bits = np.repeat(listed, np.diff(edges)), np.zeros(n)
    bits[inside] = _predicted(text.normalized.codes[inside], text.character_bits)
    allowed = np.where(text.normalized.spaced, _OF_LETTERS, _OF_A_FORM)
    spare = np.where(listed, np.add.reduceat(allowed - bits, edges[:-1]), 0.0)
    rows = listed & _dense(spare, 0.0)
    inside &= np.repeat(rows, np.diff(edges))
    return Table(rows, inside, np.concatenate(([0.0], np.cumsum(np.where(inside, bits, 0.0)))))


def lines(text: Prepared) -> Mask:
    """By sentence: whether it is one of many lines without the end of a sentence: of a table, a list, a form."""
    return _dense(np.where(text.rows, 1.0, 0.0), _LINES)


@lru_cache(maxsize=4)
def _without_rows(text: Prepared) -> Table:
    n = len(text.normalized)
    return Table(np.zeros(text.sentences, dtype=np.bool_), np.zeros(n, dtype=np.bool_), np.zeros(n + 1))


def _dense(value: Bits, least: float) -> Mask:
    """By sentence: whether it is one of ``_ROWS`` in a row that have ``least`` together."""
    if len(value) < _ROWS:
        return np.zeros(len(value), dtype=np.bool_)
    total = np.concatenate(([0.0], np.cumsum(value)))
    begins = np.flatnonzero(total[_ROWS:] - total[:-_ROWS] >= least)
    edges = np.zeros(len(value) + 1, dtype=np.int64)
    np.add.at(edges, begins, 1)
    np.add.at(edges, begins + _ROWS, -1)
    return np.asarray(np.cumsum(edges[:-1]) > 0)


def _predicted(codes: Codes, most: float) -> Bits:
    """By character: the bits that remain of it if all other places of the text are known; at most ``most``.

    Absolute discounting (Ney, Essen and Kneser 1994) by one: what followed a context once may follow it by chance.
    """
    n = len(codes)
    likely = np.full(n, 2.0**-most)
    behind = np.zeros(n, dtype=np.int64)
    for context in range(min(_CONTEXT, n - 1) + 1):
        grown = _numbered(grams(codes, context + 1))
        here = behind[: len(grown)]
        count, seen = np.bincount(grown), np.bincount(here)
        # how many different characters follow each context: each is counted where it stands last
        last = np.zeros(len(count), dtype=np.int64)
        last[grown] = np.arange(len(grown))
        followers = np.bincount(here[last], minlength=len(seen))
        # the place itself is left out
        again, others = count[grown] - 1, seen[here] - 1
        kinds = followers[here] - (again == 0)
        lower = likely[context:]
        known = (np.maximum(again - 1, 0) + kinds * lower) / np.maximum(others, 1)
        likely[context:] = np.where(others > 0, known, lower)
        behind = grown
    bits: Bits = np.minimum(-np.log2(np.maximum(likely, 2.0**-most)), most)
    return bits


def _numbered(hashes: npt.NDArray[np.uint64]) -> Ints:
    """By hash, its number among the different ones."""
    return np.searchsorted(distinct(hashes), hashes).astype(np.int64)


@lru_cache(maxsize=2)
def forms_of(a: Prepared, b: Prepared) -> Forms:
    """The tables of two texts whatever they have in common; kept, because several steps ask."""
    return Forms(a, b)


class Forms:
    """The tables of two texts, held against each other; ``runs`` are those of the guarantee."""

    def __init__(self, a: Prepared, b: Prepared, runs: Sequence[Run] = ()) -> None:
        self._texts, self._runs = (a, b), runs
        self._known: dict[Run, tuple[float, int]] = {}
        self.a, self.b = table(a), table(b)
        if not self.a.count or not self.b.count:
            self.a, self.b = _without_rows(a), _without_rows(b)

    @cached_property
    def least(self) -> float:
        """Bits that rows must share to be the same, if they are the only ones."""
        return float(np.log2(max(1, self.a.count) * max(1, self.b.count))) + _CHANCE

    @cached_property
    def asked(self) -> float:
        """Bits that a run must have to be no coincidence: fewer where far more runs have them than chance gives.

        One row in common with a table of thousands may be chance; a thousand of them are not (Benjamini and Hochberg
        1995).
        """
        bits: dict[int, float] = {}
        for run in self._runs:
            carried, in_rows = self._carried(run)
            if 2 * in_rows > run.length:
                bits[run.left] = max(carried, bits.get(run.left, 0.0))
        ordered = sorted(bits.values(), reverse=True)
        enough = [carried for n, carried in enumerate(ordered, 1) if carried + np.log2(n) >= self.least + _TOGETHER]
        return min([self.least, *enough])

    def _carried(self, run: Run) -> tuple[float, int]:
        """The bits of a run to whoever knows the tables, and how many of its characters stand in rows of both."""
        if not self.a.count:
            return 0.0, 0
        if run not in self._known:
            left, right, size = run
            both = self.a.inside[left : left + size] & self.b.inside[right : right + size]
            # what one table does not know is not what such tables have
            own, other = self._own
            here = np.where(both, np.maximum(own[left : left + size], other[right : right + size]), np.inf)
            first, second = self._usual
            usual = np.minimum(first[left : left + size], second[right : right + size])
            self._known[run] = float(np.minimum(here, usual).sum()), int(np.count_nonzero(both))
        return self._known[run]

    @cached_property
    def _own(self) -> tuple[Bits, Bits]:
        """By character: its bits to whoever knows the other rows."""
        return np.diff(self.a.bits), np.diff(self.b.bits)

    @cached_property
    def _usual(self) -> tuple[Bits, Bits]:
        """By character: its bits to whoever knows what everybody writes."""
        a, b = self._texts
        return a.bits, b.bits

    def beyond(self, chain: Sequence[Run]) -> float | None:
        """The bits of a chain of runs beyond what is asked of rows; None if it is not mostly rows on both sides."""
        carried = [self._carried(run) for run in chain]
        if 2 * sum(in_rows for _, in_rows in carried) <= sum(run.length for run in chain):
            return None
        return sum(bits for bits, _ in carried) - _FURTHER * (len(chain) - 1) - self.asked

    def mostly(self, left: int, left_end: int, right: int, right_end: int) -> bool:
        """Whether more than half of what corresponds stands in rows, on both sides."""
        sides = self.a.inside[left:left_end], self.b.inside[right:right_end]
        return all(2 * int(inside.sum()) > len(inside) for inside in sides)

    def other_people(self, left: Ints, right: Ints, shared: Bits, dice: Bits) -> Mask:
        """By sentence pair (``shared`` bits, and the part ``dice`` of what they carry): whether both are rows, and of
        other people.

        Rows that keep their order are looked at together: along each diagonal, stretches of pairs that share more than
        ``_DIFFERENT`` of what they carry.
        """
        if not self.a.count:
            return np.zeros(len(left), dtype=np.bool_)
        result: Mask = self.a.rows[left] & self.b.rows[right]
        among = np.flatnonzero(result)
        order = among[np.lexsort((left[among], (left - right)[among]))]
        carried = shared[order] / np.maximum(dice[order], _TINY)
        usual = _DIFFERENT * float(carried.mean()) if len(order) else 0.0
        diagonal, at = (left - right)[order], left[order]
        skipped = np.where(np.diff(diagonal, prepend=diagonal[:1]) == 0, np.diff(at, prepend=at[:1]) - 1, len(left))
        gains = shared[order] - _DIFFERENT * carried
        for start, end in _stretches(gains.tolist(), skipped.tolist(), usual, self.least):
            result[order[start:end]] = False
        return result


_TINY: Final = 1e-9


def _stretches(gains: list[float], skipped: list[int], usual: float, least: float) -> list[tuple[int, int]]:
    """The stretches of pairs that gain ``least`` together, if each of the rows ``skipped`` before one costs what is
    ``usual``."""
    found = []
    start = end = 0
    total = best = 0.0
    for n, (gain, rows) in enumerate(zip(gains, skipped, strict=True)):
        total -= usual * max(0, rows)
        if rows > _LEFT_OUT or total <= 0 or total < best - least:
            if best >= least:
                found.append((start, end))
            start, total, best = n, 0.0, 0.0
        total += gain
        if total > best:
            best, end = total, n + 1
    return [*found, (start, end)] if best >= least else found
