"""Rows of tables (表格): which pairs of sentences only say that both texts have a table of one form?

A row is a line without the end of a sentence. Of thousands of rows some other has always a name, a village or a sum in
common with this one. The best of them stands anywhere, is not the same as a whole, and others would have done as well:
such a pair is a stray. One is a coincidence that costs little; where nearly all are, two ledgers of different people
would be one passage.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from simcheck.align.alignment import Texts
from simcheck.align.prepare import Bits, Ints
from simcheck.align.sentences import Pairs
from simcheck.text.normalize import Mask

_ROWS, _STRAYS = 16, 14
"""Pairs in a row, and how many of them must be strays for them to be rows of two tables. In 514 pairs of reports and
rules at most 11 are; of two ledgers with other people in them, all."""

_OTHERS, _NEARLY = 4, 0.6
"""A stray has as many others to take its place, each of which shares as large a part of what it shares: of rows of two
ledgers with other people in them 19 in 20 have, of the same rows in another order hardly any."""

_SAME: Final = 0.9
"""The part of two sentences that is the same if one is the other, wherever it stands."""


class Rows:
    """The sentence pairs of two texts, to tell which of them are rows."""

    def __init__(self, candidates: Pairs, texts: Texts) -> None:
        self._pairs, self._texts = candidates, texts
        self._width = int(candidates.right.max(initial=0)) + 1

    def among(self, left: Ints, right: Ints, part: Bits) -> Mask:
        """Of some of the pairs, in order of ``left``, which are rows of two tables; ``part`` (0–1) is how much of
        the information of its sentences each accounts for."""
        if len(left) < _ROWS:
            return np.zeros(len(left), dtype=np.bool_)
        alone = _alone(left, right) & self._texts.a.rows[left] & self._texts.b.rows[right]
        if np.count_nonzero(alone) < _STRAYS:
            return np.zeros(len(left), dtype=np.bool_)
        strays = alone & (part < _SAME) & self._is_one_of_many(left, right)
        total = np.concatenate(([0], np.cumsum(strays)))
        dense = np.flatnonzero(total[_ROWS:] - total[:-_ROWS] >= _STRAYS)
        edges = np.zeros(len(left) + 1, dtype=np.int64)
        np.add.at(edges, dense, 1)
        np.add.at(edges, dense + _ROWS, -1)
        # a row that is the same between two that are strays is so by chance, too
        between = np.concatenate(([False], strays[:-2] & strays[2:], [False]))
        return np.asarray((strays | alone & between) & (np.cumsum(edges[:-1]) > 0))

    def _is_one_of_many(self, left: Ints, right: Ints) -> Mask:
        """By pair: whether ``_OTHERS`` other sentences share nearly as much with either of its sentences."""
        keys, shared, rival = self._rivals
        at = np.searchsorted(keys, left * self._width + right)
        return np.asarray(rival[at] >= _NEARLY * shared[at])

    @cached_property
    def _rivals(self) -> tuple[Ints, Bits, Bits]:
        """The pairs by key, ascending: what they share, and what their sentences share with the last of ``_OTHERS``
        better others, the less of the two."""
        pairs = self._pairs
        rival = np.minimum(*(_ranked(of, pairs.shared) for of in (pairs.left, pairs.right)))
        keys = pairs.left * self._width + pairs.right
        order = np.argsort(keys)
        return keys[order], pairs.shared[order], rival[order]


def _alone(left: Ints, right: Ints) -> Mask:
    """By pair: whether neither the next sentences on both sides are a pair nor those before."""
    order = np.lexsort((left, left - right))
    follows = (np.diff(left[order]) == 1) & (np.diff(right[order]) == 1)
    alone = np.ones(len(left), dtype=np.bool_)
    alone[order[1:][follows]] = alone[order[:-1][follows]] = False
    return alone


def _ranked(of: Ints, shared: Bits) -> Bits:
    """By pair: what the sentence ``of`` shares with the one that comes after its ``_OTHERS`` best; 0 if none does."""
    order = np.lexsort((-shared, of))
    ranked = of[order]
    at = np.searchsorted(ranked, of) + _OTHERS
    last = np.searchsorted(ranked, of, side="right")
    return np.where(at < last, shared[order][np.minimum(at, len(of) - 1)], 0.0)
