"""Provenance (出处): notes on what several documents hold: how many they are, and which of them is the earliest.

What each passage is, and who holds how much of it since when, is counted in ``report.spread``; passages with the very
same holders are told together, so that every number is true of every document that it is said of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from simcheck.model import Note, Span
from simcheck.report.report import Report
from simcheck.report.spread import Spread
from simcheck.text.segmentation import paragraph_numbers, paragraphs

_FEW: Final = 2
"""Holders of a passage that say nothing by their number."""

_TOLD: Final = 4
"""Groups of holders that are told, those with an earliest first, then those of most characters, and of passages that
lie in each other one; ``Report.spread`` has all."""

_AGAIN: Final = 0.5
"""The part of a group's passages that lies in what was told, from which it is told already."""

_TELLING: Final = 0.5
"""Of the characters of the longest passage, those from which others are told as well: what dozens of documents have of
a formula is no news beside the passage that a few have."""

_NAMED: Final = 5
"""Passages of one group whose paragraphs are named, the longest; all are counted."""


def origin_notes(report: Report) -> Iterator[Note]:
    """What several documents hold, together for each group of them: those of more characters first."""
    groups: dict[tuple[str, ...], list[Spread]] = {}
    for spread in report.spread:
        groups.setdefault(tuple(sorted(holder.record for holder in spread.holders)), []).append(spread)
    least = _TELLING * max((spread.characters for spread in report.spread), default=0)
    told = [
        some
        for some in groups.values()
        if (some[0].origin or len(some[0].holders) > _FEW) and _characters(some) >= least
    ]
    spans = paragraphs(report.document.text)
    told.sort(key=lambda some: (some[0].origin is None, -_characters(some), some[0].span))
    fresh: list[list[Spread]] = []
    for some in told:
        if len(fresh) < _TOLD and not _lies_in(some, [spread.span for group in fresh for spread in group]):
            fresh.append(some)
    for alike in sorted(fresh, key=lambda some: (-_characters(some), some[0].span)):
        longest = sorted(alike, key=lambda spread: (-spread.characters, spread.span))[:_NAMED]
        numbers = sorted({paragraph_numbers(spread.span, spans)[0] for spread in longest})
        first = alike[0]
        facts: dict[str, str | int] = {
            "document": report.document.name,
            "paragraphs": ", ".join(map(str, numbers)),
            "characters": _characters(alike),
            "count": len(first.holders),
        }
        if first.origin:
            holder = next(each for each in first.holders if each.source == first.origin)
            facts |= {"source": first.origin, "date": holder.date, "date_by": holder.date_by}
            partly = max(spread.partly for spread in alike)
            facts |= {"partly": partly} if partly else {}
        yield Note("origin-earliest" if first.origin else "widespread", longest[0].span, facts)


def _lies_in(spreads: Sequence[Spread], spans: Sequence[Span]) -> bool:
    """Whether much of some passages is inside of spans, each for itself."""
    whole = sum(len(spread.span) for spread in spreads)
    inside = sum(
        max((min(spread.span.end, span.end) - max(spread.span.start, span.start) for span in spans), default=0)
        for spread in spreads
    )
    return inside >= _AGAIN * whole


def _characters(spreads: Sequence[Spread]) -> int:
    return sum(spread.characters for spread in spreads)
