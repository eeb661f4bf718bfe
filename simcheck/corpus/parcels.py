"""Chunks of work, and what came of them, as data of a fixed form between processes (``crew``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from simcheck.corpus.ingest import Failed, Prepared, Ready, Task
from simcheck.index.features import FAMILIES, FINGERPRINTS, Batch, Postings
from simcheck.index.sketching import Sketching
from simcheck.model import Document
from simcheck.readers.wire import MALFORMED as MALFORMED
from simcheck.readers.wire import (
    ErrorData,
    NoteData,
    Text,
    error_of,
    notes_of,
    packed,
    packed_error,
    packed_notes,
    pages_of,
    words_of,
)
from simcheck.store.rows import NewText
from simcheck.text.fingerprint import Permutations


class _Document(msgspec.Struct, array_like=True):
    id: Text
    name: Text
    text: Text
    metadata: dict[str, Text]
    notes: list[NoteData]
    pages: tuple[int, ...]


class _Task(msgspec.Struct, array_like=True):
    """A ``Task`` without its key, which is its place in the chunk."""

    size: int
    path: Text | None
    document: _Document | None
    encoding: str | None
    place: Text
    inside: tuple[Text, ...]
    even_results: bool


class _Chunk(msgspec.Struct, array_like=True):
    functions: tuple[list[int], list[int]]
    rows: int
    tasks: list[_Task]


class _Ready(msgspec.Struct, array_like=True):
    key: int
    id: Text
    name: Text
    notes: list[NoteData]
    pages: tuple[int, ...]
    metadata: dict[str, Text]
    guessed: dict[str, Text]
    content: Text
    digest: bytes
    characters: int
    paragraphs: int


class _Prepared(msgspec.Struct, array_like=True):
    ready: list[_Ready]
    failed: list[tuple[int, ErrorData]]


def packed_chunk(chunk: Sequence[Task], sketching: Sketching) -> list[bytes]:
    a, b = (values.tolist() for values in sketching.permutations)
    tasks = [
        _Task(
            task.size,
            None if task.path is None else packed(task.path),
            None if task.document is None else _packed_document(task.document),
            task.encoding,
            packed(task.place),
            tuple(map(packed, task.inside)),
            task.even_results,
        )
        for task in chunk
    ]
    return [msgspec.msgpack.encode(_Chunk((a, b), sketching.rows, tasks))]


def _packed_document(document: Document) -> _Document:
    names = packed(document.id), packed(document.name), packed(document.text)
    return _Document(*names, _packed_facts(document.metadata), packed_notes(document.notes), document.pages)


def _task_of(at: int, task: _Task) -> Task:
    document = None if task.document is None else _document_of(task.document)
    path = None if task.path is None else words_of(task.path)
    names = words_of(task.place), tuple(map(words_of, task.inside))
    return Task(at, task.size, path, document, task.encoding, *names, task.even_results)


def _document_of(document: _Document) -> Document:
    names = words_of(document.id), words_of(document.name), words_of(document.text)
    notes = notes_of(document.notes, len(names[2]))
    return Document(*names, _facts_of(document.metadata), notes, document.pages)


def _packed_facts(facts: Mapping[str, str]) -> dict[str, Text]:
    return {name: packed(value) for name, value in facts.items()}


def _facts_of(facts: Mapping[str, Text]) -> dict[str, str]:
    return {name: words_of(value) for name, value in facts.items()}


def result_of(frames: Sequence[bytes], chunk: Sequence[Task]) -> Prepared:
    """What another process answered for ``chunk``."""
    head, *columns = frames
    done = msgspec.msgpack.decode(head, type=_Prepared)
    ready = []
    for each in done.ready:
        content = words_of(each.content)
        names = (
            words_of(each.id),
            words_of(each.name),
            notes_of(each.notes, len(content)),
            pages_of(each.pages, content),
        )
        about = _facts_of(each.metadata), _facts_of(each.guessed)
        text = NewText(content, each.digest, each.characters, each.paragraphs)
        ready.append(Ready(chunk[each.key].key, *names, *about, text))
    failed = [Failed(chunk[key].key, error_of(error)) for key, error in done.failed]
    if sorted([each.key for each in done.ready] + [key for key, _ in done.failed]) != list(range(len(chunk))):
        raise ValueError("other tasks than were given")
    return Prepared(ready, failed, _batch_of(columns) if columns else None)


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


def chunk_of(frames: Sequence[bytes]) -> tuple[list[Task], Sketching]:
    """The tasks of a chunk, each with its place in it as its key, and the functions of its sketches."""
    (head,) = frames
    chunk = msgspec.msgpack.decode(head, type=_Chunk)
    a, b = (np.array(values, dtype=np.uint32) for values in chunk.functions)
    return [_task_of(at, task) for at, task in enumerate(chunk.tasks)], Sketching(Permutations(a, b), chunk.rows)


def packed_result(done: Prepared) -> Iterator[bytes]:
    """What came of a chunk."""
    ready = [
        _Ready(
            each.key,
            packed(each.id),
            packed(each.name),
            packed_notes(each.notes),
            each.pages,
            _packed_facts(each.metadata),
            _packed_facts(each.guessed),
            packed(each.text.content),
            *each.text[1:],
        )
        for each in done.ready
    ]
    failed = [(each.key, packed_error(each.error)) for each in done.failed]
    yield msgspec.msgpack.encode(_Prepared(ready, failed))
    if done.batch:
        yield from (column.tobytes() for column in _columns(done.batch))
