"""Sketches (草图, MinHash, LSH): which texts have chunks with mostly the same words?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from simcheck.index.features import SKETCHES
from simcheck.index.query import Bits, Places, Query, among, joined, looked_up
from simcheck.index.segment import Segment
from simcheck.text.fingerprint import Ints

SKETCHED: Final = 0.5
"""What of a chunk's bits a common band stands for: about that much of its words are the same."""


def by_sketches(query: Query, segments: Sequence[Segment], barred: Ints) -> Places:
    """Chunks (or whole texts) that meet one of the query's in a band."""
    keys, places, _ = query.batch.families[SKETCHES]
    information = _information_by_chunk(query)[np.searchsorted(query.batch.chunks, places, side="right") - 1]
    parts = []
    ranges = [segment.ranges(SKETCHES, keys) for segment in segments]
    chosen = looked_up(keys, ranges)
    for segment, (left, right) in zip(segments, ranges, strict=True):
        found = segment.look_up(SKETCHES, left[chosen], right[chosen])
        which = chosen[found.query]
        number = segment.numbers[segment.text_of(found.places)]
        # several bands of one pair of chunks are one
        _, first = np.unique(found.places.astype(np.int64) << np.int64(32) | places[which], return_index=True)
        kept = ~among(number[first], barred)
        parts.append((number[first][kept], information[which[first]][kept] * SKETCHED))
    return joined(parts)


def _information_by_chunk(query: Query) -> Bits:
    edges = np.append(query.batch.chunks, len(query.text))
    return query.weights.information_in(edges[:-1], edges[1:])
