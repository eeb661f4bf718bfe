"""The stages of a crossing as functions of Arrow tables: what a distributed engine runs, wherever it runs it.

Each is pure: the same rows give the same rows, in whatever parcels and order they come, and nothing is read or kept
but the tables that are shipped. They compute with what the local engine computes with (``pairs``, ``comparing``); an
engine puts the right rows together between them. The stages, with what goes in and what comes out:

    identified     a document                           its text's number (by content), which is the same everywhere
    fingerprinted  a text                               its length and its postings
    postings       a text                               its postings, row by row, each in a bucket of keys
    keyed          all postings of a bucket of keys     weights of pairs of texts; keys of many, which are cut here
    holdings       a text                               its different keys, to be told which are of many
    shared         texts of a parcel, their partners    what each pair shares, by its runs
    compared       texts of a parcel, their partners    each pair in full, and the marks of the texts

Numbers of texts are 63 bits of the digest of their text. Columns of bytes are arrays, little-endian: ``key`` and
``place`` of 4 bytes, ``around`` of 8. pyarrow is loaded when a stage runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from simcheck.comparison import background
from simcheck.crossing import overlap, pairs
from simcheck.crossing.aligned import comparer_of, packed_comparer, words_of
from simcheck.crossing.comparing import Comparer
from simcheck.crossing.pairs import Frequent
from simcheck.crossing.parts import Part, packed
from simcheck.crossing.shelf import Shelf
from simcheck.crossing.sums import Joined, Sums
from simcheck.errors import InvalidSettings
from simcheck.index.features import Keys, Postings, fingerprints
from simcheck.store.rows import digest
from simcheck.text.background import Background
from simcheck.text.fingerprint import Ints, distinct
from simcheck.text.normalize import normalize

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table

PAIR: Final = 0
KEY: Final = 1
MOST: Final = 2
PAIR_BY_MOST: Final = 3

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "identified": {"id": "string", "number": "long", "digest": "binary", "content": "binary"},
    "fingerprinted": {
        "number": "long",
        "content": "binary",
        "length": "long",
        "count": "long",
        "key": "binary",
        "place": "binary",
        "around": "binary",
    },
    "postings": {"bucket": "long", "number": "long", "key": "long", "around": "long"},
    "keyed": {"kind": "long", "a": "long", "b": "long", "weight": "long", "chained": "long"},
    "holdings": {"number": "long", "key": "long"},
    "shared": dict.fromkeys(("a", "b", "left", "right", "telling", "densest"), "long"),
    "compared": {"a": "long", "b": "long", "data": "binary"},
}
"""What comes out of each stage, by name and type (long: 64 bits).

``keyed`` has pairs (``kind`` ``PAIR``): ``a`` before ``b``, the weight of some keys that both have, and of those by
which they are neighbours among many; and keys (``kind`` ``KEY``) that are frequent or of more than ``pairs.CAP`` texts:
the key as ``a``, the texts as ``b`` (0 if they are no more), the surroundings as ``weight`` (0 if they are few), and
as ``chained`` 1 if most texts have it and it is no phrase. Such keys are told besides by text (``kind`` ``MOST``), as
``weight`` how many postings of ``a`` are of such keys, and by pair (``PAIR_BY_MOST``), as pairs are.
``compared`` has of each pair a ``parts.Part`` with its result, and, with -1 as ``b``, of each text one with its marks.
"""


class Given(NamedTuple):
    """All that stages hang on beside their rows, in bytes: settings, templates, public texts, the background."""

    frames: tuple[bytes, ...]
    digest: bytes


def given(comparer: Comparer) -> Given:
    """What is shipped of a comparer. Raises ``InvalidSettings`` for a background that is none or cannot be shipped."""
    background(comparer.settings)
    frames = packed_comparer(comparer)
    if frames is None:
        raise InvalidSettings("background", str(comparer.settings.background), "not-a-table")
    return Given(tuple(frames), digest("".join(frame.hex() for frame in frames)))


_known: dict[bytes, Comparer] = {}


def received(shipped: Given) -> Comparer:
    """The comparer of which that was shipped."""
    if shipped.digest not in _known:
        _known.clear()
        _known[shipped.digest] = comparer_of(shipped.frames)
    return _known[shipped.digest]


# --- Texts ------------------------------------------------------------------------------------------------------------


def number_of(digest: bytes) -> int:
    """The number of a text, by its digest: in the order of digests."""
    return int.from_bytes(digest[:8], "big") >> 1


def identified(batch: RecordBatch) -> RecordBatch:
    """Documents (``id``, ``text``: characters or UTF-8) with the numbers of their texts."""
    ids, texts = batch.column("id").to_pylist(), batch.column("text").to_pylist()
    contents = [text if isinstance(text, bytes) else (text or "").encode("utf-8", "surrogatepass") for text in texts]
    digests = [digest(words_of(content)) for content in contents]
    return _batch("identified", [ids, [number_of(each) for each in digests], digests, contents])


def fingerprinted(batch: RecordBatch, barred: bytes = b"") -> RecordBatch:
    """Texts (``number``, ``content``) with their postings, in the order of keys; those ``barred`` are left out."""
    out = np.frombuffer(barred, dtype="<u4")
    rows = []
    for number, content in zip(*(batch.column(name).to_pylist() for name in ("number", "content")), strict=True):
        text = normalize(words_of(content))
        found = fingerprints(text, np.zeros(1, dtype=np.int64)).postings
        found = found.only(~pairs.held(out, found.keys)).ordered()
        assert found.around is not None
        columns = (found.keys.astype("<u4"), found.places.astype("<u4"), found.around.astype("<u8"))
        rows.append((number, content, len(text), len(found.keys), *(column.tobytes() for column in columns)))
    return _batch("fingerprinted", list(zip(*rows, strict=True)) or [[]] * 7)


# --- Keys -------------------------------------------------------------------------------------------------------------


def postings(batch: RecordBatch, buckets: int) -> RecordBatch:
    """The postings of texts, row by row."""
    numbers, keys, around = _rows(batch, "key", "around")
    return _batch("postings", [keys % np.int64(buckets), numbers, keys, around.view(np.int64)])


def holdings(batch: RecordBatch) -> RecordBatch:
    """The different keys of texts."""
    numbers, keys, _ = _rows(batch, "key", "key")
    # those of a text stand in their order
    first = np.concatenate(([True], (keys[1:] != keys[:-1]) | (numbers[1:] != numbers[:-1])))[: len(keys)]
    return _batch("holdings", [numbers[first], keys[first]])


def _rows(batch: RecordBatch, *names: str) -> tuple[Ints, Ints, Any]:
    counts = np.array(batch.column("count").to_pylist(), dtype=np.int64)
    first, second = (_joined(batch, name) for name in names)
    return np.repeat(_longs(batch, "number"), counts), first.astype(np.int64), second


def _joined(table: RecordBatch | Table, name: str) -> Any:
    kind = "<u8" if name == "around" else "<u4"
    return np.frombuffer(b"".join(table.column(name).to_pylist()), dtype=kind)


def _longs(table: RecordBatch | Table, name: str) -> Ints:
    return np.array(table.column(name).to_pylist(), dtype=np.int64)


def keyed(table: Table, shipped: Given) -> Table:
    """What the keys of a bucket tell, of which all postings are there."""
    numbers, text = np.unique(table.column("number").to_numpy(), return_inverse=True)
    keys = table.column("key").to_numpy().astype(np.uint32)
    around = table.column("around").to_numpy().view(np.uint64)
    text, rows = pairs.by_key(text.astype(np.int64), Postings(keys, np.zeros(len(keys), dtype=np.uint32), around))
    known = received(shipped)
    told = pairs.of_keys(text, rows, known.texts, background(known.settings))
    columns: list[list[Ints]] = []
    for kind, is_weight, is_chained, some in (
        (PAIR, True, False, (told.joined, told.near)),
        (PAIR, False, True, (told.chained,)),
        (PAIR_BY_MOST, True, True, (told.by_most,)),
    ):
        a, b, weight = _summed(len(numbers), *some)
        columns.append([np.full(len(a), kind), numbers[a], numbers[b], weight * is_weight, weight * is_chained])
    of_most = np.bincount(told.of_most, minlength=len(numbers))
    held = np.flatnonzero(of_most)
    none = np.zeros(len(held), dtype=np.int64)
    columns.append([np.full(len(held), MOST), numbers[held], none, of_most[held], none])
    keys = np.union1d(told.frequent.key, told.many)
    contexts = _looked_up(keys, told.frequent.key, told.frequent.contexts)
    texts = _looked_up(keys, told.many, told.holders)
    of_most = pairs.held(told.most, keys).astype(np.int64)
    columns.append([np.full(len(keys), KEY), keys.astype(np.int64), texts, contexts, of_most])
    return _table("keyed", [np.concatenate(each).astype(np.int64) for each in zip(*columns, strict=True)])


def _summed(texts: int, *some: Joined) -> Joined:
    sums = Sums(texts)
    for each in some:
        sums.add(*each)
    return sums.result()


def _looked_up(some: Keys, among: Keys, values: Any) -> Ints:
    """By key the value that it has among others, 0 if it is not there."""
    found = np.zeros(len(some), dtype=np.int64)
    if len(among):
        there = pairs.held(among, some)
        found[there] = values[np.searchsorted(among, some[there])]
    return found


# --- Pairs ------------------------------------------------------------------------------------------------------------


def shared(table: Table, shipped: Given, *, is_cut: bool) -> Table:
    """What pairs share: each text (``number``, ``length``, ``count``, postings, ``flagged``: its keys that are frequent
    or of many) with the later ones it is to be laid beside (``partners``). ``is_cut`` says that keys of most join
    nobody."""
    settings = received(shipped).settings
    table = table.sort_by("number")
    numbers, counts = _longs(table, "number"), _longs(table, "count")
    key = _joined(table, "key")
    shelf = Shelf(
        numbers,
        _longs(table, "length"),
        np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts))),
        key,
        _joined(table, "place"),
        _joined(table, "around"),
    )
    usual, _, most = _flagged(table, shipped, is_cut=is_cut)
    below = background(settings)
    if isinstance(below, Background):
        every = distinct(key)
        usual = np.union1d(usual, every[below.documents_of(every) > 0])
    at = dict(zip(numbers.tolist(), range(len(numbers)), strict=True))
    both = [(at[a], at[b]) for a, b in _wanted(table)]
    a, b = np.array(both, dtype=np.int64).reshape(-1, 2).T
    found = overlap.shared(Joined(a, b, np.zeros_like(a)), shelf, usual, most, settings.min_length)
    return _table("shared", [numbers[found.a], numbers[found.b], *found[2:]])


def _wanted(table: Table) -> list[tuple[int, int]]:
    """The pairs that are asked for, in their order."""
    numbers, partners = (table.column(name).to_pylist() for name in ("number", "partners"))
    return sorted((a, b) for a, some in zip(numbers, partners, strict=True) for b in some or ())


def _flagged(table: Table, shipped: Given, *, is_cut: bool) -> tuple[Keys, Frequent, Keys]:
    """The keys (ascending) that are frequent or of many; those that are frequent, with their surroundings; and those
    that most texts have and that join nobody, if there are such."""
    every = {row["key"]: row for some in table.column("flagged").to_pylist() for row in some or ()}
    keys = np.array(sorted(every), dtype=np.uint32)
    contexts = np.array([every[key]["contexts"] for key in sorted(every)], dtype=np.uint32)
    most = keys[np.array([is_cut and every[key]["most"] > 0 for key in sorted(every)], dtype=np.bool_)]
    frequent = Frequent(keys[contexts > 0], contexts[contexts > 0])
    return keys, pairs.with_most(frequent, most, received(shipped).texts), most


def compared(table: Table, shipped: Given, *, is_cut: bool) -> Table:
    """Pairs in full: each text (``number``, ``content``, ``flagged``) with those it is to be compared with
    (``partners``). ``is_cut`` says that keys of most join nobody, and are frequent."""
    known = received(shipped)
    _, frequent, _ = _flagged(table, shipped, is_cut=is_cut)
    comparer = Comparer(known.settings, frequent, known.texts, known.templates, known.public)
    numbers = table.column("number").to_pylist()
    contents = {n: words_of(c) for n, c in zip(numbers, table.column("content").to_pylist(), strict=True)}
    rows = [(a, b, packed(Part([comparer.of_pair(a, b, contents)], []))) for a, b in _wanted(table)]
    rows += [(n, -1, packed(Part([], [(n, comparer.marks(n, contents[n]))]))) for n in sorted(numbers)]
    return _table("compared", list(zip(*rows, strict=True)) or [[]] * 3)


# --- Rows as tables ---------------------------------------------------------------------------------------------------


def _batch(stage: str, columns: Sequence[Any]) -> RecordBatch:
    return batch_of(COLUMNS[stage], columns)


def _table(stage: str, columns: Sequence[Any]) -> Table:
    return table_of(COLUMNS[stage], columns)


def batch_of(columns: Mapping[str, str], values: Sequence[Any]) -> RecordBatch:
    """The values of columns of these names and types (long: 64 bits) in Arrow, whose package is loaded for it."""
    import pyarrow

    kinds = {
        "string": pyarrow.string(),
        "long": pyarrow.int64(),
        "double": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "binary": pyarrow.binary(),
    }
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    arrays = [pyarrow.array(some, type=field.type) for some, field in zip(values, schema, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def table_of(columns: Mapping[str, str], values: Sequence[Any]) -> Table:
    """The same as a table."""
    import pyarrow

    return pyarrow.Table.from_batches([batch_of(columns, values)])
