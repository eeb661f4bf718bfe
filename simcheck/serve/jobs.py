"""Which jobs are there, and how long are they kept? Each has a folder of its own, its owner's alone (``folders``).

What was running when a server ended, whatever ended it, stands in the line again at the next start. Results are kept
for ``DAYS``, and of the oldest no more than there is room for (``ROOM``).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from simcheck import environment
from simcheck.serve import folders
from simcheck.serve.line import Line
from simcheck.serve.refusals import Refused, not_stored, refused
from simcheck.serve.wire import OVER, Job, Upload, Wishes

DAYS: Final = 30
"""Days that results are kept."""

ROOM: Final = 5_000_000_000
"""Bytes of all results."""

WAITING: Final = 2_000
"""Jobs in the line: what comes beyond is told to come later."""

_ID: Final = re.compile(r"[0-9a-f]{16}", re.ASCII)


class Jobs:
    """All jobs of a state folder. Belongs to the thread of the server, but for what the line does."""

    def __init__(self, state: Path, corpus: str) -> None:
        self.root = state / "jobs"
        self.root.mkdir(mode=0o700, exist_ok=True)
        self.corpus = corpus
        self._jobs: dict[str, Job] = {}
        self._keys: dict[str, str] = {}
        self._listeners: dict[str, set[asyncio.Event]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.line = Line(self.root, corpus, self._told)
        self._is_ending = False
        self._last = 0
        self._read()

    def _read(self) -> None:
        """What is there from earlier; what was not over is begun again, in its order."""
        found = []
        for folder in sorted(self.root.iterdir()):
            job = folders.job_in(folder) if _ID.fullmatch(folder.name) else None
            if job is None or job.id != folder.name:
                # what was still being sent, or is none of ours
                if _ID.fullmatch(folder.name):
                    shutil.rmtree(folder, ignore_errors=True)
                continue
            found.append(job)
        for job in sorted(found, key=lambda each: each.number):
            self._know(job)
            if job.state not in OVER:
                job.state = "waiting"
                self.line.add(job)

    def _know(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._last = max(self._last, job.number)
        if job.key:
            self._keys[job.key] = job.id

    # --- in time ------------------------------------------------------------------------------------------------------

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Know the loop in which what is new is told."""
        self._loop = loop
        self.tidy()

    def leave(self) -> None:
        """Say to everybody who listens that this is the end."""
        self._is_ending = True
        for id in list(self._listeners):
            self._told(id)

    def end(self) -> None:
        """Stop at once."""
        self.leave()
        self.line.end()

    @property
    def is_ending(self) -> bool:
        """Whether nobody should wait any more."""
        return self._is_ending

    def _told(self, id: str) -> None:
        """From the thread of the line."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                # a loop that is closed has nobody who listens
                self._loop.call_soon_threadsafe(self._wake, id)

    def _wake(self, id: str) -> None:
        for event in self._listeners.get(id, ()):
            event.set()

    @contextlib.contextmanager
    def listening(self, id: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever there is something new of a job."""
        event = asyncio.Event()
        self._listeners.setdefault(id, set()).add(event)
        try:
            yield event
        finally:
            self._listeners[id].discard(event)
            if not self._listeners[id]:
                del self._listeners[id]

    # --- jobs ---------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._jobs)

    def newest(self) -> list[Job]:
        """All jobs, the newest first."""
        return sorted(self._jobs.values(), key=lambda job: job.number, reverse=True)

    def get(self, id: str) -> Job:
        """The job with this id; ``Refused`` if there is none."""
        job = self._jobs.get(id)
        if job is None:
            raise refused(404, "no-job")
        return job

    def by_key(self, key: str) -> Job | None:
        """The job that was sent with this key."""
        return self._jobs.get(self._keys.get(key, ""))

    def folder(self, job: Job) -> Path:
        """Where it lies."""
        return self.root / job.id

    def new_folder(self) -> Path:
        """A folder for a job that is being sent."""
        if len(self.line) >= WAITING:
            raise refused(503, "too-many-jobs", count=WAITING)
        waiting = (job for job in self._jobs.values() if job.state not in OVER)
        if sum(each.size for job in waiting for each in job.files) > ROOM:
            raise refused(503, "busy")
        folder = self.root / secrets.token_hex(8)
        try:
            (folder / folders.UPLOADS).mkdir(mode=0o700, parents=True)
            folder.chmod(0o700)
        except OSError as error:
            raise Refused(507, not_stored("", error)) from error
        return folder

    def add(self, folder: Path, wishes: Wishes, files: list[Upload], key: str = "", sent: str = "") -> Job:
        """A job of what was sent into a folder; it is written down before anybody is told."""
        self._last += 1
        job = Job(folder.name, wishes, "waiting", environment.now(), files, self._last, key=key, sent=sent)
        folders.put(folder, job)
        self._know(job)
        self.line.add(job)
        return job

    def remove(self, job: Job) -> None:
        """Forget a job that is over, with all that came of it."""
        del self._jobs[job.id]
        if job.key:
            self._keys.pop(job.key, None)
        shutil.rmtree(self.root / job.id, ignore_errors=True)

    def tidy(self, sizes: Mapping[str, int] | None = None) -> None:
        """Remove what is older than ``DAYS``, and the oldest of what is more than ``ROOM``; ``sizes`` are those of jobs
        by id, if they were looked up already."""
        left = ROOM
        now = time.time()
        for job in self.newest():
            if job.state not in OVER:
                continue
            folder = self.root / job.id
            left -= _size(folder) if sizes is None else sizes.get(job.id, 0)
            with contextlib.suppress(OSError):
                if left < 0 or now - (folder / folders.JOB).stat().st_mtime > DAYS * 86_400:
                    self.remove(job)

    async def keep_tidy(self) -> None:
        """The same again and again; looking at many files holds nobody up."""
        while True:
            await asyncio.sleep(_OFTEN)
            over = [job.id for job in self._jobs.values() if job.state in OVER]
            self.tidy(await asyncio.to_thread(lambda ids: {id: _size(self.root / id) for id in ids}, over))


_OFTEN: Final = 3600.0
"""Seconds between two looks at what is kept."""


def _size(folder: Path) -> int:
    total = 0
    for here, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(here, name)).st_size
    return total
