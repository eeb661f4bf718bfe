"""What do two texts of a collection share, as far as their fingerprints show? Laid side by side, no text read.

All fingerprints that both have, where they stand, and so the runs of equal characters on both sides; without those that
most texts have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simcheck.crossing.pairs import ENOUGH, Progress, held, within
from simcheck.crossing.shelf import Shelf
from simcheck.crossing.sums import Joined
from simcheck.index.channels.fingerprints import APART, SIDEWAYS
from simcheck.index.features import GRAM, Keys, agreement
from simcheck.index.sorting import changes
from simcheck.settings import MIN_LENGTH
from simcheck.text.fingerprint import Hashes, Ints, distinct
from simcheck.text.normalize import Mask


class Shared(NamedTuple):
    """What two texts share as far as fingerprints show, without what most have, by pair: ``left`` and ``right`` how
    many characters of ``a`` and of ``b`` stand in runs of the guarantee, ``telling`` how many of ``a`` in fingerprints
    that are no phrases, ``densest`` how many of these in one place."""

    a: Ints
    b: Ints
    left: Ints
    right: Ints
    telling: Ints
    densest: Ints

    def only(self, rows: Mask | Ints) -> Shared:
        return Shared(*(column[rows] for column in self))


@dataclass(frozen=True, eq=False, repr=False)
class Runs:
    """Runs of equal characters of pairs: ``pair`` (n, ascending) which, ``left``, ``right`` (n) where on both sides,
    ``length`` (n)."""

    pair: Ints
    left: Ints
    right: Ints
    length: Ints


def shared(
    joined: Joined,
    shelf: Shelf,
    usual: Keys,
    most: Keys,
    min_length: int = MIN_LENGTH,
    on_progress: Progress | None = None,
) -> Shared:
    """What pairs share: all fingerprints that both have, but those that ``most`` have. Those that are ``usual`` tell
    nothing. (Both ascending.)"""
    count = np.diff(shelf.first)
    swapped = count[joined.a] > count[joined.b]
    short, long = np.where(swapped, joined.b, joined.a), np.where(swapped, joined.a, joined.b)
    # of few texts the tables are made once, of many for those that are looked at
    is_usual = held(usual, shelf.key) if shelf.is_small else None
    whole = _table(np.arange(len(count)), shelf) if shelf.is_small else None
    sizes = np.cumsum(count[short] if shelf.is_small else count[short] + count[long])
    left, right, telling, densest = np.zeros((4, len(short)), dtype=np.int64)
    at = 0
    while at < len(short):
        if on_progress:
            on_progress(at, len(short))
        done = int(sizes[at - 1]) if at else 0
        to = max(at + 1, int(np.searchsorted(sizes, done + _AT_ONCE)))
        table = whole or _table(distinct(long[at:to]), shelf)
        pair, here, there = _met(short[at:to], long[at:to], shelf, table)
        if len(most):
            beside = _beside(pair, here, there, held(most, shelf.key[here]), swapped[at:to], shelf)
            pair, here, there = pair[beside], here[beside], there[beside]
        runs = _runs(pair, here, there, swapped[at:to], shelf, min_length)
        left[at:to] = _covered(runs.pair, runs.left, runs.length, to - at)
        right[at:to] = _covered(runs.pair, runs.right, runs.length, to - at)
        some = ~(held(usual, shelf.key[here]) if is_usual is None else is_usual[here])
        runs = _runs(pair[some], here[some], there[some], swapped[at:to], shelf, GRAM)
        telling[at:to] = _covered(runs.pair, runs.left, runs.length, to - at)
        of, total = _places(runs)
        np.maximum.at(densest, of + at, total)
        at = to
        shelf.forget()
    return Shared(joined.a, joined.b, left, right, telling, densest)


_AT_ONCE: Final = 2_000_000
"""Fingerprints that are looked up at once: a hundred megabytes; of many texts, with those among which they are."""

_CROWDED: Final = 8
"""Pairs of places that one key gives in two texts, all of them; of more only the r-th with the r-th."""


class _Table(NamedTuple):
    """The fingerprints of some ``texts`` (ascending), each as one number (``whole``: which of them, and the key), so
    that all are searched at once; and, by text, how far its rows in the shelf are from those here (``shift``)."""

    texts: Ints
    whole: Hashes
    shift: Ints


def _table(texts: Ints, shelf: Shelf) -> _Table:
    count = shelf.first[texts + 1] - shelf.first[texts]
    shift = shelf.first[texts] - (np.cumsum(count) - count)
    rows = np.arange(int(count.sum())) + np.repeat(shift, count)
    return _Table(
        texts, (np.repeat(np.arange(len(texts)), count).astype(np.uint64) << np.uint64(32)) | shelf.key[rows], shift
    )


def _met(short: Ints, long: Ints, shelf: Shelf, table: _Table) -> tuple[Ints, Ints, Ints]:
    """Which pair, and which row of the shorter and of the longer text have one key."""
    whole = table.whole
    long = np.searchsorted(table.texts, long)
    count = shelf.first[short + 1] - shelf.first[short]
    pair = np.repeat(np.arange(len(short)), count)
    rows = within(count) + np.repeat(shelf.first[short], count)
    wanted = (long[pair].astype(np.uint64) << np.uint64(32)) | shelf.key[rows]
    found = np.searchsorted(whole, wanted)
    hit = np.flatnonzero(whole[np.minimum(found, len(whole) - 1)] == wanted)
    pair, rows, wanted, found = pair[hit], rows[hit], wanted[hit], found[hit]
    end = found + 1
    more = np.flatnonzero(whole[np.minimum(end, len(whole) - 1)] == wanted)
    more = more[end[more] < len(whole)]
    end[more] = np.searchsorted(whole, wanted[more], side="right")
    there = end - found
    # the same key again in the shorter text
    opens = np.flatnonzero(changes(wanted) | changes(pair))
    here = np.diff(opens, append=len(wanted))
    rank = within(here)
    here = np.repeat(here, here)
    crowded = here * there > _CROWDED
    # of many times many, the r-th with the r-th
    begin = np.where(crowded, rank % np.maximum(there, 1), 0)
    step = np.where(crowded, here, 1)
    times = np.where(crowded, np.maximum(1, -(-(there - rank) // here)), there)
    which = np.repeat(np.arange(len(wanted)), times)
    nth = within(times)
    there = found[which] + begin[which] + nth * step[which]
    pair = pair[which]
    return pair, rows[which], there + table.shift[long[pair]]


def _beside(pair: Ints, i: Ints, j: Ints, of_most: Mask, swapped: Mask, shelf: Shelf) -> Ints:
    """Which fingerprints of pairs have nothing of what most have and stands there on both sides: near its ends texts
    have others of its fingerprints, and some into what stands beside it, where many a line begins alike."""
    left, right, end = _extended(pair, i, j, swapped, shelf)
    own = np.where(swapped[pair], shelf.place[j], shelf.place[i]).astype(np.int64)
    diagonal = right - left
    order = np.lexsort((np.where(of_most, left, own), diagonal, pair))
    pair, diagonal, of_most = pair[order], diagonal[order], of_most[order]
    wide = np.int64(end.max(initial=0) + GRAM + 1)
    row = wide * np.cumsum(changes(pair) | changes(diagonal))
    begin, reached = row + own[order], np.maximum.accumulate(row + np.where(of_most, end[order], 0))
    following = np.where(of_most, row + left[order], np.iinfo(np.int64).max)
    following = np.minimum.accumulate(following[::-1])[::-1]
    return np.sort(order[~of_most & (begin >= reached) & (begin + GRAM <= following)])


def _extended(pair: Ints, i: Ints, j: Ints, swapped: Mask, shelf: Shelf) -> tuple[Ints, Ints, Ints]:
    """Where equal fingerprints with their contexts begin on both sides, and where they end on the left."""
    # nearly all pages of a column are mapped for one batch: those of the widest are there alone
    shelf.forget()
    before, after = agreement(shelf.around[i], shelf.around[j], np.zeros(len(i), dtype=np.bool_))
    shelf.forget()
    turned = swapped[pair]
    left = np.where(turned, shelf.place[j], shelf.place[i]).astype(np.int64)
    right = np.where(turned, shelf.place[i], shelf.place[j]).astype(np.int64)
    before = np.minimum(np.minimum(before, left), right)
    return left - before, right - before, left + GRAM + after


def _runs(pair: Ints, i: Ints, j: Ints, swapped: Mask, shelf: Shelf, min_length: int) -> Runs:
    """What equal fingerprints cover with their contexts, put together on each diagonal."""
    left, right, end = _extended(pair, i, j, swapped, shelf)
    order = np.lexsort((left, right - left, pair))
    pair, left, right, end = pair[order], left[order], right[order], end[order]
    diagonal = right - left
    first = np.concatenate(([True], (pair[1:] != pair[:-1]) | (diagonal[1:] != diagonal[:-1]) | (left[1:] > end[:-1])))
    opens = np.flatnonzero(first[: len(pair)])
    length = np.maximum.reduceat(end, opens) - left[opens] if len(opens) else opens
    long = length >= min_length
    opens = opens[long]
    return Runs(pair[opens], left[opens], right[opens], length[long])


def among(found: Shared, chained: Joined) -> Mask:
    """Which pairs are neighbours with enough of one piece of text that many have."""
    enough = chained.only(chained.weight >= ENOUGH)
    wide = np.int64(max(enough.b.max(initial=0), found.b.max(initial=0)) + 1)
    return held(enough.a * wide + enough.b, found.a * wide + found.b)


def _places(runs: Runs) -> tuple[Ints, Ints]:
    """The characters of runs that stand in about the same distance from each other on both sides: the pair, and how
    many; as ``index.channels.fingerprints`` puts hits together."""
    order = np.lexsort((runs.left, runs.right - runs.left, runs.pair))
    pair, left, length = runs.pair[order], runs.left[order], runs.length[order]
    diagonal = runs.right[order] - left
    group = np.cumsum(changes(pair) | np.concatenate(([True], np.diff(diagonal) > SIDEWAYS))[: len(pair)])
    order = np.lexsort((left, group))
    group, pair, left, length = group[order], pair[order], left[order], length[order]
    end = np.concatenate((np.zeros(1, dtype=np.int64), (left + length)[:-1]))[: len(left)]
    opens = np.flatnonzero(changes(group) | (left - end > APART))
    return pair[opens], np.add.reduceat(length, opens) if len(opens) else opens


def _covered(pair: Ints, start: Ints, length: Ints, count: int) -> Ints:
    """By pair, how many characters of one side some intervals cover."""
    order = np.lexsort((start, pair))
    pair, start, end = pair[order], start[order], (start + length)[order]
    wide = np.int64(end.max(initial=0) + 1)
    reached = np.maximum.accumulate(pair * wide + end)
    reached = np.concatenate((np.zeros(1, dtype=np.int64), reached[:-1]))[: len(pair)]
    new = np.maximum(0, pair * wide + end - np.maximum(reached, pair * wide + start))
    return np.bincount(pair, weights=new, minlength=count).astype(np.int64)
