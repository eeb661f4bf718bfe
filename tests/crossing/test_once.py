"""Equal parts of results as one object each: the same results, of fewer objects."""

from __future__ import annotations

from simcheck.crossing.comparing import Compared
from simcheck.crossing.once import Once
from simcheck.crossing.parts import Part, packed, unpacked
from simcheck.model import Block, Edit, Evidence, Finding, Flag, Kind, Mark, Match, Slot, Span, Substitution
from simcheck.report.counting import Share


def result() -> Compared:
    left, right = Span(1000, 1020), Span(2000, 2020)
    year = Span(1004, 1008), Span(2004, 2008)
    match = Match("", left, right, (Block(left, right),), (Edit(*year),))
    filled = (Substitution(*year, Slot.DATE),)
    finding = Finding(match, Kind.REFILLED, frozenset({Flag.SCATTERED}), Evidence(90.5, 0.25), filled, 1)
    return Compared((finding,), *(Share(16, 3000, 20) for _ in range(6)))


def test_results_are_the_same_and_have_what_is_equal_but_once() -> None:
    marks = [(1, (Mark(Flag.BOILERPLATE, Span(0, 9), "phrase"),)), (2, ())]
    # as they come from another process or from the disk, each with everything of its own
    first, second = (unpacked(packed(Part([result(), result()], marks))) for _ in range(2))
    once = Once()
    parts = [once.part(first), once.part(second)]
    assert parts == [first, second]
    every = [each for part in parts for each in part.results]
    matches = [each.findings[0].match for each in every]
    assert len({id(match.left) for match in matches} | {id(match.blocks[0].left) for match in matches}) == 1
    assert len({id(match.edits[0].right) for match in matches}) == 1
    assert len({id(each.findings[0].substitutions[0].left) for each in every}) == 1
    assert len({id(share) for each in every for share in (each.a_share, each.b_upper, each.b_telling)}) == 1
    assert len({id(each.findings[0].flags) for each in every}) == 1
