"""From a path, or bytes, to a ``Document``: one file a format, all behind ``read``.

The text is exactly what was decoded: line ends stay as they are, only a byte order mark is taken away.
"""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from itertools import islice
from typing import Final

from simcheck.errors import Empty, IsFolder, NoAccess, NotFound, NotText, TooLarge
from simcheck.model import Document, identity
from simcheck.readers import text as plain
from simcheck.readers.extract import Extract
from simcheck.readers.signature import looks_like

LIMIT: Final = 200_000_000
"""Bytes of one document: 66 million Chinese characters, more than any book. What is larger is a data dump or a mistake,
and would need gigabytes to compare."""

_SIMILAR: Final = 3
_LOOKED_AT: Final = 5000
"""Names in a folder that are looked at for a near one, or listed: a mail archive must not hold up an error message."""

_GLANCE: Final = 1 << 16
"""Characters in which something visible is looked for at once; nearly always there is some in the first."""

_ABSENT: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})


def read(path: str | os.PathLike[str], *, encoding: str | None = None) -> Document:
    """The document in the file ``path``, in ``encoding`` if given, else in the one that its bytes speak for.

    Raises a leaf of ``UnreadableDocument`` that says why there is none; ``InvalidSettings`` for an unknown encoding.
    Never waits for a pipe or a device.
    """
    given = os.fspath(path)
    _refuse_unknown(encoding)
    return _document(given, os.path.basename(given), _content(given), encoding)


def decode(name: str, data: bytes, *, encoding: str | None = None) -> Document:
    """The document in bytes that came from elsewhere, e.g. standard input (``name`` "-"); raises like ``read``."""
    _refuse_unknown(encoding)
    return _document(name, name, data, encoding)


def _refuse_unknown(encoding: str | None) -> None:
    """Before the file is looked for: the mistake is in the option, whatever the file is like."""
    if encoding is not None:
        plain.codecs_named(encoding)


def _document(path: str, name: str, data: bytes, encoding: str | None) -> Document:
    if len(data) > LIMIT:
        raise TooLarge(path, len(data), LIMIT)
    if not data:
        raise Empty(path, 0)
    extract = _extract(path, name, data, encoding)
    if not _has_visible(extract.text):
        raise Empty(path, len(data))
    return Document(identity(name, extract.text), name, extract.text, notes=extract.notes, pages=extract.pages)


def _extract(path: str, name: str, data: bytes, encoding: str | None) -> Extract:
    what = looks_like(data, os.path.splitext(name)[1].lower())
    if what is None:
        return plain.from_bytes(path, name, data, encoding)
    from simcheck.readers import formats

    return formats.extract(path, name, data, encoding, what)


def _has_visible(text: str) -> bool:
    from simcheck.normalize import visible

    return any(visible(text[at : at + _GLANCE]).any() for at in range(0, len(text), _GLANCE))


def _content(path: str) -> bytes:
    # A pipe without a writer would hold up an ordinary open for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        _refuse_special(path, os.stat(path))
        with open(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            _refuse_special(path, status)
            if status.st_size > LIMIT:
                raise TooLarge(path, status.st_size, LIMIT)
            data = file.read(status.st_size + 1)
            if len(data) > status.st_size:  # it is growing, or the system made it up just now (/proc)
                data += file.read(LIMIT + 1 - len(data))
            return data
    except ValueError as error:  # a NUL in the name, or characters that no file name has here
        raise NotFound(path) from error
    except OSError as error:
        if error.errno in _ABSENT:
            raise NotFound(path, _near(path)) from error
        raise NoAccess(path, error.strerror or str(error)) from error


def _refuse_special(path: str, status: os.stat_result) -> None:
    mode = status.st_mode
    if stat.S_ISDIR(mode):
        raise IsFolder(path, tuple(_files(path)))
    if not stat.S_ISREG(mode):
        raise NotText(path, "pipe" if stat.S_ISFIFO(mode) else "socket" if stat.S_ISSOCK(mode) else "device")


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
