"""The pages of the corpus on the site: its documents, set phrases and public texts, and the forms that change them."""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from simcheck.serve import api
from simcheck.serve.site import site_of
from simcheck.serve.templates import page
from simcheck.serve.uploads import Received, received_fields

_SHOWN: Final = 50
"""Documents on a page."""

_PHRASES: Final = 100
"""Phrases that were counted."""


async def documents(request: Request) -> Response:
    """What the corpus holds, or what of it is looked for."""
    desk = site_of(request).desk
    offset, limit = api.place(request)
    limit = limit if "limit" in request.query_params else _SHOWN
    words = request.query_params.get("q", "")[:200]
    corpus = await desk.corpus("glance")
    found: Any = {"items": [], "total": 0}
    if corpus:
        found = await desk.corpus("list", q=words, sort="name", offset=offset, limit=limit)
    query = f"{urlencode({'q': words})}&" if words else ""
    done = request.query_params.get("done", "")
    return page(
        request,
        "corpus",
        corpus=corpus,
        found=found,
        q=words,
        query=query,
        offset=offset,
        limit=limit,
        done=done if done in ("corrected", "removed") else "",
    )


async def correct(request: Request) -> Response:
    """Say something else of a record."""
    form = await received_fields(request)
    said = {name: form.value(name).strip() for name in ("unit", "date", "author") if _is_new(form, name)}
    if said:
        await site_of(request).desk.corpus("correct", id=request.path_params["id"], said=said)
    return _back("/corpus", form, done="corrected")


def _is_new(form: Received, name: str) -> bool:
    """Whether a field says something else than what stood in it: what was guessed is not said by being sent back."""
    return form.value(name).strip() != form.value(f"{name}.before").strip()


async def remove(request: Request) -> Response:
    """Take a record away."""
    form = await received_fields(request)
    await site_of(request).desk.corpus("remove", id=request.path_params["id"])
    return _back("/corpus", form, done="removed")


def _back(address: str, form: Received, **more: str) -> Response:
    """To where one was."""
    query = {name: value for name in ("q", "offset") if (value := form.value(name))} | more
    return RedirectResponse(f"{address}?{urlencode(query)}" if query else address, 303)


async def phrases(request: Request) -> Response:
    """Set phrases."""
    found: Any = {"counted": [], "added": [], "struck": []}
    desk = site_of(request).desk
    if await desk.corpus("glance"):
        found = await desk.corpus("phrases", limit=_PHRASES)
    return page(request, "phrases", found=found)


async def change_phrases(request: Request) -> Response:
    """Add some, strike some."""
    form = await received_fields(request)
    await site_of(request).desk.corpus("tell-phrases", add=form.values("add"), strike=form.values("strike"))
    return RedirectResponse("/corpus/phrases", 303)


async def public_texts(request: Request) -> Response:
    """Public texts."""
    offset, limit = api.place(request)
    found: Any = {"items": [], "total": 0}
    desk = site_of(request).desk
    if await desk.corpus("glance"):
        found = await desk.corpus("public", offset=offset, limit=limit)
    return page(request, "public", found=found, offset=offset, limit=limit)


async def remove_public(request: Request) -> Response:
    """Take one away."""
    form = await received_fields(request)
    await site_of(request).desk.corpus("remove-public", name=form.value("name"))
    return RedirectResponse("/corpus/public", 303)


async def help_page(request: Request) -> Response:
    """What is what."""
    return page(request, "help")


post = partial(Route, methods=["POST"])

ROUTES: Final = [
    Route("/corpus", documents),
    post("/corpus/documents/{id}/correct", correct),
    post("/corpus/documents/{id}/remove", remove),
    Route("/corpus/phrases", phrases),
    post("/corpus/phrases", change_phrases),
    Route("/corpus/public", public_texts),
    post("/corpus/public/remove", remove_public),
    Route("/help", help_page),
]
