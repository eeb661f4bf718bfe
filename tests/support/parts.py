"""Texts that are prepared without a table, and layouts made by hand: what the tests of parts begin with."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from simcheck import Settings
from simcheck.align.alignment import Piece
from simcheck.align.edits import Change
from simcheck.align.layout import Layout
from simcheck.align.prepare import Prepared, prepare


def letters(seed: int, count: int, sentence: int = 30) -> str:
    """So many characters that no other seed has, a full stop after each ``sentence`` of them."""
    chooser = random.Random(seed)
    text = "".join(chr(chooser.randrange(0x4E00, 0x9FA5)) for _ in range(count))
    return "".join(f"{text[n : n + sentence]}。" for n in range(0, count, sentence))


def prepared(text: str) -> Prepared:
    """A text in which every character is worth the same, and none is known wording."""
    return prepare(text, None, Settings(background=None))


def layout_of(a: Prepared, b: Prepared, *shared: str, bits: float = 100.0) -> Layout:
    """One piece in which the given wordings are the same, in the order of both, and all between them differs."""
    stretches = []
    for wording in shared:
        codes = prepared(wording).normalized.codes
        left, right = (
            text.normalized.codes.tobytes().find(codes.tobytes()) // text.normalized.codes.itemsize for text in (a, b)
        )
        stretches.append((left, right, len(codes)))
    return laid(stretches, bits)


def laid(stretches: Sequence[tuple[int, int, int]], bits: float = 100.0) -> Layout:
    """One piece of equal stretches (left, right, length), ascending on both sides."""
    changes = tuple(
        Change(left + length, after, right + length, other)
        for (left, right, length), (after, other, _) in pairwise(stretches)
    )
    first, last = stretches[0], stretches[-1]
    piece = Piece(first[0], last[0] + last[2], first[1], last[1] + last[2])
    return Layout((piece,), (changes,), bits, False)
