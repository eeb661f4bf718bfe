"""A text made ready for alignment: words, sentences, and surprisal: how many bits does each character carry?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from simcheck.align.units import Units, units_of
from simcheck.compiled import addresses, core
from simcheck.settings import Frequencies, Settings
from simcheck.text.fingerprint import distinct
from simcheck.text.normalize import Mask, Normalized, Positions, code_points, normalize, normalize_all
from simcheck.text.notices import notices
from simcheck.text.segmentation import sentences
from simcheck.text.tokens import Words, words

Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.float64]


_ENDS: Final = re.compile("[。！？；!?;]")


IDEOGRAPHS: Final = 0x2E80
"""From here on a character is a word or half of one; letters and figures carry far less each."""


@dataclass(frozen=True, eq=False, repr=False)
class Vocabulary:
    """The different words of a text, numbered in the order in which they come: ``number`` (words) which one stands
    where, ``leading`` (numbers) the first word that is it, ``held`` (numbers) how many sentences hold it."""

    number: Ints
    leading: Ints
    held: Ints


@dataclass(frozen=True, eq=False, repr=False)
class Prepared:
    """A text, its words and its sentences.

    ``surprisal`` (characters + 1, cumulative bits) is that of the characters up to each position under the background;
    ``first`` (sentences + 1) is the index of each sentence's first word, closed by the number of words.
    """

    normalized: Normalized
    words: Words
    surprisal: Bits
    first: Ints
    run_rarity: Bits
    """(runs of the background + 1, cumulative) The bits of every run, as a part of those of an unknown one; one element
    if there is no background."""
    run_length: int
    """Characters of a run."""
    character_bits: float
    known: Mask
    """(characters) Whether each stands in wording that independent documents have."""
    public: Mask
    """(characters) The same of texts that the user named as public."""

    @property
    def sentences(self) -> int:
        return len(self.first) - 1

    def sentence_of_word(self) -> Ints:
        """(words) The number of the sentence that each word stands in."""
        return np.repeat(np.arange(self.sentences), np.diff(self.first))

    def edge(self, word: int) -> int:
        """The position at which a word begins; for the number of words, the end of the text."""
        return int(self.words.start[word]) if word < len(self.words) else len(self.normalized)

    def sentence(self, number: int) -> tuple[int, int]:
        """The positions between which a sentence's words stand."""
        return int(self.words.start[self.first[number]]), int(self.words.end[self.first[number + 1] - 1])

    @cached_property
    def sentence_starts(self) -> Positions:
        """(sentences) The position at which the first word of each begins."""
        return self.words.start[self.first[:-1]]

    @cached_property
    def carried(self) -> Bits:
        """(words) The surprisal of the characters of each, in bits."""
        return self.surprisal[self.words.end] - self.surprisal[self.words.start]

    @cached_property
    def bits(self) -> Bits:
        """(characters) The surprisal of each, in bits."""
        return np.diff(self.surprisal)

    @cached_property
    def digits(self) -> Ints:
        """(characters + 1, cumulative) How many digits there are up to each position."""
        codes = self.normalized.codes
        return np.concatenate(([0], np.cumsum((codes >= ord("0")) & (codes <= ord("9")))))

    @cached_property
    def is_spaced(self) -> bool:
        """Whether more than ``SPACED`` of it is of a spaced script."""
        spaced = self.normalized.spaced
        return len(spaced) > 0 and int(np.count_nonzero(spaced)) / len(spaced) > SPACED

    @cached_property
    def rows(self) -> Mask:
        """(sentences) Whether nothing in it ends a sentence: a line of a table or a list."""
        ends = np.array([match.start() for match in _ENDS.finditer(self.normalized.text)], dtype=np.int64)
        begin = self.normalized.origin[self.sentence_starts]
        edges = np.searchsorted(ends, np.append(begin, len(self.normalized.text)))
        return np.asarray(np.diff(edges) == 0)

    @cached_property
    def usual(self) -> Ints:
        """(characters + 1, cumulative) How many up to each position are known wording: by their runs of eight
        characters, or because they carry less than half of what they could."""
        return np.concatenate(([0], np.cumsum(self.known | (self.bits < self.character_bits / 2))))

    @cached_property
    def units(self) -> Units:
        """Its paragraphs, articles and headings."""
        return units_of(self.normalized)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words numbered; made once, however many texts this one is compared with."""
        return self._vocabulary_by_core() or self._vocabulary()

    def _vocabulary_by_core(self) -> Vocabulary | None:
        compiled = core()
        if compiled is None:
            return None
        words, count = self.words, len(self.words)
        number, leading, held = np.empty((3, count), dtype=np.int64)
        codes, *rest = addresses(words.codes, words.start, words.end, words.sign, self.first, number, leading, held)
        found = compiled.sc_vocabulary(codes, *rest[:3], count, rest[3], self.sentences, *rest[4:])
        if found < 0:
            raise MemoryError
        return Vocabulary(number, leading[:found], held[:found])

    def _vocabulary(self) -> Vocabulary:
        numbers = {word: number for number, word in enumerate(dict.fromkeys(self.words.word))}
        number = np.fromiter(map(numbers.__getitem__, self.words.word), dtype=np.int64, count=len(self.words))
        leading = np.full(len(numbers), len(number), dtype=np.int64)
        np.minimum.at(leading, number, np.arange(len(number)))
        held = distinct(self.sentence_of_word() * max(1, len(numbers)) + number)
        return Vocabulary(number, leading, np.bincount(held % max(1, len(numbers)), minlength=len(numbers)))

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie whole in an interval, as a range."""
        # numbers of another type would have the whole array copied
        first = int(self.words.start.searchsorted(np.int32(start)))
        return first, max(first, int(self.words.end.searchsorted(np.int32(end), side="right")))

    def surprisal_alone(self, start: int, end: int) -> float:
        """The surprisal of the characters of an interval by themselves, whatever stands around them, in bits."""
        runs = end - start - self.run_length + 1
        if runs <= 0 or len(self.run_rarity) == 1:
            return self.character_bits * (end - start)
        known = (self.run_rarity[start + runs] - self.run_rarity[start]) / runs
        return float(known) * self.character_bits * (end - start)

    def surprisal_of(self, start: int, end: int) -> float:
        """The surprisal of the characters of an interval where they stand, in bits."""
        return float(self.surprisal[end] - self.surprisal[start])


def prepare(text: str, background: Frequencies | None, settings: Settings) -> Prepared:
    """Normalize, cut and weigh ``text``; linear in its length."""
    return _prepared([normalize(text)], background, settings)[0]


def prepare_all(texts: Sequence[str], background: Frequencies | None, settings: Settings) -> list[Prepared]:
    """The same for several texts at once: most are so short that it takes longer to begin than to count."""
    return _prepared(normalize_all(texts), background, settings) if texts else []


def _prepared(several: Sequence[Normalized], background: Frequencies | None, settings: Settings) -> list[Prepared]:
    result = []
    for normalized, (rarity, known) in zip(several, _looked_up(several, background), strict=True):
        cut = words(normalized)
        surprisal, run_rarity, run_length = _surprisal(normalized, rarity, settings)
        first = _first_words(normalized, cut)
        bits = settings.character_bits
        public = np.zeros_like(known)
        result.append(Prepared(normalized, cut, surprisal, first, run_rarity, run_length, bits, known, public))
    return result


def reweighed(text: Prepared, background: Frequencies | None, settings: Settings) -> Prepared:
    """The same text under another background."""
    ((rarity, known),) = _looked_up([text.normalized], background)
    surprisal, run_rarity, run_length = _surprisal(text.normalized, rarity, settings)
    return replace(text, surprisal=surprisal, run_rarity=run_rarity, run_length=run_length, known=known)


_BETWEEN: Final = 0x10FFFF
"""The code point between two texts that are looked up as one; no run that holds it is asked for."""


def _looked_up(several: Sequence[Normalized], background: Frequencies | None) -> list[tuple[Bits | None, Mask]]:
    """Of each text: the rarity of its runs, as a part of that of an unknown one, and which characters are known."""
    if background is None:
        return [(None, np.zeros(len(text), dtype=np.bool_)) for text in several]
    if len(several) == 1:
        codes = several[0].codes
    else:
        between = np.array([_BETWEEN], dtype=np.uint32)
        codes = np.concatenate([part for text in several for part in (text.codes, between)])
    rarity = background.information(codes).astype(np.float64) / background.unknown
    k = len(codes) - len(rarity) + 1 if len(rarity) else len(codes) + 1
    starts = np.cumsum([0] + [len(text) + 1 for text in several]).tolist()
    return [
        # known wording one by one: in a table of millions, a run across two texts may seem to stand
        (rarity[start : start + max(0, len(text) - k + 1)], background.known(text.codes))
        for start, text in zip(starts, several, strict=False)
    ]


SPACED: Final = 0.5
"""The part of the characters of either text that are letters of a spaced script from which it is one."""


def is_spaced(a: Prepared, b: Prepared) -> bool:
    """Whether two texts are compared as texts of a spaced script."""
    return a.is_spaced or b.is_spaced


def _surprisal(normalized: Normalized, rarity: Bits | None, settings: Settings) -> tuple[Bits, Bits, int]:
    """The surprisal of every character, cumulative: the mean of the ``rarity`` of the runs that cover it; then
    ``run_rarity`` and ``run_length``."""
    n = len(normalized)
    bits = np.full(n, settings.character_bits)
    cumulative, k = np.zeros(1), 1
    if rarity is not None and len(rarity):
        k = n - len(rarity) + 1
        cumulative = np.concatenate(([0.0], np.cumsum(rarity)))
        place = np.arange(n)
        last = np.minimum(place, len(rarity) - 1) + 1
        first = np.maximum(place - k + 1, 0)
        bits *= (cumulative[last] - cumulative[first]) / (last - first)
        np.maximum(bits, settings.choice_bits, out=bits)
    for notice in notices(normalized.text):
        bits[slice(*normalized.interval(notice))] = 0.0
    return np.concatenate(([0.0], np.cumsum(bits))), cumulative, k


def _first_words(normalized: Normalized, cut: Words) -> Ints:
    """Sentences as ranges of words; a word that a boundary cuts belongs to the sentence in which it begins."""
    if not len(cut):
        return np.zeros(1, dtype=np.int64)
    compiled = core()
    if compiled:
        text, first = code_points(normalized.text), np.empty(len(cut) + 1, dtype=np.int64)
        at = addresses(text, normalized.origin, cut.start, first)
        count = compiled.sc_first_words(at[0], len(text), at[1], len(normalized), at[2], len(cut), at[3])
        if count >= 0:
            return first[: count + 1].copy()
    starts = np.array([span.start for span in sentences(normalized.text)], dtype=np.int64)
    positions = np.searchsorted(normalized.origin, starts)
    first = distinct(np.searchsorted(cut.start, positions))
    first = first[first < len(cut)]
    if not len(first) or first[0] != 0:
        first = np.concatenate(([0], first))
    return np.append(first, len(cut)).astype(np.int64)
