"""A Spark of one machine: a master, workers and a Connect server on the loopback; which of its processes may be killed?

Java and pyspark as a whole are needed; simcheck must be installed beside pyspark, because its workers import it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.running.scale_processes import family

EXECUTOR: Final = "CoarseGrainedExecutorBackend"
_STARTED: Final = 120
"""Seconds that a process has to answer."""


def home(python: str) -> Path | None:
    """Where pyspark is, as a whole, for this Python; None if it or Java is not there."""
    if shutil.which("java") is None:
        return None
    asked = [python, "-c", "import importlib.util as u; print(u.find_spec('pyspark').submodule_search_locations[0])"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    place = Path(found.stdout.strip())
    return place if found.returncode == 0 and (place / "jars").is_dir() else None


class Cluster:
    """What runs, as long as it is open."""

    def __init__(self, place: Path, python: str, folder: Path, workers: int, memory: str) -> None:
        self._place, self._folder = place, folder
        self._environment = {
            **os.environ,
            "SPARK_HOME": str(place),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOG_DIR": str(folder),
            "SPARK_WORKER_DIR": str(folder / "work"),
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "SPARK_DAEMON_MEMORY": "512m",
            "PYSPARK_PYTHON": python,
            "OMP_NUM_THREADS": "1",
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self._workers, self._memory = workers, memory
        self.address = ""

    def __enter__(self) -> Cluster:
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        port, shown, connect = (_free() for _ in range(3))
        master = f"spark://127.0.0.1:{port}"
        ways = "org.apache.spark.deploy"
        at = ["--host", "127.0.0.1"]
        self._run("master", [f"{ways}.master.Master", *at, "--port", f"{port}", "--webui-port", f"{shown}"])
        _answering(port, self._processes[-1])
        for number in range(self._workers):
            web = ["--webui-port", f"{_free()}", "--cores", "1", "--memory", self._memory]
            self._run(f"worker-{number}", [f"{ways}.worker.Worker", *at, *web, master])
        settings = {
            "spark.connect.grpc.binding.port": connect,
            "spark.connect.grpc.binding.address": "127.0.0.1",
            "spark.executor.memory": self._memory,
            "spark.executor.cores": 1,
            "spark.driver.memory": "1g",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.maxResultSize": "2g",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": 8,
            "spark.sql.adaptive.enabled": "true",
        }
        said = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
        service = "org.apache.spark.sql.connect.service.SparkConnectServer"
        submit = "org.apache.spark.deploy.SparkSubmit"
        self._run("connect", [submit, "--master", master, *said, "--class", service, "spark-internal"])
        _answering(connect, self._processes[-1])
        self.address = f"sc://127.0.0.1:{connect}"

    def _run(self, name: str, arguments: list[str]) -> None:
        with (self._folder / f"{name}.log").open("wb") as log:
            command = [str(self._place / "bin" / "spark-class"), *arguments]
            process = subprocess.Popen(command, stdout=log, stderr=log, env=self._environment, cwd=self._folder)
        self._processes.append(process)

    def executors(self) -> list[int]:
        """The processes that compute, by their numbers."""
        found = []
        for process in self._processes:
            for pid in family(process.pid):
                with contextlib.suppress(OSError):
                    command = Path(f"/proc/{pid}/cmdline").read_bytes()
                    if EXECUTOR.encode() in command and re.search(rb"(?:^|/)java\0", command):
                        found.append(pid)
        return sorted(set(found))

    def kill_one(self) -> int | None:
        """Kill an executor as if its machine was lost; its number, None if there is none."""
        for pid in self.executors()[:1]:
            os.kill(pid, signal.SIGKILL)
            return pid
        return None

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            own = family(process.pid)
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pid in own[1:]:
                # what it started and left behind
                with contextlib.suppress(OSError):
                    os.kill(pid, signal.SIGTERM)


def _free() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _answering(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens there."""
    until = time.monotonic() + _STARTED
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.5)
    raise RuntimeError("a process of Spark did not start: see its log")


@contextlib.contextmanager
def opened(
    folder: Path, python: str = sys.executable, workers: int = 2, memory: str = "2g"
) -> Iterator[Cluster | None]:
    """A cluster whose logs are in ``folder``; None where it cannot be."""
    place = home(python)
    if place is None:
        yield None
        return
    (folder / "work").mkdir(parents=True, exist_ok=True)
    with Cluster(place, python, folder, workers, memory) as cluster:
        yield cluster
