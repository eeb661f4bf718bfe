"""What a process and its children take from start to end: seconds, and memory as it is looked at meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import record

SAMPLING: Final = 0.05
"""Seconds between two looks at the memory of a process."""


@dataclass(frozen=True, slots=True)
class Run:
    """A process from start to end: wall and processor seconds, peaks of memory in bytes (of the largest process, of all
    of them, and without the pages of files, ``anonymous``), and what it printed."""

    seconds: float
    processor: float
    largest: int
    together: int | None
    anonymous: int | None
    output: str

    @property
    def value(self) -> Any:
        return json.loads(self.output)


AGAIN: Final = (sys.executable, "-m", "benchmarks", "scale", "--child")
"""This benchmark as a process of its own, for one of ``scale.CHILDREN``."""


def child(name: str, *rest: str | Path) -> Run:
    return measured([*AGAIN, name, *map(str, rest)])


def measured(command: Sequence[str]) -> Run:
    """Run a command to its end; raises ``CalledProcessError`` if it fails, with its complaints on stderr."""
    path = os.pathsep.join(filter(None, [str(record.ROOT), os.environ.get("PYTHONPATH")]))
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, env={**os.environ, "PYTHONPATH": path})
        with _Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        output.seek(0)
        printed = output.read().decode()
    # The kernel's own figure counts what this process had when it started the other, so it is second best.
    largest = watch.largest or usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    # one process at its highest may have been so between two looks
    together = max(watch.together, largest) if watch.together else None
    processor = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor, largest, together, watch.anonymous or None, printed)


class _Watch:
    """Looks at the memory of a process and its descendants until it ends."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.largest = self.together = self.anonymous = 0

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(SAMPLING):
            found = [_memory(pid) for pid in family(self._pid)]
            self.largest = max([self.largest, *(high for _, high, _ in found)])
            self.together = max(self.together, sum(now for now, *_ in found))
            self.anonymous = max(self.anonymous, sum(own for *_, own in found))


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
    return found


def _memory(pid: int) -> tuple[int, int, int]:
    """What a process has resident now and had at most, and what of it now is no page of a file, in bytes; nothing if it
    is gone."""
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        fields = dict(line.split(":", 1) for line in lines if line.startswith(_FIELDS))
        if len(fields) == len(_FIELDS):
            now, high, own = (int(fields[name].split()[0]) * 1024 for name in _FIELDS)
            return now, high, own
    return 0, 0, 0


_FIELDS: Final = ("VmRSS", "VmHWM", "RssAnon")
