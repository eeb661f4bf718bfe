"""A query (检索): what is asked of the index: the keys of a text, and how many bits the words in each place have?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.index.features import (
    Batch,
    Fingerprints,
    Keys,
    Postings,
    features_of,
    fingerprints,
    pieces_of,
    terms_in,
    words_of,
)
from simcheck.index.sketching import Sketching
from simcheck.text.fingerprint import Ints, T
from simcheck.text.normalize import Mask, Normalized

Bits = npt.NDArray[np.float64]

PRIOR: Final = 1000
"""Texts that are assumed beside those of the corpus: in a corpus of three, what stands in all three is no phrase."""

MOST_HITS: Final = 4_000_000
"""Postings that are looked at for one family of keys: half a gigabyte, twenty times what a check among a hundred
thousand reports needs. More there are only where what is asked about repeats itself as a text of the corpus does."""


@dataclass(frozen=True, eq=False, repr=False)
class WordWeights:
    """The words of a text (n): where they start and end, and their information and what it costs to claim them, up to
    each (n + 1, cumulative bits)."""

    start: npt.NDArray[np.integer]
    end: npt.NDArray[np.integer]
    information: Bits
    cost: Bits

    def information_in(self, left: Ints, end: Ints) -> Bits:
        """The information of the words that lie whole in each interval."""
        first, last = self._words_in(left, end)
        return np.asarray(self.information[last] - self.information[first])

    def cost_in(self, left: Ints, end: Ints) -> Bits:
        """What it costs to claim them."""
        first, last = self._words_in(left, end)
        return np.asarray(self.cost[last] - self.cost[first])

    def _words_in(self, left: Ints, end: Ints) -> tuple[Ints, Ints]:
        beginning, ended = self._by_place
        most = len(ended) - 1
        first = beginning[np.minimum(left, most)]
        return first, np.maximum(first, ended[np.minimum(end, most)])

    @cached_property
    def _by_place(self) -> tuple[Ints, Ints]:
        """By place in the text, up to one behind the last word: how many words begin before it, and how many have ended
        there. Intervals are many and places few."""
        places = np.arange(int(self.end[-1]) + 2 if len(self.end) else 1)
        return np.searchsorted(self.start, places), np.searchsorted(self.end, places, side="right")


class Runs(NamedTuple):
    """Common runs of the guarantee, as far as postings show: ``left`` to ``end`` in what is asked about are in ``text``
    from ``right`` on, or nearly so."""

    text: Ints
    left: Ints
    end: Ints
    right: Ints


@dataclass(frozen=True, eq=False, repr=False)
class Query:
    """A text that is asked about: its fingerprints and features, and the weights of its words; where its ``pieces``
    begin (ascending), and the terms of each."""

    text: Normalized
    weights: WordWeights
    fingerprints: Fingerprints
    batch: Batch
    pieces: Ints
    terms: Postings


def query_of(text: Normalized, weights: WordWeights, sketching: Sketching) -> Query:
    """Make a text ready to be asked about."""
    prints = fingerprints(text, np.zeros(1, dtype=np.int64))
    words, pieces = words_of(text), pieces_of(text)
    batch = features_of(text, prints, words, *sketching)
    return Query(text, weights, prints, batch, pieces, terms_in(words, pieces))


class Places(NamedTuple):
    """Bits of places in texts."""

    text: Ints
    bits: Bits

    def only(self, some: Mask) -> Places:
        """Some of them."""
        return Places(self.text[some], self.bits[some])


def looked_up(keys: Keys, ranges: Sequence[tuple[Ints, Ints]]) -> Ints:
    """Which of the query's keys are looked up: all, or if their postings are too many, of those that repeat themselves
    in the query only as many as there is room for."""
    every = np.arange(len(keys))
    postings = sum((last - first for first, last in ranges), np.zeros(len(keys), dtype=np.int64))
    if postings.sum() <= MOST_HITS:
        return every
    order = np.argsort(keys, kind="stable")
    nth = np.empty(len(keys), dtype=np.int64)
    nth[order] = every - np.searchsorted(keys[order], keys[order])
    most = int(nth.max()) + 1
    while most > 1 and postings[nth < most].sum() > MOST_HITS:
        most //= 2
    return np.flatnonzero(nth < most)


def among(values: npt.NDArray[T], wanted: npt.NDArray[T]) -> Mask:
    """By value: whether it is one of those that are wanted."""
    return np.isin(values, wanted) if len(wanted) else np.zeros(len(values), dtype=np.bool_)


def joined(parts: Sequence[tuple[Ints, Bits]]) -> Places:
    """The places of several parts as one."""
    if not parts:
        return Places(np.zeros(0, dtype=np.int64), np.zeros(0))
    return Places(*(np.concatenate(column) for column in zip(*parts, strict=True)))
