"""From passages to one finding for each act of copying.

A passage that was found by its best sentences grows at both ends over whatever the two texts go on to share, word by
word: next to a copied passage little evidence is enough, because there is hardly any other place where it could have
come from. Then passages that follow each other in both texts are one, if what stands between them costs little to
cross: a clause left out, a sentence put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.pieces import Passage, Piece, Texts
from simcheck.align.prepare import Bits, Ints, Prepared
from simcheck.align.sentences import Weights
from simcheck.settings import Settings

_REACH: Final = 60
"""Words looked at beyond an end: two sentences, in which a match of a few words is no coincidence."""

_TELLING: Final = 2.0
"""Bits from which a word may be a step: fewer, and the steps are particles."""

_STEP: Final = 3.0
"""Bits that it costs not to go on with the very next word: to say where to."""


_LEFT_OUT: Final = 0.3
"""What may stand between two passages on one side, as a part of what stands there on the other, if that was left out
or put in: where both texts have something of their own, it is two passages."""

_NOTHING: Final = 5.0
"""Bits that are nothing at all on either side: a word."""


def joined(passages: Sequence[Passage], texts: Texts, settings: Settings) -> list[Passage]:
    """The passages, grown and put together; in order of the left."""
    sides = _Side.of(texts.a, texts.left), _Side.of(texts.b, texts.right)
    grown: list[Passage] = sorted(passages, key=lambda p: p.left)
    for at, passage in enumerate(grown):
        others = grown[:at] + grown[at + 1 :]
        grown[at] = _grown(passage, others, sides, settings.growth)
    result: list[Passage] = []
    for passage in sorted(grown, key=lambda p: p.left):
        for at, before in enumerate(islice(reversed(result), _LATEST)):
            both = _put_together(before, passage, texts, sides, settings.join)
            if both:
                result[len(result) - 1 - at] = both
                break
        else:
            result.append(passage)
    return result


_LATEST: Final = 30
"""Passages before one that are tried: in texts of one template there may be thousands."""


class _Side(NamedTuple):
    """The words of one text: where they begin and end, what they are, tell, and cost up to each (n + 1)."""

    start: Ints
    end: Ints
    word: Ints
    tell: Bits
    cost: Bits

    @classmethod
    def of(cls, text: Prepared, weights: Weights) -> _Side:
        cost = np.concatenate(([0.0], np.cumsum(weights.cost)))
        return cls(text.words.start.astype(np.int64), text.words.end.astype(np.int64), weights.word, weights.tell, cost)

    def words(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie whole in an interval of characters, as a range."""
        first = int(np.searchsorted(self.start, start))
        return first, max(first, int(np.searchsorted(self.end, end, side="right")))

    def cost_of(self, start: int, end: int) -> float:
        first, last = self.words(start, end)
        return float(self.cost[last] - self.cost[first])

    def backwards(self) -> _Side:
        """The same words from the last to the first; positions are counted from the end, below zero."""
        return _Side(
            -self.end[::-1], -self.start[::-1], self.word[::-1], self.tell[::-1], self.cost[-1] - self.cost[::-1]
        )


def _grown(passage: Passage, others: Sequence[Passage], sides: tuple[_Side, _Side], least: float) -> Passage:
    """The passage with what is shared right behind its last piece and right before its first."""
    pieces = list(passage.pieces)
    bits = passage.bits
    left, right = sides
    last = max(pieces, key=lambda p: p.left_end)
    if last.right_end == passage.right[1]:
        room = (
            min((p.left[0] for p in others if p.left[0] >= last.left_end), default=np.inf),
            min((p.right[0] for p in others if p.right[0] >= last.right_end), default=np.inf),
        )
        x, y, gain = _walk(left, right, last.left_end, last.right_end, room, least)
        pieces[pieces.index(last)] = last._replace(left_end=x, right_end=y)
        bits += gain
    first = min(pieces, key=lambda p: p.left)
    if first.right == passage.right[0]:
        room = (
            min((-p.left[1] for p in others if p.left[1] <= first.left), default=np.inf),
            min((-p.right[1] for p in others if p.right[1] <= first.right), default=np.inf),
        )
        x, y, gain = _walk(left.backwards(), right.backwards(), -first.left, -first.right, room, least)
        pieces[pieces.index(first)] = first._replace(left=-x, right=-y)
        bits += gain
    return replace(passage, pieces=tuple(pieces), bits=bits)


def _walk(left: _Side, right: _Side, x: int, y: int, room: tuple[float, float], least: float) -> tuple[int, int, float]:
    """How far two texts go on sharing words from ``x`` and ``y`` on, not beyond ``room``, and the bits of it."""
    total = 0.0
    while True:
        step = _step(left, right, x, y, room)
        if step is None or step[2] < least:
            return x, y, total
        x, y, total = step[0], step[1], total + step[2]


def _step(left: _Side, right: _Side, x: int, y: int, room: tuple[float, float]) -> tuple[int, int, float] | None:
    """The best chain of shared words that begins near ``x`` and ``y``: where it ends, and its bits."""
    u, v = int(np.searchsorted(left.start, x)), int(np.searchsorted(right.start, y))
    u1, v1 = (
        min(at + _REACH, int(np.searchsorted(side.end, limit, side="right"))) if limit < np.inf else at + _REACH
        for side, at, limit in ((left, u, room[0]), (right, v, room[1]))
    )
    mine, theirs = left.word[u:u1], right.word[v:v1]
    i, j = np.nonzero((mine[:, None] == theirs[None, :]) & (left.tell[u:u1] >= _TELLING)[:, None])
    if not len(i):
        return None
    i, j = i + u, j + v
    cost = (left.cost[i + 1] - left.cost[i] + right.cost[j + 1] - right.cost[j]) / 2
    gain = np.sqrt(left.tell[i] * right.tell[j]) - cost
    # up to each step: what it costs to come there from the beginning, and the best that was had on the way
    passed = (left.cost[i] + right.cost[j]) / 2
    begin = (left.cost[u] + right.cost[v]) / 2
    best = np.empty(len(i))
    for k in range(len(i)):
        skipped = passed[k] - begin
        jump = _STEP if (i[k] > u or j[k] > v) else 0.0
        total = -skipped - jump
        before = np.flatnonzero((i[:k] < i[k]) & (j[:k] < j[k]))
        if len(before):
            between = passed[k] - passed[before] - cost[before]
            jumps = np.where((i[before] == i[k] - 1) & (j[before] == j[k] - 1), 0.0, _STEP)
            total = max(total, float((best[before] - between - jumps).max()))
        best[k] = total + gain[k]
    k = int(np.argmax(best))
    return int(left.end[i[k]]), int(right.end[j[k]]), float(best[k])


def _put_together(
    before: Passage, after: Passage, texts: Texts, sides: tuple[_Side, _Side], most: float
) -> Passage | None:
    """Two passages as one, if the second is the first again, or follows it in both texts and the way there costs
    little."""
    if any(_is_part(after, piece) for piece in before.pieces):
        return before
    last, first = before.pieces[-1], after.pieces[0]
    overlap = first.left < last.left_end and first.right < last.right_end
    if overlap and last.left <= first.left and last.right <= first.right and len(after.pieces) == 1:
        if last.right_end < before.right[1] or first.left_end < last.left_end or first.right_end < last.right_end:
            return None
        whole = Piece(last.left, first.left_end, last.right, first.right_end)
        return replace(before, pieces=(*before.pieces[:-1], whole), bits=max(before.bits, after.bits))
    (p0, p1), (q0, q1) = before.left, after.left
    (r0, r1), (s0, s1) = before.right, after.right
    if q0 < p1 - min(_OVER, (p1 - p0) // 2, (q1 - q0) // 2) or s0 < r1 - min(_OVER, (r1 - r0) // 2, (s1 - s0) // 2):
        return None
    less, more = sorted((sides[0].cost_of(p1, q0), sides[1].cost_of(r1, s0)))
    if more > most or less > max(_LEFT_OUT * more, _NOTHING):
        return None
    over = max(p1 - q0, r1 - s0)
    if over > 0 and last.left_end == p1 and last.right_end == r1 and _ends_alike(last, over, texts):
        # the first went on over what is also the beginning of the second, where it stands in its place
        p1, r1 = p1 - over, r1 - over
        shorter = last._replace(left_end=p1, right_end=r1)
        before = replace(before, pieces=(*before.pieces[:-1], shorter))
    rest = [
        Piece(max(p.left, p1), p.left_end, max(p.right, r1), p.right_end)
        for p in after.pieces
        if p.left_end > p1 and p.right_end > r1
    ]
    return Passage((*before.pieces, *rest), before.bits + after.bits - (less + more) / 2, before.words)


def _ends_alike(piece: Piece, count: int, texts: Texts) -> bool:
    """Whether the last ``count`` characters of a piece, and not all of it, are the same on both sides."""
    a, b = texts.a.normalized.codes, texts.b.normalized.codes
    if count >= min(piece.left_end - piece.left, piece.right_end - piece.right):
        return False
    return bool((a[piece.left_end - count : piece.left_end] == b[piece.right_end - count : piece.right_end]).all())


_OVER: Final = 20
"""Characters that two passages may both have taken: a few words that stand in both places."""

_MOSTLY: Final = 0.8


def _is_part(passage: Passage, piece: Piece) -> bool:
    """Whether most of a passage, on both sides, lies in a piece of another: it is the same again."""
    (q0, q1), (s0, s1) = passage.left, passage.right
    return min(q1, piece.left_end) - max(q0, piece.left) >= _MOSTLY * (q1 - q0) and min(s1, piece.right_end) - max(
        s0, piece.right
    ) >= _MOSTLY * (s1 - s0)
