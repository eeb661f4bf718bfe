"""Shortlists (短名单): of a key that very many texts have, which texts are looked at before all others?

In a hundred thousand reports a phrase is in ten thousand, and how common it is, and in which surroundings, is as well
known from some of them. Texts have an order that hangs on what they are alone, the same for all keys, so that a text
that is looked at has all that it shares, and nothing hangs on when it came. The first of a common key stand in the file
of postings, beside how many there are: nobody has to read the others to know which these are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.index.features import Keys, Postings, text_of
from simcheck.index.sorting import changes
from simcheck.text.fingerprint import Hashes, Ints, scrambled
from simcheck.text.normalize import Mask

LISTED: Final = 300
"""Texts in the list of one key: as many as anybody asks for (``channels.common``), and as many again for those that may
not be sources."""

COMMON: Final = 300
"""Postings up to which a key has no list: so few cost as much to choose from as to look at."""

_MOST: Final = 2 * LISTED
"""Texts from which there is no list, because too many are the first: forms that are alike in all that orders them."""


ORDER: Final = 48
"""Bits of the place of a text in the order of all."""

_SALT: Final = 16
"""Those of them that part texts of one length."""


class Shortlists(NamedTuple):
    """The lists of some keys (ascending), one after the other, each in the order of the texts and then by place."""

    keys: Keys
    texts: Keys
    """(keys) How many texts have each."""
    counts: Keys
    """(keys) How many postings are listed of each."""
    order: Ints
    """(postings) The place of the text in the order of all texts."""
    text: Keys
    """(postings) Which text of the segment."""
    places: Keys
    around: Hashes
    """(postings) The context."""

    def sections(self) -> Iterator[tuple[str, npt.NDArray[Any], str]]:
        """The columns, and how they are stored."""
        for name, dtype in TYPES.items():
            yield name, getattr(self, name), dtype


TYPES: Final = {
    "keys": "<u4", "texts": "<u4", "counts": "<u4", "order": "<i8", "text": "<u4", "places": "<u4", "around": "V7",
}  # fmt: skip
"""How the columns are stored."""


def ranks_of(lengths: Ints) -> Ints:
    """By text, of so many characters: what puts it at random into an order that does not hang on when it came; texts of
    one length have one rank."""
    return (scrambled(lengths.astype(np.uint64)) >> np.uint64(32)).astype(np.int64)


def order_in(ranks: Ints, starts: Ints, text: Ints, places: Keys) -> Ints:
    """By posting of one key, ordered by place, where its text stands in the order of all: by rank, and of texts of one
    length, such as forms, by where they have the key first."""
    first = np.flatnonzero(changes(text))
    begin = places[first].astype(np.int64) - starts[text[first]]
    salt = (scrambled(begin.astype(np.uint64)) >> np.uint64(64 - _SALT)).astype(np.int64)
    return np.repeat((ranks[text[first]] << np.int64(_SALT)) | salt, np.diff(first, append=len(text)))


def first_of(order: Ints, new: Mask, most: int) -> Ints:
    """The rows of the first ``most`` texts, and of all that are as early as the last of them, in their order; ``new``
    says which row is the first of its text."""
    every = order[new]
    if len(every) > most:
        rows = np.flatnonzero(order <= np.partition(every, most - 1)[most - 1])
    else:
        rows = np.arange(len(order))
    return rows[np.argsort(order[rows], kind="stable")]


def listed(rows: Postings, starts: Ints, lengths: Ints) -> Shortlists:
    """The lists of the common keys among postings, all that there are of each, by key and then by place; of texts that
    begin at ``starts``."""
    assert rows.around is not None
    ranks = ranks_of(lengths)
    far = np.flatnonzero(rows.keys[COMMON:] == rows.keys[:-COMMON])
    common = rows.keys[far[changes(rows.keys[far])]]
    lists = []
    ranges = (np.searchsorted(rows.keys, common, side).tolist() for side in ("left", "right"))
    for first, last in zip(*ranges, strict=True):
        places = rows.places[first:last]
        text = text_of(starts, places)
        order = order_in(ranks, starts, text, places)
        new = changes(text)
        some = first_of(order, new, LISTED)
        if int(new[some].sum()) > _MOST:
            continue
        at = first + some
        texts, count = (np.array([number], dtype=np.uint32) for number in (new.sum(), len(some)))
        own = text[some].astype(np.uint32)
        key = rows.keys[first : first + 1]
        lists.append(Shortlists(key, texts, count, order[some], own, rows.places[at], rows.around[at]))
    return gathered(lists)


def gathered(parts: Sequence[Shortlists]) -> Shortlists:
    """The lists of several parts as one, in the order of the parts."""
    none = Shortlists(*(np.zeros(0, dtype=dtype) for dtype in _COLUMNS))
    return Shortlists(*(np.concatenate(column) for column in zip(none, *parts, strict=True)))


_COLUMNS: Final[tuple[npt.DTypeLike, ...]] = tuple(
    np.uint64 if dtype == "V7" else np.dtype(dtype).newbyteorder("=") for dtype in TYPES.values()
)
