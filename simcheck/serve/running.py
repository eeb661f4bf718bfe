"""A server is started, its address said, and ended: where it listens, who opens it, what Ctrl-C does.

Nothing that computes is loaded here: the children do that (``line``, ``desk``).
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from simcheck.environment import Language
from simcheck.errors import CannotServe, MissingPackage
from simcheck.files import refusal
from simcheck.serve.desk import Desk
from simcheck.store import lock

PORT: Final = 8423

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")

LEAST: Final = 20
"""Characters of a token that others may try."""


@dataclass(frozen=True)
class Serving:
    """How a server is wanted: ``token`` is "" for one that is made up, ``names`` are further ones by which browsers may
    call it."""

    corpus: str
    state: Path
    lang: Language
    host: str = "127.0.0.1"
    port: int | None = None
    token: str = ""
    names: Sequence[str] = ()
    debug: bool = False
    """Whether defects are shown on standard error."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can come there."""
    return host in LOOPBACK or host.startswith("127.")


def serve(wanted: Serving, on_ready: Callable[[str, str], None]) -> None:
    """Serve until somebody ends it. ``on_ready`` is told the address to open, and one that opens it once.

    Raises ``MissingPackage``, ``CannotServe``, ``CannotWrite``, ``StateInUse`` for a state folder that another server
    has.
    """
    _refuse_lacking()
    with _listening(wanted) as listener, lock.private(wanted.state):
        # it is there by the time that the libraries of the server are
        desk = Desk(wanted.corpus)
        desk.start()
        try:
            _serve(wanted, listener, desk, on_ready)
        finally:
            desk.end()


def _refuse_lacking() -> None:
    from importlib.util import find_spec

    for module, package in _NEEDED.items():
        if find_spec(module) is None:
            raise MissingPackage(package, "serve")


_NEEDED: Final = {
    "starlette": "starlette",
    "uvicorn": "uvicorn",
    "python_multipart": "python-multipart",
    "jinja2": "Jinja2",
}


@contextlib.contextmanager
def _listening(wanted: Serving) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in wanted.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if os.name == "posix":
            # where a server was ended just now another may begin
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ports = [PORT, 0] if wanted.port is None else [wanted.port]
        for port in ports:
            try:
                listener.bind((wanted.host, port))
                break
            except (OSError, OverflowError) as error:
                if port == ports[-1]:
                    reason = refusal.words(error) if isinstance(error, OSError) else str(error)
                    raise CannotServe(wanted.host, port, reason) from error
        listener.listen(512)
        listener.setblocking(False)
        yield listener


def _serve(wanted: Serving, listener: socket.socket, desk: Desk, on_ready: Callable[[str, str], None]) -> None:
    import uvicorn

    from simcheck.serve.app import application, begin
    from simcheck.serve.guard import Keys
    from simcheck.serve.jobs import Jobs
    from simcheck.serve.site import Site
    from simcheck.serve.templates import templates

    port = listener.getsockname()[1]
    token = wanted.token or secrets.token_urlsafe(32)
    keys = Keys(token, port)
    site = Site(Jobs(wanted.state, wanted.corpus), desk, wanted.lang)
    config = uvicorn.Config(
        application(site, keys, hosts_of(wanted, port)),
        log_config=None,
        # who reads standard error, if anybody does, need not: a pipe that is full would hold up everybody
        log_level=logging.WARNING if wanted.debug else logging.CRITICAL + 1,
        access_log=False,
        lifespan="off",
        server_header=False,
        loop="asyncio",
        http="h11",
        ws="none",
        timeout_graceful_shutdown=2,
        limit_concurrency=LIMIT,
        proxy_headers=False,
    )

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            """Who waits for news is let go before connections are."""
            site.jobs.leave()
            super().handle_exit(sig, frame)

    server = Server(config)
    shown = f"[{wanted.host}]" if ":" in wanted.host else wanted.host
    address = f"http://{shown}:{port}/"

    async def run() -> None:
        begin(site)
        # before somebody waits for the first page
        templates()
        on_ready(f"{address}?token={token}", f"{address}?once={keys.once()}")
        tidying = asyncio.create_task(site.jobs.keep_tidy())
        try:
            await server.serve(sockets=[listener])
        finally:
            tidying.cancel()

    try:
        asyncio.run(run())
    finally:
        site.jobs.end()


LIMIT: Final = 500
"""Connections at once; what comes beyond is told to come later."""


def hosts_of(wanted: Serving, port: int) -> list[str]:
    """What browsers may call this server."""
    names = [*LOOPBACK, wanted.host, *wanted.names]
    result = []
    for name in dict.fromkeys(names):
        shown = f"[{name}]" if ":" in name and not name.startswith("[") else name
        # one that stands behind a proxy is called without a port
        result += [f"{shown}:{port}", shown] if name in wanted.names or port == 80 else [f"{shown}:{port}"]
    return result
