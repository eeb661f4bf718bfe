"""Outlines (提纲): which sources have the same headings in the same order, beside those that everybody has?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from simcheck.model import APART, Note
from simcheck.report.report import Report
from simcheck.text.normalize import folded
from simcheck.text.segmentation import headings

_LIKE: Final = 0.6
"""The part of a document's headings that another has in the same order, from which their outlines are called equal."""

_OUTLINE: Final = 300
"""Headings of a text that are compared: more are the lines of a table."""

_HEADINGS: Final = 4
"""Headings that must be equal, at least."""

_EVERYBODYS: Final = re.compile(
    r"(?:主要|基本|重点|具体)?(?:工作|取得的?)?(?:做法|成效|成绩|情况|措施|问题|不足|打算|思路|计划|安排|开展情况|总结|原因分析)+"
    r"|(?:存在的?|当前)?(?:主要)?(?:困难|问题)(?:和|与|及)?(?:不足|困难|原因)?|下一?步.{0,4}(?:打算|计划|思路|安排|工作)?|.{0,4}工作(?:总结|回顾|打算|计划)"
)
"""Headings that every report has."""


def outline_notes(report: Report) -> Iterator[Note]:
    """A note on each source that has the document's outline."""
    own_headings = _outline(report.document.text)
    if len(own_headings) < _HEADINGS:
        return
    specific = {f.match.source for f in report.findings if not f.flags & APART}
    for id, source in report.sources.items():
        # of many sources only those that are worth naming, of one in any case
        if len(report.sources) > 1 and id not in specific:
            continue
        if source.text == report.document.text:
            continue
        source_headings = _outline(source.text)
        blocks = SequenceMatcher(None, own_headings, source_headings, autojunk=False).get_matching_blocks()
        same = sum(block.size for block in blocks)
        if same >= _HEADINGS and same >= _LIKE * len(own_headings):
            facts: dict[str, str | int] = {
                "document": report.document.name,
                "source": id,
                "same": same,
                "headings": len(own_headings),
            }
            yield Note("same-outline", None, facts)


def _outline(text: str) -> list[str]:
    """The headings of a text as they are compared, without those that every report has."""
    found = []
    for span, number in headings(text)[:_OUTLINE]:
        words = folded(text[span.start + number : span.end])
        if words and not _EVERYBODYS.fullmatch(words):
            found.append(words)
    return found
