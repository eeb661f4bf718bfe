"""Projection: from normalized positions back to spans of the original texts (blocks and edits of a passage)."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from simcheck.align.alignment import Piece
from simcheck.align.edits import Change
from simcheck.model import Block, Edit, Span
from simcheck.text.normalize import Normalized
from simcheck.text.segmentation import closes, closing_marks, opening_marks


def block_of(piece: Piece, a: Normalized, b: Normalized) -> Block:
    """A piece in the texts, with the marks that close it on both sides; whole texts are whole."""
    first, second = a.span(piece.left, piece.left_end), b.span(piece.right, piece.right_end)
    left = [_opened(a.text, first), first.end + closing_marks(a.text, first.end)]
    right = [_opened(b.text, second), second.end + closing_marks(b.text, second.end)]
    if left[1] == first.end or right[1] == second.end:
        left[1], right[1] = first.end, second.end
    if not piece.left and not piece.right:
        left[0], right[0] = stripped(a.text).start, stripped(b.text).start
    if piece.left_end == len(a) and piece.right_end == len(b):
        left[1], right[1] = stripped(a.text).end, stripped(b.text).end
    return Block(Span(*left), Span(*right))


def _opened(text: str, span: Span) -> int:
    """Where a passage begins if the brackets and quotation marks that it closes are opened right before it."""
    count = opening_marks(text, span.start)
    return span.start - count if closes(text, Span(span.start - count, span.end)) else span.start


def apart(blocks: list[Block]) -> tuple[Block, ...]:
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


@lru_cache(maxsize=4)
def stripped(text: str) -> Span:
    """The text without the white space around it; kept, because every finding of two texts asks for it."""
    bare = text.strip()
    start = len(text) - len(text.lstrip())
    return Span(start, start + len(bare))


def edit_of(change: Change, piece: Piece, a: Normalized, b: Normalized) -> Edit:
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
