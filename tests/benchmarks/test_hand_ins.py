"""The sixty reports with their history: always the same, and what the history says stands in the files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import simcheck
from benchmarks.detection.hand_ins_made import FORM, HISTORY, HandedIn, made, written
from benchmarks.detection.hand_ins_words import HOW, stock
from simcheck.metadata.guess import guess

SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def handed() -> HandedIn:
    return made(1)


def test_they_are_sixty_and_always_the_same(handed: HandedIn) -> None:
    assert len(handed.papers) == 60
    assert made(1).to_json() == handed.to_json()
    assert made(2).to_json() != handed.to_json()
    stories = Counter(paper.story for paper in handed.papers.values())
    assert stories["phrases only"] == 10
    assert {"exchanged", "same bytes", "other format", "own year", "chain", "star", "mixed", "form only"} <= set(
        stories
    )
    assert sum(paper.has_introduction for paper in handed.papers.values()) > 60 / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_every_paragraph_stands_where_the_history_says(seed: int) -> None:
    handed = made(seed)
    for taking in handed.takings():
        taker, giver = handed.papers[taking.taker], handed.papers[taking.giver]
        left, right = taker.text[slice(*taking.left)], giver.text[slice(*taking.right)]
        assert left in {part.text for part in taker.parts}
        assert right in {part.text for part in giver.parts}
        if taking.how == "identical" and giver.village not in right:
            assert left == right
        if taking.how == "moved":
            assert sorted(left.replace(taker.village, giver.village)) == sorted(right)
    assert {taking.how for taking in handed.takings()} == {*HOW, "exchanged"}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_paragraph_has_two_authors(seed: int) -> None:
    """What is nobody's by history must not be shared by accident: each paragraph of the stock is used once."""
    handed = made(seed)
    first = [part for paper in handed.papers.values() for part in paper.parts if not part.taken]
    assert len({part.root for part in first}) == len(first) == len(handed.roots)
    runs = Counter(run for part in first for run in {part.text[at : at + 16] for at in range(len(part.text) - 15)})
    assert not [run for run, times in runs.items() if times > 1]


def test_what_a_file_shows_of_its_day_is_what_the_program_reads(handed: HandedIn) -> None:
    for file, paper in handed.papers.items():
        known = guess(file, paper.text)
        assert known.get("date", "") == (paper.day or {"year": str(paper.year), "nothing": ""}.get(paper.shows, "")), (
            file
        )


def test_the_files_are_written_with_their_history(handed: HandedIn, tmp_path: Path) -> None:
    written(tmp_path / "one", handed)
    written(tmp_path / "two", handed)
    history = json.loads((tmp_path / "one" / HISTORY).read_text(encoding="utf-8"))
    assert (tmp_path / "one" / FORM).is_file()
    files = sorted(path.name for path in (tmp_path / "one" / "reports").iterdir())
    assert files == [paper["file"] for paper in history["papers"]]
    assert {path.rpartition(".")[2] for path in files} == {"txt", "docx"}
    for file in files:
        one, two = (tmp_path / name / "reports" / file for name in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()
        assert simcheck.read(one).text.rstrip() == handed.papers[file].text.rstrip()
    for paper in handed.papers.values():
        if paper.same_bytes_as:
            names = (paper.file, paper.same_bytes_as)
            assert len({(tmp_path / "one" / "reports" / name).read_bytes() for name in names}) == 1
    assert len(history["takings"]) == len(handed.takings())


def test_the_stock_has_no_paragraph_twice() -> None:
    some = stock()
    assert len(some) == len(set(some)) > 110
    assert not any("习近平" in text for text in some)
