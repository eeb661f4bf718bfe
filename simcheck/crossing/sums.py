"""The weights of pairs of texts, summed: in memory while they are few, then in runs on the disk that are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from simcheck.crossing.columns import Columns, Scratch
from simcheck.index.sorting import changes
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Mask

SPILL: Final = 4_000_000
"""Pairs of texts, as often as they come, that are summed at once: two hundred megabytes."""


RUNS: Final = 20
"""Runs that are merged into one before there are more: each is two open files."""


class Joined(NamedTuple):
    """Pairs of texts by their order in the shelf, ``a`` before ``b``, and the weight of the keys that they share."""

    a: Ints
    b: Ints
    weight: Ints

    def only(self, rows: Mask | Ints) -> Joined:
        return Joined(*(column[rows] for column in self))


class Sums:
    """The weights of pairs of ``texts``; runs of them go to ``scratch``, or stay in memory."""

    def __init__(self, texts: int, scratch: Scratch | None = None) -> None:
        self._wide, self._scratch = np.int64(max(1, texts)), scratch
        self._new: list[tuple[Ints, Ints]] = []
        self._count = 0
        self._runs: list[tuple[Ints, Ints]] = []
        self._columns: list[Columns] = []

    def add(self, a: Ints, b: Ints, weight: Ints) -> None:
        """Raises ``CannotWrite``."""
        self._new.append((a * self._wide + b, weight))
        self._count += len(a)
        if self._count >= SPILL:
            self._spill()

    def _spill(self) -> None:
        run, columns = self._kept([summed(self._new)])
        self._new, self._count = [], 0
        self._runs.append(run)
        self._columns += columns
        if len(self._runs) >= RUNS:
            run, self._columns = self._kept(merged(self._runs))
            self._runs = [run]

    def _kept(self, pieces: Iterable[tuple[Ints, Ints]]) -> tuple[tuple[Ints, Ints], list[Columns]]:
        """Pieces as one run, and the columns on the disk if it is there."""
        if self._scratch is None:
            pairs, weights = (np.concatenate(column) for column in zip(*pieces, strict=True))
            return (pairs, weights), []
        columns = Columns(self._scratch, ["<i8", "<i8"])
        for piece in pieces:
            columns.add(*piece)
        pairs, weights = columns.arrays()
        return (pairs, weights), [columns]

    def pieces(self) -> Iterator[Joined]:
        """All pairs, ascending, with their sums, some millions at a time; one piece at least."""
        # the last ones need not go to the disk
        runs = [*self._runs, summed(self._new)]
        for pairs, weights in merged(runs) if self._runs else runs:
            yield Joined(pairs // self._wide, pairs % self._wide, weights)
            for columns in self._columns:
                columns.forget()

    def result(self) -> Joined:
        """All of them at once."""
        return together(list(self.pieces()))


def together(pieces: Sequence[Joined]) -> Joined:
    """Pieces, one or more, one after the other."""
    return pieces[0] if len(pieces) == 1 else Joined(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def summed(some: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """The different pairs (each one number), ascending, and the sums of their weights."""
    none = np.zeros(0, dtype=np.int64)
    pairs = np.concatenate([none, *(pairs for pairs, _ in some)])
    weights = np.concatenate([none, *(weights for _, weights in some)])
    order = np.argsort(pairs, kind="stable")
    pairs, weights = pairs[order], weights[order]
    first = np.flatnonzero(changes(pairs))
    return pairs[first], np.add.reduceat(weights, first) if len(first) else weights


def merged(runs: Sequence[tuple[Ints, Ints]]) -> Iterator[tuple[Ints, Ints]]:
    """Runs of ascending pairs as one, piece by piece."""
    each = max(1, SPILL // len(runs))
    at = [0] * len(runs)
    while any(begin < len(pairs) for begin, (pairs, _) in zip(at, runs, strict=True)):
        # of pairs up to the least of the last ones that are seen of each run now, none comes later
        more = [
            pairs[begin + each - 1] for begin, (pairs, _) in zip(at, runs, strict=True) if begin + each < len(pairs)
        ]
        some = []
        for number, (pairs, weights) in enumerate(runs):
            begin = at[number]
            seen = pairs[begin : begin + each]
            end = begin + (int(np.searchsorted(seen, min(more), side="right")) if more else len(seen))
            some.append((pairs[begin:end], weights[begin:end]))
            at[number] = end
        yield summed(some)
