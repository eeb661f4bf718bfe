"""How much is it? A character counts once, however many findings or sources cover it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from simcheck.intervals import Overlaps
from simcheck.model import Edit, Finding, Flag, Kind, Mark, Match, Span
from simcheck.text.normalize import Mask, visible

ALL_KINDS: Final = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Share:
    """``part`` of ``whole`` characters (字); ``passage`` are those inside the hulls of the matches."""

    part: int
    whole: int
    passage: int

    @property
    def ratio(self) -> float:
        """0–1; 0 where nothing is left to count."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the document, numbered from 1: its share, the source that explains most of it, what is in it."""

    number: int
    span: Span
    share: Share
    source: str | None
    kinds: tuple[Kind, ...]
    flags: tuple[Flag, ...]


class Side:
    """One text seen by the counts: which characters count at all, and which ones a finding claims on this side."""

    def __init__(self, text: str, *, left: bool, marks: Sequence[Mark] = ()) -> None:
        self.visible = visible(text)
        self._is_left = left
        self.marked: dict[Flag, Mask] = {}
        for mark in marks:
            here = self.marked.setdefault(mark.flag, np.zeros_like(self.visible))
            here[mark.span.start : mark.span.end] = True

    def hull(self, finding: Finding) -> Span:
        return finding.match.left if self._is_left else finding.match.right

    def counted(self, finding: Finding) -> Mask:
        """By character of the hull: whether it stands in a block and has a counterpart."""
        hull = self.hull(finding)
        mask = np.zeros(len(hull), dtype=np.bool_)
        for block in finding.match.blocks:
            here = block.left if self._is_left else block.right
            mask[here.start - hull.start : here.end - hull.start] = True
        for edit in finding.match.edits:
            here, there = (edit.left, edit.right) if self._is_left else (edit.right, edit.left)
            if not there:
                mask[here.start - hull.start : here.end - hull.start] = False
        return mask

    def seen(self, finding: Finding) -> Mask:
        """The counted characters that are visible."""
        hull = self.hull(finding)
        return self.counted(finding) & self.visible[hull.start : hull.end]

    def length(self, finding: Finding, within: Span | None = None) -> int:
        """How many visible characters the finding counts, in all or inside a span that it overlaps."""
        counted = self.seen(finding)
        if within is not None:
            hull = self.hull(finding)
            counted = counted[max(0, within.start - hull.start) : max(0, within.end - hull.start)]
        return int(counted.sum())


def counted_in(mask: Mask) -> npt.NDArray[np.int64]:
    """(n + 1) How many before each position."""
    return np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))


def masks(side: Side, findings: Sequence[Finding], without: frozenset[Flag]) -> tuple[Mask, Mask, Mask]:
    """Counted characters, characters inside hulls, and the characters that the whole consists of."""
    counted, passage = np.zeros_like(side.visible), np.zeros_like(side.visible)
    excused = np.zeros_like(side.visible)
    without |= {Flag.TEMPLATE}
    for finding in findings:
        hull = side.hull(finding)
        if finding.flags & without:
            excused[hull.start : hull.end] |= side.counted(finding)
        else:
            counted[hull.start : hull.end] |= side.counted(finding)
            passage[hull.start : hull.end] = True
    for flag in without & side.marked.keys():
        marked = side.marked[flag]
        excused |= marked if flag is Flag.TEMPLATE else marked & counted
        counted &= ~marked
    whole = side.visible & ~(excused & ~counted)
    return counted & whole, passage & whole, whole


def share_of(side: Side, findings: Sequence[Finding], without: frozenset[Flag]) -> Share:
    counted, passage, whole = masks(side, findings, without)
    return Share(int(counted.sum()), int(whole.sum()), int(passage.sum()))


class Counterparts:
    """What corresponds in the source to parts of the document, block by block and between edits."""

    def __init__(self, match: Match, left: str, right: str) -> None:
        self._left, self._right = left, right
        self._parts: list[tuple[Span, Span, bool]] = []
        edits = Overlaps((edit.left.start, edit.left.end) for edit in match.edits)
        for block in match.blocks:
            near = (match.edits[n] for n in edits.touching(block.left.start, block.left.end))
            inside = [edit for edit in near if block.left.contains(edit.left) and block.right.contains(edit.right)]
            at, other = block.left.start, block.right.start
            for edit in [*inside, Edit(Span(block.left.end, block.left.end), Span(block.right.end, block.right.end))]:
                if at < edit.left.start:
                    self._parts.append((Span(at, edit.left.start), Span(other, max(other, edit.right.start)), False))
                if edit.left and edit.right:
                    self._parts.append((edit.left, edit.right, True))
                at, other = edit.left.end, edit.right.end
        self._by_place = Overlaps((here.start, here.end) for here, _, _ in self._parts)
        self._letters: dict[int, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None] = {}

    def of(self, span: Span) -> list[Span]:
        """The places in the source, of edits only those that lie whole in the span."""
        found = []
        for number in self._by_place.near(span.start, span.end):
            here, there, is_edit = self._parts[number]
            if is_edit:
                found += [there] if span.contains(here) else []
                continue
            start, end = max(here.start, span.start), min(here.end, span.end)
            found.append(Span(*(self._same_place(number, place - here.start) for place in (start, end))))
        return [each for each in found if each]

    def _same_place(self, number: int, place: int) -> int:
        """Where in the source a place of a part is: equal text may differ in punctuation and white space, so that
        letters are counted where it does."""
        here, there, _ = self._parts[number]
        if number not in self._letters:
            mine, theirs = here.of(self._left), there.of(self._right)
            self._letters[number] = None if mine == theirs else (_letters(mine), _letters(theirs))
        letters = self._letters[number]
        if letters is None:
            return there.start + place
        wanted = int(letters[0][place])
        return there.start + min(len(there), int(np.searchsorted(letters[1], wanted)))


def _letters(words: str) -> npt.NDArray[np.int64]:
    """(n + 1) How many letters and digits stand before each position."""
    return counted_in(np.fromiter(map(str.isalnum, words), dtype=np.bool_, count=len(words)))
