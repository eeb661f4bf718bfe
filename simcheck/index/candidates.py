"""Which texts share something with a text that is asked about, and how much it is likely to tell.

Three channels over the same postings: fingerprints (runs that are still equal), sketches (passages most of whose words
are the same) and terms (passages that share telling words). Each gives evidence in bits, comparable only roughly; what
is found is decided by the alignment, this only decides what is aligned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.index.features import (
    FINGERPRINTS,
    SKETCHES,
    TERMS,
    Batch,
    Fingerprints,
    Keys,
    agreement,
    features_of,
    fingerprints,
)
from simcheck.index.segment import Segment
from simcheck.index.sketching import Sketching
from simcheck.settings import MIN_LENGTH
from simcheck.text.fingerprint import Hashes, Ints, distinct, scrambled
from simcheck.text.normalize import Mask, Normalized

Bits = npt.NDArray[np.float64]

CHANNELS: Final = frozenset({FINGERPRINTS, SKETCHES, TERMS})

PRIOR: Final = 1000
"""Texts that are assumed beside those of the corpus: in a corpus of three, what stands in all three is no phrase."""

SIDEWAYS: Final = 24
"""Characters by which what follows may have moved for two runs to be of one passage: a clause put in or left out."""

APART: Final = 100
"""Characters without a run beyond which another passage begins."""

WORD_BITS: Final = 10.0
"""What one term can tell at most, as in ``settings.word_bits``."""

LOOKED_AT: Final = 500
"""Postings of terms that are looked at for one passage, rarest terms first: what stands in more passages tells little,
and the cost of a check must not grow with the corpus."""

COST: Final = 0.18
"""The share of what terms could tell that it costs to claim their passage, as ``settings.word_cost``."""

SHARED: Final = 0.25
"""The part of a passage's telling terms that must be shared."""

SKETCHED: Final = 0.5
"""What of a passage's bits a common band stands for: about that much of its words are the same."""

MOST_HITS: Final = 4_000_000
"""Postings that are looked at for one family of keys: half a gigabyte, twenty times what a check among a hundred
thousand reports needs. More there are only where what is asked about repeats itself as a text of the corpus does."""

PHRASE: Final = 75.0
"""What the words of a place may tell in all for it to be a phrase and not a passage: some thirty characters that no
table knows. What is longer is reused text, however many texts have it."""


class Worth(NamedTuple):
    """The words of a text (n): where they start and end, and what they tell and cost to claim together, up to each
    (n + 1)."""

    start: npt.NDArray[np.integer]
    end: npt.NDArray[np.integer]
    told: Bits
    cost: Bits

    def told_in(self, left: Ints, end: Ints) -> Bits:
        """What the words that lie whole in each interval tell."""
        first, last = np.searchsorted(self.start, left), np.searchsorted(self.end, end, side="right")
        return np.asarray(self.told[np.maximum(first, last)] - self.told[first])

    def cost_of(self, left: Ints, end: Ints) -> Bits:
        """What it costs to claim them."""
        first, last = np.searchsorted(self.start, left), np.searchsorted(self.end, end, side="right")
        return np.asarray(self.cost[np.maximum(first, last)] - self.cost[first])


class Candidate(NamedTuple):
    """A text (by number) that may hold a source, the bits of its best place, and of all its places together;
    ``copied`` is the best place by fingerprints alone."""

    text: int
    best: float
    total: float
    copied: float = 0.0


class Runs(NamedTuple):
    """Common runs of the guarantee, as far as postings tell: ``left`` to ``end`` in what is asked about are in ``text``
    from ``right`` on, or nearly so."""

    text: Ints
    left: Ints
    end: Ints
    right: Ints


@dataclass(frozen=True, eq=False, repr=False)
class Candidates:
    """The texts that share something, the likeliest source first, and the runs that they share.

    ``contexts`` (characters) is in how many different surroundings each character of the query stands in texts with
    which the query shares no more than a phrase there. A slogan has many, a paragraph that twenty texts took over none:
    they share all of it. ``akin`` is how many texts share more than one fingerprint with it: those that speak of the
    same things, of which so many surroundings are a part.
    """

    ranked: tuple[Candidate, ...]
    runs: Runs
    contexts: Ints
    akin: int


@dataclass(frozen=True, eq=False, repr=False)
class Query:
    """A text that is asked about: its fingerprints and features, and what its words are worth."""

    text: Normalized
    worth: Worth
    fingerprints: Fingerprints
    batch: Batch


def query(text: Normalized, worth: Worth, sketching: Sketching) -> Query:
    """Make a text ready to be asked about."""
    prints = fingerprints(text, np.zeros(1, dtype=np.int64))
    return Query(text, worth, prints, features_of(text, prints, *sketching))


def candidates(
    query: Query,
    segments: Sequence[Segment],
    barred: Collection[int],
    texts: int,
    *,
    min_length: int = MIN_LENGTH,
    channels: frozenset[str] = CHANNELS,
) -> Candidates:
    """The texts of ``segments`` that share something with the query, but for the ``barred`` ones.

    ``texts`` is how many there are in all.
    """
    out = np.array(sorted(barred), dtype=np.int64)
    hits = _fingerprint_hits(query, segments, out)
    joint = _joint(query, hits)
    places = (
        {FINGERPRINTS: _by_fingerprints(query, joint, hits, _rarity(hits, texts))} if FINGERPRINTS in channels else {}
    )
    if SKETCHES in channels:
        places[SKETCHES] = _by_sketches(query, segments, out)
    if TERMS in channels:
        places[TERMS] = _by_terms(query, segments, out)
    return Candidates(_ranked(places), _runs(hits, min_length), _contexts(query, hits, joint), _akin(hits))


class _Places(NamedTuple):
    """Bits of places in texts."""

    text: Ints
    bits: Bits


def _ranked(channels: Mapping[str, _Places]) -> tuple[Candidate, ...]:
    """Texts with the best of their places and the sum of what their best channel says."""
    best: dict[int, float] = {}
    total: dict[int, float] = {}
    copied: dict[int, float] = {}
    for name, places in channels.items():
        if not len(places.text):
            continue
        order = np.argsort(places.text, kind="stable")
        text, bits = places.text[order], places.bits[order]
        first = np.flatnonzero(np.concatenate(([True], text[1:] != text[:-1])))
        tops, sums = np.maximum.reduceat(bits, first), np.add.reduceat(np.maximum(bits, 0), first)
        some = tops > 0
        for number, top, together in zip(
            text[first][some].tolist(), tops[some].tolist(), sums[some].tolist(), strict=True
        ):
            best[number] = max(best.get(number, 0.0), top)
            total[number] = max(total.get(number, 0.0), together)
            if name == FINGERPRINTS:
                copied[number] = top
    ranked = [
        Candidate(number, round(best[number], 3), round(total[number], 3), round(copied.get(number, 0.0), 3))
        for number in best
    ]
    return tuple(sorted(ranked, key=lambda c: (-c.total, -c.best, c.text)))


# Fingerprints


class _Hits(NamedTuple):
    """Equal fingerprints: the text, the interval that agrees, where its beginning is in the text, which fingerprint."""

    text: Ints
    left: Ints
    end: Ints
    right: Ints
    fingerprint: Ints
    whole: Mask
    """Whether it is part of a run of the guarantee as far as the surroundings tell."""
    around: Hashes
    """Its surroundings in the text."""


def _fingerprint_hits(query: Query, segments: Sequence[Segment], barred: Ints) -> _Hits:
    keys, places, around = query.fingerprints.postings
    assert around is not None
    parts = []
    ranges = [segment.ranges(FINGERPRINTS, keys) for segment in segments]
    chosen = _looked_up(keys, ranges)
    for segment, (first, last) in zip(segments, ranges, strict=True):
        found = segment.look_up(FINGERPRINTS, first[chosen], last[chosen])
        assert found.around is not None
        mine = chosen[found.query]
        words = query.fingerprints.words[mine]
        before, after = agreement(around[mine], found.around, words)
        text = segment.text_of(found.places)
        number = segment.numbers[text]
        inside = found.places.astype(np.int64) - segment.starts[text]
        # between words, only whole ones are counted, and how long they are is not known here
        left = np.where(words, 0, before)
        start = places[mine].astype(np.int64)
        left = np.minimum(np.minimum(left, start), inside)
        end = query.fingerprints.ends[mine] + np.where(words, 0, after)
        end = np.minimum(end, len(query.text))
        enough = np.where(words, before + after >= _WORDS_AROUND, True)
        kept = ~_among(number, barred)
        columns = (number, start - left, end, inside - left, mine, enough, found.around)
        parts.append(tuple(column[kept] for column in columns))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return _Hits(none, none, none, none, none, none.astype(np.bool_), none.astype(np.uint64))
    return _Hits(*(np.concatenate(column) for column in zip(*parts, strict=True)))


_WORDS_AROUND: Final = 3


def _looked_up(keys: Keys, ranges: Sequence[tuple[Ints, Ints]]) -> Ints:
    """Which of the query's keys are looked up: all, or if their postings are too many, of those that repeat themselves
    in the query only as many as there is room for."""
    every = np.arange(len(keys))
    postings = sum((last - first for first, last in ranges), np.zeros(len(keys), dtype=np.int64))
    if postings.sum() <= MOST_HITS:
        return every
    order = np.argsort(keys, kind="stable")
    nth = np.empty(len(keys), dtype=np.int64)
    nth[order] = every - np.searchsorted(keys[order], keys[order])
    most = int(nth.max()) + 1
    while most > 1 and postings[nth < most].sum() > MOST_HITS:
        most //= 2
    return np.flatnonzero(nth < most)


def _among(values: Ints, some: Ints) -> Mask:
    return np.isin(values, some) if len(some) else np.zeros(len(values), dtype=np.bool_)


def _akin(hits: _Hits) -> int:
    pairs = distinct(hits.text << np.int64(32) | hits.fingerprint)
    return int((np.bincount(np.unique(pairs >> np.int64(32), return_inverse=True)[1]) > 1).sum())


class _Joint(NamedTuple):
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


def _joint(query: Query, hits: _Hits) -> _Joint:
    if not len(hits.text):
        none = np.zeros(0, dtype=np.int64)
        return _Joint(none, none, none, none, none)
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
    return _Joint(order, np.flatnonzero(first), runs, left[runs], np.maximum.reduceat(end, runs))


def _by_fingerprints(query: Query, joint: _Joint, hits: _Hits, rarity: Bits) -> _Places:
    """Bits of the places where equal fingerprints stand in about the same distance from each other in both texts.

    A fingerprint that many texts have tells less than its characters do.
    """
    if not len(hits.text):
        return _Places(hits.text, hits.text.astype(np.float64))
    spread = np.maximum.reduceat(rarity[hits.fingerprint[joint.order]], joint.runs)
    told = query.worth.told_in(joint.begin, joint.stop) * spread
    # the best run by itself, or all that the place has less what stands between
    which = joint.first_run
    longest = np.maximum.reduceat(told - query.worth.cost_of(joint.begin, joint.stop), which)
    reach = np.maximum.reduceat(joint.stop, which)
    every = np.add.reduceat(told, which) - query.worth.cost_of(joint.begin[which], reach)
    return _Places(hits.text[joint.order[joint.opens]], np.maximum(longest, every))


def _contexts(query: Query, hits: _Hits, joint: _Joint) -> Ints:
    """By character of the query: in how many different surroundings it stands at places that are no more than a phrase,
    at most one of each text.

    Surroundings are what stands around the first and the last fingerprint of a place, and where its runs end.
    """
    if not len(hits.text):
        return np.zeros(len(query.text), dtype=np.int64)
    which = joint.first_run
    told = np.add.reduceat(query.worth.told_in(joint.begin, joint.stop), which)
    last = np.append(joint.opens[1:], len(joint.order)) - 1
    around = hits.around[joint.order]
    sign = scrambled(around[joint.opens]) ^ around[last]
    of_run = np.repeat(np.arange(len(which)), np.diff(which, append=len(joint.runs)))
    some = np.flatnonzero(told[of_run] < PHRASE)
    begin, stop = joint.begin[some], joint.stop[some]
    # one number for all three, because sorting rows is slow
    three = scrambled(sign[of_run][some] ^ scrambled((begin << np.int64(32) | stop).astype(np.uint64)))
    _, different = np.unique(three, return_index=True)
    surroundings = _coverage(begin[different], stop[different], len(query.text))
    # what one text says twice is said by one
    texts = _united(hits.text[joint.order[joint.runs[some]]], begin, stop)
    return np.minimum(surroundings, _coverage(*texts, len(query.text)))


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


def _rarity(hits: _Hits, texts: int) -> Bits:
    """By fingerprint: 1 for what one text has, less the more have it."""
    pairs = distinct(hits.fingerprint << np.int64(32) | hits.text)
    spread = np.bincount(pairs >> np.int64(32))
    every = texts + PRIOR
    return np.asarray(np.log2(every / np.maximum(1, spread)) / np.log2(every))


def _runs(hits: _Hits, min_length: int) -> Runs:
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


# Sketches and terms


def _by_sketches(query: Query, segments: Sequence[Segment], barred: Ints) -> _Places:
    """Passages (or whole texts) that meet one of the query's in a band."""
    keys, places, _ = query.batch.families[SKETCHES]
    told = _told_by_passage(query)[np.searchsorted(query.batch.passages, places, side="right") - 1]
    parts = []
    ranges = [segment.ranges(SKETCHES, keys) for segment in segments]
    chosen = _looked_up(keys, ranges)
    for segment, (left, right) in zip(segments, ranges, strict=True):
        found = segment.look_up(SKETCHES, left[chosen], right[chosen])
        mine = chosen[found.query]
        number = segment.numbers[segment.text_of(found.places)]
        # several bands of one pair of passages are one
        _, first = np.unique(found.places.astype(np.int64) << np.int64(32) | places[mine], return_index=True)
        kept = ~_among(number[first], barred)
        parts.append((number[first][kept], told[mine[first]][kept] * SKETCHED))
    return _joined(parts)


def _told_by_passage(query: Query) -> Bits:
    edges = np.append(query.batch.passages, len(query.text))
    return query.worth.told_in(edges[:-1], edges[1:])


def _by_terms(query: Query, segments: Sequence[Segment], barred: Ints) -> _Places:
    """Passages that share telling terms with some of the query's that follow each other."""
    keys, places, _ = query.batch.families[TERMS]
    if not len(keys) or not segments:
        return _joined([])
    ranges = [segment.ranges(TERMS, keys) for segment in segments]
    spread = sum((right - left for left, right in ranges), np.zeros(len(keys), dtype=np.int64))
    every = sum(segment.passages for segment in segments) + 10 * PRIOR
    bits = np.minimum(np.log2(every / np.maximum(1, spread)), WORD_BITS)
    passage = np.searchsorted(query.batch.passages, places, side="right") - 1
    chosen = _rarest(keys, passage, spread)
    told = np.bincount(passage[chosen], bits[chosen], minlength=len(query.batch.passages))
    parts = []
    for segment, (left, right) in zip(segments, ranges, strict=True):
        found = segment.look_up(TERMS, left[chosen], right[chosen])
        mine = np.flatnonzero(chosen)[found.query]
        pairs, shared = _summed(passage[mine] << np.int64(32) | found.places, bits[mine])
        asked = pairs >> np.int64(32)
        gain = shared - COST * told[asked]
        number = segment.numbers[segment.text_of(pairs & np.int64(0xFFFFFFFF))]
        kept = (shared >= SHARED * told[asked]) & ~_among(number, barred)
        parts.append((number[kept], asked[kept], gain[kept]))
    return _following(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _rarest(keys: Keys, passage: Ints, spread: Ints) -> Mask:
    """Of every passage the rarest terms, as many as are worth looking at."""
    order = np.lexsort((keys, spread, passage))
    counted = np.cumsum(spread[order])
    first = np.searchsorted(passage[order], passage[order])
    before = np.concatenate(([0], counted))[first]
    chosen = np.zeros(len(keys), dtype=np.bool_)
    chosen[order[counted - before <= LOOKED_AT]] = True
    return chosen


def _summed(keys: Ints, values: Bits) -> tuple[Ints, Bits]:
    """The different keys in ascending order, and the sums of their values."""
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else keys
    return keys[first], np.add.reduceat(values[order], first) if len(first) else np.zeros(0)


def _following(text: Ints, passage: Ints, gain: Bits) -> _Places:
    """What passages of the query that follow each other gain in one text: a place is three of them."""
    order = np.lexsort((-gain, passage, text))
    text, passage, gain = text[order], passage[order], gain[order]
    key = text << np.int64(32) | passage
    best = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else order
    key, gain = key[best], gain[best]
    total = gain.copy()
    for step in (1, 2):
        at = np.minimum(np.searchsorted(key, key + step), max(0, len(key) - 1))
        total += np.where(key[at] == key + step, np.maximum(gain[at], 0), 0) if len(key) else 0
    return _Places(text[best], total)


def _joined(parts: Sequence[tuple[Ints, Bits]]) -> _Places:
    if not parts:
        return _Places(np.zeros(0, dtype=np.int64), np.zeros(0))
    return _Places(*(np.concatenate(column) for column in zip(*parts, strict=True)))
