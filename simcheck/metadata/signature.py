"""Signatures (落款): who signed, where and when? Imprints, labelled lines, meetings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from simcheck.entities.dates import DAY, SPOKEN, date
from simcheck.entities.offices import UNIT_LIMIT, leading, place_in, whole
from simcheck.entities.patterns import C, D, H, Pattern
from simcheck.entities.people import OFFICER, SPEAKER, SPEAKER_FIRST, person
from simcheck.metadata.edges import ENDS_SENTENCE, LABEL, LINE_LIMIT, Line

_BRACKETS: Final = "（()）【】[]〔〕"
_DATED: Final = Pattern(rf"(?:{SPOKEN}|{DAY})")
_ENDS_DATED: Final = Pattern(r"(?:[日号號月年度]|[0-9０-９])[）)]?(?:印发)?$")
_UNFILLED: Final = r"\s*+(?:[Xx×＊*_][Xx×＊*_ ]*+)?+\s*+"
_DATE_BLANK: Final = Pattern(rf"((?:{D}{{4}}|{C}{{4}})\s*年){_UNFILLED}月{_UNFILLED}[日号]?")
_MEETING: Final = Pattern(rf"[（(]?\s*+(?P<dash>[—－\-–]*+)\s*+(?P<date>{SPOKEN}|{DAY})\s*(?P<rest>.*)")
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


class _Fields(NamedTuple):
    """What a few lines say, "" for what they do not."""

    unit: str = ""
    date: str = ""
    author: str = ""


_NOTHING: Final = _Fields()


def _merged(first: _Fields, second: _Fields) -> _Fields:
    """What the first says, and where it is silent the second."""
    return _Fields(first.unit or second.unit, first.date or second.date, first.author or second.author)


_OCCASION: Final = Pattern(rf"[会會][议議]?上[。）)]?$|^[（(]\s*{SPOKEN}\s*[）)]$")


def words_around(lines: Sequence[str]) -> _Fields:
    """What the lines near the title say."""
    found = _NOTHING
    for number, line in enumerate(lines):
        here = _labelled(line) or _meeting(line) or _officer(line) or _imprint(line)
        if here is _NOTHING and len(line) <= _ALONE:
            # A name by itself is that of the speaker if the meeting or the day of the speech stands beside it.
            beside = [*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2]]
            here = _Fields(author=person(line)) if any(map(_OCCASION.search, beside)) else _NOTHING
        if here is not _NOTHING:
            found = _merged(found, here)
    return found


def _labelled(line: str) -> _Fields | None:
    match = LABEL.match(line) if "：" in line or ":" in line else None
    if match is None:
        return None
    key, value = match["key"], match["value"].strip()
    if key.endswith("单位"):
        return _Fields(unit=whole(value))
    if key.endswith(("日期", "时间")):
        return _Fields(date=date(value) or "")
    return _Fields(author=_labelled_person(value))


def _meeting(line: str) -> _Fields | None:
    """——2025年1月15日在云溪县第十届人民代表大会第三次会议上, （2018年12月3日）, or ——李四同志在…会议上的讲话."""
    match = _MEETING.match(line)
    if match is None:
        first = SPEAKER_FIRST.match(line) if line[0] in "—－-–" else None
        return _Fields(author=person(first["name"])) if first else None
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
    return _Fields(place, date(match["date"]) or "", person(speaker["name"]) if speaker else "")


def _officer(line: str) -> _Fields | None:
    """柳湾镇镇长　张三, or 柳湾镇　张三."""
    line = line.strip(_BRACKETS)
    match = OFFICER.match(line)
    if match:
        office = match["office"].strip()
        author = person(match["name"], bool(match["gap"]))
        return _Fields(leading(office), author=author) if author else None
    before, gap, name = line.rpartition(" ")
    unit = whole(before) if gap else ""
    return _Fields(unit, author=person(name)) if unit and person(name) else None


def _imprint(line: str) -> _Fields:
    """A unit by itself under the title, perhaps with a date: 平安镇党政办公室编 2023年12月28日."""
    bare = line.strip(_BRACKETS)
    if _ENDS_DATED.search(bare):
        if blank := _DATE_BLANK.fullmatch(bare):
            return _Fields(date=date(blank[1]) or "")
        dated = bare.removesuffix("印发")
        for day in _DATED.finditer(dated):
            if day.end() == len(dated):
                rest = dated[: day.start()].strip(" ，,")
                unit = whole(rest.rstrip("编編印"))
                return _Fields(unit, date(day.group()) or "") if unit or not rest else _NOTHING
        return _NOTHING
    unit = whole(bare.removesuffix("文件"))
    return _Fields(unit) if unit else _NOTHING


def signature(lines: Sequence[Line], personal: bool) -> _Fields:
    """What the last lines say: a unit or a person, then a date."""
    found = _NOTHING
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].text
        labelled = _labelled(line)
        if labelled and labelled.author:
            found = _merged(found, _Fields(author=labelled.author))
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
        found = _merged(found, here)
    return found


def _signer(line: str, personal: bool) -> _Fields:
    if len(line) > UNIT_LIMIT or line.endswith(ENDS_SENTENCE):
        return _NOTHING
    unit = whole(line)
    if unit:
        return _Fields(unit)
    return _officer(line) or _Fields(author=person(line) if personal else "")
