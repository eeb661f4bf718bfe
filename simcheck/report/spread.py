"""Spread (流传): which passages of the document do several documents hold, who how much of each, since when?

A passage is what a finding has of the document; a source holds it that has at least ``HELD`` of it, and its characters
are those that every holder has as they are, counted one by one: a number or name that was put in place of another is
not held. Set phrases are aside. Every record of a corpus is a holder of its
own, those with the very same text too; amended versions of one document are one holder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simcheck.entities.patterns import Pattern
from simcheck.entities.written import Written, certainly_before, evidence, written
from simcheck.model import Document, Flag, Span
from simcheck.report.contents import Contents
from simcheck.report.counting import Side
from simcheck.text.normalize import Mask

HELD: Final = 0.9
"""The part of a passage that a source must have to be one that holds it: less is another passage."""

MUCH: Final = 0.5
"""The part of a passage that a document has without being a holder, from which the passage may have begun there."""

LEAST: Final = 40
"""Characters from which a passage is worth a word."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A document that holds a passage: its record, the source whose text it is, how many characters of it, and when it
    was written as far as is known (``date`` and by what evidence, both "" if it is not).

    ``versions`` are the records of other versions of the same document.
    """

    record: str
    source: str
    characters: int
    date: str = ""
    date_by: str = ""
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """A passage that several documents hold, ``characters`` of which each of them has.

    ``origin`` is the source of the one that is certainly the earliest of them and not later than the document; None
    if that cannot be known.
    """

    span: Span
    characters: int
    holders: tuple[Holder, ...]
    origin: str | None = None


def spreads(contents: Contents, side: Side) -> tuple[Spread, ...]:
    """The passages that two documents or more hold, in the order of the document."""
    held = _held(contents, side)
    if not held or (len(held) == 1 and not contents.copies):
        return ()
    found = []
    for passage in _passages(held, contents, side):
        holders = _holders(passage.sources, contents)
        if len(holders) > 1:
            origin = _origin(holders, passage, held, contents)
            found.append(Spread(passage.span, passage.characters, holders, origin))
    return tuple(sorted(found, key=lambda spread: (spread.span, -spread.characters)))


# --- Who holds which characters ---------------------------------------------------------------------------------------


def _held(contents: Contents, side: Side) -> dict[str, Mask]:
    """By source and by character of the document: whether the source has it, set phrases aside."""
    held: dict[str, Mask] = {}
    phrases = side.marked.get(Flag.BOILERPLATE)
    for finding in contents.findings:
        if Flag.BOILERPLATE not in finding.flags:
            mask = held.setdefault(finding.match.source, np.zeros_like(side.counts))
            hull = finding.match.left
            mask[hull.start : hull.end] |= side.equal(finding)
    for mask in held.values():
        if phrases is not None:
            mask &= ~phrases
    return held


class _Passage(NamedTuple):
    """A passage: by source that holds it, how many characters; which characters all of them have, from ``start`` on."""

    start: int
    sources: Mapping[str, int]
    every: Mask

    @property
    def characters(self) -> int:
        return int(self.every.sum())

    @property
    def span(self) -> Span:
        places = np.flatnonzero(self.every)
        return Span(self.start + int(places[0]), self.start + int(places[-1]) + 1)


def _passages(held: Mapping[str, Mask], contents: Contents, side: Side) -> list[_Passage]:
    """The longest passages first; of a shorter one only what no longer one has whose holders are all of its own."""
    every = (_passage(hull, claimed, held) for hull, claimed in _candidates(contents, side))
    wanted = [each for each in every if each and (len(each.sources) > 1 or contents.copies.keys() & each.sources)]
    wanted.sort(key=lambda each: (-each.characters, each.start, sorted(each.sources)))
    kept: list[_Passage] = []
    for each in wanted:
        rest = each.every.copy()
        for other in kept:
            if each.sources.keys() <= other.sources.keys():
                start, end = max(each.start, other.start), min(each.start + len(rest), other.start + len(other.every))
                if start < end:
                    rest[start - each.start : end - each.start] &= ~other.every[start - other.start : end - other.start]
        if int(rest.sum()) >= LEAST:
            kept.append(each._replace(every=rest))
    return kept


def _candidates(contents: Contents, side: Side) -> Iterator[tuple[Span, Mask]]:
    """What findings have of the document: each may be a passage that others hold too."""
    for finding in contents.findings:
        if Flag.BOILERPLATE not in finding.flags:
            yield finding.match.left, side.equal(finding)


def _passage(hull: Span, claimed: Mask, held: Mapping[str, Mask]) -> _Passage | None:
    """Who holds what a finding claims, and which characters of it they all have; None if it is not worth a word."""
    whole = int(claimed.sum())
    if whole < LEAST:
        return None
    every = claimed.copy()
    sources = {}
    for id, mask in held.items():
        here = mask[hull.start : hull.end] & claimed
        count = int(here.sum())
        if count >= HELD * whole:
            sources[id] = count
            every &= here
    return _Passage(hull.start, sources, every) if int(every.sum()) >= LEAST else None


# --- Who they are, and who was first ----------------------------------------------------------------------------------

_VERSION: Final = Pattern(
    "修正|修订|修改|草案|征求意见|讨论|审议|送审|报批|[终定初]稿|试行|暂行|副本|第.稿|版$|稿$|[vV][0-9]"
)
"""What is said in brackets behind the title of one version of a document."""

_SUFFIX: Final = Pattern(
    r"(?:修订|修正|修改|征求意见|讨论|送审|报批|[终定初]|第?[一二三四五1-9])[稿版本]$|[vV][0-9]{1,3}$"
)
_OPENERS: Final = "（(【[〔"
_CLOSERS: Final = "）)】]〕"


def _core(title: str) -> str:
    """A title without what tells its versions apart."""
    title = "".join(title.split())
    while title:
        bare = title.rstrip("_- ")
        begin = max(map(bare.rfind, _OPENERS)) if bare.endswith(tuple(_CLOSERS)) else -1
        if begin >= 0 and _VERSION.search(bare[begin + 1 : -1]):
            bare = bare[:begin]
        elif match := _SUFFIX.search(bare):
            bare = bare[: match.start()]
        if bare == title:
            break
        title = bare
    return title


def _holders(sources: Mapping[str, int], contents: Contents) -> tuple[Holder, ...]:
    """Every record that holds a passage: the earliest that is known to be so first, then who has most of it."""
    groups: dict[tuple[str, ...], list[tuple[Document, str]]] = {}
    for source in sources:
        for document in (contents.sources[source], *contents.copies.get(source, ())):
            groups.setdefault(_identity(document), []).append((document, source))
    found = []
    for group in groups.values():
        (document, source), *others = sorted(group, key=lambda pair: _by_time(pair[0]))
        dated = document.metadata if document.metadata.get("date") else {}
        found.append(
            Holder(
                document.id,
                source,
                sources[source],
                dated.get("date", ""),
                evidence(dated),
                tuple(other.id for other, _ in others),
            )
        )
    return tuple(sorted(found, key=lambda h: (h.date or "9", -h.characters, h.record)))


def _identity(document: Document) -> tuple[str, ...]:
    """What the versions of one document have in common: unit and title; a document without is only itself."""
    unit, title = document.metadata.get("unit", ""), _core(document.metadata.get("title", ""))
    return (unit, title) if unit and title else (document.id,)


def _by_time(document: Document) -> tuple[str, str]:
    return document.metadata.get("date", "9"), document.id


def _origin(holders: Sequence[Holder], passage: _Passage, held: Mapping[str, Mask], contents: Contents) -> str | None:
    """The source of the holder that was certainly written before all others; None where the document, or a document
    that has much of the passage, may be as old."""
    first = _first(holders)
    if first is None:
        return None
    time, own = _time(first), written(contents.document.metadata)
    if own != Written("", "") and not certainly_before(time, own):
        return None
    end = passage.start + len(passage.every)
    for id, mask in held.items():
        if id not in passage.sources and (mask[passage.start : end] & passage.every).sum() >= MUCH * passage.characters:
            others = (contents.sources[id], *contents.copies.get(id, ()))
            if not all(certainly_before(time, written(other.metadata)) for other in others):
                return None
    return first.source


def _first(holders: Sequence[Holder]) -> Holder | None:
    times = {holder: _time(holder) for holder in holders}
    for holder in holders:
        if all(certainly_before(times[holder], times[other]) for other in holders if other is not holder):
            return holder
    return None


def _time(holder: Holder) -> Written:
    return written({"date": holder.date, "date_by": holder.date_by})
