"""The statements by which a transaction changes the catalogue."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, Final

from simcheck.model import FileFacts
from simcheck.store.rows import File, Row, Text, bound, encoded, packed_facts
from simcheck.store.tables import ADDED, FORMAT


def put_text(db: sqlite3.Connection, number: int, text: Text) -> None:
    """Store a text under a number that no text ever had."""
    row = (number, text.digest, text.characters, text.paragraphs, encoded(text.content))
    db.execute("INSERT INTO texts (number, digest, characters, paragraphs, content) VALUES (?, ?, ?, ?, ?)", row)


def put_record(db: sqlite3.Connection, row: Row, file: FileFacts | None = None) -> None:
    """Store a record, in place of one with its id, and what is known of the file that it was read from."""
    names = bound(row.id), row.text, bound(row.name), bound(row.place)
    about = bound(_json(row.metadata)), bound(_json(row.guessed)), bound(row.notes), row.added, row.version
    db.execute(
        "INSERT OR REPLACE INTO records (id, text, name, place, stamp, metadata, guessed, notes, added, version, seal)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*names, row.stamp, *about, seal_of(*names, *about)),
    )
    if file is not None:
        put_original(db, row.id, row.version, file)
    elif row.version > 1 and format_of(db) > 1:
        # of a new record nothing is there
        db.execute("DELETE FROM originals WHERE record = ?", (bound(row.id),))


def put_original(db: sqlite3.Connection, id: str, version: int, file: FileFacts) -> None:
    """Store what is known of the file that a version of a record was read from; only in the present format."""
    told = bound(id), version, packed_facts(file)
    db.execute("INSERT OR REPLACE INTO originals VALUES (?, ?, ?, ?)", (*told, seal_of(*told)))


def put_metadata(db: sqlite3.Connection, row: Row) -> None:
    """Store the metadata of a record that is there, and which of them were guessed."""
    names = bound(row.id), row.text, bound(row.name), bound(row.place)
    about = bound(_json(row.metadata)), bound(_json(row.guessed)), bound(row.notes), row.added, row.version
    values = (*about[:2], seal_of(*names, *about), names[0])
    db.execute("UPDATE records SET metadata = ?, guessed = ?, seal = ? WHERE id = ?", values)


def seal_of(*values: Any) -> bytes:
    return blake2b("\0".join(map(str, values)).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def put_stamps(db: sqlite3.Connection, stamps: Iterable[tuple[str | None, str]]) -> None:
    """Say when the files of records (stamp, id) were last the same."""
    db.executemany("UPDATE records SET stamp = ? WHERE id = ?", [(stamp, bound(id)) for stamp, id in stamps])


def drop_records(db: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Remove records and what is known of their files, but not their texts."""
    gone = [(bound(id),) for id in ids]
    db.executemany("DELETE FROM records WHERE id = ?", gone)
    if format_of(db) > 1:
        db.executemany("DELETE FROM originals WHERE record = ?", gone)


def drop_text_if_unused(db: sqlite3.Connection, number: int) -> bool:
    """Remove a text that no record has any more; it stays in the files of postings until they are written anew."""
    (users,) = db.execute("SELECT count(*) FROM records WHERE text = ?", (number,)).fetchone()
    if users:
        return False
    db.execute("DELETE FROM texts WHERE number = ?", (number,))
    db.execute("INSERT OR IGNORE INTO removed VALUES (?)", (number,))
    return True


def put_file(db: sqlite3.Connection, file: File, instead_of: Iterable[str] = (), without: Iterable[int] = ()) -> None:
    """Name a file of postings, in place of others, from which the texts ``without`` have been left out."""
    db.executemany("DELETE FROM segments WHERE file = ?", [(name,) for name in instead_of])
    db.executemany("DELETE FROM removed WHERE number = ?", [(number,) for number in without])
    if file.texts:
        db.execute("INSERT INTO segments VALUES (?, ?, ?)", file)


def format_of(db: sqlite3.Connection) -> int:
    """The format of the catalogue, which was checked when it was opened."""
    (format,) = db.execute("SELECT value FROM facts WHERE name = 'format'").fetchone()
    return int(format)


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Give a catalogue of an older format what it lacks of the present one; nothing that stands in it changes."""
    before = format_of(db)
    for number in range(before + 1, FORMAT + 1):
        db.execute(ADDED[number])
    if before < FORMAT:
        put_fact(db, "format", str(FORMAT))


def put_fact(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def put_unreadable(db: sqlite3.Connection, place: str, code: str, facts: Mapping[str, Any]) -> None:
    db.execute("INSERT OR REPLACE INTO unreadable VALUES (?, ?, ?)", (bound(place), code, bound(_json(facts))))


def drop_unreadable(db: sqlite3.Connection, place: str) -> None:
    db.execute("DELETE FROM unreadable WHERE place = ?", (bound(place),))


def _json(value: Any) -> str:
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    return _ENCODER.encode(value)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)


def now() -> str:
    """The time as records have it: local, to the second, with its distance from UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")
