"""What becomes of what is added: new, changed, known already, or unreadable; and the index made again.

A record is known again by its place: the file's path, seen from the corpus's folder if it lies there, or the id of a
document that was handed over. Its text decides whether it changed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import numpy as np

from simcheck.corpus.crew import in_parcels
from simcheck.corpus.ingest import Ingested, Parcel, ReadOptions
from simcheck.corpus.inputs import Failures, Incoming, Listing
from simcheck.errors import NotFound, OwnResult, SimcheckError
from simcheck.index.features import Batch
from simcheck.index.sketching import sketching
from simcheck.metadata.sidecar import given
from simcheck.model import Document, FileFacts
from simcheck.report.reader_notes import reading_data
from simcheck.store import transaction
from simcheck.store.changes import (
    bring_up_to_date,
    drop_text_if_unused,
    drop_unreadable,
    now,
    put_fact,
    put_original,
    put_record,
    put_stamps,
    put_unreadable,
)
from simcheck.store.rows import File, Row
from simcheck.store.scheme import facts_of_index
from simcheck.store.store import Store

JOBS: Final = min(8, os.cpu_count() or 1)
"""Processes that prepare what is added; beyond eight the one that writes cannot keep up."""

BATCH: Final = 8_000_000
"""Characters that are written as one file: a few seconds' work, and a quarter of a gigabyte while it is sorted."""

_BLOCK: Final = 500
"""Documents that are looked up in the catalogue at once."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an addition is: documents and bytes, done and in all (as far as is known)."""

    documents: int
    size: int
    of_documents: int
    of_size: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class Added:
    """What an addition did, by id and in the order of the documents.

    ``twins`` are those of ``added`` and ``changed`` whose text was there already under another record; ``unreadable``
    has what could not be read with its error.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    twins: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, SimcheckError]] = field(default_factory=list)
    results: list[str] = field(default_factory=list)
    """Places of results that simcheck itself wrote, which are left out."""
    outside: list[str] = field(default_factory=list)
    """Places of links in folders that lead out of them, which are not followed."""
    characters: int = 0


def add(
    store: Store,
    several: Iterable[Incoming],
    total: tuple[int, int],
    listing: Listing | None = None,
    *,
    encoding: str | None = None,
    even_results: bool = False,
    on_progress: OnProgress | None = None,
) -> Added:
    """Add ``total`` documents and bytes; ``listing`` is where they were found, which has failures of its own."""
    with store.writing():
        store.refuse_other_settings()
        addition = _Addition(store, ReadOptions(encoding, even_results))
        addition.run(several, total, on_progress)
        store.merge()
    return addition.result(listing)


class _Addition:
    """Adds to a corpus batch by batch; what was committed stays, whatever happens to the rest."""

    def __init__(self, store: Store, options: ReadOptions) -> None:
        self._store, self._catalogue, self._options = store, store.catalogue, options
        self._added: list[str] = []
        self._changed: list[str] = []
        self._known: list[str] = []
        self._twins: list[str] = []
        self._unreadable: Failures = []
        self._results: list[str] = []
        self._clear()

    def result(self, listing: Listing | None) -> Added:
        """What was done; what was listed is told before what was read."""
        failed = listing.failed if listing else []
        return Added(
            self._added,
            self._changed,
            self._known,
            self._twins,
            [each for each in failed if not isinstance(each[1], OwnResult)] + self._unreadable,
            [place for place, error in failed if isinstance(error, OwnResult)] + self._results,
            listing.outside if listing else [],
        )

    def _clear(self) -> None:
        self._parts: list[transaction.Part] = []
        self._rows: list[tuple[Row, bytes, FileFacts | None]] = []
        """Records to be stored, with the digests of their texts and what is known of their files."""
        self._fresh: dict[bytes, int] = {}
        """Texts to be stored: where each stands among them."""
        self._failed: Failures = []
        self._stamps: list[tuple[str | None, str]] = []
        self._files: list[tuple[str, int, FileFacts]] = []
        """Of known records, with their versions: the files that have the same text, though perhaps other bytes."""
        self._size = 0
        self._is_wiped = True

    def run(self, several: Iterable[Incoming], total: tuple[int, int], on_progress: OnProgress | None) -> None:
        """Add all; on an interruption what is ready is stored first."""
        self._old: dict[str, Row] = {}
        self._not_read_before = {place for place, *_ in self._catalogue.unreadable()}
        self._passed = (0, 0)
        done = size = 0
        try:
            for parcel in in_parcels(self._wanted(several), self._options, self._store.sketching(), jobs=JOBS):
                self._take(parcel)
                done += len(parcel.done) + len(parcel.failed)
                size += sum(each.incoming.size for each in parcel.done)
                size += sum(each.incoming.size for each in parcel.failed)
                if on_progress:
                    on_progress(Progress(done + self._passed[0], size + self._passed[1], *total))
                if self._size >= BATCH:
                    self.commit()
        finally:
            self.commit()

    def _wanted(self, several: Iterable[Incoming]) -> Iterator[Incoming]:
        """What has to be read; a block at a time, so that a list of millions is never held whole."""
        seen: set[str] = set()
        remaining = iter(several)
        while block := list(islice(remaining, _BLOCK)):
            # the same file may have been named twice, by itself and in its folder
            fresh = {incoming.id: incoming for incoming in block if incoming.id not in seen}
            seen.update(fresh)
            self._old |= self._catalogue.records_with(fresh)
            for incoming in fresh.values():
                if self._is_untouched(incoming):
                    self._passed = (self._passed[0] + 1, self._passed[1] + incoming.size)
                    del self._old[incoming.id]
                else:
                    yield incoming

    def _is_untouched(self, incoming: Incoming) -> bool:
        """Whether the file has not been touched since it was read, and nothing new is said of it."""
        old = self._old.get(incoming.id)
        if not incoming.stamp or old is None or old.stamp != incoming.stamp or _differs(old, incoming.said):
            return False
        if incoming.place in self._not_read_before:
            return False
        self._known.append(incoming.id)
        return True

    def _take(self, parcel: Parcel) -> None:
        numbers = self._catalogue.numbers_of({ingested.text.digest for ingested in parcel.done})
        keep = np.zeros(len(parcel.done), dtype=np.bool_)
        texts = []
        for at, ingested in enumerate(parcel.done):
            digest = ingested.text.digest
            if not self._decide(ingested, numbers.get(digest)) or digest in self._fresh or digest in numbers:
                continue
            self._fresh[digest] = len(self._fresh)
            texts.append(ingested.text)
            keep[at] = True
        if texts and parcel.batch:
            self._parts.append((texts, parcel.batch if keep.all() else parcel.batch.only(keep)))
            self._size += sum(len(text.content) for text in texts)
        for incoming, error in parcel.failed:
            if isinstance(error, OwnResult):
                self._results.append(incoming.place or incoming.name)
            elif incoming.place is None:
                # there is no place at which it could be looked for again
                self._unreadable.append((incoming.name, error))
            else:
                self._failed.append((incoming.place, error))

    def _decide(self, ingested: Ingested, number: int | None) -> bool:
        """Whether a document, whose text has this number if it is there, is to be stored; notes for the result what it
        is."""
        incoming = ingested.incoming
        old = self._old.get(incoming.id)
        is_same = old is not None and old.text == number
        if is_same and old is not None and not _differs(old, incoming.said):
            self._known.append(incoming.id)
            self._stamps.append((incoming.stamp, incoming.id))
            if ingested.document.file is not None:
                self._files.append((old.id, old.version, ingested.document.file))
            return False
        (self._added if old is None else self._changed).append(incoming.id)
        if not is_same and (number is not None or ingested.text.digest in self._fresh):
            self._twins.append(incoming.id)
        self._rows.append((_row(ingested, old), ingested.text.digest, ingested.document.file))
        return True

    def commit(self) -> None:
        """Store everything that is ready; what could not be stored is not tried again."""
        try:
            if self._rows or self._failed or self._stamps:
                transaction.add(self._store.home, self._catalogue, self._parts, self._record)
            if not self._is_wiped:
                self._catalogue.wipe()
            self._unreadable.extend(self._failed)
        finally:
            self._clear()

    def _record(self, db: sqlite3.Connection, numbers: Sequence[int]) -> None:
        if self._rows or self._files:
            bring_up_to_date(db)
        number_of = self._catalogue.numbers_of({digest for _, digest, _ in self._rows})
        number_of |= {digest: numbers[at] for digest, at in self._fresh.items() if at < len(numbers)}
        replaced = set()
        for row, digest, file in self._rows:
            number = number_of.get(digest)
            if number is None:
                # an interruption came between the record and its text
                continue
            put_record(db, row._replace(text=number), file)
            if row.place in self._not_read_before:
                drop_unreadable(db, row.place)
            old = self._old.get(row.id)
            if old and old.text != number:
                replaced.add(old.text)
        for number in sorted(replaced):
            self._is_wiped &= not drop_text_if_unused(db, number)
        put_stamps(db, self._stamps)
        for id, version, file in self._files:
            put_original(db, id, version, file)
        for _, id in self._stamps:
            place = self._old[id].place
            if place in self._not_read_before:
                drop_unreadable(db, place)
        for place, error in self._failed:
            # a path that leads nowhere is a slip, and nothing to remember
            if not isinstance(error, NotFound):
                put_unreadable(db, place, error.code, vars(error))
        put_fact(db, "updated", now())


def _differs(row: Row, said: Mapping[str, str]) -> bool:
    """Whether something is said of a record that is not known of it."""
    return any(row.metadata.get(key) != value or key in row.guessed for key, value in given(said).items())


def said_of(row: Row) -> dict[str, str]:
    """What the user said of a record, or the list that it stood in."""
    return {key: value for key, value in row.metadata.items() if key not in row.guessed}


def known_of(said: Mapping[str, str], guessed: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is known of a record of which so much is said and so much can be guessed, and which of it was guessed."""
    said = given(said)
    some = {key: value for key, value in guessed.items() if key not in said}
    return {**some, **said}, tuple(sorted(some))


def _row(ingested: Ingested, old: Row | None) -> Row:
    incoming, document = ingested.incoming, ingested.document
    said = dict(document.metadata) | dict(incoming.said)
    if old is not None:
        # what was said once holds until something else is said
        said = said_of(old) | said
    known, guessed = known_of(said, ingested.guessed)
    reading = reading_data(document.notes, document.pages)
    version = 1 if old is None else old.version + 1
    return Row(
        incoming.id, 0, incoming.name, incoming.place, incoming.stamp, known, guessed, reading,
        now(), version, ingested.text.characters, ingested.text.paragraphs,
    )  # fmt: skip


# The index made again


def rebuild(store: Store, on_progress: OnProgress | None) -> None:
    """Make the index again from the stored texts; until it is done, the old one serves."""
    catalogue = store.catalogue
    with store.writing():
        plan = sketching()
        numbers = catalogue.numbers()
        files: list[File] = []
        pending: list[tuple[list[int], Batch]] = []
        done = 0
        stored = (_stored(store, number) for number in numbers)
        for parcel in in_parcels((text for text in stored if text), ReadOptions(), plan, jobs=JOBS):
            assert not parcel.failed
            if parcel.batch:
                pending.append(([int(each.incoming.id) for each in parcel.done], parcel.batch))
            done += len(parcel.done)
            if on_progress:
                on_progress(Progress(done, done, len(numbers), len(numbers)))
            if sum(batch.extent for _, batch in pending) >= BATCH:
                files.append(transaction.write_file(store.home, catalogue, pending))
                pending = []
        if pending:
            files.append(transaction.write_file(store.home, catalogue, pending))
        transaction.replace_all(store.home, catalogue, files, facts_of_index(plan))
        store.merge()


def _stored(store: Store, number: int) -> Incoming | None:
    """A text with its number as its id."""
    text = store.catalogue.content(number)
    if text is None:
        return None
    size = len(text.encode("utf-8", "surrogatepass"))
    return Incoming(str(number), "", size, document=Document("", "", text))
