"""What must a page know to count again as ``report.counting`` does, when a kind, a flag, a source is switched?

The text is cut where anything begins or ends that a count asks for: what findings claim, where their hulls end, marks,
layout, notices of sites. Between two cuts all characters are alike, so that a page adds up whole pieces and comes to
the same numbers. ``page-report.js`` has the other half, and a test that both count the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from simcheck.model import Finding, Flag, Grade, Kind, Mark, Span
from simcheck.report.counterparts import marks_there
from simcheck.report.counting import Side
from simcheck.report.report import Report
from simcheck.text.layout import layout
from simcheck.text.normalize import compared, stretches

FLAGS = tuple(Flag)
KINDS = tuple(Kind)
GRADES = tuple(Grade)

Cuts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pieces:
    """A text in pieces: ``cuts`` (n + 1) are where they begin and where the last one ends, ``weights`` (n) how many of
    the characters of each count, ``compared`` (n) how many are compared."""

    cuts: Cuts
    weights: npt.NDArray[np.int64]
    compared: npt.NDArray[np.int64]
    is_layout: npt.NDArray[np.bool_]
    marked: npt.NDArray[np.int64]
    """By piece, the flags of its marks: bit n is the nth ``Flag``."""

    def range(self, span: Span) -> list[int]:
        """The first piece of a span, and the one after its last; cuts are where it begins and ends."""
        return [int(at) for at in np.searchsorted(self.cuts, (span.start, span.end))]

    def ranges(self, spans: Iterable[Span]) -> list[int]:
        """Those of several, one after the other."""
        flat = [at for span in spans for at in (span.start, span.end)]
        return [int(at) for at in np.searchsorted(self.cuts, flat)] if flat else []

    def data(self) -> dict[str, Any]:
        """As the page has it; layout is the bit after the flags."""
        bits = self.marked | (self.is_layout.astype(np.int64) << len(FLAGS))
        same = bool((self.weights == self.compared).all())
        return {"w": self.weights.tolist(), "b": _sparse(bits)} | ({} if same else {"c": self.compared.tolist()})


def _sparse(bits: npt.NDArray[np.int64]) -> list[int]:
    """The pieces that have any bit, each with its bits."""
    return [int(each) for at in np.flatnonzero(bits) for each in (at, bits[at])]


def claims(side: Side, finding: Finding, hull: Span) -> list[Span]:
    """What the finding claims on this side: characters that stand in a block and have a counterpart."""
    return [Span(hull.start + start, hull.start + end) for start, end in stretches(side.claimed(finding))]


def pieces_of(
    text: str, side: Side, findings: Sequence[Finding], marks: Sequence[Mark], *, left: bool, more: Iterable[int] = ()
) -> tuple[Pieces, list[list[Span]]]:
    """The pieces of one side, cut at places of ``more`` too, and what each finding claims there."""
    hulls = [finding.match.left if left else finding.match.right for finding in findings]
    claimed = [claims(side, finding, hull) for finding, hull in zip(findings, hulls, strict=True)]
    is_layout, is_compared = layout(text), compared(text)
    # where counting stops and goes on within what is compared: notices of sites
    dropped = is_compared & ~side.counts
    spans = [*hulls, *(span for some in claimed for span in some), *(mark.span for mark in marks)]
    edges = [at for span in spans for at in (span.start, span.end)]
    edges += [at for mask in (is_layout, dropped) for stretch in stretches(mask) for at in stretch]
    cuts = np.unique(np.array([0, len(text), *edges, *more], dtype=np.int64))
    begins = cuts[:-1]
    marked = np.zeros(len(begins), dtype=np.int64)
    for flag, mask in side.marked.items():
        marked |= mask[begins].astype(np.int64) << FLAGS.index(flag)
    return Pieces(cuts, _sums(side.counts, cuts), _sums(is_compared, cuts), is_layout[begins], marked), claimed


def _sums(mask: npt.NDArray[np.bool_], cuts: Cuts) -> npt.NDArray[np.int64]:
    return np.diff(np.concatenate(([0], np.cumsum(mask, dtype=np.int64)))[cuts])


def facts(finding: Finding, source: int) -> list[int]:
    """What a count asks of a finding: its kind, its flags (bits), its grade (from 1; 0 for none), its source."""
    flags = sum(1 << FLAGS.index(flag) for flag in finding.flags)
    grade = GRADES.index(finding.grade) + 1 if finding.grade else 0
    return [KINDS.index(finding.kind), flags, grade, source]


def other_side(report: Report) -> dict[str, Any]:
    """What a comparison needs to count how much of its source stands in the document."""
    source = next(iter(report.sources.values()))
    matches = [finding.match for finding in report.findings]
    marks = marks_there(report.marks, matches, report.document.text, source.text)
    side = Side(source.text, report.findings, left=False, marks=marks)
    pieces, claimed = pieces_of(source.text, side, report.findings, marks, left=False)
    hulls = [pieces.range(finding.match.right) for finding in report.findings]
    return pieces.data() | {
        "f": [{"c": pieces.ranges(some), "h": hull} for some, hull in zip(claimed, hulls, strict=True)]
    }
