"""Time of writing (成文时间): between which days was a text written, and which of two was certainly written first?

What is known is a date in the metadata of a document, and by what evidence (``date_by``): a signature or a line around
the title dates the text; the year in a title says what it is about, so that it may have been written a little before it
(a plan) or any time after.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from simcheck.entities.dates import date, days_between, first_day, last_day

TITLE: Final = "title"
"""The evidence of a date that says only what a text is about. The others (signature, heading, name, given) date it."""

_PLANNED: Final = "-10-01"
"""In the year before: the first plans for a year are written in its last quarter."""

_SEASON: Final = 31
"""Days. What is written for one occasion is dated in any order within them."""


class Written(NamedTuple):
    """The first and the last day on which a text may have been written, as ISO days; "" is unknown."""

    first: str
    last: str


def evidence(metadata: Mapping[str, str]) -> str:
    """By what the date is known (``date_by``); "" if there is none.

    A bare year without ``date_by`` is taken as one from a title: most were, where nothing was noted of it.
    """
    date = metadata.get("date", "")
    return metadata.get("date_by") or ((TITLE if len(date) == 4 else "given") if date else "")


def is_about(metadata: Mapping[str, str]) -> bool:
    """Whether the date only says what the text is about."""
    return evidence(metadata) == TITLE


def written(metadata: Mapping[str, str]) -> Written:
    """When a document was written, as far as its metadata (``date`` and ``date_by``) tell."""
    known = date(metadata.get("date", ""))
    if known is None:
        return Written("", "")
    if is_about(metadata):
        return Written(f"{int(known[:4]) - 1}{_PLANNED}", "")
    return Written(first_day(known), last_day(known))


def before(metadata: Mapping[str, str], day: str, *, yearly: bool) -> bool:
    """Whether a document was certainly written before a day (an ISO prefix: before it begins).

    One of which only the year that it is about is known is so if it is of a ``yearly`` kind, which is written by the
    end of the next year.
    """
    last = written(metadata).last
    if yearly and is_about(metadata) and (known := date(metadata.get("date", ""))):
        last = f"{int(known[:4]) + 1}-12-31"
    return bool(last) and last < first_day(day)


def certainly_before(a: Written, b: Written) -> bool:
    """Whether all that may be the day of ``a`` is before all that may be the day of ``b``, and by more than a season
    where both are known to a month or less: two reports of one December are dated in any order."""
    if not (a.last and b.first and a.last < b.first):
        return False
    return _is_coarse(a) or _is_coarse(b) or days_between(a.last, b.first) >= _SEASON


def _is_coarse(one: Written) -> bool:
    return not (one.first and one.last) or days_between(one.first, one.last) >= _SEASON
