"""Set phrases (套话, boilerplate): which stretches of a text are marked as what everybody writes, and why?

Because its characters carry few bits under the background (``known_phrases``): the shipped table and, in a check, what
stands in many different contexts of the corpus (``index.phrases``, ``text.overlaid``); or because the user
says so (``listed_phrases``). Long ones of a corpus are in ``findings.formulas``. Whether a *finding* stands is decided
in ``align.acts``; what does not is flagged, as a set phrase or as scattered, in ``findings.finding`` and
``corpus.check``, and said in ``render.view.remarks``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from simcheck.align.prepare import Prepared
from simcheck.model import Flag, Mark
from simcheck.settings import Settings
from simcheck.text.fingerprint import Phrases
from simcheck.text.normalize import normalize_all

_COMMON: Final = 0.5
"""The part of the bits that a character could carry below which it belongs to a common phrase."""

_PHRASE_BITS: Final = 2.5
"""Bits that a character of a set phrase carries on average, at most: of 1,962 runs of 13 characters and more that 60
pairs of provincial reports share, counted without themselves, 99 % are below; every specific sentence of the tests is
above 4."""

_SLIP: Final = 2
"""Characters of a phrase in a row that no table knows: the one word that is another."""


def known_phrases(text: Prepared, settings: Settings) -> list[Mark]:
    """The set phrases of a text that would be one by themselves: stretches of sentences in which hardly a character
    carries anything, as long as the guarantee asks for."""
    surprisal = text.bits
    known = np.flatnonzero(surprisal < settings.character_bits * _COMMON)
    marks = []
    for start, end in _stretches(known):
        if end - start < settings.min_length:
            continue
        for first, last in _in_sentences(text, start, end):
            if last - first >= settings.min_length and surprisal[first:last].mean() <= _PHRASE_BITS:
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


def listed_phrases(text: Prepared, phrases: Iterable[str]) -> list[Mark]:
    """Where phrases stand that are set phrases because the user says so, however short."""
    wanted = [phrase.codes for phrase in normalize_all(list(phrases)) if len(phrase)]
    return [
        Mark(Flag.BOILERPLATE, text.normalized.span(at, at + len(wanted[number])), "listed-phrase")
        for number, at in Phrases(wanted).found(text.normalized.codes)
    ]


def common_part(text: Prepared, start: int, end: int, character_bits: float) -> float:
    """The share of an interval's characters that carry less than ``_COMMON`` of what they could: phrases of the
    genre."""
    if end <= start:
        return 0.0
    surprisal = text.surprisal[start + 1 : end + 1] - text.surprisal[start:end]
    return int(np.count_nonzero(surprisal < character_bits * _COMMON)) / len(surprisal)
