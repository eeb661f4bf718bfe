"""The catalogue of a corpus: which records there are, their texts, and which files of postings hold them.

Whatever changes is changed in one transaction; a file of postings counts from the moment at which it is named here. A
text is stored once, however many records have it. Readers see the state at which they began.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from hashlib import blake2b, sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from simcheck.errors import IndexDamaged
from simcheck.files import home
from simcheck.model import FileFacts
from simcheck.store.changes import put_fact, seal_of
from simcheck.store.database import Database
from simcheck.store.rows import (
    MOST,
    TIME,
    File,
    Row,
    bound,
    checked,
    is_count,
    marks,
    read,
    read_facts,
    read_metadata,
    read_names,
    read_unreadable,
    shown,
)
from simcheck.store.tables import IDENTITY

T = TypeVar("T")


class Catalogue(Database):
    """What is asked of the database of a corpus; what a writer changes in it is in ``changes``."""

    def __init__(self, folder: Path) -> None:
        """Raises ``NoCorpus``, ``NewerFormat``, ``CatalogueDamaged`` or ``NoAccess``."""
        super().__init__(folder)
        try:
            self._identity = self.facts().get(IDENTITY, "")
        except BaseException:
            self.close()
            raise

    def verify(self) -> None:
        """Read everything once; raises ``CatalogueDamaged``."""
        with self.reading() as db:
            for check in ("integrity_check(1)", "foreign_key_check"):
                self._refuse_unless_ok(db, check)
            self._refuse_strange(db)
            list(self.records())
            if self.format > 1:
                for row in db.execute("SELECT record, version, facts, seal FROM originals"):
                    self._facts(*row)
            self.facts()
            self.files()
            self.unreadable()
            self.next_number()
            for number in self.numbers():
                self.content(number)

    # Facts

    @property
    def format(self) -> int:
        """The version of its tables; ``tables.FORMAT`` unless an older simcheck made it."""
        with self.reading() as db:
            return self._format(db)

    def facts(self) -> dict[str, str]:
        with self.reading() as db:
            facts = dict(db.execute("SELECT name, value FROM facts").fetchall())
        if not all(isinstance(word, str) for fact in facts.items() for word in fact):
            raise self.damaged("values")
        if not all(TIME.fullmatch(facts.get(name, "")) for name in ("created", "updated")):
            raise self.damaged("values")
        return facts

    def files(self) -> tuple[list[File], set[int]]:
        """The files of postings, and the texts in them that are gone.

        Raises ``IndexDamaged`` if one is called as we call none, or is as large as none can be: it is not opened.
        """
        with self.reading() as db:
            files = [File(*row) for row in db.execute("SELECT file, size, texts FROM segments ORDER BY file")]
            removed = {self._number(number) for (number,) in db.execute("SELECT number FROM removed")}
            if not all(
                home.is_name_of_postings(file.name) and is_count(file.size) and is_count(file.texts) for file in files
            ):
                raise IndexDamaged(str(self.path.parent.parent), str(self.path), "names", self.counts()[1])
            return files, removed

    def identify(self) -> None:
        """Give a corpus that was made without one an identity, by which it is told from another in its place."""
        if not self._identity and not self.facts().get(IDENTITY):
            with self.writing() as db:
                put_fact(db, IDENTITY, os.urandom(16).hex())

    def next_number(self) -> int:
        """The number that the next new text is given."""
        with self.reading() as db:
            found = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'texts'").fetchone()
        return (self._number(found[0]) if found and found[0] != 0 else 0) + 1

    def _number(self, value: Any) -> int:
        if not is_count(value) or not 0 < value < MOST:
            raise self.damaged("values")
        return int(value)

    # Records

    def records(self, where: str = "", values: Sequence[Any] = ()) -> Iterator[Row]:
        """The records, by name and id; ``where`` is SQL of this package."""
        with self.reading() as db:
            query = f"{_SELECT} {where} ORDER BY records.name, records.id"
            rows = db.execute(query, values).fetchall()
        return (self._row(row) for row in rows)

    def texts_of_records(self) -> Iterator[tuple[str, int]]:
        """The id of every record and the number of its text, in the order of ``records``; of millions no more is held
        at once."""
        with self.reading() as db:
            for row in db.execute(f"{_SELECT} ORDER BY records.name, records.id"):
                found = self._row(row)
                yield found.id, found.text

    def _row(self, row: Sequence[Any]) -> Row:
        id, text, name, place, stamp, metadata, guessed, notes, added, version, characters, paragraphs, seal = row
        try:
            if seal_of(id, text, name, place, metadata, guessed, notes, added, version) == seal:
                known, some = read_metadata(metadata), read_names(guessed)
                names = read(id), text, read(name), read(place)
                return checked(Row(*names, stamp, known, some, read(notes), added, version, characters, paragraphs))
        except (ValueError, TypeError, RecursionError):
            pass
        raise self.damaged(f"record {shown(id)}")

    def record(self, id: str) -> Row | None:
        return next(self.records("WHERE records.id = ?", (bound(id),)), None)

    # Of the files that records were read from

    def original(self, row: Row) -> FileFacts | None:
        """What is known of the file that a record was read from; None for no file, and in catalogues of format 1."""
        return self.originals([row]).get(row.id)

    def originals(self, rows: Iterable[Row]) -> dict[str, FileFacts]:
        """What is known of the files that some records were read from, by id."""
        result: dict[str, FileFacts] = {}
        with self.reading() as db:
            if self._format(db) == 1:
                return result
            for some in _slices(rows):
                wanted = {row.id: row.version for row in some}
                query = f"SELECT record, version, facts, seal FROM originals WHERE record IN ({marks(list(wanted))})"
                for stored in db.execute(query, [bound(id) for id in wanted]):
                    id, version, facts = self._facts(*stored)
                    if version == wanted.get(id):
                        result[id] = facts
        return result

    def _facts(self, record: Any, version: Any, facts: Any, seal: Any) -> tuple[str, int, FileFacts]:
        id = self._id(record)
        try:
            if is_count(version) and seal_of(record, version, facts) == seal:
                return id, version, read_facts(facts)
        except (ValueError, TypeError, RecursionError):
            pass
        raise self.damaged(f"file of {shown(record)}")

    def known_originals(self) -> int:
        """Of how many records the file is known."""
        with self.reading() as db:
            if self._format(db) == 1:
                return 0
            query = "SELECT count(*) FROM originals JOIN records ON id = record AND records.version = originals.version"
            return int(db.execute(query).fetchone()[0])

    def without_original(self) -> list[Row]:
        """The records that came from somewhere of whose file nothing is known."""
        known = "SELECT 1 FROM originals WHERE record = records.id AND originals.version = records.version"
        with self.reading():
            without = f" AND NOT EXISTS ({known})" if self.format > 1 else ""
            return list(self.records(f"WHERE place IS NOT NULL{without}"))

    def places(self) -> list[str]:
        """Where the files of the records are, seen from the folder of the corpus or from the top."""
        with self.reading() as db:
            found = db.execute("SELECT place FROM records WHERE place IS NOT NULL ORDER BY place").fetchall()
        try:
            return [str(read(place)) for (place,) in found]
        except UnicodeDecodeError:
            raise self.damaged("values") from None

    # Parts of records

    def _id(self, stored: Any) -> str:
        try:
            id = read(stored)
        except UnicodeDecodeError:
            id = None
        if not isinstance(id, str):
            raise self.damaged(f"record {shown(stored)}")
        return id

    def users_of(self, ids: Collection[str]) -> list[tuple[int, str]]:
        """The records that share a text with one of ``ids``, those among them, as (text, id)."""
        found: dict[tuple[int, str], None] = {}
        with self.reading() as db:
            for some in _slices(map(bound, sorted(set(ids)))):
                texts = f"SELECT text FROM records WHERE id IN ({marks(some)})"
                query = f"SELECT text, id FROM records WHERE text IN ({texts})"
                found |= dict.fromkeys((self._number(text), self._id(id)) for text, id in db.execute(query, some))
        return list(found)

    def records_with(self, ids: Iterable[str]) -> dict[str, Row]:
        """Those of some records that are there, by id."""
        slices = _slices(map(bound, ids))
        return {row.id: row for some in slices for row in self.records(f"WHERE id IN ({marks(some)})", some)}

    def numbers_of(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """The numbers of those of some texts that are there."""
        result: dict[bytes, int] = {}
        with self.reading() as db:
            for some in _slices(digests):
                query = f"SELECT digest, number FROM texts WHERE digest IN ({marks(some)})"
                result |= ((digest, self._number(number)) for digest, number in db.execute(query, some))
        return result

    def records_of(self, numbers: Iterable[int]) -> list[Row]:
        """The records of some texts, each of which has one at least."""
        wanted = set(numbers)
        rows = [row for some in _slices(wanted) for row in self.records(f"WHERE text IN ({marks(some)})", some)]
        lost = wanted - {row.text for row in rows}
        if lost:
            raise self.damaged(f"records of the texts {sorted(lost)}")
        return rows

    def measures(self, numbers: Iterable[int]) -> dict[int, tuple[int, bytes]]:
        """The lengths and digests of texts: an order that does not hang on when they came. ``IndexDamaged`` if one is
        not there, because only files of postings name it."""
        result: dict[int, tuple[int, bytes]] = {}
        with self.reading() as db:
            for some in _slices(numbers):
                query = f"SELECT number, characters, digest FROM texts WHERE number IN ({marks(some)})"
                found = {number: (length, digest) for number, length, digest in db.execute(query, some)}
                if len(found) < len(set(some)):
                    folder = self.path.parent
                    raise IndexDamaged(str(folder.parent), str(folder / home.SEGMENTS), "texts", self.counts()[1])
                if not all(is_count(length) and isinstance(digest, bytes) for length, digest in found.values()):
                    raise self.damaged("values")
                result |= found
        return result

    def content(self, number: int) -> str | None:
        """A text, exactly as it was added; None if it is gone. Raises ``CatalogueDamaged`` if it was altered."""
        return self.contents([number]).get(number)

    def contents(self, numbers: Iterable[int]) -> dict[int, str]:
        """Some texts, without those that are gone."""
        result: dict[int, str] = {}
        with self.reading() as db:
            for some in _slices(numbers):
                query = f"SELECT number, digest, content FROM texts WHERE number IN ({marks(some)})"
                for number, expected, content in db.execute(query, some):
                    if not isinstance(content, bytes) or blake2b(content, digest_size=16).digest() != expected:
                        raise self.damaged(f"text of {', '.join(self._ids_of(number))}")
                    result[number] = content.decode("utf-8", "surrogatepass")
        return result

    def _ids_of(self, number: int) -> list[str]:
        with self.reading() as db:
            return [shown(id) for (id,) in db.execute("SELECT id FROM records WHERE text = ? ORDER BY id", (number,))]

    def numbers(self) -> list[int]:
        with self.reading() as db:
            return [self._number(number) for (number,) in db.execute("SELECT number FROM texts ORDER BY number")]

    def counts(self) -> tuple[int, int]:
        """How many records and how many texts there are."""
        with self.reading() as db:
            # counting goes through a whole index; nobody else has written since, nor has this connection
            state = db.execute("PRAGMA data_version").fetchone()[0], db.total_changes
            known = getattr(self._local, "counts", None)
            if known is None or known[0] != (db, state):
                (records,) = db.execute("SELECT count(*) FROM records").fetchone()
                (texts,) = db.execute("SELECT count(*) FROM texts").fetchone()
                known = self._local.counts = (db, state), (records, texts)
            return known[1]

    def listing(self) -> str:
        """The SHA-256 of all texts with the names and metadata of their records: the same for the same documents,
        whenever and in whichever order they were added."""
        whole = sha256()
        with self.reading() as db:
            query = (
                "SELECT texts.digest, records.name, records.metadata FROM records JOIN texts ON number = text"
                " ORDER BY texts.digest, CAST(records.name AS BLOB), CAST(records.metadata AS BLOB)"
            )
            for row in db.execute(query):
                for value in row:
                    part = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
                    whole.update(len(part).to_bytes(8) + part)
        return whole.hexdigest()

    def size(self) -> int:
        """Bytes of the file."""
        return os.path.getsize(self.path)

    def unreadable(self) -> list[tuple[str, str, dict[str, Any]]]:
        """The files that could not be read when they were last looked at: place, code and facts of the error."""
        with self.reading() as db:
            rows = db.execute("SELECT place, code, facts FROM unreadable ORDER BY place").fetchall()
        try:
            return [read_unreadable(*row) for row in rows]
        except (ValueError, TypeError, RecursionError):
            raise self.damaged("values") from None


_SELECT: Final = """
SELECT id, text, name, place, stamp, metadata, guessed, notes, added, version, characters, paragraphs, seal
FROM records JOIN texts ON texts.number = records.text"""


def _slices(values: Iterable[T]) -> Iterator[list[T]]:
    """So many at a time as one query may name."""
    every = iter(values)
    while some := list(islice(every, 500)):
        yield some
