"""Candidate retrieval (候选, 召回): which texts of a corpus are worth comparing, and how much may they share?

Three channels over the same postings: fingerprints (runs that are still equal), sketches (chunks most of whose words
are the same) and terms (chunks that share rare words; where they may mean more than that, a second look at the text
itself). Each gives evidence in bits, comparable only roughly; what is found is decided by the alignment, this only
decides what is aligned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.channels.common import sampled
from simcheck.index.channels.fingerprints import (
    by_fingerprints,
    contexts_in,
    fingerprint_hits,
    hits_between,
    joined_hits,
    looked_for,
    neighbours_in,
    rarity_of,
    runs_in,
    runs_near,
)
from simcheck.index.channels.sketches import by_sketches
from simcheck.index.channels.terms import Terms, by_terms
from simcheck.index.features import FINGERPRINTS, SKETCHES, TERMS
from simcheck.index.query import Bits, Places, Query, Runs
from simcheck.index.second_look import Contents, by_second_look
from simcheck.index.segment import Segment
from simcheck.index.sorting import order_of
from simcheck.index.wordings import Wordings
from simcheck.settings import MIN_LENGTH
from simcheck.text.fingerprint import Ints, distinct
from simcheck.text.normalize import Mask

CHANNELS: Final = frozenset({FINGERPRINTS, SKETCHES, TERMS})

_SECOND_LOOK: Final = "second look"


class Candidate(NamedTuple):
    """A text (by number) that may hold a source, the bits of its best place, and of all its places together;
    ``copied`` is the best place by fingerprints alone, ``worded`` the best by all else."""

    text: int
    best: float
    total: float
    copied: float = 0.0
    worded: float = 0.0


@dataclass(frozen=True, eq=False, repr=False)
class Ranked:
    """Candidates by column, in any order; one after the other they are the likeliest first."""

    text: Ints
    best: Bits
    total: Bits
    copied: Bits
    worded: Bits

    def __len__(self) -> int:
        return len(self.text)

    def __iter__(self) -> Iterator[Candidate]:
        order = np.lexsort((self.text, -self.best, -self.total))
        columns = (self.text, self.best, self.total, self.copied, self.worded)
        return map(Candidate, *(column[order].tolist() for column in columns))

    def only(self, some: Mask | Ints) -> Ranked:
        """Some of them."""
        bits = self.best[some], self.total[some], self.copied[some], self.worded[some]
        return Ranked(self.text[some], *bits)


@dataclass(frozen=True, eq=False, repr=False)
class Candidates:
    """The texts that share something, the likeliest source first, and the runs that they share.

    ``contexts`` (characters) is in how many different contexts each character of the query stands in texts with which
    the query shares no more than a phrase there. A slogan has many, a paragraph that twenty texts took over none: they
    share all of it. ``neighbours`` is how many texts share more than one fingerprint with it: those that speak of the
    same things, of which so many contexts are a part. ``wordings`` tells how they put a sentence of it. Where very many
    texts have something, not all of them are looked at (``channels.common``); ``runs_near`` looks at all for the runs
    that hold one of some characters.
    """

    ranked: Ranked
    runs: Runs
    contexts: Ints
    neighbours: int
    wordings: Wordings
    runs_near: Callable[[Ints], Runs]
    equal_in: Callable[[int], tuple[Ints, Ints]]
    """By the number of a text: where characters of the query, from and to, are equal there as fingerprints show."""


def candidates(
    query: Query,
    segments: Sequence[Segment],
    barred: Collection[int],
    texts: int,
    contents: Contents,
    *,
    likely: float,
    min_length: int = MIN_LENGTH,
    channels: frozenset[str] = CHANNELS,
) -> Candidates:
    """The texts of ``segments`` that share something with the query, but for the ``barred`` ones.

    ``texts`` is how many there are in all, ``contents`` what they say; those that have ``likely`` bits are compared in
    any case, so that no second look is taken at them.
    """
    out = np.array(sorted(barred), dtype=np.int64)
    lookup = looked_for(query, segments, out)
    sample = sampled(lookup, len(query.fingerprints.postings.keys))
    hits = fingerprint_hits(query, lookup, sample)
    joint = joined_hits(query, hits)
    places = (
        {FINGERPRINTS: by_fingerprints(query, joint, hits, rarity_of(hits, texts))} if FINGERPRINTS in channels else {}
    )
    if SKETCHES in channels:
        places[SKETCHES] = by_sketches(query, segments, out)
    if TERMS in channels:
        terms = Terms(query, segments, out)
        places[TERMS] = by_terms(query, terms)
        sure = distinct(np.concatenate([found.text[found.bits >= likely] for found in places.values()]))
        places[_SECOND_LOOK] = by_second_look(query, terms, sure, contents)
    return Candidates(
        _ranked(places),
        runs_in(hits, min_length),
        contexts_in(query, hits, joint),
        neighbours_in(hits),
        Wordings(query, hits, partial(hits_between, query, lookup, sample)),
        partial(runs_near, query, lookup, sample, min_length=min_length),
        hits.equal_in,
    )


def _ranked(channels: Mapping[str, Places]) -> Ranked:
    """Texts with the best of their places and the sum of what their best channel says."""
    # what costs more than it tells says nothing of a text
    telling = {name: places.only(places.bits > 0) for name, places in channels.items()}
    texts = distinct(np.concatenate([np.zeros(0, dtype=np.int64), *(places.text for places in telling.values())]))
    best, total, copied, worded = np.zeros((4, len(texts)))
    for name, (text, bits) in telling.items():
        if not len(text):
            continue
        if (text[1:] < text[:-1]).any():
            order = order_of(text)
            text, bits = text[order], bits[order]
        first = np.flatnonzero(np.concatenate(([True], text[1:] != text[:-1])))
        at = np.searchsorted(texts, text[first])
        tops = np.maximum.reduceat(bits, first)
        best[at] = np.maximum(best[at], tops)
        total[at] = np.maximum(total[at], np.add.reduceat(bits, first))
        here = copied if name == FINGERPRINTS else worded
        here[at] = np.maximum(here[at], tops)
    columns = (np.round(column, _DECIMALS) for column in (best, total, copied, worded))
    every = Ranked(texts, *columns)
    return every.only(every.best > 0)


_DECIMALS: Final = 3
"""Of bits: sums in another order may differ beyond."""
