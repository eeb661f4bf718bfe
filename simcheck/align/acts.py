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
from simcheck.align.likelihood import BITS, PROSE, Bounds, condensed, likelihoods, of_bits, weights_of
from simcheck.align.parts import Part, are_statutes, equal_stretches, joined, laid_out, parts_of, whole_part
from simcheck.align.passages import Asked
from simcheck.align.prepare import Ints, Prepared, is_spaced
from simcheck.align.tables import Forms
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
    """The layouts of two texts as findings: those that stand, and as phrases those that hold a run of the guarantee."""
    if is_spaced(a, b):
        return [_by_bits(layout, settings) for layout in layouts]
    forms = Forms(a, b)
    found, to_cut = [], []
    for layout in layouts:
        if _is_in_rows(layout, forms) or _is_whole(layout, a, b):
            found.append(_by_bits(layout, settings))
        elif layout.drawn:
            part = whole_part(layout, a, b)
            likelihood = condensed(part)
            stands = likelihood >= PROSE.bounds.shown
            found.append(
                replace(layout, phrase=not stands, specific=part.specific, grade=_grade(likelihood, PROSE.bounds))
            )
        else:
            to_cut.append(layout)
    weights = weights_of(a, b)
    parts = parts_of(to_cut, a, b)
    likely = dict(zip(map(id, parts), likelihoods(parts, a, b), strict=True))
    able = [part for part in parts if part.specific >= LEAST and part.length >= FEWEST]
    standing = [part for part in able if likely[id(part)] >= weights.bounds.shown]
    if not are_statutes(a, b):
        hulls = np.array([part.sides for part in standing], dtype=np.int64).reshape(-1, 2, 2)
        standing += [p for p in able if _NEAR <= likely[id(p)] < weights.bounds.shown and _is_near(p, hulls)]
    shown = set(map(id, standing))
    weak = [part for part in parts if id(part) not in shown]
    # an article is one unit: what is weak in it is what articles of the kind have
    for group in joined(standing, [] if are_statutes(a, b) else weak, a, b):
        shown.update(map(id, group))
        alone = [part for part in group if likely[id(part)] >= weights.bounds.shown] or group
        likelihood = sum(likely[id(part)] * part.length for part in alone) / sum(part.length for part in alone)
        layout = laid_out(group, a, b, phrase=False)
        several = tuple(laid_out([part], a, b, phrase=False) for part in group) if len(group) > 1 else ()
        specific = sum(part.specific for part in group)
        found.append(replace(layout, parts=several, specific=specific, grade=_grade(likelihood, weights.bounds)))
    kept = [part for part in weak if id(part) not in shown and _is_kept(part, settings)]
    for group in joined(kept, [], a, b):
        found.append(replace(laid_out(group, a, b, phrase=True), specific=sum(part.specific for part in group)))
    return found


_NEAR: Final = 0.2
"""Likelihood from which a part is shown beside another that is: the place to look is known there."""

_BESIDE: Final = 300
"""Characters within which something is beside a part, on both sides: a paragraph."""


def _is_near(part: Part, hulls: Ints) -> bool:
    """Whether a part is beside one of some ``hulls`` (n × sides × ends) on both sides."""
    own = np.array(part.sides, dtype=np.int64)
    between = np.maximum(hulls[:, :, 0], own[:, 0]) - np.minimum(hulls[:, :, 1], own[:, 1])
    return bool((between <= _BESIDE).all(axis=1).any())


def _is_kept(part: Part, settings: Settings) -> bool:
    """Whether what does not stand is shown nevertheless: a run of the guarantee is, and what has much evidence."""
    return part.evidence >= settings.evidence or max(run.length for run in part.equal) >= settings.min_length


def _is_in_rows(layout: Layout, forms: Forms) -> bool:
    """Whether more than half of a layout stands in rows of tables, on both sides."""
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
