"""Is what a saved crossing counts true of its own texts and findings? Anybody can write one.

What follows from texts and findings alone is counted again: shares, who is the same, groups, origins, who has most of
whom. Of what templates gave only the marks are gone, so that with templates, and without set phrases and public text,
shares are bounded by what findings have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import numpy as np

from simcheck.crossing.contents import Contents, Likeness, Pair, Standing
from simcheck.crossing.groups import groups
from simcheck.crossing.passages import first_of, identified, is_of_most
from simcheck.crossing.sides import Sides
from simcheck.crossing.standings import MOST, in_common, is_link, standing
from simcheck.model import Document, Grade
from simcheck.report.counting import Share, Side
from simcheck.report.deserialise import require
from simcheck.text.fingerprint import Hashes
from simcheck.text.normalize import normalize

_OWN: Final = ("", "own-said", "own-author", "own-unit")


def require_true(crossing: Contents) -> None:
    """Raises ``Contradiction`` where the crossing says what its texts and findings do not."""
    documents = crossing.documents
    codes = {id: normalize(each.text).codes.tobytes() for id, each in documents.items()}
    seen = set[frozenset[str]]()
    for pair in crossing.pairs:
        both = frozenset((pair.a, pair.b))
        require(both not in seen, "a pair twice")
        seen.add(both)
        require(pair.own in _OWN, "a ground that is none")
        if pair.likeness in (Likeness.SAME_FILE, Likeness.SAME_TEXT):
            require(codes[pair.a] == codes[pair.b], "the same that is not")
        _pair(pair, documents, is_exact=not crossing.templates)
    told = set[str]()
    for ids in crossing.same:
        require(len(ids) > 1 and len(set(ids)) == len(ids) and not told & set(ids), "sets that are none")
        require(len({codes[id] for id in ids}) == 1, "the same that is not")
        told |= set(ids)
    _passages(crossing)
    _groups(crossing)
    _standings(crossing)


def _pair(pair: Pair, documents: Mapping[str, Document], *, is_exact: bool) -> None:
    for id, share, upper, telling, is_left in (
        (pair.a, pair.a_share, pair.a_upper, pair.a_telling, True),
        (pair.b, pair.b_share, pair.b_upper, pair.b_telling, False),
    ):
        side = Side(documents[id].text, pair.findings, left=is_left)
        full = _counted(side, pair, upper=False)
        if pair.findings:
            _within(share, full, is_exact=is_exact)
            _within(upper, _counted(side, pair, upper=True), is_exact=is_exact)
        else:
            require(share.whole <= int(normalize_length(documents[id])), "more than there is")
            require(upper.part == telling.part == 0, "what no finding has")
        require(telling.part <= share.part and telling.whole <= share.whole, "more than is shared")


def normalize_length(document: Document) -> int:
    """Characters of a text that are compared, those that became several counted as such."""
    return len(normalize(document.text))


def _counted(side: Side, pair: Pair, *, upper: bool) -> Share:
    some = [each for each in pair.findings if each.grade is Grade.HIGH] if upper else pair.findings
    _, _, whole = side.masks(pair.findings)
    counted, passage, _ = side.masks(some)
    return Share(int((counted & whole).sum()), int(whole.sum()), int((passage & whole).sum()))


def _within(said: Share, counted: Share, *, is_exact: bool) -> None:
    if is_exact:
        require(said == counted, "a share that is another")
    else:
        require(
            said.part <= counted.part and said.whole <= counted.whole and said.passage <= counted.passage,
            "a share that is more",
        )


def _passages(crossing: Contents) -> None:
    who = identified(crossing.documents.values())
    for passage in crossing.passages:
        ids = [each.document for each in passage.holders]
        require(len(set(ids)) == len(ids) > 1, "holders that are none")
        for each in passage.holders:
            document = crossing.documents[each.document]
            length = sum(len(place) for place in each.places)
            require(each.characters <= passage.characters and each.characters <= length, "more than it has")
            require(each.date == document.metadata.get("date", ""), "another date")
        require(passage.characters <= max(sum(map(len, each.places)) for each in passage.holders), "more than it is")
        require(passage.origin is None or passage.origin == first_of(ids, crossing.documents), "not the first")
        require(not passage.is_common or is_of_most(ids, who), "not most")


def _groups(crossing: Contents) -> None:
    documents = crossing.documents
    told = [id for group in crossing.groups for id in group.documents]
    require(len(told) == len(set(told)), "a document in two groups")
    require(all(len(group.documents) > 1 for group in crossing.groups), "a group of one")
    # above a half the runs decide besides, without what templates gave, which is not known here
    member = {id: n for n, group in enumerate(crossing.groups) for id in group.documents}
    links = [
        (pair.a, pair.b)
        for pair in crossing.pairs
        if not pair.own
        and is_link(pair, min(crossing.at, MOST), _no_runs)
        and (crossing.at <= MOST or (pair.likeness or pair.telling >= crossing.at))
        and (crossing.at <= MOST or (pair.a in member and member[pair.a] == member.get(pair.b)))
    ]
    again = groups(links, crossing.passages, documents)
    require(
        sorted((each.documents, sorted(each.passages), each.origin or "") for each in again)
        == sorted((each.documents, sorted(each.passages), each.origin or "") for each in crossing.groups),
        "other groups",
    )


def _no_runs(_: str) -> Hashes:
    return np.zeros(0, dtype=np.uint64)


def _standings(crossing: Contents) -> None:
    pairs: dict[str, list[Pair]] = defaultdict(list)
    sides = Sides(crossing.pairs)
    for id in crossing.documents:
        some = sides[id]
        pairs[id] = some
    held = in_common(crossing.passages, crossing.documents)
    for id, document in crossing.documents.items():
        said: Standing = crossing.standings[id]
        again = standing(document, pairs[id], None, np.zeros(len(document.text), dtype=np.bool_), held.get(id))
        is_exact = not crossing.templates
        _within(said.share, again.share, is_exact=is_exact)
        _within(said.upper, again.upper, is_exact=is_exact)
        require(said.largest == again.largest, "another largest source")
        length = normalize_length(document)
        require(said.common <= length and said.templated <= (0 if is_exact else length), "more than there is")
