"""Which passages recur among the documents of a collection, who holds each of them, and where did it begin?

The rules are those of ``report.spread``: from the view of each document its passages, of ``LEAST`` characters, and the
others that have ``HELD`` of one; set phrases, public text and what is merely scattered aside. Views of one passage are
put together where they lie on each other in a document, so that it is told once, with all who hold it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple, TypeVar

import numpy as np

from simcheck.crossing.contents import Holding, Pair, Passage
from simcheck.crossing.pairs import MOST
from simcheck.entities.written import certainly_before
from simcheck.model import APART, Document, Finding, Mark, Span
from simcheck.report.contents import Contents
from simcheck.report.counterparts import Counterparts
from simcheck.report.counting import Side
from simcheck.report.spread import HELD, MUCH, SEAM, HeldPassage, earliest, held_passages, identities
from simcheck.text.normalize import Mask, compared, stretches

Name = TypeVar("Name")

FEWEST: Final = 6
"""Documents from which "most of them" means something: of five, three may have copied from each other."""


class Identities(dict[str, tuple[str, ...]]):
    """By id of a document what the versions of one have in common (``report.spread.identities``); and how many
    documents there are, versions of one taken as one (``several``), which is counted if nobody says it."""

    def __init__(self, of: Mapping[str, tuple[str, ...]], several: int | None = None) -> None:
        super().__init__(of)
        self.several = len(set(of.values())) if several is None else several


def identified(documents: Iterable[Document]) -> Identities:
    return Identities(identities(documents))


class Place(NamedTuple):
    """Where a document has a passage: in one part, or in several with other text between them (of findings of ``SEAM``
    characters or more); and how many characters of it."""

    parts: tuple[Span, ...]
    characters: int

    @property
    def edges(self) -> tuple[int, int]:
        """Where the hull begins and ends."""
        return self.parts[0].start, self.parts[-1].end

    @property
    def hull(self) -> Span:
        return Span(*self.edges)

    @property
    def length(self) -> int:
        return sum(map(len, self.parts))


class View(NamedTuple):
    """A passage as one document has it: how many characters all holders have, who holds how many where, and who has
    what part of it (``MUCH`` or more) without being a holder."""

    characters: int
    holders: dict[str, Place]
    partly: dict[str, float]


# --- As one document has them -----------------------------------------------------------------------------------------


def views(
    document: Document, pairs: Sequence[Pair], documents: Mapping[str, Document], marks: Sequence[Mark]
) -> Iterator[View]:
    """The passages of a document that others hold; ``pairs`` are those with it on the left, ``marks`` what of it is not
    simply its own words."""
    findings = [finding for pair in pairs for finding in pair.findings if not finding.flags & APART]
    if not findings:
        return
    sources = {pair.b: documents[pair.b] for pair in pairs}
    contents = Contents(document, sources, tuple(findings), marks=tuple(marks))
    side = Side(document.text, findings, left=True, marks=marks)
    held, passages = held_passages(contents, side, 1)
    there = _There(document, documents, findings, side)
    for passage in passages:
        holders = {document.id: Place(_parts(there.here(passage), document.text), passage.characters)}
        for id, count in passage.sources.items():
            if parts := there.parts(id, passage):
                holders[id] = Place(parts, count)
        end = passage.start + len(passage.every)
        partly = {
            id: int(np.count_nonzero(mask[passage.start : end] & passage.every)) / passage.characters
            for id, mask in held.items()
            if id not in passage.sources
        }
        partly = {id: part for id, part in partly.items() if part >= MUCH}
        if len(holders) > 1:
            yield View(passage.characters, holders, partly)


class _There:
    """Where in other documents the passages of one stand: where the finding is that has most of a passage, and where
    others have what it lacks."""

    def __init__(
        self, document: Document, documents: Mapping[str, Document], findings: Sequence[Finding], side: Side
    ) -> None:
        self._text, self._documents, self._side = document.text, documents, side
        self._by_source: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            self._by_source[finding.match.source].append(finding)
        self._equal: dict[tuple[str, int], Mask] = {}
        self._places: dict[tuple[str, int], Counterparts] = {}

    def here(self, passage: HeldPassage) -> Mask:
        """By character of the document: whether it is of the passage."""
        mask = np.zeros(len(self._text), dtype=np.bool_)
        mask[passage.start : passage.start + len(passage.every)] = passage.every
        return mask

    def parts(self, id: str, passage: HeldPassage) -> tuple[Span, ...]:
        """Where a document has a passage, in its own order."""
        span, wanted = passage.span, self.here(passage)
        some = [n for n, finding in enumerate(self._by_source[id]) if finding.match.left.overlaps(span)]
        text = self._documents[id].text
        found = np.zeros(len(text), dtype=np.bool_)
        if len(some) > 1:
            some.sort(key=lambda n: -int(np.count_nonzero(self._of(id, n, wanted))))
        got = 0
        for number in some:
            has = self._of(id, number, wanted)
            new = int(np.count_nonzero(has))
            # two characters at the edge of another finding are there by chance
            if not new or (new <= SEAM and got >= HELD * passage.sources[id]):
                continue
            match = self._by_source[id][number].match
            hull = match.left
            if (id, number) not in self._places:
                self._places[id, number] = Counterparts(match, self._text, text)
            here = np.zeros_like(wanted)
            here[hull.start : hull.end] = has
            for part in _parts(here, self._text):
                for there in self._places[id, number].of(part):
                    found[there.start : there.end] = True
            wanted &= ~here
            got += new
        return _parts(found, text)

    def _of(self, id: str, number: int, wanted: Mask) -> Mask:
        """By character of the finding's hull: whether it has something of what is wanted."""
        finding = self._by_source[id][number]
        if (id, number) not in self._equal:
            self._equal[id, number] = self._side.equal(finding)
        hull = finding.match.left
        return self._equal[id, number] & wanted[hull.start : hull.end]


def _parts(mask: Mask, text: str) -> tuple[Span, ...]:
    """The stretches of a mask, those put together that less than ``SEAM`` compared characters part."""
    some = np.flatnonzero(mask)
    if not len(some):
        return ()
    begin, end = int(some[0]), int(some[-1]) + 1
    # in characters that are compared, so that neither blank lines nor leaders are gaps
    places = begin + np.flatnonzero(_compared(text)[begin:end])
    runs: list[tuple[int, int]] = []
    for start, end in stretches(mask[places]):
        if runs and start - runs[-1][1] <= SEAM:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return tuple(Span(int(places[start]), int(places[end - 1]) + 1) for start, end in runs)


@lru_cache(maxsize=64)
def _compared(text: str) -> Mask:
    mask = compared(text)
    mask.setflags(write=False)
    return mask


# --- As all have them -------------------------------------------------------------------------------------------------


def together(
    every: Sequence[View], documents: Mapping[str, Document], order: Mapping[str, int], who: Identities
) -> tuple[Passage, ...]:
    """The passages that the views are of, each once; ``order`` and ``who`` are those of all ``documents``."""
    found = _longest([view for group in _one(every) if (view := merged(group, order))])
    found.sort(
        key=lambda view: (
            -view.characters * len(view.holders),
            -view.characters,
            sorted((order[id], place.edges) for id, place in view.holders.items()),
        )
    )

    def length(id: str) -> int:
        return int(np.count_nonzero(_compared(documents[id].text)))

    return tuple(told_apart(passage_of(view, documents, order, who, length) for view in found))


def _one(every: Sequence[View]) -> Iterator[list[View]]:
    """Views by passage."""
    top = list(range(len(every)))

    def root(n: int) -> int:
        while top[n] != n:
            top[n] = top[top[n]]
            n = top[n]
        return n

    places: dict[str, list[tuple[Place, int]]] = defaultdict(list)
    for number, view in enumerate(every):
        for id, place in view.holders.items():
            places[id].append((place, number))
    for some in places.values():
        for number, other in of_one(some):
            top[root(other)] = root(number)
    groups: dict[int, list[View]] = defaultdict(list)
    for number, view in enumerate(every):
        groups[root(number)].append(view)
    yield from groups.values()


def of_one(some: Iterable[tuple[Place, Name]]) -> Iterator[tuple[Name, Name]]:
    """Two by two the views that have ``HELD`` of each other in a document, which are of one passage: where in it each
    stands, beside what it is called."""
    order = sorted(some, key=lambda one: one[0].edges)
    for at, (place, name) in enumerate(order):
        start, end = place.edges
        # of what begins later than this at most a tenth is left out
        last = start + (1 - HELD) * (end - start)
        for there, other in order[at + 1 :]:
            if there.parts[0].start > last:
                break
            if _both(place, there) >= HELD * max(place.length, there.length):
                yield name, other


def merged(group: Sequence[View], order: Mapping[str, int]) -> View | None:
    """What views of one passage, in their order, say together: the holders of all that have ``HELD`` of what most hold;
    None if there are not two. ``order`` is that of the documents."""
    some = sorted(group, key=lambda view: (-len(view.holders), -view.characters, min(order[id] for id in view.holders)))
    holders: dict[str, Place] = {}
    for view in some:
        for id, place in view.holders.items():
            holders.setdefault(id, place)
    characters = some[0].characters
    holders = {id: place for id, place in holders.items() if place.characters >= HELD * characters}
    if len(holders) < 2:
        return None
    return View(characters, holders, {id: p for view in some for id, p in view.partly.items() if id not in holders})


def _both(one: Place, other: Place) -> int:
    """Characters of the text that two places have in common."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.parts for b in other.parts)


def _longest(some: Sequence[View]) -> list[View]:
    """Without those that stand, wherever they are held, inside a longer one that stays."""
    kept: list[View] = []
    by_document: dict[str, list[View]] = defaultdict(list)
    for view in sorted(some, key=by_length):
        first = next(iter(view.holders))
        if any(
            view.holders.keys() <= longer.holders.keys()
            and all(is_inside(place, longer.holders[id]) for id, place in view.holders.items())
            for longer in by_document[first]
        ):
            continue
        kept.append(view)
        for id in view.holders:
            by_document[id].append(view)
    return kept


def by_length(view: View) -> tuple[int, int]:
    """The order in which passages are looked at, the longest first, and of those the one that most hold."""
    return -view.characters, -len(view.holders)


def is_inside(place: Place, longer: Place) -> bool:
    """Whether a passage that a document has at one place stands inside of that at another."""
    return _both(place, longer) >= HELD * place.length


def passage_of(
    view: View,
    documents: Mapping[str, Document],
    order: Mapping[str, int],
    who: Identities,
    length: Callable[[str], int],
) -> Passage:
    """A passage as it is told. ``documents`` has its holders and those that have half of it, of which nothing is asked
    but what is known of them, and their ``length`` in characters that are compared."""
    origin = first_of(list(view.holders), documents)
    as_old = [id for id in view.partly if origin and not _is_before(origin, id, documents, who)]
    if any(view.partly[id] >= HELD for id in as_old):
        origin, as_old = None, []
    ids = sorted(view.holders, key=lambda id: (id != origin, order[id]))
    held = tuple(
        Holding(
            id,
            view.holders[id].hull,
            min(view.characters, view.holders[id].characters),
            documents[id].metadata.get("date", ""),
            view.holders[id].parts if len(view.holders[id].parts) > 1 else (),
        )
        for id in ids
    )
    name = blake2b(
        "\0".join(f"{h.document} {h.span.start} {h.span.end}" for h in held).encode("utf-8", "surrogatepass"),
        digest_size=6,
    )
    is_common = is_of_most(ids, who) and not _is_whole(view.characters, list(map(length, ids)))
    return Passage(name.hexdigest(), view.characters, held, origin, is_common, len(as_old))


def told_apart(some: Iterable[Passage]) -> Iterator[Passage]:
    """Each by a name of its own: two may begin and end alike in the same documents, with other parts between."""
    times = Counter[str]()
    for passage in some:
        times[passage.id] += 1
        if times[passage.id] > 1:
            name = blake2b(f"{passage.id} {times[passage.id]}".encode(), digest_size=6).hexdigest()
            passage = replace(passage, id=name)
        yield passage


def is_of_most(ids: Sequence[str], who: Identities) -> bool:
    """Whether the documents are most of all, versions of one taken as one."""
    return who.several >= FEWEST and len({who[id] for id in ids}) > MOST * who.several


def _is_whole(characters: int, lengths: Sequence[int]) -> bool:
    """Whether so many characters make up half or more of most of the documents of these lengths: that is no form of
    them, it is the document."""
    mostly = sum(2 * characters >= length for length in lengths)
    return 2 * mostly >= len(lengths)


def _is_before(one: str, other: str, documents: Mapping[str, Document], who: Identities) -> bool:
    """Whether a document was certainly written before another, or is a version of it."""
    times = [earliest([documents[id]]) for id in (one, other)]
    return who[one] == who[other] or certainly_before(*times)


def first_of(ids: Sequence[str], documents: Mapping[str, Document]) -> str | None:
    """The document that was certainly written before all others, versions of one taken as one; None if that cannot be
    known."""
    who = identities(documents[id] for id in ids)
    groups: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    for id in ids:
        groups[who[id]].append(documents[id])
    times = {name: earliest(some) for name, some in groups.items()}
    if len(times) < 2:
        return None
    for name, time in times.items():
        if all(certainly_before(time, other) for also, other in times.items() if also != name):
            return min(groups[name], key=lambda d: (earliest([d]).last or "9", ids.index(d.id))).id
    return None
