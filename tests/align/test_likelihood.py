"""How likely a part was taken over: each feature says what its name does, and more of it never makes it less likely."""

from __future__ import annotations

from dataclasses import replace
from math import log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.parts import layout_of, letters, prepared

from simcheck.align.likelihood import (
    BITS,
    PROSE,
    STATUTES,
    Features,
    Weights,
    condensed,
    features_of,
    likelihoods,
    of_bits,
    weights_of,
)
from simcheck.align.parts import Part, parts_of, whole_part
from simcheck.align.prepare import Prepared
from simcheck.settings import Settings

HERON = "苇塘里的白鹭把巢筑在倒下的电线杆上。"
MILL = "水磨坊的木轮换成了榆木的，转起来不再响。"
BITS_EACH = Settings().character_bits


def of(a: Prepared, b: Prepared, *shared: str) -> dict[int, Features]:
    """Features by the length of what was shared, each by itself."""
    parts = parts_of([layout_of(a, b, wording) for wording in shared], a, b)
    return {part.length: found for part, found in zip(parts, features_of(parts, a, b), strict=True)}


def pair(*shared: str, own: int = 0) -> tuple[Prepared, Prepared]:
    left, right = (
        f"{letters(s, 60)}\n" + "".join(f"{letters(s + 5 + n, own, 99)[:-1]}{w}" for n, w in enumerate(shared)) + "\n"
        for s in (1, 20)
    )
    return prepared(left), prepared(right)


def test_what_a_sentence_by_itself_says() -> None:
    a, b = pair(HERON)
    (features,) = of(a, b, HERON).values()
    assert features == pytest.approx((log1p(17 * BITS_EACH), 1.0, 0.0, log1p(17)))


def test_known_and_public_wording_is_not_specific() -> None:
    a, b = pair(HERON)
    (at,) = (run.left for part in parts_of([layout_of(a, b, HERON)], a, b) for run in part.equal)
    half = np.zeros(len(a.normalized), dtype=np.bool_)
    half[at : at + 8] = True
    for told in (replace(a, known=half), replace(a, public=half)):
        (features,) = of(told, b, HERON).values()
        assert features.specific == pytest.approx(log1p(9 * BITS_EACH))


def test_wording_is_the_part_of_the_sentences_that_it_touches() -> None:
    a, b = pair(HERON, own=17)
    (features,) = of(a, b, HERON).values()
    assert features.wording == pytest.approx(0.5)


def test_a_sentence_that_is_touched_twice_counts_once() -> None:
    a, b = pair(MILL, own=18)
    ((_, part),) = ((0, whole_part(layout_of(a, b, "水磨坊的木轮", "转起来不再响"), a, b)),)
    (features,) = features_of([part], a, b)
    assert features.wording == pytest.approx(12 / 36)


def test_company_is_of_the_same_paragraphs() -> None:
    a, b = pair(HERON, MILL, own=30)
    found = of(a, b, HERON, MILL)
    assert found[17].company == pytest.approx(log1p(18 * BITS_EACH))
    assert found[18].company == pytest.approx(log1p(17 * BITS_EACH))
    apart = [prepared(f"{letters(s, 60)}\n{HERON}{letters(s + 1, 40)}\n{MILL}") for s in (1, 20)]
    assert {features.company for features in of(apart[0], apart[1], HERON, MILL).values()} == {0.0}


def test_unbroken_is_the_longest_stretch() -> None:
    a, b = pair(MILL)
    part = whole_part(layout_of(a, b, "水磨坊的木轮", "转起来不"), a, b)
    assert features_of([part], a, b)[0].unbroken == pytest.approx(log1p(6))


def test_what_is_longer_and_specific_is_likelier() -> None:
    a, b = pair(HERON)
    whole, half = (layout_of(a, b, wording) for wording in (HERON, HERON[:8]))
    more, less = (likelihoods([whole_part(layout, a, b)], a, b)[0] for layout in (whole, half))
    assert 0 < less < 0.5 < more < 1


def test_statutes_are_weighed_by_weights_of_their_own() -> None:
    prose = prepared(HERON)
    statute = prepared("\n".join(f"第{n}条 {letters(n, 30)}" for n in range(1, 6)))
    assert weights_of(statute, statute) is STATUTES
    assert weights_of(statute, prose) is PROSE
    assert weights_of(prose, prose) is PROSE


def test_what_a_law_dictates_is_not_of_the_upper_grade() -> None:
    """What stands before and behind a part is enough: the part is the same law's, in other words."""
    statute = "\n".join(f"第{n}条 {letters(n, 30)}" for n in range(1, 6)) + f"\n第六条 {HERON}{MILL}"
    a, b = prepared(statute), prepared(letters(90, 200) + statute)
    part = whole_part(layout_of(a, b, HERON + MILL), a, b)
    (plain,) = likelihoods([part], a, b)
    start, end = part.sides[0]
    around = np.zeros(len(a.normalized), dtype=np.bool_)
    around[start - 60 : start] = around[end : end + 60] = True
    (dictated,) = likelihoods([part], replace(a, public=around), b)
    assert dictated < STATUTES.bounds.upper <= plain


FEATURES = st.tuples(st.floats(0, 9), st.floats(0, 1), st.floats(0, 9), st.floats(0, 9))


@given(FEATURES, st.integers(0, 3), st.floats(0, 3), st.sampled_from([PROSE, STATUTES]))
def test_more_of_anything_is_never_less_likely(
    features: tuple[float, ...], which: int, more: float, w: Weights
) -> None:
    raised = [x + more * (n == which) for n, x in enumerate(features)]
    sums = [sum(a * b for a, b in zip(w.features, x, strict=True)) for x in (features, raised)]
    assert sums[0] <= sums[1]


def test_grades_are_within_what_is_shown() -> None:
    for bounds in (PROSE.bounds, STATUTES.bounds, BITS):
        assert 0 < bounds.shown < bounds.upper < 1


def test_no_parts_have_no_likelihood() -> None:
    a, b = pair(HERON)
    assert likelihoods([], a, b) == []


@given(st.floats(0, 10_000), st.floats(0.1, 10_000))
def test_bits_alone_are_weighed_by_their_size(bits: float, more: float) -> None:
    assert 0 <= of_bits(bits, 40.0) < of_bits(bits + more, 40.0) < 1


def test_what_is_asked_for_is_as_likely_as_not() -> None:
    assert of_bits(Settings().evidence, Settings().evidence) == BITS.shown
    assert of_bits(2 * Settings().evidence, Settings().evidence) == pytest.approx(BITS.upper)


def test_what_is_drawn_together_needs_much() -> None:
    a, b = pair(HERON)
    part: Part = whole_part(layout_of(a, b, HERON), a, b)
    assert condensed(part) < 0.5 < condensed(replace(part, specific=part.specific + 10))
