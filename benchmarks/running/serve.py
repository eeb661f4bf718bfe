"""What the site bears: how soon it is there, how soon a report is on screen, many clients at once, how much memory.

A server is started over a corpus of the sample reports. Each client sends a job of small reports, unlike all others
but for one paragraph of a sample, waits for it, and reads what came of every one: its name, its text, and that the
paragraph was found. *Lost* are reports of which nothing came, *mixed up* those whose result tells another name or text,
*server MB* and *children MB* what each process has had at most.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from benchmarks.record import ROOT, append, heading, machine, memory, positive, scratch, step, table
from benchmarks.texts import text_of

_STARTS: Final = 5
"""Starts and checks that are timed; the least of them is told beside the median, as other work slows any of them."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and append to ``--out``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks serve", description=__doc__)
    parser.add_argument("--clients", type=positive, default=20)
    parser.add_argument("--reports", type=positive, default=50)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    with scratch(keep=False) as folder:
        step("a corpus of the samples")
        corpus = folder / "corpus"
        _run("corpus", "add", str(ROOT / "corpus"), "--corpus", str(corpus), "-q")
        step("starts and single checks")
        speed = _speed(folder)
        step(f"{options.clients} clients with {options.reports} reports each")
        load = _load(folder, options.clients, options.reports)
    said = [f"clients {options.clients}", f"reports {options.reports}"]
    section = "\n".join([heading("simcheck serve", f"{machine()}, {memory()}", said), speed, "", load, ""])
    print(section)
    if options.out:
        append(options.out, section)
    return 0


def _run(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "simcheck", *words], cwd=ROOT, check=True)


class _Server:
    """One that runs in a folder, and is asked with its token."""

    def __init__(self, folder: Path) -> None:
        begun = time.perf_counter()
        command = [sys.executable, "-m", "simcheck", "serve", "--no-browser", "--port", "0"]
        command += ["--corpus", str(folder / "corpus"), "--state", str(folder / "state")]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
        )
        assert self.process.stdout is not None
        address = urlsplit(next(w for w in self.process.stdout.readline().split() if w.startswith("http")))
        self.seconds = time.perf_counter() - begun
        self._host = address.netloc
        self._headers = {"Authorization": f"Bearer {address.query.removeprefix('token=')}"}

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, kind: str = "") -> bytes:
        """What is answered; an error ends the run."""
        connection = http.client.HTTPConnection(self._host, timeout=3600)
        connection.request(method, path, body, {**self._headers, **({"Content-Type": kind} if kind else {})})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.status} {data[:500]!r}")
        return data

    def sent(self, files: Sequence[tuple[str, str]], kind: str) -> str:
        """The id of a job."""
        bound = "benchmark-of-simcheck-serve"
        parts = [f'--{bound}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n']
        for name, text in files:
            head = f'--{bound}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
            parts.append(f"{head}{text}\r\n")
        body = ("".join(parts) + f"--{bound}--\r\n").encode()
        told = json.loads(self.ask("/api/v1/jobs", "POST", body, f"multipart/form-data; boundary={bound}"))
        return str(told["id"])

    def done(self, job: str) -> Any:
        """The job when it is over: its events end with it."""
        self.ask(f"/api/v1/jobs/{job}/events")
        return json.loads(self.ask(f"/api/v1/jobs/{job}"))

    def memories(self) -> list[float]:
        """Megabytes that the server, and then each of its children, has had at most."""
        return [_most(pid) for pid in (self.process.pid, *_children(self.process.pid))]

    def end(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            if task.name != str(pid)
            for each in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def _most(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), float("nan"))


# --- alone ------------------------------------------------------------------------------------------------------------


def _speed(folder: Path) -> str:
    """Seconds until the address is printed, the first page is there, a report is on screen."""
    starts, firsts, checks = [], [], []
    draft = sorted((ROOT / "corpus").glob("*.txt"))[0].read_text(encoding="utf-8")
    for number in range(_STARTS):
        server = _Server(folder)
        starts.append(server.seconds)
        firsts.append(_timed(lambda at=server: at.ask("/")))
        time.sleep(5)
        files = [(f"新稿{number}.txt", f"就职发言{number}\n{draft}")]

        def checked(at: _Server = server, what: Sequence[tuple[str, str]] = tuple(files)) -> None:
            job = at.sent(what, "check")
            at.done(job)
            at.ask(f"/jobs/{job}/report/1")

        checks.append(_timed(checked))
        server.end()
    rows = [["seconds", "least", "median"]]
    for name, values in (
        ("from the call to the address", starts),
        ("from the address to the first page", firsts),
        ("a report sent, checked and on screen", checks),
    ):
        rows.append([name, f"{min(values):.2f}", f"{sorted(values)[len(values) // 2]:.2f}"])
    return table(rows)


def _timed(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


# --- together ---------------------------------------------------------------------------------------------------------


@dataclass
class _Counts:
    lost: int = 0
    mixed: int = 0
    unfound: int = 0
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def _load(folder: Path, clients: int, reports: int) -> str:
    sample = sorted((ROOT / "corpus").glob("*.txt"))[0].read_text(encoding="utf-8")
    shared = max(sample.split("\n"), key=len)
    server, counts = _Server(folder), _Counts()
    time.sleep(5)
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=_client, args=(server, client, reports, shared, counts)) for client in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    memories = server.memories()
    server.end()
    every = clients * reports
    rows = [
        ["reports", "lost", "mixed up", "not found", "seconds", "a second", "first job", "last job", "server MB"]
        + ["children MB"],
        [
            f"{every:,}",
            f"{counts.lost}",
            f"{counts.mixed}",
            f"{counts.unfound}",
            f"{took:.1f}",
            f"{every / took:.1f}",
            f"{min(counts.seconds, default=0):.1f}",
            f"{max(counts.seconds, default=0):.1f}",
            f"{memories[0]:.0f}",
            ", ".join(f"{each:.0f}" for each in memories[1:]),
        ],
    ]  # fmt: skip
    return "\n".join([table(rows), *counts.errors])


def _client(server: _Server, client: int, reports: int, shared: str, counts: _Counts) -> None:
    files = {f"客户{client}/第{n}份.txt": f"{text_of(client * 100_000 + n)}\n{shared}\n" for n in range(reports)}
    begun = time.perf_counter()
    try:
        job = server.sent(list(files.items()), "check")
        told = server.done(job)
        counts.seconds.append(time.perf_counter() - begun)
        items = json.loads(server.ask(f"/api/v1/jobs/{job}/documents?limit=1000"))["items"]
        counts.lost += reports - len(items)
        if told["state"] != "done":
            counts.errors.append(json.dumps(told, ensure_ascii=False))
        for item in items:
            result = json.loads(server.ask(f"/api/v1/jobs/{job}/files/{item['number']}.json"))
            text = files.get(f"客户{client}/{item['name']}")
            if text is None or result["document"]["text"] != text or result["document"]["name"] != item["name"]:
                counts.mixed += 1
            elif item["total"]["part"] < len(shared) // 2:
                counts.unfound += 1
    except (OSError, RuntimeError, KeyError) as error:
        counts.errors.append(f"{client}: {error!r}")
        counts.lost += reports
