"""A segment of the index (倒排表): what stands in one immutable file of postings, and how is it looked up?

    magic · sections, each on pages of its own · checks of all pages · directory (JSON) · its length and check · magic

A section is one array. The postings of a family are sorted by key, then by place; places count characters from the
beginning of the first text, so that a text is found by its place. Beside them are the ``shortlists`` of fingerprints
that very many texts have. Pages are checked when they are first read, so that a damaged byte is an error and not
another answer. Little-endian everywhere.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.compiled import addresses, core
from simcheck.errors import IndexDamaged, NoAccess, UnsafeCorpus
from simcheck.files import home, refusal
from simcheck.index import shortlists
from simcheck.index.features import FAMILIES, FINGERPRINTS, Keys, Postings, text_of
from simcheck.index.shortlists import ranks_of
from simcheck.index.sorting import changes, order_of
from simcheck.text.fingerprint import Hashes, Ints, distinct

FORMAT: Final = 2
"""Version of the file; version 1 has no shortlists, and a reader refuses every other."""

SUFFIX: Final = home.SUFFIX

MAGIC: Final = b"simcheck"
PAGE: Final = 4096
KEYS_PER_PAGE: Final = PAGE // 4
_TAIL: Final = 8 + len(MAGIC)
"""Length and check of the directory, and the magic number again."""

_PAGES_AT_ONCE: Final = 16_384
"""Pages that are checked before their memory is given back: 64 MB."""

_AT_ONCE: Final = 500_000
"""Postings that a merge has in memory: 100 MB with what sorting and copying them takes."""

_LARGEST_DIRECTORY: Final = 1 << 16
"""Bytes of a directory, which does not grow with the file: one has two thousand."""

END: Final = 1 << 32
"""Places are below it."""

_STEPS: Final = 8
"""Texts that are gone through from where the guide points before all are searched for: many are short there."""

NUMBERS: Final = 1 << 31
"""Numbers of texts are below it, so that a text and a place in it are one number of 64 bits."""


class Text(NamedTuple):
    """A text in a segment: its number in the catalogue and where it lies."""

    number: int
    start: int
    length: int


TYPES: Final = {"keys": "<u4", "places": "<u4", "around": "V7", "first": "<u4"}

TEXT_TYPE: Final = "<i8"

_SECTIONS: Final = {f"texts.{name}": TEXT_TYPE for name in Text._fields} | {
    f"{family}.{name}": dtype
    for family in FAMILIES
    for name, dtype in TYPES.items()
    if name != "around" or family == FINGERPRINTS
}
"""The arrays that every file has, and of what each is."""

LISTS: Final = "shortlists"

_ADDED: Final = {1: {}, FORMAT: {f"{LISTS}.{name}": dtype for name, dtype in shortlists.TYPES.items()}}
"""The arrays that the files of a version have besides."""

AROUND: Final = 7
"""Bytes of a context: fifty bits."""

_AROUND_BITS: Final = np.uint64((1 << 8 * AROUND) - 1)


@dataclass(frozen=True, slots=True)
class Hits:
    """Postings that were asked for: ``query`` says which range, ``rows`` where they lie, ``places`` what they say."""

    query: Ints
    rows: Ints
    places: Keys


class Segment:
    """A file of postings, mapped; may be used from several threads at once."""

    def __init__(self, path: Path, size: int) -> None:
        """Map the file, which must be as long as the catalogue says; raises ``IndexDamaged`` or ``NoAccess``."""
        self.path = path
        try:
            handle = home.opened(path)
            try:
                if os.fstat(handle).st_size != size:
                    raise self._damaged("size")
                self._map = mmap.mmap(handle, 0, access=mmap.ACCESS_READ)
            finally:
                os.close(handle)
        except UnsafeCorpus as error:
            raise self._damaged(error.reason) from None
        except (FileNotFoundError, ValueError):
            raise self._damaged("missing") from None
        except OSError as error:
            raise NoAccess(str(path), refusal.reading(error)) from error
        self._bytes = np.frombuffer(self._map, dtype=np.uint8)
        self._read_directory(size)
        self._refuse_misfits()

    def _damaged(self, reason: str) -> IndexDamaged:
        return IndexDamaged("", str(self.path), reason)

    def _read_directory(self, size: int) -> None:
        """What is where. Nothing that the file says of itself is used before it was seen to be possible: the checks are
        against accidents, and whoever makes a file to do damage can make them too."""
        tail = self._map[max(0, size - _TAIL) : size]
        length, check = (int.from_bytes(tail[at : at + 4], "little") for at in (0, 4))
        end = size - _TAIL - length
        if tail[8:] != MAGIC or end < 0 or length > _LARGEST_DIRECTORY:
            raise self._damaged("directory")
        directory = self._map[end : size - _TAIL]
        if zlib.crc32(directory) != check:
            raise self._damaged("directory")
        head = _parsed(directory)
        added = _ADDED.get(head["format"]) if isinstance(head.get("format"), int) else None
        if added is None:
            raise self._damaged("format")
        self.format: int = head["format"]
        match head:
            case {"checks": [int(at), int(count), int(check)], "sections": dict(sections), "passages": int(chunks)}:
                pass
            case _:
                raise self._damaged("directory")
        if at != count * PAGE or at + 4 * count != end or not 0 <= chunks < END:
            raise self._damaged("directory")
        checks = self._bytes[at:end]
        if zlib.crc32(checks.data) != check:
            raise self._damaged("directory")
        self._checks = checks.view("<u4")
        self._checked = np.zeros(count, dtype=np.bool_)
        known = _SECTIONS | added
        if sections.keys() != known.keys():
            raise self._damaged("directory")
        self._sections = {name: self._section(sections[name], dtype, at) for name, dtype in known.items()}
        self.chunks: int = chunks

    def _section(self, fields: object, dtype: str, end: int) -> tuple[npt.NDArray[Any], int]:
        match fields:
            case {"dtype": given, "offset": int(offset), "count": int(count)} if given == dtype:
                if offset >= PAGE and not offset % PAGE and 0 <= count <= (end - offset) // np.dtype(dtype).itemsize:
                    return np.frombuffer(self._map, dtype=dtype, count=count, offset=offset), offset
        raise self._damaged("directory")

    def _refuse_misfits(self) -> None:
        """Arrays that do not go together, and texts that lie over each other or nowhere."""
        rows = {name: len(array) for name, (array, _) in self._sections.items()}
        for family in FAMILIES:
            there = rows[f"{family}.keys"]
            pages = -(-there // KEYS_PER_PAGE)
            if not there == rows[f"{family}.places"] == rows.get(f"{family}.around", there) or (
                rows[f"{family}.first"] != pages
            ):
                raise self._damaged("directory")
        if not rows["texts.number"] == rows["texts.start"] == rows["texts.length"]:
            raise self._damaged("directory")
        self.numbers: Ints = self._whole("texts.number")
        self.starts: Ints = self._whole("texts.start")
        self.lengths: Ints = self._whole("texts.length")
        self._first = {family: self._whole(f"{family}.first") for family in FAMILIES}
        sane = [(column >= 0) & (column < limit) for column, limit in ((self.starts, END), (self.lengths, END))]
        sane.append((self.numbers > 0) & (self.numbers < NUMBERS))
        if not all(each.all() for each in sane) or (np.diff(self.numbers) <= 0).any():
            raise self._damaged("contents")
        self._ends = self.starts + self.lengths
        self._next = np.append(self.starts, END)
        if (self._ends[:-1] > self.starts[1:]).any() or (self._ends[-1:] > END).any():
            raise self._damaged("contents")

    def _whole(self, name: str) -> Any:
        array, _ = self._sections[name]
        self._check(name, np.zeros(1, dtype=np.int64), np.array([len(array)]))
        return array

    def rows(self, family: str) -> int:
        """How many postings the family has."""
        return len(self._sections[f"{family}.keys"][0])

    def ranges(self, family: str, keys: Keys) -> tuple[Ints, Ints]:
        """From which to which row the postings of each key lie."""
        stored, _ = self._sections[f"{family}.keys"]
        if not len(stored):
            none = np.zeros(len(keys), dtype=np.int64)
            return none, none
        # in ascending order a search begins where the last one ended
        order = order_of(keys)
        ordered = keys[order]
        fresh = changes(ordered)
        ranges = np.empty((2, len(keys)), dtype=np.int64)
        ranges[:, order] = np.array(self._sorted_ranges(family, stored, ordered[fresh]))[:, np.cumsum(fresh) - 1]
        return ranges[0], ranges[1]

    def _sorted_ranges(self, family: str, stored: Keys, keys: Keys) -> tuple[Ints, Ints]:
        first = self._first[family]
        # In which pages the ends must lie, by the checked first keys: a search that a damaged page misled is noticed.
        low = np.maximum(np.searchsorted(first, keys, side="left") - 1, 0)
        high = np.maximum(np.searchsorted(first, keys, side="right") - 1, 0)
        for page in (low, high):
            self._check(f"{family}.keys", page * KEYS_PER_PAGE, np.minimum((page + 1) * KEYS_PER_PAGE, len(stored)))
        left, right = _found(stored, keys, low, high)
        outside = (left < low * KEYS_PER_PAGE) | (left > (low + 1) * KEYS_PER_PAGE)
        outside |= (right < high * KEYS_PER_PAGE) | (right > (high + 1) * KEYS_PER_PAGE)
        # keys that are out of order could make ranges run backwards, or all of them hold everything
        if outside.any() or (left > right).any() or (right[:-1] > left[1:]).any():
            raise self._damaged("check")
        return left, right

    def look_up(self, family: str, left: Ints, right: Ints) -> Hits:
        """The postings of some ranges of rows; ``query`` is the number of the range."""
        count = right - left
        query = np.repeat(np.arange(len(left)), count)
        rows = np.arange(len(query)) + np.repeat(left - (np.cumsum(count) - count), count)
        stored, _ = self._sections[f"{family}.places"]
        self._check(f"{family}.places", left, right)
        return Hits(query, rows, stored[rows])

    def places(self, family: str, first: int, end: int) -> Keys:
        """What the postings from one row up to another say."""
        stored, _ = self._sections[f"{family}.places"]
        self._check(f"{family}.places", np.array([first]), np.array([end]))
        return np.asarray(stored[first:end])

    def places_of(self, family: str, rows: Ints) -> Ints:
        """What some postings say."""
        stored, _ = self._sections[f"{family}.places"]
        self._check(f"{family}.places", rows, rows + 1)
        return stored[rows].astype(np.int64)

    def around(self, rows: Ints) -> Hashes:
        """The contexts of some fingerprints."""
        self._check(f"{FINGERPRINTS}.around", rows, rows + 1)
        return self._unpacked(rows)

    def _unpacked(self, rows: Ints | slice, family: str = FINGERPRINTS) -> Hashes:
        stored, offset = self._sections[f"{family}.around"]
        # seven bytes and the first of what follows; something does, if only the checks of the pages
        wide: Hashes = np.ndarray(len(stored), "<u8", self._map, offset, (AROUND,))
        return np.asarray(wide[rows] & _AROUND_BITS)

    @cached_property
    def ranks(self) -> Ints:
        """By text: see ``shortlists.ranks_of``."""
        return ranks_of(self.lengths)

    # Shortlists

    @cached_property
    def _lists(self) -> tuple[Keys, Ints, Ints]:
        """The keys that have lists, how many texts have each, and where each list begins and the last one ends."""
        if self.format < FORMAT:
            none = np.zeros(0, dtype=np.int64)
            return none.astype(np.uint32), none, np.zeros(1, dtype=np.int64)
        keys, texts, counts = (self._whole(f"{LISTS}.{name}") for name in ("keys", "texts", "counts"))
        columns = {len(self._sections[f"{LISTS}.{name}"][0]) for name in ("order", "text", "places", "around")}
        edges = np.append(0, np.cumsum(counts, dtype=np.int64))
        if not len(keys) == len(texts) == len(counts) or columns != {int(edges[-1])}:
            raise self._damaged("directory")
        if (keys[1:] <= keys[:-1]).any() or (texts > len(self.numbers)).any():
            raise self._damaged("contents")
        return keys, texts.astype(np.int64), edges

    def lists(self, keys: Keys) -> tuple[Ints, Ints, Ints, Ints]:
        """Of some keys those that have a list (which of them), how many texts have each, and from where to where the
        list goes."""
        known, texts, edges = self._lists
        at = np.searchsorted(known, keys)
        which = np.flatnonzero(known[np.minimum(at, len(known) - 1)] == keys) if len(known) else at[:0]
        at = at[which]
        return which, texts[at], edges[at], edges[at + 1]

    def listed(self, rows: Ints) -> tuple[Ints, Ints]:
        """Of postings in lists their places in the order of texts, and which texts of the segment they are of."""
        order, text = self._of_lists("order", rows), self._of_lists("text", rows).astype(np.int64)
        if (text >= len(self.numbers)).any() or (order < 0).any():
            raise self._damaged("contents")
        return order.astype(np.int64), text

    def listed_places(self, rows: Ints, text: Ints) -> tuple[Ints, Hashes]:
        """Where postings in lists, each of a ``text`` here, stand, and their contexts."""
        places = self._of_lists("places", rows).astype(np.int64)
        if ((places < self.starts[text]) | (places >= self._ends[text])).any():
            raise self._damaged("contents")
        self._check(f"{LISTS}.around", rows, rows + 1)
        return places, self._unpacked(rows, LISTS)

    def _of_lists(self, name: str, rows: Ints) -> npt.NDArray[Any]:
        stored, _ = self._sections[f"{LISTS}.{name}"]
        self._check(f"{LISTS}.{name}", rows, rows + 1)
        return np.asarray(stored[rows])

    def text_of(self, places: npt.NDArray[Any]) -> Ints:
        """Which text, by its order here, each place lies in; ``IndexDamaged`` if one lies in none."""
        if not len(places):
            return np.zeros(0, dtype=np.int64)
        if not len(self.starts):
            raise self._damaged("contents")
        guide, shift = self._guide
        places = places.astype(np.int64)
        text = guide[np.minimum(places >> shift, len(guide) - 1)].astype(np.int64)
        # of the texts that begin in one stretch of the guide it knows the last before it
        later = np.flatnonzero(self._next[text + 1] <= places)
        for _ in range(_STEPS):
            if not len(later):
                break
            text[later] += 1
            later = later[self._next[text[later] + 1] <= places[later]]
        if len(later):
            text[later] = text_of(self.starts, places[later])
        if (text < 0).any() or (places >= self._ends[text]).any():
            raise self._damaged("contents")
        return np.asarray(text)

    @cached_property
    def _guide(self) -> tuple[npt.NDArray[np.int32], int]:
        """By stretch of places, each of 2 to the power of the number beside it: the text in which it begins. There are
        four times as many as texts, so that most lie in one."""
        extent = int(self._ends[-1])
        shift = max(0, (extent // len(self.starts)).bit_length() - 3)
        stretches = np.arange((extent >> shift) + 1, dtype=np.int64) << shift
        return text_of(self.starts, stretches).astype(np.int32), shift

    def free(self, text: Ints, barred: Ints) -> Ints | None:
        """Which rows are not of the ``barred`` texts (numbers, ascending), by the ``text`` here that each is of; None
        for all of them."""
        at = np.searchsorted(self.numbers, barred)
        known = np.flatnonzero(at < len(self.numbers))
        here = at[known[self.numbers[at[known]] == barred[known]]]
        if not len(here):
            return None
        out = np.zeros(len(self.numbers), dtype=np.bool_)
        out[here] = True
        return np.flatnonzero(~out[text])

    def verify(self) -> None:
        """Check every page, the order of the keys and where the places lie; raises ``IndexDamaged``."""
        self._check_all()
        for family in FAMILIES:
            keys, places = (self._sections[f"{family}.{name}"][0] for name in ("keys", "places"))
            if not np.array_equal(self._first[family], keys[::KEYS_PER_PAGE]):
                raise self._damaged("contents")
            for at in range(0, len(keys), _AT_ONCE):
                ordered = keys[at : at + _AT_ONCE + 1]
                if (ordered[1:] < ordered[:-1]).any():
                    raise self._damaged("contents")
                self.text_of(places[at : at + _AT_ONCE])
            self.forget()
        rows = int(self._lists[2][-1])
        for at in range(0, rows, _AT_ONCE):
            some = np.arange(at, min(at + _AT_ONCE, rows))
            self.listed_places(some, self.listed(some)[1])

    def _check_all(self) -> None:
        pages = np.flatnonzero(~self._checked)
        for at in range(0, len(pages), _PAGES_AT_ONCE):
            self._check_pages(pages[at : at + _PAGES_AT_ONCE])
            self.forget()

    def forget(self) -> None:
        """Let the system take back the memory in which the file lies; it is read again when it is asked for."""
        if hasattr(mmap, "MADV_DONTNEED"):
            with contextlib.suppress(OSError, ValueError):
                self._map.madvise(mmap.MADV_DONTNEED)

    def stream(self, family: str, low: int, high: int) -> Postings:
        """The postings with keys from ``low`` up to, but not including, ``high``."""
        keys, places = (self._sections[f"{family}.{name}"][0] for name in ("keys", "places"))
        a = int(np.searchsorted(keys, np.uint32(low)))
        b = len(keys) if high > np.iinfo(np.uint32).max else int(np.searchsorted(keys, np.uint32(high)))
        return Postings(keys[a:b], places[a:b], self._unpacked(slice(a, b)) if family == FINGERPRINTS else None)

    def close(self) -> None:
        """Forget the mapping; the file may then be deleted anywhere."""
        self._sections.clear()
        self._first.clear()
        none = np.zeros(0, dtype=np.int64)
        self.numbers = self.starts = self.lengths = self._ends = self._next = none
        self._checks = none.astype(np.uint32)
        self._bytes = none.astype(np.uint8)
        with contextlib.suppress(BufferError):
            self._map.close()

    def _check(self, name: str, starts: npt.NDArray[Any], ends: npt.NDArray[Any]) -> None:
        """Check the pages that hold the given rows of a section, unless they were checked before."""
        array, offset = self._sections[name]
        size = array.dtype.itemsize
        filled = np.flatnonzero(ends > starts)
        first = (starts[filled] * size + offset) // PAGE
        last = (ends[filled] * size + offset - 1) // PAGE
        # most ranges lie in one page
        fresh = [first[~self._checked[first]], last[~self._checked[last]]]
        for wide in np.flatnonzero(last - first > 1).tolist():
            inner = self._checked[first[wide] : last[wide]]
            fresh.append(np.flatnonzero(~inner) + first[wide])
        self._check_pages(distinct(np.concatenate(fresh)))

    def _check_pages(self, pages: Ints) -> None:
        data = self._bytes.data
        for page in pages.tolist():
            if zlib.crc32(data[page * PAGE : (page + 1) * PAGE]) != self._checks[page]:
                raise self._damaged("check")
        self._checked[pages] = True


def _found(stored: Keys, keys: Keys, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """From which to which row each key stands, in the pages that it must begin in (``low``) and end in (``high``)."""
    compiled = core() if stored.dtype.isnative else None
    if compiled:
        left, right = np.empty((2, len(keys)), dtype=np.int64)
        keys = np.ascontiguousarray(keys, dtype=np.uint32)
        table, wanted, *rest = addresses(stored, keys, low, high, left, right)
        compiled.sc_ranges(table, len(stored), KEYS_PER_PAGE, wanted, len(keys), *rest)
        return left, right
    left = np.searchsorted(stored, keys, side="left")
    # most keys have one posting or none
    right = left + (stored[np.minimum(left, len(stored) - 1)] == keys)
    more = np.flatnonzero(stored[np.minimum(right, len(stored) - 1)] == keys)
    more = more[right[more] > left[more]]
    right[more] = np.searchsorted(stored, keys[more], side="right")
    return left, right


def _parsed(directory: bytes) -> dict[str, Any]:
    try:
        head = json.loads(directory)
    except (ValueError, RecursionError):
        return {}
    return head if isinstance(head, dict) else {}


def bounds(family: str, segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """Ranges of keys, each with at most about ``_AT_ONCE`` postings."""
    total = sum(segment.rows(family) for segment in segments)
    # keys are hashes, so equal ranges have about equally many; a very common term only makes one range longer
    parts = max(1, -(-total // _AT_ONCE))
    edges = [round((1 << 32) * n / parts) for n in range(parts + 1)]
    return list(pairwise(edges))
