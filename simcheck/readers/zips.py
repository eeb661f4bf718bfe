"""How is a zip opened, whose directory may be of any size and wrong in places? An entry that is wrong is one bad file.

``zipfile`` reads the directory whole and refuses all of it for one name or field that is not what it says; so it is
shown a directory in which those say less.
"""

from __future__ import annotations

import zipfile
from struct import pack_into, unpack_from
from typing import IO, Final, cast
from zipfile import BadZipFile, ZipFile
from zlib import crc32


def zip_file(file: IO[bytes], directory: int) -> ZipFile:
    """The zip in ``file``; ``BadZipFile`` for one whose directory has more than so many bytes.

    ``zipfile`` makes an object of a kilobyte out of every entry, of which two hundred megabytes may hold four million.
    """
    # the very function by which it will find the directory itself: another one might be shown another directory
    told = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if told:
        size = told[_DIRECTORY_SIZE]
        if size > directory:
            raise BadZipFile("too many entries")
        start = told[_END] - size - (_END_64 if told[0] == b"PK\6\6" else 0)
        if start >= 0:
            file.seek(start)
            found = file.read(size)
            mended = _mended(bytearray(found))
            if mended != found:
                file = cast(IO[bytes], _Mended(file, start, mended))
    file.seek(0)
    return ZipFile(file)


_DIRECTORY_SIZE: Final = 5
_END: Final = 9
"""Where that function has it, and the place of what follows it (``zipfile._ECD_SIZE``, ``_ECD_LOCATION``)."""
_END_64: Final = 56 + 20
"""Bytes of what stands between them in a large one (APPNOTE 4.3.14, 4.3.15)."""


class _Mended:
    """A zip file with another directory than its own, of the same size."""

    def __init__(self, file: IO[bytes], start: int, directory: bytes) -> None:
        """``start`` is where its directory begins."""
        self._file = file
        self._start = start
        self._directory = directory

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()

    def read(self, size: int = -1) -> bytes:
        place = self._file.tell()
        data = self._file.read(size)
        start = min(max(self._start - place, 0), len(data))
        stop = min(max(self._start + len(self._directory) - place, start), len(data))
        at = place - self._start
        return data[:start] + self._directory[at + start : at + stop] + data[stop:]


_ENTRY: Final = b"PK\1\2"
_NAME: Final = 46
"""Where in an entry its name begins (APPNOTE 4.3.12)."""
_UTF_8: Final = 8
"""The bit, in the second byte of the flags, that says so of the name (APPNOTE 4.4.4)."""
_NEWEST: Final = zipfile.MAX_EXTRACT_VERSION
"""The version of the format that an entry asks for at most; how it is packed tells when it is read."""

_ZIP64: Final = 1
_NAMED: Final = 0x7075
_NOTHING: Final = 0xFFFF
"""Kinds of fields beside a name (APPNOTE 4.5.2, 4.6.1): the sizes of a large file, a name in UTF-8, one that is none;
and the way to pack a file that nobody knows."""
_LARGE: Final = 0xFFFFFFFF
"""A size, or a place, that stands in such a field."""


def _mended(directory: bytearray) -> bytes:
    """A directory in which no entry says what would make ``zipfile`` refuse all of them."""
    at = 0
    while directory.startswith(_ENTRY, at) and at + _NAME <= len(directory):
        named, extra, comment = unpack_from("<HHH", directory, at + 28)
        name = bytes(directory[at + _NAME : at + _NAME + named])
        if directory[at + 9] & _UTF_8 and not _is_utf_8(name):
            directory[at + 9] &= ~_UTF_8
        if directory[at + 6] > _NEWEST:
            directory[at + 6] = _NEWEST
        end = at + _NAME + named + extra
        if extra and end <= len(directory):
            _mend_fields(directory, at, at + _NAME + named, end, crc32(name))
        at = end + comment
    return bytes(directory)


def _mend_fields(directory: bytearray, entry: int, at: int, end: int, crc: int) -> None:
    """Take back what the fields of an entry, from ``at`` to ``end``, do not say rightly; a file whose sizes are not
    told is one that cannot be unpacked."""
    while at + 4 <= end:
        kind, size = unpack_from("<HH", directory, at)
        content = bytes(directory[at + 4 : min(at + 4 + size, end)])
        is_cut = at + 4 + size > end
        if kind == _ZIP64 and len(content) < _needed(directory, entry):
            pack_into("<H", directory, entry + 10, _NOTHING)
            pack_into("<II", directory, entry + 20, 0, 0)
            is_cut = True
        if is_cut or (kind == _NAMED and not _is_name(content, crc)):
            pack_into("<HH", directory, at, _NOTHING, len(content))
        at += 4 + size


def _needed(directory: bytearray, entry: int) -> int:
    """Bytes of sizes and places that an entry leaves to its field."""
    told = (*unpack_from("<II", directory, entry + 20), *unpack_from("<I", directory, entry + 42))
    return 8 * told.count(_LARGE)


def _is_name(field: bytes, crc: int) -> bool:
    """Whether a name beside another one can be read, or is not asked for because it is that of another."""
    if len(field) < 5:
        return False
    is_asked_for = field[0] == 1 and unpack_from("<I", field, 1)[0] == crc
    return not is_asked_for or (len(field) > 5 and _is_utf_8(field[5:]))


def _is_utf_8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
