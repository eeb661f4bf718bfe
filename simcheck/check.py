"""The spine: a question in, a report out.

    read → normalize → segment → tokens → fingerprint → (index) → align → classify → report

``compare`` asks it of two texts. Every position that leaves this module is a code point of a text as it was given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from simcheck import classify, notes
from simcheck.align.edits import Change, changes, trimmed
from simcheck.align.passages import Passage, Piece, passages
from simcheck.align.prepare import Prepared, prepare
from simcheck.align.runs import Run
from simcheck.background import Background
from simcheck.model import Block, Document, Edit, Evidence, Finding, Flag, Match, Span
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
    swapped = (len(source.text), source.text) < (len(checked.text), checked.text)
    first, second = (source, checked) if swapped else (checked, source)
    background = _background(settings)
    left, right = (prepare(document.text, background, settings) for document in (first, second))
    found = passages(left, right, settings)
    findings = [
        *(_finding(p, left, right, found.runs, settings, boilerplate=False) for p in found.passages),
        *(_finding(p, left, right, found.runs, settings, boilerplate=True) for p in found.phrases),
    ]
    if swapped:
        findings = [_exchanged(f) for f in findings]
    findings = [_of(f, source.id) for f in findings]
    remarks = notes.about(checked, source, settings, capped=found.capped)
    return Report(checked, {source.id: source}, tuple(sorted(findings, key=_place)), remarks, settings)


def identity(name: str, text: str) -> str:
    """The id of a record: the same for the same name and text, on every machine."""
    return hashlib.blake2b(f"{name}\0{text}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _document(given: Document | str, name: str) -> Document:
    return Document(identity(name, given), name, given) if isinstance(given, str) else given


def _background(settings: Settings) -> Frequencies | None:
    if isinstance(settings.background, str):
        return Background.default()
    return settings.background


def _place(finding: Finding) -> tuple[Span, Span, str]:
    return finding.match.left, finding.match.right, finding.match.source


# From normalized positions to spans of the texts


def _finding(
    passage: Passage, a: Prepared, b: Prepared, runs: Sequence[Run], settings: Settings, *, boilerplate: bool
) -> Finding:
    pieces, every = [], []
    for piece in passage.pieces:
        kept, altered = trimmed(piece, changes(piece, a, b, runs), a, b)
        pieces.append(kept)
        every += altered
    blocks = _apart([_block(piece, a.normalized, b.normalized) for piece in pieces])
    edits = tuple(sorted(_edit(change, a.normalized, b.normalized) for change in every))
    left = Span(min(x.left.start for x in blocks), max(x.left.end for x in blocks))
    right = Span(min(x.right.start for x in blocks), max(x.right.end for x in blocks))
    whole = not every and left == _stripped(a.normalized.text) and right == _stripped(b.normalized.text)
    bits = settings.character_bits
    known = (classify.known(a, *passage.left, bits) + classify.known(b, *passage.right, bits)) / 2
    return Finding(
        Match("", left, right, blocks, edits),
        classify.kind(pieces, every, a, b),
        frozenset({Flag.BOILERPLATE}) if boilerplate and not whole else frozenset(),
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


def _edit(change: Change, a: Normalized, b: Normalized) -> Edit:
    return Edit(_place_of(a, change.left, change.left_end), _place_of(b, change.right, change.right_end))


def _place_of(text: Normalized, start: int, end: int) -> Span:
    """The characters of an interval; nothing stands right behind the character before it."""
    if start < end:
        return text.span(start, end)
    at = int(text.origin[start - 1]) + 1 if start else int(text.origin[0])
    return Span(at, at)


def _exchanged(finding: Finding) -> Finding:
    """The same finding seen from the other text."""
    match = finding.match
    blocks = tuple(sorted(Block(block.right, block.left) for block in match.blocks))
    edits = tuple(sorted(Edit(edit.right, edit.left) for edit in match.edits))
    return replace(finding, match=Match(match.source, match.right, match.left, blocks, edits))


def _of(finding: Finding, source: str) -> Finding:
    return replace(finding, match=replace(finding.match, source=source))
