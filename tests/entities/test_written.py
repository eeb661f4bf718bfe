"""Time of writing: what a date tells by its evidence, and which of two texts was certainly written first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import DAYS

from simcheck.entities.written import Written, before, certainly_before, written

KINDS = ["signature", "heading", "name", "given"]


@pytest.mark.parametrize("by", KINDS)
@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12-05", "2023-12-05", "2023-12-05"),
    ],
)
def test_what_dates_a_text_is_an_interval(by: str, date: str, first: str, last: str) -> None:
    assert written({"date": date, "date_by": by}) == (first, last)


@pytest.mark.parametrize("date", ["2023", "2023-06", "2023-06-30"])
def test_the_year_in_a_title_is_no_day_of_writing(date: str) -> None:
    assert written({"date": date, "date_by": "title"}) == ("2022-10-01", "")


def test_a_date_without_evidence_is_as_given_but_for_a_bare_year() -> None:
    assert written({"date": "2023"}) == ("2022-10-01", "")
    assert written({"date": "2023-06"}) == ("2023-06-01", "2023-06-30")


@pytest.mark.parametrize(
    "metadata", [{}, {"date": ""}, {"date": "last year"}, {"date": "2023-02-30", "date_by": "given"}]
)
def test_no_date_is_unknown(metadata: dict[str, str]) -> None:
    assert written(metadata) == ("", "")


@pytest.mark.parametrize(
    ("one", "other", "ordered"),
    [
        ("2023", "2024-01-05", True),
        ("2023", "2024", True),
        ("2023", "2024-03", True),
        ("2022-12-30", "2023", True),
        ("2023-12-01", "2024-01-01", True),
        ("2023-11", "2024-01", True),
        ("2023-12-01", "2023-12-31", False),
        ("2023-12-20", "2024-01-10", False),
        ("2023-11", "2023-12", False),
        ("2023-12", "2024-01-05", False),
        ("2023", "2023", False),
        ("2023", "2023-12-05", False),
        ("2023-12-05", "2023", False),
        ("2023-12-05", "2023-12-05", False),
        ("2024-01-05", "2023", False),
    ],
)
def test_dates_order_two_documents_only_if_they_separate_them(one: str, other: str, ordered: bool) -> None:
    a, b = (written({"date": date, "date_by": "signature"}) for date in (one, other))
    assert certainly_before(a, b) is ordered


def test_what_a_text_is_about_says_that_it_was_not_written_long_before() -> None:
    about = written({"date": "2023", "date_by": "title"})
    assert certainly_before(written({"date": "2022-09-30"}), about)
    assert not certainly_before(written({"date": "2022-10-01"}), about)
    assert not certainly_before(about, written({"date": "2030-01-01"}))
    assert not certainly_before(about, written({"date": "2025", "date_by": "title"}))
    assert not certainly_before(Written("", ""), about)
    assert not certainly_before(written({"date": "2020-01-01"}), Written("", ""))


MOMENTS = st.builds(
    lambda day, size, by: written({"date": day.isoformat()[:size], "date_by": by}),
    DAYS,
    st.sampled_from([4, 7, 10]),
    st.sampled_from([*KINDS, "title"]),
)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_the_order_is_a_strict_partial_one(a: Written, b: Written, c: Written) -> None:
    assert not certainly_before(a, a)
    assert not (certainly_before(a, b) and certainly_before(b, a))
    if certainly_before(a, b) and certainly_before(b, c):
        assert certainly_before(a, c)


@pytest.mark.parametrize(
    ("date", "by", "day", "yearly", "is_before"),
    [
        ("2021", "title", "2023", True, True),
        ("2021", "title", "2023-01-01", True, True),
        ("2021", "title", "2022", True, False),
        ("2021", "title", "2022-12-31", True, False),
        ("2021", "title", "2030", False, False),
        ("2021-03", "title", "2022", True, False),
        ("2021", "", "2022", True, False),
        ("2021", "given", "2022", False, True),
        ("2021", "signature", "2022", False, True),
        ("2021-12-31", "name", "2022", False, True),
        ("2022-01-01", "name", "2022", False, False),
        ("2022-05", "given", "2022-05-31", False, False),
        ("", "", "2022", True, False),
    ],
)
def test_before_a_day_is_what_cannot_be_later(date: str, by: str, day: str, yearly: bool, is_before: bool) -> None:
    known = {key: value for key, value in (("date", date), ("date_by", by)) if value}
    assert before(known, day, yearly=yearly) is is_before
