"""What a text costs grows as the text does; and ledgers of one form are told the same at every length.

No clock: calls are counted, of Python's functions and of those in C, at one size and at twice that size.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from support.calls import calls

from benchmarks.running import growth
from simcheck import Flag, Report, compare
from simcheck.align.blocks import Places
from simcheck.align.regions import best_stretch, clusters
from simcheck.align.sentences import Pairs, Weights
from simcheck.intervals import Cover, Overlaps
from simcheck.model import Block, Edit, Match, Span
from simcheck.render.markdown import markdown
from simcheck.render.table import table
from simcheck.report.counterparts import Counterparts
from simcheck.text.fingerprint import Phrases
from simcheck.text.normalize import code_points

MOST = 2.7
"""How many times as many calls twice the text may take: more than two for what is sorted and for what overlaps."""

ROW = 250
"""Calls for each finding that there is more: a table has a row for it, and ledgers of twice the rows have four times as
many findings."""


@pytest.mark.parametrize("shape", ["ledger", "permuted", "half", "lines", "edited", "single", "prices", "cards"])
def test_twice_the_text_takes_about_twice_the_calls(shape: str) -> None:
    growth.measure(shape, 20)
    counts: list[list[int]] = []
    findings: list[int] = []
    for size in (300, 600):
        left, right = (growth.SHAPES[shape](size, seed) for seed in (2, 3))
        kept: list[Report] = []
        steps: list[Callable[[], object]] = [
            lambda left=left, right=right, kept=kept: kept.append(compare(left, right)),  # type: ignore[misc]
            lambda kept=kept: kept[0].to_json(),  # type: ignore[misc]
            lambda kept=kept: markdown(kept[0], "zh"),  # type: ignore[misc]
            lambda kept=kept: table(kept[0], "zh"),  # type: ignore[misc]
        ]
        counts.append([calls(step) for step in steps])
        findings.append(len(kept[0].findings))
    rows = ROW * (findings[1] - findings[0])
    for before, after, name in zip(*counts, growth.STEPS, strict=True):
        assert after <= MOST * before + 2000 + rows, (name, before, after)


def told(report: Report) -> float:
    return report.share(without={Flag.BOILERPLATE}).ratio


def test_two_ledgers_of_one_form_are_told_the_same_at_every_length() -> None:
    for rows in (60, 240, 960):
        report = compare(growth.ledger(rows, 2), growth.ledger(rows, 3))
        assert told(report) < 0.04
        best = max(report.findings, key=lambda finding: finding.evidence.bits)
        assert "全镇农户补贴发放台账" in best.match.left.of(report.document.text)


def test_other_people_in_other_forms_are_told_the_same() -> None:
    shares = [told(compare(growth.attendance(rows, 2), growth.attendance(rows, 3))) for rows in (120, 480)]
    assert max(shares) < 0.04


def test_the_rows_of_one_ledger_in_another_order_are_its_rows() -> None:
    for rows in (60, 240):
        assert told(compare(growth.permuted(rows, 2), growth.permuted(rows, 3))) > 0.99


def test_of_a_ledger_that_is_half_copied_half_is_told() -> None:
    for rows in (240, 480):
        assert 0.45 < told(compare(growth.half(rows, 2), growth.half(rows, 3))) < 0.6


def intervals(draw: random.Random, count: int) -> list[tuple[int, int]]:
    starts = [draw.randrange(40) for _ in range(count)]
    return [(start, start + draw.randrange(6)) for start in starts]


def test_what_overlaps_is_found_as_by_looking_at_all() -> None:
    draw = random.Random(5)
    for _ in range(400):
        some = intervals(draw, draw.randrange(12))
        (start, end) = intervals(draw, 1)[0]
        wanted = [n for n, (a, b) in enumerate(some) if a < end and b > start]
        overlaps = Overlaps(some)
        assert sorted(overlaps.near(start, end)) == wanted
        assert overlaps.any(start, end) == bool(wanted)
        touching = {n for n, (a, b) in enumerate(some) if a <= end and b >= start}
        assert set(overlaps.touching(start, end)) == touching
        inside = {at for a, b in some for at in range(a, b)}
        assert Cover(some).within(start, end) == len(inside & set(range(start, end)))


def test_phrases_are_found_as_by_looking_for_each() -> None:
    draw = random.Random(6)
    for alphabet in ("ab", "abcdefgh"):
        for _ in range(150):
            text = "".join(draw.choices(alphabet, k=draw.randrange(120)))
            phrases = sorted({"".join(draw.choices(alphabet, k=draw.randint(1, 13))) for _ in range(20)})
            wanted = [(n, m.start()) for n, phrase in enumerate(phrases) for m in re.finditer(phrase, text)]
            assert Phrases([code_points(phrase) for phrase in phrases]).found(code_points(text)) == wanted


def test_the_best_stretch_is_that_of_going_through_all_sentences() -> None:
    def slowly(gains: list[float], drop: float) -> tuple[int, int]:
        best, best_total = (0, 0), 0.0
        start, total, peak = 0, 0.0, 0.0
        for at, gain in enumerate(gains):
            if total <= 0 or total < peak - drop:
                start, total, peak = at, 0.0, 0.0
            total += gain
            peak = max(peak, total)
            if total > best_total:
                best, best_total = (start, at + 1), total
        return best

    draw = random.Random(7)
    for _ in range(2000):
        gains = [draw.choice((-3.0, -1.0, 0.0, 2.0, 5.0, -10.0)) for _ in range(draw.randrange(25))]
        assert best_stretch(np.array(gains), 5.0) == slowly(gains, 5.0)


def test_places_come_in_the_order_in_which_they_were_given() -> None:
    word = np.array([1, 2, 1, 1, 2, 1], dtype=np.int64)
    nothing = np.zeros(len(word))
    places = Places(np.array([5, 2, 3, 1], dtype=np.int64), Weights(word, nothing, nothing))
    assert places.first(1) == 5
    assert places.first(3) is None
    assert places.after(1, 1, 3) == 2
    assert places.after(1, 1, 4) == 5
    assert not places.holds(1, 0)
    places.take(5)
    assert places.after(1, 1, 4) == 2


def test_what_corresponds_to_a_mark_is_found_between_edits_and_in_them() -> None:
    left, right = "甲乙丙丁，戊己庚", "甲乙寅卯丁戊己庚"
    match = Match(
        "source",
        Span(0, 8),
        Span(0, 8),
        (Block(Span(0, 8), Span(0, 8)),),
        (Edit(Span(2, 3), Span(2, 4)),),
    )
    there = Counterparts(match, left, right)
    assert there.of(Span(0, 2)) == [Span(0, 2)]
    assert there.of(Span(1, 5)) == [Span(1, 2), Span(2, 4), Span(4, 5)]
    # punctuation that only one side has is no letter
    assert there.of(Span(5, 7)) == [Span(5, 7)]


def split_at_gaps(left: list[int], right: list[int], members: list[int], gaps: tuple[int, int]) -> list[list[int]]:
    """What ``clusters`` gives, with no thought of time."""
    todo, done = [(members, 0, 0)], []
    while todo:
        cluster, side, settled = todo.pop()
        number = (left, right)[side]
        cluster = sorted(cluster, key=number.__getitem__)
        cuts = [n for n in range(1, len(cluster)) if number[cluster[n]] - number[cluster[n - 1]] > gaps[side] + 1]
        settled = 0 if cuts else settled + 1
        if settled == 2:
            done.append(sorted(cluster))
        else:
            todo += [(cluster[a:b], 1 - side, settled) for a, b in zip([0, *cuts], [*cuts, len(cluster)], strict=True)]
    return done


def test_clusters_of_few_and_of_many_are_those_of_the_slow_way() -> None:
    """And in its order, on which the regions depend."""
    rng = random.Random(3)
    for _ in range(400):
        count, wide = rng.choice([1, 2, 5, 12, 13, 60]), rng.choice([5, 30, 400])
        left, right = ([rng.randrange(wide) for _ in range(2 * count)] for _ in range(2))
        members = sorted(rng.sample(range(2 * count), count))
        gaps = rng.randrange(5), rng.choice([0, 3, 24])
        pairs = cast(Pairs, SimpleNamespace(left=np.array(left), right=np.array(right)))
        found = clusters(pairs, np.array(members), *gaps)
        assert [each.tolist() for each in found] == split_at_gaps(left, right, members, gaps)
