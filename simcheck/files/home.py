"""What in a corpus's folder may be touched: plain files under names of our own, in real folders, by no link.

A corpus may come from a stranger, in an archive or on a stick. Whatever stands where a file of ours would stand is
looked at before it is opened, written or deleted; what we could not have put there is refused and left alone.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from simcheck.errors import NoAccess, UnsafeCorpus
from simcheck.files import refusal

FOLDER: Final = ".simcheck"
"""Where a corpus keeps everything, inside the folder that it is called by."""

CATALOGUE: Final = "catalogue.sqlite"
SEGMENTS: Final = "segments"
PHRASES: Final = "phrases.txt"
PUBLIC: Final = "public.runs"
LOCK: Final = "lock"

SUFFIX: Final = ".postings"

_NAME_OF_POSTINGS: Final = re.compile(rf"[0-9]{{9,19}}-[0-9a-f]{{8}}{re.escape(SUFFIX)}", re.ASCII)

_LOG_ENDS: Final = ("-journal", "-wal", "-shm")

_NOTHING_HERE: Final = (FileNotFoundError, NotADirectoryError)

_GUARDED: Final = (
    getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
"""A pipe without a writer would hold up an ordinary open for ever."""

_BY_FOLDER: Final = {os.open, os.stat, os.unlink} <= os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
"""Whether a file can be named by an open folder, which then cannot be exchanged on the way."""


def is_name_of_postings(name: object) -> bool:
    """Whether a file of postings could be called so."""
    return isinstance(name, str) and bool(_NAME_OF_POSTINGS.fullmatch(name))


def inspect(home: Path) -> None:
    """Refuse a corpus in which something else stands where we keep a file or a folder: ``UnsafeCorpus``.

    That there is nothing yet is for others to say.
    """
    try:
        _refuse(home, _look(home), stat.S_ISDIR, "not-a-folder")
        _refuse(home / SEGMENTS, _look(home / SEGMENTS), stat.S_ISDIR, "not-a-folder")
        # SQLite opens these by their names, follows links, and writes into what it finds
        for name in (CATALOGUE, *(CATALOGUE + end for end in _LOG_ENDS), LOCK):
            status = _look(home / name)
            _refuse(home / name, status, stat.S_ISREG, "not-a-file")
            if status and status.st_nlink > 1:
                raise _unsafe(home / name, "hard-link")
        for name in (PHRASES, PUBLIC):
            _refuse(home / name, _look(home / name), stat.S_ISREG, "not-a-file")
        _refuse_journal_that_names_others(home / f"{CATALOGUE}-journal")
    except OSError as error:
        raise NoAccess(str(home / CATALOGUE), refusal.reading(error)) from None


def _look(path: Path) -> os.stat_result | None:
    with contextlib.suppress(*_NOTHING_HERE):
        return os.lstat(path)
    return None


_SIGN: Final = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal that names another file, which SQLite deletes once it has played the journal back
(https://www.sqlite.org/fileformat.html, "rollback journal"; ``readSuperJournal`` in pager.c)."""


def _refuse_journal_that_names_others(path: Path) -> None:
    if not _look(path):
        return
    with open(opened(path), "rb") as file:
        file.seek(max(0, os.fstat(file.fileno()).st_size - len(_SIGN)))
        if file.read() == _SIGN:
            raise _unsafe(path, "journal")


def opened(path: Path, flags: int = os.O_RDONLY) -> int:
    """A descriptor of the regular file ``path``, whose folder is a real one; what it creates is its owner's.

    Raises ``UnsafeCorpus`` for a link or anything but a file, ``OSError`` as the system does.
    """
    with _folder_of(path) as folder:
        name: str | Path = path if folder is None else path.name
        with contextlib.suppress(FileNotFoundError):
            _refuse(path, os.stat(name, dir_fd=folder, follow_symlinks=False), stat.S_ISREG, "not-a-file")
        try:
            handle = os.open(name, flags | _GUARDED, 0o600, dir_fd=folder)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise _unsafe(path, "link") from error
            raise
        try:
            _refuse(path, os.fstat(handle), stat.S_ISREG, "not-a-file")
        except BaseException:
            os.close(handle)
            raise
        return handle


def delete(path: Path) -> None:
    """Delete a file, or a link and not what it leads to; a folder stays. ``OSError`` as the system raises it."""
    with _folder_of(path) as folder:
        name: str | Path = path if folder is None else path.name
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise _unsafe(path, "not-a-file")
        os.unlink(name, dir_fd=folder)


def replace(path: Path, data: bytes) -> None:
    """Write a file of ours anew, whole or not at all; ``OSError`` as the system raises it."""
    aside = path.with_name(f"{path.name}{_ASIDE}")
    with contextlib.suppress(FileNotFoundError):
        # what was left of one that was killed, or a link
        delete(aside)
    with open(opened(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def delete_left_aside(home: Path) -> None:
    """Delete what a killed writer of ``replace`` left, for who holds the lock."""
    for name in (PHRASES, PUBLIC):
        with contextlib.suppress(OSError, UnsafeCorpus):
            delete(home / f"{name}{_ASIDE}")


_ASIDE: Final = ".new"


def files_of_postings(home: Path) -> list[str]:
    """The names in the folder of postings that we could have given; none if it is no real folder."""
    with contextlib.suppress(OSError, UnsafeCorpus), _folder_of(home / SEGMENTS / "any") as folder:
        return sorted(filter(is_name_of_postings, os.listdir(home / SEGMENTS if folder is None else folder)))
    return []


@contextlib.contextmanager
def _folder_of(path: Path) -> Iterator[int | None]:
    """The folder in which a file lies, which is a real one; open, where the system can name files by it."""
    folder = path.parent
    if not _BY_FOLDER:
        _refuse(folder, os.lstat(folder), stat.S_ISDIR, "not-a-folder")
        yield None
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        _refuse(folder, os.lstat(folder), stat.S_ISDIR, "not-a-folder")
        raise
    try:
        yield handle
    finally:
        os.close(handle)


def _refuse(path: Path, status: os.stat_result | None, is_right: Callable[[int], bool], reason: str) -> None:
    if status is None:
        return
    # on Windows, what leads elsewhere is a reparse point that stands for a name
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) & _STANDS_FOR_A_NAME:
        raise _unsafe(path, "link")
    if not is_right(status.st_mode):
        raise _unsafe(path, reason)


_STANDS_FOR_A_NAME: Final = 0x20000000
"""The bit of links and mount points among the tags of reparse points (MS-FSCC 2.1.2.1)."""


def _unsafe(path: Path, reason: str) -> UnsafeCorpus:
    top = next((folder.parent for folder in (path, *path.parents) if folder.name == FOLDER), path.parent)
    return UnsafeCorpus(str(top), str(path), reason)


def close_to_others(home: Path) -> bool | None:
    """Take a folder that others may enter, read or write away from them if it is ours: True if that was done, False if
    it could not be, None if nothing had to be. Elsewhere than on POSIX, modes say nothing."""
    if os.name != "posix":
        return None
    mode = os.lstat(home)
    if not mode.st_mode & 0o077:
        return None
    if mode.st_uid == os.geteuid():
        with contextlib.suppress(OSError), _folder_of(home / CATALOGUE) as folder:
            assert folder is not None
            os.fchmod(folder, stat.S_IMODE(mode.st_mode) & 0o700)
            return not os.fstat(folder).st_mode & 0o077
    return False
