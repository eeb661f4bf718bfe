"""What a match means: its kind, its flags, its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from simcheck.align.edits import Change
from simcheck.align.passages import Piece
from simcheck.align.prepare import Prepared
from simcheck.model import Kind
from simcheck.tokens import ENUMERATOR, NUMBER, sign_of

if TYPE_CHECKING:
    from collections.abc import Callable

LIGHT: Final = 0.15
"""Up to this part of its characters changed, a passage is edited; beyond, rewritten."""

_NAMES: Final = frozenset({"nr", "nrt", "nrfg", "ns", "nsf", "nt", "nz", "m", "mq", "t", "q"})
"""jieba's tags for names of people, places and organisations, for numbers, times and measures."""

_UNITS: Final = re.compile(r"(?:.{1,4}(?:省|市|县|区|镇|乡|村|街道|社区|旗|州|屯|组|局|办|委|所|站|院|校|中心|公司|园区?)|[年月日号第本我全该])")


def kind(pieces: Sequence[Piece], changes: Sequence[Change], a: Prepared, b: Prepared) -> Kind:
    """The kind of a match laid out in ``pieces``."""
    if not changes:
        return Kind.IDENTICAL if len(pieces) == 1 else Kind.EDITED
    if all(_is_refill(change, a, b) for change in changes):
        return Kind.REFILLED
    changed = sum(_weight(c.left_end - c.left, c.right_end - c.right) for c in changes)
    length = sum(max(p.left_end - p.left, p.right_end - p.right) for p in pieces)
    return Kind.EDITED if changed <= LIGHT * length else Kind.REWRITTEN


def _weight(left: int, right: int) -> float:
    """Characters that a change counts for: what was left out or put in changes the wording less than what was replaced."""
    return max(left, right) / (1 if left and right else 2)


def _is_refill(change: Change, a: Prepared, b: Prepared) -> bool:
    """Whether only names, places, units, dates, numbers, ordinals or blanks stand for each other."""
    left = a.normalized.string_of(change.left, change.left_end)
    right = b.normalized.string_of(change.right, change.right_end)
    return _refillable(left) and _refillable(right)


@cache
def _refillable(text: str) -> bool:
    if not text or sign_of(text) in (NUMBER, ENUMERATOR) or _UNITS.fullmatch(text):
        return True
    return all(tag in _NAMES or sign_of(word) == NUMBER or bool(_UNITS.fullmatch(word)) for word, tag in _tagger()(text))


@cache
def _tagger() -> Callable[[str], list[tuple[str, str]]]:
    """rjieba's tagger, with jieba's dictionary and tags; imported where the first change is looked at."""
    import rjieba

    tag: Callable[[str], list[tuple[str, str]]] = rjieba.tag
    return tag


def known(text: Prepared, start: int, end: int, character_bits: float) -> float:
    """The share of an interval's characters that tell less than half of what they could: phrases of the genre."""
    if end <= start:
        return 0.0
    told = text.surprise[start + 1 : end + 1] - text.surprise[start:end]
    return float((told < character_bits / 2).mean())
