"""Notes on limits: what is equal and yet in no share (表格里的格子), and what is too short for much to be found?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simcheck.findings.substitutions import equal_parts
from simcheck.model import Flag, Note
from simcheck.report.report import Report
from simcheck.text.normalize import normalize

_WORDS: Final = 24
"""Characters of a row that the note shows."""

_BRIEF: Final = 60
"""Compared characters up to which a text is a sentence or two: altered, they hardly reach the evidence asked for."""


def limit_notes(report: Report) -> Iterator[Note]:
    """The notes on a report whose findings are all known."""
    yield from _cells(report)
    yield from _brief(report)


def _cells(report: Report) -> Iterator[Note]:
    """How many characters that the source has too only cells (``Flag.CELLS``) explain, and the most of them in a row.

    What two tables differ in (names, sums) stands inside such a finding as well, and is neither counted nor shown.
    """
    cells = [finding for finding in report.findings if Flag.CELLS in finding.flags]
    if not cells:
        return
    counted = report.covered()
    aside = counted.copy()
    stretches = set()
    for finding in cells:
        left, counts = finding.match.left, report.counted(finding)
        for stretch in equal_parts(finding.match):
            here = counts[stretch.start - left.start : stretch.end - left.start]
            aside[stretch.start : stretch.end] |= here
            stretches.add((int(here.sum()), -stretch.start, stretch))
    count = int(aside.sum() - counted.sum())
    if count:
        _, _, place = max(stretches)
        words = " ".join(place.of(report.document.text).split())
        facts: dict[str, str | int] = {"document": report.document.name, "count": count, "text": words[:_WORDS]}
        yield Note("cells", place, facts)


def _brief(report: Report) -> Iterator[Note]:
    """Whether a text of which nothing was found is so short that this says little."""
    if report.findings or not report.sources or len(report.document.text) > _SURELY * _BRIEF:
        return
    length = len(normalize(report.document.text))
    if report.settings.min_length <= length <= _BRIEF:
        yield Note("brief", None, {"document": report.document.name, "length": report.share().whole})


_SURELY: Final = 10
"""How many times as long a text is surely not brief, whatever of it is compared."""
