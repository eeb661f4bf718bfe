"""The layout of a passage: its pieces with their edits, and which runs of the guarantee no layout shows?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from simcheck.align.alignment import Hulls, Laid, Passage, Piece
from simcheck.align.edits import Anchors, Change, Unbroken, changes, trimmed
from simcheck.align.prepare import Prepared
from simcheck.align.runs import Run
from simcheck.intervals import Interval
from simcheck.model import Grade


@dataclass(frozen=True)
class Layout:
    """Pieces with what differs in them, still in normalized positions, and the net bits of evidence."""

    pieces: tuple[Piece, ...]
    changes: tuple[tuple[Change, ...], ...]
    """By piece."""
    bits: float
    phrase: bool
    """Whether it is no more than what many write, or too little."""
    drawn: bool = False
    """Whether it was drawn together from all over a stretch."""
    parts: tuple[Layout, ...] = ()
    """What it was put together from, if from more than one part."""
    specific: float = 0.0
    """Bits of its equal characters that are no known wording."""
    grade: Grade = Grade.LOW
    """How likely a careful reader would say that it was taken over."""

    @cached_property
    def sides(self) -> tuple[Interval, Interval]:
        """The hull on both sides."""
        left = min(p.left for p in self.pieces), max(p.left_end for p in self.pieces)
        return left, (min(p.right for p in self.pieces), max(p.right_end for p in self.pieces))

    def covers(self, run: Run) -> bool:
        """Whether every character of both sides of ``run`` is in a piece and has a counterpart."""
        return self._laid.covers(run) and not self._unbroken.is_broken(run)

    @cached_property
    def _laid(self) -> Laid:
        return Laid(self.pieces)

    @cached_property
    def _unbroken(self) -> Unbroken:
        return Unbroken(change for changes in self.changes for change in changes)


def lay_out(passage: Passage, a: Prepared, b: Prepared, runs: Anchors, *, phrase: bool) -> Layout:
    """A passage with the changes of its pieces; ``runs`` are all of the two texts."""
    parts = [trimmed(piece, changes(piece, a, b, runs), a, b) for piece in passage.pieces]
    pieces, altered = tuple(p for p, _ in parts), tuple(tuple(altered) for _, altered in parts)
    return Layout(pieces, altered, passage.bits, phrase, passage.drawn)


def uncovered(runs: Sequence[Run], laid: Sequence[Layout]) -> list[Run]:
    """Runs of which no layout has all characters, because they cross others, or go on where a passage was cut; the
    guarantee knows no exceptions."""
    hulls = Hulls(laid)
    return [run for run in runs if not any(laid[n].covers(run) for n in hulls.around(run))]
