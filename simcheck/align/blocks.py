"""The blocks of a region (块): which parts of it correspond in order, and where does it begin and end?

Its sentences in chains that ascend on both sides; if they were not only moved as wholes, the shared words in whatever
order they stand now. The first and the last sentence are trimmed to the words that pay, and every block runs on over
equal characters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from simcheck.align.alignment import Piece, Texts, common
from simcheck.align.prepare import Ints, Prepared
from simcheck.align.runs import equal_after, equal_before
from simcheck.align.sentences import TINY, Weights
from simcheck.compiled import addresses, core
from simcheck.intervals import Interval
from simcheck.text.fingerprint import distinct
from simcheck.text.normalize import Mask

if TYPE_CHECKING:
    from ctypes import CDLL


class Link(NamedTuple):
    """Sentences ``left`` and ``right`` share ``bits`` that no better pair accounts for."""

    left: int
    right: int
    bits: float
    part: float
    """Of the information of the two sentences, the part that the link accounts for."""


Explained = tuple[dict[int, set[int]], dict[int, set[int]]]
"""On each side by sentence: the words that a link accounts for."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of sentences on each side (half-open), the links inside it, and their balance."""

    left: tuple[int, int]
    right: tuple[int, int]
    links: tuple[Link, ...]
    bits: float
    words: tuple[Ints, Ints]
    """The places of the words that links account for, on each side."""

    def contains(self, left: Ints, right: Ints) -> Mask:
        (u0, u1), (v0, v1) = self.left, self.right
        return np.asarray((left >= u0) & (left < u1) & (right >= v0) & (right < v1))


_MOVED: Final = 0.12
"""The part of two sentences that must be the same for a block of its own, so that a word in common moves nothing."""


def laid_out(region: Region, texts: Texts) -> tuple[Piece, ...]:
    """A region as pieces that ascend on both sides, its ends put where the words end that pay."""
    words = region.words
    chains = _worthwhile(_ascending(region.links), region, texts)
    trimmed_left = _trimmed(texts.a, texts.left, region.left, words[0])
    trimmed_right = _trimmed(texts.b, texts.right, region.right, words[1])
    pieces = []
    for u0, u1, v0, v1 in chains:
        left = max(texts.a.edge(int(texts.a.first[u0])), trimmed_left[0])
        left_end = min(texts.a.edge(int(texts.a.first[u1])), trimmed_left[1])
        right = max(texts.b.edge(int(texts.b.first[v0])), trimmed_right[0])
        right_end = min(texts.b.edge(int(texts.b.first[v1])), trimmed_right[1])
        if left < left_end and right < right_end:
            pieces.append(Piece(left, left_end, right, right_end))
    if _part_held(pieces, words, texts) < _ENOUGH:
        pieces = _by_fragments(words, texts) or pieces
    return _run_on(pieces, texts)


_ENOUGH: Final = 0.85
"""The part of the information of the shared words that whole sentences in their new order must hold; of a passage whose
clauses were moved they hold less."""

_FRAGMENT_BITS: Final = 10.0
"""Bits that a fragment must have to be a block of its own: two words."""

_LONG: Final = 30
"""Words in a row that are as good as more of them."""

_NEAR: Final = 8
"""Words that may be other ones inside a block: a clause."""


def _part_held(pieces: Sequence[Piece], words: tuple[Ints, Ints], texts: Texts) -> float:
    """The part of the bits of the shared words that pieces hold, on the side on which it is less."""
    parts = []
    for side, (text, weights, at) in enumerate(((texts.a, texts.left, words[0]), (texts.b, texts.right, words[1]))):
        starts, ends = text.words.start[at], text.words.end[at]
        edges = np.array(sorted(piece.sides[side] for piece in pieces), dtype=np.int64).reshape(-1, 2)
        # a word is inside if, of the pieces that begin before it, one reaches behind it
        reach = np.concatenate(([-1], np.maximum.accumulate(edges[:, 1])))
        inside = ends <= reach[np.searchsorted(edges[:, 0], starts.astype(np.int64), side="right")]
        information = weights.information[at]
        parts.append(float(information[inside].sum() / max(TINY, information.sum())))
    return min(parts)


def _by_fragments(words: tuple[Ints, Ints], texts: Texts) -> list[Piece]:
    """Pieces made of the shared words alone, wherever they went: words that follow each other closely in both texts."""
    if max(map(len, words)) > _FRAGMENTED:
        return []
    compiled = core()
    chains = _chains_by_core(compiled, words, texts) if compiled else None
    if chains is None:
        chains = _chains(words, texts)
    kept: list[Piece] = []
    taken: list[Interval] = []
    for bits, u, v, u1, v1 in sorted(chains, key=lambda chain: -chain[0]):
        if bits < _FRAGMENT_BITS:
            break
        piece = Piece(
            int(texts.a.words.start[u]),
            int(texts.a.words.end[u1]),
            int(texts.b.words.start[v]),
            int(texts.b.words.end[v1]),
        )
        place = bisect_left(taken, piece.sides[1])
        if all(common(piece.sides[1], other) <= 0 for other in taken[max(0, place - 1) : place + 1]):
            taken.insert(place, piece.sides[1])
            kept.append(piece)
    return sorted(kept)


_Chain = tuple[float, int, int, int, int]
"""Words that follow each other closely in both texts: their bits, the first of them on both sides, and the last."""


def _chains(words: tuple[Ints, Ints], texts: Texts) -> list[_Chain]:
    """The shared words in chains, in order of the left."""
    places = Places(words[1], texts.right)
    onward = _Onward(words, texts)
    chains: list[list[tuple[int, int]]] = []
    word_at = texts.left.word
    for at in sorted(words[0].tolist()):
        last = chains[-1][-1] if chains else (-_NEAR - 1, -_NEAR - 1)
        near = places.after(int(word_at[at]), last[1], _NEAR) if at - last[0] <= _NEAR else None
        there = near if near is not None else onward.best(at)
        if there is None:
            continue
        places.take(there)
        onward.take(there)
        if near is not None:
            chains[-1].append((at, there))
        else:
            chains.append([(at, there)])
    information = texts.left.information.tolist()
    return [(sum(information[at] for at, _ in chain), *chain[0], *chain[-1]) for chain in chains]


def _chains_by_core(compiled: CDLL, words: tuple[Ints, Ints], texts: Texts) -> list[_Chain] | None:
    """The same in C; None where words stand so often that looking at all their places is too much."""
    left, right = texts.left, texts.right
    vocabulary = 1 + max(int(left.word.max(initial=0)), int(right.word.max(initial=0)))
    sizes = [len(left.word), len(right.word), len(words[0]), len(words[1]), vocabulary, _NEAR, _LONG, _LOOKS]
    found = np.empty(len(words[0]), dtype=_CHAIN)
    given = np.array(sizes, dtype=np.int64), left.word, left.information, right.word, *words, found
    count = compiled.sc_fragments(*addresses(*given))
    if count < -1:
        raise MemoryError
    return found[:count].tolist() if count >= 0 else None


_CHAIN: Final = np.dtype([("bits", np.float64), *((name, np.int64) for name in ("u", "v", "u1", "v1"))])

_LOOKS: Final = 2_000_000
"""Places of equal words that are looked at one by one."""

_FRAGMENTED: Final = 200_000
"""Shared words of a region that are looked at one by one; beyond, a book, its sentences say well enough where what
is."""


class Places:
    """Where the words at ``places`` of a text stand, those first that stand first in ``places``; places can be
    taken."""

    def __init__(self, places: Ints, weights: Weights) -> None:
        self._word = weights.word
        self._rank = np.full(len(weights.word), len(places), dtype=np.int64)
        self._rank[places] = np.arange(len(places))
        self._none = len(places)
        self._first: dict[int, int] = {}
        for at, word in zip(places.tolist(), weights.word[places].tolist(), strict=True):
            self._first.setdefault(word, at)

    def holds(self, word: int, at: int) -> bool:
        """Whether the word stands there, and is one of them."""
        return at < len(self._word) and bool(self._word[at] == word) and bool(self._rank[at] < self._none)

    def first(self, word: int) -> int | None:
        """The first place of a word; None if it has none."""
        return self._first.get(word)

    def after(self, word: int, place: int, reach: int) -> int | None:
        """The first of the places of a word of which at most ``reach`` words behind ``place``; None if there is
        none."""
        start = max(0, place + 1)
        ranks = np.where(
            self._word[start : place + 1 + reach] == word, self._rank[start : place + 1 + reach], self._none
        )
        best = int(ranks.argmin()) if len(ranks) else 0
        return start + best if len(ranks) and ranks[best] < self._none else None

    def take(self, place: int) -> None:
        self._rank[place] = self._none


class _Onward:
    """From which place of a word on the second text goes on longest as the first does.

    Stretches of one to ``_LONG`` words are numbered in both texts alike, so that whether a place is left from which
    so many words are the same is a question of how many places of that number are left; the answer is found by
    halving.
    """

    def __init__(self, words: tuple[Ints, Ints], texts: Texts) -> None:
        # of the texts, only where the region is
        begins = [
            int(places.min(initial=len(side.word)))
            for places, side in zip(words, (texts.left, texts.right), strict=True)
        ]
        first_words, second_words = (
            side.word[begin : int(places.max(initial=-1)) + _LONG]
            for places, side, begin in zip(words, (texts.left, texts.right), begins, strict=True)
        )
        self._places = words[1]
        self._number = {at: number for number, at in enumerate(words[1].tolist())}
        self._query = {at: number for number, at in enumerate(words[0].tolist())}
        self._wanted: list[list[int]] = []
        self._stretch: list[list[int]] = []
        self._left: list[list[int]] = []
        self._order: list[list[int]] = []
        self._next: list[list[int]] = []
        self._end: list[list[int]] = []
        self._taken = bytearray(len(words[1]))
        every = np.concatenate((first_words, [-1], second_words, [-1]))
        first_places, second_places = words[0] - begins[0], words[1] - begins[1] + len(first_words) + 1
        same = every
        for length in range(1, _LONG + 1):
            if length > 1:
                # what begins alike for one word less, and has the same word behind it
                last = np.minimum(np.arange(len(every)) + length - 1, len(every) - 1)
                keys = same * (int(every.max()) + 2) + every[last] + 1
                same = np.where((same < 0) | (every[last] < 0), -1, np.searchsorted(distinct(keys), keys))
            self._add(same[first_places], same[second_places])

    def _add(self, wanted: Ints, places: Ints) -> None:
        size = int(max(wanted.max(initial=0), places.max(initial=0))) + 1
        order = np.argsort(places, kind="stable")
        order = order[np.searchsorted(places[order], 0) :]
        numbers = np.arange(size)
        sorted_places = places[order]
        self._wanted.append(wanted.tolist())
        self._stretch.append(places.tolist())
        self._order.append(order.tolist())
        self._next.append(np.searchsorted(sorted_places, numbers).tolist())
        self._end.append(np.searchsorted(sorted_places, numbers, side="right").tolist())
        self._left.append(np.bincount(sorted_places, minlength=size).tolist())

    def best(self, at: int) -> int | None:
        """The place, the first of equals; None if no place of the word is left."""
        query = self._query[at]
        least, most = 0, _LONG
        while least < most:
            middle = (least + most + 1) // 2
            number = self._wanted[middle - 1][query]
            if number >= 0 and self._left[middle - 1][number]:
                least = middle
            else:
                most = middle - 1
        if not least:
            return None
        level, number = least - 1, self._wanted[least - 1][query]
        order, at_next = self._order[level], self._next[level]
        while self._taken[order[at_next[number]]]:
            at_next[number] += 1
        return int(self._places[order[at_next[number]]])

    def take(self, place: int) -> None:
        taken = self._number[place]
        self._taken[taken] = 1
        for level, left in enumerate(self._left):
            number = self._stretch[level][taken]
            if number >= 0:
                left[number] -= 1


def shared_words(explained: Explained, texts: Texts) -> tuple[Ints, Ints]:
    """The places of the words that links account for, on both sides."""
    return _places_of(texts.a, texts.left, explained[0]), _places_of(texts.b, texts.right, explained[1])


def _places_of(text: Prepared, weights: Weights, by_sentence: dict[int, set[int]]) -> Ints:
    places: list[int] = []
    for sentence, explained in by_sentence.items():
        lo, hi = int(text.first[sentence]), int(text.first[sentence + 1])
        places += [at for at, word in enumerate(weights.word[lo:hi].tolist(), lo) if word in explained]
    return np.array(places, dtype=np.int64)


_BLOCK_BITS, _MOVED_BITS = 5.0, 15.0
"""The balance that a block needs by itself, in order and out of it; less is a coincidence next to a passage."""


def _worthwhile(
    chains: Sequence[tuple[int, int, int, int]], region: Region, texts: Texts
) -> list[tuple[int, int, int, int]]:
    """The chains that pay for themselves; the best one in any case."""
    balances = []
    starts = [link.left for link in region.links]
    for u0, u1, v0, v1 in chains:
        links = region.links[bisect_left(starts, u0) : bisect_left(starts, u1)]
        gain = sum(link.bits for link in links if v0 <= link.right < v1)
        cost = texts.left.cost[int(texts.a.first[u0]) : int(texts.a.first[u1])].sum()
        cost += texts.right.cost[int(texts.b.first[v0]) : int(texts.b.first[v1])].sum()
        balances.append(gain - float(cost) / 2)
    best = balances.index(max(balances))
    kept = []
    for chain, balance in zip(chains, balances, strict=True):
        moved = (chain[0] < chains[best][0]) != (chain[2] < chains[best][2])
        if chain == chains[best] or balance >= (_MOVED_BITS if moved else _BLOCK_BITS):
            kept.append(chain)
    return kept


def _ascending(links: Iterable[Link]) -> list[tuple[int, int, int, int]]:
    """Stretches of sentences (u0, u1, v0, v1) that ascend together, disjoint on both sides, in order of the left."""
    best_of_left: dict[int, Link] = {}
    best_of_right: dict[int, Link] = {}
    for link in links:
        if link.left not in best_of_left or link.bits > best_of_left[link.left].bits:
            best_of_left[link.left] = link
        if link.right not in best_of_right or link.bits > best_of_right[link.right].bits:
            best_of_right[link.right] = link
    kept = sorted({*best_of_left.values(), *best_of_right.values()})
    strongest = max(kept, key=lambda link: link.bits)
    linked = sorted(best_of_right)
    chains: list[list[int]] = []
    taken: dict[int, int] = {}
    for link in kept:
        owner = taken.get(link.right)
        if chains and owner is not None and owner != len(chains) - 1:
            continue
        if chains:
            last = chains[-1]
            # a sentence that another chain has taken stands between two of its own that are linked
            free = linked[bisect_left(linked, last[3])] >= link.right if link.right > last[3] else True
            if link.right >= last[3] - 1 and (free or link.right < last[3]):
                taken.update((v, len(chains) - 1) for v in range(last[3], link.right + 1))
                last[1] = max(last[1], link.left + 1)
                last[3] = max(last[3], link.right + 1)
                continue
            if link.left < last[1]:
                continue
        if owner is None and (link.part >= _MOVED or link == strongest):
            chains.append([link.left, link.left + 1, link.right, link.right + 1])
            taken[link.right] = len(chains) - 1
    return [(c[0], c[1], c[2], c[3]) for c in chains]


_TRIM_BITS: Final = 6.0
"""Bits that leaving out part of the first or last sentence must save; a sentence is whole unless it clearly is not."""


def _trimmed(text: Prepared, weights: Weights, stretch: tuple[int, int], shared: Ints) -> tuple[int, int]:
    """Where the passage begins in its first sentence and ends in its last."""
    start, _ = _paying(text, weights, stretch[0], shared, forwards=False)
    _, end = _paying(text, weights, stretch[1] - 1, shared, forwards=True)
    return text.edge(start), int(text.words.end[end - 1])


def _paying(text: Prepared, weights: Weights, sentence: int, shared: Ints, *, forwards: bool) -> tuple[int, int]:
    """The words of a sentence without the tail (or, backwards, the head) that costs more than its ``shared`` words
    gain."""
    lo, hi = int(text.first[sentence]), int(text.first[sentence + 1])
    hit = np.zeros(hi - lo, dtype=np.bool_)
    hit[shared[(shared >= lo) & (shared < hi)] - lo] = True
    gains = np.where(hit, weights.information[lo:hi], 0.0) - weights.cost[lo:hi]
    ordered = gains if forwards else gains[::-1]
    totals = np.cumsum(ordered)
    best = int(np.argmax(totals)) + 1
    if totals[-1] >= totals[best - 1] - _TRIM_BITS:
        return lo, hi
    return (lo, lo + best) if forwards else (hi - best, hi)


def _run_on(pieces: Sequence[Piece], texts: Texts) -> tuple[Piece, ...]:
    """Let every piece run on over equal characters, as far as no other piece stands there."""
    a, b = texts.a.normalized.codes, texts.b.normalized.codes
    result = list(pieces)
    # they are apart on either side, and stay so: only neighbours can be in the way
    order = [sorted(range(len(result)), key=lambda n, side=side: result[n][2 * side]) for side in (0, 1)]  # type: ignore[misc]
    places = [{number: place for place, number in enumerate(numbers)} for numbers in order]
    for at, piece in enumerate(result):
        before, after = [0, 0], [len(a), len(b)]
        for side, numbers in enumerate(order):
            place = places[side][at]
            if place:
                before[side] = result[numbers[place - 1]][2 * side + 1]
            if place + 1 < len(numbers):
                after[side] = result[numbers[place + 1]][2 * side]
        room = min(after[0] - piece.left_end, after[1] - piece.right_end)
        more = min(equal_after(a, b, piece.left_end, piece.right_end), room)
        room = min(piece.left - before[0], piece.right - before[1])
        less = min(equal_before(a, b, piece.left, piece.right), room)
        result[at] = Piece(piece.left - less, piece.left_end + more, piece.right - less, piece.right_end + more)
    return tuple(result)
