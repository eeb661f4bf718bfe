"""From what is to be added to what a corpus stores: read, counted, and with the features that it is found by."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from simcheck.corpus.inputs import Incoming
from simcheck.errors import OwnResult, UnreadableDocument
from simcheck.index.features import FINGERPRINTS, SKETCHES, Batch, features
from simcheck.index.sketching import Sketching
from simcheck.model import Document, identity
from simcheck.report import stamp
from simcheck.store.rows import Text, digest
from simcheck.text.normalize import visible
from simcheck.text.segmentation import count_paragraphs


class ReadOptions(NamedTuple):
    """How all of them are read."""

    encoding: str | None = None
    even_results: bool = False
    """Whether what looks like a result of ours is taken all the same."""
    only_read: bool = False
    """Whether they are in the index already."""


class Ingested(NamedTuple):
    """What came of something that was to be added: the document, what was guessed of it, and its text as it is
    stored."""

    incoming: Incoming
    document: Document
    guessed: dict[str, str]
    text: Text


class Failed(NamedTuple):
    """Something that could not be read, and why."""

    incoming: Incoming
    error: UnreadableDocument


class Parcel(NamedTuple):
    """What came of some of them: ``batch`` has the features of the texts of ``done``, in the same order; ``ingested``
    puts all but the terms in the order in which postings are stored."""

    done: list[Ingested]
    failed: list[Failed]
    batch: Batch | None = None


def ingested(several: Sequence[Incoming], options: ReadOptions, sketching: Sketching) -> Parcel:
    """Read and count some of them here and now."""
    failed, read = [], []
    for incoming in several:
        try:
            read.append((incoming, incoming.document or read_incoming(incoming, options)))
        except UnreadableDocument as error:
            failed.append(Failed(incoming, error))
    texts = [document.text for _, document in read]
    if not texts:
        return Parcel([], failed)
    done = [_counted(*each, count) for each, count in zip(read, _characters(texts), strict=True)]
    if options.only_read:
        return Parcel(done, failed)
    return Parcel(done, failed, features(texts, *sketching).ordered((FINGERPRINTS, SKETCHES)))


def _characters(texts: Sequence[str]) -> list[int]:
    """How many characters of each text are visible; counted together, because most texts are short."""
    ends = np.cumsum([len(text) for text in texts])
    counted = np.concatenate(([0], np.cumsum(visible("".join(texts)))))[ends]
    result: list[int] = np.diff(counted, prepend=0).tolist()
    return result


def read_incoming(incoming: Incoming, options: ReadOptions, data: bytes | None = None) -> Document:
    """The document in a file or an archive, of which ``data`` may be known already; raises an ``UnreadableDocument``,
    ``OwnResult`` among them."""
    from simcheck.files import given
    from simcheck.readers import archive, from_content

    assert incoming.path is not None
    if incoming.inside:
        path = name = archive.shown(incoming.path, incoming.inside)
        data = archive.content(incoming.path, incoming.inside) if data is None else data
    else:
        path, name = incoming.path, os.path.basename(incoming.path)
        data = given.content(incoming.path) if data is None else data
    if not options.even_results and stamp.written(data):
        raise OwnResult(path)
    document = from_content(path, name, data, encoding=options.encoding)
    # saved again in another encoding, or as a document of an office program
    if not options.even_results and stamp.is_result_text(document.text):
        raise OwnResult(path)
    return document


def read_for_check(
    incoming: Incoming, options: ReadOptions, has_record: Callable[[str], bool], data: bytes | None = None
) -> Document:
    """A document that is to be checked, with the id of its record if ``has_record`` says that there is one. Raises what
    ``read_incoming`` raises.

    What the table beside it says of it holds, the rest is guessed as where documents are added.
    """
    document = incoming.document or read_incoming(incoming, options, data)
    id = incoming.id if has_record(incoming.id) else identity(incoming.name, document.text)
    known = dict(document.metadata)
    if incoming.said:
        from simcheck.metadata.guess import guess
        from simcheck.metadata.sidecar import given

        known = {**guess(incoming.place or incoming.name, document.text), **given(incoming.said)}
    return replace(document, id=id, name=incoming.name, metadata=known)


def _counted(incoming: Incoming, document: Document, characters: int) -> Ingested:
    from simcheck.metadata.guess import guess

    text = document.text
    # the path as the user knows it says more than the file's name
    guessed = guess(incoming.place or incoming.name or document.name, text)
    return Ingested(incoming, document, guessed, Text(text, digest(text), characters, count_paragraphs(text)))
