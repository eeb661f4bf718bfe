"""Fingerprints (指纹): hashes of characters, words and intervals, and samples of them (winnowing, MinHash).

A gram's hash is a polynomial over its folded characters modulo 2**64, scrambled by the finalizer of SplitMix64
(Steele, Lea and Flood 2014); it is the same on every machine and in every run. Samples are taken by winnowing
(Schleimer, Wilkerson and Aiken 2003) and by MinHash (Broder 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.text.normalize import Codes, Mask, Normalized

Ints = npt.NDArray[np.int64]

T = TypeVar("T", bound=np.generic)

Hashes = npt.NDArray[np.uint64]

HASH_SCHEME: Final = "polynomial-splitmix64-1"

_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


def grams(codes: Codes, k: int) -> Hashes:
    """The hashes of all runs of ``k`` characters, by their first position: max(0, n - k + 1) numbers."""
    count = max(0, len(codes) - k + 1)
    total = np.zeros(count, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    for offset in range(k):
        total *= _BASE
        total += wide[offset : offset + count]
    return scrambled(total)


def distinct(values: npt.NDArray[T], *, in_stretches: bool = False) -> npt.NDArray[T]:
    """The different values in ascending order; ``numpy.unique`` says the same, but loads masked arrays first. Where
    long stretches are nearly in order, as if ``in_stretches``, another sort takes a third of the time."""
    ordered = np.sort(values, kind="stable" if in_stretches else None)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def scrambled(values: Hashes) -> Hashes:
    """Spread the bits of ``values`` so that any part of a hash may serve as a shorter one."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


# Intervals and words


_P: Final = 0x2545F4914F6CDD1D


def interval_hashes(codes: Codes, starts: npt.NDArray[np.integer], ends: npt.NDArray[np.integer]) -> Hashes:
    """The hashes of many intervals of any length; the loop over characters is a doubling scan."""
    compiled = core()
    if compiled:
        text = np.ascontiguousarray(codes, dtype=np.uint32)
        first, last = (np.ascontiguousarray(each, dtype=np.int64) for each in (starts, ends))
        hashes = np.empty(len(first), dtype=np.uint64)
        of, begin, stop, to = addresses(text, first, last, hashes)
        if not compiled.sc_intervals(of, len(text), begin, stop, len(first), to):
            raise MemoryError
        return hashes
    values = codes.astype(np.uint64)
    # h[i] = sum of codes[j] * P^(i-1-j): computed as P^i * sum codes[j] * P^-(j+1), P being odd and so invertible
    powers = _powers(pow(_P, -1, 1 << 64), len(values) + 1)
    partial = np.concatenate((np.zeros(1, np.uint64), np.cumsum(values * powers[1:], dtype=np.uint64)))
    prefix = partial * _powers(_P, len(values) + 1)
    longest = int((ends - starts).max(initial=0))
    return scrambled(prefix[ends] - prefix[starts] * _powers(_P, longest + 1)[ends - starts])


def _powers(base: int, count: int) -> Hashes:
    """base**0 … base**(count - 1) modulo 2**64."""
    return _table_of_powers(base, count.bit_length())[:count]


@lru_cache(maxsize=4)
def _table_of_powers(base: int, bits: int) -> Hashes:
    """As many powers as ``bits`` bits can count: texts of about one length use one table."""
    result = np.full(1 << bits, base, dtype=np.uint64)
    result[0] = 1
    return np.cumprod(result, dtype=np.uint64)


class Phrases:
    """Phrases (code points, none empty), to find where each of them stands in a text, all of them in one pass.

    A phrase is looked for by its beginning, the longest of a power of two characters; where one stands, by the hashes
    of the lengths that phrases with this beginning have.
    """

    def __init__(self, phrases: Sequence[Codes]) -> None:
        self._phrases = phrases
        lengths = np.array([len(phrase) for phrase in phrases], dtype=np.int64)
        ends = np.cumsum(lengths)
        starts = ends - lengths
        every = np.concatenate([np.zeros(0, dtype=np.uint32), *phrases])
        whole = interval_hashes(every, starts, ends)
        self._order = np.argsort(whole, kind="stable")
        self._hashes = whole[self._order]
        head = np.int64(1) << (np.frexp(lengths.astype(np.float64))[1].astype(np.int64) - 1)
        beginnings = interval_hashes(every, starts, starts + head)
        self._lengths: dict[int, dict[int, list[int]]] = {}
        for beginning, size, length in sorted(
            set(zip(beginnings.tolist(), head.tolist(), lengths.tolist(), strict=True))
        ):
            self._lengths.setdefault(size, {}).setdefault(beginning, []).append(length)

    def found(self, text: Codes) -> list[tuple[int, int]]:
        """The number of a phrase and where it stands, sorted; of places that overlap only the earlier."""
        starts, ends = self._likely(text)
        hashes = interval_hashes(text, starts, ends)
        first = np.searchsorted(self._hashes, hashes)
        last = np.searchsorted(self._hashes, hashes, side="right")
        hit = np.flatnonzero(last > first)
        hits = []
        for at, end, low, high in zip(*(column[hit].tolist() for column in (starts, ends, first, last)), strict=True):
            # equal hashes are no proof: both may have been made up
            stands = text[at:end].tobytes()
            hits += [(n, at) for n in self._order[low:high].tolist() if self._phrases[n].tobytes() == stands]
        kept: list[tuple[int, int]] = []
        for number, at in sorted(hits):
            if not kept or kept[-1][0] != number or kept[-1][1] + len(self._phrases[number]) <= at:
                kept.append((number, at))
        return kept

    def _likely(self, text: Codes) -> tuple[Ints, Ints]:
        """The intervals of a text that begin as a phrase does and are as long as one that begins so."""
        found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))]
        for size, lengths in self._lengths.items():
            at = np.arange(max(0, len(text) - size + 1))
            beginnings = np.array(sorted(lengths), dtype=np.uint64)
            hashes = interval_hashes(text, at, at + size)
            where = np.minimum(np.searchsorted(beginnings, hashes), len(beginnings) - 1)
            at = at[beginnings[where] == hashes]
            group = where[at]
            several = [lengths[beginning] for beginning in beginnings.tolist()]
            counts = np.array([len(group_lengths) for group_lengths in several], dtype=np.int64)
            flat = np.array([length for group_lengths in several for length in group_lengths], dtype=np.int64)
            of = counts[group]
            within = np.arange(int(of.sum())) - np.repeat(np.cumsum(of) - of, of)
            starts = np.repeat(at, of)
            ends = starts + flat[np.repeat((np.cumsum(counts) - counts)[group], of) + within]
            found.append((starts[ends <= len(text)], ends[ends <= len(text)]))
        starts, ends = (np.concatenate(columns) for columns in zip(*found, strict=True))
        return starts, ends


class SpacedWords(NamedTuple):
    """The whole words of a text that are written in a spaced script: their places, their hashes, and whether each
    touches the one after it (the last one touches nothing)."""

    starts: Ints
    ends: Ints
    hashes: Hashes
    touching: Mask


def spaced_words(text: Normalized) -> SpacedWords:
    """The words between spaces, in order; none in a text without letters of a spaced script."""
    starts = np.flatnonzero(text.spaced & (text.broken | ~np.concatenate(([False], text.spaced[:-1]))))
    if not len(starts):
        none = np.zeros(0, dtype=np.int64)
        return SpacedWords(none, none, np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.bool_))
    # A word's end is the next position that is no letter, or begins another word.
    stops = np.flatnonzero(~text.spaced | text.broken)
    ends = np.append(stops, len(text))[np.searchsorted(stops, starts, side="right")]
    # a hash does not hang on what stands before a word: of a text with few words only their letters are looked at
    letters = np.flatnonzero(text.spaced)
    first = np.searchsorted(letters, starts).astype(np.int64)
    hashes = interval_hashes(text.codes[letters], first, first + (ends - starts).astype(np.int64))
    return SpacedWords(starts, ends, hashes, np.append(ends[:-1] == starts[1:], False))


def word_grams(words: SpacedWords, count: int) -> tuple[Hashes, Mask]:
    """The hashes of ``count`` words in a row, by their first word, and whether the words really touch."""
    size = len(words.starts) - count + 1
    if size <= 0:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.bool_)
    total = np.zeros(size, dtype=np.uint64)
    for offset in range(count):
        total = total * _BASE + words.hashes[offset : offset + size]
    joints = np.concatenate(([0], np.cumsum(words.touching[:-1])))
    return scrambled(total), joints[count - 1 :][:size] - joints[:size] == count - 1


# Samples


def winnowed(hashes: Hashes, eligible: Mask, window: int, whole: Mask) -> Ints:
    """Where the smallest eligible hash of every ``window`` in a row stands; ascending.

    ``whole`` (windows, by their first hash) says which windows count. Two texts that share ``window`` eligible hashes
    in a row share a sample among them. Of equal hashes every one is taken, so that no choice hangs on what stands
    around them.
    """
    size = len(hashes) - window + 1
    if size <= 0:
        return np.zeros(0, dtype=np.int64)
    never = np.iinfo(np.uint64).max
    values = np.where(eligible, hashes, never)
    least = _sliding(np.minimum, values, window)
    # A hash is a sample if it is the least of a window that it stands in, that is, if the greatest least of them is it.
    least[~whole | (least == never)] = 0
    edge = np.zeros(window - 1, dtype=np.uint64)
    return np.flatnonzero(_sliding(np.maximum, np.concatenate((edge, least, edge)), window) == values)


def _sliding(choose: np.ufunc, values: Hashes, window: int) -> Hashes:
    """The least or greatest of every ``window`` values in a row, by doubling."""
    size = len(values) - window + 1
    reach, total = 1, values
    while 2 * reach <= window:
        total = choose(total[:-reach], total[reach:])
        reach *= 2
    rest = window - reach
    return np.array(choose(total[:size], total[rest : rest + size]))


class Permutations(NamedTuple):
    """The random functions x → a·x + b modulo 2**32 of MinHash, one a row of a signature (datasketch, "affine32")."""

    a: npt.NDArray[np.uint32]
    b: npt.NDArray[np.uint32]


def signatures(values: npt.NDArray[np.uint32], first: Ints, permutations: Permutations) -> npt.NDArray[np.uint32]:
    """(functions × sets) MinHash of the sets that begin at ``first`` in ``values``; no set may be empty.

    Bit for bit what ``datasketch.MinHash(scheme="affine32")`` gives for the same values (a test holds them equal).
    """
    mixed = _mixed(values)
    rows = [np.minimum.reduceat(mixed * a + b, first) for a, b in zip(*permutations, strict=True)]
    return np.array(rows, dtype=np.uint32).reshape(len(permutations.a), len(first))


def _mixed(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """The 32-bit finalizer of MurmurHash3 (Appleby 2011)."""
    h = values.astype(np.uint32, copy=True)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h
