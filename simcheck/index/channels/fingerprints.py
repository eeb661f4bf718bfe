"""Fingerprints (指纹, winnowing): which texts have runs of equal characters, and in how many contexts?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.features import FINGERPRINTS, WORD_GRAM, agreement
from simcheck.index.query import PRIOR, Bits, Places, Query, Runs, among, looked_up
from simcheck.index.segment import Segment
from simcheck.settings import MIN_WORDS
from simcheck.text.fingerprint import Hashes, Ints, distinct, scrambled
from simcheck.text.normalize import Mask

SIDEWAYS: Final = 24
"""Characters by which what follows may have moved for two runs to be of one passage: a clause put in or left out."""

APART: Final = 100
"""Characters without a run beyond which another passage begins."""

PHRASE: Final = 75.0
"""Bits that the words of a place may have in all for it to be a phrase and not a passage: some thirty characters that
no table knows. What is longer is reused text, however many texts have it."""


class FingerprintHits(NamedTuple):
    """Equal fingerprints: the text, the interval that agrees, where its beginning is in the text, which fingerprint."""

    text: Ints
    left: Ints
    end: Ints
    right: Ints
    fingerprint: Ints
    whole: Mask
    """Whether it is part of a run of the guarantee as far as its context shows."""
    around: Hashes
    """Its context in the text."""


def fingerprint_hits(query: Query, segments: Sequence[Segment], barred: Ints) -> FingerprintHits:
    keys, places, around = query.fingerprints.postings
    assert around is not None
    parts = []
    ranges = [segment.ranges(FINGERPRINTS, keys) for segment in segments]
    chosen = looked_up(keys, ranges)
    for segment, (first, last) in zip(segments, ranges, strict=True):
        found = segment.look_up(FINGERPRINTS, first[chosen], last[chosen])
        assert found.around is not None
        which = chosen[found.query]
        words = query.fingerprints.words[which]
        before, after = agreement(around[which], found.around, words)
        text = segment.text_of(found.places)
        number = segment.numbers[text]
        inside = found.places.astype(np.int64) - segment.starts[text]
        # between words, only whole ones are counted, and how long they are is not known here
        left = np.where(words, 0, before)
        start = places[which].astype(np.int64)
        left = np.minimum(np.minimum(left, start), inside)
        end = query.fingerprints.ends[which] + np.where(words, 0, after)
        end = np.minimum(end, len(query.text))
        enough = np.where(words, before + after >= _WORDS_AROUND, True)
        kept = ~among(number, barred)
        columns = (number, start - left, end, inside - left, which, enough, found.around)
        parts.append(tuple(column[kept] for column in columns))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return FingerprintHits(none, none, none, none, none, none.astype(np.bool_), none.astype(np.uint64))
    return FingerprintHits(*(np.concatenate(column) for column in zip(*parts, strict=True)))


_WORDS_AROUND: Final = MIN_WORDS - WORD_GRAM
"""Words beside a fingerprint of words that must be equal for a run of the guarantee."""


def neighbours_in(hits: FingerprintHits) -> int:
    """How many texts share more than one fingerprint with the query: those that speak of the same things."""
    pairs = distinct(hits.text << np.int64(32) | hits.fingerprint)
    return int((np.bincount(np.unique(pairs >> np.int64(32), return_inverse=True)[1]) > 1).sum())


class JoinedHits(NamedTuple):
    """Hits in about the same distance from each other in both texts are one place; those of a place that touch or
    overlap are one run."""

    order: Ints
    """(hits) The hits by place, and by where they begin in the query."""
    opens: Ints
    """(places) The first hit of each, in that order."""
    runs: Ints
    """(runs) The first hit of each."""
    begin: Ints
    stop: Ints
    """(runs) From where to where in the query."""

    @property
    def first_run(self) -> Ints:
        """(places) The first run of each."""
        return np.searchsorted(self.runs, self.opens)


def joined_hits(query: Query, hits: FingerprintHits) -> JoinedHits:
    if not len(hits.text):
        none = np.zeros(0, dtype=np.int64)
        return JoinedHits(none, none, none, none, none)
    diagonal = hits.right - hits.left
    order = np.lexsort((hits.left, diagonal, hits.text))
    text, diagonal = hits.text[order], diagonal[order]
    moved = (text[1:] != text[:-1]) | (diagonal[1:] - diagonal[:-1] > SIDEWAYS)
    group = np.concatenate(([0], np.cumsum(moved)))
    inner = np.lexsort((hits.left[order], group))
    order, group = order[inner], group[inner]
    left, end = hits.left[order], hits.end[order]
    first = np.concatenate(([True], (group[1:] != group[:-1]) | (left[1:] - end[:-1] > APART)))
    place = np.cumsum(first) - 1
    wide = np.int64(len(query.text) + 1)
    reached = np.maximum.accumulate(place * wide + end) - place * wide
    runs = np.flatnonzero(first | (left > np.concatenate(([0], reached[:-1]))))
    return JoinedHits(order, np.flatnonzero(first), runs, left[runs], np.maximum.reduceat(end, runs))


def by_fingerprints(query: Query, joint: JoinedHits, hits: FingerprintHits, rarity: Bits) -> Places:
    """Bits of the places where equal fingerprints stand in about the same distance from each other in both texts.

    A fingerprint that many texts have carries less than its characters do.
    """
    if not len(hits.text):
        return Places(hits.text, hits.text.astype(np.float64))
    spread = np.maximum.reduceat(rarity[hits.fingerprint[joint.order]], joint.runs)
    information = query.weights.information_in(joint.begin, joint.stop) * spread
    # the best run by itself, or all that the place has less what stands between
    which = joint.first_run
    longest = np.maximum.reduceat(information - query.weights.cost_in(joint.begin, joint.stop), which)
    reach = np.maximum.reduceat(joint.stop, which)
    every = np.add.reduceat(information, which) - query.weights.cost_in(joint.begin[which], reach)
    return Places(hits.text[joint.order[joint.opens]], np.maximum(longest, every))


def contexts_in(query: Query, hits: FingerprintHits, joint: JoinedHits) -> Ints:
    """By character of the query: in how many different contexts it stands at places that are no more than a phrase, at
    most one of each text.

    A context is what stands around the first and the last fingerprint of a place, and where its runs end.
    """
    if not len(hits.text):
        return np.zeros(len(query.text), dtype=np.int64)
    which = joint.first_run
    information = np.add.reduceat(query.weights.information_in(joint.begin, joint.stop), which)
    last = np.append(joint.opens[1:], len(joint.order)) - 1
    around = hits.around[joint.order]
    sign = scrambled(around[joint.opens]) ^ around[last]
    of_run = np.repeat(np.arange(len(which)), np.diff(which, append=len(joint.runs)))
    short = np.flatnonzero(information[of_run] < PHRASE)
    begin, stop = joint.begin[short], joint.stop[short]
    # one number for all three, because sorting rows is slow
    three = scrambled(sign[of_run][short] ^ scrambled((begin << np.int64(32) | stop).astype(np.uint64)))
    _, different = np.unique(three, return_index=True)
    contexts = _coverage(begin[different], stop[different], len(query.text))
    # what one text says twice is said by one
    texts = _united(hits.text[joint.order[joint.runs[short]]], begin, stop)
    return np.minimum(contexts, _coverage(*texts, len(query.text)))


def _coverage(begin: Ints, stop: Ints, length: int) -> Ints:
    """How many of the intervals cover each of so many characters."""
    steps = np.bincount(begin, minlength=length + 1) - np.bincount(stop, minlength=length + 1)
    return np.cumsum(steps)[:length]


def _united(text: Ints, begin: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """The intervals of each text, those that touch or overlap as one."""
    order = np.lexsort((begin, text))
    text, begin, stop = text[order], begin[order], stop[order]
    wide = np.int64(stop.max(initial=0) + 1)
    reached = np.maximum.accumulate(text * wide + stop)
    first = np.flatnonzero(np.concatenate(([True], text[1:] * wide + begin[1:] > reached[:-1]))[: len(text)])
    if not len(first):
        return begin, stop
    return begin[first], np.maximum.reduceat(stop, first)


def rarity_of(hits: FingerprintHits, texts: int) -> Bits:
    """By fingerprint: 1 for what one text has, less the more have it."""
    pairs = distinct(hits.fingerprint << np.int64(32) | hits.text)
    spread = np.bincount(pairs >> np.int64(32))
    every = texts + PRIOR
    return np.asarray(np.log2(every / np.maximum(1, spread)) / np.log2(every))


def runs_in(hits: FingerprintHits, min_length: int) -> Runs:
    """The hits on one diagonal of a text that touch or overlap, put together."""
    order = np.lexsort((hits.left, hits.right - hits.left, hits.text))
    text, left, end, right = (column[order] for column in hits[:4])
    diagonal = right - left
    first = np.concatenate(([True], (text[1:] != text[:-1]) | (diagonal[1:] != diagonal[:-1]) | (left[1:] > end[:-1])))
    opens = np.flatnonzero(first[: len(text)])
    if not len(opens):
        return Runs(text, left, end, right)
    reach = np.maximum.reduceat(end, opens)
    whole = np.logical_or.reduceat(hits.whole[order], opens)
    long = whole & (reach - left[opens] >= min_length)
    kept = opens[long]
    return Runs(text[kept], left[kept], reach[long], right[kept])
