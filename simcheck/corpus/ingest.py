"""From files and texts to what a corpus stores: read, counted, and with the features that they are found by."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from simcheck.errors import OwnResult, UnreadableDocument
from simcheck.index.features import Batch, features
from simcheck.index.sketching import Sketching
from simcheck.model import Document
from simcheck.report import stamp
from simcheck.store.rows import NewText, digest
from simcheck.text.normalize import visible
from simcheck.text.segmentation import count_paragraphs


class Task(NamedTuple):
    """Something to prepare: the file at ``path``, or a text that is there already; ``key`` is handed back with it."""

    key: Any
    size: int
    path: str | None = None
    document: Document | None = None
    encoding: str | None = None
    place: str = ""
    """What the metadata are guessed from: the path as the user knows it."""
    inside: tuple[str, ...] = ()
    """Where in the archive at ``path`` it is, if that is one."""
    even_results: bool = False
    """Whether what looks like a result of ours is taken all the same."""


class Ready(NamedTuple):
    """A document that was prepared: its text is the ``number``-th of its chunk."""

    key: Any
    id: str
    name: str
    notes: tuple[Any, ...]
    pages: tuple[int, ...]
    metadata: dict[str, str]
    guessed: dict[str, str]
    text: NewText


class Failed(NamedTuple):
    """A document that could not be read, and why."""

    key: Any
    error: UnreadableDocument


class Prepared(NamedTuple):
    """A chunk that was prepared: ``batch`` has the features of the texts of ``ready``, in the same order."""

    ready: list[Ready]
    failed: list[Failed]
    batch: Batch | None = None


def prepared(tasks: Sequence[Task], sketching: Sketching) -> Prepared:
    """Prepare a chunk here and now."""
    failed, read = [], []
    for task in tasks:
        try:
            read.append((task, task.document or _read(task)))
        except UnreadableDocument as error:
            failed.append(Failed(task.key, error))
    texts = [document.text for _, document in read]
    if not texts:
        return Prepared([], failed)
    ready = [_counted(*each, count) for each, count in zip(read, _characters(texts), strict=True)]
    return Prepared(ready, failed, features(texts, *sketching))


def _characters(texts: Sequence[str]) -> list[int]:
    """How many characters of each text are visible; counted together, because most texts are short."""
    ends = np.cumsum([len(text) for text in texts])
    counted = np.concatenate(([0], np.cumsum(visible("".join(texts)))))[ends]
    result: list[int] = np.diff(counted, prepend=0).tolist()
    return result


def _read(task: Task) -> Document:
    from simcheck.files import given
    from simcheck.readers import archive, from_content

    assert task.path is not None
    if task.inside:
        path, name = archive.shown(task.path, task.inside), archive.shown(task.path, task.inside)
        data = archive.content(task.path, task.inside)
    else:
        path, name = task.path, os.path.basename(task.path)
        data = given.content(task.path)
    if not task.even_results and stamp.written(data):
        raise OwnResult(path)
    return from_content(path, name, data, encoding=task.encoding)


def _counted(task: Task, document: Document, characters: int) -> Ready:
    from simcheck.metadata.guess import guess

    text = document.text
    new = NewText(text, digest(text), characters, count_paragraphs(text))
    guessed = guess(task.place or document.name, text)
    known = dict(document.metadata)
    return Ready(task.key, document.id, document.name, document.notes, document.pages, known, guessed, new)
