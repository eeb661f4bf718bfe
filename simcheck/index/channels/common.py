"""Common fingerprints (常见指纹): of what very many texts have, which of them are looked at, and what of the rest?

In a hundred thousand reports a phrase is in ten thousand, and how many have it in which surroundings is as well known
from some of them. They are chosen by a number that hangs on the text alone, the same for all fingerprints, so that a
text that is looked at has all that it shares. The guarantee speaks of all texts: where nothing has been found by then,
the others are gone through (``runs_near``), a few postings at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.features import FINGERPRINTS, Keys
from simcheck.index.query import Bits
from simcheck.index.segment import Segment
from simcheck.index.sorting import changes
from simcheck.text.fingerprint import Hashes, Ints, scrambled
from simcheck.text.normalize import Mask

FREE: Final = 200_000
"""Postings of all fingerprints together up to which all are looked at: a tenth of a second's work. A check of a long
report among twenty thousand documents has twenty thousand, one of a statute among statutes 180,000."""

ENOUGH: Final = 500
"""Texts of a fingerprint that are looked at where there are more: how often a thing is there is then known to one part
in twenty, a tenth of a bit."""

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

    def _of(self, number: int, which: Ints, rows: Ints, text: Ints, places: Keys) -> Rows:
        segment = self.segments[number]
        free = segment.free(text, self.barred)
        if free is not None:
            which, rows, text, places = which[free], rows[free], text[free], places[free]
        return Rows(which, text, places.astype(np.int64), segment.around(rows))

    def parts(self, which: int) -> Iterator[Part]:
        """The postings of one fingerprint, some at a time: the number of the segment, rows, texts and places."""
        for number, (segment, (first, last)) in enumerate(zip(self.segments, self.ranges, strict=True)):
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
    postings = lookup.postings
    weight = np.ones(count)
    rows: list[list[Rows]] = [[] for _ in lookup.segments]
    common, spread = [], []
    most = ENOUGH if postings.sum() > FREE else int(postings.max(initial=0))
    while most > LEAST and np.minimum(postings, 2 * most).sum() > FREE:
        most = max(LEAST, most // 2)
    # of less than twice as many it costs as much to choose some as to look at all
    for which in lookup.chosen[postings > 2 * most].tolist():
        parts = list(lookup.parts(which))
        order = [lookup.segments[number].ranks[text] for number, _, text, _ in parts]
        new = [changes(text) for _, _, text, _ in parts]
        texts = sum(int(each.sum()) for each in new)
        if texts <= most:
            continue
        edge = _edge(order, new, most)
        if sum(int((keys[first] <= edge).sum()) for keys, first in zip(order, new, strict=True)) > 2 * most:
            # many of one length, such as forms: then by where they have it as well
            order = [_order_of_alike(lookup.segments[n], text, places) for n, _, text, places in parts]
            edge = _edge(order, new, most)
        kept = []
        looked_at = 0
        for keys, first, (number, at, text, places) in zip(order, new, parts, strict=True):
            some = np.flatnonzero(keys <= edge)
            looked_at += int(first[some].sum())
            kept.append((number, at[some], text[some], places[some]))
        weight[which] = texts / looked_at
        common.append(which)
        spread.append(texts)
        for number, found in lookup.of_parts(which, kept):
            rows[number].append(found)
    return Sample(np.array(common, dtype=np.int64), np.array(spread, dtype=np.int64), weight, rows)


def _edge(order: Sequence[Ints], new: Sequence[Mask], most: int) -> int:
    """The place in the order up to which there are so many texts, of each of which the first posting is ``new``."""
    every = np.concatenate([keys[first] for keys, first in zip(order, new, strict=True)])
    return int(np.partition(every, most - 1)[most - 1])


def _order_of_alike(segment: Segment, text: Ints, places: Keys) -> Ints:
    """By posting the place of its text in the order in which texts are looked at, where that of ``Segment.ranks`` is
    not enough: of texts of one length by where they have the fingerprint first."""
    new = changes(text)
    first = places[new].astype(np.int64) - segment.starts[text[new]]
    salt = (scrambled(first.astype(np.uint64)) >> np.uint64(33)).astype(np.int64)
    return np.asarray(((segment.ranks[text[new]] << np.int64(31)) | salt)[np.cumsum(new) - 1])
