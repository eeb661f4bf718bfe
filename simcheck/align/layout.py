"""Where the blocks of a region are.

Its sentences in chains that ascend on both sides; if they were not only moved as wholes, the shared words in whatever
order they stand now. The first and the last sentence are trimmed to the words that pay, and every block runs on over
equal characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.pieces import Piece, Texts, common
from simcheck.align.prepare import Ints, Prepared
from simcheck.align.runs import equal_after, equal_before
from simcheck.align.sentences import Weights
from simcheck.normalize import Mask


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


_MOVED: Final = 0.12
"""The part of two sentences that must be the same for a block of its own, so that a word in common moves nothing."""


def laid_out(region: Region, words: tuple[Ints, Ints], texts: Texts) -> tuple[Piece, ...]:
    """A region, whose shared ``words`` these are, as pieces that ascend on both sides, its ends put where the words end
    that pay."""
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
    if _held(pieces, words, texts) < _ENOUGH:
        pieces = _by_fragments(words, texts) or pieces
    return _run_on(pieces, texts)


_ENOUGH: Final = 0.85
"""The part of what the shared words tell that whole sentences in their new order must hold; of a passage whose clauses
were moved they hold less."""

_FRAGMENT_BITS: Final = 10.0
"""What a fragment must tell to be a block of its own: two words."""

_LONG: Final = 30
"""Words in a row that are as good as more of them."""

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
    places = places_of(words[1], texts.right)
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
        apart = all(common(piece.sides[1], other.sides[1]) <= 0 for other in kept)
        if apart and sum(texts.left.tell[at] for at, _ in chain) >= _FRAGMENT_BITS:
            kept.append(piece)
    return sorted(kept)


def _ahead(mine: Ints, theirs: Ints, at: int, there: int) -> int:
    """How many words in a row are the same from two places on."""
    count = 0
    while at + count < len(mine) and there + count < len(theirs) and mine[at + count] == theirs[there + count]:
        count += 1
        if count == _LONG:
            break
    return count


def shared_words(region: Region, texts: Texts) -> tuple[Ints, Ints]:
    """The places of the words that links account for, on both sides."""
    left, right = region.explained
    return _explained(texts.a, texts.left, left), _explained(texts.b, texts.right, right)


def _explained(text: Prepared, weights: Weights, by_sentence: dict[int, frozenset[int]]) -> Ints:
    places = []
    for sentence, explained in by_sentence.items():
        lo, hi = int(text.first[sentence]), int(text.first[sentence + 1])
        places += [at for at, word in enumerate(weights.word[lo:hi].tolist(), lo) if word in explained]
    return np.array(places, dtype=np.int64)


def places_of(words: Ints, weights: Weights) -> dict[int, list[int]]:
    """Some words of a text by their numbers: where each stands."""
    places: dict[int, list[int]] = defaultdict(list)
    for at in words.tolist():
        places[int(weights.word[at])].append(at)
    return places


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
