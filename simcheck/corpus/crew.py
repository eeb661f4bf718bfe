"""Prepares what is added parcel by parcel, by other processes where there is much to do; they write nothing, only the
corpus does."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from simcheck import worker
from simcheck.corpus.ingest import Parcel, ReadOptions, ingested
from simcheck.corpus.inputs import Incoming
from simcheck.index.sketching import Sketching, thinned

PARCEL: Final = 1_000_000
"""Bytes that are prepared in one go: a tenth of a second's work, so that progress moves and nobody waits for long."""

WORTHWHILE: Final = 4_000_000
"""Bytes from which other processes are worth their start, which takes as long as preparing two megabytes."""


def in_parcels(
    several: Iterable[Incoming], options: ReadOptions, sketching: Sketching, *, jobs: int
) -> Iterator[Parcel]:
    """Prepare all of them in their order, parcel by parcel; by other processes if there is much."""
    every_parcel = _parcelled(several)
    first: list[list[Incoming]] = []
    size = 0
    for parcel in every_parcel:
        first.append(parcel)
        size += sum(incoming.size for incoming in parcel)
        if size >= WORTHWHILE:
            break
    every = chain(first, every_parcel)
    if jobs < 2 or size < WORTHWHILE or not worker.is_possible():
        prepared: Iterator[Parcel] = (ingested(parcel, options, sketching) for parcel in every)
    else:
        prepared = _elsewhere(every, options, sketching, jobs)
    # here and not by each process, which would have to load the libraries for it
    return (parcel._replace(batch=thinned(parcel.batch)) if parcel.batch else parcel for parcel in prepared)


def _parcelled(several: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    parcel: list[Incoming] = []
    size = 0
    for incoming in several:
        parcel.append(incoming)
        size += incoming.size
        if size >= PARCEL:
            yield parcel
            parcel, size = [], 0
    if parcel:
        yield parcel


def _elsewhere(
    every_parcel: Iterable[list[Incoming]], options: ReadOptions, sketching: Sketching, jobs: int
) -> Iterator[Parcel]:
    """The same, by ``jobs`` other processes; in order, with a few parcels on their way."""
    crew: list[_Hand] = []
    waiting: list[_Hand] = []
    try:
        # as many as the system starts
        with contextlib.suppress(worker.CannotStart):
            crew += (_Hand(options, sketching) for _ in range(jobs))
        if not crew:
            yield from (ingested(parcel, options, sketching) for parcel in every_parcel)
        for turn, parcel in enumerate(every_parcel):
            hand = crew[turn % len(crew)]
            hand.give(parcel)
            waiting.append(hand)
            if len(waiting) > _AHEAD * len(crew):
                yield waiting.pop(0).take()
        for hand in waiting:
            yield hand.take()
    finally:
        for hand in crew:
            hand.dismiss()


_AHEAD: Final = 8
"""Parcels that each process is given ahead: a second's work, while its results are sorted and written."""


class _Hand:
    """Another process that prepares parcels, and the thread that speaks with it."""

    def __init__(self, options: ReadOptions, sketching: Sketching) -> None:
        self._todo: queue.Queue[list[Incoming] | None] = queue.Queue()
        self._done: queue.Queue[Parcel | BaseException] = queue.Queue()
        self._worker = worker.Worker("prepare")
        self._options, self._sketching = options, sketching
        self._is_gone = False
        threading.Thread(target=self._speak, daemon=True).start()

    def give(self, parcel: list[Incoming]) -> None:
        self._todo.put(parcel)

    def take(self) -> Parcel:
        """The next parcel in the order in which they were given."""
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
            while (parcel := self._todo.get()) is not None and not self._is_gone:
                self._done.put(self._asked(parcel))
        except BaseException as error:  # noqa: BLE001 handed to whoever waits for the result
            self._done.put(error)

    def _asked(self, parcel: list[Incoming]) -> Parcel:
        from simcheck.corpus import parcels

        try:
            question = parcels.packed_question(parcel, self._options, self._sketching)
            return parcels.answer_of(self._worker.ask(question), parcel)
        except (worker.BrokenOff, *parcels.MALFORMED):
            if self._is_gone:
                raise
            # it was killed, perhaps for want of memory: then this is done here, and what follows by another one
            with contextlib.suppress(worker.CannotStart):
                self._worker.end()
                self._worker = worker.Worker("prepare")
            return ingested(parcel, self._options, self._sketching)


def answer(question: worker.Frames) -> Iterable[bytes]:
    """The answer to one question, in the process that prepares."""
    from simcheck.corpus import parcels

    return parcels.packed_answer(ingested(*parcels.question_of(question)))
