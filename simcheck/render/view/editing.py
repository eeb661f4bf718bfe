"""What helps whoever edits a checked document: which sentences first, where else a passage stands, what was left over?

Facts, counted as everywhere: nothing says that a sentence has to be rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from simcheck.i18n.explain import WITHHELD
from simcheck.model import APART, Finding, Flag, Grade, Span
from simcheck.render.view.differences import Piece, Sort, Texts
from simcheck.render.view.figures import Numbered
from simcheck.report.report import Report
from simcheck.text.segmentation import sentences

SENTENCES: Final = 5
"""Sentences that are named: what can be done at one sitting."""

LEAST: Final = 13
"""Characters of a sentence that is named: fewer stand in anybody's report."""

AROUND: Final = 10
"""Characters that are shown on either side of a change in a long passage."""

_EXCUSED: Final = APART | {Flag.QUOTED, Flag.OWN, Flag.TEMPLATE}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the document, how many characters of it stand in a source as they are, and the finding with most of
    them."""

    span: Span
    characters: int
    number: int
    finding: Finding


def first_sentences(report: Report, shown: Iterable[Numbered], most: int = SENTENCES) -> list[Sentence]:
    """The sentences with most characters that were taken over as they are, on strong evidence; what is quoted, own or
    counted apart is not looked at. Those of as many are in the order of the document."""
    words = report.document.text
    spans = sentences(words)
    starts = np.array([span.start for span in spans], dtype=np.int64)
    best: dict[int, Sentence] = {}
    for number, finding in shown:
        if finding.flags & _EXCUSED or (report.is_graded and finding.grade is not Grade.HIGH):
            continue
        hull = finding.match.left
        before = np.concatenate(([0], np.cumsum(report.equal(finding))))
        first = max(0, int(np.searchsorted(starts, hull.start, side="right")) - 1)
        for at in range(first, int(np.searchsorted(starts, hull.end))):
            here = [min(max(end, hull.start), hull.end) - hull.start for end in (spans[at].start, spans[at].end)]
            told = int(before[here[1]] - before[here[0]])
            if told >= LEAST and (at not in best or told > best[at].characters):
                best[at] = Sentence(spans[at], told, number, finding)
    return sorted(best.values(), key=lambda each: (-each.characters, each.span))[:most]


@dataclass(frozen=True, slots=True)
class Passage:
    """A finding by its number, and those of other sources that have most of the same words."""

    number: int
    finding: Finding
    others: tuple[Numbered, ...]


def passages(report: Report, shown: Sequence[Numbered]) -> list[Passage]:
    """The findings, one for the same words in several sources: the one of most characters, without a flag if there is
    one; of a source that is the document itself only what nobody else has. Of one source every finding stands by
    itself. By number."""
    same = {id for id, source in report.sources.items() if source.text == report.document.text}
    order = sorted(
        shown,
        key=lambda pair: (pair[1].match.source in same, bool(pair[1].flags), -report.length_of(pair[1]), pair[0]),
    )
    kept: list[Numbered] = []
    others: dict[int, list[Numbered]] = {}
    owner = np.zeros(len(report.document.text), dtype=np.int64)
    for number, finding in order:
        hull = finding.match.left
        here, times = np.unique(owner[hull.start : hull.end], return_counts=True)
        holders = {int(n): int(count) for n, count in zip(here, times, strict=True) if n}
        most = max(holders, key=holders.__getitem__, default=0)
        is_told = most and 2 * holders[most] >= len(hull)
        if is_told and report.findings[most - 1].match.source != finding.match.source:
            others[most].append((number, finding))
            continue
        kept.append((number, finding))
        others[number] = []
        part = owner[hull.start : hull.end]
        part[part == 0] = number
    return [Passage(number, finding, tuple(sorted(others[number]))) for number, finding in sorted(kept)]


def left_over(finding: Finding, report: Report) -> list[str]:
    """The names and years of its source that stand in a passage, where elsewhere the document has its own."""
    words, source = finding.match.left.of(report.document.text), finding.match.source
    told = [
        str(note.facts.get("theirs", ""))
        for note in report.notes
        if note.code == "left-behind" and note.facts.get("source") == source
    ]
    # what is withheld is no words that stand there
    return [each for each in dict.fromkeys(told) if each and each != WITHHELD and each in words]


def changes(finding: Finding, texts: Texts) -> list[list[Piece]]:
    """The changes of a passage with a little of what is around them, by stretches between which both sides agree."""
    stretches: list[list[Piece]] = []
    for part in texts.parts(finding):
        for at, piece in enumerate(part.pieces):
            if piece.sort is Sort.CHANGED:
                if not stretches or stretches[-1][-1].left.end != piece.left.start or not at:
                    before = part.pieces[at - 1] if at else None
                    stretches.append([_end(before)] if before and before.sort is Sort.EQUAL else [])
                stretches[-1].append(piece)
            elif piece.sort is Sort.EQUAL and at and part.pieces[at - 1].sort is Sort.CHANGED:
                goes_on = len(piece.left) <= 2 * AROUND and at + 1 < len(part.pieces)
                stretches[-1].append(piece if goes_on else _beginning(piece))
    return stretches


def _end(piece: Piece) -> Piece:
    return Piece(_last(piece.left), _last(piece.right), Sort.EQUAL)


def _last(span: Span) -> Span:
    return Span(max(span.start, span.end - AROUND), span.end)


def _beginning(piece: Piece) -> Piece:
    left, right = (Span(s.start, min(s.end, s.start + AROUND)) for s in (piece.left, piece.right))
    return Piece(left, right, Sort.EQUAL)
