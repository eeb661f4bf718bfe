"""The spine: a question in, a report out.

    read → normalize → segment → tokens → fingerprint → background → (index) → align → classify → report

``compare`` asks it of two texts. Every position that leaves this module is a code point of a text as it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from simcheck import classify, notes
from simcheck.align.edits import Anchors, Change, breaks, changes, trimmed
from simcheck.align.passages import passages
from simcheck.align.pieces import Hulls, Passage, Piece, phrase, within
from simcheck.align.prepare import Prepared, prepare
from simcheck.align.runs import Run
from simcheck.background import Background
from simcheck.errors import InvalidSettings
from simcheck.model import Block, Document, Edit, Evidence, Finding, Flag, Match, Span, identity
from simcheck.normalize import Normalized
from simcheck.report import Report
from simcheck.segment import closes, closing_marks, opening_marks
from simcheck.settings import Frequencies, Settings


def compare(a: Document | str, b: Document | str, *, settings: Settings = Settings()) -> Report:
    """What of ``a`` also stands in ``b``, exact to the character; a string is text, never a path.

    The two texts are put in a canonical order, computed once and exchanged if need be, so that ``compare(b, a)`` is
    ``compare(a, b)`` with the sides exchanged.
    """
    checked, source = _document(a, "A"), _document(b, "B")
    background = _background(settings)
    left, right = (prepare(document.text, background, settings) for document in (checked, source))
    swapped = _rank(right) < _rank(left)
    if swapped:
        left, right = right, left
    found = passages(left, right, settings)
    anchors = Anchors(found.runs)
    laid = [_lay_out(passage, left, right, anchors, phrase=False) for passage in found.passages]
    laid += [_lay_out(passage, left, right, anchors, phrase=True) for passage in found.phrases]
    laid += [_lay_out(phrase(run), left, right, Anchors(()), phrase=True) for run in _uncovered(found.runs, laid)]
    findings = [_finding(layout, left, right, settings) for layout in laid]
    if swapped:
        findings = [_exchanged(f) for f in findings]
    findings = [_of(f, source.id) for f in findings]
    remarks = notes.about(checked, source, settings, capped=found.capped)
    return Report(checked, {source.id: source}, tuple(sorted(findings, key=_place)), remarks, settings)


def _rank(text: Prepared) -> tuple[int, bytes]:
    """What decides which text comes first: what is compared of it, so that noise cannot turn the order."""
    return len(text.normalized), text.normalized.codes.tobytes()


def _document(given: Document | str, name: str) -> Document:
    return Document(identity(name, given), name, given) if isinstance(given, str) else given


def _background(settings: Settings) -> Frequencies | None:
    if settings.background == "shipped":
        return Background.default()
    if isinstance(settings.background, str):
        raise InvalidSettings("background", settings.background, "not-a-background")
    return settings.background


def _place(finding: Finding) -> tuple[Span, Span, str]:
    return finding.match.left, finding.match.right, finding.match.source


# From normalized positions to spans of the texts


@dataclass(frozen=True, slots=True)
class _Layout:
    """A passage with what differs in it, still in normalized positions."""

    passage: Passage
    pieces: tuple[Piece, ...]
    changes: tuple[tuple[Change, ...], ...]
    """By piece."""
    phrase: bool

    def covers(self, run: Run) -> bool:
        """Whether every character of both sides of ``run`` is in a piece and has a counterpart."""
        left, right = (run.left, run.left + run.length), (run.right, run.right + run.length)
        return (
            within(left, self.pieces, side=0) == run.length
            and within(right, self.pieces, side=1) == run.length
            and not any(breaks(change, run) for changes in self.changes for change in changes)
        )


def _lay_out(passage: Passage, a: Prepared, b: Prepared, runs: Anchors, *, phrase: bool) -> _Layout:
    parts = [trimmed(piece, changes(piece, a, b, runs), a, b) for piece in passage.pieces]
    return _Layout(passage, tuple(p for p, _ in parts), tuple(tuple(altered) for _, altered in parts), phrase)


def _uncovered(runs: Sequence[Run], laid: Sequence[_Layout]) -> list[Run]:
    """Runs that cross others so that no layout has all their characters; the guarantee knows no exceptions."""
    hulls = Hulls([layout.passage for layout in laid])
    return [run for run in runs if not any(laid[n].covers(run) for n in hulls.around(run))]


def _finding(layout: _Layout, a: Prepared, b: Prepared, settings: Settings) -> Finding:
    every = [change for altered in layout.changes for change in altered]
    blocks = _apart([_block(piece, a.normalized, b.normalized) for piece in layout.pieces])
    edits = [
        _edit(change, piece, a.normalized, b.normalized)
        for piece, altered in zip(layout.pieces, layout.changes, strict=True)
        for change in altered
    ]
    left = Span(min(x.left.start for x in blocks), max(x.left.end for x in blocks))
    right = Span(min(x.right.start for x in blocks), max(x.right.end for x in blocks))
    whole = not every and left == _stripped(a.normalized.text) and right == _stripped(b.normalized.text)
    bits = settings.character_bits
    passage = layout.passage
    known = (classify.known(a, *passage.left, bits) + classify.known(b, *passage.right, bits)) / 2
    return Finding(
        Match("", left, right, blocks, tuple(sorted(edits))),
        classify.kind(layout.pieces, every, a, b),
        frozenset({Flag.BOILERPLATE}) if layout.phrase and not whole else frozenset(),
        Evidence(round(max(passage.bits, 0.0), 1), round(known, 3)),
    )


def _block(piece: Piece, a: Normalized, b: Normalized) -> Block:
    """A piece in the texts, with the marks that close it on both sides; whole texts are whole."""
    first, second = a.span(piece.left, piece.left_end), b.span(piece.right, piece.right_end)
    left = [_opened(a.text, first), first.end + closing_marks(a.text, first.end)]
    right = [_opened(b.text, second), second.end + closing_marks(b.text, second.end)]
    if left[1] == first.end or right[1] == second.end:
        left[1], right[1] = first.end, second.end
    if not piece.left and not piece.right:
        left[0], right[0] = _stripped(a.text).start, _stripped(b.text).start
    if piece.left_end == len(a) and piece.right_end == len(b):
        left[1], right[1] = _stripped(a.text).end, _stripped(b.text).end
    return Block(Span(*left), Span(*right))


def _opened(text: str, span: Span) -> int:
    """Where a passage begins if the brackets and quotation marks that it closes are opened right before it."""
    count = opening_marks(text, span.start)
    return span.start - count if closes(text, Span(span.start - count, span.end)) else span.start


def _apart(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks in order, none reaching into the next on either side: a mark between two belongs to the earlier
    one."""
    lefts = _without_overlap([block.left for block in blocks])
    rights = _without_overlap([block.right for block in blocks])
    return tuple(sorted(Block(left, right) for left, right in zip(lefts, rights, strict=True)))


def _without_overlap(spans: list[Span]) -> list[Span]:
    result = list(spans)
    order = sorted(range(len(spans)), key=lambda n: spans[n])
    for before, after in pairwise(order):
        if result[after].start < result[before].end:
            result[after] = Span(result[before].end, max(result[after].end, result[before].end))
    return result


def _stripped(text: str) -> Span:
    """The text without the white space around it."""
    bare = text.strip()
    start = len(text) - len(text.lstrip())
    return Span(start, start + len(bare))


def _edit(change: Change, piece: Piece, a: Normalized, b: Normalized) -> Edit:
    return Edit(
        _place_of(a, change.left, change.left_end, piece.left),
        _place_of(b, change.right, change.right_end, piece.right),
    )


def _place_of(text: Normalized, start: int, end: int, first: int) -> Span:
    """The characters of an interval; nothing stands right behind the character before it, or first of all."""
    if start < end:
        return text.span(start, end)
    at = int(text.origin[start]) if start == first else int(text.origin[start - 1]) + 1
    return Span(at, at)


def _exchanged(finding: Finding) -> Finding:
    """The same finding seen from the other text."""
    match = finding.match
    blocks = tuple(sorted(Block(block.right, block.left) for block in match.blocks))
    edits = tuple(sorted(Edit(edit.right, edit.left) for edit in match.edits))
    return replace(finding, match=Match(match.source, match.right, match.left, blocks, edits))


def _of(finding: Finding, source: str) -> Finding:
    return replace(finding, match=replace(finding.match, source=source))
