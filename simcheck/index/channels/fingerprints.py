"""Fingerprints (指纹, winnowing): which texts have runs of equal characters, and in how many contexts?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.channels.common import Lookup, Rows, Sample
from simcheck.index.features import FINGERPRINTS, WINDOW, WORD_GRAM, agreement
from simcheck.index.query import PRIOR, Bits, Places, Query, Runs, looked_up
from simcheck.index.segment import Segment
from simcheck.index.sorting import changes, order_of
from simcheck.settings import MIN_LENGTH, MIN_WORDS
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
    weight: Bits
    """(fingerprints) For how many texts each stands that is looked at."""

    def equal_in(self, number: int) -> tuple[Ints, Ints]:
        """The intervals of the query that agree with the text of a number, from and to."""
        # their numbers ascend in each segment, not from one to the next
        found = np.flatnonzero(self.texts == number)
        if not len(found):
            return self.left[:0], self.end[:0]
        first, last = np.searchsorted(self.text, (found[0], found[0] + 1)).tolist()
        return self.left[first:last], self.end[first:last]

    @property
    def is_whole(self) -> bool:
        """Whether all texts are looked at."""
        return bool((self.weight == 1).all())


def looked_for(query: Query, segments: Sequence[Segment], barred: Ints) -> Lookup:
    """Where the postings of the query's fingerprints lie."""
    keys = query.fingerprints.postings.keys
    ranges = [segment.ranges(FINGERPRINTS, keys) for segment in segments]
    return Lookup(segments, keys, ranges, looked_up(keys, ranges), barred)


def fingerprint_hits(query: Query, lookup: Lookup, sample: Sample) -> FingerprintHits:
    """The hits of the texts that are looked at, which are all but for common fingerprints."""
    spread = np.zeros(len(query.fingerprints.postings.keys), dtype=np.int64)
    rare = np.setdiff1d(lookup.chosen, sample.common) if len(sample.common) else lookup.chosen
    parts = []
    for number, further in enumerate(sample.rows):
        rows = lookup.rows(number, rare)
        spread += np.bincount(rows.fingerprint[changes(rows.fingerprint, rows.text)], minlength=len(spread))
        if further:
            rows = _together([rows, *further])
            rows = rows.only(order_of(rows.fingerprint))
        parts.append(rows)
    spread[sample.common] = sample.spread
    return _as_hits(query, lookup.segments, parts)._replace(spread=spread, weight=sample.weight)


def _together(parts: Sequence[Rows]) -> Rows:
    fingerprint, text, place, around = zip(*parts, strict=True)
    return Rows(np.concatenate(fingerprint), np.concatenate(text), np.concatenate(place), np.concatenate(around))


def _as_hits(query: Query, segments: Sequence[Segment], rows: Sequence[Rows]) -> FingerprintHits:
    """The postings of all segments as hits, in order."""
    parts: list[FingerprintHits] = []
    for segment, some in zip(segments, rows, strict=True):
        parts.append(_ordered(query, segment, some, sum(len(part.texts) for part in parts)))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        rest = none.astype(np.bool_), none.astype(np.uint64), none, none.astype(np.float64)
        return FingerprintHits(none, none, none, none, none, none, *rest)
    return FingerprintHits(*(np.concatenate(column) for column in zip(*parts, strict=True)))


_WORDS_AROUND: Final = MIN_WORDS - WORD_GRAM
"""Words beside a fingerprint of words that must be equal for a run of the guarantee."""


class _Extent(NamedTuple):
    """How far each posting agrees with the query: see ``FingerprintHits``."""

    left: Ints
    end: Ints
    right: Ints
    whole: Mask


def _extent(query: Query, segment: Segment, rows: Rows) -> _Extent:
    prints, which = query.fingerprints, rows.fingerprint
    own = prints.postings.around
    assert own is not None
    words = prints.words[which]
    before, after = agreement(own[which], rows.around, words)
    whole = ~words | (before + after >= _WORDS_AROUND)
    # between words, only whole ones are counted, and how long they are is not known here
    before[words] = 0
    after[words] = 0
    start, inside = prints.postings.places.astype(np.int64)[which], rows.place - segment.starts[rows.text]
    before = np.minimum(np.minimum(before, start), inside)
    return _Extent(start - before, np.minimum(prints.ends[which] + after, len(query.text)), inside - before, whole)


def _ordered(query: Query, segment: Segment, rows: Rows, before: int) -> FingerprintHits:
    """The hits of one segment, in order; ``before`` texts come before its own."""
    starts, length = query.fingerprints.postings.places.astype(np.int64), len(query.text)
    # texts so far from each other that no diagonal of one is that of another
    order = order_of(rows.text * np.int64(length + 1) + rows.place - starts[rows.fingerprint] + length)
    which, text, place, around = rows.fingerprint[order], rows.text[order], rows.place[order], rows.around[order]
    left, end, right, whole = _extent(query, segment, Rows(which, text, place, around))
    diagonal = right - left
    # what stands farther on begins farther on, but for words beside characters and for keys that are equal by chance
    if ((left[1:] < left[:-1]) & ~changes(text, diagonal)[1:]).any():
        order = np.lexsort((left, diagonal, text))
        text, left, end, right, which = text[order], left[order], end[order], right[order], which[order]
        whole, around = whole[order], around[order]
    new = changes(text)
    number = np.cumsum(new) - 1 + before
    none = np.zeros(0, dtype=np.int64)
    return FingerprintHits(
        segment.numbers[text[new]], number, left, end, right, which, whole, around, none, none.astype(np.float64)
    )


def neighbours_in(hits: FingerprintHits) -> int:
    """How many texts share more than one fingerprint with the query: those that speak of the same things."""
    opens = np.flatnonzero(changes(hits.text))
    if not len(opens):
        return 0
    which = hits.fingerprint
    if hits.is_whole:
        return int((np.minimum.reduceat(which, opens) != np.maximum.reduceat(which, opens)).sum())
    # of each text the two fingerprints by which it is most surely looked at
    by_weight = np.argsort(hits.weight, kind="stable")
    rank = np.empty(len(by_weight), dtype=np.int64)
    rank[by_weight] = np.arange(len(by_weight))
    pairs = distinct(hits.text << np.int64(32) | rank[which])
    first = np.flatnonzero(changes(pairs >> np.int64(32)))
    second = first[np.diff(first, append=len(pairs)) > 1] + 1
    return round(float(hits.weight[by_weight[pairs[second] & np.int64((1 << 32) - 1)]].sum()))


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
    signs = np.repeat(sign, runs[phrases])
    of_text = hits.text[joint.runs[short]]
    if hits.is_whole:
        contexts = _coverage(*_different(begin, stop, signs, length), length)
        # what one text says twice is said by one
        return np.minimum(contexts, _coverage(*united(of_text, begin, stop)[1:], length))
    # the text of a run is as likely to be looked at as by the rarest of its fingerprints
    weight = np.minimum.reduceat(hits.weight[hits.fingerprint[joint.order]], joint.runs)[short]
    return np.minimum(
        _estimated_contexts(begin, stop, signs, weight, length), _estimated_texts(of_text, begin, stop, weight, length)
    )


def _estimated_contexts(begin: Ints, stop: Ints, sign: Hashes, weight: Bits, length: int) -> Ints:
    """The contexts of all texts from those that are looked at: one that was seen once stands for as many others as its
    text, one that was seen oftener is one that many texts have."""
    weights = distinct(weight)
    # which of the weights it is lies in the last bits of the number that is sorted
    bits = np.uint64(len(weights).bit_length())
    which = np.searchsorted(weights, weight).astype(np.uint64)
    three = _packed(begin, stop, sign, length) >> bits << bits | which
    three.sort()
    first = np.flatnonzero(changes(three >> bits))
    alone = np.diff(first, append=len(three)) == 1
    which = three[first] & ((np.uint64(1) << bits) - np.uint64(1))
    ends = _unpacked(three[first], length)
    return _weighted(*ends, np.where(alone, weights[which.astype(np.int64)], 1.0), length)


def _estimated_texts(text: Ints, begin: Ints, stop: Ints, weight: Bits, length: int) -> Ints:
    """How many texts have each character, from those that are looked at; each interval weighs as much as the run with
    which it begins."""
    order = order_of(text, begin)
    text, begin, stop, weight = text[order], begin[order], stop[order], weight[order]
    first = _firsts(text, begin, stop)
    return _weighted(begin[first], np.maximum.reduceat(stop, first) if len(first) else stop, weight[first], length)


def _weighted(begin: Ints, stop: Ints, weight: Bits, length: int) -> Ints:
    steps = np.bincount(begin, weight, minlength=length + 1) - np.bincount(stop, weight, minlength=length + 1)
    return np.rint(np.cumsum(steps)[:length]).astype(np.int64)


def _different(begin: Ints, stop: Ints, sign: Hashes, length: int) -> tuple[Ints, Ints]:
    """The intervals of a text of this length, each once for each of its signs: both ends and as much of the sign as
    there is room for are one number, because sorting rows is slow. Of a text of a million characters three bytes."""
    return _unpacked(distinct(_packed(begin, stop, sign, length)), length)


def _packed(begin: Ints, stop: Ints, sign: Hashes, length: int) -> Hashes:
    """Intervals of a text of this length with their signs, as one number."""
    width = np.uint64(length.bit_length())
    both = width + width
    return (sign >> both) | ((begin.astype(np.uint64) << width | stop.astype(np.uint64)) << (np.uint64(64) - both))


def _unpacked(packed: Hashes, length: int) -> tuple[Ints, Ints]:
    """The intervals that ``_packed`` was given."""
    width = np.uint64(length.bit_length())
    ends = packed >> (np.uint64(64) - width - width)
    return (ends >> width).astype(np.int64), (ends & ((np.uint64(1) << width) - np.uint64(1))).astype(np.int64)


def _coverage(begin: Ints, stop: Ints, length: int) -> Ints:
    """How many of the intervals cover each of so many characters."""
    steps = np.bincount(begin, minlength=length + 1) - np.bincount(stop, minlength=length + 1)
    return np.cumsum(steps)[:length]


def united(text: Ints, begin: Ints, stop: Ints) -> tuple[Ints, Ints, Ints]:
    """The intervals of each text, those that touch or overlap as one: texts, where they begin and end."""
    by_text = text * np.int64(stop.max(initial=0) + 1) + begin
    if (by_text[1:] < by_text[:-1]).any():
        order = order_of(text, begin)
        text, begin, stop = text[order], begin[order], stop[order]
    first = _firsts(text, begin, stop)
    return text[first], begin[first], np.maximum.reduceat(stop, first) if len(first) else stop


def _firsts(text: Ints, begin: Ints, stop: Ints) -> Ints:
    """Which intervals, in the order of their texts and beginnings, none before reaches."""
    wide = np.int64(stop.max(initial=0) + 1)
    reached = np.maximum.accumulate(text * wide + stop)
    new = np.ones(len(text), dtype=np.bool_)
    new[1:] = text[1:] * wide + begin[1:] > reached[:-1]
    return np.flatnonzero(new)


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


def hits_between(query: Query, lookup: Lookup, sample: Sample, start: int, end: int) -> FingerprintHits | None:
    """The hits of all texts, looked at before or not, with fingerprints that reach between two characters; None if none
    of them is so common that not all of its texts were looked at."""
    starts, ends = query.fingerprints.postings.places.astype(np.int64), query.fingerprints.ends
    near = (starts - (WINDOW - 1) < end) & (ends + (WINDOW - 1) > start)
    if not near[sample.common].any():
        return None
    some = lookup.chosen[near[lookup.chosen]]
    hits = _as_hits(query, lookup.segments, [lookup.rows(n, some) for n in range(len(lookup.segments))])
    return hits._replace(spread=np.zeros(len(near), dtype=np.int64), weight=np.ones(len(near)))


def runs_near(query: Query, lookup: Lookup, sample: Sample, gaps: Ints, min_length: int) -> Runs:
    """The runs of the guarantee, by whatever text, that may hold one of the ``gaps`` (characters, ascending) and a
    common fingerprint, whose texts were not all looked at."""
    prints, length = query.fingerprints, len(query.text)
    missing = np.zeros(length + 1, dtype=np.int64)
    missing[gaps + 1] = 1
    missing = np.cumsum(missing)

    def has_gap(left: Ints, end: Ints) -> Mask:
        return np.asarray(missing[np.minimum(end, length)] > missing[np.maximum(left, 0)])

    # a context shows a run of the guarantee; longer ones that are asked for are put together from what shows of them
    is_shown = min_length <= MIN_LENGTH
    reach = WINDOW - 1 if is_shown else min_length
    near = has_gap(prints.postings.places.astype(np.int64) - reach, prints.ends + reach)
    asked = sample.common[near[sample.common]]
    if len(asked) and not is_shown:
        asked = lookup.chosen[near[lookup.chosen] & (lookup.postings > 0)]
    found: list[list[Rows]] = [[] for _ in lookup.segments]
    for which in asked.tolist():
        for number, rows in lookup.of_parts(which, lookup.parts(which)):
            left, end, _, whole = _extent(query, lookup.segments[number], rows)
            long = whole & (prints.words[which] | (end - left >= min(min_length, MIN_LENGTH)))
            if is_shown:
                long &= has_gap(left, end)
            found[number].append(rows.only(long))
    parts = [_together(rows) for rows in found if rows]
    if not parts:
        return _NO_RUNS
    runs = runs_in(
        _as_hits(query, [s for s, rows in zip(lookup.segments, found, strict=True) if rows], parts), min_length
    )
    return Runs(*(column[has_gap(runs.left, runs.end)] for column in runs))


_NO_RUNS: Final = Runs(*np.zeros((4, 0), dtype=np.int64))
