"""Interleaving (隔字夹字符): does a sign stand between all characters, so that comparison finds nothing of them?

三a月a中a旬 and 三①月②中③旬 read as 三月中旬, and are compared letter by letter. What comparison drops anyway (spaces,
dots, what nobody sees) hides nothing and is no sign here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from simcheck.model import Span
from simcheck.text.normalize import Normalized, code_points, normalize, stretches

_APART: Final = 3
"""Characters of the text that stand together at most between two signs: of longer ones comparison finds enough."""

_LONGEST: Final = 40
"""Letters of a sign: a tag or an entity with what is written in it."""

_IN_A_ROW: Final = 6
"""Signs that one stretch has at least: of a short line, say."""

_LEAST: Final = 12
"""Signs in one stretch from which nobody writes so, or half of those in several stretches ..."""

_LEAST_OFTEN: Final = 30
"""... and where signs differ (三1月2底3), are what blanks are made of (X年X月X日), or ideographs, as in 一村一品."""

_SAME: Final = 0.8
"""The part of the signs that are the same one."""

_VARIED: Final = 0.6
"""The part of the characters between the signs that differ from each other; a list of 1号2号3号 has few ..."""

_LOOKED_AT: Final = 40
"""... among so many of them."""

_SHORT: Final = 3
"""Letters or digits of signs that differ: ⑳, 100."""


class Interleaved(NamedTuple):
    """How often signs stand between characters, where that begins and ends first, and the first sign as written."""

    times: int
    span: Span
    sign: str


class _Stretch(NamedTuple):
    """Interleaved text with one sign, "" for signs that differ; whether stretches of that sign add up, and the least
    that is told of."""

    sign: str
    adds_up: bool
    least: int
    found: Interleaved


def interleaved(text: str) -> Interleaved | None:
    """The signs that stand between single characters of a text, or between every two or three."""
    letters = normalize(text)
    every = [*_between_ideographs(letters), *_ideographs(letters)]
    total: Counter[str] = Counter()
    for each in every:
        total[each.sign] += each.found.times * each.adds_up
    found = [
        each.found
        for each in every
        if each.found.times >= each.least or (each.adds_up and total[each.sign] >= 2 * each.least)
    ]
    if not found:
        return None
    first = min(found, key=lambda each: each.span)
    return Interleaved(sum(each.times for each in found), first.span, first.sign)


# Signs that are none: letters, digits, kana, tags


def _between_ideographs(letters: Normalized) -> Iterator[_Stretch]:
    if not len(letters):
        return
    is_ideograph = (letters.codes >= 0x3400) & (letters.codes <= 0x9FFF)
    # the cells of a table are short, and a row of them is no sentence
    points = code_points(letters.text)
    line = np.cumsum((points == 9) | (points == 10) | (points == 13))[letters.origin]
    turns = (is_ideograph[1:] != is_ideograph[:-1]) | (line[1:] != line[:-1])
    edges = np.concatenate(([0], np.flatnonzero(turns) + 1, [len(letters)]))
    first = edges[:-1]
    may_be = np.diff(edges) <= np.where(is_ideograph[first], _APART, _LONGEST)
    is_one_line = line[first][1:] == line[first][:-1]
    goes_on = may_be[1:] & may_be[:-1] & is_one_line
    for start, end in stretches(goes_on):
        if end - start >= 2 * _IN_A_ROW:
            yield from _in_turn(letters, edges[start : end + 2].tolist(), not is_ideograph[edges[start]])


def _in_turn(letters: Normalized, edges: Sequence[int], signs_first: bool) -> Iterator[_Stretch]:
    """What stands in runs of ideographs and of something else that take turns."""
    words = letters.string_of(edges[0], edges[-1])
    runs = [(words[a - edges[0] : b - edges[0]], a, b) for a, b in pairwise(edges)]
    signs, between = runs[not signs_first :: 2], [word for word, *_ in runs[signs_first::2]]
    if not _is_varied("".join(between)):
        return
    written = [_once(sign) for sign, *_ in signs]
    sign, count = Counter(written).most_common(1)[0]
    # 张三 A 李四 A is a row of a table
    is_row = _is_spaced(letters, [a for _, a, _ in signs]) and max(map(len, between)) > 1
    least, adds_up = _LEAST, not is_row
    if count < _SAME * len(signs):
        are_short = all(len(each) <= _SHORT and each.isascii() for each in written)
        # ①修路；②架桥；③打井 is a list
        is_list = _is_parted(letters, [a for _, a, _ in signs])
        if is_list or not are_short or not _is_even(between):
            return
        sign, count, least, adds_up = "", len(signs), _LEAST_OFTEN, False
    elif is_row or set(sign) == {"x"}:
        least, adds_up = _LEAST_OFTEN, False
    _, a, b = signs[written.index(sign) if sign else 0]
    found = Interleaved(count, letters.span(edges[0], edges[-1]), _as_written(letters, a, b))
    yield _Stretch(sign, adds_up, least, found)


def _once(sign: str) -> str:
    """A sign that stands twice where punctuation was between."""
    half = sign[: len(sign) // 2]
    return half if half * 2 == sign else sign


def _is_varied(words: str) -> bool:
    some = words[:_LOOKED_AT]
    return len(set(some)) >= _VARIED * len(some)


def _is_even(words: Sequence[str]) -> bool:
    """Whether as many ideographs stand between most of the signs."""
    return Counter(map(len, words)).most_common(1)[0][1] >= _SAME * len(words)


def _is_spaced(letters: Normalized, starts: Sequence[int]) -> bool:
    """Whether white space stands before most of the signs, as in a row of a table: 张三 A 李四 A."""
    return 2 * sum(letters.text[int(letters.origin[a]) - 1].isspace() for a in starts if a) > len(starts)


def _as_written(letters: Normalized, start: int, end: int) -> str:
    """A sign with what is not compared of it: <b>, &nbsp;, ①."""
    before = int(letters.origin[start - 1]) + 1 if start else 0
    after = int(letters.origin[end]) if end < len(letters) else len(letters.text)
    return "".join(letters.text[before:after].split())


# Signs that are ideographs themselves: 三的月的底的, 三丶月丶底丶


def _ideographs(letters: Normalized) -> Iterator[_Stretch]:
    codes = letters.codes
    for distance in range(2, _APART + 2):
        same = (codes[distance:] == codes[:-distance]) & (codes[distance:] >= 0x3400) & (codes[distance:] <= 0x9FFF)
        for first in range(distance):
            for start, end in stretches(same[first::distance]):
                if end - start + 1 < _IN_A_ROW:
                    continue
                a, b = first + start * distance, first + end * distance + 1
                sign = letters.string_of(a, a + 1)
                # 王广华、王仁华、王文全 is a list
                is_list = _is_parted(letters, range(a, b, distance))
                if not is_list and _is_varied(letters.string_of(a, b).replace(sign, "")):
                    found = Interleaved(end - start + 1, letters.span(a, b), sign)
                    yield _Stretch(sign, True, _LEAST_OFTEN, found)


def _is_parted(letters: Normalized, places: Sequence[int]) -> bool:
    """Whether something that is not compared stands before most of the places: punctuation, white space."""
    apart = sum(int(letters.origin[at]) - int(letters.origin[at - 1]) > 1 for at in places if at)
    return 2 * apart > len(places)
