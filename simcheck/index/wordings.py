"""Wordings (写法): how many texts of a corpus have a sentence, and in how many other ways do others put it?

A formula (套语) is put together afresh each time: beside the texts that have it as it is stand others that have every
part of it in another wording, and many of these wordings are those of several texts. What was copied, from whom and to
wherever, comes from one wording: whoever has a part has nearly all, and where copies were changed each was changed in
its own way. Counted from the postings of all texts, whether they are compared or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.index.channels.fingerprints import FingerprintHits, united
from simcheck.index.features import SIGN, WINDOW
from simcheck.index.query import Query
from simcheck.index.sorting import changes, order_of
from simcheck.text.fingerprint import Hashes, Ints, distinct
from simcheck.text.normalize import Mask

WHOLE: Final = 0.8
"""The part of a sentence that a text must have in common runs to have the sentence: a changed word breaks the runs
around it."""

COMPANY: Final = 0.25
"""The part of all the rest of the document from which a text is of its family: whoever has a quarter of it has the
sentence from there, and says nothing of how others put it."""

BESIDE: Final = 0.5
"""The same of what stands within ``_NEAR`` characters of the sentence: taken over together."""

_NEAR: Final = 150

PARTS: Final = 0.2
"""The part of a sentence's characters that need not be found in other wordings: what is filled in."""

SEVERAL: Final = 3
"""Holders of one wording from which it is a usual one; whoever changes a copy hardly changes it as two others did."""

_SEVERAL_PART: Final = 0.025
"""The same as part of those who have half of the sentence: among hundreds of copies three are changed alike by
chance."""

_BEFORE: Final = 4
"""Characters of a sentence that must agree before others go on differently: less is no beginning of it."""

_AFTER: Final = 2
"""Characters of it, a word, that are then another wording; one may be a slip."""

_SIDE: Final = SIGN * (WINDOW - 1)
"""Bits of a context that stand for one side."""


class Wording(NamedTuple):
    """How a corpus has a sentence: the ``texts`` that have it, how many of them do so ``alone``, without what stands
    around it; ``others``, at least so many further ones have each part of it (but for ``PARTS``) in another wording;
    ``ways`` are the places and characters by which usual wordings leave it."""

    texts: int
    alone: int
    others: int
    ways: int


class _Runs(NamedTuple):
    """Runs of equal characters, each on one diagonal of a text (by a number of its own): from where to where in the
    query, and the characters at which it ends on either side, as one number; 0 where they are out of sight."""

    text: Ints
    left: Ints
    end: Ints
    left_way: Hashes
    end_way: Hashes


class _Intervals:
    """Intervals of a text, to be asked which of them reach into one of it: only those near by are looked at."""

    def __init__(self, left: Ints, end: Ints) -> None:
        self._left, self._end = left, end
        is_long = end - left > _LONG
        self._long = np.flatnonzero(is_long)
        short = np.flatnonzero(~is_long)
        self._short = short[order_of(left[short])]
        self._begins = left[self._short]

    def within(self, start: int, end: int) -> Ints:
        """Which of them have a character between ``start`` and ``end``, in no order that means anything."""
        first, last = np.searchsorted(self._begins, (start - _LONG, end))
        near = np.concatenate((self._short[first:last], self._long))
        return near[(self._end[near] > start) & (self._left[near] < end)]


_LONG: Final = 64
"""Characters from which an interval is looked at wherever it is asked: there are few."""


@dataclass(frozen=True, eq=False, repr=False)
class Wordings:
    """What texts share with a query, to be asked about sentences of it; nothing is counted before."""

    query: Query
    hits: FingerprintHits
    all_between: Callable[[int, int], FingerprintHits | None] = lambda start, end: None
    """The hits of all texts between two characters, where ``hits`` may be those of some of the texts."""

    def texts_of(self, start: int, end: int) -> int:
        """How many texts have the normalized characters from ``start`` to ``end``, a sentence; of all of them."""
        hits = self.all_between(start, end)
        every = self if hits is None else Wordings(self.query, hits)
        return int((every._covered(start, end) >= WHOLE * (end - start)).sum())

    def of(self, start: int, end: int, holder: Mapping[int, int] | None = None) -> Wording:
        """How the corpus has the normalized characters from ``start`` to ``end``, a sentence.

        By number of a text ``holder`` tells whose it is: of the others the texts of one holder count once.
        """
        covered = self._covered(start, end)
        holds = covered >= WHOLE * (end - start)
        low, high = max(0, start - _NEAR), min(len(self.query.text), end + _NEAR)
        beside = self._covered(low, start) + self._covered(end, high)
        alone = self._all - covered < COMPANY * max(1, len(self.query.text) - (end - start))
        alone &= beside < BESIDE * max(1, high - low - (end - start))
        whose = self._holders(np.flatnonzero(alone & (covered > 0)), holder)
        half = len(distinct(whose[alone & (2 * covered >= end - start)]))
        return Wording(
            int(holds.sum()),
            int((holds & alone).sum()),
            self._least(start, end, (covered > 0) & ~holds & alone, whose),
            self._ways(start, end, alone, whose, max(SEVERAL, int(_SEVERAL_PART * half))),
        )

    def texts_with(self, start: int, end: int) -> list[int]:
        """The numbers of the texts that have any of the normalized characters from ``start`` to ``end``."""
        return sorted(self.hits.texts[self._covered(start, end) > 0].tolist())

    def _holders(self, some: Ints, holder: Mapping[int, int] | None) -> Ints:
        """By text whose it is, where it is one of ``some``."""
        whose = np.arange(len(self.hits.texts))
        if holder is not None:
            whose[some] = [holder[number] for number in self.hits.texts[some].tolist()]
        return whose

    def _least(self, start: int, end: int, of: Mask, whose: Ints) -> int:
        """How many holders of some texts have a character of the sentence, but for ``PARTS`` of them all."""
        text, left, stop = self._united
        here = self._united_places.within(start, end)
        here = here[of[text[here]]]
        _, left, stop = united(whose[text[here]], np.maximum(left[here], start), np.minimum(stop[here], end))
        steps = np.bincount(left - start, minlength=end - start + 1)
        steps -= np.bincount(stop - start, minlength=end - start + 1)
        return int(np.sort(np.cumsum(steps)[: end - start])[int(PARTS * (end - start))])

    def _ways(self, start: int, end: int, of: Mask, whose: Ints, least: int) -> int:
        """In how many ways, each that of ``least`` holders or more of some texts, runs end inside the sentence."""
        runs = self._runs
        here = self._run_places.within(start, end)
        here = here[of[runs.text[here]]]
        left, stop = runs.left[here], runs.end[here]
        leaves = (stop > start + _BEFORE) & (stop <= end - _AFTER) & (runs.end_way[here] != 0)
        enters = (left < end - _BEFORE) & (left >= start + _AFTER) & (runs.left_way[here] != 0)
        ways = np.concatenate((runs.end_way[here][leaves], runs.left_way[here][enters]))
        holder = whose[np.concatenate((runs.text[here][leaves], runs.text[here][enters]))]
        if not len(ways):
            return 0
        order = np.lexsort((holder, ways))
        ways, holder = ways[order], holder[order]
        new = np.concatenate(([True], ways[1:] != ways[:-1]))
        fresh = new | np.concatenate(([True], holder[1:] != holder[:-1]))
        return int((np.add.reduceat(fresh, np.flatnonzero(new)) >= least).sum())

    def _covered(self, start: int, end: int) -> Ints:
        """By text, how many of the characters from ``start`` to ``end`` it has."""
        text, left, stop = self._united
        here = self._united_places.within(start, end)
        inside = np.minimum(stop[here], end) - np.maximum(left[here], start)
        return np.bincount(text[here], weights=inside, minlength=len(self.hits.texts)).astype(np.int64)

    @cached_property
    def _all(self) -> Ints:
        return self._covered(0, len(self.query.text))

    @cached_property
    def _united(self) -> tuple[Ints, Ints, Ints]:
        """The intervals that each text has."""
        return united(self._runs.text, self._runs.left, self._runs.end)

    @cached_property
    def _united_places(self) -> _Intervals:
        return _Intervals(*self._united[1:])

    @cached_property
    def _run_places(self) -> _Intervals:
        return _Intervals(self._runs.left, self._runs.end)

    @cached_property
    def _runs(self) -> _Runs:
        hits, prints = self.hits, self.query.fingerprints
        text, left, end, around, which = hits.text, hits.left, hits.end, hits.around, hits.fingerprint
        diagonal = hits.right - left
        # of runs of words only whole words are counted, and where they end is not known here
        if prints.words.any():
            kept = np.flatnonzero(~prints.words[which])
            text, left, end, diagonal = text[kept], left[kept], end[kept], diagonal[kept]
            around, which = around[kept], which[kept]
        new = changes(text, diagonal)
        new[1:] |= left[1:] > end[:-1]
        first = np.flatnonzero(new)
        if not len(first):
            return _Runs(text, left, end, around, around)
        last = np.append(first[1:], len(text)) - 1
        begin, stop = left[first], np.maximum.reduceat(end, first)
        opens = prints.postings.places.astype(np.int64)[which[first]]
        closes = prints.ends[which[last]]
        # what differs lies within the context if fewer characters agree than it has
        left_way = np.where(opens - begin < WINDOW - 1, _way(around[first] & _LEFT, begin, 1), np.uint64(0))
        end_way = np.where(stop - closes < WINDOW - 1, _way(around[last] >> np.uint64(_SIDE), stop, 0), np.uint64(0))
        return _Runs(text[first], begin, stop, left_way, end_way)


_LEFT: Final = np.uint64((1 << _SIDE) - 1)


def _way(signs: Hashes, at: Ints, side: int) -> npt.NDArray[np.uint64]:
    """The signs of the characters on one side, where the run ends, and the side, as one number that is not 0."""
    place = (at.astype(np.uint64) + np.uint64(1)) << np.uint64(_SIDE + 1)
    return np.asarray(place | np.uint64(side << _SIDE) | signs)
