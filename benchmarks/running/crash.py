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
import builtins
import contextlib
import functools
import gc
import io
import itertools
import json
import os
import platform
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from simcheck.index import segment

State = Mapping[str, int]
"""What a corpus holds: the number of the text of every document, by id."""

Event = dict[str, Any]

OPERATIONS: Final = ("add", "change", "twin", "several", "remove", "merge", "rebuild", "create")

LIST: Final = "several.jsonl"

FEW: Final = 8
"""Documents below which none are removed."""

MANY: Final = 30
"""Documents above which none are added."""

_WORDS: Final = (
    "全镇 党委 产业 发展 项目 建设 推进 落实 群众 服务 治理 环境 整治 道路 硬化 茶园 合作社 收入 增长 培训 "
    "村庄 河道 清淤 危房 改造 养老 医保 参保 学校 操场 防汛 巡查 矛盾 调解 网格 党员 学习 安全 隐患 排查 "
    "干部 走访 农户 春耕 秋收 水库 加固 电商 物流 快递 驿站 图书 广场 路灯 厕所 垃圾 分类 苗木 花椒 柑橘 "
    "养殖 鱼塘 集市 客运 桥梁 防火 防疫 医生 护士 老师 学生 食堂 宿舍"
)


@functools.cache
def text_of(number: int) -> str:
    """A text that is known by its number: 300 to 2,000 characters, unlike every other."""
    chooser = random.Random(number)
    every, length = _WORDS.split(), chooser.randint(300, 2000)
    text = f"第{number}号材料。"
    while len(text) < length:
        words = "".join(chooser.choices(every, k=chooser.randint(3, 9)))
        text += f"{words}{chooser.randint(2, 999)}{chooser.choice('个项次户里')}{chooser.choice('，，。；')}"
    return text


# The process that is killed


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
    addition.BATCH, crew.CHUNK = 2000, 500  # type: ignore[misc]
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

            with corpus._writing():
                transaction.merge(corpus._home, corpus._catalogue, everything=True)
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
    from simcheck.store import catalogue

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
        setattr(segment.Writer, name, stepping(name, getattr(segment.Writer, name)))

    def changes(_: Any, statement: str, *__: Any) -> bool:
        return not statement.lstrip().startswith(("SELECT", "BEGIN", "ROLLBACK", "PRAGMA busy_timeout"))

    class Connection(sqlite3.Connection):
        execute = stepping("execute", sqlite3.Connection.execute, changes)
        executemany = stepping("executemany", sqlite3.Connection.executemany)
        executescript = stepping("executescript", sqlite3.Connection.executescript)
        close = stepping("close", sqlite3.Connection.close)

    catalogue.sqlite3.connect = functools.partial(sqlite3.connect, factory=Connection)  # type: ignore[attr-defined]


def _die() -> None:
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(9)


# The process that kills


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
            with lock.writer(corpus._home, patience=0):
                pass
    except Exception as error:  # noqa: BLE001 whatever it is, the corpus could not be used
        verdict.not_opened = f"{type(error).__name__}: {error}"
    return verdict


def _distance(state: State, held: Mapping[str, str]) -> int:
    wrong = sum(held.get(id) != text_of(number) for id, number in state.items())
    return wrong + len(held.keys() - state.keys())


def _strays(corpus: Any) -> list[str]:
    files = {path.name for path in (corpus._home / "segments").glob("*")}
    named = {file.name for file in corpus._catalogue.files()[0]}
    others = {path.name for path in corpus._home.iterdir()} - _KNOWN - {"segments"}
    return [*sorted(files - named), *(f"{name} (missing)" for name in sorted(named - files)), *sorted(others)]


def _not_found(corpus: Any, held: Mapping[str, str], chooser: random.Random) -> Iterator[str]:
    """Texts without postings or postings without a text, and a document that a check does not find."""
    from simcheck.index.segment import Segment

    files, removed = corpus._catalogue.files()
    indexed: Counter[int] = Counter()
    for file in files:
        segment = Segment(corpus._home / "segments" / file.name, file.size)
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
