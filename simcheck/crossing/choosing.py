"""Which pairs of a collection are worth comparing in full, when not all can be; what counts for nothing before that?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from simcheck.crossing.overlap import Shared, among
from simcheck.crossing.pairs import Stream
from simcheck.index.features import Keys, fingerprints
from simcheck.model import Document
from simcheck.text.fingerprint import Ints, distinct
from simcheck.text.normalize import Mask, normalize

DENSE: Final = 60
"""Characters in one place that are no phrase, two sentences, from which a pair is compared in full however much work
that is; of 3,475 statutes 1,995 pairs have so many."""

WORK: Final = 20_000_000
"""Characters of both texts of all pairs up to which more pairs are compared in full: two minutes' work of two
processors. Sixty reports of eleven pages are less, all pairs of them."""

LEAST_WORK: Final = 500
"""Characters that a text counts for in ``WORK``, however short it is."""


def worth_comparing(found: Shared, stream: Stream, fresh: Mask | None) -> tuple[list[tuple[int, int]], bool]:
    """The pairs that are compared in full, by their numbers in the shelf, and whether these are all there are.

    All of them, if that is no more than ``WORK``, also those that share no run: what was put in other words, or changed
    every few characters, has none. Otherwise those that have enough in one place, and of the others those that have
    most, up to ``WORK``.
    """
    lengths = stream.shelf.lengths
    solid = np.flatnonzero(lengths > 0)
    new = np.ones(len(lengths), dtype=np.bool_) if fresh is None else fresh
    old = solid[~new[solid]]
    sizes = lengths + LEAST_WORK
    work = int(sizes[solid].sum()) * (len(solid) - 1) - int(sizes[old].sum()) * (len(old) - 1)
    if work <= WORK:
        return [(a, b) for a, b in combinations(solid.tolist(), 2) if new[a] or new[b]], True
    sizes = sizes[found.a] + sizes[found.b]
    must = among(found, stream.chained) | (found.densest >= DENSE)
    rest = np.flatnonzero(~must & (found.telling > 0))
    rest = rest[np.lexsort((-found.densest[rest], -found.telling[rest]))]
    more = rest[: affordable(sizes[rest], int(sizes[must].sum()))]
    chosen = np.sort(np.append(np.flatnonzero(must), more))
    return list(zip(found.a[chosen].tolist(), found.b[chosen].tolist(), strict=True)), False


def affordable(sizes: Ints, spent: int) -> int:
    """How many of some pairs, the best first, whose texts have so many characters (``LEAST_WORK`` more for each text),
    are within ``WORK`` of which so much is spent."""
    return int(np.searchsorted(spent + np.cumsum(sizes), WORK, side="right"))


def barred_by(forms: Sequence[Document]) -> Keys:
    """The keys (ascending) that count for nothing because templates have them."""
    return distinct(np.concatenate([np.zeros(0, dtype=np.uint32), *map(_keys, forms)]))


def _keys(document: Document) -> Keys:
    return fingerprints(normalize(document.text), np.zeros(1, dtype=np.int64)).postings.keys
