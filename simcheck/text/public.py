"""Public texts (公开文本): which characters stand in a statute, a central document or a news item that the user named?

Wording that anybody may use tells nothing of who wrote from whom. A ``Public`` holds, for every run of eight folded
characters of such texts, in which of them it stands: hashes and numbers, no text. The lists of phrases that everybody
has are in ``background``; a public text is told by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b, sha256
from typing import Final, NamedTuple

import numpy as np

from simcheck.errors import TooLarge
from simcheck.model import Document
from simcheck.text.fingerprint import HASH_SCHEME, Hashes, Ints, distinct, grams
from simcheck.text.normalize import FOLDING_VERSION, Codes, Mask, normalize, stretches

K: Final = 8
"""Characters of a run: of shorter ones a thousand statutes have whatever is written in sentences."""

SCHEME: Final = f"{HASH_SCHEME}/{K}/{FOLDING_VERSION}"
"""What two tables must have in common to be asked the same question."""

MOST: Final = 1 << 27
"""Characters of all texts together: six times all national and local statutes; their runs are a gigabyte."""

NUMBER: Final = np.uint64(24)
"""Bits of a text's number, the lower ones of a key; the 40 above are of the hash, so that among the runs of twenty
million characters one that is not there is found once in 70,000 times."""

_NUMBERS: Final = (np.uint64(1) << NUMBER) - np.uint64(1)

SLIP: Final = 6
"""Characters between two runs of one text that are part of what it explains: a number that was refilled, 本法 that
became 本条例, 国务院宗教事务部门 that became 市民宗部门. Of 49 articles of local regulations that a national statute
dictates, half of the characters and more are explained in 36 with 4, 39 with 6, 41 with 8; of 39 that another office
copied in 0, 2 and 2."""

FEW: Final = 32
"""Texts that may hold a run for it to tell which of them is meant: 99.9 % of the runs of 3,475 statutes are in no
more. The rest are followed in the texts that others tell of."""

_WINDOW: Final = 1 << 14
"""Characters in which those texts are looked for at once."""


class PublicText(NamedTuple):
    """A text of a ``Public``: what it is called, how many characters of it are compared, and what tells it (16 hex
    digits of its folded characters)."""

    name: str
    characters: int
    digest: str


class Explained(NamedTuple):
    """A normalized interval that stands in a public text, and the name of that text; "" for one that only the table of
    frequencies knows, which has no names."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, eq=False, repr=False)
class Public:
    """The runs of ``K`` characters of some texts.

    ``keys`` (n, strictly ascending): 40 bits of a run's hash above the 24 of the number of a text that holds it, its
    place in ``texts``. ``others`` are asked as well, after these.
    """

    texts: tuple[PublicText, ...] = ()
    keys: Hashes = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    others: tuple[Public, ...] = ()

    @classmethod
    def of(cls, documents: Iterable[Document | str]) -> Public:
        """Documents one by one, each content once; a string is the text of one without a name.

        Raises ``TooLarge`` for more than ``MOST`` characters.
        """
        texts: dict[str, PublicText] = {}
        parts = [np.zeros(0, dtype=np.uint64)]
        size = 0
        for number, document in enumerate(documents, 1):
            if isinstance(document, str):
                document = Document("", f"public text {number}", document)
            codes = normalize(document.text).codes
            digest = blake2b(codes.tobytes(), digest_size=8).hexdigest()
            if digest in texts:
                continue
            size += len(codes)
            if size > MOST:
                raise TooLarge(document.name, size, MOST, "characters")
            parts.append(distinct(_runs(codes)) | np.uint64(len(texts)))
            texts[digest] = PublicText(document.name, len(codes), digest)
        keys = np.concatenate(parts)
        keys.sort()
        return cls(tuple(texts.values()), keys)

    def __len__(self) -> int:
        """How many texts, each content once."""
        return len({text.digest for part in self.parts() for text in part.texts})

    @property
    def characters(self) -> int:
        """How many characters of them are compared."""
        return sum(text.characters for text in self.texts) + sum(other.characters for other in self.others)

    def beside(self, other: Public) -> Public:
        """Both together, to be asked as one; nothing is copied."""
        return replace(self, others=(*self.others, other)) if len(self) else other

    def joined(self, other: Public) -> Public:
        """Both as one table, the texts of this one first, each content once."""
        here = {text.digest for text in self.texts}
        new = [number for number, text in enumerate(other.texts) if text.digest not in here]
        size = self.characters + sum(other.texts[number].characters for number in new)
        if size > MOST:
            raise TooLarge(other.texts[new[-1]].name, size, MOST, "characters")
        keys = np.concatenate((self.keys, other._renumbered(new, len(self.texts))))
        keys.sort()
        return Public((*self.texts, *(other.texts[number] for number in new)), keys)

    def without(self, names: Iterable[str]) -> Public:
        """The same without the texts of these names."""
        gone = set(names)
        kept = [number for number, text in enumerate(self.texts) if text.name not in gone]
        keys = self._renumbered(kept, 0)
        keys.sort()
        return Public(tuple(self.texts[number] for number in kept), keys)

    def _renumbered(self, kept: list[int], first: int) -> Hashes:
        """The keys of some texts, which are numbered from ``first`` on."""
        number = np.full(len(self.texts), _NUMBERS, dtype=np.uint64)
        number[kept] = np.arange(first, first + len(kept), dtype=np.uint64)
        new = number[(self.keys & _NUMBERS).astype(np.int64)]
        is_kept = new != _NUMBERS
        return np.asarray((self.keys[is_kept] & ~_NUMBERS) | new[is_kept])

    # Asking

    def known(self, codes: Codes) -> Mask:
        """By folded character: whether it stands in a run of ``K`` that one of the texts has."""
        edges = np.zeros(len(codes) + 1, dtype=np.int32)
        for _, part in self._tables():
            at = part._hits(codes)[0]
            edges[at] += 1
            edges[at + K] -= 1
        return np.cumsum(edges[:-1]) > 0

    def explained(self, codes: Codes, least: int) -> list[Explained]:
        """The intervals of ``least`` folded characters or more that one text explains: its runs, and up to ``SLIP``
        characters between two of them; in order, none over another. Of several texts the one with the longest
        interval is named, then the one that explains most of all."""
        parts = [part._intervals(codes, least, base) for base, part in self._tables()]
        found = np.concatenate([np.zeros((0, 3), dtype=np.int64), *parts])
        if not len(found):
            return []
        names = [text.name for part in self.parts() for text in part.texts]
        number, start, end = found.T
        length = end - start
        total = np.bincount(number, weights=length)[number]
        # one that lies in another gets nothing, for that one is taken first; of equal ones the first is left
        order = np.lexsort((number, -total, -end, start))
        reached = np.maximum.accumulate(np.append(0, end[order][:-1]))
        order = order[end[order] > reached]
        order = order[np.lexsort((start[order], number[order], -total[order], -length[order]))]
        taken = np.zeros(len(codes), dtype=np.bool_)
        result = []
        for which, first, last in found[order].tolist():
            for a, b in stretches(~taken[first:last]):
                if b - a >= least:
                    result.append(Explained(first + a, first + b, names[which]))
                    taken[first + a : first + b] = True
        return sorted(result)

    def listing(self) -> str:
        """The SHA-256 of the list of the texts (digests, ascending), the same for the same texts; "" for none."""
        told = sorted({text.digest for part in self.parts() for text in part.texts})
        return sha256("\n".join(told).encode()).hexdigest() if told else ""

    def parts(self) -> Iterator[Public]:
        yield self
        for other in self.others:
            yield from other.parts()

    def _tables(self) -> Iterator[tuple[int, Public]]:
        """The parts that have any run, each with the number of its first text among all."""
        base = 0
        for part in self.parts():
            if len(part.keys):
                yield base, part
            base += len(part.texts)

    def _hits(self, codes: Codes) -> tuple[Ints, Ints, Ints]:
        """Where runs begin that some text has, and from which to which row their keys stand."""
        wanted = _runs(codes)
        # in ascending order a search begins where the last one ended
        order = np.argsort(wanted)
        ordered = wanted[order]
        first = np.searchsorted(self.keys, ordered)
        found = self.keys[np.minimum(first, len(self.keys) - 1)]
        hit = np.flatnonzero(found & ~_NUMBERS == ordered)
        last = np.searchsorted(self.keys, ordered[hit] | _NUMBERS, side="right")
        return order[hit], first[hit], last

    def _intervals(self, codes: Codes, least: int, base: int) -> Ints:
        """(intervals × 3) Text, start and end of what each text explains of ``codes``; texts are numbered from
        ``base`` on."""
        at, first, last = self._hits(codes)
        stride = len(codes) + K + SLIP
        pairs = [np.zeros(0, dtype=np.int64)]
        for begin in range(0, len(codes), _WINDOW):
            here = np.flatnonzero((at >= begin) & (at < begin + _WINDOW))
            few = here[last[here] - first[here] <= FEW]
            place, number = self._holders(at[few], first[few], last[few])
            told = np.zeros(len(self.texts), dtype=np.bool_)
            told[number] = True
            pairs.append(number * stride + place)
            many = here[last[here] - first[here] > FEW]
            # where nothing else tells a text, any of those that hold a phrase
            told[(self.keys[first[many]] & _NUMBERS).astype(np.int64)] = True
            place, number = self._holders(at[many], first[many], last[many])
            pairs.append((number * stride + place)[told[number]])
        every = np.sort(np.concatenate(pairs))
        if not len(every):
            return np.zeros((0, 3), dtype=np.int64)
        ends = np.flatnonzero(np.append(np.diff(every) > K + SLIP, True))
        starts = np.concatenate(([0], ends[:-1] + 1))
        number, start = np.divmod(every[starts], stride)
        end = every[ends] % stride + K
        long = end - start >= least
        return np.stack((number[long] + base, start[long], end[long]), axis=1)

    def _holders(self, at: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints]:
        """The places of some runs with the numbers of the texts that hold them, a row a pair."""
        count = last - first
        row = np.arange(int(count.sum())) + np.repeat(first - np.cumsum(count) + count, count)
        return np.repeat(at, count), (self.keys[row] & _NUMBERS).astype(np.int64)


def _runs(codes: Codes) -> Hashes:
    """The keys of the runs of a text, without a number, by their first position."""
    return np.asarray(grams(codes, K) & ~_NUMBERS)
