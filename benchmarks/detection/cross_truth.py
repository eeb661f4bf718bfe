"""What do documents share, by brute force and by the way that everybody takes first? What ``cross`` is held against.

Containment is the part of the different runs of sixteen characters of the smaller document that the other has too, of
all pairs of documents, without any index. The other way are paragraphs in a MinHashLSH of datasketch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simcheck.text.fingerprint import Ints, distinct, grams
from simcheck.text.normalize import normalize

RUN: Final = 16

FEW: Final = 50
"""Documents in which a run is one of few."""

_ROWS: Final = 200
"""Documents that are held against all others at once."""


@dataclass(frozen=True, eq=False)
class Contained:
    """Pairs of documents by number, ``a`` before ``b``, that share a run: the containment of each, and whether at least
    half of the runs that they share stand in ``FEW`` documents or fewer."""

    a: Ints
    b: Ints
    part: Any
    is_rare: Any

    def at(self, least: float, *, rare: bool = False) -> set[tuple[int, int]]:
        """The pairs from a containment on."""
        rows = (self.part >= least) & (self.is_rare | (not rare))
        return set(zip(self.a[rows].tolist(), self.b[rows].tolist(), strict=True))


def contained(texts: Sequence[str]) -> Contained:
    from scipy.sparse import csr_array

    runs = [distinct(grams(normalize(text).codes, RUN)) for text in texts]
    sizes = np.array([len(some) for some in runs])
    keys, column, count = np.unique(np.concatenate(runs), return_inverse=True, return_counts=True)
    first = np.concatenate(([0], np.cumsum(sizes)))
    full = csr_array((np.ones(len(column), dtype=np.int32), column, first), shape=(len(texts), len(keys)))
    full = full[:, count > 1]
    few = full[:, count[count > 1] <= FEW]
    a, b, part, rare = [], [], [], []
    for at in range(0, len(texts), _ROWS):
        some = (full[at : at + _ROWS] @ full.T).tocoo()
        scarce = (few[at : at + _ROWS] @ few.T).tocsr()
        left, right = some.row + at, some.col
        after = left < right
        left, right, shared = left[after], right[after], some.data[after]
        a.append(left)
        b.append(right)
        part.append(shared / np.minimum(sizes[left], sizes[right]))
        rare.append(2 * np.asarray(scarce[left - at, right]).ravel() >= shared)
    return Contained(np.concatenate(a), np.concatenate(b), np.concatenate(part), np.concatenate(rare))


def linked(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The sets of documents that pairs hold together."""
    of: dict[int, list[int]] = {}
    for a, b in pairs:
        one, other = of.setdefault(a, [a]), of.setdefault(b, [b])
        if one is not other:
            small, large = sorted((one, other), key=len)
            large += small
            of.update(dict.fromkeys(small, large))
    return list({id(members): members for members in of.values()}.values())


PERMUTATIONS: Final = 128
THRESHOLD: Final = 0.5
SHINGLE: Final = 5
LEAST: Final = 20
"""Characters of a paragraph that is looked at."""


def by_paragraphs(texts: Sequence[str]) -> set[tuple[int, int]]:
    """The pairs of documents with two paragraphs that MinHashLSH takes for nearly the same."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    found: dict[int, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for at, line in enumerate(text.splitlines()):
            words = "".join(line.split())
            if len(words) < LEAST:
                continue
            signature = MinHash(num_perm=PERMUTATIONS)
            signature.update_batch([words[n : n + SHINGLE].encode() for n in range(len(words) - SHINGLE + 1)])
            found[number].update(other for other, _ in index.query(signature))
            index.insert((number, at), signature, check_duplication=False)
    return {(other, number) for number, others in found.items() for other in others if other != number}
