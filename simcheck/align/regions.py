"""Clusters of seeds (seed clustering): which sentence pairs near each other on both sides are one passage?

Pairs with enough in common are seeds; seeds near each other on both sides are a cluster. In a cluster every shared word
is counted once on each side, to the pair that shares most; the information of a sentence's words, less what it costs to
claim them, is its balance. The stretch of sentences with the best total balance, on both sides, is the passage;
``blocks`` says where its blocks are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from simcheck.align.alignment import Passage, Texts
from simcheck.align.blocks import Explained, Link, Places, Region, laid_out, shared_words
from simcheck.align.prepare import Bits, Ints
from simcheck.align.sentences import Pairs
from simcheck.compiled import addresses, core, taken
from simcheck.settings import Settings

if TYPE_CHECKING:
    from ctypes import CDLL


def passages_from(candidates: Pairs, texts: Texts, settings: Settings, evidence: float) -> list[Passage]:
    """The passages that sentence pairs give, from ``_PROMISING`` of the ``evidence`` on; they still have to compete."""
    enough = evidence * _PROMISING
    compiled = core()
    found = (
        _by_core(compiled, candidates, texts, settings, enough)
        if compiled
        else _regions(candidates, texts, settings, enough)
    )
    return [Passage(laid_out(region, texts), bits, region.words) for region, bits in found]


def _regions(candidates: Pairs, texts: Texts, settings: Settings, enough: float) -> list[tuple[Region, float]]:
    """Regions with ``enough`` bits, and these; ``by_core`` is the same in C."""
    seeds = np.flatnonzero((candidates.shared >= settings.seed_bits) & (candidates.dice >= settings.seed_dice))
    assigner = _Assigner(candidates, texts, settings.drop)
    todo = [
        (cluster, settings.gap) for cluster in assigner.promising(clusters(candidates, seeds, settings.gap), enough)
    ]
    found = []
    while todo:
        cluster, gap = todo.pop()
        if assigner.most(candidates.left[cluster], candidates.right[cluster]) < enough:
            continue
        region = assigner.region(candidates.left[cluster], candidates.right[cluster])
        if region is None:
            if gap > 0 and len(cluster) > 1:
                todo += [(c, gap - 1) for c in clusters(candidates, cluster, gap - 1)]
            continue
        bits = region.bits - _overrated(region.words, texts)
        if bits >= enough:
            found.append((region, bits))
        outside = cluster[~region.contains(candidates.left[cluster], candidates.right[cluster])]
        if len(outside) < len(cluster) and len(outside):
            todo += [(c, gap) for c in clusters(candidates, outside, gap)]
    return found


def _overrated(words: tuple[Ints, Ints], texts: Texts) -> float:
    """Bits that shared words out of order seem to carry and their fragments do not.

    The information of a word is that of its place, as part of whatever stands around it. A fragment, words that follow
    each other in both texts, that does not go on where the one before it ended has nothing around it that is shared: it
    carries what is inside it. The items of a list that everybody writes are well known one by one, however
    unusual their order is.
    """
    places = Places(words[1], texts.right)
    total = 0.0
    last, there = -2, None
    moved: list[int] = []
    for at in [*sorted(words[0].tolist()), -1]:
        word = int(texts.left.word[at]) if at >= 0 else -1
        goes_on = at == last + 1 and there is not None and at >= 0 and places.holds(word, there + 1)
        if moved and not goes_on:
            total += _beyond(moved[0], moved[-1], texts)
            moved = []
        first = places.first(word)
        if first is None:
            continue
        last = at
        if goes_on and there is not None:
            there += 1
            moved += [at] if moved else []
            continue
        after = first if there is None else places.after(word, there, _ONWARD)
        there = first if after is None else after
        moved = [at] if after is None else []
    return total


def _beyond(first: int, last: int, texts: Texts) -> float:
    """The information of words where they stand, beyond their surprisal by themselves."""
    words = texts.a.words
    inside = texts.a.surprisal_alone(int(words.start[first]), int(words.end[last]))
    bits: float = sum(texts.left.information[first : last + 1].tolist())
    return max(0.0, bits - inside)


_ONWARD: Final = 30
"""Words that may be left out without a break in the order: a sentence."""


_PROMISING: Final = 0.5
"""The part of the evidence asked for from which a passage is kept: less may do beside another (``settings.near``), and
extension adds to it."""

_MARGIN: Final = 2
"""Sentences looked at beyond a cluster's first and last: its neighbours may be too short to be seeds."""

_LINK_BITS: Final = 4.0
"""What a link must account for by itself."""


def clusters(candidates: Pairs, members: Ints, gap: int, other_gap: int | None = None) -> list[Ints]:
    """Split ``members`` where more than ``gap`` sentences part them, on the left and on the right (there by
    ``other_gap``, if it is another) in turn, until none does."""
    if not len(members):
        return []
    todo, done = [(members, 0, 0)], []
    while todo:
        cluster, side, settled = todo.pop()
        if len(cluster) == 1:
            done.append(cluster)
            continue
        if len(cluster) <= _FEW:
            # most are a handful, for which arrays cost more than they save
            gaps = (gap, gap if other_gap is None else other_gap)
            done += (np.array(few, dtype=cluster.dtype) for few in _clusters(candidates, cluster, gaps, side, settled))
            continue
        number = (candidates.left if side == 0 else candidates.right)[cluster]
        order = np.argsort(number, kind="stable")
        most = gap if side == 0 or other_gap is None else other_gap
        number, cluster = number[order], cluster[order]
        cuts = (np.flatnonzero(number[1:] - number[:-1] > most + 1) + 1).tolist()
        settled = 0 if cuts else settled + 1
        if settled == 2:
            done.append(np.sort(cluster))
        else:
            bounds = pairwise([0, *cuts, len(cluster)])
            todo += [(cluster[start:end], 1 - side, settled) for start, end in bounds]
    return done


_FEW: Final = 12
"""Sentence pairs of a cluster that is split without arrays."""

_ROUNDS: Final = 8
"""Times that a window is cut to its best stretch before it is given up: a bound on the work."""

ROUNDING: Final = 1e-6
"""Bits by which sums in another order may differ."""


def _clusters(candidates: Pairs, members: Ints, gaps: tuple[int, int], side: int, settled: int) -> Iterator[list[int]]:
    """The same for a few members, in the same order."""
    of = [
        dict(zip(members.tolist(), numbers[members].tolist(), strict=True))
        for numbers in (candidates.left, candidates.right)
    ]
    todo = [(members.tolist(), side, settled)]
    while todo:
        cluster, side, settled = todo.pop()
        number = of[side]
        cluster = sorted(cluster, key=number.__getitem__)
        cuts = [n for n in range(1, len(cluster)) if number[cluster[n]] - number[cluster[n - 1]] > gaps[side] + 1]
        settled = 0 if cuts else settled + 1
        if settled == 2 or len(cluster) == 1:
            yield sorted(cluster)
        else:
            todo += [(cluster[start:end], 1 - side, settled) for start, end in pairwise([0, *cuts, len(cluster)])]


class Account:
    """The information of the sentences of both texts, and what they cost."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._bags: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})
        self._sums: tuple[dict[int, float], dict[int, float]] = ({}, {})
        self._costs = texts.left.costs[texts.a.first], texts.right.costs[texts.b.first]

    def balance(self, side: int, start: int, end: int) -> Bits:
        """What it costs to claim each of the sentences from ``start`` to ``end``, below zero."""
        return -np.diff(self._costs[side][start : end + 1])

    def bag(self, side: int, sentence: int) -> dict[int, float]:
        """The words of a sentence in the order of their numbers, and the most information that each carries there."""
        bags = self._bags[side]
        if sentence not in bags:
            text, weights = ((self.texts.a, self.texts.left), (self.texts.b, self.texts.right))[side]
            words = slice(int(text.first[sentence]), int(text.first[sentence + 1]))
            # of equal words the last one in order has most
            every = sorted(zip(weights.word[words].tolist(), weights.information[words].tolist(), strict=True))
            bags[sentence] = {word: bits for word, bits in every if bits > 0.0}
        return bags[sentence]

    def information(self, side: int, sentence: int) -> float:
        """The information of the words of a sentence, in bits."""
        sums = self._sums[side]
        if sentence not in sums:
            sums[sentence] = sum(self.bag(side, sentence).values())
        return sums[sentence]


class _Assigner:
    """Counts every shared word once on each side, to the pair of sentences that shares most."""

    def __init__(self, candidates: Pairs, texts: Texts, drop: float) -> None:
        self.texts, self.drop = texts, drop
        self.candidates = candidates
        self.account = Account(texts)
        order = np.argsort(candidates.left, kind="stable")
        self.left, self.right, self.shared = (
            column[order] for column in (candidates.left, candidates.right, candidates.shared)
        )
        self._sums = [
            np.concatenate(([0.0], np.cumsum(np.bincount(side, candidates.shared, count))))
            for side, count in ((candidates.left, texts.a.sentences), (candidates.right, texts.b.sentences))
        ]

    def promising(self, groups: Sequence[Ints], enough: float) -> list[Ints]:
        """Those of some clusters whose window could have ``enough`` bits, by what its sentences share with any.

        A look at all of them at once, because most have nothing of the kind.
        """
        if not groups or not self.candidates.of_all_words:
            return list(groups)
        first = np.cumsum([0] + [len(cluster) for cluster in groups[:-1]])
        every = np.concatenate(groups)
        most = np.full(len(groups), np.inf)
        for sums, number in zip(self._sums, (self.candidates.left[every], self.candidates.right[every]), strict=True):
            start = np.maximum(np.minimum.reduceat(number, first) - _MARGIN, 0)
            end = np.minimum(np.maximum.reduceat(number, first) + 1 + _MARGIN, len(sums) - 1)
            most = np.minimum(most, sums[end] - sums[start])
        return [cluster for cluster, bits in zip(groups, most.tolist(), strict=True) if bits + ROUNDING >= enough]

    def most(self, left: Ints, right: Ints) -> float:
        """A bound on the bits of any region around the given seeds: as if every pair shared all it could.

        Most clusters of a book are two sentences with a few words in common, and need not be looked at.
        """
        if not self.candidates.of_all_words:
            return np.inf
        u0, u1, v0, v1 = self._window(left, right)
        first, last = np.searchsorted(self.left, (u0, u1))
        rights = self.right[first:last]
        inside = (rights >= v0) & (rights < v1)
        shared = self.shared[first:last][inside]
        total = ROUNDING
        for side, sentences, start, end in ((0, self.left[first:last][inside], u0, u1), (1, rights[inside], v0, v1)):
            gains = np.bincount(sentences - start, shared, end - start) + self.account.balance(side, start, end)
            total += _sum(np.maximum(gains, 0.0)) / 2
        return total

    def _window(self, left: Ints, right: Ints) -> tuple[int, int, int, int]:
        """The sentences that are looked at around seeds, on the left and on the right (half-open)."""
        u0, u1 = max(0, int(left.min()) - _MARGIN), min(self.texts.a.sentences, int(left.max()) + 1 + _MARGIN)
        v0, v1 = max(0, int(right.min()) - _MARGIN), min(self.texts.b.sentences, int(right.max()) + 1 + _MARGIN)
        return u0, u1, v0, v1

    def region(self, left: Ints, right: Ints) -> Region | None:
        """The best stretch around the given seeds, or None if nothing pays."""
        u0, u1, v0, v1 = self._window(left, right)
        for _ in range(_ROUNDS):
            links, explained = self._links(u0, u1, v0, v1)
            gain_left, gain_right = self.account.balance(0, u0, u1), self.account.balance(1, v0, v1)
            for link in links:
                gain_left[link.left - u0] += link.bits
                gain_right[link.right - v0] += link.bits
            x0, x1 = best_stretch(gain_left, self.drop)
            y0, y1 = best_stretch(gain_right, self.drop)
            if x1 <= x0 or y1 <= y0:
                return None
            if (x0, x1, y0, y1) == (0, u1 - u0, 0, v1 - v0):
                bits = (_sum(gain_left) + _sum(gain_right)) / 2
                return Region((u0, u1), (v0, v1), tuple(links), bits, shared_words(explained, self.texts))
            u0, u1, v0, v1 = u0 + x0, u0 + x1, v0 + y0, v0 + y1
        return None

    def _links(self, u0: int, u1: int, v0: int, v1: int) -> tuple[list[Link], Explained]:
        """The links of a window, and the words that they account for."""
        first, last = np.searchsorted(self.left, (u0, u1))
        lefts, rights = self.left[first:last], self.right[first:last]
        order = np.flatnonzero((rights >= v0) & (rights < v1))
        order = order[np.lexsort((rights[order], lefts[order], -self.shared[first:last][order]))]
        inside = zip(lefts[order].tolist(), rights[order].tolist(), strict=True)
        rest: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})
        found: dict[Link, list[int]] = {}
        for u, v in inside:
            left_bag, right_bag = rest[0].get(u), rest[1].get(v)
            if left_bag is None:
                left_bag = rest[0][u] = dict(self.account.bag(0, u))
            if right_bag is None:
                right_bag = rest[1][v] = dict(self.account.bag(1, v))
            # one order of adding, whatever the words are
            shared = sorted(left_bag.keys() & right_bag.keys())
            bits = sum(sqrt(left_bag[w] * right_bag[w]) for w in shared)
            if bits < _LINK_BITS:
                continue
            total = self.account.information(0, u) + self.account.information(1, v)
            found[Link(u, v, bits, 2 * bits / total)] = shared
            for w in shared:
                del left_bag[w], right_bag[w]
        explained: Explained = (defaultdict(set), defaultdict(set))
        for link, shared in found.items():
            explained[0][link.left].update(shared)
            explained[1][link.right].update(shared)
        return sorted(found), explained


def _sum(bits: Bits) -> float:
    """The sum of what lies in a row, from first to last: in one order, as in C."""
    return float(np.cumsum(bits)[-1]) if len(bits) else 0.0


def best_stretch(gains: Bits, drop: float) -> tuple[int, int]:
    """The contiguous stretch with the greatest sum that never falls by more than ``drop`` inside; empty if no gain is
    positive."""
    best, best_total = (0, 0), 0.0
    start, total, peak = 0, 0.0, 0.0
    gain_list = gains.tolist()
    # what is no gain begins no stretch: most sentences of a book that has one passage are passed over
    for begin in np.flatnonzero(gains > 0).tolist():
        if begin < start:
            continue
        start, total, peak = begin, 0.0, 0.0
        for at in range(begin, len(gain_list)):
            if at > begin and (total <= 0 or total < peak - drop):
                start = at
                break
            total += gain_list[at]
            peak = max(peak, total)
            if total > best_total:
                best, best_total = (start, at + 1), total
        else:
            break
    return best


# The same in C


_FOUND: Final = np.dtype(
    [
        *((name, np.int64) for name in ("u0", "u1", "v0", "v1")),
        ("bits", np.float64),
        ("net", np.float64),
        *((name, np.int64) for name in ("links", "left", "right")),
    ]
)
_LINK: Final = np.dtype(
    [
        ("left", np.int64),
        ("right", np.int64),
        ("bits", np.float64),
        ("part", np.float64),
        ("shared", np.int64),
        ("count", np.int64),
    ]
)


def _by_core(
    compiled: CDLL, candidates: Pairs, texts: Texts, settings: Settings, enough: float
) -> list[tuple[Region, float]]:
    """What ``_regions`` finds."""
    a, b, left, right = texts.a, texts.b, texts.left, texts.right
    vocabulary = 1 + max(int(left.word.max(initial=0)), int(right.word.max(initial=0)))
    counts = [len(candidates.left), vocabulary, settings.gap, _MARGIN, _ROUNDS, _ONWARD, candidates.of_all_words]
    numbers = np.array([*counts, a.run_length, len(a.run_rarity)], dtype=np.int64)
    sizes = np.array([a.sentences, len(a.words), b.sentences, len(b.words)], dtype=np.int64)
    bits = [settings.seed_bits, settings.seed_dice, settings.drop, enough, _LINK_BITS, ROUNDING, a.character_bits]
    given = [
        numbers,
        sizes,
        np.array(bits),
        candidates.left,
        candidates.right,
        candidates.shared,
        candidates.dice,
        *(a.first, left.word, left.information, left.costs[a.first]),
        *(b.first, right.word, right.information, right.costs[b.first]),
        *(a.words.start, a.words.end, a.run_rarity),
    ]
    result = compiled.sc_regions(*addresses(*given))
    if not result:
        raise MemoryError
    try:
        head = taken(result, 8, np.int64).tolist()
        found = taken(head[4], head[0], _FOUND).tolist()
        links = taken(head[5], head[1], _LINK)[["left", "right", "bits", "part"]].tolist()
        places = [taken(head[6 + side], head[2 + side], np.int64) for side in (0, 1)]
    finally:
        compiled.sc_regions_free(result)
    regions = []
    at = first = second = 0
    for u0, u1, v0, v1, whole, net, count, of_left, of_right in found:
        words = places[0][first : first + of_left], places[1][second : second + of_right]
        linked = tuple(map(Link._make, links[at : at + count]))
        regions.append((Region((u0, u1), (v0, v1), linked, whole, words), net))
        at, first, second = at + count, first + of_left, second + of_right
    return regions
