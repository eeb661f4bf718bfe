"""Years (年份): of which time does a title or a file name speak: of several years, of a range, of a year since when?

Such a date says what a text is about: it is a lower bound of when it was written, so of several the last counts, and of
a range its end. A plan is written at the beginning of its range; what goes on since a year (以来, 起) may be of any
later one, and says nothing; nor does a year that is a goal (面向2035年, 2030年碳达峰).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from simcheck.entities.dates import DAY, SPOKEN, TO, date, last_day
from simcheck.entities.patterns import FIGURE, C, D, Pattern
from simcheck.metadata.edges import BRACKETED_END, LAWS

_YEAR: Final = (
    rf"(?:{SPOKEN}(?!远景)|(?:19|20|１９|２０){D}{{2}}(?![0-9０-９.万亿个人名元亩家户公吨米余多%届期]|年远景)"
    rf"|(?:19|20){D}{{2}}\.(?:0[1-9]|1[0-2])(?![0-9.万亿%])|{C}{{4}}(?=\s*[至到—\-－–~～]))"
)
_TIMES: Final = Pattern(
    rf"""
    (?<![0-9０-９A-Za-z{FIGURE}.])
    (?P<since>(?:自|从|打从|始于)\s*)?
    (?P<target>(?:(?<!截)至|(?<!截)到|面向|迈向|奔向|走向|展望|奋战|决战|冲刺|锚定|瞄准|对标|聚焦)\s*)?
    (?P<from>{_YEAR})
    (?P<range> (?:\s*(?:学年|年度?))? {TO}
      (?: (?P<to>{_YEAR})
        | (?P<short>{D}{{2}})(?P<years>\s*(?:年|学年|学期|财年))?(?!{D})(?!\s*[月日.\-/])
        | (?P<month>{D}{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*月
        | (?P<now>今|现在|目前|当前)
      )
    )?
    (?P<open>
        \s*年?(?:{D}{{1,2}}月(?:份)?(?:{D}{{1,2}}[日号])?)?[^年，。、；（）()——]{{0,10}}?(?:以来|至今|迄今)
      | \s*年? (?: [以之][后後前] | [后後前](?=$|[的，,、；_\s]|工作) | [起始](?!草|诉|点|步|重|飞|航) | 开始
                | 换届(?!选举|工作|试点|考察) | 前(?!期|半|后|[一二三四五六七八九十0-9０-９])
                | 碳达峰 | 碳中和 | 双碳 | 远景 | 愿景 )
    )?
    """,
    re.VERBOSE,
)
_AHEAD: Final = (
    *("计划", "計劃", "规划", "規劃", "方案", "要点", "要點", "安排", "打算", "思路", "纲要", "意见", "通知", "目标"),
    *("预案", "任务书", "责任书", "承诺书", "部署", "设想", "蓝图", *LAWS),
)
"""What looks ahead: of a range it knows no more than the beginning."""

_MIDWAY: Final = Pattern("中期|规划.{0,6}(?:实施|执行|落实)|计划.{0,6}(?:实施|执行|落实|进展)|开学|启动|动员|开班|开幕")
"""What is written somewhere within a range."""

_LONGEST_RANGE: Final = 15
"""Years from which two figures are no longer the end of a range: 2021-99."""

_YEARLY: Final = Pattern(
    r"(?:总结|總結|述职(?:述廉|述德|述学|述法)*|计划|計劃|要点|要點|安排|打算|思路"
    r"|(?:工作|述职|总结|年度|述职述廉|述廉|情况)(?:的)?(?:报告|報告|汇报|匯報|彙報)|汇报材料|总结材料|汇报提纲|汇报)$"
)
_NOT_YEARLY: Final = Pattern(
    "整改|巡[察视]|审计|督[查导]|回头看|问题|复[查核]|调[查研]|回顾|历[史年]|年鉴|转发|决算|后评价|评估|验收"
    r"|[〔\[（(【]\d{4}[〕\])）】]第?\d"  # the number of an older document
    "|印发|建成|建校|成立|创办|创建的|投产|竣工|通过|颁布|发布|出台|启动|周年"
)
"""What may be written years after the one that it is about."""


def about(text: str) -> str:
    """The time that a title or the name of a file speaks of, as an ISO prefix, "" for none that is certain."""
    times = [time for match in _TIMES.finditer(text) for time in _times(match, text)]
    # the whole of a year ends later than a month of it
    return max(times, key=last_day, default="")


def _times(match: re.Match[str], title: str) -> Iterator[str]:
    if match["now"] or match["target"] or (match["open"] and not match["range"]):
        return
    start = date(_year_of(match["from"]))
    if start is None:
        return
    if not match["range"]:
        if not match["since"]:
            yield start
        return
    end = _end(match, start)
    if match["open"] or end is None or _MIDWAY.search(title):
        return
    yield start if looks_ahead(title) else end


def _year_of(written: str) -> str:
    """A year in characters needs its 年 to be read as one."""
    return written if written[-1:].isascii() or not re.fullmatch(rf"{C}{{4}}", written) else f"{written}年"


def _end(match: re.Match[str], start: str) -> str | None:
    """The end of a range; None if it is not certain that it is one."""
    if match["to"]:
        end = date(_year_of(match["to"]))
        return end if end and end >= start[: len(end)] else None
    if match["month"]:
        end = date(f"{start[:4]}年{match['month']}月")
        return end if end and len(start) == 7 and end > start else None
    end = start[:2] + str(int(match["short"])).zfill(2)
    if not match["years"] and len(start) == 4 and end <= start:  # no year after it: 2018-12
        return date(f"{start}-{end[2:]}")
    if match["years"] and 0 < int(end) - int(start[:4]) <= _LONGEST_RANGE:
        return end
    return None


def looks_ahead(title: str) -> bool:
    """Whether a text is about what is to be done."""
    return _end_of(title).endswith(_AHEAD)


def is_yearly(title: str) -> bool:
    """Whether a text is of a kind that is written within a year of the one that it is about: a summary, a plan."""
    return bool(_YEARLY.search(_end_of(title))) and not _NOT_YEARLY.search(title)


def _end_of(title: str) -> str:
    title = "".join(title.split())
    while match := BRACKETED_END.search(title):
        title = title[: match.start()]
    return title.rstrip("》”")


_DAYS: Final = Pattern(rf"(?<![0-9A-Za-z])(?:{SPOKEN}|{DAY}|(?:19|20)\d{{6}})(?![0-9A-Za-z])")
_APART: Final = "（(【[_-— 　·.）)】]"


_COPIED: Final = Pattern(
    r"扫描|微信|截图|截屏|备份|存档|归档|下载|打印|上传|导出|转存|收[到文]|IMG|DSC|QQ|(?i:scan|screenshot|mmexport|backup|download)"
)
"""The day in such a name is that of a copy: the text may be years older."""


def without_copying(stem: str) -> str:
    """The name of a file without its days, if they are those of a copy."""
    return _DAYS.sub("", stem) if _COPIED.search(stem) else stem


def days_apart(text: str) -> str:
    """The last day that stands in figures, or apart, in the name of a file: 20231205, 2023-12-05, （2023年12月5日）."""
    found, text = "", without_copying(text)
    for match in _DAYS.finditer(text):
        day = date(match.group())
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        spoken = "年" in match.group() and not (before in _APART and after in _APART)
        if day and len(day) == 10 and not spoken:
            found = max(found, day)
    return found


_BRACKETED: Final = Pattern(rf"[（(【\[]\s*(?P<day>{SPOKEN}|{DAY})\s*[）)】\]]$")


def bracketed_day(title: str) -> str:
    """The day that stands in brackets at the end of a title: that of a speech, or of the text."""
    match = _BRACKETED.search(title)
    day = date(match["day"]) if match else None
    return day if day and len(day) == 10 else ""
