"""Tokens (分词): what counts as a word, a number, an enumerator?

Words are cut by jieba's dictionary (through rjieba, which holds the same dictionary and starts in a tenth of the time;
a test keeps the two equal) in the folded text, so that width, white space, traditional characters and hidden characters
cannot change them. Numbers, blanks to be filled (XX, ××) and enumerators (一是, （二）, 3.) are recognised here and
only here: they stay in the text, but carry one common sign instead of their value. The compiled core does the same
(``words.c``) for texts of Han, Latin letters and digits, over the words that are shipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.model import Span, Token
from simcheck.text.dictionary import Dictionary, dictionary_for, mapped
from simcheck.text.fingerprint import Ints
from simcheck.text.normalize import Codes, Normalized, Positions, code_points

NUMBER: Final = "#"
ENUMERATOR: Final = "§"
SIGNS: Final = ("", NUMBER, ENUMERATOR)

_CN: Final = "〇零一二三四五六七八九十百千万亿两"
_UNIT: Final = "个名户人次件项元万亿公里亩吨米年月日处家场条台套份张所座期名位支批起倍成余多几头株平岁周天间栋辆部类种"
_ENUMERATORS: Final = re.compile(
    r"""(?<![^ ]) (?:                          # only where punctuation or a line break stood before
        第? [一二三四五六七八九十]{1,3} (?= [ ] ) # 一、 （二） 第三，
      | [一二三四五六七八九十]{1,2} (?: 是 | 要 ) (?! [ ] )   # 一是 二要
      | \d{1,2} (?= [ ] )                      # 1. （2） 3、
      | 第[一二三四五六七八九十]{1,3} [章节条款点] (?= [ ] )
    )""",
    re.VERBOSE,
)
_MAY_ENUMERATE: Final = re.compile(r"(?:^|[ ])[第一二三四五六七八九十\d]")
# Possessive, and only from where a numeral begins: a text of twenty thousand 一 is one numeral, looked at once.
_NUMBERS: Final = re.compile(
    rf"""百分之 [{_CN}点]++ | \d++
      | (?<! [{_CN}] ) [{_CN}]{{2,}}+ (?= [{_UNIT}] ) | (?<! [{_CN}] ) [〇零一二三四五六七八九]{{4}}+ (?= 年 )
      | (?<! [a-z] ) x++ (?! [a-z] )             # XX个, X万元: a blank that was or was not filled in
    """,
    re.VERBOSE,
)
_MAY_NUMBER: Final = re.compile(rf"[百\dx{_CN}]")
_BARE_NUMBER: Final = re.compile(rf"[{_CN}]+")
_BARE_ENUMERATOR: Final = re.compile(r"第?[一二三四五六七八九十]{1,3}[是要章节条款点]?")


@dataclass(frozen=True, eq=False, repr=False)
class Words:
    """The words of a text in order, together all of it: ``start`` and ``end`` (n, positions in ``codes``), and ``sign``
    (n), what each is taken for: itself (0), a number, an enumerator (places in ``SIGNS``)."""

    codes: Codes
    start: Positions
    end: Positions
    sign: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def written(self) -> list[str]:
        """What really stands there."""
        return self._read(slice(None))

    @cached_property
    def word(self) -> list[str]:
        """What is compared: ``NUMBER`` or ``ENUMERATOR`` for those."""
        return self._signed(self.written, self.sign)

    def word_of(self, numbers: Ints) -> list[str]:
        """The same of some words."""
        return self._signed(self._read(numbers), self.sign[numbers])

    def _read(self, which: slice | Ints) -> list[str]:
        text = self.codes.tobytes().decode("utf-32-le", "surrogatepass")
        return [text[a:b] for a, b in zip(self.start[which].tolist(), self.end[which].tolist(), strict=True)]

    def _signed(self, written: list[str], signs: npt.NDArray[np.uint8]) -> list[str]:
        result = written.copy()
        for at in np.flatnonzero(signs).tolist():
            result[at] = SIGNS[signs[at]]
        return result


def words(normalized: Normalized) -> Words:
    """Cut a normalized text into words; together they are all of it."""
    found = _by_core(normalized, with_signs=True)
    if found is not None:
        return found
    gapped = _with_gaps(normalized)
    dictionary = dictionary_for(gapped) if _HAN.search(gapped) else None
    lengths: list[int] = []
    signs: list[int] = []
    last = 0
    for start, end, sign in _special(gapped):
        _plain(gapped[last:start], dictionary, lengths, signs)
        lengths.append(len(gapped[start:end].replace(" ", "")))
        signs.append(SIGNS.index(sign))
        last = end
    _plain(gapped[last:], dictionary, lengths, signs)
    ends = np.cumsum(np.array(lengths, dtype=np.int32), dtype=np.int32)
    starts = ends - np.array(lengths, dtype=np.int32)
    return Words(normalized.codes, starts, ends, np.array(signs, dtype=np.uint8))


def word_ends(normalized: Normalized) -> Positions:
    """Where the words of the dictionary end (ascending, the last is the length): the cut of ``words``, no signs.

    Several times as fast, for texts of which only the plain words matter.
    """
    found = _by_core(normalized, with_signs=False)
    if found is not None:
        return found.end
    gapped = _with_gaps(normalized)
    cut = dictionary_for(gapped).cut(gapped, False) if gapped else []
    ends = np.cumsum(np.fromiter(map(len, cut), dtype=np.int32, count=len(cut)), dtype=np.int32)
    # a word's end less the gaps before it; what ends where something has ended already is a gap itself
    gaps = np.cumsum(code_points(gapped) == 32, dtype=np.int32)
    placed = ends - gaps[ends - 1]
    return placed[np.diff(placed, prepend=np.int32(0)) > 0]


def _by_core(normalized: Normalized, *, with_signs: bool) -> Words | None:
    """The words as the compiled core cuts them; None without it, and for texts of other letters than it knows."""
    compiled = core()
    if compiled is None:
        return None
    codes, broken = np.ascontiguousarray(normalized.codes), np.ascontiguousarray(normalized.broken)
    starts, signs = np.empty(len(codes), dtype=np.int32), np.zeros(len(codes), dtype=np.uint8)
    *at, of_starts, of_signs = addresses(codes, broken, starts, signs)
    table = mapped()
    given = addresses(table.entries, table.begins, table.flags, table.weights)
    count = compiled.sc_words(*at, len(codes), *given, table.total, of_starts, of_signs if with_signs else None)
    if count == _NO_MEMORY:
        raise MemoryError
    if count < 0:
        return None
    starts = starts[:count].copy()
    ends = np.append(starts[1:], np.int32(len(codes)))[: len(starts)]
    return Words(codes, starts, ends, signs[:count].copy())


_NO_MEMORY: Final = -2


def sign_of(word: str) -> str:
    """The sign of a word by itself: ``NUMBER``, ``ENUMERATOR``, or the word."""
    if _NUMBERS.fullmatch(word) or _BARE_NUMBER.fullmatch(word):
        return NUMBER
    return ENUMERATOR if _BARE_ENUMERATOR.fullmatch(word) else word


def tokens(text: str) -> list[Token]:
    """The words of a text with their places in it, numbers and enumerators as they are written."""
    from simcheck.text.normalize import normalize

    normalized = normalize(text)
    found = words(normalized)
    return [
        Token(word, Span(int(normalized.origin[a]), int(normalized.origin[b - 1]) + 1))
        for word, a, b in zip(found.written, found.start, found.end, strict=True)
    ]


def _special(gapped: str) -> Iterator[tuple[int, int, str]]:
    """Enumerators and numbers in order; where both could begin, it is an enumerator."""
    # looking for the few characters with which one may begin first is several times as fast
    begins = (m.end() - 1 for m in _MAY_ENUMERATE.finditer(gapped))
    marks = [(m.start(), m.end(), ENUMERATOR) for at in begins if (m := _ENUMERATORS.match(gapped, at))]
    taken = {start for start, _, _ in marks}
    covered = {at for start, end, _ in marks for at in range(start, end)}
    marks += [
        (m.start(), m.end(), NUMBER)
        for m in _numbers(gapped)
        if m.start() not in taken and covered.isdisjoint(range(m.start(), m.end()))
    ]
    return iter(sorted(marks))


def _numbers(gapped: str) -> Iterator[re.Match[str]]:
    """The numbers in order: what ``_NUMBERS.finditer`` gives, several times as fast, because hardly any character may
    begin one."""
    end = 0
    for begin in _MAY_NUMBER.finditer(gapped):
        if begin.start() >= end and (number := _NUMBERS.match(gapped, begin.start())):
            end = number.end()
            yield number


def _plain(piece: str, dictionary: Dictionary | None, lengths: list[int], signs: list[int]) -> None:
    if not piece or piece == " ":
        return
    cut = [w for w in dictionary.cut(piece, False) if w != " "] if dictionary and _HAN.search(piece) else piece.split()
    lengths += map(len, cut)
    signs += [0] * len(cut)


@cache
def dictionary() -> str:
    """A short name of the dictionary: how it cuts a text in which dictionaries differ."""
    from hashlib import blake2b

    return blake2b("/".join(dictionary_for(_PROBE).cut(_PROBE, False)).encode(), digest_size=4).hexdigest()


_PROBE: Final = (
    "今年以来我镇深入贯彻落实乡村振兴战略扎实推进农村人居环境整治提升行动新型城镇化高质量发展基层治理网格化"
    "党风廉政建设主体责任意识形态工作责任制脱贫攻坚成果同乡村振兴有效衔接综治维稳信访积案化解放管服一窗通办"
)


def inverse_frequencies() -> tuple[dict[str, float], float]:
    """jieba's table of how rare words are in general Chinese (natural logarithms), and the median of it.

    Imports jieba: for building an index, not for asking it.
    """
    import warnings
    from pathlib import Path

    with warnings.catch_warnings():
        # with some versions of setuptools jieba warns that pkg_resources is old
        warnings.simplefilter("ignore")
        import jieba
    # jieba.analyse would load its tagger as well, which takes longer than reading the table
    lines = (Path(jieba.__file__).parent / "analyse" / "idf.txt").read_text(encoding="utf-8").split()
    table = dict(zip(lines[::2], map(float, lines[1::2]), strict=True))
    return table, sorted(table.values())[len(table) // 2]


_HAN: Final = re.compile(r"[\u0e00-\u109f\u1780-\u17ff\u2e80-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]")


def _with_gaps(normalized: Normalized) -> str:
    """The normalized text with one space wherever punctuation, a line break or a word's end stood."""
    if not len(normalized):
        return ""
    # the first character is broken from nothing
    place = np.arange(len(normalized)) + np.cumsum(normalized.broken) - 1
    gapped = np.full(int(place[-1]) + 1, 32, dtype="<u4")
    gapped[place] = normalized.codes
    return gapped.tobytes().decode("utf-32-le", "surrogatepass")
