"""The same crossing on the local engine, on Sail and on a real Spark: the same bytes, what each costs, a lost executor.

    python -m benchmarks spark PATH... --documents 1000
    python -m benchmarks spark PATH... --engines local spark --kill --formula --out RESULTS.md
    python -m benchmarks spark PATH... --pieces 500 --fill --documents 100000

PATH are folders of texts and lists of documents (.jsonl with "text"). Each engine crosses the documents in a process of
its own; Spark is a master, two workers of one core each and a Connect server on the loopback (Java and pyspark as a
whole, for the Python of --pyspark). Processor seconds are those of all processes of an engine together, looked at four
times a second; a start of Java is in them. Memory is that of the largest process, and of the one in which the crossing
is called, pages of files included. The result is the JSON of the crossing, by its SHA-256.

--pieces N  makes many documents of few texts: each is cut at ends of lines into pieces of N characters or more
--fill      makes the documents that are too few, from slices of the texts (spark_documents)
--kill      kills one executor of Spark while pairs are compared, and shows that the result is the same: in a run more,
            or in the only one (--kill only)
--formula   crosses once more with a sentence that stands in every document: what keys of many cost
--again     calls Spark once more on its folder of stages: what a restart costs
--frames    crosses a data frame to the tables of a crossing, which stay on the cluster: the result is their rows,
            whatever the order, by their SHA-256

Needs a Unix system.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks import record
from benchmarks.running import spark_cluster, spark_documents
from benchmarks.running.scale_processes import family

ENGINES: Final = ("local", "sail", "spark")

FORMULA: Final = (
    "本材料所列数字由各村民小组逐户核对后汇总上报，截止时间为当年年底，个别数据以后续公布的为准，"
    "未尽事宜由村务监督小组负责解释，任何人不得改动原始台账，违者按照村规民约处理并在公示栏通报。"
)
"""Written for this."""

_LOOK: Final = 0.25
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def main(arguments: Sequence[str] | None = None) -> int:
    if arguments and arguments[0] == "--child":
        return _child(*arguments[1:])
    options = _options(arguments)
    documents = list(spark_documents.read(options.paths))
    if options.pieces:
        documents = [piece for each in documents for piece in spark_documents.pieces(each, options.pieces)]
    there = len(documents)
    documents += spark_documents.made(documents, options.fill * max(0, options.documents - there), options.seed)
    random.Random(options.seed).shuffle(documents)
    documents = documents[: options.documents]
    size = sum(len(each["text"].encode()) for each in documents)
    names = " ".join(path.resolve().name for path in options.paths)
    told = record.heading(
        "spark",
        f"{record.machine()}, {record.memory()}, load {os.getloadavg()[0]:.1f}",
        [
            names,
            f"{len(documents)} documents, {size / 1e6:.1f} MB",
            f"pieces of {options.pieces} characters or more" if options.pieces else "",
            f"{len(documents) - there} of them made" if len(documents) > there else "",
            "from a data frame to tables" if options.frames else "",
        ],
    )
    with record.scratch(keep=options.keep) as folder:
        runs = _runs(documents, options, folder)
        titles = ("engine", "wall s", "processor s", "s of processor / MB", "largest process MB", "caller MB", "result")
        rows = [list(titles)]
        for run in runs:
            print(f"{run.name}: {run.processor:.1f} s of processor, {run.digest[:12]}", flush=True)
            cost = f"{run.processor / size * 1e6:.2f}"
            memory = [f"{size / 1e6:.0f}" for size in (run.largest, run.caller)]
            rows.append([run.name, f"{run.wall:.0f}", f"{run.processor:.1f}", cost, *memory, run.digest[:12]])
        told += f"\n{record.table(rows)}\n"
        steps = list(dict.fromkeys(name for run in runs for name in run.steps))
        stages = [["processor s of each step", *(run.name for run in runs)]]
        stages += [[step, *(f"{run.steps[step]:.1f}" if step in run.steps else "" for run in runs)] for step in steps]
        told += f"\n{record.table(stages)}\n"
        told += "".join(f"\n- {run.name}: {each}" for run in runs for each in run.notes) + "\n"
        for name in ("", " + formula"):
            digests = [run.digest for run in runs if run.name.endswith(" + formula") == bool(name)]
            if len(digests) > 1:
                same = "identical rows of all tables" if options.frames else "identical bytes"
                told += f"\n- {same if len(set(digests)) == 1 else 'DIFFERENT RESULTS'}{name}"
        told += "\n"
    print(told)
    if options.out is not None:
        record.append(options.out, told)
    return 1 if "DIFFERENT" in told else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks spark", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--documents", type=record.positive, default=1000, metavar="N", help="of them, drawn: 1000")
    parser.add_argument("--pieces", type=record.positive, metavar="N", help="cut texts into pieces of N characters")
    parser.add_argument("--fill", action="store_true", help="make documents where there are too few")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument(
        "--pyspark", default=sys.executable, metavar="PYTHON", help="a Python with pyspark and simcheck"
    )
    parser.add_argument(
        "--kill", nargs="?", const="also", choices=("also", "only"), help="an executor, while pairs are compared"
    )
    parser.add_argument("--formula", action="store_true", help="once more with a sentence in every document")
    parser.add_argument("--frames", action="store_true", help="from a data frame to tables")
    parser.add_argument("--again", action="store_true", help="Spark once more with what is kept")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="by which documents are drawn: 1")
    parser.add_argument("--keep", action="store_true", help="keep the folder of stages and logs")
    parser.add_argument("--out", type=Path, metavar="FILE", help="append a section to this file")
    return parser.parse_args(arguments)


# --- One after the other ----------------------------------------------------------------------------------------------


@dataclass
class _Run:
    """A crossing on one engine: seconds in all, those of the processor, in all and by step, bytes of memory of the
    largest process and of the one in which it is called, the digest of the result."""

    name: str
    wall: float = 0
    processor: float = 0
    largest: int = 0
    caller: int = 0
    digest: str = ""
    steps: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _runs(documents: list[dict[str, str]], options: argparse.Namespace, folder: Path) -> list[_Run]:
    lists = {"": documents}
    if options.formula:
        rng = random.Random(options.seed)
        lists[" + formula"] = [each | {"text": _with_formula(each["text"], rng)} for each in documents]
    done: list[_Run] = []
    for kind, some in lists.items():
        listing = folder / f"documents{len(done)}.json"
        listing.write_text(json.dumps(some, ensure_ascii=False), encoding="utf-8")
        for engine in options.engines:
            done += _of(engine, kind, listing, options, folder)
    return done


def _with_formula(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    lines.insert(rng.randint(0, len(lines)), FORMULA)
    return "\n".join(lines)


def _of(engine: str, kind: str, listing: Path, options: argparse.Namespace, folder: Path) -> list[_Run]:
    out = folder / f"{engine}{kind.replace(' + ', '-')}"
    if engine != "spark":
        return [_measured(f"{engine}{kind}", [engine, str(listing), str(out), ""], frames=options.frames)]
    runs = []
    times = ["", " again"] if options.again and not kind else [""]
    if options.kill and not kind:
        times = [*(times if options.kill == "also" else []), " with an executor killed"]
    for name in times:
        logs = folder / f"logs{kind}{name}".replace(" ", "-")
        with _Watch(os.getpid()) as watch, spark_cluster.opened(logs, options.pyspark) as cluster:
            if cluster is None:
                raise SystemExit(record.refuse("spark", "there is no Java, or no pyspark as a whole (--pyspark)"))
            into = Path(f"{out}-killed") if "killed" in name else out
            run = _measured(
                f"spark{kind}{name}",
                ["spark", str(listing), str(into), cluster.address],
                cluster if "killed" in name else None,
                frames=options.frames,
            )
        # with what the cluster took to start and to end
        run.processor = watch.seconds
        runs.append(run)
    return runs


def _measured(
    name: str, arguments: list[str], victim: spark_cluster.Cluster | None = None, *, frames: bool = False
) -> _Run:
    """One engine in a process of its own; an executor of ``victim`` is killed while pairs are compared."""
    record.step(name)
    run = _Run(name)
    environment = {**os.environ, "PYTHONPATH": str(record.ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "benchmarks", "spark", "--child", *arguments, "frames" if frames else ""]
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        last, since = "start", 0.0
        with _Watch(os.getpid()) as watch:
            assert process.stdout is not None
            for line in process.stdout:
                data = json.loads(line)
                now = watch.seconds
                run.steps[last] = run.steps.get(last, 0) + now - since
                last, since = data["step"], now
                if data["step"] == "compared" and victim is not None:
                    threading.Timer(4, _kill, (victim, run)).start()
                run.digest = data.get("digest", "")
                run.notes += data.get("notes", ())
        run.wall = time.monotonic() - start
    if frames and not process.returncode:
        run.digest = _of_tables(Path(arguments[2]) / "tables")
    if process.returncode or not run.digest:
        raise SystemExit(record.refuse("spark", f"{name} failed"))
    run.processor = watch.seconds
    run.largest, run.caller = max(watch.memory.values(), default=0), watch.memory.get(process.pid, 0)
    return run


def _kill(cluster: spark_cluster.Cluster, run: _Run) -> None:
    before = cluster.executors()
    pid = cluster.kill_one()
    run.notes.append(f"one of {len(before)} executors was killed" if pid else "no executor was there to be killed")


class _Watch:
    """Processor seconds of the descendants of a process, as they are looked at until they end, and the most memory
    that each was seen with, in bytes by its number."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.memory: dict[int, int] = {}
        self._ticks: dict[tuple[int, str], int] = {}
        self._before: dict[tuple[int, str], int] = {}

    def __enter__(self) -> _Watch:
        self._before = self._ticks = self._now()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        own = sum(ticks - self._before.get(process, 0) for process, ticks in dict(self._ticks).items())
        return own / os.sysconf("SC_CLK_TCK")

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            self._ticks = self._ticks | self._now()

    def _now(self) -> dict[tuple[int, str], int]:
        found = {}
        # what looks takes time, too
        for pid in family(self._pid)[1:]:
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                # user and system; beside the number the time of its start, because numbers come again
                found[pid, fields[19]] = int(fields[11]) + int(fields[12])
                self.memory[pid] = max(self.memory.get(pid, 0), int(fields[21]) * _PAGE)
        return found


# --- In a process of its own ------------------------------------------------------------------------------------------


def _of_tables(folder: Path) -> str:
    """The digest of tables, whatever the order of their rows."""
    import pyarrow.parquet

    total = hashlib.sha256()
    for table in sorted(each for each in folder.iterdir() if not each.name.endswith(".whole")):
        rows = pyarrow.parquet.read_table(table).to_pylist()
        total.update(f"{table.name.partition('.')[0]}\n".encode())
        for row in sorted(json.dumps(list(row.values())) for row in rows):
            total.update(f"{row}\n".encode())
    return total.hexdigest()


def _child(engine: str, listing: str, out: str, address: str, frames: str) -> int:
    import simcheck
    from simcheck.crossing.saved import crossing_json

    with open(listing, encoding="utf-8") as file:
        rows = json.load(file)
    documents = [simcheck.Document(f"{n:07}", row["name"] or f"{n}", row["text"]) for n, row in enumerate(rows)]
    seen = ""

    def tell(step: str, done: int, total: int) -> None:
        nonlocal seen
        if step == "stages":
            from simcheck.spark.engine import STAGES

            step = list(STAGES)[done]
        elif step == "tables":
            from simcheck.spark.whole import STAGES as OF_DOCUMENTS

            step = OF_DOCUMENTS[done]
        if step != seen:
            seen = step
            _print({"step": step})

    notes = []
    if engine == "local":
        crossing = simcheck.cross(documents, jobs=2, on_progress=tell)
        if frames:
            crossing.to_parquet(f"{out}/tables")
    else:
        from simcheck.spark import cross as spark

        with contextlib.ExitStack() as stack:
            if not address:
                from pysail.spark import SparkConnectServer

                server = SparkConnectServer("127.0.0.1", 0)
                server.start(background=True)
                stack.callback(server.stop)
                address = f"sc://127.0.0.1:{server.listening_address[1]}"
            session = spark.session(address)
            if frames:
                documents.clear()
                frame = session.read.parquet(_as_parquet(rows, out))
                spark.cross_frame(frame, out, on_progress=tell)
            else:
                crossing = spark.cross(session, documents, out, on_progress=tell)
            notes.append(_cut(session, out))
            session.stop()
    if frames:
        _print({"step": "end", "notes": notes})
        return 0
    data = crossing_json(crossing).encode("utf-8", "surrogatepass")
    # to be looked at with --keep
    Path(f"{out}.json").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    _print({"step": "end", "digest": digest, "notes": notes})
    return 0


def _as_parquet(rows: list[dict[str, str]], out: str) -> str:
    """The documents as a frame is read; nothing of them is left here."""
    import pyarrow.parquet

    names = [row["name"] or f"{n}" for n, row in enumerate(rows)]
    ids = [f"{n:07}" for n in range(len(rows))]
    table = pyarrow.table({"id": ids, "name": names, "text": [row["text"] for row in rows]})
    rows.clear()
    pyarrow.parquet.write_table(table, f"{out}.parquet", row_group_size=1000)
    return f"{out}.parquet"


def _cut(session: Any, out: str) -> str:
    keys = session.read.parquet(f"{out}/stages/keys").where("kind = 1 and b > 0").selectExpr("count(a)", "sum(b)")
    ((count, texts),) = keys.collect()
    return f"{count} keys of more than 50 texts were cut before any two texts were put together ({texts or 0} postings)"


def _print(data: dict[str, Any]) -> None:
    print(json.dumps(data), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
