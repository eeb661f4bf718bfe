"""Who may ask, and from where? Every request passes here before anything else looks at it.

* The host that it names is one of ours: a page of a stranger whose name leads to this machine (DNS rebinding) is not
  answered.
* It has the key: as a bearer token, or as the cookie for which the address that was opened was exchanged.
* What changes something comes from a page of ours, if it comes from a page.
* Every answer says what a browser may do with it: nothing from elsewhere, nothing kept.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Collection
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simcheck.environment import Language
from simcheck.serve.asked import LANGUAGE
from simcheck.serve.problems import problem_response
from simcheck.serve.refusals import Refused, refused

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " frame-ancestors 'none'; base-uri 'none'"
)

_HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # with "no-referrer" a browser would not say of our own forms where they come from
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

_READING: Final = frozenset({"GET", "HEAD"})


MINUTE: Final = 60.0
"""Seconds that a browser has to open the address with which it is started."""


class Keys:
    """The key of a server: ``token`` for programs and for the address, a cookie made from it, and a code that opens the
    site once, for the browser that is started here: what a command line shows, everybody on the machine can see."""

    def __init__(self, token: str, port: int) -> None:
        self._token = token.encode()
        self.cookie_name = f"simcheck-{port}"
        self.cookie = hmac.new(self._token, b"simcheck cookie", sha256).hexdigest()
        self._once: str | None = None
        self._until = 0.0

    def once(self) -> str:
        """A code that opens the site once, within ``MINUTE``."""
        self._once, self._until = secrets.token_urlsafe(24), time.monotonic() + MINUTE
        return self._once

    def opens(self, token: str, once: str) -> bool:
        """Whether an address that says so opens the site."""
        if self.is_token(token):
            return True
        if self._once and time.monotonic() < self._until and hmac.compare_digest(once.encode(), self._once.encode()):
            self._once = None
            return True
        return False

    def is_token(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(token.encode(), self._token)

    def is_cookie(self, value: str) -> bool:
        """Whether this is the cookie."""
        return hmac.compare_digest(value.encode(), self.cookie.encode())


class Guard:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, keys: Keys, hosts: Collection[str], lang: Language) -> None:
        self._app, self._keys, self._hosts, self._lang = app, keys, frozenset(map(str.lower, hosts)), lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let pass."""
        if scope["type"] != "http":
            return
        scope[LANGUAGE] = self._lang
        request = Request(scope, receive)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            answer = self._answer(request)
        except Refused as error:
            answer = problem_response(request, error)
            # what was not read would be taken for the next request
            answer.headers["connection"] = "close"
        await (answer or self._app)(scope, receive, with_headers)

    def _answer(self, request: Request) -> Response | None:
        """What is answered here; None for what may pass; raises ``Refused``."""
        headers = request.headers
        if headers.getlist("host")[1:] or headers.get("host", "").lower() not in self._hosts:
            raise refused(421, "wrong-host")
        path = request.url.path
        if path.startswith("/static/") and request.method in _READING:
            return None
        if path == "/" and request.method == "GET" and (entered := self._entered(request)):
            return entered
        bearer = _bearer(headers)
        if bearer:
            if not self._keys.is_token(bearer):
                raise refused(401, "no-key")
        elif not self._keys.is_cookie(request.cookies.get(self._keys.cookie_name, "")):
            raise refused(401, "no-key")
        self._refuse_strangers(request, has_token=bool(bearer))
        return None

    def _entered(self, request: Request) -> Response | None:
        """The cookie for an address with a key, without which the address is called again."""
        try:
            said = parse_qs(request.scope["query_string"].decode("latin-1"), max_num_fields=20)
        except ValueError:
            return None
        token, once = (said.pop(name, [""])[0] for name in ("token", "once"))
        if not (token or once) or not self._keys.opens(token, once):
            return None
        rest = urlencode(said, doseq=True)
        answer = RedirectResponse(f"/?{rest}" if rest else "/", 303)
        is_secure = request.headers.get("x-forwarded-proto", "") == "https"
        answer.set_cookie(
            self._keys.cookie_name, self._keys.cookie, httponly=True, samesite="strict", secure=is_secure, path="/"
        )
        return answer

    def _refuse_strangers(self, request: Request, *, has_token: bool) -> None:
        """What comes from a page of somebody else, though the browser has the cookie."""
        headers = request.headers
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if request.method in _READING:
            if site in ("cross-site", "same-site") and headers.get("sec-fetch-mode") != "navigate":
                raise refused(403, "other-site")
            return
        if origin is not None:
            is_ours = origin.partition("://")[2].lower() == headers.get("host", "").lower()
        else:
            is_ours = site == "same-origin" or (has_token and site is None)
        if not is_ours or site not in (None, "same-origin"):
            raise refused(403, "other-site")


def _bearer(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
