"""From sentence pairs to passages.

Pairs with enough in common are seeds; seeds near each other on both sides are a cluster. In a cluster every shared word
is counted once on each side, to the pair that shares most; what a sentence's words tell, less what it costs to claim
them, is its balance. The stretch of sentences with the best total balance, on both sides, is the passage; its first and
last sentences are trimmed to the words that pay, its blocks are put where they ascend, and its ends run on over equal
characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.pieces import Passage, Piece, Texts
from simcheck.align.prepare import Bits, Ints, Prepared
from simcheck.align.runs import equal_after, equal_before
from simcheck.align.sentences import Pairs, Weights
from simcheck.normalize import Mask
from simcheck.settings import Settings


def passages_from(candidates: Pairs, texts: Texts, settings: Settings) -> list[Passage]:
    """The passages that sentence pairs give, from half the evidence on; they still have to compete."""
    seeds = np.flatnonzero((candidates.shared >= settings.seed_bits) & (candidates.dice >= settings.seed_dice))
    by_left: dict[int, list[int]] = defaultdict(list)
    for index, u in enumerate(candidates.left.tolist()):
        by_left[u].append(index)
    assigner = _Assigner(candidates, by_left, texts, settings.drop)
    todo = [(cluster, settings.gap) for cluster in _clusters(candidates, seeds, settings.gap)]
    found = []
    while todo:
        cluster, gap = todo.pop()
        region = assigner.region(candidates.left[cluster], candidates.right[cluster])
        if region is None:
            if gap > 0 and len(cluster) > 1:
                todo += [(c, gap - 1) for c in _clusters(candidates, cluster, gap - 1)]
            continue
        bits = region.bits - _overrated(region, texts)
        if bits >= settings.evidence / 2:
            found.append(replace(_laid_out(region, texts), bits=bits))
        outside = cluster[~region.contains(candidates.left[cluster], candidates.right[cluster])]
        if len(outside) < len(cluster) and len(outside):
            todo += [(c, gap) for c in _clusters(candidates, outside, gap)]
    return found


def _overrated(region: Region, texts: Texts) -> float:
    """Bits that shared words out of order seem to tell and their fragments do not.

    What a word tells was said of it where it stands, as part of whatever stands around it. A fragment, words that
    follow each other in both texts, that does not go on where the one before it ended has nothing around it that is
    shared: it tells what is inside it. The items of a list that everybody writes are well known one by one, however
    unusual their order is.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for at in _explained(texts.b, texts.right, region.explained[1]).tolist():
        places[int(texts.right.word[at])].append(at)
    total = 0.0
    last, there = -2, None
    moved: list[int] = []
    for at in [*sorted(_explained(texts.a, texts.left, region.explained[0]).tolist()), -1]:
        candidates = places.get(int(texts.left.word[at]), []) if at >= 0 else []
        goes_on = at == last + 1 and there is not None and there + 1 in candidates
        if moved and not goes_on:
            total += _beyond(moved[0], moved[-1], texts)
            moved = []
        if not candidates:
            continue
        last = at
        if goes_on and there is not None:
            there += 1
            moved += [at] if moved else []
            continue
        before = there
        after = [place for place in candidates if before is None or 0 < place - before <= _ONWARD]
        there = after[0] if after else candidates[0]
        moved = [] if after else [at]
    return total


def _beyond(first: int, last: int, texts: Texts) -> float:
    """What words tell where they stand, beyond what they tell by themselves."""
    words = texts.a.words
    inside = texts.a.told_inside(int(words.start[first]), int(words.end[last]))
    return max(0.0, float(texts.left.tell[first : last + 1].sum()) - inside)


_ONWARD: Final = 30
"""Words that may be left out without a break in the order: a sentence."""


def drawn_from(candidates: Pairs, texts: Texts, settings: Settings) -> list[Drawn]:
    """Passages that are drawn together from a much longer stretch of the other text: a summary in sentences of it.

    Sentence by sentence they follow each other on one side and stand far apart on the other. What was left out there
    costs nothing; every sentence costs saying where it came from.
    """
    by_left: dict[int, list[int]] = defaultdict(list)
    for index, u in enumerate(candidates.left.tolist()):
        by_left[u].append(index)
    assigner = _Assigner(candidates, by_left, texts, settings.drop)
    seeds = np.flatnonzero(candidates.shared >= settings.seed_bits)
    found = []
    for short in (0, 1):
        gaps = (settings.gap, _WIDE) if short == 0 else (_WIDE, settings.gap)
        for cluster in _clusters(candidates, seeds, *gaps):
            if len(cluster) >= _DRAWN:
                found += _drawn(cluster, candidates, assigner, short)
    return [drawn for drawn in found if drawn.passage.bits >= settings.evidence]


_WIDE: Final = 24
"""Sentences that a summary may leave out at once; Sanchez-Perez et al. found the value for their second pass."""

_DRAWN: Final = 3
"""Sentences from which it is a summary, and how many times as long what it was drawn from must be."""

_MOST_DRAWN: Final = 15
"""How many times as long it may be at most: summaries keep a tenth; beyond, sentences are alike by chance."""

_WHERE: Final = 10.0
"""Bits that it costs to say from which of a thousand places another sentence came."""

_TOLD: Final = 0.4
"""The part of what its sentences tell that a summary must share with their sources."""


def _drawn(cluster: Ints, candidates: Pairs, assigner: _Assigner, short: int) -> list[Drawn]:
    texts = assigner.texts
    sides = candidates.left[cluster], candidates.right[cluster]
    mine, theirs = sides[short], sides[1 - short]
    told = candidates.shared[cluster]
    # every sentence once, with the best of the sentences that no other has
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs: dict[int, tuple[int, float]] = {}
    for at in np.lexsort((theirs, mine, -told)).tolist():
        one, other, bits = int(mine[at]), int(theirs[at]), float(told[at])
        if bits > _WHERE and one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            pairs[one] = other, bits
    if len(pairs) < _DRAWN:
        return []
    first = min(pairs)
    gains = assigner._balance(short, first, max(pairs) + 1)
    for one, (_, bits) in pairs.items():
        gains[one - first] += bits - _WHERE
    x0, x1 = _best_stretch(gains, assigner.drop)
    kept = {one: pair for one, pair in pairs.items() if first + x0 <= one < first + x1}
    whole = sum(sum(assigner._bag(short, s).values()) for s in range(first + x0, first + x1))
    if len(kept) < _DRAWN or sum(bits for _, bits in kept.values()) < _TOLD * whole:
        return []
    pieces: dict[Piece, float] = {}
    for one, (other, bits) in kept.items():
        left, right = (other, one) if short else (one, other)
        pieces[Piece(*texts.a.sentence(left), *texts.b.sentence(right))] = bits - _WHERE
    none = np.zeros(0, dtype=np.int64)
    passage = Passage(tuple(sorted(pieces)), float(gains[x0:x1].sum()), (none, none))
    sizes = passage.left[1] - passage.left[0], passage.right[1] - passage.right[0]
    ratio = sizes[1 - short] / max(1, sizes[short])
    return [Drawn(passage, pieces)] if _DRAWN <= ratio <= _MOST_DRAWN else []


class Drawn(NamedTuple):
    """A passage that is drawn together from all over a stretch, and what each of its pieces tells."""

    passage: Passage
    bits: dict[Piece, float]

    def beside(self, others: Sequence[Passage]) -> float:
        """What its pieces tell that do not lie in other passages, on both sides."""
        return sum(
            bits
            for piece, bits in self.bits.items()
            if not any(
                piece.left < p.left[1]
                and p.left[0] < piece.left_end
                and piece.right < p.right[1]
                and p.right[0] < piece.right_end
                for p in others
            )
        )


def _clusters(candidates: Pairs, members: Ints, gap: int, other_gap: int | None = None) -> list[Ints]:
    """Split ``members`` where more than ``gap`` sentences part them, on the left and on the right (there by
    ``other_gap``, if it is another) in turn, until none does."""
    if not len(members):
        return []
    todo, done = [(members, 0, 0)], []
    while todo:
        cluster, side, settled = todo.pop()
        number = (candidates.left if side == 0 else candidates.right)[cluster]
        order = np.argsort(number, kind="stable")
        most = gap if side == 0 or other_gap is None else other_gap
        cuts = np.flatnonzero(np.diff(number[order]) > most + 1) + 1
        parts = np.split(cluster[order], cuts)
        settled = settled + 1 if len(parts) == 1 else 0
        if settled == 2:
            done.append(np.sort(parts[0]))
        else:
            todo += [(part, 1 - side, settled) for part in parts]
    return done


class Link(NamedTuple):
    """Sentences ``left`` and ``right`` share ``bits`` that no better pair accounts for."""

    left: int
    right: int
    bits: float
    part: float
    """Of what the two sentences tell, the part that the link accounts for."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of sentences on each side (half-open), the links inside it, and their balance."""

    left: tuple[int, int]
    right: tuple[int, int]
    links: tuple[Link, ...]
    bits: float
    explained: tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]
    """By sentence: the words that a link accounts for."""

    def contains(self, left: Ints, right: Ints) -> Mask:
        (u0, u1), (v0, v1) = self.left, self.right
        return np.asarray((left >= u0) & (left < u1) & (right >= v0) & (right < v1))


_MARGIN: Final = 2
"""Sentences looked at beyond a cluster's first and last: its neighbours may be too short to be seeds."""

_LINK_BITS: Final = 4.0
"""What a link must account for by itself."""

_MOVED: Final = 0.12
"""The part of two sentences that must be the same for a block of its own, so that a word in common moves nothing."""


class _Assigner:
    """Counts every shared word once on each side, to the pair of sentences that shares most."""

    def __init__(self, candidates: Pairs, by_left: dict[int, list[int]], texts: Texts, drop: float) -> None:
        self.drop = drop
        self.candidates = candidates
        self.by_left = by_left
        self.texts = texts
        self._bags: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})
        self._costs = tuple(
            np.concatenate(([0.0], np.cumsum(w.cost)))[t.first]
            for t, w in ((texts.a, texts.left), (texts.b, texts.right))
        )

    def region(self, left: Ints, right: Ints) -> Region | None:
        """The best stretch around the given seeds, or None if nothing pays."""
        u0, u1 = max(0, int(left.min()) - _MARGIN), min(self.texts.a.sentences, int(left.max()) + 1 + _MARGIN)
        v0, v1 = max(0, int(right.min()) - _MARGIN), min(self.texts.b.sentences, int(right.max()) + 1 + _MARGIN)
        for _ in range(8):
            links, explained = self._links(u0, u1, v0, v1)
            gain_left, gain_right = self._balance(0, u0, u1), self._balance(1, v0, v1)
            for link in links:
                gain_left[link.left - u0] += link.bits
                gain_right[link.right - v0] += link.bits
            x0, x1 = _best_stretch(gain_left, self.drop)
            y0, y1 = _best_stretch(gain_right, self.drop)
            if x1 <= x0 or y1 <= y0:
                return None
            if (x0, x1, y0, y1) == (0, u1 - u0, 0, v1 - v0):
                bits = float(gain_left.sum() + gain_right.sum()) / 2
                return Region((u0, u1), (v0, v1), tuple(links), bits, explained)
            u0, u1, v0, v1 = u0 + x0, u0 + x1, v0 + y0, v0 + y1
        return None

    def _balance(self, side: int, start: int, end: int) -> Bits:
        return -np.diff(self._costs[side][start : end + 1])

    def _links(
        self, u0: int, u1: int, v0: int, v1: int
    ) -> tuple[list[Link], tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]]:
        inside = []
        for u in range(u0, u1):
            for index in self.by_left.get(u, ()):
                v = int(self.candidates.right[index])
                if v0 <= v < v1:
                    inside.append((-float(self.candidates.shared[index]), u, v))
        inside.sort()
        rest: tuple[dict[int, dict[int, float]], dict[int, dict[int, float]]] = ({}, {})
        explained: tuple[dict[int, set[int]], dict[int, set[int]]] = (defaultdict(set), defaultdict(set))
        links = []
        for _, u, v in inside:
            mine = rest[0].setdefault(u, dict(self._bag(0, u)))
            theirs = rest[1].setdefault(v, dict(self._bag(1, v)))
            shared = mine.keys() & theirs.keys()
            bits = sum((mine[w] * theirs[w]) ** 0.5 for w in shared)
            if bits < _LINK_BITS:
                continue
            told = sum(self._bag(0, u).values()) + sum(self._bag(1, v).values())
            links.append(Link(u, v, bits, 2 * bits / told))
            for w in shared:
                del mine[w], theirs[w]
            explained[0][u] |= shared
            explained[1][v] |= shared
        frozen = tuple({s: frozenset(words) for s, words in side.items()} for side in explained)
        return sorted(links), (frozen[0], frozen[1])

    def _bag(self, side: int, sentence: int) -> dict[int, float]:
        bags = self._bags[side]
        if sentence not in bags:
            text, weights = ((self.texts.a, self.texts.left), (self.texts.b, self.texts.right))[side]
            bag: dict[int, float] = {}
            words = slice(int(text.first[sentence]), int(text.first[sentence + 1]))
            for word, tell in zip(weights.word[words].tolist(), weights.tell[words].tolist(), strict=True):
                if tell > bag.get(word, 0.0):
                    bag[word] = tell
            bags[sentence] = bag
        return bags[sentence]


def _best_stretch(gains: Bits, drop: float) -> tuple[int, int]:
    """The contiguous stretch with the greatest sum that never falls by more than ``drop`` inside; empty if no gain is
    positive."""
    best, best_total = (0, 0), 0.0
    start, total, peak = 0, 0.0, 0.0
    for at, gain in enumerate(gains.tolist()):
        if total <= 0 or total < peak - drop:
            start, total, peak = at, 0.0, 0.0
        total += gain
        peak = max(peak, total)
        if total > best_total:
            best, best_total = (start, at + 1), total
    return best


def _laid_out(region: Region, texts: Texts) -> Passage:
    """A region as pieces that ascend on both sides, its ends put where the words end that pay."""
    chains = _worthwhile(_ascending(region.links), region, texts)
    trimmed_left = _trimmed(texts.a, texts.left, region.left, region.explained[0])
    trimmed_right = _trimmed(texts.b, texts.right, region.right, region.explained[1])
    pieces = []
    for u0, u1, v0, v1 in chains:
        left = max(texts.a.edge(int(texts.a.first[u0])), trimmed_left[0])
        left_end = min(texts.a.edge(int(texts.a.first[u1])), trimmed_left[1])
        right = max(texts.b.edge(int(texts.b.first[v0])), trimmed_right[0])
        right_end = min(texts.b.edge(int(texts.b.first[v1])), trimmed_right[1])
        if left < left_end and right < right_end:
            pieces.append(Piece(left, left_end, right, right_end))
    words = _explained(texts.a, texts.left, region.explained[0]), _explained(texts.b, texts.right, region.explained[1])
    if _held(pieces, words, texts) < _ENOUGH:
        pieces = _by_fragments(words, texts) or pieces
    return Passage(_run_on(pieces, texts), region.bits, words)


_ENOUGH: Final = 0.7
"""The part of what the shared words tell that whole sentences in their new order must hold; of a passage whose clauses
were moved they hold less."""

_FRAGMENT_BITS: Final = 10.0
"""What a fragment must tell to be a block of its own: two words."""

_NEAR: Final = 8
"""Words that may be other ones inside a block: a clause."""


def _held(pieces: Sequence[Piece], words: tuple[Ints, Ints], texts: Texts) -> float:
    """The part of the bits of the shared words that pieces hold, on the side on which it is less."""
    parts = []
    for side, (text, weights, mine) in enumerate(((texts.a, texts.left, words[0]), (texts.b, texts.right, words[1]))):
        starts, ends = text.words.start[mine], text.words.end[mine]
        inside = np.zeros(len(mine), dtype=np.bool_)
        for piece in pieces:
            inside |= (starts >= piece[2 * side]) & (ends <= piece[2 * side + 1])
        told = weights.tell[mine]
        parts.append(float(told[inside].sum() / max(1e-9, told.sum())))
    return min(parts)


def _by_fragments(words: tuple[Ints, Ints], texts: Texts) -> list[Piece]:
    """Pieces made of the shared words alone, wherever they went: words that follow each other closely in both texts."""
    places: dict[int, list[int]] = defaultdict(list)
    for at in words[1].tolist():
        places[int(texts.right.word[at])].append(at)
    mine, theirs = texts.left.word, texts.right.word
    taken: set[int] = set()
    chains: list[list[tuple[int, int]]] = []
    for at in sorted(words[0].tolist()):
        free = [place for place in places.get(int(mine[at]), []) if place not in taken]
        if not free:
            continue
        last = chains[-1][-1] if chains else (-_NEAR - 1, -_NEAR - 1)
        near = [place for place in free if 0 < place - last[1] <= _NEAR] if at - last[0] <= _NEAR else []
        there = near[0] if near else max(free, key=lambda place: _ahead(mine, theirs, at, place))
        taken.add(there)
        if near:
            chains[-1].append((at, there))
        else:
            chains.append([(at, there)])
    kept: list[Piece] = []
    for chain in sorted(chains, key=lambda c: -sum(texts.left.tell[at] for at, _ in c)):
        (u, v), (u1, v1) = chain[0], chain[-1]
        piece = Piece(
            int(texts.a.words.start[u]),
            int(texts.a.words.end[u1]),
            int(texts.b.words.start[v]),
            int(texts.b.words.end[v1]),
        )
        apart = all(piece.right_end <= other.right or other.right_end <= piece.right for other in kept)
        if apart and sum(texts.left.tell[at] for at, _ in chain) >= _FRAGMENT_BITS:
            kept.append(piece)
    return sorted(kept)


def _ahead(mine: Ints, theirs: Ints, at: int, there: int) -> int:
    """How many words in a row are the same from two places on."""
    count = 0
    while at + count < len(mine) and there + count < len(theirs) and mine[at + count] == theirs[there + count]:
        count += 1
        if count == _ONWARD:
            break
    return count


def _explained(text: Prepared, weights: Weights, by_sentence: dict[int, frozenset[int]]) -> Ints:
    """The places of the words that links account for."""
    places = []
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
    for u0, u1, v0, v1 in chains:
        told = sum(link.bits for link in region.links if u0 <= link.left < u1 and v0 <= link.right < v1)
        cost = texts.left.cost[int(texts.a.first[u0]) : int(texts.a.first[u1])].sum()
        cost += texts.right.cost[int(texts.b.first[v0]) : int(texts.b.first[v1])].sum()
        balances.append(told - float(cost) / 2)
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
    chains: list[list[int]] = []
    taken: dict[int, int] = {}
    for link in kept:
        owner = taken.get(link.right)
        if chains and owner is not None and owner != len(chains) - 1:
            continue
        if chains:
            last = chains[-1]
            free = all(v not in taken and v not in best_of_right for v in range(last[3], link.right))
            if link.right >= last[3] - 1 and (free or link.right < last[3]):
                last[1] = max(last[1], link.left + 1)
                last[3] = max(last[3], link.right + 1)
                taken.update((v, len(chains) - 1) for v in range(last[2], last[3]))
                continue
            if link.left < last[1]:
                continue
        if owner is None and (link.part >= _MOVED or link == strongest):
            chains.append([link.left, link.left + 1, link.right, link.right + 1])
            taken[link.right] = len(chains) - 1
    return [(c[0], c[1], c[2], c[3]) for c in chains]


_TRIM_BITS: Final = 6.0
"""Bits that leaving out part of the first or last sentence must save; a sentence is whole unless it clearly is not."""


def _trimmed(
    text: Prepared, weights: Weights, stretch: tuple[int, int], explained: dict[int, frozenset[int]]
) -> tuple[int, int]:
    """Where the passage begins in its first sentence and ends in its last."""
    first, last = stretch[0], stretch[1] - 1
    start, _ = _paying(text, weights, first, explained.get(first, frozenset()), forwards=False)
    _, end = _paying(text, weights, last, explained.get(last, frozenset()), forwards=True)
    return text.edge(start), int(text.words.end[end - 1])


def _paying(
    text: Prepared, weights: Weights, sentence: int, explained: frozenset[int], *, forwards: bool
) -> tuple[int, int]:
    """The words of a sentence without the tail (or, backwards, the head) that costs more than it tells."""
    lo, hi = int(text.first[sentence]), int(text.first[sentence + 1])
    hit = np.fromiter((word in explained for word in weights.word[lo:hi].tolist()), dtype=np.bool_, count=hi - lo)
    gains = np.where(hit, weights.tell[lo:hi], 0.0) - weights.cost[lo:hi]
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
    for at, piece in enumerate(result):
        others = [p for n, p in enumerate(result) if n != at]
        room_left = min((p.left - piece.left_end for p in others if p.left >= piece.left_end), default=len(a))
        room_right = min((p.right - piece.right_end for p in others if p.right >= piece.right_end), default=len(b))
        after = min(equal_after(a, b, piece.left_end, piece.right_end), room_left, room_right)
        back_left = min((piece.left - p.left_end for p in others if p.left_end <= piece.left), default=piece.left)
        back_right = min((piece.right - p.right_end for p in others if p.right_end <= piece.right), default=piece.right)
        before = min(equal_before(a, b, piece.left, piece.right), back_left, back_right)
        result[at] = Piece(piece.left - before, piece.left_end + after, piece.right - before, piece.right_end + after)
    return tuple(result)
