"""Terms (词, inverse document frequency): which texts have chunks that share rare words, though no run survives?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.features import TERMS, Keys, Postings
from simcheck.index.query import PRIOR, Bits, Places, Query, among, joined
from simcheck.index.segment import Segment
from simcheck.settings import Settings
from simcheck.text.fingerprint import Ints, distinct
from simcheck.text.normalize import Mask

WORD_BITS: Final = Settings.word_bits
"""Bits of one term at most; what a comparison is asked changes none of its candidates."""

LOOKED_AT: Final = 500
"""Postings of terms that are looked at for one chunk, rarest terms first: what stands in more chunks carries
little, and the cost of a check must not grow with the corpus."""

COST: Final = Settings.word_cost
"""The share of the bits of terms that it costs to claim their chunk."""

SHARED: Final = 0.25
"""The part of the bits of a chunk's terms that must be shared."""

_CHUNKS: Final = 10
"""Chunks of each text that is assumed beside those of the corpus (``PRIOR``)."""

_FOLLOWING: Final = 2
"""Chunks that may follow one in the same place."""

_AT_ONCE: Final = 1_000_000
"""Postings in memory at once: 50 MB."""


class Shared(NamedTuple):
    """Rare terms of groups of the query (chunks or pieces) that a chunk has too: the text, which group, where the chunk
    begins in the text, the bits of the terms, and how long the text is."""

    text: Ints
    group: Ints
    place: Ints
    bits: Bits
    length: Ints


class Terms:
    """The terms of a query as the segments have them: looked up once, for all that is asked of them."""

    def __init__(self, query: Query, segments: Sequence[Segment], barred: Ints) -> None:
        self._segments, self._barred = segments, barred
        self._known = distinct(query.terms.keys)
        self._ranges = [segment.ranges(TERMS, self._known) for segment in segments]
        none = np.zeros(len(self._known), dtype=np.int64)
        self._spread = sum((right - left for left, right in self._ranges), none)
        every = sum(segment.chunks for segment in segments) + _CHUNKS * PRIOR
        self._bits = np.minimum(np.log2(every / np.maximum(1, self._spread)), WORD_BITS)

    def shared(self, terms: Postings, groups: Ints, most: int, *, unknown: float) -> tuple[Bits, Iterator[Shared]]:
        """The bits of the terms of each group that were looked at, and the chunks that have enough of them.

        ``groups`` is where each begins, ``most`` how many postings are looked at for one; a term that no text has
        counts with ``unknown`` of its bits.
        """
        term = np.searchsorted(self._known, terms.keys)
        group = np.searchsorted(groups, terms.places, side="right") - 1
        spread = self._spread[term]
        chosen = np.flatnonzero(_rarest(terms.keys, group, spread, most))
        term, group, spread = term[chosen], group[chosen], spread[chosen]
        weights = np.where(spread > 0, 1.0, unknown) * self._bits[term]
        total = np.bincount(group, weights, minlength=len(groups))
        return total, self._looked_up(term, group, spread, total)

    def _looked_up(self, term: Ints, group: Ints, spread: Ints, total: Bits) -> Iterator[Shared]:
        # whole groups, as many at once as there is room for
        part = (np.cumsum(spread) // _AT_ONCE)[np.searchsorted(group, group)]
        edges = np.flatnonzero(np.concatenate(([True], part[1:] != part[:-1], [True]))[: len(part) + 1])
        for segment, (left, right) in zip(self._segments, self._ranges, strict=True):
            for first, end in pairwise(edges.tolist()):
                some = term[first:end]
                found = segment.look_up(TERMS, left[some], right[some])
                which = first + found.query
                pairs, bits = _summed(group[which] << np.int64(32) | found.places, self._bits[term[which]])
                asked = pairs >> np.int64(32)
                kept = np.flatnonzero(bits >= SHARED * total[asked])
                asked, bits, place = asked[kept], bits[kept], pairs[kept] & np.int64(0xFFFFFFFF)
                at = segment.text_of(place)
                number = segment.numbers[at]
                rows = Shared(number, asked, place - segment.starts[at], bits, segment.lengths[at])
                free = ~among(number, self._barred)
                yield rows if free.all() else Shared(*(column[free] for column in rows))


def by_terms(query: Query, terms: Terms) -> Places:
    """Chunks that share rare terms with some of the query's that follow each other."""
    total, parts = terms.shared(query.batch.families[TERMS], query.batch.chunks, LOOKED_AT, unknown=1)
    rows = [(part.text, part.group, part.bits - COST * total[part.group]) for part in parts]
    if not rows:
        return joined([])
    return _following(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def _rarest(keys: Keys, group: Ints, spread: Ints, most: int) -> Mask:
    """Of every group the rarest terms, as many as ``most`` postings have."""
    order = np.lexsort((keys, spread, group))
    counted = np.cumsum(spread[order])
    first = np.searchsorted(group[order], group[order])
    before = np.concatenate(([0], counted))[first]
    chosen = np.zeros(len(keys), dtype=np.bool_)
    chosen[order[counted - before <= most]] = True
    return chosen


def _summed(keys: Ints, values: Bits) -> tuple[Ints, Bits]:
    """The different keys in ascending order, and the sums of their values."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    return keys[first], np.add.reduceat(values[order], first) if len(first) else np.zeros(0)


def _following(text: Ints, chunk: Ints, gain: Bits) -> Places:
    """What chunks of the query that follow each other gain in one text: a place is ``_FOLLOWING`` of them behind
    one."""
    order = np.lexsort((-gain, chunk, text))
    text, chunk, gain = text[order], chunk[order], gain[order]
    key = text << np.int64(32) | chunk
    best = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else order
    key, gain = key[best], gain[best]
    total = gain.copy()
    for step in range(1, _FOLLOWING + 1):
        at = np.minimum(np.searchsorted(key, key + step), max(0, len(key) - 1))
        total += np.where(key[at] == key + step, np.maximum(gain[at], 0), 0) if len(key) else 0
    return Places(text[best], total)
