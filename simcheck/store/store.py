"""One corpus on the disk: opened, read in one state, changed whole or not at all.

Its catalogue, its files of postings and its lock belong together here.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from simcheck.errors import CannotWrite, IndexDamaged, IndexMismatch, SimcheckError, UnsafeCorpus
from simcheck.files import home
from simcheck.index.sketching import Sketching
from simcheck.model import Document
from simcheck.store import lock, transaction
from simcheck.store.catalogue import Catalogue
from simcheck.store.public_texts import Shelf
from simcheck.store.rows import Row, digest
from simcheck.store.scheme import differences, sketching_from
from simcheck.store.snapshot import Snapshot, as_document
from simcheck.text.normalize import normalize_all


class Store:
    """What lies in the folder ``.simcheck`` of a corpus; usable from several threads, and by several processes of which
    one writes."""

    def __init__(self, folder: Path) -> None:
        """Raises a leaf of ``UnusableCorpus`` if there is none that can be used."""
        self.folder = folder
        self.home = folder / home.FOLDER
        self.catalogue = Catalogue(self.home)
        self.public = Shelf(self.home)
        self._mutex = threading.Lock()
        self._snapshot: Snapshot | None = None

    @staticmethod
    def create(folder: Path) -> None:
        """Make an empty one if there is none; raises ``UnsafeCorpus`` if something else stands in its place."""
        home.inspect(folder / home.FOLDER)
        if not os.path.exists(folder / home.FOLDER / home.CATALOGUE):
            transaction.create_in(folder)

    def close(self) -> None:
        """Let go of all files."""
        self._forget()
        # waits for threads that are reading, which may be waiting for the lock in their turn
        self.catalogue.close()
        # one of them may have looked again
        self._forget()

    def _forget(self) -> None:
        with self._mutex:
            # not closed: another thread may be reading in it
            self._snapshot = None

    # Reading

    @contextlib.contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """The state that was last committed, for as long as the context lasts; damage that shows in it is told with
        what a reader of the message needs to know."""
        with self.catalogue.reading():
            snapshot = self._current()
            with self._explained():
                yield snapshot

    def _current(self) -> Snapshot:
        """The files as the catalogue names them now; the first thing inside ``reading``, whose view may begin anew."""
        files, removed = self.catalogue.files()
        with self._mutex:
            old = self._snapshot
            if old and (old.files, old.removed) == (tuple(files), frozenset(removed)):
                return old
            try:
                self._snapshot = Snapshot(self.home, files, removed, self.catalogue.counts()[1], old)
            except IndexDamaged as error:
                damaged = error
            else:
                return self._snapshot
        # a merge may have deleted a file before it was mapped: then others are named by now
        self.catalogue.renew()
        if self.catalogue.files() == (files, removed):
            raise self._damaged(damaged)
        return self._current()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except IndexDamaged as error:
            raise self._damaged(error) from None

    def _damaged(self, error: IndexDamaged) -> IndexDamaged:
        return IndexDamaged(str(self.folder), error.file, error.reason, self.catalogue.counts()[1])

    def document(self, row: Row) -> Document:
        """The document of a record."""
        return as_document(row, self.catalogue.content(row.text) or "", self.catalogue)

    def sketching(self) -> Sketching:
        """The functions that the index was made with."""
        check, _, data = self.catalogue.facts().get("sketching", "").partition(" ")
        damaged = IndexDamaged("", str(self.catalogue.path), "check")
        if digest(data).hex() != check:
            raise self._damaged(damaged)
        try:
            return sketching_from(json.loads(data))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise self._damaged(damaged) from None

    def refuse_other_settings(self) -> None:
        """``IndexMismatch`` if the index was made with other settings than this version's."""
        different = self.differences()
        if different:
            raise IndexMismatch(str(self.folder), different, self.catalogue.counts()[1])

    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """The settings that the index was made with and that are others now: name, there, here."""
        return differences(self.catalogue.facts().get("settings", ""))

    def verify(self) -> None:
        """Read everything once and raise ``IndexDamaged`` or ``CatalogueDamaged`` if anything is not what it was."""
        # what was mapped and checked before may have been damaged since
        self._forget()
        with self.reading() as snapshot:
            for segment in snapshot.segments:
                segment.verify()
            self.catalogue.verify()
            self.sketching()
            for row in self.catalogue.records():
                self.document(row)
            self._refuse_other_texts(snapshot)
            Shelf(self.home).texts()

    def _refuse_other_texts(self, snapshot: Snapshot) -> None:
        """``IndexDamaged`` if the files of postings speak of other texts than there are, or of longer ones."""
        lengths: dict[int, int] = {}
        for segment in snapshot.segments:
            found = dict(zip(segment.numbers.tolist(), segment.lengths.tolist(), strict=True))
            if found.keys() & lengths.keys():
                raise IndexDamaged("", str(segment.path), "texts")
            lengths |= found
        numbers = self.catalogue.numbers()
        folder = str(self.home / home.SEGMENTS)
        if lengths.keys() - snapshot.removed != set(numbers):
            raise IndexDamaged("", folder, "texts")
        for texts in self._together(numbers):
            for number, text in zip(texts, normalize_all(list(texts.values())), strict=True):
                if len(text) != lengths[number]:
                    raise IndexDamaged("", folder, "texts")

    def _together(self, numbers: Iterable[int]) -> Iterator[dict[int, str]]:
        """Texts by their numbers, some short ones at a time, or a long one."""
        texts: dict[int, str] = {}
        size = 0
        for number in numbers:
            text = self.catalogue.content(number) or ""
            if texts and size + len(text) > _AT_ONCE:
                yield texts
                texts, size = {}, 0
            texts[number] = text
            size += len(text)
        yield texts

    # Changing

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Nobody else writes for as long as the context lasts; what a killed writer left is gone before and after.

        Raises ``CorpusBusy`` if another one does not end.
        """
        self.catalogue.refuse_replaced()
        with lock.writer(self.home):
            # the lock may be another one's by now
            self.catalogue.refuse_replaced()
            self.catalogue.identify()
            transaction.tidy(self.home, self.catalogue)
            try:
                yield
            except BaseException:
                with contextlib.suppress(SimcheckError):
                    transaction.tidy(self.home, self.catalogue)
                raise

    def merge(self) -> None:
        """Make one of files of postings that are too many."""
        with self._explained():
            transaction.merge(self.home, self.catalogue)

    def renew(self) -> bool:
        """Write files of postings of an older format anew; whether there were any."""
        with self._explained():
            return transaction.renew(self.home, self.catalogue)

    def tidy(self) -> None:
        """Delete what a killed writer left behind, unless one is at work or nothing may be written here."""
        if not os.access(self.home, os.W_OK):
            return
        with contextlib.suppress(CannotWrite), lock.writer(self.home, patience=0):
            transaction.tidy(self.home, self.catalogue)

    def close_to_others(self) -> bool | None:
        """See to it that only its owner reads a corpus: whether others still can, None if they never could."""
        with contextlib.suppress(OSError, UnsafeCorpus):
            done = home.close_to_others(self.home)
            return None if done is None else not done
        return None


_AT_ONCE: Final = 200_000
"""Characters that are normalized together when a corpus is verified."""
