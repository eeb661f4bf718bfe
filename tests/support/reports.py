"""Reports of which only the head and the tail say anything, and the days that one may bear."""

from __future__ import annotations

from datetime import date as Day

from hypothesis import strategies as st

BODY = "今年以来，在上级的正确领导下，全体干部职工齐心协力，各项工作取得了新的进展，现将有关情况报告如下，请予审议。\n"


ENDING = "新的一年，我们将以更加饱满的热情投入到工作中去，努力完成各项任务，不辜负群众的期望和重托。\n"


def report(head: str, tail: str = "") -> str:
    return f"{head}\n\n{BODY * 9}{ENDING * 4}\n{tail}"


DAYS = st.dates(Day(1900, 1, 1), Day(2100, 12, 31))
