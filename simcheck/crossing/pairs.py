"""Which documents of a collection share text, and how much? From the postings alone; no text is read, none compared.

The fingerprints of all texts are streamed by ranges of keys. A key that few texts have joins every two of them; one
that many have, only neighbours in the order of texts, so that a family of a thousand stays connected and costs a
thousand; one that most have, nobody, unless the texts are mostly that. Pairs with enough keys are then laid side by
side (``shared``): all fingerprints that both have, where they stand, and so the runs of equal characters on both
sides. Work grows with what is shared, not with the square of the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.index.channels.fingerprints import APART, SIDEWAYS
from simcheck.index.features import FINGERPRINTS, GRAM, SIGN, WINDOW, Keys, Postings, agreement
from simcheck.index.segment import Segment, bounds
from simcheck.settings import MIN_LENGTH
from simcheck.text.background import Background
from simcheck.text.fingerprint import Hashes, Ints
from simcheck.text.normalize import Mask
from simcheck.text.overlaid import PRIOR

CAP: Final = 50
"""Texts that have a key, up to which it joins every two of them. On 3,475 statutes every pair that shares a fifth has
such keys; at 20 half of them were missed, at 100 half as many pairs again are looked at and none is found."""

RARE: Final = 3
"""Texts that have a key, up to which it weighs as much as ``_RARELY`` others: what two or three of thousands have, one
has from another."""

_RARELY: Final = 3

ENOUGH: Final = 12
"""The weight from which the fingerprints of two texts are laid side by side: a sentence, or three places ..."""

PART: Final = 0.01
"""... or, of short texts, this part of the keys of the shorter one: of 3,475 statutes all pairs that share a fifth have
it, and .997 of those that share a twentieth and half of that with fewer than ``CAP`` others (.992 at .015, .983 at
.02)."""

CONTEXTS: Final = 5
"""Different surroundings, on either side, from which what a key stands for is a phrase that everybody uses
(``text.overlaid.CONTEXTS``): a paragraph that fifty took over has one."""

MOST: Final = 0.5
"""The part of the texts above which those that have a key are most of them, if they are more than ``CAP``: then it
joins nobody, if it is no phrase. What most have is told as such, from the texts themselves (``forms``)."""

_WHOLE: Final = 2, 5
"""The part of a text, two fifths, from which it may be mostly what most have: a half (``passages.is_whole``), less what
may be wrong where fingerprints are counted and not characters."""

_SEVERAL: Final = 1, 5
"""The part of the texts that have any of it, a fifth, from which what most have is no form of theirs, it is the texts.
Of a family that is most of a collection, half may be much longer than what they took over; of 20,000 short items of
news with a formula of 86 characters, nine in a hundred are mostly that."""

_SPILL: Final = 32_000_000
"""Pairs of texts that are summed at once: half a gigabyte."""

Progress = Callable[[int, int], None]


class Shelf(NamedTuple):
    """The fingerprints of all texts by text, then by key: those of text n from ``first[n]`` to ``first[n + 1]``.

    ``numbers`` (texts) are those of the catalogue, in the order of neighbours; ``place`` counts from the beginning of
    the text.
    """

    numbers: Ints
    lengths: Ints
    first: Ints
    key: Keys
    place: Keys
    around: Hashes


class Frequent(NamedTuple):
    """Keys (ascending) that stand in ``CONTEXTS`` or more surroundings, and in how many."""

    key: Keys
    contexts: npt.NDArray[np.uint32]


class Joined(NamedTuple):
    """Pairs of texts by their order in the shelf, ``a`` before ``b``, and the weight of the keys that they share."""

    a: Ints
    b: Ints
    weight: Ints

    def only(self, rows: Mask | Ints) -> Joined:
        return Joined(*(column[rows] for column in self))


class Shared(NamedTuple):
    """What two texts share as far as fingerprints show, without what most have, by pair: ``left`` and ``right`` how
    many characters of ``a`` and of ``b`` stand in runs of the guarantee, ``telling`` how many of ``a`` in fingerprints
    that are no phrases, ``densest`` how many of these in one place."""

    a: Ints
    b: Ints
    left: Ints
    right: Ints
    telling: Ints
    densest: Ints

    def only(self, rows: Mask | Ints) -> Shared:
        return Shared(*(column[rows] for column in self))


@dataclass(frozen=True, eq=False, repr=False)
class Runs:
    """Runs of equal characters of pairs: ``pair`` (n, ascending) which, ``left``, ``right`` (n) where on both sides,
    ``length`` (n)."""

    pair: Ints
    left: Ints
    right: Ints
    length: Ints


# Which texts have a key in common


class Stream(NamedTuple):
    """What one pass through the postings tells: the ``shelf``; the pairs that keys have ``joined``; of these, with the
    weight of such keys, the pairs of neighbours among many that have one piece of text that is no phrase
    (``chained``); which keys are ``frequent``; which stand for phrases or are those of many (``usual``, ascending);
    and which joined nobody because ``most`` texts have them (ascending), which are frequent, too."""

    shelf: Shelf
    joined: Joined
    chained: Joined
    frequent: Frequent
    usual: Keys
    most: Keys


def streamed(
    segments: Sequence[Segment],
    wanted: Ints,
    barred: Keys,
    background: object = None,
    on_progress: Progress | None = None,
) -> Stream:
    """One pass through the postings of the ``wanted`` texts, whose order is that of their neighbours; keys that are
    ``barred`` (ascending) count for nothing."""
    known = np.concatenate([np.zeros(0, dtype=np.int64), *(segment.numbers for segment in segments)])
    lengths = np.concatenate([np.zeros(0, dtype=np.int64), *(segment.lengths for segment in segments)])
    order = np.argsort(known, kind="stable")
    known, lengths = known[order], lengths[order]
    numbers = wanted[held(known, wanted)]
    lengths = lengths[np.searchsorted(known, numbers)]
    joined, chained, by_most = (Sums(len(numbers)) for _ in range(3))
    kept, frequent, usual, most = [], [], [], []
    of_most = np.zeros(len(numbers), dtype=np.int64)
    ranges = bounds(FINGERPRINTS, segments)
    for done, (low, high) in enumerate(ranges):
        if on_progress:
            on_progress(done, len(ranges))
        text, rows = _rows(segments, numbers, barred, low, high)
        kept.append((text, rows))
        told = of_keys(text, rows, len(numbers), background)
        frequent.append(told.frequent)
        usual.append(told.usual)
        most.append(told.most)
        of_most += np.bincount(told.of_most, minlength=len(numbers))
        joined.add(*told.joined)
        joined.add(*told.near)
        chained.add(*told.chained)
        by_most.add(*told.by_most)
    shelf = _shelf(numbers, lengths, kept)
    if is_whole(of_most, np.diff(shelf.first)):
        joined.add(*by_most.result())
        chained.add(*by_most.result())
        most = []
    keys = np.concatenate([np.zeros(0, dtype=np.uint32), *most])
    every = Frequent(*(np.concatenate(column) for column in zip(*frequent, strict=True)))
    every = with_most(every, keys, len(numbers))
    return Stream(shelf, joined.result(), chained.result(), every, np.concatenate(usual), keys)


def with_most(frequent: Frequent, most: Keys, texts: int) -> Frequent:
    """Frequent keys (ascending) with those that most of some texts have, in so many surroundings that they carry
    nothing (``text.overlaid``): whoever has a formula that most have has it from nobody."""
    rest = ~held(most, frequent.key)
    keys = np.concatenate((frequent.key[rest], most))
    contexts = np.concatenate((frequent.contexts[rest], np.full(len(most), texts + PRIOR, dtype=np.uint32)))
    order = np.argsort(keys)
    return Frequent(keys[order], contexts[order])


class OfKeys(NamedTuple):
    """What some keys tell, all of whose postings are there: which are ``frequent``; which more than ``CAP`` texts have
    (``many``), and how many (``holders``); which are ``usual`` (``Stream``); the pairs of texts that keys of few have
    ``joined``, not summed; of keys of many the pairs of neighbours (``near``), and those that are ``chained``; which
    keys that are no phrases ``most`` texts have, of which text each of their postings is (``of_most``), and the pairs
    of neighbours ``by_most``, which count only where what most have is the texts themselves (``is_whole``)."""

    frequent: Frequent
    many: Keys
    holders: Ints
    usual: Keys
    joined: Joined
    near: Joined
    chained: Joined
    most: Keys
    of_most: Ints
    by_most: Joined


def of_keys(text: Ints, rows: Postings, texts: int, background: object = None) -> OfKeys:
    """What the keys of some postings tell, which are in the order of keys, then of texts, of ``texts`` in all. A key
    that more than ``CAP`` texts have is cut here, before any two of them are put together."""
    of_posting = text
    frequent = _frequent(text, rows)
    keys, opens, count, text = _holders(text, rows.keys)
    phrases = held(frequent.key, keys)
    if isinstance(background, Background):
        phrases |= background.documents_of(keys) > 0
    many = count > CAP
    most = many & ~phrases & (count > MOST * texts)
    fewer = many & ~most

    def neighbours(which: Mask) -> Joined:
        return Joined(*_neighbours(text, opens[which], count[which]))

    return OfKeys(
        frequent,
        keys[many],
        count[many],
        keys[phrases | many],
        Joined(*_every_two(text, opens, count)),
        neighbours(fewer),
        neighbours(fewer & ~phrases),
        keys[most],
        of_posting[held(keys[most], rows.keys)],
        neighbours(most),
    )


def is_whole(of_most: Ints, count: Ints) -> bool:
    """Whether what most texts have is the texts themselves, for several of those that have any of it. Of each text: its
    postings of such keys, and all."""
    some = of_most > 0
    mostly = some & (_WHOLE[1] * of_most >= _WHOLE[0] * count)
    return _SEVERAL[1] * int(mostly.sum()) >= _SEVERAL[0] * int(some.sum())


def held(among: npt.NDArray[np.integer], values: npt.NDArray[np.integer]) -> Mask:
    """Which of some values an ascending list has."""
    if not len(among):
        return np.zeros(len(values), dtype=np.bool_)
    return np.asarray(among[np.minimum(np.searchsorted(among, values), len(among) - 1)] == values)


def _rows(segments: Sequence[Segment], numbers: Ints, barred: Keys, low: int, high: int) -> tuple[Ints, Postings]:
    """The postings of a range of keys, by key and then by text (its order among ``numbers``), with places inside the
    texts."""
    texts, keys, places, around = [], [], [], []
    order = np.argsort(numbers, kind="stable")
    ascending = numbers[order]
    for segment in segments:
        rows = segment.stream(FINGERPRINTS, low, high)
        assert rows.around is not None
        text = segment.text_of(rows.places)
        number = segment.numbers[text]
        there = np.flatnonzero(held(ascending, number) & ~held(barred, rows.keys))
        texts.append(order[np.searchsorted(ascending, number[there])])
        keys.append(rows.keys[there])
        places.append((rows.places.astype(np.int64) - segment.starts[text])[there].astype(np.uint32))
        around.append(rows.around[there])
        segment.forget()
    return by_key(np.concatenate(texts), Postings(np.concatenate(keys), np.concatenate(places), np.concatenate(around)))


def by_key(text: Ints, rows: Postings) -> tuple[Ints, Postings]:
    """Postings and their texts in the order of keys, then of texts."""
    both = (rows.keys.astype(np.uint64) << np.uint64(32)) | text.astype(np.uint64)
    order = np.argsort(both, kind="stable")
    return text[order], rows.only(order)


def _holders(text: Ints, keys: Keys) -> tuple[Keys, Ints, Ints, Ints]:
    """The different keys, and of each where its texts begin among all, and how many they are; those texts, each once
    for a key. ``text`` ascends within a key."""
    first = np.flatnonzero(_changes(keys) | _changes(text))
    text, keys = text[first], keys[first]
    opens = np.flatnonzero(_changes(keys))
    return keys[opens], opens, np.diff(opens, append=len(keys)), text


def _every_two(text: Ints, opens: Ints, count: Ints) -> tuple[Ints, Ints, Ints]:
    """The pairs of texts that keys of few join, and what each of these weighs."""
    few = (count > 1) & (count <= CAP)
    of = count[few]
    # the r-th of a key with all that follow it
    left = np.repeat(opens[few], of) + _within(of)
    follow = np.repeat(of, of) - _within(of) - 1
    a = np.repeat(left, follow)
    b = a + 1 + _within(follow)
    return text[a], text[b], np.repeat(np.repeat(np.where(of <= RARE, _RARELY, 1), of), follow)


def _neighbours(text: Ints, opens: Ints, count: Ints) -> tuple[Ints, Ints, Ints]:
    """Each text of some keys with the next."""
    at = np.repeat(opens, count - 1) + _within(count - 1)
    return text[at], text[at + 1], np.ones(len(at), dtype=np.int64)


def _within(count: Ints) -> Ints:
    """0 to n - 1 for each of some counts n, one after the other."""
    return np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)


def _changes(values: npt.NDArray[np.generic]) -> Mask:
    """Where a value differs from the one before it; the first does."""
    return np.concatenate(([True], values[1:] != values[:-1]))[: len(values)]


class Sums:
    """The weights of pairs of texts, summed in pieces that are put together when they are many."""

    def __init__(self, texts: int) -> None:
        self._wide = np.int64(max(1, texts))
        none = np.zeros(0, dtype=np.int64)
        self._pairs, self._weights = none, none
        self._new: list[tuple[Ints, Ints]] = []
        self._count = 0

    def add(self, a: Ints, b: Ints, weight: Ints) -> None:
        self._new.append((a * self._wide + b, weight))
        self._count += len(a)
        if self._count >= _SPILL:
            self._fold()

    def _fold(self) -> None:
        pairs = np.concatenate([self._pairs, *(pairs for pairs, _ in self._new)])
        weights = np.concatenate([self._weights, *(weights for _, weights in self._new)])
        self._new, self._count = [], 0
        order = np.argsort(pairs, kind="stable")
        pairs, weights = pairs[order], weights[order]
        first = np.flatnonzero(_changes(pairs))
        self._pairs = pairs[first]
        self._weights = np.add.reduceat(weights, first) if len(first) else weights

    def result(self) -> Joined:
        self._fold()
        return Joined(self._pairs // self._wide, self._pairs % self._wide, self._weights)


def _shelf(numbers: Ints, lengths: Ints, kept: Sequence[tuple[Ints, Postings]]) -> Shelf:
    """The postings of all ranges of keys, which ascend, by text."""
    text = np.concatenate([np.zeros(0, dtype=np.uint32), *(text.astype(np.uint32) for text, _ in kept)])
    order = np.argsort(text, kind="stable")
    first = np.searchsorted(text[order], np.arange(len(numbers) + 1))
    columns = [np.concatenate([rows[at] for _, rows in kept])[order] for at in range(3)]
    return Shelf(numbers, lengths, first, *columns)


def _frequent(text: Ints, rows: Postings) -> Frequent:
    """The keys of a range that stand in ``CONTEXTS`` or more surroundings: as many on the left as on the right, where
    one text counts once."""
    keys, around = rows.keys, rows.around
    assert around is not None
    opens = np.flatnonzero(_changes(keys))
    likely = np.diff(opens, append=len(keys)) >= CONTEXTS
    number = np.repeat(np.where(likely, np.arange(len(opens)), -1), np.diff(opens, append=len(keys)))
    at = np.flatnonzero(number >= 0)
    number, text = number[at], text[at]
    left, right = around[at] & _LEFT, (around[at] >> _SIDE) & _LEFT
    texts = _distinct_by(number, text.astype(np.uint64), len(opens))
    contexts = np.minimum(_distinct_by(number, left, len(opens)), _distinct_by(number, right, len(opens)))
    contexts = np.minimum(contexts, texts)
    usual = contexts >= CONTEXTS
    return Frequent(keys[opens[usual]], contexts[usual].astype(np.uint32))


_SIDE: Final = np.uint64(SIGN * (WINDOW - 1))
_LEFT: Final = (np.uint64(1) << _SIDE) - np.uint64(1)


def _distinct_by(number: Ints, values: npt.NDArray[np.uint64], count: int) -> Ints:
    """By number: how many different values of 32 bits or fewer it has."""
    both = (number.astype(np.uint64) << np.uint64(32)) | values
    both.sort()
    return np.bincount((both[_changes(both)] >> np.uint64(32)).astype(np.int64), minlength=count)


# What two of them have in common


def worth_a_look(joined: Joined, shelf: Shelf) -> Joined:
    """The pairs that may share something."""
    count = np.diff(shelf.first)
    least = np.minimum(count[joined.a], count[joined.b])
    return joined.only((joined.weight >= ENOUGH) | (joined.weight >= PART * least))


def shared(
    joined: Joined,
    shelf: Shelf,
    usual: Keys,
    most: Keys,
    min_length: int = MIN_LENGTH,
    on_progress: Progress | None = None,
) -> Shared:
    """What pairs share: all fingerprints that both have, but those that ``most`` have. Those that are ``usual`` tell
    nothing. (Both ascending.)"""
    count = np.diff(shelf.first)
    swapped = count[joined.a] > count[joined.b]
    short, long = np.where(swapped, joined.b, joined.a), np.where(swapped, joined.a, joined.b)
    is_usual = held(usual, shelf.key)
    # text and key as one number, so that all texts are searched at once
    whole = (np.repeat(np.arange(len(count)), count).astype(np.uint64) << np.uint64(32)) | shelf.key
    sizes = np.cumsum(count[short])
    left, right, telling, densest = np.zeros((4, len(short)), dtype=np.int64)
    at = 0
    while at < len(short):
        if on_progress:
            on_progress(at, len(short))
        done = int(sizes[at - 1]) if at else 0
        to = max(at + 1, int(np.searchsorted(sizes, done + _AT_ONCE)))
        pair, here, there = _met(short[at:to], long[at:to], shelf, whole)
        if len(most):
            beside = _beside(pair, here, there, held(most, shelf.key[here]), swapped[at:to], shelf)
            pair, here, there = pair[beside], here[beside], there[beside]
        runs = _runs(pair, here, there, swapped[at:to], shelf, min_length)
        left[at:to] = _covered(runs.pair, runs.left, runs.length, to - at)
        right[at:to] = _covered(runs.pair, runs.right, runs.length, to - at)
        some = ~is_usual[here]
        runs = _runs(pair[some], here[some], there[some], swapped[at:to], shelf, GRAM)
        telling[at:to] = _covered(runs.pair, runs.left, runs.length, to - at)
        of, total = _places(runs)
        np.maximum.at(densest, of + at, total)
        at = to
    return Shared(joined.a, joined.b, left, right, telling, densest)


_AT_ONCE: Final = 2_000_000
"""Fingerprints that are looked up at once: a hundred megabytes."""

_CROWDED: Final = 8
"""Pairs of places that one key gives in two texts, all of them; of more only the r-th with the r-th."""


def _met(short: Ints, long: Ints, shelf: Shelf, whole: Hashes) -> tuple[Ints, Ints, Ints]:
    """Which pair, and which row of the shorter and of the longer text have one key."""
    count = shelf.first[short + 1] - shelf.first[short]
    pair = np.repeat(np.arange(len(short)), count)
    rows = _within(count) + np.repeat(shelf.first[short], count)
    wanted = (long[pair].astype(np.uint64) << np.uint64(32)) | shelf.key[rows]
    found = np.searchsorted(whole, wanted)
    hit = np.flatnonzero(whole[np.minimum(found, len(whole) - 1)] == wanted)
    pair, rows, wanted, found = pair[hit], rows[hit], wanted[hit], found[hit]
    end = found + 1
    more = np.flatnonzero(whole[np.minimum(end, len(whole) - 1)] == wanted)
    more = more[end[more] < len(whole)]
    end[more] = np.searchsorted(whole, wanted[more], side="right")
    there = end - found
    # the same key again in the shorter text
    opens = np.flatnonzero(_changes(wanted) | _changes(pair))
    here = np.diff(opens, append=len(wanted))
    rank = _within(here)
    here = np.repeat(here, here)
    crowded = here * there > _CROWDED
    # of many times many, the r-th with the r-th
    begin = np.where(crowded, rank % np.maximum(there, 1), 0)
    step = np.where(crowded, here, 1)
    times = np.where(crowded, np.maximum(1, -(-(there - rank) // here)), there)
    which = np.repeat(np.arange(len(wanted)), times)
    nth = _within(times)
    return pair[which], rows[which], found[which] + begin[which] + nth * step[which]


def _beside(pair: Ints, i: Ints, j: Ints, of_most: Mask, swapped: Mask, shelf: Shelf) -> Ints:
    """Which fingerprints of pairs have nothing of what most have and stands there on both sides: near its ends texts
    have others of its fingerprints, and some into what stands beside it, where many a line begins alike."""
    left, right, end = _extended(pair, i, j, swapped, shelf)
    own = np.where(swapped[pair], shelf.place[j], shelf.place[i]).astype(np.int64)
    diagonal = right - left
    order = np.lexsort((np.where(of_most, left, own), diagonal, pair))
    pair, diagonal, of_most = pair[order], diagonal[order], of_most[order]
    wide = np.int64(end.max(initial=0) + GRAM + 1)
    row = wide * np.cumsum(_changes(pair) | _changes(diagonal))
    begin, reached = row + own[order], np.maximum.accumulate(row + np.where(of_most, end[order], 0))
    following = np.where(of_most, row + left[order], np.iinfo(np.int64).max)
    following = np.minimum.accumulate(following[::-1])[::-1]
    return np.sort(order[~of_most & (begin >= reached) & (begin + GRAM <= following)])


def _extended(pair: Ints, i: Ints, j: Ints, swapped: Mask, shelf: Shelf) -> tuple[Ints, Ints, Ints]:
    """Where equal fingerprints with their contexts begin on both sides, and where they end on the left."""
    before, after = agreement(shelf.around[i], shelf.around[j], np.zeros(len(i), dtype=np.bool_))
    turned = swapped[pair]
    left = np.where(turned, shelf.place[j], shelf.place[i]).astype(np.int64)
    right = np.where(turned, shelf.place[i], shelf.place[j]).astype(np.int64)
    before = np.minimum(np.minimum(before, left), right)
    return left - before, right - before, left + GRAM + after


def _runs(pair: Ints, i: Ints, j: Ints, swapped: Mask, shelf: Shelf, min_length: int) -> Runs:
    """What equal fingerprints cover with their contexts, put together on each diagonal."""
    left, right, end = _extended(pair, i, j, swapped, shelf)
    order = np.lexsort((left, right - left, pair))
    pair, left, right, end = pair[order], left[order], right[order], end[order]
    diagonal = right - left
    first = np.concatenate(([True], (pair[1:] != pair[:-1]) | (diagonal[1:] != diagonal[:-1]) | (left[1:] > end[:-1])))
    opens = np.flatnonzero(first[: len(pair)])
    length = np.maximum.reduceat(end, opens) - left[opens] if len(opens) else opens
    long = length >= min_length
    opens = opens[long]
    return Runs(pair[opens], left[opens], right[opens], length[long])


def among(found: Shared, chained: Joined) -> Mask:
    """Which pairs are neighbours with enough of one piece of text that many have."""
    enough = chained.only(chained.weight >= ENOUGH)
    wide = np.int64(max(enough.b.max(initial=0), found.b.max(initial=0)) + 1)
    return held(enough.a * wide + enough.b, found.a * wide + found.b)


def _places(runs: Runs) -> tuple[Ints, Ints]:
    """The characters of runs that stand in about the same distance from each other on both sides: the pair, and how
    many; as ``index.channels.fingerprints`` puts hits together."""
    order = np.lexsort((runs.left, runs.right - runs.left, runs.pair))
    pair, left, length = runs.pair[order], runs.left[order], runs.length[order]
    diagonal = runs.right[order] - left
    group = np.cumsum(_changes(pair) | np.concatenate(([True], np.diff(diagonal) > SIDEWAYS))[: len(pair)])
    order = np.lexsort((left, group))
    group, pair, left, length = group[order], pair[order], left[order], length[order]
    end = np.concatenate((np.zeros(1, dtype=np.int64), (left + length)[:-1]))[: len(left)]
    opens = np.flatnonzero(_changes(group) | (left - end > APART))
    return pair[opens], np.add.reduceat(length, opens) if len(opens) else opens


def _covered(pair: Ints, start: Ints, length: Ints, count: int) -> Ints:
    """By pair, how many characters of one side some intervals cover."""
    order = np.lexsort((start, pair))
    pair, start, end = pair[order], start[order], (start + length)[order]
    wide = np.int64(end.max(initial=0) + 1)
    reached = np.maximum.accumulate(pair * wide + end)
    reached = np.concatenate((np.zeros(1, dtype=np.int64), reached[:-1]))[: len(pair)]
    new = np.maximum(0, pair * wide + end - np.maximum(reached, pair * wide + start))
    return np.bincount(pair, weights=new, minlength=count).astype(np.int64)
