"""A child process behind a pipe: for what may crash, hang or swell, and for work that is shared out.

The child is this program once more, started through its own entry (so that it also runs where the program was frozen
into a folder), without the folder in which the user stands on its path. Both sides speak in frames of bytes; what is in
them is the business of whoever asks, and is data, never code. The child ends when its pipe does: it dies with its
parent, whatever killed that.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    import subprocess

ENTRY: Final = "--worker"
"""The word behind which ``__main__`` finds the task of a child."""

Frames = Sequence[bytes]
Answer = Callable[[Frames], Iterable[bytes]]
"""What a task makes of the frames of a question: those of the answer."""

TASKS: Final = {
    "read": "simcheck.readers.sandbox",
    "prepare": "simcheck.corpus.crew",
    "convert": "simcheck.readers.office.libreoffice",
    "print": "simcheck.render.pdf.programs",
    "cross": "simcheck.crossing.aligned",
    "serve": "simcheck.serve.child",
}
"""The modules whose ``answer`` a child runs; nothing else can be asked for."""

_FRAMES: Final = 1 << 16
_LENGTH: Final = 1 << 31
"""What is larger than these was not written by the other side: a child that a document has taken over may say
anything."""

STARTING: Final = 20.0
"""Seconds that a child has to start, on a busy machine."""

GRACE: Final = 5.0
"""Seconds of processor time that a child has beyond its patience: then the system ends it, even if nobody is left who
would."""


class CannotStart(Exception):
    """The system does not start another process."""


class BrokenOff(Exception):
    """The child is gone without an answer; ``late`` if it was ended because it took too long."""

    def __init__(self, *, late: bool = False, asked: bool = True) -> None:
        super().__init__("too late" if late else "broken off")
        self.late, self.asked = late, asked
        """``asked`` is False if it was gone before it had the question."""


def is_possible() -> bool:
    """Whether this program can be started once more: not inside another one that was frozen or embeds Python."""
    # a path is handed on by a variable that parts paths by this sign
    can_be_named = os.pathsep not in _root()
    return bool(sys.executable) and can_be_named and (_is_ours or not getattr(sys, "frozen", False))


_is_ours = False
"""Whether the process is the program itself, so that its executable takes ``ENTRY``."""


class Worker:
    """A child with one task; ``ask`` it one question after the other."""

    def __init__(self, task: str, *, memory: int | None = None) -> None:
        """``memory``: bytes that the child may take, where the system can be asked to see to it.

        Raises ``CannotStart``.
        """
        # only here: hardly any command starts a child
        import subprocess

        self._owner, self._task = os.getpid(), task
        try:
            self._process: subprocess.Popen[bytes] = subprocess.Popen(
                [*_command(), ENTRY, task, str(memory or 0)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(_path()), "OPENBLAS_NUM_THREADS": "1"},
                # Ctrl-C reaches every process of a terminal's group; the one in front decides what becomes of this one
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise CannotStart(error.strerror or str(error)) from error

    @property
    def is_usable(self) -> bool:
        """Whether it lives and belongs to this process: after a fork it is the other one's."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, question: Frames) -> list[bytes]:
        """The frames of the answer; raises ``BrokenOff`` if there is none."""
        self.send(question)
        return self.receive()

    def send(self, question: Frames, *, patience: float | None = None) -> None:
        """Ask, and do something else until ``receive``, which waits for ``patience`` seconds if given; for the first
        answer ``STARTING`` longer."""
        self._alarm, self._is_late = None, False
        if patience is not None:
            self._alarm = threading.Timer(patience + (0 if self._has_answered else STARTING), self._stop_late)
            self._alarm.daemon = True
            self._alarm.start()
        try:
            assert self._process.stdin is not None
            _write(self._process.stdin, (f"{patience or 0}".encode(), *question))
        except (OSError, ValueError) as error:
            self._let_go()
            raise BrokenOff(asked=False) from error
        except BaseException:
            self._let_go()
            raise

    def receive(self, most: int | None = None) -> list[bytes]:
        """The answer to what was sent, of at most so many bytes; raises ``BrokenOff``, and after any error the child is
        gone."""
        try:
            assert self._process.stdout is not None
            answer = _read(self._process.stdout, most)
        except (OSError, EOFError, ValueError, MemoryError) as error:
            self._let_go()
            raise BrokenOff(late=self._is_late) from error
        except BaseException:
            # interrupted between question and answer: the next one would get this one's
            self._let_go()
            raise
        if self._alarm is not None:
            self._alarm.cancel()
        self._has_answered = True
        return answer

    def _stop_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _let_go(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self.end()

    _alarm: threading.Timer | None = None
    _is_late = False
    _has_answered = False

    def end(self) -> None:
        """Stop it; a child of another process is only let go of. One that runs a program of others is told first, and
        may end that and take away what it has written."""
        if self._owner != os.getpid():
            return
        if self._task in _WITH_PROGRAMS:
            import subprocess

            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_LAST_WORDS)
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream:
                    stream.close()
        self._process.wait()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    # -P: neither the folder of a script nor the one where the user stands comes before the library's own
    return [sys.executable, "-P", "-m", "simcheck"]


def _path() -> list[str]:
    """Where this process finds its modules, but not because somebody stands there."""
    root, here = _root(), ""
    with contextlib.suppress(OSError):
        # a folder that was deleted is nobody's place
        here = os.path.realpath(os.curdir)
    known = [
        entry
        for entry in sys.path
        if os.path.isabs(entry)
        and os.pathsep not in entry
        and (os.path.realpath(entry) != here or os.path.realpath(entry) == root)
    ]
    return known if root in map(os.path.realpath, known) else [*known, root]


def _root() -> str:
    """The folder that holds this package."""
    return str(Path(__file__).resolve().parent.parent)


# The other side


_WITH_PROGRAMS: Final = ("convert", "print")
"""Tasks that start programs of others."""

_LAST_WORDS: Final = 5.0
"""Seconds in which one that is not wanted any more ends its program."""


def serve(arguments: Sequence[str]) -> None:
    """Answer what comes on standard input until it ends; ``arguments`` are the task and its memory."""
    import signal

    task, memory = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if task in _WITH_PROGRAMS:
        # it ends its program and takes its folder away on the way out
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    _bound(int(memory))
    back = os.fdopen(os.dup(1), "wb")
    # whatever a library prints must not get between the answers
    os.dup2(2, 1)
    answer: Answer = import_module(TASKS[task]).answer
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            patience, *question = _read(sys.stdin.buffer)
            _watch(float(patience))
            _write(back, answer(question))


def of_program(arguments: Sequence[str]) -> bool:
    """Whether the command line is that of a child, which has then been served."""
    global _is_ours
    _is_ours = True
    if list(arguments[:1]) != [ENTRY] or len(arguments) != 3:
        return False
    if arguments[1] not in TASKS or not arguments[2].isdecimal():
        return False
    serve(arguments[1:])
    return True


def _bound(memory: int) -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limit; docs/limits.md says so
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _watch(patience: float) -> None:
    """Have the system end this process if an answer takes much longer than it may: nobody else would, once its parent
    is gone and it no longer looks at its pipe."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime + patience + GRACE) + 1 if patience else most
        resource.setrlimit(resource.RLIMIT_CPU, (limit, most))


# The pipe


def _write(stream: IO[bytes], frames: Iterable[bytes]) -> None:
    """How many frames, their lengths, the frames."""
    frames = list(frames)
    head = [len(frames), *map(len, frames)]
    stream.write(b"".join(number.to_bytes(8, "little") for number in head))
    for frame in frames:
        stream.write(frame)
    stream.flush()


def _read(stream: IO[bytes], most: int | None = None) -> list[bytes]:
    """What ``_write`` wrote; ``EOFError`` where the stream ends, ``ValueError`` for what it never writes, and for more
    than ``most`` bytes."""
    count = _number(stream, _FRAMES)
    lengths = [_number(stream, _LENGTH) for _ in range(count)]
    if most is not None and sum(lengths) > most:
        raise ValueError(f"more than {most} bytes")
    return [_exactly(stream, length) for length in lengths]


def _number(stream: IO[bytes], most: int) -> int:
    number = int.from_bytes(_exactly(stream, 8), "little")
    if number > most:
        raise ValueError(f"not a frame: {number}")
    return number


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
