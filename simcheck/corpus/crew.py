"""Prepares what is added chunk by chunk, by other processes where there is much to do; they write nothing, only the
corpus does."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from simcheck import worker
from simcheck.corpus.ingest import Prepared, Task, prepared
from simcheck.index.sketching import Sketching, thinned

CHUNK: Final = 1_000_000
"""Bytes that are prepared in one go: a tenth of a second's work, so that progress moves and nobody waits for long."""

WORTHWHILE: Final = 4_000_000
"""Bytes from which other processes are worth their start, which takes as long as preparing two megabytes."""


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
    if jobs < 2 or size < WORTHWHILE or not worker.is_possible():
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


def _elsewhere(chunks: Iterable[list[Task]], sketching: Sketching, jobs: int) -> Iterator[Prepared]:
    """The same, by ``jobs`` other processes; in order, with a few chunks on their way."""
    crew: list[_Hand] = []
    waiting: list[_Hand] = []
    try:
        # as many as the system starts
        with contextlib.suppress(worker.CannotStart):
            crew += (_Hand(sketching) for _ in range(jobs))
        if not crew:
            yield from (prepared(chunk, sketching) for chunk in chunks)
        for turn, chunk in enumerate(chunks):
            hand = crew[turn % len(crew)]
            hand.give(chunk)
            waiting.append(hand)
            if len(waiting) > _AHEAD * len(crew):
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
        self._worker = worker.Worker("prepare")
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
        self._worker.end()

    def _speak(self) -> None:
        try:
            while (chunk := self._todo.get()) is not None and not self._is_gone:
                self._done.put(self._asked(chunk))
        except BaseException as error:  # noqa: BLE001 handed to whoever waits for the result
            self._done.put(error)

    def _asked(self, chunk: list[Task]) -> Prepared:
        from simcheck.corpus import parcels

        try:
            return parcels.result_of(self._worker.ask(parcels.packed_chunk(chunk, self._sketching)), chunk)
        except (worker.BrokenOff, *parcels.MALFORMED):
            if self._is_gone:
                raise
            # it was killed, perhaps for want of memory: then this is done here, and what follows by another one
            with contextlib.suppress(worker.CannotStart):
                self._worker.end()
                self._worker = worker.Worker("prepare")
            return prepared(chunk, self._sketching)


def answer(question: worker.Frames) -> Iterable[bytes]:
    """The answer to one question, in the process that prepares."""
    from simcheck.corpus import parcels

    chunk, sketching = parcels.chunk_of(question)
    return parcels.packed_result(prepared(chunk, sketching))
