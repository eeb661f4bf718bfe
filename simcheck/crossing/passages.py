"""Which passages recur among the documents of a collection, who holds each of them, and where did it begin?

The rules are those of ``report.spread``: from the view of each document its passages, of ``LEAST`` characters, and the
others that have ``HELD`` of one; set phrases, public text and what is merely scattered aside. Views of one passage are
put together where they lie on each other in a document, so that it is told once, with all who hold it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

from simcheck.crossing.crossing import Holding, Pair, Passage
from simcheck.entities.written import certainly_before
from simcheck.model import APART, Document, Span
from simcheck.report.contents import Contents
from simcheck.report.counterparts import Counterparts
from simcheck.report.counting import Side
from simcheck.report.spread import HELD, earliest, held_passages, identity_of
from simcheck.text.normalize import compared

FEWEST: Final = 6
"""Documents from which "most of them" means something: of five, three may have copied from each other."""

_MOST: Final = 0.5
"""The part of the documents above which those that hold a passage are most of them."""


class View(NamedTuple):
    """A passage as one document has it: how many characters all holders have, and who holds how many where."""

    characters: int
    holders: dict[str, tuple[Span, int]]


def views(document: Document, pairs: Sequence[Pair], documents: Mapping[str, Document]) -> Iterator[View]:
    """The passages of a document that others hold; ``pairs`` are those with it on the left."""
    findings = [finding for pair in pairs for finding in pair.findings if not finding.flags & APART]
    if not findings:
        return
    sources = {pair.b: documents[pair.b] for pair in pairs}
    contents = Contents(document, sources, tuple(findings))
    side = Side(document.text, findings, left=True)
    held, passages = held_passages(contents, side, 1)
    by_source = defaultdict(list)
    for finding in findings:
        by_source[finding.match.source].append(finding.match)
    places: dict[tuple[str, int], Counterparts] = {}
    for passage in passages:
        whole = passage.span
        holders = {document.id: (whole, passage.characters)}
        for id, count in passage.sources.items():
            hull = None
            for number, match in enumerate(by_source[id]):
                if match.left.overlaps(whole):
                    if (id, number) not in places:
                        places[id, number] = Counterparts(match, document.text, sources[id].text)
                    for there in places[id, number].of(whole):
                        hull = hull.hull(there) if hull and _near(hull, there, whole) else hull or there
            if hull:
                holders[id] = hull, count
        if len(holders) > 1:
            yield View(passage.characters, holders)


def _near(hull: Span, there: Span, passage: Span) -> bool:
    """Whether two places of a document may be one of a passage: with both it is hardly longer."""
    return len(hull.hull(there)) <= 2 * len(passage)


def together(every: Sequence[View], documents: Mapping[str, Document]) -> tuple[Passage, ...]:
    """The passages that the views are of, each once."""
    order = {id: number for number, id in enumerate(documents)}
    found = []
    for group in _one(every):
        group.sort(key=lambda view: (-len(view.holders), -view.characters, min(order[id] for id in view.holders)))
        holders: dict[str, tuple[Span, int]] = {}
        for view in group:
            for id, held in view.holders.items():
                holders.setdefault(id, held)
        characters = group[0].characters
        holders = {id: held for id, held in holders.items() if held[1] >= HELD * characters}
        if len({identity_of(documents[id]) for id in holders}) > 1:
            found.append((characters, holders))
    found.sort(
        key=lambda each: (-each[0] * len(each[1]), -each[0], sorted((order[id], h[0]) for id, h in each[1].items()))
    )
    several = len({identity_of(document) for document in documents.values()})
    return tuple(_passage(characters, holders, documents, order, several) for characters, holders in found)


def _one(every: Sequence[View]) -> Iterator[list[View]]:
    """Views by passage: those that have ``HELD`` of each other in a document are of one."""
    top = list(range(len(every)))

    def root(n: int) -> int:
        while top[n] != n:
            top[n] = top[top[n]]
            n = top[n]
        return n

    places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, view in enumerate(every):
        for id, (span, _) in view.holders.items():
            places[id].append((span.start, span.end, number))
    for some in places.values():
        some.sort()
        for at, (start, end, number) in enumerate(some):
            for other_start, other_end, other in some[at + 1 :]:
                # of what begins later than this at most a tenth is left out
                if other_start > start + (1 - HELD) * (end - start):
                    break
                both = min(end, other_end) - other_start
                if both >= HELD * max(end - start, other_end - other_start):
                    top[root(other)] = root(number)
    groups: dict[int, list[View]] = defaultdict(list)
    for number, view in enumerate(every):
        groups[root(number)].append(view)
    yield from groups.values()


def _passage(
    characters: int,
    holders: Mapping[str, tuple[Span, int]],
    documents: Mapping[str, Document],
    order: Mapping[str, int],
    several: int,
) -> Passage:
    origin = first_of(list(holders), documents)
    ids = sorted(holders, key=lambda id: (id != origin, order[id]))
    held = tuple(
        Holding(id, holders[id][0], min(characters, holders[id][1]), documents[id].metadata.get("date", ""))
        for id in ids
    )
    number = len({identity_of(documents[id]) for id in ids})
    name = blake2b(
        "\0".join(f"{h.document} {h.span.start} {h.span.end}" for h in held).encode("utf-8", "surrogatepass"),
        digest_size=6,
    )
    is_common = several >= FEWEST and number > _MOST * several
    if is_common:
        # what makes up most of a document is no form of it, it is the document
        mostly = sum(2 * characters >= int(compared(documents[id].text).sum()) for id in ids)
        is_common = 2 * mostly < len(ids)
    return Passage(name.hexdigest(), characters, held, origin, is_common)


def first_of(ids: Sequence[str], documents: Mapping[str, Document]) -> str | None:
    """The document that was certainly written before all others, versions of one taken as one; None if that cannot be
    known."""
    groups: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    for id in ids:
        groups[identity_of(documents[id])].append(documents[id])
    times = {identity: earliest(some) for identity, some in groups.items()}
    if len(times) < 2:
        return None
    for identity, time in times.items():
        if all(certainly_before(time, other) for name, other in times.items() if name != identity):
            return min(groups[identity], key=lambda d: (earliest([d]).last or "9", ids.index(d.id))).id
    return None
