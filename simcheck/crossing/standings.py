"""What follows from all pairs together: passages, groups, and how each document stands among the others?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from simcheck.crossing.common import held_by_most
from simcheck.crossing.comparing import Comparer
from simcheck.crossing.contents import Group, Likeness, Pair, Passage, Standing
from simcheck.crossing.forms import views
from simcheck.crossing.groups import groups
from simcheck.crossing.pairing import Maker
from simcheck.crossing.passages import View, identified, together
from simcheck.crossing.passages import views as passages_of
from simcheck.crossing.sides import Sides
from simcheck.crossing.wording import Wording
from simcheck.model import APART, Document, Flag, Grade, Mark, Span
from simcheck.report.counting import Share, Side
from simcheck.report.spread import LEAST
from simcheck.text.fingerprint import Hashes, distinct, grams
from simcheck.text.normalize import Mask, compared, normalize

MOST: Final = 0.5
"""The part above which ``at`` asks for documents that are nearly one: then so much must stand word for word."""

SHINGLE: Final = 16
"""Characters of the runs that are word for word: the measure (containment, Broder 1997) and the length by which the
field counts near copies. Of 1,400 rules of offices shares link twice as many pairs at 0.8: one office's rule refilled
for the next."""

_APART: Final = frozenset({Flag.TEMPLATE, *APART})

Told = tuple[tuple[Pair, ...], tuple[Group, ...], tuple[Passage, ...], Mapping[str, Standing]]


def told(
    maker: Maker,
    at: float,
    comparer: Comparer,
    marks: Mapping[int, tuple[Mark, ...]],
    on_progress: Callable[[int, int], None] | None,
    *,
    is_cut: bool,
) -> Told:
    """The pairs in their order, the groups, the passages and the standings; ``marks`` are those of the texts that were
    compared, by number. ``is_cut`` says that what most texts have is not in the pairs."""
    documents, order, who = maker.documents, maker.order, identified(maker.documents.values())
    texts = Texts(documents, comparer, maker.text_of, dict(marks))
    seen: list[View] = []
    by_document = Sides([pair for pair in maker.pairs if pair.findings and not pair.own])
    for done, id in enumerate(documents):
        if on_progress:
            on_progress(done, len(documents))
        if some := by_document[id]:
            seen += passages_of(documents[id], some, documents, texts.marks(id))
    wording = Wording(sum(len(each.text) for each in documents.values()))
    if is_cut:
        forms = views(documents, maker.text_of, comparer, maker.is_own, wording)
        seen += (view for view in forms if maker.is_asked(view.holders))
    passages = together(seen, documents, order, who)
    # of hundreds of thousands of documents these are hundreds of megabytes
    seen.clear()
    common = held_by_most(documents, who, by_document, passages, wording)
    del by_document, wording
    passages = tuple(passage for passage in passages if is_told(passage, documents, common))
    texts.common = common
    every = without_common(maker.pairs, texts)
    every.sort(key=lambda pair: (*by_telling(pair), order[pair.a], order[pair.b]))
    links = [(pair.a, pair.b) for pair in every if not pair.own and is_link(pair, at, texts.runs)]
    held = in_common(passages, documents)
    sides = Sides(every)
    standings = {
        id: standing(documents[id], sides[id], common.get(id), texts.given(id), held.get(id)) for id in documents
    }
    return tuple(every), groups(links, passages, documents), passages, standings


def without_common(pairs: Sequence[Pair], texts: Texts) -> list[Pair]:
    """The pairs without what most documents hold in what tells something. Where these hold nothing a pair stays as it
    is, which is not looked up: of very many documents most have nothing of the kind."""
    if not texts.common:
        return list(pairs)
    sides = Sides(pairs)
    # by document, because of each what counts at all is looked up but once
    telling = {(pair.a, pair.b): texts.without(pair).a_telling for id in texts.common for pair in sides[id]}
    return [
        replace(
            pair,
            a_telling=telling.get((pair.a, pair.b), pair.a_telling),
            b_telling=telling.get((pair.b, pair.a), pair.b_telling),
        )
        for pair in pairs
    ]


def is_told(passage: Passage, documents: Mapping[str, Document], common: Mapping[str, Mask]) -> bool:
    """Whether it is a passage without what most documents hold, or is that itself."""
    first = passage.holders[0].document
    if passage.is_common or first not in common:
        return True
    text = documents[first].text
    rest = compared(text) & ~common[first]
    return sum(int(rest[place.start : place.end].sum()) for place in passage.holders[0].places) >= LEAST


@dataclass
class Texts:
    """What is asked of each document again and again: what of it is not simply its own words, what templates gave it,
    and its runs without that and without what most documents hold."""

    documents: Mapping[str, Document]
    comparer: Comparer
    text_of: Mapping[str, int]
    known: dict[int, tuple[Mark, ...]]
    common: Mapping[str, Mask] = field(default_factory=dict)
    _runs: dict[str, Hashes] = field(default_factory=dict)
    _given: dict[str, Mask] = field(default_factory=dict)
    _whole: dict[str, int] = field(default_factory=dict)

    def marks(self, id: str) -> tuple[Mark, ...]:
        number = self.text_of[id]
        if number not in self.known:
            self.known[number] = self.comparer.marks(number, self.documents[id].text)
        return self.known[number]

    def given(self, id: str) -> Mask:
        """By character: whether a template gave it."""
        if not self.comparer.templates:
            return np.zeros(len(self.documents[id].text), dtype=np.bool_)
        if id not in self._given:
            of_templates = (mark.span for mark in self.marks(id) if mark.flag is Flag.TEMPLATE)
            self._given[id] = covered(of_templates, self.documents[id])
        return self._given[id]

    def without(self, pair: Pair) -> Pair:
        """A pair without what most documents hold in what tells something on its left."""
        common = self.common.get(pair.a)
        if common is None or not pair.findings or pair.likeness:
            return pair
        hulls = (finding.match.left for finding in pair.findings)
        if not any(common[hull.start : hull.end].any() for hull in hulls):
            # nothing is taken out but of the whole
            told = pair.a_telling
            return replace(pair, a_telling=replace(told, whole=told.whole - self._in_whole(pair.a)))
        side = Side(self.documents[pair.a].text, pair.findings, left=True, marks=self.marks(pair.a))
        counted, passage, whole = side.masks(pair.findings, _APART)
        return replace(pair, a_telling=Share(*(int((mask & ~common).sum()) for mask in (counted, whole, passage))))

    def _in_whole(self, id: str) -> int:
        """Characters of a document that most hold, and that are of what is counted at all where no finding has them."""
        if id not in self._whole:
            side = Side(self.documents[id].text, (), left=True, marks=self.marks(id))
            self._whole[id] = int((side.masks((), _APART)[2] & self.common[id]).sum())
        return self._whole[id]

    def runs(self, id: str) -> Hashes:
        if id not in self._runs:
            text = normalize(self.documents[id].text)
            runs = grams(text.codes, SHINGLE)
            given = self.given(id)
            aside = given | self.common.get(id, np.zeros_like(given))
            there = np.concatenate(([0], np.cumsum(aside[text.origin])))
            inside = there[SHINGLE:] - there[:-SHINGLE] if len(runs) else there[:0]
            self._runs[id] = distinct(runs[inside == 0])
        return self._runs[id]


def by_telling(pair: Pair) -> tuple[float, ...]:
    """The order of pairs: those first that tell most, then the largest."""
    return -pair.telling, -pair.ratio, -max(pair.a_share.part, pair.b_share.part)


def hangs_on_runs(pair: Pair, at: float) -> bool:
    """Whether what links a pair is how much of it stands word for word."""
    return not _is_one(pair) and at > MOST and pair.telling >= at


def is_link(pair: Pair, at: float, runs: Callable[[str], Hashes]) -> bool:
    """Whether a pair links its documents: by what is no phrase, no template and not in most documents."""
    if not hangs_on_runs(pair, at):
        return _is_one(pair) or pair.telling >= at
    a, b = runs(pair.a), runs(pair.b)
    least = min(len(a), len(b))
    return least > 0 and len(np.intersect1d(a, b, assume_unique=True)) >= at * least


def _is_one(pair: Pair) -> bool:
    return pair.likeness in (Likeness.SAME_FILE, Likeness.SAME_TEXT)


def in_common(passages: Sequence[Passage], documents: Mapping[str, Document]) -> dict[str, Mask]:
    """By document and character: whether it is of a passage that most documents hold."""
    found: dict[str, list[Span]] = defaultdict(list)
    for passage in passages:
        for each in passage.holders if passage.is_common else ():
            found[each.document] += each.places
    return {id: covered(places, documents[id]) for id, places in found.items()}


def covered(places: Iterable[Span], document: Document) -> Mask:
    """By character: whether it stands at one of the places."""
    mask = np.zeros(len(document.text), dtype=np.bool_)
    for span in places:
        mask[span.start : span.end] = True
    return mask


def standing(document: Document, seen: Sequence[Pair], common: Mask | None, given: Mask, held: Mask | None) -> Standing:
    """A document among the others, as pairs with it on the left tell, those of the same author aside, and as the
    passages that most documents ``held`` do, which need not be in pairs."""
    others = [pair for pair in seen if not pair.own]
    findings = [finding for pair in others for finding in pair.findings]
    side = Side(document.text, findings, left=True)
    counted, passage, whole = side.masks(findings)
    whole = whole & ~given
    if held is not None:
        beside = held & ~passage
        counted, passage = counted | (beside & side.counts), passage | beside
    full = upper = _share(counted, passage, whole)
    high = [finding for finding in findings if finding.grade is Grade.HIGH]
    if held is not None or len(high) < len(findings):
        upper = _share(*side.masks(high)[:2], whole)
    # what was told from runs alone has no places
    alone = min(full.whole, max((pair.a_share.part for pair in others if not pair.findings), default=0))
    if alone > full.part:
        full = Share(alone, full.whole, max(alone, full.passage))
    most = max(others, key=lambda pair: (pair.a_telling.part, pair.a_share.part), default=None)
    return Standing(
        full,
        upper,
        int(np.count_nonzero(given & side.counts)),
        0 if common is None else int(np.count_nonzero(common & side.counts)),
        most.b if most and most.a_share.part else None,
    )


def _share(counted: Mask, passage: Mask, whole: Mask) -> Share:
    return Share(*(int(np.count_nonzero(mask)) for mask in (counted & whole, whole, passage & whole)))
