"""Background (背景, document frequency): how common is a phrase in the genre, by short runs of characters?

A background holds, for runs of four normalized characters, in how many documents of a few collections each one occurs:
hashes and counts, no text. Runs that occur in hardly any document are left out; they are worth the most anyway. Runs of
eight are beside them: those that several independent documents have are wording that is known (``known``), however
much they would carry; and of texts that are public by nature, statutes and news, what a single one has (``public``).
``data/background.npz`` is the shipped one (see ``data/README.md`` for how it was made).
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.data import shipped
from simcheck.errors import InvalidSettings, IsFolder, NotText, TooLarge
from simcheck.text.fingerprint import HASH_SCHEME, Hashes, Ints, grams
from simcheck.text.lookup import Table
from simcheck.text.normalize import FOLDING_VERSION, Codes, Mask, normalize, stretches

K: Final = 4
"""Four characters are two words: shorter runs say little about a phrase, longer ones are too rare to be counted
well."""

LONG: Final = 8
"""Eight characters are a clause or half of one: who has them has the wording, not the words."""

INDEPENDENT: Final = 3
"""Documents, none of them a version or a copy of another, that make wording known: two may have it from each other."""

SAMPLED: Final = 4
"""Of so many long runs of public texts one is kept, by its hash: twelve characters have two of them on the average, and
the table is a quarter as large. At the ends of a stretch two characters are missed on the average."""

PUBLISHED: Final = 13
"""Characters from which a stretch is told to be a public text's: the length of the guarantee. Shorter ones a thousand
statutes have by chance."""

Keys = npt.NDArray[np.uint32]

_BEGINNING: Final = 24
"""Bits by which runs that no table has are known at once: 16 megabytes, of which the shipped table sets a tenth."""

Float32 = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False, repr=False)
class Background:
    """Document frequencies of runs of ``K`` characters, and of ``LONG``.

    ``keys`` (n, ascending) are the upper halves of gram hashes, ``counts`` (n × collections) the documents of each
    collection that hold the run, ``totals`` (collections) how many documents each has: the genre, and everything
    else. ``removed`` are the runs of documents taken out. Of runs of ``LONG`` documents that are versions of each other
    count once; in the second collection each counts ``unit``.
    """

    keys: Keys
    counts: npt.NDArray[np.uint16]
    totals: tuple[int, ...]
    removed: tuple[Keys, ...] = ()
    unit: float = 1.0
    published: Keys = field(default_factory=lambda: np.zeros(0, dtype=np.uint32))
    """(m, ascending) Long runs of public texts, one of ``SAMPLED``."""

    @classmethod
    def default(cls) -> Background:
        """The table that is shipped with simcheck."""
        return _shipped()

    @classmethod
    def load(cls, path: str | Path) -> Background:
        """The table that ``build`` wrote; ``NotFound``, ``NoAccess``, or ``InvalidSettings`` for anything else."""
        from simcheck.files.given import content

        try:
            data = content(path, LIMIT)
        except (IsFolder, NotText, TooLarge):
            raise InvalidSettings("background", str(path), "not-a-background") from None
        return decoded(data, str(path))

    def without(self, *texts: str) -> Background:
        """This background as if the given documents of its first collection had not been counted."""
        return replace(self, removed=(*self.removed, *(keys_of(text) for text in texts)))

    @cached_property
    def digest(self) -> str:
        """A short name that changes with any count."""
        import hashlib

        total = hashlib.blake2b(repr(self.totals).encode(), digest_size=6)
        total.update(self.keys.tobytes() + self.counts.tobytes() + self.published.tobytes())
        for gone in self.removed:
            total.update(gone.tobytes())
        return total.hexdigest()

    @property
    def unknown(self) -> float:
        """Bits of a run that no collection knows: rarer than half a document of the largest one."""
        return float(np.log2(max(self.totals, default=1) / 0.5))

    def information(self, codes: Codes) -> Float32:
        """Bits that each run of ``K`` characters carries, by its first position: 0 for what stands in every document.

        A run is as common as the collection in which it is most common makes it.
        """
        compiled = core()
        if compiled and not self.removed:
            bits = np.empty(max(0, len(codes) - K + 1), dtype=np.float32)
            codes = np.ascontiguousarray(codes)
            worth, columns = self._worth, len(self.totals)
            at_codes, *at, to = addresses(codes, self._counted, worth, bits)
            compiled.sc_information(
                at_codes, len(codes), K, *self._table.given(), at[0], columns, at[1], worth.shape[1] - 1,
                self.unknown, to,
            )  # fmt: skip
            return bits
        wanted = upper(grams(codes, K))
        if not len(self.keys):
            return np.full(len(wanted), self.unknown, dtype=np.float32)
        bits = np.full(len(wanted), self.unknown, dtype=np.float32)
        likely, where = self._looked_up(wanted)
        counts: Float32 = self.counts[where].astype(np.float32)
        for gone in self.removed:
            counts[:, 0] -= _contained(wanted[likely], gone)
        for column, total in enumerate(self.totals):
            bits[likely] = np.minimum(bits[likely], self._bits_of(counts[:, column], total))
        return bits

    def _bits_of(self, seen: Float32, total: int) -> Float32:
        """What a run carries that so many of ``total`` documents have."""
        said: Float32 = np.where(seen > 0, np.log2(total / np.maximum(seen, 0.5)), self.unknown)
        return said

    @cached_property
    def _worth(self) -> Float32:
        """(collections × counts) What a run carries, by how many documents of a collection have it."""
        every = np.arange(int(self.counts.max(initial=0)) + 1, dtype=np.float32)
        return np.array([self._bits_of(every, total) for total in self.totals], dtype=np.float32)

    def documents(self, codes: Codes) -> npt.NDArray[np.int64]:
        """How many independent documents have each run of ``LONG`` characters, by its first position, in the collection
        that has most; 0 for fewer than ``INDEPENDENT``."""
        return self.documents_of(upper(grams(codes, LONG)))

    def documents_of(self, wanted: Keys) -> npt.NDArray[np.int64]:
        """The same of runs whose hashes are known: the keys of the index are such (``index.features.GRAM``)."""
        found = np.zeros(len(wanted), dtype=np.int64)
        if not len(self.keys):
            return found
        likely, where = self._looked_up(wanted)
        counts = self.counts[where].astype(np.float64)
        for gone in self.removed:
            counts[:, 0] -= _contained(wanted[likely], gone)
        counts[:, 1:] /= self.unit
        most = np.rint(counts.max(axis=1, initial=0.0)).astype(np.int64)
        found[likely] = np.where(most >= INDEPENDENT, most, 0)
        return found

    def known(self, codes: Codes) -> Mask:
        """By character: whether it stands in wording that is known."""
        compiled = core()
        if compiled and not self.removed:
            codes, known = np.ascontiguousarray(codes), np.zeros(len(codes), dtype=np.bool_)
            at_codes, *at = addresses(codes, self._counted, self._least, known)
            compiled.sc_known(at_codes, len(codes), LONG, *self._table.given(), at[0], len(self.totals), *at[1:])
            return known
        return stretched(self.documents(codes) > 0, LONG, len(codes))

    def public(self, codes: Codes) -> Mask:
        """By character: whether it stands in ``PUBLISHED`` or more that a public text seems to have: of the long runs
        that are looked at two or more in a row, and none between them that no public text has."""
        hashes = grams(codes, LONG)
        at = np.flatnonzero(_is_sampled(hashes))
        edges = np.zeros(len(codes) + 1, dtype=np.int32)
        for first, end in stretches(_contained(upper(hashes[at]), self.published)):
            start, stop = int(at[first]), int(at[end - 1]) + LONG
            if end - first > 1 and stop - start >= PUBLISHED:
                edges[start] += 1
                edges[stop] -= 1
        return np.cumsum(edges[:-1]) > 0

    @cached_property
    def _least(self) -> Ints:
        """(collections) The count from which ``INDEPENDENT`` documents have a run."""
        every = np.arange(2**16) / np.array([[1.0]] + [[self.unit]] * (len(self.totals) - 1))
        # beyond the last one where no count is enough
        return np.array([np.searchsorted(np.rint(counts), INDEPENDENT) for counts in every], dtype=np.int64)

    def _looked_up(self, wanted: Keys) -> tuple[Ints, Ints]:
        """Which of some runs the table has, by their number, and where."""
        compiled = core()
        if compiled:
            found = np.empty(len(wanted), dtype=np.int64)
            at_wanted, at_found = addresses(wanted, found)
            compiled.sc_find(*self._table.given(), at_wanted, len(wanted), at_found)
            there = np.flatnonzero(found >= 0)
            return there, found[there]
        # most are in no table, which their first bits show; the others are looked for in order, each next to the last
        likely = np.flatnonzero(self._beginnings[wanted >> np.uint32(32 - _BEGINNING)])
        likely = likely[np.argsort(wanted[likely])]
        where = np.searchsorted(self.keys, wanted[likely])
        where[where == len(self.keys)] = 0
        known = self.keys[where] == wanted[likely]
        return likely[known], where[known]

    @cached_property
    def _table(self) -> Table:
        return Table(self.keys, _BEGINNING)

    @cached_property
    def _counted(self) -> npt.NDArray[np.uint16]:
        """``counts`` as the compiled core takes them."""
        return np.ascontiguousarray(self.counts, dtype=np.uint16)

    @cached_property
    def _beginnings(self) -> npt.NDArray[np.bool_]:
        """Whether any key begins with these ``_BEGINNING`` bits."""
        begins = np.zeros(1 << _BEGINNING, dtype=np.bool_)
        begins[self.keys >> np.uint32(32 - _BEGINNING)] = True
        return begins


def upper(hashes: Hashes) -> Keys:
    """The half of each hash that tables keep."""
    return (hashes >> np.uint64(32)).astype(np.uint32)


def _is_sampled(hashes: Hashes) -> Mask:
    """Which runs are looked at, of all texts alike."""
    return np.asarray(hashes & np.uint64(SAMPLED - 1) == 0)


def published_runs(text: str) -> Keys:
    """The different long runs of a public text that a table keeps."""
    hashes = grams(normalize(text).codes, LONG)
    return np.unique(upper(hashes[_is_sampled(hashes)]))


def _contained(wanted: Keys, keys: Keys) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(wanted), dtype=np.bool_)
    if len(keys):
        # in ascending order a search begins where the last one ended
        order = np.argsort(wanted)
        where = np.searchsorted(keys, wanted[order])
        where[where == len(keys)] = 0
        found[order] = keys[where] == wanted[order]
    return found


# On disk, uncompressed, because it is read at every start: keys as the number of keys below each upper half and their
# lower halves, those of public texts alike; counts exact to 128, then in steps of a quarter power of two (one byte).


def is_table(data: bytes) -> bool:
    """Whether content is a table that ``build`` wrote."""
    try:
        decoded(data, "-")
    except InvalidSettings:
        return False
    return True


def packed(background: Background) -> bytes:
    """A table as it lies on disk; ``load`` reads it."""
    buffer = BytesIO()
    arrays: dict[str, Any] = {
        "scheme": np.array([f"{HASH_SCHEME}/{K}/{FOLDING_VERSION}"]),
        "totals": np.array(background.totals, dtype=np.int64),
        **_halves(background.keys, ""),
        "levels": np.ascontiguousarray(_levels(background.counts).T),
        "unit": np.array([background.unit]),
        **_halves(background.published, _PUBLISHED),
    }
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _halves(keys: Keys, name: str) -> dict[str, npt.NDArray[Any]]:
    """Ascending keys as two arrays: how many are below each upper half, and the lower halves."""
    below = np.searchsorted(keys >> 16, np.arange(0x10000)).astype(np.uint32)
    return {f"{name}upper": below, f"{name}lower": (keys & 0xFFFF).astype(np.uint16)}


_PUBLISHED: Final = "published_"

LIMIT: Final = 64_000_000
"""Bytes of a table, and of all that is packed in it: sixteen million runs, five times what is shipped."""

_MOST_DOCUMENTS: Final = 1 << 40


def decoded(data: bytes, name: str) -> Background:
    """The table in ``data``. What a file says of itself is not believed: nothing is unpacked or made room for before it
    was seen to be within bounds, and what does not go together is no table."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            sizes = {info.filename: info.file_size for info in packed.infolist()}
            if len(packed.infolist()) != len(sizes) or sum(sizes.values()) > LIMIT:
                raise ValueError
            scheme = _array(packed, "scheme", "<U")
            if scheme.shape != (1,) or str(scheme[0]) != f"{HASH_SCHEME}/{K}/{FOLDING_VERSION}":
                raise InvalidSettings("background", name, "other-scheme")
            totals = _array(packed, "totals", "<i8")
            keys = _keys(packed, "")
            levels = _array(packed, "levels", "|u1")
            # a table of 0.2 has short runs only
            unit = _array(packed, "unit", "<f8") if "unit.npy" in sizes else np.ones(1)
            has_published = f"{_PUBLISHED}upper.npy" in sizes
            published = _keys(packed, _PUBLISHED) if has_published else np.zeros(0, dtype=np.uint32)
    except (KeyError, OSError, ValueError, TypeError, IndexError, EOFError, OverflowError, struct.error, zlib.error):
        raise InvalidSettings("background", name, "not-a-background") from None
    except (BadZipFile, NotImplementedError, RuntimeError):
        # cut short, packed in a way that zipfile does not know, or encrypted
        raise InvalidSettings("background", name, "not-a-background") from None
    if not _is_table(totals, keys, levels) or unit.shape != (1,) or not 1 <= unit[0] < _MOST_DOCUMENTS:
        raise InvalidSettings("background", name, "not-a-background")
    counts = _SCALE[levels.T]
    if (counts.max(axis=0, initial=0) > totals).any():
        raise InvalidSettings("background", name, "not-a-background")
    return Background(keys, counts, tuple(totals.tolist()), unit=float(unit[0]), published=published)


def _keys(packed: ZipFile, name: str) -> Keys:
    """The keys of the two arrays that ``_halves`` made; ValueError if they are no ascending keys."""
    upper, lower = _array(packed, f"{name}upper", "<u4"), _array(packed, f"{name}lower", "<u2")
    if (upper.shape, lower.ndim) != ((0x10000,), 1) or upper[0] != 0 or upper[-1] > len(lower):
        raise ValueError
    if (upper[1:] < upper[:-1]).any():
        raise ValueError
    # how many upper halves have begun at each key; several times as fast as to repeat each half as often as it has keys
    begun = np.bincount(upper[upper < len(lower)], minlength=len(lower))
    keys = (np.cumsum(begun, dtype=np.uint32) - np.uint32(1)) << np.uint32(16) | lower
    if (keys[1:] <= keys[:-1]).any():
        raise ValueError
    return np.asarray(keys)


_HEAD: Final = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '([<|][a-zA-Z][0-9]{1,3})', 'fortran_order': False, "
    rb"'shape': \(([0-9]{1,9}),(?: ([0-9]{1,9}))?\), \} *\n",
    re.DOTALL,
)
"""The head of an array as numpy writes it (format 1.0), without what else could stand there and would be evaluated."""

_LONGEST_HEAD: Final = 4096


def _array(packed: ZipFile, name: str, dtype: str) -> npt.NDArray[Any]:
    """One array, of the type and as long as its head says and its place in the file has room for."""
    info = packed.getinfo(f"{name}.npy")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise ValueError
    with packed.open(info) as file:
        data = file.read(info.file_size)
    head = _HEAD.match(data, 0, _LONGEST_HEAD)
    if not head or not head[1].decode().startswith(dtype):
        raise ValueError
    given = np.dtype(head[1].decode())
    shape = tuple(int(size) for size in head.groups()[1:] if size is not None)
    if math.prod(shape) * given.itemsize != len(data) - head.end():
        raise ValueError
    return np.ndarray(shape, given, data, head.end())


def _is_table(totals: npt.NDArray[Any], keys: Keys, levels: npt.NDArray[Any]) -> bool:
    return bool(
        totals.ndim == 1
        and len(totals) in (1, 2)
        and (totals > 0).all()
        and (totals < _MOST_DOCUMENTS).all()
        and levels.shape == (len(totals), len(keys))
        and levels.max(initial=0) < len(_SCALE)
    )


_SCALE: Final = np.array([*range(129), *(round(2 ** (7 + step / 4)) for step in range(1, 36))], dtype=np.uint16)


def _levels(counts: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """The nearest level at or below each count."""
    return (np.searchsorted(_SCALE, counts, side="right") - 1).astype(np.uint8)


@cache
def _shipped() -> Background:
    return Background.load(shipped("background.npz"))


def keys_of(text: str) -> Keys:
    """The different runs of a text, short and long."""
    return np.unique(np.concatenate((runs_of(text, K), runs_of(text, LONG))))


def runs_of(text: str, length: int) -> Keys:
    """The different runs of ``length`` characters of a text."""
    return np.unique(upper(grams(normalize(text).codes, length)))


def stretched(runs: Mask, length: int, count: int) -> Mask:
    """Which of ``count`` characters stand in one of the runs of ``length`` that are set."""
    edges = np.zeros(count + 1, dtype=np.int32)
    edges[: len(runs)] += runs
    edges[length : length + len(runs)] -= runs
    return np.cumsum(edges)[:count] > 0
