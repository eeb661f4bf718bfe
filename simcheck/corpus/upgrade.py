"""An older corpus is made what this version would have made: facts of files, guessed metadata, the index.

Step by step, each in one transaction, so that whoever interrupts it loses nothing and goes on where it stopped. What
needs no change is not changed, and a corpus that is up to date stays as it is to the last byte.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from simcheck.corpus import addition
from simcheck.corpus.addition import OnProgress, Progress
from simcheck.corpus.crew import in_parcels
from simcheck.corpus.ingest import Ingested, Parcel, ReadOptions
from simcheck.corpus.inputs import LIST, Incoming, Listing, Said
from simcheck.metadata.guess import guess
from simcheck.readers import archive
from simcheck.store.changes import bring_up_to_date, now, put_fact, put_metadata, put_original, put_stamps
from simcheck.store.rows import Row
from simcheck.store.store import Store
from simcheck.store.tables import FORMAT

GONE: Final = "gone"
CHANGED: Final = "changed"
UNREADABLE: Final = "unreadable"
NO_FILE: Final = "no-file"
"""Why nothing can be known of a record's file: it is not there any more, has another text by now, cannot be read, or
there never was one: a line of a list."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did; counts are of records."""

    formats: tuple[int, int]
    """The format of the catalogue before and after."""
    files: int
    """Of whose files the facts are known now, and were not."""
    unknown: Mapping[str, int]
    """Of whose files nothing can be known, by ``GONE``, ``CHANGED``, ``UNREADABLE``, ``NO_FILE``."""
    metadata: int
    """Of which something else is guessed now."""
    is_rebuilt: bool
    """Whether the index was made with other settings or in an older form, and was made again."""

    @property
    def is_change(self) -> bool:
        """Whether anything was not up to date."""
        return self.formats[0] < self.formats[1] or bool(self.files or self.metadata or self.is_rebuilt)


OnStep = Callable[[str, Progress], None]
"""Told how far it is: the step ("guess", "files", "rebuild"), and documents and bytes of it."""


def upgrade(store: Store, on_progress: OnStep | None) -> Upgraded:
    """Bring a corpus up to date; see ``Upgraded`` for what is done."""

    def on(step: str) -> OnProgress | None:
        return (lambda progress: on_progress(step, progress)) if on_progress else None

    with store.writing():
        before = store.catalogue.format
        guessed = _guess_again(store, on("guess"))
        files, unknown = _Files(store).run(on("files"))
        is_old = bool(store.differences())
        is_renewed = not is_old and store.renew()
    if is_old:
        addition.rebuild(store, on("rebuild"))
    return Upgraded((before, store.catalogue.format), files, unknown, guessed, is_old or is_renewed)


# The catalogue, and what is guessed of texts


def _guess_again(store: Store, on_progress: OnProgress | None) -> int:
    """Bring the tables up to date and guess again what was not said; how many records tell something else now."""
    catalogue = store.catalogue
    rows = sorted(catalogue.records(), key=lambda row: row.text)
    changed: list[Row] = []
    done = 0
    for number, some in groupby(rows, key=lambda row: row.text):
        text = catalogue.content(number) or ""
        for row in some:
            done += 1
            known, guessed = addition.known_of(addition.said_of(row), guess(row.place or row.name, text))
            if (known, guessed) != (row.metadata, row.guessed):
                changed.append(row._replace(metadata=known, guessed=guessed))
        if on_progress:
            on_progress(Progress(done, done, len(rows), len(rows)))
    if changed or catalogue.format < FORMAT:
        with catalogue.writing() as db:
            bring_up_to_date(db)
            for row in changed:
                put_metadata(db, row)
            put_fact(db, "updated", now())
    return len(changed)


# The files that records were read from


class _Files:
    """Reads again the files of records of which nothing is known."""

    def __init__(self, store: Store) -> None:
        self._store, self._catalogue = store, store.catalogue
        self._wanted = {row.id: row for row in self._catalogue.without_original()}
        self._unknown: Counter[str] = Counter()
        self._ready: list[tuple[Row, Ingested]] = []
        self._found = 0

    def run(self, on_progress: OnProgress | None) -> tuple[int, Mapping[str, int]]:
        """How many could be read, and why others could not."""
        there = self._there()
        total = len(there), sum(incoming.size for incoming in there)
        done = size = 0
        options = ReadOptions(even_results=True, only_read=True)
        try:
            for parcel in in_parcels(there, options, self._store.sketching(), jobs=addition.JOBS):
                self._take(parcel)
                several = [each.incoming for each in parcel.done] + [each.incoming for each in parcel.failed]
                done, size = done + len(several), size + sum(incoming.size for incoming in several)
                if on_progress:
                    on_progress(Progress(done, size, *total))
        finally:
            self._commit()
        return self._found, dict(self._unknown)

    def _there(self) -> list[Incoming]:
        """The files that can be looked at, each as it would be added; the others are counted."""
        tops: dict[Path, None] = {}
        for row in self._wanted.values():
            top, reason = _top(self._store.folder, row)
            if top is None:
                self._unknown[reason] += 1
            else:
                tops[top] = None
        listing = Listing(tops, self._store.folder, Said())
        # lines of a list have no file of their own
        found = (each for each in listing.inputs() if each.document is None)
        there = {each.id: each for each in found if each.id in self._wanted}
        # archives that cannot be opened
        closed = tuple(f"{place}/" for place, _ in listing.failed)
        lost = [row for row in self._wanted.values() if row.id not in there]
        self._unknown[UNREADABLE] += sum((row.place or "").startswith(closed) for row in lost)
        self._unknown[GONE] += len(lost) - self._unknown.total()
        self._unknown += Counter()
        return list(there.values())

    def _take(self, parcel: Parcel) -> None:
        self._unknown[UNREADABLE] += len(parcel.failed)
        numbers = self._catalogue.numbers_of({ingested.text.digest for ingested in parcel.done})
        for ingested in parcel.done:
            row = self._wanted[ingested.incoming.id]
            if numbers.get(ingested.text.digest) == row.text:
                self._ready.append((row, ingested))
            else:
                self._unknown[CHANGED] += 1
        self._unknown += Counter()
        if len(self._ready) >= _TOGETHER:
            self._commit()

    def _commit(self) -> None:
        ready, self._ready = self._ready, []
        if not ready:
            return
        with self._catalogue.writing() as db:
            for row, ingested in ready:
                if ingested.document.file is not None:
                    put_original(db, row.id, row.version, ingested.document.file)
            put_stamps(db, [(ingested.incoming.stamp, row.id) for row, ingested in ready])
        self._found += len(ready)


_TOGETHER: Final = 1000
"""Records that are stored at once."""


_ARCHIVE: Final = re.compile(re.escape(archive.SUFFIX) + "(?=/)", re.IGNORECASE)

_IN_LIST: Final = re.compile(re.escape(LIST) + "#", re.IGNORECASE)
"""Before the id of a line."""

_INSIDE: Final = 100
"""Archives, and folders that are called like one, inside each other."""


def _top(folder: Path, row: Row) -> tuple[Path | None, str]:
    """The file, or the archive, in which a record's file is, or why there is none."""
    place = row.place or ""
    above = (place[: found.end()] for found in islice(_ARCHIVE.finditer(place), _INSIDE))
    for file in (place, *above):
        if os.path.isfile(folder / file):
            return folder / file, ""
    return None, NO_FILE if _IN_LIST.search(place) else GONE
