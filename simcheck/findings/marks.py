"""Which characters of a document are not simply its own words: set phrases, quotations, what a template gave.

A mark is about the document, whatever was found in it; it takes nothing away from a finding, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from simcheck.align.prepare import Prepared
from simcheck.findings.quotations import quotations
from simcheck.intervals import Overlaps
from simcheck.model import Finding, Flag, Mark, Span
from simcheck.settings import Settings
from simcheck.text.fingerprint import Phrases
from simcheck.text.normalize import Mask, normalize_all

_TOLD: Final = 2.5
"""Bits that a character of a set phrase tells on average, at most: of 1,962 runs of 13 characters and more that 60
pairs of provincial reports share, counted without themselves, 99 % are below; every specific sentence of the tests is
above 4."""

_SLIP: Final = 2
"""Characters of a phrase in a row that no table knows: the one word that is another."""

_WHOLLY: Final = 0.8
"""The part of a finding's characters from which a mark is about all of it."""


def phrases(text: Prepared, settings: Settings) -> list[Mark]:
    """The set phrases of a text that would be one by themselves: stretches of sentences in which hardly a character
    tells anything, as long as the guarantee asks for."""
    told = np.diff(text.surprisal)
    known = np.flatnonzero(told < settings.character_bits / 2)
    marks = []
    for start, end in _stretches(known):
        if end - start < settings.min_length:
            continue
        for first, last in _in_sentences(text, start, end):
            if last - first >= settings.min_length and told[first:last].mean() <= _TOLD:
                span = text.normalized.span(first, last)
                marks.append(Mark(Flag.BOILERPLATE, span, "known-phrase"))
    return marks


def _stretches(known: np.typing.NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Intervals of known characters, with as few others between as a slip has."""
    if not len(known):
        return
    last = np.flatnonzero(np.append(np.diff(known) > 1 + _SLIP, True))
    first = np.concatenate(([0], last[:-1] + 1))
    yield from zip(known[first].tolist(), (known[last] + 1).tolist(), strict=True)


def _in_sentences(text: Prepared, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The whole words of an interval, sentence by sentence."""
    first, last = text.words_in(start, end)
    edges = text.first[(text.first > first) & (text.first < last)].tolist()
    for a, b in zip([first, *edges], [*edges, last], strict=True):
        if b > a:
            yield int(text.words.start[a]), int(text.words.end[b - 1])


def listed(text: Prepared, phrases: Iterable[str]) -> list[Mark]:
    """Where phrases stand that are set phrases because the user says so, however short."""
    wanted = [phrase.codes for phrase in normalize_all(list(phrases)) if len(phrase)]
    return [
        Mark(Flag.BOILERPLATE, text.normalized.span(at, at + len(wanted[number])), "listed-phrase")
        for number, at in Phrases(wanted).found(text.normalized.codes)
    ]


def quoted(text: str) -> list[Mark]:
    """What a text quotes with its source named."""
    return [Mark(Flag.QUOTED, each.span, "quoted", {"source": each.source}) for each in quotations(text)]


def given(name: str, covered: Mask, lines: Iterable[Span]) -> list[Mark]:
    """What a template called ``name`` gave: by character, whether it stands there, and whole lines that do."""
    mask = covered.copy()
    for line in lines:
        mask[line.start : line.end] = True
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    spans = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [Mark(Flag.TEMPLATE, Span(start, end), "template", {"template": name}) for start, end in spans]


def within(marks: Iterable[Mark], findings: Sequence[Finding]) -> tuple[Mark, ...]:
    """The marks in order; of set phrases only what lies in a finding, the rest says nothing of reuse."""
    result = []
    hulls = Overlaps((finding.match.left.start, finding.match.left.end) for finding in findings)
    for mark in marks:
        if mark.flag is Flag.BOILERPLATE and not hulls.any(mark.span.start, mark.span.end):
            continue
        result.append(mark)
    return tuple(sorted(result, key=lambda mark: (mark.span, mark.flag)))


def wholly(counted: Mask, hull: Span, marked: Mask) -> bool:
    """Whether a mark is about all of a finding: ``counted`` are the characters of its hull that count."""
    total = int(counted.sum())
    return total > 0 and int((counted & marked[hull.start : hull.end]).sum()) >= _WHOLLY * total
