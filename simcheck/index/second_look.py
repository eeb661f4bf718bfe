"""A second look (复看): which of the texts that share rare words share short runs of characters as well?

Text of which every few characters were replaced, or single sentences with some words replaced, have no fingerprint
left, and of their words so few that a hundred texts about the same things share as many. Where they may stand, the
leads, is read again: runs of ``RUN`` characters that are still equal there, in whatever order, tell one from the other.
Nothing of it is in the index; what is read is a few hundred characters of two or three dozen texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np

from simcheck.index.channels.terms import COST, WORD_BITS, Terms
from simcheck.index.features import CHUNK
from simcheck.index.query import Bits, Places, Query, among, joined
from simcheck.text.fingerprint import Ints, grams, scrambled
from simcheck.text.normalize import normalize_all

RUN: Final = 4
"""Characters of a run that counts: of runs of three, twice as many unrelated texts share enough; of five, a third less
of what has words replaced."""

LOOKED_AT_AGAIN: Final = 1500
"""Postings of terms that are looked at for one piece, rarest terms first: with a thousand, fewer single sentences are
found, and no more with two."""

STRETCHES: Final = 16
"""Places that are looked at because pieces in a row share terms with them: of a text of up to a hundred pieces; of one
of four hundred twice as many, because for a long text no more are compared than for a short one."""

SENTENCES: Final = 12
"""Places that are looked at because one piece alone does, likewise."""

_TWO: Final = WORD_BITS + 1
"""Bits of terms that a piece shares with a place: one term is nothing to go by."""

_PIECES: Final = 100

_FOLLOWING: Final = 6
"""Pieces that may follow one in the same place: a paragraph."""

_BAND: Final = 600
"""Characters by which places in a row may be nearer to each other, or farther, in one text than in the other."""

_OF_A_TEXT: Final = 3
"""Places of one text that are looked at: what is copied from end to end would leave room for nothing else."""

_TRIED: Final = 32
"""Places that are ranked for each that is looked at: most of them overlap a better one."""

_DEVIATION: Final = (40, 0.01)
"""Characters, and the part of a text's length, by which a place may lie elsewhere than the text's share of punctuation
would have it: nine in ten texts stay below."""

_AT_ONCE: Final = 64
"""Places whose texts are in memory at once."""


class Contents(Protocol):
    """What a corpus says of its texts, by their numbers."""

    def measures(self, numbers: Iterable[int]) -> Mapping[int, tuple[int, bytes]]:
        """Their lengths and digests; raises if one is not there."""
        ...

    def contents(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """The texts themselves."""
        ...


class Leads(NamedTuple):
    """Where pieces of a query may stand: by text, by the band of the diagonal, and then by piece, each once."""

    text: Ints
    key: Ints
    """Text and band as one number, of which no two are nearer than there are pieces; with the piece added."""
    piece: Ints
    place: Ints
    gain: Bits
    length: Ints


def by_second_look(query: Query, terms: Terms, sure: Ints, contents: Contents) -> Places:
    """The bits of the short runs that pieces of the query share with a place where rare terms of theirs stand; not in
    the texts of which it is ``sure`` already that they are worth comparing."""
    leads = _leads(query, terms, sure)
    first, end = _likeliest(leads, len(query.pieces))
    parts = [
        _looked_at(query, leads, first[at : at + _AT_ONCE], end[at : at + _AT_ONCE], contents)
        for at in range(0, len(first), _AT_ONCE)
    ]
    return joined(parts)


def _leads(query: Query, terms: Terms, sure: Ints) -> Leads:
    """Where enough of the terms of a piece stand. A word that no text has cannot have been taken over: it counts for
    nothing, while the same word left out of a chunk would count against it."""
    total, parts = terms.shared(query.terms, query.pieces, LOOKED_AT_AGAIN, least=_TWO, unknown=0)
    rows = [(part.text, part.group, part.place, part.bits - COST * total[part.group], part.length) for part in parts]
    if not rows:
        none = np.zeros(0, dtype=np.int64)
        return Leads(none, none, none, none, none.astype(np.float64), none)
    text, piece, place, gain, length = (np.concatenate(column) for column in zip(*rows, strict=True))
    unsure = ~among(text, sure)
    text, piece, place, gain, length = (column[unsure] for column in (text, piece, place, gain, length))
    diagonal = place - query.pieces[piece] + len(query.text)
    # each in two bands that lie across each other, so that no border parts what belongs together
    band = np.concatenate((2 * (diagonal // _BAND), 2 * ((diagonal + _BAND // 2) // _BAND) + 1))
    text, piece, place, gain, length = (np.tile(column, 2) for column in (text, piece, place, gain, length))
    order = np.lexsort((place, -gain, piece, band, text))
    text, piece, place, gain, length, band = (column[order] for column in (text, piece, place, gain, length, band))
    changed = (text[1:] != text[:-1]) | (band[1:] != band[:-1])
    group = np.cumsum(np.concatenate(([False], changed))[: len(text)])
    key = group * np.int64(len(query.pieces) + _FOLLOWING + 1) + piece
    best = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    return Leads(*(column[best] for column in (text, key, piece, place, gain, length)))


def _likeliest(leads: Leads, pieces: int) -> tuple[Ints, Ints]:
    """Of which leads (from, to) the places are looked at: those that gain most together, and of the others those that
    gain most by themselves."""
    every = np.arange(len(leads.text))
    end = np.searchsorted(leads.key, leads.key + _FOLLOWING, side="right")
    sums = np.concatenate(([0.0], np.cumsum(leads.gain)))
    together = np.round(sums[end] - sums[:-1], _DECIMALS)
    taken = _Taken(leads)
    share = max(1.0, pieces / _PIECES) ** 0.5
    taken.take(_peaks(together, leads.key), together, end, round(STRETCHES * share))
    taken.take(every, np.round(leads.gain, _DECIMALS), every + 1, round(SENTENCES * share))
    return np.array(taken.first, dtype=np.int64), np.array(taken.end, dtype=np.int64)


def _peaks(bits: Bits, key: Ints) -> Ints:
    """The leads of which none near by in the same band has more: of a text that is copied from end to end one for each
    paragraph, lest nothing else be ranked."""
    highest = np.ones(len(bits), dtype=np.bool_)
    for step in range(1, _FOLLOWING + 1):
        near = np.flatnonzero(key[step:] - key[:-step] <= _FOLLOWING)
        highest[near[bits[near] < bits[near + step]]] = False
        highest[near[bits[near] >= bits[near + step]] + step] = False
    return np.flatnonzero(highest)


class _Taken:
    """The leads that are looked at, none of which overlaps another of the same text."""

    def __init__(self, leads: Leads) -> None:
        self._leads = leads
        self._of_text: dict[int, list[tuple[int, int]]] = {}
        self.first: list[int] = []
        self.end: list[int] = []

    def take(self, some: Ints, bits: Bits, end: Ints, most: int) -> None:
        """Take so many more of ``some`` that have most ``bits``, and all that are not told from the last of them: no
        choice may hang on when the texts came. Lead n goes up to ``end[n]``."""
        leads = self._leads
        full = np.array([text for text, taken in self._of_text.items() if len(taken) >= _OF_A_TEXT], dtype=np.int64)
        some = some[~among(leads.text[some], full)]
        if not len(some):
            return
        least = max(0, len(some) - most * _TRIED)
        some = some[bits[some] >= np.partition(bits[some], least)[least]]
        ranks = (leads.place[some], leads.piece[some], leads.length[some], -bits[some])
        order = np.lexsort(ranks)
        edge = None
        begin, stop, text = leads.piece[some], leads.piece[end[some] - 1], leads.text[some]
        for at in order.tolist():
            rank = tuple(column[at] for column in ranks)
            if most <= 0 and rank != edge:
                return
            others = self._of_text.setdefault(int(text[at]), [])
            if len(others) >= _OF_A_TEXT or any(begin[at] <= last and first <= stop[at] for first, last in others):
                continue
            others.append((int(begin[at]), int(stop[at])))
            self.first.append(int(some[at]))
            self.end.append(int(end[some[at]]))
            most, edge = most - 1, rank


_DECIMALS: Final = 3
"""Of bits: sums in another order may differ beyond."""


def _looked_at(query: Query, leads: Leads, first: Ints, end: Ints, contents: Contents) -> tuple[Ints, Bits]:
    """The texts of some leads, and the bits of the runs that pieces in a row share with the place."""
    numbers = sorted(set(leads.text[first].tolist()))
    texts = contents.contents(numbers)
    if len(texts) < len(numbers):
        # which raises for those that are not there
        contents.measures(numbers)
    theirs = [
        _around(texts[int(leads.text[a])], leads.place[a:b], int(leads.length[a]))
        for a, b in zip(first.tolist(), end.tolist(), strict=True)
    ]
    counts = end - first
    lead = np.repeat(np.arange(len(first)), counts)
    row = np.arange(len(lead)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    edges = np.append(query.pieces, len(query.text))
    left, right = edges[leads.piece[row]], edges[leads.piece[row] + 1]
    gain = -query.weights.cost_in(left, right)
    at, of_row = _common(query, lead, left, right, theirs)
    if len(at):
        opens = np.flatnonzero(np.concatenate(([True], (of_row[1:] != of_row[:-1]) | (at[1:] - at[:-1] > RUN))))
        stop = np.minimum(np.append(at[opens[1:] - 1], at[-1]) + RUN, right[of_row[opens]])
        np.add.at(gain, of_row[opens], query.weights.information_in(at[opens], stop))
    return leads.text[first], _best_in_a_row(gain, counts)


def _around(text: str, places: Ints, length: int) -> str:
    """The characters of a text around normalized places, of which it has ``length`` in all: about where they lie."""
    by = len(text) / max(1, length)
    deviation = _DEVIATION[0] + _DEVIATION[1] * len(text)
    return text[max(0, int(places.min() * by - deviation)) : int((places.max() + 2 * CHUNK) * by + deviation)]


def _common(query: Query, lead: Ints, left: Ints, right: Ints, theirs: Sequence[str]) -> tuple[Ints, Ints]:
    """Where in the query a run begins that the place of the lead has too, and in which row; the rows (of ``lead``,
    from ``left`` to ``right``) are those of the leads in their order."""
    runs = [grams(text.codes, RUN) for text in normalize_all(theirs)]
    # a run counts only at the place of its own lead
    salts = scrambled(np.arange(1, len(theirs) + 1, dtype=np.uint64))
    there = np.sort(np.concatenate(runs) ^ np.repeat(salts, [len(each) for each in runs]))
    own = grams(query.text.codes, RUN)
    letters = np.concatenate(([0], np.cumsum(query.text.spaced, dtype=np.int64)))
    counts = np.maximum(0, np.minimum(right, len(own)) - left)
    of_row = np.repeat(np.arange(len(lead)), counts)
    at = np.arange(len(of_row)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(left, counts)
    asked = own[at] ^ salts[lead[of_row]]
    found = np.searchsorted(there, asked)
    if not len(there):
        return at[:0], of_row[:0]
    # four letters are no more than a syllable
    hit = (there[np.minimum(found, len(there) - 1)] == asked) & (letters[at + RUN] - letters[at] <= RUN // 2)
    return at[hit], of_row[hit]


def _best_in_a_row(gain: Bits, counts: Ints) -> Bits:
    """By lead, each of so many rows: the most that rows which follow each other gain together."""
    start = np.cumsum(counts) - counts
    best = np.zeros(len(counts))
    going = np.zeros(len(counts))
    for step in range(int(counts.max(initial=0))):
        there = np.flatnonzero(counts > step)
        going[there] = np.maximum(0, going[there] + gain[start[there] + step])
        best = np.maximum(best, going)
    return best
