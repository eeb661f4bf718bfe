"""Which documents of a collection belong together: those that pairs of enough shared text link, whoever had it from
whom?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from simcheck.crossing.contents import Group, Passage
from simcheck.crossing.passages import first_of
from simcheck.model import Document


def groups(
    links: Iterable[tuple[str, str]], passages: Sequence[Passage], documents: Mapping[str, Document]
) -> tuple[Group, ...]:
    """The documents that links hold together, two or more, the largest group first."""
    order = {id: number for number, id in enumerate(documents)}
    found = []
    of: dict[str, int] = {}
    for number, members in enumerate(connected(links, order)):
        of |= dict.fromkeys(members, number)
        found.append(members)
    shared: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        counts: dict[int, int] = defaultdict(int)
        for holding in passage.holders:
            if holding.document in of:
                counts[of[holding.document]] += 1
        for number, count in counts.items():
            if count > 1 and not passage.is_common:
                shared[number].append(passage)
    result = [group_of(members, shared[number], documents) for number, members in enumerate(found)]
    return tuple(sorted(result, key=lambda group: (-len(group.documents), order[group.documents[0]])))


def group_of(members: Sequence[str], passages: Sequence[Passage], documents: Mapping[str, Document]) -> Group:
    """The documents of a group, in their order, and the passages that two of them share."""
    some = sorted(passages, key=lambda passage: -passage.characters)
    first = first_of(members, documents)
    # of all who hold a passage or half of it, those outside of the group too
    is_first = bool(some) and all(passage.origin == first and not passage.partly for passage in some)
    return Group(tuple(members), tuple(passage.id for passage in some), first if is_first else None)


def connected(links: Iterable[tuple[str, str]], order: Mapping[str, int]) -> list[list[str]]:
    """The sets of documents that links connect, each in the order of the documents."""
    top: dict[str, str] = {}

    def root(id: str) -> str:
        while top.setdefault(id, id) != id:
            top[id] = top[top[id]]
            id = top[id]
        return id

    for a, b in links:
        a, b = sorted((root(a), root(b)), key=order.__getitem__)
        top[b] = a
    sets: dict[str, list[str]] = defaultdict(list)
    for id in sorted(top, key=order.__getitem__):
        sets[root(id)].append(id)
    return list(sets.values())
