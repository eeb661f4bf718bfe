"""Pairs of sentences that share telling words.

A word tells log2(1 / p) bits, p being how often a sentence holds it: counted in the two texts, smoothed by what words
of its length usually do, and capped by what its characters tell in their place under the background (a slogan's words
are worth little even if each of them is rare). Two sentences share, word by word, the geometric mean of what it tells
in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np

from simcheck.align.prepare import Bits, Ints, Prepared, Vocabulary
from simcheck.align.runs import Run
from simcheck.settings import Settings
from simcheck.text.fingerprint import distinct
from simcheck.text.normalize import Mask
from simcheck.text.tokens import ENUMERATOR, NUMBER

_SMOOTHING: Final = 50
"""Sentences that the usual frequency of words counts for: about as many as a report has."""

_USUAL: Final = ((1, 0.2, 0.3), (2, 0.01, 0.3), (3, 0.002, 0.2), (4, 0.002, 0.05), (5, 0.002, 0.02), (6, 0.002, 0.005))
"""How often a sentence holds a word of this length, in ideographs and in letters: frequent words are short (Zipf 1935);
the values are round figures for running text, not counts."""

_EXPANSION: Final = 8_000_000
"""Pairs of places looked at in all. Larger texts leave out their most frequent words, which tell least, until they
fit."""


@dataclass(frozen=True, eq=False, repr=False)
class Weights:
    """What the words of one text tell: ``word`` (n) their numbers, ``tell`` (n) their bits here, ``cost`` (n) bits to
    claim them."""

    word: Ints
    tell: Bits
    cost: Bits

    @cached_property
    def costs(self) -> Bits:
        """(n + 1, cumulative) What the words up to each cost."""
        return np.concatenate(([0.0], np.cumsum(self.cost)))


@dataclass(frozen=True, eq=False, repr=False)
class Pairs:
    """Sentence pairs: ``left`` and ``right`` (n) their numbers, ``shared`` (n) bits, ``dice`` (n) the part of their
    bits shared."""

    left: Ints
    right: Ints
    shared: Bits
    dice: Bits
    of_all_words: bool = True
    """Whether ``shared`` counts all words: of large texts the most frequent ones are left out."""


def weigh(a: Prepared, b: Prepared, settings: Settings) -> tuple[Weights, Weights]:
    """Number the words of both texts and say what each tells and costs."""
    mine, theirs = a.vocabulary, b.vocabulary
    # the numbers of the first text, then what only the second has, in its order
    both = _both(mine.numbers, theirs.numbers)
    only = np.ones(len(theirs.numbers), dtype=np.bool_)
    only[both[1]] = False
    renumbered = np.empty(len(only), dtype=np.int64)
    renumbered[both[1]] = both[0]
    renumbered[only] = len(mine.numbers) + np.arange(only.sum())
    frequency = np.concatenate((mine.held, theirs.held[only])).astype(np.float64)
    frequency[both[0]] += theirs.held[both[1]]
    usual = np.concatenate((_usual_of(mine), _usual_of(theirs)[only]))
    total = a.sentences + b.sentences
    worth = np.log2((total + _SMOOTHING) / (np.maximum(frequency - 0.5, 0.5) + _SMOOTHING * usual))
    worth = np.clip(worth, 0.0, settings.word_bits)
    for sign, bits in ((ENUMERATOR, 0.0), (NUMBER, 1.0)):
        for numbers, number in ((mine.numbers, None), (theirs.numbers, renumbered)):
            if sign in numbers:
                worth[numbers[sign] if number is None else number[numbers[sign]]] = bits
    return _weights(a, mine.number, worth, settings), _weights(b, renumbered[theirs.number], worth, settings)


def _both(a: dict[str, int], b: dict[str, int]) -> tuple[Ints, Ints]:
    """The numbers, in each, of the words that both have; looked up from the shorter one."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    pairs = [(number, long[word]) for word, number in short.items() if word in long]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return (first, second) if short is a else (second, first)


@lru_cache(maxsize=2)
def _usual_of(vocabulary: Vocabulary) -> Bits:
    """How often a sentence holds each word; kept, because one text is often compared with many."""
    words, count = vocabulary.numbers, len(vocabulary.numbers)
    length = np.minimum(np.fromiter(map(len, words), dtype=np.int64, count=count), len(_USUAL))
    letters = np.fromiter(map(str.isascii, words), dtype=np.int64, count=count)
    usual: Bits = np.array(_USUAL)[length - 1, 1 + letters]
    return usual


def _weights(text: Prepared, word: Ints, worth: Bits, settings: Settings) -> Weights:
    told = text.surprise[text.words.end] - text.surprise[text.words.start]
    tell = np.minimum(told, worth[word])
    return Weights(word, tell, settings.word_cost * worth[word] + settings.phrase_cost * (worth[word] - tell))


def pairs(a: Prepared, b: Prepared, left: Weights, right: Weights, runs: Sequence[Run]) -> Pairs:
    """The sentence pairs that may belong to one passage: each sentence's best ``_PARTNERS``, above a low bar.

    Sparse: each word of a sentence meets the sentences of the other text that hold it. Where that would be too much,
    sentences that lie whole in runs are left out (``runs`` explains them already), then the most frequent words.
    """
    mine, theirs = _held(a, left), _held(b, right)
    own, told = mine.totals(a.sentences), theirs.totals(b.sentences)
    if _meetings(mine, theirs).sum() > _EXPANSION:
        mine = mine.only(~_inside(a, [(r.left, r.length) for r in runs])[mine.sentence])
        theirs = theirs.only(~_inside(b, [(r.right, r.length) for r in runs])[theirs.sentence])
    meetings = _meetings(mine, theirs)
    of_all_words = int(meetings.sum()) <= _EXPANSION
    if not of_all_words:
        rarest = np.argsort(meetings, kind="stable")
        keep = np.ones(len(meetings), dtype=np.bool_)
        keep[rarest[np.cumsum(meetings[rarest]) > _EXPANSION]] = False
        mine, meetings = mine.only(keep), meetings[keep]
    mine, meetings = mine.only(meetings > 0), meetings[meetings > 0]
    found = []
    theirs = theirs.only(_meetings(theirs, mine) > 0)
    by_word = np.argsort(theirs.word, kind="stable")
    for start, end in _chunks(mine.sentence, meetings):
        i, j, shared = _meet(mine, theirs, by_word, start, end, b.sentences)
        ratio = 2 * shared / np.maximum(own[i] + told[j], 1e-9)
        keep = (shared >= _LEAST_BITS) & (ratio >= _LEAST_DICE)
        found.append((i[keep], j[keep], shared[keep], ratio[keep]))
    if not found:
        none, nothing = np.zeros(0, np.int64), np.zeros(0)
        return Pairs(none, none, nothing, nothing)
    i, j, shared, ratio = (np.concatenate(part) for part in zip(*found, strict=True))
    keep = _best(i, shared) | _best(j, shared)
    return Pairs(i[keep], j[keep], shared[keep], ratio[keep], of_all_words)


_LEAST_BITS: Final = 5.0
_LEAST_DICE: Final = 0.1
"""Below one telling word, or a tenth of what two sentences tell, a pair cannot help a passage."""

_PARTNERS: Final = 8
"""Partners kept of a sentence; a sentence that occurs more often than that is covered by its runs."""


@dataclass(frozen=True, eq=False, repr=False)
class _Held:
    """Which sentence holds which word, and the most that it tells there."""

    sentence: Ints
    word: Ints
    tell: Bits

    def only(self, keep: Mask) -> _Held:
        return _Held(self.sentence[keep], self.word[keep], self.tell[keep])

    def totals(self, sentences: int) -> Bits:
        """By sentence: the bits that its words tell."""
        return np.bincount(self.sentence, self.tell, sentences).astype(np.float64)


def _held(text: Prepared, weights: Weights) -> _Held:
    """Sorted by sentence, then by word; words that tell nothing are left out."""
    count = int(weights.word.max(initial=0)) + 1
    key = text.sentence_of_word() * count + weights.word
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else key
    tell = np.maximum.reduceat(weights.tell[order], first) if len(key) else weights.tell
    return _Held(key[first] // count, key[first] % count, tell).only(tell > 0)


def _meetings(mine: _Held, theirs: _Held) -> Ints:
    """For every word of a sentence, how many sentences of the other text hold it."""
    size = max(int(mine.word.max(initial=0)), int(theirs.word.max(initial=0))) + 1
    counts: Ints = np.bincount(theirs.word, minlength=size)[mine.word]
    return counts


def _meet(mine: _Held, theirs: _Held, by_word: Ints, start: int, end: int, width: int) -> tuple[Ints, Ints, Bits]:
    """The bits that the sentences of a stretch of ``mine`` share with every sentence that they meet; ``by_word`` is
    the order of ``theirs`` by word."""
    postings = theirs.word[by_word]
    words = mine.word[start:end]
    first = np.searchsorted(postings, words)
    count = np.searchsorted(postings, words, side="right") - first
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    at = by_word[np.repeat(first, count) + within]
    base = int(mine.sentence[start])
    key = np.repeat(mine.sentence[start:end] - base, count) * width + theirs.sentence[at]
    told = np.sqrt(np.repeat(mine.tell[start:end], count) * theirs.tell[at])
    if int(key.max(initial=0)) > _SPARSE * len(key):
        # few of the sentences meet: a place for every two of them would be the square of the text
        keys = distinct(key)
        bits = np.bincount(np.searchsorted(keys, key), told).astype(np.float64)
        met: Ints = keys[bits != 0]
        bits = bits[bits != 0]
    else:
        bits = np.bincount(key, told).astype(np.float64)
        met = np.flatnonzero(bits)
        bits = bits[met]
    left: Ints = met // width + base
    return left, met % width, bits


_SPARSE: Final = 16
"""Pairs of sentences for each meeting of words from which sorting the meetings is cheaper than a place for each."""


def _chunks(sentence: Ints, meetings: Ints) -> list[tuple[int, int]]:
    """Stretches of whole sentences with at most about ``_CHUNK`` meetings each."""
    if not len(sentence):
        return []
    part = np.cumsum(meetings) // _CHUNK
    cuts = np.flatnonzero(np.diff(part) > 0) + 1
    cuts = distinct(np.searchsorted(sentence, sentence[cuts]))
    edges = [0, *(int(c) for c in cuts if c > 0), len(sentence)]
    return [(x, y) for x, y in zip(edges, edges[1:], strict=False) if y > x]


_CHUNK: Final = 1_000_000


def _best(of: Ints, shared: Bits) -> Mask:
    """By pair: whether it is among the ``_PARTNERS`` best of its sentence."""
    order = np.argsort(-shared, kind="stable")
    # numpy sorts two bytes by radix, several times as fast
    narrow = of.astype(np.uint16) if len(of) and int(of.max()) < 1 << 16 else of
    order = order[np.argsort(narrow[order], kind="stable")]
    ranked = of[order]
    rank = np.arange(len(of)) - np.searchsorted(ranked, ranked)
    result = np.zeros(len(of), dtype=np.bool_)
    result[order[rank < _PARTNERS]] = True
    return result


def _inside(text: Prepared, intervals: Sequence[tuple[int, int]]) -> Mask:
    """By sentence: whether it lies whole in one of the intervals (start, length)."""
    ends = text.words.end[text.first[1:] - 1].astype(np.int64)
    inside = np.zeros(text.sentences, dtype=np.bool_)
    edges = np.array(intervals, dtype=np.int64).reshape(-1, 2)
    first = np.searchsorted(text.sentence_starts.astype(np.int64), edges[:, 0]).tolist()
    last = np.searchsorted(ends, edges[:, 0] + edges[:, 1], side="right").tolist()
    for start, end in zip(first, last, strict=True):
        inside[start:end] = True
    return inside
