"""One writer at a time: a lock that the operating system lets go when its holder dies, whatever killed it."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from simcheck.errors import CannotWrite, CorpusBusy, StateInUse
from simcheck.files import home, refusal

NAME: Final = home.LOCK

PATIENCE: Final = 10.0
"""Seconds that a second writer waits before it says who holds the corpus."""

_BYTE: Final = 1 << 30
"""The byte that is locked, far behind what is written in the file: elsewhere than on POSIX nobody may read a locked
one."""


@contextlib.contextmanager
def writer(folder: Path, *, patience: float | None = None, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Be the only writer of ``folder``; raises ``CorpusBusy`` after ``patience`` seconds (``PATIENCE`` if not said).
    ``on_wait`` is told once."""
    file = _opened(folder)
    try:
        deadline = time.monotonic() + (PATIENCE if patience is None else patience)
        while not _tried(file, folder):
            if on_wait:
                on_wait()
                on_wait = None
            if time.monotonic() >= deadline:
                raise _busy(file, folder)
            time.sleep(0.05)
        _sign(file)
        yield
    finally:
        # closing lets go as well, but not before a process that was forked meanwhile has closed it too
        with contextlib.suppress(OSError):
            _unlock(file)
        os.close(file)


@contextlib.contextmanager
def private(folder: Path) -> Iterator[None]:
    """Be the only process that works in ``folder``, which is made if it is not there, and closed to others.

    Raises ``StateInUse`` if another process does, ``CannotWrite`` where nothing can be kept.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(str(folder), refusal.writing(error)) from error
    home.close_to_others(folder)
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(writer(folder, patience=0.5))
        except CorpusBusy as error:
            raise StateInUse(str(folder), error.process) from error
        yield


def _opened(folder: Path) -> int:
    try:
        return home.opened(folder / NAME, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise refused(error, folder) from error


def refused(error: OSError, folder: Path) -> CannotWrite:
    """What the operating system said to a writer of ``folder``."""
    return CannotWrite(str(folder.parent), refusal.writing(error))


def _tried(file: int, folder: Path) -> bool:
    """Whether the lock is ours now; raises ``CannotWrite`` where nothing can be locked."""
    try:
        _lock(file)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
            return False
        raise refused(error, folder) from error
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        os.lseek(file, _BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _unlock(file: int) -> None:
        os.lseek(file, _BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


def _sign(file: int) -> None:
    """Say in the file who holds it, for those who wait."""
    since = time.strftime("%Y-%m-%dT%H:%M:%S")
    holder = {"holder": platform.node(), "process": os.getpid(), "since": since}
    with contextlib.suppress(OSError):
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, json.dumps(holder).encode().ljust(_LENGTH))


_LENGTH: Final = 500
"""Bytes of what is written in the file, with spaces behind: of a longer one nothing would be left behind it."""

_HOLDER: Final = 100
"""Characters of a machine's name that are shown."""


def _busy(file: int, folder: Path) -> CorpusBusy:
    """What the file says of its holder, as far as it could be true: anybody may have written into it."""
    said: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError, RecursionError):
        os.lseek(file, 0, os.SEEK_SET)
        found = json.loads(os.read(file, _LENGTH))
        said = found if isinstance(found, dict) else {}
    busy = CorpusBusy(str(folder.parent), "busy")
    holder, process, since = (said.get(name) for name in ("holder", "process", "since"))
    busy.holder = holder[:_HOLDER] if isinstance(holder, str) and holder.isprintable() else ""
    busy.process = process if isinstance(process, int) and 0 < process < 1 << 32 else 0
    busy.since = since if isinstance(since, str) and _TIME.fullmatch(since) else ""
    return busy


_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
