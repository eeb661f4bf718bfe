"""Signatures (落款): who signed, where and when? Imprints, labelled lines, meetings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from typing import Final, NamedTuple

from simcheck.entities.addresses import contradict, joined, village
from simcheck.entities.dates import DAY, SPOKEN, UNTIL, date, days_between, first_day, last_day, span
from simcheck.entities.offices import ENDS_UNIT, UNIT_LIMIT, leading, place_in, whole
from simcheck.entities.patterns import C, D, H, Pattern
from simcheck.entities.people import OFFICER, SPEAKER, SPEAKER_FIRST, person
from simcheck.metadata.edges import ENDS_SENTENCE, LABEL, LINE_LIMIT, Line
from simcheck.metadata.units import may_be_name, only

_BRACKETS: Final = "（()）【】[]〔〕"
_DATED: Final = Pattern(rf"(?:{SPOKEN}|{DAY}){UNTIL}?")
_ENDS_DATED: Final = Pattern(r"(?:[日号號月年度]|[0-9０-９])[）)]?$")
_UNFILLED: Final = r"\s*+(?:[Xx×＊*_][Xx×＊*_ ]*+)?+\s*+"
_OPEN_MONTH: Final = rf"\s*(?:{D}{{1,2}}|[元正一二三四五六七八九十]{{1,2}})\s*月"
_DATE_BLANK: Final = Pattern(
    rf"(?P<year>(?:{D}{{4}}|{C}{{4}})\s*年)(?:(?P<month>{_OPEN_MONTH}){_UNFILLED}[日号]|{_UNFILLED}月{_UNFILLED}[日号]?)$"
)
_MONTH: Final = Pattern(rf"{D}{{4}}[.．/／\-－–]{D}{{1,2}}$")
"""2024.12, on a line of its own below a unit."""

_DAY_ONLY: Final = Pattern(rf"{_OPEN_MONTH}\s*(?:{D}{{1,2}}|[一二三四五六七八九十廿]{{1,3}})\s*[日号]$")
"""12月5日: a signature, of no year that is known."""

_EDITION: Final = Pattern(r"[（(]?(?:印发|修改|修订|改定|定稿|[初终]稿|[一二三四]稿|讨论稿|送审稿|征求意见稿)[）)]?$")
"""What is said behind a date of the version that it is the date of."""

_MEETING: Final = Pattern(rf"[（(]?\s*+(?P<dash>[—－\-–]*+)\s*+(?P<date>(?:{SPOKEN}|{DAY}){UNTIL}?)\s*(?P<rest>.*)")
_AT: Final = Pattern(rf"在(?P<unit>[{H}]{{2,16}})第[一二三四五六七八九十百]{{1,3}}届")
_PASSED: Final = ("通过", "批准", "修正", "修订", "公布", "施行", "发布")

_ALONE: Final = 4
"""Characters of a line that may be a name by itself."""

_WORDS_OF_OFFICER: Final = 4
"""Words that may be an office and a name with spaces in it."""


def _labelled_person(value: str) -> str:
    """The person in what follows 述职人：, which may name the office first."""
    words = re.split(r"[，,。；;]", value, maxsplit=1)[0].split()
    if not words:
        return ""
    if len(words) > 1 and len(words[0]) == len(words[1]) == 1:
        return person(words[0] + words[1])
    alone = person(words[0])
    if alone:
        return alone
    officer = OFFICER.match(" ".join(words[:_WORDS_OF_OFFICER]))
    return person(officer["name"], bool(officer["gap"])) if officer else ""


class Fields(NamedTuple):
    """What a few lines say, "" for what they do not."""

    unit: str = ""
    date: str = ""
    author: str = ""
    about: str = ""
    """A date of what is written about: （2023年度）, （2021年1月至2023年12月）."""
    doubt: str = ""
    """What stands where a unit would and was not understood."""


_NOTHING: Final = Fields()


def _merged(first: Fields, second: Fields) -> Fields:
    """What the first says, and where it is silent the second."""
    if second is _NOTHING:
        return first
    return Fields(*[one or other for one, other in zip(first, second, strict=True)])


_OCCASION_DAYS: Final = 31
"""Days that a meeting lasts at most; a longer range is what a report is about."""


def _dated(written: str, *, heading: bool = False) -> Fields:
    """What a date by itself says; of a range its end. Under a title a bare year says what the text is about."""
    known = span(written)
    if known is None:
        return _NOTHING
    first, last = known
    is_long = first != last and days_between(first_day(first), last_day(last)) > _OCCASION_DAYS
    if is_long or (len(last) == 4 and (heading or written.rstrip("）)").endswith("度"))):
        return Fields(about=last)
    return Fields(date=last)


_OCCASION: Final = Pattern(rf"[会會][议議]?上[。）)]?$|^[（(]\s*{SPOKEN}\s*[）)]$")


def words_around(lines: Sequence[str]) -> Fields:
    """What the lines near the title say."""
    found = _NOTHING
    for number, line in enumerate(lines):
        here = _labelled(line) or _meeting(line) or _officer(line) or _under_title(_imprint(line))
        if here is _NOTHING and len(line) <= _ALONE:
            # A name by itself is that of the speaker if the meeting or the day of the speech stands beside it.
            beside = [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]]
            here = Fields(author=person(line)) if any(map(_OCCASION.search, beside)) else _NOTHING
        if here is not _NOTHING:
            chain = joined(found.unit, here.unit) if found.unit and village(here.unit) else ""
            found = _merged(Fields(chain), _merged(found, here))
    return found


_OF_THE_TEXT: Final = Pattern(
    "|(?:述职|述学|述廉|汇报|报告|填报|填表|填写|填|成文|印发|发布|发文|制发|编印|编制|编|撰写|撰稿|写作|总结|提交|上报|报送|报|签发|签署|制表"
    "|完成|起草|定稿|发言|讲话|会议|召开|所在|工作|本)"
)
"""What a unit or a day is called that is that of the text: 报告单位, but not 主送单位; 述职时间, but not 任职时间."""


def _under_title(imprint: Fields) -> Fields:
    is_year = len(imprint.date) == 4
    return imprint._replace(date="", about=imprint.date) if is_year else imprint


def _labelled(line: str) -> Fields | None:
    """What the labels of a line say (姓名：李芳　单位：青石镇财政所); None if it has none."""
    if "：" not in line and ":" not in line:
        return None
    found = [here for part in _NEXT_LABEL.split(line) if (here := _label(part)) is not None]
    return reduce(_merged, found) if found else None


_NEXT_LABEL: Final = Pattern(rf"(?<![\s，,；;、])[\s，,；;、]++(?=[{H}]{{2,6}}(?:[（(][{H}]{{1,4}}[）)])?\s?[：:])")


def _label(words: str) -> Fields | None:
    match = LABEL.match(words)
    if match is None:
        return None
    key, value = match["key"], match["value"].strip()
    if key.endswith(("日期", "时间")):
        return _dated(value, heading=True) if _OF_THE_TEXT.fullmatch(key[:-2]) else _NOTHING
    if key.endswith("单位") and not (_OF_THE_TEXT.fullmatch(key[:-2]) or key[:-2] in _OF_THE_AUTHOR):
        return _NOTHING
    if key.endswith(_KEYS_OF_UNITS):
        unit = only(value)
        return Fields(unit, doubt="" if unit or _MEASURE.fullmatch(value) or not may_be_name(value) else value)
    if key.endswith("职务"):
        return Fields(leading(value))
    author = _labelled_person(value)
    return Fields(leading(value), author=author) if author else Fields(only(value))


_OF_THE_AUTHOR: Final = ("任职", "任教", "供职", "就职")
_KEYS_OF_UNITS: Final = ("单位", "村", "村名", "社区", "乡镇", "科室", "部门", "学校", "班级")
_MEASURE: Final = Pattern(r"[百千万亿]*(?:元|人|亩|个|户|吨|米|公[里斤]|千米|平方米|人次)")
"""单位：万元, above a table."""


def _meeting(line: str) -> Fields | None:
    """——2025年1月15日在云溪县第十届人民代表大会第三次会议上, （2018年12月3日）, or ——李四同志在…会议上的讲话."""
    match = _MEETING.match(line)
    if match is None:
        first = SPEAKER_FIRST.match(line) if line[0] in "—－-–" else None
        return Fields(author=person(first["name"])) if first else None
    rest = match["rest"].rstrip("。）) ")
    bracketed = line[0] in "（("
    passed = rest.endswith(_PASSED)
    if passed and (not bracketed or "年" in rest):  # the history of a law: none of its dates is that of this text
        return _NOTHING
    if rest and not (match["dash"] or passed or rest[0] == "在"):
        return None
    at = _AT.search(line)
    place = at["unit"] if at and place_in(at["unit"], 0) == len(at["unit"]) else ""
    speaker = SPEAKER.search(line) or SPEAKER_FIRST.search(line)
    said = Fields(place, author=person(speaker["name"]) if speaker else "")
    return _merged(said, _dated(match["date"], heading=True))


def _officer(line: str) -> Fields | None:
    """柳湾镇镇长　张三, or 柳湾镇　张三."""
    line = line.strip(_BRACKETS)
    match = OFFICER.match(line)
    if match:
        office = match["office"].strip()
        author = person(match["name"], bool(match["gap"]))
        return Fields(leading(office), author=author) if author else None
    before, gap, name = line.rpartition(" ")
    unit = whole(before) if gap else ""
    return Fields(unit, author=person(name)) if unit and person(name) else None


def _imprint(line: str) -> Fields:
    """A unit by itself under the title, perhaps with a date: 平安镇党政办公室编 2023年12月28日."""
    bare = line.strip(_BRACKETS)
    dated = _EDITION.sub("", bare).strip(_BRACKETS + " ")
    if _ENDS_DATED.search(dated):
        if blank := _DATE_BLANK.search(dated):
            # within that year or month, on a day that nobody has filled in
            return _imprinted(dated[: blank.start()], Fields(date=date(f"{blank['year']}{blank['month'] or ''}") or ""))
        if _MONTH.match(dated):
            return Fields(date=date(dated) or "")
        for day in _DATED.finditer(dated):
            if day.end() == len(dated):
                return _imprinted(dated[: day.start()], _dated(day.group()))
        return _NOTHING
    unit = only(line.strip().removesuffix("文件"))
    return Fields(unit) if unit else _NOTHING


def _imprinted(words: str, day: Fields) -> Fields:
    """A day with what stands before it on its line: nothing, or a unit."""
    words = words.strip(" ，,")
    unit = only(_PRINTS.sub("", words))
    return _merged(Fields(unit), day) if unit or not words else _NOTHING


_PRINTS: Final = Pattern("(?:[编編]?印[发發制]?|[编編][写印制]?)$")


def signature(lines: Sequence[Line], personal: bool) -> Fields:
    """What the last lines say: a unit or a person, then a date; that of the print (印发) where there is no other, and
    that of the last version where several are dated."""
    found = printed = edited = _NOTHING
    plain: list[Fields] = []
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].text
        labelled = _labelled(line)
        if labelled:
            found = _merged(found, labelled._replace(date="", about=""))
            continue
        if len(line) > LINE_LIMIT or line.endswith(ENDS_SENTENCE):
            continue
        here = _imprint(line)
        if not here.date and not _DAY_ONLY.match(line):
            if line.endswith(_SUPPLIED):
                found = _merged(found, _signer(line.strip(_BRACKETS).removesuffix(_SUPPLIED[0]), personal))
            continue
        if not here.unit:
            for beside in (number - 1, number + 1):
                if 0 <= beside < len(lines):
                    here = _merged(here, _signer(lines[beside].text, personal, above=beside < number))
            above = only(lines[number - 2].text) if number > 1 else ""
            if above and here.unit and contradict(above, here.unit):
                # two that signed together
                here = here._replace(unit="", doubt=here.unit)
            elif above and (not here.unit or village(here.unit)):
                # the address on a line of its own
                here = here._replace(unit=only(f"{above} {lines[number - 1].text}") or here.unit)
        if _MONTH.match(line) and not here.unit:  # 2000-03 may be anything
            continue
        edition = _EDITION.search(line)
        if edition and "印发" in edition.group():
            printed = _merged(printed, here)
        elif edition:
            edited = _merged(edited, here)._replace(date=max(edited.date, here.date))
        else:
            plain.append(here)
    if len({here.date for here in plain if here.date}) > 1:
        # a list of days, unless one of them is that of a unit
        signed = [here for here in plain if here.unit and here.date]
        plain = signed if len({here.date for here in signed}) == 1 else []
    found = reduce(_merged, plain, found)
    if edited.date > found.date:
        found = found._replace(date=edited.date)
    return _merged(_merged(found, edited), printed)


_SUPPLIED: Final = ("供稿", "供稿）", "供稿)")


def _signer(line: str, personal: bool, *, above: bool = False) -> Fields:
    """Who signs on a line beside the date; right above it, a line that may be a name and is not understood is told."""
    if len(line) > UNIT_LIMIT or line.endswith(ENDS_SENTENCE):
        return _NOTHING
    unit = only(_BOTH.sub("", line))
    if unit:
        return Fields(unit)
    officer = _officer(line) or Fields(author=person(line) if personal else "")
    return Fields(doubt=line) if above and officer == _NOTHING and _may_sign(line) else officer


def _may_sign(line: str) -> bool:
    compact = "".join(line.split())
    return not _CLOSES.search(compact) and (may_be_name(compact) or (compact[-1:] in ENDS_UNIT and compact.isalpha()))


_BOTH: Final = Pattern("党委[、 和]*(?:人民)?政府$")
"""青石镇党委政府 are the party and the government of the place."""

_CLOSES: Final = Pattern("请|[妥当]否|此致|敬礼|谢谢|特此|汇报完|完毕|以上|附[件表：]|会议|上报$")
"""What stands between a text and its signature."""
