"""Dates (日期): what is a date, and which day does it name?

``date`` reads one that is written out, in figures or in characters; ``TIME`` is any stretch of time that one report may
have put in place of another's.
"""

from __future__ import annotations

import re
from typing import Final

from simcheck.entities.numbers import CN
from simcheck.entities.patterns import C, D, Pattern

_NUMBER: Final = rf"(?:{D}{{1,2}}|[元正一二三四五六七八九十廿卅]{{1,3}})"
SPOKEN: Final = rf"(?:{D}{{4}}|{C}{{4}})\s*年(?:度|\s*{_NUMBER}\s*月(?:份|\s*{_NUMBER}\s*[日号號])?)?"
"""二〇一八年, 2018年12月, 2018年度, 2018年12月3日."""

DAY: Final = rf"{D}{{4}}[-–－/／.．]{D}{{1,2}}[-–－/／.．]{D}{{1,2}}"
"""2018-12-3, 2018/12/3, 2018.12.3."""

_DATE: Final = Pattern(
    rf"""
    (?P<year>{D}{{4}}|{C}{{4}})
    (?: \s*年 (?: 度 | \s*(?P<month>{_NUMBER})\s*月 (?: 份 | \s*(?P<day>{_NUMBER})\s*[日号號] )? )?
      | (?P<sign>[-–－/／.．]) (?P<month_2>{D}{{1,2}})
        (?: (?P=sign) (?P<day_2>{D}{{1,2}}) (?: [ T]+ \d{{1,2}}:\d\d (?: :\d\d )? )? )?  # spreadsheets add the hour
      | (?P<month_3>{D}{{2}}) (?P<day_3>{D}{{2}})
    )?
    """,
    re.VERBOSE,
)
TO: Final = r"\s*(?:[—\-－–―─~～]{1,3}|至|到)\s*"
"""What stands between the two ends of a range."""

_YEAR: Final = rf"(?:{D}{{4}}\s*年\s*)?"
UNTIL: Final = rf"(?:{TO}(?:{_YEAR}(?:{_NUMBER}\s*月\s*)?{_NUMBER}\s*[日号號]|{_YEAR}{_NUMBER}\s*月(?:份)?|{DAY}))"
"""How a range goes on that begins with a date: 至5日, —12月5日, —2024年1月, -2024-01-05."""

_SPAN: Final = Pattern(
    rf"""
    (?P<from>{SPOKEN}|{DAY}) (?: {TO}
      (?: (?:(?P<year>{D}{{4}})\s*年\s*)? (?:(?P<month>{_NUMBER})\s*月\s*)? (?P<day>{_NUMBER})\s*[日号號]
        | (?:(?P<year_2>{D}{{4}})\s*年\s*)? (?P<month_2>{_NUMBER})\s*月(?:份)?
        | (?P<to>{DAY}) ) )?
    """,
    re.VERBOSE,
)
TIME: Final = Pattern(
    rf"(?:(?:(?:19|20)\d\d|[〇零一二三四五六七八九]{{4}})年?(?:度|初|底|末|上半年|下半年|以来)?)?"
    rf"(?:(?:\d{{1,2}}|[{CN}]{{1,3}})月份?)?(?:(?:\d{{1,2}}|[{CN}]{{1,3}})[日号])?"
    rf"|第?[一二三四1-4]季度|(?:上|下)半年|近?[{CN}\d]+年来?|[今去前本当上明]年(?:以来|度)?|近年来?|近半年来?|(?:19|20)\d\d年以来?"
)
"""A stretch of time as reports say it, whether or not it names a day: 2023年, 上半年, 近三年来, 第三季度."""

YEAR: Final = Pattern(r"(?:19|20)\d\d年")

_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FIGURES: Final = {c: n for n, cs in enumerate(("〇○零OＯ0０", *"一二三四五六七八九")) for c in cs}
_YEARS: Final = range(1900, 2101)
"""Four figures that may be a year; others are a number."""


def date(written: str) -> str | None:
    """The date that people write as 2018年12月3日, 二〇一八年十二月, 2018-12-3, 20181203 or 2018年度, as an ISO prefix;
    None if it is none, or impossible, or before 1900 or after 2100."""
    match = _DATE.fullmatch(written.strip())
    if match is None:
        return None
    year = _number(match["year"], digits=True)
    if year not in _YEARS:
        return None
    month = match["month"] or match["month_2"] or match["month_3"]
    if month is None:
        return f"{year}"
    number = _number(month)
    if not 1 <= number <= 12:
        return None
    day = match["day"] or match["day_2"] or match["day_3"]
    if day is None:
        return f"{year}-{number:02}"
    return f"{year}-{number:02}-{_number(day):02}" if 1 <= _number(day) <= _length(year, number) else None


def span(written: str) -> tuple[str, str] | None:
    """The first and the last date of a range that is written out (2023年12月3日至5日), as ISO prefixes of the same
    precision; a date by itself is both. None if it is none, or runs backwards."""
    match = _SPAN.fullmatch(written.strip())
    first = date(match["from"]) if match else date(written)
    if first is None or match is None:
        return (first, first) if first else None
    if match["to"]:
        last = date(match["to"])
    elif match["day"]:
        month = match["month"] or str(int(first[5:7] or 0))
        last = date(f"{match['year'] or first[:4]}年{month}月{match['day']}日")
    elif match["month_2"]:
        last = date(f"{match['year_2'] or first[:4]}年{match['month_2']}月")
    else:
        return first, first
    return (first, last) if last and len(last) == len(first) and first <= last else None


def _number(written: str, digits: bool = False) -> int:
    """12, １２ or 十二 as a number, 0 for what is none; with ``digits``, one figure after the other (二〇一八)."""
    if digits:
        return int("".join(c if c.isdecimal() else str(_FIGURES[c]) for c in written))
    if written.isdecimal():
        return int(written)
    if written in ("元", "正"):
        return 1
    tens, ten, ones = written.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not {tens, ones} <= {"", *_FIGURES}:
        return 0
    return (_FIGURES[tens] if tens else len(ten)) * (10 if ten else 1) + (_FIGURES[ones] if ones else 0)


def _length(year: int, month: int) -> int:
    """Days of a month."""
    return 28 if month == 2 and (year % 4 or (year % 100 == 0 and year % 400)) else _DAYS[month - 1]


def first_day(date: str) -> str:
    """The first day of an ISO prefix: of 2018-02 it is 2018-02-01."""
    return date + "-01-01"[len(date) - 4 :]


def last_day(date: str) -> str:
    """The last day of an ISO prefix: of 2018-02 it is 2018-02-28."""
    if len(date) == 4:
        return f"{date}-12-31"
    return date if len(date) > 7 else f"{date}-{_length(int(date[:4]), int(date[5:])):02}"


def days_between(one: str, other: str) -> int:
    """How many days after ``one`` is ``other``, both ISO days; negative if it is before."""
    from datetime import date as day

    return (day.fromisoformat(other) - day.fromisoformat(one)).days
