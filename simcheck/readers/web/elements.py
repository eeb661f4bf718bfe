"""What do the elements of a web page say by their names and attributes: a block, a menu, a picture, a link away?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from simcheck.readers.passed import Passed

SILENT: Final = frozenset((
    "applet", "area", "audio", "button", "canvas", "datalist", "iframe", "input", "math", "noembed", "noframes",
    "noscript", "object", "param", "picture", "rp", "rt", "rtc", "script", "select", "template", "video", "xml",
))  # fmt: skip
"""What says nothing, or not in words; what is read above the words of a ruby is not written in the text."""

BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "marquee", "menu", "nav", "ol",
    "optgroup", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "title", "tr", "ul",
))  # fmt: skip
LISTS: Final = frozenset(("dir", "menu", "ol", "ul"))
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
FURNITURE_TAGS: Final = frozenset(("aside", "footer", "header", "nav"))
FURNITURE_ROLES: Final = frozenset(("banner", "complementary", "contentinfo", "navigation", "search"))

FURNITURE_NAMES: Final = re.compile(
    r"""
      nav(?!y) | menu | daohang | breadcrumb | crumbs? | side_?-?bar | foot(?!note) | copyright | banquan | share
    | comment(?!ary) | pinglun | repl(?:y|ies) | related | recommend | tuijian | xgwz | xgyd | qr_?-?code | erweima
    | advert | sponsor | subscribe | toolbar | _tool\b | pager | pagination | feedback | dialog(?!ue) | popup | login
    | gotop | backtop
    | (?<![a-z-]) (?: ads? | bread | ewm | gg | hot | meta | path | pos | position | place | qr | rank | rel | search
    | tags? | tools? | xg ) (?![a-z-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""How sites call what is not the article. Such an element is left out unless most sentences of the page are in it."""
FILES: Final = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|rtf|txt|zip|rar|7z)(?:[?#]|\Z)", re.IGNORECASE)
"""Links to files are what an article comes with, not where a menu leads."""

NOTE_MARKS: Final = ("#_ftn", "#_edn", "#_msocom", "#sdfootnote", "#sdendnote")
TITLES: Final = frozenset(("articletitle", "og:title"))

PASSED: Final = {
    "audio": Passed.MEDIA,
    "frame": Passed.MISSING,
    "img": Passed.PICTURE,
    "math": Passed.FORMULA,
    "picture": Passed.PICTURE,
    "video": Passed.MEDIA,
}
ICON: Final = 50
"""Width or height of a picture, in pixels, up to which it is a sign and holds no words."""


def is_icon(attributes: Mapping[str, str]) -> bool:
    return any(0 < count(attributes.get(side), ICON + 1) <= ICON for side in ("width", "height"))


_FRAMES: Final = {"embed": "src", "iframe": "src", "object": "data"}
"""What may show a whole file inside of a page, and the attribute that says which."""


def shows_file(tag: str, attributes: Mapping[str, str]) -> Passed | None:
    """What shows a document of another kind, another page, or a line that somebody filled in; None for all else."""
    if tag == "input":
        value = attributes.get("value", "").strip()
        is_line = attributes.get("type", "text").lower() == "text" and not value.startswith("http")
        return Passed.ANNOTATION if is_line and len(value) >= _FILLED else None
    file = attributes.get(_FRAMES.get(tag, ""), "").strip() if tag in _FRAMES else ""
    if file and FILES.search(file[-LONGEST_NAME:]):
        return Passed.EMBEDDED
    is_page = tag == "iframe" and ("srcdoc" in attributes or (file and not file.startswith(_NO_PAGES)))
    return Passed.FRAME if is_page else None


_FILLED: Final = 20
"""Characters of a line of a form that are words of somebody, and no prompt."""

_NO_PAGES: Final = ("about:", "javascript:", "#")
"""How the addresses begin of frames in which nothing is."""


def is_silent(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether what stands inside an element is not shown: templates are if they are what an element is made of."""
    return tag in SILENT and not (tag == "template" and not _SHADOW.isdisjoint(attributes))


_SHADOW: Final = frozenset({"shadowroot", "shadowrootmode"})


def count(value: str | None, otherwise: int) -> int:
    """The number in an attribute, if it is one."""
    return int(value) if value and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", value) else otherwise


def leads_elsewhere(attributes: Mapping[str, str]) -> bool:
    """Whether this is a link to another page, and not within this one or to a file."""
    target = attributes.get("href", "").strip()
    if len(target) > 1 and target.startswith("#"):
        return False
    return bool(target or "onclick" in attributes) and not FILES.search(target[-LONGEST_NAME:])


LONGEST_NAME: Final = 200
"""Characters at the end of a link in which the name of a file is looked for; and those of a name of an element."""
