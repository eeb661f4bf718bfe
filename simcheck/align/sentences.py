"""Seeds of the alignment: which sentences of two texts share informative words, weighed by inverse sentence frequency?

A word's weight is log2(1 / p) bits, p being how often a sentence holds it: counted in the two texts, and smoothed by
what words of its length usually do. Its information in a place is its weight, capped by the surprisal of its characters
there under the background (the words of a slogan carry little even if each of them is rare). Two sentences share, word
by word, the geometric mean of its information in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from simcheck.align.prepare import Bits, Ints, Prepared
from simcheck.align.runs import Run
from simcheck.align.tables import forms_of
from simcheck.compiled import addresses, core, taken
from simcheck.settings import Settings
from simcheck.text.fingerprint import distinct
from simcheck.text.normalize import Mask
from simcheck.text.tokens import ENUMERATOR, NUMBER, SIGNS

if TYPE_CHECKING:
    from ctypes import CDLL

_SMOOTHING: Final = 50
"""Sentences that the usual frequency of words counts for: about as many as a report has."""

_USUAL: Final = ((1, 0.2, 0.3), (2, 0.01, 0.3), (3, 0.002, 0.2), (4, 0.002, 0.05), (5, 0.002, 0.02), (6, 0.002, 0.005))
"""How often a sentence holds a word of this length, in ideographs and in letters: frequent words are short (Zipf 1935);
the values are round figures for running text, not counts."""

_NUMBER_BITS: Final = 1.0
"""Bits of any number: that there is one. An enumerator has none."""

_HALF_SEEN: Final = 0.5
"""Taken off the count of sentences that hold a word, and the least that is left: one occurrence says little of how
often it occurs."""

TINY: Final = 1e-9
"""Bits in place of none, to divide by."""

_EXPANSION: Final = 8_000_000
"""Pairs of places looked at in all. Larger texts leave out their most frequent words, which weigh least, until they
fit."""


@dataclass(frozen=True, eq=False, repr=False)
class Weights:
    """The words of one text: ``word`` (n) their numbers, ``information`` (n) their bits where they stand, ``cost`` (n)
    the bits to claim them."""

    word: Ints
    information: Bits
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

    def only(self, keep: Mask) -> Pairs:
        """Some of them."""
        return Pairs(self.left[keep], self.right[keep], self.shared[keep], self.dice[keep], self.of_all_words)


def weigh(a: Prepared, b: Prepared, settings: Settings) -> tuple[Weights, Weights]:
    """Number the words of both texts and say how much information each carries and what it costs to claim it."""
    first, second = a.vocabulary, b.vocabulary
    # the numbers of the first text, then what only the second has, in its order
    both = _both(a, b)
    only = np.ones(len(second.leading), dtype=np.bool_)
    only[both[1]] = False
    renumbered = np.empty(len(only), dtype=np.int64)
    renumbered[both[1]] = both[0]
    renumbered[only] = len(first.leading) + np.arange(np.count_nonzero(only))
    frequency = np.concatenate((first.held, second.held[only])).astype(np.float64)
    frequency[both[0]] += second.held[both[1]]
    usual = np.concatenate((_usual_of(a), _usual_of(b)[only]))
    total = a.sentences + b.sentences
    weight = np.log2((total + _SMOOTHING) / (np.maximum(frequency - _HALF_SEEN, _HALF_SEEN) + _SMOOTHING * usual))
    weight = np.clip(weight, 0.0, settings.word_bits)
    for sign, bits in ((ENUMERATOR, 0.0), (NUMBER, _NUMBER_BITS)):
        weight[np.flatnonzero(a.words.sign[first.leading] == SIGNS.index(sign))] = bits
        weight[renumbered[b.words.sign[second.leading] == SIGNS.index(sign)]] = bits
    words = first.number, renumbered[second.number]
    forms = forms_of(a, b)
    if not forms.a.count:
        # no rows, as of most pairs of texts
        return _weights(a, words[0], weight, None, settings), _weights(b, words[1], weight, None, settings)
    own = [table.of_words(text.words.start, text.words.end) for table, text in ((forms.a, a), (forms.b, b))]
    # a word that stands in rows of both says there what it says to whoever knows the table
    in_rows = [np.zeros(len(weight), dtype=np.bool_) for _ in own]
    for held, word, carried in zip(in_rows, words, own, strict=True):
        held[word[np.isfinite(carried)]] = True
    left, right = (np.where(in_rows[1 - side][words[side]], own[side], np.inf) for side in (0, 1))
    return _weights(a, words[0], weight, left, settings), _weights(b, words[1], weight, right, settings)


def _both(a: Prepared, b: Prepared) -> tuple[Ints, Ints]:
    """The numbers, in each, of the words that both have."""
    sides = [(text.words, text.vocabulary.leading) for text in (a, b)]
    compiled = core()
    if compiled:
        given: list[int] = []
        for words, leading in sides:
            given += addresses(words.codes, words.start, words.end, words.sign, leading)
            given.append(len(leading))
        of_a, of_b = np.empty((2, min(len(leading) for _, leading in sides)), dtype=np.int64)
        count = compiled.sc_same_words(*given, *addresses(of_a, of_b))
        if count < 0:
            raise MemoryError
        return of_a[:count], of_b[:count]
    first, second = (words.word_of(leading) for words, leading in sides)
    numbers = {word: number for number, word in enumerate(first)}
    pairs = [(numbers[word], number) for number, word in enumerate(second) if word in numbers]
    of_a, of_b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return of_a, of_b


@lru_cache(maxsize=2)
def _usual_of(text: Prepared) -> Bits:
    """How often a sentence holds each word of a vocabulary; kept, because one text is often compared with many."""
    words, leading = text.words, text.vocabulary.leading
    start, end = words.start[leading], words.end[leading]
    others = np.concatenate(([0], np.cumsum(words.codes >= _LETTERS)))
    length = np.where(words.sign[leading] > 0, 1, end - start)
    is_of_letters = others[end] == others[start]
    usual: Bits = np.array(_USUAL)[np.minimum(length, len(_USUAL)) - 1, 1 + is_of_letters]
    return usual


_LETTERS: Final = 128
"""Code points below it are letters and digits of ASCII."""


def _weights(text: Prepared, word: Ints, weight: Bits, most: Bits | None, settings: Settings) -> Weights:
    carried, weights = text.carried if most is None else np.minimum(text.carried, most), weight[word]
    information = np.minimum(carried, weights)
    return Weights(word, information, settings.word_cost * weights + settings.phrase_cost * (weights - information))


def pairs(a: Prepared, b: Prepared, left: Weights, right: Weights, runs: Sequence[Run]) -> Pairs:
    """The sentence pairs that may belong to one passage: each sentence's best ``_PARTNERS``, above a low bar."""
    compiled = core()
    found = _pairs_by_core(compiled, a, b, left, right) if compiled else None
    if found is None:
        found = _all_pairs(a, b, left, right, runs)
    keep = ~forms_of(a, b).other_people(found.left, found.right, found.shared, found.dice)
    return found if keep.all() else found.only(keep)


def _pairs_by_core(compiled: CDLL, a: Prepared, b: Prepared, left: Weights, right: Weights) -> Pairs | None:
    """What ``_all_pairs`` gives; None if that would be too much and something must be left out."""
    vocabulary = 1 + max(int(left.word.max(initial=0)), int(right.word.max(initial=0)))
    sizes = np.array([a.sentences, b.sentences, vocabulary, _EXPANSION, _PARTNERS], dtype=np.int64)
    bits, state = np.array([_LEAST_BITS, _LEAST_DICE, TINY]), np.zeros(1, dtype=np.int64)
    sides = a.first, left.word, left.information, b.first, right.word, right.information
    result = compiled.sc_pairs(*addresses(sizes, bits, *sides, state))
    if not result:
        if state[0] > 1:
            raise MemoryError
        return None
    try:
        count, *at = taken(result, 5, np.int64).tolist()
        of_left, of_right = (taken(column, count, np.int64) for column in at[:2])
        shared, dice = (taken(column, count, np.float64) for column in at[2:])
        return Pairs(of_left, of_right, shared, dice)
    finally:
        compiled.sc_pairs_free(result)


def _all_pairs(a: Prepared, b: Prepared, left: Weights, right: Weights, runs: Sequence[Run]) -> Pairs:
    """The best pairs, whatever they are.

    Sparse: each word of a sentence meets the sentences of the other text that hold it. Where that would be too much,
    sentences that lie whole in runs are left out (``runs`` explains them already), then the most frequent words.
    """
    left_words, right_words = _occurrences(a, left), _occurrences(b, right)
    left_total, right_total = left_words.totals(a.sentences), right_words.totals(b.sentences)
    if _meeting_counts(left_words, right_words).sum() > _EXPANSION:
        left_words = left_words.only(~_inside(a, [(r.left, r.length) for r in runs])[left_words.sentence])
        right_words = right_words.only(~_inside(b, [(r.right, r.length) for r in runs])[right_words.sentence])
    meetings = _meeting_counts(left_words, right_words)
    of_all_words = int(meetings.sum()) <= _EXPANSION
    if not of_all_words:
        rarest = np.argsort(meetings, kind="stable")
        keep = np.ones(len(meetings), dtype=np.bool_)
        keep[rarest[np.cumsum(meetings[rarest]) > _EXPANSION]] = False
        left_words, meetings = left_words.only(keep), meetings[keep]
    left_words, meetings = left_words.only(meetings > 0), meetings[meetings > 0]
    found = []
    right_words = right_words.only(_meeting_counts(right_words, left_words) > 0)
    by_word = np.argsort(right_words.word, kind="stable")
    for start, end in _chunks(left_words.sentence, meetings):
        i, j, shared = _shared_bits(left_words, right_words, by_word, start, end, b.sentences)
        ratio = 2 * shared / np.maximum(left_total[i] + right_total[j], TINY)
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
"""Below one informative word, or a tenth of the bits of two sentences, a pair cannot help a passage."""

_PARTNERS: Final = 8
"""Partners kept of a sentence; a sentence that occurs more often than that is covered by its runs."""


@dataclass(frozen=True, eq=False, repr=False)
class _Occurrences:
    """Which sentence holds which word, and the most information that it carries there."""

    sentence: Ints
    word: Ints
    information: Bits

    def only(self, keep: Mask) -> _Occurrences:
        return _Occurrences(self.sentence[keep], self.word[keep], self.information[keep])

    def totals(self, sentences: int) -> Bits:
        """By sentence: the information of its words, in bits."""
        return np.bincount(self.sentence, self.information, sentences).astype(np.float64)


def _occurrences(text: Prepared, weights: Weights) -> _Occurrences:
    """Sorted by sentence, then by word; words without information are left out."""
    count = int(weights.word.max(initial=0)) + 1
    key = text.sentence_of_word() * count + weights.word
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else key
    information = np.maximum.reduceat(weights.information[order], first) if len(key) else weights.information
    return _Occurrences(key[first] // count, key[first] % count, information).only(information > 0)


def _meeting_counts(words: _Occurrences, others: _Occurrences) -> Ints:
    """For every word of a sentence, how many sentences of the other text hold it."""
    size = max(int(words.word.max(initial=0)), int(others.word.max(initial=0))) + 1
    counts: Ints = np.bincount(others.word, minlength=size)[words.word]
    return counts


def _shared_bits(
    words: _Occurrences, others: _Occurrences, by_word: Ints, start: int, end: int, width: int
) -> tuple[Ints, Ints, Bits]:
    """The bits that the sentences of a stretch of ``words`` share with every sentence that they meet; ``by_word`` is
    the order of ``others`` by word."""
    postings = others.word[by_word]
    wanted = words.word[start:end]
    first = np.searchsorted(postings, wanted)
    count = np.searchsorted(postings, wanted, side="right") - first
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    at = by_word[np.repeat(first, count) + within]
    base = int(words.sentence[start])
    key = np.repeat(words.sentence[start:end] - base, count) * width + others.sentence[at]
    shared = np.repeat(np.sqrt(words.information[start:end]), count) * np.sqrt(others.information)[at]
    if int(key.max(initial=0)) > _SPARSE * len(key):
        # few of the sentences meet: a place for every two of them would be the square of the text
        keys = distinct(key)
        bits = np.bincount(np.searchsorted(keys, key), shared).astype(np.float64)
        met: Ints = keys[bits != 0]
        bits = bits[bits != 0]
    else:
        bits = np.bincount(key, shared).astype(np.float64)
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
"""Meetings of words that are held at once: tens of megabytes."""


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
