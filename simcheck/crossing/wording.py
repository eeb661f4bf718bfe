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

_AT_ONCE: Final = 4_000_000
"""Characters whose runs are held at once, eight bytes for each. Texts of a collection that has no more are kept as they
were read, 26 bytes for each."""

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
        self._is_small = characters <= _AT_ONCE
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
            if size > _AT_ONCE:
                found.append(_of_more_than_half(some))
                some, size = [], 0
        if some:
            found.append(_of_more_than_half(some))
        return distinct(np.concatenate(found))

    def times(self, wanted: Hashes, every: Iterable[Texts]) -> Ints:
        """In how many of some texts each of the runs stands that are ``wanted`` (ascending)."""
        times = np.zeros(len(wanted), dtype=np.int64)
        for each in every if len(wanted) else ():
            runs = self._different(each)
            times[np.searchsorted(wanted, runs[held(wanted, runs)])] += 1
        return times

    def _different(self, some: Texts) -> Hashes:
        """The different runs of texts that count as one, ascending."""
        if len(some) == 1:
            return self.of(some[0]).different
        return distinct(np.concatenate([self.of(text).different for text in some]))


def _of_more_than_half(some: Sequence[Hashes]) -> Hashes:
    """What more than ``MOST`` of these have."""
    ordered = np.sort(np.concatenate(some))
    # in the ascending row of all of them it stands so many times
    step = int(MOST * len(some))
    return distinct(ordered[step:][ordered[step:] == ordered[: len(ordered) - step]])
