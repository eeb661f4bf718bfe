"""What is left of a corpus whose writer is killed, again and again, at any moment.

    python -m benchmarks crash --kills 500
    python -m benchmarks crash --kills 500 --seed 7 --out benchmarks/results/crash.md

Another process adds documents to a small corpus, changes, removes, merges and rebuilds, and says
what it is about to do and what is done. It is killed (SIGKILL, or TerminateProcess) at a random
moment of an operation; then the corpus is opened and compared with what was said:
  not opened   the corpus could not be opened, read to the last byte, or written to again;
  lost         documents that were committed and are gone;
  wrong        documents with another text than the one committed, or that should not be there,
               or that a check does not find;
  strays       files that nobody names, and names without files, after the opening.
The operation that was going on may have happened or not; half of it is wrong. Operations of
several commits may have come to any of them. Below the line "every step" the process was killed
right before each of its writes, flushes, deletions and statements in turn, not at random.

Where processes can be forked (not on Windows), a kill costs some fifty milliseconds.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import itertools
import platform
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import record
from benchmarks.running.crash_story import Nursery, State, Story, Verdict, judge
from benchmarks.running.crash_victim import FEW, OPERATIONS, serve

# Killing at random


@dataclass
class Tally:
    """What came of the kills of one operation."""

    kills: int = 0
    not_opened: int = 0
    lost: int = 0
    wrong: int = 0
    strays: int = 0

    def count(self, verdict: Verdict) -> None:
        self.kills += 1
        self.not_opened += bool(verdict.not_opened)
        self.lost += len(verdict.lost)
        self.wrong += len(verdict.wrong)
        self.strays += len(verdict.strays)


OnVerdict = Callable[[Story, Verdict], None]


def kill_at_random(nursery: Nursery, folder: Path, kills: int, seed: int, tell: OnVerdict) -> None:
    """Kill writers of one corpus ``kills`` times, in all operations alike; every other time a reader is there too."""
    from simcheck.corpus.collection import Corpus

    chooser = random.Random(seed)
    usual: defaultdict[str, list[float]] = defaultdict(lambda: [0.02])
    state: State = {}
    fresh = 1
    with contextlib.suppress(OSError):
        (folder / "main").mkdir(parents=True)
    Corpus.open(folder / "main", create=True).close()
    for turn in range(kills):
        operation = OPERATIONS[turn % len(OPERATIONS)]
        is_new = operation == "create"
        home = folder / f"new{turn}" if is_new else folder / "main"
        with contextlib.ExitStack() as stack:
            if turn % 2 and not is_new:
                reader = stack.enter_context(Corpus.open(home))
                reader.check("全镇上下抓好茶园管护。")
            ahead = [operation] if is_new or len(state) >= FEW else ["add"] * (FEW - len(state)) + [operation]
            nursery.begin(home, ahead, seed=chooser.getrandbits(32), fresh=fresh, go_on=True)
            story = Story({} if is_new else state)
            for event in nursery.events():
                story.hear(event)
                if story.during == operation:
                    break
            time.sleep(chooser.random() * 1.2 * statistics.median(usual[operation]))
            nursery.kill()
            for event in nursery.events():
                story.hear(event)
            if operation in story.seconds:
                usual[operation].append(story.seconds[operation])
            fresh = max(fresh, story.highest + 1)
            verdict = judge(home, story.states, create=is_new, chooser=chooser)
        if not is_new:
            state = verdict.state
        if story.failed:
            verdict.wrong.append(story.failed)
        tell(story, verdict)


def kill_at_every_step(nursery: Nursery, folder: Path, operation: str, tell: OnVerdict, *, stride: int = 1) -> None:
    """Kill a writer before the first step of an operation, before the second, and so on, until it comes to its end;
    each time in a copy of one corpus. ``stride`` steps at a time are passed over."""
    from simcheck.corpus.collection import Corpus

    chooser = random.Random(0)
    whole = folder / "whole"
    whole.mkdir(parents=True)
    begun = Story({})
    if operation != "create":
        Corpus.open(whole, create=True).close()
        # more files than any change would leave unmerged
        nursery.begin(whole, ["add"] * 11, fan=100)
        for event in nursery.events():
            begun.hear(event)
    for step in itertools.count(1, stride):
        copy = folder / f"copy{step}"
        shutil.copytree(whole, copy)
        nursery.begin(copy, [operation], seed=1, fresh=begun.highest + 1, step=step)
        story = Story(begun.states[-1])
        for event in nursery.events():
            story.hear(event)
        if not story.step and not story.failed:
            return
        verdict = judge(copy, story.states, create=operation == "create", chooser=chooser)
        if story.failed:
            verdict.wrong.append(story.failed)
        tell(story, verdict)
        shutil.rmtree(copy)


# Telling


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    if options.serve:
        serve()
        return 0
    if options.out is not None and not options.out.absolute().parent.is_dir():
        return record.refuse("crash", f"no such folder: {options.out.parent}")
    start = time.perf_counter()
    random_kills: defaultdict[str, Tally] = defaultdict(Tally)
    steps: defaultdict[str, Tally] = defaultdict(Tally)
    faults: list[str] = []

    def tell(tallies: defaultdict[str, Tally], name: str, story: Story, verdict: Verdict) -> None:
        tallies[name].count(verdict)
        if not verdict.is_good:
            faults.append(f"{name} ({story.step or 'random'}): {verdict}")
        record.progress(sum(tally.kills for tally in random_kills.values()), options.kills)

    with tempfile.TemporaryDirectory() as folder, Nursery() as nursery:
        at_random = functools.partial(
            kill_at_random,
            nursery,
            Path(folder) / "random",
            options.kills,
            options.seed,
        )
        at_random(lambda story, verdict: tell(random_kills, story.during or "between two", story, verdict))
        for operation in OPERATIONS:
            kill_at_every_step(
                nursery,
                Path(folder) / operation,
                operation,
                lambda story, verdict, name=operation: tell(steps, name, story, verdict),  # type: ignore[misc]
            )
    summary = f"{_table(random_kills, steps)}\n\n- {time.perf_counter() - start:.0f} s wall"
    print(summary)
    for fault in faults:
        print(fault, file=sys.stderr)
    if options.out is not None:
        machine = f"{record.machine()}, {platform.system()}, SQLite {sqlite3.sqlite_version}"
        heading = record.heading("killed writers", machine, [f"kills {options.kills}", f"seed {options.seed}"])
        record.append(options.out, f"{heading}\n{summary}\n")
    return 1 if faults else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks crash",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=record.positive, default=500, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _table(at_random: Mapping[str, Tally], steps: Mapping[str, Tally]) -> str:
    head = ["operation", "kills", "not opened", "lost", "wrong", "strays"]
    cells = [head]
    for title, tallies in (("at random", at_random), ("every step", steps)):
        names = [name for name in (*OPERATIONS, "open", "between two") if name in tallies]
        cells += (_cells(name, tallies[name]) for name in names)
        total = Tally()
        for tally in tallies.values():
            total.kills += tally.kills
            total.not_opened += tally.not_opened
            total.lost += tally.lost
            total.wrong += tally.wrong
            total.strays += tally.strays
        cells.append(_cells(f"all, {title}", total))
    return record.table(cells)


def _cells(name: str, tally: Tally) -> list[str]:
    return [name, *map(str, (tally.kills, tally.not_opened, tally.lost, tally.wrong, tally.strays))]
