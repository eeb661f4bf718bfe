"""An error as an answer: problem JSON (RFC 9457) for programs, a page for who has a browser."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from simcheck.environment import Language
from simcheck.serve.asked import language_of
from simcheck.serve.refusals import Refused
from simcheck.serve.templates import page
from simcheck.serve.wire import Refusal


class Problem(Struct, omit_defaults=True):
    """An error (RFC 9457): ``code`` is stable, the words are those of the language that was asked for."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    advice: str = ""


def problem(error: Refusal, status: int, lang: Language) -> Problem:
    """An error in the words of a language."""
    said = error.words[lang]
    detail = " ".join(filter(None, (said.place, said.reason)))
    return Problem(f"urn:simcheck:{error.code}", said.title, status, error.code, detail, said.advice)


def problem_response(request: Request, error: Refused) -> Response:
    """The answer to a request that is not carried out."""
    if request.url.path.startswith("/api/"):
        told = problem(error.refusal, error.status, language_of(request))
        answer: Response = Response(msgspec.json.encode(told), error.status, media_type="application/problem+json")
    else:
        answer = page(request, "refused", error.status, error=error.refusal)
    if error.status == 401:
        answer.headers["www-authenticate"] = "Bearer"
    return answer


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, headers, media_type="application/json")
