"""Guessed metadata: who wrote a text, where and when, as far as its title, its signature and its file name say so?

Guessed only from what stands at the edges of a text and in its name, and rather nothing than something wrong: a wrong
unit would make somebody's own text a stranger's. Of what stands in several places, the surest counts: the order is in
``guess``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Final

from simcheck.entities.addresses import VILLAGE, address, closer, contradict, is_leading, level_of, same
from simcheck.entities.dates import last_day
from simcheck.entities.offices import UNIT_LIMIT
from simcheck.entities.patterns import Pattern
from simcheck.entities.people import PERSONAL
from simcheck.entities.written import TITLE, written
from simcheck.metadata.edges import head, tail
from simcheck.metadata.file_names import named_title, stem_of, unit_of
from simcheck.metadata.signature import Fields, signature, words_around
from simcheck.metadata.titles import top_of
from simcheck.metadata.units import Reading, titled
from simcheck.metadata.years import about, bracketed_day, days_apart, looks_ahead, without_copying
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
    unit = _heard(top.title, end, near, unit_of(stem, folders)).unit
    date, date_by = _date(end.date, near, title, stem)
    found = {
        "title": title,
        "unit": unit if len(unit) <= UNIT_LIMIT else "",
        "date": date,
        "date_by": date_by,
        "author": near.author or end.author,
    }
    return {field: value for field, value in found.items() if value}


@dataclass(frozen=True)
class Witnesses:
    """What a text and its name say of the unit; "" where they say nothing."""

    title: str
    titled: Reading
    signed: str
    headed: str
    named: Reading
    unread: str = ""
    """What stands where the text would name its unit, and was not understood."""

    @cached_property
    def in_text(self) -> dict[str, str]:
        """What the text itself says, by evidence, the surest first; what a title is only about is no evidence."""
        found = {
            "title": self.titled.unit if self.titled.sure else "",
            "signature": self.signed,
            "heading": self.headed,
        }
        return {by: unit for by, unit in found.items() if unit}

    @property
    def contradiction(self) -> tuple[str, str] | None:
        """The unit that the text names and the one of its file's name, if they cannot both be true."""
        named = self.named.unit or self.named.filed
        signed = reversed(self.in_text.values())
        return next(((unit, named) for unit in signed if named and contradict(unit, named)), None)

    @property
    def agree(self) -> bool:
        said = self.in_text.values()
        return not (self.contradiction or any(contradict(one, other) for one, other in combinations(said, 2)))

    @property
    def doubt(self) -> str:
        """A word that may be the name of the unit and was not understood, if no signature tells."""
        if self.signed:
            return ""
        # a title that has the word of the name as well is about it
        words = self.titled.doubt, self.named.doubt, self.unread
        return next((word for word in words if word and (word == words[0] or word not in self.title)), "")

    @property
    def unit(self) -> str:
        """The unit that all agree on, as closely as they know it together."""
        unit = next(iter(self.in_text.values()), self.titled.unit)
        if not self.agree:
            return ""
        for other in (*self.in_text.values(), self.named.unit):
            unit = closer(unit, other) if unit and other else unit or other
        return "" if self.doubt and (self.titled.doubt or not _is_close(unit)) else unit

    def evidence(self, unit: str) -> str:
        """By what a unit is known: title, signature, heading, name; or given, where none of them says so."""
        every = {**self.in_text, "name": self.named.unit}
        exact = next((by for by, said in every.items() if said and same(said, unit)), "")
        return exact or next((by for by, said in every.items() if said and not contradict(said, unit)), "given")


def witnesses(name: str, text: str) -> Witnesses:
    """What a text and its name say of the unit."""
    stem, folders = stem_of(name)
    top = top_of(head(text))
    end = signature(tail(text), bool(PERSONAL.search(top.title)))
    return _heard(top.title, end, words_around(top.around), unit_of(stem, folders))


def _heard(title: str, end: Fields, near: Fields, named: Reading) -> Witnesses:
    return Witnesses(title, titled(title) if title else Reading(), end.unit, near.unit, named, near.doubt or end.doubt)


def unit_of_document(name: str, known: Mapping[str, str], seen: Witnesses) -> str:
    """The unit of a document, as closely as what is known of it, its text and its name tell it together: a corpus may
    have been made by a release that knew less of addresses."""
    unit = known.get("unit", "")
    if not unit or (seen.doubt and not seen.unit and (unit in name or unit in seen.title)):
        return ""
    return unit if not seen.unit or contradict(unit, seen.unit) else closer(unit, seen.unit)


def _is_close(unit: str) -> bool:
    """Whether a unit is more than a township or a county, whose files may be of anybody in it."""
    return bool(unit) and (not is_leading(address(unit).office) or level_of(address(unit).places[-1]) == VILLAGE)


def _date(signed: str, near: Fields, title: str, stem: str) -> tuple[str, str]:
    """The date and by what evidence it is known (``entities.written``); nothing where two witnesses contradict."""
    spoken_of = about(title) or near.about or about(without_copying(stem))
    subject = written({"date": spoken_of, "date_by": TITLE})
    named = days_apart(stem)
    for day, by in ((signed, "signature"), (near.date or bracketed_day(title), "heading"), (named, "name")):
        if not day:
            continue
        if _SUMMARY.search(title) and not _RANGE.search(title) and day[:4] < spoken_of[:4] and by != "name":
            return "", ""  # nobody sums up a year before it begins: one of the two was forgotten
        if not spoken_of or looks_ahead(title) or last_day(day) >= subject.first:
            # the day in a file's name may be that of a copy: years later it says nothing of the text
            if by != "name" or not spoken_of or int(day[:4]) - int(spoken_of[:4]) <= 1:
                return day, by
        elif by != "name":
            return "", ""
    return (spoken_of, TITLE) if spoken_of else ("", "")


_SUMMARY: Final = Pattern("^(?!.*(?:计划|計劃|打算|安排|思路|要点|要點|规划)).*(?:总结|總結|述职|述職)")
_RANGE: Final = Pattern(r"学年|[—\-－–~～至]\s*(?:19|20)?\d\d(?!\d)")


def metadata_of(document: Document) -> Mapping[str, str]:
    """What is known of a document: its metadata, or what can be guessed; a corpus looked when it added it."""
    return document.metadata or guess(document.name, document.text)
