"""Who holds what several sources have, how much of it, and since when: the table that every rendering can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from simcheck.environment import Language
from simcheck.i18n.explain import dated_by
from simcheck.i18n.messages import text
from simcheck.render.view.figures import labels
from simcheck.report.report import Report
from simcheck.report.spread import Holder
from simcheck.text.segmentation import paragraph_numbers, paragraphs

SHOWN: Final = 6
"""Holders of a passage that are named unless all are asked for: the others are counted."""

PASSAGES: Final = 5
"""Passages that are shown unless all are asked for, those of most characters."""


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A document that holds a passage: its name, how many characters of it, its date and what that is known by."""

    name: str
    characters: int
    dated: str


@dataclass(frozen=True, slots=True)
class SpreadTable:
    """A passage: what it is, who holds it, and how many more do."""

    head: str
    rows: tuple[HolderRow, ...]
    more: int


def spread_tables(report: Report, lang: Language, *, every: bool) -> list[SpreadTable]:
    """A table for each passage that several sources hold, in the order of the document."""
    spans = paragraphs(report.document.text)
    kept = report.spread
    if not every:
        kept = tuple(sorted(sorted(kept, key=lambda s: (-s.characters, s.span))[:PASSAGES], key=lambda s: s.span))
    records = [d for id, source in report.sources.items() for d in (source, *report.copies.get(id, ()))]
    names = labels(records, lang) if kept else {}
    tables = []
    for spread in kept:
        facts = {"characters": spread.characters, "count": len(spread.holders)}
        head = text(lang, "spread.passage", paragraph=paragraph_numbers(spread.span, spans)[0], **facts)
        shown = spread.holders if every else spread.holders[:SHOWN]
        rows = tuple(_row(h, names, lang, is_first=spread.origin is not None and not at) for at, h in enumerate(shown))
        tables.append(SpreadTable(head, rows, len(spread.holders) - len(shown)))
    return tables


def _row(holder: Holder, names: Mapping[str, str], lang: Language, *, is_first: bool) -> HolderRow:
    """A holder as it is shown; the first of them is the origin where one is known, and later copies of it are not."""
    name = names[holder.record]
    if holder.versions:
        name = text(lang, "spread.versions", name=name, n=len(holder.versions))
    if is_first:
        name = text(lang, "spread.first", name=name)
    if not holder.date:
        return HolderRow(name, holder.characters, text(lang, "dated.unknown"))
    dated = text(lang, "spread.dated", date=holder.date, by=dated_by(holder.date_by, lang))
    return HolderRow(name, holder.characters, dated)
