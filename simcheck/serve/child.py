"""The process that computes for the server: what is it asked, and what does it answer?

It keeps the corpus open, carries out one job at a time, makes files of results, and looks into the corpus. It is ended
when a job is cancelled, or has crashed it; nothing that it holds is of use to anybody else (``simcheck.worker``).

A question is a verb and its facts as JSON; the answer begins with ``ok`` or ``refused``. A job is begun, and then asked
of what is new until it is over: it is carried out beside, so that how far it is can be told meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from simcheck.errors import SimcheckError
from simcheck.serve.refusals import not_stored, worded
from simcheck.serve.wire import OK, REFUSED, Ask, Event, Order, Refusal, Sheet

_PACE: Final = 0.1
"""Seconds between two words on how far a job is."""


def answer(question: Sequence[bytes]) -> list[bytes]:
    """What is asked; see above."""
    verb, facts = question
    try:
        return [OK, *_VERBS[verb](facts)]
    except SimcheckError as error:
        return [REFUSED, msgspec.json.encode(_refusal(error))]
    except MemoryError:
        return [REFUSED, msgspec.json.encode(worded("memory"))]


def _refusal(error: SimcheckError) -> Refusal:
    from simcheck.serve.refusals import refusal

    return refusal(error, dict(_called))


# --- the corpus -------------------------------------------------------------------------------------------------------

_called: dict[str, str] = {}
"""What places of this machine are called to others."""

_open: dict[str, Any] = {}
"""The corpus that is open, by its folder."""


def corpus_at(folder: str, *, create: bool = False) -> Any:
    """The corpus of a folder, open; raises ``NoCorpus`` and what opening raises."""
    from simcheck.corpus.collection import Corpus

    _called[folder] = os.path.basename(folder)
    corpus = _open.get(folder)
    if corpus is None:
        corpus = _open[folder] = Corpus.open(folder, create=create)
    return corpus


def let_go() -> None:
    """Close what is open: another one may stand in its place by now."""
    while _open:
        _, corpus = _open.popitem()
        with contextlib.suppress(Exception):
            corpus.close()


def opened(folder: str, *, create: bool = False) -> Any:
    """The corpus for a job, and how reports name it."""
    from simcheck.files.home import FOLDER
    from simcheck.render.view.sources import Library
    from simcheck.serve.working import Opened
    from simcheck.store.catalogue import Catalogue

    corpus = corpus_at(folder, create=create)
    with contextlib.closing(Catalogue(Path(folder) / FOLDER)) as catalogue, catalogue.reading():
        documents, updated = catalogue.counts()[0], catalogue.facts()["updated"]
        listing = catalogue.listing()
    return Opened(corpus, Library(os.path.join(os.path.basename(folder), ""), documents, updated, listing))


# --- verbs ------------------------------------------------------------------------------------------------------------


def _warm(facts: bytes) -> list[bytes]:
    """Load what the first question needs, and say so."""
    ask = msgspec.json.decode(facts, type=Ask)
    import simcheck.render.page.reports
    import simcheck.serve.showing
    import simcheck.serve.working  # noqa: F401

    with contextlib.suppress(SimcheckError):
        corpus_at(ask.corpus)
    if ask.do == "jobs":
        from simcheck.comparison import compare

        # tables are read, and the process that reads documents is there
        compare("全镇上下齐心协力推进农村道路硬化。", "全镇齐心协力推进道路硬化。")
    return []


def _begin(facts: bytes) -> list[bytes]:
    global _running
    order = msgspec.json.decode(facts, type=Order)
    _running = _Running(order)
    return []


def _next(facts: bytes) -> list[bytes]:
    assert _running is not None
    return [msgspec.json.encode(_running.next())]


def _made(facts: bytes) -> list[bytes]:
    from simcheck.serve.showing import made

    return [made(msgspec.json.decode(facts, type=Sheet))]


def _corpus(facts: bytes) -> list[bytes]:
    from simcheck.serve.holdings import told

    ask = msgspec.json.decode(facts, type=Ask)
    return [msgspec.json.encode(told(ask, corpus_at))]


def _openapi(facts: bytes) -> list[bytes]:
    from simcheck.serve.openapi import document

    return [msgspec.json.encode(document())]


_VERBS: Final = {
    b"openapi": _openapi,
    b"warm": _warm,
    b"job": _begin,
    b"next": _next,
    b"made": _made,
    b"corpus": _corpus,
}


class _Running:
    """A job that is being carried out."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._told = 0.0
        threading.Thread(target=self._run, daemon=True).start()

    def next(self) -> Event:
        """What is new, when there is something; of several words on how far it is the last."""
        event = self._events.get()
        with contextlib.suppress(queue.Empty):
            while not event.is_over:
                event = self._events.get_nowait()
        return event

    def _tell(self, step: str, done: int, total: int) -> None:
        from simcheck.serve.working import progress

        now = time.monotonic()
        if now - self._told >= _PACE or done == total:
            self._told = now
            self._events.put(progress(step, done, total))

    def _run(self) -> None:
        from simcheck.serve.refusals import refusal
        from simcheck.serve.working import carried_out

        order = self._order
        names = {
            **{str(Path(order.folder) / "uploads" / each.stored): each.name for each in order.files},
            order.corpus: os.path.basename(order.corpus),
        }
        event = None
        try:
            event = carried_out(order, lambda create: opened(order.corpus, create=create), self._tell)
        except SimcheckError as error:
            let_go()
            event = Event(is_over=True, error=refusal(error, names))
        except OSError as error:
            event = Event(is_over=True, error=not_stored("", error))
        except MemoryError:
            event = Event(is_over=True, error=worded("memory"))
        finally:
            if event is None:
                # a defect of ours: whoever waits sees that this process is gone
                os._exit(1)
        event.memory = _memory()
        self._events.put(event)


_running: _Running | None = None


def _memory() -> int:
    """Bytes that this process has had at most; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024
