"""What the benchmarks have in common: options, tables, and results that say when and where they were measured."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import math
import multiprocessing
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

ROOT: Final = Path(__file__).resolve().parents[1]
"""Where the repository is."""


def refuse(program: str, reason: str) -> int:
    """Say why a benchmark cannot run; the exit code."""
    print(f"{program}: {reason}", file=sys.stderr)
    return 2


def positive(text: str) -> int:
    """The number that an option was given."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"not a positive number: {text}")
    return number


def progress(done: int, total: int) -> None:
    """Show on a screen how far a run is."""
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def outcomes(
    work: Callable[[Task], Outcome], tasks: Sequence[Task], jobs: int, start: Callable[..., None], *given: Any
) -> list[Outcome]:
    """What comes of every task, in their order, here or in ``jobs`` processes; each begins with ``start(*given)``."""
    done: list[Outcome] = []
    with contextlib.ExitStack() as stack:
        if jobs == 1:
            start(*given)
            coming: Iterator[Outcome] = map(work, tasks)
        else:
            pool = stack.enter_context(multiprocessing.get_context("spawn").Pool(jobs, start, given))
            coming = pool.imap(work, tasks)
        for outcome in coming:
            done.append(outcome)
            progress(len(done), len(tasks))
    return done


def step(words: str) -> None:
    """Say what a long run does next."""
    print(f"… {words}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def scratch(keep: bool) -> Iterator[Path]:
    """A folder for what a run needs, deleted at its end unless it is to be kept."""
    folder = Path(tempfile.mkdtemp(prefix="simcheck-bench-"))
    try:
        yield folder
    finally:
        if keep:
            step(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


# Corpora


def inside(home: Path) -> Path:
    """Where a folder's corpus lies."""
    return home / ".simcheck"


def postings(home: Path) -> list[Path]:
    """The files of its index; the rest is the catalogue."""
    return sorted((inside(home) / "segments").glob("*"))


# Results


def append(path: Path, section: str) -> None:
    """Add a section to a file of results."""
    between = "\n" if path.exists() and path.stat().st_size else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(between + section)


def heading(title: str, machine: str, options: Sequence[str]) -> str:
    """What a section begins with; empty options are left out."""
    return "\n".join(
        [
            f"## {datetime.date.today().isoformat()} · {title}",
            "",
            f"- simcheck {version()}, Python {platform.python_version()}",
            f"- {machine}",
            f"- options: {', '.join(filter(None, options))}",
            "",
        ]
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns also stand under each other; numbers to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    rule = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]
    lines = []
    for row in [rows[0], rule, *rows[1:]]:
        first = row[0].ljust(widths[0])
        rest = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("| " + " | ".join([first, *rest]) + " |")
    return "\n".join(lines)


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that at least this part of them (0–1) does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]


# The machine


def machine() -> str:
    """Cores and processor."""
    return f"{os.cpu_count()} cores, {_processor()}"


def memory() -> str:
    """What memory the machine has, as far as can be known."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GiB of memory"


def version() -> str:
    """Of what is measured."""
    # not of the package's metadata: an editable install keeps those of the day on which it was made
    import simcheck

    return simcheck.__version__


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()
