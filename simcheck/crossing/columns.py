"""Columns that are too long for memory: written piece by piece into files without a name, then mapped and given back.

A file has no name from the moment it is made (where the system can do that; elsewhere it is deleted when it is closed),
so that nothing of it is left, however the process ends.
"""

from __future__ import annotations

import contextlib
import mmap
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from simcheck.errors import CannotWrite
from simcheck.files import refusal


class Scratch:
    """Where files without a name are made: in ``folder``, or where the system has its temporary files if nothing can be
    made there (a corpus that may only be read). Those that are open at the end of a ``with`` are closed."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._open: list[IO[bytes]] = []

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open:
            # what could not be written is not wanted any more
            with contextlib.suppress(OSError):
                file.close()

    def file(self) -> IO[bytes]:
        """A new file. Raises ``CannotWrite``."""
        self._open.append(self._made())
        return self._open[-1]

    def _made(self) -> IO[bytes]:
        if self._folder is not None:
            with contextlib.suppress(OSError):
                return tempfile.TemporaryFile(dir=self._folder)
        self._folder = None
        with self.writing():
            return tempfile.TemporaryFile()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Whoever writes to a file is told so by ``CannotWrite`` if it cannot be done: the disk is full."""
        try:
            yield
        except OSError as error:
            raise CannotWrite(str(self._folder or tempfile.gettempdir()), refusal.writing(error)) from error


class Columns:
    """Arrays of the types ``kinds`` and of one length."""

    def __init__(self, scratch: Scratch, kinds: Sequence[str]) -> None:
        self._scratch, self._kinds = scratch, [np.dtype(kind) for kind in kinds]
        self._files = [scratch.file() for _ in kinds]
        self._maps: list[mmap.mmap] = []

    def add(self, *pieces: npt.NDArray[Any]) -> None:
        """Write a piece of each. Raises ``CannotWrite``."""
        with self._scratch.writing():
            for file, kind, piece in zip(self._files, self._kinds, pieces, strict=True):
                file.write(np.ascontiguousarray(piece, dtype=kind).data)

    def arrays(self) -> list[npt.NDArray[Any]]:
        """All of them, when they are written: pages of files, which are read when they are asked for."""
        found = []
        for file, kind in zip(self._files, self._kinds, strict=True):
            with self._scratch.writing(), file:
                file.flush()
                if not file.tell():
                    found.append(np.zeros(0, dtype=kind))
                    continue
                self._maps.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
                found.append(np.frombuffer(self._maps[-1], dtype=kind))
        return found

    def forget(self) -> None:
        """Let the system take back the memory in which they lie."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for each in self._maps:
                with contextlib.suppress(OSError, ValueError):
                    each.madvise(mmap.MADV_DONTNEED)
