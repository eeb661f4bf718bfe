"""What do most documents of a collection hold (多数都有), by character? It looks like a form that nobody named.

A character of a document is held by most if it stands in findings with most of the others, in a run of ``RUN`` that
most of all documents have as it is, or in a passage that is common (``Passage.is_common``). The second sees what no
finding has: of a large collection only some pairs are compared, and a form's short questions are no passages. What is
held by most because it is nearly the whole of them is no form of theirs, and is none here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from simcheck.crossing.contents import Pair, Passage
from simcheck.crossing.pairs import MOST, held
from simcheck.crossing.passages import FEWEST, Identities, identified, is_of_most
from simcheck.crossing.sides import Sides
from simcheck.crossing.wording import RUN, Wording
from simcheck.model import Document
from simcheck.report.counting import Side
from simcheck.text.normalize import Mask


def held_by_most(
    documents: Mapping[str, Document], pairs: Sides, passages: Sequence[Passage], wording: Wording
) -> dict[str, Mask]:
    """By document of which most hold something, and by character: whether they do. ``pairs`` are, by document, those
    with it on the left that have findings and are of two authors."""
    who = identified(documents.values())
    if who.several < FEWEST:
        return {}
    found = _in_runs(documents, who, wording)
    for id, document in documents.items():
        # of few pairs none have to be looked at
        mask = _in_findings(document, pairs[id], who) if 1 + pairs.count(id) > MOST * who.several else None
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


def _in_runs(documents: Mapping[str, Document], who: Identities, wording: Wording) -> dict[str, Mask]:
    """By document and character: whether it stands in a run that most documents have."""
    versions: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for document in documents.values():
        versions[who[document.id]].append(document.text)
    wanted = wording.of_most(list(versions.values()))
    found = {}
    for document in documents.values() if len(wanted) else ():
        text, every, _ = wording.of(document.text)
        runs = np.flatnonzero(held(wanted, every))
        if len(runs):
            inside = np.zeros(len(text) + 1, dtype=np.int64)
            inside[runs] += 1
            inside[runs + RUN] -= 1
            mask = np.zeros(len(document.text), dtype=np.bool_)
            mask[text.origin[np.cumsum(inside)[:-1] > 0]] = True
            found[document.id] = mask
    return found
