"""Where in the source does a part of the document stand?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from simcheck.intervals import Overlaps
from simcheck.model import Edit, Mark, Match, Span


def marks_there(marks: Sequence[Mark], matches: Sequence[Match], left: str, right: str) -> list[Mark]:
    """The marks of a document, ``left``, as they are in a source, ``right``, by what the two match in."""
    places = Overlaps((mark.span.start, mark.span.end) for mark in marks)
    found: list[Mark] = []
    for match in matches:
        some = [marks[n] for n in places.near(match.left.start, match.left.end)]
        if some:
            there = Counterparts(match, left, right)
            found += [replace(mark, span=span) for mark in some for span in there.of(mark.span)]
    return found


class Counterparts:
    """What corresponds in the source to parts of the document, block by block and between edits."""

    def __init__(self, match: Match, left: str, right: str) -> None:
        self._left, self._right = left, right
        self._parts: list[tuple[Span, Span, bool]] = []
        edits = Overlaps((edit.left.start, edit.left.end) for edit in match.edits)
        for block in match.blocks:
            near = (match.edits[n] for n in edits.touching(block.left.start, block.left.end))
            inside = [edit for edit in near if block.left.contains(edit.left) and block.right.contains(edit.right)]
            at, other = block.left.start, block.right.start
            for edit in [*inside, Edit(Span(block.left.end, block.left.end), Span(block.right.end, block.right.end))]:
                if at < edit.left.start:
                    self._parts.append((Span(at, edit.left.start), Span(other, max(other, edit.right.start)), False))
                if edit.left and edit.right:
                    self._parts.append((edit.left, edit.right, True))
                at, other = edit.left.end, edit.right.end
        self._by_place = Overlaps((here.start, here.end) for here, _, _ in self._parts)
        self._letters: dict[int, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]] | None] = {}

    def of(self, span: Span) -> list[Span]:
        """The places in the source, of edits only those that lie whole in the span."""
        found = []
        for number in self._by_place.near(span.start, span.end):
            here, there, is_edit = self._parts[number]
            if is_edit:
                found += [there] if span.contains(here) else []
                continue
            start, end = max(here.start, span.start), min(here.end, span.end)
            found.append(Span(*(self._same_place(number, place - here.start) for place in (start, end))))
        return [each for each in found if each]

    def _same_place(self, number: int, place: int) -> int:
        """Where in the source a place of a part is: equal text may differ in punctuation and white space, so that
        letters are counted where it does."""
        here, there, _ = self._parts[number]
        if number not in self._letters:
            mine, theirs = here.of(self._left), there.of(self._right)
            self._letters[number] = None if mine == theirs else (_letters(mine), _letters(theirs))
        letters = self._letters[number]
        if letters is None:
            return there.start + place
        wanted = int(letters[0][place])
        return there.start + min(len(there), int(np.searchsorted(letters[1], wanted)))


def _letters(words: str) -> npt.NDArray[np.int64]:
    """(n + 1) How many letters and digits stand before each position."""
    return np.concatenate(([0], np.cumsum(np.fromiter(map(str.isalnum, words), dtype=np.int64, count=len(words)))))
