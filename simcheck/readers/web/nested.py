"""What stands in an attribute of a web page, or is written as words, and is a page itself?

Programs that save a page as one file put the pages of its frames into the attribute ``srcdoc``; forms for editing keep
what is edited in a ``textarea``, with its tags as words. Both are shown as what they are.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import Final

_FRAME: Final = re.compile(
    r"""<iframe(?=\s)(?:[^"'<>]|"[^"]*+"|'[^']*+')*?\ssrcdoc\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""", re.IGNORECASE
)
_FRAMES: Final = 100
"""Frames of a page that are read; what is in others is counted as frames are."""

_DEEPEST: Final = 3
"""Frames in frames that are read."""

_BOX: Final = re.compile(r"<(/?)textarea(?=[\s>/])", re.IGNORECASE)
_TAGGED: Final = re.compile(r"<(?:p|br|div|table|span|h[1-6])(?=[\s>/])", re.IGNORECASE)


def laid_open(markup: str) -> str:
    """The markup of a page with that of the pages in its attributes and boxes in their places."""
    for _ in range(_DEEPEST):
        if "srcdoc" not in markup.lower():
            break
        markup = _with_frames(markup)
    return _with_boxes(markup) if _BOX.search(markup) else markup


def _with_frames(markup: str) -> str:
    if len(re.findall("<iframe", markup, re.IGNORECASE)) > _FRAMES:
        return markup
    parts: list[str] = []
    at = 0
    for found in islice(_FRAME.finditer(markup), _FRAMES):
        # the frame itself goes on behind it, as one without a page
        parts += markup[at : found.start()], "<div>", unescape(found[1] or found[2] or ""), "</div><iframe "
        at = found.end()
    return "".join((*parts, markup[at:]))


def _with_boxes(markup: str) -> str:
    """A box in which a page is edited is a block of that page; one of plain words stays as it is."""
    parts: list[str] = []
    at, begun = 0, -1
    for found in _BOX.finditer(markup):
        if not found[1]:
            begun = found.end() if begun < 0 else begun
        elif begun >= 0:
            start = markup.find(">", begun) + 1
            inside = unescape(markup[start : found.start()]) if 0 < start <= found.start() else ""
            if _TAGGED.search(inside):
                opening = markup[at : begun - len("textarea")]
                parts += opening, "div", markup[begun:start], inside, "</div"
                at = found.end()
            begun = -1
    if begun >= 0:
        # it never ends: then it is none, and what follows is the page
        parts += markup[at : begun - len("textarea")], "div"
        at = begun
    return "".join((*parts, markup[at:]))
