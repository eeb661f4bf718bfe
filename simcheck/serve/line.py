"""Jobs stand in a line and are carried out one at a time, by a child process; what becomes of each is written down.

The line is a thread of its own: it waits for the child, and the server does not. A job ends as done, failed or
cancelled; one that the end of the server interrupts is begun again at the next start, and after ``ATTEMPTS`` said to be
broken.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from simcheck import environment
from simcheck.errors import SimcheckError
from simcheck.serve import folders
from simcheck.serve.refusals import worded
from simcheck.serve.wire import OK, REFUSED, Ask, Event, Job, Order, Progress, Refusal, State
from simcheck.worker import BrokenOff, CannotStart, Worker

ATTEMPTS: Final = 3
"""Times that a job is begun: one that ends the server each time must not end every one to come."""

MEMORY: Final = 2_000_000_000
"""Bytes that the child may have had when a job is over: beyond, the next one gets a new child."""


class Line:
    """``changed`` is told the id of a job whenever there is something new of it, from any thread."""

    def __init__(self, root: Path, corpus: str, changed: Callable[[str], None]) -> None:
        self._root, self._corpus, self._changed = root, corpus, changed
        self._waiting: deque[Job] = deque()
        self._progress: dict[str, Progress] = {}
        self._running: Job | None = None
        self._cancelled: set[str] = set()
        self._is_ending = False
        self._news = threading.Condition()
        self._worker: Worker | None = None
        self.memory = 0
        """Bytes that a child has had at most."""
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)

    def start(self) -> None:
        """Begin with what stands in the line."""
        if not self._is_ending:
            self._thread.start()

    def end(self) -> None:
        """Stop at once; what was being done is begun again at the next start."""
        with self._news:
            self._is_ending = True
            self._news.notify_all()
        self._end_child()
        if self._thread.is_alive():
            self._thread.join(10)

    def add(self, job: Job) -> None:
        """At the end of the line."""
        with self._news:
            self._waiting.append(job)
            self._news.notify_all()

    def place(self, id: str) -> int:
        """How many are before a job, itself counted; 0 if it does not wait."""
        with self._news:
            return next((at for at, job in enumerate(self._waiting, 1) if job.id == id), 0)

    def __len__(self) -> int:
        return len(self._waiting)

    def progress(self, id: str) -> Progress | None:
        """How far a job is that is running."""
        return self._progress.get(id)

    def cancel(self, job: Job) -> None:
        """Take a job out of the line, or end the child that is at it."""
        with self._news:
            if self._running is job:
                self._cancelled.add(job.id)
                # while this is held, no other job is given to the child
                self._end_child()
            elif job in self._waiting:
                self._waiting.remove(job)
                self._over(job, "cancelled")

    def _end_child(self) -> None:
        worker = self._worker
        if worker is not None:
            worker.end()

    # --- the thread ---------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        self._child()
        while True:
            with self._news:
                while not self._waiting and not self._is_ending:
                    self._news.wait()
                if self._is_ending:
                    return
                job = self._running = self._waiting.popleft()
                others = [each.id for each in self._waiting]
            for id in others:
                self._changed(id)
            self._carry_out(job)
            with self._news:
                self._running = None
            if self._is_ending:
                return

    def _child(self) -> Worker | None:
        """The child, warm; None if it cannot be started."""
        if self._worker is None or not self._worker.is_usable:
            with contextlib.suppress(CannotStart, BrokenOff):
                self._worker = Worker("serve")
                self._worker.ask([b"warm", msgspec.json.encode(Ask(self._corpus, "jobs"))])
        return self._worker if self._worker is not None and self._worker.is_usable else None

    def _carry_out(self, job: Job) -> None:
        job.attempts += 1
        job.state, job.started = "running", environment.now()
        folder = self._root / job.id
        with contextlib.suppress(OSError, SimcheckError):
            folders.put(folder, job)
        self._changed(job.id)
        if job.attempts > ATTEMPTS:
            self._over(job, "failed", worded("job-broken", prefix="serve", count=ATTEMPTS))
            return
        order = Order(str(folder), self._corpus, job.wishes, job.files)
        worker = self._child()
        try:
            if worker is None:
                raise BrokenOff
            event = self._followed(worker, job, order)
        except (BrokenOff, msgspec.MsgspecError, ValueError):
            # a child that says what none of ours would say is no better than one that is gone
            self._end_child()
            if job.id in self._cancelled:
                self._over(job, "cancelled")
            elif not self._is_ending:
                self._over(job, "failed", worded("job-crashed", prefix="serve"))
            return
        job.documents, job.failed, job.summary = event.documents, event.failed, event.summary
        self._over(job, "failed" if event.error else "done", event.error)
        self.memory = max(self.memory, event.memory)
        if event.memory > MEMORY:
            worker.end()
            self._child()

    def _followed(self, worker: Worker, job: Job, order: Order) -> Event:
        """The last word of the child on a job."""
        kind, *rest = worker.ask([b"job", msgspec.json.encode(order)])
        while True:
            if kind == OK:
                kind, *rest = worker.ask([b"next", b"{}"])
            if kind == REFUSED:
                return Event(is_over=True, error=msgspec.json.decode(rest[0], type=Refusal))
            [said] = rest
            event = msgspec.json.decode(said, type=Event)
            if event.is_over:
                return event
            if event.progress:
                self._progress[job.id] = event.progress
                self._changed(job.id)

    def _over(self, job: Job, state: State, error: Refusal | None = None) -> None:
        """What was sent is deleted before anybody is told that the job is over."""
        folder = self._root / job.id
        for name in (folders.UPLOADS, folders.WORK):
            shutil.rmtree(folder / name, ignore_errors=True)
        job.state, job.ended, job.error = state, environment.now(), error
        self._cancelled.discard(job.id)
        self._progress.pop(job.id, None)
        with contextlib.suppress(OSError, SimcheckError):
            folders.put(folder, job)
        self._changed(job.id)
