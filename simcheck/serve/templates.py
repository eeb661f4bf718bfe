"""How is a page of the site made? Templates are in ``data/site``, their words in the catalogues (``site.…``)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from simcheck._version import __version__
from simcheck.data import shipped
from simcheck.i18n.messages import Messages
from simcheck.i18n.printable import percent
from simcheck.serve.asked import COOKIE, language_of
from simcheck.serve.jobs import DAYS
from simcheck.serve.wire import Share

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def templates() -> Environment:
    """All of them, which need a library that takes its time to load."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(shipped("site")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"version": __version__, "ratio": _ratio, "days": DAYS, "steps": STEPS}
    return made


STEPS: Final = ("check", "sources", "read", "index", "pairs", "align", "passages", "add")
"""What a job is at, as ``site.step.…`` says it."""


def _ratio(share: Share | None) -> str:
    return percent(share.part / share.whole if share and share.whole else 0.0)


def page(request: Request, name: str, status: int = 200, **facts: Any) -> Response:
    """A page of the site, in the language of the request."""
    lang = language_of(request)
    say = Messages(lang)
    other = "en" if lang == "zh" else "zh"
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    address = f"{request.url.path}?{urlencode([*query, ('lang', other)])}"
    content = (
        templates()
        .get_template(f"{name}.html")
        .render(say=say, lang=lang, other=other, other_address=address, page=name, path=request.url.path, **facts)
    )
    answer = Response(content, status, media_type="text/html; charset=utf-8")
    if request.query_params.get("lang") == lang:
        answer.set_cookie(COOKIE, lang, max_age=365 * 86_400, httponly=True, samesite="strict")
    return answer
