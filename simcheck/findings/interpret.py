"""What the findings of a report mean beside their kinds: flags by marks and by author, what was forgotten, one outline.

Facts about the document and its sources, found when all matches are known; nothing here looks for matches.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from simcheck.findings import marks
from simcheck.findings.provenance import Origin, origins
from simcheck.findings.substitutions import leftovers
from simcheck.metadata.guess import said_of
from simcheck.model import Document, Flag, Mark, Note, Slot
from simcheck.report.report import Report, paragraph_numbers
from simcheck.text.normalize import folded
from simcheck.text.segmentation import headings


def explained(report: Report, found: Sequence[Mark], own: Collection[str] = ()) -> Report:
    """The report with its marks, the flags that follow from them and from who wrote the sources, and further notes.

    ``own`` are the ids of sources that the user calls his own.
    """
    mine = said_of(report.document)
    hands = {id: _same_hand(id, own, mine, source) for id, source in report.sources.items()}
    report = replace(report, marks=marks.within(found, report.findings))
    findings = []
    for finding in report.findings:
        flags = set(finding.flags)
        counted, hull = report.counted(finding), finding.match.left
        # of a text that is wholly the other's, phrases are a part like any other
        whole = report.sources[finding.match.source].text == report.document.text
        # evidence speaks against a coincidence, however usual the words; the mark says that they are
        others = {f: mask for f, mask in report.marked_by_flag.items() if f is not Flag.BOILERPLATE}
        flags |= set() if whole else {f for f, mask in others.items() if marks.wholly(counted, hull, mask)}
        if hands[finding.match.source]:
            flags.add(Flag.OWN)
        findings.append(replace(finding, flags=frozenset(flags)))
    report = replace(report, findings=tuple(findings))
    notes = [*_of_own(report, hands), *_forgotten(report, hands), *_outlines(report), *_lineage(report)]
    return replace(report, notes=(*report.notes, *notes))


# Who wrote it


def _same_hand(id: str, own: Collection[str], mine: Mapping[str, str], source: Document) -> tuple[str, str] | None:
    """Why a source is the author's own text: the field that is equal, and what it says; None if it is another's."""
    if id in own:
        return "said", ""
    theirs = said_of(source)
    for field in ("author", "unit"):
        if mine.get(field) and theirs.get(field):
            return (field, mine[field]) if mine[field] == theirs[field] else None
    return None


def _of_own(report: Report, hands: Mapping[str, tuple[str, str] | None]) -> Iterator[Note]:
    for id, hand in hands.items():
        if hand and report.sources[id].text != report.document.text and report.share_of(id).part:
            facts = {"document": report.document.name, "source": id, "value": hand[1]}
            yield Note(f"own-{hand[0]}", None, facts)


# What was forgotten


_SHOWN: Final = 8
"""Leftovers that are told one by one; a text with more of them is a copy with another heading."""


def _forgotten(report: Report, hands: Mapping[str, tuple[str, str] | None]) -> Iterator[Note]:
    telling = [f for f in report.findings if Flag.BOILERPLATE not in f.flags]
    found = leftovers(report.document, report.sources.values(), telling)
    # the villages of one's own township stay what they are called
    found = [each for each in found if each.slot is Slot.DATE or not hands[each.source]]
    for each in found[:_SHOWN]:
        first, _ = paragraph_numbers(each.places[0], report.passages)
        facts: dict[str, str | int] = {
            "document": report.document.name,
            "source": each.source,
            "theirs": each.theirs,
            "own": each.own,
            "count": len(each.places),
            "paragraph": first,
        }
        yield Note("left-behind", each.places[0], facts)


# One outline


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


def _outlines(report: Report) -> Iterator[Note]:
    mine = _outline(report.document.text)
    if len(mine) < _HEADINGS:
        return
    telling = {f.match.source for f in report.findings if Flag.BOILERPLATE not in f.flags}
    for id, source in report.sources.items():
        # of many sources only those that are worth naming, of one in any case
        if len(report.sources) > 1 and id not in telling:
            continue
        if source.text == report.document.text:
            continue
        theirs = _outline(source.text)
        blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
        same = sum(block.size for block in blocks)
        if same >= _HEADINGS and same >= _LIKE * len(mine):
            facts: dict[str, str | int] = {
                "document": report.document.name,
                "source": id,
                "same": same,
                "headings": len(mine),
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


# Several sources


_TOLD: Final = 5
"""Passages of one origin that are placed, the longest; all are counted."""


def _lineage(report: Report) -> Iterator[Note]:
    """What several sources hold, together for each likely origin: the more characters, the earlier."""
    found: dict[tuple[str, ...], list[Origin]] = {}
    for each in origins(report):
        if each.reason or len(each.sources) > _FEW:
            key = (each.reason, each.sources[0], each.date) if each.reason else ("", f"{len(each.sources)}", "")
            found.setdefault(key, []).append(each)
    for (reason, source, date), some in sorted(found.items(), key=lambda item: (-_characters(item[1]), item[0])):
        longest = sorted(some, key=lambda origin: (-origin.characters, origin.span))[:_TOLD]
        numbers = sorted({paragraph_numbers(each.span, report.passages)[0] for each in longest})
        facts: dict[str, str | int] = {
            "document": report.document.name,
            "paragraphs": ", ".join(map(str, numbers)),
            "characters": _characters(some),
            "count": max(len(each.sources) for each in some),
        }
        if reason:
            told = {"source": source} | ({"date": date} if date else {})
            yield Note(f"origin-{reason}", longest[0].span, facts | told)
        else:
            yield Note("widespread", longest[0].span, facts)


def _characters(some: Sequence[Origin]) -> int:
    return sum(each.characters for each in some)


_FEW: Final = 2
"""Sources of a passage that say nothing by their number."""
