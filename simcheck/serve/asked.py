"""What a request says beside what it asks for: in which language it wants to be answered."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from simcheck.environment import Language

LANGUAGE: Final = "simcheck.language"
"""Under which name a request knows the language of the server."""

COOKIE: Final = "simcheck-lang"
"""What was chosen in this browser."""


def language_of(request: Request) -> Language:
    """The language of an answer: what the address says, what was chosen before, what a program prefers; that of the
    server for who says nothing."""
    said = request.query_params.get("lang") or request.cookies.get(COOKIE) or ""
    if said in ("zh", "en"):
        return "zh" if said == "zh" else "en"
    if request.url.path.startswith("/api/"):
        first = request.headers.get("accept-language", "")[:2].lower()
        if first in ("zh", "en"):
            return "zh" if first == "zh" else "en"
    lang: Language = request.scope.get(LANGUAGE, "zh")
    return lang
