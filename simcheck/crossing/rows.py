"""Rows of documents, pairs and passages between the stages of an engine: mappings in, tuples out; how is what they hold
packed in bytes?"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
import numpy as np

from simcheck.crossing.aligned import words_of
from simcheck.crossing.comparing import Comparer
from simcheck.crossing.contents import Pair
from simcheck.crossing.parts import unpacked as part_of
from simcheck.crossing.passages import Identities
from simcheck.crossing.sides import turned
from simcheck.crossing.standings import Texts
from simcheck.findings.authorship import Author
from simcheck.model import Document
from simcheck.text.normalize import Mask

Row = Mapping[str, Any]
Out = Iterator[tuple[Any, ...]]
T = TypeVar("T")


def packed(value: Any) -> bytes:
    """A value of ours without words of a text."""
    return msgspec.msgpack.encode(value)


def unpacked(data: bytes, type: type[T]) -> T:
    """What ``packed`` packed."""
    return msgspec.msgpack.decode(data, type=type)


def worded(*some: Any) -> bytes:
    """Strings of any characters, such as no encoding has too, and what is made of them."""
    return json.dumps(some).encode("ascii")


def document_of(row: Row, content: bytes = b"") -> Document:
    """A document that was described (``id``, ``document``), with its text if that is at hand."""
    name, known = json.loads(row["document"])
    return Document(row["id"], name, words_of(content), known)


def author_bytes(author: Author) -> bytes:
    """Who wrote a document."""
    return json.dumps(msgspec.to_builtins(author)).encode("ascii")


def author_from(data: bytes) -> Author:
    """What ``author_bytes`` packed."""
    return msgspec.convert(json.loads(data), Author)


def who_of(rows: Iterable[Row], several: int) -> Identities:
    """Whose version each is (``id``, ``who``), among so many."""
    return Identities({row["id"]: tuple(json.loads(row["who"])) for row in rows}, several)


def pairs_of(row: Row) -> list[Pair]:
    """The pairs of a document, with it on the left, in the order of the others."""
    every = [unpacked(data, Pair) for data in row["pairs"] or ()]
    every.sort(key=lambda pair: (pair.a, pair.b))
    return [pair if pair.a == row["id"] else turned(pair) for pair in every]


def texts_of(rows: Sequence[Row], known: Comparer) -> Texts:
    """The documents of rows with their ``content``, and what is asked of them again and again."""
    documents = {row["id"]: document_of(row, row["content"]) for row in rows}
    marks = {row["number"]: dict(part_of(row["marks"]).marks)[row["number"]] for row in rows if row["marks"]}
    common = {row["id"]: mask_of(row["mask"]) for row in rows if row.get("mask")}
    return Texts(documents, known, {row["id"]: row["number"] for row in rows}, marks, common)


def grouped_by(name: str, rows: Iterable[Row]) -> Iterable[list[Row]]:
    """The rows by what they have in a column."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found.values()


def bits_of(mask: Mask) -> bytes:
    """A mask of a text."""
    return len(mask).to_bytes(8, "little") + np.packbits(mask).tobytes()


def mask_of(data: bytes) -> Mask:
    """What ``bits_of`` packed."""
    bits = np.unpackbits(np.frombuffer(data[8:], dtype=np.uint8), count=int.from_bytes(data[:8], "little"))
    return bits.astype(np.bool_)
