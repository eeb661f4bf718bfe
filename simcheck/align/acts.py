"""Acts of copying (一处): which parts of passages stand by themselves, which are one finding, what is scattered?

Passages are found with little evidence and in long chains; here each is cut into parts (``parts``), each part is
weighed by itself (``likelihood``), and those that stand are put together where they lie side by side. What does not
stand is kept where the guarantee asks for it.

Texts of spaced scripts are not cut: the weights were learned on Chinese, and harm where a character is no word. Neither
are rows of tables, which have evidence of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from simcheck.align.layout import Layout
from simcheck.align.likelihood import BITS, PROSE, Bounds, Company, condensed, likelihoods, of_bits, weights_of
from simcheck.align.parts import Part, are_statutes, equal_stretches, joined, laid_out, parts_of, whole_part
from simcheck.align.passages import Asked, beside
from simcheck.align.prepare import Ints, Prepared, is_spaced
from simcheck.align.tables import Forms, forms_of
from simcheck.model import Grade
from simcheck.settings import Settings

LEAST: Final = 22.0
"""Specific bits of a part at least: four characters that nobody expects."""

FEWEST: Final = 10
"""Equal characters of a part at least."""


def looked_at(settings: Settings) -> Asked:
    """The evidence from which passages are looked at that are cut into parts."""
    return Asked(settings.candidate, settings.candidate_near)


def acts(layouts: Sequence[Layout], a: Prepared, b: Prepared, settings: Settings) -> list[Layout]:
    """The layouts of two texts as findings: those that stand, and as phrases what holds a run of the guarantee or has
    much evidence nevertheless."""
    if is_spaced(a, b):
        return [_by_bits(layout, settings) for layout in layouts]
    forms = forms_of(a, b)
    found, to_cut = [], []
    for layout in layouts:
        if _is_in_rows(layout, forms) or _is_whole(layout, a, b):
            found.append(_by_bits(layout, settings))
        elif layout.drawn:
            found.append(_drawn(layout, a, b))
        else:
            to_cut.append(layout)
    parts = parts_of(to_cut, a, b)
    parts = [replace(p, likelihood=x) for p, x in zip(parts, likelihoods(parts, a, b), strict=True)]
    bounds = weights_of(a, b).bounds
    standing = _standing(parts, bounds, with_near=not are_statutes(a, b))
    weak = _without(parts, standing)
    # an article is one unit: what is weak in it is what articles of the kind have
    groups = joined(standing, [] if are_statutes(a, b) else weak, a, b)
    found += [_finding(group, bounds, a, b) for group in groups]
    found = _in_company(found, bounds.company)
    kept = [part for part in _without(weak, [part for group in groups for part in group]) if _is_kept(part, settings)]
    for group in joined(kept, [], a, b):
        found.append(replace(laid_out(group, a, b, phrase=True), specific=sum(part.specific for part in group)))
    return found


def _standing(parts: Sequence[Part], bounds: Bounds, *, with_near: bool) -> list[Part]:
    """The parts that stand by themselves, and, if asked for, those that stand beside one of them."""
    able = [part for part in parts if part.specific >= LEAST and part.length >= FEWEST]
    alone = [part for part in able if part.likelihood >= bounds.shown]
    if not with_near or not alone:
        return alone
    hulls = _sides(alone)
    return alone + [
        part for part in able if _NEAR <= part.likelihood < bounds.shown and beside(_sides([part])[0], hulls)
    ]


_NEAR: Final = 0.2
"""Likelihood from which a part is shown beside another that is: the place to look is known there."""


def _sides(parts: Sequence[Part]) -> Ints:
    """(parts × 2 × 2) Where parts begin and end on both sides."""
    return np.array([part.sides for part in parts], dtype=np.int64)


def _without(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """The parts that are none of some others; by what they are, not by what they hold."""
    taken = set(map(id, others))
    return [part for part in parts if id(part) not in taken]


def _finding(group: Sequence[Part], bounds: Bounds, a: Prepared, b: Prepared) -> Layout:
    """Parts that belong together as one layout, of the grade of those that stand by themselves."""
    alone = [part for part in group if part.likelihood >= bounds.shown] or group
    likelihood = sum(part.likelihood * part.length for part in alone) / sum(part.length for part in alone)
    several = tuple(laid_out([part], a, b, phrase=False) for part in group) if len(group) > 1 else ()
    specific = sum(part.specific for part in group)
    layout = laid_out(group, a, b, phrase=False)
    return replace(layout, parts=several, specific=specific, grade=_grade(likelihood, bounds))


def _in_company(layouts: Sequence[Layout], company: Company) -> list[Layout]:
    """The layouts of two texts, of which the upper grade are those that say much, or that say much together."""
    if sum(layout.specific for layout in layouts if not layout.phrase) >= company.together:
        return list(layouts)
    return [
        replace(layout, grade=Grade.MIDDLE)
        if layout.grade is Grade.HIGH and layout.specific < company.by_itself
        else layout
        for layout in layouts
    ]


def _drawn(layout: Layout, a: Prepared, b: Prepared) -> Layout:
    """A layout that is drawn together from all over a stretch, as it stands by what it says."""
    part, bounds = whole_part(layout, a, b), PROSE.bounds
    likelihood = condensed(part)
    stands = likelihood >= bounds.shown
    return replace(layout, phrase=not stands, specific=part.specific, grade=_grade(likelihood, bounds))


def _is_kept(part: Part, settings: Settings) -> bool:
    """Whether what does not stand is shown nevertheless: a run of the guarantee is, and what has much evidence."""
    return part.evidence >= settings.evidence or max(run.length for run in part.equal) >= settings.min_length


def _is_in_rows(layout: Layout, forms: Forms) -> bool:
    """Whether more than half of a layout stands in rows of tables, on both sides."""
    if not forms.a.count:
        return False
    left = sum(int(forms.a.inside[piece.left : piece.left_end].sum()) for piece in layout.pieces)
    right = sum(int(forms.b.inside[piece.right : piece.right_end].sum()) for piece in layout.pieces)
    if not left or not right:
        return False
    own = sum(piece.left_end - piece.left for piece in layout.pieces)
    others = sum(piece.right_end - piece.right for piece in layout.pieces)
    return 2 * left > own and 2 * right > others


def _is_whole(layout: Layout, a: Prepared, b: Prepared) -> bool:
    """Whether two texts are the same, or nearly so that nothing is left beside it."""
    return layout.sides == ((0, len(a.normalized)), (0, len(b.normalized))) and not any(layout.changes)


def _by_bits(layout: Layout, settings: Settings) -> Layout:
    """A layout that is not cut: its evidence is that of the alignment."""
    if layout.phrase:
        return replace(layout, specific=layout.bits)
    return replace(layout, specific=layout.bits, grade=_grade(of_bits(layout.bits, settings.evidence), BITS))


def _grade(likelihood: float, bounds: Bounds) -> Grade:
    return Grade.HIGH if likelihood >= bounds.upper else Grade.MIDDLE if likelihood >= bounds.shown else Grade.LOW


def known_part(layout: Layout, a: Prepared, b: Prepared) -> float:
    """(0–1) The part of the equal characters of a layout that are known wording, in the text in which it is more."""
    stretches = equal_stretches(layout)
    left = known_share(a, [(run.left, run.left + run.length) for run in stretches])
    return max(left, known_share(b, [(run.right, run.right + run.length) for run in stretches]))


def known_share(text: Prepared, intervals: Sequence[tuple[int, int]]) -> float:
    """(0–1) The part of the characters of intervals that are known wording."""
    known = sum(int(text.usual[end] - text.usual[start]) for start, end in intervals)
    return known / max(1, sum(end - start for start, end in intervals))
