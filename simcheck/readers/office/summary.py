"""What does an old Word document say of itself: the stream of a compound file that every Windows shows as its summary.

A set of numbered properties, described in [MS-OLEPS], whose sections are named here.
"""

from __future__ import annotations

from struct import unpack_from
from typing import Final

from simcheck.readers.extract import Facts
from simcheck.readers.facts import facts, since_1601

STREAM: Final = "\x05SummaryInformation"

_CODE_PAGE, _AUTHOR, _EDITOR, _CREATED, _SAVED, _PROGRAM = 1, 4, 8, 12, 13, 18
"""The numbers of properties (3.1)."""

_SHORT, _BYTES, _UNITS, _TIME = 2, 0x1E, 0x1F, 0x40
"""The kinds of values that are read (2.15)."""

_MOST: Final = 100
"""Properties that are looked at; there are nineteen."""

_LONGEST: Final = 4000
"""Bytes of a name that are looked at."""

_PAGES: Final = {936: "gb18030", 10008: "gb18030", 54936: "gb18030", 65001: "utf-8", 1200: "utf-16-le"}
"""Code pages that Python has by another name, or a larger one that agrees."""


def facts_in(stream: bytes) -> Facts:
    """What the first set of properties says; raises ``struct.error`` for a stream that is cut short."""
    (start,) = unpack_from("<I", stream, 44)
    (count,) = unpack_from("<I", stream, start + 4)
    at: dict[int, int] = {}
    for number in range(min(count, _MOST)):
        id, offset = unpack_from("<II", stream, start + 8 + 8 * number)
        at.setdefault(id, start + offset)
    page = 0
    if _CODE_PAGE in at and unpack_from("<H", stream, at[_CODE_PAGE]) == (_SHORT,):
        (page,) = unpack_from("<H", stream, at[_CODE_PAGE] + 4)
    return facts(
        author=_words(stream, at.get(_AUTHOR), page),
        editor=_words(stream, at.get(_EDITOR), page),
        software=_words(stream, at.get(_PROGRAM), page),
        created=_time(stream, at.get(_CREATED)),
        modified=_time(stream, at.get(_SAVED)),
    )


def _words(stream: bytes, at: int | None, page: int) -> str | None:
    if at is None or at + 8 > len(stream):
        return None
    kind, size = unpack_from("<HxxI", stream, at)
    if kind == _UNITS:
        size, page = 2 * size, 1200
    elif kind != _BYTES:
        return None
    if at + 8 + size > len(stream):
        return None
    said = stream[at + 8 : at + 8 + min(size, _LONGEST)]
    try:
        return said.decode(_PAGES.get(page, f"cp{page}"), "ignore").partition("\0")[0]
    except LookupError:
        # as Windows in China writes where it does not say
        return said.decode("gb18030", "ignore").partition("\0")[0]


def _time(stream: bytes, at: int | None) -> str | None:
    if at is None or at + 12 > len(stream):
        return None
    kind, ticks = unpack_from("<HxxQ", stream, at)
    return since_1601(ticks) if kind == _TIME else None
