"""What a process said before it was killed, and whether the corpus that it left is one of those it may have left."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.running.crash_victim import Event
from benchmarks.texts import text_of

State = Mapping[str, int]
"""What a corpus holds: the number of the text of every document, by id."""


class Nursery:
    """Starts processes to be killed, one at a time; use it in a ``with``."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._victim = 0

    def __enter__(self) -> Nursery:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._process is None:
            return
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.wait(timeout=60)
        self._process = None

    def begin(self, folder: Path, operations: Sequence[str], *, seed: int = 0, fresh: int = 1, **more: Any) -> None:
        """Start a process that performs ``operations`` in ``folder``; ``fresh`` is the first number for a new text."""
        if self._process is None:
            command = [sys.executable, "-m", "benchmarks", "crash", "--serve"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=record.ROOT)
        assert self._process.stdin
        order = {"folder": str(folder), "operations": operations, "seed": seed, "fresh": fresh, "go_on": False}
        self._process.stdin.write((json.dumps(order | more) + "\n").encode())
        self._process.stdin.flush()
        self._victim = next(iter(self.events()))["process"]

    def events(self) -> Iterator[Event]:
        """What the process says, to its end."""
        assert self._process
        assert self._process.stdout
        while line := self._process.stdout.readline():
            event: Event = json.loads(line)
            if "end" in event:
                return
            yield event
        self._close()

    def kill(self) -> None:
        assert self._process
        if hasattr(os, "fork"):
            # it is a child of our own child, which has not waited for it as long as it has not said so
            os.kill(self._victim, signal.SIGKILL)
        else:
            self._process.kill()


@dataclass
class Story:
    """What a process said that it did: the states that it may have left, and what it was about when it ended."""

    before: State
    during: str = ""
    states: list[State] = field(default_factory=list)
    failed: str = ""
    refused: str = ""
    step: str = ""
    highest: int = 0
    """The highest number of a text."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long the operations took that were done."""

    def __post_init__(self) -> None:
        self.states = [self.before]

    def hear(self, event: Event) -> None:
        if "begin" in event:
            self.during, self._since = event["begin"], event["now"]
            self.states = list(self._outcomes(event.get("puts", []), event.get("drops", [])))
        elif "done" in event:
            self.seconds[self.during] = event["now"] - self._since
            self.during, self.states = "", self.states[-1:]
        else:
            self.failed = event.get("failed", self.failed)
            self.refused = event.get("refused", self.refused)
            self.step = event.get("step", self.step)

    def _outcomes(self, puts: Sequence[tuple[str, int]], drops: Sequence[str]) -> Iterator[State]:
        state = dict(self.states[-1])
        yield dict(state)
        for id, number in puts:
            state[id] = number
            self.highest = max(self.highest, number)
            yield dict(state)
        if drops:
            yield {id: number for id, number in state.items() if id not in drops}


@dataclass
class Verdict:
    """What was found in a corpus, and the state that it is in."""

    state: State
    not_opened: str = ""
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.not_opened or self.lost or self.wrong or self.strays)


_KNOWN: Final = frozenset({"catalogue.sqlite", "catalogue.sqlite-wal", "catalogue.sqlite-shm", "lock", ".gitignore"})


def judge(folder: Path, states: Sequence[State], *, create: bool = False, chooser: random.Random) -> Verdict:
    """Open the corpus in ``folder`` and hold it against the states that it may be in."""
    from simcheck.corpus.collection import Corpus
    from simcheck.store import lock

    verdict = Verdict(states[0])
    try:
        with Corpus.open(folder, create=create) as corpus:
            held = {document.id: document.text for document in corpus}
            verdict.strays = _strays(corpus)
            verdict.state = min(states, key=lambda state: _distance(state, held))
            for id, number in verdict.state.items():
                if id not in held:
                    verdict.lost.append(id)
                elif held[id] != text_of(number):
                    verdict.wrong.append(f"{id}: another text")
            verdict.wrong += (f"{id}: not expected" for id in held.keys() - verdict.state.keys())
            corpus.verify()
            verdict.wrong += _not_found(corpus, held, chooser)
            with lock.writer(corpus._store.home, patience=0):
                pass
    except Exception as error:  # noqa: BLE001 whatever it is, the corpus could not be used
        verdict.not_opened = f"{type(error).__name__}: {error}"
    return verdict


def _distance(state: State, held: Mapping[str, str]) -> int:
    wrong = sum(held.get(id) != text_of(number) for id, number in state.items())
    return wrong + len(held.keys() - state.keys())


def _strays(corpus: Any) -> list[str]:
    files = {path.name for path in (corpus._store.home / "segments").glob("*")}
    named = {file.name for file in corpus._catalogue.files()[0]}
    others = {path.name for path in corpus._store.home.iterdir()} - _KNOWN - {"segments"}
    return [*sorted(files - named), *(f"{name} (missing)" for name in sorted(named - files)), *sorted(others)]


def _not_found(corpus: Any, held: Mapping[str, str], chooser: random.Random) -> Iterator[str]:
    """Texts without postings or postings without a text, and a document that a check does not find."""
    from simcheck.index.segment import Segment

    files, removed = corpus._catalogue.files()
    indexed: Counter[int] = Counter()
    for file in files:
        segment = Segment(corpus._store.home / "segments" / file.name, file.size)
        indexed.update(segment.numbers.tolist())
        segment.close()
    numbers = set(corpus._catalogue.numbers())
    if set(indexed) - removed != numbers or max(indexed.values(), default=1) > 1 or removed - set(indexed):
        yield f"texts {sorted(numbers)}, in the index {sorted(indexed)} less {sorted(removed)}"
    if numbers != {row.text for row in corpus.rows()}:
        yield "a text without a record"
    if held:
        id = chooser.choice(sorted(held))
        report = corpus.check(held[id][:120])
        if held[id] not in {source.text for source in report.sources.values()}:
            yield f"{id}: not found"
