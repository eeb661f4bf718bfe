"""From what texts share to pairs of documents: which record has which text, whose they are, how nearly two are one?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from simcheck.comparison import of
from simcheck.crossing.comparing import Compared
from simcheck.crossing.crossing import Likeness, Pair
from simcheck.crossing.groups import connected
from simcheck.findings.authorship import Author, Ground, author_of
from simcheck.model import Document, Flag

NEAR: Final = 0.9
"""The share of both documents from which they are nearly the same."""


class Maker:
    """Makes pairs of documents of what their texts share; ``authors`` of some of them may be known already."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        of_text: Mapping[int, Sequence[str]],
        own: Collection[str],
        new: frozenset[str] | None,
        authors: Mapping[str, Author] | None = None,
    ) -> None:
        self.documents, self._of_text, self._own, self._new = documents, of_text, frozenset(own), new
        self.order = {id: number for number, id in enumerate(documents)}
        self.text_of = {id: number for number, ids in of_text.items() for id in ids}
        """The number of the text of each document."""
        self._authors = dict(authors or {})
        self.is_chained = False
        """Whether some pairs of documents that have one text were left out, because so many have it."""
        self._one: set[tuple[int, int]] = set()
        # whoever has one text has it whatever is counted of it
        self._same = [(ids[0], other) for ids in of_text.values() if self._is_asked(ids) for other in ids[1:]]
        self.pairs: list[Pair] = []

    def tell_same(self, a: int, b: int) -> None:
        """The documents that have the one text and those that have the other are the same."""
        self._one.add((a, b))
        every = [*self._of_text[a], *self._of_text[b]]
        self._same += [(every[0], other) for other in every[1:]]

    def add(self, a: int, b: int, found: Compared) -> None:
        """What two texts share, or one text with itself, for the records that have them."""
        if not found.a_share.part and not found.b_share.part:
            return
        is_same = a == b or (a, b) in self._one
        turned: Compared | None = None
        combined, is_chained = _combined(self._of_text[a], self._of_text[b], is_same=a == b)
        self.is_chained |= is_chained
        for one, other in combined:
            if self._new is not None and not self._new & {one, other}:
                continue
            if self.order[one] < self.order[other]:
                self.pairs.append(self._pair(one, other, found, is_same=is_same))
            else:
                turned = turned or found.exchanged
                self.pairs.append(self._pair(other, one, turned, is_same=is_same))

    def _is_asked(self, ids: Sequence[str]) -> bool:
        is_empty = not self.documents[ids[0]].text.strip()
        return not is_empty and self.is_asked(ids)

    def _pair(self, a: str, b: str, found: Compared, *, is_same: bool) -> Pair:
        ground = self._ground(a, b)
        more = frozenset({Flag.OWN}) if ground else frozenset()
        findings = tuple(of(finding, b) for finding in found.findings)
        if more:
            findings = tuple(replace(finding, flags=finding.flags | more) for finding in findings)
        shares = found.a_share, found.b_share, found.a_upper, found.b_upper
        likeness, own = self._likeness(a, b, found, is_same=is_same), f"own-{ground.field}" if ground else ""
        return Pair(a, b, *shares, findings, likeness, own, found.a_telling, found.b_telling)

    def _likeness(self, a: str, b: str, found: Compared, *, is_same: bool) -> Likeness | None:
        if is_same:
            files = [self.documents[id].file for id in (a, b)]
            first, second = files
            return Likeness.SAME_FILE if first and second and first.sha256 == second.sha256 else Likeness.SAME_TEXT
        return Likeness.NEAR if min(found.a_share.ratio, found.b_share.ratio) >= NEAR else None

    def is_own(self, a: str, b: str) -> bool:
        """Whether two documents are of one author or unit."""
        return self._ground(a, b) is not None

    def is_asked(self, ids: Iterable[str]) -> bool:
        """Whether anything is asked of some documents: one of them is new, if only what is new is."""
        return self._new is None or not self._new.isdisjoint(ids)

    def _ground(self, a: str, b: str) -> Ground | None:
        return ground((a, self._author(a)), (b, self._author(b)), self._own)

    def _author(self, id: str) -> Author:
        if id not in self._authors:
            self._authors[id] = author_of(self.documents[id])
        return self._authors[id]

    def same(self) -> tuple[tuple[str, ...], ...]:
        """The sets of documents that are one in their text, the largest first."""
        sets = connected(self._same, self.order)
        return tuple(
            tuple(ids) for ids in sorted(sets, key=lambda ids: (-len(ids), self.order[ids[0]])) if len(ids) > 1
        )


def ground(one: tuple[str, Author], other: tuple[str, Author], own: Collection[str]) -> Ground | None:
    """Why two documents, each with who wrote it, are of one author or unit, None if nothing says so; ``own`` are those
    of which the user says it."""
    if one[0] in own and other[0] in own:
        return Ground("said")
    return one[1].ground(other[1])


def _combined(some: Sequence[str], others: Sequence[str], *, is_same: bool) -> tuple[list[tuple[str, str]], bool]:
    """The pairs of the records of two texts; of very many only some, that hold them all together, which is said."""
    if is_same:
        if len(some) > _MANY:
            return list(zip(some, some[1:], strict=False)), True
        return list(combinations(some, 2)), False
    if len(some) * len(others) > _MANY**2:
        return [(some[0], other) for other in others] + [(one, others[0]) for one in some[1:]], True
    return [(one, other) for one in some for other in others], False


_MANY: Final = 100
"""Documents of one text of which every two are a pair: five thousand pairs, without any comparing."""
