"""Wording that independent documents have is known: by runs of eight, by documents, as far as none is taken out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.parts import letters

from simcheck import Background
from simcheck.corpus.frequencies import build
from simcheck.text.background import INDEPENDENT, LONG, keys_of, stretched
from simcheck.text.normalize import normalize
from simcheck.text.overlaid import Overlaid, overlaid

FORMULA = "渡口检修要摆上议事日程件件有着落"
RARE = "辘轳上的麻绳是渔民老邹搓的没人学会"
NEWS = "灯塔今晨鸣笛两声提醒返航渔船靠岸"


def codes(text: str) -> np.typing.NDArray[np.uint32]:
    return normalize(text).codes


@pytest.fixture(scope="module")
def documents() -> list[str]:
    """Five documents: four have the formula, two of them something rare."""
    return [letters(10 * n, 300) + (FORMULA if n < 4 else "") + (RARE if n < 2 else "") for n in range(5)]


@pytest.fixture(scope="module")
def table(documents: list[str], tmp_path_factory: pytest.TempPathFactory) -> Background:
    genre, news = (tmp_path_factory.mktemp(name) for name in ("genre", "news"))
    for number, text in enumerate(documents):
        (genre / f"{number}.txt").write_text(text, encoding="utf-8")
    for number in range(8):
        (news / f"{number}.txt").write_text(letters(1000 + 10 * number, 300) + NEWS * (number < 3), encoding="utf-8")
    return build([genre, news])


def test_what_enough_documents_have_is_known(table: Background) -> None:
    assert (table.documents(codes(FORMULA)) == 4).all()
    assert (table.documents(codes(NEWS)) == INDEPENDENT).all()
    assert (table.documents(codes(RARE)) == 0).all()
    text = RARE + FORMULA
    assert table.known(codes(text)).tolist() == [False] * len(RARE) + [True] * len(FORMULA)


def test_fewer_than_eight_characters_are_words_and_no_wording(table: Background) -> None:
    assert not table.known(codes(FORMULA[: LONG - 1])).any()
    assert table.known(codes(FORMULA[:LONG])).all()
    assert len(table.documents(codes(FORMULA[:3]))) == 0


def test_documents_taken_out_are_not_counted(table: Background, documents: list[str]) -> None:
    without = table.without(documents[0])
    assert (without.documents(codes(FORMULA)) == 3).all()
    assert not table.without(*documents[:2]).known(codes(FORMULA)).any()
    # one that does not have it changes nothing
    assert (table.without(documents[4]).documents(codes(FORMULA)) == 4).all()
    assert table.known(codes(FORMULA)).all()


def test_runs_of_four_lose_the_same_documents(table: Background, documents: list[str]) -> None:
    out = table.without(*documents[:3]).information(codes(FORMULA))
    assert (out > table.information(codes(FORMULA))).all()


def test_an_empty_table_knows_nothing() -> None:
    empty = Background(np.zeros(0, np.uint32), np.zeros((0, 1), np.uint16), (5,))
    assert not empty.known(codes(FORMULA)).any()
    assert len(empty.known(codes(""))) == 0


def test_what_a_corpus_has_in_many_contexts_is_known_there(table: Background) -> None:
    contexts = np.full(len(codes(RARE)), 7, dtype=np.int64)
    on_top = overlaid(table, codes(RARE), contexts, 20)
    assert on_top.known(codes(RARE)).all()
    assert on_top.known(codes(FORMULA)).all()
    few = overlaid(table, codes(RARE), contexts - 3, 20)
    assert not few.known(codes(RARE)).any()


def test_what_the_user_says_goes_before_both(table: Background) -> None:
    none = np.zeros(len(codes(FORMULA)), dtype=np.int64)
    on_top: Overlaid = overlaid(table, codes(FORMULA), none, 20, added=[RARE], struck=[FORMULA])
    assert on_top.known(codes(RARE)).all()
    assert not on_top.known(codes(FORMULA)).any()


def test_a_document_has_its_short_and_its_long_runs() -> None:
    assert len(keys_of(FORMULA)) == len(FORMULA) - 3 + len(FORMULA) - 7


@given(st.lists(st.booleans(), max_size=40), st.integers(1, 9))
def test_stretched_is_whatever_a_run_covers(runs: list[bool], length: int) -> None:
    count = len(runs) + length - 1
    expected = [any(runs[max(0, n - length + 1) : n + 1]) for n in range(count)]
    assert stretched(np.array(runs, dtype=np.bool_), length, count).tolist() == expected


def test_the_shipped_table_knows_long_formulas() -> None:
    table = Background.default()
    known = "以习近平新时代中国特色社会主义思想为指导"
    assert table.known(codes(known)).all()
    assert not table.known(codes(RARE)).any()


def test_a_table_is_the_same_after_it_was_written(table: Background, tmp_path: Path) -> None:
    from simcheck.text.background import packed

    path = tmp_path / "own.npz"
    path.write_bytes(packed(table))
    loaded = Background.load(path)
    assert loaded.unit == table.unit
    assert (loaded.documents(codes(FORMULA + NEWS + RARE)) == table.documents(codes(FORMULA + NEWS + RARE))).all()
