"""A finding (一处): what is an aligned passage as a reader sees it: kind, edits, evidence, what was refilled?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from simcheck.align import significance
from simcheck.align.acts import known_part
from simcheck.align.edits import Change
from simcheck.align.layout import Layout
from simcheck.align.prepare import Prepared
from simcheck.align.projection import apart, block_of, edit_of
from simcheck.align.tables import forms_of
from simcheck.findings import kinds, set_phrases
from simcheck.findings.substitutions import figures_kept, substitutions
from simcheck.model import Evidence, Finding, Flag, Grade, Kind, Match, Span, Substitution
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
    kind = kind_of(layout, changes, refills, a, b)
    pieces = [piece for piece, altered in zip(layout.pieces, layout.changes, strict=True) for _ in altered]
    filled = [
        edit_of(part, piece, a.normalized, b.normalized)
        for change, piece, parts in zip(changes, pieces, refills, strict=True)
        for part in parts or kinds.strays(change, kind, a, b)
        if kinds.named(part, kind, a, b)
    ]
    left = Span(min(x.left.start for x in blocks), max(x.left.end for x in blocks))
    right = Span(min(x.right.start for x in blocks), max(x.right.end for x in blocks))
    bits = settings.character_bits
    on_left, on_right = layout.sides
    known = (set_phrases.common_part(a, *on_left, bits) + set_phrases.common_part(b, *on_right, bits)) / 2
    flags = _flags(layout, a, b) if is_phrase(layout, a, b) else frozenset()
    match = Match("", left, right, blocks, tuple(sorted(edits)))
    return Finding(
        match,
        kind,
        flags,
        evidence_of(layout.bits, known, len(a.normalized), len(b.normalized), layout.specific),
        tuple(sorted(substitutions(a.normalized.text, b.normalized.text, sorted(filled)), key=by_left)),
        figures_kept(a.normalized.text, match),
        layout.grade if not flags else Grade.LOW,
    )


def is_phrase(layout: Layout, a: Prepared, b: Prepared) -> bool:
    """Whether a layout is flagged as what many write, or too little: unless it is all of both texts."""
    is_whole = layout.sides == ((0, len(a.normalized)), (0, len(b.normalized)))
    return layout.phrase and not (is_whole and not any(layout.changes))


def kind_of(
    layout: Layout, changes: Sequence[Change], refills: Sequence[list[Change]], a: Prepared, b: Prepared
) -> Kind:
    """The kind of a layout: of several parts, that of most of their characters."""
    if layout.drawn:
        return Kind.CONDENSED
    if not layout.parts:
        return kinds.kind(layout.pieces, changes, list(map(bool, refills)))
    characters: Counter[Kind] = Counter()
    for part in layout.parts:
        altered = [change for some in part.changes for change in some]
        kind = kinds.kind(part.pieces, altered, [bool(kinds.refills(change, a, b)) for change in altered])
        characters[kind] += sum(max(p.left_end - p.left, p.right_end - p.right) for p in part.pieces)
    # of kinds that have as many, the one that alters more
    most = max(characters.values())
    found = next(kind for kind in reversed(Kind) if characters[kind] == most)
    return Kind.EDITED if found is Kind.IDENTICAL and (changes or len(layout.pieces) > 1) else found


KNOWN: Final = 0.8
"""The part of its equal characters that are known wording from which a phrase is a set phrase; others are merely
weak."""


def _flags(layout: Layout, a: Prepared, b: Prepared) -> frozenset[Flag]:
    """What is flagged of a layout that does not stand by itself."""
    forms = forms_of(a, b)
    is_cells = layout.bits <= 0 and all(forms.mostly(*piece) for piece in layout.pieces)
    if is_cells:
        return frozenset({Flag.BOILERPLATE, Flag.CELLS})
    is_known = known_part(layout, a, b) >= KNOWN
    return frozenset({Flag.BOILERPLATE if is_known else Flag.SCATTERED})


def by_left(substitution: Substitution) -> Span:
    """What substitutions are put in order by: whole numbers and names may begin before the change that they hold."""
    return substitution.left


def evidence_of(bits: float, known: float, left: int, right: int, specific: float | None = None) -> Evidence:
    """Net bits, the ``known`` part of the characters, the E-value for texts of so many normalized characters, and the
    bits of what is no known wording, where they were counted."""
    shown = round(max(bits, 0.0), _DECIMALS)
    expected = float(f"{significance.expected(shown, left, right):.{_DIGITS}g}")
    return Evidence(
        shown, round(known, _DIGITS), expected, None if specific is None else round(max(specific, 0.0), _DECIMALS)
    )


_DECIMALS: Final = 1
_DIGITS: Final = 3
"""Of bits, and of parts and E-values: more would be more than is known."""
