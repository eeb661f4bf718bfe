"""Kinds and substitutions: which passages were refilled, and what stands for what."""

from __future__ import annotations

from support.labelled import SPECIFIC, Labelled, labelled, lines

import simcheck
from simcheck import Kind, Span


def among_others(passage: str, own: list[str]) -> tuple[str, int]:
    """A report with the passage in it, and where it begins."""
    before = "。\n".join(own[:20]) + "。\n"
    return before + passage + "\n" + "。\n".join(own[20:40]) + "。", len(before)


def judged(case: Labelled) -> tuple[bool, int]:
    """Whether most of the passage is called refilled, and how many of the changes are listed."""
    (left, at), (right, other) = among_others(case.left, SPECIFIC[0::2]), among_others(case.right, SPECIFIC[1::2])
    report = simcheck.compare(left, right)
    here = [f for f in report.findings if f.match.left.overlaps(Span(at, at + len(case.left)))]
    refilled = sum(len(f.match.left) for f in here if f.kind is Kind.REFILLED)
    listed = [s for finding in here for s in finding.substitutions]

    def rest(text: str, span: Span, sides: list[Span]) -> str:
        return "".join(c for n, c in enumerate(text[span.start : span.end], span.start) if not _in(n, sides))

    found = 0
    for mine, theirs in case.changes:
        x, y = Span(mine.start + at, mine.end + at), Span(theirs.start + other, theirs.end + other)
        some = [s for s in listed if s.left.overlaps(x) or s.right.overlaps(y)]
        # what is not listed of the two is the same: 镇 of 平安镇 and 李家镇
        found += bool(some) and rest(left, x, [s.left for s in some]) == rest(right, y, [s.right for s in some])
    return 2 * refilled >= len(case.left), found


def _in(place: int, spans: list[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)


def test_refilled_passages_are_told_from_edited_ones_and_what_was_refilled_is_listed() -> None:
    refilled = [labelled(line) for line in lines("refilled")]
    edited = [labelled(line) for line in lines("edited")]
    found = [judged(case) for case in refilled]
    hits = sum(is_refilled for is_refilled, _ in found)
    others = [case.left for case in edited if judged(case)[0]]
    assert len(refilled) >= 60
    assert 2 * hits / (hits + len(others) + len(refilled)) >= 0.95, (hits, others)
    assert sum(listed for _, listed in found) >= 0.98 * sum(len(case.changes) for case in refilled)
