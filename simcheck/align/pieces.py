"""What the alignment is made of: pieces that correspond, and passages that are made of pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.prepare import Ints, Prepared
from simcheck.align.runs import Run
from simcheck.align.sentences import Weights

Interval = tuple[int, int]


def common(one: Interval, other: Interval) -> int:
    """How many places two intervals share; below zero, how many are between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


class Piece(NamedTuple):
    """Two intervals that correspond in order."""

    left: int
    left_end: int
    right: int
    right_end: int

    @property
    def sides(self) -> tuple[Interval, Interval]:
        return (self.left, self.left_end), (self.right, self.right_end)

    def part_of(self, run: Run) -> Run:
        """The part of a run that lies in the piece on both sides at once; of no length if none does."""
        start = max(self.left - run.left, self.right - run.right, 0)
        end = min(self.left_end - run.left, self.right_end - run.right, run.length)
        return Run(run.left + start, run.right + start, max(0, end - start))


_NONE: Final = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Passage:
    """One reused passage: pieces that ascend on the left, the net evidence in bits, and the words it accounts for."""

    pieces: tuple[Piece, ...]
    bits: float
    words: tuple[Ints, Ints] = field(default_factory=lambda: (_NONE, _NONE), compare=False, repr=False)

    @property
    def sides(self) -> tuple[Interval, Interval]:
        return self.left, self.right

    @property
    def left(self) -> tuple[int, int]:
        return min(p.left for p in self.pieces), max(p.left_end for p in self.pieces)

    @property
    def right(self) -> tuple[int, int]:
        return min(p.right for p in self.pieces), max(p.right_end for p in self.pieces)

    def holds(self, run: Run) -> bool:
        """Whether both sides of ``run`` lie in the pieces, and at least half of it in one piece, where it corresponds.

        The rest may be a few characters at the edge of the next piece that are equal by coincidence.
        """
        inside = max(p.part_of(run).length for p in self.pieces)
        return 2 * inside >= run.length and (
            inside == run.length
            or within((run.left, run.left + run.length), self.pieces, side=0) == run.length
            and within((run.right, run.right + run.length), self.pieces, side=1) == run.length
        )


def within(interval: tuple[int, int], pieces: Iterable[Piece], *, side: int) -> int:
    """How many characters of an interval of one side lie in the pieces."""
    covered, at = 0, interval[0]
    for x, y in sorted((p[2 * side], p[2 * side + 1]) for p in pieces):
        x, y = max(x, at), min(y, interval[1])
        if x < y:
            covered += y - x
            at = y
    return covered


class Hulls:
    """The hulls of passages, to look up those around a run at once."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._edges = np.array([(*p.left, *p.right) for p in passages], dtype=np.int64).reshape(-1, 4).T

    def around(self, run: Run) -> list[int]:
        """The numbers of the passages that contain both sides of ``run``."""
        left, left_end, right, right_end = self._edges
        inside = (left <= run.left) & (run.left + run.length <= left_end)
        inside &= (right <= run.right) & (run.right + run.length <= right_end)
        found: list[int] = np.flatnonzero(inside).tolist()
        return found


def whole(text: Prepared) -> Passage:
    """A text as a passage of its own copy."""
    n = len(text.normalized)
    return Passage((Piece(0, n, 0, n),), text.told(0, n))


def phrase(run: Run) -> Passage:
    """A run as a passage of its own, without any claim."""
    piece = Piece(run.left, run.left + run.length, run.right, run.right + run.length)
    return Passage((piece,), 0.0)


@dataclass(frozen=True, eq=False, repr=False)
class Texts:
    """Both texts with what their words tell."""

    a: Prepared
    b: Prepared
    left: Weights
    right: Weights
