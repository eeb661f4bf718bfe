"""Parcels of work, and what came of them, as data of a fixed form between processes (``crew``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from simcheck.corpus.ingest import Failed, Ingested, Parcel, ReadOptions
from simcheck.corpus.inputs import Incoming
from simcheck.index.features import FAMILIES, FINGERPRINTS, Batch, Postings
from simcheck.index.sketching import Sketching
from simcheck.model import Document, FileFacts
from simcheck.readers import wire
from simcheck.readers.wire import MALFORMED as MALFORMED
from simcheck.readers.wire import packed, words_of
from simcheck.store import rows
from simcheck.text.fingerprint import Permutations


class _Document(msgspec.Struct, array_like=True):
    id: wire.Text
    name: wire.Text
    text: wire.Text
    metadata: dict[str, wire.Text]
    notes: list[wire.NoteData]
    pages: tuple[int, ...]
    file: FileFacts | None


class _Incoming(msgspec.Struct, array_like=True):
    """What is needed to read an ``Incoming``."""

    name: wire.Text
    place: wire.Text | None
    path: wire.Text | None
    inside: tuple[wire.Text, ...]
    document: _Document | None


class _Question(msgspec.Struct, array_like=True):
    parcel: list[_Incoming]
    encoding: str | None
    even_results: bool
    only_read: bool
    functions: tuple[list[int], list[int]]
    rows: int


class _Ingested(msgspec.Struct, array_like=True):
    """``at`` is its place in the parcel; there is no document if that was in the question."""

    at: int
    document: _Document | None
    guessed: dict[str, wire.Text]
    digest: bytes
    characters: int
    paragraphs: int


class _Answer(msgspec.Struct, array_like=True):
    done: list[_Ingested]
    failed: list[tuple[int, wire.ErrorData]]


def packed_question(parcel: Sequence[Incoming], options: ReadOptions, sketching: Sketching) -> list[bytes]:
    a, b = (values.tolist() for values in sketching.permutations)
    several = [
        _Incoming(
            packed(incoming.name),
            None if incoming.place is None else packed(incoming.place),
            None if incoming.path is None else packed(incoming.path),
            tuple(map(packed, incoming.inside)),
            None if incoming.document is None else _packed_document(incoming.document),
        )
        for incoming in parcel
    ]
    return [msgspec.msgpack.encode(_Question(several, *options, (a, b), sketching.rows))]


def question_of(frames: Sequence[bytes]) -> tuple[list[Incoming], ReadOptions, Sketching]:
    """What there is to read, each with its place in the parcel as its id, how, and the functions of its sketches."""
    (head,) = frames
    asked = msgspec.msgpack.decode(head, type=_Question)
    a, b = (np.array(values, dtype=np.uint32) for values in asked.functions)
    parcel = [
        Incoming(
            str(at),
            words_of(incoming.name),
            0,
            None if incoming.place is None else words_of(incoming.place),
            None,
            None if incoming.path is None else words_of(incoming.path),
            tuple(map(words_of, incoming.inside)),
            document=None if incoming.document is None else _document_of(incoming.document),
        )
        for at, incoming in enumerate(asked.parcel)
    ]
    return (
        parcel,
        ReadOptions(asked.encoding, asked.even_results, asked.only_read),
        Sketching(Permutations(a, b), asked.rows),
    )


def packed_answer(parcel: Parcel) -> Iterator[bytes]:
    """What came of a parcel."""
    done = [
        _Ingested(
            int(each.incoming.id),
            None if each.incoming.document else _packed_document(each.document),
            _packed_facts(each.guessed),
            *each.text[1:],
        )
        for each in parcel.done
    ]
    failed = [(int(incoming.id), wire.packed_error(error)) for incoming, error in parcel.failed]
    yield msgspec.msgpack.encode(_Answer(done, failed))
    if parcel.batch:
        yield from (column.tobytes() for column in _columns(parcel.batch))


def answer_of(frames: Sequence[bytes], parcel: Sequence[Incoming]) -> Parcel:
    """What another process answered for ``parcel``; one of ``MALFORMED`` for what our own program would not answer."""
    head, *columns = frames
    answer = msgspec.msgpack.decode(head, type=_Answer)
    if sorted([each.at for each in answer.done] + [at for at, _ in answer.failed]) != list(range(len(parcel))):
        raise ValueError("of something else than was asked")
    done = []
    for each in answer.done:
        document = parcel[each.at].document or (_document_of(each.document) if each.document else None)
        if document is None:
            raise ValueError("no document")
        text = rows.Text(document.text, each.digest, each.characters, each.paragraphs)
        done.append(Ingested(parcel[each.at], document, _facts_of(each.guessed), text))
    failed = [Failed(parcel[at], wire.error_of(error)) for at, error in answer.failed]
    return Parcel(done, failed, _batch_of(columns) if columns else None)


def _packed_document(document: Document) -> _Document:
    names = packed(document.id), packed(document.name), packed(document.text)
    notes = wire.packed_notes(document.notes)
    return _Document(*names, _packed_facts(document.metadata), notes, document.pages, document.file)


def _document_of(document: _Document) -> Document:
    id, name, text = words_of(document.id), words_of(document.name), words_of(document.text)
    notes = wire.notes_of(document.notes, len(text))
    pages = wire.pages_of(document.pages, text)
    return Document(id, name, text, _facts_of(document.metadata), notes, pages, document.file)


def _packed_facts(facts: Mapping[str, str]) -> dict[str, wire.Text]:
    return {name: packed(value) for name, value in facts.items()}


def _facts_of(facts: Mapping[str, wire.Text]) -> dict[str, str]:
    return {name: words_of(value) for name, value in facts.items()}


def _columns(batch: Batch) -> Iterator[npt.NDArray[Any]]:
    yield from (batch.starts, batch.lengths, batch.chunks)
    for family in FAMILIES:
        keys, places, around = batch.families[family]
        yield from (keys, places, np.zeros(0, dtype=np.uint64) if around is None else around)


def _batch_of(columns: Sequence[bytes]) -> Batch:
    """``ValueError`` for columns that are not those of a batch."""
    starts, lengths, chunks, *rest = columns
    families = {}
    for family, at in zip(FAMILIES, range(0, len(rest), 3), strict=True):
        keys, places = (np.frombuffer(column, dtype=np.uint32) for column in rest[at : at + 2])
        around = np.frombuffer(rest[at + 2], dtype=np.uint64) if family == FINGERPRINTS else None
        if len(keys) != len(places) or (around is not None and len(around) != len(keys)):
            raise ValueError("columns of different lengths")
        families[family] = Postings(keys, places, around)
    of_texts = (np.frombuffer(column, dtype=np.int64) for column in (starts, lengths, chunks))
    begin, length, chunk = of_texts
    return Batch(begin, length, families, chunk)
