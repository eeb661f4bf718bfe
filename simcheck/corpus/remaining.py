"""What a check shows of texts that are not compared in full: the runs of the guarantee (13 equal characters, known or
not).

Of candidates that share nothing but phrases (套话) with what is checked, all of their runs, without the work of an
alignment; of all other texts of the corpus, those that cover what nothing covers yet. What postings claim is verified
in the texts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from simcheck.align.acts import known_share
from simcheck.align.alignment import Piece
from simcheck.align.prepare import Prepared, is_spaced
from simcheck.align.projection import block_of
from simcheck.align.runs import Run, runs_around
from simcheck.findings import set_phrases
from simcheck.findings.finding import KNOWN, evidence_of
from simcheck.index.candidates import Candidates
from simcheck.index.query import Runs
from simcheck.index.sorting import changes
from simcheck.intervals import Overlaps
from simcheck.model import Document, Finding, Flag, Grade, Kind, Match, Span
from simcheck.settings import Settings
from simcheck.store.catalogue import Catalogue
from simcheck.text.fingerprint import Ints, distinct
from simcheck.text.normalize import Mask, Normalized, normalize

# What is covered


class Coverage:
    """Which characters of a text have a counterpart in a source by now, by normalized position."""

    def __init__(self, text: Normalized) -> None:
        self._text = text
        self._covered: Mask = np.zeros(len(text), dtype=np.bool_)

    def has(self, finding: Finding) -> bool:
        """Whether every character of a finding is covered."""
        return self._is_covered(finding.match.left)

    def has_all(self, start: int, end: int) -> bool:
        """Whether every character of an interval is covered, and what else came of one character with it."""
        return self._is_covered(self._text.span(start, end))

    def _is_covered(self, span: Span) -> bool:
        start, end = self._text.interval(span)
        return bool(self._covered[start:end].all())

    def add(self, finding: Finding) -> None:
        """Note the characters that a finding counts: inserted ones have no counterpart."""
        own = Overlaps((edit.left.start, edit.left.end) for edit in finding.match.edits)
        for block in finding.match.blocks:
            start, end = self._text.interval(block.left)
            counts = np.ones(end - start, dtype=np.bool_)
            for number in own.touching(block.left.start, block.left.end):
                edit = finding.match.edits[number]
                if not edit.right and block.left.contains(edit.left):
                    first, last = self._text.interval(edit.left)
                    counts[first - start : last - start] = False
            self._covered[start:end] |= counts

    def lacks(self, start: Ints, end: Ints) -> Mask:
        """Which of some intervals have a character that is not covered."""
        missing = np.concatenate(([0], np.cumsum(~self._covered)))
        return missing[end] > missing[start]

    def gaps(self) -> Ints:
        """The positions that are not covered."""
        return np.flatnonzero(~self._covered)


# Texts that share nothing but phrases

FAMILIAR: Final = 15.0
"""Bits of what is no known wording in all that a text shares to the character below which it is not compared in full: a
part of a finding that counts has 22 at least (``acts.LEAST``), in any case."""

WORDED: Final = 30.0
"""Bits of its best place by words from which it is compared in full nevertheless: as many make it likely by themselves
(``check.LIKELY``), and rewritten text has no more."""

LITTLE: Final = 500.0
"""Bits of all that it shares to the character, known or not, below which it is not either: where there is so much
wording of a law, there may be more beside it."""


class PhrasesOnly:
    """Which texts share nothing but phrases with the one that is checked, as candidates know, and these phrases."""

    def __init__(self, found: Candidates, text: Prepared, settings: Settings) -> None:
        self._found, self._text, self._settings = found, text, settings
        self._is_spaced = is_spaced(text, text)
        self._worded = dict(zip(found.ranked.text.tolist(), found.ranked.worded.tolist(), strict=True))
        bits = text.bits
        unfamiliar = np.where(text.known, 0.0, bits)
        self._bits, self._unfamiliar = (np.concatenate(([0.0], np.cumsum(each))) for each in (bits, unfamiliar))

    def are_all_in(self, number: int, source: str) -> bool:
        """Whether a text shares nothing else that an alignment could make a finding that counts."""
        if self._is_spaced or self._worded.get(number, 0.0) >= WORDED:
            return False
        begin, stop = _united(*self._found.equal_in(number))
        # of short texts phrases may be all that there is
        if 2 * int((stop - begin).sum()) > min(len(self._text.normalized), len(source)):
            return False
        unfamiliar, every = (float((up_to[stop] - up_to[begin]).sum()) for up_to in (self._unfamiliar, self._bits))
        return unfamiliar < FAMILIAR and every < LITTLE

    def of(self, number: int, source: Document) -> list[Finding]:
        """The runs of the guarantee that they share."""
        runs = self._found.runs
        return phrases(
            _claims(runs, np.flatnonzero(runs.text == number)), self._text, normalize(source.text), self._settings
        )


def _claims(runs: Runs, some: Ints) -> list[Run]:
    """Runs that postings claim."""
    columns = (runs.left[some].tolist(), runs.right[some].tolist(), (runs.end[some] - runs.left[some]).tolist())
    return [Run(*each) for each in zip(*columns, strict=True)]


class Remaining:
    """The runs of the guarantee in texts that are not compared in full, from which those are taken that cover what
    nothing covers yet: as few runs as will do, from as few texts."""

    def __init__(self, runs: Runs, compared: Collection[int], catalogue: Catalogue) -> None:
        self._runs, self._catalogue = runs, catalogue
        self._is_left = ~np.isin(runs.text, np.array(sorted(compared), dtype=np.int64))
        self._breadth = 1

    def covering(self, coverage: Coverage) -> dict[int, list[Run]]:
        """By the numbers of their texts, runs that reach into gaps, each taken once; none if no gap can be covered.

        They are what postings claim, and may prove to be too short.
        """
        runs = self._runs
        self._is_left &= coverage.lacks(runs.left, runs.end)
        left = np.flatnonzero(self._is_left)
        groups = _covering(runs.left[left], runs.end[left], coverage.gaps())
        if not groups:
            return {}
        claims: dict[int, list[Run]] = {}
        for number, chosen in self._chosen([left[group] for group in groups]).items():
            at = np.array(chosen, dtype=np.int64)
            self._is_left[at] = False
            claims[number] = _claims(runs, at)
        # what is left after the first time are mostly runs that only seem long enough: more at once
        self._breadth *= 4
        return claims

    def _chosen(self, groups: Sequence[Ints]) -> dict[int, list[int]]:
        """Of each group of runs the few that reach farthest, by text; of two that reach as far, the one whose text has
        more of them, then the one in the shorter text."""
        text, end = self._runs.text, self._runs.end
        numbers = np.sort(np.concatenate([text[group] for group in groups]))
        edges = np.append(np.flatnonzero(changes(numbers)), len(numbers))
        numbers, counts = numbers[edges[:-1]], np.diff(edges)
        farthest = [self._farthest(group, counts[np.searchsorted(numbers, text[group])]) for group in groups]
        # the catalogue is asked for those that may be taken
        wanted = distinct(text[np.concatenate(farthest)])
        known = self._catalogue.measures(wanted.tolist())
        counted = counts[np.searchsorted(numbers, wanted)].tolist()
        rank = {n: (-count, *known[n]) for n, count in zip(wanted.tolist(), counted, strict=True)}
        chosen: dict[int, list[int]] = {}
        for group in farthest:
            in_order = sorted(group.tolist(), key=lambda at: (-end[at], rank[int(text[at])], at))
            for at in in_order[: self._breadth]:
                runs = chosen.setdefault(int(text[at]), [])
                if at not in runs:
                    runs.append(at)
        return dict(sorted(chosen.items(), key=lambda item: rank[item[0]]))

    def _farthest(self, group: Ints, counts: Ints) -> Ints:
        """The runs of a group of which no more than the length and the content of their texts may tell which are the
        few; ``counts`` says by run how many its text has."""
        order = np.lexsort((-counts, -self._runs.end[group]))
        edge = order[min(self._breadth, len(order)) - 1]
        end = self._runs.end[group]
        return np.asarray(group[(end > end[edge]) | ((end == end[edge]) & (counts >= counts[edge]))])


def _united(begin: Ints, stop: Ints) -> tuple[Ints, Ints]:
    """Intervals, those that touch or overlap as one."""
    if not len(begin):
        return begin, stop
    order = np.argsort(begin, kind="stable")
    begin, reach = begin[order], np.maximum.accumulate(stop[order])
    first = np.flatnonzero(np.concatenate(([True], begin[1:] > reach[:-1])))
    return begin[first], reach[np.append(first[1:], len(begin)) - 1]


def _covering(left: Ints, end: Ints, gaps: Ints) -> list[Ints]:
    """Groups of intervals that hold the same missing character; the farthest of each group cover, from left to right,
    whatever can be covered."""
    groups = []
    reached = 0
    while len(gaps) and reached <= gaps[-1]:
        missing = int(gaps[np.searchsorted(gaps, reached)])
        holding = np.flatnonzero((left <= missing) & (end > missing))
        if len(holding):
            groups.append(holding)
            reached = int(end[holding].max())
        else:
            further = left[left > missing]
            if not len(further):
                break
            reached = int(further.min())
    return groups


def phrases(claims: Sequence[Run], left: Prepared, right: Normalized, settings: Settings) -> list[Finding]:
    """The runs that postings claim, as far as they are there and long enough."""
    # a file of postings that was made to mislead may name places that are not there
    there = [claim for claim in claims if claim.right < len(right)]
    runs = {run for claim in there for run in runs_around(left.normalized, right, claim, settings.min_length)}
    return [_phrase(run, left, right, settings) for run in sorted(runs)]


def _phrase(run: Run, left: Prepared, right: Normalized, settings: Settings) -> Finding:
    """A run that is not evidence enough: a phrase that a text of the corpus has too, or too little."""
    block = block_of(Piece(run.left, run.left + run.length, run.right, run.right + run.length), left.normalized, right)
    known = set_phrases.common_part(left, run.left, run.left + run.length, settings.character_bits)
    evidence = evidence_of(0.0, known, len(left.normalized), len(right))
    is_known = known_share(left, [(run.left, run.left + run.length)]) >= KNOWN
    flags = frozenset({Flag.BOILERPLATE if is_known else Flag.SCATTERED})
    match = Match("", block.left, block.right, (block,))
    return Finding(match, Kind.IDENTICAL, flags, evidence, grade=Grade.LOW)
