"""Dates: read however they are written."""

from __future__ import annotations

from datetime import date as Day

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reports import DAYS

from simcheck.entities.dates import date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2018年12月3日", "2018-12-03"),
        ("2018 年 12 月 3 日", "2018-12-03"),
        ("２０１８年１２月３日", "2018-12-03"),
        ("2018年12月3号", "2018-12-03"),
        ("二〇一八年十二月三日", "2018-12-03"),
        ("二○一八年十二月三十一日", "2018-12-31"),
        ("二O一八年元月二十日", "2018-01-20"),
        ("二零一八年十月廿三日", "2018-10-23"),
        ("2018-12-3", "2018-12-03"),
        ("2018/12/3", "2018-12-03"),
        ("2018.12.3", "2018-12-03"),
        ("2018/12/3 0:00", "2018-12-03"),
        ("20181203", "2018-12-03"),
        ("2018-12", "2018-12"),
        ("2018年12月", "2018-12"),
        ("2018年12月份", "2018-12"),
        ("二〇一八年十一月", "2018-11"),
        ("2018年", "2018"),
        ("2018年度", "2018"),
        (" 2018 ", "2018"),
        ("2020年2月29日", "2020-02-29"),
        ("2000-2-29", "2000-02-29"),
        ("1900年", "1900"),
        ("2100-12-31", "2100-12-31"),
    ],
)
def test_a_date_is_read_however_it_is_written(written: str, expected: str) -> None:
    assert date(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "",
        "去年",
        "2018年13月1日",
        "2018年0月",
        "2018年2月30日",
        "2019年2月29日",
        "1900-2-29",
        "2018-4-31",
        "20181301",
        "20180230",
        "1899年",
        "2101年",
        "18年12月",
        "2018-12/3",
        "2018年十三月",
        "2018年一二月",
        "2018年元十月",
        "2018年12月3日下午",
        "2018年底",
        "2018 10:30",
        "第2018号",
        "12345678901",
        "二〇一八年十二月三十二日",
    ],
)
def test_what_is_no_date_or_an_impossible_one_is_refused(written: str) -> None:
    assert date(written) is None


FIGURES = "〇一二三四五六七八九"


def spelled(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else FIGURES[tens] + "十") + (
        FIGURES[ones] if ones or not tens else ""
    )


@given(DAYS)
def test_every_day_comes_back_from_every_way_to_write_it(day: Day) -> None:
    y, m, d = day.year, day.month, day.day
    year = "".join(FIGURES[int(c)] for c in str(y))
    ways = [
        f"{y}年{m}月{d}日",
        f"{y}-{m}-{d}",
        f"{y}/{m:02}/{d:02}",
        f"{y}.{m}.{d}",
        f"{y}{m:02}{d:02}",
        day.isoformat(),
    ]
    for written in [*ways, f"{year}年{spelled(m)}月{spelled(d)}日"]:
        assert date(written) == day.isoformat(), written
    for written in (f"{y}年{m}月", f"{y}-{m:02}", f"{year}年{spelled(m)}月"):
        assert date(written) == day.isoformat()[:7], written
    for written in (f"{y}", f"{y}年", f"{y}年度", f"{year}年"):
        assert date(written) == f"{y}", written


@given(st.integers(1900, 2100), st.integers(0, 99), st.integers(0, 99))
def test_a_day_that_the_calendar_does_not_know_is_none(year: int, month: int, day: int) -> None:
    try:
        expected = Day(year, month, day).isoformat()
    except ValueError:
        expected = None
    assert (
        date(f"{year}年{month}月{day}日")
        == date(f"{year}-{month}-{day}")
        == date(f"{year}{month:02}{day:02}")
        == expected
    )


@given(st.text("0123456789〇一二十廿元年月日号-/. 度", max_size=14))
def test_a_date_is_none_or_an_iso_prefix_that_reads_as_itself(written: str) -> None:
    found = date(written)
    if found is not None:
        assert date(found) == found
        Day.fromisoformat(found + "-01-01"[len(found) - 4 :])
