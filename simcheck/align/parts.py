"""Parts (部分): where does one act of copying end? Passages cut where what is between is each text's own, and put
together again where they lie side by side.

A passage that alignment found may run across several articles or paragraphs, because a chain of weak links is strong.
Here it is cut: at articles of statutes, at paragraphs unless what crosses them is shared, and where both texts have
something of their own. Every part is judged by itself (``likelihood``); those that stand are joined if nothing lies
between them, in whatever order, and end where their sentences do.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from simcheck.align.alignment import Piece
from simcheck.align.edits import Change
from simcheck.align.layout import Layout
from simcheck.align.prepare import Bits, Ints, Prepared
from simcheck.align.runs import Run
from simcheck.align.units import ARTICLES
from simcheck.intervals import Interval
from simcheck.text.normalize import Codes

Sides = tuple[Interval, Interval]


@dataclass(frozen=True)
class Part:
    """A part of a layout: its equal stretches, ascending on the left; where it reaches on both sides; its unit.

    ``specific`` are the bits of its characters that are no known wording and in no heading, ``bits`` those of all that
    are in no heading.
    """

    layout: Layout
    equal: tuple[Run, ...]
    unit: tuple[int, int]
    bits: float
    specific: float
    evidence: float
    """Its part of the net bits of the layout."""
    likelihood: float = 0.0
    """(0–1) How likely a careful reader would say that it was taken over, once it is weighed."""

    @cached_property
    def length(self) -> int:
        """Its equal characters."""
        return sum(run.length for run in self.equal)

    @cached_property
    def sides(self) -> Sides:
        left = self.equal[0].left, max(run.left + run.length for run in self.equal)
        return left, (min(run.right for run in self.equal), max(run.right + run.length for run in self.equal))


def parts_of(layouts: Sequence[Layout], a: Prepared, b: Prepared) -> list[Part]:
    """The parts of some layouts, those with most bits first; what another has already is no part."""
    if not layouts:
        return []
    articles = (a.units.article, b.units.article) if are_statutes(a, b) else None
    units = articles or (a.units.paragraph, b.units.paragraph)
    bits = a.bits, b.bits
    found = []
    for layout in layouts:
        stretches = equal_stretches(layout)
        length = sum(run.length for run in stretches)
        for group in _cut(stretches, a, b, articles):
            part = _part(layout, group, length, a, b, bits, units)
            if part:
                found.append(part)
    found.sort(key=lambda part: (-part.bits, part.equal))
    taken = _Taken()
    return [part for part in found if taken.adds(part)]


def are_statutes(a: Prepared, b: Prepared) -> bool:
    """Whether two texts are cut by their articles."""
    return min(a.units.articles, b.units.articles) >= ARTICLES


def whole_part(layout: Layout, a: Prepared, b: Prepared) -> Part:
    """A layout as one part, wherever its stretches lie; of no unit."""
    stretches = equal_stretches(layout)
    total, specific = _bits(stretches, a, b, (a.bits, b.bits))
    return Part(layout, tuple(stretches), (0, 0), total, specific, layout.bits)


def equal_stretches(layout: Layout) -> list[Run]:
    """What is the same on both sides between the changes of a layout's pieces, ascending on the left."""
    found = []
    for piece, changes in zip(layout.pieces, layout.changes, strict=True):
        left, right = piece.left, piece.right
        for change in [*changes, Change(piece.left_end, piece.left_end, piece.right_end, piece.right_end)]:
            if change.left > left:
                found.append(Run(left, right, change.left - left))
            left, right = change.left_end, change.right_end
    return sorted(found)


# Cutting


_OWN: Final = 25
"""Characters that both texts must have between two equal stretches to have something of their own there: a clause or
two. What only one has was put in, or left out, by whoever copied."""

_ALIKE: Final = 0.2
"""The part of the pairs of characters of the shorter that such stretches share at most; what was rewritten shares
more."""

_FAR: Final = 300
"""Characters between two stretches that nobody who copies jumps in one act: a paragraph."""

_CLOSE: Final = 10
"""Characters between two stretches that part nothing, wherever they stand: a word or two."""


def _cut(stretches: list[Run], a: Prepared, b: Prepared, articles: tuple[Ints, Ints] | None) -> Iterator[list[Run]]:
    """Stretches, ascending on the left, in groups that are one act each."""
    if articles:
        stretches = [part for run in stretches for part in _by_unit(run, *articles)]
        groups: dict[tuple[int, int], list[Run]] = {}
        for run in stretches:
            groups.setdefault((int(articles[0][run.left]), int(articles[1][run.right])), []).append(run)
    else:
        # numbered, because a stretch may begin and end in headings
        headings = a.units.stretch, b.units.stretch
        groups = {(0, 0): [part for run in stretches for part in _by_unit(run, *headings)]}
    for group in groups.values():
        part = group[:1]
        for before, run in pairwise(group):
            if _is_apart(before, run, a, b, by_paragraph=articles is None):
                yield part
                part = []
            part.append(run)
        if part:
            yield part


def _by_unit(run: Run, left: Ints, right: Ints) -> Iterator[Run]:
    """A stretch cut where a unit begins on either side."""
    last = run.length - 1
    if left[run.left] == left[run.left + last] and right[run.right] == right[run.right + last]:
        yield run
        return
    inside = left[run.left : run.left + run.length], right[run.right : run.right + run.length]
    edges = np.flatnonzero((np.diff(inside[0]) != 0) | (np.diff(inside[1]) != 0)) + 1
    for start, end in pairwise([0, *edges.tolist(), run.length]):
        yield Run(run.left + start, run.right + start, end - start)


def _is_apart(before: Run, after: Run, a: Prepared, b: Prepared, *, by_paragraph: bool) -> bool:
    """Whether two stretches that follow each other on the left are two acts: by what lies between them on both sides,
    in whatever order they stand on the right."""
    left, right = before.left + before.length, before.right + before.length
    right_end = after.right
    if right_end < right:
        # the second one stands before the first
        right, right_end = min(right_end + after.length, before.right), before.right
    own, others = after.left - left, right_end - right
    if own >= _FAR or others >= _FAR:
        return True
    if (
        by_paragraph
        and max(own, others) > _CLOSE
        and (
            a.units.paragraph[left - 1] != a.units.paragraph[after.left]
            or b.units.paragraph[before.right] != b.units.paragraph[after.right]
        )
    ):
        return True
    if min(own, others) < _OWN:
        return False
    x, y = _pairs(a.normalized.codes[left : after.left]), _pairs(b.normalized.codes[right:right_end])
    return len(x & y) < _ALIKE * min(len(x), len(y))


def _pairs(codes: Codes) -> set[tuple[int, int]]:
    every = codes.tolist()
    return set(pairwise(every))


def _part(
    layout: Layout,
    group: Sequence[Run],
    length: int,
    a: Prepared,
    b: Prepared,
    bits: tuple[Bits, Bits],
    units: tuple[Ints, Ints],
) -> Part | None:
    """A group of stretches of a layout, which has ``length`` equal characters, as a part; headings at its ends are none
    of it, unless they are shared with what stands beside them."""
    start, end = 0, len(group)
    while start < end and _is_heading(group[start], a, b):
        start += 1
    while end > start and _is_heading(group[end - 1], a, b):
        end -= 1
    if start == end:
        return None
    while start and _goes_on(group[start - 1], group[start]):
        start -= 1
    while end < len(group) and _goes_on(group[end - 1], group[end]):
        end += 1
    inside = tuple(group[start:end])
    total, specific = _bits(inside, a, b, bits)
    unit = int(units[0][inside[0].left]), int(units[1][inside[0].right])
    share = sum(run.length for run in inside) / length
    return Part(layout, inside, unit, total, specific, layout.bits * share)


def _bits(stretches: Sequence[Run], a: Prepared, b: Prepared, bits: tuple[Bits, Bits]) -> tuple[float, float]:
    """The bits of stretches, headings aside, and of those of their characters that are no known or public wording."""
    total = specific = 0.0
    for run in stretches:
        left, right = slice(run.left, run.left + run.length), slice(run.right, run.right + run.length)
        carried = np.minimum(bits[0][left], bits[1][right])
        counts = ~(a.units.heading[left] | b.units.heading[right])
        total += float(carried[counts].sum())
        known = a.known[left] | a.public[left] | b.known[right] | b.public[right]
        specific += float(carried[counts & ~known].sum())
    return total, specific


def _goes_on(before: Run, after: Run) -> bool:
    """Whether nothing stands between two stretches."""
    return (before.left + before.length, before.right + before.length) == (after.left, after.right)


def _is_heading(run: Run, a: Prepared, b: Prepared) -> bool:
    return bool(a.units.heading[run.left] or b.units.heading[run.right])


class _Taken:
    """Which pairs of characters parts have; whoever comes first has them."""

    def __init__(self) -> None:
        self._by_diagonal: dict[int, list[Interval]] = {}

    def adds(self, part: Part) -> bool:
        """Whether at least half of the part is its own; then it is noted."""
        shared = sum(self._common(run) for run in part.equal)
        if 2 * shared >= part.length:
            return False
        for run in part.equal:
            insort(self._by_diagonal.setdefault(run.left - run.right, []), (run.left, run.left + run.length))
        return True

    def _common(self, run: Run) -> int:
        there = self._by_diagonal.get(run.left - run.right, [])
        end = run.left + run.length
        at = max(0, bisect_left(there, (run.left, 0)) - 1)
        total, reached = 0, run.left
        while at < len(there) and there[at][0] < end:
            total += max(0, min(there[at][1], end) - max(there[at][0], reached))
            reached = max(reached, there[at][1])
            at += 1
        return total


# Joining


_ENDING: Final = 12
"""Characters that may be missing at either end of a sentence of a part: whoever took the rest took the sentence."""


def joined(parts: Sequence[Part], weak: Sequence[Part], a: Prepared, b: Prepared) -> list[list[Part]]:
    """Parts that belong together: those between which hardly a character lies on both sides, in any order; with what is
    ``weak`` by itself and lies among them, in a unit of theirs."""
    units = {part.unit for part in parts}
    every = [*parts, *(part for part in weak if part.unit in units)]
    groups = _side_by_side([_to_sentences(part.sides, a, b) for part in every])
    # what is weak comes last
    return [[every[n] for n in numbers] for numbers in groups if numbers[0] < len(parts)]


def _side_by_side(sides: Sequence[Sides]) -> list[list[int]]:
    """The numbers of what is one on either side: split where more than a few characters lie between, on the left and on
    the right in turn, until nothing splits. Sentences in another order are next to each other only all together."""
    done: list[list[int]] = []
    todo = [(list(range(len(sides))), 0, 0)] if sides else []
    while todo:
        group, side, settled = todo.pop()
        group.sort(key=lambda n: sides[n][side])
        cuts, reached = [0], sides[group[0]][side][1]
        for at, number in enumerate(group):
            start, end = sides[number][side]
            if start - reached > _CLOSE:
                cuts.append(at)
            reached = max(reached, end)
        settled = 0 if len(cuts) > 1 else settled + 1
        if settled == 2 or len(group) == 1:
            done.append(sorted(group))
        else:
            todo += [(group[start:end], 1 - side, settled) for start, end in pairwise([*cuts, len(group)])]
    return sorted(done)


def _to_sentences(sides: Sides, a: Prepared, b: Prepared) -> Sides:
    """Sides that reach to the ends of their sentences, where hardly anything is missing."""
    left, right = (_to_sentence(text, *side) for text, side in zip((a, b), sides, strict=True))
    return left, right


def _to_sentence(text: Prepared, start: int, end: int) -> tuple[int, int]:
    starts = text.sentence_starts
    first = int(starts[max(0, int(np.searchsorted(starts, np.int32(start), side="right")) - 1)])
    after = int(np.searchsorted(starts, np.int32(end - 1), side="right"))
    last = int(starts[after]) if after < len(starts) else len(text.normalized)
    return first if 0 <= start - first <= _ENDING else start, last if last - end <= _ENDING else end


def laid_out(parts: Sequence[Part], a: Prepared, b: Prepared, *, phrase: bool) -> Layout:
    """Parts as one layout: their equal stretches with what differs between them, whole sentences at its ends."""
    found: list[tuple[list[Run], list[Change]]] = []
    known = sorted({change for part in parts for changes in part.layout.changes for change in changes})
    every = _apart(parts)
    rights = sorted(run.right for run in every)
    for run in every:
        if found:
            stretches, changes = found[-1]
            between = _between(stretches[-1], run, known, rights)
            if between is not None:
                stretches.append(run)
                changes += between
                continue
        found.append(([run], []))
    pieces = [
        Piece(
            stretches[0].left,
            stretches[-1].left + stretches[-1].length,
            stretches[0].right,
            stretches[-1].right + stretches[-1].length,
        )
        for stretches, _ in found
    ]
    changes_of = [changes for _, changes in found]
    if not phrase:
        _complete(pieces, changes_of, a, b)
    return Layout(tuple(pieces), tuple(map(tuple, changes_of)), sum(part.evidence for part in parts), phrase)


def _apart(parts: Sequence[Part]) -> list[Run]:
    """The equal stretches of parts, ascending on the left; what two of them claim goes to the one with more bits."""
    covers: tuple[list[Interval], list[Interval]] = ([], [])
    kept = []
    for part in sorted(parts, key=lambda part: (-part.bits, part.equal)):
        for run in part.equal:
            for start, end in _free(run, covers):
                kept.append(Run(run.left + start, run.right + start, end - start))
                insort(covers[0], (run.left + start, run.left + end))
                insort(covers[1], (run.right + start, run.right + end))
    return sorted(kept)


def _free(run: Run, covers: tuple[list[Interval], list[Interval]]) -> Iterator[tuple[int, int]]:
    """The parts of a stretch, counted from its beginning, that are in none of the covers of its sides."""
    taken = []
    for there, start in zip(covers, (run.left, run.right), strict=True):
        at = max(0, bisect_left(there, (start, 0)) - 1)
        while at < len(there) and there[at][0] < start + run.length:
            if there[at][1] > start:
                taken.append((max(0, there[at][0] - start), min(run.length, there[at][1] - start)))
            at += 1
    reached = 0
    for start, end in [*sorted(taken), (run.length, run.length)]:
        if start > reached:
            yield reached, start
        reached = max(reached, end)


def _between(before: Run, after: Run, known: Sequence[Change], rights: Sequence[int]) -> list[Change] | None:
    """What differs between two stretches that follow each other on both sides; None if one stands elsewhere, or if one
    of all, which begin at ``rights`` (ascending), stands between them on the right."""
    start, end = before.left + before.length, after.left
    other, other_end = before.right + before.length, after.right
    if other > other_end or bisect_left(rights, other) < bisect_left(rights, other_end):
        return None
    inside = known[bisect_left(known, (start, 0, 0, 0)) : bisect_left(known, (end + 1, 0, 0, 0))]
    chain = [c for c in inside if c.left_end <= end and other <= c.right and c.right_end <= other_end]
    at = start, other
    for change in chain:
        if (change.left, change.right) != at:
            break
        at = change.left_end, change.right_end
    else:
        if chain and at == (end, other_end):
            return chain
    if max(end - start, other_end - other) > _CLOSE:
        return None
    return [Change(start, end, other, other_end)] if (start, other) != (end, other_end) else []


def _complete(pieces: list[Piece], changes: list[list[Change]], a: Prepared, b: Prepared) -> None:
    """Let pieces begin and end with their sentences, where hardly anything is missing and no other piece stands there;
    one that has something of its own there on one side only, only at the ends of all of them."""
    lefts, rights = sorted((p.left, p.left_end) for p in pieces), sorted((p.right, p.right_end) for p in pieces)
    hull = (lefts[0][0], max(e for _, e in lefts)), (rights[0][0], max(e for _, e in rights))
    for number, piece in enumerate(pieces):
        (left, left_end), (right, right_end) = _to_sentences(piece.sides, a, b)
        left, left_end = _free_room(lefts, (piece.left, piece.left_end), left, left_end)
        right, right_end = _free_room(rights, (piece.right, piece.right_end), right, right_end)
        before = Change(left, piece.left, right, piece.right)
        after = Change(piece.left_end, left_end, piece.right_end, right_end)
        at_start = (piece.left, piece.right) == (hull[0][0], hull[1][0])
        at_end = (piece.left_end, piece.right_end) == (hull[0][1], hull[1][1])
        if _is_change(before, one_sided=at_start):
            changes[number].insert(0, before)
            piece = piece._replace(left=left, right=right)
        if _is_change(after, one_sided=at_end):
            changes[number].append(after)
            piece = piece._replace(left_end=left_end, right_end=right_end)
        for there, old, new in zip((lefts, rights), pieces[number].sides, piece.sides, strict=True):
            there[bisect_left(there, old)] = new
        pieces[number] = piece


def _is_change(change: Change, *, one_sided: bool) -> bool:
    left, right = change.left_end - change.left, change.right_end - change.right
    return bool(left and right) or (one_sided and bool(left or right))


def _free_room(others: list[Interval], own: Interval, start: int, end: int) -> tuple[int, int]:
    """How far a piece may go on from ``own``, at most from ``start`` to ``end``, among the pieces of its side."""
    at = bisect_left(others, own)
    if at and others[at - 1][1] > start:
        start = own[0]
    if at + 1 < len(others) and others[at + 1][0] < end:
        end = own[1]
    return start, end
