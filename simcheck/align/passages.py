"""The reused passages of two texts (重合): which are shown, and which are only set phrases (套话)?

Candidates are chains of runs, and stretches of sentences that share informative words (``regions``). They compete: one
that mostly explains what a much better one has explained already is dropped. Runs of the guarantee that no passage
holds become passages of their own, joined where a few characters part them; without enough evidence they are phrases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from simcheck.align.alignment import Hulls, Passage, Piece, Texts, whole
from simcheck.align.columns import turned
from simcheck.align.extension import extended
from simcheck.align.prepare import IDEOGRAPHS, Ints, Prepared
from simcheck.align.regions import passages_from
from simcheck.align.runs import Run, common_runs
from simcheck.align.sentences import pairs, weigh
from simcheck.align.significance import PAIRS
from simcheck.align.summaries import drawn_from, gathered
from simcheck.settings import Settings


@dataclass(frozen=True, slots=True)
class Passages:
    """Everything that two texts share: ``passages`` with evidence, ``phrases`` without, and whether runs were
    capped."""

    passages: tuple[Passage, ...]
    phrases: tuple[Passage, ...]
    runs: tuple[Run, ...]
    capped: bool


class Asked(NamedTuple):
    """Net bits from which a passage is one, and from which beside another."""

    evidence: float
    near: float


def passages(a: Prepared, b: Prepared, settings: Settings, asked: Asked | None = None) -> Passages:
    """The reused passages of two texts, ordered by their place on the left: those with the evidence that is asked for,
    or that of the settings."""
    least = asked or Asked(settings.evidence, settings.near)
    runs, capped = common_runs(a.normalized, b.normalized, settings.min_length)
    if not len(a.words) or not len(b.words):
        return Passages((), (), (), False)
    if np.array_equal(a.normalized.codes, b.normalized.codes):
        # The same text: whatever it is written in, it is one passage.
        return Passages((whole(a),), (), tuple(runs), capped)
    texts = Texts(a, b, *weigh(a, b, settings), runs)
    found = [_chained(chain, texts, settings) for chain in _chains(runs)]
    candidates = pairs(a, b, texts.left, texts.right, runs)
    found += passages_from(candidates, texts, settings, least.evidence)
    found += turned(texts, settings)
    enough = max(settings.evidence, least.evidence)
    claims = _Claims(texts)
    _compete([p for p in found if p.bits >= enough], claims)
    _add_near([p for p in found if least.near <= p.bits < enough], claims)
    _compete([p for p in found if least.evidence <= p.bits < enough and p not in claims.chosen], claims)
    chosen = claims.chosen
    hulls = Hulls(chosen)
    loose = [r for r in runs if not any(chosen[n].laid.holds(r) for n in hulls.around(r))]
    shown: list[Passage] = []
    phrases: list[Passage] = []
    for chain in _chains(loose):
        passage = _chained(chain, texts, settings)
        if not claims.repeats(passage):
            passage = replace(passage, bits=max(passage.bits, *(_bits_in_order(r, texts, settings) for r in chain)))
        is_shown = passage.bits >= least.evidence and not claims.repeats(passage)
        (shown if is_shown else phrases).append(passage)
    every = gathered(
        extended(chosen + shown, texts, settings), drawn_from(candidates, texts, settings), settings.evidence
    )
    return Passages(tuple(sorted(every, key=_place)), tuple(sorted(phrases, key=_place)), tuple(runs), capped)


def _place(passage: Passage) -> tuple[Piece, ...]:
    return passage.pieces


# Runs


_BRIDGE: Final = 24
"""Characters on either side that may part two runs of one passage: a clause."""


def _chains(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that follow each other closely on both sides, left to right; a run belongs to one chain."""
    open_chains: list[list[Run]] = []
    done: list[list[Run]] = []
    for run in sorted(runs):
        still_open = []
        joined = False
        for chain in open_chains:
            last = chain[-1]
            gap = run.left - (last.left + last.length)
            if gap > _BRIDGE:
                done.append(chain)
                continue
            still_open.append(chain)
            other = run.right - (last.right + last.length)
            if not joined and gap >= 0 and 0 <= other <= _BRIDGE:
                chain.append(run)
                joined = True
        open_chains = still_open
        if not joined:
            open_chains.append([run])
    return done + open_chains


def _chained(chain: Sequence[Run], texts: Texts, settings: Settings) -> Passage:
    """A chain of runs as one passage: the information of the words of its runs, less the cost of all words inside."""
    first, last = chain[0], chain[-1]
    piece = _to_sentences(
        Piece(first.left, last.left + last.length, first.right, last.right + last.length), texts.a, texts.b
    )
    beyond = texts.forms.beyond(chain)
    if beyond is not None and beyond < 0:
        return Passage((piece,), 0.0)
    left = _words_of(texts.a, [(run.left, run.left + run.length) for run in chain])
    right = _words_of(texts.b, [(run.right, run.right + run.length) for run in chain])
    if beyond is not None:
        return Passage((piece,), _of_rows(beyond, settings), (left, right))
    information = texts.left.information[left].sum() + texts.right.information[right].sum()
    cost = texts.left.cost[_words_of(texts.a, [(piece.left, piece.left_end)])].sum()
    cost += texts.right.cost[_words_of(texts.b, [(piece.right, piece.right_end)])].sum()
    return Passage((piece,), float(information - cost) / 2, (left, right))


def _of_rows(beyond: float, settings: Settings) -> float:
    """The evidence of rows: what is asked for, if they are the same."""
    return beyond + settings.evidence if beyond >= 0 else 0.0


_PLACE: Final = float(np.log2(PAIRS))
"""Bits that it takes to name two places of two texts; the surprisal of a run beyond it is evidence (E = m · n ·
2^-S)."""


def _bits_in_order(run: Run, texts: Texts, settings: Settings) -> float:
    """Net bits of the ideographs of a run in their order.

    Words in one order carry more than the same words in any; for a sentence or less that is the difference between a
    coincidence and a copy. A phrase costs what its surprisal falls short of, as words do.
    """
    beyond = texts.forms.beyond([run])
    if beyond is not None:
        return _of_rows(beyond, settings)
    bits = []
    for text, start in ((texts.a, run.left), (texts.b, run.right)):
        end = start + run.length
        ideographs = text.normalized.codes[start:end] >= IDEOGRAPHS
        surprisal = float(np.diff(text.surprisal[start : end + 1])[ideographs].sum())
        most = settings.character_bits * int(ideographs.sum())
        bits.append(surprisal - settings.phrase_cost * (most - surprisal))
    return min(bits) - _PLACE


_ORDINAL: Final = 3
"""Characters before a run that are not worth leaving out of a sentence: 五是, （三）, 10."""


def _to_sentences(piece: Piece, a: Prepared, b: Prepared) -> Piece:
    """The piece from where its first sentences begin, if on both sides only an ordinal stands before it."""
    left, right = _sentence_start(a, piece.left), _sentence_start(b, piece.right)
    if piece.left - left > _ORDINAL or piece.right - right > _ORDINAL:
        return piece
    return Piece(left, piece.left_end, right, piece.right_end)


def _sentence_start(text: Prepared, at: int) -> int:
    starts = text.sentence_starts
    return int(starts[max(0, int(np.searchsorted(starts, np.int32(at), side="right")) - 1)])


def _words_of(text: Prepared, intervals: Iterable[tuple[int, int]]) -> Ints:
    """The words that lie whole in one of the intervals."""
    parts = [np.arange(*text.words_in(start, end)) for start, end in intervals]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


# Competition


_MUCH_BETTER: Final = 2.0
"""How many times the evidence of a passage makes another one that it repeats in part; with less, both may be right."""

_MOSTLY: Final = 0.5
"""The part of its words, or of its characters, above which a passage is mostly what another one is."""

_BY_ITSELF: Final = 300.0
"""Bits from which a passage is shown although a better one holds the same words: a paragraph of a hundred characters or
more, which nobody repeats as a formula."""


class _Claims:
    """Which words the chosen passages account for, and with how much evidence at most."""

    def __init__(self, texts: Texts) -> None:
        self._bits = (np.zeros(len(texts.a.words)), np.zeros(len(texts.b.words)))
        self._holders: dict[int, list[int]] = {}
        self._words: list[frozenset[int]] = []
        self.chosen: list[Passage] = []

    def add(self, passage: Passage) -> None:
        for word in set(passage.words[0].tolist()):
            self._holders.setdefault(word, []).append(len(self.chosen))
        self._words.append(frozenset(passage.words[1].tolist()))
        self.chosen.append(passage)
        for bits, words in zip(self._bits, passage.words, strict=True):
            bits[words] = np.maximum(bits[words], passage.bits)

    def repeats(self, passage: Passage) -> bool:
        """Whether what it accounts for is mostly, on either side, a fragment of passages with far more evidence.

        A phrase that comes again is formula; a passage that stands by itself twice is reused twice.
        """
        return passage.bits < _BY_ITSELF and any(
            len(words) and np.count_nonzero(bits[words] >= _MUCH_BETTER * passage.bits) / len(words) > _MOSTLY
            for bits, words in zip(self._bits, passage.words, strict=True)
        )

    def doubles(self, passage: Passage) -> bool:
        """Whether a chosen passage accounts for most of the same words on both sides."""
        left, right = passage.words[0].tolist(), passage.words[1].tolist()
        hits = Counter(number for word in left for number in self._holders.get(word, ()))
        likely = [number for number, count in hits.items() if count > _MOSTLY * len(left)]
        return any(_hits(right, self._words[number]) > _MOSTLY * len(right) for number in likely)


def _hits(words: list[int], among: frozenset[int]) -> int:
    return sum(map(among.__contains__, words))


_BESIDE: Final = 300
"""Characters within which something is beside a passage, on both sides: a paragraph."""


def beside(sides: Ints, others: Ints) -> bool:
    """Whether the sides (2 × 2: where they begin and end) are beside those of one of some others (n × 2 × 2)."""
    return bool((-_common(sides, others) <= _BESIDE).all(axis=1).any())


def _add_near(weak: Sequence[Passage], claims: _Claims) -> None:
    """Add what has less evidence but stands beside a passage on both sides: the place to look is known there."""
    strong = np.array([passage.sides for passage in claims.chosen], dtype=np.int64).reshape(-1, 2, 2)
    every = np.concatenate((strong, np.zeros((len(weak), 2, 2), dtype=np.int64)))
    count = len(strong)
    for passage in sorted(weak, key=lambda p: (-p.bits, p.pieces)):
        sides = np.array(passage.sides, dtype=np.int64)
        # it must not have mostly what another has, on either side
        if beside(sides, strong) and not bool(
            (_common(sides, every[:count]) > _MOSTLY * (sides[:, 1] - sides[:, 0])).any()
        ):
            claims.add(passage)
            every[count] = sides
            count += 1


def _common(sides: Ints, others: Ints) -> Ints:
    """(others × 2) How many places the sides (2 × 2) share with those of others (n × 2 × 2); below zero, how many are
    between."""
    return np.minimum(sides[:, 1], others[:, :, 1]) - np.maximum(sides[:, 0], others[:, :, 0])


def _compete(found: Sequence[Passage], claims: _Claims) -> None:
    """Add the best passages, without fragments of much better ones and without what the same two places give again."""
    for passage in sorted(found, key=lambda p: (-p.bits, p.pieces)):
        if not claims.repeats(passage) and not claims.doubles(passage):
            claims.add(passage)
