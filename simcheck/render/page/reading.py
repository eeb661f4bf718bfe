"""The document as it is, with a mark at every reused place: for reading, searching, printing.

Nothing but the document's characters is text here: numbers of paragraphs and findings are drawn by the style, so that
what is left without tags is the document. Every mark is called by where it begins (``c1560``), so that a link leads to
it from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simcheck.environment import LANGUAGES
from simcheck.i18n.messages import text as worded
from simcheck.model import Finding, Span
from simcheck.render.page.colours import ORDER, ranks, seen, sort_of
from simcheck.render.page.markup import Attribute, Markup, element, exact, joined
from simcheck.render.page.recount import FLAGS, Pieces, facts, pieces_of
from simcheck.render.view.differences import Sort, Texts
from simcheck.render.view.figures import reaches
from simcheck.render.view.selection import Selection
from simcheck.report.counting import Side
from simcheck.report.report import Report

_BREAK: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Reading:
    """The text in pieces: what a page shows of it, and what it counts by."""

    report: Report
    pieces: Pieces
    blocks: Sequence[Sequence[int]]
    """By finding: the pieces in its blocks, the first and the one after the last of each."""
    claimed: Sequence[Sequence[int]]
    differing: Sequence[Sequence[int]]
    ranks: Sequence[int]
    paragraphs: Sequence[Span]
    """The text without a gap, a span for each paragraph with the white space around it."""


def reading(report: Report, texts: Texts) -> Reading:
    """The text of a report's document in pieces."""
    text, findings = report.document.text, report.findings
    side = Side(text, findings, left=True, marks=report.marks)
    changed = [
        [piece.left for part in texts.parts(f) for piece in part.pieces if piece.sort is Sort.CHANGED and piece.left]
        for f in findings
    ]
    blocks = [[block.left for block in finding.match.blocks] for finding in findings]
    places = _paragraphs(text, [row.span for row in report.paragraphs])
    more = [at for some in (*changed, *blocks, places) for span in some for at in (span.start, span.end)]
    pieces, claimed = pieces_of(text, side, findings, report.marks, left=True, more=more)
    return Reading(
        report,
        pieces,
        [pieces.ranges(some) for some in blocks],
        [pieces.ranges(some) for some in claimed],
        [pieces.ranges(some) for some in changed],
        ranks(report),
        places,
    )


def _paragraphs(text: str, spans: Sequence[Span]) -> list[Span]:
    """The text from break to break: blanks before a paragraph's first word are its indentation."""
    cuts = [0]
    for before, after in zip(spans, spans[1:], strict=False):
        breaks = list(_BREAK.finditer(text, before.end, after.start))
        cuts.append(breaks[-1].end() if breaks else after.start)
    cuts.append(len(text))
    return [Span(start, end) for start, end in zip(cuts, cuts[1:], strict=False)]


def data(reading: Reading, numbers: dict[str, int]) -> dict[str, Any]:
    """What the script has of the text and its findings; ``numbers`` are those of the sources, from 0."""
    rows = zip(reading.report.findings, reading.ranks, reading.blocks, reading.claimed, reading.differing, strict=True)
    return reading.pieces.data() | {
        "f": [
            {
                "k": facts(finding, numbers[finding.match.source]),
                "r": rank,
                "h": reading.pieces.range(finding.match.left),
                "b": list(blocks),
                "d": list(differing),
                **({} if claimed == blocks else {"c": list(claimed)}),
            }
            for finding, rank, blocks, claimed, differing in rows
        ]
    }


def text_as_read(reading: Reading, selection: Selection, prefix: str, signs: Sequence[str]) -> Markup:
    """The whole text; ``prefix`` begins every name in it, ``signs`` are the sources that explain most of each
    paragraph."""
    look = _look(reading, selection, prefix)
    out = []
    for number, span in enumerate(reading.paragraphs, 1):
        about: dict[str, Attribute] = {"id": f"{prefix}p{number}", "data-n": number}
        if number <= len(signs) and signs[number - 1]:
            about["data-s"] = signs[number - 1]
        out.append(element("p", about, *_pieces(reading, look, span)))
    return joined(out)


@dataclass(frozen=True)
class _Look:
    """What is seen of each piece: ``top`` is the finding, -1 for none, ``differs`` whether its source has other words
    there; ``begins`` are the findings whose numbers stand before a piece."""

    findings: Sequence[Finding]
    marked: Sequence[int]
    is_covered: Sequence[bool]
    """Whether any finding has the piece, seen by now or not: all of them are marks, to be seen when it is switched."""
    top: Sequence[int]
    differs: Sequence[bool]
    greyed: Sequence[bool]
    begins: Mapping[int, int | None]
    prefix: str

    def classes(self, piece: int) -> str:
        """The classes of a piece."""
        n = self.top[piece]
        if n < 0:
            return "off"
        inner = next((flag for flag in ORDER if self.marked[piece] >> FLAGS.index(flag) & 1), None)
        names = [f"k-{inner or sort_of(self.findings[n])}"]
        return " ".join([*names, *(["d"] if self.differs[piece] else []), *(["out"] if self.greyed[n] else [])])

    def anchor(self, piece: int) -> Markup:
        """The number of the finding that begins at a piece; there is a place for one that begins there unseen."""
        n = self.begins[piece]
        if n is None:
            return element("a", {"class": "n", "href": "#", "hidden": True})
        sign = self.findings[n].kind
        letters: dict[str, Attribute] = {
            f"data-{lang}": f"{n + 1}{worded(lang, f'gutter.{sign}')}" for lang in LANGUAGES
        }
        return element("a", {"href": f"#{self.prefix}{n + 1}", "class": "n", "aria-label": n + 1, **letters})


def _look(reading: Reading, selection: Selection, prefix: str) -> _Look:
    findings, count = reading.report.findings, len(reading.pieces.weights)
    greyed = [bool(finding.flags & selection.without) for finding in findings]
    shown = [
        some if reaches(finding, selection.grade) else []
        for finding, some in zip(findings, reading.blocks, strict=True)
    ]
    top = seen(reading.ranks, shown, greyed, count)
    every = seen(reading.ranks, reading.blocks, greyed, count)
    differs = np.zeros(count, dtype=np.bool_)
    for n, some in enumerate(reading.differing):
        for start, end in zip(some[::2], some[1::2], strict=True):
            differs[start:end] |= top[start:end] == n
    begins: dict[int, int | None] = {some[0]: None for some in reading.blocks if some}
    for n in sorted(range(len(findings)), key=lambda n: (not greyed[n], reading.ranks[n])):
        if shown[n]:
            begins[shown[n][0]] = n
    is_covered = (every >= 0).tolist()
    marked = reading.pieces.marked.tolist()
    return _Look(findings, marked, is_covered, top.tolist(), differs.tolist(), greyed, begins, prefix)


def _pieces(reading: Reading, look: _Look, span: Span) -> Iterator[Markup]:
    """The pieces of a paragraph: those that a finding has as marks, the others together."""
    words, cuts = reading.report.document.text, reading.pieces.cuts
    plain = span.start
    for piece in range(*reading.pieces.range(span)):
        if not look.is_covered[piece]:
            continue
        start, end = int(cuts[piece]), int(cuts[piece + 1])
        if plain < start:
            yield exact(words[plain:start])
        plain = end
        if piece in look.begins:
            yield look.anchor(piece)
        about: dict[str, Attribute] = {"id": f"{look.prefix}c{start}", "class": look.classes(piece)}
        yield element("mark", about | {"data-f": look.top[piece] + 1}, exact(words[start:end]))
    if plain < span.end:
        yield exact(words[plain : span.end])
