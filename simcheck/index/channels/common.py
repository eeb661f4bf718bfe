"""Common fingerprints (常见指纹): of what very many texts have, which of them are looked at, and what of the rest?

In a hundred thousand reports a phrase is in ten thousand, and how many have it in which surroundings is as well known
from some of them: the first in an order that hangs on the text alone (``index.shortlists``). The guarantee speaks of
all texts: where nothing has been found by then, the others are gone through (``runs_near``), a few postings at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simcheck.index import shortlists
from simcheck.index.features import FINGERPRINTS, Keys
from simcheck.index.query import Bits
from simcheck.index.segment import Segment
from simcheck.index.sorting import changes, order_of
from simcheck.text.fingerprint import Hashes, Ints
from simcheck.text.normalize import Mask

FREE: Final = 100_000
"""Postings of all fingerprints together up to which all are looked at, and beyond which about so many are: a check of a
long report among twenty thousand documents has twenty thousand, one of a statute among statutes mostly fewer than a
hundred thousand."""

ENOUGH: Final = 300
"""Texts of a fingerprint that are looked at, if it has more: how often a thing is there is known to one part in
seventeen, a tenth of a bit."""

LEAST: Final = 50
"""The same where so many fingerprints are common that there would be more than ``FREE`` again."""

_AT_ONCE: Final = 100_000
"""Postings of one fingerprint that are gone through at once."""


class Rows(NamedTuple):
    """Postings that were found in one segment, by fingerprint, and then by place."""

    fingerprint: Ints
    text: Ints
    """Which text of the segment."""
    place: Ints
    around: Hashes

    def only(self, some: Ints | Mask) -> Rows:
        """Some of them, or all in another order."""
        return Rows(self.fingerprint[some], self.text[some], self.place[some], self.around[some])


Part = tuple[int, Ints, Ints, Keys]
"""Postings of one fingerprint: the number of the segment, the rows, which text of the segment each is of, and where."""


@dataclass(frozen=True, eq=False, repr=False)
class Lookup:
    """Fingerprints of a query (by ``chosen`` number) in the segments: ``ranges`` says for each segment and fingerprint
    (``keys``) from which to which row; texts that are ``barred`` (numbers, ascending) are not there."""

    segments: Sequence[Segment]
    keys: Keys
    ranges: Sequence[tuple[Ints, Ints]]
    chosen: Ints
    barred: Ints

    @property
    def postings(self) -> Ints:
        """(chosen) How many postings each has."""
        none = np.zeros(len(self.chosen), dtype=np.int64)
        return sum(((last - first)[self.chosen] for first, last in self.ranges), none)

    def rows(self, number: int, some: Ints) -> Rows:
        """The postings of some fingerprints in one segment."""
        segment, (first, last) = self.segments[number], self.ranges[number]
        found = segment.look_up(FINGERPRINTS, first[some], last[some])
        return self._of(number, some[found.query], found.rows, segment.text_of(found.places), found.places)

    def _of(self, number: int, which: Ints, rows: Ints, text: Ints, places: Keys) -> Rows:
        segment = self.segments[number]
        free = segment.free(text, self.barred)
        if free is not None:
            which, rows, text, places = which[free], rows[free], text[free], places[free]
        return Rows(which, text, places.astype(np.int64), segment.around(rows))

    def parts(self, which: int, only: int | None = None) -> Iterator[Part]:
        """The postings of one fingerprint, some at a time, in all segments or in ``only`` one: the number of the
        segment, rows, texts and places."""
        for number, (segment, (first, last)) in enumerate(zip(self.segments, self.ranges, strict=True)):
            if only is not None and number != only:
                continue
            for at in range(int(first[which]), int(last[which]), _AT_ONCE):
                end = min(at + _AT_ONCE, int(last[which]))
                places = segment.places(FINGERPRINTS, at, end)
                rows, text = np.arange(at, end), segment.text_of(places)
                free = segment.free(text, self.barred)
                if free is not None:
                    rows, text, places = rows[free], text[free], places[free]
                yield number, rows, text, places

    def of_parts(self, which: int, parts: Iterable[Part]) -> Iterator[tuple[int, Rows]]:
        """What such parts say, by segment."""
        for number, rows, text, places in parts:
            fingerprint = np.full(len(rows), which)
            yield number, Rows(fingerprint, text, places.astype(np.int64), self.segments[number].around(rows))


@dataclass(frozen=True, eq=False, repr=False)
class Sample:
    """Which fingerprints are so common that only some of their texts are looked at (``common``, by number); how many
    texts have each of them (``spread``, common), and for how many each that is looked at stands (``weight``, by
    fingerprint; 1 for those that are not common); ``rows`` are the postings of the common ones, by segment."""

    common: Ints
    spread: Ints
    weight: Bits
    rows: Sequence[Sequence[Rows]]


def sampled(lookup: Lookup, count: int) -> Sample:
    """Of ``count`` fingerprints those that are common, and the texts of them that are looked at."""
    postings, weight = lookup.postings, np.ones(count)
    if postings.sum() <= FREE:
        return Sample(_NONE, _NONE, weight, [[] for _ in lookup.segments])
    most = ENOUGH
    while most > LEAST and np.minimum(postings, 2 * most).sum() > FREE:
        most = max(LEAST, most // 2)
    # of less than twice as many it costs as much to choose some as to look at all
    which = lookup.chosen[postings > 2 * most]
    chosen = _chosen(lookup, which, most, np.zeros(len(which), dtype=np.bool_))
    few = chosen.looked_at < np.minimum(LEAST, chosen.texts)
    if few.any():
        # those that may not be found have taken the places in the lists
        chosen = _chosen(lookup, which, most, few)
    is_common = chosen.texts > most
    common, spread = which[is_common], chosen.texts[is_common]
    weight[common] = spread / chosen.looked_at[is_common]
    rows = [
        [_rows(lookup.segments[n], first.only(is_common[first.at]), which)] for n, first in enumerate(chosen.firsts)
    ]
    return Sample(common, spread, weight, rows)


class _First(NamedTuple):
    """The first texts of some fingerprints in one segment, a row a posting, by fingerprint."""

    at: Ints
    """Which of the fingerprints."""
    order: Ints
    """The place of the text in the order of all."""
    text: Ints
    """Which text of the segment."""
    row: Ints
    """The number of the posting, in the shortlists or among all."""
    is_listed: Mask

    def only(self, some: Ints | Mask) -> _First:
        return _First(self.at[some], self.order[some], self.text[some], self.row[some], self.is_listed[some])


_NONE: Final = np.zeros(0, dtype=np.int64)
_NOTHING: Final = _First(_NONE, _NONE, _NONE, _NONE, _NONE.astype(np.bool_))


@dataclass(frozen=True, eq=False, repr=False)
class _Chosen:
    """By fingerprint: how many texts have it, how many of them are looked at; by segment which these are."""

    texts: Ints
    looked_at: Ints
    firsts: Sequence[_First]


def _chosen(lookup: Lookup, which: Ints, most: int, unlisted: Mask) -> _Chosen:
    """Of each of the fingerprints the ``most`` first texts, and those that are as early as the last of them; lists are
    not used for those that are ``unlisted``."""
    texts = np.zeros(len(which), dtype=np.int64)
    # to where in the order all texts are known
    horizon = np.full(len(which), _LAST, dtype=np.int64)
    firsts = []
    for number in range(len(lookup.segments)):
        first, counted, reach = _listed(lookup, number, which, unlisted)
        other, more, far = _read(lookup, number, which, counted < 0, most)
        texts += np.where(counted < 0, more, counted)
        horizon = np.minimum(horizon, np.where(counted < 0, far, reach))
        first = _First(*(np.concatenate(columns) for columns in zip(first, other, strict=True)))
        firsts.append(first.only(order_of(first.at)))
    new = [changes(first.at, first.text) for first in firsts]
    ends = np.minimum(_edges([f.only(n) for f, n in zip(firsts, new, strict=True)], len(which), most), horizon)
    kept = [np.flatnonzero(first.order <= ends[first.at]) for first in firsts]
    looked_at = np.zeros(len(which), dtype=np.int64)
    for first, fresh, some in zip(firsts, new, kept, strict=True):
        looked_at += np.bincount(first.at[some[fresh[some]]], minlength=len(which))
    return _Chosen(texts, looked_at, [first.only(some) for first, some in zip(firsts, kept, strict=True)])


_LAST: Final = np.int64(1 << shortlists.ORDER)


def _edges(firsts: Sequence[_First], count: int, most: int) -> Ints:
    """By fingerprint the place in the order up to which there are ``most`` of the texts, each of which has one row."""
    at, order = (
        np.concatenate([np.zeros(0, dtype=np.int64), *columns]) for columns in list(zip(*firsts, strict=True))[:2]
    )
    # both in one number: of so many fingerprints that there is no room, the order to fewer bits
    own = 64 - count.bit_length()
    shift = max(0, shortlists.ORDER - own)
    packed = (at.astype(np.uint64) << np.uint64(own)) | (order >> shift).astype(np.uint64)
    packed.sort()
    counts = np.bincount(at, minlength=count)
    last = np.cumsum(counts) - counts + np.minimum(most, counts) - 1
    edges = np.full(count, _LAST, dtype=np.int64)
    some = np.flatnonzero(counts)
    inside = (packed[last[some]] & np.uint64((1 << own) - 1)).astype(np.int64)
    edges[some] = (inside << shift) | ((1 << shift) - 1)
    return edges


_Known = tuple[_First, Ints, Ints]
"""First texts in one segment; by fingerprint how many there are in all, -1 where that is not known, and to where in the
order all of them are known."""


def _listed(lookup: Lookup, number: int, which: Ints, unlisted: Mask) -> _Known:
    """What the shortlists of a segment say of the fingerprints that have one."""
    segment = lookup.segments[number]
    counted, reach = np.full(len(which), -1, dtype=np.int64), np.full(len(which), _LAST, dtype=np.int64)
    at, texts, left, right = segment.lists(lookup.keys[which])
    kept = np.flatnonzero(~unlisted[at])
    if not len(kept):
        return _NOTHING, counted, reach
    at, texts, left, size = at[kept], texts[kept], left[kept], (right - left)[kept]
    index = np.repeat(np.arange(len(at)), size)
    row = np.arange(len(index)) + np.repeat(left - (np.cumsum(size) - size), size)
    order, text = segment.listed(row)
    new = changes(index, text)
    there = np.bincount(index[new], minlength=len(at))
    is_part = there < texts
    reach[at] = np.where(is_part, order[np.cumsum(size) - 1], _LAST)
    free = segment.free(text, lookup.barred)
    if free is not None:
        index, row, order, text, new = index[free], row[free], order[free], text[free], new[free]
        new = changes(index, text)
        alive = np.bincount(index[new], minlength=len(at))
        texts = np.where(is_part, np.rint(texts * alive / np.maximum(1, there)).astype(np.int64), alive)
    counted[at] = texts
    return _First(at[index], order, text, row, np.ones(len(row), dtype=np.bool_)), counted, reach


def _read(lookup: Lookup, number: int, which: Ints, unlisted: Mask, most: int) -> _Known:
    """The same of fingerprints that have no list: all of their postings are read."""
    segment = lookup.segments[number]
    counted, reach = np.zeros(len(which), dtype=np.int64), np.full(len(which), _LAST, dtype=np.int64)
    found = [_NOTHING]
    for at in np.flatnonzero(unlisted).tolist():
        parts = [part[1:] for part in lookup.parts(int(which[at]), number)]
        if not parts:
            continue
        row, text, places = (np.concatenate(column) for column in zip(*parts, strict=True))
        order, new = shortlists.order_in(segment.ranks, segment.starts, text, places), changes(text)
        some = shortlists.first_of(order, new, most)
        counted[at] = new.sum()
        if len(some) < len(order):
            reach[at] = order[some[-1]]
        found.append(_First(np.full(len(some), at), order[some], text[some], row[some], np.zeros(len(some), np.bool_)))
    return _First(*(np.concatenate(column) for column in zip(*found, strict=True))), counted, reach


def _rows(segment: Segment, first: _First, which: Ints) -> Rows:
    """The postings of first texts."""
    place, around = np.zeros(len(first.at), dtype=np.int64), np.zeros(len(first.at), dtype=np.uint64)
    some = np.flatnonzero(first.is_listed)
    if len(some):
        place[some], around[some] = segment.listed_places(first.row[some], first.text[some])
    some = np.flatnonzero(~first.is_listed)
    place[some], around[some] = segment.places_of(FINGERPRINTS, first.row[some]), segment.around(first.row[some])
    return Rows(which[first.at], first.text, place, around)
