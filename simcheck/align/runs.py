"""Runs (连续相同): what are the maximal exact matches of two texts, 13 characters or more?

The guarantee is local: a window of ``min_length`` equal characters counts if fewer than half of them are letters of a
spaced script, and so does a window of eight equal whole words of such a script; a run is what maximally extends such
a window.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.align.prepare import Ints
from simcheck.compiled import addresses, core
from simcheck.settings import MIN_LENGTH, MIN_WORDS
from simcheck.text.fingerprint import Hashes, distinct, grams, spaced_words, word_grams
from simcheck.text.normalize import Normalized

_OCCURRENCES: Final = 8
"""Pairs of places listed for one window of characters. Beyond that (3 × 3 places of one phrase) the text is
repetitive, and only the r-th places are paired, so that both sides stay covered without listing every combination."""

_PAIRS: Final = 4_000_000
"""Pairs of places listed in all, 64 MB of them; texts of a megabyte that repeat themselves reach it."""

_FEWER: Final = 4
"""By how much fewer places of a window are tried where all pairs would be too many."""

_LISTED: Final = 4_000
"""Runs listed in all; a pair of long reports has a few hundred. Beyond, those that cover something new are kept."""


class Run(NamedTuple):
    """``length`` equal characters from ``left`` and from ``right``."""

    left: int
    right: int
    length: int


class Runs(NamedTuple):
    """The runs, ordered; ``capped`` if repetitive text kept some combinations of places from being listed."""

    runs: list[Run]
    capped: bool


def common_runs(a: Normalized, b: Normalized, min_length: int) -> Runs:
    """All maximal runs that hold a window of the guarantee; O(n log n)."""
    by_characters, by_words = (
        _joined(*left_windows, *_among(left_windows[0], *right_windows))
        for left_windows, right_windows in zip(_windows(a, min_length), _unsorted(b, min_length), strict=True)
    )
    left = np.concatenate((by_characters[0], by_words[0]))
    right = np.concatenate((by_characters[1], by_words[1]))
    runs = _maximal(a, b, left, right)
    if len(runs) > _LISTED:
        return Runs(_covering(runs, len(a), len(b)), capped=True)
    return Runs(runs, by_characters[2] or by_words[2])


_Sorted = tuple[Hashes, Ints]
"""Hashes in ascending order, and where each one stands."""


@lru_cache(maxsize=2)
def _windows(text: Normalized, min_length: int) -> tuple[_Sorted, _Sorted]:
    """The windows of characters and of words; kept, because one text is often compared with many."""
    by_characters, by_words = (_sorted(*windows) for windows in _unsorted(text, min_length))
    return by_characters, by_words


@lru_cache(maxsize=4)
def _unsorted(text: Normalized, min_length: int) -> tuple[_Sorted, _Sorted]:
    """The same as they stand; kept for whichever of two texts is the first."""
    return _character_windows(text, min_length), _word_windows(text, _min_words(min_length))


def _sorted(hashes: Hashes, at: Ints) -> _Sorted:
    order = np.argsort(hashes, kind="stable")
    return hashes[order], at[order]


_BEGINNING: Final = 16
"""Bits of a hash by which most of those are passed over that the other text has not: 65,536 flags."""


def _among(wanted: Hashes, hashes: Hashes, at: Ints) -> _Sorted:
    """Those windows, sorted, that may be among the ``wanted`` ones."""
    flags = np.zeros(1 << _BEGINNING, dtype=np.bool_)
    flags[(wanted >> np.uint64(64 - _BEGINNING)).astype(np.int64)] = True
    likely = np.flatnonzero(flags[(hashes >> np.uint64(64 - _BEGINNING)).astype(np.int64)])
    return _sorted(hashes[likely], at[likely])


def _character_windows(text: Normalized, k: int) -> tuple[Hashes, Ints]:
    hashes = grams(text.codes, k)
    letters = np.concatenate(([0], np.cumsum(text.spaced)))
    counts = letters[k:] - letters[: len(letters) - k] if len(hashes) else letters[:0]
    at = np.flatnonzero(2 * counts < k)
    return hashes[at], at


def _word_windows(text: Normalized, count: int) -> tuple[Hashes, Ints]:
    """Hashes of ``count`` whole words in a row, by the position of the first letter."""
    if not text.spaced.any():
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    words = spaced_words(text)
    hashes, in_a_row = word_grams(words, count)
    at = np.flatnonzero(in_a_row)
    at = at[words.ends[at + count - 1] - words.starts[at] >= MIN_LENGTH]
    return hashes[at], words.starts[at]


def _joined(left: Hashes, left_at: Ints, right: Hashes, right_at: Ints) -> tuple[Ints, Ints, bool]:
    """All pairs of places with the same hash, capped on repetitive text."""
    if not len(left) or not len(right):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), False
    keys = distinct(left)
    left_first = np.searchsorted(left, keys)
    left_count = np.diff(left_first, append=len(left))
    right_first = np.searchsorted(right, keys)
    right_count = np.searchsorted(right, keys, side="right") - right_first
    shared = right_count > 0
    left_first, left_count = left_first[shared], left_count[shared]
    right_first, right_count = right_first[shared], right_count[shared]
    pairs = left_count * right_count
    occurrences = _OCCURRENCES
    while occurrences > 1 and pairs[pairs <= occurrences].sum() > _PAIRS:
        occurrences //= _FEWER
    crowded = pairs > occurrences
    every = _product(left_first[~crowded], left_count[~crowded], right_first[~crowded], right_count[~crowded])
    ranked = _ranked(left_first[crowded], left_count[crowded], right_first[crowded], right_count[crowded])
    i, j = (np.concatenate(parts) for parts in zip(every, ranked, strict=True))
    return left_at[i], right_at[j], bool(crowded.any())


def _product(first: Ints, count: Ints, other: Ints, other_count: Ints) -> tuple[Ints, Ints]:
    pairs = count * other_count
    total = int(pairs.sum())
    within = np.arange(total) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    width = np.repeat(other_count, pairs)
    return np.repeat(first, pairs) + within // width, np.repeat(other, pairs) + within % width


def _ranked(first: Ints, count: Ints, other: Ints, other_count: Ints) -> tuple[Ints, Ints]:
    """The r-th place with the r-th; what one side has more begins again with the other's first."""
    longest = np.maximum(count, other_count)
    rank = np.arange(int(longest.sum())) - np.repeat(np.cumsum(longest) - longest, longest)
    i = np.repeat(first, longest) + rank % np.repeat(count, longest)
    j = np.repeat(other, longest) + rank % np.repeat(other_count, longest)
    return i, j


def _maximal(a: Normalized, b: Normalized, left: Ints, right: Ints) -> list[Run]:
    """Extend windows to maximal runs. Windows are grouped by diagonal; on one, equal stretches are found by
    comparing."""
    if not len(left):
        return []
    order = np.lexsort((left, left - right))
    left, right = left[order], right[order]
    compiled = core()
    if compiled:
        found = np.empty((len(left), 3), dtype=np.int64)
        at = addresses(a.codes, b.codes, left, right, found)
        count = compiled.sc_runs(at[0], len(a), at[1], len(b), at[2], at[3], len(left), at[4])
        whole = (_whole(a, b, *run) for run in found[:count].tolist())
        return sorted({run for run in whole if run.length})
    runs: list[Run] = []
    diagonal, reached = None, -1
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        if i - j == diagonal and i < reached:
            continue
        run, reached = _extended(a, b, i, j)
        diagonal = i - j
        if run.length:
            runs.append(run)
    return sorted(set(runs))


def _extended(a: Normalized, b: Normalized, i: int, j: int) -> tuple[Run, int]:
    """The maximal run through ``i`` and ``j``, and how far the texts are equal from there."""
    start = i - equal_before(a.codes, b.codes, i, j)
    length = i - start + equal_after(a.codes, b.codes, i, j)
    return _whole(a, b, start, start - i + j, length), start + length


def _whole(a: Normalized, b: Normalized, left: int, right: int, length: int) -> Run:
    """A run of whole characters: one that became several (㎡ is m2) is in it whole or not at all."""
    while length and (a.cuts(left) or b.cuts(right)):
        left, right, length = left + 1, right + 1, length - 1
    while length and (a.cuts(left + length) or b.cuts(right + length)):
        length -= 1
    return Run(left, right, length)


def runs_around(a: Normalized, b: Normalized, claim: Run, min_length: int) -> list[Run]:
    """The maximal runs that reach into ``claim``, where the texts may differ after all, and hold a window of the
    guarantee."""
    length = min(claim.length, len(a) - claim.left, len(b) - claim.right)
    left, right = (text.codes[at : at + length] for text, at in ((a, claim.left), (b, claim.right)))
    equal = left == right
    starts = np.flatnonzero(equal & ~np.concatenate(([False], equal[:-1])))
    found = (_held_run(a, b, claim.left + at, claim.right + at, min_length) for at in starts.tolist())
    return [run for run in found if run]


def _held_run(a: Normalized, b: Normalized, i: int, j: int, min_length: int) -> Run | None:
    run, _ = _extended(a, b, i, j)
    if run.length < min(min_length, MIN_LENGTH):
        return None
    letters = np.concatenate(([0], np.cumsum(a.spaced[run.left : run.left + run.length])))
    k = min_length
    if run.length >= k and bool((2 * (letters[k:] - letters[: run.length - k + 1]) < k).any()):
        return run
    if not letters[-1]:
        return None
    words = spaced_words(a)
    inside = (words.starts >= run.left) & (words.ends <= run.left + run.length)
    return run if int(inside.sum()) >= _min_words(min_length) else None


def _min_words(min_length: int) -> int:
    return max(2, round(MIN_WORDS * min_length / MIN_LENGTH))


def _covering(runs: list[Run], left: int, right: int) -> list[Run]:
    """The longest runs, and of the others those that cover a character of either side that is not covered yet."""
    seen_left, seen_right = np.zeros(left, dtype=np.bool_), np.zeros(right, dtype=np.bool_)
    kept = []
    for run in sorted(runs, key=lambda r: (-r.length, r)):
        left_seen, right_seen = (
            seen_left[run.left : run.left + run.length],
            seen_right[run.right : run.right + run.length],
        )
        if not (left_seen.all() and right_seen.all()):
            left_seen[:] = right_seen[:] = True
            kept.append(run)
    return sorted(kept)


_STEP: Final = 64
"""Characters compared at first; twice as many each time that all of them are equal."""


def equal_after(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32], i: int, j: int) -> int:
    """How many characters are equal from ``i`` and ``j`` on."""
    total, step = 0, _STEP
    while True:
        size = min(step, len(a) - i - total, len(b) - j - total)
        if size <= 0:
            return total
        differ = np.flatnonzero(a[i + total : i + total + size] != b[j + total : j + total + size])
        if len(differ):
            return total + int(differ[0])
        total, step = total + size, step * 2


def equal_before(a: npt.NDArray[np.uint32], b: npt.NDArray[np.uint32], i: int, j: int) -> int:
    """How many characters are equal just before ``i`` and ``j``."""
    return equal_after(a[:i][::-1], b[:j][::-1], 0, 0)
