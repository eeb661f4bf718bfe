"""E-value (显著性): how many findings with so much evidence would chance give two texts that are not copied?"""

from __future__ import annotations

from typing import Final

PHRASES: Final = (7.9, 0.34)
"""Of the chance matches, those of phrases that everybody uses: log2 of how many there are for a billion pairs of places
(``PAIRS``) with no evidence at all, and by how much that falls for each bit."""

COMMON_GROUND: Final = (1.5, 0.093)
"""Those of longer common ground, lists and formulas that go far beyond a phrase: rarer, and slower to fall."""

PAIRS: Final = 1e9
"""Pairs of places that the rates are for: two reports of some thirty thousand characters."""


def expected(bits: float, left: int, right: int) -> float:
    """The E-value: findings of ``bits`` or more that chance gives two texts of so many normalized characters.

    As for sequences (Karlin and Altschul 1990, E = K · m · n · 2^-S), proportional to the places where they could meet.
    The two slopes were fitted on the pairs of provincial work reports, which are not taken from each other and share a
    genre (the benchmark ``calibration`` fits them again and holds them against pairs that were kept back); texts with
    less in common share less.
    """
    rates = [float(2.0 ** (start - slope * bits)) for start, slope in (PHRASES, COMMON_GROUND)]
    return sum(rates) * left * right / PAIRS
