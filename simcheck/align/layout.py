"""The layout of a passage: its pieces with their edits, and which runs of the guarantee no layout shows?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from simcheck.align.alignment import Hulls, Laid, Passage, Piece
from simcheck.align.edits import Anchors, Change, Unbroken, changes, trimmed
from simcheck.align.prepare import Prepared
from simcheck.align.runs import Run


@dataclass(frozen=True)
class Layout:
    """A passage with what differs in it, still in normalized positions."""

    passage: Passage
    pieces: tuple[Piece, ...]
    changes: tuple[tuple[Change, ...], ...]
    """By piece."""
    phrase: bool

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
    return Layout(passage, tuple(p for p, _ in parts), tuple(tuple(altered) for _, altered in parts), phrase)


def uncovered(runs: Sequence[Run], laid: Sequence[Layout]) -> list[Run]:
    """Runs that cross others so that no layout has all their characters; the guarantee knows no exceptions."""
    hulls = Hulls([layout.passage for layout in laid])
    return [run for run in runs if not any(laid[n].covers(run) for n in hulls.around(run))]
