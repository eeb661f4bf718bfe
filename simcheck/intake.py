"""From files and texts to what a corpus stores: read, counted, and with the features that they are found by.

Much of it is done by other processes, where there is much to do: programs of our own behind pipes, which end when this
one does. They write nothing; only the corpus does.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import IO, Any, Final, NamedTuple

import numpy as np

from simcheck.errors import SimcheckError
from simcheck.index.catalogue import NewText, digest
from simcheck.index.features import Batch, features
from simcheck.index.weights import Sketching, thinned
from simcheck.model import Document
from simcheck.normalize import visible
from simcheck.segment import count_paragraphs

CHUNK: Final = 1_000_000
"""Bytes that are prepared in one go: a tenth of a second's work, so that progress moves and nobody waits for long."""

WORTHWHILE: Final = 4_000_000
"""Bytes from which other processes are worth their start, which takes as long as preparing two megabytes."""


class Task(NamedTuple):
    """Something to prepare: the file at ``path``, or a text that is there already; ``key`` is handed back with it."""

    key: Any
    size: int
    path: str | None = None
    document: Document | None = None
    encoding: str | None = None
    place: str = ""
    """What the metadata are guessed from: the path as the user knows it."""
    inside: tuple[str, ...] = ()
    """Where in the archive at ``path`` it is, if that is one."""


class Ready(NamedTuple):
    """A document that was prepared: its text is the ``number``-th of its chunk."""

    key: Any
    id: str
    name: str
    notes: tuple[Any, ...]
    pages: tuple[int, ...]
    metadata: dict[str, str]
    guessed: dict[str, str]
    text: NewText


class Failed(NamedTuple):
    """A document that could not be read, and why."""

    key: Any
    error: SimcheckError


class Prepared(NamedTuple):
    """A chunk that was prepared: ``batch`` has the features of the texts of ``ready``, in the same order."""

    ready: list[Ready]
    failed: list[Failed]
    batch: Batch | None = None


def prepare(tasks: Iterable[Task], sketching: Sketching, *, jobs: int) -> Iterator[Prepared]:
    """Prepare ``tasks`` in their order, chunk by chunk; by other processes if there is much."""
    chunks = _chunked(tasks)
    first: list[list[Task]] = []
    size = 0
    for chunk in chunks:
        first.append(chunk)
        size += sum(task.size for task in chunk)
        if size >= WORTHWHILE:
            break
    every = chain(first, chunks)
    if jobs < 2 or size < WORTHWHILE or not sys.executable:
        ready: Iterator[Prepared] = (prepared(chunk, sketching) for chunk in every)
    else:
        ready = _elsewhere(every, sketching, jobs)
    # only here, because the libraries that it needs take long to start
    return (chunk._replace(batch=thinned(chunk.batch)) if chunk.batch else chunk for chunk in ready)


def _chunked(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += task.size
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def prepared(tasks: Sequence[Task], sketching: Sketching) -> Prepared:
    """Prepare a chunk here and now."""
    failed, read = [], []
    for task in tasks:
        try:
            read.append((task, task.document or _read(task)))
        except SimcheckError as error:
            failed.append(Failed(task.key, error))
    texts = [document.text for _, document in read]
    if not texts:
        return Prepared([], failed)
    ready = [_counted(*each, count) for each, count in zip(read, _characters(texts), strict=True)]
    return Prepared(ready, failed, features(texts, *sketching))


def _characters(texts: Sequence[str]) -> list[int]:
    """How many characters of each text are visible; counted together, because most texts are short."""
    ends = np.cumsum([len(text) for text in texts])
    counted = np.concatenate(([0], np.cumsum(visible("".join(texts)))))[ends]
    result: list[int] = np.diff(counted, prepend=0).tolist()
    return result


def _read(task: Task) -> Document:
    from simcheck.readers import archive, read

    assert task.path is not None
    if task.inside:
        return archive.read(task.path, task.inside, encoding=task.encoding)
    return read(task.path, encoding=task.encoding)


def _counted(task: Task, document: Document, characters: int) -> Ready:
    from simcheck.metadata import guess

    text = document.text
    new = NewText(text, digest(text), characters, count_paragraphs(text))
    guessed = guess(task.place or document.name, text)
    known = dict(document.metadata)
    return Ready(task.key, document.id, document.name, document.notes, document.pages, known, guessed, new)


# Other processes


def _elsewhere(chunks: Iterable[list[Task]], sketching: Sketching, jobs: int) -> Iterator[Prepared]:
    """The same, by ``jobs`` other processes; in order, with a few chunks on their way."""
    crew = [_Hand(sketching) for _ in range(jobs)]
    waiting: list[_Hand] = []
    try:
        for turn, chunk in enumerate(chunks):
            hand = crew[turn % jobs]
            hand.give(chunk)
            waiting.append(hand)
            if len(waiting) > _AHEAD * jobs:
                yield waiting.pop(0).take()
        for hand in waiting:
            yield hand.take()
    finally:
        for hand in crew:
            hand.dismiss()


_AHEAD: Final = 8
"""Chunks that each process is given ahead: a second's work, while its results are sorted and written."""


class _Hand:
    """Another process that prepares chunks, and the thread that speaks with it."""

    def __init__(self, sketching: Sketching) -> None:
        self._todo: queue.Queue[list[Task] | None] = queue.Queue()
        self._done: queue.Queue[Prepared | BaseException] = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from simcheck.intake import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"},
        )
        self._sketching = sketching
        self._is_gone = False
        threading.Thread(target=self._speak, daemon=True).start()

    def give(self, chunk: list[Task]) -> None:
        self._todo.put(chunk)

    def take(self) -> Prepared:
        """The next chunk in the order in which they were given."""
        done = self._done.get()
        if isinstance(done, BaseException):
            raise done
        return done

    def dismiss(self) -> None:
        self._is_gone = True
        self._todo.put(None)
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, ValueError):
                if stream:
                    stream.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
            return
        self._process.kill()
        self._process.wait()

    def _speak(self) -> None:
        is_begun = False
        try:
            while (chunk := self._todo.get()) is not None and not self._is_gone:
                self._done.put(self._asked(chunk, () if is_begun else (self._sketching,)))
                is_begun = True
        except BaseException as error:  # noqa: BLE001 handed to whoever waits for the result
            self._done.put(error)

    def _asked(self, chunk: list[Task], first: Sequence[Any]) -> Prepared:
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        try:
            for value in (*first, chunk):
                _send(to, value)
            result: Prepared = pickle.load(back)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            if self._is_gone:
                raise
            # it was killed, perhaps for want of memory: then it is done here
            return prepared(chunk, self._sketching)
        return result


def _send(stream: IO[bytes], value: Any) -> None:
    pickle.dump(value, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def serve() -> None:
    """Prepare what comes on standard input until it ends: the other side of ``_Hand``."""
    # Ctrl-C reaches every process of the terminal; the one in front decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    back = os.fdopen(os.dup(1), "wb")
    # whatever a library prints must not get between the results
    os.dup2(2, 1)
    with contextlib.suppress(EOFError, BrokenPipeError):
        sketching = pickle.load(sys.stdin.buffer)
        while True:
            _send(back, prepared(pickle.load(sys.stdin.buffer), sketching))
