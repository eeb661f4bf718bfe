"""MinHash functions and TF-IDF terms: which are chosen, once, when documents are added?

The functions are datasketch's, terms are weighed as scikit-learn does by jieba's frequencies; tests hold them equal.
None of the three is loaded: their start takes longer than adding a hundred reports.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.data import shipped
from simcheck.index.features import TERMS, Batch, Keys
from simcheck.text.fingerprint import Ints, Permutations
from simcheck.text.normalize import Mask

FUNCTIONS: Final = 16
"""Functions of a sketch: enough for bands so long that chunks with few words in common hardly ever meet."""

ALIKE: Final = 0.7
"""The share of words in common (Jaccard) from which two chunks should meet in a band."""

_ROWS: Final = 5
"""Values that make one key, as datasketch's ``MinHashLSH`` chooses for ``ALIKE`` and ``FUNCTIONS``."""

_A: Final = (
    3582191691, 4270784983, 1892572953, 3715639441, 982527, 1100580627, 2597016983, 4286725387,
    1260623519, 2027988865, 793182497, 3406602499, 1599963033, 3332127887, 2968344027, 1458107385,
)  # fmt: skip
_B: Final = (
    1704103302, 4018109721, 2314200242, 3634877716, 1800426750, 1345499493, 2942995346, 2252917204,
    878115723, 1904615676, 3771485674, 986026652, 117628829, 2295290254, 2879636018, 3925436996,
)  # fmt: skip
"""The functions that datasketch's ``MinHash`` draws for ``FUNCTIONS`` with the seed 1 in the scheme "affine32"."""

KEPT: Final = 0.8
"""The part of a chunk's length as a vector that its terms in the index must have: the rest are words that stand
anywhere."""


class Sketching(NamedTuple):
    """The functions of the signatures and how many of their values make one key."""

    permutations: Permutations
    rows: int


def sketching() -> Sketching:
    """The functions and the bands that datasketch chooses; every corpus stores those it was made with."""
    return Sketching(Permutations(np.array(_A, dtype=np.uint32), np.array(_B, dtype=np.uint32)), _ROWS)


def thinned(batch: Batch) -> Batch:
    """The batch with only those of its terms that are worth a posting."""
    rows = batch.families[TERMS]
    kept = rows.only(kept_terms(rows.keys, np.searchsorted(batch.chunks, rows.places, side="right") - 1))
    return replace(batch, families={**batch.families, TERMS: kept})


def kept_terms(keys: Keys, chunks: Ints) -> Mask:
    """Which terms are worth a posting; ``chunks`` (the chunk of each term) is grouped.

    TF-IDF as scikit-learn weighs it, by jieba's frequencies of general Chinese: every chunk keeps its heaviest terms
    until they make up ``KEPT`` of it. The frequencies are not those of the corpus, so that what is kept does not hang
    on the order in which documents came.
    """
    if not len(keys):
        return np.zeros(0, dtype=np.bool_)
    first = np.flatnonzero(np.concatenate(([True], chunks[1:] != chunks[:-1])))
    sizes = np.diff(first, append=len(keys))
    chunk = np.repeat(np.arange(len(first)), sizes)
    weights = _weights(keys, chunk)
    sorted_weights = _from_the_heaviest(weights, chunk)
    heavy = np.concatenate(([0.0], np.cumsum(sorted_weights.astype(np.float64) ** 2)))
    # what the heavier terms of the same chunk make up already
    before = heavy[:-1] - np.repeat(heavy[first], sizes)
    # by chunk the lightest that is kept, and with it all of its weight
    many = np.add.reduceat(before < KEPT, first, dtype=np.int64)
    least = sorted_weights[first + many - 1]
    return np.asarray(weights >= np.repeat(least, sizes))


def _from_the_heaviest(weights: npt.NDArray[np.float32], chunk: Ints) -> npt.NDArray[np.float32]:
    """The weights by chunk, of each from the heaviest down."""
    # positive floats are ordered like their bits
    ordered = (chunk.astype(np.uint64) << np.uint64(32)) | ~weights.view(np.uint32)
    ordered.sort()
    return (~ordered.astype(np.uint32)).view(np.float32)


def _weights(keys: Keys, chunk: Ints) -> npt.NDArray[np.float32]:
    """The share of each term in the length of its chunk as a vector: a term stands once in it, so that its weight is
    its rarity."""
    rarity = _rarity(keys)
    # added up one by one and in double precision, as scikit-learn does: another order changes the last bit
    lengths = np.sqrt(np.bincount(chunk, weights=rarity * rarity))
    return (rarity / lengths[chunk]).astype(np.float32)


def _rarity(keys: Keys) -> npt.NDArray[np.float32]:
    """How rare each word is.

    Keys are hashes, so that of the known ones only a handful begin with the same bits: looked at one after the other,
    that is several times as fast as a binary search.
    """
    table = _table()
    found = np.full(len(keys), table.rarity[-1], dtype=np.float32)
    at = table.edges[keys >> np.uint32(32 - table.bits)]
    # all keys are looked at once, and again those that come behind what stands there
    rows = np.arange(len(keys))
    while len(rows):
        here = table.keys[at]
        equal = here == keys[rows]
        found[rows[equal]] = table.rarity[at[equal]]
        behind = here < keys[rows]
        rows, at = rows[behind], at[behind] + 1
    return found


class _Table(NamedTuple):
    """The words that are known: ``keys`` (n + 1, ascending, the last above all), their ``rarity`` (n + 1, the last that
    of all others), and where each beginning of ``bits`` bits begins among them (``edges``)."""

    keys: npt.NDArray[np.uint64]
    rarity: npt.NDArray[np.float32]
    edges: npt.NDArray[np.int32]
    bits: int


@cache
def _table() -> _Table:
    with np.load(shipped("rarity.npz"), allow_pickle=False) as stored:
        keys, rarity = stored["keys"], stored["rarity"][stored["level"]]
    # at least four times as many beginnings as keys
    bits = len(keys).bit_length() + 2
    counts = np.bincount(keys >> np.uint32(32 - bits), minlength=1 << bits)
    edges = (np.cumsum(counts) - counts).astype(np.int32)
    return _Table(np.append(keys.astype(np.uint64), np.uint64(1 << 32)), rarity, edges, bits)
