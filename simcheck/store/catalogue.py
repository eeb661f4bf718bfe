"""The only truth: which records there are, their texts, and which files of postings hold them. SQLite.

Whatever changes is changed in one transaction; a file of postings counts from the moment at which it is named here. A
text is stored once, however many records have it. Readers see the state at which they began.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from simcheck.errors import CannotWrite, CatalogueDamaged, CorpusReplaced, IndexDamaged, NewerFormat, NoAccess, NoCorpus
from simcheck.files import home, refusal
from simcheck.store.changes import put_fact, seal_of
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
    read_metadata,
    read_names,
    read_unreadable,
    shown,
)
from simcheck.store.tables import FACTS, FORMAT, IDENTITY, SCHEMA, SELECT_SCHEMA, known_schemas

T = TypeVar("T")

FOLDER: Final = home.FOLDER
NAME: Final = home.CATALOGUE

_LONGEST: Final = 400_000_000
"""Bytes of a value: twice what a document may have, whose characters may be longer here than in its own encoding."""

_DEFENCES: Final = [
    (getattr(sqlite3, name), value)
    for name, value in (
        ("SQLITE_DBCONFIG_DEFENSIVE", True),
        ("SQLITE_DBCONFIG_ENABLE_TRIGGER", False),
        ("SQLITE_DBCONFIG_ENABLE_VIEW", False),
    )
    if hasattr(sqlite3, name)
]
"""What SQLite is told not to do, where Python can tell it (from 3.12 on): none of our statements needs it."""


class Catalogue:
    """The catalogue in a folder; usable from several threads, each with a connection of its own."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._local = threading.local()
        self._every: list[_Held] = []
        self._mutex = threading.Lock()
        self._is_closed = False
        self.is_wiped = False
        """Whether the log has nothing of removed texts, as far as this process knows."""
        self._is_sound = False
        """Whether its structure was looked at, which must be before anything is changed."""
        self._file: tuple[int, int] | None = None
        """Device and number of the file, from the first connection on."""
        home.inspect(folder)
        try:
            self._who()
        except (FileNotFoundError, NotADirectoryError):
            raise NoCorpus(str(folder.parent)) from None
        except OSError as error:
            raise NoAccess(str(self.path), refusal.reading(error)) from None
        self._identity = ""
        try:
            self._identity = self.facts().get(IDENTITY, "")
        except BaseException:
            self.close()
            raise

    def _who(self) -> tuple[int, int]:
        status = os.lstat(self.path)
        return status.st_dev, status.st_ino

    def refuse_replaced(self) -> None:
        """Raise ``CorpusReplaced`` if another file than the one that was opened stands here by now, or none."""
        with contextlib.suppress(OSError):
            if self._who() == self._file or self._file is None:
                return
        raise CorpusReplaced(str(self.path.parent.parent))

    def _refuse_strange(self, db: sqlite3.Connection) -> None:
        """Before anything else is read: whether the tables are those that we make, and the corpus is the one that was
        opened."""
        schema = sorted(db.execute(SELECT_SCHEMA).fetchall(), key=repr)
        if [row for row in schema if row[1] == "facts"] == [("table", "facts", "facts", FACTS)]:
            self._refuse_other_formats(db)
        if schema not in known_schemas():
            raise self.damaged("schema")
        found = db.execute("SELECT value FROM facts WHERE name = ?", (IDENTITY,)).fetchone()
        if found and self._identity and found[0] != self._identity:
            raise CorpusReplaced(str(self.path.parent.parent))

    def _refuse_other_formats(self, db: sqlite3.Connection) -> None:
        found = db.execute("SELECT value FROM facts WHERE name = 'format'").fetchone()
        stored = found[0] if found and isinstance(found[0], str) else ""
        version = int(stored) if re.fullmatch("[0-9]{1,9}", stored) else 0
        if not version:
            raise self.damaged("format")
        if version > FORMAT:
            raise NewerFormat(str(self.path.parent.parent), version, FORMAT)

    @staticmethod
    def create(folder: Path, facts: Mapping[str, str]) -> None:
        """Make an empty catalogue, readable by its owner only; whole or not at all."""
        aside = folder / f"{NAME}.new"
        # What was left of one that was killed; and the log of a catalogue that is gone must not be taken for the log of
        # this one.
        for name in (aside.name, *(base + end for base in (aside.name, NAME) for end in ("-journal", "-wal", "-shm"))):
            with contextlib.suppress(FileNotFoundError):
                home.delete(folder / name)
        os.close(home.opened(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        try:
            db = sqlite3.connect(aside, isolation_level=None)
            try:
                db.executescript("PRAGMA secure_delete = ON; BEGIN;" + SCHEMA)
                known = {"format": str(FORMAT), IDENTITY: secrets.token_hex(16), **facts}
                db.executemany("INSERT INTO facts VALUES (?, ?)", known.items())
                db.execute("COMMIT")
                # how readers and the writer share it is a property of the file
                db.execute("PRAGMA journal_mode = WAL")
            finally:
                db.close()
        except sqlite3.Error as error:
            raise _explained(error, folder / NAME) from error
        os.replace(aside, folder / NAME)

    # Connections

    @contextlib.contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, and SQLite's complaints as ours."""
        try:
            held = self._held()
            # by this thread itself, unless it is being closed
            is_inside = held.in_use.locked()
            with contextlib.nullcontext() if is_inside else held.in_use:
                if self._is_closed:
                    raise ValueError("the corpus is closed")
                if not is_inside:
                    self.refuse_replaced()
                if held.db.in_transaction and not is_inside:
                    # an interruption came right before it was ended
                    held.db.execute("ROLLBACK")
                yield held.db
        except UnicodeDecodeError as error:
            # SQLite quotes what it does not understand
            raise self.damaged(str(error)) from error
        except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
            raise
        except sqlite3.Error as error:
            raise _explained(error, self.path) from error

    def _held(self) -> _Held:
        """This thread's connection; a process that was forked opens its own."""
        held: _Held | None = getattr(self._local, "held", None)
        if held is None or held.process != os.getpid():
            # those of threads that have ended are of no use any more
            self._close(lambda other: other.process == os.getpid() and not other.thread.is_alive())
            held = _Held(os.getpid(), threading.current_thread(), threading.Lock(), self._connect())
            self._local.held = held
            with self._mutex:
                self._every.append(held)
            if self._is_closed:
                self.close()
        return held

    def _close(self, chosen: Callable[[_Held], bool]) -> None:
        with self._mutex:
            out = [held for held in self._every if chosen(held)]
            self._every = [held for held in self._every if held not in out]
        for held in out:
            # SQLite does not survive that a connection is closed while another thread uses it
            is_mine = held.thread is threading.current_thread()
            with contextlib.suppress(sqlite3.Error), contextlib.nullcontext() if is_mine else held.in_use:
                held.db.close()

    def close(self) -> None:
        """Close every connection of this process; those that a fork brought along belong to the other one.

        Threads that still use one are told at their next step; it is waited for.
        """
        self._is_closed = True
        self._close(lambda held: held.process == os.getpid())

    def _connect(self) -> sqlite3.Connection:
        home.inspect(self.path.parent)
        self.refuse_replaced()
        db = self._opened()
        try:
            if self._file is None:
                # not before it was opened for writing: a file system in layers makes a new one then
                self._file = self._who()
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
            for word, value in _DEFENCES:
                # mypy looks at the oldest Python that is claimed
                getattr(db, "setconfig")(word, value)  # noqa: B009
            # whatever stands in the file: it cannot make SQLite run something, or read beyond a page
            db.execute("PRAGMA trusted_schema = OFF")
            db.execute("PRAGMA cell_size_check = ON")
            self._refuse_strange(db)
            self.refuse_replaced()
        except BaseException:
            db.close()
            raise
        return db

    def _opened(self) -> sqlite3.Connection:
        path = self.path.parent.resolve().joinpath(NAME).as_uri()
        writable = os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)
        if writable:
            db = self._connected(f"{path}?mode=rw")
            try:
                db.execute("PRAGMA secure_delete = ON")
                db.execute("PRAGMA synchronous = FULL")
            except BaseException:
                db.close()
                raise
            return db
        if not os.access(self.path, os.R_OK):
            raise NoAccess(str(self.path), "no-read-permission")
        # Where nothing can be written, and nobody else has it open, nothing changes; SQLite would want to write its own
        # index of the log.
        still = "" if any(self.path.with_name(f"{NAME}-{end}").exists() for end in ("wal", "shm")) else "&immutable=1"
        return self._connected(f"{path}?mode=ro{still}")

    def _connected(self, uri: str) -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, timeout=_TIMEOUT, isolation_level=None, check_same_thread=False)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A view that does not change while it is used; inside another it is the same one."""
        with self._using() as db:
            if db.in_transaction:
                yield db
                return
            try:
                db.execute("BEGIN")
                yield db
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: everything in it happens, or nothing."""
        with self._using() as db:
            if db.in_transaction:
                raise RuntimeError("a corpus cannot be changed by the thread that is reading it")
            if not self._is_sound:
                # to write into a file whose pages are used twice could lose what somebody else stored there
                self._refuse_unless_ok(db, "quick_check(1)")
                self._is_sound = True
            try:
                db.execute("BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            except BaseException as error:
                with contextlib.suppress(sqlite3.Error):
                    if db.in_transaction:
                        db.execute("ROLLBACK")
                if isinstance(error, sqlite3.DataError):
                    # more than SQLite holds as one value
                    raise CannotWrite(str(self.path.parent.parent), str(error)) from error
                raise

    def _refuse_unless_ok(self, db: sqlite3.Connection, check: str) -> None:
        for row in db.execute(f"PRAGMA {check}"):
            if row != ("ok",):
                raise self.damaged(" ".join(map(str, row)))

    def damaged(self, reason: str) -> CatalogueDamaged:
        """The error that names this file."""
        return CatalogueDamaged(str(self.path.parent.parent), str(self.path), reason)

    def renew(self) -> None:
        """Inside ``reading``: begin the view anew, with the state that was last committed."""
        with self._using() as db:
            db.execute("ROLLBACK")
            db.execute("BEGIN")

    def wipe(self, *, patience: float = 2.0) -> bool:
        """Bring everything from the log into the file and cut the log off, so that removed texts are nowhere.

        False if after ``patience`` seconds a reader still holds an older state: then the next call does it.
        """
        self.is_wiped = False
        with self._using() as db:
            try:
                db.execute(f"PRAGMA busy_timeout = {patience * 1000:.0f}")
                busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                db.execute(f"PRAGMA busy_timeout = {_TIMEOUT * 1000:.0f}")
            self.is_wiped = not busy
            return self.is_wiped

    def verify(self) -> None:
        """Read everything once; raises ``CatalogueDamaged``."""
        with self.reading() as db:
            for check in ("integrity_check(1)", "foreign_key_check"):
                self._refuse_unless_ok(db, check)
            self._refuse_strange(db)
            list(self.records())
            self.facts()
            self.files()
            self.unreadable()
            self.next_number()
            for number in self.numbers():
                self.content(number)

    # Facts

    def version(self) -> int:
        """A number that changes with every change by another connection or process."""
        with self._using() as db:
            return int(db.execute("PRAGMA data_version").fetchone()[0])

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
                put_fact(db, IDENTITY, secrets.token_hex(16))

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

    def ids(self) -> set[str]:
        """The ids of all records."""
        with self.reading() as db:
            return {self._id(id) for (id,) in db.execute("SELECT id FROM records")}

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
        with self.reading() as db:
            db.execute("CREATE TEMP TABLE IF NOT EXISTS asked (id TEXT PRIMARY KEY)")
            db.execute("DELETE FROM asked")
            db.executemany("INSERT INTO asked VALUES (?)", [(bound(id),) for id in sorted(set(ids))])
            query = "SELECT text, id FROM records WHERE text IN (SELECT text FROM records JOIN asked USING (id))"
            return [(self._number(text), self._id(id)) for text, id in db.execute(query)]

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

    def number_of(self, digest: bytes) -> int | None:
        with self.reading() as db:
            row = db.execute("SELECT number FROM texts WHERE digest = ?", (digest,)).fetchone()
            return self._number(row[0]) if row else None

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
            (records,) = db.execute("SELECT count(*) FROM records").fetchone()
            (texts,) = db.execute("SELECT count(*) FROM texts").fetchone()
            return records, texts

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


class _Held(NamedTuple):
    """A connection, and the process and the thread that it belongs to."""

    process: int
    thread: threading.Thread
    in_use: threading.Lock
    db: sqlite3.Connection


_TIMEOUT: Final = 30.0
"""Seconds that SQLite waits for another process's transaction; none takes longer than a batch is written."""


def _explained(error: sqlite3.Error, path: Path) -> Exception:
    """What SQLite said of the catalogue at ``path``, as one of ours."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    folder = str(path.parent.parent)
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return CannotWrite(folder, "disk-full")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return CannotWrite(folder, "no-permission")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_NOMEM:
            return CannotWrite(folder, "disk-full" if "full" in str(error) else str(error))
    # whatever else it complains of is something that stands there otherwise than we wrote it
    return CatalogueDamaged(folder, str(path), str(error))


_SELECT: Final = """
SELECT id, text, name, place, stamp, metadata, guessed, notes, added, version, characters, paragraphs, seal
FROM records JOIN texts ON texts.number = records.text"""


def _slices(values: Iterable[T]) -> Iterator[list[T]]:
    """So many at a time as one query may name."""
    every = iter(values)
    while some := list(islice(every, 500)):
        yield some
