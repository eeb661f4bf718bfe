"""A made-up collection for crossings of any size: documents of their own words, some of which take from others.

A mixture of whole sentences (``scale_growth``) is no collection to cross: among 300,000 documents each sentence stands
in seventeen, and nearly every document shares one with hundreds. Here

* a document has 8 to 40 sentences of 12 to 32 words. A word follows the one before it as in the real texts (``FOLLOWS``
  of the time), or is any of theirs, as often as there; so runs of thirteen equal characters are rare by chance;
* every second sentence has a figure, and ``PHRASED`` of them one of ``PHRASES`` set phrases of seven words;
* ``TAKING`` of the documents take from an earlier one, with other figures: every second one half of it, the others 3 to
  8 sentences in a row, in the place of as many of their own. Those that take from one document are its family: sizes
  are Zipf's (a family of n is as frequent as n to the power of -``ZIPF``, up to ``LARGEST``).

The same seed, size and texts give the same documents.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.text.normalize import normalize
from simcheck.text.tokens import word_ends

FOLLOWS: Final = 0.3
PHRASED: Final = 0.15
PHRASES: Final = 3000
TAKING: Final = 0.1
ZIPF: Final = 3.0
LARGEST: Final = 50

_AT_ONCE: Final = 2000
"""Documents that are drawn at once."""

_HAN: Final = re.compile("[\u4e00-\u9fff]+")

Ints = npt.NDArray[np.int64]


class Words(NamedTuple):
    """The different words of some texts; all of them in their order (``row``), and where in it each one stands: word n
    from ``first[n]`` to ``first[n + 1]`` in ``places``."""

    words: Sequence[str]
    row: Ints
    first: Ints
    places: Ints


def words_of(texts: Sequence[str]) -> Words:
    """The words that have Chinese characters alone."""
    number: dict[str, int] = {}
    row = []
    for text in texts:
        normalized = normalize(text)
        ends = word_ends(normalized).tolist()
        for start, end in pairwise([0, *ends]):
            begin, last = int(normalized.origin[start]), int(normalized.origin[end - 1])
            word = text[begin : last + 1]
            if _HAN.fullmatch(word):
                row.append(number.setdefault(word, len(number)))
    every = np.array(row, dtype=np.int64)
    places = np.argsort(every, kind="stable")
    first = np.searchsorted(every[places], np.arange(len(number) + 1))
    return Words(list(number), every, first, places)


class Planted(NamedTuple):
    """A document that took from another, by their numbers."""

    source: int
    taker: int


def written(path: Path, words: Words, size: int, seed: int) -> list[Planted]:
    """Write a list of ``size`` documents, each with its number as its id; what was planted in it."""
    draw = np.random.default_rng([seed, size])
    planted = _families(size, draw)
    source_of = {each.taker: each.source for each in planted}
    sources: dict[int, list[str]] = dict.fromkeys((each.source for each in planted), [])
    with path.open("w", encoding="utf-8") as file:
        for number, sentences in enumerate(_documents(words, size, draw)):
            if number in source_of:
                sentences = _taken(sentences, sources[source_of[number]], draw)
            if number in sources:
                sources[number] = sentences
            text = "\n".join("".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
            file.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return planted


def _families(size: int, draw: np.random.Generator) -> list[Planted]:
    sizes = np.arange(2, LARGEST + 1)
    chance = sizes**-ZIPF
    order = draw.permutation(size)
    planted: list[Planted] = []
    at = 0
    while len(planted) < TAKING * size:
        count = int(draw.choice(sizes, p=chance / chance.sum()))
        first, *others = np.sort(order[at : at + count]).tolist()
        planted += (Planted(first, other) for other in others)
        at += count
    return planted


def _taken(own: list[str], source: Sequence[str], draw: np.random.Generator) -> list[str]:
    """Sentences with some of a source's in the place of as many of their own."""
    count = len(source) // 2 if draw.random() < 0.5 else int(draw.integers(3, 9))
    start = int(draw.integers(0, max(1, len(source) - count + 1)))
    some = [re.sub("[0-9]+", lambda _: str(draw.integers(2, 2000)), each) for each in source[start : start + count]]
    at = int(draw.integers(0, max(1, len(own) - count + 1)))
    return [*own[:at], *some, *own[at + count :]]


def _documents(words: Words, size: int, draw: np.random.Generator) -> Iterator[list[str]]:
    """The sentences of each document."""
    phrases = ["".join(words.words[n] for n in some) for some in _drawn(words, PHRASES, 7, draw).tolist()]
    for start in range(0, size, _AT_ONCE):
        counts = draw.integers(8, 41, min(_AT_ONCE, size - start))
        every = int(counts.sum())
        drawn = _drawn(words, every, 32, draw).tolist()
        lengths = draw.integers(12, 33, every).tolist()
        figures = np.where(draw.random(every) < 0.5, draw.integers(2, 2000, every), 0).tolist()
        set_in = np.where(draw.random(every) < PHRASED, draw.integers(0, PHRASES, every), -1).tolist()
        sentences = []
        for some, length, figure, phrase in zip(drawn, lengths, figures, set_in, strict=True):
            parts = [words.words[n] for n in some[:length]]
            if figure:
                parts[length // 2] += str(figure)
            if phrase >= 0:
                parts[length // 3] += phrases[phrase]
            parts[length // 2 + 2] += "，"
            sentences.append("".join(parts) + "。")
        at = 0
        for count in counts.tolist():
            yield sentences[at : at + count]
            at += count


def _drawn(words: Words, rows: int, length: int, draw: np.random.Generator) -> Ints:
    """Rows of words."""
    last = len(words.row)
    result = words.row[draw.integers(0, last, (rows, length))]
    for step in range(1, length):
        before = result[:, step - 1]
        count = words.first[before + 1] - words.first[before]
        place = words.places[words.first[before] + (draw.random(rows) * count).astype(np.int64)]
        follows = words.row[np.minimum(place + 1, last - 1)]
        result[:, step] = np.where(draw.random(rows) < FOLLOWS, follows, result[:, step])
    return result
