"""The alignment of two texts (比对): what is it made of? Pieces that correspond, and passages made of pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple, Protocol

import numpy as np

from simcheck.align.prepare import Ints, Prepared
from simcheck.align.runs import Run
from simcheck.align.sentences import Weights
from simcheck.align.tables import Forms
from simcheck.intervals import Cover, Interval, Overlaps


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


class Laid:
    """Pieces, to ask whether a run lies in them without looking at all."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces

    @cached_property
    def _on_left(self) -> Overlaps:
        return Overlaps((piece.left, piece.left_end) for piece in self._pieces)

    @cached_property
    def _covers(self) -> tuple[Cover, ...]:
        return tuple(Cover(piece.sides[side] for piece in self._pieces) for side in (0, 1))

    def covers(self, run: Run) -> bool:
        """Whether every character of both sides of ``run`` is in a piece."""
        ends = (run.left, run.left + run.length), (run.right, run.right + run.length)
        if len(self._pieces) == 1:
            # most passages are one piece
            (piece,) = self._pieces
            return all(
                side[0] <= start and end <= side[1] for side, (start, end) in zip(piece.sides, ends, strict=True)
            )
        return all(cover.within(*end) == run.length for cover, end in zip(self._covers, ends, strict=True))

    def holds(self, run: Run) -> bool:
        """Whether both sides of ``run`` lie in the pieces, and at least half of it in one piece, where it corresponds.

        The rest may be a few characters at the edge of the next piece that are equal by coincidence.
        """
        one = len(self._pieces) == 1
        numbers = range(1) if one else self._on_left.near(run.left, run.left + run.length)
        inside = max((self._pieces[n].part_of(run).length for n in numbers), default=0)
        return 2 * inside >= run.length and (inside == run.length or self.covers(run))


@dataclass(frozen=True)
class Passage:
    """One reused passage: pieces that ascend on the left, the net evidence in bits, and the words it accounts for."""

    pieces: tuple[Piece, ...]
    bits: float
    words: tuple[Ints, Ints] = field(default_factory=lambda: (_NONE, _NONE), compare=False, repr=False)
    drawn: bool = False
    """Whether it is drawn together from all over a stretch of the other text."""

    @property
    def sides(self) -> tuple[Interval, Interval]:
        return self.left, self.right

    @cached_property
    def left(self) -> Interval:
        return min(p.left for p in self.pieces), max(p.left_end for p in self.pieces)

    @cached_property
    def right(self) -> Interval:
        return min(p.right for p in self.pieces), max(p.right_end for p in self.pieces)

    @cached_property
    def laid(self) -> Laid:
        return Laid(self.pieces)


class HasSides(Protocol):
    @property
    def sides(self) -> tuple[Interval, Interval]: ...


class Hulls:
    """The hulls of passages, to look up those around a run at once."""

    def __init__(self, passages: Iterable[HasSides]) -> None:
        self._sides = [passage.sides for passage in passages]
        self._on_left = Overlaps(left for left, _ in self._sides)

    def around(self, run: Run) -> list[int]:
        """The numbers of the passages that contain both sides of ``run``."""
        found = []
        for number in self._on_left.near(run.left, run.left + 1):
            (left, left_end), (right, right_end) = self._sides[number]
            if run.left + run.length <= left_end and right <= run.right and run.right + run.length <= right_end:
                found.append(number)
        return found


def whole(text: Prepared) -> Passage:
    """A text as a passage of its own copy."""
    n = len(text.normalized)
    return Passage((Piece(0, n, 0, n),), text.surprisal_of(0, n))


def phrase(run: Run) -> Passage:
    """A run as a passage of its own, without any claim."""
    piece = Piece(run.left, run.left + run.length, run.right, run.right + run.length)
    return Passage((piece,), 0.0)


@dataclass(frozen=True, eq=False, repr=False)
class Texts:
    """Both texts with the information of their words."""

    a: Prepared
    b: Prepared
    left: Weights
    right: Weights
    runs: Sequence[Run] = ()

    @cached_property
    def forms(self) -> Forms:
        """Their tables."""
        return Forms(self.a, self.b, self.runs)
