"""The REST interface (``/api/v1``): jobs are sent, followed, read and removed; the corpus is asked and changed.

What the answers look like is in ``spoken`` and ``openapi``; docs/api.md tells it to people.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from simcheck._version import __version__
from simcheck.serve import folders
from simcheck.serve.asked import language_of
from simcheck.serve.downloads import download
from simcheck.serve.problems import json_response
from simcheck.serve.refusals import Refused, not_stored, refused
from simcheck.serve.site import Site, site_of
from simcheck.serve.spoken import JobPage, JobShown, OutcomePage, Service, outcome_shown, shown
from simcheck.serve.uploads import Received, received
from simcheck.serve.wire import OVER, Job, Wishes

PAGE: Final = 100
"""Of a list, where nothing else is said; ten times as many at most."""

_BEAT: Final = 15.0
"""Seconds after which a connection that is quiet says that it is there."""


async def service(request: Request) -> Response:
    """What this is."""
    site = site_of(request)
    return json_response(Service(__version__, len(site.jobs), len(site.jobs.line)))


async def openapi(request: Request) -> Response:
    """The description of all of this."""
    return Response(await site_of(request).desk.openapi(), media_type="application/json")


# --- jobs -------------------------------------------------------------------------------------------------------------


async def send_job(request: Request) -> Response:
    """A new job of what is sent; 202, or 200 for one that was sent before with the same key."""
    site = site_of(request)
    job, is_new = await taken(request)
    address = f"/api/v1/jobs/{job.id}"
    return json_response(shown(job, site.jobs, language_of(request)), 202 if is_new else 200, {"location": address})


async def taken(request: Request, kind: str = "") -> tuple[Job, bool]:
    """The job of what is sent, and whether it is new: who sends the same once more with its key means the same job."""
    site = site_of(request)
    key = request.headers.get("idempotency-key", "")
    if len(key) > _KEY:
        raise refused(422, "wrong-wishes", reason="Idempotency-Key")
    if site.sending >= SENDING:
        raise refused(503, "busy")
    if key and key in site.keys_sent:
        raise refused(409, "key-in-use")
    folder = site.jobs.new_folder()
    site.sending += 1
    site.keys_sent.add(key)
    is_kept = False
    try:
        form = await received(request, folder / folders.UPLOADS)
        wishes = wishes_of(form, kind, language_of(request))
        if not form.files:
            raise refused(422, "no-files")
        known = site.jobs.by_key(key) if key else None
        if known is not None:
            if known.sent != form.digest:
                raise refused(409, "key-used")
            return known, False
        try:
            job = site.jobs.add(folder, wishes, form.files, key, form.digest)
        except OSError as error:
            raise Refused(507, not_stored(form.files[0].name, error)) from error
        is_kept = True
        return job, True
    finally:
        site.sending -= 1
        site.keys_sent.discard(key)
        if not is_kept:
            shutil.rmtree(folder, ignore_errors=True)


_KEY: Final = 200
"""Characters of a key."""

SENDING: Final = 64
"""Jobs that may be sent at once."""


def wishes_of(form: Received, kind: str, lang: str) -> Wishes:
    """What is wished: a field ``options`` with JSON, or a field each."""
    given: dict[str, Any] = {"lang": lang}
    try:
        if options := form.value("options"):
            decoded = msgspec.json.decode(options)
            if not isinstance(decoded, dict):
                raise msgspec.ValidationError("options: object")
            given |= decoded
        for name in ("kind", "lang", "before", "encoding", "grade", "min_length"):
            if value := form.value(name).strip():
                given[name] = int(value) if name == "min_length" and value.isdecimal() else value
        for name in ("exclude", "own", "without"):
            if values := form.values(name):
                given[name] = values
        said = {name: form.value(f"metadata.{name}").strip() for name in ("unit", "date", "author", "title")}
        if any(said.values()):
            given["metadata"] = {name: value for name, value in said.items() if value}
        if kind:
            given["kind"] = kind
        return msgspec.convert(given, Wishes)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise refused(422, "wrong-wishes", reason=str(error)) from error


async def list_jobs(request: Request) -> Response:
    """Jobs, the newest first."""
    site, lang = site_of(request), language_of(request)
    every = site.jobs.newest()
    offset, limit = place(request)
    some = [shown(job, site.jobs, lang) for job in every[offset : offset + limit]]
    return json_response(JobPage(some, len(every), offset))


async def one_job(request: Request) -> Response:
    """One of them."""
    site = site_of(request)
    return json_response(shown(_job(request), site.jobs, language_of(request)))


async def documents(request: Request) -> Response:
    """What came of its documents, in the order in which they were done."""
    site, lang = site_of(request), language_of(request)
    every = list(folders.outcomes(site.jobs.folder(_job(request))))
    offset, limit = place(request)
    some = [outcome_shown(each, lang, request.path_params["id"]) for each in every[offset : offset + limit]]
    return json_response(OutcomePage(some, len(every), offset))


async def cancel_job(request: Request) -> Response:
    """Take it out of the line, or stop it."""
    site, job = site_of(request), _job(request)
    await cancelled(site, job)
    return json_response(shown(job, site.jobs, language_of(request)))


async def cancelled(site: Site, job: Job) -> None:
    """Stop a job, and wait until it has stopped."""
    with site.jobs.listening(job.id) as news:
        await asyncio.to_thread(site.jobs.line.cancel, job)
        for _ in range(100):
            if job.state in OVER:
                return
            news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), 0.1)


async def remove_job(request: Request) -> Response:
    """Forget it, with all that came of it; one that is not over is stopped first."""
    site, job = site_of(request), _job(request)
    await removed(site, job)
    return Response(status_code=204)


async def removed(site: Site, job: Job) -> None:
    """Stop a job if it is not over, and forget it."""
    if job.state not in OVER:
        await cancelled(site, job)
    if job.state not in OVER:
        raise refused(409, "not-done")
    site.jobs.remove(job)


async def job_file(request: Request) -> Response:
    """A file of what came of it."""
    site = site_of(request)
    return await download(request, site.jobs, site.desk, _job(request), request.path_params["name"])


async def events(request: Request) -> Response:
    """How far it is, whenever that changes, until it is over (server-sent events)."""
    site, lang, job = site_of(request), language_of(request), _job(request)

    async def told() -> AsyncIterator[bytes]:
        last: JobShown | None = None
        with site.jobs.listening(job.id) as news:
            while True:
                news.clear()
                now = shown(job, site.jobs, lang)
                if now != last:
                    last = now
                    yield b"data: " + msgspec.json.encode(now) + b"\n\n"
                if job.state in OVER or site.jobs.is_ending:
                    return
                try:
                    await asyncio.wait_for(news.wait(), _BEAT)
                except TimeoutError:
                    yield b": .\n\n"

    return StreamingResponse(told(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def _job(request: Request) -> Job:
    return site_of(request).jobs.get(request.path_params["id"])


def place(request: Request) -> tuple[int, int]:
    """From where in a list, and how many."""
    values = []
    for name, otherwise, least, most in (("offset", 0, 0, 10**9), ("limit", PAGE, 1, PAGE * 10)):
        said = request.query_params.get(name, str(otherwise))
        if not said.isdecimal() or len(said) > 10 or not least <= int(said) <= most:
            raise refused(422, "wrong-wishes", reason=name)
        values.append(int(said))
    return values[0], values[1]
