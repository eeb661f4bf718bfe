"""What was compared, kept on the disk part by part, so that whoever was interrupted goes on where he was.

A part is the result of one parcel, under its number, in a folder that is named by all that the results hang on. Places
and kinds are kept, no word of a text. What is damaged is made again.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from simcheck.crossing.comparing import Compared
from simcheck.errors import UnsafeCorpus
from simcheck.files import home
from simcheck.model import Mark

FOLDER: Final = "crossing"
"""Where parts are kept, beside the catalogue of a corpus."""

_NAME: Final = re.compile("[0-9a-f]{20}")
"""What a folder of ours is called; of others nothing can be concluded."""

_SUFFIX: Final = ".part"
_CHECK: Final = 16


class Part(NamedTuple):
    """The results of the pairs of a parcel, and what of its texts, by their numbers, is not simply their own words."""

    results: list[Compared]
    marks: list[tuple[int, tuple[Mark, ...]]]


def packed(part: Part) -> bytes:
    """A part as bytes; equal ones give equal bytes."""
    return msgspec.msgpack.encode(part, order="sorted")


def unpacked(data: bytes) -> Part:
    """What ``packed`` wrote; ``msgspec.MsgspecError`` or ``ValueError`` for anything else."""
    return msgspec.msgpack.decode(data, type=Part)


class Parts:
    """The parts of one crossing, whose ``digest`` stands for all that they hang on; in ``place``, or nowhere."""

    def __init__(self, place: Path | None, digest: str) -> None:
        self._folder = place and place / digest
        if place is None or self._folder is None:
            return
        with contextlib.suppress(OSError):
            # of other crossings that were never ended, nothing is of use
            for name in os.listdir(place):
                if name != digest and _NAME.fullmatch(name) and not os.path.islink(place / name):
                    shutil.rmtree(place / name, ignore_errors=True)
        try:
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
        except OSError:
            # where nothing can be kept, nothing is: the result is the same
            self._folder = None

    def get(self, number: int) -> Part | None:
        """A part, if it is there and whole."""
        if self._folder is None:
            return None
        with contextlib.suppress(OSError, UnsafeCorpus, ValueError, msgspec.MsgspecError):
            with open(home.opened(self._folder / f"{number}{_SUFFIX}"), "rb") as file:
                data = file.read()
            if _check(data[_CHECK:]) == data[:_CHECK]:
                return unpacked(data[_CHECK:])
        return None

    def put(self, number: int, data: bytes) -> None:
        """Keep a part, whole or not at all."""
        if self._folder is not None:
            with contextlib.suppress(OSError, UnsafeCorpus):
                home.replace(self._folder / f"{number}{_SUFFIX}", _check(data) + data)

    def forget(self) -> None:
        """Delete them all."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            with contextlib.suppress(OSError):
                self._folder.parent.rmdir()


def _check(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECK).digest()
