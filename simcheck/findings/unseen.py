"""Unseen characters (看不见的字符): which of them does nothing beside them explain; what reads backwards?

A character is told by its neighbours: what joins the parts of an emoji, chooses a form of a letter, an ideograph or a
sign, or parts the letters of Arabic, Indic, Mongolian, Khmer, belongs to the text; the same one elsewhere does not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import numpy as np

from simcheck.model import Span
from simcheck.text.normalize import Codes, Mask, code_points, invisible, visible

_Ranges = tuple[tuple[int, int], ...]

_SIGNS: Final[_Ranges] = (
    (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122), (0x2139, 0x2139),
    (0x2190, 0x21FF), (0x2300, 0x23FF), (0x24C2, 0x24C2), (0x25A0, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF),
    (0x3030, 0x3030), (0x303D, 0x303D), (0x3297, 0x3297), (0x3299, 0x3299), (0x1F000, 0x1FAFF),
)  # fmt: skip
"""Blocks and single characters of which some are emoji (Unicode's emoji-variation-sequences.txt). Nothing hides after a
sign that is not compared."""

_TONES: Final = (0x1F3FB, 0x1F3FF)
_SELECTORS_OF_SIGNS: Final = (0xFE0E, 0xFE0F)
_KEYCAP: Final = 0x20E3

_FLAG: Final = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""The flag of a region: a black flag and the region's code in tags (UTS 51, 1.4.8)."""

_IDEOGRAPHS: Final[_Ranges] = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_SELECTORS_OF_IDEOGRAPHS: Final[_Ranges] = ((0xFE00, 0xFE02), (0xE0100, 0xE01EF))
_FORMS_CHOSEN: Final = 0.05
"""Part of a text's ideographs whose form may be chosen by a selector, as in names; nobody chooses more."""
_FEW_FORMS: Final = 4
"""Ideographs whose form may be chosen in a text of any length."""

_JOINED: Final[_Ranges] = (
    (0x600, 0x8FF), (0x900, 0xDFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0x1A20, 0x1BFF), (0xA840, 0xA877),
    (0xA8E0, 0xA9DF), (0xAA60, 0xAA7F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0x10A00, 0x10A5F), (0x11000, 0x11FFF),
)  # fmt: skip
"""Arabic (Persian, Uyghur), Syriac, Indic, Myanmar, Khmer, Mongolian and their kin, whose letters join."""

_MONGOLIAN: Final[_Ranges] = ((0x1800, 0x180A), (0x1810, 0x18AF), (0x11660, 0x1167F))
_SELECTORS_OF_MONGOLIAN: Final[_Ranges] = ((0x180B, 0x180F),)

_WORDS_UNPARTED: Final[_Ranges] = ((0xE00, 0xFFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF))
"""Thai, Lao, Tibetan, Myanmar, Khmer, Tai: a space of no width shows where a word ends."""

_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_DIRECTIONS: Final[_Ranges] = ((0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202C), (0x2066, 0x2069))
"""Marks, embeddings and isolates: of use in a line that has letters of both directions."""

_IGNORABLE_MARKS: Final[_Ranges] = ((0x34F, 0x34F), (0x17B4, 0x17B5))
"""Marks that are drawn on nothing (Default_Ignorable_Code_Point); the selectors aside."""


def unexplained(text: str) -> Mask:
    """By character: whether nobody sees it and nothing beside it explains it.

    Accents and vowel signs, which comparison drops too, are seen on their letters.
    """
    mask = invisible(text)
    if not mask.any():
        return mask
    points = code_points(text)
    places = np.flatnonzero(mask)
    unseen = points[places]
    kinds, which = np.unique(unseen, return_inverse=True)
    drawn = np.array([unicodedata.category(chr(kind)) in ("Mn", "Me") for kind in kinds.tolist()])[which]
    drawn &= ~_of(unseen, (*_SELECTORS, *_IGNORABLE_MARKS))
    padded = np.concatenate(([0], points, [0, 0])).astype(np.uint32)
    before, after = padded[places], padded[places + 2]
    explained = drawn | _of_sign(unseen, before, after, padded[places + 3]) | _of_letters(unseen, before, after)
    if _of(unseen, _DIRECTIONS).any():
        explained |= _of(unseen, _DIRECTIONS) & _in_two_directions(text)[places]
    chosen = _of(unseen, _SELECTORS_OF_IDEOGRAPHS) & _of(before, _IDEOGRAPHS)
    if chosen.sum() <= max(_FEW_FORMS, _FORMS_CHOSEN * _of(points, _IDEOGRAPHS).sum()):
        explained |= chosen
    mask[places] = ~explained
    for flag in _FLAG.finditer(text):
        mask[flag.start() : flag.end()] = False
    return mask


_SELECTORS: Final[_Ranges] = ((0xFE00, 0xFE0F), *_SELECTORS_OF_IDEOGRAPHS, *_SELECTORS_OF_MONGOLIAN)


def _of(points: Codes, ranges: _Ranges) -> Mask:
    found = np.zeros(len(points), dtype=np.bool_)
    for first, last in ranges:
        found |= (points >= first) & (points <= last)
    return found


def _of_sign(unseen: Codes, before: Codes, after: Codes, next_but_one: Codes) -> Mask:
    """Selectors after a sign or in a keycap (1️⃣), joiners between emoji."""
    selects = _of(unseen, (_SELECTORS_OF_SIGNS,))
    keys = _of(before, ((0x30, 0x39), (0x23, 0x23), (0x2A, 0x2A))) & (after == _KEYCAP)
    joins = (unseen == 0x200D) & _of(before, (*_SIGNS, _TONES, _SELECTORS_OF_SIGNS, (0xE007F, 0xE007F)))
    return np.asarray((selects & (_of(before, _SIGNS) | keys)) | (joins & _of(after, _SIGNS)))


def _of_letters(unseen: Codes, before: Codes, after: Codes) -> Mask:
    """What scripts need between or after their letters."""

    def beside(ranges: _Ranges) -> Mask:
        return np.asarray(_of(before, ranges) | _of(after, ranges))

    found = _of(unseen, ((0x200C, 0x200D),)) & beside(_JOINED)
    found |= _of(unseen, _SELECTORS_OF_MONGOLIAN) & beside(_MONGOLIAN)
    found |= (unseen == 0x200B) & beside(_WORDS_UNPARTED)
    # forms of punctuation, of mathematical signs, of Myanmar and Phags-pa letters
    found |= (unseen >= 0xFE00) & (unseen <= 0xFE01) & _of(before, ((0x3001, 0x3002), (0xFF01, 0xFF1F)))
    found |= (unseen == 0xFE00) & _of(before, ((0x2200, 0x22FF), (0x2A00, 0x2AFF), (0x1000, 0x109F), (0xA840, 0xA877)))
    found |= (unseen == 0x34F) & _of(after, ((0x300, 0x36F), (0x591, 0x5C7)))
    return np.asarray(found | ((unseen >= 0x17B4) & (unseen <= 0x17B5) & _of(before, ((0x1780, 0x17FF),))))


def _in_two_directions(text: str) -> Mask:
    """By character: whether its line has a letter that is written from right to left."""
    found = np.zeros(len(text), dtype=np.bool_)
    start = 0
    for line in text.splitlines(keepends=True):
        if _RIGHT_TO_LEFT.search(line):
            found[start : start + len(line)] = True
        start += len(line)
    return found


_REVERSED: Final = re.compile("\u202e([^\u202c\n\r\u2029]*)\u202c?")


def reversed_parts(text: str) -> list[Span]:
    """What is shown from its end to its beginning by an override (U+202E), with the override and what ends it; an
    override ends with its line at the latest."""
    seen = np.concatenate(([0], np.cumsum(visible(text)))) if "\u202e" in text else None
    return [
        Span(*found.span())
        for found in _REVERSED.finditer(text)
        if seen is not None and seen[found.end()] - seen[found.start()] > 1
    ]
