"""Common fingerprints (常见指纹): of what very many texts have, which of them are looked at, and what of the rest?

In a hundred thousand reports a phrase is in ten thousand, and how many have it in which surroundings is as well known
from some of them. They are chosen by a number that hangs on the text alone, the same for all fingerprints, so that a
text that is looked at has all that it shares. The guarantee speaks of all texts: where nothing has been found by then,
the others are gone through (``runs_near``), a few postings at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.features import FINGERPRINTS
from simcheck.index.query import Bits
from simcheck.index.segment import Segment
from simcheck.index.sorting import changes
from simcheck.text.fingerprint import Hashes, Ints, scrambled

ENOUGH: Final = 2_500
"""Texts that have a fingerprint, from which on not all of them are looked at: how often a thing is there is then known
to one part in fifty."""

ROOM: Final = 1_000_000
"""Postings that are looked at in all; where more would be, fewer texts of each fingerprint."""

LEAST: Final = 100
"""Texts of a fingerprint that are looked at in any case."""

_AT_ONCE: Final = 100_000
"""Postings of one fingerprint that are gone through at once."""


class Rows(NamedTuple):
    """Postings that were found in one segment, by fingerprint, and then by place."""

    fingerprint: Ints
    text: Ints
    """Which text of the segment."""
    place: Ints
    around: Hashes


@dataclass(frozen=True, eq=False, repr=False)
class Lookup:
    """Fingerprints of a query (by ``chosen`` number) in the segments: ``ranges`` says for each segment and fingerprint
    from which to which row; texts that are ``barred`` (numbers, ascending) are not there."""

    segments: Sequence[Segment]
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

    def _of(self, number: int, which: Ints, rows: Ints, text: Ints, places: Ints) -> Rows:
        segment = self.segments[number]
        free = segment.free(text, self.barred)
        if free is not None:
            which, rows, text, places = which[free], rows[free], text[free], places[free]
        return Rows(which, text, places.astype(np.int64), segment.around(rows))

    def parts(self, which: int) -> Iterator[tuple[int, Ints, Ints, Ints]]:
        """The postings of one fingerprint, some at a time: the number of the segment, rows, texts and places."""
        for number, (segment, (first, last)) in enumerate(zip(self.segments, self.ranges, strict=True)):
            for at in range(int(first[which]), int(last[which]), _AT_ONCE):
                end = min(at + _AT_ONCE, int(last[which]))
                found = segment.look_up(FINGERPRINTS, np.array([at]), np.array([end]))
                text = segment.text_of(found.places)
                free = segment.free(text, self.barred)
                columns = (found.rows, text, found.places)
                yield (number, *(columns if free is None else (column[free] for column in columns)))

    def of_parts(self, which: int, parts: Sequence[tuple[int, Ints, Ints, Ints]]) -> Iterator[tuple[int, Rows]]:
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
    postings = lookup.postings
    most = ENOUGH
    while most > LEAST and np.minimum(postings, most).sum() > ROOM:
        most //= 2
    weight = np.ones(count)
    rows: list[list[Rows]] = [[] for _ in lookup.segments]
    common, spread = [], []
    for which in lookup.chosen[postings > most].tolist():
        parts = list(lookup.parts(which))
        order = [_order(lookup.segments[number], text, places) for number, _, text, places in parts]
        texts = [keys[changes(text)] for keys, (_, _, text, _) in zip(order, parts, strict=True)]
        every = np.concatenate([np.zeros(0, dtype=np.int64), *texts])
        if len(every) <= most:
            continue
        edge = np.partition(every, most - 1)[most - 1]
        weight[which] = len(every) / (every <= edge).sum()
        common.append(which)
        spread.append(len(every))
        kept = []
        for keys, (number, at, text, places) in zip(order, parts, strict=True):
            some = np.flatnonzero(keys <= edge)
            kept.append((number, at[some], text[some], places[some]))
        for number, found in lookup.of_parts(which, kept):
            rows[number].append(found)
    return Sample(np.array(common, dtype=np.int64), np.array(spread, dtype=np.int64), weight, rows)


def _order(segment: Segment, text: Ints, places: Ints) -> Ints:
    """By posting of one fingerprint the place of its text in the order in which texts are looked at: of texts of one
    length by where they have it first."""
    if not len(text):
        return np.zeros(0, dtype=np.int64)
    new = changes(text)
    first = places[new].astype(np.int64) - segment.starts[text[new]]
    salt = (scrambled(first.astype(np.uint64)) >> np.uint64(33)).astype(np.int64)
    return ((segment.ranks[text[new]] << np.int64(31)) | salt)[np.cumsum(new) - 1]
