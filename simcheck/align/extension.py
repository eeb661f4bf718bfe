"""Extension of passages (seed and extend): how far does each go on, and which are one act of copying?

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

from simcheck.align.alignment import Passage, Piece, Texts, common
from simcheck.align.prepare import Bits, Ints, Prepared
from simcheck.align.sentences import Weights
from simcheck.compiled import addresses, core
from simcheck.intervals import Interval
from simcheck.settings import Settings
from simcheck.text.normalize import Positions

_REACH: Final = 60
"""Words looked at beyond an end: two sentences, in which a match of a few words is no coincidence."""

_STEP_BITS: Final = 2.0
"""Bits from which a word may be a step: fewer, and the steps are particles."""

_STEP: Final = 3.0
"""Bits that it costs not to go on with the very next word: to say where to."""


_LEFT_OUT: Final = 0.3
"""What may stand between two passages on one side, as a part of what stands there on the other, if that was left out
or put in: where both texts have something of their own, it is two passages."""

_NOTHING: Final = 5.0
"""Bits that are nothing at all on either side: a word."""


def extended(passages: Sequence[Passage], texts: Texts, settings: Settings) -> list[Passage]:
    """The passages, grown and put together; in order of the left."""
    result: list[Passage] = []
    for passage in sorted(_all_grown(passages, texts, settings.growth), key=lambda p: p.left):
        for at, before in enumerate(islice(reversed(result), _LATEST)):
            both = _put_together(before, passage, texts, settings.join)
            if both:
                result[len(result) - 1 - at] = both
                break
        else:
            result.append(passage)
    return result


_LATEST: Final = 30
"""Passages before one that are tried: in texts of one template there may be thousands."""


# Growing


class _Side(NamedTuple):
    """The words of one text: where they begin and end, what they are, their information, and what they cost up to
    each (n + 1)."""

    start: Positions
    end: Positions
    word: Ints
    information: Bits
    cost: Bits

    @classmethod
    def of(cls, text: Prepared, weights: Weights) -> _Side:
        return cls(text.words.start, text.words.end, weights.word, weights.information, weights.costs)

    def backwards(self) -> _Side:
        """The same words from the last to the first; positions are counted from the end, below zero."""
        word, information = np.ascontiguousarray(self.word[::-1]), np.ascontiguousarray(self.information[::-1])
        return _Side(-self.end[::-1], -self.start[::-1], word, information, self.cost[-1] - self.cost[::-1])


def _all_grown(passages: Sequence[Passage], texts: Texts, least: float) -> list[Passage]:
    """Every passage with what is shared right behind its last piece and right before its first, one after the other;
    none grows into the place of another."""
    ahead = _Side.of(texts.a, texts.left), _Side.of(texts.b, texts.right)
    back = ahead[0].backwards(), ahead[1].backwards()
    grown = sorted(passages, key=lambda p: p.left)
    starts, ends = (np.array([[side[n] for side in p.sides] for p in grown], np.int64).reshape(-1, 2).T for n in (0, 1))
    for at, passage in enumerate(grown):
        pieces, bits = list(passage.pieces), passage.bits
        last = max(range(len(pieces)), key=lambda n: pieces[n].left_end)
        x, y = pieces[last].left_end, pieces[last].right_end
        if y == passage.right[1]:
            x, y, gain = _walk(*ahead, x, y, (_next(starts[0], x), _next(starts[1], y)), least)
            pieces[last] = pieces[last]._replace(left_end=x, right_end=y)
            bits += gain
        first = min(range(len(pieces)), key=lambda n: pieces[n].left)
        x, y = -pieces[first].left, -pieces[first].right
        if -y == passage.right[0]:
            x, y, gain = _walk(*back, x, y, (_next(-ends[0], x), _next(-ends[1], y)), least)
            pieces[first] = pieces[first]._replace(left=-x, right=-y)
            bits += gain
        grown[at] = replace(passage, pieces=tuple(pieces), bits=bits)
        starts[:, at], ends[:, at] = zip(*grown[at].sides, strict=True)
    return grown


def _next(places: Ints, at: int) -> int:
    """The first of some places from ``at`` on; beyond every text if there is none."""
    return int(places[places >= at].min(initial=np.iinfo(np.int32).max))


def _walk(left: _Side, right: _Side, x: int, y: int, room: tuple[int, int], least: float) -> tuple[int, int, float]:
    """How far two texts go on sharing words from ``x`` and ``y`` on, not beyond ``room``, and the bits of it."""
    compiled = core()
    if compiled:
        counts = np.array([len(left.word), len(right.word), _REACH], dtype=np.int64)
        bits, limits = np.array([least, _STEP_BITS, _STEP]), np.array(room, dtype=np.int64)
        at = np.array([x, y], dtype=np.int64)
        gained = compiled.sc_walk(*addresses(counts, bits, *left, *right, limits, at))
        if np.isnan(gained):
            raise MemoryError
        return int(at[0]), int(at[1]), float(gained)
    total = 0.0
    while True:
        step = _step(left, right, x, y, room)
        if step is None or step[2] < least:
            return x, y, total
        x, y, total = step[0], step[1], total + step[2]


def _step(left: _Side, right: _Side, x: int, y: int, room: tuple[int, int]) -> tuple[int, int, float] | None:
    """The best chain of shared words that begins near ``x`` and ``y``: where it ends, and its bits."""
    # numbers of another type would have the whole array copied
    u, v = int(np.searchsorted(left.start, np.int32(x))), int(np.searchsorted(right.start, np.int32(y)))
    u1, v1 = (
        min(at + _REACH, int(np.searchsorted(side.end, np.int32(limit), side="right")))
        for side, at, limit in ((left, u, room[0]), (right, v, room[1]))
    )
    left_words, right_words = left.word[u:u1], right.word[v:v1]
    i, j = np.nonzero((left_words[:, None] == right_words[None, :]) & (left.information[u:u1] >= _STEP_BITS)[:, None])
    if not len(i):
        return None
    i, j = i + u, j + v
    cost = (left.cost[i + 1] - left.cost[i] + right.cost[j + 1] - right.cost[j]) / 2
    gain = np.sqrt(left.information[i] * right.information[j]) - cost
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


# Putting together


def _put_together(before: Passage, after: Passage, texts: Texts, most: float) -> Passage | None:
    """Two passages as one, if the second is the first again, or follows it in both texts and the way there costs
    little."""
    if _is_part(after, before.sides) and any(_is_part(after, piece.sides) for piece in before.pieces):
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
    forms = texts.forms
    costs = _cost_of(texts.a, texts.left, p1, q0), _cost_of(texts.b, texts.right, r1, s0)
    # the words of a row cost little and yet are those of other people
    rows = forms.a.carried(p1, q0), forms.b.carried(r1, s0)
    less, more = sorted(map(max, costs, rows))
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


def _cost_of(text: Prepared, weights: Weights, start: int, end: int) -> float:
    """What it costs to claim the words that lie whole in an interval."""
    first, last = text.words_in(start, end)
    return float(weights.costs[last] - weights.costs[first])


def _ends_alike(piece: Piece, count: int, texts: Texts) -> bool:
    """Whether the last ``count`` characters of a piece, and not all of it, are the same on both sides."""
    a, b = texts.a.normalized.codes, texts.b.normalized.codes
    if count >= min(piece.left_end - piece.left, piece.right_end - piece.right):
        return False
    return bool((a[piece.left_end - count : piece.left_end] == b[piece.right_end - count : piece.right_end]).all())


_OVER: Final = 20
"""Characters that two passages may both have taken: a few words that stand in both places."""

_MOSTLY: Final = 0.8
"""The part of a passage from which it is the same again: the rest are its ends, which grew otherwise."""


def _is_part(passage: Passage, sides: tuple[Interval, Interval]) -> bool:
    """Whether most of a passage, on both sides, lies in these: in a piece of another, it is the same again."""
    return all(common(x, y) >= _MOSTLY * (x[1] - x[0]) for x, y in zip(passage.sides, sides, strict=True))
