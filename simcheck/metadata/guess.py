"""Guessed metadata: who wrote a text, where and when, as far as its title, its signature and its file name say so?

Guessed only from what stands at the edges of a text and in its name, and rather nothing than something wrong: a wrong
unit would make somebody's own text a stranger's. Of what stands in several places, the surest counts: the order is in
``guess``.
"""

from __future__ import annotations

from collections.abc import Mapping

from simcheck.entities.addresses import VILLAGE, address, closer, contradict, is_leading, level_of
from simcheck.entities.dates import last_day
from simcheck.entities.offices import UNIT_LIMIT
from simcheck.entities.people import PERSONAL
from simcheck.entities.written import TITLE, written
from simcheck.metadata.edges import head, tail
from simcheck.metadata.file_names import named_title, stem_of, unit_of
from simcheck.metadata.signature import Fields, signature, words_around
from simcheck.metadata.titles import top_of
from simcheck.metadata.units import Reading, titled
from simcheck.metadata.years import about, bracketed_day, days_apart, looks_ahead
from simcheck.model import Document


def guess(name: str, text: str) -> dict[str, str]:
    """What a text and its name (a file name or a relative path) tell; only the fields that were found.

    Looks at the head and the tail only (``edges``), and takes no date from the body.
    """
    stem, folders = stem_of(name)
    top = top_of(head(text))
    title = top.title or named_title(stem)
    near = words_around(top.around)
    end = signature(tail(text), bool(PERSONAL.search(title)))
    unit = _unit(title, end.unit, near.unit, unit_of(stem, folders))
    date, date_by = _date(end.date, near, title, stem)
    found = {
        "title": title,
        "unit": unit if len(unit) <= UNIT_LIMIT else "",
        "date": date,
        "date_by": date_by,
        "author": near.author or end.author,
    }
    return {field: value for field, value in found.items() if value}


def _unit(title: str, signed: str, headed: str, named: Reading) -> str:
    """The unit that the witnesses agree on, as closely as they know it together."""
    spoken_of = titled(title) if title else Reading()
    first = spoken_of.unit if spoken_of.sure else ""
    witnesses = [unit for unit in (first, signed, headed) if unit]
    unit = (witnesses or [spoken_of.unit])[0]
    for other in witnesses[1:]:
        if contradict(unit, other):
            return ""
        unit = closer(unit, other)
    if not signed and (spoken_of.doubt or (named.doubt and named.doubt not in title and not _is_close(unit))):
        return ""
    if not (unit and named.unit):
        return unit or named.unit
    return "" if contradict(unit, named.unit) else closer(unit, named.unit)


def _is_close(unit: str) -> bool:
    """Whether a unit is more than a township or a county, whose files may be of anybody in it."""
    return bool(unit) and (not is_leading(address(unit).office) or level_of(address(unit).places[-1]) == VILLAGE)


def _date(signed: str, near: Fields, title: str, stem: str) -> tuple[str, str]:
    """The date and by what evidence it is known (``entities.written``); nothing where two witnesses contradict."""
    spoken_of = about(title) or near.about or about(stem)
    subject = written({"date": spoken_of, "date_by": TITLE})
    named = days_apart(stem)
    for day, by in ((signed, "signature"), (near.date or bracketed_day(title), "heading"), (named, "name")):
        if not day:
            continue
        if not spoken_of or looks_ahead(title) or last_day(day) >= subject.first:
            # the day in a file's name may be that of a copy: years later it says nothing of the text
            if by != "name" or not spoken_of or int(day[:4]) - int(spoken_of[:4]) <= 1:
                return day, by
        elif by != "name":
            return "", ""
    return (spoken_of, TITLE) if spoken_of else ("", "")


def metadata_of(document: Document) -> Mapping[str, str]:
    """What is known of a document: its metadata, or what can be guessed; a corpus looked when it added it."""
    return document.metadata or guess(document.name, document.text)
