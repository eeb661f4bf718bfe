"""Who wrote a passage first, and what of it the files show: papers, and what a report says untruly about them.

A paper knows its true day; a reader of its file knows less. A statement is untrue here only if no reading of it is
true: every choice of sources and every slack is granted. What files cannot tell must not be told, even if it happens to
be so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Final

from simcheck import Report
from support.claims import Claim, checked, visible
from support.stories import STORIES, body, report

_DATE: Final = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?")
_NAME: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


@dataclass(frozen=True, slots=True)
class Paper:
    """A report: its file, what stands in it, the day when it was truly written."""

    file: str
    title: str
    holds: tuple[int, ...]
    written: Day
    signature: str = ""
    amends: str = ""
    """The file of which this is an amended version."""
    exchanged: tuple[tuple[str, str], ...] = ()
    """What stands otherwise in its sentences."""

    @property
    def text(self) -> str:
        whole = report(self.title, self.holds, self.signature)
        for old, new in self.exchanged:
            whole = whole.replace(old, new)
        return whole

    @property
    def work(self) -> str:
        """The document of which this is a version."""
        return self.amends or self.file

    @property
    def shown(self) -> tuple[Day, Day]:
        """Between which days it was written, for all that its file shows.

        A signature or a day in the file's name dates it. The years of a title say what it is about: it was not written
        long before the last of them, but nobody knows how long after.
        """
        if signed := _DATE.search(self.signature):
            year, month, day = (int(part) if part else 0 for part in signed.groups())
            if day:
                return Day(year, month, day), Day(year, month, day)
            if month:
                return Day(year, month, 1), Day(year, month, monthrange(year, month)[1])
            return Day(year, 1, 1), Day(year, 12, 31)
        if named := _NAME.search(self.file):
            day_of_name = Day(*(int(part) for part in named.groups()))
            return day_of_name, day_of_name
        years = [int(year) for year in re.findall(r"(?:19|20)\d\d", self.title)]
        return (Day(max(years) - 1, 1, 1) if years else Day.min), Day.max


def certainly_earlier(one: Paper, other: Paper) -> bool:
    """Whether the files show it: two days of one month do not."""
    last, first = one.shown[1], other.shown[0]
    return last < first and (last.year, last.month) != (first.year, first.month)


def _length(sentences: frozenset[int]) -> int:
    return visible(body(sentences))


def _room(sentences: frozenset[int]) -> float:
    """The most that may be said of these sentences: what stands between and beside them is granted."""
    return _length(sentences) * 1.03 + 15


def _began(claim: Claim, passage: frozenset[int], document: Paper, sources: Sequence[Paper]) -> str:
    """What is wrong with the origin of this passage; empty if nothing is."""
    origin = next((paper for paper in sources if paper.file == claim.origin), None)
    if origin is None:
        return f"{claim.origin} is no source"
    if _room(passage & frozenset(origin.holds)) < 0.9 * claim.characters:
        return f"{origin.file} holds less than 90 % of {claim.characters} characters"
    holders = [paper for paper in sources if _length(passage & frozenset(paper.holds)) >= 0.9 * _length(passage)]
    for paper in holders:
        if paper.work == origin.work:
            continue
        if paper.written < origin.written:
            return f"{paper.file} is earlier than {origin.file}"
        if not certainly_earlier(origin, paper):
            return f"nothing shows that {origin.file} is earlier than {paper.file}"
    if certainly_earlier(document, origin):
        return f"the document itself is earlier than {origin.file}"
    return ""


def untrue(claims: Iterable[Claim], document: Paper, sources: Sequence[Paper]) -> list[str]:
    """What is said untruly about who holds what, and where it began."""
    faults = []
    for claim in claims:
        wrong = f"no {claim.count} sources hold {claim.characters} characters in common"
        for chosen in combinations(sources, claim.count):
            if len({paper.work for paper in chosen}) < claim.count:
                continue
            passage = frozenset(document.holds).intersection(*(paper.holds for paper in chosen))
            if claim.holder and chosen[0].file != claim.holder:
                continue
            if _room(passage) < claim.characters and not (claim.code == "spread" and claim.origin):
                continue
            wrong = _began(claim, passage, document, sources) if claim.origin else ""
            if not wrong:
                break
        if wrong:
            faults.append(f"{claim.code}: {wrong}")
    return faults


def told(folder: Path, document: Paper, sources: Sequence[Paper]) -> Report:
    """What the program says of these papers."""
    return checked(folder, (document.file, document.text), {paper.file: paper.text for paper in sources})


@dataclass(frozen=True, slots=True)
class History:
    """Who copied from whom: the papers of a corpus, and the one that is checked."""

    document: Paper
    sources: tuple[Paper, ...]


_UNITS: Final = ("沙河坝村", "铁炉寨村", "柿树湾村", "黄泥塘村", "鹿角坪村", "花桥铺村", "观音岩村", "老鸦溪村")
_GAPS: Final = (0, 2, 5, 9, 20, 45, 120, 200, 330, 400)
"""Days between a paper and the next: the same day, the same month, the next year."""
_SHOWN: Final = ("day", "day", "day", "month", "year", "title", "title about", "name", "none")


def _dressed(unit: str, holds: tuple[int, ...], day: Day, shown: str) -> Paper:
    """A paper whose file shows its day in one of many ways."""
    about = day.year if day.month > 6 else day.year - 1  # a summary of the winter is about the year that ended
    signed = {
        "day": f"{unit}村民委员会\n{day.year}年{day.month}月{day.day}日",
        "month": f"{unit}村民委员会\n{day.year}年{day.month}月",
        "year": f"{unit}村民委员会\n{day.year}年",
    }
    title = {
        "title": f"{unit}{about}年工作总结",
        "title about": f"{unit}关于{about - 3}年巡察反馈问题整改情况的报告",
    }
    file = f"{day:%Y%m%d}{unit}总结.txt" if shown == "name" else f"{unit}总结.txt"
    return Paper(file, title.get(shown, f"{unit}工作总结"), holds, day, signed.get(shown, ""))


def _portion(random: Random, held: tuple[int, ...]) -> tuple[int, ...]:
    """What a copier takes: all, nearly all, a stretch of it."""
    taken = random.choice((len(held), len(held), len(held) - 1, max(3, len(held) // 2), 3))
    first = random.randint(0, len(held) - taken)
    return held[first : first + taken]


def history(seed: int) -> History:
    """The same papers for the same seed.

    The first office writes; each that follows copies from one before it (the last one in a chain, any in a tree) and
    adds sentences of its own. The last is checked against the others; in every sixth history it is the first.
    """
    random = Random(seed)
    fresh = list(range(len(STORIES)))
    random.shuffle(fresh)
    chain = random.random() < 0.5
    day = Day(2018 + seed % 4, random.randint(1, 12), random.randint(1, 28))
    papers: list[Paper] = []
    for unit in random.sample(_UNITS, random.randint(4, 6)):
        own = tuple(fresh.pop() for _ in range(random.randint(1, 4) if papers else 8))
        copied = _portion(random, (papers[-1] if chain else random.choice(papers)).holds) if papers else ()
        papers.append(
            _dressed(unit, copied + own if random.random() < 0.7 else own + copied, day, random.choice(_SHOWN))
        )
        day = Day.fromordinal(day.toordinal() + random.choice(_GAPS))
    if seed % 5 == 0:  # one of them was amended later, and kept its title
        old = random.choice(papers[:-1])
        signature = f"{old.title[:4]}村民委员会\n{day.year}年{day.month}月{day.day}日"
        file = old.file.replace(".txt", "（修订稿）.txt")
        papers.insert(1, Paper(file, f"{old.title}（修订稿）", old.holds, day, signature, old.file))
    if seed % 6 == 0:
        first = papers.pop(0)
        unit = first.title[:4]
        papers.append(_dressed(unit, first.holds, first.written, "day"))
    document, sources = papers[-1], papers[:-1]
    random.shuffle(sources)
    return History(document, tuple(sources))
