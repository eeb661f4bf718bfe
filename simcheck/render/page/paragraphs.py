"""What is reused of each paragraph, and in which findings: where did paragraph 9 come from?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from simcheck.i18n.messages import Fact
from simcheck.i18n.printable import percent, printable
from simcheck.model import Span
from simcheck.render.page.document import table
from simcheck.render.page.markup import NOTHING, Markup, element, escaped, joined, said, spaced
from simcheck.render.page.pictures import bar
from simcheck.render.view.differences import Texts
from simcheck.render.view.figures import reaches
from simcheck.render.view.selection import Selection
from simcheck.render.view.sources import Sources
from simcheck.report.counting import Share, Side
from simcheck.report.report import Report

_LINKED: Final = 12
"""Findings that are named for a paragraph: those of most characters."""

_BEGINNING: Final = 40
"""Characters of a paragraph that are shown."""


def shares(report: Report, selection: Selection) -> list[Share]:
    """How much of each paragraph is reused, as all of it is counted."""
    side = Side(report.document.text, report.findings, left=True, marks=report.marks)
    counted, passage, whole = side.masks(report.findings, selection.without)
    sums = [np.concatenate(([0], np.cumsum(mask, dtype=np.int64))) for mask in (counted, whole, passage)]
    rows = (row.span for row in report.paragraphs)
    return [Share(*(int(before[span.end] - before[span.start]) for before in sums)) for span in rows]


def paragraphs_table(
    report: Report, texts: Texts, sources: Sources | None, selection: Selection, prefix: str, *, words: bool
) -> Markup:
    """A row for each paragraph: how much, in which findings, how it begins."""
    counted = (sources.rest if sources else report).paragraphs
    found = shares(sources.rest if sources else report, selection)
    linked = _findings(report, [row.span for row in counted])
    rows = []
    for row, share, some in zip(counted, found, linked, strict=True):
        number = escaped(f"{row.number}")
        number = element("a", {"href": f"#{prefix}p{row.number}"}, number) if words else number
        figures = [
            element("span", {"class": "figure percent"}, escaped(percent(share.ratio) if share.part else "·")),
            joined([bar(share.ratio)]),
            element("span", {"class": "figure part"}, escaped(f"{share.part:,}")),
            element("span", {"class": "figure whole"}, escaped(f"{share.whole:,}")),
        ]
        begins = " ".join(printable(row.span.of(report.document.text)[: 4 * _BEGINNING]).split())[:_BEGINNING]
        rows.append(
            [
                number,
                *figures,
                _links(some, report, texts, sources, selection, prefix),
                *([escaped(begins)] if words else []),
            ]
        )
    keys = ["number", "share", "", "part", "whole", "findings", *(["start"] if words else [])]
    heads = [said(f"page.paragraph.{key}") if key else NOTHING for key in keys]
    return table(heads, rows, attributes={"class": "paragraphs"})


def _findings(report: Report, spans: Sequence[Span]) -> list[list[int]]:
    """By paragraph, the findings that have blocks in it."""
    starts, ends = (np.array([getattr(span, name) for span in spans], dtype=np.int64) for name in ("start", "end"))
    found: list[list[int]] = [[] for _ in spans]
    for n, finding in enumerate(report.findings):
        for block in finding.match.blocks:
            first = int(np.searchsorted(ends, block.left.start, side="right"))
            last = int(np.searchsorted(starts, block.left.end))
            for at in range(first, last):
                if not found[at] or found[at][-1] != n:
                    found[at].append(n)
    return found


def _links(
    some: Sequence[int], report: Report, texts: Texts, sources: Sources | None, selection: Selection, prefix: str
) -> Markup:
    """Where a paragraph comes from; a finding that is not listed has a link for the day when it is."""
    shown = sorted(sorted(some, key=lambda n: -report.length_of(report.findings[n]))[:_LINKED])
    links = []
    for n in shown:
        finding = report.findings[n]
        number = texts.right(finding).numbers(finding.match.right)
        sign = f"{sources.sign(finding.match.source)} " if sources else ""
        facts: dict[str, Fact] = {"n": n + 1, "sign": sign, "paragraphs": number}
        words = said("page.paragraph.from", **facts)
        is_hidden = not reaches(finding, selection.grade)
        links.append(element("a", {"href": f"#{prefix}{n + 1}", "data-of": n + 1, "hidden": is_hidden}, words))
    rest = len(some) - len(shown)
    return joined([*spaced(links), *([said("page.more", n=rest)] if rest else [])])
