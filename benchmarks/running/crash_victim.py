"""What the process does that is killed: it changes a corpus and says what it is about to do and what is done."""

from __future__ import annotations

import builtins
import functools
import gc
import io
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from benchmarks.texts import text_of
from simcheck.index import writing

Event = dict[str, Any]

OPERATIONS: Final = ("add", "change", "twin", "several", "remove", "merge", "rebuild", "create")

LIST: Final = "several.jsonl"

FEW: Final = 8
"""Documents below which none are removed."""

MANY: Final = 30
"""Documents above which none are added."""


def serve() -> None:
    """Carry out the orders that come on standard input, each in a process of its own, and say what happens.

    The libraries are loaded once; where nothing can be forked, the first order is the last.
    """
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from simcheck import Document
    from simcheck.corpus.collection import Corpus

    with tempfile.TemporaryDirectory() as folder, Corpus.open(folder, create=True) as corpus:
        corpus.add(Document("warm", "warm", text_of(0)))
        corpus.check(text_of(1))
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        if not hasattr(os, "fork"):
            _carry_out(order)
            return
        child = os.fork()
        if not child:
            _carry_out(order)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        _say(end=status)


def _say(**event: Any) -> None:
    # one write each: a line is there whole or not at all
    os.write(1, (json.dumps(event) + "\n").encode())


def _carry_out(order: Event) -> None:
    from simcheck.errors import SimcheckError

    _say(process=os.getpid())
    if "step" in order:
        _kill_before(order["step"])
    if "limit" in order:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], order["limit"]))
    try:
        _work(order)
    except SimcheckError as error:
        _say(refused=error.code, reason=str(getattr(error, "reason", "")))
    except BaseException as error:  # noqa: BLE001 it is told, and a test or the table fails
        _say(failed=f"{type(error).__name__}: {error}")


def _work(order: Event) -> None:
    from simcheck.corpus import addition, crew
    from simcheck.corpus.collection import Corpus
    from simcheck.store import transaction

    # so that five documents are three commits
    addition.BATCH, crew.PARCEL = 2000, 500  # type: ignore[misc]
    transaction.FAN = order.get("fan", transaction.FAN)  # type: ignore[misc]
    chooser, parent = random.Random(order["seed"]), os.getppid()
    folder, fresh = Path(order["folder"]), iter(range(order["fresh"], order["fresh"] + 100_000))
    operations = list(order["operations"])
    if operations[0] == "create":
        _say(begin=operations.pop(0), now=time.perf_counter())
        Corpus.open(folder, create=True).close()
        _say(done=True, now=time.perf_counter())
    _say(begin="open", now=time.perf_counter())
    with Corpus.open(folder) as corpus:
        _say(done=True, now=time.perf_counter())
        while os.getppid() == parent:
            if operations:
                operation = operations.pop(0)
            elif order["go_on"]:
                operation = chooser.choice(OPERATIONS[:-1])
            else:
                break
            _perform(operation, corpus, chooser, fresh)


def _perform(operation: str, corpus: Any, chooser: random.Random, fresh: Iterator[int]) -> None:
    from simcheck import Document

    there = {row.id: row.name for row in corpus.rows()}
    if operation in ("add", "twin", "several") and len(there) > MANY:
        operation = "remove"
    if operation in ("change", "twin", "remove") and len(there) < FEW:
        operation = "add"
    puts: list[tuple[str, int]] = []
    drops: list[str] = []
    match operation:
        case "add":
            number = next(fresh)
            puts = [(f"d{number}", number)]
        case "change":
            puts = [(chooser.choice([id for id in there if id.startswith("d")] or ["d0"]), next(fresh))]
        case "twin":
            like = chooser.choice(list(corpus))
            puts = [(f"d{next(fresh)}", int(like.text[1 : like.text.index("号")]))]
        case "several":
            puts = [(_listed(n), next(fresh)) for n in range(5)]
        case "remove":
            drops = chooser.sample(sorted(there), min(3, len(there)))
    _say(begin=operation, puts=puts, drops=drops, now=time.perf_counter())
    match operation:
        case "several":
            path = corpus.folder / LIST
            lines = [json.dumps({"id": str(n), "text": text_of(number)}) for n, (_, number) in enumerate(puts)]
            path.write_text("\n".join(lines))
            corpus.add_all([path])
        case "remove":
            corpus.remove(*drops)
        case "rebuild":
            corpus.rebuild()
        case "merge":
            from simcheck.store import transaction

            with corpus._store.writing():
                transaction.merge(corpus._store.home, corpus._catalogue, everything=True)
        case _:
            for id, number in puts:
                corpus.add(Document(id, f"{id}.txt", text_of(number)))
    _say(done=True, now=time.perf_counter())


def _listed(number: int) -> str:
    """The id of a document of the list."""
    from simcheck.corpus.inputs import id_of

    return id_of(f"{LIST}#{number}")


def _kill_before(last: int) -> None:
    """Make this process kill itself right before its ``last``-th step that changes a file."""
    count = 0

    def step(name: str) -> None:
        nonlocal count
        count += 1
        if count == last:
            _say(step=name)
            _die()

    def stepping(name: str, call: Callable[..., Any], counts: Callable[..., bool] = lambda *_: True) -> Any:
        @functools.wraps(call)
        def counted(*args: Any, **options: Any) -> Any:
            if counts(*args):
                step(name)
            return call(*args, **options)

        return counted

    for name in ("fsync", "unlink", "replace", "mkdir"):
        setattr(os, name, stepping(name, getattr(os, name)))
    os.open = stepping("open", os.open, lambda _, flags, *__: flags & os.O_CREAT)
    builtins.open = io.open = stepping("open", builtins.open, lambda _, mode="r", *__: "r" not in mode)
    for name in ("_put", "section", "finish"):
        setattr(writing.Writer, name, stepping(name, getattr(writing.Writer, name)))

    def changes(_: Any, statement: str, *__: Any) -> bool:
        return not statement.lstrip().startswith(("SELECT", "BEGIN", "ROLLBACK", "PRAGMA busy_timeout"))

    class Connection(sqlite3.Connection):
        execute = stepping("execute", sqlite3.Connection.execute, changes)
        executemany = stepping("executemany", sqlite3.Connection.executemany)
        executescript = stepping("executescript", sqlite3.Connection.executescript)
        close = stepping("close", sqlite3.Connection.close)

    sqlite3.connect = functools.partial(sqlite3.connect, factory=Connection)  # type: ignore[assignment]


def _die() -> None:
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(9)
