"""Fingerprints (指纹, winnowing): which texts have runs of equal characters, and in how many contexts?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.features import FINGERPRINTS, WORD_GRAM, agreement
from simcheck.index.query import PRIOR, Bits, Places, Query, Runs, looked_up
from simcheck.index.segment import Segment
from simcheck.index.sorting import changes, order_of
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
    """Equal fingerprints, by text, by how much farther on they are there than in the query (the diagonal), and then by
    where they begin in the query."""

    texts: Ints
    """(texts) The numbers of the texts that have any, in their order."""
    text: Ints
    """(hits) Which of them."""
    left: Ints
    end: Ints
    """(hits) The interval of the query that agrees."""
    right: Ints
    """(hits) Where it begins in the text."""
    fingerprint: Ints
    whole: Mask
    """(hits) Whether it is part of a run of the guarantee as far as its context shows."""
    around: Hashes
    """(hits) Its context in the text."""
    spread: Ints
    """(fingerprints) How many texts have each."""


def fingerprint_hits(query: Query, segments: Sequence[Segment], barred: Ints) -> FingerprintHits:
    keys = query.fingerprints.postings.keys
    spread = np.zeros(len(keys), dtype=np.int64)
    parts = []
    ranges = [segment.ranges(FINGERPRINTS, keys) for segment in segments]
    chosen = looked_up(keys, ranges)
    count = 0
    for segment, (first, last) in zip(segments, ranges, strict=True):
        found = segment.look_up(FINGERPRINTS, first[chosen], last[chosen])
        assert found.around is not None
        rows = _Rows(chosen[found.query], segment.text_of(found.places), found.places.astype(np.int64), found.around)
        free = segment.free(rows.text, barred)
        if free is not None:
            rows = _Rows(*(column[free] for column in rows))
        spread += np.bincount(rows.fingerprint[changes(rows.fingerprint, rows.text)], minlength=len(keys))
        part = _ordered(query, segment, rows, count)
        count += len(part.texts)
        parts.append(part)
    columns = zip(*parts, strict=True) if parts else _NO_HITS
    hits = FingerprintHits(*(np.concatenate(column) for column in columns))
    return hits._replace(spread=spread)


class _Rows(NamedTuple):
    """Postings that were found in one segment, by fingerprint, and then by place."""

    fingerprint: Ints
    text: Ints
    """Which text of the segment."""
    place: Ints
    around: Hashes


_NO_HITS: Final = (*([np.zeros(0, dtype=np.int64)] for _ in range(6)),) + (
    [np.zeros(0, dtype=np.bool_)],
    [np.zeros(0, dtype=np.uint64)],
    [np.zeros(0, dtype=np.int64)],
)

_WORDS_AROUND: Final = MIN_WORDS - WORD_GRAM
"""Words beside a fingerprint of words that must be equal for a run of the guarantee."""


def _ordered(query: Query, segment: Segment, rows: _Rows, before: int) -> FingerprintHits:
    """The hits of one segment, in order; ``before`` texts come before its own."""
    starts = query.fingerprints.postings.places.astype(np.int64)
    length = len(query.text)
    # texts so far from each other that no diagonal of one is that of another
    order = order_of(rows.text * np.int64(length + 1) + rows.place - starts[rows.fingerprint] + length)
    which, text, place, around = (column[order] for column in rows)
    own = query.fingerprints.postings.around
    assert own is not None
    words = query.fingerprints.words[which]
    units_before, units_after = agreement(own[which], around, words)
    whole = ~words | (units_before + units_after >= _WORDS_AROUND)
    # between words, only whole ones are counted, and how long they are is not known here
    units_before[words] = 0
    units_after[words] = 0
    start, inside = starts[which], place - segment.starts[text]
    agreeing = np.minimum(np.minimum(units_before, start), inside)
    left, right = start - agreeing, inside - agreeing
    end = np.minimum(query.fingerprints.ends[which] + units_after, length)
    new = changes(text)
    number = np.cumsum(new) - 1
    hits = FingerprintHits(segment.numbers[text[new]], number, left, end, right, which, whole, around, starts[:0])
    # what stands farther on begins farther on, but for words beside characters and for keys that are equal by chance
    wrong = np.flatnonzero((left[1:] < left[:-1]) & ~changes(text, inside - start)[1:])
    if len(wrong):
        order = np.lexsort((left, inside - start, number))
        hits = FingerprintHits(hits.texts, *(column[order] for column in hits[1:-1]), hits.spread)
    return hits._replace(text=hits.text + before)


def neighbours_in(hits: FingerprintHits) -> int:
    """How many texts share more than one fingerprint with the query: those that speak of the same things."""
    opens = np.flatnonzero(changes(hits.text))
    if not len(opens):
        return 0
    which = hits.fingerprint
    return int((np.minimum.reduceat(which, opens) != np.maximum.reduceat(which, opens)).sum())


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
    information: Bits
    """(runs) What their words tell."""
    first_run: Ints
    """(places) The first run of each."""


def joined_hits(query: Query, hits: FingerprintHits) -> JoinedHits:
    none = np.zeros(0, dtype=np.int64)
    if not len(hits.text):
        return JoinedHits(none, none, none, none, none, none.astype(np.float64), none)
    left, end = hits.left, hits.end
    moved = changes(hits.text)
    moved[1:] |= np.diff(hits.right - left) > SIDEWAYS
    order = np.arange(len(left))
    # hits of one diagonal are in order, those of several may have to be put into it
    wrong = np.flatnonzero((left[1:] < left[:-1]) & ~moved[1:])
    if len(wrong):
        group = np.cumsum(moved) - 1
        mixed = np.zeros(int(group[-1]) + 1, dtype=np.bool_)
        mixed[group[wrong]] = True
        some = np.flatnonzero(mixed[group])
        order[some] = some[order_of(group[some], left[some])]
        left, end = left[order], end[order]
    first = moved
    first[1:] |= left[1:] - end[:-1] > APART
    place = np.cumsum(first) - 1
    wide = np.int64(len(query.text) + 1)
    reached = np.maximum.accumulate(place * wide + end) - place * wide
    beyond = first.copy()
    beyond[1:] |= left[1:] > reached[:-1]
    runs = np.flatnonzero(beyond)
    begin, stop = left[runs], np.maximum.reduceat(end, runs)
    information = query.weights.information_in(begin, stop)
    return JoinedHits(order, np.flatnonzero(first), runs, begin, stop, information, np.flatnonzero(first[runs]))


def by_fingerprints(query: Query, joint: JoinedHits, hits: FingerprintHits, rarity: Bits) -> Places:
    """Bits of the places where equal fingerprints stand in about the same distance from each other in both texts.

    A fingerprint that many texts have carries less than its characters do.
    """
    if not len(hits.text):
        return Places(hits.text, hits.text.astype(np.float64))
    information = joint.information * np.maximum.reduceat(rarity[hits.fingerprint[joint.order]], joint.runs)
    # the best run by itself, or all that the place has less what stands between
    which = joint.first_run
    longest = np.maximum.reduceat(information - query.weights.cost_in(joint.begin, joint.stop), which)
    reach = np.maximum.reduceat(joint.stop, which)
    every = np.add.reduceat(information, which) - query.weights.cost_in(joint.begin[which], reach)
    return Places(hits.texts[hits.text[joint.opens]], np.maximum(longest, every))


def contexts_in(query: Query, hits: FingerprintHits, joint: JoinedHits) -> Ints:
    """By character of the query: in how many different contexts it stands at places that are no more than a phrase, at
    most one of each text.

    A context is what stands around the first and the last fingerprint of a place, and where its runs end.
    """
    length = len(query.text)
    if not len(hits.text):
        return np.zeros(length, dtype=np.int64)
    which = joint.first_run
    runs = np.diff(which, append=len(joint.runs))
    phrases = np.add.reduceat(joint.information, which) < PHRASE
    short = np.flatnonzero(np.repeat(phrases, runs))
    begin, stop = joint.begin[short], joint.stop[short]
    opens = joint.opens[phrases]
    last = (np.append(joint.opens[1:], len(joint.order)) - 1)[phrases]
    sign = scrambled(scrambled(hits.around[joint.order[opens]]) ^ hits.around[joint.order[last]])
    contexts = _coverage(*_different(begin, stop, np.repeat(sign, runs[phrases]), length), length)
    # what one text says twice is said by one
    texts = united(hits.text[joint.runs[short]], begin, stop)
    return np.minimum(contexts, _coverage(*texts[1:], length))


def _different(begin: Ints, stop: Ints, sign: Hashes, length: int) -> tuple[Ints, Ints]:
    """The intervals of a text of this length, each once for each of its signs: both ends and as much of the sign as
    there is room for are one number, because sorting rows is slow. Of a text of a million characters three bytes."""
    width = np.uint64(length.bit_length())
    both = np.uint64(64) - width - width
    three = sign >> (width + width)
    three |= (begin.astype(np.uint64) << width | stop.astype(np.uint64)) << both
    ends = distinct(three) >> both
    return (ends >> width).astype(np.int64), (ends & ((np.uint64(1) << width) - np.uint64(1))).astype(np.int64)


def _coverage(begin: Ints, stop: Ints, length: int) -> Ints:
    """How many of the intervals cover each of so many characters."""
    steps = np.bincount(begin, minlength=length + 1) - np.bincount(stop, minlength=length + 1)
    return np.cumsum(steps)[:length]


def united(text: Ints, begin: Ints, stop: Ints) -> tuple[Ints, Ints, Ints]:
    """The intervals of each text, those that touch or overlap as one: texts, where they begin and end."""
    wide = np.int64(stop.max(initial=0) + 1)
    by_text = text * wide + begin
    if (by_text[1:] < by_text[:-1]).any():
        order = order_of(text, begin)
        text, begin, stop = text[order], begin[order], stop[order]
    reached = np.maximum.accumulate(text * wide + stop)
    new = np.ones(len(text), dtype=np.bool_)
    new[1:] = text[1:] * wide + begin[1:] > reached[:-1]
    first = np.flatnonzero(new)
    return text[first], begin[first], np.maximum.reduceat(stop, first) if len(first) else stop


def rarity_of(hits: FingerprintHits, texts: int) -> Bits:
    """By fingerprint: 1 for what one text has, less the more have it."""
    every = texts + PRIOR
    return np.asarray(np.log2(every / np.maximum(1, hits.spread)) / np.log2(every))


def runs_in(hits: FingerprintHits, min_length: int) -> Runs:
    """The hits on one diagonal of a text that touch or overlap, put together."""
    left, end, right = hits.left, hits.end, hits.right
    first = changes(hits.text, right - left)
    first[1:] |= left[1:] > end[:-1]
    opens = np.flatnonzero(first)
    if not len(opens):
        return Runs(hits.text, left, end, right)
    reach = np.maximum.reduceat(end, opens)
    long = np.logical_or.reduceat(hits.whole, opens) & (reach - left[opens] >= min_length)
    kept = opens[long]
    return Runs(hits.texts[hits.text[kept]], left[kept], reach[long], right[kept])
