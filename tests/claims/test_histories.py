"""Forty histories of copying: whatever is said about where a passage began is true, or it is not said."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.claims import Claim, said_to_hold, visible
from support.histories import History, history, told, untrue
from support.stories import body

HISTORIES = range(40)


@pytest.mark.parametrize("seed", HISTORIES)
def test_nothing_untrue_is_said_about_who_holds_a_passage_and_where_it_began(seed: int, tmp_path: Path) -> None:
    made = history(seed)
    assert untrue(said_to_hold(told(tmp_path, made.document, made.sources)), made.document, made.sources) == []


def origins(made: History) -> list[str]:
    """The sources that may be named for what they and another share with the document."""
    named = []
    for source in made.sources:
        others = (set(made.document.holds) & {*source.holds} & {*other.holds} for other in made.sources)
        for other, common in zip(made.sources, others, strict=True):
            claim = Claim("origin-earliest", 2, visible(body(sorted(common))), source.file)
            if other.work != source.work and common and not untrue([claim], made.document, made.sources):
                named.append(source.file)
    return named


def test_an_origin_can_be_known_in_some_histories_and_in_others_not() -> None:
    known = sum(bool(origins(history(seed))) for seed in HISTORIES)
    assert 10 <= known <= 30


def test_what_is_true_of_a_history_is_granted_and_what_is_not_is_found() -> None:
    made = history(3)
    assert made == history(3)
    held = {paper.file: visible(body(set(paper.holds) & set(made.document.holds))) for paper in made.sources}
    most = max(held.values())
    assert not untrue([Claim("widespread", 1, most)], made.document, made.sources)
    assert untrue([Claim("widespread", 1, most + 60)], made.document, made.sources)
    assert untrue([Claim("widespread", len(made.sources) + 1, 50)], made.document, made.sources)
    last = max(made.sources, key=lambda paper: paper.written)
    assert untrue([Claim("origin-earliest", 2, most, last.file)], made.document, made.sources)
