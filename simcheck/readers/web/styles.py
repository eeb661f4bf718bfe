"""What do the style of an element, a style sheet and the type of a list say to a reader of a web page?"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from simcheck.readers.numerals import written


class Style(NamedTuple):
    """What the style of an element says, as far as it concerns a reader; None is what it does not say."""

    block: bool | None = None
    hidden: bool = False
    small: bool | None = None
    kept: bool | None = None
    pictures: bool = False
    apart: bool = False
    """Whether this is no part of the text, but a comment, a mark of a note, or a page's header or footer."""
    number: bool = False
    """Whether this is the number of a list's item that Word wrote down."""
    tab: bool = False
    list: str = ""


PLAIN: Final = Style()

_DECLARATION: Final = re.compile(
    r"(?:\A|;)\s*(display|visibility|font-size|white-space|font-family|list-style(?:-type)?"
    r"|mso-(?:hide|list|element|special-character|tab-count))\s*:\s*([^;]*)",
    re.IGNORECASE,
)
_ZERO: Final = re.compile(r"0+(?:\.0*)?(?:[a-z]+|%)?")

_FORMATS: Final = {
    "1": "decimal",
    "decimal": "decimal",
    "A": "upperLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "a": "lowerLetter",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "I": "upperRoman",
    "upper-roman": "upperRoman",
    "i": "lowerRoman",
    "lower-roman": "lowerRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
}
"""How the types of lists are called by ``numbering``; all others are bullets, or next to never seen."""
_LIST_STYLES: Final = frozenset(_FORMATS) | {"none", "disc", "circle", "square"}


def numbered(number: int, format: str) -> str:
    """The number of an item as it stands before it; none for bullets."""
    known = _FORMATS.get(format)
    if known is None:
        return ""
    return written(number, known) + ("、" if known == "chineseCounting" else ".")


def styled(style: str) -> Style:
    """What a style says."""
    found = PLAIN
    for name, value in _DECLARATION.findall(style):
        name, value = name.lower(), value.strip().lower().removesuffix("!important").strip()
        if name == "display":
            found = found._replace(hidden=value == "none", block=_DISPLAYS.get(value))
        elif name == "visibility":
            found = found._replace(hidden=found.hidden or value == "hidden")
        elif name == "mso-hide":
            found = found._replace(hidden=found.hidden or value == "all")
        elif name == "font-size":
            found = found._replace(small=_ZERO.fullmatch(value) is not None)
        elif name == "white-space":
            found = found._replace(kept=value.startswith(("pre", "break")))
        elif name == "font-family":
            found = found._replace(pictures=value.lstrip("\"'").startswith(("wingdings", "webdings")))
        elif name == "mso-list":
            found = found._replace(number=value == "ignore")
        elif name == "mso-tab-count":
            found = found._replace(tab=True)
        elif name == "mso-element":
            found = found._replace(apart=value in ("comment", "comment-list", "footer", "header"))
        elif name == "mso-special-character":
            found = found._replace(apart=value in ("comment", "endnote", "footnote"))
        elif name.startswith("list-style"):
            found = found._replace(list=next((word for word in value.split() if word in _LIST_STYLES), found.list))
    return found


_DISPLAYS: Final = {"block": True, "flex": True, "table": True, "list-item": True, "inline": False}


def hidden_by(sheet: str) -> set[str]:
    """The classes and names that a style sheet hides on every screen: only plain rules (".x", "#x") are looked at."""
    first, *rest = sheet.split("/*")
    sheet = first + "".join(part.partition("*/")[2] for part in rest)
    found: set[str] = set()
    before, depth = "", 0
    at = 0
    for brace in re.finditer(r"[{}]", sheet):
        words = sheet[at : brace.start()]
        at = brace.end()
        if brace.group() == "{":
            before = words if not depth else before
            depth += 1
        elif depth:
            depth -= 1
            if not depth and "@" not in before and styled(words).hidden:
                found |= set(re.findall(r"(?:\A|,)\s*\w*([.#][\w-]+)\s*(?=,|\Z)", before))
    return found
