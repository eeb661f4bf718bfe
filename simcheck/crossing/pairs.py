"""Which documents of a collection share text, and how much? From the postings alone; no text is read, none compared.

The fingerprints of all texts are streamed by ranges of keys. A key that few texts have joins every two of them; one
that many have, only neighbours in the order of texts, so that a family of a thousand stays connected and costs a
thousand; one that most have, nobody, unless the texts are mostly that. Pairs with enough keys are then laid side by
side (``overlap``). Work grows with what is shared, not with the square of the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.crossing.columns import Scratch
from simcheck.crossing.shelf import Shelf, Shelving
from simcheck.crossing.sums import Joined, Sums, together
from simcheck.index.features import FINGERPRINTS, SIGN, WINDOW, Keys, Postings
from simcheck.index.segment import Segment, bounds
from simcheck.index.sorting import changes
from simcheck.text.background import Background
from simcheck.text.fingerprint import Ints
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

Progress = Callable[[int, int], None]


class Frequent(NamedTuple):
    """Keys (ascending) that stand in ``CONTEXTS`` or more surroundings, and in how many."""

    key: Keys
    contexts: npt.NDArray[np.uint32]


class Stream(NamedTuple):
    """What one pass through the postings tells: the ``shelf``; the pairs that keys have ``joined`` and that may share
    something (``worth_a_look``); of all pairs, with the weight of such keys, those of neighbours among many that
    have one piece of text that is no phrase (``chained``); which keys are ``frequent``; which stand for phrases or are
    those of many (``usual``, ascending); and which joined nobody because ``most`` texts have them (ascending), which
    are frequent, too."""

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
    scratch: Scratch,
    background: object = None,
    on_progress: Progress | None = None,
) -> Stream:
    """One pass through the postings of the ``wanted`` texts, whose order is that of their neighbours; keys that are
    ``barred`` (ascending) count for nothing. What is too much for memory goes to ``scratch``; raises ``CannotWrite`` if
    it cannot."""
    known = np.concatenate([np.zeros(0, dtype=np.int64), *(segment.numbers for segment in segments)])
    lengths = np.concatenate([np.zeros(0, dtype=np.int64), *(segment.lengths for segment in segments)])
    order = np.argsort(known, kind="stable")
    known, lengths = known[order], lengths[order]
    numbers = wanted[held(known, wanted)]
    lengths = lengths[np.searchsorted(known, numbers)]
    joined, chained, by_most = (Sums(len(numbers), scratch) for _ in range(3))
    shelving = Shelving(numbers, lengths, sum(segment.rows(FINGERPRINTS) for segment in segments), scratch)
    frequent, usual, most = [], [], []
    of_most = np.zeros(len(numbers), dtype=np.int64)
    orders = [_order(segment.numbers, numbers) for segment in segments]
    ranges = bounds(FINGERPRINTS, segments)
    for done, (low, high) in enumerate(ranges):
        if on_progress:
            on_progress(done, len(ranges))
        text, rows = _rows(segments, orders, barred, low, high)
        shelving.add(text, rows)
        told = of_keys(text, rows, len(numbers), background)
        frequent.append(told.frequent)
        usual.append(told.usual)
        most.append(told.most)
        of_most += np.bincount(told.of_most, minlength=len(numbers))
        joined.add(*told.joined)
        joined.add(*told.near)
        chained.add(*told.chained)
        by_most.add(*told.by_most)
    shelf = shelving.shelf()
    if is_whole(of_most, np.diff(shelf.first)):
        # neighbours, as many pairs as there are texts
        neighbours = by_most.result()
        joined.add(*neighbours)
        chained.add(*neighbours)
        most = []
    keys = np.concatenate([np.zeros(0, dtype=np.uint32), *most])
    every = Frequent(*(np.concatenate(column) for column in zip(*frequent, strict=True)))
    some = together([worth_a_look(piece, shelf) for piece in joined.pieces()])
    return Stream(shelf, some, chained.result(), with_most(every, keys, len(numbers)), np.concatenate(usual), keys)


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
    """Whether what most texts have is the texts themselves. Of each text: its postings of such keys, and all."""
    some = of_most > 0
    return are_several(int((some & is_mostly(of_most, count)).sum()), int(some.sum()))


def is_mostly(of_most: Any, count: Any) -> Any:
    """Whether a text is mostly what most have, by its postings of such keys and all; of columns and of arrays each."""
    return _WHOLE[1] * of_most >= _WHOLE[0] * count


def are_several(mostly: int, some: int) -> bool:
    """Whether so many texts that are mostly what most have are several of those that have any of it."""
    return _SEVERAL[1] * mostly >= _SEVERAL[0] * some


def held(among: npt.NDArray[np.integer], values: npt.NDArray[np.integer]) -> Mask:
    """Which of some values an ascending list has."""
    if not len(among):
        return np.zeros(len(values), dtype=np.bool_)
    return np.asarray(among[np.minimum(np.searchsorted(among, values), len(among) - 1)] == values)


def _order(some: Ints, numbers: Ints) -> Ints:
    """By text of a segment, which has ``some``: its order among ``numbers``, -1 if it is none of them."""
    order = np.argsort(numbers, kind="stable")
    ascending = numbers[order]
    found = np.full(len(some), -1, dtype=np.int64)
    there = held(ascending, some)
    found[there] = order[np.searchsorted(ascending, some[there])]
    return found


def _rows(
    segments: Sequence[Segment], orders: Sequence[Ints], barred: Keys, low: int, high: int
) -> tuple[Ints, Postings]:
    """The postings of a range of keys, by key and then by text (its order: ``_order``), with places inside the
    texts."""
    texts, keys, places, around = [], [], [], []
    for segment, order in zip(segments, orders, strict=True):
        rows = segment.stream(FINGERPRINTS, low, high)
        assert rows.around is not None
        text = segment.text_of(rows.places)
        number = order[text]
        there = np.flatnonzero((number >= 0) & ~held(barred, rows.keys))
        texts.append(number[there])
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
    first = np.flatnonzero(changes(keys) | changes(text))
    text, keys = text[first], keys[first]
    opens = np.flatnonzero(changes(keys))
    return keys[opens], opens, np.diff(opens, append=len(keys)), text


def _every_two(text: Ints, opens: Ints, count: Ints) -> tuple[Ints, Ints, Ints]:
    """The pairs of texts that keys of few join, and what each of these weighs."""
    few = (count > 1) & (count <= CAP)
    of = count[few]
    # the r-th of a key with all that follow it
    left = np.repeat(opens[few], of) + within(of)
    follow = np.repeat(of, of) - within(of) - 1
    a = np.repeat(left, follow)
    b = a + 1 + within(follow)
    return text[a], text[b], np.repeat(np.repeat(np.where(of <= RARE, _RARELY, 1), of), follow)


def _neighbours(text: Ints, opens: Ints, count: Ints) -> tuple[Ints, Ints, Ints]:
    """Each text of some keys with the next."""
    at = np.repeat(opens, count - 1) + within(count - 1)
    return text[at], text[at + 1], np.ones(len(at), dtype=np.int64)


def within(count: Ints) -> Ints:
    """0 to n - 1 for each of some counts n, one after the other."""
    return np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)


def _frequent(text: Ints, rows: Postings) -> Frequent:
    """The keys of a range that stand in ``CONTEXTS`` or more surroundings: as many on the left as on the right, where
    one text counts once."""
    keys, around = rows.keys, rows.around
    assert around is not None
    opens = np.flatnonzero(changes(keys))
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
    return np.bincount((both[changes(both)] >> np.uint64(32)).astype(np.int64), minlength=count)


def worth_a_look(joined: Joined, shelf: Shelf) -> Joined:
    """The pairs that may share something."""
    count = np.diff(shelf.first)
    least = np.minimum(count[joined.a], count[joined.b])
    return joined.only((joined.weight >= ENOUGH) | (joined.weight >= PART * least))
