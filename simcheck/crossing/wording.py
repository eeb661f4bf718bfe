"""Which runs of characters do most texts of a collection have? From the texts themselves, whatever of them is compared.

A run of ``RUN`` characters is one that most have if it stands in more than ``MOST`` of them, where several texts may
count as one (versions of a document).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from simcheck.crossing.pairs import MOST, held
from simcheck.settings import MIN_LENGTH
from simcheck.text.fingerprint import Hashes, Ints, distinct, grams
from simcheck.text.normalize import Normalized, normalize

RUN: Final = MIN_LENGTH
"""Characters of a run that most have: shorter ones most have by chance."""

_KEPT: Final = 4_000_000
"""Characters of a collection whose texts are kept as they were read, 26 bytes for each."""

_PART: Final = 1_000_000
"""Different runs of a part of a larger one, which are held at once: eight bytes for each."""

Texts = Sequence[str]
"""Texts that count as one."""


class Read(NamedTuple):
    """A text normalized, its runs by where they begin, and the different ones (ascending)."""

    text: Normalized
    runs: Hashes
    different: Hashes


class Wording:
    """The runs of texts, which have so many ``characters`` together. What is asked again is kept, of collections that
    are small enough."""

    def __init__(self, characters: int) -> None:
        self._is_small = characters <= _KEPT
        self._kept: dict[str, Read] = {}
        self._most: dict[tuple[tuple[str, ...], ...], Hashes] = {}

    def of(self, text: str) -> Read:
        """A text as it is compared, and its runs."""
        if text in self._kept:
            return self._kept[text]
        normalized = normalize(text)
        runs = grams(normalized.codes, RUN)
        made = Read(normalized, runs, distinct(runs))
        if self._is_small:
            self._kept[text] = made
        return made

    def of_most(self, every: Sequence[Texts]) -> Hashes:
        """The runs (ascending) that most of some texts have."""
        if not self._is_small:
            return self._of_most(every)
        key = tuple(map(tuple, every))
        if key not in self._most:
            self._most[key] = self._of_most(every)
        return self._most[key]

    def _of_most(self, every: Sequence[Texts]) -> Hashes:
        wanted = self.candidates(every)
        return wanted[self.times(wanted, every) > MOST * len(every)]

    def candidates(self, every: Iterable[Texts]) -> Hashes:
        """The runs (ascending) that most of some texts may have: what more than half of all have, more than half of
        some part of them have."""
        found = [np.zeros(0, dtype=np.uint64)]
        some: list[Hashes] = []
        size = 0
        for each in every:
            some.append(self._different(each))
            size += len(some[-1])
            # what is left at the end is a part too, and of few texts more than half have much by chance
            if size > 2 * _PART:
                half = -(-len(some) // 2)
                found.append(_of_more_than_half(some[:half]))
                some = some[half:]
                size = sum(map(len, some))
        if some:
            found.append(_of_more_than_half(some))
        return distinct(np.concatenate(found))

    def times(self, wanted: Hashes, every: Iterable[Texts]) -> Ints:
        """In how many of some texts each of the runs stands that are ``wanted`` (ascending)."""
        return _times(wanted, map(self._different, every) if len(wanted) else ())

    def _different(self, some: Texts) -> Hashes:
        """The different runs of texts that count as one, ascending."""
        if len(some) == 1:
            return self.of(some[0]).different
        return distinct(np.concatenate([self.of(text).different for text in some]))


def _of_more_than_half(some: Sequence[Hashes]) -> Hashes:
    """What more than ``MOST`` of these have."""
    # both of some two beside each other have it, or the one that is left over
    twos = [_both(a, b) for a, b in zip(some[::2], some[1::2], strict=False)]
    wanted = distinct(np.concatenate([*twos, *some[len(some) // 2 * 2 :]]))
    return wanted[_times(wanted, some) > MOST * len(some)]


def _both(a: Hashes, b: Hashes) -> Hashes:
    """What two ascending lists have."""
    # two rows that are in order are merged
    ordered = np.sort(np.concatenate((a, b)), kind="stable")
    twice: Hashes = ordered[1:][ordered[1:] == ordered[:-1]]
    return twice


def _times(wanted: Hashes, every: Iterable[Hashes]) -> Ints:
    """In how many of some lists each of the runs stands that are ``wanted`` (all ascending)."""
    times = np.zeros(len(wanted), dtype=np.int64)
    for runs in every:
        # the shorter list is looked up in the longer one
        if len(wanted) < len(runs):
            times += held(runs, wanted)
        else:
            times[np.searchsorted(wanted, runs[held(wanted, runs)])] += 1
    return times
