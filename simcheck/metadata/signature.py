"""Signatures (落款): who signed, where and when? Imprints, labelled lines, meetings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from simcheck.entities.addresses import joined, village
from simcheck.entities.dates import DAY, SPOKEN, UNTIL, date, days_between, first_day, last_day, span
from simcheck.entities.offices import UNIT_LIMIT, leading, place_in, whole
from simcheck.entities.patterns import C, D, H, Pattern
from simcheck.entities.people import OFFICER, SPEAKER, SPEAKER_FIRST, person
from simcheck.metadata.edges import ENDS_SENTENCE, LABEL, LINE_LIMIT, Line
from simcheck.metadata.units import only

_BRACKETS: Final = "（()）【】[]〔〕"
_DATED: Final = Pattern(rf"(?:{SPOKEN}|{DAY}){UNTIL}?")
_ENDS_DATED: Final = Pattern(r"(?:[日号號月年度]|[0-9０-９])[）)]?(?:印发)?$")
_UNFILLED: Final = r"\s*+(?:[Xx×＊*_][Xx×＊*_ ]*+)?+\s*+"
_DATE_BLANK: Final = Pattern(rf"((?:{D}{{4}}|{C}{{4}})\s*年){_UNFILLED}月{_UNFILLED}[日号]?")
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


_NOTHING: Final = Fields()


def _merged(first: Fields, second: Fields) -> Fields:
    """What the first says, and where it is silent the second."""
    return Fields(*(one or other for one, other in zip(first, second, strict=True)))


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
    match = LABEL.match(line) if "：" in line or ":" in line else None
    if match is None:
        return None
    key, value = match["key"], match["value"].strip()
    if key.endswith("单位"):
        return Fields(unit=only(value)) if _OF_THE_TEXT.fullmatch(key[:-2]) else _NOTHING
    if key.endswith(("日期", "时间")):
        return _dated(value, heading=True) if _OF_THE_TEXT.fullmatch(key[:-2]) else _NOTHING
    return Fields(author=_labelled_person(value))


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
    if _ENDS_DATED.search(bare):
        if blank := _DATE_BLANK.fullmatch(bare):
            return Fields(date=date(blank[1]) or "")  # within that year, on a day that nobody has filled in
        dated = bare.removesuffix("印发")
        for day in _DATED.finditer(dated):
            if day.end() == len(dated):
                rest = dated[: day.start()].strip(" ，,")
                unit = only(rest.rstrip("编編印"))
                return _merged(Fields(unit), _dated(day.group())) if unit or not rest else _NOTHING
        return _NOTHING
    unit = only(line.strip().removesuffix("文件"))
    return Fields(unit) if unit else _NOTHING


def signature(lines: Sequence[Line], personal: bool) -> Fields:
    """What the last lines say: a unit or a person, then a date; that of the print (印发) where there is no other."""
    found = printed = _NOTHING
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].text
        labelled = _labelled(line)
        if labelled and labelled.author:
            found = _merged(found, Fields(author=labelled.author))
            continue
        if len(line) > LINE_LIMIT or line.endswith(ENDS_SENTENCE) or not _ENDS_DATED.search(line):
            continue
        here = _imprint(line)
        if not here.date:
            continue
        if not here.unit:
            for beside in (number - 1, number + 1):
                if 0 <= beside < len(lines):
                    here = _merged(here, _signer(lines[beside].text, personal))
            if number > 1 and (not here.unit or village(here.unit)):
                # the address on a line of its own
                above = only(lines[number - 2].text)
                here = here._replace(unit=only(f"{above} {lines[number - 1].text}") or here.unit) if above else here
        if line.rstrip("）)").endswith("印发"):
            printed = _merged(printed, here)
        else:
            found = _merged(found, here)
    return _merged(found, printed)


def _signer(line: str, personal: bool) -> Fields:
    if len(line) > UNIT_LIMIT or line.endswith(ENDS_SENTENCE):
        return _NOTHING
    unit = only(line)
    if unit:
        return Fields(unit)
    return _officer(line) or Fields(author=person(line) if personal else "")
