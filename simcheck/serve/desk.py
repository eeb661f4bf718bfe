"""Questions that are answered at once, whatever job is running: a second child makes files, looks into the corpus."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import msgspec

from simcheck.serve.refusals import of_child, refused
from simcheck.serve.wire import REFUSED, Ask, Refusal, Sheet
from simcheck.worker import BrokenOff, CannotStart, Worker

PATIENCE: Final = 300.0
"""Seconds that an answer may take: a page with ten thousand findings takes half a minute."""

WAITING: Final = 200
"""Questions that may wait."""


class Desk:
    """Asks its child one question after the other, on a thread of its own."""

    def __init__(self, corpus: str) -> None:
        self._corpus = corpus
        self._thread = ThreadPoolExecutor(1, "desk")
        self._worker: Worker | None = None
        self._count = 0
        self._is_ending = False

    def start(self) -> None:
        """Have the child there; it loads what is heavy when it is told to (``warm``)."""
        self._thread.submit(self._child)

    def warm(self) -> None:
        """Have the child ready."""
        self._thread.submit(self._warm)

    def end(self) -> None:
        """Stop at once."""
        self._is_ending = True
        if self._worker is not None:
            self._worker.end()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def file(self, sheet: Sheet) -> bytes:
        """A file of a finished job; ``Refused`` if there is none."""
        [data] = await self._asked(b"made", sheet)
        return data

    async def corpus(self, do: str, **args: Any) -> Any:
        """What ``holdings`` answers; ``Refused`` for what it refuses."""
        [data] = await self._asked(b"corpus", Ask(self._corpus, do, args))
        return msgspec.json.decode(data)

    async def openapi(self) -> bytes:
        """The description of the REST interface."""
        [data] = await self._asked(b"openapi", None)
        return data

    async def _asked(self, verb: bytes, facts: Any) -> list[bytes]:
        if self._count >= WAITING:
            raise refused(503, "busy")
        self._count += 1
        try:
            kind, *rest = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._ask, [verb, msgspec.json.encode(facts)]
            )
        except (BrokenOff, CannotStart) as error:
            raise refused(500, "broken-off") from error
        finally:
            self._count -= 1
        if kind == REFUSED:
            raise of_child(msgspec.json.decode(rest[0], type=Refusal))
        return rest

    def _warm(self) -> None:
        with contextlib.suppress(BrokenOff, CannotStart):
            self._ask([b"warm", msgspec.json.encode(Ask(self._corpus, "desk"))])

    def _ask(self, question: list[bytes]) -> list[bytes]:
        worker = self._child()
        worker.send(question, patience=PATIENCE)
        return worker.receive()

    def _child(self) -> Worker:
        if self._is_ending:
            raise BrokenOff
        if self._worker is None or not self._worker.is_usable:
            self._worker = Worker("serve")
        return self._worker
