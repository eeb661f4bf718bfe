"""The documents inside a zip archive, which is never unpacked: names in it are only names, and sizes are held to.

An archive inside an archive is opened too, a few deep. What a member's name says of folders above or of drives leads
nowhere, because nothing is written.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from io import BytesIO
from struct import unpack_from
from typing import IO, Final, NamedTuple
from zipfile import ZipFile, ZipInfo
from zlib import crc32

from simcheck.errors import Damaged, Encrypted, NoAccess, TooLarge, UnreadableDocument
from simcheck.files import given as files
from simcheck.files import refusal
from simcheck.files.given import LIMIT
from simcheck.formats import Format
from simcheck.model import Document
from simcheck.readers import decode
from simcheck.readers.detect import looks_like
from simcheck.readers.extract import broken, damaged
from simcheck.readers.package import known_as, opened
from simcheck.readers.zips import zip_file

SUFFIX: Final = ".zip"

MEMBERS: Final = 100_000
"""Files in one archive, those of archives inside it counted."""

DIRECTORY: Final = 32_000_000
"""Bytes of an archive's directory: for ``MEMBERS`` files with names of three hundred bytes."""

DEPTH: Final = 3
"""Archives inside each other: an office's of villages', each of which may be one of months."""

_RATIO, _FREE = 200, 1_000_000_000
"""Bytes unpacked for each byte of an archive beyond the first gigabyte: texts shrink to a tenth, zeros to a
thousandth."""

_UTF_8: Final = 0x800
_ENCRYPTED: Final = 1


class Member(NamedTuple):
    """A file in an archive: its name there, inside archives inside it by all their names; ``stamp`` changes when its
    content does."""

    inside: tuple[str, ...]
    size: int
    stamp: str


def is_archive(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a zip of documents and not one of the documents that are zips."""
    if os.path.splitext(path)[1].lower() != SUFFIX:
        return False
    with contextlib.suppress(UnreadableDocument, OSError), files.opened(path) as file:
        # the directory is at the end, so the whole is looked at, as a file
        return file.read(2) == b"PK" and _is_plain(file)
    return False


def _is_plain(file: IO[bytes]) -> bool:
    try:
        with zip_file(file, DIRECTORY) as archive:
            return not any(known_as(name) in _MARKERS for name in archive.namelist())
    except broken():
        return True


_MARKERS: Final = frozenset(
    ("[content_types].xml", "word/document.xml", "xl/workbook.xml")
    + ("meta-inf/container.xml", "meta-inf/manifest.xml", "mimetype", "ofd.xml")
)
"""Files of which every document of such a format has one, and no archive of documents."""


def members(path: str) -> Iterator[Member]:
    """The files in the archive at ``path`` in the order of their names, those in archives inside it among them.

    Raises ``Damaged``, ``NoAccess``, and ``TooLarge`` for one that unpacks to far more than documents do.
    """
    budget = _Budget(path)
    try:
        with files.opened(path) as file, zip_file(file, DIRECTORY) as archive:
            budget.allow(os.path.getsize(path))
            yield from _members(archive, (), budget)
    except OSError as error:
        raise NoAccess(path, refusal.reading(error)) from error
    except broken() as error:
        raise damaged(path, error) from error


class _Budget:
    """How much an archive may still hold."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._files = MEMBERS
        self._bytes = 0

    def allow(self, size: int) -> None:
        self._bytes = _FREE + _RATIO * size

    def take(self, size: int) -> None:
        self._files -= 1
        self._bytes -= size
        if self._files < 0:
            raise TooLarge(self._path, MEMBERS + 1, MEMBERS, "files")
        if self._bytes < 0:
            raise TooLarge(self._path, size, LIMIT, "unpacked")


def _members(archive: ZipFile, above: tuple[str, ...], budget: _Budget) -> Iterator[Member]:
    for name, entry in sorted(_named(archive).items()):
        budget.take(entry.file_size)
        inside = (*above, name)
        if name.lower().endswith(SUFFIX) and len(inside) < DEPTH and not entry.flag_bits & _ENCRYPTED:
            inner = _inner(archive, entry, name)
            if inner is not None:
                with inner:
                    yield from _members(inner, inside, budget)
                continue
        yield Member(inside, entry.file_size, f"{entry.file_size}:{entry.CRC:08x}")


def _inner(archive: ZipFile, entry: ZipInfo, name: str) -> ZipFile | None:
    """An archive in an archive; None for one that cannot be opened, which is told when it is read."""
    try:
        data = _content(archive, entry, name)
        return zip_file(BytesIO(data), DIRECTORY) if looks_like(data) == Format.ZIP else None
    except (Damaged, TooLarge):
        return None
    except broken():
        return None


def _named(archive: ZipFile) -> dict[str, ZipInfo]:
    """The files by their names; of several with one name all, numbered."""
    found: dict[str, ZipInfo] = {}
    for entry in archive.infolist():
        if entry.is_dir() or entry.filename.endswith("\\"):
            continue
        name = name_of(entry)
        stem, suffix = os.path.splitext(name or _NAMELESS)
        number = 1
        while not name or name in found:
            number += 1
            name = f"{stem} ({number}){suffix}" if name else stem
        found[name] = entry
    return found


_NAMELESS: Final = "-"


def name_of(entry: ZipInfo) -> str:
    """A member's name as it was meant: Windows in China writes GBK where the format has no word for it."""
    name = _beside(entry) or entry.filename
    if name == entry.filename and not entry.flag_bits & _UTF_8:
        with contextlib.suppress(UnicodeError):
            # a name that was not in this code page was told elsewhere, and is right
            raw = name.encode("cp437")
            with contextlib.suppress(UnicodeDecodeError):
                name = raw.decode("gb18030")
            with contextlib.suppress(UnicodeDecodeError):
                name = raw.decode("utf-8")
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


_NAMED: Final = 0x7075


def _beside(entry: ZipInfo) -> str:
    """The name in UTF-8 that WinRAR and Info-ZIP write beside one in another encoding (APPNOTE 4.6.9); nothing if there
    is none, or one of another name."""
    raw = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF_8 else "cp437", "replace")
    extra = entry.extra
    while len(extra) >= _BESIDE:
        kind, size, version, crc = unpack_from("<HHBI", extra)
        if kind == _NAMED and size + 4 >= _BESIDE:
            words = extra[_BESIDE : size + 4].decode("utf-8", "replace")
            return words if version == 1 and crc == crc32(raw) and "\ufffd" not in words else ""
        extra = extra[size + 4 :]
    return ""


_BESIDE: Final = 9
"""Where in such a field the name begins."""


def _content(archive: ZipFile, entry: ZipInfo, path: str) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise Encrypted(path)
    try:
        with opened(archive, entry) as file:
            data = file.read(LIMIT + 1)
    except broken() as error:
        raise damaged(path, error) from error
    if len(data) > LIMIT:
        raise TooLarge(path, len(data), LIMIT)
    return data


def content(path: str, inside: tuple[str, ...]) -> bytes:
    """The bytes of a member; raises an ``UnreadableDocument`` about ``shown(path, inside)``."""
    archive = _archive(path, inside[:-1])
    name = shown(path, inside)
    entry = archive.named.get(inside[-1])
    if entry is None:
        raise Damaged(name, "no longer there")
    return _content(archive.file, entry, name)


def read(path: str, inside: tuple[str, ...], *, encoding: str | None = None) -> Document:
    """The document that a member is; raises as ``readers.read`` does."""
    return decode(shown(path, inside), content(path, inside), encoding=encoding)


def shown(path: str, inside: tuple[str, ...]) -> str:
    """A member as people write it: 各村.zip/甲村/总结.docx."""
    return "/".join((path, *inside))


class _Open(NamedTuple):
    """An archive that is open, and what it is known by."""

    key: tuple[str, tuple[str, ...], int]
    source: IO[bytes]
    file: ZipFile
    named: dict[str, ZipInfo]


_kept = threading.local()


def _archive(path: str, above: tuple[str, ...]) -> _Open:
    """The archive that holds a member. The last one stays open: members are asked for one after the other."""
    try:
        key = (path, above, os.stat(path).st_mtime_ns)
        kept: _Open | None = getattr(_kept, "last", None)
        if kept is not None and kept.key == key:
            return kept
        source = BytesIO(content(path, above)) if above else files.opened(path)
        try:
            file = zip_file(source, DIRECTORY)
        except BaseException:
            source.close()
            raise
    except OSError as error:
        raise NoAccess(path, refusal.reading(error)) from error
    except broken() as error:
        raise damaged(path, error) from error
    close()
    last = _kept.last = _Open(key, source, file, _named(file))
    return last


def close() -> None:
    """Close the archive that is kept open, if there is one."""
    kept: _Open | None = getattr(_kept, "last", None)
    if kept is not None:
        kept.file.close()
        kept.source.close()
    _kept.last = None
