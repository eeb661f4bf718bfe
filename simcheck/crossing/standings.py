"""What follows from all pairs together: passages, groups, and how each document stands among the others?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from simcheck.comparison import exchanged, of, place
from simcheck.crossing.comparing import Comparer
from simcheck.crossing.contents import Group, Likeness, Pair, Passage, Standing
from simcheck.crossing.groups import groups
from simcheck.crossing.pairing import Maker
from simcheck.crossing.passages import View, together, views
from simcheck.model import APART, Document, Flag, Grade, Span
from simcheck.report.counting import Share, Side
from simcheck.text.fingerprint import Hashes, distinct, grams
from simcheck.text.normalize import Mask, normalize

MOST: Final = 0.5
"""The part above which ``at`` asks for documents that are nearly one: then so much must stand word for word."""

SHINGLE: Final = 16
"""Characters of the runs that are word for word: the measure (containment, Broder 1997) and the length by which the
field counts near copies. Of 1,400 rules of offices shares link twice as many pairs at 0.8: one office's rule refilled
for the next."""

Told = tuple[tuple[Pair, ...], tuple[Group, ...], tuple[Passage, ...], Mapping[str, Standing]]


def told(maker: Maker, at: float, comparer: Comparer, on_progress: Callable[[int, int], None] | None) -> Told:
    """The pairs in their order, the groups, the passages and the standings."""
    documents, order = maker.documents, maker.order
    seen: list[View] = []
    for done, (id, some) in enumerate(_by_document(maker.pairs, documents).items()):
        if on_progress:
            on_progress(done, len(documents))
        seen += views(documents[id], [pair for pair in some if pair.findings and not pair.own], documents)
    passages = together(seen, documents)
    common: dict[str, list[Span]] = defaultdict(list)
    for passage in passages:
        if passage.is_common:
            for holding in passage.holders:
                common[holding.document].append(holding.span)
    every = [_without(pair, documents, common) for pair in maker.pairs]
    every.sort(
        key=lambda p: (-p.telling, -p.ratio, -max(p.a_share.part, p.b_share.part), order[p.a], order[p.b]),
    )
    texts = _Texts(documents, common, comparer)
    links = [(pair.a, pair.b) for pair in every if not pair.own and _is_link(pair, at, texts)]
    sides = _by_document(every, documents)
    standings = {id: _standing(documents[id], sides[id], common.get(id, ()), texts) for id in documents}
    return tuple(every), groups(links, passages, documents), passages, standings


def _by_document(every: Sequence[Pair], documents: Mapping[str, Document]) -> dict[str, list[Pair]]:
    """The pairs of each document, with it on the left."""
    sides: dict[str, list[Pair]] = {id: [] for id in documents}
    for pair in every:
        sides[pair.a].append(pair)
        sides[pair.b].append(_turned(pair))
    return sides


def _turned(pair: Pair) -> Pair:
    """A pair seen from its other side."""
    findings = tuple(sorted((of(exchanged(finding), pair.a) for finding in pair.findings), key=place))
    shares = pair.b_share, pair.a_share, pair.b_upper, pair.a_upper
    return Pair(pair.b, pair.a, *shares, findings, pair.likeness, pair.own, pair.b_telling, pair.a_telling)


def _without(pair: Pair, documents: Mapping[str, Document], common: Mapping[str, Sequence[Span]]) -> Pair:
    """A pair without what most documents hold in the shares that tell something."""
    if not pair.findings or not (pair.a in common or pair.b in common) or pair.likeness:
        return pair
    shares = []
    for seen in (pair, _turned(pair)):
        text = documents[seen.a].text
        side = Side(text, seen.findings, left=True)
        counted, passage, whole = side.masks(seen.findings, frozenset({Flag.TEMPLATE, *APART}))
        rest = ~_mask(common.get(seen.a, ()), len(text))
        shares.append(Share(*(int((mask & rest).sum()) for mask in (counted, whole, passage))))
    return replace(pair, a_telling=shares[0], b_telling=shares[1])


class _Texts:
    """What is asked of each document again and again: what templates gave it, and its runs without that and without
    what most documents hold."""

    def __init__(self, documents: Mapping[str, Document], common: Mapping[str, Sequence[Span]], comparer: Comparer):
        self._documents, self._common, self._comparer = documents, common, comparer
        self._runs: dict[str, Hashes] = {}
        self._given: dict[str, Mask] = {}

    def given(self, id: str) -> Mask:
        """By character: whether a template gave it."""
        if id not in self._given:
            text = self._documents[id].text
            self._given[id] = _mask(self._comparer.templated(text) if self._comparer.templates else (), len(text))
        return self._given[id]

    def runs(self, id: str) -> Hashes:
        if id not in self._runs:
            text = normalize(self._documents[id].text)
            runs = grams(text.codes, SHINGLE)
            aside = self.given(id) | _mask(self._common.get(id, ()), len(self._documents[id].text))
            there = np.concatenate(([0], np.cumsum(aside[text.origin])))
            inside = there[SHINGLE:] - there[:-SHINGLE] if len(runs) else there[:0]
            self._runs[id] = distinct(runs[inside == 0])
        return self._runs[id]


def _is_link(pair: Pair, at: float, texts: _Texts) -> bool:
    """Whether a pair links its documents: by what is no phrase, no template and not in most documents."""
    if pair.likeness in (Likeness.SAME_FILE, Likeness.SAME_TEXT):
        return True
    if at <= MOST or pair.telling < at:
        return pair.telling >= at
    a, b = texts.runs(pair.a), texts.runs(pair.b)
    least = min(len(a), len(b))
    return least > 0 and len(np.intersect1d(a, b, assume_unique=True)) >= at * least


def _mask(spans: Sequence[Span], length: int) -> Mask:
    mask = np.zeros(length, dtype=np.bool_)
    for span in spans:
        mask[span.start : span.end] = True
    return mask


def _standing(document: Document, seen: Sequence[Pair], common: Sequence[Span], texts: _Texts) -> Standing:
    """A document among the others; those of the same author aside."""
    others = [pair for pair in seen if not pair.own]
    findings = [finding for pair in others for finding in pair.findings]
    side = Side(document.text, findings, left=True)
    given = texts.given(document.id)
    counted, passage, whole = side.masks(findings)
    whole = whole & ~given
    high, high_passage, _ = side.masks([finding for finding in findings if finding.grade is Grade.HIGH])
    full, upper = (
        Share(int((part & whole).sum()), int(whole.sum()), int((hulls & whole).sum()))
        for part, hulls in ((counted, passage), (high, high_passage))
    )
    # what was told from runs alone has no places
    alone = min(full.whole, max((pair.a_share.part for pair in others if not pair.findings), default=0))
    if alone > full.part:
        full = Share(alone, full.whole, max(alone, full.passage))
    most = max(others, key=lambda pair: (pair.a_telling.part, pair.a_share.part), default=None)
    return Standing(
        full,
        upper,
        int((given & side.counts).sum()),
        int((_mask(common, len(side.counts)) & side.counts).sum()),
        most.b if most and most.a_share.part else None,
    )
