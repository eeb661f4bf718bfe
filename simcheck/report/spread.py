"""Spread (流传): which passages of the document do several documents hold, who how much of each, since when?

A passage is what a finding has of the document, or a part of it that several findings share; a source holds it that has
at least ``HELD`` of it, and its characters are those that every holder has as they are, counted one by one: a number or
a name that was put in place of another is not held. What is counted apart (set phrases, public text, what is merely
short) is aside. Every record of a corpus is a holder of its
own, those with the very same text too; amended versions of one document are one holder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simcheck.entities.patterns import Pattern
from simcheck.entities.written import Written, certainly_before, evidence, written
from simcheck.model import APART, Document, Flag, Span
from simcheck.report.contents import Contents
from simcheck.report.counting import Side
from simcheck.text.normalize import Mask, stretches

HELD: Final = 0.9
"""The part of a passage that a source must have to be one that holds it: less is another passage."""

MUCH: Final = 0.5
"""The part of a passage that a document has without being a holder, from which the passage may have begun there."""

LEAST: Final = 40
"""Characters from which a passage is worth a word."""


SEAM: Final = 12
"""Characters in which the places where sources begin and end to hold a passage may differ: changed words at its edges
are no passages of their own. One less than the run that is always found (``settings.MIN_LENGTH``)."""

_MOST: Final = 500_000_000
"""Characters of a document times sources, above which nothing is said, many times what a check gives; as many bytes."""

_CANDIDATES: Final = 2000
"""Passages that are looked at, the longest of them: a book against fifty sources has fewer."""


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
    if that cannot be known. ``partly`` documents that may be as old are no holders, and yet have half of the passage.
    """

    span: Span
    characters: int
    holders: tuple[Holder, ...]
    origin: str | None = None
    partly: int = 0


def spreads(contents: Contents, side: Side) -> tuple[Spread, ...]:
    """The passages that two documents or more hold, in the order of the document."""
    telling = {f.match.source for f in contents.findings if not f.flags & APART}
    alone = len(telling) == 1 and not contents.copies
    if not telling or alone or len(telling) * len(side.counts) > _MOST:
        return ()
    held, passages = held_passages(contents, side)
    found = []
    for passage in passages:
        holders = _holders(passage.sources, contents)
        if len(holders) > 1:
            found.append(Spread(passage.span, passage.characters, holders, *_origin(holders, passage, held, contents)))
    return tuple(sorted(found, key=lambda spread: (spread.span, -spread.characters)))


# --- Who holds which characters ---------------------------------------------------------------------------------------


def held_passages(contents: Contents, side: Side, least: int = 2) -> tuple[dict[str, Mask], list[HeldPassage]]:
    """By source and by character of the document whether the source has it; and the passages that ``least`` sources or
    more hold, or one of which there are copies."""
    held = _held(contents, side)
    return held, _passages(held, contents, side, least)


def _held(contents: Contents, side: Side) -> dict[str, Mask]:
    """By source and by character of the document: whether the source has it, what is counted apart aside."""
    held: dict[str, Mask] = {}
    apart = [side.marked[flag] for flag in Flag if flag in APART and flag in side.marked]
    for finding in contents.findings:
        if not finding.flags & APART:
            mask = held.setdefault(finding.match.source, np.zeros_like(side.counts))
            hull = finding.match.left
            mask[hull.start : hull.end] |= side.equal(finding)
    for mask in held.values():
        for marked in apart:
            mask &= ~marked
    return held


class HeldPassage(NamedTuple):
    """A passage: by source that holds it, how many characters; which characters all of them have, from ``start`` on."""

    start: int
    sources: Mapping[str, int]
    every: Mask

    @property
    def characters(self) -> int:
        return int(np.count_nonzero(self.every))

    @property
    def span(self) -> Span:
        places = np.flatnonzero(self.every)
        return Span(self.start + int(places[0]), self.start + int(places[-1]) + 1)


def _passages(held: Mapping[str, Mask], contents: Contents, side: Side, least: int) -> list[HeldPassage]:
    """The longest passages first; of a shorter one only what no longer one has whose holders are all of its own."""
    some = [*_candidates(contents, side), *_stretches(held, side)]
    longest = sorted(some, key=lambda pair: (-len(pair[0]), pair[0]))[:_CANDIDATES]
    every = (_passage(hull, claimed, held) for hull, claimed in longest)
    wanted = [each for each in every if each and (len(each.sources) >= least or contents.copies.keys() & each.sources)]
    wanted.sort(key=lambda each: (-each.characters, each.start, sorted(each.sources)))
    kept: list[HeldPassage] = []
    for each in wanted:
        rest = each.every.copy()
        for other in kept:
            if each.sources.keys() <= other.sources.keys():
                start, end = max(each.start, other.start), min(each.start + len(rest), other.start + len(other.every))
                if start < end:
                    rest[start - each.start : end - each.start] &= ~other.every[start - other.start : end - other.start]
        fewer = int(np.count_nonzero(rest))
        if fewer >= LEAST:
            sources = each.sources if fewer == each.characters else dict.fromkeys(each.sources, fewer)
            kept.append(each._replace(every=rest, sources=sources))
    return kept


def _candidates(contents: Contents, side: Side) -> Iterator[tuple[Span, Mask]]:
    """What findings have of the document, what is counted apart aside: each may be a passage that others hold too."""
    apart = [side.marked[flag] for flag in Flag if flag in APART and flag in side.marked]
    for finding in contents.findings:
        if not finding.flags & APART:
            hull, mask = finding.match.left, side.equal(finding)
            for marked in apart:
                mask &= ~marked[hull.start : hull.end]
            yield hull, mask


def _stretches(held: Mapping[str, Mask], side: Side) -> Iterator[tuple[Span, Mask]]:
    """What the same sources have between places where any begins or ends to have it: parts of what findings have."""
    # in characters that count, so that neither blank lines nor leaders are gaps
    places = np.flatnonzero(side.counts)
    runs = {id: _runs(mask[places]) for id, mask in held.items()}
    cuts = np.array(_cuts(sorted({edge for some in runs.values() for run in some for edge in run})), dtype=np.intp)
    if not 2 <= len(cuts) <= _CANDIDATES:
        return
    # (sources, stretches) whether most of a stretch lies in what a source holds
    inside = np.array([2 * np.diff(_before(some, len(places))[cuts]) > np.diff(cuts) for some in runs.values()])
    begins = np.flatnonzero(np.append(True, (np.diff(inside.astype(np.int8), axis=1) != 0).any(axis=0)))
    ids = list(runs)
    for at, to in zip(begins.tolist(), [*begins[1:].tolist(), len(cuts) - 1], strict=True):
        sources = [ids[n] for n in np.flatnonzero(inside[:, at]).tolist()]
        if len(sources) > 1:
            hull = Span(int(places[cuts[at]]), int(places[cuts[to] - 1]) + 1)
            yield hull, np.logical_and.reduce([held[id][hull.start : hull.end] for id in sources])


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """Where a source has the document's characters, gaps of no more than ``SEAM`` closed; shorter runs left out."""
    runs: list[tuple[int, int]] = []
    for start, end in stretches(mask):
        if runs and start - runs[-1][1] <= SEAM:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return [(start, end) for start, end in runs if end - start > SEAM]


def _before(runs: Sequence[tuple[int, int]], length: int) -> npt.NDArray[np.intp]:
    """(length + 1) How many characters before each place lie in the runs."""
    steps = np.zeros(length + 1, dtype=np.intp)
    for start, end in runs:
        steps[start + 1 : end + 1] = 1
    return np.cumsum(steps)


def _cuts(edges: Sequence[int]) -> list[int]:
    """The edges, of some that are near each other the first."""
    cuts: list[int] = []
    for edge in edges:
        if not cuts or edge - cuts[-1] > SEAM:
            cuts.append(edge)
    return cuts


def _passage(hull: Span, claimed: Mask, held: Mapping[str, Mask]) -> HeldPassage | None:
    """Who holds what a finding claims, and which characters of it they all have; None if it is not worth a word."""
    whole = int(np.count_nonzero(claimed))
    if whole < LEAST:
        return None
    every = claimed.copy()
    sources = {}
    for id, mask in held.items():
        here = mask[hull.start : hull.end] & claimed
        count = int(np.count_nonzero(here))
        if count >= HELD * whole:
            sources[id] = count
            every &= here
    return HeldPassage(hull.start, sources, every) if np.count_nonzero(every) >= LEAST else None


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
    records = [(d, source) for source in sources for d in (contents.sources[source], *contents.copies.get(source, ()))]
    who = identities(document for document, _ in records)
    groups: dict[tuple[str, ...], list[tuple[Document, str]]] = {}
    for document, source in records:
        groups.setdefault(who[document.id], []).append((document, source))
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


def identities(documents: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    """By id what the versions of one document have in common: unit and title, and the author where some of one unit and
    title name different ones (述职报告 of two colleagues). A document without unit or title is only itself."""
    every = list(documents)
    titled = {each.id: version_of(each) for each in every}
    authors: dict[tuple[str, str], set[str]] = {}
    for each in every:
        authors.setdefault(titled[each.id], set()).add(each.metadata.get("author", ""))
    return {each.id: identity_of(each, titled[each.id], len(authors[titled[each.id]] - {""})) for each in every}


def version_of(document: Document) -> tuple[str, str]:
    """Unit and title, without what tells versions apart."""
    return document.metadata.get("unit", ""), _core(document.metadata.get("title", ""))


def identity_of(document: Document, version: tuple[str, str], authors: int) -> tuple[str, ...]:
    """What ``identities`` has of a document, if those of its ``version`` name so many ``authors``."""
    if not all(version):
        return (document.id,)
    return (*version, document.metadata.get("author", "") if authors > 1 else "")


def _by_time(document: Document) -> tuple[str, str]:
    return document.metadata.get("date", "9"), document.id


def _origin(
    holders: Sequence[Holder], passage: HeldPassage, held: Mapping[str, Mask], contents: Contents
) -> tuple[str | None, int]:
    """The source of the holder that was certainly written before all others, and how many documents that have much of
    the passage may be as old; None where the document may be, or one that has nearly all of it."""
    records = {d.id: d for id in passage.sources for d in (contents.sources[id], *contents.copies.get(id, ()))}
    times = {holder: earliest([records[id] for id in (holder.record, *holder.versions)]) for holder in holders}
    first = next(
        (one for one in holders if all(certainly_before(times[one], times[o]) for o in holders if o != one)), None
    )
    if first is None:
        return None, 0
    time, own = times[first], written(contents.document.metadata)
    if own != Written("", "") and not certainly_before(time, own):
        return None, 0
    partly = 0
    end = passage.start + len(passage.every)
    for id, mask in held.items():
        part = int((mask[passage.start : end] & passage.every).sum()) / passage.characters
        if id in passage.sources or part < MUCH:
            continue
        others = (contents.sources[id], *contents.copies.get(id, ()))
        as_old = sum(not certainly_before(time, written(other.metadata)) for other in others)
        if as_old and part >= HELD:
            return None, 0
        partly += as_old
    return first.source, partly


def earliest(versions: Sequence[Document]) -> Written:
    """When the first version of a document was written: not before the first day that all allow, and by the last day of
    the earliest."""
    times = [written(version.metadata) for version in versions]
    first = min(time.first for time in times)
    return Written(first, min((time.last for time in times if time.last), default=""))
