"""Catalogues that somebody made to do damage: their bytes, their values, their tables."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from benchmarks.reading.fuzz_corpus import Corpora
from simcheck.store import changes, rows


class CatalogueBytes(Corpora):
    """Bytes of the catalogue and of its log."""

    name = "catalogue"

    def mutate(self, home: Path, rng: random.Random) -> None:
        path = home / rng.choice(("catalogue.sqlite", "catalogue.sqlite", "catalogue.sqlite-wal"))
        path = path if path.exists() and path.stat().st_size else home / "catalogue.sqlite"
        if rng.random() < 0.6:
            # a file of the same length, as SQLite wants it
            data = bytearray(path.read_bytes())
            for _ in range(rng.choice((1, 2, 10, 100))):
                page = rng.randrange(0, len(data), 4096)
                at = min(len(data) - 1, page + int(rng.expovariate(0.01)))
                data[at] = rng.choice((0, 1, 0xFF, 0x7F, data[at] ^ 1 << rng.randrange(8), rng.randrange(256)))
            path.write_bytes(data)
        else:
            path.write_bytes(self._damage(path.read_bytes(), rng))


_DEEP: Final = 100_000

_ODD: Final[tuple[Any, ...]] = (
    "", "x", "{}", "[]", "null", "NaN", "true", "-1", "\0", "a\0b", "\x1b[2J\x9b1m\u202e", "../../canary/0/不要动.txt",
    "[" * _DEEP, '{"a":' * _DEEP, '{"a": 1e999}', '{"date": ["2018"]}', '{"date": {"a": 1}}', '[{"code": 1}]',
    '["a", 5]', '{"sha256": "x", "size": 1}', '{"size": 1e999}', '{"sha256": [], "size": 5, "revisions": 5}',
    '{"date": "99999-99-99"}', '{"date": "\\u0000\\ud800"}', '{"unit": null, "date": 2018}', "9" * 5000, "甲" * 100_000,
    '{"notes": [], "pages": [9223372036854775807, -1, "a"]}', '{"notes": 5, "pages": {}}', '{"notes": [{"code": "x"}]}',
    '[{"code": "replaced", "facts": {}}]', '[{"code": "encoding", "span": [5, 1], "facts": {"a": [1]}}]',
    '[{"code": "\\u001b[2J", "facts": {"count": 1e999}}]', '{"size": "x", "limit": []}', '{"path": "\\u001b]0;x"}',
    -1, 0, 1, 2**31, 2**31 - 1, 2**53, 2**63 - 1, -(2**63), 1e308, 0.5, b"", b"\xff\xfe", b"\0" * 100, b"\xed\xa0\x80",
    "../../../canary/000000001-00000000.postings", "/etc/passwd", "000000001-00000000.postings",
    "2019-01-01T00:00:00+0800", "9999-99-99T99:99:99", "not-text", "empty",
)  # fmt: skip


class CatalogueValues(Corpora):
    """What stands in the fields, with the checks that a stranger can make too."""

    name = "values"

    def mutate(self, home: Path, rng: random.Random) -> None:
        with contextlib.closing(sqlite3.connect(home / "catalogue.sqlite", isolation_level=None)) as db:
            for _ in range(rng.choice((1, 1, 2, 4))):
                with contextlib.suppress(sqlite3.Error, OverflowError):
                    self._change(db, rng)
            if rng.random() < 0.8:
                _seal(db)

    def _change(self, db: sqlite3.Connection, rng: random.Random) -> None:
        table = rng.choice(
            (
                "facts",
                "texts",
                "records",
                "records",
                "segments",
                "removed",
                "unreadable",
                "originals",
                "sqlite_sequence",
            )
        )
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        column = rng.choice(columns)
        rows = db.execute(f"SELECT {column} FROM {table}").fetchall()
        value: Any = rng.choice(_ODD)
        if rows and rng.random() < 0.2:
            (value,) = rng.choice(rows)
        if isinstance(value, str) and rng.random() < 0.2:
            value = value.encode()
        if rows and rng.random() < 0.2:
            (other,) = rng.choice(rows)
            if isinstance(other, str):
                at = rng.randrange(len(other) + 1)
                value = other[:at] + rng.choice(("\0", "[", '"', "9" * 30, "\x1b", "")) + other[at + 1 :]
        what = rng.random()
        if what < 0.75 and rows:
            (chosen,) = rng.choice(rows)
            db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} IS ?", (value, chosen))
        elif what < 0.85:
            db.execute(f"DELETE FROM {table} WHERE {column} IS ?", rng.choice(rows) if rows else (None,))
        else:
            values = [value if name == column else rng.choice(_ODD) for name in columns]
            db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({','.join('?' * len(columns))})", values)


def _seal(db: sqlite3.Connection) -> None:
    """Make the checks of what stands in a catalogue, as anybody can who knows how."""

    names = "id, text, name, place, metadata, guessed, notes, added, version"
    with contextlib.suppress(sqlite3.Error):
        for rowid, *row in db.execute(f"SELECT rowid, {names} FROM records").fetchall():
            db.execute("UPDATE records SET seal = ? WHERE rowid = ?", (changes.seal_of(*row), rowid))
        for told in db.execute("SELECT record, version, facts FROM originals").fetchall():
            db.execute("UPDATE originals SET seal = ? WHERE record IS ?", (changes.seal_of(*told), told[0]))
        for number, content in db.execute("SELECT number, content FROM texts").fetchall():
            if isinstance(content, bytes):
                digest = blake2b(content, digest_size=16).digest()
                db.execute("UPDATE texts SET digest = ? WHERE number = ?", (digest, number))
        for (said,) in db.execute("SELECT value FROM facts WHERE name = 'sketching'").fetchall():
            if isinstance(said, str):
                _, _, data = said.partition(" ")
                said = f"{rows.digest(data).hex()} {data}"
                db.execute("UPDATE facts SET value = ? WHERE name = 'sketching'", (said,))


_SCHEMES: Final = (
    "CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM texts; END",
    "CREATE TRIGGER t BEFORE UPDATE ON facts BEGIN INSERT INTO segments VALUES ('../../canary/0/x', 1, 1); END",
    "CREATE TRIGGER t AFTER DELETE ON segments BEGIN UPDATE texts SET content = randomblob(100000000); END",
    "CREATE VIEW v AS SELECT * FROM records",
    "ALTER TABLE records RENAME TO r; CREATE VIEW records AS SELECT * FROM r",
    "ALTER TABLE facts RENAME TO f; CREATE VIEW facts AS "
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT 'format' AS name, x AS value FROM c",
    "CREATE VIRTUAL TABLE x USING fts5(a)",
    "CREATE INDEX i ON records (length(name) + 1)",
    "CREATE INDEX i ON records (name) WHERE length(name) > 2",
    "ALTER TABLE records ADD COLUMN more TEXT DEFAULT 'x'",
    "ALTER TABLE records ADD COLUMN more TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL",
    "DROP INDEX records_by_text",
    "DROP TABLE unreadable",
    "DROP TABLE segments; CREATE TABLE segments (file, size, texts, more)",
    "ANALYZE",
    "PRAGMA user_version = 77",
    "PRAGMA encoding = 'UTF-16'; VACUUM",
    "PRAGMA page_size = 512; PRAGMA journal_mode = DELETE; VACUUM",
    "PRAGMA page_size = 65536; PRAGMA journal_mode = DELETE; VACUUM",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'TEXT', 'BLOB')",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 3 WHERE name = 'texts'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 2",
    "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 999999 WHERE name = 'records'",
    "PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'records_by_text'",
    "PRAGMA writable_schema = ON; "
    "UPDATE sqlite_master SET sql = 'CREATE TABLE records (' || hex(zeroblob(100000)) || ')' WHERE name = 'records'",
    "PRAGMA writable_schema = ON; INSERT INTO sqlite_master VALUES ('trigger', 't', 'records', 0, "
    "'CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM texts; END')",
)


class CatalogueSchema(Corpora):
    """Other tables, views, triggers and indexes than ours."""

    name = "schema"

    def mutate(self, home: Path, rng: random.Random) -> None:
        with contextlib.closing(sqlite3.connect(home / "catalogue.sqlite", isolation_level=None)) as db:
            for _ in range(rng.choice((1, 1, 2))):
                for statement in rng.choice(_SCHEMES).split("; "):
                    # the statements of a trigger stay together
                    with contextlib.suppress(sqlite3.Error):
                        db.execute(statement)
            if rng.random() < 0.5:
                with contextlib.suppress(sqlite3.Error):
                    db.executescript(rng.choice(_SCHEMES))
