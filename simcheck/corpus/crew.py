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
from simcheck.corpus.ingest import Chunk, Ways, ingested
from simcheck.corpus.inputs import Incoming
from simcheck.index.sketching import Sketching, thinned

CHUNK: Final = 1_000_000
"""Bytes that are prepared in one go: a tenth of a second's work, so that progress moves and nobody waits for long."""

WORTHWHILE: Final = 4_000_000
"""Bytes from which other processes are worth their start, which takes as long as preparing two megabytes."""


def in_chunks(several: Iterable[Incoming], ways: Ways, sketching: Sketching, *, jobs: int) -> Iterator[Chunk]:
    """Prepare all of them in their order, chunk by chunk; by other processes if there is much."""
    chunks = _chunked(several)
    first: list[list[Incoming]] = []
    size = 0
    for chunk in chunks:
        first.append(chunk)
        size += sum(incoming.size for incoming in chunk)
        if size >= WORTHWHILE:
            break
    every = chain(first, chunks)
    if jobs < 2 or size < WORTHWHILE or not worker.is_possible():
        done: Iterator[Chunk] = (ingested(chunk, ways, sketching) for chunk in every)
    else:
        done = _elsewhere(every, ways, sketching, jobs)
    # only here, because the libraries that it needs take long to start
    return (chunk._replace(batch=thinned(chunk.batch)) if chunk.batch else chunk for chunk in done)


def _chunked(several: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    chunk: list[Incoming] = []
    size = 0
    for incoming in several:
        chunk.append(incoming)
        size += incoming.size
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _elsewhere(chunks: Iterable[list[Incoming]], ways: Ways, sketching: Sketching, jobs: int) -> Iterator[Chunk]:
    """The same, by ``jobs`` other processes; in order, with a few chunks on their way."""
    crew: list[_Hand] = []
    waiting: list[_Hand] = []
    try:
        # as many as the system starts
        with contextlib.suppress(worker.CannotStart):
            crew += (_Hand(ways, sketching) for _ in range(jobs))
        if not crew:
            yield from (ingested(chunk, ways, sketching) for chunk in chunks)
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

    def __init__(self, ways: Ways, sketching: Sketching) -> None:
        self._todo: queue.Queue[list[Incoming] | None] = queue.Queue()
        self._done: queue.Queue[Chunk | BaseException] = queue.Queue()
        self._worker = worker.Worker("prepare")
        self._ways, self._sketching = ways, sketching
        self._is_gone = False
        threading.Thread(target=self._speak, daemon=True).start()

    def give(self, chunk: list[Incoming]) -> None:
        self._todo.put(chunk)

    def take(self) -> Chunk:
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

    def _asked(self, chunk: list[Incoming]) -> Chunk:
        from simcheck.corpus import parcels

        try:
            question = parcels.packed_question(chunk, self._ways, self._sketching)
            return parcels.answer_of(self._worker.ask(question), chunk)
        except (worker.BrokenOff, *parcels.MALFORMED):
            if self._is_gone:
                raise
            # it was killed, perhaps for want of memory: then this is done here, and what follows by another one
            with contextlib.suppress(worker.CannotStart):
                self._worker.end()
                self._worker = worker.Worker("prepare")
            return ingested(chunk, self._ways, self._sketching)


def answer(question: worker.Frames) -> Iterable[bytes]:
    """The answer to one question, in the process that prepares."""
    from simcheck.corpus import parcels

    return parcels.packed_answer(ingested(*parcels.question_of(question)))
