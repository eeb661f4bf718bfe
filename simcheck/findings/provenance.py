"""Provenance (出处): where several sources hold the same passage, how many are they, and in which did it begin?

The earliest that is dated; else the one that has clearly more of it; else the one in which blanks are filled in. Where
nothing tells them apart nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simcheck.entities.blanks import blanks
from simcheck.entities.dates import earlier
from simcheck.metadata.guess import metadata_of
from simcheck.model import Document, Finding, Flag, Note, Span
from simcheck.report.report import Report
from simcheck.text.segmentation import paragraph_numbers, paragraphs

_SAME: Final = 0.5
"""The part of the shorter of two findings that the other covers, from which they are one passage."""

_LEAST: Final = 40
"""Characters from which a passage is worth a word."""

_CLEARLY: Final = 1.2
"""How many times as much of a passage a source must have as every other to be the fullest."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A passage that several sources hold: all of them, the likeliest first, and why that one.

    ``reason`` is "earliest" (then ``date`` is its date), "fullest", "filled", or nothing.
    """

    span: Span
    characters: int
    sources: tuple[str, ...]
    reason: str = ""
    date: str = ""


def origins(report: Report) -> list[Origin]:
    """The passages of a report that two sources or more hold, in document order; set phrases aside."""
    if len(report.sources) < 2:
        return []
    specific = [f for f in report.findings if Flag.BOILERPLATE not in f.flags and report.length_of(f) >= _LEAST]
    dates = {id: _date(report.sources[id]) for id in {f.match.source for f in specific}}
    found = []
    for group in _groups(specific):
        parts: dict[str, int] = {}
        for finding in group:
            parts[finding.match.source] = parts.get(finding.match.source, 0) + report.length_of(finding)
        if len(parts) > 1:
            span = Span(min(f.match.left.start for f in group), max(f.match.left.end for f in group))
            origin = _origin(span, max(parts.values()), parts, dates, _blanks(group, report))
            # what is later than the document itself is not where it took it from
            own, date = _date(report.document), dates[origin.sources[0]]
            is_later = own and date and not earlier(date, own) and earlier(own, date)
            found.append(replace(origin, reason="", date="") if is_later else origin)
    return found


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that are mostly the same words of the document."""
    groups: list[list[Finding]] = []
    current: list[list[Finding]] = []
    for finding in sorted(findings, key=lambda f: (f.match.left, f.match.source)):
        # what ended before this one begins, ended before all that follow
        start = finding.match.left.start
        current = [group for group in current if any(other.match.left.end > start for other in group)]
        for group in current:
            if any(_are_one(finding.match.left, other.match.left) for other in group):
                group.append(finding)
                break
        else:
            current.append([finding])
            groups.append(current[-1])
    return groups


def _are_one(one: Span, other: Span) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared >= _SAME * min(len(one), len(other))


def _date(source: Document) -> str:
    return metadata_of(source).get("date", "")


def _blanks(group: Sequence[Finding], report: Report) -> dict[str, int]:
    counts: dict[str, int] = {}
    for finding in group:
        words = finding.match.right.of(report.sources[finding.match.source].text)
        counts[finding.match.source] = counts.get(finding.match.source, 0) + len(blanks(words))
    return counts


def _origin(
    span: Span, length: int, parts: Mapping[str, int], dates: Mapping[str, str], blanks: Mapping[str, int]
) -> Origin:
    by_part = sorted(parts, key=lambda id: (-parts[id], id))

    def first(id: str) -> tuple[str, ...]:
        return id, *(other for other in by_part if other != id)

    dated = [id for id in by_part if dates[id]]
    for id in dated:
        # the others are later, and a text without a date does not make it later either
        if len(dated) > 1 and all(earlier(dates[id], dates[other]) for other in dated if other != id):
            return Origin(span, length, first(id), "earliest", dates[id])
    if parts[by_part[0]] >= _CLEARLY * parts[by_part[1]]:
        return Origin(span, length, first(by_part[0]), "fullest")
    filled = sorted(parts, key=lambda id: (blanks[id], id))
    if blanks[filled[0]] < blanks[filled[1]]:
        return Origin(span, length, first(filled[0]), "filled")
    return Origin(span, length, tuple(by_part))


_NAMED: Final = 5
"""Passages of one origin whose paragraphs are named, the longest; all are counted."""


def origin_notes(report: Report) -> Iterator[Note]:
    """What several sources hold, together for each likely origin: the more characters, the earlier."""
    spans = paragraphs(report.document.text)
    found: dict[tuple[str, ...], list[Origin]] = {}
    for origin in origins(report):
        if origin.reason or len(origin.sources) > _FEW:
            many = "", f"{len(origin.sources)}", ""
            key = (origin.reason, origin.sources[0], origin.date) if origin.reason else many
            found.setdefault(key, []).append(origin)
    for (reason, source, date), alike in sorted(found.items(), key=lambda item: (-_characters(item[1]), item[0])):
        longest = sorted(alike, key=lambda origin: (-origin.characters, origin.span))[:_NAMED]
        numbers = sorted({paragraph_numbers(origin.span, spans)[0] for origin in longest})
        facts: dict[str, str | int] = {
            "document": report.document.name,
            "paragraphs": ", ".join(map(str, numbers)),
            "characters": _characters(alike),
            "count": max(len(origin.sources) for origin in alike),
        }
        if reason:
            named = {"source": source} | ({"date": date} if date else {})
            yield Note(f"origin-{reason}", longest[0].span, facts | named)
        else:
            yield Note("widespread", longest[0].span, facts)


def _characters(origins: Sequence[Origin]) -> int:
    return sum(origin.characters for origin in origins)


_FEW: Final = 2
"""Sources of a passage that say nothing by their number."""
