"""Summaries (概括): which passages are drawn together from sentences of a much longer stretch?

Sentence by sentence they follow each other on one side and stand far apart on the other. The second pass of
Sanchez-Perez et al. looks for the same; here every sentence must pay for saying where it came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.alignment import Passage, Piece, Texts, common
from simcheck.align.prepare import Ints, is_spaced
from simcheck.align.regions import ROUNDING, Account, best_stretch, clusters
from simcheck.align.sentences import Pairs
from simcheck.settings import Settings


def drawn_from(candidates: Pairs, texts: Texts, settings: Settings) -> list[Drawn]:
    """Passages that are drawn together from a much longer stretch of the other text: a summary in sentences of it.

    Sentence by sentence they follow each other on one side and stand far apart on the other. What was left out there
    costs nothing; every sentence costs saying where it came from.
    """
    account = Account(texts)
    seeds = np.flatnonzero(candidates.shared >= settings.seed_bits)
    found = []
    for short in (0, 1):
        # the most that any stretch could gain; most pairs of texts have nothing of the kind, and end here
        gains = np.zeros((texts.a, texts.b)[short].sentences)
        np.maximum.at(gains, (candidates.left, candidates.right)[short], candidates.shared - _WHERE)
        total = np.cumsum(gains + account.balance(short, 0, len(gains)))
        before = np.minimum.accumulate(np.concatenate(([0.0], total[:-1])))
        if not len(total) or (total - before).max() < settings.evidence:
            continue
        gaps = (settings.gap, _WIDE) if short == 0 else (_WIDE, settings.gap)
        for cluster in clusters(candidates, seeds, *gaps):
            if len(cluster) >= _DRAWN:
                found += _drawn(cluster, candidates, account, short, settings)
    return [drawn for drawn in found if drawn.passage.bits >= settings.evidence]


_WIDE: Final = 24
"""Sentences that a summary may leave out at once; Sanchez-Perez et al. found the value for their second pass."""

_DRAWN: Final = 3
"""Sentences from which it is a summary, and how many times as long what it was drawn from must be."""

_MOST_DRAWN: Final = 10
"""How many times as long it may be at most: summaries keep a tenth; beyond, sentences are alike by chance."""

_MOST_OF_WORDS: Final = 15
"""The same in spaced scripts, where the summaries of PAN's corpus go as far."""

_WHERE: Final = 10.0
"""Bits that it costs to say from which of a thousand places another sentence came."""

_SHARED_PART: Final = 0.4
"""The part of the information of its sentences that a summary must share with their sources."""


def _drawn(cluster: Ints, candidates: Pairs, account: Account, short: int, settings: Settings) -> list[Drawn]:
    sides = candidates.left[cluster], candidates.right[cluster]
    drawn, origins = sides[short], sides[1 - short]
    shared = candidates.shared[cluster]
    net = shared[shared > _WHERE] - _WHERE
    # as if every pair could be kept and nothing were claimed beside them
    if len(net) < _DRAWN or net.sum() + ROUNDING < settings.evidence:
        return []
    # every sentence once, with the best of the sentences that no other has
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs: dict[int, tuple[int, float]] = {}
    order = np.lexsort((origins, drawn, -shared))
    ordered = zip(drawn[order].tolist(), origins[order].tolist(), shared[order].tolist(), strict=True)
    for sentence, origin, bits in ordered:
        if bits <= _WHERE:
            break
        if sentence not in taken[0] and origin not in taken[1]:
            taken[0].add(sentence)
            taken[1].add(origin)
            pairs[sentence] = origin, bits
    if sum(bits - _WHERE for _, bits in pairs.values()) + ROUNDING < settings.evidence:
        return []
    first = min(pairs)
    gains = account.balance(short, first, max(pairs) + 1)
    for sentence, (_, bits) in pairs.items():
        gains[sentence - first] += bits - _WHERE
    x0, x1 = best_stretch(gains, settings.drop)
    kept = {sentence: pair for sentence, pair in pairs.items() if first + x0 <= sentence < first + x1}
    whole = sum(account.information(short, s) for s in range(first + x0, first + x1))
    if len(kept) < _DRAWN or sum(bits for _, bits in kept.values()) < _SHARED_PART * whole:
        return []
    pieces: dict[Piece, float] = {}
    for sentence, (origin, bits) in kept.items():
        left, right = (origin, sentence) if short else (sentence, origin)
        pieces[Piece(*account.texts.a.sentence(left), *account.texts.b.sentence(right))] = bits - _WHERE
    passage = Passage(tuple(sorted(pieces)), float(gains[x0:x1].sum()))
    sizes = [end - start for start, end in passage.sides]
    ratio = sizes[1 - short] / max(1, sizes[short])
    most = _MOST_OF_WORDS if is_spaced(account.texts.a, account.texts.b) else _MOST_DRAWN
    return [Drawn(passage, pieces)] if _DRAWN <= ratio <= most else []


class Drawn(NamedTuple):
    """A passage that is drawn together from all over a stretch, and the bits of each of its pieces."""

    passage: Passage
    bits: dict[Piece, float]

    def beside(self, others: Sequence[Passage]) -> float:
        """The bits of its pieces that do not lie in other passages, on both sides."""
        return sum(bits for piece, bits in self.bits.items() if not any(_share(piece, other) for other in others))


def gathered(passages: Sequence[Passage], drawn: Sequence[Drawn], least: float) -> list[Passage]:
    """The passages, those that lie inside a ``drawn`` one, on both sides, made one with it.

    Not where it is mostly passages that are much by themselves: then it is those, and a few sentences that happen to be
    alike.
    """
    result = list(passages)
    for summary in sorted(drawn, key=lambda d: (-d.passage.bits, d.passage.pieces)):
        whole = summary.passage
        inside = [p for p in result if _lies_in(p, whole)]
        beside = summary.beside([p for p in inside if p.bits >= _BY_ITSELF * least])
        if beside < least or beside < _SPREAD * sum(summary.bits.values()):
            continue
        if any(p.bits >= least and common(p.left, whole.left) > 0 and p not in inside for p in result):
            continue
        # the stronger first: of two that claim the same text, one is right
        pieces: list[Piece] = []
        for p in [*sorted(inside, key=lambda p: (-p.bits, p.pieces)), whole]:
            pieces += [piece for piece in p.pieces if all(_are_apart(piece, other) for other in pieces)]
        bits = max([whole.bits, *(p.bits for p in inside)])
        result = [p for p in result if p not in inside]
        result.append(Passage(tuple(sorted(pieces)), bits, whole.words, drawn=True))
    return result


_SPREAD: Final = 0.5
"""The part of what a summary shares that must not be in such passages."""

_BY_ITSELF: Final = 3.0
"""How many times the evidence that is asked for makes a passage one by itself: more than a sentence or two."""


def _lies_in(one: Passage, other: Passage) -> bool:
    """Whether its middle does, on both sides."""
    return all(y[0] <= (x[0] + x[1]) // 2 <= y[1] for x, y in zip(one.sides, other.sides, strict=True))


def _share(one: Piece, other: Passage) -> bool:
    return all(common(x, y) > 0 for x, y in zip(one.sides, other.sides, strict=True))


def _are_apart(one: Piece, other: Piece) -> bool:
    return all(common(x, y) <= 0 for x, y in zip(one.sides, other.sides, strict=True))
