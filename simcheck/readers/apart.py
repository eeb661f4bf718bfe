"""Reads in a process of its own what native code reads: a file that makes it crash, hang or swell costs an error.

The process starts with the first such file, serves all that follow, and ends with this one. It is given memory and time
by the size of the file; when it breaks off, the next file starts another.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from typing import IO, Any, Final

from simcheck.errors import Damaged, SimcheckError
from simcheck.readers.extract import Extract

PATIENCE: Final = 8.0
"""Seconds for any file; an ordinary report takes a twentieth of one, a book of a thousand pages three."""

PATIENCE_EACH: Final = 1.0
"""Seconds more for every megabyte."""

MEMORY: Final = 900_000_000
"""Bytes that the process may take, where the system can be asked to see to it; a report takes a tenth."""


def from_bytes(path: str, name: str, data: bytes, encoding: str | None) -> Extract:
    """What ``pdf.from_bytes`` gives and raises, or ``Damaged`` if it gave nothing in time."""
    if not sys.executable:
        from simcheck.readers import pdf

        return pdf.from_bytes(path, name, data, encoding)
    with _only:
        try:
            return _reader().read(path, name, data)
        except BrokenPipeError:
            # it was gone before it was asked, killed for want of memory perhaps: that is not this file's doing
            return _reader().read(path, name, data)


_only: Final = threading.Lock()
_current: list[_Apart] = []


def _reader() -> _Apart:
    if not _current or not _current[0].is_usable:
        dismiss()
        _current.append(_Apart())
    return _current[0]


@atexit.register
def dismiss() -> None:
    for one in _current:
        if one.is_mine:
            one.end()
    _current.clear()


class _Apart:
    """The process, and how it is spoken with."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from simcheck.readers.apart import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    @property
    def is_mine(self) -> bool:
        """Whether it belongs to this process: after a fork it is the other one's."""
        return self._owner == os.getpid()

    @property
    def is_usable(self) -> bool:
        return self.is_mine and self._process.poll() is None

    def read(self, path: str, name: str, data: bytes) -> Extract:
        alarm = threading.Timer(PATIENCE + PATIENCE_EACH * len(data) / 1e6, self._process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            _send(self._process.stdin, (path, name, data))
            result = pickle.load(self._process.stdout)
        except BrokenPipeError:
            self.end()
            raise
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            late = not alarm.is_alive()
            self.end()
            raise Damaged(path, "no end in sight" if late else "the reader of PDF broke off") from error
        except BaseException:
            # interrupted between question and answer: the next one would get this one's
            self.end()
            raise
        finally:
            alarm.cancel()
        if isinstance(result, Extract):
            return result
        if isinstance(result, Exception):
            raise result
        raise Damaged(path, str(result))

    def end(self) -> None:
        """Stop it."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if stream:
                    stream.close()
        self._process.wait()


def _send(stream: IO[bytes], value: Any) -> None:
    pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def serve() -> None:
    """Read what comes on standard input until it ends: the other side."""
    import signal
    import traceback

    from simcheck.readers import pdf
    from simcheck.readers.formats import broken

    # Ctrl-C reaches every process of the terminal; the one in front decides what becomes of it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit()
    back = os.fdopen(os.dup(1), "wb")
    # whatever the library prints must not get between the results
    os.dup2(2, 1)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            path, name, data = pickle.load(sys.stdin.buffer)
            try:
                result: Any = pdf.from_bytes(path, name, data, None)
            except SimcheckError as error:
                result = error
            except MemoryError:
                result = "out of memory"
            except broken() as error:
                result = str(error) or type(error).__name__
            except Exception:  # noqa: BLE001 a mistake of ours, which the other side has to show as one
                result = AssertionError(traceback.format_exc())
            _send(back, result)


def _limit() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limit; docs/limits.md says so
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
