"""The SQLite file of a corpus, and why it will not open: none there, newer, damaged, replaced.

It is opened as if a stranger had made it. One connection for each thread, transactions that are there whole or not at
all, a log that is wiped of what was removed.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from simcheck.errors import CannotWrite, CatalogueDamaged, CorpusReplaced, NewerFormat, NoAccess, NoCorpus
from simcheck.files import home, refusal
from simcheck.store.tables import FACTS, FORMAT, IDENTITY, SELECT_SCHEMA, known_schemas, schema

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


class Database:
    """The file in a folder; usable from several threads."""

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
        """By what it is told from another corpus at the same place, as far as it is known."""

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
        # both of one state: somebody may bring the corpus up to date just now
        with contextlib.nullcontext() if db.in_transaction else _view(db):
            tables = sorted(db.execute(SELECT_SCHEMA).fetchall(), key=repr)
            if [row for row in tables if row[1] == "facts"] != [("table", "facts", "facts", FACTS)]:
                raise self.damaged("schema")
            if tables != known_schemas()[self._format(db) - 1]:
                raise self.damaged("schema")
        found = db.execute("SELECT value FROM facts WHERE name = ?", (IDENTITY,)).fetchone()
        if found and self._identity and found[0] != self._identity:
            raise CorpusReplaced(str(self.path.parent.parent))

    def _format(self, db: sqlite3.Connection) -> int:
        """The version of the catalogue; ``NewerFormat`` for one that is unknown here."""
        found = db.execute("SELECT value FROM facts WHERE name = 'format'").fetchone()
        stored = found[0] if found and isinstance(found[0], str) else ""
        version = int(stored) if re.fullmatch("[0-9]{1,9}", stored) else 0
        if not version:
            raise self.damaged("format")
        if version > FORMAT:
            raise NewerFormat(str(self.path.parent.parent), version, FORMAT)
        return version

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
                db.executescript("PRAGMA secure_delete = ON; BEGIN;" + schema())
                known = {"format": str(FORMAT), IDENTITY: os.urandom(16).hex(), **facts}
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


@contextlib.contextmanager
def _view(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


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
