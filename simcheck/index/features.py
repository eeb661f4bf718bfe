"""Keys of the index: by what is a text found? Three families, each key with the place in the text that it stands for.

* fingerprints: winnowed runs of 8 characters, so that no common run of 13 is missed (5 words and 8 where words are
  spaced); each with its context, so that such a run is known from the posting alone;
* sketches: bands of MinHash signatures over the words of a chunk, for near copies whose every line was touched;
* terms: the rare words of a chunk, for edited text in which no long run survives.

A place is a position in the normalized text. Keys are 32 bits wide: a few in a thousand are there by chance, which
candidates survive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.index.sorting import order_of
from simcheck.settings import MIN_LENGTH, MIN_WORDS
from simcheck.text.fingerprint import (
    Hashes,
    Ints,
    Permutations,
    distinct,
    grams,
    interval_hashes,
    scrambled,
    signatures,
    spaced_words,
    winnowed,
    word_grams,
)
from simcheck.text.normalize import Codes, Mask, Normalized, Positions, code_points, normalize
from simcheck.text.tokens import word_ends

Keys = npt.NDArray[np.uint32]

GRAM: Final = 8
"""Characters of a fingerprint: shorter ones are half of what unrelated official texts share, longer ones leave a window
too short to save anything."""

WINDOW: Final = MIN_LENGTH - GRAM + 1
"""Fingerprints of which one is kept: two texts that share 13 characters share one (density 2 / (WINDOW + 1))."""

WORD_GRAM: Final = 5
"""Words of a fingerprint in spaced scripts; with ``WORD_WINDOW`` the run of eight words is found."""

WORD_WINDOW: Final = MIN_WORDS - WORD_GRAM + 1

LETTERS: Final = (MIN_LENGTH - 1) // 2
"""Letters of spaced scripts that a fingerprint of characters holds at most: a window of the guarantee holds fewer than
half, and where there are more, words are what is counted."""

CHUNK: Final = 120
"""Characters after which a chunk ends with its sentence: three or four sentences, the least that is worth taking."""

LONGEST: Final = 400
"""Characters after which a chunk ends anywhere: tables and lists without full stops."""

PIECE: Final = 30
"""Characters after which a piece of what is asked about ends with its sentence: one sentence, which may be all that was
taken."""

FINGERPRINTS: Final = "fingerprints"
SKETCHES: Final = "sketches"
TERMS: Final = "terms"
FAMILIES: Final = (FINGERPRINTS, SKETCHES, TERMS)

SIGN: Final = 5
"""Bits that stand for a character beside a fingerprint: one in 32 others is taken for it, and looked at in vain."""

WORD_SIGN: Final = 8

_GOLDEN: Final = np.uint32(0x9E3779B1)
"""2**32 divided by the golden ratio: multiplied with it, neighbouring code points get different high bits (Knuth
1973)."""

_WORD_SALT: Final = np.uint64(0xA24BAED4963EE407)
_SENTENCE_ENDS: Final = code_points("。！？!?；;\n\r")
_PARAGRAPH_ENDS: Final = code_points("\n\r")


class Postings(NamedTuple):
    """Keys of one family and their places, in any order; ``around`` only where the family has it."""

    keys: Keys
    places: Keys
    around: Hashes | None = None

    def moved(self, by: int) -> Postings:
        """The same postings of a text that begins at place ``by``."""
        return self._replace(places=self.places + np.uint32(by))

    def only(self, rows: Mask | Ints) -> Postings:
        """Some of the rows."""
        if rows.dtype == np.bool_:
            # one look for all columns
            rows = np.flatnonzero(rows)
        return Postings(self.keys[rows], self.places[rows], None if self.around is None else self.around[rows])

    def ordered(self) -> Postings:
        """By key, then by place; several times as fast where long stretches are in this order already."""
        if (self.places[1:] >= self.places[:-1]).all():
            # by key alone, and then as they are: one number that is sorted, nothing to be fetched to compare
            return self.only(order_of(self.keys))
        both = (self.keys.astype(np.uint64) << np.uint64(32)) | self.places
        if self.around is not None:
            return self.only(np.argsort(both, kind="stable"))
        both.sort(kind="stable")
        return Postings((both >> np.uint64(32)).astype(np.uint32), both.astype(np.uint32))


def gathered(parts: Sequence[Postings]) -> Postings:
    """The postings of several parts as one; there is at least one part."""
    keys, places, around = zip(*parts, strict=True)
    return Postings(np.concatenate(keys), np.concatenate(places), None if around[0] is None else np.concatenate(around))


@dataclass(frozen=True, eq=False, repr=False)
class Batch:
    """The features of several texts laid end to end: text n begins at ``starts[n]``, all places count from the first.

    ``families`` are fingerprints, sketches and terms; ``chunks`` (ascending) is where chunks begin.
    """

    starts: Ints
    lengths: Ints
    families: Mapping[str, Postings]
    chunks: Ints

    @property
    def extent(self) -> int:
        """Places that the batch takes up."""
        return int(self.starts[-1] + self.lengths[-1]) if len(self.starts) else 0

    def moved(self, by: int) -> Batch:
        """The same batch further on."""
        families = {name: rows.moved(by) for name, rows in self.families.items()}
        return Batch(self.starts + by, self.lengths, families, self.chunks + by)

    def ordered(self, families: Collection[str] = FAMILIES) -> Batch:
        """The same batch, the postings of these families in the order in which they are stored."""
        some = {name: self.families[name].ordered() for name in families}
        return replace(self, families={**self.families, **some})

    def only(self, keep: Mask) -> Batch:
        """The batch with some of its texts; places stay, so that the others leave gaps."""

        def kept(places: npt.NDArray[np.integer]) -> Mask:
            return keep[text_of(self.starts, places)]

        families = {name: rows.only(kept(rows.places)) for name, rows in self.families.items()}
        return Batch(self.starts[keep], self.lengths[keep], families, self.chunks[kept(self.chunks)])


def text_of(starts: Ints, places: npt.NDArray[np.integer]) -> Ints:
    """Which text, of those that begin at ``starts``, each place lies in."""
    return np.searchsorted(starts, places, side="right") - 1


def laid(lengths: npt.NDArray[np.integer]) -> Ints:
    """Where texts of these lengths begin when one follows the other."""
    return np.cumsum(lengths, dtype=np.int64) - lengths


class _Laid(NamedTuple):
    """Texts laid end to end, and where each one begins and ends; nothing is read across their borders."""

    text: Normalized
    starts: Ints
    ends: Ints

    def text_of(self, places: npt.NDArray[np.integer]) -> Ints:
        return text_of(self.starts, places)


def features(texts: Sequence[str], permutations: Permutations, rows: int) -> Batch:
    """The features of texts; ``rows`` values of a signature make one key.

    Of many at once, because most texts are shorter than what it costs to begin.
    """
    all_of_it = _lay(texts)
    prints = fingerprints(all_of_it.text, all_of_it.starts)
    return _batch(all_of_it, prints, words_of(all_of_it.text), permutations, rows)


def features_of(text: Normalized, prints: Fingerprints, words: Words, permutations: Permutations, rows: int) -> Batch:
    """The features of one text that is normalized and has its fingerprints and words already."""
    return _batch(_alone(text), prints, words, permutations, rows)


def pieces_of(text: Normalized) -> Ints:
    """Where the pieces of one text begin: whole sentences, ``PIECE`` characters or more."""
    return _chunks(_alone(text), PIECE)


def _batch(laid: _Laid, prints: Fingerprints, words: Words, permutations: Permutations, rows: int) -> Batch:
    chunks = _chunks(laid, CHUNK)
    terms = terms_in(words, chunks)
    sketches = _sketches(terms, laid, permutations, rows)
    families = {FINGERPRINTS: prints.postings, SKETCHES: sketches, TERMS: terms}
    return Batch(laid.starts, laid.ends - laid.starts, families, chunks)


def _lay(texts: Sequence[str]) -> _Laid:
    """A line break between two texts parts their words and their sentences."""
    text = normalize("\n".join(texts))
    lengths = np.array([len(each) + 1 for each in texts], dtype=np.int64)
    starts = np.searchsorted(text.origin, laid(lengths)).astype(np.int64)
    return _Laid(text, starts, np.append(starts[1:], len(text)))


def _alone(text: Normalized) -> _Laid:
    return _Laid(text, np.zeros(1, dtype=np.int64), np.array([len(text)], dtype=np.int64))


# Fingerprints


class Fingerprints(NamedTuple):
    """Fingerprints by their first character, each with its context, and where it ends; ``words`` are those of
    words.

    The context (``around``) is ``SIGN`` bits for each of the five characters before and after, or ``WORD_SIGN`` for
    each of three words.
    """

    postings: Postings
    ends: Ints
    words: Mask


def fingerprints(text: Normalized, starts: Ints) -> Fingerprints:
    """The winnowed runs of characters and of words of the texts that begin at ``starts``."""
    (keys, at, around, ends), (word_keys, word_at, word_around, word_ends) = (
        _of_characters(text, starts),
        _of_words(text, starts),
    )
    postings = Postings(
        np.concatenate((keys, word_keys)),
        np.concatenate((at, word_at)).astype(np.uint32),
        np.concatenate((around, word_around)),
    )
    words = np.arange(len(postings.keys)) >= len(keys)
    return Fingerprints(postings, np.concatenate((ends, word_ends)), words)


_Columns = tuple[Keys, Ints, Hashes, Ints]
"""Keys, first characters, contexts, ends."""


def _of_characters(text: Normalized, starts: Ints) -> _Columns:
    compiled = core()
    if compiled:
        codes, spaced, n = np.ascontiguousarray(text.codes), np.ascontiguousarray(text.spaced), len(text)
        begins = np.ascontiguousarray(starts, dtype=np.int64)
        sizes = np.array([GRAM, WINDOW, LETTERS, SIGN], dtype=np.int64)
        at, keys = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.uint32)
        around = np.empty(n, dtype=np.uint64)
        first, *rest = addresses(begins, sizes, at, keys, around)
        found = compiled.sc_fingerprints(*addresses(codes, spaced), n, first, len(begins), *rest)
        if found < 0:
            raise MemoryError
        at = at[:found].copy()
        return keys[:found].copy(), at, around[:found].copy(), at + GRAM
    hashes = grams(text.codes, GRAM)
    letters = np.concatenate(([0], np.cumsum(text.spaced, dtype=np.int32)))
    eligible = letters[GRAM:] - letters[: len(hashes)] <= LETTERS if len(hashes) else np.zeros(0, np.bool_)
    number = _numbers(starts, len(text))
    at = winnowed(hashes, eligible, WINDOW, number[MIN_LENGTH - 1 :] == number[: max(0, len(text) - MIN_LENGTH + 1)])
    signs = (text.codes * _GOLDEN) >> np.uint32(32 - SIGN)
    return _key(hashes[at]), at, _around(signs, number, at, GRAM, WINDOW - 1, SIGN), at + GRAM


def _of_words(text: Normalized, starts: Ints) -> _Columns:
    words = spaced_words(text)
    hashes, in_a_row = word_grams(words, WORD_GRAM)
    number = text_of(starts, words.starts)
    whole = number[MIN_WORDS - 1 :] == number[: max(0, len(number) - MIN_WORDS + 1)]
    at = winnowed(hashes, in_a_row, WORD_WINDOW, whole)
    signs = (words.hashes & np.uint64((1 << WORD_SIGN) - 1)).astype(np.uint32)
    around = _around(signs, number, at, WORD_GRAM, WORD_WINDOW - 1, WORD_SIGN)
    ends = words.ends[at + WORD_GRAM - 1] if len(at) else at
    return _key(scrambled(hashes[at] ^ _WORD_SALT)), words.starts[at], around, ends


def _numbers(starts: Ints, length: int) -> Ints:
    """Which text each character belongs to."""
    return np.repeat(np.arange(len(starts)), np.diff(starts, append=length))


def _key(hashes: Hashes) -> Keys:
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _around(signs: Keys, number: Ints, at: Ints, size: int, count: int, bits: int) -> Hashes:
    """The signs of ``count`` units left and right of the ``size`` units at ``at``; 0 beyond the text's edges."""
    total = np.zeros(len(at), dtype=np.uint64)
    own = number[at]
    last = max(0, len(signs) - 1)
    # hardly any stands so near an edge that every step has to be looked at
    inner = (at >= count) & (at + size + count <= last)
    inner &= (number[np.maximum(at - count, 0)] == own) & (number[np.minimum(at + size + count, last)] == own)
    rows = np.flatnonzero(inner)
    if len(rows):
        # the signs of every run of ``count`` units, read to the left and to the right
        left, right = np.zeros((2, len(signs) - count + 1), dtype=np.uint32)
        for step in range(count):
            shift = np.uint32(bits * step)
            left |= signs[count - 1 - step : len(signs) - step] << shift
            right |= signs[step : len(signs) - count + 1 + step] << shift
        behind = right[at[rows] + size].astype(np.uint64) << np.uint64(bits * count)
        total[rows] = left[at[rows] - count] | behind
    rows = np.flatnonzero(~inner)
    for step in range(count):
        for side, unit in enumerate((at[rows] - 1 - step, at[rows] + size + step)):
            there = np.clip(unit, 0, last)
            same = (there == unit) & (number[there] == own[rows])
            sign = np.where(same, signs[there], np.uint32(0)).astype(np.uint64)
            total[rows] |= sign << np.uint64(bits * (side * count + step))
    return total


def agreement(one: Hashes, other: Hashes, words: Mask) -> tuple[Ints, Ints]:
    """How many units before and after two equal fingerprints are equal too, as far as ``around`` shows."""
    differ = one ^ other
    left, right = (_equal_units(differ, side, WINDOW - 1, SIGN) for side in (0, 1))
    some = np.flatnonzero(words)
    for side, total in ((0, left), (1, right)):
        total[some] = _equal_units(differ[some], side, WORD_WINDOW - 1, WORD_SIGN)
    return left, right


def _equal_units(differ: Hashes, side: int, count: int, bits: int) -> Ints:
    """How many of ``count`` units in a row on one side do not differ."""
    total = np.zeros(len(differ), dtype=np.uint8)
    for step in range(1, count + 1):
        total += differ & np.uint64(((1 << bits * step) - 1) << (bits * side * count)) == 0
    return total.astype(np.int64)


# Chunks


def _chunks(laid: _Laid, size: int) -> Ints:
    """Where chunks begin: whole sentences, ``size`` characters or more; a paragraph of half of that ends one."""
    points = code_points(laid.text.text)
    compiled = core()
    if compiled:
        points, origin = np.ascontiguousarray(points), np.ascontiguousarray(laid.text.origin)
        begins, found = np.ascontiguousarray(laid.starts), np.empty(len(origin), dtype=np.int64)
        text, of, begin, to = addresses(points, origin, begins, found)
        count = compiled.sc_chunks(text, len(points), of, len(origin), begin, len(begins), size, LONGEST, to)
        return found[:count].copy()
    ends = np.flatnonzero(np.isin(points, _SENTENCE_ENDS))
    cuts = np.searchsorted(laid.text.origin, ends)
    least = np.where(np.isin(points[ends], _PARAGRAPH_ENDS), size // 2, size)
    # of several ends at one place the strongest counts, and a text's own end most of all
    cuts = np.concatenate((cuts, laid.starts, laid.ends))
    least = np.concatenate((least, np.zeros(2 * len(laid.starts), dtype=np.int64)))
    order = np.lexsort((least, cuts))
    cuts, least = cuts[order], least[order]
    first = np.concatenate(([True], cuts[1:] != cuts[:-1]))
    starts: list[int] = []
    last = 0
    for cut, enough in zip(cuts[first].tolist(), least[first].tolist(), strict=True):
        if cut - last < enough:
            continue
        starts += range(last, cut, LONGEST)
        last = cut
    return np.array(starts, dtype=np.int64)


class Words(NamedTuple):
    """The words of a text that may be terms, and where each begins."""

    keys: Keys
    starts: Positions


def words_of(text: Normalized) -> Words:
    """The words of two characters or more, no numbers.

    Two single characters in a row stand for a name that the dictionary does not know.
    """
    ends = word_ends(text)
    starts = np.concatenate((np.zeros(1, dtype=ends.dtype), ends[:-1])) if len(ends) else ends
    lone = ends - starts == 1
    pairs = np.flatnonzero(lone[:-1] & lone[1:])
    pairs = pairs[~text.broken[starts[pairs + 1]]] if len(pairs) else pairs
    first = np.concatenate((starts[~lone], starts[pairs]))
    last = np.concatenate((ends[~lone], ends[pairs + 1]))
    keep = ~_is_number(text.codes[first]) if len(first) else np.zeros(0, dtype=np.bool_)
    first, last = first[keep], last[keep]
    return Words(_key(interval_hashes(text.codes, first, last)), first)


def terms_in(words: Words, chunks: Ints) -> Postings:
    """The different words of every chunk; ordered by chunk, then by key."""
    number = np.searchsorted(chunks, words.starts, side="right") - 1
    both = distinct((number.astype(np.uint64) << np.uint64(32)) | words.keys, in_stretches=True)
    places = chunks[(both >> np.uint64(32)).astype(np.int64)] if len(both) else np.zeros(0, dtype=np.int64)
    return Postings(both.astype(np.uint32), places.astype(np.uint32))


def _is_number(codes: Codes) -> Mask:
    return np.asarray((codes >= 48) & (codes <= 57))


_FEW: Final = 8
"""Different words below which a chunk has no sketch: headings are all alike."""


def _sketches(terms: Postings, laid: _Laid, permutations: Permutations, rows: int) -> Postings:
    """Bands of the signatures of the chunks, by the words of each, and of the whole texts, at their beginnings."""
    if not len(terms.keys):
        return Postings(terms.keys, terms.places)
    whole = distinct((laid.text_of(terms.places).astype(np.uint64) << np.uint64(32)) | terms.keys, in_stretches=True)
    starts = laid.starts[(whole >> np.uint64(32)).astype(np.int64)].astype(np.uint32)
    keys = []
    places = []
    for values, place in ((terms.keys, terms.places), (whole.astype(np.uint32), starts)):
        first = np.flatnonzero(np.concatenate(([True], place[1:] != place[:-1])))
        many = np.diff(first, append=len(values)) >= _FEW
        matrix = signatures(values, first, permutations)[:, many]
        for at in range(0, len(matrix) - rows + 1, rows):
            keys.append(_band_key(matrix[at : at + rows], at))
            places.append(place[first][many])
    return Postings(np.concatenate(keys), np.concatenate(places))


def _band_key(band: npt.NDArray[np.uint32], number: int) -> Keys:
    total = np.full(band.shape[1], number + 1, dtype=np.uint64)
    for row in band:
        total = scrambled(total ^ row.astype(np.uint64))
    return _key(total)
