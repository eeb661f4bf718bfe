"""What do most documents of a collection hold (多数都有), by character? It looks like a form that nobody named.

A character of a document is held by most if it stands in findings with most of the others, in a run of ``RUN`` that
most of all documents have as it is, or in a passage that is common (``Passage.is_common``). The second sees what no
finding has: of a large collection only some pairs are compared, and a form's short questions are no passages. What is
held by most because it is nearly the whole of them is no form of theirs, and is none here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from simcheck.crossing.contents import Pair, Passage
from simcheck.crossing.passages import FEWEST, MOST, Identities, is_of_most
from simcheck.model import Document
from simcheck.report.counting import Side
from simcheck.report.spread import identities
from simcheck.settings import MIN_LENGTH
from simcheck.text.fingerprint import Hashes, distinct, grams
from simcheck.text.normalize import Mask, normalize

RUN: Final = MIN_LENGTH
"""Characters of a run that most have: shorter ones most have by chance."""

_AT_ONCE: Final = 4_000_000
"""Characters whose runs are held at once, eight bytes for each."""


def held_by_most(
    documents: Mapping[str, Document], pairs: Mapping[str, Sequence[Pair]], passages: Sequence[Passage]
) -> dict[str, Mask]:
    """By document of which most hold something, and by character: whether they do. ``pairs`` are, by document, those
    with it on the left that have findings and are of two authors."""
    who = identities(documents.values())
    if len(set(who.values())) < FEWEST:
        return {}
    found = _in_runs(documents, who)
    for id, document in documents.items():
        mask = _in_findings(document, pairs.get(id, ()), who)
        if mask is not None:
            found[id] = found[id] | mask if id in found else mask
    for passage in sorted(passages, key=lambda passage: passage.is_common):
        if passage.is_common or is_of_most([each.document for each in passage.holders], who):
            for each in passage.holders:
                mask = found.setdefault(each.document, np.zeros(len(documents[each.document].text), dtype=np.bool_))
                for place in each.places:
                    mask[place.start : place.end] = passage.is_common
    return {id: mask for id, mask in found.items() if mask.any()}


def _in_findings(document: Document, pairs: Sequence[Pair], who: Identities) -> Mask | None:
    """By character: whether it stands in findings with most of the others; None if there are not so many."""
    others: dict[tuple[str, ...], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if who[pair.b] != who[document.id]:
            others[who[pair.b]].append(pair)
    least = MOST * len(set(who.values()))
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


def _in_runs(documents: Mapping[str, Document], who: Identities) -> dict[str, Mask]:
    """By document and character: whether it stands in a run that most documents have."""
    versions: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    for document in documents.values():
        versions[who[document.id]].append(document)
    candidates = [np.zeros(0, dtype=np.uint64)]
    some: list[Hashes] = []
    # what more than half of all have, more than half of some part of them have
    for number, each in enumerate(versions.values(), 1):
        some.append(_runs(each))
        if sum(map(len, some)) > _AT_ONCE or number == len(versions):
            candidates.append(_of_most(some))
            some = []
    wanted = distinct(np.concatenate(candidates))
    if not len(wanted):
        return {}
    times = np.zeros(len(wanted), dtype=np.int64)
    for each in versions.values():
        times += _among(wanted, _runs(each))
    wanted = wanted[times > MOST * len(versions)]
    found = {}
    for document in documents.values() if len(wanted) else ():
        text = normalize(document.text)
        runs = np.flatnonzero(_among(grams(text.codes, RUN), wanted))
        if len(runs):
            inside = np.zeros(len(text) + 1, dtype=np.int64)
            inside[runs] += 1
            inside[runs + RUN] -= 1
            mask = np.zeros(len(document.text), dtype=np.bool_)
            mask[text.origin[np.cumsum(inside)[:-1] > 0]] = True
            found[document.id] = mask
    return found


def _runs(versions: Iterable[Document]) -> Hashes:
    """The different runs of the versions of one document."""
    return distinct(np.concatenate([grams(normalize(each.text).codes, RUN) for each in versions]))


def _of_most(some: Sequence[Hashes]) -> Hashes:
    """What more than half of these have."""
    ordered = np.sort(np.concatenate(some))
    # in the ascending row of all of them it stands so many times
    step = int(MOST * len(some))
    return distinct(ordered[step:][ordered[step:] == ordered[: len(ordered) - step]])


def _among(some: Hashes, ordered: Hashes) -> Mask:
    """Which of some are among others, which are in order."""
    if not len(ordered):
        return np.zeros(len(some), dtype=np.bool_)
    at = np.minimum(np.searchsorted(ordered, some), len(ordered) - 1)
    return np.asarray(ordered[at] == some)
