"""Corpora and background tables that somebody made to do damage, for the benchmark ``fuzz``.

A kind makes one case out of a whole seed, lets the program at it as a user would, and says what became of it. Beside
every corpus lies a tree that nothing may touch, and to which links and paths in the corpus lead.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import shutil
import socket
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Protocol

from benchmarks.running.crash import text_of
from simcheck.store import changes, rows

Damage = Callable[[bytes, random.Random], bytes]
"""Bytes changed as those of documents are."""


class Kind(Protocol):
    """Something that is mutated: ``run`` makes a case and returns "read" or the code of the first refusal; whatever it
    raises is a failure. ``keep`` puts the last case aside."""

    name: str

    def run(self, rng: random.Random) -> str: ...

    def keep(self, to: Path) -> None: ...

    def close(self) -> None: ...


class Touched(Exception):
    """Something outside of the corpus was changed."""


# The program, as from the command line


_CONTROL: Final = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
"""What could drive a terminal."""

_CODE: Final = re.compile(r"error\[([a-z-]+)\]")


def command(*arguments: str) -> str:
    """What a command came to: "read", or the code of its error; an exception if the fault lies in the program."""
    from simcheck.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main.main([*arguments, "--lang", "en", "--debug"])
    if _CONTROL.search(out.getvalue() + err.getvalue()) and "--json" not in arguments:
        raise RuntimeError(f"{arguments}: {(out.getvalue() + err.getvalue())[:2000]!r}")
    if code in (0, 1):
        return "read"
    found = _CODE.search(err.getvalue())
    if code != 2 or not found:
        raise RuntimeError(f"{arguments}: {code} {err.getvalue()[:500]}")
    return found[1]


# Corpora


_PAPERS: Final = 9
_FORMULA: Final = "坚持以人民为中心的发展思想，扎实推进各项工作"


@cache
def _seeds() -> tempfile.TemporaryDirectory[str]:
    """A whole corpus, and one with its log as a kill leaves it; made once in every process."""
    from simcheck import Document
    from simcheck.corpus.collection import Corpus

    top = tempfile.TemporaryDirectory(prefix="fuzz")
    seed = Path(top.name) / "seed"
    empty = Path(top.name) / "empty.txt"
    empty.write_text("")
    with Corpus.open(seed, create=True) as made:
        for number in range(_PAPERS):
            words = f"{text_of(number)[:500]}{_FORMULA}{text_of(50 + number)[:200]}"
            known = {"unit": "柳湾镇", "date": f"201{number}-03", "title": f"标题{number}"}
            made.add(Document(f"d{number}", f"{number}.txt", words, known))
        made.add_all([empty])
        made.remove("d3")
        shutil.copytree(seed, seed.with_name("logged"))
    words = "# 套话\n扎实推进各项工作\n- 坚持以人民为中心\n"
    (seed / ".simcheck" / "phrases.txt").write_text(words, encoding="utf-8")
    return top


class _Corpora:
    """Copies of a small corpus, each damaged once, and the commands run over them."""

    name = "corpus"

    def __init__(self, damage: Damage) -> None:
        self._damage = damage
        self._top = Path(tempfile.mkdtemp(prefix="fuzz"))
        self._case, self._canary = self._top / "case", self._top / "canary"
        for number in range(3):
            (self._canary / str(number)).mkdir(parents=True)
            (self._canary / str(number) / "不要动.txt").write_text(f"{number} 这里的东西谁也不许动。", encoding="utf-8")
        (self._canary / "000000001-00000000.postings").write_text("someone else's")
        self._before = _listing(self._canary)
        _seeds()
        self._question = self._top / "question.txt"
        self._question.write_text(
            text_of(1)[:300] + _FORMULA + text_of(4)[100:300] + text_of(900)[:200], encoding="utf-8"
        )

    def run(self, rng: random.Random) -> str:
        shutil.rmtree(self._case, ignore_errors=True)
        shutil.copytree(Path(_seeds().name) / ("logged" if rng.random() < 0.2 else "seed"), self._case)
        self.mutate(self._case / ".simcheck", rng)
        said = [command(*arguments) for arguments in self._commands(rng)]
        if _listing(self._canary) != self._before:
            raise Touched(_difference(self._before, _listing(self._canary)))
        return next((code for code in said if code != "read"), "read")

    def mutate(self, home: Path, rng: random.Random) -> None:
        raise NotImplementedError

    def _commands(self, rng: random.Random) -> list[list[str]]:
        at = ["--corpus", str(self._case)]
        fresh = self._top / "fresh.txt"
        fresh.write_text(f"第{rng.randrange(10**6)}号：修了三条路，改了两座桥，种了一片茶园。", encoding="utf-8")
        looks = [
            ["corpus", "stats", *at],
            ["corpus", "list", *at],
            ["corpus", "list", "--json", *at],
            ["check", str(self._question), *at],
            ["check", str(self._question), "--json", "--before", "2015", *at],
            ["corpus", "phrases", *at],
            ["corpus", "stats", "--json", *at],
        ]
        changes = [
            ["corpus", "add", str(fresh), *at],
            ["corpus", "remove", "d2", "--yes", *at],
            ["corpus", "phrases", "--add", "打造湖畔云上茶乡", *at],
            ["corpus", "stats", "--verify", *at],
            ["corpus", "rebuild", *at],
        ]
        chosen = [rng.choice(looks), rng.choice(changes), ["check", str(self._question), *at]]
        rng.shuffle(chosen)
        return chosen

    def keep(self, to: Path) -> None:
        if self._case.exists():
            shutil.copytree(self._case, to, symlinks=True, copy_function=_copied, dirs_exist_ok=True)

    def close(self) -> None:
        shutil.rmtree(self._top, ignore_errors=True)


_ENORMOUS: Final = 100_000_000


def _copied(path: str, to: str) -> None:
    if not Path(path).is_file():
        return
    size = Path(path).stat().st_size
    if size > _ENORMOUS:
        # of nothing but its length: a copy would fill the disk with what is none
        with open(to, "wb") as file:
            file.truncate(size)
    else:
        shutil.copy2(path, to)


def _listing(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Everything below a folder: sizes, times and contents."""
    result = {}
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        data = blake2b(path.read_bytes(), digest_size=8).hexdigest() if path.is_file() else ""
        result[str(path.relative_to(folder))] = (status.st_size, status.st_mtime_ns, data)
    return result


def _difference(before: dict[str, Any], after: dict[str, Any]) -> str:
    return ", ".join(sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


class CatalogueBytes(_Corpora):
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
    '["a", 5]',
    '{"date": "99999-99-99"}', '{"date": "\\u0000\\ud800"}', '{"unit": null, "date": 2018}', "9" * 5000, "甲" * 100_000,
    '{"notes": [], "pages": [9223372036854775807, -1, "a"]}', '{"notes": 5, "pages": {}}', '{"notes": [{"code": "x"}]}',
    '[{"code": "replaced", "facts": {}}]', '[{"code": "encoding", "span": [5, 1], "facts": {"a": [1]}}]',
    '[{"code": "\\u001b[2J", "facts": {"count": 1e999}}]', '{"size": "x", "limit": []}', '{"path": "\\u001b]0;x"}',
    -1, 0, 1, 2**31, 2**31 - 1, 2**53, 2**63 - 1, -(2**63), 1e308, 0.5, b"", b"\xff\xfe", b"\0" * 100, b"\xed\xa0\x80",
    "../../../canary/000000001-00000000.postings", "/etc/passwd", "000000001-00000000.postings",
    "2019-01-01T00:00:00+0800", "9999-99-99T99:99:99", "not-text", "empty",
)  # fmt: skip


class CatalogueValues(_Corpora):
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
            ("facts", "texts", "records", "records", "segments", "removed", "unreadable", "sqlite_sequence")
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


class CatalogueSchema(_Corpora):
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


class Postings(_Corpora):
    """Files of postings whose every check is right."""

    name = "postings"

    def mutate(self, home: Path, rng: random.Random) -> None:
        path = rng.choice(sorted((home / "segments").iterdir()))
        data = path.read_bytes()
        length = int.from_bytes(data[-16:-12], "little")
        head = json.loads(data[-16 - length : -16])
        end = head["checks"][0]
        body = bytearray(data[:end])
        for _ in range(rng.choice((1, 1, 2, 5))):
            rng.choice((_values, _values, _directory, _order, _bytes))(body, head, rng)
        path.write_bytes(_spoilt(bytes(body), head, rng))
        with contextlib.closing(sqlite3.connect(home / "catalogue.sqlite", isolation_level=None)) as db:
            db.execute("UPDATE segments SET size = ? WHERE file = ?", (path.stat().st_size, path.name))


def _section(head: dict[str, Any], rng: random.Random) -> dict[str, Any] | None:
    sections = head.get("sections")
    if not isinstance(sections, dict) or not sections:
        return None
    section = sections[rng.choice(sorted(sections))]
    is_whole = isinstance(section, dict) and all(isinstance(section.get(k), int) for k in ("offset", "count"))
    return section if is_whole else None


def _span(section: dict[str, Any], body: bytearray) -> tuple[int, int, int]:
    width = {"<i8": 8, "<u4": 4, "V7": 7}.get(str(section.get("dtype")), 1)
    return width, section["offset"], min(len(body), section["offset"] + max(0, section["count"]) * width)


def _values(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    """Numbers in an array become others."""
    section = _section(head, rng)
    if section is None:
        return
    width, start, end = _span(section, body)
    if end - start < width:
        return
    for _ in range(rng.choice((1, 1, 10, 1000))):
        at = start + rng.randrange((end - start) // width) * width
        value = rng.choice((0, 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, (1 << 63) - 1, 1 << 63, rng.getrandbits(64)))
        body[at : at + width] = value.to_bytes(8, "little")[:width]


def _order(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    """All of an array is the same number, or runs backwards, or is another part of the file."""
    section = _section(head, rng)
    if section is None:
        return
    width, start, end = _span(section, body)
    if end - start < width:
        return
    items = [bytes(body[at : at + width]) for at in range(start, end - width + 1, width)]
    match rng.randrange(3):
        case 0:
            items = [rng.choice(items)] * len(items)
        case 1:
            items.reverse()
        case _:
            rng.shuffle(items)
    body[start : start + len(items) * width] = b"".join(items)


def _bytes(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    for _ in range(rng.choice((1, 10, 1000))):
        body[rng.randrange(len(body))] = rng.randrange(256)


_NUMBERS: Final[tuple[Any, ...]] = (
    0, 1, -1, 4096, 4097, 8192, 1 << 31, 1 << 32, 1 << 62, 1 << 63, 1 << 64, 10**30, 1.5, float("nan"),
    float("inf"), "4096", None, True, [], {}, "<i8", "<u4", "V7", "O", "V999999999", "<f8", "<U1000000", ",", "[" * 500,
)  # fmt: skip


def _directory(body: bytearray, head: dict[str, Any], rng: random.Random) -> None:
    """What the directory says."""
    section = _section(head, rng)
    match rng.randrange(6):
        case 0 if isinstance(head.get("checks"), list) and head["checks"]:
            head["checks"][rng.randrange(len(head["checks"]))] = rng.choice(_NUMBERS)
        case 1:
            head[rng.choice(("format", "passages", "sections", "checks", "more"))] = rng.choice(_NUMBERS)
        case 2 if isinstance(head.get("sections"), dict) and head["sections"]:
            name = rng.choice(sorted(head["sections"]))
            taken = head["sections"].pop(name)
            if rng.random() < 0.5:
                head["sections"][rng.choice(("more", "texts.number", "terms.around", "fingerprints.keys"))] = taken
        case 3 if isinstance(head.get("sections"), dict) and head["sections"]:
            head["sections"][rng.choice(sorted(head["sections"]))] = rng.choice(_NUMBERS)
        case _ if section is not None:
            name = rng.choice(("dtype", "offset", "count", "more"))
            near = section.get(name)
            by = rng.choice((1, -1, 4096, -4096))
            section[name] = near + by if isinstance(near, int) and rng.random() < 0.4 else rng.choice(_NUMBERS)


def closed(body: bytes, head: dict[str, Any]) -> bytes:
    """A file of postings with checks that are right, as far as the directory says where they are."""
    crcs = [zlib.crc32(body[at : at + 4096]) for at in range(0, len(body), 4096)]
    checks = struct.pack(f"<{len(crcs)}I", *crcs)
    told = head.get("checks")
    if isinstance(told, list) and len(told) == 3:
        told[2] = zlib.crc32(checks)
    return body + checks + _ended(json.dumps(head).encode())


def _ended(directory: bytes, length: int | None = None) -> bytes:
    size = len(directory) if length is None else length
    return directory + size.to_bytes(4, "little") + zlib.crc32(directory).to_bytes(4, "little") + b"simcheck"


def _spoilt(body: bytes, head: dict[str, Any], rng: random.Random) -> bytes:
    """The same, but for a few that are cut, or end in something else."""
    whole = closed(body, head)
    if rng.random() < 0.95:
        return whole
    length = int.from_bytes(whole[-16:-12], "little")
    directory = whole[-16 - length : -16]
    if rng.random() < 0.5:
        other = rng.choice((b"[" * 50_000, b"", b"[]", b"5", directory[:-1], b" " * 100_000 + directory))
        return whole[: -16 - length] + _ended(other)
    return whole[: -16 - length] + _ended(directory, rng.choice((0, 1, length - 1, 1 << 31, (1 << 32) - 1)))


class Places(_Corpora):
    """Something else where our files and folders are: links, pipes, sockets, folders, files without end."""

    name = "places"

    def mutate(self, home: Path, rng: random.Random) -> None:
        postings = sorted(path.name for path in (home / "segments").iterdir())
        ours = [
            *(f"catalogue.sqlite{end}" for end in ("", "-wal", "-shm", "-journal", ".new", ".new-journal")),
            *("lock", "phrases.txt", "phrases.txt.new", ".gitignore", ".gitignore.new", "segments", "segments"),
            *(f"segments/{name}" for name in postings),
            *("segments/000000001-00000000.postings", "segments/more.txt", "segments/000000009-abcdef01.postings"),
            ".",
        ]
        for _ in range(rng.choice((1, 1, 2))):
            path = home / rng.choice(ours)
            if path.parent.is_symlink():
                # by the change before this one: what we did there would be told of the program
                continue
            with contextlib.suppress(OSError):
                self._exchange(path, rng)

    def _exchange(self, path: Path, rng: random.Random) -> None:
        aside = self._top / "aside"
        # what opens a pipe to see whether it is a folder waits for ever
        if aside.is_dir() and not aside.is_symlink():
            shutil.rmtree(aside)
        aside.unlink(missing_ok=True)
        if os.path.lexists(path):
            path.rename(aside)
        match rng.randrange(8):
            case 0:
                path.symlink_to(rng.choice((self._canary, self._canary / "0", self._canary / "0" / "不要动.txt")))
            case 1:
                # what was there, elsewhere
                path.symlink_to(aside)
            case 2:
                os.mkfifo(path)
            case 3:
                path.mkdir()
                (path / "x").write_text("x")
            case 4:
                with socket.socket(socket.AF_UNIX) as one, contextlib.chdir(path.parent):
                    one.bind(path.name)
            case 5:
                os.link(self._canary / "0" / "不要动.txt", path)
                # a second name is a change of the file's times, but not of what we compare
            case 6:
                with open(path, "wb") as file:
                    file.truncate(10_000_000_000)
            case _:
                path.write_bytes(rng.choice((b"", b"x" * 5000, _journal(self._canary / "0" / "不要动.txt"))))


def _journal(victim: Path) -> bytes:
    """The end of a rollback journal that names a file to be deleted."""
    name = str(victim).encode()
    head = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">5I", 0, 0, 1, 512, 4096)
    # SQLite adds up signed characters
    total = sum(byte if byte < 128 else byte - 256 for byte in name) & 0xFFFFFFFF
    tail = name + struct.pack(">II", len(name), total) + b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    return head.ljust(512, b"\0") + struct.pack(">I", 262145) + tail


class Words(_Corpora):
    """What stands in the lock and in the list of phrases."""

    name = "words"

    def mutate(self, home: Path, rng: random.Random) -> None:
        for name in ("lock", "phrases.txt"):
            path = home / name
            data = path.read_bytes() if path.exists() else b"x\n"
            if rng.random() < 0.7:
                path.write_bytes(self._damage(data, rng))
            else:
                path.write_bytes(
                    rng.choice((b"\0" * 5000, b"%PDF-1.7\n", b"PK\3\4" + data, b"\xff\xfe" + data, b"-" * 10**6))
                )


# Background tables


class Tables:
    """Background tables: their bytes, what they say of themselves, and their numbers."""

    name = "table"

    def __init__(self, damage: Damage) -> None:
        from simcheck.corpus.frequencies import build
        from simcheck.text.background import packed

        self._damage = damage
        self._top = Path(tempfile.mkdtemp(prefix="fuzz"))
        self._case, self._seed = self._top / "case.npz", self._top / "seed.npz"
        for folder in ("genre", "other"):
            (self._top / folder).mkdir()
            for number in range(6):
                words = text_of(number) + "全镇上下齐心协力" * 3
                (self._top / folder / f"{number}.txt").write_text(words, encoding="utf-8")
        self._seed.write_bytes(packed(build([self._top / "genre", self._top / "other"])))
        self._texts = [text_of(1) + "全镇上下齐心协力推进道路硬化", text_of(1)[100:400] + "全镇上下齐心协力推进"]

    def run(self, rng: random.Random) -> str:
        from simcheck import Settings, compare
        from simcheck.errors import SimcheckError
        from simcheck.text.background import Background

        self._case.write_bytes(self._mutated(rng))
        try:
            table = Background.load(self._case)
            compare(*self._texts, settings=Settings(background=table)).to_json()
        except SimcheckError as error:
            return error.code
        return "read"

    def _mutated(self, rng: random.Random) -> bytes:
        whole = self._seed.read_bytes()
        if rng.random() < 0.3:
            return self._damage(whole, rng)
        with zipfile.ZipFile(io.BytesIO(whole)) as packed:
            arrays = {name: bytearray(packed.read(name)) for name in packed.namelist()}
        for _ in range(rng.choice((1, 1, 2, 3))):
            name = rng.choice(sorted(arrays))
            data = arrays[name]
            match rng.randrange(5):
                case 0:
                    words = rng.choice(_HEADS)
                    at = data.find(b"}")
                    start = data.find(b"{")
                    # as long as it was, so that what follows stays where it is
                    data[start : at + 1] = words[: at + 1 - start].ljust(at + 1 - start)
                case 1 if len(data) > 130:
                    for _ in range(rng.choice((1, 5, 500))):
                        data[rng.randrange(128, len(data))] = rng.choice((0, 255, 128, rng.randrange(256)))
                case 2 if len(data) > 130:
                    del data[rng.randrange(128, len(data)) :]
                case 3:
                    arrays[name] = bytearray(self._damage(bytes(data), rng))
                case _:
                    arrays[rng.choice((name, "more.npy", "lower.npy"))] = bytearray(rng.choice(list(arrays.values())))
        if rng.random() < 0.05:
            # eighty megabytes in eighty thousand bytes
            arrays["levels.npy"] = bytearray(80_000_000)
        method = rng.choice(
            (zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
        )
        if "levels.npy" in arrays and len(arrays["levels.npy"]) > 1 << 20:
            method = zipfile.ZIP_DEFLATED
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method, compresslevel=1) as packed:
            for name, data in arrays.items():
                packed.writestr(name, bytes(data))
        return out.getvalue()

    def keep(self, to: Path) -> None:
        shutil.copyfile(self._case, to.with_suffix(".npz"))

    def close(self) -> None:
        shutil.rmtree(self._top, ignore_errors=True)


_HEADS: Final = (
    b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
    b"{'descr': '<i8', 'fortran_order': False, 'shape': (999999999999,), }",
    b"{'descr': '<i8', 'fortran_order': False, 'shape': (-1,), }",
    b"{'descr': '<i8', 'fortran_order': True, 'shape': (0, 999999), }",
    b"{'descr': '|u1', 'fortran_order': False, 'shape': (), }",
    b"{'descr': '|V9', 'fortran_order': False, 'shape': (2,), }",
    b"{'descr': [('a', '<i8')], 'fortran_order': False, 'shape': (2,), }",
    b"{'descr': '<f8', 'fortran_order': False, 'shape': (2L,), }",
    b"((((((((((((((((((((((((((((((",
)


KINDS: Final = (
    CatalogueBytes,
    CatalogueValues,
    CatalogueSchema,
    Postings,
    Places,
    Words,
    Tables,
)
