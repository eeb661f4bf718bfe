"""A finding (一处): what is an aligned passage as a reader sees it: kind, edits, evidence, what was refilled?"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from simcheck.align import significance
from simcheck.align.layout import Layout
from simcheck.align.prepare import Prepared
from simcheck.align.projection import apart, block_of, edit_of, stripped
from simcheck.align.tables import Forms
from simcheck.findings import kinds, set_phrases
from simcheck.findings.grade import grade
from simcheck.findings.substitutions import figures_kept, substitutions
from simcheck.model import Evidence, Finding, Flag, Match, Span, Substitution
from simcheck.settings import Settings


def finding_of(layout: Layout, a: Prepared, b: Prepared, settings: Settings) -> Finding:
    """The finding of a passage of two texts; its source has no name yet."""
    changes = [change for altered in layout.changes for change in altered]
    refills = [kinds.refills(change, a, b) for change in changes]
    blocks = apart([block_of(piece, a.normalized, b.normalized) for piece in layout.pieces])
    edits = [
        edit_of(change, piece, a.normalized, b.normalized)
        for piece, altered in zip(layout.pieces, layout.changes, strict=True)
        for change in altered
    ]
    kind = kinds.kind(layout.pieces, changes, list(map(bool, refills)))
    pieces = [piece for piece, altered in zip(layout.pieces, layout.changes, strict=True) for _ in altered]
    filled = [
        edit_of(part, piece, a.normalized, b.normalized)
        for change, piece, parts in zip(changes, pieces, refills, strict=True)
        for part in parts or kinds.strays(change, kind, a, b)
        if kinds.named(part, kind, a, b)
    ]
    left = Span(min(x.left.start for x in blocks), max(x.left.end for x in blocks))
    right = Span(min(x.right.start for x in blocks), max(x.right.end for x in blocks))
    whole = not changes and left == stripped(a.normalized.text) and right == stripped(b.normalized.text)
    bits = settings.character_bits
    passage = layout.passage
    known = (set_phrases.common_part(a, *passage.left, bits) + set_phrases.common_part(b, *passage.right, bits)) / 2
    match = Match("", left, right, blocks, tuple(sorted(edits)))
    finding = Finding(
        match,
        kind,
        _flags(layout, a, b) if layout.phrase and not whole else frozenset(),
        evidence_of(passage.bits, known, len(a.normalized), len(b.normalized)),
        tuple(sorted(substitutions(a.normalized.text, b.normalized.text, sorted(filled)), key=by_left)),
        figures_kept(a.normalized.text, match),
    )
    return replace(finding, grade=grade(finding))


def _flags(layout: Layout, a: Prepared, b: Prepared) -> frozenset[Flag]:
    """What a phrase is flagged as."""
    forms = Forms(a, b)
    is_cells = layout.passage.bits <= 0 and all(forms.mostly(*piece) for piece in layout.pieces)
    return frozenset({Flag.BOILERPLATE, Flag.CELLS} if is_cells else {Flag.BOILERPLATE})


def by_left(substitution: Substitution) -> Span:
    """What substitutions are put in order by: whole numbers and names may begin before the change that they hold."""
    return substitution.left


def evidence_of(bits: float, known: float, left: int, right: int) -> Evidence:
    """Net bits, the ``known`` part of the characters, and the E-value for texts of so many normalized characters."""
    shown = round(max(bits, 0.0), _DECIMALS)
    return Evidence(shown, round(known, _DIGITS), float(f"{significance.expected(shown, left, right):.{_DIGITS}g}"))


_DECIMALS: Final = 1
_DIGITS: Final = 3
"""Of bits, and of parts and E-values: more would be more than is known."""
