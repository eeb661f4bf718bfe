"""MinHash functions and TF-IDF terms: which are chosen, once, when documents are added?

The only place where scikit-learn and datasketch are used for the index, and where jieba's table of inverse document
frequencies is read; a check needs none of them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.index.features import TERMS, Batch, Keys
from simcheck.text.fingerprint import Ints, Permutations, interval_hashes
from simcheck.text.lookup import Table
from simcheck.text.normalize import Mask, normalize

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FUNCTIONS: Final = 16
"""Functions of a sketch: enough for bands so long that chunks with few words in common hardly ever meet."""

ALIKE: Final = 0.7
"""The share of words in common (Jaccard) from which two chunks should meet in a band."""

KEPT: Final = 0.8
"""The part of a chunk's length as a vector that its terms in the index must have: the rest are words that stand
anywhere."""


class Sketching(NamedTuple):
    """The functions of the signatures and how many of their values make one key."""

    permutations: Permutations
    rows: int


def sketching() -> Sketching:
    """The functions and the bands that datasketch chooses; the same in every run of one version."""
    from datasketch import MinHash, MinHashLSH

    bands = MinHashLSH(threshold=ALIKE, num_perm=FUNCTIONS)
    a, b = MinHash(num_perm=FUNCTIONS, seed=1, scheme="affine32").permutations
    return Sketching(Permutations(np.asarray(a, np.uint32), np.asarray(b, np.uint32)), int(bands.r))


def thinned(batch: Batch) -> Batch:
    """The batch with only those of its terms that are worth a posting, in the order in which they are stored."""
    rows = batch.families[TERMS]
    kept = rows.only(kept_terms(rows.keys, np.searchsorted(batch.chunks, rows.places, side="right") - 1))
    return replace(batch, families={**batch.families, TERMS: kept}).ordered((TERMS,))


def kept_terms(keys: Keys, chunks: Ints) -> Mask:
    """Which terms are worth a posting; ``chunks`` (the chunk of each term) is grouped.

    TF-IDF as scikit-learn weighs it, by jieba's frequencies of general Chinese: every chunk keeps its heaviest terms
    until they make up ``KEPT`` of it. The frequencies are not those of the corpus, so that what is kept does not hang
    on the order in which documents came.
    """
    if not len(keys):
        return np.zeros(0, dtype=np.bool_)
    matrix = _weighed(keys, chunks)
    weights = np.ascontiguousarray(matrix.data, dtype=np.float32)
    compiled = core()
    if compiled:
        first, kept = matrix.indptr.astype(np.int64), np.empty(len(weights), dtype=np.bool_)
        carried, begins, to = addresses(weights, first, kept)
        if not compiled.sc_heaviest(carried, begins, len(first) - 1, KEPT, to):
            raise MemoryError
        return kept
    # by chunk, then from the heaviest down: positive floats are ordered like their bits
    ordered = (chunks.astype(np.uint64) << np.uint64(32)) | ~weights.view(np.uint32)
    ordered.sort()
    sorted_weights = (~ordered.astype(np.uint32)).view(np.float32)
    heavy = np.concatenate(([0.0], np.cumsum(sorted_weights.astype(np.float64) ** 2)))
    sizes = np.diff(matrix.indptr)
    # what the heavier terms of the same chunk make up already
    before = heavy[:-1] - np.repeat(heavy[matrix.indptr[:-1]], sizes)
    # by chunk the lightest that is kept, and with it all of its weight
    many = np.add.reduceat(before < KEPT, matrix.indptr[:-1], dtype=np.int64)
    least = sorted_weights[matrix.indptr[:-1] + many - 1]
    return np.asarray(weights >= np.repeat(least, sizes))


def _weighed(keys: Keys, chunks: Ints) -> csr_array:
    from scipy.sparse import csr_array

    known, idf = _frequencies()
    column = _columns(keys)
    rows = np.flatnonzero(np.concatenate(([True], chunks[1:] != chunks[:-1])))
    ends = np.append(rows, len(keys))
    shape = (len(rows), len(known) + 1)
    matrix = csr_array((np.ones(len(keys), dtype=np.float32), column.astype(np.int32), ends.astype(np.int32)), shape)
    return _transformer(len(idf)).transform(matrix)


def _columns(keys: Keys) -> npt.NDArray[np.int32]:
    """Where each key is among the known ones; behind them for all others.

    Keys are hashes, so that of the known ones only a handful begin with the same bits: looked at one after the other,
    that is several times as fast as a binary search.
    """
    compiled = core()
    if compiled:
        words, size = _table(), len(_frequencies()[0])
        keys, found = np.ascontiguousarray(keys), np.empty(len(keys), dtype=np.int64)
        wanted, to = addresses(keys, found)
        compiled.sc_find(*words.given(), wanted, len(keys), to)
        return np.where(found < 0, size, found).astype(np.int32)
    known, edges, most = _beginnings()
    column = np.full(len(keys), len(known) - 1, dtype=np.int32)
    at = edges[keys >> np.uint32(32 - _bits(len(known) - 1))]
    for _ in range(most):
        equal = known[at] == keys
        column[equal] = at[equal]
        at = np.minimum(at + 1, len(known) - 1)
    return np.minimum(column, len(known) - 1)


@cache
def _table() -> Table:
    return Table(_frequencies()[0], _FLAGS)


_FLAGS: Final = 22
"""Bits of a key by which most of those that are not known are passed over: half a megabyte."""


@cache
def _beginnings() -> tuple[Keys, npt.NDArray[np.int32], int]:
    """The known keys and one behind them that is none, where each beginning of a key begins among them, and how many
    have the same beginning at most."""
    known, _ = _frequencies()
    bits = _bits(len(known))
    edges = np.searchsorted(known >> np.uint32(32 - bits), np.arange((1 << bits) + 1)).astype(np.int32)
    return np.append(known, ~known[-1]), edges[:-1], int(np.diff(edges).max(initial=0))


def _bits(count: int) -> int:
    """Bits of a beginning: so many that there are at least four times as many beginnings as keys."""
    return count.bit_length() + 2


@cache
def _transformer(width: int) -> Any:
    from sklearn.feature_extraction.text import TfidfTransformer

    transformer = TfidfTransformer(norm="l2", use_idf=True, sublinear_tf=True)
    transformer.idf_ = _frequencies()[1]
    return transformer


@cache
def _frequencies() -> tuple[Keys, npt.NDArray[np.float32]]:
    """Keys of the words that jieba knows and their idf; one more value for all others, the median as in jieba."""
    from simcheck.text.tokens import inverse_frequencies

    table, median = inverse_frequencies()
    # all words as one text, one a line: a call for each would take seconds
    text = normalize("\n".join(table))
    lines = np.cumsum([len(word) + 1 for word in table])
    ends = np.searchsorted(text.origin, lines)
    starts = np.concatenate(([0], ends[:-1]))
    keys = (interval_hashes(text.codes, starts, ends) >> np.uint64(32)).astype(np.uint32)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    idf = np.array(list(table.values()), dtype=np.float32)[order][first]
    return ordered[first], np.append(idf, np.float32(median))
