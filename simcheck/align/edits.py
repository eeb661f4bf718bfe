"""Edits (改动, diff): where do the two sides of a piece differ, word by word, as a reader would say it?

Runs of equal characters anchor the comparison; between anchors, words are matched by their longest common
subsequence. Equal islands of one or two characters between two changes are taken into the change, unless punctuation
stands there: a character-by-character account of the same sentence is correct and unreadable.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.alignment import Piece
from simcheck.align.prepare import Prepared
from simcheck.align.runs import Run, equal_after, equal_before
from simcheck.intervals import Overlaps
from simcheck.text.normalize import Positions

_ISLAND: Final = 2
"""Characters of an equal island that a change swallows: one word."""

_OWN: Final = 8
"""Characters from which words that replace others may be no replacement but something else in their place."""

_LIKE: Final = 0.25
"""The part of their characters that long replacements share at least; 芦花荡烈士陵园 for 凤尾岭革命旧址 is short
enough."""

_TABLE: Final = 4_000_000
"""Cells of the largest comparison of words; a stretch without a single anchor that is larger was rewritten anyway."""


class Change(NamedTuple):
    """Normalized intervals that stand for each other; one may be empty."""

    left: int
    left_end: int
    right: int
    right_end: int


def changes(piece: Piece, a: Prepared, b: Prepared, runs: Anchors) -> list[Change]:
    """The changes of a piece, in order; between them the two sides are equal."""
    if _spell(a, piece.left, piece.left_end) == _spell(b, piece.right, piece.right_end):
        return []
    inside = runs.inside(piece)
    found: list[Change] = []
    # Words may be matched across a run that begins or ends within one; the guarantee goes before readability.
    for anchors in ([_to_words(run, a, b) for run in inside], [_to_numbers(run, a, b) for run in inside], inside):
        found = _changes(piece, a, b, anchors)
        if not any(map(Unbroken(found).is_broken, inside)):
            break
    return found


def _changes(piece: Piece, a: Prepared, b: Prepared, runs: Sequence[Run]) -> list[Change]:
    found: list[Change] = []
    at, other = piece.left, piece.right
    for run in [*_anchors(runs), Run(piece.left_end, piece.right_end, 0)]:
        found += _between(a, b, at, run.left, other, run.right)
        at, other = run.left + run.length, run.right + run.length
    return [
        part
        for change in _joined(found, a, b)
        for clause in _by_clause(_whole(change, a, b, piece), a, b)
        for part in _parted(clause, a, b)
    ]


class Unbroken:
    """Changes, to ask whether one of them gives one side of a run to only one side of the texts."""

    def __init__(self, every: Iterable[Change]) -> None:
        changes = list(every)
        only_left = [c for c in changes if c.left < c.left_end and c.right == c.right_end]
        only_right = [c for c in changes if c.left == c.left_end]
        self._none = not only_left and not only_right
        self._left = Overlaps((c.left, c.left_end) for c in only_left)
        self._right = Overlaps((c.right, c.right_end) for c in only_right)

    def is_broken(self, run: Run) -> bool:
        if self._none:
            return False
        return self._right.any(run.right, run.right + run.length) or self._left.any(run.left, run.left + run.length)


def _parted(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    """A change as it is, or, if the two sides are too unlike to stand for each other, as what each has for itself."""
    left, left_end, right, right_end = change
    longest = max(left_end - left, right_end - right)
    if min(left_end - left, right_end - right) == 0 or longest < _OWN:
        return [change]
    left_characters = Counter(a.normalized.string_of(left, left_end))
    right_characters = Counter(b.normalized.string_of(right, right_end))
    if (left_characters & right_characters).total() >= _LIKE * longest:
        return [change]
    # Characters that are equal at the ends belong to a run that cuts a word; they have a counterpart.
    before = min(equal_after(a.normalized.codes, b.normalized.codes, left, right), left_end - left, right_end - right)
    while before and (_in_number(a, left + before) or _in_number(b, right + before)):
        before -= 1
    left, right = left + before, right + before
    room = min(left_end - left, right_end - right)
    after = min(equal_before(a.normalized.codes, b.normalized.codes, left_end, right_end), room)
    while after and (_in_number(a, left_end - after) or _in_number(b, right_end - after)):
        after -= 1
    left_end, right_end = left_end - after, right_end - after
    own = Change(left, left_end, right, right), Change(left_end, left_end, right, right_end)
    return [part for part in own if part.left < part.left_end or part.right < part.right_end]


def trimmed(piece: Piece, altered: Sequence[Change], a: Prepared, b: Prepared) -> tuple[Piece, list[Change]]:
    """The piece without whole clauses that only one side has at its ends, and the changes that are left."""
    left, left_end, right, right_end = piece
    rest = list(altered)
    if rest and rest[-1].left_end == left_end and rest[-1].right_end == right_end and _is_own_clause(rest[-1], a, b):
        left_end, right_end = rest[-1].left, rest[-1].right
        rest.pop()
    if rest and rest[0].left == left and rest[0].right == right and _is_own_clause(rest[0], a, b):
        left, right = rest[0].left_end, rest[0].right_end
        rest.pop(0)
    if left >= left_end or right >= right_end:
        return piece, list(altered)
    return Piece(left, left_end, right, right_end), rest


def _is_own_clause(change: Change, a: Prepared, b: Prepared) -> bool:
    """Whether only one side has anything here, and punctuation parts it from the rest or runs through it."""
    if change.left < change.left_end and change.right < change.right_end:
        return False
    text, start, end = (a, change.left, change.left_end) if change.left < change.left_end else (b, *change[2:])
    return bool(text.normalized.broken[start + 1 : end + 1].any())


class Anchors:
    """The runs of two texts, to look up those near a piece."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = sorted(runs)
        self._near = Overlaps((run.left, run.left + run.length) for run in self._runs)

    def inside(self, piece: Piece) -> list[Run]:
        """The parts of runs that lie in the piece on both sides."""
        parts = (piece.part_of(self._runs[n]) for n in self._near.near(piece.left, piece.left_end))
        return [part for part in parts if part.length]


def _anchors(runs: Sequence[Run]) -> list[Run]:
    """Runs that ascend together, the longest first served."""
    chosen: list[Run] = []
    for run in sorted(runs, key=lambda r: (-r.length, r)):
        # those chosen ascend together, so that only the next ones can be in the way
        place = bisect_left(chosen, run)
        if run.length and all(_apart(run, other) for other in chosen[max(0, place - 1) : place + 1]):
            chosen.insert(place, run)
    return chosen


def _apart(run: Run, other: Run) -> bool:
    """Whether one of two runs stands wholly before the other on both sides."""
    first, last = sorted((run, other))
    return first.left + first.length <= last.left and first.right + first.length <= last.right


def _to_words(run: Run, a: Prepared, b: Prepared) -> Run:
    """The run from the first place to the last where words of both sides begin and end together."""
    shift = run.right - run.left
    inside_left = _inside(a.words.start, run.left, run.left + run.length)
    inside_right = _inside(b.words.start, run.right, run.right + run.length)
    begins = _common(inside_left, inside_right - shift)
    ends_left = _inside(a.words.end, run.left + 1, run.left + run.length + 1)
    ends_right = _inside(b.words.end, run.right + 1, run.right + run.length + 1)
    ends = _common(ends_left, ends_right - shift)
    if not len(begins) or not len(ends) or ends[-1] <= begins[0]:
        return Run(run.left, run.right, 0)
    return Run(begins[0], begins[0] + shift, ends[-1] - begins[0])


def _inside(places: Positions, start: int, end: int) -> Positions:
    """Those of some ascending places that lie in an interval."""
    # numbers of another type would have the whole array copied
    return places[slice(*np.searchsorted(places, np.array((start, end), dtype=places.dtype)))]


def _to_numbers(run: Run, a: Prepared, b: Prepared) -> Run:
    """The run without the digits at its ends that are only part of a number."""
    left, right, length = run
    while length and (_in_number(a, left) or _in_number(b, right)):
        left, right, length = left + 1, right + 1, length - 1
    while length and (_in_number(a, left + length) or _in_number(b, right + length)):
        length -= 1
    return Run(left, right, length)


def _in_number(text: Prepared, at: int) -> bool:
    """Whether a position has a digit of the same number on either side."""
    codes = text.normalized.codes
    if not 0 < at < len(codes) or text.normalized.broken[at]:
        return False
    return bool(0x30 <= codes[at] <= 0x39 and 0x30 <= codes[at - 1] <= 0x39)


def _common(left: Positions, right: Positions) -> list[int]:
    """What two ascending lists have in common, ascending."""
    there = set(right.tolist())
    return [at for at in left.tolist() if at in there]


def _between(a: Prepared, b: Prepared, left: int, left_end: int, right: int, right_end: int) -> list[Change]:
    """The changes between two anchors."""
    if left == left_end and right == right_end:
        return []
    if left == left_end or right == right_end:
        return [Change(left, left_end, right, right_end)]
    left_cuts, right_cuts = _cut(a, left, left_end), _cut(b, right, right_end)
    if len(left_cuts) * len(right_cuts) > _TABLE:
        return [Change(left, left_end, right, right_end)]
    from rapidfuzz.distance import LCSseq

    spelled_left, spelled_right = _spelled(a, left_cuts), _spelled(b, right_cuts)
    found = []
    for op in LCSseq.opcodes(spelled_left, spelled_right):
        if op.tag == "equal":
            continue
        x = left_cuts[op.src_start] if op.src_start < len(spelled_left) else left_end
        x_end = left_cuts[op.src_end] if op.src_end < len(spelled_left) else left_end
        y = right_cuts[op.dest_start] if op.dest_start < len(spelled_right) else right_end
        y_end = right_cuts[op.dest_end] if op.dest_end < len(spelled_right) else right_end
        found.append(Change(x, x_end, y, y_end))
    return found


def _by_clause(change: Change, a: Prepared, b: Prepared) -> list[Change]:
    """A replacement that runs through punctuation, clause by clause if both sides have as many."""
    left, left_end, right, right_end = change
    cuts = (np.flatnonzero(a.normalized.broken[left + 1 : left_end]) + left + 1).tolist()
    others = (np.flatnonzero(b.normalized.broken[right + 1 : right_end]) + right + 1).tolist()
    if not cuts or len(cuts) != len(others):
        return [change]
    edges, other_edges = [left, *cuts, left_end], [right, *others, right_end]
    return [
        Change(x, x_end, y, y_end)
        for (x, x_end), (y, y_end) in zip(pairwise(edges), pairwise(other_edges), strict=True)
    ]


def _cut(text: Prepared, start: int, end: int) -> list[int]:
    """Where words begin in an interval, its ends included."""
    inside = _inside(text.words.start, start, end).tolist()
    return [*([start] if not inside or inside[0] != start else []), *inside, end]


def _spelled(text: Prepared, edges: Sequence[int]) -> list[bytes]:
    return [_spell(text, x, y) for x, y in pairwise(edges)]


def _joined(found: Sequence[Change], a: Prepared, b: Prepared) -> list[Change]:
    """Neighbouring changes as one where only an island parts them; changes that spell the same on both sides are
    none."""
    result: list[Change] = []
    for change in found:
        if result:
            last = result[-1]
            gap = change.left - last.left_end
            broken = a.normalized.broken[last.left_end : change.left + 1].any()
            broken |= b.normalized.broken[last.right_end : change.right + 1].any()
            if gap == 0 or (gap <= _ISLAND and not broken):
                result[-1] = Change(last.left, change.left_end, last.right, change.right_end)
                continue
        result.append(change)
    return [c for c in result if _spell(a, c.left, c.left_end) != _spell(b, c.right, c.right_end)]


def _spell(text: Prepared, start: int, end: int) -> bytes:
    return text.normalized.codes[start:end].tobytes()


def _whole(change: Change, a: Prepared, b: Prepared, piece: Piece) -> Change:
    """The change without cutting an original character that became several (㎡ is m2): such a one is in or out
    whole."""
    left, left_end, right, right_end = change
    while left > piece.left and right > piece.right and (a.normalized.cuts(left) or b.normalized.cuts(right)):
        left, right = left - 1, right - 1
    while (
        left_end < piece.left_end
        and right_end < piece.right_end
        and (a.normalized.cuts(left_end) or b.normalized.cuts(right_end))
    ):
        left_end, right_end = left_end + 1, right_end + 1
    return Change(left, left_end, right, right_end)
