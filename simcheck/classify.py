"""What a match means: its kind, its flags, its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final

from simcheck.align.edits import Change
from simcheck.align.pieces import Piece
from simcheck.align.prepare import Prepared
from simcheck.model import Kind
from simcheck.tokens import ENUMERATOR, NUMBER, sign_of

if TYPE_CHECKING:
    from collections.abc import Callable

LIGHT: Final = 0.15
"""Up to this part of its characters changed, names and numbers aside, a passage is edited; beyond, rewritten."""

REFILLED: Final = 0.6
"""The part of its changes that must be names and numbers for a passage to be a refilled one ..."""

STRAY: Final = 0.05
"""... and the part of its characters that other changes may touch: the noun that goes with the name."""

_NAMES: Final = frozenset({"nr", "nrt", "nrfg", "ns", "nsf", "nt", "nz", "m", "mq", "t", "q"})
"""jieba's tags for names of people, places and organisations, for numbers, times and measures."""

_NOUNS: Final = _NAMES | {"n", "ng", "nz", "s", "f", "j", "vn", "zg", "eng"}
"""Tags of which the made-up names of projects, products and villages consist when no dictionary knows them."""

_UNITS: Final = re.compile(
    r"(?:.{1,4}(?:省|市|县|区|镇|乡|村|街道|社区|旗|州|屯|组|局|办|委|所|站|院|校|中心|公司|园区?)|[年月日号第本我全该])"
)


def kind(pieces: Sequence[Piece], changes: Sequence[Change], a: Prepared, b: Prepared) -> Kind:
    """The kind of a match laid out in ``pieces``."""
    if not changes:
        return Kind.IDENTICAL if len(pieces) == 1 else Kind.EDITED
    refills = [_is_refill(change, a, b) for change in changes]
    changed = sum(
        _weight(c.left_end - c.left, c.right_end - c.right)
        for c, refill in zip(changes, refills, strict=True)
        if not refill
    )
    length = sum(max(p.left_end - p.left, p.right_end - p.right) for p in pieces)
    if sum(refills) >= REFILLED * len(changes) and changed <= STRAY * length:
        return Kind.REFILLED
    return Kind.EDITED if changed <= LIGHT * length else Kind.REWRITTEN


def _weight(left: int, right: int) -> float:
    """Characters that a change counts for: what was left out or put in changes the wording less than what was
    replaced."""
    return max(left, right) / (1 if left and right else 4)


def _is_refill(change: Change, a: Prepared, b: Prepared) -> bool:
    """Whether only names, places, units, dates, numbers, ordinals or blanks stand for each other.

    A name that the dictionary does not know is a few nouns in a row; it counts where it stands for a name, or for as
    long a row of nouns (工作 for 任务 is a synonym, 柳编包装 for 竹缠绕管道 another town's product).
    """
    left = a.normalized.string_of(change.left, change.left_end)
    right = b.normalized.string_of(change.right, change.right_end)
    names = _consists(left, _NAMES), _consists(right, _NAMES)
    if all(names):
        return True
    nouns = _consists(left, _NOUNS) and _consists(right, _NOUNS)
    return nouns and bool(left and right) and (any(names) or min(len(left), len(right)) > _SYNONYM)


_SYNONYM: Final = 2
"""Characters of a noun that may be a synonym; longer ones that differ whole are names of something else."""


@cache
def _consists(text: str, tags: frozenset[str]) -> bool:
    """Whether a text is nothing but numbers, ordinals, units and words with these tags."""
    if not text or sign_of(text) in (NUMBER, ENUMERATOR) or _UNITS.fullmatch(text):
        return True
    tagged = _tagger()(text)
    # A surname and one or two characters that are no word together with it: 鲁三喜
    if tagged[0][1] == "nr" and len(tagged[0][0]) == 1 and 2 <= len(text) <= 3:
        return True
    return all(tag in tags or sign_of(word) == NUMBER or bool(_UNITS.fullmatch(word)) for word, tag in tagged)


@cache
def _tagger() -> Callable[[str], list[tuple[str, str]]]:
    """rjieba's tagger with jieba's dictionary and tags; its model of unknown words costs 20 ms and helps little."""
    import rjieba

    tag: Callable[[str], list[tuple[str, str]]] = partial(rjieba.tag, hmm=False)
    return tag


def known(text: Prepared, start: int, end: int, character_bits: float) -> float:
    """The share of an interval's characters that tell less than half of what they could: phrases of the genre."""
    if end <= start:
        return 0.0
    told = text.surprise[start + 1 : end + 1] - text.surprise[start:end]
    return float((told < character_bits / 2).mean())
