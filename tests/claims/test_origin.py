"""Who holds a passage, how many hold it, in which of them it began: told only as far as the files show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

import pytest
from support.claims import origin_named, said_to_hold
from support.histories import Paper, told, untrue


@dataclass(frozen=True, slots=True)
class Situation:
    """Papers, and what would be false."""

    false: str
    document: Paper
    sources: tuple[Paper, ...]
    origin: str | None = None
    """The source that must be named, because the files show it."""


def numbers(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


def signed(unit: str, day: Day, holds: tuple[int, ...], to: str = "day") -> Paper:
    """A paper with its date below, to the day, to the month or to the year."""
    date = {
        "day": f"{day.year}年{day.month}月{day.day}日",
        "month": f"{day.year}年{day.month}月",
        "year": f"{day.year}年",
    }
    return Paper(f"{unit}工作总结.txt", f"{unit}工作总结", holds, day, f"{unit}\n{date[to]}")


def unsigned(file: str, title: str, day: Day, holds: tuple[int, ...]) -> Paper:
    """A paper without a date below."""
    return Paper(f"{file}.txt", title, holds, day)


LATE = Day(2024, 11, 8)
ALL = numbers(0, 7)
DRAFT = signed("官渡镇", LATE, ALL)
BLANKED = (("三十二袋", "____袋"), ("四百一十七个", "____个"), ("二十六桶", "____桶"), ("十一天", "____天"))
RULES = "沙河坝村水塘承包办法"
AMENDED = Paper(
    f"{RULES}（修订稿）.txt", f"{RULES}（修订稿）", ALL, Day(2023, 4, 2), "沙河坝村\n2023年4月2日", f"{RULES}.txt"
)

SITUATIONS = {
    "an early source has two sentences of eight": Situation(
        "the passage began in the paper of 2018",
        DRAFT,
        (signed("沙河坝村", Day(2018, 3, 6), numbers(2, 3)), signed("铁炉寨村", Day(2022, 7, 5), ALL)),
    ),
    "an early source has two thirds": Situation(
        "all ten sentences began in the paper that has six, or both hold all ten",
        signed("官渡镇", LATE, numbers(0, 9)),
        (signed("沙河坝村", Day(2018, 3, 6), numbers(0, 5)), signed("铁炉寨村", Day(2022, 7, 5), numbers(0, 9))),
    ),
    "head and tail are held by different sources": Situation(
        "three sources hold the passage",
        signed("官渡镇", LATE, numbers(0, 8)),
        (
            signed("沙河坝村", Day(2023, 5, 6), numbers(0, 8)),
            signed("铁炉寨村", Day(2023, 5, 6), numbers(0, 1)),
            signed("柿树湾村", Day(2023, 5, 6), numbers(7, 8)),
        ),
    ),
    "two stretches that overlap by one sentence": Situation(
        "both hold the longer stretch, or it began in the earlier one",
        signed("官渡镇", LATE, numbers(0, 8)),
        (signed("沙河坝村", Day(2019, 5, 6), numbers(0, 4)), signed("铁炉寨村", Day(2021, 9, 6), numbers(4, 8))),
    ),
    "a chain in which each copier adds": Situation(
        "all three hold the whole, or the first wrote what the second and the third added",
        signed("官渡镇", LATE, numbers(0, 9)),
        (
            signed("沙河坝村", Day(2019, 2, 6), numbers(0, 3)),
            signed("铁炉寨村", Day(2021, 7, 5), numbers(0, 6)),
            signed("柿树湾村", Day(2022, 12, 5), numbers(0, 9)),
        ),
    ),
    "two days of one month": Situation(
        "the paper of 5 December was first: drafts of it and of the other went round all month",
        DRAFT,
        (signed("沙河坝村", Day(2022, 12, 5), ALL), signed("铁炉寨村", Day(2022, 12, 19), ALL)),
    ),
    "the same day": Situation(
        "one of two papers of the same day was first",
        DRAFT,
        (signed("沙河坝村", Day(2022, 12, 30), ALL), signed("铁炉寨村", Day(2022, 12, 30), ALL[:-1])),
    ),
    "a year against a day of this year": Situation(
        "“2022年” is before 10 March 2022",
        DRAFT,
        (signed("沙河坝村", Day(2022, 12, 1), ALL, "year"), signed("铁炉寨村", Day(2022, 3, 10), ALL)),
    ),
    "a month against a day of this month": Situation(
        "“2022年6月” is before 21 June 2022",
        DRAFT,
        (signed("沙河坝村", Day(2022, 6, 28), ALL, "month"), signed("铁炉寨村", Day(2022, 6, 21), ALL)),
    ),
    "a title about an older year": Situation(
        "the report of 2023 on the inspection of 2019 is the earliest",
        DRAFT,
        (
            unsigned("整改报告", "铁炉寨村关于2019年巡察反馈问题整改情况的报告", Day(2023, 8, 9), ALL),
            signed("沙河坝村", Day(2021, 11, 3), ALL),
        ),
    ),
    "a chronicle of an old year, written later": Situation(
        "the chronicle of 1998 is of 1998",
        DRAFT,
        (
            unsigned("大事记", "铁炉寨村1998年抗洪二十五周年回顾", Day(2023, 8, 9), ALL),
            signed("沙河坝村", Day(2020, 9, 3), ALL),
        ),
    ),
    "an undated holder was first": Situation(
        "the dated one of two was first",
        DRAFT,
        (
            unsigned("铁炉寨村经验材料", "铁炉寨村经验材料", Day(2017, 8, 9), ALL),
            signed("沙河坝村", Day(2021, 11, 3), ALL),
        ),
    ),
    "no holder is dated, the later one has more": Situation(
        "the passage began in the paper that has most of it",
        signed("官渡镇", LATE, numbers(0, 9)),
        (
            unsigned("铁炉寨村经验材料", "铁炉寨村经验材料", Day(2023, 8, 9), numbers(0, 9)),
            unsigned("沙河坝村经验材料", "沙河坝村经验材料", Day(2018, 8, 9), numbers(0, 8)),
        ),
    ),
    "the blank form was earlier than the filled one": Situation(
        "the paper that filled the blanks was first",
        Paper("官渡镇总结.txt", "官渡镇工作总结", numbers(0, 4), LATE, "官渡镇\n2024年11月8日", exchanged=BLANKED),
        (
            Paper(
                "沙河坝村总结.txt", "沙河坝村工作总结", numbers(0, 4), Day(2019, 1, 8), "沙河坝村", exchanged=BLANKED
            ),
            unsigned("铁炉寨村总结", "铁炉寨村工作总结", Day(2022, 8, 9), numbers(0, 4)),
        ),
    ),
    "the checked paper is the earliest": Situation(
        "its passage began in a source of a later year",
        signed("官渡镇", Day(2019, 6, 30), ALL),
        (signed("沙河坝村", Day(2021, 2, 4), ALL), signed("铁炉寨村", Day(2022, 10, 11), ALL)),
    ),
    "two versions of one document": Situation(
        "two sources hold the passage",
        DRAFT,
        (
            Paper(f"{RULES}.txt", RULES, ALL, Day(2021, 3, 12), "沙河坝村\n2021年3月12日"),
            AMENDED,
        ),
    ),
    "a file name's day among copies of one text": Situation(
        "the other paper was before the copy that is named by the earliest day, or the later copy was first",
        DRAFT,
        (
            unsigned("20230512沙河坝村总结", "沙河坝村工作总结", Day(2023, 5, 12), ALL),
            unsigned("20190308沙河坝村总结", "沙河坝村工作总结", Day(2019, 3, 8), ALL),
            signed("铁炉寨村", Day(2022, 6, 7), ALL),
        ),
    ),
    "three papers of three years": Situation(
        "nothing: the first is known, and is named",
        DRAFT,
        (
            signed("铁炉寨村", Day(2022, 10, 11), ALL),
            signed("沙河坝村", Day(2020, 2, 4), ALL),
            signed("柿树湾村", Day(2021, 6, 7), ALL),
        ),
        origin="沙河坝村工作总结.txt",
    ),
    "a year and a day of the next": Situation(
        "nothing: the first is known, and is named",
        DRAFT,
        (signed("铁炉寨村", Day(2022, 2, 11), ALL), signed("沙河坝村", Day(2020, 12, 4), ALL, "year")),
        origin="沙河坝村工作总结.txt",
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_who_holds_a_passage_and_where_it_began(name: str, tmp_path: Path) -> None:
    situation = SITUATIONS[name]
    report = told(tmp_path, situation.document, situation.sources)
    claims = said_to_hold(report)
    assert untrue(claims, situation.document, situation.sources) == [], situation.false
    if situation.origin:
        assert origin_named(report) == {situation.origin}, claims
