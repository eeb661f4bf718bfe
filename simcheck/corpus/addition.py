"""What becomes of what is added: new, changed, known already, or unreadable; and from paths to what there is to read.

A record is known again by its place: the file's path, seen from the corpus's folder if it lies there, or the id of a
document that was handed over. Its text decides whether it changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from simcheck.corpus.crew import prepare
from simcheck.corpus.ingest import Prepared, Ready, Task
from simcheck.corpus.inputs import Failures, Source
from simcheck.errors import NotFound, OwnResult, SimcheckError
from simcheck.index.sketching import Sketching
from simcheck.report.reading import reading_data
from simcheck.store import transaction
from simcheck.store.catalogue import Catalogue
from simcheck.store.changes import (
    drop_text_if_unused,
    drop_unreadable,
    now,
    put_fact,
    put_record,
    put_stamps,
    put_unreadable,
)
from simcheck.store.rows import Row

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


# Into the corpus


class Addition:
    """Adds sources to a catalogue, batch by batch; what was committed stays, whatever happens to the rest."""

    def __init__(self, folder: Path, catalogue: Catalogue, sketching: Sketching, jobs: int) -> None:
        self.folder, self.catalogue = folder, catalogue
        self._sketching, self._jobs = sketching, jobs
        self.result = Added()
        self._clear()

    def _clear(self) -> None:
        self._parts: list[transaction.Part] = []
        self._rows: list[tuple[Row, bytes]] = []
        """Records to be stored, with the digests of their texts."""
        self._fresh: dict[bytes, int] = {}
        """Texts to be stored: where each stands among them."""
        self._failed: Failures = []
        self._stamps: list[tuple[str | None, str]] = []
        self._size = 0
        self._is_wiped = True

    def run(
        self,
        every: Iterable[Source],
        total: tuple[int, int],
        encoding: str | None,
        on_progress: OnProgress | None,
        *,
        even_results: bool = False,
    ) -> None:
        """Add all sources, ``total`` documents and bytes; on an interruption what is ready is stored first."""
        self._old: dict[str, Row] = {}
        self._unreadable = {place for place, *_ in self.catalogue.unreadable()}
        self._passed = (0, 0)
        tasks = (_task(source, encoding, even_results=even_results) for source in self._wanted(every))
        chunks = prepare(tasks, self._sketching, jobs=self._jobs)
        done = size = 0
        try:
            for chunk in chunks:
                self._take(chunk)
                done += len(chunk.ready) + len(chunk.failed)
                size += sum(each.key.size for each in chunk.ready) + sum(each.key.size for each in chunk.failed)
                if on_progress:
                    on_progress(Progress(done + self._passed[0], size + self._passed[1], *total))
                if self._size >= BATCH:
                    self.commit()
        finally:
            self.commit()

    def _wanted(self, every: Iterable[Source]) -> Iterator[Source]:
        """The sources that have to be read; a block at a time, so that a list of millions is never held whole."""
        seen: set[str] = set()
        sources = iter(every)
        while block := list(islice(sources, _BLOCK)):
            # the same file may have been named twice, by itself and in its folder
            fresh = {source.id: source for source in block if source.id not in seen}
            seen.update(fresh)
            self._old |= self.catalogue.records_with(fresh)
            for source in fresh.values():
                if self._is_untouched(source):
                    self._passed = (self._passed[0] + 1, self._passed[1] + source.size)
                    del self._old[source.id]
                else:
                    yield source

    def _is_untouched(self, source: Source) -> bool:
        """Whether the file has not been touched since it was read, and nothing new is said of it."""
        old = self._old.get(source.id)
        if not source.stamp or old is None or old.stamp != source.stamp or _differs(old, source.said):
            return False
        if source.place in self._unreadable:
            return False
        self.result.known.append(source.id)
        return True

    def _take(self, chunk: Prepared) -> None:
        numbers = self.catalogue.numbers_of({ready.text.digest for ready in chunk.ready})
        keep = np.zeros(len(chunk.ready), dtype=np.bool_)
        texts = []
        for at, ready in enumerate(chunk.ready):
            digest = ready.text.digest
            if not self._decide(ready, numbers.get(digest)) or digest in self._fresh or digest in numbers:
                continue
            self._fresh[digest] = len(self._fresh)
            texts.append(ready.text)
            keep[at] = True
        if texts and chunk.batch:
            self._parts.append((texts, chunk.batch if keep.all() else chunk.batch.only(keep)))
            self._size += sum(len(text.content) for text in texts)
        for key, error in chunk.failed:
            if isinstance(error, OwnResult):
                self.result.results.append(key.place or key.name)
            else:
                self._failed.append((key.place or key.name, error))

    def _decide(self, ready: Ready, number: int | None) -> bool:
        """Whether a document, whose text has this number if it is there, is to be stored; says in the result what it
        is."""
        source: Source = ready.key
        old = self._old.get(source.id)
        is_same = old is not None and old.text == number
        if is_same and old is not None and not _differs(old, source.said):
            self.result.known.append(source.id)
            self._stamps.append((source.stamp, source.id))
            return False
        (self.result.added if old is None else self.result.changed).append(source.id)
        if not is_same and (number is not None or ready.text.digest in self._fresh):
            self.result.twins.append(source.id)
        self._rows.append((_row(ready, old), ready.text.digest))
        return True

    def commit(self) -> None:
        """Store everything that is ready; what could not be stored is not tried again."""
        try:
            if self._rows or self._failed or self._stamps:
                transaction.add(self.folder, self.catalogue, self._parts, self._record)
            if not self._is_wiped:
                self.catalogue.wipe()
            self.result.unreadable.extend(self._failed)
        finally:
            self._clear()

    def _record(self, db: sqlite3.Connection, numbers: Sequence[int]) -> None:
        number_of = self.catalogue.numbers_of({digest for _, digest in self._rows})
        number_of |= {digest: numbers[at] for digest, at in self._fresh.items() if at < len(numbers)}
        replaced = set()
        for row, digest in self._rows:
            number = number_of.get(digest)
            if number is None:
                # an interruption came between the record and its text
                continue
            put_record(db, row._replace(text=number))
            if row.place in self._unreadable:
                drop_unreadable(db, row.place)
            old = self._old.get(row.id)
            if old and old.text != number:
                replaced.add(old.text)
        for number in sorted(replaced):
            self._is_wiped &= not drop_text_if_unused(db, number)
        put_stamps(db, self._stamps)
        for _, id in self._stamps:
            place = self._old[id].place
            if place in self._unreadable:
                drop_unreadable(db, place)
        for place, error in self._failed:
            # a path that leads nowhere is a slip, and nothing to remember
            if not isinstance(error, NotFound):
                put_unreadable(db, place, error.code, vars(error))
        put_fact(db, "updated", now())


def _task(source: Source, encoding: str | None, *, even_results: bool) -> Task:
    place = source.place or source.name
    return Task(source, source.size, source.path, source.document, encoding, place, source.inside, even_results)


def _differs(row: Row, said: Mapping[str, str]) -> bool:
    """Whether something is said of a record that is not known of it."""
    return any(row.metadata.get(key) != value or key in row.guessed for key, value in said.items())


def _row(ready: Ready, old: Row | None) -> Row:
    source: Source = ready.key
    said = dict(ready.metadata) | dict(source.said)
    if old is not None:
        # what was said once holds until something else is said
        said = {key: value for key, value in old.metadata.items() if key not in old.guessed} | said
    guessed = {key: value for key, value in ready.guessed.items() if key not in said}
    reading = reading_data(ready.notes, ready.pages)
    version = 1 if old is None else old.version + 1
    return Row(
        source.id, 0, source.name, source.place, source.stamp, guessed | said, tuple(sorted(guessed)), reading, now(),
        version, ready.text.characters, ready.text.paragraphs,
    )  # fmt: skip
