"""Which tables does the catalogue have, and how did SQLite write them down?"""

from __future__ import annotations

import contextlib
import sqlite3
from functools import cache
from typing import Final

FORMAT: Final = 2
"""Version of the catalogue; a newer one is refused, an older one is read as it is, and brought up to date by
``changes.bring_up_to_date``."""

FACTS: Final = "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"

ORIGINALS: Final = """\
CREATE TABLE originals (
    record TEXT PRIMARY KEY,   -- the id of a record
    version INTEGER NOT NULL,  -- of that record: of another version nothing is known
    facts TEXT NOT NULL,       -- JSON: of the file that it was read from
    seal BLOB NOT NULL         -- the check of all of this
) WITHOUT ROWID"""
"""Beside the records, and not in them: a Word document has thousands of revisions, and most questions need none."""

ADDED: Final = {2: ORIGINALS}
"""The statement by which a format differs from the one before it."""

_FIRST: Final = f"""
{FACTS};
CREATE TABLE texts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: old files may still speak of a removed text
    digest BLOB NOT NULL UNIQUE,
    characters INTEGER NOT NULL,
    paragraphs INTEGER NOT NULL,
    content BLOB NOT NULL
);
CREATE TABLE records (
    id TEXT PRIMARY KEY,
    text INTEGER NOT NULL REFERENCES texts (number),
    name TEXT NOT NULL,
    place TEXT UNIQUE,       -- the file it came from, if it was one
    stamp TEXT,              -- size and time of that file: the same means that it need not be read again
    metadata TEXT NOT NULL,  -- JSON: what is known of it
    guessed TEXT NOT NULL,   -- JSON: the names of those metadata that were guessed
    notes TEXT NOT NULL,     -- JSON: what reading it had to say, and where its pages begin
    added TEXT NOT NULL,
    version INTEGER NOT NULL,
    seal BLOB NOT NULL       -- the check of all of this but the stamp
);
CREATE INDEX records_by_text ON records (text);
CREATE TABLE segments (file TEXT PRIMARY KEY, size INTEGER NOT NULL, texts INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE removed (number INTEGER PRIMARY KEY);  -- texts that are gone, but still in a file of postings
CREATE TABLE unreadable (place TEXT PRIMARY KEY, code TEXT NOT NULL, facts TEXT NOT NULL) WITHOUT ROWID;
"""
"""The tables of format 1, which version 0.2 made."""


def schema(format: int = FORMAT) -> str:
    """The statements that make the tables of a format."""
    return _FIRST + "".join(f"{ADDED[number]};\n" for number in range(2, format + 1))


IDENTITY: Final = "identity"
"""The fact by which a corpus is told from another one at the same place; those made before it have none."""


SELECT_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"


@cache
def known_schemas() -> list[list[tuple[str, str, str, str | None]]]:
    """What SQLite says of the tables and indexes of every format that was ever made, from the first on."""
    known = []
    for format in range(1, FORMAT + 1):
        with contextlib.closing(sqlite3.connect(":memory:")) as db:
            db.executescript(schema(format))
            known.append(sorted(db.execute(SELECT_SCHEMA).fetchall(), key=repr))
    return known
