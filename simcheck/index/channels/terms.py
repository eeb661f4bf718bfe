"""Candidates by rare terms in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from simcheck.index.features import TERMS, Keys
from simcheck.index.query import PRIOR, Bits, Places, Query, among, joined
from simcheck.index.segment import Segment
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Mask

WORD_BITS: Final = 10.0
"""What one term can tell at most, as in ``settings.word_bits``."""

LOOKED_AT: Final = 500
"""Postings of terms that are looked at for one chunk, rarest terms first: what stands in more chunks tells little,
and the cost of a check must not grow with the corpus."""

COST: Final = 0.18
"""The share of what terms could tell that it costs to claim their chunk, as ``settings.word_cost``."""

SHARED: Final = 0.25
"""The part of a chunk's telling terms that must be shared."""


def by_terms(query: Query, segments: Sequence[Segment], barred: Ints) -> Places:
    """Chunks that share telling terms with some of the query's that follow each other."""
    keys, places, _ = query.batch.families[TERMS]
    if not len(keys) or not segments:
        return joined([])
    ranges = [segment.ranges(TERMS, keys) for segment in segments]
    spread = sum((right - left for left, right in ranges), np.zeros(len(keys), dtype=np.int64))
    every = sum(segment.chunks for segment in segments) + 10 * PRIOR
    bits = np.minimum(np.log2(every / np.maximum(1, spread)), WORD_BITS)
    chunk = np.searchsorted(query.batch.chunks, places, side="right") - 1
    chosen = _rarest(keys, chunk, spread)
    told = np.bincount(chunk[chosen], bits[chosen], minlength=len(query.batch.chunks))
    parts = []
    for segment, (left, right) in zip(segments, ranges, strict=True):
        found = segment.look_up(TERMS, left[chosen], right[chosen])
        mine = np.flatnonzero(chosen)[found.query]
        pairs, shared = _summed(chunk[mine] << np.int64(32) | found.places, bits[mine])
        asked = pairs >> np.int64(32)
        gain = shared - COST * told[asked]
        number = segment.numbers[segment.text_of(pairs & np.int64(0xFFFFFFFF))]
        kept = (shared >= SHARED * told[asked]) & ~among(number, barred)
        parts.append((number[kept], asked[kept], gain[kept]))
    return _following(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _rarest(keys: Keys, chunk: Ints, spread: Ints) -> Mask:
    """Of every chunk the rarest terms, as many as are worth looking at."""
    order = np.lexsort((keys, spread, chunk))
    counted = np.cumsum(spread[order])
    first = np.searchsorted(chunk[order], chunk[order])
    before = np.concatenate(([0], counted))[first]
    chosen = np.zeros(len(keys), dtype=np.bool_)
    chosen[order[counted - before <= LOOKED_AT]] = True
    return chosen


def _summed(keys: Ints, values: Bits) -> tuple[Ints, Bits]:
    """The different keys in ascending order, and the sums of their values."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    return keys[first], np.add.reduceat(values[order], first) if len(first) else np.zeros(0)


def _following(text: Ints, chunk: Ints, gain: Bits) -> Places:
    """What chunks of the query that follow each other gain in one text: a place is three of them."""
    order = np.lexsort((-gain, chunk, text))
    text, chunk, gain = text[order], chunk[order], gain[order]
    key = text << np.int64(32) | chunk
    best = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else order
    key, gain = key[best], gain[best]
    total = gain.copy()
    for step in (1, 2):
        at = np.minimum(np.searchsorted(key, key + step), max(0, len(key) - 1))
        total += np.where(key[at] == key + step, np.maximum(gain[at], 0), 0) if len(key) else 0
    return Places(text[best], total)
