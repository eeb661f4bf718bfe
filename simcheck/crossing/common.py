"""What do most documents of a collection hold (多数都有), by character? It looks like a form that nobody named.

A character of a document is held by most if it stands in findings with most of the others, in a run of ``RUN`` that
most of all documents have as it is, or in a passage that is common (``Passage.is_common``). The second sees what no
finding has: of a large collection only some pairs are compared, and a form's short questions are no passages. What is
held by most because it is nearly the whole of them is no form of theirs, and is none here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter

import numpy as np

from simcheck.crossing.contents import Pair, Passage
from simcheck.crossing.pairs import MOST, held
from simcheck.crossing.passages import FEWEST, Identities, is_of_most
from simcheck.crossing.sides import Sides
from simcheck.crossing.wording import RUN, Wording
from simcheck.model import Document, Span
from simcheck.report.counting import Side
from simcheck.text.fingerprint import Hashes
from simcheck.text.normalize import Mask


def held_by_most(
    documents: Mapping[str, Document], who: Identities, pairs: Sides, passages: Sequence[Passage], wording: Wording
) -> dict[str, Mask]:
    """By document of which most hold something, and by character: whether they do. ``who`` is that of all documents;
    ``pairs`` are, by document, those with it on the left that have findings and are of two authors."""
    if who.several < FEWEST:
        return {}
    versions: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for document in documents.values():
        versions[who[document.id]].append(document.text)
    wanted = wording.of_most(list(versions.values()))
    of_most = places_of_most(passages, who)
    found = {}
    for id, document in documents.items():
        # of few pairs none have to be looked at
        some = pairs[id] if are_enough(pairs.count(id), who) else ()
        mask = in_most(document, some, of_most.get(id, ()), who, wanted, wording)
        if mask is not None:
            found[id] = mask
    return found


Held = tuple[bool, tuple[Span, ...]]
"""Whether a passage that most documents hold is common, and where one of them has it."""


def places_of_most(passages: Iterable[Passage], who: Identities) -> dict[str, list[Held]]:
    """By document the passages that it holds and most others do."""
    found: dict[str, list[Held]] = defaultdict(list)
    for passage in passages:
        if passage.is_common or is_of_most([each.document for each in passage.holders], who):
            for each in passage.holders:
                found[each.document].append((passage.is_common, each.places))
    return found


def are_enough(pairs: int, who: Identities) -> bool:
    """Whether a document that is in so many pairs may have something of most."""
    return 1 + pairs > MOST * who.several


def in_most(
    document: Document,
    pairs: Sequence[Pair],
    passages: Sequence[Held],
    who: Identities,
    wanted: Hashes,
    wording: Wording,
) -> Mask | None:
    """By character of a document: whether most hold it; None if they hold nothing of it. ``pairs`` are its own with the
    others, ``passages`` those of most that it has, ``wanted`` the runs of most."""
    found = _in_runs(document, wanted, wording) if len(wanted) else None
    mask = _in_findings(document, pairs, who)
    if mask is not None:
        found = mask if found is None else found | mask
    for is_common, places in sorted(passages, key=itemgetter(0)):
        if found is None:
            found = np.zeros(len(document.text), dtype=np.bool_)
        for place in places:
            found[place.start : place.end] = is_common
    return found if found is not None and found.any() else None


def _in_findings(document: Document, pairs: Sequence[Pair], who: Identities) -> Mask | None:
    """By character: whether it stands in findings with most of the others; None if there are not so many."""
    others: dict[tuple[str, ...], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if who[pair.b] != who[document.id]:
            others[who[pair.b]].append(pair)
    least = MOST * who.several
    if 1 + len(others) <= least:
        return None
    side = Side(document.text, (), left=True)
    times = np.ones(len(document.text), dtype=np.int32)
    for some in others.values():
        mask = np.zeros(len(document.text), dtype=np.bool_)
        for finding in (finding for pair in some for finding in pair.findings):
            hull = finding.match.left
            mask[hull.start : hull.end] |= side.counted(finding)
        times += mask
    return times > least


def _in_runs(document: Document, wanted: Hashes, wording: Wording) -> Mask | None:
    """By character: whether it stands in a run that most documents have."""
    text, every, _ = wording.of(document.text)
    runs = np.flatnonzero(held(wanted, every))
    if not len(runs):
        return None
    inside = np.zeros(len(text) + 1, dtype=np.int64)
    inside[runs] += 1
    inside[runs + RUN] -= 1
    mask = np.zeros(len(document.text), dtype=np.bool_)
    mask[text.origin[np.cumsum(inside)[:-1] > 0]] = True
    return mask
