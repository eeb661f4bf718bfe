"""An error as an answer: problem JSON (RFC 9457) for programs, a page for who has a browser."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from simcheck.environment import Language
from simcheck.serve.refusals import Refused
from simcheck.serve.wire import Refusal

LANGUAGE: Final = "simcheck.language"
"""Under which name a request knows the language of the server."""


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
        from simcheck.serve.pages import page

        answer = page(request, "refused", error.status, error=error.refusal)
    if error.status == 401:
        answer.headers["www-authenticate"] = "Bearer"
    return answer


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, headers, media_type="application/json")


def language_of(request: Request) -> Language:
    """The language of an answer: what the address says, what was chosen before, what the browser prefers; for programs
    and for who says nothing that of the server."""
    said = request.query_params.get("lang") or request.cookies.get("simcheck-lang") or ""
    if said in ("zh", "en"):
        return "zh" if said == "zh" else "en"
    if request.url.path.startswith("/api/"):
        first = request.headers.get("accept-language", "")[:2].lower()
        if first in ("zh", "en"):
            return "zh" if first == "zh" else "en"
    lang: Language = request.scope.get(LANGUAGE, "zh")
    return lang
