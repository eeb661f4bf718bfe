"""The REST interface to the corpus (``/api/v1/corpus``): records, set phrases, public texts."""

from __future__ import annotations

from typing import Any, Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simcheck.serve import api
from simcheck.serve.asked import language_of
from simcheck.serve.problems import json_response
from simcheck.serve.refusals import refused
from simcheck.serve.site import site_of
from simcheck.serve.spoken import Correction, Holdings, PhraseChange, Phrases, PublicPage, RecordPage, shown

T = TypeVar("T")

_BODY: Final = 1_000_000
"""Bytes of JSON that is sent."""

SORTS: Final = ("name", "length", "date", "added")


async def holdings(request: Request) -> Response:
    """How much it holds."""
    said = await site_of(request).desk.corpus("glance")
    return json_response(Holdings(**said) if said else Holdings())


async def list_records(request: Request) -> Response:
    """Its records, those that are looked for."""
    offset, limit = api.place(request)
    sort = request.query_params.get("sort", "name")
    if sort not in SORTS:
        raise refused(422, "wrong-wishes", reason="sort")
    found = await site_of(request).desk.corpus(
        "list", q=request.query_params.get("q", "")[:200], sort=sort, offset=offset, limit=limit
    )
    return json_response(msgspec.convert(found, RecordPage))


async def add_records(request: Request) -> Response:
    """A job that adds what is sent."""
    return await _job(request, "add")


async def _job(request: Request, kind: str) -> Response:
    site = site_of(request)
    job, is_new = await api.taken(request, kind)
    address = f"/api/v1/jobs/{job.id}"
    return json_response(shown(job, site.jobs, language_of(request)), 202 if is_new else 200, {"location": address})


async def correct_record(request: Request) -> Response:
    """Say something else of a record."""
    change = await _body(request, Correction)
    said = {name: value for name, value in msgspec.to_builtins(change).items() if value is not None}
    return json_response(await site_of(request).desk.corpus("correct", id=request.path_params["id"], said=said))


async def remove_record(request: Request) -> Response:
    """Take a record away, and wipe its text."""
    await site_of(request).desk.corpus("remove", id=request.path_params["id"])
    return Response(status_code=204)


async def phrases(request: Request) -> Response:
    """The set phrases of the corpus."""
    _, limit = api.place(request)
    return json_response(msgspec.convert(await site_of(request).desk.corpus("phrases", limit=limit), Phrases))


async def change_phrases(request: Request) -> Response:
    """Add some of one's own, strike others."""
    change = await _body(request, PhraseChange)
    found = await site_of(request).desk.corpus("tell-phrases", add=change.add, strike=change.strike)
    return json_response(msgspec.convert(found, Phrases))


async def public_texts(request: Request) -> Response:
    """The public texts that are kept with it."""
    offset, limit = api.place(request)
    found = await site_of(request).desk.corpus("public", offset=offset, limit=limit)
    return json_response(msgspec.convert(found, PublicPage))


async def add_public(request: Request) -> Response:
    """A job that keeps what is sent as public texts."""
    return await _job(request, "public")


async def remove_public(request: Request) -> Response:
    """Take one away, by its name."""
    await site_of(request).desk.corpus("remove-public", name=request.query_params.get("name", ""))
    return Response(status_code=204)


async def _body(request: Request, kind: type[T]) -> T:
    """JSON that is sent, of a bounded size."""
    data = b""
    async for piece in request.stream():
        data += piece
        if len(data) > _BODY:
            raise refused(413, "too-much", limit=_BODY // 1_000_000)
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise refused(422, "wrong-wishes", reason=str(error)) from error


_HERE: Final = "/api/v1/corpus"

ROUTES: Final[list[Any]] = [
    Route(_HERE, holdings),
    Route(f"{_HERE}/documents", list_records, methods=["GET"]),
    Route(f"{_HERE}/documents", add_records, methods=["POST"]),
    Route(f"{_HERE}/documents/{{id}}", correct_record, methods=["PATCH"]),
    Route(f"{_HERE}/documents/{{id}}", remove_record, methods=["DELETE"]),
    Route(f"{_HERE}/phrases", phrases, methods=["GET"]),
    Route(f"{_HERE}/phrases", change_phrases, methods=["POST"]),
    Route(f"{_HERE}/public", public_texts, methods=["GET"]),
    Route(f"{_HERE}/public", add_public, methods=["POST"]),
    Route(f"{_HERE}/public", remove_public, methods=["DELETE"]),
]
