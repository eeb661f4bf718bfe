"""What a user names is opened here and nowhere else: documents, lists, tables, archives, results, standard input.

Only regular files are opened, never a pipe or a device that would hold up the program, and no more of them is taken
than there is room for.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, Final

from simcheck.errors import IsFolder, NoAccess, NotFound, NotText, TooLarge
from simcheck.files import refusal
from simcheck.formats import Format

LIMIT: Final = 200_000_000
"""Bytes of one document: 66 million Chinese characters, more than any book. What is larger is a data dump or a mistake,
and would need gigabytes to compare."""

_SIMILAR: Final = 3
_LOOKED_AT: Final = 5000
"""Names in a folder that are looked at for a near one, or listed: a mail archive must not hold up an error message."""

_ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})


def opened(path: str | os.PathLike[str]) -> BinaryIO:
    """The regular file at ``path``, open for reading; a leaf of ``UnreadableDocument`` for anything else."""
    given = os.fspath(path)
    # a pipe without a writer would hold up an ordinary open for ever
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        _refuse_special(given, os.stat(given))
        file = open(os.open(given, flags), "rb")  # noqa: SIM115
        try:
            _refuse_special(given, os.fstat(file.fileno()))
        except BaseException:
            file.close()
            raise
    except ValueError as error:  # a NUL in the name, or characters that no file name has here
        raise NotFound(given) from error
    except OSError as error:
        raise refused(given, error) from error
    return file


def refused(path: str, error: OSError) -> NotFound | NoAccess:
    """What the operating system said to a reader of ``path``."""
    if error.errno in _ABSENT:
        return absent(path)
    return NoAccess(path, refusal.reading(error))


def absent(path: str) -> NotFound:
    """That there is nothing at ``path``, and what may be meant."""
    return NotFound(path, _near(path))


def content(path: str | os.PathLike[str], limit: int = LIMIT) -> bytes:
    """The bytes of the regular file at ``path``; ``TooLarge`` beyond ``limit``, of which not much is read then."""
    given = os.fspath(path)
    with opened(given) as file:
        try:
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                raise TooLarge(given, size, limit)
            data = file.read(size + 1) or b""
            if len(data) > size:  # it is growing, or the system made it up just now (/proc)
                data += file.read(limit + 1 - len(data)) or b""
        except OSError as error:
            raise NoAccess(given, refusal.reading(error)) from error
    if len(data) > limit:
        raise TooLarge(given, len(data), limit)
    return data


def is_link(path: str | os.PathLike[str]) -> bool:
    """Whether something stands there in place of something else: a link, or what Windows has between folders."""
    with contextlib.suppress(OSError, ValueError):
        status = os.lstat(path)
        return stat.S_ISLNK(status.st_mode) or bool(getattr(status, "st_reparse_tag", 0) & _STANDS_FOR_A_NAME)
    return False


_STANDS_FOR_A_NAME: Final = 0x20000000
"""The bit of links and mount points among the tags of reparse points (MS-FSCC 2.1.2.1)."""


def lines(path: str | os.PathLike[str], limit: int = LIMIT) -> Iterator[bytes]:
    """The lines of a file of any length with their ends; ``TooLarge`` for one line beyond ``limit`` bytes."""
    given = os.fspath(path)
    with opened(given) as file:
        try:
            while line := file.readline(limit + 1):
                if len(line) > limit:
                    raise TooLarge(given, len(line), limit)
                yield line
        except OSError as error:
            raise NoAccess(given, refusal.reading(error)) from error


def standard_input(limit: int = LIMIT) -> bytes:
    """All of standard input; ``TooLarge`` as soon as it is more than ``limit``, ``NoAccess`` if it is closed."""
    try:
        if sys.stdin is None:
            raise NoAccess("-", "closed-input")
        with contextlib.suppress(OSError, ValueError):
            # one that does not wait gives what happens to be there
            os.set_blocking(sys.stdin.fileno(), True)
        data = sys.stdin.buffer.read(limit + 1)
        if data is None:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    except (OSError, ValueError) as error:
        raise NoAccess("-", refusal.reading(error) if isinstance(error, OSError) else str(error)) from error
    if len(data) > limit:
        raise TooLarge("-", len(data), limit)
    return data


def _refuse_special(path: str, status: os.stat_result) -> None:
    mode = status.st_mode
    if stat.S_ISDIR(mode):
        raise IsFolder(path, tuple(_files(path)))
    if not stat.S_ISREG(mode):
        raise NotText(path, _SPECIAL.get(stat.S_IFMT(mode), Format.DEVICE))


_SPECIAL: Final = {stat.S_IFIFO: Format.PIPE, stat.S_IFSOCK: Format.SOCKET}


def _files(folder: str) -> list[str]:
    """The names of the files in ``folder`` that are not hidden, sorted; none if it cannot be listed."""
    try:
        with os.scandir(folder or os.curdir) as entries:
            some = islice(entries, _LOOKED_AT)
            return sorted(entry.name for entry in some if not entry.name.startswith(".") and entry.is_file())
    except OSError:
        return []


def _near(path: str) -> tuple[str, ...]:
    """The files beside ``path`` whose names a person may have meant, nearest first."""
    from difflib import get_close_matches

    folder, wanted = os.path.split(path)
    if not wanted:
        return ()
    names = {_sounds(name): name for name in _files(folder)}
    stems = {_stem(name): name for name in names.values()}
    near = [name for name in names.values() if _stem(name) == _stem(wanted)]
    near += [names[key] for key in get_close_matches(_sounds(wanted), names)]
    near += [stems[key] for key in get_close_matches(_stem(wanted), stems)]
    return tuple(dict.fromkeys(near))[:_SIMILAR]


def _sounds(name: str) -> str:
    """``name`` without what the eye overlooks: width, case, spaces, how an accent is stored."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _stem(name: str) -> str:
    return os.path.splitext(_sounds(name))[0]
