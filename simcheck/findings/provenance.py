"""Provenance (出处): notes on what several documents hold: how many they are, and which of them is the earliest.

What each passage is, and who holds how much of it since when, is counted in ``report.spread``; passages with the very
same holders are told together, so that every number is true of every document that it is said of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from simcheck.model import Note
from simcheck.report.report import Report
from simcheck.report.spread import Spread
from simcheck.text.segmentation import paragraph_numbers, paragraphs

_FEW: Final = 2
"""Holders of a passage that say nothing by their number."""

_TOLD: Final = 4
"""Groups of holders that are told, those of most characters; ``Report.spread`` has all."""

_NAMED: Final = 5
"""Passages of one group whose paragraphs are named, the longest; all are counted."""


def origin_notes(report: Report) -> Iterator[Note]:
    """What several documents hold, together for each group of them: those of more characters first."""
    groups: dict[tuple[str, ...], list[Spread]] = {}
    for spread in report.spread:
        groups.setdefault(tuple(sorted(holder.record for holder in spread.holders)), []).append(spread)
    told = [some for some in groups.values() if some[0].origin or len(some[0].holders) > _FEW]
    spans = paragraphs(report.document.text)
    for alike in sorted(told, key=lambda some: (-_characters(some), some[0].span))[:_TOLD]:
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
        yield Note("origin-earliest" if first.origin else "widespread", longest[0].span, facts)


def _characters(spreads: Sequence[Spread]) -> int:
    return sum(spread.characters for spread in spreads)
