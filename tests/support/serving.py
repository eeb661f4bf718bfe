"""A server of the site in a process of its own, as a person starts it, and a client of it that hides nothing."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from support import ROOT

File = tuple[str, bytes]
"""A name, and what is in it."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        """What it says."""
        return json.loads(self.data)

    @property
    def text(self) -> str:
        """The same as words."""
        return self.data.decode()


@dataclass
class Server:
    """A server that runs: ``address`` is the one that it printed, with its token."""

    process: subprocess.Popen[str]
    address: str
    corpus: Path
    state: Path
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Name and port."""
        return urlsplit(self.address).netloc

    @property
    def token(self) -> str:
        """What the address has behind its question mark."""
        return urlsplit(self.address).query.removeprefix("token=")

    def connected(self) -> http.client.HTTPConnection:
        """A connection of one's own."""
        return http.client.HTTPConnection(self.host, timeout=60)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        token: bool = True,
    ) -> Answer:
        """What is answered; with the token if nothing else is said."""
        sent = {**({"Authorization": f"Bearer {self.token}"} if token else {}), **(headers or {})}
        connection = self.connected()
        try:
            connection.request(method, path, body.encode() if isinstance(body, str) else body, sent)
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def send(self, files: Sequence[File], **fields: str | Sequence[str]) -> Answer:
        """Files and fields as a form."""
        return self.posted("/api/v1/jobs", files, fields)

    def posted(
        self,
        path: str,
        files: Sequence[File],
        fields: Mapping[str, str | Sequence[str]],
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The same to some address."""
        body, kind = form(files, fields)
        return self.ask(path, "POST", body, {"Content-Type": kind, **(headers or {})})

    def done(self, job: str, *, seconds: float = 180) -> Any:
        """The job when it is over."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            told = self.ask(f"/api/v1/jobs/{job}").json
            if told["state"] in ("done", "failed", "cancelled"):
                return told
            time.sleep(0.05)
        raise AssertionError(f"{job} is not over after {seconds} s: {told}")

    def carried_out(self, files: Sequence[File], **fields: str | Sequence[str]) -> Any:
        """A job that is sent, when it is over."""
        answer = self.send(files, **fields)
        assert answer.status == 202, answer.text
        return self.done(answer.json["id"])

    def documents(self, job: str) -> list[Any]:
        """What came of the documents of a job, by their numbers."""
        items = self.ask(f"/api/v1/jobs/{job}/documents?limit=1000").json["items"]
        return sorted(items, key=lambda item: int(item["number"]))

    def cookie(self) -> str:
        """What a browser gets for the address."""
        answer = self.ask(f"/?token={self.token}", token=False)
        assert answer.status == 303
        return answer.headers["set-cookie"].partition(";")[0]


def form(files: Sequence[File], fields: Mapping[str, str | Sequence[str]]) -> tuple[bytes, str]:
    """Files and fields as browsers send them, and the type of that."""
    # the same in every process, because bodies are parameters of tests
    boundary = "0123456789abcdef" * 2
    parts: list[bytes] = []
    for name, value in fields.items():
        for each in [value] if isinstance(value, str) else value:
            parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{each}\r\n'.encode())
    for name, data in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + data + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


@contextmanager
def serving(folder: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A server in a folder, with the corpus ``corpus`` and the state ``state`` in it."""
    server = started(folder, *options, env=env)
    try:
        yield server
    finally:
        ended(server)


def started(folder: Path, *options: str, env: Mapping[str, str] | None = None) -> Server:
    """The same for who ends it himself."""
    command = [sys.executable, "-m", "simcheck", "serve", "--no-browser", "--port", "0", "--state", "state", *options]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "SIMCHECK_LANG": "zh", "LANG": "C.UTF-8", **(env or {})}
    process = subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = next((word for word in line.split() if word.startswith("http://")), "")
    if not address:
        assert process.stderr is not None
        raise AssertionError(f"no address: {line!r} {process.stderr.read()}")
    return Server(process, address, folder / "corpus", folder / "state")


def ended(server: Server, how: int = signal.SIGINT) -> tuple[int, str]:
    """End it: its exit code, and what it said on standard error."""
    if server.process.poll() is None:
        server.process.send_signal(how)
    try:
        _, err = server.process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        server.process.kill()
        _, err = server.process.communicate()
    return server.process.returncode, err
