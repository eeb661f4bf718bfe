"""The frame of every page: head, style, script and data in one file that asks nothing of a network.

The policy of the page (Content-Security-Policy) allows the style and the script that are in it, by their hashes, and
nothing else: no handler, no style in an attribute, no address. What a page is about gives its own style and script
after those of the frame.
"""

from __future__ import annotations

import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Container, Sequence
from hashlib import sha256
from typing import Any, Final

from simcheck._version import __version__
from simcheck.data import shipped
from simcheck.environment import Language
from simcheck.i18n.printable import unseen_escaped
from simcheck.render.page.markup import (
    CODES,
    Attribute,
    Attributes,
    Markup,
    element,
    escaped,
    labelled,
    labelled_by,
    said,
)


def document(
    title: Callable[[Language], str],
    lang: Language,
    body: Sequence[Markup],
    *,
    data: Any = None,
    about: Sequence[str] = (),
    tools: Sequence[Markup] = (),
) -> str:
    """A page. ``data`` is for its script, ``about`` names what is shipped as ``page-NAME.css`` and ``page-NAME.js`` for
    it, ``tools`` are further switches beside those of the frame."""
    style = "".join(shipped(f"page{name}.css").read_text(encoding="utf-8") for name in _names(about))
    style += f"@page{{@top-left{{content:{_quoted(title(lang))};font:9pt sans-serif}}}}\n"
    script = "".join(shipped(f"page{name}.js").read_text(encoding="utf-8") for name in _names(about))
    held = embedded(data)
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    head = [
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "referrer", "content": "no-referrer"}),
        element("meta", {"name": "generator", "content": f"simcheck {__version__}"}),
        element("meta", {"name": "color-scheme", "content": "light dark"}),
        element("title", labelled_by(lang, title, "data-text"), escaped(title(lang))),
        element("style", None, Markup(style)),
    ]
    scripts = [
        element("script", {"type": "application/json", "id": "data"}, Markup(held)),
        element("script", None, Markup(script)),
    ]
    root = {"lang": CODES[lang]}
    page = element(
        "html", root, element("head", None, *head), element("body", None, _tools(lang, tools), *body, *scripts)
    )
    return f"<!doctype html>\n{page}\n"


def _names(about: Sequence[str]) -> list[str]:
    return ["", *(f"-{name}" for name in about)]


def embedded(data: Any) -> str:
    """JSON that says the same inside a script element: nothing in it ends the element, or drives anything."""
    result = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return unseen_escaped(_SIGNS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", result))


_SIGNS: Final = re.compile("[<>&]")


def _quoted(words: str) -> str:
    """Words in a style: whatever might end them, or drive anything, is written by its number."""
    words = words if len(words) <= _HEAD else f"{words[: _HEAD - 1]}…"
    return '"{}"'.format("".join(c if c.isalnum() and c.isascii() else f"\\{_code(c):06x}" for c in words))


def _code(character: str) -> int:
    return 0xFFFD if unicodedata.category(character) in ("Cc", "Cf", "Cs") else ord(character)


_HEAD: Final = 60
"""Characters of the title at the head of a printed page."""


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _tools(lang: Language, more: Sequence[Markup]) -> Markup:
    """What every page can be told: its language, its colours, to be printed. Without a script there is nothing to
    press."""
    buttons = [
        element("button", {"type": "button", "data-do": "lang"}, said("page.other-language")),
        element("button", {"type": "button", "data-do": "theme"}, said("page.theme")),
        element("button", {"type": "button", "data-do": "print"}, said("page.print")),
    ]
    return element("nav", {"class": "tools js", **labelled(lang, "page.tools")}, *buttons, *more)


def section(
    name: str, title: Markup, *children: Markup, level: int = 2, attributes: Attributes | None = None
) -> Markup:
    """A part of a page with its heading, which can be linked to as ``#name``."""
    heading = element(f"h{level}", {"id": f"{name}-title"}, title)
    about = {"id": name, "aria-labelledby": f"{name}-title", **(attributes or {})}
    return element("section", about, heading, *children)


def folded(summary: Markup, *children: Markup) -> Markup:
    """A part that is there, and shown when it is asked for; always in print."""
    return element("details", None, element("summary", None, summary), *children)


def table(
    heads: Sequence[Markup],
    rows: Sequence[Sequence[Markup]],
    *,
    attributes: Attributes | None = None,
    about_rows: Sequence[Attributes] | None = None,
) -> Markup:
    """A table whose first column names the row; a head without words is that of a column that needs none. A head stands
    above its figures."""
    figures = {n for n, cell in enumerate(rows[0] if rows else ()) if _FIGURE.match(cell)}
    lines = [
        element(
            "tr",
            about_rows[at] if about_rows else None,
            element("th", {"scope": "row"}, row[0]),
            *(element("td", _about(n, figures), cell) for n, cell in enumerate(row[1:], 1)),
        )
        for at, row in enumerate(rows)
    ]
    # a table that is wider than the screen is moved by itself
    inner = element("table", attributes, thead(heads, figures=figures), element("tbody", None, *lines))
    return element("div", {"class": "wide"}, inner)


_FIGURE: Final = re.compile(r'(?:<a [^>]*>)?<span class="figure')


def _about(column: int, figures: Container[int]) -> dict[str, Attribute]:
    return {"class": "figure"} if column in figures else {}


def sortable(
    name: str,
    heads: Sequence[Markup],
    rows: Sequence[Sequence[Markup]],
    *,
    kind: str = "",
    about_rows: Sequence[Attributes] | None = None,
) -> Markup:
    """A table that the script (``page-tables.js``) sorts and filters by what the page has in its data as ``tables``
    under this name: a row for each row, of which the first value is the name that is looked for."""
    field = {"type": "search", "id": f"filter-{name}", "data-filter": name}
    label = element("label", {"for": f"filter-{name}"}, said("page.find"))
    count = element("output", {"data-found": name, "for": f"filter-{name}"})
    filter = element("div", {"class": "filter js"}, label, Markup(" "), element("input", field), Markup(" "), count)
    attributes: Attributes = {"class": f"sortable {kind}".rstrip(), "data-table": name}
    return Markup(filter + table(heads, rows, attributes=attributes, about_rows=about_rows))


def thead(heads: Sequence[Markup], *, figures: Container[int] = ()) -> Markup:
    """The head of a table; ``figures`` are the columns of numbers."""
    cells = (
        element("th", {"scope": "col", **_about(n, figures)}, each) if each else element("td")
        for n, each in enumerate(heads)
    )
    return element("thead", None, element("tr", None, *cells))
