"""Labelled sentences and passages, and what is made of them to see what a finding means.

``data/meaning`` holds sentences written for these tests, one a line: set phrases that everybody writes, and specific
sentences of the same lengths, in a villager's and in an office's words; refilled and edited passages; passages with and
without a quotation. The set phrases and the villager's sentences were written before the list of phrases and the rule
for lone runs were there, the others by people who had seen neither rules nor lists; the list was written without any of
these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import simcheck
from simcheck import Span
from support import DATA

LABELLED = DATA / "meaning"


def lines(name: str) -> list[str]:
    text = (LABELLED / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


SPECIFIC = lines("specific")


OFFICIAL = lines("specific-official")


SET_PHRASES = lines("set-phrases")


PARAGRAPH = (
    "针对山高坡陡、自来水压力不足的问题，在鹰嘴岩半山腰建了一座容积两百立方的高位水池，沿老茶马道铺设镀锌管四千三百米，"
    "由退休水工谭师傅带着六名村民自己开沟、自己接管，工期比原计划缩短了二十三天，"
    "通水当晚有一百一十七户把闲置了两年的洗衣机搬了出来。"
)
"""Two sentences that nobody writes twice."""


@dataclass(frozen=True)
class Labelled:
    """A passage as the document and the source have it, and what differs: places and words on both sides."""

    left: str
    right: str
    changes: tuple[tuple[Span, Span], ...]


def labelled(line: str) -> Labelled:
    """``{this|that}`` is what differs."""
    left = right = ""
    changes = []
    at = 0
    for mark in re.finditer(r"\{([^|{}]*)\|([^|{}]*)\}", line):
        left, right = left + line[at : mark.start()], right + line[at : mark.start()]
        changes.append((Span(len(left), len(left) + len(mark[1])), Span(len(right), len(right) + len(mark[2]))))
        left, right, at = left + mark[1], right + mark[2], mark.end()
    return Labelled(left + line[at:], right + line[at:], tuple(changes))


def bracketed(line: str) -> tuple[str, Span]:
    """A paragraph and the part of it that stands in ``[[ ]]``."""
    start, end = line.index("[["), line.index("]]")
    return line.replace("[[", "").replace("]]", ""), Span(start, end - 2)


TOWN = (
    "{town}2024年工作总结\n\n今年以来，{town}在{village}新修了一条通往茶园的石板路，由村里的老石匠自己凿石、自己铺设，前后用了四个月。\n"
    "{rest}\n{town}人民政府\n"
)


def noted(report: simcheck.Report, code: str) -> list[dict[str, str | int]]:
    return [dict(note.facts) for note in report.notes if note.code == code]
