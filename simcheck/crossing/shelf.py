"""The fingerprints of all texts of a collection, by text: in memory if they are few, otherwise in columns on the disk.

They come by ranges of keys and are wanted by text. Of many, each range is dealt out to buckets on the disk, one for
each of some stretches of texts; then one bucket after the other is put in order and becomes the next piece of the
columns. Both ways give the same rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, Final, NamedTuple

import numpy as np

from simcheck.crossing.columns import Columns, Scratch
from simcheck.index.features import Keys, Postings
from simcheck.text.fingerprint import Hashes, Ints

IN_MEMORY: Final = 4_000_000
"""Postings of a collection that are kept in memory, two hundred megabytes with what sorting them takes: 14 million
characters."""

BUCKET: Final = 2_000_000
"""Postings of a bucket, which is put in order in memory: a hundred megabytes ..."""

_MOST: Final = 100
"""... but no more buckets than this: each is an open file, of which a process may have 256 (macOS)."""

_ROW: Final[np.dtype[np.void]] = np.dtype([("text", "<u4"), ("key", "<u4"), ("place", "<u4"), ("around", "<u8")])


def _nothing() -> None:
    """What is in memory stays there."""


class Shelf(NamedTuple):
    """The fingerprints of all texts by text, then by key: those of text n from ``first[n]`` to ``first[n + 1]``.

    ``numbers`` (texts) are those of the catalogue, in the order of neighbours; ``place`` counts from the beginning of
    the text. Of pages of files that were read ``forget`` gives the memory back.
    """

    numbers: Ints
    lengths: Ints
    first: Ints
    key: Keys
    place: Keys
    around: Hashes
    forget: Callable[[], None] = _nothing

    @property
    def is_small(self) -> bool:
        """Whether tables as long as all of it may be made."""
        return len(self.key) <= IN_MEMORY


class Shelving:
    """Puts postings on a shelf that come by ascending ranges of keys: ``postings`` in all, or a few less, of texts
    (``numbers``, ``lengths``) whose postings are about as many as their characters."""

    def __init__(self, numbers: Ints, lengths: Ints, postings: int, scratch: Scratch) -> None:
        self._numbers, self._lengths, self._scratch = numbers, lengths, scratch
        self._counts = np.zeros(len(numbers), dtype=np.int64)
        self._kept: list[tuple[Keys, Postings]] = []
        buckets = 0 if postings <= IN_MEMORY else min(_MOST, -(-postings // BUCKET))
        self._buckets: list[IO[bytes]] = [scratch.file() for _ in range(buckets)]
        # which bucket each text is dealt to, in the order of texts
        through = np.cumsum(lengths) / max(1, int(lengths.sum()))
        self._bucket = np.minimum(through * buckets, max(0, buckets - 1)).astype(np.uint8)

    def add(self, text: Ints, rows: Postings) -> None:
        """The postings of a range of keys, in the order of keys. Raises ``CannotWrite``."""
        assert rows.around is not None
        self._counts += np.bincount(text, minlength=len(self._counts))
        if not self._buckets:
            self._kept.append((text.astype(np.uint32), rows))
            return
        bucket = self._bucket[text]
        order = np.argsort(bucket, kind="stable")
        edges = np.searchsorted(bucket[order], np.arange(len(self._buckets) + 1))
        records = np.empty(len(text), dtype=_ROW)
        records["text"], records["key"] = text[order], rows.keys[order]
        records["place"], records["around"] = rows.places[order], rows.around[order]
        with self._scratch.writing():
            for number, file in enumerate(self._buckets):
                file.write(records[edges[number] : edges[number + 1]].tobytes())

    def shelf(self) -> Shelf:
        """All of them. Raises ``CannotWrite``."""
        first = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(self._counts)))
        if not self._buckets:
            return Shelf(self._numbers, self._lengths, first, *self._in_memory())
        columns = Columns(self._scratch, ["<u4", "<u4", "<u8"])
        for file in self._buckets:
            with self._scratch.writing(), file:
                file.seek(0)
                rows = np.frombuffer(file.read(), dtype=_ROW)
            # what came first has lower keys
            order = np.argsort(rows["text"], kind="stable")
            columns.add(*(rows[name][order] for name in ("key", "place", "around")))
        self._buckets = []
        key, place, around = columns.arrays()
        return Shelf(self._numbers, self._lengths, first, key, place, around, columns.forget)

    def _in_memory(self) -> tuple[Any, ...]:
        text = np.concatenate([np.zeros(0, dtype=np.uint32), *(text for text, _ in self._kept)])
        order = np.argsort(text, kind="stable")
        return tuple(np.concatenate([rows[at] for _, rows in self._kept])[order] for at in range(3))
