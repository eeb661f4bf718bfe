"""Set phrases of a corpus (套话): which stretches of text stand in many different contexts, by its postings?"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

import numpy as np

from simcheck.index.features import FINGERPRINTS
from simcheck.index.segment import Segment, bounds
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Normalized

OCCURRENCES: Final = 12
"""Places of a fingerprint that are looked at, each in another context: enough to see how far they agree."""

LONGEST: Final = 45
"""Characters of a phrase; what goes on further is a passage that was copied."""


class Seed(NamedTuple):
    """A fingerprint: how many texts have it, in how many different contexts, and some of its places (text number,
    first character)."""

    texts: int
    contexts: int
    places: tuple[tuple[int, int], ...]


def seeds(segments: Sequence[Segment], gone: Collection[int], least: int, most: int) -> list[Seed]:
    """The ``most`` fingerprints with the most contexts, ``least`` or more; at most one of each text counts."""
    out = np.array(sorted(gone), dtype=np.int64)
    found: list[Seed] = []
    for low, high in bounds(FINGERPRINTS, segments):
        columns = []
        for segment in segments:
            rows = segment.stream(FINGERPRINTS, low, high)
            assert rows.around is not None
            text = segment.text_of(rows.places)
            inside = rows.places.astype(np.int64) - segment.starts[text]
            number = segment.numbers[text]
            kept = ~np.isin(number, out) if len(out) else slice(None)
            columns.append((rows.keys[kept], number[kept], inside[kept], rows.around[kept]))
            segment.forget()
        keys, number, inside, around = (np.concatenate(column) for column in zip(*columns, strict=True))
        found += _frequent(keys, number, inside, around, least)
        found = sorted(found, key=lambda seed: (-seed.contexts, -seed.texts, seed.places))[:most]
    return found


def _frequent(keys: np.ndarray, number: Ints, inside: Ints, around: np.ndarray, least: int) -> list[Seed]:
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.intp)
    size = np.diff(first, append=len(keys))
    result = []
    for start, count in zip(first[size >= least].tolist(), size[size >= least].tolist(), strict=True):
        rows = order[start : start + count]
        texts = len(np.unique(number[rows]))
        _, different = np.unique(around[rows], return_index=True)
        contexts = min(texts, len(different))
        if contexts >= least:
            sample = rows[np.sort(different)[:OCCURRENCES]]
            places = tuple(zip(number[sample].tolist(), inside[sample].tolist(), strict=True))
            result.append(Seed(texts, contexts, places))
    return result


def grown(seed: Seed, text_of: Callable[[int], Normalized], size: int) -> str | None:
    """The phrase that a fingerprint of ``size`` characters is a part of, as its first place has it: it goes on as long
    as half of the places do. None if it goes on beyond a phrase."""
    texts = [text_of(number) for number, _ in seed.places]
    starts = [place for _, place in seed.places]
    left = _agreement(texts, starts, -1)
    right = _agreement(texts, [start + size - 1 for start in starts], 1)
    if left + size + right > LONGEST:
        return None
    # as the place has it that agrees with most
    for text, start in zip(texts, starts, strict=True):
        begin, end = start - left, start + size + right
        if begin >= 0 and end <= len(text) and _most(texts, starts, -left) == _at(text, begin):
            span = text.span(begin, end)
            closing = text.text[span.end : span.end + 1]
            return _clauses(span.of(text.text) + (closing if closing in _CLOSING else ""))
    return None


_CLOSING: Final = ("”", "’", "」", "》", "）")
_ENDS: Final = re.compile(r"[，。；：！？,;:!?\n\r]\s*")
_WORD: Final = 4
"""Characters of a clause; fewer at an end are the beginning of another one."""


def _clauses(words: str) -> str:
    """Words without what is left of other clauses at both ends."""
    cuts = [(m.start(), m.end()) for m in _ENDS.finditer(words)]
    if cuts and len(words) - cuts[-1][1] < _WORD:
        words = words[: cuts[-1][0]]
    if cuts and cuts[0][0] < _WORD <= len(words) - cuts[0][1]:
        words = words[cuts[0][1] :]
    return words.strip()


def _agreement(texts: Sequence[Normalized], places: Sequence[int], step: int) -> int:
    """How many characters on one side at least half of the places have in common."""
    alive = list(range(len(texts)))
    count = 0
    while count < LONGEST:
        beside = [_at(texts[n], places[n] + step * (count + 1)) for n in alive]
        best = max(set(beside), key=lambda c: (beside.count(c), c))
        same = [n for n, c in zip(alive, beside, strict=True) if c == best]
        if best < 0 or 2 * len(same) < len(texts):
            break
        alive, count = same, count + 1
    return count


def _most(texts: Sequence[Normalized], places: Sequence[int], by: int) -> int:
    beside = [_at(text, place + by) for text, place in zip(texts, places, strict=True)]
    return max(set(beside), key=lambda c: (beside.count(c), c))


def _at(text: Normalized, place: int) -> int:
    """The character at a place; none is -1."""
    return int(text.codes[place]) if 0 <= place < len(text) else -1
