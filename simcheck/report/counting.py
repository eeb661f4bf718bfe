"""How much is it? A character counts once, however many findings or sources cover it.

Only characters that are compared count (有效字: letters, digits, ideographs): what the comparison drops is no reuse and
no dilution. Neither counts what a site put in (``text.notices``), nor, unless a finding has it, what is layout
(``text.layout``). ``part`` are characters that have a counterpart in a source (equal or substituted), ``passage`` all
characters inside the hulls of the matches, ``whole`` the characters of the text; ratios run from 0 to 1, only renderers
make percentages (``i18n.printable.percent``). Which totals a check shows is in ``render.view.sources``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from simcheck.model import Finding, Flag, Grade, Kind, Mark, Span
from simcheck.report.contents import Contents
from simcheck.report.counterparts import marks_there
from simcheck.text.layout import layout
from simcheck.text.normalize import Mask, compared
from simcheck.text.notices import notices

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
class Counting:
    """What counts: findings of these kinds with ``at_least`` so many characters of the document.

    What only findings with a flag of ``without`` explain, and what is so marked, is taken out of part and whole alike.
    What only findings below ``grade`` explain, or findings without a grade, is taken out of the part alone.
    """

    without: frozenset[Flag] = frozenset()
    kinds: frozenset[Kind] = ALL_KINDS
    at_least: int = 0
    grade: Grade | None = None


EVERYTHING: Final = Counting()


class Counts:
    """The shares of a result, on both of its sides."""

    def __init__(self, contents: Contents) -> None:
        self.left = Side(contents.document.text, contents.findings, left=True, marks=contents.marks)
        self._text, self._marks = contents.document.text, contents.marks
        self._sources, self._findings = contents.sources, contents.findings
        self._rights: dict[str, Side] = {}
        self._by_source: dict[str, list[Finding]] = {}
        for finding in contents.findings:
            self._by_source.setdefault(finding.match.source, []).append(finding)

    def share(self, counting: Counting = EVERYTHING, source: str | None = None) -> Share:
        """The part of the document that stands in any source, or in this one."""
        findings = self._findings if source is None else self._by_source.get(source, ())
        return self._share(self.left, findings, counting)

    def taken(self, counting: Counting, source: str) -> Share:
        """The part of the source that stands in the document."""
        return self._share(self._right(source), self._by_source.get(source, ()), counting)

    def _share(self, side: Side, findings: Sequence[Finding], counting: Counting) -> Share:
        some = [f for f in findings if f.kind in counting.kinds]
        if counting.at_least:
            some = [f for f in some if self.left.length(f) >= counting.at_least]
        counted, passage, whole = side.masks(some, counting.without)
        if counting.grade is not None:
            reached = [f for f in some if f.grade is not None and f.grade.reaches(counting.grade)]
            counted, passage, _ = side.masks(reached, counting.without)
            counted, passage = counted & whole, passage & whole
        return Share(*(int(np.count_nonzero(each)) for each in (counted, whole, passage)))

    def _right(self, source: str) -> Side:
        if source not in self._rights:
            text = self._sources[source].text
            findings = self._by_source.get(source, ())
            marks = marks_there(self._marks, [finding.match for finding in findings], self._text, text)
            self._rights[source] = Side(text, findings, left=False, marks=marks)
        return self._rights[source]


@lru_cache(maxsize=4)
def _countable(text: str) -> tuple[int, Mask, Mask]:
    """How many characters of a text are compared; by character, whether it is and stands in no notice of a site, and
    whether in a line of layout. Not to be changed: a report is replaced by others of the same text, step by step."""
    counts = compared(text)
    every = int(counts.sum())
    for notice in notices(text):
        counts[notice.start : notice.end] = False
    is_layout = layout(text)
    for mask in (counts, is_layout):
        mask.setflags(write=False)
    return every, counts, is_layout


class Side:
    """One text seen by the counts: which characters count at all, and which ones a finding claims on this side.

    ``counts`` is, by character, whether it is compared and the report's own; ``aside`` whether it is layout that no
    finding of ``findings`` has.
    """

    def __init__(self, text: str, findings: Sequence[Finding], *, left: bool, marks: Sequence[Mark] = ()) -> None:
        self._is_left = left
        every, self.counts, is_layout = _countable(text)
        self.aside = is_layout & self.counts
        if self.aside.any():
            for finding in findings:
                hull = self._hull(finding)
                self.aside[hull.start : hull.end] &= ~self.claimed(finding)
        self.apart = every - int((self.counts & ~self.aside).sum())
        """Characters that are compared and yet are never counted."""
        self.marked: dict[Flag, Mask] = {}
        for mark in marks:
            here = self.marked.setdefault(mark.flag, np.zeros_like(self.counts))
            here[mark.span.start : mark.span.end] = True

    def length(self, finding: Finding) -> int:
        """How many characters the finding counts."""
        return int(self.counted(finding).sum())

    def counted(self, finding: Finding) -> Mask:
        """By character of the hull: whether it counts."""
        hull = self._hull(finding)
        return self.claimed(finding) & self.counts[hull.start : hull.end]

    def equal(self, finding: Finding) -> Mask:
        """By character of the hull: whether it counts and stands on the other side as it is, not as a substitute."""
        hull = self._hull(finding)
        mask = self.counted(finding)
        for edit in finding.match.edits:
            here = edit.left if self._is_left else edit.right
            mask[here.start - hull.start : here.end - hull.start] = False
        return mask

    def masks(self, findings: Sequence[Finding], without: frozenset[Flag] = frozenset()) -> tuple[Mask, Mask, Mask]:
        """Counted characters, characters inside hulls, and the characters that the whole consists of."""
        counted, passage, excused = (np.zeros_like(self.counts) for _ in range(3))
        without |= {Flag.TEMPLATE}
        for finding in findings:
            hull = self._hull(finding)
            if Flag.CELLS in finding.flags:
                # chance gives more of them the longer a table is
                continue
            if finding.flags & without:
                excused[hull.start : hull.end] |= self.claimed(finding)
            else:
                counted[hull.start : hull.end] |= self.claimed(finding)
                passage[hull.start : hull.end] = True
        for flag in without & self.marked.keys():
            marked = self.marked[flag]
            excused |= marked if flag is Flag.TEMPLATE else marked & counted
            counted &= ~marked
        whole = self.counts & ~self.aside & ~(excused & ~counted)
        return counted & whole, passage & whole, whole

    def claimed(self, finding: Finding) -> Mask:
        """By character of the hull: whether it stands in a block and has a counterpart, and so may count."""
        hull = self._hull(finding)
        mask = np.zeros(len(hull), dtype=np.bool_)
        for block in finding.match.blocks:
            here = block.left if self._is_left else block.right
            mask[here.start - hull.start : here.end - hull.start] = True
        for edit in finding.match.edits:
            here, there = (edit.left, edit.right) if self._is_left else (edit.right, edit.left)
            if not there:
                mask[here.start - hull.start : here.end - hull.start] = False
        return mask

    def _hull(self, finding: Finding) -> Span:
        return finding.match.left if self._is_left else finding.match.right


def bridged(counted: Mask, text: str) -> Mask:
    """By character of ``text``: what counts, and what is not compared between two characters that do: to show them as
    one."""
    solid = np.flatnonzero(compared(text))
    if not len(solid):
        return counted
    after = np.minimum(np.searchsorted(solid, np.arange(len(counted))), len(solid) - 1)
    before = np.maximum(after - 1, 0)
    gaps = np.ones_like(counted)
    gaps[solid] = False
    return np.asarray(counted | (gaps & counted[solid[after]] & counted[solid[before]]))
