"""When a paper was written: dated no earlier than it can have been, and before a day only if it certainly was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.claims import checked, collected, dated
from support.stories import report


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of which name, head and foot may say when it was written."""

    head: str
    foot: str = ""
    file: str = "材料"

    @property
    def text(self) -> str:
        return report(self.head, range(6), self.foot)


@dataclass(frozen=True, slots=True)
class Situation:
    """Papers of one kind, the dates that are right for them, and what would be false."""

    false: str
    papers: Sequence[Paper]
    right: tuple[str | None, ...]
    """How a right date begins; ``None`` where it is right to know none."""


def heads(*titles: str) -> list[Paper]:
    return [Paper(title) for title in titles]


SITUATIONS = {
    "a range of years, by every sign": Situation(
        "the paper is of the year in which the range begins",
        heads(
            *(f"柿树湾村2019{sign}2022年工作总结" for sign in ("—", "——", "-", "–", "－", "～", "~", "至", "到", "/"))
        ),
        ("2022", None),
    ),
    "a range with the word after each year": Situation(
        "the paper is of the year in which the range begins",
        heads(
            "柿树湾村2019年—2022年工作总结",
            "柿树湾村2019年至2022年工作总结",
            "柿树湾村2019年度至2022年度工作总结",
            "柿树湾村工作总结（2019年—2022年）",
            "柿树湾村二〇一九年至二〇二二年工作总结",
            "柿树湾村从2019年到2022年的工作回顾",
        ),
        ("2022", None),
    ),
    "a range whose end is short": Situation(
        "the paper is of the year in which the range begins",
        heads("柿树湾村2019—22年工作总结", "柿树湾村2019-22年度工作总结", "柿树湾村2019至22年工作总结"),
        ("2022", None),
    ),
    "a range of months": Situation(
        "the paper is of the month in which the range begins",
        heads(
            "柿树湾村近四年（2019年3月—2022年10月）工作情况",
            "柿树湾村2019年3月至2022年10月工作总结",
            "柿树湾村工作总结（2019.3—2022.10）",
        ),
        ("2022", None),
    ),
    "a list of years": Situation(
        "the paper is of the first year of the list",
        heads(
            "柿树湾村2020、2021、2022年工作总结",
            "柿树湾村2020年、2021年和2022年工作总结",
            "柿树湾村2020年度、2021年度、2022年度考核材料",
            "柿树湾村2021及2022年工作总结",
        ),
        ("2022", None),
    ),
    "since a year": Situation(
        "the paper is of the year since which it tells",
        heads(
            "柿树湾村2019年以来工作总结",
            "柿树湾村自2019年以来工作情况汇报",
            "柿树湾村2019年以后水利工作情况",
            "柿树湾村2019年起实施河道治理情况汇报",
            "柿树湾村2019年换届以来工作总结",
            "柿树湾村2019年3月以来工作情况",
        ),
        (None,),
    ),
    "a school year": Situation(
        "the report on a school year is of the year in which the school year began",
        heads(
            "柿树湾小学2021—2022学年工作总结",
            "柿树湾小学2021-2022学年度工作总结",
            "柿树湾小学2021～2022学年度第二学期工作总结",
            "柿树湾小学2021/2022学年工作总结",
            "柿树湾小学2021至2022学年第二学期总结",
        ),
        ("2022", None),
    ),
    "a plan's period": Situation(
        "the summary of a period is of the year in which the period began",
        heads(
            "柿树湾村“十三五”时期（2016—2020年）工作总结",
            "柿树湾村“十三五”（2016年至2020年）工作总结",
            "柿树湾村三年行动（2018—2020年）总结",
        ),
        ("2020", None),
    ),
    "a range in the file's name": Situation(
        "the paper is of the year in which the range begins",
        [
            Paper("工作总结", file=name)
            for name in (
                "柿树湾村2019-2022年总结",
                "柿树湾村2019—2022",
                "2019至2022年柿树湾村",
                "柿树湾村2019年以来总结",
            )
        ],
        ("2022", None),
    ),
    "the day below a range": Situation(
        "nothing: the day is known",
        [
            Paper("柿树湾村2019—2022年工作总结", "柿树湾村\n2023年1月8日"),
            Paper("柿树湾村2019年以来工作总结", "柿树湾村\n2023年1月8日"),
            Paper("柿树湾村工作总结", "柿树湾村\n二〇二三年一月八日"),
        ],
        ("2023-01-08",),
    ),
    "a plain year": Situation(
        "nothing: what the title is about is known",
        heads("柿树湾村2022年工作总结", "柿树湾村2022年度工作总结", "柿树湾村2022年上半年工作总结"),
        ("2022",),
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_paper_is_dated_no_earlier_than_it_was_written(name: str, tmp_path: Path) -> None:
    situation = SITUATIONS[name]
    files = {f"{paper.file}（{number}）.txt": paper for number, paper in enumerate(situation.papers, 1)}
    with collected(tmp_path, {file: paper.text for file, paper in files.items()}) as corpus:
        dates = {file: dated(corpus, file) for file in files}
    wrong = [
        (file, paper.head, paper.foot, dates[file])
        for file, paper in files.items()
        if not any(
            dates[file] is None if right is None else (dates[file] or "").startswith(right) for right in situation.right
        )
    ]
    assert not wrong, situation.false


BEFORE = {
    "a range is not before its end": ("2021", heads("柿树湾村2019—2022年工作总结", "柿树湾村2019年—2022年总结"), False),
    "since a year is not before any later": (
        "2021",
        heads("柿树湾村2019年以来工作总结", "2020年起治水情况汇报"),
        False,
    ),
    "a year is not before a day of it": ("2020-06-01", [Paper("工作总结", "柿树湾村\n2020年")], False),
    "a month is not before a day of it": ("2020-06-15", [Paper("工作总结", "柿树湾村\n2020年6月")], False),
    "a school year is not before its second half": ("2022", heads("柿树湾小学2021—2022学年总结"), False),
    "an anniversary is not before its day": (
        "2022",
        heads("柿树湾村2019年“七一六”山洪五周年纪念活动总结", "柿树湾村1998年抗洪二十五周年回顾"),
        False,
    ),
    "what follows on an older document is not of its year": (
        "2022",
        heads("柿树湾村关于落实澄政发〔2019〕22号文件情况的报告", "柿树湾村关于2019年巡察反馈问题整改情况的报告"),
        False,
    ),
    "a day is before the next year": ("2021", [Paper("柿树湾村总结", "柿树湾村\n2020年6月11日")], True),
}


@pytest.mark.parametrize("name", BEFORE)
def test_only_what_is_certainly_before_is_compared(name: str, tmp_path: Path) -> None:
    """False would be: a source that may be of that day or later is said to be before it."""
    before, papers, is_before = BEFORE[name]
    sources = {f"{number}.txt": paper.text for number, paper in enumerate(papers)}
    said = checked(tmp_path, ("本文.txt", report("官渡镇工作总结", range(6))), sources, before=before)
    assert bool(said.sources) is is_before
