"""Which public texts are kept with a corpus? One file of their runs, written anew as a whole or not at all.

    magic · length and check of the head · head (JSON: scheme, texts, check of the keys) · zeros to eight bytes · keys

Little-endian everywhere. It is read whole, so that no other answer comes of a damaged byte and no reader is in a
writer's way; of twenty million characters that is a tenth of a second.
"""

from __future__ import annotations

import json
import os
import re
import threading
import zlib
from pathlib import Path
from typing import Any, Final

import numpy as np

from simcheck.errors import CannotWrite, NoAccess, PublicTextsDamaged
from simcheck.files import home, refusal
from simcheck.text.fingerprint import Hashes
from simcheck.text.public import MOST, NUMBER, SCHEME, Public, PublicText

_MAGIC: Final = b"simpublc"
_FRONT: Final = len(_MAGIC) + 8
"""Bytes before the head: the magic number, the head's length and its check."""

_LARGEST_HEAD: Final = 1 << 28
_LARGEST: Final = 8 * MOST + _LARGEST_HEAD

_AT_ONCE: Final = 1 << 20
"""Keys that are looked at together."""

_DIGEST: Final = re.compile("[0-9a-f]{16}")


class Shelf:
    """The public texts in the folder of a corpus; usable from several threads."""

    def __init__(self, place: Path) -> None:
        self._path = place / home.PUBLIC
        self._mutex = threading.Lock()
        self._read: tuple[tuple[int, ...], Public] | None = None

    def texts(self) -> Public:
        """Those that are kept now; none if there is no file. Raises ``PublicTextsDamaged`` or ``NoAccess``."""
        with self._mutex:
            try:
                handle = home.opened(self._path)
            except FileNotFoundError:
                return Public()
            except OSError as error:
                raise NoAccess(str(self._path), refusal.reading(error)) from None
            with open(handle, "rb") as file:
                status = os.fstat(handle)
                stamp = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
                if self._read is None or self._read[0] != stamp:
                    try:
                        data = file.read(min(status.st_size, _LARGEST) + 1)
                    except OSError as error:
                        raise NoAccess(str(self._path), refusal.reading(error)) from None
                    self._read = stamp, self._decoded(data)
                return self._read[1]

    def put(self, public: Public) -> None:
        """Keep these and no others, for a writer."""
        try:
            home.replace(self._path, packed(public))
        except OSError as error:
            raise CannotWrite(str(self._path), refusal.writing(error)) from error

    def _damaged(self, reason: str) -> PublicTextsDamaged:
        return PublicTextsDamaged(str(self._path.parent.parent), str(self._path), reason)

    def _decoded(self, data: bytes) -> Public:
        """The texts in a file; nothing that it says of itself is used before it was seen to be possible."""
        length, check = (int.from_bytes(data[at : at + 4], "little") for at in (8, 12))
        if data[:8] != _MAGIC or length > len(data) - _FRONT:
            raise self._damaged("directory")
        head = data[_FRONT : _FRONT + length]
        if zlib.crc32(head) != check:
            raise self._damaged("check")
        start = _FRONT + length + _padding(length)
        if len(data) > _LARGEST or start > len(data) or (len(data) - start) % 8:
            raise self._damaged("size")
        scheme, check, texts = self._read_head(head)
        if scheme != SCHEME:
            raise self._damaged("other-public")
        keys = np.frombuffer(data, dtype="<u8", offset=start)
        if zlib.crc32(keys.data) != check:
            raise self._damaged("check")
        if not _possible(keys, len(texts)):
            raise self._damaged("contents")
        return Public(texts, keys.astype(np.uint64, copy=False))

    def _read_head(self, head: bytes) -> tuple[str, int, tuple[PublicText, ...]]:
        try:
            said = json.loads(head)
        except (ValueError, RecursionError):
            raise self._damaged("directory") from None
        match said:
            case {"scheme": str(scheme), "check": int(check), "texts": list(rows)} if all(map(_is_text, rows)):
                return scheme, check, tuple(PublicText(*row) for row in rows)
        raise self._damaged("directory")


def packed(public: Public) -> bytes:
    """The content of the file for some texts, which are one table."""
    keys = public.keys.astype("<u8", copy=False).tobytes()
    said = {"scheme": SCHEME, "check": zlib.crc32(keys), "texts": public.texts}
    head = json.dumps(said).encode()
    front = _MAGIC + len(head).to_bytes(4, "little") + zlib.crc32(head).to_bytes(4, "little")
    return b"".join((front, head, b"\0" * _padding(len(head)), keys))


def _padding(length: int) -> int:
    """Zeros after a head, so that the keys begin at a multiple of eight."""
    return -length % 8


def _is_text(row: Any) -> bool:
    match row:
        case [str(), int(characters), str(digest)]:
            return 0 <= characters <= MOST and bool(_DIGEST.fullmatch(digest))
    return False


def _possible(keys: Hashes, texts: int) -> bool:
    """Whether keys ascend, and speak of no more texts than there are."""
    mask = (np.uint64(1) << NUMBER) - np.uint64(1)
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE + 1]
        if not (some[1:] > some[:-1]).all() or int((some & mask).max()) >= texts:
            return False
    return True
