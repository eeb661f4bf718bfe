"""The pairs of a crossing by document, each seen from the document that is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from simcheck.comparison import exchanged, of, place
from simcheck.crossing.contents import Pair

TURNED: Final = 10_000
"""Pairs that are kept as they are seen from their other side: fifty megabytes."""


class Sides:
    """The pairs of each document, with it on the left; of very many they are not all turned at once."""

    def __init__(self, every: Sequence[Pair]) -> None:
        self._every = every
        self._of: dict[str, list[int]] = defaultdict(list)
        for number, pair in enumerate(every):
            self._of[pair.a].append(number)
            self._of[pair.b].append(~number)
        self._turned: dict[int, Pair] = {}

    def count(self, id: str) -> int:
        """How many pairs a document has."""
        return len(self._of.get(id, ()))

    def __getitem__(self, id: str) -> list[Pair]:
        return [self._every[number] if number >= 0 else self._back(~number) for number in self._of.get(id, ())]

    def _back(self, number: int) -> Pair:
        found = self._turned.get(number) or turned(self._every[number])
        if len(self._every) <= TURNED:
            self._turned[number] = found
        return found


def turned(pair: Pair) -> Pair:
    """A pair seen from its other side."""
    findings = tuple(sorted((of(exchanged(finding), pair.a) for finding in pair.findings), key=place))
    shares = pair.b_share, pair.a_share, pair.b_upper, pair.a_upper
    return Pair(pair.b, pair.a, *shares, findings, pair.likeness, pair.own, pair.b_telling, pair.a_telling)
