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
from simcheck.text.fingerprint import Hashes, Ints, distinct
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

_AT_ONCE: Final = 200_000
"""Postings in memory at once: not more than there are drawers (``_DRAWERS``)."""

_PARTS: Final = 1024.0
"""Parts of a bit by which terms are weighed: whole numbers have one sum in every order."""

_PLACE, _GROUP = np.uint64(14), np.uint64(46)
_WEIGHT, _PLACES = np.uint64((1 << 14) - 1), np.uint64((1 << 32) - 1)
"""Where the place of a chunk and the group that it shares terms with lie in one number, above the weight of a term, of
which a chunk has one posting."""

_GROUPS: Final = 1 << 16
"""Groups whose numbers have room there."""


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
        # a file that was made to mislead may have more postings of a term than chunks
        self._bits = np.clip(np.log2(every / np.maximum(1, self._spread)), 0, WORD_BITS)

    def shared(
        self, terms: Postings, groups: Ints, most: int, *, least: float = 0, unknown: float = 1
    ) -> tuple[Bits, Iterator[Shared]]:
        """The bits of the terms of each group that were looked at, and the chunks that share ``SHARED`` of them, and
        ``least`` bits.

        ``groups`` is where each begins, ``most`` how many postings are looked at for one; a term that no text has
        counts with ``unknown`` of its bits.
        """
        term = np.searchsorted(self._known, terms.keys)
        group = np.searchsorted(groups, terms.places, side="right") - 1
        spread = self._spread[term]
        chosen = np.flatnonzero(_rarest(terms.keys, group, spread, most))
        term, group, spread = term[chosen], group[chosen], spread[chosen]
        weights = np.where(spread > 0, 1.0, unknown) * self._bits[term]
        total: Bits = np.bincount(group, weights, minlength=len(groups)).astype(np.float64)
        return total, self._looked_up(term, group, spread, np.maximum(SHARED * total, least))

    def _looked_up(self, term: Ints, group: Ints, spread: Ints, least: Bits) -> Iterator[Shared]:
        weight = np.round(self._bits[term] * _PARTS).astype(np.uint64)
        # whole groups, as many at once as there is room for
        part = (np.cumsum(spread) // _AT_ONCE)[np.searchsorted(group, group)] + group // _GROUPS
        edges = np.flatnonzero(np.concatenate(([True], part[1:] != part[:-1], [True]))[: len(part) + 1])
        for segment, (left, right) in zip(self._segments, self._ranges, strict=True):
            for first, end in pairwise(edges.tolist()):
                some = term[first:end]
                found = segment.look_up(TERMS, left[some], right[some])
                base = group[first]
                # group, place and weight in one number: nothing else is sorted as fast
                packed = ((group[first:end] - base).astype(np.uint64) << _GROUP) | weight[first:end]
                rows = packed[found.query] | (found.places.astype(np.uint64) << _PLACE)
                rows = _enough(rows, least[base : group[end - 1] + 1])
                rows.sort()
                opens = np.flatnonzero(np.concatenate(([True], rows[1:] >> _PLACE != rows[:-1] >> _PLACE))[: len(rows)])
                if not len(opens):
                    continue
                bits = np.add.reduceat(rows & _WEIGHT, opens) / _PARTS
                asked = (rows[opens] >> _GROUP).astype(np.int64) + base
                kept = np.flatnonzero(bits >= least[asked])
                place = ((rows[opens[kept]] >> _PLACE) & _PLACES).astype(np.int64)
                asked, bits = asked[kept], bits[kept]
                at = segment.text_of(place)
                number = segment.numbers[at]
                free = np.flatnonzero(~among(number, self._barred))
                at, place = at[free], place[free] - segment.starts[at[free]]
                yield Shared(number[free], asked[free], place, bits[free], segment.lengths[at])


def by_terms(query: Query, terms: Terms) -> Places:
    """Chunks that share rare terms with some of the query's that follow each other."""
    total, parts = terms.shared(query.batch.families[TERMS], query.batch.chunks, LOOKED_AT)
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


def _enough(rows: Hashes, least: Bits) -> Hashes:
    """Those rows whose chunk may share ``least`` bits (by group) with its group; most share one common word. They are
    summed in drawers, of which several may be one, because counting is faster than sorting; in other drawers each time,
    as long as that leaves fewer."""
    whole = np.floor(least * _PARTS)
    for multiplier in _MULTIPLIERS:
        drawer = (((rows >> _PLACE) * multiplier) >> np.uint64(64 - _DRAWERS)).astype(np.int64)
        sums = np.bincount(drawer, (rows & _WEIGHT).astype(np.float64), minlength=1 << _DRAWERS)
        rows = rows[sums[drawer] >= whole[(rows >> _GROUP).astype(np.int64)]]
        if len(rows) < _FEW:
            break
    return rows


_DRAWERS: Final = 18
"""Bits of the number of a drawer: two megabytes of sums."""

_FEW: Final = 10_000
"""Rows that are sorted without more ado."""

_MULTIPLIERS: Final = np.array([0x9E3779B97F4A7C15, 0xD1B54A32D192ED03, 0x8CB92BA72F3D8DD7], dtype=np.uint64)
"""2**64 divided by the golden ratio (Knuth 1973), and two of the numbers that take its place in more dimensions."""


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
