"""The site: its pages, and the forms on them. Without a script everything works; with it, one sees more.

Templates are in ``data/site``; their words are in the catalogues (``site.…``).
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simcheck.data import shipped
from simcheck.serve import api, folders
from simcheck.serve.asked import language_of
from simcheck.serve.downloads import download
from simcheck.serve.refusals import Refused, refused
from simcheck.serve.site import site_of
from simcheck.serve.spoken import outcome_shown, shown
from simcheck.serve.templates import page
from simcheck.serve.wire import OVER

_TYPES: Final = {
    "site.css": "text/css; charset=utf-8",
    "site.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


async def static(request: Request) -> Response:
    """The style and the script."""
    name = request.path_params["name"]
    if name not in _TYPES:
        raise refused(404, "no-page")
    return Response(_shipped(name), media_type=_TYPES[name])


@cache
def _shipped(name: str) -> bytes:
    return (shipped("site") / name).read_bytes()


async def start(request: Request) -> Response:
    """Where one begins."""
    corpus = error = None
    try:
        corpus = await site_of(request).desk.corpus("glance")
    except Refused as refusal:
        # a corpus that cannot be opened keeps nobody from crossing documents
        error = refusal.refusal
    return page(request, "start", corpus=corpus, error=error)


async def send(request: Request) -> Response:
    """What a form sends, without a script."""
    job, _ = await api.taken(request)
    return RedirectResponse(f"/jobs/{job.id}", 303)


async def jobs(request: Request) -> Response:
    """All jobs."""
    site, lang = site_of(request), language_of(request)
    every = site.jobs.newest()
    offset, limit = api.place(request)
    some = [shown(job, site.jobs, lang) for job in every[offset : offset + limit]]
    return page(request, "jobs", jobs=some, total=len(every), offset=offset, limit=limit)


async def job(request: Request) -> Response:
    """One job: how far it is, or what came of it."""
    site, lang = site_of(request), language_of(request)
    found = site.jobs.get(request.path_params["id"])
    every = [outcome_shown(each, lang, found.id) for each in folders.outcomes(site.jobs.folder(found))]
    done = sorted((each for each in every if each.error is None), key=_share, reverse=True)
    failed = [each for each in every if each.error is not None]
    told = shown(found, site.jobs, lang)
    offset, limit = api.place(request)
    return page(
        request,
        "job",
        job=told,
        done=done[offset : offset + limit],
        failed=failed,
        is_over=found.state in OVER,
        total=len(done),
        offset=offset,
        limit=limit,
    )


def _share(outcome: Any) -> tuple[float, float]:
    share, high = outcome.total, outcome.high
    return (
        high.part / high.whole if high and high.whole else 0.0,
        share.part / share.whole if share and share.whole else 0.0,
    )


async def cancel(request: Request) -> Response:
    """Stop a job."""
    site = site_of(request)
    found = site.jobs.get(request.path_params["id"])
    await api.cancelled(site, found)
    return RedirectResponse(f"/jobs/{found.id}", 303)


async def remove(request: Request) -> Response:
    """Forget a job."""
    site = site_of(request)
    await api.removed(site, site.jobs.get(request.path_params["id"]))
    return RedirectResponse("/jobs", 303)


async def report(request: Request) -> Response:
    """The page of a report, or of all; it may do here no more than in a file."""
    site = site_of(request)
    found = site.jobs.get(request.path_params["id"])
    return await download(request, site.jobs, site.desk, found, f"{request.path_params['number']}.html", inline=True)


post = partial(Route, methods=["POST"])

ROUTES: Final = [
    Route("/", start),
    Route("/static/{name}", static),
    post("/jobs", send),
    Route("/jobs", jobs),
    Route("/jobs/{id}", job),
    post("/jobs/{id}/cancel", cancel),
    post("/jobs/{id}/remove", remove),
    Route("/jobs/{id}/report/{number}", report),
]
