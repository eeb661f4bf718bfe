"""Which address is answered by what? The table of all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from simcheck.serve import api, corpus_api, corpus_pages, pages
from simcheck.serve.guard import Guard, Keys
from simcheck.serve.problems import problem_response
from simcheck.serve.refusals import Refused, refused
from simcheck.serve.site import Site

_JOB: Final = "/api/v1/jobs/{id}"

ROUTES: Final = [
    Route("/api/v1", api.service),
    Route("/api/v1/openapi.json", api.openapi),
    Route("/api/v1/jobs", api.list_jobs, methods=["GET"]),
    Route("/api/v1/jobs", api.send_job, methods=["POST"]),
    Route(_JOB, api.one_job, methods=["GET"]),
    Route(_JOB, api.remove_job, methods=["DELETE"]),
    Route(f"{_JOB}/cancel", api.cancel_job, methods=["POST"]),
    Route(f"{_JOB}/documents", api.documents),
    Route(f"{_JOB}/events", api.events),
    Route(f"{_JOB}/files/{{name}}", api.job_file),
    *corpus_api.ROUTES,
    *pages.ROUTES,
    *corpus_pages.ROUTES,
]


def application(site: Site, keys: Keys, hosts: Collection[str]) -> ASGIApp:
    """All of it, behind its guard."""
    app = Starlette(
        routes=ROUTES, exception_handlers={Refused: _refused, HTTPException: _no_such, Exception: _unexpected}
    )
    app.state.site = site
    app.router.redirect_slashes = False
    return Guard(app, keys, hosts, site.lang)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    answer = problem_response(request, error)
    if request.method not in ("GET", "HEAD"):
        # what was not read of it would be taken for the next request
        answer.headers["connection"] = "close"
    return answer


async def _no_such(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    name = "no-method" if error.status_code == 405 else "no-page"
    answer = problem_response(request, refused(error.status_code, name))
    for header, value in (error.headers or {}).items():
        answer.headers[header] = value
    return answer


QUIET: Final = 0.5
"""Seconds after the start in which only what is asked for is done."""


async def _unexpected(request: Request, error: Exception) -> Response:
    """A defect of ours: told as one; ``--debug`` shows it where the server runs."""
    return problem_response(request, refused(500, "unexpected"))


def begin(site: Site) -> None:
    """Start to work; where the loop is that answers."""
    loop = asyncio.get_running_loop()
    site.jobs.start(loop)
    # what is heavy is loaded when the first page has been shown
    loop.call_later(QUIET, site.desk.warm)
    loop.call_later(QUIET, site.jobs.line.start)
