"""Notes on tables (表格): what of a table is in no share, because any other table of this form would have it too?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simcheck.model import Flag, Note
from simcheck.report.report import Report


def table_notes(report: Report) -> Iterator[Note]:
    """How many characters only cells (``Flag.CELLS``) explain, and some of them."""
    cells = [finding for finding in report.findings if Flag.CELLS in finding.flags]
    if not cells:
        return
    counted = report.covered()
    aside = counted.copy()
    for finding in cells:
        left = finding.match.left
        aside[left.start : left.end] |= report.counted(finding)
    count = int(aside.sum() - counted.sum())
    if count:
        place = max(cells, key=lambda finding: (report.length_of(finding), -finding.match.left.start)).match.left
        words = " ".join(place.of(report.document.text).split())
        facts: dict[str, str | int] = {"document": report.document.name, "count": count, "text": words[:_WORDS]}
        yield Note("cells", place, facts)


_WORDS: Final = 24
"""Characters of a row that the note shows."""
